"""Reading a study file of somebody else's: as it is now, without touching it or the folder it lies in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.checks import check_name, check_texts, check_time
from toolkit.model.merged import moment
from toolkit.store import (
    chronicle,
    codebooks,
    codings,
    decisions,
    memos,
    picks,
    placements,
    projects,
    proposals,
    rounds,
    sights,
    strays,
    temporary,
    transcripts,
    verdicts,
    verification,
)
from toolkit.store.sqlite import check_is_study
from toolkit.store.study import Connection, Profile, Study

_LOG: Final = "-wal"  # where SQLite keeps what it has not folded into the file yet
_TRIES: Final = 5


@dataclass(frozen=True)
class Snapshot:
    """What somebody else's study file holds at one moment."""

    profile: Profile
    connection: Connection


@contextmanager
def snapshot(path: Path) -> Iterator[Snapshot]:
    """Open a copy of a study file, which is gone afterwards.

    SQLite would write beside the file even to read it, and could not where the folder is read-only.

    Raises
    ------
    ToolkitError
        If it cannot be read, is no study, or is of another schema than this Intercoder's.
    """
    check_is_study(path)
    with temporary.folder() as folder:
        copy = folder / "copy.study"
        _copy(path, copy)
        study = _opened(path, copy)
        try:
            with study.reading() as connection:
                sights.lift(connection)
                _check_sound(path, connection)
                yield Snapshot(study.profile, connection)
        except ToolkitError as refused:
            if refused.where != study.where:
                raise
            # Nobody knows the copy by its name.
            remedy = f"nothing of it was taken; see: intercoder verify {path.name}, or ask for another copy"
            raise ToolkitError(str(path), refused.what, remedy) from refused
        finally:
            study.close()


def origin(path: Path) -> str | None:
    """Return the id of the study in a file, which its copies have, too; None if it cannot be told."""
    try:
        check_is_study(path)
        with temporary.folder() as folder:
            copy = folder / "copy.study"
            _copy(path, copy)
            study = Study(copy)
            study.close()
            return study.profile.id
    except (ToolkitError, OSError):
        return None


def _check_sound(path: Path, connection: Connection) -> None:
    if found := next(_problems(connection), None):
        remedy = f"nothing of it was taken; see: intercoder verify {path.name}"
        raise ToolkitError(str(path), found, remedy)


def _problems(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with a study that anybody may have made, with any program."""
    try:
        yield from verification.problems(connection)
        yield from _no_nouns(connection)
    except (Invalid, KeyError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        told = fault.what if isinstance(fault, Invalid) else "it cannot be read"
        yield f"holds what no study can hold: {told}"
    except ToolkitError as fault:
        yield f"{fault.where}: {fault.what}"


def _no_nouns(connection: Connection) -> Iterator[str]:
    """Read everything once, which refuses what is no coding, no memo, no name."""
    for name in transcripts.names(connection):
        for revision in transcripts.revisions(connection, name):
            transcripts.find(connection, name, revision)
    books = codebooks.lineage(connection)
    if not books.versions:
        yield "holds no codebook"
    for read in (
        *(rounds.team, rounds.rounds, rounds.assignments, codings.everything, memos.everything),
        *(decisions.everything, placements.everything, verdicts.everything, picks.everything),
        *(proposals.everything, proposals.rulings, projects.everything, strays.everything),
    ):
        read(connection)
    for name, attributes in transcripts.participants(connection).items():
        check_name("participant", name)
        for each in attributes.items():
            check_texts("attribute of a participant", each)
    for told in chronicle.chronicle(connection):
        check_name("actor of an event", told.actor)
        check_time("time of an event", told.at)
        if moment(told.stamp.moment) != told.stamp.moment or told.stamp.step < 0:
            yield f"event {told.number} has no place in the order of copies"


def _opened(path: Path, copy: Path) -> Study:
    try:
        return Study(copy)
    except ToolkitError as refused:
        # It would be brought up to date in its place, and may be the only one somebody has.
        older = "older" in refused.what
        remedy = "copy it, and bring the copy up to date with: intercoder upgrade COPY"
        raise ToolkitError(str(path), refused.what, remedy if older else refused.remedy) from refused


def _copy(path: Path, copy: Path) -> None:
    """Copy the file with what is not folded into it; again, if somebody wrote meanwhile."""
    log = path.with_name(path.name + _LOG)
    for _ in range(_TRIES):
        try:
            before = _state(path), _state(log)
            shutil.copyfile(path, copy)
            beside = copy.with_name(copy.name + _LOG)
            if before[1] is None:
                beside.unlink(missing_ok=True)
            else:
                shutil.copyfile(log, beside)
            if before == (_state(path), _state(log)):
                return
        except OSError as fault:
            what = f"cannot be read ({fault.strerror})"
            raise ToolkitError(str(path), what, "check its permissions, and room for a copy of it") from fault
    raise ToolkitError(str(path), "somebody is writing to it", "close it there, and try again")


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
