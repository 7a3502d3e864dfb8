"""What is known of a code, as one text under fixed headings, for formats that have but one place for it.

::

    Definition:
    Documenting because others are owed warnings or honesty.

    Use it for:
    - harm prevention given as the reason to write

    Do not use it for:
    - doubt about what to write on ethics (use: ethics-content)

    Example:
    I would not sleep if I had left that out.

    Since: 0.1.0
    Code id: ethical-duty

Further headings are `Boundary`, `Also called`, `Aligned with` and `Notes`; themes end with `Theme id` and the
codebook they are of. Dashes begin the entries of a list; its further lines are indented by two blanks.
A line of the text itself that looks like a heading gets a blank in front, which reading takes away again.

A text is one of ours if it says its id. Others may use the headings above `Since`, and some common spellings
of them; what stands before the first is the definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.code import Exclusion

THEME_ID, CODE_ID = "Theme id", "Code id"

_TEXTS = {"definition": "Definition", "example": "Example", "boundary": "Boundary", "notes": "Notes"}
_LISTS = {"include": "Use it for", "exclude": "Do not use it for", "alt_labels": "Also called"}
_LISTS |= {"aligned_with": "Aligned with"}
_WRITTEN = ("definition", "include", "exclude", "example", "boundary", "alt_labels", "aligned_with", "notes")
_HEADINGS = _TEXTS | _LISTS
# What stands only in texts of ours: in others it may be part of what they say.
_OF_OURS = (
    *("Aligned with", "Notes", "Since", "Codebook", "Language", "Approach"),
    *("Synthetic examples", "Provenance", "Rules", THEME_ID, CODE_ID),
)
_ALSO_SPELT = {
    "full definition": "Definition",
    "include": "Use it for",
    "inclusion criteria": "Use it for",
    "when to use": "Use it for",
    "exclude": "Do not use it for",
    "exclusion criteria": "Do not use it for",
    "when not to use": "Do not use it for",
    "examples": "Example",
    "typical exemplar": "Example",
}
_NAMED = {name.casefold(): name for name in (*_HEADINGS.values(), *_OF_OURS)} | _ALSO_SPELT
_ANY = "|".join(map(re.escape, _NAMED))
# ASCII, as case is folded otherwise by letters that look the same and are not.
_HOW = re.ASCII | re.IGNORECASE | re.MULTILINE
_HEADING = re.compile(rf"({_ANY}):[ \t]*(.*)", _HOW)
_LIKE_HEADING = re.compile(rf"^(?= *(?:{_ANY}):)", _HOW)
_ESCAPED = re.compile(rf"^ (?= *(?:{_ANY}):)", _HOW)
_OURS = re.compile(rf"^(?:{THEME_ID}|{CODE_ID}): *\S", re.MULTILINE)
_BULLET = re.compile(r"[ \t]*(?:[-*\u2022\u2013][ \t]+|\d{1,2}[.)][ \t]+)?")
_USE, _NOTHING = "(use", "-"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says of a code besides its name; `use` of an exclusion may be an id or a label.

    Attributes
    ----------
    facts
        Lines of ours by heading, such as `Since`.
    """

    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    example: str = ""
    boundary: str = ""
    alt_labels: tuple[str, ...] = ()
    aligned_with: tuple[str, ...] = ()
    notes: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def composed(content: Content) -> str:
    """Return the content as one text."""
    parts = [_section(_HEADINGS[name], getattr(content, name)) for name in _WRITTEN if getattr(content, name)]
    facts = "\n".join(_fact(heading, fact) for heading, fact in content.facts.items())
    return "\n\n".join(filter(None, [*parts, facts]))


def parted(text: str) -> Content:
    """Split a text into what stands under its headings."""
    ours = bool(_OURS.search(text))
    bodies = _bodies(text, ours=ours)
    before = bodies.pop("", [])
    texts = {name: _text(bodies.get(heading, []), ours=ours) for name, heading in _TEXTS.items()}
    texts["definition"] = "\n\n".join(
        filter(None, [_text(before, ours=ours).strip(), texts.pop("definition")])
    )
    include, exclude, called, aligned = (_entries(bodies.get(heading, [])) for heading in _LISTS.values())
    facts = {
        heading: _text(lines, ours=False)
        for heading, lines in bodies.items()
        if heading not in _HEADINGS.values()
    }
    return Content(
        **texts,
        include=include,
        exclude=tuple(exclusion(entry) for entry in exclude),
        alt_labels=called,
        aligned_with=aligned,
        facts=facts,
    )


def exclusion(entry: str) -> Exclusion:
    """Read one entry such as `changes made after release (use: update-on-feedback)`.

    >>> exclusion("said of others (use: blame)")
    Exclusion(when='said of others', use='blame')
    """
    when, mark, use = entry.rpartition(_USE)
    if not mark or not use.endswith(")"):
        return Exclusion(entry)
    named = use[:-1].removeprefix(":").strip()
    return Exclusion(when.removesuffix(" "), None if named in ("", _NOTHING) else named)


def told_exclusion(told: Exclusion) -> str:
    """Write an exclusion so that `exclusion` reads the same.

    >>> told_exclusion(Exclusion("said of others", "blame"))
    'said of others (use: blame)'
    """
    if told.use is not None:
        return f"{told.when} {_USE}: {told.use})"
    # Words that look as if they named a code are followed by one that says that they do not.
    return f"{told.when} {_USE}: {_NOTHING})" if exclusion(told.when) != told else told.when


def entries(cell: str) -> tuple[str, ...]:
    """Cut a text with an entry on each line, whatever dashes or numbers they begin with."""
    return tuple(entry for line in cell.split("\n") if (entry := _BULLET.sub("", line, count=1).strip()))


def cleaned(text: str) -> str:
    """Return text from a file without what the model refuses: odd line ends, controls, half characters."""
    return with_controls_visible(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))


def listed(items: Iterable[str]) -> str:
    """Return the entries of a list, each with a dash."""
    return "\n".join("- " + item.replace("\n", "\n  ") for item in items)


def listing(text: str) -> tuple[str, ...]:
    """Read what `listed` wrote."""
    return _entries(text.split("\n"))


def _fact(heading: str, fact: str) -> str:
    """Return a fact on one line with its heading, or below it if it takes several."""
    apart = "\n" if "\n" in fact or fact.startswith("- ") else " "
    return f"{heading}:{apart}{_LIKE_HEADING.sub(' ', fact)}"


def _section(heading: str, value: str | tuple[str | Exclusion, ...]) -> str:
    if isinstance(value, str):
        return f"{heading}:\n{_LIKE_HEADING.sub(' ', value)}"
    return f"{heading}:\n" + listed(
        told_exclusion(entry) if isinstance(entry, Exclusion) else entry for entry in value
    )


def _bodies(text: str, *, ours: bool) -> dict[str, list[str]]:
    """Return the lines under each heading; those before the first one under the empty name."""
    bodies: dict[str, list[str]] = {}
    body = bodies.setdefault("", [])
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line)
        heading = _heading(found[1]) if found else ""
        if found and (ours or heading not in _OF_OURS):
            _drop_separator(body)
            body = bodies.setdefault(heading, [])
            body += [found[2]] if found[2] else []
        else:
            body.append(line)
    return bodies


def _heading(spelt: str) -> str:
    return _NAMED[spelt.casefold()]


def _drop_separator(body: list[str]) -> None:
    """Take away the one empty line that sets a section apart from the next."""
    if body and not body[-1]:
        body.pop()


def _text(lines: list[str], *, ours: bool) -> str:
    text = _ESCAPED.sub("", "\n".join(lines))
    return text if ours else text.strip()


def _entries(lines: list[str]) -> tuple[str, ...]:
    return tuple("\n".join(entry) for entry in _cut(lines))


def _cut(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each entry."""
    entry: list[str] | None = None
    for line in lines:
        if entry is not None and line.startswith("  "):
            entry.append(line[2:])
        elif line.strip():
            if entry is not None:
                yield entry
            dashed = line == "-" or line.startswith("- ")
            entry = [line[2:] if dashed else _BULLET.sub("", line, count=1).strip()]
    if entry is not None:
        yield entry
