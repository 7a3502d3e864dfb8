"""How many participants speak of each code, in how many segments and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from toolkit.analysis.passages import Passage, passages
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Transcript

COLUMNS = (
    Column("code_id"),
    Column("label"),
    Column("theme"),
    Column("n_participants", "count"),
    Column("pct_participants", "share"),
    Column("n_segments", "count"),
    Column("n_words", "count"),
    Column("first_seen"),
)


def frequency(transcripts: Sequence[Transcript], codings: Iterable[Coding], codebook: Codebook) -> Table:
    """Count participants, segments and words for each code in use, in the order of the codebook.

    `pct_participants` is a share of all participants given, coded or not; `n_words` leaves the interviewer's
    words out; `first_seen` is the first transcript, in the order given, that has the code. A code without a
    segment stays, with 0.
    """
    basis = passages(transcripts, codings, codebook)
    n = len(basis.participants)
    counts = _counts(basis.found).reindex([heading.id for heading in basis.headings], fill_value=0)
    first_seen = {passage.code: passage.transcript for passage in reversed(basis.found)}
    rows = tuple(
        (
            *(heading.id, heading.label, heading.theme.label),
            *(people, people / n if n else None, segments, words),
            first_seen.get(heading.id),
        )
        for heading, (people, segments, words) in zip(
            basis.headings, counts.itertuples(index=False, name=None), strict=True
        )
    )
    share = f"pct_participants is the share of all {n} participants."
    return Table("Code frequency", COLUMNS, rows, (*basis.notes, share))


def _counts(found: Sequence[Passage]) -> pd.DataFrame:
    """Return participants, segments and words by code, for the codes that have any."""
    said = [(passage.code, passage.participant, passage.n_words) for passage in found]
    frame = pd.DataFrame(said, columns=["code", "participant", "words"])
    return frame.groupby("code").agg(
        n_participants=("participant", "nunique"), n_segments=("words", "size"), n_words=("words", "sum")
    )
