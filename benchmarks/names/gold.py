"""Texts of which it is known what in them may tell who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args

import yaml

from toolkit.model.names import Kind
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.text.names.finding import Told

SENTENCES: Final = Path(__file__).parent / "sentences.yaml"
_MARK: Final = re.compile(r"<(\w+)\|([^<>|]+)>")
_ASKS: Final = ("I", "Interviewer", "Interviewerin", "Moderator")


@dataclass(frozen=True)
class Gold:
    """A passage that may tell who somebody is."""

    span: Span
    kind: Kind


@dataclass(frozen=True)
class Known:
    """A text, all that is to be found in it, and what the team would tell.

    Attributes
    ----------
    also
        What may be found without being counted among what is to be found.
    """

    text: Transcript
    gold: tuple[Gold, ...]
    told: Told
    also: tuple[Gold, ...] = ()


def marked(said: str, start: int = 0) -> tuple[str, tuple[Gold, ...]]:
    """Return a sentence without its marks, and what they marked; places count from `start` on.

    Raises
    ------
    ValueError
        If a mark has a kind that is none, or is not closed.
    """
    bare, gold, reached = "", [], 0
    for found in _MARK.finditer(said):
        if found[1] not in get_args(Kind):
            raise ValueError(f"{found[1]} is no kind: {said}")
        bare += said[reached : found.start()]
        span = Span(start + len(bare), start + len(bare) + len(found[2]))
        gold.append(Gold(span, cast("Kind", found[1])))
        bare += found[2]
        reached = found.end()
    bare += said[reached:]
    if set(bare) & set("<>|"):
        raise ValueError(f"a mark is not closed: {said}")
    return bare, tuple(gold)


def sentences(path: Path = SENTENCES) -> Iterator[Known]:
    """Yield the conversations of the file of sentences."""
    for number, each in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
        yield conversation(f"S{number:02d}", each)


def conversation(name: str, told: Mapping[str, Any]) -> Known:
    """Return a conversation of the file: its labels, what is told, and what is said, with marks."""
    labels: Sequence[str] = told["labels"]
    speakers = tuple(Speaker(each, "interviewer" if each in _ASKS else "participant") for each in labels)
    text = ""
    gold: list[Gold] = []
    turns = []
    for number, said in enumerate(told["said"], 1):
        bare, found = marked(said, len(text))
        turns.append(Turn(number, Span(len(text), len(text) + len(bare)), labels[-1]))
        gold += found
        text += f"{bare}\n\n"
    made = Transcript(
        name,
        text.removesuffix("\n\n"),
        tuple(turns),
        speakers,
        language=told["language"],
        source=f"{name}.txt",
    )
    return Known(made, tuple(gold), Told(tuple(told["given"]), tuple(told["organisations"])))


def inserted(text: Transcript, said: Mapping[int, str]) -> tuple[Transcript, tuple[Gold, ...]]:
    """Return a transcript with marked sentences at the ends of turns, by number, and where the marks are."""
    parts: list[str] = []
    turns: list[Turn] = []
    gold: list[Gold] = []
    reached = longer = 0
    for turn in text.turns:
        start = turn.span.start + longer
        if turn.number in said:
            parts.append(text.text[reached : turn.span.end])
            bare, found = marked(f" {said[turn.number]}", turn.span.end + longer)
            parts.append(bare)
            gold += found
            longer += len(bare)
            reached = turn.span.end
        turns.append(_moved(turn, start, turn.span.end + longer))
    parts.append(text.text[reached:])
    return _with(text, "".join(parts), turns), tuple(gold)


def _moved(turn: Turn, start: int, end: int) -> Turn:
    return Turn(turn.number, Span(start, end), turn.speaker, turn.began, turn.ended, turn.question)


def _with(text: Transcript, words: str, turns: Iterable[Turn]) -> Transcript:
    return Transcript(
        text.id,
        words,
        tuple(turns),
        text.speakers,
        text.participant,
        text.revision,
        text.verbatim,
        text.language,
        text.source,
    )
