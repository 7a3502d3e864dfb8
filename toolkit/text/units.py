"""Cuts a transcript into the units on which coders are compared."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from toolkit.model.reliability import Unit, UnitKind
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.text.sentences import sentences

_LINE = re.compile("[^\n\u2028\u2029]+")


def cut(
    transcript: Transcript,
    kind: UnitKind,
    *,
    include_interviewer: bool = False,
    cuts: Iterable[int] = (),
) -> tuple[Unit, ...]:
    r"""Cut a transcript into units that lie in order, do not overlap and hold more than blanks.

    Parameters
    ----------
    kind
        `turn`; `paragraph`, the lines of a turn; `sentence`, which no end of a turn and no blank line lets
        pass; `transcript`, one unit from the first turn to the last; or `segment` and `character`, which cut
        turns at `cuts`. A unit `character` stands for as many equal units as it has characters, and may hold
        blanks alone where those lie within a turn.
    include_interviewer
        Interviewer turns are context and not coded, so by default they are no units. A `transcript` unit
        begins and ends with a turn that counts, and spans whatever lies between.
    cuts
        Positions at which something begins or ends that tells segments apart: the ends of codings.

    Examples
    --------
    >>> from toolkit.model.transcript import Speaker
    >>> text = "I: Why?\nP: It works. Mostly."
    >>> turns = (Turn(1, Span(3, 7), "I"), Turn(2, Span(11, 28), "P"))
    >>> speakers = (Speaker("I", "interviewer"), Speaker("P", "participant"))
    >>> interview = Transcript("P01", text, turns, speakers)
    >>> [unit.span.of(text) for unit in cut(interview, "sentence")]
    ['It works.', 'Mostly.']
    >>> [unit.span.of(text) for unit in cut(interview, "segment", cuts=[14, 20])]
    ['It', 'works.', 'Mostly.']
    """
    turns = [
        turn
        for turn in transcript.turns
        if include_interviewer or transcript.roles[turn.speaker] != "interviewer"
    ]
    text = transcript.text
    spans = _spans(transcript, turns, kind, sorted(set(cuts)))
    if kind == "character":
        return tuple(Unit(transcript.id, span) for span in spans)
    return tuple(Unit(transcript.id, trimmed) for span in spans if (trimmed := _trimmed(span, text)))


def _pieces(spans: Iterable[Span], cuts: Sequence[int]) -> Iterator[Span]:
    """Cut spans at positions that are in order; those outside of them cut nothing."""
    for span in spans:
        inside = cuts[bisect_right(cuts, span.start) : bisect_left(cuts, span.end)]
        yield from (Span(start, end) for start, end in pairwise((span.start, *inside, span.end)))


def _spans(transcript: Transcript, turns: list[Turn], kind: UnitKind, cuts: Sequence[int]) -> Iterator[Span]:
    """Yield the spans of the units, blanks around them included."""
    match kind:
        case "turn":
            yield from (turn.span for turn in turns)
        case "paragraph":
            for turn in turns:
                yield from (_moved(line.span(), turn) for line in _LINE.finditer(transcript.words_of(turn)))
        case "sentence":
            for turn in turns:
                for found in sentences(transcript.words_of(turn), transcript.language):
                    yield _moved((found.start, found.end), turn)
        case "segment" | "character":
            whole = (_trimmed(turn.span, transcript.text) for turn in turns)
            yield from _pieces((span for span in whole if span), cuts)
        case "transcript":
            if turns:
                yield Span(turns[0].span.start, turns[-1].span.end)
        case _:
            assert_never(kind)


def _moved(place: tuple[int, int], turn: Turn) -> Span:
    """Turn positions within a turn into positions within its transcript."""
    start, end = place
    return Span(turn.span.start + start, turn.span.start + end)


def _trimmed(span: Span, text: str) -> Span | None:
    """Return the span without the blanks at its ends, or None if it holds nothing else."""
    words = span.of(text)
    start = span.end - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None
