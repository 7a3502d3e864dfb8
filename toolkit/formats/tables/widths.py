"""How wide the columns of a printed table are: by what stands in them, and by what the page has room for."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.formats.tables.grouping import Printed
from toolkit.formats.tables.showing import LINE_END, shown
from toolkit.model.table import Column, Value

_LONGEST_WORD = 16  # what is longer may be broken
_ENOUGH_ROWS = 1_000  # to judge a column's width by


@dataclass(frozen=True, slots=True)
class Demand:
    """What a column asks for, in characters: its longest word, its longest line, its amount of text."""

    least: int
    most: int
    amount: float


def demands(table: Printed) -> list[Demand]:
    """Return what each column asks for."""
    rows = [row for group in table.groups for row in group.rows][:_ENOUGH_ROWS]
    return [_demand(column, [row[at] for row in rows]) for at, column in enumerate(table.columns)]


def _demand(column: Column, values: Sequence[Value]) -> Demand:
    texts = [column.printed, *(shown(column, value) for value in values)]
    words = max((length(word) for text in texts for word in text.split()), default=0)
    # A heading is in bold type.
    words = max(words, *(length(word) + 1 + length(word) // 5 for word in column.printed.split()))
    lines = max(length(line) for text in texts for line in LINE_END.split(text))
    if column.of is not None:  # "6 of 13" is read at one glance
        words = max(words, *(length(text) for text in texts[1:]), 0)
    # Between the mean, by which few long cells would become towers, and the longest, by which they rule.
    amount = math.sqrt(sum(length(text) ** 2 for text in texts) / len(texts))
    return Demand(min(words, _LONGEST_WORD), lines, amount)


def widths(wanted: Sequence[Demand], room: int, size: Callable[[int], int]) -> list[int]:
    """Give every column its longest word, and share out what is left by the amounts of text.

    Parameters
    ----------
    wanted
        What the columns ask for.
    room
        How wide they may be together, in any unit.
    size
        How wide a column for so many characters is, in that unit, with the blank beside it.
    """
    least = [size(demand.least) for demand in wanted]
    if sum(least) > room:
        return [width * room // sum(least) for width in least]
    extra = _shares(
        room - sum(least),
        [max(size(demand.most) - width, 0) for demand, width in zip(wanted, least, strict=True)],
        [demand.amount for demand in wanted],
    )
    return list(map(int.__add__, least, extra))


def _shares(spare: int, wants: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Divide by weight, nobody getting more than they want.

    >>> _shares(100, [10, 200, 200], [1, 1, 2])
    [10, 30, 60]
    """
    shares = [0] * len(wants)
    # Who is content soonest comes first, so that what they leave goes to the others.
    order = sorted(range(len(wants)), key=lambda at: wants[at] / (weights[at] or 1))
    for place, at in enumerate(order):
        total = sum(weights[other] for other in order[place:])
        shares[at] = min(wants[at], int(spare * weights[at] / total)) if total else 0
        spare -= shares[at]
    return shares


def length(text: str) -> int:
    """Return the length in letters of usual width; Chinese, Japanese and Korean ones are twice as wide."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
