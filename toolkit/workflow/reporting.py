"""Tables of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.analysis import frequency as frequencies
from toolkit.analysis import matrix as matrices
from toolkit.analysis import themes as theme_tables
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Transcript
from toolkit.store import codebooks, codings
from toolkit.store import transcripts as stored
from toolkit.store.study import Study
from toolkit.workflow.applying import check_coders


@dataclass(frozen=True)
class _Material:
    transcripts: tuple[Transcript, ...]
    codings: tuple[Coding, ...]
    codebook: Codebook
    notes: tuple[str, ...]


def _material(study: Study, coders: Sequence[str]) -> _Material:
    """Read what findings rest on, and say in notes what it is."""
    with study.reading() as connection:
        check_coders(connection, coders)
        found = codings.everything(connection, coders=coders or None)
        codebook = codebooks.latest(connection)
        everything = stored.everything(connection)
    several = len({coding.coder for coding in found}) > 1
    unsettled = "No consensus was made: a passage counts if any of these coders coded it." if several else ""
    return _Material(everything, found, codebook, tuple(filter(None, (unsettled, study.profile.notice))))


def _noted(table: Table, material: _Material) -> Table:
    return replace(table, notes=(*table.notes, *material.notes))


def frequency(study: Study, *, coder: tuple[str, ...] = ()) -> Table:
    """Count participants, segments and words by code.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders; by default a passage counts if any coder coded it.
    """
    material = _material(study, coder)
    return _noted(frequencies.frequency(material.transcripts, material.codings, material.codebook), material)


def themes(study: Study, *, coder: tuple[str, ...] = (), hide_participants: bool = False) -> Table:
    """Make the main findings table: themes, their codes, who spoke of them, a quotation for each.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders; by default a passage counts if any coder coded it.
    hide_participants
        Leave out who the participants are.
    """
    material = _material(study, coder)
    table = theme_tables.themes(
        material.transcripts, material.codings, material.codebook, show_participants=not hide_participants
    )
    return _noted(table, material)


def matrix(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    values: Literal["segments", "presence", "words"] = "segments",
) -> Table:
    """Cross codes with participants.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders; by default a passage counts if any coder coded it.
    values
        Number of segments, 0 or 1, or number of words.
    """
    material = _material(study, coder)
    table = matrices.matrix(material.transcripts, material.codings, material.codebook, values=values)
    return _noted(table, material)


def transcripts(study: Study) -> Table:
    """List the transcripts with their turns, words and speakers.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        everything = stored.everything(connection)
    columns = (
        Column("transcript"),
        Column("participant"),
        Column("revision", "count"),
        Column("turns", "count"),
        Column("words", "count"),
        Column("speakers"),
        Column("verbatim"),
        Column("source"),
    )
    rows = tuple(_transcript_row(transcript) for transcript in everything)
    return Table("Transcripts", columns, rows, tuple(filter(None, (study.profile.notice,))))


def _transcript_row(transcript: Transcript) -> tuple[str | int, ...]:
    return (
        transcript.id,
        transcript.participant,
        transcript.revision,
        len(transcript.turns),
        transcript.count_words(of_interviewers=True),
        ", ".join(f"{speaker.label} ({speaker.role})" for speaker in transcript.speakers),
        transcript.verbatim,
        transcript.source,
    )


def participants(study: Study) -> Table:
    """List the participants with what is known of them.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        known = stored.participants(connection)
    attributes = list(dict.fromkeys(key for row in known.values() for key in row))
    columns = (Column("participant"), *(Column(name) for name in attributes))
    rows = tuple((name, *(row.get(key, "") for key in attributes)) for name, row in known.items())
    return Table("Participants", columns, rows, tuple(filter(None, (study.profile.notice,))))
