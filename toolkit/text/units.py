"""Cuts a transcript into the units on which coders are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from toolkit.model.reliability import Unit, UnitKind
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.text.sentences import sentences

_LINE = re.compile("[^\n\u2028\u2029]+")


def cut(transcript: Transcript, kind: UnitKind, *, include_interviewer: bool = False) -> tuple[Unit, ...]:
    r"""Cut a transcript into units that lie in order, do not overlap and hold more than blanks.

    Parameters
    ----------
    kind
        `turn`; `paragraph`, the lines of a turn; `sentence`, which no end of a turn and no blank line lets
        pass; or `transcript`, one unit from the first turn to the last.
    include_interviewer
        Interviewer turns are context and not coded, so by default they are no units. A `transcript` unit
        begins and ends with a turn that counts, and spans whatever lies between.

    Examples
    --------
    >>> from toolkit.model.transcript import Speaker
    >>> text = "I: Why?\nP: It works. Mostly."
    >>> turns = (Turn(1, Span(3, 7), "I"), Turn(2, Span(11, 28), "P"))
    >>> speakers = (Speaker("I", "interviewer"), Speaker("P", "participant"))
    >>> interview = Transcript("P01", text, turns, speakers)
    >>> [unit.span.of(text) for unit in cut(interview, "sentence")]
    ['It works.', 'Mostly.']
    """
    turns = [
        turn
        for turn in transcript.turns
        if include_interviewer or transcript.roles[turn.speaker] != "interviewer"
    ]
    trimmed = (_trimmed(span, transcript.text) for span in _spans(transcript, turns, kind))
    return tuple(Unit(transcript.id, span) for span in trimmed if span)


def _spans(transcript: Transcript, turns: list[Turn], kind: UnitKind) -> Iterator[Span]:
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
