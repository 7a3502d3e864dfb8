"""Disagreements settled, taken back, carried in bundles; findings rest on the consensus, not agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.errors import Several, ToolkitError
from toolkit.formats.projects import bundle as bundles
from toolkit.model.codebook import Codebook
from toolkit.model.selection import Selection
from toolkit.store import transcripts, verdicts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    applying,
    assigning,
    comparing,
    exporting,
    reporting,
    speaking,
    studies,
    submitting,
)
from toolkit.workflow.importing import import_files

TEXT = conversation("P01", ("I", "How was it?"), ("P01", "one two three four five six"))
OTHER = conversation("P02", ("P02", "one two three four five six"))


def begun(path: Path, codebook: Codebook) -> Study:
    made = studies.start(path, codebook, title="My study")
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, TEXT)
        transcripts.add(records, OTHER)
    return made


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Two readings of P01 that agree on one passage and differ on another, and one of P02."""
    made = begun(tmp_path / "my.study", codebook)
    for coder in ("Ana", "Ben"):
        apply(made, coder, "trust", "one")
    apply(made, "Ana", "doubt", "three four")
    apply(made, "Ana", "care", "six", OTHER.id)
    assigning.finish(made, "P01", "P02", coder="Ana")
    assigning.finish(made, "P01", coder="Ben")
    yield made
    made.close()


def place(words: str, transcript: str = "P01") -> dict[str, int]:
    text = {"P01": TEXT, "P02": OTHER}[transcript].text
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def apply(study: Study, coder: str, code: str, words: str, transcript: str = "P01") -> None:
    at = place(words, transcript)
    applying.code(study, coder=coder, transcript=transcript, code=code, start=at["start"], end=at["end"])


def settle(study: Study, code: str, words: str, *, reject: bool = False) -> str:
    at = place(words)
    told = adjudicating.settle(
        study,
        transcript="P01",
        code=code,
        by="Cleo",
        reason="because",
        start=at["start"],
        end=at["end"],
        reject=reject,
    )
    return told.rpartition(" ")[2].rstrip(")")


def segments(study: Study) -> dict[object, object]:
    table = reporting.frequency(study)
    return dict(zip(table.column("code_id"), table.column("n_segments"), strict=True))


def test_while_something_is_open_findings_count_what_any_coder_coded_and_say_so(study: Study) -> None:
    notes = reporting.frequency(study).notes

    assert segments(study) == {"trust": 1, "doubt": 1, "care": 1}
    assert (
        "Consensus of Ana and Ben reached for 0 of 2 transcripts; disagreements settled: 0, open: 1." in notes
    )
    assert "Still open, so that no consensus counts there: P01 (1)." in notes
    assert "Without a consensus, a passage counts if any of these coders coded it." in notes


def test_a_verdict_closes_the_disagreement_and_findings_follow_it(study: Study) -> None:
    (row,) = adjudicating.disagreements(study).rows
    passage = tuple(place("three four").values())
    assert row[:8] == ("P01", 2, "doubt", *passage, "three four", "Ana", "Ben")
    assert row[8:11] == ("", "open", "")

    settle(study, "doubt", "three four", reject=True)

    assert segments(study) == {"trust": 1, "doubt": 0, "care": 1}
    assert adjudicating.disagreements(study).column("verdict") == ("does not hold",)
    assert adjudicating.disagreements(study, open=True).rows == ()
    notes = reporting.frequency(study).notes
    assert (
        "Consensus of Ana and Ben reached for 1 of 2 transcripts; disagreements settled: 1, open: 0." in notes
    )
    assert adjudicating.consensus(study).column("quotation") == ("one",)
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_a_verdict_where_fewer_than_two_have_finished_changes_no_finding(study: Study) -> None:
    assigning.finish(study, "P01", coder="Ben", reopen=True)
    before = segments(study)

    settle(study, "care", "five")

    assert segments(study) == before == {"trust": 1, "doubt": 1, "care": 1}
    assert adjudicating.consensus(study).rows == ()


def test_what_one_coder_found_is_still_to_be_had(study: Study) -> None:
    settle(study, "doubt", "three four", reject=True)

    table = reporting.frequency(study, selection=Selection(coder=("Ana",)))

    assert dict(zip(table.column("code_id"), table.column("n_segments"), strict=True))["doubt"] == 1


def test_agreement_compares_the_readings_and_not_the_verdicts(study: Study) -> None:
    before = comparing.agreement(study).rows
    settle(study, "doubt", "three four", reject=True)
    settle(study, "care", "five")

    assert comparing.agreement(study).rows == before


def test_a_verdict_taken_back_leaves_it_open_again(study: Study) -> None:
    name = settle(study, "doubt", "three")
    assert adjudicating.reopen(study, name, by="Ana") == "Ana took back 1 verdict"

    assert adjudicating.disagreements(study).column("verdict") == ("open",)
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    with pytest.raises(ToolkitError, match="is no verdict of this study"):
        adjudicating.reopen(study, name, by="Ana")
    with pytest.raises(ToolkitError, match="no verdict is named"):
        adjudicating.reopen(study, by="Ana")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"transcript": "P99"}, "P99: is no transcript of this study; there are: P01, P02"),
        ({"code": "worry"}, "worry: is deprecated since 1.0.0; use doubt"),
        ({"code": "nosuch"}, "is no code of codebook"),
        ({"start": 0, "end": 3}, "are in no turn"),
        ({"start": 0, "end": 9999}, "leave the text"),
        ({"by": ""}, "coder"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_refused(study: Study, wrong: dict[str, object], told: str) -> None:
    asked = {"transcript": "P01", "code": "doubt", "by": "Cleo", "reason": "why", **place("three")} | wrong
    with pytest.raises(ToolkitError, match=told):
        adjudicating.settle(study, **asked)  # type: ignore[arg-type]
    assert adjudicating.disagreements(study).column("verdict") == ("open",)


def test_verdicts_travel_in_the_bundle_of_who_recorded_them(
    study: Study, tmp_path: Path, codebook: Codebook
) -> None:
    settle(study, "doubt", "three")
    settle(study, "care", "five")
    files = [tmp_path / f"{coder}.jsonl" for coder in ("Ana", "Ben", "Cleo")]
    for path in files:
        path.write_text(exporting.bundle(study, coder=path.stem), "utf-8")
    other = begun(tmp_path / "other.study", codebook)

    first = import_files(other, *files)
    again = import_files(other, *files)

    assert first.rows[2][-1] == "2 verdicts added"
    assert again.rows[2][-1] == "2 verdicts were there"
    assert adjudicating.consensus(other).rows == adjudicating.consensus(study).rows
    withdrawn = str(adjudicating.disagreements(other).column("id")[0])
    adjudicating.reopen(other, withdrawn, by="Ana")
    assert (
        import_files(other, files[2]).rows[0][-1] == "1 verdicts were there, 1 verdicts were withdrawn here"
    )
    assert studies.verify(other).notes[:-1] == ("No problem found.",)
    other.close()


def test_a_verdict_that_quotes_another_text_is_refused(study: Study, tmp_path: Path) -> None:
    name = settle(study, "doubt", "three")
    path = tmp_path / "Cleo.jsonl"
    with study.transaction(RESEARCHER, keep=False) as records:
        records.connection.exec_driver_sql("UPDATE verdicts SET reason = 'another'")
        work = submitting.of(records.connection, "Cleo", "My study")
    path.write_text(bundles.write(work), "utf-8")
    with pytest.raises((ToolkitError, Several), match=f"verdict {name}: is in the study with other content"):
        import_files(study, path)


def test_verification_finds_a_verdict_changed_behind_our_back(study: Study) -> None:
    settle(study, "doubt", "three")
    with study.transaction(RESEARCHER) as records:
        records.connection.exec_driver_sql("UPDATE verdicts SET holds = 0, text = 'thrEe'")
    with pytest.raises(Several) as found:
        studies.verify(study)
    told = "\n".join(found.value.lines())
    assert "differs from what the log says" in told
    assert "the quotation of verdict" in told


def test_verdicts_stand_at_the_version_they_were_made_under_and_later(study: Study) -> None:
    settle(study, "doubt", "three four")

    assert adjudicating.disagreements(study, at="1.0.0").column("verdict") == ("holds",)
    with pytest.raises(ToolkitError):
        adjudicating.disagreements(study, at="9.9.9")
    with pytest.raises(ToolkitError, match="P99: is no transcript"):
        adjudicating.disagreements(study, transcript=("P99",))
    assert adjudicating.disagreements(study, code=("trust",)).rows == ()


def revise(study: Study, folder: Path, words: str) -> None:
    path = folder / "P01.txt"
    path.write_text(f"I: How was it?\n\nP01: {words}\n", "utf-8")
    import_files(study, path, revise=("P01",))


def test_verdicts_stay_with_their_passage_in_a_corrected_transcript(study: Study, tmp_path: Path) -> None:
    settle(study, "doubt", "three four", reject=True)
    settle(study, "care", "five")

    revise(study, tmp_path, "Well. one two three four five six")

    table = adjudicating.disagreements(study)
    assert table.column("verdict") == ("does not hold", "added")
    assert table.column("quotation") == ("three four", "five")
    assert adjudicating.consensus(study).column("quotation") == ("one", "five")
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_a_verdict_whose_words_were_corrected_is_open_again(study: Study, tmp_path: Path) -> None:
    settle(study, "doubt", "three four", reject=True)

    revise(study, tmp_path, "one two free for five six")

    assert adjudicating.disagreements(study).rows == ()
    notes = adjudicating.consensus(study).notes
    assert "Still open, so that no consensus counts there: P01 (1)." in notes


def test_labels_merged_before_a_correction_are_merged_in_it(tmp_path: Path, codebook: Codebook) -> None:
    study = studies.start(tmp_path / "labels.study", codebook)
    path = tmp_path / "P01.txt"
    text = "I: How?\n\nSpeaker 2: Well.\n\nI: And?\n\nSpeaker 3: Fine.\n\nI: So?\n\nSpeaker 2: Yes.\n"
    path.write_text(text, "utf-8")
    import_files(study, path)
    speaking.merge(study, "P01", label=("Speaker 2", "Speaker 3"), into="P01", role="participant")
    path.write_text(text.replace("Fine", "Very fine"), "utf-8")

    import_files(study, path, revise=("P01",))

    with study.reading() as connection:
        (found,) = transcripts.everything(connection)
    assert (found.revision, found.roles) == (2, {None: "unknown", "I": "interviewer", "P01": "participant"})
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    study.close()


def test_a_verdict_that_would_not_hold_because_a_clock_ran_ahead_is_refused(study: Study) -> None:
    name = settle(study, "doubt", "three four")
    with study.transaction(RESEARCHER) as records:
        (ahead,) = verdicts.everything(records.connection)
        verdicts.remove(records, ahead)
        verdicts.add(records, replace(ahead, decided_at="9999-12-31T23:59:59Z"))

    with pytest.raises(ToolkitError, match=f"later than now and would hold; .*reopen STUDY {name}"):
        settle(study, "doubt", "three", reject=True)

    assert adjudicating.disagreements(study).column("verdict") == ("holds",)
