"""A report pack holds every finding, says what it rests on, and can be made again to the last byte."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SampleAt
from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.formats import packs
from toolkit.model.pack import Pack
from toolkit.model.selection import Selection
from toolkit.model.transcript import Source
from toolkit.store.study import Study
from toolkit.workflow import exporting, packing, reporting

FIGURES = tuple(name for name in packing.PARTS if name.startswith("figure-"))
FEW = tuple(name for name in packing.PARTS if name not in {"frequency", "codebook"})
"""What to leave out where a test needs no more than one table."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Path:
    made = tmp_path_factory.mktemp("packing") / "sample.study"
    sample_at(made).close()
    return made


@pytest.fixture(scope="module")
def sample(path: Path) -> Iterator[Study]:
    study = Study(path)
    yield study
    study.close()


@pytest.fixture(scope="module")
def whole(sample: Study) -> Pack:
    return packing.report(sample, resamples=200)


def manifest(pack: Pack) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(pack.files["manifest.json"])
    return told


def written(pack: Pack, path: Path) -> Path:
    exporting.write(pack, path)
    return path


def rezipped(pack: Pack, path: Path, files: Mapping[str, bytes | None]) -> Path:
    """Write a pack as somebody might who wants to mislead: with other files, or without some."""
    changed = {name: data for name, data in {**pack.files, **files}.items() if data is not None}
    return written(Pack(pack.title, changed), path)


def test_it_holds_every_part_in_every_format(whole: Pack) -> None:
    for part in packing.PARTS:
        if part.startswith("figure-"):
            name = part.removeprefix("figure-")
            assert {f"figures/{name}{ending}" for ending in (".svg", ".png", ".json")} <= {*whole.files}
        elif part not in {"methods", "codebook"}:
            # Agreement has a column for each coefficient and each end of an interval.
            endings = (".csv", ".xlsx") if part == "agreement" else (".csv", ".xlsx", ".docx", ".tex")
            assert {f"tables/{part}{ending}" for ending in endings} <= {*whole.files}
    assert {"methods.txt", "codebook/1.0.0.yaml", "data-dictionary.csv", "README.txt"} <= {*whole.files}
    assert whole.notes == ()


def test_its_tables_are_those_of_the_commands(sample: Study, whole: Pack) -> None:
    assert whole.files["tables/matrix.csv"] == exporting.as_bytes(reporting.matrix(sample), ".csv")


def test_the_dictionary_tells_of_every_column_of_every_table(whole: Pack) -> None:
    rows = list(csv.DictReader(io.StringIO(whole.files["data-dictionary.csv"].decode())))
    assert [row for row in rows if not all(row.values())] == []
    told = {(row["table"], row["column"]) for row in rows}
    for name, data in whole.files.items():
        if name.startswith("tables/") and name.endswith(".csv"):
            header = next(csv.reader(io.StringIO(data.decode())))
            table = name.removeprefix("tables/").removesuffix(".csv")
            assert {column for of, column in told if of == table} == set(header)


def test_the_manifest_tells_what_it_rests_on(sample: Study, whole: Pack) -> None:
    told = manifest(whole)
    assert told["study"]["id"] == sample.profile.id
    assert told["options"] == {"seed": 0, "resamples": 200}
    assert len(told["transcripts"]) == 13
    assert list(told["codebooks"]) == ["0.1.0", "0.2.0", "1.0.0"]
    assert {path: facts["sha256"] for path, facts in told["files"].items()} == {
        path: hashlib.sha256(data).hexdigest()
        for path, data in whole.files.items()
        if path != "manifest.json"
    }


def test_made_again_elsewhere_it_is_the_same_to_the_last_byte(
    sample: Study, whole: Pack, tmp_path: Path
) -> None:
    """Another process, folder, time zone, language and order of hashes."""
    first = written(whole, tmp_path / "first.zip")
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    words = ["report", sample.address.words, "--resamples", "200", "--to", "second.zip"]
    subprocess.run(
        [sys.executable, "-m", "toolkit.cli", *words], cwd=tmp_path, env=elsewhere, check=True, timeout=600
    )
    assert (tmp_path / "second.zip").read_bytes() == first.read_bytes()


def test_nothing_in_it_tells_when_or_where_it_was_made(path: Path, whole: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(packs.render(whole))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name, data in whole.files.items():
        if name.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                data = b"".join(inner.read(member) for member in inner.namelist())  # noqa: PLW2901 - what is in it
        assert str(path.parent).encode() not in data, name
        assert str(Path(packing.__file__).parents[2]).encode() not in data, name


def test_rebuilding_tells_that_every_file_is_the_same(sample: Study, tmp_path: Path) -> None:
    pack = packing.report(sample, leave_out=FEW, selection=Selection(theme=("motivations",), at="0.2.0"))
    table = packing.rebuild(sample, written(pack, tmp_path / "pack.zip"))
    assert dict(zip(*map(table.column, ("file", "state")), strict=True)) == dict.fromkeys(pack.files, "same")
    assert table.notes == (f"Files: {len(pack.files)}; not the same: 0.",)


def test_rebuilding_tells_which_files_were_changed_dropped_or_added(sample: Study, tmp_path: Path) -> None:
    pack = packing.report(sample, leave_out=FEW)
    forged = {"tables/frequency.csv": b"99", "codebook/0.1.0.yaml": None, "tables/extra.csv": b""}
    table = packing.rebuild(sample, rezipped(pack, tmp_path / "forged.zip", forged))
    states = {file: state for file, state in table.rows if state != "same"}
    assert states == {
        "tables/frequency.csv": "different",
        "codebook/0.1.0.yaml": "missing",
        "tables/extra.csv": "more",
    }


def test_rebuilding_from_a_study_that_went_on_says_so(ana: Sitting, tmp_path: Path) -> None:
    ana.done(ana.add("one", "trusted them"))
    pack = written(packing.report(ana.study, leave_out=FEW), tmp_path / "then.zip")
    ana.done(ana.add("two", "made me doubt"))
    table = packing.rebuild(ana.study, pack)
    assert ("tables/frequency.csv", "different") in table.rows
    assert any(note.startswith("The study has changed since") for note in table.notes)


def test_what_a_study_cannot_give_is_left_out_and_told(ana: Sitting) -> None:
    """There is nothing to draw in a study that nobody has coded."""
    pack = packing.report(ana.study, leave_out=tuple({*FEW} - {"figure-heatmap"}))
    assert not any(name.startswith("figures/") for name in pack.files)
    assert "figure-heatmap" in manifest(pack)["left_out"]
    assert any(note.startswith("Left out: figure-heatmap (") for note in pack.notes)
    assert "figure-heatmap" in pack.files["README.txt"].decode()


def test_a_part_that_there_is_not_is_refused(sample: Study) -> None:
    with pytest.raises(ToolkitError, match=r"themez: is no part of a report; there are: participants, "):
        packing.report(sample, leave_out=("themez",))


def test_without_a_file_its_contents_are_listed(sample: Study) -> None:
    pack = packing.report(sample, leave_out=FEW)
    shown = exporting.render(pack)
    assert all(name in shown for name in pack.files)
    assert "--to FILE.zip" in shown


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b'{"format": "other/1", "options": {}}',
        b'{"format": "intercoder-report/1"}',
        *(
            json.dumps({"format": "intercoder-report/1", "options": options}).encode()
            for options in (
                None,
                {},
                {"seed": 0},
                {"seed": "0", "resamples": 1},
                {"seed": 0, "resamples": 1, "at": ["1.0.0"]},
                {"seed": 0, "resamples": 1, "theme": "motivations"},
                {"seed": 0, "resamples": 1, "theme": [["motivations"]]},
                {"seed": 0, "resamples": 1, "where": ["role"]},
                {"seed": 0, "resamples": 1, "counts": "many"},
                {"seed": 0, "resamples": 1, "colour": "red"},
            )
        ),
    ],
)
def test_a_manifest_that_tells_nothing_of_use_is_refused(sample: Study, tmp_path: Path, told: bytes) -> None:
    path = written(Pack("Forged", {"manifest.json": told}), tmp_path / "forged.zip")
    with pytest.raises(ToolkitError, match="take a pack that the command report has made"):
        packing.rebuild(sample, path)


def test_an_archive_that_plays_tricks_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../outside.csv", "x")
    with pytest.raises(ToolkitError):
        packs.read(Source("pack.zip", made.getvalue()))


def test_a_pack_is_written_to_an_archive_only(sample: Study, tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"let it end in \.zip"):
        exporting.write(packing.report(sample, leave_out=FEW), tmp_path / "pack.docx")
