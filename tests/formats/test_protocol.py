"""A protocol is read from what people have, with all its faults at once."""

from __future__ import annotations

import pytest

from toolkit.errors import FaultyFile
from toolkit.formats.protocol import read
from toolkit.model.transcript import Source
from toolkit.workflow import files


def numbers(text: str, name: str = "protocol.md") -> list[tuple[int, str]]:
    return [(each.number, each.wording) for each in read(Source(name, text.encode()))]


def refusal(text: str, name: str = "protocol.md") -> tuple[str, ...]:
    with pytest.raises(FaultyFile) as refused:
        read(Source(name, text.encode()))
    return refused.value.lines()


@pytest.mark.parametrize(
    "line",
    [
        "3. Why so?",
        "3.Why so?",
        "3) Why so?",
        "(3) Why so?",
        "3: Why so?",
        "Q3: Why so?",
        "Q3 Why so?",
        "Question 3 - Why so?",
        "Question 3: Why so?",
        "## 3. Why so?",
        "### Question 3: Why so?",
        "**3.** Why so?",
        "**3. Why so?**",
        "  3. Why so?",
        "| 3 | 5 | Why so? | probes here |",
    ],
)
def test_a_question_is_known_by_its_number(line: str) -> None:
    assert numbers(f"# Protocol\n\n{line}\n") == [(3, "Why so?")]


def test_lines_that_go_on_belong_to_the_question_and_probes_do_not() -> None:
    text = "Protocol of 2026\n\n1. Why,\n   do you think?\n   - role\n\nA note.\n\n2. And then?\nReally?\n"

    assert numbers(text) == [(1, "Why, do you think?"), (2, "And then? Really?")]


def test_a_table_has_numbers_or_counts_its_rows() -> None:
    assert numbers("Number;Question\n2;Why?\n1;What?\n", "p.csv") == [(1, "What?"), (2, "Why?")]
    assert numbers("question,theme\nWhat?,a\nWhy?,b\n", "p.csv") == [(1, "What?"), (2, "Why?")]


def test_a_file_saved_on_windows_is_read() -> None:
    assert [
        each.wording for each in read(Source("p.txt", "1. What?\r\n2. Wie schön?\r\n".encode("utf-8-sig")))
    ] == [
        "What?",
        "Wie schön?",
    ]


def test_all_faults_are_told_at_once_by_line() -> None:
    assert refusal("1. What?\n0. Zero?\n1. Again?\n3. \n120. Far?\n") == (
        "protocol.md:2: question number 0 is none; use 1 to 99",
        "protocol.md:3: numbers a second question 1; number it anew",
        "protocol.md:4: question 3 has no words; write the question behind its number",
        "protocol.md:5: question number 120 is none; use 1 to 99",
    )


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("", "p.md", "holds no numbered question"),
        ("No list here.\n2026 was fine.\n3.5 times\n", "p.md", "holds no numbered question"),
        ("", "p.csv", "has no column 'question'"),
        ("a,b\n1,2\n", "p.csv", "has no column 'question'"),
        ("number,question\none,Why?\n", "p.csv", "'one' is no number of a question"),
        ("number,question\n1\n", "p.csv", "question 1 has no words"),
    ],
)
def test_what_is_no_protocol_is_refused_in_one_line(text: str, name: str, told: str) -> None:
    (line,) = refusal(text, name)

    assert told in line


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FaultyFile, match="is not UTF-8 text"):
        read(Source("p.md", b"1. \xff\xfe\xfa"))


def test_the_protocol_of_the_sample_has_ten_questions() -> None:
    found = read(files.source(files.shipped("sample_transcripts") / "protocol.md"))

    assert [each.number for each in found] == list(range(1, 11))
    assert found[2].wording == "Why write it at all? Who do you picture reading it?"
