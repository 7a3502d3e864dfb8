"""Where people sign in: host, port and path as the secrets file says, and what is safe on the way."""

from __future__ import annotations

import pytest

from toolkit.model.door import Door, is_here, is_safe


@pytest.mark.parametrize(
    ("redirect", "host", "port", "base"),
    [
        ("https://lab.example.org/oauth2callback", "lab.example.org", 443, ""),
        ("http://localhost/oauth2callback", "localhost", 80, ""),
        ("http://localhost:8501/oauth2callback", "localhost", 8501, ""),
        ("https://lab.example.org:8443/a/b/oauth2callback", "lab.example.org", 8443, "a/b"),
        ("/oauth2callback", "", 80, ""),
    ],
)
def test_the_door_knows_host_port_and_path_of_its_address(
    redirect: str, host: str, port: int, base: str
) -> None:
    door = Door(redirect)
    assert (door.host, door.port, door.base) == (host, port, base)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "::1", "[::1]"])
def test_loopback_is_here(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "localhost.example.org", "", None, "::"])  # noqa: S104
def test_nothing_else_is_here(host: str | None) -> None:
    assert not is_here(host)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://lab.example.org", True),
        ("http://[::1]:8501", True),
        ("http://lab.example.org", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("https://lab.example.org:port", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_a_secret_way_or_this_machine_is_safe(address: str, *, safe: bool) -> None:
    assert is_safe(address) is safe
