"""Label Studio: tasks to import, one for each text, with an annotation for each coder.

A project in Label Studio needs a labelling interface with the same labels: `labelling_config` is its text,
to be pasted under Settings → Labelling interface → Code. Offsets of plain text are code points in Label
Studio since 2022 (HumanSignal/label-studio-frontend, pull request 308); versions of before counted UTF-16
units and show codings after an emoji too early.

Coders are no users there, and an import that names unknown users is refused: so who coded stands in the
task's data (`coders`, in the order of its annotations) and with each region (`meta`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from toolkit.formats.exchange import jsontext
from toolkit.formats.exchange.contents import Contents, Placed, code_id, urn
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.consensus import CONSENSUS
from toolkit.model.project import Project, ProjectText

NAME: Final = "Label Studio"
ENDING: Final = ".json"
KEEPS: Final = (
    "transcripts as text; every coding with its place, label and coder; certainty, time and memos on codings"
    " as the region's note"
)
LOSES: Final = (
    "coders as users (their names stand in the task and in each region's note); the tree of codes and their "
    "rules, but for definitions as hints; turns; memos on anything but a coding; participants' attributes"
)

_FROM, _TO = "label", "text"


def write(project: Project) -> bytes:
    """Return the tasks as JSON in UTF-8."""
    contents = Contents(project)
    return jsontext.document([_task(contents, text) for text in project.texts])


def labelling_config(project: Project) -> str:
    """Return the labelling interface that the tasks need, with every code that passages may be given.

    Codes in use are among them even if passages may no longer be given them.
    """
    contents = Contents(project)
    used = {coding.code for coding in project.codings}
    view = etree.Element("View")
    # Without this, Label Studio folds blanks and line ends, which belong to the text.
    etree.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    labels = etree.SubElement(view, "Labels", name=_FROM, toName=_TO, showInline="false")
    for code in project.codes:
        if code.codable or code.key in used:
            label = etree.SubElement(labels, "Label", value=contents.label[code.key])
            if colour := contents.colour(code):
                label.set("background", colour)
            if code.definition.strip():
                label.set("hint", with_controls_visible(code.definition))
    etree.SubElement(view, "Text", name=_TO, value="$text")
    etree.indent(view)
    text: str = etree.tostring(view, encoding="unicode")
    return f"{text}\n"


def _task(contents: Contents, text: ProjectText) -> dict[str, Any]:
    groups = list(contents.by_coder(text).values())
    return {
        "data": {
            "text": text.text,
            "transcript": text.name,
            "participant": text.participant,
            "study": contents.project.name,
            "coders": [group[0].passage.coder for group in groups],
            "notice": " ".join(contents.notices),
        },
        "annotations": [{"result": _results(contents, group)} for group in groups],
    }


def _results(contents: Contents, group: Sequence[Placed]) -> list[dict[str, Any]]:
    return [
        {
            "id": urn(contents.project, "coding", placed.passage.coding.key).rpartition(":")[2],
            "from_name": _FROM,
            "to_name": _TO,
            "type": "labels",
            "value": {
                "start": placed.span.start,
                "end": placed.span.end,
                "text": placed.passage.quotation,
                "labels": [placed.passage.label],
            },
            "meta": {"text": _notes(placed)},
        }
        for placed in group
    ]


def _notes(placed: Placed) -> list[str]:
    passage = placed.passage
    facts = (
        ("coder", passage.coder),
        ("code", code_id(passage.code)),
        ("made", passage.coding.made_at),
        ("certainty", passage.coding.certainty or ""),
        ("whose", f"{CONSENSUS} of the team" if passage.coding.consensus else ""),
    )
    told = [f"{name}: {value}" for name, value in facts if value]
    return [*told, *(remark.introduced for remark in passage.remarks)]
