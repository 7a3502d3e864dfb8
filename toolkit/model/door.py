"""Door: how the page of a study is reached from elsewhere, and where people sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

__all__ = [
    "CALLBACK",
    "EVERYBODY",
    "HERE",
    "MUST_SIGN_IN",
    "NOBODY_SIGNS_IN",
    "Door",
    "is_here",
    "is_safe",
]

HERE: Final = "127.0.0.1"
"""The address at which a page is reached from its own machine only."""

CALLBACK: Final = "/oauth2callback"
"""Where the provider sends people back to, behind the path of the page."""

EVERYBODY: Final = "everybody who reaches this address may read and change this study"
"""What has to be said for a page that others reach and at which nobody signs in."""


MUST_SIGN_IN: Final = "--sign-in"
"""Said to the app by who starts it: people sign in, whatever becomes of the secrets file."""

NOBODY_SIGNS_IN: Final = "--without-sign-in"
"""Likewise: nobody signs in, and others may reach the page."""


@dataclass(frozen=True)
class Door:
    """Where people sign in, as a secrets file says.

    Attributes
    ----------
    redirect
        The address of the page as people type it, with `/oauth2callback` behind it.
    providers
        Their names in the file, as buttons show them; `default` stands for the only one.
    """

    redirect: str = field(repr=False)
    providers: tuple[str, ...] = ("default",)

    @property
    def page(self) -> str:
        """The address of the page as people type it.

        >>> Door("https://lab.example.org/studies/one/oauth2callback").page
        'https://lab.example.org/studies/one'
        """
        return self.redirect.removesuffix(CALLBACK)

    @property
    def host(self) -> str:
        """The name of the machine in the address."""
        return urlsplit(self.redirect).hostname or ""

    @property
    def port(self) -> int:
        """The port in the address, said or not."""
        parts = urlsplit(self.redirect)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def base(self) -> str:
        """The path of the page, without slashes around; empty for the root.

        >>> Door("https://lab.example.org/studies/one/oauth2callback").base
        'studies/one'
        """
        return urlsplit(self.redirect).path.removesuffix(CALLBACK).strip("/")


def is_here(host: str | None) -> bool:
    """Tell whether a host or address is this machine and can be reached from no other.

    >>> [is_here(name) for name in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "lab.example.org", "", None)]
    [True, True, True, False, False, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False


def is_safe(address: str) -> bool:
    """Tell whether nobody on the way can read what is sent to an address.

    >>> is_safe("https://lab.example.org/"), is_safe("http://localhost:8501"), is_safe("http://lab.example.org")
    (True, True, False)
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # which may be no number
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_here(host)))
