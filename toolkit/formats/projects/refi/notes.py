"""Notes of a project: memos about codings, texts, codes and the whole.

A note stands by itself, and what it is on refers to it; NVivo is said to join them by links instead. A note
on several things becomes a memo about each; one that nothing refers to is about the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.projects.refi.account import Account, Keys
from toolkit.formats.projects.refi.codes import Coders
from toolkit.formats.projects.refi.elements import bare, children, description, local, original, parts, target
from toolkit.formats.projects.refi.guids import CERTAINTIES
from toolkit.formats.projects.refi.positions import Rule, Stored
from toolkit.formats.projects.refi.sources import move
from toolkit.formats.projects.refi.texts import Texts
from toolkit.model.coding import Certainty, Subject
from toolkit.model.project import ProjectMemo

_MORE = ("PlainTextSelection", "Coding", "NoteRef", "VariableValue")


@dataclass(frozen=True, slots=True)
class Referent:
    """What a note can be on."""

    about: Subject
    subject: str


_WHOLE = Referent("study", "")
_SURE: Mapping[str, Certainty] = {guid: told for told, guid in CERTAINTIES.items()}


class NoteRefs:
    """Which notes are on what.

    Attributes
    ----------
    keys
        Keys of memos.
    """

    def __init__(self, account: Account) -> None:
        self.keys = Keys("note", account)
        self._of: dict[str, dict[Referent, None]] = {}
        self._elsewhere: set[str] = set()

    def take(self, element: etree._Element, about: Subject, subject: str) -> None:
        """Take down the notes that an element refers to."""
        for ref in children(element, "NoteRef"):
            if target(ref) not in _SURE:
                self.join(target(ref), Referent(about, subject))

    def join(self, note: str, referent: Referent) -> None:
        """Take down that a note is on something."""
        self._of.setdefault(note, {})[referent] = None

    def pass_over(self, root: etree._Element) -> None:
        """Take down which notes are referred to at all, whatever by."""
        self._elsewhere = {target(ref) for ref in root.iter() if local(ref) == "NoteRef"}

    def of(self, note: str) -> tuple[Referent, ...]:
        """Return what a note is on; the whole if it is on nothing."""
        return tuple(self._of.get(note, {})) or (_WHOLE,)

    def is_on_something_else(self, note: str) -> bool:
        """Tell whether a note is only on what was not taken over."""
        return note in self._elsewhere and note not in self._of

    def dangling(self, notes: set[str]) -> int:
        """Count references to notes that are not there."""
        return len(self._elsewhere - notes)


def certainty(coding: etree._Element) -> Certainty | None:
    """Return how sure its coder was, which files of ours tell by two notes; None if not said."""
    return next((_SURE[note] for ref in children(coding, "NoteRef") if (note := target(ref)) in _SURE), None)


def join_links(root: etree._Element, refs: NoteRefs, referents: Mapping[str, Referent]) -> None:
    """Take links between a note and something else for what the note is on."""
    notes = {bare(note.get("guid", "")) for note in parts(root, "Notes")}
    for link in parts(root, "Links"):
        ends = [bare(link.get(end, "")) for end in ("originGUID", "targetGUID")]
        for one, other in (ends, reversed(ends)):
            if one in notes and other in referents:
                refs.join(one, referents[other])


def memos(
    root: etree._Element, refs: NoteRefs, texts: Texts, coders: Coders, account: Account, *, rule: Rule
) -> list[ProjectMemo]:
    """Return the notes as memos.

    Parameters
    ----------
    rule
        How positions are counted, of passages of notes that are kept.
    """
    found: list[ProjectMemo] = []
    known: set[str] = set()
    refs.pass_over(root)
    for note in parts(root, "Notes"):
        if local(note) != "Note":
            continue
        guid = bare(note.get("guid", ""))
        if guid in _SURE:
            known.add(guid)
            continue
        referents = refs.of(guid) if guid not in known else (_WHOLE,)
        known.add(guid)
        text, stored = _text(note, texts, account)
        if not text:
            continue
        key = refs.keys.new(note.get("guid"))
        if refs.is_on_something_else(guid):
            account.odd("notes are on what is left out here and are read as memos about the whole", guid)
        author = coders.of(note.get("creatingUser"), note.get("modifyingUser"))
        made_at = account.moment(note.get("creationDateTime") or note.get("modifiedDateTime"))
        title = named(cleaned(note.get("name", "")))
        for number, each in enumerate(referents):
            own = key if not number else refs.keys.made(key)
            found.append(ProjectMemo(own, each.about, each.subject, text, title, author, made_at))
        if stored is not None:
            ahead = len(text) - len(stored.text)  # what describes a note stands ahead of it
            for passage in children(note, "PlainTextSelection"):
                move(passage, stored, rule, ahead)
        _keep_more(note, key, account)
    account.leave_out("references to notes", "the project does not have them", count=refs.dangling(known))
    return found


def _text(note: etree._Element, texts: Texts, account: Account) -> tuple[str, Stored | None]:
    """Return the text of a note, and as it is stored where it is."""
    told = description(note)
    stored, why = texts.of(note)
    if stored is None and not told.strip():
        # An empty note says nothing; its name alone may.
        name = cleaned(note.get("name", ""))
        if name.strip() and not note.get("plainTextPath"):
            return name, None
        account.leave_out("notes", why)
        return "", None
    return "\n\n".join(
        part for part in (told, cleaned(stored.text) if stored else "") if part.strip()
    ), stored


def _keep_more(note: etree._Element, key: str, account: Account) -> None:
    """Keep a note whole if more is in it than its text: notes can be coded."""
    more = sum(1 for _ in children(note, *_MORE))
    account.leave_out("codings, passages and values of notes", kept=True, count=more)
    if more:
        account.kept[f"Notes/{key}"] = original(note)
