"""Codes by participants, or by groups of them: who speaks of what, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from toolkit.analysis.passages import Passage, Passages
from toolkit.analysis.wording import told_apart
from toolkit.errors import ToolkitError
from toolkit.model.checks import LONGEST_NAME
from toolkit.model.table import Column, Kind, Table, Value

Counted = Literal["segments", "presence", "words", "percent"]
MOST_GROUPS: Final = 100
"""How many values an attribute may have to be the head of a table."""
NOT_KNOWN: Final = "not known"
"""Whose attribute nobody told, or told as an empty value."""

_OWN_COLUMNS = ("code_id", "label", "theme", "total")
_MEANING: dict[Counted, tuple[str, str]] = {
    "segments": ("Cells count segments.", "Cells count segments."),
    "presence": (
        "A cell is 1 if the participant speaks of it, else 0; the total counts participants.",
        "Cells and total count the participants who speak of it.",
    ),
    "words": (
        "Cells count words, the interviewer's left out.",
        "Cells count words, the interviewer's left out.",
    ),
    "percent": (
        "A cell is the share of the participant's words that have the code; the total, of everybody's.",
        "A cell is the share of the group's words that have the code; the total, of everybody's.",
    ),
}


def matrix(
    basis: Passages,
    *,
    values: Counted = "segments",
    by: str = "participant",
    groups: Mapping[str, str] | None = None,
) -> Table:
    """Arrange codes in rows and participants, or groups of them, in columns, with a total at the end.

    Parameters
    ----------
    values
        What a cell counts: `segments`; `presence`, 1 or 0 for a participant and for a group how many of it;
        `words`; or `percent`, the share of all words of the participant or group that have the code.
    by
        What the columns are, for the title.
    groups
        The group of each participant, who stand together then; without it, each participant for themselves.
        Groups come in the order of their first participant.

    Raises
    ------
    ToolkitError
        If there are more groups than make a table.
    """
    group_of = {name: name for name in basis.participants}
    if groups is not None:
        group_of = {name: _cleaned(groups.get(name, "")) for name in basis.participants}
    sizes = Counter(group_of.values())
    if groups is not None and len(sizes) > MOST_GROUPS:
        what = (
            f"has {len(sizes)} values among these participants, too many for columns (at most {MOST_GROUPS})"
        )
        raise ToolkitError(by, what, "put them into bands in the participants table")
    rows = tuple(
        (heading.id, heading.label, heading.theme.label, *row)
        for heading, row in zip(basis.headings, _cells(basis, values, group_of, list(sizes)), strict=True)
    )
    notes = (*basis.notes, _MEANING[values][groups is not None], *_sized(sizes, groups))
    title = basis.titled(f"Codes by {by} ({values})")
    return Table(
        title, told_apart(_columns(values, sizes, groups is not None)), rows, notes, grouped_by="theme"
    )


def cells(table: Table) -> tuple[str, ...]:
    """Return the names of the columns of participants or groups in a matrix."""
    return table.names[len(_OWN_COLUMNS) - 1 : -1]


def _cleaned(value: str) -> str:
    """Return a value of an attribute as it can stand above a column."""
    printable = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(printable.split())[: LONGEST_NAME // 2].strip() or NOT_KNOWN


def _sized(sizes: Mapping[str, int], groups: Mapping[str, str] | None) -> Iterator[str]:
    if groups is not None:
        yield f"Participants: {', '.join(f'{name} {size}' for name, size in sizes.items()) or 'none'}."


def _columns(values: Counted, sizes: Mapping[str, int], grouped: bool) -> Iterator[Column]:  # noqa: FBT001
    """Yield the columns; numbers of people say out of how many, but for those of one participant alone."""
    kind: Kind = "share" if values == "percent" else "count"
    counts_people = values == "presence"
    told = _MEANING[values][grouped]
    yield Column("code_id", heading="Id", meaning="Id of the code, which stays the same in all versions.")
    yield Column("label", heading="Code", meaning="Label of the code at this codebook version.")
    yield Column("theme", meaning="Label of the theme the code stands under.")
    for name, (called, size) in zip(named(list(sizes)), sizes.items(), strict=True):
        of = size if counts_people and grouped else None
        yield Column(name, kind, called, of=of, meaning=told)
    yield Column("total", kind, of=sum(sizes.values()) if counts_people else None, meaning=told)


def named(columns: Sequence[str]) -> list[str]:
    """Return names for columns of people, even if somebody is called like another column."""
    taken = set(_OWN_COLUMNS)
    headings = []
    for name in columns:
        while name in taken:
            name = f"participant {name}"  # noqa: PLW2901 - the same participant, told apart
        taken.add(name)
        headings.append(name)
    return headings


def _cells(
    basis: Passages, values: Counted, group_of: Mapping[str, str], groups: Sequence[str]
) -> Iterator[tuple[Value, ...]]:
    """Yield the cells and the total of each heading."""
    counted: Counter[tuple[str, str]] = Counter()
    for code, participant, count in _counted(basis.found, values):
        counted[code, group_of[participant]] += count
    everything = Counter[str]()
    for participant, words in basis.n_words.items():
        everything[group_of[participant]] += words
    for heading in basis.headings:
        row = [counted[heading.id, group] for group in groups]
        if values == "percent":
            yield (
                *(_share(n, everything[group]) for n, group in zip(row, groups, strict=True)),
                _share(sum(row), everything.total()),
            )
        else:
            yield *row, sum(row)


def _counted(found: Sequence[Passage], values: Counted) -> Iterator[tuple[str, str, int]]:
    """Yield code, participant and what to add."""
    if values == "presence":
        for code, participant in dict.fromkeys((passage.code, passage.participant) for passage in found):
            yield code, participant, 1
    else:
        for passage in found:
            yield passage.code, passage.participant, 1 if values == "segments" else passage.n_words


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
