"""A bundle says what its coder did; anything wrong with it is told in one line and nothing of it is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FaultyFile
from toolkit.formats.projects import bundle
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.proposal import Proposal
from toolkit.model.round import FIRST_ROUND, Assignment
from toolkit.model.submission import Submission
from toolkit.model.transcript import Source, Span

AT = "2026-03-01T09:30:00.000Z"
QUOTATION = Quotation("P01", 1, Span(4, 9), "hello", "P01\u2028", " \U0001f600")
WORK = Submission(
    "Ana",
    "Study",
    {"P01": "0" * 64},
    {"1.0.0": "1" * 64},
    (Assignment("Ana", "P01", finished_at=AT),),
    (Coding("c1", QUOTATION, "trust", "Ana", "1.0.0", FIRST_ROUND, AT, "unsure"),),
    (Memo("m1", "coding", "c1", "Ana", "Is it?\nPerhaps.", AT),),
    proposals=(Proposal("p1", "little-things", "Little “things”", "What is small.", "Ana", AT),),
)
ODD: list[Any] = [
    None,
    -1,
    0,
    10**30,
    1.5,
    "",
    "\ud800",
    "\x00",
    "x" * 500,
    [],
    {},
    True,
    "\u202e",
    "../x",
    " Ana",
]


def sealed(objects: list[dict[str, Any]]) -> Source:
    """Return a bundle of these lines with a closing line that fits, as a forger would."""
    lines = [json.dumps(content) + "\n" for content in objects]
    end = {"kind": "end", "lines": len(lines), "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()}
    return Source("b.jsonl", "".join([*lines, json.dumps(end) + "\n"]).encode())


def written() -> list[dict[str, Any]]:
    return [json.loads(line) for line in bundle.write(WORK).split("\n")[:-2]]


def test_what_is_written_is_read_again() -> None:
    assert bundle.read(Source("b.jsonl", bundle.write(WORK).encode())) == WORK
    assert bundle.read(sealed(written())) == WORK
    assert bundle.sniff(bundle.write(WORK).encode())


@given(st.data())
def test_a_forged_bundle_is_read_or_refused_and_never_ends_in_a_traceback(data: st.DataObject) -> None:
    objects = written()
    part = data.draw(st.sampled_from(objects))
    while nested := [value for value in part.values() if isinstance(value, dict) and value]:
        if data.draw(st.booleans()):
            break
        part = data.draw(st.sampled_from(nested))
    key = data.draw(st.sampled_from(sorted(part)))
    if data.draw(st.booleans()):
        part[key] = data.draw(st.sampled_from(ODD))
    else:
        del part[key]
    objects += data.draw(st.lists(st.sampled_from(objects), max_size=1))

    told: tuple[str, ...] = ()
    try:
        bundle.read(sealed(objects))
    except FaultyFile as refused:
        told = refused.lines()
    assert all(line.startswith("b.jsonl") and line.isprintable() for line in told)


@pytest.mark.parametrize(
    ("line", "change", "told"),
    [
        (0, {"coder": "Ben"}, "work of 'Ana' is in the submission of 'Ben'"),
        (0, {"texts": {}}, "rests on a text the submission does not name"),
        (1, {"finished_at": "yesterday"}, "b.jsonl:2: "),
        (2, {"quotation": 1}, "b.jsonl:3: "),
        (2, {"made_at": "yesterday-ish"}, "time of a coding is 'yesterday-ish'"),
        (2, {"kind": {}}, "is of unknown kind"),
        (3, {"author": "Ben"}, "a memo by 'Ben'"),
        (3, {"id": "c1"}, "holds the id c1 twice"),
    ],
)
def test_what_is_wrong_is_told(line: int, change: dict[str, Any], told: str) -> None:
    objects = written()
    objects[line] |= change

    with pytest.raises(FaultyFile) as refused:
        bundle.read(sealed(objects))

    assert any(told in line for line in refused.value.lines()), refused.value.lines()


def test_every_faulty_line_is_told_at_once() -> None:
    objects = written()
    objects[1]["finished_at"] = 7
    objects[2]["code"] = None

    with pytest.raises(FaultyFile) as refused:
        bundle.read(sealed(objects))

    assert [line.split(": ")[0] for line in refused.value.lines()] == ["b.jsonl:2", "b.jsonl:3"]


def test_a_bundle_from_before_there_were_proposals_still_reads() -> None:
    before = replace(WORK, proposals=())
    text = bundle.write(before)
    assert "proposal" not in text
    assert bundle.read(Source("a.jsonl", text.encode())) == before
