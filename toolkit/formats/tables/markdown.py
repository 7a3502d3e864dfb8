"""Markdown: a pipe table for notes, issues and repositories. Data shows as itself, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.model.table import Column, Table, Value

NAME = "Markdown"
ENDINGS = (".md",)

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Signs that begin or end markup in CommonMark, GitHub's Markdown or Pandoc's; of colons, those of `:smile:`.
_ACTIVE = re.compile(r"([\\`*_\[\]{}|~$^#]|:(?=[\w+-]+:))")
# What makes a list, rule or definition of the line it begins.
_BEGINNING = re.compile(r"([-+=:]|(?<=\d)[.)])")
_LINE_BREAK = "<br>"


def render(table: Table) -> str:
    """Return the table with its title and notes."""
    check_numbers(table)
    lines = [f"# {_line(table.title)}", ""] if table.title.strip() else []
    lines.append(_row(_cell(name) for name in table.names))
    lines.append(_row("---" if column.kind == "text" else "---:" for column in table.columns))
    lines += [_row(map(_valued, table.columns, row)) for row in table.rows]
    for note in table.notes:
        lines += ["", _line(note)]
    return "\n".join(lines) + "\n"


def write(table: Table, path: Path) -> None:
    """Write the table as Markdown in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    write_whole(path, render(table).encode())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _valued(column: Column, value: Value) -> str:
    return _cell(shown(column, value))


def _cell(text: str) -> str:
    """Return text as it can stand in a cell, where only marks within a line are active."""
    lines = (with_controls_visible(line) for line in LINE_END.split(text))
    return _LINE_BREAK.join(_ACTIVE.sub(r"\\\1", line).translate(_ENTITIES) for line in lines)


def _line(text: str) -> str:
    """Return text as it can stand on a line of its own, where its beginning may be active too."""
    line = _cell(text.strip())
    digits = len(line) - len(line.lstrip("0123456789"))
    found = _BEGINNING.match(line, digits)
    return f"{line[:digits]}\\{line[digits:]}" if found else line
