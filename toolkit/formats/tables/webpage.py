"""HTML: one page to read, print or paste from. It loads nothing, runs nothing, and all of it is text."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.grouping import Group, printed
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.model.table import Column, Table, Value

NAME = "HTML"
ENDINGS = (".html",)

# The three lines of a printed table; cells keep their blanks; names come again on each printed page.
_LOOK = """
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #111; background: #fff;
  font: 1rem/1.4 Georgia, "Times New Roman", serif; }
table { border-collapse: collapse; border-top: 1.5pt solid; border-bottom: 1.5pt solid; }
caption { caption-side: top; padding-bottom: .5rem; text-align: start; font-weight: bold; }
thead { display: table-header-group; border-bottom: .75pt solid; }
th, td { padding: .25rem .6rem; text-align: start; vertical-align: top; white-space: pre-wrap;
  overflow-wrap: break-word; }
thead th { vertical-align: bottom; overflow-wrap: normal; }
.right, .number { text-align: right; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
th[scope=rowgroup] { padding-top: .7rem; font-weight: normal; font-style: italic; }
tr { break-inside: avoid; }
.note { margin: .4rem 0 0; font-size: .875rem; white-space: pre-wrap; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 9pt; } }
"""
_KNOWN = base64.b64encode(hashlib.sha256(_LOOK.encode()).digest()).decode()
# What a browser lets the page do, whatever came into it: look as above, and nothing else.
_POLICY = f"default-src 'none'; style-src 'sha256-{_KNOWN}'; base-uri 'none'; form-action 'none'"


def render(table: Table) -> str:
    """Return the page: the title as caption, rows in their groups, notes below.

    Cells say for themselves which way they run (`dir="auto"`), as interviews may be in any language.
    """
    check_numbers(table)
    title = table.title.strip()
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_escaped(' '.join(title.split())) or 'Table'}</title>",
        f"<style>{_LOOK}</style>",
        "</head>",
        "<body>",
        "<table>",
        *([f'<caption dir="auto">{_text(title)}</caption>'] if title else []),
        *_table(table),
        "</table>",
        *(f'<p class="note" dir="auto">{_text(note)}</p>' for note in table.notes),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def write(table: Table, path: Path) -> None:
    """Write the table as a page in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    write_whole(path, render(table).encode())


def _table(table: Table) -> Iterator[str]:
    as_printed = printed(table)
    yield "<thead>"
    yield _row(
        f'<th scope="col" dir="auto"{_placed(column, column.name)}>{_text(column.printed)}</th>'
        for column in as_printed.columns
    )
    yield "</thead>"
    for group in as_printed.groups:
        yield from _group(group, as_printed.columns)


def _group(group: Group, columns: tuple[Column, ...]) -> Iterator[str]:
    yield "<tbody>"
    if group.heading:
        spanning = f'<th scope="rowgroup" colspan="{len(columns)}" dir="auto">{_text(group.heading)}</th>'
        yield _row([spanning])
    for row in group.rows:
        yield _row(
            f'<td dir="auto"{_placed(column, value)}>{_text(shown(column, value))}</td>'
            for column, value in zip(columns, row, strict=True)
        )
    yield "</tbody>"


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _placed(column: Column, value: Value) -> str:
    """Return where a value stands: words among numbers to the right like these, but in lines."""
    if column.kind == "text":
        return ""
    return ' class="right"' if isinstance(value, str) else ' class="number"'


def _text(text: str) -> str:
    return "<br>".join(map(_escaped, LINE_END.split(text)))


def _escaped(text: str) -> str:
    return html.escape(with_controls_visible(text), quote=True)
