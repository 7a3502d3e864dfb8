"""Opening the file so that what was acknowledged is on disk.

Write-ahead log with `synchronous=FULL` (a power cut loses nothing acknowledged), foreign keys on, writers
begin with `BEGIN IMMEDIATE` and wait for one another instead of failing half way.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from toolkit.errors import ToolkitError

_HEADER = b"SQLite format 3\x00"
_ID_AT = slice(68, 72)  # where SQLite keeps the application's id (its file format, section 1.3)
APPLICATION_ID = int.from_bytes(b"ICDR")
"""Says in the file that it is a study, so that another program's database is never touched."""

_WAIT_SECONDS = 30


def engine_for(path: Path) -> Engine:
    """Return an engine on the SQLite file at `path`, which SQLAlchemy opens at first use."""
    # Not an address written out, which would split at a ? in the name.
    address = URL.create("sqlite", database=str(path))
    # Hidden parameters, because an error must not carry a quotation into a log; as many connections as
    # wanted, because readers need not wait for one another.
    engine = create_engine(
        address, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True, max_overflow=-1
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):  # the event's type is that of every database
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    # The log is folded into the file at every commit, which costs a millisecond: people copy the file alone,
    # and the copy has to hold what was acknowledged.
    for setting in ("journal_mode=WAL", "wal_autocheckpoint=1", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_study(path: Path) -> bool:
    """Tell from its first bytes whether the file at `path` is a study; it is not opened as a database."""
    try:
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
        path.open("rb").close()
    except OSError as fault:
        raise ToolkitError(
            str(path), f"cannot be read ({fault.strerror})", "check its permissions"
        ) from fault
    if not is_study(path):
        raise ToolkitError(str(path), "is not a study", "a study is made with: intercoder create")


def complaint(path: Path, fault: DatabaseError) -> ToolkitError:
    """Turn what the database says into what a person can act on."""
    reason = str(fault.orig)
    remedy = {
        "database is locked": "another program is writing to it; close that or try again",
        "attempt to write a readonly database": "allow writing to the file and its folder",
        "unable to open database file": "copy it to a folder you may write to; reading needs that too",
        "disk I/O error": "make room on the disk, or check the drive; nothing was changed",
        "database or disk is full": "make room on the disk; nothing was changed",
    }.get(reason, "nothing was changed; go back to a copy from before the damage")
    return ToolkitError(str(path), reason, remedy)
