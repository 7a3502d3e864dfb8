"""A study is handed out in every format, and what comes back of it by a file is the same study."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.conftest import SampleAt
from tests.workflow.test_admitting import PROJECT, fates
from tests.workflow.test_projecting import again, content
from toolkit.errors import ToolkitError
from toolkit.formats import codebooks as codebook_files
from toolkit.formats import projects as project_files
from toolkit.model.transcript import Source
from toolkit.store.study import Study
from toolkit.workflow import admitting, handing, importing, studies
from toolkit.workflow.handing import Program
from toolkit.workflow.projecting import project


@pytest.fixture
def sample(sample_at: SampleAt, tmp_path: Path) -> Iterator[Study]:
    made = sample_at(tmp_path / "sample.study")
    yield made
    made.close()


@pytest.mark.parametrize("program", get_args(Program))
def test_a_project_that_was_handed_out_comes_back_as_the_same_study(
    sample: Study, tmp_path: Path, program: Program
) -> None:
    file = tmp_path / "out.qdpx"
    told = handing.export(sample, file, for_=program)
    assert "codings in 13 texts" in told
    back = project_files.read(Source(file.name, file.read_bytes()))
    assert not back.left_out
    fresh = again(sample, tmp_path / "again.study", back)
    assert content(project(fresh)) == content(project(sample))
    studies.verify(fresh)
    fresh.close()


def test_it_comes_back_to_its_study_and_changes_nothing(sample: Study, tmp_path: Path) -> None:
    file = tmp_path / "out.qdpx"
    handing.export(sample, file, consensus=True)
    found = fates(admitting.import_project(sample, file))
    assert {fate for _, fate in found} <= {"identical", "kept", "left out"}
    assert [key for key in found if key[1] == "left out"] == [("codings", "left out")]  # the consensus


def test_a_bare_file_comes_back_too(sample: Study, tmp_path: Path) -> None:
    file = tmp_path / "out.qde"
    handing.export(sample, file)
    fresh = again(sample, tmp_path / "again.study", project_files.read(Source(file.name, file.read_bytes())))
    assert content(project(fresh)) == content(project(sample))
    fresh.close()


def test_a_study_can_begin_with_a_project(sample: Study, tmp_path: Path) -> None:
    file = tmp_path / "out.qdpx"
    handing.export(sample, file)
    told = studies.create(tmp_path / "new.study", project=file)
    assert "codings new" in told
    fresh = studies.open_study(tmp_path / "new.study")
    codes = {each.key: each.id for each in project(sample).codes}
    there = {each.key: each.id for each in project(fresh).codes}
    assert codes.items() <= there.items()
    assert len(project(fresh).codings) == len(project(sample).codings)
    studies.verify(fresh)
    fresh.close()


def test_nothing_is_left_of_a_study_whose_project_cannot_be_taken_in(tmp_path: Path) -> None:
    bad = tmp_path / "bad.qdpx"
    bad.write_bytes(b"PK\x03\x04")
    with pytest.raises(ToolkitError):
        studies.create(tmp_path / "new.study", project=bad)
    assert not (tmp_path / "new.study").exists()
    for given in ({}, {"project": bad, "codebook": bad}):
        with pytest.raises(ToolkitError, match="not said what the study is made from"):
            studies.create(tmp_path / "new.study", **given)  # type: ignore[arg-type]


def test_what_was_kept_of_a_project_is_put_back(study: Study, tmp_path: Path) -> None:
    admitting.admit(study, PROJECT, b"file")
    file = tmp_path / "out.qdpx"
    handing.export(study, file)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        xml = archive.read("project.qde").decode()
    assert PROJECT.codings[0].key in xml


@pytest.mark.parametrize("kind", sorted(handing.kinds()))
def test_every_format_can_be_written(sample: Study, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"out{handing.kinds()[kind]}"
    told = handing.export(sample, file, kind=kind)
    assert str(len(project(sample).codings)) in told
    assert file.stat().st_size > 1_000
    data, _ = handing.made(sample, kind, file.suffix)
    assert data == file.read_bytes() or kind == "codings"


def test_the_ending_tells_the_format(sample: Study, tmp_path: Path) -> None:
    for name, begin in (("a.jsonl", b"{"), ("a.jsonld", b"{"), ("a.qdc", b"<?xml"), ("a.xlsx", b"PK")):
        handing.export(sample, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
    json.loads((tmp_path / "a.jsonld").read_text("utf-8"))
    reading = codebook_files.read(Source("a.qdc", (tmp_path / "a.qdc").read_bytes()))
    assert reading.codebook.codes


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("a.json", {}, "does not tell the format"),
        ("a", {}, "does not tell the format"),
        ("a.qdpx", {"kind": "nosuch"}, "is no format"),
        ("a.qdpx", {"kind": "doccano"}, "does not end in"),
        ("a.docx", {"for_": "nvivo"}, "REFI-QDA projects alone"),
        ("no/such/folder/a.qdpx", {}, "folder"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    study: Study, tmp_path: Path, name: str, options: dict[str, str], told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        handing.export(study, tmp_path / name, **options)  # type: ignore[arg-type]
    assert not (tmp_path / name).exists()


@pytest.mark.sqlite
def test_a_study_is_never_written_over(sample: Study) -> None:
    with pytest.raises(ToolkitError, match="is a study"):
        handing.export(sample, Path(sample.where), kind="qdpx")


def test_the_formats_are_told_with_what_they_lose() -> None:
    table = handing.formats()
    assert set(handing.kinds().values()) <= set(table.column("ending"))
    assert all(str(cell).strip() for row in table.rows for cell in row)


def test_a_project_given_as_a_transcript_is_sent_where_it_belongs(sample: Study, tmp_path: Path) -> None:
    file = tmp_path / "out.qdpx"
    handing.export(sample, file)
    with pytest.raises(ToolkitError, match=r"is a project \(REFI-QDA project\).*import-project"):
        importing.import_files(sample, file)


def test_a_table_of_codings_that_was_handed_out_says_what_is_here(sample: Study, tmp_path: Path) -> None:
    for name in ("codings.csv", "codings.xlsx"):
        handing.export(sample, tmp_path / name)
        found = fates(admitting.import_project(sample, tmp_path / name))
        assert found["codings", "identical"] == len(project(sample).codings)
        assert ("codings", "new") not in found
