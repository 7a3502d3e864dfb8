"""Receiving a coder's work from another copy of the study: what is new of it is added, all of it or none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final, NamedTuple

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.merged import Record, Stamp, moment
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.review import Decision
from toolkit.model.round import Assignment, Coder
from toolkit.model.submission import Submission, Work, record_of
from toolkit.model.transcript import Transcript
from toolkit.store import chronicle, codebooks, codings, proposals, rounds, sights, transcripts
from toolkit.store.chronicle import Row, Told
from toolkit.store.study import RESEARCHER, Connection, Records
from toolkit.workflow.arranging import is_whole
from toolkit.workflow.gathering import gather
from toolkit.workflow.submitting import facts
from toolkit.workflow.uniting import Key, Offer, United, here_now, unite

Fault = tuple[Record | None, ToolkitError]

_EARLIEST: Final = moment("0001-01-01T00:00:00Z")
"""Of what nobody said when it came to be: nothing here is older."""


class _Ground(NamedTuple):
    """What the work rests on, as it is here: texts, codebooks, and ids of codes its coder proposed."""

    texts: Mapping[str, Transcript]
    books: Mapping[str, Codebook]
    proposed: Container[str]


def receive(records: Records, submission: Submission) -> str:
    """Add what is new of a coder's work; return what became of it.

    Raises
    ------
    ToolkitError
        If texts, codebooks, rounds or codings it rests on are not those of the study.
    """
    united = take_in(records, submission, f"work of {submission.coder}")
    if united.faults:
        raise Several(fault for _, fault in united.faults)
    return report(records.connection, submission, united)


def take_in(records: Records, submission: Submission, name: str) -> United:
    """Add what is new of a coder's work, all of it or, if anything stands against that, nothing.

    Parameters
    ----------
    name
        What the work is called where something stands against it.
    """
    connection = records.connection
    sights.check_whole(connection, "taking in a coder's work")
    ground, faults = _ground(connection, submission, name)
    if ground is None:
        return unite(records, _offer(submission.holding((), (), {}), name), lambda _: faults)
    reread = tuple(
        replace(task, revision=min(task.revision, ground.texts[task.transcript].revision))
        for task in submission.assignments
    )
    fitted = replace(submission, assignments=reread)
    if submission.coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(submission.coder))
    return unite(records, _offer(fitted, name), lambda _: _faults(connection, fitted, ground, name))


def _offer(submission: Submission, name: str) -> Offer:
    removed = {record_of(work) for work in submission.removed}
    told = tuple(
        _told(work, submission, gone=record_of(work) in removed)
        for work in (*submission.work, *submission.removed)
    )
    there = {each.record: each.body["after"] for each in told if "after" in each.body}

    def rows(kind: str, keys: Collection[Key]) -> Mapping[Key, Row]:
        found = {key: there.get(Record(kind, key)) for key in keys}
        return {key: chronicle.row_of(kind, row) for key, row in found.items() if row is not None}

    return Offer(name, told, rows, remembers=bool(submission.stamps))


def _told(work: Work, submission: Submission, *, gone: bool) -> Told:
    """Return a piece of work as the event that made it what it is."""
    record, told = record_of(work), facts(work)
    stamp = submission.stamps.get(record) or _stamp(work)
    # Of a reading, the three names that it goes by.
    subject = json.dumps([*record.key], ensure_ascii=False) if isinstance(work, Assignment) else record.key[0]
    body = {"before": told} if gone else {"after": told}
    kind = f"{record.kind}.told"
    _, happening = chronicle.told_of(stamp, RESEARCHER, kind, subject, body)
    return Told(stamp, record, happening, RESEARCHER, kind, subject, body, _time(work, stamp), 0, "")


def _stamp(work: Work) -> Stamp:
    """Return when a piece of work came to be, as far as the work itself tells."""
    content = json.dumps(facts(work), ensure_ascii=False, sort_keys=True)
    hash_ = hashlib.sha256(content.encode()).hexdigest()
    at = _said_at(work)
    return Stamp(moment(at) if at else _EARLIEST, 0, hash_)


def _said_at(work: Work) -> str | None:
    match work:
        case Assignment():
            return work.finished_at
        case Verdict() | Decision():
            return work.decided_at
        case Placement():
            return work.placed_at
        case _:
            return work.made_at


def _time(work: Work, stamp: Stamp) -> str:
    return _said_at(work) or stamp.moment


# --- what became of it ------------------------------------------------------------------------------


def report(connection: Connection, submission: Submission, united: United) -> str:
    """Say what became of a coder's work."""
    tallies = (
        _counted(united, "coding", {"new": "added", "identical": "were there", "away": "were removed here"}),
        _counted(
            united, "verdict", {"new": "added", "identical": "were there", "away": "were withdrawn here"}
        ),
        _counted(united, "proposal", {"new": "added", "again": "restored", "away": "were withdrawn here"}),
        _counted(
            united,
            "memo",
            {"new": "added", "changed": "changed", "away": "were removed here", "kept": "were newer here"},
        ),
        _counted(united, "decision", _OF_OTHERS),
        _counted(united, "placement", _OF_OTHERS),
        _counted(united, "quotation", _OF_OTHERS | {"changed": "changed", "kept": "were newer here"}),
    )
    told = ", ".join(chain.from_iterable(tallies))
    told += "".join(_off_units(connection, submission, united))
    here = codings.everything(connection, coders=[submission.coder])
    missing = len({coding.id for coding in here} - {coding.id for coding in submission.codings})
    if missing:
        told += f", {missing} codings here are not in the bundle"
    return told or "no codings"


_OF_OTHERS: Final = {"new": "added", "away": "were withdrawn here"}


def _counted(united: United, kind: str, words: Mapping[str, str]) -> Iterator[str]:
    plural = "picks" if kind == "quotation" else f"{kind}s"
    words = {"removed": "removed", "again": "added", **words}
    found = Counter(words[fate] for fate in _fates(united, kind) if fate in words)
    return (f"{count} {plural} {fate}" for fate, count in sorted(found.items()))


def _fates(united: United, kind: str) -> Iterator[str]:
    """Yield what became of each record of a kind that is in the bundle, in finer words than `Fate`."""
    for settled in united.reconciled.settled:
        record, fate = settled.record, str(settled.fate)
        if record.kind != kind:
            continue
        is_there = "after" in united.theirs[record][-1].body
        known = record in united.ours
        if not is_there:
            if fate == "removed":
                yield fate
        elif fate in ("kept", "identical") and known and not here_now(united, record):
            yield "away"
        elif fate == "new" and known:
            yield "again"
        else:
            yield fate


def _off_units(connection: Connection, submission: Submission, united: United) -> Iterator[str]:
    """Say how many codings are on no whole units of rounds that have them: made before the round had."""
    units = {each.id: each.unit for each in rounds.rounds(connection)}
    new = {each.record.key[0] for each in united.reconciled.settled if each.fate == "new"}
    texts: dict[tuple[str, int], Transcript | None] = {}
    count: Counter[str] = Counter()
    for coding in submission.codings:
        place = coding.transcript, coding.quotation.revision
        if coding.id not in new or units[coding.round] == "free":
            continue
        if place not in texts:
            texts[place] = transcripts.find(connection, *place)
        text = texts[place]
        if text is not None and not is_whole(text, coding.span, units[coding.round]):
            count[coding.round] += 1
    for name, found in sorted(count.items()):
        yield f", of them {found} not on whole {units[name]}s, which round {name} codes"


# --- what stands against it -------------------------------------------------------------------------


def _ground(connection: Connection, submission: Submission, name: str) -> tuple[_Ground | None, list[Fault]]:
    """Return what the work rests on, or what of it is missing or reads differently here."""
    unknown = list(_unknown_rounds(connection, submission, name))
    texts = gather(lambda each: _same_text(connection, submission, each, name), submission.texts)
    books = gather(lambda each: _same_codebook(connection, submission, each, name), submission.codebooks)
    if faults := [*unknown, *texts.faults, *books.faults]:
        return None, [(None, fault) for fault in faults]
    mine = (*submission.proposals, *proposals.everything(connection, coder=submission.coder))
    return _Ground(
        dict(zip(submission.texts, texts.made, strict=True)),
        dict(zip(submission.codebooks, books.made, strict=True)),
        frozenset(each.code for each in mine),
    ), []


def _unknown_rounds(connection: Connection, submission: Submission, name: str) -> Iterator[ToolkitError]:
    known = {known.id for known in rounds.rounds(connection)}
    used = {work.round for work in submission.assignments} | {work.round for work in submission.codings}
    used |= {work.round for work in submission.removed if isinstance(work, Coding)}
    for unknown in sorted(used - known):
        what = f"belongs to round {unknown!r}, which is not in this study"
        yield ToolkitError(name, what, "merge the study it was made in, or make the round here")


def _same_text(connection: Connection, submission: Submission, name: str, where: str) -> Transcript:
    """Return the transcript the work rests on; refuse it if it is missing or reads differently here.

    Work on a text that was corrected here since is as welcome as that on the present one.
    """
    there = transcripts.revisions(connection, name)
    had = [revision for revision, sha256 in there.items() if sha256 == submission.texts[name]]
    known = transcripts.find(connection, name, had[-1]) if had else None
    if known is None:
        problem = "has another text in this study" if there else "is not in this study"
        raise ToolkitError(where, f"transcript {name} {problem}", "import the transcript it was made on")
    return known


def _same_codebook(connection: Connection, submission: Submission, version: str, where: str) -> Codebook:
    """Return a codebook the work was made under; refuse it if it is missing or differs here."""
    known = codebooks.find(connection, version)
    if known is None or known.sha256 != submission.codebooks[version]:
        problem = "is not in this study" if known is None else "differs from the one in this study"
        raise ToolkitError(where, f"codebook {version} {problem}", "use the codebook it was made under")
    return known


def _faults(connection: Connection, submission: Submission, ground: _Ground, name: str) -> Iterator[Fault]:
    """Yield what contradicts the text it quotes or the codebook it was made under."""
    texts = _Texts(connection, ground.texts)
    for work in (*submission.work, *submission.removed):
        where = f"{name}: {record_of(work).kind} {record_of(work).key[0]}"
        try:
            if isinstance(work, Coding | Verdict | Pick):
                _check_code(work, ground)
            if isinstance(work, Coding | Verdict | Pick | Placement):
                texts.check(work)
        except ToolkitError as fault:
            yield record_of(work), ToolkitError(where, fault.what, fault.remedy)


def _check_code(made: Coding | Verdict | Pick, ground: _Ground) -> None:
    codebook = ground.books[made.codebook_version]
    proposed = isinstance(made, Coding) and made.code in ground.proposed
    if made.code not in codebook.code and made.code not in codebook.codable and not proposed:
        what = f"uses the code {made.code!r}, which codebook {codebook.version} lacks"
        raise Invalid(what, "have its coder make the bundle again")


class _Texts:
    """The revisions that work quotes, each read once."""

    def __init__(self, connection: Connection, newest: Mapping[str, Transcript]) -> None:
        self._connection = connection
        self._newest = newest
        self._known: dict[tuple[str, int], Transcript | None] = {}

    def check(self, work: Coding | Verdict | Pick | Placement) -> None:
        """Refuse what does not quote what stands at its positions."""
        quotation = work.quotation
        if isinstance(work, Placement):
            text = self._revision(work.transcript, work.revision)
        else:
            text = self._revision(work.quotation.transcript, work.quotation.revision)
        if quotation is not None and quotation != Quotation.cut(text, quotation.span):
            what = f"does not quote what stands at its positions in {text.id}"
            raise Invalid(what, "have its coder make the bundle again")

    def _revision(self, name: str, revision: int) -> Transcript:
        """Return the revision that is quoted: the one the coder had last, or an earlier one."""
        newest = self._newest[name]
        if (name, revision) not in self._known:
            found = newest if revision == newest.revision else None
            if revision < newest.revision:
                found = transcripts.find(self._connection, name, revision)
            self._known[name, revision] = found
        text = self._known[name, revision]
        if text is None:
            what = f"quotes revision {revision} of {name}, whose text is revision {newest.revision} here"
            raise Invalid(what, "give the coder a copy of this study to work in")
        return text
