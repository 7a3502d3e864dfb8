"""How much is said in transcripts: counted once for each reading of them that the log tells."""

from __future__ import annotations

from typing import Final

from toolkit.model.recent import Recent
from toolkit.store import transcripts
from toolkit.store.study import Connection

_MANY: Final = 50_000
_COUNTED: Final[Recent[str, int]] = Recent(_MANY)


def counted_words(connection: Connection) -> dict[str, int]:
    """Count the words of others than interviewers by transcript, in the order of import.

    Only texts that were not counted before are read. What was changed behind the log is not seen until then.
    """
    told = transcripts.told(connection)
    known = {name: _COUNTED.find(hash_) for name, hash_ in told.items()}
    fresh = {name for name, count in known.items() if count is None}
    for text in transcripts.everything(connection, fresh) if fresh else ():
        known[text.id] = text.count_words(of_interviewers=False)
        if told[text.id]:
            _COUNTED.keep(told[text.id], known[text.id] or 0)
    return {name: count or 0 for name, count in known.items()}
