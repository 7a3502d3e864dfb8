import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import given
from toolkit.errors import ToolkitError
from toolkit.formats.projects import inline
from toolkit.model.project import Project
from toolkit.model.transcript import Source


def read(text: str) -> Project:
    return inline.read(Source("P1.txt", text.encode()))


def test_marks_are_taken_out_and_what_lies_between_is_coded() -> None:
    project = read("P1: I (QCODE)trust them(/QCODE){#trust, #time to think} now.\r\nI: Why?\n")
    assert project.texts[0].text == "P1: I trust them now.\nI: Why?\n"
    assert given(project) == [("", "trust", "trust them"), ("", "time to think", "trust them")]


def test_marks_may_lie_within_one_another() -> None:
    project = read("(QCODE)one (QCODE)two(/QCODE){#b} three(/QCODE){#a}")
    assert given(project) == [("", "a", "one two three"), ("", "b", "two")]


def test_blanks_within_marks_are_not_coded_and_case_does_not_matter() -> None:
    assert given(read("a (qcode) b\nc (/Qcode) {#x} d")) == [("", "x", "b\nc")]


def test_the_older_brackets_are_read() -> None:
    assert given(read("(QCODE)b(/QCODE)[#x]")) == [("", "x", "b")]


def test_the_coder_can_be_told() -> None:
    source = Source("P1.txt", b"(QCODE)b(/QCODE){#x}")
    assert given(inline.read(source, coder="Ana")) == [("Ana", "x", "b")]


def test_all_marks_without_another_are_told_with_their_lines() -> None:
    with pytest.raises(ToolkitError) as refused:
        read("a(/QCODE){#x}\n(QCODE)b(/QCODE)\n(QCODE) (/QCODE){#x}\n(QCODE)c")
    assert refused.value.lines() == (
        "P1.txt:1: has an end mark without a beginning; write (QCODE)words(/QCODE){#code}",
        "P1.txt:2: has a passage that is given no code; write (QCODE)words(/QCODE){#code}",
        "P1.txt:3: marks no words; write (QCODE)words(/QCODE){#code}",
        "P1.txt:4: has a beginning mark without an end; write (QCODE)words(/QCODE){#code}",
    )


@generated(
    parts=st.lists(st.text(st.sampled_from("ab\n😀漢ש()"), min_size=1, max_size=6), min_size=1, max_size=6)
)
def test_the_text_comes_out_as_it_was_before_it_was_marked(parts: list[str]) -> None:
    marked = "".join(f"{part}(QCODE)x{part}x(/QCODE){{#c{number}}}" for number, part in enumerate(parts))
    project = read(marked)
    assert project.texts[0].text == "".join(f"{part}x{part}x" for part in parts)
    assert given(project) == [("", f"c{number}", f"x{part}x") for number, part in enumerate(parts)]
