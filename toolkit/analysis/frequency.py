"""How many participants speak of each code, in how many segments and words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.analysis.passages import Passage, Passages
from toolkit.model.table import Column, Table

_SHARE = "% of participants"


def frequency(basis: Passages) -> Table:
    """Count participants, segments and words for each code in use, in the order of the codebook.

    `pct_participants` is a share of all participants, coded or not; `n_words` leaves out the words that do
    not count; `first_seen` is the first transcript, in their order, that has the code. A code without a
    segment stays, with 0.
    """
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
    return Table(basis.titled("Code frequency"), _columns(n), rows, (*basis.notes, share), grouped_by="theme")


def _columns(n_participants: int) -> tuple[Column, ...]:
    return (
        Column("code_id", heading="Id", meaning="Id of the code, which stays the same in all versions."),
        Column("label", heading="Code", meaning="Label of the code at this codebook version."),
        Column("theme", meaning="Label of the theme the code stands under."),
        Column(
            "n_participants",
            "count",
            "Participants",
            of=n_participants,
            meaning="How many participants speak of it.",
        ),
        Column(
            "pct_participants",
            "share",
            _SHARE,
            meaning="Share of all participants looked at, coded or not; empty without participants.",
        ),
        Column(
            "n_segments",
            "count",
            "Segments",
            meaning="Stretches of text with the code; overlapping codings, also by several coders, are one.",
        ),
        Column(
            "n_words",
            "count",
            "Words",
            meaning="Words in these segments, without those of speakers who do not count.",
        ),
        Column(
            "first_seen",
            meaning="The first transcript with the code, in the order of import; empty if there is none.",
        ),
    )


def _counts(found: Sequence[Passage]) -> pd.DataFrame:
    """Return participants, segments and words by code, for the codes that have any."""
    said = [(passage.code, passage.participant, passage.n_words) for passage in found]
    frame = pd.DataFrame(said, columns=["code", "participant", "words"])
    return frame.groupby("code").agg(
        n_participants=("participant", "nunique"), n_segments=("words", "size"), n_words=("words", "sum")
    )
