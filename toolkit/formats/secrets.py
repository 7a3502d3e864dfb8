"""The secrets file: where people sign in, in the form Streamlit reads (TOML, table `auth`).

Streamlit uses it; what is wrong with it is told here, before a server runs, and no secret is ever repeated.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.model.door import CALLBACK, Door, is_safe

__all__ = ["read"]

_LONGEST: Final = 20_000  # bytes; what is nested with dots takes the square of it
_SHORTEST_SECRET: Final = 32
_OTHERS: Final = 0o077
_OF_PROVIDER: Final = ("client_id", "client_secret", "server_metadata_url")
_DEFAULT: Final = "default"
_LINE: Final = re.compile(r"at line (\d+)")
# At these everybody makes an account with whatever address they say.
_OF_ANYBODY: Final = re.compile(
    r"//login\.microsoftonline\.com/(common|organizations|consumers)/", re.IGNORECASE
)


def read(path: Path) -> Door:
    """Read where people sign in.

    Raises
    ------
    ToolkitError
        If the file is missing or others than its owner may read it.
    FaultyFile
        If anything is missing in it, or would not be safe; everything at once.
    """
    auth = _auth(path, _content(path))
    sections = _providers(auth)
    if faults := [*_of_page(auth), *_of_providers(sections)]:
        raise FaultyFile(str(path), [Fault(0, what, remedy) for what, remedy in faults])
    return Door(auth["redirect_uri"], tuple(sections))


def _content(path: Path) -> dict[str, Any]:
    if path.suffix != ".toml":
        raise ToolkitError(str(path), "does not end in .toml", "rename it: Streamlit reads no other")
    try:
        _check_private(path)
        with path.open("rb") as file:
            raw = file.read(_LONGEST + 1)
    except OSError as fault:
        raise ToolkitError(
            str(path), f"cannot be read ({fault.strerror})", "see docs/deployment.md"
        ) from None
    if len(raw) > _LONGEST:
        raise ToolkitError(str(path), "is too long for a secrets file", "see docs/deployment.md")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except ValueError as fault:
        # Not what the parser says: it may quote the line, and with it a secret.
        line = _LINE.search(str(fault))
        what = "is no TOML" if isinstance(fault, tomllib.TOMLDecodeError) else "is not in UTF-8"
        where = Fault(int(line[1]) if line else 0, what, "see docs/deployment.md")
        raise FaultyFile(str(path), [where]) from None


def _check_private(path: Path) -> None:
    """Refuse a file that others may read: who has its secrets signs in as anybody."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ToolkitError(str(path), "is no file", "see docs/deployment.md")
    if os.name == "posix" and found.st_mode & _OTHERS:
        what = f"may be read by others than its owner (mode {stat.S_IMODE(found.st_mode):o})"
        raise ToolkitError(str(path), what, f"protect it with: chmod 600 {path}")


def _auth(path: Path, content: Mapping[str, Any]) -> Mapping[str, Any]:
    auth = content.get("auth")
    if not isinstance(auth, dict) or not auth:
        raise FaultyFile(str(path), [Fault(0, "has no table [auth]", "see docs/deployment.md")])
    return auth


def _providers(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what is said of each provider: of the only one at the top, or of several in tables."""
    named: dict[str, Mapping[str, Any]] = {
        name: said
        for name, said in auth.items()
        if isinstance(said, dict) and name not in ("client_kwargs", _DEFAULT)
    }
    if any(key in auth for key in _OF_PROVIDER) or not named:
        return {_DEFAULT: auth, **named}
    return named


def _of_page(auth: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    redirect, secret = auth.get("redirect_uri"), auth.get("cookie_secret")
    if not isinstance(redirect, str) or not is_safe(redirect):
        yield "redirect_uri is no https address", "write https://HOST/oauth2callback"
    elif not _is_callback(redirect):
        yield f"redirect_uri does not end in {CALLBACK}", f"write the address of the page and {CALLBACK}"
    if (
        not isinstance(secret, str)
        or len(secret) < _SHORTEST_SECRET
        or len(set(secret)) < _SHORTEST_SECRET // 4
    ):
        remedy = "make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        yield f"cookie_secret is missing, or not {_SHORTEST_SECRET} characters drawn at random", remedy
    if "expose_tokens" in auth:
        yield "expose_tokens is not needed here", "remove it"


def _is_callback(address: str) -> bool:
    parts = urlsplit(address)
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return plain and parts.path.endswith(CALLBACK) and "{" not in address


def _of_providers(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, said in sections.items():
        of = "" if name == _DEFAULT else f"{name}: "
        if "_" in name:
            yield f"{of}the name has an underscore", "use another name for the provider"
        for key in _OF_PROVIDER:
            if not isinstance(said.get(key), str) or not said[key].strip():
                yield f"{of}{key} is missing", "take it from the provider's page for this client"
        address = said.get("server_metadata_url")
        if isinstance(address, str) and address:
            if not is_safe(address):
                yield f"{of}server_metadata_url is no https address", "take it from the provider"
            elif _OF_ANYBODY.search(address):
                remedy = "write the id of your tenant instead of common, organizations or consumers"
                yield f"{of}server_metadata_url lets in everybody with any address", remedy
