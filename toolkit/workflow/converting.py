"""Codebooks from other programs into Intercoder's own form, and released ones out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from toolkit.errors import Fault, Invalid, Several, ToolkitError
from toolkit.formats import codebooks
from toolkit.formats.codebooks import delimited, native, refi
from toolkit.formats.codebooks.columns import Columns
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.checks import InvalidFields
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import findings
from toolkit.model.transcript import Source
from toolkit.store.study import Study
from toolkit.workflow import exporting, files, revising

_WRITERS: Final = {
    ".yaml": native.write,
    ".yml": native.write,
    ".qdc": refi.write,
    ".csv": delimited.write,
}
_CONVERTED: Final = Fault(0, "was converted to this draft", "check it, then release it")


def convert(
    file: Path,
    *,
    code: str | None = None,
    definition: str | None = None,
    parent: str | None = None,
    path: str | None = None,
    id: str | None = None,  # noqa: A002 -- what the option is called
    title: str | None = None,
    version: str | None = None,
) -> str:
    """Turn a codebook from another program into a draft in Intercoder's YAML format.

    Reads REFI-QDA codebooks (.qdc) and tables with a row for each code (.csv .tsv .xlsx). What was guessed or
    left out stands at the top of the draft as comments.

    Parameters
    ----------
    file
        The codebook to read.
    code
        Of a table: the column with the names of codes.
    definition
        Of a table: the column that says what a code means.
    parent
        Of a table: the column with the theme or code a code stands under.
    path
        Of a table: what sets apart the parts of names such as `Motives > Duty`; without it, names are names.
    id
        The id of the codebook; by default made from the name of the file.
    title
        The title of the codebook; by default the name of the file.
    version
        The version of the codebook; 0.1.0 unless the file says another.
    """
    source = files.source(file)
    reading = _read(source, Columns(code=code, definition=definition, parent=parent), path)
    said = {"id": id, "title": title, "version": version}
    book = _with(reading.codebook, {name: value for name, value in said.items() if value is not None})
    return _comments(source.name, reading.warnings) + native.write(book)


def export(study: Study, file: Path, *, version: str | None = None) -> str:
    """Write a released codebook to a file, for a paper's supplement or another program.

    Parameters
    ----------
    study
        The study file.
    file
        The file to write, by its ending: .yaml holds everything; .qdc (REFI-QDA) and .csv hold themes and
        active codes with their rules of use; .docx .xlsx .md .json hold the appendix a paper prints.
    version
        A released version; by default the latest.
    """
    book = revising.codebook(study, version)
    writer = _WRITERS.get(file.suffix.lower())
    if writer is not None:
        exporting.write_text(writer(book), file)
    else:
        exporting.write(revising.show(study, version=version), file)
    return f"{file}: codebook {book.id} {book.version} written"


def as_text(study: Study, ending: str, *, version: str | None = None) -> str:
    """Return a released codebook as the text of a .yaml, .qdc or .csv file, for a download."""
    return _WRITERS[ending](revising.codebook(study, version))


def _read(source: Source, columns: Columns, path: str | None) -> CodebookReading:
    found = codebooks.format_of(source)
    if found.NAME == delimited.NAME:
        return delimited.read(source, columns, path)
    for option, value in {
        "--code": columns.code,
        "--definition": columns.definition,
        "--parent": columns.parent,
        "--path": path,
    }.items():
        if value is not None:
            raise ToolkitError(option, f"is for tables, and {source.name} is: {found.NAME}", "leave it out")
    return found.read(source)


def _with(book: Codebook, said: dict[str, str]) -> Codebook:
    """Return the codebook as a draft with what the researcher says of it."""
    try:
        return replace(book, status="draft", **said)  # type: ignore[arg-type]  # only texts
    except InvalidFields as refused:
        faults = [(f"--{name}", fault.what, fault.remedy) for name, fault in refused.by_field.items()]
        raise Several(ToolkitError(*fault) for fault in faults) from refused
    except Invalid as refused:
        # It was sound as read: it is the version said that asks for more.
        found = findings(replace(book.excerpt, version=said.get("version", book.version)))
        faults = [("--version", error.what, error.remedy) for error in found if error.is_error]
        raise Several(ToolkitError(*fault) for fault in faults) from refused


def _comments(name: str, warnings: Sequence[Fault]) -> str:
    told = [_CONVERTED.told(name), *(f"warning: {warning.told(name)}" for warning in warnings)]
    return "".join(f"# {line}\n" for line in told) + "\n"
