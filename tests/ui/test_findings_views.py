"""The page Findings: how numbers read, codes together, groups of participants, views and the report pack."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import HOSTILE
from tests.ui.test_findings import asked
from tests.ui.test_pages import shown, told
from toolkit.errors import ToolkitError
from toolkit.model.selection import Selection
from toolkit.store.study import Study
from toolkit.ui import parts
from toolkit.ui.pages import findings
from toolkit.ui.pages.findings import address
from toolkit.ui.pages.findings.behind import By, Of
from toolkit.workflow import declaring, exporting, packing, telling

VIEWS = [address.slug(view) for views in findings.GROUPS.values() for view in views]
COUNTING = ("themes", "code-frequency", "codes-by-participant", "co-occurrence")


def seen(page: AppTest) -> list[str]:
    """Return the columns that the first table shows."""
    grid = page.dataframe[0]
    return list(grid.proto.column_order) or list(grid.value.columns)


def links(page: AppTest) -> int:
    return len(page.get("page_link"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_found_in_its_group_and_opened_by_its_address(coded: Study, view: str) -> None:
    page = shown(coded.where, "findings", "Ana", show=view)
    assert not page.exception
    assert not page.error
    group, chosen = str(page.button_group[0].value), str(page.button_group[1].value)
    assert address.slug(chosen) == view
    assert chosen in findings.GROUPS[group]


def test_another_group_opens_with_its_first_view_and_later_with_the_one_seen_last(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="co-occurrence")
    page.button_group[0].set_value("People").run()
    assert asked(page, "show") == ["participants"]
    page.button_group[1].set_value("Coverage").run()
    page.button_group[0].set_value("Text").run()
    page.button_group[0].set_value("People").run()
    assert page.button_group[1].value == "Coverage"
    assert asked(page, "show") == ["coverage"]
    assert not page.exception


@pytest.mark.parametrize("view", COUNTING)
@pytest.mark.parametrize("numbers", ["None", "6 of 13", "In words"])
def test_numbers_read_as_chosen_in_every_table(coded: Study, view: str, numbers: str) -> None:
    page = shown(coded.where, "findings", None, show=view)
    page.selectbox(key="numbers").select(numbers).run()
    assert not page.exception
    assert not page.error
    assert not any("No passage is coded" in each.value for each in page.info)
    columns = seen(page)
    counted = "total" if view == "codes-by-participant" else "n_segments"
    assert (counted in columns) == (numbers == "6 of 13")
    assert ("n_participants" in columns) == (numbers != "None" and view != "codes-by-participant")


def test_a_reflexive_study_shows_no_numbers_unless_they_are_asked_for(coded: Study) -> None:
    declaring.keep(coded, approach="reflexive")
    page = shown(coded.where, "findings", None, show="code-frequency")
    assert "n_participants" not in seen(page)
    page.session_state["passages of"] = Of(code="trust")
    page.run()
    assert links(page) == 3
    page.selectbox(key="numbers").select("6 of 13").run()
    assert "n_participants" in seen(page)
    assert not page.exception


def test_a_table_without_numbers_still_says_that_nothing_is_coded(coded: Study) -> None:
    declaring.keep(coded, approach="reflexive")
    for view in COUNTING:
        assert "Clear filters to see" in told(
            shown(coded.where, "findings", None, show=view, participants="P03")
        )


def test_a_pair_of_codes_leads_to_where_the_two_meet(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="co-occurrence")
    assert list(page.dataframe[0].value.n_segments) == [1]
    pair = Of(code="trust", other="care")
    page.session_state["passages of"] = pair
    page.run()
    assert links(page) == 2
    assert any(each.value.startswith("Where the two meet") for each in page.markdown)
    page.session_state["passages by"] = By(participant="P01")
    page.run()
    assert links(page) == 0
    page.button_group(key="together within").set_value("Same passage").run()
    assert "No two codes stand together in this way" in told(page)
    page.button_group(key="together within").set_value("Turns nearby").run()
    page.number_input(key="together turns").set_value(0).run()
    assert len(page.dataframe[0].value) == 1
    assert not page.exception


def test_a_pair_is_no_longer_asked_for_in_another_view(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="co-occurrence")
    page.session_state["passages of"] = Of(code="trust", other="care")
    page.run()
    page.button_group[1].set_value("Code frequency").run()
    assert links(page) == 0
    assert not page.exception


def test_columns_may_be_what_participants_have_in_common(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="codes-by-participant")
    page.selectbox(key="matrix columns").select("role").run()
    table = page.dataframe[0].value
    assert list(table.columns[3:]) == ["cook", HOSTILE, "not known", "total"]
    assert list(table[table.code_id == "trust"].iloc[0, 3:]) == [2, 1, 0, 3]
    page.button_group(key="matrix values").set_value("% of words").run()
    shape = json.loads(page.dataframe[0].proto.columns)["cook"]["type_config"]["format"]
    assert shape == "percent"
    page.session_state["passages of"] = Of(code="trust")
    page.session_state["passages by"] = By(where="role=cook")
    page.run()
    assert links(page) == 2
    choose = next(each for each in page.multiselect if each.label == "Participants")
    choose.set_value(["P01"]).run()
    assert not page.exception


def test_participants_leave_columns_out_and_tell_how_much_there_is_of_each(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="participants")
    assert "Small cells" in told(page)
    page.multiselect(key="participants dropped").set_value(["role"]).run()
    page.toggle(key="extent").set_value(True).run()
    page.number_input(key="smallest cell").set_value(1).run()
    assert list(page.dataframe[0].value.columns) == ["participant", "size=", "n_transcripts", "n_words"]
    assert "Small cells:" not in told(page)
    assert not page.exception


def test_long_notes_are_folded_and_short_ones_are_not(coded: Study) -> None:
    page = AppTest.from_function(_notes, args=(["One.", "Two.", "Three."],)).run()
    assert not page.expander
    assert [each.value for each in page.caption] == ["One\\. Two\\. Three\\."]
    page = AppTest.from_function(_notes, args=(["One.", "Two.", HOSTILE, "Four."],)).run()
    assert [each.label for each in page.expander] == ["2 more notes"]
    assert page.caption[0].value == "One\\. Two\\."
    assert parts.plain(HOSTILE) in page.caption[1].value
    assert not AppTest.from_function(_notes, args=([],)).run().caption


def _notes(lines: list[str]) -> None:
    from toolkit.ui import parts  # noqa: PLC0415 - a script of its own

    parts.notes(lines)


def only(page: AppTest, *held: str) -> None:
    """Leave everything but these parts out of the pack."""
    for part in packing.PARTS:
        if part not in held:
            page.checkbox(key=f"report holds {part}").set_value(False)
    page.run()


def test_a_report_pack_is_made_on_a_click_and_offered_until_something_changes(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="report-pack")
    only(page, "frequency", "figure-agreement")
    assert f"It will hold 2 parts of {len(packing.PARTS)}" in told(page)
    assert not page.success
    page.button(key="make report").click().run()
    assert not page.exception
    assert "The pack is made" in page.success[0].value
    assert "Left out: figure-agreement" in " ".join(each.value for each in page.markdown).replace("\\", "")
    data = page.session_state["report pack made"].data
    assert "tables/frequency.csv" in zipfile.ZipFile(BytesIO(data)).namelist()

    page.number_input(key="report seed").set_value(7).run()
    assert not page.success
    assert "Make it again" in told(page)


def test_a_pack_is_checked_file_by_file(coded: Study) -> None:
    left = tuple(part for part in packing.PARTS if part != "frequency")
    pack = packing.report(coded, leave_out=left, selection=Selection(at="1.0.0"))
    data = exporting.as_bytes(pack, ".zip")
    page = shown(coded.where, "findings", None, show="report-pack")
    page.file_uploader[0].set_value([("../x/mine.zip", data, "application/zip")]).run()
    page.button(key="check pack").click().run()
    assert not page.exception
    assert "are the same, byte for byte" in page.success[0].value
    assert set(page.dataframe[0].value.state) == {"same"}

    declaring.keep(coded, statements={"ethics": "All consented."})
    page.button(key="check pack").click().run()
    assert "not the same" in page.warning[0].value
    page.file_uploader[0].set_value([("bad.zip", b"no archive", "application/zip")]).run()
    page.button(key="check pack").click().run()
    assert page.error
    assert not page.exception


def test_a_pack_of_nothing_cannot_be_made(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="report-pack")
    only(page)
    assert page.button(key="make report").disabled


def test_whoever_listens_hears_how_far_work_is_and_stops_hearing(coded: Study) -> None:
    heard: list[str] = []
    left = tuple(part for part in packing.PARTS if part != "frequency")
    with telling.listening(heard.append):
        packing.report(coded, leave_out=left)
    assert heard[0] == "Making 1 of 1: frequency"
    count = len(heard)
    packing.report(coded, leave_out=left)
    assert len(heard) == count
    with pytest.raises(ToolkitError), telling.listening(heard.append):
        packing.report(coded, leave_out=("nothing",))
