"""Which way text runs: from right to left in Hebrew, Arabic and the like, and what runs otherwise inside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LEFTWARDS = ("R", "AL")


def reads_leftwards(text: str) -> bool:
    """Say whether the first letter with a direction is one of Hebrew, Arabic or the like."""
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((found for found in directions if found in ("L", *_LEFTWARDS)), "L") != "L"


def stretches(text: str) -> Iterator[tuple[bool, str]]:
    """Cut text where its direction changes; True with what runs from right to left.

    A stretch against the direction of the whole begins and ends with a letter (or, from left to right, a
    digit) of its own direction; signs and blanks around it go the way of the whole.

    Examples
    --------
    >>> [(leftwards, len(piece)) for leftwards, piece in stretches("more משמעות.")]
    [(False, 5), (True, 6), (False, 1)]
    """
    if text.isascii():
        if text:
            yield False, text
        return
    whole = reads_leftwards(text)
    # One letter per character for what it is: with, against, or in between.
    own, against = (_LEFTWARDS, ("L", "EN", "AN")) if whole else (("L",), _LEFTWARDS)
    signs = "".join(
        "o" if found in own else "a" if found in against else "."
        for found in map(unicodedata.bidirectional, text)
    )
    done = 0
    for foreign in re.finditer(r"a(?:[a.]*a)?", signs):
        if done < foreign.start():
            yield whole, text[done : foreign.start()]
        yield not whole, text[foreign.start() : foreign.end()]
        done = foreign.end()
    if done < len(text):
        yield whole, text[done:]
