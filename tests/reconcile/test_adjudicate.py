"""Several readings made one: what stands, what is open, what verdicts answer for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation
from tests.reconcile.revisions import book, code, record, released
from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import CONSENSUS, Consensus, Verdict
from toolkit.model.lineage import Lineage
from toolkit.model.transcript import Span
from toolkit.reconcile.adjudicate import adjudicate, followed, joined
from toolkit.reconcile.resolve import resolve

WORDS = "one two three four five six seven eight nine ten"
TEXT = conversation("T1", ("P", WORDS))
OTHER = conversation("T2", ("P", WORDS))
BASE = TEXT.turns[0].span.start
BOOK = Lineage((book(code("a"), code("b"), code("c")),))
ALL = frozenset("abc")
BOTH = {("T1", "Ana"): ALL, ("T1", "Ben"): ALL}


def coding(id_: str, coder: str, words: str, code: str = "a", version: str = "1.0.0") -> Coding:
    quotation = quote(words)
    return Coding(id_, quotation, code, coder, version, "first", "2026-01-05T10:00:00Z")


def quote(words: str) -> Quotation:
    start = TEXT.text.index(words)
    return Quotation.cut(TEXT, Span(start, start + len(words)))


def verdict(
    words: str, *, holds: bool = True, code: str = "a", at: str = "10", version: str = "1.0.0"
) -> Verdict:
    name = f"{words} {code} {at}"
    return Verdict(name, quote(words), code, holds, "why", version, "Cleo", f"2026-02-01T{at}:00:00Z")


def reached(
    *made: Coding | Verdict, looked: dict[tuple[str, str], frozenset[str]] | None = None
) -> Consensus:
    codings = [each for each in made if isinstance(each, Coding)]
    verdicts = [each for each in made if isinstance(each, Verdict)]
    return adjudicate([TEXT, OTHER], resolve(codings, BOOK), looked or BOTH, verdicts)


def standing(found: Consensus) -> list[tuple[str, str]]:
    return [(each.code, each.quotation.text) for each in found.codings]


def test_what_every_coder_gave_stands_with_all_the_words_they_gave_it() -> None:
    found = reached(coding("1", "Ana", "one two"), coding("2", "Ben", "two three"))

    assert standing(found) == [("a", "one two three")]
    assert {each.coder for each in found.codings} == {CONSENSUS}
    assert found.disagreements == ()
    assert found.reached == ("T1",)


def test_what_one_coder_passed_over_is_open() -> None:
    found = reached(
        coding("1", "Ana", "one two"), coding("2", "Ben", "four"), coding("3", "Ben", "four", "b")
    )

    assert standing(found) == []
    assert [(each.code, each.coded_by, each.passed_by) for each in found.disagreements] == [
        ("a", ("Ana",), ("Ben",)),
        ("a", ("Ben",), ("Ana",)),
        ("b", ("Ben",), ("Ana",)),
    ]
    assert found.unsettled == {"T1": 3}
    assert found.reached == ()


def test_passages_that_only_touch_are_two() -> None:
    found = reached(coding("1", "Ana", "one "), coding("2", "Ben", "two"))

    assert [each.open for each in found.disagreements] == [True, True]


def test_a_verdict_settles_what_it_overlaps_and_its_words_stand() -> None:
    found = reached(
        coding("1", "Ana", "one two three"),
        verdict("two"),
        coding("2", "Ben", "six"),
        verdict("six", holds=False),
    )

    assert standing(found) == [("a", "two")]
    assert [each.open for each in found.disagreements] == [False, False]
    assert found.reached == ("T1",)


def test_a_verdict_on_another_code_answers_for_nothing_else() -> None:
    found = reached(coding("1", "Ana", "one two three"), verdict("two", code="b"))

    assert [(each.code, each.open) for each in found.disagreements] == [("a", True), ("b", False)]
    assert found.unsettled == {"T1": 1}


def test_a_verdict_may_turn_down_what_all_gave_and_give_what_nobody_did() -> None:
    found = reached(
        coding("1", "Ana", "one"),
        coding("2", "Ben", "one"),
        verdict("one", holds=False),
        verdict("nine", code="c"),
    )

    assert standing(found) == [("c", "nine")]
    assert [(each.coded_by, each.passed_by) for each in found.disagreements] == [
        (("Ana", "Ben"), ()),
        ((), ("Ana", "Ben")),
    ]


def test_of_verdicts_that_overlap_the_later_holds() -> None:
    found = reached(verdict("one two"), verdict("two three", holds=False, at="11"), verdict("five", at="09"))

    assert standing(found) == [("a", "five")]


def test_coders_who_have_not_finished_are_no_part_of_it() -> None:
    found = reached(coding("1", "Ana", "one"), coding("2", "Ben", "one"), coding("3", "Cleo", "five"))

    assert standing(found) == [("a", "one")]
    assert found.disagreements == ()


def test_one_reading_alone_is_no_consensus_whatever_verdicts_there_are() -> None:
    alone = {("T1", "Ana"): ALL}

    for made in ([coding("1", "Ana", "one")], [coding("1", "Ana", "one"), verdict("one")]):
        found = reached(*made, looked=alone)
        assert (found.read, found.codings, found.disagreements) == ((), (), ())


def test_a_verdict_answers_for_what_it_overlaps_and_not_for_the_chain() -> None:
    found = reached(
        coding("1", "Ana", "one"),
        coding("2", "Ben", "one two three"),
        coding("3", "Ana", "three four five six seven"),
        verdict("one"),
    )

    assert standing(found) == [("a", "one")]
    assert [(each.quotation.text, each.coded_by, each.open) for each in found.disagreements] == [
        ("one two three", ("Ana", "Ben"), False),
        ("three four five six seven", ("Ana",), True),
    ]


def test_what_is_coded_after_a_verdict_is_not_silenced_by_it() -> None:
    later = "2026-05-01T10:00:00Z"
    found = reached(
        verdict("one", holds=False),
        replace(coding("1", "Ana", "one two"), made_at=later),
        replace(coding("2", "Ben", "one two three"), made_at=later),
    )

    assert standing(found) == [("a", "one two three")]
    assert [each.open for each in found.disagreements] == [False]


def test_a_verdict_that_was_overtaken_does_not_come_back() -> None:
    first, second = verdict("one two", at="10"), verdict("two three", holds=False, at="11")
    third = verdict("three four", at="12")

    assert standing(reached(first, second, third)) == [("a", "three four")]
    assert standing(reached(first, second)) == []


def test_who_did_not_look_for_a_code_has_not_passed_it_by() -> None:
    looked = {("T1", "Ana"): ALL, ("T1", "Ben"): ALL, ("T1", "Cleo"): frozenset("b")}
    both = reached(coding("1", "Ana", "one"), coding("2", "Ben", "one"), looked=looked)
    one = reached(coding("1", "Ana", "one"), looked={("T1", "Ana"): ALL, ("T1", "Cleo"): frozenset("b")})

    assert standing(both) == [("a", "one")]
    assert standing(one) == []
    assert one.disagreements[0].passed_by == ()


def test_codings_and_verdicts_on_another_revision_do_not_count() -> None:
    old = replace(coding("1", "Ana", "one"), quotation=replace(quote("one"), revision=2))
    said = replace(verdict("five"), quotation=replace(quote("five"), revision=2))

    found = reached(old, said)

    assert (found.codings, found.disagreements) == ((), ())


SPLIT = Lineage(
    (
        BOOK.releases[0],
        released(
            (record("split", "a", "d e"), (code("d"), code("e"))),
            after=BOOK.releases[0],
        ),
    )
)


@pytest.mark.parametrize(
    ("verdicts", "answered"),
    [
        ([], 0),
        ([("d", True)], 1),
        ([("d", False)], 0),
        ([("d", False), ("e", False)], 1),
        ([("d", False), ("e", True)], 1),
        ([("b", True)], 0),
    ],
)
def test_what_waits_since_a_split_is_answered_by_a_verdict_on_its_parts(
    verdicts: list[tuple[str, bool]], answered: int
) -> None:
    seen = resolve([coding("1", "Ana", "one two")], SPLIT)
    given = [verdict("two", code=name, holds=holds, version="2.0.0") for name, holds in verdicts]

    found = adjudicate([TEXT], seen, BOTH, given)

    assert (found.answered, len(found.waiting)) == (answered, 1 - answered)


def test_whose_coding_waits_has_not_passed_the_code_by() -> None:
    seen = resolve([coding("1", "Ana", "one two"), coding("2", "Ben", "one", "d", "2.0.0")], SPLIT)

    (found,) = adjudicate([TEXT], seen, {key: frozenset("de") for key in BOTH}).disagreements

    assert (found.coded_by, found.passed_by, found.undecided) == (("Ben",), (), ("Ana",))


def test_a_verdict_is_followed_as_a_coding_is_and_void_where_it_would_wait() -> None:
    kept, split = verdict("one", code="b"), verdict("two", code="a")

    assert [each.code for each in followed([kept, split], SPLIT, "2.0.0")] == ["b"]
    assert [each.code for each in followed([kept, split], SPLIT, "1.0.0")] == ["b", "a"]
    assert followed([verdict("one", code="d", version="2.0.0")], SPLIT, "1.0.0") == ()


def test_a_verdict_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ToolkitError):
        replace(verdict("one"), decided_at="yesterday")
    with pytest.raises(ToolkitError):
        replace(verdict("one"), code="Not An Id")


spans = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(
    lambda pair: Span(BASE + pair[0], BASE + min(pair[0] + pair[1], len(WORDS)))
)
given_by = st.lists(st.tuples(st.sampled_from(["Ana", "Ben"]), spans), max_size=12)


@given(given_by)
def test_what_stands_and_what_is_disputed_equals_a_count_letter_by_letter(
    made: list[tuple[str, Span]],
) -> None:
    made = [(coder, span) for coder, span in made if span.of(TEXT.text).strip()]
    codings = [
        Coding(str(number), Quotation.cut(TEXT, span), "a", coder, "1.0.0", "first", "2026-01-05T10:00:00Z")
        for number, (coder, span) in enumerate(made)
    ]
    # Letters i and i + 1 belong to one passage if some coding covers both.
    joined = {place for _, span in made for place in range(span.start, span.end - 1)}
    covered = sorted({place for _, span in made for place in range(span.start, span.end)})
    runs: list[list[int]] = []
    for place in covered:
        if runs and runs[-1][-1] == place - 1 and place - 1 in joined:
            runs[-1].append(place)
        else:
            runs.append([place])
    whose = [{coder for coder, span in made if span.start in run} for run in runs]

    found = reached(*codings)

    stood = [Span(run[0], run[-1] + 1) for run, who in zip(runs, whose, strict=True) if len(who) == 2]
    disputed = [Span(run[0], run[-1] + 1) for run, who in zip(runs, whose, strict=True) if len(who) == 1]
    assert [each.span for each in found.codings] == stood
    assert [each.quotation.span for each in found.disagreements] == disputed
    assert (found.reached == ("T1",)) is (not disputed)


def test_transcripts_made_one_apart_and_joined_are_those_made_one_together() -> None:
    def there(made: Coding | Verdict) -> Coding | Verdict:
        return replace(made, id=f"other {made.id}", quotation=Quotation.cut(OTHER, made.quotation.span))

    made: list[Coding | Verdict] = [
        coding("1", "Ana", "one two"),
        coding("2", "Ben", "two"),
        coding("3", "Ana", "five"),
        coding("4", "Ben", "nine"),
        verdict("nine"),
    ]
    others = [there(each) for each in made[1:]]
    looked = BOTH | {("T2", "Ben"): ALL, ("T2", "Cleo"): ALL, ("T2", "Ana"): ALL}
    whole = reached(*made, *others, looked=looked)
    parts = [
        reached(*made, looked=BOTH),
        reached(*others, looked={key: codes for key, codes in looked.items() if key[0] == "T2"}),
    ]

    assert len(whole.codings) == 3
    assert whole.read == ("T1", "T2")
    assert whole.coders == ("Ana", "Ben", "Cleo")
    assert joined(parts, "1.0.0") == whole
