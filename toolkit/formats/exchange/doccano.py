"""doccano: JSON lines for a project of sequence labelling, one line for each text and coder.

Import it as JSONL into a project that allows overlapping spans; everything beside `text` and `label`
becomes the example's metadata. doccano counts positions as browsers do, in UTF-16 units, unless a project
counts grapheme clusters (doccano/doccano, issue 2290): so do positions here. They are those of this program
as long as the text holds no character beyond U+FFFF, such as an emoji; `codepoints` has these always.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Final

from toolkit.formats.exchange import jsontext
from toolkit.formats.exchange.contents import Contents, Placed
from toolkit.model.project import Project, ProjectText

NAME: Final = "doccano"
ENDING: Final = ".jsonl"
KEEPS: Final = "transcripts as text; the place and label of every coding, and by whom"
LOSES: Final = (
    "when codings were made, how sure the coder was and every memo; the tree of codes and their definitions;"
    " turns; participants' attributes"
)

_LARGEST_SMALL = 0xFFFF


def write(project: Project) -> bytes:
    """Return the lines in UTF-8."""
    contents = Contents(project)
    return jsontext.lines(example for text in project.texts for example in _examples(contents, text))


def _examples(contents: Contents, text: ProjectText) -> Iterator[dict[str, Any]]:
    """Yield a text once for each of its coders, and once if it has none."""
    large = [place for place, character in enumerate(text.text) if ord(character) > _LARGEST_SMALL]
    for group in contents.by_coder(text).values() or ([],):
        yield {
            "text": text.text,
            "label": [
                [_units(large, placed.span.start), _units(large, placed.span.end), placed.passage.label]
                for placed in group
            ],
            **_metadata(contents, text, group),
            "codepoints": _codepoints(group),
        }


def _metadata(contents: Contents, text: ProjectText, group: Sequence[Placed]) -> dict[str, Any]:
    return {
        "transcript": text.name,
        "participant": text.participant,
        "coder": group[0].passage.coder if group else "",
        "consensus": bool(group) and group[0].passage.coding.consensus,
        "study": contents.project.name,
        "notice": " ".join(contents.notices),
    }


def _codepoints(group: Sequence[Placed]) -> str:
    """Return positions as this program counts them, as text: doccano keeps no lists as metadata."""
    return " ".join(f"{placed.span.start}-{placed.span.end}" for placed in group)


def _units(large: Sequence[int], position: int) -> int:
    """Return a position in UTF-16 units, of which each character at the places `large` takes two."""
    return position + bisect_left(large, position)
