"""The codebook of a project of another program: its codes as themes and codes, in our words."""

from __future__ import annotations

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks.outline import Entry, assembled, header
from toolkit.formats.codebooks.sections import Content
from toolkit.model.codebook import Codebook
from toolkit.model.project import Project, ProjectCode


def codebook_of(project: Project, file: str = "") -> Codebook:
    """Make a codebook of a project's codes: what has others under it at the top is a theme.

    Parameters
    ----------
    file
        Where the project was read from, for messages.

    Raises
    ------
    ToolkitError
        If the project has no codes, or some that no codebook can have; all of these are told.
    """
    name = project.name or project.tool
    if not project.codes:
        raise ToolkitError(
            file or name, "has no codes", "make the study from a codebook, then import the project"
        )
    book, _ = header(name, project.name, project.origin or project.tool)
    ordered = _parents_first(project.codes)
    places = {code.key: place for place, code in enumerate(ordered)}
    outline = [_entry(code, places.get(code.parent)) for code in ordered]
    return assembled(file or name, book, outline).codebook


def _entry(code: ProjectCode, above: int | None) -> Entry:
    content = Content(code.definition, code.include, code.exclude, code.example)
    return Entry(code.name, 0, above, code.id, code.codable, colour=code.colour or None, content=content)


def _parents_first(codes: tuple[ProjectCode, ...]) -> list[ProjectCode]:
    """Return codes as a tree is read: each before those under it, siblings in their order."""
    below: dict[str, list[ProjectCode]] = {}
    for code in reversed(codes):
        below.setdefault(code.parent, []).append(code)
    ordered, waiting = [], list(below.get("", ()))
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting += below.get(code.key, ())
    return ordered
