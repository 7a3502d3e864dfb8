"""REFI-QDA projects made by hand from the standard, for no program's own files show all of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from toolkit.model.transcript import Source

SPACE = "urn:QDA-XML:project:1.0"


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def xml(inside: str, origin: str = "", space: str = SPACE, name: str = "Our project") -> bytes:
    head = f'<Project xmlns="{space}" name={quoteattr(name)} origin={quoteattr(origin)}>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{inside}</Project>'.encode()


def qde(inside: str, origin: str = "", space: str = SPACE) -> Source:
    return Source("project.qde", xml(inside, origin, space))


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return made.getvalue()


def qdpx(inside: str, files: dict[str, bytes] | None = None, origin: str = "") -> Source:
    members = {"project.qde": xml(inside, origin)} | {
        f"sources/{name}": content for name, content in (files or {}).items()
    }
    return Source("ours.qdpx", packed(members.items()))


def user(name: str) -> str:
    return f'<User guid="{guid(name)}" name={quoteattr(name)}/>'


def code(name: str, inside: str = "", more: str = 'isCodable="true"') -> str:
    return f'<Code guid="{guid(name)}" name={quoteattr(name)} {more}>{inside}</Code>'


def coding(key: str, code_name: str, inside: str = "", more: str = "") -> str:
    return f'<Coding guid="{guid(key)}" {more}><CodeRef targetGUID="{guid(code_name)}"/>{inside}</Coding>'


def selection(key: str, start: object, end: object, inside: str, more: str = "") -> str:
    places = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid(key)}" {places} {more}>{inside}</PlainTextSelection>'


def text_source(name: str, inside: str = "", more: str = "") -> str:
    return f'<TextSource guid="{guid(name)}" name={quoteattr(name)} {more}>{inside}</TextSource>'


def inline(name: str, text: str, inside: str = "", before: str = "") -> str:
    return text_source(name, f"{before}<PlainTextContent>{text}</PlainTextContent>{inside}")


def note(name: str, text: str, more: str = "", inside: str = "") -> str:
    content = f"<PlainTextContent>{text}</PlainTextContent>{inside}"
    return f'<Note guid="{guid(name)}" name={quoteattr(name)} {more}>{content}</Note>'


def note_ref(name: str) -> str:
    return f'<NoteRef targetGUID="{guid(name)}"/>'


def codebook(*codes: str) -> str:
    return f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"


def sources(*each: str) -> str:
    return f"<Sources>{''.join(each)}</Sources>"


def variable(name: str, kind: str, inside: str = "") -> str:
    return f'<Variable guid="{guid(name)}" name={quoteattr(name)} typeOfVariable="{kind}">{inside}</Variable>'


def value(of: str, kind: str, told: str) -> str:
    ref = f'<VariableRef targetGUID="{guid(of)}"/>'
    return f"<VariableValue>{ref}<{kind}Value>{told}</{kind}Value></VariableValue>"


def ref(kind: str, name: str) -> str:
    return f'<{kind} targetGUID="{guid(name)}"/>'


def case(key: str, inside: str, more: str = "") -> str:
    return f'<Case guid="{guid(key)}" {more}>{inside}</Case>'


def set_of(name: str, inside: str) -> str:
    return f'<Set guid="{guid(name)}" name={quoteattr(name)}>{inside}</Set>'


def area(kind: str, key: str, inside: str, more: str = "") -> str:
    corners = 'firstX="1" firstY="2" secondX="3" secondY="4"'
    return f'<{kind} guid="{guid(key)}" {corners} {more}>{inside}</{kind}>'


def source(kind: str, name: str, inside: str, more: str = "") -> str:
    return f'<{kind} guid="{guid(name)}" name={quoteattr(name)} {more}>{inside}</{kind}>'


def moment(name: str, time: int, position: int) -> str:
    return f'<SyncPoint guid="{guid(name)}" timeStamp="{time}" position="{position}"/>'


# Made by hand from the standard: no vendor's file with cases, variables or a coded PDF was to be had.
TALK = "I wrote it down. Nobody asked me to."
_USERS = f"<Users>{user('Ana')}{user('Ben')}{user('ATLAS.ti')}</Users>"
_CODES = codebook(
    code(
        "Duty",
        "<Description>What is owed.</Description>" + note_ref("on duty") + code("Warning"),
        'isCodable="false" color="#0aF"',
    ),
    code("Doubt", more='isCodable="true" color="#123456"'),
)
_VARIABLES = (
    "<Variables>"
    + variable("age", "Integer", "<Description>In years</Description>")
    + variable("works", "Boolean")
    + variable("where", "Text")
    + "</Variables>"
)
_P01 = (
    "<Description>The first.</Description>"
    + value("age", "Integer", "41")
    + value("works", "Boolean", "1")
    + ref("SourceRef", "Talk")
    + ref("SourceRef", "Paper.pdf")
    + ref("SelectionRef", "s1")
)
_NAMELESS = value("age", "Integer", "7") + ref("SourceRef", "Paper.pdf")
_CASES = "<Cases>" + case("P01", _P01, 'name="P01"') + case("nameless", _NAMELESS) + "</Cases>"
_BY_ANA = f'creatingUser="{guid("Ana")}" creationDateTime="2026-03-01T09:30:00+01:00"'
_BY_BEN = f'creatingUser="{{{guid("Ben").upper()}}}"'
_S1 = selection(
    "s1",
    0,
    16,
    "<Description>Is it duty?</Description>"
    + coding("c1", "Warning", note_ref("on c1"), _BY_ANA)
    + coding("c2", "Doubt", more=_BY_BEN)
    + note_ref("on s1"),
    f'name="I wrote it down." creatingUser="{guid("Ben")}" creationDateTime="2026-03-02T09:30:00"',
)
_TALK = inline(
    "Talk",
    TALK,
    _S1
    + selection("s2", 17, 23, coding("c3", "Doubt"), f'creatingUser="{guid("Ana")}"')
    + selection("s3", 5, 9, "")
    + coding("c4", "Doubt")
    + note_ref("on talk")
    + value("where", "Text", "Graz"),
    before="<Description>The first talk.</Description>",
)
_PHOTO = source(
    "PictureSource",
    "Photo",
    area("PictureSelection", "face", coding("c5", "Doubt")),
    'path="internal://photo.jpg"',
)
_PAPER = source(
    "PDFSource",
    "Paper.pdf",
    area("PDFSelection", "area", coding("c6", "Doubt"), 'page="0"')
    + area("PDFSelection", "s4", coding("c7", "Doubt"), 'page="0"')
    + source(
        "Representation",
        "Paper text",
        selection("s4", 4, 9, coding("c8", "Doubt")),
        'plainTextPath="internal://PAPER.TXT"',
    ),
    'path="internal://paper.pdf"',
)
_BETWEEN = f'guid="{guid("s5")}" fromSyncPoint="{guid("p1")}" toSyncPoint="{guid("p2")}"'
_FILM = source(
    "VideoSource",
    "Film",
    source(
        "Transcript",
        "Film text",
        "<PlainTextContent>Tell me all.</PlainTextContent>"
        + moment("p1", 0, 5)
        + moment("p2", 900, 7)
        + f"<TranscriptSelection {_BETWEEN}>{coding('c9', 'Doubt')}</TranscriptSelection>",
    )
    + source("VideoSelection", "scene", coding("c10", "Doubt"), 'begin="4" end="4"'),
    'path="relative:///film.mp4"',
)
_NOTES = (
    "<Notes>"
    + note("on c1", "Ask Ben.", f'creatingUser="{guid("Ana")}" creationDateTime="2026-03-03T10:00:00Z"')
    + note("on s1", "Loud.")
    + note("on duty", "Split it?")
    + note("on talk", "Hot day.")
    + note("on all", "Good team.", inside=selection("s6", 0, 4, coding("c11", "Doubt")))
    + note("alone", "Nobody refers to me.")
    + "</Notes>"
)
_LINKS = f'<Links><Link guid="{guid("l")}" originGUID="{guid("alone")}" targetGUID="{guid("s2")}"/></Links>'
_SETS = (
    "<Sets>"
    + set_of("hot days", ref("MemberSource", "Talk"))
    + set_of("codes", ref("MemberCode", "Doubt"))
    + "</Sets>"
)
_VERTEX = f'<Vertex guid="{guid("vertex")}" firstX="1" firstY="2"/>'
_GRAPHS = f'<Graphs><Graph guid="{guid("graph")}" name="Map">{_VERTEX}</Graph></Graphs>'
EVERYTHING = (
    _USERS
    + _CODES
    + _VARIABLES
    + _CASES
    + sources(_TALK, _PHOTO, _PAPER, _FILM)
    + _NOTES
    + _LINKS
    + _SETS
    + _GRAPHS
    + "<Description>All of it.</Description>"
    + note_ref("on all")
)
