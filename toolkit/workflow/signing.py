"""Signing in: who of the study somebody is whom a provider has let in, and for how long."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.formats import secrets
from toolkit.model.address import folded
from toolkit.model.door import EVERYBODY, HERE, Door, is_here
from toolkit.model.identity import Identity, NotSignedIn, identity
from toolkit.model.round import Coder
from toolkit.store import rounds
from toolkit.store.study import Connection, Study

__all__ = ["NotSignedIn", "Stranger", "admit", "check_way_in", "door", "identify", "knock"]

_NEEDED: Final = ("authlib", "httpx")


class Stranger(NotSignedIn):
    """Somebody is signed in and is not of the study."""


def identify(claims: Mapping[str, object]) -> Identity:
    """Return who signed in, by the claims of their ID token; refuse whom it does not vouch for."""
    return identity(claims, time.time())


def admit(study: Study, known: Identity, *, is_out: Callable[[str], bool]) -> tuple[Study, Coder]:
    """Return the study as one who signed in may see it, and who they are in it.

    Whether they still are is asked again at every look at the study and at every change of it: a page may be
    open for hours, and run in parts.

    Parameters
    ----------
    is_out
        Tells of a ticket whether its holder has signed out.

    Raises
    ------
    Stranger
        If the study knows no person with this address.
    """
    with study.reading() as connection:
        found = _person(connection, known.email)

    def check(connection: Connection) -> None:
        known.check(time.time())
        if is_out(known.ticket):
            raise NotSignedIn("", "you have signed out", "sign in again")
        if _person(connection, known.email).name != found.name:
            raise Stranger(known.email, "is another person's by now", "load the page anew")

    return study.seen_by(found.name, check=check), found


def _person(connection: Connection, email: str) -> Coder:
    wanted = folded(email)
    match [each for each in rounds.team(connection) if each.email and folded(each.email) == wanted]:
        case [found]:
            return found
        case _:
            raise Stranger(email, "is nobody's address in this study", f"ask a lead to add {email}")


def door(path: Path) -> Door:
    """Read where people sign in from a secrets file; refuse one that would not do, and a missing library."""
    found = secrets.read(path)
    if not all(map(importlib.util.find_spec, _NEEDED)):
        remedy = "install it with: python3 -m pip install 'intercoder[server]'"
        raise ToolkitError("signing in", "needs Authlib, which is not installed", remedy)
    return found


def knock(study: Study) -> None:
    """Refuse to serve a study, in which people sign in, to nobody: some lead must have an address."""
    with study.reading() as connection:
        team = rounds.team(connection)
    if not any(each.role == "lead" and each.email for each in team):
        remedy = "name one first: intercoder coder STUDY NAME --role lead --email ADDRESS"
        raise ToolkitError("study", "has no lead who could sign in", remedy)


def check_way_in(address: str, *, signing_in: bool, said: str) -> None:
    """Refuse to be reached from elsewhere where nobody signs in, unless somebody said what that means."""
    open_to_all = " ".join(said.lower().split()) == EVERYBODY
    if said and not open_to_all:
        raise ToolkitError("--without-sign-in", "has to be said in words", f'say "{EVERYBODY}"')
    if open_to_all and signing_in:
        raise ToolkitError("--without-sign-in", "contradicts --secrets", "leave one of them out")
    if not is_here(address) and not signing_in and not open_to_all:
        remedy = f'have people sign in with --secrets FILE, or keep to {HERE}; see "open --help"'
        raise ToolkitError(
            f"--address {address}", "is reached from other machines, and nobody signs in", remedy
        )
