import io
import zipfile
from dataclasses import dataclass, field, replace

import docx
import pytest
from hypothesis import given, settings
from lxml import etree

from tests.formats.exchange.projects import SAMPLE, TRUST, WORDS, coding, hostile, projects, text_of
from toolkit.formats.exchange import annotated
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.project import Project
from toolkit.model.transcript import Span, Speaker, Transcript, Turn

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class Found:
    """What a document says, read by its elements: texts below headings, and the words of each comment."""

    texts: list[list[str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    comments: dict[str, etree._Element] = field(default_factory=dict)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def style(paragraph: etree._Element) -> str:
    (found,) = paragraph.iterfind(f"{W}pPr/{W}pStyle")
    return found.get(f"{W}val", "")


def read(project: Project) -> Found:
    parts = members(annotated.write(project))
    found = Found()
    for comment in etree.fromstring(parts["word/comments.xml"]):
        found.comments[comment.get(f"{W}id", "")] = comment
    open_now: set[str] = set()
    for paragraph in etree.fromstring(parts["word/document.xml"])[0].iterchildren(f"{W}p"):
        if style(paragraph) == "Heading1" and paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            found.texts.append([])
        if style(paragraph) != "Words":
            assert not open_now
            continue
        if found.texts[-1]:
            _say(found, open_now, "\n")
        found.texts[-1].append("")
        _read_line(found, open_now, paragraph)
    assert not open_now
    return found


def _read_line(found: Found, open_now: set[str], paragraph: etree._Element) -> None:
    for element in paragraph.iter():
        match etree.QName(element).localname:
            case "commentRangeStart":
                open_now.add(element.get(f"{W}id", ""))
                found.words[element.get(f"{W}id", "")] = ""
            case "commentRangeEnd":
                open_now.remove(element.get(f"{W}id", ""))
            case "t":
                _say(found, open_now, element.text or "")
                found.texts[-1][-1] += element.text or ""
            case "tab" if element.getparent() is not None:
                _say(found, open_now, "\t")
                found.texts[-1][-1] += "\t"


def _say(found: Found, open_now: set[str], words: str) -> None:
    for number in open_now:
        found.words[number] += words


@settings(max_examples=60)
@given(projects())
def test_comments_are_on_exactly_the_words_and_the_text_is_whole(project: Project) -> None:
    found = read(project)
    (text,) = project.texts

    assert ["\n".join(lines) for lines in found.texts] == [with_controls_visible(text.text)]
    made = sorted(
        (with_controls_visible(text.text[each.start : each.end]), each.code.title())
        for each in project.codings
    )
    got = sorted((words, labels(found.comments[number])[0]) for number, words in found.words.items())
    assert got == made


def labels(comment: etree._Element) -> list[str]:
    return ["".join(each.text or "" for each in paragraph.iter(f"{W}t")) for paragraph in comment]


def test_python_docx_reads_comments_with_author_initials_and_time() -> None:
    document = docx.Document(io.BytesIO(annotated.write(SAMPLE)))
    comments = list(document.comments)

    assert [(each.author, each.initials) for each in comments] == [
        ("Ana Müller", "AM"),
        ("Ben Cho", "BC"),
        ("consensus", "C"),
        ("Ben Cho", "BC"),
        ("Ana Müller", "AM"),
    ]
    assert {str(each.timestamp) for each in comments} == {"2026-03-01 09:30:00+00:00"}
    assert comments[0].text.splitlines() == [
        "Trust",
        "Relations · trust",
        "Coder was unsure",
        "Memo by Ana Müller: Tone",
        "Irony?",
        "Ask her.",
    ]
    assert "Consensus of the team" in comments[2].text


def test_the_document_begins_with_the_study_its_codes_and_their_memos() -> None:
    document = docx.Document(io.BytesIO(annotated.write(SAMPLE)))
    said = [paragraph.text for paragraph in document.paragraphs]

    assert document.core_properties.title == "Trust study"
    assert said[:3] == ["Trust study", "Interviews on trust. Do not share.", "Names are pseudonyms."]
    assert said[4].startswith("Contains the consensus: 1 of 5 codings")
    assert "Trust (Relations): To rely on others." in said
    for memo in (
        "Memo by Ana Müller: Saturated.",
        "Memo by Ana Müller: Split it?",
        "Memo by Ben Cho: Short and angry.",
    ):
        assert memo in said
    assert said[-8:] == ["Memo by Ben Cho: Short and angry.", *WORDS.split("\n"), "P02", "Cem: Nothing."]


def numbering(project: Project) -> list[tuple[str, str]]:
    """The text of each numbered line, and the number Word comes to for it."""
    parts = members(annotated.write(project))
    starts = {
        num.get(f"{W}numId"): int(start.get(f"{W}val", ""))
        for num in etree.fromstring(parts["word/numbering.xml"]).iter(f"{W}num")
        for start in num.iter(f"{W}startOverride")
    }
    reached = dict(starts)
    lines = []
    for paragraph in etree.fromstring(parts["word/document.xml"]).iter(f"{W}p"):
        for number in paragraph.iterfind(f"{W}pPr/{W}numPr/{W}numId"):
            key = number.get(f"{W}val")
            lines.append((str(reached[key]), "".join(each.text or "" for each in paragraph.iter(f"{W}t"))))
            reached[key] += 1
    return lines


def test_word_counts_turns_as_the_study_does_anew_in_each_transcript() -> None:
    assert numbering(SAMPLE) == [
        ("1", "Ana: I trust 🙂 nobody."),
        ("2", "Ben: Why?"),
        ("3", "Ana: They soldmy data, all of it."),
        ("1", "Cem: Nothing."),
    ]


def test_after_two_turns_in_one_line_the_count_still_holds() -> None:
    words = "A: yes B: no\nA: well\n"
    turns = (Turn(1, Span(3, 6), "A"), Turn(2, Span(10, 12), "B"), Turn(3, Span(16, 20), "A"))
    told = Transcript("P1", words, turns, (Speaker("A"), Speaker("B")))
    text = replace(text_of(words), transcript=told)
    project = Project("P", "Intercoder", texts=(text,))

    assert numbering(project) == [("1", "A: yes B: no"), ("3", "A: well")]


def test_labels_are_bold_and_what_is_said_is_not() -> None:
    document = docx.Document(io.BytesIO(annotated.write(SAMPLE)))
    (line,) = [p for p in document.paragraphs if p.text.startswith("Ben: ")]

    assert [(run.text, run.style.name == "Label") for run in line.runs if run.text] == [
        ("Ben: ", True),
        ("Why?", False),
    ]


def test_hebrew_runs_from_right_to_left() -> None:
    words = "דנה: שלום GPT\nBen: hello\n"
    project = replace(SAMPLE, texts=(text_of(words),), codings=(coding("k", 5, 9),), memos=(), cases=())
    root = etree.fromstring(members(annotated.write(project))["word/document.xml"])
    lines = [p for p in root.iter(f"{W}p") if style(p) == "Words"]

    assert [p.find(f"{W}pPr/{W}bidi") is not None for p in lines] == [True, False, False]
    assert read(project).words == {"0": "שלום"}


def test_hostile_words_are_text_and_nothing_else() -> None:
    parts = members(annotated.write(hostile()))
    root = etree.fromstring(parts["word/document.xml"])

    assert {etree.QName(element).localname for element in root.iter()} <= {
        "document", "body", "p", "pPr", "pStyle", "pageBreakBefore", "bidi", "numPr", "ilvl", "numId", "r",
        "rPr", "rStyle", "rtl", "lang", "t", "tab", "br", "commentRangeStart", "commentRangeEnd",
        "commentReference", "sectPr", "pgSz", "pgMar",
    }  # fmt: skip
    said = "".join(map(str, root.itertext()))
    assert "<script>alert(1)</script>" in said
    assert "␛[31m" in said
    assert not any("Target" in part.decode() and "External" in part.decode() for part in parts.values())


@pytest.mark.parametrize(
    ("made_at", "told"),
    [
        ("2026-03-01T09:30:00.125Z", "2026-03-01T09:30:00Z"),
        ("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00Z"),
        ("2026-03-01T09:30:00", "2026-03-01T09:30:00Z"),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_comments_time_is_in_utc_or_left_out(made_at: str, told: str | None) -> None:
    project = replace(SAMPLE, codings=(replace(coding(TRUST, 5, 22), made_at=made_at),))
    (comment,) = read(project).comments.values()

    assert comment.get(f"{W}date") == told
