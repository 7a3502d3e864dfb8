from tests.formats.transcripts.samples import check, cue, said, vtt
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.cues import clock
from toolkit.model.transcript import Gap


def rolling(second: float, *lines: str) -> str:
    return cue(second, "\n".join(lines))


def test_captions_that_roll_are_read_once_and_the_repeats_are_counted() -> None:
    source = vtt(
        rolling(1, "on the roof I keep"),
        rolling(2, "on the roof I keep", "my bees and I"),
        rolling(3, "my bees and I", "go up every day"),
        rolling(4, "go up every day"),
    )
    reading = read(source)
    check(reading)
    assert said(source) == [(None, "on the roof I keep my bees and I go up every day")]
    assert reading.report.left_out == (
        "lines that rolling captions repeat, 13 words",
        "1 cue with nothing said",
    )


def test_what_is_said_twice_stays() -> None:
    twice = vtt(cue(1, "No."), cue(2, "No."), cue(3, "It was not."), cue(4, "Well."), cue(5, "Yes."))
    assert " ".join(words for _, words in said(twice)) == "No. No. It was not. Well. Yes."


def test_in_a_file_without_any_name_a_turn_ends_with_a_sentence_and_a_breath() -> None:
    source = vtt(
        cue(1, "Where?"), cue(2.3, "On the"), cue(3.3, "roof."), cue(4.3, "Always."), cue(5.8, "Why?")
    )
    assert [words for _, words in said(source)] == ["Where?", "On the roof. Always.", "Why?"]


def test_a_breath_ends_no_turn_where_speakers_are_named() -> None:
    source = vtt(cue(1, "I: Where?"), cue(2.3, "On the."), cue(3.7, "Roof."), cue(5, "I: Why?"))
    assert said(source) == [("I", "Where?"), (None, "On the. Roof."), ("I", "Why?")]


def test_gaps_of_a_minute_are_reported_and_overlaps_hide_none() -> None:
    source = vtt(
        "00:00.000 --> 00:50.000\nI: One.",
        "00:10.000 --> 00:20.000\nP04: Two.",
        "01:49.000 --> 01:50.000\nI: Three.",
        "03:00.000 --> 03:01.000\nP04: Four.",
    )
    gaps = read(source).report.gaps
    assert gaps == (Gap(110.0, 180.0),)
    assert gaps[0].seconds == 70.0


def test_a_cue_that_ends_before_it_begins_keeps_its_beginning_and_is_told() -> None:
    reading = read(vtt(cue(1, "I: Where?"), "00:05.000 --> 00:04.000\nP04: There."))
    check(reading)
    assert [(turn.began, turn.ended) for turn in reading.transcript.turns] == [(1.0, 2.0), (5.0, None)]
    assert reading.report.notes == (
        "1 cue ends before it begins, the first on line 6; only the beginning was kept.",
    )


def test_words_that_come_again_and_again_are_told_as_a_programs_own() -> None:
    again = [cue(second, "Thank you.", 0.5) for second in range(10, 15)]
    reading = read(vtt(cue(1, "I: Where?"), cue(2, "P04: Up."), *again))
    assert reading.report.notes == (
        "'Thank you.' stands 5 times in a row, from 0:10 on: a program may have repeated itself in silence.",
    )
    assert read(vtt(cue(1, "I: Where?"), cue(2, "P04: Up."), *again[1:])).report.notes == ()


def test_what_stands_like_a_name_once_stays_words_and_is_told() -> None:
    reading = read(vtt(cue(1, "I: Where?"), cue(2, "P04: Up."), cue(3, "Aunt May: Down."), cue(4, "I: So.")))
    check(reading)
    assert [turn.speaker for turn in reading.transcript.turns] == ["I", "P04", None, "I"]
    assert reading.report.notes == ("Read as words, but like a label: 'Aunt May'.",)


def test_names_in_brackets_are_names_if_they_come_back() -> None:
    source = vtt(
        cue(1, "[Ana] So."), cue(2, "[Ben]: No."), cue(3, "[Ana] Yes."), cue(4, "[Ben] [laughs] Ah.")
    )
    assert said(source) == [("Ana", "So."), ("Ben", "No."), ("Ana", "Yes."), ("Ben", "[laughs] Ah.")]


def test_a_length_of_time_is_told_as_people_say_it() -> None:
    assert [clock(seconds) for seconds in (0.9, 59, 60, 3600)] == ["0:00", "0:59", "1:00", "1:00:00"]
