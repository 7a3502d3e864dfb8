"""Corrected transcripts: a new revision beside the earlier ones, and codings seen at it.

A coding keeps the quotation it was made with. Where that stands in the latest revision is worked out each
time (see `reconcile.anchor`), and what people said about it goes before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.placement import Place, Placement, Repair, Unanchored
from toolkit.model.reliability import Unit
from toolkit.model.round import Assignment
from toolkit.model.transcript import Role, Speaker, Transcript
from toolkit.reconcile.anchor import anchor, unread
from toolkit.store import placements, transcripts
from toolkit.store.study import Connection, Records


@dataclass(frozen=True)
class Correction:
    """Codings as they stand in the latest revisions of their transcripts.

    Attributes
    ----------
    codings
        Those that have a place, with what they quote there, in the order of transcripts and text.
    repairs
        Those that wait for a person.
    gone
        Those of which a person said that their passage is gone.
    places
        How each coding of a corrected transcript came to its place, by the id of the coding.
    latest
        The number of the latest revision of each corrected transcript.
    """

    codings: tuple[Coding, ...]
    repairs: tuple[Repair, ...] = ()
    gone: tuple[Coding, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)

    @property
    def displaced(self) -> tuple[Coding, ...]:
        """Those without a place, as they were made."""
        return (*(repair.coding for repair in self.repairs), *self.gone)

    @property
    def notes(self) -> Iterator[str]:
        """Sentences on what is not counted because of corrections."""
        waiting = _counted_by_transcript(repair.coding for repair in self.repairs)
        lost = _counted_by_transcript(self.gone)
        for name, revision in self.latest.items():
            told = []
            if count := waiting.get(name):
                are = (
                    "coding waits for its place and is"
                    if count == 1
                    else "codings wait for their place and are"
                )
                told.append(f"{count} {are} not counted")
            if count := lost.get(name):
                told.append(f"{count} {'has' if count == 1 else 'have'} lost their passage")
            if told:
                yield f"{name} was corrected (revision {revision}): {'; '.join(told)}."


def _counted_by_transcript(codings: Iterable[Coding]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for coding in codings:
        counts[coding.transcript] = counts.get(coding.transcript, 0) + 1
    return counts


@dataclass(frozen=True)
class Corrections:
    """What is the same for all codings that are seen at the latest revisions, read once.

    Attributes
    ----------
    latest
        The number of the latest revision of each corrected transcript, in the order of import.
    said
        What was said about each coding in the latest revision anybody said something about.
    """

    latest: Mapping[str, int]
    said: Mapping[str, Placement]


def corrections(connection: Connection) -> Corrections:
    """Return which transcripts were corrected, and what people said about the codings in them."""
    latest = transcripts.corrected(connection)
    return Corrections(latest, _last_said(connection) if latest else {})


def corrected(connection: Connection, made: Iterable[Coding], there: Corrections | None = None) -> Correction:
    """See codings at the latest revisions of their transcripts.

    Parameters
    ----------
    there
        For whoever asks many times; by default it is read.
    """
    codings = tuple(made)
    there = corrections(connection) if there is None else there
    latest, said = there.latest, there.said
    if not latest:
        return Correction(codings)
    known: dict[str, Quotation] = {}
    places: dict[str, Place] = {}
    for coding in codings:
        if coding.transcript in latest:
            place, quotation = _known(coding, said.get(coding.id), latest[coding.transcript])
            known[coding.id], places[coding.id] = quotation, place
    open_ = _carry_over(connection, known, places, latest)
    by_id = {coding.id: coding for coding in codings}
    order = {name: rank for rank, name in enumerate(dict.fromkeys(coding.transcript for coding in codings))}
    placed = [
        replace(coding, quotation=known[coding.id]) if coding.id in known else coding
        for coding in codings
        if places.get(coding.id) not in ("waiting", "gone")
    ]
    return Correction(
        tuple(sorted(placed, key=lambda coding: (order[coding.transcript], *_standing(coding)))),
        tuple(
            Repair(by_id[name], known[name], latest[by_id[name].transcript], left.doubt, left.candidates)
            for name, left in open_.items()
        ),
        tuple(coding for coding in codings if places.get(coding.id) == "gone"),
        places,
        {name: revision for name, revision in latest.items() if name in order},
    )


def _standing(coding: Coding) -> tuple[int, int, str]:
    return coding.span.start, -coding.span.end, coding.id


def _last_said(connection: Connection) -> dict[str, Placement]:
    """Return what was said about each coding in the latest revision anybody said something about."""
    said: dict[str, Placement] = {}
    for placement in placements.everything(connection):
        known = said.get(placement.coding)
        if known is None or known.revision < placement.revision:
            said[placement.coding] = placement
    return said


def _known(coding: Coding, said: Placement | None, latest: int) -> tuple[Place, Quotation]:
    """Return where a coding stood last, as it was made or as a person said; it waits unless that is now."""
    quotation = coding.quotation
    if said is not None and said.revision > quotation.revision:
        if said.quotation is None:
            return "gone", quotation
        return "person" if said.revision == latest else "waiting", said.quotation
    return "as made" if quotation.revision == latest else "waiting", quotation


def _carry_over(
    connection: Connection, known: dict[str, Quotation], places: dict[str, Place], latest: Mapping[str, int]
) -> dict[str, Unanchored]:
    """Find what waits in the latest revision; write down what is found and return what is not."""
    groups: defaultdict[tuple[str, int], dict[str, Quotation]] = defaultdict(dict)
    for name, quotation in known.items():
        if places[name] == "waiting":
            groups[quotation.transcript, quotation.revision][name] = quotation
    left: dict[str, Unanchored] = {}
    for (transcript, revision), quotations in groups.items():
        old = revision_of(connection, transcript, revision)
        found = anchor(quotations, old, revision_of(connection, transcript, latest[transcript]))
        for name, anchored in found.settled.items():
            known[name], places[name] = anchored.quotation, anchored.found
        left |= found.open
    return {name: left[name] for name in known if name in left}


def revision_of(connection: Connection, name: str, revision: int | None = None) -> Transcript:
    """Return a revision of a transcript that is there, by default the latest."""
    found = transcripts.find(connection, name, revision)
    if found is None:
        what = "is no transcript of this study" if revision is None else f"has no revision {revision}"
        raise ToolkitError(name, what, "see: intercoder transcripts")
    return found


# --- a correction comes in ------------------------------------------------------------------------------


def revise(records: Records, known: Transcript, read: Transcript, said: Mapping[str, Role]) -> Transcript:
    """Store a corrected text as the next revision of a transcript; return it as it is kept.

    What people said about the transcript and its speakers is taken over as far as the labels are the same.

    Parameters
    ----------
    said
        Roles by label, as far as they are said now.
    """
    roles: dict[str, Role] = {label: role for label, role in known.roles.items() if label is not None}
    speakers = tuple(
        replace(speaker, role=said.get(speaker.label) or _role(speaker, roles.get(speaker.label, "unknown")))
        for speaker in read.speakers
    )
    revised = replace(
        read,
        id=known.id,
        revision=known.revision + 1,
        speakers=speakers,
        participant=known.participant or read.participant,
        language=known.language,
        verbatim=known.verbatim if read.verbatim == "unknown" else read.verbatim,
    )
    transcripts.add(records, revised)
    return revised


def _role(speaker: Speaker, before: Role) -> Role:
    return speaker.role if before == "unknown" else before


# --- what a correction brought that nobody has read -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unread:
    """A reading that was finished on an earlier revision, and the words that came since."""

    transcript: str
    coder: str
    revision: int
    words: int

    def __str__(self) -> str:
        """Tell it in a sentence."""
        words = "word is" if self.words == 1 else "words are"
        return (
            f"{self.transcript} was corrected after {self.coder} read it (revision {self.revision}): "
            f"{self.words} {words} new."
        )


def unread_since(connection: Connection, readings: Iterable[tuple[Assignment, str]]) -> tuple[Unread, ...]:
    """Return the finished readings of corrected transcripts that have not seen all their words."""
    latest = transcripts.corrected(connection)
    read: dict[tuple[str, str], int] = {}
    for task, _ in readings:
        if task.finished and task.transcript in latest:
            key = (task.transcript, task.coder)
            read[key] = max(task.revision, read.get(key, 1))
    texts: dict[tuple[str, int], Transcript] = {}

    def text(name: str, revision: int) -> Transcript:
        if (name, revision) not in texts:
            texts[name, revision] = revision_of(connection, name, revision)
        return texts[name, revision]

    found = []
    for (name, coder), revision in read.items():
        if revision < latest[name]:
            now = text(name, latest[name])
            old = text(name, revision).text
            words = sum(unread(old, now.text, turn.span)[0] for turn in now.turns)
            found.append(Unread(name, coder, revision, words))
    return tuple(each for each in found if each.words)


def mostly_new(connection: Connection, unseen: Iterable[Unread], units: Sequence[Unit]) -> frozenset[Unit]:
    """Return the units of which more than half the words are new to one of these readings."""
    found: set[Unit] = set()
    for name, revision in dict.fromkeys((each.transcript, each.revision) for each in unseen):
        old, now = revision_of(connection, name, revision), revision_of(connection, name)
        for unit in units:
            if unit.transcript == name:
                new, words = unread(old.text, now.text, unit.span)
                if 2 * new > words:
                    found.add(unit)
    return frozenset(found)
