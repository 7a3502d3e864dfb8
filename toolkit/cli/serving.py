"""The commands that become the server of the page: `demo` and `open`."""

from __future__ import annotations

import os
import re
import runpy
import socket
import sys
from asyncio import base_events
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError, on_one_line
from toolkit.model.door import HERE, MUST_SIGN_IN, NOBODY_SIGNS_IN, Door
from toolkit.workflow import demonstrating, files, keeping, merging, signing, studies

_FIRST_PORT: Final = 8501  # Streamlit's, which people know
_PORTS_TRIED: Final = 100
_LAST_PORT: Final = 65535
# Streamlit would print a line of its log, then the address, then an advertisement; we say where the page is.
_QUIETLY: Final = ("--logger.level=warning", "--logger.hideWelcomeMessage=true")


def demo(*, study: str | None = None, port: int | None = None, browser: bool = True) -> None:
    """Make a fresh copy of the sample study and open it in the browser.

    Parameters
    ----------
    study
        Where to put the copy, if you want to keep it; by default a new temporary folder, which goes at the
        end unless you changed something.
    port
        Port to serve on; by default 8501 or the next that is free.
    browser
        Open the browser; --no-browser only prints the address.
    """
    port = _free_port(port, HERE)
    made = demonstrating.sample(study) if study else demonstrating.passing()
    made.close()
    kept = "" if study else " (a temporary folder: to keep what you code in it, name a file with --study)"
    print(f"Sample study: {made.where}{kept}", flush=True)
    serve(studies.words(made), port, browser=browser, at=f"http://{HERE}:{port}")


def open_(
    study: str,
    *,
    port: int | None = None,
    browser: bool = True,
    address: str = HERE,
    secrets: Path | None = None,
    base_path: str | None = None,
    without_sign_in: str = "",
    synced: bool = False,
) -> None:
    """Open a study in the browser.

    By itself the page is for this machine: you say who you are. For a team on a server people sign in with a
    provider (OpenID Connect) that a secrets file names; who they are then comes from there. How to set up a
    server is told in docs/deployment.md.

    Parameters
    ----------
    study
        The study file, or postgresql://USER@HOST/DATABASE?study=NAME.
    port
        Port to serve on; by default 8501 or the next that is free.
    browser
        Open the browser; --no-browser only prints the address.
    address
        Address to listen on. Others than 127.0.0.1 are reached from elsewhere and want --secrets; behind a
        proxy on the same machine leave it.
    secrets
        File that names where people sign in (.toml, readable by its owner only).
    base_path
        Path under which a proxy serves the page, such as studies/one; with --secrets its redirect_uri tells.
    without_sign_in
        Let everybody in who reaches the page, as whoever they say they are. To be said in words:
        "everybody who reaches this address may read and change this study".
    synced
        Open it though it lies in a folder that is synchronised, or on a file system of the network: nobody
        else opens it meanwhile.
    """
    signing.check_way_in(address, signing_in=secrets is not None, said=without_sign_in)
    door = None if secrets is None else signing.door(secrets)
    keeping.check_place(study, synced=synced)
    with closing(studies.open_study(study)) as opened:
        if door is not None:
            signing.knock(opened)
        if found := merging.beside(opened):
            print(f"note: {on_one_line(found)}", file=sys.stderr)
        if found := keeping.today(opened):
            print(f"WARNING: {on_one_line(found)}", file=sys.stderr)
        named = studies.words(opened)
    words = [MUST_SIGN_IN] if door else [NOBODY_SIGNS_IN] if without_sign_in else []
    behind = _behind(address, secrets, door, base_path)
    port = _free_port(port, address)
    host = f"[{address}]" if ":" in address else address
    at = f"http://{host}:{port}/{(base_path or '').strip('/')}" if door is None else door.page
    serve(named, port, browser=browser and door is None, at=at, options=behind, words=words)


def _behind(address: str, secrets: Path | None, door: Door | None, base_path: str | None) -> list[str]:
    """Return what Streamlit has to know of where the page is reached."""
    path = (base_path or "").strip("/")
    if not re.fullmatch(r"(\w[\w.~-]*(/\w[\w.~-]*)*)?", path, re.ASCII):
        raise ToolkitError("--base-path", f"{base_path!r} is no path", "write it as in studies/one")
    options = [f"--server.address={address}"]
    if door is None:
        return [*options, f"--server.baseUrlPath={path}"]
    if base_path is not None and path != door.base:
        what = f"is not that of redirect_uri, which is {door.base or 'the root'}"
        raise ToolkitError("--base-path", what, "leave it out, or change redirect_uri")
    return [
        *options,
        f"--secrets.files={Path(secrets or '').resolve()}",
        f"--server.baseUrlPath={door.base}",
        f"--browser.serverAddress={door.host}",
        f"--browser.serverPort={door.port}",
        "--server.enableCORS=true",
        "--server.enableXsrfProtection=true",
    ]


def _free_port(port: int | None, address: str) -> int:
    """Return the port to serve on: the one that was named, or the first that nobody serves on."""
    if port is not None and not 0 < port <= _LAST_PORT:
        raise ToolkitError("--port", f"{port} is no port", f"use a number from 1024 to {_LAST_PORT}")
    asked = range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED) if port is None else (port,)
    if (free := next((each for each in asked if _is_free(each, address)), None)) is not None:
        return free
    which = f"{port} is" if port is not None else f"{asked[0]} to {asked[-1]} are"
    what = f"{which} not to be had at {address}: another program may serve there"
    raise ToolkitError("--port", what, "name another port")


def _is_free(port: int, address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # elsewhere it would let two programs have one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def serve(
    named: str,
    port: int,
    *,
    browser: bool,
    at: str,
    options: Sequence[str] = (f"--server.address={HERE}",),
    words: Sequence[str] = (),
) -> None:
    """Become the page's server until Ctrl-C: what `streamlit run app.py -- STUDY` would do.

    Parameters
    ----------
    named
        The study, as the app is told of it.
    at
        Where people find the page.
    options, words
        More that Streamlit is told, and the app.
    """
    page = files.shipped("app.py")
    # Settings of the machine or the folder must not override the study's own: see .streamlit/config.toml.
    for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
        del os.environ[name]
    told = [f"--server.headless={str(not browser).lower()}", f"--server.port={port}", *_QUIETLY, *options]
    if not any(option.startswith("--secrets.") for option in options):
        # A file for another program of this person would have them sign in there.
        told.append(f"--secrets.files={page.parent / '.streamlit' / 'no-secrets.toml'}")
    print(f"\nThe page is at {at}\nCtrl-C here ends it.\n", flush=True)
    sys.argv = ["streamlit", "run", str(page), *told, "--", named, *words]
    send_at_once()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def send_at_once() -> None:
    """Have asyncio send small answers at once, also on sockets whose protocol nobody named.

    Streamlit 1.67 opens its socket without one. asyncio then does not take it for TCP and leaves Nagle's
    algorithm on: each answer waits some 40 ms for the one before, and the coding pane comes in fifty files.
    """

    def send_at_once(opened: socket.socket) -> None:
        if opened.family in (socket.AF_INET, socket.AF_INET6) and opened.type == socket.SOCK_STREAM:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # asyncio has no setting for it; a Python without this name is left as it is.
    if hasattr(base_events, "_set_nodelay"):
        base_events._set_nodelay = send_at_once  # noqa: SLF001 - see above
