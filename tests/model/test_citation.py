"""Citations are read from any text, and nothing of the text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.citation import LONGEST_TITLE, Citation, citations, pieces, title

KINDS = st.sampled_from(["code", "coding", "transcript", "memo"])
BARE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"], exclude_characters="[]"))
NAMES = BARE.map(str.strip).filter(lambda name: 0 < len(name) <= 150)
CITATIONS = st.builds(Citation, KINDS, NAMES)
TEXTS = st.lists(
    st.one_of(
        st.text(), st.sampled_from(["[[", "]]", "[[code:", "[", "]", "\n", "code:"]), CITATIONS.map(str)
    )
).map("".join)


@given(TEXTS)
def test_any_text_is_cut_into_pieces_that_make_it_whole_again(text: str) -> None:
    assert "".join(map(str, pieces(text))) == text
    assert len(title(text)) <= LONGEST_TITLE


@given(CITATIONS, BARE, BARE)
def test_a_citation_is_read_back_whatever_stands_around_it(cited: Citation, before: str, after: str) -> None:
    assert [piece for piece in pieces(f"{before}{cited}{after}") if piece not in (before, after)] == [cited]


@pytest.mark.parametrize(
    "text",
    [
        "[[code:]]",
        "[[code: trust]]",
        "[[theme:trust]]",
        "[[Code:trust]]",
        "[code:trust]",
        "[[code:trust]",
        "[[code:tr\nust]]",
        "[[code:a[b]]",
        "[[code:\u202etsurt]]",
        f"[[code:{'x' * 201}]]",
        "[[memo:x" * 15_000,
        "[[code:" + "[" * 100_000,
        "![p](http://example.com/p.png)<b>",
    ],
)
def test_what_is_no_citation_is_text(text: str) -> None:
    assert list(pieces(text)) == [text]


def test_brackets_in_pairs_may_stand_in_a_name_and_around_a_citation() -> None:
    assert citations("[see [[transcript:P04 [second]]]]") == (Citation("transcript", "P04 [second]"),)
    assert citations("[[[code:trust]]] [[code:x|y]]") == (Citation("code", "trust"), Citation("code", "x|y"))


def test_each_thing_is_cited_once_in_the_order_of_the_text() -> None:
    text = "[[code:b]] [[memo:1]] [[code:b]] [[code:a]]"
    assert [citation.told for citation in citations(text)] == ["code:b", "memo:1", "code:a"]


@pytest.mark.parametrize("name", ["a[b", "a]b", "", " a", "x" * 201, "a\nb", "[[a]]"])
def test_what_could_not_be_read_back_cannot_be_cited(name: str) -> None:
    with pytest.raises(Invalid):
        Citation("transcript", name)


def test_no_kind_but_the_four_is_cited() -> None:
    with pytest.raises(Invalid, match="kind of a citation"):
        Citation("study", "x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n  \n Who reads?\nMore.", "Who reads?"),
        ("# Heading\n\nText", "Heading"),
        ("#hashtag", "#hashtag"),
        ("", ""),
        ("x" * 100, f"{'x' * 79}…"),
    ],
)
def test_the_first_line_with_words_is_the_title(text: str, told: str) -> None:
    assert title(text) == told
