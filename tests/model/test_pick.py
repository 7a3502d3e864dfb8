"""What an edited quotation may do, and what a picked quotation refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.consensus import CONSENSUS
from toolkit.model.pick import OMISSION, Pick, departure, tidied
from toolkit.model.transcript import Span

SAID = "Well, I don\u2019t trust it, honestly, when the so-called card is [laughs] empty. Who would? Not me."


@pytest.mark.parametrize(
    "edited",
    [
        SAID,
        "I don't trust it, honestly",  # nothing is marked at the beginning and end, and apostrophes are typed
        "I don't trust it [\u2026] when the so-called card is [\u2026] empty.",
        "I don't trust it [\u2026]. Not me.",  # a full stop where words are left out
        "[\u2026] the so-called card is [laughs] empty [\u2026]",
        "[N]ot me",
        "[w]ell, I don't trust it",
        "I don't trust [the model card], honestly",  # in the place of a word
        "I don't trust it, honestly, when [in June] the so-called card is",
        "Who would?",
    ],
)
def test_words_may_be_left_out_where_it_is_marked_and_put_in_brackets(edited: str) -> None:
    assert not departure(SAID, edited)


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        ("I do trust it", "\u201cdo\u201d does not come from the original"),
        ("I don [\u2026] trust it", "\u201cdon\u201d does not come"),  # no word is cut in two
        ("called card", "\u201ccalled\u201d does not come"),
        ("I don't trust it when", "words are left out before \u201cwhen\u201d without [\u2026]"),
        ("I don't trust the card", "words are left out before \u201cthe\u201d"),
        ("Not me [\u2026] Well", "\u201cWell\u201d is not said at this place"),
        ("Not me me", "\u201cme\u201d is not said at this place"),
        ("well, I", "\u201cwell\u201d does not come"),
        ("[M]ell, I", "\u201c[M]ell\u201d does not come"),
        ("Who would!", "\u201c!\u201d does not come"),
        ("I [don't trust it", "a square bracket is not closed"),
        ("I [] trust it", "a square bracket is not closed, or holds nothing"),
        ("[nobody trusts it]", "no word of the original is left"),
        ("[\u2026]", "no word of the original is left"),
        ("", "no word of the original is left"),
    ],
)
def test_what_is_not_of_the_original_is_told(edited: str, told: str) -> None:
    assert told in departure(SAID, edited)


def test_letters_are_compared_however_they_are_made_up() -> None:
    assert not departure("In the cafe\u0301 we talked.", "In the caf\u00e9 [\u2026] talked")
    assert not departure("漢字 と かな", "漢字 [\u2026] かな")
    assert departure("שלום לך", "לך שלום")


WORDS = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=2, max_size=12, unique=True)


@given(WORDS, st.data())
def test_any_words_may_go_if_a_mark_stands_in_their_place(words: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)).filter(any))
    edited = " ".join(
        word if keep else data.draw(st.sampled_from([OMISSION, "[...]", "[of ours]"]))
        for word, keep in zip(words, kept, strict=True)
    )
    assert not departure(" ".join(words), tidied(edited))


@given(WORDS, st.data())
def test_no_word_inside_goes_without_a_mark_and_none_is_moved(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(words) - 1))
    left = words[:gone] + words[gone + 1 :]
    inside = 0 < gone < len(words) - 1
    assert bool(departure(" ".join(words), " ".join(left))) == inside
    assert departure(" ".join(words), " [\u2026] ".join(reversed(words)))


@given(st.text(), st.text())
def test_no_text_breaks_the_comparison(original: str, edited: str) -> None:
    told = departure(original, tidied(edited))
    assert "\n" not in told


@given(st.text())
def test_the_original_departs_from_nothing(original: str) -> None:
    plain = tidied(original)
    assert departure(plain, plain) in {"", "no word of the original is left"}


@given(st.text(alphabet="ab[]….,\u2019 \n", max_size=60))
def test_tidying_twice_is_tidying_once(edited: str) -> None:
    assert tidied(tidied(edited)) == tidied(edited)


def made() -> Pick:
    quotation = Quotation("P01", 1, Span(3, 8), "trust")
    return Pick("q1", quotation, "trust", "1.0.0", "", "", "Ana", "2026-01-05T10:00:00Z")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": " "}, "quotation id is blank"),
        ({"code": "a b"}, "code of a quotation"),
        ({"codebook_version": "x"}, "version"),
        ({"edited": "two\nlines"}, "edited text is not on one line"),
        ({"edited": "a [...]"}, "edited text is not on one line"),
        ({"edited": "a\x00"}, "NUL"),
        ({"used_in": "a\nb"}, "where a quotation is used"),
        ({"picked_by": ""}, "picked_by is blank"),
        ({"made_at": "today"}, "time of a quotation"),
    ],
)
def test_a_pick_refuses_what_cannot_be(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        replace(made(), **wrong)  # type: ignore[arg-type]


def test_a_pick_can_be_followed_as_a_coding() -> None:
    coding = made().as_coding()
    assert (coding.id, coding.code, coding.coder, coding.span) == ("q1", "trust", CONSENSUS, made().span)
    assert coding.transcript == made().transcript
