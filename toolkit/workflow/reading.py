"""Reading files before they are imported: what each holds, or all its faults. Nothing is stored by it.

What was read is what is stored: a transcript is kept whole here, packed, from its reading to its import.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final, Literal, get_args

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import participants as participant_files
from toolkit.formats import projects as project_files
from toolkit.formats import transcripts as transcript_files
from toolkit.formats.projects import bundle
from toolkit.formats.transcripts import delimited
from toolkit.model.checks import check_name, check_one_of
from toolkit.model.submission import Submission
from toolkit.model.transcript import (
    Reading,
    ReadingReport,
    Role,
    Source,
    Speaker,
    Transcript,
    Verbatim,
)
from toolkit.workflow import files

Kind = Literal["transcript", "participants", "work"]
Described = dict[str, dict[str, str]]
"""What is known of participants: attributes by name."""

ENDINGS: Final = tuple(
    dict.fromkeys(
        ending
        for family in (*(member.ENDINGS for member in transcript_files.FORMATS), bundle.ENDINGS)
        for ending in family
        if ending
    )
)
"""Endings of files that can be imported, with their dot. Text without any ending can be, too."""

_N_FIRST_TURNS = 6
_LONG_TURN = 600  # characters of a turn that are shown before the import
_FEW_WORDS = 0.5  # share of the words in turns below which a reader may have misread the layout


@dataclass(frozen=True)
class Known:
    """What the researcher says of a transcript; what is None or missing stays as the file has it.

    Attributes
    ----------
    revises
        Whether it is the corrected text of the transcript that has its id.

    Raises
    ------
    Invalid
        If a transcript cannot have such a name, participant, language or verbatim level.
    """

    id: str | None = None
    participant: str | None = None
    language: str | None = None
    verbatim: Verbatim | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    revises: bool = False

    def __post_init__(self) -> None:
        for what, name in (
            ("transcript id", self.id),
            ("participant", self.participant),
            ("language", self.language),
        ):
            if name is not None:
                check_name(what, name)
        if self.verbatim is not None:
            check_one_of("verbatim level", self.verbatim, get_args(Verbatim))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a turn, to be looked at."""

    number: int
    speaker: str | None
    began: float | None
    words: str


@dataclass(frozen=True)
class Interview:
    """What a transcript file holds, in short, and the whole of it packed: 500 of them fit into memory.

    Attributes
    ----------
    speaking
        Number of turns and of words by speaker; None stands for turns without a label.
    opening
        The first turns.
    """

    id: str
    participant: str
    language: str
    verbatim: Verbatim
    sha256: str
    speakers: tuple[Speaker, ...]
    speaking: Mapping[str | None, tuple[int, int]]
    opening: tuple[Excerpt, ...]
    report: ReadingReport
    _packed: bytes = field(repr=False)

    @classmethod
    def of(cls, reading: Reading) -> Interview:
        """Sum up a reading and pack it."""
        transcript = reading.transcript
        return cls(
            id=transcript.id,
            participant=transcript.participant,
            language=transcript.language,
            verbatim=transcript.verbatim,
            sha256=transcript.sha256,
            speakers=transcript.speakers,
            speaking=_speaking(transcript),
            opening=tuple(_opening(transcript)),
            report=reading.report,
            _packed=zlib.compress(pickle.dumps(reading), 1),
        )

    def whole(self) -> Reading:
        """Return the reading itself."""
        found: Reading = pickle.loads(zlib.decompress(self._packed))  # noqa: S301 - packed by `of` above
        return found


@dataclass(frozen=True)
class FileRead:
    """A file as read: its content, or its faults.

    Attributes
    ----------
    name
        Name of the file, without folders.
    digest
        SHA-256 of its bytes; empty if they could not be read.
    known
        What the researcher says of it; see `Known`.
    """

    name: str
    digest: str = ""
    kind: Kind = "transcript"
    content: Interview | Submission | Described | None = None
    faults: tuple[ToolkitError, ...] = ()
    known: Known = Known()

    @property
    def id(self) -> str | None:
        """The id its transcript will have; None if it is none."""
        return (self.known.id or self.content.id) if isinstance(self.content, Interview) else None

    @property
    def complaints(self) -> tuple[str, ...]:
        """Every fault as a line."""
        return tuple(line for fault in self.faults for line in fault.lines())


def read_path(path: Path, kind: Kind | None = None, *, encoding: str = "") -> FileRead:
    """Read a file from the disk, as `read` does; text in the encoding that is named, if one is."""
    try:
        source = files.source(path)
    except ToolkitError as fault:
        return FileRead(files.composed(path.name), kind=kind or "transcript", faults=(fault,))
    return read(replace(source, encoding=encoding), kind)


def read(source: Source, kind: Kind | None = None) -> FileRead:
    """Read a file, whatever it is; a faulty one has its faults as its content.

    Parameters
    ----------
    source
        The file.
    kind
        What it is, if somebody said so; by default what its content looks like.
    """
    digest = hashlib.sha256(source.data).hexdigest()
    kind = kind or kind_of(source)
    try:
        return FileRead(source.name, digest, kind, _content(source, kind))
    except Invalid as refused:
        fault = ToolkitError(source.name, refused.what, refused.remedy)
    except ToolkitError as error:
        fault = _as_project(source) or error
    return FileRead(source.name, digest, kind, faults=(fault,))


def _as_project(source: Source) -> ToolkitError | None:
    """Say of a project of another program where it is taken in; None if the file is none."""
    found = project_files.format_of(source)
    if found is None:
        return None
    remedy = "take it in on the page Exchange, or with: intercoder import-project"
    return ToolkitError(source.name, f"is a project ({found.NAME}), not a transcript", remedy)


def kind_of(source: Source) -> Kind:
    """Tell what a file looks like.

    A table may describe participants or hold what was said; in the former each is named once.
    """
    if source.ending in bundle.ENDINGS or bundle.sniff(source.data):
        return "work"
    if source.ending in delimited.ENDINGS and participant_files.sniff(source):
        says_speech = delimited.sniff(source.data[: transcript_files.HEAD])
        return "transcript" if says_speech and not _describes(source) else "participants"
    return "transcript"


def may_be_either(source: Source) -> bool:
    """Tell whether a file is a table, so that a person may have to say what is in it."""
    return source.ending in delimited.ENDINGS


def doubts(file: FileRead, stored: Mapping[str, Role] | None = None) -> Iterator[str]:
    """Say what a person should look at before coding begins: a text never changes after its import.

    Parameters
    ----------
    stored
        Who is what in the study, by label; by default what the file and the researcher say.
    """
    if not isinstance(file.content, Interview):
        return
    report, roles = file.content.report, _roles(file) if stored is None else stored
    if not roles:
        yield "no speaker was recognised, so that every word counts as a participant's."
    elif "interviewer" not in roles.values():
        yield "nobody is known to ask, so that every word counts as a participant's; say who does."
    if roles and report.unknown_speakers:
        yield "some turns have no speaker."
    if report.time_backwards:
        yield "times go backwards; look whether the turns are in their order."
    if report.words_in_turns < _FEW_WORDS * report.words:
        yield "less than half of the words are in turns; look at what was left out."
    yield from report.notes


def _content(source: Source, kind: Kind) -> Interview | Submission | Described:
    match kind:
        case "work":
            return bundle.read(source)
        case "participants":
            return participant_files.read(source)
        case "transcript":
            return Interview.of(transcript_files.read(source))


def _describes(source: Source) -> bool:
    try:
        participant_files.read(source)
    except ToolkitError:
        return False
    return True


def _roles(file: FileRead) -> dict[str, Role]:
    """Return who is what once the researcher's word is counted in."""
    speakers = file.content.speakers if isinstance(file.content, Interview) else ()
    return {speaker.label: file.known.roles.get(speaker.label, speaker.role) for speaker in speakers}


def _speaking(transcript: Transcript) -> dict[str | None, tuple[int, int]]:
    counted: dict[str | None, tuple[int, int]] = {speaker.label: (0, 0) for speaker in transcript.speakers}
    for turn in transcript.turns:
        turns, words = counted.get(turn.speaker, (0, 0))
        counted[turn.speaker] = (turns + 1, words + len(transcript.words_of(turn).split()))
    return counted


def _opening(transcript: Transcript) -> Iterator[Excerpt]:
    for turn in islice(transcript.turns, _N_FIRST_TURNS):
        words = transcript.words_of(turn)
        cut = words if len(words) <= _LONG_TURN else f"{words[:_LONG_TURN]} …"
        yield Excerpt(turn.number, turn.speaker, turn.began, cut)
