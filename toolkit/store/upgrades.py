"""Bringing a study of an older Intercoder up to date; of a file a backup is made first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from toolkit.errors import ToolkitError
from toolkit.model.identifier import now
from toolkit.store import address, backups, engine, schema
from toolkit.store.address import Address, StudyFile, StudyOnServer
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


def upgrade(place: str | Path | Address, *, dumped: bool = False) -> tuple[int, Path | None]:
    """Bring a study up to the present schema, in one transaction.

    Missing tables and columns are made; what else has to be done stands in `_STEPS`.

    Parameters
    ----------
    dumped
        A study on a server has been dumped: no copy of it can be made from here.

    Returns
    -------
    tuple
        The schema number it had, and the backup that was made; None if there is none.

    Raises
    ------
    ToolkitError
        If it is no study, or was made by a newer Intercoder, or the copy cannot be made.
    """
    where = engine.found(address.of(place))
    reached = engine.engine_for(where)
    try:
        with reached.connect() as connection:
            engine.check_structure(where, connection)
            number = connection.execute(select(schema.study.c.schema_number)).scalars().first()
        if number is None:
            raise ToolkitError(str(where), "holds no study", "make one with: intercoder create")
        if number > schema.SCHEMA_NUMBER:
            raise ToolkitError(str(where), "was made by a newer Intercoder", "install the newer version")
        if number == schema.SCHEMA_NUMBER:
            return number, None
        copy = _kept(where, number, dumped=dumped)
        with reached.execution_options(writes=True).begin() as connection:
            _bring_up_to_date(connection)
    except DatabaseError as fault:
        raise engine.complaint(where, fault) from fault
    finally:
        reached.dispose()
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


def _bring_up_to_date(connection: Connection) -> None:
    # Read again: on a server somebody else may have done it meanwhile.
    number = connection.execute(select(schema.study.c.schema_number)).scalar_one()
    if number >= schema.SCHEMA_NUMBER:
        return
    schema.metadata.create_all(connection)
    _add_columns(connection)
    for step in range(number, schema.SCHEMA_NUMBER):
        for statement in _STEPS.get(step, ()):
            connection.exec_driver_sql(statement)
    connection.execute(update(schema.study).values(schema_number=schema.SCHEMA_NUMBER))
    told = {"from": number, "to": schema.SCHEMA_NUMBER}
    Records(connection, RESEARCHER, now()).log("schema.upgraded", str(schema.SCHEMA_NUMBER), told=told)


def _kept(where: Address, number: int, *, dumped: bool) -> Path | None:
    """Keep the study as it was: a copy of the file, or the word of a person that it was dumped."""
    if isinstance(where, StudyFile):
        return backups.kept(where.path, backups.UPGRADE).path
    if not dumped:
        remedy = f"keep one with: {_dump(where, number)}, then upgrade with --dumped"
        raise ToolkitError(str(where), "no copy of a study on a server is made from here", remedy)
    return None


def _dump(where: StudyOnServer, number: int) -> str:
    """Return the command that dumps a study; it asks for the password, or finds it where libpq does."""
    database = where.shown.replace(":***@", "@", 1)
    # pg_dump reads the name as a pattern, and only in quotes as it stands.
    return f"""pg_dump --schema='"{where.schema}"' --file={where.study}.schema-{number}.sql '{database}'"""
