"""Change records: what was done to a codebook between two versions, why, and what becomes of codings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, NamedTuple, assert_never, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_one_of, check_text, check_texts, refuse_any, repeated, told
from toolkit.model.code import STRICT
from toolkit.model.version import Bump, check_version

Operation = Literal["add", "rename", "redefine", "move", "merge", "split", "retire", "reinstate"]
Migration = Literal["none", "auto", "review"]
Effect = Literal["narrower", "wider", "same"]

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class _Shape(NamedTuple):
    """What a record of one operation holds; None for any number.

    `migrations` lists how existing codings may be treated, the usual way first.
    """

    subjects: tuple[int, int | None]
    results: tuple[int, int | None]
    migrations: tuple[Migration, ...]
    remedy: str


_SHAPES: Final[dict[Operation, _Shape]] = {
    "add": _Shape((0, 0), (1, None), ("none",), "name what is added under results"),
    "rename": _Shape((1, None), (0, 0), ("none",), "name what is renamed under subjects"),
    "redefine": _Shape((1, None), (0, 0), ("none", "review"), "name what is redefined under subjects"),
    "move": _Shape((1, None), (1, 1), ("none",), "name codes under subjects, their new parent under results"),
    "merge": _Shape((1, None), (1, 1), ("auto", "review"), "name codes under subjects, one under results"),
    "split": _Shape(
        (1, 1), (2, None), ("review",), "name one code under subjects, two or more under results"
    ),
    "retire": _Shape((1, None), (0, None), ("none", "review"), "name what is retired under subjects"),
    "reinstate": _Shape((1, None), (0, 0), ("none", "review"), "name what comes back under subjects"),
}


@dataclass(frozen=True)
class CodebookChange:
    """One change record.

    Contents (labels, definitions) stand in the codebook of the new version; a record says what was done to
    which ids and what becomes of codings made before.

    Attributes
    ----------
    version
        The version that brought the change.
    op
        The same eight operations for codes and, where the ids are those of themes, for themes.
    subjects, results
        Ids: `add` results; `move` subjects to the parent in results; `merge` subjects into the one result;
        `split` one subject into results; `retire` subjects, with results worth considering instead; else
        subjects alone.
    migration
        What becomes of codings: `none` (they stay), `auto` (they follow), `review` (a person looks at each).
        None for what is usual for the operation; `treatment` says which that is.
    effect
        For `redefine`: whether the code now holds less, more or the same.
    date
        ISO 8601, as in 2026-03-01.
    evidence
        Passages that led to it, as `document#segment`.
    """

    __pydantic_config__: ClassVar = STRICT

    id: str
    version: str
    op: Operation
    date: str = ""
    subjects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    migration: Migration | None = None
    effect: Effect | None = None
    rationale: str = ""
    decided_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    discussion: str = ""

    def __post_init__(self) -> None:
        refuse_any(
            *told("id", check_id, "record id", self.id),
            *told("version", check_version, f"version of {self.id!r}", self.version),
            *told("op", check_one_of, f"op of {self.id!r}", self.op, get_args(Operation)),
            *told("date", _check_date, self.id, self.date),
            *told("rationale", check_text, f"rationale of {self.id!r}", self.rationale),
            *told("discussion", check_text, f"discussion of {self.id!r}", self.discussion),
            *told("decided_by", check_texts, f"decided_by of {self.id!r}", self.decided_by),
            *told("evidence", check_texts, f"evidence of {self.id!r}", self.evidence),
        )
        refuse_any(*self._shape_faults())

    @property
    def treatment(self) -> Migration:
        """How existing codings are treated: as the record says or, if it does not, as usual."""
        if self.migration is not None:
            return self.migration
        if self.op == "redefine" and self.effect == "narrower":
            return "review"
        return _SHAPES[self.op].migrations[0]

    @property
    def demands(self) -> Bump:
        """The least step of the version from 1.0.0 on; below it, all beyond a patch is a minor step."""
        match self.op:
            case "rename":
                return Bump.PATCH
            case "add" | "move" | "merge" | "reinstate":
                return Bump.MINOR
            case "split" | "retire":
                return Bump.MAJOR
            case "redefine":
                steps = {"same": Bump.PATCH, "wider": Bump.MINOR, "narrower": Bump.MAJOR}
                return steps[self.effect or "narrower"]
            case _:
                assert_never(self.op)

    @property
    def named(self) -> tuple[str, ...]:
        """Every id the record names, subjects first."""
        return tuple(dict.fromkeys((*self.subjects, *self.results)))

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids it takes out of use."""
        if self.op in ("merge", "split", "retire"):
            return tuple(name for name in self.subjects if name not in self.results)
        return ()

    def _shape_faults(self) -> Iterator[tuple[str, Invalid]]:
        shape = _SHAPES[self.op]
        for field, given, (least, most) in (
            ("subjects", self.subjects, shape.subjects),
            ("results", self.results, shape.results),
        ):
            if twice := repeated(given):
                yield field, Invalid(f"{self.id!r} names {twice[0]!r} twice under {field}", "name it once")
            if len(given) < least or (most is not None and len(given) > most):
                what = f"{self.id!r} is a {self.op} with {len(given)} {field}"
                yield field, Invalid(what, shape.remedy)
        if self.op in ("split", "retire") and (same := set(self.subjects) & set(self.results)):
            what = f"{self.id!r} names {min(same)!r} under subjects and results"
            yield "results", Invalid(what, f"a {self.op} takes its subject out of use: name other codes")
        if self.op == "merge" and self.subjects and not self.gone:
            yield "results", Invalid(f"{self.id!r} merges {self.subjects[0]!r} into itself", shape.remedy)
        yield from self._treatment_faults(shape)

    def _treatment_faults(self, shape: _Shape) -> Iterator[tuple[str, Invalid]]:
        if self.migration is not None and self.migration not in shape.migrations:
            what = f"{self.id!r} is a {self.op} with migration {self.migration!r}"
            yield "migration", Invalid(what, f"use {' or '.join(shape.migrations)}")
        if self.op == "retire" and self.migration == "review" and not self.results:
            what = f"{self.id!r} retires for review and names nothing to choose from"
            yield "results", Invalid(what, "name codes worth considering, or leave out migration")
        if self.op == "redefine":
            if self.effect is None:
                what = f"{self.id!r} redefines without an effect"
                yield (
                    "effect",
                    Invalid(
                        what,
                        "say whether it now holds less, more or the same: "
                        f"effect: {' | '.join(get_args(Effect))}",
                    ),
                )
        elif self.effect is not None:
            yield "effect", Invalid(f"{self.id!r} is a {self.op} with an effect", "only redefine has one")


def _check_date(owner: str, date: str) -> None:
    if date and not _DATE.fullmatch(date):
        raise Invalid(f"date of {owner!r} is {date!r}", "write it as in 2026-03-01")
