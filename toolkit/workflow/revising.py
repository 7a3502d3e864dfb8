"""The codebook: checking a file, showing a version."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.codebook import Code, Codebook
from toolkit.model.table import Column, Table
from toolkit.store import codebooks
from toolkit.store.study import Study
from toolkit.workflow import files


def check(file: Path) -> str:
    """Check a codebook file and tell all its faults at once, with line numbers.

    Parameters
    ----------
    file
        The codebook in Intercoder's YAML format.
    """
    reading = native.read(files.source(file))
    book = reading.codebook
    told = [f"warning: {fault.told(file.name)}" for fault in reading.warnings]
    counts = f"{len(book.themes)} themes, {len(book.codes)} codes, {len(book.deprecated)} deprecated"
    told.append(f"{file.name}: codebook {book.id} {book.version} is sound ({counts})")
    return "\n".join(told)


def show(study: Study, *, version: str | None = None) -> Table:
    """Show the codebook as the appendix of a paper prints it.

    Parameters
    ----------
    study
        The study file.
    version
        A released version; by default the latest.
    """
    book = codebook(study, version)
    names = ("theme", "code_id", "code", "definition", "include", "exclude", "example")
    rows = tuple(
        (
            theme.label,
            code.id,
            code.label,
            code.definition,
            "; ".join(code.include),
            _exclusions(code, book),
            code.example,
        )
        for theme, code in book.ordered()
    )
    notes = (f"Codebook {book.id}, version {book.version}.", book.provenance, study.profile.notice)
    return Table(book.title, tuple(Column(name) for name in names), rows, tuple(filter(None, notes)))


def codebook(study: Study, version: str | None = None) -> Codebook:
    """Return a released version of the study's codebook, by default the latest."""
    with study.reading() as connection:
        if version is None:
            return codebooks.latest(connection)
        found = codebooks.find(connection, version)
        released = ", ".join(codebooks.versions(connection))
    if found is None:
        raise ToolkitError(version, "is no released version of this codebook", f"there are: {released}")
    return found


def _exclusions(code: Code, book: Codebook) -> str:
    """Tell when not to use a code, and which to use instead by its label."""
    return "; ".join(
        f"{exclusion.when} (use {book.code[exclusion.use].label})" if exclusion.use else exclusion.when
        for exclusion in code.exclude
    )
