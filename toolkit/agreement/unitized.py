"""The unitizing coefficients as sums over interviews: how each follows from what was swept, or why it cannot.

What they mean, and what they leave open, stands in `unitizing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from toolkit.agreement.sums import Real, Sums
from toolkit.agreement.sweep import Swept, sweep
from toolkit.model.reliability import Continuum

Distance = Callable[[str, str], float]
_TWO = 2  # values, at least, for chance to have anything to mix up
_NO_LENGTH = 1e-6  # of a character: what is left of nothing where parts of characters were added up


@dataclass(frozen=True)
class Unitized:
    """Continua swept for one or several bodies of codes: what the coefficients are computed from.

    Attributes
    ----------
    bodies
        The codes told apart in each body: a single code, or those of a theme.
    by_code
        The sums with each code as a value of its own.
    coded
        The sums with all codes of a body as one value.
    """

    bodies: tuple[tuple[str, ...], ...]
    by_code: Swept
    coded: Swept

    @classmethod
    def of(cls, continua: Sequence[Continuum], bodies: Sequence[Sequence[str]]) -> Unitized:
        """Sweep continua for bodies of codes, no code being in two of them."""
        by_code = sweep(continua, bodies)
        made = cls(tuple(tuple(codes) for codes in bodies), by_code, by_code)
        return made if made.of_single_codes else replace(made, coded=_coded(continua, bodies, by_code))

    @property
    def of_single_codes(self) -> bool:
        """Whether each body is one code, so that there is nothing to tell apart but coded and not."""
        return all(len(codes) == 1 for codes in self.bodies)


def _coded(continua: Sequence[Continuum], bodies: Sequence[Sequence[str]], by_code: Swept) -> Swept:
    """Return the sums with all codes of a body as one value.

    They follow from those by code, except where a coder's codes overlap: there the segments are united anew.
    """
    if by_code.clashes.any():
        name = {code: codes[0] for codes in bodies for code in codes}
        renamed = [
            replace(
                one,
                segments={
                    coder: tuple(cut._replace(value=name.get(cut.value, cut.value)) for cut in cuts)
                    for coder, cuts in one.segments.items()
                },
            )
            for one in continua
        ]
        return sweep(renamed, [codes[:1] for codes in bodies])
    lengths = np.empty((*by_code.clashes.shape, 2, 2))
    lengths[..., 0, 0] = by_code.lengths[..., 0, 0]
    lengths[..., 0, 1] = lengths[..., 1, 0] = by_code.lengths[..., 0, 1:].sum(axis=-1)
    lengths[..., 1, 1] = by_code.lengths[..., 1:, 1:].sum(axis=(-1, -2))
    alone = np.stack([by_code.alone[..., 0], by_code.alone[..., 1:].sum(axis=-1)], axis=-1)
    return replace(
        by_code, lengths=lengths, alone=alone, alone_coded=by_code.alone_coded.sum(axis=-1, keepdims=True)
    )


def _parts(swept: Swept) -> Real:
    """Lay what was swept side by side: shape `(interviews, bodies, k)`."""
    interviews, bodies, q, _ = swept.lengths.shape
    flat = swept.lengths.reshape(interviews, bodies, q * q)
    return np.concatenate([flat, swept.alone, swept.alone_coded, swept.clashes[..., None]], axis=-1)


@dataclass(frozen=True)
class _Read:
    """Sums of shape `(..., k)` as what they are: `lengths` `(..., q, q)` and so on, as in `Swept`."""

    lengths: Real
    alone: Real
    alone_coded: Real
    clashes: Real

    @classmethod
    def of(cls, sums: Real) -> _Read:
        # k = q² + q + (q - 1) + 1 = (q + 1)² - 1
        q = round((sums.shape[-1] + 1) ** 0.5) - 1
        lengths, alone, alone_coded, clashes = np.split(sums, [q * q, q * q + q, q * q + 2 * q - 1], axis=-1)
        return cls(lengths.reshape(*sums.shape[:-1], q, q), alone, alone_coded, clashes[..., 0])

    @property
    def coded(self) -> Real:
        """The lengths where both coders coded."""
        return self.lengths[..., 1:, 1:]


def _divided(above: Real, below: Real, where: NDArray[np.bool_]) -> Real:
    """Divide, with NaN wherever a coefficient has no value."""
    result: Real = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=result, where=where)
    return result


def _u_value(sums: Real) -> Real:
    read = _Read.of(sums)
    margins = read.lengths.sum(axis=-1)
    total = margins.sum(axis=-1)
    differing = total - np.trace(read.lengths, axis1=-2, axis2=-1)
    defined = ((margins > _NO_LENGTH).sum(axis=-1) >= _TWO) & (read.clashes == 0)
    by_chance = total * (total**2 - (margins**2).sum(axis=-1))
    return 1 - _divided(differing * (total**2 - read.alone.sum(axis=-1)), by_chance, defined)


def _u_sums(unitized: Unitized) -> Sums:
    same = "this code" if unitized.of_single_codes else "the same code"
    return Sums(_parts(unitized.by_code), _u_value, partial(_why_u, _any(unitized), same))


def _bar_sums(unitized: Unitized) -> Sums:
    # One code, of which overlaps were united: here |u and u are the same function.
    some = "this code" if unitized.of_single_codes else "one of these codes"
    return Sums(_parts(unitized.coded), _u_value, partial(_why_u, _any(unitized), some))


def _any(unitized: Unitized) -> str:
    return "this code" if unitized.of_single_codes else "any of these codes"


def _why_u(any_code: str, everywhere: str, sums: Real) -> str:
    read = _Read.of(sums)
    if reason := _why_not_comparable(read):
        return reason
    if not read.coded.any() and not read.lengths[..., 0, 1:].any():
        return f"nobody gave {any_code}"
    return f"every coder gave {everywhere} to the whole text"


def _why_not_comparable(read: _Read) -> str:
    if not read.lengths.any():
        return "no interview was finished by two coders"
    if clashes := int(np.ceil(read.clashes)):
        return (
            f"a coder gave two of these codes to the same text ({_times(clashes)}), "
            "and they can be compared together only if they exclude each other; compare each by itself"
        )
    return ""


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def cu_sums(unitized: Unitized, distance: Distance | None = None) -> Sums:
    """Return cu-alpha; with a distance of one body of codes only."""

    def value(sums: Real) -> Real:
        read = _Read.of(sums)
        margins = read.coded.sum(axis=-1)
        total = margins.sum(axis=-1)
        defined = ((margins > _NO_LENGTH).sum(axis=-1) >= _TWO) & (read.clashes == 0)
        differing = (read.coded * apart).sum(axis=(-1, -2))
        by_chance = total * np.einsum("...c,ck,...k->...", margins, apart, margins)
        left = total**2 - read.alone_coded.sum(axis=-1)
        defined &= (by_chance > _NO_LENGTH) & (left > _NO_LENGTH)
        return 1 - _divided(differing * left, by_chance, defined)

    n_codes = unitized.by_code.alone_coded.shape[-1]
    apart = 1 - np.eye(n_codes)
    if distance is not None:
        (codes,) = unitized.bodies
        apart *= [[distance(one, other) for other in codes] for one in codes]
    return Sums(_parts(unitized.by_code), value, _why_cu)


def _why_cu(sums: Real) -> str:
    read = _Read.of(sums)
    if reason := _why_not_comparable(read):
        return reason
    if read.alone_coded.shape[-1] == 1:
        return "there is only one code, so nothing to tell apart: read u-alpha"
    if not read.coded.any():
        return "two coders never coded the same text"
    if (read.coded.sum(axis=-1) > _NO_LENGTH).sum() < _TWO:
        return "where two coders coded, all codes are the same, so nothing to tell apart"
    return "too few segments were coded by two coders to say what chance would give"


def ku_sums(unitized: Unitized, place: int) -> Sums:
    """Return (k)u-alpha of the code at a place in each body, from 0."""

    def value(sums: Real) -> Real:
        read = _Read.of(sums)
        margins = read.coded.sum(axis=-1)
        total = margins.sum(axis=-1)
        given, agreed = margins[..., place], read.coded[..., place, place]
        # e*_.k / (e*_.k - e*_kk), of which all that is common to both cancels.
        by_chance = given * total - read.alone_coded[..., place]
        left = total**2 - read.alone_coded.sum(axis=-1)
        defined = (given > _NO_LENGTH) & (total - given > _NO_LENGTH) & (read.clashes == 0)
        defined &= (left > _NO_LENGTH) & (by_chance > _NO_LENGTH)
        rate = _divided(by_chance, given * (total - given), defined)
        return 1 - rate * _divided(given - agreed, given, defined)

    def why(sums: Real) -> str:
        read = _Read.of(sums)
        general = _why_cu(sums)
        never = not read.coded[..., place, :].any()
        if never and general and not _why_not_comparable(read) and read.alone_coded.shape[-1] > 1:
            return "nobody gave this code where another coder gave any of these codes"
        return general

    return Sums(_parts(unitized.by_code), value, why)


UNITIZING: Mapping[str, Callable[[Unitized], Sums]] = MappingProxyType(
    {"u": _u_sums, "bar_u": _bar_sums, "cu": cu_sums}
)
