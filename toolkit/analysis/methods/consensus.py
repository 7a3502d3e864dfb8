"""What the methods text says of how several readings became one."""

from __future__ import annotations

from typing import Final

from toolkit.analysis.methods.saying import prompt as asked
from toolkit.analysis.methods.saying import statement, tally
from toolkit.analysis.phrases import capital, counted, listed, number_in_words, of_all
from toolkit.model.facts import ConsensusFacts, Facts, Sentence

disagreements: Final = statement("consensus", "disagreements", "How disagreements were dealt with")


def differed(facts: Facts) -> Sentence | None:
    """Say how often coders differed, and what the codebook's changes left open."""
    found = facts.consensus
    if found is None or not found.read:
        return None
    cases = counted(found.differed, "case")
    told = (
        f"there {'was' if found.differed == 1 else 'were'} {cases} of a code that one coder gave a passage "
    )
    told += "and another did not"
    if found.waiting:
        told += (
            f", and {number_in_words(found.waiting)} of a passage whose codings, made before the codebook "
            "changed, left open whether it has a code"
        )
    told = f"Where at least two coders read a transcript, {told}."
    behind = tally(transcripts=found.read, differing=found.differed, waiting=found.waiting, open=found.open)
    return Sentence("consensus", told, "data", behind, "disagreements")


def verdicts(facts: Facts) -> Sentence | None:
    """Say what was settled, and by whom."""
    found = facts.consensus
    if found is None or not (found.settled or found.added or found.reworded):
        return None
    who = listed(found.settled_by)
    parts = []
    if found.settled:
        parts.append(f"{who} settled {_how_many(found)}: {_outcome(found)}")
    if found.added:
        parts.append(f"{who} recorded {counted(found.added, 'coding')} that no coder had made")
    if found.reworded:
        passages = counted(found.reworded, "passage")
        parts.append(f"{who} settled the words of {passages} that all coders had given the code")
    behind = tally(
        holds=found.holds,
        does_not_hold=found.does_not_hold,
        added=found.added,
        reworded=found.reworded,
        recorded_by=", ".join(found.settled_by),
    )
    return Sentence("consensus", f"{'; '.join(parts)}.", "data", behind, "disagreements")


def led(facts: Facts) -> Sentence | None:
    """Say which changes of the codebook verdicts led to."""
    found = facts.consensus
    if found is None or not found.led:
        return None
    changes = counted(len(found.led_to), "change")
    told = f"{capital(counted(found.led, 'verdict'))} led to {changes} of the codebook."
    behind = tally(verdicts=found.led, change_records=", ".join(found.led_to))
    return Sentence("consensus", told, "data", behind, "codebook changes")


def _how_many(found: ConsensusFacts) -> str:
    whole = found.differed + found.waiting
    return of_all(found.settled, whole, "case")


def _outcome(found: ConsensusFacts) -> str:
    if found.settled == 1:
        return "the code holds" if found.holds else "the code does not hold"
    if not found.does_not_hold:
        return "the code holds in each"
    if not found.holds:
        return "the code holds in none"
    return (
        f"the code holds in {number_in_words(found.holds)} and not in {number_in_words(found.does_not_hold)}"
    )


def reached(facts: Facts) -> Sentence | None:
    """Say on how much of the material nothing is open."""
    found = facts.consensus
    if found is None or not found.read:
        return None
    there = len(facts.material.transcripts)
    told = "No transcript has a consensus yet."
    if found.reached:
        told = f"Consensus is reached on {of_all(found.reached, there, 'transcript')}."
    return Sentence("consensus", told, "data", f"reached: {found.reached} of {there}", "consensus")


def prompt(facts: Facts) -> Sentence | None:
    """Ask how disagreements were dealt with, where several coded and nobody has said."""
    if facts.declared.disagreements or len(facts.coders) == 1:
        return None
    return asked("consensus", "how coders dealt with disagreements")
