"""Screening what coders made: which of their readings can be compared, and on which codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.round import Assignment, Round
from toolkit.model.version import Version
from toolkit.reconcile.coverage import unchanged
from toolkit.store import codings, rounds
from toolkit.store.study import Connection
from toolkit.workflow.viewing import View, view

Reading = tuple[Assignment, str]
"""An assignment with the codebook version of its round."""


@dataclass(frozen=True)
class Readings:
    """What is compared, before it is cut into units.

    Attributes
    ----------
    tasks
        The last reading of each coder and transcript, without those of which a coding waits for its place.
    wanted
        The codes asked for.
    comparable
        Those that mean the same in every finished reading.
    undecided
        Those that a coding which waits for a decision may still get.
    homeless
        Coders and transcripts left out, as a coding of theirs waits for its place.
    codings
        What counts in the view, or what would count after discussion.
    """

    seen: View
    tasks: list[Reading]
    wanted: list[str]
    comparable: frozenset[str]
    undecided: frozenset[str]
    homeless: frozenset[tuple[str, str]]
    codings: tuple[Coding, ...]

    @property
    def compared(self) -> list[str]:
        """The codes that are compared."""
        return [name for name in self.wanted if name in self.comparable and name not in self.undecided]

    @property
    def finished(self) -> frozenset[tuple[str, str]]:
        """Coders and transcripts that are compared."""
        return frozenset((task.coder, task.transcript) for task, _ in self.tasks if task.finished)


def at_end_of(
    connection: Connection, name: str | None, at: str | None
) -> tuple[list[Coding], list[Reading], str | None]:
    """Return codings and readings there were at the end of a round, and its version; or all there are."""
    only = None if name is None else known_round(connection, name, at)
    made, readings = _up_to(connection, only)
    return made, readings, at if only is None else only.codebook_version


def known_round(connection: Connection, name: str, at: str | None = None) -> Round:
    """Return a round; refuse a name the study does not have, and a version that is not the round's."""
    known = {each.id: each for each in rounds.rounds(connection)}
    if name not in known:
        raise ToolkitError(name, "is no round of this study", f"there are: {', '.join(known)}")
    if at not in (None, known[name].codebook_version):
        what = f"was read under codebook {known[name].codebook_version} and not {at}"
        raise ToolkitError(f"round {name}", what, "leave out --at or --round")
    return known[name]


def _up_to(connection: Connection, last: Round | None) -> tuple[list[Coding], list[Reading]]:
    """Return the codings and readings there were when a round ended; all there are without one.

    What coders removed in later rounds, often because they had talked, was there.
    """
    made, readings = list(codings.everything(connection)), rounds.readings(connection)
    if last is None:
        return made, list(readings)
    names = [each.id for each in rounds.rounds(connection)]
    ended = names.index(last.id) + 1
    before = frozenset(names[:ended])
    if later := names[ended:]:
        there = {coding.id for coding in made}
        made += [each for each in codings.removed_since(connection, later[0]) if each.id not in there]
    return (
        [coding for coding in made if coding.round in before],
        [(task, version) for task, version in readings if task.round in before],
    )


def of_round(readings: list[Reading], name: str | None) -> list[Reading]:
    """Return the readings of a round; all of them without one."""
    return [each for each in readings if name in (None, each[0].round)]


def screen(  # noqa: PLR0917 - what is compared is all of these
    connection: Connection,
    made: Iterable[Coding],
    readings: Sequence[Reading],
    coders: Sequence[str],
    codes: Sequence[str],
    at: str | None,
    until: Sequence[Reading] | None,
) -> Readings:
    """See codings at a version, and decide which codes and readings can be compared there."""
    seen = view(connection, made, at, readings=until)
    _check_active(seen.codebook, codes)
    return _compared(seen, _last_readings(readings, coders, seen.codebook.version), codes)


def _check_active(codebook: Codebook, codes: Iterable[str]) -> None:
    """Refuse what is no active code of a codebook."""
    for name in codes:
        if name not in codebook.codable:
            what = f"is no active code of codebook {codebook.version}"
            raise ToolkitError(name, what, "see: intercoder codebook show")


def _last_readings(readings: Iterable[Reading], coders: Collection[str], at: str) -> list[Reading]:
    """Return for each coder and transcript the last reading up to a version, finished ones first."""
    last: dict[tuple[str, str], Reading] = {}
    for task, version in readings:
        known = last.get((task.coder, task.transcript))
        asked = not coders or task.coder in coders
        if asked and Version.of(version) <= Version.of(at) and (known is None or task.finished):
            last[task.coder, task.transcript] = (task, version)
    return list(last.values())


def _compared(seen: View, tasks: list[Reading], codes: Sequence[str]) -> Readings:
    """Decide which codes and which readings can be compared; refuse if no code can."""
    at = seen.codebook.version
    wanted = [name for name in seen.codebook.codable if name in codes or not codes]
    undecided = _undecided(seen, tasks)
    read = Readings(
        seen, tasks, wanted, _comparable(seen.lineage, at, tasks), undecided, frozenset(), seen.codings
    )
    if wanted and not read.compared:
        what = "no code is settled and means the same in all versions read under and the one looked at"
        remedy = "decide what waits, or use --at with the version of the readings"
        raise ToolkitError("agreement", what, remedy)
    homeless = _without_place(seen, read.compared)
    kept = [each for each in tasks if (each[0].coder, each[0].transcript) not in homeless]
    return replace(read, tasks=kept, homeless=homeless)


def _comparable(lineage: Lineage, at: str, tasks: Iterable[Reading]) -> frozenset[str]:
    """Return the codes that mean the same at a version and in every finished reading."""
    versions = {version for task, version in tasks if task.finished}
    return frozenset(lineage.at(at).codable).intersection(
        *(unchanged(lineage, version, at) for version in versions)
    )


def _undecided(seen: View, tasks: Iterable[Reading]) -> frozenset[str]:
    """Return the codes that a coding which waits may still get: until then nobody has said yes or no."""
    judged = {(task.coder, task.transcript) for task, _ in tasks if task.finished}
    return frozenset(
        name
        for review in seen.resolution.pending
        if (review.coding.coder, review.coding.transcript) in judged
        for name in (review.code, *review.candidates)
    )


def _without_place(seen: View, codes: Collection[str]) -> frozenset[tuple[str, str]]:
    """Return the coders and transcripts with a coding of these codes that waits for its place.

    Where the coder said yes is not known until it has one, and so not where they said no.
    """
    waiting = {repair.coding.id for repair in seen.repairs}
    return frozenset(
        (each.coding.coder, each.coding.transcript)
        for each in seen.displaced
        if each.coding.id in waiting
        # One whose code waits for a decision too may yet get any.
        and (each.fate == "pending" or (each.code in codes and each.fate in ("followed", "flagged")))
    )
