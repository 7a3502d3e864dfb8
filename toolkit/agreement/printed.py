"""Agreement as a table to print and to save: one row for each code, numbers in full."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.agreement.coefficients import HEADINGS
from toolkit.agreement.interval import BOUNDS
from toolkit.model.reliability import CodeAgreement, Estimate, ReliabilityTable
from toolkit.model.table import Column, Kind, Table, Value

ALL_CODES = "All codes together"
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
    heading, meaning = HEADINGS[name]
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
