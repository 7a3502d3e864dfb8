"""The main findings table: each theme with its codes, who speaks of them, and a quotation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from toolkit.analysis.passages import Heading, Passage, Passages, by_code
from toolkit.model.code import Theme
from toolkit.model.table import Column, Table, Value

ENOUGH_WORDS = 8
_NAMING = ("participants", "quote_participant")
_NOTE = "The first row of a theme counts each participant once and adds up the segments of its codes."
_RULE = f"the shortest of at least {ENOUGH_WORDS} words, else the longest"

Picked = Mapping[str, Sequence[tuple[str, str]]]
"""The quotations picked by hand for each code, as a paper prints them, and who said them."""
_NONE: Final[Picked] = MappingProxyType({})


def themes(basis: Passages, *, show_participants: bool = True, picked: Picked = _NONE) -> Table:
    """List themes in the order of the codebook: first a row for the theme, then one for each of its codes.

    The row of a theme has no code. A code without a segment stays, with 0 and without a quotation.

    Parameters
    ----------
    show_participants
        Whether to name who speaks of each code and who is quoted; if not, both columns are left out.
    picked
        Of several for a code the first is shown; for a code without one, a quotation is chosen by a rule.
    """
    found = by_code(basis.found)
    rows = [
        row
        for theme in basis.themes
        for row in _theme_rows(
            theme, [(each, found[each.id]) for each in basis.of_theme(theme)], basis, picked
        )
    ]
    notes = (*basis.notes, _NOTE, *_told([each.id for each in basis.headings], found, picked))
    table = Table(
        basis.titled("Themes"), _columns(len(basis.participants)), tuple(rows), notes, grouped_by="theme"
    )
    return table if show_participants else _without(_NAMING, table)


def _columns(n_participants: int) -> tuple[Column, ...]:
    return (
        Column("theme", meaning="Label of the theme."),
        Column("code", meaning="Label of the code; empty in the first row of a theme, which sums it up."),
        Column("description", meaning="Definition of the code, or of the theme in its first row."),
        Column(
            "n_participants",
            "count",
            "Participants",
            of=n_participants,
            meaning="How many participants speak of it; of a theme, of any of its codes.",
        ),
        Column("participants", heading="Who", meaning="Who they are, in the order of the transcripts."),
        Column(
            "n_segments",
            "count",
            "Segments",
            meaning="Stretches of text with the code; overlapping codings, also by several coders, are one. "
            "Of a theme, the sum over its codes.",
        ),
        Column(
            "quote",
            heading="Quotation",
            meaning="Words of one segment, with […] where others speak in between; empty for themes.",
        ),
        Column("quote_participant", heading="Said by", meaning="Who said the words quoted."),
    )


def quotation(found: Sequence[Passage]) -> Passage | None:
    """Choose the shortest passage that says enough, else the longest; the first of several."""
    enough = [passage for passage in found if passage.n_words >= ENOUGH_WORDS]
    if enough:
        return min(enough, key=lambda passage: passage.n_words)
    return max(found, key=lambda passage: passage.n_words, default=None)


def _theme_rows(
    theme: Theme, codes: Sequence[tuple[Heading, Sequence[Passage]]], basis: Passages, picked: Picked
) -> Iterator[tuple[Value, ...]]:
    """Yield the row of a theme and those of its codes."""
    order = basis.participants
    together = [passage for _, found in codes for passage in found]
    yield (theme.label, None, theme.definition, *_counts(together, order), None, None)
    for heading, found in codes:
        quoted = _quoted(found, basis, picked.get(heading.id, ()))
        yield (theme.label, heading.label, heading.definition, *_counts(found, order), *quoted)


def _quoted(
    found: Sequence[Passage], basis: Passages, picked: Sequence[tuple[str, str]]
) -> tuple[Value, Value]:
    """Return the quotation of a code and who said it: the first picked by hand, else one chosen by rule."""
    if picked:
        return picked[0]
    chosen = quotation(found)
    return (basis.quote(chosen), chosen.participant) if chosen else (None, None)


def _told(codes: Sequence[str], found: Mapping[str, Sequence[Passage]], picked: Picked) -> Iterator[str]:
    """Say how the quotations were chosen."""
    by_hand = sum(bool(picked.get(code)) for code in codes)
    by_rule = sum(bool(found[code]) and not picked.get(code) for code in codes)
    if not by_hand:
        yield f"Quotations: {_RULE}; better choose by hand."
        return
    told = f"Quotations: {by_hand} picked by hand, {by_rule} chosen automatically"
    yield f"{told} ({_RULE})." if by_rule else f"{told}."
    if more := sum(max(len(picked.get(code, ())) - 1, 0) for code in codes):
        yield f"Picked and not shown here, because only the first of a code is: {more}."


def _counts(found: Sequence[Passage], order: Sequence[str]) -> tuple[int, str, int]:
    """Return how many participants, who, and how many segments."""
    people = {passage.participant for passage in found}
    return len(people), ", ".join(name for name in order if name in people), len(found)


def _without(names: Collection[str], table: Table) -> Table:
    kept = [place for place, column in enumerate(table.columns) if column.name not in names]
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=columns, rows=rows)
