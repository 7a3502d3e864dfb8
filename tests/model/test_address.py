"""An e-mail address is somebody's, capitals aside, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.address import check_address, folded
from toolkit.model.round import Coder


@pytest.mark.parametrize(
    "address",
    ["ana@x.org", "Ana.B+c@lab.example.org", "élan@bücher.de", "o'hara@x.ie", "ana@localhost", "a@1-2.org"],
)
def test_an_address_is_taken_as_people_write_it(address: str) -> None:
    assert Coder("Ana", email=address).email == address


@pytest.mark.parametrize(
    "address",
    [
        *("ana", "@x.org", "ana@", "ana@x@y.org", "ana b@x.org", "ana@x..org", "ana@-x.org", "ana@x.org."),
        *(
            "Ana <ana@x.org>",
            "ana@x.org,ben@x.org",
            "a..b@x.org",
            " ana@x.org",
            "ana@x_.org",
            "ana@x.o\u200brg",
        ),
        *("ana\n@x.org", "e\u0301lan@x.org", "\u202eana@x.org", f"{'a' * 250}@x.org", ""),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        check_address("e-mail", address)


@pytest.mark.parametrize(
    ("mine", "yours"),
    [("Ana@X.ORG", "ana@x.org"), ("ÉLAN@x.org", "élan@x.org"), ("ΣΟΦΙΑ@x.gr", "σοφια@x.gr")],
)
def test_capitals_make_no_other_address(mine: str, yours: str) -> None:
    assert folded(mine) == folded(yours)


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        ("\N{KELVIN SIGN}im@x.org", "kim@x.org"),
        ("m\N{LATIN SMALL LETTER DOTLESS I}ke@x.org", "mike@x.org"),
        ("M\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}KE@x.org", "mike@x.org"),
        ("\N{LATIN SMALL LIGATURE FI}ona@x.org", "fiona@x.org"),
        ("strauß@x.org", "strauss@x.org"),
        ("stra\N{LATIN SMALL LETTER LONG S}e@x.org", "strase@x.org"),
        ("\N{CYRILLIC SMALL LETTER A}na@x.org", "ana@x.org"),
        ("\N{FULLWIDTH LATIN SMALL LETTER A}na@x.org", "ana@x.org"),
        ("ana@x.org", "ana+1@x.org"),
    ],
)
def test_letters_that_only_look_alike_or_are_made_alike_are_another_address(mine: str, yours: str) -> None:
    assert folded(mine) != folded(yours)


@given(st.text(), st.text())
def test_two_addresses_are_one_only_if_they_differ_in_pairs_of_capital_and_small(
    mine: str, yours: str
) -> None:
    if folded(mine) == folded(yours):
        assert len(mine) == len(yours)
        assert all(a == b or a.upper() == b or b.upper() == a for a, b in zip(mine, yours, strict=True))


@given(st.characters())
def test_no_two_small_letters_become_one(letter: str) -> None:
    assert folded(folded(letter)) == folded(letter)
    assert folded(letter) in (letter, letter.lower())
