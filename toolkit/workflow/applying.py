"""Coding: applying codes to passages, taking them back, saying when a transcript is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Certainty, Coding, Quotation
from toolkit.model.identifier import new_id
from toolkit.model.round import FIRST_ROUND, Assignment, Coder
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codebooks, codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study


@dataclass(frozen=True)
class Apply:
    """A wish to give a passage a code.

    `id` is chosen by whoever wishes, so that asking twice does no harm.
    """

    id: str
    transcript: str
    sha256: str
    span: Span
    code: str
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Remove:
    """A wish to take one's own coding back."""

    id: str


def code(
    study: Study,
    *,
    coder: str,
    transcript: str,
    start: int,
    end: int,
    code: str,
    certainty: Certainty | None = None,
) -> str:
    """Give one passage a code.

    A coder not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who codes.
    transcript
        Id of the transcript.
    start, end
        The passage, in characters (Unicode code points) from the start of the text; `end` is not included.
    code
        Id of an active code.
    certainty
        sure or unsure.
    """
    with study.transaction(coder) as records:
        found = _transcript(records.connection, transcript)
        wish = Apply(new_id(), transcript, found.sha256, Span(start, end), code, certainty)
        coding = _Desk(records, coder).apply(wish)
    quoted = coding.quotation.text
    shown = quoted if len(quoted) <= 60 else f"{quoted[:57]}..."  # noqa: PLR2004 - a line of a terminal
    return f"{coder} coded {transcript} {start}-{end} as {code}: {shown!r}"


def change(study: Study, coder: str, wishes: Iterable[Apply | Remove]) -> tuple[str | None, ...]:
    """Carry out a coder's wishes in one transaction; return for each the reason it was refused, or None.

    A wish that is refused does not hold up the others. A wish may come twice, for whoever sent it cannot know
    that the answer was lost: a coding that was ever added is not added again, and one that is gone is gone.
    """
    with study.transaction(coder) as records:
        desk = _Desk(records, coder)
        return tuple(desk.refusal(wish) for wish in wishes)


class _Desk:
    """A coder at work in one transaction; what many wishes have in common is read once."""

    def __init__(self, records: Records, coder: str) -> None:
        self.records, self.coder = records, coder
        self.codebook = codebooks.latest(records.connection)
        self._transcripts: dict[str, Transcript] = {}
        self._given: dict[str, set[tuple[Span, str]]] = {}

    def refusal(self, wish: Apply | Remove) -> str | None:
        """Carry a wish out, or return why not."""
        try:
            if isinstance(wish, Remove):
                self.remove(wish)
            elif not codings.was_ever_added(self.records.connection, wish.id):
                self.apply(wish)
        except ToolkitError as refused:
            return str(refused)
        return None

    def apply(self, wish: Apply) -> Coding:
        """Check a wish against text, codebook and what is there, then write it."""
        transcript = self._transcript(wish)
        _check_codable(self.codebook, wish.code)
        quotation = Quotation.cut(transcript, wish.span)
        given = self._given[transcript.id]
        if (wish.span, wish.code) in given:
            what = f"{self.coder} has already given this passage the code {wish.code}"
            raise ToolkitError(transcript.id, what, "choose another code or passage")
        made_under = (self.codebook.version, FIRST_ROUND, self.records.at)
        coding = Coding(wish.id, quotation, wish.code, self.coder, *made_under, wish.certainty)
        codings.add(self.records, coding)
        given.add((wish.span, wish.code))
        return coding

    def remove(self, wish: Remove) -> None:
        """Take back one of the coder's own codings."""
        coding = codings.find(self.records.connection, wish.id)
        if coding is None:
            return
        if coding.coder != self.coder:
            raise ToolkitError(wish.id, f"is a coding by {coding.coder}", "only they can take it back")
        codings.remove(self.records, coding)
        self._given.get(coding.transcript, set()).discard((coding.span, coding.code))

    def _transcript(self, wish: Apply) -> Transcript:
        """Return the transcript wished for, on the coder's desk from now on; refuse one with another text."""
        connection = self.records.connection
        if wish.transcript not in self._transcripts:
            self._transcripts[wish.transcript] = _transcript(connection, wish.transcript)
            _assign(self.records, self.coder, [wish.transcript])
            mine = codings.everything(connection, transcript=wish.transcript, coders=[self.coder])
            self._given[wish.transcript] = {(coding.span, coding.code) for coding in mine}
        found = self._transcripts[wish.transcript]
        if found.sha256 != wish.sha256:
            raise ToolkitError(wish.transcript, "has another text by now", "load the page again")
        return found


def _assign(records: Records, coder: str, names: Iterable[str]) -> None:
    """Make sure that the coder exists and has the transcripts to read."""
    connection = records.connection
    if coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(coder))
    mine = {task.transcript for task in rounds.assignments(connection) if task.coder == coder}
    for name in names:
        if name not in mine:
            rounds.assign(records, Assignment(coder, name))


def _check_codable(codebook: Codebook, name: str) -> None:
    if name in codebook.codable:
        return
    known = codebook.code.get(name)
    if any(theme.id == name for theme in codebook.themes):
        raise ToolkitError(name, "is a theme and not codable", "use one of the codes under it")
    if known is None:
        raise ToolkitError(
            name, f"is no code of codebook {codebook.version}", "see: intercoder codebook show"
        )
    if not known.active:
        raise ToolkitError(
            name, f"is deprecated since {known.deprecated_in}", _successors(known.replaced_by, known.consider)
        )
    raise ToolkitError(name, "groups other codes and is not codable", "use one of the codes under it")


def _successors(replaced_by: str | None, consider: tuple[str, ...]) -> str:
    if replaced_by is not None:
        return f"use {replaced_by}"
    return f"consider {' or '.join(consider)}" if consider else "it has no successor"


def _transcript(connection: Connection, name: str) -> Transcript:
    found = transcripts.find(connection, name)
    if found is None:
        known = ", ".join(transcripts.names(connection)) or "none yet"
        raise ToolkitError(name, "is no transcript of this study", f"there are: {known}")
    return found


def assign(study: Study, *transcript: str, coder: str) -> str:
    """Give a coder transcripts to read; a coder not known yet joins the study.

    Coding a transcript does the same. It takes a finished assignment to compare a coder with others.

    Parameters
    ----------
    study
        The study file.
    transcript
        Ids of transcripts; all of them if none is named.
    coder
        Who is to read them.
    """
    with study.transaction(RESEARCHER) as records:
        chosen = transcript or transcripts.names(records.connection)
        for name in chosen:
            _transcript(records.connection, name)
        if not chosen:
            raise ToolkitError(
                str(study.path), "has no transcripts yet", "bring some in with: intercoder import"
            )
        _assign(records, coder, chosen)
    return f"{coder} has {', '.join(chosen)} to read"


def finish(study: Study, *transcript: str, coder: str, reopen: bool = False) -> str:
    """Declare that a coder has read transcripts to the end.

    Only then does a passage without a code count as a "no" when coders are compared.

    Parameters
    ----------
    study
        The study file.
    transcript
        Ids of transcripts; all that the coder was given if none is named.
    coder
        Who has read them.
    reopen
        Take the declaration back instead.
    """
    with study.transaction(coder) as records:
        check_coders(records.connection, [coder])
        mine = {
            task.transcript: task for task in rounds.assignments(records.connection) if task.coder == coder
        }
        for name in transcript:
            _transcript(records.connection, name)
            if name not in mine:
                raise ToolkitError(
                    name, f"was not given to {coder}", f"do so with: assign STUDY {name} --coder {coder}"
                )
        chosen = transcript or tuple(mine)
        if not chosen:
            raise ToolkitError(coder, "has no transcripts to read", "give some with: intercoder assign")
        for name in chosen:
            if mine[name].finished == reopen:
                finished_at = None if reopen else records.at
                rounds.assign(records, Assignment(coder, name, finished_at=finished_at))
    return f"{coder} has {'reopened' if reopen else 'finished'} {', '.join(chosen)}"


def all_codings(study: Study, *, coder: tuple[str, ...] = (), transcript: tuple[str, ...] = ()) -> Table:
    """List codings with their quotations.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders.
    transcript
        Only codings in these transcripts.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        found = codings.everything(connection, coders=coder or None)
        for name in transcript:
            _transcript(connection, name)
    rows = tuple(_coding_row(coding) for coding in found if not transcript or coding.transcript in transcript)
    columns = (
        *(Column(name) for name in ("transcript", "coder", "code")),
        Column("start", "count"),
        Column("end", "count"),
        *(Column(name) for name in ("quotation", "certainty", "codebook_version", "made_at", "id")),
    )
    notes = (study.profile.notice,) if study.profile.notice else ()
    return Table("Codings", columns, rows, notes)


def check_coders(connection: Connection, names: Iterable[str]) -> None:
    """Refuse the name of a coder the study does not know."""
    known = rounds.coders(connection)
    for name in names:
        if name not in known:
            raise ToolkitError(
                name, "is no coder of this study", f"there are: {', '.join(known) or 'none yet'}"
            )


def _coding_row(coding: Coding) -> tuple[str | int | None, ...]:
    return (
        coding.transcript,
        coding.coder,
        coding.code,
        coding.span.start,
        coding.span.end,
        coding.quotation.text,
        coding.certainty,
        coding.codebook_version,
        coding.made_at,
        coding.id,
    )


@dataclass(frozen=True)
class Desk:
    """What lies before a coder: a transcript, the codebook, and the codings to show."""

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    finished: bool


def desk(study: Study, transcript: str, coder: str, *, others: bool = False) -> Desk:
    """Lay out a transcript for a coder: with their own codings, and with everybody's only if asked."""
    with study.reading() as connection:
        finished = {(a.coder, a.transcript) for a in rounds.assignments(connection) if a.finished}
        return Desk(
            _transcript(connection, transcript),
            codebooks.latest(connection),
            codings.everything(connection, transcript=transcript, coders=None if others else [coder]),
            (coder, transcript) in finished,
        )
