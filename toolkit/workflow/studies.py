"""Making, opening, describing and verifying a study."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from toolkit.errors import Several, ToolkitError
from toolkit.formats import codebooks as codebook_files
from toolkit.model.codebook import Codebook
from toolkit.model.moment import Moment
from toolkit.model.round import FIRST_ROUND, Round
from toolkit.model.table import Column, Table
from toolkit.store import (
    address,
    codebooks,
    codings,
    decisions,
    events,
    placements,
    rounds,
    sights,
    transcripts,
    upgrades,
    verdicts,
    verification,
)
from toolkit.store.past import Past
from toolkit.store.schema import SCHEMA_NUMBER
from toolkit.store.study import Connection, Profile, Records, Study
from toolkit.workflow import admitting, files, keeping, merging
from toolkit.workflow.measuring import counted_words
from toolkit.workflow.outlining import codebook_of
from toolkit.workflow.viewing import Looking, complete, in_question

__all__ = [
    "Overview",
    "Study",
    "as_of",
    "check_untouched",
    "coders",
    "create",
    "hidden",
    "make_room",
    "moment",
    "open_study",
    "overview",
    "transcript_names",
    "upgrade",
    "verify",
    "words",
]

_DAMAGED = "do not rely on it; look whether the disk is well, and make another with: intercoder backup"
_END = (
    "The log ends with {}:{}; noted elsewhere it shows later that nothing before was changed (see --noted)."
)
_NOTED = re.compile(r"(\d{1,18}):([0-9a-fA-F]{32,64})")
_MANY_NOUNS = 200_000


def open_study(place: str | Path, *, as_of: Moment | None = None) -> Study:
    """Open a study: a file, or what is at an address of a database.

    Parameters
    ----------
    as_of
        When the study is to be looked at; by default as it is. Nothing can be written to the past.

    Raises
    ------
    ToolkitError
        If it is missing, is no study, was made by a newer Intercoder, or was not there yet at that time.
    """
    study = Study(place)
    if as_of is None:
        return study
    try:
        return Past(study, as_of)
    except BaseException:
        study.close()
        raise


def check_untouched(place: str | Path) -> None:
    """Refuse a study that is not as it was written: to be asked where something failed that nobody foresaw.

    What is wrong with it is left to `verify`: not everybody may know of it while a round is blind.

    Raises
    ------
    ToolkitError
        If it cannot be opened, is damaged, or was changed behind its back.
    """
    study = open_study(place)
    try:
        with study.reading() as connection:
            sights.lift(connection)
            wrong = next(verification.findings(connection), None)
    finally:
        study.close()
    if wrong is not None:
        what = "is damaged or was changed behind its back, and what lies in it makes no sense any more"
        remedy = "see: intercoder verify, intercoder backups, and intercoder restore"
        raise ToolkitError(study.where, what, remedy)


def as_of(study: Study) -> str:
    """Return a sentence on as of when a study is looked at; empty if it is as it is now."""
    return study.told if isinstance(study, Past) else ""


def words(study: Study) -> str:
    """Return what opens a study again from anywhere. It may hold a password: not to be shown."""
    return study.address.words


def create(
    study: str | Path,
    *,
    codebook: Path | None = None,
    project: Path | None = None,
    title: str = "",
    notice: str = "",
    positions: str = "auto",
    coder: str = "",
) -> str:
    """Make a new study from a released codebook, or from a project of another program.

    Of a project it takes the codes as the first version of the codebook, and all that `intercoder
    import-project` takes.

    Parameters
    ----------
    study
        The file to make, such as my.study, or postgresql://USER@HOST/DATABASE?study=NAME. What is there
        already is left alone.
    codebook
        The codebook: Intercoder's own (.yaml), REFI-QDA (.qdc) or a table with a row for each code (.csv .tsv
        .xlsx).
    project
        The project to make it from instead.
    title
        What the study is called; by default as its codebook.
    notice
        A sentence to print under every exported table.
    positions
        How a REFI-QDA project counts the characters of its texts; auto finds it out.
    coder
        Who did what the project does not say who did.
    """
    if (codebook is None) == (project is None):
        remedy = "give --codebook FILE, or --project FILE of another program"
        raise ToolkitError("create", "it is not said what the study is made from", remedy)
    if project is not None:
        return _from_project(study, project, title=title, notice=notice, positions=positions, coder=coder)
    reading = codebook_files.read(files.source(cast("Path", codebook)))
    made = start(study, reading.codebook, title=title, notice=notice)
    where = made.where
    made.close()
    count = len(reading.warnings)
    warned = f" ({count} {'warning' if count == 1 else 'warnings'}; see: intercoder codebook check)"
    return f"{where}: new study under codebook {reading.codebook.version}{warned if count else ''}"


def _from_project(
    study: str | Path, path: Path, *, title: str, notice: str, positions: str, coder: str
) -> str:
    """Make a study of a project, all of it or nothing."""
    source, found = admitting.read(path, positions)
    made = start(study, codebook_of(found, source.name), title=title or found.name, notice=notice)
    try:
        table = admitting.admit(made, found, source.data, coder=coder)
    except BaseException:
        made.discard()
        raise
    where = made.where
    made.close()
    came = "; ".join(f"{kind} {fate}: {count}" for kind, fate, count, _ in table.rows)
    return "\n".join([f"{where}: new study from {source.name}", came, *table.notes])


def start(place: str | Path, codebook: Codebook, *, title: str = "", notice: str = "") -> Study:
    """Make a study and release its first codebook in it; leave nothing behind if that fails.

    A draft becomes a release by this: a study always has one.
    """
    codebook = replace(codebook, status="released") if codebook.status == "draft" else codebook

    def begin(records: Records) -> None:
        codebooks.add(records, codebook)
        rounds.add_round(records, Round(FIRST_ROUND, "coding", codebook.version))

    return Study.create(place, title=title or codebook.title, notice=notice, begin=begin)


@dataclass(frozen=True)
class Overview:
    """What is in a study, for a first look.

    Attributes
    ----------
    n_words
        Words spoken by others than interviewers.
    finished
        Pairs of transcript and coder.
    outdated
        Those of them that have not looked for every code there is now.
    n_pending
        Codings that wait for a person since the codebook changed.
    n_displaced
        Codings that wait for their place in a corrected transcript.
    """

    profile: Profile
    version: str
    n_codes: int
    transcripts: tuple[str, ...]
    n_participants: int
    n_words: int
    coders: tuple[str, ...]
    n_codings: int
    finished: frozenset[tuple[str, str]]
    outdated: frozenset[tuple[str, str]]
    n_pending: int
    n_displaced: int = 0

    @property
    def shared(self) -> tuple[str, ...]:
        """Transcripts finished by two coders or more: agreement rests on them."""
        counted = Counter(transcript for transcript, _ in self.finished)
        return tuple(name for name in self.transcripts if counted[name] > 1)

    def unfinished(self, coder: str) -> tuple[str, ...]:
        """Return the transcripts a coder has not finished."""
        return tuple(name for name in self.transcripts if (name, coder) not in self.finished)


def overview(study: Study) -> Overview:
    """Gather what a first look at the study shows."""
    with study.reading() as connection:
        looking = Looking(connection)
        seen, codebook = in_question(looking), looking.codebook
        looked = complete(looking.lineage, codebook.version, looking.readings)
        persons = transcripts.persons(connection)
        words = counted_words(connection)
        return Overview(
            profile=study.profile,
            version=codebook.version,
            n_codes=len(codebook.codable),
            transcripts=tuple(words),
            n_participants=len({persons[name] or name for name in words}),
            n_words=sum(words.values()),
            coders=rounds.coders(connection),
            n_codings=codings.count(connection),
            finished=frozenset(looked),
            outdated=frozenset(
                pair for pair, found in looked.items() if not found.issuperset(codebook.codable)
            ),
            n_pending=seen.account.tally.pending,
            n_displaced=len(seen.repairs),
        )


def hidden(study: Study) -> str:
    """Return a sentence on what is hidden from who looks at the study; empty if nothing is."""
    with study.reading() as connection:
        sight = sights.of(connection)
    if sight.whole:
        return ""
    names = ", ".join(sight.hidden)
    told = f"round {names} is blind" if len(sight.hidden) == 1 else f"rounds {names} are blind"
    whose = "what others do" if sight.role == "coder" else "what coders do"
    return f"{told}: {whose} in it is not shown"


def moment(study: Study) -> str:
    """Return what is another text after anything was written to the study: what was read before is old.

    It is another one, too, for each person from whom something is hidden.
    """
    with study.reading() as connection:
        head = events.head(connection)[1]
        return head if sights.of(connection).whole else f"{head} for {study.viewer}"


def make_room() -> None:
    """Have Python look less often for what nothing refers to any more; called once, when a program begins.

    A large study is read as millions of nouns at once, none of which refer to one another in circles. To look
    through them again and again takes longer than to make them.
    """
    gc.set_threshold(_MANY_NOUNS, *gc.get_threshold()[1:])


def coders(study: Study) -> tuple[str, ...]:
    """Return who codes, in the order they joined."""
    with study.reading() as connection:
        return rounds.coders(connection)


def transcript_names(study: Study) -> tuple[str, ...]:
    """Return the ids of the transcripts, in the order of import."""
    with study.reading() as connection:
        return transcripts.names(connection)


def verify(study: Study, *, noted: str = "") -> Table:
    """Check that what lies on disk is what was written.

    Looks at the database file itself, links between records, hashes of texts and codebooks, turns and
    speakers, every quotation against its text, the chain of the event log, and all other records against the
    log. Of a study file its backups are read and compared with the log, too, and what a program that was
    killed has left beside it is told. Nothing is mended.

    Whoever can write to the file can write its whole log anew. Only what was noted elsewhere shows that: an
    end of the log as this command tells it, or a report pack.

    Parameters
    ----------
    study
        The study file.
    noted
        An end of the log that was noted before, such as 36:9f3c…: all up to there has to be there still.

    Raises
    ------
    ToolkitError
        One line for each problem found.
    """
    with study.reading() as connection:
        sights.check_whole(connection, "verifying")
        faults = [ToolkitError(study.where, *found) for found in verification.findings(connection)]
        faults += _damaged_backups(study)
        if not faults:  # else the log may be one that cannot be read
            faults += _other_logs(study, connection, noted)
        if faults:
            raise Several(faults)
        counted = {
            "transcripts": len(transcripts.names(connection)),
            "codings": codings.count(connection),
            "codebook versions": len(codebooks.versions(connection)),
            "decisions": len(decisions.everything(connection)),
            "verdicts": len(verdicts.everything(connection)),
            "placements": len(placements.everything(connection)),
            "events": events.head(connection)[0],
        }
        end = _END.format(*events.head(connection))
    columns = (Column("record"), Column("checked", "count"))
    table = Table("Verified", columns, tuple(counted.items()), ("No problem found.",))
    told = (merging.beside(study), *keeping.left_over(study), keeping.misplaced(study), end)
    for note in filter(None, told):
        table = table.noted(f"{note[0].upper()}{note[1:]}")
    return table


def _damaged_backups(study: Study) -> list[ToolkitError]:
    return [ToolkitError(name, "this backup is damaged", _DAMAGED) for name in keeping.damaged(study)]


def _other_logs(study: Study, connection: Connection, noted: str) -> Iterator[ToolkitError]:
    """Yield what was noted of the log elsewhere, or is kept in a backup, and is not in it."""
    if noted:
        told = _NOTED.fullmatch(noted.strip())
        if told is None:
            raise ToolkitError("--noted", f"{noted!r} is no end of a log", "write it as verify told it")
        if not (events.hash_of(connection, int(told[1])) or "").startswith(told[2].lower()):
            what = f"event {told[1]} of the log is not the one that was noted: what was there was changed"
            yield ToolkitError(study.where, what, "find a copy or backup from then, and compare")
    if backup := keeping.left_behind(study):
        remedy = f"see what it is with: intercoder merge {study.where} {backup} --dry-run; then merge it"
        yield ToolkitError(str(backup), keeping.AHEAD, f"{remedy}, or go back to it with: intercoder restore")


def upgrade(study: str | Path, *, dumped: bool = False) -> str:
    """Bring a study of an older Intercoder up to date; of a file a backup is made first.

    Parameters
    ----------
    study
        The study file or address.
    dumped
        Say that a study on a server has been dumped with pg_dump: no copy of it is made from here.
    """
    number, copy = upgrades.upgrade(study, dumped=dumped)
    where = address.of(study)
    if number == SCHEMA_NUMBER:
        return f"{where}: is up to date (schema {number})"
    kept = "it was dumped by yourself" if copy is None else f"it is kept in {copy}"
    return f"{where}: brought up to date; as it was, {kept}"
