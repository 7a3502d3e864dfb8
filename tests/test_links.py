"""`.ci/links` finds addresses in pages, tells those that are gone, and claims nothing that it did not see."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "links"


class Answering(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response({"/there": 200, "/gone": 404}.get(self.path, 403))
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    # 127.0.0.1 stands for somebody's own machine in the pages, and is left out; this is the same one.
    yield f"http://127.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()


def ran(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--root", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


def test_an_address_that_is_gone_is_told_with_its_page(tmp_path: Path, server: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"[a]({server}/there), <{server}/gone>.", "utf-8")
    (tmp_path / "docs" / "one.md").write_text(f"{server}/shy and https://lab.example.org/x", "utf-8")

    code, told = ran(tmp_path)

    assert code == 1
    assert f"{server}/gone: 404, gone; named in README.md" in told
    assert f"{server}/shy: 403, so it was not checked" in told
    assert "3 of 3 addresses answered, 1 of them gone" in told


def test_where_nothing_is_reached_it_says_that_nothing_was_checked(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("http://127.1:9/x and doi:10.1000/182.", "utf-8")

    assert ran(tmp_path, "--list")[1].split() == [
        *("http://127.1:9/x", "README.md"),
        *("https://doi.org/10.1000/182", "README.md"),
    ]
    (tmp_path / "README.md").write_text("http://127.1:9/x", "utf-8")
    assert ran(tmp_path) == (0, "no address can be reached from here, so 1 were NOT checked\n")


def test_the_pages_name_addresses_that_it_finds() -> None:
    listed = ran(SCRIPT.parent.parent, "--list")[1]

    assert "https://arxiv.org/abs/2503.23574  README.md" in listed
    assert "example.org" not in listed
