"""Tables kept from run to run: the same one as long as the study is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import ToolkitError
from toolkit.model.figure import Figure
from toolkit.model.selection import Selection
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import kept
from toolkit.workflow import applying, reporting


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return study


def test_a_table_is_made_once_and_again_when_the_study_has_changed(spoken: Study) -> None:
    first = kept.table(reporting.frequency, spoken)
    assert kept.table(reporting.frequency, spoken) is first

    applying.code(spoken, coder="Ana", transcript="P01", start=40, end=50, code="trust")

    again = kept.table(reporting.frequency, spoken)
    assert again == reporting.frequency(spoken)
    assert again != first


def test_other_options_and_journeys_have_tables_of_their_own(spoken: Study) -> None:
    applying.code(spoken, coder="Ana", transcript="P01", start=40, end=50, code="trust")
    everybody = kept.table(reporting.frequency, spoken)

    assert kept.table(
        reporting.frequency, spoken, selection=Selection(coder=("Ana",))
    ) == reporting.frequency(spoken, selection=Selection(coder=("Ana",)))
    assert kept.table(reporting.themes, spoken) == reporting.themes(spoken)
    assert kept.table(reporting.frequency, spoken) is everybody


def test_what_is_refused_is_refused_each_time(spoken: Study) -> None:
    for _ in range(2):
        with pytest.raises(ToolkitError, match="is no coder of this study"):
            kept.table(reporting.frequency, spoken, selection=Selection(coder=("Nobody",)))


def test_a_chart_is_drawn_once_for_a_table_and_shown_each_time() -> None:
    drawn = []

    def draw(table: Table) -> Figure | None:
        drawn.append(table)
        return Figure("Counts", '{"mark": "bar", "data": {"values": []}}') if table.rows else None

    counted = Table("Counts", (Column("n", "count"),), ((1,), (2,)))
    assert kept.chart(draw, "counts", counted)
    assert kept.chart(draw, "again", Table("Counts", (Column("n", "count"),), ((1,), (2,))))
    assert not kept.chart(draw, "counts", replace(counted, rows=()))
    assert [len(table.rows) for table in drawn] == [2, 0]
