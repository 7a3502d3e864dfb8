"""The page that a table for Word stands on: a document with its styles and sizes, and without text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Twips
from lxml import etree

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.rel import Relationships

# In twips, twentieths of a point: A4 paper with an inch of margin.
_SHORT_SIDE, _LONG_SIDE, _MARGIN = 11_906, 16_838, 1_440
UPRIGHT, LANDSCAPE = _SHORT_SIDE - 2 * _MARGIN, _LONG_SIDE - 2 * _MARGIN  # how wide a table may be

_NEEDED_PARTS = frozenset({
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.THEME,
})  # fmt: skip
_NEEDED_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})

CAPTION, NOTE, TABLE = "Caption", "TableNote", "PaperTable"  # styles

# Paragraphs carry styles of their own, so that a table keeps its look in a paper whose ordinary text is
# large, justified, indented or double-spaced. Fonts are the paper's.
_PLAIN = '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/>'
_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:style w:type="paragraph" w:styleId="{CAPTION}">
    <w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
    <w:uiPriority w:val="35"/><w:qFormat/>
    <w:pPr>
      <w:keepNext/><w:spacing w:before="120" w:after="80" w:line="240" w:lineRule="auto"/>{_PLAIN}
    </w:pPr>
    <w:rPr><w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="{NOTE}">
    <w:name w:val="Table Note"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:spacing w:before="60" w:after="0" w:line="240" w:lineRule="auto"/>{_PLAIN}</w:pPr>
    <w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}">
    <w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
    <w:tblPr><w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/>
    </w:tblBorders></w:tblPr>
    <w:tblStylePr w:type="firstRow"><w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr></w:tblStylePr>
  </w:style>
</w:styles>"""
_CELL_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="%(text)s">
    <w:name w:val="%(text_name)s"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>{_PLAIN}</w:pPr>
    <w:rPr><w:sz w:val="%(size)d"/><w:szCs w:val="%(size)d"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="%(heading)s">
    <w:name w:val="%(heading_name)s"/><w:basedOn w:val="%(text)s"/><w:qFormat/>
    <w:pPr><w:keepNext/></w:pPr>
    <w:rPr><w:b/><w:bCs/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="%(group)s">
    <w:name w:val="%(group_name)s"/><w:basedOn w:val="%(text)s"/><w:qFormat/>
    <w:pPr><w:keepNext/><w:spacing w:before="120"/></w:pPr>
    <w:rPr><w:i/><w:iCs/></w:rPr>
  </w:style>
</w:styles>"""


@dataclass(frozen=True, slots=True)
class Type:
    """How large the text of cells is: half points, and twips left and right of it."""

    name: str
    size: int
    margin: int

    @property
    def text(self) -> str:
        """The style of cells."""
        return f"Table{self.name}Text"

    @property
    def heading(self) -> str:
        """The style of what stands above columns."""
        return f"Table{self.name}Heading"

    @property
    def group(self) -> str:
        """The style of what stands above the rows of a group."""
        return f"Table{self.name}Group"

    def twips(self, characters: float) -> int:
        """Return how wide a column for so many characters is; half of the type's size is a usual one."""
        return round(characters * self.size * 5.6) + 2 * self.margin + 40

    def characters(self, twips: int) -> int:
        """Return how many characters a line of such a column has."""
        return max(int((twips - 2 * self.margin) / (self.size * 5.6)), 1)


ORDINARY, SMALL = Type("", size=18, margin=80), Type("Small", size=14, margin=40)


def blank(used: Type, *, landscape: bool) -> Document:
    """Return a document without text, and without what python-docx's template has of its maker's computer."""
    document = docx.Document()
    package = document.part.package
    _keep_needed(package.rels)
    _keep_needed(document.part.rels)
    _empty(package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element)
    _set_styles(document, used)
    _set_compatibility(document)
    _set_page(document, landscape=landscape)
    return document


def _keep_needed(relationships: Relationships) -> None:
    for key in [key for key, found in relationships.items() if found.reltype not in _NEEDED_PARTS]:
        del relationships[key]


def _empty(element: etree._Element, but: Collection[str] = ()) -> None:
    for child in list(element):
        if child.tag not in but:
            element.remove(child)


def _set_styles(document: Document, used: Type) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _NEEDED_STYLES:
            styles.remove(style)
    # Nobody knows which language data are in; without a word on it Word takes its user's.
    for language in list(styles.iter(qn("w:lang"))):
        language.getparent().remove(language)
    ids = {"text": used.text, "heading": used.heading, "group": used.group}
    names = {f"{which}_name": _spaced(style) for which, style in ids.items()}
    of_cells = _CELL_STYLES % {"size": used.size, **ids, **names}
    styles.extend([*parse_xml(_STYLES), *parse_xml(of_cells)])


def _spaced(words: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)


def _set_compatibility(document: Document) -> None:
    """Have Word lay the document out as its own since 2013 and not as one from before."""
    settings = document.settings.element
    _empty(settings, but={qn("w:compat"), qn("w:clrSchemeMapping")})
    (compatibility,) = settings.findall(qn("w:compat"))
    _empty(compatibility, but={qn("w:compatSetting")})
    for setting in compatibility:
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_page(document: Document, *, landscape: bool) -> None:
    section = document.sections[0]
    sides = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = map(Twips, sides)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(_MARGIN)
