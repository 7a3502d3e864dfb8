"""Gamma: agreement of coders who cut the text themselves, on segments as wholes, overlapping or not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.agreement.alignment import TWO, Cuts, Unlikeness, can_align_more, disorder
from toolkit.agreement.sums import Real
from toolkit.errors import Invalid
from toolkit.model.reliability import Continuum, Estimate, GammaAgreement

SAMPLER = "statistical"
_MOST_SAMPLES = 100_000
_TRUST = 1.96  # standard errors in half a 95 % interval
_PLAIN = Unlikeness()
_SHORTEST = 1e-6  # of a random segment, in characters


def gamma(
    continua: Sequence[Continuum],
    codes: Sequence[str],
    *,
    unlikeness: Unlikeness = _PLAIN,
    samples: int = 30,
    precision: float | None = None,
    seed: int = 0,
) -> GammaAgreement:
    """Return gamma: how much less disorder the best alignment of segments has than that of random ones.

    ``gamma = 1 - disorder / (mean disorder of random continua)``, each of the best alignment. Two
    segments differ by ``d = (a ((|start difference| + |end difference|) / (length + length))² + b [codes
    differ]) D0``; a missing partner costs D0. A unitary alignment takes at most one segment of each coder,
    its disorder is the mean of d over pairs of coders; the disorder of an alignment is the sum of them,
    divided by the mean number of segments per coder.

    Parameters
    ----------
    continua
        One for each interview. Those that not all of the coders finished are left out. The others lie end to
        end; segments of different interviews are not aligned.
    codes
        What is compared; segments of other codes do not count. Segments of one coder may overlap; the same
        segment with the same code counts once.
    unlikeness
        a, b and D0.
    samples, precision, seed
        How many random continua; if `precision` is given, as many more as it takes to know their mean to that
        share of it with 95 % certainty, ``(1.96 cv / precision)²`` in all.

    Returns
    -------
    GammaAgreement
        At most 1; about 0 if segments were thrown at random. Undefined if nobody cut anything, if no
        interview was finished by all coders, if random continua do not differ, and for three or more coders
        without the package pygamma-agreement.

    Notes
    -----
    A random continuum is made coder by coder, as pygamma does by default: so many segments, so long and so
    far apart, each drawn from a normal distribution with the mean and deviation of all coders' segments,
    gaps (one gap of 0 and each coder's first included) and numbers; codes as often as they were given. For
    that reason the value depends on samples and seed: with 30 samples of three segments it moves by several
    hundredths. State a, b, D0, sampler, samples and seed with the number.

    Not to be used where coders' segments are many and the same stretch may be cut anyhow: there the unitizing
    alphas, which go by the text and not by segments, say more. It has no interval over interviews.

    References
    ----------
    Mathet, Y., Widlöcher, A. & Métivier, J.-P. (2015). The unified and holistic method gamma for
    inter-annotator agreement measure and alignment. *Computational Linguistics* 41(3), 437-479.
    Titeux, H. & Riad, R. (2021). pygamma-agreement. *Journal of Open Source Software* 6(62), 2989.

    Examples
    --------
    Three segments of four characters, the second coder's one further on: each pair costs (2 / 8)².

    >>> from toolkit.model.reliability import Segment
    >>> ana = (Segment(1, 5, "a"), Segment(6, 10, "b"), Segment(11, 15, "a"))
    >>> ben = (Segment(2, 6, "a"), Segment(7, 11, "b"), Segment(12, 16, "a"))
    >>> found = gamma([Continuum("P01", 20, {"Ana": ana, "Ben": ben})], ["a", "b"], samples=200)
    >>> found.observed, round(found.gamma.value, 1)
    (0.0625, 0.9)
    """
    _check(unlikeness, samples, precision, seed)
    compared = [one for one in continua if len(one.segments) > 1]
    coders = sorted({coder for one in compared for coder in one.segments})
    kept = [one for one in compared if len(one.segments) == len(coders)]
    line = _on_a_line(kept, coders, codes)

    def told(value: Estimate, observed: float | None = None, chance: Real | None = None) -> GammaAgreement:
        return GammaAgreement(
            value,
            observed,
            None if chance is None else float(chance.mean()),
            unlikeness.alpha,
            unlikeness.beta,
            unlikeness.delta,
            SAMPLER,
            0 if chance is None else len(chance),
            seed,
            None if chance is None or not chance.any() else _TRUST * _variation(chance) / len(chance) ** 0.5,
            tuple(coders),
            tuple(one.interview for one in kept),
        )

    if reason := _why_not(compared, kept, coders, line):
        return told(Estimate(None, reason))
    observed = disorder(line, unlikeness)
    chance = _by_chance(_Habits.of(line, len(codes)), unlikeness, samples, precision, seed)
    if not chance.mean() > _SHORTEST:
        return told(Estimate(None, "random continua would not differ: too few segments"), observed, chance)
    return told(Estimate(1 - observed / float(chance.mean())), observed, chance)


def _check(unlikeness: Unlikeness, samples: int, precision: float | None, seed: int) -> None:
    if not (0 < unlikeness.alpha < math.inf and 0 < unlikeness.delta < math.inf):
        raise Invalid("gamma's weight of the position and cost of a missing partner are not above 0")
    if not 0 <= unlikeness.beta < math.inf:
        raise Invalid("gamma's weight of the code is below 0")
    if not TWO <= samples <= _MOST_SAMPLES:
        raise Invalid(f"gamma needs 2 to {_MOST_SAMPLES:,} random continua, and {samples} were asked for")
    if precision is not None and not 0 < precision < 1:
        raise Invalid(f"precision is {precision}", "use a share between 0 and 1, such as 0.02")
    if seed < 0:
        raise Invalid(f"seed is {seed}", "use a whole number from 0")


def _why_not(
    compared: Sequence[Continuum], kept: Sequence[Continuum], coders: Sequence[str], line: Sequence[Cuts]
) -> str:
    if not compared:
        return "no interview was finished by two coders"
    if not kept:
        return f"no interview was finished by all of {', '.join(coders)}: compare two coders at a time"
    if not any(len(cuts.start) for cuts in line):
        return "nobody gave any of these codes"
    if len(coders) > TWO and not can_align_more():
        return (
            f"{len(coders)} coders need the package pygamma-agreement: "
            "install intercoder[gamma], or compare two coders at a time"
        )
    return ""


def _on_a_line(continua: Sequence[Continuum], coders: Sequence[str], codes: Sequence[str]) -> list[Cuts]:
    """Put interviews end to end, and each coder's segments in order."""
    place = {code: number for number, code in enumerate(codes)}
    begins = np.cumsum([0, *(one.length for one in continua)])

    def cuts(coder: str) -> Iterator[tuple[int, int, int, int]]:
        for number, one in enumerate(continua):
            for start, end, value in sorted(set(one.segments[coder])):
                if value in place:
                    yield int(begins[number]) + start, int(begins[number]) + end, place[value], number

    table = [np.array(list(cuts(coder)), dtype=np.int64).reshape(-1, 4).T for coder in coders]
    return [
        Cuts(start.astype(float), end.astype(float), value, number) for start, end, value, number in table
    ]


@dataclass(frozen=True)
class _Habits:
    """Mean and deviation of how many segments coders cut, how long and how far apart; and code shares."""

    coders: int
    number: tuple[float, float]
    length: tuple[float, float]
    gap: tuple[float, float]
    shares: Real

    @classmethod
    def of(cls, line: Sequence[Cuts], n_codes: int) -> _Habits:
        lengths = np.concatenate([cuts.end - cuts.start for cuts in line])
        # A gap of 0 keeps single segments from all lying at one place.
        gaps = [np.zeros(1), *(cuts.start[1:] - cuts.end[:-1] for cuts in line)]
        gaps += [cuts.start[:1][cuts.start[:1] > 0] for cuts in line]
        given = np.bincount(np.concatenate([cuts.value for cuts in line]), minlength=n_codes)
        return cls(
            len(line),
            _normal(np.array([len(cuts.start) for cuts in line], dtype=float)),
            _normal(lengths),
            _normal(np.concatenate(gaps)),
            given / given.sum(),
        )

    def continuum(self, chance: np.random.Generator) -> list[Cuts]:
        """Return random segments of as many coders; at least one segment in all."""
        made = [self._coder(chance, 0)]
        made += [
            self._coder(chance, 0 if any(len(cuts.start) for cuts in made) else 1)
            for _ in range(self.coders - 1)
        ]
        return made if any(len(cuts.start) for cuts in made) else [self._coder(chance, 1), *made[1:]]

    def _coder(self, chance: np.random.Generator, least: int) -> Cuts:
        n = max(least, abs(int(chance.normal(*self.number))))
        length = np.abs(chance.normal(*self.length, size=n))
        length = np.maximum(length, _SHORTEST)
        end = np.cumsum(chance.normal(*self.gap, size=n) + length)
        order = np.argsort(end - length, kind="stable")
        value = chance.choice(len(self.shares), p=self.shares, size=n)
        return Cuts((end - length)[order], end[order], value, np.zeros(n, dtype=np.int64))


def _normal(values: Real) -> tuple[float, float]:
    return float(values.mean()), float(values.std())


def _by_chance(
    habits: _Habits, unlikeness: Unlikeness, samples: int, precision: float | None, seed: int
) -> Real:
    """Return the disorders of random continua, as many as asked for or as the precision takes."""
    chance = np.random.default_rng(seed)
    found = [disorder(habits.continuum(chance), unlikeness) for _ in range(samples)]
    first = np.array(found)
    if precision is not None and first.any():
        needed = math.ceil((_TRUST * _variation(first) / precision) ** 2)
        more = min(needed, _MOST_SAMPLES) - samples
        found += [disorder(habits.continuum(chance), unlikeness) for _ in range(more)]
    return np.array(found)


def _variation(disorders: Real) -> float:
    return float(disorders.std() / disorders.mean())
