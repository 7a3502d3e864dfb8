"""From what was said, and where it stands in the text, to a transcript and the report on its reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.labels import role_of, says_unknown
from toolkit.formats.transcripts.layouts import Label, label_lines
from toolkit.model.transcript import Reading, ReadingReport, Source, Span, Speaker, Transcript, Turn, Verbatim

_LEVEL = re.compile(r"\bverbatim(?: level)?[ \t]*[:=][ \t]*(full|clean|edited|intelligent)\b", re.IGNORECASE)
_LEVELS: dict[str, Verbatim] = {"full": "full", "clean": "clean", "intelligent": "clean", "edited": "edited"}
# Where a text has no labels and so no header, the level stands near its top or nowhere.
_NEAR_THE_TOP = 2_000
_SIGNATURE = re.compile(r"Transcribed by https?://otter\.ai/?\s*", re.IGNORECASE)
_LONGEST_SIGNATURE = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What will be a turn: the place of its words, who speaks if the file says so, and when."""

    span: Span
    speaker: str | None = None
    began: float | None = None
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What a reader has to report besides the turns."""

    format: str
    words: int
    encoding: str = ""
    verbatim: Verbatim = "unknown"
    cues: int = 0
    cues_merged: int = 0
    time_backwards: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A text in which labels have to be found, and what is known of it beyond its characters.

    Attributes
    ----------
    paragraphs
        Where they stand; turns if the text has no labels.
    bold
        Stretches in bold type.
    beside
        What the file holds besides the text, for the report.
    words_beside
        How many words that is.
    """

    text: str
    paragraphs: Sequence[Span]
    bold: Sequence[Span] = ()
    beside: tuple[str, ...] = ()
    words_beside: int = 0


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
        transcript = _transcript(source, text, said, account.verbatim)
    except Invalid as invalid:
        raise ToolkitError(source.name, invalid.what, invalid.remedy) from invalid
    report = ReadingReport(
        format=account.format,
        turns=len(said),
        words=account.words,
        words_in_turns=sum(len(one.span.of(text).split()) for one in said),
        encoding=account.encoding,
        cues=account.cues,
        cues_merged=account.cues_merged,
        unknown_speakers=sum(one.speaker is None for one in said),
        time_backwards=account.time_backwards,
        left_out=account.left_out,
    )
    return Reading(transcript, report)


def reading_of_page(source: Source, page: Page, *, format_name: str, encoding: str = "") -> Reading:
    """Find the turns of a running text and make the reading.

    A paragraph without label continues the turn before it, and that turn's span covers the blank line in
    between. This is so for a protocol question that stands by itself, too: the file does not say who asks.
    """
    labels = label_lines(page.text, page.bold)
    end = _end_of_speech(page.text)
    said = _labelled(page.text, labels, end) if labels else _unlabelled(page, end)
    account = Account(
        format=format_name,
        words=len(page.text.split()) + page.words_beside,
        encoding=encoding,
        verbatim=verbatim_level(page.text[: labels[0].start if labels else _NEAR_THE_TOP]),
        time_backwards=_backwards(labels),
        left_out=(
            *_header(page.text, labels),
            *_label_words(page.text, labels, end),
            *_signature(page.text, end),
            *page.beside,
        ),
    )
    return reading(source, page.text, said, account)


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


def _transcript(source: Source, text: str, said: Sequence[Said], verbatim: Verbatim) -> Transcript:
    labels = dict.fromkeys(one.speaker for one in said if one.speaker is not None)
    return Transcript(
        id=source.stem,
        text=text,
        turns=tuple(
            Turn(number, one.span, one.speaker, one.began, one.ended) for number, one in enumerate(said, 1)
        ),
        speakers=tuple(Speaker(label, role_of(label)) for label in labels),
        participant=source.stem,
        verbatim=verbatim,
        source=source.name,
    )


def _labelled(text: str, labels: Sequence[Label], end: int) -> list[Said]:
    return [
        Said(span, None if says_unknown(label.name) else label.name, label.began)
        for label, stop in _stretches(labels, end)
        if (span := trimmed(text, label.end, stop))
    ]


def _stretches(labels: Sequence[Label], end: int) -> Iterator[tuple[Label, int]]:
    """Return each label with the end of what is said under it."""
    for label, following in pairwise(labels):
        yield label, following.start
    yield labels[-1], end


def _unlabelled(page: Page, end: int) -> list[Said]:
    return [
        Said(span)
        for paragraph in page.paragraphs
        if (span := trimmed(page.text, paragraph.start, min(paragraph.end, end)))
    ]


def _end_of_speech(text: str) -> int:
    """Return where speech ends: before the line with which a transcription service signs."""
    bottom = text.rstrip()
    last_line = bottom.rfind("\n") + 1
    if len(bottom) - last_line <= _LONGEST_SIGNATURE and _SIGNATURE.fullmatch(bottom, last_line):
        return last_line
    return len(text)


def _header(text: str, labels: Sequence[Label]) -> Iterable[str]:
    lines = [line for line in text[: labels[0].start].split("\n") if line.strip()] if labels else []
    if lines:
        words = sum(len(line.split()) for line in lines)
        yield f"{told(len(lines), 'header line')}, {told(words, 'word')}"


def _label_words(text: str, labels: Sequence[Label], end: int) -> Iterable[str]:
    if labels:
        yield f"labels, {told(sum(_words_ending_in(text, label) for label in labels), 'word')}"
        silent = sum(trimmed(text, label.end, stop) is None for label, stop in _stretches(labels, end))
        if silent:
            yield f"{told(silent, 'label')} with nothing said"


def _words_ending_in(text: str, label: Label) -> int:
    """Count a label's words; in `P03:Yes` the one word belongs to the turn."""
    words = text[label.start : label.end]
    is_glued = label.end < len(text) and not text[label.end].isspace() and not words[-1:].isspace()
    return len(words.split()) - is_glued


def _signature(text: str, end: int) -> Iterable[str]:
    if words := len(text[end:].split()):
        yield f"closing line of the transcription service, {told(words, 'word')}"


def _backwards(labels: Sequence[Label]) -> int:
    times = [label.began for label in labels if label.began is not None]
    return sum(later < earlier for earlier, later in pairwise(times))
