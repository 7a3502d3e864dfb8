"""Every reader there is, on files spoilt by chance: about a second each here, as long as you like by script."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.hostile import fuzz
from toolkit.formats import codebooks, projects, transcripts

SECONDS = 20  # for half of the readers


@pytest.mark.sqlite
def test_readers_refuse_what_they_cannot_read_and_do_nothing_else() -> None:
    def run(part: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "tests.hostile.fuzz", "--seconds", str(SECONDS), "--part", part]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as threads:
        for done in threads.map(run, ("0/2", "1/2")):
            print(done.stdout)
            assert done.returncode == 0, done.stdout + done.stderr


def test_every_format_is_among_the_readers() -> None:
    known = set(fuzz.readers().values())
    for family in (transcripts.FORMATS, codebooks.FORMATS):
        assert {member.read for member in family} <= known
    modules = {getattr(function, "__module__", "") for function in known}
    assert {member.read.__module__ for member in projects.FORMATS} <= {
        *modules, "toolkit.formats.projects",
    }  # fmt: skip
