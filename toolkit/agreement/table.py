"""Agreement on each code and on all codes together: every coefficient asked for, and its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

import numpy as np

from toolkit.agreement import counted as counts
from toolkit.agreement import notes as noted
from toolkit.agreement.alpha import alpha_recipe
from toolkit.agreement.coefficients import ON_SETS, RECIPES, WEIGHTINGS, chosen
from toolkit.agreement.estimating import estimates, of_sums
from toolkit.agreement.gwet import ac_recipe
from toolkit.agreement.kappa import bias_recipe, kappa_max_recipe
from toolkit.agreement.patterns import Patterns, by_code, together
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.recipes import value_or_reason
from toolkit.agreement.sums import Sums
from toolkit.model.counts import Judgements
from toolkit.model.reliability import (
    Asked,
    CodeAgreement,
    Estimate,
    Ground,
    Level,
    ReliabilityData,
    ReliabilityTable,
)

_OF_ALL = "is of all codes together"


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
    names = chosen(asked, on_sets)
    rows = _rows(ratings, by_code(ratings), names, asked, on_sets)
    coders, compared = _sharing(data, transcripts)
    told = (
        *noted.of_units(data, ratings, unit),
        *noted.of_levels(names, asked),
        *noted.of_transcripts(data, coders, compared, transcripts, unit),
        *noted.left_out(data.tally),
        *noted.of_intervals(rows),
        *notes,
    )
    return ReliabilityTable(unit, coders, compared, rows, told, intervals=_with_intervals(asked))


def _with_intervals(asked: Asked | None) -> bool:
    return asked is not None and asked.interval != "none"


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
    names = chosen(asked, ON_SETS)
    rows = _rows(ratings, each, names, asked, ON_SETS)
    coders = counts.sharing_coders(counted)
    if not counted.are_named and counted.n_coders:
        coders = (f"{counted.n_coders:,} coders",)
    interviews = counts.sharing_interviews(counted)
    told = (
        *([] if ratings is None or ratings.single_valued else [noted.EQUAL_SETS]),
        *([] if ratings is not None else [noted.NOT_TOGETHER]),
        *noted.of_lone_units(sum(counted.seen[2]) - rows[0].n_units),
        *noted.of_interviews(coders, interviews, counted.interviews, clustered=counted.clustered),
        *noted.of_lone_coders(counted.coders, coders),
        *noted.of_intervals(rows),
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


def _sharing(data: ReliabilityData, transcripts: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the coders who share a unit with another, and the transcripts with such units."""
    shared = data.shared()
    judged = [any(row[place] is not None for row in shared.cells) for place in range(len(data.coders))]
    having = {unit.transcript for unit in shared.units}
    return tuple(compress(data.coders, judged)), tuple(name for name in transcripts if name in having)
