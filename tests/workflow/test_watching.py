"""How far everybody is, asked for every few seconds by every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.conftest import conversation
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.transcript import Span
from toolkit.store import rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import arranging, showing, watching
from toolkit.workflow.applying import Apply, change
from toolkit.workflow.assigning import assign, finish


@pytest.fixture
def blind(study: Study) -> Study:
    """A blind round in which Ana and Ben read the same two transcripts."""
    with study.transaction(RESEARCHER) as records:
        for name in ("P01", "P02"):
            transcripts.add(
                records, conversation(name, ("I", "How?"), ("P", "I trusted them."), ("P", "Yes."))
            )
        for person in (Coder("Ana"), Coder("Ben"), Coder("Lea", "lead")):
            rounds.add_coder(records, person)
    lea = study.seen_by("Lea")
    arranging.begin(lea, "check", blind=True)
    for coder in ("Ana", "Ben"):
        assign(lea, coder=coder)
    return study


def code(study: Study, coder: str, transcript: str = "P01") -> None:
    found = showing.desk(study, transcript, coder).transcript
    span = Span(found.turns[1].span.start, found.turns[1].span.start + 5)
    assert change(study, coder, [Apply(new_id(), transcript, found.sha256, span, "trust")]) == (None,)


@contextmanager
def queries(study: Study) -> Iterator[list[str]]:
    """Collect the statements that are run on a study, but those that begin a transaction."""
    told: list[str] = []
    engine: Any = study._engine  # noqa: SLF001 - what it is asked is what this is about

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SET TRANSACTION")):
            told.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def test_as_long_as_nothing_happens_it_costs_one_query(blind: Study) -> None:
    ana = blind.seen_by("Ana")
    first = watching.board(ana)
    with queries(blind) as told:
        assert watching.board(ana) is first
    (asked,) = told
    assert "head_hash" in asked


def test_that_others_code_reads_the_end_of_the_log_and_changes_nothing(blind: Study) -> None:
    ana = blind.seen_by("Ana")
    first = watching.board(ana)
    code(blind, "Ben")
    with queries(blind) as told:
        assert watching.board(ana) is first
    assert not any("FROM transcripts" in each or "FROM texts" in each for each in told)
    with queries(blind) as told:
        watching.board(ana)
    assert len(told) == 1


def test_who_finishes_is_seen_by_everybody_at_the_next_look(blind: Study) -> None:
    ana, ben = blind.seen_by("Ana"), blind.seen_by("Ben")
    for each in (ana, ben):
        watching.board(each)
    finish(ben, "P02", coder="Ben")
    found = watching.board(ana).by_coder["Ben"]
    assert [(each.task.transcript, each.state) for each in found] == [("P01", "reading"), ("P02", "finished")]
    finish(ben, "P02", coder="Ben", reopen=True)
    assert [len(each.reopened) for each in watching.board(ana).by_coder["Ben"]] == [0, 1]


def test_ones_own_turns_are_counted_and_nobody_elses(blind: Study) -> None:
    for _ in range(2):
        assert [each.turns_coded for each in watching.board(blind.seen_by("Ana")).mine] in ([0, 0], [1, 0])
        if watching.board(blind.seen_by("Ana")).mine[0].turns_coded == 0:
            code(blind, "Ana")
    board = watching.board(blind.seen_by("Ana"))
    assert [(each.turns_coded, each.turns) for each in board.mine] == [(1, 2), (0, 2)]
    assert {each.turns_coded for each in board.by_coder["Ben"]} == {None}
    assert {each.turns_coded for each in watching.board(blind.seen_by("Lea")).work} == {None}


def test_the_board_says_who_may_arrange_and_whether_the_round_goes_on(blind: Study) -> None:
    boards = {name: watching.board(blind.seen_by(name)) for name in ("Ana", "Lea", "Nobody", None)}
    assert {name: each.may_arrange for name, each in boards.items()} == {
        "Ana": False,
        "Lea": True,
        "Nobody": False,
        None: False,
    }
    assert all(each.goes_on for each in boards.values())
    assert boards[None].mine == ()
    for coder in ("Ana", "Ben"):
        finish(blind.seen_by(coder), coder=coder)
    assert not watching.board(blind.seen_by("Ana")).goes_on


def test_in_a_study_without_leads_everybody_arranges(study: Study) -> None:
    assert watching.board(study).may_arrange
