"""Check that a version and its change records give exactly the next version.

Records say what was done to which ids; what is written about them (labels, definitions) is taken from the new
version where a record allows it. Whatever then still differs happened without a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, assert_never

from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import Finding, bump_fault
from toolkit.model.version import Version

_REWRITTEN = (
    "alt_labels",
    "definition",
    "include",
    "exclude",
    "example",
    "boundary",
    "aligned_with",
    "codable",
    "colour",
    "notes",
)
_FIRST_WRITTEN = ("definition", "include", "exclude", "example", "boundary", "aligned_with", "notes")
_ALLOWING = {"label": "rename", "parent": "move"}
# What follows from records and is not anybody's to choose.
_FOLLOWING = ("since", "deprecated_in", "replaced_by", "consider")
_TELLING = ("label", "since", "deprecated_in", "replaced_by", "consider")


def replay(old: Codebook, new: Codebook, earlier: Sequence[Codebook] = ()) -> list[Finding]:
    """Apply the records of a new version to an old one and return every difference to the new one.

    Parameters
    ----------
    old
        A released version.
    new
        A later version with its records; it may skip versions if it holds the records of those too.
    earlier
        Releases before the old one: their records are not to be told otherwise, and what comes back is
        compared with how it read when it was last in use.

    Returns
    -------
    list
        One error for each difference and each record that does not fit, with its place in the new version;
        nothing if the records give exactly the new version. The order of themes and codes, the header and
        the rules are no part of it.
    """
    if identity := list(_identity_faults(old, new)):
        return identity
    replayed = _Replay(old, new, earlier)
    for place, change in enumerate(new.changes):
        if Version.of(change.version) > Version.of(old.version):
            replayed.apply(place, change)
    return [
        *_history_faults((*earlier, old), new),
        *_bump_faults(old, new),
        *replayed.faults,
        *replayed.differences(),
    ]


def _identity_faults(old: Codebook, new: Codebook) -> Iterator[Finding]:
    if new.id != old.id:
        what = f"is codebook {new.id!r}, and the study follows {old.id!r}"
        yield _fault(("codebook", "id"), what, "make a new study for another codebook")
    if Version.of(new.version) <= Version.of(old.version):
        what = f"version {new.version} is not later than {old.version}, which is released"
        yield _fault(("codebook", "version"), what, "raise it")


def _history_faults(releases: Sequence[Codebook], new: Codebook) -> Iterator[Finding]:
    """Find records of the past that are told in another way than they were released."""
    released = {change.id: change for book in releases for change in book.changes}
    told = {change.version for change in released.values()}
    for place, change in enumerate(new.changes):
        known = released.get(change.id)
        past = Version.of(change.version) <= Version.of(releases[-1].version)
        if known is not None and known != change:
            what = f"record {change.id!r} differs from the one released with {known.version}"
            yield _fault(("changes", place), what, "released records never change; give a new one a new id")
        elif known is None and past and change.version in told:
            what = f"record {change.id!r} is of version {change.version}, which was released without it"
            yield _fault(("changes", place), what, "released versions never change")


def _bump_faults(old: Codebook, new: Codebook) -> Iterator[Finding]:
    steps = sorted({Version.of(old.version)} | {Version.of(change.version) for change in new.changes})
    for place, change in enumerate(new.changes):
        version = Version.of(change.version)
        if version > Version.of(old.version):
            before = steps[steps.index(version) - 1]
            if fault := bump_fault(change, before):
                yield _fault(("changes", place, "version"), *fault)


def _fault(path: tuple[str | int, ...], what: str, remedy: str) -> Finding:
    return Finding(path, what, remedy, is_error=True)


class _Replay:
    """The old version on its way to the new one."""

    def __init__(self, old: Codebook, new: Codebook, earlier: Sequence[Codebook]) -> None:
        self.faults: list[Finding] = []
        self._old, self._new, self._earlier = old, new, earlier
        self._themes = dict(old.theme)
        self._codes = {code.id: code for code in old.codes}
        self._retired = {code.id: code for code in old.deprecated}
        # Ids that are as the new version has them already, because several records lead there.
        self._done: set[str] = set()
        self._ever_gone: set[str] = set()

    def apply(self, place: int, change: CodebookChange) -> None:
        """Carry out one record, or say why it does not fit."""
        misfits = list(self._misfits(place, change))
        self.faults += misfits
        if misfits:
            return
        match change.op:
            case "add":
                self._add(change)
            case "rename":
                self._rename(place, change)
            case "redefine":
                self._redefine(place, change)
            case "move":
                self._move(place, change)
            case "merge" | "split" | "retire":
                self._add(change)
                self._take_out(change)
            case "reinstate":
                self._bring_back(change)
            case _:
                assert_never(change.op)

    def _misfits(self, place: int, change: CodebookChange) -> Iterator[Finding]:
        """Find ids that are not in the state which the operation needs, at this point of the records."""
        yield from self._subject_misfits(place, change)
        yield from self._result_misfits(place, change)
        if change.op in ("merge", "split", "retire") and len(self._sorts(change)) > 1:
            what = f"record {change.id!r} leads from codes to themes or from themes to codes"
            yield _fault(("changes", place), what, "retire the one and add the other under a new id")

    def _subject_misfits(self, place: int, change: CodebookChange) -> Iterator[Finding]:
        for n, name in enumerate(change.subjects):
            where = ("changes", place, "subjects", n)
            if change.op == "reinstate" and name not in self._retired:
                yield _fault(
                    where, f"record {change.id!r} reinstates {name!r}, which {self._state(name)}", ""
                )
            elif change.op != "reinstate" and not self._in_use(name):
                what = f"record {change.id!r} is about {name!r}, which {self._state(name)}"
                yield _fault(where, what, "check the id and the order of the records")
            elif change.op == "move" and name in self._themes:
                yield _fault(
                    where, f"record {change.id!r} moves the theme {name!r}", "only codes have a parent"
                )

    def _result_misfits(self, place: int, change: CodebookChange) -> Iterator[Finding]:
        for n, name in enumerate(change.results):
            where = ("changes", place, "results", n)
            if name in self._retired:
                what = f"record {change.id!r} brings back {name!r}, which was taken out of use"
                yield _fault(where, what, "reinstate it first, or choose a new id")
            elif change.op == "add" and self._in_use(name):
                yield _fault(
                    where, f"record {change.id!r} adds {name!r}, which is there already", "remove it"
                )
            elif change.op in ("move", "merge", "retire") and not self._in_use(name):
                what = f"record {change.id!r} names {name!r}, which {self._state(name)}"
                yield _fault(where, what, "check the id, and let the record that makes it stand before")

    def _sorts(self, change: CodebookChange) -> set[bool]:
        """Return whether what a record names are themes: both if it mixes them."""
        return {self._is_theme(name) for name in change.named}

    def _is_theme(self, name: str) -> bool:
        known = self._new.code.get(name)
        return name not in self._codes and (
            name in self._themes or name in self._new.theme or (known is not None and known.was_theme)
        )

    def _in_use(self, name: str) -> bool:
        return name in self._codes or name in self._themes

    def _state(self, name: str) -> str:
        """Say what an id is at this point."""
        if name in self._retired:
            return f"is out of use since {self._retired[name].deprecated_in}"
        return "is in use" if self._in_use(name) else f"is not there after {self._old.version}"

    def _add(self, change: CodebookChange) -> None:
        """Put what is new into use, as the new version has it."""
        for name in change.results:
            if self._in_use(name):
                continue
            self._done.add(name)
            if name in self._new.theme:
                self._themes[name] = self._new.theme[name]
            elif self._is_theme(name):
                self._themes[name] = Theme(name, self._new.code[name].label)
            else:
                self._codes[name] = _in_force(replace(self._new.code[name], since=change.version))

    def _rename(self, place: int, change: CodebookChange) -> None:
        for n, name in enumerate(change.subjects):
            where = ("changes", place, "subjects", n)
            there = self._themes.get(name) or self._codes[name]
            label = self._label(name)
            if label == there.label and name not in self._done:
                what = f"record {change.id!r} renames {name!r}, which is still called {label!r}"
                self.faults.append(_fault(where, what, "remove it from the record, or write the new label"))
            self._done.add(name)
            if name in self._themes:
                self._themes[name] = replace(self._themes[name], label=label)
            else:
                self._codes[name] = self._relabelled(where, self._codes[name], label)

    def _label(self, name: str) -> str:
        if name in self._new.theme:
            return self._new.theme[name].label
        found = self._new.code.get(name)
        return found.label if found is not None else ""

    def _relabelled(self, where: tuple[str | int, ...], code: Code, label: str) -> Code:
        """Give a code its new label; the old one has to stay among the others while the code is in use."""
        wanted = self._new.code.get(code.id)
        alternative = wanted.alt_labels if wanted is not None else ()
        if wanted is not None and wanted.active and code.label not in (*alternative, label):
            what = f"the label {code.label!r} that {code.id!r} had is not among its alt_labels"
            self.faults.append(_fault(where, what, "add it, so that older tables can be understood"))
        return replace(code, label=label, alt_labels=alternative)

    def _redefine(self, place: int, change: CodebookChange) -> None:
        for n, name in enumerate(change.subjects):
            before = self._themes.get(name) or self._codes[name]
            after: Theme | Code
            if name in self._themes:
                wanted = self._new.theme.get(name, self._themes[name])
                after = self._themes[name] = replace(wanted, label=self._themes[name].label)
            else:
                after = self._codes[name] = self._rewritten(self._codes[name])
            again = any(name in other.subjects for other in self._new.changes if other != change)
            if after == before and not again and name not in self._done:
                what = f"record {change.id!r} redefines {name!r}, of which nothing changed"
                self.faults.append(_fault(("changes", place, "subjects", n), what, "remove it"))

    def _rewritten(self, code: Code) -> Code:
        wanted = self._new.code.get(code.id, code)
        rewritten: dict[str, Any] = {field: getattr(wanted, field) for field in _REWRITTEN}
        if not wanted.active:
            # Taken out of use later on: the file may have left out what it said.
            rewritten = {field: value for field, value in rewritten.items() if value != _default(field)}
        return replace(code, **rewritten)

    def _move(self, place: int, change: CodebookChange) -> None:
        parent = change.results[0]
        for n, name in enumerate(change.subjects):
            if self._codes[name].parent == parent and name not in self._done:
                what = f"record {change.id!r} moves {name!r} to {parent!r}, where it is"
                self.faults.append(_fault(("changes", place, "subjects", n), what, "remove it"))
            self._codes[name] = replace(self._codes[name], parent=parent)

    def _take_out(self, change: CodebookChange) -> None:
        """Retire the subjects; what stood under one that was merged stands under its heir."""
        merged = change.results[0] if change.op == "merge" else None
        consider = () if merged else change.results
        self._ever_gone.update(change.gone)
        for name in change.gone:
            theme = self._themes.pop(name, None)
            code = self._codes.pop(name) if theme is None else Code.in_place_of(theme)
            self._retired[name] = replace(
                code, deprecated_in=change.version, replaced_by=merged, consider=consider
            )
            if merged is not None:
                self._hand_over(name, merged)

    def _hand_over(self, name: str, heir: str) -> None:
        below = [code for code in self._codes.values() if code.parent == name]
        self._codes |= {code.id: replace(code, parent=heir) for code in below}
        wanted = self._new.code.get(heir)
        if heir in self._codes and wanted is not None and wanted.active:
            former = {
                self._retired[name].label,
                *self._retired[name].alt_labels,
                *self._codes[heir].alt_labels,
            }
            if former.issuperset(wanted.alt_labels):
                self._codes[heir] = replace(self._codes[heir], alt_labels=wanted.alt_labels)

    def _bring_back(self, change: CodebookChange) -> None:
        for name in change.subjects:
            retired = self._retired.pop(name)
            self._done.add(name)
            if retired.was_theme or name in self._new.theme:
                content = self._new.theme.get(name, Theme(name, retired.label))
                self._themes[name] = replace(content, label=retired.label)
            else:
                # Somebody has to choose where it stands now; what it means is what it meant.
                last = self._last(retired)
                back = _in_force(replace(last, parent=self._new.code.get(name, retired).parent))
                self._codes[name] = back if last.definition.strip() else self._rewritten(back)

    def _last(self, retired: Code) -> Code:
        """Return a code as it read when it was last in use, as far as anybody knows."""
        if retired.definition.strip():
            return retired
        for book in reversed(self._earlier):
            known = book.code.get(retired.id)
            if known is not None and known.active:
                return replace(known, label=retired.label, alt_labels=retired.alt_labels or known.alt_labels)
        return retired

    def differences(self) -> Iterator[Finding]:
        """Yield what the new version has otherwise than the records made it."""
        yield from self._theme_differences()
        themes = set(self._new.theme)
        for key, group in (("codes", self._new.codes), ("deprecated", self._new.deprecated)):
            for place, code in enumerate(group):
                yield from self._code_differences((key, place), code)
        for name in (*self._codes, *self._retired):
            if name not in self._new.code and name not in themes:
                what = f"code {name!r} of {self._old.version} is missing"
                yield _fault((), what, "ids stay in the file: list it under deprecated, with a record")

    def _theme_differences(self) -> Iterator[Finding]:
        for place, theme in enumerate(self._new.themes):
            path = ("themes", place)
            before = self._themes.get(theme.id)
            if before is None:
                what = f"theme {theme.id!r} is new without a record"
                remedy = (
                    "choose another id: a code has it" if self._known(theme.id) else "add a record: op add"
                )
                yield _fault(path, what, remedy)
                continue
            for field in ("label", "definition", "codable", "colour"):
                was, now = getattr(before, field), getattr(theme, field)
                if was != now and not (field == "definition" and not was):
                    yield self._changed((*path, field), f"{field} of theme {theme.id!r}", field)
        for name in self._themes:
            if name not in self._new.theme:
                what = f"theme {name!r} of {self._old.version} is missing"
                yield _fault((), what, "ids stay in the file: list it under deprecated, with a record")

    def _known(self, name: str) -> bool:
        return name in self._codes or name in self._retired

    def _code_differences(self, path: tuple[str, int], code: Code) -> Iterator[Finding]:
        before = self._codes.get(code.id) if code.active else self._retired.get(code.id)
        if before is None:
            yield self._misplaced(path, code)
        elif code.active:
            for field in (field.name for field in fields(Code)):
                if not self._same(field, before, code):
                    yield self._changed(
                        (*path, field), f"{field} of {code.id!r}", field, getattr(before, field)
                    )
        else:
            for field in (field.name for field in fields(Code)):
                was, now = getattr(before, field), getattr(code, field)
                # What a code said while it was in use may be left out once it is not.
                same = was == now or (field == "exclude" and self._same_exclusions(was, now))
                if not same and (now != _default(field) or field in _TELLING):
                    yield self._changed(
                        (*path, field), f"{field} of {code.id!r}", field, getattr(before, field)
                    )

    def _misplaced(self, path: tuple[str, int], code: Code) -> Finding:
        if code.id in self._retired:
            what = f"code {code.id!r} is in use again without a record"
            return _fault(path, what, "add a record: op reinstate")
        if self._in_use(code.id):
            what = f"code {code.id!r} is out of use without a record"
            return _fault(path, what, "add a record: op retire, merge or split")
        return _fault(path, f"code {code.id!r} is new without a record", "add a record: op add")

    def _changed(
        self, path: tuple[str | int, ...], what: str, field: str, expected: object = None
    ) -> Finding:
        remedy = f"add a record: op {_ALLOWING.get(field, 'redefine')}"
        if field in _FOLLOWING:
            told = "; ".join(expected) if isinstance(expected, tuple) else expected
            remedy = f"write {field}: {told}" if told else f"leave out {field}"
        return _fault(path, f"{what} differs from {self._old.version}, and no record says so", remedy)

    def _same(self, field: str, before: Code, code: Code) -> bool:
        was, now = getattr(before, field), getattr(code, field)
        if was == now:
            return True
        if not before.definition.strip() and field in _FIRST_WRITTEN:
            return True  # there was no definition to follow, so that a first one changes nothing
        return field == "exclude" and self._same_exclusions(was, now)

    def _same_exclusions(self, was: tuple[Exclusion, ...], now: tuple[Exclusion, ...]) -> bool:
        """Tell whether exclusions changed in nothing but links that were missing or led to what is gone."""
        return [exclusion.when for exclusion in was] == [exclusion.when for exclusion in now] and all(
            one.use in (None, other.use) or one.use in self._ever_gone or not self._in_use(str(one.use))
            for one, other in zip(was, now, strict=True)
        )


def _in_force(code: Code) -> Code:
    return replace(code, deprecated_in=None, replaced_by=None, consider=())


def _default(field: str) -> object:
    return next(known.default for known in fields(Code) if known.name == field)
