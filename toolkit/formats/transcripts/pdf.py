"""PDF files with text in them, through PDFium: pages become one running text.

A page has lines and no paragraphs. A line goes on with the one before it, by a blank, if that one is as
long as lines are; a line that begins a turn starts anew. Page numbers, and lines that stand at the top or
bottom of most pages, are left out and counted.

In the report, `words` counts runs of non-blank characters in the text and in the lines left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts import pdfium
from toolkit.formats.transcripts.assemble import LeftOut
from toolkit.formats.transcripts.layouts import label_lines
from toolkit.formats.transcripts.pages import Page, paragraphs, reading_of_page
from toolkit.formats.transcripts.signatures import disguise
from toolkit.formats.transcripts.timelines import is_time_line
from toolkit.model.transcript import Reading, Source

NAME = "PDF"
ENDINGS = (".pdf",)

_MARK = re.compile(rb"\s{0,64}%PDF-")
_MOST_PAGES = 2_000
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?[ ]?[-\u2013(]?[ ]?\d{1,4}[ ]?[-\u2013)]?(?:[ ]?(?:/|of|von)[ ]?\d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
# What PDFium writes for a hyphen at a line's end; most such hyphens were typed.
_HYPHEN = re.compile("[\x02\ufffe]\n?")
_REST_BLANK = re.compile(r"[ \t]*(?:\n|$)")
_EDGE_LINES = 5
_OUTERMOST = 2
# A line stands on most pages of a file if it is on this share of them, and on two at least.
_MOST = 0.6
_FEWEST = 2
# A line this much shorter than lines are ends its paragraph.
_FULL = 0.75
_LONG_PERCENTILE = 0.9
# A time at a line's start begins a paragraph where one line in so many has one.
_STAMP = re.compile(r"[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?(?=\s|$)")
_STAMPED_SHARE = 10
# How many times as long as its seconds of processor PDFium may take by the clock, on a busy machine.
_PATIENCE = 5
_RESAVE = "open it in another program, and save its text"
_FAULTS = {
    "locked": ("is locked by a password", "save it without one"),
    "damaged": ("is a damaged PDF", "take another copy, or save it again"),
    "pages": ("has more than {pages:,} pages", "split it by interview"),
    "characters": (
        f"holds more than {limits.LARGEST_TEXT // limits.MEGABYTE} million characters",
        "split it by interview",
    ),
}


@dataclass(frozen=True)
class Told:
    """What PDFium reads in a PDF.

    Attributes
    ----------
    pages
        The text of each.
    properties
        What the file says of itself, such as its title and author.
    """

    pages: tuple[str, ...]
    properties: tuple[str, ...]


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin with `%PDF-`."""
    return bool(_MARK.match(head))


def read(source: Source) -> Reading:
    """Read a PDF.

    Raises
    ------
    ToolkitError
        If it is none, damaged, locked, or holds no text.
    """
    _check(source)
    pages = [_lines(text) for text in told(source).pages]
    if sum(map(len, pages)) >= limits.MOST_LINES:
        raise ToolkitError(source.name, f"has more than {limits.MOST_LINES:,} lines", "split it by interview")
    kept, dropped = _without_furniture(pages)
    text = _unwrapped(list(chain.from_iterable(kept)))
    if not text.strip() and not dropped:
        raise ToolkitError(
            source.name, "holds pictures of pages and no text", "have its text recognised (OCR) first"
        )
    words = sum(len(line.split()) for line in dropped)
    page = Page(
        text,
        paragraphs(text),
        beside=(LeftOut("page numbers and repeated lines", words),) if dropped else (),
        words_beside=words,
    )
    return reading_of_page(source, page, format_name=NAME)


def _check(source: Source) -> None:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if len(source.data) > limits.LARGEST_ARCHIVE:
        most = limits.LARGEST_ARCHIVE // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "save it without pictures")
    if not sniff(source.data):
        kind, remedy = disguise(source.data) or ("no PDF", "save it as .pdf, or name it for what it is")
        raise ToolkitError(source.name, f"is {kind}", remedy)


def told(source: Source, *, most_pages: int = _MOST_PAGES) -> Told:
    """Return what PDFium reads in a PDF, in a process of its own (see `pdfium`).

    Raises
    ------
    ToolkitError
        If it is damaged or locked, holds too much, or takes more memory or time than a PDF may.
    """
    try:
        run = subprocess.run(
            _program(most_pages),
            input=source.data,
            capture_output=True,
            timeout=_PATIENCE * pdfium.MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        run = None
    if run is None or run.returncode:
        most = f"{pdfium.MOST_SECONDS} seconds and {pdfium.MOST_MEMORY // limits.MEGABYTE:,} MB of memory"
        raise ToolkitError(source.name, f"cannot be read within {most}", _RESAVE)
    found = json.loads(run.stdout)
    if "fault" in found:
        what, remedy = _FAULTS[found["fault"]]
        raise ToolkitError(source.name, what.format(pages=most_pages), remedy)
    return Told(tuple(found["pages"]), tuple(found["properties"]))


def _program(most_pages: int) -> list[str]:
    return [sys.executable, "-I", pdfium.__file__, str(most_pages), str(limits.LARGEST_TEXT)]


def _lines(text: str) -> list[str]:
    text = _HYPHEN.sub("-", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [line for line in (_CONTROL.sub("", line).strip() for line in text.split("\n")) if line]


def _without_furniture(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Take out page numbers, and lines that stand in one place of most pages, but for their numbers."""
    times = Counter(edge for page in pages for edge in _edges(page).values())
    enough = max(_FEWEST, _MOST * len(pages))
    kept: list[list[str]] = []
    dropped: list[str] = []
    for page in pages:
        repeated = {
            place: (times[edge] >= enough and not _STAMP.match(page[place]))
            or bool(_PAGE_NUMBER.fullmatch(page[place]) and place in {0, len(page) - 1})
            for place, edge in _edges(page).items()
        }
        downwards = sorted(repeated.items())
        furniture = {*_from_the_edge(downwards), *_from_the_edge(downwards[::-1])}
        kept.append([line for place, line in enumerate(page) if place not in furniture])
        dropped += [page[place] for place in sorted(furniture)]
    return kept, dropped


def _from_the_edge(lines: Sequence[tuple[int, bool]]) -> Iterator[int]:
    """Return the lines that are repeated; beyond the first lines, only while there is no other between."""
    is_unbroken = True
    for number, (place, is_repeated) in enumerate(lines):
        is_unbroken = is_unbroken and is_repeated
        if is_repeated and (number < _OUTERMOST or is_unbroken):
            yield place


def _edges(page: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Return the first and last lines of a page by place, each with its place from there and its shape."""
    top = {place: (place, _shape(page[place])) for place in range(min(_EDGE_LINES, len(page)))}
    bottom = {
        len(page) - place: (-place, _shape(page[-place]))
        for place in range(1, min(_EDGE_LINES, len(page) - len(top)) + 1)
    }
    return top | bottom


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _unwrapped(lines: Sequence[str]) -> str:
    """Join the lines that a page's width broke."""
    text = "\n".join(lines)
    labels = label_lines(text)
    stamped = [_STAMP.match(line) for line in lines]
    begins_with_times = sum(found is not None for found in stamped) * _STAMPED_SHARE >= len(lines)
    begins = {label.start for label in labels}
    alone = {label.start for label in labels if _REST_BLANK.match(text, label.end)}
    lengths = sorted(map(len, lines))
    full = lengths[int(len(lengths) * _LONG_PERCENTILE)] * _FULL if lengths else 0
    parts: list[str] = []
    reached = 0
    ends = True
    for line, stamp in zip(lines, stamped, strict=True):
        is_time = is_time_line(line)
        is_stamped = stamp is not None and begins_with_times
        if parts:
            parts.append("\n" if ends or is_time or is_stamped or reached in begins else " ")
        parts.append(line)
        is_stamp = is_stamped and stamp is not None and stamp.end() == len(line)
        ends = (len(line) < full and not is_stamp) or is_time or reached in alone
        reached += len(line) + 1
    return "".join(parts)
