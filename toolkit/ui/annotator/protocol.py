"""What the page and the coding pane in the browser tell each other.

Down goes a `Snapshot`, everything the pane shows. Up comes an `Outbox`, everything the coder did that was
not acknowledged yet. Nothing here knows Streamlit, and nothing that comes up is trusted: the browser's
message is read part by part, and whoever coded is never taken from it.

Any single message may be lost on the way: runs of a page coalesce. Therefore a message down is complete, or
a patch with *all* that has changed since the state that the browser says it holds, never since the message
before; `down` makes both. For the same reason the outbox is cumulative, and an operation carries the id of
the coding it makes, so that the same operation received twice changes nothing; `up` reads it.

Operations, each with `seq` and `op`; what stands behind a ? may be left out or null:

========= ==================================== ==========================================================
op        further fields                       what it does
========= ==================================== ==========================================================
add       id start end code certainty?         code a passage; certainty is sure or unsure
remove    id successor?                        take back one's own coding; `successor` is the id of the
                                               coding that `add`, in the same act, puts in its place (other
                                               code, ends or certainty): its memos are shown there
restore   id                                   bring back, under the same id, a coding, memo or proposal of
                                               one's own that was removed
memo      id about subject text                write a memo about a coding, transcript or code (its id)
rewrite   id seen text                         give one's memo another text; refused unless its text is
                                               still `seen`
unmemo    id seen                              remove one's memo; refused likewise
propose   id label definition?                 propose a code; `add` may give a passage its `id`
withdraw  id                                   take one's proposal back; refused while a passage has it
========= ==================================== ==========================================================

Each may carry `act`, a UUID of version 7: the operations of one act are carried out all or none, each that is
refused takes the others with it, and they are undone together. An operation of an act that was carried out
is not carried out again. To recode a coding or move its ends is an act of `remove` and `add`: a coding is
never rewritten. Undoing and redoing are acts too, and say what they answer: `undoes` or `redoes`, the id of
an act. The page remembers none of this for the pane; it reads `history` from the log:

- `history` lists acts of this coder on this transcript, newest last: `{act, undone, ops}`. To undo is to take
  the last one with `undone` false, to redo the first one with `undone` true.
- `ops` have the fields above, those about codings also start, end, code and certainty; those about memos
  have about, subject and text; those about proposals have label and definition.
- To undo an act, answer its ops from last to first: `add` and `restore` by `remove`, `remove` by `restore`,
  `memo` by `unmemo`, `unmemo` by `restore`, `rewrite` by `rewrite` with `seen` and `text` exchanged,
  `restore` of a memo by `unmemo`, `propose` and `restore` of a proposal by `withdraw`, and `withdraw` by
  `restore`. A `remove` that answers an `add` names as `successor` the coding that the
  act removed in favour of it.
- To redo it, do its ops again from first to last, with `restore` for `add`, `memo` and `propose`: ids stay
  the same.

A proposed code goes by the id of its proposal between page and pane, in both directions, as long as it is not
in the codebook: the browser can use it at once, before the page has said which id it gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, Literal

from toolkit.model.act import ALONE, Act, Together
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Certainty, Coding, Memo
from toolkit.model.proposal import Proposal
from toolkit.model.transcript import Span, Transcript

PROTOCOL: Final = 1
MemoSubject = Literal["coding", "transcript", "code"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All the coding pane shows.

    Attributes
    ----------
    codings
        Everyone's codings of the transcript that this coder may see. Those by `me` can be removed.
    me
        Name of the coder at the screen, as the session knows it.
    memos
        The memos that this coder may see, about the transcript, its codings and the codes. Those by `me` can
        be changed and removed.
    history
        The acts of `me` on this transcript that can be undone, and behind them those that can be redone.
    rev
        Number of the latest event of the log when the snapshot was taken.
    jump
        Id of a coding, or a passage within turns, to scroll to and select once, when it differs from the one
        before.
    read_only
        Whether coding and removing are switched off.
    proposals
        Proposed codes that are not in the codebook and this coder may see.
    usable
        Ids of those of them that `me` may give passages.
    units
        The units of a round that has fixed ones, in order; a passage covers whole ones.
    """

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    me: str
    memos: tuple[Memo, ...] = ()
    history: tuple[Act, ...] = ()
    rev: int = 0
    jump: str | Span | None = None
    read_only: bool = False
    proposals: tuple[Proposal, ...] = ()
    usable: frozenset[str] = frozenset()
    units: tuple[Span, ...] = ()

    def shown(self, code: str, coder: str) -> str:
        """Return by what id the pane knows a code: a proposed one by that of the proposal."""
        for each in self.proposals:
            if (each.code, each.coder) == (code, coder):
                return each.id
        return code


@dataclass(frozen=True, slots=True)
class AddCoding:
    """Apply a code to a passage. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    span: Span
    code: str
    certainty: Certainty | None = None
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RemoveCoding:
    """Take back the coding with this id; `successor` is the coding that takes its place, if one does."""

    seq: int
    id: str
    successor: str | None = None
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring back the coding or memo with this id, which was removed."""

    seq: int
    id: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class WriteMemo:
    """Write a memo. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    about: MemoSubject
    subject: str
    text: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RewriteMemo:
    """Give the memo with this id, whose text was `seen`, another text."""

    seq: int
    id: str
    seen: str
    text: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RemoveMemo:
    """Remove the memo with this id, whose text was `seen`."""

    seq: int
    id: str
    seen: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class ProposeCode:
    """Propose a code. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    label: str
    definition: str = ""
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class WithdrawCode:
    """Take back the proposal with this id."""

    seq: int
    id: str
    together: Together = ALONE


Operation = (
    AddCoding | RemoveCoding | Restore | WriteMemo | RewriteMemo | RemoveMemo | ProposeCode | WithdrawCode
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one operation was not carried out, as a clause for the coder to read."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """All a view did that it has not seen acknowledged, oldest first.

    Attributes
    ----------
    client
        Name the view gave itself; sequence numbers count within it.
    transcript, sha256
        Id of the transcript on screen and hash of its text.
    unreadable
        Rejections of operations that could not be read; all others are in `operations`.
    rev
        Name of the state that the view holds, as a message told it; None if it holds none.
    """

    client: str
    transcript: str
    sha256: str
    operations: tuple[Operation, ...]
    unreadable: tuple[Rejection, ...] = ()
    rev: str | None = None

    @property
    def seqs(self) -> tuple[int, ...]:
        """Sequence numbers of all operations, readable or not, ascending."""
        return tuple(sorted(part.seq for part in chain(self.operations, self.unreadable)))


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What became of a view's operations up to and including number `seq`.

    Those rejected are listed with the reason; all others are on disk.
    """

    client: str
    seq: int
    rejected: tuple[Rejection, ...] = ()


def unanswered(outbox: Outbox, ack: Acknowledgement | None) -> Outbox:
    """Return the part of the outbox that `ack` does not answer."""
    if ack is None or ack.client != outbox.client:
        return outbox
    return replace(
        outbox,
        operations=tuple(operation for operation in outbox.operations if operation.seq > ack.seq),
        unreadable=tuple(rejection for rejection in outbox.unreadable if rejection.seq > ack.seq),
    )


def answer(outbox: Outbox, rejected: Iterable[Rejection], before: Acknowledgement | None) -> Acknowledgement:
    """Acknowledge a whole outbox.

    A message down may be lost, so rejections told `before` are told again as long as the view still lists
    the operation.
    """
    seqs = outbox.seqs
    again = before.rejected if before is not None and before.client == outbox.client else ()
    told = {rejection.seq: rejection for rejection in chain(again, outbox.unreadable, rejected)}
    still = tuple(told[seq] for seq in sorted(told) if seq in seqs)
    return Acknowledgement(outbox.client, max(seqs), still)
