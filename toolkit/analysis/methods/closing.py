"""What the methods text says at its end: saturation, software, and what the study says of itself."""

from __future__ import annotations

from typing import Final

from toolkit.analysis.phrases import stopped
from toolkit.model.facts import Facts, Sentence

REASON: Final = (
    "Saturation is not reported either, as reflexive thematic analysis does not take it as a criterion "
    "(Braun & Clarke 2019)."
)


def reflexive(facts: Facts) -> Sentence:
    """Say why there is no word on saturation."""
    return Sentence("agreement", REASON, "method", f"approach: {facts.approach}", "declared")


def saturation(facts: Facts) -> Sentence | None:
    """Say whether new codes still came."""
    if not facts.saturation:
        return None
    book = f" Codes are those of codebook version {facts.versions[-1].version}." if facts.versions else ""
    told = f"{facts.saturation}{book}"
    return Sentence("saturation", told, "data", "the first note of the table", "saturation")


def software(facts: Facts) -> Sentence | None:
    """Say with what the material is kept."""
    if not facts.software:
        return None
    told = f"The material is kept in {facts.software}."
    return Sentence("software", told, "data", facts.software)


def notice(facts: Facts) -> Sentence | None:
    """Say what the study says of itself under every table."""
    if not facts.notice:
        return None
    return Sentence("software", stopped(facts.notice), "declared", "the notice given when the study was made")
