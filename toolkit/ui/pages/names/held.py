"""What a browser tab holds of names: what was told, what was found, and the key list.

The key list is here and nowhere else until somebody downloads it: the study never has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.names import Candidate, Key, KeyList, folded
from toolkit.ui import state
from toolkit.ui.language import say
from toolkit.workflow import redacting

_HELD: Final = "names held"


@dataclass(frozen=True)
class Look:
    """What one look at the transcripts found.

    Attributes
    ----------
    texts
        The hash of each transcript that was looked through, by its id.
    replaced
        The originals that were confirmed by then: what is like them was looked for, too.
    """

    found: tuple[Candidate, ...]
    models: tuple[str, ...]
    texts: Mapping[str, str]
    replaced: frozenset[str]


@dataclass
class Held:
    """All of it.

    Attributes
    ----------
    saved
        The key list as it was downloaded or came in.
    drafts
        Replacements that were typed for candidates that are undecided yet.
    refused
        Why the last look or decision was refused; told once.
    """

    names: str = ""
    organisations: str = ""
    numbered: bool = False
    with_model: bool = True
    keys: KeyList = field(default_factory=KeyList)
    saved: KeyList = field(default_factory=KeyList)
    look: Look | None = None
    drafts: dict[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    @property
    def unsaved(self) -> int:
        """How many decisions nobody has downloaded yet."""
        return len({key.original for key in set(self.keys.keys) ^ set(self.saved.keys)})

    @property
    def undecided(self) -> tuple[Candidate, ...]:
        """The candidates about which nobody has decided."""
        found = self.look.found if self.look else ()
        return tuple(each for each in found if self.keys.ruled(each.original) is None)

    def replacement(self, candidate: Candidate) -> str:
        """Return what stands, or would stand, for a candidate: what is like a name has its replacement."""
        key = self.keys.ruled(candidate.original)
        if key is not None and key.replacement:
            return key.replacement
        if candidate.original in self.drafts:
            return self.drafts[candidate.original]
        like = self.keys.ruled(candidate.near) if candidate.near else None
        return like.replacement if like is not None and like.replacement else candidate.replacement

    def decide(self, candidate: Candidate, *, replace: bool, told: str, same_as: str, by: str) -> None:
        """Take a decision into the key list, or keep why it is none."""
        try:
            key = redacting.decide(candidate, replace=replace, replacement=told, same_as=same_as, by=by)
            self.keys = redacting.with_decision(self.keys, key)
        except Invalid as refused:
            self.refused = (self._why(candidate, told, refused),)
        else:
            self.drafts.pop(candidate.original, None)

    def decide_all(self, wanted: tuple[Candidate, ...], *, replace: bool, by: str) -> None:
        """Take one decision about several candidates, about all of them or none."""
        try:
            self.keys = self.keys.with_(
                redacting.decide(each, replace=replace, replacement=self.replacement(each), by=by)
                for each in wanted
            )
        except Invalid as refused:
            self.refused = (say("A replacement {what}; {remedy}.", what=refused.what, remedy=refused.remedy),)

    def draft(self, candidate: Candidate, told: str) -> None:
        """Keep what was typed for a candidate that is undecided; nothing typed is what is suggested."""
        if not told:
            self.drafts.pop(candidate.original, None)
        elif told != self.replacement(candidate):
            self.drafts[candidate.original] = told

    def open_again(self, candidate: Candidate) -> None:
        """Take back what was decided about a candidate."""
        self.keys = self.keys.without(candidate.original)

    def pseudonyms(self, candidate: Candidate) -> tuple[str, ...]:
        """Return the originals that have a pseudonym, of which the candidate may be another form."""
        return tuple(
            key.original
            for key in self.keys.replaced
            if key.kind == candidate.kind
            and not key.is_tag
            and not key.same_as
            and folded(key.original) != folded(candidate.original)
        )

    def _why(self, candidate: Candidate, told: str, refused: Invalid) -> str:
        other = next((key for key in self.keys.replaced if _is_same(key, told)), None)
        if other is None or folded(other.original) == folded(candidate.original):
            return f"{candidate.original}: {refused.what}; {refused.remedy}."
        return say(
            "{name}: {replacement} is the pseudonym of {other} already. Choose another, or say that it is "
            "another form of {other}.",
            name=candidate.original,
            replacement=told,
            other=other.original,
        )


def _is_same(key: Key, told: str) -> bool:
    return not key.is_tag and folded(key.replacement).casefold() == folded(told).casefold()


def held() -> Held:
    """Return what this tab holds."""
    found: Held = st.session_state.setdefault(_HELD, Held())
    return found


def decider() -> str | None:
    """Return in whose name is decided."""
    return state.coder()
