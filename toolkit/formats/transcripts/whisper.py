"""JSON as speech-to-text programs write it: Whisper, WhisperX, whisper.cpp and their relatives.

A segment is a cue. WhisperX names speakers (`SPEAKER_00`), Whisper does not. Nothing is corrected: phrases a
program makes up in silence are read like any others.

In the report, `words` counts runs of non-blank characters in the segments; the running text beside them,
which says the same again, is not counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts.assemble import verbatim_level
from toolkit.formats.transcripts.cues import (
    Cue,
    Piece,
    Track,
    check_number,
    first_faults,
    plain_words,
    reading_of_track,
)
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.labels import is_typical
from toolkit.formats.transcripts.layouts import seconds
from toolkit.formats.transcripts.pages import Page, paragraphs, reading_of_page
from toolkit.model.checks import LONGEST_NAME
from toolkit.model.transcript import Reading, Source

NAME = "speech-to-text JSON"
ENDINGS = (".json",)

_MARK = re.compile(
    r'\s{0,64}\{\s{0,64}"(?:text|segments|word_segments|transcription|systeminfo|chunks|utterances|language'
    r'|task|duration|transcript|dialogue|conversation|messages|turns)"\s{0,8}:|\s{0,64}\[\s{0,64}\{\s{0,64}"(?:id|start|end|text|speaker|seek|words|message)"\s{0,8}:'
)
# Where programs keep their segments, in the order in which they are looked for.
_LISTS = (
    *("segments", "transcription", "utterances", "chunks"),
    *("transcript", "dialogue", "conversation", "messages", "turns"),
)
_WORDS = ("text", "message", "utterance", "content", "transcript", "sentence")
_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_CLOCK = re.compile(r"\d{1,3}:\d\d:\d\d(?:[.,]\d{1,3})?")
_MILLISECONDS = 1000.0
_LATEST = 10.0**9
_AS_EXPORTED = "take the file as the program wrote it"


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin a JSON document with segments of speech."""
    return bool(_MARK.match(opening(head[:1024])))


def read(source: Source) -> Reading:
    """Read the segments.

    Raises
    ------
    FaultyFile
        If segments are malformed: all of them at once.
    ToolkitError
        If the file is no such JSON, or holds nothing spoken.
    """
    found = decoded(source)
    document = _parsed(source, found.text)
    if text := _only_text(document):
        page = Page(text, paragraphs(text))
        return reading_of_page(source, page, format_name=NAME, encoding=found.encoding, notes=found.notes)
    segments = _segments(source, document)
    check_number(source, segments)
    cues, speakers = _cues(source, segments, in_milliseconds=_in_milliseconds(document))
    pieces = [
        Piece(speaker, words, place)
        for place, (cue, speaker) in enumerate(zip(cues, speakers, strict=True))
        if (words := cue.payload)
    ]
    track = Track(
        cues=cues,
        pieces=pieces,
        encoding=found.encoding,
        notes=found.notes,
        verbatim=verbatim_level(cues[0].payload if cues else ""),
        language=_language(document),
    )
    return reading_of_track(source, track, format_name=NAME)


def _parsed(source: Source, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        fault = Fault(error.lineno, f"the JSON breaks at column {error.colno:,}", _AS_EXPORTED)
        raise FaultyFile(source.name, [fault]) from error
    except (RecursionError, ValueError) as error:
        raise ToolkitError(
            source.name, "is JSON nested too deeply or with endless numbers", _AS_EXPORTED
        ) from error


def _segments(source: Source, document: object) -> Sequence[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping) and (found := _list_in(document)):
        return found
    if isinstance(document, Mapping) and isinstance(document.get("text"), str):
        return [document]
    raise ToolkitError(
        source.name, "is JSON without segments of speech", "give what Whisper or WhisperX wrote"
    )


def _list_in(document: Mapping[str, object]) -> Sequence[object]:
    lists = (document.get(name) for name in _LISTS)
    return next((found for found in lists if isinstance(found, list) and found), [])


def _only_text(document: object) -> str:
    """Return the running text of a document that has lines of text and nothing else; labels may be in it."""
    if not isinstance(document, Mapping) or _list_in(document):
        return ""
    text = document.get("text")
    if not isinstance(text, str) or "\n" not in text.strip():
        return ""
    lines = _BREAKS.sub("\n", text.replace("\r\n", "\n")).lstrip("\ufeff").split("\n")
    return "\n".join(map(plain_words, lines)) if len(lines) < limits.MOST_LINES else ""


def _words(segment: Mapping[str, object]) -> str | None:
    found = (segment.get(name) for name in _WORDS)
    return next((words for words in found if isinstance(words, str)), None)


def _in_milliseconds(document: object) -> bool:
    """Tell whether the program is one that counts milliseconds: it keeps utterances and not segments."""
    return isinstance(document, Mapping) and "utterances" in document and "segments" not in document


def _cues(
    source: Source, segments: Sequence[object], *, in_milliseconds: bool
) -> tuple[list[Cue], list[str | None]]:
    cues: list[Cue] = []
    speakers: list[str | None] = []
    faults: list[Fault] = []
    unit = _MILLISECONDS if in_milliseconds else 1.0
    for number, segment in enumerate(segments, 1):
        try:
            cues.append(_cue(segment, unit))
            speakers.append(_speaker(segment))
        except ValueError as error:
            faults.append(Fault(0, f"segment {number:,} {error}", _AS_EXPORTED))
    if faults:
        raise FaultyFile(source.name, first_faults(faults))
    return cues, speakers


def _cue(segment: object, unit: float) -> Cue:
    words = _words(segment) if isinstance(segment, Mapping) else None
    if not isinstance(segment, Mapping) or words is None:
        raise ValueError("has no text")
    return Cue((plain_words(words).strip(),), *_times(segment, unit))


def _times(segment: Mapping[str, object], unit: float) -> tuple[float | None, float | None]:
    """Return a segment's times, wherever its program keeps them."""
    if isinstance(offsets := segment.get("offsets"), Mapping):
        return _time(offsets.get("from"), _MILLISECONDS), _time(offsets.get("to"), _MILLISECONDS)
    pair = segment.get("timestamp")
    if isinstance(pair, list) and len(pair) == len(("from", "to")):
        return _time(pair[0], unit), _time(pair[1], unit)
    return _time(segment.get("start"), unit), _time(segment.get("end"), unit)


def _time(value: object, unit: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return seconds(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("has a time that is no number")  # noqa: TRY004 -- likewise
    # What is no number compares with none, and a whole one of hundreds of digits is not made a float.
    if not 0 <= value <= _LATEST * unit:
        raise ValueError("has a time beyond all recordings")
    return round(value / unit, 3)


def _speaker(segment: object) -> str | None:
    named = segment.get("speaker", segment.get("speaker_label")) if isinstance(segment, Mapping) else None
    if named is None or isinstance(named, bool):
        return None
    label = " ".join(plain_words(str(named)).split()) if isinstance(named, str | int) else ""
    if len(label) > LONGEST_NAME:
        raise ValueError(f"has a speaker's name of {len(label):,} characters")
    # A bare number or letter is what some programs count speakers with.
    is_counted = re.fullmatch(r"\d{1,3}|[A-Z]", label) and not is_typical(label)
    return f"Speaker {label}" if is_counted else label or None


def _language(document: object) -> str:
    found = document.get("language") if isinstance(document, Mapping) else None
    return found if isinstance(found, str) and _LANGUAGE.fullmatch(found) else ""
