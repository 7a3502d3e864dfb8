"""Taking into a study what another copy of it offers: work of one coder, or all that happened there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.merged import Happening, Open, Reconciled, Record, Stamp
from toolkit.model.proposal import Proposal
from toolkit.reconcile.merge import latest, merge
from toolkit.store import chronicle, codebooks, codings, copying, proposals
from toolkit.store.chronicle import DRAFT, KINDS, TRANSCRIPT, Row, Told
from toolkit.store.study import Connection, Records

_LONE: Final = "event-"
_ORDERED: Final = (TRANSCRIPT, "participant", "coder", "round")
_ACTS: Final = ("coding", "memo", "proposal")  # whose events are parts of acts that can be undone

Key = tuple[str, ...]
History = Mapping[Record, Sequence[Told]]


@dataclass(frozen=True)
class Offer:
    """What a file brings.

    Attributes
    ----------
    name
        Of the file.
    told
        The events, in their order there.
    rows
        Returns the present rows of records of a kind, by their keys.
    source
        The other study, if it is a whole one.
    remembers
        Whether events that change nothing here are remembered, so that nothing older comes to count.
    """

    name: str
    told: tuple[Told, ...]
    rows: Callable[[str, Collection[Key]], Mapping[Key, Row]]
    source: Connection | None = None
    remembers: bool = True


@dataclass(frozen=True)
class Rival:
    """Two records that say something of the same thing, where there is to be one.

    Attributes
    ----------
    agree
        Whether one may stand for both: they say the same, or one person said both.
    """

    here: Record
    there: Record
    agree: bool
    newer_here: bool

    @property
    def loser(self) -> Record:
        """The one that does not stand."""
        return self.there if self.newer_here else self.here


@dataclass(frozen=True)
class United:
    """What became of an offer.

    Attributes
    ----------
    ours, theirs
        What happened to the records of the offer, here before and there.
    rivals
        Records of which only one can stand.
    faults
        What people have to settle first; if there is anything, nothing was written.
    events
        How many events were taken over.
    """

    reconciled: Reconciled
    ours: History
    theirs: History
    rivals: tuple[Rival, ...]
    faults: tuple[tuple[Record | None, ToolkitError], ...] = field(default=())
    events: int = 0


def unite(
    records: Records, offer: Offer, further: Callable[[United], Iterable[tuple[Record | None, ToolkitError]]]
) -> United:
    """Take in what is new of an offer, all of it or, if anything stands against that, nothing.

    Parameters
    ----------
    further
        Returns what else stands against it.
    """
    # What came of a bundle has no place in a log, so that nothing is the same.
    here = tuple(chronicle.chronicle(records.connection, offer.told))
    theirs = _by_record(each for each in offer.told if each.record.kind != DRAFT)
    ours = _by_record(each for each in here if each.record in theirs)
    reconciled = merge(_histories(ours), _histories(theirs), chronicle.rule_of)
    rivals = tuple(_rivals(here, theirs, reconciled))
    united = United(reconciled, ours, theirs, rivals)
    faults = (
        *((each.record, _told(offer.name, each, united)) for each in reconciled.open),
        *((each.there, _rivalry(offer.name, each, here, united)) for each in rivals if not each.agree),
        *further(united),
    )
    if faults:
        return United(reconciled, ours, theirs, rivals, faults)
    return United(reconciled, ours, theirs, rivals, (), _take(records, offer, here, united))


def last(told: Sequence[Told]) -> Told:
    """Return what happened last: what a record is now."""
    return max(told, key=lambda each: each.stamp)


def _by_record(told: Iterable[Told]) -> dict[Record, list[Told]]:
    found: defaultdict[Record, list[Told]] = defaultdict(list)
    for each in told:
        found[each.record].append(each)
    return dict(found)


def _histories(told: History) -> dict[Record, tuple[Happening, ...]]:
    return {record: tuple(each.happening for each in happened) for record, happened in told.items()}


# --- what people have to settle ---------------------------------------------------------------------

_NATURAL: Final[Mapping[str, tuple[Key, Key]]] = {
    "decision": (("coding", "change", "code"), ("chosen",)),
    "placement": (("coding", "revision"), ("transcript", "start", "end")),
    "proposal": (("code", "coder"), ()),
    "quotation": (("transcript", "revision", "start", "end", "code"), ("edited", "used_in")),
}
"""Of which records there is one for each thing: what the thing is, and what of it is said."""


def _rivals(here: Iterable[Told], theirs: History, reconciled: Reconciled) -> Iterator[Rival]:
    coming = [
        last(theirs[each.record])
        for each in reconciled.settled
        if each.fate == "new" and each.record.kind in _NATURAL
    ]
    if not coming:
        return
    going = {each.record for each in reconciled.settled if each.fate == "removed"}
    standing = {
        _thing(told): told
        for record, happened in _by_record(each for each in here if each.record.kind in _NATURAL).items()
        if record not in going and (told := last(happened)).happening.state is not None
    }
    for there in coming:
        found = standing.get(_thing(there))
        if found is None or found.record == there.record:
            continue
        agree = _said(found) == _said(there) or _same_person(found, there)
        yield Rival(found.record, there.record, agree, found.stamp > there.stamp)


def _thing(told: Told) -> tuple[object, ...]:
    names, _ = _NATURAL[told.record.kind]
    return told.record.kind, *(told.body["after"][name] for name in names)


def _said(told: Told) -> tuple[object, ...]:
    _, names = _NATURAL[told.record.kind]
    return tuple(told.body["after"][name] for name in names)


def _same_person(one: Told, other: Told) -> bool:
    return one.happening.by == other.happening.by


_AGREE_FIRST: Final = "make it the same in one of the two copies, and merge again"


def _told(name: str, each: Open, united: United) -> ToolkitError:
    """Say what stands against taking a record over, and what to do about it."""
    record, where = each.record, f"{name}: {described(each.record)}"
    if each.why == "state":
        here, there = (last(side[record]) for side in (united.ours, united.theirs))
        what = f"was changed here ({worded(here)}) and there ({worded(there)}), neither knowing of the other"
        return ToolkitError(where, what, _AGREE_FIRST)
    if record.kind == TRANSCRIPT:
        ours, theirs = (_imported(side[record]) for side in (united.ours, united.theirs))
        if ours.get("sha256") != theirs.get("sha256"):
            what = "has another text in this study"
            return ToolkitError(
                where, what, "import the one as a correction (--revise), or under another name"
            )
        what = "is described in another way in this study"
        return ToolkitError(where, f"{what} ({_differing(ours, theirs)})", _AGREE_FIRST)
    if record.kind == "codebook":
        what = "differs from the one in this study"
        return ToolkitError(where, what, "release one of the two under a later version, in one copy")
    return ToolkitError(
        where, "is in the study with other content", "settle with the coder which one is right"
    )


def _imported(happened: Sequence[Told]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        (each.body["after"] for each in happened if each.kind == "transcript.imported"), {}
    )
    return found


def _differing(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    names = ("participant", "language", "verbatim")
    return ", ".join(
        f"{name}: here {here.get(name)}, there {there.get(name)}"
        for name in names
        if here.get(name) != there.get(name)
    )


def _rivalry(name: str, rival: Rival, here: Iterable[Told], united: United) -> ToolkitError:
    mine = last([each for each in here if each.record == rival.here])
    brought = last(united.theirs[rival.there])
    where = f"{name}: {described(rival.there, brought)}"
    what = f"{worded(brought)}, and here {worded(mine)} ({rival.here.key[0]})"
    return ToolkitError(where, what, "agree, take one of the two back where it was made, and merge again")


def described(record: Record, told: Told | None = None) -> str:
    """Name a record for people."""
    kind = "picked quotation" if record.kind == "quotation" else record.kind.partition(".")[0]
    if record.kind == TRANSCRIPT:
        return f"{kind} {record.key[0]}" + ("" if record.key[1] == "1" else f", revision {record.key[1]}")
    if record.kind == "assignment":
        return f"reading of {record.key[1]} by {record.key[0]} in round {record.key[2]}"
    if record.kind in ("facts.declared", "protocol.stated"):
        return "what was declared" if kind == "facts" else "the protocol of questions"
    about = ""
    if told is not None and record.kind in ("decision", "placement"):
        about = f" about coding {(told.body.get('after') or told.body['before'])['coding']}"
    return f"{kind} {' '.join(record.key)}{about}"


_SHORT: Final = 60
_TELLING: Final[Mapping[str, Key]] = {
    "memo": ("text",),
    "assignment": ("finished_at",),
    "decision": ("chosen",),
    "placement": ("start", "end"),
    "quotation": ("edited", "used_in"),
    "ruling": ("answer", "codes"),
    "participant": ("attributes",),
    "round": ("purpose", "codebook_version", "unit", "anew", "blind"),
    "coder": ("role", "email"),
    "verdict": ("code", "holds"),
    "coding": ("code",),
    "proposal": ("label",),
}


def worded(told: Told) -> str:
    """Say in a few words what a record came to, who said so, and when."""
    facts = told.body.get("after")
    who = f"{told.happening.by}, {told.at[:16].replace('T', ' ')}"
    if facts is None:
        return f"taken back by {who}"
    if told.record.kind == "assignment":
        return f"{'finished' if facts.get('finished_at') else 'not finished'}, {who}"
    names = _TELLING.get(told.record.kind, ())
    said = [facts[name] for name in names if facts.get(name) not in (None, "", [])]
    text = "; ".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in said)
    text = " ".join(text.split())
    short = text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
    return f"“{short}” by {who}" if short else f"by {who}"


# --- writing ----------------------------------------------------------------------------------------


def _take(records: Records, offer: Offer, here: Sequence[Told], united: United) -> int:
    connection = records.connection
    known = {each.stamp for each in here}
    chosen: dict[Stamp, bool] = {}
    for settled in united.reconciled.settled:
        chosen |= dict.fromkeys(settled.effective, True)
        if offer.remembers:
            chosen |= dict.fromkeys(settled.overtaken, False)
    if offer.remembers:
        drafted = (each.stamp for each in offer.told if each.record.kind == DRAFT)
        chosen |= {stamp: False for stamp in drafted if stamp not in known}
    if not chosen:
        return 0
    coming = sorted((each for each in offer.told if each.stamp in chosen), key=lambda each: each.stamp)
    whole = offer.source is not None
    fitting = [each if whole else _fitting(each, united, records.actor) for each in coming]
    _write_rows(connection, offer, united)
    numbers = {each.stamp.hash: each.number for each in here}
    named = _Names.of(here, offer.told)
    count = chronicle.append(records, ((each, chosen[each.stamp]) for each in fitting), named.body, numbers)
    if any(each.record.kind in _ORDERED for each in coming):
        copying.put_in_order(connection)
    _let_one_stand(records, here, united)
    _keep_proposals(records, united)
    return count


def _write_rows(connection: Connection, offer: Offer, united: United) -> None:
    """Write what records are now, those first to which others point."""
    concerned: defaultdict[str, list[Key]] = defaultdict(list)
    losing = {each.loser for each in united.rivals}
    for settled in united.reconciled.settled:
        if settled.effective:
            concerned[settled.record.kind].append(settled.record.key)
    for rival in united.rivals:
        if not rival.newer_here:
            concerned[rival.here.kind].append(rival.here.key)
    for kind in KINDS:
        if kind == "assignment" and offer.source is not None:
            for name, revision in concerned.get(TRANSCRIPT, ()):
                copying.take_transcript(connection, offer.source, name, int(revision))
        keys = concerned.get(kind, ())
        if not keys:
            continue
        there = offer.rows(kind, keys)
        changed = {key: None if Record(kind, key) in losing else there.get(key) for key in keys}
        # Those that go first: one thing may have another record from now on.
        chronicle.put(connection, kind, {key: row for key, row in changed.items() if row is None})
        chronicle.put(connection, kind, {key: row for key, row in changed.items() if row is not None})


_VERBS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "assignment": ("made", "made", "finished", "reopened"),
    "coding": ("added", "restored", "restored", "removed"),
    "memo": ("added", "restored", "changed", "removed"),
    "proposal": ("made", "restored", "restored", "withdrawn"),
    "verdict": ("given", "given", "given", "withdrawn"),
    "decision": ("made", "made", "made", "withdrawn"),
    "placement": ("made", "made", "made", "withdrawn"),
    "quotation": ("picked", "picked", "edited", "dropped"),
}
"""What is said when such a record came, came back, changed, and went."""


def _fitting(told: Told, united: United, actor: str) -> Told:
    """Return an event of a bundle as it is told here: the bundle says only what its records are now."""
    came, again, changed, went = _VERBS[told.record.kind]
    happened = united.ours.get(told.record, ())
    before = last(happened).body.get("after") if happened else None
    body, after = dict(told.body), told.body.get("after")
    if before is not None and after is not None:
        verb = changed
        if told.record.kind == "assignment" and not after.get("finished_at"):
            verb = went
        body = {"before": before, "after": after}
    elif after is not None:
        verb = again if happened else came
    else:
        verb = went
    return replace(told, kind=f"{told.record.kind}.{verb}", body=body, actor=actor)


@dataclass(frozen=True)
class _Names:
    """What acts are called here: one without a name goes by the number of its event, which is another here.

    Attributes
    ----------
    there
        Events of the other log by number.
    shared
        How many events both logs begin with.
    here
        The numbers of events that were first written here and have no name, by the name they have elsewhere.
    """

    there: Mapping[int, Told]
    shared: int
    here: Mapping[str, int]

    @classmethod
    def of(cls, here: Sequence[Told], there: Sequence[Told]) -> _Names:
        shared = 0
        for mine, theirs in zip(here, there, strict=False):
            if mine.stamp != theirs.stamp or mine.number != theirs.number:
                break
            shared += 1
        own = {_named(each.stamp): each.number for each in here if each.lone}
        return cls({each.number: each for each in there}, shared, own)

    def body(self, told: Told, numbers: Mapping[str, int]) -> dict[str, Any]:
        """Return the body of an event as it is told here."""
        body = dict(told.body)
        if told.record.kind in _ACTS:
            act = dict(body.get("act") or {})
            act |= {verb: self._known(act[verb]) for verb in ("undoes", "redoes") if act.get(verb)}
            # What has no number because a bundle brought it was no act of its coder here.
            if told.lone and told.number:
                act["id"] = _named(told.stamp)
            if act:
                body["act"] = act
        if told.record.kind == TRANSCRIPT and isinstance(after := body.get("after"), Mapping):
            body["after"] = self._taking_back(after, numbers)
        return body

    def _known(self, act: str) -> str:
        """Return what an act is called here."""
        number = act.removeprefix(_LONE)
        if act.startswith(_LONE) and number.isdecimal():
            found = self.there.get(int(number))
            return act if found is None or int(number) <= self.shared else _named(found.stamp)
        return f"{_LONE}{self.here[act]}" if act in self.here else act

    def _taking_back(self, after: Mapping[str, Any], numbers: Mapping[str, int]) -> Mapping[str, Any]:
        """Return another reading of a transcript; the one that it takes back has another number here."""
        found = self.there.get(after["undoes"]) if "undoes" in after else None
        if found is None:
            return after
        rest = {name: value for name, value in after.items() if name != "undoes"}
        number = numbers.get(found.stamp.hash)
        return rest if number is None else rest | {"undoes": number}


def _named(stamp: Stamp) -> str:
    return f"act-{stamp.hash[:32]}"


def _let_one_stand(records: Records, here: Sequence[Told], united: United) -> None:
    """Say in the log which of two records stands, where they say the same of one thing."""
    for rival in united.rivals:
        side = united.theirs[rival.there] if rival.newer_here else [e for e in here if e.record == rival.here]
        *_, went = _VERBS[rival.loser.kind]
        winner = rival.here if rival.newer_here else rival.there
        records.log(
            f"{rival.loser.kind}.{went}",
            rival.loser.key[0],
            before=last(side).body["after"],
            instead={"id": winner.key[0]},
        )


def _keep_proposals(records: Records, united: United) -> None:
    """Bring back a proposed code that was withdrawn in one copy while it was given in the other."""
    codes = _all_codes(records.connection)
    given: set[tuple[str, str]] = set()
    for settled in united.reconciled.settled:
        record = settled.record
        if record.kind == "proposal" and settled.fate in ("removed", "kept"):
            _keep_proposal(records, (*united.ours.get(record, ()), *united.theirs[record]))
        elif record.kind == "coding" and settled.fate == "new":
            after = last(united.theirs[record]).body["after"]
            by_whom = after["code"], after["coder"]
            if after["code"] not in codes and by_whom not in given:
                given.add(by_whom)
                _keep_proposal_of(records, *by_whom)


def _keep_proposal(records: Records, happened: Sequence[Told]) -> None:
    known = [each.body.get("after") or each.body["before"] for each in happened]
    if known:
        proposal = Proposal(**known[-1])
        if codings.count_with(records.connection, proposal.code, proposal.coder):
            _restore(records, proposal)


def _keep_proposal_of(records: Records, code: str, coder: str) -> None:
    there = proposals.everything(records.connection, coder=coder)
    if any(each.code == code for each in there):
        return
    made = [
        each.body.get("after") or each.body["before"]
        for each in chronicle.chronicle(records.connection)
        if each.record.kind == "proposal"
    ]
    for told in made:
        if (told["code"], told["coder"]) == (code, coder):
            _restore(records, Proposal(**told))
            return


def _restore(records: Records, proposal: Proposal) -> None:
    there = proposals.everything(records.connection, coder=proposal.coder)
    if proposal.code not in _all_codes(records.connection) and not any(
        each.code == proposal.code for each in there
    ):
        proposals.restore(records, proposal)


def _all_codes(connection: Connection) -> Mapping[str, object]:
    book: Codebook = codebooks.latest(connection)
    return book.code


def here_now(united: United, record: Record) -> bool:
    """Tell whether a record was here before."""
    happened = united.ours.get(record)
    return bool(happened) and latest([each.happening for each in happened or ()]).state is not None
