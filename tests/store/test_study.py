"""A study file keeps what it acknowledged, whole, and refuses what it is not."""

from __future__ import annotations

import sqlite3
import stat
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.identifier import new_id, now
from toolkit.model.round import FIRST_ROUND, Assignment, Coder, Round
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codebooks, codings, events, memos, rounds, schema, transcripts, verification
from toolkit.store.study import Records, Study


def coding_of(transcript: Transcript, start: int, end: int, code: str = "trust", coder: str = "A") -> Coding:
    quotation = Quotation.cut(transcript, Span(start, end))
    return Coding(new_id(), quotation, code, coder, "1.0.0", FIRST_ROUND, now(), "unsure")


@pytest.fixture
def coded(study: Study, transcript: Transcript) -> Coding:
    """Store the transcript, a coder and one coding; return the coding."""
    at = transcript.text.index("trusted")
    coding = coding_of(transcript, at, at + len("trusted them \U0001f600"))
    with study.transaction("A") as records:
        transcripts.add(records, transcript)
        rounds.add_coder(records, Coder("A"))
        codings.add(records, coding)
    return coding


def problems(study: Study) -> list[str]:
    with study.reading() as connection:
        return list(verification.problems(connection))


def tamper(study: Study, statement: str) -> None:
    """Change the file behind the study's back, as another program could."""
    study.close()
    raw = sqlite3.connect(study.path)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(statement)
    raw.commit()
    raw.close()


def test_what_was_stored_is_there_when_the_study_is_opened_again(
    study: Study, codebook: Codebook, transcript: Transcript, coded: Coding
) -> None:
    study.close()
    again = Study(study.path)
    with again.reading() as connection:
        assert transcripts.find(connection, "P01") == transcript
        assert codebooks.latest(connection) == codebook
        assert codings.everything(connection) == (coded,)
        assert coded.span.of(transcript.text) == coded.quotation.text == "trusted them \U0001f600"
    again.close()


def test_every_field_of_a_coding_has_a_column() -> None:
    stored = {column.name for column in schema.codings.columns}
    made_of = {field.name for field in (*fields(Coding), *fields(Quotation), *fields(Span))}

    assert stored == made_of - {"quotation", "span"}


def test_a_transaction_that_fails_leaves_nothing_behind(study: Study, transcript: Transcript) -> None:
    def fail_half_way(records: Records) -> None:
        transcripts.add(records, transcript)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), study.transaction("A") as records:
        fail_half_way(records)

    with study.reading() as connection:
        assert transcripts.names(connection) == ()
        assert [event.kind for event, _ in events.everything(connection)] == [
            "study.created",
            "codebook.released",
            "round.added",
        ]


def test_a_removed_coding_is_gone_from_the_codings_and_stays_in_the_log(study: Study, coded: Coding) -> None:
    with study.transaction("A") as records:
        codings.remove(records, coded)

    with study.reading() as connection:
        assert codings.everything(connection) == ()
        assert codings.was_ever_added(connection, coded.id)
        last, _ = list(events.everything(connection))[-1]
    assert (last.kind, last.actor, last.body) == ("coding.removed", "A", {"before": codings.as_row(coded)})
    assert problems(study) == []


def test_the_log_cannot_be_changed_or_shortened(study: Study, coded: Coding) -> None:
    raw = sqlite3.connect(study.path)
    for statement in ("UPDATE events SET actor = 'B'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE texts SET text = replace(text, 'trusted', 'adored!')", "was changed after its import"),
        ('UPDATE codings SET start = start + 1, "end" = "end" + 1', "is not what stands at"),
        ("UPDATE codings SET code = 'doubt'", "differs from what the log says"),
        ("DELETE FROM codings", "is in the log but not in the study"),
        ("DELETE FROM coders", "points to a record of coders that is not there"),
        ("DROP TRIGGER events_refuse_update", "append-only"),
        ("DROP TRIGGER events_refuse_delete", "append-only"),
        ("UPDATE study SET head_sequence = 3", "not where the study says it does"),
    ],
)
def test_verification_finds_what_was_changed_behind_our_back(
    study: Study, coded: Coding, statement: str, told: str
) -> None:
    assert problems(study) == []

    tamper(study, statement)

    assert any(told in problem for problem in problems(study))


def test_verification_finds_an_edited_event(study: Study, coded: Coding) -> None:
    tamper(study, "DROP TRIGGER events_refuse_update")
    tamper(study, "UPDATE events SET actor = 'B' WHERE sequence = 4")

    assert "event 4 (transcript.imported) was changed after it was written" in problems(study)


def test_threads_that_write_at_once_wait_for_one_another(
    study: Study, transcript: Transcript, coded: Coding
) -> None:
    def code_often() -> None:
        for start in range(25):
            with study.transaction("A") as records:
                codings.add(records, coding_of(transcript, start + 4, start + 12))

    threads = [threading.Thread(target=code_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with study.reading() as connection:
        assert len(codings.everything(connection)) == 101
    assert problems(study) == []


def test_assignments_log_when_they_change_and_only_then(
    study: Study, transcript: Transcript, coded: Coding
) -> None:
    done = Assignment("A", "P01", finished_at=now())
    with study.transaction("A") as records:
        for state in (Assignment("A", "P01"), done, done, Assignment("A", "P01")):
            rounds.assign(records, state)

    with study.reading() as connection:
        kinds = [
            event.kind for event, _ in events.everything(connection) if event.kind.startswith("assignment")
        ]
        assert rounds.assignments(connection) == (Assignment("A", "P01"),)
    assert kinds == ["assignment.made", "assignment.finished", "assignment.reopened"]


def test_participants_and_memos_come_back_as_given(study: Study, coded: Coding) -> None:
    memo = Memo(new_id(), "coding", coded.id, "A", "Not sure: is this trust?", now())
    with study.transaction("A") as records:
        transcripts.add_participant(records, "P01", {"role": "maker"})
        transcripts.add_participant(records, "P01", {"role": "hobby maker"})
        memos.add(records, memo)

    with study.reading() as connection:
        assert transcripts.participants(connection) == {"P01": {"role": "hobby maker"}}
        assert memos.everything(connection, author="A") == (memo,)
        assert memos.everything(connection, author="B") == ()
        (first,) = rounds.rounds(connection)
        assert replace(first, begun_at=None) == Round(FIRST_ROUND, "coding", "1.0.0")
        assert first.begun_at is not None


def test_only_its_owner_can_read_a_study(study: Study) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps permissions elsewhere")

    assert stat.S_IMODE(study.path.stat().st_mode) == 0o600


def test_a_study_is_never_made_over_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")

    with pytest.raises(ToolkitError, match="is already there"):
        Study.create(path, title="x", notice="", begin=lambda _: None)

    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "there is no such study"), (b"", "is not a study"), (b"hello", "is not a study")],
)
def test_a_file_that_is_no_study_is_refused_and_left_alone(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "other.study"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ToolkitError, match=told):
        Study(path)

    assert (path.read_bytes() if path.exists() else None) == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE things (x)")
    raw.commit()
    raw.close()
    before = path.read_bytes()

    with pytest.raises(ToolkitError, match="is not a study"):
        Study(path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_study_from_the_future_is_refused(study: Study) -> None:
    tamper(study, "UPDATE study SET schema_number = 99")

    with pytest.raises(ToolkitError, match=r"newer Intercoder \(schema 99"):
        Study(study.path)


def test_foreign_keys_and_full_durability_are_on(study: Study) -> None:
    with study.reading() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(select(schema.study.c.schema_number)).scalar_one() == schema.SCHEMA_NUMBER
