"""However a text is edited: no quotation is lost, and none is carried to other words than it quotes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.anchor import anchor, unread

WORDS = [
    "yeah", "exactly", "no", "I", "trusted", "Them", "cafe\u0301", "model", "card", "10", "3.5", "data", "ß",
    "\U0001f600", "漢字", "שלום", "don't", "well,", "so.", "…", "-", "\u200d",
]  # fmt: skip
SAID = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
TALK = st.lists(st.tuples(st.sampled_from(["I", "P"]), SAID), min_size=1, max_size=8)


def talk(said: list[tuple[str, str]], revision: int = 1) -> Transcript:
    return replace(conversation("T", *said), revision=revision)


def quotations(transcript: Transcript, data: st.DataObject) -> dict[str, Quotation]:
    ends = st.integers(0, len(transcript.text))
    found: dict[str, Quotation] = {}
    for one, other in data.draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=8)):
        try:
            found[str(len(found))] = Quotation.cut(transcript, Span(min(one, other), max(one, other)))
        except Invalid:
            continue
    return found


def edited(said: list[tuple[str, str]], data: st.DataObject) -> list[tuple[str, str]]:
    """Insert, drop, change, double and move turns and words."""
    now = list(said)
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(now) - 1))
        label, words = now[at]
        match data.draw(st.sampled_from(["insert", "drop", "change", "double", "move", "case"])):
            case "insert":
                now.insert(at, (label, data.draw(SAID)))
            case "drop" if len(now) > 1:
                del now[at]
            case "double":
                now.insert(at, now[at])
            case "move":
                now.append(now.pop(at))
            case "case":
                now[at] = (label, words.upper().replace(".", "!"))
            case _:
                parts = words.split(" ")
                parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(SAID)
                now[at] = (label, " ".join(parts))
    return now


def bare(text: str) -> str:
    """Return a text without blanks, case and punctuation, worked out apart from the code under test."""
    kept = (c for c in text if not c.isspace() and not unicodedata.category(c).startswith("P"))
    return "".join(kept).casefold()


@given(said=TALK, data=st.data())
def test_every_quotation_is_settled_on_its_own_words_or_open(
    said: list[tuple[str, str]], data: st.DataObject
) -> None:
    old, new = talk(said), talk(edited(said, data), 2)
    given_ = quotations(old, data)
    found = anchor(given_, old, new)
    assert found.settled.keys() | found.open.keys() == given_.keys()
    assert not found.settled.keys() & found.open.keys()
    assert found.total == len(given_)
    for name, anchored in found.settled.items():
        place = anchored.quotation
        assert place == Quotation.cut(new, place.span)
        assert place.revision == 2
        if anchored.found == "near":
            assert place.text != given_[name].text
            assert bare(place.text) == bare(given_[name].text)
        else:
            assert place.text == given_[name].text
    for left in found.open.values():
        assert all(place == Quotation.cut(new, place.span) for place in left.candidates)


@given(said=TALK, data=st.data())
def test_the_same_text_keeps_every_quotation_where_it_is(
    said: list[tuple[str, str]], data: st.DataObject
) -> None:
    old = talk(said)
    given_ = quotations(old, data)
    found = anchor(given_, old, replace(old, revision=2))
    assert {name: place.quotation.span for name, place in found.settled.items()} == {
        name: quotation.span for name, quotation in given_.items()
    }
    assert {place.found for place in found.settled.values()} <= {"unchanged"}


@given(said=TALK, data=st.data(), front=st.sampled_from(["Recorded on a Monday", "Zoom call", "Ω"]))
def test_words_put_before_everything_shift_every_quotation_by_their_length(
    said: list[tuple[str, str]], data: st.DataObject, front: str
) -> None:
    old, new = talk(said), talk([("Z", front), *said], 2)
    shift = len(f"Z: {front}\n\n")
    given_ = quotations(old, data)
    found = anchor(given_, old, new)
    assert not found.open
    for name, anchored in found.settled.items():
        span = given_[name].span
        assert anchored.quotation.span == Span(span.start + shift, span.end + shift)


@given(count=st.integers(2, 9), more=st.integers(1, 3), at=st.integers(0, 8))
def test_of_turns_that_are_all_alike_none_is_carried_over_when_one_comes_or_goes(
    count: int, more: int, at: int
) -> None:
    assume(at < count)
    few, many = ([("I", "And?"), ("P", "Yeah, exactly.")] * number for number in (count, count + more))
    for before, after in ((few, many), (many, few)):
        old, new = talk(before), talk(after, 2)
        found = anchor({"": Quotation.cut(old, old.turns[2 * at + 1].span)}, old, new)
        assert found.open[""].doubt == "ambiguous"
        assert {place.text for place in found.open[""].candidates} == {"Yeah, exactly."}


@given(said=TALK, data=st.data())
def test_words_are_new_to_a_reading_only_if_they_were_not_there(
    said: list[tuple[str, str]], data: st.DataObject
) -> None:
    old, new = talk(said), talk(edited(said, data), 2)
    whole = Span(0, len(new.text))
    fresh, words = unread(old.text, new.text, whole)
    assert 0 <= fresh <= words
    assert unread(new.text, new.text, whole)[0] == 0
