"""The qualitative codebook: themes, codes, and the rules of their use, at one version.

Ids never change and never come back with another meaning; labels, parents and definitions are facts about
an id at a version, and change records say how one version became the next.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.checks import check_id, check_name, check_one_of, check_text, check_texts, refuse_any, told
from toolkit.model.code import Code, Theme
from toolkit.model.soundness import Excerpt, findings
from toolkit.model.version import Version, check_version

Approach = Literal["reflexive", "codebook", "coding-reliability"]
Status = Literal["draft", "released", "sample"]


@dataclass(frozen=True)
class Codebook:
    """All themes and codes at one version; immutable once released.

    Attributes
    ----------
    deprecated
        Codes out of use, which stay so that their ids never come to mean something else. A theme out of use
        stays as a code without a parent that is not codable.
    changes
        Change records in the order in which they were made; those of earlier versions may be left out.
    """

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
    changes: tuple[CodebookChange, ...] = ()

    def __post_init__(self) -> None:
        refuse_any(
            *told("id", check_id, "codebook id", self.id),
            *told("title", check_name, "codebook title", self.title),
            *told("version", check_version, "version", self.version),
            *told("status", check_one_of, "status", self.status, get_args(Status)),
            *told("language", check_name, "language", self.language),
            *told("approach", check_one_of, "approach", self.approach, get_args(Approach)),
            *told("provenance", check_text, "provenance", self.provenance),
            *told("rules", check_texts, "a rule", self.rules),
        )
        if errors := [finding for finding in findings(self.excerpt) if finding.is_error]:
            raise Invalid(errors[0].what, errors[0].remedy)

    @property
    def excerpt(self) -> Excerpt:
        """The parts that are checked together."""
        return Excerpt(self.version, self.themes, self.codes, self.deprecated, self.changes)

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Every theme in use by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def code(self) -> dict[str, Code]:
        """Every code by id, deprecated ones too."""
        return {code.id: code for code in (*self.codes, *self.deprecated)}

    @cached_property
    def theme_of(self) -> dict[str, Theme]:
        """The theme each active code stands under, by code id, however deep."""
        themes: dict[str | None, Theme] = {theme.id: theme for theme in self.themes}
        parents: dict[str | None, str | None] = {code.id: code.parent for code in self.codes}
        found = {}
        for code in self.codes:
            above = code.parent
            while above not in themes:  # the codebook is sound: every way up ends at a theme
                above = parents[above]
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
        for theme, codes in self._below.items():
            if theme.codable:
                labels[theme.id] = theme.label
            labels |= {code.id: code.label for code in codes if code.codable}
        return labels

    @cached_property
    def _below(self) -> dict[Theme, list[Code]]:
        """The active codes of each theme, in the order of both."""
        groups: dict[str, list[Code]] = {theme.id: [] for theme in self.themes}
        for code in self.codes:
            groups[self.theme_of[code.id].id].append(code)
        return {theme: groups[theme.id] for theme in self.themes}

    def path(self, name: str, field: str = "") -> tuple[str | int, ...]:
        """Return the way to a theme or code, or to a field of it; empty if it is not there."""
        groups: dict[str, tuple[Theme | Code, ...]] = {
            "themes": self.themes,
            "codes": self.codes,
            "deprecated": self.deprecated,
        }
        for key, group in groups.items():
            for place, item in enumerate(group):
                if item.id == name:
                    return (key, place, field) if field else (key, place)
        return ()

    def changes_since(self, version: str) -> tuple[CodebookChange, ...]:
        """Return the records of later versions than this one, in their order."""
        older = Version.of(version)
        return tuple(change for change in self.changes if Version.of(change.version) > older)

    def ordered(self) -> Iterator[tuple[Theme, Code]]:
        """Yield active codes with their theme, in the order of themes and, within one, of codes."""
        for theme, codes in self._below.items():
            for code in codes:
                yield theme, code


def _content(value: object) -> object:
    """Return nouns as mappings of what differs from the defaults, and everything else as it is."""
    if isinstance(value, tuple):
        return [_content(part) for part in value]
    if not is_dataclass(value):
        return value
    told = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
    return {name: _content(content) for name, (content, default) in told.items() if content != default}
