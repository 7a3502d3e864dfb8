"""Names to protect: what a team keeps in its key list, and what was found that may be one.

A key list lies in a file of its own outside of the study: it is what leads back from a pseudonym to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_one_of
from toolkit.model.transcript import Span

Kind = Literal[
    "name",
    "place",
    "organisation",
    "employer",
    "repository",
    "email",
    "phone",
    "address",
    "url",
    "handle",
    "date",
    "id",
]
"""What somebody may be known by; a tag such as `[email]` stands for it."""

Ruling = Literal["replace", "keep"]
"""What the team decided: it is replaced everywhere, or it is no name and stays."""

Likeness = Literal["case", "accents", "inflected", "part", "misspelt", "split", "within"]
"""How a word is like a name that is to be protected:

case
    The same letters, capital or small ones.
accents
    The same letters without their accents.
inflected
    With an ending: a plural, a genitive.
part
    One of several words of the name.
misspelt
    One or two letters away.
split
    Cut by a hyphen at the end of a line.
within
    The letters of the name stand within a longer word.
"""

LONGEST: Final = 200
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_TAG: Final = re.compile(r"\[[^\[\]]{1,60}\]")


def folded(words: str) -> str:
    r"""Return words as they are compared: composed, blanks as one, without what nobody sees.

    Examples
    --------
    >>> folded("Sarah \n Miller")
    'Sarah Miller'
    """
    seen = "".join(letter for letter in words if letter not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFC", seen).split())


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a key list.

    Attributes
    ----------
    original
        The words as they stand in the transcripts; blanks and line breaks between them do not matter.
    replacement
        What stands for them: a pseudonym, or a tag in square brackets. Empty if they are kept.
    source
        How they were found.
    same_as
        The original of which this is another form, such as a nickname: both may have one replacement.
    """

    kind: Kind
    original: str
    replacement: str = ""
    source: str = ""
    ruling: Ruling = "replace"
    decided_by: str = ""
    decided_at: str = ""
    same_as: str = ""

    def __post_init__(self) -> None:
        check_one_of("kind", self.kind, get_args(Kind))
        check_one_of("ruling", self.ruling, get_args(Ruling))
        for field_, told in (("original", self.original), ("replacement", self.replacement)):
            if len(told) > LONGEST:
                raise Invalid(f"{field_} has {len(told)} letters", f"use at most {LONGEST}")
            if any("\ud800" <= letter <= "\udfff" or letter == "\x00" for letter in told):
                raise Invalid(f"{field_} holds what is no text", "type it anew")
        if not any(letter.isalnum() for letter in self.original):
            raise Invalid(
                "original has neither letter nor digit", "write the words as they stand in the text"
            )
        if self.ruling == "replace" and not self.replacement.strip():
            raise Invalid("replacement is empty", "write a pseudonym, or a tag such as [name]")
        if self.ruling == "replace" and self.replacement != " ".join(self.replacement.split()):
            raise Invalid("replacement begins or ends with a blank or has several in a row", "remove them")

    @property
    def is_tag(self) -> bool:
        """Whether the replacement tells what stood there and not who: many may share it."""
        return bool(_TAG.fullmatch(self.replacement))


@dataclass(frozen=True)
class KeyList:
    """What a team decided about names.

    Raises
    ------
    Invalid
        If an original is there twice, or two originals have one pseudonym and neither is a form of the other.
    """

    keys: tuple[Key, ...] = ()

    def __post_init__(self) -> None:
        if faults := tuple(self.faults(self.keys)):
            raise Invalid(faults[0][1], faults[0][2])

    @staticmethod
    def faults(keys: Iterable[Key]) -> Iterator[tuple[int, str, str]]:
        """Yield what is wrong with keys as a list: the number of the key, what, and what to do.

        No original is repeated in what is told.
        """
        seen: dict[str, int] = {}
        pseudonyms: dict[str, tuple[int, str]] = {}
        for number, key in enumerate(keys, 1):
            original = folded(key.original)
            if original in seen:
                yield number, f"has the same original as line {seen[original]}", "leave one of them out"
                continue
            seen[original] = number
            if key.ruling == "keep" or key.is_tag:
                continue
            person = folded(key.same_as) or original
            told = folded(key.replacement).casefold()
            first, other = pseudonyms.setdefault(told, (number, person))
            if person != other:
                remedy = "choose another, or name the first original under same_as if they are one"
                yield number, f"has the pseudonym of line {first}", remedy

    @property
    def replaced(self) -> tuple[Key, ...]:
        """Those that are to be replaced."""
        return tuple(key for key in self.keys if key.ruling == "replace")

    @cached_property
    def by_original(self) -> dict[str, Key]:
        """The keys by their originals as they are compared."""
        return {folded(key.original): key for key in self.keys}

    def ruled(self, words: str) -> Key | None:
        """Return what was decided about these words, or None."""
        return self.by_original.get(folded(words))

    def with_(self, new: Iterable[Key]) -> KeyList:
        """Return the list with further keys; those about an original that is there take its place."""
        keys = self.by_original | {folded(key.original): key for key in new}
        return KeyList(tuple(keys.values()))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where words stand: a span of the latest text of a transcript, with what is around it on one line."""

    transcript: str
    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Candidate:
    """Words that may tell who somebody is.

    Attributes
    ----------
    source
        How they were found: `speaker label`, `given`, `organisation list`, `rule`, `model`, `near-miss`.
    reason
        Why, for the person who decides.
    near
        The original of the key that they are like; empty if they are like none.
    occurrences
        Everywhere they stand, in the order of the study.
    """

    kind: Kind
    original: str
    source: str
    reason: str
    replacement: str
    occurrences: tuple[Occurrence, ...] = field(default=(), repr=False)
    near: str = ""
    key: Key | None = None

    @property
    def transcripts(self) -> tuple[str, ...]:
        """The transcripts they stand in."""
        return tuple(dict.fromkeys(each.transcript for each in self.occurrences))


@dataclass(frozen=True, slots=True)
class Leak:
    """A name that still stands somewhere.

    Attributes
    ----------
    where
        The file, and the part of it.
    words
        As they stand there.
    likeness
        Empty if these are the very words.
    """

    where: str
    words: str
    key: Key
    likeness: Likeness | Literal[""] = ""
    count: int = 1
