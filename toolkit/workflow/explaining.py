"""Why agreement on a code is what it is."""

from __future__ import annotations

from dataclasses import replace

from toolkit.agreement.lowness import lowness as panel
from toolkit.model.reliability import UnitKind
from toolkit.model.table import Table
from toolkit.store.study import Study
from toolkit.workflow.collating import collate


def lowness(
    study: Study,
    *,
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Explain why alpha is low: for each code the counts behind it, and in words what they do to it.

    For rare codes agreement in per cent is high whatever coders do, since most units get the code from
    nobody; alpha asks what is left when that is taken away, and then a few disagreements weigh much.

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
    table = panel(found.data, found.labels)
    return replace(table, notes=(*table.notes, *found.notes))
