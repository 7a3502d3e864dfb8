"""The makers of what benchmarks measure; what they take is for a quiet machine, not for a test."""

from __future__ import annotations

from pathlib import Path

from benchmarks.annotator import making
from toolkit.workflow import showing
from toolkit.workflow.studies import open_study


def test_a_study_is_made_as_large_as_wished_and_no_turn_in_it_is_coded_whole(tmp_path: Path) -> None:
    path = making.make(tmp_path, 2_000, 60)

    study = open_study(path)
    desk = showing.desk(study, making.NAME, making.CODER)
    study.close()
    assert len(desk.codings) == 60
    assert len({(coding.span, coding.code) for coding in desk.codings}) == 60
    assert len(desk.transcript.turns) == 40
    assert not {coding.span for coding in desk.codings} & {turn.span for turn in desk.transcript.turns}
    assert any("\n" in coding.quotation.text for coding in desk.codings)
