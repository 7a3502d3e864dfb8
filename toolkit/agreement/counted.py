"""Patterns of judgements from what an engine has counted, so that coefficients are those of any other data.

An engine tells how many units of an interview were judged by whom, and how many of these got a code from
whom. That is what `patterns` makes of a table in memory, and from here on nothing differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from toolkit.agreement.patterns import Patterns
from toolkit.agreement.ratings import MISSING, Bits, Ratings, Sharing, Whole, sharing
from toolkit.model.counts import Judgements, Numbers

_WIDTH: Final = 32  # bits that hold who judged a unit, beside those of who gave it a code


@dataclass(frozen=True)
class _Seen:
    """Units by interview and who judged them, and which of these tell about agreement.

    Attributes
    ----------
    interview, judged, units
        The columns of `Judgements.seen`.
    by
        Shape `(rows, coders)`: who judged them.
    keep
        Which rows and coders count.
    """

    interview: Whole
    judged: Whole
    units: Whole
    by: Bits
    keep: Sharing

    @classmethod
    def of(cls, counted: Judgements) -> _Seen:
        interview, judged, units = map(_whole, counted.seen)
        width = len(counted.coders) or int(judged.max(initial=0))
        by = _bits(judged, width, are_named=counted.are_named)
        return cls(interview, judged, units, by, sharing(by, interview))

    @property
    def rows(self) -> Whole:
        """The places of the rows that count."""
        places: Whole = np.flatnonzero(self.keep.shared | self.keep.lone)
        return places

    @property
    def interviews(self) -> Whole:
        """The places of interviews in which coders share a unit."""
        return np.unique(self.interview[self.keep.shared])

    def place(self, interview: Whole, judged: Whole) -> Whole:
        """Return which of the rows that count has this interview and these judges; -1 if none has."""
        rows = self.rows
        keys = _joined(self.interview[rows], self.judged[rows])
        order = np.argsort(keys)
        wanted = _joined(interview, judged)
        found = np.searchsorted(keys, wanted, sorter=order)
        if not len(keys):
            return np.full(len(wanted), -1)
        at = order[np.minimum(found, len(keys) - 1)]
        places: Whole = np.where(keys[at] == wanted, at, -1)
        return places


def by_code(counted: Judgements) -> Patterns:
    """Lay out the yes and no of each code, as `patterns.by_code` does of data in memory."""
    seen = _Seen.of(counted)
    kept = seen.rows
    interview, code, judged, given, units = map(_whole, counted.given)
    if counted.are_named:
        # What somebody gave a unit that they did not read does not count.
        given &= judged
    row = seen.place(interview, judged)
    here = row >= 0
    row, code, given, units = row[here], code[here], given[here], units[here]
    n_codes = len(counted.codes)
    # What nobody gave the code is what is left of those judged.
    silent = np.tile(seen.units[kept], (n_codes, 1))
    np.subtract.at(silent, (code, row), units)
    no_code, no_row = np.nonzero(silent)
    code = np.concatenate([code, no_code])
    row = np.concatenate([row, no_row])
    given = np.concatenate([given, np.zeros(len(no_row), dtype=np.int64)])
    units = np.concatenate([units, silent[no_code, no_row]])
    keys, pattern = np.unique(_joined(seen.judged[kept][row], given), return_inverse=True)
    coders = seen.keep.coders
    width = len(coders)
    judges = _bits(keys >> _WIDTH, width, are_named=counted.are_named)[:, coders]
    applied = _bits(keys & ((1 << _WIDTH) - 1), width, are_named=counted.are_named)[:, coders]
    known = seen.interviews
    cluster = np.searchsorted(known, seen.interview[kept][row])
    n_clusters = max(len(known), 1)
    sizes = sparse.csr_array(
        (units.astype(np.float64), (cluster * n_codes + code, pattern)),
        shape=(n_clusters * n_codes, len(keys)),
    )
    return Patterns(
        np.where(judges, applied, MISSING).astype(np.int64),
        sizes,
        counted.codes,
        tuple(counted.interviews[place] for place in known) or ("",),
        2,
        np.array([0.0, 1.0]),
        numeric=True,
        ordered=True,
        one_code=True,
        listed=True,
        clustered=counted.clustered,
        unnamed=0 if counted.are_named else counted.n_coders,
    )


def together(counted: Judgements) -> Ratings | None:
    """Return all codes together: a row for each way in which units were judged, with how many were."""
    if counted.sets is None:
        return None
    seen = _Seen.of(counted)
    kept = seen.rows
    interview, judged, *columns, units = map(_whole, counted.sets)
    columns = [np.where(judged >> at & 1, column, 0) for at, column in enumerate(columns)]
    row = seen.place(interview, judged)
    here = row >= 0
    row, units = row[here], units[here]
    codes = np.column_stack([column[here] for column in columns])
    silent = seen.units[kept].copy()
    np.subtract.at(silent, row, units)
    rest = np.flatnonzero(silent)
    row = np.concatenate([row, rest])
    units = np.concatenate([units, silent[rest]])
    codes = np.concatenate([codes, np.zeros((len(rest), codes.shape[1]), dtype=np.int64)])
    by = seen.by[kept][row]
    sets, place = np.unique(codes, return_inverse=True)
    given = np.where(by, place.reshape(codes.shape), MISSING)[:, seen.keep.coders]
    values = tuple(
        frozenset(code for at, code in enumerate(counted.codes) if int(each) >> at & 1) for each in sets
    )
    known = seen.interviews
    cluster = np.searchsorted(known, seen.interview[kept][row])
    shared = seen.keep.shared[kept][row]
    whole = Ratings(
        values,
        given[shared],
        counted.codes,
        tuple(counted.interviews[at] for at in known),
        cluster[shared],
        units[shared],
        counted.clustered,
    )
    alone = replace(whole, given=given[~shared], cluster=cluster[~shared], weights=units[~shared])
    return replace(whole, lone=alone)


def sharing_coders(counted: Judgements) -> tuple[str, ...]:
    """Return the coders who share a unit with another, if coders are named."""
    keep = _Seen.of(counted).keep
    return tuple(name for name, shares in zip(counted.coders, keep.coders, strict=False) if shares)


def sharing_interviews(counted: Judgements) -> tuple[str, ...]:
    """Return the interviews in which two coders share a unit."""
    return tuple(counted.interviews[place] for place in _Seen.of(counted).interviews)


def _whole(column: Numbers) -> Whole:
    return np.frombuffer(column, dtype=np.int64).copy()


def _joined(high: Whole, low: Whole) -> Whole:
    joined: Whole = (high << _WIDTH) | low
    return joined


def _bits(number: Whole, width: int, *, are_named: bool) -> Bits:
    """Return who it is: of named coders those of its bits, else so many from the first on."""
    places = np.arange(width)
    if are_named:
        bits: Bits = (number[:, None] >> places & 1).astype(np.bool_)
        return bits
    first: Bits = places < number[:, None]
    return first
