"""Backups of a study file: copies in a folder beside it, made while people work, thinned out as they age.

A backup is a study file. It is written under another name and gets its own once it is whole and on disk, so
that what is called a backup is one. Its name tells when it was made, and before what. See
docs/decisions/0035.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.store.sqlite import is_study, on_disk, read_as, remove

ASKED: Final = "asked"
DAILY: Final = "daily"
RESTORE: Final = "before-restore"
DAMAGED: Final = "damaged"
UPGRADE: Final = "before-upgrade"
REPLACED: Final = "replaced"
_LASTING: Final = (ASKED, RESTORE, DAMAGED, REPLACED)
"""Those that only a person removes: a person asked for them, or nothing else may hold what is in them."""

# What makes a transaction a change in bulk, by the events it writes, with what its backup is called.
_BULK: Final = {
    "codebook.released": "before-release",
    "project.imported": "before-import-project",
    "project.changed": "before-import-project",
    "transcript.imported": "before-import",
    "division.made": "before-divide",
}
_MERGE: Final = "before-merge"
_MANY: Final = "before-many-changes"
_MANY_EVENTS: Final = 20  # more than one act of one person
_ADDING: Final = ("before-import",)
_ADDING_APART: Final = timedelta(minutes=15)
_DAY: Final = timedelta(hours=20)  # from one morning to the next, also if somebody comes early
_BEGINNING: Final = 3  # events of a study that was made and nothing else: there is nothing to keep yet

_ALL_OF: Final = timedelta(days=1)
_ONE_A_DAY: Final = timedelta(days=31)
_MOST_BYTES: Final = 4 * 2**30
_LEFT_FREE: Final = 32 * 2**20  # bytes: a backup must not take the room that codings need

_OWNER_ONLY: Final = 0o600
_OWNER_ONLY_FOLDER: Final = 0o700
_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}\.\d{3})Z-([a-z][a-z-]*)\.study")
_TIME: Final = "%Y-%m-%dT%H%M%S.%f"
_PART: Final = re.compile(r"\.[0-9a-f]{16}\.part(-journal|-wal|-shm)?")
_LOG: Final = re.compile(r"(.+\.study)-(?:wal|shm|journal)")
_GIVEN_UP: Final = timedelta(days=1)
_WAIT_SECONDS: Final = 30


@dataclass(frozen=True)
class Backup:
    """A backup as its name tells it.

    Attributes
    ----------
    made_at
        In UTC.
    why
        Before what it was made, or `asked`, `daily`, `damaged`.
    size
        Bytes.
    """

    path: Path
    made_at: datetime
    why: str
    size: int


@dataclass(frozen=True)
class Head:
    """Which state of which study a file holds, by the end of its log."""

    study: str
    sequence: int
    hash: str
    schema_number: int


# What there is ----------------------------------------------------------------------------------------


def folder_of(path: Path) -> Path:
    """Return the folder of a study's backups, which may not be there."""
    real = Path(os.path.realpath(path))  # one folder, by whichever link somebody came
    return real.with_name(f"{real.name}.backups")


def listed(path: Path) -> tuple[Backup, ...]:
    """Return the backups of a study, oldest first; what else lies in their folder is none."""
    try:
        found = [_of(each) for each in folder_of(path).iterdir()]
    except OSError:
        return ()
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.path.name))


def _of(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None or path.is_symlink():
        return None
    try:
        made_at = datetime.strptime(named[1], _TIME).replace(tzinfo=UTC)
        return Backup(path, made_at, named[2], path.stat().st_size) if path.is_file() else None
    except (ValueError, OSError):
        return None


def head_of(path: Path) -> Head | None:
    """Return which state a study file holds that nobody writes to; None if it cannot be told."""
    if not is_study(path):
        return None
    query = "SELECT id, head_sequence, head_hash, schema_number FROM study"
    try:
        with closing(sqlite3.connect(read_as(path), uri=True)) as opened:
            row = opened.execute(query).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else Head(*row)


def hashes_of(path: Path) -> frozenset[str]:
    """Return the hashes of all events of a study file that nobody writes to; none if they cannot be read."""
    try:
        with closing(sqlite3.connect(read_as(path), uri=True)) as opened:
            return frozenset(hash_ for (hash_,) in opened.execute("SELECT hash FROM events"))
    except (sqlite3.Error, UnicodeDecodeError):
        return frozenset()


def is_whole(path: Path) -> bool:
    """Tell whether SQLite can read every page of a study file that nobody writes to."""
    try:
        with closing(sqlite3.connect(read_as(path), uri=True)) as opened:
            return [told for (told,) in opened.execute("PRAGMA quick_check")] == ["ok"]
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def unfinished(path: Path) -> tuple[Path, ...]:
    """Return what lies in the folder of backups, or beside the study, and was never finished."""
    found: list[Path] = []
    for folder in (folder_of(path), Path(os.path.realpath(path)).parent):
        with suppress(OSError):
            found += [each for each in folder.iterdir() if _PART.fullmatch(each.name)]
    return tuple(sorted(found))


def orphans(path: Path) -> tuple[Path, ...]:
    """Return the logs of SQLite beside a study whose own study is not there any more."""
    found: list[Path] = []
    with suppress(OSError):
        for each in Path(os.path.realpath(path)).parent.iterdir():
            owner = _LOG.fullmatch(each.name)
            if owner is not None and not each.with_name(owner[1]).exists():
                found.append(each)
    return tuple(sorted(found))


# Making them ------------------------------------------------------------------------------------------


def bulk(logged: Collection[str], count: int) -> str:
    """Tell what a transaction is about to change in bulk, as its backup is to be called; empty if nothing is.

    Parameters
    ----------
    logged
        The kinds of the events it has written one by one.
    count
        How many events it has written: what it took over from another copy is not in `logged`.
    """
    if count > len(logged):
        return _MERGE
    if why := next((_BULK[kind] for kind in _BULK if kind in logged), ""):
        return why
    return _MANY if count > _MANY_EVENTS else ""


def kept_before(path: Path, why: str) -> Backup | None:
    """Make the backup that is due before a change in bulk; None if there is nothing to keep.

    What is only added, such as file after file of interviews, has one backup in a quarter of an hour.
    """
    there = listed(path)
    if why in _ADDING and any(each.why == why and _age(each) < _ADDING_APART for each in there):
        return there[-1]
    return _made_if_new(path, why, there, beginning=_BEGINNING)


def daily(path: Path) -> Backup | None:
    """Make today's backup; None if there was one, or nothing has changed since."""
    there = listed(path)
    # A clock that was set back makes backups of the future, which say nothing of today.
    if there and timedelta(0) <= _age(there[-1]) < _DAY:
        return None
    made = _made_if_new(path, DAILY, there, beginning=_BEGINNING)
    return None if made in there else made


def kept(path: Path, why: str) -> Backup:
    """Return a backup of the study as it is: the latest, if nothing changed since, else a new one."""
    made = _made_if_new(path, why, listed(path), beginning=0)
    if made is None:
        raise ToolkitError(str(path), "holds nothing to back up", "see: intercoder verify")
    return made


def _age(backup: Backup) -> timedelta:
    return datetime.now(UTC) - backup.made_at


def _made_if_new(path: Path, why: str, there: Sequence[Backup], *, beginning: int) -> Backup | None:
    try:
        now = _head_now(path)
    except sqlite3.Error as fault:
        raise _refused(folder_of(path), str(fault)) from fault
    if now is None or now.sequence <= beginning:
        return None
    latest = there[-1] if there else None
    if latest is not None and (latest.why == why or why not in _LASTING) and head_of(latest.path) == now:
        return latest
    return made(path, why)


def _head_now(path: Path) -> Head | None:
    """Return which state a study file holds at this moment, whoever is writing to it."""
    query = "SELECT id, head_sequence, head_hash, schema_number FROM study"
    with closing(sqlite3.connect(path.absolute(), timeout=_WAIT_SECONDS)) as opened:
        row = opened.execute(query).fetchone()
    return None if row is None else Head(*row)


def made(path: Path, why: str) -> Backup:
    """Make a backup of a study file, whoever is writing to it, and remove those it makes superfluous.

    Raises
    ------
    ToolkitError
        If it cannot be made. Nothing is left of it then.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)
        with beside(folder) as part:
            copy(path, part)
            backup = _named(folder, part, why)
    except sqlite3.Error as fault:
        raise _refused(folder, str(fault)) from fault
    except OSError as fault:
        raise _refused(folder, fault.strerror or str(fault)) from fault
    _thin_out(folder, path)
    return backup


def _refused(folder: Path, reason: str) -> ToolkitError:
    remedy = (
        "nothing was changed; make room or allow writing there, or do without one (--without-backup on the "
        "command line)"
    )
    return ToolkitError(str(folder), f"no backup can be made ({reason[:1].lower()}{reason[1:]})", remedy)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give a name for a file that is being made, for its owner alone; what is still there is gone after."""
    part = folder / f".{secrets.token_hex(8)}.part"
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    try:
        yield part
    finally:
        with suppress(OSError):
            remove(part)


def copy(path: Path, target: Path) -> None:
    """Copy a study as the database sees it at one moment into an empty file, and have it on disk.

    The copy is whole by itself: it has no log beside it.
    """
    room = shutil.disk_usage(target.parent).free
    if room < path.stat().st_size + _LEFT_FREE:
        raise OSError(None, f"only {room // 2**20} MB are free on the disk")
    with (
        closing(sqlite3.connect(path.absolute(), timeout=_WAIT_SECONDS)) as source,
        closing(sqlite3.connect(target.absolute())) as made,
    ):
        made.execute("PRAGMA synchronous=OFF")  # once at the end is enough
        source.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")
    on_disk(target)


def _named(folder: Path, part: Path, why: str) -> Backup:
    """Give a finished backup its name, which no other has."""
    at = datetime.now(UTC)
    while True:
        told = at.strftime(_TIME)[:-3]
        place = folder / f"{told}Z-{why}.study"
        if not place.exists():
            break
        at += timedelta(milliseconds=1)
    part.rename(place)
    on_disk(folder)
    known = datetime.strptime(told, _TIME).replace(tzinfo=UTC)
    return Backup(place, known, why, place.stat().st_size)


def keep_as_it_is(path: Path) -> Backup:
    """Keep the bytes of a study that is damaged, and of what SQLite has beside it."""
    folder = folder_of(path)
    try:
        folder.mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)
        with beside(folder) as part:
            shutil.copyfile(path, part)
            on_disk(part)
            backup = _named(folder, part, DAMAGED)
        log = path.with_name(f"{path.name}-wal")
        if log.exists():
            shutil.copyfile(log, backup.path.with_name(f"{backup.path.name}-wal"))
    except OSError as fault:
        raise _refused(folder, fault.strerror or str(fault)) from fault
    return backup


def rescue(path: Path, opened: sqlite3.Connection) -> Backup:
    """Keep a study that is open still, though another file lies at its place, and what belongs to it there.

    SQLite would take the log of the one for that of the other, and spoil it.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)
        with beside(folder) as part:
            with closing(sqlite3.connect(part.absolute())) as made:
                opened.backup(made)
                made.execute("PRAGMA journal_mode=DELETE")
            on_disk(part)
            backup = _named(folder, part, REPLACED)
        for left in ("-wal", "-shm"):
            path.with_name(f"{path.name}{left}").unlink(missing_ok=True)
    except sqlite3.Error as fault:
        raise _refused(folder, str(fault)) from fault
    except OSError as fault:
        raise _refused(folder, fault.strerror or str(fault)) from fault
    return backup


# Removing them ----------------------------------------------------------------------------------------


def superfluous(there: Sequence[Backup], at: datetime, *, most: int = _MOST_BYTES) -> tuple[Backup, ...]:
    """Return the backups that may go: all of the last day stay, then one a day, then one a month.

    Of those that stay the oldest go, too, as long as all are larger than `most` bytes together; never the
    latest, and none that lasts until a person removes it.
    """
    passing = sorted((each for each in there if each.why not in _LASTING), key=lambda each: each.made_at)
    latest: dict[str, Backup] = {_place(each, at): each for each in passing}
    gone = [each for each in passing if latest[_place(each, at)] is not each]
    stay = [each for each in passing if each not in gone]
    total = sum(each.size for each in stay)
    for each in stay[:-1]:
        if total <= most:
            break
        gone.append(each)
        total -= each.size
    return tuple(gone)


def _place(backup: Backup, at: datetime) -> str:
    """Return what only the latest backup stands for: itself, its day or its month."""
    age = at - backup.made_at
    if age <= _ALL_OF:
        return backup.path.name
    return backup.made_at.strftime("%Y-%m-%d" if age <= _ONE_A_DAY else "%Y-%m")


def _thin_out(folder: Path, path: Path) -> None:
    """Remove what is superfluous, and what a program that was killed never finished; nothing else."""
    for each in superfluous(listed(path), datetime.now(UTC)):
        if is_study(each.path):
            with suppress(OSError):
                remove(each.path)
    for part in unfinished(path):
        with suppress(OSError):
            since = datetime.fromtimestamp(part.lstat().st_mtime, UTC)
            if part.parent == folder and datetime.now(UTC) - since > _GIVEN_UP:
                part.unlink()


# Putting one in the place of the study ----------------------------------------------------------------


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether a program has a study file open: if so, SQLite gives it to nobody alone."""
    try:
        with closing(sqlite3.connect(path.absolute(), timeout=0.5)) as opened:
            opened.execute("PRAGMA locking_mode=EXCLUSIVE")
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as fault:
        return "locked" in str(fault)
    except sqlite3.Error:
        return False  # it is damaged, and nobody can be at work in it
    return False


def put(part: Path, path: Path) -> None:
    """Put a finished file in the place of a study in one step.

    What SQLite has left beside the study goes first: it would be taken for the log of what takes the place.
    """
    real = Path(os.path.realpath(path))
    if real.exists():
        shutil.copymode(real, part)
    on_disk(part)
    for left in ("-wal", "-shm", "-journal"):
        real.with_name(real.name + left).unlink(missing_ok=True)
    part.replace(real)
    on_disk(real.parent)
