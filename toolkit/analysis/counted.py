"""Tables of findings from what an engine has counted of a coding table, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolkit.model.counts import Frequencies
from toolkit.model.table import Column, Table

_ONCE: Final = "A unit counts once for a code, however many coders gave it."
_JACCARD: Final = "jaccard is the share of units with both codes among those with either."


def frequency(counted: Frequencies) -> Table:
    """List how many units, interviews and coders each code has.

    The shares are of all that the table names, with a code or without.
    """
    n = counted.n_interviews
    rows = tuple(
        (
            each.code,
            *((each.n_interviews, each.n_interviews / n if n else None) if counted.clustered else ()),
            each.n_units,
            each.n_units / counted.n_units if counted.n_units else None,
            each.n_coders,
            each.n_codings,
        )
        for each in counted.codes
    )
    return Table(
        "Code frequency", (*_WHAT, *_shares(counted), *_counts(counted)), rows, (*_basis(counted), _ONCE)
    )


def cooccurrence(counted: Frequencies) -> Table:
    """List the pairs of codes that were given the same units.

    Returns
    -------
    Table
        In alphabetical order; pairs without such a unit are not listed.
    """
    units = {each.code: each.n_units for each in counted.codes}
    rows = tuple(
        (
            pair.code_a,
            pair.code_b,
            pair.n_units,
            *((pair.n_interviews,) if counted.clustered else ()),
            pair.n_units / (units[pair.code_a] + units[pair.code_b] - pair.n_units),
            units[pair.code_a],
            units[pair.code_b],
        )
        for pair in counted.pairs
    )
    possible = len(counted.codes) * (len(counted.codes) - 1) // 2
    absent = f"Pairs of codes that share no unit, not listed: {possible - len(rows)} of {possible}."
    interviews = (
        Column("n_interviews", "count", "Interviews", counted.n_interviews, "Interviews with such a unit."),
    )
    columns = (
        Column("code_a", heading="Code", meaning="The code that comes first in the alphabet."),
        Column("code_b", heading="And", meaning="The other code."),
        Column("n_units", "count", "Units with both", meaning="Units that were given both codes."),
        *(interviews if counted.clustered else ()),
        Column("jaccard", "number", "Jaccard", meaning=_JACCARD),
        Column("n_a", "count", "Units of the one", meaning="Units with code_a."),
        Column("n_b", "count", "Units of the other", meaning="Units with code_b."),
    )
    return Table("Co-occurrence of codes", columns, rows, (*_basis(counted), _ONCE, _JACCARD, absent))


_WHAT: Final[tuple[Column, ...]] = (Column("code", meaning="The code, as the table names it."),)


def _shares(counted: Frequencies) -> tuple[Column, ...]:
    if not counted.clustered:
        return ()
    return (
        Column("n_interviews", "count", "Interviews", counted.n_interviews, "Interviews with such a unit."),
        Column("pct_interviews", "share", "% of interviews", meaning="Share of all interviews in the table."),
    )


def _counts(counted: Frequencies) -> tuple[Column, ...]:
    return (
        Column("n_units", "count", "Units", meaning="Units that were given the code."),
        Column("pct_units", "share", "% of units", meaning="Share of all units in the table."),
        Column("n_coders", "count", "Coders", counted.n_coders, "Coders who gave the code."),
        Column("n_codings", "count", "Codings", meaning="Each coder and unit with the code once."),
    )


def _basis(counted: Frequencies) -> Iterator[str]:
    interviews = f" in {counted.n_interviews:,} interviews" if counted.clustered else ""
    yield f"The table names {counted.n_units:,} units{interviews} and {counted.n_coders:,} coders."
