"""Codings of Label Studio: its JSON export, and the shorter JSON-MIN.

A task is a text, and each of its annotations is one coder's work. Labels of passages of text, of web pages
and of paragraphs of a dialogue are read; choices, ratings, relations and whatever else there may be are left
out and counted, and so are suggestions of models. A dialogue becomes a text of lines `NAME: words`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.projects import exactjson
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.exactjson import name_of, whole
from toolkit.formats.projects.scale import UNITS, Scale, Stated, Unit, chosen, in_lf, stated
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "Label Studio"
ENDINGS = (".json",)

_OF_PAGES, _OF_PARAGRAPHS = "hypertextlabels", "paragraphlabels"
_KINDS = ("labels", _OF_PAGES, _OF_PARAGRAPHS)
_ANNOTATIONS = ("annotations", "completions")
_OF_MIN = frozenset(("annotator", "annotation_id", "lead_time"))
_NAMES = ("filename", "file_name", "document", "doc_id", "title", "name")
_SPEAKERS = ("author", "speaker", "name", "role")
_BLOCKS = frozenset(
    (
        *("p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("blockquote", "pre", "section", "article", "header", "footer", "dd", "dt", "hr"),
    )
)
_SILENT = frozenset(("script", "style", "head", "title"))
_LOOKED_AT = 5
_AS_EXPORTED = "export the project again as JSON"

Record = Mapping[str, object]


def sniff(source: Source) -> bool:
    """Tell whether the file holds tasks with annotations, or their short form."""
    marks = (*_ANNOTATIONS, *_OF_MIN)
    if not any(f'"{mark}"'.encode() in source.data for mark in marks):
        return False
    try:
        text = decoded(source, exactjson.MOST_LINES).text if opening(source.data[:1024]) else ""
        found = exactjson.value(text) if text.lstrip().startswith("[") else None
    except (ToolkitError, ValueError, RecursionError):
        return False
    tasks = found[:_LOOKED_AT] if isinstance(found, list) else []
    return bool(tasks) and all(
        isinstance(task, Mapping) and (_is_task(task) or _is_min(task)) for task in tasks
    )


def _is_task(task: Record) -> bool:
    return isinstance(task.get("data"), Mapping) and any(
        isinstance(task.get(name), list) for name in _ANNOTATIONS
    )


def _is_min(task: Record) -> bool:
    return "id" in task and "data" not in task and len(_OF_MIN & task.keys()) > 1


def read(source: Source, positions: str = "") -> Project:
    """Read an export of Label Studio.

    Parameters
    ----------
    positions
        What positions count, `codepoints` or `utf16`; empty to find out.

    Raises
    ------
    ToolkitError
        If it is no such file; with a fault for each task or label to mend.
    """
    tasks = exactjson.document(source)
    if not isinstance(tasks, list):
        raise FaultyFile(source.name, [Fault(0, "is no list of tasks", _AS_EXPORTED)])
    reader = _Reader(source)
    for number, task in enumerate(tasks, 1):
        if not isinstance(task, Mapping):
            reader.draft.fault(0, f"task {number:,} is none", _AS_EXPORTED)
        elif _is_task(task):
            reader.task(task, number)
        elif _is_min(task):
            reader.short(task, number)
        else:
            reader.draft.fault(0, f"task {number:,} has no data with annotations", _AS_EXPORTED)
    return reader.project(positions)


class _Given(NamedTuple):
    """Codes given to one passage by one coder."""

    called: str
    text: str
    codes: tuple[str, ...]
    coder: str
    made_at: str
    stated: Stated | None
    quote: str
    note: str


@dataclass
class _Reader:
    """Reads tasks one by one into a draft."""

    source: Source
    given: list[_Given] = field(default_factory=list)
    keys: dict[tuple[str, str], tuple[str, _Field]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draft = Draft(self.source, NAME)

    def task(self, task: Record, number: int) -> None:
        """Read a task with all its annotations."""
        data = task["data"]
        if not isinstance(data, Mapping):
            return
        for name, what in (("predictions", "suggestions of models"), ("drafts", "drafts")):
            found = task.get(name)
            self.draft.leave_out(what, count=len(found) if isinstance(found, list) else 0)
        annotations = next(found for name in _ANNOTATIONS if isinstance(found := task.get(name), list))
        for annotation in annotations:
            if not isinstance(annotation, Mapping) or not isinstance(annotation.get("result"), list):
                self.draft.fault(0, f"task {number:,} has an annotation without results", _AS_EXPORTED)
            elif annotation.get("was_cancelled") is True:
                self.draft.leave_out("skipped tasks")
            else:
                self._annotation(task, number, data, annotation)
        if not annotations and (fields := _fields(data, [])):
            self._key(task, number, max(fields.values(), key=lambda each: len(each.text)))

    def short(self, task: Record, number: int) -> None:
        """Read a task in its short form, in which each annotation is one."""
        results: list[object] = []
        data: dict[str, object] = {}
        for name, found in task.items():
            spans = [each for each in found if _is_span(each)] if isinstance(found, list) else []
            if spans and isinstance(found, list) and len(spans) == len(found):
                results += [{"type": _kind_of(each), "value": each} for each in spans]
            else:
                data[name] = found
        about = {
            "completed_by": task.get("annotator"),
            "created_at": task.get("created_at"),
            "result": results,
        }
        self._annotation(task, number, data, about)
        known = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"}
        others = [found for name, found in data.items() if name not in known and isinstance(found, Mapping)]
        self.draft.leave_out("answers of other kinds", count=len(others))

    def project(self, positions: str) -> Project:
        """Place what was given, and return the project."""
        told = [each.stated for each in self.given if each.stated]
        choice = chosen(told, "codepoints", positions)
        for each in self.given:
            start, end = each.stated.places[choice.unit] if each.stated else (None, None)
            for code in each.codes:
                key = self.draft.coding(
                    0,
                    each.text,
                    code,
                    coder=each.coder,
                    start=start,
                    end=end,
                    quote=each.quote,
                    made_at=each.made_at,
                )
                if key:
                    self.draft.memo("coding", key, each.note, each.coder, each.made_at)
        return self.draft.project(choice.positions if told else None)

    def _annotation(self, task: Record, number: int, data: Record, annotation: Record) -> None:
        results = annotation["result"]
        if not isinstance(results, Sequence):
            return
        spans = []
        for result in results:
            kind = result.get("type") if isinstance(result, Mapping) else None
            if not isinstance(result, Mapping) or not isinstance(kind, str):
                self.draft.fault(0, f"task {number:,} has a result without type", _AS_EXPORTED)
            elif kind in _KINDS and isinstance(result.get("value"), Mapping):
                spans.append(result)
            else:
                self.draft.leave_out(f"results of the kind {kind[:40]!r}")
        fields = _fields(data, spans)
        if not fields:
            if spans:
                self.draft.fault(0, f"task {number:,} has labels and no text", _AS_EXPORTED)
            return
        usual = max(fields.values(), key=lambda each: (_quoted(each, spans), len(each.text)))
        self._key(task, number, usual)
        coder = self.draft.coder(_person(annotation.get("completed_by")))
        made_at = annotation.get("created_at")
        made_at = self.draft.moment(made_at) if isinstance(made_at, str) else ""
        for which, result in enumerate(spans, 1):
            field_ = fields.get(str(result.get("to_name")), usual)
            called = f"label {which:,} of task {number:,}"
            self._span(called, result, field_, self._key(task, number, field_), (coder, made_at))

    def _span(self, called: str, result: Record, field_: _Field, text: str, by: tuple[str, str]) -> None:
        value = result["value"]
        if not isinstance(value, Mapping):
            return
        labels = value.get(str(result["type"]), value.get("labels"))
        names = [name_of(each) for each in labels] if isinstance(labels, list) else []
        if not names or not all(names):
            self.draft.fault(0, f"{called} has no name", _AS_EXPORTED)
            return
        quote = _spelt_out(value.get("text"), field_.text)
        found = field_.stated(value, quote)
        if found is None and not quote.strip():
            self.draft.fault(0, f"{called} says neither where it is nor what it quotes", _AS_EXPORTED)
            return
        codes = tuple(self.draft.code(name) for name in dict.fromkeys(names))
        self.given.append(_Given(called, text, codes, *by, found, quote, _note(result)))

    def _key(self, task: Record, number: int, field_: _Field) -> str:
        """Return the key of a text, which is added when it is first asked for."""
        id_ = name_of(task.get("id")) or str(number)
        known = self.keys.get((id_, field_.name))
        if known is not None and known[1].text == field_.text:
            return known[0]
        data = task.get("data")
        about = data if isinstance(data, Mapping) else task
        name = next(
            (found for each in _NAMES if (found := name_of(about.get(each)))), f"{self.source.stem} {id_}"
        )
        key = self.draft.text(name, field_.text)
        self.keys[id_, field_.name] = (key, field_)
        return key


# --- texts --------------------------------------------------------------------------------------------


class _Field:
    """A text of a task."""

    def __init__(self, name: str, stored: str) -> None:
        self.name = name
        self._scale = Scale(stored)
        self.text = self._scale.text

    def stated(self, value: Record, quote: str) -> Stated | None:
        """Return where a label says that it is; None if it does not say."""
        start, end = whole(value.get("start")), whole(value.get("end"))
        return None if start is None or end is None else stated(self._scale, start, end, quote)


class _WebPage(_Field):
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


class _Dialogue(_Field):
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


def _fields(data: Record, spans: Sequence[Record]) -> dict[str, _Field]:
    """Return the texts of a task by the names of their fields."""
    kinds = {str(span.get("to_name")): span["type"] for span in spans}
    is_page = bool(spans) and all(span["type"] == _OF_PAGES for span in spans)
    found: dict[str, _Field] = {}
    for name, value in data.items():
        if isinstance(value, str) and value.strip():
            page = kinds.get(name) == _OF_PAGES or (is_page and "<" in value)
            found[name] = _WebPage(name, value) if page else _Field(name, value)
        elif isinstance(value, list) and value and all(_is_turn(each) for each in value):
            found[name] = _Dialogue(name, value)
    return found


def _is_turn(each: object) -> bool:
    return isinstance(each, Mapping) and isinstance(each.get("text"), str) and "labels" not in each


def _quoted(field_: _Field, spans: Sequence[Record]) -> int:
    """Count the labels whose words stand in a text."""
    words = (value.get("text") for span in spans if isinstance(value := span["value"], Mapping))
    return sum(isinstance(each, str) and _spelt_out(each, field_.text) in field_.text for each in words)


def _spelt_out(quote: object, text: str) -> str:
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


# --- values -------------------------------------------------------------------------------------------


def _is_span(each: object) -> bool:
    return isinstance(each, Mapping) and any(isinstance(each.get(kind), list) for kind in _KINDS)


def _kind_of(span: object) -> str:
    if not isinstance(span, Mapping) or "labels" not in span:
        return next(kind for kind in _KINDS if isinstance(span, Mapping) and kind in span)
    if "globalOffsets" in span:
        return _OF_PAGES
    return _OF_PARAGRAPHS if "startOffset" in span else "labels"


def _person(completed_by: object) -> str:
    """Return who made an annotation: an e-mail address, a name, or a number."""
    if isinstance(completed_by, Mapping):
        names = " ".join(name_of(completed_by.get(part)) for part in ("first_name", "last_name")).strip()
        return name_of(completed_by.get("email")) or names or _person(completed_by.get("id"))
    name = name_of(completed_by)
    return f"coder {name}" if name.isdigit() else name


def _note(result: Record) -> str:
    """Return what the coder wrote on a label."""
    meta = result.get("meta")
    words = meta.get("text") if isinstance(meta, Mapping) else None
    lines = words if isinstance(words, list) else [words]
    return "\n".join(in_lf(line) for line in lines if isinstance(line, str))
