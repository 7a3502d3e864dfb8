"""The unitizing family of alpha: coders who cut the text themselves, compared on where and as what.

Coefficients for predefined units ask what coders called a stretch that somebody else cut out. Where coders
choose begin and end themselves, the cutting is part of what they may disagree on. The four coefficients here
compare continua, in which each coder's segments partition the text, gaps being segments without a value:

- `u_alpha`: the whole text, on codes and on what is coded at all;
- `bar_u_alpha` (written |u-alpha): the whole text, only on what is coded and what is not;
- `cu_alpha`: only the text that two coders coded, on which code;
- `ku_alpha` (written (k)u-alpha): one code against the others of its theme, there.

A single code has one number, as `u_alpha` and `bar_u_alpha` are then the same and the others compare nothing.
Several codes are one continuum only if they exclude each other, as codes of one theme are meant to.

Treatments the literature leaves open, and what is done here:

- *A coder's own segments of one code overlap*: they are united first, and counted. Segments that
  only touch stay two, as they do in the definition.
- *A coder gave two codes of the theme to the same text*: codes that do not exclude each other make no
  partition, so u, cu and (k)u have no value and the reason says so. |u needs no codes; it is computed on
  what is coded with any of them, overlapping segments united.
- *Several interviews*: their sums are added, as if they lay end to end; no segment is in two.
- *Coders differ between interviews*: each interview is computed on the coders who finished it, its lengths
  divided by their number less one, as alpha does for units with missing judgements. An interview that only
  one coder finished is left out.
- *Three or more coders in cu*: what a segment pairs with itself is squared for each other coder by himself
  and then averaged, not for the union of all others. The example in Krippendorff (2019) comes out so, and
  not with the union.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from toolkit.agreement.points import points
from toolkit.agreement.sums import Real, Sums
from toolkit.agreement.unitized import UNITIZING, Distance, Unitized, cu_sums, ku_sums
from toolkit.model.reliability import Continuum, Estimate, UnitizingAgreement


def u_alpha(continua: Sequence[Continuum], codes: Sequence[str]) -> Estimate:
    """Return u-alpha: agreement on the whole text, on which code was given where, and on what is not coded.

    With l_ck the length in which one coder has the value c and another k, over all ordered pairs of m
    coders, divided by m - 1; value 0 is "not coded"; l_c. the sum of a row and l.. of all::

        S    = (lengths of gaps, summed) + (squared lengths of segments, summed), of all coders
        e_ck = l.. (l_c. l_k. - [c = k] S_c) / (l..² - S)
        u    = 1 - (l.. - sum over c of l_cc) / (l.. - sum over c of e_cc)

    Parameters
    ----------
    continua
        One for each interview, of any number of coders; their sums are added.
    codes
        The values that are told apart: one code, or codes that exclude each other. Segments of others do not
        count.

    Returns
    -------
    Estimate
        At most 1; 0 if agreement is what chance would give. Undefined if nobody, or everybody everywhere,
        gave the one code, and if a coder gave two of the codes to the same text.

    Notes
    -----
    Not to be used for codes that may overlap: compute it for each by itself. Long stretches that nobody coded
    count as agreement; where they say little, read `cu_alpha` beside its coverage. One long segment
    weighs as its characters do.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). On the reliability of unitizing textual
    continua: further developments. *Quality & Quantity* 50(6), 2347-2364.
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., section 12.6. The coefficient of the same name from
    1995 (`alpha_U`, in DKPro and INCEpTION) is another: its authors withdrew it for more than two coders.

    Examples
    --------
    Ten characters. Ana has "1" on [0, 4) and "2" on [6, 9), Ben "1" on [1, 5) and on [6, 9). They differ
    on five characters, l.. = 20 and the rows are l_0. = 6, l_1. = 11, l_2. = 3;
    S = 6 + (16 + 16 + 9) + 9 = 56, and so u = 1 - (10 / 20) (400 - 56) / (400 - 36 - 121 - 9).

    >>> from toolkit.model.reliability import Segment
    >>> ana, ben = (Segment(0, 4, "1"), Segment(6, 9, "2")), (Segment(1, 5, "1"), Segment(6, 9, "1"))
    >>> interview = Continuum("P01", 10, {"Ana": ana, "Ben": ben})
    >>> round(u_alpha([interview], ["1", "2"]).value, 6)
    0.264957
    """
    return points(UNITIZING["u"](Unitized.of(continua, [codes])))[0]


def bar_u_alpha(continua: Sequence[Continuum], codes: Sequence[str]) -> Estimate:
    """Return |u-alpha: agreement on the whole text, only on what is coded and what is not.

    With the sums of `u_alpha`, all codes taken for one value::

        |u = 1 - (l_0. - l_00) / (e_0. - e_00)

    Parameters
    ----------
    continua, codes
        As for `u_alpha`. Codes may overlap: only whether there is any code counts, and overlapping segments
        of one coder are united first.

    Returns
    -------
    Estimate
        At most 1; undefined if nobody coded anything, or everybody everything.

    Notes
    -----
    Not to be used as the only figure for a theme: it says that coders found the same places, not that they
    meant the same by them. `cu_alpha` says that. ATLAS.ti's "alpha-binary" is close to it; how that
    program pairs segments with themselves is not published, so digits may differ.

    References
    ----------
    As for `u_alpha`.

    Examples
    --------
    The example of `u_alpha`: coders differ on two characters, l_0. = 6 and l_00 = 2 * 2, of l.. = 20. By
    chance e_0. - e_00 = 20 * 6 * 14 / (400 - 56).

    >>> from toolkit.model.reliability import Segment
    >>> ana, ben = (Segment(0, 4, "1"), Segment(6, 9, "2")), (Segment(1, 5, "1"), Segment(6, 9, "1"))
    >>> interview = Continuum("P01", 10, {"Ana": ana, "Ben": ben})
    >>> round(bar_u_alpha([interview], ["1", "2"]).value, 6)
    0.590476
    """
    return points(UNITIZING["bar_u"](Unitized.of(continua, [codes])))[0]


def cu_alpha(
    continua: Sequence[Continuum], codes: Sequence[str], distance: Distance | None = None
) -> Estimate:
    """Return cu-alpha: agreement on which of several codes, only where two coders gave any of them.

    With l*_ck the lengths of `u_alpha` for c and k other than "not coded", l*_c. and l*.. their sums::

        C_c   = sum over segments g of value c, over every other coder j, of
                (length of g that j gave any value)² / (m - 1)
        e*_ck = l*.. (l*_c. l*_k. - [c = k] C_c) / (l*..² - C)
        cu    = 1 - (sum over c, k of l*_ck d_ck) / (sum over c, k of e*_ck d_ck)

    Parameters
    ----------
    continua, codes
        As for `u_alpha`; at least two codes, which exclude each other.
    distance
        d_ck for two different codes; by default 1, for codes without an order. Symmetric.

    Returns
    -------
    Estimate
        At most 1; undefined if two coders never coded the same text, or only ever gave one code there, or
        if what segments pair with themselves leaves nothing of what could be paired: among three or more
        coders that happens where only few of them coded, and no more than a segment or two.

    Notes
    -----
    Not to be used without its coverage: it may rest on a small part of the text. For a single code there
    is nothing to tell apart.

    References
    ----------
    As for `u_alpha`.

    Examples
    --------
    The example of `u_alpha`: both coded [1, 4), as "1", and [6, 9), as "2" and "1". So l*_11 = 6,
    l*_12 = l*_21 = 3, C = 4 * 9 and e*_12 = 12 * 9 * 3 / (144 - 36) = 3, which is what was observed.

    >>> from toolkit.model.reliability import Segment
    >>> ana, ben = (Segment(0, 4, "1"), Segment(6, 9, "2")), (Segment(1, 5, "1"), Segment(6, 9, "1"))
    >>> cu_alpha([Continuum("P01", 10, {"Ana": ana, "Ben": ben})], ["1", "2"]).value
    0.0
    """
    return points(cu_sums(Unitized.of(continua, [codes]), distance))[0]


def ku_alpha(continua: Sequence[Continuum], codes: Sequence[str], code: str) -> Estimate:
    """Return (k)u-alpha: agreement on one code against the other codes, where two coders gave any of them.

    With the sums of `cu_alpha`, for the code k::

        (k)u = 1 - (e*_.k / l*_.k) (l*_.k - l*_kk) / (e*_.k - e*_kk)

    Parameters
    ----------
    continua, codes
        As for `cu_alpha`.
    code
        One of the codes.

    Returns
    -------
    Estimate
        At most 1; undefined if nobody gave the code where another coder gave any, and if there nobody gave
        another code.

    Notes
    -----
    Not to be used for a single code without a theme, nor without its coverage.

    References
    ----------
    As for `u_alpha`.

    Examples
    --------
    The example of `u_alpha`: Ana gave "2" where Ben gave "1", and they never agreed on it.

    >>> from toolkit.model.reliability import Segment
    >>> ana, ben = (Segment(0, 4, "1"), Segment(6, 9, "2")), (Segment(1, 5, "1"), Segment(6, 9, "1"))
    >>> ku_alpha([Continuum("P01", 10, {"Ana": ana, "Ben": ben})], ["1", "2"], "2").value
    0.0
    """
    return points(ku_sums(Unitized.of(continua, [codes]), list(codes).index(code)))[0]


def unitizing_agreement(
    continua: Sequence[Continuum],
    bodies: Mapping[str, Sequence[str]],
    estimated: Callable[[Sums], Sequence[Estimate]] = points,
) -> dict[str, UnitizingAgreement]:
    """Return the whole family for each body, with its coverage, from one sweep.

    Parameters
    ----------
    bodies
        The codes told apart, by the name of the body: a code's with itself, a theme's with its codes. No code
        is in two: ask for codes and for themes in two calls.
    estimated
        Makes estimates from sums: without intervals by default.

    Examples
    --------
    >>> from toolkit.model.reliability import Segment
    >>> ana, ben = (Segment(0, 4, "1"), Segment(6, 9, "2")), (Segment(1, 5, "1"), Segment(6, 9, "1"))
    >>> interview = Continuum("P01", 10, {"Ana": ana, "Ben": ben})
    >>> found = unitizing_agreement([interview], {"theme": ["1", "2"]})["theme"]
    >>> found.coverage, found.coverage_by_code["2"]
    (0.6, 1.0)
    """
    swept = Unitized.of(continua, list(bodies.values()))
    family = {name: estimated(sums(swept)) for name, sums in UNITIZING.items()}
    longest = max((len(codes) for codes in bodies.values()), default=0)
    by_place = [estimated(ku_sums(swept, place)) for place in range(longest)]
    return {
        name: UnitizingAgreement(
            codes=tuple(codes),
            coders=swept.by_code.coders,
            interviews=swept.by_code.interviews,
            segments=int(swept.by_code.segments[body]),
            united=int(swept.by_code.united[body]),
            u=family["u"][body],
            bar=family["bar_u"][body],
            cu=family["cu"][body],
            by_code={code: by_place[place][body] for place, code in enumerate(codes)},
            coverage=_coverage(swept.by_code.lengths[:, body].sum(axis=0)),
            coverage_by_code=_coverage_by_code(swept.by_code.lengths[:, body].sum(axis=0), codes),
        )
        for body, (name, codes) in enumerate(bodies.items())
    }


def _coverage(lengths: Real) -> float | None:
    total = float(lengths.sum())
    return float(lengths[1:, 1:].sum()) / total if total else None


def _coverage_by_code(lengths: Real, codes: Sequence[str]) -> dict[str, float | None]:
    given = lengths.sum(axis=0)
    shared = lengths[1:].sum(axis=0)
    return {
        code: float(shared[place] / given[place]) if given[place] else None
        for place, code in enumerate(codes, 1)
    }
