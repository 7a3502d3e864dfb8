"""Ids, events, estimates, tables, submissions: what they are and what they refuse."""

from __future__ import annotations

import math
import re
import time
import uuid
from dataclasses import replace

import pytest

from toolkit.errors import Fault, FaultyFile, Invalid, Several, ToolkitError
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.event import START_OF_CHAIN, Event
from toolkit.model.identifier import new_id, now
from toolkit.model.merged import Record
from toolkit.model.reliability import Estimate
from toolkit.model.review import Decision
from toolkit.model.round import FIRST_ROUND, Assignment
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span


def test_ids_are_uuids_of_version_7_that_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time_ns()
    ticks = iter(range(moment, moment + 100_000_000, 1_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(ticks))
    made = [new_id() for _ in range(3_000)]

    assert {(uuid.UUID(each).version, uuid.UUID(each).variant) for each in made} == {(7, uuid.RFC_4122)}
    assert made == sorted(set(made))
    assert uuid.UUID(made[0]).int >> 80 == moment // 1_000_000


def test_the_present_is_told_in_utc() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())


def test_the_hash_of_an_event_depends_on_every_part_of_it() -> None:
    event = Event(1, "A", "coding.added", "x", {"after": {"code": "y"}}, now(), START_OF_CHAIN)
    others = [
        replace(event, sequence=2),
        replace(event, actor="B"),
        replace(event, kind="coding.removed"),
        replace(event, subject="z"),
        replace(event, body={"after": {"code": "z"}}),
        replace(event, at="2020-01-01T00:00:00.000Z"),
        replace(event, previous="1" * 64),
    ]

    assert len({event.hash, *(other.hash for other in others)}) == 8


@pytest.mark.parametrize(("value", "reason"), [(None, ""), (0.5, "because"), (math.nan, "")])
def test_an_estimate_is_a_number_or_a_reason(value: float | None, reason: str) -> None:
    with pytest.raises(Invalid):
        Estimate(value, reason)


def test_a_table_is_rectangular_and_its_columns_have_different_names() -> None:
    with pytest.raises(Invalid, match="row 2 of 'T' has 1 cells for 2 columns"):
        Table("T", (Column("a"), Column("b")), ((1, 2), (3,)))
    with pytest.raises(Invalid, match="two columns 'a'"):
        Table("T", (Column("a"), Column("a")), ())
    assert Table("T", (Column("a"), Column("b")), ((1, 2), (3, 4))).column("b") == (2, 4)


def test_a_quotation_fills_its_span() -> None:
    with pytest.raises(Invalid, match="does not fill 4 positions"):
        Quotation("T", 1, Span(0, 4), "abc")


def test_an_empty_memo_is_refused() -> None:
    with pytest.raises(Invalid, match="memo is empty"):
        Memo("1", "coding", "2", "A", "  ", now())


def test_a_submission_holds_the_work_of_one_coder_and_names_what_it_rests_on() -> None:
    quotation = Quotation("T", 1, Span(0, 3), "abc")
    coding = Coding("1", quotation, "trust", "A", "1.0.0", FIRST_ROUND, now())
    sound = Submission("A", "S", {"T": "0"}, {"1.0.0": "0"}, codings=(coding,))

    with pytest.raises(Invalid, match="work of 'A' is in the submission of 'B'"):
        replace(sound, coder="B")
    with pytest.raises(Invalid, match="work of 'B'"):
        replace(sound, assignments=(Assignment("B", "T"),))
    with pytest.raises(Invalid, match="does not name"):
        replace(sound, texts={})


def test_errors_read_where_what_and_what_to_do() -> None:
    assert str(ToolkitError("a.txt", "is empty", "give words")) == "a.txt: is empty; give words"
    assert str(Invalid("is empty")) == "is empty"
    faults = FaultyFile("a.yaml", [Fault(7, "seven"), Fault(2, "two", "mend it"), Fault(0, "whole")])
    assert faults.lines() == ("a.yaml: whole", "a.yaml:2: two; mend it", "a.yaml:7: seven")
    assert Several([faults, ToolkitError("b", "c")]).lines() == (*faults.lines(), "b: c")


def test_a_coding_is_sure_or_unsure_or_does_not_say() -> None:
    made = Coding("1", Quotation("T", 1, Span(0, 3), "abc"), "trust", "A", "1.0.0", FIRST_ROUND, now())
    assert replace(made, certainty="unsure").certainty == "unsure"
    with pytest.raises(Invalid, match=r"^certainty is 'perhaps'; use one of "):
        replace(made, certainty="perhaps")  # type: ignore[arg-type]


def test_a_decision_chooses_each_code_once() -> None:
    with pytest.raises(Invalid, match=r"^decision chooses 'care' twice; choose it once$"):
        Decision("1", "c", "r1", "trust", ("care", "doubt", "care"), "", "A", now())


def test_a_record_is_told_by_its_kind_and_the_names_that_are_its_id() -> None:
    assert str(Record("assignment", ("Ana", "P01", "first"))) == "assignment Ana P01 first"


def test_a_refusal_is_no_longer_than_anybody_reads() -> None:
    many = FaultyFile("a.csv", [Fault(line, "is wrong") for line in range(1, 100_001)])
    assert len(many.lines()) == len(Several([many, many]).lines()) == 501
    assert many.lines()[0] == "a.csv:1: is wrong"
    assert many.lines()[-1] == "and 99,500 more; mend these first"
    endless = str(ToolkitError("a.csv", "9" * 100_000 + " is no number", "write one"))
    assert len(endless) < 2_010
    assert endless.startswith("a.csv: 9")
    assert endless.endswith("is no number; write one")
