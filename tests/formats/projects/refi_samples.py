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
