"""Files from strangers, made by small generators: what is in each, and by which doors it may come in.

Nothing of it lies in the repository; bombs are made when they are asked for. `uv run python -m
tests.hostile.corpus FOLDER` writes all of it, for other programs to be tried with.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.hostile.texts import BYTES, MARKUP, RAN, SHORT, words_of

Made = Callable[[], bytes]


@dataclass(frozen=True)
class Input:
    """A hostile file.

    Attributes
    ----------
    name
        What it is, such as docx/million-laughs: the format, and what is wrong with it.
    file
        The name it comes under.
    doors
        The doors that such files are meant for; it may be tried at any other as well.
    make
        Returns its bytes.
    """

    name: str
    file: str
    doors: tuple[str, ...]
    make: Made

    @property
    def kind(self) -> str:
        """The format it claims to be of."""
        return self.name.partition("/")[0]


def _given(data: bytes) -> Made:
    return lambda: data


# Doors, by what they take; `tests.hostile.doors` says how each is knocked at.
TRANSCRIPT: Final = ("import", "import --revise")
CODEBOOK: Final = (
    "codebook check",
    "codebook convert",
    "create --codebook",
    "codebook release",
    "codebook diff",
)
PROJECT: Final = ("import-project", "create --project")
BUNDLE: Final = ("merge", "import")
STUDY: Final = ("merge", "verify", "transcripts", "code", "upgrade", "copy", "leaks")
PARTICIPANTS: Final = ("import --participants",)
PROTOCOL: Final = ("questions --protocol", "import --protocol")
KEYS: Final = ("leaks --keys", "share --keys", "redact --keys")
TURNS: Final = ("speaker turns --file",)
RATINGS: Final = ("agreement --table", "difference --table")
NAMES: Final = ("redact --names", "redact --organisations")
DECISIONS: Final = ("redact --review",)
MEMO: Final = ("memo --file",)
PACK: Final = ("rebuild",)
SECRETS: Final = ("open --secrets",)
ANY: Final = ("leaks FILE",)


# --- text of every kind -----------------------------------------------------------------------------


def _spoken(words: str) -> dict[str, tuple[str, bytes]]:
    """Return a text as somebody's words, label and all, in every form transcripts have that is text."""
    line = " ".join(words.split())
    label = line[:60].replace(":", "")
    rows = [["speaker", "text"], [label, words], ["I", "Why?"], ["P1", words]]
    cue = f"00:00:01.000 --> 00:00:02.000\n{label}: {line}\n\n00:00:03.000 --> 00:00:04.000\n"
    said = {"start": 0.0, "end": 1.0, "text": words, "speaker": label}
    return {
        "txt": ("P9.txt", f"{label}: {words}\n\nI: Why?\n\nP1: {words}\n".encode()),
        "md": ("P9.md", f"**{label}:** {words}\n\n**I:** Why?\n\n**P1:** {words}\n".encode()),
        "vtt": ("P9.vtt", f"WEBVTT\n\n{cue}<v {label}>{line}\n\n".encode()),
        "srt": ("P9.srt", f"1\n{cue.replace('.', ',')}{line}\n\n".encode()),
        "csv": ("P9.csv", _csv(rows)),
        "tsv": ("P9.tsv", _csv(rows, "\t")),
        "whisper": (
            "P9.json",
            json.dumps({"text": words, "language": line[:9], "segments": [said]}).encode(),
        ),
        "rtf": ("P9.rtf", _rtf(f"{label}: {words}")),
    }


def _csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode("utf-8", "surrogatepass")


def _rtf(words: str) -> bytes:
    units = struct.iter_unpack("<h", words.encode("utf-16-le"))
    return b"{\\rtf1\\ansi " + b"".join(b"\\u%d?" % unit for (unit,) in units) + b"\\par I: Why?\\par}"


def _texts() -> Iterator[Input]:
    for name in SHORT:
        for form, (file, data) in _spoken(words_of(name)).items():
            yield Input(f"{form}/{name}", file, TRANSCRIPT, _given(data))
    for name, make in BYTES.items():
        yield Input(f"txt/{name}", "P9.txt", TRANSCRIPT, make)
    for form in ("md", "vtt", "srt", "csv", "tsv", "json", "rtf", "docx", "pdf", "xlsx", "qdpx", "jsonl"):
        for name in (
            "nul",
            "half-character",
            "all-bytes",
            "long-line",
            "brackets",
            "quotes",
            "angles",
            "commas",
        ):
            yield Input(f"{form}/{name}-bytes", f"P9.{form}", TRANSCRIPT, BYTES[name])


def _timed() -> Iterator[Input]:
    """Subtitles that lie about time."""
    vtt = {
        "times-backwards": "WEBVTT\n\n"
        + "".join(f"00:{59 - n:02}:00.000 --> 00:00:00.000\nA: x\n\n" for n in range(60)),
        "hours": "WEBVTT\n\n" + "9" * 5_000 + ":00:00.000 --> 99999999999999:99:99.999\nA: x\n",
        "styles": f"WEBVTT\n\nSTYLE\n::cue{{background:url(javascript:{RAN})}}\n\nREGION\nid:x\n\n"
        "00:00:01.000 --> 00:00:02.000 line:-1% align:evil\n<v <v <v A>x</v><c.<b>>y</c>\n",
        "tags": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "<b>" * 100_000 + "x\n",
        "notes": "WEBVTT\n\n" + "NOTE x\n\n" * 80_000,
        "voices": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "<v A>x " * 50_000 + "\n",
    }
    for name, text in vtt.items():
        yield Input(f"vtt/{name}", "P9.vtt", TRANSCRIPT, _given(text.encode()))
    srt = {
        "numbers": "9" * 10_000 + "\n00:00:01,000 --> 00:00:02,000\nA: x\n",
        "cues": "".join(f"{n}\n00:00:01,000 --> 00:00:01,000\nA: x\n\n" for n in range(45_000)),
        "arrows": "1\n00:00:01,000 --> " + "--> " * 100_000 + "\nA: x\n",
    }
    for name, text in srt.items():
        yield Input(f"srt/{name}", "P9.srt", TRANSCRIPT, _given(text.encode()))


def _rich() -> Iterator[Input]:
    """RTF and PDF that are made to hang or to run."""
    rtf = {
        "nested": lambda: b"{\\rtf1" + b"{" * 500_000 + b"x" + b"}" * 500_000 + b"}",
        "unclosed": lambda: b"{\\rtf1 " + b"{\\b x" * 200_000,
        "closing-braces": lambda: b"{\\rtf1 x" + b"}" * 1_000_000,
        "bin": lambda: b"{\\rtf1 \\bin2147483647 x}",
        "negative-bin": lambda: b"{\\rtf1 \\bin-99999 A: x\\par}",
        "skips": lambda: b"{\\rtf1 \\uc99999999 \\u65 x A: x\\par}",
        "codepoints": lambda: b"{\\rtf1 A: \\u-10179 \\u55357?\\u999999999999?\\'zz\\'\\par}",
        "object": lambda: (
            b"{\\rtf1 {\\object\\objautlink{\\*\\objclass cmd}{\\*\\objdata " + b"00" * 9_000 + b"}}x}"
        ),
        "fields": lambda: b"{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT /etc/passwd}{\\fldrslt x}} A: x\\par}",
        "words": lambda: b"{\\rtf1 " + b"\\" + b"a" * 1_000_000 + b"1" * 1_000_000 + b" x}",
        "backslashes": lambda: b"{\\rtf1 " + b"\\" * 1_000_001,
        "hexadecimals": lambda: b"{\\rtf1\\ansicpg99999 A: " + b"\\'ff" * 500_000 + b"\\par}",
    }
    for name, make in rtf.items():
        yield Input(f"rtf/{name}", "P9.rtf", TRANSCRIPT, make)
    for name, data in _pdfs().items():
        yield Input(f"pdf/{name}", "P9.pdf", TRANSCRIPT, data)


def _pdfs() -> dict[str, Made]:
    def of(*objects: bytes, tail: bytes = b"") -> bytes:
        body = b"%PDF-1.7\n" + b"".join(
            b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1)
        )
        return body + b"trailer << /Root 1 0 R /Size %d %s >>\n%%%%EOF\n" % (len(objects) + 1, tail)

    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"

    def flate(repeated: bytes) -> bytes:
        packed = zlib.compress(repeated, 9)
        return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)

    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return {
        "header-only": lambda: b"%PDF-1.7\n",
        "cut": lambda: of(catalogue, one, page, flate(b"BT (x) Tj ET"))[:180],
        "circle": lambda: of(catalogue, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"),
        "many-pages": lambda: of(catalogue, b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", page, b"<<>>"),
        "kids": lambda: of(
            catalogue, b"<< /Type /Pages /Kids [" + b"3 0 R " * 20_000 + b"] /Count 20000 >>", page, b"<<>>"
        ),
        "script": lambda: of(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
            one, page, flate(b"BT (x) Tj ET"),
        ),
        "launch": lambda: of(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/touch) >> >>", one, page, b"<<>>"
        ),
        "bomb": lambda: of(catalogue, one, page, flate(b"BT (x) Tj ET\n" + b" " * 300_000_000)),
        "words": lambda: of(catalogue, one, page, flate(b"BT /F1 1 Tf " + b"(A: word) Tj " * 1_000_000 + b"ET")),
        "locked": lambda: of(
            catalogue, one, page, b"<<>>",
            tail=b"/Encrypt << /Filter /Standard /V 2 /R 3 /P -4 /O (" + b"x" * 32 + b") /U (" + b"x" * 32 + b") >>",
        ),
        "nested": lambda: of(catalogue, b"[" * 100_000 + b"]" * 100_000),
        "names": lambda: b"%PDF-1.7\n" + b"/" + b"A" * 5_000_000,
    }  # fmt: skip


# --- archives ---------------------------------------------------------------------------------------

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
QDE: Final = "urn:QDA-XML:project:1.0"
QDC: Final = "urn:QDA-XML:codebook:1.0"


def zipped(members: Mapping[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def _docx(inside: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def _said(words: str) -> str:
    return _docx(f"<w:p><w:r><w:t>P1: {words}</w:t></w:r></w:p><w:p><w:r><w:t>I: Why?</w:t></w:r></w:p>")


def _odt(inside: str) -> str:
    return (
        f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0"><office:body>'
        f"<office:text>{inside}</office:text></office:body></office:document-content>"
    )


def _sheet(words: str) -> str:
    cell = f'<c t="inlineStr"><is><t>{words}</t></is></c>'
    head = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in ("speaker", "text"))
    return f'<worksheet xmlns="{MAIN}"><sheetData><row>{head}</row><row>{cell}{cell}</row></sheetData></worksheet>'


_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK: Final = {
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="a" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def _guid(name: str) -> str:
    found = hashlib.sha256(name.encode()).hexdigest()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:32]}"


def _project(words: str = "I trust nobody.", name: str = "P1", code: str = "trust", extra: str = "") -> str:
    """Return a REFI-QDA project of one text with one coding; what is given has to be XML."""
    coding = f'<Coding guid="{_guid("k")}" creatingUser="{_guid("u")}"><CodeRef targetGUID="{_guid("c")}"/></Coding>'
    return (
        f'<Project xmlns="{QDE}" name="{name}" origin="x"><Users><User guid="{_guid("u")}" name="{name}"/></Users>'
        f'<CodeBook><Codes><Code guid="{_guid("c")}" name="{code}" isCodable="true">'
        f"<Description>{words}</Description></Code></Codes></CodeBook>{extra}"
        f'<Sources><TextSource guid="{_guid("t")}" name="{name}"><PlainTextContent>{words}</PlainTextContent>'
        f'<PlainTextSelection guid="{_guid("s")}" name="{code}" startPosition="0" endPosition="5" '
        f'creatingUser="{_guid("u")}">{coding}</PlainTextSelection></TextSource></Sources></Project>'
    )


def _codes(words: str = "x", label: str = "Trust", inside: str = "") -> str:
    return (
        f'<CodeBook xmlns="{QDC}"><Codes><Code guid="{_guid("c")}" name="{label}" isCodable="true">'
        f"<Description>{words}</Description>{inside}</Code></Codes></CodeBook>"
    )


@dataclass(frozen=True)
class _Xml:
    """A format of XML: how a document of it is packed, and what document holds given words."""

    file: str
    doors: tuple[str, ...]
    packed: Callable[[bytes], bytes]
    saying: Callable[[str], str]
    nested: tuple[str, str]
    member: str = ""


_XML: Final[Mapping[str, _Xml]] = {
    "docx": _Xml(
        "P9.docx", TRANSCRIPT, lambda xml: zipped({"word/document.xml": xml}), _said, ("<w:p>", "</w:p>"),
        "word/document.xml",
    ),
    "comments": _Xml(
        "P9.docx", PROJECT,
        lambda xml: zipped({"word/document.xml": _said("x"), "word/comments.xml": xml}),
        lambda words: f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{words}"><w:p><w:r><w:t>{words}'
        "</w:t></w:r></w:p></w:comment></w:comments>",
        ("<w:p>", "</w:p>"), "word/comments.xml",
    ),
    "odt": _Xml(
        "P9.odt", TRANSCRIPT,
        lambda xml: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml}),
        lambda words: _odt(f"<text:p>P1: {words}</text:p><text:p>I: Why?</text:p>"), ("<text:span>", "</text:span>"),
        "content.xml",
    ),
    "xlsx": _Xml(
        "P9.xlsx", TRANSCRIPT, lambda xml: zipped({**_BOOK, "xl/worksheets/sheet1.xml": xml}), _sheet,
        ("<row>", "</row>"), "xl/worksheets/sheet1.xml",
    ),
    "qdpx": _Xml(
        "P9.qdpx", PROJECT, lambda xml: zipped({"project.qde": xml}), _project, ("<Set>", "</Set>"), "project.qde"
    ),
    "qde": _Xml("P9.qde", PROJECT, lambda xml: xml, _project, ("<Set>", "</Set>")),
    "qdc": _Xml("P9.qdc", CODEBOOK, lambda xml: xml, _codes, ("<Code>", "</Code>")),
}  # fmt: skip


def _xml_attacks(kind: _Xml) -> dict[str, Made]:
    def declared(doctype: str, words: str) -> Made:
        return lambda: kind.packed(f'<?xml version="1.0"?>\n{doctype}\n{kind.saying(words)}'.encode())

    def saying(words: str) -> Made:
        return lambda: kind.packed(kind.saying(words).encode("utf-8", "surrogatepass"))

    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    begin, end = kind.nested
    return {
        "million-laughs": declared(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>', "&l9;"),
        "quadratic": declared(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 2_000),
        "entity-in-attribute": declared('<!DOCTYPE x [<!ENTITY a "x">]>', "&a;"),
        "external-file": declared('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        "external-address": declared('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/pwned">]>', "&a;"),
        "external-dtd": declared('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/pwned.dtd">', "x"),
        "parameter-entity": declared('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "x"),
        "unknown-entity": saying("&unknown;"),
        "xinclude": saying('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
        "stylesheet": declared('<?xml-stylesheet href="http://127.0.0.1:9/pwned.xsl"?>', "x"),
        "deep": lambda: kind.packed(kind.saying(begin * 30_000 + end * 30_000).encode()),
        "rather-deep": lambda: kind.packed(kind.saying(begin * 180 + end * 180).encode()),
        "wide": lambda: kind.packed(kind.saying((begin + end) * 150_000).encode()),
        "long-text": saying("a " * 4_500_000),
        "longer-text": saying("a" * 11_000_000),
        "attributes": saying("<x " + " ".join(f'a{n}="1"' for n in range(30_000)) + "/>"),
        "namespaces": saying("<x " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(20_000)) + "/>"),
        "character-zero": saying("&#0;&#x1F;&#xD800;&#xFFFE;"),
        "half-character": saying("\ud800"),
        "character-data": saying(f"<![CDATA[{MARKUP['script']}]]>"),
        "escaped-markup": saying("&lt;script&gt;" + RAN + "&lt;/script&gt;"),
        "utf-16": lambda: kind.packed(kind.saying("x").encode("utf-16")),
        "utf-7": lambda: kind.packed(b'<?xml version="1.0" encoding="utf-7"?>' + kind.saying("x").encode()),
        "wrong-encoding": lambda: kind.packed(b'<?xml version="1.0" encoding="pwned"?>' + kind.saying("x").encode()),
        "version": lambda: kind.packed(b'<?xml version="9.9"?>' + kind.saying("x").encode()),
        "unclosed": lambda: kind.packed(kind.saying("x").encode()[:-9]),
        "two-roots": lambda: kind.packed(kind.saying("x").encode() * 2),
        "no-xml": lambda: kind.packed(b"PWNED"),
        "empty": lambda: kind.packed(b""),
        "comment": saying("<!-- " + "x" * 5_000_000 + " -->"),
    }  # fmt: skip


def _xmls() -> Iterator[Input]:
    for name, kind in _XML.items():
        for attack, make in _xml_attacks(kind).items():
            yield Input(f"{name}/{attack}", kind.file, kind.doors, make)
        for attack in SHORT:
            words = _as_xml(words_of(attack))
            make = _saying(kind, words)
            yield Input(f"{name}/{attack}", kind.file, kind.doors, make)


def _saying(kind: _Xml, words: str) -> Made:
    return lambda: kind.packed(kind.saying(words).encode())


def _as_xml(words: str) -> str:
    """Return words as XML holds them; what it cannot hold as U+FFFD."""
    told = "".join(
        letter if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff") else "\ufffd"
        for letter in words
    )
    for letter, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        told = told.replace(letter, name)
    return told


_SLIPS: Final = (
    "../../pwned.xml", "/tmp/pwned.xml", "C:\\pwned.xml", "..\\..\\pwned.xml", "word/../../../pwned",
    "a\x00pwned", "CON", "a/" * 2_000 + "pwned", "\u202epwned", "<img src=x onerror=pwned>",
)  # fmt: skip


def _archive_attacks(member: str, good: bytes) -> dict[str, Made]:
    """Return what can be wrong with an archive whose one needed member is `member`."""

    def with_more(name: str, content: bytes = b"x", **facts: int) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(member, good)
            info = zipfile.ZipInfo(name)
            for fact, value in facts.items():
                setattr(info, fact, value)
            file.writestr(info, content)
        return made.getvalue()

    def patched(find: bytes, at: int, bytes_: bytes) -> bytes:
        data = bytearray(zipped({member: good}))
        place = data.rindex(find) + at
        data[place : place + len(bytes_)] = bytes_
        return bytes(data)

    whole = zipped({member: good})
    directory, ending = b"PK\x01\x02", b"PK\x05\x06"
    attacks: dict[str, Made] = {
        "bomb": lambda: zipped({member: good + b" " * 150_000_000}),
        "bomb-beside": lambda: with_more(
            "big.bin", b"\x00" * 150_000_000, compress_type=zipfile.ZIP_DEFLATED
        ),
        "bombs": lambda: zipped({member: good, **{f"b{n}": b"\x00" * 3_900_000 for n in range(60)}}),
        "nested": lambda: _nested(member, good),
        "overlapping": lambda: _overlapping(member, good),
        "members": lambda: zipped(
            {member: good, **{f"m{n}": b"" for n in range(21_000)}}, zipfile.ZIP_STORED
        ),
        "lying-small": lambda: patched(directory, 24, struct.pack("<I", 1)),
        "lying-large": lambda: patched(directory, 24, struct.pack("<I", 0xFFFFFFF0)),
        "wrong-sum": lambda: patched(directory, 16, b"\x00\x00\x00\x00"),
        "wrong-place": lambda: patched(directory, 42, struct.pack("<I", 0x7FFFFFFF)),
        "locked": lambda: patched(directory, 8, b"\x01\x00"),
        "rare-packing": lambda: patched(directory, 10, b"\x0e\x00"),
        "unknown-packing": lambda: patched(directory, 10, b"\x63\x00"),
        "long-comment": lambda: patched(ending, 20, b"\xff\xff"),
        "many-entries": lambda: patched(ending, 8, b"\xff\xff\xff\xff"),
        "zip64": lambda: patched(ending, 12, b"\xff" * 8),
        "cut": lambda: whole[: len(whole) // 2],
        "cut-end": lambda: whole[:-9],
        "no-members": lambda: zipped({}),
        "head-only": lambda: b"PK\x03\x04",
        "prefixed": lambda: b"#!/bin/sh\ntouch pwned\n" + whole,
        "twin": lambda: _twins(member, good),
        "link": lambda: with_more("pwned", b"/etc/passwd", external_attr=0o120777 << 16, create_system=3),
        "folder": lambda: with_more(f"{member}/", b""),
        "device": lambda: with_more("pwned", b"", external_attr=0o020666 << 16, create_system=3),
    }
    for number, slip in enumerate(_SLIPS, 1):
        attacks[f"slip-{number}"] = partial(with_more, slip)
        attacks[f"slip-only-{number}"] = partial(zipped, {slip: good})
    return attacks


def _nested(member: str, good: bytes) -> bytes:
    inner = zipped({f"{n}.xml": b"\x00" * 1_000_000 for n in range(10)})
    for _ in range(6):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    return zipped({member: good, "inner.zip": inner})


def _twins(member: str, good: bytes) -> bytes:
    other = zipped({member: good, "x" * len(member): good})
    return other.replace(b"x" * len(member), member.encode())


def _overlapping(member: str, good: bytes) -> bytes:
    """Return an archive whose 1,500 members all lie in the same bytes."""
    body = zipped({member: good + b" " * 4_000_000})
    at = body.index(b"PK\x01\x02")
    end = body.index(b"PK\x05\x06")
    entry = body[at:end]
    length = len(member)
    entries = [entry]
    for number in range(1_500):
        name = f"{number:0{length}}"[:length].encode()
        entries.append(entry[:46] + name + entry[46 + length :])
    directory = b"".join(entries)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), at, 0)
    return body[:at] + directory + tail


def _archives() -> Iterator[Input]:
    packed = {
        "docx": ("P9.docx", TRANSCRIPT, "word/document.xml", _said("x").encode()),
        "odt": ("P9.odt", TRANSCRIPT, "content.xml", _XML["odt"].saying("x").encode()),
        "qdpx": ("P9.qdpx", PROJECT, "project.qde", _project().encode()),
        "xlsx": ("P9.xlsx", (*TRANSCRIPT, *RATINGS), "xl/worksheets/sheet1.xml", _sheet("x").encode()),
        "pack": ("report.zip", PACK, "manifest.json", b'{"format": "intercoder-report/1"}'),
    }
    for kind, (file, doors, member, good) in packed.items():
        for attack, make in _archive_attacks(member, good).items():
            yield Input(f"{kind}/{attack}", file, doors, make)
    yield Input("xlsx-codebook/bomb", "codes.xlsx", CODEBOOK, _bomb_sheet)
    yield Input("xlsx-project/bomb", "codings.xlsx", PROJECT, _bomb_sheet)
    yield Input(
        "qc/bomb", "study.zip", PROJECT, lambda: zipped({**_QC, "study/corpus/p.txt": b"a " * 90_000_000})
    )
    yield Input("qc/slip", "study.zip", PROJECT, lambda: zipped({**_QC, "study/corpus/../../../pwned": b"x"}))
    alias = _alias_bomb("corpus_dir")
    yield Input("qc/alias-bomb", "study.zip", PROJECT, lambda: zipped({**_QC, "study/settings.yaml": alias}))
    settings = "corpus_dir: ../../../../etc\ndatabase: /etc/passwd\nmemos_dir: ..\ncodebook: ../../pwned\n"
    yield Input("qc/paths", "study.zip", PROJECT, lambda: zipped({**_QC, "study/settings.yaml": settings}))


def _bomb_sheet() -> bytes:
    row = "<row>" + '<c t="inlineStr"><is><t>x</t></is></c>' * 10 + "</row>"
    return zipped(
        {**_BOOK, "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{row * 400_000}'}
    )


_QC: Final[Mapping[str, str | bytes]] = {
    "study/settings.yaml": "qc_version: 1.7.8\ncorpus_dir: corpus\ndatabase: q.sqlite3\nmemos_dir: memos\n"
    "codebook: codebook.yaml\n",
    "study/codebook.yaml": "- trust\n",
    "study/q.sqlite3": b"SQLite format 3\x00",
    "study/corpus/p1.txt": "one\n",
}


# --- YAML, JSON, TOML -------------------------------------------------------------------------------


def _alias_bomb(key: str) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join([*lines, f"{key}: *a11", ""])


_BOOK_HEAD: Final = "schema: intercoder-codebook/1\ncodebook: {id: x, title: T, version: 1.0.0}\n"


def _yamls() -> Iterator[Input]:
    head = _BOOK_HEAD
    made: dict[str, str | bytes] = {
        "alias-bomb": head + _alias_bomb("codes"),
        "alias-circle": head + "themes: &a [*a]\ncodes: *a\n",
        "merge-keys": head + "a: &a {x: 1}\ncodes: [{<<: *a, id: x, label: X}]\n",
        "python-object": head + "codes: !!python/object/apply:os.system ['touch pwned']\n",
        "python-name": head + "codes: !!python/name:os.system\n",
        "tag": head + "codes: !<tag:yaml.org,2002:binary> cHduZWQ=\n",
        "directives": "%YAML 9.9\n%TAG ! tag:pwned,2026:\n---\n" + head,
        "documents": (head + "---\n") * 2_000,
        "deep-flow": head + "codes: " + "[" * 100_000 + "\n",
        "deep-block": head + "codes:\n" + "".join(" " * n + "- \n" for n in range(1, 1_500)),
        "deep-dashes": head + "codes:\n " + "- " * 50_000 + "x\n",
        "duplicates": head + "themes: []\nthemes: []\ncodes: []\ncodes: []\n",
        "many-duplicates": head + "themes: []\n" * 20_000,
        "unhashable": head + "? [a, b]\n: c\n? {a: b}\n: c\n",
        "nul": head + "codes: [\x00]\n",
        "half-character": (head + 'codes: [{id: x, label: "\\ud800"}]\n').encode(),
        "escaped": head + 'codes: [{id: x, label: "\\0\\e\\u2028\\U00110000"}]\n',
        "numbers": head + "codes: [{id: 0x" + "f" * 100_000 + ", label: " + "9" * 100_000 + "}]\n",
        "sexagesimal": head + "codes: [{id: 1:" + "59:" * 30_000 + "59, label: .nan}]\n",
        "dates": head + "codes: [{id: 99999-99-99, label: 2026-13-45T99:99:99Z}]\n",
        "long-key": head + "x" * 3_000_000 + ": 1\n",
        "long-line": head + "rules: [" + "x, " * 900_000 + "x]\n",
        "too-large": head + "# x\n" * 2_000_000,
        "tabs": head + "codes:\n\t- id: x\n",
        "kinds": "schema: [1]\ncodebook: []\nthemes: {}\ncodes: 7\ndeprecated: x\nrules: {}\nchanges: 1\n",
        "cycle": head + "themes: [{id: a, label: A, parent: b}, {id: b, label: B, parent: a}]\ncodes: []\n",
        "chain": head + "themes:\n"
        + "".join(f"- {{id: t{n}, label: T{n}, parent: t{n + 1}}}\n" for n in range(4_000)) + "codes: []\n",
        "many-codes": head + "themes: []\ncodes:\n"
        + "".join(f"- {{id: c{n}, label: C{n}, definition: D}}\n" for n in range(20_000)),
        "path-ids": head + "themes: []\ncodes: [{id: ../../pwned, label: X}, {id: /etc/passwd, label: Y}]\n",
        "changes": head + "themes: []\ncodes: []\nchanges:\n"
        + "".join(f"- {{id: CR-{n}, version: 1.0.0, op: split, subjects: [a{n}], results: [b, c]}}\n" for n in range(3_000)),
    }  # fmt: skip
    for name, content in made.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        yield Input(f"yaml/{name}", "codes.yaml", CODEBOOK, _given(data))
    for name in SHORT:
        words = json.dumps(words_of(name))
        code = (
            f"{{id: x, label: {words}, definition: {words}, parent: t, include: [{words}], example: {words}}}"
        )
        text = (
            f"schema: intercoder-codebook/1\ncodebook: {{id: x, title: {words}, version: 1.0.0, provenance: {words}}}\n"
            f"themes: [{{id: t, label: {words}, definition: {words}}}]\ncodes: [{code}]\nrules: [{words}]\n"
        )
        yield Input(f"yaml/{name}", "codes.yaml", CODEBOOK, _given(text.encode()))
    for name in ("empty", "nul", "half-character", "all-bytes", "brackets", "colons", "quotes", "utf16-odd"):
        yield Input(f"yaml/{name}-bytes", "codes.yaml", CODEBOOK, BYTES[name])


_JSON: Final[Mapping[str, Made]] = {
    "deep-lists": lambda: b"[" * 200_000 + b"]" * 200_000,
    "deep-objects": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "digits": lambda: b'{"segments": [{"start": ' + b"9" * 100_000 + b', "end": 1e999999, "text": "x"}]}',
    "not-numbers": lambda: b'{"segments": [{"start": NaN, "end": -Infinity, "text": "A: x"}]}',
    "half-character": lambda: b'{"segments": [{"start": 0, "end": 1, "text": "A: \\ud800 \\udc00\\ud800"}]}',
    "nul": lambda: b'{"segments": [{"start": 0, "end": 1, "text": "A: \\u0000", "speaker": "\\u0000"}]}',
    "twins": lambda: b'{"segments": [], "segments": [{"text": "x", "text": 7, "start": "0", "end": []}]}',
    "kinds": lambda: b'{"segments": {"0": null}, "text": [], "language": {}, "words": 7}',
    "segment-kinds": lambda: b'{"segments": [7, null, [], "x", {"text": {}}, {"start": {}, "words": [1, {"word": []}]}]}',
    "items": lambda: b"[" + b"{}," * 900_000 + b"{}]",
    "long-text": lambda: json.dumps({"segments": [{"start": 0, "end": 1, "text": "a " * 5_000_000}]}).encode(),
    "long-escapes": lambda: b'{"segments": [{"start": 0, "end": 1, "text": "' + b"\\u0041" * 1_500_000 + b'"}]}',
    "keys": lambda: b"{" + b",".join(b'"k%d": 1' % n for n in range(300_000)) + b"}",
    "cut": lambda: b'{"segments": [{"start": 0, "text": "x',
    "trailing": lambda: b'{"segments": []} {"segments": []}',
    "lines": lambda: b'{"text": "x"}\n' * 100_000,
    "prototype": lambda: b'{"__proto__": {"x": 1}, "constructor": 1, "segments": [{"__class__": "os"}]}',
}  # fmt: skip


def _jsons() -> Iterator[Input]:
    for name, make in _JSON.items():
        yield Input(f"json/{name}", "P9.json", (*TRANSCRIPT, *PROJECT), make)
        yield Input(f"jsonl/{name}", "ana.jsonl", (*BUNDLE, *PROJECT), make)
    for name in SHORT:
        words = words_of(name)
        task = {"id": words, "data": {"text": words}, "annotations": [_annotation(words)]}
        yield Input(f"labelstudio/{name}", "ls.json", PROJECT, _json([task]))
        row = {"id": words, "text": words, "label": [[0, 5, words]], "Comments": [words], "username": words}
        yield Input(f"doccano/{name}", "ana.jsonl", PROJECT, _json(row))
        yield Input(f"bundle/{name}", "ana.jsonl", BUNDLE, _bundle(words))
        tsv = f"#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Code|{words}\n\n\n#Text={words}\n1-1\t0-1\t{words}\t{words}\t\n"
        yield Input(f"webanno/{name}", "ana.tsv", PROJECT, _given(tsv.encode()))
        inline = f"P1: I (QCODE){words}(/QCODE){{#{words}}} them.\n"
        yield Input(f"inline/{name}", "P9.txt", PROJECT, _given(inline.encode()))
    yield from (Input(f"bundle/{name}", "ana.jsonl", BUNDLE, make) for name, make in _odd_bundles().items())
    yield Input("labelstudio/far", "ls.json", PROJECT, _json([_task(10**18, -5)]))
    yield Input("labelstudio/halves", "ls.json", PROJECT, _json([_task(0.5, "7")]))
    yield Input(
        "doccano/far",
        "ana.jsonl",
        PROJECT,
        _json({"id": 1, "text": "x", "label": [[-1, 10**18, "a"], [1], 7]}),
    )
    yield Input(
        "webanno/far",
        "ana.tsv",
        PROJECT,
        lambda: (
            b"#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Code|name\n\n\n#Text=I\n1-1\t0-999999999999\tI\tx[1]|x[999999]\t\n"
        ),
    )
    yield Input(
        "inline/nested",
        "P9.txt",
        PROJECT,
        lambda: b"P1: " + b"(QCODE)" * 50_000 + b"x" + b"(/QCODE){#a}" * 50_000,
    )
    yield Input("inline/unclosed", "P9.txt", PROJECT, lambda: b"P1: " + b"(QCODE)x{#" * 100_000)


def _json(content: object) -> Made:
    return lambda: json.dumps(content).encode() + b"\n"


def _annotation(words: str) -> dict[str, Any]:
    value = {"start": 0, "end": 5, "text": words[:5], "labels": [words]}
    return {"id": 1, "completed_by": words, "result": [{"id": words, "type": "labels", "value": value}]}


def _task(start: object, end: object) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": "x", "labels": ["a"]}
    return {
        "id": 1,
        "data": {"text": "x" * 9},
        "annotations": [{"result": [{"type": "labels", "value": value}]}],
    }


def sealed(*objects: Mapping[str, Any]) -> bytes:
    """Return a bundle of these lines with a closing line that fits, as a forger would."""
    lines = [json.dumps(content) + "\n" for content in objects]
    sum_ = hashlib.sha256("".join(lines).encode()).hexdigest()
    return "".join([*lines, json.dumps({"kind": "end", "lines": len(lines), "sha256": sum_}) + "\n"]).encode()


def _bundle(words: str) -> Made:
    head = {
        "kind": "bundle",
        "format": "intercoder-bundle/1",
        "coder": words,
        "study": words,
        "texts": {words: "0" * 64},
    }
    memo = {"kind": "memo", "id": words, "about": "study", "subject": words, "author": words, "text": words}
    return lambda: sealed(head, memo)


def _odd_bundles() -> dict[str, Made]:
    head = {"kind": "bundle", "format": "intercoder-bundle/1", "coder": "Ana"}
    return {
        "unsealed": lambda: json.dumps(head).encode(),
        "kinds": lambda: sealed({**head, "texts": 7, "codebooks": [], "study": None}),
        "unknown": lambda: sealed(head, {"kind": "pwned"}, {"kind": None}, {}),
        "many": lambda: sealed(head, *({"kind": "coding", "id": str(n)} for n in range(50_000))),
        "future": lambda: sealed({**head, "format": "intercoder-bundle/99"}),
        "no-objects": lambda: b'7\n"x"\n[]\nnull\n',
    }


def _tomls() -> Iterator[Input]:
    good = (
        '[auth]\nredirect_uri = "https://x.example.org/oauth2callback"\ncookie_secret = "'
        + "0123456789abcdef" * 2
        + '"\n'
    )
    made: dict[str, bytes] = {
        "empty": b"",
        "no-table": b"auth = 7\n",
        "kinds": b"[auth]\nredirect_uri = 7\ncookie_secret = []\n",
        "deep": b"x = " + b"[" * 50_000,
        "dotted": b"a" + b".a" * 20_000 + b" = 1\n",
        "nul": b'[auth]\nredirect_uri = "\x00"\n',
        "half": b'[auth]\nredirect_uri = "\\ud800"\n',
        "bytes": bytes(range(256)),
        "long": good.encode() + b'x = "' + b"a" * 3_000_000 + b'"\n',
        "script": (
            good + f'client_id = "{RAN}"\nclient_secret = "x"\nserver_metadata_url = "javascript:{RAN}"\n'
        ).encode(),
        "elsewhere": (
            good + 'client_id = "x"\nclient_secret = "x"\nserver_metadata_url = "file:///etc/passwd"\n'
        ).encode(),
        "address": good.replace("https://x.example.org/", "https://x@y:99999/../").encode(),
        "digits": b"x = " + b"9" * 100_000 + b"\n",
    }
    for name, data in made.items():
        yield Input(f"toml/{name}", "secrets.toml", SECRETS, _given(data))


# --- tables -----------------------------------------------------------------------------------------

_TABLES: Final[Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "participants": ("participants.csv", PARTICIPANTS, ("participant", "age", "role")),
    "keys": ("keys.csv", KEYS, ("kind", "original", "replacement", "decision")),
    "decisions": (
        "candidates.csv",
        DECISIONS,
        ("candidate", "decision", "original", "kind", "replacement", "reason"),
    ),
    "turns": ("P1.turns.csv", TURNS, ("turn", "speaker", "words")),
    "protocol": ("protocol.csv", PROTOCOL, ("number", "question")),
    "ratings": ("ratings.csv", RATINGS, ("coder", "unit", "code")),
    "codebook-table": ("codes.csv", CODEBOOK, ("code", "definition", "parent")),
    "codings": ("codings.csv", PROJECT, ("document", "quote", "code")),
    "names": ("names.txt", NAMES, ("name",)),
    "memo": ("memo.txt", MEMO, ("memo",)),
}


def _tables() -> Iterator[Input]:
    for kind, (file, doors, names) in _TABLES.items():
        for attack in SHORT:
            words = words_of(attack)
            rows = [
                list(names),
                [words] * len(names),
                ["P1", *[words] * (len(names) - 1)],
                ["1"] * len(names),
            ]
            yield Input(f"{kind}/{attack}", file, doors, _given(_csv(rows)))
        for attack, make in _table_attacks(names).items():
            yield Input(f"{kind}/{attack}", file, doors, make)
        for attack in (
            "empty",
            "blank",
            "nul",
            "half-character",
            "all-bytes",
            "long-line",
            "quotes",
            "utf16-half",
        ):
            yield Input(f"{kind}/{attack}", file, doors, BYTES[attack])
    for name, text in {
        "numbers": "\n".join(f"{'9' * 5_000}. Why?" for _ in range(20)),
        "many": "\n".join(f"{n}. Why?" for n in range(1, 50_000)),
        "markup": f"1. {MARKUP['img']}\n2. {MARKUP['markdown']}\n3. {MARKUP['mathematics']}\n",
        "hashes": "#" * 1_000_000,
        "bold": "**1." + "*" * 500_000,
    }.items():
        yield Input(f"protocol/{name}", "protocol.md", PROTOCOL, _given(text.encode()))


def _table_attacks(names: Sequence[str]) -> dict[str, Made]:
    head = ",".join(names).encode() + b"\n"
    row = b",".join(b"1" for _ in names) + b"\n"
    return {
        "unclosed": lambda: head + b'"' + b"x,\n" * 100_000,
        "columns": lambda: head + b"," * 200_000 + b"\n",
        "rows": lambda: head + row * 150_000,
        "many-names": lambda: (
            head + b"".join(b",".join(b"n%d" % n for _ in names) + b"\n" for n in range(20_000))
        ),
        "header-twice": lambda: head * 2,
        "same-columns": lambda: names[0].encode() + b"," + head + b"1," + row,
        "no-header": lambda: row,
        "wide-cell": lambda: head + b"x" * 5_000_000 + b"\n",
        "mixed-ends": lambda: head.strip() + b"\r\r\n\n\r" + row,
        "path-parts": lambda: head + b",".join(b"../../pwned" for _ in names) + b"\n",
        "huge-numbers": lambda: head + b",".join(b"9" * 5_000 for _ in names) + b"\n",
        "negative": lambda: head + b",".join(b"-1e308" for _ in names) + b"\n",
        "odd-digits": lambda: head + ",".join("\u0661\u00b2\u2460" for _ in names).encode() + b"\n",
        "semicolons": lambda: head.replace(b",", b";") + b"1,5;2\n",
        "sep": lambda: b"sep=\x00\n" + head + row,
    }


# --- databases --------------------------------------------------------------------------------------


def _database(*statements: str, page: int = 4_096, rows: Sequence[tuple[str, tuple[Any, ...]]] = ()) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA page_size={page}")
        for statement in statements:
            connection.executescript(statement)
        for statement, values in rows:
            connection.execute(statement, values)
        connection.commit()
        return connection.serialize()


_ENDLESS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
_TAGUETTE: Final = (
    "CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created TEXT);"
    "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created TEXT, "
    "project_id INTEGER, text_direction TEXT, contents TEXT);"
    "CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, "
    "document_id INTEGER, payload TEXT);"
    "CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);"
    "CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, "
    "snippet TEXT);"
    "CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);"
)
_QUALCODER: Final = (
    "CREATE TABLE project (databaseversion text, date text, memo text, about text);"
    "CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, "
    "date text);"
    "CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);"
    "CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, "
    "pos1 integer, owner text, date text, memo text, important integer);"
    "CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, "
    "color text, supercid integer);"
    "CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);"
    "CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);"
    "CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer);"
    "CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, "
    "date text);"
    "CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);"
)


def _taguette(words: str, text: str = "") -> bytes:
    page = text or f"<p>{words}</p>"
    return _database(
        _TAGUETTE,
        rows=(
            ("INSERT INTO projects VALUES (1, ?, ?, ?)", (words, words, words)),
            (
                "INSERT INTO documents VALUES (1, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)",
                (words, words, words, words, page),
            ),
            ("INSERT INTO tags VALUES (1, 1, ?, ?)", (words, words)),
            ("INSERT INTO highlights VALUES (1, 1, 0, 5, ?)", (words,)),
            ("INSERT INTO highlight_tags VALUES (1, 1)", ()),
            ("INSERT INTO commands VALUES (1, ?, ?, 1, 1, ?)", (words, words, words)),
        ),
    )


def _qualcoder(words: str, text: str = "") -> bytes:
    return _database(
        _QUALCODER,
        rows=(
            ("INSERT INTO project VALUES ('v10', ?, ?, 'QualCoder')", (words, words)),
            (
                "INSERT INTO source VALUES (1, ?, ?, NULL, ?, ?, ?)",
                (words, text or words, words, words, words),
            ),
            (
                "INSERT INTO code_name VALUES (1, ?, ?, NULL, ?, ?, ?, NULL)",
                (words, words, words, words, words),
            ),
            ("INSERT INTO code_text VALUES (1, 1, 1, ?, 0, 5, ?, ?, ?, 1)", (words[:5], words, words, words)),
            ("INSERT INTO cases VALUES (1, ?, ?, ?, ?)", (words, words, words, words)),
            ("INSERT INTO case_text VALUES (1, 1, 1, 0, 99999999999)", ()),
            ("INSERT INTO attribute VALUES (1, ?, ?, ?, 1)", (words, words, words)),
        ),
    )


def _attacks_on_database(kind: str, schema: str, made: Callable[..., bytes]) -> dict[str, Made]:
    table = "documents" if kind == "taguette" else "source"
    good = made("I trust nobody.")
    return {
        "header-only": lambda: good[:100],
        "cut": lambda: good[: len(good) // 2],
        "zeroes": lambda: good[:4_096] + b"\x00" * (len(good) - 4_096),
        "circle": partial(_circle, good),
        "shuffled": partial(_shuffled, good),
        "page-size": lambda: good[:16] + b"\x00\x03" + good[18:],
        "journal": lambda: good[:18] + b"\x02\x02" + good[20:],
        "encoding": lambda: good[:56] + b"\x00\x00\x00\x09" + good[60:],
        "many-pages": lambda: good[:28] + b"\xff\xff\xff\xff" + good[32:],
        "schema-text": lambda: good.replace(b"CREATE TABLE", b"PWNED! TABLE"),
        "half-character": lambda: good.replace(b"I trust nobody.", b"\xed\xa0\x80\xff\xfe nobo"),
        "nul": partial(made, "a\x00b"),
        "endless-view": lambda: _database(
            schema, f"DROP TABLE {table}; CREATE VIEW {table} AS {_ENDLESS} i AS id, 'x' AS name FROM n"
        ),
        "computed": lambda: _database(
            schema, f"ALTER TABLE {table} ADD COLUMN big TEXT AS (hex(zeroblob(100000000)))"
        ),
        "trigger": lambda: _database(
            schema, f"CREATE TRIGGER pwned AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END"
        ),
        "tables": lambda: _database(
            schema, "".join(f"CREATE TABLE t{n} (a);" for n in range(10_100)), page=512
        ),
        "large-cell": lambda: made("x", "A: " + "word " * 6_000_000),
        "many-rows": partial(_many_rows, schema),
        "kinds": lambda: _odd_cells(made("x"), kind),
    }


def _databases() -> Iterator[Input]:
    for name in SHORT:
        words = words_of(name)
        yield Input(f"taguette/{name}", "t.sqlite3", PROJECT, partial(_taguette, words))
        yield Input(f"qualcoder/{name}", "data.qda", PROJECT, partial(_qualcoder, words))
    for kind, file, schema, made in (
        ("taguette", "t.sqlite3", _TAGUETTE, _taguette),
        ("qualcoder", "data.qda", _QUALCODER, _qualcoder),
    ):
        for name, make in _attacks_on_database(kind, schema, made).items():
            yield Input(f"{kind}/{name}", file, PROJECT, make)


def _circle(data: bytes) -> bytes:
    """Point the pages of a database at one another."""
    made = bytearray(data)
    for page in range(1, len(data) // 4_096):
        at = page * 4_096
        made[at] = 5  # an inner page of a table
        made[at + 8 : at + 12] = struct.pack(">I", (page % (len(data) // 4_096 - 1)) + 2)
    return bytes(made)


def _shuffled(data: bytes) -> bytes:
    pages = [data[at : at + 4_096] for at in range(0, len(data), 4_096)]
    return b"".join([pages[0], *reversed(pages[1:])])


def _many_rows(schema: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        table = "tags" if "CREATE TABLE tags" in schema else "code_name"
        width = len(connection.execute(f"SELECT * FROM {table}").description)
        rows = ((n, *["x"] * (width - 1)) for n in range(1, 200_000))
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)
        connection.commit()
        return connection.serialize()


def _odd_cells(data: bytes, kind: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        for table, column in (
            (("highlights", "start_offset"), ("highlights", "end_offset"), ("documents", "contents"))
            if kind == "taguette"
            else (("code_text", "pos0"), ("code_text", "pos1"), ("source", "fulltext"))
        ):
            connection.execute(f"UPDATE {table} SET {column} = x'ff00ff'")
        connection.commit()
        return connection.serialize()


# --- studies ----------------------------------------------------------------------------------------


def _study_bytes(*statements: str, patch: Callable[[bytes], bytes] = lambda data: data) -> Made:
    """Return what makes a copy of the study at the doors, changed behind its back."""

    def make() -> bytes:
        from tests.hostile.doors import base_study  # noqa: PLC0415 - which knows the corpus

        with tempfile.TemporaryDirectory() as folder:
            path = base_study(Path(folder) / "copy.study")
            with closing(sqlite3.connect(path)) as raw:
                raw.execute("PRAGMA foreign_keys=OFF")
                for statement in statements:
                    raw.executescript(statement)
                raw.commit()
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                raw.execute("PRAGMA journal_mode=DELETE")
            return patch(path.read_bytes())

    return make


def _view(table: str, select: str) -> str:
    return f"PRAGMA legacy_alter_table=ON; ALTER TABLE {table} RENAME TO {table}_old; CREATE VIEW {table} AS {select};"


def _loose(table: str) -> str:
    """Make a table anew without the checks of its columns."""
    return (
        f"PRAGMA legacy_alter_table=ON; ALTER TABLE {table} RENAME TO {table}_old; "
        f"CREATE TABLE {table} AS SELECT * FROM {table}_old; DROP TABLE {table}_old;"
    )


def _studies() -> Iterator[Input]:
    from toolkit.store import schema  # noqa: PLC0415 - the corpus can be made without the rest

    tables = sorted(schema.metadata.tables)
    made: dict[str, Made] = {
        "as-it-is": _study_bytes(),
        "header-only": _study_bytes(patch=lambda data: data[:100]),
        "cut": _study_bytes(patch=lambda data: data[: len(data) // 2]),
        "zeroes": _study_bytes(patch=lambda data: data[:4_096] + b"\x00" * (len(data) - 4_096)),
        "circle": _study_bytes(patch=_circle),
        "shuffled": _study_bytes(patch=_shuffled),
        "empty-with-id": lambda: _database("PRAGMA application_id=1229145170"),
        "future": _study_bytes("UPDATE study SET schema_number = 9999"),
        "schema-text": _study_bytes(_loose("study"), "UPDATE study SET schema_number = 'x'"),
        "schema-blob": _study_bytes(_loose("study"), "UPDATE study SET schema_number = x'ff'"),
        "schema-none": _study_bytes(_loose("study"), "UPDATE study SET schema_number = NULL"),
        "schema-negative": _study_bytes("UPDATE study SET schema_number = -1"),
        "schema-old": _study_bytes("UPDATE study SET schema_number = 1"),
        "title-blob": _study_bytes(_loose("study"), "UPDATE study SET title = x'ff', notice = 7, id = NULL"),
        "no-row": _study_bytes("DELETE FROM study"),
        "two-rows": _study_bytes(_loose("study"), "INSERT INTO study SELECT * FROM study"),
        "endless-study": _study_bytes(_view("study", f"{_ENDLESS} i AS id, 'x' AS title, 'x' AS notice, 'x' AS created_at, 7 AS schema_number, i AS head_sequence, 'x' AS head_hash FROM n WHERE i < 0")),
        "trigger-endless": _study_bytes(f"CREATE TRIGGER pwned AFTER INSERT ON events BEGIN {_ENDLESS} count(i) FROM n; END"),
        "trigger-deletes": _study_bytes("CREATE TRIGGER pwned AFTER INSERT ON events BEGIN DELETE FROM codings; END"),
        "trigger-alike": _study_bytes("DROP TRIGGER events_refuse_delete; CREATE TRIGGER events_refuse_delete AFTER INSERT ON codings BEGIN DELETE FROM memos; END"),
        "no-guards": _study_bytes("DROP TRIGGER events_refuse_delete; DROP TRIGGER events_refuse_update"),
        "virtual": _study_bytes("CREATE VIRTUAL TABLE pwned USING fts5(a)"),
        "computed": _study_bytes("ALTER TABLE memos ADD COLUMN big TEXT AS (hex(zeroblob(400000000)))"),
        "index": _study_bytes("CREATE INDEX pwned ON codings(hex(zeroblob(1000000) || text))"),
        "default": _study_bytes("ALTER TABLE strays ADD COLUMN x TEXT DEFAULT (hex(randomblob(100000000)))"),
        "strange-table": _study_bytes("CREATE TABLE pwned (a); INSERT INTO pwned VALUES ('x')"),
        "strange-column": _study_bytes("ALTER TABLE memos ADD COLUMN pwned TEXT"),
        "no-column": _study_bytes(_loose("memos"), "ALTER TABLE memos DROP COLUMN text"),
        "huge-cell": _study_bytes("UPDATE texts SET text = printf('%.*c', 60000000, 'a')"),
        "huge-memo": _study_bytes(
            "INSERT INTO memos SELECT 'm9', 'study', '', name, printf('%.*c', 30000000, 'a'), since FROM coders LIMIT 1"
        ),
        "no-utf8": _study_bytes("UPDATE texts SET text = CAST(x'ed a080'  AS TEXT)".replace(" a080", "a080")),
        "title-no-utf8": _study_bytes("UPDATE study SET title = CAST(x'ffff' AS TEXT)"),
        "text-markup": _study_bytes(f"UPDATE study SET title = '{MARKUP['script'].replace(chr(39), chr(39) * 2)}'"),
        "deep-event": _study_bytes("DROP TRIGGER events_refuse_update", "UPDATE events SET body = printf('%.*c', 100000, '[')"),
        "event-kinds": _study_bytes("DROP TRIGGER events_refuse_update", "UPDATE events SET body = '[7]', kind = 'pwned', subject = ''"),
        "event-body": _study_bytes("DROP TRIGGER events_refuse_update", "UPDATE events SET body = '{\"after\": 7, \"act\": []}'"),
        "event-nan": _study_bytes("DROP TRIGGER events_refuse_update", "UPDATE events SET body = '{\"after\": {\"revision\": NaN}}'"),
        "book": _study_bytes("UPDATE codebooks SET content = '{}'"),
        "book-deep": _study_bytes("UPDATE codebooks SET content = printf('%.*c', 100000, '[')"),
        "version": _study_bytes("UPDATE codebooks SET version = '<script>'"),
        "positions": _study_bytes('UPDATE codings SET "end" = 9223372036854775807'),
        "times": _study_bytes("UPDATE codings SET made_at = 'pwned'; UPDATE memos SET made_at = '9999-99-99T99:99:99Z'"),
        "journal": _study_bytes(patch=lambda data: data[:18] + b"\x02\x02" + data[20:]),
    }  # fmt: skip
    for table in tables:
        made[f"view-{table}"] = _study_bytes(_view(table, f"SELECT * FROM {table}_old"))
        made[f"missing-{table}"] = _study_bytes(f"PRAGMA legacy_alter_table=ON; DROP TABLE {table}")
        made[f"blobs-{table}"] = _study_bytes(_loose(table), _all_set(table, "x'ff00ff'"))
        made[f"texts-{table}"] = _study_bytes(_loose(table), _all_set(table, "'<script>'"))
        made[f"nothing-{table}"] = _study_bytes(_loose(table), _all_set(table, "NULL"))
    for name, make in made.items():
        yield Input(f"study/{name}", "theirs.study", STUDY, make)


def _all_set(table: str, value: str) -> str:
    """Set every column of a table but the first, by which its rows are known."""
    from toolkit.store import schema  # noqa: PLC0415 - likewise

    columns = [column.name for column in schema.metadata.tables[table].columns][1:]
    guards = "".join(f"DROP TRIGGER IF EXISTS {name};" for name in schema.GUARDS)
    return f"{guards} UPDATE {table} SET " + ", ".join(f'"{name}" = {value}' for name in columns)


# --- packs, names of files --------------------------------------------------------------------------


def _packs() -> Iterator[Input]:
    manifests: dict[str, bytes] = {
        "no-json": b"pwned",
        "deep": b"[" * 100_000,
        "kinds": b'{"format": 7, "options": [], "files": 7}',
        "options": b'{"format": "intercoder-report/1", "options": {"seed": 1e99, "resamples": 99999999999}}',
        "many-resamples": b'{"format": "intercoder-report/1", "made": {"seed": 0, "resamples": 999999999999}}',
        "numbers": b'{"format": "intercoder-report/1", "seed": ' + b"9" * 100_000 + b"}",
        "not-numbers": b'{"format": "intercoder-report/1", "seed": NaN, "resamples": true}',
    }
    for name, data in manifests.items():
        yield Input(f"pack/manifest-{name}", "report.zip", PACK, partial(zipped, {"manifest.json": data}))


_FILE_NAMES: Final = (
    "..%2f..%2fpwned.txt", "..\\..\\pwned.txt", "C:\\pwned.txt", "\u202etxt.exe.txt", "a\nb.txt", "a\rb\x1b[31m.txt",
    "CON.txt", ".txt", "...txt", "~.txt", "-rf.txt", "--to=pwned.txt", "=1+1.txt", "@SUM(1).txt", "%s%n.txt", "{0}.txt",
    "$(touch pwned).txt", "`touch pwned`.txt", ";touch pwned;.txt", "<img src=x onerror=pwned>.txt", "'\"><b>.txt",
    "a" * 240 + ".txt", "\u0301\u0301.txt", "\u2028.txt", "x.txt.exe.txt", "P9.TXT", "P9.txt ", "\udcff\udcfe.txt", "|id.txt",
    "file:etc.txt", "[l](javascript:x).txt", "$x$.txt", ":red[r].txt", "*.txt", "P9?.txt", "\u00a0.txt", "\ufeffP9.txt",
)  # fmt: skip


def _named() -> Iterator[Input]:
    for number, name in enumerate(_FILE_NAMES, 1):
        yield Input(
            f"name/{number}", name, ("import",), lambda: b"P1: I trust nobody.\n\nI: Why?\n\nP1: So.\n"
        )
    yield Input("name/csv", "=cmd.csv", PARTICIPANTS, lambda: b"participant,age\nP1,7\n")


def _anything() -> Iterator[Input]:
    """Give files for the command that looks through whatever it is given."""
    nested = zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"x": b"x"})})})})})
    for name, file, make in (
        ("nested", "a.zip", lambda: nested),
        ("bomb", "b.zip", lambda: zipped({f"{n}": b"\x00" * 3_900_000 for n in range(100)})),
        ("tags", "x.html", lambda: b"<" * 500_000 + b">" * 10),
        ("open-tags", "x.html", lambda: b"<a " * 200_000),
        ("backslashes", "x.tex", lambda: b"\\" * 1_000_000),
        ("text-macros", "x.tex", lambda: b"\\text" * 300_000),
        ("deep-json", "x.json", lambda: b'{"a\\u0041":' * 100_000),
        ("nul", "x.bin", lambda: b"\x00\xd8" * 500_000),
    ):
        yield Input(f"any/{name}", file, ANY, make)


def inputs() -> tuple[Input, ...]:
    """Return the whole corpus, in an order that stays."""
    return tuple(
        each
        for family in (
            *(_texts, _timed, _rich, _archives, _xmls, _yamls, _jsons, _tomls),
            *(_tables, _databases, _studies, _packs, _named, _anything),
        )
        for each in family()
    )


def main(folder: Path, parts: Sequence[str] = ()) -> None:
    """Write every input, or those with one of these parts in their names, under names of ours into a folder."""
    count = written = 0
    for each in inputs():
        if parts and not any(part in each.name for part in parts):
            continue
        ending = Path(each.file).suffix if each.kind != "name" else ".txt"
        path = folder / each.kind / f"{each.name.partition('/')[2]}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_bytes(each.make())
        count += 1
    print(f"{count} files, {written // 2**20} MB, in {folder}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit("usage: python -m tests.hostile.corpus FOLDER [PART-OF-A-NAME …]")
    main(Path(sys.argv[1]), sys.argv[2:])
