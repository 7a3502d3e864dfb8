"""Programs whose use of the network is written down, and what of it leaves the machine."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WATCH = Path(__file__).parent / "watch"
ROOT = Path(__file__).parent.parent.parent
_LOCAL = re.compile(r"\A(?:127\.\d+\.\d+\.\d+|::1|localhost|None|)\Z")


@dataclass(frozen=True)
class Told:
    """One thing a program did with the network."""

    event: str
    family: object
    what: tuple[str, ...]

    @property
    def host(self) -> str:
        """The address or name that is meant."""
        if self.event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
            return str(self.family)
        address = self.what[0] if self.what else ""
        found = re.match(r"\('([^']*)'", address)
        return found[1] if found else address

    @property
    def is_on_this_machine(self) -> bool:
        """Whether it stays here: a socket file, or the machine's own address."""
        return self.family == getattr(socket, "AF_UNIX", None) or bool(_LOCAL.match(self.host))


def watched(log: Path, **more: str) -> dict[str, str]:
    """Return the environment for a Python program that is to be watched."""
    path = os.pathsep.join([str(WATCH), str(ROOT)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**kept, "PYTHONPATH": path, "INTERCODER_TEST_WATCH": str(log), **more}


def told(log: Path) -> Iterator[Told]:
    """Yield what was written down."""
    if not log.exists():
        return
    for line in log.read_text("utf-8").splitlines():
        event, family, *what = json.loads(line)
        yield Told(event, family, tuple(what))


def elsewhere(log: Path) -> list[Told]:
    """Return what does not stay on this machine."""
    return [each for each in told(log) if not each.is_on_this_machine]


def python(
    words: Sequence[str], log: Path, folder: Path, *, source: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, watched."""
    return subprocess.run(
        [sys.executable, *words],
        env=watched(log, **more),
        cwd=folder,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
