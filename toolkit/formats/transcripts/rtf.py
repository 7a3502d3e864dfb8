r"""Rich text (.rtf), through striprtf: words, paragraphs and line breaks; cells of a table row by tabs.

Bold type is not kept, so that a bold name needs a colon to be a label. Tracked deletions, notes, comments and
page headers and footers are left out; of these only deletions can be counted.

In the report, `words` counts runs of non-blank characters in the text and in tracked deletions.
"""

from __future__ import annotations

import re

from striprtf.striprtf import font_table_group, rtf_to_text

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import LeftOut
from toolkit.formats.transcripts.pages import Page, paragraphs, reading_of_page
from toolkit.formats.transcripts.signatures import disguise
from toolkit.model.transcript import Reading, Source

NAME = "rich text"
ENDINGS = (".rtf",)

_MARK = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{\\rtf")
# striprtf draws a table with bars, which no word can be told from.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")
_DELETED = re.compile(r"\{(?:[^{}\\]|\\[^*])*?\\deleted(?![a-z0-9])(?:[^{}\\]|\\.)*\}", re.DOTALL)
# striprtf looks for links on a whole line again and again; a blank hides them, and their words stay.
_FIELD = re.compile(r"\\fldinst(?=\{)", re.IGNORECASE)
_FONT = re.compile(r"\\f\d")
_MOST_FONTS = 1_000
_LONGEST_FONT_TABLE = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_AGAIN = "save it again as .docx or .rtf"
# What striprtf raises for text that is not what it says.
_DAMAGE = (ValueError, LookupError, OverflowError, TypeError, AttributeError)


def sniff(head: bytes) -> bool:
    r"""Tell whether the bytes begin with `{\rtf`."""
    return bool(_MARK.match(head))


def read(source: Source) -> Reading:
    """Read rich text.

    Raises
    ------
    ToolkitError
        If it is none, damaged, too large, or holds nothing spoken.
    """
    marked = _checked(source)
    deleted = "".join(_DELETED.findall(marked))
    text = _plain(source, _DELETED.sub("", marked))
    words_deleted = len(_plain(source, rf"{{\rtf1 {deleted}}}").split()) if deleted else 0
    page = Page(
        text,
        paragraphs(text),
        beside=(LeftOut("tracked deletions", words_deleted),) if words_deleted else (),
        words_beside=words_deleted,
    )
    return reading_of_page(source, page, format_name=NAME)


def _checked(source: Source) -> str:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if len(source.data) > limits.LARGEST_TEXT:
        most = limits.LARGEST_TEXT // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "save it without pictures, or as .docx")
    if not sniff(source.data):
        kind, remedy = disguise(source.data) or ("no rich text", "save it as .rtf, or name it for what it is")
        raise ToolkitError(source.name, f"is {kind}", remedy)
    marked = source.data.decode("latin-1").removeprefix("\xef\xbb\xbf")
    fonts: str = font_table_group(marked)  # type: ignore[no-untyped-call]
    if len(fonts) > _LONGEST_FONT_TABLE or len(_FONT.findall(fonts)) > _MOST_FONTS:
        raise ToolkitError(source.name, f"declares more than {_MOST_FONTS:,} fonts", _AGAIN)
    return _FIELD.sub(r"\\fldinst ", _CELL.sub(r"\\tab ", marked))


def _plain(source: Source, marked: str) -> str:
    try:
        text: str = rtf_to_text(marked)  # type: ignore[no-untyped-call]
        # A character beyond the basic plane is written as two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except _DAMAGE as damage:
        raise ToolkitError(source.name, "is damaged rich text", _AGAIN) from damage
    text = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    if not text.strip():
        return ""
    if text.count("\n") >= limits.MOST_LINES:
        raise ToolkitError(source.name, f"has more than {limits.MOST_LINES:,} lines", "split it by interview")
    return text
