"""What pages call the kinds of things that the model knows by one word: a role, a unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toolkit.model.reliability import UnitKind
from toolkit.model.round import RoundUnit
from toolkit.model.transcript import Role
from toolkit.ui.language import later, say

_SPEAKERS: Final[Mapping[Role, str]] = {
    "participant": later("participant"),
    "interviewer": later("interviewer"),
    "other": later("other"),
    "unknown": later("unknown"),
}
_UNITS: Final[Mapping[UnitKind, str]] = {
    "turn": later("turn"),
    "sentence": later("sentence"),
    "paragraph": later("paragraph"),
    "segment": later("segment"),
    "character": later("character"),
    "transcript": later("transcript"),
}
_CODED: Final[Mapping[RoundUnit, str]] = {
    "free": later("any words"),
    "sentence": later("whole sentences"),
    "paragraph": later("whole paragraphs"),
    "turn": later("whole turns"),
}


def speaker(role: Role) -> str:
    """Return what part somebody has in an interview."""
    return say(_SPEAKERS[role])


def unit(kind: UnitKind) -> str:
    """Return what one of the units is on which coders are compared."""
    return say(_UNITS[kind])


def coded(wanted: RoundUnit) -> str:
    """Return what codings of a round cover."""
    return say(_CODED[wanted])
