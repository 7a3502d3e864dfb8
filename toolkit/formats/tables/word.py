"""Word: a table to paste into a paper, its title as caption and its notes below. Text is never a field."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Twips
from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats.replacing import replacing
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.model.table import Column, Table, Value

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.rel import Relationships

NAME = "Word"
ENDINGS = (".docx",)

MOST_ROWS, MOST_COLUMNS = 32_767, 63  # of a table in Word
MOST_CELLS = 200_000  # half a gigabyte of memory and ten seconds
LONGEST_PROPERTY = 255

# In twips, twentieths of a point: A4 paper with an inch of margin.
_SHORT_SIDE, _LONG_SIDE, _MARGIN = 11_906, 16_838, 1_440
_UPRIGHT, _LANDSCAPE = _SHORT_SIDE - 2 * _MARGIN, _LONG_SIDE - 2 * _MARGIN

_MOST_UPRIGHT = 6  # columns on an upright page
_RUNNING = 60  # characters of running text that one line should have room for
_LONGEST_WORD = 16  # what is longer may be broken
_TALLEST = 30  # lines of a row that moves to the next page in one piece
_WIDTH_ROWS = 1_000  # enough to judge a column's width by

_NEEDED_PARTS = frozenset({
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.THEME,
})  # fmt: skip
_NEEDED_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})

_CAPTION, _NOTE, _TABLE = "Caption", "TableNote", "PaperTable"

# Paragraphs carry styles of their own, so that a table keeps its look in a paper whose ordinary text is
# large, justified, indented or double-spaced. Fonts are the paper's.
_PLAIN = '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/>'
_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:style w:type="paragraph" w:styleId="{_CAPTION}">
    <w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
    <w:uiPriority w:val="35"/><w:qFormat/>
    <w:pPr>
      <w:keepNext/><w:spacing w:before="120" w:after="80" w:line="240" w:lineRule="auto"/>{_PLAIN}
    </w:pPr>
    <w:rPr><w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="{_NOTE}">
    <w:name w:val="Table Note"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:spacing w:before="60" w:after="0" w:line="240" w:lineRule="auto"/>{_PLAIN}</w:pPr>
    <w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="{_TABLE}">
    <w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
    <w:tblPr><w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/>
    </w:tblBorders></w:tblPr>
    <w:tblStylePr w:type="firstRow"><w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr></w:tblStylePr>
  </w:style>
</w:styles>"""
_CELL_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="%(text)s">
    <w:name w:val="%(text_name)s"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>{_PLAIN}</w:pPr>
    <w:rPr><w:sz w:val="%(size)d"/><w:szCs w:val="%(size)d"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="%(heading)s">
    <w:name w:val="%(heading_name)s"/><w:basedOn w:val="%(text)s"/><w:qFormat/>
    <w:pPr><w:keepNext/></w:pPr>
    <w:rPr><w:b/><w:bCs/></w:rPr>
  </w:style>
</w:styles>"""

_VALUE, _WIDTH, _TYPE, _SPACE = qn("w:val"), qn("w:w"), qn("w:type"), qn("xml:space")
_ROW, _ROW_PROPERTIES, _WHOLE, _REPEATED = qn("w:tr"), qn("w:trPr"), qn("w:cantSplit"), qn("w:tblHeader")
_CELL, _CELL_PROPERTIES, _CELL_WIDTH = qn("w:tc"), qn("w:tcPr"), qn("w:tcW")
_PARAGRAPH, _PARAGRAPH_PROPERTIES, _STYLE = qn("w:p"), qn("w:pPr"), qn("w:pStyle")
_BIDI, _ALIGNED = qn("w:bidi"), qn("w:jc")
_RUN, _RUN_PROPERTIES, _RTL = qn("w:r"), qn("w:rPr"), qn("w:rtl")
_TEXT, _BREAK, _TAB = qn("w:t"), qn("w:br"), qn("w:tab")


@dataclass(frozen=True, slots=True)
class _Type:
    """How large the text of cells is: half points, and twips left and right of it."""

    name: str
    size: int
    margin: int

    @property
    def text(self) -> str:
        """The style of cells."""
        return f"Table{self.name}Text"

    @property
    def heading(self) -> str:
        """The style of column names."""
        return f"Table{self.name}Heading"

    def twips(self, characters: float) -> int:
        """Return how wide a column for so many characters is; half of the type's size is a usual one."""
        return round(characters * self.size * 5.6) + 2 * self.margin + 40

    def characters(self, twips: int) -> int:
        """Return how many characters a line of such a column has."""
        return max(int((twips - 2 * self.margin) / (self.size * 5.6)), 1)


_ORDINARY, _SMALL = _Type("", size=18, margin=80), _Type("Small", size=14, margin=40)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a column asks for, in characters: its longest word, its longest line, its amount of text."""

    least: int
    most: int
    amount: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the page lies, and per column its width in twips and its room in characters."""

    landscape: bool
    type: _Type
    widths: tuple[int, ...]
    rooms: tuple[int, ...]


def write(table: Table, path: Path) -> None:
    """Write the table as a document for Word.

    Raises
    ------
    ToolkitError
        If the table has more rows, columns or cells than a document can have, or the file cannot be written.
    """
    check_numbers(table)
    _check_size(table, path)
    made = _packed(_document(table))
    with replacing(path) as file:
        file.write(made)


def _check_size(table: Table, path: Path) -> None:
    rows, columns = len(table.rows) + 1, len(table.columns)
    for have, most, what in (
        (rows, MOST_ROWS, "rows"),
        (columns, MOST_COLUMNS, "columns"),
        (rows * columns, MOST_CELLS, "cells"),
    ):
        if have > most:
            told = f"cannot hold {have:,} {what}, as a table for Word may have {most:,}"
            raise ToolkitError(str(path), told, "write .xlsx or .csv")


def _packed(document: Document) -> bytes:
    """Return the document's file without the time of its making: the same table makes the same file."""
    dated, undated = BytesIO(), BytesIO()
    document.save(dated)
    with ZipFile(dated) as source, ZipFile(undated, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name)  # of 1980, the first year there is
            entry.create_system = 0
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return undated.getvalue()


# --- the document -----------------------------------------------------------------------------------


def _document(table: Table) -> Document:
    layout = _laid_out(table)
    document = _blank(layout)
    document.core_properties.title = _line(table.title)[:LONGEST_PROPERTY]
    end = document.element.body.sectPr
    if table.title.strip():
        _fill(_added("w:p", end), f"Table: {table.title.strip()}", _CAPTION)
    _fill_table(_added("w:tbl", end), table, layout)
    # What follows a table is a paragraph, be it empty: Word has none of a document that ends in a table.
    for note in table.notes or ("",):
        _fill(_added("w:p", end), note, _NOTE)
    return document


def _added(tag: str, end: etree._Element) -> etree._Element:
    """Return a new element before the document's end, to be filled there: moving a large one takes long."""
    element = OxmlElement(tag)
    end.addprevious(element)
    return element


def _blank(layout: _Layout) -> Document:
    """Return a document without text, and without what python-docx's template has of its maker's computer."""
    document = docx.Document()
    package = document.part.package
    _keep_needed(package.rels)
    _keep_needed(document.part.rels)
    _empty(package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element)
    _set_styles(document, layout.type)
    _set_compatibility(document)
    _set_page(document, landscape=layout.landscape)
    return document


def _keep_needed(relationships: Relationships) -> None:
    for key in [key for key, found in relationships.items() if found.reltype not in _NEEDED_PARTS]:
        del relationships[key]


def _empty(element: etree._Element, but: Collection[str] = ()) -> None:
    for child in list(element):
        if child.tag not in but:
            element.remove(child)


def _set_styles(document: Document, used: _Type) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _NEEDED_STYLES:
            styles.remove(style)
    # Nobody knows which language data are in; without a word on it Word takes its user's.
    for language in list(styles.iter(qn("w:lang"))):
        language.getparent().remove(language)
    names = {"text_name": _spaced(used.text), "heading_name": _spaced(used.heading)}
    of_cells = _CELL_STYLES % {"text": used.text, "heading": used.heading, "size": used.size, **names}
    styles.extend([*parse_xml(_STYLES), *parse_xml(of_cells)])


def _spaced(words: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)


def _set_compatibility(document: Document) -> None:
    """Have Word lay the document out as its own since 2013 and not as one from before."""
    settings = document.settings.element
    _empty(settings, but={qn("w:compat"), qn("w:clrSchemeMapping")})
    (compatibility,) = settings.findall(qn("w:compat"))
    _empty(compatibility, but={qn("w:compatSetting")})
    for setting in compatibility:
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(_VALUE, "15")


def _set_page(document: Document, *, landscape: bool) -> None:
    section = document.sections[0]
    sides = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = map(Twips, sides)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(_MARGIN)


# --- the table --------------------------------------------------------------------------------------


def _fill_table(element: etree._Element, table: Table, layout: _Layout) -> None:
    element.append(parse_xml(_table_properties(layout)))
    grid = etree.SubElement(element, qn("w:tblGrid"))
    for width in layout.widths:
        etree.SubElement(grid, qn("w:gridCol")).set(_WIDTH, str(width))
    _add_row(element, table.columns, table.names, layout, heads=True)
    for row in table.rows:
        _add_row(element, table.columns, list(map(shown, table.columns, row)), layout)


def _table_properties(layout: _Layout) -> str:
    margin = f'w:w="{layout.type.margin}" w:type="dxa"'
    return (
        f'<w:tblPr {nsdecls("w")}><w:tblStyle w:val="{_TABLE}"/>'
        f'<w:tblW w:w="{sum(layout.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar><w:left {margin}/><w:right {margin}/></w:tblCellMar>"
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/></w:tblPr>'
    )


def _add_row(
    table: etree._Element,
    columns: Sequence[Column],
    texts: Sequence[str],
    layout: _Layout,
    *,
    heads: bool = False,
) -> None:
    """Add a row element by element: through python-docx's cells it would take many times as long."""
    row = etree.SubElement(table, _ROW)
    properties = etree.SubElement(row, _ROW_PROPERTIES)
    # A row taller than most of a page would leave the page before it empty.
    if heads or _height(texts, layout) <= _TALLEST:
        etree.SubElement(properties, _WHOLE)
    if heads:
        etree.SubElement(properties, _REPEATED)
    style = layout.type.heading if heads else layout.type.text
    for column, text, width in zip(columns, texts, layout.widths, strict=True):
        cell = etree.SubElement(row, _CELL)
        size = etree.SubElement(etree.SubElement(cell, _CELL_PROPERTIES), _CELL_WIDTH)
        size.set(_WIDTH, str(width))
        size.set(_TYPE, "dxa")
        _fill(etree.SubElement(cell, _PARAGRAPH), text, style, right=column.kind != "text")


def _height(texts: Sequence[str], layout: _Layout) -> int:
    """Return about how many lines a row takes."""
    return max(
        sum(math.ceil(_length(line) / room) or 1 for line in LINE_END.split(text))
        for text, room in zip(texts, layout.rooms, strict=True)
    )


# --- text -------------------------------------------------------------------------------------------


def _fill(paragraph: etree._Element, text: str, style: str, *, right: bool = False) -> None:
    properties = etree.SubElement(paragraph, _PARAGRAPH_PROPERTIES)
    etree.SubElement(properties, _STYLE).set(_VALUE, style)
    leftwards = _reads_leftwards(text)
    if leftwards:  # begins at the right of itself; what is called right would then be the left
        etree.SubElement(properties, _BIDI)
    elif right:
        etree.SubElement(properties, _ALIGNED).set(_VALUE, "right")
    if text:
        run = etree.SubElement(paragraph, _RUN)
        if leftwards:
            etree.SubElement(etree.SubElement(run, _RUN_PROPERTIES), _RTL)
        _add_lines(run, text)


def _add_lines(run: etree._Element, text: str) -> None:
    for number, line in enumerate(LINE_END.split(text)):
        if number:
            etree.SubElement(run, _BREAK)
        for place, piece in enumerate(with_controls_visible(line).split("\t")):
            if place:
                etree.SubElement(run, _TAB)
            if piece:
                element = etree.SubElement(run, _TEXT)
                element.set(_SPACE, "preserve")
                element.text = piece


def _line(text: str) -> str:
    return with_controls_visible(" ".join(LINE_END.split(text.strip())))


def _reads_leftwards(text: str) -> bool:
    """Say whether the first letter with a direction is one of Hebrew, Arabic or the like."""
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((found for found in directions if found in ("L", "R", "AL")), "L") != "L"


# --- widths -----------------------------------------------------------------------------------------


def _laid_out(table: Table) -> _Layout:
    """Choose the page, the size of type and the widths of columns by what stands in them."""
    demands = [_demand(column, table.column(column.name)[:_WIDTH_ROWS]) for column in table.columns]
    wanted = sum(_ORDINARY.twips(min(demand.most, _RUNNING)) for demand in demands)
    landscape = len(demands) > _MOST_UPRIGHT or wanted > _UPRIGHT
    room = _LANDSCAPE if landscape else _UPRIGHT
    cramped = sum(_ORDINARY.twips(demand.least) for demand in demands) > room
    used = _SMALL if cramped else _ORDINARY
    widths = tuple(_widths(demands, used, room))
    return _Layout(landscape, used, widths, tuple(map(used.characters, widths)))


def _demand(column: Column, values: Sequence[Value]) -> _Demand:
    texts = [column.name, *(shown(column, value) for value in values)]
    words = max((_length(word) for text in texts for word in text.split()), default=0)
    lines = max(_length(line) for text in texts for line in LINE_END.split(text))
    # Between the mean, by which few long cells would become towers, and the longest, by which they rule.
    amount = math.sqrt(sum(_length(text) ** 2 for text in texts) / len(texts))
    return _Demand(min(words, _LONGEST_WORD), lines, amount)


def _widths(demands: Sequence[_Demand], used: _Type, room: int) -> Iterator[int]:
    """Give every column its longest word, and share out what is left by the amounts of text."""
    least = [used.twips(demand.least) for demand in demands]
    if sum(least) > room:
        yield from (width * room // sum(least) for width in least)
        return
    extra = _shares(
        room - sum(least),
        [used.twips(demand.most) - width for demand, width in zip(demands, least, strict=True)],
        [demand.amount for demand in demands],
    )
    yield from map(int.__add__, least, extra)


def _shares(spare: int, wants: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Divide by weight, nobody getting more than they want.

    >>> _shares(100, [10, 200, 200], [1, 1, 2])
    [10, 30, 60]
    """
    shares = [0] * len(wants)
    # Who is content soonest comes first, so that what they leave goes to the others.
    order = sorted(range(len(wants)), key=lambda at: wants[at] / (weights[at] or 1))
    for place, at in enumerate(order):
        total = sum(weights[other] for other in order[place:])
        shares[at] = min(wants[at], int(spare * weights[at] / total)) if total else 0
        spare -= shares[at]
    return shares


def _length(text: str) -> int:
    """Return the length in letters of usual width; Chinese, Japanese and Korean ones are twice as wide."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
