"""Tending: whether a study on a server is well, for programs that ask every minute."""

from __future__ import annotations

from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.table import Column, Table
from toolkit.store import events, schema
from toolkit.store.study import RESEARCHER, Study

__all__ = ["health"]

_HASH_SHOWN: Final = 12


def health(study: Study) -> Table:
    """Tell whether a study can be opened and written to, for programs that watch over a server.

    Opens it, finds the end of its log, and writes to it without keeping what it wrote. It tells nothing of
    what is in the study. `verify` checks that, and takes longer.

    Parameters
    ----------
    study
        The study file.

    Raises
    ------
    ToolkitError
        If the study cannot be opened or written to, or its log ends elsewhere than it says. The exit code is
        then 1.
    """
    with study.reading() as connection:
        sequence, hash_ = events.head(connection)
        if events.last(connection) != (sequence, hash_):
            raise ToolkitError(study.where, "its log does not end where it says", "see: intercoder verify")
    with study.seen_by(None).transaction(RESEARCHER, keep=False) as records:
        records.log("health.asked", study.profile.id)
    rows = (
        ("opens", "yes"),
        ("writable", "yes"),
        ("schema", str(schema.SCHEMA_NUMBER)),
        ("log ends at", f"{sequence}, {hash_[:_HASH_SHOWN]}"),
    )
    return Table("Health", (Column("what"), Column("state")), rows)
