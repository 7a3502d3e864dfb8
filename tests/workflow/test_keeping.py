"""Going back to a backup: it is checked first, what is there is kept, and nothing done since is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.conftest import small_codebook, small_conversation
from tests.store.test_backups import code, held
from tests.store.test_upgrades import take_back
from toolkit.errors import Several, ToolkitError
from toolkit.formats import keys as key_files
from toolkit.model.event import START_OF_CHAIN, Event
from toolkit.model.transcript import Transcript
from toolkit.store import backups, events, schema, transcripts
from toolkit.store.study import Study
from toolkit.workflow import keeping, leaking, merging, studies

pytestmark = pytest.mark.sqlite


@pytest.fixture
def path(tmp_path: Path, transcript: Transcript) -> Path:
    """A closed study with one coding."""
    study = studies.start(tmp_path / "my.study", small_codebook())
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    code(study, transcript, 1)
    study.close()
    return tmp_path / "my.study"


def backed_up(path: Path) -> str:
    study = Study(path)
    table = keeping.backup(study)
    study.close()
    return str(table.rows[0][0])


def coded(path: Path, number: int) -> None:
    study = Study(path)
    code(study, small_conversation(), number)
    study.close()


def log_of(path: Path) -> tuple[tuple[int, str], Event]:
    study = Study(path)
    with study.reading() as connection:
        found = events.head(connection), list(events.everything(connection))[-1][0]
    study.close()
    return found


def test_what_was_done_since_a_backup_is_told_and_can_be_taken_over_again(path: Path) -> None:
    name = backed_up(path)
    coded(path, 2)
    coded(path, 3)
    told = keeping.restore(path, name)

    assert held(path) == {"c1"}
    (kept,) = (each for each in backups.listed(path) if each.why == "before-restore")
    assert f"kept in {kept.path}" in told
    assert "2 events that came after the backup" in told
    assert held(kept.path) == {"c1", "c2", "c3"}
    study = Study(path)
    merging.merge(study, kept.path)
    study.close()
    assert held(path) == {"c1", "c2", "c3"}


def test_the_log_says_that_it_goes_on_from_a_backup(path: Path) -> None:
    name = backed_up(path)
    coded(path, 2)
    before, _ = log_of(path)
    keeping.restore(path, latest=True)
    _, last = log_of(path)
    assert (last.kind, last.actor, last.sequence) == ("backup.restored", "researcher", before[0])
    told = cast("dict[str, object]", last.body["told"])
    assert (told["backup"], told["before"], told["before_hash"]) == (name, *before)


def test_to_go_back_twice_is_to_take_the_first_back(path: Path) -> None:
    backed_up(path)
    coded(path, 2)
    keeping.restore(path, latest=True)
    keeping.restore(path, latest=True)
    assert held(path) == {"c1", "c2"}


def test_a_study_that_is_open_is_not_replaced(path: Path) -> None:
    backed_up(path)
    study = Study(path)
    code(study, small_conversation(), 2)
    with pytest.raises(ToolkitError, match="is open in another program; end every program"):
        keeping.restore(path, latest=True)
    study.close()
    assert held(path) == {"c1", "c2"}


def test_a_damaged_study_is_replaced_and_kept_as_it_is(path: Path) -> None:
    backed_up(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(40_000))
    damaged = path.read_bytes()
    told = keeping.restore(path, latest=True)
    assert "It was damaged" in told
    assert held(path) == {"c1"}
    (kept,) = (each for each in backups.listed(path) if each.why == "damaged")
    assert kept.path.read_bytes() == damaged


def test_what_is_no_study_any_more_is_kept_too(path: Path) -> None:
    backed_up(path)
    path.write_bytes(b"")
    keeping.restore(path, latest=True)
    assert held(path) == {"c1"}
    assert "damaged" in {each.why for each in backups.listed(path)}


def test_a_study_that_is_gone_comes_back(path: Path) -> None:
    backed_up(path)
    path.unlink()
    assert keeping.listed(path).rows
    keeping.restore(path, latest=True)
    assert held(path) == {"c1"}


def test_a_backup_that_is_not_as_it_was_written_is_refused(path: Path) -> None:
    name = backed_up(path)
    coded(path, 2)
    backup = backups.folder_of(path) / name
    with closing(sqlite3.connect(backup)) as raw:
        raw.execute("UPDATE codings SET code = 'doubt'")
        raw.commit()
    before = path.read_bytes()
    with pytest.raises(Several, match="differs from what the log says; choose another backup"):
        keeping.restore(path, name)
    assert path.read_bytes() == before
    assert [each.why for each in backups.listed(path)] == ["asked"]


def test_the_latest_that_is_whole_is_taken(path: Path) -> None:
    backed_up(path)
    coded(path, 2)
    second = backups.folder_of(path) / backed_up(path)
    second.write_bytes(second.read_bytes()[:9_000])
    keeping.restore(path, latest=True)
    assert held(path) == {"c1"}


def test_the_latest_from_before_a_date_is_taken(path: Path) -> None:
    first = backups.folder_of(path) / backed_up(path)
    first.rename(first.with_name("2026-03-01T093000.000Z-daily.study"))
    coded(path, 2)
    backed_up(path)
    with pytest.raises(ToolkitError, match="has no whole backup from before 2026-03-01; see"):
        keeping.restore(path, before="2026-03-01")
    with pytest.raises(ToolkitError, match="'March' is no date"):
        keeping.restore(path, before="March")
    keeping.restore(path, before="2026-03-01T09:31")
    assert held(path) == {"c1"}


def test_a_backup_of_another_study_is_refused(path: Path, tmp_path: Path) -> None:
    studies.start(tmp_path / "other.study", small_codebook()).close()
    with pytest.raises(ToolkitError, match="is a backup of another study"):
        keeping.restore(path, str(tmp_path / "other.study"))
    assert held(path) == {"c1"}


def test_any_copy_of_the_study_can_be_gone_back_to(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "elsewhere.db")
    coded(path, 2)
    keeping.restore(path, str(tmp_path / "elsewhere.db"))
    assert held(path) == {"c1"}


def test_a_backup_from_before_an_upgrade_can_be_gone_back_to(path: Path) -> None:
    take_back(path, 6)
    studies.upgrade(path)
    (backup,) = backups.listed(path)
    told = keeping.restore(path, backup.path.name)
    assert f"bring it up to date with: intercoder upgrade {path}" in told
    with pytest.raises(ToolkitError, match="older Intercoder"):
        studies.open_study(path)
    studies.upgrade(path)
    assert held(path) == {"c1"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "it is not said which backup"),
        ({"backup": "x", "latest": True}, "it is not said which backup"),
        ({"backup": "gone.study"}, "there is no such backup; see: intercoder backups"),
        ({"latest": True}, "has no whole backup"),
        ({"backup": "my.study"}, "is the study itself"),
    ],
)
def test_what_cannot_be_gone_back_to_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, object], told: str
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(ToolkitError, match=told):
        keeping.restore(path, **asked)  # type: ignore[arg-type]
    assert held(path) == {"c1"}


def test_what_sqlite_left_beside_a_damaged_study_is_not_taken_for_the_log_of_the_next(path: Path) -> None:
    backed_up(path)
    path.write_bytes(b"SQLite format 3\x00" + os.urandom(5_000))
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).write_bytes(os.urandom(9_000))
    keeping.restore(path, latest=True)
    assert held(path) == {"c1"}


def test_the_list_tells_what_each_backup_is(path: Path) -> None:
    assert keeping.listed(path).notes == ("There is none.",)
    backed_up(path)
    coded(path, 2)
    second = backups.folder_of(path) / backed_up(path)
    second.write_bytes(second.read_bytes()[:9_000])
    table = keeping.listed(path)
    assert [(row[2], row[5]) for row in table.rows] == [("asked", "whole"), ("asked", "damaged")]
    assert any("original names too" in note for note in table.notes)


def test_a_backup_at_a_place_of_ones_own_is_checked(path: Path, tmp_path: Path) -> None:
    study = Study(path)
    keeping.backup(study, str(tmp_path / "disk.study"))
    study.close()
    assert held(tmp_path / "disk.study") == {"c1"}
    assert (tmp_path / "disk.study").stat().st_mode & 0o777 == 0o600
    assert backups.listed(path) == ()


def test_the_day_begins_with_a_backup_and_a_word_if_there_is_none(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = Study(path)
    assert keeping.today(study) == ""
    assert [each.why for each in backups.listed(path)] == ["daily"]
    code(study, small_conversation(), 2)
    for each in backups.listed(path):
        each.path.unlink()
    backups.folder_of(path).rmdir()
    backups.folder_of(path).write_text("in the way")
    assert "there is no backup of today" in keeping.today(study)
    study.close()


def test_verification_tells_of_damaged_backups_and_of_what_was_left_beside(path: Path) -> None:
    name = backed_up(path)
    (path.parent / ".0123456789abcdef.part").write_text("half")
    (path.parent / "gone.study-wal").write_text("log")
    study = studies.open_study(path)
    notes = " ".join(studies.verify(study).notes)
    assert ".0123456789abcdef.part was never finished: delete it" in notes
    assert "gone.study-wal belongs to a study that is not there any more" in notes
    backup = backups.folder_of(path) / name
    backup.write_bytes(backup.read_bytes()[:9_000])
    with pytest.raises(Several, match=r"this backup is damaged; do not rely on it") as caught:
        studies.verify(study)
    assert name in str(caught.value)
    assert (path.parent / ".0123456789abcdef.part").exists()
    study.close()


def told_by_verify(path: Path, noted: str = "") -> list[str]:
    """Return what verification finds, or nothing."""
    study = studies.open_study(path)
    try:
        studies.verify(study, noted=noted)
    except ToolkitError as found:
        return list(found.lines())
    finally:
        study.close()
    return []


def put_back(path: Path) -> Path:
    """Have somebody put an older copy in the place of a study that nobody has open; return its backup."""
    older = path.read_bytes()
    coded(path, 2)
    backup = backups.folder_of(path) / backed_up(path)
    path.write_bytes(older)
    return backup


def test_an_older_copy_that_took_the_place_of_a_closed_study_is_found_by_its_backups(path: Path) -> None:
    backup = put_back(path)
    (told,) = told_by_verify(path)
    assert told.startswith(f"{backup}: has work that the study does not: an older copy took its place")
    assert f"intercoder merge {path} {backup} --dry-run" in told
    study = studies.open_study(path)
    assert f"{backup} has work that the study does not" in keeping.today(study)
    merging.merge(study, backup)
    assert keeping.today(study) == ""
    study.close()
    assert told_by_verify(path) == []
    assert held(path) == {"c1", "c2"}


def test_it_is_found_too_once_somebody_went_on_in_it(path: Path) -> None:
    backup = put_back(path)
    for number in (3, 4, 5):
        coded(path, number)
    (told,) = told_by_verify(path)
    assert told.startswith(f"{backup}: has work")
    keeping.restore(path, backup.name)
    assert told_by_verify(path) == []


def test_who_goes_back_to_a_backup_is_not_told_that_there_were_others(path: Path) -> None:
    name = backed_up(path)
    coded(path, 2)
    coded(path, 3)
    backed_up(path)
    for back in ({"backup": name}, {"latest": True}, {"backup": name}):
        keeping.restore(path, **back)
        assert told_by_verify(path) == []
        coded(path, 4)
        assert told_by_verify(path) == []


def test_backups_of_another_study_or_an_older_schema_say_nothing_of_the_log(path: Path) -> None:
    studies.start(path.parent / "other.study", small_codebook()).close()
    folder = backups.folder_of(path)
    folder.mkdir()
    shutil.copy(path.parent / "other.study", folder / "2026-03-04T101112.123Z-daily.study")
    assert told_by_verify(path) == []


def written_anew(path: Path) -> None:
    """Have somebody who knows how change a time in the log, with every hash after it and the record."""
    with closing(sqlite3.connect(path)) as raw:
        for name in schema.GUARDS:
            raw.execute(f"DROP TRIGGER {name}")
        previous = START_OF_CHAIN
        rows = raw.execute("SELECT sequence, actor, kind, subject, body, at FROM events ORDER BY sequence")
        for sequence, actor, kind, subject, body, at in rows.fetchall():
            changed = body.replace('"made_at": "2', '"made_at": "1') if kind == "coding.added" else body
            event = Event(sequence, actor, kind, subject, json.loads(changed), at, previous)
            of = (changed, previous, event.hash, sequence)
            raw.execute("UPDATE events SET body = ?, previous = ?, hash = ? WHERE sequence = ?", of)
            previous = event.hash
        raw.execute("UPDATE study SET head_hash = ?", (previous,))
        raw.execute("UPDATE codings SET made_at = '1' || substr(made_at, 2)")
        for name in schema.GUARDS:
            raw.execute(schema.guard(name))
        raw.commit()


def test_a_log_that_was_written_anew_is_found_by_what_was_noted_and_by_backups(path: Path) -> None:
    study = studies.open_study(path)
    end = studies.verify(study).notes[-1].removeprefix("The log ends with ").partition(";")[0]
    study.close()
    coded(path, 2)
    assert told_by_verify(path, end) == told_by_verify(path, end.upper()[:60]) == []
    kept = backups.folder_of(path) / backed_up(path)

    written_anew(path)
    ahead = f"{kept}: has work that the study does not"
    assert [each.startswith(ahead) for each in told_by_verify(path)] == [True]
    kept.unlink()
    assert told_by_verify(path) == []  # nothing else can know
    (told,) = told_by_verify(path, end)
    number = end.partition(":")[0]
    assert f"event {number} of the log is not the one that was noted" in told


def test_a_log_that_cannot_be_read_keeps_nobody_from_opening_it_or_from_being_told(path: Path) -> None:
    name = backed_up(path)
    coded(path, 2)
    keeping.restore(path, name)
    coded(path, 3)
    backed_up(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER events_refuse_update")
        raw.execute("UPDATE events SET at = 'noon' WHERE kind = 'backup.restored'")
        raw.execute(
            """UPDATE events SET body = '{"taken_over": 1}', hash = 'x' WHERE kind = 'coding.added'"""
        )
        raw.execute("UPDATE study SET head_hash = 'x'")
        raw.commit()
    study = studies.open_study(path)
    keeping.today(study)
    study.close()
    assert any("was changed after it was written" in each for each in told_by_verify(path))


@pytest.mark.parametrize("noted", ["36", "36:9f3c", "x:" + "0" * 64, "9" * 30 + ":" + "0" * 64])
def test_what_is_no_end_of_a_log_is_refused(path: Path, noted: str) -> None:
    (told,) = told_by_verify(path, noted)
    assert "is no end of a log; write it as verify told it" in told


def test_a_search_for_names_reads_the_backups_too(path: Path, tmp_path: Path) -> None:
    backed_up(path)
    keys = tmp_path / "apart" / "keys.csv"
    keys.parent.mkdir()
    keys.write_text("kind,original,replacement,ruling\nname,trusted,relied,replace\n")
    keys.chmod(0o600)
    place = leaking.Place.of(str(path))
    found, searched = leaking.leaks_of(place, key_files.read_path(keys).keys)
    assert place.study is not None
    place.study.close()
    assert searched == 2
    assert any(".backups" in each.where for each in found)


def test_a_study_on_a_server_says_what_to_do_instead() -> None:
    with pytest.raises(ToolkitError, match=r"is on a server.*pg_dump or intercoder backup ADDRESS FILE"):
        keeping.restore("postgresql://keeper@localhost/lab?study=x", latest=True)


def test_a_study_that_another_program_synchronises_is_opened_only_if_somebody_says_so(path: Path) -> None:
    (path.parent / ".stfolder").mkdir()
    with pytest.raises(ToolkitError, match=r"which Syncthing synchronises: copies.*--synced"):
        keeping.check_place(path, synced=False)
    keeping.check_place(path, synced=True)
    assert "exchange work by bundles" in keeping.misplaced(path)
    study = studies.open_study(path)
    assert any("Syncthing" in note for note in studies.verify(study).notes)
    study.close()


def test_dates_of_backups_are_those_of_their_making(path: Path) -> None:
    backed_up(path)
    (backup,) = backups.listed(path)
    assert abs(backup.made_at - datetime.now(UTC)) < timedelta(minutes=5)
