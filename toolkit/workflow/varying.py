"""How agreement varies: with the unit, over rounds and versions, and when a coder reads again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import get_args

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.reliability import UnitKind
from toolkit.model.round import Round
from toolkit.model.table import Column, Table, Value
from toolkit.store import codebooks, codings, rounds
from toolkit.store.study import Connection, Study
from toolkit.workflow.collating import collate, lay, own_unit
from toolkit.workflow.naming import check_coders
from toolkit.workflow.screening import Reading
from toolkit.workflow.tabulating import computed, stacked


def sensitivity(
    study: Study,
    *,
    registered: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compare the same codings on units of every kind, to see how much the choice of the unit decides.

    Longer units forgive coders who mark the same idea in different places; shorter ones count how far they
    marked the same words. Choose the unit before you look at the numbers.

    Parameters
    ----------
    study
        The study file.
    registered
        The unit that was chosen beforehand: it is marked.
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
    tables = []
    for unit in get_args(UnitKind):
        found = collate(
            study,
            unit=unit,
            coders=coders,
            codes=codes,
            include_interviewer=include_interviewer,
            at=at,
            round=round,
        )
        marked = "yes" if unit == registered else "no" if registered else ""
        tables.append(({"unit": unit, "registered": marked}, computed(found)))
    told = (
        f"The unit chosen beforehand is the {registered}."
        if registered
        else "No unit was named as the one chosen beforehand: name it with --registered."
    )
    return stacked("Agreement by unit", tables, [told])


# --- over rounds and versions ---------------------------------------------------------------------------


def trajectory(
    study: Study,
    *,
    unit: UnitKind | None = None,
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
) -> Table:
    """Follow agreement from round to round, with what changed in the codebook in between.

    Each round is compared by itself: what its coders had coded when they finished it, seen at the codebook
    version it stands under. A code is compared where it was in use; whether it is still the same code, the
    column `changed` tells.

    Parameters
    ----------
    study
        The study file.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes, in the rounds in which they were in use; by default all.
    include_interviewer
        Compare on interviewers' turns too.
    """
    with study.reading() as connection:
        lineage = codebooks.lineage(connection)
        known = rounds.rounds(connection)
        read = {task.round for task, _ in rounds.readings(connection) if task.finished}
    _check_ever(lineage, codes)
    tables: list[tuple[dict[str, Value], Table]] = []
    left_out, before = [], None
    for each in known:
        in_use = [name for name in codes if name in lineage.at(each.codebook_version).codable]
        if each.id not in read or (codes and not in_use):
            why = "nobody has finished a reading" if each.id not in read else "none of the codes was in use"
            left_out.append(f"{each.id} ({why})")
            continue
        found = collate(
            study,
            unit=unit,
            coders=coders,
            codes=in_use,
            include_interviewer=include_interviewer,
            round=each.id,
        )
        since = lineage.between(before, each.codebook_version) if before else ()
        tables.append(({"round": each.id}, _with_changes(computed(found), since)))
        before = each.codebook_version
    if not tables:
        raise ToolkitError(
            "trajectory", "there is no round with a finished reading", "see: intercoder finish"
        )
    notes = [f"Rounds left out: {', '.join(left_out)}."] if left_out else []
    return stacked("Agreement over rounds", tables, notes)


def _check_ever(lineage: Lineage, codes: Iterable[str]) -> None:
    ever = {name for book in lineage.releases for name in book.codable}
    for name in codes:
        if name not in ever:
            raise ToolkitError(
                name, "is a code of no version of this codebook", "see: intercoder codebook show"
            )


def _with_changes(table: Table, changes: Sequence[CodebookChange]) -> Table:
    """Say in each row what was done to its code since the row before in time; in the overall row, in all."""
    place = table.names.index("code")
    rows = tuple((*row, changed_in(row[place], changes)) for row in table.rows)
    return replace(table, columns=(*table.columns, Column("changed")), rows=rows)


def changed_in(code: Value, changes: Sequence[CodebookChange]) -> str:
    """Tell in a few words what was done to a code; without one, how often each thing was done."""
    if code is None:
        counts = Counter(change.op for change in changes)
        return ", ".join(f"{count} {op}" for op, count in counts.items())
    return "; ".join(_done(change) for change in changes if code in change.named)


def _done(change: CodebookChange) -> str:
    """Tell a record in a few words.

    >>> _done(CodebookChange("c1", "0.2.0", "split", subjects=("duty",), results=("law", "habit")))
    'split: duty to law, habit (c1)'
    """
    became = ""
    if change.subjects and change.results:
        became = f": {', '.join(change.subjects)} to {', '.join(change.results)}"
    effect = f", {change.effect}" if change.effect else ""
    return f"{change.op}{became}{effect} ({change.id})"


# --- the same coder twice -------------------------------------------------------------------------------


def stability(
    study: Study,
    *,
    coder: str,
    unit: UnitKind | None = None,
    codes: tuple[str, ...] = (),
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compare a coder with themselves: what they coded at first, and when they read the same text anew.

    Only rounds count that were begun with clean pages (codebook release --read-anew, begin --anew): elsewhere
    coders go on with their earlier codings in sight, which says nothing about their stability. Where there
    are several such rounds, each reading is compared with the one before.

    Parameters
    ----------
    study
        The study file.
    coder
        Whom to compare.
    unit
        The stretch of text on which the readings are compared; by default the unit of the round, or turns if
        it has none.
    codes
        Only these codes; by default all active ones.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, [coder])
        names, made, readings = _readings_of(connection, coder)
        if len(names) < 2:  # noqa: PLR2004 - a first reading and another
            what = "has not finished a reading, and another that was begun with clean pages"
            raise ToolkitError(coder, what, "see: intercoder begin --anew")
        found = lay(
            connection,
            made,
            readings,
            unit=unit or own_unit(connection),
            coders=names,
            codes=codes,
            include_interviewer=include_interviewer,
            at=at,
            notice=study.profile.notice,
        )
    tables = [
        (
            {"coder": coder, "first": one, "again": other},
            computed(replace(found, data=found.data.of_coders((one, other)))),
        )
        for one, other in pairwise(names)
    ]
    return stacked(f"Stability of {coder}", tables, without="coders")


def _readings_of(connection: Connection, coder: str) -> tuple[list[str], list[Coding], list[Reading]]:
    """Return the names of a coder's readings, with codings and tasks as if each were another coder's."""
    known = rounds.rounds(connection)
    called = _called(known)
    tasks = [(task, version) for task, version in rounds.readings(connection) if task.coder == coder]
    finished = {called[task.round] for task, _ in tasks if task.finished}
    return (
        [name for name in dict.fromkeys(called.values()) if name in finished],
        [
            replace(coding, coder=called[coding.round])
            for coding in codings.everything(connection, coders=[coder])
        ],
        [(replace(task, coder=called[task.round]), version) for task, version in tasks],
    )


def _called(known: Sequence[Round]) -> dict[str, str]:
    """Name for each round the reading it is part of: by the rounds up to the next with clean pages."""
    parts: list[list[str]] = []
    for each in known:
        if each.anew or not parts:
            parts.append([])
        parts[-1].append(each.id)
    return {name: " + ".join(part) for part in parts for name in part}
