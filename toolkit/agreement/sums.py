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
    """

    parts: Real
    value: Callable[[Real], Real]
    why: Callable[[Real], str]

    def total(self) -> Real:
        """Return the sums over all clusters: shape `(bodies, k)`."""
        whole: Real = self.parts.sum(axis=0)
        return whole

    def weighted(self, weights: Real) -> Real:
        """Return the sums under weights of shape `(replicates, clusters)`: `(replicates, bodies, k)`."""
        clusters, bodies, k = self.parts.shape
        flat: Real = weights @ self.parts.reshape(clusters, bodies * k)
        return flat.reshape(len(weights), bodies, k)
