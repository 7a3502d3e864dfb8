"""Codings for other programs and for readers: plain formats, one module for each.

To add a format:

1. Write a module here with

   - `NAME`: what the format is called;
   - `ENDING`: the ending of its files, in lower case with its dot;
   - `KEEPS` and `LOSES`: what of a study is in such a file and what is not, in words that follow "It keeps"
     and "It loses";
   - `write(project)`: the file's content, the same for the same project. `contents` has put together what
     belongs together; what it tells of consensus has to stand in the file.

2. Give it a word in `FORMATS`. The family's tests apply to it.

Everything in a project is hostile: each format says in its own way that text is text. What has no place in
the text is counted in `left_out`, and no format hides it.
"""

from __future__ import annotations

from typing import Final, Protocol

from toolkit.errors import ToolkitError
from toolkit.formats.exchange import (
    annotated,
    codings,
    doccano,
    jsonlines,
    labelstudio,
    webannotation,
    webpage,
)
from toolkit.formats.exchange.contents import Contents
from toolkit.model.project import LeftOut, Project
from toolkit.model.table import Column, Table


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """What the format is called."""

    @property
    def ENDING(self) -> str:  # noqa: N802 -- a constant of the module
        """The ending of its files, in lower case with its dot."""

    @property
    def KEEPS(self) -> str:  # noqa: N802 -- a constant of the module
        """What is in such a file."""

    @property
    def LOSES(self) -> str:  # noqa: N802 -- a constant of the module
        """What is not."""

    def write(self, project: Project) -> bytes:
        """Return the content of a file."""


FORMATS: Final[dict[str, Format]] = {
    "codings": codings,
    "jsonlines": jsonlines,
    "webannotation": webannotation,
    "labelstudio": labelstudio,
    "doccano": doccano,
    "word": annotated,
    "html": webpage,
}
"""Formats by the word a person chooses them with: several have the same ending."""

_WHOLE: Final = (
    (
        "Copy of the study",
        ".study",
        "everything: every version, round, decision and event, whoever did it",
        "nothing; only Intercoder reads it",
    ),
    (
        "Bundle of one coder",
        ".jsonl",
        (
            "all that one coder did: assignments, codings, memos, proposed codes, verdicts, decisions, "
            "picked quotations, with when, and what was taken back; merged into another copy of the study"
        ),
        "transcripts and codebooks, of which it has hashes; everybody else's work",
    ),
    (
        "REFI-QDA project",
        ".qdpx",
        (
            "transcripts as plain text; the tree of codes with colours, their definitions and rules in the "
            "description; coders; codings with coder, time and, as notes, certainty; memos; participants and "
            "their attributes; most programs for qualitative analysis read it"
        ),
        (
            "turns, speakers and languages, for which the standard has no place; rounds, verdicts, decisions "
            "and history; codes out of use that nobody used, and the codebook's change records"
        ),
    ),
    (
        "REFI-QDA project as one XML file",
        ".qde",
        "what .qdpx keeps, with the transcripts inside; for scripts rather than for other programs",
        "what .qdpx loses, and control characters in transcripts, of which it has pictures",
    ),
    (
        "REFI-QDA codebook",
        ".qdc",
        (
            "themes and codes in use, their order and colours; definitions and rules in the description, by "
            "which Intercoder reads them back"
        ),
        "codes out of use, the codebook's history, and everything that is no code",
    ),
)


def format_of(word: str) -> Format:
    """Return the format that goes by a word.

    Raises
    ------
    ToolkitError
        If none does.
    """
    if (found := FORMATS.get(word)) is None:
        raise ToolkitError(word, "is no format to export codings in", f"use one of {', '.join(FORMATS)}")
    return found


def left_out(project: Project) -> tuple[LeftOut, ...]:
    """Return what no format can mark in a text: codings without a place in it; tables still list them."""
    return Contents(project).left_out


def table_of_formats() -> Table:
    """Return a table of what each format keeps and loses, those of whole studies ahead."""
    plain = tuple((each.NAME, each.ENDING, each.KEEPS, each.LOSES) for each in FORMATS.values())
    return Table(
        "What each format keeps and loses",
        (
            Column("format", meaning="What the format is called"),
            Column("ending", meaning="Ending of its files"),
            Column("keeps", meaning="What of a study is in such a file"),
            Column("loses", meaning="What is not"),
        ),
        (*_WHOLE, *plain),
    )
