"""The unitizing family character by character, as slow as its definition: the other way to compute it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from toolkit.model.reliability import Continuum

Labels = dict[str, list[int]]


@dataclass
class Family:
    """Values of the coefficients, NaN where there is none."""

    u: float
    bar: float
    cu: float
    by_code: list[float]
    coverage: float


def labels(continuum: Continuum, codes: Sequence[str]) -> Labels:
    """Return for each coder what every character was given: 0 for nothing. Segments must not overlap."""
    said = {}
    for coder, segments in continuum.segments.items():
        line = [0] * continuum.length
        for start, end, value in segments:
            for place in range(start, end):
                assert not line[place], "overlapping"
                line[place] = codes.index(value) + 1
        said[coder] = line
    return said


def family(continua: Sequence[Continuum], codes: Sequence[str]) -> Family:
    """Go through characters one by one, for all pairs of coders."""
    q = len(codes) + 1
    common = [[0.0] * q for _ in range(q)]
    alone = [0.0] * q
    alone_coded = [0.0] * q
    for continuum in continua:
        if len(continuum.segments) < 2:
            continue
        said = labels(continuum, codes)
        share = 1 / (len(said) - 1)
        for one, other in permutations(said, 2):
            for first, second in zip(said[one], said[other], strict=True):
                common[first][second] += share
            for start, end, value in continuum.segments[one]:
                both = sum(1 for place in range(start, end) if said[other][place])
                alone_coded[codes.index(value) + 1] += share * both**2
        for coder, segments in continuum.segments.items():
            alone[0] += said[coder].count(0)
            for start, end, value in segments:
                alone[codes.index(value) + 1] += (end - start) ** 2
    return Family(
        _u(common, alone),
        _u(
            [[common[0][0], sum(common[0][1:])], [sum(common[0][1:]), _total(_coded(common))]], _folded(alone)
        ),
        _cu(_coded(common), alone_coded[1:]),
        [_ku(_coded(common), alone_coded[1:], place) for place in range(q - 1)],
        _total(_coded(common)) / _total(common) if _total(common) else math.nan,
    )


def _coded(common: list[list[float]]) -> list[list[float]]:
    return [row[1:] for row in common[1:]]


def _folded(alone: list[float]) -> list[float]:
    return [alone[0], sum(alone[1:])]


def _total(table: list[list[float]]) -> float:
    return sum(sum(row) for row in table)


def _expected(common: list[list[float]], alone: list[float]) -> list[list[float]]:
    margins, total = [sum(row) for row in common], _total(common)
    return [
        [
            total * (one * other - (alone[c] if c == k else 0)) / (total**2 - sum(alone))
            for k, other in enumerate(margins)
        ]
        for c, one in enumerate(margins)
    ]


def _values(common: list[list[float]]) -> int:
    return sum(1 for row in common if sum(row) > 1e-9)


def _pairable(common: list[list[float]], alone: list[float]) -> bool:
    return _total(common) ** 2 - sum(alone) > 1e-9


def _u(common: list[list[float]], alone: list[float]) -> float:
    if _values(common) < 2:
        return math.nan
    expected, total, q = _expected(common, alone), _total(common), len(common)
    observed = total - sum(common[c][c] for c in range(q))
    return 1 - observed / (total - sum(expected[c][c] for c in range(q)))


def _cu(common: list[list[float]], alone: list[float]) -> float:
    if _values(common) < 2 or not _pairable(common, alone):
        return math.nan
    expected, q = _expected(common, alone), range(len(common))
    observed = sum(common[c][k] for c in q for k in q if c != k)
    return 1 - observed / sum(expected[c][k] for c in q for k in q if c != k)


def _ku(common: list[list[float]], alone: list[float], k: int) -> float:
    given = sum(row[k] for row in common)
    if _values(common) < 2 or given < 1e-9 or not _pairable(common, alone):
        return math.nan
    expected = _expected(common, alone)
    by_chance = sum(row[k] for row in expected)
    if by_chance < 1e-9:
        return math.nan
    return 1 - by_chance / given * (given - common[k][k]) / (by_chance - expected[k][k])
