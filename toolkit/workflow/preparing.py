"""What a researcher knows of speakers and questions before an import, applied to what was imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.formats import protocol as protocol_files
from toolkit.model.protocol import Protocol
from toolkit.model.transcript import Transcript
from toolkit.store import readings, transcripts
from toolkit.store.study import Records
from toolkit.workflow import files
from toolkit.workflow.asking import recognise_in
from toolkit.workflow.naming import known_transcript
from toolkit.workflow.speaking import refuse_bad_label, refuse_strangers, renamed


@dataclass(frozen=True)
class KnownBefore:
    """Labels to merge, as pairs of the one that goes and the one that stays; the protocol and its source."""

    merges: tuple[tuple[str, str], ...] = ()
    protocol: Protocol | None = None
    source: str = ""

    @classmethod
    def of(cls, merge: Iterable[str], protocol: Path | None, labels: Collection[str]) -> KnownBefore:
        """Check what the options say against the labels in the files that were read."""
        merges = tuple(_pair(told) for told in merge)
        if strange := [label for label, _ in merges if label not in labels]:
            there = ", ".join(sorted(labels)) or "none"
            raise Several(
                ToolkitError(f"--merge {label}", "no file has a speaker of this name", f"there are: {there}")
                for label in strange
            )
        if protocol is None:
            return cls(merges)
        return cls(merges, protocol_files.read(files.source(protocol)), protocol.name)

    def apply(self, records: Records, names: Iterable[str]) -> tuple[str, ...]:
        """Merge labels and recognise questions; return what was done, in sentences."""
        if self.protocol is not None:
            readings.state_protocol(records, self.source, self.protocol)
        return tuple(sentence for name in dict.fromkeys(names) for sentence in self._apply_to(records, name))

    def _apply_to(self, records: Records, name: str) -> Iterator[str]:
        for label, into in self.merges:
            now = known_transcript(records.connection, name)
            if label in now.roles:
                persons, remedy = transcripts.persons(records.connection), "import that interview by itself"
                refuse_strangers(persons, [name], label, into, remedy)
                yield self._merge(records, now, label, into)
        if self.protocol is not None:
            count = recognise_in(records, known_transcript(records.connection, name), self.protocol)
            yield f"{name}: {count} of {len(self.protocol)} questions found."

    def _merge(self, records: Records, now: Transcript, label: str, into: str) -> str:
        try:
            then = renamed(now, [label], into)
        except Invalid as refused:
            raise ToolkitError(now.id, refused.what, refused.remedy) from refused
        transcripts.reread(records, now, then, f"{label} merged into {into}")
        return f"{now.id}: {label} merged into {into}."


NOTHING_KNOWN: Final = KnownBefore()


def _pair(told: str) -> tuple[str, str]:
    label, _, into = (part.strip() for part in told.rpartition("="))
    if not label or not into or label == into:
        raise ToolkitError(f"--merge {told}", "names no two labels", 'write it as in --merge "P1=P01"')
    refuse_bad_label(into)
    return label, into


def read_as_before(records: Records, earlier: Transcript, revised: Transcript) -> Transcript:
    """Merge labels in a corrected transcript as people merged them before, and recognise its questions anew.

    A label of the file that stood for one person throughout goes the same way again; what was said of single
    turns is not taken over, because those turns may be others now.
    """
    connection = records.connection
    before = {turn.span: turn.speaker for turn in readings.as_imported(connection, earlier).turns}
    became: dict[str, set[str | None]] = {}
    for turn in earlier.turns:
        label = before.get(turn.span)
        if label is not None:
            became.setdefault(label, set()).add(turn.speaker)
    then = revised
    for label, names in became.items():
        (into,) = names if len(names) == 1 else (label,)
        if into is not None and into != label and label in then.roles:
            then = renamed(then, [label], into, earlier.roles[into])
    if then != revised:
        told = f"labels merged as in revision {earlier.revision}"
        transcripts.reread(records, revised, then, told)
    if any(turn.question is not None for turn in earlier.turns):
        recognise_in(records, then, readings.stated_protocol(connection))
    return known_transcript(connection, earlier.id)
