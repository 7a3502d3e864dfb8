"""A program by itself, run by `pdf.told`: reads a PDF, tells the text of its pages and its properties.

It is run as a file, `python -I pdfium.py PAGES CHARACTERS`, with at most so many of both. On its standard
input comes the PDF, to its standard output goes JSON: `pages` and `properties`, or the `fault`. PDFium takes
hundreds of times the size of a page that is made to harm, all of it before anything can be counted, and may
end its process: that must not be one in which others code.
"""

from __future__ import annotations

import json
import sys
from typing import Final

MOST_MEMORY: Final = 1 << 30
"""Bytes. A page of a thousand words takes about two million."""
MOST_SECONDS: Final = 60
"""Of processor."""


def told(data: bytes, most_pages: int, most_characters: int) -> dict[str, object]:
    """Return the texts and properties of a PDF; else what is wrong: locked, damaged, pages or characters."""
    import pypdfium2  # noqa: PLC0415 - whoever starts this program does not need it

    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > most_pages:
            return {"fault": "pages"}
        pages: list[str] = []
        size = 0
        for page in document:
            pages.append(page.get_textpage().get_text_range())
            page.close()
            size += len(pages[-1])
            if size > most_characters:
                return {"fault": "characters"}
        return {"pages": pages, "properties": list(document.get_metadata_dict().values())}
    except pypdfium2.PdfiumError as error:
        return {"fault": "locked" if "password" in str(error).lower() else "damaged"}


def _limit() -> None:
    """Let what grows without end fail and not fill the machine, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    json.dump(told(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
