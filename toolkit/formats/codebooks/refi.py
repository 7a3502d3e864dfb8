"""REFI-QDA codebooks (.qdc), which most programs for qualitative analysis read and write.

The format has a name, a colour, a description and whether passages may be given a code; nesting is the tree.
What it has no place for is written into descriptions under fixed headings (`sections`) and read back from
there: rules of use, examples, ids, and on the first theme the codebook's own id, version and so on.
Deprecated codes and change records are not written. A guid is a UUIDv5 of the ids of codebook and code, so
that it stays the same from version to version.

Read liberally, written strictly: what is written is valid under the schema of 18 March 2019.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from toolkit.errors import Fault, FaultyFile, Invalid, ToolkitError
from toolkit.formats.codebooks import sections
from toolkit.formats.codebooks.nodes import shown
from toolkit.formats.codebooks.outline import (
    LARGEST,
    MOST,
    Entry,
    assembled,
    enumerated,
    header,
    named,
)
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.formats.codebooks.sections import CODE_ID, THEME_ID, Content, cleaned
from toolkit.formats.markup import parsed
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

NAME = "REFI-QDA codebook"
ENDINGS = (".qdc",)

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_FRAME = (
    f'<CodeBook xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'origin="Intercoder" xsi:schemaLocation="{NAMESPACE} '
    'http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"><Codes/></CodeBook>'
)
_GUIDS = uuid5(NAMESPACE_URL, "urn:intercoder:codebook")
_ROOT = re.compile(rb"<(?!\?|!--)(?:[\w.-]+:)?(\w+)")
_TRUE, _FALSE = ("true", "1"), ("false", "0")
_KNOWN = frozenset(("guid", "name", "isCodable", "color"))
_OURS = re.compile(r"(?P<title>.*) \((?P<id>\S+) (?P<version>[\d.]+)\)", re.DOTALL)
_AS_QDC = "export the codebook from its program as .qdc"


def sniff(head: bytes) -> bool:
    """Tell from the beginning of a file whether its root element is a codebook."""
    found = _ROOT.search(head)
    return found is not None and found[1] == b"CodeBook"


def guid(codebook: str, code: str) -> str:
    """Return the guid of a code or theme, by the ids of the codebook and its own.

    >>> guid("study", "trust")
    '8272252c-7f85-5513-ba38-f130575a2e71'
    """
    return str(uuid5(uuid5(_GUIDS, codebook), code))


# --- reading ----------------------------------------------------------------------------------------


def read(source: Source) -> CodebookReading:
    """Read a codebook exchanged between programs; what it does not say is guessed, with a warning.

    Themes are codes at the top that have others below or cannot be given to passages. The codebook is a
    draft: the format knows neither deprecated codes nor change records.

    Parameters
    ----------
    source
        The file: XML of any of the namespaces programs write, at most 4 MB.

    Raises
    ------
    ToolkitError
        If it is no codebook, damaged, too large, or holds no codes.
    """
    if len(source.data) > LARGEST:
        what = f"has {len(source.data):,} bytes, and a codebook may have {LARGEST:,}"
        raise FaultyFile(source.name, [Fault(0, what, "take what is no codebook out of it")])
    root = parsed(source.name, "the codebook", source.data)
    _check_root(source.name, root)
    walk = _Walk()
    walk.root(root)
    book, told = _header(source, root, walk.outline)
    return assembled(source.name, book, _with_sure_ids(book.id, walk), [*told, *walk.doubts()])


def _check_root(name: str, root: etree._Element) -> None:
    called = _local(root)
    if called == "Project":
        raise FaultyFile(name, [Fault(0, "is a whole project, not a codebook", _AS_QDC)])
    if called != "CodeBook":
        what = f"begins with <{called}> and is no REFI-QDA codebook"
        raise FaultyFile(name, [Fault(_line(root), what, _AS_QDC)])


class _Walk:
    """What a walk over the file found: the outline, the guid of each entry, and oddities."""

    def __init__(self) -> None:
        self.outline: list[Entry] = []
        self.guids: list[str] = []
        self._odd: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._left_out: dict[str, dict[str, None]] = {}

    def root(self, root: etree._Element) -> None:
        """Take down everything below the root."""
        namespace = etree.QName(root).namespace
        if namespace != NAMESPACE:
            told = f"has the namespace {shown(namespace)}" if namespace else "has no namespace"
            self._note(f"{told}, where {NAMESPACE!r} is meant; read all the same", root)
        for child in root:
            match _local(child):
                case "Codes":
                    self._codes(child, None)
                case "Code":
                    self._note("a code stands outside of Codes; read all the same", child)
                    self._code(child, None)
                case "Sets":
                    self._sets(child)
                case _:
                    self._leave_out(child)

    def doubts(self) -> Iterator[Fault]:
        """Yield what was odd or left out, each kind once."""
        for what, count in self._odd.items():
            yield Fault(self._first[what], f"{what} ({count} times)" if count > 1 else what)
        for what, names in self._left_out.items():
            yield Fault(
                self._first[what], f"{what} left out: {enumerated(list(names))}", "note what they say"
            )

    def _codes(self, parent: etree._Element, above: int | None) -> None:
        for child in parent:
            if _local(child) == "Code":
                self._code(child, above)
            elif _local(child) != "Description":
                self._leave_out(child)

    def _code(self, element: etree._Element, above: int | None) -> None:
        if len(self.outline) > MOST:
            return  # too many already, which `assembled` tells
        name = cleaned(element.get("name", ""))
        content = sections.parted(self._description(element))
        facts = content.facts
        id_ = facts.get(THEME_ID) or facts.get(CODE_ID, "")
        place = len(self.outline)
        self.outline.append(
            Entry(
                self._label(name, element),
                _line(element),
                above,
                id=id_,
                codable=self._is_codable(element),
                is_theme=THEME_ID in facts,
                colour=element.get("color"),
                content=content,
            )
        )
        self.guids.append(element.get("guid", "").strip().strip("{}").lower())
        for attribute in sorted(set(map(str, element.attrib)) - _KNOWN):
            self._leave_out(element, "attributes of codes are", etree.QName(attribute).localname)
        self._codes(element, place)

    def _label(self, name: str, element: etree._Element) -> str:
        label = named(name)
        if not label:
            self._note("a code without a name is called 'Unnamed'", element)
            return "Unnamed"
        if label != name:
            self._note("a name with line breaks, invisible characters or over 200 letters is mended", element)
        return label

    def _description(self, element: etree._Element) -> str:
        found = [child for child in element if _local(child) == "Description"]
        if len(found) > 1:
            self._note("a code has several descriptions, which are joined", element)
        if found and found[0].getprevious() is not None:
            self._note("a description stands after codes and not before; read all the same", element)
        texts = (cleaned("".join(map(str, child.itertext()))) for child in found)
        return "\n\n".join(text for text in texts if text.strip())

    def _is_codable(self, element: etree._Element) -> bool:
        told = element.get("isCodable", "").strip().lower()
        if told not in (*_TRUE, *_FALSE):
            self._note("a code does not say whether it is codable and is taken to be", element)
        return told not in _FALSE

    def _sets(self, element: etree._Element) -> None:
        if not len(element):
            self._note("Sets is empty, which the standard forbids; read all the same", element)
        for child in element:
            self._leave_out(child, "sets of codes are", child.get("name", ""))

    def _leave_out(self, element: etree._Element, what: str = "unknown elements are", name: str = "") -> None:
        self._first.setdefault(what, _line(element))
        self._left_out.setdefault(what, {})[name or _local(element)] = None

    def _note(self, what: str, element: etree._Element) -> None:
        self._odd[what] += 1
        self._first.setdefault(what, _line(element))


def _with_sure_ids(book: str, walk: _Walk) -> list[Entry]:
    """Take ids away from copies made in another program: the one with our guid keeps it, else the first."""
    holders: dict[str, int] = {}
    for place, entry in enumerate(walk.outline):
        if entry.id and (entry.id not in holders or walk.guids[place] == guid(book, entry.id)):
            holders[entry.id] = place
    return [
        replace(entry, id=entry.id if holders.get(entry.id) == place else "")
        for place, entry in enumerate(walk.outline)
    ]


def _header(
    source: Source, root: etree._Element, outline: Sequence[Entry]
) -> tuple[Codebook, tuple[Fault, ...]]:
    """Return the codebook as a whole: as a file of ours says, else as its name suggests."""
    for entry in outline:
        if told := _OURS.fullmatch(entry.content.facts.get("Codebook", "")):
            with suppress(Invalid):
                book = Codebook(told["id"], told["title"], told["version"], (), (), status="draft")
                book = _with_facts(book, entry.content.facts)
                what = "was written by Intercoder and is read as a draft"
                return book, (Fault(0, what, "deprecated codes and change records are not in it"),)
    made, doubt = header(source.name, source.stem, root.get("origin", ""))
    return made, (doubt,)


def _with_facts(book: Codebook, facts: Mapping[str, str]) -> Codebook:
    told: dict[str, Any] = {
        "language": facts.get("Language"),
        "approach": facts.get("Approach"),
        "provenance": facts.get("Provenance"),
        "rules": sections.listing(facts["Rules"]) if "Rules" in facts else None,
        "synthetic_examples": facts.get("Synthetic examples", "no") == "yes",
    }
    return replace(book, **{key: value for key, value in told.items() if value is not None})


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _line(element: etree._Element) -> int:
    line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs leave it open
    return line or 0


# --- writing ----------------------------------------------------------------------------------------


def write(codebook: Codebook) -> str:
    """Return the themes and active codes as the text of a .qdc file.

    Reading it gives the same ids, labels, parents and rules of use, as a draft without what is deprecated.

    Raises
    ------
    ToolkitError
        If there is neither theme nor code: such a file is not valid.
    """
    if not codebook.themes:
        raise ToolkitError(NAME, "cannot hold a codebook without themes and codes", "add one")
    root = etree.fromstring(_FRAME)
    codes = root[0]
    made: dict[str | None, etree._Element] = {}
    for theme in codebook.themes:
        made[theme.id] = _element(codebook, theme)
        codes.append(made[theme.id])
    for code in codebook.codes:
        made[code.id] = _element(codebook, code)
    for code in codebook.codes:  # a code may stand in the list before the one it stands under
        made[code.parent].append(made[code.id])
    etree.indent(root)
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def described(codebook: Codebook, item: Theme | Code) -> str:
    """Return the description of a theme or code: everything that is known of it, under fixed headings."""
    return _theme_text(codebook, item) if isinstance(item, Theme) else _code_text(item)


def _element(codebook: Codebook, item: Theme | Code) -> etree._Element:
    attributes = {
        "guid": guid(codebook.id, item.id),
        "name": with_controls_visible(item.label),
        "isCodable": _TRUE[0] if item.codable else _FALSE[0],
    }
    if item.colour:
        attributes["color"] = item.colour
    element = etree.Element(f"{{{NAMESPACE}}}Code", attributes)
    child = etree.SubElement(element, f"{{{NAMESPACE}}}Description")
    child.text = with_controls_visible(described(codebook, item))
    return element


def _theme_text(codebook: Codebook, theme: Theme) -> str:
    facts = {THEME_ID: theme.id} | _codebook_facts(codebook, in_full=theme == codebook.themes[0])
    return sections.composed(Content(definition=theme.definition, facts=facts))


def _codebook_facts(codebook: Codebook, *, in_full: bool) -> dict[str, str]:
    """Return what a theme says of its codebook: the first all there is, the others which one it is."""
    told = {"Codebook": f"{codebook.title} ({codebook.id} {codebook.version})"}
    if in_full:
        told |= {"Language": codebook.language, "Approach": codebook.approach}
        told |= {"Synthetic examples": "yes"} if codebook.synthetic_examples else {}
        told |= {"Provenance": codebook.provenance} if codebook.provenance else {}
        told |= {"Rules": sections.listed(codebook.rules)} if codebook.rules else {}
    return told


def _code_text(code: Code) -> str:
    return sections.composed(
        Content(
            definition=code.definition,
            include=code.include,
            exclude=code.exclude,
            example=code.example,
            boundary=code.boundary,
            alt_labels=code.alt_labels,
            aligned_with=code.aligned_with,
            notes=code.notes,
            facts={"Since": code.since, CODE_ID: code.id},
        )
    )
