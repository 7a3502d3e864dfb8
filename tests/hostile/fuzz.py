"""Fuzzing of every reader there is, found by looking, so that a new format is fuzzed without being listed here.

`uv run python -m tests.hostile.fuzz --seconds 600 [--seed N] [--keep FOLDER] [READER …]` goes on for that long; the
gate goes on for about a second a reader. What a reader may do with a file that is wrong is to raise a
`ToolkitError`, within bounds of time and memory. Journeys that store what was read are fuzzed with it.
"""

from __future__ import annotations

import argparse
import atexit
import importlib
import inspect
import os
import pkgutil
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

from tests.hostile.doors import base_study
from tests.hostile.mutations import mutated
from tests.hostile.seeds import seeds
from toolkit import formats
from toolkit.errors import ToolkitError
from toolkit.formats import contents, secrets
from toolkit.model.transcript import Source
from toolkit.workflow import admitting, importing, merging, reading
from toolkit.workflow.studies import open_study

Read = Callable[[Source], object]

MOST_SECONDS: Final = 20
_MOST_BYTES: Final = 4 * 2**30
_MOST_SEEDS: Final = 12
_NOT_PRINTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _TooSlow(BaseException):
    """Nothing that a reader could catch by mistake."""


def readers() -> dict[str, Read]:
    """Return every function `read(source)` of the formats, by the name of its module, and the journeys."""
    found: dict[str, Read] = {}
    for module in pkgutil.walk_packages(formats.__path__, f"{formats.__name__}."):
        function = getattr(importlib.import_module(module.name), "read", None)
        if callable(function) and _takes_a_source(function):
            found.setdefault(f"{function.__module__}".removeprefix(f"{formats.__name__}."), function)
    found["contents"] = lambda source: list(contents.texts(source))
    found["secrets"] = _secrets
    return found | _journeys()


def _takes_a_source(function: Callable[..., object]) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    needed = [each for each in parameters if each.default is each.empty]
    return len(needed) == 1 and needed[0].annotation in ("Source", Source)


def _secrets(source: Source) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secrets.toml"
        path.write_bytes(source.data)
        path.chmod(0o600)
        return secrets.read(path)


@cache
def _folder() -> Path:
    """Return a folder with the study that journeys take files into."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    base_study(folder / "base.study")
    return folder


def _journeys() -> dict[str, Read]:
    """Return what stores a file in a study, all of it taken back."""
    folder = _folder()
    study = open_study(folder / "base.study")

    def importing_it(source: Source) -> object:
        return importing.commit(study, [reading.read(source)], dry_run=True)

    def admitting_it(source: Source) -> object:
        path = folder / "project"
        path.write_bytes(source.data)
        found, project = admitting.read(path)
        return admitting.admit(study, project, found.data, coder="Ben", dry_run=True)

    def merging_it(source: Source) -> object:
        path = folder / "theirs.study"
        path.write_bytes(source.data)
        return merging.merge(study, path, dry_run=True)

    def opening_it(source: Source) -> object:
        path = folder / "opened.study"
        path.write_bytes(source.data)
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        with closing(open_study(path)) as opened:
            return opened.profile

    return {
        "importing": importing_it,
        "admitting": admitting_it,
        "merging": merging_it,
        "opening": opening_it,
    }


def samples_of(name: str, read: Read) -> list[Source]:
    """Return valid files that a reader reads, small ones first."""
    return [each for each in sorted(_valid(name), key=lambda each: len(each.data)) if _reads(read, each)][
        :_MOST_SEEDS
    ]


def _valid(name: str) -> Sequence[Source]:
    if name in ("merging", "opening"):
        return [Source("theirs.study", (_folder() / "base.study").read_bytes())]
    if name == "secrets":
        text = (
            '[auth]\nredirect_uri = "https://x.org/oauth2callback"\ncookie_secret = "'
            + "0123456789abcdef" * 2
            + '"\n'
        )
        more = 'client_id = "i"\nclient_secret = "s"\nserver_metadata_url = "https://x.org/.well-known/openid-configuration"\n'
        return [Source("secrets.toml", (text + more).encode())]
    return seeds()


def _reads(read: Read, source: Source) -> bool:
    try:
        read(source)
    except ToolkitError:
        return False
    return True


@dataclass
class Found:
    """An input on which a reader failed."""

    reader: str
    seed: int
    what: str
    source: Source
    told: str


@dataclass
class Tally:
    """How often a reader was tried, and what came of it."""

    reader: str
    tried: int = 0
    refused: int = 0
    slowest: float = 0.0
    seconds: float = 0.0


def fuzzed(
    name: str, read: Read, seconds: float, seed: int, found: list[Found], most: int = sys.maxsize
) -> Tally:
    """Try a reader with spoilt files for so many seconds; faults are put into `found`."""
    tally = Tally(name)
    valid = samples_of(name, read)
    if not valid:
        found.append(Found(name, seed, "has no valid file to begin with", Source("none", b""), ""))
        return tally
    others = [each.data for each in seeds()]
    until = time.monotonic() + seconds
    while time.monotonic() < until and tally.tried < most:
        number = seed + tally.tried
        source = spoilt(valid, others, number)
        tally.tried += 1
        began = time.monotonic()
        fault = _fault(read, source)
        took = time.monotonic() - began
        tally.slowest, tally.seconds = max(tally.slowest, took), tally.seconds + took
        if fault is None:
            continue
        what, told = fault
        if what:
            found.append(Found(name, number, what, source, told))
        else:
            tally.refused += 1
    return tally


def spoilt(valid: Sequence[Source], others: Sequence[bytes], number: int) -> Source:
    """Return a file with something wrong in it; the same number gives the same file."""
    random = Random(number)
    chosen = random.choice(valid)
    return Source(chosen.name, mutated(random, chosen.data, others))


def _fault(read: Read, source: Source) -> tuple[str, str] | None:
    """Return what is wrong with how a file was read; with an empty name for a refusal, None for a reading."""

    def too_slow(_signal: int, _frame: FrameType | None) -> None:
        raise _TooSlow

    signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        read(source)
    except ToolkitError as refused:
        lines = refused.lines()
        if not lines or any(_NOT_PRINTED.search(line) for line in lines):
            return "refused, but not in lines", repr(lines)
        return "", lines[0]
    except _TooSlow:
        return f"takes longer than {MOST_SECONDS} s", traceback.format_exc()
    except Exception as fault:  # noqa: BLE001 - what is looked for
        return type(fault).__name__, traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def main(words: Sequence[str] | None = None) -> int:
    """Fuzz; print what was done, and 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", help="parts of their names; by default all")
    parser.add_argument("--seconds", type=float, default=60.0, help="for all of them together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", default="0/1", help="of the readers, as in 0/2")
    parser.add_argument("--keep", type=Path, help="folder for files on which a reader failed")
    asked = parser.parse_args(words)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    part, of = map(int, asked.part.split("/"))
    chosen = {
        name: read
        for name, read in sorted(readers().items())
        if not asked.readers or any(each in name for each in asked.readers)
    }
    chosen = dict(list(chosen.items())[part::of])
    faults = 0
    print(f"{'reader':32} {'files':>7} {'refused':>8} {'s each, most':>13}")
    for name, read in chosen.items():
        found: list[Found] = []
        tally = fuzzed(name, read, asked.seconds / len(chosen), asked.seed, found)
        print(f"{name:32} {tally.tried:>7} {tally.refused:>8} {tally.slowest:>13.3f}", flush=True)
        for line in _told(found, asked.keep):
            print(line, flush=True)
        faults += len(found)
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; seed {asked.seed}"
    )
    return int(bool(faults))


def _told(found: Sequence[Found], keep: Path | None) -> Iterator[str]:
    """Yield each kind of fault once, with where it was raised."""
    seen: dict[tuple[str, str, str], int] = {}
    for each in found:
        lines = [line for line in each.told.splitlines() if line.startswith("  File")]
        key = (each.reader, each.what, lines[-1] if lines else "")
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            continue
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{each.reader}-{each.seed}-{each.source.name}").write_bytes(each.source.data)
        yield f"FAULTY {each.reader} with seed {each.seed}: {each.what}\n{each.told}"
    for (reader, what, _), count in seen.items():
        yield f"FAULTY {reader}: {what} ({count} times)"


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
