"""A project while it is read: who coded, with what, where; what was left out; every fault so far."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.transcripts.cues import first_faults
from toolkit.model.coding import Subject
from toolkit.model.project import (
    LeftOut,
    Positions,
    Project,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)
from toolkit.model.transcript import Source

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?)? ?(Z|[+-]\d\d:?\d\d| ?UTC)?"
)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d\d?):(\d\d)(?::(\d\d))?)?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d{1,12})?")
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)  # as Excel counts days


class Draft:
    """What has been read of a project so far.

    Attributes
    ----------
    faults
        What a person has to mend; with any, there will be no project.
    """

    def __init__(self, source: Source, tool: str) -> None:
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self._source, self._tool = source, tool
        self._coders: dict[str, ProjectCoder] = {}
        self._codes: dict[tuple[str, str], ProjectCode] = {}
        self._by_name: dict[str, str] = {}
        self._keys: set[tuple[str, str]] = set()
        self._texts: dict[str, ProjectText] = {}
        self._codings: list[ProjectCoding] = []
        self._memos: list[ProjectMemo] = []
        self._left: Counter[tuple[str, str]] = Counter()
        self._guessed_times = 0

    def coder(self, name: str) -> str:
        """Return the key of a coder, who need not be known yet; empty for nobody."""
        if not name:
            return ""
        if name not in self._coders:
            self._coders[name] = ProjectCoder(name, name)
        return name

    def code(
        self, name: str, parent: str = "", *, codable: bool = True, definition: str = "", colour: str = ""
    ) -> str:
        """Return the key of a code, which need not be known yet; one that is used becomes codable."""
        known = self._codes.get((parent, name))
        if known is None:
            key = self._key("code", name)
            self._by_name.setdefault(name, key)
            self._codes[parent, name] = ProjectCode(
                key, name, parent, definition=definition, colour=colour, codable=codable
            )
            return key
        if codable and not known.codable:
            self._codes[parent, name] = replace(known, codable=True)
        return known.key

    def code_named(self, name: str) -> str:
        """Return the key of the first code of a name, wherever it lies; if there is none, of a new one."""
        return self._by_name[name] if name in self._by_name else self.code(name)

    def text(self, name: str, text: str, made_at: str = "") -> str:
        """Add a text, and return its key."""
        key = self._key("text", name)
        self._texts[key] = ProjectText(key, name, text, made_at=made_at)
        return key

    def named(self, name: str) -> str:
        """Return the key of a text of which no more than the name is known."""
        return name if name in self._texts else self.text(name, "")

    def coding(self, line: int, text: str, code: str, **more: object) -> str:
        """Add a coding, and return its key; if it cannot be one, note the fault and return nothing."""
        key = str(len(self._codings) + 1)
        try:
            self._codings.append(ProjectCoding(key, text, code, **more))  # type: ignore[arg-type]
        except Invalid as refused:
            self.faults.append(Fault(line, refused.what, refused.remedy))
            return ""
        return key

    def memo(self, about: Subject, subject: str, text: str, author: str = "", made_at: str = "") -> None:
        """Add a memo; blanks are none."""
        if text.strip():
            key = str(len(self._memos) + 1)
            self._memos.append(ProjectMemo(key, about, subject, text, author=author, made_at=made_at))

    def fault(self, line: int, what: str, remedy: str = "") -> None:
        """Note what a person has to mend."""
        self.faults.append(Fault(line, what, remedy))

    def leave_out(self, what: str, why: str = "", count: int = 1) -> None:
        """Count things of a kind that are not taken over."""
        if count:
            self._left[what, why] += count

    def moment(self, written: str) -> str:
        """Return a time as ISO 8601; empty, and counted as left out, if it can be read in several ways."""
        written = " ".join(written.split())
        if not written:
            return ""
        found = moment(written)
        if not found:
            self.leave_out("dates", "they can be read in several ways")
        elif not _says_zone(written):
            self._guessed_times += 1
        return found

    def project(
        self, positions: Positions | None = None, name: str = "", origin: str = "", description: str = ""
    ) -> Project:
        """Return the project, if nothing is at fault.

        Raises
        ------
        FaultyFile
            With everything that is.
        """
        if self.faults:
            raise FaultyFile(self._source.name, first_faults(sorted(self.faults)))
        if self._guessed_times:
            told = f"Times without a time zone, taken as UTC: {self._guessed_times:,}."
            self.notes.append(told)
        return Project(
            name=name or self._source.stem,
            tool=self._tool,
            origin=origin,
            description=description,
            coders=tuple(self._coders.values()),
            codes=tuple(self._codes.values()),
            texts=tuple(self._texts.values()),
            codings=tuple(self._codings),
            memos=tuple(self._memos),
            left_out=tuple(LeftOut(what, count, why) for (what, why), count in self._left.items()),
            positions=positions,
            notes=tuple(self.notes),
        )

    def _key(self, kind: str, name: str) -> str:
        """Return the name as a key, or with a number if something else has it."""
        key, number = name, 1
        while (kind, key) in self._keys:
            number += 1
            key = f"{name} ({number})"
        self._keys.add((kind, key))
        return key


def moment(written: str) -> str:
    """Return a time as ISO 8601 with its offset, or Z; empty if it is none or can be read in several ways.

    >>> moment("2024-03-01 09:30"), moment("1.3.2024"), moment("03/01/2024")
    ('2024-03-01T09:30:00Z', '2024-03-01T00:00:00Z', '')
    """
    if _SERIAL.fullmatch(written):
        day = _FIRST_DAY + timedelta(days=float(written))
        return day.replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
    if found := _ISO.fullmatch(written):
        year, month, day_, hour, minute, second, fraction, zone = found.groups()
    elif found := _GERMAN.fullmatch(written):
        day_, month, year, hour, minute, second = found.groups()
        fraction = zone = None
    else:
        return ""
    numbers = [int(part or 0) for part in (year, month, day_, hour, minute, second)]
    try:
        datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return ""
    year_, month_, d, h, m, s = numbers
    offset = "Z" if zone is None or zone.strip() in ("Z", "UTC") else zone
    offset = offset if offset == "Z" or ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return f"{year_:04}-{month_:02}-{d:02}T{h:02}:{m:02}:{s:02}{(fraction or '')[:7]}{offset}"


def _says_zone(written: str) -> bool:
    return bool((found := _ISO.fullmatch(written)) and found[8])
