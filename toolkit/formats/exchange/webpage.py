"""HTML: one page with the transcripts as coded, to read, print or send. It loads nothing and runs nothing.

Each coding has a number, which stands in brackets where it begins and ends and again in the margin, so that
nobody needs to see colours; the numbers are drawn by the page's look and no text, so that what is copied
from a transcript is what was said.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from toolkit.formats.exchange.contents import Contents, Placed, Remark
from toolkit.formats.exchange.segments import Block, Segment, blocks, segments
from toolkit.formats.tables.showing import LINE_END, with_controls_visible
from toolkit.model.project import Project, ProjectCode, ProjectText

NAME: Final = "Annotated transcripts as a web page"
ENDING: Final = ".html"
KEEPS: Final = (
    "transcripts with speakers and numbered turns; every coding marked and numbered, with code, coder, "
    "certainty and memos in the margin; a legend of codes with definitions and colours; every other memo"
)
LOSES: Final = (
    "what a program could read: exact positions, ids of codings, times; rules of codes beyond their "
    "definition; participants' attributes"
)

# Sets of Okabe & Ito and of Paul Tol, which stay distinct for colour-blind readers.
_COLOURS: Final = (
    "#0072b2", "#d55e00", "#009e73", "#aa4499", "#c28a00", "#332288", "#cc6677", "#8a8a1f",
    "#3a93c9", "#882255", "#117733", "#cc79a7",
)  # fmt: skip
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_LINES: Final = 4  # of colour below words; numbers tell of further codings
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

_LOOK: Final = """
:root { color-scheme: light dark; --ink: #16181d; --soft: #5a606b; --page: #fff;
  --mark: #fdf3c4; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; color: var(--ink);
  background: var(--page); font: 1rem/1.5 Georgia, "Times New Roman", serif; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 3rem 0 1rem; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 1.3rem; }
h1, h2, .plain { overflow-wrap: anywhere; white-space: pre-wrap; }
.note { color: var(--soft); font-size: .9rem; margin: .4rem 0; }
.legend { list-style: none; margin: 0; padding: 0; columns: 22rem; column-gap: 2rem; }
.legend > li { break-inside: avoid; margin: 0 0 .5rem; font-size: .9rem; }
.swatch { display: inline-block; inline-size: .8em; block-size: .8em; margin-inline-end: .4em;
  background: var(--code); border: 1px solid var(--ink); }
.turn { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr) minmax(12rem, 19rem); column-gap: 1rem;
  margin-bottom: .3rem; }
.number { color: var(--soft); font-size: .8rem; line-height: 2rem; text-align: end; user-select: none; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2; }
.gap { white-space: normal; }
.label { font-weight: bold; }
.margin { list-style: none; margin: .35rem 0 .8rem; padding: 0; font-size: .85rem; line-height: 1.35; }
.margin > li { border-inline-start: 4px solid var(--code); padding-inline-start: .5rem; margin-bottom: .45rem;
  overflow-wrap: anywhere; break-inside: avoid; }
.who, .memo { color: var(--soft); }
.memo { margin: .15rem 0 0; white-space: pre-wrap; }
mark { color: inherit; background-color: var(--mark); padding-bottom: .15em; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; }
mark, .swatch, .margin > li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.from, .to { font: bold .68em/1 Verdana, Arial, sans-serif; vertical-align: super; user-select: none;
  unicode-bidi: isolate; }
.from::before { content: "[" attr(data-n); padding-inline-end: .15em; }
.to::before { content: attr(data-n) "]"; padding-inline-start: .15em; }
@media (max-width: 44rem) {
  .turn { grid-template-columns: 2rem minmax(0, 1fr); }
  .margin { grid-column: 2; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8e9ec; --soft: #a9afba; --page: #1b1c21; --mark: #3d3a22; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; }
  section { break-before: page; }
  section > h2 { margin-top: 0; }
  .turn { grid-template-columns: 2rem minmax(0, 1fr) 5cm; }
}
"""
_HINT: Final = "A number in brackets stands where a coding begins and ends; the margin says which."
_DARK: Final = "@media screen and (prefers-color-scheme: dark)"


def write(project: Project) -> bytes:
    """Return the page in UTF-8."""
    return "\n".join([*_page(Contents(project)), ""]).encode()


def _page(contents: Contents) -> Iterator[str]:
    project, looks = contents.project, _Looks(contents)
    body = [
        *_front(contents, looks),
        *(
            line
            for place, text in enumerate(project.texts, 1)
            for line in _text(contents, text, place, looks)
        ),
    ]
    look = looks.sheet()
    known = base64.b64encode(hashlib.sha256(look.encode()).digest()).decode()
    # What a browser lets the page do, whatever came into it: look as said here, and nothing else.
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_escaped(' '.join(project.name.split())) or 'Transcripts'}</title>"
    yield f"<style>{look}</style>"
    yield "</head>"
    yield "<body>"
    yield from body
    yield "</body>"
    yield "</html>"


# --- colours ----------------------------------------------------------------------------------------


class _Looks:
    """Which class of the style sheet draws which code, and which set of codes below the same words."""

    def __init__(self, contents: Contents) -> None:
        self._colour = {
            code.key: _colour(contents.colour(code), place)
            for place, code in enumerate(contents.project.codes)
        }
        self._number = {key: number for number, key in enumerate(self._colour)}
        self._sets: dict[tuple[int, ...], int] = {}

    def of(self, code: ProjectCode) -> str:
        """Return the class of a code."""
        return f"c{self._number[code.key]}"

    def of_all(self, marks: Sequence[Placed]) -> str:
        """Return the class of words with these codings: a line for each code, up to four."""
        codes = dict.fromkeys(self._number[placed.passage.code.key] for placed in marks)
        shown = tuple(codes)[:_MOST_LINES]
        return f"s{self._sets.setdefault(shown, len(self._sets))}"

    def sheet(self) -> str:
        """Return the style sheet, for everything that classes were asked for."""
        colours = list(self._colour.values())
        light = "".join(f" --k{number}: {colour};" for number, colour in enumerate(colours))
        # Lighter, so that dark colours are seen on a dark page.
        dark = "".join(
            f" --k{number}: color-mix(in oklab, {colour}, white 45%);"
            for number, colour in enumerate(colours)
        )
        return "".join(
            [
                _LOOK,
                f":root {{{light} }}\n{_DARK} {{ :root {{{dark} }} }}\n" if colours else "",
                *(f".c{number} {{ --code: var(--k{number}); }}\n" for number in range(len(colours))),
                *(f".s{number} {{ {_lines_below(shown)} }}\n" for shown, number in self._sets.items()),
            ]
        )


def _colour(own: str, place: int) -> str:
    return own.lower() if _COLOUR.fullmatch(own) else _COLOURS[place % len(_COLOURS)]


def _lines_below(codes: Sequence[int]) -> str:
    """Return the style that draws a line for each code, one below the other."""
    lines = (
        f"linear-gradient(var(--k{code}), var(--k{code})) 0 calc(100% - {3 * place}px) / 100% 2px no-repeat"
        for place, code in enumerate(codes)
    )
    return f"background: {', '.join(lines)}; background-color: var(--mark);"


# --- what stands ahead of the transcripts -----------------------------------------------------------


def _front(contents: Contents, looks: _Looks) -> Iterator[str]:
    project = contents.project
    yield f'<h1 dir="auto">{_text_of(project.name.strip())}</h1>'
    for notice in contents.notices:
        yield f'<p class="note plain" dir="auto">{_text_of(notice)}</p>'
    yield from _memos(contents.memos("study"))
    yield f'<p class="note">{_HINT}</p>'
    if project.codes:
        yield "<h2>Codes</h2>"
        yield '<ul class="legend">'
        yield from (_code(contents, code, looks) for code in project.codes)
        yield "</ul>"


def _code(contents: Contents, code: ProjectCode, looks: _Looks) -> str:
    theme = contents.theme(code)
    told = [
        f'<span class="swatch {looks.of(code)}"></span>',
        f'<b dir="auto">{_escaped(contents.label[code.key])}</b>',
        f' <span class="who" dir="auto">{_escaped(theme)}</span>' if theme else "",
        f'<br><span class="plain" dir="auto">{_text_of(code.definition)}</span>'
        if code.definition.strip()
        else "",
        *_memos(contents.memos("code", code.key)),
    ]
    return f"<li>{''.join(told)}</li>"


def _memos(remarks: Iterable[Remark]) -> Iterator[str]:
    return (f'<p class="memo" dir="auto">{_text_of(remark.introduced)}</p>' for remark in remarks)


# --- transcripts ------------------------------------------------------------------------------------


def _text(contents: Contents, text: ProjectText, place: int, looks: _Looks) -> Iterator[str]:
    yield f'<section id="t{place}">'
    yield f'<h2 dir="auto">{_escaped(contents.heading(text))}</h2>'
    if text.description.strip():
        yield f'<p class="note plain" dir="auto">{_text_of(text.description)}</p>'
    yield from _memos(contents.memos("transcript", text.key))
    whole, placed = blocks(text), contents.placed(text)
    cuts = [edge for block in whole for edge in _edges(block)]
    by_block = _divided(whole, segments(len(text.text), placed, cuts))
    part = _Part(text, f"t{place}", _language(text), looks)
    for number, block in enumerate(whole):
        yield from _block(part, block, by_block[number])
    yield "</section>"


def _edges(block: Block) -> tuple[int, ...]:
    turn = (block.turn.span.start, block.turn.span.end) if block.turn else ()
    return (block.start, block.words_end, *turn)


def _divided(whole: Sequence[Block], pieces: Iterable[Segment]) -> Mapping[int, list[Segment]]:
    """Return the segments of each block by its number.

    What ends where a block starts has its number at the end of the one before.
    """
    divided: dict[int, list[Segment]] = {number: [] for number in range(len(whole))}
    number = 0
    for piece in pieces:
        if number + 1 < len(whole) and piece.start >= whole[number + 1].start:
            divided[number].append(Segment(piece.start, piece.start, (), piece.ending, ()))
            number += 1
            divided[number].append(replace(piece, ending=()))
        else:
            divided[number].append(piece)
    return divided


@dataclass(frozen=True, slots=True)
class _Part:
    """A transcript on the page: what its links begin with, its language as an attribute, and the looks."""

    text: ProjectText
    anchor: str
    language: str
    looks: _Looks


def _block(part: _Part, block: Block, pieces: Sequence[Segment]) -> Iterator[str]:
    turn = block.turn
    yield f'<div class="turn" id="{part.anchor}-{turn.number}">' if turn else '<div class="turn">'
    yield f'<div class="number">{turn.number if turn else ""}</div>'
    words = "".join(_segment(part, block, piece) for piece in pieces)
    yield f'<div class="words" dir="auto"{part.language}>{words}</div>'
    if seen := {placed.number: placed for piece in pieces for placed in piece.marks}:
        yield '<ul class="margin">'
        for number in sorted(seen):
            yield _margin(seen[number], part.looks, goes_on=seen[number].span.start < block.start)
        yield "</ul>"
    yield "</div>"


def _segment(part: _Part, block: Block, piece: Segment) -> str:
    words = _escaped(part.text.text[piece.start : piece.end])
    turn = block.turn
    if words and piece.start >= block.words_end:
        words = f'<span class="gap">{words}</span>'
    elif words.strip() and turn and not turn.span.start <= piece.start < turn.span.end:
        words = f'<span class="label">{words}</span>'
    if words and piece.marks:
        told = "; ".join(f"{placed.number} {placed.passage.label}" for placed in piece.marks)
        words = f'<mark class="{part.looks.of_all(piece.marks)}" title="{_escaped(told)}">{words}</mark>'
    return f"{_numbers('to', piece.ending)}{_numbers('from', piece.beginning)}{words}"


def _numbers(which: str, edges: Sequence[Placed]) -> str:
    return "".join(f'<span class="{which}" data-n="{placed.number}"></span>' for placed in edges)


def _margin(placed: Placed, looks: _Looks, *, goes_on: bool) -> str:
    passage = placed.passage
    about = [passage.coder]
    if passage.coding.certainty:
        about.append(passage.coding.certainty)
    if goes_on:
        about.append("continued")
    return "".join(
        [
            f'<li class="{looks.of(passage.code)}"><b>{placed.number}</b> ',
            f'<span dir="auto">{_escaped(passage.label)}</span> ',
            f'<span class="who" dir="auto">{_escaped(" · ".join(about))}</span>',
            *(() if goes_on else _memos(passage.remarks)),
            "</li>",
        ]
    )


def _language(text: ProjectText) -> str:
    told = text.language or (text.transcript.language if text.transcript else "")
    return f' lang="{told}"' if _LANGUAGE.fullmatch(told) else ""


def _text_of(text: str) -> str:
    return "<br>".join(map(_escaped, LINE_END.split(text)))


def _escaped(text: str) -> str:
    return html.escape(with_controls_visible(text), quote=True)
