"""Citations: what a memo points to, written into its text and nowhere else.

`[[code:trust]]` cites a code or theme, `[[coding:ID]]` a coded passage, `[[transcript:P04]]` a transcript and
`[[memo:ID]]` another memo. A name may hold brackets in pairs, as in `[[transcript:P04 [second]]]`. Whatever
does not read so is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, check_one_of

Cited = Literal["code", "coding", "transcript", "memo"]

LONGEST_TITLE: Final = 80
# No part gives back what it has taken, so that no text makes it slow.
_CITATION: Final = re.compile(rf"\[\[({'|'.join(get_args(Cited))}):((?:[^\[\]\n]++|\[[^\[\]\n]*+\])++)\]\]")
_HEADING: Final = re.compile(r"#{1,6}\s+")  # people write titles as in Markdown


@dataclass(frozen=True, slots=True)
class Citation:
    """One thing cited: its kind and its id.

    Raises
    ------
    Invalid
        If the id could not be read back from a text.
    """

    kind: Cited
    name: str

    def __post_init__(self) -> None:
        check_one_of("kind of a citation", self.kind, get_args(Cited))
        check_name(f"{self.kind} cited", self.name)
        if _CITATION.fullmatch(str(self)) is None:
            raise Invalid(
                f"{self.kind} {self.name!r} cannot be cited", "single brackets in its name are the reason"
            )

    def __str__(self) -> str:
        return f"[[{self.kind}:{self.name}]]"

    @property
    def told(self) -> str:
        """The kind and the id without brackets, as in `code:trust`."""
        return f"{self.kind}:{self.name}"


def pieces(text: str) -> Iterator[str | Citation]:
    """Yield a text cut into what is plain and what is a citation, in order; nothing is left out.

    Examples
    --------
    >>> [str(piece) for piece in pieces("On [[code:trust]], see [[code:]].")]
    ['On ', '[[code:trust]]', ', see [[code:]].']
    """
    start = 0
    for found in _CITATION.finditer(text):
        citation = _read(found)
        if citation is not None:
            if found.start() > start:
                yield text[start : found.start()]
            yield citation
            start = found.end()
    if start < len(text):
        yield text[start:]


def citations(text: str) -> tuple[Citation, ...]:
    """Return what a text cites, each thing once, in the order in which it is first cited."""
    return tuple(dict.fromkeys(piece for piece in pieces(text) if isinstance(piece, Citation)))


def title(text: str) -> str:
    """Return the first line with words in it, which is the title of a memo; long ones are cut.

    Examples
    --------
    >>> title("Why readers differ, again")
    'Why readers differ, again'
    """
    line = _HEADING.sub("", next((line.strip() for line in text.splitlines() if line.strip()), ""), count=1)
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _read(found: re.Match[str]) -> Citation | None:
    """Return the citation that stands there; None if what looks like one has a name that nothing has."""
    kind, name = found.groups()
    try:
        return next(Citation(known, name) for known in get_args(Cited) if known == kind)
    except Invalid:
        return None
