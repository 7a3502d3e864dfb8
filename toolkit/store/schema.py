"""The tables. Present state lies in plain tables; `events` holds how it came about and only ever grows."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    DDL,
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects import postgresql

SCHEMA_NUMBER: Final = 7
"""Raised by one with each upgrade; a study with a higher number was made by a newer Intercoder."""

metadata = MetaData()

# On PostgreSQL what SQLite has of itself: order by code point, and numbers of 64 bits.
TEXT: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
INTEGER: Final = Integer().with_variant(BigInteger(), "postgresql")
_REAL: Final[REAL[float]] = REAL().with_variant(postgresql.DOUBLE_PRECISION(), "postgresql")


def _table(
    name: str,
    *parts: Column[int]
    | Column[str]
    | Column[float]
    | CheckConstraint
    | ForeignKeyConstraint
    | UniqueConstraint
    | Index,
) -> Table:
    """Make a table whose column types SQLite enforces."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def _text(name: str, *more: ForeignKey, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, TEXT, *more, primary_key=key, nullable=optional)


def _number(name: str, *more: ForeignKey, key: bool = False, optional: bool = False) -> Column[int]:
    return Column(name, INTEGER, *more, primary_key=key, nullable=optional, autoincrement=False)


def _seconds(name: str) -> Column[float]:
    return Column(name, _REAL, nullable=True)


def _of_transcript() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["transcript", "revision"], ["transcripts.id", "transcripts.revision"])


# One row. `head_*` is the end of the event chain, so that cutting off its tail is noticed too.
study = _table(
    "study",
    _text("id", key=True),
    _text("title"),
    _text("notice"),
    _text("created_at"),
    _number("schema_number"),
    _number("head_sequence"),
    _text("head_hash"),
)

codebooks = _table(
    "codebooks",
    _text("version", key=True),
    _text("sha256"),
    _text("content"),
    _text("released_at"),
    _number("place"),
    UniqueConstraint("place"),
)

texts = _table("texts", _text("sha256", key=True), _text("text"))

transcripts = _table(
    "transcripts",
    _text("id", key=True),
    _number("revision", key=True),
    _text("participant"),
    _text("sha256", ForeignKey("texts.sha256")),
    _text("verbatim"),
    _text("language"),
    _text("source"),
    _text("imported_at"),
    _number("place"),
)

speakers = _table(
    "speakers",
    _text("transcript", key=True),
    _number("revision", key=True),
    _text("label", key=True),
    _text("role"),
    _number("place"),
    _of_transcript(),
)

turns = _table(
    "turns",
    _text("transcript", key=True),
    _number("revision", key=True),
    _number("number", key=True),
    _number("start"),
    _number("end"),
    _text("speaker", optional=True),
    _seconds("began"),
    _seconds("ended"),
    _number("question", optional=True),
    _of_transcript(),
    CheckConstraint('"start" >= 0 AND "end" > "start"'),
)

participants = _table("participants", _text("id", key=True), _text("attributes"), _number("place"))

coders = _table(
    "coders",
    _text("name", key=True),
    _text("since"),
    _number("place"),
    Column("role", TEXT, nullable=False, server_default="coder"),
    _text("email", optional=True),
)

rounds = _table(
    "rounds",
    _text("id", key=True),
    _text("purpose"),
    _text("codebook_version", ForeignKey("codebooks.version")),
    Column("anew", INTEGER, nullable=False, server_default="0"),
    Column("unit", TEXT, nullable=False, server_default="free"),
    Column("blind", INTEGER, nullable=False, server_default="0"),
    _text("begun_at", optional=True),
    _text("revealed_at", optional=True),
    Column("place", INTEGER, nullable=False, server_default="0"),
)

assignments = _table(
    "assignments",
    _text("coder", ForeignKey("coders.name"), key=True),
    _text("transcript", key=True),
    _text("round", ForeignKey("rounds.id"), key=True),
    _text("finished_at", optional=True),
    # The revision of the transcript that was read, so that what a correction brought is known to be unread.
    Column("revision", INTEGER, nullable=False, server_default="1"),
)

codings = _table(
    "codings",
    _text("id", key=True),
    _text("transcript"),
    _number("revision"),
    _number("start"),
    _number("end"),
    _text("text"),
    _text("prefix"),
    _text("suffix"),
    _text("code"),
    _text("coder", ForeignKey("coders.name")),
    _text("codebook_version", ForeignKey("codebooks.version")),
    _text("round", ForeignKey("rounds.id")),
    _text("made_at"),
    _text("certainty", optional=True),
    _of_transcript(),
    CheckConstraint('"start" >= 0 AND "end" > "start"'),
    Index("codings_by_transcript", "transcript", "coder"),
)

memos = _table(
    "memos",
    _text("id", key=True),
    _text("about"),
    _text("subject"),
    _text("author", ForeignKey("coders.name")),
    _text("text"),
    _text("made_at"),
)

decisions = _table(
    "decisions",
    _text("id", key=True),
    _text("coding"),
    _text("change"),
    _text("code"),
    _text("chosen"),
    _text("reason"),
    _text("decided_by"),
    _text("decided_at"),
    UniqueConstraint("coding", "change", "code"),
)

# Where people found the passages of codings in a corrected transcript; no positions: that they are gone.
placements = _table(
    "placements",
    _text("id", key=True),
    _text("coding"),
    _text("transcript"),
    _number("revision"),
    _number("start", optional=True),
    _number("end", optional=True),
    _text("text", optional=True),
    _text("prefix", optional=True),
    _text("suffix", optional=True),
    _text("reason"),
    _text("placed_by"),
    _text("placed_at"),
    _of_transcript(),
    UniqueConstraint("coding", "revision"),
    CheckConstraint('("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = ("text" IS NULL)'),
    CheckConstraint('"start" IS NULL OR ("start" >= 0 AND "end" > "start")'),
)

# What the team settled about passages on which its coders differ, or which all of them passed over.
verdicts = _table(
    "verdicts",
    _text("id", key=True),
    _text("transcript"),
    _number("revision"),
    _number("start"),
    _number("end"),
    _text("text"),
    _text("prefix"),
    _text("suffix"),
    _text("code"),
    _number("holds"),
    _text("reason"),
    _text("codebook_version", ForeignKey("codebooks.version")),
    _text("decided_by"),
    _text("decided_at"),
    # The change record of the codebook that it led to; empty for the most.
    Column("led_to", TEXT, nullable=False, server_default=""),
    _of_transcript(),
    CheckConstraint('"start" >= 0 AND "end" > "start"'),
    Index("verdicts_by_transcript", "transcript"),
)

# Quotations that the team picked to print. `edited` and `used_in` are empty as long as nobody says them.
picks = _table(
    "picks",
    _text("id", key=True),
    _text("transcript"),
    _number("revision"),
    _number("start"),
    _number("end"),
    _text("text"),
    _text("prefix"),
    _text("suffix"),
    _text("code"),
    _text("codebook_version", ForeignKey("codebooks.version")),
    _text("edited"),
    _text("used_in"),
    _text("picked_by", ForeignKey("coders.name")),
    _text("made_at"),
    _of_transcript(),
    CheckConstraint('"start" >= 0 AND "end" > "start"'),
)

# Codes that coders proposed while reading. Several may propose one code, none of them twice.
proposals = _table(
    "proposals",
    _text("id", key=True),
    _text("code"),
    _text("label"),
    _text("definition"),
    _text("coder", ForeignKey("coders.name")),
    _text("made_at"),
    UniqueConstraint("code", "coder"),
)

# What the team said to proposed codes that are not to be in the codebook.
rulings = _table(
    "rulings",
    _text("code", key=True),
    _text("answer"),
    _text("codes"),
    _text("reason"),
    _text("codebook_version", ForeignKey("codebooks.version")),
    _text("ruled_by"),
    _text("ruled_at"),
)

# Projects of other programs that were taken in: what goes by which guid there, and what of them has no place
# here, as it was, so that both are put back when the study goes out again.
projects = _table(
    "projects",
    _text("id", key=True),
    _text("name"),
    _text("tool"),
    _text("origin"),
    _text("sha256"),
    _text("guids"),
    _text("kept"),
    _text("imported_at"),
)

# Codings of such projects whose place only a person can tell. They are no codings yet, and no table counts
# them; what they were given with them, memos too, waits with them.
strays = _table(
    "strays",
    _text("id", key=True),
    _text("transcript"),
    _number("start", optional=True),
    _number("end", optional=True),
    _text("quote"),
    _text("code"),
    _text("coder", ForeignKey("coders.name")),
    _text("codebook_version", ForeignKey("codebooks.version")),
    _text("round", ForeignKey("rounds.id")),
    _text("made_at"),
    _text("certainty", optional=True),
    _text("memos"),
    _text("project"),
    _text("came_at"),
)

# The states of the one version that is being written, the last of them the present one: undo drops it.
# `base` is the release it began with.
drafts = _table(
    "drafts",
    _number("place", key=True),
    _text("base"),
    _text("version"),
    _text("sha256"),
    _text("content"),
    _text("saved_at"),
)

events = _table(
    "events",
    _number("sequence", key=True),
    _text("actor"),
    _text("kind"),
    _text("subject"),
    _text("body"),
    _text("at"),
    _text("previous"),
    _text("hash"),
    Index("events_by_subject", "subject"),
)

# The log is append-only for every program that opens the study, not just for ours.
GUARDS: Final = {f"events_refuse_{verb.lower()}": verb for verb in ("UPDATE", "DELETE")}

# PostgreSQL's own names for it: the verb, and the kind of trigger as its catalogue tells it (before, for each
# statement, and the verb).
SERVER_GUARDS: Final = {
    "events_refuse_update": ("UPDATE", 2 + 16),
    "events_refuse_delete": ("DELETE", 2 + 8),
    "events_refuse_truncate": ("TRUNCATE", 2 + 32),
}
REFUSAL: Final = (
    "BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END"
)


def _guard(statement: str, dialect: str) -> None:
    guard = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
    event.listen(events, "after_create", guard)


def guard(name: str) -> str:
    """Return the statement that makes a guard in a SQLite file."""
    refusal = "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    return f"CREATE TRIGGER {name} BEFORE {GUARDS[name]} ON events {refusal}"


for _name in GUARDS:
    _guard(guard(_name), "sqlite")
_guard(f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${REFUSAL}$$", "postgresql")
for _name, (_verb, _) in SERVER_GUARDS.items():
    _guard(
        f"CREATE TRIGGER {_name} BEFORE {_verb} ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
        "postgresql",
    )
