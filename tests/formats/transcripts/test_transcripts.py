"""The family as a whole: which format a file is, and what holds whatever the format."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.transcripts.samples import GOLDEN, archive, check, docx, said, sample, text_file
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import FORMATS, HEAD, Format, plain, read, webvtt, word
from toolkit.model.transcript import Source

NAMES = sorted(path.name for path in GOLDEN.iterdir())
ENDINGS = ("", *sorted({ending for member in FORMATS for ending in member.ENDINGS if ending}))


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    lines = refused.value.lines()
    assert all(line.startswith(source.name) and "\n" not in line for line in lines)
    return lines[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_sample_keeps_every_word_and_every_position(name: str) -> None:
    check(read(sample(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_sample_is_recognised_by_its_own_format_and_no_other(name: str) -> None:
    source = sample(name)
    recognising = [member for member in FORMATS if member.sniff(source.data[:HEAD])]
    assert [source.ending in member.ENDINGS for member in recognising] == [True]


@pytest.mark.parametrize("member", FORMATS, ids=lambda member: member.NAME)
def test_every_format_has_a_golden_sample(member: Format) -> None:
    assert any(sample(name).ending in member.ENDINGS for name in NAMES)


def test_content_goes_before_the_ending() -> None:
    zoom, labels = sample("zoom.vtt"), sample("labels.docx")
    assert read(Source("zoom.txt", zoom.data)).report.format == webvtt.NAME
    assert read(Source("labels.txt", labels.data)).report.format == word.NAME
    assert read(Source("labels", labels.data)).report.format == word.NAME


def test_a_transcript_carries_the_names_of_its_file() -> None:
    transcript = read(text_file("P03: Yes.", "P03.pilot.txt")).transcript
    assert (transcript.id, transcript.participant, transcript.source) == (
        "P03.pilot",
        "P03.pilot",
        "P03.pilot.txt",
    )


DISGUISED = {
    "a PNG picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a sound recording (WAV)": b"RIFF\x24\x08\x00\x00WAVEfmt ",
    "a sound recording (MP3)": b"ID3\x04\x00\x00\x00\x00",
    "a sound or video recording (MP4)": b"\x00\x00\x00\x20ftypM4A ",
    "a photograph (HEIC)": b"\x00\x00\x00\x18ftypheic",
    "a sound recording (AMR)": b"#!AMR\n",
    "a web page": b"<!DOCTYPE html><p>P03: Yes",
    "an old Word or Office file (.doc)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "an Office file locked by a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    ),
    "a zip archive": archive({"notes.csv": "a,b"}),
    "a PowerPoint file": archive({"[Content_Types].xml": "", "ppt/slides/slide1.xml": ""}),
}


@pytest.mark.parametrize("kind", DISGUISED)
@pytest.mark.parametrize("ending", [".txt", ".docx", ".vtt", ".srt"])
def test_a_file_in_disguise_is_called_by_its_name(kind: str, ending: str) -> None:
    assert f"is {kind}" in refusal(Source(f"P03{ending}", DISGUISED[kind]))


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_and_one_of_blanks_are_refused(ending: str) -> None:
    assert "is empty; give a file with spoken text in it" in refusal(Source(f"P03{ending}", b""))
    assert refusal(Source(f"P03{ending}", b" \r\n\t\n"))


def test_text_under_an_unknown_ending_is_refused_with_the_endings_that_would_do() -> None:
    told = refusal(Source("P03.pages", b"P03: yes\n"))
    assert told.startswith(
        "P03.pages: .pages is no transcript format; save it as one of .vtt .srt .json .docx "
    )


def test_plain_text_under_another_formats_ending_is_refused() -> None:
    assert "does not begin with WEBVTT" in refusal(Source("P03.vtt", b"P03: Yes.\n"))
    assert "is no Word document" in refusal(Source("P03.docx", b"P03: Yes.\n"))
    assert "holds no subtitles" in refusal(Source("P03.srt", b"P03: Yes.\n"))


@pytest.mark.parametrize("name", ["", "P03\n.txt", "\ud800.txt", "P" * 300 + ".txt"])
def test_a_file_name_that_cannot_be_an_id_is_refused_on_one_line(name: str) -> None:
    with pytest.raises(ToolkitError) as refused:
        read(Source(name, b"P03: Yes."))
    assert "\n" not in str(refused.value)
    str(refused.value).encode()


def never_a_traceback(source: Source) -> None:
    try:
        reading = read(source)
    except ToolkitError:
        return
    check(reading)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(ENDINGS))
def test_any_bytes_are_read_or_refused(data: bytes, ending: str) -> None:
    never_a_traceback(Source(f"P03{ending}", data))


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(ENDINGS), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_is_read_or_refused(text: str, ending: str, encoding: str) -> None:
    never_a_traceback(Source(f"P03{ending}", text.encode(encoding, "replace")))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 4), st.binary(max_size=4)), min_size=1, max_size=6
    ),
)
def test_a_damaged_sample_is_read_or_refused(name: str, damages: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(sample(name).data)
    for place, length, instead in damages:
        start = place % len(data) if data else 0
        data[start : start + length] = instead
    never_a_traceback(Source(name, bytes(data)))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0, 1))
def test_half_a_sample_is_read_or_refused(name: str, share: float) -> None:
    data = sample(name).data
    never_a_traceback(Source(name, data[: int(len(data) * share)]))


NAMED = st.sampled_from(
    ["P03", "I", "Maria", "INTERVIEWER", "Note", "here's the thing", "P03 [01:02]", "**P3**"]
)
LINE = st.one_of(
    st.tuples(NAMED, st.sampled_from([": ", ":", "  ", "\t", " ", ""]), st.text(max_size=12)).map("".join),
    st.text(max_size=12),
    st.just(""),
)


@settings(deadline=None)
@given(st.lists(LINE, max_size=20))
def test_lines_with_labels_of_all_sorts_are_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(lines)
    never_a_traceback(Source("P03.txt", text.encode("utf-8", "replace")))
    inside = "".join(character if character.isprintable() else " " for character in text)
    never_a_traceback(
        Source("P03.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{inside}".encode("utf-8", "replace"))
    )


@pytest.mark.parametrize("data", [b"P03: " + b"word " * 100_000, b"P03: yes\n\nI: " + b"a" * 1_000_000])
def test_endless_lines_are_read(data: bytes) -> None:
    check(read(Source("P03.txt", data)))


def test_formats_are_told_apart_by_reading_too() -> None:
    words = ["P03: Yes.", "I: No."]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in words)
    assert said(docx(body)) == said(text_file("\n".join(words))) == [("P03", "Yes."), ("I", "No.")]
    assert plain.sniff("\n".join(words).encode())
