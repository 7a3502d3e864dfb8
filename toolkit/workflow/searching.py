"""Searching what people say, and coding what was found: all of it as one act, or hit by hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.model.act import Together
from toolkit.model.identifier import new_id
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Role, Span, Transcript, Turn
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.text import lemmas
from toolkit.text import search as searched
from toolkit.text.sentences import sentences
from toolkit.workflow import applying, showing
from toolkit.workflow.naming import known_transcript

Manner = Literal["words", "lemma", "pattern"]
Extent = Literal["hit", "sentence", "turn"]

MOST_HITS: Final = 5_000
CONTEXT: Final = 60


@dataclass(frozen=True)
class Query:
    """What to look for.

    Attributes
    ----------
    sought
        Words and phrases, any of which is a hit; or patterns.
    manner
        Words as they stand, words in all their forms, or regular expressions.
    transcripts
        Where; everywhere if none is named.
    roles
        Said by whom; by anybody if none is named.
    """

    sought: tuple[str, ...]
    manner: Manner = "words"
    same_case: bool = False
    transcripts: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A passage that was found, in the turn that says it.

    Attributes
    ----------
    sha256
        Hash of the transcript's text it was found in.
    said
        All that is said in the turn.
    """

    transcript: str
    sha256: str
    turn: Turn
    span: Span
    said: str

    @property
    def words(self) -> str:
        """What was found, on one line."""
        return _on_one_line(self.said[self._start : self._end])

    def before(self, most: int = CONTEXT) -> str:
        """Return what stands before it in the turn, on one line, at most so many letters."""
        cut = max(self._start - most, 0)
        return f"{'…' if cut else ''}{_on_one_line(self.said[cut : self._start])}"

    def after(self, most: int = CONTEXT) -> str:
        """Return what stands behind it in the turn, likewise."""
        cut = self._end + most
        return f"{_on_one_line(self.said[self._end : cut])}{'…' if cut < len(self.said) else ''}"

    @property
    def _start(self) -> int:
        return self.span.start - self.turn.span.start

    @property
    def _end(self) -> int:
        return self.span.end - self.turn.span.start


@dataclass(frozen=True)
class Found:
    """All hits in the order of transcripts and text, and what to know about them."""

    hits: tuple[Hit, ...]
    notes: tuple[str, ...]


def search(
    study: Study,
    *words: str,
    lemma: bool = False,
    pattern: bool = False,
    same_case: bool = False,
    transcript: tuple[str, ...] = (),
    speaker_role: tuple[Role, ...] = (),
) -> Table:
    """Find words, phrases, lemmas or patterns in what people say, with what stands around them.

    Several words in quotation marks are a phrase; any of what is given is a hit. A star at the beginning or
    end of a word stands for any letters: trust* finds trusted. Capital letters do not matter, nor how an
    accent or an apostrophe is typed.

    Parameters
    ----------
    study
        The study file.
    words
        What to look for.
    lemma
        Find the words in all their forms: run finds running. Needs a spaCy model of the language; without one
        only the regular English endings are known, and a note says so.
    pattern
        Take what is given as regular expressions of Python's re module. A search that takes longer than ten
        seconds is ended.
    same_case
        Tell capital letters from small ones.
    transcript
        Search only these transcripts.
    speaker_role
        Search only what these say: participant, interviewer, other or unknown.
    """
    if lemma and pattern:
        raise ToolkitError("search", "is for lemmas or for patterns", "give --lemma or --pattern, not both")
    manner: Manner = "lemma" if lemma else "pattern" if pattern else "words"
    found = find(study, Query(words, manner, same_case, transcript, speaker_role))
    columns = (
        Column("transcript"),
        Column("turn", "count"),
        Column("speaker"),
        Column("before"),
        Column("hit"),
        Column("after"),
        Column("start", "count"),
        Column("end", "count"),
    )
    notes = (*found.notes, *filter(None, (study.profile.notice,)))
    return Table("Search", columns, tuple(map(_row, found.hits)), notes)


def _row(hit: Hit) -> tuple[str | int | None, ...]:
    place = (hit.transcript, hit.turn.number, hit.turn.speaker)
    return (*place, hit.before(), hit.words, hit.after(), hit.span.start, hit.span.end)


def texts(study: Study) -> dict[str, str]:
    """Return the hash of each transcript's text by its id: what was found holds as long as they do."""
    with study.reading() as connection:
        return transcripts.hashes(connection)


def find(study: Study, query: Query) -> Found:
    """Find what is looked for; within turns, so that speakers' labels and headings are no hits."""
    check(query)
    with study.reading() as connection:
        if query.transcripts:
            read = [known_transcript(connection, name) for name in dict.fromkeys(query.transcripts)]
        else:
            read = list(transcripts.everything(connection))
    places = [
        (text, turn)
        for text in read
        for turn in text.turns
        if not query.roles or text.roles[turn.speaker] in query.roles
    ]
    hits = hits_in(places, query)
    return Found(tuple(hits[:MOST_HITS]), tuple(_notes(query, hits, read)))


def check(query: Query) -> None:
    """Refuse a query that looks for nothing."""
    if not query.sought:
        raise ToolkitError("search", "has nothing to look for", "give a word or a phrase")


def hits_in(places: Sequence[tuple[Transcript, Turn]], query: Query) -> list[Hit]:
    """Return all hits in these turns, in their order; where else a query looks does not matter."""
    spans = _spans(query, places)
    return [
        _hit(text, turn, span) for (text, turn), found in zip(places, spans, strict=True) for span in found
    ]


def _spans(query: Query, places: Sequence[tuple[Transcript, Turn]]) -> list[tuple[Span, ...]]:
    """Return the hits in each turn, in positions of the turn."""
    said = [text.words_of(turn) for text, turn in places]
    match query.manner:
        case "words":
            return [searched.words(each, query.sought, same_case=query.same_case) for each in said]
        case "lemma":
            return [
                searched.lemmas(each, query.sought, text.language)
                for each, (text, _) in zip(said, places, strict=True)
            ]
        case "pattern":
            found = [searched.pattern(said, each, same_case=query.same_case) for each in query.sought]
            return [searched.apart(chain.from_iterable(of_turn)) for of_turn in zip(*found, strict=True)]


def _hit(text: Transcript, turn: Turn, span: Span) -> Hit:
    start = turn.span.start
    moved = Span(start + span.start, start + span.end)
    return Hit(text.id, text.sha256, turn, moved, text.words_of(turn))


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _notes(query: Query, hits: Sequence[Hit], read: Sequence[Transcript]) -> Iterator[str]:
    where = len({hit.transcript for hit in hits})
    yield f"{len(hits)} {'hit' if len(hits) == 1 else 'hits'} in {where} of {len(read)} transcripts."
    if len(hits) > MOST_HITS:
        yield f"Only the first {MOST_HITS} are listed: look for something rarer, or in fewer transcripts."
    if query.manner == "lemma":
        yield from dict.fromkeys(lemmas.source(text.language) for text in read)


# Coding what was found -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coded:
    """What became of coding hits.

    Attributes
    ----------
    act
        The act that can be undone; None if there was nothing left to code.
    made
        Codings made.
    already
        Passages that had the code from this coder, or that several hits share.
    """

    act: str | None
    made: int
    already: int


def code_hits(study: Study, coder: str, hits: Iterable[Hit], code: str, *, extent: Extent = "hit") -> Coded:
    """Give hits a code, or the sentences or turns they are in: all of them as one act, or none.

    Raises
    ------
    ToolkitError
        If any of it cannot be; then nothing is coded.
    """
    wanted = _passages(study, hits, extent)
    together = Together(new_id())
    wishes: list[applying.Wish] = []
    count = 0
    for (name, sha256), spans in wanted.items():
        count += len(spans)
        made = showing.desk(study, name, coder).codings
        given = {coding.span for coding in made if coding.code == code}
        wishes += [
            applying.Apply(new_id(), name, sha256, span, code, together=together)
            for span in dict.fromkeys(spans)
            if span not in given
        ]
    reasons = applying.change(study, coder, wishes)
    if refused := next(filter(None, reasons), None):
        raise ToolkitError("", f"nothing was coded, because {refused}")
    return Coded(together.act if wishes else None, len(wishes), count - len(wishes))


def _passages(study: Study, hits: Iterable[Hit], extent: Extent) -> dict[tuple[str, str], list[Span]]:
    """Return the passages to code by transcript and the hash of the text they were found in."""
    passages: dict[tuple[str, str], list[Span]] = defaultdict(list)
    read: dict[str, Transcript] = {}
    with study.reading() as connection:
        for hit in hits:
            if hit.transcript not in read:
                read[hit.transcript] = known_transcript(connection, hit.transcript)
            text = read[hit.transcript]
            passages[hit.transcript, hit.sha256].append(_extended(hit, text, extent))
    return passages


def _extended(hit: Hit, text: Transcript, extent: Extent) -> Span:
    match extent:
        case "hit":
            return hit.span
        case "turn":
            return _trimmed(hit.turn.span, text.text)
        case "sentence":
            return _sentence(hit, text)


def _sentence(hit: Hit, text: Transcript) -> Span:
    """Return the sentence of a hit; from the first to the last if it reaches over several."""
    start = hit.turn.span.start
    touched = [
        Span(start + part.start, start + part.end)
        for part in sentences(hit.turn.span.of(text.text), text.language)
        if start + part.start < hit.span.end and hit.span.start < start + part.end
    ]
    return Span(touched[0].start, touched[-1].end) if touched else hit.span


def _trimmed(span: Span, text: str) -> Span:
    """Return the span without blanks at its ends."""
    words = span.of(text)
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))
