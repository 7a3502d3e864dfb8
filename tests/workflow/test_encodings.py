"""Importing text whose encoding is not written in the file: found out, said, and put right by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import Several, ToolkitError
from toolkit.model.table import Table, Value
from toolkit.store.study import Study
from toolkit.workflow import files, importing, studies

WORDS = "I: Kde chováte včely?\n\nP03: Na střeše. Dvůr hlídá pes, žlutý kůň je vedle nádrže.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    path = tmp_path / "s.study"
    studies.create(path, codebook=files.shipped("codebook") / "genai-documentation-1.0.0.yaml")
    return Study(path)


@pytest.fixture
def czech(tmp_path: Path) -> Path:
    path = tmp_path / "P03.txt"
    path.write_bytes(WORDS.encode("cp1250"))
    return path


def cell(table: Table, column: str) -> Value:
    return table.rows[0][[found.name for found in table.columns].index(column)]


def test_an_encoding_that_was_found_out_is_noted_with_how_to_say_better(study: Study, czech: Path) -> None:
    table = importing.import_files(study, czech, dry_run=True)
    (note,) = (note for note in table.notes if "--encoding" in note)
    assert note.startswith("P03: It is not UTF-8 and was read as cp1252")


def test_an_encoding_that_is_named_is_used_and_not_doubted(study: Study, czech: Path) -> None:
    table = importing.import_files(study, czech, encoding="cp1250")
    assert cell(table, "format") == "plain text, cp1250 (as told)"
    assert not any("--encoding" in note for note in table.notes)


def test_a_name_nobody_knows_is_refused_before_any_file_is_read(study: Study, czech: Path) -> None:
    with pytest.raises(ToolkitError, match="--encoding klingon: is no encoding of text"):
        importing.import_files(study, czech, encoding="klingon")


def test_bytes_that_the_named_encoding_lacks_are_told_with_line_and_place(study: Study, czech: Path) -> None:
    with pytest.raises(Several) as refused:
        importing.import_files(study, czech, encoding="utf-8")
    assert str(refused.value).startswith("P03.txt:1: byte 11 (0xE1) is no utf-8 character; it is in another")


def test_stretches_without_a_word_have_a_column_of_their_own(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "P04.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nI: Where?\n\n03:02.000 --> 03:03.000\nP04: Up there.\n",
        encoding="utf-8",
    )
    assert cell(importing.import_files(study, path), "gaps") == "0:02 to 3:02 (180 s)"
