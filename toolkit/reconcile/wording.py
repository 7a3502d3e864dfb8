"""Two wordings side by side: which words went and came, and how much two texts have in common."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

# A word with the blanks after it, so that neighbouring words that change are one stretch.
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_WORD = re.compile(r"[^\W\d_]{4,}")


class Stretch(NamedTuple):
    """Words that both texts have, or one of them."""

    kind: Literal["same", "gone", "new"]
    text: str


def difference(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the stretches that lead from one text to the other, word by word.

    >>> [(stretch.kind, stretch.text) for stretch in difference("who writes it", "who approves it")]
    [('same', 'who '), ('gone', 'writes '), ('new', 'approves '), ('same', 'it')]
    """
    return tuple(_stretches(_TOKEN.findall(before), _TOKEN.findall(after)))


def _stretches(was: list[str], now: list[str]) -> Iterator[Stretch]:
    # Words are compared without the blanks after them: what follows a word does not change it.
    bare, new = ([token.rstrip() for token in tokens] for tokens in (was, now))
    matcher = difflib.SequenceMatcher(None, bare, new, autojunk=False)
    for kind, begin, end, new_begin, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Stretch("same", "".join(now[new_begin:new_end]))
            continue
        if begin < end:
            yield Stretch("gone", "".join(was[begin:end]))
        if new_begin < new_end:
            yield Stretch("new", "".join(now[new_begin:new_end]))


def marked(stretches: tuple[Stretch, ...]) -> str:
    """Return the stretches as one text with marks for what went and came.

    >>> marked(difference("who writes it", "who approves it"))
    'who [-writes -]{+approves +}it'
    """
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[stretch.kind].format(stretch.text) for stretch in stretches)


def likeness(one: str, other: str) -> float:
    """Return the share of the shorter text's words that the other has too, from 0 to 1.

    Words of fewer than four letters and the ends of longer ones do not count.

    >>> likeness("copying other cards", "cards that others make")
    0.6666666666666666
    """
    return shared(stems(one), stems(other))


def stems(text: str) -> frozenset[str]:
    """Return the words of a text as `likeness` counts them."""
    return frozenset(word[:4] for word in _WORD.findall(text.casefold()))


def shared(words: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of the fewer words that are among the others, too."""
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter else 0.0
