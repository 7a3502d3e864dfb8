"""Studies that older programs made are brought up to date with everything in them.

Each `old/schema-N.sql` is a study as the last program with that schema left it, and `old/schema-N.json` what
that program printed of it; `old/make.py` says how they were made.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.conftest import small_codebook
from tests.store.old.make import printed
from tests.store.test_upgrades import take_back
from toolkit.errors import ToolkitError
from toolkit.store import address, schema
from toolkit.store.study import Study
from toolkit.workflow import studies

OLD = Path(__file__).parent / "old"
Rows = dict[str, list[dict[str, Any]]]

# What a later program tells otherwise on purpose, by table: it is not compared. The reasons speak of more
# coefficients now.
OTHERWISE = {"agreement": {"reason"}}
LEADS_SINCE = 6
"""The schema from which on there are leads: the study has one, and its round is blind to all others."""


def dumped(number: int) -> Rows:
    """Return what an old study holds: rows by table, those pointed to first."""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript((OLD / f"schema-{number}.sql").read_text(encoding="utf-8"))
        raw.row_factory = sqlite3.Row
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        known = [table.name for table in schema.metadata.sorted_tables]
        assert names <= set(known)
        return {
            name: [dict(row) for row in raw.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - our own names
            for name in known
            if name in names
        }


def laid_out(number: int, path: Path) -> None:
    """Put an old study where the studies of tests lie, as it was."""
    if isinstance(address.of(path), address.StudyFile):
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript((OLD / f"schema-{number}.sql").read_text(encoding="utf-8"))
        return
    # On a server, an empty study of that schema, into which its rows are poured.
    studies.start(path, small_codebook()).close()
    take_back(path, number)
    place = address.of(path)
    assert isinstance(place, address.StudyOnServer)
    with psycopg.connect(place.connection) as server:
        server.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(place.schema)))
        server.execute("SET session_replication_role TO replica")  # the log refuses to be emptied
        for name, rows in dumped(number).items():
            server.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for row in rows:
                told = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                    sql.Identifier(name),
                    sql.SQL(", ").join(map(sql.Identifier, row)),
                    sql.SQL(", ").join(sql.Placeholder() * len(row)),
                )
                server.execute(told, list(row.values()))


def held(study: Study, before: Rows) -> Rows:
    """Return what a study holds now, as far as an older schema had it: its tables and their columns."""
    found: Rows = {}
    with study.reading() as connection:
        for name, rows in before.items():
            table = schema.metadata.tables[name]
            now = [dict(row) for row in connection.execute(table.select()).mappings()]
            found[name] = [{column: row[column] for column in rows[0]} for row in now]
    return found


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.fixture(params=range(1, schema.SCHEMA_NUMBER))
def number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_an_old_study_has_something_in_every_table_of_its_time(number: int) -> None:
    assert [name for name, rows in dumped(number).items() if not rows] == []


def test_an_old_study_is_brought_up_to_date_with_every_row_and_its_log(number: int, tmp_path: Path) -> None:
    path = tmp_path / "old.study"
    laid_out(number, path)
    with pytest.raises(ToolkitError, match=rf"made by an older Intercoder \(schema {number}, now: "):
        studies.open_study(path)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    lead = study.seen_by("Cleo") if number >= LEADS_SINCE else study
    assert studies.verify(lead).notes[:-1] == ("No problem found.",)

    before = dumped(number)
    now = held(study, before)
    *events, last = sorted(now.pop("events"), key=lambda event: int(event["sequence"]))
    assert events == sorted(before.pop("events"), key=lambda event: int(event["sequence"]))
    assert (last["kind"], json.loads(last["body"])["told"]) == (
        "schema.upgraded",
        {"from": number, "to": schema.SCHEMA_NUMBER},
    )
    (was,), (is_,) = before.pop("study"), now.pop("study")
    assert is_ == was | {
        "schema_number": schema.SCHEMA_NUMBER,
        "head_sequence": last["sequence"],
        "head_hash": last["hash"],
    }
    assert {name: in_order(rows) for name, rows in now.items()} == {
        name: in_order(rows) for name, rows in before.items()
    }
    study.close()


def test_an_old_study_prints_the_tables_it_printed_then(number: int, tmp_path: Path) -> None:
    path = tmp_path / "old.study"
    laid_out(number, path)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    then = json.loads((OLD / f"schema-{number}.json").read_text(encoding="utf-8"))
    now = json.loads(json.dumps(printed(study, number)))
    study.close()
    assert now.keys() == then.keys()
    differing = {}
    for name, was in then.items():
        is_ = now[name]
        both = [column for column in was["columns"] if column in is_["columns"]]
        both = [column for column in both if column not in OTHERWISE.get(name, ())]
        told, tells = ([_cut(row, table["columns"], both) for row in table["rows"]] for table in (was, is_))
        if told != tells:
            differing[name] = (told, tells)
    assert differing == {}


def _cut(row: list[object], columns: list[str], wanted: list[str]) -> dict[str, object]:
    return {column: row[columns.index(column)] for column in wanted}
