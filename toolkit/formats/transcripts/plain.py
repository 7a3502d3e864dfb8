"""Plain text and Markdown: one convention for labels, or several, or none.

The transcript's text is the file's own. A turn runs from behind its label to the next label; lines ahead of
the first label are a header and belong to no turn. Without any label, paragraphs are turns of unknown
speaker.

In the report, `words` counts runs of non-blank characters in the whole text: turns, labels and header.
"""

from __future__ import annotations

import re

from toolkit.formats.transcripts.assemble import Page, reading_of_page
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.signatures import disguise
from toolkit.model.transcript import Reading, Source, Span

NAME = "plain text"
ENDINGS = (".txt", ".text", ".md", ".markdown", "")

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"\n")


def sniff(head: bytes) -> bool:
    """Tell whether the bytes are text with no other format's mark on it."""
    text = opening(head)
    return bool(text.strip()) and not text.startswith("WEBVTT") and disguise(head) is None


def read(source: Source) -> Reading:
    """Read a text file.

    Raises
    ------
    ToolkitError
        If it is not text, or holds nothing spoken.
    """
    found = decoded(source)
    page = Page(found.text, _paragraphs(found.text))
    return reading_of_page(source, page, format_name=NAME, encoding=found.encoding)


def _paragraphs(text: str) -> list[Span]:
    """Return what blank lines part; each line where there is no blank line."""
    body = text.strip()
    begin = text.index(body)
    between = _BLANK_LINES if _BLANK_LINES.search(body) else _LINE_ENDS
    cuts = [
        begin,
        *(begin + place for gap in between.finditer(body) for place in gap.span()),
        begin + len(body),
    ]
    return [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if start < end]
