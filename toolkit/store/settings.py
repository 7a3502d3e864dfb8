"""What a study was told to do or not to do: the last word of the log counts."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, select

from toolkit.store import schema
from toolkit.store.study import Records

_SUGGESTIONS: Final = "suggestions"
_SWITCHED: Final = "suggestions.switched"


def suggestions_on(connection: Connection) -> bool:
    """Tell whether somebody switched suggestions of codes on; nobody did in a new study."""
    log = schema.events
    query = select(log.c.body).where(log.c.subject == _SUGGESTIONS, log.c.kind == _SWITCHED)
    body = connection.execute(query.order_by(log.c.sequence.desc()).limit(1)).scalar()
    return body is not None and json.loads(body).get("after", {}).get("on") is True


def switch_suggestions(records: Records, *, on: bool) -> None:
    """Switch suggestions on or off; nothing happens if they are."""
    was = suggestions_on(records.connection)
    if was != on:
        records.log(_SWITCHED, _SUGGESTIONS, before={"on": was}, after={"on": on})
