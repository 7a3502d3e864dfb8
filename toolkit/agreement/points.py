"""The values of a coefficient without intervals: what its sums over everything give."""

from __future__ import annotations

import numpy as np

from toolkit.agreement.sums import Sums
from toolkit.model.reliability import Estimate


def points(sums: Sums) -> tuple[Estimate, ...]:
    """Return the value of each body, or the reason why it has none."""
    totals = sums.total()
    values = sums.value(totals)
    return tuple(
        Estimate(None, sums.why(total)) if np.isnan(value) else Estimate(float(value))
        for total, value in zip(totals, values, strict=True)
    )
