"""A disk without a byte of room: every journey that writes is refused in a line, and nothing of it is stored.

The disk is a small file system in memory, mounted for the test where that is allowed (on Linux, as root). The
journeys are found, and asked, as in `test_blinding`: a new one is tried without being listed here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.twins import Twins
from tests.workflow import test_blinding
from tests.workflow.test_blinding import APART, JOURNEYS, ask
from toolkit.errors import ToolkitError
from toolkit.store import contents, verification
from toolkit.store.study import Study

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system, as Linux does"),
]

_ROOM = "4m"
_LEAD = "Lea"
_PEOPLE = (_LEAD, "B", "A")
_FEWEST = 12
_TOLD = (
    "make room on the disk; nothing was changed",
    "make room or allow writing there",
    "no space left on device",
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("disk")
    words = [shutil.which("mount") or "mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(place)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as fault:
        pytest.skip(f"nothing can be mounted here: {fault}")
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run([shutil.which("umount") or "umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no byte of room."""
    filler = disk / "filler"
    opened = os.open(filler, os.O_WRONLY | os.O_CREAT)
    try:
        size = 65_536
        while size:
            try:
                os.write(opened, bytes(size))
            except OSError:
                size //= 2
        yield
    finally:
        os.close(opened)
        filler.unlink()


def held(path: Path) -> str:
    """Return what is in a study that has to be clean."""
    with closing(Study(path)) as study, study.seen_by(_LEAD).reading() as connection:
        assert list(verification.problems(connection)) == []
        return repr(contents.summed_up(connection))


def emptied(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def ended(study: Study, name: str, who: str, twins: Twins) -> str:
    """Ask a journey in somebody's name; return what it was refused with, if it was."""
    try:
        ask(name, study, who, twins.ids, wide=False)
    except ToolkitError as refused:
        return str(refused)
    return ""


def writer(name: str, base: Path, folder: Path, twins: Twins) -> str:
    """Return who can change the study by a journey where there is room; nobody, if it only reads."""
    for who in _PEOPLE:
        place = folder / who
        place.mkdir(parents=True)
        with closing(Study(shutil.copy(base, place / "my.study"))) as study:
            head = study.head()
            ended(study, name, who, twins)
            if study.head() != head:
                return who
    return ""


def test_what_writes_is_refused_in_a_line_and_nothing_of_it_is_stored(
    tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = Twins(tmp_path)
    keys = test_blinding.key_list(tmp_path)
    monkeypatch.setattr(
        test_blinding, "key_list", lambda _: keys
    )  # has to be there, and not on the full disk
    base = tmp_path / "loud.study"
    before = held(base)
    asked = sorted(JOURNEYS.keys() - APART.keys())
    writing = {name: who for name in asked if (who := writer(name, base, tmp_path / name, twins))}
    for name, who in writing.items():
        emptied(disk)
        path = Path(shutil.copy(base, disk / "my.study"))
        with closing(Study(path)) as study:
            head = study.head()
            with filled(disk):
                said = ended(study, name, who, twins)
            assert study.head() == head, name
        assert held(path) == before, name
        assert any(why in said for why in _TOLD), (name, said)
        assert "\n" not in said
        half = {each.name for each in disk.rglob("*.study")} - {"my.study"}
        assert not half, name
    assert len(writing) > _FEWEST, writing
