"""Agreement per code and on all codes together, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from types import MappingProxyType

from toolkit.agreement.alpha import alpha
from toolkit.agreement.kappa import cohen
from toolkit.agreement.percent import percent
from toolkit.agreement.ratings import Ratings
from toolkit.model.reliability import (
    CodeAgreement,
    CodingTally,
    Estimate,
    ReliabilityData,
    ReliabilityTable,
    UnitKind,
)
from toolkit.model.table import Column, Table, Value

_MOST_NAMED = 10  # transcripts in a note; the others are counted
_WHAT_TO_DO = (
    "Nothing can be compared yet: two coders must finish the same transcript "
    "(intercoder finish STUDY --coder NAME, or the switch on the page Code)."
)

COEFFICIENTS: Mapping[str, Callable[[ReliabilityData | Ratings], Estimate]] = MappingProxyType(
    {"percent": percent, "cohen": cohen, "alpha": alpha}
)
ALL_CODES = "All codes together"


def reliability_table(
    data: ReliabilityData, *, unit: UnitKind, transcripts: Sequence[str], notes: Sequence[str] = ()
) -> ReliabilityTable:
    """Compute every coefficient for all codes together, then for each code in the order of `data.codes`.

    Parameters
    ----------
    unit, transcripts
        What the data was made from, to be told with the numbers.
    notes
        Sentences to put after those on the data.

    Returns
    -------
    ReliabilityTable
        It names the coders who share a unit with another, and the transcripts these units are of: nobody and
        nothing else is in the numbers.
    """
    ratings = Ratings.of(data)
    rows = [
        _agreement(None, ratings),
        *(_agreement(code, ratings.for_code(code)) for code in data.codes),
    ]
    coders, compared = _sharing(data, transcripts)
    told = (
        *_notes(data, ratings),
        *_basis(data, coders, compared, transcripts),
        *_left_out(data.tally),
        *notes,
    )
    return ReliabilityTable(unit, coders, compared, tuple(rows), told)


def as_table(
    agreement: ReliabilityTable,
    labels: Mapping[str, str],
    *,
    round: str,  # noqa: A002 - the word for it; numbers are not rounded here
    codebook_version: str,
) -> Table:
    """Arrange agreement for printing and export: one row for each code, numbers in full.

    Parameters
    ----------
    labels
        What to call each code; one without a label goes by its id.
    """
    columns = (
        *(Column(name) for name in ("round", "codebook_version", "code", "label", "unit", "coders")),
        Column("n_units", "count"),
        Column("n_positive", "count"),
        Column("percent", "share"),
        Column("cohen", "number"),
        Column("alpha", "number"),
        Column("reason"),
    )
    context = (round, codebook_version)
    basis = (agreement.unit, ", ".join(agreement.coders))
    rows = tuple((*context, *_named(row, labels), *basis, *_numbers(row)) for row in agreement.rows)
    return Table("Agreement between coders", columns, rows, agreement.notes)


def _agreement(code: str | None, ratings: Ratings) -> CodeAgreement:
    estimates = {name: coefficient(ratings) for name, coefficient in COEFFICIENTS.items()}
    return CodeAgreement(code, ratings.n_units, ratings.n_positive, estimates)


def _sharing(data: ReliabilityData, transcripts: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the coders who share a unit with another, and the transcripts with such units."""
    shared = data.shared()
    judged = [any(row[place] is not None for row in shared.cells) for place in range(len(data.coders))]
    having = {unit.transcript for unit in shared.units}
    return tuple(compress(data.coders, judged)), tuple(name for name in transcripts if name in having)


def _basis(
    data: ReliabilityData, coders: Sequence[str], compared: Sequence[str], transcripts: Sequence[str]
) -> Iterator[str]:
    """Say which transcripts the numbers rest on and who is not in them, or what to do if there are none."""
    if coders:
        named = ", ".join(compared[:_MOST_NAMED])
        more = f" and {len(compared) - _MOST_NAMED} more" if len(compared) > _MOST_NAMED else ""
        yield (
            f"The numbers rest on {len(compared)} of {len(transcripts)} transcripts, "
            f"which at least two coders have finished: {named}{more}."
        )
    else:
        yield _WHAT_TO_DO
    if alone := [name for name in data.coders if name not in coders]:
        yield f"Coders not in the numbers, as they share no unit with another: {', '.join(alone)}."


def _notes(data: ReliabilityData, ratings: Ratings) -> list[str]:
    """Say how codings became numbers."""
    alone = len(data.units) - ratings.n_units
    notes = [
        "A coding counts on every unit it overlaps by at least one character.",
        "On all codes together, coders agree on a unit if they gave it equal sets of codes, or none.",
    ]
    if alone:
        notes.append(f"Units judged by fewer than two coders, which say nothing about agreement: {alone}.")
    return notes


def _left_out(tally: CodingTally) -> list[str]:
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


def _numbers(row: CodeAgreement) -> tuple[Value, ...]:
    """Return the row's counts, coefficients and the reasons for those that have no value."""
    values = [row.estimates[name].value for name in COEFFICIENTS]
    reasons = [f"{name}: {row.estimates[name].reason}" for name in COEFFICIENTS if row.estimates[name].reason]
    return (row.n_units, row.n_positive, *values, "; ".join(reasons))
