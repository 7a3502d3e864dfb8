"""Suggestions explain themselves as sums, and are tested on interviews they were not learned from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import chain
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.suggestion import Example, Precision
from toolkit.text import suggestion
from toolkit.text.suggestion import learn

CODES = frozenset(("trust", "doubt"))
NOISE = [
    f"{who} {what} the {thing} today"
    for who in ("we", "they", "people", "somebody")
    for what in ("saw", "left", "took", "made", "found")
    for thing in ("house", "river", "table", "lamp", "road", "box", "letter")
]


def noise(name: str, at: int) -> str:
    return NOISE[(ord(name) * 37 + at * 11) % len(NOISE)]


def interview(name: str, *coded: str, others: int = 12) -> list[Example]:
    """Make an interview of units with the code trust, and others without any."""
    trust = frozenset(("trust",))
    plain = [Example(name, noise(name, at), CODES, frozenset()) for at in range(others)]
    return [*(Example(name, words, CODES, trust) for words in coded), *plain]


def telling(names: str = "ABCDEF") -> list[Example]:
    """Make interviews in which a word of the code tells it everywhere."""
    return [
        each
        for name in names
        for each in interview(name, f"I trust {noise(name, 20)}", f"such trust in {noise(name, 21)}")
    ]


def planted(names: str = "ABCDEF") -> list[Example]:
    """Make interviews in each of which a word of its own tells the code."""
    return [
        each
        for name in names
        for each in interview(name, *(f"zork{name} {noise(name, at)}" for at in range(20, 24)))
    ]


def of(examples: list[Example], code: str = "trust") -> Precision:
    return {each.code: each for each in learn(examples, sorted(CODES)).precisions}[code]


def test_a_word_that_tells_the_code_everywhere_is_learned_and_right_in_the_test() -> None:
    lessons = learn(telling(), sorted(CODES))
    trust = lessons.precisions[1]

    assert (trust.code, trust.reason, trust.n_positive, trust.n_interviews) == ("trust", "", 12, 6)
    assert trust.precision == trust.recall == 1
    made = lessons.hints("new", ["They trust it.", "They saw it.", "\u2014 \U0001f642", ""])
    assert [[hint.code for hint in hints] for hints in made] == [["trust"], [], [], []]


def test_the_words_and_the_beginning_add_up_to_the_decision_and_the_largest_come_first() -> None:
    text = "I trust the table and they trust me"

    (hint,) = learn(telling(), ["trust"]).hints("new", [text])[0]

    weights = [word.weight for word in hint.words]
    assert hint.intercept + sum(weights) == pytest.approx(hint.decision)
    assert hint.score == pytest.approx(1 / (1 + exp(-hint.decision)))
    assert weights == sorted(weights, reverse=True)
    assert hint.drivers == tuple(word for word in hint.words if word.weight > 0)
    assert hint.drivers[0].term == "trust"
    assert [span.of(text) for span in hint.drivers[0].spans] == ["trust", "trust"]
    for word in hint.words:
        assert {span.of(text).lower() for span in word.spans} == {word.term}


def test_a_word_of_one_interview_each_is_not_taken_for_the_code() -> None:
    """Within interviews the planted word tells the code without fail; across them it tells nothing."""
    examples = planted()
    as_if_apart = [replace(each, interview=f"{at}") for at, each in enumerate(examples)]

    trust = of(examples)

    assert trust.n_positive == 24
    assert "too seldom right in the test" in trust.reason
    assert (trust.precision or 0) < suggestion.LEAST_PRECISION
    assert (of(as_if_apart).precision or 0) > 0.9


@pytest.mark.parametrize("most_words", [suggestion.MOST_WORDS, 40])
def test_what_is_said_about_an_interview_is_the_same_whatever_stands_in_it(
    monkeypatch: pytest.MonkeyPatch, most_words: int
) -> None:
    """Neither its words nor its codings reach what it is judged by: weights, rarity, choice of the words."""
    monkeypatch.setattr(suggestion, "MOST_WORDS", most_words)
    examples = telling()
    trust = frozenset(("trust",))
    turned = [
        replace(each, text=f"house river zork trust nobody {at % 3}", given=trust - each.given)
        if each.interview == "A"
        else each
        for at, each in enumerate(examples)
    ]
    asked = ["I trust the house", "such trust in nobody", "we saw the zork river today"]

    (one,), (other,) = ([learn(each, ["trust"])] for each in (examples, turned))
    about_it, about_it_turned = one.hints("A", asked)[:2], other.hints("A", asked)[:2]

    assert all(about_it)
    assert about_it == about_it_turned
    assert one.hints("B", asked)[:2] != other.hints("B", asked)[:2]
    assert len(one.hints("A", asked)[0][0].words) <= most_words


def test_few_enough_interviews_are_left_out_one_by_one_and_large_studies_in_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    examples = telling("ABCDEFGH")

    assert learn(examples, ["trust"]).n_folds == 8
    monkeypatch.setattr(suggestion, "_AFFORDED", 6 * len(examples))
    assert learn(examples, ["trust"]).n_folds == 6
    monkeypatch.setattr(suggestion, "_AFFORDED", 1)
    lessons = learn(examples, ["trust"])
    assert lessons.n_folds == suggestion.LEAST_FOLDS
    assert lessons.precisions[0].precision == 1


@given(st.lists(st.tuples(st.integers(-4, 4), st.booleans()), max_size=30))
def test_no_mark_serves_better_than_the_one_that_is_found(said: list[tuple[int, bool]]) -> None:
    """The oracle tries every mark there can be."""

    def served(mark: float) -> float:
        right = sum(given for decision, given in said if decision >= mark)
        taken = sum(decision >= mark for decision, _ in said)
        return 1.25 * right / (0.25 * sum(given for _, given in said) + taken)

    decisions = np.array([decision for decision, _ in said], float)
    found = suggestion._mark(decisions, np.array([given for _, given in said], bool))  # noqa: SLF001 - a sum

    if not any(given for _, given in said):
        assert found is None
    else:
        assert found is not None
        assert served(found) == pytest.approx(max(served(decision) for decision, _ in said))


def test_what_is_measured_is_what_an_interview_gets_that_was_learned_from() -> None:
    examples = telling() + planted("G")
    lessons = learn(examples, ["trust"])
    shown = {
        name: lessons.hints(name, [each.text for each in examples if each.interview == name])
        for name in "ABCDEFG"
    }

    assert not any(shown["G"])
    (trust,) = lessons.precisions
    assert sum(map(bool, chain.from_iterable(shown.values()))) == trust.n_suggested == 12


def test_the_same_examples_give_the_same_lessons() -> None:
    examples = telling()

    one, other = (learn(examples, sorted(CODES)) for _ in range(2))

    assert one.precisions == other.precisions
    assert one.hints("new", ["I trust it"]) == other.hints("new", ["I trust it"])


def test_what_nobody_looked_for_is_no_example_of_no() -> None:
    unread = [
        Example("Z", f"I trust {noise('Z', at)}", frozenset(("doubt",)), frozenset()) for at in range(40)
    ]

    assert of(telling() + unread).precision == 1


@pytest.mark.parametrize(
    ("examples", "reason"),
    [
        ([], "no units with it, and it takes 6 to learn it"),
        (interview("A", "I trust it"), "1 unit with it"),
        (interview("A", *("I trust it",) * 9), "in 1 interview, and it takes 3 to test"),
        ([each for name in "ABC" for each in interview(name, *("I trust",) * 3, others=0)], "every"),
        (
            [
                Example(name, f"{name}{at}", CODES, frozenset(("trust",)) if at % 2 else frozenset())
                for name in "ABC"
                for at in range(8)
            ],
            "no word that occurs twice",
        ),
        (
            [
                Example(name, "yes", CODES, frozenset(("trust",)) if at % 4 == 0 else frozenset())
                for name in "ABCD"
                for at in range(40)
            ],
            "too seldom right in the test",
        ),
    ],
)
def test_a_code_that_cannot_be_learned_or_tested_is_not_suggested_and_the_reason_is_said(
    examples: list[Example], reason: str
) -> None:
    trust = of(examples)

    assert reason in trust.reason
    made = learn(examples, ["trust"]).hints("new", ["I trust it", "yes"])
    assert made == [(), ()]


def test_a_language_without_blanks_is_learned_too() -> None:
    said = [
        Example(name, text, frozenset(("trust",)), frozenset(("trust",)) if "信任" in text else frozenset())
        for name in "ABCD"
        for text in ("我很信任它", "他们信任模型", "今天下雨了", "我去河边走走", "桌子上有一封信", "他买了灯")
    ]
    lessons = learn(said, ["trust"])

    assert lessons.precisions[0].precision == 1
    (hint,) = lessons.hints("new", ["你信任谁"])[0]
    assert "信任" in [word.term for word in hint.drivers]


def test_a_unit_given_what_nobody_looked_for_is_refused() -> None:
    with pytest.raises(Invalid, match="nobody looked for there"):
        Example("A", "words", frozenset(), frozenset(("trust",)))


def test_start_up_does_not_wait_for_scikit_learn() -> None:
    asked = "import sys, toolkit.workflow.suggesting; print('sklearn' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"
