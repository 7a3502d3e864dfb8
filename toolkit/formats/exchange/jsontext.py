"""JSON as bytes that every program reads, whatever was in the data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

# Line ends to some programs that cut a file into lines, and none to JSON, which leaves them as they are.
_LINE_ENDS: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}


def document(value: object) -> bytes:
    """Return one value, indented, in UTF-8."""
    return _encoded(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def lines(values: Iterable[object]) -> bytes:
    r"""Return values as JSON lines in UTF-8: one line each, to whoever cuts it into lines.

    >>> lines([{"a": "x\u2028y"}, 2]).decode().splitlines()
    ['{"a": "x\\u2028y"}', '2']
    """
    told = (json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS) for value in values)
    return _encoded("".join(f"{line}\n" for line in told))


def _encoded(text: str) -> bytes:
    # Half a character has no place in UTF-8, but JSON has an escape for it, which happens to be Python's.
    return text.encode("utf-8", "backslashreplace")
