"""Proxies with the documented rules: what they pass on, to whom, and what they keep to themselves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from benchmarks.annotator import machine, pane
from benchmarks.crowd import proxy
from benchmarks.crowd.speaking import Speaker
from benchmarks.crowd.study import make, stored
from toolkit.model.door import EVERYBODY, NOBODY_SIGNS_IN

_PEOPLE = 20
_ANA = "Ana"


def need(*programs: str) -> None:
    missing = " and ".join(name for name in programs if proxy.program(name) is None)
    if missing:
        pytest.skip(f"{missing} not installed (apt-get install {missing}), so the proxy was NOT TESTED")


@pytest.fixture
def _nginx() -> None:
    need("nginx", "openssl")


class Told(BaseHTTPRequestHandler):
    """Answers with who was asked and by what way, and gives a cookie as Streamlit does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Set-Cookie", "theirs=1; Path=/")
        self.send_header("X-Port", str(self.server.server_port))  # type: ignore[attr-defined]
        self.send_header("X-Was", f"{self.headers['Host']} {self.headers['X-Forwarded-Proto']}")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def telling() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@pytest.mark.usefixtures("_nginx")
def test_a_person_stays_with_their_process_and_goes_to_another_when_it_is_gone() -> None:
    with telling() as one, telling() as other, proxy.proxied([address(one), address(other)]) as door:
        people = [httpx.Client(base_url=door.address, verify=door.trusted) for _ in range(_PEOPLE)]
        asked = [[each.get("/").headers["X-Port"] for _ in range(4)] for each in people]
        assert all(len(set(ports)) == 1 for ports in asked)
        # All of them come from one address, as those of one office do.
        assert {ports[0] for ports in asked} == {str(one.server_port), str(other.server_port)}
        assert door.astray() == 0

        other.shutdown()
        other.server_close()
        assert {each.get("/").headers["X-Port"] for each in people} == {str(one.server_port)}
        for each in people:
            each.close()


@pytest.mark.usefixtures("_nginx")
def test_what_passes_is_marked_and_what_is_nobodys_business_does_not_pass() -> None:
    with (
        telling() as server,
        proxy.proxied([address(server)]) as door,
        httpx.Client(base_url=door.address, verify=door.trusted) as person,
    ):
        first, again = person.get("/"), person.get("/")

        assert first.headers["X-Was"] == f"{door.address.removeprefix('https://')} https"
        assert "max-age" in first.headers["Strict-Transport-Security"]
        ours, theirs = sorted(first.headers.get_list("Set-Cookie"))
        assert ours.startswith("intercoder_seat=")
        assert ours.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax")
        assert theirs.lower() == "theirs=1; path=/; secure"
        assert not [each for each in again.headers.get_list("Set-Cookie") if "intercoder_seat" in each]
        # What a browser makes up is no seat; it gets one.
        made_up = httpx.get(door.address, verify=door.trusted, headers={"Cookie": "intercoder_seat=x"})
        assert any("intercoder_seat" in each for each in made_up.headers.get_list("Set-Cookie"))

        for path in ("/_stcore/metrics", "/_stcore/agent/x", "/studies/one/_stcore/metrics"):
            assert person.get(path).status_code == httpx.codes.NOT_FOUND
        assert person.get("/studies/one/_stcore/health").status_code == httpx.codes.OK


@pytest.mark.usefixtures("_nginx")
@pytest.mark.parametrize("path", ["", "/studies/one"])
def test_somebody_codes_through_it_over_the_websocket_also_under_a_path(path: str, tmp_path: Path) -> None:
    study = str(tmp_path / "crowd.study")
    make(study)
    further = (NOBODY_SIGNS_IN, EVERYBODY, *(("--base-path", path.strip("/")) if path else ()))

    async def code(door: proxy.Proxy) -> None:
        coder = await Speaker.sit_down(f"{door.address}{path}", _ANA, door.trusted)
        for number in (1, 2, 3):
            await coder.code(number)
        await coder.leave()

    # Tests with a browser leave a loop running in the thread of the tests.
    apart = ThreadPoolExecutor(1)
    with apart, pane.served(study, *further) as (server, _), proxy.proxied([server]) as door:
        apart.submit(asyncio.run, code(door)).result()

    found = stored(study)
    assert found.all == {_ANA: 3}
    assert not found.again.total()


# Caddy -----------------------------------------------------------------------------------------------


@contextmanager
def by_caddy(servers: Sequence[str], folder: Path) -> Iterator[str]:
    """Run Caddy with the documented rules for several processes, on this machine and without TLS."""
    rules = proxy.DOCUMENTED.with_name("Caddyfile").read_text("utf-8")
    door = f"http://127.0.0.1:{machine.free_port()}"
    for stands, instead in (
        ("lab.example.org {", f"{door} {{"),
        ("reverse_proxy 127.0.0.1:8501", f"reverse_proxy {' '.join(servers)}"),
        ("# lb_policy", "lb_policy"),
    ):
        assert rules.count(stands) == 1
        rules = rules.replace(stands, instead)
    settings = folder / "Caddyfile"
    settings.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{rules}", "utf-8")
    words = ["caddy", "run", "--adapter", "caddyfile", "--config", str(settings)]
    with machine.serving(words, door, environment={"HOME": str(folder)}):
        yield door


def test_caddy_keeps_a_person_with_their_process_and_the_same_to_itself(tmp_path: Path) -> None:
    need("caddy")
    with telling() as one, telling() as other, by_caddy([address(one), address(other)], tmp_path) as door:
        asked = []
        for _ in range(_PEOPLE):
            with httpx.Client(base_url=door) as person:
                asked.append([person.get("/").headers["X-Port"] for _ in range(4)])
        assert all(len(set(ports)) == 1 for ports in asked)
        assert {ports[0] for ports in asked} == {str(one.server_port), str(other.server_port)}

        assert "theirs=1; Path=/; Secure" in httpx.get(door).headers.get_list("Set-Cookie")
        for path in ("/_stcore/metrics", "/_stcore/agent/x", "/studies/one/_stcore/metrics"):
            assert httpx.get(f"{door}{path}").status_code == httpx.codes.NOT_FOUND
