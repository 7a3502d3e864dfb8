"""Which question each turn belongs to: recognised from the protocol or from numbers, or set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.formats import protocol as protocol_files
from toolkit.model.protocol import MOST_QUESTIONS, Protocol
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Source, Transcript
from toolkit.store import readings, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.text import attribution
from toolkit.text.questions import Found, recognise
from toolkit.workflow import files
from toolkit.workflow.speaking import change_reading, known

_COLUMNS = (
    Column("transcript"),
    Column("turn", "count"),
    Column("question", "count"),
    Column("found_by"),
    Column("likeness", "number"),
    Column("text"),
)
_LONGEST_TEXT = 200


def questions(
    study: Study, *transcript: str, protocol: Path | None = None, anew: bool = False, dry_run: bool = False
) -> Table:
    """Recognise the questions of the interviews, so that each turn knows which one it belongs to.

    A question is known by its number, as in `3.` or `Q3:`, where numbers run upward, or by its wording, where
    it is that of the protocol or near to it. All turns up to the next question belong to it. Transcripts that
    have their questions keep them and are listed as they are stored.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts; all by default.
    protocol
        The questions that were to be asked: a numbered list (.md .txt) or a table (.csv) with the columns
        number and question. The study remembers it.
    anew
        Recognise again where questions are stored, be it by hand.
    dry_run
        Only show what would be found.
    """
    source = None if protocol is None else files.source(protocol)
    if dry_run:
        stated = None if source is None else protocol_files.read(source)
        with study.reading() as connection:
            return _told(study, connection, transcript, stated, anew=anew)
    return recognised(study, transcript, source, anew=anew)


def recognised(
    study: Study,
    names: Sequence[str] = (),
    protocol: Source | None = None,
    *,
    anew: bool = False,
    by: str = RESEARCHER,
) -> Table:
    """Recognise and store the questions of transcripts, all by default; return what was found."""
    stated = None if protocol is None else protocol_files.read(protocol)
    with study.transaction(by) as records:
        if stated is not None and protocol is not None:
            readings.state_protocol(records, protocol.name, stated)
        table = _told(study, records.connection, names, stated, anew=anew)
        for now in _chosen(records.connection, names):
            recognise_in(records, now, stated, anew=anew)
        return table


def stored(study: Study, name: str) -> Table:
    """List the questions of one transcript as they are stored."""
    with study.reading() as connection:
        return Table("Questions", _COLUMNS, tuple(_stored(known(connection, name))))


def recognise_in(records: Records, now: Transcript, protocol: Protocol | None, *, anew: bool = False) -> int:
    """Recognise the questions of one transcript and store them; return how many there are."""
    if not anew and _has_questions(now):
        return len(set(attribution.beginnings(now).values()) - {None})
    found = _found(records.connection, now, protocol)
    then = attribution.asked(_without_questions(now), {each.turn: each.number for each in found})
    transcripts.reread(records, now, then, f"{len(found)} questions recognised")
    return len(found)


def question(
    study: Study, transcript: str, *, turn: int, number: int | None = None, by: str = RESEARCHER
) -> str:
    """Say by hand which question a turn begins: the turns after it belong to it up to the next question.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcript.
    turn
        The number of the turn.
    number
        The number of the question; without it, no question begins there and the one before goes on.
    by
        Who says so.
    """
    ask(study, transcript, {turn: number}, by=by)
    if number is None:
        return f"{transcript}: no question begins at turn {turn}"
    return f"{transcript}: question {number} begins at turn {turn}"


def ask(
    study: Study, name: str, placed: Mapping[int, int | None], *, by: str = RESEARCHER, seen: str = ""
) -> None:
    """Set questions at turns; None takes one away. `seen` is the state in which turns were counted."""
    for number in placed.values():
        if number is not None and not 1 <= number <= MOST_QUESTIONS:
            raise ToolkitError("question", f"{number} is no number of one", f"use 1 to {MOST_QUESTIONS}")

    def remake(now: Transcript) -> Transcript:
        attribution.check_turns(now, placed)
        begun = {turn: number for turn, number in attribution.beginnings(now).items() if turn not in placed}
        begun |= {turn: number for turn, number in placed.items() if number is not None}
        return attribution.asked(_without_questions(now), begun)

    told = ", ".join(f"turn {turn}: {f'question {n}' if n else 'no question'}" for turn, n in placed.items())
    change_reading(study, [name], remake, told, by=by, seen=seen)


def protocol_of(study: Study) -> Protocol:
    """Return the questions that were to be asked, as stated last; none if nobody has."""
    with study.reading() as connection:
        return readings.stated_protocol(connection)


def _told(
    study: Study, connection: Connection, names: Iterable[str], protocol: Protocol | None, *, anew: bool
) -> Table:
    rows: list[tuple[Value, ...]] = []
    notes: list[str] = []
    expected = protocol if protocol is not None else readings.stated_protocol(connection)
    for now in _chosen(connection, names):
        mine = _stored(now) if _has_questions(now) and not anew else _recognised(connection, now, expected)
        rows += mine
        numbers = {row[2] for row in mine}
        missing = [each.number for each in expected if each.number not in numbers]
        if missing and mine:
            notes.append(f"{now.id}: not found: {', '.join(map(str, missing))}.")
        if unnamed := _asked_by_nobody(now, mine):
            notes.append(
                f"{now.id}: nobody is named as asking in turns {unnamed}; "
                "say who with: intercoder speaker turns."
            )
        if not mine:
            notes.append(f"{now.id}: no question was found.")
    if study.profile.notice:
        notes.append(study.profile.notice)
    return Table("Questions", _COLUMNS, tuple(rows), tuple(notes))


def _asked_by_nobody(now: Transcript, rows: Iterable[tuple[Value, ...]]) -> str:
    """Return the turns without a label in which a question begins: they count as said by a participant."""
    numbers = (row[1] for row in rows)
    unnamed = [
        number for number in numbers if isinstance(number, int) and now.turns[number - 1].speaker is None
    ]
    return ",".join(map(str, unnamed))


def _recognised(connection: Connection, now: Transcript, protocol: Protocol) -> list[tuple[Value, ...]]:
    found = _found(connection, now, protocol)
    return [(now.id, each.turn, each.number, each.way, each.likeness, each.words) for each in found]


def _stored(now: Transcript) -> list[tuple[Value, ...]]:
    return [
        (now.id, turn, number, "stored", None, _short(now.words_of(now.turns[turn - 1])))
        for turn, number in attribution.beginnings(now).items()
        if number is not None
    ]


def _found(connection: Connection, now: Transcript, protocol: Protocol | None) -> tuple[Found, ...]:
    return recognise(now, readings.stated_protocol(connection) if protocol is None else protocol)


def _chosen(connection: Connection, names: Iterable[str]) -> list[Transcript]:
    return [known(connection, name) for name in dict.fromkeys(names or transcripts.names(connection))]


def _has_questions(now: Transcript) -> bool:
    return any(turn.question is not None for turn in now.turns)


def _without_questions(now: Transcript) -> Transcript:
    return replace(now, turns=tuple(replace(turn, question=None) for turn in now.turns))


def _short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _LONGEST_TEXT else f"{told[: _LONGEST_TEXT - 1]}…"
