"""Knocking at the doors of the command line with hostile files: each in a process of its own, within bounds.

A process that has loaded everything forks for each case, so that a case costs some tens of milliseconds, cannot
harm the next one, and its time and memory are its own.
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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

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


def knocked(cases: Sequence[tuple[str, str]], processes: int = 2) -> list[Outcome]:
    """Try files at doors, each pair by the names of both, in several processes."""
    parts = [cases[number::processes] for number in range(processes)]

    def run(part: Sequence[tuple[str, str]]) -> list[Outcome]:
        words = [sys.executable, "-m", "tests.hostile.doors"]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            words, input=json.dumps(part), stdout=subprocess.PIPE, text=True, check=True, env=environment
        )
        return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]

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


class Street:
    """A folder with the study, and what commands want besides, for one case after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = base_study(folder / "base.study")
        self._before = _held(self._base)
        self._bytes = self._base.read_bytes()
        (folder / "book.yaml").write_text(native.write(small_codebook()))
        (folder / "talk.txt").write_text("P3: I trust nobody.\n\nI: Why?\n\nP3: So.\n")
        (folder / "keys.csv").write_text("kind,original,replacement\nname,Zebulon,[name]\n")

    def knock(self, given: Input, door: str) -> Outcome:
        """Try one file at one door."""
        case = self._folder / "case"
        shutil.rmtree(case, ignore_errors=True)
        for name in ("given", "temporary", "out"):
            (case / name).mkdir(parents=True)
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
        code, seconds, megabytes = _forked(lambda: _command(words, case), MOST_SECONDS)
        told = "".join((case / name).read_text("utf-8", "surrogateescape") for name in ("stderr", "stdout"))
        fault = next(self._faults(case, study, code, told, is_study=given.kind == "study"), "")
        return Outcome(given.name, door, code != 0, fault, seconds, megabytes, told[:300])

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
        answer = path.with_name("checked.json")
        code, _, _ = _forked(
            lambda: answer.write_text(json.dumps([_held(path), _problems(path)])), MOST_SECONDS
        )
        if code:
            yield f"the study cannot be read any more ({code})"
            return
        held, problems = json.loads(answer.read_text())
        answer.unlink()
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
        os.dup2(os.open(case / name, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.environ["TMPDIR"] = str(case / "temporary")
    tempfile.tempdir = None
    os.chdir(case)
    _bound_memory()
    serving.serve = lambda *_, **__: None  # what would serve until somebody ends it
    sys.argv = ["intercoder", *words]
    cli.main()


def _bound_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MOST_MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forked(work: Any, seconds: int) -> tuple[int, float, float]:  # noqa: ANN401 - whatever is to be done
    """Do something in a process of its own; return its exit code, its seconds of processor, its peak memory in MB."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        signal.alarm(int(_PATIENCE * seconds))  # should the parent be gone by then
        _end(work)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    handle = os.pidfd_open(child)
    try:
        if not select.select([handle], [], [], _PATIENCE * seconds)[0]:
            os.killpg(child, signal.SIGKILL)
    finally:
        os.close(handle)
    _, status, usage = os.wait4(child, 0)
    # Of the processor, not of the clock: other things may run on the machine.
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _end(work: Any) -> None:  # noqa: ANN401 - likewise
    """Do something, and end this process as the command line would."""
    code = 70
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    except BaseException:  # noqa: BLE001 - a bug shows its traceback
        import traceback  # noqa: PLC0415 - hardly ever

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


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
    with tempfile.TemporaryDirectory(prefix="hostile-") as outer:
        folder = Path(outer) / "street"
        folder.mkdir()
        street = Street(folder)
        for name, door in json.load(sys.stdin):
            print(json.dumps(asdict(street.knock(known[name], door))), flush=True)


if __name__ == "__main__":
    main()
