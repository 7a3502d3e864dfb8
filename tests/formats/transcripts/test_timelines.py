from tests.formats.transcripts.samples import check, said, sample, text_file
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Gap


def blocks(*cues: tuple[str, str]) -> str:
    return "\n\n".join(
        f"0:0:{second}.0 --> 0:0:{second}.900\n{lines}" for second, (_, lines) in enumerate(cues)
    )


def test_a_teams_document_is_read_with_milliseconds_that_are_not_padded() -> None:
    reading = read(sample("teams.docx"))
    assert said(sample("teams.docx")) == [
        ("Dana Quill", "So where do you keep the bees?"),
        ("Zoë Ångström", "On the flat roof,"),
        ("Dana Quill", "Mhm."),
        ("Zoë Ångström", "next to the water tank. Here is why: wind."),
    ]
    assert [(turn.began, turn.ended) for turn in reading.transcript.turns] == [
        (0.0, 3.04),
        (3.52, 6.09),
        (5.08, 5.6),
        (6.1, 8.25),
    ]
    assert (reading.report.cues, reading.report.time_backwards) == (4, 0)
    assert reading.report.left_out == ("1 header line, 8 words", "labels, 8 words")


def test_cues_of_one_speaker_are_one_turn() -> None:
    text = blocks(("", "Ana\nOne,"), ("", "Ana\ntwo."), ("", "Ben\nThree."), ("", "Ana\nFour."))
    assert said(text_file(text)) == [("Ana", "One, two."), ("Ben", "Three."), ("Ana", "Four.")]


def test_without_attribution_nobody_speaks_and_no_line_is_taken_for_a_name() -> None:
    text = blocks(("", "we went up there\nand then down."), ("", "Really?"), ("", "yes, twice\nin May."))
    reading = read(text_file(text))
    check(reading)
    assert {turn.speaker for turn in reading.transcript.turns} == {None}
    assert reading.report.words == reading.report.words_in_turns == 12


def test_who_speaks_once_is_named_like_the_others() -> None:
    once = ("", "Dr. Eva-Maria Ott\nSorry, wrong room.")
    text = blocks(*[("", f"Ana Lima\n{n}"), ("", f"Ben Ode\n{n}")][:2] * 4, once) if (n := "x y") else ""
    assert said(text_file(text))[-1] == ("Dr. Eva-Maria Ott", "Sorry, wrong room.")


def test_padded_times_are_decimals() -> None:
    text = "00:00:03.5 --> 00:00:04.5\nAna\nOne.\n\n00:00:05.5 --> 00:00:06.5\nAna\nTwo."
    assert read(text_file(text)).transcript.turns[0].began == 3.5


def test_times_without_hours_cut_a_text_too() -> None:
    text = "00:00.000 --> 00:04.500\nWhere are they?\n\n01:05.500 --> 01:07.250\nOn the roof."
    reading = read(text_file(text))
    check(reading)
    assert said(text_file(text)) == [(None, "Where are they?"), (None, "On the roof.")]
    assert [turn.began for turn in reading.transcript.turns] == [0.0, 65.5]
    assert reading.report.gaps == (Gap(4.5, 65.5),)


def test_cues_that_end_before_they_begin_keep_their_beginnings() -> None:
    reading = read(text_file("0:0:3.0 --> 0:0:2.0\nAna\nOne.\n\n0:0:5.0 --> 0:0:4.0\nAna\nTwo."))
    check(reading)
    assert [(turn.began, turn.ended) for turn in reading.transcript.turns] == [(3.0, None)]
    assert "2 cues end before they begin, the first on line 1" in reading.report.notes[0]


def test_a_quoted_time_line_cuts_no_text() -> None:
    assert said(text_file("P03: It said\n0:0:3.0 --> 0:0:4.0\nand no more.\nI: Ah.")) == [
        ("P03", "It said\n0:0:3.0 --> 0:0:4.0\nand no more."),
        ("I", "Ah."),
    ]
