"""From a number back to its passages, and what a selection can name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SampleAt
from toolkit.errors import ToolkitError
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import reporting, tracing


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    path: Path = tmp_path_factory.mktemp("traced") / "sample.study"
    made = sample_at(path)
    yield made
    made.close()


def dicts(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(coder=("A",), at="0.2.0"),
        Selection(theme=("practices",), where=("region=EU",)),
        Selection(question=(2, 3), speaker_role=("participant",)),
    ],
)
def test_a_number_narrowed_down_to_its_code_and_participant_has_as_many_passages(
    sample: Study, selection: Selection
) -> None:
    cells = dicts(reporting.matrix(sample, selection=selection))
    people = [name for name in cells[0] if name not in ("code_id", "label", "theme", "total")]
    for row, person in zip(cells[:3], people[:3], strict=True):
        code = str(row["code_id"])
        mine = replace(selection, code=(code,), participant=(person,))
        assert len(tracing.passages(sample, selection=mine).rows) == row[person]
        assert len(tracing.passages(sample, selection=replace(selection, code=(code,))).rows) == row["total"]


def test_a_theme_has_the_passages_of_all_its_codes(sample: Study) -> None:
    known = tracing.choices(sample)
    rows = [row for row in dicts(reporting.themes(sample)) if row["code"] is None]
    for row, theme in zip(rows[:2], known.themes[:2], strict=True):
        found = tracing.passages(sample, selection=Selection(theme=(theme.id,)))
        assert len(found.rows) == row["n_segments"]
        assert len(set(found.column("participant"))) == row["n_participants"]


def test_each_passage_stands_where_it_says(sample: Study) -> None:
    with sample.reading() as connection:
        texts = {each.id: each.text for each in transcripts.everything(connection)}
    for row in dicts(tracing.passages(sample)):
        there = texts[str(row["transcript"])][int(str(row["start"])) : int(str(row["end"]))]
        first, last = str(row["quotation"]).split()[0], str(row["quotation"]).split()[-1]
        assert first in there
        assert last in there


def test_what_there_is_to_choose_from_is_what_a_selection_can_name(sample: Study) -> None:
    known = tracing.choices(sample)
    assert known.coders == ("A", "B", "C")
    assert len(known.participants) == 13
    assert known.values("region") == ("EU", "US")
    assert known.questions[2].startswith("Take the last model you released.")
    assert set(known.roles) == {"interviewer", "participant", "unknown"}
    everything = Selection(
        coder=known.coders,
        participant=known.participants,
        where=tuple(f"region={value}" for value in known.values("region")),
        theme=tuple(theme.id for theme in known.themes),
        code=tuple(code.id for code in known.codes),
        question=tuple(known.questions),
        speaker_role=known.roles,
    )
    assert reporting.frequency(sample, selection=everything).rows


def test_the_transcripts_that_remain_are_those_a_table_looks_at(sample: Study) -> None:
    known = tracing.choices(sample)
    for selection in (
        Selection(),
        Selection(participant=("P04", "P05")),
        Selection(where=("region=EU", "role=maintainer")),
    ):
        people = {known.people[name] for name in known.remaining(selection)}
        columns = reporting.matrix(sample, selection=selection).names
        assert people == {name for name in columns if name in known.participants}
    assert not known.remaining(Selection(where=("region=nowhere",)))


def test_codes_are_those_of_the_version(sample: Study) -> None:
    older = {code.id for code in tracing.choices(sample, at="0.1.0").codes}
    assert older != {code.id for code in tracing.choices(sample).codes}
    with pytest.raises(ToolkitError):
        tracing.choices(sample, at="9.9.9")


def test_a_study_without_anything_offers_nothing_but_its_codes(study: Study, transcript: Transcript) -> None:
    known = tracing.choices(study)
    assert (known.coders, known.participants, known.attributes, known.questions) == ((), (), {}, {})
    assert [code.id for code in known.codes] == ["trust", "doubt", "care"]
    assert tracing.passages(study).rows == ()

    with study.transaction("x") as records:
        transcripts.add(records, replace(transcript, participant=""))
        transcripts.add_participant(records, "somebody else", {"role": "cook"})
    known = tracing.choices(study)
    assert known.participants == ("P01",)
    assert known.attributes == {}


def test_where_two_codes_meet_there_is_a_passage_of_each_for_every_participant(sample: Study) -> None:
    for row in dicts(reporting.cooccurrence(sample)):
        met = tracing.meeting(sample, str(row["code_a"]), str(row["code_b"]))
        for code in (row["code_a"], row["code_b"]):
            mine = {each["participant"] for each in dicts(met) if each["code_id"] == code}
            assert len(mine) == row["n_participants"]
