"""How far apart two values are: Krippendorff's distances, and Gwet's weights for partial agreement."""

from __future__ import annotations

from typing import Literal

import numpy as np

from toolkit.agreement.sums import Real

Weighting = Literal["identity", "linear", "quadratic", "ordinal", "ratio"]


def weights(weighting: Weighting, scale: Real) -> Real:
    """Return how much two values count as agreeing: shape `(q, q)`, 1 on the diagonal, none above 1.

    Parameters
    ----------
    weighting
        With x the numbers of the scale and r their range: `identity` 1 for equal values, else 0; `linear`
        ``1 - |x_k - x_l| / r``; `quadratic` ``1 - (x_k - x_l)^2 / r^2``; `ordinal`
        ``1 - M_kl / M_1q`` with ``M_kl = C(max - min + 1, 2)`` over places; `ratio`
        ``1 - [(x_k - x_l) / (x_k + x_l)]^2 / [(x_q - x_1) / (x_q + x_1)]^2``.
    scale
        Shape `(q,)`, ascending.

    Notes
    -----
    Gwet's `ordinal` weights are not Krippendorff's ordinal distances, which depend on how often each value
    was given: on the same data coefficients differ.

    References
    ----------
    Gwet, K. L. (2014). *Handbook of Inter-Rater Reliability*, 4th ed., chapter 3.

    Examples
    --------
    >>> weights("quadratic", np.array([1.0, 2.0, 3.0]))[0].tolist()
    [1.0, 0.75, 0.0]
    """
    q = len(scale)
    if weighting == "identity" or q < 2:  # noqa: PLR2004 - one value agrees with itself
        return np.eye(q)
    apart = np.abs(scale[:, None] - scale)
    if weighting == "linear":
        lost = apart
    elif weighting == "quadratic":
        lost = apart**2
    elif weighting == "ordinal":
        steps = np.abs(np.arange(q)[:, None] - np.arange(q)) + 1.0
        lost = steps * (steps - 1) / 2
    else:
        lost = ratio_distance(scale)
    furthest = lost.max()
    kept: Real = 1 - lost / furthest if furthest > 0 else np.ones((q, q))
    return kept


def ratio_distance(scale: Real) -> Real:
    """Return ``[(x_k - x_l) / (x_k + x_l)]^2``, 0 where both are 0; shape `(q, q)`."""
    total = scale[:, None] + scale
    share = np.divide(scale[:, None] - scale, total, out=np.zeros_like(total), where=total != 0)
    squared: Real = share**2
    return squared
