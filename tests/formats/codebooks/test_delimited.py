import io
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.formats.codebooks.foreign import books, sample
from toolkit.errors import ToolkitError
from toolkit.formats import codebooks
from toolkit.formats.codebooks import delimited
from toolkit.formats.codebooks.columns import FIELDS, Columns
from toolkit.formats.codebooks.outline import LARGEST, MOST
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.code import Exclusion
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

FIRST, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
IF_WRONG = "say which column is which if that is wrong"
IF_CODABLE = "write codable: true where one should be"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def reading(
    data: str | bytes, columns: Columns | None = None, path: str | None = None, name: str = "Our book.csv"
) -> CodebookReading:
    source = Source(name, data.encode() if isinstance(data, str) else data)
    return delimited.read(source, columns, path)


def doubts(read: CodebookReading) -> list[str]:
    """Return the warnings, but for those that every small table gets."""
    told = [warning.told("f") for warning in read.warnings]
    assert any(line.startswith("f: does not say which codebook it is: 'our-book'") for line in told)
    usual = ("which codebook it is", "without a definition", "under no theme")
    return [line for line in told if not any(words in line for words in usual)]


def refused(data: str | bytes, columns: Columns | None = None, path: str | None = None) -> list[str]:
    with pytest.raises(ToolkitError) as caught:
        reading(data, columns, path)
    lines = caught.value.lines()
    assert all("\n" not in line for line in lines)
    return [line.removeprefix("Our book.csv") for line in lines]


def outcome(data: str | bytes, path: str | None = None) -> Codebook | tuple[str, ...]:
    """Return what becomes of a file: its codebook, or the lines that refuse it."""
    try:
        return reading(data, path=path).codebook
    except ToolkitError as fault:
        lines = fault.lines()
    assert not any("\n" in line for line in lines)
    return lines


def bare(text: str) -> str:
    return re.sub(r"\A[\s\ufeff]+", "", text).rstrip()


def tree(book: Codebook) -> dict[str, str | None]:
    return {code.label: code.parent for code in book.codes}


# --- write, then read -------------------------------------------------------------------------------


def test_the_sample_comes_back_with_all_that_is_known_of_its_codes() -> None:
    book = sample()
    read = reading(delimited.write(book)).codebook
    assert (read.themes, read.codes) == (book.themes, book.codes)


@given(books())
def test_what_is_written_is_read_again_with_the_same_ids_labels_parents_and_definitions(
    book: Codebook,
) -> None:
    read = reading(delimited.write(book)).codebook
    assert [(t.id, t.label, t.codable, t.colour) for t in read.themes] == [
        (t.id, t.label, t.codable, t.colour) for t in book.themes
    ]
    assert [t.definition for t in read.themes] == [bare(t.definition) for t in book.themes]
    codes = {code.id: code for code in read.codes}
    assert len(codes) == len(book.codes)
    for code in book.codes:
        kept = codes[code.id]
        assert (kept.label, kept.parent, kept.since) == (code.label, code.parent, code.since)
        assert (kept.codable, kept.colour) == (code.codable, code.colour)
        for field in ("definition", "example", "boundary", "notes"):
            assert getattr(kept, field) == bare(getattr(code, field))


def test_a_byte_order_mark_behind_blanks_goes_with_them() -> None:
    book = sample()
    marked = replace(book, themes=tuple(replace(theme, definition="\n\ufeffWhy.") for theme in book.themes))
    read = reading(delimited.write(marked)).codebook
    assert {theme.definition for theme in read.themes} == {"Why."}


@given(books())
def test_no_cell_is_run_as_a_formula(book: Codebook) -> None:
    for separator in ",;\t":
        rows = delimited.write(book).replace("\r\n", separator).split(separator)
        assert not [cell for cell in rows if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_table_for_people_leads_with_what_they_look_for() -> None:
    head, first, second = delimited.write(sample()).split("\r\n")[:3]
    assert head.startswith(
        "theme,parent,id,code,definition,include,exclude,example,alt_labels,since,boundary,aligned_with,"
    )
    assert first.startswith("Motivations,,motivations,Motivations,")
    assert second.startswith("Motivations,motivations,reuse-and-maintenance,Reuse and maintenance,")


# --- columns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "Code,Theme,Definition",
        "name,GROUP,Description",
        "Tag,Section,Meaning (in brief)",
        "Label;Code_Group;operational-definition",
        "Codename\tmain theme\tCode memo",
        "Node|Category|Comment",
        "sep=;\ncode;Parent code;definition",
        "﻿code,path,definition",
    ],
)
def test_columns_are_known_by_many_names_and_separators(head: str) -> None:
    separator = next(mark for mark in "\t|;," if mark in head)
    book = reading(f"{head}\nDuty{separator}Motives{separator}Owed.\n").codebook
    assert [theme.label for theme in book.themes] == ["Motives"]
    assert tree(book) == {"Duty": "motives"}
    assert book.codes[0].definition == "Owed."


def test_a_reading_says_which_column_was_taken_for_what_and_which_were_left_out() -> None:
    assert doubts(reading("Tag,Description,Files,References\nDuty,Owed.,3,4\n")) == [
        "f:1: 2 columns are left out: 'Files', 'References'",
        "f:1: columns are read so: 'Tag' as code, 'Description' as definition; " + IF_WRONG,
    ]
    assert doubts(reading("code,definition\nDuty,Owed.\n")) == []


def test_the_researcher_may_say_which_column_is_which() -> None:
    text = "Código,Definição,Name,Comment\nDuty,Owed.,other,more\n"
    columns = Columns(code="Código", definition="definição", notes="Comment", example="")
    (code,) = reading(text, columns).codebook.codes
    assert (code.label, code.definition, code.notes, code.example) == ("Duty", "Owed.", "more", "")
    assert refused(text, Columns(code="Kode", parent="Name")) == [
        ":1: has no column 'Kode'; there are: 'Código', 'Definição', 'Name', 'Comment'"
    ]


def test_a_list_of_themes_alone_is_a_codebook_too() -> None:
    assert tree(reading("Theme,Description\nTrust,x\n").codebook) == {"Trust": "codes"}


def test_rows_above_the_names_of_columns_are_left_out_and_told() -> None:
    read = reading("Codebook of 2024,,\n,,\nTheme,Code,Definition\nMotives,Duty,Owed.\n")
    assert tree(read.codebook) == {"Duty": "motives"}
    assert "f:1: 1 row above the names of columns left out" in doubts(read)


def test_a_column_for_every_field_is_read() -> None:
    cells = dict.fromkeys(FIELDS, "x") | {
        "include": "- said aloud\n2. felt",
        "exclude": "of others (use: Fame)\nelse",
        "since": "0.1.0",
        "codable": "no",
        "colour": "abc",
    }
    rows = [",".join(cells), ",".join(f'"{cell}"' for cell in cells.values()), "Fame,y,x"]
    code = reading("\n".join(rows) + "\n").codebook.code["x"]
    assert (code.include, code.exclude) == (
        ("said aloud", "felt"),
        (Exclusion("of others", "y"), Exclusion("else")),
    )
    assert (code.colour, code.codable, code.notes, code.alt_labels) == ("#aabbcc", False, "x", ("x",))


# --- what stands under what -------------------------------------------------------------------------


def test_a_parent_may_be_named_by_id_or_by_label_or_be_no_row_at_all() -> None:
    book = reading("id,code,parent\n1,Motives,\n2,Duty,1\n3,Fame,motives\n4,Tools,Needs\n5,Odd,\n").codebook
    assert [(theme.id, theme.label) for theme in book.themes] == [
        ("1", "Motives"),
        ("needs", "Needs"),
        ("codes", "Codes"),
    ]
    assert tree(book) == {"Duty": "1", "Fame": "1", "Tools": "needs", "Odd": "codes"}


def test_a_theme_a_category_and_a_code_make_three_levels() -> None:
    book = reading("Theme,Category,Code\nA,B,one\nA,B,two\nX,B,one\nX,X,three\n").codebook
    assert [theme.id for theme in book.themes] == ["a", "x"]
    assert [(code.id, code.parent, code.codable) for code in book.codes] == [
        ("b", "a", False),
        ("one", "b", True),
        ("two", "b", True),
        ("x-b", "x", False),
        ("b-one", "x-b", True),
        ("three", "x", True),
    ]


def test_a_row_with_a_theme_and_no_code_says_what_the_theme_means() -> None:
    book = reading("theme,code,definition\nMotives,,Why.\nMotives,Duty,Owed.\n").codebook
    assert [(theme.label, theme.definition) for theme in book.themes] == [("Motives", "Why.")]
    assert tree(book) == {"Duty": "motives"}


def test_rows_with_others_below_are_themes_and_said_to_be() -> None:
    read = reading("code,parent\nMotives,\nDuty,Motives\n")
    assert not read.codebook.themes[0].codable
    assert doubts(read) == [
        "f:2: 1 row has others below, read as a theme that no passage is given: 'Motives'; " + IF_CODABLE
    ]


@pytest.mark.parametrize(("path", "mark"), [(" > ", ">"), ("->", " -> "), ("/", " / "), (":", ": ")])
def test_names_are_cut_as_paths_where_that_is_asked_for(path: str, mark: str) -> None:
    text = f"code\nNeeds\nNeeds{mark}Tools{mark}Linters\nMotives{mark}Duty\nOdd\n"
    book = reading(text, path=path).codebook
    assert [theme.label for theme in book.themes] == ["Needs", "Motives", "Codes"]
    assert tree(book) == {"Tools": "needs", "Linters": "tools", "Duty": "motives", "Odd": "codes"}


def test_names_that_look_like_paths_are_left_whole_and_told() -> None:
    read = reading("code\nA > b\nA > c\nB > d\n")
    assert [code.label for code in read.codebook.codes] == ["A > b", "A > c", "B > d"]
    assert doubts(read) == [
        "f:2: 3 names hold ' > ', such as 'A > b'; if that is a path, say what its parts are set apart by"
    ]


# --- faults -----------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_each_with_its_line_and_remedy() -> None:
    text = (
        'id,code,parent\n1,a,b\n,b,a\n,,x\n,c,c\n,d,Z\n,"D\n",z\n,"a; b",Z\n,e,Z,extra\n1,f,Z\n'
        f",{'g' * 201},Z\n,h,Z\n,H,Q\n,i,h\n"
    )
    assert refused(text) == [
        ":2: 'a' stands under itself by way of others; put one of them under a theme",
        ":4: names no code; write its name, or remove the row",
        ":5: 'c' stands under itself; name another",
        ":7: names 'D' a second time (first on line 6); keep one of the rows, or give them different parents",
        ":9: names several codes in one cell: 'a', 'b'; give each a row of its own",
        ":10: has 4 cells, and there are names for 3; quote text that holds the separator",
        ":11: has the id '1', which the row on line 2 has; give each row an id of its own",
        ":12: has a name of 201 characters, where 200 are most; is it the right column? shorten the name",
        ":15: stands under 'h', as rows 13 and 14 are called; give the rows ids and name one of them",
    ]


def test_faults_of_paths_are_told() -> None:
    assert refused("code\nA > > b\nA > b\na > B\n" + "x>" * 20 + "y\n", path=">") == [
        ":2: 'A > > b' has an empty part; are parts set apart by '>'?",
        ":4: names 'a > B' a second time (first on line 3); keep one of the rows",
        f":5: '{'x>' * 20}y' is 21 levels deep, where 20 are most; are parts set apart by '>'?",
    ]


def test_a_row_with_another_separator_is_refused() -> None:
    assert refused("code,definition\nDuty,Owed.\nFame;Seen.\nMore\tSeen.\n") == [
        ":3: is one cell that holds semicolons, where commas set cells apart; use one separator throughout",
        ":4: is one cell that holds tabs, where commas set cells apart; use one separator throughout",
    ]


def test_a_name_over_several_lines_is_one_name_and_told() -> None:
    read = reading('code,theme\n"Trust\nin models",T\n')
    assert read.codebook.codes[0].label == "Trust in models"
    assert doubts(read) == [
        "f:2: names one code 'Trust in models'; give each a row of its own if these are several"
    ]


def test_lines_are_those_on_which_a_row_begins() -> None:
    read = reading('code,definition,parent\nA,"one\ntwo\nthree",T\nB,x,T\n')
    assert [read.line(("codes", place, "label")) for place in (0, 1, 2)] == [2, 5, 0]


# --- encodings and damage ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["f: is UTF-16 and was read so"]),
        ("cp1252", ["f: is not UTF-8 and was read as Windows-1252 (cp1252); check its accented letters"]),
    ],
)
def test_encodings_are_told_unless_they_are_utf8(codec: str, told: list[str]) -> None:
    read = reading("code,definition\nÉlan,où\n".replace("\n", "\r\n").encode(codec))
    assert (read.codebook.codes[0].label, read.codebook.codes[0].id) == ("Élan", "elan")
    assert doubts(read) == told


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ": is empty; write a row for each code"),
        ("\ufeff \n".encode("utf-16"), ": is empty; write a row for each code"),
        (
            b"a,b\n1,2\n",
            ":1: has no column for codes, such as 'code', 'name' or 'tag'; say which it is; there",
        ),
        (b"code,definition\n", ": holds no codes; put at least one into it"),
        (b"code,Code\na,b\n", ": holds no codes"),
        (b"code,code\na,b\n", ":1: names the column 'code' a second time; give each column its own name"),
        (b"code\n\x00\n", ":2: a NUL character at position 5"),
        (b"code\n\xed\xa0\x80\n", ":2: half a character (a lone surrogate) at byte 5"),
        (b"%PDF-1.7", ": is a PDF, not a table; save the table as .xlsx or .csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ": is an old Office file, or one locked by a password; save"),
        (b'code\n"a\nb', ":2: is not csv (unexpected end of data); close quotation marks, and double"),
        (b'code\n"a"b\n', ":2: is not csv ("),
        (b'code\n"' + b"x" * 200_000, ":2: is not csv (field larger than field limit (131072))"),
        (b"code" + b",x" * 1_000_000, ":1: has more than 200 columns"),
        (b"code\n" + b"x\n" * 100_001, ": has more than 100,000 lines"),
        (b"code,id\n" + b"x,y\n" * 20_001, ":20001: has more than 20,000 rows"),
        (b"code,id\n" + b"x,y\n" * (MOST + 1), ": has 5,001 rows, and a codebook may have 5,000 codes"),
        (b"code\n" + b"x" * LARGEST, ": has 4,000,005 bytes, and a codebook may have 4,000,000"),
        (b"PK\x03\x04", ": is damaged; take another copy"),
    ],
)
def test_what_is_no_codebook_is_refused_in_one_line(data: bytes, expected: str) -> None:
    if b"Code\n" in data:
        assert reading(data).codebook.codes
        return
    (line,) = refused(data)
    assert line.startswith(expected)


@given(st.text(max_size=300) | st.binary(max_size=300), st.sampled_from([None, ">"]))
def test_any_file_is_read_or_refused_in_lines_for_people(data: str | bytes, path: str | None) -> None:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    for head in (b"", b"code,parent\n", b"id;theme;code\n"):
        assert outcome(head + raw, path=path)


CELLS = st.sampled_from(["", "a", "b", "A", "a;b", "a > b", "x" * 201, "'=1", "no", "1", "-", '"a\nb"'])


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8), st.sampled_from([None, " > "]))
def test_any_rows_make_a_codebook_or_are_refused(rows: list[list[str]], path: str | None) -> None:
    text = "\n".join(",".join(row) for row in [["id", "theme", "parent", "code"], *rows])
    found = outcome(text, path=path)
    if isinstance(found, Codebook):
        assert {code.parent for code in found.codes} <= {*found.theme, *found.code}
        assert len(found.theme_of) == len(found.codes)


# --- workbooks --------------------------------------------------------------------------------------


def workbook(parts: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook as a team keeps it, with other parts in the place of its own."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Read me"
    cover.append(["Codebook of 2024"])
    sheet = book.create_sheet("Codes")
    for row in (
        ["Our codebook"],
        [],
        ["Theme", "Code", "Definition"],
        ["Motives", "Duty", "owed\nto others"],
        [None, "Fame", 3.5],
        ["Needs", 12, "_x0041_"],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    book.create_sheet("Old").sheet_state = "hidden"
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in ({name: old.read(name) for name in old.namelist()} | (parts or {})).items():
            new.writestr(name, part)
    return out.getvalue()


# Made once: the time of its making stands in it.
WORKBOOK = workbook()


def sheet_of(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_the_first_sheet_with_codes_is_read_and_merged_cells_count_for_every_row() -> None:
    read = reading(workbook(), name="Our book.xlsx")
    assert tree(read.codebook) == {"Duty": "motives", "Fame": "motives", "12": "needs"}
    assert [code.definition for code in read.codebook.codes] == ["owed\nto others", "3.5", "A"]
    assert doubts(read)[:2] == [
        "f: the sheet 'Codes' is read; left out: 'Read me'",
        "f:1: 1 row above the names of columns left out",
    ]
    assert read.line(("codes", 1)) == 5


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"xl/workbook.xml": b"<a"}, ": is damaged at xl/workbook.xml: the XML breaks"),
        (
            {"xl/worksheets/sheet2.xml": b"<!DOCTYPE a><a/>"},
            ": declares a document type in xl/worksheets/sheet2.xml",
        ),
        (
            {STRINGS: b"<a>" + b"x" * 60_000_000 + b"</a>"},
            ": unpacks xl/sharedStrings.xml to over 200 times its size",
        ),
        (
            {FIRST: sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')},
            ":1048576: has more than 200 columns",
        ),
        (
            {FIRST: sheet_of("<row><c><v>1</v></c></row>" * 20_001)},
            ":20001: has more than 20,000 rows",
        ),
        (
            {
                FIRST: sheet_of('<row><c t="s"><v>0</v></c></row>' * 100),
                STRINGS: f'<sst xmlns="{MAIN}"><si><t>{"x" * 100_000}</t></si></sst>'.encode(),
            },
            ":41: holds more than 4,000,000 characters",
        ),
        (
            {
                FIRST: sheet_of("<row><c><v>1</v></c></row>" * 5_000).replace(
                    b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:A1048576"/>' * 500
                )
            },
            "has too many merged cells",
        ),
    ],
)
def test_a_hostile_workbook_is_refused_in_one_line(parts: dict[str, bytes], expected: str) -> None:
    (line,) = refused(workbook(parts))
    assert expected in line


def test_cells_are_read_as_excel_stores_them() -> None:
    strings = (
        "<si><t>code</t></si><si><r><t>Du</t></r><r><t>ty</t></r><rPh><t>dyu</t></rPh></si>"
        "<si><t>definition</t></si><si><t>a_x000D_&#10;b</t></si>"
    )
    rows = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>2</v></c><c t="s"><v>99</v></c></row>'
        '<row><c r="B3" t="s"><v>1</v></c><c r="D3" t="s"><v>3</v></c></row>'
        '<row r="9"><c r="B9" t="b"><v>1</v></c><c r="D9" t="e"><v>#REF!</v></c></row>'
        '<row><c r="B10" t="str"><f>A1</f><v>Fame</v></c><c r="D10" t="n"><v>0.5</v></c></row>'
    )
    parts = {FIRST: sheet_of(rows), STRINGS: f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()}
    read = reading(workbook(parts), name="Our book.xlsx")
    found = [(code.label, code.definition) for code in read.codebook.codes]
    assert found == [("Duty", "a\nb"), ("true", ""), ("Fame", "0.5")]
    assert [read.line(("codes", place)) for place in range(3)] == [3, 9, 10]


def test_a_zip_file_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(out.getvalue()) == [": is no Excel workbook; save it as .xlsx or .csv"]


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(WORKBOOK)
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    assert outcome(bytes(raw))


# --- the family -------------------------------------------------------------------------------------


def test_a_table_is_known_by_its_ending_or_by_the_names_of_its_columns() -> None:
    book = replace(sample(), themes=sample().themes)
    assert codebooks.read(Source("upload", delimited.write(book).encode())).codebook.codes
    assert codebooks.read(Source("x.CSV", b"tag\nTrust\n")).codebook.codes
    assert codebooks.read(Source("upload", workbook())).codebook.codes
    assert not delimited.sniff(b"Dear diary, code and definition\n")
    assert not delimited.sniff(b"\x00")
