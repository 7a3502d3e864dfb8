"""Published values. Each case names the paper, table or program its number comes from."""

import pytest

from tests.agreement.cells import by_coder, by_unit, confusion
from toolkit.agreement.alpha import alpha
from toolkit.agreement.kappa import cohen
from toolkit.agreement.percent import percent
from toolkit.model.reliability import ReliabilityData

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


@pytest.mark.parametrize(("data", "value"), ALPHA.values(), ids=ALPHA)
def test_alpha_as_published(data: ReliabilityData, value: float) -> None:
    assert alpha(data).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(("data", "value"), KAPPA.values(), ids=KAPPA)
def test_kappa_as_published(data: ReliabilityData, value: float) -> None:
    assert cohen(data).value == pytest.approx(value, abs=5e-8)


@pytest.mark.parametrize(("data", "value"), PERCENT.values(), ids=PERCENT)
def test_percent_as_published(data: ReliabilityData, value: float) -> None:
    assert percent(data).value == pytest.approx(value, abs=5e-5)
