"""Timed cues, of whatever format: their speakers, and how they become turns.

Cues of one speaker in a row are one turn; so are unnamed ones, up to a pause. A cue without a name has an
unknown speaker: the words may be anybody's, and nobody's guess is put in their place. In a file without any
name a turn ends with a sentence and a breath after it, so that a person can say of most turns whose they are.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from toolkit.errors import Fault, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import Account, LeftOut, Said, nearly, reading, told
from toolkit.formats.transcripts.labels import believable, might_be_a_name, says_unknown
from toolkit.model.transcript import Gap, Reading, Source, Span, Verbatim

PAUSE = 2.0
"""Seconds of silence after which unnamed words begin a new turn: the speaker may have changed."""
BREATH = 0.25
"""Seconds after a sentence that do so where no cue of the file has a name: turns would be endless."""
GAP = 60.0
"""Seconds without a word that are reported: a cut, a break, or something not transcribed."""
ECHO = 5
"""Cues in a row with the same words that are reported."""
MOST_FAULTS = 100

_QUOTED = 40
_NO_WORD = re.compile(r"\W+")

# Known tags only: `<laughs>` is the transcriber's word and stays.
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d{1,4}(?::\d\d){1,2}(?:\.\d{1,3})?>"
    r"|\{\\[a-z]{1,3}\d{0,2}\}",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# Whatever breaks a line somewhere: a turn stands on one.
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NAME = re.compile(
    r"(?:\[(?P<bracketed>[^\W\d_][^\[\]:]{0,59})\][ ]?:?(?=\s|$)"
    r"|(?P<plain>[^\W\d_][^:\uff1a<>\"“”„«»?!;|…]{0,59}?)[ ]?(?::(?=\s|$)|\uff1a))"
)
_ENDS = (".", "?", "!", "…", "\u3002", "\uff1f", "\uff01")
_CLOSING = "\"'”\u2019)]»"
# Captions that roll repeat the line above in every second cue.
_ROLLING_SHARE = 3
_TOUCHING = 0.1
_USUAL = 0.5


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines of text with the times between which they stand on the screen, if those are known."""

    lines: tuple[str, ...]
    began: float | None = None
    ended: float | None = None
    line: int = 0

    @property
    def payload(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one speaker in one cue; most cues are one piece."""

    speaker: str | None
    words: str
    cue: int


@dataclass(frozen=True, slots=True)
class Track:
    """What a file of cues holds.

    Attributes
    ----------
    may_begin_with_names
        Whether a name at the beginning of an unnamed piece is its speaker.
    left_out, words_beside
        What the file holds besides the pieces, for the report, and how many words that is.
    """

    cues: Sequence[Cue]
    pieces: Sequence[Piece]
    may_begin_with_names: bool = True
    encoding: str = ""
    verbatim: Verbatim = "unknown"
    language: str = ""
    left_out: tuple[LeftOut, ...] = ()
    words_beside: int = 0
    notes: tuple[str, ...] = ()


def reading_of_track(source: Source, track: Track, *, format_name: str) -> Reading:
    """Join pieces to turns, write them out, each on a line of its own behind its label, and report.

    A cue that ends before it begins, as some programs write them, keeps its beginning only; a note says so.

    Raises
    ------
    ToolkitError
        If nothing is said.
    """
    words = count_words(piece.words for piece in track.pieces)
    pieces = with_names(track.pieces, len(track.cues)) if track.may_begin_with_names else track.pieces
    labels = words - count_words(piece.words for piece in pieces)
    turned = [cue for cue in track.cues if _ends_before_it_begins(cue)]
    cues = [replace(cue, ended=None) if _ends_before_it_begins(cue) else cue for cue in track.cues]
    track = replace(track, cues=cues, pieces=pieces)
    turns = _merged(track)
    text, said = _composed(turns, track.cues)
    account = Account(
        format=format_name,
        words=words + track.words_beside,
        encoding=track.encoding,
        verbatim=track.verbatim,
        language=track.language,
        cues=len(track.cues),
        cues_merged=sum(len({piece.cue for piece in turn}) - 1 for turn in turns),
        time_backwards=_backwards(track.cues),
        left_out=(*track.left_out, *_label_words(labels), *_silent(track)),
        gaps=tuple(_gaps(track.cues)),
        notes=(*track.notes, *_turned(turned), *_near_names(track), *_echoes(track)),
    )
    return reading(source, text, said, account)


def check_number(source: Source, pieces: Sequence[object]) -> None:
    """Refuse more cues than an interview has."""
    if len(pieces) > limits.MOST_TURNS:
        raise ToolkitError(source.name, f"has more than {limits.MOST_TURNS:,} cues", "split it by interview")


def plain_words(marked: str) -> str:
    """Take tags out and resolve entities, in this order: `&lt;i&gt;` is text."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub("", marked))
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text))


def with_names(pieces: Sequence[Piece], cues: int) -> list[Piece]:
    """Turn `Name: ` or `[Name]` at the start of an unnamed piece into its speaker, if the name is one."""
    starts = [None if piece.speaker else _NAME.match(piece.words) for piece in pieces]
    names = believable(Counter(_label(found) for found in starts if found), cues)
    return [
        replace(piece, speaker=_label(found), words=piece.words[found.end() :].strip())
        if found and _label(found) in names
        else piece
        for piece, found in zip(pieces, starts, strict=True)
    ]


def unrolled(cues: Sequence[Cue]) -> tuple[list[Cue], int]:
    """Take out the lines that rolling captions repeat; return how many words those are.

    What a speaker says twice stays: only a file in which every other cue repeats the line above it rolls.
    """
    repeating = [_repeats(earlier, later) for earlier, later in pairwise(cues)]
    if sum(repeating) * _ROLLING_SHARE < len(cues) or len(cues) < _ROLLING_SHARE:
        return list(cues), 0
    kept = [cues[0]]
    kept += [
        replace(cue, lines=cue.lines[1:]) if repeats else cue
        for cue, repeats in zip(cues[1:], repeating, strict=True)
    ]
    dropped = [cue.lines[0] for cue, repeats in zip(cues[1:], repeating, strict=True) if repeats]
    return kept, count_words(map(plain_words, dropped))


def first_faults(faults: Sequence[Fault]) -> list[Fault]:
    """Return so many faults that a person reads them, and say how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    rest = Fault(faults[MOST_FAULTS].line, f"here and below, {len(faults) - MOST_FAULTS:,} more faults")
    return [*faults[:MOST_FAULTS], rest]


def count_words(texts: Iterable[str]) -> int:
    """Count runs of non-blank characters.

    >>> count_words(["one two", "three"])
    3
    """
    return sum(len(text.split()) for text in texts)


def clock(seconds: float) -> str:
    """Return a length of time as people say it.

    >>> clock(61), clock(3725.4)
    ('1:01', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _label(found: re.Match[str]) -> str:
    return " ".join((found["bracketed"] or found["plain"]).split())


def _repeats(earlier: Cue, later: Cue) -> bool:
    if not (earlier.lines and later.lines) or earlier.ended is None or later.began is None:
        return False
    last, first = (plain_words(line).strip() for line in (earlier.lines[-1], later.lines[0]))
    return bool(last) and first == last and abs(later.began - earlier.ended) < _TOUCHING


def _merged(track: Track) -> list[list[Piece]]:
    is_nameless = all(piece.speaker is None for piece in track.pieces)
    turns: list[list[Piece]] = []
    for piece in track.pieces:
        if not piece.words:
            continue
        if turns and _goes_on(turns[-1][-1], piece, track.cues, is_nameless=is_nameless):
            turns[-1].append(piece)
        else:
            turns.append([piece])
    return turns


def _goes_on(earlier: Piece, later: Piece, cues: Sequence[Cue], *, is_nameless: bool) -> bool:
    if earlier.speaker != later.speaker:
        return False
    if later.speaker is not None or earlier.cue == later.cue:
        return True
    ended, began = cues[earlier.cue].ended, cues[later.cue].began
    if ended is None or began is None:
        return False
    is_over = is_nameless and earlier.words.rstrip(_CLOSING).endswith(_ENDS)
    return began - ended < (BREATH if is_over else PAUSE)


def _composed(turns: Sequence[Sequence[Piece]], cues: Sequence[Cue]) -> tuple[str, list[Said]]:
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
        began, ended = _times([cues[piece.cue] for piece in turn])
        said.append(
            Said(
                span=Span(start, start + len(words)),
                speaker=None if speaker is None or says_unknown(speaker) else speaker,
                began=began,
                ended=ended,
            )
        )
        parts.append(label + words)
        reached = start + len(words) + len("\n\n")
    return "\n\n".join(parts), said


def _times(cues: Iterable[Cue]) -> tuple[float | None, float | None]:
    times = list(cues)
    began = min((cue.began for cue in times if cue.began is not None), default=None)
    ended = max((cue.ended for cue in times if cue.ended is not None), default=None)
    return began, None if began is not None and ended is not None and ended < began else ended


def _backwards(cues: Iterable[Cue]) -> int:
    times = [cue.began for cue in cues if cue.began is not None]
    return sum(later < earlier for earlier, later in pairwise(times))


def _silent(track: Track) -> Iterator[LeftOut]:
    spoken = {piece.cue for piece in track.pieces if piece.words}
    if silent := len(track.cues) - len(spoken):
        yield LeftOut(f"{told(silent, 'cue')} with nothing said")


def _label_words(words: int) -> Iterator[LeftOut]:
    if words:
        yield LeftOut("labels", words)


def _gaps(cues: Iterable[Cue]) -> Iterator[Gap]:
    """Tell of stretches of the recording that no cue covers."""
    reached: float | None = None
    for cue in cues:
        if reached is not None and cue.began is not None and cue.began - reached >= GAP:
            yield Gap(reached, cue.began)
        # Where a cue does not say when it ends, nobody knows how long the silence after it was.
        reached = None if cue.ended is None else max(cue.ended, reached or 0.0)


def _ends_before_it_begins(cue: Cue) -> bool:
    return cue.began is not None and cue.ended is not None and cue.ended < cue.began


def _turned(cues: Sequence[Cue]) -> Iterator[str]:
    if cues:
        where = f", the first on line {cues[0].line:,}" if cues[0].line else ""
        ends = "ends before it begins" if len(cues) == 1 else "end before they begin"
        yield f"{told(len(cues), 'cue')} {ends}{where}; only the beginning was kept."


def _near_names(track: Track) -> Iterator[str]:
    """Tell of what stands before a colon in a few cues of a file in which most cues have names."""
    unnamed = [piece for piece in track.pieces if piece.speaker is None]
    if len(unnamed) > _USUAL * len(track.pieces):
        return
    starts = (_NAME.match(piece.words) for piece in unnamed)
    near = list(dict.fromkeys(_label(found) for found in starts if found))
    yield from nearly([name for name in near if might_be_a_name(name)])


def _echoes(track: Track) -> Iterator[str]:
    """Tell of words that stand in many cues in a row: what speech-to-text programs write in silence."""
    spoken = ((_bare(piece.words), piece) for piece in track.pieces)
    for words, run in groupby(spoken, key=lambda pair: pair[0]):
        pieces = [piece for _, piece in run]
        if words and len(pieces) >= ECHO:
            began = track.cues[pieces[0].cue].began
            when = "" if began is None else f", from {clock(began)} on"
            yield (
                f"{pieces[0].words.strip()[:_QUOTED]!r} stands {len(pieces):,} times in a row{when}: "
                "a program may have repeated itself in silence."
            )


def _bare(words: str) -> str:
    return " ".join(_NO_WORD.sub(" ", words).casefold().split())
