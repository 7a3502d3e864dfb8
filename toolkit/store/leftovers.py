"""What lies in a study file between its records: parts of others that SQLite moved to another page."""

from __future__ import annotations

import mmap
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

_FILE_HEADER: Final = 100  # bytes, ahead of the first page's own header
_PAGE_SIZE: Final = slice(16, 18)
_LARGEST_PAGE: Final = 65_536  # which two bytes cannot say
_HEADERS: Final = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}  # bytes by kind of page: interior ones, then leaves


class _Page(NamedTuple):
    """A page of a table or an index, as the file format describes it.

    Attributes
    ----------
    start
        Where it begins in the file.
    gap
        What lies between its list of records and the records, counted from the start of the file.
    children
        The numbers of the pages below it.
    first_free
        Where the first free block among the records begins, counted from its start; 0 if there is none.
    """

    start: int
    gap: slice
    children: tuple[int, ...]
    first_free: int


def clear(path: Path) -> None:
    """Fill with zeros what no record lies in, of a study file that nobody has open.

    Whoever gives a file away gives these bytes away, too, and what is searched for in them may seem to be
    there: the first letters of a longer word are a word by themselves where the rest was written over.

    Source: SQLite's file format, section 1.6, "B-tree Pages" (https://sqlite.org/fileformat2.html).
    """
    with closing(sqlite3.connect(path)) as opened:
        if opened.execute("PRAGMA freelist_count").fetchone() != (0,):
            opened.execute("VACUUM")  # pages that hold nothing any more are left out
        roots = [root for (root,) in opened.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        size = int.from_bytes(data[_PAGE_SIZE])
        for page in _pages(data, _LARGEST_PAGE if size == 1 else size, [1, *roots]):
            for unused in (page.gap, *_free(data, page)):
                data[unused] = bytes(unused.stop - unused.start)


def _pages(data: mmap.mmap, size: int, numbers: list[int]) -> Iterator[_Page]:
    """Yield pages and all below them."""
    while numbers:
        number = numbers.pop()
        page = _page(data, size, number)
        numbers += page.children
        yield page


def _page(data: mmap.mmap, size: int, number: int) -> _Page:
    start = (number - 1) * size
    header = start + (_FILE_HEADER if number == 1 else 0)
    after = header + _HEADERS[data[header]]
    count = _two(data, header + 3)
    pointers = tuple(_two(data, after + 2 * place) for place in range(count))
    is_leaf = after - header == _HEADERS[0x0D]
    children = () if is_leaf else (_four(data, header + 8), *(_four(data, start + at) for at in pointers))
    records = start + (_two(data, header + 5) or _LARGEST_PAGE)
    return _Page(start, slice(after + 2 * count, records), children, _two(data, header + 1))


def _free(data: mmap.mmap, page: _Page) -> Iterator[slice]:
    """Yield the free blocks among the records, but for where each tells of the next and of its own size."""
    at = page.first_free
    while at:
        begin = page.start + at
        yield slice(begin + 4, begin + _two(data, begin + 2))
        at = _two(data, begin)


def _two(data: mmap.mmap, at: int) -> int:
    return int.from_bytes(data[at : at + 2])


def _four(data: mmap.mmap, at: int) -> int:
    return int.from_bytes(data[at : at + 4])
