"""E-mail addresses: what one looks like, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.checks import check_line

__all__ = ["check_address", "folded"]

_LONGEST: Final = 254  # of an address, RFC 5321 as corrected
_SHAPE: Final = re.compile(r'[^\s@"(),:;<>\[\]\\]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*')


def check_address(what: str, value: str) -> None:
    """Refuse what is no e-mail address, or one that is written in a way in which nobody signs in.

    Raises
    ------
    Invalid
        If it is not like `name@example.org`, has letters that cannot be seen, or is not composed (NFC).
    """
    check_line(what, value, _LONGEST)
    if _SHAPE.fullmatch(value) is None or ".." in value.partition("@")[0]:
        raise Invalid(f"{what} {value!r} is no e-mail address", "write it as in name@example.org")
    if unicodedata.normalize("NFC", value) != value:
        raise Invalid(f"{what} has letters and their accents apart", "type it anew")


def folded(address: str) -> str:
    """Return what two addresses share exactly if they differ in nothing but capitals.

    A letter is made small only where it is the one capital of its small letter. Otherwise the sign for Kelvin
    would be a k and the Turkish dotless i an i, and whoever got an address with them would be let in as
    somebody else. Letters that merely look alike are not alike.

    >>> folded("Ana.Élan@Example.org")
    'ana.élan@example.org'
    >>> folded("\N{KELVIN SIGN}im@x.org") == folded("Kim@x.org")
    False
    """
    return "".join(small if (small := letter.lower()).upper() == letter else letter for letter in address)
