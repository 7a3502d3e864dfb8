"""The qualitative codebook: themes, codes, and the rules of their use, at one version.

Ids never change and never come back with another meaning; labels, parents and definitions are facts about
an id at a version.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_name, check_one_of, repeated

Approach = Literal["reflexive", "codebook", "coding-reliability"]
Status = Literal["draft", "released", "sample"]
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")

# Read by the validator of `formats`: a misspelt key is an error, not silence.
_STRICT: dict[str, Any] = {"extra": "forbid"}


class Version(NamedTuple):
    """A codebook version such as 1.0.0, ordered as numbers.

    >>> Version.of("0.10.0") > Version.of("0.2.0")
    True
    """

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, text: str) -> Version:
        """Read `major.minor.patch`; raise `Invalid` for anything else."""
        if not (found := _VERSION.fullmatch(text)):
            raise Invalid(f"version {text!r} is not three numbers", "write it as in 1.0.0")
        return cls(*(int(part) for part in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


FINAL = Version(1, 0, 0)


@dataclass(frozen=True)
class Exclusion:
    """When *not* to use a code, and the code to use instead."""

    __pydantic_config__: ClassVar = _STRICT

    when: str
    use: str | None = None


@dataclass(frozen=True)
class Theme:
    """A group of codes that tells part of the finding. Themes are not codable unless they say so."""

    __pydantic_config__: ClassVar = _STRICT

    id: str
    label: str
    definition: str = ""
    codable: bool = False
    colour: str | None = None

    def __post_init__(self) -> None:
        check_id("theme id", self.id)
        check_name(f"label of theme {self.id!r}", self.label)
        _check_colour(self.id, self.colour)


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

    __pydantic_config__: ClassVar = _STRICT

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
        check_id("code id", self.id)
        check_name(f"label of {self.id!r}", self.label)
        _check_colour(self.id, self.colour)
        Version.of(self.since)
        if self.deprecated_in is not None:
            Version.of(self.deprecated_in)
        elif self.replaced_by is not None or self.consider:
            raise Invalid(
                f"{self.id!r} names a successor but is not deprecated", "add deprecated_in or drop it"
            )

    @property
    def active(self) -> bool:
        """Whether the code is in use at this version."""
        return self.deprecated_in is None


@dataclass(frozen=True)
class Codebook:
    """All themes and codes at one version; immutable once released."""

    id: str
    title: str
    version: str
    themes: tuple[Theme, ...]
    codes: tuple[Code, ...]
    deprecated: tuple[Code, ...] = ()
    status: Status = "released"
    language: str = "en"
    approach: Approach = "codebook"
    synthetic_examples: bool = False
    provenance: str = ""
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id("codebook id", self.id)
        check_name("codebook title", self.title)
        Version.of(self.version)
        check_one_of("status", self.status, get_args(Status))
        check_one_of("approach", self.approach, get_args(Approach))
        if errors := [finding for finding in findings(self) if finding.is_error]:
            raise Invalid(errors[0].what, errors[0].remedy)

    @cached_property
    def code(self) -> dict[str, Code]:
        """Every code by id, deprecated ones too."""
        return {code.id: code for code in (*self.codes, *self.deprecated)}

    @cached_property
    def theme_of(self) -> dict[str, Theme]:
        """The theme each active code stands under, by code id, however deep."""
        themes = {theme.id: theme for theme in self.themes}
        found = {}
        for code in self.codes:
            above = code.parent
            while above is not None and above not in themes:
                above = self.code[above].parent
            if above is not None:
                found[code.id] = themes[above]
        return found

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content as canonical JSON, as 64 hexadecimal digits."""
        canonical = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def ordered(self) -> Iterator[tuple[Theme, Code]]:
        """Yield active codes with their theme, in the order of themes and, within one, of codes."""
        for theme in self.themes:
            for code in self.codes:
                if self.theme_of.get(code.id) == theme:
                    yield theme, code


class Finding(NamedTuple):
    """What a codebook as a whole gets wrong.

    Attributes
    ----------
    path
        Keys and indices that lead to the place, such as `("codes", 3, "exclude", 0, "use")`.
    is_error
        False for a warning: a draft may be released with it, a final version may not have it.
    """

    path: tuple[str | int, ...]
    what: str
    remedy: str
    is_error: bool


def findings(codebook: Codebook) -> list[Finding]:
    """Check a codebook as a whole: ids, links, parents, missing definitions.

    Definitions may be missing before 1.0.0, with a warning; from 1.0.0 on it is an error.
    """
    return [*_id_findings(codebook), *_link_findings(codebook), *_content_findings(codebook)]


def _check_colour(owner: str, colour: str | None) -> None:
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise Invalid(f"colour {colour!r} of {owner!r} is not a colour", "write it as in #1f77b4")


def _places(codebook: Codebook) -> Iterator[tuple[tuple[str | int, ...], Theme | Code]]:
    """Yield every theme and code with the path to it."""
    for key, group in (
        ("themes", codebook.themes),
        ("codes", codebook.codes),
        ("deprecated", codebook.deprecated),
    ):
        for index, item in enumerate(group):
            yield (key, index), item


def _id_findings(codebook: Codebook) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, item in _places(codebook):
        alike = re.sub("[-_.]", "", item.id.lower())
        if alike in seen:
            told = (
                "is used twice"
                if seen[alike] == item.id
                else f"differs from {seen[alike]!r} only by - _ . or case"
            )
            yield Finding(
                (*path, "id"), f"id {item.id!r} {told}", "ids must be plainly different", is_error=True
            )
        seen.setdefault(alike, item.id)
    for twice in repeated(code.label.casefold() for code in codebook.codes):
        second = [i for i, code in enumerate(codebook.codes) if code.label.casefold() == twice][1]
        yield Finding(
            ("codes", second, "label"),
            f"label {codebook.codes[second].label!r} is used by two codes",
            "readers could not tell them apart",
            is_error=False,
        )


def _link_findings(codebook: Codebook) -> Iterator[Finding]:
    active = {code.id for code in codebook.codes}
    above = active | {theme.id for theme in codebook.themes}
    for index, code in enumerate(codebook.codes):
        path = ("codes", index)
        if code.parent not in above:
            what = f"code {code.id!r} stands under {code.parent!r}, which is no theme or active code"
            yield Finding((*path, "parent"), what, "name a theme of this file", is_error=True)
        elif _climbs_in_a_circle(code, codebook):
            what = f"code {code.id!r} stands under itself by way of {code.parent!r}"
            yield Finding((*path, "parent"), what, "move it under a theme", is_error=True)
        if not code.active:
            what = f"code {code.id!r} is deprecated but listed under codes"
            yield Finding((*path, "deprecated_in"), what, "move it to deprecated", is_error=True)
        for place, exclusion in enumerate(code.exclude):
            if exclusion.use is not None and exclusion.use not in active:
                what = f"code {code.id!r} points to {exclusion.use!r}, which is no active code"
                yield Finding((*path, "exclude", place, "use"), what, "name an active code", is_error=True)
    yield from _successor_findings(codebook, active)


def _climbs_in_a_circle(code: Code, codebook: Codebook) -> bool:
    by_id = {other.id: other for other in codebook.codes}
    passed = {code.id}
    while code.parent in by_id:
        code = by_id[code.parent]
        if code.id in passed:
            return True
        passed.add(code.id)
    return False


def _successor_findings(codebook: Codebook, active: set[str]) -> Iterator[Finding]:
    known = active | {code.id for code in codebook.deprecated}
    successor = {code.id: code.replaced_by for code in codebook.deprecated}
    for index, code in enumerate(codebook.deprecated):
        path = ("deprecated", index)
        if code.active:
            what = f"code {code.id!r} is listed as deprecated but does not say since when"
            yield Finding(path, what, "add deprecated_in with the version", is_error=True)
        for key, target in (
            ("replaced_by", code.replaced_by),
            *(("consider", name) for name in code.consider),
        ):
            if target is not None and target not in known:
                what = f"{key} of {code.id!r} is {target!r}, which is no code of this file"
                yield Finding((*path, key), what, "name a code of this file", is_error=True)
        passed, at = {code.id}, successor[code.id]
        while at in successor and at not in passed:
            passed.add(at)
            at = successor[at]
        if at == code.id:
            what = f"following replaced_by from {code.id!r} leads back to it"
            yield Finding((*path, "replaced_by"), what, "let the chain end at an active code", is_error=True)


def _content_findings(codebook: Codebook) -> Iterator[Finding]:
    final = Version.of(codebook.version) >= FINAL
    since = "a final version needs one" if final else "needed from 1.0.0 on"
    for index, code in enumerate(codebook.codes):
        if not code.definition.strip():
            what = f"code {code.id!r} has no definition"
            yield Finding(("codes", index, "definition"), what, since, is_error=final)
