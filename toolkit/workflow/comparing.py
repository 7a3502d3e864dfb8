"""Comparing coders."""

from __future__ import annotations

from toolkit.agreement import data as reliability
from toolkit.agreement import table as reliability_tables
from toolkit.errors import ToolkitError
from toolkit.model.reliability import UnitKind
from toolkit.model.round import FIRST_ROUND
from toolkit.model.table import Table
from toolkit.store import codebooks, codings, rounds, transcripts
from toolkit.store.study import Study
from toolkit.text import units
from toolkit.workflow.applying import check_coders


def agreement(
    study: Study,
    *,
    unit: UnitKind = "turn",
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
) -> Table:
    """Compute intercoder agreement, overall and for each code.

    Percent agreement, Cohen's kappa (two coders) and Krippendorff's alpha (nominal; any number of coders).
    Only transcripts that a coder was assigned and has finished count for that coder; where a coefficient is
    undefined the reason is given instead.

    Parameters
    ----------
    study
        The study file.
    unit
        The stretch of text on which coders are compared.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones. The overall row then compares these alone.
    include_interviewer
        Compare on interviewers' turns too.
    """
    with study.reading() as connection:
        check_coders(connection, coders)
        codebook = codebooks.latest(connection)
        everything = transcripts.everything(connection)
        made = codings.everything(connection)
        assignments = rounds.assignments(connection)
    active = codebook.codable
    for name in codes:
        if name not in active:
            raise ToolkitError(
                name, f"is no active code of codebook {codebook.version}", "see: intercoder codebook show"
            )
    compared = [name for name in active if name in codes or not codes]
    cut = [
        unit_
        for text in everything
        for unit_ in units.cut(text, unit, include_interviewer=include_interviewer)
    ]
    revisions = {transcript.id: transcript.revision for transcript in everything}
    data = reliability.reliability_data(
        cut, made, assignments, codes=compared, coders=coders or None, revisions=revisions
    )
    notes = tuple(filter(None, (_context(include_interviewer=include_interviewer), study.profile.notice)))
    names = [transcript.id for transcript in everything]
    table = reliability_tables.reliability_table(data, unit=unit, transcripts=names, notes=notes)
    return reliability_tables.as_table(table, active, round=FIRST_ROUND, codebook_version=codebook.version)


def _context(*, include_interviewer: bool) -> str:
    return "" if include_interviewer else "Interviewers' turns are context and not compared."
