"""The participants table: a csv file with one row for each participant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.rows import Rows, cells_by_line, decoded_head
from toolkit.model.checks import check_name, repeated
from toolkit.model.transcript import Source

KEY = "participant"
LARGEST = 5 * 1024 * 1024
_HEAD = 2**16


def sniff(source: Source) -> bool:
    """Tell whether the first row names a column `participant`."""
    head = decoded_head(source.data[:_HEAD]).splitlines()[:1]
    try:
        rows = cells_by_line(Source(source.name, "".join(head).encode()))
    except FaultyFile:
        return False
    return any(KEY in cells for _, cells in rows)


def read(source: Source) -> dict[str, dict[str, str]]:
    """Read attributes by participant, in the order of the file.

    The first row names the columns, one of which is `participant`; separators may be commas, semicolons or
    tabs. Text is UTF-8, or UTF-16 with its mark, which Excel calls Unicode text. Every value stays text.
    Columns at the end without a name and without a value, which Excel writes, are ignored.

    Raises
    ------
    FaultyFile
        With every faulty column name, as faults of line 1, and every faulty row.
    """
    if len(source.data) > LARGEST:
        raise FaultyFile(source.name, [Fault(0, "is larger than 5 MB", "give one row for each participant")])
    rows = cells_by_line(source)
    header, body = (rows[0][1], rows[1:]) if rows else ([], [])
    names = header[: _named_width(header, body)]
    faults = list(_header_faults(names))
    if names.count(KEY) == 1:
        faults += _row_faults(names, body, widest=len(header))
    if faults:
        raise FaultyFile(source.name, faults)
    key = names.index(KEY)
    return {
        cells[key]: {name: cell for name, cell in zip(names, cells, strict=False) if name != KEY}
        for _, cells in body
    }


def _named_width(header: Sequence[str], body: Rows) -> int:
    """Return how many columns there are without those at the end that have neither name nor value."""

    def is_blank(place: int) -> bool:
        return not header[place] and not any(cells[place : place + 1] not in ([], [""]) for _, cells in body)

    return next(dropwhile(is_blank, reversed(range(len(header)))), -1) + 1


def _header_faults(names: Sequence[str]) -> Iterator[Fault]:
    for number, name in enumerate(names, 1):
        try:
            check_name(f"name of column {number}", name)
        except Invalid as refused:
            yield Fault(1, refused.what, refused.remedy)
    for name in repeated(filter(None, names)):
        yield Fault(1, f"names the column {name!r} a second time", "give each column its own name")
    if KEY not in names:
        yield Fault(1, f"has no column {KEY!r}", "name the column with the ids so")


def _row_faults(names: Sequence[str], body: Rows, *, widest: int) -> Iterator[Fault]:
    key = names.index(KEY)
    found: set[str] = set()
    for line, cells in body:
        if not len(names) <= len(cells) <= widest:
            yield Fault(line, "has not as many cells as the first row")
        elif fault := _name_fault(line, cells[key], found):
            yield fault
        else:
            found.add(cells[key])


def _name_fault(line: int, name: str, found: Collection[str]) -> Fault | None:
    """Return what is wrong with a participant's name, or nothing."""
    try:
        check_name("participant", name)
    except Invalid as refused:
        return Fault(line, refused.what, refused.remedy)
    return Fault(line, f"names {name!r} a second time") if name in found else None
