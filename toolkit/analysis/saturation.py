"""How the number of codes seen grows from transcript to transcript, and whether new ones still come.

Every step is one transcript: one occasion of collecting data. Several of one participant are several steps.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import or_

from toolkit.analysis.passages import Passages, participants
from toolkit.errors import Invalid
from toolkit.model.table import Column, Table, Value

COLUMNS = (
    Column("order", "count", meaning="Place of the transcript in the order followed."),
    Column("document", heading="Transcript", meaning="Id of the transcript."),
    Column("codes_in_document", "count", "Codes in it", meaning="How many codes occur in it."),
    Column("new_codes", "count", "New codes", meaning="How many of these no earlier transcript has."),
    Column("new_code_ids", heading="Which are new", meaning="Ids of the new codes, in the codebook's order."),
    Column("cumulative", "count", "Codes so far", meaning="How many codes were seen up to here."),
    Column("pct_codes", "share", "% of codes", meaning="Their share of the codes of the codebook looked at."),
    Column("run", meaning="The run that ends here, as 6+2: two transcripts after the first six."),
    Column("new_in_run", "count", "New in run", meaning="How many new codes the run brings."),
    Column(
        "new_information",
        "share",
        "New information",
        meaning="New codes of the run, divided by the codes of the base; empty if there are none.",
    ),
    Column("saturation", meaning="What the run says: reached, not reached, or why it says nothing."),
)
CHANCE_COLUMNS = (
    Column("order", "count", "Transcripts", meaning="How many transcripts are read."),
    Column(
        "mean_cumulative", "number", "Mean codes", meaning="Mean number of codes over all orders, exactly."
    ),
    Column("low", "count", meaning="2.5th percentile of the number of codes in the random orders tried."),
    Column("high", "count", meaning="97.5th percentile of the number of codes in the random orders tried."),
    Column("pct_codes", "share", "% of codes", meaning="The mean as a share of the codes of the codebook."),
)
MOST_RESAMPLES = 10_000
CAUTION = (
    "Code saturation is not meaning saturation (Hennink, Kaiser & Marconi 2017), and reflexive thematic "
    "analysis does not take saturation as a criterion (Braun & Clarke 2019)."
)
_LOW, _HIGH = 25, 975  # per thousand


@dataclass(frozen=True, slots=True)
class Rule:
    """When to speak of saturation, after Guest, Namey & Chen (2020), PLoS ONE 15(5), e0232076.

    The codes of the first `base` transcripts are the base. Every `run` transcripts in a row after them are a
    run; the runs move on by one transcript and overlap each other, never the base. The new information of a
    run is the number of codes not seen before it, divided by the number of codes in the base. Saturation is
    reached with the first run whose new information is no more than `threshold`: after six transcripts and
    with a run of two, it is written 6+2.

    Attributes
    ----------
    base, run
        Numbers of transcripts.
    threshold
        From 0 (a run without any new code) to 1.
    """

    base: int = 4
    run: int = 2
    threshold: float = 0.05

    def __post_init__(self) -> None:
        for name, value in (("base", self.base), ("run", self.run)):
            if value < 1:
                raise Invalid(f"{name} is {value}", "use a number of transcripts, 1 or more")
        # Written so that what is no number is refused too.
        if not 0 <= self.threshold <= 1:
            raise Invalid(f"threshold is {self.threshold}", "use a share from 0 to 1, as 0.05 for 5%")

    def __str__(self) -> str:
        return f"base {self.base}, run {self.run}, threshold {_per_cent(self.threshold)}"


@dataclass(frozen=True, slots=True)
class _Step:
    """One transcript, and what was seen up to it."""

    document: str
    codes: tuple[str, ...]
    new: tuple[str, ...]
    cumulative: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Some transcripts in a row, and what they brought.

    Attributes
    ----------
    after
        Number of transcripts before it.
    share
        New codes divided by those in the base; None if the base has none.
    """

    name: str
    after: int
    new: int
    share: float | None
    reached: bool

    @property
    def verdict(self) -> str:
        """What the run says of saturation, or why it says nothing."""
        if self.share is None:
            return "undefined: no code in the base"
        return "reached" if self.reached else "not reached"


@dataclass(frozen=True)
class _Curve:
    """The transcripts in one order, read by one rule."""

    steps: tuple[_Step, ...]
    rule: Rule

    @property
    def n_base(self) -> int:
        """Codes in the base."""
        return self.steps[self.rule.base - 1].cumulative if len(self.steps) >= self.rule.base else 0

    @cached_property
    def runs(self) -> tuple[_Run, ...]:
        """All runs there are room for, first to last."""
        starts = range(self.rule.base, len(self.steps) - self.rule.run + 1)
        return tuple(self._run(after) for after in starts)

    def _run(self, after: int) -> _Run:
        within = self.steps[after : after + self.rule.run]
        new = sum(len(step.new) for step in within)
        share = new / self.n_base if self.n_base else None
        reached = share is not None and share <= self.rule.threshold
        return _Run(f"{after}+{self.rule.run}", after, new, share, reached)


def saturation(
    basis: Passages, transcripts: Sequence[str], *, order: str = "the given", rule: Rule | None = None
) -> Table:
    """Follow the number of codes seen, from one transcript to the next, and look for saturation.

    Parameters
    ----------
    basis
        What counts as a passage of a code is told in `passages`.
    transcripts
        Ids of those that were read, in the order to follow. One without codes is a step that brings nothing.
    order
        What to call this order.
    rule
        When to speak of saturation; by default base 4, run 2, threshold 5%.

    Returns
    -------
    Table
        A row for each transcript: the codes in it, those not seen before it, all seen so far and their share
        of the codes of the codebook; in the row of a run's last transcript, what the run says of saturation.
        A value that is undefined is empty, and the column `saturation` says why. The first note is the
        sentence for a paper.
    """
    curve = _Curve(tuple(_steps(transcripts, basis)), rule or Rule())
    ending = {run.after + curve.rule.run: run for run in curve.runs}
    n = len(basis.headings)
    rows = tuple(
        (*_seen(place, step, n), *_judged(place, ending.get(place), curve.rule))
        for place, step in enumerate(curve.steps, 1)
    )
    notes = (
        _verdict(curve, order),
        *_arrivals(curve.steps),
        *basis.notes,
        *_transcripts_and_codes(transcripts, basis),
        CAUTION,
    )
    return Table(f"Saturation in {order} order at codebook {basis.version}", COLUMNS, rows, notes)


def by_chance(basis: Passages, transcripts: Sequence[str], *, resamples: int = 1000, seed: int = 0) -> Table:
    """Tell how the number of codes seen grows if the transcripts come in any order.

    The mean over all orders is computed exactly: of n transcripts, k drawn at random miss a code that is in d
    of them with the probability C(n-d, k) / C(n, k). The band is found by trying orders.

    Parameters
    ----------
    basis, transcripts
        As for `saturation`; the order does not matter.
    resamples
        How many random orders to try for the band.
    seed
        Where the random numbers start: the same seed gives the same band.

    Raises
    ------
    Invalid
        If the number of orders is none, or too large.
    """
    if not 1 <= resamples <= MOST_RESAMPLES:
        raise Invalid(f"resamples is {resamples}", f"use a number from 1 to {MOST_RESAMPLES}")
    found = [step.codes for step in _steps(transcripts, basis)]
    n = len(basis.headings)
    rows = tuple(
        (place, mean, low, high, mean / n if n else None)
        for place, (mean, (low, high)) in enumerate(
            zip(_expected(found), _band(found, resamples, seed), strict=True), 1
        )
    )
    made = (
        "mean_cumulative is the exact mean over all orders of these transcripts; low and high are the 2.5th "
        f"and 97.5th percentile of {resamples} random orders (seed {seed})."
    )
    notes = (*basis.notes, *_transcripts_and_codes(transcripts, basis), CAUTION, made)
    return Table(f"Saturation in random order at codebook {basis.version}", CHANCE_COLUMNS, rows, notes)


def _steps(transcripts: Sequence[str], basis: Passages) -> Iterator[_Step]:
    coded = {(passage.transcript, passage.code) for passage in basis.found}
    seen: set[str] = set()
    for transcript in transcripts:
        codes = tuple(head.id for head in basis.headings if (transcript, head.id) in coded)
        new = tuple(code for code in codes if code not in seen)
        seen.update(new)
        yield _Step(transcript, codes, new, len(seen))


def _seen(place: int, step: _Step, n: int) -> tuple[Value, ...]:
    counts = (len(step.codes), len(step.new), "; ".join(step.new), step.cumulative)
    return (place, step.document, *counts, step.cumulative / n if n else None)


def _judged(place: int, run: _Run | None, rule: Rule) -> tuple[Value, ...]:
    if run is not None:
        return (run.name, run.new, run.share, run.verdict)
    return ("", None, None, "base" if place <= rule.base else "run not complete")


def _transcripts_and_codes(transcripts: Sequence[str], basis: Passages) -> Iterator[str]:
    """Say what a step is where that could surprise, and what the shares are shares of."""
    people = participants(basis.transcripts[name] for name in transcripts)
    if len(people) < len(transcripts):
        yield "Each transcript is a step of its own, also where a participant has several."
    yield f"pct_codes is the share of the {len(basis.headings)} codes of the codebook."
    found = {passage.code for passage in basis.found}
    if unseen := [heading.id for heading in basis.headings if heading.id not in found]:
        yield f"Codes never seen: {', '.join(unseen)}."


def _arrivals(steps: Sequence[_Step]) -> Iterator[str]:
    """Say which codes arrived last."""
    last = next((step for step in reversed(steps) if step.new), None)
    if last is not None:
        yield f"The last new codes came with {last.document}: {', '.join(last.new)}."


def _verdict(curve: _Curve, order: str) -> str:
    """Say in the words of a paper whether saturation was reached, and what came after, or why not."""
    rule, n = curve.rule, len(curve.steps)
    said = f"Saturation after Guest, Namey and Chen (2020; {rule})"
    if not n:
        return f"{said}: not assessed, because no transcript was read."
    if not curve.runs:
        needed = rule.base + rule.run
        return f"{said}: not assessed, because base and run need {needed} transcripts and there are {n}."
    if not curve.n_base:
        return f"{said}: undefined, because there is no code in the base."
    return f"{said}: {_outcome(curve, order)}"


def _outcome(curve: _Curve, order: str) -> str:
    first = next((run for run in curve.runs if run.reached), None)
    if first is None:
        last = curve.runs[-1]
        return f"not reached in {order} order; the last run, {last.name}, {_brought(curve, last)}."
    told = f"reached at {first.name} transcripts in {order} order; the run {_brought(curve, first)}."
    later = [
        f"{code} in {step.document}"
        for step in curve.steps[first.after + curve.rule.run :]
        for code in step.new
    ]
    told += f" New codes after that run: {', '.join(later)}." if later else ""
    above = [run.name for run in curve.runs if run.after > first.after and not run.reached]
    return f"{told} Later runs above the threshold: {', '.join(above)}." if above else told


def _brought(curve: _Curve, run: _Run) -> str:
    codes = "code" if run.new == 1 else "codes"
    return f"brought {run.new} new {codes}, against {curve.n_base} in the base ({_per_cent(run.share or 0)})"


def _per_cent(share: float) -> str:
    return f"{round(share * 100, 1):g}%"


def _expected(found: Sequence[tuple[str, ...]]) -> Iterator[float]:
    """Yield the mean number of codes in 1, 2, ... of the transcripts, over all ways to draw them."""
    n = len(found)
    in_transcripts: dict[str, int] = {}
    for codes in found:
        for code in codes:
            in_transcripts[code] = in_transcripts.get(code, 0) + 1
    for drawn in range(1, n + 1):
        ways = math.comb(n, drawn)
        # Whole numbers up to the last division, so that nothing is lost however many transcripts there are.
        yield sum(ways - math.comb(n - d, drawn) for d in in_transcripts.values()) / ways


def _band(found: Sequence[tuple[str, ...]], resamples: int, seed: int) -> list[tuple[int, int]]:
    """Return low and high for each number of transcripts, as percentiles (nearest rank) of random orders."""
    bits = {
        code: 1 << place for place, code in enumerate(dict.fromkeys(code for row in found for code in row))
    }
    sets = [sum(bits[code] for code in codes) for codes in found]
    chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on it, and it has to be repeatable
    curves = [
        [seen.bit_count() for seen in accumulate(chance.sample(sets, len(sets)), or_)]
        for _ in range(resamples)
    ]
    low, high = (-(-rank * resamples // 1000) - 1 for rank in (_LOW, _HIGH))
    ranked = (sorted(values) for values in zip(*curves, strict=True))
    return [(values[low], values[high]) for values in ranked]
