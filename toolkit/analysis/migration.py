"""What became of codings at a later version of the codebook, code by code, in numbers that add up."""

from __future__ import annotations

from collections import Counter

from toolkit.model.review import Fate, Resolution
from toolkit.model.table import Column, Table, Value
from toolkit.model.version import Version

_SETTLED: dict[Fate, str] = {"followed": "resolved", "flagged": "resolved", "set aside": "resolved"}
_NUMBERS = ("resolved", "collapsed", "pending", "frozen")
_COLUMNS = (
    Column(
        "from_version", heading="Made under", meaning="Version they were made under; total in the last row."
    ),
    Column("to_version", heading="Seen at", meaning="Version they are seen at."),
    Column("code_from", heading="Made as", meaning="Id of the code they were made with."),
    Column(
        "code_to",
        heading="Come to",
        meaning="Id of the code they have come to, several with +; empty if set aside.",
    ),
    Column("resolved", "count", meaning="Codings that followed the change records or that a person decided."),
    Column("collapsed", "count", meaning="Codings that are the same as another since a merge."),
    Column("pending", "count", meaning="Codings that wait for a person to choose a code."),
    Column("frozen", "count", meaning="Codings of codes that were retired."),
)


Counted = Counter[tuple[str, str, str, str]]
"""Codings by version and code they were made with, codes they have come to, and the column they count in."""


def counted(resolution: Resolution) -> Counted:
    """Count codings that were made under earlier versions; counts of parts add up.

    A coding that a person gave several codes counts once, with all of them; one that was set aside has none.
    Codings made under the version itself are no part of it, nor are those made under later ones or of codes
    that are proposed and not in it.
    """
    found: Counted = Counter()
    for outcome in resolution.outcomes:
        made = outcome.coding.codebook_version
        if made != resolution.version and outcome.fate not in ("later", "proposed"):
            number = _SETTLED.get(outcome.fate, outcome.fate)
            codes = "" if outcome.fate == "set aside" else " + ".join(outcome.codes)
            found[made, outcome.coding.code, codes, number] += 1
    return found


def migration(found: Counted, version: str, proposed: int = 0) -> Table:
    """Lay out what became of codings at a version; the last row is the sum.

    Parameters
    ----------
    found
        As `counted` counts it.
    proposed
        How many codings are of codes that are proposed and not in the version.
    """
    pairs = sorted({key[:3] for key in found}, key=lambda key: (Version.of(key[0]), *key[1:]))
    rows: list[tuple[Value, ...]] = [
        (made, version, code, codes, *(found[made, code, codes, name] for name in _NUMBERS))
        for made, code, codes in pairs
    ]
    sums = tuple(sum(count for key, count in found.items() if key[3] == name) for name in _NUMBERS)
    rows.append(("total", version, "", "", *sums))
    told = " + ".join(f"{count} {name}" for count, name in zip(sums, _NUMBERS, strict=True))
    notes = [f"Codings made under earlier versions: {sum(sums)} = {told}."]
    if proposed:
        notes.append(f"Codings that wait, as their codes are proposed and not in the codebook: {proposed}.")
    return Table(f"Migration to codebook {version}", _COLUMNS, tuple(rows), tuple(notes))
