"""Who speaks in which turn: a csv file for transcripts that do not say it, as speech-to-text writes them.

Its columns are `turn`, `speaker` and, if it likes, `words`: those of the turn with which this speaker begins.
Rows without words speak from the start of the turn; an empty speaker means that nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.rows import cells_by_line
from toolkit.model.checks import check_name
from toolkit.model.transcript import Source

LARGEST = 5 * 1024 * 1024
_NAMES = ("turn", "speaker", "words")


@dataclass(frozen=True, slots=True)
class Says:
    """A speaker who says a turn, or the part of it that begins with `words`."""

    line: int
    turn: int
    speaker: str
    words: str = ""


def read(source: Source) -> tuple[Says, ...]:
    """Read the rows in the order of the file.

    Raises
    ------
    FaultyFile
        With every faulty row.
    """
    if len(source.data) > LARGEST:
        raise FaultyFile(source.name, [Fault(0, "is larger than 5 MB", "give one row for each turn")])
    rows = cells_by_line(source)
    names = [name.casefold() for name in rows[0][1]] if rows else []
    if missing := [name for name in _NAMES[:2] if name not in names]:
        raise FaultyFile(
            source.name,
            [
                Fault(1, f"has no column {name!r}", "name the columns turn, speaker, words")
                for name in missing
            ],
        )
    made, faults = [], []
    for line, cells in rows[1:]:
        try:
            made.append(_says(line, names, cells))
        except Invalid as refused:
            faults.append(Fault(line, refused.what, refused.remedy))
    if faults:
        raise FaultyFile(source.name, faults)
    return tuple(made)


def _says(line: int, names: Sequence[str], cells: Sequence[str]) -> Says:
    turn, speaker, words = (
        cells[names.index(name)] if name in names and names.index(name) < len(cells) else ""
        for name in _NAMES
    )
    if not (turn.isascii() and turn.isdigit() and len(turn) <= len("100000")):
        raise Invalid(f"{turn!r} is no number of a turn", "use its number in the transcript, from 1 on")
    if speaker:
        check_name("speaker", speaker)
    return Says(line, int(turn), speaker, words)
