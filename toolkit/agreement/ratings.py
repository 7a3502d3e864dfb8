"""Reliability data as whole numbers, which is what the coefficients compute on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from toolkit.model.reliability import ReliabilityData

MISSING = -1
NO_UNITS = "no unit was judged by two coders"
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Ratings:
    """Units that at least two coders judged, x coders that judged any of them.

    Attributes
    ----------
    values
        The sets of codes that occur or could, each once.
    given
        Shape `(units, coders)`. The place in `values` of the set that a coder gave a unit, or `MISSING`.
    codes
        All codes that could have been given.
    """

    values: tuple[frozenset[str], ...]
    given: Whole
    codes: tuple[str, ...]

    @classmethod
    def of(cls, data: ReliabilityData | Ratings) -> Ratings:
        """Return the data with its sets of codes numbered; like `numpy.asarray`, ratings stay as they are."""
        if isinstance(data, Ratings):
            return data
        number: dict[frozenset[str] | None, int] = {None: MISSING}
        flat = [number.setdefault(cell, len(number) - 1) for row in data.cells for cell in row]
        given = np.array(flat, dtype=np.int64).reshape(len(data.units), len(data.coders))
        values = tuple(cell for cell in number if cell is not None)
        return cls(values, _shared(given), data.codes)

    def for_code(self, code: str) -> Self:
        """Return the yes/no ratings of one code."""
        # The last place is the one that MISSING, which is -1, points to.
        holds = np.array([*(code in value for value in self.values), MISSING], dtype=np.int64)
        return type(self)((frozenset(), frozenset([code])), holds[self.given], (code,))

    @property
    def judges(self) -> Whole:
        """How many coders judged each unit; two at least."""
        counts: Whole = (self.given != MISSING).sum(axis=1)
        return counts

    @property
    def n_units(self) -> int:
        """How many units at least two coders judged."""
        return len(self.given)

    @property
    def n_positive(self) -> int:
        """How many of these got a code from at least one coder."""
        is_positive = np.array([*(bool(value) for value in self.values), False])
        return int(is_positive[self.given].any(axis=1).sum())

    def only_value(self) -> frozenset[str] | None:
        """Return the value that was given every time, or None if there are several."""
        used = np.unique(self.given[self.given != MISSING])
        return self.values[used[0]] if len(used) == 1 else None

    def why_undefined(self) -> str:
        """Return why chance-corrected agreement has no value for these units, or nothing if it has one."""
        if not self.n_units:
            return NO_UNITS
        only = self.only_value()
        if only is None:
            return ""
        one_code = len(self.codes) == 1
        if not only:
            return "nobody gave this code" if one_code else "nobody gave any code"
        return f"every coder gave {'this code' if one_code else 'the same codes'} to every unit"


def _shared(given: Whole) -> Whole:
    """Drop units that fewer than two coders judged, then coders without a judgement left."""
    judged = given != MISSING
    shared = judged.sum(axis=1) > 1
    kept: Whole = given[shared][:, judged[shared].any(axis=0)]
    return kept
