import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import tables
from toolkit.formats.tables import widths as widths_of_columns
from toolkit.formats.tables import word
from toolkit.model.table import Column, Table, Value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1]}

FINDINGS = Table(
    "Themes",
    (Column("theme"), Column("n", "count"), Column("of all", "share"), Column("kappa", "number")),
    (('Care, and "trust"\nin others', 6, 6 / 13, 0.1 + 0.2), ("משמעות 🙂", 0, 0.0, None)),
    ("Codebook 1.0.0.", "Two coders."),
)
SENTENCE = "The note was written by the model, and I only signed it, as there was no time for more. "


def of_texts(*texts: Value) -> Table:
    return Table("Texts", (Column("text"),), tuple((text,) for text in texts))


def members(table: Table, folder: Path) -> dict[str, bytes]:
    word.write(table, folder / "t.docx")
    with zipfile.ZipFile(folder / "t.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(table: Table, folder: Path) -> Document:
    word.write(table, folder / "t.docx")
    return docx.Document(str(folder / "t.docx"))


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def body(table: Table, folder: Path) -> etree._Element:
    return etree.fromstring(members(table, folder)["word/document.xml"])


def found(element: etree._Element, path: str) -> list[etree._Element]:
    matches = element.xpath(path, namespaces=NAMES)
    assert isinstance(matches, list)
    return [match for match in matches if isinstance(match, etree._Element)]  # noqa: SLF001 - the only name


def widths(table: Table, folder: Path) -> list[int]:
    return [int(column.get(f"{W}w", "")) for column in found(body(table, folder), "//w:gridCol")]


# --- what is there ----------------------------------------------------------------------------------


def test_title_header_cells_and_notes_are_all_there_in_this_order(tmp_path: Path) -> None:
    document = opened(FINDINGS, tmp_path)

    assert [part.tag.removeprefix(W) for part in document.element.body] == ["p", "tbl", "p", "p", "sectPr"]
    assert [(p.text, p.style and p.style.name) for p in document.paragraphs] == [
        ("Table 1. Themes", "Caption"),
        ("Codebook 1.0.0.", "Table Note"),
        ("Two coders.", "Table Note"),
    ]
    assert cells(document) == [
        ["Theme", "N", "Of all", "Kappa"],
        ['Care, and "trust"\nin others', "6", "46.2%", "0.300"],
        ["משמעות 🙂", "0", "0.0%", ""],
    ]


def test_a_table_without_title_and_notes_has_neither_caption_nor_words_below(tmp_path: Path) -> None:
    document = opened(Table(" ", (Column("a"),), ()), tmp_path)

    assert [p.text for p in document.paragraphs] == [""]
    assert cells(document) == [["A"]]


def test_the_header_repeats_on_every_page_and_rows_stay_whole(tmp_path: Path) -> None:
    head, *rows = found(body(FINDINGS, tmp_path), "//w:tr")

    assert found(head, "w:trPr/w:tblHeader")
    assert not any(found(row, "w:trPr/w:tblHeader") for row in rows)
    assert all(found(row, "w:trPr/w:cantSplit") for row in (head, *rows))


def test_a_row_as_tall_as_a_page_may_break(tmp_path: Path) -> None:
    _, short, tall = found(body(of_texts("short", SENTENCE * 60), tmp_path), "//w:tr")

    assert found(short, "w:trPr/w:cantSplit")
    assert not found(tall, "w:trPr/w:cantSplit")


def test_numbers_and_their_headings_stand_to_the_right(tmp_path: Path) -> None:
    for row in found(body(FINDINGS, tmp_path), "//w:tr"):
        aligned = [[jc.get(f"{W}val") for jc in found(cell, ".//w:jc")] for cell in found(row, "w:tc")]
        assert aligned == [[], ["right"], ["right"], ["right"]]


def test_lines_above_and_below_the_header_and_at_the_end_and_none_between_columns(tmp_path: Path) -> None:
    content = members(FINDINGS, tmp_path)
    (used,) = found(etree.fromstring(content["word/document.xml"]), "//w:tblPr/w:tblStyle")
    (style,) = found(
        etree.fromstring(content["word/styles.xml"]), f"//w:style[@w:styleId='{used.get(f'{W}val')}']"
    )

    assert [line.tag for line in found(style, "w:tblPr/w:tblBorders/*")] == [f"{W}top", f"{W}bottom"]
    assert [line.tag for line in found(style, "w:tblStylePr[@w:type='firstRow']//w:tcBorders/*")] == [
        f"{W}bottom"
    ]


def test_every_style_that_is_used_or_built_upon_is_defined(tmp_path: Path) -> None:
    content = members(FINDINGS, tmp_path)
    styles = etree.fromstring(content["word/styles.xml"])
    known = {style.get(f"{W}styleId") for style in found(styles, "//w:style")}
    used = found(etree.fromstring(content["word/document.xml"]), "//w:pStyle | //w:tblStyle")
    used += found(styles, "//w:basedOn | //w:next | //w:link")

    assert {style.get(f"{W}val") for style in used} <= known


def test_text_has_the_fonts_of_the_document_and_no_others(tmp_path: Path) -> None:
    content = members(FINDINGS, tmp_path)

    assert not found(etree.fromstring(content["word/document.xml"]), "//w:rFonts")
    (fonts,) = found(etree.fromstring(content["word/styles.xml"]), "//w:rFonts")
    assert all(name.endswith("Theme") or "theme" in name for name in map(str, fonts.attrib))


# --- room -------------------------------------------------------------------------------------------


def test_running_text_gets_more_room_than_a_number_and_words_are_not_broken(tmp_path: Path) -> None:
    table = Table(
        "T", (Column("n", "count"), Column("participant"), Column("text")), ((7, "P01", SENTENCE * 3),)
    )
    number, name, text = widths(table, tmp_path)

    assert number < name < text
    assert name > 100 * len("participant")
    assert sum((number, name, text)) <= 13_958


def test_a_few_short_columns_take_only_the_room_they_need(tmp_path: Path) -> None:
    assert sum(widths(FINDINGS, tmp_path)) < 9_026


@pytest.mark.parametrize(
    ("table", "landscape"),
    [
        (FINDINGS, False),
        (Table("T", tuple(Column(f"c{n}") for n in range(6)), ()), False),
        (Table("T", tuple(Column(f"c{n}") for n in range(7)), ()), True),
        (Table("T", (Column("a"), Column("b")), (("P01", SENTENCE),)), False),
        (Table("T", (Column("a"), Column("b")), ((SENTENCE, SENTENCE),)), True),
    ],
)
def test_many_columns_or_much_text_lie_across_the_page(tmp_path: Path, table: Table, landscape: bool) -> None:
    section = opened(table, tmp_path).sections[0]
    width, height = section.page_width, section.page_height

    assert width is not None
    assert height is not None
    assert (width > height) is landscape


def test_many_columns_share_the_page_in_smaller_type(tmp_path: Path) -> None:
    columns = tuple(Column(f"participant {n}", "count") for n in range(word.MOST_COLUMNS))
    table = Table("T", columns, ((0,) * len(columns),))

    assert 12_000 < sum(widths(table, tmp_path)) <= 13_958
    cell = opened(table, tmp_path).tables[0].rows[1].cells[0].paragraphs[0]
    assert cell.style is not None
    assert cell.style.name == "Table Small Text"
    assert cell.style.font.size is not None
    assert cell.style.font.size.pt == 7


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 3_000), min_size=1, max_size=20),
    st.integers(0, 20_000),
    st.data(),
)
def test_shares_never_exceed_what_there_is_or_what_is_wanted(
    wants: list[int], spare: int, data: st.DataObject
) -> None:
    weights = data.draw(st.lists(st.floats(0, 1_000), min_size=len(wants), max_size=len(wants)))

    shares = widths_of_columns._shares(spare, wants, weights)  # noqa: SLF001 - the rule itself

    assert sum(shares) <= spare
    assert all(0 <= share <= want for share, want in zip(shares, wants, strict=True))


@pytest.mark.parametrize(
    ("most", "told"), [("MOST_ROWS", "3 rows"), ("MOST_COLUMNS", "4 columns"), ("MOST_CELLS", "12 cells")]
)
def test_a_table_larger_than_word_has_them_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, told: str
) -> None:
    monkeypatch.setattr(word, most, 2)

    with pytest.raises(ToolkitError, match=rf"cannot hold {told}, as a table for Word may have 2; write"):
        tables.write(FINDINGS, tmp_path / "t.docx")
    assert list(tmp_path.iterdir()) == []


# --- hostile text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '{ INCLUDETEXT "/etc/passwd" }',
        'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"',
        '</w:t></w:r><w:fldSimple w:instr="DATE"/>',
        "&lt;w:t&gt; &amp; ]]>",
        "https://example.org/x",
        "_x000D_",
        "mailto:a@example.org",
    ],
)
def test_text_is_text_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    table = Table(text, (Column("a", heading=text),), ((text,),), (text,))
    content = members(table, tmp_path)
    document = docx.Document(io.BytesIO((tmp_path / "t.docx").read_bytes()))

    assert cells(document) == [[text], [text]]
    assert [p.text for p in document.paragraphs] == [f"Table 1. {text}", text]
    assert document.core_properties.title == text
    active = "//w:fldSimple | //w:fldChar | //w:instrText | //w:hyperlink | //w:object | //w:pict"
    fields = found(etree.fromstring(content["word/document.xml"]), active)
    codes = [field.text for field in fields if field.tag == f"{W}instrText"]
    assert (len(fields), codes) == (4, [r" SEQ Table \* ARABIC "])  # the number of the table, and no more
    assert not any(b'TargetMode="External"' in data for name, data in content.items() if ".rels" in name)


def test_what_xml_forbids_is_shown_in_its_place(tmp_path: Path) -> None:
    document = opened(of_texts("bell\x07 \x1b[31m", "nul\x00", "half\ud800", "none\uffff"), tmp_path)

    assert [row[0] for row in cells(document)[1:]] == [
        "bell␇ ␛[31m",
        "nul␀",
        "half⟨U+D800⟩",
        "none⟨U+FFFF⟩",
    ]


def test_line_ends_become_line_breaks_and_tabs_and_blanks_stay(tmp_path: Path) -> None:
    table = of_texts("a\nb\r\nc\rd\u2028e\n", "tab\tbed", "  two  blanks  ", " ")

    assert [row[0] for row in cells(opened(table, tmp_path))[1:]] == [
        "a\nb\nc\nd\ne\n",
        "tab\tbed",
        "  two  blanks  ",
        " ",
    ]
    first = found(body(table, tmp_path), "//w:tr[2]/w:tc/w:p")
    assert len(first) == 1
    assert len(found(first[0], ".//w:br")) == 5


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_can_be_stored_in_word(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = tuple((text,) for text in texts)
    document = opened(Table(texts[0], (Column("text"),), rows, tuple(texts)), tmp_path_factory.mktemp("word"))

    for text, (read,) in zip(texts, cells(document)[1:], strict=True):
        if text.isprintable():
            assert read == text


@pytest.mark.parametrize(
    ("text", "leftwards"),
    [
        ("משמעות and more", True),
        ("«مرحبا» 12", True),
        ("12 (משמעות)", True),
        ("Zoë", False),
        ("🙂 12", False),
        ("", False),
    ],
)
def test_a_cell_runs_the_way_its_first_letter_does(tmp_path: Path, text: str, leftwards: bool) -> None:
    (cell,) = found(body(of_texts(text), tmp_path), "//w:tr[2]/w:tc")

    assert bool(found(cell, "w:p/w:pPr/w:bidi")) is leftwards
    assert bool(found(cell, "w:p/w:r/w:rPr/w:rtl")) is leftwards


def test_a_stretch_from_right_to_left_is_marked_as_one(tmp_path: Path) -> None:
    (cell,) = found(body(of_texts("more משמעות, and"), tmp_path), "//w:tr[2]/w:tc")

    runs = [
        ("".join(map(str, run.itertext())), bool(found(run, "w:rPr/w:rtl"))) for run in found(cell, "w:p/w:r")
    ]
    assert runs == [("more ", False), ("משמעות", True), (", and", False)]
    assert not found(cell, "w:p/w:pPr/w:bidi")


def test_rows_of_a_group_stand_under_one_that_spans_the_table_and_stays_with_them(tmp_path: Path) -> None:
    table = Table(
        "T", (Column("theme"), Column("code"), Column("n", "count")), (("A", "a", 1),) * 2, grouped_by="theme"
    )
    _, above, *rows = found(body(table, tmp_path), "//w:tr")

    (cell,) = found(above, "w:tc")
    assert [span.get(f"{W}val") for span in found(cell, "w:tcPr/w:gridSpan")] == ["2"]
    assert "".join(map(str, cell.itertext())) == "A"
    assert [style.get(f"{W}val") for style in found(cell, "w:p/w:pPr/w:pStyle")] == ["TableGroup"]
    styles = etree.fromstring(members(table, tmp_path)["word/styles.xml"])
    assert found(styles, "//w:style[@w:styleId='TableGroup']/w:pPr/w:keepNext")
    assert [len(found(row, "w:tc")) for row in rows] == [2, 2]


def test_the_caption_has_a_number_that_word_counts(tmp_path: Path) -> None:
    parts = found(body(FINDINGS, tmp_path), "w:body/w:p[1]/w:r")

    kinds = [kind.get(f"{W}fldCharType") for run in parts for kind in found(run, "w:fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_a_word_in_a_number_column_stands_right_whichever_way_it_runs(tmp_path: Path) -> None:
    table = Table("T", (Column("n", "count"),), (("none",), ("ריק",)))
    rightwards, leftwards = found(body(table, tmp_path), "//w:tr[position() > 1]//w:pPr")

    assert [part.tag for part in rightwards] == [f"{W}pStyle", f"{W}jc"]
    assert [part.tag for part in leftwards] == [f"{W}pStyle", f"{W}bidi"]  # `right` would be its end


# --- the file ---------------------------------------------------------------------------------------


def test_the_same_table_makes_the_same_file(tmp_path: Path) -> None:
    word.write(FINDINGS, tmp_path / "a.docx")
    word.write(FINDINGS, tmp_path / "b.docx")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_say_the_title_and_nothing_of_who_made_it_where_and_when(tmp_path: Path) -> None:
    content = members(FINDINGS, tmp_path)

    assert [
        (part.tag.rpartition("}")[2], part.text) for part in etree.fromstring(content["docProps/core.xml"])
    ] == [("title", "Themes")]
    assert "docProps/app.xml" not in content
    assert not [name for name in content if name.endswith(".jpeg")]
    assert b"rsid" not in content["word/settings.xml"]


def test_a_title_too_long_for_a_property_is_cut_there_and_only_there(tmp_path: Path) -> None:
    title = "x" * 300 + "\nend"
    document = opened(Table(title, (Column("a"),), ()), tmp_path)

    assert document.core_properties.title == "x" * 255
    assert document.paragraphs[0].text == f"Table 1. {title}"
