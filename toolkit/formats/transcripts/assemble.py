"""From what was said, and where it stands in the text, to a transcript and the report on its reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.labels import alike, role_of
from toolkit.model.transcript import (
    Gap,
    Reading,
    ReadingReport,
    Source,
    Span,
    Speaker,
    Transcript,
    Turn,
    Verbatim,
)

_LEVEL = re.compile(
    r"\bverbatim(?: level)?[ \t]*[:=][ \t*_]*(full|clean|edited|intelligent)\b", re.IGNORECASE
)
_MOST_TOLD = 5
_LEVELS: dict[str, Verbatim] = {"full": "full", "clean": "clean", "intelligent": "clean", "edited": "edited"}


@dataclass(frozen=True, slots=True)
class Said:
    """What will be a turn: the place of its words, who speaks if the file says so, and when."""

    span: Span
    speaker: str | None = None
    began: float | None = None
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One kind of content that is in no turn.

    Attributes
    ----------
    kind
        What it is, as the report says it: `page footers`, `3 header lines`.
    words
        How many words it has; None where nobody can say, or where it has none.
    """

    kind: str
    words: int | None = None

    def __str__(self) -> str:
        """Return the report's line."""
        return self.kind if self.words is None else f"{self.kind}, {told(self.words, 'word')}"


@dataclass(frozen=True, slots=True)
class Account:
    """What a reader has to report besides the turns."""

    format: str
    words: int
    encoding: str = ""
    verbatim: Verbatim = "unknown"
    language: str = ""
    cues: int = 0
    cues_merged: int = 0
    time_backwards: int = 0
    left_out: tuple[LeftOut, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()


def reading(source: Source, text: str, said: Sequence[Said], account: Account) -> Reading:
    """Make the transcript and its report.

    Raises
    ------
    ToolkitError
        If nothing is said, or the file's name or a label cannot be kept.
    """
    if not said:
        raise ToolkitError(source.name, "has no spoken words", "give a file with spoken text in it")
    if len(said) > limits.MOST_TURNS:
        raise ToolkitError(source.name, f"has more than {limits.MOST_TURNS:,} turns", "split it by interview")
    try:
        transcript = _transcript(source, text, said, account)
    except Invalid as invalid:
        raise ToolkitError(source.name, invalid.what, invalid.remedy) from invalid
    in_turns = sum(len(one.span.of(text).split()) for one in said)
    left_out = sum(kind.words or 0 for kind in account.left_out)
    report = ReadingReport(
        format=account.format,
        turns=len(said),
        words=account.words,
        words_in_turns=in_turns,
        words_left_out=left_out,
        encoding=account.encoding,
        cues=account.cues,
        cues_merged=account.cues_merged,
        unknown_speakers=sum(one.speaker is None for one in said),
        time_backwards=account.time_backwards,
        left_out=tuple(map(str, account.left_out)),
        gaps=account.gaps,
        notes=(*account.notes, *_unaccounted(account.words - in_turns - left_out), *_doubts(said)),
    )
    return Reading(transcript, report)


def verbatim_level(text: str) -> Verbatim:
    """Return the level a header states, as in `Verbatim level: clean/intelligent`.

    >>> verbatim_level("Verbatim level: intelligent")
    'clean'
    """
    found = _LEVEL.search(text)
    return _LEVELS[found[1].lower()] if found else "unknown"


def told(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> told(1, "word"), told(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the stretch without the blanks around it; None if nothing is left.

    >>> trimmed("P03:  Yes. ", 4, 11)
    Span(start=6, end=10)
    """
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    finish = start + len(words.rstrip())
    return Span(begin, finish) if begin < finish else None


def nearly(names: Sequence[str]) -> Iterator[str]:
    """Say what stands like a label and was not taken for one; no sentence if there is nothing.

    >>> list(nearly(["Aunt May"]))
    ["Read as words, but like a label: 'Aunt May'."]
    """
    if names:
        more = f" and {len(names) - _MOST_TOLD:,} more" if len(names) > _MOST_TOLD else ""
        yield f"Read as words, but like a label: {', '.join(map(repr, names[:_MOST_TOLD]))}{more}."


def _unaccounted(words: int) -> Iterator[str]:
    """Say that the sum does not hold. No reader is known that makes it so; silence would be worse."""
    if words:
        yield f"{told(abs(words), 'word')} of the file cannot be accounted for; compare the transcript."


def _doubts(said: Sequence[Said]) -> Iterator[str]:
    """Say which labels look like one speaker's under two names, and of a file with a single speaker."""
    times = Counter(one.speaker for one in said if one.speaker is not None)
    for rare, common in alike(times):
        yield (
            f"The speakers {rare!r} ({told(times[rare], 'turn')}) and {common!r} "
            f"({told(times[common], 'turn')}) may be one."
        )
    if len(times) == 1 and len(said) > 1 and all(one.speaker for one in said):
        yield f"Only one speaker was recognised: {next(iter(times))!r}."


def _transcript(source: Source, text: str, said: Sequence[Said], account: Account) -> Transcript:
    labels = dict.fromkeys(one.speaker for one in said if one.speaker is not None)
    return Transcript(
        id=source.stem,
        text=text,
        turns=tuple(
            Turn(number, one.span, one.speaker, one.began, one.ended) for number, one in enumerate(said, 1)
        ),
        speakers=tuple(Speaker(label, role_of(label)) for label in labels),
        participant=source.stem,
        verbatim=account.verbatim,
        language=account.language or "en",
        source=source.name,
    )
