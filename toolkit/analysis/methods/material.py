"""What the methods text says of interviews and transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toolkit.analysis.methods.saying import statement, tally
from toolkit.analysis.phrases import capital, counted, listed, named, number_in_words, of_all, spread
from toolkit.model.facts import Facts, Sentence

recruitment: Final = statement("material", "recruitment", "Recruitment")
interviewer: Final = statement("material", "interviewer", "Interviewer")
medium: Final = statement("material", "medium", "Medium of the interviews")
dates: Final = statement("material", "dates", "Dates of the interviews")
length: Final = statement("material", "length", "Length of the interviews")
recording: Final = statement("material", "recording", "Recording")
transcription: Final = statement("material", "transcription", "Transcription")
language: Final = statement("material", "language", "Language of the interviews")
ethics: Final = statement("material", "ethics", "Consent and approval")


def holds(facts: Facts) -> Sentence | None:
    """Say how many transcripts there are, of how many people."""
    there, people = len(facts.material.transcripts), facts.material.n_participants
    if not there:
        return None
    told = f"The study holds {counted(there, 'transcript')} of {counted(people, 'participant')}."
    return Sentence("material", told, "data", tally(transcripts=there, participants=people), "transcripts")


def words(facts: Facts) -> Sentence | None:
    """Say how long the transcripts are in words."""
    found = facts.material.words
    if not sum(found):
        return None
    who, each = "it has", ""
    if len(found) > 1:
        who, each = "they have", f" in all; each has {spread(found, 'word')}"
    told = f"Without the turns of interviewers {who} {counted(sum(found), 'word')}{each}."
    return Sentence("material", told, "data", tally(words=_numbers(found)), "transcripts")


def minutes(facts: Facts) -> Sentence | None:
    """Say how long the interviews took, as far as the transcripts have times."""
    found, there = facts.material.minutes, len(facts.material.transcripts)
    if not found:
        return None
    rest = {0: "", 1: "; the other does not begin and end with one"}
    others = rest.get(there - len(found), "; the others do not begin and end with one")
    where = f"in {of_all(len(found), there, 'transcript')}{others}"
    told = f"From the first time mark to the last it is {spread(found, 'minute')} {where}."
    return Sentence("material", told, "data", tally(minutes=_numbers([round(value) for value in found])))


def verbatim(facts: Facts) -> Sentence | None:
    """Say how closely the transcripts follow what was spoken."""
    return _shares(facts, facts.material.verbatim, "verbatim level")


def languages(facts: Facts) -> Sentence | None:
    """Say in which languages the transcripts are."""
    return _shares(facts, facts.material.languages, "language")


def _shares(facts: Facts, levels: Sequence[tuple[str, int]], what: str) -> Sentence | None:
    there = len(facts.material.transcripts)
    if not levels:
        return None
    if levels[0][1] == there:
        told = f"The {what} is recorded as {levels[0][0]}."
    else:
        parts = [f"{level} for {number_in_words(count)}" for level, count in levels]
        told = f"The {what} is recorded as {listed(parts)} of the {counted(there, 'transcript')}."
    behind = "; ".join(f"{level}: {count}" for level, count in levels)
    return Sentence("material", told, "data", f"{what}: {behind}", "transcripts")


def corrected(facts: Facts) -> Sentence | None:
    """Say which transcripts were corrected."""
    names = facts.material.corrected
    if not names:
        return None
    verb = "was" if len(names) == 1 else "were"
    which = capital(of_all(len(names), len(facts.material.transcripts), "transcript"))
    told = f"{which}{named(names)} {verb} corrected after import."
    return Sentence("material", told, "data", f"with a later revision: {', '.join(names)}", "transcripts")


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(map(str, values))
