"""Tables with a row for each code: .csv, .tsv and .xlsx, as teams keep their codebooks in spreadsheets.

Columns may have many names and stand in any order; a reading says which was taken for what. A code stands
under its `parent`, given by label or id, else under its `theme`. A parent that is no row becomes a theme. A
row that names itself as its theme is that theme; so is one with a theme and no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from toolkit.errors import Fault, FaultyFile
from toolkit.formats.codebooks import sections
from toolkit.formats.codebooks.columns import Columns, laid_out, recognised
from toolkit.formats.codebooks.grouping import Row, grouped
from toolkit.formats.codebooks.outline import MOST, assembled, header
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.formats.codebooks.sections import Content
from toolkit.formats.codebooks.spreadsheet import Grid, bare, kept_apart, opened, separator_of
from toolkit.formats.tables import delimited as tables
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.formats.transcripts.encoding import opening
from toolkit.formats.transcripts.signatures import ZIP
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Source

NAME = "table of codes"
ENDINGS = (".csv", ".tsv", ".xlsx")

_MEMBER = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_FEW = 2
_NO = ("no", "n", "false", "0", "not codable")

_WRITTEN = (
    *("theme", "parent", "id", "code", "definition", "include", "exclude", "example", "alt_labels", "since"),
    *("boundary", "aligned_with", "codable", "colour", "notes"),
)


def sniff(head: bytes) -> bool:
    """Tell whether a file begins as a workbook, or with names of columns for codes and what they mean."""
    if head.startswith(ZIP):
        return bool(_MEMBER.search(head))
    first = opening(head).partition("\n")[0]
    cells = first.split(separator_of(first, Columns()))
    return recognised([cell.strip('" \r') for cell in cells], Columns()) >= _FEW


def read(source: Source, columns: Columns | None = None, path: str | None = None) -> CodebookReading:
    """Read a table with a row for each code.

    Parameters
    ----------
    source
        Delimited text, or a workbook whose first sheet with a column for codes is read; at most 4 MB.
    columns
        Which column is which, where a guess by its name would be wrong.
    path
        What sets apart the parts of names that are paths, such as ` > ` in `Motives > Duty`.

    Raises
    ------
    ToolkitError
        If it is no table or larger than a codebook can be; with one fault for each row to mend.
    """
    wanted = columns or Columns()
    grid = opened(source, wanted)
    layout = laid_out(grid.line, grid.names, wanted)
    if layout.faults:
        raise FaultyFile(source.name, layout.faults)
    if len(grid.rows) > MOST:
        what = f"has {len(grid.rows):,} rows, and a codebook may have {MOST:,} codes"
        raise FaultyFile(source.name, [Fault(0, what, "is it a table of something else?")])
    faults = list(_too_wide(grid))
    groups = grouped([_row(line, cells, layout.places) for line, cells in grid.rows], path)
    if faults := [*faults, *groups.faults]:
        raise FaultyFile(source.name, set(faults))
    book, doubt = header(source.name, source.stem)
    doubts = (doubt, *layout.doubts, *grid.doubts, *groups.doubts)
    return assembled(source.name, book, groups.outline, doubts)


def _too_wide(grid: Grid) -> Iterator[Fault]:
    for line, cells in grid.rows:
        if any(cells[len(grid.names) :]):
            what = f"has {len(cells)} cells, and there are names for {len(grid.names)}"
            yield Fault(line, what, "quote text that holds the separator")


def _row(line: int, cells: Sequence[str], places: dict[str, int]) -> Row:
    told = {name: cells[place] for name, place in places.items() if place < len(cells)}
    codable = told.get("codable", "").casefold()
    return Row(
        line,
        told.get("code", ""),
        id=told.get("id", ""),
        theme=told.get("theme", ""),
        parent=told.get("parent", ""),
        codable=codable not in _NO if codable else None,
        colour=told.get("colour") or None,
        content=_content(told),
    )


def _content(told: dict[str, str]) -> Content:
    entries = {
        name: sections.entries(told.get(name, ""))
        for name in ("include", "exclude", "alt_labels", "aligned_with")
    }
    return Content(
        definition=told.get("definition", ""),
        include=entries["include"],
        exclude=tuple(sections.exclusion(entry) for entry in entries["exclude"]),
        example=told.get("example", ""),
        boundary=told.get("boundary", ""),
        alt_labels=entries["alt_labels"],
        aligned_with=entries["aligned_with"],
        notes=told.get("notes", ""),
        facts={"Since": told["since"]} if told.get("since") else {},
    )


def write(codebook: Codebook) -> str:
    """Return themes and active codes as comma-separated text, a row each.

    Reading it gives the same ids, labels, parents and definitions; of lists, each entry is one line of its
    cell. Deprecated codes, change records and what concerns the codebook as a whole are not in it. No cell is
    taken for a formula by a spreadsheet.
    """
    below = _by_theme(codebook)
    rows = chain.from_iterable(
        (_theme_row(theme), *(_code_row(theme, code) for code in below[theme.id]))
        for theme in codebook.themes
    )
    table = Table(codebook.title, tuple(Column(name) for name in _WRITTEN), tuple(map(_safe, rows)))
    return tables.render(table)


def _by_theme(codebook: Codebook) -> dict[str, list[Code]]:
    found: dict[str, list[Code]] = {theme.id: [] for theme in codebook.themes}
    for code in codebook.codes:
        found[codebook.theme_of[code.id].id].append(code)
    return found


def _theme_row(theme: Theme) -> tuple[str, ...]:
    codable = "yes" if theme.codable else "no"
    told = (theme.label, "", theme.id, theme.label, theme.definition, "", "", "", "", "", "", "", codable)
    return (*told, theme.colour or "", "")


def _code_row(theme: Theme, code: Code) -> tuple[str, ...]:
    exclude = (sections.told_exclusion(exclusion) for exclusion in code.exclude)
    return (
        *(theme.label, code.parent or "", code.id, code.label, code.definition),
        *(_in_lines(code.include), _in_lines(exclude), code.example, _in_lines(code.alt_labels)),
        *(code.since, code.boundary, _in_lines(code.aligned_with), "yes" if code.codable else "no"),
        *(code.colour or "", code.notes),
    )


def _in_lines(entries: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(" ".join(entry.split("\n")) for entry in entries)


def _safe(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kept_apart(with_controls_visible(bare(cell))) for cell in row)
