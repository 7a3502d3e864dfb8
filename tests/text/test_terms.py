"""Terms are found in any script, with the places where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.terms import terms


def found(text: str) -> list[str]:
    return [term for term, _ in terms(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Model cards help.", ["model", "cards", "help", "model cards", "cards help"]),
        ("It\u2019s mine", ["it's", "mine", "it's mine"]),
        ("One. Two", ["one", "two"]),
        ("信任模型", ["信任", "任模", "模型"]),
        ("信", ["信"]),
        ("モデル card", ["モデ", "デル", "card"]),
        ("신뢰해요", ["신뢰", "뢰해", "해요"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा", "हिन्दी भाषा"]),
        ("שלום לך", ["שלום", "לך", "שלום לך"]),
        ("__ 🙂 ... -", []),
        ("", []),
    ],
)
def test_terms_are_words_and_pairs_or_pairs_of_letters(text: str, told: list[str]) -> None:
    assert found(text) == told


def test_case_and_composition_make_no_difference() -> None:
    assert found("CAF\u00c9") == found("cafe\u0301") == ["caf\u00e9"]


@given(st.text())
def test_every_term_stands_where_it_says(text: str) -> None:
    for term, span in terms(text):
        assert term
        assert 0 <= span.start < span.end <= len(text)
        assert term in found(span.of(text))
