"""Every table of findings on a large study: time, memory, and how they grow.

    uv run python -m benchmarks.findings                    500 interviews of 10,000 words, 500,000 codings
    uv run python -m benchmarks.findings --interviews 100   a smaller one

Makes a study of that size and one of a quarter of it, and runs each command on both, each run in a process of
its own: seconds of the processor and by the clock from opening the study to the finished table, and the most
memory it held. Growth is that of the processor's seconds, for other programs may run beside. Two coders: Ada
has read everything, Ben a fifth, so that there the findings rest on a consensus in so far as they agree. Of
each interview one quotation is picked and one memo written. Seconds depend on the machine; the growth does
not. `benchmarks/README.md` tells what came of it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, update

from benchmarks.annotator.making import codebook, passages
from benchmarks.importing import conversation, write_text
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.event import Event
from toolkit.model.figure import Figure
from toolkit.model.pack import Pack
from toolkit.model.pick import Pick
from toolkit.model.round import Assignment, Coder
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import codings as stored
from toolkit.store import memos, picks, rounds, schema, transcripts
from toolkit.store.study import Records, Study
from toolkit.workflow import (
    adjudicating,
    concording,
    describing,
    drawing,
    exporting,
    importing,
    noting,
    packing,
    quoting,
    reporting,
    revising,
    studies,
    watching,
)

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK: Final = (
    "--interviews",
    "8",
    "--tables",
    "frequency",
    "themes",
    "cooccurrence",
    "saturation",
    "quotations",
)
INTERVIEWS: Final = 500
WORDS: Final = 10_000
CODINGS_EACH: Final = 1_000
_AT: Final = "2026-03-01T09:30:00Z"
_AT_ONCE: Final = 50
_SHARED: Final = 5  # every fifth interview has two readers

Made = Table | Figure | Pack | str | bytes

TABLES: Final[dict[str, Callable[[Study], Made]]] = {
    "themes": reporting.themes,
    "frequency": reporting.frequency,
    "matrix": reporting.matrix,
    "matrix by role": lambda study: reporting.matrix(study, by="role", values="percent"),
    "cooccurrence": reporting.cooccurrence,
    "cooccurrence turns": lambda study: reporting.cooccurrence(study, within="turns"),
    "saturation": reporting.saturation,
    "saturation random": lambda study: reporting.saturation(study, order="random"),
    "participants": reporting.participants,
    "participants extent": lambda study: reporting.participants(study, extent=True),
    "coverage": reporting.coverage,
    "quotations": quoting.quotations,
    "balance": quoting.balance,
    "words": concording.words,
    "concordance": lambda study: concording.concordance(study, "report"),
    "codebook appendix": revising.show,
    "codebook history": revising.history,
    "migration": revising.migration,
    "disagreements": adjudicating.disagreements,
    "consensus": adjudicating.consensus,
    "memos": noting.memos,
    "transcripts": reporting.transcripts,
    "progress": watching.progress,
    "methods": lambda study: describing.methods(study, agreement=False),
    "heatmap": drawing.heatmap,
    "portrait": lambda study: drawing.portrait(study, transcript=("P0000",)),
    "tree": drawing.tree,
    "tree drawn": lambda study: exporting.as_bytes(drawing.tree(study), ".svg"),
    "report": lambda study: packing.report(study, leave_out=("words",), resamples=1_000),
}
"""What is measured; the report last, which is all of the others in every format."""


# Making the study ------------------------------------------------------------------------------------


def make(folder: Path, interviews: int) -> Path:
    """Make a study as importing and coding would have, but in bulk, and return its path."""
    path = folder / f"{interviews}.study"
    study = studies.start(path, codebook())
    source = folder / "interviews"
    source.mkdir(exist_ok=True)
    names = [f"P{number:04}" for number in range(interviews)]
    for number, name in enumerate(names):
        write_text(conversation(WORDS, seed=number), source / f"{name}.txt")
    some = [names[first : first + _AT_ONCE] for first in range(0, interviews, _AT_ONCE)]
    for part in some:
        importing.import_files(study, *(source / f"{name}.txt" for name in part))
    with study.transaction("researcher") as records:
        for coder in ("Ada", "Ben"):
            rounds.add_coder(records, Coder(coder))
    with study.transaction("researcher") as records:  # one, for each of so many makes a backup
        for part in some:
            _code(records, part)
    with study.transaction("researcher") as records:
        current = rounds.current(records.connection).id
        for name in names:
            for coder in _readers(name):
                rounds.assign(records, Assignment(coder, name, current, finished_at=_AT))
    _pick_and_write(study, names)
    study.close()
    return path


def _readers(name: str) -> tuple[str, ...]:
    return ("Ada", "Ben") if int(name[1:]) % _SHARED == 0 else ("Ada",)


def _codings(text: Transcript, current: str) -> Iterator[Coding]:
    """Yield what the readers code: the second, most of what the first does."""
    chance = random.Random(text.id)  # noqa: S311
    readers = _readers(text.id)
    for number, (span, code) in enumerate(passages(text, CODINGS_EACH // len(readers))):
        for coder in readers:
            if coder == "Ada" or chance.random() < 0.8:  # noqa: PLR2004
                name = f"{text.id}-{number}-{coder}"
                yield Coding(name, Quotation.cut(text, span), code, coder, "1.0.0", current, _AT)


def _code(records: Records, names: list[str]) -> None:
    """Store codings and their events as one by one, in two statements instead of many thousands."""
    connection = records.connection
    current = rounds.current(connection).id
    texts = filter(None, (transcripts.find(connection, name) for name in names))
    rows = [stored.as_row(coding) for text in texts for coding in _codings(text, current)]
    head = connection.execute(select(schema.study.c.head_sequence, schema.study.c.head_hash)).one()
    told = list(_events(rows, head.head_sequence, head.head_hash))
    connection.execute(insert(schema.codings), rows)
    connection.execute(insert(schema.events), told)
    last = told[-1]
    connection.execute(update(schema.study).values(head_sequence=last["sequence"], head_hash=last["hash"]))


def _events(rows: list[dict[str, object]], sequence: int, previous: str) -> Iterator[dict[str, object]]:
    for number, row in enumerate(rows, sequence + 1):
        body = {"after": row}
        event = Event(number, str(row["coder"]), "coding.added", str(row["id"]), body, _AT, previous)
        previous = event.hash
        yield {
            "sequence": number,
            "actor": event.actor,
            "kind": event.kind,
            "subject": event.subject,
            "body": json.dumps(body, ensure_ascii=False),
            "at": _AT,
            "previous": event.previous,
            "hash": previous,
        }


def _pick_and_write(study: Study, names: list[str]) -> None:
    """Tell a role, pick a quotation and write a memo for each transcript."""
    with study.transaction("Ada") as records:
        for name in names:
            first = stored.everything(records.connection, transcript=name)[0]
            role = ("nurse", "doctor", "patient")[int(name[1:]) % 3]
            transcripts.add_participant(records, name, {"role": role})
            told = (first.code, first.codebook_version, "", "", "Ada", _AT)
            picks.add(records, Pick(f"{name}-pick", first.quotation, *told))
            memos.add(records, Memo(f"{name}-memo", "transcript", name, "Ada", "They hedge throughout.", _AT))


# Measuring -------------------------------------------------------------------------------------------


def measure(path: Path, name: str) -> dict[str, float]:
    """Return what one table costs in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.findings", "--one", name, str(path)]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _one(name: str, path: Path) -> None:
    """Make one table and print what it cost."""
    studies.make_room()  # as every program of ours does
    begun, worked = time.perf_counter(), _processor()
    TABLES[name](studies.open_study(path))
    took = {"seconds": time.perf_counter() - begun, "processor": _processor() - worked}
    print(json.dumps({**took, "megabytes": _peak()}))


def _peak() -> float:
    """Return the most this process has held, in megabytes."""
    try:
        told = Path("/proc/self/status").read_text("utf-8")
    except OSError:  # not on Linux, where `ru_maxrss` begins with that of the process that started this one
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM:")) / 1024


def _processor() -> float:
    """Return the seconds of processor time this process has used, its own and those on its behalf."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print what every table costs at full size, and how that grew from a quarter of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    parser.add_argument("--tables", nargs="*", choices=list(TABLES), default=list(TABLES))
    parser.add_argument("--folder", type=Path, help="where studies are kept for the next run")
    parser.add_argument("--one", nargs=2, metavar=("TABLE", "STUDY"), help=argparse.SUPPRESS)
    given: Any = parser.parse_args()
    if given.one:
        _one(given.one[0], Path(given.one[1]))
        return
    with tempfile.TemporaryDirectory(prefix="intercoder-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sizes = (given.interviews // 4, given.interviews)
        quarter, full = (_made(folder, size) for size in sizes)
        codings = given.interviews * CODINGS_EACH
        print(
            f"{given.interviews} interviews of {WORDS:,} words, about {codings:,} codings; beside a quarter"
        )
        print(f"{'table':20}{'processor':>10}{'growth':>8}{'clock':>8}{'MB':>7}{'growth':>8}")
        for name in given.tables:
            print(_line(name, measure(quarter, name), measure(full, name)), flush=True)


def _line(name: str, small: dict[str, float], large: dict[str, float]) -> str:
    slower, bigger = (large[part] / small[part] for part in ("processor", "megabytes"))
    costs = f"{large['processor']:9.1f}s{slower:7.1f}x{large['seconds']:7.1f}s"
    return f"{name:20}{costs}{large['megabytes']:7.0f}{bigger:7.1f}x"


def _made(folder: Path, interviews: int) -> Path:
    path = folder / f"{interviews}.study"
    return path if path.exists() else make(folder, interviews)


if __name__ == "__main__":
    main()
