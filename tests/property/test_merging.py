"""Copies of a study that part, are worked in by several people and are merged, in every order, and twice."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import small_codebook, small_conversation
from toolkit.errors import ToolkitError
from toolkit.model.merged import Record
from toolkit.model.round import Assignment
from toolkit.model.table import Table
from toolkit.model.transcript import Span, Transcript
from toolkit.store import acts, chronicle, events, rounds, schema, transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import adjudicating, applying, assigning, merging, studies, undoing
from toolkit.workflow.applying import Apply, Remove, RemoveMemo, RewriteMemo, Wish, WriteMemo

PASSAGES = ((12, 18), (40, 52), (60, 70), (80, 95))
CODES = ("trust", "doubt")
PEOPLE = ("Ana", "Ben")
DOINGS = ("code", "code", "remove", "undo", "redo", "memo", "rewrite", "unmemo", "finish", "settle", "reopen")

Doing = tuple[str, str, int]
"""What is done, by whom, and a number that chooses among what there is to do it to."""

WORK = st.lists(
    st.tuples(st.sampled_from(DOINGS), st.sampled_from(PEOPLE), st.integers(0, 7)), min_size=1, max_size=6
)


class Clock:
    """A clock that may be wrong, and may be set back."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        self.seconds += 1
        minutes, seconds = divmod(self.seconds, 60)
        return f"2026-03-01T{minutes // 60 + 9:02}:{minutes % 60:02}:{seconds:02}.000Z"


def do(study: Study, doing: Doing, name: str) -> None:
    """Do one thing, if it can be done there; what is refused leaves no trace."""
    what, who, number = doing
    with study.reading() as connection:
        text = transcripts.find(connection, "P01")
        found = {kind: list(connection.execute(select(table)).mappings()) for kind, table in TABLES.items()}
    assert text is not None
    mine = [row for row in found["codings"] if row["coder"] == who]
    notes = [row for row in found["memos"] if row["author"] == who]
    given = [row["id"] for row in found["verdicts"]]
    start, end = PASSAGES[number % len(PASSAGES)]
    code = CODES[number % len(CODES)]
    memo = notes[number % len(notes)] if notes else {"id": "none", "text": ""}
    wishes: dict[str, Wish] = {
        "code": Apply(name, "P01", text.sha256, Span(start, end), code),
        "remove": Remove(mine[number % len(mine)]["id"] if mine else "none"),
        "memo": WriteMemo(name, "transcript", "P01", f"Memo {name}."),
        "rewrite": RewriteMemo(memo["id"], memo["text"], f"Now {name}."),
        "unmemo": RemoveMemo(memo["id"], memo["text"]),
    }
    # What cannot be done at this point is refused: to finish twice, say.
    with suppress(ToolkitError):
        if what in wishes:
            applying.change(study, who, [wishes[what]])
        elif what in ("undo", "redo"):
            turn(study, who, text, what)
        elif what == "finish":
            assigning.finish(study, "P01", coder=who, reopen=number % 3 == 0)
        elif what == "settle":
            adjudicating.settle(study, transcript="P01", code=code, start=start, end=end, by=who)
        elif given:
            adjudicating.reopen(study, given[number % len(given)], by=who)


def turn(study: Study, who: str, text: Transcript, what: str) -> None:
    """Take back the last act of somebody, or do it again."""
    history = undoing.history(study, who, text)
    there = [act for act in history if act.undone == (what == "redo")]
    if there:
        (undoing.undo if what == "undo" else undoing.redo)(study, who, there[-1 if what == "undo" else 0].id)


TABLES = {
    name: schema.metadata.tables[name]
    for name in ("coders", "assignments", "codings", "memos", "verdicts", "transcripts", "rounds")
}


def present(study: Study) -> dict[str, list[dict[str, Any]]]:
    """Return all that is in a study now."""
    with study.reading() as connection:
        return {
            name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=str)
            for name, table in TABLES.items()
        }


def ends(study: Study) -> tuple[set[str], set[str]]:
    """Return the ids of all codings, memos and verdicts that were ever made here, and of those removed."""
    with study.reading() as connection:
        log = [event for event, _ in events.everything(connection)]
    made = {event.subject for event in log if event.kind in ("coding.added", "memo.added", "verdict.given")}
    gone = {
        event.subject
        for event in log
        if event.kind in ("coding.removed", "memo.removed", "verdict.withdrawn")
    }
    return made, gone


def begin(folder: Path, work: list[Doing]) -> Path:
    path = folder / "start.study"
    with closing(studies.start(path, small_codebook(), title="Small")) as study:
        with study.transaction("researcher") as records:
            transcripts.add(records, small_conversation())
        for number, doing in enumerate(work):
            do(study, doing, f"s{number}")
    return path


def opened(stack: ExitStack, path: Path) -> Study:
    study = studies.open_study(path)
    stack.callback(study.close)
    return study


def check_sound(study: Study) -> None:
    with study.reading() as connection:
        assert list(verification.problems(connection)) == []
        for who in PEOPLE:
            acts.latest(connection, who, "P01")
        assert rounds.assignments(connection) == tuple(sorted(rounds.assignments(connection), key=_order))
        # What is here is what the latest event of each record says, in the order that all copies share.
        last: dict[Record, chronicle.Told] = {}
        for told in chronicle.chronicle(connection):
            last[told.record] = max(last.get(told.record, told), told, key=lambda each: each.stamp)
        there = {
            record.key[0] for record, told in last.items() if record.kind == "coding" and told.happening.state
        }
    assert there == {row["id"] for row in present(study)["codings"]}


def _order(task: Assignment) -> tuple[str, str, str]:
    return task.coder, task.transcript, task.round


@settings(
    max_examples=20,
    deadline=None,
    # To find the smallest example takes minutes, as each needs several studies on disk.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    start=WORK,
    parts=st.lists(WORK, min_size=2, max_size=3),
    clocks=st.lists(st.integers(0, 40), min_size=3, max_size=3),
)
def test_copies_that_parted_come_to_the_same_study_in_whatever_order_they_are_merged(
    start: list[Doing], parts: list[list[Doing]], clocks: list[int]
) -> None:
    clock = Clock()
    with (
        TemporaryDirectory() as name,
        ExitStack() as stack,
        patch("toolkit.store.study.now", clock),
    ):
        folder = Path(name)
        first = begin(folder, start)
        made: set[str] = set()
        gone: set[str] = set()
        for number, work in enumerate(parts):
            shutil.copy(first, folder / f"{number}.study")
            clock.seconds = clocks[number]  # set back, in many a copy
            study = opened(stack, folder / f"{number}.study")
            for step, doing in enumerate(work):
                do(study, doing, f"{number}.{step}")
            made, gone = made | ends(study)[0], gone | ends(study)[1]

        results: list[dict[str, list[dict[str, Any]]]] = []
        order: tuple[int, ...] = (0,)
        target = first
        for order in orders(len(parts)):
            target = folder / f"merged {order}.study"
            shutil.copy(folder / f"{order[0]}.study", target)
            study = opened(stack, target)
            for other in order[1:]:
                file = folder / f"{other}.study"
                foreseen = merging.merge(study, file, dry_run=True) if not results else None
                done = merging.merge(study, file)
                assert foreseen is None or tally(done) == tally(foreseen)
            results.append(present(study))
            check_sound(study)
            with study.reading() as connection:
                head = events.head(connection)
            again = merging.merge(
                study, *(folder / f"{other}.study" for other in range(len(parts)) if other != order[0])
            )
            assert set(again.column("became")) <= {"identical", "kept"}
            with study.reading() as connection:
                assert events.head(connection) == head

        assert all(result == results[0] for result in results)
        there = {row["id"] for kind in ("codings", "memos", "verdicts") for row in results[0][kind]}
        assert made - gone <= there <= made

        # And back: the copy that was merged from takes the merged one over, which knows all that it knows.
        study = opened(stack, folder / f"{order[-1]}.study")
        merging.merge(study, target)
        assert present(study) == results[0]
        check_sound(study)
        for step, doing in enumerate(parts[0]):  # and work goes on
            do(study, doing, f"on.{step}")
        check_sound(study)


def orders(count: int) -> Iterator[tuple[int, ...]]:
    """Yield orders in which to merge; of three copies, two."""
    every = list(permutations(range(count)))
    return iter(every if count == 2 else (every[0], every[3]))


def tally(table: Table) -> Counter[tuple[object, object]]:
    found: Counter[tuple[object, object]] = Counter()
    for _, kind, became, count, _ in table.rows:
        found[kind, became] += int(str(count))
    return found
