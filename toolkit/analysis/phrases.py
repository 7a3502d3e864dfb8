"""Numbers and lists in words, as a paper prints them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST_NAMED: Final = 10


def counted(number: int, noun: str, plural: str = "") -> str:
    """Say a number with its noun: in words up to nine, else in digits.

    >>> counted(1, "theme"), counted(7, "theme"), counted(1200, "word"), counted(0, "reading")
    ('one theme', 'seven themes', '1,200 words', 'no readings')
    """
    return f"{number_in_words(number)} {noun if number == 1 else plural or f'{noun}s'}"


def number_in_words(number: int) -> str:
    """Say a number: in words up to nine, else in digits.

    >>> number_in_words(3), number_in_words(13)
    ('three', '13')
    """
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def of_all(part: int, whole: int, noun: str) -> str:
    """Say how many of all, for the beginning or the object of a sentence.

    >>> of_all(1, 13, "transcript"), of_all(13, 13, "transcript"), of_all(1, 1, "transcript")
    ('one of the 13 transcripts', 'all 13 transcripts', 'the one transcript')
    """
    if not part:
        return f"no {noun}"
    if part != whole:
        return f"{number_in_words(part)} of the {counted(whole, noun)}"
    if whole == 1:
        return f"the one {noun}"
    return f"both {noun}s" if whole == len(("one", "other")) else f"all {counted(whole, noun)}"


def listed(names: Sequence[str], link: str = "and") -> str:
    """Join names with commas and a last word.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B, and C')
    """
    if len(names) <= 1:
        return "".join(names)
    *first, last = names
    comma = "," if len(first) > 1 else ""
    return f"{', '.join(first)}{comma} {link} {last}"


def named(names: Sequence[str]) -> str:
    """Give names in brackets, with a blank in front; nothing if there are too many to read.

    >>> named(["P01", "P02"]), named([str(number) for number in range(11)])
    (' (P01 and P02)', '')
    """
    return f" ({listed(names)})" if 0 < len(names) <= _MOST_NAMED else ""


def capital(text: str) -> str:
    """Begin with a capital letter.

    >>> capital("two coders")
    'Two coders'
    """
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """End with a full stop, unless the text ends a sentence already.

    >>> stopped("by video call"), stopped("Who knows?"), stopped("Yes.")
    ('by video call.', 'Who knows?', 'Yes.')
    """
    return text if is_sentence(text) else f"{text}."


def is_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does.

    >>> is_sentence("Interviews were held by video call."), is_sentence("video call")
    (True, False)
    """
    return text.endswith((".", "!", "?"))


def spread(values: Sequence[float], noun: str) -> str:
    """Give range and median in whole numbers; the one value where there is one, or all are equal.

    >>> spread([15.6, 64.3, 39.0], "minute"), spread([40], "minute")
    ('16 to 64 minutes (median 39)', '40 minutes')
    """
    low, high = round(min(values)), round(max(values))
    if low == high:
        return counted(low, noun)
    return f"{low:,} to {counted(high, noun)} (median {round(median(values)):,})"
