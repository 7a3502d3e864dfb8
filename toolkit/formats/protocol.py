"""The interview protocol: a numbered list of questions, as text or Markdown, or a table with a row for each.

In a list, a line that begins with a number (`3.`, `3)`, `(3)`, `Q3:`, `Question 3 -`; as a heading, in bold,
as a row of a Markdown table) is a question, and lines that go on without a blank line belong to it. All else,
such as headings, bullets and notes, is passed over. A table has the columns `number` and `question`;
without numbers its rows count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.rows import cells_by_line, decoded
from toolkit.model.protocol import Protocol, Question
from toolkit.model.transcript import Source

LARGEST = 1024 * 1024
_TABLES = (".csv", ".tsv")
_NUMBER = ("number", "no", "nr", "#", "id")
_QUESTION = ("question", "wording", "text")
_MARKS = re.compile(r"^[\s#>*_]+|[\s*_]+$")
_NUMBERED = re.compile(
    r"[#>*_\s]*(?:(?i:question|q)\s*\.?\s*#?(?P<named>\d{1,9})(?:[*_\s]*[.:)\u2013\u2014-]+|\s|$)"
    r"|\(?(?P<bare>\d{1,9})[.):](?!\d))[*_\s]*(?P<words>.*)"
)
_BULLET = re.compile(r"\s*[-*+•]\s+")
_AN_EXAMPLE = "write each question on a line of its own behind its number, as in: 3. Why write it at all?"


@dataclass(slots=True)
class _Found:
    line: int
    number: str
    words: list[str] = field(default_factory=list)


def read(source: Source) -> Protocol:
    """Read the questions, in the order of their numbers.

    Raises
    ------
    FaultyFile
        With every question that has no words, an odd number, or the number of another.
    """
    if len(source.data) > LARGEST:
        raise FaultyFile(source.name, [Fault(0, "is larger than 1 MB", "give the questions alone")])
    found = list(
        _from_table(source) if source.ending in _TABLES else _from_list(decoded(source, _AN_EXAMPLE))
    )
    if not found:
        raise FaultyFile(source.name, [Fault(0, "holds no numbered question", _AN_EXAMPLE)])
    faults: list[Fault] = []
    questions: dict[int, Question] = {}
    for each in found:
        try:
            question = Question(_number(each.number), " ".join(" ".join(each.words).split()))
        except Invalid as refused:
            faults.append(Fault(each.line, refused.what, refused.remedy))
            continue
        if question.number in questions:
            faults.append(Fault(each.line, f"numbers a second question {question.number}", "number it anew"))
        questions[question.number] = question
    if faults:
        raise FaultyFile(source.name, faults)
    return tuple(sorted(questions.values(), key=lambda each: each.number))


def _number(told: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", told):
        raise Invalid(f"{told!r} is no number of a question", "use 1, 2, 3 and so on")
    return int(told)


def _from_list(text: str) -> Iterator[_Found]:
    now: _Found | None = None
    for line, content in enumerate(text.splitlines(), 1):
        found = _row(line, content) or _numbered(line, content)
        if found:
            if now:
                yield now
            now = found
        elif not content.strip() or _BULLET.match(content) or content.lstrip().startswith(("#", "|")):
            if now:
                yield now
            now = None
        elif now:
            now.words.append(_MARKS.sub("", content))
    if now:
        yield now


def _numbered(line: int, content: str) -> _Found | None:
    found = _NUMBERED.fullmatch(content)
    if found is None:
        return None
    return _Found(line, found["named"] or found["bare"], [_MARKS.sub("", found["words"])])


def _row(line: int, content: str) -> _Found | None:
    """Read a row of a Markdown table that begins with a number: its next cell of several words."""
    if not content.lstrip().startswith("|"):
        return None
    first, *others = [cell.strip() for cell in content.strip().strip("|").split("|")]
    if not re.fullmatch(r"[0-9]{1,9}", first):
        return None
    words = [cell for cell in others if len(cell.split()) > 1]
    return _Found(line, first, words[:1])


def _from_table(source: Source) -> Iterator[_Found]:
    rows = cells_by_line(source)
    names = [name.casefold() for name in rows[0][1]] if rows else []
    number, question = _place(names, _NUMBER), _place(names, _QUESTION)
    if question is None:
        raise FaultyFile(source.name, [Fault(1, "has no column 'question'", "name the column so")])
    for count, (line, cells) in enumerate(rows[1:], 1):
        told = str(count) if number is None else "".join(cells[number : number + 1])
        yield _Found(line, told, cells[question : question + 1])


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)
