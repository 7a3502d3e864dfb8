"""The review queue: deciding, in bulk and one by one, taking back, refusing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.workflow.test_revising import FILES, WORDS, code, segments, shipped
from toolkit.errors import ToolkitError
from toolkit.model.code import Code
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import answering, applying, drafting, listing, reviewing, revising, studies
from toolkit.workflow.answering import Wanted
from toolkit.workflow.studies import start


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Two coders' codings of a code that 0.2.0 split, three of them waiting."""
    made = start(tmp_path / "my.study", shipped("0.1.0"))
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P01", ("P01", WORDS)))
    code(made, "A", "evaluation", "one")
    code(made, "A", "evaluation", "three")
    code(made, "B", "evaluation", "three")
    code(made, "B", "user-duty", "six")
    revising.release(made, FILES["0.2.0"])
    yield made
    made.close()


def waiting(study: Study) -> list[str]:
    return [str(name) for name in reviewing.review(study).column("coding")]


def test_the_queue_lists_what_waits_with_what_to_choose_from(study: Study) -> None:
    table = reviewing.review(study)
    assert table.column("candidates") == ("evaluation-method; evaluation-comparability",) * 3
    assert table.column("quotation") == ("one", "three", "three")
    assert table.notes == ("Open: 3. Decided: 0.",)
    assert len(reviewing.review(study, optional=True).rows) == 4
    assert len(reviewing.review(study, coder=("B",)).rows) == 1
    assert len(reviewing.review(study, transcript=("P99",)).rows) == 0


def test_one_decision_settles_one_coding_and_is_recorded_with_who_and_why(study: Study) -> None:
    first, *others = waiting(study)
    told = reviewing.decide(study, first, by="Ana", choose=("evaluation-method",), why="about the test")
    assert told == "Ana decided 1 coding: evaluation-method; 2 wait"
    assert waiting(study) == others
    (row,) = reviewing.decided(study).rows
    assert row[:8] == (
        first,
        "P01",
        "A",
        "CR-0010",
        "evaluation",
        "evaluation-method",
        "about the test",
        "Ana",
    )
    studies.verify(study)


def test_both_codes_or_none_can_be_chosen(study: Study) -> None:
    first, second, _ = waiting(study)
    reviewing.decide(study, first, by="Ana", choose=("evaluation-method", "evaluation-comparability"))
    reviewing.decide(study, second, by="Ana", none=True, why="about funding")
    assert segments(study)["evaluation-method"] == segments(study)["evaluation-comparability"] == 1
    states = listing.all_codings(study).column("state")
    assert states.count("set aside") == 1


def test_a_bulk_decision_is_a_record_for_each_coding(study: Study) -> None:
    reviewing.decide(study, by="Ana", code=("evaluation",), coder=("A",), choose=("evaluation-method",))
    assert len(reviewing.decided(study).rows) == 2
    assert len(waiting(study)) == 1


def test_a_decision_can_be_taken_back_by_name_or_as_the_last_one(study: Study) -> None:
    first, second, _ = waiting(study)
    for name in (first, second):
        reviewing.decide(study, name, by="Ana", choose=("evaluation-method",))
    assert reviewing.withdraw(study, by="Ana") == "Ana took 1 decision back; 2 wait"
    assert second in waiting(study)
    reviewing.withdraw(study, first, by="Ben")
    assert len(waiting(study)) == 3
    assert reviewing.decided(study).rows == ()
    studies.verify(study)


def test_codings_that_merely_may_be_looked_at_can_be_decided_by_name(study: Study) -> None:
    (flagged,) = (
        review.coding.id for review in answering.queue(study, Wanted(optional=True)).open if review.optional
    )
    reviewing.decide(study, flagged, by="Ana", choose=("user-duty",))
    assert listing.all_codings(study).column("state").count("flagged") == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"choose": ()}, "it is not said which codes fit"),
        ({"choose": ("x",), "none": True}, "it is not said which codes fit"),
        ({"choose": ("nonsense",)}, "nonsense: is no code of codebook 0.2.0, which brought the change"),
        ({"choose": ("vibe-checks",)}, "vibe-checks: is no code of codebook 0.2.0"),
        ({"choose": ("evaluation-method",), "by": " "}, "blank"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(
    study: Study, options: dict[str, object], told: str
) -> None:
    first = waiting(study)[0]
    with pytest.raises(ToolkitError, match=told):
        reviewing.decide(study, first, **{"by": "Ana"} | options)  # type: ignore[arg-type]
    assert reviewing.decided(study).rows == ()


def test_what_is_settled_or_unknown_is_not_decided_again(study: Study) -> None:
    first = waiting(study)[0]
    reviewing.decide(study, first, by="Ana", choose=("evaluation-method",))
    for name in (first, "no-such-coding"):
        with pytest.raises(ToolkitError, match=f"{name}: has nothing open to decide"):
            reviewing.decide(study, name, by="Ana", choose=("evaluation-method",))
    with pytest.raises(ToolkitError, match="nothing waits for a decision there"):
        reviewing.decide(study, by="Ana", code=("copying",), none=True)
    with pytest.raises(ToolkitError, match="it is not said about what"):
        reviewing.decide(study, by="Ana", none=True)
    with pytest.raises(ToolkitError, match="Ben: has made no decision"):
        reviewing.withdraw(study, by="Ben")


def test_a_coding_that_is_removed_leaves_the_queue_and_its_decision_does_no_harm(study: Study) -> None:
    first = waiting(study)[0]
    reviewing.decide(study, first, by="Ana", choose=("evaluation-method",))
    applying.change(study, "A", [applying.Remove(first)])
    assert "evaluation-method" not in segments(study)
    studies.verify(study)


def test_similar_cases_are_found_together(study: Study) -> None:
    queue = answering.queue(study)
    assert len(queue.alike(queue.open[0])) == 3
    then = queue.code_then(queue.open[0])
    assert then is not None
    assert then[0].definition.startswith("Trouble with tests")
    assert then[1] == "0.1.0"
    assert queue.book(queue.open[0]).version == "0.2.0"


def test_of_two_questions_about_one_coding_the_one_that_fits_is_answered(study: Study) -> None:
    first, *_ = waiting(study)
    reviewing.decide(study, first, by="Ana", choose=("evaluation-method", "evaluation-comparability"))
    for name in ("evaluation-method", "evaluation-comparability"):
        parts = tuple(
            Code(f"{name}-{n}", f"{name} {n}", parent="reporting", definition=f"Part {n}.") for n in (1, 2)
        )
        step = drafting.Step("split", (name,), tuple(part.id for part in parts), parts, rationale="finer")
        drafting.take(study, step, by="Ana")
    revising.release_draft(study)
    with pytest.raises(ToolkitError, match=f"{first}: has several questions open, at evaluation-method, "):
        reviewing.decide(study, first, by="Ana", none=True)
    reviewing.decide(study, first, by="Ana", choose=("evaluation-comparability-2",))
    (_, answered) = reviewing.decided(study).rows
    assert answered[4:6] == ("evaluation-comparability", "evaluation-comparability-2")
    reviewing.decide(study, first, by="Ana", none=True, code=("evaluation-method",))
    assert first not in waiting(study)


def test_a_nameless_person_takes_nothing_back(study: Study) -> None:
    first, *_ = waiting(study)
    reviewing.decide(study, first, by="Ana", choose=("evaluation-method",))
    with pytest.raises(ToolkitError, match="blank"):
        reviewing.withdraw(study, first, by=" ")
    assert len(reviewing.decided(study).rows) == 1
