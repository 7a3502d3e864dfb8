"""What findings rest on: the passages a code covers, whoever coded them and however often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.errors import Invalid
from toolkit.model.checks import repeated
from toolkit.model.code import Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.consensus import CONSENSUS
from toolkit.model.transcript import Span, Transcript

OMISSION = "[…]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of a findings table: a code in use, or a theme that may be coded with itself."""

    theme: Theme
    id: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one transcript that codings of one code cover together.

    Attributes
    ----------
    n_words
        Words spoken in it, the interviewer's not counted.
    quote
        These words on one line, with `[…]` where the interviewer speaks between them.
    """

    transcript: str
    participant: str
    code: str
    span: Span
    n_words: int
    quote: str


@dataclass(frozen=True)
class Passages:
    """All passages, in the order of transcripts, codes and positions, with what they stand on.

    Attributes
    ----------
    headings
        The codes in use, in the order of the codebook.
    participants
        Everybody interviewed, in the order of the transcripts.
    notes
        Sentences for the reader of a table: codebook, numbers, coders, what was left out.
    """

    found: tuple[Passage, ...]
    headings: tuple[Heading, ...]
    participants: tuple[str, ...]
    notes: tuple[str, ...]


def passages(transcripts: Sequence[Transcript], codings: Iterable[Coding], codebook: Codebook) -> Passages:
    """Unite codings to passages.

    Codings of one code that overlap, of one coder or of several, are one passage; those that only touch stay
    two. Codings of codes not in use in this codebook, of other transcripts and of other revisions of the text
    do not count, nor do passages in which only the interviewer speaks.

    Parameters
    ----------
    transcripts
        All that were analysed, coded or not, each once. One that names no participant counts as a
        participant of its own.
    codings
        As seen at this codebook: changes of codes already followed.

    Raises
    ------
    Invalid
        If a transcript is given twice.
    """
    if twice := repeated(transcript.id for transcript in transcripts):
        raise Invalid(f"transcript {twice[0]!r} is given twice", "give one revision of each")
    headings = tuple(_headings(codebook))
    by_id = {transcript.id: transcript for transcript in transcripts}
    spans, coders, left_out = _sorted_out(codings, by_id, {heading.id for heading in headings})
    everything = [
        _passage(transcript, heading.id, span)
        for transcript in transcripts
        for heading in headings
        for span in united(spans[transcript.id, heading.id])
    ]
    found = tuple(passage for passage in everything if passage.n_words)
    notes = (
        *_basis(codebook, transcripts, coders),
        *(f"Codings left out, {why}: {count}." for why, count in left_out.items()),
        *_silent(len(everything) - len(found)),
    )
    return Passages(found, headings, participants(transcripts), notes)


def participants(transcripts: Iterable[Transcript]) -> tuple[str, ...]:
    """Return everybody interviewed, once, in order."""
    return tuple(dict.fromkeys(_participant(transcript) for transcript in transcripts))


def united(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans in order with those that overlap made one.

    >>> list(united([Span(20, 30), Span(0, 10), Span(5, 20)]))
    [Span(start=0, end=20), Span(start=20, end=30)]
    """
    held: Span | None = None
    for span in sorted(spans):
        if held is None or not held.overlaps(span):
            if held:
                yield held
            held = span
        else:
            held = Span(held.start, max(held.end, span.end))
    if held:
        yield held


def by_code(found: Iterable[Passage]) -> defaultdict[str, list[Passage]]:
    """Return the passages of each code, in order."""
    groups: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        groups[passage.code].append(passage)
    return groups


def _headings(codebook: Codebook) -> Iterator[Heading]:
    below: defaultdict[str, list[Heading]] = defaultdict(list)
    for theme, code in codebook.ordered():
        below[theme.id].append(Heading(theme, code.id, code.label, code.definition))
    for theme in codebook.themes:
        if theme.codable:
            yield Heading(theme, theme.id, theme.label, theme.definition)
        yield from below[theme.id]


def _sorted_out(
    codings: Iterable[Coding], transcripts: Mapping[str, Transcript], codes: set[str]
) -> tuple[defaultdict[tuple[str, str], list[Span]], set[str], Counter[str]]:
    """Return spans by transcript and code, who coded them, and how many codings were left out and why."""
    spans: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    coders: set[str] = set()
    left_out: Counter[str] = Counter()
    for coding in codings:
        transcript = transcripts.get(coding.transcript)
        if transcript is None:
            left_out["on other transcripts"] += 1
        elif coding.code not in codes:
            left_out["of codes not in use in this codebook"] += 1
        elif coding.quotation.revision != transcript.revision:
            left_out["on another revision of the text"] += 1
        else:
            spans[coding.transcript, coding.code].append(coding.span)
            coders.add(coding.coder)
    return spans, coders, left_out


def _passage(transcript: Transcript, code: str, span: Span) -> Passage:
    said = tuple(_spoken(transcript, span))
    n_words = sum(len(words.split()) for words in said if words is not None)
    return Passage(transcript.id, _participant(transcript), code, span, n_words, _quote(said))


def _spoken(transcript: Transcript, span: Span) -> Iterator[str | None]:
    """Yield what each turn contributes to the passage, None for the interviewer's."""
    for turn in transcript.turns_in(span):
        if transcript.roles[turn.speaker] == "interviewer":
            yield None
        else:
            yield transcript.text[max(span.start, turn.span.start) : min(span.end, turn.span.end)]


def _quote(said: Iterable[str | None]) -> str:
    """Return the words on one line, with one mark for each place where words between them are left out."""
    parts: list[str] = []
    omitted = False
    for words in said:
        if words is None:
            omitted = True
        elif words.strip():
            parts += [OMISSION] if omitted and parts else []
            parts += words.split()
            omitted = False
    return " ".join(parts)


def _participant(transcript: Transcript) -> str:
    return transcript.participant or transcript.id


def _basis(codebook: Codebook, transcripts: Sequence[Transcript], coders: set[str]) -> Iterator[str]:
    """Say what the passages stand on."""
    n = len(participants(transcripts))
    yield f"Codebook version {codebook.version}. Participants: {n}; transcripts: {len(transcripts)}."
    if alone := sorted(coders - {CONSENSUS}):
        yield f"Coded by: {', '.join(alone)}."
    yield "Overlapping codings of one code, also by several coders, count as one segment."
    if unnamed := sum(not transcript.participant for transcript in transcripts):
        yield f"Transcripts that name no participant, each counted as one: {unnamed}."


def _silent(count: int) -> Iterator[str]:
    if count:
        yield f"Segments left out, in which only the interviewer speaks: {count}."
