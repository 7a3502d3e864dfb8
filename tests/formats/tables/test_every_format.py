"""What holds for every table format, over a corpus of texts that are out to break one."""

import datetime as dt
import json
import time
import zipfile
from pathlib import Path

import pytest

from tests.formats.tables.reading import FINDINGS, HOSTILE, SENTENCE, cells, told
from toolkit.formats import tables
from toolkit.model.table import Column, Table

GOLDEN = Path(__file__).parents[2] / "golden" / "tables"
PRINTED = (".docx", ".tex", ".html")  # as a paper has them: headings and groups
NUMBERS = (".csv", ".json", ".xlsx")


@pytest.fixture(params=tables.ENDINGS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"table{request.param}"


def as_told(text: str, path: Path) -> str:
    """Return what comparing needs: the words alone, for .csv without the apostrophes of its guard."""
    return told(text).replace("'", "") if path.suffix == ".csv" else told(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_that_is_out_to_break_a_format_comes_back_letter_by_letter(path: Path, text: str) -> None:
    table = Table(
        text,
        (Column("text", heading=text), Column("n", "count", of=13), Column("last")),
        ((text, 6, "end"), ("middle", None, text)),
        (text,),
    )
    tables.write(table, path)

    head, first, second = cells(path)
    assert len(head) == len(first) == len(second) == 3
    if path.suffix in PRINTED:
        assert as_told(head[0], path) == as_told(text, path)
    assert as_told(first[0], path) == as_told(text, path)
    assert first[1] == ("6" if path.suffix in NUMBERS else "6 of 13")
    assert first[2] == "end"
    assert second[1] == ""
    assert as_told(second[2], path) == as_told(text, path)


def test_a_text_of_any_kind_stands_above_a_group_too(path: Path) -> None:
    rows = tuple((text, "a", "b") for text in HOSTILE)
    columns = (Column("group"), Column("code"), Column("more"))
    tables.write(Table("T", columns, rows, grouped_by="group"), path)

    _, *found = cells(path)
    above = [row[0] for row in found if len(row) == (1 if path.suffix in PRINTED else 3)]
    assert [as_told(text, path) for text in above] == [as_told(text, path) for text in HOSTILE]


def test_groups_are_printed_once_above_their_rows_and_files_for_programs_keep_the_column(path: Path) -> None:
    tables.write(FINDINGS, path)

    head, *rows = cells(path)
    if path.suffix in PRINTED:
        assert head == ["Code", "Participants", "Share of all", "Cohen's kappa", "Quotation"]
        assert [row[0] for row in rows if len(row) == 1] == ["Care & trust", "Speed", "—"]
        assert [row[1] for row in rows if len(row) > 1] == ["6 of 13", "0 of 13", "13 of 13", "1 of 13"]
    else:
        assert head == list(FINDINGS.names)
        assert [row[0] for row in rows] == ["Care & trust", "Care & trust", "Speed", ""]


class Later(dt.datetime):
    """A clock ten years on."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "Later":
        return cls(2036, 5, 4, 3, 2, 1, tzinfo=tz)

    @classmethod
    def utcnow(cls) -> "Later":
        return cls.now()


def test_the_same_table_makes_the_same_bytes_on_any_day(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.write(FINDINGS, path)
    today = path.read_bytes()

    monkeypatch.setattr(dt, "datetime", Later)
    monkeypatch.setattr(time, "time", lambda: 2_093_484_121.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2036, 5, 4, 3, 2, 1, 6, 125, 0)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2093484121")
    tables.write(FINDINGS, path)

    assert path.read_bytes() == today
    assert b"2036" not in today


def test_a_packed_file_says_nothing_of_when_and_by_what_it_was_made(path: Path) -> None:
    tables.write(FINDINGS, path)
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"dcterms:created" not in whole
    assert b"dcterms:modified" not in whole
    assert b"openpyxl" not in whole.lower()


def test_every_format_writes_what_it_wrote(path: Path) -> None:
    tables.write(FINDINGS, path)

    golden = GOLDEN / f"findings{path.suffix}"
    if golden.exists():
        assert path.read_bytes() == golden.read_bytes()
    else:
        by_cells = golden.with_name(f"{golden.name}.json").read_text("utf-8")
        assert cells(path) == json.loads(by_cells)


def test_a_table_of_one_column_is_no_group_of_nothing(path: Path) -> None:
    tables.write(Table("T", (Column("a"),), (("x",), ("x",)), grouped_by="a"), path)

    assert [row[0] for row in cells(path)[1:]] == ["x", "x"]


def test_a_wide_table_of_long_text_is_whole(path: Path) -> None:
    row = tuple(f"{n}: {SENTENCE}" for n in range(12))
    tables.write(Table("T", tuple(Column(f"c{n}") for n in range(12)), (row,) * 3), path)

    assert [[told(cell) for cell in found] for found in cells(path)[1:]] == [[told(cell) for cell in row]] * 3
