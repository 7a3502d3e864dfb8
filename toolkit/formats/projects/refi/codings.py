"""Codings of passages, with their places as they are here, and what the project says of the passages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from toolkit.formats.codebooks.outline import named
from toolkit.formats.projects.refi.account import Account, Keys
from toolkit.formats.projects.refi.codes import Coders
from toolkit.formats.projects.refi.elements import bare, children, target
from toolkit.formats.projects.refi.guids import CONSENSUS
from toolkit.formats.projects.refi.notes import NoteRefs, certainty
from toolkit.formats.projects.refi.positions import (
    SHORTEST_QUOTE,
    Found,
    Passage,
    Rule,
    Searches,
    core,
    found_rule,
)
from toolkit.formats.projects.refi.sources import Selection
from toolkit.model.project import ProjectCoding, ProjectMemo

_ONLY_A_NUMBER = re.compile(r"[^\W\d]{3,20} \d+(?:[:.]\d+)*")
_NO_SUCH_CODE = "the code they name is not in the project"


@dataclass(frozen=True, slots=True)
class _Told:
    """What the name and the description of a passage come to: its words, and what is said about it."""

    quote: str = ""
    title: str = ""
    text: str = ""


class Codings:
    """Makes codings of selections.

    Attributes
    ----------
    made, memos
        What came of it so far.
    found
        The rule that positions are counted by.
    of_guid
        The key of a coding by its own guid, or by that of its selection.
    """

    def __init__(
        self, selections: Sequence[Selection], wanted: Rule | None, usual: Rule, account: Account
    ) -> None:
        self._account = account
        self._keys = Keys("coding", account)
        self._searches = Searches()
        self.made: list[ProjectCoding] = []
        self.memos: list[ProjectMemo] = []
        self.of_guid: dict[str, str] = {}
        self.found: Found = found_rule(
            [
                Passage(each.stored, each.start, each.end, each.said)
                for each in selections
                if each.start is not None and each.end is not None
            ],
            wanted,
            usual,
        )

    def take(self, selection: Selection, codes: Keys, coders: Coders, notes: NoteRefs) -> None:
        """Take the codings of one selection and what is said about it."""
        start, end = self._place(selection)
        told = self._told(selection, start, end)
        if start is None and not told.quote.strip():
            count = sum(1 for _ in children(selection.element, "Coding"))
            self._account.leave_out("codings", "the project does not say where they are", count=count)
            return
        by = selection.element.get("creatingUser")
        first, own = "", ""
        for coding in children(selection.element, "Coding"):
            coder = coders.of(coding.get("creatingUser"), by)
            made_at = self._account.moment(
                coding.get("creationDateTime") or selection.element.get("creationDateTime")
            )
            for key, code in self._codes_of(coding, codes):
                self.made.append(
                    ProjectCoding(
                        key,
                        selection.text,
                        code,
                        coder,
                        start,
                        end,
                        told.quote,
                        made_at,
                        certainty(coding),
                        consensus=coder == CONSENSUS,
                    )
                )
                notes.take(coding, "coding", key)
                first = first or key
                own = own or (key if coder == bare(by or "") else "")
        if first:
            self._say(selection, told, own or first, coders, notes)

    def _codes_of(self, coding: etree._Element, codes: Keys) -> list[tuple[str, str]]:
        """Return a key and the code for each code that a coding names; a sound one names one."""
        named_ones = [target(ref) for ref in children(coding, "CodeRef")]
        if not named_ones:
            self._account.leave_out("codings", "they name no code")
        known = [code for code in named_ones if code in codes]
        self._account.leave_out("codings", _NO_SUCH_CODE, count=len(named_ones) - len(known))
        if len(named_ones) > 1:
            self._account.odd("codings name several codes; each is taken to be a coding")
        keyed = [
            (self._keys.new(coding.get("guid"), may_repeat=number > 0), code)
            for number, code in enumerate(known)
        ]
        for key, _ in keyed[:1]:
            self.of_guid.setdefault(bare(coding.get("guid", "")), key)
        return keyed

    def _place(self, selection: Selection) -> tuple[int | None, int | None]:
        if selection.start is None or selection.end is None:
            return None, None
        place = selection.stored.place
        return place(selection.start, self.found.rule), place(selection.end, self.found.rule)

    def _told(self, selection: Selection, start: int | None, end: int | None) -> _Told:
        """Tell the passage's own words from a name or remark that somebody gave it."""
        quote, remarks = "", ["", ""]
        for field, said in enumerate(selection.said):
            if not said.strip():
                continue
            fit = (
                ""
                if start is None or end is None
                else selection.stored.quoted_loosely(said.strip(), start, end)
            )
            quoting = field < len(self.found.quoting) and self.found.quoting[field]
            if fit == "whole":
                quote = quote or said
            elif fit == "begins" and (quoting or len(said.strip()) >= SHORTEST_QUOTE):
                pass  # the rest of the words is not told, and the beginning fits
            elif quoting and self._searches.find(selection.stored, said):
                quote = quote or core(said)
            else:
                remarks[field] = said
        name, remark = remarks
        if name.strip() and not remark.strip() and _ONLY_A_NUMBER.fullmatch(name.strip()):
            self._account.leave_out("names of passages", "they only number them")
            name = ""
        return _Told(quote, named(name) if remark.strip() else "", remark if remark.strip() else name)

    def _say(self, selection: Selection, told: _Told, key: str, coders: Coders, notes: NoteRefs) -> None:
        """Put down what is said about a passage as memos about one of its codings."""
        guid = bare(selection.element.get("guid", ""))
        self.of_guid.setdefault(guid, key)
        notes.take(selection.element, "coding", key)
        if told.text.strip():
            self.memos.append(
                ProjectMemo(
                    notes.keys.made(f"{guid or key}/description"),
                    "coding",
                    key,
                    told.text,
                    told.title,
                    coders.of(selection.element.get("modifyingUser"), selection.element.get("creatingUser")),
                    self._account.moment(selection.element.get("creationDateTime")),
                )
            )
