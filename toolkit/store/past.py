"""A study as it was at a moment: read as any study is, by everybody as far as they may today."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import NoReturn

from sqlalchemy.exc import DatabaseError

from toolkit.errors import ToolkitError
from toolkit.model.moment import Moment, local, offset_of
from toolkit.model.sight import Sight
from toolkit.store import engine, events, sights, sqlite
from toolkit.store.rebuilding import cut, rebuild
from toolkit.store.study import Check, Connection, Study

__all__ = ["Past"]


class Past(Study):
    """A study made again from its log up to a moment, in a database that nobody else can see.

    Whatever reads a study reads this one. Nothing can be written to it.

    Attributes
    ----------
    moment
        Up to when.
    last
        The number of its last event.
    lost
        A sentence for each thing that could not be made again.

    Raises
    ------
    ToolkitError
        If the study was not there yet, or its log does not tell enough.
    """

    def __init__(self, present: Study, moment: Moment) -> None:
        self.address = present.address
        self.viewer = present.viewer
        self._check = None  # the present study asks
        self._present = present
        self.moment = moment
        with present.reading() as source:
            sights.lift(source)
            self.last, behind = cut(source, moment)
            if not self.last:
                begun = local(present.profile.created_at)
                what = (
                    f"was not there yet at {moment.words}: it was begun on "
                    f"{begun:%Y-%m-%d %H:%M} ({offset_of(begun)})"
                )
                raise ToolkitError(present.where, what, "name a later moment")
            self._glass = _Glass()
            try:
                self.lost = (*_wrong_clock(behind), *self._glass.fill(source, self.last))
            except BaseException:
                self._glass.close()
                raise
        self._tell()

    def _tell(self) -> None:
        """Have the study say of itself as of when it is, wherever it says what it is."""
        with self._present.reading() as now:
            number = self.last if sights.of(now).whole else None
        profile = self._present.profile
        self.told = _sentence(self.moment, number, self.lost)
        self.profile = replace(profile, notice=" ".join(filter(None, (profile.notice, self.told))))

    def seen_by(self, viewer: str | None, *, check: Check | None = None) -> Study:
        """Return the same past, as one person may see it today."""
        same = copy(self)
        present = self._present.seen_by(viewer, check=check)
        same._present, same.viewer = present, present.viewer  # noqa: SLF001 - of a copy of ours
        same._tell()  # noqa: SLF001 - likewise
        return same

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a view of the study as it was, from which is left out what is hidden from the viewer today."""
        with self._present.reading() as now:
            sight = sights.of(now)
        try:
            with self._glass.seen(sight) as connection:
                yield connection
        except DatabaseError as fault:
            raise engine.complaint(self.address, fault) from fault

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last event there was."""
        return self._glass.head

    def transaction(self, actor: str, *, keep: bool = True) -> NoReturn:  # noqa: ARG002 - as every study has it
        """Refuse: nothing can be changed in the past."""
        what = f"is shown as of {self.moment.words}, where nothing can be changed"
        raise ToolkitError(self.where, what, "leave out --as-of")

    def close(self) -> None:
        """Let go of the past, which is gone then, and of the study."""
        self._glass.close()
        self._present.close()

    def discard(self) -> None:
        """Close it; the study it was made from stays."""
        self.close()


def _wrong_clock(behind: int) -> tuple[str, ...]:
    if not behind:
        return ()
    count = f"{behind:,} events that tell" if behind > 1 else "one event that tells"
    told = f"Left out, as the log has it behind something later: {count} an earlier time, by a wrong clock."
    return (told,)


def _sentence(moment: Moment, last: int | None, lost: tuple[str, ...]) -> str:
    """Say as of when everything is; how long the log was is not told to whom its events are hidden from."""
    number = "" if last is None else f": event {last} is the last"
    return " ".join((f"The study as of {moment.words}{number}.", *lost))


class _Glass:
    """The one connection to the rebuilt study: for one thread at a time, and there as often as it asks."""

    def __init__(self) -> None:
        self._engine = sqlite.passing_engine()
        sights.watch(self._engine)
        self._connection = self._engine.connect()
        self._lock = threading.RLock()
        self.head = (0, "")

    def fill(self, source: Connection, last: int) -> tuple[str, ...]:
        """Rebuild the study; return what could not be made again, one sentence each."""
        lost = rebuild(source, self._connection, last)
        self._connection.commit()
        self._connection.exec_driver_sql("PRAGMA query_only=ON")  # whoever writes is refused, not only us
        self.head = events.head(self._connection)
        return lost

    @contextmanager
    def seen(self, sight: Sight) -> Iterator[Connection]:
        """Have the connection keep to a sight, and to the one before when the block ends."""
        with self._lock:
            before = sights.of(self._connection)
            sights.keep_to(self._connection, sight)
            try:
                yield self._connection
            finally:
                sights.keep_to(self._connection, before)

    def close(self) -> None:
        """End the connection, and with it the database."""
        self._connection.close()
        self._engine.dispose()
