"""A disk that is full, a file that is locked, read-only, replaced or cut off, a clock that goes backwards."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

import toolkit
from tests import server
from tests.conftest import small_codebook, small_conversation
from toolkit.errors import ToolkitError
from toolkit.model import identifier
from toolkit.model.transcript import Span
from toolkit.store import backups, codings, events, places, sqlite, transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import applying, converting, copying, exporting, handing, merging, reporting, studies

files_only = pytest.mark.sqlite
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other limits and owners")

TEXT = small_conversation()


def spoken(place: Path) -> Study:
    study = studies.start(place, small_codebook())
    with study.transaction("researcher") as records:
        transcripts.add(records, small_conversation())
    return study


def code(study: Study, number: int, coder: str = "Ana") -> bool:
    """Code once; tell whether that was acknowledged."""
    start = TEXT.turns[1].span.start
    span = Span(start + number % 5, start + 20 + number // 5)
    wish = applying.Apply(f"{coder}{number}", "P01", TEXT.sha256, span, "trust")
    return applying.change(study, coder, [wish]) == (None,)


def held(place: Path | str) -> set[str]:
    """Return the codings of a study that has to be clean."""
    study = Study(place)
    with study.reading() as connection:
        found = {coding.id for coding in codings.everything(connection)}
        assert list(verification.problems(connection)) == []
    study.close()
    return found


# A full disk ------------------------------------------------------------------------------------------


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Have every write beyond a size fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@unix
@files_only
@pytest.mark.parametrize("room", [0, 3_000, 9_000, 33_000])
def test_a_disk_that_fills_up_takes_nothing_that_was_acknowledged(tmp_path: Path, room: int) -> None:
    study = spoken(tmp_path / "my.study")
    size = (tmp_path / "my.study").stat().st_size
    told, acknowledged = set(), set()
    with no_file_larger_than(size + room):
        for number in range(60):
            try:
                if code(study, number):
                    acknowledged.add(f"Ana{number}")
            except ToolkitError as refused:
                told.add(str(refused).partition(": ")[2])
                break
    assert told
    assert all("make room on the disk" in each for each in told), told
    assert code(study, 99)  # with room again, in the same program
    study.close()
    assert held(tmp_path / "my.study") >= acknowledged | {"Ana99"}


@unix
@files_only
def test_a_disk_that_is_full_while_a_study_is_made_or_copied_leaves_no_half_study(tmp_path: Path) -> None:
    study = spoken(tmp_path / "my.study")
    with no_file_larger_than(30_000):
        with pytest.raises(ToolkitError, match="room on the disk"):
            studies.start(tmp_path / "new.study", small_codebook())
        with pytest.raises(ToolkitError, match="room on the disk"):
            copying.copy(study, str(tmp_path / "copy.study"))
        with pytest.raises(ToolkitError, match="no backup can be made"):
            backups.made(tmp_path / "my.study", "daily")
    study.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["my.study", "my.study.backups"]
    assert list((tmp_path / "my.study.backups").iterdir()) == []


def writers(study: Study) -> dict[str, Callable[[Path], object]]:
    """Return everything of ours that writes a file, by the ending it writes."""
    table = reporting.transcripts(study)
    made: dict[str, Callable[[Path], object]] = {
        ending: lambda path: exporting.write(table, path, bom=False)
        for ending in (".csv", ".xlsx", ".docx", ".tex", ".md", ".html", ".json")
    }
    made[".qdpx"] = made[".jsonl"] = lambda path: handing.export(study, path)
    made[".txt"] = lambda path: exporting.write(exporting.bundle(study, coder="Ana"), path, bom=False)
    made[".yaml"] = lambda path: converting.export(study, path)
    return made


@unix
def test_no_writer_of_files_leaves_half_of_one(tmp_path: Path) -> None:
    study = spoken(tmp_path / "my.study")
    assert code(study, 1)
    folder = tmp_path / "out"
    folder.mkdir()
    for ending, write in writers(study).items():
        path = folder / f"out{ending}"
        for before in (None, b"what was there"):
            if before is not None:
                path.write_bytes(before)
            with no_file_larger_than(40), pytest.raises(ToolkitError, match="cannot be written"):
                write(path)
            left = {each.name: each.read_bytes() for each in folder.iterdir()}
            assert left == ({} if before is None else {path.name: before}), ending
        path.unlink()
    study.close()


def test_nothing_else_of_ours_opens_a_file_to_write_to_it() -> None:
    """What is added has to go through `write_whole`, or through a name of its own as backups do."""
    ours = Path(toolkit.__file__).parent
    writes = re.compile(r"""(?<!exporting)\.write_(?:text|bytes)\(|\bopen\([^)]*["'][wax]\+?b?["']|O_CREAT""")
    found = {
        each.relative_to(ours).as_posix() for each in ours.rglob("*.py") if writes.search(each.read_text())
    }
    # The last two write into temporary folders: a lock, and the copy of the sample study.
    assert found == {
        *("formats/keys.py", "formats/replacing.py", "store/backups.py", "store/sqlite.py"),
        *("store/temporary.py", "workflow/demonstrating.py"),
    }


# Read-only --------------------------------------------------------------------------------------------


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of somebody who is not the administrator, and may therefore be shut out; we act as they."""
    made = Path(tempfile.mkdtemp(prefix="icro-"))
    is_root = os.geteuid() == 0
    if is_root:
        nobody = 65534
        os.chown(made, nobody, nobody)
        os.seteuid(nobody)
    try:
        yield made
    finally:
        for each in (made, *made.rglob("*")):
            with suppress(OSError):
                each.chmod(0o700)
        if is_root:
            os.seteuid(0)
        shutil.rmtree(made)


@unix
@files_only
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_read_only_can_be_read_and_says_that_it_cannot_be_written(folder: Path, what: str) -> None:
    path = folder / "my.study"
    study = spoken(path)
    assert code(study, 1)
    study.close()
    (path if what == "file" else folder).chmod(stat.S_IRUSR | (stat.S_IXUSR if what == "folder" else 0))
    assert held(path) == {"Ana1"}
    study = studies.open_study(path)
    assert studies.verify(study).notes[0] == "No problem found."
    with pytest.raises(ToolkitError, match="readonly database; allow writing to the file and its folder"):
        code(study, 2)
    study.close()
    assert [each.name for each in folder.iterdir()] == ["my.study"]


@unix
@files_only
def test_who_may_only_read_sees_what_another_program_writes_meanwhile(folder: Path) -> None:
    path = folder / "my.study"
    writing = spoken(path)
    assert code(writing, 1)
    path.chmod(0o400)  # for those who come from now on
    reading = Study(path)
    with reading.reading() as connection:
        assert codings.count(connection) == 1
    assert code(writing, 2)
    with reading.reading() as connection:
        assert codings.count(connection) == 2
    reading.close()
    writing.close()


# Locked, and two at once ------------------------------------------------------------------------------


@files_only
def test_a_file_that_another_program_locks_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_WAIT_SECONDS", 0.2)
    study = spoken(tmp_path / "my.study")
    with closing(sqlite3.connect(tmp_path / "my.study")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ToolkitError, match="is locked; another program is writing to it"):
            code(study, 1)
        with study.reading() as connection:
            assert codings.count(connection) == 0
        other.rollback()
    assert code(study, 1)
    study.close()
    assert held(tmp_path / "my.study") == {"Ana1"}


def code_in_a_process_of_its_own(place: str, who: str, told: Queue[str]) -> None:
    study = Study(place)
    for number in range(12):
        if code(study, number, who):
            told.put(f"{who}{number}")
    study.close()


@unix
def test_two_programs_code_in_one_study_at_once(tmp_path: Path) -> None:
    study = spoken(tmp_path / "my.study")
    place = studies.words(study)
    study.close()
    forked = multiprocessing.get_context("fork")
    told: Queue[str] = forked.Queue()
    running = [
        forked.Process(target=code_in_a_process_of_its_own, args=(place, who, told)) for who in ("Ana", "Ben")
    ]
    for each in running:
        each.start()
    acknowledged = {told.get(timeout=120) for _ in range(24)}
    for each in running:
        each.join()
    assert held(place) == acknowledged


# Replaced ---------------------------------------------------------------------------------------------


@files_only
def test_nothing_is_written_into_a_file_that_another_took_the_place_of(tmp_path: Path) -> None:
    path = tmp_path / "my.study"
    study = spoken(path)
    assert code(study, 1)
    shutil.copy(path, tmp_path / "stale")
    assert code(study, 2)
    assert code(study, 3)
    (tmp_path / "stale").replace(path)
    for _ in range(2):
        with pytest.raises(ToolkitError, match=r"another file took its place while it was open.*is kept in"):
            code(study, 4)
    with pytest.raises(ToolkitError, match="another file took its place"), study.reading():
        pass
    study.close()
    assert held(path) == {"Ana1"}
    (kept,) = backups.listed(path)
    assert held(kept.path) == {"Ana1", "Ana2", "Ana3"}
    study = Study(path)
    merging.merge(study, kept.path)
    study.close()
    assert held(path) == {"Ana1", "Ana2", "Ana3"}


@files_only
def test_what_is_written_while_the_file_is_replaced_is_not_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "my.study"
    study = spoken(path)
    shutil.copy(path, tmp_path / "stale")

    def write() -> None:
        with study.transaction("researcher") as records:
            transcripts.add_participant(records, "P01", {"role": "maker"})
            (tmp_path / "stale").replace(path)

    with pytest.raises(ToolkitError, match="took its place"):
        write()
    study.close()


@files_only
def test_a_file_that_was_removed_is_not_written_to(tmp_path: Path) -> None:
    study = spoken(tmp_path / "my.study")
    (tmp_path / "my.study").unlink()
    with pytest.raises(ToolkitError, match="took its place"):
        code(study, 1)
    study.close()


@files_only
def test_an_older_state_written_into_the_open_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "my.study"
    study = spoken(path)
    older = tmp_path / "older"
    backups_of = sqlite3.connect(older)
    with closing(sqlite3.connect(path)) as source:
        source.backup(backups_of)
    assert code(study, 1)
    with closing(sqlite3.connect(path)) as target:
        backups_of.backup(target)
    backups_of.close()
    with pytest.raises(ToolkitError, match="an older or other state took its place while it was open"):
        code(study, 2)
    study.close()
    assert held(path) == set()


def test_a_study_written_to_by_others_is_gone_on_with(tmp_path: Path) -> None:
    first = spoken(tmp_path / "my.study")
    second = Study(first.address)
    for number in range(3):
        assert code(first, number)
        assert code(second, number, "Ben")
    first.close()
    second.close()


# The power goes ---------------------------------------------------------------------------------------


@files_only
@pytest.mark.parametrize("seed", range(3))
def test_a_power_cut_leaves_what_was_acknowledged(tmp_path: Path, seed: int) -> None:
    """Codings are acknowledged once their part of the write-ahead log is synced.

    What was not synced is there in part: sectors of what came later, torn, empty or missing; and of the
    database any pages that the log was being folded into.
    """
    chance = random.Random(seed)  # noqa: S311 - a draw of sectors
    path, log = tmp_path / "my.study", tmp_path / "my.study-wal"
    study = spoken(path)
    before = path.read_bytes()
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()  # nothing behind this is folded in
        synced = []
        for number in range(6):
            assert code(study, number)
            synced.append(log.stat().st_size)
        whole = log.read_bytes()
    study.close()
    after = path.read_bytes()
    for number, size in enumerate(synced):
        rest = bytearray(whole[size : synced[number + 1]] if number + 1 < len(synced) else b"")
        for sector in range(0, len(rest), 512):
            if chance.random() < 0.5:
                torn = chance.choice((bytes(512), chance.randbytes(512)))
                rest[sector : sector + 512] = torn[: len(rest) - sector]
        cut = bytes(rest[: chance.randrange(len(rest) + 1)])
        there = bytearray(before)
        if number + 1 == len(synced):  # the log is synced as a whole, and is being folded in
            there = bytearray(after)
            for page in range(0, len(before), 4096):
                if chance.random() < 0.5:
                    there[page : page + 4096] = before[page : page + 4096]
        place = tmp_path / f"after {number}"
        place.mkdir()
        (place / "my.study").write_bytes(there)
        (place / "my.study-wal").write_bytes(whole[:size] + cut)
        assert held(place / "my.study") >= {f"Ana{each}" for each in range(number + 1)}


def test_the_server_is_gone_in_the_middle_of_a_transaction(tmp_path: Path) -> None:
    running = server.server()
    address = running.address("studies", "power")
    with suppress(ToolkitError):
        Study(address).discard()
    study = spoken(address)  # type: ignore[arg-type]
    assert code(study, 1)

    def write() -> None:
        with study.transaction("researcher") as records:
            transcripts.add_participant(records, "P01", {"role": "maker"})
            running.stop(at_once=True)
            running.start()
            transcripts.add_participant(records, "P02", {"role": "maker"})

    with pytest.raises(ToolkitError, match="connection to the database was lost"):
        write()
    assert code(study, 2)  # the same program goes on
    study.close()
    assert held(address) == {"Ana1", "Ana2"}
    again = Study(address)
    with again.reading() as connection:
        assert transcripts.participants(connection) == {}
    again.discard()
    assert tmp_path.exists()


# The clock goes backwards -----------------------------------------------------------------------------


def test_ids_stay_in_order_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10**18, 10**18 + 5, 10**17, 10**17, 10**18 + 10**9, 3])
    first = identifier.new_id()
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    made = [first, *(identifier.new_id() for _ in range(6))]
    assert made == sorted(made)
    assert len(set(made)) == 7


def test_the_log_stays_in_order_when_the_clock_is_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.store import study as store  # noqa: PLC0415 - the clock it reads

    study = spoken(tmp_path / "my.study")
    for number, at in enumerate(("2026-03-01", "2020-01-01", "2026-03-02")):
        monkeypatch.setattr(store, "now", lambda at=at: f"{at}T09:00:00.000Z")
        assert code(study, number)
    with study.reading() as connection:
        log = [event for event, _ in events.everything(connection) if event.kind == "coding.added"]
        assert list(verification.problems(connection)) == []
    assert [event.subject for event in log] == ["Ana0", "Ana1", "Ana2"]
    assert [event.at[:4] for event in log] == ["2026", "2020", "2026"]
    study.close()


# Where it lies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "program"),
    [(".dropbox", "Dropbox"), (".stfolder", "Syncthing"), ("._sync_0a1b2c.db", "Nextcloud")],
)
def test_a_folder_is_known_by_what_a_sync_program_leaves_in_it(
    tmp_path: Path, left: str, program: str
) -> None:
    place = tmp_path / "project" / "study" / "my.study"
    place.parent.mkdir(parents=True)
    assert places.written_by_others(place) == ""
    (tmp_path / "project" / left).touch()
    assert program in places.written_by_others(place)


@pytest.mark.parametrize(
    ("name", "program"),
    [("Dropbox", "Dropbox"), ("OneDrive - University of X", "OneDrive"), ("My Drive", "Google Drive")],
)
def test_a_folder_is_known_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, program: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert program in places.written_by_others(tmp_path / name / "thesis" / "my.study")
    assert places.written_by_others(tmp_path / f"x{name}" / "my.study") == ""


def test_a_file_system_of_the_network_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.path.realpath(tmp_path)
    (tmp_path / "mounts").write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"40 22 0:50 / {real}/far\\040away rw - nfs4 server:/home rw\n"
        f"41 40 0:51 / {real}/far\\040away/near rw - tmpfs tmpfs rw\n"
    )
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "mounts")
    assert "network (nfs4)" in places.written_by_others(tmp_path / "far away" / "my.study")
    assert places.written_by_others(tmp_path / "far away" / "near" / "my.study") == ""
    assert places.written_by_others(tmp_path / "my.study") == ""


# Killed -----------------------------------------------------------------------------------------------


@unix
def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path, *, on_files: bool) -> None:
    from benchmarks import kills  # noqa: PLC0415 - needs fork

    assert signal.SIGKILL
    database = kills.Files(tmp_path) if on_files else kills.Server()
    told = kills.run(database, 10, 2, print)
    assert told.well, told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_no_study_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.study")
    assert not sqlite.is_study(tmp_path / "pipe.study")
    with pytest.raises(ToolkitError, match="is not a study"):
        sqlite.check_is_study(tmp_path / "pipe.study")
