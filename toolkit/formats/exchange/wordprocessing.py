"""A Word document made from scratch: its parts, and the elements that texts and comments are made of.

There is no template that would tell of another computer. Characters that XML cannot hold are shown as their
pictures.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from toolkit.formats.tables.directions import stretches
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.formats.undated import packed

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_PROPERTY: Final = 255
_LINE_END: Final = re.compile(r"\r\n|[\r\n]")  # others may stand in a line of a transcript

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


def package(title: str, document: etree._Element, comments: etree._Element, numbers: etree._Element) -> bytes:
    """Return the file of a document: its text, the comments on it, and the numbering of its paragraphs."""
    return packed(
        [
            ("[Content_Types].xml", _HEAD + _TYPES.encode()),
            ("_rels/.rels", _HEAD + _PARTS.encode()),
            ("docProps/core.xml", _told(_properties(title))),
            ("word/document.xml", _told(document)),
            ("word/_rels/document.xml.rels", _HEAD + _OF_DOCUMENT.encode()),
            ("word/styles.xml", _HEAD + _STYLES.encode()),
            ("word/numbering.xml", _told(numbers)),
            ("word/settings.xml", _HEAD + _SETTINGS.encode()),
            ("word/comments.xml", _told(comments)),
        ]
    )


def _properties(title: str) -> etree._Element:
    made = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    line = with_controls_visible(" ".join(title.split()))
    etree.SubElement(made, f"{{{_DC}}}title").text = line[:_LONGEST_PROPERTY]
    return made


def _told(made: etree._Element) -> bytes:
    told: bytes = etree.tostring(made, encoding="UTF-8", xml_declaration=True, standalone=True)
    return told


def empty_part(name: str) -> etree._Element:
    """Return the root of a part with nothing in it."""
    return etree.Element(_w(name), nsmap={"w": _W})


def empty_numbering() -> etree._Element:
    """Return the numbering: how numbers look, and no list yet."""
    return etree.fromstring(_TURNS)


def _w(name: str) -> str:
    """Return a name of Word's own, as lxml wants it."""
    return f"{{{_W}}}{name}"


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Add an element."""
    made = etree.SubElement(parent, _w(name))
    for key, value in attributes.items():
        made.set(_w(key), value)
    return made


def add_paragraph(
    parent: etree._Element, style: str, *, leftwards: bool = False, new_page: bool = False
) -> etree._Element:
    """Add an empty paragraph; `leftwards` if what comes in it is read from the right."""
    paragraph = add(parent, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    if new_page:
        add(properties, "pageBreakBefore")
    if leftwards:
        add(properties, "bidi")
    return paragraph


def set_number(paragraph: etree._Element, numbering: str) -> None:
    """Give a paragraph the next number; in its properties that comes right behind the style."""
    made = etree.Element(_w("numPr"))
    add(made, "ilvl", val="0")
    add(made, "numId", val=numbering)
    paragraph[0][0].addnext(made)


def end_comment(paragraph: etree._Element, number: str) -> None:
    """End the words of a comment and put its mark there."""
    add(paragraph, "commentRangeEnd", id=number)
    run = add(paragraph, "r")
    add(add(run, "rPr"), "rStyle", val="CommentReference")
    add(run, "commentReference", id=number)


def add_runs(paragraph: etree._Element, text: str, style: str = "", language: str = "") -> None:
    """Add text in as many runs as it changes its direction."""
    for leftwards, piece in stretches(text):
        run = add(paragraph, "r")
        if style or language or leftwards:
            properties = add(run, "rPr")
            if style:
                add(properties, "rStyle", val=style)
            if leftwards:
                add(properties, "rtl")
            if language:
                add(properties, "lang", **({"bidi": language} if leftwards else {"val": language}))
        _add_lines(run, piece)


def _add_lines(run: etree._Element, text: str) -> None:
    for number, line in enumerate(_LINE_END.split(text)):
        if number:
            add(run, "br")
        for place, piece in enumerate(with_controls_visible(line).split("\t")):
            if place:
                add(run, "tab")
            if piece:
                element = add(run, "t")
                element.set(_XML_SPACE, "preserve")
                element.text = piece
