"""Reliability data as whole numbers, which is what the coefficients compute on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from toolkit.model.reliability import ReliabilityData

MISSING = -1
NO_UNITS = "no unit was judged by two coders"
Whole = NDArray[np.int64]
Bits = NDArray[np.bool_]


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
    clusters, cluster
        Names of the interviews that these units are of, in alphabetical order, and for each unit the place of
        its own. If the data does not tell interviews apart there is one, and `clustered` is false.
    weights
        For each unit, how many equal units it stands for.
    lone
        Units of the same interviews that only one of these coders judged. They say nothing about agreement,
        but some coefficients learn from them how often each value is given. Interviews in which no two coders
        share a unit are left out altogether: what a coder did there alone changes nothing.
    """

    values: tuple[frozenset[str], ...]
    given: Whole
    codes: tuple[str, ...]
    clusters: tuple[str, ...]
    cluster: Whole
    weights: Whole
    clustered: bool = True
    lone: Ratings | None = None

    @classmethod
    def of(cls, data: ReliabilityData | Ratings) -> Ratings:
        """Return the data with its sets of codes numbered; like `numpy.asarray`, ratings stay as they are."""
        if isinstance(data, Ratings):
            return data
        number: dict[frozenset[str] | None, int] = {None: MISSING}
        flat = [number.setdefault(cell, len(number) - 1) for row in data.cells for cell in row]
        given = np.array(flat, dtype=np.int64).reshape(len(data.units), len(data.coders))
        weights = np.array(data.weights or np.ones(len(given)), dtype=np.int64)
        names = [unit.transcript if data.clustered else "" for unit in data.units]
        clusters, cluster = np.unique(np.array(names, dtype=object), return_inverse=True)
        keep = sharing(given != MISSING, cluster)
        values = tuple(cell for cell in number if cell is not None)
        kept = np.unique(cluster[keep.shared])

        def part(rows: Bits, lone: Ratings | None) -> Ratings:
            return cls(
                values,
                given[rows][:, keep.coders],
                data.codes,
                tuple(clusters[kept]),
                np.searchsorted(kept, cluster[rows]),
                weights[rows],
                data.clustered,
                lone,
            )

        return part(keep.shared, part(keep.lone, None))

    def for_code(self, code: str) -> Self:
        """Return the yes/no ratings of one code."""
        # The last place is the one that MISSING, which is -1, points to.
        holds = np.array([*(code in value for value in self.values), MISSING], dtype=np.int64)
        return replace(
            self,
            values=(frozenset(), frozenset([code])),
            given=holds[self.given],
            codes=(code,),
            lone=self.lone.for_code(code) if self.lone else None,
        )

    @property
    def n_units(self) -> int:
        """How many units at least two coders judged."""
        return int(self.weights.sum())

    @property
    def n_positive(self) -> int:
        """How many of these got a code from at least one coder."""
        is_positive = np.array([*(bool(value) for value in self.values), False])
        return int(self.weights[is_positive[self.given].any(axis=1)].sum())

    @property
    def single_valued(self) -> bool:
        """Whether nobody gave a unit more than one code."""
        many = np.array([*(len(value) > 1 for value in self.values), False])
        return not (many[self.given].any() or (self.lone is not None and many[self.lone.given].any()))

    def only_value(self) -> frozenset[str] | None:
        """Return the value that was given every time, or None if there are several."""
        used = np.unique(self.given[self.given != MISSING])
        return self.values[used[0]] if len(used) == 1 else None

    def why_undefined(self) -> str:
        """Return why chance-corrected agreement has no value for these units, or nothing if it has one."""
        if not self.n_units:
            return NO_UNITS
        only = self.only_value()
        return "" if only is None else one_value(given=bool(only), one_code=len(self.codes) == 1)


def one_value(*, given: bool, one_code: bool) -> str:
    """Say that all judgements are the same: something `given` every time, or nothing."""
    if not given:
        return "nobody gave this code" if one_code else "nobody gave any code"
    return f"every coder gave {'this code' if one_code else 'the same codes'} to every unit"


@dataclass(frozen=True)
class Sharing:
    """Which units and coders count: those shared, and lone units of interviews with shared ones."""

    shared: Bits
    lone: Bits
    coders: Bits


def sharing(judged: Bits, cluster: Whole) -> Sharing:
    """Tell from who judged what (units x coders) and the interview of each unit what counts."""
    n_units, n_coders = judged.shape
    if n_coders > 1 and judged.all():
        return Sharing(
            np.ones(n_units, dtype=bool), np.zeros(n_units, dtype=bool), np.full(n_coders, n_units > 0)
        )
    shared: Bits = np.asarray(judged.sum(axis=1) > 1)
    coders: Bits = np.asarray(judged[shared].any(axis=0))
    known = np.bincount(cluster[shared], minlength=int(cluster.max(initial=0)) + 1) > 0
    lone: Bits = np.asarray(~shared & judged[:, coders].any(axis=1) & known[cluster])
    return Sharing(shared, lone, coders)
