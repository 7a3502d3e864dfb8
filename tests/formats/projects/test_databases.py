"""Nothing of a stranger's database runs, and none costs more than a project may."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.projects.foreign import ODDITIES, check_told, database
from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.projects import databases
from toolkit.formats.projects.databases import ROW, Database
from toolkit.model.transcript import Source

TABLE = {"passage": ("id", "words")}
SCHEMA = "CREATE TABLE passage (id, words);"


def rows(
    data: bytes, table: str = "passage", columns: tuple[str, ...] = ("id", "words")
) -> list[tuple[str, str]]:
    with databases.opened(Source("theirs.db", data)) as opened:
        return [(row.key(columns[0]), row.text(columns[1])) for row in opened.rows(table, columns)]


def refusal(data: bytes) -> str:
    with pytest.raises(ToolkitError) as caught:
        rows(data)
    return str(caught.value)


def test_rows_come_as_they_lie_in_the_file() -> None:
    assert rows(database(SCHEMA, {"passage": [(2, "b"), (1, "a")]})) == [("2", "b"), ("1", "a")]


def test_a_database_in_another_encoding_reads_the_same() -> None:
    assert rows(database("PRAGMA encoding = 'UTF-16le';" + SCHEMA, {"passage": [(1, "naïve 😀")]})) == [
        ("1", "naïve 😀")
    ]


def test_a_database_whose_last_changes_lie_beside_it_is_read_without_them() -> None:
    data = bytearray(database(SCHEMA, {"passage": [(1, "a")]}))
    data[18:20] = b"\x02\x02"
    assert databases.is_journaled(Source("theirs.db", bytes(data)))
    assert rows(bytes(data)) == [("1", "a")]


@pytest.mark.parametrize(
    "data",
    [b"", b"SQLite format 3\x00", b"PK\x03\x04" + b"0" * 200, b"\x00" * 200],
    ids=["empty", "header", "zip", "0"],
)
def test_what_is_no_database_is_refused_in_one_line(data: bytes) -> None:
    assert refusal(data).startswith("theirs.db: is no SQLite database")
    assert not databases.holds(Source("theirs.db", data), TABLE)


@given(tail=st.binary(max_size=2_000))
def test_whatever_bytes_follow_the_header_are_read_or_refused(tail: bytes) -> None:
    data = b"SQLite format 3\x00" + tail + b"\x00" * 84
    assert databases.holds(Source("theirs.db", data), TABLE) in {True, False}
    try:
        rows(data)
    except ToolkitError as error:
        check_told(error)


@given(st.lists(st.tuples(st.integers(16, 8_191), st.integers(0, 255)), max_size=40))
def test_a_database_with_any_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(database(SCHEMA, {"passage": [(number, "word " * number) for number in range(200)]}))
    for place, byte in changes:
        data[place % len(data)] = byte
    databases.holds(Source("theirs.db", bytes(data)), TABLE)
    try:
        rows(bytes(data))
    except ToolkitError as error:
        check_told(error)


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE VIEW passage AS SELECT 1 AS id, 'x' AS words;",
        "CREATE VIEW passage AS WITH r(id, words) AS (SELECT 1, 2 UNION ALL SELECT 1, 2 FROM r) SELECT 1;",
        "CREATE VIRTUAL TABLE passage USING fts5(id, words);",
        "CREATE TABLE other (id, words); CREATE VIEW passage AS SELECT id, hex(words) AS words FROM other;",
    ],
    ids=["view", "recursive", "virtual", "function"],
)
def test_what_only_looks_like_a_table_is_none(schema: str) -> None:
    data = database(schema)
    assert not databases.holds(Source("theirs.db", data), TABLE)
    with databases.opened(Source("theirs.db", data)) as opened, pytest.raises(ToolkitError) as caught:
        opened.require("Their", TABLE)
    assert "it lacks the table passage" in str(caught.value)


def test_a_column_that_is_computed_cannot_call_anything() -> None:
    data = database("CREATE TABLE passage (id, words AS (printf('%.*c', 100000000, 'x')));")
    assert not databases.holds(Source("theirs.db", data), TABLE)


def test_a_trigger_does_not_fire_and_nothing_is_written(tmp_path: Path) -> None:
    schema = SCHEMA + "CREATE TRIGGER t AFTER INSERT ON passage BEGIN DELETE FROM passage; END;"  # noqa: S608 - ours
    with databases.opened(Source("theirs.db", database(schema))) as opened:
        for statement in (
            "INSERT INTO passage VALUES (1, 'x')",
            f"ATTACH '{tmp_path / 'made.db'}' AS other",
            "PRAGMA writable_schema = ON",
            "SELECT load_extension('x')",
            "CREATE TABLE more (a)",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                opened._connection.execute(statement)  # noqa: SLF001 - what no caller may reach
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_TEXT", limits.MEGABYTE)
    assert "a cell of more than 1 MB" in refusal(
        database(SCHEMA, {"passage": [(1, "x" * (limits.MEGABYTE + 9))]})
    )


def test_bounds_of_rows_work_and_size_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = database(SCHEMA, {"passage": [(number, "x") for number in range(3_000)]})
    for bound, most, told in (
        ("MOST_ROWS", 2_999, "more than 2,999 rows"),
        ("MOST_STEPS", 5_000, "more work to read"),
        ("LARGEST_DATABASE", 1_000, "larger than"),
        ("MOST_TABLES", 0, "more than 0 tables"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(limits, bound, most)
            assert told in refusal(data)


def test_rows_that_lie_in_one_anothers_place_do_not_multiply() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("PRAGMA page_size = 512;" + SCHEMA)
        connection.executemany("INSERT INTO passage VALUES (?, ?)", [(n, "x" * 4_000) for n in range(60)])
        connection.commit()
        data = bytearray(connection.serialize())
    page = data.index(b"\x05", 512)  # an inner page of the tree: every child becomes the first one
    while page % 512:
        page = data.index(b"\x05", page + 1)
    n = int.from_bytes(data[page + 3 : page + 5])
    first = int.from_bytes(data[page + 12 : page + 14])
    child = data[page + first : page + first + 4]
    for number in range(n):
        cell = page + int.from_bytes(data[page + 12 + 2 * number : page + 14 + 2 * number])
        data[cell : cell + 4] = child
    try:
        assert len(rows(bytes(data))) <= 60
    except ToolkitError as error:
        check_told(error)


@given(cell=ODDITIES)
def test_a_cell_is_text_a_whole_number_or_empty_and_odd_ones_are_counted(cell: object) -> None:
    with databases.opened(Source("theirs.db", database(SCHEMA, {"passage": [(cell, cell)]}))) as opened:
        (row,) = opened.rows("passage", ("id", "words", "nowhere"))
        assert isinstance(row.text("words"), str)
        assert isinstance(row.whole("id"), int | None)
        assert row.key(ROW) == "1"
        assert "nowhere" not in row
        assert row.text("nowhere") == ""
        assert row.whole("nowhere") is None
        assert "\x00" not in row.line("words") + row.note("words")
        if isinstance(cell, bytes):
            assert opened.odd_cells > 0


@pytest.mark.parametrize(
    ("cell", "number"), [(12, 12), (12.0, 12), ("12", 12), (" 12.0 ", 12), (1.5, None), ("x", None)]
)
def test_whole_numbers_are_known_in_the_forms_programs_keep_them(cell: object, number: int | None) -> None:
    with databases.opened(Source("theirs.db", database(SCHEMA, {"passage": [(cell, "")]}))) as opened:
        (row,) = opened.rows("passage", ("id",))
        assert row.whole("id") == number


def test_bytes_that_are_no_letters_are_shown_and_told() -> None:
    schema = SCHEMA + "INSERT INTO passage VALUES (1, CAST(x'41ff42' AS TEXT));"  # noqa: S608 - ours

    def words(opened: Database) -> list[str]:
        return [row.text("words") for row in opened.rows("passage", ("words",))]

    with databases.opened(Source("theirs.db", database(schema))) as opened:
        assert words(opened) == ["A\ufffdB"]
        assert opened.notes() == ("1 cells held bytes that are no letters; they show as \ufffd.",)


def test_a_table_without_numbers_of_its_own_is_counted_through() -> None:
    schema = "CREATE TABLE passage (id PRIMARY KEY, words) WITHOUT ROWID;"
    with databases.opened(
        Source("theirs.db", database(schema, {"passage": [("b", ""), ("a", "")]}))
    ) as opened:
        assert [row.key(ROW) for row in opened.rows("passage", ("id",))] == ["1", "2"]


def test_names_of_tables_and_columns_are_no_statements() -> None:
    schema = 'CREATE TABLE "a"";DROP" (id, "x"" FROM y"); INSERT INTO "a"";DROP" VALUES (1, 2);'
    with databases.opened(Source("theirs.db", database(schema))) as opened:
        (row,) = opened.rows('a";DROP', ('x" FROM y',))
        assert row.whole('x" FROM y') == 2
