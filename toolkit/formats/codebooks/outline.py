"""From a foreign outline of names, each perhaps under another, to a codebook of themes and codes.

What stands at the top and has something under it, or cannot be given to passages, is a theme. What stands at
the top alone is a code, and such codes are put under a theme of their own. All below is codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.codebooks.nodes import shown
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.formats.codebooks.sections import Content, cleaned, composed
from toolkit.formats.codebooks.slugs import Ids, slug
from toolkit.model.checks import LONGEST_NAME, InvalidFields, check_name
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import Excerpt, Finding, findings
from toolkit.model.version import check_version

FIRST_VERSION = "0.1.0"
MOST = 5_000
"""Themes and codes of one codebook: the largest known has some hundreds."""
LARGEST = 4_000_000
"""Bytes of a file with a codebook; it must fit into one of ours, with what that needs besides."""

_Named = TypeVar("_Named", Theme, Code)

_LOOSE = "Codes"
_LONGEST_LIST = 8
# What a name cannot hold: see `toolkit.model.checks`.
_INVISIBLE = dict.fromkeys((0x200B, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF), " ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the outline.

    Attributes
    ----------
    line
        Where the file has it.
    above
        Place in the outline of the entry it stands under.
    id
        As the file says; empty if it does not.
    codable
        Whether passages may be given it.
    is_theme
        Whether the file says that it is a theme, though nothing may stand under it.
    """

    label: str
    line: int = 0
    above: int | None = None
    id: str = ""
    codable: bool = True
    is_theme: bool = False
    colour: str | None = None
    content: Content = field(default_factory=Content)


def header(name: str, stem: str, origin: str = "") -> tuple[Codebook, Fault]:
    """Return a codebook without codes for a file that does not say which it is, and the doubt about it."""
    title = named(stem) or named(origin) or "Codebook"
    program = f", written by {named(origin)}" if named(origin) else ""
    told = f"Read from {cleaned(name)}{program}."
    book = Codebook(slug(title), title, FIRST_VERSION, (), (), status="draft", provenance=told)
    what = f"does not say which codebook it is: {book.id!r}, version {book.version}, unless you say otherwise"
    return book, Fault(0, what)


def named(text: str) -> str:
    r"""Return a name as one line of what can be seen, cut if it is too long; empty if nothing is left.

    >>> named("Trust in\nmodels")
    'Trust in models'
    """
    try:
        check_name("name", text)
    except Invalid:
        visible = "".join(" " if _is_control(letter) else letter for letter in text.translate(_INVISIBLE))
        whole = " ".join(visible.split())
        return whole if len(whole) <= LONGEST_NAME else whole[: LONGEST_NAME - 1].rstrip() + "…"
    return text


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff"


def enumerated(names: Sequence[str]) -> str:
    """Return names for a message: the first of them, and how many more.

    >>> enumerated(["a", "b"])
    "'a', 'b'"
    """
    told = ", ".join(shown(name) for name in names[:_LONGEST_LIST])
    more = len(names) - _LONGEST_LIST
    return f"{told} and {more} more" if more > 0 else told


def assembled(
    name: str, book: Codebook, outline: Sequence[Entry], doubts: Iterable[Fault] = ()
) -> CodebookReading:
    """Make the codebook of an outline.

    Parameters
    ----------
    name
        The file's name, for messages.
    book
        What is known of the codebook as a whole.
    outline
        Its names; none stands under itself.
    doubts
        What reading the outline already gave to look at.

    Raises
    ------
    FaultyFile
        If there is nothing in it, or too much.
    """
    if not outline:
        raise FaultyFile(name, [Fault(0, "holds no codes", "put at least one into it")])
    if len(outline) > MOST:
        told = f"holds more than the {MOST:,} codes that a codebook may have"
        raise FaultyFile(name, [Fault(outline[MOST].line, told, "is it a table of something else?")])
    return _Assembly(outline).reading(name, book, doubts)


class _Assembly:
    """An outline on its way to a codebook."""

    def __init__(self, outline: Sequence[Entry]) -> None:
        self._doubts: list[Fault] = []
        self._outline = [*outline]
        self._n_given = len(outline)
        self._house_loose_codes()
        has_below = {entry.above for entry in self._outline}
        self._is_theme = [
            entry.above is None and (place in has_below or entry.is_theme or not entry.codable)
            for place, entry in enumerate(self._outline)
        ]
        self._ids = self._chosen_ids()
        self._by_label = self._unique_labels()

    def reading(self, name: str, book: Codebook, doubts: Iterable[Fault]) -> CodebookReading:
        faults: list[Fault] = []
        themes = list(self._made(self._theme, faults, themes=True))
        codes = list(self._made(self._code, faults, themes=False))
        if faults:
            raise FaultyFile(name, faults)
        lines = {
            "themes": [entry.line for entry, _ in themes],
            "codes": [entry.line for entry, _ in codes],
        }
        excerpt = Excerpt(book.version, tuple(theme for _, theme in themes), tuple(code for _, code in codes))
        excerpt = self._in_a_version_it_can_have(excerpt)
        found = findings(excerpt)
        if errors := [finding for finding in found if finding.is_error]:
            raise FaultyFile(name, _folded(errors, excerpt, lines))
        version = excerpt.version or book.version
        made = replace(book, version=version, themes=excerpt.themes, codes=excerpt.codes)
        told = [*doubts, *self._doubts, *_folded(found, excerpt, lines)]
        return CodebookReading(made, tuple(sorted(set(told))), _finder(lines))

    def _made(
        self, make: Callable[[int, Entry], _Named], faults: list[Fault], *, themes: bool
    ) -> Iterator[tuple[Entry, _Named]]:
        """Yield what becomes of the entries, and note why nothing can be made of some."""
        for place, entry in self._places(themes=themes):
            try:
                yield entry, make(place, entry)
            except InvalidFields as refused:
                faults += [Fault(entry.line, each.what, each.remedy) for each in refused.by_field.values()]

    def _places(self, *, themes: bool) -> Iterator[tuple[int, Entry]]:
        """Yield entries as a tree is read: each before what stands under it, in the order of the file."""
        for place in self._order:
            if self._is_theme[place] == themes:
                yield place, self._outline[place]

    @cached_property
    def _order(self) -> list[int]:
        below: dict[int | None, list[int]] = {}
        for place, entry in enumerate(self._outline):
            below.setdefault(entry.above, []).append(place)
        ordered: list[int] = []
        waiting: list[int | None] = [None]
        while waiting:
            at = waiting.pop()
            if at is not None:
                ordered.append(at)
            # Names the reader made up have the line of what led to them; the theme made here comes last.
            places = below.get(at, ())
            waiting += sorted(
                places, key=lambda p: (p >= self._n_given, self._outline[p].line, p), reverse=True
            )
        return ordered

    def _house_loose_codes(self) -> None:
        """Put codes that stand at the top, with nothing below, under a theme."""
        has_below = {entry.above for entry in self._outline}
        loose = [
            place
            for place, entry in enumerate(self._outline)
            if entry.above is None and entry.codable and not entry.is_theme and place not in has_below
        ]
        if not loose:
            return
        house = next(
            (
                p
                for p, e in enumerate(self._outline)
                if p in has_below and e.above is None and e.label == _LOOSE
            ),
            len(self._outline),
        )
        if house == len(self._outline):
            first = self._outline[loose[0]].line
            self._outline.append(Entry(_LOOSE, first, codable=False, is_theme=True))
        for place in loose:
            self._outline[place] = replace(self._outline[place], above=house)
        count = "1 code stands" if len(loose) == 1 else f"{len(loose)} codes stand"
        what = f"{count} under no theme: put under one called {_LOOSE!r}"
        self._doubts.append(Fault(self._outline[loose[0]].line, what, "move them under themes of your own"))

    def _chosen_ids(self) -> list[str]:
        """Return an id for each entry: the file's own ones first, so that no made one takes their place."""
        ids = Ids()
        kept = [ids.kept(entry.id) if entry.id else None for entry in self._outline]
        chosen = []
        for entry, own in zip(self._outline, kept, strict=True):
            above = "" if entry.above is None else self._outline[entry.above].label
            made = own or ids.made(entry.id or entry.label, above)
            if entry.id and made != entry.id:
                what = f"the id {shown(entry.id)} cannot be kept and is read as {made!r}"
                why = "ids are letters and digits joined by - _ or . and differ by more than these"
                self._doubts.append(Fault(entry.line, what, why))
            chosen.append(made)
        return chosen

    def _unique_labels(self) -> dict[str, str]:
        """Return ids of codes by label, for labels that only one code has."""
        found: dict[str, list[str]] = {}
        for place, entry in self._places(themes=False):
            found.setdefault(entry.label.casefold(), []).append(self._ids[place])
        return {label: ids[0] for label, ids in found.items() if len(ids) == 1}

    def _theme(self, place: int, entry: Entry) -> Theme:
        content = replace(entry.content, facts={})
        if content != Content(definition=content.definition):
            what = (
                f"{shown(entry.label)} is a theme, and what its file says of its use stands in its definition"
            )
            self._doubts.append(Fault(entry.line, what, "themes have no rules of use"))
            definition = composed(content)
        else:
            definition = content.definition
        colour = self._colour(entry)
        return Theme(self._ids[place], entry.label, definition, codable=entry.codable, colour=colour)

    def _code(self, place: int, entry: Entry) -> Code:
        told = entry.content
        return Code(
            id=self._ids[place],
            label=entry.label,
            parent=None if entry.above is None else self._ids[entry.above],
            since=self._since(entry),
            alt_labels=told.alt_labels,
            definition=told.definition,
            include=told.include,
            exclude=tuple(self._resolved(exclusion) for exclusion in told.exclude),
            example=told.example,
            boundary=told.boundary,
            aligned_with=told.aligned_with,
            codable=entry.codable,
            colour=self._colour(entry),
            notes=told.notes,
        )

    def _resolved(self, exclusion: Exclusion) -> Exclusion:
        """Return the exclusion with the id of the code to use; with its words alone if there is none."""
        use = exclusion.use
        if use is None or use in self._code_ids:
            return exclusion
        if found := self._by_label.get(use.casefold()):
            return Exclusion(exclusion.when, found)
        return Exclusion(f"{exclusion.when} (use: {use})".strip())

    @cached_property
    def _code_ids(self) -> frozenset[str]:
        return frozenset(self._ids[place] for place, _ in self._places(themes=False))

    def _colour(self, entry: Entry) -> str | None:
        colour = entry.colour
        if colour is None:
            return None
        digits = colour.strip().removeprefix("#")
        if len(digits) == 3:  # noqa: PLR2004 -- #rgb is short for #rrggbb
            digits = "".join(2 * digit for digit in digits)
        try:
            return Theme("x", "x", colour=f"#{digits}").colour
        except Invalid:
            what = f"the colour {shown(colour)} of {shown(entry.label)} is left out"
            self._doubts.append(Fault(entry.line, what, "write colours as in #1f77b4"))
            return None

    def _since(self, entry: Entry) -> str:
        since = entry.content.facts.get("Since", "").strip()
        try:
            check_version("since", since or None)
        except Invalid:
            what = f"{shown(entry.label)} is since {shown(since)}, which is no version and is left out"
            self._doubts.append(Fault(entry.line, what, "write versions as in 1.0.0"))
            since = ""
        return since or FIRST_VERSION

    def _in_a_version_it_can_have(self, excerpt: Excerpt) -> Excerpt:
        """Take a final version's number away from what is not fit for it."""
        errors = [finding.what for finding in findings(excerpt) if finding.is_error]
        lowered = replace(excerpt, version=FIRST_VERSION)
        if not errors or any(finding.is_error for finding in findings(lowered)):
            return excerpt
        what = f"says it is version {excerpt.version}, which it cannot be and is read as {FIRST_VERSION}"
        self._doubts.append(Fault(0, what, f"{errors[0]}"))
        return lowered


def _folded(found: Iterable[Finding], excerpt: Excerpt, lines: dict[str, list[int]]) -> list[Fault]:
    """Return findings as faults; those that many codes have alike as one, with the codes' names."""
    folded: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    faults = []
    for finding in found:
        group, place, *rest = finding.path
        line = lines[str(group)][int(place)]
        if rest and rest[0] in _ALIKE and not finding.is_error:
            folded.setdefault(str(rest[0]), []).append(excerpt.codes[int(place)].label)
            first.setdefault(str(rest[0]), line)
        else:
            faults.append(Fault(line, finding.what, finding.remedy))
    for kind, labels in folded.items():
        unique = list(dict.fromkeys(labels))
        what = f"{len(labels)} {'code' if len(labels) == 1 else 'codes'} {_ALIKE[kind][0]}"
        faults.append(Fault(first[kind], f"{what} ({enumerated(unique)})", _ALIKE[kind][1]))
    return faults


_ALIKE = {
    "since": ("since a later version than this one", "say which version this is"),
    "definition": ("without a definition", "needed from 1.0.0 on"),
    "exclude": ("where it is not said what to use instead", "name a code under use"),
}


def _finder(lines: dict[str, list[int]]) -> Callable[[tuple[str | int, ...]], int]:
    """Return the function that gives the line of a place of the codebook."""

    def line(path: tuple[str | int, ...]) -> int:
        group, *rest = path or ("codebook",)
        known = lines.get(str(group), [])
        # What is said of the codebook as a whole has no place: such a file does not say it.
        place = rest[0] if rest and isinstance(rest[0], int) else 0
        return known[place] if place < len(known) else 0

    return line
