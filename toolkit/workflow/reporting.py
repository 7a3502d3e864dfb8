"""Tables of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.analysis import coverage as coverage_tables
from toolkit.analysis import frequency as frequencies
from toolkit.analysis import matrix as matrices
from toolkit.analysis import themes as theme_tables
from toolkit.analysis.coverage import Covered
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Transcript
from toolkit.model.version import Version
from toolkit.store import codebooks, codings, rounds
from toolkit.store import transcripts as stored
from toolkit.store.study import Study
from toolkit.workflow.applying import check_coders
from toolkit.workflow.correcting import unread_since
from toolkit.workflow.viewing import complete, view


@dataclass(frozen=True)
class _Material:
    transcripts: tuple[Transcript, ...]
    codings: tuple[Coding, ...]
    codebook: Codebook
    notes: tuple[str, ...]


def _material(study: Study, coders: Sequence[str], at: str | None) -> _Material:
    """Read what findings rest on, seen at a version, and say in notes what it is."""
    with study.reading() as connection:
        check_coders(connection, coders)
        seen = view(connection, codings.everything(connection, coders=coders or None), at)
        everything = stored.everything(connection)
    found = seen.codings
    several = len({coding.coder for coding in found}) > 1
    unsettled = "No consensus was made: a passage counts if any of these coders coded it." if several else ""
    notes = (*seen.notes, unsettled, study.profile.notice)
    return _Material(everything, found, seen.codebook, tuple(filter(None, notes)))


def _noted(table: Table, material: _Material) -> Table:
    return replace(table, notes=(*table.notes, *material.notes))


def frequency(study: Study, *, coder: tuple[str, ...] = (), at: str | None = None) -> Table:
    """Count participants, segments and words by code.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders; by default a passage counts if any coder coded it.
    at
        See everything at this codebook version; by default the latest.
    """
    material = _material(study, coder, at)
    return _noted(frequencies.frequency(material.transcripts, material.codings, material.codebook), material)


def themes(
    study: Study, *, coder: tuple[str, ...] = (), hide_participants: bool = False, at: str | None = None
) -> Table:
    """Make the main findings table: themes, their codes, who spoke of them, a quotation for each.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders; by default a passage counts if any coder coded it.
    hide_participants
        Leave out who the participants are.
    at
        See everything at this codebook version; by default the latest.
    """
    material = _material(study, coder, at)
    table = theme_tables.themes(
        material.transcripts, material.codings, material.codebook, show_participants=not hide_participants
    )
    return _noted(table, material)


def matrix(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    values: Literal["segments", "presence", "words"] = "segments",
    at: str | None = None,
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
    at
        See everything at this codebook version; by default the latest.
    """
    material = _material(study, coder, at)
    table = matrices.matrix(material.transcripts, material.codings, material.codebook, values=values)
    return _noted(table, material)


def coverage(study: Study, *, at: str | None = None) -> Table:
    """Tell who has read which transcript under which codebook version, and what that leaves unsearched.

    A code that was added, widened or brought back since a reading was not looked for in it: until somebody
    has read the transcript again, that nobody coded it says nothing. The same holds for words that came into
    a transcript by a correction after a reading; the status is then corrected.

    Parameters
    ----------
    study
        The study file.
    at
        The codebook version whose codes to look at; by default the latest.
    """
    with study.reading() as connection:
        lineage = codebooks.lineage(connection)
        book = lineage.at(at)
        readings = [
            (task, version)
            for task, version in rounds.readings(connection)
            if Version.of(version) <= Version.of(book.version)
        ]
        names = stored.names(connection)
        unseen = unread_since(connection, readings)
    looked = complete(lineage, book.version, readings)
    last = {(task.transcript, task.coder): version for task, version in readings if not task.finished}
    last |= {(task.transcript, task.coder): version for task, version in readings if task.finished}
    rows = []
    for name in names:
        coders = sorted(coder for transcript, coder in last if transcript == name)
        rows += [
            _covered(name, coder, last[name, coder], looked.get((name, coder)), book) for coder in coders
        ]
        if not coders:
            rows.append(Covered(name, "", "", "unread", tuple(book.codable)))
    stale = {(each.transcript, each.coder) for each in unseen}
    told = (
        replace(row, state="corrected")
        if row.state == "complete" and (row.document, row.coder) in stale
        else row
        for row in rows
    )
    table = coverage_tables.coverage(told, book.version)
    return replace(table, notes=tuple(filter(None, (*map(str, unseen), study.profile.notice))))


def _covered(name: str, coder: str, version: str, found: frozenset[str] | None, book: Codebook) -> Covered:
    if found is None:
        return Covered(name, coder, version, "reading", tuple(book.codable))
    missing = tuple(code for code in book.codable if code not in found)
    return Covered(name, coder, version, "incomplete" if missing else "complete", missing)


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
