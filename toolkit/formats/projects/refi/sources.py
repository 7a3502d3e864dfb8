"""Sources of a project: texts that can be coded here, and what is left out with its XML kept.

A PDF is coded in its text representation, a recording in its transcripts. Of what can be coded only in part,
the rest is kept as `Within/<key of the text>`: the source's element with its attributes and only what was not
taken over, with positions as they are here. What cannot be coded at all is kept whole, as `Sources/<guid>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.projects.refi.account import Account, Keys
from toolkit.formats.projects.refi.elements import (
    bare,
    children,
    description,
    local,
    original,
    parts,
    shell,
    whole_number,
)
from toolkit.formats.projects.refi.positions import Rule, Stored
from toolkit.formats.projects.refi.texts import Texts

_RECORDINGS = ("AudioSource", "VideoSource")
_CALLED = {
    "TextSource": "texts",
    "PDFSource": "PDF documents",
    "PictureSource": "pictures",
    "AudioSource": "sound recordings",
    "VideoSource": "videos",
}
_MOST_TRANSCRIPTS = 100
_NO_FILES = "their descriptions are kept, their files are not"


@dataclass(frozen=True, slots=True)
class TextFound:
    """A text and where it stands in the file.

    Attributes
    ----------
    element
        What holds the text and its selections.
    outer
        The source it belongs to: itself, or the PDF or recording.
    """

    key: str
    name: str
    stored: Stored
    element: etree._Element
    outer: etree._Element

    @property
    def description(self) -> str:
        """What the project says of it."""
        both = dict.fromkeys((description(self.outer), description(self.element)))
        return "\n\n".join(text for text in both if text)


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage that was given codes.

    Attributes
    ----------
    start, end
        As the file has them; None where it gives no numbers.
    said
        Its name and its description, either of which may quote it.
    """

    element: etree._Element
    text: str
    stored: Stored
    start: int | None
    end: int | None
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rest:
    """What is in a text's element, and in the PDF around it, and has no place here."""

    text: TextFound
    inside: list[etree._Element]
    around: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class Sources:
    """What was found among the sources.

    Attributes
    ----------
    texts_of
        Keys of the texts by the guid of what they are of: of themselves, of a PDF or of a recording.
    """

    texts: list[TextFound] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    texts_of: dict[str, list[str]] = field(default_factory=dict)


class Walk:
    """Takes sources one after another.

    Attributes
    ----------
    found
        What came of it so far.
    """

    def __init__(self, texts: Texts, account: Account) -> None:
        self.found = Sources()
        self._texts = texts
        self._account = account
        self._keys = Keys("source", account)

    def take(self, root: etree._Element) -> Sources:
        """Take every source of the project."""
        for source in parts(root, "Sources"):
            match local(source):
                case "TextSource":
                    self._take_text(source)
                case "PDFSource":
                    self._take_pdf(source)
                case name if name in _RECORDINGS:
                    self._take_recording(source)
                case "PictureSource":
                    self._keep_whole(source)
        return self.found

    def _take_text(self, source: etree._Element) -> None:
        stored, why = self._texts.of(source)
        if stored is None:
            self._keep_whole(source, why)
            return
        text = self._text(source, source, stored)
        self.found.rests.append(Rest(text, self._rest(text)))

    def _take_pdf(self, source: etree._Element) -> None:
        representation = next(children(source, "Representation"), None)
        if representation is None:
            self._keep_whole(source, "the project holds no plain text of them")
            return
        stored, why = self._texts.of(representation)
        if stored is None:
            self._keep_whole(source, why)
            return
        text = self._text(representation, source, stored)
        self._account.leave_out("pages of PDF documents", "their text is taken over; " + _NO_FILES, kept=True)
        areas = list(children(source, "PDFSelection"))
        self._count_areas(areas, representation)
        whole = self._whole_codings(source)
        self.found.rests.append(Rest(text, self._rest(text), [*areas, *whole]))

    def _take_recording(self, source: etree._Element) -> None:
        taken: list[etree._Element] = []
        for transcript in children(source, "Transcript"):
            stored, why = self._texts.of(transcript)
            if stored is None:
                self._account.leave_out("transcripts", why, kept=True)
                self._count_codings(transcript, "codings of transcripts that are left out")
                continue
            text = self._text(transcript, source, stored)
            times = list(children(transcript, "SyncPoint"))
            self._account.leave_out(
                "moments of recordings that transcripts name", kept=True, count=len(times)
            )
            self.found.rests.append(Rest(text, [*times, *self._rest(text)]))
            taken.append(transcript)
        self._account.leave_out(_CALLED[local(source)], _NO_FILES, kept=True)
        for child in source:
            if local(child) != "Transcript":
                self._count_codings(child, f"codings of {_CALLED[local(source)]}")
        without = frozenset(taken)
        kept = [child for child in source if child not in without]
        self._keep("Sources", source, shell(source, kept))

    def _text(self, element: etree._Element, outer: etree._Element, stored: Stored) -> TextFound:
        """Note down a text with its selections."""
        # A PDF is referred to by its own guid; a recording may have several transcripts.
        own = element if local(outer) in _RECORDINGS else outer
        key = self._keys.new(own.get("guid"))
        name = _name(own) or _name(element) or _name(outer) or f"Text {len(self.found.texts) + 1}"
        text = TextFound(key, name, stored, element, outer)
        self.found.texts.append(text)
        for guid in dict.fromkeys(bare(each.get("guid", "")) for each in (outer, element)):
            # A guid that another source has, too, leads to the first.
            if guid and (guid not in self.found.texts_of or local(outer) in _RECORDINGS):
                self._refer(guid, key)
        self.found.selections += self._selections(text)
        if element.get("richTextPath"):
            self._account.leave_out("formatted copies of texts", "passages are counted in the plain text")
        return text

    def _refer(self, guid: str, key: str) -> None:
        """Let a guid lead to a text, too; bounded, as many cases may each refer to many transcripts."""
        texts = self.found.texts_of.setdefault(guid, [])
        if len(texts) < _MOST_TRANSCRIPTS:
            texts.append(key)
        else:
            self._account.odd("transcripts of one recording are too many for its cases and sets", guid)

    def _selections(self, text: TextFound) -> Iterator[Selection]:
        """Yield the selections of a text that were given codes."""
        moments = {
            bare(point.get("guid", "")): point.get("position")
            for point in children(text.element, "SyncPoint")
        }
        for element in children(text.element, "PlainTextSelection", "TranscriptSelection"):
            if next(children(element, "Coding"), None) is None:
                continue
            if local(element) == "PlainTextSelection":
                places = element.get("startPosition"), element.get("endPosition")
            else:
                asked = element.get("fromSyncPoint", ""), element.get("toSyncPoint", "")
                places = moments.get(bare(asked[0])), moments.get(bare(asked[1]))
            start, end = map(whole_number, places)
            said = cleaned(element.get("name", "")), description(element)
            yield Selection(element, text.key, text.stored, start, end, said)

    def _rest(self, text: TextFound) -> list[etree._Element]:
        """Return what is in a text's element and has no place here, counted."""
        bare_ones = [
            each
            for each in children(text.element, "PlainTextSelection", "TranscriptSelection")
            if next(children(each, "Coding"), None) is None
        ]
        self._account.leave_out("passages without a code", kept=True, count=len(bare_ones))
        return [*bare_ones, *self._whole_codings(text.element)]

    def _whole_codings(self, element: etree._Element) -> list[etree._Element]:
        codings = list(children(element, "Coding"))
        self._account.leave_out(
            "codings of whole texts", "only passages are coded here", kept=True, count=len(codings)
        )
        return codings

    def _count_areas(self, areas: list[etree._Element], representation: etree._Element) -> None:
        """Count areas of pages, and their codings unless the same are in the text, as ATLAS.ti has them."""
        self._account.leave_out("areas of PDF pages", kept=True, count=len(areas))
        in_text = {bare(each.get("guid", "")) for each in children(representation, "PlainTextSelection")}
        for area in areas:
            if bare(area.get("guid", "")) not in in_text:
                self._count_codings(area, "codings of areas of PDF pages")

    def _keep_whole(self, source: etree._Element, why: str = _NO_FILES) -> None:
        called = _CALLED[local(source)]
        self._account.leave_out(called, why, kept=True)
        self._count_codings(
            source, f"codings of {called} that are left out" if why != _NO_FILES else f"codings of {called}"
        )
        self._keep("Sources", source, original(source))

    def _count_codings(self, element: etree._Element, what: str) -> None:
        codings = sum(local(each) == "Coding" for each in element.iter())
        self._account.leave_out(what, kept=True, count=codings)

    def _keep(self, where: str, source: etree._Element, xml: str) -> None:
        key = self._keys.new(source.get("guid"))
        self._account.kept[f"{where}/{key}"] = xml


def keep_rests(sources: Sources, rule: Rule, account: Account) -> None:
    """Keep what texts' elements have besides, with positions as they are here; for a PDF, that it was one."""
    for rest in sources.rests:
        text = rest.text
        for element in rest.inside:
            move(element, text.stored, rule)
        if text.outer is text.element or local(text.outer) in _RECORDINGS:
            inside = rest.inside
        else:
            inside = [*rest.around, etree.fromstring(shell(text.element, rest.inside))]
        if inside:
            whole = text.element if local(text.outer) in _RECORDINGS else text.outer
            account.kept[f"Within/{text.key}"] = shell(whole, inside)


def move(selection: etree._Element, stored: Stored, rule: Rule, further: int = 0) -> None:
    """Give a passage that is kept the positions that it has here; those that are no numbers stay."""
    for end in ("startPosition", "endPosition"):
        place = whole_number(selection.get(end))
        if place is not None:
            selection.set(end, str(stored.place(place, rule) + further))


def _name(element: etree._Element) -> str:
    return named(cleaned(element.get("name", "")))
