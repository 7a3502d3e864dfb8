"""From a text file's bytes to its text: UTF-8, UTF-16 with its mark, else Windows-1252; always named.

Windows-1252 takes nearly any bytes, and so makes Cyrillic or Chinese words of accented letters. What would
come out as no Western writing is guessed by charset-normalizer, and the report says that it is a guess; where
that takes Western writing for another's, as Czech may be, the report says so, too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

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
_WESTERN = "cp1252"
# What Windows-1252 makes of other writing: words of accented letters alone, signs or capitals within words.
_CAPITAL = "\xc0-\xd6\xd8-\xde\u0160\u017d\u0178\u0152"
_SMALL = "\xdf-\xf6\xf8-\xff\u0161\u017e\u0153\u0192"
_SIGN = (
    "\xa1-\xa9\xac-\xb3\xb5\xb6\xb8\xb9\xba\xbc-\xbf\xd7\xf7\xaf\u20ac\u201a\u201e\u2020\u2021\u02c6\u2030"
    "\u2039\u203a\u02dc"
)
_FOREIGN = re.compile(
    f"[{_CAPITAL}{_SMALL}]{{3,}}"
    f"|(?<=[A-Za-z{_CAPITAL}{_SMALL}])[{_SIGN}]+(?=[A-Za-z{_CAPITAL}{_SMALL}])"
    f"|(?<=[a-z{_SMALL}])[{_CAPITAL}](?=[a-z])"
    "|[\xa1-\xff]{6,}"
)
_ACCENTED = re.compile(
    "[^\x00-\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\xab\xbb\xb0\xa7\u20ac\xa3\xa0]"
)
_FOREIGN_SHARE = 0.1
_ENOUGH_FOR_A_GUESS = 20
_LOOKED_AT = 2**16
# Their writing looks Western in Windows-1252, too.
_NEIGHBOURS = ("cp1250", "cp1254", "cp1257")
# Guesses are made among encodings that transcripts of recent decades are in.
_CANDIDATES = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r"),
    *("mac_cyrillic", "gb18030", "big5", "shift_jis", "euc_jp", "cp949", "cp874"),
)
# A guess counts only if a language's letters are as common in it as in that language.
_LEAST_COHERENCE = 0.2
_MOST_CHAOS = 0.1
# The apostrophe of old Macs is a capital letter in Windows-1252, and stands within words.
_OLD_MAC = re.compile(rb"[a-z]\xd5[a-z]")


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
    return _neither(source)


def _neither(source: Source) -> tuple[str, str]:
    """Decode what is neither UTF-8 nor UTF-16: as Windows-1252 if that gives Western writing."""
    if not _looks_foreign(source.data.decode(_WESTERN, "replace")):
        return _strictly(source, _WESTERN), f"{_WESTERN}{_doubt(source.data)}"
    for codec in _guesses(source.data):
        try:
            text = source.data.decode(codec)
        except UnicodeDecodeError:
            continue
        return text, f"{codec} (a guess: look at the letters)"
    # Without enough of it to guess from, a byte that no letter has is told with its place.
    _strictly(source, _WESTERN)
    raise ToolkitError(source.name, "is in an encoding that cannot be told", _AS_UTF8)


def _looks_foreign(western: str) -> bool:
    foreign = sum(len(found) for found in _FOREIGN.findall(western)) + western.count("\ufffd")
    return foreign > _FOREIGN_SHARE * len(_ACCENTED.findall(western))


def _guesses(data: bytes) -> Iterator[str]:
    """Return encodings the bytes may be in, the likeliest first."""
    part = _telling_part(data)
    if len(part.translate(None, _ASCII)) < _ENOUGH_FOR_A_GUESS:
        return
    if _OLD_MAC.search(part):
        yield "mac_roman"
    found = [
        match
        for match in from_bytes(part, cp_isolation=list(_CANDIDATES))
        if match.chaos <= _MOST_CHAOS and match.coherence >= _LEAST_COHERENCE
    ]
    yield from (match.encoding for match in sorted(found, key=lambda match: -match.coherence))


def _doubt(data: bytes) -> str:
    """Return what else the bytes look like, if they look more like it than like Windows-1252."""
    matches = from_bytes(_telling_part(data), cp_isolation=[_WESTERN, *_NEIGHBOURS])
    coherence = {codec: match.coherence for match in matches for codec in match.could_be_from_charset}
    if _WESTERN not in coherence:
        return ""
    best = max(coherence, key=lambda codec: coherence[codec])
    is_better = coherence[best] > coherence[_WESTERN]
    return f" (or {best}: look at the letters)" if is_better else ""


def _telling_part(data: bytes) -> bytes:
    """Return so many of the lines with letters beyond ASCII as a guess needs."""
    part = b"\n".join(line for line in data.split(b"\n") if line.translate(None, _ASCII))[:_LOOKED_AT]
    # Cut at a line's end, so that no character of two bytes is halved.
    return part[: part.rfind(b"\n")] if len(part) == _LOOKED_AT and b"\n" in part else part


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
