"""English words without their regular endings.

The steps for inflection, 1a, 1b, 1c and 5a, of M. F. Porter (1980), "An algorithm for suffix stripping",
Program 14(3), 130-137. The later steps, which join words of one family (relate, relation), are left out: they
are other words to whoever searches.
"""

from __future__ import annotations

import re
from typing import Final

_POSSESSIVE: Final = re.compile("['\u2019]s?$")
_LETTERS: Final = re.compile(r"[a-z]+")
_SHORT: Final = 2  # words so short have no ending


def without_ending(word: str) -> str:
    """Return an English word in small letters without -s, -ed, -ing and the like.

    >>> [without_ending(word) for word in ("codes", "coding", "coded", "code", "trusted", "studies")]
    ['code', 'code', 'code', 'code', 'trust', 'studi']
    """
    bare = _POSSESSIVE.sub("", word)
    if len(bare) <= _SHORT or not _LETTERS.fullmatch(bare):
        return bare
    return _without_last_e(_y_as_i(_without_past(_without_plural(bare))))


def _without_plural(word: str) -> str:
    """Step 1a."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _without_past(word: str) -> str:
    """Step 1b."""
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word:
            return _mended(stem) if "v" in _shape(stem) else word
    return word


def _mended(stem: str) -> str:
    """Give a stem that lost -ed or -ing its own ending back: conflat(e), hop(p), fil(e)."""
    if stem.endswith(("at", "bl", "iz")):
        return f"{stem}e"
    if stem[-2:-1] == stem[-1] and _shape(stem).endswith("c") and stem[-1] not in "lsz":
        return stem[:-1]
    return f"{stem}e" if _measure(stem) == 1 and _ends_short(stem) else stem


def _y_as_i(word: str) -> str:
    """Step 1c."""
    return f"{word[:-1]}i" if word.endswith("y") and "v" in _shape(word[:-1]) else word


def _without_last_e(word: str) -> str:
    """Step 5a."""
    stem = word.removesuffix("e")
    is_long = _measure(stem) > 1 or (_measure(stem) == 1 and not _ends_short(stem))
    return stem if stem != word and is_long else word


def _shape(word: str) -> str:
    """Return c for each consonant and v for each vowel; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(stem: str) -> int:
    """Return how often consonants follow vowels."""
    return len(re.findall("v+c+", _shape(stem)))


def _ends_short(stem: str) -> bool:
    """Tell whether it ends like hop: consonant, vowel, consonant other than w, x and y."""
    return _shape(stem).endswith("cvc") and stem[-1] not in "wxy"
