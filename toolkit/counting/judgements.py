"""Who judged how many units and gave them what: the counts that coefficients and intervals follow from.

Each coder is one bit of a number, so that one sum per unit tells who judged it, one per unit and code who
gave the code, and a third step counts how many units have the same two numbers. Units that nobody gave a code
are not gone through: they are what is left of those judged. Of more coders than `MOST_NAMED` only their
number is counted; coefficients that need to know who they were then say so.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.counting.engines import Frame
from toolkit.counting.tables import (
    MOST_INTERVIEWS,
    CodingTable,
    Layout,
    Reads,
    as_arrow,
    check_names,
    codes_of,
    collected,
    distinct,
)
from toolkit.errors import ToolkitError
from toolkit.model.counts import MOST_CODES_IN_SETS, MOST_NAMED, Judgements, Numbers

MOST_JUDGES: Final = 200
"""Coders of one unit, where they are not named: all pairs of them are compared."""
MOST_WAYS: Final = 1_000_000
"""In which the codes of a unit can lie together; beyond, all codes are not compared together."""
_PAIR: Final = 2


def judgements(table: CodingTable, reads: Reads, layout: Layout) -> Judgements:
    """Count how units were judged.

    Raises
    ------
    ToolkitError
        If there are too many codes, interviews or coders of one unit, a name is none, or codings name more
        units of an interview than it is said to have.
    """
    codes = codes_of(table, layout)
    given = table.given()
    if layout.codes:
        given = given.filter(nw.col("code").is_in(codes))
    n_codings, n_rows = _totals(given, nw.len(), nw.col("times").sum())
    if reads.sizes is not None:
        _check_sizes(table, reads.sizes)
    coders, n_coders, rows = _coders(table.name, reads)
    n_read = _read(given, reads) if rows is not reads.rows else None
    if not coders:
        given = given.join(rows, on=["coder", *reads.key], how="semi")
    count = _Count(table, reads, coders, codes, _judged(rows, reads.key, coders))
    seen = count.seen()
    interviews = seen["transcript"].unique().sort()
    if table.clustered:
        check_names(table.name, "transcript", interviews.to_pylist(), MOST_INTERVIEWS)
    most = pc.max(seen["judged"]).as_py() or 0
    if not coders and most > MOST_JUDGES:
        what = f"has a unit that {most:,} coders read, and at most {MOST_JUDGES} are compared"
        raise ToolkitError(table.name, what, "choose some with --coders")
    in_order = _Order(interviews, pa.array(codes))
    ways = in_order.numbers(count.given(given))
    sets = count.sets(given)
    return Judgements(
        tuple(interviews.to_pylist()) or ("",),
        table.clustered,
        codes,
        coders,
        n_coders,
        in_order.numbers(seen),
        ways,
        None if sets is None else in_order.numbers(sets),
        n_codings,
        n_rows - n_codings,
        n_codings - (_counted(ways) if n_read is None else n_read),
    )


def _counted(ways: Sequence[Numbers]) -> int:
    """Count the codings of named coders in units that these read."""
    judged, given, units = ways[2:]
    return sum((one & other).bit_count() * n for one, other, n in zip(judged, given, units, strict=True))


def _coders(name: str, reads: Reads) -> tuple[tuple[str, ...], int, Frame]:
    """Return the coders if they are few, how many there are, and what they read.

    Of many, only those who share a unit with another are counted: what others did alone says nothing.
    """
    coders = _some(name, reads.rows)
    if coders is not None:
        return coders, len(coders), reads.rows
    judged = reads.rows.group_by(*reads.key).agg(nw.len().alias("judged"))
    shared = judged.filter(nw.col("judged") >= _PAIR)
    who = distinct(reads.rows.join(shared, on=list(reads.key), how="semi"), "coder")
    rows = reads.rows.join(who, on="coder", how="semi")
    coders = _some(name, rows)
    if coders is not None:
        return coders, len(coders), rows
    (number,) = _totals(who, nw.len())
    return (), number, rows


def _some(name: str, rows: Frame) -> tuple[str, ...] | None:
    """Return the coders by name, or None if they are too many for that."""
    (found,) = collected(distinct(rows, "coder").head(MOST_NAMED + 1), "coder")
    if len(found) > MOST_NAMED:
        return None
    check_names(name, "coder", found, MOST_NAMED)
    return tuple(sorted(found))


def _read(given: Frame, reads: Reads) -> int:
    """Count the codings of units that their coder read, which are all if the codings themselves tell that."""
    if reads.is_told:
        given = given.join(reads.rows, on=["coder", *reads.key], how="semi")
    return _totals(given, nw.len())[0]


def _judged(rows: Frame, key: Sequence[str], coders: Sequence[str]) -> Frame:
    """Return who judged each unit, or each interview if they were read as a whole."""
    if not coders:
        return rows.group_by(*key).agg(nw.len().alias("judged")).with_columns(nw.col("judged").cast(nw.Int64))
    return _summed(rows.with_columns(_bits("coder", coders).alias("judged")), key, "judged")


@dataclass(frozen=True)
class _Count:
    """What is counted, with who judged each unit (`judged`)."""

    table: CodingTable
    reads: Reads
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    judged: Frame

    @property
    def interview(self) -> tuple[str, ...]:
        return ("transcript",) if self.table.clustered else ()

    def seen(self) -> pa.Table:
        """Return interviews, who judged, and how many units."""
        if self.reads.sizes is None:
            return self._units(self.judged, "judged")
        found = as_arrow(self.judged, "transcript", "judged")
        units = pa.array([self.reads.sizes[name] for name in found["transcript"].to_pylist()], pa.int64())
        return found.append_column("units", units)

    def given(self, given: Frame) -> pa.Table:
        """Return interviews, codes, who judged, who gave the code and how many units."""
        mark = _bits("coder", self.coders) if self.coders else nw.lit(1, nw.Int64)
        by_code = _summed(given.with_columns(mark.alias("given")), (*self.table.place, "code"), "given")
        return self._units(self._joined(by_code), "code", "judged", "given")

    def sets(self, given: Frame) -> pa.Table | None:
        """Return interviews, who judged, which codes each coder gave, and how many units."""
        if not self.coders or len(self.codes) > MOST_CODES_IN_SETS:
            return None
        where = self.table.place
        of_coder = _summed(
            given.with_columns(_bits("code", self.codes).alias("codes")), ("coder", *where), "codes"
        )
        names = [f"codes_{at}" for at in range(len(self.coders))]
        beside = of_coder.with_columns(
            nw.when(nw.col("coder") == coder).then(nw.col("codes")).otherwise(nw.lit(0, nw.Int64)).alias(name)
            for name, coder in zip(names, self.coders, strict=True)
        )
        found = self._units(
            self._joined(_summed(beside, where, *names)), "judged", *names, most=MOST_WAYS + 1
        )
        return None if len(found) > MOST_WAYS else found

    def _joined(self, units: Frame) -> Frame:
        """Put beside each unit who judged it; nobody (0) if it is not among those read."""
        beside = units.join(self.judged, on=list(self.reads.key), how="left")
        return beside.with_columns(nw.col("judged").fill_null(0).cast(nw.Int64))

    def _units(self, frame: Frame, *names: str, most: int | None = None) -> pa.Table:
        """Count rows with the same interview and the same values, at most so many kinds of them."""
        counted = frame.group_by(*self.interview, *names).agg(nw.len().alias("units"))
        counted = counted if most is None else counted.head(most)
        found = as_arrow(counted, *self.interview, *names, "units")
        return (
            found
            if self.interview
            else found.add_column(0, "transcript", pa.array([""] * len(found), pa.string()))
        )


@dataclass(frozen=True)
class _Order:
    """Interviews and codes in the order in which they are numbered."""

    interviews: pa.Array
    codes: pa.Array

    def numbers(self, table: pa.Table) -> tuple[Numbers, ...]:
        """Return a table as columns of whole numbers, in an order that no engine has a part in.

        An interview that nobody read is -1.
        """
        known = {"transcript": self.interviews, "code": self.codes}
        columns = {
            name: pc.fill_null(pc.index_in(table[name], known[name].cast(table[name].type)), -1)
            if name in known
            else table[name]
            for name in table.column_names
        }
        whole = pa.table({name: column.cast(pa.int64()) for name, column in columns.items()})
        ordered = whole.sort_by([(name, "ascending") for name in whole.column_names])
        return tuple(array("q", column.to_numpy().tobytes()) for column in ordered.columns)


def _summed(frame: Frame, key: Sequence[str], *names: str) -> Frame:
    """Add up columns by group; a sum of a database may be wider than our numbers."""
    summed = frame.group_by(*key).agg(*(nw.col(name).sum() for name in names))
    return summed.with_columns(*(nw.col(name).cast(nw.Int64) for name in names))


def _bits(column: str, names: Sequence[str]) -> nw.Expr:
    """Turn the names of a column into powers of two."""
    nothing = nw.lit(0, nw.Int64)
    marks = [
        nw.when(nw.col(column) == name).then(nw.lit(1 << at, nw.Int64)).otherwise(nothing)
        for at, name in enumerate(names)
    ]
    return nw.sum_horizontal(*marks)


def _totals(frame: Frame, *sums: nw.Expr) -> tuple[int, ...]:
    names = [f"total_{at}" for at in range(len(sums))]
    asked = frame.select(*(each.alias(name) for each, name in zip(sums, names, strict=True)))
    return tuple(int(found[0] or 0) for found in collected(asked, *names))


def _check_sizes(table: CodingTable, sizes: Mapping[str, int]) -> None:
    """Refuse an interview with more units than it is said to have."""
    units = distinct(table.rows, *table.place).group_by("transcript").agg(nw.len().alias("units"))
    for name, number in zip(*collected(units, "transcript", "units"), strict=True):
        if number > sizes.get(name, number):
            what = f"names {number:,} units of {name!r}, which has {sizes[name]:,} by the assignments"
            raise ToolkitError(table.name, what, "correct the number of units")
