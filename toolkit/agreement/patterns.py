"""The ways in which units were judged, and how many units were judged in each: the data in small.

A coefficient on predefined units cares for nothing but how often each pattern of judgements occurs, such
as "the first coder yes, the second no, the third did not see it". Three coders' yes/no decisions make
eight patterns (27 with missing judgements) however many units there are; so every coefficient of every code
is computed on a few rows, and so is every interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.agreement.decisions import Decisions
from toolkit.agreement.ratings import MISSING, Bits, Ratings, Whole
from toolkit.agreement.sums import Real, Sums
from toolkit.model.reliability import ReliabilityData

Data = ReliabilityData | Ratings
_MOST_BITS = 31  # coders whose judgements and decisions fit into one whole number
_MOST_CALLS = 1_000  # sets of coders in groups of units that are counted one by one
_DENSE = 2_000_000  # cells that are kept in full


@dataclass(frozen=True)
class Patterns:
    """Distinct rows of judgements, and how many units of each interview and body have them.

    Attributes
    ----------
    rows
        Shape `(patterns, coders)`: the place of each coder's value, or `MISSING`.
    sizes
        Shape `(clusters x bodies, patterns)`, sparse: how many units of a cluster have a pattern in a body.
        A body is a code of which coders said yes or no, or all codes together.
    bodies
        The codes; None for all together.
    clusters
        Names of the interviews.
    n_values
        How many values could have been given: the codebook, not what occurred.
    scale
        Shape `(n_values,)`: the values as numbers, if they all are, else their places.
    numeric
        Whether the values are numbers.
    ordered
        Whether every value has a place on a scale; an empty set has none.
    one_code
        Whether values are the yes and no of single codes.
    listed
        Whether the values are a list that the codebook gives, and not the sets that happened to occur.
    clustered
        Whether the data tells interviews apart.
    unnamed
        How many coders there are, if it is not known who of them gave what: then each row names those who
        said yes first. 0 if each column of `rows` is one coder.
    """

    rows: Whole
    sizes: sparse.csr_array
    bodies: tuple[str | None, ...]
    clusters: tuple[str, ...]
    n_values: int
    scale: Real
    numeric: bool
    ordered: bool
    one_code: bool
    listed: bool
    clustered: bool
    unnamed: int = 0

    @property
    def judges(self) -> Whole:
        """How many coders judged a unit of each pattern."""
        counts: Whole = (self.rows != MISSING).sum(axis=1)
        return counts

    @property
    def n_coders(self) -> int:
        """How many coders share a unit with another."""
        return self.unnamed or int(self.rows.shape[1])

    @property
    def counts(self) -> Real:
        """How many units of each body have each pattern, in all interviews: `(bodies, patterns)`."""
        n_bodies, n_clusters = len(self.bodies), len(self.clusters)
        places = np.arange(n_bodies * n_clusters)
        joining = sparse.csr_array(
            (np.ones(len(places)), (places % n_bodies, places)), shape=(n_bodies, len(places))
        )
        joined: Real = (joining @ self.sizes).toarray()
        return joined

    def pairs(self) -> Iterator[tuple[int, int, Bits]]:
        """Go through pairs of coders, with the patterns that both judged."""
        judged = self.rows != MISSING
        for one, other in combinations(range(self.rows.shape[1]), 2):
            yield one, other, judged[:, one] & judged[:, other]


@dataclass(frozen=True)
class Recipe:
    """What a unit of each pattern adds to the sums of a coefficient, and how its value follows.

    Attributes
    ----------
    adds
        Shape `(patterns, k)`.
    value, why, least
        As in `Sums`.
    smooth
        The value to take the error of, where it is not `value` itself: Gwet takes that of alpha without its
        correction for few units.
    """

    adds: Real | sparse.csr_array
    value: Callable[[Real], Real]
    why: Callable[[Real], str]
    least: float = -1.0
    smooth: Callable[[Real], Real] | None = None


def over_interviews(seen: Patterns, recipe: Recipe) -> Sums:
    """Sum what the units of each interview add."""
    flat = seen.sizes @ recipe.adds
    dense: Real = flat.toarray() if sparse.issparse(flat) else np.asarray(flat)
    parts = dense.reshape(len(seen.clusters), len(seen.bodies), dense.shape[1])
    return Sums(parts, recipe.value, recipe.why, least=recipe.least)


def over_units(seen: Patterns, recipe: Recipe) -> Sums:
    """Keep each unit apart, those judged alike as one row that says how many they are."""
    adds = full(recipe.adds)
    parts = np.broadcast_to(adds[:, None, :], (len(adds), len(seen.bodies), adds.shape[1]))
    return Sums(parts, recipe.value, recipe.why, seen.counts.T, recipe.least)


def full(table: Real | sparse.csr_array) -> Real:
    """Return a table with all its cells."""
    cells: Real = table if isinstance(table, np.ndarray) else table.toarray()
    return cells


def spread(rows: Whole, n_values: int, each: Real) -> Real | sparse.csr_array:
    """Return what each pattern adds to each value: `each` (shape of `rows`) at the place of its value."""
    pattern, coder = np.nonzero(rows != MISSING)
    entries = (each[pattern, coder], (pattern, rows[pattern, coder]))
    table = sparse.csr_array(entries, shape=(len(rows), n_values))
    return table.toarray() if len(rows) * n_values <= _DENSE else table


def beside(*columns: Real | sparse.csr_array) -> Real | sparse.csr_array:
    """Put columns side by side; one that is sparse makes all so."""
    if any(sparse.issparse(column) for column in columns):
        tables = [
            column if sparse.issparse(column) else sparse.csr_array(np.reshape(column, (len(column), -1)))
            for column in columns
        ]
        return sparse.csr_array(sparse.hstack(tables))
    table: Real = np.column_stack(columns).astype(np.float64, copy=False)
    return table


def together(data: Data) -> Patterns:
    """Lay out all codes together: the value of a unit is the set of codes it got."""
    ratings = Ratings.of(data)
    pieces = [ratings] if ratings.lone is None else [ratings, ratings.lone]
    given = np.concatenate([piece.given for piece in pieces])
    cluster = np.concatenate([piece.cluster for piece in pieces])
    weights = np.concatenate([piece.weights for piece in pieces])
    values = _values(ratings, given)
    number = {value: place for place, value in enumerate(values)}
    # The last place is the one that MISSING, which is -1, points to.
    places = np.array([*(number.get(value, MISSING) for value in ratings.values), MISSING])
    rows, row = _distinct(places[given])
    shape = (max(len(ratings.clusters), 1), len(rows))
    sizes = sparse.csr_array((weights.astype(np.float64), (cluster, row)), shape=shape)
    scale = _numbers(values)
    return Patterns(
        rows,
        sizes,
        (ratings.codes[0] if len(ratings.codes) == 1 else None,),
        ratings.clusters or ("",),
        len(values),
        np.arange(1.0, len(values) + 1) if scale is None else scale,
        numeric=scale is not None,
        ordered=frozenset() not in number,
        one_code=len(ratings.codes) == 1,
        listed=ratings.single_valued,
        clustered=ratings.clustered,
    )


def by_code(data: Data | Decisions) -> Patterns:
    """Lay out the yes and no of each code, all in one pass."""
    decisions = data if isinstance(data, Decisions) else Decisions.of(data)
    n_codes = len(decisions.codes)
    n_clusters = max(len(decisions.clusters), 1)
    if decisions.judged.shape[1] > _MOST_BITS:
        rows, entries = _by_rows(decisions)
    else:
        rows, entries = _by_bits(decisions)
    cluster, code, row, number = entries
    sizes = sparse.csr_array(
        (number, (cluster * n_codes + code, row)), shape=(n_clusters * n_codes, len(rows))
    )
    return Patterns(
        rows,
        sizes,
        decisions.codes,
        decisions.clusters or ("",),
        2,
        np.array([0.0, 1.0]),
        numeric=True,
        ordered=True,
        one_code=True,
        listed=True,
        clustered=decisions.clustered,
    )


def _values(ratings: Ratings, given: Whole) -> list[frozenset[str]]:
    """Return the values in order: the codebook's where coders gave one code at most, else what occurred."""
    used = {ratings.values[place] for place in np.unique(given[given != MISSING])}
    if not ratings.single_valued:
        return sorted(used, key=sorted)
    nothing = [frozenset[str]()] if frozenset() in used or len(ratings.codes) == 1 else []
    codes = list(ratings.codes)
    numbers = _numbers([frozenset([code]) for code in codes])
    if numbers is not None:
        codes = [codes[place] for place in np.argsort(numbers, kind="stable")]
    return nothing + [frozenset([code]) for code in codes]


def _numbers(values: list[frozenset[str]]) -> Real | None:
    """Return values as numbers, or None if one is none."""
    try:
        numbers = np.array([float(next(iter(value), "")) for value in values])
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def _distinct(rows: Whole) -> tuple[Whole, Whole]:
    """Return the distinct rows, and for each row which one it is."""
    n_rows, width = rows.shape
    base = int(rows.max(initial=0)) + 2
    if not n_rows or not width:
        return rows[:0], np.zeros(n_rows, dtype=np.int64)
    if base**width < 2**62:
        keys = (rows + 1) @ (base ** np.arange(width, dtype=np.int64))
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        return rows[first], place
    distinct, place = np.unique(rows, axis=0, return_inverse=True)
    return distinct, place.reshape(-1)


Entries = tuple[Whole, Whole, Whole, NDArray[np.number]]


def _by_rows(decisions: Decisions) -> tuple[Whole, Entries]:
    """Tally more coders than fit into a number."""
    values = np.where(decisions.judged.T[:, None, :], decisions.applied, MISSING)
    n_coders, n_codes, n_units = values.shape
    rows, row = _distinct(values.transpose(1, 2, 0).reshape(n_codes * n_units, n_coders).astype(np.int64))
    code = np.repeat(np.arange(n_codes), n_units)
    return rows, (np.tile(decisions.cluster, n_codes), code, row, np.tile(decisions.weights, n_codes))


def _by_bits(decisions: Decisions) -> tuple[Whole, Entries]:
    """Tally with a unit's decisions on a code as the bits of one number, and who judged it as another."""
    n_coders = decisions.judged.shape[1]
    powers = np.int64(1) << np.arange(n_coders, dtype=np.int64)
    seen_by = powers.sum() if decisions.judged.all() else decisions.judged @ powers
    groups, group = _grouped((decisions.cluster << _MOST_BITS) | seen_by)
    width = 1 << n_coders
    alike = bool((decisions.weights == 1).all())
    if alike and len(groups) * width <= _MOST_CALLS:
        code, place, number = _by_words(decisions.applied, group, len(groups))
    else:
        code, place, number = _by_numbers(decisions, group, len(groups), alike=alike)
    keys = ((groups[place // width] & ((1 << _MOST_BITS) - 1)) << _MOST_BITS) | (place % width)
    distinct, row = np.unique(keys, return_inverse=True)
    judged = (distinct >> _MOST_BITS)[:, None] & powers != 0
    applied = distinct[:, None] & powers != 0
    rows = np.where(judged, applied, MISSING)
    return rows, (groups[place // width] >> _MOST_BITS, code, row, number)


def _grouped(keys: Whole) -> tuple[Whole, Whole]:
    """Return the distinct keys, ascending, and for each key which one it is; quickly if they are in order."""
    if not len(keys):
        return keys, keys
    steps = np.diff(keys)
    if (steps < 0).any():
        groups, group = np.unique(keys, return_inverse=True)
        return groups, group
    starts = np.concatenate([[0], np.flatnonzero(steps) + 1])
    return keys[starts], np.repeat(np.arange(len(starts)), np.diff([*starts, len(keys)]))


Tally = tuple[Whole, Whole, NDArray[np.number]]
"""For each code the units of each group and pattern: code, group x patterns + pattern, how many."""


def _by_words(applied: Bits, group: Whole, n_groups: int) -> Tally:
    """Count 64 units at a time: how many units each set of coders said yes to, and from that each pattern.

    The quickest way for few coders, of whom there are few sets, and few groups.
    """
    if (np.diff(group) < 0).any():
        order = np.argsort(group, kind="stable")
        applied, group = applied[:, :, order], group[order]
    bounds = np.searchsorted(group, np.arange(n_groups + 1))
    n_coders, n_codes, _ = applied.shape
    tallied = np.empty((n_codes, n_groups, 1 << n_coders), dtype=np.int64)
    for place in range(n_groups):
        words = _words(applied[:, :, bounds[place] : bounds[place + 1]])
        tallied[:, place, 0] = bounds[place + 1] - bounds[place]
        everybody: list[NDArray[np.uint64]] = [words[0]]  # of the empty set; never looked at
        for coders in range(1, 1 << n_coders):
            last = coders.bit_length() - 1
            rest = coders ^ (1 << last)
            both = words[last] & everybody[rest] if rest else words[last]
            everybody.append(both)
            tallied[:, place, coders] = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
    for coder in range(n_coders):
        without = [coders for coders in range(1 << n_coders) if not coders >> coder & 1]
        tallied[:, :, without] -= tallied[:, :, [coders | 1 << coder for coders in without]]
    flat = tallied.reshape(n_codes, n_groups << n_coders)
    codes, places = np.nonzero(flat)
    return codes, places, flat[codes, places]


def _words(applied: Bits) -> NDArray[np.uint64]:
    """Pack decisions into words of 64 bits: the last ones are filled up with no."""
    packed = np.packbits(applied, axis=2)
    n_coders, n_codes, n_bytes = packed.shape
    padded = np.zeros((n_coders, n_codes, -(-n_bytes // 8) * 8), dtype=np.uint8)
    padded[:, :, :n_bytes] = packed
    return padded.view(np.uint64)


def _by_numbers(decisions: Decisions, group: Whole, n_groups: int, *, alike: bool) -> Tally:
    """Count code by code, each unit by the number that its decisions make."""
    n_coders, n_codes, n_units = decisions.applied.shape
    width, weights = 1 << n_coders, None if alike else decisions.weights
    powers = np.int64(1) << np.arange(n_coders, dtype=np.int64)
    codes, places, numbers = [], [], []
    for code in range(n_codes):
        keys = group * width + powers @ decisions.applied[:, code, :]
        if n_groups * width <= 4 * n_units + 1024:
            tallied = np.bincount(keys, weights, minlength=n_groups * width)
            place = np.flatnonzero(tallied)
            number = tallied[place]
        else:
            place, inverse = np.unique(keys, return_inverse=True)
            number = np.bincount(inverse, weights)
        codes.append(np.full(len(place), code))
        places.append(place)
        numbers.append(number)
    if not codes:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    return np.concatenate(codes), np.concatenate(places), np.concatenate(numbers)
