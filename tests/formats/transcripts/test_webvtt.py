import pytest

from tests.formats.transcripts.samples import check, cue, said, sample, vtt
from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.webvtt import sniff
from toolkit.model.transcript import Gap, Source


def test_a_meeting_is_read_with_its_times_and_tallies() -> None:
    reading = read(sample("zoom.vtt"))
    transcript, report = reading.transcript, reading.report
    assert transcript.text == (
        "Dana (Interviewer): What do you grow, and where?\n\n"
        "P22: Beans & peas. Here's the thing:\n\n"
        "here's the thing: the roof is small.\n\n"
        "Mm-hm.\n\n"
        "Dana (Interviewer): Go on.\n\n"
        "P22: It's windy, too."
    )
    assert [(turn.speaker, turn.began, turn.ended) for turn in transcript.turns] == [
        ("Dana (Interviewer)", 1.0, 3.5),
        ("P22", 4.0, 6.0),
        (None, 6.1, 8.0),
        (None, 68.5, 69.0),
        ("Dana (Interviewer)", 69.5, 71.0),
        ("P22", 70.9, 73.0),
    ]
    assert (report.cues, report.cues_merged, report.unknown_speakers, report.time_backwards) == (7, 1, 2, 0)
    assert report.left_out == (
        "1 header line, 2 words",
        "1 note, 7 words",
        "1 style or region block",
        "labels, 7 words",
    )
    assert report.gaps == (Gap(8.0, 68.5),)
    assert transcript.verbatim == "full"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_marks_make_no_difference(mark: str, ends: str) -> None:
    source = sample("zoom.vtt")
    text = mark + source.data.decode().replace("\n", ends)
    assert said(Source("zoom.vtt", text.encode())) == said(source)


def test_a_cue_without_name_is_nobodys() -> None:
    source = vtt(cue(1, "P04: I had"), cue(2, "a dog."), cue(3, "P04: Big one."))
    assert said(source) == [("P04", "I had"), (None, "a dog."), ("P04", "Big one.")]


def test_words_before_a_colon_in_speech_are_no_speaker() -> None:
    source = vtt(cue(1, "I: So."), cue(2, "here's the thing: no."), cue(5, "Kettle: a word I like."))
    assert said(source) == [("I", "So."), (None, "here's the thing: no."), (None, "Kettle: a word I like.")]


def test_a_name_that_comes_back_is_a_speaker() -> None:
    source = vtt(cue(1, "Ana Lima: So."), cue(2, "Bo: No."), cue(3, "Ana Lima: Yes."), cue(4, "Bo: Ah."))
    assert [speaker for speaker, _ in said(source)] == ["Ana Lima", "Bo", "Ana Lima", "Bo"]


def test_cues_of_one_speaker_are_one_turn_and_counted() -> None:
    reading = read(vtt(cue(1, "P04: One"), cue(2, "P04: two"), cue(50, "P04: three."), cue(55, "I: Go on.")))
    assert [turn.speaker for turn in reading.transcript.turns] == ["P04", "I"]
    assert reading.transcript.turns[0].ended == 51.0
    assert (reading.report.cues, reading.report.cues_merged) == (4, 2)


@pytest.mark.parametrize(("second", "turns"), [(3.9, 1), (4.0, 2)])
def test_unnamed_cues_go_on_up_to_a_pause(second: float, turns: int) -> None:
    assert len(said(vtt(cue(1, "one"), cue(second, "two")))) == turns


def test_voice_tags_name_speakers() -> None:
    source = vtt(
        cue(1, "<v Ana Lima>I said:\nno &lt;b&gt;</v>"),
        cue(3, "<v.loud Bo>What?</v> <v Ana Lima>No.</v>"),
        cue(5, "<v Speaker: One>Hm</v>"),
    )
    assert said(source) == [
        ("Ana Lima", "I said: no <b>"),
        ("Bo", "What?"),
        ("Ana Lima", "No."),
        ("Speaker: One", "Hm"),
    ]


def test_tags_go_and_what_only_looks_like_one_stays() -> None:
    source = vtt(cue(1, "<c.yellow>I <3</c> it <laughs> <00:00:01.500><i>really</i> &amp; R&D &nosuch; a<b"))
    assert said(source) == [(None, "I <3 it <laughs> really & R&D &nosuch; a<b")]


@pytest.mark.parametrize(
    ("time", "began"),
    [
        ("00:01.000 --> 00:02.000", 1.0),
        ("01:00:01.000 --> 01:00:02.000", 3601.0),
        ("00:00:01,500 --> 00:00:02,500", 1.5),
        ("0:0:1.5 --> 0:0:2.5", 1.5),
        ("00:01.000 --> 00:02.000 align:start position:0%", 1.0),
        ("00:01.000-->00:02.000", 1.0),
    ],
)
def test_times_are_read_in_all_their_forms(time: str, began: float) -> None:
    assert read(vtt(f"{time}\nhello")).transcript.turns[0].began == began


def test_cues_that_begin_before_the_one_ahead_are_counted_and_keep_their_place() -> None:
    reading = read(vtt(cue(5, "I: One."), cue(3, "P04: Two."), cue(9, "I: Three.")))
    check(reading)
    assert reading.report.time_backwards == 1
    assert [turn.speaker for turn in reading.transcript.turns] == ["I", "P04", "I"]


def test_cues_with_nothing_said_are_reported() -> None:
    reading = read(vtt(cue(1, "I: Yes."), cue(3, "<i></i>"), cue(5, "I:")))
    check(reading)
    assert reading.report.left_out == ("labels, 2 words", "2 cues with nothing said")


def test_every_malformed_cue_is_told_with_its_line() -> None:
    source = vtt(
        "00:01.000 --> 00:99.000\nx",
        "soon --> later\nx",
        "00:05.000 -> 00:04.000\nx",
        "words alone",
        "00:07.000 --> 00:08.000\nx\n00:09.000 --> 00:10.000\ny",
        "NOTE\n00:11.000 --> 00:12.000\nz",
    )
    with pytest.raises(FaultyFile) as refused:
        read(source)
    assert [(fault.line, fault.what) for fault in refused.value.faults] == [
        (3, "the times cannot be read"),
        (6, "the times cannot be read"),
        (9, "text outside of any cue"),
        (12, "text outside of any cue"),
        (16, "a time line inside another cue"),
        (20, "a time line inside a NOTE"),
    ]
    assert refused.value.lines()[0] == (
        "P04.vtt:3: the times cannot be read; write them as 00:01:02.000 --> 00:01:05.000"
    )


def test_a_file_of_nothing_but_faults_does_not_fill_the_screen() -> None:
    with pytest.raises(FaultyFile) as refused:
        read(vtt(*["x --> y"] * 5_000))
    assert len(refused.value.lines()) == 101
    assert "4,900 more faults" in refused.value.lines()[-1]


@pytest.mark.parametrize(
    "text", ["WEBVTT", "WEBVTT\n\nNOTE hello\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"]
)
def test_a_file_without_speech_is_refused(text: str) -> None:
    with pytest.raises(ToolkitError, match="has no spoken words"):
        read(Source("P04.vtt", text.encode()))


def test_a_voice_with_an_endless_name_is_refused() -> None:
    with pytest.raises(FaultyFile, match=r"P04.vtt:4: a voice name of 300 characters"):
        read(vtt(cue(1, f"<v {'a' * 300}>hi")))


@pytest.mark.parametrize(
    "payload", ["&#13;&#10;&#x2028;a", "&#0;a", "&#xd800;a", "&#xfeff;a", "\ufeffa", "&#1;a", "&#127;a"]
)
def test_entities_cannot_smuggle_characters_that_texts_may_not_hold(payload: str) -> None:
    reading = read(vtt(cue(1, payload)))
    check(reading)
    assert "\n" not in reading.transcript.text
    assert reading.transcript.text.endswith("a")


@pytest.mark.parametrize(
    ("head", "own"),
    [
        (b"WEBVTT", True),
        (b"WEBVTT\r\n", True),
        (b"\xef\xbb\xbfWEBVTT x", True),
        (b"WEBVTTX", False),
        (b" WEBVTT", False),
    ],
)
def test_only_the_word_alone_marks_the_format(head: bytes, own: bool) -> None:
    assert sniff(head) is own


def test_words_spoken_over_others_stay_and_their_slashes_make_no_speaker() -> None:
    reading = read(sample("overlap.vtt"))
    assert [turn.speaker for turn in reading.transcript.turns] == [None, "S01", "S00", "S01", "S00"]
    assert (
        reading.transcript.words_of(reading.transcript.turns[3]) == "Next to the //S00: Mhm. // water tank?"
    )
    assert "1 cue ends before it begins, the first on line 19" in reading.report.notes[0]
