"""Running text, whatever kind of file it stood in: labels are found in it, and turns lie between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.formats.transcripts import timelines
from toolkit.formats.transcripts.assemble import Account, Said, reading, told, trimmed, verbatim_level
from toolkit.formats.transcripts.cues import reading_of_track
from toolkit.formats.transcripts.labels import says_unknown
from toolkit.formats.transcripts.layouts import Label, label_lines
from toolkit.model.transcript import Reading, Source, Span

# Where a text has no labels and so no header, the level stands near its top or nowhere.
_NEAR_THE_TOP = 2_000
_SIGNATURE = re.compile(
    r"(?:[*_]{0,3}(?:Transcribed|Transcript(?:ion)? (?:provided|generated|created)) (?:by|with|using) "
    r"(?:https?://\S{3,120}|(?:www\.)?[\w-]{2,40}(?:\.[a-z]{2,6}){1,2}/?|noScribe\b.{0,40})[*_]{0,3}"
    r"|[^\n:]{1,60} stopped transcription)[ \t]*",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 200
# A protocol question that stands by itself: `4.What did you lean on?`, the number often glued to it.
_NUMBERED_QUESTION = re.compile(
    r"(?:Q(?:uestion)?[ ]?)?\d{1,2}[.):][ \t]{0,4}[^\W\d][^\n]{4,600}\?", re.IGNORECASE
)
_BOLD_IN_MARKDOWN = re.compile(r"(\*\*|__)(?!\s)[^\n*_]{5,600}(?<!\s)\1")

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"\n")


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


def reading_of_page(source: Source, page: Page, *, format_name: str, encoding: str = "") -> Reading:
    """Find the turns of a running text and make the reading.

    A paragraph without label continues the turn before it, and that turn's span covers the blank line in
    between. A protocol question that stands by itself, bold or numbered, is nobody's turn, and so is what
    follows it without label: the file does not say who speaks.
    """
    if track := timelines.track_of(source, page.text, encoding=encoding):
        track = replace(
            track,
            left_out=(*track.left_out, *page.beside),
            words_beside=track.words_beside + page.words_beside,
        )
        return reading_of_track(source, track, format_name=format_name)
    labels = label_lines(page.text, page.bold)
    end = _end_of_speech(page.text)
    said = _labelled(page, labels, end) if labels else _unlabelled(page, end)
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


def paragraphs(text: str) -> list[Span]:
    """Return what blank lines part; each line where there is no blank line."""
    body = text.strip()
    if not body:
        return []
    begin = text.index(body)
    between = _BLANK_LINES if _BLANK_LINES.search(body) else _LINE_ENDS
    cuts = [
        begin,
        *(begin + place for gap in between.finditer(body) for place in gap.span()),
        begin + len(body),
    ]
    return [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if start < end]


def _labelled(page: Page, labels: Sequence[Label], end: int) -> list[Said]:
    questions = _questions(page)
    starts = [question.start for question in questions]
    said: list[Said] = []
    for label, stop in _stretches(labels, end):
        within = questions[bisect_left(starts, label.end) : bisect_right(starts, stop - 1)]
        until = within[0].start if within else stop
        if span := trimmed(page.text, label.end, until):
            said.append(Said(span, None if says_unknown(label.name) else label.name, label.began))
        # What stands between a question and the next label is nobody's, too.
        for question, following in pairwise([*within, Span(stop, stop + 1)]):
            said.append(Said(question))
            if span := trimmed(page.text, question.end, following.start):
                said.append(Said(span))
    return said


def _questions(page: Page) -> list[Span]:
    """Return the paragraphs that are a question of the protocol by themselves."""
    paragraphs = (trimmed(page.text, place.start, place.end) for place in page.paragraphs)
    return [place for place in paragraphs if place and _is_question(page, place)]


def _is_question(page: Page, place: Span) -> bool:
    if _NUMBERED_QUESTION.fullmatch(page.text, place.start, place.end):
        return True
    if _BOLD_IN_MARKDOWN.fullmatch(page.text, place.start, place.end):
        return True
    before = bisect_right(page.bold, place.start, key=lambda stretch: stretch.start) - 1
    return before >= 0 and page.bold[before].end >= place.end


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
