"""Agreement per code and on all codes together, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress
from types import MappingProxyType

import numpy as np

from toolkit.agreement import counted as counts
from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.estimating import estimates, of_sums
from toolkit.agreement.fleiss import fleiss, fleiss_recipe, scott, scott_recipe
from toolkit.agreement.gwet import ac1, ac_recipe
from toolkit.agreement.interval import BOUNDS
from toolkit.agreement.kappa import (
    bias_recipe,
    cohen,
    cohen_recipe,
    conger,
    conger_recipe,
    kappa_max_recipe,
    light,
    light_recipe,
)
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Patterns, by_code, together
from toolkit.agreement.percent import percent, percent_recipe, positive, positive_recipe
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.recipes import CoefficientRecipe, value_or_reason
from toolkit.agreement.sets import SETS
from toolkit.agreement.sums import Sums
from toolkit.agreement.uniform import bp_recipe, brennan_prediger, pabak, pabak_recipe
from toolkit.errors import Invalid
from toolkit.model.counts import MOST_CODES_IN_SETS, MOST_NAMED, Judgements
from toolkit.model.reliability import (
    Asked,
    CodeAgreement,
    CodingTally,
    Estimate,
    Ground,
    Level,
    ReliabilityData,
    ReliabilityTable,
    Resampling,
)
from toolkit.model.table import Column, Kind, Table, Value

_EQUAL_SETS = "On all codes together, coders agree on a unit if they gave it equal sets of codes, or none."
_NOT_TOGETHER = (
    f"All codes together are not compared: that needs at most {MOST_NAMED} coders and {MOST_CODES_IN_SETS} "
    "codes, and units that do not all differ."
)
_MOST_NAMED = 10  # transcripts in a note; the others are counted
_WHAT_TO_DO = (
    "Nothing can be compared yet: two coders must finish the same transcript "
    "(intercoder finish STUDY --coder NAME, or the switch on the page Code)."
)

COEFFICIENTS: Mapping[str, Callable[[ReliabilityData | Ratings], Estimate]] = MappingProxyType(
    {
        "percent": percent,
        "positive": positive,
        "cohen": cohen,
        "light": light,
        "scott": scott,
        "fleiss": fleiss,
        "conger": conger,
        "bp": brennan_prediger,
        "pabak": pabak,
        "ac1": ac1,
        "alpha": alpha,
    }
)
RECIPES: Mapping[str, CoefficientRecipe] = MappingProxyType(
    {
        "percent": percent_recipe,
        "positive": positive_recipe,
        "cohen": cohen_recipe,
        "light": light_recipe,
        "scott": scott_recipe,
        "fleiss": fleiss_recipe,
        "conger": conger_recipe,
        "bp": bp_recipe,
        "pabak": pabak_recipe,
        "ac1": ac_recipe,
        "alpha": alpha_recipe,
    }
)
"""How each of them is summed over units."""
SHOWN = ("percent", "positive", "cohen", "ac1", "alpha")
"""What is computed if nothing else is asked for."""
WEIGHTINGS: Mapping[Level, Weighting] = MappingProxyType(
    {"ordinal": "ordinal", "interval": "quadratic", "ratio": "ratio"}
)
"""The weights of `ac2`, which is computed where codes are numbers or have an order."""
ON_SETS: Mapping[str, Callable[[Ratings], Sums]] = SETS
"""Coefficients that give sets of codes credit for what they share; of all codes together."""
_OF_ALL = "is of all codes together"
ALL_CODES = "All codes together"
_COEFFICIENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "percent": ("Percent agreement", "How often two coders give a unit the same."),
        "positive": ("Positive agreement", "Where one coder gave the code, how often another gave it too."),
        "cohen": ("Cohen's kappa", "Cohen's kappa of exactly two coders."),
        "light": ("Light's kappa", "Mean of Cohen's kappa over the pairs of coders."),
        "scott": ("Scott's pi", "Scott's pi of exactly two coders."),
        "fleiss": ("Fleiss' kappa", "Fleiss' kappa, for the same number of coders on every unit."),
        "conger": ("Conger's kappa", "Conger's kappa, which is Cohen's with two coders."),
        "bp": ("Brennan-Prediger", "Brennan and Prediger's coefficient."),
        "pabak": ("PABAK", "Prevalence-adjusted bias-adjusted kappa: twice the agreement minus 1."),
        "ac1": ("AC1", "Gwet's AC1."),
        "alpha": ("Alpha", "Krippendorff's alpha."),
        "ac2": ("AC2", "Gwet's AC2: AC1 that weighs how far apart two values are."),
        "alpha_jaccard": ("Alpha (Jaccard)", "Alpha on sets of codes, by Jaccard's distance."),
        "alpha_dice": ("Alpha (Dice)", "Alpha on sets of codes, by Dice's distance."),
        "alpha_masi": ("Alpha (MASI)", "Alpha on sets of codes, by Passonneau's distance MASI."),
        "mv_alpha": ("mv-alpha", "Krippendorff and Craggs' alpha, for several codes on one unit."),
    }
)
"""What a paper prints above each of them, and what it is; docs/methods has a page on each."""
_WHAT = (
    Column("round", meaning="Round of coding whose readings are compared."),
    Column("codebook_version", heading="Codebook", meaning="Codebook version at which codings are seen."),
    Column("code", heading="Id", meaning="Id of the code; empty for all codes together."),
    Column("label", heading="Code", meaning="Label of the code."),
    Column("unit", meaning="The stretch of text on which coders are compared."),
    Column("coders", meaning="Who is compared."),
)
_BESIDE = (
    Column("n_units", "count", "Units", meaning="Units judged by at least two coders."),
    Column(
        "n_positive",
        "count",
        "Units with it",
        meaning="Of these, units that at least one coder gave the code.",
    ),
    Column("prevalence", "share", meaning="Share of the judgements on these units that give the code."),
    Column(
        "bias",
        "number",
        meaning="Of exactly two coders: how much more often the first gave the code than the second.",
    ),
    Column(
        "kappa_max",
        "number",
        "Largest kappa",
        meaning="Of exactly two coders: the largest kappa that how often each gave the code allows.",
    ),
    Column("reason", meaning="Why a coefficient or an interval has no value."),
)


def reliability_table(
    data: ReliabilityData,
    *,
    unit: Ground,
    transcripts: Sequence[str],
    notes: Sequence[str] = (),
    asked: Asked | None = None,
    on_sets: Mapping[str, Callable[[Ratings], Sums]] = ON_SETS,
) -> ReliabilityTable:
    """Compute coefficients for all codes together, then for each code in the order of `data.codes`.

    Where each coder gave a unit one code at most, all codes together are categories of which each judgement
    is one. Otherwise the value of a unit is the set of its codes, and coefficients `on_sets` stand beside.

    Parameters
    ----------
    unit, transcripts
        What the data was made from, to be told with the numbers.
    notes
        Sentences to put after those on the data.
    asked
        Which coefficients, and which interval. Without it the usual ones without intervals.
    on_sets
        More coefficients of all codes together, by name.

    Returns
    -------
    ReliabilityTable
        It names the coders who share a unit with another, and the transcripts these units are of: nobody and
        nothing else is in the numbers.

    Raises
    ------
    Invalid
        If a coefficient that was asked for is not known.
    """
    ratings = Ratings.of(data)
    names = _names(asked, on_sets)
    rows = _rows(ratings, by_code(ratings), names, asked, on_sets)
    coders, compared = _sharing(data, transcripts)
    told = (
        *_notes(data, ratings, unit),
        *_unweighed(names, asked),
        *_basis(data, coders, compared, transcripts, unit),
        *left_out(data.tally),
        *of_intervals(rows),
        *notes,
    )
    return ReliabilityTable(unit, coders, compared, rows, told, intervals=_with_intervals(asked))


def _with_intervals(asked: Asked | None) -> bool:
    return asked is not None and asked.interval != "none"


def _names(asked: Asked | None, on_sets: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of what is to be computed, in the order of the registry."""
    wanted = asked.coefficients if asked else ()
    if strange := [name for name in wanted if name not in {*COEFFICIENTS, "ac2", *on_sets}]:
        known = ", ".join([*COEFFICIENTS, "ac2", *on_sets])
        raise Invalid(f"no coefficient is called {strange[0]!r}", f"use one of {known}")
    scaled = asked is not None and asked.level != "nominal"
    if "ac2" in wanted and not scaled:
        raise Invalid("ac2 without a level is ac1", "say the level: ordinal, interval or ratio")
    usual = (*SHOWN, *(["ac2"] if scaled else []), *on_sets)
    return tuple(name for name in (*COEFFICIENTS, "ac2", *on_sets) if name in (wanted or usual))


def counted_table(
    counted: Judgements, *, notes: Sequence[str] = (), asked: Asked | None = None
) -> ReliabilityTable:
    """Compute the same from what an engine has counted of a table.

    Parameters
    ----------
    counted
        Without `sets` there is no row of all codes together.
    notes, asked
        As in `reliability_table`.

    Raises
    ------
    Invalid
        As `reliability_table` does.
    """
    ratings, each = counts.together(counted), counts.by_code(counted)
    names = _names(asked, ON_SETS)
    rows = _rows(ratings, each, names, asked, ON_SETS)
    coders = counts.sharing_coders(counted)
    if not counted.are_named and counted.n_coders:
        coders = (f"{counted.n_coders:,} coders",)
    interviews = counts.sharing_interviews(counted)
    told = (
        *([] if ratings is None or ratings.single_valued else [_EQUAL_SETS]),
        *([] if ratings is not None else [_NOT_TOGETHER]),
        *_alone(sum(counted.seen[2]) - rows[0].n_units),
        *_ground(coders, interviews, counted.interviews, clustered=counted.clustered),
        *_outside(counted.coders, coders),
        *of_intervals(rows),
        *notes,
    )
    return ReliabilityTable("given", coders, interviews, rows, told, intervals=_with_intervals(asked))


def _rows(
    ratings: Ratings | None,
    each: Patterns,
    names: Sequence[str],
    asked: Asked | None,
    on_sets: Mapping[str, Callable[[Ratings], Sums]],
) -> tuple[CodeAgreement, ...]:
    """Compute all rows: each coefficient once for all codes together, and once for all codes."""
    plain = [name for name in names if name not in on_sets]
    rows = _of_codes(each, plain, asked)
    if ratings is not None:
        rows = (_of_all(ratings, plain, asked), *rows)
    many_valued = ratings is not None and len(ratings.codes) > 1 and not ratings.single_valued
    wanted = asked is not None and bool(asked.coefficients)
    with_sets = {name: on_sets[name] for name in names if name in on_sets and (many_valued or wanted)}
    return _beside_sets(rows, with_sets, ratings, asked)


def _of_all(ratings: Ratings, names: Sequence[str], asked: Asked | None) -> CodeAgreement:
    whole = together(ratings)
    level: Level = asked.level if asked else "nominal"
    return CodeAgreement(
        None,
        ratings.n_units,
        ratings.n_positive,
        {name: _estimates(whole, name, asked, level)[0] for name in names},
        kappa_max=value_or_reason(whole, kappa_max_recipe)[0].value,
    )


def _of_codes(each: Patterns, names: Sequence[str], asked: Asked | None) -> tuple[CodeAgreement, ...]:
    columns = {name: _estimates(each, name, asked, "nominal") for name in names}
    facts = _facts(each)
    return tuple(
        CodeAgreement(
            code,
            facts.units[place],
            facts.positive[place],
            {name: column[place] for name, column in columns.items()},
            facts.prevalence[place],
            facts.bias[place],
            facts.kappa_max[place],
        )
        for place, code in enumerate(each.bodies)
    )


def _estimates(seen: Patterns, name: str, asked: Asked | None, level: Level) -> tuple[Estimate, ...]:
    """Compute one coefficient; yes and no have no level."""
    recipe_of = RECIPES.get(name, ac_recipe)
    if name == "alpha":
        recipe_of = partial(alpha_recipe, level=level)
    if name == "ac2":
        recipe_of = partial(ac_recipe, weighting=WEIGHTINGS.get(level, "identity"))
    if asked is not None:
        asked = replace(asked, level=level)
    return estimates(seen, recipe_of, asked, is_alpha=name == "alpha")


@dataclass(frozen=True)
class _Facts:
    """What stands beside coefficients, for each code."""

    units: list[int]
    positive: list[int]
    prevalence: list[float | None]
    bias: list[float | None]
    kappa_max: list[float | None]


def _facts(each: Patterns) -> _Facts:
    paired = each.judges > 1
    counts = each.counts
    given = (each.rows == 1).sum(axis=1)
    judgements = counts @ (each.judges * paired)
    prevalence = np.divide(
        counts @ (given * paired), judgements, out=np.zeros_like(judgements), where=judgements > 0
    )
    return _Facts(
        [int(number) for number in counts @ paired],
        [int(number) for number in counts @ ((given > 0) & paired)],
        [float(share) if of else None for share, of in zip(prevalence, judgements, strict=True)],
        [estimate.value for estimate in value_or_reason(each, bias_recipe)],
        [estimate.value for estimate in value_or_reason(each, kappa_max_recipe)],
    )


def _beside_sets(
    rows: Sequence[CodeAgreement],
    on_sets: Mapping[str, Callable[[Ratings], Sums]],
    ratings: Ratings | None,
    asked: Asked | None,
) -> tuple[CodeAgreement, ...]:
    """Add coefficients on sets to all codes together; a single code has none."""
    if not on_sets:
        return tuple(rows)
    whole = {
        name: of_sums(sums(ratings), asked, clustered=ratings.clustered)[0]
        for name, sums in on_sets.items()
        if ratings is not None
    }
    none = {name: Estimate(None, _OF_ALL) for name in on_sets}
    return tuple(
        replace(row, estimates={**row.estimates, **(whole if row.code is None else none)}) for row in rows
    )


def as_table(
    agreement: ReliabilityTable,
    labels: Mapping[str, str],
    *,
    round: str,  # noqa: A002 - the word for it; numbers are not rounded here
    codebook_version: str,
) -> Table:
    """Arrange agreement for printing and export: one row for each code, numbers in full.

    The columns of a coefficient are its name, then `_low` and `_high` if intervals were asked for, and for
    alpha how probable it is to lie below .667 and .800.

    Parameters
    ----------
    labels
        What to call each code; one without a label goes by its id.
    """
    names = tuple(agreement.rows[0].estimates)
    columns = (
        *_WHAT,
        *(column for name in names for column in _columns(name, intervals=agreement.intervals)),
        *_BESIDE,
    )
    context = (round, codebook_version)
    basis = (agreement.unit, ", ".join(agreement.coders))
    rows = tuple(
        (*context, *_named(row, labels), *basis, *_numbers(row, intervals=agreement.intervals))
        for row in agreement.rows
    )
    return Table("Agreement between coders", columns, rows, agreement.notes)


def _columns(name: str, *, intervals: bool) -> tuple[Column, ...]:
    kind: Kind = "share" if name in {"percent", "positive"} else "number"
    heading, meaning = _COEFFICIENTS[name]
    value = Column(name, kind, heading, meaning=meaning)
    if not intervals:
        return (value,)
    return (
        value,
        Column(f"{name}_low", kind, f"{heading}, low", meaning=f"Lower bound of the interval of {name}."),
        Column(f"{name}_high", kind, f"{heading}, high", meaning=f"Upper bound of the interval of {name}."),
        *(_below(bound) for bound in BOUNDS if name == "alpha"),
    )


def _below(bound: float) -> Column:
    digits = round(bound * 1000)
    meaning = f"How probable it is that alpha lies below .{digits}."
    return Column(f"alpha_below_{digits}", "share", f"Alpha below .{digits}", meaning=meaning)


def _sharing(data: ReliabilityData, transcripts: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the coders who share a unit with another, and the transcripts with such units."""
    shared = data.shared()
    judged = [any(row[place] is not None for row in shared.cells) for place in range(len(data.coders))]
    having = {unit.transcript for unit in shared.units}
    return tuple(compress(data.coders, judged)), tuple(name for name in transcripts if name in having)


def _basis(
    data: ReliabilityData,
    coders: Sequence[str],
    compared: Sequence[str],
    transcripts: Sequence[str],
    unit: Ground,
) -> Iterator[str]:
    """Say which transcripts the numbers rest on and who is not in them, or what to do if there are none."""
    if unit == "given":
        yield from _ground(coders, compared, transcripts, clustered=data.clustered)
    elif coders:
        named = ", ".join(compared[:_MOST_NAMED])
        more = f" and {len(compared) - _MOST_NAMED} more" if len(compared) > _MOST_NAMED else ""
        yield (
            f"The numbers rest on {len(compared)} of {len(transcripts)} transcripts, "
            f"which at least two coders have finished: {named}{more}."
        )
    else:
        yield _WHAT_TO_DO
    yield from _outside(data.coders, coders)


def _ground(
    coders: Sequence[str], compared: Sequence[str], interviews: Sequence[str], *, clustered: bool
) -> Iterator[str]:
    """Say which interviews of a table the numbers rest on."""
    if not coders:
        yield "Nothing can be compared: no unit of the table was judged by two coders."
    elif clustered:
        yield f"The numbers rest on {len(compared)} of {len(interviews)} interviews."


def _outside(everybody: Sequence[str], coders: Sequence[str]) -> Iterator[str]:
    """Say who is not in the numbers; nobody is named where coders are too many for it."""
    if alone := [name for name in everybody if name not in coders]:
        yield f"Coders not in the numbers, as they share no unit with another: {', '.join(alone)}."


def _alone(number: int) -> Iterator[str]:
    if number:
        yield f"Units judged by fewer than two coders, which say nothing about agreement: {number}."


def _notes(data: ReliabilityData, ratings: Ratings, unit: Ground) -> list[str]:
    """Say how codings became numbers."""
    alone = (sum(data.weights) if data.weights else len(data.units)) - ratings.n_units
    overlap = "A coding counts on every unit it overlaps by at least one character."
    return [
        *([overlap] if unit != "given" else []),
        *([] if ratings.single_valued else [_EQUAL_SETS]),
        *_alone(alone),
    ]


def _unweighed(names: Sequence[str], asked: Asked | None) -> Iterator[str]:
    """Say which coefficients know names only, where some beside them know how far apart numbers are."""
    if asked is None or asked.level == "nominal":
        return
    if weighed := [name for name in names if name in {"alpha", "ac2"}]:
        others = [name for name in names if name not in {*weighed, "positive", "pabak", *ON_SETS}]
        told = (
            f"At the level {asked.level}, {' and '.join(weighed)} of all codes together weigh how far apart "
            "two numbers are"
        )
        also = f"; {', '.join(others)} count any two that differ as disagreement" if others else ""
        yield f"{told}{also}."


def left_out(tally: CodingTally) -> list[str]:
    """Say which codings were not compared, and why."""
    why = {
        "by coders who have not finished the transcript in this round": tally.unfinished,
        "touching no unit": tally.outside,
        "of codes not compared": tally.other_codes,
        "by coders not compared": tally.other_coders,
        "on another revision of the text": tally.other_revision,
    }
    return [
        f"Codings left out, {reason}: {count} of {tally.given}." for reason, count in why.items() if count
    ]


def _named(row: CodeAgreement, labels: Mapping[str, str]) -> tuple[Value, Value]:
    return (None, ALL_CODES) if row.code is None else (row.code, labels.get(row.code, row.code))


def _numbers(row: CodeAgreement, *, intervals: bool) -> tuple[Value, ...]:
    """Return the row's coefficients and counts, and the reasons for what has no value or no interval."""
    values = [
        value
        for name, estimate in row.estimates.items()
        for value in _cells(name, estimate, intervals=intervals)
    ]
    reasons: dict[str, list[str]] = {}
    for name, estimate in row.estimates.items():
        if estimate.reason:
            reasons.setdefault(estimate.reason, []).append(name)
        if estimate.no_interval:
            reasons.setdefault(f"no interval: {estimate.no_interval}", []).append(name)
    told = "; ".join(f"{', '.join(names)}: {reason}" for reason, names in reasons.items())
    return (*values, row.n_units, row.n_positive, row.prevalence, row.bias, row.kappa_max, told)


def _cells(name: str, estimate: Estimate, *, intervals: bool) -> list[Value]:
    if not intervals:
        return [estimate.value]
    told = estimate.resampling.below if estimate.resampling and estimate.low is not None else ()
    below = dict(told) if name == "alpha" else {}
    return [
        estimate.value,
        estimate.low,
        estimate.high,
        *(below.get(bound) for bound in BOUNDS if name == "alpha"),
    ]


def of_intervals(rows: Sequence[CodeAgreement]) -> Iterator[str]:
    """Say how intervals were computed, and which replicates had no value."""
    methods: dict[str, None] = {}
    tried: dict[str, None] = {}
    degenerate = []
    for row in rows:
        for name, estimate in row.estimates.items():
            told = estimate.resampling
            if told is None:
                continue
            (tried if estimate.low is None else methods)[_method(told)] = None
            if told.degenerate:
                of = row.code or ALL_CODES.lower()
                degenerate.append(f"{name} of {of}: {told.degenerate:,} of {told.number:,}")
    for method in methods:
        yield f"Intervals are meant to hold the true value 95 times in 100{_if(method)}: {method}."
    for method in tried:
        if method not in methods:
            yield f"Tried, and of no use for an interval here: {method}."
    if degenerate:
        more = f"; and {len(degenerate) - _MOST_NAMED} more" if len(degenerate) > _MOST_NAMED else ""
        yield f"Replicates without a value, left out: {'; '.join(degenerate[:_MOST_NAMED])}{more}."


def _if(method: str) -> str:
    """Say what the promise of an interval rests on, where it is not on interviews."""
    return "" if "interviews" in method else " if units are independent, as those of one interview seldom are"


def _method(told: Resampling) -> str:
    number = f", {told.number:,} replicates" if told.number else ""
    return f"{told.method}{number}" + ("" if told.seed is None else f", seed {told.seed}")
