"""How much of what is known was found, by which source, and how much else was taken for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.names.gold import Gold, Known
from toolkit.model.names import Candidate, Key, KeyList
from toolkit.model.transcript import Span
from toolkit.text.names import finding

SOURCES: Final = (finding.LABEL, finding.GIVEN, finding.LISTED, finding.RULE, finding.MODEL, finding.NEAR)


@dataclass(frozen=True)
class Missed:
    """What was not found, or not whole."""

    kind: str
    words: str
    partly: bool


@dataclass
class Score:
    """Counts over texts.

    Attributes
    ----------
    known, found, tagged
        Passages that may tell who somebody is, those of them found whole, and those that were suggested the
        tag of their kind; by kind.
    by_source
        Those found, by which source: the first that found them.
    places, right
        Places that were suggested and those of them that are at such a passage, by kind and by source.
    decisions
        Candidates a person has to decide on, and those of them that are right at any place.
    """

    known: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    tagged: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    decisions: list[int] = field(default_factory=lambda: [0, 0])
    missed: list[Missed] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)


def score(texts: Iterable[Known], *, with_model: bool) -> Score:
    """Return what is found in texts, each searched by itself, after a person has decided on it once.

    Near-misses are looked for after the decisions, as a team sees them: those of names that were confirmed.
    """
    total = Score()
    for each in texts:
        told = replace(each.told, with_model=with_model)
        first = finding.candidates([each.text], told=told)
        keys = KeyList(tuple(_decided(each, first)))
        _count(total, each, finding.candidates([each.text], keys, told))
    return total


def _decided(known: Known, candidates: Sequence[Candidate]) -> Iterator[Key]:
    """Yield what somebody decides who knows the truth: what is right at any place is replaced."""
    for number, each in enumerate(candidates):
        if each.occurrences:
            right = any(_touched(known, place.span) for place in each.occurrences)
            ruling = ("replace", f"[{each.kind}]") if right else ("keep", "")
            yield Key(each.kind, each.original, ruling[1], each.source, ruling[0], decided_at=str(number))  # type: ignore[arg-type]


def _touched(known: Known, span: Span) -> bool:
    return any(each.span.overlaps(span) for each in (*known.gold, *known.also))


def _count(total: Score, known: Known, candidates: Sequence[Candidate]) -> None:
    suggested = [(place.span, each) for each in candidates for place in each.occurrences]
    for each in candidates:
        if each.occurrences:
            total.decisions[0] += 1
            total.decisions[1] += any(_touched(known, place.span) for place in each.occurrences)
    for span, each in suggested:
        right = _touched(known, span)
        for name in (told(each.kind), each.source):
            total.places[name] += 1
            total.right[name] += right
        if not right:
            total.wrong[each.original] += 1
    for passage in known.gold:
        _count_passage(total, known, passage, suggested)


def _count_passage(
    total: Score, known: Known, passage: Gold, suggested: Sequence[tuple[Span, Candidate]]
) -> None:
    kind = told(passage.kind)
    total.known[kind] += 1
    touching = [(span, each) for span, each in suggested if span.overlaps(passage.span)]
    open_ = {
        at
        for at in range(passage.span.start, passage.span.end)
        if known.text.text[at].isalnum() and not any(span.start <= at < span.end for span, _ in touching)
    }
    if open_ and not _is_ending(known.text.text, passage.span, open_):
        words = " ".join(passage.span.of(known.text.text).split())
        total.missed.append(Missed(kind, words, bool(touching)))
        return
    total.found[kind] += 1
    best = min(touching, key=lambda each: SOURCES.index(each[1].source))[1]
    total.by_source[best.source] += 1
    total.tagged[kind] += any(each.kind == passage.kind for _, each in touching)


def _is_ending(text: str, span: Span, open_: set[int]) -> bool:
    """Tell whether only the s of a genitive is left: Ada's becomes [name]'s, and that is as it should be."""
    return open_ == {span.end - 1} and text[span.end - 2 : span.end] in ("'s", "\u2019s")


def told(kind: str) -> str:
    """Return a kind as tables tell it: an employer is an organisation."""
    return "organisation" if kind == "employer" else kind
