"""A web page's text, with the places that are counted in bytes of what stands between its tags.

Programs that show pages count what the page holds, blanks between paragraphs included, and nothing of how a
paragraph ends. A text of ours has a line for each paragraph and one blank where the page may have many. So
each stretch of the text remembers where it stood.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits

_BLANKS: Final = re.compile("[ \t\n\f\r]+")
# Words with one blank between each two, or several blanks.
_RUNS: Final = re.compile("[^ \t\n\f\r]+(?:[ \t\n\f\r][^ \t\n\f\r]+)*|[ \t\n\f\r]+")
_AS_SPACE: Final = dict.fromkeys(map(ord, "\t\n\f\r"), " ")
_LINE: Final = frozenset(
    (
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure"),
        *("figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "form", "fieldset"),
        *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "center"),
    )
)
_TABLE: Final = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr"))
_CELL: Final = frozenset(("td", "th"))
_VERBATIM: Final = frozenset(("pre", "textarea", "listing"))
_UNSEEN: Final = frozenset(("head", "script", "style", "template", "noscript"))
_LONGEST_STRETCH: Final = 4096
_DEEP: Final = "Excessive depth"


class _Stretch(NamedTuple):
    """Letters of the text that follow one another in the page, too.

    Attributes
    ----------
    byte
        Where they begin in the page.
    place
        Where they begin in the text.
    """

    byte: int
    place: int
    letters: bytes
    n: int

    @property
    def end(self) -> int:
        """Where they end in the text."""
        return self.place + self.n

    def after(self, byte: int) -> int:
        """Return the place in the text of a byte of the page; within a letter, the place behind it."""
        letters = self.letters[: max(byte - self.byte, 0)]
        return self.place + sum(1 for each in letters if each & 0xC0 != 0x80)  # noqa: PLR2004 - how UTF-8 goes on


@dataclass(frozen=True)
class Hypertext:
    """A page as text.

    Attributes
    ----------
    text
        Its letters, a line for each paragraph, cells of a row with tabs between them.
    pictures, links
        How many there are; the text says nothing of them.
    n_bytes
        What the page holds between its tags, in bytes of UTF-8.
    """

    text: str
    pictures: int
    links: int
    n_bytes: int
    _stretches: tuple[_Stretch, ...]
    _bytes: tuple[int, ...]

    def start(self, byte: int) -> int:
        """Return where a passage starts that starts at a byte of the page; the outside stays outside."""
        if not 0 <= byte < self.n_bytes:
            return self._outside(byte)
        found = bisect_right(self._bytes, byte) - 1
        if found >= 0 and (place := self._stretches[found].after(byte)) < self._stretches[found].end:
            return place
        return self._stretches[found + 1].place if found + 1 < len(self._stretches) else len(self.text)

    def end(self, byte: int) -> int:
        """Return where a passage ends that ends ahead of a byte of the page."""
        if not 0 <= byte <= self.n_bytes:
            return self._outside(byte)
        found = bisect_left(self._bytes, byte) - 1
        return self._stretches[found].after(byte) if found >= 0 else 0

    def _outside(self, byte: int) -> int:
        return byte if byte < 0 else len(self.text) + byte - self.n_bytes


def read(where: str, page: str) -> Hypertext:
    """Read a page, or part of one.

    Raises
    ------
    ToolkitError
        If its tags lie in one another deeper than any page's do.
    """
    walk = _Walk(where)
    markup = page.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    # Blanks ahead of a page are none of it; an empty page, the parser would refuse.
    markup = markup.lstrip(" \t\n\f")
    if markup:
        _parse(where, markup, walk)
    return walk.result()


def _parse(where: str, markup: str, walk: _Walk) -> None:
    # The stubs of lxml want a target that takes bytes, too, which it never gives.
    target = cast("Any", walk)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, recover=True)
    try:
        # A tag ahead of it all, lest the parser takes the first words for something else.
        parser.feed(b"<html><body>" + markup.encode("utf-8", "replace"))
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise ToolkitError(
            where, "is no web page that can be read", "save it again in its own program"
        ) from fault
    if any(_DEEP in fault.message for fault in parser.error_log):
        raise ToolkitError(
            where, "has tags that lie in one another without end", "save it again in its own program"
        )


class _Walk:
    """Goes through a page from its first tag to its last; the parser calls it."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._read: list[str] = []
        self._tags = 0
        self._parts: list[str] = []
        self._stretches: list[_Stretch] = []
        self._byte = 0
        self._place = 0
        self._joint = ""
        self._blank: int | None = None
        self._verbatim = 0
        self._unseen = 0
        self._row_began = False
        self._first_in_verbatim = False
        self._pictures = 0
        self._links = 0

    def result(self) -> Hypertext:
        self._take()
        stretches = _joined(self._stretches)
        return Hypertext(
            "".join(self._parts),
            self._pictures,
            self._links,
            self._byte,
            stretches,
            tuple(each.byte for each in stretches),
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._step()
        self._turn(tag, 1)
        if tag == "br":
            self._joint = self._joint.strip("\t") + "\n"
            self._blank = None
        elif tag == "img":
            self._pictures += 1
        elif tag == "a" and attributes.get("href"):
            self._links += 1
        elif tag == "tr":
            self._row_began = False

    def _step(self) -> None:
        self._take()
        self._first_in_verbatim = False
        self._tags += 1
        if self._tags > limits.MOST_TAGS:
            raise ToolkitError(self._where, f"has more than {limits.MOST_TAGS:,} tags", "divide it")

    def end(self, tag: str) -> None:
        self._step()
        self._turn(tag, -1)
        if tag in _CELL and self._row_began:
            self._joint, self._blank = "\t", None

    def _turn(self, tag: str, step: int) -> None:
        """Note that a paragraph, a row or something verbatim begins or ends."""
        if tag in _TABLE or (tag in _LINE and self._joint != "\t"):
            self._joint = self._joint.strip("\t") or "\n"
            self._blank = None
        if tag in _VERBATIM:
            self._verbatim = max(self._verbatim + step, 0)
            # The first line end behind such a tag is none of the page.
            self._first_in_verbatim = step > 0
        if tag in _UNSEEN:
            self._unseen = max(self._unseen + step, 0)

    def data(self, text: str) -> None:
        # The parser hands over as little as a letter at a time.
        self._read.append(text)

    def _take(self) -> None:
        """Take what was read since the last tag."""
        text, self._read = "".join(self._read), []
        if self._first_in_verbatim and text:
            self._first_in_verbatim = False
            text = text.removeprefix("\n")
        if self._unseen:
            self._byte += len(text.encode("utf-8", "replace"))
            return
        for run in _RUNS.findall(text):
            width = len(run.encode("utf-8", "replace"))
            if self._verbatim:
                self._write(run.replace("\r", "\n"))
            elif not _BLANKS.match(run):
                self._write(run.translate(_AS_SPACE))
            elif self._blank is None:
                self._blank = self._byte
            self._byte += width

    def _write(self, letters: str) -> None:
        """Add letters that stand at the byte reached, with what divides them from those ahead of them."""
        if not self._parts:
            marks = len(letters) - len(letters.lstrip("\ufeff"))
            letters = letters[marks:]
            if not letters:
                return
            self._add(letters, self._byte + 3 * marks)
        else:
            if self._joint:
                self._parts.append(self._joint)
                self._place += len(self._joint)
            elif self._blank is not None:
                self._add(" ", self._blank)
            self._add(letters, self._byte)
        self._joint, self._blank, self._row_began = "", None, True

    def _add(self, letters: str, byte: int) -> None:
        self._parts.append(letters)
        for first in range(0, len(letters), _LONGEST_STRETCH):
            some = letters[first : first + _LONGEST_STRETCH]
            encoded = some.encode("utf-8", "replace")
            self._stretches.append(_Stretch(byte, self._place, encoded, len(some)))
            byte += len(encoded)
            self._place += len(some)

    def comment(self, text: str) -> None:
        """Pass over what is not shown."""

    def close(self) -> None:
        """Do nothing: the result is asked for."""


def _joined(stretches: list[_Stretch]) -> tuple[_Stretch, ...]:
    """Return stretches that follow one another as one, up to a length that is quickly gone through."""
    found: list[_Stretch] = []
    run: list[_Stretch] = []
    for each in stretches:
        last = run[-1] if run else None
        follows = (
            last is not None
            and last.byte + len(last.letters) == each.byte
            and last.end == each.place
            and each.byte - run[0].byte < _LONGEST_STRETCH
        )
        if not follows and run:
            found.append(_one(run))
            run = []
        run.append(each)
    if run:
        found.append(_one(run))
    return tuple(found)


def _one(run: list[_Stretch]) -> _Stretch:
    first = run[0]
    letters = b"".join(each.letters for each in run)
    return _Stretch(first.byte, first.place, letters, sum(each.n for each in run))
