"""WebVTT as Zoom, Teams and speech-to-text programs write it: cues become turns.

A cue's speaker is its voice tag, else a `Name: ` at its start if that name comes back over the file. A cue
without a name has an unknown speaker: the words may be anybody's, and nobody's guess is put in their place.
Cues of one speaker in a row are one turn; so are unnamed ones, up to a pause.

In the report, `words` counts runs of non-blank characters in cue texts (tags removed, labels not counted), in
NOTE blocks (without the word NOTE) and in the header (what follows WEBVTT).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import Account, Said, reading, told, verbatim_level
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.labels import believable, says_unknown
from toolkit.formats.transcripts.layouts import seconds
from toolkit.model.checks import LONGEST_NAME
from toolkit.model.transcript import Reading, Source, Span

NAME = "WebVTT"
ENDINGS = (".vtt",)

PAUSE = 2.0
"""Seconds of silence after which unnamed words begin a new turn: the speaker may have changed."""
MOST_FAULTS = 100

_MARK = re.compile(r"WEBVTT(?=[ \t\n]|$)")
_TIME = r"(?:\d{1,4}:)?[0-5]?\d:[0-5]?\d(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"[ \t]{{0,80}}({_TIME})[ \t]{{0,80}}-->[ \t]{{0,80}}({_TIME})(?=[ \t]|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>|</v>")
# Known tags only: `<laughs>` is the transcriber's word and stays.
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d{1,4}(?::\d\d){1,2}(?:\.\d{1,3})?>"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# Whatever breaks a line somewhere: a turn stands on one.
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NAME = re.compile(r"([^\W\d_][^:<>\"“”„«»?!;|…]{0,59}?)[ ]?:(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    began: float
    ended: float
    payload: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one speaker in one cue; most cues are one piece."""

    speaker: str | None
    words: str
    began: float
    ended: float
    cue: int


@dataclass(slots=True)
class _Contents:
    header: str
    notes: list[str]
    styles: int
    cues: list[_Cue]
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
        raise FaultyFile(source.name, _first(contents.faults))
    pieces = _pieces(source, contents.cues)
    turns = _merged(pieces)
    text, said = _composed(turns)
    beside = [*contents.notes, contents.header]
    account = Account(
        format=NAME,
        words=_words(piece.words for piece in pieces) + _words(beside),
        encoding=found.encoding,
        verbatim=verbatim_level("\n".join(beside)),
        cues=len(contents.cues),
        cues_merged=sum(len({piece.cue for piece in turn}) - 1 for turn in turns),
        time_backwards=sum(later.began < earlier.began for earlier, later in pairwise(contents.cues)),
        left_out=tuple(_left_out(contents, pieces)),
    )
    return reading(source, text, said, account)


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
    began, ended = seconds(found[1]), seconds(found[2])
    if ended < began:
        contents.faults.append(Fault(timing.number, "the cue ends before it begins", "correct its times"))
    contents.cues.append(_Cue(timing.number, began, ended, " ".join(line.text.strip() for line in payload)))


def _refuse_cues_in(block: Sequence[_Line], where: str, contents: _Contents) -> None:
    contents.faults.extend(
        Fault(line.number, f"a time line inside {where}", "put a blank line before the cue")
        for line in block
        if "-->" in line.text
    )


def _first(faults: Sequence[Fault]) -> list[Fault]:
    """Return so many faults that a person reads them, and say how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    rest = Fault(faults[MOST_FAULTS].line, f"here and below, {len(faults) - MOST_FAULTS:,} more faults")
    return [*faults[:MOST_FAULTS], rest]


def _pieces(source: Source, cues: Sequence[_Cue]) -> list[_Piece]:
    found = (piece for place, cue in enumerate(cues) for piece in _voices(source, place, cue))
    pieces = list(islice(found, limits.MOST_TURNS + 1))
    if len(pieces) > limits.MOST_TURNS:
        raise ToolkitError(source.name, f"has more than {limits.MOST_TURNS:,} cues", "split it by interview")
    return _with_names(pieces, len(cues))


def _voices(source: Source, place: int, cue: _Cue) -> Iterator[_Piece]:
    """Cut a cue where voice tags open and close."""
    speaker: str | None = None
    reached = 0
    for tag in _VOICE.finditer(cue.payload):
        yield from _piece(speaker, cue.payload[reached : tag.start()], place, cue)
        speaker = _voice(source, cue, tag[1]) if tag[1] else None
        reached = tag.end()
    yield from _piece(speaker, cue.payload[reached:], place, cue)


def _piece(speaker: str | None, marked: str, place: int, cue: _Cue) -> Iterator[_Piece]:
    words = _plain(marked).strip()
    if words:
        yield _Piece(speaker, words, cue.began, cue.ended, place)


def _voice(source: Source, cue: _Cue, name: str) -> str | None:
    label = " ".join(_plain(name).split())
    if len(label) > LONGEST_NAME:
        fault = Fault(cue.line + 1, f"a voice name of {len(label):,} characters", "shorten it")
        raise FaultyFile(source.name, [fault])
    return label or None


def _plain(marked: str) -> str:
    """Take tags out and resolve entities, in this order: `&lt;i&gt;` is text."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub("", marked))
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text))


def _with_names(pieces: Sequence[_Piece], cues: int) -> list[_Piece]:
    """Turn a `Name: ` at the start of a cue without voice into its speaker, if the name is one."""
    starts = [None if piece.speaker else _NAME.match(piece.words) for piece in pieces]
    names = believable(Counter(" ".join(found[1].split()) for found in starts if found), cues)
    return [
        _named(piece, found) if found and " ".join(found[1].split()) in names else piece
        for piece, found in zip(pieces, starts, strict=True)
    ]


def _named(piece: _Piece, found: re.Match[str]) -> _Piece:
    label = " ".join(found[1].split())
    return _Piece(label, piece.words[found.end() :].strip(), piece.began, piece.ended, piece.cue)


def _merged(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    turns: list[list[_Piece]] = []
    for piece in pieces:
        if not piece.words:
            continue
        if turns and _goes_on(turns[-1][-1], piece):
            turns[-1].append(piece)
        else:
            turns.append([piece])
    return turns


def _goes_on(earlier: _Piece, later: _Piece) -> bool:
    if earlier.speaker != later.speaker:
        return False
    return later.speaker is not None or later.began - earlier.ended < PAUSE


def _composed(turns: Sequence[Sequence[_Piece]]) -> tuple[str, list[Said]]:
    """Write the turns out, each on a line of its own behind its label."""
    parts: list[str] = []
    said: list[Said] = []
    reached = 0
    for turn in turns:
        speaker = turn[0].speaker
        label = f"{speaker}: " if speaker else ""
        words = " ".join(piece.words for piece in turn)
        if not parts:
            # A text cannot begin with a byte order mark; here it is left over from a second one.
            words = words if label else words.lstrip("\ufeff")
            label = label.lstrip("\ufeff")
        start = reached + len(label)
        said.append(
            Said(
                span=Span(start, start + len(words)),
                speaker=None if speaker is None or says_unknown(speaker) else speaker,
                began=min(piece.began for piece in turn),
                ended=max(piece.ended for piece in turn),
            )
        )
        parts.append(label + words)
        reached = start + len(words) + len("\n\n")
    return "\n\n".join(parts), said


def _left_out(contents: _Contents, pieces: Sequence[_Piece]) -> Iterator[str]:
    if contents.header:
        lines = told(contents.header.count("\n") + 1, "header line")
        yield f"{lines}, {told(_words([contents.header]), 'word')}"
    if contents.notes:
        yield f"{told(len(contents.notes), 'note')}, {told(_words(contents.notes), 'word')}"
    if contents.styles:
        yield told(contents.styles, "style or region block")
    spoken = {piece.cue for piece in pieces if piece.words}
    if silent := len(contents.cues) - len(spoken):
        yield f"{told(silent, 'cue')} with nothing said"


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
