"""How a codebook came about: a row for each version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from toolkit.model.change import CodebookChange, Operation
from toolkit.model.lineage import Lineage
from toolkit.model.table import Column, Table, Value
from toolkit.model.version import Version

_COLUMNS = (
    Column("version", meaning="Version of the codebook."),
    Column(
        "date",
        meaning="Day of the last change record, or of the release in this study if no record has a date.",
    ),
    Column("documents", "count", "Transcripts", meaning="Transcripts read to the end or coded under it."),
    Column("coders", "count", meaning="Coders who read or coded under it."),
    Column("themes", "count", meaning="Themes in use; empty if the study does not hold the version."),
    Column("codes", "count", meaning="Codes in use; empty if the study does not hold the version."),
    Column("added", "count", meaning="Codes that were added."),
    Column("split", "count", meaning="Codes that were split into others."),
    Column("merged", "count", meaning="Codes that were merged into another and are gone."),
    Column("moved", "count", meaning="Codes that came under another theme."),
    Column("redefined", "count", meaning="Codes that were given another definition."),
    Column("renamed", "count", meaning="Codes that were given another label."),
    Column("retired", "count", meaning="Codes that went out of use without a successor."),
    Column(
        "verdicts",
        "count",
        meaning="Verdicts on disagreements that led to a change of this version, as the team said.",
    ),
    Column("note", meaning="Which codes were split, merged or reinstated."),
)
_OPERATIONS: dict[str, Operation] = {
    "added": "add",
    "split": "split",
    "merged": "merge",
    "moved": "move",
    "redefined": "redefine",
    "renamed": "rename",
    "retired": "retire",
}


def history(
    lineage: Lineage,
    released: Mapping[str, str],
    used: Collection[tuple[str, str, str]],
    led: Mapping[str, int] | None = None,
) -> Table:
    """List the versions with their size, their use, and how many codes each operation touched.

    Parameters
    ----------
    released
        When each version was released in this study; shown if no record gives a date.
    used
        Version, transcript and coder of every reading and coding.
    led
        How many verdicts led to each change record, by its id.

    Versions that are known by their records alone, because the study began later, have no size.
    """
    versions = sorted({*lineage.versions, *(change.version for change in lineage.changes)}, key=Version.of)
    themes = {theme.id for book in lineage.releases for theme in book.themes}
    # The team's own dates and those of the study's making would not go together.
    dated = any(change.date for change in lineage.changes)
    rows = tuple(
        _row(version, lineage, "" if dated else released.get(version, ""), used, themes)
        for version in versions
    )
    led_here = Counter[str]()
    for change in lineage.changes:
        led_here[change.version] += (led or {}).get(change.id, 0)
    rows = tuple((*row[:-1], led_here[str(row[0])], row[-1]) for row in rows)
    notes = ["The columns from added to retired count codes, not themes."]
    if dated:
        notes += ("Dates are those of the change records; a version without records has none.",)
    return Table("Codebook history", _COLUMNS, rows, tuple(notes))


def _row(
    version: str,
    lineage: Lineage,
    released: str,
    used: Collection[tuple[str, str, str]],
    themes: Collection[str],
) -> tuple[Value, ...]:
    changes = [change for change in lineage.changes if change.version == version]
    date = max((change.date for change in changes), default="") or released[:10]
    sizes: tuple[Value, Value] = (None, None)
    if version in lineage.versions:
        book = lineage.at(version)
        sizes = (len(book.themes), len(book.codes))
    documents = {transcript for made, transcript, _ in used if made == version}
    coders = {coder for made, _, coder in used if made == version}
    counts = (_count(changes, op, themes) for op in _OPERATIONS.values())
    return (version, date, len(documents), len(coders), *sizes, *counts, _note(changes))


def _count(changes: Collection[CodebookChange], op: Operation, themes: Collection[str]) -> int:
    """Count the codes that an operation made, for an addition, or met."""
    names = [
        name
        for change in changes
        if change.op == op
        for name in (change.results if op == "add" else change.gone or change.subjects)
    ]
    return sum(name not in themes for name in names)


def _note(changes: Collection[CodebookChange]) -> str:
    parts = [
        f"{change.subjects[0]} split into {', '.join(change.results)}"
        for change in changes
        if change.op == "split"
    ]
    parts += [
        f"{', '.join(change.gone)} merged into {change.results[0]}"
        for change in changes
        if change.op == "merge"
    ]
    parts += [f"{', '.join(change.subjects)} reinstated" for change in changes if change.op == "reinstate"]
    return "; ".join(parts)
