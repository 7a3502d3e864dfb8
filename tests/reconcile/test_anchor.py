"""Quotations are found again in a corrected text where nothing is a matter of judgement, and only there."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.conftest import conversation
from toolkit.model.coding import Quotation
from toolkit.model.placement import Anchored, Unanchored
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.reconcile import alignment
from toolkit.reconcile.alignment import aligned
from toolkit.reconcile.anchor import anchor

TALK = (
    ("I", "How did you begin?"),
    ("P", "I wrote the model card on a Friday, and nobody read it. Yeah, exactly."),
    ("I", "And what came of it?"),
    ("P", "Legal asked for 1.5 pages. Yeah, exactly."),
)


def revised(*changes: tuple[str, str], said: tuple[tuple[str, str], ...] = TALK) -> Transcript:
    text = list(said)
    for before, after in changes:
        text = [(label, words.replace(before, after)) for label, words in text]
    return replace(conversation("P04", *(pair for pair in text if pair[1].strip())), revision=2)


def found(words: str, new: Transcript, occurrence: int = 1) -> Anchored | Unanchored:
    old, start = conversation("P04", *TALK), -1
    for _ in range(occurrence):
        start = old.text.index(words, start + 1)
    outcome = anchor({"": Quotation.cut(old, Span(start, start + len(words)))}, old, new)
    return outcome.settled.get("") or outcome.open[""]


@pytest.mark.parametrize(
    ("words", "change", "how", "now"),
    [
        ("nobody read it", ("on a Friday", "on a Monday morning"), "unchanged", "nobody read it"),
        ("nobody read it", ("nobody read it", "Nobody read  it"), "near", "Nobody read  it"),
        ("model card", ("model card", "Model-card"), "near", "Model-card"),
        ("nobody read it.", ("read it.", "read it!"), "near", "nobody read it!"),
        ("model card", ("model card", "modelcard"), "near", "modelcard"),
    ],
)
def test_a_passage_whose_words_are_kept_is_found(
    words: str, change: tuple[str, str], how: str, now: str
) -> None:
    outcome = found(words, revised(change))
    assert isinstance(outcome, Anchored)
    assert (outcome.found, outcome.quotation.text) == (how, now)


@pytest.mark.parametrize(
    ("words", "change", "candidate"),
    [
        ("the model card", ("model card", "data sheet"), "the data sheet"),
        ("nobody read it", ("nobody", "somebody"), "somebody read it"),
        ("And what came of", ("came of it", "came off it"), "And what came off"),
        ("asked for 1.5 pages", ("1.5", "15"), "asked for 15 pages"),
        ("I wrote the model", ("I wrote", "I have written"), "I have written the model"),
    ],
)
def test_a_passage_whose_words_were_changed_is_a_persons_affair(
    words: str, change: tuple[str, str], candidate: str
) -> None:
    outcome = found(words, revised(change))
    assert isinstance(outcome, Unanchored)
    assert outcome.doubt == "changed"
    assert outcome.candidates[0].text == candidate


def test_a_passage_that_was_cut_out_is_gone() -> None:
    outcome = found("and nobody read it", revised((", and nobody read it", "")))
    assert outcome == Unanchored("gone")


def test_a_passage_that_nobody_speaks_any_more_is_gone() -> None:
    new = revised()
    outcome = found("How did you begin?", replace(new, turns=_numbered(new.turns[1:])))
    assert outcome == Unanchored("gone")


def _numbered(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    return tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))


def test_of_two_passages_with_the_same_words_each_keeps_its_own() -> None:
    new = revised(("How did you begin", "Tell me how it all began"), ("Legal", "The lawyers"))
    places = [new.text.index("Yeah"), new.text.rindex("Yeah")]
    for occurrence, place in enumerate(places, 1):
        outcome = found("Yeah, exactly.", new, occurrence)
        assert isinstance(outcome, Anchored)
        assert outcome.quotation.span.start == place


def test_where_one_of_two_like_passages_went_the_other_is_not_taken_for_it() -> None:
    new = revised(("nobody read it. Yeah, exactly.", "nobody read it."))
    gone, stays = found("Yeah, exactly.", new), found("Yeah, exactly.", new, 2)
    assert isinstance(gone, Unanchored)
    assert isinstance(stays, Anchored)
    assert stays.quotation.span.start == new.text.index("Yeah")


def test_a_passage_that_was_moved_is_found_by_its_words_and_what_stands_around_them() -> None:
    said = (*TALK, *(("I", f"Question {number} was about thing {number * 7}.") for number in range(9)))
    old = conversation("P04", *said)
    new = replace(conversation("P04", *said[4:], *said[:4]), revision=2)
    start = old.text.index("card on a Friday, and nobody")
    outcome = anchor({"": Quotation.cut(old, Span(start, start + 28))}, old, new).settled[""]
    assert outcome.quotation.text == "card on a Friday, and nobody"
    assert outcome.found == "quotation"


def test_a_single_word_that_turns_up_elsewhere_is_not_taken_for_the_one_that_went() -> None:
    new = revised(("on a Friday, ", ""), ("what came of it", "what about the Friday then"))
    assert isinstance(found("Friday", new), Unanchored)


def test_an_alignment_pairs_equal_words_and_rises() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    words = [f"w{chance.randrange(60)}" for _ in range(3000)]
    other = [word for word in words if chance.random() > 0.1]
    for place in range(0, len(other), 11):
        other[place] = f"x{place}"
    alignment = aligned(" ".join(words), " ".join(other))
    for way in (alignment.forward, alignment.backward):
        pairs = [(place, new) for place, new in enumerate(way) if new != -1]
        assert all(words[place] == other[new] for place, new in pairs)
        assert [new for _, new in pairs] == sorted({new for _, new in pairs})
        assert len(pairs) > 0.85 * len(other)


def test_long_texts_of_one_phrase_repeated_are_looked_at_without_comparing_all_with_all() -> None:
    """Comparing each of ten thousand turns with each would be 10**8 steps; nothing is certain there."""
    said = [("P", "yeah exactly")] * 10_000
    old, new = (conversation("T", *said[shorter:]) for shorter in (100, 0))
    given = {str(at): Quotation.cut(old, old.turns[at].span) for at in range(0, 9000, 45)}
    assert not anchor(given, old, replace(new, revision=2)).settled


def test_long_texts_that_share_nothing_are_not_compared_word_by_word() -> None:
    found = aligned("ha " * 300, "ho " * 300)
    assert set(found.forward) == set(found.backward) == {-1}


def test_where_runs_are_no_longer_looked_for_short_stretches_are_still_compared_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alignment, "_DEEPEST", 0)
    found = alignment.aligned.__wrapped__("one two three four", "zero two 3 four five")
    assert list(found.forward) == [-1, 1, -1, 3]


def test_words_that_turn_up_only_in_a_label_are_not_offered() -> None:
    old = conversation("P04", ("P", "They said perhaps and left."))
    new = replace(conversation("P04", ("P", "They left."), ("perhaps", "So be it.")), revision=2)
    start = old.text.index("perhaps")
    outcome = anchor({"": Quotation.cut(old, Span(start, start + 7))}, old, new).open[""]
    assert "perhaps" not in [each.text for each in outcome.candidates]


def test_a_passage_of_which_somebody_speaks_no_more_than_a_blank_is_not_offered() -> None:
    old = conversation("P04", ("P", "They said perhaps and left."))
    text = "They left.\n\nperhaps we can."
    new = Transcript("P04", text, (Turn(1, Span(0, 10)), Turn(2, Span(19, len(text)))), revision=2)
    start = old.text.index("perhaps")
    outcome = anchor({"": Quotation.cut(old, Span(start, start + 8))}, old, new).open[""]
    assert all(each.text.strip() for each in outcome.candidates)
    assert "perhaps" not in {each.text.strip() for each in outcome.candidates}


def test_a_single_passage_that_moved_is_found_by_what_stood_on_one_side_of_it() -> None:
    before = "Nobody in our whole department had ever asked. "
    rest = ("P", " ".join(f"word{number}" for number in range(60)))
    old = conversation("P04", ("P", f"{before}We simply waited. Then came spring."), rest)
    new = replace(conversation("P04", rest, ("P", f"{before}We simply waited! And autumn too.")), revision=2)
    start = old.text.index("simply waited")
    outcome = anchor({"": Quotation.cut(old, Span(start, start + 13))}, old, new).settled[""]
    assert (outcome.found, outcome.quotation.text) == ("quotation", "simply waited")
    assert outcome.quotation.span.start == new.text.index("simply waited")


def test_a_passage_of_mere_marks_is_left_for_a_person_once_they_changed() -> None:
    old = conversation("P04", ("P", "I wrote it ?! and left it there for good."))
    new = replace(conversation("P04", ("P", "I wrote it -- and left it there for good.")), revision=2)
    start = old.text.index("?!")
    open_ = anchor({"": Quotation.cut(old, Span(start, start + 2))}, old, new).open[""]
    assert open_.doubt == "changed"
    assert [each.text for each in open_.candidates] == ["--"]


def test_quotation_marks_around_a_passage_go_with_it_when_they_are_set_otherwise() -> None:
    old = conversation("P04", ("P", 'He called it "model card" and nobody minded at all.'))
    new = replace(
        conversation("P04", ("P", "He called it \u201cModel card\u201d and nobody minded at all.")),
        revision=2,
    )
    start = old.text.index('"model')
    outcome = anchor({"": Quotation.cut(old, Span(start, start + 12))}, old, new).settled[""]
    assert (outcome.found, outcome.quotation.text) == ("near", "\u201cModel card\u201d")


def carried(old: str, new: str, words: str) -> Anchored | Unanchored:
    """Say what becomes of the last passage with these words, where one person says all."""
    before, after = conversation("P04", ("P", old)), replace(conversation("P04", ("P", new)), revision=2)
    start = before.text.rindex(words)
    outcome = anchor({"": Quotation.cut(before, Span(start, start + len(words)))}, before, after)
    return outcome.settled.get("") or outcome.open[""]


EIGHT = "we kept it short yes no cards too"
SEVEN = EIGHT.removesuffix(" too")
SPRING = " ".join(f"spring{number}" for number in range(30))


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        # A long passage needs nothing beside it, though it is there twice; one word less is too short.
        (f"now {EIGHT} then {EIGHT} so", f"well {EIGHT} but {EIGHT} oh", EIGHT, "unchanged"),
        (f"now {SEVEN} then {SEVEN} so", f"well {SEVEN} but {SEVEN} oh", SEVEN, "ambiguous"),
        # Between other words than before it is recognised by its letters alone if it is long.
        (f"now {EIGHT} then", f"well {EIGHT.upper()} but", EIGHT, "near"),
        (f"now {SEVEN} then", f"well {SEVEN.upper()} but", SEVEN, "changed"),
        ("no short it", "NO", "no", "changed"),
        ("we yes short it no", "we oh SHORT it no", "short", "changed"),
        ("we short yes it no", "we SHORT oh it no", "short", "changed"),
        # Of several that look alike the one is taken that stands where it stood.
        ("kept it kept kept?", "kept?", "kept?", "unchanged"),
        ("no cards yes we", "no cards yes we we", "we", "quotation"),
        ("no yes we", "no yes we we", "we", "ambiguous"),
        # What moved is known by as much as was quoted behind it.
        (
            f"cards it was rather short yes. {EIGHT} so",
            f"{EIGHT} so then it was rather short yes",
            "it was",
            "quotation",
        ),
        # Or by itself alone, if it is long.
        (f"oh {EIGHT} so. {SPRING}", f"{SPRING}. Now {EIGHT} but", EIGHT, "quotation"),
        (f"oh {SEVEN} so. {SPRING}", f"{SPRING}. Now {SEVEN} but", SEVEN, "ambiguous"),
        # What was replaced is changed, though the same words stand elsewhere; what was cut out is gone.
        ("short kept short", "short yes", "short", "changed"),
        ("no. no kept!", "no.", "no kept!", "gone"),
        ("we no yes?", "no", "we", "gone"),
    ],
)
def test_how_far_a_passage_may_be_recognised(old: str, new: str, words: str, expected: str) -> None:
    outcome = carried(old, new, words)
    assert (outcome.found if isinstance(outcome, Anchored) else outcome.doubt) == expected


def test_offered_is_what_stands_between_the_nearest_words_that_were_kept() -> None:
    outcome = carried("we short kept no cards", "we yes it no cards", "short")
    assert isinstance(outcome, Unanchored)
    assert [each.text for each in outcome.candidates] == ["yes it"]


@pytest.mark.parametrize(
    ("words", "now", "is_offered"), [("short", 14, True), ("short", 15, False), (EIGHT, 28, True)]
)
def test_what_is_far_more_than_there_was_is_not_offered(words: str, now: int, *, is_offered: bool) -> None:
    said = " ".join(SPRING.split()[:now])
    outcome = carried(f"kept {words} cards", f"kept {said} cards", words)
    assert isinstance(outcome, Unanchored)
    assert [each.text for each in outcome.candidates] == [said] * is_offered
