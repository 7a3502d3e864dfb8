"""Passages moved by the correction of a transcript: a person says where each stands now, or it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.identifier import new_id
from toolkit.model.placement import Placement, Repair
from toolkit.model.round import Coder
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.reconcile.wording import Stretch, difference
from toolkit.store import codings, placements, transcripts
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.correcting import revision_of
from toolkit.workflow.viewing import view

__all__ = ["Passage", "Placement", "Repair", "Repairs", "difference"]

Made = TypeVar("Made")
Choice = Callable[[Repair], Quotation | None]


@dataclass(frozen=True)
class Repairs:
    """What waits for its place, in the order of transcripts and text, and what people have said.

    Attributes
    ----------
    corrected
        Whether any transcript was.
    """

    open: tuple[Repair, ...]
    said: tuple[Placement, ...]
    corrected: bool = False

    def alike(self, repair: Repair) -> tuple[Repair, ...]:
        """Return the repairs of the same passage of the same text: one answer fits all of them."""
        known = repair.known
        return tuple(other for other in self.open if other.known == known)

    def only(
        self,
        coders: Sequence[str] = (),
        codes: Sequence[str] = (),
        transcripts: Sequence[str] = (),
    ) -> Repairs:
        """Return those of some coders, codes and transcripts; none named means all."""
        return replace(
            self,
            open=tuple(
                each
                for each in self.open
                if (not coders or each.coding.coder in coders)
                and (not codes or each.coding.code in codes)
                and (not transcripts or each.coding.transcript in transcripts)
            ),
        )


def repairs(study: Study) -> Repairs:
    """Return what waits for its place in corrected transcripts."""
    with study.reading() as connection:
        return found(connection)


def found(connection: Connection) -> Repairs:
    """Return what waits, within a reading or transaction."""
    names = tuple(transcripts.corrected(connection))
    waiting = view(connection, codings.everything(connection, transcripts=names)).repairs if names else ()
    return Repairs(waiting, placements.everything(connection), bool(names))


@dataclass(frozen=True)
class Passage:
    """A repair with what a person needs to see of it.

    Attributes
    ----------
    before, now
        The revision in which the passage stood last, and the one that needs its place.
    differences
        For each candidate, how its words differ from those that were coded.
    """

    before: Transcript
    now: Transcript
    differences: tuple[tuple[Stretch, ...], ...]


def passage(study: Study, repair: Repair) -> Passage:
    """Return the passage of a repair in its old text, and the text in which it needs a place."""
    with study.reading() as connection:
        before = revision_of(connection, repair.known.transcript, repair.known.revision)
        now = revision_of(connection, repair.known.transcript, repair.revision)
    told = tuple(difference(repair.known.text, each.text) for each in repair.candidates)
    return Passage(before, now, told)


def point_to(transcript: Transcript, turn: Turn | None, words: str) -> Quotation:
    """Return the passage a person points to: words of the text or of a turn, or a whole turn.

    Raises
    ------
    ToolkitError
        If nothing is pointed to, or the words stand nowhere or in several places.
    """
    span = Span(0, len(transcript.text)) if turn is None else turn.span
    wanted, where = words.strip(), span.of(transcript.text)
    if not wanted and turn is None:
        raise ToolkitError("passage", "is not given", "choose a turn, or copy words of the text")
    if not wanted:
        return _cut(transcript, span)
    at = where.find(wanted)
    if at < 0 or where.find(wanted, at + 1) >= 0:
        what = "stands nowhere" if at < 0 else "stands in several places"
        remedy = "copy the words as they stand there" if at < 0 else "choose the turn too, or give more words"
        raise ToolkitError(repr(wanted[:60]), f"{what} in {transcript.id}", remedy)
    return _cut(transcript, Span(span.start + at, span.start + at + len(wanted)))


def put(
    study: Study, asked: Sequence[Repair], place: Quotation | None, *, by: str, why: str = ""
) -> tuple[Placement, ...]:
    """Say of these repairs that their passage stands here now, or that it is gone; return the placements.

    Raises
    ------
    ToolkitError
        If somebody has answered one of them meanwhile; then nothing is recorded.
    """
    return put_each(study, asked, lambda _: place, by=by, why=why)


def put_each(
    study: Study, asked: Sequence[Repair], choose: Choice, *, by: str, why: str = ""
) -> tuple[Placement, ...]:
    """Say of each of these repairs where its passage stands now, as `put` does."""
    with study.transaction(by) as records:
        waiting = {(each.coding.id, each.revision) for each in found(records.connection).open}
        for each in asked:
            if (each.coding.id, each.revision) not in waiting:
                what = "was placed or taken back by somebody else meanwhile"
                raise ToolkitError(each.coding.transcript, what, "nothing was recorded: look again")
        return tuple(write(records, each.coding, each.revision, choose(each), why) for each in asked)


def write(records: Records, coding: Coding, revision: int, place: Quotation | None, why: str) -> Placement:
    """Write down where a coding stands in a revision, or that it is gone, in the name of who writes."""
    by = Coder(records.actor).name
    made = Placement(new_id(), coding.id, coding.transcript, revision, place, why, by, records.at)
    placements.add(records, made)
    return made


def decide_places(
    records: Records,
    named: Sequence[str],
    asked: Iterable[Repair],
    answer: str,
    why: str,
) -> tuple[Placement, ...]:
    """Carry out what the command line asks for.

    Parameters
    ----------
    named
        Ids of codings; any coding of a corrected transcript can be named, also one we found a place for.
    asked
        What is meant if none is named.
    answer
        `gone`, `accept` (the candidate, where there is one only) or two positions, as 120-180.
    """
    connection = records.connection
    repairs_ = {each.coding.id: each for each in found(connection).open}
    pairs: list[tuple[Coding, Repair | None]] = [(each.coding, each) for each in asked]
    if named:
        pairs = [(_coding(connection, name), repairs_.get(name)) for name in dict.fromkeys(named)]
    made = []
    for coding, repair in pairs:
        now = _checked(connection, coding)
        made.append(write(records, coding, now.revision, _place(answer, repair, coding, now), why))
    return tuple(made)


def _coding(connection: Connection, name: str) -> Coding:
    coding = codings.find(connection, name)
    if coding is None:
        raise ToolkitError(name, "is no coding of this study", "see: intercoder codings")
    return coding


def _checked(connection: Connection, coding: Coding) -> Transcript:
    """Return the corrected text; refuse a coding that was made on it or was placed in it already."""
    now = revision_of(connection, coding.transcript)
    if coding.quotation.revision == now.revision:
        what = f"was made on the present text of {now.id}"
        raise ToolkitError(coding.id, what, "remove it and code the right passage")
    for placement in placements.everything(connection):
        if placement.coding == coding.id and placement.revision == now.revision:
            what = f"was placed by {placement.placed_by} already"
            raise ToolkitError(coding.id, what, f"take it back first: intercoder withdraw STUDY {coding.id}")
    return now


def _place(answer: str, repair: Repair | None, coding: Coding, now: Transcript) -> Quotation | None:
    if answer == "gone":
        return None
    if answer != "accept":
        return _cut(now, _span(answer))
    if repair is None:
        raise ToolkitError(coding.id, "waits for no place", "say where with --place START-END, or --gone")
    if len(repair.candidates) != 1:
        what = f"has {len(repair.candidates) or 'no'} candidates to accept"
        raise ToolkitError(coding.id, what, "say where with --place START-END, or --gone")
    return repair.candidates[0]


def _span(told: str) -> Span:
    start, dash, end = told.partition("-")
    if not (dash and start.strip().isdecimal() and end.strip().isdecimal() and len(told) < 40):  # noqa: PLR2004 - no file is so long
        raise ToolkitError(f"--place {told}", "is no passage", "give two positions, as in 120-180")
    return _valid("--place", lambda: Span(int(start), int(end)))


def _cut(transcript: Transcript, span: Span) -> Quotation:
    return _valid(transcript.id, lambda: Quotation.cut(transcript, span))


def _valid(where: str, make: Callable[[], Made]) -> Made:
    try:
        return make()
    except Invalid as refused:
        raise ToolkitError(where, refused.what, refused.remedy) from refused


def take_back(study: Study, *, by: str) -> tuple[Placement, ...]:
    """Take back what a person said last about places, all of it if it was about several codings; return it.

    Raises
    ------
    ToolkitError
        If they have said nothing.
    """
    with study.transaction(by) as records:
        mine = [made for made in placements.everything(records.connection) if made.placed_by == by]
        if not mine:
            raise ToolkitError(by, "has placed no passage", "there is nothing to take back")
        last = tuple(made for made in mine if made.placed_at == mine[-1].placed_at)
        for made in last:
            placements.remove(records, made)
    return last
