"""Codings of doccano: JSON lines, or a JSON list, each with a text and what of it was given which label.

Three ways of writing are known: `label` or `labels` with `[start, end, name]`; `entities` with
`start_offset`, `end_offset` and `label`; and `annotations` as older versions have them, with numbers for
labels and people. doccano keeps no quotations, so what its positions count is told by where words begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.errors import Fault, ToolkitError
from toolkit.formats.projects import exactjson
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.exactjson import name_of, whole
from toolkit.formats.projects.scale import Scale, Stated, chosen, in_lf, stated
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "doccano"
ENDINGS = (".jsonl", ".json")

_TEXTS = ("text", "data")
_SPANS = ("label", "labels", "entities", "annotations")
_NAMES = ("filename", "upload_name", "name", "title")
_COMMENTS = ("Comments", "comments")
_LEFT = {"relations": "relations between passages", "cats": "labels of whole texts"}
_LOOKED_AT = 2**20
_LINES_LOOKED_AT = 50
_TRIPLE = 3
_AS_EXPORTED = "export the project again as JSONL"

Record = Mapping[str, object]


class _Given(NamedTuple):
    """One label given to one passage."""

    line: int
    text: str
    code: str
    coder: str
    stated: Stated


def sniff(source: Source) -> bool:
    """Tell whether the file holds texts with labelled passages, as doccano writes them."""
    try:
        return _looks_so(source.data[:_LOOKED_AT], whole_file=len(source.data) <= _LOOKED_AT)
    except (ToolkitError, ValueError, RecursionError):
        return False


def _looks_so(head: bytes, *, whole_file: bool) -> bool:
    text = opening(head).strip()
    if text.startswith("["):
        found = exactjson.value(text) if whole_file else None
        records = found[:_LINES_LOOKED_AT] if isinstance(found, list) else []
    elif text.startswith("{"):
        lines = text.split("\n", _LINES_LOOKED_AT)
        lines = lines if whole_file and len(lines) <= _LINES_LOOKED_AT else lines[:-1]
        records = [exactjson.value(line) for line in lines if line.strip()]
    else:
        return False
    return (
        bool(records)
        and all(isinstance(each, Mapping) and _text_of(each) is not None for each in records)
        and any(_has_spans(each) for each in records if isinstance(each, Mapping))
    )


def _has_spans(record: Record) -> bool:
    for name in _SPANS:
        found = record.get(name)
        first = found[0] if isinstance(found, list) and found else None
        if isinstance(first, list) and len(first) == _TRIPLE and whole(first[0]) is not None:
            return True
        if isinstance(first, Mapping) and {"start_offset", "end_offset", "label"} <= first.keys():
            return True
    return False


def read(source: Source, positions: str = "", coder: str = "") -> Project:
    """Read an export of doccano.

    Parameters
    ----------
    positions
        What positions count, `codepoints` or `utf16`; empty to find out.
    coder
        Whose labels they are, where the file does not say.

    Raises
    ------
    ToolkitError
        If it is no such file; with a fault for each line to mend.
    """
    draft = Draft(source, NAME)
    reader = _Reader(source, draft, coder)
    given: list[_Given] = []
    for number, (line, record) in enumerate(_records(source), 1):
        if isinstance(record, Fault):
            draft.faults.append(record)
        elif not isinstance(record, Mapping) or (text := _text_of(record)) is None:
            draft.fault(line, f"{_called(line, number)} has no text", _AS_EXPORTED)
        else:
            given += reader.taken(record, text, line, number)
    choice = chosen((each.stated for each in given), "codepoints", positions)
    for each in given:
        start, end = each.stated.places[choice.unit]
        draft.coding(each.line, each.text, each.code, coder=each.coder, start=start, end=end)
    if given and not any(each.coder for each in given):
        draft.notes.append(
            "The file does not say who coded; where doccano keeps people apart, it names files after them."
        )
    return draft.project(choice.positions if given else None)


def _records(source: Source) -> Iterator[tuple[int, object]]:
    """Yield each record with its line, which is 0 in a list."""
    text = decoded(source).text
    if not text.lstrip().startswith("["):
        yield from exactjson.lines(text)
        return
    found = exactjson.value(text)
    if isinstance(found, list):
        yield from ((0, record) for record in found)
    else:
        yield 0, found


def _called(line: int, number: int) -> str:
    return "the record" if line else f"record {number:,}"


def _text_of(record: Record) -> str | None:
    found = (record.get(name) for name in _TEXTS)
    return next((text for text in found if isinstance(text, str)), None)


class _Reader:
    """Reads records one by one into a draft."""

    def __init__(self, source: Source, draft: Draft, coder: str) -> None:
        self._source, self._draft, self._coder = source, draft, coder

    def taken(self, record: Record, text: str, line: int, number: int) -> Iterator[_Given]:
        """Yield the labels given to passages of a record's text; add the text and what is said of it."""
        draft, scale = self._draft, Scale(text)
        key = draft.text(_name(self._source, record, number), scale.text)
        for comment in next((found for name in _COMMENTS if (found := _listed(record, name))), []):
            draft.memo("transcript", key, _words(comment))
        for name, what in _LEFT.items():
            draft.leave_out(what, count=len(_listed(record, name)))
        for name in _SPANS:
            if record.get(name) is not None and not isinstance(record[name], list):
                draft.fault(line, f"{_called(line, number)} has {name!r}, which is no list", _AS_EXPORTED)
            for which, span in enumerate(_listed(record, name), 1):
                if isinstance(span, str):
                    draft.leave_out("labels of whole texts")
                elif (given := _span(span)) is not None:
                    start, end, label, user = given
                    code, coder = draft.code(label), draft.coder(user or self._coder)
                    yield _Given(line, key, code, coder, stated(scale, start, end))
                else:
                    what = f"{_called(line, number)} has label {which:,} without start, end and name"
                    draft.fault(line, what, _AS_EXPORTED)


def _listed(record: Record, name: str) -> list[object]:
    found = record.get(name)
    return found if isinstance(found, list) else []


def _words(comment: object) -> str:
    """Return the words of a comment, which is its text or says it among other things."""
    found = comment.get("text") if isinstance(comment, Mapping) else comment
    return in_lf(found) if isinstance(found, str) else ""


def _span(span: object) -> tuple[int, int, str, str] | None:
    """Return start, end, label and coder of a labelled passage; None if it is none."""
    user: object = ""
    if isinstance(span, Mapping):
        first, last, label = (span.get(name) for name in ("start_offset", "end_offset", "label"))
        user = span.get("user")
    elif isinstance(span, Sequence) and not isinstance(span, str) and len(span) == _TRIPLE:
        first, last, label = span
    else:
        return None
    start, end, name = whole(first), whole(last), name_of(label)
    return None if start is None or end is None or not name else (start, end, name, name_of(user))


def _name(source: Source, record: Record, number: int) -> str:
    """Return what a text is called: the name of its file if doccano kept it."""
    meta = record.get("meta")
    for about in (record, meta if isinstance(meta, Mapping) else {}):
        for key in _NAMES:
            if name := name_of(about.get(key)):
                return name
    return f"{source.stem} {name_of(record.get('id')) or number}"
