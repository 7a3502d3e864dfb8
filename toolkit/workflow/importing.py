"""Bringing files into a study: transcripts, participants, a coder's work. All of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.formats import participants as participant_files
from toolkit.formats import transcripts as transcript_files
from toolkit.formats.projects import bundle
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.placement import PlaceTally
from toolkit.model.round import Coder
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Reading, Role, Speaker, Transcript
from toolkit.store import codebooks, codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import correcting, files
from toolkit.workflow.viewing import view

Given = TypeVar("Given")
Made = TypeVar("Made")
Row = tuple[Value, ...]

_REPORT = (
    Column("file"),
    Column("state"),
    Column("format"),
    Column("transcript"),
    Column("turns", "count"),
    Column("words", "count"),
    Column("words_in_turns", "count"),
    Column("speakers"),
    Column("cues_merged", "count"),
    Column("unknown_speakers", "count"),
    Column("time_backwards", "count"),
    Column("left_out"),
)


def import_files(
    study: Study,
    *paths: Path,
    participants: Path | None = None,
    interviewer: tuple[str, ...] = (),
    language: str = "en",
    revise: tuple[str, ...] = (),
) -> Table:
    """Bring transcripts and coders' work into a study, all of them or none.

    Reads .txt, .vtt and .docx transcripts, and bundles (.jsonl) written by `intercoder bundle`. A file that
    was imported before with the same text is left alone, but for who asks. Of a bundle, what is new is added;
    what its coder removed elsewhere is not removed here. The table says what each reader did.

    Parameters
    ----------
    study
        The study file.
    paths
        The files to read. A transcript is named after its file: P04 for P04.vtt.
    participants
        A csv table with a column `participant` and one row for each.
    interviewer
        Labels of speakers who ask; their turns are context and are not compared or counted.
    language
        Language of the transcripts, as a two-letter code.
    revise
        Ids of transcripts that are there and of which files bring a corrected text. It is kept as the next
        revision; codings are carried over to it as far as their passages are certain, and the others wait
        for a person, see: intercoder review. A single file may have any name.
    """
    if not paths and participants is None:
        raise ToolkitError("import", "no file is named", "give transcripts, bundles or --participants")
    read = _gather(_read, paths)
    described = _gather(_read_participants, [] if participants is None else [participants])
    if faults := [fault for outcome in (read, described) for fault in outcome.faults]:
        raise Several(faults)
    readings = [
        _prepared(reading, interviewer, language) for reading in read.made if isinstance(reading, Reading)
    ]
    submissions = [submission for submission in read.made if isinstance(submission, Submission)]
    readings = _corrections(readings, revise)
    _check_namesakes(readings)
    _check_labels(interviewer, readings)
    with study.transaction(RESEARCHER) as records:
        rows = _all(lambda reading: _add_transcript(records, reading, revise, interviewer), readings)
        for name, known in (pair for table in described.made for pair in table.items()):
            transcripts.add_participant(records, name, known)
        rows += _all(lambda submission: _add_submission(records, submission), submissions)
        notes = (
            *_doubts(readings),
            *_same_texts(records.connection, readings),
            *_carried_over(records.connection, revise),
        )
    if described.made:
        notes += (f"{len(described.made[0])} participants described.",)
    return Table("Imported", _REPORT, tuple(rows), notes)


def _read(path: Path) -> Reading | Submission:
    """Read one file, whatever it is; every fault names it."""
    source = files.source(path)
    try:
        if source.ending in bundle.ENDINGS or bundle.sniff(source.data):
            return bundle.read(source)
        return transcript_files.read(source)
    except Invalid as refused:
        raise ToolkitError(source.name, refused.what, refused.remedy) from refused


def _read_participants(path: Path) -> dict[str, dict[str, str]]:
    return participant_files.read(files.source(path))


@dataclass(frozen=True)
class _Gathered(Generic[Made]):
    """What could be made of some items, and the faults of the others."""

    made: list[Made]
    faults: list[ToolkitError]


def _gather(action: Callable[[Given], Made], items: Iterable[Given]) -> _Gathered[Made]:
    """Do the same to each item, and go on past those that refuse."""
    gathered: _Gathered[Made] = _Gathered([], [])
    for item in items:
        try:
            gathered.made.append(action(item))
        except ToolkitError as error:
            gathered.faults.append(error)
    return gathered


def _all(action: Callable[[Given], Made], items: Iterable[Given]) -> list[Made]:
    """Do the same to each item; if any refuse, raise all their errors at once."""
    gathered = _gather(action, items)
    if gathered.faults:
        raise Several(gathered.faults)
    return gathered.made


def _prepared(reading: Reading, interviewer: Sequence[str], language: str) -> Reading:
    """Apply what the researcher knows and the file does not say."""
    transcript = reading.transcript
    asking: Role = "interviewer"
    speakers = tuple(
        Speaker(speaker.label, asking) if speaker.label in interviewer else speaker
        for speaker in transcript.speakers
    )
    return replace(reading, transcript=replace(transcript, speakers=speakers, language=language))


def _check_namesakes(readings: Sequence[Reading]) -> None:
    """Refuse two files of different text that would be one transcript, such as P01.txt and P01.docx."""
    seen: dict[str, Transcript] = {}
    for transcript in (reading.transcript for reading in readings):
        first = seen.setdefault(transcript.id, transcript)
        if first.sha256 != transcript.sha256:
            what = f"would be the same transcript {transcript.id} as {first.source}, with another text"
            raise ToolkitError(transcript.source, what, "rename one of them, or leave one out")


def _check_labels(interviewer: Sequence[str], readings: Sequence[Reading]) -> None:
    """Refuse the label of an interviewer whom no file has."""
    labels = {speaker.label for reading in readings for speaker in reading.transcript.speakers}
    for label in interviewer:
        if label not in labels:
            there = ", ".join(sorted(labels)) or "none"
            raise ToolkitError(
                f"--interviewer {label}", "no file has a speaker of this name", f"there are: {there}"
            )


def _corrections(readings: Sequence[Reading], revise: Sequence[str]) -> list[Reading]:
    """Give the one file that corrects a transcript its name; refuse names to which no file belongs."""
    names = {reading.transcript.id for reading in readings}
    missing = [name for name in revise if name not in names]
    if len(missing) == len(revise) == len(readings) == 1:
        (reading,), (name,) = readings, missing
        return [replace(reading, transcript=replace(reading.transcript, id=name))]
    for name in missing:
        remedy = f"name the file after it ({name}.txt, say), or import it alone"
        raise ToolkitError(f"--revise {name}", "no file brings a text of this transcript", remedy)
    return list(readings)


def _carried_over(connection: Connection, revised: Sequence[str]) -> Iterator[str]:
    """Say what became of the codings of corrected transcripts."""
    if not revised:
        return
    made = codings.everything(connection)
    places = view(connection, made).places
    for name in dict.fromkeys(revised):
        mine = [coding.id for coding in made if coding.transcript == name]
        found = [places[id_] for id_ in mine if id_ in places]
        revision = max(transcripts.revisions(connection, name))
        yield f"{PlaceTally.of(name, revision, found)}."
        if outdated := len(mine) - len(found):
            yield f"{name}: {outdated} more codings are of earlier readings, which were made anew since."


def _add_transcript(
    records: Records, reading: Reading, revise: Collection[str] = (), asking: Collection[str] = ()
) -> Row:
    """Add a transcript unless it is there; return its row of the report."""
    transcript = reading.transcript
    known = transcripts.find(records.connection, transcript.id)
    if transcript.id in revise:
        return _reading_row(reading, *_revised(records, known, transcript, asking))
    if known is None:
        transcripts.add(records, transcript)
        return _reading_row(reading, transcript, "added")
    if known.sha256 != transcript.sha256:
        older = transcripts.revisions(records.connection, transcript.id)
        for revision, sha256 in older.items():
            if sha256 == transcript.sha256:
                return _reading_row(reading, known, f"was there (revision {revision}, corrected since)")
        raise ToolkitError(
            transcript.source,
            f"the study already has a transcript {transcript.id} with another text",
            f"rename the file if it is another interview; add --revise {transcript.id} if it is corrected",
        )
    asking = [
        s.label for s in transcript.speakers if s.role == "interviewer" != known.roles.get(s.label, s.role)
    ]
    for label in asking:
        transcripts.set_role(records, known, label, "interviewer")
    stored = transcripts.find(records.connection, transcript.id)
    return _reading_row(reading, stored or known, "roles changed" if asking else "was there")


def _revised(
    records: Records, known: Transcript | None, read: Transcript, asking: Collection[str]
) -> tuple[Transcript, str]:
    """Store a corrected text; return it as it is kept, and what was done."""
    if known is None:
        there = ", ".join(transcripts.names(records.connection)) or "none yet"
        raise ToolkitError(f"--revise {read.id}", "is no transcript of this study", f"there are: {there}")
    if known.sha256 == read.sha256:
        return known, "was there"
    before = transcripts.revisions(records.connection, read.id)
    again = [str(revision) for revision, sha256 in before.items() if sha256 == read.sha256]
    revised = correcting.revise(records, known, read, asking)
    as_before = f", the text of revision {again[-1]} again" if again else ""
    return revised, f"revision {revised.revision}{as_before}"


def _doubts(readings: Sequence[Reading]) -> Iterator[str]:
    """Say what a person should look at before coding begins: a text never changes after its import."""
    for reading in readings:
        transcript = reading.transcript
        if not transcript.speakers:
            yield f"{transcript.id}: no speaker was recognised, so that every word counts as a participant's."
        if reading.report.encoding == "cp1252":
            yield f"{transcript.id}: is not UTF-8 and was read as cp1252; check its accented letters."


def _same_texts(connection: Connection, readings: Sequence[Reading]) -> Iterator[str]:
    """Say which transcripts have the very same text: one interview under two names counts twice."""
    for reading in readings:
        if others := transcripts.sharing_text(connection, reading.transcript):
            yield f"{reading.transcript.id} has the same text as {', '.join(others)}."


def _add_submission(records: Records, submission: Submission) -> Row:
    """Add what is new of a coder's work; return its row of the report."""
    connection = records.connection
    _check_rounds(connection, submission)
    texts = _check_texts(connection, submission)
    books = _check_codebooks(connection, submission)
    fates = _all(
        lambda coding: _fate(
            connection, coding, _quoted(connection, coding, texts), books[coding.codebook_version]
        ),
        submission.codings,
    )
    if submission.coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(submission.coder))
    _take_over_assignments(records, submission, texts)
    for coding, fate in zip(submission.codings, fates, strict=True):
        if fate == "added":
            codings.add(records, coding)
    _add_memos(records, submission)
    told = ", ".join(f"{count} codings {fate}" for fate, count in sorted(Counter(fates).items()))
    here = codings.everything(connection, coders=[submission.coder])
    missing = len({coding.id for coding in here} - {coding.id for coding in submission.codings})
    if missing:
        told += f", {missing} codings here are not in the bundle"
    names = ", ".join(submission.texts)
    return (f"work of {submission.coder}", "added", bundle.NAME, names, *[None] * 7, told or "no codings")


def _quoted(connection: Connection, coding: Coding, texts: Mapping[str, Transcript]) -> Transcript:
    """Return the revision a coding quotes, which is the one its coder had last or an earlier one."""
    newest, revision = texts[coding.transcript], coding.quotation.revision
    found = newest if revision == newest.revision else None
    if revision < newest.revision:
        found = transcripts.find(connection, newest.id, revision)
    if found is None:
        what = f"quotes revision {revision} of {newest.id}, whose text is revision {newest.revision} here"
        raise ToolkitError(f"coding {coding.id}", what, "give the coder a copy of this study to work in")
    return found


def _take_over_assignments(records: Records, submission: Submission, texts: Mapping[str, Transcript]) -> None:
    """Add assignments and what was finished since; what is finished here stays so."""
    here = {
        (task.transcript, task.round): task
        for task in rounds.assignments(records.connection)
        if task.coder == submission.coder
    }
    for given in submission.assignments:
        task = replace(given, revision=min(given.revision, texts[given.transcript].revision))
        known = here.get((task.transcript, task.round))
        if known is None or (task.finished and not known.finished):
            rounds.assign(records, task)


def _add_memos(records: Records, submission: Submission) -> None:
    present = {memo.id: memo for memo in codings.memos(records.connection)}
    for memo in submission.memos:
        if memo.id not in present:
            codings.add_memo(records, memo)
        elif present[memo.id] != memo:
            what = "is in the study with other content"
            raise ToolkitError(f"memo {memo.id}", what, "settle with the coder which one is right")


def _check_rounds(connection: Connection, submission: Submission) -> None:
    known = {known.id for known in rounds.rounds(connection)}
    used = {made.round for made in submission.assignments} | {made.round for made in submission.codings}
    for name in sorted(used - known):
        raise ToolkitError(
            f"work of {submission.coder}", f"belongs to round {name!r}, which is not in this study"
        )


def _check_texts(connection: Connection, submission: Submission) -> dict[str, Transcript]:
    """Return the transcripts the work rests on; refuse it if one is missing or reads differently here.

    Work on a text that was corrected here since is as welcome as that on the present one.
    """

    def same(name: str) -> Transcript:
        there = transcripts.revisions(connection, name)
        had = [revision for revision, sha256 in there.items() if sha256 == submission.texts[name]]
        known = transcripts.find(connection, name, had[-1]) if had else None
        if known is None:
            problem = "has another text in this study" if there else "is not in this study"
            where = f"work of {submission.coder}"
            raise ToolkitError(where, f"transcript {name} {problem}", "import the transcript it was made on")
        return known

    return dict(zip(submission.texts, _all(same, submission.texts), strict=True))


def _check_codebooks(connection: Connection, submission: Submission) -> dict[str, Codebook]:
    """Return the codebooks the work was made under; refuse it if one is missing or differs here."""

    def same(version: str) -> Codebook:
        known = codebooks.find(connection, version)
        if known is None or known.sha256 != submission.codebooks[version]:
            problem = "is not in this study" if known is None else "differs from the one in this study"
            where = f"work of {submission.coder}"
            raise ToolkitError(where, f"codebook {version} {problem}", "use the codebook it was made under")
        return known

    return dict(zip(submission.codebooks, _all(same, submission.codebooks), strict=True))


def _fate(connection: Connection, coding: Coding, transcript: Transcript, codebook: Codebook) -> str:
    """Tell what is to become of a coding; refuse one that contradicts text, codebook or its namesake."""
    where = f"coding {coding.id}"
    present = codings.find(connection, coding.id)
    if present is not None and present != coding:
        raise ToolkitError(
            where, "is in the study with other content", "settle with the coder which one is right"
        )
    if coding.code not in codebook.code and coding.code not in codebook.codable:
        raise ToolkitError(where, f"uses the code {coding.code!r}, which codebook {codebook.version} lacks")
    if coding.quotation != Quotation.cut(transcript, coding.span):
        raise ToolkitError(where, f"does not quote what stands at its positions in {transcript.id}")
    if present is not None:
        return "were there"
    return "were removed here" if codings.was_ever_added(connection, coding.id) else "added"


def _reading_row(reading: Reading, stored: Transcript, state: str) -> Row:
    report = reading.report
    return (
        reading.transcript.source,
        state,
        f"{report.format}, {report.encoding}" if report.encoding else report.format,
        stored.id,
        report.turns,
        report.words,
        report.words_in_turns,
        ", ".join(f"{speaker.label} ({speaker.role})" for speaker in stored.speakers),
        report.cues_merged,
        report.unknown_speakers,
        report.time_backwards,
        "; ".join(report.left_out),
    )
