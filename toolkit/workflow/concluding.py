"""Making one reading of several: the consensus at a version, and what a reader has to know of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from toolkit.model.consensus import Consensus, Disagreement, Verdict
from toolkit.model.facts import ConsensusFacts
from toolkit.model.lineage import Lineage
from toolkit.model.round import Assignment
from toolkit.model.transcript import Transcript
from toolkit.reconcile.adjudicate import adjudicate, followed
from toolkit.store import rounds, verdicts
from toolkit.store.study import Connection
from toolkit.workflow.correcting import corrected
from toolkit.workflow.viewing import View, complete

_MOST_NAMED: Final = 6


def consensus_in(connection: Connection, seen: View, texts: Sequence[Transcript]) -> Consensus:
    """Return what all coders' readings and the team's verdicts come to at the version of a view.

    Parameters
    ----------
    seen
        With the codings of every coder.
    """
    return Concluding(connection, seen.lineage, seen.codebook.version).of(seen, texts)


class Concluding:
    """How readings are made one at a version: what is the same for all transcripts, read once.

    Parameters
    ----------
    readings
        As in `viewing.Looking`.
    """

    def __init__(
        self,
        connection: Connection,
        lineage: Lineage,
        version: str,
        readings: Iterable[tuple[Assignment, str]] | None = None,
    ) -> None:
        self._looked: defaultdict[str, dict[tuple[str, str], frozenset[str]]] = defaultdict(dict)
        read = rounds.readings(connection) if readings is None else readings
        for pair, codes in complete(lineage, version, read).items():
            self._looked[pair[0]][pair] = codes
        self._verdicts: defaultdict[str, list[Verdict]] = defaultdict(list)
        for verdict in followed(_in_place(connection), lineage, version):
            self._verdicts[verdict.transcript].append(verdict)

    @property
    def compared(self) -> frozenset[str]:
        """Transcripts that two coders or more have read to the end: of no others can there be a consensus."""
        return frozenset(name for name, looked in self._looked.items() if len(looked) > 1)

    def of(self, seen: View, texts: Sequence[Transcript]) -> Consensus:
        """Return what readings and verdicts come to in some transcripts, of which all codings are seen."""
        looked = {pair: codes for text in texts for pair, codes in self._looked.get(text.id, {}).items()}
        verdicts_here = [made for text in texts for made in self._verdicts.get(text.id, ())]
        displaced = [repair.coding for repair in seen.repairs]
        return adjudicate(texts, seen.resolution, looked, verdicts_here, displaced)


def verdicts_in(connection: Connection, seen: View) -> tuple[Verdict, ...]:
    """Return the verdicts as they are at the version of a view, and stand in the latest texts."""
    return followed(_in_place(connection), seen.lineage, seen.codebook.version)


def _in_place(connection: Connection) -> tuple[Verdict, ...]:
    """Return the verdicts as they stand in the latest texts; what has no sure place there is open again."""
    given = {verdict.id: verdict for verdict in verdicts.everything(connection)}
    now = corrected(connection, [verdict.as_coding() for verdict in given.values()])
    return tuple(replace(given[coding.id], quotation=coding.quotation) for coding in now.codings)


@dataclass(frozen=True)
class Reached:
    """How far a team has come with a consensus, in numbers; those of parts add up to those of the whole.

    Attributes
    ----------
    coders
        Whose readings it is made of.
    facts
        What a methods text tells of it.
    open, settled
        Disagreements.
    answered
        Codings that wait since the codebook changed for which verdicts answer.
    unsettled
        How many disagreements and codings are open, by transcript.
    """

    facts: ConsensusFacts = field(default_factory=ConsensusFacts)
    coders: frozenset[str] = frozenset()
    open: int = 0
    settled: int = 0
    answered: int = 0
    unsettled: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Consensus) -> Reached:
        """Count what is in a consensus."""
        n_open = sum(each.open for each in found.disagreements)
        return cls(
            _facts(found),
            frozenset(found.coders),
            n_open,
            len(found.disagreements) - n_open,
            found.answered,
            found.unsettled,
        )

    def __add__(self, other: Reached) -> Reached:
        """Return the numbers of this part and another."""
        return Reached(
            self.facts + other.facts,
            self.coders | other.coders,
            self.open + other.open,
            self.settled + other.settled,
            self.answered + other.answered,
            {**self.unsettled, **other.unsettled},
        )

    def told(self, n_transcripts: int) -> tuple[str, ...]:
        """Say for how much there is a consensus, how it came about, and what is still open."""
        if not self.facts.read:
            return ()
        reached = f"reached for {self.facts.reached} of {n_transcripts} transcripts"
        of = f"Consensus of {_named(self.coders)} {reached}"
        sentences = [f"{of}; disagreements settled: {self.settled}, open: {self.open}."]
        if self.answered:
            sentences.append(f"Verdicts answer for {self.answered} of the codings that wait.")
        if self.unsettled:
            each = ", ".join(f"{name} ({count})" for name, count in self.unsettled.items())
            sentences.append(f"Still open, so that no consensus counts there: {each}.")
        return tuple(sentences)


def _facts(found: Consensus) -> ConsensusFacts:
    """Count how several readings became one."""
    kinds = Counter(_kind(each) for each in found.disagreements)
    disputed = [
        each for each in found.disagreements if _kind(each) in ("differed", "waiting") and not each.open
    ]
    holds = sum(any(made.holds for made in each.verdicts) for each in disputed)
    by = dict.fromkeys(made.decided_by for each in found.disagreements for made in each.verdicts)
    return ConsensusFacts(
        read=len(found.read),
        reached=len(found.reached),
        differed=kinds["differed"],
        waiting=kinds["waiting"],
        added=kinds["added"],
        holds=holds,
        does_not_hold=len(disputed) - holds,
        settled_by=tuple(sorted(by)),
        reworded=kinds["reworded"],
        led=sum(bool(made.led_to) for each in found.disagreements for made in each.verdicts),
        led_to=tuple(
            dict.fromkeys(
                made.led_to for each in found.disagreements for made in each.verdicts if made.led_to
            )
        ),
    )


def _kind(each: Disagreement) -> Literal["differed", "waiting", "added", "reworded"]:
    """Tell whether coders differ, codings wait since the codebook changed, or only a verdict is there."""
    if each.kind in ("boundary", "agreed"):
        return "reworded"
    if each.coded_by:
        return "differed"
    return "waiting" if each.undecided else "added"


def told(found: Consensus, n_transcripts: int) -> tuple[str, ...]:
    """Say for how much there is a consensus, how it came about, and what is still open."""
    return Reached.of(found).told(n_transcripts)


def _named(coders: Collection[str]) -> str:
    *most, last = sorted(coders)
    return f"{', '.join(most)} and {last}" if len(coders) <= _MOST_NAMED else f"{len(coders)} coders"
