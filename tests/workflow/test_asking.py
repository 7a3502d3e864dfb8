"""Each turn knows its question: recognised, set by hand, kept, taken back, and brought in with an import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.model.transcript import Source
from toolkit.store import transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import asking, importing, reporting, speaking

PROTOCOL = "1. What do you make, and how?\n2. Why write it at all?\n3. Who should do it?\n"
SAID = (
    ("I", "Hello. What do you make, and how?"),
    ("P01", "Things."),
    ("I", "Why write it at all, then?"),
    ("P01", "For my mother."),
    ("I", "Go on."),
)


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    path = tmp_path / "protocol.md"
    path.write_text(PROTOCOL, "utf-8")
    return path


@pytest.fixture
def interviews(study: Study) -> Study:
    with study.transaction("x") as records:
        for name in ("P01", "P02"):
            transcripts.add(records, conversation(name, *SAID))
    return study


def known(study: Study, name: str = "P01") -> list[int | None]:
    return [turn.question for turn in speaking.situation(study, name).transcript.turns]


def problems(study: Study) -> list[str]:
    with study.reading() as connection:
        return list(verification.problems(connection))


def test_turns_belong_to_the_question_before_them(interviews: Study, protocol: Path) -> None:
    table = asking.questions(interviews, protocol=protocol)

    assert known(interviews) == [1, 1, 2, 2, 2]
    assert table.rows[0][:4] == ("P01", 1, 1, "wording")
    assert table.notes == ("P01: not found: 3.", "P02: not found: 3.")
    assert problems(interviews) == []


def test_a_dry_run_stores_neither_questions_nor_protocol(interviews: Study, protocol: Path) -> None:
    assert len(asking.questions(interviews, protocol=protocol, dry_run=True).rows) == 4
    assert known(interviews) == [None] * 5
    assert asking.protocol_of(interviews) == ()


def test_the_study_remembers_the_protocol(interviews: Study, protocol: Path) -> None:
    asking.questions(interviews, "P01", protocol=protocol)
    assert known(interviews, "P02") == [None] * 5

    asking.questions(interviews, "P02")
    assert known(interviews, "P02") == [1, 1, 2, 2, 2]
    assert [each.number for each in asking.protocol_of(interviews)] == [1, 2, 3]


def test_what_was_set_by_hand_is_kept_unless_asked_for_anew(interviews: Study, protocol: Path) -> None:
    asking.questions(interviews, protocol=protocol)
    asking.question(interviews, "P01", turn=5, number=3, by="Ana")
    assert known(interviews) == [1, 1, 2, 2, 3]

    assert asking.questions(interviews, "P01", protocol=protocol).column("found_by") == ("stored",) * 3
    assert known(interviews) == [1, 1, 2, 2, 3]
    asking.questions(interviews, "P01", anew=True)
    assert known(interviews) == [1, 1, 2, 2, 2]


def test_a_question_is_taken_away_and_moved_by_hand(interviews: Study, protocol: Path) -> None:
    asking.questions(interviews, protocol=protocol)
    asking.question(interviews, "P01", turn=3)
    assert known(interviews) == [1, 1, 1, 1, 1]

    speaking.undo(interviews, "P01")
    assert known(interviews) == [1, 1, 2, 2, 2]
    assert problems(interviews) == []


@pytest.mark.parametrize(
    ("turn", "number", "told"),
    [(9, 1, "no turn 9"), (0, 1, "no turn 0"), (1, 0, "0 is no number"), (1, 2026, "2026 is no number")],
)
def test_turns_and_questions_that_cannot_be_are_refused(
    interviews: Study, turn: int, number: int, told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        asking.question(interviews, "P01", turn=turn, number=number)


def test_questions_that_nobody_is_named_for_are_pointed_out(interviews: Study, protocol: Path) -> None:
    speaking.say(interviews, "P01", turns="1,3")
    notes = asking.questions(interviews, "P01", protocol=protocol).notes

    assert "P01: nobody is named as asking in turns 1,3; say who with: intercoder speaker turns." in notes


def test_a_faulty_protocol_changes_nothing(interviews: Study) -> None:
    with pytest.raises(ToolkitError, match=r"p\.md:1: question number 0"):
        asking.recognised(interviews, (), Source("p.md", b"0. Why so?"))

    assert asking.protocol_of(interviews) == ()


def test_an_import_merges_labels_and_recognises_questions(
    study: Study, tmp_path: Path, protocol: Path
) -> None:
    file = tmp_path / "P01.txt"
    file.write_text("I: What do you make, and how?\n\nP1: Things.\n\nI: Why?\n\nP01: So.\n", "utf-8")
    table = importing.import_files(study, file, merge=("P1=P01",), protocol=protocol)

    assert table.notes[:2] == ("P01: P1 merged into P01.", "P01: 1 of 3 questions found.")
    assert reporting.transcripts(study).column("speakers") == ("I (interviewer), P01 (participant)",)
    assert known(study) == [1, 1, 1, 1]
    assert problems(study) == []
    again = importing.import_files(study, file, merge=("P1=P01",), protocol=protocol)
    assert again.column("state") == ("was there",)


@pytest.mark.parametrize(
    ("merge", "told"),
    [
        ("P9=P01", "--merge P9: no file has a speaker of this name; there are: I, P1"),
        ("P1", "--merge P1: names no two labels"),
        ("=P1", "--merge =P1: names no two labels"),
        ("I=P1", "'P1' is participant and 'I' is interviewer"),
    ],
)
def test_labels_that_cannot_be_merged_stop_the_import(
    study: Study, tmp_path: Path, merge: str, told: str
) -> None:
    file = tmp_path / "P01.txt"
    file.write_text("I: Why?\n\nP1: So.\n\nI: Why?\n\nP1: So.\n", "utf-8")

    with pytest.raises(ToolkitError, match=told):
        importing.import_files(study, file, merge=(merge,))

    assert reporting.transcripts(study).rows == ()
