"""Files to read, made inside the tests, and what every reading has to keep."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from toolkit.formats.transcripts import read
from toolkit.model.transcript import Reading, Source

GOLDEN = Path(__file__).parent / "golden"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEFT_OUT = re.compile(r", ([\d,]+) words?$")


def sample(name: str) -> Source:
    """Return one of the golden files."""
    return Source(name, (GOLDEN / name).read_bytes())


def text_file(text: str, name: str = "P03.txt") -> Source:
    return Source(name, text.encode())


def vtt(*cues: str, head: str = "WEBVTT") -> Source:
    """Make a WebVTT file of cues given as `time line` + newline + text."""
    return Source("P04.vtt", "\n\n".join([head, *cues]).encode() + b"\n")


def cue(second: float, text: str, seconds: float = 1.0) -> str:
    """Make a cue at a second below 60."""
    return f"00:{second:06.3f} --> 00:{second + seconds:06.3f}\n{text}"


def paragraph(*runs: str) -> str:
    """Make a Word paragraph of texts; `**bold**` is bold."""
    return f"<w:p>{''.join(map(run, runs))}</w:p>"


def run(text: str) -> str:
    bold = text.startswith("**")
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text.strip("*")}</w:t></w:r>'


def document(body: str) -> str:
    """Make the main part of a Word document."""
    spaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    return f"<w:document {spaces}><w:body>{body}</w:body></w:document>"


def archive(members: dict[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(body: str, name: str = "P08.docx", **parts: str) -> Source:
    """Make a Word document; `parts` are further members of its folder (`header1="<w:hdr …/>"`)."""
    members: dict[str, str | bytes] = {"word/document.xml": document(body)}
    members |= {f"word/{part}.xml": content for part, content in parts.items()}
    return Source(name, archive(members))


def said(source: Source) -> list[tuple[str | None, str]]:
    """Read a file and return who says what."""
    transcript = read(source).transcript
    return [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns]


def check(reading: Reading) -> None:
    """Assert what is true of every reading, of whatever file."""
    transcript, report = reading.transcript, reading.report
    for turn in transcript.turns:
        words = turn.span.of(transcript.text)
        assert words == transcript.words_of(turn)
        assert words == words.strip()
        assert words
        assert turn.began is None or turn.ended is None or turn.began <= turn.ended
    assert report.turns == len(transcript.turns)
    assert report.unknown_speakers == sum(turn.speaker is None for turn in transcript.turns)
    assert report.words_in_turns == sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
    assert report.words == report.words_in_turns + words_left_out(report.left_out)
    assert {speaker.label for speaker in transcript.speakers} == {
        turn.speaker for turn in transcript.turns if turn.speaker is not None
    }


def words_left_out(lines: tuple[str, ...]) -> int:
    return sum(int(found[1].replace(",", "")) for line in lines if (found := _LEFT_OUT.search(line)))
