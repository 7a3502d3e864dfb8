"""Dividing the work: who of the team reads which transcript, and which of them several read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.allocation import Allocation, allocate
from toolkit.model.round import Round
from toolkit.model.table import Column, Table, Value
from toolkit.store import rounds, sights, transcripts
from toolkit.store.study import RESEARCHER, Connection, Study
from toolkit.workflow.assigning import check_may_code, give
from toolkit.workflow.naming import known_transcript
from toolkit.workflow.planning import drawn, needed

__all__ = ["assigned", "divide"]

_HALF: Final = 0.5


@dataclass(frozen=True)
class _Wish:
    """How many transcripts are to be read by several, in one of three ways; by one coder each in none."""

    share: float | None
    number: int | None
    width: float | None
    sure: float

    def check(self) -> None:
        """Refuse two ways at once, and numbers that say nothing."""
        said = {"--share": self.share, "--number": self.number, "--width": self.width}
        given = [name for name, value in said.items() if value is not None]
        if len(given) > 1:
            what = f"was given {' and '.join(given)}, which say the same in different ways"
            raise ToolkitError("divide", what, "leave out all but one")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ToolkitError("--share", f"is {self.share:g}", "use a share from 0 to 1, such as 0.2")
        if self.number is not None and self.number < 0:
            raise ToolkitError("--number", f"is {self.number}", "use a whole number from 0")

    def counted(self, study: Study, there: int, seed: int) -> int:
        """Return how many of so many transcripts it means."""
        if self.number is not None:
            return min(self.number, there)
        if self.width is not None:
            return min(self._planned(study, self.width, seed), there)
        share = self.share or 0
        return min(there, max(int(there * share + _HALF), 1 if share else 0))

    def _planned(self, study: Study, width: float, seed: int) -> int:
        try:
            found = needed(study, width=width, sure=self.sure, seed=seed)
        except ToolkitError as refused:
            if refused.where != "plan":
                raise
            remedy = "finish a pilot first; or plan from assumptions with intercoder plan, and give --number"
            raise ToolkitError("--width", f"cannot be planned: {refused.what}", remedy) from refused
        if found is None:
            what = f"is {width:g}, which no number of interviews that was tried reaches"
            raise ToolkitError("--width", what, "take a wider one, or see: intercoder plan")
        return found

    def told(self) -> str:
        """Say what was wished for."""
        if self.width is not None:
            return f"as many as an interval at most {self.width:g} wide needs"
        if self.share is not None:
            return f"a share of {self.share:g}"
        return "as many as were asked for" if self.number is not None else "none asked for"


def divide(
    study: Study,
    *transcript: str,
    coders: tuple[str, ...] = (),
    share: float | None = None,
    number: int | None = None,
    width: float | None = None,
    sure: float = 0.8,
    readers: int = 2,
    by: str | None = None,
    seed: int = 0,
    dry_run: bool = False,
) -> Table:
    """Divide the transcripts of the present round among coders, some of them to be read by several.

    Every transcript gets a reader, so that all have about as many words to read. How many are read by several
    is said as a share of all, as a number, or as how narrow the interval of alpha is to be, which is planned
    from the transcripts that two coders have finished already (see: intercoder plan). Which ones is drawn at
    random, with a seed that the log keeps; with three coders or more, all pairs come to read about as many
    together. What coders have already they keep, and it counts. Where the study has leads, this is for them.

    Parameters
    ----------
    study
        The study file.
    transcript
        Ids of transcripts to divide; all of them if none is named.
    coders
        Who reads; by default everybody whose role is coder.
    share
        Have this share of the transcripts, from 0 to 1, read by several coders.
    number
        Have so many of them read by several coders.
    width
        Have as many read by several as it takes for an interval so wide.
    sure
        The share of simulated studies, from 0 to 1, in which that width must be reached.
    readers
        How many coders read each of these.
    by
        An attribute of participants: they are drawn so that each of its values is there by its share.
    seed
        Seed of what is drawn at random: the same seed divides alike.
    dry_run
        Only show the table; nothing is given out.
    """
    wish = _Wish(share, number, width, sure)
    wish.check()
    if seed < 0:
        raise ToolkitError("--seed", f"is {seed}", "use a whole number from 0")
    with study.reading() as connection:
        sights.check_lead(connection, "dividing the work")
        present = rounds.current(connection)
        held = _held(connection, present.id)
        names = _wanted(connection, study, transcript)
        chosen = coders or tuple(each.name for each in rounds.team(connection) if each.role == "coder")
        check_may_code(connection, chosen)
        words = _words(connection)
    several = [name for name in names if len(held.get(name, ())) > 1]
    count = wish.counted(study, len(names), seed)
    more = drawn(study, max(0, count - len(several)), among=set(names) - set(several), by=by, seed=seed)
    try:
        made = allocate(
            {name: words[name] for name in names},
            chosen,
            twice=[*several, *more],
            readers=readers,
            before=held,
            seed=seed,
        )
    except Invalid as refused:
        raise ToolkitError("divide", refused.what, refused.remedy or "name the coders") from refused
    if not dry_run:
        how = {
            "coders": list(chosen),
            "transcripts": list(names),
            "several": list(made.shared),
            "drawn": list(more),
            "wish": wish.told(),
            "readers": readers,
            "by": by or "",
            "seed": seed,
        }
        _give(study, present, held, made, how)
    notes = (
        "Dry run: nothing was given out." if dry_run else "",
        f"Read by several: {len(made.shared)} of {len(names)} transcripts ({wish.told()}).",
        f"Drawn at random with seed {seed}{f', each {by} by its share' if by else ''}: {', '.join(more)}."
        if more
        else "",
        _pairs(made),
    )
    return _table(made, f"Who reads what in round {present.id}", tuple(filter(None, notes)), chosen)


def _give(
    study: Study,
    present: Round,
    held: Mapping[str, tuple[str, ...]],
    made: Allocation,
    how: Mapping[str, object],
) -> None:
    """Give transcripts out as planned, unless the plan is out of date: planning can take a while."""
    with study.transaction(RESEARCHER) as records:
        connection = records.connection
        sights.check_lead(connection, "dividing the work")
        if rounds.current(connection) != present or _held(connection, present.id) != held:
            what = f"who reads what in round {present.id} was changed meanwhile"
            raise ToolkitError("divide", what, "look at it, and divide again")
        given: dict[str, list[str]] = {}
        for name in made.words:
            for coder in made.added[name]:
                given.setdefault(coder, []).append(name)
        for coder, names in given.items():
            give(records, coder, names)
        rounds.divided(records, present.id, how)


def assigned(study: Study) -> Table:
    """Tell who reads what in the present round: transcripts in rows, coders in columns."""
    with study.reading() as connection:
        present = rounds.current(connection)
        words = _words(connection)
        held = _held(connection, present.id)
        coders = tuple(each.name for each in rounds.team(connection) if each.role != "reader")
    return _table(Allocation(words, held), f"Who reads what in round {present.id}", (), coders)


def _wanted(connection: Connection, study: Study, named: Sequence[str]) -> tuple[str, ...]:
    for name in named:
        known_transcript(connection, name)
    found = tuple(name for name in transcripts.names(connection) if not named or name in named)
    if not found:
        raise ToolkitError(study.where, "has no transcripts yet", "bring some in with: intercoder import")
    return found


def _held(connection: Connection, round_: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for task in rounds.everybodys(connection, round_):
        found[task.transcript] = (*found.get(task.transcript, ()), task.coder)
    return found


def _words(connection: Connection) -> dict[str, int]:
    """Return how long transcripts are to read, interviewers' turns included."""
    return {each.id: each.count_words(of_interviewers=True) for each in transcripts.everything(connection)}


def _pairs(made: Allocation) -> str:
    if len(made.coders) < 3 or not made.shared:  # noqa: PLR2004 - of two there is one pair
        return ""
    told = ", ".join(f"{one} and {other} {count}" for (one, other), count in made.pairs.items())
    return f"Transcripts that two both read: {told}."


def _table(made: Allocation, title: str, notes: tuple[str, ...], coders: Sequence[str]) -> Table:
    """Make a table of transcripts by coders, with the words of each coder in its last row."""
    # Whoever has something to read is in it, whether asked for now or not.
    names = (*coders, *(name for name in made.coders if name not in coders))
    columns = (
        Column("transcript"),
        Column("words", "count"),
        *(Column(name, heading=name) for name in _apart(names)),
        Column("readers", "count"),
    )
    rows: list[tuple[Value, ...]] = [
        (text, words, *(_mark(made, text, name) for name in names), len(made.readers(text)))
        for text, words in made.words.items()
    ]
    loads = [made.load(name) for name in names]
    rows.append(("words to read", sum(loads), *map(str, loads), None))
    told = ("x: to read; (x): given to them before.",) if made.added else ("x: to read.",)
    return Table(title, columns, tuple(rows), (*notes, *told))


def _mark(made: Allocation, transcript: str, coder: str) -> str:
    if coder in made.added.get(transcript, ()):
        return "x"
    if coder in made.before.get(transcript, ()):
        return "(x)" if made.added else "x"
    return ""


def _apart(names: Sequence[str]) -> list[str]:
    """Name the columns of coders so that none is called like another column.

    >>> _apart(["Ana", "words"])
    ['Ana', 'coder words']
    """
    found = ["transcript", "words", "readers"]
    for name in names:
        while name in found:
            name = f"coder {name}"  # noqa: PLW2901 - until nothing else is called so
        found.append(name)
    return found[3:]
