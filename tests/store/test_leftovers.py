"""A file from which leftovers were cleared: all records are there, and nothing between them."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from toolkit.store import leftovers

ROWS = 3_000


def _marker(number: int) -> str:
    return f"Zyx{number:05}"


def _crowded(path: Path, page_size: int) -> None:
    """Make a file whose pages were parted many times, with records taken out and long ones among them."""
    chance = random.Random(page_size)  # noqa: S311 - to have it again
    numbers = list(range(ROWS))
    chance.shuffle(numbers)
    with closing(sqlite3.connect(path)) as opened:
        opened.execute(f"PRAGMA page_size={page_size}")
        opened.execute("PRAGMA secure_delete=OFF")  # as it is in some builds of SQLite
        opened.execute("CREATE TABLE told (name TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")
        opened.execute("CREATE TABLE heard (name TEXT UNIQUE, text TEXT)")
        for number in numbers:
            text = "so " * chance.choice((3, 30, 4_000 if number % 500 == 0 else 60))
            for table in ("told", "heard"):
                opened.execute(f"INSERT INTO {table} VALUES (?, ?)", (_marker(number), text))  # noqa: S608 - two of ours
        opened.execute("DELETE FROM heard WHERE rowid % 7 = 0")
        opened.execute("DELETE FROM told WHERE name LIKE '%3'")
        opened.commit()


def _rows(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [*opened.execute("SELECT * FROM told"), *opened.execute("SELECT * FROM heard ORDER BY rowid")]


def _surplus(path: Path) -> int:
    """Return how many names lie in the file beyond those of records: one in `told`, two in `heard`."""
    data = path.read_bytes()
    with closing(sqlite3.connect(path)) as opened:
        told = {name for (name,) in opened.execute("SELECT name FROM told")}
        heard = {name for (name,) in opened.execute("SELECT name FROM heard")}
    names = map(_marker, range(ROWS))
    return sum(data.count(name.encode()) - (name in told) - 2 * (name in heard) for name in names)


@pytest.mark.parametrize("page_size", [512, 4_096, 65_536])
def test_all_records_stay_and_nothing_between_them(tmp_path: Path, page_size: int) -> None:
    path = tmp_path / "a study?.db"
    _crowded(path, page_size)
    rows = _rows(path)
    assert _surplus(path) > 0

    leftovers.clear(path)

    assert _rows(path) == rows
    assert _surplus(path) == 0
    with closing(sqlite3.connect(path)) as opened:  # and it can be written to as before
        opened.execute("INSERT INTO told SELECT 'new ' || name, text FROM told")
        opened.commit()
    assert len(_rows(path)) == len(rows) + sum(1 for number in range(ROWS) if number % 10 != 3)


def test_an_empty_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("CREATE TABLE told (name TEXT)")
        opened.commit()
    before = path.read_bytes()
    leftovers.clear(path)
    assert path.read_bytes() == before
