"""Writes REFI-QDA projects: an archive (.qdpx) with the texts beside the XML, or the XML alone (.qde).

What is written is valid under the schema of 18 March 2019 and says nothing of when it was written: the same
project is the same bytes. Codes carry what a .qdc of ours carries (`codebooks.refi`). A passage is one
selection, however many coders gave it however many codes; each coding is one of its own. How sure a coder was
is a note that the coding points to: one note for all that were sure, one for all that were unsure. What the
team settled on is by a user called Consensus, and the description of the project says who that is.

What was kept of a project another program wrote is put back if it is sound and points to what is there
(`restoring`); the rest `lost` tells. `warnings` tells what other programs may make of what is written.
"""

from __future__ import annotations

from typing import Final

from toolkit.formats.projects.refi import outgoing_told
from toolkit.formats.projects.refi.outgoing import Outgoing
from toolkit.formats.projects.refi.targets import Target
from toolkit.formats.undated import packed
from toolkit.model.project import Project

__all__ = ["NAME", "Target", "lost", "warnings", "write", "write_bare"]

NAME: Final = "REFI-QDA project"


def write(project: Project, *, target: Target = "standard") -> bytes:
    """Return a project as a .qdpx file.

    Parameters
    ----------
    project
        What to write.
    target
        Whose way of counting positions and ending lines is kept to, see `refi.targets`.
    """
    drawn = Outgoing(project, target)
    return packed([("project.qde", drawn.xml()), *drawn.files()])


def write_bare(project: Project) -> bytes:
    """Return a project as a .qde file, the XML alone with the texts in it, as the standard counts.

    XML cannot hold some control characters; a picture of each stands in its place, so that no position moves.
    """
    return Outgoing(project, apart=False).xml()


def lost(project: Project) -> tuple[str, ...]:
    """Return what of a project is not written, a sentence for each kind."""
    drawn = Outgoing(project)
    drawn.xml()
    return tuple(outgoing_told.lost(project, drawn.passages, drawn.restored, drawn.codes.flattened))


def warnings(project: Project, target: Target = "standard") -> tuple[str, ...]:
    """Return what programs may make of what is written for a target, and what has no place in the format."""
    return tuple(outgoing_told.warnings(project, target))
