"""Makes a study of a wished size: one long interview, and codings scattered over it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.importing import conversation, write_text
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import new_id
from toolkit.model.transcript import Span, Transcript
from toolkit.workflow import applying, importing, showing, studies

CODER: Final = "Ada"
NAME: Final = "long"
_THEMES: Final = 4
_CODES: Final = 24


def write_interview(path: Path, words: int) -> None:
    """Write an interview of this many words as `LABEL: words` lines, the same at each call."""
    write_text(conversation(words, seed=words), path)


def codebook() -> Codebook:
    """Return a codebook as large as those in use: codes enough to need most of the colours."""
    themes = tuple(Theme(f"theme-{number}", f"Theme {number}") for number in range(_THEMES))
    codes = tuple(
        Code(f"code-{number}", f"Code {number}", f"theme-{number % _THEMES}", definition=f"Meaning {number}.")
        for number in range(_CODES)
    )
    return Codebook("long", "Codes for long interviews", "1.0.0", themes, codes)


def begin(where: str | Path, words: int) -> None:
    """Make a study with one interview of this many words, at a path or at the address of a database."""
    study = studies.start(where, codebook())
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / f"{NAME}.txt"
        write_interview(text, words)
        importing.import_files(study, text)
    study.close()


def make(folder: Path, words: int, codings: int) -> Path:
    """Make a study in a folder that is there, as a researcher would, and return its path."""
    path = folder / f"{words}-{codings}.study"
    begin(path, words)
    study = studies.open_study(path)
    transcript = showing.desk(study, NAME, CODER).transcript
    wishes = [
        applying.Apply(new_id(), NAME, transcript.sha256, span, code)
        for span, code in passages(transcript, codings)
    ]
    refused = [reason for reason in applying.change(study, CODER, wishes) if reason is not None]
    study.close()
    if refused:
        raise SystemExit(f"{len(refused)} codings were refused, the first because {refused[0]}")
    return path


def passages(transcript: Transcript, count: int) -> Iterator[tuple[Span, str]]:
    """Yield so many passages and codes, no pair twice; one in ten goes over into the next turn.

    None is a whole turn: those are left for the codings that are measured.
    """
    chance = random.Random(count)  # noqa: S311
    taken: set[tuple[Span, str]] = set()
    while len(taken) < count:
        number = chance.randrange(len(transcript.turns) - 1)
        turn, following = transcript.turns[number : number + 2]
        begun, ended = sorted(chance.sample(_starts(transcript, turn.span), 2))
        if chance.random() < 0.1:  # noqa: PLR2004
            ended = _starts(transcript, following.span)[5]
        drawn = (Span(begun, ended - 1), f"code-{chance.randrange(_CODES)}")
        if drawn not in taken:
            taken.add(drawn)
            yield drawn


def _starts(transcript: Transcript, span: Span) -> list[int]:
    """Return where the words of a turn begin, but for the first."""
    return [at + 1 for at in range(span.start, span.end) if transcript.text[at] == " "]
