"""SubRip subtitles (.srt), as speech-to-text programs write them: cues become turns.

Most have no speakers. Where a program writes them, as `[SPEAKER_00]: ` or `Name: ` at the start of a cue,
they are read if they come back over the file.

In the report, `words` counts runs of non-blank characters in cue texts (tags removed) and ahead of the first
cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, ToolkitError
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
from toolkit.model.transcript import Reading, Source

NAME = "SubRip"
ENDINGS = (".srt",)

_NUMBERED = re.compile(r"\s{0,64}\d{1,6}[ \t]{0,8}\n[ \t]{0,8}\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]{1,8}-->")
_BARE = re.compile(r"\s{0,64}\d{1,3}:\d\d:\d\d,\d{1,3}[ \t]{1,8}-->")
_TIME = r"\d{1,3}:[0-5]?\d:[0-5]?\d(?:[,.:]\d{1,3})?"
_TIMING = re.compile(rf"[ \t]{{0,80}}({_TIME})[ \t]{{0,80}}-->[ \t]{{0,80}}({_TIME})(?=[ \t]|$)")
_NUMBER = re.compile(r"[ \t]*\d{1,7}[ \t]*")


@dataclass(frozen=True, slots=True)
class _Block:
    """A time line with the lines below it."""

    line: int
    timing: str
    lines: tuple[str, ...]


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin with a numbered time line, or one with the comma of subtitles."""
    start = opening(head[:1024]).replace("\r\n", "\n").replace("\r", "\n")
    return bool(_NUMBERED.match(start) or _BARE.match(start))


def read(source: Source) -> Reading:
    """Read SubRip subtitles.

    Raises
    ------
    FaultyFile
        If times are malformed: all of them at once, with their lines.
    ToolkitError
        If the file holds no subtitles, or nothing spoken.
    """
    found = decoded(source)
    ahead, blocks = _blocks(found.text)
    if not blocks:
        raise ToolkitError(
            source.name, "holds no subtitles", "export it again as .srt, or name it .txt if it is plain text"
        )
    check_number(source, blocks)
    cues, repeated = unrolled(_cues(source, blocks))
    pieces = (
        Piece(None, words, place)
        for place, cue in enumerate(cues)
        if (words := plain_words(cue.payload).strip())
    )
    track = Track(
        cues=cues,
        pieces=list(pieces),
        encoding=found.encoding,
        notes=found.notes,
        # Machines write no header; who adds one to subtitles has only the first cue for it.
        verbatim=verbatim_level(" ".join([*ahead, cues[0].payload])),
        left_out=tuple(_left_out(ahead, repeated)),
        words_beside=count_words(ahead) + repeated,
    )
    return reading_of_track(source, track, format_name=NAME)


def _blocks(text: str) -> tuple[list[str], list[_Block]]:
    """Cut the text at its time lines: blank lines within a cue, or none between two, do no harm."""
    lines = text.split("\n")
    timed = [place for place, line in enumerate(lines) if "-->" in line]
    ends = [*timed[1:], len(lines)] if timed else []
    blocks = [
        _Block(place + 1, lines[place], tuple(_spoken(lines[place + 1 : end], is_last=end == len(lines))))
        for place, end in zip(timed, ends, strict=True)
    ]
    ahead = lines[: timed[0]] if timed else lines
    return list(_spoken(ahead, is_last=False)), blocks


def _spoken(lines: Sequence[str], *, is_last: bool) -> Iterator[str]:
    """Return the lines without blank ones and without the number of the cue that follows."""
    kept = [line.strip() for line in lines if line.strip()]
    if kept and not is_last and _NUMBER.fullmatch(kept[-1]):
        kept.pop()
    yield from kept


def _cues(source: Source, blocks: Sequence[_Block]) -> list[Cue]:
    cues: list[Cue] = []
    faults: list[Fault] = []
    for block in blocks:
        found = _TIMING.match(block.timing)
        if found is None:
            what = "the times cannot be read"
            faults.append(Fault(block.line, what, "write them as 00:01:02,000 --> 00:01:05,000"))
            continue
        cues.append(Cue(block.lines, _seconds(found[1]), _seconds(found[2]), block.line))
    if faults:
        raise FaultyFile(source.name, first_faults(faults))
    return cues


def _seconds(time: str) -> float:
    """Return a time in seconds; some programs write the last colon for the comma."""
    hours, minutes, rest = time.split(":", 2)
    return seconds(f"{hours}:{minutes}:{rest.replace(':', '.')}")


def _left_out(ahead: Sequence[str], repeated: int) -> Iterator[LeftOut]:
    if ahead:
        yield LeftOut(f"{told(len(ahead), 'line')} ahead of the first cue", count_words(ahead))
    if repeated:
        yield LeftOut("lines that rolling captions repeat", repeated)
