"""Ids for themes and codes that come from elsewhere: made from names, the same ones at every reading."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, likened

_LONGEST = 60
_HASH = 6
_APART = re.compile(r"[^a-z0-9]+")
# Letters that do not come apart into one of a-z and an accent.
_SPELT = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def slug(text: str) -> str:
    """Return an id made from a name.

    What is lost of letters without a counterpart among a-z is made up for by a hash of the name, so that the
    id does not depend on what else is in the file.

    >>> slug("Oltás típusa: újra")
    'oltas-tipusa-ujra'
    >>> slug("AI への信頼") == slug("AI")
    False
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT))
    spelt = "".join(letter for letter in folded if not unicodedata.combining(letter))
    made = _APART.sub("-", spelt).strip("-")[:_LONGEST].strip("-")
    if made and not any(letter.isalnum() and not letter.isascii() for letter in spelt):
        return made
    told = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH]
    return f"{made or 'code'}-{told}"


class Ids:
    """The ids of one codebook: no two of them differ only by case or by what joins their parts."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._tried: Counter[str] = Counter()

    def kept(self, given: str) -> str | None:
        """Return the id as the file has it; None if it is no id or too much like one there is."""
        try:
            check_id("id", given)
        except Invalid:
            return None
        return given if self._takes(given) else None

    def made(self, name: str, above: str) -> str:
        """Return a new id from a name; if it is taken, with the name above it or, at last, a number."""
        base = slug(name)
        for tried in (base, f"{slug(above)}-{base}" if above else base):
            if self._takes(tried):
                return tried
        while True:
            self._tried[base] += 1
            tried = f"{base}-{self._tried[base] + 1}"
            if self._takes(tried):
                return tried

    def _takes(self, tried: str) -> bool:
        alike = likened(tried)
        if alike in self._taken:
            return False
        self._taken.add(alike)
        return True
