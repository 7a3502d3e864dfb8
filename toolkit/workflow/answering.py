"""The review queue: what only a person can settle after a codebook change, and their answers.

An answer is about one coding, or about all that wait because of the same change of the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.identifier import new_id
from toolkit.model.lineage import Lineage
from toolkit.model.proposal import Proposal
from toolkit.model.review import Decision, Review
from toolkit.model.round import Coder
from toolkit.model.transcript import Transcript
from toolkit.model.version import Version
from toolkit.store import codings, decisions, proposals, transcripts
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.viewing import Looking, in_question


@dataclass(frozen=True)
class Queue:
    """What is open, in the order of transcripts and text, and how far the team has come.

    Attributes
    ----------
    open
        What waits for a person or, if asked for, what a person may look at besides.
    decided
        How many decisions there are.
    quoted
        The codings that decisions were made about, by id.
    ruled
        What the team said to proposed codes, as change records.
    proposed
        Who proposed a code, and as what, by coder and id of the code.
    """

    lineage: Lineage
    open: tuple[Review, ...]
    decided: tuple[Decision, ...]
    quoted: Mapping[str, Coding] = field(default_factory=dict)
    ruled: tuple[CodebookChange, ...] = ()
    proposed: Mapping[tuple[str, str], Proposal] = field(default_factory=dict)

    def code_then(self, review: Review) -> tuple[Code, str] | None:
        """Return the code as it read when the coding was made, with that version; None for a codable theme.

        A coding that came to the code by an earlier change was made with another one: then it is the code as
        it read last before the change asked about.
        """
        made, change = review.coding.codebook_version, Version.of(review.change.version)
        before = [book for book in self.lineage.releases if Version.of(book.version) < change]
        for book in (self.lineage.at(made), *reversed(before)):
            if review.code in book.code and book.code[review.code].active:
                return book.code[review.code], book.version
        return None

    def proposal(self, review: Review) -> Proposal | None:
        """Return what its coder proposed the code as; None for a code of the codebook."""
        return self.proposed.get((review.coding.coder, review.code))

    def book(self, review: Review) -> Codebook:
        """Return the release that brought the change, in which the candidates stand."""
        if any(change.id == review.change.id for change in self.ruled):
            return self.lineage.at(review.change.version)
        return next(
            book
            for book in self.lineage.releases
            if any(change.id == review.change.id for change in book.changes)
        )

    def alike(self, review: Review) -> tuple[Review, ...]:
        """Return the open reviews of the same change and code: one answer may fit all of them."""
        return tuple(
            other for other in self.open if (other.change.id, other.code) == (review.change.id, review.code)
        )

    def only(self, wanted: Wanted) -> Queue:
        """Return the queue with nothing open in it but what is wanted."""
        return replace(self, open=tuple(review for review in self.open if wanted.fits(review)))

    def settled(self, wanted: Wanted) -> tuple[Decision, ...]:
        """Return the decisions about what is wanted, as far as their codings are still there."""
        changes = {change.id: change for change in (*self.lineage.changes, *self.ruled)}
        return tuple(
            made
            for made in self.decided
            if made.coding in self.quoted
            and made.change in changes
            and wanted.fits(_answered(made, self.quoted[made.coding], changes[made.change]))
        )


def _answered(made: Decision, coding: Coding, change: CodebookChange) -> Review:
    """Return the review that a decision answered."""
    is_optional = change.treatment != "review" and change.op != "retire"
    return Review(coding, change, made.code, made.chosen, optional=is_optional)


@dataclass(frozen=True)
class Wanted:
    """Which reviews to look at; empty means all."""

    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    optional: bool = False

    def fits(self, review: Review) -> bool:
        """Tell whether a review is among those wanted."""
        coding = review.coding
        return (
            (self.optional or not review.optional)
            and (not self.coders or coding.coder in self.coders)
            and (not self.codes or review.code in self.codes)
            and (not self.transcripts or coding.transcript in self.transcripts)
        )


def queue(study: Study, wanted: Wanted = Wanted()) -> Queue:
    """Return what is open at the latest version."""
    with study.reading() as connection:
        return found(connection, wanted)


def found(connection: Connection, wanted: Wanted) -> Queue:
    """Return what is open within a transaction."""
    seen, made = in_question(Looking(connection)), decisions.everything(connection)
    quoted = codings.some(connection, (decision.coding for decision in made))
    ruled = tuple(each.as_change for each in proposals.rulings(connection))
    proposed = {(each.coder, each.code): each for each in proposals.everything(connection)}
    return Queue(seen.lineage, seen.resolution.open, made, quoted, ruled, proposed).only(wanted)


def passage(study: Study, review: Review) -> tuple[Transcript, Coding]:
    """Return the transcript of a review, to show the passage in its context."""
    with study.reading() as connection:
        transcript = transcripts.find(connection, review.coding.transcript)
    if transcript is None:
        raise ToolkitError(review.coding.transcript, "is no transcript of this study")
    return transcript, review.coding


def answer(
    study: Study, reviews: Sequence[Review], choose: tuple[str, ...], *, by: str, why: str = ""
) -> tuple[Decision, ...]:
    """Give all these reviews the same answer: the codes that fit, or none; return the decisions.

    Raises
    ------
    ToolkitError
        If a code does not fit or somebody has answered one of them meanwhile; then nothing is decided.
    """
    with study.transaction(by) as records:
        there = found(records.connection, Wanted(optional=True))
        waiting = {_question(each): each for each in there.open}
        for each in reviews:
            if _question(each) not in waiting:
                what = "was decided or taken back by somebody else meanwhile"
                raise ToolkitError(each.coding.transcript, what, "nothing was recorded: look again")
        asked = list({_question(each): waiting[_question(each)] for each in reviews}.values())
        return record(records, there, asked, choose, why)


def record(
    records: Records, there: Queue, reviews: Iterable[Review], choose: tuple[str, ...], why: str
) -> tuple[Decision, ...]:
    """Write a decision for each review, in the name of who writes."""
    by = Coder(records.actor).name
    choose = tuple(dict.fromkeys(choose))
    made = []
    for each in reviews:
        _check_choice(there, each, choose)
        about = (each.coding.id, each.change.id, each.code)
        made.append(Decision(new_id(), *about, choose, why, by, records.at))
        decisions.add(records, made[-1])
    return tuple(made)


def _question(about: Review) -> tuple[str, str, str]:
    return about.coding.id, about.change.id, about.code


def _check_choice(there: Queue, each: Review, choose: Iterable[str]) -> None:
    """Refuse a code that the version which brought the change does not have."""
    book = there.book(each)
    for name in choose:
        if name not in book.codable and name not in each.candidates:
            what = f"is no code of codebook {book.version}, which brought the change"
            raise ToolkitError(name, what, f"choose {' or '.join(each.candidates)}, or another code of it")


def take_back(study: Study, *, by: str) -> tuple[Decision, ...]:
    """Take back what a person decided last, all of it if it was about several codings; return it.

    Raises
    ------
    ToolkitError
        If they have decided nothing.
    """
    with study.transaction(by) as records:
        mine = [made for made in decisions.everything(records.connection) if made.decided_by == by]
        if not mine:
            raise ToolkitError(by, "has made no decision", "there is nothing to take back")
        last = tuple(made for made in mine if made.decided_at == mine[-1].decided_at)
        for made in last:
            decisions.remove(records, made)
    return last
