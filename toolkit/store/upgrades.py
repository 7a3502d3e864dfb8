"""Bringing a study file of an older Intercoder up to date, with a copy of it kept beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from toolkit.errors import ToolkitError
from toolkit.model.identifier import now
from toolkit.store import schema
from toolkit.store.engine import check_is_study, complaint, engine_for
from toolkit.store.study import RESEARCHER, Records

# What fills new columns where their default would not be the truth, by the schema that did not have them.
# Until rounds had places there was one for each version, and the log knows when it began.
_STEPS: Final = {
    5: (
        """
        UPDATE rounds SET
            place = (SELECT place FROM codebooks WHERE version = rounds.codebook_version),
            begun_at = (SELECT min(at) FROM events WHERE kind = 'round.added' AND subject = rounds.id)
        """,
    ),
}


def upgrade(path: Path) -> tuple[int, Path | None]:
    """Bring a study up to the present schema.

    Missing tables and columns are made; what else has to be done stands in `_STEPS`.

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
            _add_columns(connection)
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


def _add_columns(connection: Connection) -> None:
    """Give every table the columns it does not have yet; each has a default, or may be empty."""
    written = connection.dialect.identifier_preparer
    for table in schema.metadata.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                told = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {written.format_table(table)} ADD COLUMN {told}")


def _copied(path: Path, number: int) -> Path:
    """Copy a study as the database sees it, whoever is writing; refuse to write over a file."""
    copy = path.with_name(f"{path.name}.schema-{number}")
    if copy.exists():
        raise ToolkitError(str(copy), "is already there", "move it away: the copy of the study goes there")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(0o600)
    return copy
