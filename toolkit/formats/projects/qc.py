"""Projects of qc (qualitative-coding): a zip of its folder, or the JSON that `qc codes find --json` prints.

A folder has `settings.yaml`, a codebook (a tree of names in YAML), texts, and an SQLite database that tells
which line of which text was given which code by whom. A coding is of a whole line, without its line end.
The JSON tells no coders, and quotes lines around the coded one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.archive import Archive
from toolkit.formats.codebooks import nodes
from toolkit.formats.projects import databases, exactjson
from toolkit.formats.projects.databases import Database, Row
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.exactjson import name_of, whole
from toolkit.formats.projects.scale import in_lf
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.signatures import ZIP
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "qc project"
ENDINGS = (".zip", ".json")

_SETTINGS = "settings.yaml"
_USUAL = {
    "corpus_dir": "corpus",
    "database": "qualitative_coding.sqlite3",
    "codebook": "codebook.yaml",
    "memos_dir": "memos",
}
_TABLES = {
    "document": ("file_path",),
    "coded_line": ("id", "line", "coder_id", "code_id"),
    "coded_line_location_association": ("coded_line_id", "location_id"),
    "location": ("id", "document_index_id"),
    "document_index": ("id", "document_id"),
}
_LOOKED_AT = 5
_OF_SEARCH = (b'"text_lines"', b'"paragraph"')
_ZIP_IT = "zip the whole folder of the project"
_AGAIN = "export it again with qc"


class _Coded(NamedTuple):
    """A line of a text that was given a code; lines count from 0."""

    document: str
    line: int | None
    coder: str
    code: str


def sniff(source: Source) -> bool:
    """Tell whether the file is a zip with the settings of qc, or what its search prints as JSON."""
    try:
        if source.data.startswith(ZIP):
            return _SETTINGS.encode() in source.data and _root(Archive(source.name, source.data)) is not None
        if not opening(source.data[:1024]).lstrip().startswith("[") or not any(
            mark in source.data for mark in _OF_SEARCH
        ):
            return False
        found = exactjson.value(decoded(source, exactjson.MOST_LINES).text)
        records = found[:_LOOKED_AT] if isinstance(found, list) else []
        return bool(records) and all(isinstance(each, Mapping) and _is_found(each) for each in records)
    except (ToolkitError, ValueError, RecursionError):
        return False


def read(source: Source, coder: str = "") -> Project:
    """Read a project of qc.

    Parameters
    ----------
    coder
        Whose codings they are, where the file does not say.

    Raises
    ------
    ToolkitError
        If it is no such project, damaged or hostile; with all faults at once.
    """
    if source.data.startswith(ZIP):
        return _of_folder(source)
    return _of_search(source, coder)


# --- the folder ---------------------------------------------------------------------------------------


def _root(archive: Archive) -> str | None:
    """Return the folder within the archive that is the project's; None if there is none."""
    found = [name for name in archive.names if posixpath.basename(name) == _SETTINGS]
    for settings in sorted(found, key=len):
        folder = posixpath.dirname(settings)
        if any(
            name.endswith((".sqlite3", ".sqlite", ".db")) for name in archive.names if name.startswith(folder)
        ):
            return folder
    return None


def _of_folder(source: Source) -> Project:
    archive = Archive(source.name, source.data)
    root = _root(archive)
    if root is None:
        raise ToolkitError(source.name, f"holds no {_SETTINGS} with a database beside it", _ZIP_IT)
    settings = _settings(source, archive, root)
    places = {name: posixpath.normpath(posixpath.join(root, settings[name])) for name in _USUAL}
    draft = Draft(source, NAME)
    _codebook(draft, source, archive, places["codebook"])
    documents, coded = _database(draft, source, archive, places["database"])
    texts = _texts(draft, source, archive, places["corpus_dir"], documents)
    for each in coded:
        _give(draft, texts, each)
    memos = [
        name
        for name in archive.names
        if name.startswith(places["memos_dir"] + "/") and not name.endswith("/")
    ]
    draft.leave_out("memos in files of their own", count=len(memos))
    name = posixpath.basename(root) or source.stem
    return draft.project(name=name, origin=f"qc {settings.get('qc_version', '')}".strip())


def _settings(source: Source, archive: Archive, root: str) -> dict[str, str]:
    member = posixpath.join(root, _SETTINGS)
    node, faults = nodes.read(Source(f"{source.name}: {_SETTINGS}", archive.read(member)))
    if faults or not isinstance(node, nodes.Mapping):
        raise FaultyFile(f"{source.name}: {_SETTINGS}", faults or [Fault(1, "holds no settings", _ZIP_IT)])
    told = {name: node.text(name) for name in (*_USUAL, "qc_version")}
    return {name: told[name] or _USUAL.get(name, "") for name in told}


def _codebook(draft: Draft, source: Source, archive: Archive, member: str) -> None:
    """Add the codes of the codebook, which is a tree of names."""
    if member not in archive.names:
        draft.notes.append("The codebook is not in the zip; codes are those that were given.")
        return
    data = archive.read(member)
    if not data.strip():
        return
    node, faults = nodes.read(Source(f"{source.name}: {posixpath.basename(member)}", data))
    draft.faults += faults
    open_: list[tuple[nodes.Node, str]] = [(node, "")]
    while open_:
        each, parent = open_.pop()
        match each:
            case nodes.Text() if name := name_of(each.value):
                draft.code(name, parent)
            case nodes.Listing():
                open_.extend((entry, parent) for entry in reversed(each.entries))
            case nodes.Mapping():
                keys = [(name_of(name), below) for name, below in each.entries.items() if name_of(name)]
                open_.extend((below, draft.code(name, parent)) for name, below in keys)


def _database(draft: Draft, source: Source, archive: Archive, member: str) -> tuple[list[str], list[_Coded]]:
    """Return the texts and the coded lines of the database."""
    with databases.opened(Source(f"{source.name}: {member}", archive.read(member))) as database:
        if not database.has(_TABLES):
            what = f"has a database without the tables {', '.join(_TABLES)}"
            raise ToolkitError(source.name, what, "upgrade the project with qc, and zip it again")
        documents = [row.text("file_path") for row in _rows(database, "document")]
        holding = _documents_by_line(database)
        coded, lost = [], 0
        for row in _rows(database, "coded_line"):
            line, coder, code = row.whole("line"), row.line("coder_id"), row.line("code_id")
            coded += [_Coded(document, line, coder, code) for document in holding.get(row.key("id"), ())]
            lost += row.key("id") not in holding
        draft.notes += database.notes()
    draft.leave_out("codings of no text", "the database does not say where they are", lost)
    return documents, coded


def _rows(database: Database, table: str) -> Iterator[Row]:
    return database.rows(table, _TABLES[table])


def _documents_by_line(database: Database) -> dict[str, dict[str, None]]:
    """Return in which documents each coded line lies."""
    indexed = {row.key("id"): row.text("document_id") for row in _rows(database, "document_index")}
    located = {row.key("id"): row.key("document_index_id") for row in _rows(database, "location")}
    found: dict[str, dict[str, None]] = {}
    for row in _rows(database, "coded_line_location_association"):
        document = indexed.get(located.get(row.key("location_id"), ""))
        if document is not None:
            found.setdefault(row.key("coded_line_id"), {})[document] = None
    return found


def _texts(
    draft: Draft, source: Source, archive: Archive, corpus: str, documents: Sequence[str]
) -> dict[str, tuple[str, list[tuple[int, int]]]]:
    """Add the texts; return for each its key, and where its lines lie."""
    found: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for path in dict.fromkeys(documents):
        member = posixpath.normpath(posixpath.join(corpus, path))
        if member not in archive.names:
            draft.fault(0, f"lacks the text {path[:200]!r}", _ZIP_IT)
            continue
        data = archive.read(member)
        if not data.strip():
            draft.leave_out("empty texts")
            continue
        text = decoded(Source(f"{source.name}: {path}", data)).text
        found[path] = (draft.text(path, text), list(_lines(text)))
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    reached = 0
    for line in text.split("\n"):
        yield reached, reached + len(line)
        reached += len(line) + 1


def _give(draft: Draft, texts: Mapping[str, tuple[str, list[tuple[int, int]]]], coded: _Coded) -> None:
    if coded.document not in texts:
        return  # told as a text that is missing or empty
    text, lines = texts[coded.document]
    if coded.line is None or not coded.code:
        draft.leave_out("codings without a line or a code")
        return
    # A line beyond the text is kept, to be looked at; so is a blank one.
    start, end = lines[coded.line] if 0 <= coded.line < len(lines) else (lines[-1][1] + 1, lines[-1][1] + 2)
    draft.coding(0, text, draft.code_named(coded.code), coder=draft.coder(coded.coder), start=start, end=end)


# --- the search ---------------------------------------------------------------------------------------


def _of_search(source: Source, coder: str) -> Project:
    records = exactjson.document(source)
    draft = Draft(source, NAME)
    if not isinstance(records, list):
        raise FaultyFile(source.name, [Fault(0, "is no list of coded lines", _AGAIN)])
    by = draft.coder(coder)
    for number, record in enumerate(records, 1):
        found = _quoted(record)
        if found is None:
            draft.fault(0, f"record {number:,} has no document, code and line with its text", _AGAIN)
            continue
        document, code, quote = found
        if quote.strip():
            draft.coding(0, draft.named(document), draft.code(code), coder=by, quote=quote)
        else:
            draft.leave_out("codings of blank lines")
    draft.notes.append("qc prints no coders and no positions here; zip the project's folder to have them.")
    return draft.project()


def _is_found(record: Mapping[str, object]) -> bool:
    """Tell whether a record is what a search prints for a line or a paragraph."""
    has_place = {"line", "text_lines"} <= record.keys() or "paragraph" in record
    return {"document", "code", "text"} <= record.keys() and has_place


def _quoted(record: object) -> tuple[str, str, str] | None:
    """Return the document, the code and the coded line of a record."""
    if not isinstance(record, Mapping) or not isinstance(words := record.get("text"), str):
        return None
    document, code = name_of(record.get("document")), name_of(record.get("code"))
    if not document or not code:
        return None
    line, shown = whole(record.get("line")), record.get("text_lines")
    if line is None:
        return (document, code, in_lf(words).strip()) if isinstance(record.get("paragraph"), list) else None
    begins = whole(shown[0]) if isinstance(shown, list) and shown else None
    lines = in_lf(words).split("\n")
    if begins is None or not 0 <= line - begins < len(lines):
        return None
    return document, code, lines[line - begins].strip()
