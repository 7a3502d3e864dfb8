"""What the page Code lays before a coder, kept from coding to coding.

Read as a whole, a long transcript with thousands of codings takes longer than a coder should wait. So what
was laid out last is kept, with the end of the log at that moment. The log tells all that happened since, in
this process or another: where that is only codings that came or went, these are laid anew and nothing else;
where it is anything that may concern other codings, such as a release or a decision, everything is.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final, cast

from toolkit.model.act import Act
from toolkit.model.coding import Coding, Memo
from toolkit.model.event import Event
from toolkit.model.proposal import Proposal
from toolkit.model.recent import Recent
from toolkit.store import codings, events
from toolkit.store.study import Study
from toolkit.workflow import noting, proposing, showing, undoing
from toolkit.workflow.showing import Desk

_MOST_EVENTS: Final = 100
"""Happened more since, everything is read again."""
_CODED: Final = frozenset({"coding.added", "coding.removed", "coding.restored"})
_BESIDE: Final = frozenset(
    {
        *("memo.added", "memo.changed", "memo.removed", "memo.restored"),
        *("proposal.made", "proposal.withdrawn", "proposal.restored"),
        *("coder.added", "assignment.made", "participant.added", "participant.changed"),
        *("draft.saved", "draft.dropped", "verdict.given", "verdict.withdrawn"),
        *("quotation.picked", "quotation.edited", "quotation.dropped"),
    }
)
"""What changes no coding that is shown, nor how it is shown. A kind not known here may."""


@dataclass(frozen=True)
class Laid:
    """All that lies before a coder.

    Attributes
    ----------
    event
        Number of an event of the log that all of it is at least as new as.
    memos, history, proposals, usable
        As in `noting.beside`, `undoing.history`, `proposing.beside` and `proposing.usable`.
    """

    desk: Desk
    event: int
    memos: tuple[Memo, ...]
    history: tuple[Act, ...]
    proposals: tuple[Proposal, ...]
    usable: frozenset[str]


_Position = tuple[int, int, str]


@dataclass(frozen=True)
class _Shown:
    """The codings that are shown, in order, by the coding made: a person may have given it several codes."""

    order: list[_Position]
    groups: Mapping[str, tuple[Coding, ...]]

    @classmethod
    def of(cls, shown: Iterable[Coding]) -> _Shown:
        groups = {
            name: tuple(group) for name, group in groupby(shown, lambda each: showing.original(each.id))
        }
        return cls([_position(name, group) for name, group in groups.items()], groups)

    def changed(self, news: Mapping[str, tuple[Coding, ...]]) -> _Shown:
        """Return them with some codings shown otherwise; where there is nothing, not at all."""
        order, groups = list(self.order), dict(self.groups)
        for name, group in news.items():
            if name in groups:
                del order[bisect_left(order, _position(name, groups.pop(name)))]
            if group:
                insort(order, _position(name, group))
                groups[name] = group
        return _Shown(order, groups)

    @property
    def codings(self) -> tuple[Coding, ...]:
        return tuple(chain.from_iterable(self.groups[name] for _, _, name in self.order))


def _position(name: str, group: tuple[Coding, ...]) -> _Position:
    return group[0].span.start, -group[0].span.end, name


@dataclass(frozen=True)
class _Kept:
    """What was laid out when the log ended with the event of this number and hash."""

    head: tuple[int, str]
    laid: Laid
    shown: _Shown


_RECENT: Final[Recent[tuple[object, ...], _Kept]] = Recent(24)


def lay(study: Study, transcript: str, coder: str, *, others: bool = False) -> Laid:
    """Lay out a transcript with all that is beside it: one's own, and everybody's only if asked."""
    place = (study.address, study.viewer, transcript, coder, others)
    kept = _RECENT.find(place)
    with study.reading() as connection:
        # Ahead of all that is read, so that it never claims more than was.
        head = events.head(connection)
        if kept is not None and kept.head == head:
            return kept.laid
        news = None if kept is None else events.since(connection, *kept.head, _MOST_EVENTS)
    followed = None
    if kept is not None and news is not None:
        followed = _followed(study, kept, news, None if others else coder)
    if followed is None:
        desk = showing.desk(study, transcript, coder, others=others)
        followed = (desk, _Shown.of(desk.codings))
    desk, shown = followed
    laid = Laid(
        desk,
        head[0],
        noting.beside(study, transcript, coder, desk.codings, others=others),
        undoing.history(study, coder, desk.transcript),
        proposing.beside(study, coder, others=others),
        proposing.usable(study, coder),
    )
    _RECENT.keep(place, _Kept(head, laid, shown))
    return laid


def _followed(
    study: Study, kept: _Kept, news: Iterable[Event], coder: str | None
) -> tuple[Desk, _Shown] | None:
    """Return the desk with what came and went since; None if everything has to be read again."""
    desk = kept.laid.desk
    # In a corrected text other codings may have come to the same passage.
    kinds = {event.kind for event in news}
    if desk.transcript.revision > 1 or not kinds <= _CODED | _BESIDE:
        return None
    if "assignment.made" in kinds and (desk.closed or desk.finished):
        return None  # the transcript may just have been given to the coder
    changed = {
        each.id: each
        for each in _coded(news)
        if each.transcript == desk.transcript.id and coder in (None, each.coder)
    }
    if not changed:
        return desk, kept.shown
    now = showing.shown_now(study, changed.values())
    shown = kept.shown.changed({**dict.fromkeys(changed, ()), **now})
    return replace(desk, codings=shown.codings), shown


def _coded(news: Iterable[Event]) -> Iterator[Coding]:
    for event in news:
        if event.kind in _CODED:
            told = event.body.get("after") or event.body["before"]
            yield codings.from_mapping(cast("Mapping[str, object]", told))
