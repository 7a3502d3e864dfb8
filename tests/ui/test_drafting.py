"""The view Draft: the next version written step by step, looked at in a dry run, released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source, Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying, drafting, proposing, revising, studies
from toolkit.workflow.drafting import Draft, Step

HOSTILE = "<b onclick=x>[l](javascript:x) :red[w] **b** $x$ `c`"


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the view; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import drafting  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    drafting.show(study)
    study.close()


class Editor:
    """What a person does in the view."""

    def __init__(self, study: Study, coder: str | None = "Ana") -> None:
        arguments = (study.where, coder)
        self.page = AppTest.from_function(_page, args=arguments, default_timeout=60).run()
        self.study = study
        self.check()

    def check(self) -> None:
        assert not self.page.exception

    def choose(self, operation: str) -> Editor:
        return self._give(self.page.get("button_group")[0], operation)

    def fill(self, title: str, value: object, nth: int = 0) -> Editor:
        """Give the n-th field with this title a value."""
        return self._give(self._field(title, nth), value)

    def value(self, title: str) -> object:
        return self._field(title, 0).value

    def _give(self, field: Any, value: object) -> Editor:  # noqa: ANN401 - each kind of field has its own
        field.set_value(value).run()
        self.check()
        return self

    def _field(self, title: str, nth: int) -> Any:  # noqa: ANN401
        page = self.page
        kinds = (page.text_input, page.text_area, page.selectbox, page.multiselect, page.radio)
        fields: list[Any] = [field for kind in kinds for field in kind]
        return [field for field in fields if field.label == title][nth]

    def press(self, label: str) -> Editor:
        (button,) = (each for each in self.page.button if each.label == label)
        button.click().run()
        self.check()
        return self

    def add(self, why: str = "The pilot showed it.") -> Editor:
        return self.fill("Why (goes into the record)", why).press("Add this step")

    @property
    def errors(self) -> list[str]:
        return [error.value.replace("\\", "") for error in self.page.error]

    @property
    def text(self) -> str:
        kinds = (self.page.markdown, self.page.caption, self.page.info, self.page.success)
        return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")

    @property
    def draft(self) -> Draft:
        found = drafting.draft(self.study)
        assert found is not None
        return found

    def disabled(self, label: str) -> bool:
        (button,) = (each for each in self.page.button if each.label == label)
        return bool(button.disabled)


@pytest.fixture
def small(tmp_path: Path, codebook: Codebook, transcript: Transcript) -> Iterator[Study]:
    """Make a study with one coding of trust."""
    study = studies.start(tmp_path / "my.study", codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    span = transcript.turns[1].span
    applying.code(study, coder="Ana", transcript="P01", start=span.start, end=span.start + 9, code="trust")
    yield study
    study.close()


def taken(editor: Editor) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    return [(change.op, change.subjects, change.results) for change in editor.draft.changes]


# --- each operation ---------------------------------------------------------------------------------


def test_a_code_is_added_under_an_id_made_from_its_label(small: Study) -> None:
    editor = Editor(small).choose("Add code").fill("Label", "Trust, again & again")
    editor.fill("Under", "feelings").fill("Definition", "Trust that comes back.")
    editor.fill("Use it for", "a second try\nforgiving\n").fill("Case 1", "it never went").fill(
        "Instead of it, case 1", "trust"
    )
    editor.add()

    assert editor.errors == []
    code = editor.draft.codebook.code["trust-again-again"]
    assert code.include == ("a second try", "forgiving")
    assert code.exclude == (Exclusion("it never went", "trust"),)
    assert code.parent == "feelings"
    (change,) = editor.draft.changes
    assert (change.op, change.rationale, change.decided_by) == ("add", "The pilot showed it.", ("Ana",))
    assert "Added Trust, again & again" in editor.text
    assert editor.value("Label") == ""


def test_a_proposed_id_differs_from_every_id_there_is(small: Study) -> None:
    editor = Editor(small).choose("Add code").fill("Label", "Worry").fill("Under", "feelings")
    editor.fill("Definition", "Again.").add()

    assert taken(editor) == [("add", (), ("worry-2",))]


def test_a_theme_is_added(small: Study) -> None:
    editor = Editor(small).choose("Add theme").fill("Label", "Resources").fill("Definition", "What helps.")
    editor.add()

    assert editor.draft.codebook.theme["resources"] == Theme("resources", "Resources", "What helps.")


def test_a_code_is_renamed_and_keeps_its_old_label(small: Study) -> None:
    editor = Editor(small).choose("Rename").fill("What", "care")
    assert editor.value("New label") == "Care"
    editor.fill("New label", "Caring").add()

    code = editor.draft.codebook.code["care"]
    assert (code.label, code.alt_labels) == ("Caring", ("Care",))


def test_a_redefinition_shows_what_changed_and_asks_what_it_means(small: Study) -> None:
    editor = Editor(small).choose("Redefine").fill("What", "care")
    assert "Change the wording" in editor.text
    editor.fill("Definition", "Acts of care.")
    assert "Definition:** :red[~~Talk~~]" in editor.text
    editor.add()
    assert editor.errors == ["it is not said what the new wording means; choose narrower, wider or the same"]
    assert editor.value("Definition") == "Acts of care."

    editor.fill("After this, the code is", "narrower").press("Add this step")
    (change,) = editor.draft.changes
    assert (change.op, change.effect, change.migration) == ("redefine", "narrower", "review")
    assert editor.draft.codebook.code["care"].definition == "Acts of care."


def test_codes_are_moved_merged_retired_and_brought_back(small: Study) -> None:
    editor = Editor(small).choose("Add theme").fill("Label", "Acts").add()
    editor.choose("Move").fill("Which codes", ["care"]).fill("Under", "acts").add()
    editor.choose("Merge").fill("What is merged", ["doubt"]).fill("Into", "trust").add()
    editor.choose("Retire").fill("What", ["care"]).fill("Worth considering instead (optional)", ["trust"])
    editor.add()
    editor.choose("Bring back").fill("What", "worry").fill("Under", "acts").fill("Definition", "Fear.")
    editor.add()

    assert editor.errors == []
    assert taken(editor) == [
        ("add", (), ("acts",)),
        ("move", ("care",), ("acts",)),
        ("merge", ("doubt",), ("trust",)),
        ("retire", ("care",), ("trust",)),
        ("reinstate", ("worry",), ()),
    ]
    assert editor.draft.codebook.code["worry"].active
    assert "Moved Care under Acts" in editor.text
    assert "Merged Doubt into Trust" in editor.text
    assert "Retired Care; consider Trust" in editor.text
    assert "Brought back Worry" in editor.text


def test_a_theme_that_went_comes_back_as_it_read(small: Study) -> None:
    editor = Editor(small).choose("Add theme").fill("Label", "Acts").fill("Definition", "What is done.").add()
    editor.press("Dry run").press("Release 1.1.0")
    editor.choose("Retire").fill("What", ["acts"]).add()
    editor.choose("Bring back").fill("What", "acts")
    assert editor.value("Definition") == "What is done."
    editor.add()

    assert editor.errors == []
    assert editor.draft.codebook.theme["acts"].definition == "What is done."


def split(editor: Editor) -> Editor:
    editor.choose("Split").fill("What", "trust")
    for nth, label in enumerate(("Trust in people", "Trust in things")):
        editor.fill("Label", label, nth).fill("Definition", f"{label}, plainly.", nth)
    return editor


def test_a_code_is_split_into_new_ones_that_point_to_each_other(small: Study) -> None:
    editor = split(Editor(small)).fill("Case 1", "it is a thing")
    editor.fill("Instead of it, case 1", "trust-in-things").add()

    assert editor.errors == []
    assert taken(editor) == [("split", ("trust",), ("trust-in-people", "trust-in-things"))]
    code = editor.draft.codebook.code["trust-in-people"]
    assert code.exclude == (Exclusion("it is a thing", "trust-in-things"),)
    assert code.parent == "feelings"


def test_a_code_is_split_into_codes_there_are(small: Study) -> None:
    editor = Editor(small).choose("Split").fill("What", "trust")
    editor.fill("Into some there are", ["care", "doubt"]).add()

    assert taken(editor) == [("split", ("trust",), ("care", "doubt"))]


# --- what goes wrong --------------------------------------------------------------------------------


def test_the_reason_is_required_and_nothing_typed_is_lost(small: Study) -> None:
    editor = Editor(small).choose("Add code").fill("Label", "Hope").fill("Under", "feelings")
    editor.press("Add this step")

    assert editor.errors == ["the reason is missing; say in a sentence why this change is made"]
    assert editor.value("Label") == "Hope"
    assert drafting.draft(small) is None


def test_what_the_model_refuses_is_told_in_one_line_by_the_form(small: Study) -> None:
    editor = Editor(small).choose("Add code").fill("Label", "Hope").fill("Id", "not an id!")
    editor.fill("Under", "feelings").fill("Definition", "Hope.").add()
    assert editor.errors == [
        "code id 'not an id!' is not an id; use letters a-z and digits joined by - _ or . (as in user-duty)"
    ]
    assert editor.value("Definition") == "Hope."

    editor.fill("Id", "hope").press("Add this step")
    assert editor.errors == []
    assert taken(editor) == [("add", (), ("hope",))]


def test_another_operation_is_looked_at_without_losing_what_was_typed(small: Study) -> None:
    editor = Editor(small).choose("Add code").fill("Label", "Hope").choose("Rename").choose("Add code")

    assert editor.value("Label") == "Hope"


def test_nothing_chosen_is_refused(small: Study) -> None:
    for operation in ("Move", "Retire"):
        editor = Editor(small).choose(operation).add()
        assert "nothing is chosen" in editor.errors[0]


def test_without_a_coder_nothing_can_be_written(small: Study) -> None:
    editor = Editor(small, None).choose("Add theme")

    assert "Choose who you are in the sidebar to write" in editor.text
    assert editor.disabled("Add this step")


# --- the draft as a whole ---------------------------------------------------------------------------


def test_no_draft_says_how_one_begins(small: Study) -> None:
    editor = Editor(small)

    assert "There is no draft. The first step begins one" in editor.text
    assert [button.label for button in editor.page.button] == []


def test_the_last_step_is_undone_and_the_draft_is_discarded(small: Study) -> None:
    editor = Editor(small).choose("Add theme").fill("Label", "Acts").add()
    editor.fill("Label", "Resources").add()
    editor.press("Undo last step")
    assert taken(editor) == [("add", (), ("acts",))]

    editor.press("Discard the draft")
    assert drafting.draft(small) is None
    assert "There is no draft." in editor.text


def test_the_version_is_raised_and_stays_raised(small: Study) -> None:
    editor = Editor(small).choose("Add theme").fill("Label", "Acts").add()
    assert "1.1.0" in editor.page.header[1].value
    editor.fill("Raise the version to", "2.0.0").press("Raise")
    editor.fill("Label", "Resources").add()

    assert editor.draft.codebook.version == "2.0.0"


def test_a_version_too_small_is_refused(small: Study) -> None:
    editor = split(Editor(small)).add()
    editor.fill("Raise the version to", "1.0.5").press("Raise")

    assert "1.0.5 is too small a step" in editor.errors[0]
    assert editor.draft.codebook.version == "2.0.0"


def test_the_file_of_the_draft_reads_back_as_the_draft(small: Study) -> None:
    editor = split(Editor(small)).add()

    data = drafting.as_yaml(small).encode()
    assert native.read(Source("draft.yaml", data)).codebook == editor.draft.codebook


def test_only_what_was_looked_at_in_a_dry_run_is_released(small: Study) -> None:
    editor = split(Editor(small)).add()
    assert editor.disabled("Release 2.0.0")
    editor.press("Dry run")
    numbers = {metric.label: metric.value for metric in editor.page.metric}
    assert numbers == {"Resolved": "0", "Collapsed": "0", "Pending": "1", "Frozen": "0"}
    assert revising.codebook(small).version == "1.0.0"
    assert not editor.disabled("Release 2.0.0")

    # Another step makes it another draft: what it does has to be seen first.
    step = Step("rename", ("care",), codes=(Code("care", "Caring", "feelings"),), rationale="Plainer.")
    drafting.take(small, step, by="Ben")
    editor.page.run()
    assert editor.disabled("Release 2.0.0")
    assert not editor.page.metric

    editor.press("Dry run").press("Release 2.0.0")
    assert revising.codebook(small).version == "2.0.0"
    assert drafting.draft(small) is None
    assert "Codebook 2.0.0 is released." in editor.text
    (link,) = editor.page.get("page_link")
    assert link.proto.label == "1 coding waits for a decision: review it"


def test_hostile_labels_show_as_written(tmp_path: Path) -> None:
    codes = (Code("old", HOSTILE, "bad", definition=HOSTILE), Code("other", f"{HOSTILE} 2", "bad"))
    book = Codebook("hostile", HOSTILE, "0.1.0", (Theme("bad", HOSTILE),), codes)
    study = studies.start(tmp_path / "h.study", book)
    editor = Editor(study, HOSTILE).choose("Redefine").fill("What", "old")
    editor.fill("Definition", f"{HOSTILE} more {HOSTILE}").fill("After this, the code is", "wider")
    editor.add(HOSTILE)
    assert editor.errors == []
    editor.choose("Merge").fill("What is merged", ["other"]).fill("Into", "old").add(HOSTILE)
    editor.press("Dry run")

    assert len(editor.draft.changes) == 2
    for element in (*editor.page.markdown, *editor.page.caption):
        assert not element.allow_html
        assert "[l](" not in element.value
        assert ":red[w" not in element.value
    study.close()


# What coders proposed


@pytest.fixture
def proposed(small: Study, transcript: Transcript) -> Study:
    """The small study, with a hostile proposal by Ben that one passage has."""
    label = HOSTILE[:60]
    proposing.propose(small, coder="Ben", label=label, definition=HOSTILE)
    (code,) = (each.code for each in proposing.proposed(small))
    span = transcript.turns[3].span
    applying.code(small, coder="Ben", transcript="P01", start=span.start, end=span.end, code=code)
    return small


def test_without_proposals_nothing_is_said_of_them(small: Study) -> None:
    assert "Proposed by coders" not in Editor(small).text


def test_a_proposal_fills_in_the_form_and_counts_once_it_is_released(proposed: Study) -> None:
    editor = Editor(proposed)
    assert "By Ben, on 1 passage" in editor.text
    assert "Now I take care." in editor.text

    editor.press("Add to the next version")
    (each,) = proposing.proposed(proposed)
    assert (editor.value("Label"), editor.value("Id")) == (each.label, each.code)
    assert editor.value("Definition") == HOSTILE
    assert editor.value("Passages that led to it") == "P01#4"
    assert str(editor.value("Example")).startswith("Now I take care.")
    editor.fill("Under", "feelings").press("Add this step")

    assert editor.errors == []
    assert editor.draft.codebook.code[each.code].label == each.label
    assert f"In the draft, and counting once it is released: {each.label}" in editor.text
    editor.press("Dry run")
    assert f"Proposed by Ben, and new: {each.code}" in editor.text


def test_a_proposal_is_declined_with_a_reason_and_the_answer_taken_back(proposed: Study) -> None:
    editor = Editor(proposed).press("Decline")
    assert editor.errors == ["the reason is missing; say in a sentence why the code is declined"]
    editor.fill("Why", "Too rare.").press("Decline")
    (each,) = proposing.proposed(proposed)
    assert each.state == "declined"
    assert "declined: Too rare. :gray[(Ana)]" in editor.text
    assert studies.overview(proposed).n_pending == 1

    editor.press("Take back")
    assert proposing.proposed(proposed)[0].state == "waits"


def test_a_proposal_is_said_to_be_a_code_there_is(proposed: Study) -> None:
    editor = Editor(proposed)
    assert editor.disabled("It is the same")
    editor.fill("Same as", "care").press("It is the same")
    (each,) = proposing.proposed(proposed)
    assert (each.state, each.ruling and each.ruling.codes) == ("same", ("care",))


def test_a_bystander_sees_proposals_and_answers_none(proposed: Study) -> None:
    editor = Editor(proposed, None)
    assert editor.disabled("Add to the next version")


def test_a_step_meant_for_another_state_of_the_draft_is_refused_and_can_be_taken_again(small: Study) -> None:
    ana = Editor(small).choose("Retire").fill("What", ["doubt"]).fill("Why (goes into the record)", "Unused.")
    Editor(small, "Ben").choose("Retire").fill("What", ["care"]).add("Never used.")

    ana.press("Add this step")
    (told,) = ana.errors
    assert told.startswith("draft: was changed by somebody else meanwhile; nothing was done: look at it")
    assert [change.subjects for change in ana.draft.changes] == [("care",)]
    ana.press("Add this step")
    assert [change.subjects for change in ana.draft.changes] == [("care",), ("doubt",)]


@pytest.mark.parametrize("press", ["Undo last step", "Discard the draft"])
def test_what_somebody_else_added_meanwhile_is_not_thrown_away_unseen(small: Study, press: str) -> None:
    Editor(small).choose("Retire").fill("What", ["doubt"]).add()
    ana = Editor(small)
    Editor(small, "Ben").choose("Retire").fill("What", ["care"]).add()

    ana.press(press)
    assert "was changed by somebody else meanwhile" in ana.errors[0]
    assert len(ana.draft.changes) == 2


def test_only_the_draft_that_is_meant_is_released(small: Study) -> None:
    Editor(small).choose("Retire").fill("What", ["doubt"]).add()
    seen = drafting.state(drafting.draft(small), revising.codebook(small))
    Editor(small).choose("Retire").fill("What", ["care"]).add()
    with pytest.raises(ToolkitError, match="was changed by somebody else meanwhile; nothing was released"):
        revising.release_draft(small, by="Ana", seen=seen)
