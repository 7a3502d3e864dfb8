"""Comparing coders who cut the text themselves: where their passages begin and end, and what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from toolkit.agreement.estimating import of_sums
from toolkit.agreement.gamma import gamma as gamma_of
from toolkit.agreement.notes import of_intervals
from toolkit.agreement.printed import ALL_CODES
from toolkit.agreement.sums import Sums
from toolkit.agreement.unitizing import unitizing_agreement
from toolkit.model.reliability import (
    Asked,
    CodeAgreement,
    Estimate,
    GammaAgreement,
    UnitizingAgreement,
)
from toolkit.model.table import Column, Table, Value
from toolkit.store.study import Study
from toolkit.workflow.collating import Continuous, continuous

_FAMILY: Final = ("u", "bar_u", "cu", "ku")
_OF_THEMES: Final = "is of the codes of a theme; a code by itself has nothing to be told apart from"
_OF_CODES: Final = "is of single codes within their theme"
_LONE: Final = "its theme has no other code that is compared"


def unitizing(
    study: Study,
    *,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    interval: Literal["jackknife", "bootstrap", "none"] | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compare coders on where passages begin and end: Krippendorff's unitizing alphas by theme and code.

    u asks for agreement on the whole text, bar_u only on what is coded and what is not, cu only on the text
    that two coders coded, on which code of the theme; ku the same for one code. No units are chosen: the text
    counts character by character, and a passage as a whole. The codes of a theme make one continuum only if a
    coder never gave two of them to the same text; if one did, the reason says so and its codes stand alone.

    Parameters
    ----------
    study
        The study file.
    round
        Only readings of this round, as they were at its end.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones.
    interval
        jackknife over interviews (by default), bootstrap over interviews (by default above 50), or none.
    resamples
        How many resamples a recipe that draws at random takes.
    seed
        Seed of the random draws: the same seed gives the same numbers.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    """
    asked = Asked(interval, resamples, seed)
    found = continuous(
        study, coders=coders, codes=codes, include_interviewer=include_interviewer, at=at, round=round
    )

    def estimated(sums: Sums) -> Sequence[Estimate]:
        return of_sums(sums, asked, clustered=True)

    themes = unitizing_agreement(found.continua, found.themes, estimated)
    singles = unitizing_agreement(found.continua, {code: [code] for code in found.codes}, estimated)
    lines = [*_themes(themes), *_codes(found, themes, singles)]
    columns = (
        *(Column(name) for name in ("round", "codebook_version", "what", "id", "label", "coders")),
        *(Column(name, "count") for name in ("interviews", "segments", "united")),
        *(Column(f"{name}{end}", "number") for name in _FAMILY for end in ("", "_low", "_high")),
        Column("coverage", "share"),
        Column("reason"),
    )
    notes = (
        (
            "u: whole text, codes and gaps. bar_u: whole text, coded or not. cu: only where two coders "
            "coded. ku: one code against the others of its theme there. For a code alone, u and bar_u are "
            "the same."
        ),
        "coverage: the share of the text, or of the text given the code, that cu or ku rests on.",
        "A coder's own overlapping passages of one code are united first, and counted in united.",
        *of_intervals([CodeAgreement(line.id, 0, 0, line.estimates) for line in lines]),
        *found.notes,
    )
    return Table("Agreement on passages", columns, tuple(_row(line, found) for line in lines), notes)


@dataclass(frozen=True)
class _Line:
    """One theme or code; of what is not in `estimates`, `missing` says why."""

    what: str
    id: str
    of: UnitizingAgreement
    estimates: Mapping[str, Estimate]
    missing: Mapping[str, str]
    coverage: float | None


def _themes(themes: Mapping[str, UnitizingAgreement]) -> Iterator[_Line]:
    for name, each in themes.items():
        family = {"u": each.u, "bar_u": each.bar, "cu": each.cu}
        yield _Line("theme", name, each, family, {"ku": _OF_CODES}, each.coverage)


def _codes(
    found: Continuous, themes: Mapping[str, UnitizingAgreement], singles: Mapping[str, UnitizingAgreement]
) -> Iterator[_Line]:
    theme_of = {code: themes[theme] for theme, codes in found.themes.items() for code in codes}
    for code, each in singles.items():
        theme = theme_of.get(code)
        family = {"u": each.u, "bar_u": each.bar}
        if theme is None:
            yield _Line("code", code, each, family, {"cu": _OF_THEMES, "ku": _LONE}, None)
        else:
            within = family | {"ku": theme.by_code[code]}
            yield _Line("code", code, each, within, {"cu": _OF_THEMES}, theme.coverage_by_code[code])


def _row(line: _Line, found: Continuous) -> tuple[Value, ...]:
    numbers: list[Value] = []
    reasons = []
    for name in _FAMILY:
        each = line.estimates.get(name) or Estimate(None, line.missing[name])
        numbers += [each.value, each.low, each.high]
        if each.reason:
            reasons.append(f"{name}: {each.reason}")
        elif each.no_interval:
            reasons.append(f"{name}: no interval: {each.no_interval}")
    return (
        *(found.rounds, found.version, line.what, line.id, found.labels[line.id], ", ".join(line.of.coders)),
        *(len(line.of.interviews), line.of.segments, line.of.united),
        *numbers,
        line.coverage,
        "; ".join(reasons),
    )


def gamma(
    study: Study,
    *,
    round: str | None = None,  # noqa: A002 - likewise
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    samples: int = 30,
    precision: float | None = None,
    seed: int = 0,
    include_interviewer: bool = False,
    at: str | None = None,
) -> Table:
    """Compare coders by gamma (Mathet, Widlöcher & Métivier 2015): how well their passages can be paired.

    Passages of coders are paired so that position and code fit best; what is left over or fits badly is
    disorder, and gamma says how much less of it there is than among passages thrown at random. Codes may
    overlap. For three or more coders, install intercoder[gamma].

    Parameters
    ----------
    study
        The study file.
    round
        Only readings of this round, as they were at its end.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones.
    samples
        How many random continua to compare with.
    precision
        Take as many more as it needs to know their mean to this share of it, such as 0.02.
    seed
        Seed of the random draws: the same seed gives the same number.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    """
    found = continuous(
        study, coders=coders, codes=codes, include_interviewer=include_interviewer, at=at, round=round
    )
    bodies = {"all codes": ("", ALL_CODES, found.codes)} | {
        theme: (theme, found.labels[theme], codes_) for theme, codes_ in found.themes.items()
    }
    rows = []
    told: GammaAgreement | None = None
    for name, label, members in bodies.values():
        told = gamma_of(found.continua, members, samples=samples, precision=precision, seed=seed)
        rows.append(
            (
                *(found.rounds, found.version, name, label, ", ".join(told.coders), len(told.interviews)),
                *(told.gamma.value, told.observed, told.expected, told.samples, told.precision),
                told.gamma.reason,
            )
        )
    columns = (
        *(Column(name) for name in ("round", "codebook_version", "theme", "label", "coders")),
        Column("interviews", "count"),
        *(Column(name, "number") for name in ("gamma", "observed", "expected")),
        Column("samples", "count"),
        Column("precision", "share"),
        Column("reason"),
    )
    settings = (
        f"alpha {told.alpha:g}, beta {told.beta:g}, delta_empty {told.delta_empty:g}, sampler "
        f"{told.sampler}, seed {told.seed}."
        if told
        else ""
    )
    notes = (settings, "precision: half the width of the 95 % interval of expected, as a share of it.")
    return Table("Gamma", columns, tuple(rows), tuple(filter(None, (*notes, *found.notes))))
