"""Label Studio's labelling interface: the labels that its tasks need, as the XML it wants pasted."""

from __future__ import annotations

from typing import Final

from toolkit.formats.exchange import labelstudio
from toolkit.model.project import Project

NAME: Final = "Label Studio's labelling interface"
ENDING: Final = ".xml"
KEEPS: Final = (
    "a label for each code, with its colour and its definition; the tasks for Label Studio need them"
)
LOSES: Final = "everything that is no label"


def write(project: Project) -> bytes:
    """Return the interface in UTF-8."""
    return labelstudio.labelling_config(project).encode()
