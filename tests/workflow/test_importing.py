"""Files are read before anything is stored, and what was read is stored whole or not at all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.model.round import Coder
from toolkit.model.submission import Submission
from toolkit.model.table import Table
from toolkit.model.transcript import Source, Transcript
from toolkit.store import rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import exporting, files, importing, reading, studies
from toolkit.workflow.reading import FileRead, Interview, Known

SAMPLES = files.shipped("sample_transcripts")
TALK = "I: How was it?\n\nP: Well, it was fine.\n\nI: And then?\n\nP: Then we left.\n"


def written(folder: Path, name: str, content: str | bytes = TALK) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def interview(file: FileRead) -> Interview:
    assert isinstance(file.content, Interview)
    return file.content


class Dump(NamedTuple):
    """All that an import could change."""

    transcripts: tuple[Transcript, ...]
    participants: dict[str, dict[str, str]]
    verified: Table


def dump(study: Study) -> Dump:
    with study.reading() as connection:
        return Dump(
            transcripts.everything(connection), transcripts.participants(connection), studies.verify(study)
        )


# --- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["P01.txt", "P02.vtt", "P03.odt", "P06.srt", "P08.docx", "P11.md"])
def test_what_is_shown_before_an_import_is_what_is_packed(name: str) -> None:
    file = reading.read_path(SAMPLES / name)

    found, whole = interview(file), interview(file).whole()
    transcript = whole.transcript
    assert found.report == whole.report
    assert (found.id, found.sha256, found.speakers) == (
        transcript.id,
        transcript.sha256,
        transcript.speakers,
    )
    assert [turn.words[:600] for turn in found.opening] == [
        transcript.words_of(turn)[:600] for turn in transcript.turns[:6]
    ]
    assert sum(turns for turns, _ in found.speaking.values()) == len(transcript.turns)
    assert sum(words for _, words in found.speaking.values()) == found.report.words_in_turns


def test_a_long_turn_is_cut_where_it_is_shown_and_nowhere_else(tmp_path: Path) -> None:
    file = reading.read_path(written(tmp_path, "L.txt", f"P: {'word ' * 1000}"))

    (shown,) = interview(file).opening
    assert len(shown.words) < 1000
    assert len(interview(file).whole().transcript.text) > 4000


def test_a_faulty_file_has_its_faults_and_no_content(tmp_path: Path) -> None:
    table = written(tmp_path, "people.csv", "participant;role\nAna;maker\nBen\nAna;other\n")

    for file, told in (
        (reading.read_path(table), ("people.csv:3:", "people.csv:4:")),
        (reading.read_path(written(tmp_path, "empty.txt", "")), ("empty.txt: is empty",)),
        (reading.read_path(tmp_path / "none.txt"), ("there is no such file",)),
        (reading.read_path(tmp_path), ("is a folder",)),
    ):
        assert file.content is None
        assert len(file.complaints) == len(told)
        assert all(part in line for part, line in zip(told, file.complaints, strict=True))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", "participant,age\nAna,30\nBen,40\n", "participants"),
        ("a.csv", "participant;comment\nAna;tall\nBen;small\n", "participants"),
        ("a.csv", "participant,text\nAna,Hello.\nBen,Hi.\nAna,So.\n", "transcript"),
        ("a.csv", "start,speaker,text\n0,Ana,Hello.\n1,Ben,Hi.\n", "transcript"),
        ("a.tsv", "age\tparticipant\n30\tAna\n", "participants"),
        ("a.csv", "participant,age\nAna,30\nAna,40\n", "participants"),  # and it is faulty
        ("a.csv", "\ufeffparticipant,age\nAna,30\n", "participants"),
        ("a.csv", "", "transcript"),
        ("a.csv", '"', "transcript"),
        ("a.txt", "participant,age\nAna,30\n", "transcript"),
        ("a.jsonl", "", "work"),
        ("a.txt", '{"kind": "bundle"', "work"),
    ],
)
def test_a_table_of_participants_is_told_from_one_of_speech(name: str, content: str, kind: str) -> None:
    assert reading.kind_of(Source(name, content.encode())) == kind


def test_a_person_may_say_what_a_table_holds() -> None:
    source = Source("a.csv", b"participant,text\nAna,Hello.\nBen,Hi.\n")

    assert reading.read(source).content == {"Ana": {"text": "Hello."}, "Ben": {"text": "Hi."}}
    assert interview(reading.read(source, "transcript")).report.turns == 2


@given(st.binary(max_size=300), st.sampled_from([*reading.ENDINGS, "", ".x"]))
def test_no_bytes_make_reading_fail(data: bytes, ending: str) -> None:
    file = reading.read(Source(f"a{ending}", data))

    assert bool(file.faults) == (file.content is None)


@pytest.mark.parametrize("name", ["a\nb.txt", "\u202egnp.txt", "x" * 300 + ".txt", " .txt", "\x00.txt"])
def test_a_hostile_name_is_refused_in_one_printable_line(name: str) -> None:
    (told,) = reading.read(Source(name, TALK.encode())).complaints

    assert told.isprintable()


def test_doubts_end_when_the_researcher_says_who_asks() -> None:
    file = reading.read_path(SAMPLES / "P07.txt")
    assert any("nobody is known to ask" in doubt for doubt in reading.doubts(file))

    said = replace(file, known=Known(roles={"Speaker 1": "interviewer"}))
    assert not list(reading.doubts(said))


@pytest.mark.parametrize(
    "said", [{"id": ""}, {"id": " a"}, {"participant": "a\nb"}, {"language": ""}, {"verbatim": "wrong"}]
)
def test_what_no_transcript_can_be_cannot_be_said_of_one(said: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        Known(**said)  # type: ignore[arg-type]


# --- committing -------------------------------------------------------------------------------------


def test_what_the_researcher_says_is_stored(study: Study, tmp_path: Path) -> None:
    file = reading.read_path(written(tmp_path, "one.txt"))
    known = Known("Ana 1", "Ana", "de", "clean", {"P": "participant"})

    importing.commit(study, [replace(file, known=known)])

    (stored,) = dump(study).transcripts
    assert (stored.id, stored.participant, stored.language) == ("Ana 1", "Ana", "de")
    assert (stored.verbatim, stored.source) == ("clean", "one.txt")
    assert stored.roles == {None: "unknown", "I": "interviewer", "P": "participant"}
    assert stored.text == TALK


def test_a_transcript_given_another_name_is_of_a_participant_of_that_name(
    study: Study, tmp_path: Path
) -> None:
    file = reading.read_path(written(tmp_path, "one.txt"))

    importing.commit(study, [replace(file, known=Known("Ana"))])

    with study.reading() as connection:
        stored = transcripts.find(connection, "Ana")
    assert stored is not None
    assert stored.participant == "Ana"


def test_a_dry_run_says_what_an_import_says_and_stores_nothing(study: Study, tmp_path: Path) -> None:
    paths = [SAMPLES / "P01.txt", SAMPLES / "participants.csv", written(tmp_path, "P02.txt")]
    before = dump(study)

    asked = importing.import_files(study, *paths, dry_run=True)
    assert dump(study) == before
    done = importing.import_files(study, *paths)

    assert (asked.rows, asked.notes) == (done.rows, done.notes)
    assert asked.title != done.title
    assert [row[1] for row in done.rows] == ["added", "described", "added"]
    with pytest.raises(ToolkitError, match="another text"):
        importing.import_files(study, written(tmp_path, "P01.txt"), dry_run=True)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, StopException])
def test_an_interruption_leaves_the_study_as_it_was(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    """Ctrl-C interrupts a command, and the button Stop what a page does."""
    before, add = dump(study), transcripts.add

    def interrupted(records: object, transcript: object) -> None:
        if getattr(transcript, "id", "") == "b":
            raise interruption
        add(records, transcript)  # type: ignore[arg-type]

    monkeypatch.setattr(transcripts, "add", interrupted)
    with pytest.raises(interruption):
        importing.import_files(study, *(written(tmp_path, f"{name}.txt", TALK + name) for name in "abc"))

    assert dump(study) == before


def test_one_refused_at_the_end_takes_all_back(study: Study, tmp_path: Path) -> None:
    importing.import_files(study, written(tmp_path, "z.txt"))
    before = dump(study)
    names = [f"{name}.txt" for name in ("a", "b", "z")]

    with pytest.raises(ToolkitError, match="already has a transcript z"):
        importing.import_files(study, *(written(tmp_path, name, f"{TALK}\nI: {name}?\n") for name in names))

    assert dump(study) == before


def test_who_somebody_is_can_be_said_again_but_a_guess_changes_nothing(study: Study, tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt")
    importing.commit(study, [replace(reading.read_path(path), known=Known(roles={"I": "participant"}))])

    again = importing.import_files(study, path)
    assert again.column("state") == ("was there",)
    assert again.column("speakers") == ("I (participant), P (unknown)",)

    changed = importing.import_files(study, path, interviewer=("I",))
    assert changed.column("state") == ("roles changed",)
    assert changed.column("speakers") == ("I (interviewer), P (unknown)",)


def test_the_language_and_the_level_are_the_files_unless_they_are_said(study: Study, tmp_path: Path) -> None:
    text = f"Verbatim level: clean\n\n{TALK}"
    for name, said in (("a.txt", {}), ("b.txt", {"language": "fr", "verbatim": "edited"})):
        importing.import_files(study, written(tmp_path, name, text), **said)  # type: ignore[arg-type]

    first, second = dump(study).transcripts
    assert (first.language, first.verbatim) == ("en", "clean")
    assert (second.language, second.verbatim) == ("fr", "edited")


def test_what_stands_in_the_way_is_known_before_an_import(study: Study, tmp_path: Path) -> None:
    importing.import_files(study, written(tmp_path, "a.txt"))
    (tmp_path / "2").mkdir()
    read = [
        reading.read_path(path)
        for path in (
            written(tmp_path / "2", "a.txt", f"{TALK}\nI: Yes?\n"),
            written(tmp_path, "b.txt", f"{TALK}b"),
            written(tmp_path / "2", "b.txt", f"{TALK}c"),
            written(tmp_path, "d.txt", b""),
            written(tmp_path, "e.txt", f"{TALK}e"),
        )
    ]
    present = importing.present(study)

    told = [str(fault) for fault in importing.obstacles(present, read)]
    assert [line.split(":")[0] for line in told] == ["d.txt", "b.txt", "a.txt"]
    with pytest.raises(Several):
        importing.commit(study, read)

    renamed = [replace(file, known=Known(id=f"n{number}")) for number, file in enumerate(read)]
    del renamed[3]
    assert not importing.obstacles(present, renamed)
    assert importing.commit(study, renamed).column("state") == ("added",) * 4


def test_a_coders_work_is_read_before_it_is_received(study: Study, tmp_path: Path) -> None:
    importing.import_files(study, written(tmp_path, "a.txt"))
    with study.transaction("x") as records:
        rounds.add_coder(records, Coder("Ana"))
    bundle = written(tmp_path, "ana.jsonl", exporting.bundle(study, coder="Ana"))

    file = reading.read_path(bundle)

    assert isinstance(file.content, Submission)
    assert importing.commit(study, [file]).column("file") == ("work of Ana",)


# --- folders ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "interviews"
    (made / "older").mkdir(parents=True)
    written(made, "P10.txt", f"{TALK}10")
    written(made, "P2.txt", f"{TALK}2")
    written(made, "people.csv", "participant,age\nP2,40\n")
    for name in (".DS_Store", "~$P2.docx", ".~lock.P2.odt#", "talk.mp3", "README.md"):
        written(made, name, b"x")
    return made


def test_a_folder_is_taken_with_what_can_be_read_and_the_rest_is_named(study: Study, folder: Path) -> None:
    table = importing.import_files(study, folder)

    assert [row[:2] for row in table.rows] == [
        ("P2.txt", "added"),
        ("P10.txt", "added"),
        ("people.csv", "described"),
        ("older", "left aside"),
        ("README.md", "left aside"),
        ("talk.mp3", "left aside"),
    ]
    assert "Left aside as hidden or as a lock: 3." in table.notes
    assert "1 participant described." in table.notes


def test_a_file_named_by_itself_and_with_its_folder_is_read_once(study: Study, folder: Path) -> None:
    table = importing.import_files(study, folder / "P2.txt", folder)

    assert table.column("file").count("P2.txt") == 1


def test_a_faulty_file_in_a_folder_stops_the_import(study: Study, folder: Path) -> None:
    before = dump(study)
    written(folder, "P3.docx", b"no archive")

    with pytest.raises(ToolkitError, match=r"P3\.docx"):
        importing.import_files(study, folder)

    assert dump(study) == before


def test_a_folder_without_anything_to_import_is_refused(study: Study, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(ToolkitError, match="holds no file that can be imported"):
        importing.import_files(study, tmp_path / "empty")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_left_aside(folder: Path) -> None:
    os.mkfifo(folder / "P4.txt")

    found = files.listed([folder], reading.ENDINGS)

    assert ("P4.txt", "is no file") in found.aside


def test_links_in_a_circle_are_told(study: Study, folder: Path) -> None:
    try:
        (folder / "a.txt").symlink_to(folder / "a.txt")
    except OSError:
        pytest.skip("this system lets nobody make links")

    assert ("a.txt", "is no file") in files.listed([folder], reading.ENDINGS).aside
    with pytest.raises(ToolkitError, match="cannot be read"):
        importing.import_files(study, folder / "a.txt")


def test_a_file_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no endless file")
    monkeypatch.setattr(files, "LARGEST", 2**20)

    with pytest.raises(ToolkitError, match="more than 1 MB"):
        files.source(endless)


def test_a_file_that_grows_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_anyway(*_: object) -> NoReturn:
        pytest.fail("it was opened")

    path = written(tmp_path, "a.txt", b"x" * 2**21)
    monkeypatch.setattr(files, "LARGEST", 2**20)
    monkeypatch.setattr(Path, "open", read_anyway)

    with pytest.raises(ToolkitError, match="has 2 MB; at most 1 MB"):
        files.source(path)


def test_the_report_tells_the_speakers_as_they_are_after_the_merges(study: Study, tmp_path: Path) -> None:
    text = "Speaker 1: How?\n\nSpeaker 2: Well.\n\nSpeaker 1: And?\n\nSpeaker 2: Fine.\n"
    (tmp_path / "P9.txt").write_text(text, "utf-8")

    table = importing.import_files(
        study, tmp_path / "P9.txt", merge=("Speaker 1=Interviewer", "Speaker 2=P9")
    )

    assert table.column("speakers") == ("Interviewer (interviewer), P9 (participant)",)
    assert not any("nobody is known to ask" in note for note in table.notes)


def test_nobody_becomes_the_participant_of_another_interview_by_an_option(
    study: Study, tmp_path: Path
) -> None:
    text = "Speaker 1: How?\n\nSpeaker 2: Well.\n\nSpeaker 1: And?\n\nSpeaker 2: Fine.\n"
    for name in ("Q1", "Q2"):
        (tmp_path / f"{name}.txt").write_text(text + name, "utf-8")

    with pytest.raises(ToolkitError, match="Q2: would become Q1, the participant of another interview"):
        importing.import_files(study, tmp_path / "Q1.txt", tmp_path / "Q2.txt", merge=("Speaker 2=Q1",))


def test_the_protocol_and_who_speaks_are_no_interviews_of_a_folder(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "Q1.txt").write_text("I: How?\n\nQ1: Well.\n\nI: And?\n\nQ1: Fine.\n", "utf-8")
    (folder / "protocol.md").write_text("1. How?\n", "utf-8")
    (folder / "Q1.turns.csv").write_text("turn,speaker\n1,I\n", "utf-8")

    table = importing.import_files(study, folder)

    assert dict(zip(table.column("file"), table.column("state"), strict=True)) == {
        "Q1.txt": "added",
        "protocol.md": "left aside",
        "Q1.turns.csv": "left aside",
    }


def test_a_pipe_nobody_writes_to_is_refused_and_not_waited_for(study: Study, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")

    with pytest.raises(ToolkitError, match="is a pipe that nobody may write to"):
        importing.import_files(study, tmp_path / "p.txt")
