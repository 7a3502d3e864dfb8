"""How values read, and characters that cannot be seen or shown, for every format that people look at."""

from __future__ import annotations

import math
import re

from toolkit.model.table import Column, Table, Value

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Further controls, and marks that reorder or hide what stands around them: bidi controls, zero-width
# characters, tags. Joiners are no such marks: emoji and several scripts need them.
_HIDDEN = re.compile(
    "[\x80-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_PICTURES, _DELETE = 0x2400, 0x7F
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def check_numbers(table: Table) -> None:
    """Refuse a table with values that are no numbers; it has a bug, and no file should hide it.

    Raises
    ------
    ValueError
        If a cell is NaN or infinite.
    """
    for number, row in enumerate(table.rows, 1):
        for column, value in zip(table.columns, row, strict=True):
            if isinstance(value, float) and not math.isfinite(value):
                raise ValueError(f"row {number} of {table.title!r} has {value} as {column.name!r}")


def shown(column: Column, value: Value) -> str:
    """Return a value as people read it.

    >>> shown(Column("share", "share"), 6 / 13)
    '46.2%'
    >>> shown(Column("participants", "count", of=13), 6)
    '6 of 13'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.of is not None:
        return f"{value} of {column.of}"
    if column.kind == "share":
        return f"{value:.1%}"
    if column.kind == "number":
        return f"{value:.3f}"
    return str(value)


def with_controls_visible(text: str) -> str:
    r"""Put a picture in the place of each control character but tab and line feed.

    >>> with_controls_visible("red: \x1b[31m")
    'red: ␛[31m'
    """
    return _UNSTORABLE.sub(_named, _CONTROLS.sub(_picture, text))


def with_all_visible(text: str) -> str:
    r"""Show tabs too, and name the marks that reorder or hide text.

    >>> with_all_visible("user\u202etxt")
    'user⟨U+202E⟩txt'
    """
    return _HIDDEN.sub(_named, with_controls_visible(text)).replace("\t", "\u2409")


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\u2421" if code == _DELETE else chr(_PICTURES + code)


def _named(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
