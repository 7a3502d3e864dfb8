"""Codebook versions: three numbers, and how far one is from the next."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, assert_never

from toolkit.errors import Invalid

_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


class Bump(IntEnum):
    """Which number of a version goes up, from the least to the greatest step.

    The question is SchemaVer's: does what was coded under the older version still hold?
    """

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Version(NamedTuple):
    """A codebook version such as 1.0.0, ordered as numbers.

    >>> Version.of("0.10.0") > Version.of("0.2.0")
    True
    """

    major: int
    minor: int
    patch: int

    @classmethod
    @lru_cache  # every coding names one of a handful
    def of(cls, text: str) -> Version:
        """Read `major.minor.patch`; raise `Invalid` for anything else."""
        if not (found := _VERSION.fullmatch(text)):
            raise Invalid(f"version {text!r} is not three numbers", "write it as in 1.0.0")
        return cls(*(int(part) for part in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, older: Version) -> Bump:
        """Return the step from an older version to this one; `NONE` if it is not older.

        >>> Version(1, 1, 0).after(Version(1, 0, 3)).name
        'MINOR'
        """
        if self <= older:
            return Bump.NONE
        if self.major != older.major:
            return Bump.MAJOR
        return Bump.MINOR if self.minor != older.minor else Bump.PATCH

    def raised(self, bump: Bump) -> Version:
        """Return the next version after a step.

        >>> str(Version(1, 4, 2).raised(Bump.MINOR))
        '1.5.0'
        """
        match bump:
            case Bump.NONE:
                return self
            case Bump.PATCH:
                return Version(self.major, self.minor, self.patch + 1)
            case Bump.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Bump.MAJOR:
                return Version(self.major + 1, 0, 0)
            case _:
                assert_never(bump)


FINAL = Version(1, 0, 0)
"""From here on every code has its definition, and a version says by its number whether old codings hold."""


def check_version(what: str, text: str | None) -> None:
    """Refuse what is not three numbers; None says that there is none."""
    if text is not None:
        try:
            Version.of(text)
        except Invalid as fault:
            raise Invalid(f"{what} {text!r} is not three numbers", fault.remedy) from None
