import pytest

from toolkit.formats.transcripts.layouts import label_lines, seconds
from toolkit.model.transcript import Span


@pytest.mark.parametrize(
    ("first", "second", "names", "began"),
    [
        ("P03: yes", "I: no", ["P03", "I"], None),
        ("P03:yes", "I:no", ["P03", "I"], None),
        ("P03 : yes", "I : no", ["P03", "I"], None),
        ("INTERVIEWER: yes", "PARTICIPANT: no", ["INTERVIEWER", "PARTICIPANT"], None),
        ("**P12** yes", "**I** no", ["P12", "I"], None),
        ("**P12:** yes", "**I:** no", ["P12", "I"], None),
        ("**P12**: yes", "**I**: no", ["P12", "I"], None),
        ("__P12__ yes", "__I__ no", ["P12", "I"], None),
        ("**P12** 1:02 yes", "**I** 1:03 no", ["P12", "I"], 62.0),
        ("P12 [01:02:15] yes", "I [01:02:20] no", ["P12", "I"], 3735.0),
        ("S01: [00:00:12] yes", "S02: [00:00:14] no", ["S01", "S02"], 12.0),
        ("[00:22] P12: yes", "[00:25] I: no", ["P12", "I"], 22.0),
        ("00:34 P12: yes", "00:36 I: no", ["P12", "I"], 34.0),
        ("Speaker 1 (00:03): yes", "Speaker 2 (00:05): no", ["Speaker 1", "Speaker 2"], 3.0),
        ("P12  0:32\nyes", "I  0:40\nno", ["P12", "I"], 32.0),
        ("P12\tyes", "I\tno", ["P12", "I"], None),
        ("I  yes", "P12  no", ["I", "P12"], None),
        ("Q: yes", "R: no", ["Q", "R"], None),
        ("P12\uff1ayes", "I\uff1ano", ["P12", "I"], None),
        ("[P12] yes", "[I]: no", ["P12", "I"], None),
        ("[0:03] [P12] yes", "[I] no", ["P12", "I"], 3.0),
        ("🎤 P12: yes", "👩🏽 I: no", ["P12", "I"], None),
        ("P12 🎤: yes", "I: no", ["P12", "I"], None),
        ("\u200fP12: yes", "\u200fI\u200e: no", ["P12", "I"], None),
        ("- P12: yes", "• I: no", ["P12", "I"], None),
        ("## Speaker 1 0:03\nyes", "## Speaker 2 0:05\nno", ["Speaker 1", "Speaker 2"], 3.0),
        ("00:00:03 Speaker 1\nyes", "00:00:05 Speaker 2\nno", ["Speaker 1", "Speaker 2"], 3.0),
        ("0:03 - Speaker 1: yes", "0:05 - Speaker 2: no", ["Speaker 1", "Speaker 2"], 3.0),
        ("Speaker 1 - 0:03\nyes", "Speaker 2 - 0:05\nno", ["Speaker 1", "Speaker 2"], 3.0),
        ("P12 0:03: yes", "I 0:05: no", ["P12", "I"], 3.0),
        ("**Speaker 1** (00:03): yes", "**Speaker 2** (01:00:03):\nno", ["Speaker 1", "Speaker 2"], 3.0),
        ("I            yes", "P12          no", ["I", "P12"], None),
        ("R  yes", "I  no", ["R", "I"], None),
        ("Speaker 1\nyes", "Speaker 2\nno", ["Speaker 1", "Speaker 2"], None),
        ("Speaker 1\n0:03\nyes", "Speaker 2\n0:05\nno", ["Speaker 1", "Speaker 2"], 3.0),
    ],
)
def test_each_layout_is_seen(first: str, second: str, names: list[str], began: float | None) -> None:
    text = f"{first}\n\n{second}\n"
    labels = label_lines(text)
    assert [label.name for label in labels] == names
    assert labels[0].began == began
    assert [text[label.end :].lstrip(" \t\n")[:2] for label in labels] == ["ye", "no"]


@pytest.mark.parametrize(
    "line",
    [
        "Note: this",
        "here's the thing: it",
        "at 12:30 we",
        "http://example.org/x",
        "So I said: no",
        "He (12:30) came",
    ],
)
def test_a_colon_alone_makes_no_speaker(line: str) -> None:
    text = f"P03: yes\n\n{line}\n\nI: no\n\nP03: well"
    assert [label.name for label in label_lines(text)] == ["P03", "I", "P03"]


def test_a_text_in_which_names_are_only_quoted_has_no_labels() -> None:
    prose = "A long paragraph that goes on and on.\n\n" * 120
    assert label_lines(f"{prose}P03: quoted\n\n{prose}") == ()


def test_a_minor_layout_counts_for_people_known_from_the_main_one() -> None:
    text = "**Ana** a\n\n**Ben** b\n\n**Ana** c\n\n**Ben** d\n\nAna: e\n\nProblem: f"
    assert [label.name for label in label_lines(text)] == ["Ana", "Ben", "Ana", "Ben", "Ana"]


def test_a_file_may_change_convention_and_people_midway() -> None:
    text = "".join(f"**Ana** {n}\n\n**Ben** {n}\n\n" for n in range(4)) + "Cleo: x\n\nDan: y\n\n" * 3
    assert {label.name for label in label_lines(text)} == {"Ana", "Ben", "Cleo", "Dan"}


@pytest.mark.parametrize(
    "header",
    [
        "I1: Interviewer 1\nP03: participant, doctoral student\n\n",
        "Interview 3\nInterviewer: Dana\nDate: 3 May\nParticipant: P03\n\n",
        "Interview: P03\nInterviewer: Dana\n\n",
        "Interviewer: Dana\nParticipant: P03\nDate: 2024\n\n",
        "Moderator: Dana\nRecorded in May\n",
    ],
)
def test_a_legend_at_the_top_is_no_turn(header: str) -> None:
    text = f"{header}I1: Where?\n\nP03: Here.\n\nI1: Why?\n\nP03: So."
    labels = label_lines(text)
    assert [label.name for label in labels] == ["I1", "P03", "I1", "P03"]
    assert labels[0].start == len(header)


def test_two_short_answers_are_turns_and_no_legend() -> None:
    assert len(label_lines("I: Hello\nP03: Hi\nP03: more")) == 3


def test_bold_type_stands_for_a_colon() -> None:
    text = "I Where?\nP03 [00:12] Here.\nI Why?"
    bold = [Span(0, 1), Span(9, 12), Span(text.rindex("I"), text.rindex("I") + 1)]
    labels = label_lines(text, bold)
    assert [(label.name, label.began) for label in labels] == [("I", None), ("P03", 12.0), ("I", None)]
    assert text[labels[1].end :].startswith(" Here.")


@pytest.mark.parametrize(
    ("time", "expected"), [("0:07", 7), ("[75:10]", 4510), ("1:02:15,5", 3735.5), ("0:0.1", 0.1)]
)
def test_times_are_seconds(time: str, expected: float) -> None:
    assert seconds(time) == expected


def test_numbered_questions_and_answers_are_two_people() -> None:
    text = "Q1: a\n\nA1: b\n\nQ2: c\n\nA2: d"
    assert [label.name for label in label_lines(text)] == ["Q", "A", "Q", "A"]
    assert [label.name for label in label_lines("Q1: a\nP03: b\nQ1: c")] == ["Q1", "P03", "Q1"]


def test_names_on_lines_of_their_own_are_found_where_there_are_no_others() -> None:
    text = "Anna Lima\nWhere?\n\nBen Ode\nThere.\nYes.\n\nAnna Lima\nAh.\n\nBen Ode\nYes.\nSo."
    assert [label.name for label in label_lines(text)] == ["Anna Lima", "Ben Ode", "Anna Lima", "Ben Ode"]


@pytest.mark.parametrize(
    "text",
    [
        "Yes\nand so on\n\nNo\nnot at all\n\nYes\nof course\n\nNo\nnever",
        "Anna\n\nwent home\n\nBen\n\nstayed\n\nAnna\n\nBen",
        "[laughs] a\n\n[Crosstalk] b\n\n[laughs] c\n\n[Crosstalk] d\n\n[long pause] e",
    ],
)
def test_answers_lonely_lines_and_sounds_are_no_names(text: str) -> None:
    assert label_lines(text) == ()


def test_sounds_beside_names_in_brackets_are_words() -> None:
    text = "[Anna] a\n\n[laughs] b\n\n[Ben] c\n\n[Anna] d\n\n[Ben] e"
    assert [label.name for label in label_lines(text)] == ["Anna", "Ben", "Anna", "Ben"]


def lines_of(*pairs: tuple[str, str]) -> str:
    return "".join(f"{one}\n{other}\n" for one, other in pairs)


def test_letters_before_one_blank_are_labels_where_they_begin_nearly_every_line() -> None:
    text = lines_of(*((f"I What about {n}?", f"R Well, {n} is fine.") for n in "abcde"))

    labels = label_lines(text)

    assert [label.name for label in labels] == ["I", "R"] * 5
    assert [text[label.end] for label in labels] == [" "] * 10


@pytest.mark.parametrize(
    "text",
    [
        lines_of(*((f"I went home {n}.", f"A man came {n}.") for n in "abcde")),
        lines_of(*((f"I went home {n}.", f"Rain fell {n}.") for n in "abcde")),
        "I went.\nR Road.\n" + "They left.\n" * 5,
        "".join(f"R is for {n}, {n} is for it.\n" for n in "abcdef")
        + "".join(f"I saw {n}, {n} saw me.\n" for n in "abcdef"),
    ],
)
def test_words_of_one_letter_are_no_labels(text: str) -> None:
    assert label_lines(text) == ()
