"""What is hidden from a person while a round is blind comes back from no query of theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.identifier import new_id, now
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, events, memos, rounds, schema, sights
from toolkit.store import transcripts as stored
from toolkit.store.study import RESEARCHER, Study

BLIND = Round("second", "reliability", "1.0.0", blind=True)


def coding(transcript: Transcript, coder: str, round_: str) -> Coding:
    return Coding(
        new_id(), Quotation.cut(transcript, Span(30, 40)), "trust", coder, "1.0.0", round_, now(), None
    )


@pytest.fixture
def blind(study: Study, transcript: Transcript) -> Study:
    """A study with a lead and two coders, an open round that is done and a blind one under way."""
    with study.transaction(RESEARCHER) as records:
        stored.add(records, transcript)
        for person in (Coder("A"), Coder("B"), Coder("Lea", "lead"), Coder("Rita", "reader")):
            rounds.add_coder(records, person)
    for round_ in ("first", "second"):
        if round_ == "second":
            with study.transaction(RESEARCHER) as records:
                rounds.add_round(records, BLIND)
        for coder in ("A", "B"):
            with study.transaction(coder) as records:
                rounds.assign(records, Assignment(coder, "P01", round_))
                made = coding(transcript, coder, round_)
                codings.add(records, made)
                memos.add(records, Memo(new_id(), "coding", made.id, coder, f"{coder} {round_}", now()))
    return study


def finish(study: Study, coder: str, at: str | None = "2026-03-01T09:30:00.000Z") -> None:
    with study.transaction(coder) as records:
        rounds.assign(records, Assignment(coder, "P01", "second", at))


def seen(study: Study, viewer: str | None) -> tuple[list[str], list[str], list[str]]:
    """Return the codings, memos and readings that a person finds, each as its coder and round."""
    with study.seen_by(viewer).reading() as connection:
        return (
            sorted(f"{each.coder} {each.round}" for each in codings.everything(connection)),
            sorted(memo.text for memo in memos.everything(connection)),
            sorted(f"{task.coder} {task.round}" for task in rounds.assignments(connection)),
        )


ALL = ["A first", "A second", "B first", "B second"]
OF_B = ["A first", "B first", "B second"]
NOBODYS = ["A first", "B first"]


@pytest.mark.parametrize(
    ("viewer", "found"), [("A", ["A first", "A second", "B first"]), ("B", OF_B), ("Lea", ALL)]
)
def test_coders_see_their_own_work_and_older_work_and_a_lead_sees_all(
    blind: Study, viewer: str, found: list[str]
) -> None:
    assert seen(blind, viewer) == (found, found, found)


@pytest.mark.parametrize("stranger", [None, "Rita", "nobody", "' OR 1=1 --"])
def test_who_has_no_part_in_the_round_sees_nothing_of_it(blind: Study, stranger: str | None) -> None:
    assert seen(blind, stranger) == (NOBODYS, NOBODYS, NOBODYS)


def test_who_has_finished_all_they_were_given_sees_the_others(blind: Study) -> None:
    finish(blind, "B")
    assert seen(blind, "B")[0] == ALL
    assert seen(blind, "A")[0] == ["A first", "A second", "B first"]
    assert seen(blind, None)[0] == NOBODYS
    with blind.transaction(RESEARCHER) as records:
        rounds.assign(records, Assignment("B", "P02", "second"))
    assert seen(blind, "B")[0] == OF_B


def test_when_all_have_finished_everybody_sees_it_until_one_reopens(blind: Study) -> None:
    finish(blind, "A")
    finish(blind, "B")
    assert seen(blind, None)[0] == ALL
    finish(blind, "A", None)
    assert seen(blind, None)[0] == NOBODYS
    assert seen(blind, "B")[0] == ALL


def test_a_round_that_was_revealed_or_is_open_hides_nothing(blind: Study) -> None:
    with blind.transaction("Lea") as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, revealed_at=records.at))
    assert seen(blind, "B")[0] == ALL
    assert seen(blind, None)[0] == ALL


def test_a_round_nobody_was_given_work_in_hides_what_comes_in_it(blind: Study) -> None:
    with blind.transaction(RESEARCHER) as records:
        rounds.add_round(records, replace(BLIND, id="third"))
        tasks = schema.assignments
        assert (
            records.connection.execute(
                select(func.count()).select_from(tasks).where(tasks.c.round == "third")
            ).scalar_one()
            == 0
        )
    with blind.seen_by("B").reading() as connection:
        assert sights.of(connection).hidden == ("second", "third")


def test_queries_of_every_shape_leave_out_what_is_hidden(blind: Study) -> None:
    table = schema.codings
    with blind.seen_by("B").reading() as connection:
        assert codings.count(connection) == 3
        assert codings.count_of_round(connection, "second") == 1
        assert codings.count_with(connection, "trust", "A") == 1
        aliased = table.alias("other")
        joined = select(func.count()).select_from(table.join(aliased, table.c.start == aliased.c.start))
        assert connection.execute(joined).scalar_one() == 9
        nested = select(func.count()).select_from(select(table.c.id).subquery())
        assert connection.execute(nested).scalar_one() == 3
        within = select(schema.memos.c.text).where(schema.memos.c.subject.in_(select(table.c.id)))
        assert len(connection.execute(within).all()) == 3


def test_the_log_tells_a_coder_nothing_of_what_others_code_in_a_blind_round(blind: Study) -> None:
    def told(viewer: str | None) -> set[tuple[str, str]]:
        with blind.seen_by(viewer).reading() as connection:
            return {
                (event.actor, str(event.body["after"]["round"]))  # type: ignore[index]
                for event, _ in events.everything(connection)
                if event.kind == "coding.added"
            }

    assert told("B") == {("A", "first"), ("B", "first"), ("B", "second")}
    assert told("Lea") == told("B") | {("A", "second")}


def test_what_happened_since_leaves_it_out_too_and_still_knows_the_place(
    blind: Study, transcript: Transcript
) -> None:
    with blind.reading() as connection:
        head = events.head(connection)
    with blind.transaction("A") as records:
        codings.add(records, coding(transcript, "A", "second"))
    with blind.transaction("B") as records:
        mine = coding(transcript, "B", "second")
        codings.add(records, mine)
    with blind.seen_by("B").reading() as connection:
        assert [event.subject for event in events.since(connection, *head, 10) or ()] == [mine.id]
        assert events.since(connection, *events.head(connection), 10) == ()
        assert events.since(connection, head[0], "another", 10) is None


def test_a_coding_that_is_hidden_cannot_be_found_by_its_id(blind: Study) -> None:
    with blind.seen_by("Lea").reading() as connection:
        (hidden,) = (
            each for each in codings.everything(connection) if (each.coder, each.round) == ("A", "second")
        )
    with blind.seen_by("B").reading() as connection:
        assert codings.find(connection, hidden.id) is None
        assert codings.some(connection, [hidden.id]) == {}
        assert not codings.was_ever_added(connection, hidden.id)


def test_people_write_under_their_own_name_and_readers_not_at_all(blind: Study) -> None:
    with (
        pytest.raises(ToolkitError, match="B: cannot write in the name of A"),
        blind.seen_by("B").transaction("A"),
    ):
        pass
    with (
        pytest.raises(ToolkitError, match="Rita: reads this study and changes nothing"),
        blind.seen_by("Rita").transaction(RESEARCHER),
    ):
        pass
    with blind.seen_by("B").transaction(RESEARCHER) as records:
        assert records.actor == "B"


def test_what_rests_on_everybodys_work_waits_for_a_lead(blind: Study) -> None:
    for viewer, remedy in (("B", "ask a lead"), (None, "--as NAME")):
        with (
            pytest.raises(ToolkitError, match=f"round second: is blind, and merging rests on .*{remedy}"),
            blind.seen_by(viewer).transaction(RESEARCHER) as records,
        ):
            sights.check_whole(records.connection, "merging")
    with blind.seen_by("Lea").transaction(RESEARCHER) as records:
        sights.check_leading(records.connection, "merging")
    finish(blind, "A")
    finish(blind, "B")
    with blind.seen_by("B").transaction(RESEARCHER) as records:
        sights.check_whole(records.connection, "merging")
        with pytest.raises(ToolkitError, match="B: is no lead, and merging is for leads; ask Lea"):
            sights.check_leading(records.connection, "merging")
