"""Word: transcripts with numbered turns, and each coding as a comment by its coder on exactly its words.

The file has no macros, fields or links. A paragraph is a line of the text, so nothing of the text is changed;
the numbers of turns are Word's own numbering and no text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from toolkit.formats.exchange.contents import Contents, Placed, code_id
from toolkit.formats.exchange.segments import segments, turns_of
from toolkit.formats.exchange.wordprocessing import (
    add,
    add_paragraph,
    add_runs,
    empty_numbering,
    empty_part,
    end_comment,
    package,
    set_number,
)
from toolkit.formats.tables.directions import reads_leftwards
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.project import Project, ProjectText
from toolkit.model.transcript import Span

NAME: Final = "Annotated transcripts for Word"
ENDING: Final = ".docx"
KEEPS: Final = (
    "transcripts with speakers and numbered turns; every coding as a comment on its words with code, theme, "
    "coder, time, certainty and memos; definitions of codes; every other memo"
)
LOSES: Final = (
    "exact positions, ids of codings, colours, rules of codes beyond their definition, participants' "
    "attributes; codings that Word or somebody in it moves are no longer those of the study"
)

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MOST_INITIALS: Final = 3


def write(project: Project) -> bytes:
    """Return the document: the study, its codes, then each transcript on pages of its own."""
    made = _Document(Contents(project))
    return package(project.name, made.root, made.comments, made.numbering)


class _Document:
    """The parts that grow together: text, comments on it, and the numbering of its turns."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.root = empty_part("document")
        self.body = add(self.root, "body")
        self.comments = empty_part("comments")
        self.numbering = empty_numbering()
        self._numberings = 0
        self._comments = 0
        self._add_front()
        for text in contents.project.texts:
            self._add_text(text)
        section = add(self.body, "sectPr")
        add(section, "pgSz", w="11906", h="16838")
        add(
            section,
            "pgMar",
            top="1440",
            right="1440",
            bottom="1440",
            left="1440",
            header="708",
            footer="708",
            gutter="0",
        )

    # --- what stands ahead of the transcripts -------------------------------------------------------

    def _add_front(self) -> None:
        project = self.contents.project
        self._add_paragraph(project.name, "Title")
        for notice in self.contents.notices:
            self._add_paragraph(notice, "Notice")
        for remark in self.contents.memos("study"):
            self._add_paragraph(remark.introduced, "Notice")
        if project.codes:
            self._add_paragraph("Codes", "Heading1")
        for code in project.codes:
            theme = self.contents.theme(code)
            label = self.contents.label[code.key] + (f" ({theme})" if theme else "")
            self._add_paragraph(label, "Normal", f": {code.definition}" if code.definition.strip() else "")
            for remark in self.contents.memos("code", code.key):
                self._add_paragraph(remark.introduced, "Notice")

    def _add_paragraph(self, text: str, style: str, further: str = "") -> None:
        """Add a paragraph; what has something further behind it is a label."""
        paragraph = add_paragraph(self.body, style, leftwards=reads_leftwards(text))
        add_runs(paragraph, text, style="Label" if further or style == "Normal" else "")
        add_runs(paragraph, further)

    # --- transcripts --------------------------------------------------------------------------------

    def _add_text(self, text: ProjectText) -> None:
        heading = add_paragraph(self.body, "Heading1", leftwards=reads_leftwards(text.name), new_page=True)
        add_runs(heading, self.contents.heading(text))
        if text.description.strip():
            self._add_paragraph(text.description, "Notice")
        for remark in self.contents.memos("transcript", text.key):
            self._add_paragraph(remark.introduced, "Notice")
        self._add_lines(text)

    def _add_lines(self, text: ProjectText) -> None:
        """Add the text, a paragraph for each line, with comments from where codings begin to their ends."""
        lines, spoken, language = _lines(text.text), _spoken(text), _language(text)
        placed = self.contents.placed(text)
        comments = {each.number: self._add_comment(each) for each in placed}
        numbers = self._numbered(text)
        paragraph = self.body
        for segment in segments(len(text.text), placed, [*lines, *_edges(spoken)]):
            if (end := lines.get(segment.start)) is not None:
                paragraph = add_paragraph(
                    self.body, "Words", leftwards=reads_leftwards(text.text[segment.start : end])
                )
                if segment.start in numbers:
                    set_number(paragraph, numbers[segment.start])
            for each in segment.ending:
                end_comment(paragraph, comments[each.number])
            for each in segment.beginning:
                add(paragraph, "commentRangeStart", id=comments[each.number])
            words = text.text[segment.start : segment.end].removesuffix("\n")
            style = "" if _is_in(segment.start, spoken) else "Label"
            add_runs(paragraph, words, style=style, language=language)

    def _numbered(self, text: ProjectText) -> dict[int, str]:
        """Return the list that gives a turn its number by the start of the line it begins in.

        Word counts by itself; where it would come to another number, as after two turns that begin in one
        line, a further list begins.
        """
        numbered: dict[int, str] = {}
        numbering, expected = "", 0
        for line, number in _numbers(text).items():
            if number != expected:
                numbering = self._add_numbering(number)
            numbered[line], expected = numbering, number + 1
        return numbered

    def _add_numbering(self, first: int) -> str:
        """Add a list that counts from `first`."""
        self._numberings += 1
        made = add(self.numbering, "num", numId=str(self._numberings))
        add(made, "abstractNumId", val="0")
        add(add(made, "lvlOverride", ilvl="0"), "startOverride", val=str(first))
        return str(self._numberings)

    # --- comments -----------------------------------------------------------------------------------

    def _add_comment(self, placed: Placed) -> str:
        passage, number = placed.passage, str(self._comments)
        self._comments += 1
        moment = _moment(passage.coding.made_at)
        comment = add(
            self.comments,
            "comment",
            id=number,
            author=with_controls_visible(passage.coder),
            initials=with_controls_visible(_initials(passage.coder)),
            **({"date": moment} if moment else {}),
        )
        first = add_paragraph(comment, "CommentText", leftwards=reads_leftwards(passage.label))
        mark = add(first, "r")
        add(add(mark, "rPr"), "rStyle", val="CommentReference")
        add(mark, "annotationRef")
        add_runs(first, passage.label, style="Label")
        for line in _facts(placed):
            add_runs(add_paragraph(comment, "CommentText", leftwards=reads_leftwards(line)), line)
        return number


def _facts(placed: Placed) -> Iterator[str]:
    passage = placed.passage
    yield f"{passage.theme} · {code_id(passage.code)}" if passage.theme else code_id(passage.code)
    if passage.coding.consensus:
        yield "Consensus of the team"
    if passage.coding.certainty:
        yield f"Coder was {passage.coding.certainty}"
    yield from (remark.introduced for remark in passage.remarks)


# --- what of a text is where ------------------------------------------------------------------------


def _lines(text: str) -> dict[int, int]:
    """Return where lines end, without their line feed, by where they start."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return dict(zip(starts, ends, strict=True))


def _numbers(text: ProjectText) -> dict[int, int]:
    """Return numbers of turns by the start of the line they begin in; of several the first."""
    numbers: dict[int, int] = {}
    for turn in turns_of(text):
        numbers.setdefault(text.text.rfind("\n", 0, turn.span.start) + 1, turn.number)
    return numbers


def _spoken(text: ProjectText) -> list[Span]:
    """Return what is said, in order; everything where no turns are known."""
    return [turn.span for turn in turns_of(text)] or ([Span(0, len(text.text))] if text.text else [])


def _is_in(position: int, spans: Sequence[Span]) -> bool:
    place = bisect_right(spans, position, key=lambda span: span.start) - 1
    return place >= 0 and position < spans[place].end


def _edges(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield from (span.start, span.end)


def _language(text: ProjectText) -> str:
    told = text.language or (text.transcript.language if text.transcript else "")
    return told if _LANGUAGE.fullmatch(told) else ""


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:_MOST_INITIALS].upper()


def _moment(made_at: str) -> str:
    """Return a moment in UTC to the second, or nothing where it is none."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except OverflowError:  # within a day of the first or the last year there is
        return ""
