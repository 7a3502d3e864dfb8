"""Tables of findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from toolkit.analysis import cooccurrence as cooccurrences
from toolkit.analysis import coverage as coverage_tables
from toolkit.analysis import frequency as frequencies
from toolkit.analysis import matrix as matrices
from toolkit.analysis import participants as people
from toolkit.analysis import saturation as saturations
from toolkit.analysis import themes as theme_tables
from toolkit.analysis import wording
from toolkit.analysis.coverage import Covered
from toolkit.analysis.matrix import group_name
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import CONSENSUS
from toolkit.model.counts import EngineName
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Column, Counts, Table
from toolkit.model.transcript import Transcript
from toolkit.model.version import Version
from toolkit.store import codebooks, codings, rounds
from toolkit.store import transcripts as stored
from toolkit.store.study import Study
from toolkit.workflow import tallying
from toolkit.workflow.correcting import unread_since
from toolkit.workflow.declaring import declared_approach
from toolkit.workflow.naming import check_coders
from toolkit.workflow.quoting import by_hand, offers
from toolkit.workflow.selecting import Material, company, material
from toolkit.workflow.viewing import complete

__all__ = [
    "cooccurrence",
    "coverage",
    "frequency",
    "group_name",
    "matrix",
    "participants",
    "saturation",
    "saturation_of",
    "themes",
    "transcripts",
]

_REFLEXIVE: Final = "The approach of this study is reflexive, which does not count people (see: --counts)."


def frequency(
    study: Study | None = None,
    *,
    table: Path | None = None,
    columns: tuple[str, ...] = (),
    engine: EngineName | None = None,
    counts: Counts | None = None,
    selection: Selection = EVERYTHING,
) -> Table:
    """Count participants, segments and words by code.

    With --table no study is needed: units, interviews and coders are counted by code in a table of codings,
    however large.

    Parameters
    ----------
    study
        The study file.
    table
        A table of codings instead: .parquet, a folder of them, or .csv, with columns coder, unit, code, and
        transcript if there is one.
    columns
        What columns of the table are called, as coder=NAME (see: intercoder agreement --help).
    engine
        What counts the table: pandas, duckdb, polars or spark (see: intercoder agreement --help).
    counts
        How numbers read: none leaves them out; n_of_N gives them, of people as 6 of 13; words says a few,
        some, about half, many, most or all, by a key in the notes. By default none where the approach of the
        study is reflexive, else n_of_N.
    selection
        What of the study to look at.
    """
    if table is not None:
        _check_table_alone("frequency", study, counts, selection)
        return tallying.frequency(table, engine=engine, columns=columns)
    study = _given(study, "frequency", columns, engine)
    found = material(study, selection)
    return found.noted(_worded(study, frequencies.frequency(found.basis), counts))


def _check_table_alone(
    command: str, study: Study | None, counts: Counts | None, selection: Selection, *others: tuple[str, bool]
) -> None:
    """Refuse what is about a study where a table of codings was given."""
    if study is not None:
        raise ToolkitError(command, "was given both a study and a table", "name one of them")
    given = [("--counts", counts is not None), *others, ("a selection", selection != EVERYTHING)]
    for name, is_given in given:
        if is_given:
            raise ToolkitError(name, "is about a study, and a table was given", "leave it out")


def _given(study: Study | None, command: str, columns: Sequence[str], engine: EngineName | None) -> Study:
    """Return the study, if one was given and nothing that is about a table."""
    if study is None:
        what = "was given neither a study nor a table"
        raise ToolkitError(command, what, "name a study file, or a table of codings with --table")
    for name, is_given in (("--columns", bool(columns)), ("--engine", engine is not None)):
        if is_given:
            raise ToolkitError(name, "is about a table of codings", "use it with --table, or leave it out")
    return study


def themes(
    study: Study,
    *,
    hide_participants: bool = False,
    counts: Counts | None = None,
    selection: Selection = EVERYTHING,
) -> Table:
    """Make the main findings table: themes, their codes, who spoke of them, a quotation for each.

    The quotation of a code is the first that was picked by hand (see: intercoder quotations), else one that
    says enough in few words.

    Parameters
    ----------
    study
        The study file.
    hide_participants
        Leave out who the participants are.
    counts
        How numbers read: none, n_of_N or words (see: intercoder frequency --help).
    selection
        What of the study to look at.
    """
    found = material(study, selection)
    chosen = offers(study, found)
    table = theme_tables.themes(found.basis, show_participants=not hide_participants, picked=by_hand(chosen))
    return found.noted(_worded(study, replace(table, notes=(*table.notes, *chosen.notes)), counts))


def matrix(
    study: Study,
    *,
    by: str = "participant",
    values: Literal["segments", "presence", "words", "percent"] = "segments",
    counts: Counts | None = None,
    selection: Selection = EVERYTHING,
) -> Table:
    """Cross codes with participants, or with an attribute of theirs.

    Parameters
    ----------
    study
        The study file.
    by
        What the columns are: participant, or the name of an attribute, as role; participants of whom it is
        not told stand under "not known".
    values
        What a cell holds: the number of segments; presence, 1 or 0 for a participant and for an attribute the
        number of participants; the number of words; or percent, the share of all words of that participant or
        group.
    counts
        How numbers read: none leaves a mark where there is something; n_of_N; or words (see: intercoder
        frequency --help).
    selection
        What of the study to look at.
    """
    found = material(study, selection)
    groups = None if by == "participant" else _groups(found, by)
    table = matrices.matrix(found.basis, values=values, by=by, groups=groups)
    return found.noted(_worded(study, table, counts, matrices.cells(table)))


def _groups(found: Material, attribute: str) -> dict[str, str]:
    """Return what each participant chosen has of an attribute."""
    known = dict.fromkeys(name for told in found.people.values() for name in told)
    if found.transcripts and attribute not in known:
        there = ", ".join(("participant", *known))
        raise ToolkitError(attribute, "is no attribute of these participants", f"use one of: {there}")
    return {name: told.get(attribute, "") for name, told in found.people.items()}


def cooccurrence(
    study: Study | None = None,
    *,
    table: Path | None = None,
    columns: tuple[str, ...] = (),
    engine: EngineName | None = None,
    within: Literal["passage", "overlap", "turns"] = "overlap",
    turns: int = 1,
    square: bool = False,
    counts: Counts | None = None,
    selection: Selection = EVERYTHING,
) -> Table:
    """Tell which codes stand together, in how many segments and of how many participants.

    Passages of two codes that meet, directly or through others of the two, are one segment together; jaccard
    is the share of segments with both codes among those with either. Words and turns that do not count, as
    those of interviewers, are left out of the comparison.

    With --table no study is needed: two codes stand together on a unit that was given both, in a table of
    codings however large.

    Parameters
    ----------
    study
        The study file.
    table
        A table of codings instead (see: intercoder frequency --help).
    columns
        What columns of the table are called, as coder=NAME (see: intercoder agreement --help).
    engine
        What counts the table: pandas, duckdb, polars or spark (see: intercoder agreement --help).
    within
        When two passages meet: within a passage, if they cover the same words; an overlap, if they share at
        least one character; or turns, if they are in one turn or not far apart.
    turns
        How many turns they may be apart, with --within turns; 0 is the same turn.
    square
        A table of codes by codes, with the number of segments, in place of a row for each pair.
    counts
        How numbers read: none, n_of_N or words (see: intercoder frequency --help).
    selection
        What of the study to look at.
    """
    if table is not None:
        others = (("--within", within != "overlap"), ("--turns", turns != 1), ("--square", square))
        _check_table_alone("cooccurrence", study, counts, selection, *others)
        return tallying.cooccurrence(table, engine=engine, columns=columns)
    study = _given(study, "cooccurrence", columns, engine)
    found = material(study, selection)
    if square:
        made = cooccurrences.square(found.basis, within=within, turns=turns)
        return found.noted(_worded(study, made, counts, cooccurrences.cells(made)))
    made = cooccurrences.cooccurrence(found.basis, within=within, turns=turns)
    return found.noted(_worded(study, made, counts))


def _worded(study: Study, table: Table, counts: Counts | None, cells: Collection[str] = ()) -> Table:
    """Return a table with its numbers as asked for, else as the approach of the study has them."""
    if counts is not None:
        return wording.worded(table, counts, cells)
    with study.reading() as connection:
        reflexive = declared_approach(connection) == "reflexive"
    if not reflexive:
        return table
    made = wording.worded(table, "none", cells)
    return replace(made, notes=(*made.notes, _REFLEXIVE))


def coverage(study: Study, *, coder: tuple[str, ...] = (), at: str | None = None) -> Table:
    """Tell who has read which transcript under which codebook version, and what that leaves unsearched.

    A code that was added, widened or brought back since a reading was not looked for in it: until somebody
    has read the transcript again, that nobody coded it says nothing. The same holds for words that came into
    a transcript by a correction after a reading; the status is then corrected.

    Parameters
    ----------
    study
        The study file.
    coder
        Only readings by these coders; a transcript that none of them has read is unread.
    at
        The codebook version whose codes to look at; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        lineage = codebooks.lineage(connection)
        book = lineage.at(at)
        readings = [
            (task, version)
            for task, version in rounds.readings(connection)
            if Version.of(version) <= Version.of(book.version) and (not coder or task.coder in coder)
        ]
        names = stored.names(connection)
        unseen = unread_since(connection, readings)
    looked = complete(lineage, book.version, readings)
    last = {(task.transcript, task.coder): version for task, version in readings if not task.finished}
    last |= {(task.transcript, task.coder): version for task, version in readings if task.finished}
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for transcript, reader in sorted(last):
        readers[transcript].append(reader)
    rows = []
    for name in names:
        coders = readers[name]
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
    return table.noted(*map(str, unseen), study.profile.notice)


def _covered(name: str, coder: str, version: str, found: frozenset[str] | None, book: Codebook) -> Covered:
    if found is None:
        return Covered(name, coder, version, "reading", tuple(book.codable))
    missing = tuple(code for code in book.codable if code not in found)
    return Covered(name, coder, version, "incomplete" if missing else "complete", missing)


_TRANSCRIPT_COLUMNS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("participant", meaning="Who was interviewed; empty if the transcript names nobody."),
    Column("revision", "count", meaning="1 as imported, one more with each correction of the text."),
    Column("turns", "count", meaning="How many turns it has, those of interviewers too."),
    Column("words", "count", meaning="How many words are in these turns."),
    Column("speakers", meaning="Who speaks, each with the role."),
    Column("verbatim", heading="Verbatim level", meaning="How closely it was transcribed."),
    Column("source", meaning="Name of the file it came from."),
)


def transcripts(study: Study) -> Table:
    """List the transcripts with their turns, words and speakers.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        everything = stored.everything(connection)
    rows = tuple(_transcript_row(transcript) for transcript in everything)
    return Table("Transcripts", _TRANSCRIPT_COLUMNS, rows, tuple(filter(None, (study.profile.notice,))))


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


def participants(
    study: Study,
    *,
    drop: tuple[str, ...] = (),
    smallest: int = 3,
    extent: bool = False,
    selection: Selection = EVERYTHING,
) -> Table:
    """List the participants with what is known of them.

    Values that few participants share may tell who somebody is: the notes list them.

    Parameters
    ----------
    study
        The study file.
    drop
        Columns to leave out.
    smallest
        How many participants should share a value, or all the values shown together; the notes list what
        fewer share. With 1, nothing is listed.
    extent
        Add how many transcripts there are of each, and how many words that count.
    selection
        Which participants to list, and whose words count; coders, themes and codes make no difference here.
    """
    found = company(study, selection)
    table = people.participants(
        found.known, drop=drop, smallest=smallest, extent=found.basis if extent else None
    )
    return replace(table, notes=(*table.notes, *found.notes))


def saturation(
    study: Study,
    *,
    order: Literal["interview", "coding", "random"] = "interview",
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    resamples: int = 1000,
    seed: int = 0,
    selection: Selection = EVERYTHING,
) -> Table:
    """Follow how many codes were seen after each transcript, and tell whether saturation was reached.

    Saturation is judged as Guest, Namey & Chen (2020, PLoS ONE 15(5), e0232076) propose: the codes of the
    first transcripts are the base; after them, runs of a few transcripts move on one by one; saturation is
    reached with the first run that brings no more new codes, as a share of those in the base, than the
    threshold. 6+2 reads: after six transcripts, confirmed by a run of two.

    A curve that flattens says that no new codes come, not that their meaning is understood: code saturation
    is not meaning saturation (Hennink, Kaiser & Marconi 2017), and in reflexive thematic analysis saturation
    is no criterion at all (Braun & Clarke 2019). It says nothing of transcripts that were not read to the
    end, nor of codes that were not looked for in them: see the notes and the command coverage.

    Parameters
    ----------
    study
        The study file.
    order
        The order to follow: interview, as the transcripts were imported; coding, as they were first read,
        that is by the first coding made or the first reading finished in each under any codebook version,
        those of the same moment as they were imported; or random, the mean and a band of 95% over many.
    base
        How many transcripts the base is made of.
    run
        How many transcripts a run is made of: 6+2 reads after six transcripts, with a run of two.
    threshold
        The largest share of new codes at which to speak of saturation: 0.05 is 5%, 0 is no new code.
    resamples
        How many random orders to try for the band.
    seed
        Where the random numbers start: the same seed gives the same band.
    selection
        What of the study to look at.
    """
    # Checked for random order too: a wrong number should not pass because it is not needed.
    rule = saturations.Rule(base, run, threshold)
    found = material(study, selection)
    return saturation_of(study, found, order=order, rule=rule, resamples=resamples, seed=seed)


def saturation_of(
    study: Study,
    found: Material,
    *,
    order: Literal["interview", "coding", "random"] = "interview",
    rule: saturations.Rule | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> Table:
    """Return the table of `saturation` for what is at hand."""
    reading = _reading(study, found.selection.coder, found)
    if order == "random":
        table = saturations.by_chance(found.basis, reading.transcripts, resamples=resamples, seed=seed)
    else:
        ordered = reading.transcripts if order == "interview" else reading.as_first_read
        table = saturations.saturation(found.basis, ordered, order=order, rule=rule or saturations.Rule())
    return found.noted(replace(table, notes=(*table.notes, *reading.notes)))


@dataclass(frozen=True)
class _Reading:
    """What was read of a study, by some coders and up to a version.

    Attributes
    ----------
    transcripts
        Ids of those read to the end or coded, in the order of import: one that nobody has read would seem to
        bring no new code.
    began
        When the first coding in each was made, or the first reading of it finished.
    """

    transcripts: tuple[str, ...]
    began: dict[str, str]
    notes: tuple[str, ...]

    @property
    def as_first_read(self) -> tuple[str, ...]:
        """The transcripts in the order of their first reading, else of import."""
        # Without the Z, because of two times within a second the shorter is the earlier one.
        moments = {name: at.removesuffix("Z") for name, at in self.began.items()}
        last = max(moments.values(), default="")
        return tuple(sorted(self.transcripts, key=lambda name: moments.get(name, last)))


def _reading(study: Study, chosen: Sequence[str], found: Material) -> _Reading:
    coders = [name for name in chosen if name != CONSENSUS]
    with study.reading() as connection:
        tasks = [
            (task, version)
            for task, version in rounds.readings(connection)
            if task.finished_at is not None and (not coders or task.coder in coders)
        ]
        made = codings.began(connection, coders=coders or None)
    latest = Version.of(found.codebook.version)
    finished = {task.transcript for task, version in tasks if Version.of(version) <= latest}
    read = finished | found.coded
    began: dict[str, str] = {}
    moments = [(task.transcript, task.finished_at or "") for task, _ in tasks]
    for name, moment in (*moments, *made.items()):
        began[name] = min(began.get(name, moment), moment, key=lambda at: at.removesuffix("Z"))
    names = [transcript.id for transcript in found.transcripts]
    return _Reading(
        tuple(name for name in names if name in read),
        began,
        tuple(
            _unread(
                [name for name in names if name not in read],
                [name for name in names if name in read and name not in finished],
            )
        ),
    )


def _unread(left_out: Sequence[str], unfinished: Sequence[str]) -> Iterator[str]:
    if left_out:
        yield f"Left out, because they were not read: {', '.join(left_out)}."
    if unfinished:
        yield f"Not read to the end: {', '.join(unfinished)}."
    yield (
        "Where a transcript was not read to the end, or not searched for a code, it says nothing about "
        "saturation that no new code came."
    )
