"""Making one reading of several: the consensus at a version, and what a reader has to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from toolkit.model.consensus import Consensus, Verdict
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
    version = seen.codebook.version
    looked = complete(seen.lineage, version, rounds.readings(connection))
    displaced = [repair.coding for repair in seen.repairs]
    return adjudicate(texts, seen.resolution, looked, verdicts_in(connection, seen), displaced)


def verdicts_in(connection: Connection, seen: View) -> tuple[Verdict, ...]:
    """Return the verdicts as they are at the version of a view, and stand in the latest texts."""
    return followed(_in_place(connection), seen.lineage, seen.codebook.version)


def _in_place(connection: Connection) -> tuple[Verdict, ...]:
    """Return the verdicts as they stand in the latest texts; what has no sure place there is open again."""
    given = {verdict.id: verdict for verdict in verdicts.everything(connection)}
    now = corrected(connection, [verdict.as_coding() for verdict in given.values()])
    return tuple(replace(given[coding.id], quotation=coding.quotation) for coding in now.codings)


def told(found: Consensus, n_transcripts: int) -> tuple[str, ...]:
    """Say for how much there is a consensus, how it came about, and what is still open."""
    if not found.read:
        return ()
    n_open = sum(each.open for each in found.disagreements)
    n_settled = len(found.disagreements) - n_open
    of = f"Consensus of {_coders(found)} reached for {len(found.reached)} of {n_transcripts} transcripts"
    sentences = [f"{of}; disagreements settled: {n_settled}, open: {n_open}."]
    if found.answered:
        sentences.append(f"Verdicts answer for {found.answered} of the codings that wait.")
    if found.unsettled:
        each = ", ".join(f"{name} ({count})" for name, count in found.unsettled.items())
        sentences.append(f"Still open, so that no consensus counts there: {each}.")
    return tuple(sentences)


def _coders(found: Consensus) -> str:
    *most, last = found.coders
    return (
        f"{', '.join(most)} and {last}" if len(found.coders) <= _MOST_NAMED else f"{len(found.coders)} coders"
    )
