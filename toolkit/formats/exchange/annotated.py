"""Word: transcripts with numbered turns, and each coding as a comment by its coder on exactly its words.

The file is made from scratch, with no template that would tell of another computer, and has no macros,
fields or links. A paragraph is a line of the text, so nothing of the text is changed; the numbers of turns
are Word's own numbering and no text. Characters that XML cannot hold are shown as their pictures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from toolkit.formats.exchange.contents import Contents, Placed, code_id
from toolkit.formats.exchange.segments import segments, turns_of
from toolkit.formats.tables.directions import reads_leftwards, stretches
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.formats.undated import packed
from toolkit.model.project import Project, ProjectText
from toolkit.model.transcript import Span

NAME: Final = "Annotated transcripts for Word"
ENDING: Final = ".docx"
KEEPS: Final = (
    "transcripts with speakers and numbered turns; every coding as a comment on its words with code, theme, "
    "coder, time, certainty and memos; definitions of codes; every other memo"
)
LOSES: Final = (
    "exact positions, ids of codings, colours, rules of codes beyond their definition, participants' "
    "attributes; codings that Word or somebody in it moves are no longer those of the study"
)

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_PROPERTY: Final = 255
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LINE_END: Final = re.compile(r"\r\n|[\r\n]")  # others may stand in a line of a transcript
_MOST_INITIALS: Final = 3

_TYPES: Final = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>
<Override PartName="/word/comments.xml" ContentType="{_MAIN}.comments+xml"/>
<Override PartName="/docProps/core.xml"
 ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_PARTS: Final = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_OF_DOCUMENT: Final = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{_OFFICE}/comments" Target="comments.xml"/>
</Relationships>"""
_SETTINGS: Final = f"""<w:settings xmlns:w="{_W}"><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat></w:settings>"""
_STYLES: Final = f"""<w:styles xmlns:w="{_W}">
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>
<w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:next w:val="Normal"/><w:qFormat/><w:rPr><w:sz w:val="40"/><w:szCs w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:next w:val="Normal"/><w:qFormat/>
<w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Notice"><w:name w:val="Notice"/>
<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="444444"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Words"><w:name w:val="Words"/>
<w:basedOn w:val="Normal"/>
<w:pPr><w:ind w:left="567"/></w:pPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/>
<w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>
<w:basedOn w:val="Normal"/>
<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>
<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
</w:styles>"""
_TURNS: Final = f"""<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:suff w:val="tab"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>
<w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs>
<w:ind w:left="567" w:hanging="567"/></w:pPr>
<w:rPr><w:b w:val="0"/><w:color w:val="666666"/><w:sz w:val="16"/></w:rPr></w:lvl>
</w:abstractNum></w:numbering>"""


def write(project: Project) -> bytes:
    """Return the document: the study, its codes, then each transcript on pages of its own."""
    document = _Document(Contents(project))
    return packed(
        [
            ("[Content_Types].xml", _HEAD + _TYPES.encode()),
            ("_rels/.rels", _HEAD + _PARTS.encode()),
            ("docProps/core.xml", _properties(project)),
            ("word/document.xml", _told(document.root)),
            ("word/_rels/document.xml.rels", _HEAD + _OF_DOCUMENT.encode()),
            ("word/styles.xml", _HEAD + _STYLES.encode()),
            ("word/numbering.xml", _told(document.numbering)),
            ("word/settings.xml", _HEAD + _SETTINGS.encode()),
            ("word/comments.xml", _told(document.comments)),
        ]
    )


class _Document:
    """The parts that grow together: text, comments on it, and the numbering of its turns."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.root = etree.Element(_w("document"), nsmap={"w": _W})
        self.body = _add(self.root, "body")
        self.comments = etree.Element(_w("comments"), nsmap={"w": _W})
        self.numbering = etree.fromstring(_TURNS)
        self._numberings = 0
        self._comments = 0
        self._add_front()
        for text in contents.project.texts:
            self._add_text(text)
        section = _add(self.body, "sectPr")
        _add(section, "pgSz", w="11906", h="16838")
        _add(
            section,
            "pgMar",
            top="1440",
            right="1440",
            bottom="1440",
            left="1440",
            header="708",
            footer="708",
            gutter="0",
        )

    # --- what stands ahead of the transcripts -------------------------------------------------------

    def _add_front(self) -> None:
        project = self.contents.project
        self._add_paragraph(project.name, "Title")
        for notice in self.contents.notices:
            self._add_paragraph(notice, "Notice")
        for remark in self.contents.memos("study"):
            self._add_paragraph(remark.introduced, "Notice")
        if project.codes:
            self._add_paragraph("Codes", "Heading1")
        for code in project.codes:
            theme = self.contents.theme(code)
            label = self.contents.label[code.key] + (f" ({theme})" if theme else "")
            self._add_paragraph(label, "Normal", f": {code.definition}" if code.definition.strip() else "")
            for remark in self.contents.memos("code", code.key):
                self._add_paragraph(remark.introduced, "Notice")

    def _add_paragraph(self, text: str, style: str, further: str = "") -> None:
        """Add a paragraph; what has something further behind it is a label."""
        paragraph = _paragraph(self.body, style, leftwards=reads_leftwards(text))
        _add_runs(paragraph, text, style="Label" if further or style == "Normal" else "")
        _add_runs(paragraph, further)

    # --- transcripts --------------------------------------------------------------------------------

    def _add_text(self, text: ProjectText) -> None:
        heading = _paragraph(self.body, "Heading1", leftwards=reads_leftwards(text.name), new_page=True)
        _add_runs(heading, self.contents.heading(text))
        if text.description.strip():
            self._add_paragraph(text.description, "Notice")
        for remark in self.contents.memos("transcript", text.key):
            self._add_paragraph(remark.introduced, "Notice")
        self._add_lines(text)

    def _add_lines(self, text: ProjectText) -> None:
        """Add the text, a paragraph for each line, with comments from where codings begin to their ends."""
        lines, spoken, language = _lines(text.text), _spoken(text), _language(text)
        placed = self.contents.placed(text)
        comments = {each.number: self._add_comment(each) for each in placed}
        numbers = self._numbered(text)
        paragraph = self.body
        for segment in segments(len(text.text), placed, [*lines, *_edges(spoken)]):
            if (end := lines.get(segment.start)) is not None:
                paragraph = _paragraph(
                    self.body, "Words", leftwards=reads_leftwards(text.text[segment.start : end])
                )
                if segment.start in numbers:
                    _number(paragraph, numbers[segment.start])
            for each in segment.ending:
                _end_comment(paragraph, comments[each.number])
            for each in segment.beginning:
                _add(paragraph, "commentRangeStart", id=comments[each.number])
            words = text.text[segment.start : segment.end].removesuffix("\n")
            style = "" if _is_in(segment.start, spoken) else "Label"
            _add_runs(paragraph, words, style=style, language=language)

    def _numbered(self, text: ProjectText) -> dict[int, str]:
        """Return the list that gives a turn its number by the start of the line it begins in.

        Word counts by itself; where it would come to another number, as after two turns that begin in one
        line, a further list begins.
        """
        numbered: dict[int, str] = {}
        numbering, expected = "", 0
        for line, number in _numbers(text).items():
            if number != expected:
                numbering = self._add_numbering(number)
            numbered[line], expected = numbering, number + 1
        return numbered

    def _add_numbering(self, first: int) -> str:
        """Add a list that counts from `first`."""
        self._numberings += 1
        made = _add(self.numbering, "num", numId=str(self._numberings))
        _add(made, "abstractNumId", val="0")
        _add(_add(made, "lvlOverride", ilvl="0"), "startOverride", val=str(first))
        return str(self._numberings)

    # --- comments -----------------------------------------------------------------------------------

    def _add_comment(self, placed: Placed) -> str:
        passage, number = placed.passage, str(self._comments)
        self._comments += 1
        comment = _add(self.comments, "comment", id=number)
        comment.set(_w("author"), with_controls_visible(passage.coder))
        comment.set(_w("initials"), with_controls_visible(_initials(passage.coder)))
        if moment := _moment(passage.coding.made_at):
            comment.set(_w("date"), moment)
        first = _paragraph(comment, "CommentText", leftwards=reads_leftwards(passage.label))
        mark = _add(first, "r")
        _add(_add(mark, "rPr"), "rStyle", val="CommentReference")
        _add(mark, "annotationRef")
        _add_runs(first, passage.label, style="Label")
        for line in _facts(placed):
            _add_runs(_paragraph(comment, "CommentText", leftwards=reads_leftwards(line)), line)
        return number


def _facts(placed: Placed) -> Iterator[str]:
    passage = placed.passage
    yield f"{passage.theme} · {code_id(passage.code)}" if passage.theme else code_id(passage.code)
    if passage.coding.consensus:
        yield "Consensus of the team"
    if passage.coding.certainty:
        yield f"Coder was {passage.coding.certainty}"
    yield from (remark.introduced for remark in passage.remarks)


# --- what of a text is where ------------------------------------------------------------------------


def _lines(text: str) -> dict[int, int]:
    """Return where lines end, without their line feed, by where they start."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return dict(zip(starts, ends, strict=True))


def _numbers(text: ProjectText) -> dict[int, int]:
    """Return numbers of turns by the start of the line they begin in; of several the first."""
    numbers: dict[int, int] = {}
    for turn in turns_of(text):
        numbers.setdefault(text.text.rfind("\n", 0, turn.span.start) + 1, turn.number)
    return numbers


def _spoken(text: ProjectText) -> list[Span]:
    """Return what is said, in order; everything where no turns are known."""
    return [turn.span for turn in turns_of(text)] or ([Span(0, len(text.text))] if text.text else [])


def _is_in(position: int, spans: Sequence[Span]) -> bool:
    place = bisect_right(spans, position, key=lambda span: span.start) - 1
    return place >= 0 and position < spans[place].end


def _edges(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield from (span.start, span.end)


def _language(text: ProjectText) -> str:
    told = text.language or (text.transcript.language if text.transcript else "")
    return told if _LANGUAGE.fullmatch(told) else ""


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:_MOST_INITIALS].upper()


def _moment(made_at: str) -> str:
    """Return a moment in UTC to the second, or nothing where it is none."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except OverflowError:  # within a day of the first or the last year there is
        return ""


# --- elements ---------------------------------------------------------------------------------------


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, _w(name))
    for key, value in attributes.items():
        made.set(_w(key), value)
    return made


def _paragraph(
    parent: etree._Element, style: str, *, leftwards: bool = False, new_page: bool = False
) -> etree._Element:
    paragraph = _add(parent, "p")
    properties = _add(paragraph, "pPr")
    _add(properties, "pStyle", val=style)
    if new_page:
        _add(properties, "pageBreakBefore")
    if leftwards:
        _add(properties, "bidi")
    return paragraph


def _number(paragraph: etree._Element, numbering: str) -> None:
    """Give a paragraph the next number; in its properties that comes right behind the style."""
    made = etree.Element(_w("numPr"))
    _add(made, "ilvl", val="0")
    _add(made, "numId", val=numbering)
    paragraph[0][0].addnext(made)


def _end_comment(paragraph: etree._Element, number: str) -> None:
    _add(paragraph, "commentRangeEnd", id=number)
    run = _add(paragraph, "r")
    _add(_add(run, "rPr"), "rStyle", val="CommentReference")
    _add(run, "commentReference", id=number)


def _add_runs(paragraph: etree._Element, text: str, style: str = "", language: str = "") -> None:
    """Add text in as many runs as it changes its direction."""
    for leftwards, piece in stretches(text):
        run = _add(paragraph, "r")
        if style or language or leftwards:
            properties = _add(run, "rPr")
            if style:
                _add(properties, "rStyle", val=style)
            if leftwards:
                _add(properties, "rtl")
            if language:
                _add(properties, "lang", **({"bidi": language} if leftwards else {"val": language}))
        _add_lines(run, piece)


def _add_lines(run: etree._Element, text: str) -> None:
    for number, line in enumerate(_LINE_END.split(text)):
        if number:
            _add(run, "br")
        for place, piece in enumerate(with_controls_visible(line).split("\t")):
            if place:
                _add(run, "tab")
            if piece:
                element = _add(run, "t")
                element.set(_XML_SPACE, "preserve")
                element.text = piece


def _properties(project: Project) -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    title = with_controls_visible(" ".join(project.name.split()))
    etree.SubElement(root, f"{{{_DC}}}title").text = title[:_LONGEST_PROPERTY]
    return _told(root)


def _told(root: etree._Element) -> bytes:
    told: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return told
