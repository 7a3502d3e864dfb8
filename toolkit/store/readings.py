"""How a transcript was read over time: what people changed of speakers, turns and questions, from the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, select

from toolkit.errors import ToolkitError
from toolkit.model.protocol import Protocol, Question
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.store import schema
from toolkit.store.study import Records
from toolkit.store.transcripts import REREAD, TurnFacts, turn_facts

_PROTOCOL: Final = "protocol.stated"


@dataclass(frozen=True)
class Change:
    """One change of a reading, as the log tells it.

    Attributes
    ----------
    number
        Of its event.
    told
        What was done, in a few words.
    before, after
        The turns that are different, and all speakers with their roles.
    undoes
        The number of the change that this one takes back, or None.
    """

    number: int
    revision: int
    told: str
    actor: str
    at: str
    before: tuple[frozenset[TurnFacts], tuple[Speaker, ...]]
    after: tuple[frozenset[TurnFacts], tuple[Speaker, ...]]
    undoes: int | None = None


def changes(connection: Connection, transcript: Transcript) -> tuple[Change, ...]:
    """Return the changes of this revision's reading, first to last, those that were taken back among them."""
    table = schema.events
    query = (
        select(table)
        .where(table.c.subject == transcript.id, table.c.kind == REREAD)
        .order_by(table.c.sequence)
    )
    try:
        made = [_change(row) for row in connection.execute(query)]
    except (KeyError, TypeError, ValueError) as fault:
        what = "a change of its turns or speakers cannot be read"
        raise ToolkitError(transcript.id, what, "see: intercoder verify") from fault
    return tuple(each for each in made if each.revision == transcript.revision)


def standing(made: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes that were not taken back; the last of them can be."""
    gone = {each.undoes for each in made}
    return tuple(each for each in made if each.number not in gone and each.undoes is None)


def without(transcript: Transcript, change: Change) -> Transcript:
    """Return the reading as it was before its latest change.

    Raises
    ------
    ToolkitError
        If the transcript is not what the change made of it.
    """
    (gone, speakers), (came, now) = change.before, change.after
    present = {turn_facts(turn) for turn in transcript.turns}
    if not came <= present or transcript.speakers != now:
        what = "its turns or speakers are not what the last change made of them"
        raise ToolkitError(transcript.id, what, "see: intercoder verify")
    facts = sorted((present - came) | gone, key=_start)
    turns = tuple(
        Turn(number, Span(start, end), speaker, began, ended, question)
        for number, (start, end, speaker, began, ended, question) in enumerate(facts, 1)
    )
    return replace(transcript, turns=turns, speakers=speakers)


def _start(facts: TurnFacts) -> int:
    return facts[0]


def as_imported(connection: Connection, transcript: Transcript) -> Transcript:
    """Return the reading as the file gave it: every change taken back, last to first."""
    for change in reversed(changes(connection, transcript)):
        transcript = without(transcript, change)
    return transcript


def _change(row: Any) -> Change:  # noqa: ANN401 - a row of the events table
    body = json.loads(row.body)
    after = body["after"]
    return Change(
        row.sequence,
        after["revision"],
        after["told"],
        row.actor,
        row.at,
        _state(body["before"]),
        _state(after),
        after.get("undoes"),
    )


def _state(told: dict[str, Any]) -> tuple[frozenset[TurnFacts], tuple[Speaker, ...]]:
    turns: frozenset[Any] = frozenset(tuple(facts) for facts in told["turns"])
    return turns, tuple(Speaker(label, role) for label, role in told["speakers"])


def state_protocol(records: Records, source: str, protocol: Protocol) -> None:
    """Keep the questions that were to be asked: in the log alone, where the latest statement holds."""
    if protocol == stated_protocol(records.connection):
        return
    told = [[question.number, question.wording] for question in protocol]
    records.log(_PROTOCOL, source, after={"source": source, "questions": told})


def stated_protocol(connection: Connection) -> Protocol:
    """Return the questions that were to be asked, as stated last; none if nobody has."""
    table = schema.events
    query = select(table.c.body).where(table.c.kind == _PROTOCOL).order_by(table.c.sequence.desc()).limit(1)
    body = connection.execute(query).scalars().one_or_none()
    if body is None:
        return ()
    return tuple(Question(number, wording) for number, wording in json.loads(body)["after"]["questions"])
