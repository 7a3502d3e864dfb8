"""Who took part: what is known of each, and by which values somebody could be recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from toolkit.analysis.passages import Passages
from toolkit.analysis.wording import told_apart
from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.model.table import Column, Table, Value

KEY: Final = "participant"
_MOST_LISTED: Final = 20


def participants(
    known: Mapping[str, Mapping[str, str]],
    *,
    drop: Sequence[str] = (),
    smallest: int = 3,
    extent: Passages | None = None,
) -> Table:
    """List participants with what is known of them, as it was told: bands stay bands.

    Parameters
    ----------
    known
        Attributes by participant; columns come in the order in which attributes come up.
    drop
        Attributes to leave out.
    smallest
        How many participants should share a value, or all values shown together, for none of them to be
        recognised by it; the notes list those that fewer share. With 1, none is too few.
    extent
        The transcripts, to add how many there are of each participant and how many words in them count.

    Raises
    ------
    ToolkitError
        If a column to leave out is not there; all of them at once.
    """
    if smallest < 1:
        raise Invalid(f"smallest is {smallest}", "use a number of participants, 1 or more")
    attributes = list(dict.fromkeys(name for told in known.values() for name in told))
    _check_dropped(drop, attributes)
    shown = [name for name in attributes if name not in drop]
    cells = {name: tuple(told.get(column, "") for column in shown) for name, told in known.items()}
    more, numbers = _extent(extent, shown)
    rows = tuple((name, *told, *numbers.get(name, [0] * len(more))) for name, told in cells.items())
    columns = (
        Column(KEY, meaning="Id of the participant."),
        *(Column(name, meaning="As the participants table tells it.") for name in shown),
        *more,
    )
    return Table(
        f"Participants (n = {len(rows)})", told_apart(columns), rows, tuple(_small(cells, shown, smallest))
    )


def _check_dropped(drop: Sequence[str], attributes: Sequence[str]) -> None:
    faults = []
    for name in dict.fromkeys(drop):
        if name == KEY:
            faults.append(ToolkitError(name, "says who a row is about", "leave other columns out"))
        elif name not in attributes:
            there = ", ".join(attributes) or "none yet"
            faults.append(ToolkitError(name, "is no column of the participants", f"there are: {there}"))
    if faults:
        raise faults[0] if len(faults) == 1 else Several(faults)


def _extent(
    basis: Passages | None, taken: Sequence[str]
) -> tuple[tuple[Column, ...], Mapping[str, Sequence[Value]]]:
    """Return the columns that say how much there is of each participant, and their values."""
    if basis is None:
        return (), {}
    transcripts = Counter(each.participant or each.id for each in basis.transcripts.values())
    columns = (
        Column(_free("n_transcripts", taken), "count", "Transcripts", meaning="Transcripts of them."),
        Column(
            _free("n_words", taken),
            "count",
            "Words",
            meaning="Words in these, without those of speakers who do not count.",
        ),
    )
    return columns, {name: (transcripts[name], words) for name, words in basis.n_words.items()}


def _free(name: str, taken: Sequence[str]) -> str:
    """Return a name for a column, even if an attribute has it."""
    while name in taken:
        name += "_"
    return name


def _small(cells: Mapping[str, Sequence[str]], shown: Sequence[str], smallest: int) -> Iterator[str]:
    """Say by which values, alone or together, a participant could be recognised."""
    told = [
        _rare(name, Counter(row[at] for row in cells.values()), smallest) for at, name in enumerate(shown)
    ]
    rare = [line for line in told if line]
    together = Counter(cells.values())
    alone = [name for name, row in cells.items() if shown and together[tuple(row)] < smallest]
    if rare or alone:
        yield (
            f"Small cells: what fewer than {smallest} participants share may tell who they are. Leave columns"
            " out (--drop), or put values into wider bands in the participants table."
        )
    yield from rare
    if len(shown) > 1 and alone:
        yield f"All that is shown together, fewer than {smallest} share: {_listed(alone)}."


def _rare(name: str, counts: Mapping[str, int], smallest: int) -> str:
    rare = [f"{value} ({count})" for value, count in counts.items() if value.strip() and count < smallest]
    return f"{name}, shared by fewer than {smallest}: {_listed(rare, '; ')}." if rare else ""


def _listed(names: Sequence[str], between: str = ", ") -> str:
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return between.join(names[:_MOST_LISTED]) + more
