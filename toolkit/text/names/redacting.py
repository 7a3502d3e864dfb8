"""Texts in which names are replaced, with what became of every position.

The exact edits are known, so that nothing has to be searched: a passage that is not touched keeps its words,
one with a name in it has the replacement there, and one that begins or ends within a name takes the whole
replacement along.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.names import Key
from toolkit.model.transcript import Span, Speaker, Transcript
from toolkit.text.names.matching import Matcher

_MOST_PASSES: Final = 64


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that were replaced."""

    span: Span
    key: Key


@dataclass(frozen=True)
class Pass:
    """Edits of one text, in order and apart."""

    edits: tuple[Edit, ...]

    def apply(self, text: str) -> str:
        """Return the text with the replacements in it."""
        parts: list[str] = []
        reached = 0
        for edit in self.edits:
            parts += (text[reached : edit.span.start], edit.key.replacement)
            reached = edit.span.end
        return "".join((*parts, text[reached:]))

    def image(self, span: Span) -> Span:
        """Return where a passage of the text went."""
        return Span(self._place(span.start, of_end=False), self._place(span.end, of_end=True))

    def _place(self, at: int, *, of_end: bool) -> int:
        """Return where a position went; within a name, to the beginning or the end of its replacement."""
        # An end belongs to what lies before it, a start to what lies behind it.
        number = (bisect_left if of_end else bisect_right)(self._starts, at) - 1
        if number < 0:
            return at
        edit, shift = self.edits[number], self._shifts[number]
        if at >= edit.span.end:
            return at + shift + len(edit.key.replacement) - len(edit.span)
        return edit.span.start + shift + (len(edit.key.replacement) if of_end else 0)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(edit.span.start for edit in self.edits)

    @cached_property
    def _shifts(self) -> tuple[int, ...]:
        """By how much all edits before each of them moved it."""
        grown = (len(edit.key.replacement) - len(edit.span) for edit in self.edits)
        return tuple(accumulate(grown, initial=0))


@dataclass(frozen=True)
class Redaction:
    """All that was replaced in a text.

    Attributes
    ----------
    passes
        Mostly one. A replacement may complete another name with the words beside it; then there is a second.
    """

    passes: tuple[Pass, ...] = ()

    @property
    def count(self) -> int:
        """How many occurrences were replaced."""
        return sum(len(each.edits) for each in self.passes)

    def image(self, span: Span) -> Span:
        """Return where a passage of the text went."""
        for each in self.passes:
            span = each.image(span)
        return span


def check_replacements(keys: Sequence[Key]) -> None:
    """Refuse replacements that hold what is to be replaced: what is redacted must stay as it is.

    Raises
    ------
    ToolkitError
        With the numbers of the keys among those replaced; no original is told.
    """
    matcher = Matcher.of(keys)
    for number, key in enumerate(keys, 1):
        if next(matcher.find(key.replacement), None) is not None:
            what = f"has a replacement that holds an original of the list: {key.replacement}"
            raise ToolkitError(f"key {number}", what, "choose another replacement")


def words(text: str, matcher: Matcher) -> str:
    """Return any text with names replaced.

    Examples
    --------
    >>> words("Ask Sarah's boss.", Matcher.of([Key("name", "Sarah", "[name]")]))
    "Ask [name]'s boss."
    """
    for _ in range(_MOST_PASSES):
        edits = tuple(Edit(span, key) for span, key in matcher.find(text))
        if not edits:
            return text
        text = Pass(edits).apply(text)
    raise _endless("text")


def redacted(transcript: Transcript, matcher: Matcher) -> tuple[Transcript, Redaction]:
    """Return a transcript with names replaced in text and labels, and where its passages went.

    Raises
    ------
    ToolkitError
        If two of its speakers would have one label.
    """
    passes: list[Pass] = []
    for _ in range(_MOST_PASSES):
        edits = tuple(_edits(transcript, matcher))
        if not edits:
            break
        done = Pass(edits)
        turns = tuple(replace(turn, span=done.image(turn.span)) for turn in transcript.turns)
        transcript = replace(transcript, text=done.apply(transcript.text), turns=turns)
        passes.append(done)
    else:
        raise _endless(transcript.id)
    return _relabelled(transcript, matcher), Redaction(tuple(passes))


def _edits(transcript: Transcript, matcher: Matcher) -> Iterable[Edit]:
    """Yield what is to be replaced; a name that reaches over the end of a turn is replaced on both sides."""
    borders = sorted({at for turn in transcript.turns for at in (turn.span.start, turn.span.end)})
    for span, key in matcher.find(transcript.text):
        inside = borders[bisect_right(borders, span.start) : bisect_right(borders, span.end - 1)]
        cuts = [span.start, *inside, span.end]
        for start, end in pairwise(cuts):
            said = transcript.text[start:end]
            begin, finish = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
            if begin < finish:
                yield Edit(Span(begin, finish), key)


def _relabelled(transcript: Transcript, matcher: Matcher) -> Transcript:
    new = {each.label: words(each.label, matcher) for each in transcript.speakers}
    if len(set(new.values())) < len(new):
        twice = next(label for label in new.values() if list(new.values()).count(label) > 1)
        what = f"would have two speakers {twice}"
        raise ToolkitError(transcript.id, what, "give each speaker a replacement of their own")
    try:
        return replace(
            transcript,
            speakers=tuple(Speaker(new[each.label], each.role) for each in transcript.speakers),
            turns=tuple(
                turn if turn.speaker is None else replace(turn, speaker=new[turn.speaker])
                for turn in transcript.turns
            ),
        )
    except Invalid as refused:
        raise ToolkitError(transcript.id, refused.what, refused.remedy) from refused


def _endless(where: str) -> ToolkitError:
    return ToolkitError(where, "replacements make names anew without end", "choose other replacements")
