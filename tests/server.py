"""A PostgreSQL server for tests: made and started when it is first asked for, gone when the tests end."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

NEEDED = os.environ.get("INTERCODER_NEEDS_POSTGRESQL") == "1"
PASSWORD = "s3cret@not:told/"  # noqa: S105 - of a server that lives for a minute
# Not what a study wants: it has to say so itself.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    known = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    found = sorted(known, key=lambda folder: float(folder.parent.name))
    return found[-1] if found else None if on_path is None else Path(on_path).resolve().parent


def _owner() -> str | None:
    """Return the user to run it as: PostgreSQL refuses to be run by root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


class Server:
    """One cluster in a temporary folder, on a random port; with no settings, one as PostgreSQL comes."""

    def __init__(self, programs: Path, settings: Sequence[str] = _QUICK) -> None:
        self._programs, self._owner, self._settings = programs, _owner(), settings
        self.folder = Path(tempfile.mkdtemp(prefix="icpg-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        password = self.folder / "password"
        password.write_text(PASSWORD)
        if self._owner is not None:
            for path in (self.folder, password):
                shutil.chown(path, self._owner)
        # An order of letters as people have it, unlike SQLite's: what rests on ours must say so.
        letters = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
        entry = (
            "--username=keeper",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            f"--pwfile={password}",
        )
        self._run("initdb", "--no-sync", f"--pgdata={self.folder / 'data'}", *letters, *entry)
        self.start()

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / program, *words],
            capture_output=True,
            check=False,
            cwd=self.folder,
            user=self._owner,
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = (*self._settings, "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        words = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), *words],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._owner,
            )
        self._await_answer()

    def _await_answer(self) -> None:
        assert self._process is not None
        for _ in range(600):
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.05)
            else:
                return
        pytest.fail((self.folder / "log").read_text())

    @property
    def process(self) -> int:
        """The id of the process that all others of it come from."""
        assert self._process is not None
        return self._process.pid

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, in good order or as if the power went."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._process.wait(60)
            self._process = None

    def kill_one(self, chance: random.Random) -> None:
        """Kill -9 one of the processes that serve somebody; the server then begins anew by itself."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as raw:
            rows = raw.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND pid <> pg_backend_pid()"
            ).fetchall()
        if rows:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(rows)[0], signal.SIGKILL)
        self._await_answer()

    def remove(self) -> None:
        """Stop it for good."""
        self.stop(at_once=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, study: str | None = None) -> str:
        """Return an address by the socket, where nobody is asked for a password."""
        query = f"&study={study}" if study else ""
        return (
            f"postgresql://keeper@/{database}?host={quote(str(self.folder), safe='')}&port={self.port}{query}"
        )

    def address_with_password(self, database: str, password: str = PASSWORD, user: str = "keeper") -> str:
        """Return an address by the network."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's own programs."""
        return str(self._programs / name)

    def do(self, database: str, *statements: str) -> None:
        """Run SQL as somebody else's program would."""
        with psycopg.connect(self.address(database), autocommit=True) as raw:
            for statement in statements:
                raw.execute(statement.encode())


_running: list[Server] = []


def server() -> Server:
    """Return the server of these tests; skip the test where there is no PostgreSQL."""
    if not _running:
        found = programs()
        if found is None:
            told = (
                "no PostgreSQL server on this machine (apt-get install postgresql): NOT TESTED on PostgreSQL"
            )
            if NEEDED:
                pytest.fail(told)
            pytest.skip(told)
        _running.append(Server(found))
        _running[0].do("postgres", "CREATE DATABASE studies")
    return _running[0]


def stop_all() -> None:
    """Stop the server if it was started."""
    while _running:
        _running.pop().remove()


def study_at(path: Path) -> str:
    """Return the address that stands for a file when all tests run on PostgreSQL: always the same one."""
    name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]
    return server().address("studies", name)
