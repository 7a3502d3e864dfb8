"""What things go by in a REFI-QDA project: the same guid at every writing, and each guid once.

A key that is a guid already, because it came with a project, is that guid: lower case, without braces. Every
other is a UUIDv5 of the project's key, the kind of thing and its own key, so that a project that comes back
is known again; codes of our codebook go by `codebooks.refi.guid`, as in a .qdc. A guid that is taken is never
given twice: who comes later gets another, the same one at every writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Final, Literal, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from toolkit.model.coding import Certainty

Kind = Literal["case", "code", "coder", "coding", "memo", "selection", "text", "variable"]

_GUIDS: Final = uuid5(NAMESPACE_URL, "urn:intercoder:project")
_GUID: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.ASCII | re.IGNORECASE)

CONSENSUS: Final = str(uuid5(_GUIDS, "consensus"))
"""The user by whom codings are that the team settled on; the same in every project."""
CERTAINTIES: Final[Mapping[Certainty, str]] = {
    told: str(uuid5(_GUIDS, f"certainty {told}")) for told in get_args(Certainty)
}
"""The notes that say how sure a coder was; codings point to them; the same in every project."""


def normal(text: str) -> str:
    """Return a guid in lower case without braces; empty if the text is none.

    >>> normal("{5215CC69-B628-4E02-AFB9-9BEEAEE55808}")
    '5215cc69-b628-4e02-afb9-9beeaee55808'
    """
    found = _GUID.fullmatch(text.strip())
    return found[1].lower() if found else ""


def guid(project: str, kind: Kind, key: str) -> str:
    """Return what a thing goes by that has no guid of its own, or has one, in a project of this key.

    >>> guid("study", "text", "P01")
    '9aec948b-b20d-587a-a124-ce4936442506'
    """
    return normal(key) or str(_made(project, f"{kind} {key}"))


class Guids:
    """The guids of one project, none of them given twice.

    Parameters
    ----------
    project
        Key of the project; may be empty.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = {CONSENSUS, *CERTAINTIES.values()}

    def __contains__(self, guid: str) -> bool:
        return guid in self._taken

    def of(self, kind: Kind, key: str, wanted: str = "") -> str:
        """Return the guid of a thing: the one wanted, or the one its key tells, unless it is taken."""
        found = self._given.get((kind, key))
        if found is None:
            found = self._free(wanted or guid(self._project, kind, key), f"{kind} {key}")
            self._given[kind, key] = found
        return found

    def again(self, wanted: str) -> str:
        """Return a guid for something that had the one wanted in another project; that one if it is free."""
        return self._free(wanted, f"again {wanted}")

    def _free(self, wanted: str, told: str) -> str:
        free = next(guid for guid in self._tried(wanted, told) if guid not in self._taken)
        self._taken.add(free)
        return free

    def _tried(self, wanted: str, told: str) -> Iterator[str]:
        yield wanted
        for number in count(2):
            yield str(_made(self._project, f"{told} {number}"))


def _made(project: str, told: str) -> UUID:
    return uuid5(_space(project), _sound(told))


@lru_cache(maxsize=8)
def _space(project: str) -> UUID:
    return uuid5(_GUIDS, _sound(project))


def _sound(text: str) -> str:
    """Return text without half characters, which keys from strangers may hold and a hash cannot."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
