"""Which codes stand together, and how often.

Two passages of different codes *meet*

- within a **passage**, if they cover the same words;
- within an **overlap**, if they share at least one character;
- within n **turns**, if from some turn of the one to some turn of the other it is at most n turns: with 0,
  both are in one turn.

Only what counts is looked at: with interviewers left out, words of theirs are neither shared nor compared,
and their turns are not counted on the way from one to the other.

Passages of the two codes that meet, directly or through others of the two, are one *segment* together. So a
long passage of one code that meets three short ones of the other is one segment and not three; it is the same
for a and b as for b and a; and the share of segments that hold both codes, among all segments that hold
either, lies between 0 and 1: the Jaccard index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from toolkit.analysis.matrix import named
from toolkit.analysis.passages import Heading, Passage, Passages
from toolkit.analysis.wording import told_apart
from toolkit.errors import Invalid
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Transcript, Turn

Within = Literal["passage", "overlap", "turns"]
MOST_CODES: Final = 500
"""How many codes a square table may have."""

_MEETING: dict[Within, str] = {
    "passage": "Two codes stand together where a passage of each covers the same words.",
    "overlap": "Two codes stand together where passages of theirs share at least one character.",
    "turns": "Two codes stand together where passages of theirs are in the same turn{far}; turns that do not "
    "count, as interviewers', are not counted.",
}
_SEGMENTS = (
    (
        "n_segments counts segments with both codes: passages of the two that meet, directly or through "
        "others of the two, are one."
    ),
    "jaccard is their share of all segments with either code.",
)


@dataclass(slots=True)
class Pair:
    """What is counted of two codes.

    Attributes
    ----------
    n_segments
        Segments that hold both codes.
    met_a, met_b
        Passages of each that meet one of the other.
    participants
        Whose segments these are.
    """

    n_segments: int = 0
    met_a: int = 0
    met_b: int = 0
    participants: set[str] = field(default_factory=set)

    def count(self, met_a: int, met_b: int) -> None:
        """Add passages that meet one of the other code for the first time."""
        self.met_a += met_a
        self.met_b += met_b


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A passage as it is compared: of characters or of turns, in one transcript.

    Those of one code are in order: none begins, and none ends, before another that stands ahead of it.
    """

    start: int
    end: int
    code: int


@dataclass(slots=True)
class _Line:
    """The stretches of one code, as far as they were come to, and which of them is the first still open."""

    ends: list[int] = field(default_factory=list)
    first_open: int = 0

    def close_before(self, place: int) -> None:
        while self.first_open < len(self.ends) and self.ends[self.first_open] <= place:
            self.first_open += 1


def cooccurrence(basis: Passages, *, within: Within = "overlap", turns: int = 1) -> Table:
    """List the pairs of codes that stand together, in the order of the codebook.

    Parameters
    ----------
    within
        When passages meet; see the head of this module.
    turns
        How many turns there may be from one to the other, if `within` is turns.

    Returns
    -------
    Table
        `n_a` and `n_b` count the passages of each code; pairs that never stand together are not listed.

    Raises
    ------
    Invalid
        If the number of turns is below 0.
    """
    pairs = together(basis, within=within, turns=turns)
    counts = Counter(passage.code for passage in basis.found)
    rows = tuple(_rows(basis.headings, pairs, counts))
    notes = (*basis.notes, *_explained(within, turns), _absent(basis.headings, pairs))
    return Table(basis.titled("Co-occurrence of codes"), _columns(len(basis.participants)), rows, notes)


def square(basis: Passages, *, within: Within = "overlap", turns: int = 1) -> Table:
    """Arrange codes in rows and in columns; a cell counts the segments with both.

    Where a code meets itself, all its passages are counted. Parameters and faults are those of
    `cooccurrence`; a codebook may have too many codes for it.
    """
    if len(basis.headings) > MOST_CODES:
        what = f"{len(basis.headings)} codes are too many for columns (at most {MOST_CODES})"
        raise Invalid(what, "choose codes or themes, or leave out --square")
    pairs = together(basis, within=within, turns=turns)
    counts = Counter(passage.code for passage in basis.found)

    def cell(row: int, column: int) -> int:
        if row == column:
            return counts[basis.headings[row].id]
        pair = pairs.get((min(row, column), max(row, column)))
        return pair.n_segments if pair else 0

    places = range(len(basis.headings))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (heading.id, heading.label, heading.theme.label, *(cell(row, column) for column in places))
        for row, heading in enumerate(basis.headings)
    )
    notes = (
        *basis.notes,
        *_explained(within, turns)[:2],
        "Where a code meets itself, all its passages count.",
    )
    columns = told_apart(_square_columns(basis.headings))
    return Table(basis.titled("Co-occurrence, codes by codes"), columns, rows, notes, grouped_by="theme")


def cells(table: Table) -> tuple[str, ...]:
    """Return the names of the columns of codes in a square table."""
    return table.names[3:]


def together(basis: Passages, *, within: Within = "overlap", turns: int = 1) -> dict[tuple[int, int], Pair]:
    """Count for each pair of codes that stand together, by their places among the headings.

    Each transcript is gone through once; each passage costs as many steps as there are codes open where it
    begins.
    """
    if turns < 0:
        raise Invalid(f"turns is {turns}", "use 0 for the same turn, or more")
    place = {heading.id: at for at, heading in enumerate(basis.headings)}
    by_transcript: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in basis.found:
        by_transcript[passage.transcript].append(passage)
    pairs: defaultdict[tuple[int, int], Pair] = defaultdict(Pair)
    for name, found in by_transcript.items():
        compared = _Compared(basis, basis.transcripts[name])
        if within == "turns":
            stretches = compared.turns(found, place, turns)
        else:
            stretches = compared.characters(found, place)
        meet = _meet_exactly if within == "passage" else _meet
        meet(stretches, found[0].participant, pairs)
    return dict(pairs)


class _Compared:
    """One transcript, and what counts of it."""

    def __init__(self, basis: Passages, transcript: Transcript) -> None:
        self._transcript = transcript
        heard = [turn for turn in transcript.turns if basis.scope.counts(transcript, turn)]
        self._numbered = {turn.number: number for number, turn in enumerate(heard)}

    def characters(self, found: Iterable[Passage], place: dict[str, int]) -> Iterator[_Stretch]:
        """Yield the passages from their first character that counts to their last."""
        for passage in found:
            turns = self._turns(passage)
            start = max(passage.span.start, turns[0].span.start)
            end = min(passage.span.end, turns[-1].span.end)
            yield _Stretch(start, end, place[passage.code])

    def turns(self, found: Iterable[Passage], place: dict[str, int], most: int) -> Iterator[_Stretch]:
        """Yield the turns that count and that the passages are in, so much longer that they meet."""
        for passage in found:
            turns = self._turns(passage)
            first, last = self._numbered[turns[0].number], self._numbered[turns[-1].number]
            yield _Stretch(first, last + 1 + most, place[passage.code])

    def _turns(self, passage: Passage) -> Sequence[Turn]:
        return [turn for turn in self._transcript.turns_in(passage.span) if turn.number in self._numbered]


def _meet_exactly(
    stretches: Iterable[_Stretch], participant: str, pairs: dict[tuple[int, int], Pair]
) -> None:
    """Count the pairs of codes that have the same stretch."""
    codes: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for each in stretches:
        codes[each.start, each.end].append(each.code)
    for found in codes.values():
        ordered = sorted(found)
        for at, first in enumerate(ordered):
            for second in ordered[at + 1 :]:
                pair = pairs[first, second]
                pair.n_segments += 1
                pair.count(1, 1)
                pair.participants.add(participant)


def _meet(stretches: Iterable[_Stretch], participant: str, pairs: dict[tuple[int, int], Pair]) -> None:
    """Count the pairs of codes whose stretches overlap, in one walk along their beginnings.

    Where a stretch begins, it meets all stretches of another code that are still open. These are the last
    ones of that code, because both beginnings and ends of a code's stretches are in order. At most one
    segment of the two codes reaches here, and it does if the last stretch of that code that met one of this
    code is still open.
    """
    lines: defaultdict[int, _Line] = defaultdict(_Line)
    still_open: dict[int, _Line] = {}
    last_met: dict[tuple[int, int], int] = {}  # of a code with another: its last stretch that met one
    for each in sorted(stretches, key=lambda stretch: (stretch.start, stretch.end, stretch.code)):
        own = lines[each.code]
        for code, line in list(still_open.items()):
            line.close_before(each.start)
            if line.first_open == len(line.ends):
                del still_open[code]
            elif code != each.code:
                met = last_met.get((code, each.code), -1)
                newly = len(line.ends) - max(met + 1, line.first_open)
                last_met[code, each.code] = len(line.ends) - 1
                last_met[each.code, code] = len(own.ends)
                pair = pairs[min(code, each.code), max(code, each.code)]
                pair.count(*((newly, 1) if code < each.code else (1, newly)))
                if met < line.first_open:
                    pair.n_segments += 1
                    pair.participants.add(participant)
        own.ends.append(each.end)
        still_open[each.code] = own


def _rows(
    headings: Sequence[Heading], pairs: dict[tuple[int, int], Pair], counts: Counter[str]
) -> Iterator[tuple[Value, ...]]:
    for (a, b), pair in sorted(pairs.items(), key=lambda told: told[0]):
        first, second = headings[a], headings[b]
        n_a, n_b = counts[first.id], counts[second.id]
        either = pair.n_segments + (n_a - pair.met_a) + (n_b - pair.met_b)
        shares = (pair.n_segments, len(pair.participants), pair.n_segments / either)
        yield (first.id, second.id, *shares, first.label, second.label, n_a, n_b)


def _columns(n_participants: int) -> tuple[Column, ...]:
    return (
        Column("code_a", heading="Id", meaning="Id of the code that comes first in the codebook."),
        Column("code_b", heading="Id of the other", meaning="Id of the other code."),
        Column("n_segments", "count", "Segments with both", meaning=_SEGMENTS[0]),
        Column(
            "n_participants",
            "count",
            "Participants",
            of=n_participants,
            meaning="How many participants have such a segment.",
        ),
        Column("jaccard", "number", "Jaccard", meaning=_SEGMENTS[1]),
        Column("label_a", heading="Code", meaning="Label of code_a at this codebook version."),
        Column("label_b", heading="And", meaning="Label of code_b at this codebook version."),
        Column("n_a", "count", "Passages of the one", meaning="How many passages code_a has."),
        Column("n_b", "count", "Passages of the other", meaning="How many passages code_b has."),
    )


def _square_columns(headings: Sequence[Heading]) -> Iterator[Column]:
    yield Column("code_id", heading="Id", meaning="Id of the code, which stays the same in all versions.")
    yield Column("label", heading="Code", meaning="Label of the code at this codebook version.")
    yield Column("theme", meaning="Label of the theme the code stands under.")
    names = named([heading.id for heading in headings])
    for name, heading in zip(names, headings, strict=True):
        yield Column(name, "count", heading.id, meaning="Segments with both codes.")


def _explained(within: Within, turns: int) -> tuple[str, ...]:
    far = f" or at most {turns} apart" if turns else ""
    return (_MEETING[within].format(far=far), *_SEGMENTS)


def _absent(headings: Sequence[Heading], pairs: dict[tuple[int, int], Pair]) -> str:
    possible = len(headings) * (len(headings) - 1) // 2
    return f"Pairs of codes that never stand together, not listed: {possible - len(pairs)} of {possible}."
