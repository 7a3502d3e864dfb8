"""Whatever text is in a file of whatever kind: of archives member by member, of XML with its attributes.

For looking through files, not for reading them: words are put together as people see them, and nothing is
left out because a program hides it, such as properties of a document or a sheet that is not shown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.transcripts import pdf
from toolkit.model.transcript import Source

__all__ = ["BYTES", "Part", "texts"]

Part = tuple[str, str]
"""Where in the file, and the text there."""

BYTES: Final = "(bytes)"
"""How the name of a part ends that is no text, as far as is known."""

_ARCHIVE: Final = b"PK\x03\x04"
_EMPTY_ARCHIVE: Final = b"PK\x05\x06"
_PDF: Final = b"%PDF-"
_DEEPEST: Final = 3
_MOST_PAGES: Final = 5_000
# Elements that cut no word in two: what stands in them goes on behind them.
_WITHIN_WORDS: Final = frozenset(
    [
        "r",
        "t",
        "span",
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "small",
        "sub",
        "sup",
        "mark",
        "code",
        "font",
        "tspan",
        "rPh",
        "ins",
        "del",
        "hyperlink",
        "smartTag",
        "s",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "lastRenderedPageBreak",
        "rPr",
    ]
)
_TAG: Final = re.compile(r"<[^<>]{0,5000}>")
_INLINE_TAG: Final = re.compile(
    r"</?(?:span|a|b|i|u|em|strong|small|sub|sup|mark|code|font|tspan)\b[^<>]{0,5000}>", re.IGNORECASE
)
_BACKSLASH: Final = re.compile(r"\\([#$%&_{}~^\\-])|\\text\w{2,30}(?:\{\}|\s)?")
_CONTROL_SHARE: Final = 0.02


def texts(source: Source) -> Iterator[Part]:
    """Yield the texts of a file, the file's name first.

    A part that is damaged is looked through as bytes, so that nothing is passed over.
    """
    yield "file name", source.name
    yield from _inside("", source, _DEEPEST)


def _inside(where: str, source: Source, deep: int) -> Iterator[Part]:
    data = source.data
    if data.startswith((_ARCHIVE, _EMPTY_ARCHIVE)) and deep:
        yield from _members(where, source, deep)
    elif data[:1024].lstrip().startswith(_PDF):
        yield from _pdf(where, source)
    else:
        yield from _plain(where, source)


def _members(where: str, source: Source, deep: int) -> Iterator[Part]:
    try:
        archive = Archive(source.name, source.data)
    except ToolkitError:
        yield from _bytes(where, source.data)
        return
    for name in archive.names:
        member = f"{where} {name}".strip()
        yield f"{member} (name)", name
        try:
            data = archive.read(name)
        except ToolkitError:
            continue
        yield from _inside(member, Source(name, data), deep - 1)
    yield from _bytes(f"{where} comment".strip(), source.data[-65_536:])


def _plain(where: str, source: Source) -> Iterator[Part]:
    """Yield a text as it stands, and as those see it who open it."""
    text = _as_text(source.data)
    if text is None:
        yield from _bytes(where, source.data)
        return
    yield where, text
    head = text.lstrip()[:1]
    if head == "<":
        yield from _markup(where, source, text)
    elif source.ending == ".tex":
        yield where, _BACKSLASH.sub(lambda found: found[1] or "", text)
    elif head in '{["' or source.ending in (".json", ".jsonl"):
        yield from _json(where, text)


def _as_text(data: bytes) -> str | None:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            controls = sum(letter < " " and letter not in "\t\n\r\f" for letter in text[:10_000])
            return text if controls <= _CONTROL_SHARE * min(len(text), 10_000) else None
    return None


def _bytes(where: str, data: bytes) -> Iterator[Part]:
    """Yield what bytes may be: eight bits a letter, or sixteen from the first or the second byte on."""
    where = f"{where} {BYTES}".strip()
    yield where, data.decode("utf-8", "replace")
    if b"\x00" in data:
        for start, codec in ((0, "utf-16-le"), (1, "utf-16-le"), (0, "utf-16-be"), (1, "utf-16-be")):
            yield where, data[start:].decode(codec, "replace")
    elif any(byte > 0x7F for byte in data[:100_000]):  # noqa: PLR2004 - beyond ASCII
        yield where, data.decode("cp1252", "replace")


def _json(where: str, text: str) -> Iterator[Part]:
    """Yield the strings of JSON, in which a letter may be written as its number."""
    if "\\" not in text:
        return
    for line in [text, *text.splitlines()]:
        try:
            known = json.loads(line)
        except (ValueError, RecursionError):
            continue
        yield where, "\n".join(_strings(known))
        if line is text:
            return


def _strings(known: object) -> Iterator[str]:
    waiting = [known]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.values(), *each.keys()]
        elif isinstance(each, list):
            waiting += reversed(each)


def _markup(where: str, source: Source, text: str) -> Iterator[Part]:
    try:
        root = parsed(source.name, where, source.data)
    except ToolkitError:
        bare = _TAG.sub("\n", _INLINE_TAG.sub("", text))
        yield where, html.unescape(bare)
        return
    yield where, "".join(_words(root))
    attributes = (value for element in root.iter(etree.Element) for value in element.attrib.values())
    yield f"{where} (attributes)".strip(), "\n".join(map(str, attributes))


def _words(root: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if event == "start":
            yield element.text or ""
        else:
            yield "" if name in _WITHIN_WORDS else "\n"
            yield element.tail or ""


def _pdf(where: str, source: Source) -> Iterator[Part]:
    try:
        told = pdf.told(source, most_pages=_MOST_PAGES)
    except ToolkitError:
        yield from _bytes(where, source.data)
        return
    yield f"{where} (properties)".strip(), "\n".join(told.properties)
    for number, page in enumerate(told.pages, 1):
        yield f"{where} page {number}".strip(), page
    yield from _bytes(where, source.data)
