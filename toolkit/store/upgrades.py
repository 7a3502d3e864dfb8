"""Bringing a study file of an older Intercoder up to date, with a copy of it kept beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from toolkit.errors import ToolkitError
from toolkit.model.identifier import now
from toolkit.store import schema
from toolkit.store.engine import check_is_study, complaint, engine_for
from toolkit.store.study import RESEARCHER, Records

# What leads from a schema to the next one, beside new tables.
_STEPS: Final = {
    1: ("ALTER TABLE rounds ADD COLUMN anew INTEGER NOT NULL DEFAULT 0",),
    2: ("ALTER TABLE assignments ADD COLUMN revision INTEGER NOT NULL DEFAULT 1",),
    3: ("ALTER TABLE rounds ADD COLUMN unit TEXT NOT NULL DEFAULT 'free'",),
}


def upgrade(path: Path) -> tuple[int, Path | None]:
    """Bring a study up to the present schema.

    Missing tables are made; other changes of the schema stand in `_STEPS`.

    Returns
    -------
    tuple
        The schema number it had, and the copy that was made; None if it was up to date.

    Raises
    ------
    ToolkitError
        If it is no study, or was made by a newer Intercoder, or the copy cannot be made.
    """
    check_is_study(path)
    engine = engine_for(path)
    try:
        with engine.connect() as connection:
            number = connection.execute(select(schema.study.c.schema_number)).scalar_one()
        if number > schema.SCHEMA_NUMBER:
            raise ToolkitError(str(path), "was made by a newer Intercoder", "install the newer version")
        if number == schema.SCHEMA_NUMBER:
            return number, None
        copy = _copied(path, number)
        with engine.execution_options(writes=True).begin() as connection:
            schema.metadata.create_all(connection)
            for step in range(number, schema.SCHEMA_NUMBER):
                for statement in _STEPS.get(step, ()):
                    connection.exec_driver_sql(statement)
            connection.execute(update(schema.study).values(schema_number=schema.SCHEMA_NUMBER))
            told = {"from": number, "to": schema.SCHEMA_NUMBER}
            Records(connection, RESEARCHER, now()).log(
                "schema.upgraded", str(schema.SCHEMA_NUMBER), told=told
            )
    except DatabaseError as fault:
        raise complaint(path, fault) from fault
    finally:
        engine.dispose()
    return number, copy


def _copied(path: Path, number: int) -> Path:
    """Copy a study as the database sees it, whoever is writing; refuse to write over a file."""
    copy = path.with_name(f"{path.name}.schema-{number}")
    if copy.exists():
        raise ToolkitError(str(copy), "is already there", "move it away: the copy of the study goes there")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(0o600)
    return copy
