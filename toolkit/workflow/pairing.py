"""Two coders at a time: who agrees with whom, and which codes stand for one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from toolkit.agreement.confusion import confusion as met
from toolkit.errors import ToolkitError
from toolkit.model.reliability import UnitKind
from toolkit.model.table import Table
from toolkit.store.study import Study
from toolkit.workflow.collating import Collated, collate
from toolkit.workflow.tabulating import computed, stacked


def pairs(
    study: Study,
    *,
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compare coders two by two: one row for each pair, overall and for each code.

    Each pair is compared on the units that both have judged, so the pairs of one study may rest on different
    interviews: see n_units.

    Parameters
    ----------
    study
        The study file.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    round
        Only readings of this round, as they were at its end.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    """
    found = collate(
        study,
        unit=unit,
        coders=coders,
        codes=codes,
        include_interviewer=include_interviewer,
        at=at,
        round=round,
    )
    tables = [
        (
            {"coder_a": one, "coder_b": other},
            computed(replace(found, data=found.data.of_coders((one, other)))),
        )
        for one, other in _pairs(found)
    ]
    return stacked("Agreement of each pair of coders", tables, without="coders")


def confusion(
    study: Study,
    *,
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Count which codes stand for one another: what one coder gave where the other gave something else.

    A code that both gave to a unit meets itself there. Each code that only one of them gave meets every code
    that only the other gave, or no code if there is none. What often meets another code asks for a clearer
    boundary between the two; what often meets no code, for a clearer rule of when to code at all.

    Parameters
    ----------
    study
        The study file.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    round
        Only readings of this round, as they were at its end.
    coders
        Only these coders, in this order; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones. Others then count as no code.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    """
    found = collate(
        study,
        unit=unit,
        coders=coders,
        codes=codes,
        include_interviewer=include_interviewer,
        at=at,
        round=round,
    )
    table = met(found.data, _pairs(found), found.labels)
    return replace(table, notes=(*table.notes, *found.notes))


def _pairs(found: Collated) -> Sequence[tuple[str, str]]:
    """Return who can be compared with whom, on whatever they both judged; refuse if there is nobody."""
    if len(found.data.coders) < 2:  # noqa: PLR2004 - a pair
        what = "has fewer than two coders who have finished a transcript"
        raise ToolkitError("the comparison", what, "see: intercoder progress")
    return list(combinations(found.data.coders, 2))
