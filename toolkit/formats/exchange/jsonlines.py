"""Codings as JSON lines, an object for each, for scripts: the table with numbers, truths and lists."""

from __future__ import annotations

from typing import Any, Final

from toolkit.formats.exchange import codings, jsontext
from toolkit.formats.exchange.contents import Contents, Passage
from toolkit.model.project import Project

NAME: Final = "Codings as JSON lines"
ENDING: Final = ".jsonl"
KEEPS: Final = f"{codings.KEEPS}; memos with author and time each"
LOSES: Final = (
    "the rest of the transcripts; definitions and rules of codes; memos on anything but a coding; "
    "participants' attributes; the notes on the whole"
)


def write(project: Project) -> bytes:
    """Return one line for each coding in UTF-8, with the names of the table's columns."""
    contents, rows = Contents(project), codings.table(project).rows
    return jsontext.lines(map(_object, contents.passages, rows))


def _object(passage: Passage, row: tuple[Any, ...]) -> dict[str, Any]:
    told = dict(zip((column.name for column in codings.COLUMNS), row, strict=True))
    told["consensus"] = passage.coding.consensus
    told["memos"] = [
        {"author": remark.author, "made_at": remark.made_at, "text": remark.text}
        for remark in passage.remarks
    ]
    return told
