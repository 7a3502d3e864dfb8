"""Texts of a project: in its XML, or in files beside it."""

from __future__ import annotations

import codecs

from lxml import etree

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import limits
from toolkit.formats.projects.refi.account import Account
from toolkit.formats.projects.refi.elements import children
from toolkit.formats.projects.refi.opening import Files
from toolkit.formats.projects.refi.positions import Stored
from toolkit.model.checks import check_text

_NOT_UTF8 = "their files are neither UTF-8 nor UTF-16 with its mark"
_NONE = "the project holds no plain text of them"


class Texts:
    """Gets the text of sources and notes.

    Parameters
    ----------
    name
        The project's file, for messages.
    """

    def __init__(self, name: str, files: Files, account: Account) -> None:
        self._name = name
        self._files = files
        self._account = account
        self._stored: dict[str, tuple[Stored | None, str]] = {}
        self._size = 0

    def of(self, element: etree._Element) -> tuple[Stored | None, str]:
        """Return the text of a source or note or, if there is none, why.

        Raises
        ------
        ToolkitError
            If the archive is damaged there, or the texts together are too large.
        """
        inline = list(children(element, "PlainTextContent"))
        path = (element.get("plainTextPath") or "").strip()
        if path and inline:
            self._account.odd("texts stand both in the XML and in a file; the file is taken", path)
        stored, why = self._of_file(path) if path else (None, _NONE)
        if stored is None and inline:
            stored, why = _checked("".join(str(part) for each in inline for part in each.itertext()))
        return (None, why) if stored is None else (self._counted(stored), "")

    def _of_file(self, path: str) -> tuple[Stored | None, str]:
        member, why = self._files.find(path)
        if not member:
            return None, why
        # Many sources may name one file: it is read once.
        if member not in self._stored:
            self._stored[member] = _decoded(self._files.read(member))
        return self._stored[member]

    def _counted(self, stored: Stored) -> Stored:
        self._size += len(stored.text)
        if self._size > limits.LARGEST_INFLATED:
            most = limits.LARGEST_INFLATED // limits.MEGABYTE
            raise ToolkitError(
                self._name,
                f"has texts of more than {most} million characters",
                "export a part of the project",
            )
        return stored


def _decoded(data: bytes) -> tuple[Stored | None, str]:
    if len(data) > limits.LARGEST_TEXT:
        return None, f"their files are larger than {limits.LARGEST_TEXT // limits.MEGABYTE} MB"
    codec = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        content = data.decode(codec)
    except UnicodeDecodeError:
        return None, _NOT_UTF8
    # Python takes the mark of UTF-16 away and keeps that of UTF-8, and here it may have been counted.
    return _checked(f"\ufeff{content}" if codec == "utf-16" else content)


def _checked(content: str) -> tuple[Stored | None, str]:
    stored = Stored(content)
    if not stored.text.strip():
        return None, "they are empty"
    try:
        check_text("text", stored.text)
    except Invalid:
        return None, "they hold characters that no text has, such as NUL"
    return stored, ""
