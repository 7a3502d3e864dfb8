"""Picked quotations: passages chosen to be printed, as they were said and as a paper shortens them.

An edited text may only do what readers of a paper can see: leave words out at `[…]`, put words of its own in
square brackets, as in `[the team]`, and give a word another first letter, as in `[T]he`. At its beginning and
end words may be missing without a mark, as style guides have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.checks import LONGEST_NAME, check_id, check_name, check_text, check_time
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import CONSENSUS
from toolkit.model.round import FIRST_ROUND
from toolkit.model.transcript import Span
from toolkit.model.version import Version

OMISSION: Final = "[…]"
LONGEST_USE: Final = LONGEST_NAME

_DOTS: Final = re.compile(r"\[\s*(?:…|\.\.\.|\. \. \.)\s*\]")
# Words with the apostrophes and hyphens inside them are one, so that none can be cut in two.
_INNER: Final = r"\w+(?:['\N{RIGHT SINGLE QUOTATION MARK}\N{HYPHEN}-]\w+)*"
_TOKEN: Final = re.compile(
    rf"(?P<cased>\[\w\]{_INNER})|(?P<bracket>\[[^\[\]]*[^\[\]\s][^\[\]]*\])|{_INNER}|[^\w\s]"
)
_WORD: Final = re.compile(rf"{_INNER}|[^\w\s]")
_YIELDING: Final = frozenset(".,;:")
"""Marks that may change where words are left out, and at the beginning and end."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A quotation that the team picked to illustrate a code. The original stays as it is.

    Attributes
    ----------
    quotation
        The passage as it stands in the transcript.
    codebook_version
        The version it was picked under; at others its code is followed through the change records, as that
        of a coding is.
    edited
        The text a paper prints; empty as long as that is the original.
    used_in
        Where it is used, in the team's own words, such as "Section 4.2"; empty if that is not said.
    made_at
        When it was picked, ISO 8601 in UTC.
    """

    id: str
    quotation: Quotation
    code: str
    codebook_version: str
    edited: str
    used_in: str
    picked_by: str
    made_at: str

    def __post_init__(self) -> None:
        check_name("quotation id", self.id)
        check_id("code of a quotation", self.code)
        Version.of(self.codebook_version)
        check_text("edited text", self.edited)
        if self.edited != tidied(self.edited):
            raise Invalid("edited text is not on one line as it is printed", "take the blanks out of it")
        if self.used_in:
            check_name("where a quotation is used", self.used_in)
        check_name("picked_by", self.picked_by)
        check_time("time of a quotation", self.made_at)

    @property
    def transcript(self) -> str:
        """Id of the transcript quoted."""
        return self.quotation.transcript

    @property
    def span(self) -> Span:
        """Positions quoted."""
        return self.quotation.span

    def as_coding(self) -> Coding:
        """Return the coding this would be, were the team a coder: what follows codings can follow it."""
        return Coding(
            self.id, self.quotation, self.code, CONSENSUS, self.codebook_version, FIRST_ROUND, self.made_at
        )


def tidied(edited: str) -> str:
    """Return an edited text on one line, what is left out marked alike.

    >>> tidied("I trust  [...] it")
    'I trust […] it'
    """
    return " ".join(_DOTS.sub(OMISSION, edited).split())


def departure(original: str, edited: str) -> str:
    """Say in a line where an edited text departs from the original; nothing if it only leaves words out.

    Capitals, spelling and order have to be those of the original. Full stops, commas, semicolons and colons
    may change next to a bracket and at the beginning and end.

    Parameters
    ----------
    original
        The words as they were said.

    >>> departure("I trust it, when I have seen it work.", "I trust it […] I have seen [the model] work")
    ''
    >>> departure("I trust it, when I have seen it work.", "I trust it, I have seen it work.")
    'words are left out before “I” without […]'
    >>> departure("I trust it.", "I love it.")
    '“love” does not come from the original'
    """
    said = _WORD.findall(unicodedata.normalize("NFC", original))
    runs = list(_runs(unicodedata.normalize("NFC", edited)))
    if not any(map(str.isalnum, chain.from_iterable(chain.from_iterable(runs)))):
        return "no word of the original is left"
    at = 0
    for run in runs:
        found = _place(run, said, at)
        if found is None:
            return _why_not(run, said, at)
        at = found + len(run)
    return ""


def _runs(edited: str) -> Iterator[Sequence[str]]:
    """Yield what stands between brackets, each as tokens that have to follow one another in the original."""
    run: list[str] = []
    for found in _TOKEN.finditer(edited):
        if found["bracket"]:
            yield _trimmed(run)
            run = []
        else:
            run.append(found[0])
    yield _trimmed(run)


def _trimmed(run: Sequence[str]) -> Sequence[str]:
    """Return a run without the marks at its ends that may change."""
    kept = [place for place, token in enumerate(run) if token not in _YIELDING]
    return run[kept[0] : kept[-1] + 1] if kept else ()


def _place(run: Sequence[str], said: Sequence[str], start: int) -> int | None:
    """Return where a run stands first, not before `start`; None if it does not."""
    for at in range(start, len(said) - len(run) + 1):
        if all(_is_from(token, said[at + offset]) for offset, token in enumerate(run)):
            return at
    return None


def _is_from(token: str, said: str) -> bool:
    """Tell whether a word is one that was said, perhaps with another first letter in brackets."""
    if token.startswith("[") and len(token) > 1:
        letter, rest = token[1], token[3:]
        return said[0].casefold() == letter.casefold() and _same(said[1:], rest)
    return _same(token, said)


def _same(one: str, other: str) -> bool:
    """Tell whether two words are one, however their apostrophes are typed."""
    curly = "\N{RIGHT SINGLE QUOTATION MARK}"
    return one.replace(curly, "'") == other.replace(curly, "'")


def _why_not(run: Sequence[str], said: Sequence[str], start: int) -> str:
    """Say what is wrong with a run that stands nowhere behind `start`."""
    kept, end = max(
        ((count := _alike(run, said, at), at + count) for at in range(start, len(said))),
        key=lambda found: found[0],
        default=(0, start),
    )
    token = run[kept]
    if token in {"[", "]"}:
        return "a square bracket is not closed, or holds nothing"
    if not any(_is_from(token, word) for word in said):
        return f"“{token}” does not come from the original"
    if any(_is_from(token, word) for word in said[end if kept else start :]):
        return f"words are left out before “{token}” without {OMISSION}"
    return f"“{token}” is not said at this place of the original"


def _alike(run: Sequence[str], said: Sequence[str], at: int) -> int:
    """Count the tokens of a run that follow one another from a place on."""
    count = 0
    for token, word in zip(run, said[at:], strict=False):
        if not _is_from(token, word):
            break
        count += 1
    return count
