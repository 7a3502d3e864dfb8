"""Backups are made by themselves, hold what was there, thin out as they age, and take nobody else's files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation, small_codebook
from toolkit.errors import ToolkitError
from toolkit.model.transcript import Span, Transcript
from toolkit.store import backups, codings, transcripts, verification
from toolkit.store.address import StudyFile
from toolkit.store.backups import Backup, Head
from toolkit.store.study import Study
from toolkit.workflow import applying, studies

pytestmark = pytest.mark.sqlite
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def path_of(study: Study) -> Path:
    return Path(study.where)


def code(study: Study, transcript: Transcript, number: int) -> None:
    wish = applying.Apply(f"c{number}", "P01", transcript.sha256, Span(3, 8 + number), "trust")
    assert applying.change(study, "Ana", [wish]) == (None,)


def held(path: Path) -> set[str]:
    """Return the codings of a study file that has to be clean."""
    study = Study(StudyFile(path))
    with study.reading() as connection:
        found = {coding.id for coding in codings.everything(connection)}
        assert list(verification.problems(connection)) == []
    study.close()
    return found


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return study


def import_one(study: Study, name: str) -> None:
    with study.transaction("researcher") as records:
        transcripts.add(records, conversation(name, (name, "Something was said.")))


def test_a_study_in_which_nothing_was_done_yet_has_nothing_to_back_up(spoken: Study) -> None:
    assert backups.listed(path_of(spoken)) == ()


def test_before_a_change_in_bulk_a_backup_holds_what_was_there(spoken: Study, transcript: Transcript) -> None:
    code(spoken, transcript, 1)
    import_one(spoken, "P02")

    (backup,) = backups.listed(path_of(spoken))

    assert backup.why == "before-import"
    assert held(backup.path) == {"c1"}
    with Study(backup.path).reading() as connection:
        assert transcripts.names(connection) == ("P01",)
    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert backup.path.parent.stat().st_mode & 0o777 == 0o700


def test_single_acts_make_no_backup_and_many_at_once_do(spoken: Study, transcript: Transcript) -> None:
    code(spoken, transcript, 1)
    assert backups.listed(path_of(spoken)) == ()
    wishes = [
        applying.Apply(f"m{number}", "P01", transcript.sha256, Span(3, 9 + number), "doubt")
        for number in range(25)
    ]
    assert set(applying.change(spoken, "Ana", wishes)) == {None}
    (backup,) = backups.listed(path_of(spoken))
    assert (backup.why, held(backup.path)) == ("before-many-changes", {"c1"})


def test_what_is_only_added_has_one_backup_in_a_quarter_of_an_hour(spoken: Study) -> None:
    for number in range(2, 6):
        import_one(spoken, f"P{number:02}")
    assert len(backups.listed(path_of(spoken))) == 1


def test_a_change_that_is_not_kept_makes_no_backup(spoken: Study, transcript: Transcript) -> None:
    code(spoken, transcript, 1)
    with spoken.transaction("researcher", keep=False) as records:
        transcripts.add(records, conversation("P02", ("P02", "Something.")))

    def break_off() -> None:
        with spoken.transaction("researcher") as records:
            transcripts.add(records, conversation("P02", ("P02", "Something.")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert backups.listed(path_of(spoken)) == ()


def test_no_change_in_bulk_without_a_backup_unless_somebody_says_so(
    spoken: Study, transcript: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(spoken, transcript, 1)

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "on_disk", full)
    with pytest.raises(
        ToolkitError, match=r"no backup can be made \(no space left.*nothing was changed.*--w"
    ):
        import_one(spoken, "P02")
    with spoken.reading() as connection:
        assert transcripts.names(connection) == ("P01",)
    assert list(backups.folder_of(path_of(spoken)).iterdir()) == []

    import_one(spoken.without_backups(), "P02")
    with spoken.reading() as connection:
        assert transcripts.names(connection) == ("P01", "P02")


def test_little_room_is_left_to_codings(spoken: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_LEFT_FREE", 2**60)
    with pytest.raises(ToolkitError, match="MB are free on the disk"):
        import_one(spoken, "P02")


def test_the_backup_of_the_day_is_made_once_and_only_if_something_changed(
    spoken: Study, transcript: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(spoken)
    assert backups.daily(path) is not None
    code(spoken, transcript, 1)
    assert backups.daily(path) is None  # there is one of today
    monkeypatch.setattr(backups, "_age", lambda _: timedelta(days=1))
    second = backups.daily(path)
    assert second is not None
    assert held(second.path) == {"c1"}
    assert backups.daily(path) is None  # nothing changed
    monkeypatch.setattr(backups, "_age", lambda _: timedelta(days=-400))  # the clock was set back
    code(spoken, transcript, 2)
    assert backups.daily(path) is not None


def test_a_backup_that_was_asked_for_stays_and_the_same_state_is_not_kept_twice(spoken: Study) -> None:
    path = path_of(spoken)
    first = backups.kept(path, backups.ASKED)
    assert backups.kept(path, backups.ASKED) == first
    assert [each.why for each in backups.listed(path)] == ["asked"]
    assert backups.superfluous([first], NOW + timedelta(days=9_999), most=0) == ()


def test_two_backups_of_one_moment_have_two_names(spoken: Study) -> None:
    path = path_of(spoken)
    made = [backups.made(path, "daily") for _ in range(5)]
    assert len({each.path for each in made}) == 5


def test_a_backup_names_the_state_it_holds(spoken: Study, transcript: Transcript) -> None:
    code(spoken, transcript, 1)
    backup = backups.kept(path_of(spoken), backups.ASKED)
    head = backups.head_of(backup.path)
    assert head == Head(spoken.profile.id, *spoken.head(), 7)


def test_files_of_others_in_the_folder_are_left_alone(spoken: Study) -> None:
    path = path_of(spoken)
    backups.made(path, "daily")
    folder = backups.folder_of(path)
    old = "2020-01-01T000000.000Z-daily.study"
    (folder / old).write_text("not a study, whatever it is called")
    (folder / "notes.txt").write_text("mine")
    (folder / "mine.study").write_bytes(path.read_bytes())
    (folder / ".0123456789abcdef.part").write_text("half")
    os.utime(folder / ".0123456789abcdef.part", (0, 0))
    (folder / ".fedcba9876543210.part").write_text("half, and somebody is at it")
    backups.made(path, "daily")
    backups.made(path, "daily")
    left = {each.name for each in folder.iterdir()}
    assert left >= {old, "notes.txt", "mine.study", ".fedcba9876543210.part"}
    assert ".0123456789abcdef.part" not in left


def test_a_link_to_a_study_has_the_backups_of_the_study(spoken: Study, tmp_path: Path) -> None:
    (tmp_path / "link.study").symlink_to(path_of(spoken))
    assert backups.folder_of(tmp_path / "link.study") == backups.folder_of(path_of(spoken))


def of(days: float, why: str = "daily", size: int = 1) -> Backup:
    at = NOW - timedelta(days=days)
    return Backup(Path(f"{at.isoformat()}-{why}.study"), at, why, size)


def left(there: Iterable[Backup], **how: int) -> list[float]:
    """Return how many days old the backups are that stay."""
    there = list(there)
    gone = backups.superfluous(there, NOW, **how)
    return sorted((NOW - each.made_at) / timedelta(days=1) for each in there if each not in gone)


def test_all_of_the_last_day_stay_then_one_a_day_then_one_a_month() -> None:
    assert left(map(of, (0.1, 0.2, 0.9))) == [0.1, 0.2, 0.9]
    assert left(map(of, (2.1, 2.2, 2.3, 3.1))) == [2.1, 3.1]
    assert left(map(of, (60.0, 61.0, 62.0, 100.0))) == [60.0, 100.0]
    assert left([of(60.0), of(61.0, "before-restore"), of(62.0, "asked")]) == [60.0, 61.0, 62.0]


def test_the_oldest_go_where_all_are_too_large_and_never_the_latest() -> None:
    assert left([of(0.1, size=5), of(2, size=5), of(40, size=5)], most=10) == [0.1, 2]
    assert left([of(0.1, size=50), of(2, size=5)], most=10) == [0.1]


@given(st.lists(st.integers(-48, 20_000), max_size=40, unique=True), st.integers(0, 30))
def test_thinning_out_never_takes_the_latest_and_is_done_at_once(hours: list[int], most: int) -> None:
    there = [of(each / 24) for each in hours]
    gone = backups.superfluous(there, NOW, most=most)
    stay = [each for each in there if each not in gone]
    assert not there or max(there, key=lambda each: each.made_at) in stay
    assert backups.superfluous(stay, NOW, most=most) == ()
    assert sum(each.size for each in stay) <= max(most, 1)


def test_a_damaged_backup_is_known(spoken: Study) -> None:
    backup = backups.made(path_of(spoken), "daily")
    assert backups.is_whole(backup.path)
    with backup.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096))
    assert not backups.is_whole(backup.path)
    backup.path.write_bytes(b"SQLite format 3\x00")
    assert backups.head_of(backup.path) is None


def test_a_program_has_a_study_open_or_not(spoken: Study) -> None:
    path = path_of(spoken)
    with spoken.reading():
        pass
    assert backups.is_open_elsewhere(path)
    spoken.close()
    assert not backups.is_open_elsewhere(path)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT count(*) FROM events").fetchone()
        assert backups.is_open_elsewhere(path)
    other.close()


@pytest.mark.parametrize("name", [":memory:", "file:my.study", "file:my.study?mode=memory", "a ?#%20&.study"])
def test_a_name_that_sqlite_takes_for_something_else_is_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    studies.start(Path(name), small_codebook()).close()
    study = studies.open_study(Path(name))
    backup = backups.made(Path(name), backups.ASKED)
    assert studies.verify(study).notes[0] == "No problem found."
    study.close()
    assert backups.head_of(backup.path) == backups.head_of(Path(name)) is not None
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, f"{name}.backups"])


def test_a_folder_written_with_two_slashes_is_that_folder(tmp_path: Path) -> None:
    place = Path(f"/{tmp_path}/my.study")
    studies.start(place, small_codebook()).close()
    backup = backups.made(place, backups.ASKED)
    assert backups.is_whole(backup.path)
    assert backups.head_of(backup.path) == backups.head_of(place) is not None
