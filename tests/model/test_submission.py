"""One coder's work on its way: whose it is, what it rests on, and each thing once."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from toolkit.errors import Invalid
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.merged import Record, Stamp
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.proposal import Proposal
from toolkit.model.review import Decision
from toolkit.model.round import FIRST_ROUND, Assignment
from toolkit.model.submission import Submission, Work, author_of, record_of
from toolkit.model.transcript import Span

AT = "2026-03-01T09:30:00Z"
WORDS = Quotation("P01", 1, Span(0, 5), "trust")


def done_by(name: str) -> dict[str, Work]:
    """Return one piece of work of each kind, by the kind of its record."""
    return {
        "assignment": Assignment(name, "P01"),
        "coding": Coding("c", WORDS, "trust", name, "1.0.0", FIRST_ROUND, AT),
        "memo": Memo("m", "coding", "c", name, "Why?", AT),
        "verdict": Verdict(
            "v",
            WORDS,
            "trust",
            holds=True,
            reason="",
            codebook_version="1.0.0",
            decided_by=name,
            decided_at=AT,
        ),
        "proposal": Proposal("p", "small", "Small", "", name, AT),
        "decision": Decision("d", "c", "r1", "trust", ("care",), "", name, AT),
        "placement": Placement("l", "c", "P01", 1, WORDS, "", name, AT),
        "quotation": Pick("q", WORDS, "trust", "1.0.0", "", "", name, AT),
    }


WORK = done_by("Ana")


def sent(*work: Work, **more: object) -> Submission:
    empty = Submission("Ana", "Study", {"P01": "0" * 64}, {"1.0.0": "0" * 64})
    return replace(empty.holding(work, (), {}), **more)  # type: ignore[arg-type]


def test_every_kind_of_work_is_tried_here() -> None:
    assert {type(work) for work in WORK.values()} == set(get_args(Work))


@pytest.mark.parametrize("kind", WORK)
def test_each_work_is_somebodys_and_one_record_of_its_kind(kind: str) -> None:
    work = WORK[kind]
    assert author_of(work) == "Ana"
    key = (work.coder, work.transcript, work.round) if isinstance(work, Assignment) else (work.id,)
    assert record_of(work) == Record(kind, key)


def test_a_submission_holds_all_work_once_in_the_order_of_its_kinds() -> None:
    stamps = {record_of(WORK["memo"]): Stamp("2026-03-01T09:30:00.000000Z", 0, "0" * 64)}
    empty = sent()
    held = empty.holding(list(WORK.values())[::-1], (), stamps)
    assert list(held.work) == list(WORK.values())
    assert held.stamps == stamps
    assert list(empty.work) == []


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("assignment", "work of"),
        ("coding", "work of"),
        ("memo", "a memo by"),
        ("verdict", "a verdict by"),
        ("proposal", "a proposal by"),
        ("decision", "a decision by"),
        ("placement", "a placement by"),
        ("quotation", "a pick by"),
    ],
)
@pytest.mark.parametrize("where", ["held", "removed"])
def test_work_of_somebody_else_is_refused_by_its_kind(kind: str, told: str, where: str) -> None:
    strange = done_by("Ben")[kind]
    with pytest.raises(Invalid, match=rf"^{told} 'Ben' is in the submission of 'Ana'$"):
        sent(strange) if where == "held" else sent(removed=(strange,))


def test_an_id_stands_for_one_piece_of_work() -> None:
    again = replace(WORK["memo"], id="c")  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=r"^holds the id c twice$"):
        sent(WORK["coding"], again)
    with pytest.raises(Invalid, match=r"^holds the id c twice$"):
        sent(WORK["coding"], removed=(WORK["coding"],))


def test_two_assignments_have_no_id_to_share() -> None:
    assert len(sent(WORK["assignment"], Assignment("Ana", "P01", "second")).assignments) == 2


@pytest.mark.parametrize(
    ("kind", "missing", "told"),
    [
        ("assignment", "texts", "an assignment to 'P01' rests on a text the submission does not name"),
        ("coding", "texts", "coding c rests on a text or codebook the submission does not name"),
        ("coding", "codebooks", "coding c rests on a text or codebook the submission does not name"),
        ("verdict", "texts", "verdict v rests on a text or codebook the submission does not name"),
        ("verdict", "codebooks", "verdict v rests on a text or codebook the submission does not name"),
        ("placement", "texts", "placement l rests on a text or codebook the submission does not name"),
        ("quotation", "texts", "pick q rests on a text or codebook the submission does not name"),
        ("quotation", "codebooks", "pick q rests on a text or codebook the submission does not name"),
    ],
)
def test_what_work_rests_on_is_named(kind: str, missing: str, told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        sent(WORK[kind], **{missing: {}})


@pytest.mark.parametrize("kind", ["memo", "proposal", "decision"])
def test_words_that_rest_on_no_text_need_none(kind: str) -> None:
    assert list(sent(WORK[kind], texts={}, codebooks={}).work) == [WORK[kind]]


def test_a_placement_needs_no_codebook() -> None:
    assert sent(WORK["placement"], codebooks={}).placements


def test_what_rests_on_nothing_is_found_behind_what_needs_nothing_to_rest_on() -> None:
    with pytest.raises(
        Invalid, match=r"^verdict v rests on a text or codebook the submission does not name$"
    ):
        sent(WORK["memo"], WORK["verdict"], codebooks={})


def test_a_submission_is_somebodys() -> None:
    with pytest.raises(Invalid, match=r"^coder is blank; give it a name$"):
        sent(coder=" ")
