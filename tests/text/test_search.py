"""What people look for is found as they read it, at the positions of the text as it is, and in time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.porter import PorterStemmer

from toolkit.errors import ToolkitError
from toolkit.model.transcript import Span
from toolkit.text import lemmas, matching, search
from toolkit.text.endings import without_ending


def found(text: str, *phrases: str, same_case: bool = False) -> list[str]:
    return [span.of(text) for span in search.words(text, phrases, same_case=same_case)]


@pytest.mark.parametrize(
    ("text", "phrase", "hits"),
    [
        ("Trust, distrust and TRUST!", "trust", ["Trust", "TRUST"]),
        ("Trust, distrust and trusted.", "trust*", ["Trust", "trusted"]),
        ("Trust, distrust and trusted.", "*trust", ["Trust", "distrust"]),
        ("Trust, distrust and trusted.", "*trust*", ["Trust", "distrust", "trusted"]),
        ("a model  card, a model\ncard, a modelcard", "model card", ["model  card", "model\ncard"]),
        ("café, cafe\u0301, cafe", "café", ["café", "cafe\u0301"]),
        ("café, cafe\u0301, cafe", "cafe\u0301", ["café", "cafe\u0301"]),
        ("café, cafe\u0301, cafe", "cafe", ["cafe"]),
        ("it\u2019s and it's", "it's", ["it\u2019s", "it's"]),
        ("Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("docu\u00admentation", "documentation", ["docu\u00admentation"]),
        ("漢字の話", "漢字", ["漢字"]),
        ("สวัสดีครับ", "สวัสดี", ["สวัสดี"]),
        ("कि क", "क", ["क"]),
        ("שלום עולם", "שלום", ["שלום"]),
        ("a😀b 😀", "😀", ["😀", "😀"]),
        ("😀\U0001f3fd thumbs", "thumbs", ["thumbs"]),
        ("C++ and C", "c++", ["C++"]),
        ("price: 5.0 (a)", "5.0", ["5.0"]),
        ("5x0", "5.0", []),
        ("self-made", "made", ["made"]),
        ("snake_case", "case", []),
        ("", "x", []),
    ],
)
def test_words_are_found_as_people_read_them(text: str, phrase: str, hits: list[str]) -> None:
    assert found(text, phrase) == hits


def test_capital_letters_matter_if_asked() -> None:
    assert found("AI and ai", "AI", same_case=True) == ["AI"]


def test_hits_of_several_phrases_do_not_overlap() -> None:
    assert found("a model card", "model", "model card", "card") == ["model card"]


@pytest.mark.parametrize("phrase", ["", "   ", "*", "a *", "**", "a*b", "\u00ad", "*\u200d*", "x" * 501])
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ToolkitError, match="search"):
        search.words("text", [phrase])


ALPHABET = st.sampled_from("aAbß é e\u0301\u00ad\u0131漢कि😀'\u2019.*\n_-")


@given(st.text(ALPHABET, max_size=40), st.text(ALPHABET, min_size=1, max_size=4), st.booleans())
def test_whatever_is_found_lies_in_the_text_and_is_what_was_sought(
    text: str, phrase: str, same_case: bool
) -> None:
    try:
        spans = search.words(text, [phrase], same_case=same_case)
    except ToolkitError:
        return
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for span in spans:
        assert span.end <= len(text)
        assert search.words(span.of(text), [phrase], same_case=same_case)


@given(st.lists(st.sampled_from(["trust", "mistrust", "trusted", "model", "."]), max_size=20))
def test_whole_words_are_found_like_by_splitting(words: list[str]) -> None:
    text = " ".join(words)

    assert len(found(text, "trust")) == words.count("trust")
    assert len(found(text, "trust*")) == words.count("trust") + words.count("trusted")


# Lemmas


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let lemmas go by rule, whatever is installed on this machine."""
    monkeypatch.setattr(lemmas, "model_name", lambda _: None)
    lemmas.tokens.cache_clear()
    yield
    lemmas.tokens.cache_clear()


def forms(text: str, *phrases: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in search.lemmas(text, phrases, language)]


def test_english_words_are_found_in_their_regular_forms_and_a_note_says_so() -> None:
    text = "Coding codes: she coded what they code; a coder codifies."

    assert forms(text, "code") == ["Coding", "codes", "coded", "code"]
    assert forms("She documented the model's cards.", "document model card") == []
    assert forms("She documented models' cards.", "document model card") == ["documented models' cards"]
    assert "without their regular English endings" in lemmas.source("en-GB")
    assert lemmas.MODEL_TO_INSTALL in lemmas.source("en")


def test_words_of_a_language_without_a_model_are_found_as_they_stand() -> None:
    assert forms("Modelle und Modell", "Modell", language="de") == ["Modell"]
    assert "compared as they stand" in lemmas.source("de")


def test_a_phrase_without_words_finds_nothing() -> None:
    assert forms("Well ... yes!", "...") == []


IRREGULAR = {"went": "go", "goes": "go"}


class Read:
    """A token as spaCy gives it."""

    __slots__ = ("idx", "is_space", "lemma_", "lower_", "text")

    def __init__(self, match: re.Match[str]) -> None:
        self.idx, self.text, self.lower_ = match.start(), match[0], match[0].lower()
        self.lemma_, self.is_space = IRREGULAR.get(self.lower_, match[0]), match[0].isspace()

    def __len__(self) -> int:
        return len(self.text)


def test_a_model_that_is_installed_tells_the_lemmas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "model_name", {"en": "en_core_web_sm"}.get)
    monkeypatch.setattr(lemmas, "reader", lambda _: lambda text: map(Read, re.finditer(r"\s+|\w+|\W", text)))

    assert forms("He went, she goes; they go.", "go") == ["went", "goes", "go"]
    assert forms("He went  home.", "go home") == ["went  home"]
    assert forms("They coded, he codes.", "code") == ["coded", "codes"]  # which this model does not know
    assert lemmas.source("en-US").startswith("Lemmas are those of spaCy's model en_core_web_sm; words that")


def test_of_several_models_the_best_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    names = ("de_core_news_sm", "en_other", "en_core_web_sm", "en_core_web_md")
    entries = [EntryPoint(name, "nowhere", "spacy_models") for name in names]
    monkeypatch.setattr(lemmas, "entry_points", lambda group: entries if group == "spacy_models" else [])
    lemmas.model_name.cache_clear()

    assert [lemmas.model_name(each) for each in ("en", "de", "fr")] == [
        "en_core_web_md",
        "de_core_news_sm",
        None,
    ]
    lemmas.model_name.cache_clear()


@given(st.text(st.sampled_from("abeginsdtyzlx"), min_size=1, max_size=12))
def test_endings_go_as_in_the_published_algorithm(word: str) -> None:
    """The oracle is NLTK's implementation of Porter (1980), its steps 1a, 1b, 1c and 5a."""
    porter = PorterStemmer(mode=PorterStemmer.ORIGINAL_ALGORITHM)
    expected = word
    if len(word) > 2:
        for step in ("1a", "1b", "1c", "5a"):
            expected = getattr(porter, f"_step{step}")(expected)

    assert without_ending(word) == expected


# Patterns


def test_a_pattern_is_found_in_each_text() -> None:
    texts = ["In 1920 and 2020.", "none", "In 1999"]

    assert search.pattern(texts, r"\b\d{4}\b") == ((Span(3, 7), Span(12, 16)), (), (Span(3, 7),))
    assert search.pattern(["Ab ab"], "ab") == ((Span(0, 2), Span(3, 5)),)
    assert search.pattern(["Ab ab"], "ab", same_case=True) == ((Span(3, 5),),)
    assert search.pattern(["😀 é漢"], "é漢|x*") == ((Span(2, 4),),)


def test_a_pattern_that_would_run_for_years_is_ended() -> None:
    began = time.monotonic()

    with pytest.raises(ToolkitError, match=r"was not through after 1 seconds"):
        search.pattern(["a" * 60 + "!"], "(a+)+$", seconds=1)

    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("(", "is no regular expression"),
        ("a{99999999999}", "is no regular expression"),
        ("", "is empty or too long"),
        ("x" * 501, "is empty or too long"),
        (".", "matches more than"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(expression: str, told: str) -> None:
    with pytest.raises(ToolkitError, match=told):
        search.pattern(["y" * (matching.MOST_MATCHES + 5)], expression, seconds=60)
