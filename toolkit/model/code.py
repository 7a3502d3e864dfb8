"""Themes and codes at one version: what they are called and when they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_name, check_text, check_texts, refuse_any, told
from toolkit.model.version import check_version

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

STRICT: dict[str, Any] = {"extra": "forbid"}
"""Read by the validator of `formats`: a misspelt key is an error, not silence."""


@dataclass(frozen=True)
class Exclusion:
    """When *not* to use a code, and the code to use instead."""

    __pydantic_config__: ClassVar = STRICT

    when: str
    use: str | None = None

    def __post_init__(self) -> None:
        refuse_any(*told("when", check_text, "when", self.when))


@dataclass(frozen=True)
class Theme:
    """A group of codes that tells part of the finding. Themes are not codable unless they say so."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    label: str
    definition: str = ""
    codable: bool = False
    colour: str | None = None

    def __post_init__(self) -> None:
        refuse_any(
            *told("id", check_id, "theme id", self.id),
            *told("label", check_name, f"label of theme {self.id!r}", self.label),
            *told("definition", check_text, f"definition of theme {self.id!r}", self.definition),
            *told("colour", _check_colour, f"theme {self.id!r}", self.colour),
        )


@dataclass(frozen=True)
class Code:
    """One code at one version. Fields follow MacQueen et al. 1998 (definition, when, when not, example).

    Attributes
    ----------
    parent
        Id of the theme or code above it; None only for deprecated codes.
    since, deprecated_in
        Versions in which the id first appeared and was taken out of use.
    replaced_by
        Successor that is safe to follow without a look (a merge).
    consider
        Possible successors among which a person must choose (a split, a retirement).
    """

    __pydantic_config__: ClassVar = STRICT

    id: str
    label: str
    parent: str | None = None
    since: str = "0.1.0"
    alt_labels: tuple[str, ...] = ()
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    example: str = ""
    boundary: str = ""
    aligned_with: tuple[str, ...] = ()
    codable: bool = True
    colour: str | None = None
    notes: str = ""
    deprecated_in: str | None = None
    replaced_by: str | None = None
    consider: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_any(
            *told("id", check_id, "code id", self.id),
            *told("label", check_name, f"label of {self.id!r}", self.label),
            *told("since", check_version, "since", self.since),
            *told("deprecated_in", check_version, "deprecated_in", self.deprecated_in),
            *told("colour", _check_colour, repr(self.id), self.colour),
            *told("alt_labels", check_texts, f"an alternative label of {self.id!r}", self.alt_labels),
            *told("include", check_texts, f"include of {self.id!r}", self.include),
            *told("aligned_with", check_texts, f"aligned_with of {self.id!r}", self.aligned_with),
            *told("definition", check_text, f"definition of {self.id!r}", self.definition),
            *told("example", check_text, f"example of {self.id!r}", self.example),
            *told("boundary", check_text, f"boundary of {self.id!r}", self.boundary),
            *told("notes", check_text, f"notes on {self.id!r}", self.notes),
            *self._successor_faults(),
        )

    def _successor_faults(self) -> Iterator[tuple[str, Invalid]]:
        if self.deprecated_in is None:
            what = f"{self.id!r} names a successor but is not deprecated"
            for field, named in (("replaced_by", self.replaced_by), ("consider", self.consider)):
                if named:
                    yield field, Invalid(what, f"add deprecated_in or drop {field}")

    @property
    def active(self) -> bool:
        """Whether the code is in use at this version."""
        return self.deprecated_in is None

    @property
    def was_theme(self) -> bool:
        """Whether this keeps the id of a theme that was taken out of use."""
        return not self.active and self.parent is None and not self.codable

    @classmethod
    def in_place_of(cls, theme: Theme) -> Code:
        """Return what keeps the id of a theme once it is out of use; it still has to say since when."""
        return cls(theme.id, theme.label, codable=False)


def _check_colour(owner: str, colour: str | None) -> None:
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise Invalid(f"colour {colour!r} of {owner} is not a colour", "write it as in #1f77b4")
