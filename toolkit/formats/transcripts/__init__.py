"""Transcript readers, one module for each format.

To add a format:

1. Write a module here with

   - `NAME`: what the format is called in reports;
   - `ENDINGS`: the file endings it goes by, in lower case with their dot;
   - `sniff(head)`: does a file that begins with these bytes belong here? It says yes to its own and
     to nobody else's;
   - `read(source)`: a `Reading`, or a `ToolkitError`; nothing else whatever the bytes, and never half a
     transcript.

2. Put the module into `_MARKED`. Plain text, which has no mark of its own, comes after these; if the
   format is text as well, name it in `plain`, too.
3. Put a sample into `tests/formats/transcripts/golden/`. The family's tests run over it by themselves.

Shared by several: `cues` for whatever is timed (subtitles, segments, rows), `pages` for running text in which
labels have to be found, `timelines` for running text cut by times, `tabular` for rows and columns.

A reader reports what it read (`ReadingReport`): words counted in the file = words in turns + words left out.
What it doubts is a note; what is in no turn is a `LeftOut` with the number of its words.
"""

from __future__ import annotations

from typing import Protocol

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats.transcripts import (
    delimited,
    opendocument,
    pdf,
    plain,
    rtf,
    subrip,
    webvtt,
    whisper,
    word,
    workbook,
)
from toolkit.formats.transcripts.cues import clock
from toolkit.formats.transcripts.encoding import check_encoding
from toolkit.formats.transcripts.signatures import disguise
from toolkit.model.checks import check_name
from toolkit.model.transcript import Reading, Source

__all__ = ["FORMATS", "HEAD", "Format", "check_encoding", "clock", "read"]

HEAD = 2**16
"""Bytes of a file's beginning that `sniff` is shown."""


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """What the format is called in reports."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802 -- a constant of the module
        """File endings in lower case, with their dot."""

    def sniff(self, head: bytes) -> bool:
        """Tell whether a file that begins so is of this format."""

    def read(self, source: Source) -> Reading:
        """Read the file, or refuse it with a `ToolkitError`."""


_MARKED: tuple[Format, ...] = (webvtt, subrip, whisper, word, opendocument, rtf, pdf, workbook, delimited)
FORMATS: tuple[Format, ...] = (*_MARKED, plain)


def read(source: Source) -> Reading:
    """Read a transcript in whatever format it is: told by its content first, then by its ending.

    Raises
    ------
    ToolkitError
        If no format fits, or the one that does cannot read it.
    """
    try:
        check_name("file name", source.name)
    except Invalid as invalid:
        raise ToolkitError(ascii(source.name[:60]), invalid.what, "rename the file") from invalid
    return _format_of(source).read(source)


def _format_of(source: Source) -> Format:
    head = source.data[:HEAD]
    marked = next((member for member in _MARKED if member.sniff(head)), None)
    # Text without any mark is plain text only if it is called so: an .srt or .csv is text as well.
    named = next((member for member in FORMATS if source.ending in member.ENDINGS), None)
    found = marked or named
    if found is None:
        raise _refused(source)
    return found


def _refused(source: Source) -> ToolkitError:
    if not source.data:
        return ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if found := disguise(source.data):
        return ToolkitError(source.name, f"is {found[0]}, not a transcript", found[1])
    endings = " ".join(ending for member in FORMATS for ending in member.ENDINGS if ending)
    return ToolkitError(
        source.name, f"{source.ending} is no transcript format", f"save it as one of {endings}"
    )
