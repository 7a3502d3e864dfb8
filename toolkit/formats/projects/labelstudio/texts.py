"""The texts of a task: plain, a web page or a dialogue, each with its own way of counting positions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from lxml import etree

from toolkit.formats.projects.exactjson import name_of, whole
from toolkit.formats.projects.scale import UNITS, Scale, Stated, Unit, in_lf, stated

Record = Mapping[str, object]
OF_PAGES = "hypertextlabels"
"""The kind of labels that count positions in web pages."""
_SPEAKERS = ("author", "speaker", "name", "role")
_BLOCKS = frozenset(
    (
        *("p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("blockquote", "pre", "section", "article", "header", "footer", "dd", "dt", "hr"),
    )
)
_SILENT = frozenset(("script", "style", "head", "title"))


class Field:
    """A text of a task."""

    def __init__(self, name: str, stored: str) -> None:
        self.name = name
        self._scale = Scale(stored)
        self.text = self._scale.text

    def stated(self, value: Record, quote: str) -> Stated | None:
        """Return where a label says that it is; None if it does not say."""
        start, end = whole(value.get("start")), whole(value.get("end"))
        return None if start is None or end is None else stated(self._scale, start, end, quote)


class _WebPage(Field):
    """A text that is a web page: positions count its words, and we part its blocks by line ends."""

    def __init__(self, name: str, stored: str) -> None:
        words, self._breaks = _read_page(stored)
        super().__init__(name, words)
        places = sorted({self._scale.at(place, "codepoints") for place in self._breaks})
        self._breaks = places
        cuts = [0, *places, len(self.text)]
        parts = [self._scale.text[first:last] for first, last in pairwise(cuts)]
        self.text = "\n".join(parts)

    def stated(self, value: Record, quote: str) -> Stated | None:
        offsets = value.get("globalOffsets")
        found = super().stated(offsets, quote) if isinstance(offsets, Mapping) else None
        if found is None:
            return None
        places: dict[Unit, tuple[int, int]] = {}
        for unit, (start, end) in found.places.items():
            before, within = bisect_right(self._breaks, start), bisect_left(self._breaks, end)
            places[unit] = (start + before, end + within)
        return Stated(self.text, places, quote)


class _Dialogue(Field):
    """A list of who said what: positions count within what was said."""

    def __init__(self, name: str, turns: Sequence[Record]) -> None:
        self._scales: list[Scale] = []
        self._starts: list[int] = []
        written = ""
        for turn in turns:
            speaker = next((found for each in _SPEAKERS if (found := name_of(turn.get(each)))), "")
            scale = Scale(str(turn["text"]))
            written += f"{speaker}: " if speaker else ""
            self._scales.append(scale)
            self._starts.append(len(written))
            written += scale.text + "\n"
        super().__init__(name, written.removesuffix("\n"))

    def stated(self, value: Record, quote: str) -> Stated | None:
        ends = [
            (_paragraph(value.get(which)), whole(value.get(f"{which}Offset"))) for which in ("start", "end")
        ]
        places: list[dict[Unit, int]] = []
        for paragraph, offset in ends:
            if paragraph is None or offset is None or not 0 <= paragraph < len(self._scales):
                return None
            scale, begins = self._scales[paragraph], self._starts[paragraph]
            places.append({unit: begins + scale.at(offset, unit) for unit in UNITS})
        start, end = places
        return Stated(self.text, {unit: (start[unit], end[unit]) for unit in UNITS}, quote)


def _paragraph(written: object) -> int | None:
    if isinstance(written, str) and written.isascii() and written.isdigit() and len(written) < len("1000000"):
        return int(written)
    return whole(written)


def fields_of(data: Record, spans: Sequence[Record]) -> dict[str, Field]:
    """Return the texts of a task by the names of their fields."""
    kinds = {str(span.get("to_name")): span["type"] for span in spans}
    is_page = bool(spans) and all(span["type"] == OF_PAGES for span in spans)
    found: dict[str, Field] = {}
    for name, value in data.items():
        if isinstance(value, str) and value.strip():
            page = kinds.get(name) == OF_PAGES or (is_page and "<" in value)
            found[name] = _WebPage(name, value) if page else Field(name, value)
        elif isinstance(value, list) and value and all(_is_turn(each) for each in value):
            found[name] = _Dialogue(name, value)
    return found


def _is_turn(each: object) -> bool:
    return isinstance(each, Mapping) and isinstance(each.get("text"), str) and "labels" not in each


def quoted(field_: Field, spans: Sequence[Record]) -> int:
    """Count the labels whose words stand in a text."""
    words = (value.get("text") for span in spans if isinstance(value := span["value"], Mapping))
    return sum(isinstance(each, str) and spelt_out(each, field_.text) in field_.text for each in words)


def spelt_out(quote: object, text: str) -> str:
    """Return a quotation with its line ends, which Label Studio writes as a backslash and an n."""
    words = in_lf(quote) if isinstance(quote, str) else ""
    return words.replace("\\n", "\n") if "\\n" in words and "\\n" not in text else words


def _read_page(stored: str) -> tuple[str, list[int]]:
    """Return the words of a web page as a browser counts them, and where its blocks begin and end."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(f"<div>{stored}</div>", parser)
    except (etree.XMLSyntaxError, ValueError):
        return stored, []
    parts: list[str] = []
    breaks: list[int] = []
    length, silent = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        silent += (event == "start") - (event == "end") if tag in _SILENT else 0
        words = (element.text if event == "start" else element.tail) or ""
        if tag in _BLOCKS and length:
            breaks.append(length)
        if not silent and words:
            parts.append(words)
            length += len(words)
    return "".join(parts), [place for place in breaks if place < length]
