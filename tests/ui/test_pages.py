"""Each page runs, with a full study, with an empty one, for a bystander, and at every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox, Toggle

from tests.conftest import SampleAt
from toolkit.errors import ToolkitError
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span, Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import parts, state
from toolkit.ui.app import PAGES
from toolkit.ui.pages import findings
from toolkit.workflow import applying, assigning, drafting, revising, showing, studies
from toolkit.workflow.drafting import Step

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
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Path:
    path = tmp_path_factory.mktemp("pages") / "sample.study"
    sample_at(path).close()
    return path


@pytest.fixture
def empty(tmp_path: Path, codebook: Codebook) -> Path:
    studies.start(tmp_path / "empty.study", codebook).close()
    return tmp_path / "empty.study"


def shown(path: str | Path, name: str, coder: str | None, **address: str) -> AppTest:
    page = AppTest.from_function(_page, args=(str(path), name, coder), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    return page.run()


@pytest.mark.parametrize("coder", [None, "A"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_the_sample_study(sample: Path, name: str, coder: str | None) -> None:
    page = shown(sample, name, coder)

    assert not page.exception
    assert not page.error


WHAT_TO_DO = {
    "home": "Import transcripts",
    "transcripts": "There are no transcripts yet",
    "code": "Import some on the page Transcripts",
    "search": "Import some on the page Transcripts",
    "codebook": "Search codes",
    "review": "Nothing waits for a decision",
    "memos": "memos",
    "agreement": "two coders must finish the same transcript",
    "findings": "No passage is coded yet. Choose a transcript on the page Code",
    "team": "Open: everybody can see everybody's codings",
    "names": "There are no transcripts yet to look for names in",
    "exchange": "Nothing is stored before you have seen what is in it",
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


WAYS_ON = {
    "home": [
        "Import transcripts: drop the files and see how each was read",
        "Read the codebook, or draft the next version of it",
        "See who codes with you, and add people",
    ],
    "code": ["Import transcripts"],
    "search": ["Import transcripts"],
    "names": ["Import transcripts"],
    "findings": ["Read and code a transcript"],
}


@pytest.mark.parametrize("name", list(WAYS_ON))
def test_a_page_of_an_empty_study_leads_to_where_that_changes(empty: Path, name: str) -> None:
    links = shown(empty, name, "New").get("page_link")

    assert [link.proto.label.replace("\\", "") for link in links] == WAYS_ON[name]


def test_from_an_empty_study_the_sample_is_one_click_away_and_so_is_the_way_back(
    monkeypatch: pytest.MonkeyPatch, empty: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["app.py", str(empty)])
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    before = empty.read_bytes()
    assert page.metric[0].value == "0"
    page.sidebar.selectbox(state.CODER).set_value("New").run()

    click(page, "See the sample study")
    assert page.metric[0].value == "13"
    assert page.session_state[state.CODER] is None
    assert page.query_params[state.SAMPLE] == "yes"
    assert any("Sample study" in info.value for info in page.info)
    page.sidebar.selectbox(state.CODER).set_value("A").run()
    reloaded = AppTest.from_file(str(APP), default_timeout=60)
    reloaded.query_params.update({**page.query_params, state.CODER: "A"})  # which the browser writes
    page = reloaded.run()
    assert page.metric[0].value == "13"
    assert page.session_state[state.CODER] == "A"
    click(page, "Back to your study")

    assert page.metric[0].value == "0"
    assert page.session_state[state.CODER] is None
    assert not page.query_params
    assert not page.exception
    assert empty.read_bytes() == before


def click(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click().run()


def test_a_study_with_transcripts_offers_no_other(sample: Path) -> None:
    assert "See the sample study" not in [button.label for button in shown(sample, "home", None).button]


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


# --- versions ---------------------------------------------------------------------------------------

VIEWS = ("Codes", "What changed", "River", "Draft")
SEEN_AT = ("codebook", "memos", "agreement", "findings")


def is_switch(box: Selectbox[str]) -> bool:
    return box.label == "Codebook version"


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "1.0.0", "9.9.9"])
@pytest.mark.parametrize("name", SEEN_AT)
def test_a_page_shows_the_study_as_seen_at_the_version_in_the_address(
    sample: Path, name: str, version: str
) -> None:
    page = shown(sample, name, "A", version=version)

    assert not page.exception
    assert not page.error
    older = version in ("0.1.0", "0.2.0")
    line = f"Seen at codebook {version}; the latest is 1.0.0. Coding always happens under the latest."
    assert (line in told(page)) == older
    if name == "codebook":
        assert page.title[0].value == f"Codebook {version if older else '1.0.0'}"
    if older:
        page.button(key="see the latest").click().run()
        assert line not in told(page)


@pytest.mark.parametrize("name", ["home", "code", "review"])
def test_pages_for_work_have_no_switch(sample: Path, name: str) -> None:
    page = shown(sample, name, "A", version="0.1.0")

    assert not any(map(is_switch, page.selectbox))
    assert "Seen at" not in told(page)


@pytest.mark.parametrize("name", SEEN_AT)
def test_with_one_version_there_is_nothing_to_switch(empty: Path, name: str) -> None:
    assert not any(map(is_switch, shown(empty, name, None).selectbox))


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "1.0.0"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_codebook_is_whole_in_every_version(sample: Path, view: str, version: str) -> None:
    page = shown(sample, "codebook", "A", version=version, view=view)

    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_codebook_with_one_version_is_whole(empty: Path, view: str) -> None:
    page = shown(empty, "codebook", "A", view=view)

    assert not page.exception
    assert not page.error
    one = "There is one version so far. Write the next one under Draft."
    assert (one in told(page)) == (view in ("What changed", "River"))


@pytest.mark.parametrize("version", ["0.1.0", "1.0.0"])
def test_every_code_of_a_version_has_a_card(sample: Path, version: str) -> None:
    study = studies.open_study(sample)
    book = revising.codebook(study, version)
    study.close()
    page = shown(sample, "codebook", None, version=version)

    for code in book.code.values():
        page.button(key=f"show {code.id}").click().run()

        assert not page.exception
        assert page.header[0].value == parts.plain(code.label)
        assert "How it came to be" in prose(page)


HOSTILE = "<script>x</script> [l](javascript:x) :red[r] **b** $x$"


@pytest.fixture
def grown(reading: Study) -> Study:
    """Return a study coded by Ana under 1.0.0 whose codebook has changed in every way since."""
    sha256 = showing.desk(reading, "P01", "Ana").transcript.sha256
    wishes = [
        applying.Apply(f"coding-{code}", "P01", sha256, Span(40 + place, 60 + place), code)
        for place, code in enumerate(("trust", "doubt", "care"))
    ]
    assert applying.change(reading, "Ana", wishes) == (None, None, None)
    assigning.finish(reading, coder="Ana")
    care = [Code(name, f"{name} {HOSTILE}", "feelings", definition=HOSTILE) for name in ("calm", "caution")]
    hope = Code("hope", "Hope", "feelings", definition="Talk of hope.", exclude=(Exclusion(HOSTILE, "calm"),))
    trust = Code("trust", "Reliance", "feelings", definition="Talk of trust and of the team.")
    for step in (
        Step("split", ("care",), ("calm", "caution"), codes=tuple(care), rationale=f"Split {HOSTILE}"),
        Step("merge", ("doubt",), ("trust",), rationale="Nobody could tell them apart."),
        Step("add", (), ("hope",), codes=(hope,), evidence=("P01#2",), discussion=HOSTILE),
        Step("rename", ("trust",), codes=(replace(trust, definition="Talk of trust."),)),
        Step("redefine", ("trust",), codes=(trust,), effect="wider", rationale="It holds doubt now."),
    ):
        drafting.take(reading, step, by="Ana")
    revising.release_draft(reading, by="Ana")
    return reading


def prose(page: AppTest) -> str:
    """Return the running text of a page, with its marks."""
    return "\n".join(element.value for kind in (page.markdown, page.caption) for element in kind)


def open_view(page: AppTest, view: str) -> None:
    """Open a view of the findings, as a reader does: first its group."""
    group = next(group for group, views in findings.GROUPS.items() if view in views)
    page.button_group[0].set_value(group).run()
    page.button_group[1].set_value(view).run()


def segments(page: AppTest) -> dict[str, int]:
    open_view(page, "Code frequency")
    frame = page.dataframe[0].value
    return dict(zip(frame.code_id, frame.n_segments, strict=True))


def test_the_numbers_are_those_of_the_version(grown: Study) -> None:
    latest = shown(grown.where, "findings", None)
    older = shown(grown.where, "findings", None, version="1.0.0")

    assert segments(latest) == {"trust": 1, "calm": 0, "caution": 0, "hope": 0}
    assert segments(older) == {"trust": 1, "doubt": 1, "care": 1}


def test_the_tree_tells_how_many_passages_have_each_code_if_asked(grown: Study) -> None:
    page = shown(grown.where, "codebook", None, version="1.0.0")
    assert page.button(key="show care").label == "Care :gray[· 1]"

    page.toggle[0].set_value(False).run()
    assert page.button(key="show care").label == "Care"


def test_a_card_leads_to_the_successors_and_tells_the_history(grown: Study) -> None:
    page = shown(grown.where, "codebook", None)

    page.button(key="show doubt").click().run()
    page.button(key="doubt successor").click().run()

    assert page.header[0].value == "Reliance"
    assert "Renamed: Trust → **Reliance**" in prose(page)
    assert "and of the team**]\\." in prose(page)
    assert "redefined, it now holds more" in prose(page)
    assert "It holds doubt now\\." in prose(page)
    assert "First there, as **Trust** in Feelings." in prose(page)


def test_what_changed_names_the_reason_and_leads_to_the_card(grown: Study) -> None:
    page = shown(grown.where, "codebook", None, view="What changed")

    text = prose(page)
    assert ":gray-badge[Added 3] :gray-badge[Out of use 2] :gray-badge[Redefined 1]" in text
    assert "Out of use. Instead: *Reliance*" in text
    assert "Nobody could tell them apart\\." in text
    assert "*Evidence:* P01\\#2" in text
    assert parts.plain(f"Split {HOSTILE}") in text
    page.button(key="redefined trust").click().run()
    assert page.header[0].value == "Reliance"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_hostile_words_stand_in_no_text_unescaped(grown: Study, view: str, version: str) -> None:
    page = shown(grown.where, "codebook", "Ana", version=version, view=view)

    assert not page.exception
    labels = [box.label for kind in (page.button, page.expander) for box in kind]
    assert "<script" not in "\n".join([prose(page), *labels]).replace("\\<", "")
    assert "](javascript" not in "\n".join([prose(page), *labels])


def test_home_says_what_waits_and_what_to_read_again(grown: Study) -> None:
    latest = revising.versions(grown)[-1]
    page = shown(grown.where, "home", "Ana")

    assert f"Codebook {latest}, the last of 2 released versions" in told(page)
    assert "1 coding waits for a decision since the codebook changed" in told(page)
    assert f"Read again for codes that are new or wider in {latest}: P01, finished by Ana" in told(page)
    assert "1 finished reading has not looked for every code" in told(shown(grown.where, "home", "Ben"))


def test_home_names_a_few_of_many_transcripts(reading: Study, transcript: Transcript) -> None:
    with reading.transaction("x") as records:
        for number in range(11):
            transcripts.add(records, replace(transcript, id=f"Q{number:02}"))

    page = shown(reading.where, "home", "Ana")

    assert "Go on coding: P01, Q00, Q01, Q02, Q03, Q04, Q05, Q06 and 4 more not finished by Ana" in told(page)


def test_coverage_names_the_codes_not_looked_for(grown: Study) -> None:
    page = shown(grown.where, "findings", None)
    open_view(page, "Coverage")

    frame = page.dataframe[0].value
    assert list(frame.status) == ["incomplete"]
    assert "hope" in frame.codes_not_yet_searched[0]


def test_saturation_is_told_in_three_orders_and_by_the_rule_chosen(sample: Path) -> None:
    page = shown(sample, "findings", None)
    open_view(page, "Saturation")
    assert "reached at 6\\+2 transcripts in interview order" in prose(page)
    assert len(page.get("vega_lite_chart")) == 1
    assert list(page.dataframe[0].value.document)[1] == "P02"

    page.button_group(key="saturation order").set_value("Coding order").run()
    assert list(page.dataframe[0].value.document)[1] == "P04"
    page.number_input(key="base").set_value(12).run()
    assert "not assessed, because base and run need 14 transcripts and there are 13" in told(page)
    page.button_group(key="saturation order").set_value("Random order").run()
    assert list(page.dataframe[0].value.mean_cumulative)[-1] == 30
    assert not page.exception


def test_a_word_of_the_list_is_shown_where_it_stands(sample: Path) -> None:
    page = shown(sample, "findings", None)
    open_view(page, "Words")
    listed = page.dataframe[0].value
    counted = dict(zip(listed.word, listed.n_occurrences, strict=True))
    page.selectbox(key="words sought").set_value("hub").run()
    lines = page.dataframe[1].value
    assert len(lines) == counted["hub"]
    assert set(lines.hit.str.lower()) <= {"hub", "hubs", "hub's"}
    assert not page.exception


def test_saturation_of_a_study_nobody_has_coded_says_what_to_do(empty: Path) -> None:
    page = shown(empty, "findings", None)
    open_view(page, "Saturation")

    assert WHAT_TO_DO["findings"] in told(page)
    assert not page.exception
    assert not page.get("vega_lite_chart")


# --- finishing --------------------------------------------------------------------------------------


@pytest.fixture
def reading(tmp_path: Path, codebook: Codebook, transcript: Transcript) -> Iterator[Study]:
    study = studies.start(tmp_path / "reading.study", codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    yield study
    study.close()


def is_finished(study: Study, coder: str) -> bool:
    return showing.desk(study, "P01", coder).finished


def test_the_switch_writes_what_it_shows(reading: Study) -> None:
    page = shown(reading.where, "code", "Ana")
    (switch,) = finish_switches(page)
    assert not switch.value

    switch.set_value(True).run()
    assert is_finished(reading, "Ana")
    assert finish_switches(page)[0].value
    assert "You can still change your codings" in finish_switches(page)[0].help

    finish_switches(page)[0].set_value(False).run()
    assert not is_finished(reading, "Ana")
    assert not page.exception
    assert not page.error


def finish_switches(page: AppTest) -> list[Toggle]:
    return [toggle for toggle in page.toggle if toggle.label.startswith("I have read")]


def test_the_switch_shows_what_was_declared_in_a_terminal(reading: Study) -> None:
    page = shown(reading.where, "code", "Ana")
    assigning.assign(reading, "P01", coder="Ana")

    for reopen in (False, True):
        assigning.finish(reading, "P01", coder="Ana", reopen=reopen)
        page.run()
        assert finish_switches(page)[0].value is not reopen


def test_a_declaration_that_is_refused_goes_back_and_is_told_once(
    reading: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ToolkitError("my *study*", "is locked", "close the other window")

    page = shown(reading.where, "code", "Ana")
    monkeypatch.setattr(assigning, "finish", refuse)

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
    assert [metric.value for metric in page.metric][:2] == ["13", "13"]
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


@pytest.mark.parametrize("view", ["Codes by participant", "Saturation", "Code tree", "Portraits"])
def test_a_figure_has_its_files_under_it(sample: Path, view: str) -> None:
    page = shown(sample, "findings", None)
    open_view(page, view)
    assert not page.exception
    assert len(page.get("vega_lite_chart")) == 1
    offered = [
        button.proto.label for button in page.get("download_button") if "figure" in str(button.proto.id)
    ]
    assert offered == ["SVG", "PNG", "JSON"]


@pytest.mark.parametrize("view", ["Portraits", "Code tree"])
def test_a_figure_of_a_study_nobody_has_coded_is_no_error(empty: Path, view: str) -> None:
    page = shown(empty, "findings", None)
    open_view(page, view)
    assert not page.exception
    assert not page.error


def test_one_transcript_has_a_portrait_of_its_own(sample: Path) -> None:
    page = shown(sample, "findings", None)
    open_view(page, "Portraits")
    page.selectbox(key="portrait of").set_value("P04").run()
    assert "Passages of transcript P04 by code" in told(page).replace("\\", "")
    assert not page.exception
