"""One code, or all of them, followed from release to release: what was altered, by which records, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from toolkit.model.change import CodebookChange, Operation
from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.model.version import Version
from toolkit.reconcile.compare import Difference, compare
from toolkit.reconcile.wording import Stretch, difference


@dataclass(frozen=True, slots=True)
class Alteration:
    """One difference between two releases, with the words that changed and the records that tell of it.

    Attributes
    ----------
    kind, id, label, field, before, after
        As in `Difference`.
    words
        Both texts in one, in stretches that are the same, gone or new.
    records
        Why, where change records say it.
    """

    kind: str
    id: str
    label: str
    field: str
    before: str
    after: str
    words: tuple[Stretch, ...]
    records: tuple[CodebookChange, ...]


# Which operations bring about a difference. What only describes a code needs no record.
_BRINGS: Final[dict[str, tuple[Operation, ...]]] = {
    "added": ("add", "merge", "split"),
    "out of use": ("merge", "split", "retire"),
    "missing": ("merge", "split", "retire"),
    "in use again": ("reinstate",),
    "renamed": ("rename",),
    "moved": ("move",),
    "redefined": ("redefine",),
}


def alterations(known: Lineage, old: str, new: str) -> tuple[Alteration, ...]:
    """Say what is otherwise in one release than in an older one, themes first."""
    changes = known.between(old, new)
    found = compare(known.at(old), known.at(new)).differences
    return tuple(
        Alteration(
            each.kind,
            each.id,
            each.label,
            each.field,
            each.before,
            each.after,
            difference(each.before, each.after),
            tuple(change for change in changes if _brings(change, each)),
        )
        for each in found
    )


def _brings(change: CodebookChange, each: Difference) -> bool:
    if change.op not in _BRINGS.get(each.kind, ()):
        return False
    return each.id in (change.results if each.kind == "added" else change.gone or change.subjects)


@dataclass(frozen=True, slots=True)
class Stage:
    """One code at one release: what it was, what had changed since the release before, and why.

    Attributes
    ----------
    theme
        The label of its theme; empty once it is out of use.
    altered
        Nothing for the first release that has it.
    records
        The records of this step that name it.
    """

    version: str
    code: Code
    theme: str
    altered: tuple[Alteration, ...]
    records: tuple[CodebookChange, ...]


def biography(known: Lineage, name: str) -> tuple[Stage, ...]:
    """Follow one code through the releases, from the first that has it."""
    stages: list[Stage] = []
    older: str | None = None
    for book in known.releases:
        code = book.code.get(name)
        if code is not None:
            changes = known.changes if older is None else known.between(older, book.version)
            theme = book.theme_of.get(name)
            altered = alterations(known, older, book.version) if stages and older is not None else ()
            stages.append(
                Stage(
                    book.version,
                    code,
                    theme.label if theme else "",
                    tuple(each for each in altered if each.id == name),
                    tuple(change for change in changes if name in change.named and _is_by(change, book)),
                )
            )
        older = book.version
    return tuple(stages)


def _is_by(change: CodebookChange, book: Codebook) -> bool:
    return Version.of(change.version) <= Version.of(book.version)


Course = Literal["kept", "renamed", "redefined", "moved", "merged", "split", "added", "out of use"]
"""What became of a code from one release to the next; the last that applies of the first six."""

_COURSES: Final[dict[Operation, Course]] = {
    "rename": "renamed",
    "redefine": "redefined",
    "move": "moved",
    "merge": "merged",
    "split": "split",
}


@dataclass(frozen=True, slots=True)
class Flow:
    """The way from a code of one release to a code of a later one.

    Attributes
    ----------
    source, target
        Ids; no source for what was added or came back, no target for what went out of use.
    """

    course: Course
    source: str | None
    target: str | None
    records: tuple[CodebookChange, ...]


def flows(known: Lineage, old: str, new: str) -> tuple[Flow, ...]:
    """Follow every code in use from one release to a later one, by its id and through the change records."""
    changes = known.between(old, new)
    now = {code.id for code in known.at(new).codes}
    found = [flow for code in known.at(old).codes for flow in _onward(code.id, changes, now)]
    reached = {flow.target for flow in found}
    found += [
        Flow("added", None, code.id, tuple(change for change in changes if _brings_in(change, code.id)))
        for code in known.at(new).codes
        if code.id not in reached
    ]
    return tuple(found)


def _onward(name: str, changes: Iterable[CodebookChange], now: Iterable[str]) -> Iterator[Flow]:
    ways: dict[str, tuple[CodebookChange, ...]] = {name: ()}
    for change in changes:
        for at in [at for at in ways if at in change.subjects]:
            told = (*ways.pop(at), change)
            onward = change.results if change.op in ("merge", "split") else (at,)
            ways |= {result: told for result in onward if result not in ways}
    if not ways.keys() & set(now):
        yield Flow("out of use", name, None, tuple(dict.fromkeys(c for told in ways.values() for c in told)))
    for target, told in ways.items():
        if target in now:
            yield Flow(_course(told), name, target, told)


def _course(told: Iterable[CodebookChange]) -> Course:
    ops = {change.op for change in told}
    courses = [course for op, course in _COURSES.items() if op in ops]
    return courses[-1] if courses else "kept"


def _brings_in(change: CodebookChange, name: str) -> bool:
    return name in (change.results if change.op in ("add", "merge", "split") else ()) or (
        change.op == "reinstate" and name in change.subjects
    )
