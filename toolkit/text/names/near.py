"""What is almost a name of the key list: another case, an ending, a slip of the pen, one word of several.

A near-miss is offered and never replaced by itself. Guards keep ordinary words out: a misspelt name has five
letters or more and a capital, and no word that the same texts also write small.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from toolkit.model.names import Key, Kind, Likeness
from toolkit.model.transcript import Span
from toolkit.text.names.matching import Matcher

WORDLIKE: Final[tuple[Kind, ...]] = ("name", "place", "organisation", "employer", "repository", "handle")
_OF_WORDS: Final[tuple[Kind, ...]] = ("name", "place", "organisation", "employer")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_SPLIT: Final = re.compile(r"([^\W\d_]{2,30})[-\u2010\u00ad]\s*\n\s*([^\W\d_]{2,30})")
_ENDINGS: Final = ("s", "es", "n", "en", "ens", "in", "'s", "\u2019s", "'", "\u2019")
_SHORTEST_INFLECTED: Final = 3
_SHORTEST_MISSPELT: Final = 5
_SHORTEST_TWICE: Final = 8
_SHORTEST_WITHIN: Final = 5
_LONGEST: Final = 40
# Parts of names and organisations that say nothing by themselves.
_COMMON: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "at",
        "de",
        "la",
        "von",
        "van",
        "der",
        "den",
        "del",
        "di",
        "da",
        "und",
        "für",
        "zu",
        "am",
        "im",
        "an",
        "group",
        "university",
        "universität",
        "institute",
        "institut",
        "company",
        "systems",
        "labs",
        "lab",
        "research",
        "center",
        "centre",
        "bank",
        "school",
        "college",
        "department",
        "data",
        "software",
        "technologies",
        "technology",
        "gmbh",
        "inc",
        "ltd",
        "ag",
        "health",
        "north",
        "south",
        "east",
        "west",
        "new",
        "street",
        "road",
        "saint",
    ]
)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A passage that is like an original."""

    span: Span
    key: Key
    likeness: Likeness


@dataclass(frozen=True)
class Likenesses:
    """Originals made ready to be compared with many texts.

    Attributes
    ----------
    keys
        All of a key list.
    usual
        Words that the texts write small: no misspelt names.
    """

    keys: tuple[Key, ...]
    usual: frozenset[str] = frozenset()
    within: bool = False

    @classmethod
    def of(cls, keys: Iterable[Key], texts: Iterable[str] = (), *, within: bool = False) -> Likenesses:
        """Make them ready.

        Parameters
        ----------
        within
            Find originals inside longer words, too, as in names of files.
        """
        keys = tuple(keys)
        names = Matcher.of(keys)
        usual = {
            found[0]
            for text in texts
            for found in _WORD.finditer(_without(text, names))
            if found[0].islower()
        }
        return cls(keys, frozenset(usual), within)

    def find(self, text: str) -> Iterator[NearMiss]:
        """Yield near-misses, in order and apart from one another and from what is a name or is kept."""
        found = sorted(self._found(text), key=lambda each: (each.span.start, -each.span.end))
        if not found:  # as in most texts: where names stand need not be known then
            return
        taken = list(self._settled(text))
        at, reached = 0, 0
        for each in found:
            while at < len(taken) and taken[at].end <= each.span.start:
                at += 1
            clear = at == len(taken) or taken[at].start >= each.span.end
            if clear and each.span.start >= reached:
                yield each
                reached = each.span.end

    def _settled(self, text: str) -> Iterator[Span]:
        """Yield where an original stands as it is in the list, also one that is kept."""
        for span, _ in self._everything.find(text):
            yield span

    @cached_property
    def _everything(self) -> Matcher:
        return Matcher.of(
            Key(key.kind, key.original, "[x]") if key.ruling == "keep" else key for key in self.keys
        )

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(key.original for key in self.keys if key.ruling == "keep")

    @cached_property
    def _words(self) -> Mapping[str, tuple[Key, bool]]:
        """The words of originals, each with whether it is all of one."""
        words: dict[str, tuple[Key, bool]] = {}
        for key in self.keys:
            if key.ruling == "keep" or key.kind not in WORDLIKE:
                continue
            parts = [found[0] for found in _WORD.finditer(key.original)]
            for part in parts:
                whole = len(parts) == 1
                tells = len(part) >= _SHORTEST_INFLECTED and part.casefold() not in _COMMON
                if whole or (tells and part not in words):
                    words[part] = (key, whole)
        return words

    @cached_property
    def _bare(self) -> Mapping[str, str]:
        return {bare(word): word for word in reversed(tuple(self._words))}

    @cached_property
    def _by_length(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        lengths: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for letters, word in self._bare.items():
            lengths[len(letters)].append((letters, word))
        return lengths

    @cached_property
    def _answers(self) -> dict[str, tuple[Key, Likeness] | None]:
        return {}

    def _found(self, text: str) -> Iterator[NearMiss]:
        if not self._words:
            return
        for found in _SPLIT.finditer(text):
            known = self._words.get(f"{found[1]}{found[2]}")
            if known is not None:
                yield NearMiss(Span(*found.span()), known[0], "split")
        for found in _WORD.finditer(text):
            said = found[0]
            if said not in self._answers:
                self._answers[said] = self._like(said)
            if answer := self._answers[said]:
                yield NearMiss(Span(*found.span()), *answer)
        if self.within:
            yield from self._inside(text)

    def _like(self, said: str) -> tuple[Key, Likeness] | None:
        """Tell which original a word is like, and how."""
        if said in self._kept or len(said) > _LONGEST:
            return None
        if said in self._words:
            key, whole = self._words[said]
            return None if whole or self._is_usual(said, key) else (key, "part")
        letters = bare(said)
        if word := self._bare.get(letters):
            key, whole = self._words[word]
            if not whole and (not said[:1].isupper() or self._is_usual(said, key)):
                return None
            return key, "case" if _composed(word).casefold() == _composed(said).casefold() else "accents"
        return self._inflected(said, letters) or self._misspelt(said, letters)

    def _is_usual(self, said: str, key: Key) -> bool:
        """Tell whether a word is one that the texts use anyway; names of people and places may be such."""
        return key.kind not in ("name", "place") and said.lower() in self.usual

    def _inflected(self, said: str, letters: str) -> tuple[Key, Likeness] | None:
        for ending in _ENDINGS:
            stem = letters.removesuffix(ending)
            if stem == letters or len(stem) < _SHORTEST_INFLECTED or not said[:1].isupper():
                continue
            if (word := self._bare.get(stem)) and not self._is_usual(said, self._words[word][0]):
                return self._words[word][0], "inflected"
        if letters.endswith("ies") and said[:1].isupper() and (word := self._bare.get(f"{letters[:-3]}y")):
            return self._words[word][0], "inflected"
        return None

    def _misspelt(self, said: str, letters: str) -> tuple[Key, Likeness] | None:
        if len(letters) < _SHORTEST_MISSPELT - 1 or said.lower() in self.usual or not said[:1].isupper():
            return None
        for length in range(len(letters) - 2, len(letters) + 3):
            for other, word in self._by_length.get(length, ()):
                most = 1 if len(other) < _SHORTEST_TWICE else 2
                if len(other) < _SHORTEST_MISSPELT or abs(length - len(letters)) > most:
                    continue
                if letters[0] != other[0] and not _differs_at_first(letters, other):
                    continue
                key, whole = self._words[word]
                if (whole or key.kind in _OF_WORDS) and distance(letters, other, most) <= most:
                    return key, "misspelt"
        return None

    def _inside(self, text: str) -> Iterator[NearMiss]:
        low = text.lower()
        if len(low) != len(text):
            return
        for word, (key, whole) in self._words.items():
            letters = word.lower()
            if len(letters) < _SHORTEST_WITHIN or not whole:
                continue
            at = low.find(letters)
            while at >= 0:
                yield NearMiss(Span(at, at + len(letters)), key, "within")
                at = low.find(letters, at + len(letters))


def _without(text: str, names: Matcher) -> str:
    """Return a text without names: their words are no usual ones."""
    parts: list[str] = []
    reached = 0
    for span, _ in names.find(text):
        parts.append(text[reached : span.start])
        reached = span.end
    return " ".join((*parts, text[reached:]))


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _differs_at_first(one: str, other: str) -> bool:
    """Tell whether two words are the same but for the first letter, which is another, too many or missing."""
    return one[1:] in (other[1:], other) or one == other[1:] or one[:2] == other[1::-1]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters are to be changed, added, left out or swapped with their neighbour.

    More than `most` is not counted further.

    Examples
    --------
    >>> distance("sarah", "saarh", 2), distance("meyer", "maier", 1)
    (1, 2)
    """
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        previous, before, line = before, line, [row]
        for column, wanted in enumerate(other, 1):
            cost = min(before[column] + 1, line[column - 1] + 1, before[column - 1] + (letter != wanted))
            if previous and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, previous[column - 2] + 1)
            line.append(cost)
        if min(line) > most and (not before or min(before) > most):
            return most + 1
    return line[-1]
