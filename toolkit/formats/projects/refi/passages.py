"""Which passages of each text are written, and with which codings: one passage however many coded it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from toolkit.model.project import Project, ProjectCoding

_NOWHERE: Final = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with everything it was given.

    Attributes
    ----------
    start, end
        Half-open code points, as everywhere.
    """

    start: int
    end: int
    codings: tuple[ProjectCoding, ...]


@dataclass(frozen=True)
class Passages:
    """The passages of a project.

    Attributes
    ----------
    of
        By key of the text, in the order in which they stand there.
    written_as
        Key of the coding that is written, by the key of each; empty for one that is not written.
    left_out
        Codings that are not written, by why.
    """

    of: Mapping[str, tuple[Passage, ...]]
    written_as: Mapping[str, str]
    left_out: Mapping[str, int]


def passages(project: Project) -> Passages:
    """Arrange the codings of a project by text and passage.

    A coder gives a passage a code once; what says the same again, as in another round, is not written.
    """
    lengths = {text.key: len(text.text) for text in project.texts}
    found: dict[str, dict[tuple[int, int], list[ProjectCoding]]] = {text.key: {} for text in project.texts}
    first: dict[tuple[str, int, int, str, str, bool], str] = {}
    written_as: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    for coding in project.codings:
        span = _span(coding, lengths[coding.text])
        if span is None:
            why = "quote words without a place" if coding.start is None else "lie outside of their text"
            left_out[why] += 1
            written_as[coding.key] = _NOWHERE
            continue
        who = "" if coding.consensus else coding.coder
        said = first.setdefault((coding.text, *span, coding.code, who, coding.consensus), coding.key)
        written_as[coding.key] = said
        if said == coding.key:
            found[coding.text].setdefault(span, []).append(coding)
        else:
            left_out["say again what the same coder said of the passage"] += 1
    of = {
        text: tuple(Passage(*span, tuple(codings)) for span, codings in sorted(spans.items()))
        for text, spans in found.items()
    }
    return Passages(of, written_as, left_out)


def _span(coding: ProjectCoding, length: int) -> tuple[int, int] | None:
    if coding.start is None or coding.end is None or not 0 <= coding.start < coding.end <= length:
        return None
    return coding.start, coding.end
