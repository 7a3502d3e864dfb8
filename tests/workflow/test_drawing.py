"""Figures of a study say what its tables say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SampleAt
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.figure import Figure
from toolkit.model.selection import Selection
from toolkit.store.study import Study
from toolkit.workflow import drawing, reporting, studies


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    study = sample_at(tmp_path_factory.mktemp("drawing") / "sample.study")
    yield study
    study.close()


def test_the_heat_map_has_the_numbers_of_the_matrix(sample: Study) -> None:
    table = reporting.matrix(sample)
    told = json.loads(drawing.heatmap(sample).spec)
    cells = told["data"]["values"] if "data" in told else told["layer"][0]["data"]["values"]
    people = [name for name in table.names if name not in ("code_id", "label", "theme", "total")]
    assert [row["value"] for row in cells] == [
        row[table.names.index(name)] for row in table.rows for name in people
    ]


@pytest.mark.parametrize(
    "draw",
    [drawing.heatmap, drawing.saturation, drawing.tree, drawing.river, drawing.agreement, drawing.portrait],
)
def test_every_caption_tells_the_version(sample: Study, draw: object) -> None:
    assert callable(draw)
    figure = draw(sample)
    assert isinstance(figure, Figure)
    assert "1.0.0" in figure.caption
    assert figure == draw(sample)


def test_a_portrait_covers_the_words_of_the_passages(sample: Study) -> None:
    one = drawing.portrait(sample, transcript=("P04",))
    assert one.title == "Portrait of transcript P04"
    alone = drawing.portrait(sample, selection=Selection(participant=("P04",)))
    assert alone.spec == one.spec


def test_a_portrait_of_a_transcript_that_is_not_there_is_refused(sample: Study) -> None:
    with pytest.raises(ToolkitError, match="Nobody: is no transcript"):
        drawing.portrait(sample, transcript=("Nobody",))


@pytest.mark.parametrize("draw", [drawing.heatmap, drawing.saturation, drawing.agreement, drawing.portrait])
def test_of_an_empty_study_there_is_nothing_to_draw(tmp_path: Path, codebook: Codebook, draw: object) -> None:
    study = studies.start(tmp_path / "empty.study", codebook)
    assert callable(draw)
    with pytest.raises(ToolkitError, match=r"nothing to draw|no value is defined|finished"):
        draw(study)
    study.close()
