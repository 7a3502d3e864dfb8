"""Identity: whom a provider of sign-ins says to have before it, and for how long that holds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.address import check_address

__all__ = ["Identity", "NotSignedIn", "identity"]


class NotSignedIn(ToolkitError):
    """Nobody is signed in, or their sign-in does not hold here."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in.

    Attributes
    ----------
    email
        The address under which the provider knows them; it says that it is theirs.
    until
        When the sign-in ends, in seconds since 1970 (UTC).
    ticket
        What tells this sign-in from every other, one by the same person included.
    """

    email: str
    until: float
    ticket: str = field(repr=False)

    def check(self, now: float) -> None:
        """Refuse an identity that is over."""
        if not now < self.until:
            raise NotSignedIn("", "your sign-in has ended", "sign in again")


def identity(claims: Mapping[str, object], now: float) -> Identity:
    """Return who signed in, by the claims of an ID token whose signature was checked.

    Parameters
    ----------
    claims
        As OpenID Connect Core 1.0 names them (sections 2 and 5.1), and `is_logged_in`, which Streamlit adds.
    now
        Seconds since 1970.

    Raises
    ------
    NotSignedIn
        If nobody is, if it is over, or if the address is missing or was not verified.
    """
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("", "nobody is signed in", "sign in")
    until = claims.get("exp")
    if isinstance(until, bool) or not isinstance(until, (int, float)) or not math.isfinite(until):
        raise NotSignedIn("", "it is not said when your sign-in ends", "tell whoever runs this server")
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        raise NotSignedIn("", "your account has no e-mail address", "sign in with one that has")
    try:
        check_address("address of your account", email)
    except Invalid as refused:
        raise NotSignedIn("", refused.what, "sign in with another account") from None
    # Some say so in a word. Who says nothing vouches for all addresses, as the provider of a university does.
    if claims.get("email_verified", True) not in (True, "true", "True"):
        raise NotSignedIn(
            email, "is not verified", "verify it where you have your account, then sign in again"
        )
    ticket = repr([claims.get(name) for name in ("iss", "sub", "iat", "exp", "nonce", "jti")])
    found = Identity(email, float(until), ticket)
    found.check(now)
    return found
