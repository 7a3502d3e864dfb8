"""Which column of a table of ratings holds what, known by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.errors import Fault, Invalid
from toolkit.formats.ratings.grid import Grid
from toolkit.formats.ratings.reading import Options
from toolkit.model.checks import check_name, repeated

# The likelier name first.
_SPELLINGS = {
    "coder": (
        "coder",
        "coders",
        "coder name",
        "coder id",
        "coded by",
        "rater",
        "rater id",
        "rater name",
        "rated by",
        "annotator",
        "annotator id",
        "judge",
        "observer",
        "reader",
        "reviewer",
    ),
    "unit": (
        "unit",
        "units",
        "unit id",
        "unit of analysis",
        "segment",
        "segment id",
        "item",
        "item id",
        "subject",
        "subject id",
        "case",
        "case id",
        "passage",
        "text id",
        "object",
        "row",
        "id",
    ),
    "code": (
        "code",
        "codes",
        "code id",
        "code name",
        "category",
        "categories",
        "rating",
        "ratings",
        "value",
        "values",
        "label",
        "labels",
        "score",
        "theme",
        "themes",
        "tag",
        "tags",
    ),
}
_INTERVIEWS = ("interview", "interview id", "transcript", "document", "participant", "cluster", "file")
_APART = re.compile(r"[\s_\-./]+")
_NUMBERED = re.compile(r" ?\d{1,3}$")
_YES, _NO = ("1", "yes", "true", "x"), ("0", "no", "false", "")
YES_OR_NO = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
"""What cells of a column that stands for one code may say, in small letters."""
_MOST_NAMED = 10
_FEWEST_CODERS = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of columns.

    Attributes
    ----------
    coder
        None in a wide table, where `coders` gives the place of each coder's column.
    codes
        In a long table, the columns with codes; or, if `yes_or_no`, one column for each code.
    """

    unit: int
    cluster: int | None = None
    coder: int | None = None
    coders: dict[str, int] = field(default_factory=dict)
    codes: tuple[int, ...] = ()
    yes_or_no: bool = False
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def laid_out(grid: Grid, options: Options) -> Layout:
    """Say which column is which, with faults where that cannot be told."""
    tidy = [_tidy(name) for name in grid.names]
    if faults := tuple(_header_faults(grid, tidy, options)):
        return Layout(0, faults=faults)
    cluster = None if options.cluster is None else tidy.index(_tidy(options.cluster))
    free = ["" if place == cluster else name for place, name in enumerate(tidy)]
    coder, unit = _first(free, "coder"), _first(free, "unit")
    if coder is not None and (unit is not None or _code_columns(free, {coder})):
        if unit is None:
            fault = Fault(
                grid.line, f"has a column {grid.names[coder]!r} and none for units", "name one 'unit'"
            )
            return Layout(0, faults=(fault,))
        return _long(grid, free, coder, unit, cluster)
    return _wide(grid, free, unit, cluster)


def _tidy(name: str) -> str:
    return _APART.sub(" ", name).strip().casefold()


def _header_faults(grid: Grid, tidy: Sequence[str], options: Options) -> Iterator[Fault]:
    for number, name in enumerate(grid.names, 1):
        try:
            check_name(f"name of column {number}", name)
        except Invalid as refused:
            yield Fault(grid.line, refused.what, refused.remedy)
    for name in repeated(filter(None, tidy)):
        yield Fault(grid.line, f"names the column {name!r} a second time", "give each column its own name")
    if options.cluster is not None and _tidy(options.cluster) not in tidy:
        there = ", ".join(grid.names[:_MOST_NAMED])
        yield Fault(
            grid.line, f"has no column {options.cluster!r}, named with --cluster", f"there are: {there}"
        )


def _first(tidy: Sequence[str], kind: str) -> int | None:
    return next((tidy.index(name) for name in _SPELLINGS[kind] if name in tidy), None)


def _code_columns(tidy: Sequence[str], taken: set[int]) -> list[int]:
    """Return the columns named for codes, such as `code` or `code_2`: those of one name only."""
    bare = ["" if place in taken else _NUMBERED.sub("", name) for place, name in enumerate(tidy)]
    named = next((name for name in _SPELLINGS["code"] if name in bare), None)
    return [] if named is None else [place for place, name in enumerate(bare) if name == named]


def _long(grid: Grid, tidy: Sequence[str], coder: int, unit: int, cluster: int | None) -> Layout:
    taken = {coder, unit, *([] if cluster is None else [cluster])}
    codes = _code_columns(tidy, taken)
    notes = [
        f"The column {grid.names[place]!r} was read as the {kind}."
        for kind, place in (("coder", coder), ("unit", unit), *(("code", place) for place in codes[:1]))
        if tidy[place] not in (kind, f"{kind}s") and _NUMBERED.sub("", tidy[place]) != kind
    ]
    yes_or_no = not codes
    if yes_or_no:
        codes = [place for place in range(len(tidy)) if place not in taken and _is_yes_or_no(grid, place)]
    if not codes:
        what = "has no column for codes"
        fault = Fault(grid.line, what, "name one 'code', or give each code a column of 0 and 1")
        return Layout(0, faults=(fault,))
    if yes_or_no:
        notes.append(f"Each of these columns was read as one code, given or not: {_listed(grid, codes)}.")
    left = [place for place in range(len(tidy)) if place not in taken and place not in codes]
    notes += _left_out(grid, tidy, left, cluster)
    return Layout(unit, cluster, coder, {}, tuple(codes), yes_or_no, tuple(notes))


def _is_yes_or_no(grid: Grid, place: int) -> bool:
    said = {cells[place].casefold() if place < len(cells) else "" for _, cells in grid.rows}
    return said <= YES_OR_NO.keys() and said != {""}


def _wide(grid: Grid, tidy: Sequence[str], unit: int | None, cluster: int | None) -> Layout:
    if unit is None:
        unit = next((place for place in range(len(tidy)) if place != cluster), 0)
    others = [place for place in range(len(tidy)) if place not in (unit, cluster)]
    left = [place for place in others if tidy[place] in _INTERVIEWS]
    coders = {grid.names[place]: place for place in others if place not in left}
    if len(coders) < _FEWEST_CODERS:
        what = f"has {'no column' if not coders else 'one column'} for coders, and agreement needs two"
        remedy = "give each coder a column, or name columns coder, unit and code"
        return Layout(0, faults=(Fault(grid.line, what, remedy),))
    columns = _listed(grid, list(coders.values()))
    read = f"The column {grid.names[unit]!r} names the units; each of these was read as a coder: {columns}."
    notes = (read, *_left_out(grid, tidy, left, cluster))
    return Layout(unit, cluster, None, coders, notes=notes)


def _listed(grid: Grid, places: Sequence[int]) -> str:
    more = f" and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    return ", ".join(grid.names[place] for place in places[:_MOST_NAMED]) + more


def _left_out(grid: Grid, tidy: Sequence[str], left: Sequence[int], cluster: int | None) -> Iterator[str]:
    if left:
        yield f"Columns left out: {_listed(grid, left)}."
    hint = next((grid.names[place] for place in left if tidy[place] in _INTERVIEWS), None)
    if cluster is None and hint is not None:
        yield f"If {hint!r} names the interview of a unit, say so with --cluster."
