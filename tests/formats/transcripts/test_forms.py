"""Forms that services and programs write as running text, each as it comes."""

import pytest

from tests.formats.transcripts.samples import check, docx, paragraph, said, text_file
from toolkit.formats.transcripts import read


def test_otter_writes_names_and_times_passes_the_hour_and_signs() -> None:
    text = (
        "Interviewer  0:03  \nWhere?\n\nUnknown Speaker  59:58  \nSorry.\n\n"
        "P09  1:00:01  \nOn the roof.\n\nStill mine.\n\nTranscribed by https://scribe.example.org\n"
    )
    reading = read(text_file(text))
    check(reading)
    assert said(text_file(text)) == [
        ("Interviewer", "Where?"),
        (None, "Sorry."),
        ("P09", "On the roof.\n\nStill mine."),
    ]
    assert [turn.began for turn in reading.transcript.turns] == [3.0, 3598.0, 3601.0]
    assert reading.report.time_backwards == 0


def test_otter_markdown_is_read_like_its_text() -> None:
    text = "**Speaker 1**  0:03  \nWhere?\n\n**Speaker 2**  1:00:01  \nThere.\n"
    turns = read(text_file(text, "P09.md")).transcript.turns
    assert [(turn.speaker, turn.began) for turn in turns] == [("Speaker 1", 3.0), ("Speaker 2", 3601.0)]


@pytest.mark.parametrize("bold", ["", "**"])
def test_rev_writes_words_on_the_labels_line_or_the_next(bold: str) -> None:
    legend = "Speaker 1: interviewer\nSpeaker 2: P07, beekeeper\nTimes: from the start\n\n"
    text = (
        f"{legend}{bold}Speaker 1{bold} (00:03): Where?\n\n{bold}Speaker 2{bold} (57:42):\n"
        "Up there. [crosstalk 00:12:40]\n\nIn May.\n\n"
        f"{bold}Speaker 1{bold} (01:00:09): [inaudible 00:31:12] so.\n"
    )
    reading = read(text_file(text, "P07.md"))
    check(reading)
    assert said(text_file(text, "P07.md")) == [
        ("Speaker 1", "Where?"),
        ("Speaker 2", "Up there. [crosstalk 00:12:40]\n\nIn May."),
        ("Speaker 1", "[inaudible 00:31:12] so."),
    ]
    assert [turn.began for turn in reading.transcript.turns] == [3.0, 3462.0, 3609.0]


@pytest.mark.parametrize("time", ["", " [00:00:04]"])
def test_noscribe_has_a_header_and_numbered_speakers(time: str) -> None:
    text = (
        "interview_3\nTranscribed with noScribe vers. 0.6\nAudio source: C:\\\\talk.mp3\n"
        "(Language: en | Speaker detection: auto | Overlapping speech: True | Timestamps: True)\n\n"
        f"S00:{time} Where is it, //S01: Mhm.// now?\n\n"
        f"S01:{time} (..) Up there. (10 seconds pause) So.\n\nS00:{time} Ah."
    )
    reading = read(text_file(text))
    check(reading)
    assert said(text_file(text)) == [
        ("S00", "Where is it, //S01: Mhm.// now?"),
        ("S01", "(..) Up there. (10 seconds pause) So."),
        ("S00", "Ah."),
    ]
    assert reading.transcript.turns[0].began == (4.0 if time else None)


def test_teams_of_today_puts_names_and_times_on_a_line_and_says_when_it_stops() -> None:
    body = paragraph("Meeting-20260615_133555-Meeting Transcript") + paragraph(
        "Dana Quill started transcription"
    )
    for name, time, words in (("Dana Quill", "0:03", "Where?"), ("Zoë Å", "1:02:03", "There.")) * 2:
        body += f"<w:p><w:r><w:t>{name}   {time}</w:t><w:br/><w:t>{words}</w:t></w:r></w:p>"
    source = docx(body + paragraph("Dana Quill stopped transcription"))
    check(read(source))
    assert said(source) == [("Dana Quill", "Where?"), ("Zoë Å", "There.")] * 2


def test_a_header_of_bold_keys_is_no_turn_and_gives_the_level() -> None:
    text = (
        "# Interview\n\n**Participant:** P12\n**Interviewer:** I\n**Verbatim level:** clean\n\n---\n\n"
        "**I** Where?\n\nP12 [01:02:15] There.\n\nI have it still.\n\n**I** Ah."
    )
    source = text_file(text, "P12.md")
    assert said(source) == [("I", "Where?"), ("P12", "There.\n\nI have it still."), ("I", "Ah.")]
    assert read(source).transcript.verbatim == "clean"


@pytest.mark.parametrize(
    "question", ["2.What did it cost you?", "**What did it cost you?**", "2) What did it cost?"]
)
def test_a_question_that_stands_by_itself_is_nobodys_and_so_is_what_follows(question: str) -> None:
    text = f"I: Hello.\n\nP03: Yes.\n\nAnd more.\n\n{question}\n\nSleep.\n\nI: Ah.\n\nP03: 2. is not one."
    source = text_file(text)
    check(read(source))
    assert said(source) == [
        ("I", "Hello."),
        ("P03", "Yes.\n\nAnd more."),
        (None, question),
        (None, "Sleep."),
        ("I", "Ah."),
        ("P03", "2. is not one."),
    ]
