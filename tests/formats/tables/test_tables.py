import csv
import json
import os
import stat
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from toolkit.errors import ToolkitError
from toolkit.formats import tables
from toolkit.formats.tables import delimited, excel, jsonfile, markdown, terminal
from toolkit.model.table import Column, Table, Value

KAPPA = 0.1 + 0.2

FINDINGS = Table(
    "Themes",
    (Column("theme"), Column("n", "count"), Column("of all", "share"), Column("kappa", "number")),
    (('Care, and "trust"\nin others', 6, 6 / 13, KAPPA), ("משמעות 🙂", 0, 0.0, None)),
    ("Codebook 1.0.0.", "Two coders."),
)


def of_texts(*texts: Value) -> Table:
    return Table("Texts", (Column("text"),), tuple((text,) for text in texts))


@pytest.fixture(params=tables.ENDINGS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"table{request.param}"


def test_what_a_format_calls_itself_is_what_the_family_knows_it_by() -> None:
    for ending in tables.ENDINGS:
        assert ending in tables.format_of(Path(f"x{ending}")).ENDINGS


# --- any format -------------------------------------------------------------------------------------


def test_a_table_is_written_by_its_ending_and_nothing_is_left_beside_it(path: Path) -> None:
    tables.write(FINDINGS, path)
    assert path.stat().st_size > 0
    assert list(path.parent.iterdir()) == [path]


def test_endings_may_be_in_capitals(tmp_path: Path) -> None:
    tables.write(FINDINGS, tmp_path / "T.CSV")
    assert (tmp_path / "T.CSV").read_text("utf-8-sig").startswith("theme,n,")


@pytest.mark.parametrize(("name", "what"), [("t.xls", "has the ending '.xls'"), ("table", "has no ending")])
def test_an_unknown_ending_is_refused_with_what_is_possible(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        tables.write(FINDINGS, tmp_path / name)
    assert caught.value.what == f"{what}, which is no table format"
    assert caught.value.remedy == f"use one of {' '.join(tables.ENDINGS)}"
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_can_be_written(path: Path) -> None:
    tables.write(Table("", (Column("a"), Column("b", "share")), ()), path)
    assert path.exists()


def test_a_number_that_is_none_is_a_bug_and_is_never_written(path: Path) -> None:
    path.write_bytes(b"old")
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="row 1 of 'T' has"):
            tables.write(Table("T", (Column("a", "number"),), ((value,),)), path)
    assert path.read_bytes() == b"old"


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ToolkitError, match=r"cannot be written \(no space left on device\); "):
        tables.write(FINDINGS, path)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_folder_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"there is no folder .*away; make it first"):
        tables.write(FINDINGS, tmp_path / "away" / "t.csv")


def test_a_folder_as_target_is_told_in_one_line(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ToolkitError, match="is a folder; give a file name"):
        tables.write(FINDINGS, path)


def test_a_pipe_is_no_place_for_a_table(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(ToolkitError, match="is no ordinary file"):
        tables.write(FINDINGS, path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_in_one_line(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(ToolkitError, match=r"cannot be written \(permission denied\)"):
            tables.write(FINDINGS, path)
    finally:
        path.parent.chmod(0o700)


def test_a_place_that_refuses_new_files_is_told_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refused(place: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(place).suffix == ".part":  # what is to take the place of the file
            raise PermissionError(13, "Permission denied")
        return opened(place, flags, mode)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(ToolkitError, match=r"cannot be written \(permission denied\); choose another place"):
        tables.write(FINDINGS, path)


def test_a_read_only_file_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # as it is for anyone but root
    with pytest.raises(ToolkitError, match="is read-only"):
        tables.write(FINDINGS, path)
    assert path.read_bytes() == b"old"


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    tables.write(FINDINGS, link)
    assert link.is_symlink()
    assert real.read_bytes() != b"old"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    tables.write(FINDINGS, tmp_path / "t.csv")
    assert stat.S_IMODE((tmp_path / "t.csv").stat().st_mode) == 0o600


# --- csv --------------------------------------------------------------------------------------------


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def test_csv_is_plain_utf_8_and_has_the_mark_excel_needs_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    tables.write(FINDINGS, path)
    plain = path.read_bytes()
    assert plain.startswith(b"theme,n,of all,kappa\r\n")
    tables.write(FINDINGS, path, bom=True)
    assert path.read_bytes() == b"\xef\xbb\xbf" + plain


def test_no_other_format_has_a_mark(tmp_path: Path) -> None:
    for ending in set(tables.ENDINGS) - {".csv"}:
        with pytest.raises(ToolkitError, match=r"is no \.csv, and has no byte order mark; leave out --bom"):
            tables.write(FINDINGS, tmp_path / f"t{ending}", bom=True)
    assert list(tmp_path.iterdir()) == []


def test_csv_has_numbers_in_full(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    tables.write(FINDINGS, path)
    rows = read_csv(path.read_bytes().decode("utf-8"))
    assert rows[0] == list(FINDINGS.names)
    assert rows[1] == ['Care, and "trust"\nin others', "6", repr(6 / 13), repr(KAPPA)]
    assert rows[2] == ["משמעות 🙂", "0", "0.0", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_guards_text_that_would_be_a_formula_and_leaves_numbers_alone(sign: str) -> None:
    attack = f"{sign}HYPERLINK(1)"
    table = Table(
        "T", (Column(f"={sign}" if sign.isprintable() else "x"), Column("n", "number")), ((attack, -0.5),)
    )
    header, row = read_csv(delimited.render(table))
    assert row == [f"'{attack}", "-0.5"]
    assert header[0][0] in "'x"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
        ("x\n=1", "x\n'=1"),
        ("x\r\n=1", "x\r\n'=1"),
        ("x\t@SUM(A1)", "x\t'@SUM(A1)"),
        ("x; \xa0+1;-2", "x; \xa0'+1;'-2"),
        (" =1", " '=1"),
        ("\t=1", "'\t'=1"),
        ('x;"=1', "x;\"'=1"),  # where cells end at semicolons, the mark would open one
        ("==1;==2", "'==1;'==2"),
        ("a-b = c; d + e, -f", "a-b = c; d + e, -f"),
        ("me@home", "me@home"),
    ],
)
def test_csv_guards_formulas_where_a_spreadsheet_splits_a_cell(text: str, written: str) -> None:
    assert read_csv(delimited.render(of_texts(text)))[1] == [written]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(text=st.text(st.sampled_from('=+-@ab;\t\n" ,'), max_size=12))
def test_no_cell_begins_as_a_formula_whatever_separates_cells(delimiter: str, text: str) -> None:
    table = Table("T", (Column("a"), Column("b")), ((text, text),))
    for row in csv.reader(delimited.render(table).splitlines(keepends=True), delimiter=delimiter):
        assert not [cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]


def guarded(text: str) -> str:
    """Say by going through the letters what the guard makes of a text."""
    out, begins, after_separator = "", True, False
    for letter in text:
        if begins and letter in "=+-@":
            out += "'"
        separates = letter in ";\t\n\r\x0b\x0c\x85\u2028\u2029"
        after_separator |= separates
        begins = separates or (begins and (letter.isspace() or (letter == '"' and after_separator)))
        out += letter
    return f"'{out}" if text.startswith(("\t", "\r")) else out


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_text_comes_back_from_csv_letter_by_letter(texts: list[str]) -> None:
    expected = [guarded(text) for text in texts]
    rows = read_csv(delimited.render(of_texts(*texts)).encode().decode())
    assert [row[0] if row else "" for row in rows[1:]] == expected


def test_half_a_character_is_written_visibly(tmp_path: Path) -> None:
    for ending in (".csv", ".md", ".xlsx"):
        tables.write(of_texts("a\ud800b"), tmp_path / f"t{ending}")
    assert "a\\ud800b" in (tmp_path / "t.csv").read_text("utf-8-sig")
    assert "a⟨U+D800⟩b" in (tmp_path / "t.md").read_text("utf-8")


# --- json -------------------------------------------------------------------------------------------


def test_json_holds_the_whole_table(tmp_path: Path) -> None:
    tables.write(FINDINGS, tmp_path / "t.json")
    text = (tmp_path / "t.json").read_text("utf-8")
    assert "משמעות 🙂" in text
    assert json.loads(text) == {
        "title": "Themes",
        "columns": [
            {"name": "theme", "kind": "text", "heading": "Theme", "of": None},
            {"name": "n", "kind": "count", "heading": "N", "of": None},
            {"name": "of all", "kind": "share", "heading": "Of all", "of": None},
            {"name": "kappa", "kind": "number", "heading": "Kappa", "of": None},
        ],
        "grouped_by": None,
        "rows": [dict(zip(FINDINGS.names, row, strict=True)) for row in FINDINGS.rows],
        "notes": ["Codebook 1.0.0.", "Two coders."],
    }


values = st.none() | st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(values, max_size=5))
def test_values_come_back_from_json_as_they_were(cells: list[Value]) -> None:
    data = jsonfile.render(of_texts(*cells)).encode("utf-8", "backslashreplace")
    assert [row["text"] for row in json.loads(data)["rows"]] == cells


# --- xlsx -------------------------------------------------------------------------------------------


def test_excel_gets_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    tables.write(FINDINGS, path)
    book = load_workbook(path)
    sheet = book["Table"]
    assert book.sheetnames == ["Table", "Notes"]
    assert [cell.value for cell in sheet[1]] == list(FINDINGS.names)
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[2]] == [
        FINDINGS.rows[0][0],
        6,
        pytest.approx(6 / 13, rel=1e-14),  # a workbook keeps 15 digits
        pytest.approx(KAPPA, rel=1e-14),
    ]
    assert [cell.number_format for cell in sheet[2]] == ["General", "0", "0.0%", "0.000"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n"]
    assert [cell.value for cell in sheet[3]] == list(FINDINGS.rows[1])
    assert [row[0].value for row in book["Notes"]] == ["Themes", "Codebook 1.0.0.", "Two coders."]


COUNTED = Table("T", (Column("code"), Column("n", "count", of=13)), (("a", 6), ("b", 0), ("c", "none")))


def test_excel_shows_six_of_thirteen_and_holds_a_six(tmp_path: Path) -> None:
    excel.write(COUNTED, tmp_path / "t.xlsx")
    column = load_workbook(tmp_path / "t.xlsx")["Table"]["B"]
    assert [(cell.value, cell.data_type) for cell in column[1:]] == [(6, "n"), (0, "n"), ("none", "s")]
    assert [cell.number_format for cell in column[1:3]] == ['0" of 13"'] * 2


def test_people_read_six_of_thirteen_and_programs_six(tmp_path: Path) -> None:
    assert "a     6 of 13" in terminal.render(COUNTED)
    assert "| a | 6 of 13 |" in markdown.render(COUNTED)
    assert "a,6\r\n" in delimited.render(COUNTED)
    described = json.loads(jsonfile.render(COUNTED))
    assert (described["columns"][1]["of"], described["rows"][0]["n"]) == (13, 6)


def test_excel_can_be_filtered_and_printed_and_text_stays_text_when_edited(tmp_path: Path) -> None:
    excel.write(FINDINGS, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["Table"]
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.quotePrefix for cell in (*sheet[1], *sheet["A"]))


def test_a_row_of_long_text_is_as_high_as_it_needs_to_be(tmp_path: Path) -> None:
    excel.write(of_texts("short", "a\nb", "word " * 50, "x" * 30_000), tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["Table"]
    assert [sheet.row_dimensions[row].height for row in range(2, 6)] == [None, 30, 75, 409]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "#N/A", "+1", "-1", "@SUM(A1)", "TRUE", "12", "1.0"]
)
def test_excel_gets_no_formula_from_data(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.xlsx"
    excel.write(Table(text, (Column(text),), ((text,),), (text,)), path)
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 4


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_can_be_stored_in_excel(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("excel") / "t.xlsx"
    excel.write(Table(texts[0], (Column("text"),), tuple((text,) for text in texts), tuple(texts)), path)
    found = [row[0].value for row in load_workbook(path)["Table"].iter_rows(min_row=2)]
    for text, read in zip(texts, found, strict=True):
        if text.isprintable() and "_x" not in text:
            assert (read or "") == text


def test_what_excel_cannot_store_is_shown_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    excel.write(of_texts("bell\x07 \x1b[31m", "a\r\nb\rc", "_x000D_", "tab\tbed"), path)
    found = [row[0].value for row in load_workbook(path)["Table"].iter_rows(min_row=2)]
    # The third is how a workbook spells the letters _x000D_ and no carriage return (ECMA-376, 22.9.2.19).
    assert found == ["bell␇ ␛[31m", "a\nb\nc", "_x005F_x000D_", "tab\tbed"]


def test_text_too_long_for_a_cell_is_cut_visibly_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    excel.write(of_texts("x" * 32_767, "y" * 40_000, "🙂" * 20_000), path)
    book = load_workbook(path)
    fits, cut, emoji = (row[0].value for row in book["Table"].iter_rows(min_row=2))
    assert fits == "x" * 32_767
    assert str(cut).endswith("yyy [… cut: 40,000 characters]")
    assert len(str(cut)) == 32_767
    assert str(emoji).endswith("🙂 [… cut: 20,000 characters]")
    assert (
        book["Notes"]["A2"].value == "Cells whose text was cut, as Excel holds 32,767 characters in one: 2."
    )


def test_a_table_larger_than_a_sheet_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    with pytest.raises(ToolkitError, match=r"cannot hold 3 rows, as a sheet has 2; write \.csv or \.json"):
        tables.write(FINDINGS, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


# --- markdown ---------------------------------------------------------------------------------------


class Words(HTMLParser):
    """Collects the text of table cells, headings and paragraphs, and the names of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag in ("td", "th", "h1", "p"):
            self.found.append("")
        elif tag == "br":
            self.found[-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1] += data


def read_markdown(text: str) -> Words:
    words = Words()
    words.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
    words.close()
    return words


def test_markdown_reads_well() -> None:
    assert markdown.render(FINDINGS) == (
        "# Themes\n"
        "\n"
        "| theme | n | of all | kappa |\n"
        "| --- | ---: | ---: | ---: |\n"
        '| Care, and "trust"<br>in others | 6 | 46.2% | 0.300 |\n'
        "| משמעות 🙂 | 0 | 0.0% |  |\n"
        "\n"
        "Codebook 1.0.0.\n"
        "\n"
        "Two coders.\n"
    )


MARKUP = [
    "a|b",
    "\\|",
    "*a*",
    "_b_",
    "`c`",
    "[x](y)",
    "![x](y)",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "&amp;",
]
MARKUP += [
    "# a",
    "1. a",
    "1) a",
    "- a",
    "+ a",
    "> a",
    "---",
    "===",
    "~~a~~",
    "C#",
    "a\\",
    ":--",
    "    code",
    "```",
]
MARKUP += [
    "<!-- a -->",
    "http://a.b",
    "<http://a.b>",
    "\\*",
    "a  ",
    "| a | b |",
    "[a]: b",
    "12",
    "*",
    "**",
    "__init__",
]


def settled(text: str) -> str:
    """Return the text as a page shows it: blanks drawn together, none at the ends of a line."""
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(MARKUP)
        | st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Z", "C"])),
        min_size=3,
        max_size=3,
    )
)
def test_data_shows_in_markdown_as_itself_and_never_as_markup(texts: list[str]) -> None:
    title, cell, note = (text or "x" for text in texts)
    words = read_markdown(markdown.render(Table(title, (Column("c"), Column("d")), ((cell, "z"),), (note,))))
    assert [settled(text) for text in words.found] == [
        settled(text) for text in (title, "c", "d", cell, "z", note)
    ]
    assert words.elements <= {"h1", "table", "thead", "tbody", "tr", "th", "td", "p", "br"}


# --- terminal ---------------------------------------------------------------------------------------


def test_the_terminal_shows_aligned_columns_with_numbers_to_the_right() -> None:
    table = Table(
        "Themes",
        (Column("theme"), Column("n", "count"), Column("share", "share"), Column("kappa", "number")),
        (("Care", 12, 12 / 13, 1 / 3), ("漢字", 3, 3 / 13, None), ("two\nlines", "none", None, -0.25)),
        ("Codebook 1.0.0.", "Two coders."),
    )
    assert terminal.render(table) == (
        "Themes\n"
        "\n"
        "theme     n  share   kappa\n"
        "-----  ----  -----  ------\n"
        "Care     12  92.3%   0.333\n"
        "漢字      3  23.1%\n"
        "two    none         -0.250\n"
        "lines\n"
        "\n"
        "Codebook 1.0.0.\n"
        "Two coders.\n"
    )


def test_the_terminal_shows_what_would_move_its_cursor_or_reorder_its_text() -> None:
    text = terminal.render(
        of_texts("\x1b[2J\x07", "user\u202etxt.exe", "zero\u200bwidth", "a\tb", "\x9b31m", "👩\u200d👧")
    )
    for shown in ("␛[2J␇", "user⟨U+202E⟩txt.exe", "zero⟨U+200B⟩width", "a␉b", "⟨U+009B⟩31m", "👩\u200d👧"):
        assert shown in text
    assert not set(text) & {*map(chr, range(10)), "\x1b", "\x9b", "\u202e", "\u200b"}


@given(st.text(), st.text(), st.text())
def test_nothing_but_line_feeds_controls_the_terminal(title: str, cell: str, note: str) -> None:
    text = terminal.render(Table(title, (Column("c"),), ((cell,),), (note,)))
    assert not any(
        ord(character) < 32 or 127 <= ord(character) < 160 for character in text if character != "\n"
    )
    text.encode()


def test_long_text_is_wrapped_and_never_cut() -> None:
    quotation = " ".join(f"word{n}" for n in range(60))
    lines = terminal.render(of_texts(quotation, "x" * 150)).splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(" ".join(lines[4:-3]).split()) == quotation
    assert "".join(lines[-3:]) == "x" * 150


def test_a_table_without_rows_shows_its_header() -> None:
    assert terminal.render(Table("", (Column("a"),), ())) == "a\n-\n"
