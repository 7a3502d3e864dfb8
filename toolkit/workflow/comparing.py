"""Comparing coders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from toolkit.agreement import data as reliability
from toolkit.agreement import table as reliability_tables
from toolkit.errors import ToolkitError
from toolkit.model.lineage import Lineage
from toolkit.model.reliability import UnitKind
from toolkit.model.round import Assignment
from toolkit.model.table import Table
from toolkit.model.version import Version
from toolkit.reconcile.coverage import unchanged
from toolkit.store import codings, rounds, transcripts
from toolkit.store.study import Study
from toolkit.text import units
from toolkit.workflow.naming import check_coders
from toolkit.workflow.viewing import View, view

# A coder goes on in each round with what they coded before: all of it together is their reading.
_ONE_READING: Final = "reading"


def agreement(
    study: Study,
    *,
    unit: UnitKind = "turn",
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compute intercoder agreement, overall and for each code.

    Percent agreement, Cohen's kappa (two coders) and Krippendorff's alpha (nominal; any number of coders).
    Only transcripts that a coder was assigned and has finished count for that coder; where a coefficient is
    undefined the reason is given instead. Codes that changed their meaning since a reading, or for which
    codings wait for a decision, are not compared.

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
    at
        See codings at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, coders)
        seen = view(connection, codings.everything(connection), at)
        everything = transcripts.everything(connection)
        readings = rounds.readings(connection)
    codebook = seen.codebook
    active = codebook.codable
    for name in codes:
        if name not in active:
            raise ToolkitError(
                name, f"is no active code of codebook {codebook.version}", "see: intercoder codebook show"
            )
    tasks = _last_readings(readings, coders, codebook.version)
    comparable = _comparable(seen.lineage, codebook.version, tasks)
    undecided = _undecided(seen, tasks)
    wanted = [name for name in active if name in codes or not codes]
    compared = [name for name in wanted if name in comparable and name not in undecided]
    if wanted and not compared:
        what = "no code is settled and means the same in all versions read under and the one looked at"
        raise ToolkitError(
            "agreement", what, "decide what waits, or use --at with the version of the readings"
        )
    cut = [
        unit_
        for text in everything
        for unit_ in units.cut(text, unit, include_interviewer=include_interviewer)
    ]
    revisions = {transcript.id: transcript.revision for transcript in everything}
    data = reliability.reliability_data(
        cut,
        [replace(coding, round=_ONE_READING) for coding in seen.codings],
        [replace(task, round=_ONE_READING) for task, _ in tasks],
        codes=compared,
        coders=coders or None,
        revisions=revisions,
    )
    told = (
        _context(include_interviewer=include_interviewer),
        _left_out("they changed since a reading", [name for name in wanted if name not in comparable]),
        _left_out("codings wait for a decision", [name for name in wanted if name in undecided]),
        *seen.fates,
    )
    notes = tuple(filter(None, (*told, study.profile.notice)))
    names = [transcript.id for transcript in everything]
    table = reliability_tables.reliability_table(data, unit=unit, transcripts=names, notes=notes)
    return reliability_tables.as_table(table, active, round=_rounds(tasks), codebook_version=codebook.version)


def _rounds(tasks: Iterable[tuple[Assignment, str]]) -> str:
    return " + ".join(dict.fromkeys(task.round for task, _ in tasks if task.finished))


def _last_readings(
    readings: Iterable[tuple[Assignment, str]], coders: Collection[str], at: str
) -> list[tuple[Assignment, str]]:
    """Return for each coder and transcript the last reading up to a version, finished ones first."""
    last: dict[tuple[str, str], tuple[Assignment, str]] = {}
    for task, version in readings:
        known = last.get((task.coder, task.transcript))
        asked = not coders or task.coder in coders
        if asked and Version.of(version) <= Version.of(at) and (known is None or task.finished):
            last[task.coder, task.transcript] = (task, version)
    return list(last.values())


def _comparable(lineage: Lineage, at: str, tasks: Iterable[tuple[Assignment, str]]) -> frozenset[str]:
    """Return the codes that mean the same at a version and in every finished reading."""
    versions = {version for task, version in tasks if task.finished}
    return frozenset(lineage.at(at).codable).intersection(
        *(unchanged(lineage, version, at) for version in versions)
    )


def _undecided(seen: View, tasks: Iterable[tuple[Assignment, str]]) -> frozenset[str]:
    """Return the codes that a coding which waits may still get: until then nobody has said yes or no."""
    judged = {(task.coder, task.transcript) for task, _ in tasks if task.finished}
    return frozenset(
        name
        for review in seen.resolution.pending
        if (review.coding.coder, review.coding.transcript) in judged
        for name in (review.code, *review.candidates)
    )


def _left_out(why: str, codes: Sequence[str]) -> str:
    return f"Not compared, because {why}: {', '.join(codes)}." if codes else ""


def _context(*, include_interviewer: bool) -> str:
    return "" if include_interviewer else "Interviewers' turns are context and not compared."
