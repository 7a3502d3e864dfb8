"""The open study and its transactions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Transaction, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from toolkit.errors import ToolkitError
from toolkit.model.event import START_OF_CHAIN, Event
from toolkit.model.identifier import new_id, now
from toolkit.model.sight import Sight
from toolkit.store import address, backups, engine, schema, sights, sqlite
from toolkit.store.address import Address, StudyFile

__all__ = ["RESEARCHER", "Connection", "Profile", "Records", "Study"]

RESEARCHER: Final = "researcher"
"""Who acts in the log when no coder does: making a study, imports, releases."""

Body = Mapping[str, Mapping[str, object]]
"""What an event tells: the record `before` and/or `after`."""


@dataclass(frozen=True)
class Records:
    """A transaction in progress: everything written through it is kept together or not at all.

    `act` is told with each event: which act of the actor it is part of. `logged` are the kinds of the events
    written so far.
    """

    connection: Connection
    actor: str
    at: str
    act: Mapping[str, object] | None = None
    logged: list[str] = field(default_factory=list, compare=False, repr=False)

    def log(self, kind: str, subject: str, **body: Mapping[str, object]) -> None:
        """Append an event to the chain; `body` holds the record `before` and/or `after`."""
        self.log_all(kind, [(subject, body)])

    def log_all(self, kind: str, told: Sequence[tuple[str, Body]]) -> None:
        """Append events of one kind to the chain, each as its subject and body: sooner than one by one."""
        self.log_each(kind, [(self.actor, self.at, subject, body) for subject, body in told])

    def log_each(self, kind: str, told: Sequence[tuple[str, str, str, Body]]) -> None:
        """Append events of one kind, each with its own actor and time ahead of its subject and body."""
        if not told:
            return
        table = schema.study.c
        head = self.connection.execute(
            select(table.head_sequence, table.head_hash, table.schema_number)
        ).one()
        if head.schema_number != schema.SCHEMA_NUMBER:
            what = f"was brought to schema {head.schema_number} while this program ran"
            raise ToolkitError("study", what, "end this program and start it anew")
        act = {} if self.act is None else {"act": self.act}
        rows = []
        sequence, previous = head.head_sequence, head.head_hash
        for actor, at, subject, body in told:
            event = Event(sequence + 1, actor, kind, subject, {**body, **act}, at, previous)
            sequence, previous = event.sequence, event.hash
            rows.append(
                {
                    "sequence": event.sequence,
                    "actor": event.actor,
                    "kind": event.kind,
                    "subject": event.subject,
                    "body": json.dumps(event.body, ensure_ascii=False),
                    "at": event.at,
                    "previous": event.previous,
                    "hash": previous,
                }
            )
        self.connection.execute(insert(schema.events), rows)
        self.connection.execute(update(schema.study), {"head_sequence": sequence, "head_hash": previous})
        self.logged.extend([kind] * len(rows))


Check = Callable[[Connection], None]
"""Refuses, by raising, whoever may not go on."""


@dataclass
class _Known:
    """What an open study knows of where it lies: which file it is, and the last event it has seen there.

    All copies of one open study share it. `told` is what became of it once another file took its place.
    """

    file: tuple[int, int] | None
    told: str = ""
    sequence: int = 0
    hash: str = START_OF_CHAIN


_OF_DAMAGE: Final = (
    *(TypeError, ValueError, KeyError, AttributeError, IndexError),
    *(RecursionError, OverflowError),
)
"""What a reader of records may run into where these are nonsense; `Invalid` is a `ValueError`, too."""

_HEAD: Final = select(schema.study.c.head_sequence, schema.study.c.head_hash)
_HASH: Final = select(schema.events.c.hash)
_LOOK: Final = "end this program, see what lies there with: intercoder verify, and start it anew"


@dataclass(frozen=True)
class Profile:
    """What a study says of itself.

    `notice` is printed under every exported table, for instance that the material is synthetic.
    """

    id: str
    title: str
    notice: str
    created_at: str


class Study:
    """An open study. Safe to share between threads; one of them writes at a time.

    Attributes
    ----------
    address
        Where it is. Written out, as in `where`, it holds no password.
    viewer
        Who looks at it and acts; None if nobody has said who they are. What is hidden from them while a round
        is blind comes back from no query.

    Raises
    ------
    ToolkitError
        If it is missing, is no study, or was made by a newer or an older Intercoder.
    """

    def __init__(self, place: str | Path | Address) -> None:
        self.address: Address = engine.found(address.of(place))
        self.viewer: str | None = None
        self._check: Check | None = None
        self._engine: Engine = engine.engine_for(self.address)
        sights.watch(self._engine)
        self._writing = threading.Lock()
        self._backed_up = isinstance(self.address, StudyFile)
        self._known = _Known(engine.identity(self.address))
        try:
            self.profile = self._read_profile()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def where(self) -> str:
        """Its file or address, to be shown."""
        return str(self.address)

    @classmethod
    def create(
        cls, place: str | Path | Address, *, title: str, notice: str, begin: Callable[[Records], None]
    ) -> Study:
        """Make a new study at `place`; refuse to touch what is there.

        Parameters
        ----------
        begin
            Writes what every study has from the start, in the transaction that makes the study. If it fails
            nothing is left.
        """
        return cls.filled(place, lambda connection: begin(_first_records(connection, title, notice)))

    @classmethod
    def filled(cls, place: str | Path | Address, fill: Callable[[Connection], None]) -> Study:
        """Make the tables of a new study and let `fill` write all that is in them, in one transaction."""
        where = address.of(place)
        engine.claim(where)
        made = engine.engine_for(where)
        try:
            with made.execution_options(writes=True, makes=True).begin() as connection:
                engine.lay_out(where, connection)
                fill(connection)
        except BaseException as fault:
            made.dispose()
            if isinstance(where, StudyFile):  # on a server nothing was there outside of the transaction
                engine.remove(where)
            if isinstance(fault, DatabaseError) and not isinstance(fault, IntegrityError):
                raise engine.complaint(where, fault) from fault
            raise
        made.dispose()
        return cls(where)

    def seen_by(self, viewer: str | None, *, check: Check | None = None) -> Study:
        """Return the same open study, as one person may see it.

        Who came in by a `check` stays who they are, whatever name is given later.

        Parameters
        ----------
        check
            Is asked at every look and every change whether they still may, and raises if not.
        """
        same = copy(self)
        if self._check is not None:
            return same
        same.viewer, same._check = viewer, check  # noqa: SLF001 - of a copy of ours
        return same

    def without_backups(self) -> Study:
        """Return the same open study, of which no backup is made before it is changed in bulk."""
        same = copy(self)
        same._backed_up = False  # noqa: SLF001 - of a copy of ours
        return same

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a consistent view of the study: what others write meanwhile is not seen.

        Nor is what is hidden from the viewer.
        """
        try:
            self._check_in_place()
            with self._engine.connect() as connection, connection.begin():
                self._ask(connection)
                sights.look(connection, self.viewer)
                yield connection
        except DatabaseError as fault:
            raise engine.complaint(self.address, fault) from fault
        except _OF_DAMAGE as fault:
            self._check_undamaged(fault)
            raise

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last event, by one query: what was seen then is what is there now.

        Both move with what is hidden, too; so this is to know that nothing happened, and not to be shown.
        """
        try:
            with self._engine.connect() as connection:
                table = schema.study
                row = connection.execute(select(table.c.head_sequence, table.c.head_hash)).one()
        except DatabaseError as fault:
            raise engine.complaint(self.address, fault) from fault
        return row.head_sequence, row.head_hash

    @contextmanager
    def transaction(self, actor: str, *, keep: bool = True) -> Iterator[Records]:
        """Write in the name of `actor`: kept, on disk, if the block ends well, else nothing is changed.

        With `keep` off nothing is changed in any case: to see what would happen. Before a change in bulk is
        kept (see `backups.bulk`), a backup is made of the file as it was.

        Raises
        ------
        ToolkitError
            If the study has a viewer, and they only read, or `actor` is somebody else; if another file took
            the study's place; if a backup is due and cannot be made.
        """
        try:
            with self._writing:
                self._check_in_place()
                with self._begun(actor) as (begun, records, before):
                    yield records
                    head = records.connection.execute(_HEAD).one()
                    if keep:
                        self._back_up(records.logged, head.head_sequence - before)
                    else:
                        begun.rollback()
                if keep:
                    # Not acknowledged, if it went into a file that nobody will find again.
                    self._check_in_place()
                    self._known.sequence, self._known.hash = head
        except _OF_DAMAGE as fault:
            self._check_undamaged(fault)
            raise
        except IntegrityError:
            raise  # a bug of ours and no mistake of a person's: the workflow checks before it writes
        except DatabaseError as fault:
            raise engine.complaint(self.address, fault) from fault

    @contextmanager
    def _begun(self, actor: str) -> Iterator[tuple[Transaction, Records, int]]:
        """Begin to write in the name of `actor`; tell with which event the log ended."""
        with self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin() as begun:
                self._ask(connection)
                before = self._check_goes_on(connection)
                viewer = self.viewer or (None if actor == RESEARCHER else actor)
                sight = sights.look(connection, viewer)
                yield begun, Records(connection, self._actor(actor, sight), now()), before

    def _check_in_place(self) -> None:
        """Refuse to go on in a file that is not the one that lies there: what is written would be lost."""
        known = self._known
        if known.file is not None and engine.identity(self.address) != known.file:
            if not known.told:
                known.told = self._rescued(known.file)
            what = f"another file took its place while it was open, as a sync program does; {known.told}"
            raise ToolkitError(self.where, what, _LOOK)

    def _rescued(self, file: tuple[int, int]) -> str:
        """Keep what was saved in the file that is not there any more; say where it is."""
        lost = "what was saved last may not be in it"
        if not isinstance(self.address, StudyFile):
            return lost
        try:
            with sqlite.opened_as(self._engine, file) as opened:
                if opened is None:
                    return lost
                kept = backups.rescue(self.address.path, opened)
        except (ToolkitError, DatabaseError):
            return lost
        return f"all that was saved is kept in {kept.path} and can be merged"

    def _check_undamaged(self, fault: Exception) -> None:
        """Tell of a damaged file where what was read from it is no record; else it is a bug of ours."""
        if isinstance(fault, ToolkitError) or not isinstance(self.address, StudyFile):
            return
        if not backups.is_whole(self.address.path):
            what = "the file is damaged, and what was read from it is no record"
            remedy = "see: intercoder verify, intercoder backups, and intercoder restore"
            raise ToolkitError(self.where, what, remedy) from fault

    def _check_goes_on(self, connection: Connection) -> int:
        """Refuse to write to a state older than what was seen here; return the number of the last event."""
        known = self._known
        here = _HASH.where(schema.events.c.sequence == known.sequence)
        if known.sequence and connection.execute(sights.unhidden(here)).scalar_one_or_none() != known.hash:
            what = (
                "an older or other state took its place while it was open: "
                f"event {known.sequence} of its log is not the one that was seen"
            )
            raise ToolkitError(self.where, what, _LOOK)
        head = connection.execute(_HEAD).one()
        return int(head.head_sequence)

    def _back_up(self, logged: Sequence[str], count: int) -> None:
        """Make the backup that is due before what was written is kept; it holds what was there before."""
        if isinstance(self.address, StudyFile) and self._backed_up and (why := backups.bulk(logged, count)):
            backups.kept_before(self.address.path, why)

    def _ask(self, connection: Connection) -> None:
        if self._check is not None:
            self._check(connection)

    def _actor(self, actor: str, sight: Sight) -> str:
        """Return in whose name something is written; refuse another's than the viewer's, if there is one."""
        if self.viewer is None:
            return actor
        if sight.role == "reader":
            raise ToolkitError(self.viewer, "reads this study and changes nothing", "ask a lead for a role")
        if actor not in (RESEARCHER, self.viewer):
            what = f"cannot write in the name of {actor}"
            raise ToolkitError(self.viewer, what, f"{actor} has to do it, under their own name")
        return self.viewer

    def close(self) -> None:
        """Let go of the study; SQLite then folds its write-ahead log into the file."""
        self._engine.dispose()

    def discard(self) -> None:
        """Close the study and remove it: for one that was begun here and could not be finished."""
        self.close()
        engine.remove(self.address)

    def _read_profile(self) -> Profile:
        table = schema.study
        try:
            with self._engine.connect() as connection:
                engine.check_structure(self.address, connection)
                number = connection.execute(select(table.c.schema_number)).scalars().first()
                if number is not None and number > schema.SCHEMA_NUMBER:
                    what = f"was made by a newer Intercoder (schema {number}, known: {schema.SCHEMA_NUMBER})"
                    raise ToolkitError(self.where, what, "install the newer version")
                if number is not None and number < schema.SCHEMA_NUMBER:
                    what = f"was made by an older Intercoder (schema {number}, now: {schema.SCHEMA_NUMBER})"
                    raise ToolkitError(self.where, what, "bring it up to date with: intercoder upgrade")
                row = connection.execute(select(table)).first()
        except DatabaseError as fault:
            raise engine.complaint(self.address, fault) from fault
        if row is None:
            raise ToolkitError(self.where, "holds no study", "make one with: intercoder create")
        self._known.sequence, self._known.hash = row.head_sequence, row.head_hash
        return Profile(row.id, row.title, row.notice, row.created_at)


def _first_records(connection: Connection, title: str, notice: str) -> Records:
    """Write the one row every study has, and begin its log."""
    facts = {"id": new_id(), "title": title, "notice": notice, "created_at": now()}
    state = {"schema_number": schema.SCHEMA_NUMBER, "head_sequence": 0, "head_hash": START_OF_CHAIN}
    connection.execute(insert(schema.study).values(**facts, **state))
    records = Records(connection, RESEARCHER, facts["created_at"])
    records.log("study.created", facts["id"], after=facts)
    return records
