"""The passages behind a number, one by one, with what was said around them."""

from __future__ import annotations

from typing import Final

from toolkit.analysis.passages import Passage, Passages
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Transcript

AROUND: Final = 120
_COLUMNS: Final = (
    Column("participant"),
    Column("transcript"),
    Column("turn", "count"),
    Column("code_id", heading="Id"),
    Column("code"),
    Column("before"),
    Column("quotation"),
    Column("after"),
    Column("n_words", "count", "Words"),
    Column("start", "count"),
    Column("end", "count"),
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
