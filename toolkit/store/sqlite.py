"""A study in a SQLite file, opened so that what was acknowledged is on disk.

Write-ahead log with `synchronous=FULL` (a power cut loses nothing acknowledged), foreign keys on, writers
begin with `BEGIN IMMEDIATE` and wait for one another instead of failing half way.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from toolkit.errors import ToolkitError
from toolkit.store import schema

_HEADER: Final = b"SQLite format 3\x00"
_ID_AT: Final = slice(68, 72)  # where SQLite keeps the application's id (its file format, section 1.3)
APPLICATION_ID: Final = int.from_bytes(b"ICDR")
"""Says in the file that it is a study, so that another program's database is never touched."""

_WORDS: Final = re.compile(r" with text '.*", re.DOTALL)  # of a damaged cell: Python tells what is in it
_WAIT_SECONDS: Final = 30
_OWNER_ONLY: Final = 0o600


def engine_for(path: Path) -> Engine:
    """Return an engine on the SQLite file at `path`, which SQLAlchemy opens at first use.

    Where nothing can be written the file can be read all the same, and nothing is made beside it.
    """
    if path.exists() and not may_write(path):
        return _reading_engine(path)
    # Not an address written out, which would split at a ? in the name; and from the root, as SQLite takes
    # names such as :memory: for something else.
    address = URL.create("sqlite", database=str(path.absolute()))
    # Hidden parameters, because an error must not carry a quotation into a log; as many connections as
    # wanted, because readers need not wait for one another.
    engine = create_engine(
        address, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True, max_overflow=-1
    )
    event.listen(engine, "connect", lambda _, record: record.info.update(file=identity(path)))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def opened_as(engine: Engine, file: tuple[int, int]) -> Iterator[sqlite3.Connection | None]:
    """Give a connection to the very file that was opened, whatever lies at its place by now; or None."""
    # None is opened for it: SQLite would take the log that lies there for that of the other file.
    idle = engine.pool.checkedin() if isinstance(engine.pool, QueuePool) else 0
    kept = [engine.raw_connection() for _ in range(idle)]
    try:
        yield next(
            (
                each.driver_connection
                for each in kept
                if each.info.get("file") == file and isinstance(each.driver_connection, sqlite3.Connection)
            ),
            None,
        )
    finally:
        for each in kept:
            each.close()


def may_write(path: Path) -> bool:
    """Tell whether a study file can be written to: SQLite needs its folder, too."""
    # As whom we act, and not as whom we were started.
    known = {"effective_ids": os.access in os.supports_effective_ids}
    return all(os.access(each, os.W_OK, **known) for each in (path, Path(os.path.realpath(path)).parent))


def read_as(path: Path, how: str = "immutable=1") -> str:
    """Return the address of a file for SQLite, read in some way; by default as if nobody wrote to it."""
    return f"{path.absolute().as_uri()}?{how}"


def _reading_engine(path: Path) -> Engine:
    """Return an engine that only reads, and finds out at every look how that can be done."""

    def connect() -> sqlite3.Connection:
        # Somebody who may write has it open if their log lies there, and SQLite reads that with it. If not,
        # SQLite must not look for one, for it would have to make it.
        live = any(path.with_name(f"{path.name}{left}").exists() for left in ("-shm", "-wal"))
        how = "mode=ro" if live else "immutable=1"
        return sqlite3.connect(read_as(path, how), uri=True, timeout=_WAIT_SECONDS)

    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, poolclass=NullPool)
    event.listen(engine, "connect", _say_begin)
    event.listen(engine, "begin", _begin)
    return engine


def passing_engine() -> Engine:
    """Return an engine on a database of its own, gone with its one connection, whatever ends the program.

    SQLite keeps it in memory and, if it grows large, in a file that only its owner could read and that has no
    name any more once it is open.
    """
    engine = create_engine("sqlite://", creator=_in_passing, poolclass=StaticPool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _say_begin(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, see _begin


def _in_passing() -> sqlite3.Connection:
    # No name: not even the one of memory, which would never be put on disk. One thread at a time uses it.
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for setting in ("journal_mode=OFF", "synchronous=OFF"):  # there is nothing to come back to
        connection.execute(f"PRAGMA {setting}")
    return connection


def _prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):  # the event's type is that of every database
        return
    _say_begin(connection, record)
    # The log is folded into the file at every commit, which costs a millisecond: people copy the file alone,
    # and the copy has to hold what was acknowledged.
    for setting in (
        *("journal_mode=WAL", "wal_autocheckpoint=1", "synchronous=FULL", "foreign_keys=ON"),
        "trusted_schema=OFF",  # the file may be a stranger's
    ):
        try:
            connection.execute(f"PRAGMA {setting}")
        except UnicodeDecodeError as damaged:  # Python reads what SQLite says of a damaged file, and cannot
            raise sqlite3.DatabaseError("database disk image is malformed") from damaged


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_study(path: Path) -> bool:
    """Tell from its first bytes whether the file at `path` is a study; it is not opened as a database."""
    try:
        # Opening a pipe would wait for whoever writes into it.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_ID_AT.stop)
    except OSError:
        return False
    return head.startswith(_HEADER) and int.from_bytes(head[_ID_AT]) == APPLICATION_ID


def check_is_study(path: Path) -> None:
    """Refuse a path that is not there, or is no study, before anything opens or touches it."""
    if not path.exists():
        raise ToolkitError(
            str(path), "there is no such study", "check the name, or make it with: intercoder create"
        )
    if path.is_dir():
        raise ToolkitError(str(path), "is a folder", "name the study file in it")
    try:
        if path.is_file():
            path.open("rb").close()
    except OSError as fault:
        raise ToolkitError(
            str(path), f"cannot be read ({fault.strerror})", "check its permissions"
        ) from fault
    if not is_study(path):
        raise ToolkitError(str(path), "is not a study", "a study is made with: intercoder create")


def claim(path: Path) -> None:
    """Make the file, readable by its owner alone, unless something is there already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError:
        raise ToolkitError(str(path), "is already there", "choose another name, or remove it first") from None
    except OSError as fault:
        raise ToolkitError(str(path), f"cannot be made ({fault.strerror})", "check the folder") from fault


def lay_out(connection: Connection) -> None:
    """Make the tables in a file that is claimed."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    schema.metadata.create_all(connection)


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that takes its place; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def on_disk(path: Path) -> None:
    """Have a file, or the names in a folder, on disk and not only in the machine's memory."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def remove(path: Path) -> None:
    """Remove the file, and what SQLite keeps beside it."""
    for left in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + left).unlink(missing_ok=True)


def complaint(path: Path, fault: DatabaseError) -> ToolkitError:
    """Turn what the database says into what a person can act on."""
    reason = _WORDS.sub("", str(fault.orig))
    remedy = {
        "database is locked": "another program is writing to it; close that or try again",
        "attempt to write a readonly database": "allow writing to the file and its folder",
        "unable to open database file": "copy it to a folder you may write to; reading needs that too",
        "disk I/O error": "make room on the disk, or check the drive; nothing was changed",
        "database or disk is full": "make room on the disk; nothing was changed",
    }.get(reason, "nothing was changed; see: intercoder backups, and intercoder restore")
    return ToolkitError(str(path), reason, remedy)


def damage(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the file itself."""
    for (told,) in connection.execute(text("PRAGMA integrity_check")):
        if told != "ok":
            yield f"the database file is damaged: {told}"


def check_structure(path: Path, connection: Connection) -> None:
    """Refuse a file that does things by itself when it is read or written to, or whose cells hold anything.

    Raises
    ------
    ToolkitError
        If it holds views, triggers or computed columns, or tables that are not as we make them.
    """
    if stranger := next(strangers(connection), None):
        remedy = "nothing was read; go back to a copy from before, or ask for another one"
        raise ToolkitError(str(path), stranger, remedy)


def strangers(connection: Connection) -> Iterator[str]:
    """Yield what is in the file and makes it do or hold what no study does."""
    there = connection.execute(text("SELECT type, name, rootpage, sql FROM sqlite_master")).all()
    for kind, name, page, statement in there:
        if kind == "trigger" and name not in schema.GUARDS:
            yield f"the trigger {name} is not ours: it may change records behind our back"
        elif kind == "trigger" and _words(statement) != _words(schema.guard(name)):
            yield f"the trigger {name} is not as we make it: it may change records behind our back"
        elif kind == "view":
            yield f"the view {name} is not ours: it may show what is not there, or never end"
        elif kind == "table" and not page:
            yield f"the table {name} is not ours: it computes what it shows"
    computed = (
        "SELECT m.name, x.name FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' "
    )
    for table, column in connection.execute(text(computed + "AND x.hidden <> 0")):
        yield f"the column {column} of {table} is not ours: it computes what it shows"
    loose = connection.execute(text("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"))
    for name in sorted(set(loose.scalars()) & set(schema.metadata.tables)):
        yield f"the table {name} is not as we make it: its cells may hold anything"


def _words(statement: str) -> str:
    return " ".join(str(statement).split())


def missing_guards(connection: Connection) -> Iterator[str]:
    """Yield what guarded the log and does not any more."""
    for guard in sorted(set(schema.GUARDS) - _triggers(connection)):
        yield f"the guard {guard}, which keeps the log append-only, was removed"


def _triggers(connection: Connection) -> set[str]:
    return set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())


def dangling_links(connection: Connection) -> Iterator[str]:
    """Yield the rows that point to a record that is not there."""
    for table, row, target, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row} of {table} points to a record of {target} that is not there"
