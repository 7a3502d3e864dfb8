"""Tables of speech, of whatever file: which column holds the words, the speaker and the times.

Columns are known by their names, in any common naming; the others are left out and counted. HTML entities in
cells are resolved. A row is a cue.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.transcripts.assemble import LeftOut, told
from toolkit.formats.transcripts.cues import (
    Cue,
    Piece,
    Track,
    check_number,
    count_words,
    first_faults,
    reading_of_track,
)
from toolkit.formats.transcripts.layouts import seconds
from toolkit.model.checks import LONGEST_NAME
from toolkit.model.transcript import Reading, Source

Rows = Sequence[tuple[int, Sequence[str]]]
"""The cells of each row with its number in the file; the first row names the columns."""

# For each kind the names that leave no doubt, then those that mean it where no other column does.
_READINGS = "raw|corrected|edited|final|clean|full|original|verbatim"
_WORDS = "(?:transcript|transcription|text)"
_KINDS = {
    "text": (
        rf"transcripts?|utterances?|speech|(?:(?:{_READINGS}|spoken|segment|turn|transcript) )?{_WORDS}",
        r"words?|content|sentences?|message|said|dialogue|caption|subtitles?|body|comment",
    ),
    "speaker": (
        r"speakers?|speaker (?:name|label|id)|who",
        r"names?|participants?|persons?|voice|actor|label|role|channel",
    ),
    "began": (
        r"(?:start|begin|begins|began|from|in|onset)(?: ?(?:time|timestamp|at|timecode))?|tc in",
        r"(?:time|timestamp|timecode|time code)(?: ?(?:start|in|begin))?",
    ),
    "ended": (
        r"(?:end|ends|ended|stop|to|out|offset|finish)(?: ?(?:time|timestamp|at|timecode))?|tc out",
        r"(?:time|timestamp|timecode|time code) ?(?:end|out|stop)",
    ),
}
_NAMES = {kind: tuple(map(re.compile, names)) for kind, names in _KINDS.items()}
_IN_BRACKETS = re.compile(r"\s*\([^()]{12,200}\)\s*$")
_UNIT = re.compile(r"[ (\[]+(ms|msec|milliseconds?|s|secs?|seconds?|hh mm ss|h m s|mm ss)[)\]]*$")
# A time in its brackets, behind the days that tables of programmers count, and a remark behind it.
_WRITTEN = re.compile(
    r"(?:(?P<days>\d{1,2}) days? ?)?[\[(# ]{0,3}(?P<clock>\d{1,4}:\d{1,2}(?::\d{1,2}){0,2}(?:[.,]\d{1,9})?)"
    r"[\]) ]{0,3}(?:(?<=[\]) ])(?P<remark>\S.{0,2000}))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,15})?")
_BREAKS = re.compile(r"\s+")
_SPACES = re.compile(r"\s+")
_MOST_HEADS = 10
_MOST_QUOTED = 8
_QUOTED = 30
_SECONDS_IN_A_DAY = 86_400
_MILLISECONDS = 1000.0
# Nobody speaks so slowly: below so many words in what would be a second, the times are milliseconds.
_SLOWEST = 0.02
_FEWEST_ROWS = 2
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_HOW = "name the columns start, speaker and text in its first row"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each kind of column stands; None if the table has none."""

    text: int
    speaker: int | None
    began: int | None
    ended: int | None
    in_milliseconds: bool = False

    @property
    def used(self) -> set[int]:
        """Places of the columns that are read."""
        return {place for place in (self.text, self.speaker, self.began, self.ended) if place is not None}


def columns_of(names: Sequence[str]) -> Columns | None:
    """Recognise the columns of a table of speech by their names; None if it is none.

    >>> columns_of(["Start Time", "Speaker", "Transcript"])
    Columns(text=2, speaker=1, began=0, ended=None, in_milliseconds=False)
    """
    tidy = [_tidy(_IN_BRACKETS.sub("", name) or name) for name in names]
    found = {kind: _first(tidy, patterns) for kind, patterns in _NAMES.items()}
    text = found["text"]
    if text is None or (found["speaker"] is None and found["began"] is None):
        return None
    units = (_UNIT.search(_spaced(name)) for name in names)
    return Columns(
        text=text,
        speaker=found["speaker"],
        began=found["began"],
        ended=found["ended"],
        in_milliseconds=any(unit and unit[1].startswith("m") and unit[1] != "mm ss" for unit in units),
    )


def reading_of_table(
    source: Source, rows: Rows, *, format_name: str, encoding: str = "", notes: tuple[str, ...] = ()
) -> Reading:
    """Read a table of speech.

    Raises
    ------
    FaultyFile
        If times are malformed: all of them at once, with their rows.
    ToolkitError
        If no column is known to hold words.
    """
    place, columns = _head(source, rows)
    header, body = rows[: place + 1], rows[place + 1 :]
    check_number(source, body)
    cues, speakers = _cues(source, body, columns)
    pieces = [
        Piece(speaker, words, number)
        for number, (cue, speaker) in enumerate(zip(cues, speakers, strict=True))
        if (words := cue.payload)
    ]
    beside = [cell for _, cells in header for cell in cells]
    others = [cell for _, cells in body for number, cell in enumerate(cells) if number not in columns.used]
    remarks = [_remark(_cell(cells, place)) for _, cells in body for place in (columns.began, columns.ended)]
    track = Track(
        cues=cues,
        pieces=pieces,
        may_begin_with_names=columns.speaker is None,
        encoding=encoding,
        notes=notes,
        left_out=tuple(_left_out(header, beside, others, remarks)),
        words_beside=count_words([*beside, *others, *remarks]),
    )
    return reading_of_track(source, track, format_name=format_name)


def _head(source: Source, rows: Rows) -> tuple[int, Columns]:
    """Find the row that names the columns, which may stand below a title."""
    for place, (_, cells) in enumerate(rows[:_MOST_HEADS]):
        if columns := columns_of(cells):
            return place, columns
    what = "has no columns that are known to hold words and speakers or times"
    if rows:
        named = [_SPACES.sub(" ", cell).strip()[:_QUOTED] for cell in rows[0][1][:_MOST_QUOTED]]
        what += f"; its first row has {', '.join(repr(name) for name in named if name)}"
    raise ToolkitError(source.name, what, _HOW)


def _first(names: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
    found = (place for pattern in patterns for place, name in enumerate(names) if pattern.fullmatch(name))
    return next(found, None)


def _spaced(name: str) -> str:
    """Return `startTime_ms` as `start time ms`."""
    return re.sub(
        r"[\s_.\-:]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip().lstrip("\ufeff"))
    ).lower()


def _tidy(name: str) -> str:
    return _UNIT.sub("", _spaced(name)).strip(" ()[]#")


def _cues(source: Source, body: Rows, columns: Columns) -> tuple[list[Cue], list[str | None]]:
    unit = _unit(body, columns)
    cues: list[Cue] = []
    speakers: list[str | None] = []
    faults: list[Fault] = []
    for line, cells in body:
        try:
            began, ended = (_time(_cell(cells, place), unit) for place in (columns.began, columns.ended))
            speakers.append(_speaker(_cell(cells, columns.speaker)))
            cues.append(Cue((_plain(_cell(cells, columns.text)),), began, ended, line))
        except ValueError as error:
            faults.append(Fault(line, str(error), "correct the row"))
    if faults:
        raise FaultyFile(source.name, first_faults(faults))
    return cues, speakers


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _unit(body: Rows, columns: Columns) -> float:
    """Return by what bare numbers are divided to be seconds."""
    numbers = [_cell(cells, columns.began) for _, cells in body]
    bare = [float(number.replace(",", ".")) for number in numbers if _NUMBER.fullmatch(number)]
    if columns.in_milliseconds:
        return _MILLISECONDS
    if len(bare) < _FEWEST_ROWS or len(bare) < len(body) / 2:
        return 1.0
    if 0 < max(bare) < 1:
        # What a spreadsheet keeps for a time of day is the share of the day that is over.
        return 1 / _SECONDS_IN_A_DAY
    words = count_words(_cell(cells, columns.text) for _, cells in body)
    span = max(bare) - min(bare)
    return _MILLISECONDS if span and words / span < _SLOWEST else 1.0


def _time(written: str, unit: float) -> float | None:
    if not written:
        return None
    if _NUMBER.fullmatch(written):
        return round(float(written.replace(",", ".")) / unit, 3)
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"the time {written[:20]!a} cannot be read")
    parts = found["clock"].replace(",", ".").split(":")
    # The fourth part of a film maker's time code counts pictures, not a share of a second.
    return round(int(found["days"] or 0) * _SECONDS_IN_A_DAY + seconds(":".join(parts[:3])), 3)


def _remark(written: str) -> str:
    """Return what somebody wrote behind a time into its cell: `[00:03:43] the interview begins`."""
    found = _WRITTEN.fullmatch(written)
    return (found["remark"] or "") if found else ""


def _speaker(written: str) -> str | None:
    label = " ".join(_plain(written).rstrip(":\uff1a").split())
    if len(label) > LONGEST_NAME:
        raise ValueError(f"the speaker's name has {len(label):,} characters")
    return label or None


def _plain(cell: str) -> str:
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), cell)
    return _BREAKS.sub(" ", _UNPRINTABLE.sub(" ", text)).strip()


def _left_out(
    header: Rows, beside: Sequence[str], others: Sequence[str], remarks: Sequence[str]
) -> Iterator[LeftOut]:
    yield LeftOut(told(len(header), "header row"), count_words(beside))
    if words := count_words(others):
        yield LeftOut("columns that are not read", words)
    if words := count_words(remarks):
        yield LeftOut("remarks behind times", words)
