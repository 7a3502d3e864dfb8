"""Where labels stand in a running text: `P03:`, `**P12**`, `P12 [01:02:15]`, `[00:22] NAME:`, `NAME  0:32`.

Each line's beginning is taken apart once into a name and the marks around it. The marks are the line's
*layout*. Over the whole file, the layout that explains most lines wins and names the speakers; lines in
another layout count as labels if they name the same people, for files change their convention midway.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.formats.transcripts.labels import (
    MOST_NAMES,
    believable,
    is_answer,
    is_sound,
    is_typical,
    might_be_a_name,
)
from toolkit.model.transcript import Span

_TIME = r"\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
_BRACKETED = rf"\[{_TIME}\]|\({_TIME}\)"
_COLON = r"[:\uff1a]"
_NAME = r"[^\W\d_][^\n\t:\uff1a\[\]{}<>*\"“”„«»?!;|…,]{0,59}?"
# What stands beside a label and is no part of the name: bullets, emoji, marks of writing direction.
_SIGN = (
    r"[>#\-\u2013\u2014\u2022\u00b7\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff\u2190-\u2bff"
    r"\U0001f000-\U0001faff]"
)
_SIGNS = rf"(?:{_SIGN}{{1,4}}[ \t]{{0,3}}){{0,3}}"
# Every repetition is bounded: a line of ten million characters costs no more than one of a hundred.
_LABEL = re.compile(
    rf"""
    [ \t]{{0,8}}{_SIGNS}
    (?:(?P<before>{_BRACKETED}|{_TIME})[ \t]{{1,8}}(?:-[ ])?)?
    (?P<bold>\*\*|__)?
    (?P<name>{_NAME})
    (?:
        [ ]?{_COLON}?[ ]?(?P=bold)(?:[ ]?{_COLON})?
        (?:[ \t]{{0,8}}(?P<after_bold>{_BRACKETED}|{_TIME})(?:[ ]?{_COLON})?)?
      | (?(bold)(?!))
        (?:
            [ ]?(?P<colon>{_COLON})(?![/\d])(?:[ \t]{{0,8}}(?P<after_colon>{_BRACKETED}))?
          | [ \t]{{0,8}}(?P<after>{_BRACKETED})(?:[ ]?(?P<colon_last>{_COLON}))?
          | [ \t]{{1,8}}(?:-[ ])?(?P<alone>{_TIME})[ \t]{{0,80}}(?:$|(?P<colon_alone>{_COLON}))
          | (?P<tab>\t{{1,8}})(?=[ ]?\S)
          | (?P<gap>[ ]{{2,24}})(?=\S)
          | (?(before)(?P<nothing>[ \t]{{0,80}}$)|(?!))
        )
    )
    """,
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(
    rf"[ \t]{{0,8}}{_SIGNS}(?:(?P<before>{_BRACKETED}|{_TIME})[ \t]{{1,8}})?\[(?P<name>{_NAME})\]"
    rf"(?:[ ]?{_COLON}|(?=\s|$))(?:[ \t]{{0,8}}(?P<after>{_BRACKETED}))?"
)
# A name on a line of its own, with or without the time on the next.
_OWN_LINE = re.compile(
    rf"""
    [ \t]{{0,8}}(?P<name>[^\W\d_][\w\ .'\u2019()\-]{{0,39}}?)[ \t]{{0,8}}\n
    (?:[ \t]{{0,8}}(?P<time>{_BRACKETED}|{_TIME})[ \t]{{0,8}}\n)?
    (?=[^\n]{{0,80}}\S)
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"(?P<name>[A-Z]\d{0,2})[ ](?=\S)")
_WORDS_OF_ONE_LETTER = frozenset("AIO")
_MOST_LETTERS = 6
_NEARLY_ALL = (4, 5)
_EDGES = re.compile(rf"^(?:{_SIGN}|\s)+|(?:{_SIGN}|\s)+$")
_NUMBERED_PAIR = re.compile(r"([QA])[ ]?(\d{1,3})")
# In a Word document bold type stands for the asterisks.
_BOLD_LABEL = re.compile(
    rf"[ \t]{{0,8}}(?:(?P<before>{_BRACKETED}|{_TIME})[ \t]{{1,8}})?(?P<name>{_NAME})[ ]?:?\s{{0,8}}"
)
_STAMP_AFTER = re.compile(rf"[ \t]{{0,8}}(?:{_BRACKETED}|{_TIME})(?:[ ]?:)?")
_LINE = re.compile(r"[^\n]+")
# No label is without one of these near its line's beginning (a time has a colon); most lines of prose are.
_SOME_MARK = re.compile(r"[:\uff1a\[]|\t|  |\*\*|__")
_FARTHEST_MARK = 100

# A label now and then in a text without labels is a quotation; labels begin at least one line in this many.
_SPARSEST = 50
# A second convention with names of its own counts if it is this share of the first.
_SECOND_SHARE = 5
_FEWEST_NAMES = 2
# Layouts that only labels have; and those in which a time and a name stand where a time and an answer may.
_UNMISTAKABLE = frozenset(("brackets", "time", "colontime"))
_WITHOUT_COLON = frozenset(("time", ""))
_MOSTLY = 2
_INITIAL = re.compile(r"(?:^|[ .])\w{1,2}$")
_LONGEST_LEGEND = 8
_MOST_LEGENDS = 50
_BROKEN_OFF_OR_ENDED = ".?!,-\N{HORIZONTAL ELLIPSIS}\N{EN DASH}\N{EM DASH}"

_LEGEND_WORDS = re.compile(
    r"(?:interviewer|participant|respondent|moderator|researcher|facilitator|interviewee|speaker|transcriber)s?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label where it stands: from the line's start to the end of label and time.

    Attributes
    ----------
    marks
        The layout: what tells the label from the words around it.
    began
        Seconds from the start of the recording, if a time stands with the label.
    """

    start: int
    end: int
    name: str
    marks: str
    began: float | None = None


def label_lines(text: str, bold: Sequence[Span] = (), begin: int = 0) -> tuple[Label, ...]:
    """Find the labels of a text's turns; none if it has no labels.

    Parameters
    ----------
    text
        The whole text, LF between lines.
    bold
        Stretches in bold type, in order, for documents that have any.
    begin
        Where speech may begin: no line ahead of it is looked at.
    """
    lines = [Span(*found.span()) for found in _LINE.finditer(text, begin) if not found[0].isspace()]
    candidates = _candidates(text, lines, bold)
    speakers = _speakers(candidates, len(lines))
    labels = [label for label in candidates if label.name in speakers.get(label.marks, ())]
    if not labels:
        labels = _on_lines_of_their_own(text, lines) or _letters_before_a_blank(text, lines)
    if len(labels) * _SPARSEST < len(lines):
        return ()
    return tuple(_paired(labels[_legend_lines(text, labels) :]))


def nearly_labels(text: str, bold: Sequence[Span], labels: Sequence[Label]) -> tuple[tuple[str, int], ...]:
    """Return what stands like one of the labels but was not taken for one, each name with its first line.

    Headings (`Note:`) and what no name looks like are not told.
    """
    layouts = {label.marks for label in labels}
    taken = {label.start for label in labels}
    ends = [found.start() for found in re.finditer("\n", text)]
    lines = [Span(*found.span()) for found in _LINE.finditer(text) if not found[0].isspace()]
    near: dict[str, int] = {}
    for label in _candidates(text, lines, bold):
        if label.start < labels[0].start or label.start in taken or label.marks not in layouts:
            continue
        if might_be_a_name(label.name) and not is_sound(label.name) and not _is_a_sentence(label.name):
            near.setdefault(label.name, bisect_right(ends, label.start) + 1)
    return tuple(near.items())


def seconds(time: str) -> float:
    """Return `1:02:15`, `02:15` or `02:15.300` in seconds.

    >>> seconds("1:02:15.5")
    3735.5
    """
    total = 0.0
    for part in time.strip("[]()").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def _candidates(text: str, lines: Sequence[Span], bold: Sequence[Span]) -> list[Label]:
    starts = [stretch.start for stretch in bold]
    found = []
    for line in lines:
        label = (
            _label_at(text, line)
            or _bracketed_label_at(text, line)
            or _bold_label_at(text, line, _bold_until(line, bold, starts))
        )
        if label:
            found.append(label)
    return found


def _label_at(text: str, line: Span) -> Label | None:
    if not _SOME_MARK.search(text, line.start, min(line.end, line.start + _FARTHEST_MARK)):
        return None
    found = _LABEL.match(text, line.start, line.end)
    if found is None:
        return None
    given = found.groupdict()
    # Of a label before a gap or a tab, the blank is no part.
    end = found.end() if not (given["tab"] or given["gap"]) else found.start("tab" if given["tab"] else "gap")
    time = given["before"] or given["after_bold"] or given["after_colon"] or given["after"] or given["alone"]
    return Label(
        start=line.start,
        end=end,
        name=_tidy(given["name"]),
        marks=_marks(given),
        began=seconds(time) if time else None,
    )


def _bracketed_label_at(text: str, line: Span) -> Label | None:
    found = _IN_BRACKETS.match(text, line.start, line.end)
    if found is None or is_sound(_tidy(found["name"])):
        return None
    time = found["before"] or found["after"]
    return Label(line.start, found.end(), _tidy(found["name"]), "brackets", seconds(time) if time else None)


def _on_lines_of_their_own(text: str, lines: Sequence[Span]) -> list[Label]:
    """Find names that stand alone above what is said, in a text that has no other labels."""
    found = [(line, match) for line in lines if (match := _OWN_LINE.match(text, line.start))]
    times = Counter(_tidy(match["name"]) for _, match in found if not is_answer(_tidy(match["name"])))
    names = believable(times, len(lines))
    if len(names) < _FEWEST_NAMES:
        return []
    return [
        Label(
            line.start,
            match.end(),
            _tidy(match["name"]),
            "line",
            seconds(match["time"]) if match["time"] else None,
        )
        for line, match in found
        if _tidy(match["name"]) in names
    ]


def _letters_before_a_blank(text: str, lines: Sequence[Span]) -> list[Label]:
    """Find letters alone before one blank (`I How was it?`, `R Well.`), in a text that has no other labels.

    `I` and `A` are words, too: the letters must begin nearly every line, change from line to line, and one of
    them must be no word.
    """
    found = [match for line in lines if (match := _LETTER.match(text, line.start, line.end))]
    times = Counter(match["name"] for match in found)
    changes = sum(one["name"] != other["name"] for one, other in pairwise(found))
    if (
        not _FEWEST_NAMES <= len(times) <= _MOST_LETTERS
        or min(times.values()) < _FEWEST_NAMES
        or times.keys() <= _WORDS_OF_ONE_LETTER
        or len(found) * _NEARLY_ALL[1] < len(lines) * _NEARLY_ALL[0]
        or changes * _MOSTLY < len(found) - 1
    ):
        return []
    return [Label(match.start(), match.end("name"), match["name"], "letter") for match in found]


def _paired(labels: Sequence[Label]) -> list[Label]:
    """Take the numbers from `Q1:`, `A1:`, `Q2:`, which count questions and not people."""
    pairs = [_NUMBERED_PAIR.fullmatch(label.name) for label in labels]
    asked = {pair[2] for pair in pairs if pair and pair[1] == "Q"}
    answered = {pair[2] for pair in pairs if pair and pair[1] == "A"}
    if len(asked) < _FEWEST_NAMES or not answered & asked:
        return list(labels)
    return [
        replace(label, name=pair[1]) if pair else label for label, pair in zip(labels, pairs, strict=True)
    ]


def _marks(given: Mapping[str, str | None]) -> str:
    if given["bold"]:
        return "bold"
    if given["tab"] or given["gap"]:
        return "tab" if given["tab"] else "gap"
    colon = "colon" if given["colon"] or given["colon_last"] or given["colon_alone"] else ""
    time = "time" if given["before"] or given["after_colon"] or given["after"] or given["alone"] else ""
    return f"{colon}{time}"


def _bold_label_at(text: str, line: Span, until: int) -> Label | None:
    found = _BOLD_LABEL.fullmatch(text, line.start, until) if until > line.start else None
    if found is None:
        return None
    time = _STAMP_AFTER.match(text, until, line.end)
    end = time.end() if time else until
    stamp = found["before"] or (time[0].strip(" \t:") if time else "")
    return Label(line.start, end, _tidy(found["name"]), "bold", seconds(stamp) if stamp else None)


def _bold_until(line: Span, bold: Sequence[Span], starts: Sequence[int]) -> int:
    """Return where the bold type that opens the line ends; the line's start if none does."""
    place = bisect_right(starts, line.start) - 1
    if place < 0 or bold[place].end <= line.start:
        return line.start
    return min(bold[place].end, line.end)


def _tidy(name: str) -> str:
    return " ".join(_EDGES.sub("", name).split())


def _speakers(candidates: Iterable[Label], lines: int) -> dict[str, frozenset[str]]:
    """Return the names that are speakers, for each layout of the file."""
    by_marks: defaultdict[str, list[str]] = defaultdict(list)
    for label in candidates:
        by_marks[label.marks].append(label.name)
    times = {marks: Counter(names) for marks, names in by_marks.items()}
    names = {marks: _names_in(marks, times[marks], lines) for marks in times}
    explained = {marks: sum(times[marks][name] for name in names[marks]) for marks in times}
    if not any(explained.values()):
        return {}
    best = max(explained, key=lambda marks: explained[marks])
    return {
        marks: _admitted(marks, names[marks], names[best], times[marks])
        if marks != best and explained[marks] * _SECOND_SHARE < explained[best]
        else names[marks] | (names[best] & times[marks].keys())
        for marks in times
        if marks == best or marks != "gap"
    }


def _names_in(marks: str, times: Mapping[str, int], lines: int) -> frozenset[str]:
    names = believable(times, lines)
    if marks in _WITHOUT_COLON:
        names = frozenset(name for name in names if not _is_a_sentence(name))
    if marks in _UNMISTAKABLE:
        names |= _all_of_a_layout(times, lines)
    # Two blanks after a word are a habit of typists: only what is a label beyond doubt counts before them.
    return frozenset(name for name in names if is_typical(name)) if marks == "gap" else names


def _all_of_a_layout(times: Mapping[str, int], lines: int) -> frozenset[str]:
    """Return the names that come back in a layout that most lines have: there, they may look any way."""
    found = {
        name: number
        for name, number in times.items()
        if number > 1 and not (is_sound(name) or _is_a_sentence(name)) and might_be_a_name(name, lower=True)
    }
    covers = sum(found.values()) * _MOSTLY >= lines
    return frozenset(found) if covers and len(found) <= MOST_NAMES else frozenset()


def _is_a_sentence(name: str) -> bool:
    """Tell whether words behind a time are what is said (`Yeah.`, `I see.`) and no name."""
    bare = name.rstrip(".")
    return is_answer(bare) or (bare != name and not _INITIAL.search(bare))


def _admitted(
    marks: str, own: frozenset[str], known: frozenset[str], times: Mapping[str, int]
) -> frozenset[str]:
    """Return the names a minor layout may have: those known from the main one, and labels beyond doubt."""
    typical = frozenset(name for name in own if is_typical(name)) if marks != "tab" else frozenset()
    return (known & times.keys()) | typical


def _legend_lines(text: str, labels: Sequence[Label]) -> int:
    """Count the labels at the top that explain who is who (`I1: Interviewer 1`) instead of speaking."""
    times = Counter(label.name for label in labels)
    recurring = max(times.values(), default=0) > 1
    skipped = 0
    for label in labels[:_MOST_LEGENDS]:
        words = _rest_of_line(text, label)
        if not _is_short(words):
            break
        is_fact = recurring and times[label.name] == 1 and _stands_among_facts(text, labels, label, times)
        if not (is_fact or _names_a_role(words)):
            break
        skipped += 1
    return skipped if skipped < len(labels) else 0


def _rest_of_line(text: str, label: Label) -> str:
    end = text.find("\n", label.end)
    # A legend is short: what lies beyond is not looked at.
    return text[label.end : min(end if end >= 0 else len(text), label.end + 200)].strip()


def _is_short(words: str) -> bool:
    return bool(words) and len(words.split()) <= _LONGEST_LEGEND and words[-1] not in _BROKEN_OFF_OR_ENDED


def _names_a_role(words: str) -> bool:
    first = re.split(r"[\s,;(/]", words.strip("(["), maxsplit=1)[0]
    return bool(_LEGEND_WORDS.fullmatch(first)) or (len(first) > 1 and is_typical(first))


def _stands_among_facts(text: str, labels: Sequence[Label], label: Label, times: Mapping[str, int]) -> bool:
    """Tell whether the label's block has a line that is no turn (`Date: 3 May`) before somebody speaks."""
    begin = text.rfind("\n\n", 0, label.start) + 1
    speech = next(other.start for other in labels if times[other.name] > 1)
    blank = text.find("\n\n", label.end)
    end = min(speech, blank if blank >= 0 else len(text))
    begins = {other.start for other in labels[:_MOST_LEGENDS]}
    lines = [found.start() for found in _LINE.finditer(text, begin, end) if not found[0].isspace()]
    return any(line not in begins for line in lines)
