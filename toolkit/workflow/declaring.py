"""Declaring what no transcript and no coding can tell: the approach, how interviews were held, who codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Approach
from toolkit.model.declared import STATEMENTS, Declared
from toolkit.model.table import Column, Table
from toolkit.store import codebooks, rounds, settings
from toolkit.store.study import RESEARCHER, Connection, Study
from toolkit.workflow.naming import check_coders

ApproachSaid = Literal[Approach, "as-codebook"]

FOR_THE_AUTHORS: Final = "for the authors"
"""What stands where neither the data nor the team has told."""


def declared_approach(connection: Connection) -> Approach:
    """Return the approach of the study: what the team declared, or else what its latest codebook says."""
    return settings.declared(connection).approach or codebooks.latest(connection).approach


def approach(study: Study) -> Approach:
    """Return the approach of a study, see `declared_approach`."""
    with study.reading() as connection:
        return declared_approach(connection)


def said(study: Study) -> Declared:
    """Return what the team declared."""
    with study.reading() as connection:
        return settings.declared(connection)


def declare(
    study: Study,
    *,
    approach: ApproachSaid | None = None,
    citation: str | None = None,
    agreement: str | None = None,
    interviewer: str | None = None,
    recruitment: str | None = None,
    ethics: str | None = None,
    medium: str | None = None,
    recording: str | None = None,
    transcription: str | None = None,
    language: str | None = None,
    dates: str | None = None,
    length: str | None = None,
    disagreements: str | None = None,
    published: str | None = None,
    position: tuple[str, ...] = (),
) -> str:
    """Declare what data cannot know, for the methods text and the reporting checklists.

    Everything is kept and printed word for word. A whole sentence, with its full stop, stands in the methods
    text as it is; a few words stand behind what they are about. Saying something again replaces it, and an
    empty text ("") takes it back.

    Parameters
    ----------
    study
        The study file.
    approach
        reflexive, codebook or coding-reliability: decides what the methods text says of agreement, and how
        findings word numbers. as-codebook goes back to what the codebook says.
    citation
        Whom the approach follows, as in "Braun and Clarke (2022)".
    agreement
        Why agreement is, or is not, reported.
    interviewer
        Who held the interviews.
    recruitment
        How people came to take part.
    ethics
        Consent, and approval by a board.
    medium
        How the interviews were held, as in "on site" or "by video call".
    recording
        How they were recorded.
    transcription
        Who or what transcribed them.
    language
        In which language.
    dates
        When they were held.
    length
        How long they took, where the transcripts have no times.
    disagreements
        How coders dealt with disagreements.
    published
        Where the codebook can be read.
    position
        A coder's role and training, as in "A=first author, trained in interviewing"; "A=" takes it back.
    """
    told = {
        "citation": citation,
        "agreement": agreement,
        "interviewer": interviewer,
        "recruitment": recruitment,
        "ethics": ethics,
        "medium": medium,
        "recording": recording,
        "transcription": transcription,
        "language": language,
        "dates": dates,
        "length": length,
        "disagreements": disagreements,
        "published": published,
    }
    statements = {name: words for name, words in told.items() if words is not None}
    if not (statements or position or approach):
        raise ToolkitError("declare", "was told nothing", "say what you declare, as in --medium 'on site'")
    return keep(study, approach=approach, statements=statements, positions=dict(map(_position, position)))


def _position(told: str) -> tuple[str, str]:
    coder, sign, words = told.partition("=")
    if not sign or not coder.strip():
        raise ToolkitError("--position", f"{told!r} names no coder", "write it as A=first author")
    return coder.strip(), words


def keep(
    study: Study,
    *,
    approach: ApproachSaid | None = None,
    statements: Mapping[str, str] | None = None,
    positions: Mapping[str, str] | None = None,
) -> str:
    """Keep statements by name and positions by coder; what is not named stays as it was.

    Blanks and line breaks become single blanks; an empty text takes a statement back.
    """
    with study.transaction(RESEARCHER) as records:
        check_coders(records.connection, [name for name, words in (positions or {}).items() if words.strip()])
        before = settings.declared(records.connection)
        changed: dict[str, Any] = {name: _one_line(words) for name, words in (statements or {}).items()}
        changed["positions"] = tuple(_merged(before.positions, positions or {}))
        after = replace(_with_approach(before, approach), **changed)
        settings.declare(records, after)
        effective = declared_approach(records.connection)
    whose = "declared" if after.approach else "as its codebook says"
    silent = [name for name in STATEMENTS if name not in after.statements]
    open_ = f"; nothing is declared of: {', '.join(silent)}" if silent else ""
    return f"{study.where}: approach {effective} ({whose}){open_}"


def _with_approach(before: Declared, approach: ApproachSaid | None) -> Declared:
    if approach is None:
        return before
    return replace(before, approach=None if approach == "as-codebook" else approach)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _merged(before: Sequence[tuple[str, str]], told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for coder, words in {**dict(before), **told}.items():
        if line := _one_line(words):
            yield coder, line


def declared(study: Study) -> Table:
    """List what was declared of the study, and what is left for the authors to say.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        found = settings.declared(connection)
        effective = declared_approach(connection)
        coders = rounds.coders(connection)
    rows: list[tuple[str, str, str]] = [("approach", effective, "declared" if found.approach else "codebook")]
    rows += [_row(name, found.statements.get(name, "")) for name in STATEMENTS]
    known = dict(found.positions)
    rows += [_row(f"position of {coder}", known.get(coder, "")) for coder in dict.fromkeys([*coders, *known])]
    notes = ("What was declared stands as the team said it.",)
    columns = (Column("fact"), Column("said"), Column("source"))
    return Table("Declared", columns, tuple(rows), tuple(filter(None, (*notes, study.profile.notice))))


def _row(fact: str, words: str) -> tuple[str, str, str]:
    return fact, words, "declared" if words else FOR_THE_AUTHORS
