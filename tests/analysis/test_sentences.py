"""Every event of the product is a sentence that a researcher reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import toolkit
from toolkit.analysis.sentences import KINDS, Known, about, codings_of, sentence
from toolkit.model.event import Event
from toolkit.workflow.uniting import _VERBS

QUOTED = {"text": "they never told us", "transcript": "P03", "code": "trust", "coder": "Ana"}
KNOWN = Known({"trust": "Trust", "doubt": "Doubt"}, {"1.1.0": 3, "1.2.0": 1}, {"c1": QUOTED})
_NEVER_KEPT = {"health.asked"}
_HOLDS_ANOTHER = {"merge.overtaken"}
_NO_EVENTS = {"protocol.md"}


def event(kind: str, actor: str = "Ana", subject: str = "c1", **body: object) -> Event:
    return Event(7, actor, kind, subject, body, "2026-03-04T10:12:00.000Z", "0" * 64)


def told(kind: str, actor: str = "Ana", subject: str = "c1", **body: object) -> str:
    return sentence(event(kind, actor, subject, **body), KNOWN)


def written_kinds() -> Iterator[str]:
    """Yield the kinds of events that anything in the product writes."""
    nouns = {kind.partition(".")[0] for kind in (*KINDS, *_HOLDS_ANOTHER)}
    for path in Path(toolkit.__path__[0]).rglob("*.py"):
        if path.parent.name not in ("store", "workflow"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                # A new noun is written in a call of `log`; a known one may come from a constant.
                if re.fullmatch(r"[a-z]+\.[a-z]+", node.value) and node.value.partition(".")[0] in nouns:
                    yield node.value
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "log"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                yield node.args[0].value
    for noun, verbs in _VERBS.items():
        yield from (f"{noun}.{verb}" for verb in verbs)


def test_every_kind_of_event_that_is_written_has_a_sentence() -> None:
    found = set(written_kinds())

    assert {"coding.added", "reading.changed", "assignment.reopened", "facts.declared"} <= found
    assert found - KINDS.keys() == _NEVER_KEPT | _HOLDS_ANOTHER | _NO_EVENTS
    assert KINDS.keys() - found == set()


CODING = {**QUOTED, "id": "c1", "certainty": "unsure"}


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        ("backup.restored", {"told": {"backup": "a.study"}}, "went back to the backup a.study"),
        ("schema.upgraded", {"told": {"from": 6, "to": 7}}, "brought the study from schema 6 to schema 7"),
        ("coding.added", {"after": CODING}, "gave “they never told us” in P03 the code Trust (unsure)"),
        ("coding.restored", {"after": QUOTED}, "gave “they never told us” in P03 the code Trust again"),
        ("coding.removed", {"before": QUOTED}, "took the code Trust from “they never told us” in P03"),
        (
            "coding.removed",
            {"before": QUOTED, "successor": {"id": "c2"}},
            "took the code Trust from “they never told us” in P03 and gave another in its place",
        ),
        (
            "coding.removed",
            {"before": QUOTED, "act": {"id": "b", "undoes": "a"}},
            "undid an act: took the code Trust from “they never told us” in P03",
        ),
        (
            "coding.restored",
            {"after": QUOTED, "act": {"id": "b", "redoes": "a"}},
            "did an act again: gave “they never told us” in P03 the code Trust again",
        ),
        ("assignment.finished", {"after": {**QUOTED, "round": "first"}}, "finished P03 in round first"),
        ("codebook.released", {"after": {"version": "1.1.0"}}, "released the codebook 1.1.0: 3 changes"),
        ("codebook.released", {"after": {"version": "1.2.0"}}, "released the codebook 1.2.0: 1 change"),
        ("codebook.released", {"after": {"version": "1.0.0"}}, "released the codebook 1.0.0"),
        (
            "memo.added",
            {"after": {"about": "coding", "subject": "c1", "author": "Ana", "text": "Odd."}},
            "wrote a memo about their own coding of “they never told us” in P03 with Trust: “Odd.”",
        ),
        (
            "memo.changed",
            {"after": {"about": "code", "subject": "trust", "author": "Ana", "text": "Odd."}},
            "changed a memo about the code Trust: “Odd.”",
        ),
        (
            "decision.made",
            {"after": {"coding": "gone", "chosen": ["doubt"], "reason": "Plain", "decided_by": "Ana"}},
            "decided about coding gone: Doubt (“Plain”)",
        ),
        (
            "verdict.given",
            {"after": {**QUOTED, "holds": 0, "reason": "", "decided_by": "Ana"}},
            "settled that Trust does not hold on “they never told us” in P03",
        ),
        (
            "placement.made",
            {"after": {"coding": "c1", "transcript": "P03", "revision": 2, "text": None, "placed_by": "Ana"}},
            (
                "said that the passage of their own coding of “they never told us” in P03 with Trust is gone "
                "in revision 2 of P03"
            ),
        ),
        (
            "round.changed",
            {"before": {"id": "second", "revealed_at": None}, "after": {"id": "second", "revealed_at": "x"}},
            "revealed the round second to everybody",
        ),
        (
            "participant.changed",
            {
                "before": {"id": "P03", "attributes": {"age": "30", "role": "maker"}},
                "after": {"id": "P03", "attributes": {"age": "31", "role": "maker"}},
            },
            "changed what is known of the participant P03: age",
        ),
        (
            "merge.overtaken",
            {"event": {"actor": "Ana", "kind": "coding.added", "subject": "c1", "body": {"after": QUOTED}}},
            (
                "gave “they never told us” in P03 the code Trust, which changes nothing, as something here "
                "is newer"
            ),
        ),
        (
            "coding.added",
            {"after": QUOTED, "taken_over": {"at": "2026-03-01T09:30:00Z", "hash": "x"}},
            (
                "gave “they never told us” in P03 the code Trust (done on 2026-03-01 09:30 UTC in another "
                "copy, and taken over)"
            ),
        ),
    ],
)
def test_what_happened_reads_as_a_sentence(kind: str, body: dict[str, Any], what: str) -> None:
    assert told(kind, **body) == what


def test_what_is_done_to_anothers_work_says_whose_it_is() -> None:
    assert told("coding.added", actor="researcher", after=QUOTED).endswith("the code Trust, for Ana")
    task = {"coder": "Ana", "transcript": "P03", "round": "first"}
    assert told("assignment.finished", actor="Lea", after=task) == (
        "declared that Ana has finished P03 in round first"
    )
    assert "the coding by Ana of “they never" in told(
        "decision.withdrawn", actor="Lea", before={"coding": "c1", "decided_by": "Lea"}
    )


def test_what_was_undone_later_says_so() -> None:
    assert sentence(event("coding.added", after=QUOTED), KNOWN, undone=True).endswith(
        "the code Trust (undone later)"
    )


def test_words_of_data_are_short_on_one_line_and_move_nothing() -> None:
    hostile = {**QUOTED, "text": "a\n\n b\u202etxt\x1b[2J\u2028" + "long " * 30, "transcript": "P\x07"}
    what = told("coding.added", after=hostile)

    assert what.startswith(r"gave “a b\u202etxt\u001b[2J long")
    assert r"…” in P\u0007 the code" in what
    assert len(what) < 200
    assert not re.search(r"[\x00-\x1f\u2028\u202e]", what)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "body", [{}, {"after": {}}, {"before": None, "after": {"chosen": None, "codes": None, "text": None}}]
)
def test_an_event_that_tells_next_to_nothing_is_still_a_sentence(kind: str, body: dict[str, Any]) -> None:
    assert told(kind, **body)
    assert isinstance(about(event(kind, **body), KNOWN), str)


def test_which_transcript_an_event_is_about() -> None:
    def place(kind: str, subject: str = "c1", **body: object) -> str:
        return about(event(kind, "Ana", subject, **body), KNOWN)

    assert place("coding.added", after=QUOTED) == "P03"
    assert place("transcript.imported", subject="P07", after={"id": "P07"}) == "P07"
    assert place("memo.added", after={"about": "transcript", "subject": "P05"}) == "P05"
    assert place("memo.added", after={"about": "coding", "subject": "c1"}) == "P03"
    assert place("memo.added", after={"about": "code", "subject": "trust"}) == ""
    assert place("proposal.made", after={"label": "x"}, beside={"transcript": "P02"}) == "P02"
    assert place("study.created", after={"title": "x"}) == ""
    inner = {"actor": "Ana", "kind": "decision.made", "subject": "d", "body": {"after": {"coding": "c1"}}}
    assert place("merge.overtaken", event=inner) == "P03"
    assert codings_of(event("merge.overtaken", event=inner)) == ("c1",)
