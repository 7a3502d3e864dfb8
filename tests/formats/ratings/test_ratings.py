"""Tables of ratings as they come from spreadsheets and other programs, and what can be wrong with them."""

from __future__ import annotations

import io
from itertools import product

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats import ratings
from toolkit.formats.ratings.reading import Options, RatingsReading
from toolkit.model.reliability import Cell, ReliabilityData
from toolkit.model.transcript import Source

LONG = "coder,unit,code,interview\nA,1,x,P1\nB,1,x,P1\nA,2,y,P1\nB,2,x,P1\nA,1,y,P2\n"


def read(text: str, options: Options | None = None) -> RatingsReading:
    return ratings.read(Source("r.csv", text.encode()), options)


def cells(data: ReliabilityData) -> list[list[list[str] | None]]:
    return [[None if cell is None else sorted(cell) for cell in row] for row in data.cells]


def faults(text: str, options: Options | None = None) -> list[str]:
    with pytest.raises(FaultyFile) as refused:
        read(text, options)
    return list(refused.value.lines())


def test_a_long_table_has_a_row_for_each_rating() -> None:
    data = read("coder,unit,code\nA,1,x\nB,1,x\nA,2,y\nB,2,x\n").data
    assert (data.coders, data.codes) == (("A", "B"), ("x", "y"))
    assert cells(data) == [[["x"], ["x"]], [["y"], ["x"]]]
    assert not data.clustered


def test_a_wide_table_has_a_column_for_each_coder() -> None:
    data = read("Text,Ana,Ben\n1,x,x; y\n2,,y\n").data
    assert data.coders == ("Ana", "Ben")
    assert cells(data) == [[["x"], ["x", "y"]], [None, ["y"]]]


def test_the_column_of_units_may_stand_anywhere_in_a_wide_table() -> None:
    assert read("Ana;unit;Ben\nx;1;x\n").data.coders == ("Ana", "Ben")


def test_both_forms_of_one_table_are_read_alike() -> None:
    wide = read("unit,A,B\n1,x,x\n2,y,\n").data
    long = read("coder,unit,code\nA,1,x\nB,1,x\nA,2,y\n").data
    assert wide == long


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_of_spreadsheets_are_known(separator: str, encoding: str) -> None:
    rows = ("Rater", "Item", "Category"), ("Zoë", "1", "Müdigkeit"), ("Bé", "1", "Müdigkeit")
    text = "".join(separator.join(row) + "\r\n" for row in rows)
    data = ratings.read(Source("r.csv", text.encode(encoding))).data
    assert (data.coders, data.codes) == (("Zoë", "Bé"), ("Müdigkeit",))


def test_other_names_of_columns_are_told() -> None:
    notes = read("Rater,Item_ID,Category\nA,1,x\nB,1,x\n").notes
    assert "The column 'Rater' was read as the coder." in notes
    assert "The column 'Item_ID' was read as the unit." in notes


def test_a_workbook_is_read_as_the_text_it_shows() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["coder", "unit", "code"])
    for row in (("A", 1, 2), ("B", 1, 2.5)):
        book.worksheets[0].append(row)
    book.create_sheet("notes").append(["nothing"])
    file = io.BytesIO()
    book.save(file)
    reading = ratings.read(Source("r.xlsx", file.getvalue()), Options(level="interval"))
    assert reading.data.codes == ("2", "2.5")
    assert any("1 more were not" in note for note in reading.notes)


def test_rows_of_one_coder_and_unit_make_a_set_and_repeated_ones_count_once() -> None:
    reading = read("coder,unit,code\nA,1,x\nA,1,y\nA,1,x\nB,1,x\n")
    assert cells(reading.data) == [[["x", "y"], ["x"]]]
    assert "Rows that repeat what an earlier one says, counted once: 1." in reading.notes


def test_several_code_columns_make_a_set() -> None:
    data = read("coder,unit,code_1,code_2\nA,1,x,y\nB,1,y,\n").data
    assert cells(data) == [[["x", "y"], ["y"]]]


def test_columns_of_0_and_1_are_codes_given_or_not() -> None:
    data = read("coder,unit,trust,doubt,remark\nA,1,1,0,well\nB,1,Yes,no,\n").data
    assert data.codes == ("trust", "doubt")
    assert cells(data) == [[["trust"], ["trust"]]]


def test_a_row_of_zeros_says_no_and_a_half_blank_one_is_a_fault() -> None:
    table = "coder,unit,trust,doubt\nA,1,0,0\nB,1,,\nA,2,1,\n"
    assert faults(table) == [
        "r.csv:4: says nothing of doubt; write 0 where a code was not given, or use --blank nothing"
    ]
    assert cells(read(table, Options(blank="nothing")).data)[0] == [[], []]
    assert cells(read(table.replace("A,2,1,", "A,2,1,0")).data)[0] == [[], None]


def test_with_one_code_at_most_a_coder_without_a_row_did_not_judge() -> None:
    reading = read("coder,unit,code\nA,1,x\nB,1,x\nA,2,y\n")
    assert cells(reading.data)[1] == [["y"], None]
    assert "Units that a coder has no row for, taken as not judged: 1." in reading.notes


def test_with_several_codes_a_coder_without_a_row_gave_none_where_they_read() -> None:
    table = "coder,unit,code,interview\nA,1,x;y,P1\nB,2,x,P1\nA,1,x,P2\n"
    reading = read(table, Options(cluster="Interview"))
    assert cells(reading.data) == [[["x", "y"], []], [[], ["x"]], [["x"], None]]
    assert any("2. Say --absent missing" in note for note in reading.notes)
    told = read(table, Options(cluster="interview", absent="missing")).data
    assert cells(told) == [[["x", "y"], None], [None, ["x"]], [["x"], None]]


def test_a_blank_says_what_the_researcher_says() -> None:
    table = "coder,unit,code\nA,1,x\nB,1,\n"
    assert cells(read(table).data) == [[["x"], None]]
    assert cells(read(table, Options(blank="nothing")).data) == [[["x"], []]]


def test_units_are_told_apart_by_interview() -> None:
    data = read(LONG, Options(cluster="interview")).data
    assert [unit.transcript for unit in data.units] == ["P1", "P1", "P2"]
    assert data.clustered


def test_a_column_that_looks_like_interviews_is_left_out_with_a_hint() -> None:
    notes = read(LONG).notes
    assert "Columns left out: interview." in notes
    assert any("say so with --cluster" in note for note in notes)
    wide = read("unit,interview,A,B\n1,P1,x,x\n")
    assert wide.data.coders == ("A", "B")


def test_numbers_are_put_in_order_and_written_alike() -> None:
    data = read("unit;A;B\n1;10;2,50\n2;2.5;-1\n", Options(level="interval")).data
    assert data.codes == ("-1", "2.5", "10")


def test_what_looks_like_missing_is_asked_about() -> None:
    assert any(note.startswith("Read as a code: NA.") for note in read("unit,A,B\n1,NA,x\n").notes)


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("", None, "has no rows"),
        ("coder,unit,code\n", None, "is followed by no row"),
        ("unit,A\n1,x\n", None, "one column for coders"),
        ("coder,code,when\nA,x,y\n", None, "none for units"),
        ("coder,unit,said\nA,1,fine\n", None, "has no column for codes"),
        ("unit,A,A\n1,x,x\n", None, "a second time"),
        ("unit,,A,B\n1,x,x,x\n", None, "column 2"),
        (LONG, Options(cluster="site"), "has no column 'site', named with --cluster; there are: coder"),
        ('coder,unit,code\nA,1,"x\n', None, "is not csv"),
        ("unit,A,B\n1,x,x\n1,y,y\n", None, "names the unit '1' again, as line 2 does"),
        ("unit,A,B\n1,-1,2\n", Options(level="ratio"), "a ratio scale begins at 0"),
        ("coder,unit,code\nA,1,1\nA,1,2\nB,1,2\n", Options(level="ordinal"), "a second number, after line 2"),
        ("unit,A,B\n1,nan,1e999\n", Options(level="interval"), "asks for a number"),
    ],
)
def test_what_is_no_table_of_ratings_is_refused_with_its_line(
    text: str, options: Options | None, told: str
) -> None:
    assert any(told in line for line in faults(text, options))


def test_all_faults_are_told_at_once_and_thousands_of_them_in_a_hundred_lines() -> None:
    told = faults("coder,unit,code\nA,,x\n,2,z\nC,3,a,b\nD,\u202e4,x\n")
    assert [line.split(":")[1] for line in told] == ["2", "3", "4", "5"]
    many = faults("coder,unit,code\n" + "A,,x\n" * 5000)
    assert len(many) == 101
    assert "4,900 more faults" in many[-1]


def test_more_coders_than_can_be_compared_are_a_mistaken_column() -> None:
    rows = "".join(f"{number},{number},x\n" for number in range(3000))
    assert "is it the column of coders?" in faults("coder,unit,code\n" + rows)[0]


def test_an_apostrophe_against_formulas_is_taken_away_again() -> None:
    assert read("unit,A,B\n1,'=x,'=x\n").data.codes == ("=x",)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04rubbish", b"\x00" * 9]
)
def test_other_files_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(ToolkitError) as refused:
        ratings.read(Source("r.csv", data))
    assert len(refused.value.lines()) == 1


@given(st.text(alphabet='coder,unit;\t\n"01x=\u202e\x00é', max_size=120))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    try:
        read(f"coder,unit,code\n{text}")
    except ToolkitError:
        return


CELLS = st.sampled_from([None, frozenset("x"), frozenset("y")])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_what_is_written_long_or_wide_is_what_is_read(rows: list[tuple[Cell, ...]]) -> None:
    def written(cell: Cell) -> str:
        return "".join(cell or ())

    wide = "unit,A,B,C\n" + "".join(f"{n},{','.join(map(written, row))}\n" for n, row in enumerate(rows))
    long = "coder,unit,code\n" + "".join(
        f"{coder},{number},{written(rows[number][place])}\n"
        for number, (place, coder) in product(range(len(rows)), enumerate("ABC"))
    )
    assert read(wide).data.cells == read(long).data.cells == tuple(rows)
