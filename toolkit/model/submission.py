"""A submission: one coder's work on its way from one copy of a study to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar, assert_never

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, repeated
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import Verdict
from toolkit.model.merged import Record, Stamp
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.proposal import Proposal
from toolkit.model.review import Decision
from toolkit.model.round import Assignment

Work: TypeAlias = Assignment | Coding | Memo | Verdict | Proposal | Decision | Placement | Pick
"""One thing a coder did."""
Kind = TypeVar("Kind", bound=Work)


def record_of(work: Work) -> Record:
    """Return which record of a study this is.

    >>> record_of(Assignment("Ana", "P01"))
    Record(kind='assignment', key=('Ana', 'P01', 'first'))
    """
    match work:
        case Assignment():
            return Record("assignment", (work.coder, work.transcript, work.round))
        case Pick():
            return Record("quotation", (work.id,))
        case _:
            return Record(type(work).__name__.lower(), (work.id,))


def author_of(work: Work) -> str:
    """Return whose work this is."""
    match work:
        case Assignment() | Coding() | Proposal():
            return work.coder
        case Memo():
            return work.author
        case Verdict() | Decision():
            return work.decided_by
        case Placement():
            return work.placed_by
        case Pick():
            return work.picked_by
        case _:
            assert_never(work)


@dataclass(frozen=True)
class Submission:
    """Everything one coder did, and hashes of what it rests on.

    Attributes
    ----------
    study
        Title of the study it was made in.
    texts
        SHA-256 of the text by transcript id.
    codebooks
        SHA-256 of the content by codebook version.
    removed
        What the coder made and took back, as it was: what has such an id elsewhere is taken back there, too.
    stamps
        When each of these came to be as it is. A bundle of the first format does not say.
    """

    coder: str
    study: str
    texts: Mapping[str, str]
    codebooks: Mapping[str, str]
    assignments: tuple[Assignment, ...] = ()
    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decisions: tuple[Decision, ...] = ()
    placements: tuple[Placement, ...] = ()
    picks: tuple[Pick, ...] = ()
    removed: tuple[Work, ...] = ()
    stamps: Mapping[Record, Stamp] = field(default_factory=dict)

    @property
    def work(self) -> Iterator[Work]:
        """Everything that is there now."""
        yield from self.assignments
        yield from self.codings
        yield from self.memos
        yield from self.verdicts
        yield from self.proposals
        yield from self.decisions
        yield from self.placements
        yield from self.picks

    def holding(
        self, work: Collection[Work], removed: tuple[Work, ...], stamps: Mapping[Record, Stamp]
    ) -> Submission:
        """Return it with this work in place of its own."""

        def some(kind: type[Kind]) -> tuple[Kind, ...]:
            return tuple(each for each in work if isinstance(each, kind))

        return replace(
            self,
            assignments=some(Assignment),
            codings=some(Coding),
            memos=some(Memo),
            verdicts=some(Verdict),
            proposals=some(Proposal),
            decisions=some(Decision),
            placements=some(Placement),
            picks=some(Pick),
            removed=removed,
            stamps=stamps,
        )

    def __post_init__(self) -> None:
        check_name("coder", self.coder)
        everything = (*self.work, *self.removed)
        for work in everything:
            if author_of(work) != self.coder:
                told = _NAMED.get(type(work), "work")
                what = f"{told} {author_of(work)!r} is in the submission of {self.coder!r}"
                raise Invalid(what)
        ids = [work.id for work in everything if not isinstance(work, Assignment)]
        if twice := repeated(ids):
            raise Invalid(f"holds the id {twice[0]} twice")
        if unknown := {task.transcript for task in self.assignments} - set(self.texts):
            raise Invalid(f"an assignment to {min(unknown)!r} rests on a text the submission does not name")
        for made in everything:
            if isinstance(made, Coding | Verdict | Pick):
                rests = made.quotation.transcript in self.texts and made.codebook_version in self.codebooks
            elif isinstance(made, Placement):
                rests = made.transcript in self.texts
            else:
                continue
            if not rests:
                kind = _NAMED[type(made)].removesuffix(" by").removeprefix("a ").replace("work of", "coding")
                what = f"{kind} {made.id} rests on a text or codebook the submission does not name"
                raise Invalid(what)


_NAMED = {
    Assignment: "work of",
    Coding: "work of",
    Memo: "a memo by",
    Verdict: "a verdict by",
    Proposal: "a proposal by",
    Decision: "a decision by",
    Placement: "a placement by",
    Pick: "a pick by",
}
