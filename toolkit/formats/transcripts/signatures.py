"""What a file that is no transcript really is, told from its first bytes."""

from __future__ import annotations

import re

_AS_TEXT = "save its text as .docx or .txt"
_SPEECH = "transcribe it first, then import the transcript"
_PICTURE = "import the transcript's text, not a picture of it"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_MARKS: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(mark, re.DOTALL | re.IGNORECASE), kind, remedy)
    for mark, kind, remedy in (
        (rb"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
        (rb"\xff\xd8\xff", "a JPEG picture", _PICTURE),
        (rb"GIF8[79]a", "a GIF picture", _PICTURE),
        (rb"(?:II\*\x00|MM\x00\*)", "a TIFF picture", _PICTURE),
        (rb"RIFF....WEBP", "a WebP picture", _PICTURE),
        (rb"RIFF....AVI ", "a video", _SPEECH),
        (rb"RIFF....WAVE", "a sound recording (WAV)", _SPEECH),
        (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", "a sound recording (MP3)", _SPEECH),
        (rb"OggS\x00", "a sound recording (Ogg)", _SPEECH),
        (rb"fLaC", "a sound recording (FLAC)", _SPEECH),
        (rb"#!AMR", "a sound recording (AMR)", _SPEECH),
        (rb"FORM....AIF[FC]", "a sound recording (AIFF)", _SPEECH),
        (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a sound or video recording (Windows Media)", _SPEECH),
        (rb"....ftyp(?:hei[cfmsx]|mif1|avif)", "a photograph (HEIC)", _PICTURE),
        (rb"BM....\x00\x00\x00\x00", "a bitmap picture", _PICTURE),
        (rb"....ftyp", "a sound or video recording (MP4)", _SPEECH),
        (rb"\x1a\x45\xdf\xa3", "a video (WebM or Matroska)", _SPEECH),
        (rb"\x1f\x8b\x08", "a gzip archive", "unpack it and import what is inside"),
        (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and import what is inside"),
        (rb"Rar!\x1a\x07", "a RAR archive", "unpack it and import what is inside"),
        (rb"SQLite format 3\x00", "an SQLite database", "import transcripts as .docx, .txt or .vtt"),
        (rb"(?:\xef\xbb\xbf)?\s{0,64}<(?:!doctype html|html)\b", "a web page", _AS_TEXT),
        (rb"(?:\xef\xbb\xbf)?\s{0,64}<\?xml\b", "an XML file", _AS_TEXT),
    )
)
_INSIDE_ZIP = (
    (b"word/document.xml", "a Word document", "name it .docx"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", "name it .odt"),
    (b"mimetypeapplication/epub", "an EPUB book", _AS_TEXT),
    (b"xl/worksheets/", "an Excel workbook", "name it .xlsx"),
    (b"ppt/slides/", "a PowerPoint file", _AS_TEXT),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument spreadsheet",
        "save it as .xlsx",
    ),
    (b"Index/Document.iwa", "a Pages document", _AS_TEXT),
)


def disguise(data: bytes) -> tuple[str, str] | None:
    """Return what the bytes are, with its article, and what to do about it; None if nothing known.

    >>> disguise(b"fLaC")
    ('a sound recording (FLAC)', 'transcribe it first, then import the transcript')
    """
    if data.startswith(OLE):
        return _inside_ole(data)
    if data.startswith(ZIP):
        return _inside_zip(data)
    return next(((kind, remedy) for mark, kind, remedy in _MARKS if mark.match(data)), None)


def _inside_ole(data: bytes) -> tuple[str, str]:
    # Word wraps a locked .docx in the container of old .doc files, with a stream of this name.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ("an Office file locked by a password", "save it without the password")
    return ("an old Word or Office file (.doc)", "save it as .docx")


def _inside_zip(data: bytes) -> tuple[str, str]:
    for mark, kind, remedy in _INSIDE_ZIP:
        if mark in data:
            return (kind, remedy)
    return ("a zip archive", "unpack it and import what is inside")
