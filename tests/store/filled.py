"""A small study in which every table has a row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from tests.conftest import conversation, small_codebook, small_conversation
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.proposal import Proposal, Ruling
from toolkit.model.review import Decision
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.stray import Imported, Stray
from toolkit.model.transcript import Span
from toolkit.store import (
    codebooks,
    codings,
    decisions,
    memos,
    picks,
    placements,
    projects,
    proposals,
    rounds,
    schema,
    strays,
    transcripts,
    verdicts,
)
from toolkit.store.address import Address
from toolkit.store.study import Records, Study
from toolkit.workflow import studies

AT: Final = "2026-03-01T09:30:00.000Z"


def fill(records: Records) -> None:
    """Write a record of every kind."""
    text, book = small_conversation(), small_codebook()
    start = text.text.index("I trusted them")
    passage = Quotation.cut(text, Span(start, start + 14))
    transcripts.add(records, text)
    transcripts.add(records, conversation("P00", ("P00", "Something else.")))
    for person in ("P01", "P00"):
        transcripts.add_participant(records, person, {"role": "maker"})
    rounds.add_coder(records, Coder("Ana", "lead", "ana@example.org"))
    rounds.add_coder(records, Coder("Ben"))
    rounds.assign(records, Assignment("Ana", "P01", "first"))
    rounds.add_round(records, Round("second", "coding", "1.0.0"))
    for name, coder in (("c1", "Ana"), ("c2", "Ben")):
        codings.add(records, Coding(name, passage, "trust", coder, "1.0.0", "first", AT, "sure"))
    memos.add(records, Memo("m1", "transcript", "P01", "Ana", "A thought.", AT))
    decisions.add(records, Decision("d1", "c1", "CR-0001", "trust", ("trust",), "Plain", "Ana", AT))
    placements.add(records, Placement("p1", "c1", "P01", 1, passage, "It stands there", "Ana", AT))
    verdicts.add(records, Verdict("v1", passage, "trust", True, "Plain", "1.0.0", "Ana", AT))
    picks.add(records, Pick("q1", passage, "trust", "1.0.0", "I trusted", "Section 4", "Ana", AT))
    proposals.add(records, Proposal("n1", "little-things", "Little things", "What is small.", "Ana", AT))
    proposals.rule(records, Ruling("big-things", "declined", ("trust",), "Too big", "1.0.0", "Ana", AT))
    guids = {"coder": {"0001": "Ana"}}
    projects.add(records, Imported("i1", "Theirs", "Tool", "origin", "0" * 64, AT, guids, {"note": "kept"}))
    waiting = Stray("s1", "P01", 3, 8, "words", "trust", "Ana", "1.0.0", "first", AT, "i1", AT, "unsure")
    strays.add(records, waiting)
    codebooks.save_draft(records, replace(book, version="1.1.0", status="draft"), "1.0.0")


def filled_study(place: Path | Address) -> Study:
    """Make the study; every table has a row, or this fails."""
    study = studies.start(place, small_codebook())  # type: ignore[arg-type]
    with study.transaction("researcher") as records:
        fill(records)
    with study.reading() as connection:
        for table in schema.metadata.sorted_tables:
            count = connection.execute(select(func.count()).select_from(table)).scalar_one()
            assert count, f"{table.name} has no row: give it one above"
    return study
