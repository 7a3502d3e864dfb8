"""The words of a text in any script, with their places: what suggestions are learned from.

Scripts that set no blanks between words, and Korean, whose endings grow onto them, are read as overlapping
pairs of letters; all others as words and pairs of neighbouring words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from toolkit.model.transcript import Span

# Han, kana, Hangul, Thai, Lao, Burmese, Khmer.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_LAST_MARK = 0x1E94A  # no script of our day has combining marks behind it
_FIRST_MARK = 0x300


def terms(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the terms of a text and where they stand, single ones and pairs.

    Letters are compared without case and however they are composed; `_` and marks are no letters.

    Examples
    --------
    >>> [term for term, _ in terms("Don't TRUST it.")]
    ["don't", 'trust', 'it', "don't trust", 'trust it']
    >>> [term for term, _ in terms("信任它")]
    ['信任', '任它']
    """
    words: list[tuple[str, Span]] = []
    for found in _pattern().finditer(text):
        if found["letters"]:
            yield from _letter_pairs(found["letters"], found.start())
        else:
            words.append((_composed(found[0]), Span(*found.span())))
    yield from words
    for (one, begin), (other, end) in pairwise(words):
        between = text[begin.end : end.start]
        # A pair does not reach over the end of a sentence or of a clause.
        if between.isspace() or between == "-":
            yield f"{one} {other}", Span(begin.start, end.end)


def _letter_pairs(letters: str, start: int) -> Iterator[tuple[str, Span]]:
    if len(letters) == 1:
        yield _composed(letters), Span(start, start + 1)
    for at in range(len(letters) - 1):
        yield _composed(letters[at : at + 2]), Span(start + at, start + at + 2)


def _composed(word: str) -> str:
    if word.isascii():  # most words, and much sooner done
        return word.lower()
    return unicodedata.normalize("NFKC", word).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds words; Python's own idea of a word leaves out vowel signs, as in Hindi."""
    marks = "".join(
        chr(point)
        for point in range(_FIRST_MARK, _LAST_MARK)
        if unicodedata.category(chr(point)).startswith("M")
    )
    letter = rf"[^\W_{_UNSPACED}]"
    joined = rf"(?:{letter}|[{re.escape(marks)}\u200c\u200d]|['\u2019](?={letter}))"
    return re.compile(rf"(?P<letters>[{_UNSPACED}]+)|{letter}{joined}*")
