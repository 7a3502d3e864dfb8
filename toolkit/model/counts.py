"""What an engine has counted of a coding table: whole numbers, and never a quotient."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

EngineName = Literal["pandas", "duckdb", "polars", "spark"]
"""What counts: pandas in memory, DuckDB and Polars larger than memory, Spark on many machines."""
MOST_NAMED: Final = 8
"""Coders up to which it is counted who of them gave what; of more, how many did."""
MOST_CODES_IN_SETS: Final = 62
"""Codes up to which it is counted which of them a unit got together: a set is one whole number."""

Numbers: TypeAlias = "array[int]"
"""A column of whole numbers of 64 bits."""


@dataclass(frozen=True)
class Judgements:
    """How many units of each interview were judged by whom, and which codes they got from whom.

    Who judged a unit is a number: of named coders its bits say which (the first coder is 1, the second 2, the
    third 4), of unnamed ones it says how many.

    Attributes
    ----------
    interviews
        In alphabetical order; one without a name if the table does not tell interviews apart.
    clustered
        Whether it does.
    codes
        In alphabetical order.
    coders
        In alphabetical order, if there are at most `MOST_NAMED`; else nobody is named.
    n_coders
        How many judged a unit, named or not; of unnamed ones only those who share a unit with another.
    seen
        Columns interview, who judged, units: each pair once.
    given
        Columns interview, code, who judged, who gave the code, units: where somebody gave it. Named coders
        who gave it without having judged the unit are still in it; the interview is -1 if nobody read it.
    sets
        Columns interview, who judged, for each coder which codes (bits), units: likewise. None
        if coders are not named, codes are more than `MOST_CODES_IN_SETS`, or there are too many ways.
    n_codings
        Codings that count: each coder, unit and code once.
    n_repeated
        Rows that say the same again.
    n_unread
        Codings of units that the coder did not read, as the assignments say.
    """

    interviews: tuple[str, ...]
    clustered: bool
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    n_coders: int
    seen: tuple[Numbers, ...]
    given: tuple[Numbers, ...]
    sets: tuple[Numbers, ...] | None
    n_codings: int
    n_repeated: int = 0
    n_unread: int = 0

    @property
    def are_named(self) -> bool:
        """Whether it is known who gave what."""
        return bool(self.coders)


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How often one code was given.

    Attributes
    ----------
    n_units, n_interviews, n_coders
        Units with it, interviews with such a unit, coders who gave it.
    n_codings
        Each coder and unit once.
    """

    code: str
    n_units: int
    n_interviews: int
    n_coders: int
    n_codings: int


@dataclass(frozen=True, slots=True)
class PairCount:
    """How many units, and interviews with such a unit, two codes share; whoever gave them."""

    code_a: str
    code_b: str
    n_units: int
    n_interviews: int


@dataclass(frozen=True)
class Frequencies:
    """How often each code was given, and in a table of how much.

    Attributes
    ----------
    pairs
        Of codes that share a unit, in alphabetical order; empty if they were not asked for.
    n_units, n_interviews, n_coders
        Named in the table, with a code or without.
    clustered
        Whether the table tells interviews apart.
    """

    codes: tuple[CodeCount, ...]
    pairs: tuple[PairCount, ...]
    n_units: int
    n_interviews: int
    n_coders: int
    clustered: bool
