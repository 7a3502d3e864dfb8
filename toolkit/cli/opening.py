"""Opening the studies that a command names, as who asks may see them and as of when they ask.

Once this module is imported, a word of the command line becomes the open study that a journey takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cyclopts import CycloptsError, Parameter

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.moment import Moment, moment_named
from toolkit.workflow import leaking, studies
from toolkit.workflow.exporting import Result


@dataclass
class Look:
    """How one run of the program looks at studies.

    Attributes
    ----------
    viewer
        Who asks; None if they do not say.
    moment
        As of when they ask; None for now.
    without_backup
        Whether many records are changed at once without a backup first.
    then
        What a study says of as of when it is looked at; empty until one is opened.
    named
        The studies that the command was given.
    opened
        Those that are open, which the end of the run closes.
    """

    viewer: str | None
    moment: Moment | None
    without_backup: bool
    then: str = ""
    named: list[str] = field(default_factory=list)
    opened: ExitStack = field(default_factory=ExitStack)

    def study(self, named: str) -> studies.Study:
        """Open a study, and tell what of it is hidden from who asks."""
        self.named.append(named)
        study = studies.open_study(named, as_of=self.moment).seen_by(self.viewer)
        self.then = studies.as_of(study)
        self.opened.callback(study.close)
        if left_out := studies.hidden(study):
            print(f"note: {left_out}", file=sys.stderr)
        return study.without_backups() if self.without_backup else study

    def place(self, named: str) -> leaking.Place:
        """Open what may be a study or another file."""
        place = leaking.Place.of(named, self.viewer)
        if place.study is not None:
            self.opened.callback(place.study.close)
        return place

    def dated(self, result: Result | None) -> Result | None:
        """Have a result say as of when it is, where it does not yet."""
        if self.moment is None:
            return result
        if not self.then:
            raise ToolkitError("--as-of", "no study was looked at", "leave it out")
        if result is None or isinstance(result, str):
            print(f"note: {self.then}", file=sys.stderr)
            return result
        if any(self.then in note for note in result.notes):
            return result
        return replace(result, notes=(*result.notes, self.then))


_look: Final[ContextVar[Look]] = ContextVar("look")


@contextmanager
def looking(
    viewer: str | None = None, moment: Moment | None = None, *, without_backup: bool = False
) -> Iterator[Look]:
    """Open the studies of the commands that run meanwhile, and close them in the end."""
    look = Look(viewer, moment, without_backup)
    before = _look.set(look)
    try:
        with look.opened:
            yield look
    except (ToolkitError, CycloptsError, OSError):
        raise
    except Exception:
        # Nobody foresaw it: it is no bug if somebody changed the study behind its back.
        for named in look.named:
            studies.check_untouched(named)
        raise
    finally:
        _look.reset(before)


def moment(as_of: str) -> Moment:
    """Return the moment that somebody named."""
    try:
        return moment_named(as_of)
    except Invalid as refused:
        raise ToolkitError("--as-of", refused.what, refused.remedy) from None


def _study(_type: object, tokens: Sequence[Any]) -> object:
    return _look.get().study(tokens[0].value)


def _place(_type: object, tokens: Sequence[Any]) -> object:
    return _look.get().place(tokens[0].value)


Parameter(converter=_study, n_tokens=1, accepts_keys=False)(studies.Study)
Parameter(converter=_place, n_tokens=1, accepts_keys=False)(leaking.Place)
