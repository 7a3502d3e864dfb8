"""Bringing files into a study: transcripts, participants, a coder's work. All of them or none.

In two steps: `reading` reads the files and stores nothing, `commit` stores what was read in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.formats.projects import bundle
from toolkit.formats.transcripts import check_encoding, clock
from toolkit.model.placement import PlaceTally
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Gap, Reading, Role, Speaker, Transcript, Verbatim
from toolkit.store import codings, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import correcting, files
from toolkit.workflow.gathering import all_of
from toolkit.workflow.preparing import NOTHING_KNOWN, KnownBefore, read_as_before
from toolkit.workflow.reading import ENDINGS, FileRead, Interview, Known, doubts, read_path
from toolkit.workflow.receiving import receive
from toolkit.workflow.telling import step_by_step
from toolkit.workflow.viewing import view

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
    Column("gaps"),
    Column("left_out"),
)
_TRANSCRIPT, _SPEAKERS = (
    [column.name for column in _REPORT].index(name) for name in ("transcript", "speakers")
)


def import_files(
    study: Study,
    *paths: Path,
    participants: Path | None = None,
    interviewer: tuple[str, ...] = (),
    merge: tuple[str, ...] = (),
    protocol: Path | None = None,
    language: str | None = None,
    verbatim: Verbatim | None = None,
    revise: tuple[str, ...] = (),
    encoding: str = "",
    dry_run: bool = False,
) -> Table:
    """Bring transcripts and coders' work into a study, all of them or none.

    Reads transcripts in many forms (.txt .md .vtt .srt .docx .odt .rtf .pdf .json .csv .xlsx and others),
    tables of participants, and bundles (.jsonl) written by `intercoder bundle`. Of a folder it takes the
    files with such an ending and lists those it leaves aside. A file that was imported before with the same
    text is left alone, but for who asks. Of a bundle, what is new is added; what its coder removed elsewhere
    is not removed here. The table says what each reader did, the notes what a person should look at.

    Parameters
    ----------
    study
        The study file.
    paths
        The files to read, or folders of them. A transcript is named after its file: P04 for P04.vtt.
    participants
        A csv table with a column `participant` and one row for each.
    interviewer
        Labels of speakers who ask; their turns are context and are not compared or counted.
    merge
        Labels of one speaker, as in "P1=P01": where a file has the first, its turns go to the second. The
        text stays, and so does what the file said.
    protocol
        The questions that were to be asked, as `intercoder questions` reads them: each turn then knows its
        own.
    language
        Language of the transcripts, as a two-letter code; by default what the file says, else en.
    verbatim
        How close to the spoken word the transcripts are; by default what the file says.
    revise
        Ids of transcripts that are there and of which files bring a corrected text. It is kept as the next
        revision; codings are carried over to it as far as their passages are certain, and the others wait
        for a person, see: intercoder review. A single file may have any name.
    encoding
        Encoding of the text files, such as cp1251, where what was found out by itself is wrong.
    dry_run
        Only say what would happen.
    """
    if encoding:
        check_encoding(encoding)
    if not paths and participants is None:
        raise ToolkitError("import", "no file is named", "give transcripts, bundles or --participants")
    found = files.listed(paths, ENDINGS)
    told = step_by_step("Reading", found.files, lambda path: path.name)
    read = [read_path(path, encoding=encoding) for path in told]
    if participants is not None:
        read.append(read_path(participants, "participants"))
    _refuse_faulty(read)
    labels = _labels(read)
    _check_labels(interviewer, labels)
    before = KnownBefore.of(merge, protocol, labels)
    known = Known(language=language, verbatim=verbatim, roles=dict.fromkeys(interviewer, "interviewer"))
    told_of = [replace(file, known=known) for file in read]
    table = commit(study, _corrections(told_of, revise), before, dry_run=dry_run)
    return _with_aside(table, found)


def commit(
    study: Study, read: Sequence[FileRead], before: KnownBefore = NOTHING_KNOWN, *, dry_run: bool = False
) -> Table:
    """Store what was read, in one transaction: all of it or nothing.

    Parameters
    ----------
    study
        The study.
    read
        The files as read, each with what the researcher says of it.
    before
        Labels to merge and questions to recognise in the transcripts among them.
    dry_run
        Do all of it and take it back, so that the table says what would happen.

    Raises
    ------
    ToolkitError
        With every fault of every file, if there is any; the study is then as it was.
    """
    _refuse_faulty(read)
    if namesakes := tuple(_namesakes(read)):
        raise Several(namesakes)
    with study.transaction(RESEARCHER, keep=not dry_run) as records:
        table = _committed(records, read, before)
    return replace(table, title="Would be imported") if dry_run else table


def present(study: Study) -> dict[str, str]:
    """Return the SHA-256 of each transcript's text in the study, by its id."""
    with study.reading() as connection:
        return transcripts.hashes(connection)


def obstacles(present: Mapping[str, str], read: Sequence[FileRead]) -> tuple[ToolkitError, ...]:
    """Return what stands in the way of importing these files, as far as it can be told without doing it.

    Parameters
    ----------
    present
        As from the function `present`.
    read
        The files as read, each with what the researcher says of it.
    """
    taken = (
        _taken(file.name, file.id)
        for file in read
        if isinstance(file.content, Interview)
        and file.id is not None
        and not file.known.revises
        and present.get(file.id, file.content.sha256) != file.content.sha256
    )
    return (*chain.from_iterable(file.faults for file in read), *_namesakes(read), *taken)


def _committed(records: Records, read: Sequence[FileRead], before: KnownBefore) -> Table:
    told = step_by_step("Storing", read, lambda file: file.name)
    rows = all_of(lambda file: _add(records, file), told)
    interviews = [file.id for file in read if isinstance(file.content, Interview) and file.id is not None]
    known = before.apply(records, interviews)
    revised = [file.id for file in read if file.known.revises and file.id is not None]
    carried = _carried_over(records.connection, revised)
    # What was merged before the import shows in its report.
    roles = {name: transcripts.roles(records.connection, name) for name in interviews}
    rows = [_with_speakers(row, roles.get(str(row[_TRANSCRIPT]))) for row in rows]
    same = _same_texts(records.connection, read)
    notes = (*known, *_doubts(read, roles), *same, *_described(read), *carried)
    return Table("Imported", _REPORT, tuple(rows), notes)


def _refuse_faulty(read: Sequence[FileRead]) -> None:
    if faults := tuple(chain.from_iterable(file.faults for file in read)):
        raise Several(faults)


def _add(records: Records, file: FileRead) -> Row:
    """Add what a file holds; return its row of the report."""
    content = file.content
    if isinstance(content, Interview):
        return _add_transcript(records, _prepared(content.whole(), file.known), file.known)
    if isinstance(content, Submission):
        told, names = receive(records, content), ", ".join(content.texts)
        return (f"work of {content.coder}", "added", bundle.NAME, names, *[None] * 8, told)
    transcripts.add_participants(records, content or {})
    return (file.name, "described", "participants", None, *[None] * 8, None)


def _prepared(reading: Reading, known: Known) -> Reading:
    """Apply what the researcher knows and the file does not say."""
    transcript = reading.transcript
    try:
        told = replace(
            transcript,
            id=transcript.id if known.id is None else known.id,
            participant=_participant(transcript, known),
            language=transcript.language if known.language is None else known.language,
            verbatim=known.verbatim or transcript.verbatim,
            speakers=tuple(
                Speaker(speaker.label, known.roles.get(speaker.label, speaker.role))
                for speaker in transcript.speakers
            ),
        )
    except Invalid as refused:
        raise ToolkitError(transcript.source, refused.what, refused.remedy) from refused
    return replace(reading, transcript=told)


def _participant(transcript: Transcript, known: Known) -> str:
    """Return who was interviewed: as said, else as the file has it, which is mostly the transcript's id."""
    if known.participant is not None:
        return known.participant
    return known.id if known.id and transcript.participant == transcript.id else transcript.participant


def _namesakes(read: Sequence[FileRead]) -> Iterator[ToolkitError]:
    """Yield a fault for each file that would be one transcript with another, such as P01.txt and P01.docx.

    Two files of one text may be: the second adds nothing.
    """
    seen: dict[str, tuple[str, str]] = {}
    for file in read:
        if not isinstance(file.content, Interview) or file.id is None:
            continue
        first, sha256 = seen.setdefault(file.id, (file.name, file.content.sha256))
        if sha256 != file.content.sha256:
            what = f"would be the same transcript {file.id} as {first}, with another text"
            yield ToolkitError(file.name, what, "rename one of them, or leave one out")


def _labels(read: Sequence[FileRead]) -> frozenset[str]:
    """Return the labels of all speakers in these files."""
    contents = (file.content for file in read)
    interviews = (content for content in contents if isinstance(content, Interview))
    return frozenset(speaker.label for interview in interviews for speaker in interview.speakers)


def _check_labels(interviewer: Sequence[str], labels: Collection[str]) -> None:
    """Refuse the label of an interviewer whom no file has."""
    for label in interviewer:
        if label not in labels:
            there = ", ".join(sorted(labels)) or "none"
            raise ToolkitError(
                f"--interviewer {label}", "no file has a speaker of this name", f"there are: {there}"
            )


def _corrections(read: Sequence[FileRead], revise: Sequence[str]) -> list[FileRead]:
    """Say of the files that correct a transcript that they do; refuse names to which no file belongs."""
    names = {file.id for file in read}
    missing = [name for name in revise if name not in names]
    if len(missing) == len(revise) == len(read) == 1:
        return [replace(read[0], known=replace(read[0].known, id=missing[0], revises=True))]
    for name in missing:
        remedy = f"name the file after it ({name}.txt, say), or import it alone"
        raise ToolkitError(f"--revise {name}", "no file brings a text of this transcript", remedy)
    return [replace(file, known=replace(file.known, revises=file.id in revise)) for file in read]


def _carried_over(connection: Connection, revised: Sequence[str]) -> Iterator[str]:
    """Say what became of the codings of corrected transcripts."""
    if not revised:
        return
    made = codings.everything(connection, transcripts=tuple(dict.fromkeys(revised)))
    places = view(connection, made).places
    for name in dict.fromkeys(revised):
        mine = [coding.id for coding in made if coding.transcript == name]
        found = [places[id_] for id_ in mine if id_ in places]
        revision = max(transcripts.revisions(connection, name))
        yield f"{PlaceTally.of(name, revision, found)}."
        if outdated := len(mine) - len(found):
            yield f"{name}: {outdated} more codings are of earlier readings, which were made anew since."


def _add_transcript(records: Records, reading: Reading, told: Known) -> Row:
    """Add a transcript unless it is there; return its row of the report."""
    transcript, said = reading.transcript, told.roles
    known = transcripts.find(records.connection, transcript.id)
    if told.revises:
        return _reading_row(reading, *_revised(records, known, transcript, said))
    if known is None:
        transcripts.add(records, transcript)
        return _reading_row(reading, transcript, "added")
    if known.sha256 != transcript.sha256:
        for revision, sha256 in transcripts.revisions(records.connection, transcript.id).items():
            if sha256 == transcript.sha256:
                return _reading_row(reading, known, f"was there (revision {revision}, corrected since)")
        raise _taken(transcript.source, transcript.id)
    changed = {
        speaker.label: said[speaker.label]
        for speaker in known.speakers
        if said.get(speaker.label, speaker.role) != speaker.role
    }
    for label, role in changed.items():
        transcripts.set_role(records, known, label, role)
    stored = transcripts.find(records.connection, transcript.id)
    return _reading_row(reading, stored or known, "roles changed" if changed else "was there")


def _revised(
    records: Records, known: Transcript | None, read: Transcript, said: Mapping[str, Role]
) -> tuple[Transcript, str]:
    """Store a corrected text; return it as it is kept, and what was done."""
    if known is None:
        there = ", ".join(transcripts.names(records.connection)) or "none yet"
        raise ToolkitError(
            read.source, f"cannot correct {read.id}, which is no transcript here", f"there are: {there}"
        )
    if known.sha256 == read.sha256:
        return known, "was there"
    before = transcripts.revisions(records.connection, read.id)
    again = [str(revision) for revision, sha256 in before.items() if sha256 == read.sha256]
    revised = correcting.revise(records, known, read, said)
    taken_over = read_as_before(records, known, revised)
    as_before = f", the text of revision {again[-1]} again" if again else ""
    return taken_over, f"revision {revised.revision}{as_before}"


def _taken(name: str, transcript: str) -> ToolkitError:
    return ToolkitError(
        name,
        f"the study already has a transcript {transcript} with another text",
        f"give it another name if it is another interview; add --revise {transcript} if it is corrected",
    )


def _with_speakers(row: Row, roles: Mapping[str, Role] | None) -> Row:
    """Return a row of the report with the speakers as they are stored."""
    if roles is None or row[_SPEAKERS] is None:
        return row
    return (*row[:_SPEAKERS], _named(roles), *row[_SPEAKERS + 1 :])


def _named(roles: Mapping[str, Role]) -> str:
    return ", ".join(f"{label} ({role})" for label, role in roles.items())


def _doubts(read: Sequence[FileRead], stored: Mapping[str, Mapping[str, Role]]) -> Iterator[str]:
    """Say what a person should look at, each once with the transcripts it concerns."""
    concerned: dict[str, list[str]] = {}
    for file in read:
        for doubt in doubts(file, stored.get(str(file.id))):
            concerned.setdefault(doubt, []).append(str(file.id))
    for doubt, names in concerned.items():
        yield f"{', '.join(names)}: {doubt}"


def _same_texts(connection: Connection, read: Sequence[FileRead]) -> Iterator[str]:
    """Say which transcripts have the very same text: one interview under two names counts twice."""
    for file in read:
        if not isinstance(file.content, Interview) or file.id is None:
            continue
        if others := transcripts.sharing_text(connection, file.id, file.content.sha256):
            yield f"{file.id} has the same text as {', '.join(others)}."


def _described(read: Sequence[FileRead]) -> Iterator[str]:
    for file in read:
        if isinstance(file.content, dict):
            count = len(file.content)
            yield f"{count} {'participant' if count == 1 else 'participants'} described."


def _with_aside(table: Table, found: files.Listed) -> Table:
    """Add what was left aside in folders."""
    rows = tuple((name, "left aside", *[None] * 10, why) for name, why in found.aside)
    notes = (f"Left aside as hidden or as a lock: {found.n_hidden}.",) if found.n_hidden else ()
    return replace(table, rows=(*table.rows, *rows), notes=(*table.notes, *notes))


def _stretch(gap: Gap) -> str:
    return f"{clock(gap.began)} to {clock(gap.ended)} ({gap.seconds:,.0f} s)"


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
        _named({speaker.label: speaker.role for speaker in stored.speakers}),
        report.cues_merged,
        report.unknown_speakers,
        report.time_backwards,
        "; ".join(map(_stretch, report.gaps)),
        "; ".join(report.left_out),
    )
