"""Copies of a study that were worked in apart become one: what is taken over, asked and refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SampleAt, conversation, file_of, small_codebook
from tests.workflow.desk import Sitting
from toolkit.errors import FaultyFile, Several, ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code
from toolkit.model.review import Decision
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.submission import author_of, record_of
from toolkit.model.table import Table
from toolkit.store import chronicle, codebooks, codings, decisions, events, memos, rounds, transcripts
from toolkit.store.address import StudyFile
from toolkit.store.study import Study
from toolkit.workflow import (
    applying,
    assigning,
    exporting,
    merging,
    noting,
    speaking,
    studies,
    submitting,
    undoing,
)
from toolkit.workflow.applying import RemoveMemo, RewriteMemo, WriteMemo


@pytest.fixture
def other(ana: Sitting, tmp_path: Path) -> Iterator[Sitting]:
    """Ana before a copy of the study, made before anything was coded."""
    copy = studies.open_study(file_of(ana.study, tmp_path / "their.study"))
    yield Sitting(copy, ana.transcript)
    copy.close()


def became(table: Table) -> dict[tuple[object, object], int]:
    """Return how many records of each kind became what, but those that are the same in both."""
    counted: dict[tuple[object, object], int] = {}
    for _, kind, fate, count, _ in table.rows:
        if fate != "identical":
            counted[kind, fate] = counted.get((kind, fate), 0) + int(str(count))
    return counted


def state(study: Study) -> list[object]:
    with study.reading() as connection:
        return [event for event, _ in events.everything(connection)]


def merge(target: Sitting, source: Sitting, *, dry_run: bool = False) -> Table:
    """Merge another study: one that lies on a server is copied to a file first."""
    if isinstance(source.study.address, StudyFile):
        return merging.merge(target.study, source.study.address.path, dry_run=dry_run)
    with tempfile.TemporaryDirectory() as folder:
        path = file_of(source.study, Path(folder) / "copied.study")
        return merging.merge(target.study, path, dry_run=dry_run)


def conflicts(target: Sitting, *paths: Path) -> tuple[str, ...]:
    """Return what is told of conflicts; nothing is written, and a dry run tells the same without an error."""
    before = state(target.study)
    with pytest.raises(ToolkitError) as refused:
        merging.merge(target.study, *paths)
    table = merging.merge(target.study, *paths, dry_run=True)
    told = [str(row[4]) for row in table.rows if row[2] == "conflict"]
    lines = refused.value.lines()
    assert len(told) == len(lines)
    assert all(line.endswith(each) for line, each in zip(sorted(lines), sorted(lines), strict=True))
    assert any("nothing can be merged" in note for note in table.notes)
    assert state(target.study) == before
    return lines


def test_work_of_another_copy_is_taken_over_in_the_name_of_who_did_it(ana: Sitting, other: Sitting) -> None:
    ana.done(ana.add("c1", "at first"))
    other.done(other.add("c2", "take care", "care"))
    assigning.finish(other.study, "P01", coder="Ana")

    table = merge(ana, other)

    assert became(table) == {("codings", "new"): 1, ("assignments", "changed"): 1}
    assert set(ana.codings()) == {"c1", "c2"}
    (told,) = [event for event in state(ana.study) if getattr(event, "subject", "") == "c2"]
    origin = told.body["taken_over"]  # type: ignore[attr-defined]
    (there,) = [event for event in state(other.study) if getattr(event, "subject", "") == "c2"]
    assert (told.actor, origin["hash"], origin["at"]) == ("Ana", there.hash, there.at)  # type: ignore[attr-defined]
    assert studies.verify(ana.study).rows


def test_a_dry_run_tells_the_same_and_changes_nothing(ana: Sitting, other: Sitting) -> None:
    other.done(other.add("c2", "take care", "care"))
    before = state(ana.study)

    foreseen = merge(ana, other, dry_run=True)

    assert state(ana.study) == before
    assert foreseen.notes[-1] == "Nothing was written."
    assert merge(ana, other).rows == foreseen.rows


def test_merging_twice_changes_nothing(ana: Sitting, other: Sitting) -> None:
    other.done(other.add("c2", "take care", "care"))
    merge(ana, other)
    before = state(ana.study)

    assert "Nothing is new." in merge(ana, other).notes
    assert state(ana.study) == before


def test_what_was_removed_in_one_copy_and_untouched_in_the_other_is_removed(
    ana: Sitting, tmp_path: Path
) -> None:
    ana.done(ana.add("c1", "at first"), WriteMemo("m1", "transcript", "P01", "Why?"))
    theirs = Sitting(studies.open_study(file_of(ana.study, tmp_path / "their.study")), ana.transcript)
    ana.done(applying.Remove("c1"), RemoveMemo("m1", "Why?"))
    mine = Sitting(studies.open_study(file_of(ana.study, tmp_path / "mine.study")), ana.transcript)

    table = merge(theirs, mine)

    assert became(table) == {("codings", "removed"): 1, ("memos", "removed"): 1}
    assert theirs.codings() == {}
    assert merge(ana, theirs).column("became").count("new") == 0
    for sitting in (mine, theirs):
        sitting.study.close()


def test_of_two_states_of_a_memo_the_later_counts_and_both_are_told(ana: Sitting, other: Sitting) -> None:
    for sitting in (ana, other):
        sitting.done(WriteMemo("m1", "transcript", "P01", "Why?"))
    ana.done(RewriteMemo("m1", "Why?", "Because of this."))
    other.done(RewriteMemo("m1", "Why?", "Because of that."))

    (row,) = [row for row in merge(ana, other).rows if row[2] == "changed"]

    assert "here “Because of this.” by Ana" in str(row[4])
    assert "there “Because of that.” by Ana" in str(row[4])
    merge(other, ana)
    for sitting in (ana, other):
        assert noting.memos(sitting.study).column("memo") == ("Because of that.",)
        assert studies.verify(sitting.study).rows


def test_what_was_taken_over_can_be_undone_by_its_coder_and_what_was_undone_there_is(
    ana: Sitting, other: Sitting
) -> None:
    other.done(other.add("c2", "take care", "care"))
    other.done(other.add("c3", "at first", "trust"))
    (*_, latest) = undoing.history(other.study, "Ana", other.transcript)
    undoing.undo(other.study, "Ana", latest.id)
    merge(ana, other)

    assert set(ana.codings()) == {"c2"}
    first, second = undoing.history(ana.study, "Ana", ana.transcript)
    assert (first.undone, second.undone) == (False, True)
    undoing.redo(ana.study, "Ana", second.id)
    undoing.undo(ana.study, "Ana", first.id)
    assert set(ana.codings()) == {"c3"}
    merge(other, ana)
    assert set(other.codings()) == {"c3"}
    assert [act.undone for act in undoing.history(other.study, "Ana", other.transcript)] == [True, False]
    for sitting in (ana, other):
        assert studies.verify(sitting.study).rows


def test_transcripts_participants_and_coders_of_the_other_copy_come_along(
    ana: Sitting, other: Sitting
) -> None:
    with other.study.transaction("researcher") as records:
        transcripts.add(records, conversation("P02", ("I", "So?"), ("P02", "I doubt it.")))
        transcripts.add_participant(records, "P02", {"age": "30"})
        rounds.add_coder(records, Coder("Zoe"))
    with ana.study.transaction("researcher") as records:
        rounds.add_coder(records, Coder("Ben"))

    merge(ana, other)
    merge(other, ana)

    for sitting in (ana, other):
        assert studies.transcript_names(sitting.study) == ("P01", "P02")
        # In the order in which they came to be, and not in that in which they were merged.
        assert studies.coders(sitting.study) == ("Zoe", "Ben")
        assert studies.verify(sitting.study).rows


def test_another_reading_of_a_transcript_comes_along_and_can_be_taken_back(
    ana: Sitting, other: Sitting
) -> None:
    speaking.set_role(other.study, "P01", label=("P01",), role="interviewer")
    speaking.set_role(other.study, "P01", label=("P01",), role="participant")
    speaking.undo(other.study, "P01")

    table = merge(ana, other)

    assert became(table)["transcripts", "changed"] == 1
    speaking.undo(ana.study, "P01")
    with ana.study.reading() as connection:
        assert transcripts.roles(connection, "P01")["P01"] == "participant"
    assert studies.verify(ana.study).rows


def test_two_readings_of_one_transcript_are_for_people(ana: Sitting, other: Sitting) -> None:
    speaking.set_role(ana.study, "P01", label=("P01",), role="interviewer")
    speaking.set_role(other.study, "P01", label=("P01",), role="other")

    (line,) = conflicts(ana, Path(other.study.where))

    assert line.startswith("their.study: transcript P01: was changed here (by researcher")
    assert line.endswith("make it the same in one of the two copies, and merge again")
    speaking.set_role(other.study, "P01", label=("P01",), role="interviewer")
    assert became(merge(ana, other)) == {}
    assert studies.verify(ana.study).rows


# --- what people have to settle ---------------------------------------------------------------------


def test_another_text_of_the_same_transcript_is_a_conflict(ana: Sitting, other: Sitting) -> None:
    for sitting, words in ((ana, "I doubt it."), (other, "I trust it.")):
        with sitting.study.transaction("researcher") as records:
            transcripts.add(records, conversation("P02", ("P02", words)))

    (line,) = conflicts(ana, Path(other.study.where))

    assert "transcript P02: has another text in this study" in line


def test_two_persons_who_decided_differently_have_to_agree_and_all_conflicts_are_told_at_once(
    ana: Sitting, other: Sitting
) -> None:
    for sitting, who, chosen in ((ana, "Ana", "trust"), (other, "Ben", "doubt")):
        with sitting.study.transaction("researcher") as records:
            for number in (1, 2):
                decided = Decision(
                    f"d{number}-{who}", f"c{number}", "CR-1", "care", (chosen,), "", who, records.at
                )
                decisions.add(records, decided)
            transcripts.add_participant(records, "P01", {"by": who})

    lines = conflicts(ana, Path(other.study.where))

    assert len(lines) == 3
    assert "participant P01: was changed here" in lines[0]
    assert 'decision d1-Ben about coding c1: “["doubt"]” by Ben' in lines[1]
    assert 'and here “["trust"]” by Ana' in lines[1]


@pytest.mark.parametrize("later", [0, 1])
def test_who_said_the_same_twice_has_said_it_once(ana: Sitting, other: Sitting, later: int) -> None:
    for sitting, name in sorted([(ana, "d0"), (other, "d1")], key=lambda each: each[1] == f"d{later}"):
        with sitting.study.transaction("researcher") as records:
            decisions.add(records, Decision(name, "c1", "CR-1", "care", ("trust",), "", "Ana", records.at))

    merge(ana, other)
    merge(other, ana)

    for sitting in (ana, other):
        with sitting.study.reading() as connection:
            (kept,) = decisions.everything(connection)
        assert kept.id == f"d{later}"
        assert studies.verify(sitting.study).rows
        before = state(sitting.study)
        merge(sitting, other if sitting is ana else ana)
        assert state(sitting.study) == before


def released(study: Study, version: str, *codes: str) -> None:
    """Release a version with further codes."""
    with study.transaction("researcher") as records:
        lineage = codebooks.lineage(records.connection)
        old = lineage.latest
        changes = tuple(
            CodebookChange(
                f"CR-{version}-{name}", version, "add", "2026-03-02", (), (name,), rationale="New."
            )
            for name in codes
        )
        new = tuple(
            Code(name, name.title(), parent="feelings", definition=f"Talk of {name}.", since=version)
            for name in codes
        )
        book = replace(old, version=version, codes=(*old.codes, *new), changes=(*old.changes, *changes))
        codebooks.add(records, book)
        rounds.add_round(records, Round(version, "coding", version))


def test_a_release_of_the_other_copy_is_taken_over_with_its_round(ana: Sitting, other: Sitting) -> None:
    released(other.study, "1.1.0", "hope")
    other.done(other.add("c1", "at first", "hope"))

    table = merge(ana, other)

    assert became(table)["codebooks", "new"] == became(table)["rounds", "new"] == 1
    with ana.study.reading() as connection:
        assert codebooks.versions(connection) == ("1.0.0", "1.1.0")
        assert rounds.current(connection).id == "1.1.0"
    assert studies.verify(ana.study).rows


def test_the_same_release_in_both_is_one_and_two_releases_are_a_conflict(
    ana: Sitting, other: Sitting
) -> None:
    for sitting in (ana, other):
        released(sitting.study, "1.1.0", "hope")
    assert became(merge(ana, other)) == {}
    assert studies.verify(ana.study).rows
    released(ana.study, "1.2.0", "joy")
    released(other.study, "1.3.0", "fear")

    (line,) = conflicts(ana, Path(other.study.where))

    assert "both copies released a codebook since they parted: here 1.2.0, there 1.3.0" in line


def test_a_release_that_does_not_follow_from_its_records_is_a_conflict(ana: Sitting, other: Sitting) -> None:
    with other.study.transaction("researcher") as records:
        old = codebooks.latest(records.connection)
        unsaid = Code("hope", "Hope", parent="feelings", definition="Talk of hope.", since="1.1.0")
        codebooks.add(records, replace(old, version="1.1.0", codes=(*old.codes, unsaid)))

    lines = conflicts(ana, Path(other.study.where))

    assert any("codebook 1.1.0 does not follow from the one before: " in line for line in lines)


def test_other_content_under_the_same_version_is_a_conflict(ana: Sitting, other: Sitting) -> None:
    released(ana.study, "1.1.0", "hope")
    released(other.study, "1.1.0", "fear")

    lines = conflicts(ana, Path(other.study.where))

    assert any("codebook 1.1.0: differs from the one in this study" in line for line in lines)


def test_a_draft_stays_in_the_copy_it_is_written_in(ana: Sitting, other: Sitting) -> None:
    with other.study.transaction("researcher") as records:
        book = codebooks.latest(records.connection)
        codebooks.save_draft(records, replace(book, version="1.1.0", status="draft"), "1.0.0")

    table = merge(ana, other)

    assert "their.study has a draft of codebook 1.1.0; a draft is not merged" in table.notes[0]
    with ana.study.reading() as connection:
        assert codebooks.draft(connection) is None
    assert studies.verify(ana.study).rows


# --- bundles ----------------------------------------------------------------------------------------


def bundled(sitting: Sitting, path: Path, coder: str = "Ana") -> Path:
    path.write_bytes(exporting.bundle(sitting.study, coder=coder).encode())
    return path


def test_bundles_and_studies_are_merged_in_one_go_and_in_any_order(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    other.done(other.add("c2", "take care", "care"))
    parcel = bundled(other, tmp_path / "ana.jsonl")
    other.done(other.add("c3", "at first"))

    merging.merge(ana.study, parcel, Path(other.study.where))

    assert set(ana.codings()) == {"c2", "c3"}
    before = state(ana.study)
    merging.merge(ana.study, Path(other.study.where), parcel)
    assert state(ana.study) == before


def test_a_bundle_takes_back_what_its_coder_took_back_and_an_older_one_does_not_bring_it_again(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    other.done(other.add("c2", "take care", "care"), WriteMemo("m1", "transcript", "P01", "Secret."))
    older = bundled(other, tmp_path / "older.jsonl")
    merging.merge(ana.study, older)
    other.done(applying.Remove("c2"), RemoveMemo("m1", "Secret."))
    newer = bundled(other, tmp_path / "newer.jsonl")
    assert "Secret" not in newer.read_text("utf-8")

    assert became(merging.merge(ana.study, newer)) == {("codings", "removed"): 1, ("memos", "removed"): 1}
    table = merging.merge(ana.study, older)
    assert became(table) == {("codings", "kept"): 1, ("memos", "kept"): 1} or became(table) == {}
    assert ana.codings() == {}
    assert studies.verify(ana.study).rows


def test_a_bundle_carries_decisions_and_nobody_elses_work(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    ben = Sitting(other.study, other.transcript, "Ben")
    ben.done(ben.add("c9", "at first"))
    other.done(other.add("c2", "take care", "care"))
    with other.study.transaction("researcher") as records:
        for who in ("Ana", "Ben"):
            decided = Decision(f"d-{who}", f"c-{who}", "CR-1", "care", (), "", who, records.at)
            decisions.add(records, decided)
    parcel = bundled(other, tmp_path / "ana.jsonl")

    merging.merge(ana.study, parcel)

    with ana.study.reading() as connection:
        assert [each.id for each in decisions.everything(connection)] == ["d-Ana"]
        assert [each.id for each in codings.everything(connection)] == ["c2"]
    assert "Ben" not in parcel.read_text("utf-8")
    assert bundled(ana, tmp_path / "again.jsonl").read_bytes() == parcel.read_bytes()


def test_a_bundle_that_went_through_a_mail_program_is_the_same(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    other.done(other.add("c2", "take care", "care"))
    parcel = bundled(other, tmp_path / "ana.jsonl")
    parcel.write_bytes(b"\xef\xbb\xbf" + parcel.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")

    assert became(merging.merge(ana.study, parcel))["codings", "new"] == 1


def test_work_in_a_round_that_is_not_here_is_a_conflict(ana: Sitting, other: Sitting, tmp_path: Path) -> None:
    released(other.study, "1.1.0", "hope")
    other.done(other.add("c1", "at first", "hope"))

    lines = conflicts(ana, bundled(other, tmp_path / "ana.jsonl"))

    assert any("belongs to round '1.1.0', which is not in this study" in line for line in lines)
    assert any("codebook 1.1.0 is not in this study" in line for line in lines)


def test_a_cut_or_damaged_bundle_is_refused_whatever_else_is_given(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    other.done(other.add("c2", "take care", "care"))
    parcel = bundled(other, tmp_path / "ana.jsonl")
    data, before = parcel.read_bytes(), state(ana.study)
    for spoilt in (
        data[:-30],
        data[: len(data) // 2],
        data.replace(b"take care", b"take cave"),
        b"",
        b"\x00",
    ):
        parcel.write_bytes(spoilt)
        with pytest.raises((FaultyFile, Several)):
            merging.merge(ana.study, Path(other.study.where), parcel)
        assert state(ana.study) == before


# --- files of others --------------------------------------------------------------------------------


def test_a_study_in_a_read_only_folder_is_merged_and_not_touched(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    other.done(other.add("c2", "take care", "care"))
    other.study.close()
    folder = tmp_path / "closed"
    folder.mkdir()
    path = Path(shutil.copy(tmp_path / "their.study", folder / "their.study"))
    data = path.read_bytes()
    path.chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        merging.merge(ana.study, path)
        assert [each.name for each in folder.iterdir()] == ["their.study"]
        assert path.read_bytes() == data
    finally:
        folder.chmod(stat.S_IRWXU)
    assert set(ana.codings()) == {"c2"}


def test_what_is_not_folded_into_the_other_file_yet_is_read_and_left_where_it_is(
    ana: Sitting, other: Sitting, tmp_path: Path
) -> None:
    path = Path(other.study.where)
    with closing(sqlite3.connect(path)) as holding:
        holding.execute("BEGIN")
        holding.execute("SELECT * FROM study").fetchall()  # keeps the log from being folded in
        other.done(other.add("c2", "take care", "care"))
        log = path.with_name("their.study-wal")
        assert log.stat().st_size
        before = path.read_bytes(), log.read_bytes()
        merging.merge(ana.study, path)
        assert (path.read_bytes(), log.read_bytes()) == before
    assert set(ana.codings()) == {"c2"}


def test_another_study_is_refused_with_what_to_do(ana: Sitting, tmp_path: Path) -> None:
    stranger = studies.start(tmp_path / "other.study", small_codebook(), title="Strange")
    path = file_of(stranger, tmp_path / "stranger.study")
    stranger.close()
    with pytest.raises(ToolkitError, match=r"is another study \(Strange\).*intercoder bundle"):
        merging.merge(ana.study, path)


def test_a_study_of_an_older_schema_is_refused_and_stays_as_it_is(ana: Sitting, other: Sitting) -> None:
    other.study.close()
    path = Path(other.study.where)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE study SET schema_number = schema_number - 1")
        connection.commit()
    data = path.read_bytes()
    with pytest.raises(ToolkitError, match=r"their\.study: was made by an older .* upgrade COPY"):
        merging.merge(ana.study, path)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE codings SET code = 'doubt'",
        "DELETE FROM codings",
        "DROP TRIGGER events_refuse_update; UPDATE events SET body = '{' WHERE kind = 'coding.added'",
        "DROP TRIGGER events_refuse_update; UPDATE events SET body = replace(body, 'trust', 'doubt')",
        "DROP TRIGGER events_refuse_delete; DELETE FROM events WHERE kind = 'coding.added'",
        "UPDATE texts SET text = replace(text, 'trusted', 'doubted')",
        "UPDATE codebooks SET content = '{}'",
        "DROP TABLE memos",
        "UPDATE study SET head_hash = 'x'",
    ],
)
def test_a_study_changed_behind_its_log_is_refused_and_nothing_of_it_taken(
    ana: Sitting, other: Sitting, statement: str
) -> None:
    other.done(other.add("c2", "at first"))
    other.study.close()
    with closing(sqlite3.connect(other.study.where)) as connection:
        connection.executescript(statement)
    before = state(ana.study)
    with pytest.raises(ToolkitError, match=r"their\.study: "):
        merge(ana, other)
    assert state(ana.study) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:5000],
        lambda data: data[:100],
        lambda data: data[:4096] + b"\x00" * (len(data) - 4096),
        lambda data: data[:6000] + os.urandom(3000) + data[9000:],
        lambda data: data[:-4096] + bytes(4096),
    ],
)
def test_a_damaged_study_file_is_refused(
    ana: Sitting, other: Sitting, spoil: Callable[[bytes], bytes]
) -> None:
    other.study.close()
    path = Path(other.study.where)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ToolkitError) as refused:
        merge(ana, other)
    (told,) = refused.value.lines()
    assert told.startswith(f"{path}: ")  # and no copy of it


def test_what_is_no_copy_at_all_is_refused_in_one_line(ana: Sitting, tmp_path: Path) -> None:
    database = tmp_path / "other.study"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.commit()
    text = tmp_path / "P01.txt"
    text.write_text("P01: Hello.", "utf-8")
    for path, told in (
        (database, "is neither a bundle nor a study"),
        (text, "is neither a bundle nor a study"),
        (tmp_path / "none.study", "there is no such file"),
        (tmp_path, "is a folder"),
        (Path(ana.study.where), "is this study itself"),
    ):
        with pytest.raises(ToolkitError, match=told):
            merging.merge(ana.study, path)
    with pytest.raises(
        ToolkitError, match="is on a server; copy it to a file first: intercoder copy ADDRESS"
    ):
        merging.merge(ana.study, Path("postgresql://keeper@localhost/team?study=second"))
    with pytest.raises(ToolkitError, match="no file is named"):
        merging.merge(ana.study)


@pytest.mark.sqlite
def test_a_copy_that_a_sync_folder_made_is_named_and_merged(ana: Sitting, tmp_path: Path) -> None:
    folder = Path(ana.study.where).parent
    copies = ("my (conflicted copy 2026-11-02).study", "my-laptop.study", "my (1).study")
    for name in copies:
        shutil.copy(ana.study.where, folder / name)
    stranger = studies.start(folder / "my-other.study", small_codebook(), title="Strange")
    stranger.close()
    (folder / "my (conflicted copy).study").write_bytes(b"no study")

    told = studies.verify(ana.study).notes[-2]

    assert all(name in told for name in copies)
    assert "my-other.study" not in told
    assert "intercoder merge" in told
    theirs = Sitting(studies.open_study(folder / copies[0]), ana.transcript)
    theirs.done(theirs.add("c1", "at first"))
    theirs.study.close()
    merging.merge(ana.study, folder / copies[0])
    assert set(ana.codings()) == {"c1"}


def test_a_log_with_what_was_taken_over_is_refused_where_it_tells_no_order(
    ana: Sitting, other: Sitting
) -> None:
    with other.study.transaction("Ana") as records:
        records.log(
            "memo.noted", "m", after={}, taken_over={"at": "x", "moment": "never", "step": 0, "hash": "h"}
        )
    with pytest.raises(ToolkitError, match=r"their\.study: "):
        merge(ana, other)


def test_nothing_of_a_copy_can_be_taken_while_a_round_is_blind(ana: Sitting, other: Sitting) -> None:
    other.done(other.add("c1", "at first"))
    with ana.study.transaction("researcher") as records:
        rounds.add_coder(records, Coder("Ana"))
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, blind=True))
        rounds.assign(records, Assignment("Ana", "P01"))
        rounds.assign(records, Assignment("Ana", "P02"))
    with pytest.raises(ToolkitError, match="is blind"):
        merging.merge(ana.study.seen_by("Ana"), Path(other.study.where))


def test_memos_say_the_same_in_both_after_merging_back_and_forth(ana: Sitting, other: Sitting) -> None:
    ana.done(WriteMemo("m1", "transcript", "P01", "One."))
    other.done(WriteMemo("m2", "transcript", "P01", "Two."))
    merge(ana, other)
    merge(other, ana)
    other.done(RewriteMemo("m1", "One.", "One and a half."))
    merge(ana, other)
    merge(other, ana)
    found = []
    for sitting in (ana, other):
        with sitting.study.reading() as connection:
            told = [json.dumps([memo.id, memo.text]) for memo in memos.everything(connection)]
        found.append(sorted(told))
    assert found[0] == found[1] == ['["m1", "One and a half."]', '["m2", "Two."]']


# --- what is told of two logs -----------------------------------------------------------------------


def told_of(study: Study) -> tuple[chronicle.Told, ...]:
    with study.reading() as connection:
        return tuple(chronicle.chronicle(connection))


def test_what_two_logs_have_in_common_is_told_once_and_the_rest_is_told_as_it_would_be_alone(
    ana: Sitting, other: Sitting
) -> None:
    def compare() -> int:
        """Tell each of both knowing the other; return how many events are the same nouns."""
        ours, theirs = told_of(ana.study), told_of(other.study)
        with ana.study.reading() as connection:
            assert tuple(chronicle.chronicle(connection, theirs)) == ours
            assert tuple(chronicle.chronicle(connection, theirs[:2])) == ours
        with other.study.reading() as connection:
            found = tuple(chronicle.chronicle(connection, ours))
        assert found == theirs
        return sum(mine is same for mine, same in zip(ours, found, strict=False))

    begun = len(told_of(ana.study))
    assert compare() == begun
    other.done(other.add("c1", "take care", "care"))
    assert compare() == begun
    merge(ana, other)  # the same number here as there, and the hash it had there: yet another event
    assert compare() == begun
    ana.done(ana.add("c2", "at first", "trust"))
    merge(other, ana)
    assert compare() == begun


def test_a_bundle_tells_of_each_record_when_the_last_that_happened_to_it_did(
    sample_at: SampleAt, tmp_path: Path
) -> None:
    sample = sample_at(tmp_path / "sample.study")
    with sample.reading() as connection:
        coder, other = sorted({each.coder for each in codings.everything(connection)})[:2]
    with sample.transaction(coder) as records:
        first, back, *_ = codings.everything(records.connection, coders=[coder])
        for each in (first, back, codings.everything(records.connection, coders=[other])[0]):
            codings.remove(records, each)
        codings.restore(records, back)
    told = told_of(sample)
    with sample.reading() as connection:
        made = submitting.of(connection, coder, "Sample")
    sample.close()
    latest = {each.record: each.stamp for each in sorted(told, key=lambda each: each.stamp)}
    assert first in made.removed
    assert back not in made.removed
    assert back in made.codings
    assert {author_of(each) for each in (*made.work, *made.removed)} == {coder}
    assert made.stamps == {record: latest[record] for record in map(record_of, (*made.work, *made.removed))}
