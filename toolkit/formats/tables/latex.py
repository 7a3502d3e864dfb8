r"""LaTeX: a table to `\input` into a paper, as a journal prints it. Data are letters, never commands.

The file is a piece of a document. Its first lines, as comments, are the preamble it needs; with `pdflatex`,
`xelatex` and `lualatex` alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.directions import reads_leftwards, stretches
from toolkit.formats.tables.grouping import Printed, printed
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.formats.tables.widths import demands, length, widths
from toolkit.model.table import Table

NAME = "LaTeX"
ENDINGS = (".tex",)

PREAMBLE: Final = r"""
\usepackage{iftex}
\ifpdftex\usepackage[T1]{fontenc}\else\usepackage{fontspec}\fi
\usepackage{array,booktabs,longtable}
""".strip().splitlines()
"""What every table needs; one that lies across the page also `ACROSS`."""
ACROSS: Final = r"\usepackage{pdflscape}"
GOES_ON: Final = "% goes on"
"""Stands behind a row whose cells go on in the next: a row of a longtable never breaks across pages."""

_UPRIGHT, _LANDSCAPE = 7_000, 11_600  # hundredths of a letter on a line, of small type on A4 paper
_BESIDE = 170  # likewise: the blank beside a column
_MOST_UPRIGHT = 8  # columns on an upright page
_RUNNING = 60  # characters of running text that one line should have room for
_TALLEST = 24  # lines of a row in one piece
_LONG_WORD, _PIECE = 24, 8  # a longer word may be broken after so many letters each, wherever that is

_SIGNS: Final = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # behind the end of a row it would begin an option
    "]": "{]}",
    "*": "{*}",  # there, it would be one
    "\t": " ",
})  # fmt: skip
# Two of these next to each other would be one other sign.
_JOINING = re.compile(r"([-',])(?=\1)")
# Controls, and what turns around what an editor shows of the file: they are named.
_MISLEADING = re.compile("[\x80-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
# Stand for commands until letters have become commands. Data have none, as controls are made visible.
_BREAKABLE, _APART = "\x00", "\x01"
_JOINER = "\N{ZERO WIDTH JOINER}"
_LONG = re.compile(rf"\S{{{_LONG_WORD},}}")
# Signs of mathematics have commands; other letters that are lacking are printed as their numbers.
_COMMANDS: Final = {
    "\N{RIGHTWARDS ARROW}": r"\ensuremath{\rightarrow}",
    "\N{LEFTWARDS ARROW}": r"\ensuremath{\leftarrow}",
    "\N{LESS-THAN OR EQUAL TO}": r"\ensuremath{\leq}",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ensuremath{\geq}",
    "\N{NOT EQUAL TO}": r"\ensuremath{\neq}",
    "\N{ALMOST EQUAL TO}": r"\ensuremath{\approx}",
    "\N{MINUS SIGN}": r"\ensuremath{-}",
    "\N{GREEK SMALL LETTER ALPHA}": r"\ensuremath{\alpha}",
    "\N{GREEK SMALL LETTER KAPPA}": r"\ensuremath{\kappa}",
}
# A letter is itself where there is a font for it, else its number: TeX would print nothing at all.
_LACKING: Final = r"""
\ifdefined\Umathcode % XeLaTeX, LuaLaTeX
  \def\IntercoderLetter#1#2#3{\iffontchar\font"#2 \else\begingroup\lccode`\~="#2
    \lowercase{\endgroup\protected\gdef~}{#3}\catcode"#2=\active\fi}
  \def\IntercoderMark#1#2{}
  % Where a package or the paper finds fonts for letters, they stay.
  \ifdefined\XeTeXinterchartokenstate\ifnum\XeTeXinterchartokenstate>0 \def\IntercoderHasFonts{}\fi\fi
  \ifdefined\ltjsetparameter\def\IntercoderHasFonts{}\fi
  \ifdefined\IntercoderHasFonts\def\IntercoderLetter#1#2#3{}\fi
\else % pdfLaTeX
  \def\IntercoderMark#1#2{\ifcsname u8:\detokenize{#1}\endcsname\else
    \expandafter\gdef\csname u8:\detokenize{#1}\endcsname{#2}\fi}
  \def\IntercoderLetter#1#2#3{\IntercoderMark{#1}{#3}}
\fi
""".strip().splitlines()
_LEFTWARDS: Final = r"""
\ifdefined\textdir % LuaLaTeX
  \protected\def\IntercoderLeftwards#1{{\textdir TRT #1}}
  \protected\def\IntercoderRightwards#1{{\textdir TLT #1}}
\else\ifdefined\XeTeXversion
  \TeXXeTstate=1
  \protected\def\IntercoderLeftwards#1{\beginR #1\endR}
  \protected\def\IntercoderRightwards#1{\beginL #1\endL}
\else % pdfLaTeX, which has no letters that run from right to left
  \protected\def\IntercoderLeftwards#1{#1}
  \protected\def\IntercoderRightwards#1{#1}
\fi\fi
""".strip().splitlines()
_LATIN_1, _LAST_LATIN = 0xFF, 0x2AF


def render(table: Table) -> str:
    """Return the table with caption, label and notes, behind the preamble it needs as comments."""
    check_numbers(table)
    as_printed = printed(table)
    wanted = demands(as_printed)
    natural = sum(_size(min(demand.most, _RUNNING)) for demand in wanted)
    across = len(wanted) > _MOST_UPRIGHT or natural > _LANDSCAPE
    room = _LANDSCAPE if across else _UPRIGHT
    columns = widths(wanted, room, _size)
    body = [*_body(table, as_printed, columns, room)]
    lines = [
        *_comment(table, across=across),
        r"\begingroup",
        *_letters(body),
        *([r"\begin{landscape}"] if across else []),
        *body,
        *([r"\end{landscape}"] if across else []),
        r"\endgroup",
    ]
    return "\n".join(lines) + "\n"


def write(table: Table, path: Path) -> None:
    """Write the table as LaTeX in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    write_whole(path, render(table).encode())


def _size(characters: int) -> int:
    return 100 * characters + _BESIDE


def _comment(table: Table, *, across: bool) -> Iterator[str]:
    yield "% Put this file into a paper with \\input. The preamble of the paper needs these lines:"
    yield from (f"%   {line}" for line in (*PREAMBLE, *([ACROSS] if across else [])))
    yield "% It compiles with pdflatex, xelatex and lualatex; in one column, as longtable needs."
    texts = (table.title, *table.notes, *(value for row in table.rows for value in row))
    if any(_rare(str(text)) for text in texts):
        yield "% A letter that the fonts of the paper lack is printed as its number. With xelatex and"
        yield "% lualatex, choose a font that has it (\\setmainfont); if the paper finds fonts letter by"
        yield "% letter (a fallback), say \\def\\IntercoderHasFonts{} before."


def _rare(text: str) -> bool:
    """Say whether text has letters that TeX's own fonts lack: neither Latin ones nor punctuation."""
    return not text.isascii() and any(
        unicodedata.category(letter) == "So" or (ord(letter) > _LAST_LATIN and letter.isalpha())
        for letter in text
    )


def _letters(body: Iterable[str]) -> Iterator[str]:
    """Say how to print the letters that fonts may lack, and those that run from right to left."""
    written = "\n".join(body)
    if found := sorted({letter for letter in written if ord(letter) > _LATIN_1}):
        yield from _LACKING
        yield from map(_declared, found)
    if r"\IntercoderLeftwards" in written:
        yield from _LEFTWARDS


def _declared(letter: str) -> str:
    """Return what declares a letter; marks are for pdfLaTeX, elsewhere they belong to the letter before."""
    if unicodedata.category(letter) == "Cf" or unicodedata.name(letter, "").startswith("VARIATION SELECTOR"):
        return rf"\IntercoderMark{{{letter}}}{{}}"
    if unicodedata.category(letter)[0] == "M":
        return rf"\IntercoderMark{{{letter}}}{{{_numbered(letter)}}}"
    instead = _COMMANDS.get(letter) or _numbered(letter)
    return rf"\IntercoderLetter{{{letter}}}{{{ord(letter):04X}}}{{{instead}}}"


def _numbered(letter: str) -> str:
    return rf"\texttt{{{{[}}U+{ord(letter):04X}{{]}}}}\allowbreak{{}}"


# --- the table --------------------------------------------------------------------------------------


def _body(table: Table, as_printed: Printed, columns: Sequence[int], room: int) -> Iterator[str]:
    yield r"\small\setlength{\tabcolsep}{4pt}\setlength{\LTleft}{0pt}\setlength{\LTright}{\fill}"
    yield r"\setlength{\LTcapwidth}{\linewidth}"
    yield r"\begin{longtable}{@{}"
    for column, width in zip(as_printed.columns, columns, strict=True):
        side = r"\raggedright" if column.kind == "text" else r"\raggedleft"
        yield rf"  >{{{side}\arraybackslash}}p{{{_width(width / room)}}}"
    yield "@{}}"
    if table.title.strip():
        yield rf"{_caption(table.title)}\label{{{_label(table.title)}}}\\"
    heads = " & ".join(_cell(column.printed, r"\textbf") for column in as_printed.columns)
    for end in (r"\endfirsthead", r"\endhead"):
        yield from (r"\toprule", rf"{heads} \\", r"\midrule", end)
    yield from (r"\bottomrule", r"\endfoot")
    rooms = [max((width - _BESIDE) // 100, 1) for width in columns]
    for number, group in enumerate(as_printed.groups):
        if group.heading:
            yield from [r"\addlinespace"] if number else []
            spanning = rf"\multicolumn{{{len(columns)}}}{{@{{}}>{{\raggedright\arraybackslash}}"
            spanning += rf"p{{{_width(sum(columns) / room)}}}@{{}}}}"
            heading = _cell(group.heading, r"\emph")
            yield rf"{spanning}{{{heading}}} \\*"
        for row in group.rows:
            yield from _row(list(map(shown, as_printed.columns, row)), rooms)
    yield r"\end{longtable}"
    if not table.title.strip():
        yield r"\addtocounter{table}{-1}% counted, though it has no number"
    yield from [r"\vspace{-\LTpost}"] if table.notes else []
    for note in table.notes:
        yield rf"{{\footnotesize\noindent {_text(note)}\par}}"


def _width(share: float) -> str:
    return rf"\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax"


def _caption(title: str) -> str:
    """Return the caption; a list of tables, which is set before them, has it without their commands."""
    line = " ".join(title.split())
    plain, directed = _escaped(with_controls_visible(line)), _text(line)
    return rf"\caption{{{plain}}}" if plain == directed else rf"\caption[{plain}]{{{directed}}}"


def _label(title: str) -> str:
    return f"tab:{'-'.join(re.findall('[a-z0-9]+', title.lower()))[:40].strip('-') or 'table'}"


def _row(texts: Sequence[str], rooms: Sequence[int]) -> Iterator[str]:
    """Yield a row; a tall one in several, as a row of a longtable never breaks."""
    cut = [list(_pieces(text, room)) for text, room in zip(texts, rooms, strict=True)]
    *before, last = zip_longest(*cut, fillvalue="")
    for pieces in before:
        yield rf"{' & '.join(map(_cell, pieces))} \\ {GOES_ON}"
    yield rf"{' & '.join(map(_cell, last))} \\"


def _pieces(text: str, room: int) -> Iterator[str]:
    """Cut text into pieces of as many lines as a page has room for, at blanks where there are any."""
    if length(text) <= room * _TALLEST and len(LINE_END.findall(text)) < _TALLEST:
        yield text
        return
    lines = [part for line in _with_ends(text) for part in _wrapped(line, room)]
    for start in range(0, len(lines), _TALLEST):
        yield "".join(lines[start : start + _TALLEST])


def _with_ends(text: str) -> Iterator[str]:
    done = 0
    for end in LINE_END.finditer(text):
        yield text[done : end.end()]
        done = end.end()
    yield text[done:]


def _wrapped(line: str, room: int) -> Iterator[str]:
    while length(line) > room:
        blank = line.rfind(" ", 0, room + 1)
        cut = blank + 1 if blank > 0 else _next_letter(line, room)
        yield line[:cut]
        line = line[cut:]
    if line:
        yield line


# --- text -------------------------------------------------------------------------------------------


def _cell(text: str, style: str = "") -> str:
    """Return text as it can stand in a cell: at the side it begins at, in a style."""
    styled = f"{style}{{{_text(text)}}}" if style else _text(text)
    return rf"\raggedleft\arraybackslash {styled}" if reads_leftwards(text) else styled


def _text(text: str) -> str:
    """Return text in its lines. Letters and the marks on them become one letter where there is such a one."""
    composed = unicodedata.normalize("NFC", text)
    first, *others = (_directed(with_controls_visible(line)) for line in LINE_END.split(composed))
    if not others:
        return first
    return r"\newline ".join([first or r"\leavevmode{}", *others])


def _directed(line: str) -> str:
    whole = reads_leftwards(line)
    pieces = (
        _escaped(piece) if leftwards == whole else _towards(leftwards, _escaped(piece))
        for leftwards, piece in stretches(line)
    )
    return _towards(leftwards=True, escaped="".join(pieces)) if whole else "".join(pieces)


def _towards(leftwards: bool, escaped: str) -> str:  # noqa: FBT001 - the one thing there is to say
    command = r"\IntercoderLeftwards" if leftwards else r"\IntercoderRightwards"
    return f"{command}{{{escaped}}}"


def _escaped(text: str) -> str:
    marked = _JOINING.sub(rf"\1{_APART}", _LONG.sub(_breakable, text))
    named = _MISLEADING.sub(lambda found: _numbered(found[0]), marked.translate(_SIGNS))
    return named.replace(_BREAKABLE, r"\allowbreak{}").replace(_APART, "{}")


def _breakable(found: re.Match[str]) -> str:
    """Mark where a long word may be broken: addresses, and languages that put no blanks between words."""
    word, pieces, start = found[0], [], 0
    while start < len(word):
        end = _next_letter(word, start + _PIECE)
        pieces.append(word[start:end])
        start = end
    return _BREAKABLE.join(pieces)


def _next_letter(text: str, at: int) -> int:
    """Return the first place from there on that is not between a letter and its marks."""
    while at < len(text) and (unicodedata.category(text[at])[0] == "M" or _JOINER in text[at - 1 : at + 1]):
        at += 1
    return at
