"""Running text, whatever kind of file it stood in: labels are found in it, and turns lie between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.formats.transcripts import timelines
from toolkit.formats.transcripts.assemble import (
    Account,
    LeftOut,
    Said,
    nearly,
    reading,
    told,
    trimmed,
    verbatim_level,
)
from toolkit.formats.transcripts.cues import reading_of_track
from toolkit.formats.transcripts.labels import role_of, says_unknown
from toolkit.formats.transcripts.layouts import Label, label_lines, nearly_labels, seconds
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

_STAMP = re.compile(r"([\[(]?\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?)[^\S\n]+(?=\S)")
# Times stand beside paragraphs, and not by chance in some, if one in so many begins with a time.
_MOSTLY = 3
_FACTS = re.compile(r"\s{0,64}---[ \t]*\n(?=[A-Za-z_][\w-]{0,60}:)(?:[^\n]*\n){1,300}?---[ \t]*(?:\n|$)")
# Ahead of the first label, so many words are a header; more are one if the file has that many times as many.
_LONGEST_HEADER = 200
_HEADER_SHARE = 5
_LONGEST_QUESTION = 40
_QUOTED = 60

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
    beside: tuple[LeftOut, ...] = ()
    words_beside: int = 0


def reading_of_page(
    source: Source, page: Page, *, format_name: str, encoding: str = "", notes: tuple[str, ...] = ()
) -> Reading:
    """Find the turns of a running text and make the reading.

    A paragraph without label continues the turn before it, and that turn's span covers the blank line in
    between. A protocol question that stands by itself, bold or numbered, is nobody's turn, and so is what
    follows it without label: the file does not say who speaks. Where only the interviewer has a label, what
    has none is somebody else's, and nobody's in the transcript.
    """
    if track := timelines.track_of(source, page.text, encoding=encoding):
        track = replace(
            track,
            left_out=(*track.left_out, *page.beside),
            words_beside=track.words_beside + page.words_beside,
            notes=notes,
        )
        return reading_of_track(source, track, format_name=format_name)
    begin, end = _end_of_facts(page.text), _end_of_speech(page.text)
    labels = label_lines(page.text, page.bold, begin)
    if labels and not _is_header(page, begin, labels[0].start):
        opening = _unlabelled(page, begin, labels[0].start)
        notes = (*notes, *_long_opening(page, opening))
    else:
        opening = []
        begin = labels[0].start if labels else begin
    said = [*opening, *_labelled(page, labels, end)] if labels else _stamped(page, begin, end)
    account = Account(
        format=format_name,
        words=len(page.text.split()) + page.words_beside,
        encoding=encoding,
        verbatim=verbatim_level(page.text[: labels[0].start if labels else _NEAR_THE_TOP]),
        time_backwards=_backwards(labels),
        left_out=(
            *_header(page.text, begin),
            *_label_words(page.text, labels, end),
            *(() if labels else _stamps(said)),
            *_signature(page.text, end),
            *page.beside,
        ),
        notes=(*notes, *_notes(page, labels, said)),
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
    # Who only asks does not answer: where nobody else has a label, each paragraph without one stands alone.
    alone = _whole_paragraphs(page) if _only_interviewers(labels) else _questions(page)
    starts = [paragraph.start for paragraph in alone]
    said: list[Said] = []
    for label, stop in _stretches(labels, end):
        # The next label may stand in the same paragraph, on its next line.
        within = [
            span
            for place in alone[bisect_left(starts, label.end) : bisect_left(starts, stop)]
            if (span := trimmed(page.text, place.start, min(place.end, stop)))
        ]
        until = within[0].start if within else stop
        if span := trimmed(page.text, label.end, until):
            said.append(Said(span, None if says_unknown(label.name) else label.name, label.began))
        # What stands between a question and the next label is nobody's, too.
        for question, following in pairwise([*within, Span(stop, stop + 1)]):
            said.append(Said(question))
            if span := trimmed(page.text, question.end, following.start):
                said.append(Said(span))
    return said


def _only_interviewers(labels: Sequence[Label]) -> bool:
    names = {label.name for label in labels}
    return bool(names) and all(role_of(name) == "interviewer" for name in names)


def _whole_paragraphs(page: Page) -> list[Span]:
    found = (trimmed(page.text, place.start, place.end) for place in page.paragraphs)
    return [place for place in found if place]


def _questions(page: Page) -> list[Span]:
    """Return the paragraphs that are a question of the protocol by themselves."""
    return [place for place in _whole_paragraphs(page) if _is_question(page, place)]


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


def _unlabelled(page: Page, begin: int, end: int) -> list[Said]:
    return [
        Said(span)
        for paragraph in page.paragraphs
        if (span := trimmed(page.text, max(paragraph.start, begin), min(paragraph.end, end)))
    ]


def _stamped(page: Page, begin: int, end: int) -> list[Said]:
    """Return the paragraphs of a text without names, and when each begins if many of them say so."""
    said = _unlabelled(page, begin, end)
    stamps = [_STAMP.match(page.text, one.span.start, one.span.end) for one in said]
    if sum(stamp is not None for stamp in stamps) * _MOSTLY < len(said):
        return said
    return [
        Said(span, began=seconds(stamp[1])) if stamp and span else one
        for one, stamp in zip(said, stamps, strict=True)
        for span in [trimmed(page.text, stamp.end(), one.span.end) if stamp else None]
    ]


def _stamps(said: Sequence[Said]) -> Iterator[LeftOut]:
    if words := sum(one.began is not None for one in said):
        yield LeftOut("times", words)


def _is_header(page: Page, begin: int, end: int) -> bool:
    """Tell whether what stands ahead of the first label is a header: a whole conversation is not."""
    words = len(page.text[begin:end].split())
    return words <= _LONGEST_HEADER or words * _HEADER_SHARE <= len(page.text.split())


def _long_opening(page: Page, opening: Sequence[Said]) -> Iterator[str]:
    words = sum(len(one.span.of(page.text).split()) for one in opening)
    yield (
        f"{told(words, 'word')} stand ahead of the first label, too many for a header; they were read as "
        "turns of an unknown speaker."
    )


def _end_of_facts(text: str) -> int:
    """Return where the facts end that some programs put between two lines of dashes at a file's top."""
    found = _FACTS.match(text)
    return found.end() if found else 0


def _notes(page: Page, labels: Sequence[Label], said: Sequence[Said]) -> Iterator[str]:
    """Say what a person should look at: what may be a label, and what may be somebody else's words."""
    if not labels:
        return
    yield from nearly(
        [f"{name} (line {line:,})" for name, line in nearly_labels(page.text, page.bold, labels)]
    )
    if _only_interviewers(labels):
        yield "Only the interviewer has a label; paragraphs without one were read as an unknown speaker's."
        return
    going_on = [words for words in _paragraphs_going_on(page, said) if _asks(words)]
    if going_on:
        yield (
            f"{told(len(going_on), 'paragraph')} without a label, ending with a question mark, went on with "
            f"the turn above; the first: {going_on[0][:_QUOTED]!r}."
        )


def _asks(words: str) -> bool:
    """Tell whether a paragraph is as short as a question of the protocol, and ends like one."""
    return words.rstrip("\"'\u201d\u2019)").endswith("?") and len(words.split()) <= _LONGEST_QUESTION


def _paragraphs_going_on(page: Page, said: Sequence[Said]) -> Iterator[str]:
    """Return the paragraphs within turns of somebody who does not ask, but for the first of each turn."""
    starts = [one.span.start for one in said]
    for paragraph in _whole_paragraphs(page):
        place = bisect_right(starts, paragraph.start) - 1
        if place < 0:
            continue
        turn = said[place]
        is_within = turn.span.start < paragraph.start < turn.span.end
        if is_within and turn.speaker is not None and role_of(turn.speaker) != "interviewer":
            yield paragraph.of(page.text)


def _end_of_speech(text: str) -> int:
    """Return where speech ends: before the line with which a transcription service signs."""
    bottom = text.rstrip()
    last_line = bottom.rfind("\n") + 1
    if len(bottom) - last_line <= _LONGEST_SIGNATURE and _SIGNATURE.fullmatch(bottom, last_line):
        return last_line
    return len(text)


def _header(text: str, begin: int) -> Iterator[LeftOut]:
    lines = [line for line in text[:begin].split("\n") if line.strip()]
    if lines:
        yield LeftOut(told(len(lines), "header line"), sum(len(line.split()) for line in lines))


def _label_words(text: str, labels: Sequence[Label], end: int) -> Iterator[LeftOut]:
    if labels:
        yield LeftOut("labels", sum(_words_ending_in(text, label) for label in labels))
        silent = sum(trimmed(text, label.end, stop) is None for label, stop in _stretches(labels, end))
        if silent:
            yield LeftOut(f"{told(silent, 'label')} with nothing said")


def _words_ending_in(text: str, label: Label) -> int:
    """Count a label's words; in `P03:Yes` the one word belongs to the turn."""
    words = text[label.start : label.end]
    is_glued = label.end < len(text) and not text[label.end].isspace() and not words[-1:].isspace()
    return len(words.split()) - is_glued


def _signature(text: str, end: int) -> Iterator[LeftOut]:
    if words := len(text[end:].split()):
        yield LeftOut("closing line of the transcription service", words)


def _backwards(labels: Sequence[Label]) -> int:
    times = [label.began for label in labels if label.began is not None]
    return sum(later < earlier for earlier, later in pairwise(times))
