"""JSON of strangers, as exactly as it stands: no key twice, no number that is none, not nested without end.

Python's reader takes the last of two equal keys and lets NaN through; here either is a fault with its place.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from toolkit.errors import Fault, FaultyFile
from toolkit.formats.transcripts.encoding import decoded
from toolkit.model.transcript import Source

DEEPEST: Final = 60
"""Levels of nesting; exports of programs that code texts have about ten."""
FURTHEST: Final = 2**53 - 1
"""The largest whole number that every program keeps exactly."""
MOST_LINES: Final = 2_000_000
"""Lines of JSON, which some programs write with a line for each number."""

_AS_EXPORTED = "take the file as the program wrote it"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")


class _OddError(ValueError):
    """Something JSON has no place for, or has it twice."""


def document(source: Source) -> object:
    """Return what a JSON file holds.

    Raises
    ------
    ToolkitError
        If it is no text or too large; with the line where it is no exact JSON.
    """
    found = value(decoded(source, MOST_LINES).text)
    if isinstance(found, Fault):
        raise FaultyFile(source.name, [found])
    return found


def lines(text: str) -> Iterator[tuple[int, object | Fault]]:
    """Yield what each line of JSON lines holds, or its fault, with its number; blank lines are none."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, value(line, number)


def value(text: str, line: int = 1) -> object | Fault:
    """Return what a JSON text holds, or why it cannot be told.

    Parameters
    ----------
    line
        The line of the file on which the text begins.
    """
    try:
        found: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        place = line + error.lineno - 1
        return Fault(place, f"the JSON breaks at column {error.colno:,}", _AS_EXPORTED)
    except RecursionError:
        return _too_deep(line)
    except _OddError:
        return _odd_place(text, line)
    except ValueError:
        return Fault(line, "holds a number of thousands of digits", _AS_EXPORTED)
    return _fault_of(found, line) or found


def whole(given: object) -> int | None:
    """Return a whole number that can be a position; None if it is none."""
    is_whole = isinstance(given, int) and not isinstance(given, bool) and abs(given) <= FURTHEST
    return given if is_whole and isinstance(given, int) else None


def name_of(given: object) -> str:
    """Return what something is called, a number too, on one line; empty if it has no name.

    >>> name_of("  trust "), name_of(7), name_of(["trust"])
    ('trust', '7', '')
    """
    if isinstance(given, str):
        return " ".join(given.split())
    number = whole(given)
    return "" if number is None else str(number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _OddError
    return found


def _no_number(name: str) -> float:
    raise _OddError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _OddError(digits)
    return number


def _too_deep(line: int) -> Fault:
    return Fault(line, f"is JSON nested more than {DEEPEST} levels deep", _AS_EXPORTED)


def _fault_of(found: object, line: int) -> Fault | None:
    """Return what is wrong with a value that JSON itself allows: its depth, or characters no text has."""
    open_ = [(found, 1)]
    while open_:
        each, depth = open_.pop()
        if depth > DEEPEST:
            return _too_deep(line)
        if isinstance(each, dict):
            open_.extend((key, depth) for key in each)
            open_.extend((inner, depth + 1) for inner in each.values())
        elif isinstance(each, list):
            open_.extend((inner, depth + 1) for inner in each)
        elif isinstance(each, str) and ("\x00" in each or (not each.isascii() and _HALF.search(each))):
            what = "holds a NUL character" if "\x00" in each else "holds half a character (a lone surrogate)"
            return Fault(line, what, _AS_EXPORTED)
    return None


def _odd_place(text: str, first: int) -> Fault:
    """Return the first key that stands twice, or number that is none, with its place."""
    keys: list[set[str] | None] = []
    last, begins = "", 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        what, place = "", token.start()
        if sign in ("{", "["):
            keys.append(set() if sign == "{" else None)
        elif sign in ("}", "]") and keys:
            keys.pop()
        elif sign == ":" and keys and (known := keys[-1]) is not None:
            key = json.loads(last)
            what = f"has the key {key[:40]!r} twice" if key in known else ""
            place = begins
            known.add(key)
        elif _is_endless(sign):
            what = f"has {sign[:40]}, which is no number"
        if what:
            line = first + text.count("\n", 0, place)
            column = place - text.rfind("\n", 0, place)
            return Fault(line, f"{what} at column {column:,}", _AS_EXPORTED)
        last, begins = sign, token.start()
    return Fault(first, "is no exact JSON", _AS_EXPORTED)


def _is_endless(sign: str) -> bool:
    if sign[:1] == '"' or sign in ("{", "}", "[", "]", ":", ",", "true", "false", "null"):
        return False
    try:
        return not math.isfinite(float(sign))
    except ValueError:  # several of them without anything between, as in NaNNaN
        return True
