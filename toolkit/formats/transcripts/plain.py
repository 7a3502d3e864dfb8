"""Plain text and Markdown: one convention for labels, or several, or none.

The transcript's text is the file's own. A turn runs from behind its label to the next label; lines ahead of
the first label are a header and belong to no turn. Without any label, paragraphs are turns of unknown
speaker.

In the report, `words` counts runs of non-blank characters in the whole text: turns, labels and header.
"""

from __future__ import annotations

from toolkit.formats.transcripts import delimited, pdf, rtf, subrip, webvtt, whisper
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.pages import Page, paragraphs, reading_of_page
from toolkit.formats.transcripts.signatures import disguise
from toolkit.model.transcript import Reading, Source

NAME = "plain text"
ENDINGS = (".txt", ".text", ".md", ".markdown", "")


def sniff(head: bytes) -> bool:
    """Tell whether the bytes are text with no other format's mark on it."""
    if not opening(head).strip() or disguise(head):
        return False
    return not any(other.sniff(head) for other in (webvtt, subrip, whisper, rtf, pdf, delimited))


def read(source: Source) -> Reading:
    """Read a text file.

    Raises
    ------
    ToolkitError
        If it is not text, or holds nothing spoken.
    """
    found = decoded(source)
    page = Page(found.text, paragraphs(found.text))
    return reading_of_page(source, page, format_name=NAME, encoding=found.encoding, notes=found.notes)
