"""Verdicts, and the cases coders have to discuss: what is in them and who says what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.errors import Invalid
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import CONSENSUS, Case, Disagreement, Side, Verdict, united
from toolkit.model.round import FIRST_ROUND
from toolkit.model.transcript import Span

AT = "2026-03-01T09:30:00Z"
SPANS = some.tuples(some.integers(0, 30), some.integers(1, 9)).map(lambda at: Span(at[0], at[0] + at[1]))


def words(start: int, end: int) -> Quotation:
    return Quotation("P01", 1, Span(start, end), "x" * (end - start))


def coding(coder: str, start: int, end: int, *, code: str = "trust", at: str = AT) -> Coding:
    return Coding(f"{coder}{start}{code}", words(start, end), code, coder, "1.0.0", FIRST_ROUND, at)


def verdict(name: str = "v", **more: object) -> Verdict:
    facts: dict[str, object] = {"holds": True, "reason": "", "codebook_version": "1.0.0"}
    return Verdict(name, words(4, 9), "trust", **(facts | {"decided_by": "Cleo", "decided_at": AT} | more))  # type: ignore[arg-type]


def test_a_verdict_may_name_the_change_record_that_it_led_to_and_no_blank_one() -> None:
    assert verdict(led_to="r7").led_to == "r7"
    with pytest.raises(
        Invalid, match=r"^change record of a verdict ' r7' begins or ends with a blank; remove it$"
    ):
        verdict(led_to=" r7")


@pytest.mark.parametrize(
    ("made", "answers"),
    [
        (coding("Ana", 0, 5), True),
        (coding("Ana", 8, 20), True),
        (coding("Ana", 0, 4), False),
        (coding("Ana", 9, 20), False),
        (coding("Ana", 4, 9, at="2026-03-01T09:30:01Z"), False),
    ],
)
def test_a_verdict_answers_for_codings_it_touches_that_were_there(made: Coding, *, answers: bool) -> None:
    assert verdict().answers(made) is answers


def test_as_a_coding_a_verdict_is_the_teams() -> None:
    made = verdict().as_coding()
    assert (made.id, made.coder, made.round, made.span, made.made_at) == (
        "v",
        CONSENSUS,
        "first",
        Span(4, 9),
        AT,
    )


@given(some.lists(SPANS, max_size=8))
def test_united_spans_cover_the_same_characters_and_touch_none_of_their_own(spans: list[Span]) -> None:
    found = united(spans)
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert {at for span in found for at in range(span.start, span.end)} == covered
    assert sum(span.end - span.start for span in found) == len(covered)
    assert list(found) == sorted(found)


def about(code: str, start: int, end: int, **more: object) -> Disagreement:
    facts: dict[str, object] = {"coded_by": ("Ana",), "passed_by": ("Ben",)}
    return Disagreement(words(start, end), code, **(facts | more))  # type: ignore[arg-type]


def test_a_case_reaches_from_its_first_disputed_character_to_its_last() -> None:
    case = Case((about("trust", 4, 9), about("doubt", 2, 6), about("trust", 8, 12)))
    assert (case.transcript, case.span, case.name) == ("P01", Span(2, 12), "P01:2-12")
    assert case.codes == ("trust", "doubt")
    assert case.open


def test_a_case_is_one_of_confusion_if_coders_confused_codes_anywhere_in_it() -> None:
    omitted, confused = about("trust", 4, 9), about("doubt", 4, 9, kind="confusion")
    assert Case((omitted, confused)).kind == "confusion"
    assert Case((omitted,)).kind == "omission"


def test_a_verdict_on_several_disagreements_of_a_case_is_told_once() -> None:
    settled = (verdict("v1"), verdict("v2"))
    case = Case((about("trust", 4, 9, verdicts=settled), about("trust", 9, 12, verdicts=settled[1:])))
    assert case.verdicts == settled
    assert not case.open


def test_coders_who_say_the_same_stand_on_one_side_and_who_waits_on_none() -> None:
    given_by = {"Ana": coding("Ana", 4, 9), "Ben": coding("Ben", 4, 9)}
    case = Case(
        (
            about(
                "trust",
                4,
                9,
                coded_by=("Ana", "Ben"),
                passed_by=("Cleo",),
                undecided=("Dot",),
                codings=tuple(given_by.values()),
            ),
        )
    )
    assert case.coders == ("Ana", "Ben", "Cleo", "Dot")
    assert case.sides == (
        Side(("Ana", "Ben"), (("trust", (Span(4, 9),)),)),
        Side(("Cleo",), (("trust", ()),)),
    )
    assert [side.codes for side in case.sides] == [("trust",), ()]


def test_a_side_leaves_out_the_codes_its_coders_did_not_look_for() -> None:
    case = Case(
        (
            about("trust", 4, 9, codings=(coding("Ana", 4, 9),)),
            about(
                "doubt", 4, 9, coded_by=("Ben",), passed_by=(), codings=(coding("Ben", 4, 9, code="doubt"),)
            ),
        )
    )
    assert case.sides == (
        Side(("Ana",), (("trust", (Span(4, 9),)),)),
        Side(("Ben",), (("trust", ()), ("doubt", (Span(4, 9),)))),
    )
