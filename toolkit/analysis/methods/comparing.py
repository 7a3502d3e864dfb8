"""What the methods text says of agreement between coders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolkit.analysis.methods.saying import prompt, statement, tally
from toolkit.analysis.phrases import capital, counted, listed, number_in_words, stopped
from toolkit.model.facts import AgreementFacts, Facts, Sentence
from toolkit.model.reliability import Estimate

REASON: Final = (
    "No coefficient of agreement is reported: in reflexive thematic analysis, coding is interpretation by "
    "the researcher, and that several people code alike is neither its aim nor a mark of its quality "
    "(Braun & Clarke 2019, 2021)."
)

why: Final = statement("agreement", "agreement", "On agreement")


def reflexive(facts: Facts) -> Sentence:
    """Say why there is no coefficient."""
    return Sentence("agreement", REASON, "method", f"approach: {facts.approach}", "declared")


def agreement(facts: Facts) -> Sentence | None:
    """Say how far coders agree, with all that a reader needs to judge the number; or why there is none.

    Of a single coder it says nothing.
    """
    found = facts.agreement
    if found is None or len(facts.coders) == 1:
        return None
    if found.refusal:
        told = stopped(f"Agreement is not computed: {found.refusal}")
        return Sentence("agreement", told, "data", found.refusal, "agreement")
    if found.estimate is None or not found.coders:
        return None
    if found.estimate.value is None:
        told = stopped(f"{found.name} on all codes together is undefined: {found.estimate.reason}")
        return Sentence("agreement", told, "data", found.estimate.reason, "agreement")
    told = " ".join(_told(found, found.estimate, found.estimate.value))
    return Sentence("agreement", told, "data", _behind(found, found.estimate), "agreement")


def agreement_or_prompt(facts: Facts) -> Sentence | None:
    """Say how far coders agree, or ask for it; of a single coder say nothing."""
    if (told := agreement(facts)) is not None or len(facts.coders) == 1:
        return told
    return prompt(
        "agreement",
        "a coefficient of agreement, with its unit, number of units, interval and codebook version",
    )


def _told(found: AgreementFacts, estimate: Estimate, value: float) -> Iterator[str]:
    read = listed(found.coders) if len(found.coders) == len(("A", "B")) else "at least two coders"
    units = f"{counted(found.n_units, found.unit)} of {counted(found.n_transcripts, 'transcript')}"
    them = "it" if found.codes == 1 else "them"
    yield (
        f"{found.name} on all codes together is {value:.3f}{_interval(estimate)}, on {units} read by {read}, "
        f"with {counted(found.codes, 'code')} as codebook version {found.version} has {them}."
    )
    if found.sets:
        yield f"Coders agree on a {found.unit} if they gave it the same set of codes, or none."
    yield "The coefficient rests on the coders' own codings; verdicts on disagreements are not in it."
    yield from _after_discussion(found)
    if estimate.no_interval:
        yield stopped(f"There is no interval: {estimate.no_interval}")
    if found.left_out:
        yield (
            f"{capital(counted(len(found.left_out), 'code'))} {'is' if len(found.left_out) == 1 else 'are'} "
            "not compared, because the meaning changed since a reading or codings wait for a decision: "
            f"{listed(found.left_out)}."
        )


def _after_discussion(found: AgreementFacts) -> Iterator[str]:
    """Say what discussion came to, as something else than how far coders agree by themselves."""
    if found.after is None or found.after.value is None:
        return
    settled = counted(found.settled, "disagreement")
    left = "none is open" if not found.open else f"{number_in_words(found.open)} {_are(found.open)} open"
    were = "was" if found.settled == 1 else "were"
    yield (
        f"After discussion, with the {settled} on these codes that {were} settled applied to every coder's "
        f"reading, it is {found.after.value:.3f}; {left}."
    )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    method = f"; {estimate.resampling.method}" if estimate.resampling else ""
    return f" (95% interval {estimate.low:.3f} to {estimate.high:.3f}{method})"


def _behind(found: AgreementFacts, estimate: Estimate) -> str:
    numbers = tally(value=estimate.value, low=estimate.low, high=estimate.high, units=found.n_units)
    if found.after is not None:
        after = tally(after_discussion=found.after.value, settled=found.settled, open=found.open)
        numbers = f"{numbers}; {after}"
    return f"{numbers}; coders: {', '.join(found.coders)}; codes: {found.codes}; version: {found.version}"
