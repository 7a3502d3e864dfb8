"""Every place that is counted in a web page's bytes has one in its text, whatever is between the tags."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.projects.foreign import check_told
from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.projects import hypertext

# What takes one to four bytes, is made of several letters, is written as an entity, or is a blank.
WORD = st.sampled_from(
    ["a", "word", "naïve", "日本語", "😀", "👨\u200d👩\u200d👧", "e\u0301", "&", "<b>", "\xa0", "“", "\u2028"]
)
BLANK = st.sampled_from([" ", "\n", "  ", " \n\t"])
INLINE = st.sampled_from(["b", "em", "u", "code", "sub", "a", "q"])
BLOCK = st.sampled_from(["p", "h1", "blockquote", "li", "div", "dd"])


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str]:
    """Return a page and what stands between its tags."""
    page, held = [], []
    for number in range(draw(st.integers(1, 4))):
        if number:
            between = draw(st.sampled_from(["", "\n", "  \n"]))
            page.append(between)
            held.append(between)
        block = draw(BLOCK)
        page.append(f"<{block}>")
        for place in range(draw(st.integers(1, 5))):
            blank = draw(BLANK) if place else ""
            word = draw(WORD)
            written = (
                html.escape(word) if draw(st.booleans()) else "".join(f"&#{ord(each)};" for each in word)
            )
            inline = draw(INLINE)
            page.append(
                f"{blank}<{inline}>{written}</{inline}>" if draw(st.booleans()) else f"{blank}{written}"
            )
            held.append(blank + word)
        page.append(f"</{block}>")
    return "".join(page), "".join(held)


def squeezed(text: str) -> str:
    return "".join(each for each in text if each not in " \t\n\f\r")


@given(pages(), st.data())
def test_a_passage_between_any_two_bytes_has_the_same_letters_in_the_text(
    made: tuple[str, str], data: st.DataObject
) -> None:
    page, held = made
    read = hypertext.read("page", page)
    assert read.n_bytes == len(held.encode())
    assert squeezed(read.text) == squeezed(held)
    first = data.draw(st.integers(0, len(held)))
    last = data.draw(st.integers(first, len(held)))
    start, end = (len(held[:place].encode()) for place in (first, last))
    assert squeezed(read.text[read.start(start) : read.end(end)]) == squeezed(held[first:last])


@given(pages())
def test_places_follow_one_another_as_bytes_do(made: tuple[str, str]) -> None:
    read = hypertext.read("page", made[0])
    starts = [read.start(byte) for byte in range(read.n_bytes + 3)]
    ends = [read.end(byte) for byte in range(read.n_bytes + 3)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= place <= len(read.text) for place in starts[:-2] + ends[:-2])


def test_what_lies_outside_of_the_page_lies_outside_of_the_text() -> None:
    read = hypertext.read("page", "<p>é</p>")
    assert (read.start(-3), read.end(-1)) == (-3, -1)
    assert read.start(7) > len(read.text)
    assert read.end(9) > len(read.text)


def test_a_place_within_a_letter_is_the_one_behind_it() -> None:
    read = hypertext.read("page", "<p>a😀</p><p>b</p>")
    assert [read.start(byte) for byte in range(6)] == [0, 1, 3, 3, 3, 3]
    assert [read.end(byte) for byte in range(7)] == [0, 1, 2, 2, 2, 2, 4]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p> one \n two </p>\n\n<p>\n</p><p>three</p>", "one two\nthree"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<p>one<br></p><p>two</p>", "one\ntwo"),
        ("<table><tr><td>a</td><td> b </td></tr><tr><td></td><td>c</td></tr></table>d", "a\tb\nc\nd"),
        ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\tb"),
        ("<ul><li>a</li>\n<li>b<ul><li>c</li></ul></li></ul>", "a\nb\nc"),
        ("<pre>\n a\n  b\n</pre>", " a\n  b\n"),
        ("one <b>two</b> <i> three</i>four", "one two threefour"),
        ("<script>x()</script><style>p{}</style>one<!-- two -->", "one"),
        ("a\r\nb&#13;c", "a b c"),
        ("\ufeff&#65279;one", "one"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_a_page_reads_as_it_is_shown(page: str, text: str) -> None:
    assert hypertext.read("page", page).text == text


def test_pictures_and_links_are_counted() -> None:
    read = hypertext.read("page", '<img src="a"><a href="b">c</a><a title="d">e</a>')
    assert (read.pictures, read.links, read.text) == (1, 1, "ce")


@given(st.text())
def test_any_text_is_a_page(page: str) -> None:
    read = hypertext.read("page", page)
    assert "\r" not in read.text
    assert "\x00" not in read.text
    assert not read.text.startswith("\ufeff")


@pytest.mark.parametrize(
    "piece", ["<b>", "<div><p>", "<!--", "<a ", "&#", "<![CDATA[", "<table><tr>", "</p>"]
)
def test_tags_without_end_are_read_or_refused(piece: str) -> None:
    try:
        hypertext.read("page", piece * 20_000 + "end")
    except ToolkitError as error:
        check_told(error)


def test_a_page_of_too_many_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_TAGS", 10)
    with pytest.raises(ToolkitError, match=r"^page: has more than 10 tags; divide it$"):
        hypertext.read("page", "<p>a</p>" * 6)


def test_a_paragraph_longer_than_a_stretch_keeps_its_places() -> None:
    read = hypertext.read("page", "<p>" + "é" * 20_000 + "</p>")
    assert [read.start(2 * place) for place in (0, 4_095, 4_096, 8_192, 19_999)] == [
        0,
        4_095,
        4_096,
        8_192,
        19_999,
    ]
