"""Power cuts at any moment of coding, and whether what was acknowledged is stored.

    uv run python -m benchmarks.powercuts --cuts 500

One process codes in a study through the toolkit's own workflow, and `strace` (Debian's package of that name)
records every write and every fsync that SQLite asks for. From the record the files are made as a disk may
hold them after a cut at any point: what was synced is there; of what was not, everything, nothing, or any
sectors of 512 bytes, whatever the order in which they were written; a new file only perhaps, until its folder
was synced. Each state is opened, verified, and compared with what had been acknowledged by then. To show that
this can find a loss, the same is done once more as if no fsync had been asked for. Ends with code 1 if
anything was lost or found by `verify`, or if without fsync nothing was. Only on Linux.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select

from benchmarks.annotator import making
from benchmarks.kills import kind_of, wish
from toolkit.errors import ToolkitError
from toolkit.store import schema, verification
from toolkit.store.study import Study
from toolkit.workflow import applying, showing, studies

QUICK: Final = ("--cuts", "40", "--wishes", "40")

_NAME: Final = "W0"
_WORDS: Final = 3_000
_SECTOR: Final = 512
_LONGEST: Final = 1 << 24
_SYNCS: Final = ("fsync", "fdatasync")
_CALLS: Final = "openat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename,fallocate,pwritev,writev"
_LINE: Final = re.compile(r"(?P<call>\w+)\((?P<rest>.*)\)\s*= (?P<result>-?\d+)")
_FILE: Final = re.compile(r"\d+<(?P<path>[^>]*)>")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


@dataclass(frozen=True)
class Step:
    """One thing that was asked of the system.

    Attributes
    ----------
    kind
        write, cut (to a length), sync, made, sync-folder, or told: a transaction was acknowledged.
    """

    kind: str
    file: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class Told:
    """What came of some cuts."""

    cuts: int = 0
    opened: int = 0
    acknowledged: int = 0
    lost: int = 0
    unsure: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.problems)


# Recording --------------------------------------------------------------------------------------------


def work(path: str, wishes: int, pipe: int) -> None:
    """Code so often, tell of each transaction once it is acknowledged, and end as if killed."""
    study = studies.open_study(path)
    transcript = showing.desk(study, making.NAME, _NAME).transcript
    for number in range(wishes):
        if applying.change(study, _NAME, [wish(_NAME, number, transcript)]) != (None,):
            os._exit(1)
        os.write(pipe, f"{number + 1}\n".encode())
    os._exit(0)


def record(study: Path, wishes: int, log: Path) -> list[Step]:
    """Have a process of its own work under strace; return what it asked of the system."""
    told = study.with_name("told")
    words = ["strace", "-y", "-xx", "-s", str(_LONGEST), "-e", f"trace={_CALLS}", "-o", str(log), "--"]
    words += [sys.executable, "-m", "benchmarks.powercuts", "--work", str(study), str(told), str(wishes)]
    subprocess.run(words, check=True, cwd=Path(__file__).parents[1])
    with log.open(encoding="ascii", errors="replace") as lines:
        return list(steps(lines, study, told))


def steps(lines: Iterable[str], study: Path, told: Path) -> Iterator[Step]:
    """Yield what was asked of the study, and of what lies beside it, in order."""
    for line in lines:
        found = _LINE.match(line)
        if found is None or int(found["result"]) < 0:
            continue
        call, rest = found["call"], found["rest"]
        path = _path(call, rest)
        if path == str(told) and call == "write":
            yield Step("told")
        elif path == str(study.parent) and call in _SYNCS:
            yield Step("sync-folder")
        elif path.startswith(str(study)) and not path.endswith("-shm"):  # SQLite makes a new one
            yield from _asked(call, rest, Path(path).name)


def _path(call: str, rest: str) -> str:
    """Return which file is meant: by its name, or by what strace tells of its number."""
    if call in ("openat", "unlink", "rename"):
        return _text(rest).decode()
    named = _FILE.match(rest)
    path = named["path"] if named else ""
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def _asked(call: str, rest: str, file: str) -> Iterator[Step]:
    """Yield what is asked of one file."""
    if call == "openat":
        if "O_CREAT" in rest:
            yield Step("made", file)
    elif call == "pwrite64":
        yield Step("write", file, int(rest.rpartition(", ")[2]), _text(rest))
    elif call == "ftruncate":
        yield Step("cut", file, int(rest.rpartition(", ")[2]))
    elif call in _SYNCS:
        yield Step("sync", file)
    else:
        raise ToolkitError("strace", f"{call} is not modelled", "add it to benchmarks/powercuts.py")


def _text(rest: str) -> bytes:
    found = _TEXT.search(rest)
    if found is None or found[2]:
        raise ToolkitError("strace", "told a part of what was written", "raise _LONGEST")
    return bytes.fromhex(found[1].replace("\\x", ""))


# Replaying --------------------------------------------------------------------------------------------


class Disk:
    """What a disk holds for sure, and what it may hold."""

    def __init__(self, first: dict[str, bytes]) -> None:
        self._safe = {name: bytearray(data) for name, data in first.items()}
        self._pending: dict[str, list[Step]] = {}
        self._unlinked: set[str] = set()
        self.acknowledged = 0

    def take(self, step: Step, *, syncs: bool) -> None:
        """Take the next step; without `syncs` nothing is ever safe."""
        if step.kind == "told":
            self.acknowledged += 1
        elif step.kind == "made" and step.file not in self._safe:
            self._safe[step.file] = bytearray()
            self._unlinked.add(step.file)
        elif step.kind == "sync-folder" and syncs:
            self._unlinked.clear()
        elif step.kind == "sync" and syncs:
            for each in self._pending.pop(step.file, ()):
                _apply(self._safe[step.file], each)
        elif step.kind in ("write", "cut"):
            self._pending.setdefault(step.file, []).append(step)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return files as they may be found: all of what was not synced, nothing, or any of its sectors."""
        kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        found: dict[str, bytes] = {}
        for name, safe in self._safe.items():
            if name in self._unlinked and chance.random() > kept:
                continue
            data = bytearray(safe)
            parts = [part for step in self._pending.get(name, ()) for part in _sectors(step)]
            for part in parts:
                if chance.random() < kept:
                    _apply(data, part)
            found[name] = bytes(data)
        return found


def _sectors(step: Step) -> Iterator[Step]:
    """Yield what of a write reaches the disk at once, or not."""
    if step.kind != "write":
        yield step
        return
    at, end = step.at, step.at + len(step.data)
    while at < end:
        until = min(end, (at // _SECTOR + 1) * _SECTOR)
        yield Step("write", step.file, at, step.data[at - step.at : until - step.at])
        at = until


def _apply(data: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del data[step.at :]
        data.extend(bytes(step.at - len(data)))
        return
    data.extend(bytes(max(0, step.at + len(step.data) - len(data))))
    data[step.at : step.at + len(step.data)] = step.data


def cut(
    first: dict[str, bytes], recorded: Sequence[Step], cuts: int, folder: Path, *, syncs: bool = True
) -> Told:
    """Cut the power so often, each time at another point drawn by chance; tell what was found."""
    chance = random.Random(cuts)  # noqa: S311 - a draw of moments, not of secrets
    told = Told()
    disk = Disk(first)
    moments = set(chance.sample(range(len(recorded)), min(cuts, len(recorded))))
    for number, step in enumerate(recorded):
        disk.take(step, syncs=syncs)
        if number in moments:
            told.cuts += 1
            told.acknowledged += disk.acknowledged
            _look(disk.after_a_cut(chance), disk.acknowledged, folder, told)
    return told


def _look(files: dict[str, bytes], acknowledged: int, folder: Path, told: Told) -> None:
    """Open what a disk holds, verify it, and compare it with what was acknowledged."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        with closing(Study(folder / "my.study")) as study, study.reading() as connection:
            found = list(verification.problems(connection))
            events = connection.execute(select(schema.events.c.kind, schema.events.c.subject)).all()
    except ToolkitError as refused:
        told.problems.append(str(refused))
        return
    told.opened += 1
    told.problems += found
    there = {(row.kind, row.subject) for row in events}
    for number in range(acknowledged + 2):
        is_there = _event_of(number) in there
        told.lost += number < acknowledged and not is_there
        told.unsure += number >= acknowledged and is_there


def _event_of(number: int) -> tuple[str, str]:
    """Return kind and subject of the event that a wish writes."""
    kind = kind_of(number)
    if kind == "removal":
        return "coding.removed", f"{_NAME}-{number - 1}"
    return f"{kind}.added", f"{_NAME}-{number}"


# ------------------------------------------------------------------------------------------------------


def main() -> None:
    """Record once, cut often."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cuts", type=int, default=500)
    asked.add_argument("--wishes", type=int, default=600, help="codings, removals and memos recorded")
    asked.add_argument("--work", nargs=3, metavar=("STUDY", "TOLD", "WISHES"), help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.work:
        study, told, wishes = options.work
        work(study, int(wishes), os.open(told, os.O_WRONLY | os.O_CREAT, 0o600))
    with tempfile.TemporaryDirectory(prefix="intercoder-") as place:
        folder = Path(place).resolve()
        path = folder / "my.study"
        making.begin(path, _WORDS)
        first = {path.name: path.read_bytes()}
        recorded = record(path, options.wishes, folder / "log")
        well = cut(first, recorded, options.cuts, folder / "found")
        worse = cut(first, recorded, options.cuts // 5, folder / "found", syncs=False)
    count = Counter(each.kind for each in recorded)
    to_study = sum(each.kind == "write" and each.file == path.name for each in recorded)
    print(
        f"{count['told']} transactions acknowledged, {count['write']:,} writes recorded, {to_study:,} of "
        f"them to the study itself, {count['sync']} syncs of files, {count['sync-folder']} of the folder"
    )
    print(
        f"{well.cuts} cuts: {well.opened} studies opened, {well.acknowledged:,} acknowledged in all, "
        f"lost {well.lost}, stored before it was acknowledged {well.unsure}"
    )
    print("verify: " + ("no problem found" if not well.problems else "; ".join(well.problems[:5])))
    print(
        f"without fsync, to compare: {worse.cuts} cuts, lost {worse.lost:,} of {worse.acknowledged:,}, "
        f"problems in {len(worse.problems)}"
    )
    sys.exit(not (well.well and well.acknowledged and not worse.well))


if __name__ == "__main__":
    main()
