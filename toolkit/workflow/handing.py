"""Handing a study out to other programs and to readers, in the format a person chooses."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.formats import exchange
from toolkit.formats.codebooks import refi as codebook_file
from toolkit.formats.exchange import codings
from toolkit.formats.projects.refi import writing as refi
from toolkit.formats.replacing import check_place, write_whole
from toolkit.model.project import Project
from toolkit.model.table import Table
from toolkit.store.engine import is_study
from toolkit.store.study import Study
from toolkit.workflow import exporting
from toolkit.workflow.projecting import project

Program = Literal["standard", "nvivo", "atlasti", "maxqda"]
_WHOLE: Final = {"qdpx": ".qdpx", "qde": ".qde", "qdc": ".qdc"}
_SHEETS: Final = (".csv", ".xlsx")
_BY_ENDING: Final = {".qdpx": "qdpx", ".qde": "qde", ".qdc": "qdc", ".docx": "word", ".html": "html"} | {
    ".jsonl": "jsonlines",
    ".jsonld": "webannotation",
    **dict.fromkeys(_SHEETS, "codings"),
}


def kinds() -> dict[str, str]:
    """Return the endings of files by the words a person chooses formats with."""
    return _WHOLE | {word: each.ENDING for word, each in exchange.FORMATS.items()}


def names() -> dict[str, str]:
    """Return what formats are called, by their words."""
    whole = {
        "qdpx": "REFI-QDA project",
        "qde": "REFI-QDA project as one XML file",
        "qdc": "REFI-QDA codebook",
    }
    return whole | {word: each.NAME for word, each in exchange.FORMATS.items()}


def moment(study: Study) -> str:
    """Return what is another text after anything was written to the study."""
    return study.head()[1]


def made(
    study: Study, kind: str, ending: str, program: Program = "standard", *, consensus: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """Return what `export` would write, and what it would tell."""
    return content(project(study, consensus=consensus), kind, ending, program)


def formats() -> Table:
    """List the formats a study can be handed out in, with what each of them keeps and loses.

    Export with: intercoder export STUDY FILE. The format is told by the ending of the file, or by --kind.
    """
    return exchange.table_of_formats()


def export(
    study: Study, file: Path, *, kind: str = "", for_: Program = "standard", consensus: bool = False
) -> str:
    """Hand the study out to another program or to a reader: texts, codes, coders, codings, memos.

    Codings are told as they are seen at the latest version of the codebook, in the latest text of their
    transcript. What each format keeps and loses, see: intercoder formats.

    Parameters
    ----------
    study
        The study file.
    file
        The file to write: .qdpx for other programs, .qdc for the codebook alone, .docx and .html for readers,
        and others.
    kind
        The format, where the ending alone does not say it: labelstudio and doccano, for instance.
    for_
        Of a REFI-QDA project: count positions and end lines as this program does, where that differs from the
        standard.
    consensus
        Tell the consensus, too, marked as such.
    """
    _check(file)
    word = _kind(file, kind)
    if for_ != "standard" and word != "qdpx":
        what = "is for REFI-QDA projects alone"
        raise ToolkitError(f"--for {for_}", what, "name a file that ends in .qdpx")
    going = project(study, consensus=consensus)
    data, told = content(going, word, file.suffix.lower(), for_)
    write_whole(file, data)
    return "\n".join([f"{file}: {len(going.codings):,} codings in {len(going.texts)} texts", *told])


def content(
    going: Project, kind: str, ending: str = "", program: Program = "standard"
) -> tuple[bytes, tuple[str, ...]]:
    """Return what the file of a format holds, and sentences on what is not in it.

    Parameters
    ----------
    ending
        Of the file, where a format has several.
    """
    left = tuple(f"Not in it: {each.count:,} {each.what}, which {each.why}." for each in going.left_out)
    match kind:
        case "qdpx":
            told = (*refi.warnings(going, program), *refi.lost(going))
            return refi.write(going, target=program), (*_sentences(told), *left)
        case "qde":
            return refi.write_bare(going), (*_sentences((*refi.warnings(going), *refi.lost(going))), *left)
        case "qdc":
            return _codebook(going), ()
        case "codings":
            ending = ending or ".csv"
            return exporting.as_bytes(codings.table(going), ending, bom=ending == ".csv"), left
    placeless = exchange.left_out(going)
    more = tuple(f"Not marked in it: {each.count:,} {each.what}, {each.why}." for each in placeless)
    return exchange.format_of(kind).write(going), (*more, *left)


def _codebook(going: Project) -> bytes:
    if going.codebook is None:
        raise ToolkitError(going.name, "has no codebook")
    return codebook_file.write(going.codebook).encode()


def _sentences(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"Note: {each}." for each in told)


def _kind(file: Path, asked: str) -> str:
    """Return the word of the format that is asked for, or that the file's ending says."""
    ending = file.suffix.lower()
    known = kinds()
    if asked:
        if asked not in known:
            raise ToolkitError(f"--kind {asked}", "is no format", f"use one of {', '.join(known)}")
        if ending != known[asked] and not (asked == "codings" and ending in _SHEETS):
            raise ToolkitError(
                str(file), f"does not end in {known[asked]}", f"name it {file.stem}{known[asked]}"
            )
        return asked
    if ending not in _BY_ENDING:
        some = ", ".join(f"{word} ({end})" for word, end in known.items())
        raise ToolkitError(str(file), "does not tell the format", f"say which with --kind: {some}")
    return _BY_ENDING[ending]


def _check(file: Path) -> None:
    if is_study(file):
        raise ToolkitError(str(file), "is a study", "choose another name: a study is never written over")
    check_place(file)
