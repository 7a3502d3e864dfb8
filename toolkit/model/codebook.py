"""The qualitative codebook: themes, codes, and the rules of their use, at one version.

Ids never change and never come back with another meaning; labels, parents and definitions are facts about
an id at a version.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_name, check_one_of, check_text

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


class InvalidFields(Invalid):
    """A noun with one wrong field or several: told as the first, all of them kept.

    Attributes
    ----------
    by_field
        What is wrong, by the name of the field.
    """

    def __init__(self, by_field: dict[str, Invalid]) -> None:
        first = next(iter(by_field.values()))
        super().__init__(first.what, first.remedy)
        self.by_field = by_field

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.by_field,))


@dataclass(frozen=True)
class Exclusion:
    """When *not* to use a code, and the code to use instead."""

    __pydantic_config__: ClassVar = _STRICT

    when: str
    use: str | None = None

    def __post_init__(self) -> None:
        _refuse_any(*_told("when", check_text, "when", self.when))


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
        _refuse_any(
            *_told("id", check_id, "theme id", self.id),
            *_told("label", check_name, f"label of theme {self.id!r}", self.label),
            *_told("definition", check_text, f"definition of theme {self.id!r}", self.definition),
            *_told("colour", _check_colour, f"theme {self.id!r}", self.colour),
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
        _refuse_any(
            *_told("id", check_id, "code id", self.id),
            *_told("label", check_name, f"label of {self.id!r}", self.label),
            *_told("since", _check_version, "since", self.since),
            *_told("deprecated_in", _check_version, "deprecated_in", self.deprecated_in),
            *_told("colour", _check_colour, repr(self.id), self.colour),
            *_told("alt_labels", _check_texts, f"an alternative label of {self.id!r}", self.alt_labels),
            *_told("include", _check_texts, f"include of {self.id!r}", self.include),
            *_told("aligned_with", _check_texts, f"aligned_with of {self.id!r}", self.aligned_with),
            *_told("definition", check_text, f"definition of {self.id!r}", self.definition),
            *_told("example", check_text, f"example of {self.id!r}", self.example),
            *_told("boundary", check_text, f"boundary of {self.id!r}", self.boundary),
            *_told("notes", check_text, f"notes on {self.id!r}", self.notes),
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
        _refuse_any(
            *_told("id", check_id, "codebook id", self.id),
            *_told("title", check_name, "codebook title", self.title),
            *_told("version", _check_version, "version", self.version),
            *_told("status", check_one_of, "status", self.status, get_args(Status)),
            *_told("language", check_name, "language", self.language),
            *_told("approach", check_one_of, "approach", self.approach, get_args(Approach)),
            *_told("provenance", check_text, "provenance", self.provenance),
            *_told("rules", _check_texts, "a rule", self.rules),
        )
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
        """SHA-256 of the content as canonical JSON, as 64 hexadecimal digits.

        What equals the default of its field is left out, so that a field that is new in a later Intercoder
        does not change the hash of codebooks that do not use it.
        """
        canonical = json.dumps(_content(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def codable(self) -> dict[str, str]:
        """Labels by id of everything a passage may be given, in the order of `ordered`."""
        labels = {}
        for theme in self.themes:
            if theme.codable:
                labels[theme.id] = theme.label
            labels |= {
                code.id: code.label for above, code in self.ordered() if above == theme and code.codable
            }
        return labels

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


@dataclass(frozen=True)
class Excerpt:
    """What could be read of a codebook, to be checked as a whole although parts of it are faulty.

    Attributes
    ----------
    unread
        Ids the file has in parts that could not be read. Links to them are no faults.
    complete
        False if ids are missing that nobody knows: then a link that seems to lead nowhere may be right.
    """

    version: str
    themes: tuple[Theme, ...]
    codes: tuple[Code, ...]
    deprecated: tuple[Code, ...] = ()
    unread: frozenset[str] = frozenset()
    complete: bool = True


def findings(codebook: Codebook | Excerpt) -> list[Finding]:
    """Check a codebook as a whole: ids, links, parents, missing definitions.

    Definitions may be missing before 1.0.0, with a warning; from 1.0.0 on it is an error.
    """
    return [*_id_findings(codebook), *_link_findings(codebook), *_content_findings(codebook)]


def _content(value: object) -> object:
    """Return nouns as mappings of what differs from the defaults, and everything else as it is."""
    if isinstance(value, tuple):
        return [_content(part) for part in value]
    if not is_dataclass(value):
        return value
    told = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
    return {name: _content(content) for name, (content, default) in told.items() if content != default}


def _refuse_any(*faults: tuple[str, Invalid]) -> None:
    if faults:
        raise InvalidFields(dict(faults))


def _told(field: str, check: Callable[..., None], *arguments: object) -> Iterator[tuple[str, Invalid]]:
    """Yield what `check` refuses, with the name of the field, instead of raising it."""
    try:
        check(*arguments)
    except Invalid as fault:
        yield field, fault


def _check_version(field: str, version: str | None) -> None:
    if version is not None:
        try:
            Version.of(version)
        except Invalid as fault:
            raise Invalid(f"{field} {version!r} is not three numbers", fault.remedy) from None


def _check_texts(what: str, texts: Iterable[str]) -> None:
    for text in texts:
        check_text(what, text)


def _check_colour(owner: str, colour: str | None) -> None:
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise Invalid(f"colour {colour!r} of {owner} is not a colour", "write it as in #1f77b4")


def _places(codebook: Codebook | Excerpt) -> Iterator[tuple[tuple[str | int, ...], Theme | Code]]:
    """Yield every theme and code with the path to it."""
    groups: dict[str, tuple[Theme | Code, ...]] = {
        "themes": codebook.themes,
        "codes": codebook.codes,
        "deprecated": codebook.deprecated,
    }
    for key, group in groups.items():
        for index, item in enumerate(group):
            yield (key, index), item


def _id_findings(codebook: Codebook | Excerpt) -> Iterator[Finding]:
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
    labels: dict[str, str] = {}
    for index, code in enumerate(codebook.codes):
        first = labels.setdefault(code.label.casefold(), code.id)
        if first != code.id:
            what = f"label {code.label!r} is used by {first!r} and {code.id!r}"
            yield Finding(
                ("codes", index, "label"), what, "readers could not tell them apart", is_error=False
            )


def _link_findings(codebook: Codebook | Excerpt) -> Iterator[Finding]:
    by_id = {code.id: code for code in codebook.codes}
    active = _Targets(codebook, by_id)
    themes = {theme.id for theme in codebook.themes}
    above = _Targets(codebook, by_id, themes)
    circling = _on_a_circle({code.id: code.parent for code in codebook.codes if code.parent not in themes})
    for index, code in enumerate(codebook.codes):
        path = ("codes", index)
        if not above.may_hold(code.parent):
            what = f"code {code.id!r} " + (
                "has no parent"
                if code.parent is None
                else f"stands under {code.parent!r}, which is no theme or active code"
            )
            yield Finding((*path, "parent"), what, "name a theme of this file", is_error=True)
        elif code.id in circling:
            what = f"code {code.id!r} stands under itself by way of {code.parent!r}"
            yield Finding((*path, "parent"), what, "move it under a theme", is_error=True)
        if not code.active:
            what = f"code {code.id!r} is deprecated but listed under codes"
            yield Finding((*path, "deprecated_in"), what, "move it to deprecated", is_error=True)
        for place, exclusion in enumerate(code.exclude):
            if exclusion.use is not None and not active.may_hold(exclusion.use):
                what = f"code {code.id!r} points to {exclusion.use!r}, which is no active code"
                yield Finding((*path, "exclude", place, "use"), what, "name an active code", is_error=True)
    yield from _successor_findings(codebook, _Targets(codebook, by_id, (c.id for c in codebook.deprecated)))


class _Targets:
    """The ids a link may lead to."""

    def __init__(self, codebook: Codebook | Excerpt, *ids: Iterable[str]) -> None:
        self._ids = set().union(*ids)
        self._complete = True
        if isinstance(codebook, Excerpt):
            self._ids |= codebook.unread
            self._complete = codebook.complete

    def may_hold(self, target: str | None) -> bool:
        """Tell whether the link leads somewhere, or would if all of the file could be read."""
        return target is not None and (target in self._ids or not self._complete)


def _on_a_circle(following: dict[str, str | None]) -> set[str]:
    """Return the ids from which following leads back to the id itself; each is visited once or twice."""
    found: set[str] = set()
    visited: set[str] = set()
    for start in following:
        walk: dict[str, None] = {}
        at: str | None = start
        while at in following and at not in visited:
            visited.add(at)
            walk[at] = None
            at = following[at]
        if at in walk:
            ids = list(walk)
            found.update(ids[ids.index(at) :])
    return found


def _successor_findings(codebook: Codebook | Excerpt, known: _Targets) -> Iterator[Finding]:
    circling = _on_a_circle({code.id: code.replaced_by for code in codebook.deprecated})
    for index, code in enumerate(codebook.deprecated):
        path = ("deprecated", index)
        if code.active:
            what = f"code {code.id!r} is listed as deprecated but does not say since when"
            yield Finding((*path, "deprecated_in"), what, "add deprecated_in with the version", is_error=True)
        for place, target in _successors(code):
            if not known.may_hold(target):
                what = f"{place[0]} of {code.id!r} is {target!r}, which is no code of this file"
                yield Finding((*path, *place), what, "name a code of this file", is_error=True)
        if code.id in circling:
            what = f"following replaced_by from {code.id!r} leads back to it"
            yield Finding((*path, "replaced_by"), what, "let the chain end at an active code", is_error=True)


def _successors(code: Code) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the codes named as successors, each with the path to its name."""
    if code.replaced_by is not None:
        yield ("replaced_by",), code.replaced_by
    for place, target in enumerate(code.consider):
        yield ("consider", place), target


def _content_findings(codebook: Codebook | Excerpt) -> Iterator[Finding]:
    final = Version.of(codebook.version) >= FINAL
    since = "a final version needs one" if final else "needed from 1.0.0 on"
    for index, code in enumerate(codebook.codes):
        if not code.definition.strip():
            what = f"code {code.id!r} has no definition"
            yield Finding(("codes", index, "definition"), what, since, is_error=final)
