"""Is a codebook sound as a whole: ids, links, parents, labels, missing definitions, change records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.model.change import CodebookChange
from toolkit.model.checks import likened, repeated
from toolkit.model.code import Code, Theme
from toolkit.model.version import FINAL, Bump, Version


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
    version
        None if it could not be read: then nothing is said about what depends on it.
    unread
        Ids the file has in parts that could not be read. Links to them are no faults.
    complete
        False if ids are missing that nobody knows: then a link that seems to lead nowhere may be right.
    """

    version: str | None
    themes: tuple[Theme, ...]
    codes: tuple[Code, ...]
    deprecated: tuple[Code, ...] = ()
    changes: tuple[CodebookChange, ...] = ()
    unread: frozenset[str] = frozenset()
    complete: bool = True

    @property
    def final(self) -> bool:
        """Whether this is a version that has to be complete."""
        return self.version is not None and Version.of(self.version) >= FINAL

    def precedes(self, version: str) -> bool:
        """Tell whether a version that is named in this codebook is later than the codebook."""
        return self.version is not None and Version.of(version) > Version.of(self.version)


def findings(codebook: Excerpt) -> list[Finding]:
    """Check a codebook as a whole: ids, links, parents, missing definitions.

    Definitions may be missing before 1.0.0, with a warning; from 1.0.0 on it is an error.
    """
    return [
        *_id_findings(codebook),
        *_link_findings(codebook),
        *_content_findings(codebook),
        *_change_findings(codebook),
    ]


def _places(codebook: Excerpt) -> Iterator[tuple[tuple[str | int, ...], Theme | Code]]:
    """Yield every theme and code with the path to it."""
    groups: dict[str, tuple[Theme | Code, ...]] = {
        "themes": codebook.themes,
        "codes": codebook.codes,
        "deprecated": codebook.deprecated,
    }
    for key, group in groups.items():
        for index, item in enumerate(group):
            yield (key, index), item


def _id_findings(codebook: Excerpt) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, item in _places(codebook):
        alike = likened(item.id)
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
    yield from _label_findings(codebook)


def _label_findings(codebook: Excerpt) -> Iterator[Finding]:
    """Check that readers can tell labels apart: under one parent they must, elsewhere they should."""
    siblings: dict[tuple[str | None, str], str] = {}
    anywhere: dict[str, str] = {}
    groups: tuple[tuple[str, tuple[Theme | Code, ...]], ...] = (
        ("themes", codebook.themes),
        ("codes", codebook.codes),
    )
    for key, group in groups:
        for index, item in enumerate(group):
            label = item.label.casefold()
            sibling = siblings.setdefault((item.parent if isinstance(item, Code) else None, label), item.id)
            other = anywhere.setdefault(label, item.id) if key == "codes" else sibling
            if item.id not in (sibling, other) or other != item.id:
                first = sibling if sibling != item.id else other
                what = f"label {item.label!r} is used by {first!r} and {item.id!r}"
                is_error = codebook.final and sibling != item.id
                yield Finding(
                    (key, index, "label"), what, "readers could not tell them apart", is_error=is_error
                )


def _link_findings(codebook: Excerpt) -> Iterator[Finding]:
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
            elif exclusion.use == code.id:
                what = f"code {code.id!r} sends to itself when {exclusion.when!r}"
                yield Finding((*path, "exclude", place, "use"), what, "name another code", is_error=False)
    retired = (code.id for code in codebook.deprecated)
    yield from _successor_findings(codebook, _Targets(codebook, by_id, themes, retired))


class _Targets:
    """The ids a link may lead to."""

    def __init__(self, codebook: Excerpt, *ids: Iterable[str]) -> None:
        self._ids = set().union(*ids)
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


def _successor_findings(codebook: Excerpt, known: _Targets) -> Iterator[Finding]:
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
            elif target == code.id and place[0] == "consider":
                what = f"code {code.id!r} is to be considered instead of itself"
                yield Finding((*path, *place), what, "name another code", is_error=True)
        if code.id in circling:
            what = f"following replaced_by from {code.id!r} leads back to it"
            yield Finding((*path, "replaced_by"), what, "let the chain end at an active code", is_error=True)


def _successors(code: Code) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the codes named as successors, each with the path to its name."""
    if code.replaced_by is not None:
        yield ("replaced_by",), code.replaced_by
    for place, target in enumerate(code.consider):
        yield ("consider", place), target


def _content_findings(codebook: Excerpt) -> Iterator[Finding]:
    final = codebook.final
    since = "a final version needs one" if final else "needed from 1.0.0 on"
    for index, code in enumerate(codebook.codes):
        if not code.definition.strip():
            what = f"code {code.id!r} has no definition"
            yield Finding(("codes", index, "definition"), what, since, is_error=final)
        for place, exclusion in enumerate(code.exclude):
            if exclusion.use is None:
                what = f"code {code.id!r} does not say what to use when {exclusion.when!r}"
                yield Finding(
                    ("codes", index, "exclude", place), what, "name a code under use", is_error=False
                )
    for path, item in _places(codebook):
        if isinstance(item, Code):
            for field, version in (("since", item.since), ("deprecated_in", item.deprecated_in)):
                if version is not None and codebook.precedes(version):
                    what = f"{field} of code {item.id!r} is {version}, later than this codebook"
                    yield Finding(
                        (*path, field), what, f"this is {codebook.version}", is_error=field == "deprecated_in"
                    )


def _change_findings(codebook: Excerpt) -> Iterator[Finding]:
    twice = set(repeated(change.id for change in codebook.changes))
    for index, change in enumerate(codebook.changes):
        path = ("changes", index)
        if change.id in twice:
            yield Finding((*path, "id"), f"record {change.id!r} stands twice", "number them", is_error=True)
        if not change.rationale.strip():
            what = f"record {change.id!r} does not say why"
            yield Finding((*path, "rationale"), what, "write a rationale", is_error=False)
    yield from _order_findings(codebook)
    yield from _named_findings(codebook)
    yield from _revenants(codebook)
    yield from _bump_findings(codebook)


def _order_findings(codebook: Excerpt) -> Iterator[Finding]:
    """Find records later than the codebook, and records out of order: the order decides what they do."""
    latest = Version(0, 0, 0)
    for index, change in enumerate(codebook.changes):
        path, version = ("changes", index, "version"), Version.of(change.version)
        if codebook.precedes(change.version):
            what = f"record {change.id!r} is of version {version}, later than this codebook"
            yield Finding(path, what, f"this is {codebook.version}", is_error=True)
        elif version < latest:
            what = f"record {change.id!r} of version {version} stands after one of {latest}"
            yield Finding(path, what, "list records in the order of versions", is_error=True)
        latest = max(latest, version)


def _named_findings(codebook: Excerpt) -> Iterator[Finding]:
    """Find records that name what is not there, or themes and codes in one."""
    known = _Targets(codebook, (item.id for _, item in _places(codebook)))
    themes = {theme.id for theme in codebook.themes}
    codes = {code.id for code in codebook.codes}
    for index, change in enumerate(codebook.changes):
        for field in ("subjects", "results"):
            for place, name in enumerate(getattr(change, field)):
                if not known.may_hold(name):
                    what = f"record {change.id!r} names {name!r}, which this file does not have"
                    path = ("changes", index, field, place)
                    yield Finding(path, what, "name a theme or code of it", is_error=True)
        named = change.subjects if change.op == "move" else change.named
        if themes.intersection(named) and codes.intersection(named):
            what = f"record {change.id!r} names themes and codes together"
            yield Finding(("changes", index), what, "write one record for each kind", is_error=True)


def _revenants(codebook: Excerpt) -> Iterator[Finding]:
    """Find ids that were taken out of use and come back as something new."""
    gone: set[str] = set()
    for index, change in enumerate(codebook.changes):
        if change.op in ("add", "merge", "split"):
            for place, name in enumerate(change.results):
                if name in gone:
                    what = f"record {change.id!r} brings back {name!r}, which was taken out of use"
                    yield Finding(
                        ("changes", index, "results", place),
                        what,
                        "reinstate it or choose a new id",
                        is_error=True,
                    )
        elif change.op == "reinstate":
            gone -= set(change.subjects)
        gone |= set(change.gone)


def _bump_findings(codebook: Excerpt) -> Iterator[Finding]:
    """Find versions whose number rose less than their records demand, as far as the file tells."""
    told = {Version.of(change.version) for change in codebook.changes}
    told |= {
        Version.of(version)
        for _, item in _places(codebook)
        if isinstance(item, Code)
        for version in (item.since, item.deprecated_in)
        if version is not None
    }
    for index, change in enumerate(codebook.changes):
        version = Version.of(change.version)
        older = max((other for other in told if other < version), default=None)
        if older is not None and (fault := bump_fault(change, older)):
            yield Finding(("changes", index, "version"), *fault, is_error=True)


def bump_fault(change: CodebookChange, older: Version) -> tuple[str, str] | None:
    """Say what is wrong and what to do if a version rose less from an older one than a record demands."""
    version = Version.of(change.version)
    demanded = change.demands if version >= FINAL else min(change.demands, Bump.MINOR)
    if version.after(older) >= demanded:
        return None
    told = change.op if change.effect is None else f"{change.op} ({change.effect})"
    what = f"record {change.id!r} is a {told}, for which {version} after {older} is too small a step"
    return what, f"make it {older.raised(demanded)}"
