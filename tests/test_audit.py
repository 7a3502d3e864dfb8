"""The check of locked versions tells what is known of them, and what it could not ask."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

AUDIT = Path(__file__).parent.parent / ".ci" / "audit"


@contextmanager
def database(answer: bytes) -> Iterator[tuple[str, list[object]]]:
    """Serve one answer; yield the address, and what it was asked."""
    asked: list[object] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def audit(tmp_path: Path, address: str) -> tuple[int, str]:
    lock = tmp_path / "uv.lock"
    lock.write_text(
        '[[package]]\nname = "intercoder"\nversion = "1"\nsource = { editable = "." }\n'
        '[[package]]\nname = "one"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\n'
        '[[package]]\nname = "two"\nversion = "2.0"\nsource = { registry = "https://pypi.org/simple" }\n'
    )
    words = [sys.executable, str(AUDIT), "--lock", str(lock), "--database", address]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_what_is_known_of_a_locked_version_is_told_and_fails(tmp_path: Path) -> None:
    answer = {"results": [{}, {"vulns": [{"id": "GHSA-2"}, {"id": "CVE-1"}]}]}
    with database(json.dumps(answer).encode()) as (address, asked):
        code, said = audit(tmp_path, address)

    assert (code, said) == (
        1,
        "two 2.0: CVE-1, GHSA-2; see https://osv.dev/CVE-1\n2 packages checked, something is known of 1\n",
    )
    queries = [("one", "1.0"), ("two", "2.0")]
    assert asked == [
        {
            "queries": [
                {"package": {"ecosystem": "PyPI", "name": name}, "version": version}
                for name, version in queries
            ]
        }
    ]


def test_nothing_known_is_a_success_that_says_how_many_were_checked(tmp_path: Path) -> None:
    with database(b'{"results": [{}, {}]}') as (address, _):
        assert audit(tmp_path, address) == (0, "2 packages checked, something is known of 0\n")


def test_a_database_that_is_not_reached_or_talks_nonsense_is_no_success_in_disguise(tmp_path: Path) -> None:
    code, said = audit(tmp_path, "http://127.0.0.1:9/")
    assert code == 0
    assert "not reachable" in said
    assert "2 packages were NOT checked" in said
    with database(b"<html>") as (address, _):
        assert "2 packages were NOT checked" in audit(tmp_path, address)[1]
