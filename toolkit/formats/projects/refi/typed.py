"""Values the schema of REFI-QDA types, and text it can hold: moments, colours, variables, characters."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from toolkit.formats.tables.showing import with_controls_visible

_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_SAID_WITH_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_FRACTION: Final = re.compile(r"\.\d+")
_FURTHEST_OFFSET: Final = 14 * 3600
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PICTURES, _BLANK = 0x2400, 0x20
_UNKNOWN: Final = "\ufffd"

# No zeros in front, no plus: a value comes back letter by letter as it went out.
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,11})?")
_DAY: Final = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_MOST_LETTERS, _MOST_WORDS = 60, 40


def moment(told: str) -> str:
    """Return a moment as the schema wants it; empty if it is none.

    >>> moment("2026-03-01 09:30:00+0100")
    '2026-03-01T09:30:00+01:00'
    >>> moment("last spring")
    ''
    """
    if not _SAID_WITH_TIME.match(told):
        return ""
    try:
        found = datetime.fromisoformat(_FRACTION.sub(lambda digits: digits[0][:7].ljust(7, "0"), told))
        offset = found.utcoffset()
    except ValueError:
        return ""
    if offset is not None and (offset.microseconds or offset.seconds % 60):
        return ""
    if offset is not None and abs(offset.total_seconds()) > _FURTHEST_OFFSET:
        return ""
    return told if _MOMENT.fullmatch(told) else found.isoformat().replace("+00:00", "Z")


def colour(told: str) -> str:
    """Return a colour; empty if it is none."""
    return told.strip() if _COLOUR.fullmatch(told.strip()) else ""


def type_of(values: Collection[str], before: str = "") -> str:
    """Return the type all values of a variable have: the one it had before, or else the narrowest.

    >>> type_of(["1", "2.50"]), type_of(["007"])
    ('Float', 'Text')
    """
    tests = {"Integer": _is_whole, "Float": _is_decimal, "Boolean": _is_flag, "Date": _is_day}
    if before == "Text" or (before in (*tests, "DateTime") and not values):
        return before
    later = tests | {"DateTime": _is_moment} if before == "DateTime" else tests
    fitting = [name for name, fits in later.items() if values and all(map(fits, values))]
    return before if before in fitting else next(iter(fitting), "Text")


def visible(text: str) -> str:
    """Return text as XML can hold it: lines end in LF, control characters are pictures of themselves."""
    return with_controls_visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def as_long(text: str) -> str:
    r"""Return a text as XML can hold it, each character in its place.

    >>> as_long("a\x1bb")
    'a␛b'
    """
    return _NO_XML.sub(_pictured, text)


def first_words(text: str) -> str:
    r"""Return the words a text begins with, about a line of them, with single blanks between.

    By these selections and notes without a title are called. What goes on ends with a mark.

    >>> first_words("  I would not\n sleep.")
    'I would not sleep.'
    """
    words = visible(" ".join(text.split(maxsplit=_MOST_WORDS)[:_MOST_WORDS]))
    if len(words) <= _MOST_LETTERS:
        return words
    whole, blank, _ = words[: _MOST_LETTERS + 1].rpartition(" ")
    return f"{whole if blank else words[:_MOST_LETTERS]}\u2026"


def _pictured(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < _BLANK else _UNKNOWN


def _is_whole(value: str) -> bool:
    return _WHOLE.fullmatch(value) is not None


def _is_decimal(value: str) -> bool:
    return _DECIMAL.fullmatch(value) is not None


def _is_flag(value: str) -> bool:
    return value in ("true", "false")


def _is_moment(value: str) -> bool:
    return moment(value) == value


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
