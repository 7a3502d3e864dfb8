"""Where a passage of another program's project stands in the text: settled, or left for a person.

Settled is only what needs no judgement: the words at the place the project says are those it quotes, or it
quotes none; or it says no place, and the words it quotes stand in the text once. Blanks do not count, since
programs set them as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.stray import StrayDoubt
from toolkit.model.transcript import Span, Transcript

_BLANK: Final = re.compile(r"\s+")
_CUT_OFF: Final = ("…", "...")
_TELLING: Final = 20  # letters from which on the beginning of a passage stands for it
_OFFERED: Final = 4
_MOST: Final = 50  # places with the same words, beyond which nobody looks at them


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A passage whose place only a person can tell; candidates likeliest first."""

    doubt: StrayDoubt
    candidates: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Ground:
    """A text in which passages are looked for, prepared once for all of them."""

    transcript: Transcript

    @cached_property
    def _squeezed(self) -> tuple[str, list[int]]:
        """The text without blanks, and where each of its letters stands."""
        at = [place for place, letter in enumerate(self.transcript.text) if not letter.isspace()]
        return "".join(self.transcript.text[place] for place in at), at

    def placed(self, start: int | None, end: int | None, quote: str = "") -> Quotation | Unplaced:
        """Find one passage.

        Parameters
        ----------
        start, end
            Where it is said to be; both None if that is not said. They need not lie in the text.
        quote
            Its words as somebody kept them, or their beginning, cut off with an ellipsis; may be empty.
        """
        stated = self._cut(start, end)
        words = _squeeze(quote)
        if stated is not None and (not words or _fits(words, _squeeze(stated.text))):
            return stated
        if not words:
            return Unplaced("outside")
        found = sorted(self._standing(words), key=lambda each: abs(each.span.start - (start or 0)))
        if start is None and len(found) == 1 and not _is_cut_off(words):
            return found[0]
        if found:
            return Unplaced("ambiguous" if len(found) > 1 else "elsewhere", tuple(found[:_OFFERED]))
        if stated is not None:
            return Unplaced("changed", (stated,))
        return Unplaced("gone" if start is None else "outside")

    def _cut(self, start: int | None, end: int | None) -> Quotation | None:
        if start is None or end is None:
            return None
        try:
            return Quotation.cut(self.transcript, Span(start, end))
        except Invalid:
            return None

    def _standing(self, words: str) -> Iterator[Quotation]:
        """Yield the places with these words, in the order of the text."""
        squeezed, at = self._squeezed
        words = words.removesuffix("…").removesuffix("...")
        place = squeezed.find(words) if words else -1
        for _ in range(_MOST):
            if place < 0:
                return
            if (found := self._cut(at[place], at[place + len(words) - 1] + 1)) is not None:
                yield found
            place = squeezed.find(words, place + 1)


def _squeeze(text: str) -> str:
    return _BLANK.sub("", text)


def _is_cut_off(words: str) -> bool:
    return words.endswith(_CUT_OFF)


def _fits(quoted: str, there: str) -> bool:
    """Tell whether words that were kept are those of a passage, or the beginning of them."""
    if quoted == there:
        return True
    beginning = quoted.removesuffix("…").removesuffix("...")
    return there.startswith(beginning) and (_is_cut_off(quoted) or len(beginning) >= _TELLING)
