"""What lies before a coder: a transcript, and its codings as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.review import Seen
from toolkit.model.round import Assignment, Round, RoundUnit
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, rounds
from toolkit.store.study import Connection, Study
from toolkit.workflow.arranging import fixed_units
from toolkit.workflow.assigning import why_closed
from toolkit.workflow.correcting import unread_since
from toolkit.workflow.naming import remembered_transcript
from toolkit.workflow.viewing import complete, view

# Between the id of a coding and a further code a person gave it; no id has it.
_ALSO: Final = " also "
# What became of codings that give a passage its code.
STANDING: Final = ("followed", "flagged", "proposed")


@dataclass(frozen=True)
class Desk:
    """What lies before a coder: a transcript, the codebook, and the codings to show.

    Attributes
    ----------
    codings
        With the codes they have now. A coding that waits for a decision stands under its old code; one that a
        person gave several codes stands once for each, see `original`.
    finished
        Whether the coder has read the transcript to the end, for all codes there are now.
    waiting
        How many of these codings are not shown, as they wait for their place in the corrected text.
    unread
        Words that came by a correction after the coder had finished.
    unit, units
        What is coded in the present round and, unless any words are, where its units are.
    closed
        Why the coder cannot code here now, and what to do; empty if they can.
    blind
        The present round, if it is blind; else empty.
    """

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    finished: bool
    waiting: int = 0
    unread: int = 0
    unit: RoundUnit = "free"
    units: tuple[Span, ...] = ()
    closed: str = ""
    blind: str = ""


def desk(study: Study, transcript: str, coder: str, *, others: bool = False) -> Desk:
    """Lay out a transcript for a coder: with their own codings, and with everybody's only if asked."""
    with study.reading() as connection:
        found = remembered_transcript(connection, transcript)
        made = codings.everything(connection, transcript=transcript, coders=None if others else [coder])
        seen = view(connection, before_them(connection, made))
        readings = rounds.readings(connection)
        looked = complete(seen.lineage, seen.codebook.version, readings)
        unseen = unread_since(connection, readings)
        present = rounds.current(connection)
        closed = why_closed(connection, present, transcript, coder)
    searched = looked.get((transcript, coder), frozenset())
    was_read = searched.issuperset(seen.codebook.codable) and bool(searched)
    return Desk(
        found,
        seen.codebook,
        tuple(_shown(seen.resolution.seen)),
        _is_finished(readings, present, transcript, coder, was_read=was_read),
        len(seen.repairs),
        sum(each.words for each in unseen if (each.transcript, each.coder) == (transcript, coder)),
        present.unit,
        fixed_units(found, present.unit),
        "" if closed is None else str(ToolkitError(transcript, *closed)),
        present.id if present.blind else "",
    )


def shown_now(study: Study, changed: Iterable[Coding]) -> dict[str, tuple[Coding, ...]]:
    """Return, as `desk` shows them now, the codings of the very passages of some that came or went.

    They stand by the ids of the codings made; one that is not shown has none. What became of a coding does
    not depend on those of other passages, or by others, as long as the transcript was not corrected.
    """
    with study.reading() as connection:
        there = {
            each.id: each
            for made in changed
            for each in codings.rivals(connection, made.coder, made.quotation)
        }
        seen = view(connection, before_them(connection, there.values())).resolution.seen
    shown: dict[str, list[Coding]] = {}
    for each in _shown(seen):
        shown.setdefault(original(each.id), []).append(each)
    return {name: tuple(group) for name, group in shown.items()}


def original(shown: str) -> str:
    """Return the id of the coding behind one that is shown."""
    return shown.partition(_ALSO)[0]


def find_coding(study: Study, name: str) -> Coding | None:
    """Return the coding with this id, or with that of one that is shown; None if there is none now."""
    with study.reading() as connection:
        return codings.find(connection, original(name))


def before_them(connection: Connection, made: Iterable[Coding]) -> list[Coding]:
    """Return the codings coders have before them now: those since pages were last clean."""
    recent = rounds_before_them(connection)
    return [each for each in made if each.round in recent]


def rounds_before_them(connection: Connection) -> frozenset[str]:
    """Return the rounds since pages were last clean."""
    known = rounds.rounds(connection)
    clean = max((place for place, each in enumerate(known) if each.anew), default=0)
    return frozenset(each.id for each in known[clean:])


def _shown(seen: Iterable[Seen]) -> Iterator[Coding]:
    """Yield codings as they are now, each under an id of its own."""
    used: set[str] = set()
    for entry in seen:
        if entry.fate in (*STANDING, "pending"):
            id_ = entry.coding.id if entry.coding.id not in used else f"{entry.coding.id}{_ALSO}{entry.code}"
            used.add(id_)
            is_as_made = (id_, entry.code) == (entry.coding.id, entry.coding.code)
            yield entry.coding if is_as_made else replace(entry.coding, id=id_, code=entry.code)


def _is_finished(
    readings: Iterable[tuple[Assignment, str]],
    present: Round,
    transcript: str,
    coder: str,
    *,
    was_read: bool,
) -> bool:
    """Tell whether a coder has finished a transcript as far as the present round asks for it.

    What they have to read in it, they have to finish in it, whatever they read before. What they do not have
    is finished if it was read before, unless the round is about reading it independently or anew.
    """
    for task, _ in readings:
        if (task.coder, task.transcript, task.round) == (coder, transcript, present.id):
            return task.finished
    return was_read and not (present.anew or present.blind)
