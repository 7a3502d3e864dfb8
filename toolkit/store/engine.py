"""Reaching a study wherever it is: each address is answered by the module of its kind of database."""

from __future__ import annotations

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from toolkit.errors import ToolkitError
from toolkit.store import postgresql, sqlite
from toolkit.store.address import Address, StudyFile
from toolkit.store.sqlite import is_study

__all__ = [
    "check_structure",
    "claim",
    "complaint",
    "engine_for",
    "found",
    "identity",
    "is_study",
    "lay_out",
    "remove",
]


def found(address: Address) -> Address:
    """Return where a study is, to the full; refuse an address where there is none."""
    if isinstance(address, StudyFile):
        sqlite.check_is_study(address.path)
        return address
    return postgresql.found(address)


def engine_for(address: Address) -> Engine:
    """Return an engine on the study's tables. A transaction that writes says so by the option `writes`."""
    if isinstance(address, StudyFile):
        return sqlite.engine_for(address.path)
    return postgresql.engine_for(address)


def identity(address: Address) -> tuple[int, int] | None:
    """Return what tells a study's file from another that takes its place; None of a server's."""
    return sqlite.identity(address.path) if isinstance(address, StudyFile) else None


def check_structure(address: Address, connection: Connection) -> None:
    """Refuse a study, perhaps a stranger's, that does things by itself when it is read or written to."""
    if isinstance(address, StudyFile):
        sqlite.check_structure(address.path, connection)


def claim(address: Address) -> None:
    """Refuse an address where something is already, or no study can be made."""
    if isinstance(address, StudyFile):
        sqlite.claim(address.path)
    else:
        postgresql.claim(address)


def lay_out(address: Address, connection: Connection) -> None:
    """Make the empty tables of a new study, in a transaction with the option `makes`."""
    if isinstance(address, StudyFile):
        sqlite.lay_out(connection)
    else:
        postgresql.lay_out(address, connection)


def remove(address: Address) -> None:
    """Remove a study, or what a making that failed has left."""
    if isinstance(address, StudyFile):
        sqlite.remove(address.path)
    else:
        postgresql.remove(address)


def complaint(address: Address, fault: DatabaseError) -> ToolkitError:
    """Turn what the database says into what a person can act on."""
    if isinstance(address, StudyFile):
        return sqlite.complaint(address.path, fault)
    return postgresql.complaint(address, fault)
