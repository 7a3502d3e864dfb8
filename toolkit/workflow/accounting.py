"""What became of everything that a project of another program brought: counted, named, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from toolkit.model.project import Project
from toolkit.model.table import Column, Table

_COLUMNS: Final = (
    Column("records", meaning="Of what kind the records are."),
    Column(
        "became",
        meaning="new: added; identical: was here; changed: was here and is another now; waiting: in the "
        "review queue, as its passage is not sure; proposed: is no code of the codebook, and waits for an "
        "answer; kept: is different here and stays so; left out: not taken over; put back: not taken over, "
        "but kept as it was for when the study goes out again.",
    ),
    Column("count", "count"),
    Column("told", meaning="What it is about, or why."),
)
_KINDS: Final = ("texts", "codes", "coders", "codings", "memos", "participants")
_TOLD: Final = 8
_FITTING: Final = {"quotes": "read as the project quotes them", "words": "begin and end where words do"}


@dataclass
class Account:
    """How many things of each kind became what, with some of their names or the reason why."""

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _told: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def count(self, kind: str, fate: str, told: str = "", number: int = 1) -> None:
        """Note that so many of a kind became this, and what there is to say of it."""
        self._counts[kind, fate] += number
        if told:
            self._told.setdefault((kind, fate), []).append(told)

    def table(self, project: Project, round_: str) -> Table:
        """Return what became of everything, with what a person should know of it.

        Parameters
        ----------
        round_
            The round that the codings came into.
        """
        rows = []
        for kind in _KINDS:
            fates = [(fate, number) for (each, fate), number in self._counts.items() if each == kind]
            rows += [
                (kind, fate, number, some_of(self._told.get((kind, fate), ()))) for fate, number in fates
            ]
        for left in project.left_out:
            rows.append((left.what, "put back" if left.kept else "left out", left.count, left.why))
        notes = (*positions_told(project), *project.notes, *self._notes(round_))
        return Table("", _COLUMNS, tuple(rows), notes)

    def _notes(self, round_: str) -> Iterator[str]:
        for (kind, fate), number in self._counts.items():
            if kind == "again":
                yield f"{number:,} codings {fate}."
            if kind == "off units":
                yield f"{number:,} codings are not on whole {fate}s, which round {round_} codes."
        if self._counts["codings", "waiting"]:
            yield "Passages that are not sure wait for a person: intercoder review."
        if self._counts["codes", "proposed"]:
            yield "New codes are proposed by those who used them; answer with: intercoder answer."
        if self._counts["texts", "kept"]:
            told = some_of(self._told["texts", "kept"])
            yield f"{told}: the words differ; codings were carried over to the text that is here."


def positions_told(project: Project) -> Iterator[str]:
    """Say how positions were counted and how sure that is."""
    found = project.positions
    if found is None or not found.n:
        return
    how = "was chosen" if found.chosen else "was found"
    fits = _FITTING[found.evidence]
    share = "" if found.score is None else f": {found.score:.0%} of {found.n:,} passages {fits}"
    other = ""
    if found.runner_up and found.runner_up_score is not None:
        other = f"; by the next best, {found.runner_up}, {found.runner_up_score:.0%} do"
    yield f"Positions are counted by the rule {found.rule}, which {how}{share}{other}."


def some_of(names: Iterable[str]) -> str:
    """Return the first of some names, and how many more there are."""
    each_once = list(dict.fromkeys(names))
    more = f" and {len(each_once) - _TOLD:,} more" if len(each_once) > _TOLD else ""
    return ", ".join(each_once[:_TOLD]) + more
