"""Running text as people hand it in: facts at the top, only one label, times without names."""

from tests.formats.transcripts.samples import check, said, sample, text_file
from toolkit.formats.transcripts import read


def test_a_layout_on_most_lines_makes_names_of_what_comes_back_however_it_looks() -> None:
    speakers = [speaker for speaker, _ in said(sample("facts.md"))]
    assert speakers == ["Ana de souza lima", "Ben", "Ana de souza lima", "Ben", "Ana de souza lima"]


def test_facts_between_dashes_are_a_header_and_none_of_their_keys_speaks() -> None:
    reading = read(sample("facts.md"))
    assert reading.report.left_out == ("7 header lines, 16 words", "labels, 19 words")
    text = "---\ntitle: On the roof\n---\nI look after bees.\n\nThey are mine.\n"
    assert said(text_file(text)) == [(None, "I look after bees."), (None, "They are mine.")]
    rule = "---\nI look after bees.\n---\nThey are mine.\n"
    assert len(said(text_file(rule))) == 4


def test_numbered_names_in_brackets_are_names() -> None:
    text = "[id1] I keep bees.\n\n[id2] So do I.\n\n[id3] No.\n\n[id2] Why?\n\n[id1] Well.\n\n[id3] Dogs."
    assert [speaker for speaker, _ in said(text_file(text))] == ["id1", "id2", "id3", "id2", "id1", "id3"]


def test_times_before_words_without_names_are_times_and_no_answer_is_a_name() -> None:
    reading = read(sample("stamps.txt"))
    assert {turn.speaker for turn in reading.transcript.turns} == {None}
    assert [turn.began for turn in reading.transcript.turns][:4] == [0.0, 4.0, 9.0, 11.0]
    assert said(sample("stamps.txt"))[2] == (None, "Yeah.")
    assert reading.report.left_out == ("times, 9 words",)


def test_where_only_the_moderator_has_a_label_nothing_else_is_the_moderators() -> None:
    reading = read(sample("moderator.txt"))
    assert said(sample("moderator.txt")) == [
        ("MODERATOR", "Please say what you expect."),
        (None, "A list of hives, I suppose."),
        (None, "2 Find the oldest hive."),
        (None, "It is this one, at the end."),
        ("MODERATOR", "Thank you. That was all."),
    ]
    assert reading.report.notes == (
        "Only the interviewer has a label; paragraphs without one were read as an unknown speaker's.",
    )


def test_half_a_conversation_ahead_of_the_first_label_is_no_header() -> None:
    ahead = "\n\n".join(f"Well, on day {n} we went up there and saw to the bees again." for n in range(30))
    reading = read(text_file(f"{ahead}\n\nI: And then?\n\nP03: Down."))
    check(reading)
    assert [turn.speaker for turn in reading.transcript.turns] == [*[None] * 30, "I", "P03"]
    assert reading.report.notes[0].startswith(
        "420 words stand ahead of the first label, too many for a header;"
    )
    short = read(text_file("On the roof, in May.\n\nI: And then?\n\nP03: Down."))
    assert short.report.left_out[0] == "1 header line, 5 words"


def test_what_may_be_a_label_is_told_with_its_line() -> None:
    text = "I: So?\n\nP03: Up.\n\nAunt May: Down.\n\nNote: both.\n\nHere is the thing: wind.\n\nI: Ah."
    notes = read(text_file(text)).report.notes
    assert notes == ("Read as words, but like a label: 'Aunt May (line 5)'.",)


def test_two_labels_that_may_be_one_persons_are_told() -> None:
    lines = ["Dan: So?", "Participant: Yes."] * 6 + ["Particpant: No.", "Dan (host): Ah.", "Dan (host): So."]
    first, second = read(text_file("\n\n".join(lines))).report.notes
    assert first == "The speakers 'Dan (host)' (2 turns) and 'Dan' (6 turns) may be one."
    assert second == "The speakers 'Particpant' (1 turn) and 'Participant' (6 turns) may be one."
    numbered = "\n\n".join(["Speaker 1: So?", "Speaker 2: Yes."] * 9 + ["Speaker 3: No."])
    assert read(text_file(numbered)).report.notes == ()


def test_a_question_without_label_within_an_answer_is_told() -> None:
    text = "I: So?\n\nP03: Yes.\n\nWhat did it cost you?\n\nP03: Sleep.\n\nI: Ah.\n\nDid it?"
    (note,) = read(text_file(text)).report.notes
    assert note.startswith("1 paragraph without a label, ending with a question mark, went on with the turn")
    assert note.endswith("the first: 'What did it cost you?'.")


def test_a_paragraph_that_a_label_ends_on_its_next_line_has_no_blank_at_its_end() -> None:
    text = "MODERATOR: Which one?\n\nThis one.\nMODERATOR: And now?\n\nThat one.\n"
    assert said(text_file(text)) == [
        ("MODERATOR", "Which one?"),
        (None, "This one."),
        ("MODERATOR", "And now?"),
        (None, "That one."),
    ]
