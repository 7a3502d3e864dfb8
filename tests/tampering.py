"""Changing a study behind its back, as another program could, wherever it lies."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg

from toolkit.store import address, contents
from toolkit.store.study import Study


def tamper(study: Study, *statements: str) -> list[int]:
    """Run SQL without the study and without its foreign keys; return how many rows each statement changed."""
    study.close()
    return tamper_at(study.address, *statements)


def tamper_at(place: address.Address, *statements: str) -> list[int]:
    """Do the same to a study that need not be open."""
    if isinstance(place, address.StudyFile):
        with closing(sqlite3.connect(place.path)) as raw:
            raw.execute("PRAGMA foreign_keys=OFF")
            counts = [raw.execute(statement).rowcount for statement in statements]
            raw.commit()
            return counts
    with psycopg.connect(place.connection) as server:
        server.execute(f'SET search_path TO "{place.schema}"'.encode())
        server.execute("SET session_replication_role TO replica")  # no foreign keys
        return [server.execute(_for_server(statement).encode()).rowcount for statement in statements]


def _for_server(statement: str) -> str:
    """PostgreSQL's triggers belong to their tables by name."""
    return f"{statement} ON events" if statement.startswith("DROP TRIGGER") else statement


def all_of(study: Study) -> contents.Contents:
    """Return what the study holds, to compare before and after."""
    with study.reading() as connection:
        return contents.summed_up(connection)
