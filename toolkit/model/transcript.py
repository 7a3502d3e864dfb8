"""Transcripts: text that never moves, and the turns that are spans of it.

Positions everywhere are half-open ranges of Unicode code points, which are Python's string indices.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, check_one_of, check_text, repeated

_FURTHEST = 2**53 - 1  # the largest whole number every program that reads our files keeps exactly

Role = Literal["participant", "interviewer", "other", "unknown"]
Verbatim = Literal["full", "clean", "edited", "unknown"]


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A half-open range `[start, end)` of code points; never empty.

    >>> Span(0, 5).of("Hello, world")
    'Hello'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= _FURTHEST:
            raise Invalid(
                f"positions {self.start} to {self.end} are no passage",
                "start at 0 or later and end after the start",
            )

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the part of `text` the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether every character of the other is in this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as labelled in the transcript.

    `role` decides what is coded: interviewer turns are context, not units.
    """

    label: str
    role: Role = "unknown"

    def __post_init__(self) -> None:
        check_name("speaker label", self.label)
        check_one_of(f"role of {self.label!r}", self.role, get_args(Role))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another begins: a span of the transcript's text, without the label.

    Attributes
    ----------
    number
        1-based place in the transcript.
    speaker
        Label of a speaker of the transcript, or None where the source does not say.
    began, ended
        Seconds from the start of the recording, or None.
    question
        Number of the protocol question the turn belongs to, or None.
    """

    number: int
    span: Span
    speaker: str | None = None
    began: float | None = None
    ended: float | None = None
    question: int | None = None


@dataclass(frozen=True)
class Transcript:
    """One interview, one revision of its text.

    The text is kept as read, but for line ends (LF) and the byte order mark (removed). It reads as a
    transcript by itself: where the source keeps speakers apart from words, as subtitles do, each turn
    stands on a line of its own behind `LABEL: `. Turns lie in order, do not overlap and leave labels,
    headings and blank lines out.

    Raises
    ------
    Invalid
        If the text cannot be kept exactly, or turns and speakers do not fit it.
    """

    id: str
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...] = ()
    participant: str = ""
    revision: int = 1
    verbatim: Verbatim = "unknown"
    language: str = "en"
    source: str = ""

    def __post_init__(self) -> None:
        check_name("transcript id", self.id)
        check_text("text", self.text)
        if self.participant:
            check_name("participant", self.participant)
        check_name("language", self.language)
        check_one_of("verbatim level", self.verbatim, get_args(Verbatim))
        if not self.turns:
            raise Invalid("has no turns", "give a file with spoken text in it")
        if twice := repeated(speaker.label for speaker in self.speakers):
            raise Invalid(f"lists the speaker {twice[0]!r} twice")
        self._check_turns()

    def _check_turns(self) -> None:
        labels = {speaker.label for speaker in self.speakers}
        reached = 0
        for number, turn in enumerate(self.turns, 1):
            if turn.number != number:
                raise Invalid(f"turn {number} is numbered {turn.number}")
            if turn.span.start < reached or turn.span.end > len(self.text):
                raise Invalid(f"turn {number} overlaps the one before or leaves the text")
            if turn.speaker is not None and turn.speaker not in labels:
                raise Invalid(f"turn {number} is by {turn.speaker!r}, who is not among the speakers")
            reached = turn.span.end

    @property
    def person(self) -> str:
        """Who counts as interviewed: the participant, or the transcript's id where it names none."""
        return self.participant or self.id

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def roles(self) -> dict[str | None, Role]:
        """Role by speaker label; None, for turns without a label, is unknown."""
        roles: dict[str | None, Role] = {None: "unknown"}
        for speaker in self.speakers:
            roles[speaker.label] = speaker.role
        return roles

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(turn.span.start for turn in self.turns)

    def words_of(self, turn: Turn) -> str:
        """Return what is said in the turn."""
        return turn.span.of(self.text)

    def count_words(self, *, of_interviewers: bool) -> int:
        """Count runs of non-blank characters in the turns, with or without those of interviewers."""
        spoken = (turn for turn in self.turns if of_interviewers or self.roles[turn.speaker] != "interviewer")
        return sum(len(self.words_of(turn).split()) for turn in spoken)

    def turns_in(self, span: Span) -> tuple[Turn, ...]:
        """Return the turns that share at least one character with `span`, in order."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_right(self._starts, span.end - 1)
        return tuple(turn for turn in self.turns[first:last] if turn.span.overlaps(span))


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came: its name without folders, and its bytes.

    Attributes
    ----------
    encoding
        The encoding a person says a text file is in; empty if it is to be found out.
    """

    name: str
    data: bytes = field(repr=False)
    encoding: str = ""

    @property
    def stem(self) -> str:
        """The name without its ending: `P04` for `P04.vtt`."""
        return PurePath(self.name).stem

    @property
    def ending(self) -> str:
        """The ending in lower case with its dot: `.vtt`; empty without one."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a recording for which the file has no words: a cut, a break, or speech not transcribed.

    Attributes
    ----------
    began, ended
        Seconds from the start of the recording.
    """

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return round(self.ended - self.began, 3)


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What a reader did with a file, so that nothing is dropped silently.

    `words` counts runs of non-blank characters in the file's content, `words_in_turns` those that became
    speech, `words_left_out` those that the lines of `left_out` tell of: the first is the sum of the others.

    Attributes
    ----------
    format, encoding
        Name of the format, and of the encoding if the file is text.
    cues, cues_merged
        Timed cues read, and how many of them were joined to the one before (0 for untimed formats).
    unknown_speakers
        Turns whose speaker the file does not name.
    time_backwards
        Cues that begin before the one ahead of them.
    left_out
        One line for each kind of content that is not in any turn.
    gaps
        Long stretches of the recording without a word, for timed formats.
    notes
        What a person should look at before coding begins, one sentence each.
    """

    format: str
    turns: int
    words: int
    words_in_turns: int
    words_left_out: int = 0
    encoding: str = ""
    cues: int = 0
    cues_merged: int = 0
    unknown_speakers: int = 0
    time_backwards: int = 0
    left_out: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcript as read from a file, and the report on it."""

    transcript: Transcript
    report: ReadingReport
