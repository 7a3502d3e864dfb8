"""Yes/no decisions of coders on units and codes, as bits: the way in for large data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.agreement.ratings import Bits, Ratings, Whole, sharing
from toolkit.errors import Invalid
from toolkit.model.reliability import ReliabilityData

_MOST_CODERS = 31  # what a unit's judgements and decisions are packed into is a whole number of 64 bits


@dataclass(frozen=True)
class Decisions:
    """Which codes each coder gave each unit, for all codes in one place.

    Attributes
    ----------
    codes
        The codes, each decided with yes or no.
    applied
        Shape `(coders, codes, units)`: whether a coder gave a code to a unit.
    judged
        Shape `(units, coders)`: whether a coder judged a unit at all. What somebody did not see was not
        refused.
    clusters, cluster, weights, clustered
        As in `Ratings`.

    Examples
    --------
    Two coders judged three units; the first gave code 0 to units 0 and 1, the second to unit 1:

    >>> import numpy as np
    >>> decisions = Decisions.of_applications(
    ...     coder=np.array([0, 0, 1]), unit=np.array([0, 1, 1]), code=np.array([0, 0, 0]),
    ...     judged=np.ones((3, 2), dtype=bool), codes=["trust"],
    ... )
    >>> decisions.applied[:, 0, :].astype(int).tolist()
    [[1, 1, 0], [0, 1, 0]]
    """

    codes: tuple[str, ...]
    applied: Bits
    judged: Bits
    clusters: tuple[str, ...]
    cluster: Whole
    weights: Whole
    clustered: bool = True

    @classmethod
    def of(cls, data: ReliabilityData | Ratings) -> Decisions:
        """Take decisions from sets of codes."""
        ratings = Ratings.of(data)
        lone = ratings.lone
        pieces = [ratings] if lone is None else [ratings, lone]
        given = np.concatenate([piece.given for piece in pieces])
        holds = np.array(
            [[*(code in value for value in ratings.values), False] for code in ratings.codes], dtype=bool
        ).reshape(len(ratings.codes), len(ratings.values) + 1)
        applied = np.empty((given.shape[1], len(ratings.codes), len(given)), dtype=bool)
        for coder, column in enumerate(given.T):
            np.take(holds, column, axis=1, out=applied[coder], mode="wrap")
        return cls(
            ratings.codes,
            applied,
            given >= 0,
            ratings.clusters,
            np.concatenate([piece.cluster for piece in pieces]),
            np.concatenate([piece.weights for piece in pieces]),
            ratings.clustered,
        )

    @classmethod
    def of_applications(
        cls,
        *,
        coder: NDArray[np.integer],
        unit: NDArray[np.integer],
        code: NDArray[np.integer],
        judged: Bits,
        codes: Sequence[str],
        cluster: NDArray[np.integer] | None = None,
        clusters: Sequence[str] = (),
    ) -> Decisions:
        """Take decisions from a long table of whole numbers: one row for each code that was given.

        Parameters
        ----------
        coder, unit, code
            Shape `(applications,)`, in any order; the same three numbers twice count once.
        judged
            Shape `(units, coders)`.
        cluster, clusters
            For each unit the place of its interview in `clusters`. Without them the data tells no interviews
            apart.

        Raises
        ------
        Invalid
            If a number has no place, or a coder gave a code to a unit without having judged it.
        """
        n_units, n_coders = judged.shape
        shape = (n_coders, len(codes), n_units)
        try:
            places = np.ravel_multi_index((coder, code, unit), shape)
        except ValueError:
            sizes = f"{n_coders} coders, {len(codes)} codes and {n_units} units"
            raise Invalid(f"an application has a number that none of {sizes} has") from None
        applied = np.zeros(shape, dtype=bool)
        applied.reshape(-1)[places] = True
        if not judged.all() and not judged[unit, coder].all():
            raise Invalid("a code was given to a unit by somebody who did not judge it")
        if cluster is None:
            where: Whole = np.zeros(n_units, dtype=np.int64)
            names: tuple[str, ...] = ("",)
        else:
            where, names = cluster.astype(np.int64), tuple(clusters)
        ones = np.ones(n_units, dtype=np.int64)
        return cls(tuple(codes), applied, judged, names, where, ones, cluster is not None).sharing()

    def sharing(self) -> Decisions:
        """Leave out coders who share no unit, and interviews in which nobody does."""
        keep = sharing(self.judged, self.cluster)
        rows = keep.shared | keep.lone
        if rows.all() and keep.coders.all():
            return self
        kept = np.unique(self.cluster[keep.shared])
        return Decisions(
            self.codes,
            self.applied[keep.coders][:, :, rows],
            self.judged[rows][:, keep.coders],
            tuple(self.clusters[place] for place in kept),
            np.searchsorted(kept, self.cluster[rows]),
            self.weights[rows],
            self.clustered,
        )
