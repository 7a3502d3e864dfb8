"""What was acknowledged is in the file, in a copy of it and after a kill; what was tampered with is found."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.tampering import tamper
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, transcripts, upgrades, verification
from toolkit.store.address import Address
from toolkit.store.study import Study
from toolkit.workflow import applying, studies

# Codes one character after the other, and says so once each is acknowledged.
BUSY_CODER = """
import sys
from toolkit.model.transcript import Span
from toolkit.workflow import applying, showing
from toolkit.workflow.studies import open_study

study = open_study(sys.argv[1])
sha256 = showing.desk(study, "P01", "Ana").transcript.sha256
for number in range(10_000):
    start = 3 + number % 20
    wish = applying.Apply(f"c{number}", "P01", sha256, Span(start, start + 1 + number // 20 % 20), "trust")
    if applying.change(study, "Ana", [wish]) == (None,):
        print(wish.id, flush=True)
"""


def coded(place: Path | Address) -> set[str]:
    study = Study(place)
    with study.reading() as connection:
        found = {coding.id for coding in codings.everything(connection)}
        assert list(verification.problems(connection)) == []
    study.close()
    return found


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return study


@pytest.mark.sqlite
def test_a_copy_of_the_file_alone_holds_what_was_acknowledged(
    spoken: Study, transcript: Transcript, tmp_path: Path
) -> None:
    wish = applying.Apply("one", "P01", transcript.sha256, Span(3, 8), "trust")
    assert applying.change(spoken, "Ana", [wish]) == (None,)

    copy = tmp_path / "elsewhere" / "copy.study"
    copy.parent.mkdir()
    shutil.copy(tmp_path / "my.study", copy)

    assert coded(copy) == {"one"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(spoken: Study) -> None:
    spoken.close()
    with subprocess.Popen(
        [sys.executable, "-c", BUSY_CODER, studies.words(spoken)], stdout=subprocess.PIPE, text=True
    ) as coder:
        assert coder.stdout is not None
        acknowledged = {coder.stdout.readline().strip() for _ in range(30)}
        os.kill(coder.pid, signal.SIGKILL)
        acknowledged |= set(coder.stdout.read().split())

    assert acknowledged <= coded(spoken.address)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE assignments SET finished_at = '2026-01-01T00:00:00Z'", "assignment Ana P01 first differs"),
        ("DELETE FROM assignments", "assignment Ana P01 first is in the log but not in the study"),
        ("UPDATE turns SET speaker = NULL WHERE number = 2", "turns or speakers of P01 were changed"),
        ('UPDATE turns SET "end" = "end" - 1 WHERE number = 2', "turns or speakers of P01 were changed"),
        ("UPDATE speakers SET role = 'participant' WHERE label = 'I'", "speaker P01 1 I differs"),
        ("UPDATE codebooks SET content = replace(content, 'Trust', 'Faith')", "codebook 1.0.0 was changed"),
        ("UPDATE codebooks SET content = '{'", "codebook 1.0.0 was changed"),
        ("UPDATE participants SET attributes = '{}'", "participant P01 differs"),
        ("UPDATE study SET title = 'Another'", "differs from what the log says"),
        ("UPDATE codings SET text = 'x'", "is not what stands at"),
        ("UPDATE transcripts SET participant = 'ZZ'", "transcript P01 1 differs"),
        ('UPDATE participants SET attributes = \'{"role":"fake"}\'', "participant P01 differs"),
        (
            "INSERT INTO study SELECT 'x', title, notice, created_at, 1, 1, '' FROM study",
            "study x is in the study",
        ),
        ("DROP TABLE memos", "the tables memos are missing"),
    ],
)
def test_verification_finds_every_kind_of_tampering(
    spoken: Study, transcript: Transcript, statement: str, told: str
) -> None:
    wish = applying.Apply("one", "P01", transcript.sha256, Span(3, 8), "trust")
    assert applying.change(spoken, "Ana", [wish]) == (None,)
    with spoken.transaction("researcher") as records:
        transcripts.add_participant(records, "P01", {"role": "maker"})
    tamper(spoken, statement)

    again = Study(spoken.address)
    with again.reading() as connection:
        found = list(verification.problems(connection))
    again.close()

    assert any(told in problem for problem in found), found


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            ["CREATE TRIGGER t AFTER INSERT ON codings BEGIN DELETE FROM codings; END"],
            "the trigger t is not ours",
        ),
        (
            [
                "DROP TRIGGER events_refuse_delete",
                "CREATE TRIGGER events_refuse_delete AFTER INSERT ON codings BEGIN DELETE FROM memos; END",
            ],
            "the trigger events_refuse_delete is not as we make it",
        ),
        (["CREATE VIEW v AS SELECT 1"], "the view v is not ours"),
        (["CREATE VIRTUAL TABLE v USING fts5(a)"], "the table v is not ours"),
        (
            ["ALTER TABLE memos ADD COLUMN big TEXT AS (hex(zeroblob(9)))"],
            "the column big of memos is not ours",
        ),
        (
            [
                "CREATE TABLE loose AS SELECT * FROM memos",
                "DROP TABLE memos",
                "ALTER TABLE loose RENAME TO memos",
            ],
            "the table memos is not as we make it",
        ),
    ],
)
def test_a_file_that_does_things_by_itself_is_not_opened(
    study: Study, statements: list[str], told: str
) -> None:
    tamper(study, *statements)
    for opened in (Study, upgrades.upgrade):
        with pytest.raises(ToolkitError, match=told):
            opened(study.address)


@pytest.mark.sqlite
def test_a_file_without_its_one_row_is_not_upgraded(study: Study) -> None:
    tamper(study, "DELETE FROM study")
    with pytest.raises(ToolkitError, match="holds no study"):
        upgrades.upgrade(study.address)


@pytest.mark.sqlite
def test_what_is_no_text_is_told_without_its_words(study: Study) -> None:
    tamper(study, "UPDATE study SET title = CAST('secret words' || x'ff' AS TEXT)")
    with pytest.raises(ToolkitError) as refused:
        Study(study.address)
    assert "secret" not in str(refused.value)


def test_a_study_that_cannot_be_finished_making_leaves_no_file(tmp_path: Path, codebook: Codebook) -> None:
    broken = Codebook(**{**vars(codebook), "title": "T"})
    object.__setattr__(broken, "version", None)  # something the database refuses

    with pytest.raises(Exception, match=r"NOT NULL|not-null"):
        studies.start(tmp_path / "x.study", broken)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "name", ["what?.study", "50%.study", "a#b.study", "mode=ro&x.study", "naïve 漢.study"]
)
def test_a_study_is_made_under_the_very_name_asked_for(tmp_path: Path, codebook: Codebook, name: str) -> None:
    studies.start(tmp_path / name, codebook).close()

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert coded(tmp_path / name) == set()


def test_an_error_of_the_database_does_not_tell_what_was_said(spoken: Study) -> None:
    secret = conversation("P02", ("P02", "my secret words"))

    def add_twice() -> None:
        with spoken.transaction("researcher") as records:
            transcripts.add(records, secret)
            transcripts.add(records, secret)

    with pytest.raises(Exception, match=r"UNIQUE|unique") as caught:
        add_twice()

    assert "secret" not in str(caught.value)
