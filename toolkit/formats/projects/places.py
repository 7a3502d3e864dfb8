"""A text as a program has stored it, and where its positions lie in the text as we keep it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from toolkit.model.project import Positions

Unit = Literal["code points", "UTF-16 units"]

# Ahead of the text, marks of byte order; anywhere, NUL, and the first half of a line end of two characters.
_DROPPED: Final = re.compile("\\A[\ufeff\x00]+|\x00|\r(?=\n)")
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
_LONGEST_TITLE: Final = 80
# A passage so many times as long as its words differs from them by more than blanks.
_FAR_LONGER: Final = 10
_BLANKS: Final = re.compile(r"\s+")


class Rule(NamedTuple):
    """How a program counts.

    Attributes
    ----------
    unit
        What it counts.
    line_end_is_one
        Whether CR and LF together count as one.
    """

    unit: Unit = "code points"
    line_end_is_one: bool = False

    @property
    def name(self) -> str:
        """The rule in words."""
        return f"{self.unit}, CRLF as one" if self.line_end_is_one else self.unit


@dataclass(frozen=True)
class Places:
    """A text as it was stored, and the places in it.

    >>> stored = Places(chr(0xFEFF) + "one two")
    >>> stored.text, stored.place(5, Rule())
    ('one two', 4)
    """

    stored: str

    @cached_property
    def text(self) -> str:
        """The text as we keep it: LF line ends, without byte order mark or NUL."""
        return _DROPPED.sub("", self.stored).replace("\r", "\n")

    @cached_property
    def ends(self) -> tuple[int, int]:
        """Where the first and behind the last of its letters lie that are no blanks."""
        return len(self.text) - len(self.text.lstrip()), len(self.text.rstrip())

    @cached_property
    def _dropped(self) -> list[int]:
        """Positions of the characters of the stored text that are not in ours."""
        found = _DROPPED.finditer(self.stored)
        return [place for each in found for place in range(*each.span())]

    @cached_property
    def _wide(self) -> list[int]:
        """Positions, in UTF-16 units, of the characters that take two of them."""
        found = _WIDE.finditer(self.stored)
        return [each.start() + before for before, each in enumerate(found)]

    @cached_property
    def _of_one_line_end(self) -> Places:
        """The same text for programs that count CR and LF together as one."""
        return Places(self.stored.replace("\r\n", "\n"))

    def place(self, position: int, rule: Rule) -> int:
        """Return a position of the program as one in `text`; one before or behind the text stays so."""
        if position < 0:
            return position
        if rule.line_end_is_one:
            return self._of_one_line_end.place(position, Rule(rule.unit))
        if rule.unit == "UTF-16 units":
            position -= bisect_left(self._wide, position)
        return position - bisect_left(self._dropped, position)


class Told(NamedTuple):
    """A passage as a program tells it."""

    where: Places
    start: int
    end: int
    quote: str

    def span(self, rule: Rule) -> tuple[int, int]:
        """Return where it starts and ends in the text."""
        return self.where.place(self.start, rule), self.where.place(self.end, rule)

    def title(self, rule: Rule) -> str:
        """Return a title for a memo on it, which begins as it does; empty where there is no such place."""
        start, end = self.span(rule)
        if not 0 <= start < end:
            return ""
        told = " ".join(self.where.text[start : min(end, start + 2 * _LONGEST_TITLE)].split())
        cut = told if len(told) <= _LONGEST_TITLE else told[:_LONGEST_TITLE].rstrip() + "…"
        return f"On “{cut}”" if told else ""

    def is_part(self, rule: Rule) -> bool:
        """Tell whether it leaves words of its text out."""
        start, end = self.span(rule)
        first, last = self.where.ends
        return start > first or end < last

    def fits(self, rule: Rule) -> bool:
        """Tell whether the words at its place are its words, whatever blanks are between them."""
        return same_words(self.where.text, *self.span(rule), self.quote)


def squeezed(text: str) -> str:
    """Return text without blanks, for programs change those in what they quote."""
    return _BLANKS.sub("", text.replace("\x00", "").replace("\ufeff", ""))


def same_words(text: str, start: int, end: int, quote: str) -> bool:
    """Tell whether a passage of a text is what is quoted, whatever blanks are between its words."""
    if not 0 <= start < end or end - start > _FAR_LONGER * (len(quote) + _FAR_LONGER):
        return False
    return squeezed(text[start:end]) == squeezed(quote)


def detected(passages: Iterable[Told], rules: tuple[Rule, ...]) -> tuple[Rule, Positions]:
    """Find how positions are counted: the rule under which most passages are what is quoted.

    Parameters
    ----------
    rules
        Those that are possible, the usual one first; it is taken unless another one fits better.
    """
    telling = [passage for passage in passages if squeezed(passage.quote)]
    scores = {rule: sum(passage.fits(rule) for passage in telling) for rule in rules}
    best = max(rules, key=lambda rule: scores[rule])
    n = len(telling)
    others = sorted((rule for rule in _others(telling, best, rules)), key=lambda rule: -scores[rule])
    return best, Positions(
        best.name,
        scores[best] / n if n else None,
        n,
        evidence="quotes",
        runner_up=others[0].name if others else "",
        runner_up_score=scores[others[0]] / n if others else None,
    )


def _others(passages: list[Told], best: Rule, rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Yield the rules that place any passage elsewhere than the best one does."""
    for rule in rules:
        if any(passage.span(rule) != passage.span(best) for passage in passages):
            yield rule


def quoted(written: str) -> str:
    """Return the words a program has kept of a passage, with line ends as in texts of ours.

    Windows write ends of paragraphs and of lines with two characters of their own where text is selected.
    """
    ends = written.replace("\u2029", "\n").replace("\u2028", "\n")
    return ends.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
