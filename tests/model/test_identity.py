"""Who signed in is whom the provider vouches for, and only for as long as it says."""

from __future__ import annotations

import math
from typing import cast

import pytest

from toolkit.model.identity import NotSignedIn, identity

CLAIMS = {
    "is_logged_in": True,
    "email": "ana@x.org",
    "email_verified": True,
    "exp": 1000,
    "iss": "https://id.x.org",
    "sub": "7",
    "iat": 900,
    "nonce": "n",
}


@pytest.mark.parametrize("verified", [True, "true", "True", None])
def test_a_verified_address_lets_somebody_in(verified: object) -> None:
    claims = {**CLAIMS, "email_verified": verified}
    if verified is None:
        del claims["email_verified"]
    assert identity(claims, 999.9).email == "ana@x.org"


@pytest.mark.parametrize(
    "claims",
    [
        *(
            {"email_verified": value}
            for value in cast("list[object]", [False, "false", 0, "", None, [], "no"])
        ),
        *(
            {"email": value}
            for value in cast("list[object]", [None, "", 7, [], "ana", "ana@x.org\n", "a" * 300])
        ),
        *({"exp": value} for value in cast("list[object]", [None, "1", True, [], 999, math.nan, math.inf])),
        *({"is_logged_in": value} for value in cast("list[object]", [False, None, "true", 1])),
    ],
)
def test_whatever_else_is_claimed_lets_nobody_in(claims: dict[str, object]) -> None:
    with pytest.raises(NotSignedIn):
        identity({**CLAIMS, **claims}, 999.9)


@pytest.mark.parametrize("missing", ["is_logged_in", "email", "exp"])
def test_nor_does_it_when_something_is_not_claimed(missing: str) -> None:
    with pytest.raises(NotSignedIn):
        identity({name: value for name, value in CLAIMS.items() if name != missing}, 0)


def test_a_sign_in_ends() -> None:
    found = identity(CLAIMS, 0)
    found.check(999.9)
    with pytest.raises(NotSignedIn, match="your sign-in has ended; sign in again"):
        found.check(1000)


def test_two_sign_ins_of_one_person_are_two() -> None:
    assert identity(CLAIMS, 0).ticket != identity({**CLAIMS, "nonce": "m"}, 0).ticket


def test_a_ticket_is_not_printed() -> None:
    assert "id.x.org" not in repr(identity(CLAIMS, 0))
