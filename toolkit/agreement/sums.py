"""A coefficient as a function of sums over interviews: what makes every interval cheap and alike.

All coefficients here but gamma are functions of sums: of coincidences, of how often each value was given, of
squared lengths. Leave an interview out, or draw interviews at random, and only the sums change. So
a coefficient says once what it sums and how its value follows, and each interval is the same few lines for
all of them (`interval`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
_NOTHING = 1e-12  # what is left of a share that is nought but for rounding


@dataclass(frozen=True)
class Sums:
    """One coefficient on one or several bodies of data (all codes of a study, say), as sums.

    Attributes
    ----------
    parts
        Shape `(clusters, bodies, k)`: what each cluster adds to the k sums of each body. A cluster is what is
        resampled: an interview, or a single unit.
    value
        From sums of shape `(..., k)` to values of shape `(...)`; NaN where the coefficient is undefined. NaN
        stays inside this room: who leaves it gets an `Estimate` with the reason.
    why
        Says from the k sums of one body why it is undefined, in words for a reader.
    sizes
        Shape `(clusters, bodies)`: how many equal clusters each row of `parts` stands for. Units that were
        judged alike are kept as one row; what is drawn for one body then says nothing on another. None if
        each row is one cluster, the same for all bodies.
    least
        The smallest value that the coefficient can have.
    """

    parts: Real
    value: Callable[[Real], Real]
    why: Callable[[Real], str]
    sizes: Real | None = None
    least: float = -1.0

    def total(self) -> Real:
        """Return the sums over all clusters: shape `(bodies, k)`."""
        if self.sizes is not None:
            every: Real = np.einsum("cb,cbk->bk", self.sizes, self.parts)
            return every
        whole: Real = self.parts.sum(axis=0)
        return whole

    def weighted(self, weights: Real) -> Real:
        """Return the sums under weights of shape `(replicates, clusters)`: `(replicates, bodies, k)`."""
        clusters, bodies, k = self.parts.shape
        flat: Real = weights @ self.parts.reshape(clusters, bodies * k)
        return flat.reshape(len(weights), bodies, k)


def quotient(top: Real, bottom: Real) -> Real:
    """Divide; NaN where there is nothing to divide by."""
    top, bottom = np.broadcast_arrays(top, bottom)
    divided: Real = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=divided, where=bottom > _NOTHING)
    return divided


def beyond_chance(agreed: Real, by_chance: Real) -> Real:
    """Return ``(p_a - p_e) / (1 - p_e)``; NaN where chance leaves nothing to explain."""
    return quotient(agreed - by_chance, 1 - by_chance)
