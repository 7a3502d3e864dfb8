"""`Table`: what every findings function returns and every exporter accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, check_one_of, repeated

Value = str | int | float | None
Kind = Literal["text", "count", "share", "number"]
Counts = Literal["none", "n_of_N", "words"]
"""How numbers of people read in findings: left out, as 6 of 13, or as words such as a few."""


@dataclass(frozen=True, slots=True)
class Column:
    """A named column.

    `kind` says how values read: `text`; `count` (whole numbers); `share` (0 to 1, shown as per cent);
    `number` (shown with three decimals, written to files in full).

    Attributes
    ----------
    heading
        What a paper prints above it; by default the name, its first letter a capital and its underscores
        blanks.
    of
        What a count is out of, where people should read that with it: 6 with `of` 13 reads "6 of 13". The
        value stays the number 6.
    meaning
        What the values say, as a sentence for the data dictionary of a paper's supplement.
    """

    name: str
    kind: Kind = "text"
    heading: str = ""
    of: int | None = None
    meaning: str = ""

    def __post_init__(self) -> None:
        check_name("column", self.name)
        check_one_of(f"kind of {self.name!r}", self.kind, get_args(Kind))
        if self.of is not None and self.kind != "count":
            raise Invalid(f"column {self.name!r} of {self.of} has the kind {self.kind!r}", "use count")

    @property
    def printed(self) -> str:
        """What a paper prints above the column."""
        return self.heading or f"{self.name[:1].upper()}{self.name[1:]}".replace("_", " ")


@dataclass(frozen=True)
class Table:
    """Rows and columns with a title and the notes a reader needs to judge them.

    Attributes
    ----------
    rows
        Each as long as `columns`. None is an empty cell.
    notes
        Sentences: codebook version, coders, what was left out and why.
    grouped_by
        The column whose equal neighbours stand together: a paper prints its value once, above the rows that
        share it. Empty if there is none.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    grouped_by: str = ""

    def __post_init__(self) -> None:
        if self.grouped_by and self.grouped_by not in self.names:
            raise Invalid(f"table {self.title!r} is grouped by {self.grouped_by!r}, which it does not have")
        if twice := repeated(column.name for column in self.columns):
            raise Invalid(f"table {self.title!r} has two columns {twice[0]!r}")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise Invalid(
                    f"row {number} of {self.title!r} has {len(row)} cells for {len(self.columns)} columns"
                )

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> tuple[Value, ...]:
        """Return the values of one column, top to bottom."""
        at = self.names.index(name)
        return tuple(row[at] for row in self.rows)
