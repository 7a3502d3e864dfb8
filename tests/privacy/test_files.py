"""Whatever is made of a study is for its owner alone; what was there keeps who may read it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.conftest import SampleAt
from toolkit.formats.replacing import write_whole
from toolkit.store.study import Study
from toolkit.workflow import exporting, reporting

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere"),
]


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_a_new_file_is_for_its_owner_whatever_the_umask_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before, sync = tmp_path / "new.csv", os.umask(0), os.fsync
    while_written: list[str] = []

    def look_and_sync(opened: int) -> None:
        while_written.extend(mode(beside) for beside in tmp_path.glob(".*.part"))
        sync(opened)

    monkeypatch.setattr(os, "fsync", look_and_sync)
    try:
        write_whole(path, b"1")
    finally:
        os.umask(before)
    assert (while_written, mode(path)) == (["0o600"], "0o600")


@pytest.mark.parametrize("kept", ["0o644", "0o600", "0o660"])
def test_a_file_that_was_there_keeps_who_may_read_it(coded_table: Study, tmp_path: Path, kept: str) -> None:
    path = tmp_path / "codings.csv"
    path.write_text("old")
    path.chmod(int(kept, 8))
    exporting.write(reporting.transcripts(coded_table), path)

    assert mode(path) == kept
    assert path.read_text("utf-8") != "old"


@pytest.fixture
def coded_table(study: Study) -> Study:
    return study


def test_what_sqlite_keeps_beside_an_open_study_is_for_its_owner_too(
    tmp_path: Path, sample_at: SampleAt
) -> None:
    study = sample_at(tmp_path / "my.study")
    try:
        with study.reading():
            beside = sorted(path.name for path in tmp_path.iterdir())
            assert beside[0] == "my.study"
            modes = {mode(path) for path in tmp_path.iterdir() if path.name != "my.study"}
        assert modes <= {mode(tmp_path / "my.study")}
    finally:
        study.close()
