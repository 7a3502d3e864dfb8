"""Codings of Label Studio: its JSON export, and the shorter JSON-MIN.

A task is a text, and each of its annotations is one coder's work. Labels of passages of text, of web pages
and of paragraphs of a dialogue are read; choices, ratings, relations and whatever else there may be are left
out and counted, and so are suggestions of models. A dialogue becomes a text of lines `NAME: words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.projects import exactjson
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.exactjson import name_of
from toolkit.formats.projects.labelstudio.texts import OF_PAGES, Field, Record, fields_of, quoted, spelt_out
from toolkit.formats.projects.scale import Stated, chosen, in_lf
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "Label Studio"
ENDINGS = (".json",)

_OF_PARAGRAPHS = "paragraphlabels"
_KINDS = ("labels", OF_PAGES, _OF_PARAGRAPHS)
_ANNOTATIONS = ("annotations", "completions")
_OF_MIN = frozenset(("annotator", "annotation_id", "lead_time"))
_NAMES = ("filename", "file_name", "document", "doc_id", "title", "name")
_LOOKED_AT = 5
_AS_EXPORTED = "export the project again as JSON"


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
    keys: dict[tuple[str, str], tuple[str, Field]] = field(default_factory=dict)

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
        if not annotations and (fields := fields_of(data, [])):
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
        fields = fields_of(data, spans)
        if not fields:
            if spans:
                self.draft.fault(0, f"task {number:,} has labels and no text", _AS_EXPORTED)
            return
        usual = max(fields.values(), key=lambda each: (quoted(each, spans), len(each.text)))
        self._key(task, number, usual)
        coder = self.draft.coder(_person(annotation.get("completed_by")))
        made_at = annotation.get("created_at")
        made_at = self.draft.moment(made_at) if isinstance(made_at, str) else ""
        for which, result in enumerate(spans, 1):
            field_ = fields.get(str(result.get("to_name")), usual)
            called = f"label {which:,} of task {number:,}"
            self._span(called, result, field_, self._key(task, number, field_), (coder, made_at))

    def _span(self, called: str, result: Record, field_: Field, text: str, by: tuple[str, str]) -> None:
        value = result["value"]
        if not isinstance(value, Mapping):
            return
        labels = value.get(str(result["type"]), value.get("labels"))
        names = [name_of(each) for each in labels] if isinstance(labels, list) else []
        if not names or not all(names):
            self.draft.fault(0, f"{called} has no name", _AS_EXPORTED)
            return
        quote = spelt_out(value.get("text"), field_.text)
        found = field_.stated(value, quote)
        if found is None and not quote.strip():
            self.draft.fault(0, f"{called} says neither where it is nor what it quotes", _AS_EXPORTED)
            return
        codes = tuple(self.draft.code(name) for name in dict.fromkeys(names))
        self.given.append(_Given(called, text, codes, *by, found, quote, _note(result)))

    def _key(self, task: Record, number: int, field_: Field) -> str:
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


def _is_span(each: object) -> bool:
    return isinstance(each, Mapping) and any(isinstance(each.get(kind), list) for kind in _KINDS)


def _kind_of(span: object) -> str:
    if not isinstance(span, Mapping) or "labels" not in span:
        return next(kind for kind in _KINDS if isinstance(span, Mapping) and kind in span)
    if "globalOffsets" in span:
        return OF_PAGES
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
