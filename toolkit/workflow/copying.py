"""Moving a whole study: from a file to a database, back, or to another name."""

from __future__ import annotations

from toolkit.errors import Several, ToolkitError
from toolkit.model.table import Column, Table
from toolkit.store import address, contents, postgresql, sights, verification
from toolkit.store.address import StudyFile
from toolkit.store.contents import Contents
from toolkit.store.study import Connection, Study

__all__ = ["copy", "listed"]


def copy(study: Study, copy: str) -> Table:
    """Copy a whole study to another file or database, the same to the last record.

    Every record and the log of all changes are the same in the copy, which is told by a hash of all there is.
    The study is left as it is, and so is a study that is already at the other place. If anything fails, no
    copy is left.

    Parameters
    ----------
    study
        The study to copy: its file or address.
    copy
        Where to: a new file, or the address of a database and a new name in it.

    Raises
    ------
    ToolkitError
        If there is something at the other place, or the study is not as it was written (see: verify).
    """
    with study.reading() as source:
        sights.check_whole(source, "copying a study")
        _check(study.where, source)
        told = contents.summed_up(source)
        made = Study.filled(copy, lambda target: _fill(source, target, told, str(address.of(copy))))
    where = made.where
    made.close()
    columns = (Column("table"), Column("rows", "count"))
    notes = (
        f"{study.where} was copied to {where}.",
        f"Both hold the same: SHA-256 {told.sha256}.",
        "No problem found in the copy.",
    )
    return Table("Copied", columns, tuple(told.rows.items()), notes)


def _fill(source: Connection, target: Connection, told: Contents, where: str) -> None:
    """Copy and compare before anything is kept."""
    contents.copy(source, target)
    if contents.summed_up(target) != told:
        raise ToolkitError(where, "the copy is not the same as the study", "nothing was kept; tell us of it")
    _check(where, target)


def _check(where: str, connection: Connection) -> None:
    if found := list(verification.problems(connection)):
        remedy = "go back to a copy from before the damage; no copy was made"
        raise Several(ToolkitError(where, what, remedy) for what in found)


def listed(database: str) -> Table:
    """List the studies of a PostgreSQL database.

    Parameters
    ----------
    database
        The address: postgresql://USER@HOST/DATABASE.
    """
    place = address.of(database)
    if isinstance(place, StudyFile):
        what = "is no address of a database; a file holds one study"
        raise ToolkitError(str(place), what, "name one as postgresql://USER@HOST/DATABASE")
    found = postgresql.listed(place)
    columns = (Column("study"), Column("title"), Column("schema", "count"), Column("created_at"))
    rows = tuple((each.name, each.title, each.schema_number, each.created_at) for each in found)
    unread = sum(each.title is None for each in found)
    notes = (f"{unread} of them you have no right to read.",) if unread else ()
    return Table(f"Studies in {place}", columns, rows, notes or (() if rows else ("There is none.",)))
