"""What goes wrong with a file, by chance: bytes, lines, members of archives, elements, values, cells."""

from __future__ import annotations

import io
import json
import sqlite3
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from random import Random
from typing import Any, Final

from lxml import etree

from tests.hostile.texts import SHORT, words_of

_TOKENS: Final[tuple[bytes, ...]] = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n", b"\t", b",", b";", b'"', b"'", b"\\",
    b"<", b">", b"&", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"&#0;", b"{", b"}", b"[", b"]", b"(", b")", b":", b"::",
    b"-->", b"WEBVTT\n\n", b"NOTE ", b"00:00:00.000", b"99:99:99,999", b"-1", b"0", b"1e999", b"NaN", b"null", b"true",
    b"9223372036854775808", b"2147483648", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"=1+1", b"*", b"**", b"&a", b"*a", b"!!x ",
    b"- ", b"? ", b"---\n", b"#", b"|", b">", b"%", b"\\u", b"\\ud800", b"\\bin9 ", b"\\'", b"PK\x03\x04", b"PK\x05\x06",
)  # fmt: skip
_ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf"),
    "", " ", "\x00", "\ud800", "\u2028", "\ufeff", "x", "1", "-1", "01", "1.5", "1e5", "9" * 400, "a" * 5_000,
    "../../x", "internal://../x", "2026-13-45T99:99:99Z", [], {}, [[]], [None], {"": None}, {"a": {"a": {}}},
)  # fmt: skip
_LARGEST: Final = 400_000

Change = Callable[[Random, bytes, Sequence[bytes]], bytes]


def mutated(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a file with one thing wrong or several."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        changes = [change for change, fits in _CHANGES if fits(data)]
        data = random.choice(changes)(random, data, others)[:_LARGEST]
    return data


def _text(random: Random) -> str:
    odd = random.choice(_ODD)
    return (
        words_of(random.choice(SHORT)) if random.random() < 0.4 else odd if isinstance(odd, str) else str(odd)
    )


# --- bytes and lines --------------------------------------------------------------------------------


def _flipped(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _each in range(random.choice((1, 1, 2, 8, 40))):
        if made:
            made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def _place(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64, 512, 4_096)))


def _cut(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _place(random, data)
    return data[:start] if random.random() < 0.3 else data[:start] + data[end:]


def _repeated(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _place(random, data)
    return data[:start] + data[start:end] * random.choice((2, 3, 50)) + data[end:]


def _spliced(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others) if others else data
    start, end = _place(random, data)
    begin, finish = _place(random, other)
    return data[:start] + other[begin:finish] + data[end:]


def _with_token(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _place(random, data)
    token = (
        random.choice(_TOKENS) if random.random() < 0.7 else _text(random).encode("utf-8", "surrogatepass")
    )
    return data[:start] + token * random.choice((1, 1, 1, 2, 300)) + data[random.choice((start, end)) :]


def _with_number(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    digits = [at for at, byte in enumerate(data[:50_000]) if 48 <= byte <= 57]
    if not digits:
        return data
    at = random.choice(digits)
    number = random.choice(
        (b"-1", b"0", b"00", b"999999999999", b"1.5", b"9" * 400, b"", b"\xd9\xa1", b"\xc2\xb2")
    )
    return data[:at] + number + data[at + 1 :]


def _shuffled_lines(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    other = random.choice(others).split(b"\n") if others else lines
    match random.randrange(5):
        case 0:
            lines[at], lines[to] = lines[to], lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            del lines[at]
        case 3:
            lines.insert(at, random.choice(other))
        case _:
            lines[at] = lines[at].replace(b",", random.choice((b";", b"\t", b"", b",,")))
    return b"\n".join(lines)


# --- archives ---------------------------------------------------------------------------------------


def _is_archive(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _members(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = [(info.filename, file.read(info)) for info in file.infolist()]
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zlib.error,
    ):
        return data
    if not members:
        return data
    at = random.randrange(len(members))
    name, content = members[at]
    match random.randrange(8):
        case 0:
            del members[at]
        case 1:
            members.insert(random.randrange(len(members)), (name, content))
        case 2:
            members[at] = (random.choice(("x", name.upper(), f"../{name}", f"a/{name}", "")), content)
        case 3:
            members.append((_text(random)[:40], content))
        case _:
            members[at] = (name, mutated(random, content, others))
    made = io.BytesIO()
    with warnings.catch_warnings(), suppress(ValueError, UnicodeEncodeError):
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in members:
                file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return made.getvalue()
    return data


# --- XML --------------------------------------------------------------------------------------------


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _as_xml(text: str) -> str:
    return "".join(
        letter
        for letter in text
        if letter in "\t\n"
        or (letter >= " " and letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff")
    )


def _elements(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    _changed(random, [each for each in root.iter(etree.Element) if isinstance(each.tag, str)])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _changed(random: Random, every: Sequence[etree._Element]) -> None:
    each, other = random.choice(every), random.choice(every)
    parent = each.getparent()
    match random.choice((0, 1, 2, 3, 4, 6, 7, 8)):
        case 0 if parent is not None:
            parent.remove(each)
        case 1 if parent is not None:
            for _time in range(random.choice((1, 3, 60))):
                parent.append(etree.fromstring(etree.tostring(each, with_tail=False)))
        case 2 if parent is not None and each not in [other, *other.iterancestors()]:
            other.append(each)
        case 3 if each.attrib:
            del each.attrib[random.choice(list(each.attrib))]
        case 4 if each.attrib:
            with suppress(ValueError):
                each.attrib[random.choice(list(each.attrib))] = _as_xml(_text(random))
        case 6:
            each.text = _as_xml(_text(random))
        case 7:
            each.tail = _as_xml(_text(random))
        case 8:
            each.tag = other.tag


# --- JSON -------------------------------------------------------------------------------------------


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}


def _values(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Change a value of a JSON document, or of one line of many."""
    lines = [data]
    at = 0
    if b"}\n{" in data:
        lines = data.split(b"\n")
        at = random.randrange(len(lines))
    try:
        content = json.loads(lines[at])
    except (ValueError, RecursionError):
        return data
    places = list(_places(content))
    if not places:
        return data
    holder, key = random.choice(places)
    match random.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 2:
            other, place = random.choice(places)
            with suppress(KeyError, IndexError):
                holder[key] = json.loads(json.dumps(other[place]))
        case 3:
            holder[key] = [holder[key]]
        case _:
            holder[key] = random.choice(_ODD) if random.random() < 0.7 else _text(random)
    lines[at] = json.dumps(content, ensure_ascii=random.random() < 0.8).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _places(content: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - whatever JSON holds
    found: list[tuple[Any, Any]] = []
    waiting = [content]
    while waiting and len(found) < 5_000:
        each = waiting.pop()
        keys = (
            list(each) if isinstance(each, dict) else list(range(len(each))) if isinstance(each, list) else []
        )
        found += [(each, key) for key in keys]
        waiting += [each[key] for key in keys]
    return found


# --- databases --------------------------------------------------------------------------------------


def _is_database(data: bytes) -> bool:
    return data.startswith(b"SQLite format 3\x00")


def _cells(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
            connection.execute("PRAGMA writable_schema=ON")
            _change(random, connection)
            connection.commit()
            return connection.serialize()
    except (sqlite3.Error, sqlite3.Warning, MemoryError, OverflowError, ValueError, IndexError):
        return data


def _change(random: Random, connection: sqlite3.Connection) -> None:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    table = random.choice(tables)
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    column = random.choice(columns)
    odd = random.choice([each for each in _ODD if not isinstance(each, list | dict)])
    odd = b"\xff\x00" if random.random() < 0.1 else _text(random) if random.random() < 0.3 else odd
    if isinstance(odd, str):
        odd = odd.encode("utf-8", "replace").decode()
    if isinstance(odd, int) and not -(2**63) <= odd < 2**63:
        odd = 2**63 - 1
    match random.randrange(8):
        case 0:
            connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        case 1:
            connection.execute(f'DROP TABLE "{table}"')
        case 2:
            connection.execute(f'DELETE FROM "{table}" WHERE random() % 2')
        case 3:
            connection.execute(f'INSERT INTO "{table}" SELECT * FROM "{table}"')
        case _:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE random() % 2', (odd,))


def _always(_: bytes) -> bool:
    return True


_CHANGES: Final[tuple[tuple[Change, Callable[[bytes], bool]], ...]] = (
    (_flipped, _always),
    (_cut, _always),
    (_repeated, _always),
    (_spliced, _always),
    (_with_token, _always),
    (_with_number, _always),
    (_shuffled_lines, _always),
    *[(_members, _is_archive)] * 9,
    *[(_elements, _is_xml)] * 9,
    *[(_values, _is_json)] * 9,
    *[(_cells, _is_database)] * 9,
)
