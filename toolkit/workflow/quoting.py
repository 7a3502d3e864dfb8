"""The quotations picked for a paper as they stand now: beside all that could be, and who is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from toolkit.analysis.passages import Passage, by_code
from toolkit.model.pick import Pick, departure
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Span, Transcript
from toolkit.store import events, picks
from toolkit.store.study import Study
from toolkit.workflow.picking import Left, follow, said, undecided
from toolkit.workflow.selecting import Material, material, standing_in

AROUND: Final = 160
"""How many characters of context stand before and after a quotation, at most."""
_TAG: Final = re.compile(
    r"\[(?:name|person|e-?mail|phone|employer|company|organi[sz]ation|repository|project|place|city|url|link|"
    r"address|date|redacted|anonymi[sz]ed)[ _-]?\d*\]",
    re.IGNORECASE,
)
_UNCODED: Final = "its code does not hold there in what was chosen"


@dataclass(frozen=True)
class Standing:
    """A picked quotation as it stands now: in the latest text, with the code it has come to.

    Attributes
    ----------
    original
        What is said, on one line, with `[…]` where others speak between.
    outdated
        Whether the edited text does not come from the corrected transcript any more.
    """

    pick: Pick
    original: str
    outdated: bool = False

    @property
    def words(self) -> str:
        """What a paper prints: the edited text, if there is one and it comes from the transcript."""
        return self.original if self.outdated else self.pick.edited or self.original


@dataclass(frozen=True)
class Offer:
    """A passage of a code that may be picked, and what was picked of it, in the order of picking."""

    passage: Passage
    chosen: Material
    picked: tuple[Standing, ...] = ()

    @property
    def code(self) -> str:
        """Id of the code."""
        return self.passage.code

    @property
    def participant(self) -> str:
        """Who speaks."""
        return self.passage.participant

    @property
    def transcript(self) -> Transcript:
        """The text it stands in."""
        return self.chosen.basis.transcripts[self.passage.transcript]

    @property
    def span(self) -> Span:
        """Its positions."""
        return self.passage.span

    @property
    def words(self) -> str:
        """What is said, on one line, with `[…]` where others speak between."""
        return self.chosen.basis.quote(self.passage)


@dataclass(frozen=True)
class Offers:
    """The passages of what was chosen of a study, and the picks that stand nowhere in it.

    Attributes
    ----------
    picked
        What was picked of each passage, as far as anything was.
    """

    chosen: Material
    picked: Mapping[Passage, tuple[Standing, ...]]
    left: tuple[Left, ...]

    @property
    def everything(self) -> Iterator[Offer]:
        """Every passage, in the order of codes in the codebook, transcripts and positions."""
        basis = self.chosen.basis
        found = by_code(basis.found)
        for heading in basis.headings:
            for passage in found[heading.id]:
                yield Offer(passage, self.chosen, self.picked.get(passage, ()))

    def of(self, code: str) -> tuple[Offer, ...]:
        """Return the passages of one code, in the order of transcripts and positions."""
        found = (passage for passage in self.chosen.basis.found if passage.code == code)
        return tuple(Offer(passage, self.chosen, self.picked.get(passage, ())) for passage in found)

    @property
    def notes(self) -> Iterator[str]:
        """Sentences on the picks that are left out, and on edits the transcript has left behind."""
        causes: defaultdict[str, list[Left]] = defaultdict(list)
        for each in self.left:
            causes[each.why].append(each)
        for why, found in causes.items():
            yield f"Picked and left out, because {why}: {', '.join(map(str, found))}."
        stale = [each.pick.id for found in self.picked.values() for each in found if each.outdated]
        if stale:
            yield (
                "Edited texts that do not come from the corrected transcript any more, so that its own words "
                f"are printed: {', '.join(stale)}."
            )


def moment(study: Study) -> str:
    """Return what is another text after anything but picks was written: `chosen` rests on nothing else."""
    with study.reading() as connection:
        return events.latest_but(connection, picks.KINDS)


def offers(study: Study, chosen: Material) -> Offers:
    """Return every passage of what was chosen of a study, with what was picked of it."""
    basis = chosen.basis
    with study.reading() as connection:
        made = picks.everything(connection)
        asking = undecided(connection, made, basis.version)
        holding = standing_in(connection, chosen.selection, asking) if asking else ()
        followed, left = follow(connection, made, basis.version, holding)
    given = {each.id: each for each in made}
    codes = {heading.id for heading in basis.headings}
    picked: defaultdict[Passage, list[Standing]] = defaultdict(list)
    lost = [each for each in left if each.pick.transcript in basis.transcripts]
    places = _places(basis.found) if followed else {}
    for each in followed.values():
        if each.transcript not in basis.transcripts or each.code not in codes:
            continue  # not of what was chosen
        passage = _passage_of(each, places)
        if passage is None:
            lost.append(Left(given[each.id], _UNCODED))
        else:
            picked[passage].append(_standing(each, passage, chosen))
    return Offers(chosen, {passage: tuple(found) for passage, found in picked.items()}, tuple(lost))


Places = Mapping[tuple[str, str], Sequence[Passage]]


def _places(found: Iterable[Passage]) -> Places:
    """Return passages by transcript and code."""
    places: defaultdict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in found:
        places[passage.transcript, passage.code].append(passage)
    return places


def _passage_of(pick: Pick, places: Places) -> Passage | None:
    """Return the first passage of its code that a pick shares a character with; None if there is none."""
    there = places.get((pick.transcript, pick.code), ())
    return next((passage for passage in there if passage.span.overlaps(pick.span)), None)


def _standing(pick: Pick, passage: Passage, chosen: Material) -> Standing:
    text = chosen.basis.transcripts[pick.transcript]
    outdated = bool(pick.edited and departure(said(text, pick.span), pick.edited))
    words = chosen.basis.quote(replace(passage, span=pick.span))
    return Standing(pick, words or " ".join(said(text, pick.span).split()), outdated)


def around(text: Transcript, span: Span, most: int = AROUND) -> tuple[str, str]:
    """Return what stands before and after a passage, on one line, cut between words."""
    before = text.text[max(span.start - most, 0) : span.start]
    if span.start > most:
        before = f"…{before[_first_blank(before) :]}"
    after = text.text[span.end : span.end + most]
    if span.end + most < len(text.text):
        after = f"{after[: len(after) - _first_blank(after[::-1])]}…"
    return " ".join(before.split()), " ".join(after.split())


def _first_blank(letters: str) -> int:
    """Return where the first blank is, 0 without one: a language may not part its words."""
    found = re.search(r"\s", letters)
    return found.start() if found else 0


def quotations(study: Study, *, all_: bool = False, selection: Selection = EVERYTHING) -> Table:
    """List the picked quotations with the words around them, code by code.

    The text is what stands in the transcript; the edited text is what a paper prints, if it was edited: yes,
    no, or outdated where it does not come from the corrected transcript any more. Redacted says whether the
    text holds a tag such as [name], [email] or [employer]. Of a code that was changed since, a quotation
    follows as codings do; what cannot follow, or on which its code does not hold any more, is in the notes.

    Parameters
    ----------
    study
        The study file.
    all_
        List every passage, picked or not.
    selection
        What of the study to look at.
    """
    return listed(offers(study, material(study, selection)), unpicked=all_)


def listed(found: Offers, *, unpicked: bool = False) -> Table:
    """Return the table of `quotations` for passages that are at hand."""
    chosen = found.chosen
    layers = _Layers(chosen)
    labels = {heading.id: heading.label for heading in chosen.basis.headings}
    rows = [
        row
        for offer in found.everything
        if unpicked or offer.picked
        for row in _rows(offer, labels[offer.code], layers)
    ]
    count = f"Passages: {len(chosen.basis.found)}. Picked quotations: {sum(map(len, found.picked.values()))}."
    notes = (*chosen.basis.notes, count, *found.notes)
    return chosen.noted(Table("Quotations", _COLUMNS, tuple(rows), notes, grouped_by="label"))


_COLUMNS: Final = (
    Column(
        "quote_id", heading="Id", meaning="Id of the picked quotation; empty if the passage is not picked."
    ),
    Column("code", heading="Code id", meaning="Id of the code it illustrates, at this codebook version."),
    Column("label", heading="Code", meaning="Label of the code."),
    Column("participant", meaning="Who is quoted."),
    Column("document", heading="Transcript", meaning="Id of the transcript."),
    Column("turn", "count", meaning="Number of the turn in which it begins."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("context_before", heading="Before", meaning="What stands before it in the transcript."),
    Column("text", heading="Original", meaning="The passage as it stands in the transcript."),
    Column("context_after", heading="After", meaning="What stands after it in the transcript."),
    Column(
        "edited_text",
        heading="As printed",
        meaning="What a paper prints, if it was edited: […] for words left out, [words] for those put in.",
    ),
    Column("codes", heading="All codes", meaning="Ids of all codes that hold on some of the passage."),
    Column("verbatim_level", heading="Verbatim level", meaning="How closely it was transcribed."),
    Column(
        "edited",
        meaning="yes; no; or outdated, if the edited text does not come from the corrected transcript.",
    ),
    Column("redacted", meaning="yes, if a tag such as [name] stands in the passage; else no."),
    Column("used_in", heading="Used in", meaning="Where it is used, as the team says."),
    Column("picked_by", heading="Picked by", meaning="Who picked it first."),
)


class _Layers:
    """Which codes lie on a passage: every passage of a transcript, in the order of their starts."""

    def __init__(self, chosen: Material) -> None:
        self._rank = {heading.id: number for number, heading in enumerate(chosen.basis.headings)}
        self._passages: defaultdict[str, list[Passage]] = defaultdict(list)
        for passage in sorted(chosen.basis.found, key=lambda each: each.span):
            self._passages[passage.transcript].append(passage)
        # How far any passage up to each one reaches, so that looking back can end.
        self._reach = {
            name: list(accumulate((each.span.end for each in found), max))
            for name, found in self._passages.items()
        }

    def on(self, transcript: str, span: Span) -> tuple[str, ...]:
        """Return the ids of the codes that hold on some of a passage, in the order of the codebook."""
        found, reach = self._passages[transcript], self._reach.get(transcript, [])
        at = bisect_left(found, span.end, key=lambda each: each.span.start) - 1
        codes = set()
        while at >= 0 and reach[at] > span.start:
            if found[at].span.overlaps(span):
                codes.add(found[at].code)
            at -= 1
        return tuple(sorted(codes, key=self._rank.__getitem__))


def _rows(offer: Offer, label: str, layers: _Layers) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each pick of a passage, or one for the passage if nothing was picked of it."""
    for standing in offer.picked or (None,):
        yield _row(offer, label, layers, standing)


def _row(offer: Offer, label: str, layers: _Layers, standing: Standing | None) -> tuple[Value, ...]:
    text, span = offer.transcript, offer.span if standing is None else standing.pick.span
    words = span.of(text.text)
    before, after = around(text, span)
    name, edited_text, edited, used_in, picked_by = _of_pick(standing)
    return (
        name,
        offer.code,
        label,
        offer.participant,
        text.id,
        text.turns_in(span)[0].number,
        span.start,
        span.end,
        before,
        words,
        after,
        edited_text,
        ", ".join(layers.on(text.id, span)),
        text.verbatim,
        edited,
        "yes" if _TAG.search(words) else "no",
        used_in,
        picked_by,
    )


def _of_pick(standing: Standing | None) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Return what only a pick has: its id, its text if edited, how that stands, where it is used, by whom."""
    if standing is None:
        return None, None, None, None, None
    pick = standing.pick
    return pick.id, pick.edited or None, _edited(standing), pick.used_in or None, pick.picked_by


def _edited(standing: Standing) -> str:
    if standing.outdated:
        return "outdated"
    return "yes" if standing.pick.edited else "no"


def by_hand(found: Offers) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what was picked for each code, in the order of picking: words to print, and who said them."""
    standing = [(passage, each) for passage, picked in found.picked.items() for each in picked]
    standing.sort(key=lambda pair: (pair[1].pick.made_at, pair[1].pick.id))
    quoted: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for passage, each in standing:
        quoted[passage.code].append((each.words, passage.participant))
    return {code: tuple(words) for code, words in quoted.items()}


# Who is quoted ---------------------------------------------------------------------------------------

_AT_LEAST: Final = 2
_TIMES: Final = 2


def balance(study: Study, *, selection: Selection = EVERYTHING) -> Table:
    """Tell how the picked quotations are spread over participants, and who is over-quoted.

    A participant is over-quoted who has at least two of the picked quotations and a share of them more than
    twice as large as their share of the passages.

    Parameters
    ----------
    study
        The study file.
    selection
        What of the study to look at.
    """
    chosen = material(study, selection)
    return chosen.noted(spread(offers(study, chosen)))


def spread(found: Offers) -> Table:
    """Return the table of `balance` for passages that are at hand."""
    chosen = found.chosen
    passages = Counter(passage.participant for passage in chosen.basis.found)
    picked = Counter(passage.participant for passage, made in found.picked.items() for _ in made)
    n_passages, n_picked = passages.total(), picked.total()
    rows = []
    for name in chosen.basis.participants:
        share = picked[name] / n_picked if n_picked else None
        of_passages = passages[name] / n_passages if n_passages else None
        over = picked[name] >= _AT_LEAST and (share or 0) > _TIMES * (of_passages or 0)
        rows.append((name, picked[name], passages[name], share, of_passages, "yes" if over else "no"))
    columns = (
        Column("participant", meaning="Who was interviewed."),
        Column(
            "n_picked",
            "count",
            "Quotations",
            of=n_picked or None,
            meaning="Picked quotations of what the participant says.",
        ),
        Column("n_passages", "count", "Passages", meaning="Passages of the participant that have a code."),
        Column("share", "share", "Share of quotations", meaning="Share of all picked quotations."),
        Column("share_of_passages", "share", meaning="Share of all passages."),
        Column("over_quoted", heading="Over-quoted", meaning="yes or no, by the rule in the notes."),
    )
    rule = (
        f"Over-quoted: at least {_AT_LEAST} of the picked quotations, and a share of them more than twice "
        "the participant's share of the passages."
    )
    return Table("Quoting balance", columns, tuple(rows), (*chosen.basis.notes, rule, *found.notes))
