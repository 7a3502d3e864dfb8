"""What writers of sentences have in common."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.analysis.phrases import is_sentence
from toolkit.model.facts import Facts, Part, Sentence

Writer = Callable[[Facts], Sentence | None]
"""Says one thing of a study, or nothing if it is not known."""


def statement(part: Part, name: str, about: str) -> Writer:
    """Return a writer of what the team declared of something, word for word.

    A whole sentence stands as it is; fewer words stand behind what they are about.
    """

    def write(facts: Facts) -> Sentence | None:
        said = facts.declared.statements.get(name)
        if not said:
            return None
        told = said if is_sentence(said) else f"{about}: {said}."
        return Sentence(part, told, "declared", f"{name}: as the team said it", "declared")

    return write


def prompt(part: Part, what: str) -> Sentence:
    """Leave something for the authors to say."""
    return Sentence(part, f"[For the authors: {what}.]", "for the authors", "nothing is recorded", "declare")


def tally(**counts: object) -> str:
    """Give facts by name, as in `read: 13; open: 0`."""
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in counts.items())
