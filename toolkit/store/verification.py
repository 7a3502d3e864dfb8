"""Is what lies on disk what was written? Finds, never mends.

Rows are compared as they lie, not as nouns: a row that was tampered with may not be a valid noun any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from types import ModuleType
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.exc import DatabaseError

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.event import START_OF_CHAIN, Event
from toolkit.store import codebooks, postgresql, schema, sqlite, transcripts
from toolkit.store.chronicle import ORIGIN, arrivals
from toolkit.store.events import head

Key = tuple[str, ...]
_AT_ONCE: Final = 1_000
_MANY: Final = "coding"
_OF_CODINGS: Final = tuple(schema.codings.c.keys())
_NOTHING: Final[Mapping[str, object]] = {}
_AS_JSON = ("attributes", "chosen", "codes", "guids", "kept", "memos")


class Problem(NamedTuple):
    """One thing that is wrong, and what to do about it."""

    what: str
    remedy: str


_RESTORE: Final = "go back to a backup from before that: intercoder backups, then intercoder restore"
_OF_A_SERVER: Final = "go back to a dump or copy from before that: see docs/postgresql.md"
_STRANGE: Final = "find out who made it, and have them remove it with the program they used"
_NEEDLESS: Final = "it harms nothing, but find out who put it there: Intercoder never does"
_TOO_WRONG: Final = (
    *(AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError),
    *(ToolkitError, OverflowError),
)
"""What a reader of records may run into where these are not what was written."""


def problems(connection: Connection) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong; nothing if all is well."""
    return (found.what for found in findings(connection))


def findings(connection: Connection) -> Iterator[Problem]:
    """Yield each thing that is wrong with what to do about it; nothing if all is well."""
    on_server = connection.dialect.name == "postgresql"
    database = postgresql if on_server else sqlite
    restore = _OF_A_SERVER if on_server else _RESTORE
    for check, remedy in (
        (database.damage, restore),
        (database.strangers, _STRANGE),
        (_strange_tables, _STRANGE),
        (database.missing_guards, restore),
    ):
        yield from (Problem(told, remedy) for told in check(connection))
    if missing := list(_missing(connection)):
        yield from (Problem(told, restore) for told in missing)
        return
    for looked_for, found, remedy in _checks(connection, database, restore):
        yield from (Problem(told, remedy) for told in _survived(looked_for, found, connection))


def _checks(
    connection: Connection, database: ModuleType, restore: str
) -> Iterator[tuple[str, Iterator[str], str]]:
    """Yield what is looked for, what finds it, and what to do about what is found."""
    read = _Log()
    log = read.events
    yield "links", database.dangling_links(connection), restore
    yield "another schema", _other_schema(connection), restore
    yield "changed texts", _changed_texts(connection), restore
    yield "needless texts", _needless_texts(connection), _NEEDLESS
    for table, kind in _QUOTING:
        yield f"moved quotations of each {kind}", _moved_quotations(connection, table, kind), restore
    yield "breaks of the log", _broken_chain(connection, read), restore
    yield "changed readings", _changed_readings(connection, log), restore
    yield "changed codebooks", _changed_codebooks(connection, log), restore
    yield "changed drafts", _changed_drafts(connection), restore
    yield "another order", _changed_order(connection, log), restore
    yield "codings against the log", _changed_codings(connection, read), restore
    for compared in _COMPARED:
        yield "records against the log", compared(connection, log), restore


def _survived(looked_for: str, found: Iterator[str], connection: Connection) -> Iterator[str]:
    """Yield what a check finds; that it could not go on is a finding, too."""
    try:
        yield from found
    except _TOO_WRONG as fault:
        told = f"{fault.where}: {fault.what}" if isinstance(fault, ToolkitError) else type(fault).__name__
        yield f"there is what no study can hold ({told.removeprefix(': ')}), found looking for {looked_for}"
    except DatabaseError as fault:
        if connection.dialect.name == "postgresql":
            raise
        yield f"the database file is damaged: {fault.orig}, found looking for {looked_for}"


def _strange_tables(connection: Connection) -> Iterator[str]:
    there = inspect(connection)
    for name in sorted({*there.get_table_names(), *there.get_view_names()} - set(schema.metadata.tables)):
        yield f"the table {name} is not ours"


def _missing(connection: Connection) -> Iterator[str]:
    there = inspect(connection)
    names = set(there.get_table_names())
    if missing := sorted(set(schema.metadata.tables) - names):
        yield f"the tables {', '.join(missing)} are missing, so that nothing else could be checked"
        return
    for table in schema.metadata.sorted_tables:
        known = {column["name"] for column in there.get_columns(table.name)}
        if lost := [column.name for column in table.columns if column.name not in known]:
            yield f"the table {table.name} lacks {', '.join(lost)}, so that nothing else could be checked"


def _other_schema(connection: Connection) -> Iterator[str]:
    for number in connection.execute(select(schema.study.c.schema_number)).scalars():
        if number != schema.SCHEMA_NUMBER:
            yield f"the study says it is of schema {number}, and was opened as {schema.SCHEMA_NUMBER}"


def _needless_texts(connection: Connection) -> Iterator[str]:
    needed = select(schema.transcripts.c.sha256)
    query = select(schema.texts.c.sha256).where(schema.texts.c.sha256.not_in(needed))
    for sha256 in connection.execute(query).scalars():
        yield f"the text with hash {sha256[:12]} belongs to no transcript"


def _changed_texts(connection: Connection) -> Iterator[str]:
    for sha256, content in connection.execute(select(schema.texts)):
        if hashlib.sha256(content.encode(errors="replace")).hexdigest() != sha256:
            yield f"the text with hash {sha256[:12]} was changed after its import"


def _moved_quotations(connection: Connection, table: Table, kind: str) -> Iterator[str]:
    names = ("id", "transcript", "revision", "start", "end", "text")
    query = select(*(table.c[name] for name in names)).where(table.c.start.is_not(None))
    whole: dict[tuple[str, int], str] = {}
    of = ""
    # Transcript by transcript, so that each text is read once and none is kept.
    rows = connection.execute(query.order_by(table.c.transcript).execution_options(yield_per=_AT_ONCE))
    for name, transcript, revision, start, end, text in rows:
        if transcript != of:
            whole, of = dict(_texts_of(connection, transcript)), transcript
        if (transcript, revision) in whole and whole[transcript, revision][start:end] != text:
            yield f"the quotation of {kind} {name} is not what stands at {transcript} {start} to {end}"


def _texts_of(connection: Connection, name: str) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield the texts of all revisions of a transcript."""
    table = schema.transcripts
    query = select(table.c.revision, schema.texts.c.text).join(
        schema.texts, schema.texts.c.sha256 == table.c.sha256
    )
    for revision, text in connection.execute(query.where(table.c.id == name)):
        yield (name, revision), text


@dataclass
class _Log:
    """What the log tells, read once for all checks.

    Attributes
    ----------
    events
        Those that can be read; of codings, which are nearly all, no more than when they were made.
    codings
        What they make of these.
    whole
        Whether it was read to its end.
    """

    events: list[Event] = field(default_factory=list)
    codings: State = field(default_factory=dict)
    whole: bool = False

    def take(self, event: Event) -> None:
        """Put down what checks have to know of an event."""
        if event.kind.startswith(f"{_MANY}."):
            _fold(event, ("id",), _OF_CODINGS, self.codings)
            origin = {ORIGIN: event.body[ORIGIN]} if ORIGIN in event.body else _NOTHING
            event = Event(event.sequence, "", intern(event.kind), "", origin, intern(event.at), "")
        self.events.append(event)


def _broken_chain(connection: Connection, log: _Log) -> Iterator[str]:
    """Read the log and yield where it is not as it was written."""
    previous, sequence = START_OF_CHAIN, 0
    table = schema.events
    query = select(table).order_by(table.c.sequence).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(query):
        event = _event(row)
        if event is not None:
            log.take(event)
        if row.sequence != sequence + 1:
            yield f"event {sequence + 1} is missing from the log"
        if event is None or event.previous != previous or _hash(event) != row.hash:
            yield f"event {row.sequence} ({row.kind}) was changed after it was written"
        previous, sequence = row.hash, row.sequence
    log.whole = True
    if (sequence, previous) != head(connection):
        yield f"the log ends at event {sequence}, not where the study says it does"


def _hash(event: Event) -> str:
    """Return the hash of an event; none of what nobody can have written."""
    try:
        return event.hash
    except (ValueError, RecursionError):
        return ""


def _event(row: Any) -> Event | None:  # noqa: ANN401 - a row of the events table
    try:
        body = json.loads(row.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    return Event(row.sequence, row.actor, row.kind, row.subject, body, row.at, row.previous)


def _changed_readings(connection: Connection, log: list[Event]) -> Iterator[str]:
    """Compare turns and speakers with what the log told last: at import, or when a person changed them."""
    told = {
        (event.subject, _after(event).get("revision")): _after(event).get("reading")
        for event in log
        if event.kind in ("transcript.imported", transcripts.REREAD)
    }
    for (name, revision), reading in told.items():
        try:
            found = transcripts.find(connection, name, revision)
        except Invalid as refused:
            yield f"transcript {name} {refused}"
            continue
        if found is None:
            yield f"transcript {name} is in the log but not in the study"
        elif transcripts.reading_hash(found) != reading:
            yield f"the turns or speakers of {name} were changed behind the log"


def _changed_codebooks(connection: Connection, log: list[Event]) -> Iterator[str]:
    for event in log:
        if event.kind != "codebook.released":
            continue
        try:
            found = codebooks.find(connection, event.subject)
        except ToolkitError:
            found = None
        if found is None or found.sha256 != _after(event).get("sha256"):
            yield f"codebook {event.subject} was changed after its release"


def _changed_drafts(connection: Connection) -> Iterator[str]:
    for place, sha256, draft in codebooks.drafts(connection):
        if draft is None or draft.sha256 != sha256:
            yield f"state {place} of the draft of the codebook was changed behind the log"


def _changed_order(connection: Connection, log: list[Event]) -> Iterator[str]:
    """Compare the order in which records came, and the time, with the log: tables follow that order."""
    tables = (
        (schema.transcripts, "transcript.imported", ("id", "revision"), "imported_at"),
        (schema.participants, "participant.added", ("id",), None),
        (schema.coders, "coder.added", ("name",), "since"),
        (schema.rounds, "round.added", ("id",), None),
    )
    try:
        came = arrivals(log, [kind for _, kind, *_ in tables])
    except (ToolkitError, KeyError, TypeError, ValueError, AttributeError):
        yield "when records came cannot be read from the log"
        return
    for table, kind, key, since in tables:
        there = {
            tuple(row[name] for name in key): row[since] if since else None
            for row in connection.execute(select(table).order_by(table.c.place)).mappings()
        }
        if list(there) != list(came[kind]):
            yield f"the order of {table.name} is not that in which they came"
        elif since and there != came[kind]:
            yield f"the time at which one of the {table.name} came was changed"


def _after(event: Event) -> dict[str, Any]:
    after = event.body.get("after")
    return dict(after) if isinstance(after, Mapping) else {}


def _comparison(
    table: Table, kind: str, key: tuple[str, ...], also: Callable[[Event, State], None] | None = None
) -> Callable[[Connection, list[Event]], Iterator[str]]:
    """Make a check that folds the events of one kind of record and compares the result with its table."""

    def compare(connection: Connection, log: list[Event]) -> Iterator[str]:
        # An event may tell more than the row holds, such as the hash of a reading.
        names, told = tuple(table.c.keys()), State()
        for event in log:
            if event.kind.startswith(f"{kind}."):
                _fold(event, key, names, told)
            if also is not None:
                also(event, told)
        yield from _differences(connection, table, kind, key, told)

    return compare


def _changed_codings(connection: Connection, log: _Log) -> Iterator[str]:
    # What is wrong with a log that cannot be read to its end was told.
    if log.whole:
        yield from _differences(connection, schema.codings, _MANY, ("id",), log.codings)


def _differences(
    connection: Connection, table: Table, kind: str, key: tuple[str, ...], told: State
) -> Iterator[str]:
    """Compare what the log tells of records, which is used up, with their table."""
    strange: list[Key] = []
    differing: list[Key] = []
    for row in _rows(connection, table):
        name = tuple(str(row[field]) for field in key)
        found = told.pop(name, None)
        if found is None:
            strange.append(name)
        elif _imprint(row, found.fields) != found:
            differing.append(name)
    for name in told:
        yield f"{kind} {' '.join(name)} is in the log but not in the study"
    for name in strange:
        yield f"{kind} {' '.join(name)} is in the study but not in the log"
    for name in differing:
        yield f"{kind} {' '.join(name)} differs from what the log says"


class _Imprint(NamedTuple):
    """What is told of a record, in short: there are hundred thousands of codings."""

    fields: tuple[str, ...]
    digest: bytes


_written: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def _imprint(facts: Mapping[str, Any], names: tuple[str, ...]) -> _Imprint:
    """Return an imprint of those facts that have these names."""
    fields = tuple(name for name in names if name in facts)
    told = [_as_number(facts[name]) for name in fields]
    digest = hashlib.sha256(_written(told).encode(errors="replace")).digest()
    return _Imprint(names if len(fields) == len(names) else fields, digest)


def _as_number(value: object) -> object:
    """Return yes and no as the numbers that databases keep."""
    return int(value) if isinstance(value, bool) else value


State = dict[Key, _Imprint]


def _fold(event: Event, key: tuple[str, ...], names: tuple[str, ...], state: State) -> None:
    after, before = _after(event), event.body.get("before")
    if after:
        state[tuple(str(after.get(name)) for name in key)] = _imprint(after, names)
    elif isinstance(before, Mapping):
        state.pop(tuple(str(before.get(name)) for name in key), None)


def _rows(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    for row in connection.execute(select(table).execution_options(yield_per=_AT_ONCE)).mappings():
        yield {name: _parsed(value) if name in _AS_JSON else value for name, value in row.items()}


def _parsed(content: str) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return content


def _roles_at_import(event: Event, state: State) -> None:
    """Take the roles from the import of a transcript; later events change them."""
    if event.kind == "transcript.imported":
        after = _after(event)
        for label, role in after.get("roles", {}).items():
            key = (event.subject, str(after["revision"]), label)
            facts = {
                "transcript": event.subject,
                "revision": after["revision"],
                "label": label,
                "role": role,
            }
            state[key] = _imprint(facts, tuple(facts))


_COMPARED = (
    _comparison(schema.codebooks, "codebook", ("version",)),
    _comparison(schema.memos, "memo", ("id",)),
    _comparison(schema.decisions, "decision", ("id",)),
    _comparison(schema.verdicts, "verdict", ("id",)),
    _comparison(schema.picks, "quotation", ("id",)),
    _comparison(schema.proposals, "proposal", ("id",)),
    _comparison(schema.rulings, "ruling", ("code",)),
    _comparison(schema.placements, "placement", ("id",)),
    _comparison(schema.projects, "project", ("id",)),
    _comparison(schema.strays, "stray", ("id",)),
    _comparison(schema.drafts, "draft", ("place",)),
    _comparison(schema.assignments, "assignment", ("coder", "transcript", "round")),
    _comparison(schema.transcripts, "transcript", ("id", "revision")),
    _comparison(schema.participants, "participant", ("id",)),
    _comparison(schema.coders, "coder", ("name",)),
    _comparison(schema.rounds, "round", ("id",)),
    _comparison(schema.speakers, "speaker", ("transcript", "revision", "label"), _roles_at_import),
    _comparison(schema.study, "study", ("id",)),
)

_QUOTING: Final = (
    (schema.codings, "coding"),
    (schema.verdicts, "verdict"),
    (schema.placements, "placement"),
    (schema.picks, "pick"),
)
