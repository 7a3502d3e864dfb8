"""Every table of findings on a large study: time, memory, and how they grow.

    uv run python -m benchmarks.findings                    500 interviews of 10,000 words, 500,000 codings
    uv run python -m benchmarks.findings --interviews 100   a smaller one

Makes a study of that size and one of a quarter of it, and runs each command on both, each run in a process of
its own: seconds from start to finished table, and the most memory it held. Two coders: Ada has read
everything, Ben a fifth, so that there the findings rest on a consensus in so far as they agree. Seconds depend
on the machine; the growth does not.
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
from typing import Any, Final

from sqlalchemy import insert, select, update

from benchmarks.annotator.making import codebook, passages
from benchmarks.importing import conversation, write_text
from toolkit.model.coding import Coding, Quotation
from toolkit.model.event import Event
from toolkit.model.round import Assignment, Coder
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import rounds, schema, transcripts
from toolkit.store import codings as stored
from toolkit.store.study import Study
from toolkit.workflow import importing, reporting, studies

INTERVIEWS: Final = 500
WORDS: Final = 10_000
CODINGS_EACH: Final = 1_000
_AT: Final = "2026-03-01T09:30:00Z"
_SHARED: Final = 5  # every fifth interview has two readers

TABLES: Final = {
    "frequency": lambda study: reporting.frequency(study),
    "themes": lambda study: reporting.themes(study),
    "matrix": lambda study: reporting.matrix(study),
    "saturation": lambda study: reporting.saturation(study),
    "participants": lambda study: reporting.participants(study),
    "coverage": lambda study: reporting.coverage(study),
}


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
    for first in range(0, interviews, 50):
        importing.import_files(study, *(source / f"{name}.txt" for name in names[first : first + 50]))
    with study.transaction("researcher") as records:
        for coder in ("Ada", "Ben"):
            rounds.add_coder(records, Coder(coder))
    with study.reading() as connection:
        texts = {text.id: text for text in transcripts.everything(connection)}
        current = rounds.current(connection).id
    _code(study, [coding for name in names for coding in _codings(texts[name], current)])
    with study.transaction("researcher") as records:
        for name in names:
            for coder in _readers(name):
                rounds.assign(records, Assignment(coder, name, current, finished_at=_AT))
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


def _code(study: Study, made: list[Coding]) -> None:
    """Store codings and their events as one by one, in two statements instead of a million."""
    rows = [stored.as_row(coding) for coding in made]
    with study.transaction("researcher") as records:
        connection = records.connection
        head = connection.execute(select(schema.study.c.head_sequence, schema.study.c.head_hash)).one()
        told = list(_events(rows, head.head_sequence, head.head_hash))
        connection.execute(insert(schema.codings), rows)
        connection.execute(insert(schema.events), told)
        last = told[-1]
        connection.execute(
            update(schema.study).values(head_sequence=last["sequence"], head_hash=last["hash"])
        )


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


# Measuring -------------------------------------------------------------------------------------------


def measure(path: Path, name: str) -> dict[str, float]:
    """Return what one table costs in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.findings", "--one", name, str(path)]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _one(name: str, path: Path) -> None:
    """Make one table and print what it cost."""
    begun = time.perf_counter()
    study = studies.open_study(path)
    table: Table = TABLES[name](study)
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "megabytes": peak, "rows": len(table.rows)}))


def main() -> None:
    """Print what every table costs at full size, and how that grew from a quarter of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
        print(f"{given.interviews} interviews of {WORDS:,} words, about {codings:,} codings; beside a quarter")
        print(f"{'table':14}{'seconds':>9}{'growth':>8}{'MB':>8}{'growth':>8}")
        for name in given.tables:
            small, large = measure(quarter, name), measure(full, name)
            grown = (large[part] / small[part] for part in ("seconds", "megabytes"))
            slower, bigger = grown
            print(
                f"{name:14}{large['seconds']:9.1f}{slower:7.1f}x{large['megabytes']:8.0f}{bigger:7.1f}x",
                flush=True,
            )


def _made(folder: Path, interviews: int) -> Path:
    path = folder / f"{interviews}.study"
    return path if path.exists() else make(folder, interviews)


if __name__ == "__main__":
    main()
