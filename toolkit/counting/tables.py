"""A coding table and its assignments, opened on an engine: our columns, checked, with every value a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import narwhals as nw
import pyarrow as pa

from toolkit.counting.engines import Frame, Opener
from toolkit.counting.sources import Source, columns
from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.model.checks import check_name

_YES: Final = ("1", "true", "yes")
_NO: Final = ("0", "false", "no")
MOST_CODES: Final = 10_000
MOST_INTERVIEWS: Final = 1_000_000


@dataclass(frozen=True)
class Layout:
    """How the files of a table are to be read.

    Attributes
    ----------
    names
        What columns are called in the files, by our names, where they are called otherwise.
    blank
        What a row without a code says: nothing (`missing`), or that the coder read the unit and gave it none.
    absent
        `missing` if a coder read only the units that a row names; None to find out. Not asked where there are
        assignments.
    coders, codes
        Only these; by default all.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    blank: Literal["missing", "nothing"] = "missing"
    absent: Literal["missing", "nothing"] | None = None
    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodingTable:
    """The rows of a table: which coder gave which unit which code, or read it.

    Attributes
    ----------
    name
        Of the table, for whoever is told of it.
    rows
        Columns coder, unit, code (empty if none is named), given (0 or 1), and transcript if there is one.
    place
        The columns that tell units apart: a unit has its name within its interview.
    tells_who_read
        Whether rows also say what was read and not given the code.
    """

    name: str
    rows: Frame
    place: tuple[str, ...]
    tells_who_read: bool

    @property
    def clustered(self) -> bool:
        """Whether interviews are told apart."""
        return "transcript" in self.place

    def given(self) -> Frame:
        """Return who gave which unit which code, each once, and in how many rows it is said (`times`)."""
        there = self.rows.filter(nw.col("given") == 1, nw.col("code") != "")
        return there.group_by("coder", *self.place, "code").agg(nw.len().alias("times"))


@dataclass(frozen=True)
class Reads:
    """Who read what: units, or whole interviews with their number of units.

    Attributes
    ----------
    rows
        Columns coder and `key`, each pair once.
    key
        Where whole interviews were read the column transcript, else those that tell units apart.
    sizes
        How many units each interview has, where whole ones were read.
    is_told
        Whether assignments say so; else the table does.
    """

    rows: Frame
    key: tuple[str, ...]
    sizes: Mapping[str, int] | None = None
    is_told: bool = False


def coding_table(source: Source, open_with: Opener, layout: Layout) -> CodingTable:
    """Open a table of codings.

    Raises
    ------
    ToolkitError
        If columns are missing or of another type, a row names no coder, unit or transcript, or its presence
        is neither yes nor no; all faults at once.
    """
    called = columns(source, layout.names, ("coder", "unit", "code"), ("transcript", "presence"))
    place = ("transcript", "unit") if "transcript" in called else ("unit",)
    rows = _texts(open_with(source, called), called)
    checks = {name: nw.col(name) == "" for name in ("coder", *place)}
    has_presence = "presence" in called
    if has_presence:
        said = nw.col("presence").str.to_lowercase()
        checks["presence"] = ~said.is_in([*_YES, *_NO])
        rows = rows.with_columns(said.is_in(_YES).cast(nw.Int64).alias("given"))
    else:
        rows = rows.with_columns(nw.lit(1, nw.Int64).alias("given"))
    n_blank = _check(source, rows, checks, {"blank": nw.col("code") == ""})["blank"]
    if layout.blank == "missing":
        rows = rows.filter(nw.col("code") != "")
    if layout.coders:
        _check_chosen(source.name, "coder", layout.coders, rows)
        rows = rows.filter(nw.col("coder").is_in(layout.coders))
    tells_who_read = has_presence or (layout.blank == "nothing" and n_blank > 0)
    return CodingTable(source.name, rows, place, tells_who_read)


def assignments(source: Source, open_with: Opener, layout: Layout, table: CodingTable) -> Reads:
    """Open a table of who read what: coder and unit, or coder and transcript with its number of units.

    Raises
    ------
    ToolkitError
        If columns are missing or of another type, a row does not name all of them, or tells another number of
        units of an interview than one before.
    """
    theirs = {ours: layout.names.get(ours, ours) for ours in ("unit", "units", "transcript")}
    by_unit = theirs["unit"] in source.header
    if not by_unit and not table.clustered:
        what = f"has no column {theirs['unit']!r}, and the table of codings tells no interviews apart"
        raise ToolkitError(source.name, what, "name the units that were read")
    key = table.place if by_unit else ("transcript",)
    called = columns(source, layout.names, ("coder", *key) if by_unit else ("coder", *key, "units"))
    rows = _texts(open_with(source, called), called)
    checks = {name: nw.col(name) == "" for name in ("coder", *key)}
    if not by_unit:
        checks["units"] = ~(nw.col("units").str.len_chars().is_between(1, 15)) | nw.col("units").str.contains(
            "[^0-9]"
        )
    _check(source, rows, checks, {})
    sizes = None if by_unit else _sizes(source, rows)
    if layout.coders:
        rows = rows.filter(nw.col("coder").is_in(layout.coders))
    return Reads(distinct(rows, "coder", *key), key, sizes, is_told=True)


def read_by_rows(table: CodingTable, layout: Layout) -> Reads:
    """Take it that a coder read the units that a row of theirs names.

    Raises
    ------
    ToolkitError
        If rows say what was given and not what was read.
    """
    remedy = "say who read what with --assignments FILE, or add a column presence of 0 and 1"
    if layout.absent == "nothing":
        raise ToolkitError("--absent nothing", "needs to know who read what", remedy)
    if not table.tells_who_read and layout.absent is None:
        each = table.given().group_by("coder", *table.place).agg(nw.len().alias("codes"))
        ((most,),) = collected(each.select(nw.col("codes").max()), "codes")
        if (most or 0) > 1:
            what = "says who gave several codes to a unit, and not who read which unit"
            raise ToolkitError(table.name, what, remedy)
    return Reads(distinct(table.rows, "coder", *table.place), table.place)


def collected(frame: Frame, *names: str) -> tuple[list[Any], ...]:
    """Have the engine count, and return the columns."""
    found = as_arrow(frame, *names)
    return tuple(found[name].to_pylist() for name in names)


def as_arrow(frame: Frame, *names: str) -> pa.Table:
    """Have the engine count, and return the columns as a table of Arrow."""
    return frame.select(*names).collect().to_arrow()


def check_names(where: str, what: str, names: Sequence[str], most: int) -> None:
    """Refuse more than `most` names, and what is none."""
    if len(names) > most:
        raise ToolkitError(where, f"has more than {most:,} {what}s", f"is it the column of {what}s?")
    for name in names:
        try:
            check_name(what, name)
        except Invalid as refused:
            raise ToolkitError(where, refused.what, refused.remedy) from refused


def codes_of(table: CodingTable, layout: Layout) -> tuple[str, ...]:
    """Return the codes that are compared: those named in the table, given or not, or those chosen of them."""
    named = table.rows.filter(nw.col("code") != "")
    (several,) = collected(distinct(named, "code").head(MOST_CODES + 1), "code")
    check_names(table.name, "code", several, MOST_CODES)
    found = tuple(sorted(several))
    if not found:
        raise ToolkitError(table.name, "names no code", "is it the column of codes?")
    for name in layout.codes:
        if name not in found:
            some = ", ".join(found[:10]) + (" …" if len(found) > 10 else "")  # noqa: PLR2004 - enough to see
            raise ToolkitError(name, f"is no code of {table.name}", f"there are: {some}")
    return tuple(name for name in found if not layout.codes or name in layout.codes)


def _check_chosen(where: str, what: str, chosen: Sequence[str], rows: Frame) -> None:
    (found,) = collected(distinct(rows.filter(nw.col(what).is_in(chosen)), what), what)
    for name in chosen:
        if name not in found:
            raise ToolkitError(name, f"is no {what} of {where}", "check the name")


def _texts(frame: Frame, names: Mapping[str, str]) -> Frame:
    return frame.select(*(nw.col(name).cast(nw.String).fill_null("").alias(name) for name in names))


def distinct(frame: Frame, *names: str) -> Frame:
    """Return each combination once: as a group, which every engine has spread over its machines."""
    return frame.group_by(*names).agg(nw.len().alias("times")).select(*names)


def _check(
    source: Source, rows: Frame, checks: Mapping[str, nw.Expr], counts: Mapping[str, nw.Expr]
) -> dict[str, int]:
    """Count rows at fault and others in one pass; refuse the former, return the latter."""
    asked = {**checks, **counts}
    sums = [test.cast(nw.Int64).sum().alias(f"n_{name}") for name, test in asked.items()]
    names = [f"n_{name}" for name in asked]
    n_rows, *found = (
        int(of[0] or 0) for of in collected(rows.select(nw.len().alias("n"), *sums), "n", *names)
    )
    if not n_rows:
        raise ToolkitError(source.name, "has no row", "check the file")
    told = dict(zip(asked, found, strict=True))
    if faults := list(_refused(source, told, checks)):
        raise faults[0] if len(faults) == 1 else Several(faults)
    return told


def _refused(
    source: Source, told: Mapping[str, int], checks: Mapping[str, nw.Expr]
) -> Iterator[ToolkitError]:
    odd = {
        "presence": ("says", "say", "neither yes nor no in the column of presence", "write 0 or 1"),
        "units": ("tells", "tell", "no whole number of units", "write how many units the transcript has"),
    }
    for name in checks:
        if n_rows := told[name]:
            usual = ("names", "name", f"no {name}", "fill in what is missing, or take such rows out")
            one, many, what, remedy = odd.get(name, usual)
            rows = f"1 row that {one}" if n_rows == 1 else f"{n_rows:,} rows that {many}"
            yield ToolkitError(source.name, f"has {rows} {what}", remedy)


def _sizes(source: Source, rows: Frame) -> dict[str, int]:
    units = rows.with_columns(nw.col("units").cast(nw.Int64))
    told = units.group_by("transcript").agg(
        nw.col("units").min().alias("least"), nw.col("units").max().alias("most")
    )
    sizes = {}
    for name, least, most in zip(*collected(told, "transcript", "least", "most"), strict=True):
        if least != most:
            what = f"gives {name!r} {least} units, and elsewhere {most}"
            raise ToolkitError(source.name, what, "write the same number wherever it stands")
        sizes[name] = int(most)
    return sizes
