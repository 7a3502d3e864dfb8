"""Keeping: backups of a study, what there is of them, and going back to one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from toolkit.errors import Several, ToolkitError
from toolkit.model.table import Column, Table, Value
from toolkit.store import address, backups, chronicle, places, sights, sqlite, upgrades, verification
from toolkit.store import events as log
from toolkit.store.address import StudyFile
from toolkit.store.backups import Backup, Head
from toolkit.store.schema import SCHEMA_NUMBER
from toolkit.store.study import RESEARCHER, Connection, Study
from toolkit.workflow import copying

__all__ = [
    "backup",
    "check_place",
    "damaged",
    "left_behind",
    "left_over",
    "listed",
    "misplaced",
    "restore",
    "today",
]

_ELSEWHERE: Final = (
    "keep the study on a disk of this machine, and exchange work by bundles (see: intercoder bundle, merge)"
)
AHEAD: Final = "has work that the study does not: an older copy took its place, or its log was changed"
"""What is told of a backup that was left behind."""
_WENT_BACK: Final = "backup.restored"
_MEGABYTE: Final = 1_000_000
_COLUMNS: Final = (
    Column("backup", meaning="Its name in the folder of backups, by which it can be restored."),
    Column("made_at", meaning="When, in UTC."),
    Column("why", meaning="Before what it was made; daily, asked for, or a study that was damaged."),
    Column("events", "count", meaning="How many events its log has."),
    Column("megabytes", "number"),
    Column("state", meaning="Whether the database can read every page of it; restore checks the rest."),
)


def backup(study: Study, copy: str = "") -> Table:
    """Make a backup of a study while others work in it.

    Of a study file it lies in the folder beside it (my.study.backups), where backups are made by themselves
    too: once a day when the study is opened in the browser, and before every upgrade, release, import, merge,
    redaction and division and whatever else changes many records at once. One that was asked for stays until
    you remove it. Elsewhere, and of a study on a server, it is a study file at the place you name, checked as
    verify does.

    Parameters
    ----------
    study
        The study file or address.
    copy
        A new file to make instead, such as one on another disk.
    """
    if copy:
        if not isinstance(address.of(copy), StudyFile):
            raise ToolkitError("backup", "a backup is a file", "name one, or see: intercoder copy")
        return copying.copy(study, copy)
    if not isinstance(study.address, StudyFile):
        remedy = "name a file for it: intercoder backup ADDRESS FILE.study; or use pg_dump"
        raise ToolkitError(study.where, "has no folder for backups: it is on a server", remedy)
    made = backups.kept(study.address.path, backups.ASKED)
    return _table(f"Backup of {study.where}", [made], ("It stays until you remove it.",))


def listed(study: str | Path) -> Table:
    """List the backups of a study: when, before what, how large, and whether they can be read.

    Parameters
    ----------
    study
        The study file, which may be damaged or gone.
    """
    path = _file(study)
    found = backups.listed(path)
    folder = backups.folder_of(path)
    if not found:
        return _table(f"Backups of {path}", (), ("There is none.",))
    notes = (
        f"They lie in {folder}.",
        f"To go back to one: intercoder restore {path} NAME, or --latest, or --before DATE.",
        "Whoever can read a backup can read all that was in the study then, original names too.",
    )
    return _table(f"Backups of {path}", found, notes)


def _table(title: str, found: Sequence[Backup], notes: tuple[str, ...]) -> Table:
    return Table(title, _COLUMNS, tuple(map(_row, found)), notes)


def _row(backup: Backup) -> tuple[Value, ...]:
    head = backups.head_of(backup.path)
    state = "whole" if _is_whole(backup) else "damaged"
    if head is not None and head.schema_number != SCHEMA_NUMBER:
        state = f"{state}, schema {head.schema_number}"
    return (
        backup.path.name,
        backup.made_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        backup.why,
        None if head is None else head.sequence,
        backup.size / _MEGABYTE,
        state,
    )


def today(study: Study) -> str:
    """Make today's backup, if something changed since the last; return what has to be told, or nothing.

    Told is also that the backups have work which the study does not.

    What cannot be backed up can still be worked with, and whoever does so has to know.
    """
    if not isinstance(study.address, StudyFile) or not sqlite.may_write(study.address.path):
        return ""
    try:
        backups.daily(study.address.path)
    except ToolkitError as refused:
        return f"{refused.where}: {refused.what}; there is no backup of today: make room, or allow it"
    with suppress(ToolkitError):  # of a log that cannot be read: see `verify`
        if found := left_behind(study):
            return f"{found} {AHEAD}; see: intercoder verify"
    return ""


def damaged(study: Study) -> tuple[str, ...]:
    """Return the backups of a study that cannot be read, but those that were damaged when they were made."""
    if not isinstance(study.address, StudyFile):
        return ()
    found = backups.listed(study.address.path)
    return tuple(str(each.path) for each in found if each.why != backups.DAMAGED and not _is_whole(each))


def _is_whole(backup: Backup) -> bool:
    return backups.head_of(backup.path) is not None and backups.is_whole(backup.path)


def left_over(study: Study) -> tuple[str, ...]:
    """Return a sentence for each file beside a study that a program which was killed has left."""
    if not isinstance(study.address, StudyFile):
        return ()
    told = "was never finished: delete it when no Intercoder is at work there"
    gone = "belongs to a study that is not there any more: put that back, or delete it"
    return (
        *(f"{each} {told}" for each in backups.unfinished(study.address.path)),
        *(f"{each} {gone}" for each in backups.orphans(study.address.path)),
    )


def left_behind(study: Study) -> Path | None:
    """Return the latest backup of a log that is not this one, though nobody went back; None if there is none.

    An older copy took the study's place, or its log was written anew: by its own hashes a log is whole then.
    Backups from before a restore are passed over, and those that were merged since.
    """
    if not isinstance(study.address, StudyFile):
        return None
    there = [each for each in backups.listed(study.address.path) if each.why != backups.DAMAGED]
    with study.reading() as connection:
        went_back = [each.made_at for each in there if each.why == backups.RESTORE]
        with suppress(ToolkitError):  # there was none, or its time is none
            went_back.append(_moment(log.latest_of(connection, _WENT_BACK)))
        since = [each for each in there if not went_back or each.made_at > max(went_back)]
        found = (each.path for each in reversed(since) if _is_of_another_log(connection, study, each))
        return next(found, None)


def _is_of_another_log(connection: Connection, study: Study, backup: Backup) -> bool:
    head = backups.head_of(backup.path)
    if head is None or (head.study, head.schema_number) != (study.profile.id, SCHEMA_NUMBER):
        return False
    if log.hash_of(connection, head.sequence) == head.hash:
        return False
    return chronicle.taken_over(connection).isdisjoint(backups.hashes_of(backup.path))


def misplaced(study: Study | str | Path) -> str:
    """Return a sentence that tells what else writes to where a study lies; empty if nothing is known to."""
    place = study.address if isinstance(study, Study) else address.of(study)
    if not isinstance(place, StudyFile) or not (why := places.written_by_others(place.path)):
        return ""
    return f"{place} {why}; {_ELSEWHERE}"


def check_place(study: str | Path, *, synced: bool) -> None:
    """Refuse to have a study open for long where something else writes to it, unless somebody wants that.

    Raises
    ------
    ToolkitError
        If it lies in a folder that is synchronised, or on a file system of the network.
    """
    place = address.of(study)
    if synced or not isinstance(place, StudyFile) or not (why := places.written_by_others(place.path)):
        return
    what = f"{why}: copies of it can meet half way, and codings be lost"
    raise ToolkitError(str(place), what, f"{_ELSEWHERE}; or say --synced, if nobody else opens it meanwhile")


# Going back -------------------------------------------------------------------------------------------


def restore(study: str | Path, backup: str = "", *, latest: bool = False, before: str = "") -> str:
    """Go back to a backup: the study is then as it was, and what is there now becomes a backup.

    The backup is checked first, as verify does. Nobody may have the study open. Nothing is lost: what was
    done since lies in the backup that is made of it, and can be taken over again with merge.

    Parameters
    ----------
    study
        The study file, which may be damaged or gone.
    backup
        The name of a backup, as backups lists them, or any copy of the study.
    latest
        Go back to the latest backup that is whole.
    before
        Go back to the latest that was made before a date or time, such as 2026-03-01 or 2026-03-01T14:30, in
        UTC.
    """
    path = _file(study)
    chosen = _chosen(path, backup, latest=latest, before=before)
    here = Path(os.path.realpath(path))
    if not here.parent.is_dir():
        raise ToolkitError(str(path), f"there is no folder {here.parent}", "make it first")
    if here.is_dir():
        raise ToolkitError(str(path), "is a folder", "name the study file in it")
    try:
        with backups.beside(here.parent) as part:
            backups.copy(chosen, part)
            return _restored(path, here, chosen, part)
    except sqlite3.Error as fault:
        raise ToolkitError(str(chosen), str(fault), "choose another backup; nothing was changed") from fault
    except OSError as fault:
        reason = fault.strerror or str(fault)
        what = f"cannot be put in place ({reason[:1].lower()}{reason[1:]})"
        raise ToolkitError(str(path), what, "make room, or allow it, and restore again") from fault


def _restored(path: Path, here: Path, chosen: Path, part: Path) -> str:
    """Check what is to be restored, keep what is there, and put the one in the place of the other."""
    new = backups.head_of(part)
    if new is None:
        raise ToolkitError(str(chosen), "is not a study", "choose another backup")
    _check(chosen, part, new)
    old, kept = None, None
    if here.exists():
        if sqlite.is_study(here) and backups.is_open_elsewhere(here):
            remedy = "end every program that has it open, the page's server too, and restore again"
            raise ToolkitError(str(path), "is open in another program", remedy)
        old = backups.head_of(here)
        if old is not None and old.study != new.study:
            remedy = "name a backup of this study, or another name for the study file"
            raise ToolkitError(str(chosen), "is a backup of another study", remedy)
        kept = _kept(here)
    if new.schema_number == SCHEMA_NUMBER:
        _log(part, chosen, old)
    backups.put(part, here)
    return "\n".join(_told(path, chosen, new, old, kept))


def _check(chosen: Path, part: Path, head: Head) -> None:
    """Refuse what is not as it was written. An older one is brought up to date for that, in a copy."""
    if head.schema_number == SCHEMA_NUMBER:
        found = _problems(part)
    else:
        with tempfile.TemporaryDirectory(prefix="intercoder-") as folder:
            trial = Path(folder) / "trial.study"
            trial.touch(0o600)
            backups.copy(part, trial)
            upgrades.upgrade(trial)
            found = _problems(trial)
    if found:
        remedy = "choose another backup; nothing was changed"
        raise Several(ToolkitError(str(chosen), each, remedy) for each in found)


def _problems(path: Path) -> list[str]:
    with _opened(path) as study, study.reading() as connection:
        sights.lift(connection)
        return list(verification.problems(connection))


@contextmanager
def _opened(path: Path) -> Iterator[Study]:
    study = Study(StudyFile(path))
    try:
        yield study
    finally:
        study.close()


def _kept(here: Path) -> Backup:
    """Keep what is there now, also if it is damaged."""
    head = backups.head_of(here)
    if head is not None and backups.is_whole(here):
        try:
            return backups.kept(here, backups.RESTORE)
        except ToolkitError as refused:
            if "damaged" not in refused.what and "malformed" not in refused.what:
                raise
    return backups.keep_as_it_is(here)


def _log(part: Path, chosen: Path, old: Head | None) -> None:
    """Say in the log that it goes on from a backup, and where it had come to before."""
    with _opened(part) as study, study.without_backups().transaction(RESEARCHER) as records:
        sequence, hash_ = log.head(records.connection)
        told = {"backup": chosen.name, "event": sequence, "hash": hash_}
        if old is not None:
            told |= {"before": old.sequence, "before_hash": old.hash}
        records.log(_WENT_BACK, str(sequence), told=told)


def _told(path: Path, chosen: Path, new: Head, old: Head | None, kept: Backup | None) -> Iterator[str]:
    yield f"{path}: is again as it was in {chosen.name}, after event {new.sequence} of its log"
    if new.schema_number != SCHEMA_NUMBER:
        yield f"It is of schema {new.schema_number}: bring it up to date with: intercoder upgrade {path}"
    if kept is None:
        return
    yield f"What was there before is kept in {kept.path}"
    if old is None or kept.why == backups.DAMAGED:
        yield "It was damaged, and may hold work that is not in the backup: look before you delete it."
    elif (newer := old.sequence - new.sequence) > 0:
        noun = "event" if newer == 1 else "events"
        yield f"It holds {newer} {noun} that came after the backup; to see them and take them over again:"
        yield f"intercoder merge {path} {kept.path} --dry-run"


def _chosen(path: Path, name: str, *, latest: bool, before: str) -> Path:
    """Return the file to go back to."""
    if sum((bool(name), latest, bool(before))) != 1:
        remedy = "name a backup, or say --latest, or --before DATE; see: intercoder backups"
        raise ToolkitError("restore", "it is not said which backup", remedy)
    found = backups.listed(path)
    if name:
        inside = next((each.path for each in found if each.path.name == name), Path(name))
        if not inside.exists():
            raise ToolkitError(name, "there is no such backup", f"see: intercoder backups {path}")
        sqlite.check_is_study(inside)
        if os.path.realpath(inside) == os.path.realpath(path):
            raise ToolkitError(name, "is the study itself", "name a backup of it")
        return inside
    until = _moment(before) if before else None
    for each in reversed(found):
        if (
            each.why != backups.DAMAGED
            and (until is None or each.made_at < until)
            and backups.is_whole(each.path)
        ):
            return each.path
    what = f"has no whole backup from before {before}" if before else "has no whole backup"
    raise ToolkitError(str(path), what, "see: intercoder backups")


def _moment(told: str) -> datetime:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        remedy = "write it as 2026-03-01 or 2026-03-01T14:30"
        raise ToolkitError("--before", f"{told!r} is no date", remedy) from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _file(study: str | Path) -> Path:
    place = address.of(study)
    if isinstance(place, StudyFile):
        return place.path
    remedy = (
        "back it up with pg_dump or intercoder backup ADDRESS FILE.study; to go back, copy that to a new "
        "name in the database: intercoder copy FILE.study ADDRESS"
    )
    raise ToolkitError(str(place), "is on a server, where no backups lie beside a study", remedy)
