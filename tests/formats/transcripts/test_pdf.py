import sys

import pytest

from tests.formats.transcripts.samples import check, pdf, said, sample
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import pdf as pdf_reader
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Source

LONG = "because down in the yard there is a dog who does not like them at all, and neighbours"


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_pages_become_one_text_without_their_furniture() -> None:
    reading = read(sample("pages.pdf"))
    assert said(sample("pages.pdf")) == [
        (
            "INTERVIEWER",
            "Where do you keep the bees (all of them), and since when have you had them up there?",
        ),
        (
            "P26",
            (
                "On the roof, next to the water tank, because down in the yard there is a dog who does not "
                "like them. Café…\nAnd every day I go up."
            ),
        ),
        ("INTERVIEWER", "Every day?"),
        ("P26", "Yes."),
    ]
    assert reading.report.left_out == (
        "labels, 4 words",
        "page numbers and repeated lines, 14 words",
    )


def test_a_turn_goes_on_over_the_page() -> None:
    source = pdf(f"P03: Up there,\n{LONG}", f"too.\nI: Ah.\n{LONG}")
    assert said(source) == [("P03", f"Up there,\n{LONG} too."), ("I", f"Ah.\n{LONG}")]


def test_labels_on_lines_of_their_own_stay_there() -> None:
    source = pdf(f"Speaker 1  0:02\nWhere?\nSpeaker 2  0:04\n{LONG}\n{LONG}\nSpeaker 1  1:02:00\nAh.")
    assert said(source) == [("Speaker 1", "Where?"), ("Speaker 2", f"{LONG} {LONG}"), ("Speaker 1", "Ah.")]
    assert [turn.began for turn in read(source).transcript.turns] == [2.0, 4.0, 3720.0]


def test_a_hyphen_at_a_lines_end_stays() -> None:
    source = pdf(f"P03: {LONG} were well-\nknown for it, and {LONG}\nI: Ah.")
    assert "well-known" in said(source)[0][1]


def test_one_page_has_no_furniture_but_its_number() -> None:
    reading = read(pdf("P03: Yes.\nI: No.\n- 12 -"))
    check(reading)
    assert reading.report.left_out == ("labels, 2 words", "page numbers and repeated lines, 3 words")


def test_pictures_of_pages_are_refused_with_what_to_do() -> None:
    assert refusal(pdf("", "")) == (
        "P03.pdf: holds pictures of pages and no text; have its text recognised (OCR) first"
    )


def test_damaged_and_foreign_files_are_refused() -> None:
    assert "is a damaged PDF; take another copy" in refusal(Source("P03.pdf", b"%PDF-1.4\n%%EOF"))
    assert "is no PDF" in refusal(Source("P03.pdf", b"P03: Yes."))
    assert "is empty" in refusal(Source("P03.pdf", b""))


def test_a_locked_file_is_refused_with_what_to_do() -> None:
    # An encryption dictionary with a password that is not empty: PDFium asks for one.
    locked = pdf("P03: Yes.").data.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"00" * 32
        + b"> /U <"
        + b"00" * 32
        + b"> >>",
    )
    assert refusal(Source("P03.pdf", locked)) == "P03.pdf: is locked by a password; save it without one"


def test_times_at_the_starts_of_lines_begin_paragraphs_and_letterheads_are_no_speakers() -> None:
    head = "The Rooftop Archive\nAddress: 7 Tank Yard\nTel: 0170 555\nWeb: roof.example"
    asked = ("Where do you keep the bees", "Who else goes up to the roof", "What did your neighbours say")
    answered = (
        "Up there, next to the water tank",
        "My aunt, and the man who mends it",
        "Not much, but they like honey",
    )
    pages = [
        f"{head}\n01:0{n}:01 {question}, and for how long has it\nbeen so?\n"
        f"01:0{n}:09\n{answer}, as far as anybody knows now."
        for n, (question, answer) in enumerate(zip(asked, answered, strict=True))
    ]
    reading = read(pdf(*pages))
    check(reading)
    assert reading.report.left_out == ("times, 6 words", "page numbers and repeated lines, 36 words")
    assert [turn.began for turn in reading.transcript.turns] == [
        3601.0,
        3609.0,
        3661.0,
        3669.0,
        3721.0,
        3729.0,
    ]
    assert {turn.speaker for turn in reading.transcript.turns} == {None}
    assert reading.transcript.words_of(reading.transcript.turns[0]).endswith("for how long has it been so?")


def test_a_page_that_takes_too_much_memory_ends_its_own_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "_program", lambda *_: [sys.executable, "-c", "import os; os.abort()"])
    assert refusal(pdf("P03: Yes.\nI: No.")) == (
        "P03.pdf: cannot be read within 60 seconds and 1,024 MB of memory; "
        "open it in another program, and save its text"
    )
