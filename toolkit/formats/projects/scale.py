"""Where a program's positions lie in our text: which characters it counts, found out by what it quotes.

Our text has LF line ends and no byte order mark; a program counts in the text as it keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from toolkit.errors import Invalid
from toolkit.model.project import Positions

Unit = Literal["codepoints", "utf16"]
"""What counts as one: a character, or half of one beyond the first 65,536, as in Java and in browsers."""
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

_MARK = "\ufeff"
_BEYOND = "\uffff"


class Scale:
    """A text as a program keeps it, and as we do, with the places of the one in the other."""

    def __init__(self, stored: str) -> None:
        self._stored = stored
        self.text = in_lf(stored)
        self._places: dict[Unit, Sequence[int]] = {}

    def at(self, position: int, unit: Unit) -> int:
        """Return where a position lies in our text; one out of the text lies as far out of ours."""
        places = self._places.get(unit)
        if places is None:
            places = self._places[unit] = self._measured(unit)
        if 0 <= position < len(places):
            return places[position]
        return position if position < 0 else len(self.text) + position - len(places) + 1

    def length(self, unit: Unit) -> int:
        """Return how long the text is as the program keeps it."""
        wide = sum(character > _BEYOND for character in self._stored) if unit == "utf16" else 0
        return len(self._stored) + wide

    def _measured(self, unit: Unit) -> Sequence[int]:
        """Return for each position of the program, the end too, where it lies in our text."""
        stored = self._stored
        is_wide = unit == "utf16" and bool(stored) and max(stored) > _BEYOND
        if not is_wide and len(self.text) == len(stored):
            return range(len(stored) + 1)
        places: list[int] = []
        reached, marks = 0, len(stored) - len(stored.lstrip(_MARK))
        for place, character in enumerate(stored):
            places.append(reached)
            if is_wide and character > _BEYOND:
                places.append(reached)
            is_mark = place < marks
            is_half = character == "\r" and stored[place + 1 : place + 2] == "\n"
            reached += not (is_mark or is_half)
        return [*places, reached]


class Stated(NamedTuple):
    """A passage as a program states it.

    Attributes
    ----------
    places
        Start and end in our text, by what the program's positions may count.
    quote
        What the program quotes; empty if nothing.
    """

    text: str
    places: Mapping[Unit, tuple[int, int]]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The unit that fits, and how it was found out."""

    unit: Unit
    positions: Positions


def unspaced(words: str) -> str:
    """Return words without the blanks between them, which programs keep in many ways."""
    return "".join(words.split())


def stated(scale: Scale, start: int, end: int, quote: str = "") -> Stated:
    """Return a passage with its positions in our text, whatever they count."""
    return Stated(scale.text, {unit: (scale.at(start, unit), scale.at(end, unit)) for unit in UNITS}, quote)


class Fits(NamedTuple):
    """How many passages fit under each unit, of how many, whether it makes a difference, and what tells."""

    fits: Mapping[Unit, int]
    of: int
    differ: bool
    evidence: str


def in_lf(stored: str) -> str:
    """Return a text with LF line ends and without byte order mark."""
    return stored.lstrip(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def chosen(passages: Iterable[Stated], usual: Unit, wanted: str = "") -> Choice:
    """Find out what a program counts, by the passages it quotes, else by where words begin and end.

    Parameters
    ----------
    usual
        What the program is known to count, taken where both fit alike.
    wanted
        The unit a person chose; empty to find out.

    Raises
    ------
    Invalid
        If the person chose what is no unit.
    """
    told = list(passages)
    if quoting := [each for each in told if each.quote.strip()]:
        told = quoting
    fits = {unit: sum(_fits(each, unit) for each in told) for unit in UNITS}
    differ = any(len(set(each.places.values())) > 1 for each in told)
    return ranked(Fits(fits, len(told), differ, "quotes" if quoting else "words"), usual, wanted)


def ranked(found: Fits, usual: Unit, wanted: str = "") -> Choice:
    """Choose the unit under which most passages fit; see `chosen`."""
    wanted = "" if wanted == "auto" else wanted
    if wanted and wanted not in UNITS:
        raise Invalid(f"{wanted[:40]!r} is no way to count positions", f"use one of auto, {', '.join(UNITS)}")
    unit, other = sorted(UNITS, key=lambda unit: (unit != wanted, -found.fits[unit], unit != usual))
    positions = Positions(
        rule=unit,
        score=found.fits[unit] / found.of if found.of else None,
        n=found.of,
        evidence=found.evidence,
        runner_up=other if found.differ else "",
        runner_up_score=found.fits[other] / found.of if found.differ else None,
        chosen=bool(wanted),
    )
    return Choice(unit, positions)


def _fits(each: Stated, unit: Unit) -> bool:
    text, (start, end) = each.text, each.places[unit]
    if not 0 <= start < end <= len(text):
        return False
    if each.quote.strip():
        return unspaced(text[start:end]) == unspaced(each.quote)
    return _is_edge(text, start) and _is_edge(text, end)


def _is_edge(text: str, place: int) -> bool:
    """Tell whether no word goes on across a place."""
    around = text[max(place - 1, 0) : place + 1]
    return not (0 < place < len(text) and around.isalnum())
