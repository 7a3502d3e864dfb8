"""The page Agreement: each view, on the sample and on an empty study; from a number to its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import SampleAt
from toolkit.model.codebook import Codebook
from toolkit.ui import state
from toolkit.ui.pages import agreement
from toolkit.workflow import studies

VIEWS = list(agreement._VIEWS)  # noqa: SLF001 - the words on the page are what is tested


def _page(path: str) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    from toolkit.ui.pages import agreement  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    study = open_study(Path(path))
    agreement.show(study)
    study.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Path:
    path = tmp_path_factory.mktemp("agreement") / "sample.study"
    sample_at(path).close()
    return path


def shown(path: str | Path, view: str, **session: object) -> AppTest:
    page = AppTest.from_function(_page, args=(str(path),), default_timeout=120)
    page.session_state[state.COMPARED] = view
    for key, value in session.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_a_table_of_the_sample_with_its_notes(sample: Path, view: str) -> None:
    page = shown(sample, view)
    assert page.dataframe
    assert len(page.dataframe[0].value) > 1
    assert not page.error


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_says_what_to_do_in_an_empty_study(tmp_path: Path, codebook: Codebook, view: str) -> None:
    path = tmp_path / "empty.study"
    studies.start(path, codebook).close()
    page = shown(path, view)
    told = " ".join(element.value for element in (*page.info, *page.caption))
    assert "two coders" in told or "finish" in told or "nobody" in told


def test_alpha_stands_with_its_interval_and_how_it_came_about(sample: Path) -> None:
    page = shown(sample, "Codes")
    table = page.dataframe[0].value
    copying = table[table.label == "Copying from upstream"].iloc[0]
    assert copying.alpha_low < copying.alpha < copying.alpha_high <= 1
    told = " ".join(element.value for element in page.caption)
    assert "jackknife over interviews" in told


def test_a_number_leads_to_its_explanation_and_to_the_passages_behind_it(sample: Path) -> None:
    page = shown(sample, "Codes", **{state.EXPLAINED: "copy-from-upstream"})
    assert [metric.value for metric in page.metric] == ["3", "1", "353"]
    assert any("The code was given in" in element.value for element in page.markdown)
    behind = page.dataframe[1].value
    assert set(behind.code) == {"copy-from-upstream"}
    assert set(behind.transcript) == {"P04"}


def test_the_unit_chosen_beforehand_is_marked(sample: Path) -> None:
    page = shown(sample, "Units")
    registered = next(each for each in page.selectbox if each.label == "Unit chosen beforehand")
    registered.select("sentence").run()
    table = page.dataframe[0].value
    assert set(table[table.registered == "yes"].unit) == {"sentence"}


def test_one_round_can_be_looked_at(sample: Path) -> None:
    page = shown(sample, "Codes")
    last = page.dataframe[0].value
    next(each for each in page.selectbox if each.label == "Round").select("1.0.0").run()
    assert not page.exception
    first = page.dataframe[0].value
    assert len(first) >= len(last)


def test_a_plan_from_assumptions_needs_no_pilot(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "empty.study"
    studies.start(path, codebook).close()
    page = shown(path, "Plan")
    assert any("a pilot needs two" in element.value.replace("\\", "") for element in page.info)
    page.toggle[0].set_value(True).run()
    assert not page.exception
    assert list(page.dataframe[0].value.interviews)[:2] == [3, 4]
