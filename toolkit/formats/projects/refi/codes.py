"""Users and codes of a project."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.formats.codebooks import sections
from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import CODE_ID, THEME_ID
from toolkit.formats.projects.refi.account import Account, Keys
from toolkit.formats.projects.refi.elements import bare, children, colour, description, local, parts
from toolkit.model.project import ProjectCode, ProjectCoder

_TRUE, _FALSE = ("true", "1"), ("false", "0")
_PROGRAM = "atlas.ti"


class Coders:
    """The people of a project.

    Attributes
    ----------
    found
        Users in the order of the file, then those that only codings and notes name.
    """

    def __init__(self, root: etree._Element, account: Account) -> None:
        self._account = account
        self._keys = Keys("user", account)
        self._unknown = 0
        self.found: list[ProjectCoder] = []
        for user in parts(root, "Users"):
            if local(user) == "User":
                self._take(user)

    def _take(self, user: etree._Element) -> None:
        key = self._keys.new(user.get("guid"))
        name = named(user.get("name", "")) or named(user.get("id", ""))
        if not name:
            self._account.odd("users have no name", key)
            name = f"Unnamed {len(self.found) + 1}"
        self.found.append(ProjectCoder(key, name, name.casefold().startswith(_PROGRAM)))

    def of(self, *guids: str | None) -> str:
        """Return the key of the first user who is named; empty if none is.

        Somebody whom the project does not list is another person than somebody else whom it does not list,
        and stays one.
        """
        key = next((bared for guid in guids if (bared := bare(guid or ""))), "")
        if key and key not in self._keys:
            self._unknown += 1
            self._account.leave_out("names of coders", "the project does not list them among its users")
            self._keys.new(key)
            self.found.append(ProjectCoder(key, f"Unknown {self._unknown}"))
        return key


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A code and the element it was read from."""

    code: ProjectCode
    element: etree._Element


def codes(root: etree._Element, account: Account) -> tuple[list[CodeFound], Keys]:
    """Return the codes, parents ahead of those below them, and their keys."""
    keys = Keys("code", account)
    found: list[CodeFound] = []
    # The last is taken first, so each level is put down backwards.
    open_ones = [
        (code, "")
        for book in children(root, "CodeBook")
        for code in (*children(book, "Code"), *(each for part in children(book, "Codes") for each in part))
        if local(code) == "Code"
    ][::-1]
    while open_ones:
        element, parent = open_ones.pop()
        key = keys.new(element.get("guid"))
        found.append(CodeFound(_code(element, key, parent, account), element))
        open_ones += [(child, key) for child in children(element, "Code")][::-1]
    return found, keys


def _code(element: etree._Element, key: str, parent: str, account: Account) -> ProjectCode:
    name = named(sections.cleaned(element.get("name", "")))
    if not name:
        account.odd("codes have no name", key)
    told = element.get("color", "")
    if told and not colour(told):
        account.odd("colours cannot be read and are left out", told)
    content = sections.parted(description(element))
    return ProjectCode(
        key,
        name or "Unnamed",
        parent,
        id=content.facts.get(THEME_ID) or content.facts.get(CODE_ID, ""),
        definition=content.definition,
        include=content.include,
        exclude=content.exclude,
        example=content.example,
        colour=colour(told),
        codable=_is_codable(element, account),
        boundary=content.boundary,
        alt_labels=content.alt_labels,
        aligned_with=content.aligned_with,
        notes=content.notes,
    )


def _is_codable(element: etree._Element, account: Account) -> bool:
    told = element.get("isCodable", "").strip().lower()
    if told not in (*_TRUE, *_FALSE):
        account.odd("codes do not say whether they are codable and are taken to be")
    return told not in _FALSE
