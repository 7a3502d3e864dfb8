"""One change carried out on a codebook: the version that is being written becomes the next state of itself.

What `replay` checks afterwards is done here by construction: a codebook revised step by step, with its
records, is always exactly what its records make of the version it began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.version import FINAL, Bump, Version


def draft_of(released: Codebook) -> Codebook:
    """Return the beginning of the next version: the released one, one small step on, with nothing changed."""
    version = str(Version.of(released.version).raised(Bump.PATCH))
    return replace(released, version=version, status="draft")


def revise(
    draft: Codebook,
    change: CodebookChange,
    released: Codebook,
    *,
    codes: Iterable[Code] = (),
    themes: Iterable[Theme] = (),
) -> Codebook:
    """Carry out one change and write down its record; the version rises as far as the records demand.

    Parameters
    ----------
    draft
        The version that is being written.
    change
        The record; whatever version it has, it gets that of the draft.
    released
        The version the draft began with.
    codes, themes
        How the codes or themes that are added, renamed, redefined or brought back read afterwards. Of a
        renamed one only the label is taken, of a redefined one everything but id, label and parent.

    Raises
    ------
    Invalid
        If the change does not fit the draft, or what comes out is not sound.
    """
    own = (*draft.changes_since(released.version), change)
    risen = max(_least(released, own), Version.of(draft.version))
    draft = at_version(draft, released, str(risen))
    change = replace(change, version=draft.version)
    wanted: dict[str, Code | Theme] = {code.id: code for code in codes}
    wanted |= {theme.id: theme for theme in themes}
    bench = _Bench(draft, wanted)
    bench.carry_out(change)
    return replace(
        draft,
        themes=tuple(bench.themes.values()),
        codes=tuple(bench.codes.values()),
        deprecated=tuple(bench.retired.values()),
        changes=(*draft.changes, change),
    )


def at_version(draft: Codebook, released: Codebook, version: str) -> Codebook:
    """Return a draft with another version, written everywhere.

    Raises
    ------
    Invalid
        If it is smaller than the records demand.
    """
    own = draft.changes_since(released.version)
    least = _least(released, own)
    if Version.of(version) < least:
        raise Invalid(
            f"version {version} is too small a step after {released.version}", f"make it {least} or later"
        )
    was = draft.version
    return replace(
        draft,
        version=version,
        codes=tuple(_restamped(code, was, version) for code in draft.codes),
        deprecated=tuple(_restamped(code, was, version) for code in draft.deprecated),
        changes=(
            *(change for change in draft.changes if change not in own),
            *(replace(change, version=version) for change in own),
        ),
    )


def _least(released: Codebook, changes: Iterable[CodebookChange]) -> Version:
    """Return the smallest version that records allow after a released one."""
    older = Version.of(released.version)
    step = max((change.demands for change in changes), default=Bump.PATCH)
    return older.raised(step if older >= FINAL else min(step, Bump.MINOR))


def _restamped(code: Code, was: str, now: str) -> Code:
    return replace(
        code,
        since=now if code.since == was else code.since,
        deprecated_in=now if code.deprecated_in == was else code.deprecated_in,
    )


class _Bench:
    """A draft taken apart, with what is to be written into it."""

    def __init__(self, draft: Codebook, wanted: Mapping[str, Code | Theme]) -> None:
        self.themes = draft.theme.copy()
        self.codes = {code.id: code for code in draft.codes}
        self.retired = {code.id: code for code in draft.deprecated}
        self._wanted = wanted
        self._version = draft.version

    def carry_out(self, change: CodebookChange) -> None:
        """Do what a record says, or raise `Invalid`."""
        self._check_subjects(change)
        match change.op:
            case "add":
                self._add(change.results)
            case "merge" | "split" | "retire":
                if change.op == "split":
                    self._add(name for name in change.results if name not in self.codes | self.themes)
                for name in change.gone:
                    self._take_out(name, change)
            case "move":
                for name in change.subjects:
                    self._move(name, change.results[0])
            case "rename" | "redefine" | "reinstate":
                rewrite = {"rename": self._rename, "redefine": self._redefine, "reinstate": self._bring_back}
                for name in change.subjects:
                    rewrite[change.op](name)
            case _:
                assert_never(change.op)

    def _check_subjects(self, change: CodebookChange) -> None:
        there = self.retired if change.op == "reinstate" else self.codes | self.themes
        if change.op == "move":
            there = self.codes
        for name in change.subjects:
            if name not in there:
                raise Invalid(f"there is no {name!r} to {change.op}", "check the id")
        for name in change.results:
            if name in self.retired:
                raise Invalid(f"{name!r} was taken out of use", "reinstate it, or choose a new id")
            if change.op == "add" and name in self.codes | self.themes:
                raise Invalid(f"{name!r} is there already", "choose a new id")
            if change.op in ("move", "merge", "retire") and name not in self.codes | self.themes:
                raise Invalid(f"there is no {name!r} in use", "add it first")

        if change.op in ("merge", "split", "retire") and len({self._is_theme(n) for n in change.named}) > 1:
            raise Invalid(f"a {change.op} leads from codes to codes, or from themes to themes")

    def _is_theme(self, name: str) -> bool:
        if name in self.codes:
            return False
        return name in self.themes or isinstance(self._wanted.get(name), Theme)

    def _content(self, name: str) -> Code | Theme:
        if name not in self._wanted:
            raise Invalid(f"nothing is said about {name!r}", "write its label and definition")
        return self._wanted[name]

    def _add(self, names: Iterable[str]) -> None:
        for name in names:
            content = self._content(name)
            if isinstance(content, Theme):
                self.themes[name] = content
            else:
                self.codes[name] = replace(content, since=self._version, deprecated_in=None)

    def _move(self, name: str, parent: str) -> None:
        if self.codes[name].parent == parent:
            raise Invalid(f"{name!r} is under {parent!r} already", "choose another parent")
        self.codes[name] = replace(self.codes[name], parent=parent)

    def _rename(self, name: str) -> None:
        label = self._content(name).label
        there = self.themes.get(name) or self.codes[name]
        if label == there.label:
            raise Invalid(f"{name!r} is called {label!r} already", "write another label")
        if name in self.themes:
            self.themes[name] = replace(self.themes[name], label=label)
            return
        code = self.codes[name]
        others = tuple(dict.fromkeys((*code.alt_labels, code.label)))
        kept = tuple(other for other in others if other != label)
        self.codes[name] = replace(code, label=label, alt_labels=kept)

    def _redefine(self, name: str) -> None:
        content = self._content(name)
        was = self.themes.get(name) or self.codes[name]
        if isinstance(content, Theme):
            self.themes[name] = replace(content, label=was.label)
        else:
            code = self.codes[name]
            self.codes[name] = replace(
                content, label=code.label, parent=code.parent, since=code.since, alt_labels=code.alt_labels
            )
        if was in (self.themes.get(name), self.codes.get(name)):
            raise Invalid(f"{name!r} reads as before", "change its definition, or leave it as it is")

    def _take_out(self, name: str, change: CodebookChange) -> None:
        """Retire an id; what pointed to it points to its heir, or nowhere if a person has to choose one."""
        heir = change.results[0] if change.op == "merge" else None
        theme = self.themes.pop(name, None)
        code = self.codes.pop(name) if theme is None else Code.in_place_of(theme)
        self.retired[name] = replace(
            code,
            deprecated_in=self._version,
            replaced_by=heir,
            consider=() if heir else change.results,
        )
        for other in self.codes.values():
            parent = heir if heir is not None and other.parent == name else other.parent
            exclude = tuple(_repointed(exclusion, name, heir, other.id) for exclusion in other.exclude)
            if (parent, exclude) != (other.parent, other.exclude):
                self.codes[other.id] = replace(other, parent=parent, exclude=exclude)

    def _bring_back(self, name: str) -> None:
        content, retired = self._wanted.get(name), self.retired.pop(name)
        if isinstance(content, Theme) != retired.was_theme:
            raise Invalid(
                f"{name!r} was a {'theme' if retired.was_theme else 'code'}", "bring it back as one"
            )
        if isinstance(content, Theme):
            self.themes[name] = replace(content, label=retired.label)
            return
        if content is None:
            content = retired
        elif retired.definition.strip():
            if content.definition != retired.definition:
                raise Invalid(f"{name!r} comes back as it was", "redefine it in a step of its own")
            # Somebody has to choose where it stands now; what it means is what it meant.
            content = replace(retired, parent=content.parent)
        self.codes[name] = replace(
            content,
            label=retired.label,
            alt_labels=retired.alt_labels,
            since=retired.since,
            exclude=tuple(self._led(exclusion) for exclusion in content.exclude),
            deprecated_in=None,
            replaced_by=None,
            consider=(),
        )

    def _led(self, exclusion: Exclusion) -> Exclusion:
        """Return an exclusion without a link to what is gone meanwhile."""
        return exclusion if exclusion.use in self.codes else replace(exclusion, use=None)


def _repointed(exclusion: Exclusion, gone: str, heir: str | None, owner: str) -> Exclusion:
    """Let an exclusion lead to the heir of what is gone, unless that is the code it stands under."""
    if exclusion.use != gone:
        return exclusion
    return replace(exclusion, use=heir if heir != owner else None)
