"""Labels are merged and parted, roles set, turns named: recorded, undone, never at the cost of a coding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import conversation
from tests.tampering import tamper
from toolkit.errors import Several, ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.identifier import new_id, now
from toolkit.model.round import FIRST_ROUND, Coder
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, events, readings, rounds, transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import asking, exporting, importing, speaking
from toolkit.workflow.naming import known_transcript

SAID = (
    ("Speaker 1", "How was it?"),
    ("Speaker 2", "I trusted them at first. And you? I asked."),
    ("Speaker 1", "And now?"),
    ("Speaker 3", "Now I take care."),
    ("P1", "So it goes."),
)


@pytest.fixture
def interviews(study: Study) -> Study:
    """Store two transcripts of the same labels, with one coding in the first."""
    with study.transaction("x") as records:
        for name in ("P01", "P02"):
            transcripts.add(records, conversation(name, *SAID))
        rounds.add_coder(records, Coder("A"))
        found = conversation("P01", *SAID)
        at = found.text.index("trusted")
        quotation = Quotation.cut(found, Span(at, at + 12))
        codings.add(records, Coding(new_id(), quotation, "trust", "A", "1.0.0", FIRST_ROUND, now(), "unsure"))
    return study


def read(study: Study, name: str = "P01") -> Transcript:
    with study.reading() as connection:
        return known_transcript(connection, name)


def labels(study: Study, name: str = "P01") -> list[str | None]:
    return [turn.speaker for turn in read(study, name).turns]


def problems(study: Study) -> list[str]:
    with study.reading() as connection:
        return list(verification.problems(connection))


def test_merged_labels_keep_text_codings_and_what_the_file_said(interviews: Study) -> None:
    before = read(interviews)
    speaking.merge(interviews, "P01", label=("Speaker 2", "Speaker 3"), into="P1", by="Ana")

    after = read(interviews)
    assert labels(interviews) == ["Speaker 1", "P1", "Speaker 1", "P1", "P1"]
    assert (after.text, after.sha256) == (before.text, before.sha256)
    assert [turn.span for turn in after.turns] == [turn.span for turn in before.turns]
    assert problems(interviews) == []
    table = speaking.speakers(interviews, "P01")
    assert table.column("label") == ("Speaker 1", "P1")
    assert table.column("in_the_file") == ("", "Speaker 2, Speaker 3, P1")
    with interviews.reading() as connection:
        last, _ = list(events.everything(connection))[-1]
        assert (last.kind, last.actor) == ("reading.changed", "Ana")


def test_only_the_transcripts_named_are_changed(interviews: Study) -> None:
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")

    assert "Speaker 3" in labels(interviews, "P02")


def test_without_a_name_all_that_have_the_label_are_changed(interviews: Study) -> None:
    speaking.merge(interviews, label=("Speaker 3",), into="Dana")

    assert "Dana" in labels(interviews, "P01")
    assert "Dana" in labels(interviews, "P02")


def test_nobody_becomes_the_participant_of_another_interview_unasked(interviews: Study) -> None:
    with pytest.raises(ToolkitError, match="in P02: would become P01, the participant of another interview"):
        speaking.merge(interviews, label=("Speaker 2",), into="P01")

    assert "P01" not in labels(interviews, "P02")


def test_a_label_renamed_to_what_participants_are_called_takes_part(interviews: Study) -> None:
    speaking.set_role(interviews, "P01", label=("Speaker 2",), role="unknown")
    speaking.merge(interviews, "P01", label=("Speaker 2",), into="P01")

    assert read(interviews).roles["P01"] == "participant"


def test_different_roles_are_not_merged_silently(interviews: Study) -> None:
    speaking.set_role(interviews, "P01", label=("Speaker 1",), role="interviewer")

    with pytest.raises(ToolkitError, match="P01: 'P1' is participant and 'Speaker 1' is interviewer"):
        speaking.merge(interviews, "P01", label=("Speaker 1",), into="P1")

    speaking.merge(interviews, "P01", label=("Speaker 1",), into="P1", role="participant")
    assert read(interviews).roles["P1"] == "participant"


def test_a_label_that_is_gone_gets_one_clear_line(interviews: Study) -> None:
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")

    gone = "P01: has no speaker 'Speaker 3'; there are: Speaker 1, Speaker 2, P1"
    with pytest.raises(ToolkitError) as merging:
        speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")
    with pytest.raises(ToolkitError) as saying:
        speaking.set_role(interviews, "P01", label=("Speaker 3",), role="other")
    assert merging.value.lines() == saying.value.lines() == (gone,)


@pytest.mark.parametrize(
    ("label", "into", "told"),
    [
        (("P1",), "P1", "merged into itself"),
        (("P1",), " x", "begins or ends with a blank"),
        (("P1",), "", "is blank"),
    ],
)
def test_labels_that_cannot_be_are_refused(
    interviews: Study, label: tuple[str, ...], into: str, told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        speaking.merge(interviews, "P01", label=label, into=into)


def test_a_change_in_several_transcripts_is_made_in_all_or_none(interviews: Study) -> None:
    with pytest.raises(Several, match="P09: is no transcript of this study"):
        speaking.merge(interviews, "P01", "P09", label=("Speaker 3",), into="P1")

    assert "Speaker 3" in labels(interviews, "P01")


def test_a_merge_can_be_taken_back_exactly_and_so_can_the_one_before(interviews: Study) -> None:
    states = [read(interviews)]
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")
    states.append(read(interviews))
    speaking.set_role(interviews, "P01", label=("Speaker 1",), role="interviewer")
    states.append(read(interviews))
    speaking.cut(interviews, "P01", turn=2, words="And you?", label="Speaker 1")

    for state in reversed(states):
        speaking.undo(interviews, "P01")
        assert read(interviews) == state
        assert problems(interviews) == []
    with pytest.raises(ToolkitError, match="nothing was changed that could be taken back"):
        speaking.undo(interviews, "P01")


def test_labels_are_parted_again_after_other_changes(interviews: Study) -> None:
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")
    speaking.merge(interviews, "P01", label=("P1", "Speaker 2"), into="Dana")
    speaking.cut(interviews, "P01", turn=2, words="And you?")

    speaking.apart(interviews, "P01", label=("Speaker 3",))

    assert labels(interviews) == ["Speaker 1", "Dana", "Dana", "Speaker 1", "Speaker 3", "Dana"]
    assert problems(interviews) == []
    with pytest.raises(ToolkitError, match="no turn has lost the label 'Speaker 3'"):
        speaking.apart(interviews, "P01", label=("Speaker 3",))


def test_only_the_last_change_standing_can_be_taken_back_by_a_page(interviews: Study) -> None:
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")
    stale = speaking.situation(interviews, "P01").last
    assert stale is not None
    speaking.set_role(interviews, "P01", label=("P1",), role="other")

    with pytest.raises(ToolkitError, match="P01: was changed by somebody else meanwhile"):
        speaking.take_back(interviews, "P01", stale.number)


def test_a_page_that_is_stale_names_and_cuts_no_turn(interviews: Study) -> None:
    seen = speaking.situation(interviews, "P01").seen
    speaking.cut(interviews, "P01", turn=2, words="And you?")

    with pytest.raises(ToolkitError, match="meanwhile"):
        speaking.give(interviews, "P01", {3: "P1"}, seen=seen)
    with pytest.raises(ToolkitError, match="meanwhile"):
        speaking.cut_turn(interviews, "P01", 3, "And now", seen=seen)
    with pytest.raises(ToolkitError, match="meanwhile"):
        asking.ask(interviews, "P01", {3: 1}, seen=seen)


def test_turns_are_named_by_number_and_range(interviews: Study) -> None:
    speaking.say(interviews, "P01", turns="2, 4-5", label="Dana", role="participant")

    assert labels(interviews) == ["Speaker 1", "Dana", "Speaker 1", "Dana", "Dana"]
    assert read(interviews).roles["Dana"] == "participant"


@pytest.mark.parametrize("told", ["", "x", "3-1", "1,,2", "-4", "²"])
def test_turns_that_are_no_numbers_are_refused(told: str) -> None:
    with pytest.raises(ToolkitError, match="no number or range"):
        speaking.turn_numbers(told)


def test_a_file_names_and_cuts_the_turns_by_the_numbers_they_have_before(
    interviews: Study, tmp_path: Path
) -> None:
    file = tmp_path / "P01.turns.csv"
    file.write_text("turn,speaker,words\n1,I,\n2,Dana,\n2,I,And you?\n3,I,\n4,Dana,\n5,,\n", "utf-8")
    speaking.say(interviews, "P01", file=file)

    assert labels(interviews) == ["I", "Dana", "I", "I", "Dana", None]
    assert read(interviews).roles["I"] == "interviewer"
    assert problems(interviews) == []


def test_a_file_that_names_what_is_not_there_changes_nothing(interviews: Study, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("turn,speaker,words\n9,I,\n2,I,never said\n", "utf-8")
    before = read(interviews)

    with pytest.raises(ToolkitError) as refused:
        speaking.say(interviews, "P01", file=file)

    assert refused.value.lines() == (
        "x.csv:2: has no turn 9; its turns are 1 to 5",
        "x.csv:3: turn 2 does not hold the words 'never said'; copy them as they stand there",
    )
    assert read(interviews) == before


def test_a_bundle_made_before_a_merge_is_imported_after_it(interviews: Study, tmp_path: Path) -> None:
    bundle = tmp_path / "A.jsonl"
    bundle.write_text(exporting.bundle(interviews, coder="A"), "utf-8")
    speaking.merge(interviews, "P01", label=("Speaker 2",), into="P1")
    speaking.cut(interviews, "P01", turn=2, words="And you?")

    assert "1 codings were there" in str(importing.import_files(interviews, bundle).rows)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE turns SET speaker = 'Speaker 2' WHERE number = 4",
        "UPDATE turns SET question = 7 WHERE number = 4",
        "UPDATE speakers SET label = 'Dana' WHERE label = 'P1'",
        "UPDATE speakers SET role = 'other' WHERE label = 'P1'",
        'UPDATE turns SET "end" = "end" - 1 WHERE number = 2',
    ],
)
def test_what_is_changed_behind_the_log_is_noticed_and_not_built_upon(
    interviews: Study, statement: str
) -> None:
    speaking.merge(interviews, label=("Speaker 3",), into="P1")
    tamper(interviews, f"{statement} {'AND' if 'WHERE' in statement else 'WHERE'} transcript = 'P01'")

    assert len(problems(interviews)) >= 1
    if "role" not in statement:
        with pytest.raises(ToolkitError, match="see: intercoder verify"):
            speaking.merge(interviews, "P01", label=("Speaker 2",), into="Dana")


def test_two_programs_at_once_are_told_apart(interviews: Study) -> None:
    other = Study(interviews.address)
    speaking.merge(interviews, "P01", label=("Speaker 3",), into="P1")
    with pytest.raises(ToolkitError, match="no speaker 'Speaker 3'"):
        speaking.merge(other, "P01", label=("Speaker 3",), into="Speaker 2")
    other.close()

    assert problems(interviews) == []


STEPS = st.one_of(
    st.tuples(
        st.just("merge"),
        st.sampled_from(["Speaker 1", "Speaker 2", "Speaker 3", "P1"]),
        st.sampled_from(["P1", "Dana"]),
    ),
    st.tuples(st.just("give"), st.integers(1, 6), st.sampled_from(["P1", "Eve", ""])),
    st.tuples(st.just("cut"), st.integers(1, 6), st.integers(10, 120)),
    st.tuples(st.just("ask"), st.integers(1, 6), st.integers(1, 9)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=6))
def test_whatever_was_changed_leads_back_to_the_file(
    interviews: Study, steps: list[tuple[str, int | str, int | str]]
) -> None:
    start = read(interviews)
    for kind, one, other in steps:
        try:
            if kind == "merge":
                speaking.merge(interviews, "P01", label=(str(one),), into=str(other), role="participant")
            elif kind == "give":
                speaking.give(interviews, "P01", {int(one): str(other) or None})
            elif kind == "cut":
                speaking.cut(interviews, "P01", turn=int(one), at=int(other))
            else:
                asking.ask(interviews, "P01", {int(one): int(other)})
        except ToolkitError:
            continue
        speaking.speakers(interviews, "P01")
    with interviews.reading() as connection:
        assert readings.as_imported(connection, read(interviews)) == start
    assert problems(interviews) == []
    while speaking.situation(interviews, "P01").last is not None:
        speaking.undo(interviews, "P01")
    assert read(interviews) == start


def test_what_is_so_already_is_no_change(interviews: Study) -> None:
    speaking.set_role(interviews, "P01", label=("P1",), role="participant")

    assert speaking.situation(interviews, "P01").last is None


def test_no_label_is_passed_over_in_silence(interviews: Study) -> None:
    with pytest.raises(ToolkitError, match="speaker 'Speaker 9': no transcript has it"):
        speaking.set_role(interviews, label=("P1", "Speaker 9"), role="other")

    assert speaking.situation(interviews, "P01").last is None
