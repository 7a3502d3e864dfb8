"""W3C Web Annotation: a collection in JSON-LD, one annotation for each coding and each memo.

Follows the Web Annotation Data Model (W3C Recommendation of 23 February 2017): collections and pages as in
section 5, bodies with a purpose as in 3.3.5, a quotation by what surrounds it (4.2.4) and by positions
(4.2.5). Positions are counted in Unicode code points from 0, the end excluded, as 4.2.5 asks for and as this
program counts itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from toolkit.formats.exchange import jsontext
from toolkit.formats.exchange.contents import Contents, Passage, Placed, Remark, code_id, urn
from toolkit.model.project import Project, ProjectCode, ProjectText

NAME: Final = "W3C Web Annotation"
ENDING: Final = ".jsonld"
KEEPS: Final = (
    "every coding with its words, what surrounds them, exact positions, the code with its id and theme, the "
    "coder, the time and how sure the coder was; every memo with its author"
)
LOSES: Final = (
    "the transcripts themselves, of which it has names and hashes; turns and speakers; definitions and rules"
    " of codes; participants' attributes"
)

_CONTEXT: Final = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "dcterms": "http://purl.org/dc/terms/",
        "schema": "http://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    },
)


def write(project: Project) -> bytes:
    """Return the collection as JSON-LD in UTF-8."""
    contents = Contents(project)
    items = [*_codings(contents), *_memos(contents)]
    collection = urn(project, "collection", "")
    whole = {
        "@context": _CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": project.name,
        "dcterms:description": contents.notices,
        "total": len(items),
        "first": {
            "id": urn(project, "page", "1"),
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": items,
        },
    }
    return jsontext.document(whole)


def _codings(contents: Contents) -> Iterator[dict[str, Any]]:
    for text in contents.project.texts:
        for placed in contents.placed(text):
            yield _coding(contents, placed)


def _coding(contents: Contents, placed: Placed) -> dict[str, Any]:
    project, passage = contents.project, placed.passage
    coding = passage.coding
    return {
        "id": urn(project, "coding", coding.key),
        "type": "Annotation",
        "motivation": "tagging",
        **_told("created", coding.made_at),
        **_told("creator", _creator(contents, passage)),
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": passage.label},
            {"type": "SpecificResource", "purpose": "classifying", "source": _code(contents, passage.code)},
            *_certainty(passage),
            *(_comment(contents, remark) for remark in passage.remarks),
        ],
        "target": _target(contents, placed),
    }


def _target(contents: Contents, placed: Placed) -> dict[str, Any]:
    passage, span = placed.passage, placed.span
    return {
        "type": "SpecificResource",
        "source": _text(contents, passage.text),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": passage.quotation,
                "prefix": passage.prefix,
                "suffix": passage.suffix,
            },
        ],
    }


def _certainty(passage: Passage) -> Iterator[dict[str, Any]]:
    if passage.coding.certainty:
        yield {"type": "TextualBody", "purpose": "assessing", "value": passage.coding.certainty}


def _memos(contents: Contents) -> Iterator[dict[str, Any]]:
    """Yield the memos that are on no coding: each on the text, the code or the whole it speaks of."""
    project = contents.project
    for text in project.texts:
        for remark in contents.memos("transcript", text.key):
            yield _memo(contents, remark, _text(contents, text))
    for code in project.codes:
        for remark in contents.memos("code", code.key):
            yield _memo(contents, remark, _code(contents, code))
    for remark in contents.memos("study"):
        yield _memo(contents, remark, {"id": urn(project, "collection", "")})


def _memo(contents: Contents, remark: Remark, target: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": urn(contents.project, "memo", remark.key),
        "type": "Annotation",
        "motivation": "commenting",
        **_told("created", remark.made_at),
        **_told("creator", _person(remark.author)),
        "body": {
            "type": "TextualBody",
            "purpose": "commenting",
            "format": "text/plain",
            "value": remark.text,
        },
        "target": target,
    }


def _comment(contents: Contents, remark: Remark) -> dict[str, Any]:
    return {
        "id": urn(contents.project, "memo", remark.key),
        "type": "TextualBody",
        "purpose": "commenting",
        "format": "text/plain",
        "value": remark.text,
        **_told("created", remark.made_at),
        **_told("creator", _person(remark.author)),
    }


def _text(contents: Contents, text: ProjectText) -> dict[str, Any]:
    told = text.transcript
    return {
        "id": urn(contents.project, "text", text.key),
        "type": "Text",
        "format": "text/plain",
        **_told("language", text.language or (told.language if told else "")),
        "label": text.name,
        **_told("schema:sha256", told.sha256 if told else ""),
    }


def _code(contents: Contents, code: ProjectCode) -> dict[str, Any]:
    return {
        "id": urn(contents.project, "code", code.key),
        "type": "skos:Concept",
        "skos:prefLabel": contents.label[code.key],
        "skos:notation": code_id(code),
        **_told("skos:broader", urn(contents.project, "code", code.parent) if code.parent else ""),
    }


def _creator(contents: Contents, passage: Passage) -> dict[str, str]:
    if passage.coding.consensus:
        return {"type": "Organization", "name": passage.coder}
    if not passage.coding.coder:
        return {}
    identity = urn(contents.project, "coder", passage.coding.coder)
    return {"id": identity, **_person(passage.coder)}


def _person(name: str) -> dict[str, str]:
    return {"type": "Person", "name": name} if name else {}


def _told(key: str, value: str | dict[str, str]) -> dict[str, Any]:
    """Return the pair, or nothing where there is nothing to say."""
    return {key: value} if value else {}
