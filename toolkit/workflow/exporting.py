"""Taking results out of a study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.formats import figures, packs, tables
from toolkit.formats.figures import vegalite
from toolkit.formats.projects import bundle as bundles
from toolkit.formats.replacing import check_place, write_whole
from toolkit.formats.tables import terminal
from toolkit.model.figure import Figure
from toolkit.model.pack import Pack
from toolkit.model.table import Column, Table
from toolkit.store import sights, temporary
from toolkit.store.engine import is_study
from toolkit.store.study import Study
from toolkit.workflow import submitting
from toolkit.workflow.naming import check_coders

Result = Table | Figure | Pack | str
"""What a journey gives back: what is shown or written to a file."""
Kind = Literal["table", "figure", "pack", "text"]
_TEXTS: Final = (".jsonl", ".txt", ".yaml", ".yml")


def bundle(study: Study, *, coder: str) -> str:
    """Gather one coder's work as a bundle: readable JSON lines that another copy of the study can merge.

    It holds all that this coder did and nobody else: what they were assigned and finished, codings, memos,
    proposed codes, verdicts of the consensus, decisions after a change of the codebook or a correction, and
    picked quotations; also what of it they took back, so that it is taken back where it is merged. Answers to
    proposed codes are the team's and stay in the study they were given in.

    Parameters
    ----------
    study
        The study file.
    coder
        Whose work.
    """
    with study.reading() as connection:
        if coder != study.viewer:
            sights.check_whole(connection, f"gathering the work of {coder}")
        check_coders(connection, [coder])
        work = submitting.of(connection, coder, study.profile.title)
    return bundles.write(work)


def kind_of(result: Result) -> Kind:
    """Tell what kind of result this is."""
    match result:
        case Table():
            return "table"
        case Figure():
            return "figure"
        case Pack():
            return "pack"
        case str():
            return "text"


def check_target(path: Path, kind: Kind, *, bom: bool = False) -> None:
    """Refuse a file that a result cannot be written to, before the result is made.

    Parameters
    ----------
    kind
        What kind of result it will be.
    bom
        Whether it shall begin with a byte order mark, as only .csv may.
    """
    _check_free(path)
    if bom:
        tables.check_mark(path)
    match kind:
        case "table":
            tables.format_of(path)
        case "figure":
            figures.format_of(path)
        case "pack":
            packs.check_ending(path)
        case "text":
            _check_text_name(path)


def _check_text_name(path: Path) -> None:
    if path.suffix.lower() not in _TEXTS:
        raise ToolkitError(
            str(path), f"is no name for a text such as this ({' '.join(_TEXTS)})", "choose another"
        )


def _check_free(path: Path) -> None:
    if is_study(path):
        raise ToolkitError(str(path), "is a study", "choose another name: a study is never written over")
    check_place(path)


def write(result: Result, path: Path, *, bom: bool = False) -> None:
    """Write a table, figure or pack by the ending of the file, or a text as it is; whole or not at all.

    Parameters
    ----------
    bom
        Begin a .csv with a byte order mark, by which Excel knows that it is UTF-8.
    """
    check_target(path, kind_of(result), bom=bom)
    match result:
        case Table():
            tables.write(result, path, bom=bom)
        case Figure():
            figures.write(result, path)
        case Pack():
            packs.write(result, path)
        case str():
            write_text(result, path)


def write_text(text: str, path: Path) -> None:
    """Write a text to a file of whatever name; whole or not at all."""
    _check_free(path)
    write_whole(path, text.encode() if text.endswith("\n") else f"{text}\n".encode())


def as_bytes(result: Table | Figure | Pack, ending: str, *, bom: bool = False) -> bytes:
    """Return the content of the file that `write` would make, for a download."""
    with temporary.folder() as folder:
        path = folder / f"result{ending}"
        write(result, path, bom=bom)
        return path.read_bytes()


def pictures(drawn: Mapping[str, Figure]) -> dict[str, bytes]:
    """Return what files of figures hold, in every format, by the names given with each ending."""
    return figures.rendered(drawn)


def render(result: Table | Figure | Pack) -> str:
    """Return a table as lines for a terminal, a figure as JSON, and of a pack the list of its files."""
    match result:
        case Table():
            return terminal.render(result)
        case Figure():
            return vegalite.render(result)
        case Pack():
            return terminal.render(_contents(result))


def _contents(pack: Pack) -> Table:
    rows = tuple((path, len(data)) for path, data in pack.files.items())
    notes = (*pack.notes, "Nothing is written: name a file with --to FILE.zip")
    return Table(pack.title, (Column("file"), Column("bytes", "count")), rows, notes)
