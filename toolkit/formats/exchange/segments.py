"""Text cut wherever something changes: where a coding begins or ends, or a format has something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.formats.exchange.contents import Placed
from toolkit.model.project import ProjectText
from toolkit.model.transcript import Turn


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which nothing changes.

    Attributes
    ----------
    ending, beginning
        The codings that end and begin where it begins; those that end come first.
    marks
        The codings it is part of, by number.
    """

    start: int
    end: int
    marks: tuple[Placed, ...]
    ending: tuple[Placed, ...]
    beginning: tuple[Placed, ...]


def segments(length: int, passages: Sequence[Placed], further: Iterable[int] = ()) -> Iterator[Segment]:
    """Yield a text of this length in pieces; the last one is empty and ends what reaches the end.

    Parameters
    ----------
    further
        Positions at which to cut besides.
    """
    begins: dict[int, list[Placed]] = {}
    ends: dict[int, list[Placed]] = {}
    for placed in passages:
        begins.setdefault(placed.span.start, []).append(placed)
        ends.setdefault(placed.span.end, []).append(placed)
    cuts = sorted({0, length, *begins, *ends, *(cut for cut in further if 0 <= cut <= length)})
    marks: dict[int, Placed] = {}
    for start, end in zip(cuts, [*cuts[1:], length], strict=True):
        ending, beginning = ends.get(start, []), begins.get(start, [])
        for placed in ending:
            del marks[placed.number]
        marks |= {placed.number: placed for placed in beginning}
        yield Segment(
            start, end, tuple(marks[number] for number in sorted(marks)), tuple(ending), tuple(beginning)
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A turn with what leads to it: the label, a time, a heading.

    Attributes
    ----------
    words_end
        Where blanks and line ends are left until the next one.
    turn
        None for a text of which no turns are known.
    """

    start: int
    end: int
    words_end: int
    turn: Turn | None


def blocks(text: ProjectText) -> tuple[Block, ...]:
    """Cut a text before its turns, so that each has with it what stands between it and the turn before.

    Together they are the whole text.
    """
    turns = turns_of(text)
    if not turns:
        return (Block(0, len(text.text), len(text.text.rstrip()), None),)
    starts = [0]
    for before, turn in pairwise(turns):
        between = text.text[before.span.end : turn.span.start]
        blank = between[: len(between) - len(between.lstrip())]
        starts.append(before.span.end + blank.rfind("\n") + 1)
    ends = [*starts[1:], len(text.text)]
    words_ends = (start + len(text.text[start:end].rstrip()) for start, end in zip(starts, ends, strict=True))
    return tuple(map(Block, starts, ends, words_ends, turns))


def turns_of(text: ProjectText) -> tuple[Turn, ...]:
    """Return the turns of a text; none if they are not known."""
    return text.transcript.turns if text.transcript and text.transcript.text == text.text else ()
