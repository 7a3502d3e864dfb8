"""Cases and variables of a project on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolkit.formats.projects.refi.typed import type_of
from toolkit.model.project import Project, ProjectCase, ProjectText


def with_participants(project: Project) -> list[ProjectCase]:
    """Return the cases, and one for each participant of a text who is none yet."""
    cases = {case.key: case for case in project.cases}
    called: dict[str, str] = {}
    for case in project.cases:
        called.setdefault(case.name, case.key)
    for text in project.texts:
        if not text.participant:
            continue
        key = (
            text.participant if text.participant in cases else called.get(text.participant, text.participant)
        )
        case = cases.get(key, ProjectCase(key, text.participant))
        if text.key not in case.texts:
            case = replace(case, texts=(*case.texts, text.key))
        cases[key] = case
    return list(cases.values())


def types(project: Project, before: Mapping[str, str]) -> dict[str, str]:
    """Return the type of each attribute of cases and texts: what all its values are, but for empty ones.

    Parameters
    ----------
    before
        The type that variables of these names had in the project they came with; all of them are returned.
    """
    values: dict[str, set[str]] = {name: set() for name in before}
    owners: tuple[ProjectCase | ProjectText, ...] = (*project.cases, *project.texts)
    for owner in owners:
        for name, value in owner.attributes.items():
            values.setdefault(name, set()).update([value] if value else [])
    return {name: type_of(each, before.get(name, "")) for name, each in values.items()}
