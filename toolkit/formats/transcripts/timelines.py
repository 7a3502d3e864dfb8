"""Running text cut by time lines, as Teams writes its documents: `0:0:3.520 --> 0:0:4.480`, a name, words.

Teams pads nothing: the last field counts milliseconds, so that `0:0:3.20` is 3 seconds and 20 milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.formats.transcripts.assemble import LeftOut, told, verbatim_level
from toolkit.formats.transcripts.cues import (
    Cue,
    Piece,
    Track,
    check_number,
    count_words,
)
from toolkit.formats.transcripts.labels import believable
from toolkit.formats.transcripts.layouts import seconds
from toolkit.model.transcript import Source

_TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}[.,]\d{1,3}"
_TIME_LINE = re.compile(rf"[^\S\n]{{0,8}}({_TIME})[^\S\n]{{0,8}}-->[^\S\n]{{0,8}}({_TIME})[^\S\n]{{0,8}}")
_UNPADDED = re.compile(r"\d{1,3}:(?:\d:\d{1,2}|\d{1,2}:\d)[.,]")
# A time or two may be quoted in any text; cut by them it is from here on.
_FEWEST = 2
# Where so many blocks of ten begin with a known name, the others' first lines are names, too.
_MOSTLY = 5
_MOST_WORDS = 5
_ENDS_A_SENTENCE = ".?!,;:…"


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    began: float
    ended: float
    lines: tuple[str, ...]


def track_of(source: Source, text: str, *, encoding: str = "") -> Track | None:
    """Return the cues of a text cut by time lines; None if it is not."""
    lines = text.split("\n")
    times = [(place, found) for place, line in enumerate(lines) if (found := _TIME_LINE.fullmatch(line))]
    if len(times) < _FEWEST:
        return None
    check_number(source, times)
    in_milliseconds = any(_UNPADDED.match(time) for _, found in times for time in found.groups())
    blocks = [
        _block(place, found, lines[place + 1 : end], in_milliseconds=in_milliseconds)
        for (place, found), end in zip(times, [*(place for place, _ in times[1:]), len(lines)], strict=True)
    ]
    header = [line for line in lines[: times[0][0]] if line.strip()]
    cues, pieces = _named(blocks)
    names = count_words(line for block in blocks for line in block.lines)
    names -= count_words(piece.words for piece in pieces)
    return Track(
        cues=cues,
        pieces=pieces,
        may_begin_with_names=not names,
        encoding=encoding,
        verbatim=verbatim_level("\n".join(header)),
        left_out=tuple(_left_out(header, names)),
        words_beside=count_words(header) + names,
    )


def is_time_line(line: str) -> bool:
    """Tell whether a line is nothing but two times and an arrow."""
    return bool(_TIME_LINE.fullmatch(line))


def _block(place: int, found: re.Match[str], lines: Sequence[str], *, in_milliseconds: bool) -> _Block:
    began, ended = (_time(found[number], in_milliseconds=in_milliseconds) for number in (1, 2))
    return _Block(place + 1, began, ended, tuple(line.strip() for line in lines if line.strip()))


def _time(written: str, *, in_milliseconds: bool) -> float:
    whole, fraction = re.split("[.,]", written)
    return seconds(f"{whole}.{fraction.zfill(3)}" if in_milliseconds else f"{whole}.{fraction}")


def _named(blocks: Sequence[_Block]) -> tuple[list[Cue], list[Piece]]:
    """Tell the line with the name, which a file without attribution does not have, from the words."""
    first = Counter(block.lines[0] for block in blocks if len(block.lines) > 1)
    known = believable({_tidy(line): times for line, times in first.items()}, len(blocks))
    named = sum(times for line, times in first.items() if _tidy(line) in known)
    is_usual = named * 10 >= sum(first.values()) * _MOSTLY
    cues, pieces = [], []
    for place, block in enumerate(blocks):
        own = len(block.lines) > 1 and (
            _tidy(block.lines[0]) in known or (is_usual and _looks_like_a_name(block.lines[0]))
        )
        speaker, words = (_tidy(block.lines[0]), block.lines[1:]) if own else (None, block.lines)
        cues.append(Cue(words, block.began, block.ended, block.line))
        if words:
            pieces.append(Piece(speaker, " ".join(words), place))
    return cues, pieces


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _looks_like_a_name(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= _MOST_WORDS
        and line[-1] not in _ENDS_A_SENTENCE
        and all(word[0].isupper() or not word[0].isalpha() for word in words)
    )


def _left_out(header: Sequence[str], names: int) -> Iterator[LeftOut]:
    if header:
        yield LeftOut(told(len(header), "header line"), count_words(header))
    if names:
        yield LeftOut("labels", names)
