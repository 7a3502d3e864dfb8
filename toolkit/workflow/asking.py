"""Which question each turn belongs to: recognised from the protocol or from numbers, or set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from toolkit.workflow.naming import known_transcript
from toolkit.workflow.speaking import change_reading

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
            expected = readings.stated_protocol(connection) if stated is None else stated
            return _table(study, _looked_through(connection, transcript, expected, anew=anew), expected)
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
        expected = readings.stated_protocol(records.connection)
        looked = _looked_through(records.connection, names, expected, anew=anew)
        for now, found in looked:
            if found is not None:
                _store(records, now, found)
        return _table(study, looked, expected)


def stored(study: Study, name: str) -> Table:
    """List the questions of one transcript as they are stored."""
    with study.reading() as connection:
        return Table("Questions", _COLUMNS, tuple(_stored(known_transcript(connection, name))))


def recognise_in(records: Records, now: Transcript, protocol: Protocol) -> int:
    """Recognise and store the questions of one transcript, unless it has some; return how many there are."""
    if _has_questions(now):
        return len(set(attribution.beginnings(now).values()) - {None})
    found = recognise(now, protocol)
    _store(records, now, found)
    return len(found)


def _store(records: Records, now: Transcript, found: Sequence[Found]) -> None:
    then = attribution.asked(_without_questions(now), {each.turn: each.number for each in found})
    transcripts.reread(records, now, then, f"{len(found)} questions recognised")


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


Looked = list[tuple[Transcript, tuple[Found, ...] | None]]
"""Transcripts with what was recognised in them; None where their questions are stored."""


def _looked_through(
    connection: Connection, names: Iterable[str], protocol: Protocol, *, anew: bool
) -> Looked:
    chosen = [
        known_transcript(connection, name) for name in dict.fromkeys(names or transcripts.names(connection))
    ]
    return [(now, None if _has_questions(now) and not anew else recognise(now, protocol)) for now in chosen]


def _table(study: Study, looked: Looked, expected: Protocol) -> Table:
    rows: list[tuple[Value, ...]] = []
    notes: list[str] = []
    for now, found in looked:
        mine = _stored(now) if found is None else _recognised(now, found)
        rows += mine
        notes += _notes(now, mine, expected)
    if study.profile.notice:
        notes.append(study.profile.notice)
    return Table("Questions", _COLUMNS, tuple(rows), tuple(notes))


def _notes(now: Transcript, rows: Sequence[tuple[Value, ...]], expected: Protocol) -> Iterator[str]:
    if not rows:
        yield f"{now.id}: no question was found."
        return
    numbers = {row[2] for row in rows}
    if missing := [str(each.number) for each in expected if each.number not in numbers]:
        yield f"{now.id}: not found: {', '.join(missing)}."
    if unnamed := _asked_by_nobody(now, rows):
        yield (
            f"{now.id}: nobody is named as asking in turns {unnamed}; say who with: intercoder speaker turns."
        )


def _asked_by_nobody(now: Transcript, rows: Iterable[tuple[Value, ...]]) -> str:
    """Return the turns without a label in which a question begins: they count as said by a participant."""
    numbers = (row[1] for row in rows)
    unnamed = [
        number for number in numbers if isinstance(number, int) and now.turns[number - 1].speaker is None
    ]
    return ",".join(map(str, unnamed))


def _recognised(now: Transcript, found: Iterable[Found]) -> list[tuple[Value, ...]]:
    return [(now.id, each.turn, each.number, each.way, each.likeness, each.words) for each in found]


def _stored(now: Transcript) -> list[tuple[Value, ...]]:
    return [
        (now.id, turn, number, "stored", None, _short(now.words_of(now.turns[turn - 1])))
        for turn, number in attribution.beginnings(now).items()
        if number is not None
    ]


def _has_questions(now: Transcript) -> bool:
    return any(turn.question is not None for turn in now.turns)


def _without_questions(now: Transcript) -> Transcript:
    return replace(now, turns=tuple(replace(turn, question=None) for turn in now.turns))


def _short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _LONGEST_TEXT else f"{told[: _LONGEST_TEXT - 1]}…"
