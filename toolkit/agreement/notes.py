"""What has to be said beside the numbers: what they rest on, what was left out, how intervals came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.agreement.coefficients import ON_SETS
from toolkit.agreement.printed import ALL_CODES
from toolkit.agreement.ratings import Ratings
from toolkit.model.counts import MOST_CODES_IN_SETS, MOST_NAMED
from toolkit.model.reliability import Asked, CodeAgreement, CodingTally, Ground, ReliabilityData, Resampling

EQUAL_SETS = "On all codes together, coders agree on a unit if they gave it equal sets of codes, or none."
NOT_TOGETHER = (
    f"All codes together are not compared: that needs at most {MOST_NAMED} coders and {MOST_CODES_IN_SETS} "
    "codes, and units that do not all differ."
)
_MOST_NAMED = 10  # transcripts in a note; the others are counted
_WHAT_TO_DO = (
    "Nothing can be compared yet: two coders must finish the same transcript "
    "(intercoder finish STUDY --coder NAME, or the switch on the page Code)."
)


def of_units(data: ReliabilityData, ratings: Ratings, unit: Ground) -> list[str]:
    """Say how codings became numbers."""
    alone = (sum(data.weights) if data.weights else len(data.units)) - ratings.n_units
    overlap = "A coding counts on every unit it overlaps by at least one character."
    return [
        *([overlap] if unit != "given" else []),
        *([] if ratings.single_valued else [EQUAL_SETS]),
        *of_lone_units(alone),
    ]


def of_lone_units(number: int) -> Iterator[str]:
    """Say how many units fewer than two coders judged."""
    if number:
        yield f"Units judged by fewer than two coders, which say nothing about agreement: {number}."


def of_levels(names: Sequence[str], asked: Asked | None) -> Iterator[str]:
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


def of_transcripts(
    data: ReliabilityData,
    coders: Sequence[str],
    compared: Sequence[str],
    transcripts: Sequence[str],
    unit: Ground,
) -> Iterator[str]:
    """Say which transcripts the numbers rest on and who is not in them, or what to do if there are none."""
    if unit == "given":
        yield from of_interviews(coders, compared, transcripts, clustered=data.clustered)
    elif coders:
        named = ", ".join(compared[:_MOST_NAMED])
        more = f" and {len(compared) - _MOST_NAMED} more" if len(compared) > _MOST_NAMED else ""
        yield (
            f"The numbers rest on {len(compared)} of {len(transcripts)} transcripts, "
            f"which at least two coders have finished: {named}{more}."
        )
    else:
        yield _WHAT_TO_DO
    yield from of_lone_coders(data.coders, coders)


def of_interviews(
    coders: Sequence[str], compared: Sequence[str], interviews: Sequence[str], *, clustered: bool
) -> Iterator[str]:
    """Say which interviews of a table the numbers rest on."""
    if not coders:
        yield "Nothing can be compared: no unit of the table was judged by two coders."
    elif clustered:
        yield f"The numbers rest on {len(compared)} of {len(interviews)} interviews."


def of_lone_coders(everybody: Sequence[str], coders: Sequence[str]) -> Iterator[str]:
    """Say who is not in the numbers; nobody is named where coders are too many for it."""
    if alone := [name for name in everybody if name not in coders]:
        yield f"Coders not in the numbers, as they share no unit with another: {', '.join(alone)}."


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
