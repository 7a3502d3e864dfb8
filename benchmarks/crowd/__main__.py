"""Many people coding at once behind a proxy; and one whose server is killed again and again.

    uv run python -m benchmarks.crowd
    uv run python -m benchmarks.crowd --coders 10 25 50 --servers 2 --proxy --browsers 2 --minutes 5
    uv run python -m benchmarks.crowd --coders 5 --servers 1 --no-proxy --browsers 5
    uv run python -m benchmarks.crowd --kills 100

The first is the second: crowds one after the other, each with a study of its own on a PostgreSQL that is
started here, several processes on it, and nginx before them with the rules of docs/deployment/nginx.conf. A
few of the coders have a browser; the others speak with the server as one does, without drawing anything
(benchmarks/crowd/speaking.py). The third is for one process on a study file. What was acknowledged is held
against what is stored; the last does so after each kill -9 of the server.

They end with code 1 if anything was lost or doubled, or somebody could not go on. Needs a Chromium; for
several processes also a PostgreSQL (15 or later), nginx and openssl. With `--at` the study is made at an
address where there is none.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

import psycopg
from playwright.async_api import Browser as Chromium
from playwright.async_api import Error as BrowserError
from playwright.async_api import async_playwright
from websockets.exceptions import WebSocketException

from benchmarks.annotator import machine, pane
from benchmarks.crowd.browsing import Browser
from benchmarks.crowd.killing import killed
from benchmarks.crowd.proxy import Proxy, proxied
from benchmarks.crowd.speaking import Refused, Speaker
from benchmarks.crowd.study import Stored, make, stored
from toolkit.model.door import EVERYBODY, NOBODY_SIGNS_IN

if TYPE_CHECKING:
    from tests.server import Server as Database

QUICK = ("--coders", "2", "--minutes", "0.5", "--servers", "1", "--no-proxy", "--browsers", "1")
_BETWEEN: Final = 2.5  # seconds from one coding of a person to their next, at the least; twice that at most
_CONNECTED: Final = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'studies'"
_KINDS: Final = (Speaker.kind, Browser.kind)
_COLUMNS: Final = (
    *("coders: light + browser", "processes: coders at each", "acknowledged", "stored", "lost", "doubled"),
    *("failed", "light: p50 / p95 ms", "browser: p50 / p95 ms"),
    *("servers, ms a coding", "PostgreSQL", "proxy", "browsers", "light"),
    *("MB a process: empty, at most", "connections", "load"),
)


class Desk(Protocol):
    """Where somebody codes."""

    kind: str

    async def code(self, number: int) -> float:
        """Give the next turn the code with this number; return the milliseconds until it was acknowledged."""

    async def leave(self) -> None:
        """Go away."""


@dataclass
class Heard:
    """What the coders were told: codings acknowledged, by coder, and how many milliseconds each took."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    taken: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    failed: dict[str, str] = field(default_factory=dict)
    connections: int = 0  # to PostgreSQL, the most that were seen at once


@dataclass(frozen=True)
class Place:
    """Where a crowd works: the study, the servers that show it, and what stands around them.

    `servers` are addresses with process ids; `database` is the PostgreSQL, if it was started here.
    """

    study: str
    turns: int
    servers: Sequence[tuple[str, int]]
    proxy: Proxy | None
    database: Database | None

    @property
    def doors(self) -> Sequence[str]:
        """Where coders come in."""
        return [self.proxy.address] if self.proxy else [address for address, _ in self.servers]

    def processor(self) -> Mapping[str, float]:
        """Return the milliseconds of processor that each part has had until now."""
        known = {
            "servers": sum(machine.cpu(process) or 0 for _, process in self.servers),
            "PostgreSQL": machine.cpu(self.database.process) or 0 if self.database else 0,
            "proxy": machine.cpu(self.proxy.process) or 0 if self.proxy else 0,
            "light": time.process_time() * 1_000,
        }
        # Whatever else was started here.
        return known | {"browsers": (machine.cpu(os.getpid()) or 0) - sum(known.values())}


# Coding -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crowd:
    """How many, and for how long."""

    coders: int
    browsers: int
    seconds: float


async def gather(place: Place, crowd: Crowd) -> tuple[Heard, Mapping[str, float]]:
    """Have a crowd code; return what it was told, and the processor all took meanwhile, openings left out."""
    heard = Heard()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**machine.launching())
        desks = {}
        for number, door in zip(range(1, crowd.coders + 1), cycle(place.doors), strict=False):
            name = f"Coder {number:02}"
            with _noted(heard, name):
                desks[name] = await _sit_down(chromium, place, door, name, light=number > crowd.browsers)
        before = place.processor()
        until = time.monotonic() + crowd.seconds
        counting = asyncio.create_task(_count_connections(place.database, heard))
        await asyncio.gather(*(_work(desk, name, until, place.turns, heard) for name, desk in desks.items()))
        counting.cancel()
        spent = {part: had - before[part] for part, had in place.processor().items()}
        for desk in desks.values():
            await desk.leave()
        await chromium.close()
    return heard, spent


async def _sit_down(chromium: Chromium, place: Place, door: str, name: str, *, light: bool) -> Desk:
    if light:
        return await Speaker.sit_down(door, name, place.proxy and place.proxy.trusted)
    return await Browser.sit_down(chromium, door, name)


async def _work(desk: Desk, name: str, until: float, turns: int, heard: Heard) -> None:
    """Code turn after turn as people do, with pauses; stop where the interview ends."""
    chance = random.Random(name)  # noqa: S311 - a draw of pauses, not of secrets
    for _ in range(turns - 1):
        await asyncio.sleep(_BETWEEN * (1 + chance.random()))
        if time.monotonic() > until:
            return
        with _noted(heard, name):
            taken = await desk.code(chance.randrange(1, 10))
            heard.taken[desk.kind].append(taken)
            heard.acknowledged[name] += 1
        if name in heard.failed:
            return


async def _count_connections(database: Database | None, heard: Heard) -> None:
    """Look again and again how many connections PostgreSQL has."""
    if database is None:
        return
    with psycopg.connect(database.address("postgres"), autocommit=True) as connection:
        while True:
            (count,) = connection.execute(_CONNECTED).fetchone() or (0,)
            heard.connections = max(heard.connections, count)
            await asyncio.sleep(0.5)


@contextmanager
def _noted(heard: Heard, name: str) -> Iterator[None]:
    """Note that somebody could not go on; the others do."""
    try:
        yield
    except (OSError, BrowserError, WebSocketException, Refused) as error:  # a timeout is an OSError
        heard.failed[name] = f"{type(error).__name__} {str(error).splitlines()[:1]}"


# Telling ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What came of one crowd."""

    crowd: Crowd
    heard: Heard
    stored: Stored
    spent: Mapping[str, float]
    at_each: Sequence[int]
    astray: int
    memory: tuple[float, float] | None
    load: float

    @property
    def lost(self) -> int:
        """How many codings were acknowledged and are not there."""
        return (self.heard.acknowledged - self.stored.once).total()

    @property
    def is_well(self) -> bool:
        """Tell whether nothing was lost or doubled, and everybody could go on where they began."""
        return not (self.lost or self.stored.again.total() or self.heard.failed or self.astray)

    def row(self) -> list[str]:
        """Return what stands in the table, as `_COLUMNS` say."""
        total = self.heard.acknowledged.total()
        browsers = min(self.crowd.browsers, self.crowd.coders)
        parts = ("servers", "PostgreSQL", "proxy", "browsers", "light")
        return [
            f"{self.crowd.coders}: {self.crowd.coders - browsers} + {browsers}",
            f"{len(self.at_each)}: {', '.join(map(str, self.at_each))}",
            *map(str, (total, self.stored.all.total(), self.lost, self.stored.again.total())),
            str(len(self.heard.failed)),
            *(_quantiles(self.heard.taken[kind]) for kind in _KINDS),
            *(f"{self.spent[part] / max(total, 1):.0f}" for part in parts),
            "unknown" if self.memory is None else "{:.0f}, {:.0f}".format(*self.memory),
            str(self.heard.connections or ""),
            f"{self.load:.1f}",
        ]


def _quantiles(taken: Sequence[float]) -> str:
    return f"{machine.p50(taken):.0f} / {machine.p95(taken):.0f}" if taken else ""


def measure(place: Place, crowd: Crowd) -> Result:
    """Have a crowd work in a place, and hold what it was told against what is stored."""
    empty = [machine.memory(process) for _, process in place.servers]
    heard, spent = asyncio.run(gather(place, crowd))
    full = [machine.memory(process) for _, process in place.servers]
    memory = None
    if None not in (*empty, *full):
        memory = max(each[0] for each in empty if each), max(each[1] for each in full if each)
    found = stored(place.study)
    if place.proxy:
        talks = place.proxy.conversations()
        at_each = [talks[urlsplit(address).netloc] for address, _ in place.servers]
    else:
        at_each = [len(range(each, crowd.coders, len(place.servers))) for each in range(len(place.servers))]
    astray = place.proxy.astray() if place.proxy else 0
    return Result(crowd, heard, found, spent, at_each, astray, memory, os.getloadavg()[0])


# Running ----------------------------------------------------------------------------------------------


@contextmanager
def placed(study: str, servers: int, database: Database | None, *, with_proxy: bool) -> Iterator[Place]:
    """Make a study, and run what serves it until the end of the block."""
    turns = make(study)
    further = (NOBODY_SIGNS_IN, EVERYBODY) if with_proxy else ()
    with ExitStack() as running:
        each = [running.enter_context(pane.served(study, *further)) for _ in range(servers)]
        proxy = running.enter_context(proxied([page for page, _ in each])) if with_proxy else None
        yield Place(study, turns, each, proxy, database)


@contextmanager
def started(*, wanted: bool) -> Iterator[Database | None]:
    """Run a PostgreSQL as it comes, which waits for the disk, until the end of the block."""
    if not wanted:
        yield None
        return
    from tests import server  # noqa: PLC0415 - only where one is asked for

    programs = server.programs()
    if programs is None:
        raise SystemExit("no PostgreSQL server on this machine: --servers 1 or --at measures without one")
    database = server.Server(programs, settings=())
    try:
        database.do("postgres", "CREATE DATABASE studies")
        yield database
    finally:
        database.remove()


def crowds(options: argparse.Namespace, folder: Path) -> Iterator[Result]:
    """Measure one crowd after the other, each with a study of its own."""
    with started(wanted=options.servers > 1 and not options.at) as database:
        for coders in options.coders:
            study = options.at or str(folder / f"crowd_{coders}.study")
            if database is not None:
                study = database.address("studies", f"crowd_{coders}")
            with placed(study, options.servers, database, with_proxy=options.proxy) as place:
                yield measure(place, Crowd(coders, min(options.browsers, coders), options.minutes * 60))


def asked() -> argparse.Namespace:
    """Read what was asked for."""
    words = argparse.ArgumentParser(
        prog="python -m benchmarks.crowd",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument(
        "--coders", type=int, nargs="+", default=[10, 25, 50], help="one crowd after the other"
    )
    words.add_argument("--browsers", type=int, default=2, help="how many of them have a browser, at most")
    words.add_argument("--minutes", type=float, default=5, help="that each crowd codes")
    words.add_argument("--servers", type=int, default=2, help="app processes on the one study")
    words.add_argument(
        "--proxy", action=argparse.BooleanOptionalAction, default=True, help="nginx before them"
    )
    words.add_argument("--kills", type=int, default=0)
    words.add_argument("--at", default="", help="where the study is to be made; by default here")
    options = words.parse_args()
    if options.at and len(options.coders) > 1:
        words.error("--at names one study, so name one number of --coders")
    return options


def main() -> None:
    """Run what was asked for."""
    options = asked()
    with tempfile.TemporaryDirectory() as name:
        if options.kills:
            study = options.at or str(Path(name) / "crowd.study")
            make(study)
            sys.exit(not killed(study, options.kills))
        print(f"{options.minutes:g} minutes each\n")
        print(_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), sep="\n", flush=True)
        results = []
        for result in crowds(options, Path(name)):
            print(_line(result.row()), flush=True)
            results.append(result)
    for result in results:
        for coder, why in result.heard.failed.items():
            print(f"\n{result.crowd.coders} coders: {coder} could not go on: {why}")
        if result.astray:
            print(f"\n{result.crowd.coders} coders: {result.astray} were passed to more than one process")
    sys.exit(not all(result.is_well for result in results))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
