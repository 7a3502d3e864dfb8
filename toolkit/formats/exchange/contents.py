"""What a project says of each passage, put together once for all the formats of this family."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from toolkit.formats.tables.showing import with_all_visible
from toolkit.model.coding import CONTEXT, Subject
from toolkit.model.consensus import CONSENSUS
from toolkit.model.project import LeftOut, Project, ProjectCode, ProjectCoding, ProjectMemo, ProjectText
from toolkit.model.transcript import Span, Turn

UNNAMED: Final = "unknown"
"""Who is named as the coder where the project does not say who coded."""

_OURS: Final = uuid.UUID("6f2d4f0e-8f0b-5c64-9c0e-3f6d1a3b7c52")
"""Under which ids are made of keys that are no UUID; another one would give everything another id."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A memo with the name of who wrote it.

    Attributes
    ----------
    text
        Its title, if it has one, and below it what it says.
    author
        Empty where the project does not say who.
    """

    key: str
    author: str
    text: str
    made_at: str

    @property
    def line(self) -> str:
        """The whole, beginning with who wrote it."""
        return f"{self.author}: {self.text}" if self.author else self.text

    @property
    def introduced(self) -> str:
        """The whole, saying that it is a memo."""
        return f"Memo by {self.line}" if self.author else f"Memo: {self.text}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A coding with the names of what its keys mean.

    Attributes
    ----------
    label
        The code's label, with its id where two codes have the same.
    code_id
        The code's id in the codebook, or its key where it has none.
    theme
        Label of what the code stands under at the top; empty if it stands there itself.
    span
        Where it is; None where the project gives no place that is in the text.
    quotation
        The words at that place, or those the project quotes.
    """

    coding: ProjectCoding
    text: ProjectText
    code: ProjectCode
    label: str
    code_id: str
    theme: str
    coder: str
    span: Span | None
    quotation: str
    remarks: tuple[Remark, ...]

    @property
    def prefix(self) -> str:
        """Up to 32 characters before it."""
        return self.text.text[max(self.span.start - CONTEXT, 0) : self.span.start] if self.span else ""

    @property
    def suffix(self) -> str:
        """Up to 32 characters after it."""
        return self.text.text[self.span.end : self.span.end + CONTEXT] if self.span else ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns it touches."""
        return self.text.transcript.turns_in(self.span) if self.text.transcript and self.span else ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of which the place is known, with its number among those of its text."""

    number: int
    passage: Passage
    span: Span


class Contents:
    """A project by what belongs together."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def code(self) -> Mapping[str, ProjectCode]:
        """Codes by key."""
        return {code.key: code for code in self.project.codes}

    @cached_property
    def label(self) -> Mapping[str, str]:
        """Labels by key: not blank, on one line, each of another code, and nothing hidden in them."""
        plain = {code.key: _line(code.name) or code_id(code) for code in self.project.codes}
        shared = Counter(plain.values())
        return {key: _apart(label, self.code[key], shared[label]) for key, label in plain.items()}

    @cached_property
    def coder(self) -> Mapping[str, str]:
        """Coders' names by key; two coders of one name have one name here, too."""
        return {coder.key: _line(coder.name) or UNNAMED for coder in self.project.coders}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every coding, in the order of texts and, in each, of places; those without a place come last."""
        order = {text.key: place for place, text in enumerate(self.project.texts)}
        found = [self._passage(coding) for coding in self.project.codings]
        return tuple(sorted(found, key=lambda passage: (order[passage.text.key], *_order(passage))))

    @cached_property
    def _placed(self) -> Mapping[str, tuple[Placed, ...]]:
        placed: dict[str, list[Placed]] = {text.key: [] for text in self.project.texts}
        for passage in self.passages:
            if passage.span:
                of_text = placed[passage.text.key]
                of_text.append(Placed(len(of_text) + 1, passage, passage.span))
        return {key: tuple(of_text) for key, of_text in placed.items()}

    @cached_property
    def unplaced(self) -> int:
        """How many codings have no place in their text."""
        return sum(passage.span is None for passage in self.passages)

    def placed(self, text: ProjectText) -> tuple[Placed, ...]:
        """Return the codings of a text that have a place in it, in their order."""
        return self._placed[text.key]

    def by_coder(self, text: ProjectText) -> Mapping[str, list[Placed]]:
        """Return the codings of a text by who made them: a key, empty if unknown, and `consensus`."""
        groups: dict[str, list[Placed]] = {}
        for placed in self.placed(text):
            coding = placed.passage.coding
            groups.setdefault(CONSENSUS if coding.consensus else f"by {coding.coder}", []).append(placed)
        return groups

    def memos(self, about: Subject, subject: str = "") -> tuple[Remark, ...]:
        """Return what is noted on a text, a code, a coding or the whole study."""
        return tuple(map(self._remark, self._memos.get((about, subject), ())))

    @cached_property
    def _memos(self) -> Mapping[tuple[str, str], list[ProjectMemo]]:
        by_subject: dict[tuple[str, str], list[ProjectMemo]] = {}
        for memo in self.project.memos:
            subject = "" if memo.about == "study" else memo.subject
            by_subject.setdefault((memo.about, subject), []).append(memo)
        return by_subject

    @staticmethod
    def heading(text: ProjectText) -> str:
        """Return what stands above a transcript: its name, and whose it is unless it is named so."""
        return text.name if text.participant in {"", text.name} else f"{text.name}: {text.participant}"

    def theme(self, code: ProjectCode) -> str:
        """Return the label of what a code stands under at the top; empty if it stands there itself."""
        top = code
        while top.parent:
            top = self.code[top.parent]
        return "" if top is code else self.label[top.key]

    def colour(self, code: ProjectCode) -> str:
        """Return a code's own colour, or the nearest one above it; empty if there is none."""
        above: ProjectCode | None = code
        while above and not above.colour:
            above = self.code.get(above.parent)
        return above.colour if above else ""

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What everybody who reads the file should know, a sentence or more each."""
        return tuple(self._notices())

    def _notices(self) -> Iterator[str]:
        yield from filter(str.strip, (self.project.description, *self.project.notes))
        if book := self.project.codebook:
            yield f"Codebook: {book.title}, version {book.version}."
        if sentence := self.on_consensus:
            yield sentence
        if self.unplaced:
            yield f"Left out: {_counted(self.unplaced, 'coding')} without a place in the text."

    @property
    def on_consensus(self) -> str:
        """A sentence on the codings that are the team's and no coder's; empty if there are none."""
        consensus = sum(coding.consensus for coding in self.project.codings)
        if not consensus:
            return ""
        all_of_them = _counted(len(self.project.codings), "coding")
        return (
            f"Contains the consensus: {consensus} of {all_of_them} follow from what the team agreed on or "
            f"settled, and are no coder's own; they are by {CONSENSUS!r}."
        )

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What no format of this family that marks passages can hold."""
        if not self.unplaced:
            return ()
        return (LeftOut("codings without a place", self.unplaced, "their words stand nowhere in the text"),)

    def _passage(self, coding: ProjectCoding) -> Passage:
        text, code = self._text[coding.text], self.code[coding.code]
        span = _span(coding, text)
        return Passage(
            coding,
            text,
            code,
            self.label[code.key],
            code_id(code),
            self.theme(code),
            CONSENSUS if coding.consensus else self.coder.get(coding.coder, UNNAMED),
            span,
            span.of(text.text) if span else coding.quote,
            self.memos("coding", coding.key),
        )

    @cached_property
    def _text(self) -> Mapping[str, ProjectText]:
        return {text.key: text for text in self.project.texts}

    def _remark(self, memo: ProjectMemo) -> Remark:
        told = f"{memo.title}\n{memo.text}" if memo.title.strip() else memo.text
        return Remark(memo.key, self.coder.get(memo.author, ""), told, memo.made_at)


def code_id(code: ProjectCode) -> str:
    """Return a code's id in the codebook, or its key where it has none."""
    return code.id or code.key


def urn(project: Project, kind: str, key: str) -> str:
    """Return a name for a thing that is its own everywhere: its key if that is a UUID, else one made of it.

    Made ones follow RFC 9562, section 5.5: the same project, kind and key give the same name on every day.
    """
    try:
        return uuid.UUID(key).urn
    except ValueError:
        path = "\x1f".join((project.key or project.name, kind, key))
        return uuid.uuid5(_OURS, path.encode("utf-8", "backslashreplace").decode()).urn


def _span(coding: ProjectCoding, text: ProjectText) -> Span | None:
    if coding.start is None or coding.end is None or not 0 <= coding.start < coding.end <= len(text.text):
        return None
    return Span(coding.start, coding.end)


def _order(passage: Passage) -> tuple[bool, int, int, str, str, str]:
    start, end = (passage.span.start, -passage.span.end) if passage.span else (0, 0)
    return (passage.span is None, start, end, passage.label, passage.coder, passage.coding.key)


def _line(name: str) -> str:
    return with_all_visible(" ".join(name.split()))


def _apart(label: str, code: ProjectCode, sharing: int) -> str:
    return label if sharing == 1 else f"{label} ({code_id(code)})"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
