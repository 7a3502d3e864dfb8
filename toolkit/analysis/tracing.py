"""The passages behind a number, one by one, with what was said around them."""

from __future__ import annotations

from typing import Final

from toolkit.analysis.passages import Passage, Passages
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Transcript

AROUND: Final = 120
_COLUMNS: Final = (
    Column("participant", meaning="Who was interviewed."),
    Column("transcript", meaning="Id of the transcript."),
    Column("turn", "count", meaning="Number of the first turn of it in which somebody speaks who counts."),
    Column("code_id", heading="Id", meaning="Id of the code, which stays the same in all versions."),
    Column("code", meaning="Label of the code at this codebook version."),
    Column("before", meaning="What is said before it in the turn in which it begins."),
    Column("quotation", meaning="The words that count, with […] where others speak in between."),
    Column("after", meaning="What is said after it in the turn in which it ends."),
    Column("n_words", "count", "Words", meaning="Words in it, without those of speakers who do not count."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
)


def traced(basis: Passages) -> Table:
    """List passages in the order of transcripts and codes, with a little of what stands around each.

    A table of findings counts just these: segments are its rows, words add up `n_words`, and participants
    are those it names. `turn` is the first in which somebody speaks who counts; `before` and `after` are up
    to 120 characters of the turns in which the passage begins and ends; `start` and `end` are its place in
    the text, half-open, in code points.
    """
    labels = {heading.id: heading.label for heading in basis.headings}
    rows = tuple(_row(passage, labels[passage.code], basis) for passage in basis.found)
    return Table("Passages", _COLUMNS, rows, basis.notes)


def _row(passage: Passage, label: str, basis: Passages) -> tuple[Value, ...]:
    transcript = basis.transcripts[passage.transcript]
    before, after = _around(passage, transcript)
    turns = transcript.turns_in(passage.span)
    heard = next((turn.number for turn in turns if basis.scope.counts(transcript, turn)), None)
    return (
        *(passage.participant, passage.transcript, heard, passage.code, label),
        *(before, basis.quote(passage), after),
        *(passage.n_words, passage.span.start, passage.span.end),
    )


def _around(passage: Passage, transcript: Transcript) -> tuple[str, str]:
    """Return what is said before and after the passage in its first and last turn, cut at a blank."""
    turns = transcript.turns_in(passage.span)
    before = transcript.text[min(turns[0].span.start, passage.span.start) : passage.span.start]
    after = transcript.text[passage.span.end : max(turns[-1].span.end, passage.span.end)]
    return _last(before), _first(after)


def _first(text: str) -> str:
    """Return the beginning of a text on one line.

    >>> _first("one two " * 20)[-12:]
    'two one two…'
    """
    words = " ".join(text.split())
    return words if len(words) <= AROUND else f"{words[:AROUND].rsplit(' ', 1)[0]}…"


def _last(text: str) -> str:
    """Return the end of a text on one line."""
    words = " ".join(text.split())
    return words if len(words) <= AROUND else f"…{words[-AROUND:].split(' ', 1)[-1]}"
