"""Writers killed again and again while they work, and whether what was acknowledged is stored, once.

    uv run python -m benchmarks.kills                 500 on SQLite, and 500 on PostgreSQL
    uv run python -m benchmarks.kills --on SQLite --kills 100

Several processes code, remove and write memos in one study through the toolkit's own workflow, as fast as
they can. Each is killed with -9 at a random moment, and its next life sends again what was not acknowledged,
as a browser does. On PostgreSQL (a server of its own, started here) some of the kills hit the server: one of
its processes with -9, or all of it, as if the power went (`pg_ctl stop -m immediate`). After every round what
was acknowledged is compared with what is stored; `verify` runs every so often, and at the end. Ends with code
1 if anything was lost, doubled, half done or found by `verify`. Not on Windows, which has no kill -9.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from select import select as select_ready
from typing import Final, Protocol

from sqlalchemy import select

from benchmarks.annotator import making
from toolkit.errors import ToolkitError
from toolkit.model.transcript import Span, Transcript
from toolkit.store import schema, verification
from toolkit.store.study import Study
from toolkit.workflow import applying, showing, studies

_WORDS: Final = 10_000
_LONGEST: Final = 0.4  # seconds from one kill to the next at most
_AT_ONCE: Final = 0.2  # of the rounds, in which nobody waits until all are at work
_PATIENCE: Final = 10  # seconds
_ROUNDS_OF_ONE_STUDY: Final = 40  # so that verifying stays quick
_REMOVED: Final = 7  # every so manieth wish removes what the one before made
_NOTED: Final = 11  # and every so manieth writes a memo
_TOGETHER: Final = 5  # every so manieth transaction has as many wishes


class Database(Protocol):
    """What a study lies in, and what can be killed of it."""

    name: str

    def address(self, number: int) -> str:
        """Return where another study is to be made."""

    def strike(self, chance: random.Random) -> bool:
        """Kill something of the database, if there is anything and chance wills; tell whether it was."""


@dataclass
class Writer:
    """One coder, through all their lives.

    Attributes
    ----------
    reached
        The first wish that was not acknowledged yet.
    """

    name: str
    reached: int = 0
    process: BaseProcess | None = None
    pipe: int = -1


@dataclass
class Told:
    """What came of it."""

    kills: int = 0
    strikes: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    unsure: int = 0
    doubled: int = 0
    half: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether something was done, and nothing is wrong."""
        return bool(self.acknowledged) and not (self.lost or self.doubled or self.half or self.problems)


# What writers do --------------------------------------------------------------------------------------


def kind_of(number: int) -> str:
    """Return what a wish makes: a coding, a memo, or nothing because it removes the coding before it."""
    if number % _REMOVED == _REMOVED - 1 and kind_of(number - 1) == "coding":
        return "removal"
    return "memo" if number % _NOTED == _NOTED - 1 else "coding"


def wish(name: str, number: int, transcript: Transcript) -> applying.Wish:
    """Return what a writer wishes at one point of its work: always the same at the same."""
    match kind_of(number):
        case "removal":
            return applying.Remove(f"{name}-{number - 1}")
        case "memo":
            return applying.WriteMemo(f"{name}-{number}", "transcript", making.NAME, f"Memo {number}.")
        case _:
            rest, place = divmod(number, len(transcript.turns))
            start = transcript.turns[place].span.start + rest
            code = f"code-{number % 5}"
            return applying.Apply(
                f"{name}-{number}", making.NAME, transcript.sha256, Span(start, start + 9), code
            )


def work(address: str, name: str, reached: int, pipe: int) -> None:
    """Work until killed, and tell of each transaction once it is acknowledged."""
    try:
        study = studies.open_study(address)
        transcript = showing.desk(study, making.NAME, name).transcript
        while True:
            count = _TOGETHER if reached % (_TOGETHER * 4) == 0 else 1
            wishes = [wish(name, number, transcript) for number in range(reached, reached + count)]
            refused = [why for why in applying.change(study, name, wishes) if why is not None]
            if refused:
                os.write(pipe, f"refused: {refused[0]}\n".encode())
                return
            reached += count
            os.write(pipe, f"{reached}\n".encode())
    except ToolkitError as fault:
        os.write(pipe, f"told: {fault}\n".encode())
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it is to be told
        os.write(pipe, f"failed: {fault!r}\n".encode())


def _begin(address: str, writer: Writer) -> None:
    ends = os.pipe()
    forked = multiprocessing.get_context("fork")
    writer.process = forked.Process(
        target=work, args=(address, writer.name, writer.reached, ends[1]), daemon=True
    )
    writer.process.start()
    os.close(ends[1])
    writer.pipe = ends[0]


def _kill(writer: Writer, told: Told) -> None:
    """Kill a writer, and hear what it was told before it died."""
    process = writer.process
    if process is None or process.pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    told.kills += 1
    heard = b""
    while some := os.read(writer.pipe, 1 << 16):
        heard += some
    os.close(writer.pipe)
    # A line that death cut short was not heard.
    for line in heard.decode().split("\n")[:-1]:
        if line.isdigit():
            writer.reached = int(line)
        elif not (line.startswith("told:") and told.strikes):  # a server that was killed may say so
            told.problems.append(f"{writer.name}: {line}")
    writer.process = None


# What is stored ---------------------------------------------------------------------------------------


def compare(address: str, writers: list[Writer], told: Told, *, verify: bool) -> None:
    """Compare what was acknowledged with what is stored; count half transactions and doubles."""
    study = Study(address)
    with study.reading() as connection:
        codings = set(connection.execute(select(schema.codings.c.id)).scalars())
        memos = set(connection.execute(select(schema.memos.c.id)).scalars())
        log = connection.execute(select(schema.events.c.kind, schema.events.c.subject)).all()
        if verify:
            told.problems += verification.problems(connection)
    study.close()
    added = Counter(row.subject for row in log if row.kind == "coding.added")
    removed = Counter(row.subject for row in log if row.kind == "coding.removed")
    noted = Counter(row.subject for row in log if row.kind == "memo.added")
    told.doubled = sum(count - 1 for count in (*added.values(), *removed.values(), *noted.values()))
    told.half = len(codings ^ {each for each in added if not removed[each]}) + len(memos ^ set(noted))
    there = {"coding": added, "memo": noted, "removal": removed}
    for writer in writers:
        for number in range(writer.reached + 2 * _TOGETHER):
            kind = kind_of(number)
            name = f"{writer.name}-{number - (kind == 'removal')}"
            is_there = bool(there[kind][name])
            told.lost += number < writer.reached and not is_there
            told.unsure += number >= writer.reached and is_there


# Rounds -----------------------------------------------------------------------------------------------


def run(database: Database, kills: int, writers: int, tell: Callable[[str], None]) -> Told:
    """Kill as often as asked; return what came of it."""
    chance = random.Random(kills)  # noqa: S311 - a draw of moments, not of secrets
    total, number = Told(), 0
    while total.kills < kills:
        address = database.address(number)
        making.begin(address, _WORDS)
        team = [Writer(f"W{number}") for number in range(writers)]
        last = Told()
        for turn in range(_ROUNDS_OF_ONE_STUDY):
            last = Told(problems=last.problems)
            is_last = turn == _ROUNDS_OF_ONE_STUDY - 1 or total.kills + len(team) >= kills
            _round(address, team, database, chance, last)
            total.strikes += last.strikes
            compare(address, team, last, verify=turn % 10 == 0 or is_last)
            total.kills += last.kills
            total.lost += last.lost
            total.unsure += last.unsure
            if is_last:
                break
        number += 1
        total.acknowledged += sum(writer.reached for writer in team)
        total.stored += sum(writer.reached for writer in team) + last.unsure - last.lost
        total.doubled += last.doubled
        total.half += last.half
        total.problems += last.problems
        tell(f"{total.kills} kills, {total.acknowledged} acknowledged, {total.lost} lost")
    return total


def _round(address: str, team: list[Writer], database: Database, chance: random.Random, told: Told) -> None:
    """Let all work, and kill one after the other at random moments."""
    for writer in team:
        _begin(address, writer)
    if chance.random() > _AT_ONCE:
        _await_work(team)
    told.strikes = database.strike(chance)
    for writer in chance.sample(team, len(team)):
        time.sleep(chance.uniform(0, _LONGEST))
        _kill(writer, told)


def _await_work(team: list[Writer]) -> None:
    """Wait until everybody was acknowledged something, or something is wrong."""
    waiting = {writer.pipe for writer in team}
    until = time.monotonic() + _PATIENCE
    while waiting and time.monotonic() < until:
        waiting -= set(select_ready(waiting, [], [], 0.1)[0])


# Databases --------------------------------------------------------------------------------------------


class Files:
    """Study files in a folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self, number: int) -> str:
        """Return the path of another file; the one before is not needed any more."""
        for old in self._folder.glob("*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        return str(self._folder / f"{number}.study")

    def strike(self, _chance: random.Random) -> bool:
        """Kill nothing: there is no server."""
        return False


class Server:
    """Studies on a PostgreSQL server that is struck, too."""

    name = "PostgreSQL"

    def __init__(self) -> None:
        from tests import server  # noqa: PLC0415 - only where one is asked for

        self._server = server.server()

    def address(self, number: int) -> str:
        """Return the address of another study in one database."""
        return self._server.address("studies", f"kills_{number}")

    def strike(self, chance: random.Random) -> bool:
        """Kill one of the server's processes, or all of it, in every third round or so."""
        drawn = chance.random()
        if drawn < 0.15:  # noqa: PLR2004 - a share of the rounds
            time.sleep(chance.uniform(0, _LONGEST))
            self._server.stop(at_once=True)
            self._server.start()
        elif drawn < 0.3:  # noqa: PLR2004
            time.sleep(chance.uniform(0, _LONGEST))
            self._server.kill_one(chance)
        return drawn < 0.3  # noqa: PLR2004


DATABASES: Final = (Files.name, Server.name)


@contextmanager
def _database(name: str) -> Iterator[Database]:
    if name == Server.name:
        from tests import server  # noqa: PLC0415 - likewise

        try:
            yield Server()
        finally:
            server.stop_all()
    else:
        with tempfile.TemporaryDirectory(prefix="intercoder-") as folder:
            yield Files(Path(folder))


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=500)
    asked.add_argument("--writers", type=int, default=3)
    asked.add_argument("--on", nargs="+", choices=DATABASES, default=DATABASES)
    options = asked.parse_args()
    found = {}
    for name in options.on:
        begun = time.monotonic()
        with _database(name) as database:
            told = run(database, options.kills, options.writers, _say)
        _say(f"{name}: {(time.monotonic() - begun) / 60:.0f} minutes")
        found[name] = told
    print(table(found, options.writers))
    sys.exit(not all(told.well for told in found.values()))


def _say(line: str) -> None:
    """Tell how far it is, beside the result."""
    print(line, file=sys.stderr, flush=True)


def table(found: Mapping[str, Told], writers: int) -> str:
    """Return what came of it, a column for each database."""
    lines: dict[str, Callable[[Told], str]] = {
        f"kill -9 of one of {writers} writers": lambda told: f"{told.kills:,}",
        "of the server": lambda told: f"{told.strikes:,}",
        "acknowledged": lambda told: f"{told.acknowledged:,}",
        "of these lost": lambda told: f"{told.lost:,}",
        "stored twice": lambda told: f"{told.doubled:,}",
        "half transactions": lambda told: f"{told.half:,}",
        "stored, not acknowledged": lambda told: f"{told.unsure:,}",
        "`verify`": lambda told: "; ".join(told.problems[:5]) or "no problem",
    }
    rows = [[name, *map(shown, found.values())] for name, shown in lines.items()]
    head = [["", *found], ["---", *["---:"] * len(found)]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*head, *rows])


if __name__ == "__main__":
    main()
