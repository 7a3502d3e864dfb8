"""nginx in front of the servers, with the rules that docs/deployment/nginx.conf has.

Ports, certificate and servers are put in the place of those of the file; every other line is as documented,
so that what is measured is what is recommended.
"""

from __future__ import annotations

import getpass
import grp
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from benchmarks.annotator import machine

DOCUMENTED: Final = Path(__file__).parents[2] / "docs" / "deployment" / "nginx.conf"
_AROUND: Final = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format passed '$seat $upstream_addr $status $uri';
    access_log {folder}/passed.log passed;
{documented}}}
"""


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs.

    Attributes
    ----------
    address
        Where browsers reach it.
    process
        Its process id.
    trusted
        Whose certificates count: its own.
    """

    address: str
    process: int
    trusted: ssl.SSLContext
    _passed: Path

    def conversations(self) -> Counter[str]:
        """Return how many websockets, of those that are over, went to each server."""
        lines = (line.split() for line in self._passed.read_text("utf-8").splitlines())
        return Counter(
            server for _, server, status, path in lines if path == "/_stcore/stream" and status == "101"
        )

    def astray(self) -> int:
        """Return how many browsers were passed to more than one server."""
        servers: defaultdict[str, set[str]] = defaultdict(set)
        for line in self._passed.read_text("utf-8").splitlines():
            seat, server, *_ = line.split()
            servers[seat].add(server)
        return sum(len(each - {"-"}) > 1 for each in servers.values())


def configuration(servers: Sequence[str], folder: Path, ports: tuple[int, int]) -> str:
    """Return the documented rules for these servers, on this machine only, as a configuration of its own."""
    rules = DOCUMENTED.read_text("utf-8")
    places = "\n    ".join(f"server {urlsplit(each).netloc};" for each in servers)
    for stands, instead in (
        (r"server 127\.0\.0\.1:8501;", places),
        (r"listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{ports[1]} ssl;"),
        (r"(?<=ssl_certificate     )\S+;", f"{folder}/certificate.pem;"),
        (r"(?<=ssl_certificate_key )\S+;", f"{folder}/key.pem;"),
    ):
        rules, found = re.subn(stands, instead, rules)
        if found != 1:
            raise SystemExit(f"{DOCUMENTED.name} has {found} times what matches {stands}, and not once")
    return _AROUND.format(user=_user(), folder=folder, documented=rules)


def _user() -> str:
    """Have the workers run as who starts them: root's would be somebody else, who cannot read the folder."""
    return f"user {getpass.getuser()} {grp.getgrgid(os.getgid()).gr_name};" if os.geteuid() == 0 else ""


@contextmanager
def proxied(servers: Sequence[str]) -> Iterator[Proxy]:
    """Run nginx in front of servers until the end of the block."""
    nginx, openssl = program("nginx"), program("openssl")
    if nginx is None or openssl is None:
        raise SystemExit("nginx and openssl are not both installed: --no-proxy measures without a proxy")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _certify(openssl, folder)
        ports = machine.free_port(), machine.free_port()
        settings = folder / "nginx.conf"
        settings.write_text(configuration(servers, folder, ports), "utf-8")
        address = f"https://127.0.0.1:{ports[1]}"
        trusted = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        words = [nginx, "-c", str(settings), "-e", str(folder / "error.log")]
        with machine.serving(words, f"{address}/_stcore/health", trusted=trusted) as process:
            yield Proxy(address, process, trusted, folder / "passed.log")


def program(name: str) -> str | None:
    """Return where a program is; those of the system do not lie on everybody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _certify(openssl: str, folder: Path) -> None:
    """Make a certificate for this machine, for a day."""
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1")
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"))
    subprocess.run([openssl, "req", "-x509", *kind, *names, *files], check=True, capture_output=True)
