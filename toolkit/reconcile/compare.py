"""What changed between two versions of a codebook, for a reader; and the change records that are missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Final, Literal

from toolkit.model.change import CodebookChange, Migration, Operation
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.reconcile.wording import difference, marked, shared, stems

Kind = Literal["added", "missing", "out of use", "in use again", "renamed", "moved", "redefined", "described"]

_TELLING: Final = ("label", "since", "deprecated_in", "replaced_by", "consider")
_LIKE_ENOUGH: Final = 0.34
_MEANING: Final = ("definition", "include", "exclude", "example", "boundary", "codable")
_DESCRIBING: Final = ("alt_labels", "aligned_with", "colour", "notes", "since", "replaced_by", "consider")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise in the new version.

    Attributes
    ----------
    id, label
        Of the theme or code; the label as in the new version if it has one.
    field
        What differs: `label`, `definition` …; empty where the code as a whole came or went.
    before, after
        As text; lists joined by semicolons.
    """

    kind: Kind
    id: str
    label: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change record that seems to be missing, without what only people can say.

    Attributes
    ----------
    migration
        None where it follows from what people still have to say.
    hints
        What it was guessed from and what to decide, one line each.
    """

    op: Operation
    subjects: tuple[str, ...]
    results: tuple[str, ...]
    migration: Migration | None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All differences, themes first, and what would explain those without a record.

    Attributes
    ----------
    buried
        The entries that are missing under `deprecated`, as the proposals have it.
    """

    differences: tuple[Difference, ...]
    proposals: tuple[Proposal, ...]
    buried: tuple[Code, ...] = ()


def compare(old: Codebook, new: Codebook) -> Comparison:
    """Compare two versions of a codebook.

    Parameters
    ----------
    old, new
        Any two; the records in `new` that are later than `old` count as told already.
    """
    found = tuple(chain(_theme_differences(old, new), _code_differences(old, new)))
    proposals = tuple(_proposals(old, new, found))
    missing = {each.id for each in found if each.kind == "missing"}
    buried = (
        _buried(old, name, new.version, proposal)
        for proposal in proposals
        for name in proposal.subjects
        if name in missing
    )
    return Comparison(found, proposals, tuple(buried))


def _buried(old: Codebook, name: str, version: str, proposal: Proposal) -> Code:
    """Return the entry that keeps an id once it is out of use."""
    code = old.code[name] if name in old.code else Code.in_place_of(old.theme[name])
    return replace(code, exclude=(), deprecated_in=version, replaced_by=None, consider=proposal.results)


def next_id(*books: Codebook) -> str:
    """Return an id for the next record, counting on from those there are.

    >>> from toolkit.model.codebook import Codebook
    >>> next_id(Codebook("a", "A", "0.1.0", (), ()))
    'CR-0001'
    """
    found = [match for book in books for change in book.changes if (match := _NUMBERED.match(change.id))]
    last = max(found, key=lambda match: int(match["number"]), default=None)
    if last is None:
        return "CR-0001"
    return f"{last['prefix']}{int(last['number']) + 1:0{len(last['number'])}}"


_NUMBERED: Final = re.compile(r"(?P<prefix>.*?)(?P<number>\d{1,9})$")


def _theme_differences(old: Codebook, new: Codebook) -> Iterator[Difference]:
    for theme in old.themes:
        if theme.id not in new.theme:
            yield from _gone(theme, new)
    for theme in new.themes:
        before = old.theme.get(theme.id)
        if before is None:
            kind: Kind = "in use again" if theme.id in old.code else "added"
            yield Difference(kind, theme.id, theme.label, "", "", theme.definition)
        else:
            yield from _field_differences(before, theme, ("label", "definition", "codable", "colour"))


def _code_differences(old: Codebook, new: Codebook) -> Iterator[Difference]:
    for code in old.codes:
        if code.id not in new.code or not new.code[code.id].active:
            yield from _gone(code, new)
    for _, code in new.ordered():
        before = old.code.get(code.id)
        if before is None:
            yield Difference("added", code.id, code.label, "", "", code.definition)
        elif not before.active:
            yield Difference("in use again", code.id, code.label, "", before.definition, code.definition)
        else:
            yield from _field_differences(before, code, ("label", "parent", *_MEANING, *_DESCRIBING))
    for code in new.deprecated:
        if code.id not in old.code and code.id not in old.theme:
            yield Difference("added", code.id, code.label, "", "", code.definition)
            yield from _gone(code, new)
        elif code.id in old.code and not old.code[code.id].active:
            yield from _buried_differences(old.code[code.id], code)


def _gone(item: Theme | Code, new: Codebook) -> Iterator[Difference]:
    known = new.code.get(item.id)
    if known is None:
        yield Difference("missing", item.id, item.label, "", item.definition, "")
        return
    if known.label != item.label:
        yield Difference("renamed", item.id, known.label, "label", item.label, known.label)
    if isinstance(item, Code):
        # Changed before it went; what it said may as well be left out.
        for each in _buried_differences(item, known):
            if each.field not in _TELLING:
                yield replace(each, kind=_kind(each.field))
    heirs = (known.replaced_by,) if known.replaced_by else known.consider
    yield Difference("out of use", item.id, known.label, "", item.definition, "; ".join(heirs))


def _buried_differences(before: Code, after: Code) -> Iterator[Difference]:
    """Compare a code that is out of use in both versions; what it said may be left out later on."""
    for each in fields(Code):
        was, now = getattr(before, each.name), getattr(after, each.name)
        if was != now and (now != each.default or each.name in _TELLING):
            yield Difference("described", after.id, after.label, each.name, _text(was), _text(now))


def _field_differences(
    before: Theme | Code, after: Theme | Code, names: Iterable[str]
) -> Iterator[Difference]:
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Difference(_kind(name), after.id, after.label, name, _text(was), _text(now))


def _kind(field: str) -> Kind:
    if field == "label":
        return "renamed"
    if field == "parent":
        return "moved"
    return "redefined" if field in _MEANING else "described"


def _text(value: object) -> str:
    """Return what a field holds as one text.

    >>> _text(("a", "b")), _text(None), _text(True)
    ('a; b', '', 'yes')
    """
    if isinstance(value, tuple):
        return "; ".join(
            part if isinstance(part, str) else f"{part.when} (use {part.use})" if part.use else part.when
            for part in value
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _proposals(old: Codebook, new: Codebook, found: Iterable[Difference]) -> Iterator[Proposal]:
    """Propose records in an order in which they can be replayed."""
    told = _Told(new.changes_since(old.version))
    by_kind: dict[Kind, list[Difference]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append(each)
    themes = set(old.theme) | set(new.theme) | {code.id for code in new.deprecated if code.was_theme}
    gone = [each for kind in ("out of use", "missing") for each in by_kind.get(kind, [])]
    wordings = {code.id: stems(_wording(code)) for code in new.codes if code.id not in told.made}
    going = _in_order([_going(each, old, new, wordings) for each in gone if each.id not in told.gone])
    made = told.made | {name for each in going if each.op == "split" for name in each.results}
    added = [each.id for each in by_kind.get("added", []) if each.id not in made]
    for group in _by_sort(added, themes):
        yield Proposal("add", (), group, "none", ("Transcripts read before have not been searched for it.",))
    back = [each.id for each in by_kind.get("in use again", []) if each.id not in told.subjects("reinstate")]
    for group in _by_sort(back, themes):
        yield Proposal("reinstate", group, (), "none")
    renamed = [each.id for each in by_kind.get("renamed", []) if each.id not in told.subjects("rename")]
    for group in _by_sort(renamed, themes):
        yield Proposal("rename", group, (), "none")
    yield from _moves(by_kind.get("moved", []), told)
    yield from _redefinitions(by_kind, old, told)
    yield from (proposal for proposal in going if not themes.intersection(proposal.subjects))
    yield from (proposal for proposal in going if themes.intersection(proposal.subjects))


class _Told:
    """What the records there are say already."""

    def __init__(self, changes: Iterable[CodebookChange]) -> None:
        self._changes = tuple(changes)
        self.gone = {name for change in self._changes for name in change.gone}
        self.made = {
            name for change in self._changes if change.op in ("add", "split") for name in change.results
        }

    def subjects(self, *ops: Operation) -> set[str]:
        return {name for change in self._changes if change.op in ops for name in change.subjects}


def _by_sort(names: list[str], themes: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield themes and codes apart: a record is about one sort."""
    for sort in ([name for name in names if name in themes], [name for name in names if name not in themes]):
        if sort:
            yield tuple(sort)


def _going(
    gone: Difference, old: Codebook, new: Codebook, wordings: Mapping[str, frozenset[str]]
) -> Proposal:
    """Guess what became of an id that is no longer in use, by the words of codes it may have become."""
    known = new.code.get(gone.id)
    if known is not None and known.replaced_by:
        return Proposal("merge", (gone.id,), (known.replaced_by,), "auto")
    hints: tuple[str, ...] = ()
    if known is not None:
        heirs = known.consider
    else:
        heirs, hints = _alike(gone, old, wordings)
        hints = (*hints, f"{gone.id} has to stand under deprecated: see below the records.")
    if len(heirs) > 1:
        return Proposal("split", (gone.id,), heirs, "review", hints)
    return Proposal("retire", (gone.id,), heirs, "none", hints)


def _in_order(going: Sequence[Proposal]) -> list[Proposal]:
    """Let what makes a code stand before what leads to it, and what leads to a code before what ends it."""
    before: dict[int, set[int]] = {place: set() for place in range(len(going))}
    makers, enders = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for place, proposal in enumerate(going):
        for name in proposal.results if proposal.op == "split" else ():
            makers[name].add(place)
        for name in proposal.subjects:
            enders[name].add(place)
    for place, proposal in enumerate(going):
        for name in proposal.results:
            before[place] |= (makers[name] if proposal.op != "split" else set()) - {place}
            for ender in enders[name] - {place}:
                before[ender].add(place)
    try:
        return [going[place] for place in TopologicalSorter(before).static_order()]
    except CycleError:
        return list(going)  # codes that lead to one another: only people know how that came about


def _alike(
    gone: Difference, old: Codebook, wordings: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that share wording with one that is gone: new ones make it look like a split."""
    before = stems(_wording(old.code[gone.id]) if gone.id in old.code else gone.label)
    scored = ((name, shared(before, words)) for name, words in wordings.items())
    close = [(name, score) for name, score in scored if score >= _LIKE_ENOUGH]
    close.sort(key=lambda pair: (-pair[1], pair[0]))
    fresh = [name for name, _ in close if name not in old.code]
    hints = tuple(f"Shares {score:.0%} of its words with {name}." for name, score in close[:5])
    if len(fresh) > 1:
        return tuple(fresh[:5]), hints
    if close:
        merged = f"If it went into {close[0][0]} as a whole, make it op: merge with migration: auto."
        return (close[0][0],), (*hints, merged)
    return (), hints


def _wording(code: Code) -> str:
    return " ".join((code.label, *code.alt_labels, code.definition, *code.include))


def _moves(moved: Iterable[Difference], told: _Told) -> Iterator[Proposal]:
    by_parent: dict[str, list[str]] = {}
    for each in moved:
        if each.id not in told.subjects("move"):
            by_parent.setdefault(each.after, []).append(each.id)
    for parent, names in by_parent.items():
        yield Proposal("move", tuple(names), (parent,), "none", ("Totals of themes change.",))


def _redefinitions(by_kind: dict[Kind, list[Difference]], old: Codebook, told: _Told) -> Iterator[Proposal]:
    """Propose one record for each code whose meaning changed: each needs its own answer."""
    changed: dict[str, list[Difference]] = {}
    for each in (*by_kind.get("redefined", []), *by_kind.get("described", [])):
        known = told.subjects("redefine") | told.gone
        if each.id not in known and _needs_record(each, old):
            changed.setdefault(each.id, []).append(each)
    for name, found in changed.items():
        hints = tuple(f"{each.field}: {marked(difference(each.before, each.after))}" for each in found)
        yield Proposal("redefine", (name,), (), None, (*hints, "Is it narrower, wider or the same now?"))


def _needs_record(each: Difference, old: Codebook) -> bool:
    """Tell whether a difference has to be told: a first definition and a label kept as another need not."""
    if each.field == "alt_labels" or each.field in ("since", "replaced_by", "consider"):
        return False
    if each.id in old.theme:
        return bool(each.field != "definition" or each.before)
    before = old.code[each.id]
    if not before.active:
        return False
    if not before.definition.strip() and each.field not in ("codable", "colour"):
        return False
    return each.field != "exclude" or _without_links(each.before) != _without_links(each.after)


def _without_links(exclusions: str) -> str:
    return re.sub(r" \(use [^()]*\)", "", exclusions)
