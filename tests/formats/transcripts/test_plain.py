import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.transcripts.samples import check, said, sample, text_file
from toolkit.formats.transcripts import read


def test_a_manual_transcript_is_read_as_it_stands() -> None:
    source = sample("manual.txt")
    reading = read(source)
    assert reading.transcript.text == source.data.decode()
    assert said(source) == [
        ("I1", "Where do you grow them?"),
        (
            "P21",
            "On the roof. [laughs] Here\u2019s the thing: it is windy.\n\nAnd in winter I carry them in.",
        ),
        ("I1", "Both hands?"),
        ("P21", "Both. Note: never by the rim."),
    ]
    assert [(speaker.label, speaker.role) for speaker in reading.transcript.speakers] == [
        ("I1", "interviewer"),
        ("P21", "participant"),
    ]
    assert reading.transcript.verbatim == "clean"
    assert reading.report.left_out == ("4 header lines, 15 words", "labels, 4 words")


def test_several_conventions_in_one_file_are_one_conversation() -> None:
    transcript = read(sample("mixed.md")).transcript
    assert [turn.speaker for turn in transcript.turns] == ["I", "P12"] * 3
    assert [turn.began for turn in transcript.turns] == [None, None, None, 3735.0, 3760.0, 3764.0]
    assert transcript.words_of(transcript.turns[-1]) == "Everybody. 🌱 Even my aunt."


def test_words_of_a_once_written_note_belong_to_who_speaks() -> None:
    text = "P03: I keep a list.\nNote: it is long.\n\nI: How long?\n\nP03: Long."
    assert said(text_file(text))[0] == ("P03", "I keep a list.\nNote: it is long.")


def test_without_labels_paragraphs_are_turns_of_nobody() -> None:
    reading = read(text_file("One thing.\nStill one.\n\n\n  Another.\n"))
    assert said(text_file("One thing.\nStill one.\n\n\n  Another.\n")) == [
        (None, "One thing.\nStill one."),
        (None, "Another."),
    ]
    assert reading.report.unknown_speakers == 2
    assert reading.report.left_out == ()


def test_without_labels_and_blank_lines_lines_are_turns() -> None:
    assert [words for _, words in said(text_file("One.\nTwo.\nThree."))] == ["One.", "Two.", "Three."]


def test_labels_stay_as_they_are_written() -> None:
    assert [speaker for speaker, _ in said(text_file("P1: a\nP01: b\np1: c"))] == ["P1", "P01"]
    assert [speaker for speaker, _ in said(text_file("Ana: a\nAna: b\nAna: c"))] == ["Ana"] * 3


def test_an_unknown_speaker_is_nobody() -> None:
    reading = read(
        text_file("Unknown Speaker  0:02\nHello.\n\nP03  0:04\nHi.\n\nUnknown Speaker  0:05\nBye.")
    )
    assert [turn.speaker for turn in reading.transcript.turns] == [None, "P03", None]
    assert reading.report.unknown_speakers == 2


def test_a_label_with_nothing_said_is_reported() -> None:
    reading = read(text_file("I: Well?\nP03:\nI: Hm."))
    check(reading)
    assert [turn.speaker for turn in reading.transcript.turns] == ["I", "I"]
    assert reading.report.left_out == ("labels, 3 words", "1 label with nothing said")


def test_a_label_glued_to_its_words_loses_none() -> None:
    reading = read(text_file("P03:Yes indeed.\nI: Well?"))
    check(reading)
    assert (reading.report.words, reading.report.words_in_turns) == (4, 3)


def test_the_line_a_transcription_service_signs_with_is_nobodys() -> None:
    text = "Speaker 1  0:01\nHello.\n\nSpeaker 2  0:03\nHi there.\n\nTranscribed by https://otter.ai\n"
    reading = read(text_file(text))
    check(reading)
    assert said(text_file(text))[-1] == ("Speaker 2", "Hi there.")
    assert reading.report.left_out[-1] == "closing line of the transcription service, 3 words"


def test_times_that_run_backwards_are_counted() -> None:
    text = "[59:58] P03: a\n[00:04] I: b\n[00:09] P03: c"
    assert read(text_file(text)).report.time_backwards == 1


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Verbatim level: full", "full"),
        ("verbatim: Edited", "edited"),
        ("Verbatim level: clean/intelligent", "clean"),
        ("Verbatim level: intelligent", "clean"),
        ("Verbatim level: perfect", "unknown"),
    ],
)
def test_the_verbatim_level_is_taken_from_the_header(line: str, level: str) -> None:
    assert read(text_file(f"{line}\n\nP03: Yes.\nI: Well?")).transcript.verbatim == level


def test_the_verbatim_level_is_not_taken_from_what_is_said() -> None:
    assert read(text_file("P03: Write verbatim: full.\nI: Well?")).transcript.verbatim == "unknown"


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), blacklist_characters="\ufeff:*_[(")
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["P03", "I", "Maria"]), WORDS.filter(bool)), min_size=5, max_size=12)
)
def test_what_is_written_as_label_and_words_comes_back(turns: list[tuple[str, str]]) -> None:
    named = [("I", "a"), ("Maria", "a"), ("Maria", "b"), *turns]
    source = text_file("\n\n".join(f"{label}: {words} x." for label, words in named))
    check(read(source))
    assert said(source) == [(label, f"{words} x.") for label, words in named]
