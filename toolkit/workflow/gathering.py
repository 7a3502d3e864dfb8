"""Doing the same to many, and telling the faults of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from toolkit.errors import Several, ToolkitError

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Gathered(Generic[Made]):
    """What could be made of some, and the faults of the others."""

    made: list[Made]
    faults: list[ToolkitError]


def gather(action: Callable[[Given], Made], given: Iterable[Given]) -> Gathered[Made]:
    """Do the same to each, and go on past those that refuse."""
    gathered: Gathered[Made] = Gathered([], [])
    for one in given:
        try:
            gathered.made.append(action(one))
        except ToolkitError as error:
            gathered.faults.append(error)
    return gathered


def all_of(action: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
    """Do the same to each; if any refuse, raise all their errors at once."""
    gathered = gather(action, given)
    if gathered.faults:
        raise Several(gathered.faults)
    return gathered.made
