"""Whether agreement differs: between two codes, two rounds or two versions of the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.agreement.differing import Body, Difference, differing
from toolkit.agreement.printed import ALL_CODES
from toolkit.errors import ToolkitError
from toolkit.formats.ratings.reading import Options
from toolkit.model.change import CodebookChange
from toolkit.model.reliability import Asked, Estimate, UnitKind
from toolkit.model.table import Column, Table, Value
from toolkit.model.version import Version
from toolkit.store import codebooks
from toolkit.store.study import Study
from toolkit.workflow.collating import Collated, collate
from toolkit.workflow.comparing import rated
from toolkit.workflow.varying import changed_in

_TWO = 2


@dataclass(frozen=True)
class _Pair:
    """What is compared, and what the two are called."""

    names: tuple[str, str]
    first: Body
    second: Body
    code: str | None
    label: str
    changed: str = ""


def difference(
    study: Study | None = None,
    *,
    codes: tuple[str, ...] = (),
    rounds: tuple[str, str] | None = None,
    versions: tuple[str, str] | None = None,
    table: Path | None = None,
    unit: UnitKind | None = None,
    coders: tuple[str, ...] = (),
    coefficients: tuple[str, ...] = ("alpha",),
    interval: Literal["jackknife", "bootstrap", "none"] | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    include_interviewer: bool = False,
    cluster: str | None = None,
    blank: Literal["missing", "nothing"] = "missing",
    absent: Literal["missing", "nothing"] | None = None,
) -> Table:
    """Tell how much more coders agree on one code than on another, or in one round than in another.

    Both values come with their difference, the first less the second, and its interval. In each replicate
    the same interviews are left out of both, or drawn for both: two intervals that overlap say little about
    the difference, this one does. If it holds 0, the data does not tell which of the two is larger.

    Parameters
    ----------
    study
        The study file.
    codes
        The two codes to compare. With --rounds or --versions, only these codes; by default all that both
        have.
    rounds
        The two rounds to compare, each as it was at its end: overall and code by code.
    versions
        The two codebook versions to compare, each with the same codings as they are seen there.
    table
        A table of ratings instead of a study, for two codes: .csv, .tsv or .xlsx.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    coders
        Only these coders; by default everybody who has finished a transcript.
    coefficients
        By which coefficients.
    interval
        Over interviews: jackknife (by default), bootstrap (by default above 50), or none.
    resamples
        How many resamples the bootstrap takes.
    seed
        Seed of the random draws: the same seed gives the same numbers.
    include_interviewer
        Compare on interviewers' turns too.
    cluster
        The column of the table that names the interview a unit is of.
    blank
        What a blank cell of the table says: the coder did not judge the unit, or gave it nothing.
    absent
        What it says that a coder has no row for a unit of the table, as for `agreement`.
    """
    asked = Asked(interval, resamples, seed, coefficients)
    if (study is None) == (table is None):
        raise ToolkitError(
            "difference", "asks for a study or a table", "name a study file, or a table with --table FILE"
        )
    if rounds and versions:
        raise ToolkitError("difference", "was given both rounds and versions", "leave out one of both")
    if table is not None and (rounds or versions):
        raise ToolkitError("--table", "has no rounds and no versions", "compare two codes: --codes A B")
    for kind, two in (("rounds", rounds), ("versions", versions), ("codes", codes)):
        if two and len(two) == _TWO and two[0] == two[1]:
            raise ToolkitError(f"--{kind}", f"names {two[0]!r} twice", "name two that differ")
    options = Options(cluster, blank, absent)

    def laid(round_name: str | None = None, at: str | None = None) -> Collated:
        if study is None:
            assert table is not None  # noqa: S101 - one of both, as was checked
            return rated(table, options, coders=coders, codes=codes)
        return collate(
            study,
            unit=unit,
            coders=coders,
            codes=codes,
            include_interviewer=include_interviewer,
            round=round_name,
            at=at,
        )

    if rounds or versions:
        found = tuple(laid(*each) for each in _sides(rounds, versions))
        pairs = _of_bodies(study, found[0], found[1], rounds or versions or ("", ""))
    else:
        if len(codes) != _TWO:
            what = f"was given {len(codes)} codes" if codes else "was not told what to compare"
            raise ToolkitError(
                "difference", what, "name two: --codes A B, --rounds R1 R2 or --versions V1 V2"
            )
        found = (laid(),)
        pairs = [_of_codes(found[0], codes)]
    rows = [
        _row(pair, name, differing(pair.first, pair.second, name, asked))
        for pair in pairs
        for name in dict.fromkeys(coefficients or ("alpha",))
    ]
    notes = dict.fromkeys(note for each in found for note in each.notes)
    return Table("Difference in agreement", _COLUMNS, tuple(rows), (_HOW, *notes))


def _sides(
    rounds: tuple[str, str] | None, versions: tuple[str, str] | None
) -> Iterator[tuple[str | None, str | None]]:
    """Yield round and version of the first and of the second side."""
    if rounds:
        yield from ((each, None) for each in rounds)
    else:
        yield from ((None, each) for each in versions or ())


def _of_codes(found: Collated, codes: tuple[str, ...]) -> _Pair:
    if missing := [code for code in codes if code not in found.data.codes]:
        raise ToolkitError(
            missing[0], "cannot be compared", f"see: {'; '.join(found.notes) or 'its codings'}"
        )
    one, other = codes
    names = (found.labels.get(one, one), found.labels.get(other, other))
    return _Pair(names, Body(found.data, one), Body(found.data, other), None, "")


def _of_bodies(study: Study | None, one: Collated, other: Collated, names: tuple[str, str]) -> list[_Pair]:
    """Pair all codes that both have together, then each of them."""
    shared = [code for code in one.data.codes if code in other.data.codes]
    if not shared:
        raise ToolkitError("difference", "the two have no code in common", "compare others")
    changes: tuple[CodebookChange, ...] = ()
    if study is not None:
        with study.reading() as connection:
            older, newer = sorted((one.version, other.version), key=Version.of)
            changes = codebooks.lineage(connection).between(older, newer)
    first, second = one.data.of_codes(shared), other.data.of_codes(shared)
    labels = {**one.labels, **other.labels}
    return [
        _Pair(
            names,
            Body(first, code),
            Body(second, code),
            code,
            ALL_CODES if code is None else labels.get(code, code),
            changed_in(code, changes),
        )
        for code in (None, *shared)
    ]


_COLUMNS = (
    *map(Column, ("first", "second", "code", "label", "coefficient")),
    *(
        Column(name, "number")
        for name in ("value_first", "value_second", "difference", "difference_low", "difference_high")
    ),
    *(Column(f"interviews_{which}", "count") for which in ("first", "second", "both")),
    Column("method"),
    Column("resampled"),
    *(Column(name, "count") for name in ("number", "seed", "degenerate")),
    Column("changed"),
    Column("reason"),
)
_HOW = (
    "The difference is the first value less the second. Its interval is meant to hold the true difference 95 "
    "times in 100; if it holds 0, the data does not tell which of the two is larger."
)


def _row(pair: _Pair, name: str, found: Difference) -> tuple[Value, ...]:
    told, gap = found.gap.resampling, found.gap
    one, other = found.interviews
    has_interviews = pair.first.data.clustered
    return (
        *pair.names,
        pair.code,
        pair.label,
        name,
        found.first.value,
        found.second.value,
        gap.value,
        gap.low,
        gap.high,
        *((len(one), len(other), len(one & other)) if has_interviews else (None, None, None)),
        *((told.method, told.resampled, told.number) if told else ("", "", None)),
        *((told.seed, told.degenerate) if told else (None, None)),
        pair.changed,
        "; ".join(_reasons(pair, found.first, found.second, gap)),
    )


def _reasons(pair: _Pair, first: Estimate, second: Estimate, gap: Estimate) -> Iterator[str]:
    for name, estimate in zip(pair.names, (first, second), strict=True):
        if estimate.value is None:
            yield f"{name}: {estimate.reason}"
    if gap.no_interval:
        yield f"no interval: {gap.no_interval}"
