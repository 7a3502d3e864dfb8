"""No word is lost and none is read twice: what goes in is in the turns or in the report."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.transcripts.samples import (
    GOLDEN,
    cells,
    check,
    docx,
    odt,
    paragraph,
    pdf,
    sample,
    text_file,
    xlsx,
)
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Source

NAMES = sorted(path.name for path in GOLDEN.iterdir())
TIME = re.compile(r"[\d:.,]+ --> [\d:.,]+.*|\d+")
# Written by guests of the transcript: nothing of it is content.
UNREAD_CELLS = {"rows.csv": {"start", "end", "speaker"}, "remarks.tsv": {"Timestamp", "Speaker"}}


@dataclass(frozen=True)
class Line:
    speaker: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def clock(number: int) -> str:
    return f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"


def timed(lines: list[Line], shape: str, mark: str) -> str:
    return "\n".join(
        f"{n}\n{clock(2 * n)}{mark}000 --> {clock(2 * n + 1)}{mark}900\n"
        + shape.format(line.speaker, line.text)
        + "\n"
        for n, line in enumerate(lines, 1)
    )


def table(lines: list[Line], delimiter: str) -> str:
    written = io.StringIO()
    rows = csv.writer(written, delimiter=delimiter)
    rows.writerow(["start", "speaker", "text"])
    rows.writerows([2 * n, line.speaker, line.text] for n, line in enumerate(lines))
    return written.getvalue()


def labelled(lines: list[Line], shape: str = "{}: {}", between: str = "\n\n") -> str:
    return between.join(shape.format(line.speaker, line.text) for line in lines)


def segments(lines: list[Line]) -> str:
    found = [
        {"start": 2 * n, "end": 2 * n + 1, "text": x.text, "speaker": x.speaker} for n, x in enumerate(lines)
    ]
    return json.dumps({"segments": found})


FORMS: dict[str, Callable[[list[Line]], Source]] = {
    "labels": lambda lines: text_file(labelled(lines)),
    "labels on lines": lambda lines: text_file(labelled(lines, between="\n")),
    "bold": lambda lines: text_file(labelled(lines, "**{}:** {}"), "P03.md"),
    "otter": lambda lines: text_file(labelled(lines, "{}  0:03  \n{}")),
    "rev": lambda lines: text_file(labelled(lines, "{} (00:03): {}")),
    "brackets": lambda lines: text_file(labelled(lines, "[{}] [00:03] {}", "\n")),
    "tab": lambda lines: text_file(labelled(lines, "{}\t{}", "\n")),
    "zoom": lambda lines: Source("P03.vtt", ("WEBVTT\n\n" + timed(lines, "{}: {}", ".")).encode()),
    "voices": lambda lines: Source("P03.vtt", ("WEBVTT\n\n" + timed(lines, "<v {}>{}</v>", ".")).encode()),
    "subtitles": lambda lines: Source("P03.srt", timed(lines, "[{}]: {}", ",").encode()),
    "csv": lambda lines: Source("P03.csv", table(lines, ",").encode()),
    "tsv in UTF-16": lambda lines: Source("P03.tsv", table(lines, "\t").encode("utf-16")),
    "json": lambda lines: Source("P03.json", segments(lines).encode()),
    "docx": lambda lines: docx("".join(paragraph(f"**{x.speaker}:**", f" {x.text}") for x in lines)),
    "odt": lambda lines: odt("".join(f"<text:p>{x.speaker}: {x.text}</text:p>" for x in lines)),
    "xlsx": lambda lines: xlsx(
        cells("start", "speaker", "text"), *(cells("1", x.speaker, x.text) for x in lines)
    ),
    "rtf": lambda lines: Source(
        "P03.rtf", rf"{{\rtf1 {labelled(lines, between=chr(92) + 'par ')}}}".encode()
    ),
    "pdf": lambda lines: pdf(labelled(lines, between="\n")),
}
SPEAKERS = st.sampled_from(["P03", "I", "Interviewer 2"])


@st.composite
def conversations(draw: st.DrawFn) -> list[Line]:
    """Draw a conversation in which each word comes once, so that it can be followed through any form."""
    lengths = draw(st.lists(st.integers(1, 9), min_size=2, max_size=14))
    speakers = [draw(SPEAKERS) for _ in lengths]
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    return [
        Line(speaker, tuple(f"w{start + n}x" for n in range(length)))
        for speaker, start, length in zip(speakers, starts, lengths, strict=True)
    ]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(lines=conversations())
def test_each_word_is_with_its_speaker_once_and_in_order(form: str, lines: list[Line]) -> None:
    reading = read(FORMS[form](lines))
    check(reading)
    transcript = reading.transcript
    found = [(turn.speaker, word) for turn in transcript.turns for word in transcript.words_of(turn).split()]
    assert found == [(line.speaker, word) for line in lines for word in line.words]


def plain(text: str) -> str:
    return html.unescape(re.sub(r"</?[vibcu](?:[ .][^<>]*)?>", "", text))


def of_subtitles(text: str) -> str:
    lines = [line for line in text.split("\n") if not TIME.fullmatch(line)]
    styles = re.compile(r"STYLE\n(?:.+\n)+")
    return plain(styles.sub("", "\n".join(lines)).replace("WEBVTT", "").replace("NOTE", ""))


def of_a_table(name: str, text: str) -> str:
    unread = UNREAD_CELLS[name]
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if name.endswith("tsv") else ",")
    columns = [number for number, title in enumerate(header) if title not in unread]
    kept = [row[number] for row in rows for number in columns if number < len(row)]
    # Behind a time stands now and then what somebody saw.
    seen = [
        re.sub(r"^[\[\d:\]]+ ", "", cell) for row in rows for cell in row if re.match(r"\[[\d:]+\] ", cell)
    ]
    return plain(" ".join([*header, *kept, *seen]))


def of_json(text: str) -> str:
    document = json.loads(text)
    found = document.get("segments") or document.get("dialogue")
    return plain(" ".join(segment.get("text", segment.get("message")) for segment in found))


def of_xml(data: bytes, paragraph_end: str, *members: str) -> str:
    archive = zipfile.ZipFile(io.BytesIO(data))
    read_members = [
        archive.read(name).decode() for name in archive.namelist() if re.fullmatch("|".join(members), name)
    ]
    text = re.sub(
        rf"{paragraph_end}|<(?:w:br|w:tab|text:tab|text:line-break|text:s)\b[^<>]*>",
        " ",
        " ".join(read_members),
    )
    return html.unescape(re.sub(r"<[^<>]*>", "", text))


def words_in(name: str) -> int:
    """Count the words of a golden sample by other means than its reader."""
    data = (GOLDEN / name).read_bytes()
    kind = name.rpartition(".")[2]
    if kind in {"vtt", "srt"}:
        text = of_subtitles(data.decode())
    elif kind in {"csv", "tsv"}:
        text = of_a_table(name, data.decode())
    elif kind == "json":
        text = of_json(data.decode())
    elif kind == "docx":
        text = of_xml(
            data, "</w:p>", r"word/(?:document|header\d*|footer\d*|comments|footnotes|endnotes)\.xml"
        )
        text = re.sub(r"\d+:\d+:\d+\.\d+ --> \d+:\d+:\d+\.\d+", "", text)
    else:
        text = data.decode(OTHER.get(name, "utf-8"))
    return len(text.split())


OTHER = {"unmarked.txt": "utf-16-le", "yane.txt": "shift_jis"}
# What these say is marked up in ways that only their readers know.
BEYOND = {"notes.rtf", "pages.pdf", "questions.odt", "rows.xlsx", "rows.csv"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BEYOND])
def test_words_of_a_golden_sample_are_as_many_as_counted_by_other_means(name: str) -> None:
    reading = read(sample(name))
    check(reading)
    assert reading.report.words == words_in(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_cut_anywhere_keeps_the_sum_or_is_refused(name: str) -> None:
    data = sample(name).data
    for place in range(0, len(data), max(1, len(data) // 60)):
        for part in (data[:place], data[place:]):
            try:
                check(read(Source(name, part)))
            except ToolkitError:
                continue
