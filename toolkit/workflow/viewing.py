"""The study as seen at one version of its codebook, in the latest revisions of its transcripts.

What every table and page starts from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.placement import Place, Repair
from toolkit.model.review import Resolution, Seen, Tally
from toolkit.model.round import Assignment, Round
from toolkit.model.version import Version
from toolkit.reconcile.coverage import searched
from toolkit.reconcile.resolve import Ways
from toolkit.store import codebooks, codings, decisions, proposals, rounds
from toolkit.store.study import Connection
from toolkit.workflow.correcting import corrected, corrections, unread_since


@dataclass(frozen=True)
class Account:
    """What a reader has to know of codings that were seen; accounts of parts add up to that of the whole.

    Attributes
    ----------
    outdated
        How many were left out, as their coders have read anew what they are of.
    corrections
        Sentences on what is not counted because of corrections.
    """

    version: str
    tally: Tally = field(default_factory=Tally)
    outdated: int = 0
    corrections: tuple[str, ...] = ()

    def __add__(self, other: Account) -> Account:
        """Return the account of what this one and another are of."""
        outdated, corrections = self.outdated + other.outdated, (*self.corrections, *other.corrections)
        return Account(self.version, self.tally + other.tally, outdated, corrections)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Sentences on codings that are not in what was seen."""
        return (*_outdated(self.outdated), *self.corrections)

    @property
    def fates(self) -> tuple[str, ...]:
        """Sentences on what waits and what is out of use; none if every coding simply counts."""
        return (*_fates(self.version, self.tally), *self.left_out)


@dataclass(frozen=True)
class View:
    """Codings seen at a version, with what a reader of a table has to know about that.

    Attributes
    ----------
    account
        What became of the codings, in numbers.
    gaps
        Sentences on codes that finished readings did not look for, and on words that came after them.
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
    account: Account
    gaps: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    displaced: tuple[Seen, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def fates(self) -> tuple[str, ...]:
        """Sentences on what waits and what is out of use; none if every coding simply counts."""
        return self.account.fates

    @property
    def left_out(self) -> tuple[str, ...]:
        """Those of `fates` that tell of codings which are not in `resolution`."""
        return self.account.left_out

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


class Looking:
    """How codings are seen at a version of the codebook: what is the same for all of them, read once.

    Parameters
    ----------
    at
        By default the latest version.
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

    def __init__(
        self,
        connection: Connection,
        at: str | None = None,
        *,
        lineage: Lineage | None = None,
        readings: Sequence[tuple[Assignment, str]] | None = None,
    ) -> None:
        self.connection = connection
        self.lineage = lineage or codebooks.lineage(connection)
        self.codebook = self.lineage.at(at)
        self.readings = rounds.readings(connection) if readings is None else readings
        self._rounds = rounds.rounds(connection)
        self._corrections = corrections(connection)
        self.ways = Ways(
            self.lineage,
            self.codebook.version,
            decisions.everything(connection),
            proposals.rulings(connection),
        )

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """Sentences on codes that finished readings did not look for, and on words that came after them."""
        unseen = unread_since(self.connection, self.readings)
        return (*_gaps(self.lineage, self.codebook, self.readings), *map(str, unseen))

    @property
    def corrected(self) -> tuple[str, ...]:
        """Transcripts that were corrected."""
        return tuple(self._corrections.latest)

    def see(self, made: Iterable[Coding]) -> View:
        """See codings; those of one coder on one passage have to be among the same ones."""
        made = list(made)
        kept = _latest_readings(made, self._rounds, self.readings, self.codebook.version)
        now = corrected(self.connection, kept, self._corrections)
        everything = self.ways.resolve([*now.codings, *now.displaced])
        resolution, displaced = _apart(everything, {coding.id for coding in now.displaced})
        version = self.codebook.version
        account = Account(version, resolution.tally, len(made) - len(kept), tuple(now.notes))
        return View(
            self.lineage, self.codebook, resolution, account, self.gaps, now.repairs, displaced, now.places
        )


def view(
    connection: Connection,
    made: Iterable[Coding],
    at: str | None = None,
    *,
    lineage: Lineage | None = None,
    readings: Sequence[tuple[Assignment, str]] | None = None,
) -> View:
    """See codings at a version of the codebook, by default the latest: see `Looking`."""
    return Looking(connection, at, lineage=lineage, readings=readings).see(made)


def views(
    looking: Looking, *, transcripts: Sequence[str] | None = None, coders: Iterable[str] | None = None
) -> Iterator[tuple[tuple[str, ...], View]]:
    """See the codings of a study part by part, so that they need not all be in memory.

    Parameters
    ----------
    transcripts
        Only codings in these; by default all. In the order of import.
    coders
        Only codings by these; by default by everybody.

    Yields
    ------
    tuple
        Transcripts, each once and in their order, coded or not, and the view of all codings in them.
    """
    connection = looking.connection
    coders = None if coders is None else tuple(coders)
    for names in codings.shares(connection, transcripts):
        yield names, looking.see(codings.share(connection, names, coders))


def in_question(looking: Looking) -> View:
    """See the codings about which people are asked, or may say something, at a version, and few others.

    All that is open is in it, and all that waits for its place; what it costs depends on how much that is and
    not on how much was coded.
    """
    connection, asking = looking.connection, looking.ways.asking()
    found = looking.see(codings.of_codes(connection, asking, looking.corrected))
    codes = {each.code for each in found.resolution.seen if each.fate in ("flagged", "collapsed")}
    if not codes:
        return found
    # Nothing is asked about one that collapses into another, of which nobody needs to be asked anything.
    beside = looking.ways.coming_to(codes)
    return looking.see(codings.of_codes(connection, (*asking, *beside), looking.corrected))


def _apart(everything: Resolution, without: Collection[str]) -> tuple[Resolution, tuple[Seen, ...]]:
    """Take the codings that have no place out of what is seen."""
    if not without:
        return everything, ()
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
    if not any(each.anew for each in known):
        return list(made)
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


def _fates(version: str, tally: Tally) -> Iterator[str]:
    """Say what became of the codings, unless every one of them simply counts."""
    if tally.followed == tally.total:
        return
    yield f"Seen at codebook {version}: {tally}."
    if tally.flagged:
        yield f"Of the resolved, {tally.flagged} count although their code was redefined since or came back."
    if tally.set_aside:
        yield f"Of the resolved, {tally.set_aside} were set aside by a decision."
    if tally.proposed:
        yield (
            f"Left out: {tally.proposed} codings of codes that coders proposed and codebook "
            f"{version} does not have; see: intercoder proposals."
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
