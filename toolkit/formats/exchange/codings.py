"""Codings as a table, a row for each, for spreadsheets and statistics: `formats.tables` writes it."""

from __future__ import annotations

from typing import Final

from toolkit.formats.exchange.contents import Contents, Passage
from toolkit.formats.tables import delimited
from toolkit.model.project import Project
from toolkit.model.table import Column, Table, Value

NAME: Final = "Codings as a table"
ENDING: Final = ".csv"
KEEPS: Final = (
    "every coding with its words and what surrounds them, positions, turn, speaker, code, theme, coder, "
    "time, certainty and memos, one row each"
)
LOSES: Final = (
    "the rest of the transcripts; definitions and rules of codes; memos on anything but a coding; "
    "participants' attributes; in .csv the notes on codebook and consensus, of which columns remain"
)

COLUMNS: Final = (
    Column("transcript", meaning="Name of the transcript"),
    Column("participant", meaning="Who was interviewed"),
    Column(
        "turn", "count", meaning="Number of the first turn the words are in; empty where turns are not known"
    ),
    Column("last_turn", "count", meaning="Number of the last turn the words are in"),
    Column("speaker", meaning="Who speaks the words; several are joined by semicolons"),
    Column("start", "count", meaning="Position of the first character, from 0, in Unicode code points"),
    Column("end", "count", meaning="Position behind the last character"),
    Column("quotation", meaning="The words"),
    Column("prefix", meaning="Up to 32 characters before them"),
    Column("suffix", meaning="Up to 32 characters after them"),
    Column("code_id", heading="Code id", meaning="Id of the code, which never changes"),
    Column("code", meaning="Label of the code"),
    Column("theme", meaning="Label of the theme the code stands under"),
    Column("coder", meaning="Who gave the code; consensus where the team did"),
    Column("consensus", meaning="yes if the coding follows from the team's consensus and is no coder's own"),
    Column("codebook_version", meaning="Version of the codebook that code and theme are told at"),
    Column("made_at", heading="Made at", meaning="When the coding was made"),
    Column("certainty", meaning="Whether the coder was sure; empty if not said"),
    Column("memos", meaning="Memos on the coding, each with its author"),
    Column("coding_id", heading="Coding id", meaning="Id of the coding"),
)


def table(project: Project) -> Table:
    """Return the codings in the order of transcripts and places; those without a place come last there."""
    contents = Contents(project)
    version = project.codebook.version if project.codebook else ""
    rows = tuple(_row(passage, version) for passage in contents.passages)
    return Table(f"Codings of {project.name}", COLUMNS, rows, tuple(_notes(contents)))


def write(project: Project) -> bytes:
    """Return the table as CSV in UTF-8; nothing in it is a formula to a spreadsheet."""
    return delimited.render(table(project)).encode("utf-8", "backslashreplace")


def _notes(contents: Contents) -> list[str]:
    told = [notice for notice in contents.notices if not notice.startswith("Left out:")]
    if contents.unplaced:
        told.append(f"{contents.unplaced} of {len(contents.passages)} have no place in the text.")
    return told


def _row(passage: Passage, version: str) -> tuple[Value, ...]:
    coding, span, turns = passage.coding, passage.span, passage.turns
    return (
        passage.text.name,
        passage.text.participant,
        turns[0].number if turns else None,
        turns[-1].number if turns else None,
        speakers(passage),
        span.start if span else None,
        span.end if span else None,
        passage.quotation,
        passage.prefix,
        passage.suffix,
        passage.code_id,
        passage.label,
        passage.theme,
        passage.coder,
        "yes" if coding.consensus else "no",
        version,
        coding.made_at,
        coding.certainty,
        "\n\n".join(remark.line for remark in passage.remarks),
        coding.key,
    )


def speakers(passage: Passage) -> str:
    """Return who speaks in a passage, each once."""
    return "; ".join(dict.fromkeys(turn.speaker for turn in passage.turns if turn.speaker))
