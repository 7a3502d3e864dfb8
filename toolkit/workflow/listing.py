"""Codings as a table: each with its quotation, and with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from toolkit.errors import Several, ToolkitError
from toolkit.model.placement import Place
from toolkit.model.review import Seen
from toolkit.model.table import Column, Table
from toolkit.store import codebooks, codings, proposals
from toolkit.store.study import Connection, Study
from toolkit.workflow.naming import check_coders, known_transcript
from toolkit.workflow.viewing import view

_CODINGS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("coder", meaning="Who coded."),
    Column("code", meaning="Id of the code it has at the version looked at, or at which it stopped."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("quotation", meaning="The words coded."),
    Column("certainty", meaning="sure or unsure, as the coder said."),
    Column("codebook_version", heading="Made under", meaning="Codebook version it was made under."),
    Column("made_at", heading="Made at", meaning="When, in UTC."),
    Column("id", meaning="Id of the coding."),
    Column("made_as", heading="Made as", meaning="Id of the code it was made with."),
    Column("state", meaning="What became of it since the codebook changed."),
    Column("revision", "count", meaning="Revision of the transcript in which it is seen."),
    Column("place", meaning="How its passage was found in a corrected transcript."),
)


def all_codings(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    transcript: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    at: str | None = None,
) -> Table:
    """List codings with their quotations.

    Each stands with the code it has at the codebook version looked at and with the one it was made with; the
    state says what became of it: followed, flagged (redefined since), collapsed (the same as another),
    pending (a person has to choose), frozen (retired), set aside, proposed (its code is not in the codebook)
    or later.

    In a corrected transcript the place says how a passage was found again: unchanged, quotation (elsewhere,
    by what stood around it), near (with other punctuation, case or spacing) or person. Codings that are
    waiting for a place, or whose passage is gone, come last, with the positions they had.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders.
    transcript
        Only codings in these transcripts.
    code
        Only codings that have one of these codes at the version looked at, or were made with it.
    at
        See them at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        found = view(connection, codings.everything(connection, coders=coder or None), at)
        for name in transcript:
            known_transcript(connection, name)
        _check_known(code, connection)
    rows = tuple(
        _coding_row(seen, found.places.get(seen.coding.id, "as made"))
        for seen in (*found.resolution.seen, *found.displaced)
        if (not transcript or seen.coding.transcript in transcript)
        and (not code or {seen.coding.code, seen.code} & set(code))
    )
    return Table("Codings", _CODINGS, rows, tuple(filter(None, (*found.fates, study.profile.notice))))


def _check_known(names: Iterable[str], connection: Connection) -> None:
    """Refuse codes that no version of the codebook ever had and that nobody proposed."""
    known = {name for book in codebooks.lineage(connection).releases for name in (*book.code, *book.theme)}
    known |= {proposal.id for proposal in proposals.everything(connection)} if names else set()
    faults = [
        ToolkitError(name, "is no code of any version", "see: intercoder codebook show")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    if faults:
        raise Several(faults)


def _coding_row(seen: Seen, place: Place) -> tuple[str | int | None, ...]:
    coding = seen.coding
    return (
        coding.transcript,
        coding.coder,
        seen.code,
        coding.span.start,
        coding.span.end,
        coding.quotation.text,
        coding.certainty,
        coding.codebook_version,
        coding.made_at,
        coding.id,
        coding.code,
        seen.fate,
        coding.quotation.revision,
        place,
    )
