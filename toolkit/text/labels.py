"""Which labels of speakers look like one person's: `P1`, `P01` and `Participant`; a name and its misspelling.

Looking alike proves nothing, so this only suggests. Digits tell people apart: `Speaker 1` is not `Speaker 2`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

_BRACKETED = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001 - the typographic apostrophe
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TITLES = frozenset(
    ("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "madam", "herr", "frau")
)
_SHORT_FOR = {
    "p": "participant",
    "part": "participant",
    "i": "interviewer",
    "int": "interviewer",
    "r": "respondent",
    "resp": "respondent",
    "m": "moderator",
    "mod": "moderator",
    "s": "speaker",
    "spk": "speaker",
}
_KINDS = frozenset(_SHORT_FOR.values()) | {"interviewee", "researcher", "facilitator", "unknown", "person"}
_ANSWERING = frozenset({"participant", "respondent", "interviewee"})
_SHORTEST_MISSPELT = 4
_SHORTEST_NAME = 2
MOST_LABELS = 200
"""Above so many labels nothing is suggested: they are not the speakers of an interview."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two labels that may be one person's, and why it looks so.

    Attributes
    ----------
    label, into
        The one that would be merged away, and the one that would stay.
    """

    label: str
    into: str
    why: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """A label taken apart: words in lower case, without titles and brackets, and numbers as numbers."""

    label: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def kind(self) -> str | None:
        """What the label calls the person, if it gives no name: participant, interviewer."""
        if len(self.words) != 1:
            return None
        word = _SHORT_FOR.get(self.words[0], self.words[0])
        return word if word in _KINDS else None


def alike(times: Sequence[tuple[str, int]]) -> tuple[Likeness, ...]:
    """Return the pairs of labels that look like one person's, each with the reason.

    Parameters
    ----------
    times
        The labels of one transcript, each with how often it speaks: of two, the one with more turns stays.

    Examples
    --------
    >>> [(found.label, found.into) for found in alike([("P01", 9), ("P1", 2), ("P2", 3)])]
    [('P1', 'P01')]
    """
    if len(times) > MOST_LABELS:
        return ()
    parts = [_parts(label) for label, _ in times]
    count = dict(times)
    found = []
    for one, other in combinations(parts, 2):
        if why := _why(one, other) or _why_short(one, other, parts):
            into, label = sorted((one.label, other.label), key=lambda each: -count[each])
            found.append(Likeness(label, into, why))
    return tuple(found)


def _parts(label: str) -> _Parts:
    folded = unicodedata.normalize("NFKC", _HUMP.sub(" ", label))
    bare = _BRACKETED.sub(" ", folded)
    found = _WORD.findall(bare if _WORD.search(bare) else folded)
    words = [word.casefold().replace("’", "'") for word in found if not word.isdecimal()]  # noqa: RUF001
    numbers = tuple(int(word) for word in found if word.isdecimal())
    named = [word for word in words if word not in _TITLES]
    return _Parts(label, tuple(named or words), numbers)


def _why(one: _Parts, other: _Parts) -> str:
    """Say why two labels look alike by themselves; empty if they do not."""
    if one.numbers != other.numbers or not (one.words or one.numbers):
        return ""
    if "".join(one.words) == "".join(other.words):
        return "same but for case, blanks, zeros, a title or brackets"
    if one.kind and one.kind == other.kind:
        return "short for the same"
    if sorted(one.words) == sorted(other.words):
        return "same words in another order"
    return "one letter differs" if _misspelt(one, other) else ""


def _why_short(one: _Parts, other: _Parts, everybody: Sequence[_Parts]) -> str:
    """Say why one label looks short for the other, if for no one else in the transcript."""
    for short, full in ((one, other), (other, one)):
        fits = {(each.kind or each.words, each.numbers) for each in everybody if _shortens(short, each)}
        if _shortens(short, full) and len(fits) == 1:
            return "short for it, and for no other label here"
    return ""


def _shortens(short: _Parts, full: _Parts) -> bool:
    if short.kind:
        # A second interviewer may be called so; participants are numbered over the whole study.
        return (
            short.kind in _ANSWERING and short.kind == full.kind and not short.numbers and bool(full.numbers)
        )
    if short.numbers or full.numbers or not short.words or full.kind:
        return False
    known = set(short.words) < set(full.words) and not _KINDS.intersection(short.words)
    return known and all(len(word) >= _SHORTEST_NAME for word in short.words)


def _misspelt(one: _Parts, other: _Parts) -> bool:
    """Tell whether labels differ by one letter of one word: left out, added, wrong or swapped."""
    if len(one.words) != len(other.words):
        return False
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    a, b = differing[0]
    if {a, b} <= _KINDS:
        return False  # an interviewee is no misspelt interviewer
    return min(len(a), len(b)) >= _SHORTEST_MISSPELT and _one_letter_apart(a, b)


def _one_letter_apart(a: str, b: str) -> bool:
    same = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[same:], b[same:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
