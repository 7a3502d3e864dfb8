"""Whatever is changed behind the log is found, in every column of every table; the bytes of the file, too."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, Text, func, select, update
from sqlalchemy.exc import IntegrityError

from tests.store.filled import filled_study
from tests.tampering import tamper_at
from toolkit.errors import ToolkitError
from toolkit.store import address, backups, schema, verification
from toolkit.store.study import Study
from toolkit.workflow import keeping, listing, reporting, studies

# What no check reads, and why nothing rests on it.
ALLOWED: Final = {
    ("drafts", "saved_at"): "is shown to nobody, and a draft is no record",
}


def other(column: Column[object], value: object) -> object:
    """Return another value that the column can hold; an order is another only if something changes places."""
    if column.name == "place" and not column.primary_key:
        return 99 if value == 0 else -1
    if isinstance(column.type, Text):
        return f"{value or ''}x"
    return (value or 0) + 1 if isinstance(column.type, Integer) else (value or 0.0) + 0.5  # type: ignore[operator]


COLUMNS: Final = [(table, column) for table in schema.metadata.sorted_tables for column in table.columns]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return filled_study(tmp_path_factory.mktemp("filled") / "filled.study")


@contextmanager
def behind_its_back(study: Study) -> Iterator[Connection]:
    """Give a transaction in which nothing is guarded, and which leaves nothing behind."""
    with study._engine.connect() as plain:  # noqa: SLF001 - behind its back
        raw = plain.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA foreign_keys=OFF")
        connection = plain.execution_options(writes=True)
        with connection.begin() as begun:
            if isinstance(raw, sqlite3.Connection):
                for name in schema.GUARDS:
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
            else:
                connection.exec_driver_sql("SET LOCAL session_replication_role TO replica")
            yield connection
            begun.rollback()
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA foreign_keys=ON")


def last_row(connection: Connection, table: Table) -> tuple[Mapping[str, object], list[ColumnElement[bool]]]:
    """Return the last row of a table, and what names it."""
    keys = list(table.primary_key.columns)
    row = connection.execute(select(table).order_by(*(key.desc() for key in keys))).mappings().first()
    assert row is not None
    return dict(row), [key == row[key.name] for key in keys]


def found(connection: Connection) -> list[str]:
    """Return what is found, but that nothing is guarded."""
    return [told for told in verification.problems(connection) if "append-only, was removed" not in told]


def test_a_study_with_a_record_of_every_kind_is_well(whole: Study) -> None:
    with whole.reading() as connection:
        assert list(verification.problems(connection)) == []


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda each: each.name)
def test_a_change_of_any_column_is_found(whole: Study, table: Table, column: Column[object]) -> None:
    with behind_its_back(whole) as connection:
        row, mine = last_row(connection, table)
        refused = False
        try:
            with connection.begin_nested():
                new = {column.name: other(column, row[column.name])}
                connection.execute(update(table).where(*mine).values(new))
        except IntegrityError as fault:
            refused = "FOREIGN" not in str(fault)  # by a check of its own, such as that it is unique
        if refused:
            return
        told = found(connection)
    if (table.name, column.name) in ALLOWED:
        assert told == [], "it is found now: take it out of ALLOWED"
    else:
        assert told, f"nothing is said of {table.name}.{column.name}"


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda each: each.name)
def test_a_row_that_is_gone_is_found(whole: Study, table: Table) -> None:
    with behind_its_back(whole) as connection:
        _, mine = last_row(connection, table)
        connection.execute(table.delete().where(*mine))
        told = found(connection)
    assert told, f"nothing is said of a row of {table.name} that is gone"


def test_every_finding_says_what_to_do(whole: Study) -> None:
    whole.close()
    place = whole.address
    tamper_at(
        place,
        "CREATE TABLE mine (x INTEGER)",
        "INSERT INTO texts VALUES ('ab', 'a text nobody needs')",
    )
    with Study(place).reading() as connection:
        findings = list(verification.findings(connection))
    tamper_at(place, "DROP TABLE mine", "DELETE FROM texts WHERE sha256 = 'ab'")
    told = {each.what: each.remedy for each in findings}
    assert "find out who made it" in told["the table mine is not ours"]
    assert "harms nothing" in told["the text with hash ab belongs to no transcript"]
    assert all(told.values())


@pytest.mark.sqlite
def test_columns_that_are_gone_are_told(tmp_path: Path) -> None:
    filled_study(tmp_path / "x.study").close()
    tamper_at(address.of(tmp_path / "x.study"), "ALTER TABLE picks DROP COLUMN edited")
    with Study(tmp_path / "x.study").reading() as connection:
        (told,) = verification.problems(connection)
    assert told == "the table picks lacks edited, so that nothing else could be checked"


# Bytes ------------------------------------------------------------------------------------------------


def looked_at(path: Path) -> list[str]:
    """Open a damaged study, verify it and read what pages show; return the lines that are told."""
    told: list[str] = []
    for look in (studies.verify, listing.all_codings, reporting.transcripts, reporting.themes):
        try:
            study = studies.open_study(path)
            try:
                look(study)
            finally:
                study.close()
        except ToolkitError as refused:
            told += refused.lines()
    return told


@pytest.mark.sqlite
@pytest.mark.parametrize("seed", range(8))
def test_damage_of_any_bytes_is_told_in_lines_and_can_be_gone_back_from(
    whole: Study, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a draw of places
    path = tmp_path / "damaged.study"
    with closing(sqlite3.connect(str(whole.address))) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    study = Study(path)
    backups.kept(path, backups.ASKED)
    study.close()
    data = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(0, len(data) // 512) * 512
        data[at : at + 512] = chance.choice((bytes(512), chance.randbytes(512), data[:512]))
    if chance.random() < 0.3:
        data = data[: chance.randrange(1_000, len(data))]
    path.write_bytes(data)

    told = looked_at(path)
    assert all("\n" not in line and "Traceback" not in line for line in told)
    assert path.read_bytes() == data or not told, "a look changed the file"
    keeping.restore(path, latest=True)
    assert looked_at(path) == []


def test_nothing_is_mended(whole: Study) -> None:
    with whole.reading() as connection:
        before = connection.execute(select(func.count()).select_from(schema.events)).scalar_one()
    studies.verify(whole.seen_by("Ana"))
    with whole.reading() as connection:
        assert connection.execute(select(func.count()).select_from(schema.events)).scalar_one() == before


def test_an_event_that_nobody_can_have_written_is_told_and_the_rest_is_looked_at(whole: Study) -> None:
    log = schema.events
    with behind_its_back(whole) as connection:
        query = select(log.c.sequence).where(log.c.kind == "memo.added").limit(1)
        number = connection.execute(query).scalar_one()
        body = '{"after": {"id": "\\ud800"}}'  # half of a letter
        connection.execute(update(log).where(log.c.sequence == number).values(body=body))
        told = found(connection)
    assert f"event {number} (memo.added) was changed after it was written" in told
    assert not [each for each in told if "coding" in each or "what no study can hold" in each]
