"""What a study was told, of what to do and of itself: the last word of the log counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, select

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.declared import STATEMENTS, Declared
from toolkit.store import schema
from toolkit.store.study import Records

_SUGGESTIONS: Final = "suggestions"
_SWITCHED: Final = "suggestions.switched"
_STUDY: Final = "study"
_DECLARED: Final = "facts.declared"


def suggestions_on(connection: Connection) -> bool:
    """Tell whether somebody switched suggestions of codes on; nobody did in a new study."""
    return _last(connection, _SUGGESTIONS, _SWITCHED).get("on") is True


def switch_suggestions(records: Records, *, on: bool) -> None:
    """Switch suggestions on or off; nothing happens if they are."""
    was = suggestions_on(records.connection)
    if was != on:
        records.log(_SWITCHED, _SUGGESTIONS, before={"on": was}, after={"on": on})


def declared(connection: Connection) -> Declared:
    """Return what the team said of the study; of a new one nobody said anything.

    Raises
    ------
    ToolkitError
        If what the log holds cannot have been said through Intercoder.
    """
    body = _last(connection, _STUDY, _DECLARED)
    try:
        said = {name: str(body[name]) for name in STATEMENTS if name in body}
        positions = tuple((str(coder), str(position)) for coder, position in body.get("positions", ()))
        return Declared(approach=body.get("approach"), positions=positions, **said)
    except (Invalid, TypeError, ValueError) as fault:
        what = "what was said of it cannot be read: the study was changed behind its back"
        raise ToolkitError("study", what, "see: intercoder verify") from fault


def declare(records: Records, said: Declared) -> None:
    """Keep what the team says of the study; nothing happens if it said just that before."""
    was = declared(records.connection)
    if was != said:
        records.log(_DECLARED, _STUDY, before=asdict(was), after=asdict(said))


def _last(connection: Connection, subject: str, kind: str) -> Mapping[str, Any]:
    """Return what the last event of a kind came to; nothing if there is none."""
    log = schema.events
    query = select(log.c.body).where(log.c.subject == subject, log.c.kind == kind)
    body = connection.execute(query.order_by(log.c.sequence.desc()).limit(1)).scalar()
    after = json.loads(body).get("after") if body is not None else None
    return after if isinstance(after, dict) else {}
