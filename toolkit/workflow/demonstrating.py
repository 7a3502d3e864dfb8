"""The sample study: real in every part, invented in every word."""

from __future__ import annotations

import atexit
import sys
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.formats import codebooks
from toolkit.store import events, temporary
from toolkit.store.study import Study
from toolkit.workflow import asking, files, speaking
from toolkit.workflow.importing import import_files
from toolkit.workflow.revising import release
from toolkit.workflow.studies import start

NOTICE: Final = (
    "Sample study: transcripts, codebook, coders and codings are invented by the Intercoder project for "
    "demonstration and are not data of any published study."
)
_FIRST: Final = "0.1.0"
_LATER: Final = {"0.2.0": True, "1.0.0": False}
"""The versions released later, each with whether coders read anew under it."""
_TRANSCRIPTS: Final = {
    "P01.txt": ("Speaker 1",),
    "P02.vtt": (),
    "P03.odt": (),
    "P04.vtt": (),
    "P05.vtt": ("Dana Whitlow", "Dana Whitlow (External)"),
    "P06.srt": (),
    "P07.txt": ("Speaker 1",),
    "P08.docx": (),
    "P09.txt": (),
    "P10.docx": (),
    "P11.md": ("Speaker 1",),
    "P12.md": (),
    "P13.vtt": (),
}
"""The interviews, each with the labels of those who ask where the labels do not tell."""
_ONE_PERSON: Final = {"P01": ("Speaker 2", "Speaker 3"), "P09": ("Speaker 1",)}
"""Labels into which a program divided a participant. Others are left for the reader of the demo to merge."""
_TURNS: Final = {"P06": "P06.turns.csv"}
"""Who speaks in which turn, where the file has no names."""
_ASKED: Final = {"P11": {3: 2, 13: 5}, "P12": {15: 5}}
"""The questions by turn that are worded too freely to be recognised."""
_BUNDLES: Final = ("coder-A.jsonl", "coder-B.jsonl", "verdicts-C.jsonl")


def sample(place: str | Path) -> Study:
    """Make a fresh copy of the sample study at a place, through the same import everybody uses."""
    reading = codebooks.read(files.source(_codebook(_FIRST)))
    made = start(place, reading.codebook, title="Documenting generative models (sample)", notice=NOTICE)
    study = made.without_backups()  # it can be made anew at any time
    folder = files.shipped("sample_transcripts")
    try:
        for name, who in _TRANSCRIPTS.items():
            import_files(study, folder / name, interviewer=who)
        import_files(study, participants=folder / "participants.csv")
        for name, labels in _ONE_PERSON.items():
            speaking.merge(study, name, label=labels, into=name, role="participant")
        for name, file in _TURNS.items():
            speaking.say(study, name, file=folder / file)
        asking.questions(study, protocol=folder / "protocol.md")
        for name, placed in _ASKED.items():
            asking.ask(study, name, placed)
        for version, anew in _LATER.items():
            release(study, _codebook(version), read_anew=anew)
        import_files(study, *(folder / name for name in _BUNDLES))
    except BaseException:
        study.discard()
        raise
    return made


def _codebook(version: str) -> Path:
    return files.shipped(f"codebook/genai-documentation-{version}.yaml")


def passing() -> Study:
    """Make a copy of the sample study in a temporary folder, which goes when the program ends.

    What somebody did in it is never thrown away: a copy that was worked in stays, and it is told where.
    """
    clear_away()
    folder = temporary.own()
    try:
        made = sample(folder / _NAME)
    except BaseException:
        temporary.remove(folder)
        raise
    (folder / temporary.KEPT).write_text(_moment(made), "ascii")
    atexit.register(_put_away, folder)
    return made


def clear_away() -> None:
    """Remove the temporary folders of programs that were killed, but for copies that somebody worked in."""
    temporary.clear(is_kept=_is_worked_in)


_NAME: Final = "sample.study"


def _moment(study: Study) -> str:
    with study.reading() as connection:
        return events.head(connection)[1]


def _is_worked_in(folder: Path) -> bool:
    """Tell whether the copy in a folder is another than it was made; if that cannot be told, it is."""
    if not (folder / temporary.KEPT).exists():
        return False  # its making was not finished
    try:
        study = Study(folder / _NAME)
        try:
            return _moment(study) != (folder / temporary.KEPT).read_text("ascii")
        finally:
            study.close()
    except (ToolkitError, OSError, UnicodeDecodeError):
        return True


def _put_away(folder: Path) -> None:
    if not _is_worked_in(folder):
        temporary.remove(folder)
    elif folder.exists():
        sys.stderr.write(f"What you did in the sample study is kept: {folder / _NAME}\n")
