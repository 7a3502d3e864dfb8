"""What readers of projects collect while they go through one: coders, memos, and what they leave out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from toolkit.model.coding import Subject
from toolkit.model.project import LeftOut, ProjectCase, ProjectCode, ProjectCoder, ProjectMemo, ProjectText

_LONGEST_DATE: Final = 40
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*", re.ASCII)
# As C's asctime and R's date() write it, in English wherever they run.
_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_ASCTIME: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})", re.ASCII
)
_HEX: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?", re.IGNORECASE | re.ASCII)
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b.*\)", re.ASCII)
_MOST_OF_COLOUR: Final = 255
_LONGEST_COLOUR: Final = 40


class Gathering:
    """What a reader has of a project so far, apart from its texts, codes and codings.

    Attributes
    ----------
    memos
        In the order they were noted.
    """

    def __init__(self) -> None:
        self.memos: list[ProjectMemo] = []
        self._coders: dict[str, ProjectCoder] = {}
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._memo_keys: Counter[str] = Counter()
        self._zoneless = False
        self._undated = ""

    @property
    def coders(self) -> tuple[ProjectCoder, ...]:
        """Everybody who did something, in the order they turned up."""
        return tuple(self._coders.values())

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, each kind once."""
        return tuple(LeftOut(what, count, why) for (what, why), count in self._left_out.items())

    def coder(self, key: str, name: str = "") -> str:
        """Note that somebody did something, and return their key; nobody where it is empty."""
        if key:
            self._coders.setdefault(key, ProjectCoder(key, name or key))
        return key

    def leave(self, what: str, why: str = "", count: int = 1) -> None:
        """Note that so many of a kind are left out, and why; nothing if there are none."""
        if count:
            self._left_out[what, why] += count

    def memo(self, about: Subject, subject: str, text: str, key: str, **said: str) -> None:
        """Note a memo, unless it is blank; a second one of a key gets one of its own."""
        if text.strip():
            self._memo_keys[key] += 1
            if self._memo_keys[key] > 1:
                key = f"{key}#{self._memo_keys[key]}"
            self.memos.append(ProjectMemo(key, about, subject, text, **said))

    def moment(self, written: str, *, is_utc: bool) -> str:
        """Return a moment in ISO 8601; empty if it is in no form that is known.

        Parameters
        ----------
        is_utc
            Whether the program writes UTC where it names no zone. Otherwise its clock's zone is nowhere
            told: the moment is taken as if it were UTC, which a note says.
        """
        if not written.strip():
            return ""
        told = _moment(written.strip())
        if told is None:
            self._undated = self._undated or written
            return ""
        if told.tzinfo is None:
            self._zoneless |= not is_utc
            told = told.replace(tzinfo=UTC)
        # A few hours next to the first and the last year have no counterpart in UTC.
        try:
            return told.astimezone(UTC).isoformat().replace("+00:00", "Z")
        except OverflowError:
            self._undated = self._undated or written
            return ""

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know of the dates, a sentence each."""
        told = []
        if self._zoneless:
            told.append("Its dates do not tell their time zone; they were taken as if in UTC.")
        if self._undated:
            example = ascii(self._undated[:_LONGEST_DATE])
            told.append(f"Dates in forms that are not known were left empty, such as {example}.")
        return tuple(told)


def _moment(written: str) -> datetime | None:
    if len(written) > _LONGEST_DATE:
        return None
    try:
        if found := _ASCTIME.fullmatch(written):
            month, day, hour, minute, second, year = found.groups()
            # Not strptime, which reads the names of months in the language of the machine.
            return datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
        return datetime.fromisoformat(written) if _ISO.fullmatch(written) else None
    except (ValueError, KeyError):
        return None


def colour(written: str) -> str:
    """Return a colour as `#rrggbb`; empty for names of colours and whatever else.

    >>> colour("rgb(255, 0, 10)"), colour("#ABC"), colour("antiquewhite")
    ('#ff000a', '#aabbcc', '')
    """
    if len(written) > _LONGEST_COLOUR:
        return ""
    if found := _HEX.fullmatch(written.strip()):
        digits = found[1].lower()
        return "#" + (digits if len(digits) > 3 else "".join(digit * 2 for digit in digits))  # noqa: PLR2004 - of #rgb
    if found := _RGB.fullmatch(written.strip()):
        parts = [int(part) for part in found.groups()]
        return "#" + "".join(f"{part:02x}" for part in parts) if max(parts) <= _MOST_OF_COLOUR else ""
    return ""


def without_circles(codes: Iterable[ProjectCode]) -> tuple[list[ProjectCode], int]:
    """Return codes of which none lies under itself or under what is not there, and how many had to be moved.

    Those that did lie at the top.
    """
    known = {code.key: code for code in codes}
    parents = {key: code.parent if code.parent in known else "" for key, code in known.items()}
    sound = {""}
    for start in parents:
        key, path = start, set[str]()
        while key not in sound:
            path.add(key)
            if parents[key] in path:
                parents[key] = ""
            key = parents[key]
        sound |= path
    moved = sum(code.parent != parents[key] for key, code in known.items())
    return [_under(code, parents[key]) for key, code in known.items()], moved


def _under(code: ProjectCode, parent: str) -> ProjectCode:
    if code.parent == parent:
        return code
    return ProjectCode(
        code.key, code.name, parent, definition=code.definition, colour=code.colour, codable=code.codable
    )


def with_cases_of_texts(
    cases: Iterable[ProjectCase], texts: Iterable[ProjectText], attributes: Mapping[str, Mapping[str, str]]
) -> list[ProjectCase]:
    """Return the cases with what the project says of their texts.

    A text that is alone in its case tells about the case; one of no case becomes a case of its own name.
    Where several texts share a case, what is said of each stays with the text.

    Parameters
    ----------
    attributes
        What is said, by key of the text.
    """
    found = list(cases)
    holders: dict[str, list[int]] = {}
    for place, case in enumerate(found):
        for held in case.texts:
            holders.setdefault(held, []).append(place)
    for text in texts:
        said = attributes.get(text.key)
        if not said:
            continue
        places = holders.get(text.key, [])
        if not places:
            found.append(ProjectCase(f"text-{text.key}", text.name, (text.key,), dict(said)))
        elif len(places) == 1 and found[places[0]].texts == (text.key,):
            case = found[places[0]]
            known = {**said, **case.attributes}
            found[places[0]] = ProjectCase(case.key, case.name, case.texts, known, case.description)
    return found
