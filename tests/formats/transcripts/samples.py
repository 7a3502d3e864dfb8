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


ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(body: str, name: str = "P03.odt", **parts: str) -> Source:
    """Make an OpenDocument text with a bold style `B`; `parts` are further members (`styles="<…/>"`)."""
    content = (
        f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" '
        f'xmlns:style="{ODF}style:1.0" xmlns:table="{ODF}table:1.0" xmlns:draw="{ODF}drawing:1.0" '
        f'xmlns:fo="{ODF}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<office:automatic-styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/>'
        f"</style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for member, xml in {"content": content, **parts}.items():
            file.writestr(f"{member}.xml", xml, zipfile.ZIP_DEFLATED)
    return Source(name, made.getvalue())


def xlsx(*rows: str, name: str = "P03.xlsx", **parts: str) -> Source:
    """Make a workbook of one sheet; rows are cells as XML, `parts` further members of the folder `xl`."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>'
        + "".join(f"<row>{row}</row>" for row in rows)
        + "</sheetData></worksheet>",
    }
    return Source(name, archive(members | {f"xl/{part}.xml": content for part, content in parts.items()}))


def cells(*texts: str) -> str:
    """Make the cells of a row of a workbook; numbers are numbers."""
    return "".join(
        f"<c><v>{text}</v></c>"
        if text.replace(".", "").isdecimal()
        else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
        for text in texts
    )


def pdf(*pages: str, name: str = "P03.pdf") -> Source:
    """Make a PDF of pages given as lines; letters are those of Windows-1252."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica ",
    ]
    objects[2] += "/Encoding /WinAnsiEncoding >>"
    kids = []
    for page in pages:
        shown = "".join(f"({line}) Tj T* " for line in re.sub(r"([\\\\()])", r"\\\1", page).split("\n"))
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown}ET" if page else ""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}"
    return Source(name, made.encode("cp1252"))


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
    assert report.words == report.words_in_turns + report.words_left_out
    assert report.words_left_out == words_left_out(report.left_out)
    assert not any("cannot be accounted for" in note for note in report.notes)
    assert {speaker.label for speaker in transcript.speakers} == {
        turn.speaker for turn in transcript.turns if turn.speaker is not None
    }


def words_left_out(lines: tuple[str, ...]) -> int:
    return sum(int(found[1].replace(",", "")) for line in lines if (found := _LEFT_OUT.search(line)))
