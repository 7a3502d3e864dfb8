"""A passage on which coders differ, each of them marked with where they have their codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from toolkit.model.consensus import Case, Side
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui import parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.review.passage import AFTER, BEFORE, grey, shortened_end, shortened_start, speaker

_COLOURS: Final = ("blue", "orange", "violet", "green", "red", "yellow")
_SEVERAL: Final = "gray"
_SETTLED: Final = later("settled")
_LONG: Final = 90  # letters of a quotation of which beginning and end are enough
_KEPT: Final = 40


def colour(number: int) -> str:
    """Return the colour of a side, by its number."""
    return _COLOURS[number % len(_COLOURS)]


def badge(side: Side, number: int) -> str:
    """Return who is of a side, in the colour of their marks."""
    return f":{colour(number)}-background[**{parts.plain(listed(side.coders))}**]"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them.

    >>> listed(["Ana", "Ben", "Cleo"])
    'Ana, Ben and Cleo'
    """
    *first, last = names
    return say("{names} and {name}", names=", ".join(first), name=last) if first else last


def shortened(text: str) -> str:
    """Return a quotation on one line, the middle left out if it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONG:
        return line
    return f"{line[:_KEPT].rsplit(maxsplit=1)[0]} … {line[-_KEPT:].split(maxsplit=1)[-1]}"


def lines(transcript: Transcript, case: Case) -> Iterator[str]:
    """Yield the turns around a case as lines of Markdown, what each side has marked in its colour.

    Each stretch begins with the names of those who have a code on it, so that nobody needs to see colours.
    """
    turns = transcript.turns_in(case.span)
    first, last = turns[0].number - 1, turns[-1].number
    for turn in transcript.turns[max(first - BEFORE, 0) : first]:
        yield grey(transcript, turn)
    for turn in turns:
        yield speaker(turn) + "".join(_stretches(transcript, turn, case))
    for turn in transcript.turns[last : last + AFTER]:
        yield grey(transcript, turn)


def _stretches(transcript: Transcript, turn: Turn, case: Case) -> Iterator[str]:
    """Yield the words of a turn in stretches, cut where anybody's code begins or ends."""
    given = _given(case)
    here = turn.span
    ends = {here.start, here.end}
    for spans in given:
        for span in spans:
            ends |= {min(max(place, here.start), here.end) for place in (span.start, span.end)}
    pieces = [
        (
            tuple(
                number for number, spans in enumerate(given) if any(span.overlaps(piece) for span in spans)
            ),
            piece,
        )
        for piece in (Span(begin, end) for begin, end in pairwise(sorted(ends)))
    ]
    for who, group in groupby(pieces, key=lambda found: found[0]):
        found = [piece for _, piece in group]
        text = transcript.text[found[0].start : found[-1].end]
        if not who:
            yield _unmarked(text, begins=found[0].start == here.start, ends=found[-1].end == here.end)
        elif text.strip():
            names = [", ".join(case.sides[number].coders) for number in who if number < len(case.sides)]
            yield _marked(text, who, ", ".join(names) or say(_SETTLED))
        else:
            yield " "


def _given(case: Case) -> tuple[tuple[Span, ...], ...]:
    """Return where each side has a code and, where nobody has, what was settled."""
    given = tuple(tuple(span for _, spans in side.given for span in spans) for side in case.sides)
    return given if any(given) else (*given, tuple(made.span for made in case.verdicts))


def _unmarked(text: str, *, begins: bool, ends: bool) -> str:
    """Return words beside a mark, those far from it left out."""
    if begins and ends:
        return parts.plain(text)
    if begins:
        return parts.plain(shortened_start(text))
    return parts.plain(shortened_end(text)) if ends else parts.plain(text)


def _marked(text: str, who: Sequence[int], name: str) -> str:
    """Mark a stretch; blanks at its ends stay outside, where Markdown wants them."""
    left, right = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    tone = colour(who[0]) if len(who) == 1 else _SEVERAL
    return f"{left}:{tone}-background[:small[**{parts.plain(name)}**] {parts.plain(text.strip())}]{right}"
