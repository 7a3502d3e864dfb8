"""SQLite databases of strangers: read in memory, cell by cell, within bounds, and never believed.

A database can do more than hold rows: views and generated columns run, triggers fire, a statement can open
other files. Nothing but reading the rows of plain tables is allowed here, and no statement comes from the
file. What a cell holds is not what its column says, so rows are asked for text and for whole numbers, and
what is neither is counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.model.transcript import Source

Cell = str | int | float | bytes | None
ROW: Final = "_rowid_"
"""What every row has its own number under, whatever the columns of its table."""

_HEADER: Final = b"SQLite format 3\x00"
_HEADER_LENGTH: Final = 100
# Both bytes say 2 where changes are written to a second file first; a database in memory has none.
_JOURNAL: Final = slice(18, 20)
# Readers go through a table twice at most, and a byte is a letter at most.
_READ_AGAIN: Final = 3
_STEPS: Final = 10_000
_FURTHEST: Final = 2**53 - 1
_AGAIN: Final = "open it in its own program and save a copy"
_COLUMNS: Final = "table_xinfo"
_ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
# One that cannot be read tells its fault in one of these ways; the last comes of lengths nothing can have.
_DAMAGE: Final = (sqlite3.Error, sqlite3.Warning, MemoryError, OverflowError, ValueError)


class Row:
    """One row of a table, asked by the names of its columns.

    Parameters
    ----------
    database
        Where odd cells are counted.
    cells
        What it holds, by name; a column the table does not have is not in it.
    """

    __slots__ = ("_cells", "_database")

    def __init__(self, database: Database, cells: Mapping[str, Cell]) -> None:
        self._database = database
        self._cells = cells

    def __contains__(self, column: str) -> bool:
        return column in self._cells

    def text(self, column: str) -> str:
        """Return a cell as text; empty where there is none, or bytes that are no text."""
        cell = self._cells.get(column)
        if cell is None:
            return ""
        if isinstance(cell, bytes):
            self._database.odd_cells += 1
            return ""
        return cell if isinstance(cell, str) else str(cell)

    def line(self, column: str) -> str:
        """Return a cell as one line without blanks around it, as names are."""
        return " ".join(self.text(column).replace("\x00", "").split())

    def note(self, column: str) -> str:
        """Return a cell as text of several lines, as memos are: LF alone, nothing around it."""
        return plain(self.text(column)).strip()

    def whole(self, column: str) -> int | None:
        """Return a cell as a whole number; None where it holds none that can be used."""
        cell = self._cells.get(column)
        number = _whole(cell)
        if number is None and cell not in {None, ""}:
            self._database.odd_cells += 1
        return number

    def key(self, column: str) -> str:
        """Return what other rows point to this one by; empty where there is nothing to point by."""
        number = self.whole(column)
        return "" if number is None else str(number)


class Database:
    """The tables of an open database.

    Attributes
    ----------
    odd_cells
        How many cells held what cannot be there: bytes for text, text for numbers.
    broken_texts
        How many cells held bytes that are no UTF-8.
    """

    def __init__(self, name: str, connection: sqlite3.Connection, size: int) -> None:
        self.odd_cells = 0
        self.broken_texts = 0
        self._name = name
        self._connection = connection
        self._rows = 0
        self._held = 0
        self._most = _READ_AGAIN * size
        connection.text_factory = self._decoded
        self.tables = self._plain_tables()

    def _decoded(self, cell: bytes) -> str:
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            self.broken_texts += 1
            return cell.decode("utf-8", "replace")

    def _plain_tables(self) -> dict[str, tuple[str, ...]]:
        """Return the columns of every plain table, by its name as it is written.

        A view or a virtual table computes what it shows, so it is none.
        """
        found = self._connection.execute(
            "SELECT name, type, rootpage FROM sqlite_master LIMIT 10001"
        ).fetchall()
        if len(found) > limits.MOST_TABLES:
            raise ToolkitError(self._name, f"has more than {limits.MOST_TABLES:,} tables", _AGAIN)
        names = [name for name, kind, page in found if kind == "table" and isinstance(name, str) and page]
        return {name: self._columns(name) for name in names}

    def _columns(self, table: str) -> tuple[str, ...]:
        """Return the columns whose cells lie in the file; those that are computed are none."""
        told = self._connection.execute(f"PRAGMA {_COLUMNS}({_quoted(table)})").fetchall()
        return tuple(name for _, name, *_, hidden in told if not hidden)

    def has(self, expected: Mapping[str, Collection[str]]) -> bool:
        """Tell whether it has all of these tables with all of these columns."""
        return not any(self._missing(expected))

    def _missing(self, expected: Mapping[str, Collection[str]]) -> Iterator[str]:
        for table, columns in expected.items():
            if table not in self.tables:
                yield f"the table {table}"
            elif lacking := [column for column in columns if column not in self.tables[table]]:
                yield f"{', '.join(lacking)} in the table {table}"

    def require(self, program: str, expected: Mapping[str, Collection[str]]) -> None:
        """Refuse a database without these tables and columns, which every project of a program has."""
        if missing := list(self._missing(expected)):
            what = f"is no {program} project, or a damaged one: it lacks {'; '.join(missing)}"
            raise ToolkitError(self._name, what, f"give a project as {program} saves it")

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of a table in the order they lie in it; none if there is no such table.

        Parameters
        ----------
        columns
            The columns to read. Those the table lacks are left out of the rows.
        """
        there = [column for column in columns if column in self.tables.get(table, ())]
        if not there:
            return
        number = ROW if self._is_numbered(table) else "0"
        chosen = ", ".join([number, *map(_quoted, there)])
        rows = self._connection.execute(f"SELECT {chosen} FROM {_quoted(table)}")  # noqa: S608 - quoted
        for place, (known, *cells) in enumerate(rows, 1):
            self._check_amount(cells)
            yield Row(self, {**dict(zip(there, cells, strict=True)), ROW: known or place})

    def _check_amount(self, cells: Sequence[Cell]) -> None:
        """Refuse more than any file of this size can hold: its rows lie in one another's places."""
        self._rows += 1
        self._held += sum(len(cell) for cell in cells if isinstance(cell, str | bytes))
        if self._rows > limits.MOST_ROWS:
            raise ToolkitError(self._name, f"has more than {limits.MOST_ROWS:,} rows", "divide the project")
        if self._held > self._most:
            raise ToolkitError(self._name, "is damaged: it would hold more than its size allows", _AGAIN)

    def _is_numbered(self, table: str) -> bool:
        """Tell whether its rows have numbers that stay when others are deleted, as nearly all have."""
        if ROW in self.tables[table]:
            return False
        try:
            self._connection.execute(f"SELECT {ROW} FROM {_quoted(table)} LIMIT 0")  # noqa: S608 - quoted
        except sqlite3.DatabaseError:
            return False
        return True

    def count(self, table: str) -> int:
        """Count the rows of a table; 0 if there is no such table."""
        return sum(1 for _ in self.rows(table, self.tables.get(table, ())[:1]))

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know of cells that were odd, a sentence each."""
        told = []
        if self.odd_cells:
            told.append(
                f"{self.odd_cells:,} cells held something of another kind than belongs there; read as empty."
            )
        if self.broken_texts:
            told.append(f"{self.broken_texts:,} cells held bytes that are no letters; they show as \ufffd.")
        return tuple(told)


def is_database(source: Source) -> bool:
    """Tell whether a file is an SQLite database, by how it begins."""
    return len(source.data) >= _HEADER_LENGTH and source.data.startswith(_HEADER)


def holds(source: Source, expected: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a file is a database with all of these tables and columns; never raises."""
    if not is_database(source):
        return False
    try:
        with opened(source) as database:
            return database.has(expected)
    except ToolkitError:
        return False


@contextmanager
def opened(source: Source) -> Iterator[Database]:
    """Open a database for reading its plain tables, in memory and within bounds.

    Raises
    ------
    ToolkitError
        If it is none, damaged, too large, or more work to read than any project is; also while it is read.
    """
    if not is_database(source):
        raise ToolkitError(source.name, "is no SQLite database, or only the beginning of one", _AGAIN)
    if len(source.data) > limits.LARGEST_DATABASE:
        most = limits.LARGEST_DATABASE // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "divide the project")
    # It is only ever used by the thread that opens it, except that a caller may hand the work to another.
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    work = _Work()
    try:
        _guard(connection, work)
        connection.deserialize(_without_journal(source.data))
        _forbid(connection)
        yield Database(source.name, connection, len(source.data))
    except _DAMAGE as fault:
        if isinstance(fault, ToolkitError):
            raise
        raise ToolkitError(source.name, _told(fault, work), _AGAIN) from fault
    finally:
        connection.close()


class _Work:
    """How much a database has made us do."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> bool:
        """Count some steps; true stops the statement."""
        self.done += _STEPS
        return self.is_too_much

    @property
    def is_too_much(self) -> bool:
        return self.done > limits.MOST_STEPS


def _guard(connection: sqlite3.Connection, work: _Work) -> None:
    """Bound what one database may cost, before anything of it is looked at."""
    connection.set_progress_handler(work, _STEPS)
    for bound, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, limits.LARGEST_TEXT),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        connection.setlimit(bound, most)


def _forbid(connection: sqlite3.Connection) -> None:
    """Forbid everything but reading rows; last, for that forbids these settings, too."""
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    connection.set_authorizer(_authorized)


def _authorized(action: int, what: str | None, *_: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and what == _COLUMNS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _without_journal(data: bytes) -> bytes:
    """Return a database that says its changes are all in it; what else it says stays."""
    if data[_JOURNAL] != b"\x02\x02":
        return data
    return data[: _JOURNAL.start] + b"\x01\x01" + data[_JOURNAL.stop :]


def is_journaled(source: Source) -> bool:
    """Tell whether latest changes may lie in a second file beside it, which ends in `-wal`."""
    return source.data[_JOURNAL] == b"\x02\x02"


def _told(fault: BaseException, work: _Work) -> str:
    if work.is_too_much:
        return "takes more work to read than a project does: it is damaged, or made to be so"
    if "too big" in str(fault):
        return f"holds a cell of more than {limits.LARGEST_TEXT // limits.MEGABYTE} MB"
    return "is damaged: it does not read as a database"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _whole(cell: Cell) -> int | None:
    """Return a cell as a whole number; some programs keep them as 12.0 or '12'."""
    if isinstance(cell, str):
        cell = _number(cell.strip())
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else None
    return cell if isinstance(cell, int) and abs(cell) <= _FURTHEST else None


def _number(written: str) -> int | float | None:
    if len(written) > 20 or not written.isascii():  # noqa: PLR2004 - digits of the longest whole number
        return None
    try:
        return float(written) if "." in written else int(written)
    except ValueError:
        return None


def plain(text: str) -> str:
    """Return text with LF line ends, without what cannot be kept: NUL, and a mark of byte order."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
