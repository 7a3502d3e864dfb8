"""From a text file's bytes to its text: UTF-8, UTF-16 with its mark, else Windows-1252; always named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.signatures import disguise
from toolkit.model.transcript import Source

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_ASCII = bytes(range(128))
# Blanks are kept: tab, line feed, vertical tab (Word's soft line break), form feed (a page's end).
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_AS_UTF8 = "save it as plain UTF-8 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with LF line ends and without byte order mark, and the name of its encoding."""

    text: str
    encoding: str


def decoded(source: Source) -> Decoded:
    """Decode a text file, or refuse it.

    Bytes that are UTF-8 but for a few are refused and not read as Windows-1252, which takes nearly
    anything: every accented letter would come out as two wrong ones.

    Raises
    ------
    ToolkitError
        If the file is empty, too large, binary, or its characters are damaged; with line and position.
    """
    _check_size(source)
    text, encoding = _decode(source)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    _check_characters(source, text)
    if not text.strip():
        raise ToolkitError(source.name, "holds only blanks", "give a file with spoken text in it")
    if text.count("\n") >= limits.MOST_LINES:
        raise ToolkitError(source.name, f"has more than {limits.MOST_LINES:,} lines", "split it by interview")
    return Decoded(text, encoding)


def opening(head: bytes) -> str:
    """Return how a text file begins, for recognising it; empty if the bytes are no text."""
    if b"\x00" in head and not head.startswith(_UTF16):
        return ""
    codec = "utf-16" if head.startswith(_UTF16) else "utf-8"
    text = head.decode(codec, "replace").lstrip("\ufeff")
    return "" if _CONTROL.search(text) else text


def _check_size(source: Source) -> None:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if len(source.data) > limits.LARGEST_TEXT:
        most = limits.LARGEST_TEXT // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "split it by interview")
    if found := disguise(source.data):
        raise ToolkitError(source.name, f"is {found[0]}, not a text file", found[1])


def _decode(source: Source) -> tuple[str, str]:
    data = source.data
    if data.startswith(_UTF32):
        raise ToolkitError(source.name, "is UTF-32 text", _AS_UTF8)
    if data.startswith(_UTF16):
        return _strictly(source, "utf-16"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(source, error)
    return _strictly(source, "cp1252"), "cp1252"


def _strictly(source: Source, codec: str) -> str:
    try:
        return source.data.decode(codec)
    except UnicodeDecodeError as error:
        what = f"byte {error.start:,} (0x{source.data[error.start]:02X}) is no {codec} character"
        remedy = "it is no text file, or half a character is left in it: " + _AS_UTF8
        raise FaultyFile(
            source.name, [Fault(_line_of_byte(source.data, error.start), what, remedy)]
        ) from error


def _refuse_damaged_utf8(source: Source, error: UnicodeDecodeError) -> None:
    line = _line_of_byte(source.data, error.start)
    if _decodes(source.data, "surrogatepass"):
        what = f"half a character (a lone surrogate) at byte {error.start:,}"
        raise FaultyFile(source.name, [Fault(line, what, _AS_UTF8)]) from error
    if _mostly_utf8(source.data):
        what = f"byte {error.start:,} breaks the UTF-8 text"
        raise FaultyFile(
            source.name, [Fault(line, what, "mend the character there, or take another copy")]
        ) from error


def _decodes(data: bytes, errors: str) -> bool:
    try:
        data.decode("utf-8", errors)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether more characters beyond ASCII are whole in UTF-8 than bytes are stray."""
    if data.startswith(codecs.BOM_UTF8):
        return True
    high = len(data.translate(None, _ASCII))
    plain = len(data) - high
    kept = data.decode("utf-8", "ignore")
    whole = len(kept) - plain
    stray = high - (len(kept.encode()) - plain)
    return whole > stray


def _line_of_byte(data: bytes, position: int) -> int:
    if data.startswith(_UTF16):
        codec = "utf-16"
        return data[: position - position % 2].decode(codec, "replace").count("\n") + 1
    return data.count(b"\n", 0, position) + 1


def _check_characters(source: Source, text: str) -> None:
    found = _CONTROL.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    if found[0] == "\x00":
        what = f"a NUL character at position {found.start():,}"
        remedy = "it is no text file, or UTF-16 without its mark: " + _AS_UTF8
    else:
        what = f"the control character U+{ord(found[0]):04X} at position {found.start():,}"
        remedy = "it is no text file, or the character slipped in: remove it"
    raise FaultyFile(source.name, [Fault(line, what, remedy)])
