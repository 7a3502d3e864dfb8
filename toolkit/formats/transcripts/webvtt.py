"""WebVTT as Zoom, Teams and speech-to-text programs write it: cues become turns.

A cue's speaker is its voice tag, else a `Name: ` at its start if that name comes back over the file.

In the report, `words` counts runs of non-blank characters in cue texts (tags removed), in NOTE blocks
(without the word NOTE) and in the header (what follows WEBVTT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import LeftOut, told, verbatim_level
from toolkit.formats.transcripts.cues import (
    Cue,
    Piece,
    Track,
    check_number,
    count_words,
    first_faults,
    plain_words,
    reading_of_track,
    unrolled,
)
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.layouts import seconds
from toolkit.model.checks import LONGEST_NAME
from toolkit.model.transcript import Reading, Source

NAME = "WebVTT"
ENDINGS = (".vtt",)

_MARK = re.compile(r"WEBVTT(?=[ \t\n]|$)")
_TIME = r"(?:\d{1,4}:)?[0-5]?\d:[0-5]?\d(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"[ \t]{{0,80}}({_TIME})[ \t]{{0,80}}-->[ \t]{{0,80}}({_TIME})(?=[ \t]|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>|</v>")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


@dataclass(slots=True)
class _Contents:
    header: str
    notes: list[str]
    styles: int
    cues: list[Cue]
    faults: list[Fault]


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin with WEBVTT, alone or before a blank."""
    return bool(_MARK.match(opening(head).replace("\r", "\n")))


def read(source: Source) -> Reading:
    """Read a WebVTT file.

    Raises
    ------
    FaultyFile
        If times or cues are malformed: all of them at once, with their lines.
    ToolkitError
        If the file is no WebVTT, or holds nothing spoken.
    """
    found = decoded(source)
    if not _MARK.match(found.text):
        raise ToolkitError(
            source.name,
            "does not begin with WEBVTT",
            "export it again as WebVTT, or name it .txt if it is plain text",
        )
    contents = _parsed(found.text)
    if contents.faults:
        raise FaultyFile(source.name, first_faults(contents.faults))
    cues, repeated = unrolled(contents.cues)
    beside = [*contents.notes, contents.header]
    track = Track(
        cues=cues,
        pieces=_pieces(source, cues),
        encoding=found.encoding,
        notes=found.notes,
        verbatim=verbatim_level("\n".join(beside)),
        left_out=tuple(_left_out(contents, repeated)),
        words_beside=count_words(beside) + repeated,
    )
    return reading_of_track(source, track, format_name=NAME)


def _parsed(text: str) -> _Contents:
    blocks = _blocks(text)
    head = next(blocks)
    header = "\n".join([head[0].text.removeprefix("WEBVTT"), *(line.text for line in head[1:])]).strip()
    contents = _Contents(header=header, notes=[], styles=0, cues=[], faults=[])
    _refuse_cues_in(head, "the header", contents)
    for block in blocks:
        _take(block, contents)
    return contents


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Return the stretches between blank lines."""
    block: list[_Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            block.append(_Line(number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _take(block: Sequence[_Line], contents: _Contents) -> None:
    kind = block[0].text.split(maxsplit=1)[0]
    timed = next((place for place, line in enumerate(block[:2]) if "-->" in line.text), None)
    if kind == "NOTE":
        contents.notes.append(
            "\n".join([block[0].text.removeprefix("NOTE"), *(line.text for line in block[1:])]).strip()
        )
        _refuse_cues_in(block, "a NOTE", contents)
    elif timed is not None:
        _take_cue(block[timed], block[timed + 1 :], contents)
    elif kind in {"STYLE", "REGION"} and not contents.cues:
        contents.styles += 1
        _refuse_cues_in(block, f"a {kind} block", contents)
    else:
        contents.faults.append(
            Fault(
                block[0].number,
                "text outside of any cue",
                "give it a time line, or remove the blank line above it",
            )
        )


def _take_cue(timing: _Line, payload: Sequence[_Line], contents: _Contents) -> None:
    _refuse_cues_in(payload, "another cue", contents)
    found = _TIMING.match(timing.text)
    if found is None:
        contents.faults.append(
            Fault(timing.number, "the times cannot be read", "write them as 00:01:02.000 --> 00:01:05.000")
        )
        return
    lines = tuple(line.text.strip() for line in payload)
    contents.cues.append(Cue(lines, seconds(found[1]), seconds(found[2]), timing.number))


def _refuse_cues_in(block: Sequence[_Line], where: str, contents: _Contents) -> None:
    contents.faults.extend(
        Fault(line.number, f"a time line inside {where}", "put a blank line before the cue")
        for line in block
        if "-->" in line.text
    )


def _pieces(source: Source, cues: Sequence[Cue]) -> list[Piece]:
    found = (piece for place, cue in enumerate(cues) for piece in _voices(source, place, cue))
    pieces = list(islice(found, limits.MOST_TURNS + 1))
    check_number(source, pieces)
    return pieces


def _voices(source: Source, place: int, cue: Cue) -> Iterator[Piece]:
    """Cut a cue where voice tags open and close."""
    speaker: str | None = None
    reached = 0
    for tag in _VOICE.finditer(cue.payload):
        yield from _piece(speaker, cue.payload[reached : tag.start()], place)
        speaker = _voice(source, cue, tag[1]) if tag[1] else None
        reached = tag.end()
    yield from _piece(speaker, cue.payload[reached:], place)


def _piece(speaker: str | None, marked: str, place: int) -> Iterator[Piece]:
    if words := plain_words(marked).strip():
        yield Piece(speaker, words, place)


def _voice(source: Source, cue: Cue, name: str) -> str | None:
    # Some programs mark words spoken over others' by slashes, and put them before the name, too.
    label = " ".join(plain_words(name).split()).lstrip("/ ")
    if len(label) > LONGEST_NAME:
        fault = Fault(cue.line + 1, f"a voice name of {len(label):,} characters", "shorten it")
        raise FaultyFile(source.name, [fault])
    return label or None


def _left_out(contents: _Contents, repeated: int) -> Iterator[LeftOut]:
    if contents.header:
        lines = told(contents.header.count("\n") + 1, "header line")
        yield LeftOut(lines, count_words([contents.header]))
    if contents.notes:
        yield LeftOut(told(len(contents.notes), "note"), count_words(contents.notes))
    if contents.styles:
        yield LeftOut(told(contents.styles, "style or region block"))
    if repeated:
        yield LeftOut("lines that rolling captions repeat", repeated)
