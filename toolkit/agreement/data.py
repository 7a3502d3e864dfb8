"""Lays codings over units: who said what about which unit, and who did not judge it at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.errors import Invalid
from toolkit.model.coding import Coding
from toolkit.model.reliability import Cell, CodingTally, ReliabilityData, Unit
from toolkit.model.round import Assignment


def reliability_data(
    units: Sequence[Unit],
    codings: Iterable[Coding],
    assignments: Iterable[Assignment],
    *,
    codes: Sequence[str],
    coders: Sequence[str] | None = None,
    revisions: Mapping[str, int] | None = None,
    by_length: bool = False,
) -> ReliabilityData:
    """Say for each unit and coder which codes were given, or that the coder did not judge it.

    A coding counts on every unit it overlaps by at least one character, and several of one coder with one
    code on a unit count as one. Not seen is not "no": a coder judges
    the units of a transcript only with a finished assignment to it. Codings that do not count are tallied.

    Parameters
    ----------
    units
        In the order wanted; those of one transcript must not overlap.
    assignments
        Of one round. Codings made in another round do not count.
    codes
        Ids of all codes that could have been given.
    coders
        Who is compared; by default everybody who has finished a transcript of `units`, by name.
    revisions
        By transcript, the revision of the text that `units` were cut from. Codings of another revision do
        not count, as their positions mean other words. By default every coding is taken to be of this text.
    by_length
        Each unit stands for as many equal units as it has characters. That is as if every character were
        judged by itself, if no coding begins or ends within a unit.

    Raises
    ------
    Invalid
        If units overlap, assignments are of several rounds, or a coder or code is named twice.

    Examples
    --------
    Ana gave the code to the first unit, Ben finished without giving it, Cleo has not finished:

    >>> from toolkit.model.coding import Quotation
    >>> from toolkit.model.transcript import Span
    >>> units = [Unit("P01", Span(0, 10)), Unit("P01", Span(10, 20))]
    >>> quotation = Quotation("P01", 1, Span(2, 10), "trust it")
    >>> coding = Coding("1", quotation, "trust", "Ana", "1.0.0", "first", "2026-01-05T10:00:00Z")
    >>> done = "2026-01-05T11:00:00Z"
    >>> tasks = [Assignment("Ana", "P01", finished_at=done), Assignment("Ben", "P01", finished_at=done)]
    >>> tasks.append(Assignment("Cleo", "P01"))
    >>> data = reliability_data(units, [coding], tasks, codes=["trust"], coders=["Ana", "Ben", "Cleo"])
    >>> [sorted(cell) if cell is not None else None for cell in data.cells[0]]
    [['trust'], [], None]
    """
    done = finished(assignments)
    rows = _Rows(units)
    # With nobody chosen, a coder who is not compared is one who has not finished.
    chosen = None if coders is None else frozenset(coders)
    if coders is None:
        coders = sorted({coder for coder, transcript, _ in done if transcript in rows.starts})
    wanted = Wanted(chosen, frozenset(codes), done, revisions or {})
    counts: Counter[str] = Counter()
    given: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for coding in codings:
        reached = rows.reached(coding)
        fate = wanted.fate(coding) or ("counted" if reached else "outside")
        counts[fate] += 1
        if fate == "counted":
            for row in reached:
                given[row, coding.coder].add(coding.code)
    judged = {(coder, transcript) for coder, transcript, _ in done}
    cells = _cells(units, coders, judged, given)
    weights = tuple(unit.span.end - unit.span.start for unit in units) if by_length else ()
    return ReliabilityData(tuple(units), tuple(coders), tuple(codes), cells, CodingTally(**counts), weights)


def finished(assignments: Iterable[Assignment]) -> frozenset[tuple[str, str, str]]:
    """Return coder, transcript and round of each finished assignment; refuse a mix of rounds."""
    assignments = tuple(assignments)
    rounds = sorted({assignment.round for assignment in assignments})
    if len(rounds) > 1:
        raise Invalid(f"assignments are of the rounds {', '.join(rounds)}", "compare one round at a time")
    return frozenset((task.coder, task.transcript, task.round) for task in assignments if task.finished)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which codings are compared; `coders` is None if everybody who has finished is."""

    coders: Collection[str] | None
    codes: Collection[str]
    finished: Collection[tuple[str, str, str]]
    revisions: Mapping[str, int]

    def fate(self, coding: Coding) -> str:
        """Return the count of the tally that a coding falls under which is not compared, else nothing."""
        if self.coders is not None and coding.coder not in self.coders:
            return "other_coders"
        if coding.code not in self.codes:
            return "other_codes"
        if (coding.coder, coding.transcript, coding.round) not in self.finished:
            return "unfinished"
        revision = coding.quotation.revision
        if self.revisions.get(coding.transcript, revision) != revision:
            return "other_revision"
        return ""


class _Rows:
    """Finds the units a coding overlaps in logarithmic time: units are sorted once for each transcript."""

    def __init__(self, units: Sequence[Unit]) -> None:
        order = sorted(range(len(units)), key=units.__getitem__)
        for before, after in pairwise(units[row] for row in order):
            if before.transcript == after.transcript and before.span.overlaps(after.span):
                raise Invalid(
                    f"units {_told(before)} and {_told(after)} overlap", "compare coders on units apart"
                )
        self.rows: defaultdict[str, list[int]] = defaultdict(list)
        self.starts: defaultdict[str, list[int]] = defaultdict(list)
        self.ends: defaultdict[str, list[int]] = defaultdict(list)
        for row in order:
            unit = units[row]
            self.rows[unit.transcript].append(row)
            self.starts[unit.transcript].append(unit.span.start)
            self.ends[unit.transcript].append(unit.span.end)

    def reached(self, coding: Coding) -> Sequence[int]:
        """Return the numbers of the units that share at least one character with the coding."""
        transcript, span = coding.transcript, coding.span
        if transcript not in self.rows:
            return ()
        first = bisect_right(self.ends[transcript], span.start)
        last = bisect_left(self.starts[transcript], span.end)
        return self.rows[transcript][first:last]


def _told(unit: Unit) -> str:
    return f"{unit.transcript}:{unit.span.start}-{unit.span.end}"


def _cells(
    units: Sequence[Unit],
    coders: Sequence[str],
    judged: Collection[tuple[str, str]],
    given: Mapping[tuple[int, str], Collection[str]],
) -> tuple[tuple[Cell, ...], ...]:
    """Return units x coders; equal sets are one object, which saves most of the memory."""
    one: dict[frozenset[str], frozenset[str]] = {}

    def cell(row: int, unit: Unit, coder: str) -> Cell:
        if (coder, unit.transcript) not in judged:
            return None
        codes = frozenset(given.get((row, coder), ()))
        return one.setdefault(codes, codes)

    return tuple(tuple(cell(row, unit, coder) for coder in coders) for row, unit in enumerate(units))
