"""Change records: what each operation must name, and what it asks of versions and codings."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange, Effect, Migration, Operation
from toolkit.model.checks import InvalidFields
from toolkit.model.version import Bump

IDS = some.lists(some.sampled_from("abcde"), unique=True, max_size=4).map(tuple)

SOUND = (
    CodebookChange("r1", "1.1.0", "add", results=("a",)),
    CodebookChange("r2", "1.1.0", "rename", subjects=("a",)),
    CodebookChange("r3", "1.1.0", "redefine", subjects=("a",), effect="same"),
    CodebookChange("r4", "1.1.0", "redefine", subjects=("a",), effect="wider"),
    CodebookChange("r5", "1.1.0", "redefine", subjects=("a",), effect="narrower"),
    CodebookChange("r6", "1.1.0", "move", subjects=("a",), results=("b",)),
    CodebookChange("r7", "1.1.0", "merge", subjects=("a", "b"), results=("b",)),
    CodebookChange("r8", "1.1.0", "split", subjects=("a",), results=("b", "c")),
    CodebookChange("r9", "1.1.0", "retire", subjects=("a",), results=("b",)),
    CodebookChange("r10", "1.1.0", "reinstate", subjects=("a",)),
)


def by_id(name: str) -> CodebookChange:
    return next(each for each in SOUND if each.id == name)


@pytest.mark.parametrize(
    ("record", "step", "treatment", "gone"),
    [
        ("r1", Bump.MINOR, "none", ()),
        ("r2", Bump.PATCH, "none", ()),
        ("r3", Bump.PATCH, "none", ()),
        ("r4", Bump.MINOR, "none", ()),
        ("r5", Bump.MAJOR, "review", ()),
        ("r6", Bump.MINOR, "none", ()),
        ("r7", Bump.MINOR, "auto", ("a",)),
        ("r8", Bump.MAJOR, "review", ("a",)),
        ("r9", Bump.MAJOR, "none", ("a",)),
        ("r10", Bump.MINOR, "none", ()),
    ],
)
def test_each_operation_demands_its_step_treats_codings_its_way_and_takes_its_ids_out_of_use(
    record: str, step: Bump, treatment: str, gone: tuple[str, ...]
) -> None:
    change = by_id(record)
    assert (change.demands, change.treatment, change.gone) == (step, treatment, gone)


def test_a_record_that_says_how_codings_are_treated_is_taken_at_its_word() -> None:
    merged = CodebookChange("r", "1.1.0", "merge", subjects=("a",), results=("b",), migration="review")
    narrowed = CodebookChange("r", "1.1.0", "redefine", subjects=("a",), effect="narrower", migration="none")
    assert (merged.treatment, narrowed.treatment) == ("review", "none")


def test_the_ids_a_record_names_are_told_once_subjects_first() -> None:
    assert by_id("r7").named == ("a", "b")
    assert by_id("r8").named == ("a", "b", "c")


@pytest.mark.parametrize(
    ("op", "subjects", "results", "more", "field", "told"),
    [
        (
            "add",
            ("a",),
            ("b",),
            {},
            "subjects",
            "'r' is a add with 1 subjects; name what is added under results",
        ),
        ("add", (), (), {}, "results", "'r' is a add with 0 results; name what is added under results"),
        ("rename", ("a", "a"), (), {}, "subjects", "'r' names 'a' twice under subjects; name it once"),
        (
            "split",
            ("a",),
            ("b",),
            {},
            "results",
            "'r' is a split with 1 results; name one code under subjects, two or more under results",
        ),
        (
            "split",
            ("a",),
            ("b", "a"),
            {},
            "results",
            (
                "'r' names 'a' under subjects and results; "
                "a split takes its subject out of use: name other codes"
            ),
        ),
        (
            "merge",
            ("a",),
            ("a",),
            {},
            "results",
            "'r' merges 'a' into itself; name codes under subjects, one under results",
        ),
        (
            "merge",
            ("a",),
            ("b",),
            {"migration": "none"},
            "migration",
            "'r' is a merge with migration 'none'; use auto or review",
        ),
        (
            "retire",
            ("a",),
            (),
            {"migration": "review"},
            "results",
            (
                "'r' retires for review and names nothing to choose from; "
                "name codes worth considering, or leave out migration"
            ),
        ),
        (
            "redefine",
            ("a",),
            (),
            {},
            "effect",
            (
                "'r' redefines without an effect; say whether it now holds less, more or the same: "
                "effect: narrower | wider | same"
            ),
        ),
        (
            "rename",
            ("a",),
            (),
            {"effect": "wider"},
            "effect",
            "'r' is a rename with an effect; only redefine has one",
        ),
    ],
)
def test_a_record_of_the_wrong_shape_is_refused_with_the_field(
    op: Operation,
    subjects: tuple[str, ...],
    results: tuple[str, ...],
    more: dict[str, str],
    field: str,
    told: str,
) -> None:
    with pytest.raises(InvalidFields) as caught:
        CodebookChange("r", "1.0.0", op, subjects=subjects, results=results, **more)  # type: ignore[arg-type]
    assert {name: str(fault) for name, fault in caught.value.by_field.items()} == {field: told}


@pytest.mark.parametrize("date", ["2026-3-1", "2026-13-01", "2026-01-32", "1.3.2026", "2026-03-01 "])
def test_a_date_is_written_with_year_month_and_day(date: str) -> None:
    with pytest.raises(Invalid, match=r"^date of 'r' is '.+'; write it as in 2026-03-01$"):
        CodebookChange("r", "1.0.0", "rename", date, ("a",))


@pytest.mark.parametrize("date", ["", "2026-03-01", "2026-12-31"])
def test_a_record_may_leave_its_date_out(date: str) -> None:
    assert CodebookChange("r", "1.0.0", "rename", date, ("a",)).date == date


@given(
    some.sampled_from(get_args(Operation)),
    IDS,
    IDS,
    some.none() | some.sampled_from(get_args(Migration)),
    some.none() | some.sampled_from(get_args(Effect)),
)
def test_a_record_that_is_accepted_leaves_no_coding_without_an_answer(
    op: Operation,
    subjects: tuple[str, ...],
    results: tuple[str, ...],
    migration: Migration | None,
    effect: Effect | None,
) -> None:
    try:
        made = CodebookChange("r", "1.0.0", op, "", subjects, results, migration, effect)
    except InvalidFields:
        return
    if made.treatment == "auto":
        assert len(made.results) == 1  # the one code that codings follow to
    if made.treatment == "review":
        assert made.results or op in ("redefine", "reinstate")  # there is something to choose from
    assert not set(made.gone) & set(made.results)
    assert (made.effect is not None) == (op == "redefine")
    assert (op == "add") == (not made.subjects)
