"""What people are told of a project that is written: what is lost, and what other programs may make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from toolkit.formats.projects.refi.outgoing_codes import DEEPEST
from toolkit.formats.projects.refi.passages import Passages
from toolkit.formats.projects.refi.restoring import FILE, Restored
from toolkit.formats.projects.refi.targets import Target
from toolkit.formats.projects.refi.typed import as_long, colour, moment, visible
from toolkit.model.checks import repeated
from toolkit.model.code import Code, Theme
from toolkit.model.project import Project

_NAMES: Final = {
    "Coding": ("coding", "codings"),
    "Edge": ("line of a graph", "lines of graphs"),
    "Graph": ("graph", "graphs"),
    "Link": ("link", "links"),
    "MemberCode": ("code of a set", "codes of sets"),
    "MemberNote": ("note of a set", "notes of sets"),
    "MemberSource": ("source of a set", "sources of sets"),
    "Note": ("note", "notes"),
    "NoteRef": ("reference to a note", "references to notes"),
    "Set": ("set", "sets"),
    "PlainTextSelection": ("passage without a code", "passages without a code"),
    "Representation": ("text of a PDF", "texts of PDFs"),
    "TextSource": ("text", "texts"),
    "Transcript": ("transcript of a recording", "transcripts of recordings"),
    "VariableValue": ("value of a variable", "values of variables"),
    "creatingUser": ("name of who made it", "names of who made it"),
    "modifyingUser": ("name of who changed it", "names of who changed it"),
    "representedGUID": ("meaning of a shape in a graph", "meanings of shapes in graphs"),
}
_LAST_OF_ONE_UNIT: Final = "\uffff"
_MOST_NAMED: Final = 5


def lost(project: Project, passages: Passages, restored: Restored, flattened: int) -> Iterator[str]:
    """Yield what of a project is not written."""
    for why, count in passages.left_out.items():
        yield f"{_counted(count, 'coding', 'codings')} {why if count > 1 else _singular(why)}: not written"
    moved = sum(memo.about == "coding" and not passages.written_as[memo.subject] for memo in project.memos)
    if moved:
        yield f"{_counted(moved, 'memo', 'memos')} on such codings: written on the text instead"
    if flattened:
        told = _counted(flattened, "code lies", "codes lie")
        yield f"{told} more than {DEEPEST} levels deep: written beside the code above instead of under it"
    left_out = dict(restored.left_out)
    if files := left_out.pop(FILE, 0):
        told = _counted(files, "file is", "files are")
        yield f"{told} not here: what was kept of another program's project is put back without"
    for name, count in left_out.items():
        told = _counted(count, *_NAMES.get(name, (f"<{name}>", f"<{name}>")))
        yield f"{told} kept of another program's project: left out, unsound or pointing nowhere"
    if restored.unknown:
        yield f"kept of another program's project, without a place in this one: {_listed(restored.unknown)}"


def warnings(project: Project, target: Target) -> Iterator[str]:
    """Yield what programs may make of a project, and what of it the format has no place for."""
    yield from _of_wide_letters(project, target)
    yield from _of_names(project)
    yield from _of_letters(project)
    yield from _without_place(project)


def _of_wide_letters(project: Project, target: Target) -> Iterator[str]:
    wide = [text.name for text in project.texts if max(text.text, default="") > _LAST_OF_ONE_UNIT]
    if not wide:
        return
    told = (
        "; positions count UTF-16 units as NVivo for Windows does, and programs that keep to the standard"
        " will shift the passages behind these"
        if target == "nvivo"
        else "; a program that counts UTF-16 units, as NVivo for Windows does, will shift the passages behind"
        " these: write it for nvivo"
    )
    yield f"characters beyond U+FFFF, such as emoji, in {_listed(wide)}{told}"


def _of_names(project: Project) -> Iterator[str]:
    book = project.codebook
    of_book: tuple[Theme | Code, ...] = () if book is None else (*book.themes, *book.codes)
    ids = {item.id for item in of_book}
    codes = [
        *(item.label for item in of_book),
        *(code.name for code in project.codes if not {code.id, code.key} & ids),
    ]
    names = {
        "codes": codes,
        "coders": [coder.name for coder in project.coders],
        "texts": [text.name for text in project.texts],
        "cases": [case.name for case in project.cases],
    }
    for kind, each in names.items():
        if twice := repeated(each):
            yield f"several {kind} have one name ({_listed(twice)}); programs that go by names will join them"


def _of_letters(project: Project) -> Iterator[str]:
    if count := sum(visible(text) != _with_lf(text) for text in _words(project)):
        fields = _counted(count, "name or note has", "names or notes have")
        yield f"{fields} control characters, which XML cannot hold: pictures of them are written"
    if count := sum(as_long(text.text) != text.text for text in project.texts):
        texts = _counted(count, "text has", "texts have")
        yield f"{texts} such characters too: a .qdpx keeps them, a .qde has pictures of them"
    moments = [
        *(coding.made_at for coding in project.codings),
        *(memo.made_at for memo in project.memos),
        *(text.made_at for text in project.texts),
    ]
    if count := sum(bool(told) and not moment(told) for told in moments):
        yield f"{_counted(count, 'date is', 'dates are')} none that the format can hold: left out"
    if count := sum(bool(code.colour) and not colour(code.colour) for code in project.codes):
        yield f"{_counted(count, 'colour is', 'colours are')} not written as #rrggbb: left out"


def _without_place(project: Project) -> Iterator[str]:
    if any(text.transcript is not None for text in project.texts):
        yield "turns, speakers and their roles have no place in the format: the text alone tells them"
    if any(text.language for text in project.texts):
        yield "languages of texts have no place in the format: left out"
    if project.codebook is not None and (project.codebook.deprecated or project.codebook.changes):
        yield "deprecated codes nobody used and change records of the codebook have no place in the format"


def _words(project: Project) -> Iterator[str]:
    """Yield every text that goes into the XML and is not a text that was coded."""
    yield from (project.name, project.description)
    yield from (coder.name for coder in project.coders)
    for code in project.codes:
        yield from (code.name, code.definition, *code.include, code.example, code.boundary, code.notes)
    for text in project.texts:
        yield from (text.name, text.description, *text.attributes, *text.attributes.values())
    for memo in project.memos:
        yield from (memo.title, memo.text)
    for case in project.cases:
        yield from (case.name, case.description, *case.attributes, *case.attributes.values())


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _singular(why: str) -> str:
    """Return a half-sentence of several for one: its verb is the first word."""
    verb, _, rest = why.partition(" ")
    return f"{verb}s {rest}"


def _listed(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
    return ", ".join(visible(name) for name in found[:_MOST_NAMED]) + more
