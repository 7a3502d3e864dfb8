"""A study file of an older Intercoder is brought up to date, and kept as it was in a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tampering import tamper_at
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.round import Coder
from toolkit.model.transcript import Transcript
from toolkit.store import address, backups, rounds, transcripts
from toolkit.workflow import applying, assigning, picking, proposing, quoting, repairing, studies

BROUGHT = {
    2: "DROP TABLE decisions; DROP TABLE drafts; ALTER TABLE rounds DROP COLUMN anew;",
    3: "DROP TABLE verdicts; DROP TABLE placements; ALTER TABLE assignments DROP COLUMN revision;",
    4: "DROP TABLE proposals; DROP TABLE rulings; ALTER TABLE rounds DROP COLUMN unit;",
    5: "DROP TABLE picks;",
    6: (
        "ALTER TABLE coders DROP COLUMN role; ALTER TABLE coders DROP COLUMN email;"
        "ALTER TABLE rounds DROP COLUMN blind; ALTER TABLE rounds DROP COLUMN begun_at;"
        "ALTER TABLE rounds DROP COLUMN revealed_at; ALTER TABLE rounds DROP COLUMN place;"
        "ALTER TABLE verdicts DROP COLUMN led_to;"
    ),
    7: "DROP TABLE projects; DROP TABLE strays;",
}
"""What leads back from each schema to the one before."""


def take_back(path: Path, number: int) -> None:
    """Make of a study what an older Intercoder would have made."""
    changes = "".join(BROUGHT[later] for later in range(max(BROUGHT), number, -1))
    steps = [step for step in changes.split(";") if step]
    tamper_at(address.of(path), *steps, f"UPDATE study SET schema_number = {number}")  # noqa: S608 - a number of ours


# A server's studies are dumped, where of a file a copy is kept: `dumped` says so, and files do not mind.


@pytest.fixture
def old(tmp_path: Path, codebook: Codebook) -> Path:
    """A study as the first schema had it: without decisions, drafts, verdicts and readings anew."""
    path = tmp_path / "old.study"
    studies.start(path, codebook).close()
    take_back(path, 1)
    return path


@pytest.mark.sqlite
def test_an_old_study_says_what_to_do_and_is_whole_after_its_upgrade(old: Path) -> None:
    with pytest.raises(ToolkitError, match=r"made by an older Intercoder \(schema 1, now: 7\).*upgrade"):
        studies.open_study(old)
    told = studies.upgrade(old)
    (kept,) = backups.listed(old)
    assert told == f"{old}: brought up to date; as it was, it is kept in {kept.path}"
    study = studies.open_study(old)
    studies.verify(study)
    study.close()
    assert kept.why == "before-upgrade"
    assert kept.path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(kept.path)) as raw:
        assert raw.execute("SELECT schema_number FROM study").fetchone() == (1,)


def test_a_study_of_the_second_schema_keeps_its_readings_and_learns_of_revisions(
    tmp_path: Path, codebook: Codebook, transcript: Transcript
) -> None:
    path = tmp_path / "second.study"
    study = studies.start(path, codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    assigning.assign(study, "P01", coder="Ana")
    assigning.finish(study, "P01", coder="Ana")
    study.close()
    take_back(path, 2)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    studies.verify(study)
    with study.reading() as connection:
        (task,) = rounds.assignments(connection)
    assert (task.finished, task.revision) == (True, 1)
    assert repairing.repairs(study).open == ()
    study.close()


def test_a_study_of_the_third_schema_learns_of_proposals(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "third.study"
    studies.start(path, codebook).close()
    take_back(path, 3)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    proposing.propose(study, coder="Ana", label="Little things")
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    study.close()


def test_a_study_of_the_fourth_schema_learns_of_picked_quotations(
    tmp_path: Path, codebook: Codebook, transcript: Transcript
) -> None:
    path = tmp_path / "fourth.study"
    study = studies.start(path, codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    start = transcript.text.index("I trusted them")
    at = {"coder": "Ana", "transcript": "P01", "start": start, "end": start + 14, "code": "trust"}
    applying.code(study, **at)  # type: ignore[arg-type]
    study.close()
    take_back(path, 4)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    picking.pick(study, **at)  # type: ignore[arg-type]
    assert len(quoting.quotations(study).rows) == 1
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    study.close()


def test_a_study_of_the_fifth_schema_learns_when_its_rounds_began(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "fifth.study"
    study = studies.start(path, codebook)
    with study.transaction("x") as records:
        rounds.add_coder(records, Coder("Ana"))
    with study.reading() as connection:
        before = rounds.rounds(connection), rounds.team(connection)
    study.close()
    take_back(path, 5)
    studies.upgrade(path, dumped=True)
    study = studies.open_study(path)
    with study.reading() as connection:
        assert (rounds.rounds(connection), rounds.team(connection)) == before
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    study.close()


@pytest.mark.sqlite
def test_a_study_that_is_up_to_date_is_left_alone(old: Path) -> None:
    studies.upgrade(old)
    before = old.read_bytes()
    assert studies.upgrade(old) == f"{old}: is up to date (schema 7)"
    assert old.read_bytes() == before


@pytest.mark.sqlite
def test_an_upgrade_that_cannot_make_a_backup_changes_nothing(old: Path) -> None:
    backups.folder_of(old).write_text("mine")
    with pytest.raises(ToolkitError, match=r"no backup can be made \(file exists\); nothing was changed"):
        studies.upgrade(old)
    with pytest.raises(ToolkitError, match="older Intercoder"):
        studies.open_study(old)


def test_a_newer_study_is_refused(old: Path) -> None:
    tamper_at(address.of(old), "UPDATE study SET schema_number = 99")
    with pytest.raises(ToolkitError, match="newer Intercoder"):
        studies.upgrade(old)
