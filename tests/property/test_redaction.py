"""Redaction moves no coding off its words, and nothing of an original is left."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.model.names import Key
from toolkit.model.transcript import Span
from toolkit.text.names.matching import Matcher, composed, fold
from toolkit.text.names.redacting import redacted, words

WORDS = ("Sarah", "Ann", "Miller", "trust", "José", "\U0001f600", "cafe\u0301", "SARAH", "will", "Will", "x")
REPLACEMENTS = ("[name]", "Person 1", "Kim", "[employer]")
lines = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=5
)
originals = st.lists(
    st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=2).map(" ".join), unique=True, max_size=5
)


@given(lines, originals, st.data())
def test_a_coding_covers_the_redacted_image_of_its_passage(
    said: list[str], names: list[str], data: st.DataObject
) -> None:
    text = conversation("P01", *(("P01", line) for line in said))
    keys = [Key("name", name, data.draw(st.sampled_from(REPLACEMENTS))) for name in names]
    matcher = Matcher.of(keys)
    start = data.draw(st.integers(0, len(text.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text.text))))

    after, done = redacted(text, matcher)

    image = done.image(span)
    edits = [(found, key) for found, key in matcher.find(text.text)]
    # By hand: letters of the passage as they are, each name it touches replaced as a whole.
    told, at = "", span.start
    for found, key in edits:
        if found.overlaps(span):
            told += text.text[at : max(found.start, at)] + key.replacement
            at = found.end
    told += text.text[at : span.end] if at < span.end else ""
    assert image.of(after.text) == told
    assert [turn.speaker for turn in after.turns] == [turn.speaker for turn in text.turns]
    assert not list(matcher.find(after.text))


@given(lines, originals)
def test_redacting_twice_changes_nothing(said: list[str], names: list[str]) -> None:
    matcher = Matcher.of(Key("name", name, "[name]") for name in names)
    text = conversation("P01", *(("P01", line) for line in said))
    once, _ = redacted(text, matcher)
    twice, done = redacted(once, matcher)
    assert twice == once
    assert done.count == 0


@given(st.text(), originals)
def test_any_text_is_redacted_and_stays_so(text: str, names: list[str]) -> None:
    matcher = Matcher.of(Key("name", name, "[name]") for name in names)
    once = words(text, matcher)
    assert words(once, matcher) == once


marked = st.text(
    st.sampled_from("ab Zé\u0439\u3042\u4e00\u2019-_.\u0301\u0327\t\n\xa0\xad\u200b\u1112\u1161\u093f")
)


@given(marked)
@example("")
@example("a  b\u0301c d")
@example(" \u200b x")
def test_a_text_is_folded_as_its_letters_one_by_one(text: str) -> None:
    folded = fold(text)

    letters: list[tuple[int, int]] = []
    for at, letter in enumerate(text):
        if letters and (unicodedata.combining(letter) or letter == "\u1161"):  # a vowel of Hangul
            letters[-1] = letters[-1][0], at + 1
        else:
            letters.append((at, at + 1))
    told: list[tuple[str, int, int]] = []
    for start, end in letters:
        if text[start].isspace() and told and told[-1][0] == " ":
            told[-1] = " ", told[-1][1], end
        else:
            one = " " if text[start].isspace() else composed(text[start:end])
            told += [(piece, start, end) for piece in one]
    assert list(zip(folded.letters, folded.starts, folded.ends, strict=True)) == told


@given(lines, originals)
def test_where_a_name_stands_its_first_word_is_seen(said: list[str], names: list[str]) -> None:
    text = "\n".join(said)
    matcher = Matcher.of(Key("name", name, "[name]") for name in names)
    if list(matcher.find(text)):
        assert matcher.begins_in(composed(text))
    elif not any(name.split()[0].casefold() in text.casefold() for name in names):
        assert not matcher.begins_in(composed(text))
