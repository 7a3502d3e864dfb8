"""Each page runs, with a full study, with an empty one, and for a bystander."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Toggle

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook, Theme
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import parts, state
from toolkit.ui.app import PAGES
from toolkit.workflow import applying, demonstrating, studies

APP = Path(__file__).parents[2] / "app.py"
NAMES = [page.TITLE.lower() for page in PAGES]


def _page(path: str, name: str, coder: str | None) -> None:
    """Be a script that shows one page; it runs on its own, so it imports for itself."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    import_module(f"toolkit.ui.pages.{name}").show(study)
    study.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "sample.study"
    demonstrating.sample(path).close()
    return path


@pytest.fixture
def empty(tmp_path: Path, codebook: Codebook) -> Path:
    studies.start(tmp_path / "empty.study", codebook).close()
    return tmp_path / "empty.study"


def shown(path: Path, name: str, coder: str | None) -> AppTest:
    return AppTest.from_function(_page, args=(str(path), name, coder), default_timeout=60).run()


@pytest.mark.parametrize("coder", [None, "A"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_the_sample_study(sample: Path, name: str, coder: str | None) -> None:
    page = shown(sample, name, coder)

    assert not page.exception
    assert not page.error


WHAT_TO_DO = {
    "home": "intercoder import STUDY FILES",
    "code": "intercoder import STUDY FILES",
    "codebook": "Search codes",
    "agreement": "two coders must finish the same transcript",
    "findings": "No passage is coded yet. Choose a transcript on the page Code",
}


def told(page: AppTest) -> str:
    """Return what a page says outside of tables, as people read it."""
    texts = [element.value for kind in (page.info, page.caption, page.title) for element in kind]
    labels = [element.proto.label for kind in ("page_link", "text_input") for element in page.get(kind)]
    return "\n".join(texts + labels).replace("\\", "")


@pytest.mark.parametrize("coder", [None, "New"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_an_empty_study_says_what_to_do(empty: Path, name: str, coder: str | None) -> None:
    page = shown(empty, name, coder)

    assert not page.exception
    assert not page.error
    assert WHAT_TO_DO[name] in told(page)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("themes", [(), (Theme("care", "Care", "Looking *again*.", codable=True),)])
def test_a_page_of_a_study_without_codes_is_whole(
    tmp_path: Path, transcript: Transcript, themes: tuple[Theme, ...], name: str
) -> None:
    path = tmp_path / "codeless.study"
    study = studies.start(path, Codebook("bare", "Bare", "0.1.0", themes, ()))
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    study.close()

    page = shown(path, name, "A")

    assert not page.exception
    assert not page.error
    if name == "codebook":
        assert "This codebook has no codes yet. Write them into its file" in told(page)
        assert ("Looking *again*." in told(page)) == bool(themes)


def test_the_codebook_tells_what_its_themes_mean_and_finds_them(tmp_path: Path, codebook: Codebook) -> None:
    theme = replace(codebook.themes[0], definition="What they feel.")
    studies.start(tmp_path / "my.study", replace(codebook, themes=(theme,))).close()
    page = shown(tmp_path / "my.study", "codebook", None)
    assert "What they feel." in told(page)

    page.text_input[0].set_value("they feel").run()
    assert "What they feel." in told(page)
    page.text_input[0].set_value("unheard of").run()
    assert "What they feel." not in told(page)


# --- finishing --------------------------------------------------------------------------------------


STILL_OPEN = "You can still change your codings, and the changes count."


@pytest.fixture
def reading(tmp_path: Path, codebook: Codebook, transcript: Transcript) -> Iterator[Study]:
    study = studies.start(tmp_path / "reading.study", codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    yield study
    study.close()


def is_finished(study: Study, coder: str) -> bool:
    return applying.desk(study, "P01", coder).finished


def test_the_switch_writes_what_it_shows(reading: Study) -> None:
    page = shown(reading.path, "code", "Ana")
    (switch,) = finish_switches(page)
    assert not switch.value
    assert STILL_OPEN not in told(page)

    switch.set_value(True).run()
    assert is_finished(reading, "Ana")
    assert finish_switches(page)[0].value
    assert STILL_OPEN in told(page)

    finish_switches(page)[0].set_value(False).run()
    assert not is_finished(reading, "Ana")
    assert not page.exception
    assert not page.error


def finish_switches(page: AppTest) -> list[Toggle]:
    return [toggle for toggle in page.toggle if toggle.label.startswith("I have read")]


def test_the_switch_shows_what_was_declared_in_a_terminal(reading: Study) -> None:
    page = shown(reading.path, "code", "Ana")
    applying.assign(reading, "P01", coder="Ana")

    for reopen in (False, True):
        applying.finish(reading, "P01", coder="Ana", reopen=reopen)
        page.run()
        assert finish_switches(page)[0].value is not reopen


def test_a_declaration_that_is_refused_goes_back_and_is_told_once(
    reading: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ToolkitError("my *study*", "is locked", "close the other window")

    page = shown(reading.path, "code", "Ana")
    monkeypatch.setattr(applying, "finish", refuse)

    finish_switches(page)[0].set_value(True).run()

    assert not page.exception
    assert [error.value for error in page.error] == [
        parts.plain("my *study*: is locked; close the other window")
    ]
    assert not finish_switches(page)[0].value
    page.run()
    assert not page.error


def test_what_two_coders_keep_in_one_tab_stays_apart() -> None:
    assert state.key("finished", "Ana P01", "x") != state.key("finished", "Ana", "P01 x")


# --- the app ----------------------------------------------------------------------------------------


def test_the_app_opens_the_sample_study_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["app.py"])

    page = AppTest.from_file(str(APP), default_timeout=60).run()

    assert not page.exception
    assert [metric.value for metric in page.metric][:2] == ["3", "3"]
    assert any("Sample study" in info.value for info in page.info)


def test_a_study_that_cannot_be_opened_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["app.py", str(tmp_path / "no.study")])

    page = AppTest.from_file(str(APP), default_timeout=60).run()

    assert not page.exception
    (error,) = page.error
    assert "there is no such study" in error.value


def test_text_from_a_study_shows_as_written() -> None:
    assert parts.plain("a_b*c* <b> [x](y) $z$ :red[w]\nnext") == (
        r"a\_b\*c\* \<b\> \[x\]\(y\) \$z\$ \:red\[w\] next"
    )
