"""Studies in a PostgreSQL database, each in a schema of its own.

Readers get a snapshot (REPEATABLE READ, READ ONLY). A writer first locks the study's one row, so that the
log is written by one after the other, over all processes and machines. psycopg is an extra: it is asked for
only when an address names a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    NullPool,
    Table,
    and_,
    create_engine,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError, IntegrityError

from toolkit.errors import ToolkitError
from toolkit.store import schema
from toolkit.store.address import StudyOnServer, study_of

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.engine import ExceptionContext

_VALUE: Final = re.compile(r': "(?:[^"]|"")*"')  # behind what is wrong with it
_WAIT_SECONDS: Final = 30
_MOST_NAMED: Final = 10
_SETTINGS: Final = {
    "connect_timeout": 10,
    "fallback_application_name": "intercoder",
    # A machine that was unplugged is noticed after a minute: see also `_prepare`, for the server's side.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

# What was acknowledged is on the server's disk, also where its owner has chosen speed for other programs.
_ON_DISK: Final = (
    "CASE current_setting('synchronous_commit') WHEN 'off' "
    "THEN set_config('synchronous_commit', 'on', false) END"
)

_STUDIES: Final = text(
    "SELECT n.nspname, has_schema_privilege(n.oid, 'USAGE') AS open FROM pg_namespace n "
    "WHERE n.nspname LIKE 'intercoder\\_%' AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid "
    "AND c.relname = 'study' AND c.relkind = 'r') ORDER BY n.nspname COLLATE \"C\""
)


@dataclass(frozen=True)
class Listed:
    """A study of a database, as a list shows it; nothing but its name where one may not read it."""

    name: str
    title: str | None = None
    schema_number: int | None = None
    created_at: str | None = None


# Opening ----------------------------------------------------------------------------------------------


def engine_for(address: StudyOnServer) -> Engine:
    """Return an engine on the schema of a study; whether it is there is not looked up."""
    engine = _engine(address, keep=True)
    event.listen(engine, "begin", _begin)
    return engine


def _engine(address: StudyOnServer, *, keep: bool) -> Engine:
    connect = _connector(address)
    # A kept connection is tried before its use: the server may have been started anew since. As with files,
    # parameters stay out of errors, and there are as many connections as wanted.
    pool: dict[str, Any] = (
        {"pool_pre_ping": True, "max_overflow": -1, "pool_size": 10} if keep else {"poolclass": NullPool}
    )
    engine = create_engine("postgresql+psycopg://", creator=connect, hide_parameters=True, **pool)
    event.listen(engine, "handle_error", _tell_no_rows)
    return engine


def _connector(address: StudyOnServer) -> Any:  # noqa: ANN401 - SQLAlchemy's type of it is its own affair
    try:
        import psycopg  # noqa: PLC0415 - an extra, and only for those who name a database
    except ImportError as fault:
        remedy = 'install it with: python3 -m pip install "psycopg[binary]"'
        raise ToolkitError(str(address), "needs the library psycopg, which is not there", remedy) from fault

    settings: dict[str, Any] = {name: it for name, it in _SETTINGS.items() if name not in address.keys}

    def connect() -> psycopg.Connection:
        opened = psycopg.connect(address.connection, client_encoding="utf8", **settings)
        try:
            _prepare(opened, address)
        except BaseException:
            opened.close()
            raise
        return opened

    return connect


def _prepare(opened: psycopg.Connection, address: StudyOnServer) -> None:
    """Have every name mean a table of this study, whatever else the database holds or its owner has set."""
    from psycopg import IsolationLevel  # noqa: PLC0415 - likewise

    settings = {
        "search_path": "pg_catalog" if address.study is None else f'"{address.schema}"',
        "lock_timeout": f"{_WAIT_SECONDS}s",
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
        "standard_conforming_strings": "on",
    }
    asked = ", ".join((*("set_config(%s, %s, false)" for _ in settings), _ON_DISK))
    words = [word for pair in settings.items() for word in pair]
    opened.autocommit = True
    # Only placeholders are put together here.
    opened.execute(f"SELECT {asked}".encode(), words)
    opened.autocommit = False
    opened.isolation_level = IsolationLevel.READ_COMMITTED


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("makes", False):
        return
    if options.get("writes", False):
        connection.exec_driver_sql("SELECT id FROM study FOR UPDATE")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _tell_no_rows(context: ExceptionContext) -> None:
    """Leave out of an error what PostgreSQL adds to it: rows with what people said."""
    fault, diagnosis = context.sqlalchemy_exception, getattr(context.original_exception, "diag", None)
    message = None if diagnosis is None else diagnosis.message_primary
    if fault is not None and message is not None:
        context.original_exception.args = (message,)
        name = type(context.original_exception).__name__
        fault.args = (f"(psycopg.errors.{name}) {message}", *fault.args[1:])


# Which studies there are ------------------------------------------------------------------------------


def found(address: StudyOnServer) -> StudyOnServer:
    """Return the address with the study that it names, or the only one there is.

    Raises
    ------
    ToolkitError
        If there is no such study, or nobody said which of several, or one may not open it.
    """
    with _visit(address) as connection:
        there = {row.nspname: bool(row.open) for row in connection.execute(_STUDIES)}
    names = {name: may for known, may in there.items() if (name := study_of(known)) is not None}
    if address.study is None:
        return address.named(_only(address, [name for name, may in names.items() if may]))
    if address.study not in names:
        remedy = f"there {_listed(names)}" if names else "make it with: intercoder create"
        raise ToolkitError(str(address), "there is no such study", remedy)
    if not names[address.study]:
        remedy = f'ask its owner to: GRANT USAGE ON SCHEMA "{address.schema}"'
        raise ToolkitError(str(address), "you have no right to open it", remedy)
    return address


def _only(address: StudyOnServer, names: list[str]) -> str:
    if not names:
        remedy = "make one with: intercoder create, and ?study=NAME in the address"
        raise ToolkitError(str(address), "holds no study that you may open", remedy)
    if len(names) > 1:
        what = f"holds {len(names)} studies"
        raise ToolkitError(str(address), what, f"say which with ?study=NAME: there {_listed(names)}")
    return names[0]


def _listed(names: dict[str, bool] | list[str]) -> str:
    known = list(names)
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return f"{'is' if len(known) == 1 else 'are'} {', '.join(known[:_MOST_NAMED])}{more}"


def listed(address: StudyOnServer) -> tuple[Listed, ...]:
    """Return the studies of a database by their names."""
    with _visit(address) as connection:
        names = [(row.nspname, row.open) for row in connection.execute(_STUDIES)]
        return tuple(
            _described(connection, known, name) if may else Listed(name)
            for known, may in names
            if (name := study_of(known)) is not None
        )


def _described(connection: Connection, known: str, name: str) -> Listed:
    place = schema.study.to_metadata(MetaData(), schema=known).c
    query = select(place.title, place.schema_number, place.created_at)
    allowed = select(func.has_table_privilege(f'"{known}".study', "SELECT"))
    if not connection.execute(allowed).scalar_one():
        return Listed(name)
    row = connection.execute(query).first()
    return Listed(name) if row is None else Listed(name, row.title, row.schema_number, row.created_at)


@contextmanager
def _visit(address: StudyOnServer) -> Iterator[Connection]:
    """Look at a database as a whole, once."""
    engine = _engine(address, keep=False)
    try:
        with engine.connect() as connection:
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
            if encoding != "UTF8":
                what = f"is a database for the letters of {encoding} only"
                raise ToolkitError(str(address), what, "make one with: createdb --encoding=UTF8")
            yield connection
    except DatabaseError as fault:
        raise complaint(address, fault) from fault
    finally:
        engine.dispose()


# Making and removing ----------------------------------------------------------------------------------


def claim(address: StudyOnServer) -> None:
    """Refuse an address that names no study, or one that is there."""
    if address.study is None:
        remedy = "add ?study=NAME to the address, in quotes: a shell reads the ? itself"
        raise ToolkitError(str(address), "does not say what the study is called there", remedy)
    with _visit(address) as connection:
        query = text("SELECT nspname FROM pg_namespace WHERE nspname = :name")
        taken = connection.execute(query, {"name": address.schema}).first()
    if taken is not None:
        raise _taken(address)


def _taken(address: StudyOnServer) -> ToolkitError:
    return ToolkitError(str(address), "is already there", "choose another name after ?study=")


def lay_out(address: StudyOnServer, connection: Connection) -> None:
    """Make the schema of a new study, with its tables."""
    try:
        connection.exec_driver_sql(f'CREATE SCHEMA "{address.schema}"')
    except IntegrityError as fault:  # somebody else makes it at this moment
        raise _taken(address) from fault
    schema.metadata.create_all(connection, checkfirst=False)


def remove(address: StudyOnServer) -> None:
    """Remove a study with all that is in it, if it is there."""
    with _visit(address) as connection:
        connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{address.schema}" CASCADE')
        connection.commit()


# What goes wrong --------------------------------------------------------------------------------------

_LOST: Final = "what was being written may not be stored: look, and do it again"
_BY_STATE: Final = {
    "25006": "only reading is allowed there; name a server that may be written to",
    "42501": "ask the owner of the study or of the database for the right to do this",
    "53100": "make room on the server's disk; nothing was changed",
    "53300": "too many programs are connected: close one, or try again",
    "55P03": "another program is writing to it; close that or try again",
}
_BY_WORDS: Final = (
    ("NUL", "a NUL character cannot be stored", "leave it out; nothing was changed"),
    ("password authentication failed", "", "check user and password; a password can stand in ~/.pgpass"),
    ("no password supplied", "asks for a password", "put it into ~/.pgpass, PGPASSWORD or the address"),
    ("no pg_hba.conf entry", "", "ask who runs the server to let you in from this machine"),
    ("database .* does not exist", "", "check the name, or make it with: createdb"),
    ("role .* does not exist", "", "check the name before the @, or make it with: createuser"),
    ("too many clients|connection slots", "", "close other programs, or try again"),
    ("starting up|shutting down|recovery mode", "", "try again in a moment"),
    ("timeout expired|timed out", "the server does not answer", "check host and port, and that it runs"),
    ("[Rr]efused|[Nn]o such file|translate host|resolve", "", "check host and port, and that it runs"),
    ("service", "", "check the name of the service, and the file ~/.pg_service.conf"),
)


def complaint(address: StudyOnServer, fault: DatabaseError) -> ToolkitError:
    """Turn what the database says into what a person can act on; a password is never repeated."""
    state = getattr(fault.orig, "sqlstate", None)
    reason = _reason(str(fault.orig))
    if address.betrayed_by(reason):
        reason = "the database cannot be reached"
    if state == "42P06":
        return _taken(address)
    if fault.connection_invalidated or (state or "").startswith(("08", "57P")):
        return ToolkitError(str(address), "the connection to the database was lost", _LOST)
    if state in _BY_STATE:
        return ToolkitError(str(address), reason, _BY_STATE[state])
    for words, what, remedy in _BY_WORDS:
        if re.search(words, reason):
            return ToolkitError(str(address), what or reason, remedy)
    return ToolkitError(str(address), reason, "nothing was changed; ask who runs the server")


def _reason(told: str) -> str:
    r"""Return the first line of what PostgreSQL says, without where it was said and without values.

    >>> _reason('ERROR: invalid input syntax for type integer: "They left."\nLINE 1: ...')
    'invalid input syntax for type integer'
    """
    line = next((line for line in told.splitlines() if line.strip()), "")
    line = _VALUE.sub("", line)
    return " ".join(re.sub(r".* failed: |\b(?:FATAL|ERROR): ", "", line).split())


# Is it what was written? ------------------------------------------------------------------------------

_TRIGGERS: Final = text(
    "SELECT t.tgname, c.relname, t.tgenabled, t.tgtype, p.prosrc, t.tgqual IS NOT NULL AS sometimes "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
)
_RULES: Final = text(
    "SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema() UNION ALL "
    "SELECT 'row security of ' || tablename FROM pg_tables "
    "WHERE schemaname = current_schema() AND rowsecurity"
)


def damage(_connection: Connection) -> Iterator[str]:
    """Yield nothing: the pages of a server are the server's to check."""
    yield from ()


def strangers(connection: Connection) -> Iterator[str]:
    """Yield what acts on records by itself and is not ours."""
    for row in connection.execute(_TRIGGERS):
        if row.tgname not in schema.SERVER_GUARDS:
            yield f"the trigger {row.tgname} is not ours: it may change records behind our back"
    for stranger in connection.execute(_RULES).scalars():
        yield f"the {stranger} is not ours: it may change or hide records behind our back"


def missing_guards(connection: Connection) -> Iterator[str]:
    """Yield what guarded the log and does not any more, or does not as it did."""
    standing = {
        row.tgname
        for row in connection.execute(_TRIGGERS)
        if row.tgname in schema.SERVER_GUARDS
        and row.relname == schema.events.name
        and row.tgenabled in (b"O", b"A", "O", "A")
        and row.tgtype == schema.SERVER_GUARDS[row.tgname][1]
        and row.prosrc.strip() == schema.REFUSAL
        and not row.sometimes
    }
    for guard in sorted(set(schema.SERVER_GUARDS) - standing):
        yield f"the guard {guard}, which keeps the log append-only, was removed"


def dangling_links(connection: Connection) -> Iterator[str]:
    """Yield the tables with rows that point to a record that is not there."""
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            target: Table = key.referred_table
            meets = and_(*(element.parent == element.column for element in key.elements))
            gone = select(literal_column("1")).where(meets).correlate(table).exists()
            named = and_(*(element.parent.is_not(None) for element in key.elements))
            count = select(func.count()).select_from(table).where(named, ~gone)
            if lost := connection.execute(count).scalar_one():
                rows = "a row" if lost == 1 else f"{lost} rows"
                yield (
                    f"{rows} of {table.name} {'points' if lost == 1 else 'point'} to a record of "
                    f"{target.name} that is not there"
                )
