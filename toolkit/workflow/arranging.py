"""Arranging rounds: what coders code in them, freely or unit by unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Final, assert_never

from toolkit.errors import ToolkitError
from toolkit.model.reliability import UnitKind
from toolkit.model.round import RoundUnit
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings
from toolkit.store import rounds as stored
from toolkit.store.study import RESEARCHER, Study
from toolkit.text.units import cut

_TRANSCRIPTS_KEPT: Final = 16  # whose units are remembered: cutting sentences takes longer than coding one


def rounds(study: Study) -> Table:
    """List the rounds with their codebook versions, units and readings.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        known = stored.rounds(connection)
        tasks = stored.assignments(connection)
        made = {each.id: codings.count_of_round(connection, each.id) for each in known}
    given = Counter(task.round for task in tasks)
    finished = Counter(task.round for task in tasks if task.finished)
    columns = (
        *(Column(name) for name in ("round", "purpose", "codebook_version", "unit", "pages")),
        *(Column(name, "count") for name in ("readings", "finished", "codings")),
    )
    rows = tuple(
        (
            *(each.id, each.purpose, each.codebook_version, each.unit, "clean" if each.anew else "as left"),
            *(given[each.id], finished[each.id], made[each.id]),
        )
        for each in known
    )
    return Table("Rounds", columns, rows)


def set_unit(study: Study, *, unit: RoundUnit) -> str:
    """Say what coders code in the present round: any words, or whole sentences, paragraphs or turns.

    With fixed units coders can differ on codes only, and not on where a passage begins and ends: click a unit
    on the page Code and give it codes. It is set before the first coding of the round, for codings made
    freely are not on the units.

    Parameters
    ----------
    study
        The study file.
    unit
        free, sentence, paragraph or turn.
    """
    with study.transaction(RESEARCHER) as records:
        present = stored.current(records.connection)
        if unit == present.unit:
            return f"round {present.id}: coders code {told(unit)} already"
        if made := codings.count_of_round(records.connection, present.id):
            raise ToolkitError(
                f"round {present.id}",
                f"has {made} codings of {told(present.unit)}",
                "set the unit of the next round before anybody codes in it",
            )
        stored.change_round(records, present, replace(present, unit=unit))
    return f"round {present.id}: coders code {told(unit)}"


def told(unit: RoundUnit) -> str:
    """Say what is coded, in words."""
    return "any words" if unit == "free" else f"whole {unit}s"


def fixed_units(transcript: Transcript, unit: RoundUnit) -> tuple[Span, ...]:
    """Return the units of a round in a transcript, in order; none if coders code freely.

    Interviewers' turns are context and have none.
    """
    match unit:
        case "free":
            return ()
        case "sentence" | "paragraph" | "turn":
            return _units(transcript, unit)
        case _:
            assert_never(unit)


@lru_cache(maxsize=_TRANSCRIPTS_KEPT)
def _units(transcript: Transcript, kind: UnitKind) -> tuple[Span, ...]:
    return tuple(unit.span for unit in cut(transcript, kind))


def check_whole(transcript: Transcript, span: Span, unit: RoundUnit) -> None:
    """Refuse a passage that is not one or several whole units of a round; name the one that would be."""
    if is_whole(transcript, span, unit):
        return
    touched = _touched(transcript, span, unit)
    if not touched:
        what = f"characters {span.start}-{span.end} are in no {unit} of the round"
        raise ToolkitError(transcript.id, what, f"code whole {unit}s; interviewers' turns are context")
    what = f"characters {span.start}-{span.end} are no whole {unit}"
    whole = f"{touched[0].start}-{touched[-1].end}"
    raise ToolkitError(transcript.id, what, f"this round codes whole {unit}s: {whole}")


def is_whole(transcript: Transcript, span: Span, unit: RoundUnit) -> bool:
    """Tell whether a passage is one or several whole units of a round, or may be any words."""
    if unit == "free":
        return True
    touched = _touched(transcript, span, unit)
    return bool(touched) and Span(touched[0].start, touched[-1].end) == span


def _touched(transcript: Transcript, span: Span, unit: RoundUnit) -> list[Span]:
    return [each for each in fixed_units(transcript, unit) if each.overlaps(span)]
