"""Moments of the past, as people name them: a day, a minute, a second, always to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from toolkit.errors import Invalid

__all__ = ["Moment", "local", "moment_named", "offset_of"]

_NAMED: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?P<seconds>:\d\d(?:\.(?P<part>\d{1,6}))?)?)(?P<zone>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_FORMS: Final = "write a day as in 2026-03-04, or a time as in 2026-03-04T10:12 or 2026-03-04T10:12+01:00"


@dataclass(frozen=True, slots=True)
class Moment:
    """The end of a day, a minute or a second that somebody named.

    Attributes
    ----------
    begins, ends
        The first moment of what was named, and the first after it; ISO 8601 in UTC, without zeros at the end
        of a fraction, so that what is earlier sorts ahead of it.
    words
        What was named, for people, with the offset of the time zone it was taken for.
    """

    begins: str
    ends: str
    words: str


def moment_named(text: str, *, now: datetime | None = None) -> Moment:
    """Return the end of a day, or of the minute or second of a time; without an offset, of the zone here.

    Parameters
    ----------
    now
        The present moment, if it is to be another than the clock's.

    Raises
    ------
    Invalid
        If it is no day and no time, or has not come yet.
    """
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        raise Invalid(f"{text!r} is no day and no time", _FORMS)
    try:
        begins, ends = _around(found)
    except (ValueError, OverflowError) as fault:
        raise Invalid(f"{text!r} is in no calendar", _FORMS) from fault
    if begins > (now or datetime.now(UTC)):
        raise Invalid(f"{text!r} has not come yet", "leave it out for what is there now")
    return Moment(_written(begins), _written(ends), _words(found, ends))


def _around(found: re.Match[str]) -> tuple[datetime, datetime]:
    """Return the beginning of what was named and the first moment after it, in UTC."""
    if found["time"] is None:
        day = datetime.fromisoformat(found["day"])
        # Not 24 hours later: a day on which the clocks change has 23 or 25.
        return _in_utc(day), _in_utc(day + timedelta(days=1))
    told = datetime.fromisoformat(f"{found['day']}T{found['time']}{found['zone'] or ''}")
    if found["seconds"] is None:
        step = timedelta(minutes=1)
    else:
        step = timedelta(microseconds=10 ** (6 - len(found["part"] or "")))
    begins = _in_utc(told)
    return begins, begins + step


def _in_utc(told: datetime) -> datetime:
    return told.astimezone(UTC)


def _written(moment: datetime) -> str:
    seconds, _, part = moment.isoformat().removesuffix("+00:00").partition(".")
    return f"{seconds}.{part.rstrip('0')}" if part.rstrip("0") else seconds


def _words(found: re.Match[str], ends: datetime) -> str:
    if found["time"] is None:
        return f"the end of {found['day']} ({offset_of((ends - timedelta(seconds=1)).astimezone())})"
    zone = found["zone"]
    offset = offset_of(ends.astimezone()) if zone is None else "UTC" if zone == "Z" else f"UTC{zone}"
    return f"{found['day']} {found['time']} ({offset})"


def offset_of(moment: datetime) -> str:
    """Return the offset of a moment's time zone as people write it: UTC+01:00, or UTC alone."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours:02}:{rest:02}"


def local(at: str) -> datetime:
    """Return a time as records tell it, in the time zone of this machine."""
    return datetime.fromisoformat(at).astimezone()
