"""Which words are said how often, and by how many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.model.table import Column, Table

_PER: Final = 10_000
_MOST_FORMS: Final = 8


@dataclass(frozen=True, slots=True)
class Said:
    """One word as somebody says it, once or several times.

    Attributes
    ----------
    word
        What its forms are counted under.
    form
        As it stands, in small letters.
    counts
        Whether it is listed; words that are not count for the rate all the same.
    """

    word: str
    form: str
    participant: str
    transcript: str
    counts: bool = True
    times: int = 1


def wordlist(said: Iterable[Said], participants: Sequence[str], *, least: int = 1) -> Table:
    """Count words, those of most participants first, then the most frequent, then by the alphabet.

    Parameters
    ----------
    said
        In the order of transcripts and text.
    participants
        Everybody whose words were looked at.
    least
        Leave out words that are said less often.

    Returns
    -------
    Table
        A row for each word, which is its most frequent form; `per_10_000` is the rate among all words looked
        at, also those that are not listed.
    """
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    people: defaultdict[str, set[str]] = defaultdict(set)
    first: dict[str, str] = {}
    total = 0
    for each in said:
        total += each.times
        if each.counts:
            forms[each.word][each.form] += each.times
            people[each.word].add(each.participant)
            first.setdefault(each.word, each.transcript)
    rows = [
        (
            _most_frequent(found)[0][0],
            *(len(people[word]), found.total(), found.total() / total * _PER),
            _listed(found),
            first[word],
        )
        for word, found in forms.items()
        if found.total() >= least
    ]
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    columns = (
        Column("word", meaning="The most frequent of its forms."),
        Column(
            "n_participants",
            "count",
            "Participants",
            of=len(participants),
            meaning="How many participants say it.",
        ),
        Column("n_occurrences", "count", "Occurrences", meaning="How often it is said."),
        Column(
            "per_10_000",
            "number",
            "Per 10,000 words",
            meaning="How often in 10,000 of the words looked at, those that are not listed too.",
        ),
        Column("forms", meaning="Its forms with how often each is said, the most frequent first."),
        Column("first_seen", heading="First seen", meaning="The first transcript in which it is said."),
    )
    left_out = len(forms) - len(rows)
    notes = (
        f"Words looked at: {total:,}; different ones listed: {len(rows):,}.",
        *((f"Different words left out, said fewer than {least} times: {left_out:,}.",) if left_out else ()),
    )
    return Table("Word frequency", columns, tuple(rows), notes)


def _most_frequent(forms: Counter[str]) -> list[tuple[str, int]]:
    return sorted(forms.items(), key=lambda found: (-found[1], found[0]))


def _listed(forms: Counter[str]) -> str:
    told = [f"{form} ({count})" for form, count in _most_frequent(forms)]
    more = len(told) - _MOST_FORMS
    return ", ".join(told[:_MOST_FORMS]) + (f", and {more} more" if more > 0 else "")
