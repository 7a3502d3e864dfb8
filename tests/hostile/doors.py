"""Knocking at the doors of the command line with hostile files: within bounds of time and memory.

A process that has loaded everything forks, and the child tries some tens of cases, one after the other, each in
a folder of its own and with its own bound of time. What a case takes is measured by itself: Linux forgets the
peak of a process's memory when told to. A child that has grown makes place for a new one, so that no case is
held to account for the one before. A case that ends the child is faulty, and the next child goes on behind it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from tests.conftest import conversation, small_codebook
from tests.hostile.corpus import Input, inputs
from toolkit.formats.codebooks import native
from toolkit.store import contents, transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import applying, assigning, noting, proposing
from toolkit.workflow.studies import open_study, start

MOST_SECONDS: Final = 60
"""Of processor: how long a case takes by the clock says something about the machine."""
_PATIENCE: Final = 10.0
"""How many times as long a case may take by the clock, as it does where it waits for something."""
MOST_MEGABYTES: Final = 3_000
"""Of address space, beyond what the libraries take once they are loaded."""

# Where each kind of file comes in. What stands in braces is filled in for each case.
DOORS: Final[Mapping[str, tuple[str, ...]]] = {
    "import": ("import", "{study}", "{file}"),
    "import FOLDER": ("import", "{study}", "{given}"),
    "import --revise": ("import", "{study}", "{file}", "--revise", "P1"),
    "import --participants": ("import", "{study}", "--participants", "{file}"),
    "import --protocol": ("import", "{study}", "{talk}", "--protocol", "{file}"),
    "questions --protocol": ("questions", "{study}", "--protocol", "{file}"),
    "import-project": ("import-project", "{study}", "{file}", "--coder", "Ben"),
    "create --project": ("create", "{new}", "--project", "{file}", "--coder", "Ben"),
    "create --codebook": ("create", "{new}", "--codebook", "{file}"),
    "codebook check": ("codebook", "check", "{file}"),
    "codebook convert": ("codebook", "convert", "{file}"),
    "codebook release": ("codebook", "release", "{study}", "{file}"),
    "codebook diff": ("codebook", "diff", "{book}", "{file}"),
    "merge": ("merge", "{study}", "{file}"),
    "verify": ("verify", "{file}"),
    "transcripts": ("transcripts", "{file}"),
    "code": (
        *("code", "{file}", "--coder", "Ana", "--transcript", "P1", "--start", "6", "--end", "11"),
        *("--code", "care"),
    ),
    "upgrade": ("upgrade", "{file}"),
    "copy": ("copy", "{file}", "{new}"),
    "leaks": ("leaks", "{file}", "--keys", "{keys}"),
    "leaks FILE": ("leaks", "{given}", "--keys", "{keys}"),
    "leaks --keys": ("leaks", "{study}", "--keys", "{file}"),
    "share --keys": ("share", "{study}", "{new}", "--keys", "{file}"),
    "redact --keys": ("redact", "{study}", "--keys", "{file}", "--keep-original", "--no-with-model"),
    "redact --names": ("redact", "{study}", "--names", "{file}", "--no-with-model"),
    "redact --organisations": ("redact", "{study}", "--organisations", "{file}", "--no-with-model"),
    "redact --review": ("redact", "{study}", "--keys", "{made}", "--review", "{file}", "--no-with-model"),
    "speaker turns --file": ("speaker", "turns", "{study}", "P1", "--file", "{file}"),
    "agreement --table": ("agreement", "--table", "{file}"),
    "difference --table": ("difference", "--table", "{file}", "--codes", "1", "x"),
    "memo --file": ("memo", "{study}", "--coder", "Ana", "--about", "study", "--file", "{file}"),
    "rebuild": ("rebuild", "{study}", "{file}"),
    "open --secrets": ("open", "{study}", "--no-browser", "--secrets", "{file}"),
}
_AT_ONCE: Final = 50
"""Cases that one process tries at most."""
_GROWN: Final = 100 * 1024
"""Kilobytes by which a process may grow until it tries no more."""
_CRASHED: Final = 70
_NOT_PRINTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_LINE: Final = 4_000
_MOST_LINES: Final = 2_000


def base_study(path: Path) -> Path:
    """Write the study at the doors to a path: always the same one, as long as this process runs."""
    path.write_bytes(_base())
    path.chmod(0o600)
    return path


@cache
def _base() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _made(Path(folder) / "base.study").read_bytes()


def _made(path: Path) -> Path:
    """Make it: two interviews, two coders, a memo, a proposed code."""
    study = start(path, small_codebook(), title="My study")
    said = (("I", "How was it?"), ("P1", "I trusted them at first. Then I had doubts."), ("I", "And now?"))
    with study.transaction("researcher") as records:
        for name in ("P1", "P2"):
            transcripts.add(records, conversation(name, *said, (name, "Now I take care.")))
            transcripts.add_participant(records, name, {"role": "cook"})
    for coder in ("Ana", "Ben"):
        for name in ("P1", "P2"):
            applying.code(study, coder=coder, transcript=name, start=22, end=32, code="trust")
            assigning.finish(study, name, coder=coder)
    noting.memo(study, coder="Ana", about="study", text="A memo.")
    proposing.propose(study, coder="Ben", label="Hope")
    study.close()
    return path


@dataclass(frozen=True)
class Outcome:
    """What became of one file at one door.

    Attributes
    ----------
    refused
        Whether it was turned away; else it was taken in.
    fault
        What should not have happened; empty if nothing did.
    told
        The beginning of what was said about it.
    """

    name: str
    door: str
    refused: bool
    fault: str
    seconds: float
    megabytes: float
    told: str


def knocked(
    cases: Sequence[tuple[str, str]], processes: int = 2, tell: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Try files at doors, each pair by the names of both, in several processes; each outcome is told at once."""
    parts = [cases[number::processes] for number in range(processes)]

    def run(part: Sequence[tuple[str, str]]) -> list[Outcome]:
        words = [sys.executable, "-m", "tests.hostile.doors", json.dumps(part)]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        found: list[Outcome] = []
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as running:
            for line in running.stdout or ():
                found.append(Outcome(**json.loads(line)))
                tell(found[-1])
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, words[:3])
        return found

    with ThreadPoolExecutor(processes) as threads:
        return [outcome for part in threads.map(run, filter(None, parts)) for outcome in part]


def summed_up(outcomes: Iterable[Outcome]) -> str:
    """Say in one paragraph what became of everything."""
    known = list(outcomes)
    slowest = max(known, key=lambda each: each.seconds)
    largest = max(known, key=lambda each: each.megabytes)
    names, doors = len({each.name for each in known}), len({each.door for each in known})
    refused = sum(each.refused for each in known)
    return (
        f"{names} inputs x {doors} doors, {len(known)} cases: {refused} refused, {len(known) - refused} harmless, "
        f"{sum(bool(each.fault) for each in known)} faulty; slowest {slowest.seconds:.1f} s ({slowest.name} at "
        f"{slowest.door}), largest {largest.megabytes:.0f} MB ({largest.name} at {largest.door})"
    )


# --- the process that forks -------------------------------------------------------------------------


class Knocker(Protocol):
    """Who tries one file at one door."""

    def knock(self, given: Input, door: str) -> Outcome:
        """Try it; tell what became of it."""

    def clear(self) -> str:
        """Remove what a case has left that ended its process; return what it said."""


class Street:
    """A folder with the study, and what commands want besides, for one case after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = base_study(folder / "base.study")
        self._before = _held(self._base)
        self._bytes = self._base.read_bytes()
        self._number = 0
        (folder / "book.yaml").write_text(native.write(small_codebook()))
        (folder / "talk.txt").write_text("P3: I trust nobody.\n\nI: Why?\n\nP3: So.\n")
        (folder / "keys.csv").write_text("kind,original,replacement\nname,Zebulon,[name]\n")

    def knock(self, given: Input, door: str) -> Outcome:
        """Try one file at one door; what it says goes to the standard output of this process no more."""
        case = self._case()
        study = Path(shutil.copy(self._base, case / "my.study"))
        try:
            file = case / "given" / given.file
            file.write_bytes(given.make())
            file.chmod(0o600)
        except OSError as refused:  # names that no file can have
            return Outcome(given.name, door, True, "", 0.0, 0.0, str(refused.strerror))
        words = [
            word.format(
                study=study, file=file, given=case / "given", new=case / "out" / "new.study",
                made=case / "out" / "made.csv", **self._things,
            )
            for word in DOORS[door]
        ]  # fmt: skip
        taken = _Taken()
        code = _ended(lambda: _command(words, case))
        seconds, megabytes = taken.now()
        told = "".join((case / name).read_text("utf-8", "surrogateescape") for name in ("stderr", "stdout"))
        _bound_seconds()  # anew, for what is looked at now
        fault = next(self._faults(case, study, code, told, is_study=given.kind == "study"), "")
        return Outcome(given.name, door, code != 0, fault, seconds, megabytes, told[:300])

    def _case(self) -> Path:
        """Return a new folder for a case, in the place of the one before."""
        shutil.rmtree(self._folder / f"case-{self._number}", ignore_errors=True)
        self._number += 1
        case = self._folder / f"case-{self._number}"
        for name in ("given", "temporary", "out"):
            (case / name).mkdir(parents=True)
        return case

    def clear(self) -> str:
        """Remove what a case has left that ended its process; return what it said."""
        told = ""
        for case in self._folder.glob("case-*"):
            told += "".join(
                path.read_text("utf-8", "surrogateescape") for path in sorted(case.glob("std???"))
            )
            shutil.rmtree(case, ignore_errors=True)
        return told

    @property
    def _things(self) -> dict[str, Path]:
        return {name.split(".")[0]: self._folder / name for name in ("book.yaml", "talk.txt", "keys.csv")}

    def _faults(self, case: Path, study: Path, code: int, told: str, *, is_study: bool) -> Iterator[str]:
        yield from _of_words(code, told)
        yield from self._left_behind(case, code)
        yield from self._of_study(study, refused=code != 0)
        if not is_study and not code and (new := case / "out" / "new.study").exists():
            yield from self._of_study(new, refused=False)

    def _left_behind(self, case: Path, code: int) -> Iterator[str]:
        left = [path.name for path in (case / "temporary").rglob("*")]
        if left:
            yield f"left {left[:3]} among temporary files"
        strange = {path.name for path in case.iterdir()} - {
            *("given", "temporary", "out", "stdout", "stderr"),
            *("my.study", "my.study-wal", "my.study-shm", "my.study.backups"),
        }
        outside = [
            path for path in (*self._folder.iterdir(), *self._folder.parent.iterdir()) if "pwned" in path.name
        ]
        if strange or outside or Path("/tmp/pwned.xml").exists():
            yield f"wrote {strange or outside or '/tmp/pwned.xml'}"
        if code and (made := [path.name for path in (case / "out").iterdir()]):
            yield f"refused it and left {made}"

    def _of_study(self, path: Path, *, refused: bool) -> Iterator[str]:
        if refused and path.read_bytes() == self._bytes and not list(path.parent.glob("my.study-*")):
            return
        try:
            held, problems = _held(path), _problems(path)
        except BaseException as fault:  # noqa: BLE001 - whatever it is, it is to be told
            yield f"the study cannot be read any more ({fault!r})"
            return
        if refused and held != self._before:
            yield "was refused, and the study is another"
        if problems:
            yield f"the study is faulty: {problems[0]}"


def _of_words(code: int, told: str) -> Iterator[str]:
    """Yield what is wrong with how a command ended, and with what it said."""
    if code < 0:
        yield f"ended by signal {-code}"
    if code not in (0, 1) or "Traceback (most" in told:
        yield f"ended with {code}: {told[-2000:]}"
    if found := _NOT_PRINTED.search(told):
        yield f"printed {found[0]!r} as it is: {told[max(0, found.start() - 80) : found.end() + 40]!r}"
    if "Warning: " in told:
        yield f"a library complained: {told[-300:]!r}"
    lines = told.splitlines()
    if code and not (lines and ": " in lines[0]):
        yield f"was not told why: {told[:200]!r}"
    if code and (len(lines) > _MOST_LINES or max(map(len, lines)) > _LONGEST_LINE):
        yield f"was told in {len(lines)} lines of up to {max(map(len, lines))} letters"


def _held(path: Path) -> str:
    """Return what a study holds, to compare before and after."""
    with closing(open_study(path)) as study, study.reading() as connection:
        return repr(contents.summed_up(connection))


def _problems(path: Path) -> list[str]:
    with closing(Study(path)) as study, study.reading() as connection:
        return list(verification.problems(connection))


def _command(words: Sequence[str], case: Path) -> None:
    from toolkit import cli  # noqa: PLC0415 - loaded by `main` already
    from toolkit.cli import serving  # noqa: PLC0415 - likewise

    for number, name in ((1, "stdout"), (2, "stderr")):
        opened = os.open(case / name, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ["TMPDIR"] = str(case / "temporary")
    tempfile.tempdir = None
    os.chdir(case)
    serving.serve = lambda *_, **__: None  # what would serve until somebody ends it
    sys.argv = ["intercoder", *words]
    cli.main()


def _ended(work: Callable[[], object]) -> int:
    """Do something; return the exit code with which the command line would end."""
    try:
        work()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _CRASHED
    except BaseException:  # noqa: BLE001 - a bug shows its traceback
        traceback.print_exc()
        return _CRASHED
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
    return 0


class _Taken:
    """What this process, and those it has started, have taken since this was made."""

    def __init__(self) -> None:
        _bound_seconds()
        Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
        self._seconds = _seconds()
        self._largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    def now(self) -> tuple[float, float]:
        """Return seconds of processor, and the peak of memory in MB."""
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        peak = max(_kilobytes("VmHWM"), children if children > self._largest else 0)
        return _seconds() - self._seconds, peak / 1024


def _seconds() -> float:
    """Return what has been taken of the processor, not of the clock: other things run on the machine."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _kilobytes(name: str) -> int:
    told = re.search(rf"^{name}:\s*(\d+) kB$", Path("/proc/self/status").read_text("utf-8"), re.MULTILINE)
    return int(told[1]) if told else 0


def _bound_seconds() -> None:
    """Let this process be ended once it has taken so many seconds more."""
    mine = os.times()
    until = int(mine.user + mine.system) + MOST_SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _bound_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MOST_MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tried(street: Knocker, cases: Sequence[tuple[Input, str]]) -> Iterator[Outcome]:
    """Try the first of these cases in one process, and yield what became of each; one at least."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.close(reading)
        os._exit(_ended(lambda: _try(street, cases, writing)))
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    os.close(writing)
    count = 0
    is_through = False
    with os.fdopen(reading, "rb", buffering=0) as told:
        heard = b""
        while select.select([told], [], [], _PATIENCE * MOST_SECONDS)[0]:
            some = told.read(1 << 16)
            if not some:
                is_through = True
                break
            *lines, heard = (heard + some).split(b"\n")
            for line in lines:
                count += 1
                yield Outcome(**json.loads(line))
    if not is_through:
        os.killpg(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    said = street.clear()
    if code:
        given, door = cases[count]
        fault = f"ended by signal {-code}" if code < 0 else f"ended with {code}: {said[-2000:]}"
        took = usage.ru_utime + usage.ru_stime
        yield Outcome(given.name, door, True, fault, took, usage.ru_maxrss / 1024, said[:300])


def _try(street: Knocker, cases: Sequence[tuple[Input, str]], pipe: int) -> None:
    """Try cases until there are enough, or until this process has grown."""
    _bound_memory()
    begun = _kilobytes("VmRSS")
    for given, door in cases[:_AT_ONCE]:
        os.write(pipe, json.dumps(asdict(street.knock(given, door))).encode() + b"\n")
        if _kilobytes("VmRSS") - begun > _GROWN:
            return


def _load() -> None:
    """Load what commands load when they are called, so that each fork has it already."""
    from importlib import import_module  # noqa: PLC0415

    from toolkit import cli  # noqa: PLC0415

    for function, _ in cli.COMMANDS.values():
        import_module(f"toolkit.workflow.{function.partition(':')[0]}")
    import_module("toolkit.workflow.exporting")


def main() -> None:
    """Read pairs of input and door, and print what became of each as a line of JSON."""
    _load()
    gc.collect()
    gc.freeze()  # else the first collection in each fork would copy all that is loaded
    known = {each.name: each for each in inputs()}
    cases = [(known[name], door) for name, door in json.loads(sys.argv[1])]
    with tempfile.TemporaryDirectory(prefix="hostile-") as outer:
        folder = Path(outer) / "street"
        folder.mkdir()
        street = Street(folder)
        while cases:
            count = 0
            for outcome in tried(street, cases):
                print(json.dumps(asdict(outcome)), flush=True)
                count += 1
            cases = cases[count:]


if __name__ == "__main__":
    main()
