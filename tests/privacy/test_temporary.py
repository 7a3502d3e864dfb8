"""Temporary folders: for their owner alone, gone at the end, cleared away where a program was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import small_codebook
from toolkit.store import temporary
from toolkit.workflow import demonstrating, noting
from toolkit.workflow.studies import start

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows locks files in its own way"),
]
HOLD = """
import sys, time
from toolkit.store import temporary
with temporary.folder() as folder:
    (folder / "interview.txt").write_text("words")
    print(folder, flush=True)
    time.sleep(60)
"""
# Who runs the tests may have them outlive their terminal, and what they start inherits that.
COMMAND = """
import signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from toolkit.cli import ending
from toolkit.store import temporary
with ending.cleanly(), temporary.folder() as folder:
    (folder / "interview.txt").write_text("words")
    print("now", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which this test's temporary folders are made."""
    made = tmp_path / "tmp"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    monkeypatch.setenv("TMPDIR", str(made))
    return made


def left(own: Path) -> list[str]:
    return sorted(path.name for path in own.iterdir())


def held(own: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a program that holds a temporary folder."""
    program = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    folder = Path(program.stdout.readline().strip())
    assert folder.parent == own
    return program, folder


def test_a_temporary_folder_is_for_its_owner_and_gone_with_the_block(own: Path) -> None:
    with temporary.folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "a").write_text("words")
    assert left(own) == []
    with pytest.raises(ZeroDivisionError), temporary.folder() as folder:  # noqa: PT012 - the block is the point
        assert folder.exists()
        raise ZeroDivisionError
    assert left(own) == []


def test_what_a_killed_program_left_is_cleared_away_and_what_is_in_use_is_not(own: Path) -> None:
    program, folder = held(own)
    temporary.clear()
    assert (folder / "interview.txt").exists()

    program.kill()
    program.communicate()
    assert (folder / "interview.txt").exists()
    temporary.clear()
    assert left(own) == []


def test_folders_of_others_links_and_files_stay(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / ".in-use").touch()
    (own / "intercoder-link").symlink_to(kept)
    (own / "intercoder-file").touch()
    (own / "intercoder-older").mkdir()
    (own / "other-program").mkdir()
    with temporary.folder():
        temporary.clear()
        assert len(left(own)) == 5
    assert left(own) == ["intercoder-file", "intercoder-link", "intercoder-older", "other-program"]
    assert (kept / ".in-use").exists()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_ended_cleans_up(own: Path, ending: signal.Signals) -> None:
    command = subprocess.Popen(
        [sys.executable, "-c", COMMAND], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "now\n"
    assert len(left(own)) == 1
    command.send_signal(ending)
    _, said = command.communicate(timeout=30)

    assert left(own) == []
    assert command.returncode == 128 + ending
    assert "Traceback" not in said


@pytest.fixture
def at_exit(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """Collect what is to be done at the end of the program; the sample is a small one."""
    wanted: list[Callable[[], object]] = []
    monkeypatch.setattr("atexit.register", lambda done, *args: wanted.append(partial(done, *args)))
    monkeypatch.setattr(demonstrating, "sample", lambda place: start(place, small_codebook(), title="Sample"))
    return wanted


def test_the_demos_copy_goes_unless_somebody_worked_in_it(
    own: Path, at_exit: list[Callable[[], object]], capsys: pytest.CaptureFixture[str]
) -> None:
    demonstrating.passing().close()
    at_exit.pop()()
    assert left(own) == []

    made = demonstrating.passing()
    noting.memo(made, coder="Ana", about="study", text="My own words.")
    made.close()
    at_exit.pop()()
    assert capsys.readouterr().err == f"What you did in the sample study is kept: {made.where}\n"
    killed()
    demonstrating.clear_away()
    temporary.clear()
    assert Path(made.where).exists()


def killed() -> None:
    """Let go of every lock, as the system does when a program is killed."""
    while temporary._held:  # noqa: SLF001 - what a kill does cannot be done to the program that tests
        os.close(temporary._held.popitem()[1])  # noqa: SLF001


@pytest.mark.usefixtures("at_exit")
def test_a_copy_whose_program_was_killed_goes_at_the_next_start(own: Path) -> None:
    demonstrating.passing().close()
    demonstrating.clear_away()
    assert len(left(own)) == 1
    killed()
    temporary.clear()  # which does not look into a study
    assert len(left(own)) == 1
    demonstrating.clear_away()
    assert left(own) == []


def test_a_copy_that_was_never_finished_goes_too(own: Path) -> None:
    folder = temporary.own()
    (folder / "sample.study").write_bytes(b"half of it")
    killed()
    demonstrating.clear_away()
    assert left(own) == []
