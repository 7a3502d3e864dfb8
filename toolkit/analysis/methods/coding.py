"""What the methods text says of approach, coders and their codings."""

from __future__ import annotations

from typing import Final

from toolkit.analysis.methods.saying import prompt, tally
from toolkit.analysis.phrases import capital, counted, listed, number_in_words, of_all, stopped
from toolkit.model.codebook import Approach
from toolkit.model.facts import Facts, Sentence

_APPROACHES: Final[dict[Approach, str]] = {
    "reflexive": "The analysis is a reflexive thematic analysis.",
    "codebook": "The analysis follows a codebook approach to thematic analysis.",
    "coding-reliability": "The analysis follows a coding reliability approach to thematic analysis.",
}
_STATES: Final = {
    "waits": "not answered yet",
    "in the draft": "in the draft of the next version",
    "in the codebook": "in the codebook",
    "same": "the same as a code there was",
    "declined": "declined",
}


def approach(facts: Facts) -> Sentence:
    """Say what kind of analysis it is."""
    if facts.declared.approach is not None:
        return Sentence("approach", _APPROACHES[facts.approach], "declared", facts.approach, "declared")
    behind = f"{facts.approach}: not declared, so as the codebook's file has it or leaves it"
    return Sentence("approach", _APPROACHES[facts.approach], "data", behind, "declared")


def citation(facts: Facts) -> Sentence | None:
    """Say whom the approach follows."""
    said = facts.declared.citation
    if not said:
        return None
    told = stopped(f"It follows {said}")
    return Sentence("approach", told, "declared", "citation: as the team said it", "declared")


def coders(facts: Facts) -> Sentence | None:
    """Say who coded, and how much."""
    found, there = facts.coders, len(facts.material.transcripts)
    if not found:
        return None
    behind = "read to the end: " + ", ".join(f"{count} by {name}" for name, count in found)
    counts = {count for _, count in found}
    who = listed([name for name, _ in found])
    whole = of_all(found[0][1], there, "transcript")
    if len(found) == 1:
        told = f"One coder, {who}, read {whole} to the end."
    elif len(counts) == 1:
        told = f"{capital(counted(len(found), 'coder'))}, {who}, each read {whole} to the end."
    else:
        parts = [f"{name} {number_in_words(count)}" for name, count in found]
        told = f"{capital(counted(len(found), 'coder'))} read transcripts to the end: {listed(parts)}."
    return Sentence("coding", told, "data", behind, "progress")


def positions(facts: Facts) -> Sentence | None:
    """Say who the coders are, in the team's words."""
    said = facts.declared.positions
    if not said:
        return None
    told = " ".join(stopped(f"{name}: {words}") for name, words in said)
    return Sentence("coding", told, "declared", "positions: as the team said them", "declared")


def positions_or_prompt(facts: Facts) -> Sentence:
    """Say who the coders are, or ask for it."""
    return positions(facts) or prompt("coding", "who the coders are and how they were trained")


def double(facts: Facts) -> Sentence | None:
    """Say how much of the material several coders read; nothing where nobody or one coder read."""
    there = len(facts.material.transcripts)
    if not there or len(facts.coders) < len(("one", "another")):
        return None
    share = f" ({facts.double / there:.0%})" if 0 < facts.double < there else ""
    verb = "was" if facts.double <= 1 else "were"
    told = f"{capital(of_all(facts.double, there, 'transcript'))}{share} {verb} read by at least two coders."
    behind = f"read to the end by two coders or more: {facts.double} of {there}"
    return Sentence("coding", told, "data", behind, "coverage")


def unsearched(facts: Facts) -> Sentence | None:
    """Say which codes some readings did not look for."""
    found = facts.unsearched
    if not found:
        return None
    verb, they = ("was", "it was") if len(found) == 1 else ("were", "they were")
    told = (
        f"{capital(counted(len(found), 'code'))} {verb} not looked for in all finished readings, as {they} "
        f"added, widened or brought back after some of them: {listed(found)}."
    )
    return Sentence("coding", told, "data", f"not looked for everywhere: {', '.join(found)}", "coverage")


def proposals(facts: Facts) -> Sentence | None:
    """Say what became of codes that coders proposed."""
    total = sum(count for _, count in facts.proposals)
    if not total:
        return None
    states = "; ".join(f"{_STATES[state]}: {number_in_words(count)}" for state, count in facts.proposals)
    told = f"While reading, coders proposed {counted(total, 'code')} ({states})."
    return Sentence("coding", told, "data", tally(**dict(facts.proposals)), "proposals")


def waiting(facts: Facts) -> Sentence | None:
    """Say how many codings wait since the codebook changed."""
    if not facts.waiting:
        return None
    verb = "waits" if facts.waiting == 1 else "wait"
    told = (
        f"{capital(counted(facts.waiting, 'coding'))} from before the codebook changed {verb} for a decision"
    )
    if facts.answered == facts.waiting:
        told += ", and verdicts of the consensus answer for " + (
            "it" if facts.waiting == 1 else "each of them"
        )
    elif facts.answered:
        told += f", and verdicts of the consensus answer for {number_in_words(facts.answered)} of them"
    return Sentence(
        "coding", f"{told}.", "data", tally(wait=facts.waiting, answered=facts.answered), "review"
    )
