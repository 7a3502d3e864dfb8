"""Word: a table to paste into a paper, its title as caption and its notes below. Text is never a field."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.directions import reads_leftwards, stretches
from toolkit.formats.tables.grouping import Printed, printed
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.formats.tables.widths import demands, length, widths
from toolkit.formats.tables.wordpage import (
    CAPTION,
    LANDSCAPE,
    NOTE,
    ORDINARY,
    SMALL,
    TABLE,
    UPRIGHT,
    Type,
    blank,
)
from toolkit.formats.undated import packed, unpacked
from toolkit.model.table import Column, Table

if TYPE_CHECKING:
    from docx.document import Document

NAME = "Word"
ENDINGS = (".docx",)

MOST_ROWS, MOST_COLUMNS = 32_767, 63  # of a table in Word
MOST_CELLS = 200_000  # half a gigabyte of memory and ten seconds
LONGEST_PROPERTY = 255

_MOST_UPRIGHT = 6  # columns on an upright page
_RUNNING = 60  # characters of running text that one line should have room for
_TALLEST = 30  # lines of a row that moves to the next page in one piece

_VALUE, _WIDTH, _TYPE, _SPACE = qn("w:val"), qn("w:w"), qn("w:type"), qn("xml:space")
_ROW, _ROW_PROPERTIES, _WHOLE, _REPEATED = qn("w:tr"), qn("w:trPr"), qn("w:cantSplit"), qn("w:tblHeader")
_CELL, _CELL_PROPERTIES, _CELL_WIDTH, _SPANNING = qn("w:tc"), qn("w:tcPr"), qn("w:tcW"), qn("w:gridSpan")
_PARAGRAPH, _PARAGRAPH_PROPERTIES, _STYLE = qn("w:p"), qn("w:pPr"), qn("w:pStyle")
_BIDI, _ALIGNED = qn("w:bidi"), qn("w:jc")
_RUN, _RUN_PROPERTIES, _RTL = qn("w:r"), qn("w:rPr"), qn("w:rtl")
_TEXT, _BREAK, _TAB = qn("w:t"), qn("w:br"), qn("w:tab")
_FIELD, _FIELD_CODE, _PART = qn("w:fldChar"), qn("w:instrText"), qn("w:fldCharType")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the page lies, and per column its width in twips and its room in characters."""

    landscape: bool
    type: Type
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
    write_whole(path, _saved(_document(table)))


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


def _saved(document: Document) -> bytes:
    """Return the document's file without the time of its making: the same table makes the same file."""
    made = BytesIO()
    document.save(made)
    return packed(unpacked(made))


# --- the document -----------------------------------------------------------------------------------


def _document(table: Table) -> Document:
    as_printed = printed(table)
    layout = _laid_out(as_printed)
    document = blank(layout.type, landscape=layout.landscape)
    document.core_properties.title = _line(table.title)[:LONGEST_PROPERTY]
    end = document.element.body.sectPr
    if table.title.strip():
        _fill_caption(_added("w:p", end), table.title.strip())
    _fill_table(_added("w:tbl", end), as_printed, layout)
    # What follows a table is a paragraph, be it empty: Word has none of a document that ends in a table.
    for note in table.notes or ("",):
        _fill(_added("w:p", end), note, NOTE)
    return document


def _added(tag: str, end: etree._Element) -> etree._Element:
    """Return a new element before the document's end, to be filled there: moving a large one takes long."""
    element = OxmlElement(tag)
    end.addprevious(element)
    return element


# --- the table --------------------------------------------------------------------------------------


def _fill_table(element: etree._Element, table: Printed, layout: _Layout) -> None:
    element.append(parse_xml(_table_properties(layout)))
    grid = etree.SubElement(element, qn("w:tblGrid"))
    for width in layout.widths:
        etree.SubElement(grid, qn("w:gridCol")).set(_WIDTH, str(width))
    _add_row(element, table.columns, [column.printed for column in table.columns], layout, heads=True)
    for group in table.groups:
        if group.heading:
            _add_spanning(element, group.heading, layout)
        for row in group.rows:
            _add_row(element, table.columns, list(map(shown, table.columns, row)), layout)


def _table_properties(layout: _Layout) -> str:
    margin = f'w:w="{layout.type.margin}" w:type="dxa"'
    return (
        f'<w:tblPr {nsdecls("w")}><w:tblStyle w:val="{TABLE}"/>'
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


def _add_spanning(table: etree._Element, text: str, layout: _Layout) -> None:
    """Add the row above a group, on the same page as the one below."""
    row = etree.SubElement(table, _ROW)
    etree.SubElement(etree.SubElement(row, _ROW_PROPERTIES), _WHOLE)
    cell = etree.SubElement(row, _CELL)
    properties = etree.SubElement(cell, _CELL_PROPERTIES)
    size = etree.SubElement(properties, _CELL_WIDTH)
    size.set(_WIDTH, str(sum(layout.widths)))
    size.set(_TYPE, "dxa")
    etree.SubElement(properties, _SPANNING).set(_VALUE, str(len(layout.widths)))
    _fill(etree.SubElement(cell, _PARAGRAPH), text, layout.type.group)


def _height(texts: Sequence[str], layout: _Layout) -> int:
    """Return about how many lines a row takes."""
    return max(
        sum(math.ceil(length(line) / room) or 1 for line in LINE_END.split(text))
        for text, room in zip(texts, layout.rooms, strict=True)
    )


# --- text -------------------------------------------------------------------------------------------


def _fill_caption(paragraph: etree._Element, title: str) -> None:
    """Put "Table 1. " before the title; Word counts anew where several tables come into one paper."""
    properties = etree.SubElement(paragraph, _PARAGRAPH_PROPERTIES)
    etree.SubElement(properties, _STYLE).set(_VALUE, CAPTION)
    _add_lines(etree.SubElement(paragraph, _RUN), "Table ")
    for part in ("begin", "", "separate", "1", "end"):
        run = etree.SubElement(paragraph, _RUN)
        if part == "1":
            _add_lines(run, part)
        elif part:
            etree.SubElement(run, _FIELD).set(_PART, part)
        else:
            code = etree.SubElement(run, _FIELD_CODE)
            code.set(_SPACE, "preserve")
            code.text = r" SEQ Table \* ARABIC "
    _add_lines(etree.SubElement(paragraph, _RUN), ". ")
    _add_runs(paragraph, title)


def _fill(paragraph: etree._Element, text: str, style: str, *, right: bool = False) -> None:
    properties = etree.SubElement(paragraph, _PARAGRAPH_PROPERTIES)
    etree.SubElement(properties, _STYLE).set(_VALUE, style)
    if reads_leftwards(text):  # begins at the right of itself; what is called right would then be the left
        etree.SubElement(properties, _BIDI)
    elif right:
        etree.SubElement(properties, _ALIGNED).set(_VALUE, "right")
    _add_runs(paragraph, text)


def _add_runs(paragraph: etree._Element, text: str) -> None:
    """Add text in as many runs as it changes its direction: Word has a font of its own for each."""
    for leftwards, piece in stretches(text):
        run = etree.SubElement(paragraph, _RUN)
        if leftwards:
            etree.SubElement(etree.SubElement(run, _RUN_PROPERTIES), _RTL)
        _add_lines(run, piece)


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


# --- widths -----------------------------------------------------------------------------------------


def _laid_out(table: Printed) -> _Layout:
    """Choose the page, the size of type and the widths of columns by what stands in them."""
    wanted = demands(table)
    natural = sum(ORDINARY.twips(min(demand.most, _RUNNING)) for demand in wanted)
    landscape = len(wanted) > _MOST_UPRIGHT or natural > UPRIGHT
    room = LANDSCAPE if landscape else UPRIGHT
    cramped = sum(ORDINARY.twips(demand.least) for demand in wanted) > room
    used = SMALL if cramped else ORDINARY
    chosen = tuple(widths(wanted, room, used.twips))
    return _Layout(landscape, used, chosen, tuple(map(used.characters, chosen)))
