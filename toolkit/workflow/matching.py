"""Which coder, code and transcript of the study something of a project is: known again, or new to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import transcripts as transcript_files
from toolkit.formats.codebooks import refi
from toolkit.formats.codebooks.slugs import Ids
from toolkit.model.checks import check_name, check_time
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import CONSENSUS
from toolkit.model.project import Project, ProjectCode, ProjectText
from toolkit.model.stray import Imported
from toolkit.model.transcript import Source, Span, Transcript, Turn
from toolkit.reconcile import anchor
from toolkit.store import transcripts
from toolkit.store.study import Connection

_GUID: Final = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_ALIKE: Final = 0.5
"""Share of a text's words that the transcript of its name must have for both to be the same interview."""
_PROJECTS: Final = uuid5(NAMESPACE_URL, "urn:intercoder:project")
_FIRST_YEAR: Final = 1000  # before which a year has no four digits of its own
_TEXTS: Final = (
    ".txt",
    ".text",
    ".md",
    ".docx",
    ".doc",
    ".odt",
    ".rtf",
    ".pdf",
    ".html",
    ".htm",
    ".vtt",
    ".srt",
)


def project_id(project: Project) -> str:
    """Return the id of a project in a study: the same one each time it comes."""
    return as_guid(project.key) or str(uuid5(_PROJECTS, f"{project.tool}\n{project.key or project.name}"))


def id_of(project: Project, kind: str, key: str) -> str:
    """Return the id that something of a project has in a study: its guid, or one made of its key."""
    return as_guid(key) or str(uuid5(UUID(project_id(project)), f"{kind}\n{key}"))


def as_guid(key: str) -> str:
    """Return a guid as all guids are written here; empty if it is none.

    >>> as_guid("{8272252C-7F85-5513-BA38-F130575A2E71}")
    '8272252c-7f85-5513-ba38-f130575a2e71'
    >>> as_guid("17")
    ''
    """
    return key.strip("{}").lower() if _GUID.fullmatch(key) else ""


def moment(told: str, otherwise: str) -> str:
    """Return a time as studies tell it, in UTC; `otherwise` if it is none.

    >>> moment("2026-03-01T10:30:00+01:00", "")
    '2026-03-01T09:30:00Z'
    """
    try:
        check_time("time", told)
    except Invalid:
        return _in_utc(told) or otherwise
    return told


def _in_utc(told: str) -> str:
    try:
        found = datetime.fromisoformat(told)
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return ""
    if found.year < _FIRST_YEAR:
        return ""
    precision = "milliseconds" if found.microsecond else "seconds"
    return f"{found.replace(tzinfo=None).isoformat(timespec=precision)}Z"


class Remembered:
    """What things went by in the projects that came before, and in those that were written here."""

    def __init__(self, imported: tuple[Imported, ...]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        for each in imported:
            for kind, guids in each.guids.items():
                for key, ours in guids.items():
                    self._known.setdefault((kind, _plain(key)), ours)

    def find(self, kind: str, key: str) -> str | None:
        """Return our id of what goes by a key; None if it never came."""
        return self._known.get((kind, _plain(key)))


def _plain(key: str) -> str:
    return as_guid(key) or key


# Coders ----------------------------------------------------------------------------------------------


def coder_names(project: Project, known: Remembered, otherwise: str) -> dict[str, str]:
    """Return what each coder of a project is called here, by key; the empty key stands for nobody.

    People of one name stay several people; a program is nobody, and the consensus is the consensus.

    Parameters
    ----------
    otherwise
        Who did what nobody is said to have done; empty if that is not known.
    """
    names = {"": otherwise}
    taken: set[str] = set()
    for coder in project.coders:
        if coder.is_program:
            names[coder.key] = otherwise
            continue
        name = known.find("coder", coder.key) or _name(coder.name, "Coder")
        if name.casefold() == CONSENSUS:
            names[coder.key] = CONSENSUS
            continue
        names[coder.key] = _free(name, taken)
        taken.add(names[coder.key])
    return names


def _free(name: str, taken: set[str]) -> str:
    number, tried = 1, name
    while tried in taken:
        number += 1
        tried = f"{name} ({number})"
    return tried


def _name(told: str, otherwise: str) -> str:
    """Return what somebody or something is called, fit to be a name here."""
    try:
        name = " ".join(told.split())
        check_name("name", name)
    except Invalid:
        visible = "".join(letter for letter in told if letter.isprintable())
        name = " ".join(visible.split())[:100].strip()
        return name or otherwise
    return name


# Codes -----------------------------------------------------------------------------------------------


class Codes:
    """Which code of the codebook each code of a project is, and names for those that are new.

    A code is known again by what our files tell of it, by its guid, or by its name among active codes; of
    several of one name it is the one under the same name.
    """

    def __init__(self, project: Project, book: Codebook, known: Remembered) -> None:
        self._codes = {code.key: code for code in project.codes}
        self._book = book
        self._known = known
        self._all = {*book.code, *(each.id for each in book.themes)}
        self._ours = {refi.guid(book.id, name): name for name in self._all}
        self._labels: dict[str, list[str]] = {}
        for name, label in book.codable.items():
            also = book.code[name].alt_labels if name in book.code else ()
            for each in (label, *also):
                self._labels.setdefault(each.casefold(), []).append(name)
        self._ids = Ids()
        for name in book.code:
            self._ids.kept(name)

    def find(self, key: str) -> str | None:
        """Return the code of the codebook; None if it is new, or cannot be given to passages here."""
        same = self.same(key)
        return same if same in self._book.codable else None

    def same(self, key: str) -> str | None:
        """Return the code or theme of the codebook that it is, whether passages can be given it or not."""
        code = self._codes[key]
        for name in (code.id, self._known.find("code", key), self._ours.get(_plain(key))):
            if name and name in self._all:
                return name
        found = self._labels.get(" ".join(code.name.split()).casefold(), [])
        if len(found) > 1:
            above = self._above(code).casefold()
            found = [name for name in found if self._label_above(name).casefold() == above]
        return found[0] if len(found) == 1 else None

    def label(self, key: str, longest: int) -> str:
        """Return what a new code is to be called: with the name above it if others have its name."""
        code = self._codes[key]
        twins = sum(each.name == code.name for each in self._codes.values())
        told = f"{self._above(code)}: {code.name}" if twins > 1 and self._above(code) else code.name
        return _name(told, "Code")[:longest].strip()

    def new_id(self, key: str) -> str:
        """Return a new id for a code."""
        code = self._codes[key]
        return self._ids.made(code.name, self._above(code))

    def _label_above(self, name: str) -> str:
        parent = self._book.code[name].parent if name in self._book.code else None
        labels = {theme.id: theme.label for theme in self._book.themes}
        labels |= {code.id: code.label for code in self._book.codes}
        return labels.get(parent or "", "")

    def _above(self, code: ProjectCode) -> str:
        return self._codes[code.parent].name if code.parent else ""


# Texts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Home:
    """The transcript of the study that a text of a project is.

    Attributes
    ----------
    transcript
        As it is in the study, or is to be.
    theirs
        The text as the project has it, read as a transcript, where it is not letter by letter the same.
    """

    transcript: Transcript
    is_new: bool = False
    theirs: Transcript | None = None


class Texts:
    """Which transcript each text of a project is: by what it went by before, by its words, or by its name."""

    def __init__(self, connection: Connection, known: Remembered) -> None:
        self._connection = connection
        self._known = known
        self._names = transcripts.names(connection)
        self._by_hash: dict[str, tuple[str, int]] = {}
        for name in self._names:
            for revision, sha256 in transcripts.revisions(connection, name).items():
                self._by_hash.setdefault(sha256, (name, revision))
        self._taken = set(self._names)

    def home(self, text: ProjectText, coded: Sequence[Span]) -> Home:
        """Find the transcript of a text, or make one.

        Parameters
        ----------
        coded
            The passages of it that are coded.

        Raises
        ------
        ToolkitError
            If nothing can be made of it.
        """
        if not text.text.strip():
            return Home(self._named(text))
        read = as_transcript(text, coded)
        if (same := self._by_hash.get(read.sha256)) is not None:
            return Home(self._stored(*same))
        for name in (self._known.find("transcript", text.key), _stem(text.name), text.participant):
            if name in self._names:
                stored = self._stored(str(name))
                fresh, words = anchor.unread(stored.text, read.text, Span(0, len(read.text)))
                if words and 1 - fresh / words >= _ALIKE:
                    return Home(stored, theirs=read)
        name = _free(read.id, self._taken)
        self._taken.add(name)
        return Home(replace(read, id=name), is_new=True)

    def _named(self, text: ProjectText) -> Transcript:
        """Return the transcript of that name, for a text of which only the name is known."""
        for name in (self._known.find("transcript", text.key), text.name, _stem(text.name), text.participant):
            if name in self._names:
                return self._stored(str(name))
        there = ", ".join(self._names) or "none yet"
        what = f"speaks of a text {text.name!r} without its words, and no transcript is called so"
        raise ToolkitError("project", what, f"import the transcript first; there are: {there}")

    def _stored(self, name: str, revision: int | None = None) -> Transcript:
        found = transcripts.find(self._connection, name, revision)
        if found is None:  # it was there a moment ago
            raise ToolkitError(name, "is no transcript of this study")
        return found


def _stem(name: str) -> str:
    """Return a name without the ending of a file, if it has one."""
    path = PurePath(name)
    return _name(path.stem if path.suffix.lower() in _TEXTS else name, "Text")


def as_transcript(text: ProjectText, coded: Sequence[Span]) -> Transcript:
    """Read a text as a transcript: the very same text, with the turns that are found in it.

    What is coded and in no turn, such as a heading, becomes a turn of unknown speaker.

    Raises
    ------
    ToolkitError
        If it has no words.
    """
    name = _stem(text.name)
    source = Source(f"{name}.txt", text.text.encode())
    read = _read(source)
    if read is None or read.text != text.text:
        read = Transcript(name, text.text, _lines(text.text), source=text.name)
    named = replace(
        read,
        id=name,
        participant=_name(text.participant, name),
        language=text.language or read.language,
        source=text.name,
    )
    return replace(named, turns=_with_turns_for(named, coded))


def _read(source: Source) -> Transcript | None:
    try:
        return transcript_files.plain.read(source).transcript
    except ToolkitError:
        return None


def _lines(text: str) -> tuple[Turn, ...]:
    spans = [Span(each.start(), each.end()) for each in re.finditer(r"\S(?:.*\S)?", text)]
    if not spans:
        raise ToolkitError("text", "has no words", "leave it out")
    return tuple(Turn(number, span) for number, span in enumerate(spans, 1))


def _with_turns_for(transcript: Transcript, coded: Sequence[Span]) -> tuple[Turn, ...]:
    """Return the turns, and as turns the lines between them that are coded and in none."""
    alone = [span for span in coded if span.end <= len(transcript.text) and not transcript.turns_in(span)]
    if not alone:
        return transcript.turns
    lines = [turn.span for turn in _lines(transcript.text) if not transcript.turns_in(turn.span)]
    starts = [line.start for line in lines]
    added: set[Span] = set()
    for span in alone:
        first = max(bisect_right(starts, span.start) - 1, 0)
        added.update(line for line in lines[first : bisect_right(starts, span.end)] if line.overlaps(span))
    turns = sorted([*transcript.turns, *(Turn(1, line) for line in added)], key=lambda turn: turn.span)
    return tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))
