"""A study as it was: made from its log, seen by nobody else, and never written to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from tests.conftest import small_codebook
from tests.tampering import tamper_at
from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.moment import Moment, moment_named
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.transcript import Span, Speaker, Transcript
from toolkit.store import codebooks, codings, contents, events, memos, rounds, schema, sights, transcripts
from toolkit.store.past import Past
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import studies

DAYS = [f"2026-03-{day:02}T10:00:00.000Z" for day in range(1, 29)]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say what the clock of the study tells from now on."""

    def set_clock(time: str) -> None:
        monkeypatch.setattr("toolkit.store.study.now", lambda: time)

    return set_clock


def as_of(study: Study, named: str) -> Past:
    past = studies.open_study(study.address.words, as_of=moment_named(f"{named}Z"))
    assert isinstance(past, Past)
    return past


def coding(text: Transcript, name: str, coder: str, round_: str = "first", start: int = 30) -> Coding:
    quotation = Quotation.cut(text, Span(start, start + 10))
    return Coding(name, quotation, "trust", coder, "1.0.0", round_, DAYS[2], None)


def held(study: Study) -> contents.Contents:
    with study.reading() as connection:
        return contents.summed_up(connection)


@pytest.fixture
def lived(tmp_path: Path, transcript: Transcript, at: Callable[[str], None]) -> Iterator[Study]:
    """A study in which something happens on each of the first days of March."""
    at(DAYS[0])
    study = studies.start(tmp_path / "lived.study", small_codebook(), title="Lived")
    at(DAYS[1])
    with study.transaction(RESEARCHER) as records:
        transcripts.add(records, transcript)
    at(DAYS[2])
    with study.transaction("Ana") as records:
        rounds.add_coder(records, Coder("Ana"))
        codings.add(records, coding(transcript, "c1", "Ana"))
    at(DAYS[3])
    with study.transaction("Ana") as records:
        codings.remove(records, coding(transcript, "c1", "Ana"))
        transcripts.set_role(records, transcript, "P01", "interviewer")
    yield study
    study.close()


def test_each_day_has_what_was_there_at_its_end(lived: Study) -> None:
    def seen(day: str) -> tuple[list[str], list[str], str]:
        past = as_of(lived, day)
        with closing(past), past.reading() as connection:
            found = transcripts.find(connection, "P01")
            return (
                [each.id for each in codings.everything(connection)],
                [each.name for each in rounds.team(connection)],
                found.roles["P01"] if found else "",
            )

    assert seen("2026-03-01T23:59") == ([], [], "")
    assert seen("2026-03-02T23:59") == ([], [], "participant")
    assert seen("2026-03-03T23:59") == (["c1"], ["Ana"], "participant")
    assert seen("2026-03-04T09:59") == (["c1"], ["Ana"], "participant")
    assert seen("2026-03-04T10:00") == ([], ["Ana"], "interviewer")


def test_at_its_last_event_it_holds_what_the_study_holds(lived: Study) -> None:
    past = as_of(lived, "2026-03-05T00:00")
    with closing(past):
        assert held(past) == held(lived)
        assert past.head() == lived.head()
        assert past.last == lived.head()[0]
        assert past.profile == replace(lived.profile, notice=past.told)
        assert past.told == "The study as of 2026-03-05 00:00 (UTC): event 9 is the last."


def test_before_it_was_begun_there_is_nothing_to_see(lived: Study) -> None:
    with pytest.raises(
        ToolkitError, match=r"was not there yet at 2026-02-28 10:00 \(UTC\): it was begun on 2026-03-01"
    ):
        as_of(lived, "2026-02-28T10:00")


def test_nothing_can_be_written_to_the_past(lived: Study) -> None:
    before = held(lived)
    past = as_of(lived, "2026-03-03T23:59")
    with closing(past):
        as_any: Study = past  # as who is handed it takes it
        with (
            pytest.raises(ToolkitError, match=r"as of 2026-03-03 23:59.*nothing can be changed; leave out"),
            as_any.transaction("Ana"),
        ):
            pass
        with past.reading() as connection, pytest.raises(OperationalError, match="readonly"):
            connection.execute(insert(schema.coders).values(name="X", since="x", place=9))
    assert held(lived) == before


@pytest.mark.sqlite
def test_the_past_leaves_no_file_behind_even_while_it_is_looked_at(
    lived: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(room))
    there = sorted(tmp_path.rglob("*"))
    past = as_of(lived, "2026-03-03T23:59")
    with past.reading() as connection:
        assert codings.count(connection) == 1
        assert sorted(tmp_path.rglob("*")) == there
    past.discard()  # lets go of what is looked at, and of no more
    assert sorted(tmp_path.rglob("*")) == there
    assert Path(lived.where).is_file()


def test_journeys_look_at_the_past_within_one_another(lived: Study) -> None:
    past = as_of(lived, "2026-03-03T23:59")
    with closing(past), past.reading() as one, past.seen_by("Ana").reading() as other:
        assert codings.count(one) == codings.count(other) == 1


def test_what_a_clock_that_was_wrong_put_behind_is_left_out_and_told(
    lived: Study, at: Callable[[str], None], transcript: Transcript
) -> None:
    at("2026-03-20T10:00:00.000Z")
    with lived.transaction("Ana") as records:
        codings.add(records, coding(transcript, "early", "Ana"))
    at(DAYS[4])  # the clock was put right
    with lived.transaction("Ana") as records:
        codings.add(records, coding(transcript, "late", "Ana", start=50))
    past = as_of(lived, "2026-03-06T00:00")
    with closing(past), past.reading() as connection:
        assert codings.count(connection) == 0
        assert "behind something later: one event that tells an earlier time" in past.told


# --- who may see what --------------------------------------------------------------------------------


@pytest.fixture
def blind(lived: Study, transcript: Transcript, at: Callable[[str], None]) -> Study:
    """The study, and a blind round that began on the fifth and in which Ana coded on the sixth."""
    at(DAYS[4])
    with lived.transaction(RESEARCHER) as records:
        for person in (Coder("Ben"), Coder("Lea", "lead")):
            rounds.add_coder(records, person)
        rounds.add_round(records, Round("second", "reliability", "1.0.0", blind=True))
        for coder in ("Ana", "Ben"):
            rounds.assign(records, Assignment(coder, "P01", "second"))
    at(DAYS[5])
    with lived.transaction("Ana") as records:
        codings.add(records, coding(transcript, "hidden", "Ana", "second"))
        memos.add(records, Memo("m", "transcript", "P01", "Ana", "Hush.", DAYS[5]))
    at(DAYS[6])
    with lived.transaction("Ana") as records:
        codings.remove(records, coding(transcript, "hidden", "Ana", "second"))
    return lived


def found(study: Study, viewer: str | None) -> tuple[list[str], list[str], int]:
    with study.seen_by(viewer).reading() as connection:
        log = [event for event, _ in events.everything(connection) if event.kind == "coding.added"]
        return (
            [each.id for each in codings.everything(connection)],
            [each.id for each in memos.everything(connection)],
            len(log),
        )


def test_what_is_hidden_from_somebody_today_is_hidden_at_all_times(blind: Study) -> None:
    past = as_of(blind, "2026-03-06T23:59")
    with closing(past):
        for viewer in ("Ben", None, "nobody"):
            assert found(past, viewer) == ([], [], 1)
            assert "is the last" not in past.seen_by(viewer).profile.notice
        for viewer in ("Ana", "Lea"):
            assert found(past, viewer) == (["hidden"], ["m"], 2)
        assert "event 16 is the last" in past.seen_by("Lea").profile.notice
        with past.seen_by("Ben").reading() as connection:
            assert sights.of(connection).hidden == ("second",)


def test_what_was_hidden_then_and_is_not_today_is_shown(blind: Study, at: Callable[[str], None]) -> None:
    at(DAYS[7])
    with blind.transaction("Lea") as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, revealed_at=records.at))
    past = as_of(blind, "2026-03-06T23:59")
    with closing(past):
        assert found(past, "Ben") == found(past, None) == (["hidden"], ["m"], 2)


def test_before_the_round_began_its_past_is_open_to_all_but_what_is_hidden_today_stays_so(
    blind: Study,
) -> None:
    past = as_of(blind, "2026-03-03T23:59")
    with closing(past):
        assert found(past, "Ben") == (["c1"], [], 1)


def test_who_may_not_come_in_any_more_sees_no_past(lived: Study) -> None:
    def refuse(_: object) -> None:
        raise ToolkitError("Ana", "is not in the study any more")

    past = as_of(lived, "2026-03-03T23:59")
    with closing(past), pytest.raises(ToolkitError, match="not in the study any more"):
        past.seen_by("Ana", check=refuse)


# --- what the log does not tell ------------------------------------------------------------------------


def test_states_of_the_draft_are_there_again_whether_dropped_since_or_not(
    lived: Study, at: Callable[[str], None]
) -> None:
    first, second = (
        replace(small_codebook(), version="1.1.0", status="draft", title=title) for title in ("One", "Two")
    )
    at(DAYS[4])
    with lived.transaction("Ana") as records:
        codebooks.save_draft(records, first, "1.0.0")
    at(DAYS[5])
    with lived.transaction("Ana") as records:
        codebooks.drop_drafts(records, all_of_them=False)
        codebooks.save_draft(records, second, "1.0.0")
    for day, title in (("2026-03-05T23:59", "One"), ("2026-03-06T23:59", "Two")):
        past = as_of(lived, day)
        with closing(past), past.reading() as connection:
            draft = codebooks.draft(connection)
            assert draft is not None
            assert draft[0].title == title


@pytest.mark.sqlite
def test_a_draft_that_an_earlier_intercoder_dropped_is_left_out_and_told(
    lived: Study, at: Callable[[str], None]
) -> None:
    draft = replace(small_codebook(), version="1.1.0", status="draft")
    at(DAYS[4])
    with lived.transaction("Ana") as records:
        codebooks.save_draft(records, draft, "1.0.0")
    at(DAYS[5])
    with lived.transaction("Ana") as records:
        codebooks.drop_drafts(records, all_of_them=True)
    tamper_at(
        lived.address,
        "DROP TRIGGER events_refuse_update",
        "UPDATE events SET body = json_remove(body, '$.dropped') WHERE kind = 'draft.dropped'",
    )
    past = as_of(lived, "2026-03-05T23:59")
    with closing(past), past.reading() as connection:
        assert codebooks.draft(connection) is None
        assert "The draft of the codebook that there was then is not shown" in past.told


def test_readings_are_taken_back_change_by_change(
    lived: Study, transcript: Transcript, at: Callable[[str], None]
) -> None:
    was: dict[str, Transcript] = {}
    for number, day in enumerate(DAYS[4:8]):
        at(day)
        with lived.transaction("Ana") as records:
            now = transcripts.find(records.connection, "P01")
            assert now is not None
            label = f"New {number}"
            turn = replace(now.turns[1], speaker=label)
            then = replace(
                now,
                turns=(now.turns[0], turn, *now.turns[2:]),
                speakers=(
                    Speaker(label, "other"),
                    *(each for each in now.speakers if each.label[:3] != "New"),
                ),
            )
            transcripts.reread(records, now, then, "named")
        was[day] = then
    for day, then in was.items():
        past = Past(studies.open_study(lived.address.words), Moment(day, f"{day[:-1]}1", day))
        with closing(past), past.reading() as connection:
            assert transcripts.find(connection, "P01") == then


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM turns WHERE number = 2",
        "UPDATE turns SET speaker = 'P01' WHERE number = 1",
        "UPDATE events SET body = '{}' WHERE kind = 'transcript.imported'",
        "UPDATE events SET body = '{\"after\": {}}' WHERE kind = 'coding.added'",
        "UPDATE events SET body = '[]' WHERE kind = 'coder.added'",
        "UPDATE events SET body = '{\"after\": {\"id\": 1}}' WHERE kind = 'round.added'",
        "UPDATE events SET body = 'no JSON' WHERE kind = 'coding.added'",
        "DELETE FROM codebooks",
    ],
)
def test_what_was_changed_behind_the_log_is_refused_and_no_wrong_table_made(
    lived: Study, damage: str
) -> None:
    lived.close()
    tamper_at(lived.address, "DROP TRIGGER events_refuse_update", "PRAGMA foreign_keys=OFF", damage)
    with pytest.raises(ToolkitError, match=r"cannot be told from|is missing") as refused:
        as_of(lived, "2026-03-03T23:59")
    assert "verify" in str(refused.value)


def test_a_study_says_as_of_when_it_was_opened(lived: Study) -> None:
    with pytest.raises(ToolkitError, match="was not there yet"):
        studies.open_study(lived.address.words, as_of=moment_named("2026-02-01T00:00Z"))
    assert studies.as_of(lived) == ""
    with closing(studies.open_study(lived.address.words, as_of=moment_named("2026-03-03T10:00Z"))) as past:
        assert studies.as_of(past) == "The study as of 2026-03-03 10:00 (UTC): event 6 is the last."
