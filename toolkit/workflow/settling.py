"""Codings that came with a project and wait: a person says where each passage stands, or that it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.round import Coder
from toolkit.model.stray import Stray, Waiting
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.placing import Ground, Unplaced
from toolkit.store import codings, memos, projects, strays, transcripts
from toolkit.store.study import Connection, Records, Study

__all__ = ["Settled", "Waiting", "waiting"]


@dataclass(frozen=True)
class Settled:
    """What became of a stray coding: its coding, or None if its passage is gone."""

    stray: Stray
    coding: Coding | None

    @property
    def place(self) -> Quotation | None:
        """Where its passage stands; None if it is gone."""
        return None if self.coding is None else self.coding.quotation


def waiting(study: Study) -> tuple[Waiting, ...]:
    """Return what waits, in the order of transcripts and text, with what can be offered."""
    with study.reading() as connection:
        return found(connection)


def found(connection: Connection) -> tuple[Waiting, ...]:
    """Return what waits, within a reading or transaction."""
    grounds: dict[str, Ground] = {}
    looked = []
    for stray in strays.everything(connection):
        if stray.transcript not in grounds:
            grounds[stray.transcript] = Ground(_transcript(connection, stray.transcript))
        place = grounds[stray.transcript].placed(stray.start, stray.end, stray.quote)
        if isinstance(place, Unplaced):
            looked.append(Waiting(stray, place.doubt, place.candidates))
        else:  # its words were carried over to a text that has others around them
            looked.append(Waiting(stray, "elsewhere", (place,)))
    return tuple(looked)


def text_of(study: Study, stray: Stray) -> Transcript:
    """Return the transcript in which a coding needs its place."""
    with study.reading() as connection:
        return _transcript(connection, stray.transcript)


def names_of_projects(study: Study) -> dict[str, str]:
    """Return what projects that were taken in are called, by their ids."""
    with study.reading() as connection:
        return {each.id: each.name or each.tool for each in projects.everything(connection)}


def settle(
    study: Study, asked: Sequence[Waiting], place: Quotation | None, *, by: str, why: str = ""
) -> tuple[Settled, ...]:
    """Say of these codings that their passage stands here, or that it is gone.

    Raises
    ------
    ToolkitError
        If somebody has settled one of them meanwhile; then nothing is recorded.
    """
    with study.transaction(by) as records:
        return tuple(write(records, each, place, why) for each in asked)


def settle_each(study: Study, asked: Sequence[Waiting], *, by: str, why: str = "") -> tuple[Settled, ...]:
    """Say of each of these codings that its passage stands at its one candidate, as `settle` does."""
    with study.transaction(by) as records:
        return decide(records, asked, "accept", why)


def write(records: Records, asked: Waiting, place: Quotation | None, why: str = "") -> Settled:
    """Settle one, in the name of who writes: its coding is that of who made it, at the time they did."""
    Coder(records.actor)
    stray = asked.stray
    if stray.id not in {each.id for each in strays.everything(records.connection)}:
        what = "was settled by somebody else meanwhile"
        raise ToolkitError(stray.transcript, what, "nothing was recorded: look again")
    strays.settle(records, stray, why)
    if place is None:
        return Settled(stray, None)
    made = Coding(
        stray.id,
        place,
        stray.code,
        stray.coder,
        stray.codebook_version,
        stray.round,
        stray.made_at,
        stray.certainty,
    )
    codings.add(records, made)
    for memo in stray.memos:
        memos.add(records, memo)
    return Settled(stray, made)


def decide(records: Records, asked: Sequence[Waiting], answer: str, why: str) -> tuple[Settled, ...]:
    """Carry out what the command line asks for.

    Parameters
    ----------
    answer
        `gone`, `accept` (the candidate, where there is one only) or two positions, as 120-180.
    """
    places = [_place(records.connection, each, answer) for each in asked]
    return tuple(write(records, each, place, why) for each, place in zip(asked, places, strict=True))


def _place(connection: Connection, each: Waiting, answer: str) -> Quotation | None:
    if answer == "gone":
        return None
    if answer == "accept":
        if len(each.candidates) != 1:
            what = f"has {len(each.candidates) or 'no'} candidates to accept"
            raise ToolkitError(each.stray.id, what, "say where with --place START-END, or --gone")
        return each.candidates[0]
    start, _, end = answer.partition("-")
    try:
        return Quotation.cut(_transcript(connection, each.stray.transcript), Span(int(start), int(end)))
    except ToolkitError as refused:
        raise ToolkitError(each.stray.transcript, refused.what, refused.remedy) from refused
    except ValueError:
        what = "is no passage"
        raise ToolkitError(f"--place {answer[:40]}", what, "give two positions, as in 120-180") from None


def take_back(study: Study, *, by: str) -> tuple[Stray, ...]:
    """Let wait again what a person settled last, all of it if it was several; return it.

    Raises
    ------
    ToolkitError
        If they have settled nothing, or its codings were removed since.
    """
    with study.transaction(by) as records:
        last = strays.settled_last(records.connection, by)
        if not last:
            raise ToolkitError(by, "has settled no imported coding", "there is nothing to take back")
        for stray in last:
            made = codings.find(records.connection, stray.id)
            if made is not None:
                for memo in memos.everything(records.connection):
                    if (memo.about, memo.subject) == ("coding", made.id):
                        memos.remove(records, memo)
                codings.remove(records, made)
            strays.restore(records, stray)
    return last


def as_row(each: Waiting, project: str) -> tuple[str, ...]:
    """Return a row of the review queue, beside what changes of codebook and transcripts left open."""
    stray = each.stray
    places = "; ".join(told(place) for place in each.candidates)
    quoted = " ".join(stray.quote.split())
    came = f"import of {project}"
    return (stray.id, stray.transcript, stray.coder, stray.code, came, each.doubt, places, quoted, "yes")


def told(place: Quotation) -> str:
    """Tell a place in one line, as --place wants it, with its words."""
    return f"{place.span.start}-{place.span.end} {' '.join(place.text.split())!r}"


def _transcript(connection: Connection, name: str) -> Transcript:
    known = transcripts.find(connection, name)
    if known is None:
        raise ToolkitError(name, "is no transcript of this study")
    return known
