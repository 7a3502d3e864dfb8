"""What a walk over the XML of a document writes: its text, and where paragraphs and bold type stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import LeftOut
from toolkit.formats.transcripts.pages import Page
from toolkit.model.transcript import Source, Span


@dataclass(slots=True)
class Script:
    """What the walk over one XML document has written so far: its text, paragraphs and bold stretches.

    Attributes
    ----------
    deleted
        Words that tracked changes took out.
    unread
        How many parts there were that nobody can read here.
    joint
        What stands between this paragraph and the next; a tab between the cells of a table.
    boxes
        What hangs in the paragraph being written and is read after it, with its depth.
    marks
        Elements that mark a place and have no words, such as the ends of what a comment is on, each with the
        number of characters ahead of it.
    """

    file: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unread: int = 0
    joint: str = ""
    open_paragraphs: int = 0
    boxes: list[tuple[etree._Element, int]] = field(default_factory=list)
    marks: list[tuple[etree._Element, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is written."""
        return "".join(self.parts)

    @property
    def paragraphs(self) -> list[Span]:
        """Where paragraphs stand: each from its start to the next one's, which may be only a line end."""
        return [Span(start, end) for start, end in pairwise([*self.starts, self.length]) if start < end]

    def write(self, words: str, *, bold: bool = False) -> None:
        """Add words; refuse the file if it grows beyond all interviews."""
        if not words:
            return
        start, self.length = self.length, self.length + len(words)
        if self.length > limits.LARGEST_TEXT:
            most = limits.LARGEST_TEXT // limits.MEGABYTE
            raise ToolkitError(
                self.file, f"holds more than {most} million characters", "split it by interview"
            )
        self.parts.append(words)
        if bold:
            self._mark_bold(start)

    def begin_paragraph(self) -> None:
        """Part the paragraph from the one ahead, and note where it starts."""
        self.write(self.joint)
        self.joint = "\n"
        self.starts.append(self.length)

    def _mark_bold(self, start: int) -> None:
        if self.bold and self.bold[-1].end == start:
            start = self.bold.pop().start
        self.bold.append(Span(start, self.length))


def page_of(source: Source, script: Script, *, beside: tuple[LeftOut, ...], words_beside: int) -> Page:
    """Return what was written as a page.

    Raises
    ------
    ToolkitError
        If it has more lines than an interview.
    """
    text = script.text
    if text.count("\n") >= limits.MOST_LINES:
        raise ToolkitError(source.name, f"has more than {limits.MOST_LINES:,} lines", "split it by interview")
    return Page(
        text=text,
        paragraphs=script.paragraphs,
        bold=script.bold,
        beside=beside,
        words_beside=words_beside,
    )
