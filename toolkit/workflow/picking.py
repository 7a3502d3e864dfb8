"""Quotations for a paper: picked by hand, shortened where all can see it, spread over participants.

A pick is the team's: whoever edits or drops it, the log says who. It follows corrected transcripts and
changes of the codebook as a coding does, and what cannot follow is told, never dropped silently.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from toolkit.analysis.passages import Passage, by_code
from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.identifier import new_id
from toolkit.model.pick import Pick, departure, tidied
from toolkit.model.review import Fate
from toolkit.model.round import Coder
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.resolve import resolve
from toolkit.store import codebooks, codings, events, picks, rounds, verdicts
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.correcting import corrected
from toolkit.workflow.naming import check_codable, known_transcript
from toolkit.workflow.selecting import Material, material
from toolkit.workflow.viewing import view

AROUND: Final = 160
"""How many characters of context stand before and after a quotation, at most."""
_TAG: Final = re.compile(
    r"\[(?:name|person|e-?mail|phone|employer|company|organi[sz]ation|repository|project|place|city|url|link|"
    r"address|date|redacted|anonymi[sz]ed)[ _-]?\d*\]",
    re.IGNORECASE,
)
_FATES: Final[Mapping[Fate, str]] = {
    "collapsed": "is the same as another since codes were merged",
    "pending": "its code was split or narrowed since",
    "frozen": "its code was retired since",
    "set aside": "its code fits no more",
    "proposed": "its code is not in the codebook",
    "later": "it was picked under a later version",
}
_LOST: Final = "its passage was not found again in the corrected transcript"
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
class Left:
    """A picked quotation that stands nowhere now, as it was picked, and why."""

    pick: Pick
    why: str

    def __str__(self) -> str:
        """Tell which it is."""
        return f"{self.pick.transcript} {self.pick.span.start}-{self.pick.span.end} ({self.pick.id})"


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


# Picking ---------------------------------------------------------------------------------------------


def pick(
    study: Study,
    *,
    coder: str,
    transcript: str,
    start: int,
    end: int,
    code: str,
    edited: str | None = None,
    used_in: str | None = None,
) -> str:
    """Pick a quotation to illustrate a code, or edit one that is picked; the original is always kept.

    The edited text is what a paper prints. It may leave words out, marked [...] except at its beginning and
    end, put words of its own in square brackets, as in [the team], and give a word another first letter, as
    in [T]he; nothing else. A coder not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who picks it.
    transcript
        Id of the transcript.
    start, end
        The passage, in characters (Unicode code points) from the start of the text; `end` is not included.
        See: intercoder quotations --all.
    code
        Id of the code it illustrates, which somebody has given the passage or some of it.
    edited
        The text to print. Of a quotation that is picked, an empty one goes back to the original.
    used_in
        Where it is used, in your own words, such as "Section 4.2".
    """
    with study.transaction(Coder(coder).name) as records:
        known, is_new = _picked(records, transcript, Span(start, end), code)
        text = known_transcript(records.connection, transcript)
        _keep(records, known, text, edited, used_in)
        if is_new:
            return f"{coder} picked quotation {known.id} for {code}: {transcript} {start}-{end}"
    return f"{coder} edited quotation {known.id} for {code}: {transcript} {start}-{end}"


def _picked(records: Records, transcript: str, span: Span, code: str) -> tuple[Pick, bool]:
    """Return the pick of a passage for a code, made now if there is none, and whether it was."""
    connection = records.connection
    text = known_transcript(connection, transcript)
    book = codebooks.latest(connection)
    check_codable(book, code)
    quotation = Quotation.cut(text, span)
    given = _given(connection, transcript)
    followed, _ = _followed(connection, picks.everything(connection), holding=given)
    for each in followed.values():
        if (each.transcript, each.span, each.code) == (transcript, span, code):
            return each, False
    if not any(each.code == code and each.span.overlaps(span) for each in given):
        where = f"{transcript} {span.start}-{span.end}"
        raise ToolkitError(where, f"is not coded with {code}", "code it first, or pick it for another code")
    made = Pick(new_id(), quotation, code, book.version, "", "", records.actor, records.at)
    if records.actor not in rounds.coders(connection):
        rounds.add_coder(records, Coder(records.actor))
    picks.add(records, made)
    return made, True


def _given(connection: Connection, transcript: str) -> tuple[Coding, ...]:
    """Return what counts in a transcript at the latest version by anybody's coding or verdict."""
    seen = view(connection, codings.everything(connection, transcript=transcript))
    added = (
        each.as_coding()
        for each in verdicts.everything(connection)
        if each.holds and each.transcript == transcript
    )
    settled = resolve(corrected(connection, added).codings, seen.lineage)
    return (*seen.codings, *(replace(each.coding, code=each.code) for each in settled.counting))


def edit(
    study: Study, name: str, *, coder: str, edited: str, used_in: str, seen: tuple[str, str] | None = None
) -> None:
    """Give a picked quotation another edited text and use.

    Parameters
    ----------
    seen
        The text and use last seen, if nothing else is to be written over.

    Raises
    ------
    ToolkitError
        If it is no quotation, was changed meanwhile, or the text departs from the original.
    """
    with study.transaction(Coder(coder).name) as records:
        kept = _known(records.connection, name)
        if seen is not None and seen != (kept.edited, kept.used_in):
            what = "was changed elsewhere meanwhile"
            raise ToolkitError("the quotation", what, "read it again before you change it")
        placed = corrected(records.connection, [kept.as_coding()]).codings
        if not placed:
            raise ToolkitError("the quotation", "stands nowhere now", "drop it and pick it again")
        text = known_transcript(records.connection, kept.transcript)
        _keep(records, replace(kept, quotation=placed[0].quotation), text, edited, used_in)


def _keep(records: Records, now: Pick, text: Transcript, edited: str | None, used_in: str | None) -> None:
    """Write down an edited text and a use; None leaves them as they are."""
    before = _known(records.connection, now.id)
    wanted = before.edited if edited is None else _as_kept(text, now.span, edited)
    after = replace(before, edited=wanted, used_in=before.used_in if used_in is None else used_in.strip())
    if after == before:
        return
    if wanted and wanted != before.edited and (what := departure(said(text, now.span), wanted)):
        remedy = "leave words out at […], put your own in [brackets], change nothing else"
        raise ToolkitError("edited text", what, remedy)
    picks.keep(records, after, before)


def _as_kept(text: Transcript, span: Span, edited: str) -> str:
    """Return an edited text as it is kept: on one line, and empty where it is nothing but the original."""
    wanted = tidied(edited)
    alone = all(text.roles[turn.speaker] != "interviewer" for turn in text.turns_in(span))
    return "" if alone and wanted == " ".join(said(text, span).split()) else wanted


def said(text: Transcript, span: Span) -> str:
    """Return what is said in a passage by anybody, without labels: what an edited text is compared with."""
    return " ".join(
        text.text[max(span.start, turn.span.start) : min(span.end, turn.span.end)]
        for turn in text.turns_in(span)
    )


def unpick(study: Study, *quotation: str, coder: str) -> str:
    """Drop picked quotations: the passages and codings stay, and the log keeps what was picked.

    Parameters
    ----------
    study
        The study file.
    quotation
        Ids of quotations, as `intercoder quotations` lists them.
    coder
        Who drops them.
    """
    if not quotation:
        raise ToolkitError("unpick", "no quotation is named", "see the ids in: intercoder quotations")
    with study.transaction(Coder(coder).name) as records:
        for name in dict.fromkeys(quotation):
            picks.remove(records, _known(records.connection, name))
    count = len(set(quotation))
    return f"{coder} dropped {count} {'quotation' if count == 1 else 'quotations'}"


def _known(connection: Connection, name: str) -> Pick:
    found = picks.find(connection, name)
    if found is None:
        raise ToolkitError(name, "is no picked quotation of this study", "see: intercoder quotations")
    return found


# Following -------------------------------------------------------------------------------------------


def _followed(
    connection: Connection, made: Iterable[Pick], at: str | None = None, holding: Sequence[Coding] = ()
) -> tuple[dict[str, Pick], tuple[Left, ...]]:
    """See picks in the latest texts and at a version of the codebook, by their ids; and those that cannot be.

    Parameters
    ----------
    holding
        Codings that count. A pick whose code was split goes with the one new code that stands there.
    """
    given = {each.id: each for each in made}
    now = corrected(connection, [each.as_coding() for each in given.values()])
    seen = resolve(now.codings, codebooks.lineage(connection), at)
    followed: dict[str, Pick] = {}
    left = {coding.id: Left(given[coding.id], _LOST) for coding in now.displaced}
    asked = {review.coding.id: review.candidates for review in seen.pending}
    for each in seen.seen:
        coding = each.coding
        code: str | None = each.code if each.fate in ("followed", "flagged") else None
        if each.fate == "pending":
            code = _only_one(coding, asked.get(coding.id, ()), holding)
        if code is None:
            left[coding.id] = Left(given[coding.id], _FATES[each.fate])
        else:
            followed[coding.id] = replace(given[coding.id], quotation=coding.quotation, code=code)
    order = [name for name in given if name in followed]
    return {name: followed[name] for name in order}, tuple(left[name] for name in given if name in left)


def _only_one(coding: Coding, candidates: Sequence[str], holding: Sequence[Coding]) -> str | None:
    """Return the one of some codes that stands where a pick stands; None if there is none, or are several."""
    here = {
        each.code
        for each in holding
        if each.transcript == coding.transcript and each.span.overlaps(coding.span)
    }
    found = [code for code in candidates if code in here]
    return found[0] if len(found) == 1 else None


# Looking ---------------------------------------------------------------------------------------------


def moment(study: Study) -> str:
    """Return what is another text after anything but picks was written: `chosen` rests on nothing else."""
    with study.reading() as connection:
        return events.latest_but(connection, picks.KINDS)


def offers(study: Study, chosen: Material) -> Offers:
    """Return every passage of what was chosen of a study, with what was picked of it."""
    basis = chosen.basis
    with study.reading() as connection:
        made = picks.everything(connection)
        followed, left = _followed(connection, made, basis.version, chosen.codings)
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
    columns = (
        *(Column(name) for name in ("quote_id", "code", "label", "participant", "document")),
        *(Column(name, "count") for name in ("turn", "start", "end")),
        *(Column(name) for name in ("context_before", "text", "context_after", "edited_text", "codes")),
        *(Column(name) for name in ("verbatim_level", "edited", "redacted", "used_in", "picked_by")),
    )
    count = f"Passages: {len(chosen.basis.found)}. Picked quotations: {sum(map(len, found.picked.values()))}."
    notes = (*chosen.basis.notes, count, *found.notes)
    return chosen.noted(Table("Quotations", columns, tuple(rows), notes, grouped_by="label"))


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
    for each in offer.picked:
        pick = each.pick
        told = (pick.edited or None, _edited(each), pick.used_in or None)
        yield _row(offer, label, layers, pick.span, pick.id, *told, pick.picked_by)
    if not offer.picked:
        yield _row(offer, label, layers, offer.span)


def _row(  # noqa: PLR0917 - the columns that only a pick has
    offer: Offer,
    label: str,
    layers: _Layers,
    span: Span,
    name: str | None = None,
    edited_text: str | None = None,
    edited: str | None = None,
    used_in: str | None = None,
    picked_by: str | None = None,
) -> tuple[Value, ...]:
    text = offer.transcript
    words = span.of(text.text)
    before, after = around(text, span)
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
        Column("participant"),
        Column("n_picked", "count", "Quotations", of=n_picked or None),
        Column("n_passages", "count", "Passages"),
        Column("share", "share", "Share of quotations"),
        Column("share_of_passages", "share"),
        Column("over_quoted", heading="Over-quoted"),
    )
    rule = (
        f"Over-quoted: at least {_AT_LEAST} of the picked quotations, and a share of them more than twice "
        "the participant's share of the passages."
    )
    return Table("Quoting balance", columns, tuple(rows), (*chosen.basis.notes, rule, *found.notes))
