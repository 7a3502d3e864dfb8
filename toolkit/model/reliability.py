"""What agreement is computed from, and what comes out of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, NamedTuple, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_one_of, repeated
from toolkit.model.transcript import Span

UnitKind = Literal["turn", "sentence", "paragraph", "segment", "character", "transcript"]
"""How texts are cut: a `segment` is a stretch in which no coding that is compared begins or ends."""
Ground = Literal[UnitKind, "given"]
"""What agreement rests on: units cut from texts, or units as a table names them."""
Level = Literal["nominal", "ordinal", "interval", "ratio"]
IntervalName = Literal["jackknife", "bootstrap", "units", "gwet", "krippendorff", "none"]
Cell = frozenset[str] | None
MOST_RESAMPLES = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a researcher asks of the numbers, beyond the data they are of.

    Attributes
    ----------
    interval
        The recipe by name: `jackknife` or `bootstrap` over interviews, bootstrap over `units`, `gwet`,
        `krippendorff`, or `none`. None for what suits the number of interviews.
    resamples, seed
        Of the recipes that draw at random.
    coefficients
        By name; none for those that are always computed.
    level
        What the codes are: names, or numbers of some level of measurement.
    """

    interval: IntervalName | None = None
    resamples: int = 10_000
    seed: int = 0
    coefficients: tuple[str, ...] = ()
    level: Level = "nominal"

    def __post_init__(self) -> None:
        if self.interval is not None:
            check_one_of("interval", self.interval, get_args(IntervalName))
        check_one_of("level", self.level, get_args(Level))
        if not 1 <= self.resamples <= MOST_RESAMPLES:
            raise Invalid(f"resamples is {self.resamples}", f"use a number from 1 to {MOST_RESAMPLES:,}")
        if self.seed < 0:
            raise Invalid(f"seed is {self.seed}", "use a whole number from 0")
        if twice := repeated(self.coefficients):
            raise Invalid(f"names the coefficient {twice[0]!r} twice")


@dataclass(frozen=True, order=True, slots=True)
class Unit:
    """A stretch of one transcript on which coders are compared."""

    transcript: str
    span: Span


@dataclass(frozen=True, slots=True)
class CodingTally:
    """Where each coding went when codings were laid over units, so that none is dropped silently.

    Attributes
    ----------
    counted
        Codings that reached at least one unit.
    unfinished
        Codings by somebody who has not finished the transcript in the coding's round.
    outside
        Codings that touch no unit: on interviewer turns, or on transcripts that are not compared.
    other_codes, other_coders
        Codings of codes, and by coders, that are not compared.
    other_revision
        Codings of another revision of a transcript's text than the one compared.
    """

    counted: int = 0
    unfinished: int = 0
    outside: int = 0
    other_codes: int = 0
    other_coders: int = 0
    other_revision: int = 0

    @property
    def given(self) -> int:
        """All codings that came in."""
        not_compared = self.other_codes + self.other_coders + self.other_revision
        return self.counted + self.unfinished + self.outside + not_compared


@dataclass(frozen=True)
class ReliabilityData:
    """Units x coders, each cell the set of codes the coder gave the unit.

    Attributes
    ----------
    coders, codes
        Names of the columns, and ids of all codes that *could* have been given: the codebook, not what
        occurred.
    units
        The rows.
    cells
        Shape `(len(units), len(coders))`. An empty set is a "no" to every code; None means that the coder
        did not judge the unit.
    tally
        Where the codings went that the cells were made from; all zero for cells that came as a table.
    weights
        How many equal units each row stands for: a stretch in which no coding begins or ends stands for all
        its characters. Empty if each row is one unit.
    clustered
        Whether `Unit.transcript` says of which interview a unit is. If a table does not tell, each unit is
        its own, and nothing can be said about interviews.
    """

    units: tuple[Unit, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    tally: CodingTally = CodingTally()
    weights: tuple[int, ...] = ()
    clustered: bool = True

    def __post_init__(self) -> None:
        if self.weights and (len(self.weights) != len(self.units) or min(self.weights) < 1):
            raise Invalid(f"weights are not {len(self.units)} whole numbers from 1")
        if len(self.cells) != len(self.units) or any(len(row) != len(self.coders) for row in self.cells):
            raise Invalid(f"cells do not make {len(self.units)} units x {len(self.coders)} coders")
        for kind, names in (("coder", self.coders), ("code", self.codes)):
            if twice := repeated(names):
                raise Invalid(f"names the {kind} {twice[0]!r} twice")
        sets = {cell for row in self.cells for cell in row if cell}
        if strange := sorted({code for given in sets for code in given} - set(self.codes)):
            raise Invalid(f"holds the code {strange[0]!r}, which is not among its codes")

    def for_code(self, code: str) -> ReliabilityData:
        """Return the yes/no data of one code: each cell holds it, or nothing, or is missing."""
        only = frozenset([code])
        cells = tuple(tuple(None if cell is None else cell & only for cell in row) for row in self.cells)
        return replace(self, codes=(code,), cells=cells)

    def of_coders(self, coders: Sequence[str]) -> ReliabilityData:
        """Return the data of these coders, in this order."""
        places = [self.coders.index(coder) for coder in coders]
        cells = tuple(tuple(row[place] for place in places) for row in self.cells)
        return replace(self, coders=tuple(coders), cells=cells)

    def of_codes(self, codes: Sequence[str]) -> ReliabilityData:
        """Return the data as if only these codes could have been given."""
        kept = frozenset(codes)
        cells = tuple(tuple(None if cell is None else cell & kept for cell in row) for row in self.cells)
        return replace(self, codes=tuple(codes), cells=cells)

    def shared(self) -> ReliabilityData:
        """Return the units that at least two coders judged: the others say nothing about agreement."""
        kept = [i for i, row in enumerate(self.cells) if sum(cell is not None for cell in row) > 1]
        return replace(
            self,
            units=tuple(self.units[i] for i in kept),
            cells=tuple(self.cells[i] for i in kept),
            weights=tuple(self.weights[i] for i in kept) if self.weights else (),
        )


class Segment(NamedTuple):
    """A stretch of a continuum that a coder cut out and gave a value; half-open, in its characters."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Continuum:
    """One interview's text as coders cut it up themselves: for agreement on where codes begin and end.

    Attributes
    ----------
    interview
        Its name. What was cut in one interview never reaches into another.
    length
        Characters of the text that coders could cut.
    segments
        By coder, for those who finished the interview and for nobody else: a coder who is named without
        segments found nothing, one who is not named did not look. In any order; segments may overlap.
    """

    interview: str
    length: int
    segments: Mapping[str, tuple[Segment, ...]]

    def __post_init__(self) -> None:
        for start, end, _ in chain.from_iterable(self.segments.values()):
            if not 0 <= start < end <= self.length:
                raise Invalid(f"{self.interview}: a segment {start}-{end} is not within 0-{self.length}")


@dataclass(frozen=True, slots=True)
class Resampling:
    """How an interval was computed: what has to be printed with it.

    Attributes
    ----------
    method
        In words, such as `jackknife over interviews, t with 12 degrees of freedom`.
    resampled
        What was left out or drawn: `interviews`, `units`, `pairs`; empty for a formula.
    number
        How many replicates were made.
    seed
        Of the random draws; None where nothing is drawn.
    degenerate
        Replicates in which the coefficient has no value. They are left out and counted.
    below
        The share of replicates below each bound, such as 0.667 and 0.800; empty where nothing tells.
    """

    method: str
    resampled: str = ""
    number: int = 0
    seed: int | None = None
    degenerate: int = 0
    below: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient's value, or the reason why there is none; never both, never NaN.

    Attributes
    ----------
    low, high
        The bounds of the interval, where one was computed.
    no_interval
        Why there is none although one was asked for.
    resampling
        How the interval was computed.
    """

    value: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    no_interval: str = ""
    resampling: Resampling | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise Invalid("an estimate has a value or a reason, and not both")
        if self.value is not None and math.isnan(self.value):
            raise Invalid("an estimate is not a number", "give the reason instead")


@dataclass(frozen=True)
class UnitizingAgreement:
    """The family of unitizing coefficients for one code or for the codes of one theme.

    Attributes
    ----------
    codes
        The values that were told apart.
    coders, interviews
        Who and what is in the numbers: interviews that at least two coders finished.
    segments
        Segments compared, of all coders.
    united
        Segments that went into another of the same coder and code, because they overlapped.
    u, bar
        Agreement on the whole text, on all codes or only on what is coded and what is not.
    cu
        Agreement on the code where two coders coded.
    by_code
        The same for each code against the others.
    coverage
        The share of the text that cu rests on; None where there is no text.
    coverage_by_code
        Of the text given each code, the share that another coder gave any code; None where nobody gave it.
    """

    codes: tuple[str, ...]
    coders: tuple[str, ...]
    interviews: tuple[str, ...]
    segments: int
    united: int
    u: Estimate
    bar: Estimate
    cu: Estimate
    by_code: Mapping[str, Estimate]
    coverage: float | None
    coverage_by_code: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class GammaAgreement:
    """Gamma, with all that has to be stated for somebody else to get the same number.

    Attributes
    ----------
    gamma
        The value, or why there is none.
    observed, expected
        The disorder of the best alignment of what coders cut, and its mean over the random continua.
    alpha, beta, delta_empty
        What position, category and a missing partner weigh.
    sampler, samples, seed
        How many random continua were made, and how.
    precision
        Half the width of the 95 % interval of `expected`, as a share of it.
    coders, interviews
        Who and what is in the number.
    """

    gamma: Estimate
    observed: float | None
    expected: float | None
    alpha: float
    beta: float
    delta_empty: float
    sampler: str
    samples: int
    seed: int
    precision: float | None
    coders: tuple[str, ...]
    interviews: tuple[str, ...]


@dataclass(frozen=True)
class CodeAgreement:
    """Agreement on one code, or on all together (`code` is None).

    Attributes
    ----------
    n_units
        Units judged by at least two coders.
    n_positive
        Of these, units to which at least one coder gave the code (any code, for all together).
    estimates
        By coefficient name (`percent`, `cohen`, `alpha`).
    prevalence
        The share of judgements that gave the code, on units judged by at least two coders; None for all
        together, and where there is no such unit.
    bias
        For exactly two coders: how much more often the first gave the code than the second, as a share of
        units.
    kappa_max
        For exactly two coders: the largest kappa that these coders' habits allow.
    """

    code: str | None
    n_units: int
    n_positive: int
    estimates: Mapping[str, Estimate]
    prevalence: float | None = None
    bias: float | None = None
    kappa_max: float | None = None


@dataclass(frozen=True)
class ReliabilityTable:
    """Agreement per code, the overall row first, with what it rests on.

    Attributes
    ----------
    intervals
        Whether intervals were asked for.
    """

    unit: Ground
    coders: tuple[str, ...]
    transcripts: tuple[str, ...]
    rows: tuple[CodeAgreement, ...]
    notes: tuple[str, ...] = ()
    intervals: bool = False
