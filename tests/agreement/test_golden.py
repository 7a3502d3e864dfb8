"""Published values. Each case names the paper, table or program its number comes from."""

from functools import partial

import pytest
from scipy import stats

from tests.agreement.cells import by_coder, by_unit, confusion, data_of, named
from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.coefficients import COEFFICIENTS
from toolkit.agreement.estimating import estimates
from toolkit.agreement.fleiss import fleiss, fleiss_recipe
from toolkit.agreement.gwet import ac2
from toolkit.agreement.kappa import cohen, conger, kappa_max_recipe
from toolkit.agreement.patterns import by_code, together
from toolkit.agreement.percent import percent
from toolkit.agreement.recipes import value_or_reason
from toolkit.agreement.table import reliability_table
from toolkit.agreement.uniform import brennan_prediger
from toolkit.model.reliability import Asked, IntervalName, Level, ReliabilityData

ALPHA = {
    "Krippendorff 2011, section A: binary, 2 x 10": (
        by_coder("-1------1-", "111--1----"),
        0.095238,
    ),
    "Krippendorff 2011, section B: nominal, 2 x 12": (
        by_coder("aabbdcccedda", "babbbccceddd"),
        0.691964,
    ),
    "Krippendorff 2011, section C: nominal, 4 x 12, missing": (
        by_coder("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
        0.7434210526,
    ),
    "Hayes & Krippendorff 2007, p. 84, 5 x 40, nominal (the packages krippendorff and icr)": (
        by_unit(
            """112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1
            212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121.
            22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1"""
        ),
        0.476510,
    ),
    "Wikipedia, Krippendorff's alpha, 3 x 15, nominal": (
        by_coder(".....34121133.3", "1.213343.......", "..21344.21133.4"),
        0.691358,
    ),
    "Gwet's cac.raw4raters, in which a lone judgement moves from one coder to another (R irrCAC)": (
        by_coder("123321412...", "1233224125..", ".33323422513", "12332441251."),
        0.743421,
    ),
    "Fleiss 1971, table 1, 30 x 6 x 5 (irrCAC, alpha)": (
        by_unit(
            """444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333
            144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155
            224444 133333 555555"""
        ),
        0.43340983,
    ),
    "cont3x3abstractors (R irrCAC)": (confusion([13, 0, 0], [0, 20, 7], [0, 4, 56]), 0.7972585),
    "Prevalence paradox 80 7 / 8 5 (R irrCAC)": (confusion([80, 7], [8, 5]), 0.317714),
}

KAPPA = {
    "cont3x3abstractors (R irrCAC)": (confusion([13, 0, 0], [0, 20, 7], [0, 4, 56]), 0.7964094),
    "Cohen 1960, p. 45 (statsmodels, scikit-learn)": (
        confusion([88, 14, 18], [10, 40, 10], [2, 6, 12]),
        0.4915254,
    ),
    "Cohen 1960, p. 37 (statsmodels)": (confusion([25, 12, 3], [13, 2, 15], [12, 16, 2]), -0.0923077),
    "NVivo's help, 50 both, 75 and 75 one, 800 none": (confusion([800, 75], [75, 50]), 0.3142857),
}

PERCENT = {
    "NVivo's help, 50 both, 75 and 75 one, 800 none": (confusion([800, 75], [75, 50]), 0.85),
    "cont3x3abstractors (R irrCAC)": (confusion([13, 0, 0], [0, 20, 7], [0, 4, 56]), 0.89),
    "Fleiss 1971, P = .5556": (ALPHA["Fleiss 1971, table 1, 30 x 6 x 5 (irrCAC, alpha)"][0], 0.5556),
    "Krippendorff 2011, section C = Gwet's cac.raw4raters (R irrCAC, pa)": (
        ALPHA["Krippendorff 2011, section C: nominal, 4 x 12, missing"][0],
        9 / 11,
    ),
}


C_2011 = ALPHA["Krippendorff 2011, section C: nominal, 4 x 12, missing"][0]
HAYES = ALPHA["Hayes & Krippendorff 2007, p. 84, 5 x 40, nominal (the packages krippendorff and icr)"][0]
WIKIPEDIA = ALPHA["Wikipedia, Krippendorff's alpha, 3 x 15, nominal"][0]
GWET = ALPHA["Gwet's cac.raw4raters, in which a lone judgement moves from one coder to another (R irrCAC)"][0]
FLEISS = ALPHA["Fleiss 1971, table 1, 30 x 6 x 5 (irrCAC, alpha)"][0]
FIRST_15 = data_of(FLEISS.cells[:15], FLEISS.codes)
ABSTRACTORS = confusion([13, 0, 0], [0, 20, 7], [0, 4, 56])
PARADOX = confusion([80, 7], [8, 5])
COHEN_45 = [88, 14, 18], [10, 40, 10], [2, 6, 12]

LEVELS: list[tuple[str, ReliabilityData, Level, float]] = [
    ("Krippendorff 2011 C (krippendorff, R irr, R icr)", C_2011, "ordinal", 0.8153875038),
    ("Krippendorff 2011 C (krippendorff, R irr, R icr)", C_2011, "interval", 0.8491071429),
    ("Krippendorff 2011 C (krippendorff, R irr, R icr)", C_2011, "ratio", 0.7974027747),
    ("Wikipedia, 3 x 15 (krippendorff, icr)", WIKIPEDIA, "ordinal", 0.806721),
    ("Wikipedia, 3 x 15 (krippendorff, icr)", WIKIPEDIA, "interval", 0.810845),
    ("Wikipedia, 3 x 15 (krippendorff, icr)", WIKIPEDIA, "ratio", 0.808944),
    ("Hayes & Krippendorff 2007 (krippendorff, icr)", HAYES, "ordinal", 0.759829),
    ("Hayes & Krippendorff 2007 (krippendorff, icr)", HAYES, "interval", 0.757378),
]

# Coefficient, data, value, and its standard error where one is published.
PUBLISHED: list[tuple[str, str, ReliabilityData, float, float | None]] = [
    ("fleiss", "Fleiss 1971 (statsmodels, irr, irrCAC)", FLEISS, 0.4302445201, 0.05419894),
    ("ac1", "Fleiss 1971 (irrCAC)", FLEISS, 0.44788452, 0.05566214),
    ("alpha", "Fleiss 1971 (irrCAC)", FLEISS, 0.43340983, 0.05419894),
    ("conger", "Fleiss 1971 (irrCAC)", FLEISS, 0.44180854, 0.05079441),
    ("bp", "Fleiss 1971 (irrCAC)", FLEISS, 0.44444444, 0.05512284),
    ("fleiss", "Gwet's distrib.6raters (R irrCAC, README)", FIRST_15, 0.4139265, 0.08119291),
    ("ac1", "Gwet's distrib.6raters (R irrCAC, README)", FIRST_15, 0.44480073, 0.08418757),
    ("bp", "Gwet's distrib.6raters (R irrCAC, README)", FIRST_15, 0.43888889, 0.08312142),
    ("alpha", "Gwet's distrib.6raters (R irrCAC, README)", FIRST_15, 0.42043843, None),
    ("ac1", "Gwet's cac.raw4raters (R irrCAC)", GWET, 0.77544, 0.14295),
    ("fleiss", "Gwet's cac.raw4raters (R irrCAC)", GWET, 0.76117, 0.15302),
    ("alpha", "Gwet's cac.raw4raters (R irrCAC)", GWET, 0.74342, 0.14548),
    ("conger", "Gwet's cac.raw4raters (R irrCAC)", GWET, 0.76282, 0.14917),
    ("bp", "Gwet's cac.raw4raters (R irrCAC)", GWET, 0.77273, 0.14472),
    ("scott", "cont3x3abstractors (R irrCAC)", ABSTRACTORS, 0.7962397, None),
    ("ac1", "cont3x3abstractors (R irrCAC)", ABSTRACTORS, 0.84933055, None),
    ("bp", "cont3x3abstractors (R irrCAC)", ABSTRACTORS, 0.835, None),
    ("fleiss", "prevalence paradox 80 7 / 8 5 (R irrCAC)", PARADOX, 0.314286, None),
    ("conger", "prevalence paradox 80 7 / 8 5 (R irrCAC)", PARADOX, 0.314442, None),
    ("ac1", "prevalence paradox 80 7 / 8 5 (R irrCAC)", PARADOX, 0.808000, 0.0524),
    ("bp", "prevalence paradox 80 7 / 8 5 (R irrCAC)", PARADOX, 0.70, None),
    ("pabak", "prevalence paradox 80 7 / 8 5 (R irrCAC, bp)", PARADOX, 0.70, None),
    ("ac1", "8 yy, 1 nn, 1 yn (DKPro's tests)", confusion([1, 0], [1, 8]), 0.8658, None),
    ("scott", "8 yy, 1 nn, 1 yn (DKPro's tests)", confusion([1, 0], [1, 8]), 0.6078, None),
    ("ac1", "Cohen 1960, p. 45 (DKPro's tests)", named(*COHEN_45), 0.5760, None),
    ("ac1", "Cohen 1960, p. 37 (DKPro's tests)", named([25, 12, 3], [13, 2, 15], [12, 16, 2]), -0.0480, None),
]


@pytest.mark.parametrize(("data", "value"), ALPHA.values(), ids=ALPHA)
def test_alpha_as_published(data: ReliabilityData, value: float) -> None:
    assert alpha(data).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(("data", "value"), KAPPA.values(), ids=KAPPA)
def test_kappa_as_published(data: ReliabilityData, value: float) -> None:
    assert cohen(data).value == pytest.approx(value, abs=5e-8)


@pytest.mark.parametrize(("data", "value"), PERCENT.values(), ids=PERCENT)
def test_percent_as_published(data: ReliabilityData, value: float) -> None:
    assert percent(data).value == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(("source", "data", "level", "value"), LEVELS)
def test_alpha_of_numbers_as_published(
    source: str, data: ReliabilityData, level: Level, value: float
) -> None:
    assert alpha(data, level=level).value == pytest.approx(value, abs=6e-7)
    recipe = partial(alpha_recipe, level=level)
    assert value_or_reason(together(data), recipe)[0].value == pytest.approx(value, abs=6e-7)


@pytest.mark.parametrize(("name", "source", "data", "value", "error"), PUBLISHED)
def test_coefficients_and_their_errors_as_published(
    name: str, source: str, data: ReliabilityData, value: float, error: float | None
) -> None:
    digits = 6e-5 if value == round(value, 4) else 6e-6
    assert COEFFICIENTS[name](data).value == pytest.approx(value, abs=digits)
    if error is not None:
        assert standard_error(name, data) == pytest.approx(
            error, abs=1e-8 if error > round(error, 5) else 6e-5
        )


def standard_error(name: str, data: ReliabilityData) -> float:
    estimate = (
        reliability_table(data, unit="turn", transcripts=["P01"], asked=Asked("gwet", coefficients=(name,)))
        .rows[0]
        .estimates[name]
    )
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.resampling is not None
    free = int(estimate.resampling.method.split(" t with ")[1].split()[0])
    return (estimate.value - estimate.low) / float(stats.t.ppf(0.975, free))


def test_errors_of_two_way_tables_as_published() -> None:
    """R irrCAC divides by n^2 where coefficients come from a table, and by n (n - 1) elsewhere."""
    shrunk = (99 / 100) ** 0.5
    assert standard_error("cohen", ABSTRACTORS) * shrunk == pytest.approx(0.05891072, abs=1e-7)
    assert standard_error("ac1", ABSTRACTORS) * shrunk == pytest.approx(0.04321747, abs=1e-7)


def test_fleiss_of_single_categories_as_published() -> None:
    """Fleiss 1971 table 1, per category; R irr prints .245 .245 .520 .471 .566."""
    found = value_or_reason(by_code(FLEISS), fleiss_recipe)
    assert FLEISS.codes == ("1", "2", "3", "4", "5")
    values = [estimate.value for estimate in found]
    assert values == pytest.approx([0.244755, 0.244755, 0.520000, 0.471127, 0.566118], abs=6e-7)


def test_weighted_coefficients_as_published() -> None:
    """Gwet's cac.raw4raters with quadratic weights, R irrCAC."""
    assert ac2(GWET, weighting="quadratic").value == pytest.approx(0.91400, abs=6e-6)
    assert fleiss(GWET, weighting="quadratic").value == pytest.approx(0.86494, abs=6e-6)
    assert conger(GWET, weighting="quadratic").value == pytest.approx(0.85771, abs=6e-6)
    assert brennan_prediger(GWET, weighting="quadratic").value == pytest.approx(0.90152, abs=6e-6)
    # Quadratic weights are the interval level: the alpha that irrCAC gives with them is this one.
    assert alpha(GWET, level="interval").value == pytest.approx(0.84911, abs=6e-6)


def test_weighted_cohen_as_published() -> None:
    """Cohen 1960, p. 45: statsmodels and scikit-learn."""
    assert cohen(named(*COHEN_45), weighting="linear").value == pytest.approx(0.4736842, abs=6e-8)
    assert cohen(named(*COHEN_45), weighting="quadratic").value == pytest.approx(0.4545455, abs=6e-8)


@pytest.mark.parametrize(
    ("rows", "value"), [(COHEN_45, 0.8305085), (([25, 12, 3], [13, 2, 15], [12, 16, 2]), 0.8461538)]
)
def test_the_largest_kappa_as_published(rows: tuple[list[int], ...], value: float) -> None:
    """Cohen 1960, pp. 45 and 37: statsmodels."""
    assert value_or_reason(together(named(*rows)), kappa_max_recipe)[0].value == pytest.approx(
        value, abs=6e-8
    )


def of_alpha(data: ReliabilityData, level: Level, method: IntervalName) -> tuple[float, float]:
    recipe = partial(alpha_recipe, level=level)
    estimate = estimates(together(data), recipe, Asked(method, 20_000, 1, level=level), is_alpha=True)[0]
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


def test_intervals_as_icr_prints_them() -> None:
    """R icr, 20,000 draws: Hayes & Krippendorff 2007 and Krippendorff 2011 C."""
    assert of_alpha(HAYES, "ordinal", "krippendorff") == pytest.approx((0.715, 0.813), abs=0.003)
    assert of_alpha(HAYES, "ordinal", "units") == pytest.approx((0.628, 0.842), abs=0.006)
    assert of_alpha(HAYES, "nominal", "units") == pytest.approx((0.337, 0.598), abs=0.006)
    assert of_alpha(C_2011, "nominal", "units") == pytest.approx((0.418, 1), abs=0.003)
    # With missing judgements icr weighs pairs in another way than its source says: two digits only.
    assert of_alpha(C_2011, "nominal", "krippendorff") == pytest.approx((0.562, 0.850), abs=0.02)
