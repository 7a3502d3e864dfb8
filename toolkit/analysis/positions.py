"""Where in its transcript each passage stands, counted in words: what portraits are drawn of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from toolkit.analysis.passages import Passages
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Transcript

_PLACE = (Column("start", "count", "From word"), Column("end", "count", "To word"))
PASSAGE_COLUMNS = (
    *(Column("transcript"), Column("participant"), Column("theme"), Column("code_id"), Column("label")),
    *_PLACE,
)
TURN_COLUMNS = (Column("transcript"), Column("participant"), Column("role"), *_PLACE)


def positions(basis: Passages) -> Table:
    """List the passages that count, in the order of the codebook, with the words before and up to their end.

    Words of everybody in the transcript are counted: 0 is its beginning.
    """
    measured = {name: _Words(transcript) for name, transcript in basis.transcripts.items()}
    headings = {heading.id: (at, heading) for at, heading in enumerate(basis.headings)}
    rows: list[tuple[Value, ...]] = []
    for passage in sorted(basis.found, key=lambda each: headings[each.code][0]):
        _, heading = headings[passage.code]
        words = measured[passage.transcript]
        start, end = words.before(passage.span.start), words.up_to(passage.span.end)
        named = (passage.transcript, passage.participant, heading.theme.label)
        rows.append((*named, heading.id, heading.label, start, end))
    return Table("Passages over their transcripts", PASSAGE_COLUMNS, tuple(rows), basis.notes)


def turns(basis: Passages) -> Table:
    """List the turns of all transcripts with the words before them and up to their end."""
    rows = tuple(row for transcript in basis.transcripts.values() for row in _turns(transcript))
    return Table("Turns over their transcripts", TURN_COLUMNS, rows)


def _turns(transcript: Transcript) -> Iterator[tuple[Value, ...]]:
    person = transcript.participant or transcript.id
    words = _Words(transcript)
    for turn, start, end in words.turns:
        yield (transcript.id, person, transcript.roles[turn.speaker], start, end)


class _Words:
    """The words of a transcript, counted turn by turn."""

    def __init__(self, transcript: Transcript) -> None:
        self._text = transcript.text
        self._starts = [turn.span.start for turn in transcript.turns]
        counts = (len(transcript.words_of(turn).split()) for turn in transcript.turns)
        self._before = [0, *accumulate(counts)]
        self.turns = tuple(zip(transcript.turns, self._before, self._before[1:], strict=False))

    def up_to(self, position: int) -> int:
        """Return how many words begin before a position."""
        at = bisect_right(self._starts, position - 1) - 1
        if at < 0:
            return 0
        said = self._text[self._starts[at] : min(position, self.turns[at][0].span.end)]
        return self._before[at] + len(said.split())

    def before(self, position: int) -> int:
        """Return how many words end before a position: one that it stands within does not."""
        around = self._text[position - 1 : position + 1] if position else ""
        halved = len(around) > 1 and not any(map(str.isspace, around)) and position not in self._starts
        return self.up_to(position) - int(halved)
