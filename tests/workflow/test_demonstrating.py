"""The sample study: thirteen interviews, who asks in them, and two readings and their consensus."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from toolkit.model.coding import Coding
from toolkit.store import codings, verification
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    asking,
    comparing,
    demonstrating,
    files,
    reporting,
    reviewing,
    revising,
    showing,
    studies,
)

EARLY = ("P01", "P02", "P04", "P07", "P08", "P11")
ALL = tuple(f"P{number:02}" for number in range(1, 14))
INTERVIEWS = sorted(path for path in files.shipped("sample_transcripts").iterdir() if path.stem in ALL)

# Participants of each code at 1.0.0: what the interviews were written for.
PARTICIPANTS = {
    "reuse-and-maintenance": 5,
    "promotion-and-visibility": 5,
    "ethical-duty": 4,
    "compliance-and-risk-cover": 4,
    "minimal-first-card": 4,
    "copy-from-upstream": 2,
    "automated-generation": 3,
    "update-on-feedback": 4,
    "documentation-elsewhere": 4,
    "templates-and-guidelines": 7,
    "exemplar-cards": 3,
    "relevance-threshold": 6,
    "ethics-content": 5,
    "intended-use-open-ended": 4,
    "training-data-provenance": 6,
    "disclosure-risk": 5,
    "evaluation-method": 8,
    "evaluation-comparability": 4,
    "limitations-evidence": 6,
    "environmental-accounting": 3,
    "audience": 5,
    "user-duty": 6,
    "platform-role": 5,
    "within-team-ownership": 5,
    "tooling-support": 3,
    "evaluation-infrastructure": 4,
    "community-norms": 4,
    "role-clarity": 4,
    "inherited-information": 3,
    "upstream-downstream-duty": 5,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    made = demonstrating.sample(tmp_path_factory.mktemp("sample") / "sample.study")
    yield made
    made.close()


def test_the_thirteen_stand_in_their_order_and_are_described(study: Study) -> None:
    assert reporting.transcripts(study).column("transcript") == ALL
    assert reporting.participants(study).column("participant") == ALL
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.name)
def test_every_interview_says_that_it_is_synthetic(path: Path) -> None:
    packed = {".docx": "word/document.xml", ".odt": "content.xml"}.get(path.suffix)
    text = zipfile.ZipFile(path).read(packed).decode() if packed else path.read_text("utf-8-sig")

    assert "synthetic" in text[:8000].lower()


def test_who_asks_is_known_in_every_interview(study: Study) -> None:
    for name in ALL:
        assert "interviewer" in showing.desk(study, name, "A").transcript.roles.values(), name


def test_every_interview_knows_the_ten_questions_of_the_protocol(study: Study) -> None:
    found = asking.questions(study, dry_run=True)

    for name in ALL:
        rows = [row for row in found.rows if row[0] == name]
        assert [row[2] for row in rows] == list(range(1, 11)), name


def test_all_but_three_of_the_questions_are_recognised_by_their_wording(study: Study) -> None:
    found = asking.questions(study, anew=True, dry_run=True)

    assert set(found.column("found_by")) == {"wording"}
    assert len(found.rows) == 127
    assert [note for note in found.notes if "not found" in note] == [
        "P11: not found: 2, 5.",
        "P12: not found: 5.",
    ]


def test_the_interview_without_names_is_given_its_speakers(study: Study) -> None:
    transcript = showing.desk(study, "P06", "A").transcript
    said = {turn.number: (turn.speaker, transcript.words_of(turn)) for turn in transcript.turns}

    assert len(transcript.turns) == 49
    assert said[6] == (
        "Interviewer",
        "Take the last model you released. Walk me through how its documentation came about.",
    )
    assert said[7][0] == "P06"
    assert [number for number, (speaker, _) in said.items() if speaker is None] == [1, 27, 28, 29]


def test_a_participant_whom_a_program_divided_is_one_again(study: Study) -> None:
    for name, interviewer in (("P01", "Speaker 1"), ("P09", "Interviewer")):
        transcript = showing.desk(study, name, "A").transcript
        assert {speaker.label: speaker.role for speaker in transcript.speakers} == {
            interviewer: "interviewer",
            name: "participant",
        }
        assert "Speaker" in transcript.text


def test_no_coding_lies_on_a_question_only(study: Study) -> None:
    interviews = {name: showing.desk(study, name, "A").transcript for name in ALL}
    for coding in made(study):
        transcript = interviews[coding.quotation.transcript]
        speakers = {turn.speaker for turn in transcript.turns_in(coding.span)}
        assert any(transcript.roles[speaker] != "interviewer" for speaker in speakers), coding.id


def made(study: Study) -> tuple[Coding, ...]:
    with study.reading() as connection:
        return codings.everything(connection)


def test_each_layer_lies_on_its_interviews(study: Study) -> None:
    layers: dict[tuple[str, str], set[str]] = {}
    for coding in made(study):
        layers.setdefault((coding.coder, coding.codebook_version), set()).add(coding.quotation.transcript)

    late = set(ALL) - set(EARLY)
    assert layers == {
        ("A", "0.1.0"): {"P01", "P04", "P08", "P11"},
        ("A", "0.2.0"): set(EARLY),
        ("B", "0.2.0"): set(EARLY),
        ("A", "1.0.0"): late,
        ("B", "1.0.0"): late,
    }


def test_what_the_last_version_split_waits(study: Study) -> None:
    queue = reviewing.review(study)

    assert set(queue.column("change")) == {"CR-0017"}
    assert set(queue.column("transcript")) <= set(EARLY)
    assert len(queue.rows) == 27


def test_early_readings_are_incomplete_for_what_the_last_version_widened(study: Study) -> None:
    table = reporting.coverage(study)
    found = list(zip(*(table.column(name) for name in ("document", "coder", "status")), strict=True))

    assert found == [
        (name, coder, "incomplete" if name in EARLY else "complete") for name in ALL for coder in "AB"
    ]


def test_the_consensus_finds_what_the_interviews_were_written_for(study: Study) -> None:
    table = reporting.frequency(study)

    found = dict(zip(table.column("code_id"), table.column("n_participants"), strict=True))
    assert found == PARTICIPANTS
    assert sum(PARTICIPANTS.values()) == 136


@pytest.mark.parametrize(
    ("order", "cumulative"),
    [
        ("interview", (11, 18, 22, 26, 27, 28, 29, 29, 29, 30, 30, 30, 30)),
        ("coding", (11, 17, 24, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30)),
    ],
)
def test_codes_arrive_as_the_interviews_were_planned(
    study: Study, order: Literal["interview", "coding"], cumulative: tuple[int, ...]
) -> None:
    assert reporting.saturation(study, order=order).column("cumulative") == cumulative


def test_the_verdicts_answer_for_everything_that_is_open(study: Study) -> None:
    table = adjudicating.disagreements(study)

    assert (
        "Consensus of A and B reached for 13 of 13 transcripts; disagreements settled: 29, open: 0."
        in table.notes
    )
    assert "Verdicts answer for 27 of the codings that wait." in table.notes
    assert all(reason for reason in table.column("reason"))
    added = [row for row in table.column("verdict") if row == "added"]
    assert set(table.column("settled_by")) == {"C"}
    assert len(added) == 6


@pytest.mark.parametrize(
    ("version", "alpha", "told"),
    [("0.2.0", "0.97", "97.8 percent of 181 units"), ("1.0.0", "0.98", "98.9 percent of 357 units")],
)
def test_agreement_is_as_the_sample_says_of_itself(study: Study, version: str, alpha: str, told: str) -> None:
    table = comparing.agreement(study, unit="turn", at=version)
    overall = dict(zip(table.names, table.rows[0], strict=True))
    readme = (files.shipped("sample_transcripts") / "README.md").read_text("utf-8")

    assert f"{overall['alpha']:.2f}" == alpha
    assert f"{overall['percent']:.1%} of {overall['n_units']} units" == told.replace(" percent", "%")
    assert told in " ".join(readme.split())


def test_the_history_tells_the_documents_of_each_version(study: Study) -> None:
    assert revising.history(study).column("documents") == (4, 6, 7)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE transcripts SET place = -place", "the order of transcripts is not that in which they came"),
        ("UPDATE participants SET place = -place", "the order of participants is not"),
        ("UPDATE coders SET since = '2020-01-01T00:00:00.000Z' WHERE name = 'B'", "one of the coders came"),
    ],
)
def test_a_changed_order_is_noticed_for_tables_follow_it(study: Study, statement: str, told: str) -> None:
    with study.transaction(RESEARCHER, keep=False) as records:
        records.connection.exec_driver_sql(statement)
        problems = list(verification.problems(records.connection))

    assert any(told in problem for problem in problems)
