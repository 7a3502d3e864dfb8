"""Reads what the table writers wrote, cell by cell, and says what text becomes on the way."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from io import StringIO
from pathlib import Path

import docx
from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from toolkit.formats.tables.latex import GOES_ON
from toolkit.formats.tables.showing import LINE_END, with_controls_visible
from toolkit.model.table import Column, Table

SENTENCE = "The note was written by the model, and I only signed it, as there was no time for more. "

HOSTILE = (
    "& % $ # _ { } ~ ^ \\ < > | \" ' ` [x] *y* -- --- '' ,, ?` !`",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    "@SUM(A1)",
    "\\input{/etc/passwd} \\write18{ls} %",
    "\\end{longtable} & \\\\",
    "^^M^^5c",
    "*",
    "[2pt]",
    "</td></table><script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &amp; &#60; ]]> -->",
    "[x](javascript:alert(1)) ![y](https://example.org/z.png)",
    "https://example.org/" + "a/b_c%20" * 40,
    "משמעות and more 12, then משמעות",
    "left then משמעות.",
    "«مرحبا» 12",
    "🙂 👩\u200d👧 ☕\ufe0f → ≥ κ",
    "漢字かな交じり文" * 10,
    "cafe\u0301 Zoë ŵ Ђ",
    "first\nsecond\r\n\nfourth",
    "bell\x07 \x1b[31m red",
    "x" * 400,
    (SENTENCE * 115).strip(),  # ten thousand characters
)

FINDINGS = Table(
    "Themes, with who spoke of them",
    (
        Column("theme"),
        Column("code"),
        Column("n_participants", "count", heading="Participants", of=13),
        Column("share", "share", heading="Share of all"),
        Column("kappa", "number", heading="Cohen's kappa"),
        Column("quote", heading="Quotation"),
    ),
    (
        ("Care & trust", "care_for_100%", 6, 6 / 13, 0.1 + 0.2, "It was “fine”, 50 % | of\nthe time."),
        ("Care & trust", "doubt", 0, 0.0, None, "משמעות 🙂"),
        ("Speed", "haste #1", 13, 1.0, -0.25, None),
        (None, "none", 1, 1 / 13, 1.0, "=1+1"),
    ),
    ("Codebook 1.0.0.", "Two coders, A & B."),
    grouped_by="theme",
)


def told(text: str) -> str:
    """Return the words of a text, whatever blanks and line ends a format has; controls as their pictures."""
    lines = (with_controls_visible(line) for line in LINE_END.split(unicodedata.normalize("NFC", text)))
    return " ".join("\n".join(lines).split())


def cells(path: Path) -> list[list[str]]:
    """Return header and rows of a table file; a row above a group has one cell."""
    return _READERS[path.suffix](path)


def _delimited(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def _json(path: Path) -> list[list[str]]:
    whole = json.loads(path.read_text("utf-8"))
    names = [column["name"] for column in whole["columns"]]
    return [names, *([_said(row[name]) for name in names] for row in whole["rows"])]


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _excel(path: Path) -> list[list[str]]:
    return [[_said(cell.value) for cell in row] for row in load_workbook(path)["Table"].iter_rows()]


def _word(path: Path) -> list[list[str]]:
    rows = docx.Document(str(path)).tables[0].rows
    return [[cell.text for cell in row.cells][: len(row._tr.tc_lst)] for row in rows]  # noqa: SLF001 - no other


def _markdown(path: Path) -> list[list[str]]:
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(path.read_text("utf-8"))
    return _of_page(html.document_fromstring(page))


def _webpage(path: Path) -> list[list[str]]:
    return _of_page(html.document_fromstring(path.read_bytes()))


def _of_page(page: html.HtmlElement) -> list[list[str]]:
    for line_break in page.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return [[str(cell.text_content()) for cell in row.iter("td", "th")] for row in page.iter("tr")]


# --- LaTeX ------------------------------------------------------------------------------------------

_SPELT = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textquotedbl{}": '"',
    r"\textasciigrave{}": "`",
    r"\allowbreak{}": "",
    r"\leavevmode{}": "",
    r"\newline ": "\n",
    r"\raggedleft\arraybackslash ": "",
    "{[}": "[",
    "{]}": "]",
    "{*}": "*",
    "{}": "",
    **{f"\\{sign}": sign for sign in "{}&%$#_"},
}
_TOKEN = re.compile("|".join(map(re.escape, sorted(_SPELT, key=len, reverse=True))))
_WRAPPER = re.compile(r"\\(?:textbf|emph|IntercoderLeftwards|IntercoderRightwards)\{")
_NUMBERED = re.compile(r"\\texttt\{\{\[\}U\+([0-9A-F]+)\{\]\}\}\\allowbreak\{\}")
_END_OF_ROW = re.compile(rf"\s\\\\\*?(?: ({re.escape(GOES_ON)}))?$")


def _latex(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").split("\n")
    check_braces([line for line in lines if not line.startswith("%")])
    start = lines.index(r"\endfirsthead")
    head = lines[start - 2]
    body = lines[lines.index(r"\endfoot") + 1 : lines.index(r"\end{longtable}")]
    rows, goes_on = [_row(head)], False
    for line in body:
        if line == r"\addlinespace":
            continue
        ended = _END_OF_ROW.search(line)
        assert ended, line
        row = _row(line)
        if goes_on:
            rows[-1] = [a + b for a, b in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
        goes_on = bool(ended[1])
    return rows


def _row(line: str) -> list[str]:
    written = _END_OF_ROW.sub("", line)
    if written.startswith(r"\multicolumn"):
        return [_plain(written[written.index("@{}}{") + len("@{}}{") : -1])]
    return [_plain(cell) for cell in written.split(" & ")]


def _plain(cell: str) -> str:
    """Return the letters of a cell; a command that is none of the writer's own is an error."""
    cell = _NUMBERED.sub(lambda found: chr(int(found[1], 16)), cell)
    out, at, open_ones = [], 0, 0
    while at < len(cell):
        if wrapper := _WRAPPER.match(cell, at):
            open_ones += 1
            at = wrapper.end()
        elif token := _TOKEN.match(cell, at):
            out.append(_SPELT[token[0]])
            at = token.end()
        elif cell[at] == "}" and open_ones:
            open_ones -= 1
            at += 1
        else:
            assert cell[at] not in "\\{}&%$#_~^", cell[max(at - 30, 0) : at + 30]
            out.append(cell[at])
            at += 1
    assert not open_ones
    return "".join(out)


def check_braces(lines: list[str]) -> None:
    """Fail unless what is opened is closed, over the file and over each line of its table."""
    depth = 0
    for line in lines:
        for sign in re.findall(r"\\.|[{}]", line):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0, line
        if line.endswith(r"\\"):
            assert depth == 0, line
    assert depth == 0


_READERS = {
    ".csv": _delimited,
    ".json": _json,
    ".xlsx": _excel,
    ".docx": _word,
    ".md": _markdown,
    ".html": _webpage,
    ".tex": _latex,
}
