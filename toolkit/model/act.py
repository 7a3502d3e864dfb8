"""Acts: what a coder did in one go, as the log tells it, and what of it can be undone or done again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from toolkit.model.coding import Coding, Memo
from toolkit.model.proposal import Proposal

Verb = Literal["add", "remove", "restore", "memo", "unmemo", "rewrite", "propose", "withdraw"]


@dataclass(frozen=True, slots=True)
class Together:
    """Where something done belongs.

    Attributes
    ----------
    act
        The act it is part of; None if it is one by itself.
    undoes, redoes
        The act that this act takes back, or does again.
    origin
        What gave the idea, if the log is to tell; it changes nothing else.
    """

    act: str | None = None
    undoes: str | None = None
    redoes: str | None = None
    origin: str | None = None


ALONE: Final = Together()


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done to one coding, memo or proposal.

    Attributes
    ----------
    verb
        `restore` brings back what was removed, coding, memo or proposal; `memo`, `unmemo` and `rewrite` make,
        remove and change a memo; `propose` and `withdraw` make and remove a proposal of a code.
    record
        The coding, memo or proposal as it was after the deed, or before it if the deed removed it.
    seen
        Text of the memo before it was rewritten; empty for other deeds.
    successor
        Id of the coding made in place of the one removed, if there is one.
    beside
        Id of the transcript that lay before the coder when a memo or proposal was dealt with, if one did.
    """

    verb: Verb
    record: Coding | Memo | Proposal
    seen: str = ""
    successor: str | None = None
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Deeds done together and undone together.

    Attributes
    ----------
    undoes, redoes
        Id of the act that this one takes back, or does again.
    undone
        Whether it is taken back at present, so that it can be done again.
    """

    id: str
    deeds: tuple[Deed, ...]
    undoes: str | None = None
    redoes: str | None = None
    undone: bool = False


def history(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Return the acts that can be undone, and those that are undone and can be done again, in their order.

    The next to undo is the last that is not undone, the next to redo the first that is. Taking acts back is
    itself no act to undo. A new act ends what could be done again before it, and an act that takes back or
    repeats one that is not listed says nothing about those that are.
    """
    told: dict[str, Act] = {}
    undone: set[str] = set()
    for act in acts:
        target = act.undoes or act.redoes
        if target is None:
            for name in undone:
                del told[name]
            undone.clear()
            told[act.id] = act
        elif target in told:
            told[target] = replace(told[target], undone=act.undoes is not None)
            (undone.add if act.undoes is not None else undone.discard)(target)
    return tuple(told.values())
