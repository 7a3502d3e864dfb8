"""The methods text: one function for each sentence, which says nothing where its facts are missing.

What the text says of agreement depends on the approach (Braun & Clarke's three families). Reflexive: no
figures of coders' codings, and the reason why. Codebook: how readings became one comes first, a coefficient
after it. Coding reliability: the coefficient comes first, and what is missing is left for the authors, in
square brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from toolkit.analysis.methods import closing, codebook, coding, comparing, consensus, material
from toolkit.analysis.methods.saying import Writer
from toolkit.model.facts import Facts, Sentence
from toolkit.model.table import Column, Table

COLUMNS: Final = tuple(Column(name) for name in ("part", "sentence", "source", "facts", "see"))


def sentences(facts: Facts) -> tuple[Sentence, ...]:
    """Write the methods text of a study, sentence by sentence."""
    written = [write(facts) for write in _writers(facts)]
    return tuple(sentence for sentence in written if sentence is not None)


def as_text(written: Sequence[tuple[str, str]]) -> str:
    """Set sentences as paragraphs: one for each part, in the order in which the parts first come.

    Parameters
    ----------
    written
        Part and text of each sentence.
    """
    paragraphs: dict[str, list[str]] = {}
    for part, text in written:
        paragraphs.setdefault(part, []).append(text)
    return "\n\n".join(" ".join(texts) for texts in paragraphs.values())


def grounds(facts: Facts) -> Table:
    """List the sentences of the methods text with what each of them rests on."""
    rows = tuple((each.part, each.text, each.source, each.facts, each.see) for each in sentences(facts))
    return Table("Methods text and what it rests on", COLUMNS, rows)


def _writers(facts: Facts) -> tuple[Writer, ...]:
    """Return what the approach wants told, in its order."""
    match facts.approach:
        case "reflexive":
            branch = _REFLEXIVE
        case "codebook":
            branch = _CODEBOOK
        case "coding-reliability":
            branch = _CODING_RELIABILITY
        case _:
            assert_never(facts.approach)
    return (*_MATERIAL, *branch, closing.software, closing.notice)


_MATERIAL: Final[tuple[Writer, ...]] = (
    material.holds,
    material.recruitment,
    material.ethics,
    material.interviewer,
    material.medium,
    material.dates,
    material.length,
    material.minutes,
    material.recording,
    material.transcription,
    material.verbatim,
    material.language,
    material.languages,
    material.words,
    material.corrected,
    coding.approach,
    coding.citation,
    coding.coders,
)
_CONSENSUS: Final[tuple[Writer, ...]] = (
    consensus.differed,
    consensus.disagreements,
    consensus.verdicts,
    consensus.led,
    consensus.reached,
)
_REFLEXIVE: Final[tuple[Writer, ...]] = (
    coding.positions,
    codebook.versions,
    codebook.published,
    comparing.reflexive,
    comparing.why,
    closing.reflexive,
)
_CODEBOOK: Final[tuple[Writer, ...]] = (
    coding.positions,
    coding.double,
    codebook.development,
    coding.unsearched,
    coding.proposals,
    coding.waiting,
    codebook.published,
    *_CONSENSUS,
    comparing.agreement,
    comparing.why,
    closing.saturation,
)
_CODING_RELIABILITY: Final[tuple[Writer, ...]] = (
    coding.positions_or_prompt,
    coding.double,
    codebook.development,
    coding.unsearched,
    coding.proposals,
    coding.waiting,
    codebook.published,
    comparing.agreement_or_prompt,
    comparing.why,
    *_CONSENSUS,
    consensus.prompt,
    closing.saturation,
)
