"""Figures of a study, and figures of tables that a page has already."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from toolkit.analysis import positions
from toolkit.analysis import themes as theme_tables
from toolkit.errors import ToolkitError
from toolkit.figures import (
    by_unit,
    code_tree,
    codebook_river,
    confusion,
    cooccurrence_map,
    dot_plot,
    heat_map,
    planned,
    saturation_curve,
    trajectory,
)
from toolkit.figures import portrait as portraits
from toolkit.model.figure import Figure
from toolkit.model.lineage import Lineage
from toolkit.model.reliability import IntervalName, UnitKind
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Table
from toolkit.store.study import Study
from toolkit.workflow import comparing, reporting, revising
from toolkit.workflow.selecting import material

__all__ = [
    "NothingToDraw",
    "agreement",
    "by_unit",
    "code_tree",
    "confusion",
    "cooccurrence",
    "cooccurrence_map",
    "dot_plot",
    "heat_map",
    "heatmap",
    "planned",
    "portrait",
    "river",
    "river_of",
    "saturation",
    "saturation_curve",
    "trajectory",
    "tree",
]

_MOST_PORTRAITS = 60


class NothingToDraw(ToolkitError):
    """A figure was asked for of which nothing, or too much, would be seen."""


def heatmap(
    study: Study,
    *,
    values: Literal["segments", "presence", "words"] = "segments",
    selection: Selection = EVERYTHING,
) -> Figure:
    """Draw who speaks of what: codes in rows, participants in columns, darker for more.

    Parameters
    ----------
    study
        The study file.
    values
        What a cell counts: segments, 0 or 1, or words.
    selection
        What of the study to look at.
    """
    table = reporting.matrix(study, values=values, counts="n_of_N", selection=selection)
    if not any(table.column("total")):
        raise _empty("heatmap")
    return _drawn("heatmap", heat_map(table))


def saturation(
    study: Study,
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    resamples: int = 1000,
    seed: int = 0,
    selection: Selection = EVERYTHING,
) -> Figure:
    """Draw how many codes were seen after each transcript: in interview, coding and random order.

    Parameters
    ----------
    study
        The study file.
    base
        How many transcripts the base is made of, for the sentence below that judges saturation.
    run
        How many transcripts a run is made of.
    threshold
        The largest share of new codes at which to speak of saturation: 0.05 is 5%.
    resamples
        How many random orders to try for the band.
    seed
        Where the random numbers start: the same seed gives the same band.
    selection
        What of the study to look at.
    """
    interview, coding, chance = (
        reporting.saturation(
            study,
            order=order,
            base=base,
            run=run,
            threshold=threshold,
            resamples=resamples,
            seed=seed,
            selection=selection,
        )
        for order in ("interview", "coding", "random")
    )
    if not any(interview.column("cumulative")):
        raise _empty("saturation")
    version = selection.at or revising.versions(study)[-1]
    return _drawn("saturation", saturation_curve(interview, coding, chance, version=version))


def tree(study: Study, *, selection: Selection = EVERYTHING) -> Figure:
    """Draw themes and their codes as a tree, with circles as large as the number of participants.

    Parameters
    ----------
    study
        The study file.
    selection
        What of the study to look at.
    """
    found = material(study, selection)
    table = theme_tables.themes(found.basis, show_participants=False)
    # Its own notes are on quotations.
    return _drawn("tree", code_tree(found.noted(replace(table, notes=found.basis.notes))))


def cooccurrence(study: Study, *, selection: Selection = EVERYTHING) -> Figure:
    """Draw which codes stand on the same words: darker for more participants.

    Parameters
    ----------
    study
        The study file.
    selection
        What of the study to look at.
    """
    table = reporting.cooccurrence(study, counts="n_of_N", selection=selection)
    return _drawn("cooccurrence", cooccurrence_map(table))


def river(study: Study, *, only_changed: bool = False) -> Figure:
    """Draw how the codes of each version of the codebook came to be those of the next.

    Parameters
    ----------
    study
        The study file.
    only_changed
        Leave out the codes that came through all versions as they were or under another label.
    """
    return _drawn("river", river_of(revising.lineage(study), only_changed=only_changed))


def river_of(lineage: Lineage, *, only_changed: bool = False) -> Figure | None:
    """Draw the river of some versions; None where there is nothing to draw."""
    courses = [revising.flows(lineage, older, newer) for older, newer in pairwise(lineage.versions)]
    return codebook_river(lineage, courses, only_changed=only_changed)


def agreement(
    study: Study,
    *,
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    interval: IntervalName | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    at: str | None = None,
) -> Figure:
    """Draw agreement code by code: alpha with its interval, percent agreement beside it.

    The options are those of the command agreement.

    Parameters
    ----------
    study
        The study file.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns.
    round
        Only readings of this round, as they were at its end; by default each coder's last reading.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones.
    interval
        The recipe for intervals; by default as for the command agreement.
    resamples
        How many resamples a recipe that draws at random takes.
    seed
        Seed of the random draws: the same seed gives the same numbers.
    at
        See codings at this codebook version; by default the latest.
    """
    table = comparing.agreement(
        study,
        unit=unit,
        round=round,
        coders=coders,
        codes=codes,
        interval=interval,
        resamples=resamples,
        seed=seed,
        at=at,
    )
    return _drawn(
        "agreement", dot_plot(table), "no value is defined: see intercoder agreement for the reasons"
    )


def portrait(study: Study, *, transcript: tuple[str, ...] = (), selection: Selection = EVERYTHING) -> Figure:
    """Draw where in a transcript each code stands; of several transcripts, a lane for each theme.

    Parameters
    ----------
    study
        The study file.
    transcript
        Only these transcripts; by default all. Of one alone the drawing has a row for each code.
    selection
        What of the study to look at.
    """
    found = material(study, selection)
    passages = found.noted(positions.positions(found.basis))
    turns = positions.turns(found.basis)
    there = tuple(found.basis.transcripts)
    for name in transcript:
        if name not in there:
            raise ToolkitError(name, "is no transcript of what was chosen", f"there are: {', '.join(there)}")
    wanted = transcript or there
    if len(wanted) > _MOST_PORTRAITS:
        raise NothingToDraw(
            "figure portrait",
            f"{len(wanted)} transcripts are too many for one drawing (at most {_MOST_PORTRAITS})",
            "choose some transcripts or participants",
        )
    passages, turns = (_of(table, "transcript", wanted) for table in (passages, turns))
    return _drawn("portrait", portraits(passages, turns))


def _of(table: Table, name: str, values: tuple[str, ...]) -> Table:
    """Return the rows that have one of some values in a column."""
    at = table.names.index(name)
    return replace(table, rows=tuple(row for row in table.rows if row[at] in values))


def _drawn(name: str, figure: Figure | None, why: str = "") -> Figure:
    if figure is None:
        raise NothingToDraw(f"figure {name}", why) if why else _empty(name)
    return figure


def _empty(name: str) -> NothingToDraw:
    return NothingToDraw(f"figure {name}", "there is nothing to draw: nothing of what was chosen is coded")
