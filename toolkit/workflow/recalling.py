"""Recalling memos: each with what it is about, what it cites and what cites it, and finding some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.errors import Invalid
from toolkit.model.citation import Citation, Cited
from toolkit.model.coding import Coding, Memo, Subject
from toolkit.store import acts, codings
from toolkit.store import memos as stored
from toolkit.store.study import Connection, Study
from toolkit.text import search as searched
from toolkit.workflow import citing
from toolkit.workflow.citing import Source, Sources, followed
from toolkit.workflow.naming import check_coders, known_transcript


@dataclass(frozen=True)
class Wanted:
    """Which memos: those that fit every choice made; of several values of one, any will do.

    Attributes
    ----------
    coder
        By these.
    transcript
        About these transcripts and the codings in them, or citing those.
    about
        About things of these kinds.
    code
        About these codes and codings with them, or citing the codes.
    search
        All of these words or phrases stand in them, with what they cite in words.
    cites
        They cite one of these: ids, with their kind before them or without.
    """

    coder: tuple[str, ...] = ()
    transcript: tuple[str, ...] = ()
    about: tuple[Subject, ...] = ()
    code: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def fits(self, note: Note) -> bool:
        """Tell whether a memo is wanted."""
        return (
            (not self.coder or note.memo.author in self.coder)
            and (not self.transcript or not note.transcripts.isdisjoint(self.transcript))
            and (not self.about or note.memo.about in self.about)
            and (not self.code or not note.codes.isdisjoint(self.code))
            and (not self.cites or any(source.names & set(self.cites) for source in note.cites))
            and (not self.search or searched.mentions(f"{note.memo.text}\n{note.worded}", self.search))
        )


@dataclass(frozen=True)
class Note:
    """A memo in its place.

    Attributes
    ----------
    memo
        It, about the coding that took the place of the one it was written about.
    subject
        What it is about, as if it were cited; None if that is the study or cannot be cited.
    transcript, code
        Of what it is about, where it has them.
    """

    memo: Memo
    subject: Source | None
    sources: Sources
    transcript: str | None = None
    code: str | None = None
    quotation: str | None = None

    @property
    def state(self) -> str:
        """Why what it is about is not simply there, as in "coding removed"."""
        is_gone = self.subject is not None and self.subject.state in (citing.UNKNOWN, citing.REMOVED)
        return citing.REMOVED if self.memo.about == "coding" and is_gone else ""

    @property
    def title(self) -> str:
        """Its first line, with what is cited there by its label."""
        return self.sources.title(self.memo.text)

    @property
    def cites(self) -> tuple[Source, ...]:
        """What it cites."""
        return self.sources.of(self.memo.text)

    @property
    def codes(self) -> frozenset[str | None]:
        """The codes it is about or cites."""
        return frozenset({self.code, *(_named(self.cites, "code"))})

    @property
    def transcripts(self) -> frozenset[str | None]:
        """The transcripts it is about or cites, also by their passages."""
        quoted = (source.coding.transcript for source in self.cites if source.coding is not None)
        return frozenset({self.transcript, *_named(self.cites, "transcript"), *quoted})

    @property
    def worded(self) -> str:
        """Its text, with what is cited in words."""
        return self.sources.worded(self.memo.text)

    @property
    def about(self) -> str:
        """What it is about, in words."""
        match self.memo.about:
            case "study":
                return "the study"
            case "transcript":
                return f"transcript {self.memo.subject}"
            case "code":
                label = self.subject.label if self.subject is not None else self.memo.subject
                return f"code {label}"
            case "coding":
                return f"coding in {self.transcript}" if self.transcript else "a coding"


def _named(sources: Iterable[Source], kind: Cited) -> Iterator[str]:
    return (source.citation.name for source in sources if source.citation.kind == kind)


@dataclass(frozen=True)
class Recalled:
    """The memos wanted, in the order they were written, and what cites what among all there are.

    Attributes
    ----------
    citing
        The memos that cite a thing, by what they cite: a coding has the id it has now.
    """

    notes: tuple[Note, ...]
    citing: Mapping[Citation, tuple[Note, ...]]

    def cited_by(self, citation: Citation) -> tuple[Note, ...]:
        """Return the memos that cite a thing."""
        return self.citing.get(citation, ())


def recall(study: Study, wanted: Wanted = Wanted(), *, at: str | None = None) -> Recalled:
    """Return the memos that are wanted.

    Raises
    ------
    ToolkitError
        If the study has no such coder, transcript or version, or nothing with an id that is to be cited.
    """
    with study.reading() as connection:
        check_coders(connection, wanted.coder)
        for name in wanted.transcript:
            known_transcript(connection, name)
        notes = _notes(connection, at)
        if wanted.cites:
            known = {source.citation: source for note in notes for source in note.cites}
            citing.check_citable(connection, wanted.cites, Sources(known))
    return Recalled(tuple(filter(wanted.fits, notes)), _by_citation(notes))


def _notes(connection: Connection, at: str | None) -> list[Note]:
    told = list(followed(connection, stored.everything(connection)))
    subjects = [citation for memo in told if (citation := cited_as(memo)) is not None]
    sources = citing.sources(connection, (memo.text for memo in told), at, also=subjects)
    about = {memo.subject for memo in told if memo.about == "coding"}
    made = codings.some(connection, about)
    return [_note(connection, memo, sources, made) for memo in told]


def cited_as(memo: Memo) -> Citation | None:
    """Return how a memo's subject is cited; None if it is the study, or has a name that cannot be cited."""
    if memo.about == "study":
        return None
    try:
        return Citation(memo.about, memo.subject)
    except Invalid:
        return None


def _note(connection: Connection, memo: Memo, sources: Sources, made: Mapping[str, Coding]) -> Note:
    cited = cited_as(memo)
    subject = None if cited is None else sources.found[cited]
    if memo.about != "coding":
        transcript, code = (memo.subject if memo.about == about else None for about in ("transcript", "code"))
        return Note(memo, subject, sources, transcript, code)
    coding = made.get(memo.subject) or acts.removed(connection, memo.subject)
    if not isinstance(coding, Coding):
        return Note(memo, subject, sources)
    return Note(memo, subject, sources, coding.transcript, coding.code, coding.quotation.text)


def _by_citation(notes: Iterable[Note]) -> dict[Citation, tuple[Note, ...]]:
    """Return the memos that cite each thing; a coding under its own id and that of the one in its place."""
    found: defaultdict[Citation, dict[str, Note]] = defaultdict(dict)
    for note in notes:
        for source in note.cites:
            found[source.citation][note.memo.id] = note
            if source.coding is not None:
                found[Citation("coding", source.coding.id)][note.memo.id] = note
    return {citation: tuple(by_id.values()) for citation, by_id in found.items()}
