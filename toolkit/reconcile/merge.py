"""Two copies of a study made one, record by record, from what happened to each record in both.

A copy is the set of events it knows, and an event has the same name in every copy. Merging unites the sets,
and the state of a record follows from the united set alone: the state after its latest event. So merging
is the same in any order and grouping, and twice is as good as once. What a copy knew is told by its set, too:
if it has all events of a record that are here, its state is a later one and no contradiction to ours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from operator import attrgetter

from toolkit.model.merged import Fate, Happening, Histories, Open, Reconciled, Record, Rule, Settled, Stamp

_by_stamp = attrgetter("stamp")


def merge(ours: Histories, theirs: Histories, rule_of: Callable[[Record], Rule]) -> Reconciled:
    """Settle what was brought against what is here.

    Parameters
    ----------
    ours
        What happened here, at least of the records that were brought.
    theirs
        What happened to each record that was brought: all of it, or only its last event.
    rule_of
        What is to happen where a record was changed in both, neither knowing of the other.
    """
    settled, left = [], []
    for record, there in theirs.items():
        found = _reconciled(record, ours.get(record, ()), there, rule_of(record))
        if isinstance(found, Open):
            left.append(found)
        else:
            settled.append(found)
    return Reconciled(tuple(settled), tuple(left))


def latest(happened: Collection[Happening]) -> Happening:
    """Return what happened last: what a record is now."""
    return max(happened, key=_by_stamp)


def _reconciled(
    record: Record, ours: tuple[Happening, ...], theirs: tuple[Happening, ...], rule: Rule
) -> Settled | Open:
    known = {each.stamp for each in ours}
    news = sorted((each for each in theirs if each.stamp not in known), key=_by_stamp)
    there = latest(theirs)
    if not ours:
        return Settled(record, "new" if there.state is not None else "kept", _stamps(news))
    here = latest(ours)
    if _frames(ours) and _frames(theirs) and _frames(ours) != _frames(theirs):
        return Open(record, "content", here, there)
    if not news:
        return Settled(record, "identical" if here.state == there.state else "kept")
    ahead = known <= {each.stamp for each in theirs}
    if rule == "agreed" and not ahead and _contradict(here, there):
        return Open(record, "state", here, there)
    # Where both came to say the same, each by itself, nothing that was brought makes a difference.
    matters = ahead or here.state != there.state
    effective = [each for each in news if matters and each.stamp > here.stamp]
    overtaken = [each for each in news if each not in effective]
    return Settled(record, _fate(here, there), _stamps(effective), _stamps(overtaken))


def _frames(happened: Collection[Happening]) -> set[str]:
    return {each.frame for each in happened if each.frame}


def _contradict(here: Happening, there: Happening) -> bool:
    """Tell whether two last words differ, and not because one of them only takes the record away."""
    return here.state != there.state and None not in (here.state, there.state)


def _fate(here: Happening, there: Happening) -> Fate:
    if here.state == there.state:
        return "identical"
    if there.stamp < here.stamp:
        return "kept"
    if there.state is None:
        return "removed"
    return "new" if here.state is None else "changed"


def _stamps(happened: Collection[Happening]) -> tuple[Stamp, ...]:
    return tuple(each.stamp for each in happened)
