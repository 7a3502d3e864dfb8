"""Watching the work: how far everybody is, kept until something happens.

Who has finished what is no secret, not even in a blind round; how much others have coded is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from toolkit.model.recent import Recent
from toolkit.model.round import Assignment, Round
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, events, rounds, transcripts
from toolkit.store.study import Connection, Study
from toolkit.workflow.arranging import is_blind, is_under_way
from toolkit.workflow.naming import remembered_transcript
from toolkit.workflow.showing import rounds_before_them

__all__ = ["Board", "Work", "board", "progress"]

_BOARDS_KEPT: Final = 32
_MOST_EVENTS: Final = 500
"""Happened more since, everything is read again."""
_FEW: Final = 8  # transcripts, which are remembered; more would push one another out
_CODING: Final = frozenset({"coding", "memo", "proposal", "verdict", "decision", "placement", "quotation"})
"""Kinds of events that are no step in anybody else's progress."""


@dataclass(frozen=True)
class Work:
    """One transcript on one coder's list.

    Attributes
    ----------
    round
        The round in which they read it.
    reopened
        When the finished reading was reopened, first to last.
    turns_coded, turns
        How many of the turns of participants the viewer has coded, and how many there are; None of others and
        of earlier rounds.
    """

    task: Assignment
    round: Round
    reopened: tuple[str, ...] = ()
    turns_coded: int | None = None
    turns: int | None = None

    @property
    def state(self) -> Literal["finished", "reading"]:
        """Whether it was read to the end."""
        return "finished" if self.task.finished else "reading"


@dataclass(frozen=True)
class Board:
    """How far everybody is in the present round.

    Attributes
    ----------
    work
        In the order of transcripts, and for each by coder.
    viewer
        Who looks; None if nobody has said who they are.
    role
        Their role; None of somebody who has not joined.
    goes_on
        Whether the round is blind and work in it is hidden from somebody.
    leads, coders
        Who has which role, in the order they joined.
    """

    round: Round
    work: tuple[Work, ...]
    viewer: str | None
    role: str | None
    goes_on: bool
    leads: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()

    @property
    def mine(self) -> tuple[Work, ...]:
        """What the viewer has to read."""
        return tuple(each for each in self.work if each.task.coder == self.viewer)

    @property
    def by_coder(self) -> Mapping[str, tuple[Work, ...]]:
        """The work of each coder."""
        found: defaultdict[str, list[Work]] = defaultdict(list)
        for each in self.work:
            found[each.task.coder].append(each)
        return {name: tuple(found[name]) for name in sorted(found)}

    @property
    def may_arrange(self) -> bool:
        """Whether the viewer may arrange rounds."""
        return self.role == "lead" or not self.leads


_RECENT: Final[Recent[tuple[object, ...], tuple[tuple[int, str], Board]]] = Recent(_BOARDS_KEPT)


def board(study: Study) -> Board:
    """Tell how far everybody is in the present round; one query as long as nothing happens in the study."""
    place = (study.where, study.viewer)
    # Ahead of all that is read, so that it never claims more than was.
    head = study.head()
    kept = _RECENT.find(place)
    if kept is not None and kept[0] == head:
        return kept[1]
    with study.reading() as connection:
        if kept is not None and (touched := _touched(connection, kept[0], study.viewer)) is not None:
            found = _brought_on(connection, kept[1], touched) if touched else kept[1]
            _RECENT.keep(place, (head, found))
            return found
        present = rounds.current(connection)
        team = rounds.team(connection)
        found = Board(
            present,
            _work(connection, study.viewer, present),
            study.viewer,
            next((each.role for each in team if each.name == study.viewer), None),
            is_under_way(connection, present),
            tuple(each.name for each in team if each.role == "lead"),
            tuple(each.name for each in team if each.role == "coder"),
        )
    _RECENT.keep(place, (head, found))
    return found


def _touched(connection: Connection, since: tuple[int, str], viewer: str | None) -> frozenset[str] | None:
    """Return the transcripts in which the viewer has coded since; None if something else happened, too.

    Others' coding shows in nobody's progress but theirs.
    """
    news = events.since(connection, *since, _MOST_EVENTS)
    if news is None or any(event.kind.partition(".")[0] not in _CODING for event in news):
        return None
    mine = [event.body for event in news if event.actor == viewer and event.kind.startswith("coding.")]
    told = (body.get("after") or body.get("before") for body in mine)
    return frozenset(str(each["transcript"]) for each in told if isinstance(each, Mapping))


def _brought_on(connection: Connection, board: Board, touched: frozenset[str]) -> Board:
    """Count anew how much the viewer has coded in these transcripts."""
    viewer, mine = board.viewer, {each.task.transcript for each in board.mine} & touched
    if viewer is None or not mine:
        return board
    counted = _turns(connection, viewer, mine)

    def now(each: Work) -> Work:
        if each.task.coder != viewer or each.task.transcript not in counted:
            return each
        coded, turns = counted[each.task.transcript]
        return replace(each, turns_coded=coded, turns=turns)

    return replace(board, work=tuple(map(now, board.work)))


def progress(study: Study) -> Table:
    """Tell how far each coder is with each transcript: one row for each assignment.

    Who has finished is told of everybody, in blind rounds too. How many turns have a coding is told only to
    whoever coded them, and of the present round.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        found = _work(connection, study.viewer)
    rows = tuple(
        (
            *(each.round.id, each.round.purpose, is_blind(each.round), each.task.transcript, each.task.coder),
            *(
                each.state,
                each.task.finished_at,
                len(each.reopened),
                each.reopened[-1] if each.reopened else None,
            ),
            *(each.turns_coded, each.turns, each.round.codebook_version),
        )
        for each in found
    )
    columns = (
        *(
            Column(name)
            for name in ("round", "purpose", "blind", "transcript", "coder", "state", "finished_at")
        ),
        Column("reopened", "count"),
        Column("reopened_at"),
        Column("turns_coded", "count"),
        Column("turns", "count"),
        Column("codebook_version"),
    )
    return Table("Progress", columns, rows)


def _work(connection: Connection, viewer: str | None, only: Round | None = None) -> tuple[Work, ...]:
    known = {each.id: each for each in rounds.rounds(connection)}
    names = {name: place for place, name in enumerate(transcripts.names(connection))}
    places = {name: place for place, name in enumerate(known)}
    again = rounds.reopenings(connection)
    tasks = sorted(
        rounds.everybodys(connection, None if only is None else only.id),
        key=lambda task: (places[task.round], names.get(task.transcript, len(names)), task.coder),
    )
    present = rounds.current(connection).id
    counted = {}
    if viewer is not None:
        mine = {task.transcript for task in tasks if (task.coder, task.round) == (viewer, present)}
        counted = _turns(connection, viewer, mine)
    return tuple(
        Work(
            task,
            known[task.round],
            again.get((task.coder, task.transcript, task.round), ()),
            *(
                counted.get(task.transcript, (None, None))
                if (task.coder, task.round) == (viewer, present)
                else (None, None)
            ),
        )
        for task in tasks
    )


def _turns(connection: Connection, viewer: str, mine: Collection[str]) -> dict[str, tuple[int, int]]:
    """Count the turns of participants that the viewer has coded, and all there are, by transcript."""
    if not mine:
        return {}
    made: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
    recent = rounds_before_them(connection)
    for transcript, revision, span in codings.places(connection, viewer, recent, mine):
        made[transcript, revision].append(span)
    if len(mine) > _FEW:
        texts = transcripts.everything(connection, mine)
    else:
        texts = tuple(remembered_transcript(connection, name) for name in sorted(mine))
    return {text.id: _coded(text, made[text.id, text.revision]) for text in texts}


def _coded(text: Transcript, made: Iterable[Span]) -> tuple[int, int]:
    answers = {turn.number for turn in text.turns if text.roles[turn.speaker] != "interviewer"}
    coded = {turn.number for span in made for turn in text.turns_in(span)}
    return len(coded & answers), len(answers)
