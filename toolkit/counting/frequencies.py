"""How often each code was given, and which codes were given the same units: whoever gave them."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from toolkit.counting.engines import Frame
from toolkit.counting.tables import CodingTable, Layout, codes_of, collected, distinct
from toolkit.model.counts import CodeCount, Frequencies, PairCount


def frequencies(table: CodingTable, layout: Layout, *, pairs: bool = False) -> Frequencies:
    """Count units, interviews and coders of each code and, if asked for, of each pair of codes.

    Raises
    ------
    ToolkitError
        If a code is no name, or there are too many.
    """
    codes = codes_of(table, layout)
    given = table.given()
    if layout.codes:
        given = given.filter(nw.col("code").is_in(codes))
    counts = _by_code(table, given)
    none = (0, 0, 0, 0)
    return Frequencies(
        tuple(CodeCount(code, *counts.get(code, none)) for code in codes),
        _pairs(table, given) if pairs else (),
        _number(table, *table.place),
        _number(table, "transcript") if table.clustered else 0,
        _number(table, "coder"),
        table.clustered,
    )


def _by_code(table: CodingTable, given: Frame) -> dict[str, tuple[int, int, int, int]]:
    """Return by code its units, interviews, coders and codings."""
    by_unit = given.group_by(*table.place, "code").agg(nw.len().alias("codings"))
    counted = _counted(table, by_unit, ("code",), nw.col("codings").sum().alias("n_codings"))
    units = collected(counted, "code", "n_units", "n_interviews", "n_codings")
    who = distinct(given, "code", "coder").group_by("code").agg(nw.len().alias("n_coders"))
    coders = dict(zip(*collected(who, "code", "n_coders"), strict=True))
    return {
        code: (int(n_units), int(n_interviews), int(coders[code]), int(n_codings))
        for code, n_units, n_interviews, n_codings in zip(*units, strict=True)
    }


def _pairs(table: CodingTable, given: Frame) -> tuple[PairCount, ...]:
    units = distinct(given, *table.place, "code")
    others = units.select(*table.place, nw.col("code").alias("other"))
    both = units.join(others, on=list(table.place), how="inner").filter(nw.col("code") < nw.col("other"))
    counted = _counted(table, both, ("code", "other"))
    found = collected(counted, "code", "other", "n_units", "n_interviews")
    return tuple(PairCount(*pair) for pair in sorted(zip(*found, strict=True)))


def _counted(table: CodingTable, units: Frame, key: Sequence[str], *more: nw.Expr) -> Frame:
    """Count units and interviews by group; where the table tells none apart, none is counted."""
    groups = units.group_by(*key)
    n_units = nw.len().alias("n_units")
    if table.clustered:
        return groups.agg(n_units, nw.col("transcript").n_unique().alias("n_interviews"), *more)
    return groups.agg(n_units, *more).with_columns(nw.lit(0, nw.Int64).alias("n_interviews"))


def _number(table: CodingTable, *names: str) -> int:
    (found,) = collected(distinct(table.rows, *names).select(nw.len().alias("n")), "n")
    return int(found[0])
