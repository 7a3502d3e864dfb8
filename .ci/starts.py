"""Start `intercoder demo --no-browser`, ask for its page, stop it as Ctrl-C does; tell what is amiss."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 120


def free_port() -> int:
    """Return a port that nobody serves on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(address: str) -> bytes:
    """Return what the address answers; nothing while nobody answers there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return b""


def comes_up(server: subprocess.Popen[str], address: str) -> bool:
    """Wait for the server; tell whether it came up in time."""
    deadline = time.monotonic() + PATIENCE
    while fetched(f"{address}/_stcore/health") != b"ok":
        if server.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.3)
    return True


def ended(server: subprocess.Popen[str], how: signal.Signals) -> str:
    """End the server and return all it said; kill it if it does not listen."""
    if server.poll() is None:
        os.killpg(server.pid, how)  # a terminal tells all that it runs, uv and what uv started
    try:
        return server.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        return f"{server.communicate()[0]}\n(killed: {how.name} did not end it within 30 s)"


def main(program: list[str]) -> None:
    """Start the program's demo, look at it and stop it; leave with what it said if anything is amiss."""
    named = shlex.join(program)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    words = [*program, "demo", "--no-browser", "--port", str(port)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as server:
        try:
            if not comes_up(server, address):
                said = ended(server, signal.SIGTERM)
                raise SystemExit(f"{named} demo did not come up ({server.returncode}). It said:\n{said}")
            took = time.monotonic() - began
            page = fetched(address)
            said = ended(server, signal.SIGINT)
        finally:
            if server.poll() is None:  # we are interrupted ourselves
                os.killpg(server.pid, signal.SIGKILL)
    faults = {
        "the page is not HTML": b"<html" not in page,
        f"the address {address} was not printed": address not in said,
        "a traceback was printed": "Traceback" in said,
        f"it ended with code {server.returncode}": server.returncode not in {0, 130},
    }
    if told := [fault for fault, is_there in faults.items() if is_there]:
        raise SystemExit(f"{named} demo: {'; '.join(told)}. It said:\n{said}")
    print(f"{named}: demo served after {took:.1f} s and ended cleanly")


if __name__ == "__main__":
    main(sys.argv[1:])
