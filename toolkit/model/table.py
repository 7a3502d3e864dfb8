"""`Table`: what every findings function returns and every exporter accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, check_one_of, repeated

Value = str | int | float | None
Kind = Literal["text", "count", "share", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """A named column.

    `kind` says how values read: `text`; `count` (whole numbers); `share` (0 to 1, shown as per cent);
    `number` (shown with three decimals, written to files in full).
    """

    name: str
    kind: Kind = "text"

    def __post_init__(self) -> None:
        check_name("column", self.name)
        check_one_of(f"kind of {self.name!r}", self.kind, get_args(Kind))


@dataclass(frozen=True)
class Table:
    """Rows and columns with a title and the notes a reader needs to judge them.

    Attributes
    ----------
    rows
        Each as long as `columns`. None is an empty cell.
    notes
        Sentences: codebook version, coders, what was left out and why.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
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
