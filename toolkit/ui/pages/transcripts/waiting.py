"""Files that were dropped and wait for their import, and what the researcher has said of them since.

They are kept in the session, so that neither a click nor a look at another page reads a file again or loses
what was said: a switch that is not shown loses its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

import streamlit as st

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.transcript import Role, Source, Verbatim
from toolkit.ui.language import later
from toolkit.workflow import reading
from toolkit.workflow.reading import FileRead, Known

AS_IN_FILE: Final = later("as the file says")

ROLES: Final[dict[Role, str]] = {
    "participant": later("participant"),
    "interviewer": later("interviewer"),
    "other": later("other"),
    "unknown": later("unknown"),
}
LEVELS: Final[dict[Verbatim, str]] = {
    "full": later("full"),
    "clean": later("clean"),
    "edited": later("edited"),
    "unknown": later("unknown"),
}

# Keys of the session.
WAITING: Final = "import waiting"
FOR_ALL: Final = "import for all"
TOLD: Final = "import told"


@dataclass
class Waiting:
    """A file that was dropped: how it was read, and what the researcher has said of it since.

    Attributes
    ----------
    source
        The file itself, if it is a table, of which a person may have to say what is in it.
    """

    number: int
    read: FileRead
    source: Source | None = None
    said: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    revises: bool = False

    def key(self, what: str) -> str:
        """Return the key of one of its switches."""
        return f"import {self.number} {what}"


@dataclass
class ForAll:
    """What holds for every file of which nothing else is said."""

    asking: tuple[str, ...] = ()
    language: str = ""
    verbatim: str = AS_IN_FILE


def waiting() -> dict[int, Waiting]:
    """Return the files that wait, by their number."""
    found: dict[int, Waiting] = st.session_state.setdefault(WAITING, {})
    return found


def for_all() -> ForAll:
    """Return what was said of all files."""
    found: ForAll = st.session_state.setdefault(FOR_ALL, ForAll())
    return found


def as_said(dropped: dict[int, Waiting]) -> tuple[list[FileRead], list[ToolkitError]]:
    """Put together what was read and what was said of it; return also what cannot be said of a transcript."""
    read: list[FileRead] = []
    faults: list[ToolkitError] = []
    for one in dropped.values():
        try:
            read.append(replace(one.read, known=_known(one)))
        except Invalid as refused:
            faults.append(ToolkitError(one.read.name, refused.what, refused.remedy))
            read.append(one.read)
    return read, faults


def _known(one: Waiting) -> Known:
    general = for_all()
    asking: Role = "interviewer"
    level = one.said.get("verbatim") or (None if general.verbatim == AS_IN_FILE else general.verbatim)
    return Known(
        id=one.said.get("id") or None,
        participant=one.said.get("participant") or None,
        language=one.said.get("language") or general.language or None,
        verbatim=cast("Verbatim | None", level),
        roles=dict.fromkeys(general.asking, asking) | one.roles,
        revises=one.revises,
    )


def hear(one: Waiting, what: str) -> None:
    """Keep what was typed or chosen; what is emptied is again as the file says."""
    one.said[what] = st.session_state[one.key(what)].strip()


def hear_revises(one: Waiting) -> None:
    """Keep whether it is the corrected text of a transcript that is there."""
    one.revises = st.session_state[one.key("revises")]


def hear_role(one: Waiting, label: str, key: str) -> None:
    """Keep who somebody is."""
    one.roles[label] = st.session_state[key]


def hear_kind(one: Waiting, source: Source) -> None:
    """Read a table as what it is said to hold."""
    one.read = reading.read(source, st.session_state[one.key("kind")])


def remove(numbers: Sequence[int]) -> None:
    """Forget files, and what was told of the last attempt to import them."""
    for number in numbers:
        waiting().pop(number, None)
    st.session_state.pop(TOLD, None)
