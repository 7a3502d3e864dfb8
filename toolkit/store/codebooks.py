"""Released codebook versions, kept whole and never changed; and the draft of the next one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, codebook: Codebook) -> None:
    """Store a released version behind the versions there are."""
    table = schema.codebooks
    place = records.connection.execute(select(func.count()).select_from(table)).scalar_one()
    records.connection.execute(
        insert(table).values(
            version=codebook.version,
            sha256=codebook.sha256,
            content=_content(codebook),
            released_at=records.at,
            place=place,
        )
    )
    facts = {
        "id": codebook.id,
        "version": codebook.version,
        "sha256": codebook.sha256,
        "released_at": records.at,
        "place": place,
    }
    records.log("codebook.released", codebook.version, after=facts)


def lineage(connection: Connection) -> Lineage:
    """Return all released versions with the records that lead from one to the next."""
    table = schema.codebooks
    contents = connection.execute(select(table.c.content).order_by(table.c.place)).scalars()
    return Lineage(tuple(_parsed(content) for content in contents))


def release_dates(connection: Connection) -> dict[str, str]:
    """Return when each version was released in this study."""
    table = schema.codebooks
    rows = connection.execute(select(table.c.version, table.c.released_at).order_by(table.c.place))
    return {row.version: row.released_at for row in rows}


def save_draft(records: Records, draft: Codebook, base: str) -> None:
    """Store the next state of the version that is being written; `base` is the release it began with."""
    table = schema.drafts
    last = records.connection.execute(select(func.max(table.c.place))).scalar_one()
    facts = {"place": (last or 0) + 1, "base": base, "version": draft.version, "sha256": draft.sha256}
    records.connection.execute(insert(table).values(**facts, content=_content(draft), saved_at=records.at))
    records.log("draft.saved", draft.version, after=facts)


def draft(connection: Connection) -> tuple[Codebook, str] | None:
    """Return the version that is being written and the release it began with, or None."""
    table = schema.drafts
    query = select(table.c.content, table.c.base).order_by(table.c.place.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else (_parsed(row.content), row.base)


def drafts(connection: Connection) -> Iterator[tuple[int, str, Codebook | None]]:
    """Yield place, hash and content of every state of the draft; no content where it cannot be read."""
    for row in connection.execute(select(schema.drafts).order_by(schema.drafts.c.place)):
        try:
            yield row.place, row.sha256, _parsed(row.content)
        except ToolkitError:
            yield row.place, row.sha256, None


def drop_drafts(records: Records, *, all_of_them: bool) -> None:
    """Take back the last state of the draft, or discard it as a whole; the events keep what it was."""
    connection, table = records.connection, schema.drafts
    places = connection.execute(select(table).order_by(table.c.place.desc())).all()
    for row in places if all_of_them else places[:1]:
        connection.execute(delete(table).where(table.c.place == row.place))
        facts = {
            "place": row.place,
            "base": row.base,
            "version": row.version,
            "sha256": row.sha256,
        }
        records.log("draft.dropped", row.version, before=facts, dropped={"content": row.content})


def versions(connection: Connection) -> tuple[str, ...]:
    """Return the released versions, oldest first."""
    return tuple(
        connection.execute(select(schema.codebooks.c.version).order_by(schema.codebooks.c.place)).scalars()
    )


def find(connection: Connection, version: str) -> Codebook | None:
    """Return one version, or None if there is no such version."""
    table = schema.codebooks
    content = connection.execute(
        select(table.c.content).where(table.c.version == version)
    ).scalar_one_or_none()
    return None if content is None else _parsed(content)


def latest(connection: Connection) -> Codebook:
    """Return the version released last. Every study has one from its making."""
    table = schema.codebooks
    query = select(table.c.content).order_by(table.c.place.desc()).limit(1)
    return _parsed(connection.execute(query).scalar_one())


def _content(codebook: Codebook) -> str:
    return json.dumps(asdict(codebook), ensure_ascii=False)


@lru_cache(maxsize=32)
def _parsed(content: str) -> Codebook:
    """Return the codebook of a row. A version never changes, so that each is read once."""
    try:
        return _codebook(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        what = "cannot be read: the study was changed behind its back"
        raise ToolkitError("codebook", what, "see: intercoder verify") from fault


def _codebook(content: dict[str, Any]) -> Codebook:
    return Codebook(
        **content
        | {
            "themes": tuple(Theme(**theme) for theme in content["themes"]),
            "codes": tuple(_code(code) for code in content["codes"]),
            "deprecated": tuple(_code(code) for code in content["deprecated"]),
            "rules": tuple(content["rules"]),
            "changes": tuple(_change(change) for change in content.get("changes", ())),
        }
    )


def _code(content: dict[str, Any]) -> Code:
    lists = {name: tuple(content[name]) for name in ("alt_labels", "include", "aligned_with", "consider")}
    return Code(
        **content | lists | {"exclude": tuple(Exclusion(**exclusion) for exclusion in content["exclude"])}
    )


def _change(content: dict[str, Any]) -> CodebookChange:
    lists = {name: tuple(content[name]) for name in ("subjects", "results", "decided_by", "evidence")}
    return CodebookChange(**content | lists)
