"""Text with codes written into it, as the R package qcoder keeps it: `(QCODE)words(/QCODE){#code, #another}`.

Marks are taken out of the text, and what stood between them is coded. Marks may lie within one another: an
end belongs to the last beginning before it.
"""

from __future__ import annotations

import re

from toolkit.formats.projects.draft import Draft
from toolkit.formats.transcripts.assemble import trimmed
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "text with codes in it"
ENDINGS = (".txt", ".md")

_BEGIN = re.compile(rb"\(QCODE\)", re.IGNORECASE)
_END = re.compile(rb"\(/QCODE\)\s{0,3}[{\[]\s{0,3}#", re.IGNORECASE)
_MARK = re.compile(
    r"\((?P<end>/?)QCODE\)(?P<codes>(?<=/QCODE\))[ \t]{0,3}(?:\{[^{}\n]{0,2000}\}|\[#[^\[\]\n]{0,2000}\]))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;]\s*#")
_AS_WRITTEN = "write (QCODE)words(/QCODE){#code}"


def sniff(source: Source) -> bool:
    """Tell whether the file is text with marks of codes in it."""
    # One after the other: a single expression would look for an end from every beginning anew.
    begun = _BEGIN.search(source.data) if opening(source.data[:4096]) else None
    return begun is not None and bool(_END.search(source.data, begun.end()))


def read(source: Source, coder: str = "") -> Project:
    """Read a text with codes in it.

    Parameters
    ----------
    coder
        Whose codes they are; the file does not say.

    Raises
    ------
    ToolkitError
        If it is no text; with a fault for each mark that has no other, or names no code.
    """
    written = decoded(source).text
    draft = Draft(source, NAME)
    found, text = _taken_apart(draft, written)
    key = draft.text(source.stem, text)
    by = draft.coder(coder)
    for line, start, end, names in found:
        span = trimmed(text, start, end)
        if span is None:
            draft.fault(line, "marks no words", _AS_WRITTEN)
            continue
        for name in names:
            code = draft.code(name)
            draft.coding(line, key, code, coder=by, start=span.start, end=span.end, quote=span.of(text))
    if not coder:
        draft.notes.append("The file does not say who coded.")
    return draft.project()


def _taken_apart(draft: Draft, written: str) -> tuple[list[tuple[int, int, int, list[str]]], str]:
    """Return the passages with their lines and codes, in order, and the text without marks."""
    parts: list[str] = []
    begun: list[tuple[int, int]] = []
    found: list[tuple[int, int, int, list[str]]] = []
    length, reached, line = 0, 0, 1
    for mark in _MARK.finditer(written):
        words = written[reached : mark.start()]
        parts.append(words)
        length += len(words)
        line += words.count("\n")
        reached = mark.end()
        if not mark["end"]:
            begun.append((line, length))
        elif not begun:
            draft.fault(line, "has an end mark without a beginning", _AS_WRITTEN)
        else:
            start = begun.pop()[1]
            names = _names(mark["codes"] or "")
            if names:
                found.append((line, start, length, names))
            else:
                draft.fault(line, "has a passage that is given no code", _AS_WRITTEN)
    for begins, _ in begun:
        draft.fault(begins, "has a beginning mark without an end", _AS_WRITTEN)
    parts.append(written[reached:])
    return sorted(found, key=lambda each: each[1:3]), "".join(parts)


def _names(codes: str) -> list[str]:
    """Return the codes between braces, each once.

    >>> _names("{#trust, #time to think}")
    ['trust', 'time to think']
    """
    parts = _BETWEEN.split(codes.strip()[1:-1])
    return list(dict.fromkeys(name for part in parts if (name := " ".join(part.split()).lstrip("# "))))
