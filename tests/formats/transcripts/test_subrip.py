import pytest

from tests.formats.transcripts.samples import check, said, sample
from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.subrip import sniff
from toolkit.model.transcript import Gap, Source


def srt(text: str) -> Source:
    return Source("P06.srt", text.encode())


def block(number: int, second: int, text: str) -> str:
    return f"{number}\n00:00:{second:02},000 --> 00:00:{second:02},900\n{text}\n"


def test_speech_without_speakers_is_read_with_its_times() -> None:
    reading = read(sample("speech.srt"))
    transcript, report = reading.transcript, reading.report
    assert said(sample("speech.srt")) == [
        (None, "So where do you keep the bees?"),
        (None, "On the flat roof, next to the water tank. Since last May."),
        (None, "Mm-hm."),
    ]
    assert [(turn.began, turn.ended) for turn in transcript.turns] == [(0.4, 3.0), (3.52, 8.25), (90.0, 91.2)]
    assert (report.cues, report.cues_merged, report.unknown_speakers) == (4, 1, 3)
    assert report.left_out == ()
    assert report.gaps == (Gap(8.25, 90.0),)


@pytest.mark.parametrize("label", ["[{}]: ", "{}: ", "[{}] ", "({}) "])
def test_speakers_are_read_where_a_program_writes_them(label: str) -> None:
    words = [("SPEAKER_00", "Where?"), ("SPEAKER_01", "There."), ("SPEAKER_00", "Why?")]
    source = srt("\n".join(block(n, n, label.format(name) + text) for n, (name, text) in enumerate(words, 1)))
    named = [(name, text) for name, text in words]
    assert (said(source) == named) is (label != "({}) ")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_make_no_difference(ends: str, mark: str) -> None:
    text = mark + sample("speech.srt").data.decode().replace("\n", ends)
    assert sniff(text.encode())
    assert said(srt(text)) == said(sample("speech.srt"))


def test_blank_lines_within_a_cue_and_missing_ones_do_no_harm() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nI have\n\n12 hives\n2\n"
        "00:00:02,100 --> 00:00:03,000\nand {\\an8}one\n\n3\n00:00:03,100 --> 00:00:04,000\n1999\n"
    )
    assert said(srt(text)) == [(None, "I have 12 hives and one 1999")]


def test_lines_ahead_of_the_first_cue_are_reported() -> None:
    reading = read(srt("made by a tool\n\n" + block(1, 1, "Hello.")))
    check(reading)
    assert reading.report.left_out == ("1 line ahead of the first cue, 4 words",)


def test_every_malformed_time_is_told_with_its_line() -> None:
    with pytest.raises(FaultyFile) as refused:
        read(srt(block(1, 1, "a") + "\n2\n00:00:xx --> 00:00:03,000\nb\n\n3\n00:00:05,000 --> soon\nc\n"))
    assert [(fault.line, fault.what) for fault in refused.value.faults] == [
        (6, "the times cannot be read"),
        (10, "the times cannot be read"),
    ]


@pytest.mark.parametrize("text", ["1\n00:00:01,000 --> 00:00:02,000\n\n", "1\n00:00:01,000 --> 00:00:02,000"])
def test_subtitles_without_speech_are_refused(text: str) -> None:
    with pytest.raises(ToolkitError, match="has no spoken words"):
        read(srt(text))


def test_plain_text_called_subtitles_is_refused_with_what_to_do() -> None:
    with pytest.raises(ToolkitError, match="holds no subtitles; export it again"):
        read(srt("P03: Yes.\n"))


def test_the_level_may_stand_in_the_first_cue() -> None:
    assert read(srt(block(1, 1, "Verbatim level: clean"))).transcript.verbatim == "clean"
    assert (
        read(srt(block(1, 1, "Hi.") + block(2, 2, "Verbatim level: clean"))).transcript.verbatim == "unknown"
    )
