"""What findings rest on: the passages a code covers, whoever coded them and however often."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.checks import repeated
from toolkit.model.code import Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.consensus import CONSENSUS
from toolkit.model.transcript import Role, Span, Transcript, Turn

OMISSION = "[…]"
ALL_BUT_INTERVIEWERS: Final[frozenset[Role]] = frozenset({"participant", "other", "unknown"})


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
        Words spoken in it, by those and in answer to the questions that count.
    """

    transcript: str
    participant: str
    code: str
    span: Span
    n_words: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose words count, in answer to what, and which codes; nothing said, nothing is left out.

    Attributes
    ----------
    roles
        Of the speakers that count; by default all but interviewers.
    questions
        Numbers of the questions in answer to which something is said; with none, all of it.
    codes
        Ids of the codes to look at, and of themes that are codable; None for all.
    """

    roles: frozenset[Role] = ALL_BUT_INTERVIEWERS
    questions: frozenset[int] = frozenset()
    codes: frozenset[str] | None = None

    def counts(self, transcript: Transcript, turn: Turn) -> bool:
        """Tell whether what is said in a turn counts."""
        return transcript.roles[turn.speaker] in self.roles and (
            not self.questions or turn.question in self.questions
        )

    @property
    def told(self) -> str:
        """Who is left out, as a part of a sentence."""
        if self.roles == ALL_BUT_INTERVIEWERS and not self.questions:
            return "in which only the interviewer speaks"
        return "in which nothing is said that counts here"


@dataclass(frozen=True)
class Passages:
    """All passages, in the order of transcripts, codes and positions, with what they stand on.

    Attributes
    ----------
    themes, headings
        The themes and codes in use that are looked at, in the order of the codebook.
    transcripts
        All that were analysed, coded or not, by id and in order.
    version
        Of the codebook.
    notes
        Sentences for the reader of a table: codebook, numbers, coders, what was left out.
    """

    found: tuple[Passage, ...]
    themes: tuple[Theme, ...]
    headings: tuple[Heading, ...]
    transcripts: Mapping[str, Transcript]
    scope: Scope
    version: str
    notes: tuple[str, ...]

    @cached_property
    def participants(self) -> tuple[str, ...]:
        """Everybody interviewed, in the order of the transcripts."""
        return participants(self.transcripts.values())

    @cached_property
    def n_words(self) -> dict[str, int]:
        """How many words each participant's transcripts hold that count, coded or not."""
        counted = dict.fromkeys(self.participants, 0)
        for transcript in self.transcripts.values():
            heard = (turn for turn in transcript.turns if self.scope.counts(transcript, turn))
            counted[transcript.person] += sum(len(transcript.words_of(turn).split()) for turn in heard)
        return counted

    def titled(self, what: str) -> str:
        """Return a title with what a caption has to tell: the codebook version and how many took part."""
        n = len(self.participants)
        return f"{what} at codebook {self.version} ({n} {'participant' if n == 1 else 'participants'})"

    def quote(self, passage: Passage) -> str:
        """Return the words of a passage on one line, with `[…]` where others speak between them."""
        return _quote(_spoken(self.transcripts[passage.transcript], passage.span, self.scope))

    def of_theme(self, theme: Theme) -> tuple[Heading, ...]:
        """Return the codes of a theme that are looked at."""
        return tuple(heading for heading in self.headings if heading.theme.id == theme.id)


def passages(
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    codebook: Codebook,
    scope: Scope = Scope(),
) -> Passages:
    """Unite codings to passages.

    Codings of one code that overlap, of one coder or of several, are one passage; those that only touch stay
    two. Codings of codes not in use in this codebook, of other transcripts and of other revisions of the text
    do not count, nor do passages in which nobody speaks who counts.

    Parameters
    ----------
    transcripts
        All that were analysed, coded or not, each once. One that names no participant counts as a
        participant of its own.
    codings
        As seen at this codebook: changes of codes already followed.
    scope
        Whose words count, and which codes; by default everybody's but interviewers', and all codes.

    Raises
    ------
    Invalid
        If a transcript is given twice.
    """
    uniting = Uniting(transcripts, codebook, scope)
    uniting.take(codings)
    return uniting.passages()


class Uniting:
    """Unites codings to passages as they come, so that they need not all be there at once.

    Parameters
    ----------
    transcripts, codebook, scope
        As for `passages`.

    Raises
    ------
    Invalid
        If a transcript is given twice.
    """

    def __init__(self, transcripts: Sequence[Transcript], codebook: Codebook, scope: Scope = Scope()) -> None:
        if twice := repeated(transcript.id for transcript in transcripts):
            raise Invalid(f"transcript {twice[0]!r} is given twice", "give one revision of each")
        self._transcripts, self._codebook, self._scope = transcripts, codebook, scope
        everywhere = tuple(_headings(codebook))
        self._in_use = {heading.id for heading in everywhere}
        self._headings = tuple(each for each in everywhere if scope.codes is None or each.id in scope.codes)
        self._by_id = {transcript.id: transcript for transcript in transcripts}
        self._found: dict[str, list[Passage]] = {}
        self._coders: set[str] = set()
        self._left_out: Counter[str] = Counter()
        self._n_silent = 0

    def take(self, codings: Iterable[Coding]) -> None:
        """Unite codings; of a transcript all that there are have to come together."""
        for name, spans in self._sorted_out(codings).items():
            heard = _Heard(self._by_id[name], self._scope)
            found = self._found.setdefault(name, [])
            for heading in self._headings:
                for start, end in _joined(spans.get(heading.id, ())):
                    n_words = heard.count(start, end)
                    if n_words:
                        found.append(Passage(name, heard.person, heading.id, Span(start, end), n_words))
                    else:
                        self._n_silent += 1

    def _sorted_out(self, codings: Iterable[Coding]) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Return positions by transcript and code; count what is left out, and why."""
        spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for coding in codings:
            quotation = coding.quotation
            transcript = self._by_id.get(quotation.transcript)
            if transcript is None:
                self._left_out["on other transcripts"] += 1
            elif coding.code not in self._in_use:
                self._left_out["of codes not in use in this codebook"] += 1
            elif quotation.revision != transcript.revision:
                self._left_out["on another revision of the text"] += 1
            else:
                here = spans.setdefault(quotation.transcript, {})
                here.setdefault(coding.code, []).append((quotation.span.start, quotation.span.end))
                self._coders.add(coding.coder)
        return spans

    def passages(self) -> Passages:
        """Return what the codings that came were united to."""
        scope, codebook = self._scope, self._codebook
        notes = (
            *_basis(codebook, self._transcripts, self._coders),
            *(f"Codings left out, {why}: {count}." for why, count in self._left_out.items()),
            *_silent(self._n_silent, scope),
        )
        return Passages(
            tuple(each for name in self._by_id for each in self._found.get(name, ())),
            tuple(_looked_at(codebook, self._headings, scope)),
            self._headings,
            self._by_id,
            scope,
            codebook.version,
            notes,
        )


class _Heard:
    """What is said in a transcript that counts, to be counted in many places."""

    def __init__(self, transcript: Transcript, scope: Scope) -> None:
        self.person = transcript.person
        self._text = transcript.text
        turns = [turn for turn in transcript.turns if scope.counts(transcript, turn)]
        self._starts = [turn.span.start for turn in turns]
        self._ends = [turn.span.end for turn in turns]

    def count(self, start: int, end: int) -> int:
        """Count the words that stand from one position up to another."""
        first = bisect_right(self._ends, start)
        n_words = 0
        for number in range(first, bisect_left(self._starts, end)):
            begun, ended = max(start, self._starts[number]), min(end, self._ends[number])
            n_words += len(self._text[begun:ended].split())
        return n_words


def _looked_at(codebook: Codebook, headings: Iterable[Heading], scope: Scope) -> Iterator[Theme]:
    """Yield the themes; where codes are chosen, only those of these."""
    chosen = {heading.theme.id for heading in headings}
    for theme in codebook.themes:
        if scope.codes is None or theme.id in chosen:
            yield theme


def participants(transcripts: Iterable[Transcript]) -> tuple[str, ...]:
    """Return everybody interviewed, once, in order."""
    return tuple(dict.fromkeys(transcript.person for transcript in transcripts))


def united(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans in order with those that overlap made one.

    >>> list(united([Span(20, 30), Span(0, 10), Span(5, 20)]))
    [Span(start=0, end=20), Span(start=20, end=30)]
    """
    for start, end in _joined((span.start, span.end) for span in spans):
        yield Span(start, end)


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions in order with those that overlap made one."""
    held: tuple[int, int] | None = None
    for start, end in sorted(places):
        if held is None:
            held = (start, end)
        elif start < held[1]:
            held = (held[0], max(held[1], end))
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held


def by_code(found: Iterable[Passage]) -> defaultdict[str, list[Passage]]:
    """Return the passages of each code, in order."""
    groups: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        groups[passage.code].append(passage)
    return groups


def by_transcript(found: Iterable[Passage]) -> defaultdict[str, list[Passage]]:
    """Return the passages of each transcript, in order."""
    groups: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        groups[passage.transcript].append(passage)
    return groups


def _headings(codebook: Codebook) -> Iterator[Heading]:
    below: defaultdict[str, list[Heading]] = defaultdict(list)
    for theme, code in codebook.ordered():
        below[theme.id].append(Heading(theme, code.id, code.label, code.definition))
    for theme in codebook.themes:
        if theme.codable:
            yield Heading(theme, theme.id, theme.label, theme.definition)
        yield from below[theme.id]


def _spoken(transcript: Transcript, span: Span, scope: Scope) -> Iterator[str | None]:
    """Yield what each turn contributes to the passage, None for those that do not count."""
    for turn in transcript.turns_in(span):
        if scope.counts(transcript, turn):
            yield transcript.text[max(span.start, turn.span.start) : min(span.end, turn.span.end)]
        else:
            yield None


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


def _basis(codebook: Codebook, transcripts: Sequence[Transcript], coders: set[str]) -> Iterator[str]:
    """Say what the passages stand on."""
    n = len(participants(transcripts))
    yield f"Codebook version {codebook.version}. Participants: {n}; transcripts: {len(transcripts)}."
    if alone := sorted(coders - {CONSENSUS}):
        yield f"Coded by: {', '.join(alone)}."
    yield "Overlapping codings of one code, also by several coders, count as one segment."
    if unnamed := sum(not transcript.participant for transcript in transcripts):
        yield f"Transcripts that name no participant, each counted as one: {unnamed}."


def _silent(count: int, scope: Scope) -> Iterator[str]:
    if count:
        yield f"Segments left out, {scope.told}: {count}."
