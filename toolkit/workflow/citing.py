"""Citing: what the citations in memos lead to now, and what may be cited.

A citation is part of a text and stored with it alone. What it leads to is worked out each time: a code has
the label of the version at which it is seen, and a coding that was recoded is the one that took its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, get_args

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.citation import Citation, Cited, citations, pieces, title
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo
from toolkit.model.lineage import Lineage
from toolkit.model.table import Column, Table
from toolkit.store import acts, codebooks, codings, memos, proposals, transcripts
from toolkit.store.study import Connection, Study
from toolkit.text import search as searched
from toolkit.workflow.correcting import corrected
from toolkit.workflow.naming import check_coders
from toolkit.workflow.viewing import view

UNKNOWN: Final = "not in this study"
REMOVED: Final = "coding removed"
MOST: Final = 100
"""Passages to choose from at a time."""
_QUOTED: Final = 80  # letters of a quotation that stand in a line


@dataclass(frozen=True)
class Source:
    """What a citation leads to.

    Attributes
    ----------
    label
        What people read: a code's label at the version seen, the words of a coding, a memo's title.
    state
        Why it is not simply there, as in "coding removed"; empty if it is.
    colour
        Of a code: its own or its theme's, as in #1f77b4.
    coding
        The coding cited, or the one that took its place, with its quotation in the present text; the one that
        was removed, if it was.
    person
        Who speaks in a coding cited: the participant of its transcript, or else the transcript's id.
    """

    citation: Citation
    label: str
    state: str = ""
    colour: str | None = None
    coding: Coding | None = None
    person: str = ""

    @property
    def worded(self) -> str:
        """The citation in words, for a text to read."""
        also = f", {self.state}" if self.state else ""
        if self.coding is not None:
            return f"“{self.label}” ({self.person}{also})"
        return f"[memo “{self.label}”{also}]" if self.citation.kind == "memo" else f"[{self.label}{also}]"

    @property
    def listed(self) -> str:
        """The citation with its id and what that is, for a list."""
        told = f"{self.person}: “{shortened(self.label)}”" if self.coding is not None else self.label
        more = ", ".join(filter(None, ("" if told == self.citation.name else told, self.state)))
        return f"{self.citation.told} ({more})" if more else self.citation.told

    @property
    def names(self) -> frozenset[str]:
        """All by which it can be asked for: its id, with or without its kind, and that of its successor."""
        also = set() if self.coding is None else {self.coding.id, f"coding:{self.coding.id}"}
        return frozenset({self.citation.name, self.citation.told, *also})


@dataclass(frozen=True)
class Sources:
    """What all citations of some memos lead to, at one version of the codebook."""

    found: Mapping[Citation, Source]

    def of(self, text: str) -> tuple[Source, ...]:
        """Return what a text cites, each thing once, in order."""
        return tuple(self.found[citation] for citation in citations(text) if citation in self.found)

    def worded(self, text: str) -> str:
        """Return a text with its citations in words."""
        return "".join(piece if isinstance(piece, str) else self._worded(piece) for piece in pieces(text))

    def title(self, text: str) -> str:
        """Return the title of a memo in words."""
        return title(
            "".join(piece if isinstance(piece, str) else self._label(piece) for piece in pieces(text))
        )

    def _worded(self, citation: Citation) -> str:
        return self.found[citation].worded if citation in self.found else str(citation)

    def _label(self, citation: Citation) -> str:
        return self.found[citation].label if citation in self.found else citation.name


def shortened(text: str, most: int = _QUOTED) -> str:
    """Return a text on one line, cut if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def sources(
    connection: Connection, texts: Iterable[str], at: str | None = None, *, also: Iterable[Citation] = ()
) -> Sources:
    """Look up all that some texts cite.

    Parameters
    ----------
    at
        The version at which to see codes; by default the latest.
    also
        What to look up besides.

    Raises
    ------
    ToolkitError
        If there is no such version.
    """
    cited = dict.fromkeys((*(citation for text in texts for citation in citations(text)), *also))
    shelf = _Shelf(connection, cited, at)
    return Sources({citation: shelf.source(citation) for citation in cited})


class _Shelf:
    """What citations can lead to, each kind read once."""

    def __init__(self, connection: Connection, cited: Iterable[Citation], at: str | None) -> None:
        cited = list(cited)
        self.lineage = codebooks.lineage(connection)
        self.book = self.lineage.at(at)
        self.proposed = {each.code: each.label for each in proposals.everything(connection)}
        self.persons = transcripts.persons(connection)
        self.texts = frozenset(transcripts.names(connection))
        wanted = {each.name for each in cited if each.kind == "memo"}
        written = memos.everything(connection) if wanted else ()
        self.memos = {memo.id: memo for memo in written if memo.id in wanted}
        self.codings, self.states = _codings(
            connection, [each.name for each in cited if each.kind == "coding"]
        )

    def source(self, citation: Citation) -> Source:
        name = citation.name
        match citation.kind:
            case "code":
                return _code(citation, self.lineage, self.book, self.proposed)
            case "coding":
                return self._coding(citation)
            case "transcript":
                return Source(citation, name, "" if name in self.texts else UNKNOWN)
            case "memo":
                memo = self.memos.get(name)
                return (
                    Source(citation, name, UNKNOWN) if memo is None else Source(citation, _plain_title(memo))
                )

    def _coding(self, citation: Citation) -> Source:
        coding = self.codings.get(citation.name)
        if coding is None:
            return Source(citation, citation.name, UNKNOWN)
        person = self.persons.get(coding.transcript) or coding.transcript
        words = " ".join(coding.quotation.text.split())
        return Source(citation, words, self.states.get(citation.name, ""), coding=coding, person=person)


def _plain_title(memo: Memo) -> str:
    """Return the title of a memo that is cited; what it cites in it is not looked up in turn."""
    told = (
        piece if isinstance(piece, str) else piece.name if piece.kind in ("code", "transcript") else "…"
        for piece in pieces(memo.text)
    )
    return title("".join(told))


def _code(citation: Citation, lineage: Lineage, book: Codebook, proposed: Mapping[str, str]) -> Source:
    """Look up a code or theme: at the version seen, among proposals, at any other version."""
    name = citation.name
    if (theme := book.theme.get(name)) is not None:
        return Source(citation, theme.label, colour=theme.colour)
    if (code := book.code.get(name)) is not None:
        above = book.theme_of.get(name)
        colour = code.colour or (above.colour if above else None)
        state = "" if code.active else f"out of use since {code.deprecated_in}"
        return Source(citation, code.label, state, colour)
    for other in reversed(lineage.releases):
        if (known := other.theme.get(name) or other.code.get(name)) is not None:
            return Source(citation, known.label, f"not in codebook {book.version}", known.colour)
    if name in proposed:
        return Source(citation, proposed[name], "proposed")
    return Source(citation, name, UNKNOWN)


def _codings(connection: Connection, names: list[str]) -> tuple[dict[str, Coding], dict[str, str]]:
    """Return the codings by the ids that are cited, and why some of them are not simply there."""
    there = codings.transcripts_of(connection, names)
    heirs = {name: name if name in there else heir(connection, name) for name in names}
    present = codings.some(connection, set(heirs.values()))
    now = corrected(connection, present.values())
    placed = {coding.id: coding for coding in now.codings}
    waiting = {repair.coding.id for repair in now.repairs}
    found: dict[str, Coding] = {}
    states: dict[str, str] = {}
    for name, heir_id in heirs.items():
        if heir_id in placed:
            found[name] = placed[heir_id]
        elif heir_id in present:
            found[name] = present[heir_id]
            is_waiting = heir_id in waiting
            states[name] = "waits for its place in the corrected text" if is_waiting else "its words are gone"
        elif isinstance(gone := acts.removed(connection, name), Coding):
            found[name], states[name] = gone, REMOVED
    return found, states


# What can be quoted ------------------------------------------------------------------------------------


def quotable(
    study: Study, *, coder: tuple[str, ...] = (), code: str | None = None, words: tuple[str, ...] = ()
) -> Table:
    """List coded passages to cite, a few of them if there are many.

    Parameters
    ----------
    coder
        Only codings by these coders.
    code
        Only codings that have this code now, or one of this theme.
    words
        Only passages in which all of these stand.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        seen = view(connection, codings.everything(connection, coders=coder or None))
    found = [
        coding
        for coding in dict.fromkeys(seen.codings)
        if (code is None or code in (coding.code, _theme(seen.codebook, coding.code)))
        and searched.mentions(coding.quotation.text, words)
    ]
    # One that a person gave several codes is one passage to quote.
    once = {coding.id: coding for coding in found}
    rows = tuple(
        (each.id, each.transcript, each.quotation.text, each.coder) for each in list(once.values())[:MOST]
    )
    note = f"{len(once)} passages" + (f", the first {MOST} are listed." if len(once) > MOST else ".")
    return Table("Passages", tuple(map(Column, ("id", "transcript", "quotation", "coder"))), rows, (note,))


def _theme(book: Codebook, code: str) -> str | None:
    theme = book.theme_of.get(code)
    return None if theme is None else theme.id


# Successors ------------------------------------------------------------------------------------------


def followed(connection: Connection, found: Iterable[Memo]) -> Iterator[Memo]:
    """Yield memos, each about the coding that took the place of the one it was written about."""
    written = list(found)
    about = {memo.subject for memo in written if memo.about == "coding"}
    present = codings.transcripts_of(connection, about)
    for memo in written:
        if memo.about != "coding" or memo.subject in present:
            yield memo
        else:
            yield replace(memo, subject=heir(connection, memo.subject))


def heir(connection: Connection, gone: str) -> str:
    """Return the coding in the place of one that is gone, or that one if nothing is in its place."""
    found, seen = gone, {gone}
    while (following := acts.successor(connection, found)) is not None and following not in seen:
        found = following
        if codings.find(connection, found) is not None:
            return found
        seen.add(found)
    return gone


# What may be cited -----------------------------------------------------------------------------------


def check(connection: Connection, text: str, before: str = "") -> None:
    """Refuse a text that cites what the study does not have, and name all of it.

    Parameters
    ----------
    before
        The text it takes the place of: what that cites may have gone since, and stays.
    """
    kept = set(citations(before))
    new = [citation for citation in citations(text) if citation not in kept]
    if not new:
        return
    shelf = _Shelf(connection, new, None)
    unknown = [each for each in new if shelf.source(each).state in (UNKNOWN, REMOVED)]
    if unknown:
        named = ", ".join(f"the {citation.kind} {shortened(citation.name)!r}" for citation in unknown)
        raise ToolkitError("memo", f"cites {named}, which this study does not have", _remedy(unknown[0]))


def _remedy(citation: Citation) -> str:
    match citation.kind:
        case "code":
            return "see: intercoder codebook show"
        case "coding":
            return "see: intercoder codings"
        case "transcript":
            return "see: intercoder transcripts"
        case "memo":
            return "see: intercoder memos"


def check_citable(connection: Connection, asked: Iterable[str], known: Sources) -> None:
    """Refuse what nothing could cite: it is not in the study, and no memo names it."""
    named = frozenset().union(*(source.names for source in known.found.values()))
    for name in asked:
        if name not in named and not _is_there(connection, name):
            raise ToolkitError(
                name,
                "is no code, coding, transcript or memo of this study",
                "give an id, as in purpose-unclear or coding:ID",
            )


def _is_there(connection: Connection, name: str) -> bool:
    meant = list(_meant(name))
    shelf = _Shelf(connection, meant, None)
    return any(shelf.source(citation).state != UNKNOWN for citation in meant)


def _meant(name: str) -> Iterator[Citation]:
    """Yield all that an id may be the id of, with its kind before it or without."""
    prefix, _, rest = name.partition(":")
    for kind in get_args(Cited):
        with suppress(Invalid):
            yield Citation(kind, rest if prefix == kind else name)
