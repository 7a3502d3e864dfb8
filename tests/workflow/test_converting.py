from pathlib import Path

import pytest

from toolkit.errors import Several, ToolkitError
from toolkit.formats.codebooks import delimited, native, refi
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source
from toolkit.store.study import Study
from toolkit.workflow import studies
from toolkit.workflow.converting import as_text, convert, export

TABLE = "Kode,Bedeutung,Gruppe\nPflicht,Was man schuldet.,Motive\nRuhm,,Motive\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "unser buch.csv"
    path.write_text(TABLE, "utf-8")
    return path


def draft(text: str) -> CodebookReading:
    return native.read(Source("draft.yaml", text.encode()))


def test_a_table_becomes_a_draft_with_what_was_guessed_as_comments(table: Path) -> None:
    text = convert(table, code="Kode", definition="Bedeutung", parent="Gruppe")
    assert text.startswith(
        "# unser buch.csv: was converted to this draft; check it, then release it\n"
        "# warning: unser buch.csv: does not say which codebook it is: 'unser-buch', version 0.1.0, "
        "unless you say otherwise\n"
    )
    assert "# warning: unser buch.csv:3: 1 code without a definition ('Ruhm'); needed" in text
    book = draft(text).codebook
    assert (book.id, book.title, book.version, book.status) == ("unser-buch", "unser buch", "0.1.0", "draft")
    assert [(code.id, code.parent) for code in book.codes] == [("pflicht", "motive"), ("ruhm", "motive")]


def test_the_researcher_says_what_the_codebook_is(table: Path) -> None:
    text = convert(table, code="Kode", parent="Gruppe", id="our-study", title="Our study", version="0.3.0")
    book = draft(text).codebook
    assert (book.id, book.title, book.version) == ("our-study", "Our study", "0.3.0")


def test_what_cannot_be_is_told_by_the_name_of_its_option(table: Path) -> None:
    with pytest.raises(Several) as refused:
        convert(table, code="Kode", id="our study", title=" ", version="one")
    assert [line.partition(": ")[0] for line in refused.value.lines()] == ["--id", "--title", "--version"]
    with pytest.raises(Several) as refused:
        convert(table, code="Kode", definition="Bedeutung", version="1.0.0")
    assert refused.value.lines() == ("--version: code 'ruhm' has no definition; a final version needs one",)


def test_paths_are_cut_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("code\nMotives > Duty\n", "utf-8")
    assert [code.parent for code in draft(convert(path, path=" > ")).codebook.codes] == ["motives"]


def test_a_codebook_of_another_program_becomes_a_draft(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(refi.write(codebook), "utf-8")
    book = draft(convert(path)).codebook
    assert (book.id, book.version, book.codes) == (codebook.id, codebook.version, codebook.codes)
    with pytest.raises(ToolkitError, match=r"--code: is for tables, and book\.qdc is: REFI-QDA codebook"):
        convert(path, code="name")


def test_warnings_cannot_break_out_of_their_comments(tmp_path: Path) -> None:
    path = tmp_path / "a\u2028b\x85: c\nd.csv"
    path.write_text('code,"x\n\u2028y\ufeff"\nDuty,1\n', "utf-8")
    assert draft(convert(path)).codebook.codes[0].id == "duty"


def test_a_released_version_is_written_by_the_ending_of_the_file(
    study: Study, codebook: Codebook, tmp_path: Path
) -> None:
    def written(name: str) -> Source:
        assert export(study, tmp_path / name) == f"{tmp_path / name}: codebook small 1.0.0 written"
        return Source(name, (tmp_path / name).read_bytes())

    assert draft(written("book.yaml").data.decode()).codebook == codebook
    qdc, csv = refi.read(written("book.qdc")).codebook, delimited.read(written("book.csv")).codebook
    assert qdc.codes == csv.codes == codebook.codes
    assert written("book.docx").data.startswith(b"PK")
    assert as_text(study, ".qdc").encode() == (tmp_path / "book.qdc").read_bytes().rstrip(b"\n") + b"\n"
    with pytest.raises(ToolkitError, match=r"9\.0\.0: is no released version"):
        export(study, tmp_path / "book.qdc", version="9.0.0")
    with pytest.raises(ToolkitError):
        export(study, tmp_path / "book.exe")


def test_a_study_is_made_from_a_table_and_says_how_much_there_is_to_look_at(
    tmp_path: Path, table: Path
) -> None:
    table.write_text("code,theme,definition\nDuty,Motives,Owed.\n", "utf-8")
    told = studies.create(tmp_path / "new.study", codebook=table)
    assert told.endswith("new study under codebook 0.1.0 (1 warning; see: intercoder codebook check)")
    table.write_text(TABLE.replace("Kode", "Code"), "utf-8")
    assert "(5 warnings; see: " in studies.create(tmp_path / "newer.study", codebook=table)
