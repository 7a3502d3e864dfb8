"""The study as seen at one version of its codebook, in the latest revisions of its transcripts.

What every table and page starts from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.placement import Place, Repair
from toolkit.model.review import Resolution, Seen
from toolkit.model.round import Assignment, Round
from toolkit.model.version import Version
from toolkit.reconcile.coverage import searched
from toolkit.reconcile.resolve import resolve
from toolkit.store import codebooks, decisions, proposals, rounds
from toolkit.store.study import Connection
from toolkit.workflow.correcting import corrected, unread_since


@dataclass(frozen=True)
class View:
    """Codings seen at a version, with what a reader of a table has to know about that.

    Attributes
    ----------
    fates
        Sentences on what waits and what is out of use; none if every coding simply counts.
    gaps
        Sentences on codes that finished readings did not look for, and on words that came after them.
    left_out
        Those of `fates` that tell of codings which are not in `resolution`.
    repairs
        Codings that wait for their place in a corrected transcript. They are not in `resolution`.
    displaced
        These and those whose passage is gone, as they were made, with what became of their codes.
    places
        How the codings of corrected transcripts came to their places, by the id of the coding.
    """

    lineage: Lineage
    codebook: Codebook
    resolution: Resolution
    fates: tuple[str, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    displaced: tuple[Seen, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of a table has to know."""
        return (*self.fates, *self.gaps)

    @property
    def codings(self) -> tuple[Coding, ...]:
        """What counts at this version, each coding with the code it has there."""
        return tuple(
            seen.coding if seen.code == seen.coding.code else replace(seen.coding, code=seen.code)
            for seen in self.resolution.counting
        )


def view(
    connection: Connection,
    made: Iterable[Coding],
    at: str | None = None,
    *,
    lineage: Lineage | None = None,
    readings: Sequence[tuple[Assignment, str]] | None = None,
) -> View:
    """See codings at a version of the codebook, by default the latest.

    Parameters
    ----------
    lineage
        The versions to see them in, if not those that are released.
    readings
        The readings there were, each with its version, if not all that there are now: seen as at the end of
        an earlier round, a coder had not yet read anew what they read anew later.

    Raises
    ------
    ToolkitError
        If there is no such version.
    """
    lineage = lineage or codebooks.lineage(connection)
    codebook = lineage.at(at)
    readings = rounds.readings(connection) if readings is None else readings
    made = list(made)
    kept = _latest_readings(made, rounds.rounds(connection), readings, codebook.version)
    now = corrected(connection, kept)
    everything = resolve(
        [*now.codings, *now.displaced],
        lineage,
        codebook.version,
        decisions.everything(connection),
        proposals.rulings(connection),
    )
    resolution, displaced = _apart(everything, {coding.id for coding in now.displaced})
    gaps = (*_gaps(lineage, codebook, readings), *map(str, unread_since(connection, readings)))
    left_out = (*_outdated(len(made) - len(kept)), *now.notes)
    fates = (*_fates(resolution), *left_out)
    return View(lineage, codebook, resolution, fates, gaps, left_out, now.repairs, displaced, now.places)


def _apart(everything: Resolution, without: Collection[str]) -> tuple[Resolution, tuple[Seen, ...]]:
    """Take the codings that have no place out of what is seen."""
    placed = Resolution(
        everything.version,
        tuple(seen for seen in everything.seen if seen.coding.id not in without),
        tuple(review for review in everything.open if review.coding.id not in without),
    )
    return placed, tuple(seen for seen in everything.seen if seen.coding.id in without)


def _latest_readings(
    made: Iterable[Coding], known: Sequence[Round], readings: Iterable[tuple[Assignment, str]], at: str
) -> list[Coding]:
    """Leave out codings of a transcript that their coder has read anew, up to a version."""
    order = {each.id: place for place, each in enumerate(known)}
    anew = {each.id for each in known if each.anew}
    began: dict[tuple[str, str], int] = {}
    for task, version in readings:
        if task.finished and task.round in anew and Version.of(version) <= Version.of(at):
            began[task.coder, task.transcript] = order[task.round]
    return [each for each in made if order[each.round] >= began.get((each.coder, each.transcript), 0)]


def _outdated(count: int) -> Iterator[str]:
    if count:
        yield f"Left out: {count} codings of earlier readings, which their coders have read anew since."


def _fates(resolution: Resolution) -> Iterator[str]:
    """Say what became of the codings, unless every one of them simply counts."""
    tally = resolution.tally
    if tally.followed == tally.total:
        return
    yield f"Seen at codebook {resolution.version}: {tally}."
    if tally.flagged:
        yield f"Of the resolved, {tally.flagged} count although their code was redefined since or came back."
    if tally.set_aside:
        yield f"Of the resolved, {tally.set_aside} were set aside by a decision."
    if tally.proposed:
        yield (
            f"Left out: {tally.proposed} codings of codes that coders proposed and codebook "
            f"{resolution.version} does not have; see: intercoder proposals."
        )


def _gaps(lineage: Lineage, codebook: Codebook, readings: Iterable[tuple[Assignment, str]]) -> Iterator[str]:
    """Say which codes were not looked for in finished readings: for them, no coding does not say no."""
    looked = complete(lineage, codebook.version, readings)
    missing = Counter(code for found in looked.values() for code in codebook.codable if code not in found)
    if missing:
        told = ", ".join(f"{code} (in {count} of {len(looked)})" for code, count in missing.items())
        yield f"Finished readings that did not look for a code of codebook {codebook.version}: {told}."


def complete(
    lineage: Lineage, at: str, readings: Iterable[tuple[Assignment, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return the codes looked for by transcript and coder, in all finished readings up to a version."""
    looked: dict[tuple[str, str], frozenset[str]] = {}
    for task, version in readings:
        if task.finished and Version.of(version) <= Version.of(at):
            key = (task.transcript, task.coder)
            looked[key] = looked.get(key, frozenset()) | searched(lineage, version, at)
    return looked
