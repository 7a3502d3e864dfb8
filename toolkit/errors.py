"""What goes wrong when a person can mend it: *where: what; what to do*.

A bug shows its traceback. A fault in a file, a name or a choice is a `ToolkitError`:
it is shown as one line per fault and never as a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


_PASSWORD = re.compile(r"(postgres\w*(?:\+\w+)?:/+[^\s:/@]*:)\S*@|([?&]\w*password=)[^\s&'\"]*")


def without_passwords(told: str) -> str:
    """Leave out passwords of addresses of databases, in whatever somebody typed."""
    return _PASSWORD.sub(lambda found: f"{found[1]}***@" if found[1] else f"{found[2]}***", told)


def on_one_line(told: str) -> str:
    """Name what would move a terminal's cursor, break the line or turn its direction."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


MOST_TOLD: Final = 500
"""Lines that one refusal takes at most: a file may have a fault in each line."""


_LONGEST: Final = 2_000  # letters of a line; what is quoted may be a whole file on one


def _shortened(told: str) -> str:
    half = _LONGEST // 2
    return told if len(told) <= _LONGEST else f"{told[:half]} … {told[-half:]}"


def _and_the_rest(told: tuple[str, ...], more: int) -> tuple[str, ...]:
    return told if more <= 0 else (*told, f"and {more:,} more; mend these first")


class ToolkitError(Exception):
    """A mistake a person can mend.

    Parameters
    ----------
    where
        The file (with line), record or option at fault; empty if the caller knows better.
    what
        What is wrong, as a clause without a full stop.
    remedy
        What to do about it; empty if `what` already says so.
    """

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        super().__init__(where, what, remedy)
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        told = f"{self.where}: {self.what}" if self.where else self.what
        return without_passwords(on_one_line(_shortened(f"{told}; {self.remedy}" if self.remedy else told)))

    def lines(self) -> tuple[str, ...]:
        """Return the message as the lines to print, one for each fault."""
        return (str(self),)


class Invalid(ToolkitError, ValueError):
    """A noun of the model was given a state it cannot have."""

    def __init__(self, what: str, remedy: str = "") -> None:
        ToolkitError.__init__(self, "", what, remedy)

    def __reduce__(self) -> tuple[type[Invalid], tuple[str, str]]:
        return (type(self), (self.what, self.remedy))


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One fault of a file.

    Attributes
    ----------
    line
        1-based line of the file; 0 if the fault concerns the file as a whole.
    what, remedy
        As in `ToolkitError`.
    """

    line: int
    what: str
    remedy: str = ""

    def told(self, name: str) -> str:
        """Return the fault as one line that starts with the file's `name`."""
        where = f"{name}:{self.line}" if self.line else name
        return str(ToolkitError(where, self.what, self.remedy))


class FaultyFile(ToolkitError):
    """A file with one fault or many, all of them told at once."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(sorted(faults))
        super().__init__(name, f"{len(self.faults)} faults")

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __reduce__(self) -> tuple[type[FaultyFile], tuple[str, tuple[Fault, ...]]]:
        return (type(self), (self.name, self.faults))

    def lines(self) -> tuple[str, ...]:
        """Return one line for each fault, in the order of the file; of very many the first ones."""
        told = tuple(fault.told(self.name) for fault in self.faults[:MOST_TOLD])
        return _and_the_rest(told, len(self.faults) - len(told))


class Several(ToolkitError):
    """Mistakes in several places, all told at once."""

    def __init__(self, errors: Iterable[ToolkitError]) -> None:
        self.errors = tuple(errors)
        super().__init__("", f"{len(self.errors)} errors")

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __reduce__(self) -> tuple[type[Several], tuple[tuple[ToolkitError, ...]]]:
        return (type(self), (self.errors,))

    def lines(self) -> tuple[str, ...]:
        """Return the lines of every error, in their order; of very many the first ones."""
        told = tuple(line for error in self.errors for line in error.lines())
        return _and_the_rest(told[:MOST_TOLD], len(told) - MOST_TOLD)
