"""The coefficients there are, by their names, and which of them somebody asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.fleiss import fleiss, fleiss_recipe, scott, scott_recipe
from toolkit.agreement.gwet import ac1, ac_recipe
from toolkit.agreement.kappa import cohen, cohen_recipe, conger, conger_recipe, light, light_recipe
from toolkit.agreement.metric import Weighting
from toolkit.agreement.percent import percent, percent_recipe, positive, positive_recipe
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.recipes import CoefficientRecipe
from toolkit.agreement.sets import SETS
from toolkit.agreement.sums import Sums
from toolkit.agreement.uniform import bp_recipe, brennan_prediger, pabak, pabak_recipe
from toolkit.errors import Invalid
from toolkit.model.reliability import Asked, Estimate, Level, ReliabilityData

COEFFICIENTS: Mapping[str, Callable[[ReliabilityData | Ratings], Estimate]] = MappingProxyType(
    {
        "percent": percent,
        "positive": positive,
        "cohen": cohen,
        "light": light,
        "scott": scott,
        "fleiss": fleiss,
        "conger": conger,
        "bp": brennan_prediger,
        "pabak": pabak,
        "ac1": ac1,
        "alpha": alpha,
    }
)
RECIPES: Mapping[str, CoefficientRecipe] = MappingProxyType(
    {
        "percent": percent_recipe,
        "positive": positive_recipe,
        "cohen": cohen_recipe,
        "light": light_recipe,
        "scott": scott_recipe,
        "fleiss": fleiss_recipe,
        "conger": conger_recipe,
        "bp": bp_recipe,
        "pabak": pabak_recipe,
        "ac1": ac_recipe,
        "alpha": alpha_recipe,
    }
)
"""How each of them is summed over units."""
USUAL = ("percent", "positive", "cohen", "ac1", "alpha")
"""What is computed if nothing else is asked for."""
WEIGHTINGS: Mapping[Level, Weighting] = MappingProxyType(
    {"ordinal": "ordinal", "interval": "quadratic", "ratio": "ratio"}
)
"""The weights of `ac2`, which is computed where codes are numbers or have an order."""
ON_SETS: Mapping[str, Callable[[Ratings], Sums]] = SETS
"""Coefficients that give sets of codes credit for what they share; of all codes together."""
HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "percent": ("Percent agreement", "How often two coders give a unit the same."),
        "positive": ("Positive agreement", "Where one coder gave the code, how often another gave it too."),
        "cohen": ("Cohen's kappa", "Cohen's kappa of exactly two coders."),
        "light": ("Light's kappa", "Mean of Cohen's kappa over the pairs of coders."),
        "scott": ("Scott's pi", "Scott's pi of exactly two coders."),
        "fleiss": ("Fleiss' kappa", "Fleiss' kappa, for the same number of coders on every unit."),
        "conger": ("Conger's kappa", "Conger's kappa, which is Cohen's with two coders."),
        "bp": ("Brennan-Prediger", "Brennan and Prediger's coefficient."),
        "pabak": ("PABAK", "Prevalence-adjusted bias-adjusted kappa: twice the agreement minus 1."),
        "ac1": ("AC1", "Gwet's AC1."),
        "alpha": ("Alpha", "Krippendorff's alpha."),
        "ac2": ("AC2", "Gwet's AC2: AC1 that weighs how far apart two values are."),
        "alpha_jaccard": ("Alpha (Jaccard)", "Alpha on sets of codes, by Jaccard's distance."),
        "alpha_dice": ("Alpha (Dice)", "Alpha on sets of codes, by Dice's distance."),
        "alpha_masi": ("Alpha (MASI)", "Alpha on sets of codes, by Passonneau's distance MASI."),
        "mv_alpha": ("mv-alpha", "Krippendorff and Craggs' alpha, for several codes on one unit."),
    }
)
"""What a paper prints above each of them, and what it is; docs/methods has a page on each."""


def chosen(asked: Asked | None, on_sets: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of what is to be computed, in the order of the registry."""
    wanted = asked.coefficients if asked else ()
    if strange := [name for name in wanted if name not in {*COEFFICIENTS, "ac2", *on_sets}]:
        known = ", ".join([*COEFFICIENTS, "ac2", *on_sets])
        raise Invalid(f"no coefficient is called {strange[0]!r}", f"use one of {known}")
    scaled = asked is not None and asked.level != "nominal"
    if "ac2" in wanted and not scaled:
        raise Invalid("ac2 without a level is ac1", "say the level: ordinal, interval or ratio")
    usual = (*USUAL, *(["ac2"] if scaled else []), *on_sets)
    return tuple(name for name in (*COEFFICIENTS, "ac2", *on_sets) if name in (wanted or usual))
