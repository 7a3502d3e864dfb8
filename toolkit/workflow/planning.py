"""Planning a comparison: how many interviews two coders should both read, and which."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from toolkit.agreement.plan import Expectation, alpha_expected, chosen, imagined
from toolkit.agreement.printed import ALL_CODES
from toolkit.errors import ToolkitError
from toolkit.model.reliability import ReliabilityData, UnitKind
from toolkit.model.table import Column, Table, Value
from toolkit.store import transcripts
from toolkit.store.study import Connection, Study
from toolkit.workflow.collating import Collated, collate

_USUAL: Final = (3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50)
_MOST_SIMULATIONS: Final = 100_000
_MOST_INTERVIEWS: Final = 1_000
_FEW: Final = 5  # interviews of a pilot that show little of how interviews differ


def plan(
    study: Study | None = None,
    *,
    width: float = 0.2,
    sure: float = 0.8,
    interviews: tuple[int, ...] = (),
    by: str | None = None,
    unit: UnitKind | None = None,
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    alpha: float | None = None,
    prevalence: float | None = None,
    units: int | None = None,
    likeness: float = 0.05,
    simulations: int = 1000,
    seed: int = 0,
) -> Table:
    """Plan how many interviews two coders should both read for an interval as narrow as you want.

    From the interviews of a study that two coders have finished already, its pilot; or, with --alpha,
    --prevalence and --units, from what you assume. Many studies are simulated, and for each number of
    interviews the table says how wide the 95 % interval of Krippendorff's alpha comes out and how often it is
    narrow enough; a study in which nothing varies has no interval. With a study, as many interviews as are
    needed are chosen at random.

    Parameters
    ----------
    study
        The study file.
    width
        How wide the interval may be, from its lower to its upper end.
    sure
        The share of simulated studies, from 0 to 1, in which it must be reached.
    interviews
        The numbers of interviews to try.
    by
        An attribute of participants: interviews are chosen so that each of its values is there by its share.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones.
    alpha
        Assume this agreement, from 0 to 1.
    prevalence
        Assume that this share of units gets the code, such as 0.1.
    units
        Assume so many units in an interview.
    likeness
        Assume that the units of one interview are so much alike (intraclass correlation); 0 if interviews do
        not differ.
    simulations
        How many studies to simulate for each number of interviews.
    seed
        Seed of the random draws: the same seed gives the same plan.
    """
    tried = tuple(sorted(set(interviews or _USUAL)))
    _check(width, sure, tried, simulations, seed)
    assumed = {"--alpha": alpha, "--prevalence": prevalence, "--units": units}
    missing = [name for name, value in assumed.items() if value is None]
    found: Collated | None = None
    if alpha is not None and prevalence is not None and units is not None:
        data = imagined(
            alpha=alpha, prevalence=prevalence, units=units, likeness=likeness, seed=seed, code="assumed code"
        )
        told = (
            f"Assumed: alpha {alpha:g} within interviews, the code on a share of {prevalence:g} of units, "
            f"{units} units in an interview, likeness {likeness:g}."
        )
    elif study is None or len(missing) < len(assumed):
        what = f"has no pilot, and of the assumptions {', '.join(missing)} is missing"
        raise ToolkitError("plan", what, "name a study, or give --alpha, --prevalence and --units")
    else:
        found = collate(study, unit=unit, coders=coders, codes=codes)
        data, told = found.data, _pilot(found.data)
    expected = alpha_expected(data, tried, width=width, simulations=simulations, seed=seed)
    labels = found.labels if found else {}
    (first, overall), *singles = expected
    rows = (
        *(_row(first, labels, each, sure) for each in overall),
        *(_row(code, labels, _enough(row, sure), sure) for code, row in singles),
    )
    notes = (
        told,
        f"Wanted: a 95 % interval at most {width:g} wide in a share of {sure:g} of simulated studies.",
        *_needed(expected, sure, labels),
        *(
            ["For a single code the table has the least number that is enough, or else the largest tried."]
            * bool(singles)
        ),
        *(_choice(study, overall, sure, by=by, seed=seed) if study is not None else ()),
        (
            f"Simulated: {simulations} studies for each number, interval by jackknife over interviews with "
            f"t, seed {seed}."
        ),
        *(found.notes if found else ()),
    )
    return Table("How many interviews to read twice", _columns(), rows, notes)


def needed(study: Study, *, width: float, sure: float, simulations: int = 1000, seed: int = 0) -> int | None:
    """Return how many interviews two coders should both read, by the pilot in the study; None if too many.

    Parameters
    ----------
    width, sure, simulations, seed
        As in `plan`.

    Raises
    ------
    ToolkitError
        If two coders have not both finished two interviews: there is no pilot.
    """
    _check(width, sure, _USUAL, simulations, seed)
    data = collate(study).data
    _pilot(data)
    expected = alpha_expected(data, _USUAL, width=width, simulations=simulations, seed=seed)
    return _least(expected[0][1], sure)


def drawn(study: Study, number: int, *, among: Collection[str], by: str | None, seed: int) -> tuple[str, ...]:
    """Draw interviews at random, as `plan` does: from each value of an attribute as many as its share.

    Parameters
    ----------
    among
        The transcripts to draw from.
    by
        The attribute of participants; without one, all are drawn from alike.
    """
    with study.reading() as connection:
        strata = _strata(connection, by)
    return chosen({name: value for name, value in strata.items() if name in among}, number, seed=seed)


def _check(width: float, sure: float, tried: Sequence[int], simulations: int, seed: int) -> None:
    if not 0 < width <= 2:  # noqa: PLR2004 - from -1 to 1
        raise ToolkitError("--width", f"is {width:g}", "use a number above 0 and up to 2, such as 0.2")
    if not 0 < sure <= 1:
        raise ToolkitError("--sure", f"is {sure:g}", "use a share above 0 and up to 1, such as 0.8")
    if not 2 <= min(tried) <= max(tried) <= _MOST_INTERVIEWS:  # noqa: PLR2004 - an interval needs two
        raise ToolkitError("--interviews", "has a number out of range", f"use 2 to {_MOST_INTERVIEWS}")
    if not 1 <= simulations <= _MOST_SIMULATIONS:
        raise ToolkitError("--simulations", f"is {simulations}", f"use 1 to {_MOST_SIMULATIONS}")
    if seed < 0:
        raise ToolkitError("--seed", f"is {seed}", "use a whole number from 0")


def _pilot(data: ReliabilityData) -> str:
    """Say what the pilot is; refuse one that cannot show how interviews differ."""
    names = {unit.transcript for unit in data.shared().units}
    if len(names) < 2:  # noqa: PLR2004 - a difference needs two
        raise ToolkitError(
            "plan",
            f"{len(names)} interviews have been read to the end by two coders, and a pilot needs two",
            "finish another, or give --alpha, --prevalence and --units",
        )
    few = (
        " So few interviews show little of how interviews differ: read the widths as the least to expect."
        if len(names) < _FEW
        else ""
    )
    return f"The pilot is the {len(names)} interviews that two coders have finished.{few}"


def _columns() -> tuple[Column, ...]:
    return (
        Column("code"),
        Column("label"),
        Column("interviews", "count"),
        Column("alpha", "number"),
        Column("width", "number"),
        Column("reached", "share"),
        Column("enough"),
        Column("undefined", "share"),
        Column("reason"),
    )


def _row(code: str | None, labels: Mapping[str, str], each: Expectation, sure: float) -> tuple[Value, ...]:
    label = ALL_CODES if code is None else labels.get(code, code)
    reason = "" if each.width is not None else "no simulated study has an interval, as nothing varies"
    enough = "yes" if each.reached >= sure else "no"
    numbers = (each.interviews, each.value, each.width, each.reached, enough, each.undefined)
    return (code, label, *numbers, reason)


def _enough(row: Sequence[Expectation], sure: float) -> Expectation:
    """Return what to expect of the least number that is enough, or of the largest tried."""
    return next((each for each in row if each.reached >= sure), row[-1])


def _least(row: Sequence[Expectation], sure: float) -> int | None:
    found = _enough(row, sure)
    return found.interviews if found.reached >= sure else None


def _needed(
    expected: Sequence[tuple[str | None, Sequence[Expectation]]], sure: float, labels: Mapping[str, str]
) -> Iterator[str]:
    """Say how many interviews are enough, and for which codes none of the numbers tried is."""
    name, row = expected[0]
    what = ALL_CODES if name is None else labels.get(name, name)
    least = _least(row, sure)
    most = row[-1].interviews
    yield f"{what}: {f'{least} interviews' if least else f'more than {most} interviews'}."
    singles = {code: _least(row, sure) for code, row in expected if code is not None and code != name}
    if enough := [number for number in singles.values() if number]:
        yield f"Of {len(singles)} codes {len(enough)} reach it, the last with {max(enough)} interviews."
    flat = [code for code, row in expected if code in singles and all(each.width is None for each in row)]
    if never := [code for code, number in singles.items() if number is None and code not in flat]:
        yield f"Not with {most} interviews: {', '.join(never)}."
    if flat:
        yield f"Nothing can be planned where coders never differ, or nobody gave the code: {', '.join(flat)}."


def _choice(
    study: Study, row: Sequence[Expectation], sure: float, *, by: str | None, seed: int
) -> Iterator[str]:
    """Choose as many interviews of a study as are needed."""
    with study.reading() as connection:
        strata = _strata(connection, by)
    least = _least(row, sure)
    if least is None:
        return
    taken = chosen(strata, least, seed=seed)
    how = f", each {by} by its share" if by else ""
    more = f" There are only {len(strata)}." if least > len(strata) else ""
    yield f"Chosen at random with seed {seed}{how}: {', '.join(taken)}.{more}"


def _strata(connection: Connection, by: str | None) -> dict[str, str]:
    """Return for each transcript what its participant has of an attribute; refuse one nobody has."""
    texts = transcripts.everything(connection)
    people = transcripts.participants(connection)
    known = sorted({name for facts in people.values() for name in facts})
    if by is not None and by not in known:
        raise ToolkitError(
            by, "is no attribute of the participants", f"there are: {', '.join(known) or 'none'}"
        )
    return {text.id: people.get(text.participant or "", {}).get(by or "", "") for text in texts}
