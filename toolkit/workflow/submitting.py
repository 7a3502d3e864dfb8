"""Gathering what one coder did, with when each piece came to be as it is, on its way to another copy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final, TypeVar

from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.merged import Record, Stamp
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.proposal import Proposal
from toolkit.model.review import Decision
from toolkit.model.round import Assignment
from toolkit.model.submission import Submission, Work, author_of, record_of
from toolkit.model.transcript import Span
from toolkit.store import (
    chronicle,
    codebooks,
    codings,
    decisions,
    memos,
    picks,
    placements,
    proposals,
    rounds,
    transcripts,
    verdicts,
)
from toolkit.store.chronicle import Told
from toolkit.store.study import Connection

Made = TypeVar("Made", bound=Work)

_TAKEN_BACK: Final = "(removed)"
"""Stands for the text of a memo that its author removed: nobody else is to read it."""


def of(connection: Connection, coder: str, title: str) -> Submission:
    """Gather a coder's work.

    Parameters
    ----------
    title
        Of the study.
    """
    made = codings.everything(connection, coders=[coder])
    worked = {coding.round for coding in made}
    readings = [
        (task, version)
        for task, version in rounds.readings(connection)
        # A task that a release handed on and nobody has begun is no work of theirs.
        if task.coder == coder and (task.finished or task.round in worked)
    ]
    mine: tuple[Work, ...] = (
        *(task for task, _ in readings),
        *made,
        *memos.everything(connection, author=coder),
        *proposals.everything(connection, coder=coder),
        *_by(coder, verdicts.everything(connection)),
        *_by(coder, decisions.everything(connection)),
        *_by(coder, placements.everything(connection)),
        *_by(coder, picks.everything(connection)),
    )
    there = {record_of(work) for work in mine}
    stamps, gone = _last_words(connection, there)
    taken = (work for work in map(_as_it_was, gone) if work and author_of(work) == coder)
    removed = tuple(work for work in taken if record_of(work) not in there)
    hashes, versions = _texts(connection, (*mine, *removed)), {version for _, version in readings}
    versions |= {
        work.codebook_version for work in (*mine, *removed) if isinstance(work, Coding | Verdict | Pick)
    }
    books = {version: codebooks.find(connection, version) for version in codebooks.versions(connection)}
    begun = Submission(
        coder,
        title,
        hashes,
        {version: book.sha256 for version, book in books.items() if book and version in versions},
    )
    return begun.holding(
        mine,
        removed,
        {record: stamps[record] for record in map(record_of, (*mine, *removed)) if record in stamps},
    )


def _by(coder: str, work: Iterable[Made]) -> Iterator[Made]:
    return (each for each in work if author_of(each) == coder)


def _last_words(
    connection: Connection, there: Collection[Record]
) -> tuple[dict[Record, Stamp], tuple[Told, ...]]:
    """Return when the latest that happened to some records did, and to all that are gone; and how these went.

    Parameters
    ----------
    there
        Of what is there, the records asked about: of all others nothing is kept.
    """
    stamps: dict[Record, Stamp] = {}
    gone: dict[Record, Told] = {}
    for told in chronicle.chronicle(connection):
        record = told.record
        if record in there:
            stamps[record] = max(told.stamp, stamps.get(record, told.stamp))
        elif told.happening.state is None:
            gone[record] = max(told, gone.get(record, told), key=lambda each: each.stamp)
        elif record in gone and told.stamp > gone[record].stamp:
            del gone[record]
    return stamps | {record: told.stamp for record, told in gone.items()}, tuple(gone.values())


def _texts(connection: Connection, work: Iterable[Work]) -> dict[str, str]:
    """Return the hash of the latest revision of each transcript that a coder's work rests on."""
    used: dict[str, int] = {}
    for each in work:
        match each:
            case Coding() | Verdict() | Pick():
                name, revision = each.quotation.transcript, each.quotation.revision
            case Assignment() | Placement():
                name, revision = each.transcript, each.revision
            case _:
                continue
        used[name] = max(used.get(name, 1), revision)
    return {name: transcripts.revisions(connection, name)[used[name]] for name in sorted(used)}


def _as_it_was(told: Told) -> Work | None:
    """Return what an event took away, as it was; None if it took nothing away that can be a coder's work."""
    if told.happening.state is not None or told.record.kind not in _NOUNS:
        return None
    before: dict[str, Any] = dict(told.body["before"])
    if told.record.kind == "memo":
        before["text"] = _TAKEN_BACK
    return _NOUNS[told.record.kind](before)


def _quoting(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record whose quotation lies in columns of its own."""
    names = ("transcript", "revision", "start", "end", "text", "prefix", "suffix")
    rest = {name: value for name, value in told.items() if name not in names}
    span = Span(told["start"], told["end"])
    parts = (told["text"], told["prefix"], told["suffix"])
    return rest | {"quotation": Quotation(told["transcript"], told["revision"], span, *parts)}


def _verdict(told: Mapping[str, Any]) -> Verdict:
    fields = _quoting(told)
    return Verdict(**fields | {"holds": bool(fields["holds"])})


def _placement(told: Mapping[str, Any]) -> Placement:
    fields = _quoting(told) if told["start"] is not None else dict(told)
    for name in ("start", "end", "text", "prefix", "suffix"):
        fields.pop(name, None)
    return Placement(
        **{"quotation": None} | fields | {name: told[name] for name in ("transcript", "revision")}
    )


def _decision(told: Mapping[str, Any]) -> Decision:
    return Decision(**dict(told) | {"chosen": tuple(told["chosen"])})


_NOUNS: Final[Mapping[str, Callable[[Mapping[str, Any]], Work]]] = {
    "coding": lambda told: Coding(**_quoting(told)),
    "memo": lambda told: Memo(**told),
    "proposal": lambda told: Proposal(**told),
    "verdict": _verdict,
    "decision": _decision,
    "placement": _placement,
    "quotation": lambda told: Pick(**_quoting(told)),
}


def facts(work: Work) -> dict[str, Any]:
    """Return a piece of work as events tell it."""
    match work:
        case Coding():
            return codings.as_row(work)
        case Verdict():
            return verdicts.as_row(work)
        case Placement():
            return placements.as_row(work)
        case Pick():
            return picks.as_row(work)
        case Decision():
            return decisions.as_told(work)
        case Assignment() | Memo() | Proposal():
            return asdict(work)
