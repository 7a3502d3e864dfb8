"""Released codebook versions, kept whole and never changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select

from toolkit.model.codebook import Code, Codebook, Exclusion, Theme
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
            content=json.dumps(asdict(codebook), ensure_ascii=False),
            released_at=records.at,
            place=place,
        )
    )
    facts = {"id": codebook.id, "version": codebook.version, "sha256": codebook.sha256}
    records.log("codebook.released", codebook.version, after=facts)


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
    return None if content is None else _codebook(json.loads(content))


def latest(connection: Connection) -> Codebook:
    """Return the version released last. Every study has one from its making."""
    table = schema.codebooks
    query = select(table.c.content).order_by(table.c.place.desc()).limit(1)
    return _codebook(json.loads(connection.execute(query).scalar_one()))


def _codebook(content: dict[str, Any]) -> Codebook:
    return Codebook(
        **content
        | {
            "themes": tuple(Theme(**theme) for theme in content["themes"]),
            "codes": tuple(_code(code) for code in content["codes"]),
            "deprecated": tuple(_code(code) for code in content["deprecated"]),
            "rules": tuple(content["rules"]),
        }
    )


def _code(content: dict[str, Any]) -> Code:
    lists = {name: tuple(content[name]) for name in ("alt_labels", "include", "aligned_with", "consider")}
    return Code(
        **content | lists | {"exclude": tuple(Exclusion(**exclusion) for exclusion in content["exclude"])}
    )
