"""Cases to discuss, what an answer comes to, and readings with the verdicts applied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation
from tests.reconcile.revisions import book, code
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import Case, Consensus, Disagreement, Verdict, united
from toolkit.model.lineage import Lineage
from toolkit.model.transcript import Span
from toolkit.reconcile.adjudicate import adjudicate, in_force
from toolkit.reconcile.discuss import (
    Standing,
    after_discussion,
    all_of_it,
    as_coder_has_it,
    cases,
    none_of_it,
    rulings,
)
from toolkit.reconcile.resolve import resolve

WORDS = "one two three four five six seven eight nine ten."
TEXT = conversation("T1", ("P", WORDS))
BASE = TEXT.turns[0].span.start
BOOK = Lineage((book(code("a"), code("b"), code("c")),))
ALL = frozenset("abc")
TEAM = ("Ana", "Ben", "Cleo")
BEFORE, LATER = "2026-01-05T10:00:00Z", "2026-02-01T10:00:00Z"


def span(words: str) -> Span:
    start = TEXT.text.index(words)
    return Span(start, start + len(words))


def coding(coder: str, words: str, name: str = "a", at: str = BEFORE) -> Coding:
    return made(coder, span(words), name, at)


def made(coder: str, there: Span, name: str, at: str = BEFORE) -> Coding:
    id_ = f"{coder} {there.start}-{there.end} {name}"
    return Coding(id_, Quotation.cut(TEXT, there), name, coder, "1.0.0", "first", at)


def verdict(there: Span, name: str, *, holds: bool, at: str = LATER) -> Verdict:
    id_ = f"{there.start}-{there.end} {name} {at}"
    return Verdict(id_, Quotation.cut(TEXT, there), name, holds, "why", "1.0.0", "Dora", at)


def reached(*found: Coding | Verdict, readers: tuple[str, ...] = TEAM[:2]) -> Consensus:
    codings = [each for each in found if isinstance(each, Coding)]
    verdicts = [each for each in found if isinstance(each, Verdict)]
    looked = {("T1", name): ALL for name in readers}
    return adjudicate([TEXT], resolve(codings, BOOK), looked, verdicts)


def the_case(*found: Coding | Verdict, readers: tuple[str, ...] = TEAM[:2]) -> Case:
    (case,) = cases(reached(*found, readers=readers))
    return case


def told(case: Case, standing: Standing) -> list[tuple[str, str, bool]]:
    return [(each.code, each.span.of(TEXT.text), each.holds) for each in rulings(case, standing)]


# What coders differ in -------------------------------------------------------------------------------


def test_one_code_where_another_coder_has_a_different_one_is_one_case_of_confusion() -> None:
    case = the_case(coding("Ana", "one two", "a"), coding("Ben", "two three", "b"))

    assert (case.kind, case.codes, case.name) == ("confusion", ("a", "b"), f"T1:{BASE}-{BASE + 13}")
    assert [each.kind for each in case.disagreements] == ["confusion", "confusion"]
    assert [(side.coders, side.codes) for side in case.sides] == [(("Ana",), ("a",)), (("Ben",), ("b",))]


def test_different_codes_on_words_that_only_touch_are_two_omissions() -> None:
    found = cases(reached(coding("Ana", "one ", "a"), coding("Ben", "two", "b")))

    assert [case.kind for case in found] == ["omission", "omission"]


def test_a_code_beside_one_that_both_gave_is_an_omission() -> None:
    case = the_case(
        coding("Ana", "one two", "a"), coding("Ana", "one two", "b"), coding("Ben", "one two", "b")
    )

    assert (case.kind, case.codes) == ("omission", ("a",))


def test_other_words_for_the_same_code_are_a_boundary_that_holds_up_no_consensus() -> None:
    found = reached(coding("Ana", "one two"), coding("Ben", "two three"))
    (case,) = cases(found)

    assert (case.kind, case.open, found.reached) == ("boundary", True, ("T1",))
    assert [side.given for side in case.sides] == [
        (("a", (span("one two"),)),),
        (("a", (span("two three"),)),),
    ]


def test_blanks_and_full_stops_are_no_boundary() -> None:
    assert cases(reached(coding("Ana", "nine ten."), coding("Ben", " nine ten"))) == ()


def test_what_one_coder_alone_looked_for_was_passed_over_by_nobody() -> None:
    looked = {("T1", "Ana"): ALL, ("T1", "Ben"): frozenset("bc")}
    (case,) = cases(adjudicate([TEXT], resolve([coding("Ana", "one")], BOOK), looked))

    assert (case.kind, [side.coders for side in case.sides]) == ("alone", [("Ana",)])


def test_coders_who_say_the_same_are_one_side() -> None:
    case = the_case(coding("Ana", "one two"), coding("Cleo", "one two"), readers=TEAM)

    assert [side.coders for side in case.sides] == [("Ana", "Cleo"), ("Ben",)]


def test_an_omission_on_the_words_of_a_confusion_is_discussed_with_it() -> None:
    case = the_case(
        coding("Ana", "one two three four", "a"),
        coding("Ben", "two", "b"),
        coding("Ben", "four", "c"),
    )

    assert case.codes == ("a", "b", "c")


def test_settled_and_open_disagreements_on_the_same_words_are_cases_apart() -> None:
    settled = verdict(span("two"), "b", holds=True)
    found = cases(reached(coding("Ana", "one two", "a"), coding("Ben", "two", "b"), settled))

    assert [(case.codes, case.open) for case in found] == [(("a",), True), (("b",), False)]


# What an answer comes to -----------------------------------------------------------------------------


def test_who_is_right_has_the_codes_on_the_words_they_gave_them_and_no_others() -> None:
    case = the_case(coding("Ana", "one two", "a"), coding("Ben", "two three", "b"))

    assert told(case, as_coder_has_it(case, "Ana")) == [("a", "one two", True), ("b", "two three", False)]
    assert told(case, as_coder_has_it(case, "Ben")) == [("a", "one two", False), ("b", "two three", True)]
    assert told(case, all_of_it(case)) == [("a", "one two", True), ("b", "two three", True)]
    assert told(case, none_of_it(case)) == [("a", "one two", False), ("b", "two three", False)]
    assert as_coder_has_it(case, "Nobody") == {}


def test_a_coding_that_what_holds_does_not_touch_is_turned_down() -> None:
    case = the_case(
        coding("Ana", "one two"), coding("Ben", "two three"), coding("Cleo", "three four"), readers=TEAM
    )

    assert told(case, as_coder_has_it(case, "Ana")) == [("a", "one two", True), ("a", "three four", False)]
    assert told(case, {"a": (span("eight nine"),)}) == [
        ("a", "eight nine", True),
        ("a", "one two three four", False),
    ]


def test_settling_anew_answers_for_what_was_settled_before() -> None:
    earlier = verdict(span("six"), "a", holds=True, at="2026-01-20T10:00:00Z")
    case = the_case(coding("Ana", "five six", "a"), earlier)

    assert told(case, none_of_it(case)) == [("a", "five six", False)]


# After discussion ------------------------------------------------------------------------------------

PLACES = st.builds(
    lambda at, long: Span(BASE + at, min(BASE + at + long, BASE + len(WORDS))),
    st.integers(0, len(WORDS) - 3),
    st.integers(3, 12),
)
CODINGS = st.lists(
    st.builds(made, st.sampled_from(TEAM), PLACES, st.sampled_from("ab")),
    max_size=9,
    unique_by=lambda each: each.id,
)
TIMES = st.sampled_from(["2026-01-01T10:00:00Z", LATER, "2026-03-01T10:00:00Z"])
VERDICTS = st.lists(
    st.builds(
        lambda there, name, holds, at: verdict(there, name, holds=holds, at=at),
        PLACES,
        st.sampled_from("ab"),
        st.booleans(),
        TIMES,
    ),
    max_size=4,
    unique_by=lambda each: each.id,
)
READERS = {"T1": TEAM}


def covered(found: tuple[Coding, ...], coder: str, name: str) -> set[int]:
    return {
        place
        for each in found
        if (each.coder, each.code) == (coder, name)
        for place in range(each.span.start, each.span.end)
    }


def by_hand(codings: list[Coding], verdicts: list[Verdict], coder: str, name: str) -> set[int]:
    """Say character by character what a coder has after discussion."""
    mine = [each for each in verdicts if each.code == name]
    force = [
        each
        for each in mine
        if not any(
            (other.decided_at, other.id) > (each.decided_at, each.id) and other.span.overlaps(each.span)
            for other in mine
        )
    ]
    kept = set()
    for place in range(BASE, BASE + len(WORDS)):
        for each in codings:
            if (each.coder, each.code) == (coder, name) and each.span.start <= place < each.span.end:
                touching = [
                    made
                    for made in force
                    if set(range(made.span.start, made.span.end)) & set(range(each.span.start, each.span.end))
                    and each.made_at <= made.decided_at
                ]
                if not touching:
                    kept.add(place)
        if any(made.holds and made.span.start <= place < made.span.end for made in force):
            kept.add(place)
    return kept


@given(CODINGS, VERDICTS)
def test_readings_after_discussion_are_what_counting_by_hand_gives(
    codings: list[Coding], verdicts: list[Verdict]
) -> None:
    force = [each for _, each in in_force(verdicts, {"T1": TEXT})]

    after = after_discussion(codings, force, READERS, "first")

    for coder in TEAM:
        for name in "ab":
            assert covered(after, coder, name) == by_hand(codings, verdicts, coder, name)


@given(CODINGS, st.data())
def test_when_everything_is_settled_all_coders_have_the_same(
    codings: list[Coding], data: st.DataObject
) -> None:
    given_: list[Verdict] = []
    for case in cases(reached(*codings, readers=TEAM)):
        answer = data.draw(st.sampled_from([*case.coders, "both", "neither"]))
        standing = as_coder_has_it(case, answer)
        if answer in ("both", "neither"):
            standing = all_of_it(case) if answer == "both" else none_of_it(case)
        given_ += [verdict(each.span, each.code, holds=each.holds) for each in rulings(case, standing)]

    found = reached(*codings, *given_, readers=TEAM)
    after = after_discussion(codings, [each for _, each in in_force(given_, {"T1": TEXT})], READERS, "first")

    assert not any(case.open for case in cases(found))
    letters = {place for place in range(BASE, BASE + len(WORDS)) if TEXT.text[place].isalnum()}
    for name in "ab":
        assert len({frozenset(covered(after, coder, name) & letters) for coder in TEAM}) == 1


def test_a_coder_who_is_not_compared_keeps_what_they_have() -> None:
    there = [coding("Ana", "one"), coding("Ben", "one")]

    after = after_discussion(there, [verdict(span("one"), "a", holds=False)], {"T1": ("Ana",)}, "first")

    assert [each.coder for each in after] == ["Ben"]


@pytest.mark.parametrize("spans", [[(0, 2), (2, 4)], [(1, 4), (0, 2)]])
def test_spans_are_united_where_they_overlap_and_not_where_they_touch(spans: list[tuple[int, int]]) -> None:
    found = united(Span(*each) for each in spans)

    assert len(found) == (2 if spans[0][1] == spans[1][0] else 1)


def test_where_codings_only_wait_the_whole_passage_is_turned_down() -> None:
    there = Quotation.cut(TEXT, span("two three"))
    case = Case((Disagreement(there, "a", (), ("Ana",), undecided=("Ben",)),))
    assert told(case, none_of_it(case)) == [("a", "two three", False)]
