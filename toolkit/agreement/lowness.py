"""Why agreement on a code is low: the counts behind it, and what they do to alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from toolkit.model.reliability import ReliabilityData
from toolkit.model.table import Column, Table, Value

_RARE = 0.1
_NO_UNITS = "no unit was judged by two coders"


@dataclass(frozen=True)
class Counts:
    """What is known of one yes/no decision, on units that at least two coders judged.

    Attributes
    ----------
    n_units, judgements, given
        Units, judgements of them, and how many of these gave the code.
    both, one, neither
        Pairs of coders on a unit: both gave the code, one of them, none. With two coders, these are units.
    differing
        Disagreements in units of judgements: in a unit judged by m coders, the ordered pairs that differ,
        divided by m - 1. Krippendorff's observed disagreement is its share among the judgements.
    by_coder
        How often each coder gave the code.
    """

    n_units: int = 0
    judgements: int = 0
    given: int = 0
    both: int = 0
    one: int = 0
    neither: int = 0
    differing: float = 0.0
    by_coder: Mapping[str, int] = field(default_factory=dict)

    @property
    def why_undefined(self) -> str:
        """Why chance-corrected agreement has no value; empty if it has one."""
        if not self.n_units:
            return _NO_UNITS
        if not self.given:
            return "nobody gave this code"
        return "every coder gave this code to every unit" if self.given == self.judgements else ""

    @property
    def observed(self) -> float:
        """The share of judgements that differ from another judgement of their unit."""
        return self.differing / self.judgements

    @property
    def expected(self) -> float:
        """What that share would be, had the same judgements been dealt out at random."""
        n, t = self.judgements, self.given
        return 2 * t * (n - t) / (n * (n - 1))

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where it has no value."""
        return None if self.why_undefined else 1 - self.observed / self.expected

    @property
    def positive_agreement(self) -> float | None:
        """Dice: 2 both / (2 both + one), the share of agreement where a coder gave the code."""
        return 2 * self.both / whole if (whole := 2 * self.both + self.one) else None

    @property
    def negative_agreement(self) -> float | None:
        """The same where a coder did not give it."""
        return 2 * self.neither / whole if (whole := 2 * self.neither + self.one) else None


@dataclass
class _Dissent:
    """The unit on which the fewest coders would have to change their mind for the code to be agreed on."""

    minority: int
    given: int
    judges: int
    weight: int

    def settled(self, counts: Counts) -> Counts:
        """Return what the counts would be, had the minority judged as the others; of a tie, with the code."""
        positive = 2 * self.given >= self.judges
        differing = 2 * self.given * (self.judges - self.given) / (self.judges - 1)
        moved = self.judges - self.given if positive else -self.given
        return replace(
            counts,
            given=counts.given + self.weight * moved,
            differing=counts.differing - self.weight * differing,
        )


def lowness(data: ReliabilityData, labels: Mapping[str, str]) -> Table:
    """Lay open for each code what its alpha rests on, and say in words what that does.

    Parameters
    ----------
    labels
        What to call each code; one without a label goes by its id.

    Returns
    -------
    Table
        One row for each code. `expected_percent` is 1 - D_e: on how much coders would agree who gave the
        code as often, but anywhere. `alpha_one_less` is alpha if one disagreement were settled.

    References
    ----------
    Feinstein, A. R., & Cicchetti, D. V. (1990). High agreement but low kappa: I. The problems of two
    paradoxes. Journal of Clinical Epidemiology, 43(6), 543-549.
    Byrt, T., Bishop, J., & Carlin, J. B. (1993). Bias, prevalence and kappa. Journal of Clinical
    Epidemiology, 46(5), 423-429.

    Examples
    --------
    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> cells = ((yes, yes), (yes, no), *((no, no),) * 8)
    >>> units = tuple(Unit("P01", Span(place, place + 1)) for place in range(len(cells)))
    >>> table = lowness(ReliabilityData(units, ("A", "B"), ("trust",), cells), {})
    >>> table.column("both"), table.column("one"), table.column("neither")
    ((1,), (1,), (8,))
    """
    found = counted(data)
    columns = (
        Column("code"),
        Column("label"),
        *(Column(name, "count") for name in ("n_units", "both", "one", "neither")),
        *(Column(name, "share") for name in ("prevalence", "percent", "expected_percent")),
        *(Column(name, "share") for name in ("positive_agreement", "negative_agreement")),
        *(Column(name, "number") for name in ("alpha", "alpha_one_less")),
        *(Column(name) for name in ("given_by", "reason", "explanation")),
    )
    rows = tuple(_row(code, labels.get(code, code), *found[code]) for code in data.codes)
    notes = (
        "both, one, neither: pairs of coders on a unit of whom both gave the code, one of them, none.",
        "alpha = 1 - (1 - percent) / (1 - expected_percent); percent is taken over judgements.",
        "On the prevalence paradox: Feinstein & Cicchetti 1990; Byrt, Bishop & Carlin 1993.",
    )
    return Table("Why agreement is what it is", columns, rows, notes)


def counted(data: ReliabilityData) -> dict[str, tuple[Counts, _Dissent | None]]:
    """Count for each code, in one pass over the units; with the disagreement nearest to agreement."""
    tallies = {code: _Tally() for code in data.codes}
    n_units = judgements = pairs = 0
    for row, weight in zip(data.cells, data.weights or (1,) * len(data.cells), strict=True):
        judges = [(coder, cell) for coder, cell in zip(data.coders, row, strict=True) if cell is not None]
        m = len(judges)
        if m < 2:  # noqa: PLR2004 - a pair
            continue
        n_units += weight
        judgements += weight * m
        pairs += weight * m * (m - 1) // 2
        for code, given in Counter(code for _, cell in judges for code in cell).items():
            tallies[code].add(given, m, weight)
        for coder, cell in judges:
            for code in cell:
                tallies[code].by_coder[coder] += weight
    compared = [
        coder for place, coder in enumerate(data.coders) if any(row[place] is not None for row in data.cells)
    ]
    return {
        code: (tally.counts(n_units, judgements, pairs, compared), tally.dissent)
        for code, tally in tallies.items()
    }


@dataclass
class _Tally:
    given: int = 0
    both: int = 0
    one: int = 0
    differing: float = 0.0
    by_coder: Counter[str] = field(default_factory=Counter)
    dissent: _Dissent | None = None

    def add(self, given: int, judges: int, weight: int) -> None:
        """Count a unit to which somebody gave the code."""
        self.given += weight * given
        self.both += weight * given * (given - 1) // 2
        self.one += weight * given * (judges - given)
        self.differing += weight * 2 * given * (judges - given) / (judges - 1)
        minority = min(given, judges - given)
        known = self.dissent
        if minority and (known is None or (minority, weight) < (known.minority, known.weight)):
            self.dissent = _Dissent(minority, given, judges, weight)

    def counts(self, n_units: int, judgements: int, pairs: int, coders: list[str]) -> Counts:
        neither = pairs - self.both - self.one
        by_coder = {coder: self.by_coder[coder] for coder in coders}
        return Counts(n_units, judgements, self.given, self.both, self.one, neither, self.differing, by_coder)


def _row(code: str, label: str, counts: Counts, dissent: _Dissent | None) -> tuple[Value, ...]:
    settled = dissent.settled(counts).alpha if dissent else None
    judged = bool(counts.judgements)
    why = counts.why_undefined
    reasons = [f"alpha: {why}"] if why else []
    if not why and settled is None:
        told = "nothing would vary any more" if dissent else "there is no disagreement"
        reasons.append(f"alpha_one_less: {told}")
    if judged and counts.positive_agreement is None:
        reasons.append("positive_agreement: nobody gave this code")
    if judged and counts.negative_agreement is None:
        reasons.append("negative_agreement: nobody withheld this code")
    return (
        code,
        label,
        counts.n_units,
        counts.both,
        counts.one,
        counts.neither,
        counts.given / counts.judgements if judged else None,
        1 - counts.observed if judged else None,
        1 - counts.expected if judged else None,
        counts.positive_agreement,
        counts.negative_agreement,
        counts.alpha,
        settled,
        ", ".join(f"{coder} {count}" for coder, count in counts.by_coder.items()),
        "; ".join(reasons),
        " ".join(_sentences(counts, settled)),
    )


def _sentences(counts: Counts, settled: float | None) -> Iterator[str]:
    """Say in words what the counts do to alpha."""
    if why := counts.why_undefined:
        yield f"There is no value, because {why}: where nothing varies there is nothing to agree on."
        return
    alpha, given, n = counts.alpha, counts.given, counts.judgements
    share = given / n
    yield f"The code was given in {given} of {n} judgements ({share:.1%})."
    percent, chance = 1 - counts.observed, 1 - counts.expected
    yield (
        f"Coders agree on {percent:.1%}; had they given it as often, but anywhere, they would agree on "
        f"{chance:.1%}. Of the {1 - chance:.1%} between that and full agreement, "
        f"{counts.observed / counts.expected:.1%} is lost, and so alpha is {alpha:.3f}."
    )
    if min(share, 1 - share) < _RARE and counts.one:
        what = "so rare" if share < _RARE else "nearly everywhere"
        yield (
            f"As the code is {what}, agreement in per cent is high whatever coders do, and says little; "
            "alpha judges by the few units on which the code is in question (the prevalence paradox)."
        )
    if counts.one and counts.positive_agreement is not None:
        yield f"Where one coder gave it, another did too in {counts.positive_agreement:.1%}."
    if settled is not None:
        yield f"With one disagreement less alpha would be {settled:.3f}."
    often = counts.by_coder
    if len(set(often.values())) > 1:
        least, most = min(often, key=often.__getitem__), max(often, key=often.__getitem__)
        yield (
            f"{most} gave it {often[most]} times and {least} {often[least]}: as far as they read the same, "
            "they differ in how readily they give it, and not only in where."
        )
