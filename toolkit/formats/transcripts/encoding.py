"""From a text file's bytes to its text: UTF-8, UTF-16, UTF-32 with its mark, else Windows-1252; always named.

What a person says the encoding is goes before all of this. Windows-1252 takes nearly any bytes, and so makes
Cyrillic or Chinese words of accented letters. What would come out as no Western writing is guessed by
charset-normalizer, and the report says that it is a guess; where that takes Western writing for another's, as
Czech may be, the report says so, too. Chinese, Japanese and Korean are told by their scripts.
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
_LOOK = "look at its letters, and name the encoding with --encoding if they are wrong"
# What Python counts among encodings and no file is in.
_NOT_OF_FILES = frozenset(("unicode-escape", "raw-unicode-escape", "idna", "punycode"))
_UNMARKED = ("utf-16-le", "utf-16-be")
_FEWEST_BYTES = 16
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
# By encoding, what its writing has much of: kana in Japanese; in Chinese, these few characters; in Korean,
# syllables as the older EUC-KR has them.
_KANA = (re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.25)
_CHINESE = (
    re.compile(
        "[的一是不了在人有我他這这為为之大來来以個个中上們们到說说國国和地也子時时道出而要於于就下得可你年生者其無无與与]"
    ),
    0.06,
)
_SYLLABLES = b"".join(bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
_KOREAN = (re.compile(f"[{_SYLLABLES.decode('euc_kr')}]"), 0.6)
_EAST_ASIAN = {
    "shift_jis": _KANA,
    "cp932": _KANA,
    "euc_jp": _KANA,
    "cp949": _KOREAN,
    "gb18030": _CHINESE,
    "big5": _CHINESE,
}
# The apostrophe of old Macs is a capital letter in Windows-1252, and stands within words.
_OLD_MAC = re.compile(rb"[a-z]\xd5[a-z]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with LF line ends and without byte order mark, and the name of its encoding.

    Attributes
    ----------
    notes
        What a person should look at if the encoding was not written in the file: one sentence, or none.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(source: Source, most_lines: int = limits.MOST_LINES) -> Decoded:
    """Decode a text file, or refuse it.

    Bytes that are UTF-8 but for a few are refused and not read as Windows-1252, which takes nearly
    anything: every accented letter would come out as two wrong ones.

    Raises
    ------
    ToolkitError
        If the file is empty, too large, binary, or its characters are damaged; with line and position.
    """
    _check_size(source)
    found = _named(source) if source.encoding else _found(source)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    _check_characters(source, text)
    if not text.strip():
        raise ToolkitError(source.name, "holds only blanks", "give a file with spoken text in it")
    if text.count("\n") >= most_lines:
        raise ToolkitError(source.name, f"has more than {most_lines:,} lines", "split it by interview")
    return Decoded(text, found.encoding, found.notes)


def check_encoding(name: str) -> str:
    """Return an encoding under its usual name; refuse what nobody knows, or what is none of text.

    >>> check_encoding("Windows-1251")
    'cp1251'

    Raises
    ------
    ToolkitError
        With examples of names.
    """
    try:
        "".encode(name)
        b"".decode(name)
        usual = codecs.lookup(name).name
    except (LookupError, ValueError):
        usual = ""
    if not usual or usual in _NOT_OF_FILES:
        raise ToolkitError(
            f"--encoding {ascii(name[:40])[1:-1]}",
            "is no encoding of text",
            "give a name such as utf-8, utf-16, cp1252, cp1251, gb18030 or shift_jis",
        )
    return usual


def opening(head: bytes) -> str:
    """Return how a text file begins, for recognising it; empty if the bytes are no text."""
    codec = _wide(head)
    if b"\x00" in head and not codec:
        return ""
    text = head.decode(codec or "utf-8", "replace").lstrip("\ufeff")
    return "" if _CONTROL.search(text) else text


def _check_size(source: Source) -> None:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if len(source.data) > limits.LARGEST_TEXT:
        most = limits.LARGEST_TEXT // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "split it by interview")
    if found := disguise(source.data):
        raise ToolkitError(source.name, f"is {found[0]}, not a text file", found[1])


def _named(source: Source) -> Decoded:
    """Decode as a person says."""
    name = check_encoding(source.encoding)
    return Decoded(_strictly(source, name), f"{name} (as told)")


def _found(source: Source) -> Decoded:
    data = source.data
    if codec := _wide(data):
        text = _strictly(source, codec)
        if codec in _UNMARKED:
            note = f"It has no byte order mark and was read as {codec}; look at its letters."
            return Decoded(text, f"{codec} (a guess: it has no mark)", (note,))
        return Decoded(text, codec)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(source, error)
    return _neither(source)


def _wide(data: bytes) -> str:
    """Return the encoding of a text whose characters have two or four bytes; empty if it is none."""
    if data.startswith(_UTF32):
        return "utf-32"
    if data.startswith(_UTF16):
        return "utf-16"
    part = data[:_LOOKED_AT]
    halves = part[::2], part[1::2]
    zeros = [half.count(0) for half in halves]
    # Of Western writing every second byte is zero, and none of the others.
    if len(part) < _FEWEST_BYTES or min(zeros) or max(zeros) * 2 < len(part) // 2:
        return ""
    return _UNMARKED[0] if zeros[1] else _UNMARKED[1]


def _neither(source: Source) -> Decoded:
    """Decode what is neither UTF-8 nor UTF-16: as Windows-1252 if that gives Western writing."""
    if not _looks_foreign(source.data.decode(_WESTERN, "replace")):
        return _western(source)
    possible = [codec for codec in _guesses(source.data) if _decodes(source.data, codec)]
    if possible:
        codec = possible[0]
        next_best = f" ({possible[1]} comes next)" if len(possible) > 1 else ""
        note = f"It is not UTF-8 and was read as {codec}, which is a guess{next_best}; {_LOOK}."
        return Decoded(source.data.decode(codec), f"{codec} (a guess: look at the letters)", (note,))
    # A word or two with a byte that Western writing lacks is damage rather than another writing.
    if len(source.data.translate(None, _ASCII)) < _ENOUGH_FOR_A_GUESS:
        _strictly(source, _WESTERN)
    raise ToolkitError(
        source.name, "is in an encoding that cannot be told", f"name it with --encoding, or {_AS_UTF8}"
    )


def _western(source: Source) -> Decoded:
    text = _strictly(source, _WESTERN)
    other = _doubt(source.data)
    note = f"It is not UTF-8 and was read as {_WESTERN}{f', but may be {other}' if other else ''}; {_LOOK}."
    return Decoded(text, f"{_WESTERN}{f' (or {other}: look at the letters)' if other else ''}", (note,))


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
        match for match in from_bytes(part, cp_isolation=list(_CANDIDATES)) if match.chaos <= _MOST_CHAOS
    ]
    known = [match for match in found if match.coherence >= _LEAST_COHERENCE]
    yield from (match.encoding for match in sorted(known, key=lambda match: -match.coherence))
    # How often letters come says little of Chinese, Japanese and Korean: their scripts are looked at instead.
    eastern = [match for match in found if match not in known and _is_east_asian(match.encoding, str(match))]
    yield from (match.encoding for match in sorted(eastern, key=lambda match: match.chaos))


def _is_east_asian(codec: str, text: str) -> bool:
    """Tell whether a text has what the writing of its encoding cannot do without."""
    usual = _EAST_ASIAN.get(codec)
    written = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    if usual is None or len(written) < _ENOUGH_FOR_A_GUESS / 2:
        return False
    letters, share = usual
    return sum(bool(letters.match(letter)) for letter in written) >= share * len(written)


def _doubt(data: bytes) -> str:
    """Return what else the bytes look like, if they look more like it than like Windows-1252; else empty."""
    matches = from_bytes(_telling_part(data), cp_isolation=[_WESTERN, *_NEIGHBOURS])
    looks = {
        codec: (match.coherence, -match.chaos) for match in matches for codec in match.could_be_from_charset
    }
    if not looks:
        return ""
    best = max(looks, key=lambda codec: looks[codec])
    is_better = looks[best] > looks.get(_WESTERN, (0.0, 0.0))
    return best if is_better and looks[best][0] >= _LEAST_COHERENCE else ""


def _telling_part(data: bytes) -> bytes:
    """Return so many of the lines with letters beyond ASCII as a guess needs."""
    part = b"\n".join(line for line in data.split(b"\n") if line.translate(None, _ASCII))[:_LOOKED_AT]
    # Cut at a line's end, so that no character of two bytes is halved.
    return part[: part.rfind(b"\n")] if len(part) == _LOOKED_AT and b"\n" in part else part


def _strictly(source: Source, codec: str) -> str:
    try:
        return source.data.decode(codec)
    except UnicodeDecodeError as error:
        # Some decoders count from elsewhere; the place has to lie in the file.
        place = min(error.start, len(source.data) - 1)
        what = f"byte {place:,} (0x{source.data[place]:02X}) is no {codec} character"
        remedy = "it is no text file, or half a character is left in it: " + _AS_UTF8
        if source.encoding:
            remedy = "it is in another encoding: leave --encoding away, or give its name"
        raise FaultyFile(source.name, [Fault(_line_of_byte(source.data, place), what, remedy)]) from error
    except (UnicodeError, ValueError) as error:
        # Such as UTF-16 that ends with half a mark, or a decoder that gives no place.
        raise ToolkitError(source.name, f"is no {codec} text", _AS_UTF8) from error


def _refuse_damaged_utf8(source: Source, error: UnicodeDecodeError) -> None:
    line = _line_of_byte(source.data, error.start)
    if _decodes(source.data, "utf-8", "surrogatepass"):
        what = f"half a character (a lone surrogate) at byte {error.start:,}"
        raise FaultyFile(source.name, [Fault(line, what, _AS_UTF8)]) from error
    if _mostly_utf8(source.data):
        what = f"byte {error.start:,} breaks the UTF-8 text"
        raise FaultyFile(
            source.name, [Fault(line, what, "mend the character there, or take another copy")]
        ) from error


def _decodes(data: bytes, codec: str, errors: str = "strict") -> bool:
    try:
        data.decode(codec, errors)
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
    if codec := _wide(data):
        step = 4 if codec == "utf-32" else 2
        return data[: position - position % step].decode(codec, "replace").count("\n") + 1
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
