"""The words of a key list found again in any text, in time that grows with the text alone.

A name stands where its letters stand, in the case they were given in or in capitals, between the bounds of
words, with any blanks between its words, line breaks too. An e-mail address, a handle or a number is
compared without case. Of two that overlap the one that begins first counts, and of these the longest.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from toolkit.model.names import Key, Kind
from toolkit.model.transcript import Span

_UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_WORD: Final = re.compile(rf"[^\W_{_UNSPACED}]+|[^\W_]")
# Latin, Greek, Cyrillic, kana and ideographs in one piece. What else follows may be a mark on the last one.
_LETTER: Final = (
    r"[!-~\u00a1-\u00ac\u00ae-\u02bb\u0388-\u03ff\u0400-\u0482\u048a-\u052f"
    r"\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]"
)
_AS_IT_IS: Final = re.compile(rf"{_LETTER}+(?: {_LETTER}+)*(?![\u0300-\U0010ffff])")
# Vowels and finals of Hangul, vowels of scripts of India: no marks, and yet one letter with what is before.
_JOINED: Final = re.compile(
    r"[\u1160-\u11ff\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    r"\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)
_ALIKE: Final = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_IN_ANY_CASE: Final[tuple[Kind, ...]] = ("email", "url", "handle", "id", "repository")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared.

    Attributes
    ----------
    letters
        Composed, runs of blanks as one, what nobody sees left out.
    starts, ends
        For each of them, where it came from.
    """

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> Span:
        """Return where the letters from `first` up to `last` came from."""
        return Span(self.starts[first], self.ends[last - 1])


def fold(text: str) -> Folded:
    """Fold a text, with the place of every letter."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = False
    for start, end, as_it_is in _pieces(text):
        if as_it_is:
            letters.append(text[start:end])
            starts += range(start, end)
            ends += range(start + 1, end + 1)
            blank = False
            continue
        if text[start].isspace():
            if blank:
                ends[-1] = end
            else:
                letters.append(" ")
                starts.append(start)
                ends.append(end)
            blank = True
            continue
        piece = _composed(text[start:end])
        if not piece:
            continue
        blank = False
        letters.append(piece)
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    return Folded("".join(letters), tuple(starts), tuple(ends))


def _composed(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    seen = "".join(letter for letter in cluster if letter not in _UNSEEN)
    return unicodedata.normalize("NFC", seen).translate(_ALIKE)


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield what stays as it is, which is most of a text, and between it each letter with the marks on it."""
    at = 0
    while at < len(text):
        start = at
        if same := _AS_IT_IS.match(text, start):
            at = same.end()
        else:
            at += 1
            while at < len(text) and (unicodedata.combining(text[at]) or _JOINED.match(text[at])):
                at += 1
        yield start, at, same is not None


def composed(text: str) -> str:
    """Return a text with every letter in one piece and without what nobody sees, without places."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_ALIKE | dict.fromkeys(map(ord, _UNSEEN)))


def plain(words: str) -> str:
    """Return words folded, without blanks at their ends."""
    return fold(words).letters.strip()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Letters to look for, and whether they count in any case."""

    key: Key
    letters: str
    any_case: bool


@dataclass(frozen=True)
class Matcher:
    """What finds the originals of many keys in one pass: at each word it asks for those that begin with it.

    Those that the team keeps are found, too: a name within them is none.
    """

    by_first: Mapping[str, tuple[tuple[int, _Wanted], ...]]

    @classmethod
    def of(cls, keys: Iterable[Key]) -> Matcher:
        """Make one; of keys with the same letters the first counts."""
        found: defaultdict[str, dict[str, tuple[int, _Wanted]]] = defaultdict(dict)
        for key in keys:
            for wanted in _forms(key):
                at, word = next(_words(wanted.letters), (0, ""))
                if word:
                    found[word.casefold()].setdefault(wanted.letters, (at, wanted))
        return cls({word: tuple(sorted(each.values(), key=_rank)) for word, each in found.items()})

    def find(self, text: str) -> Iterator[tuple[Span, Key]]:
        """Yield where originals that are to be replaced stand, in order and apart."""
        if not self.by_first:
            return
        folded = fold(text)
        reached = 0
        for begin, end, key in sorted(self._found(folded.letters), key=lambda each: (each[0], -each[1])):
            if begin >= reached:
                reached = end
                if key.ruling == "replace":
                    yield folded.span(begin, end), key

    def begins_in(self, letters: str) -> bool:
        """Tell whether composed letters hold the first word of any original: if not, none stands there."""
        return not self.by_first.keys().isdisjoint(map(str.casefold, _WORD.findall(letters)))

    def _found(self, exact: str) -> Iterator[tuple[int, int, Key]]:
        low = _low(exact)
        for at, word in _words(exact):
            for offset, wanted in self.by_first.get(word.casefold(), ()):
                begin, letters = at - offset, low if wanted.any_case else exact
                end = begin + len(wanted.letters)
                if (
                    begin >= 0
                    and letters.startswith(wanted.letters, begin)
                    and _is_whole(letters, begin, end)
                ):
                    yield begin, end, wanted.key
                    break


def _rank(each: tuple[int, _Wanted]) -> tuple[int, bool]:
    """Put what is longer ahead, and of the same length what counts in this case only."""
    return -len(each[1].letters), each[1].any_case


def _forms(key: Key) -> Iterator[_Wanted]:
    letters = plain(key.original)
    kept = key.ruling == "keep"
    if key.kind in _IN_ANY_CASE or not (kept or any(letter.isupper() for letter in letters)):
        yield _Wanted(key, _low(letters), any_case=True)
        return
    yield _Wanted(key, letters, any_case=False)
    if not kept:
        yield _Wanted(key, plain(letters.upper()), any_case=False)


def _low(letters: str) -> str:
    """Return letters in small ones, each as one letter so that places stay."""
    low = letters.lower()
    return low if len(low) == len(letters) else "".join(each.lower()[:1] for each in letters)


def _words(letters: str) -> Iterator[tuple[int, str]]:
    """Yield words with their places; a letter of a script without blanks is one by itself."""
    for found in _WORD.finditer(letters):
        yield found.start(), found[0]


def _is_whole(letters: str, begin: int, end: int) -> bool:
    return not (_joined(letters, begin) or _joined(letters, end))


def _joined(letters: str, at: int) -> bool:
    """Tell whether a place lies within a word."""
    if not 0 < at < len(letters):
        return False
    before, after = letters[at - 1], letters[at]
    if UNSPACED.match(before) or UNSPACED.match(after):
        return False
    return before.isalnum() and after.isalnum()
