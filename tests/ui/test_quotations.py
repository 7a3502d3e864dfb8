"""The view Quotations: passages are picked, shortened and dropped where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.ui import parts
from toolkit.ui.pages.findings.quotations import _AT_ONCE
from toolkit.workflow import applying, listing, picking, quoting, studies

HOSTILE = "<script>x</script> [l](javascript:x) :red[r] **b** $x$ I trust"
SAID = "I trust the card when somebody has signed it."
TALKS = (
    conversation("P01", ("I", "Well?"), ("P01", f"{SAID} I doubt the rest.")),
    conversation("P02", ("P02", HOSTILE)),
)


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the view; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.model.selection import Selection  # noqa: PLC0415
    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages.findings.quotations import quotations  # noqa: PLC0415
    from toolkit.ui.parts import Edition  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    quotations(study, Selection(), Edition("1.0.0", "1.0.0"))
    study.close()


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    made = studies.start(tmp_path / "my.study", codebook)
    with made.transaction(RESEARCHER) as records:
        for talk in TALKS:
            transcripts.add(records, talk)
    apply(made, "P01", SAID, "trust")
    apply(made, "P01", "I doubt the rest.", "doubt")
    apply(made, "P02", HOSTILE, "trust")
    yield made
    made.close()


def apply(study: Study, transcript: str, words: str, code: str) -> None:
    start = {talk.id: talk.text for talk in TALKS}[transcript].index(words)
    applying.code(study, coder="Ana", transcript=transcript, start=start, end=start + len(words), code=code)


def opened(study: Study, coder: str | None = "Ana") -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder), default_timeout=60).run()
    assert not page.exception
    return page


def prose(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.error, page.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


def buttons(page: AppTest, label: str) -> list[str]:
    return [str(button.key) for button in page.button if button.label == label]


def click(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def picked(study: Study, page: AppTest) -> AppTest:
    """Pick the first passage."""
    return click(page, buttons(page, "☆ Pick")[0])


def test_passages_of_a_code_stand_by_participant_in_their_context_and_do_nothing(study: Study) -> None:
    page = opened(study)

    assert page.selectbox(key="quotation code").value == "trust"
    assert page.selectbox(key="quotation code").options == ["Trust (2)", "Doubt (1)", "Care (0)"]
    told = prose(page)
    assert "Talk of trust\\." in told
    assert "**P01** · 1 passage" in told
    assert (
        f":gray[I\\: Well? P01\\:] {parts.plain(SAID)} :gray[I doubt the rest\\.]".replace("Well?", "Well\\?")
        in told
    )
    assert parts.plain(HOSTILE) in told
    assert HOSTILE not in told


def test_a_pick_is_stored_edited_and_dropped_where_it_stands(study: Study) -> None:
    page = picked(study, opened(study))
    (name,) = quoting.quotations(study).column("quote_id")
    assert page.selectbox(key="quotation code").options[0] == "Trust (2, ★ 1)"
    box = page.text_area(key=f"print {name}")
    assert box.value == SAID

    box.set_value("I trust the card [...] signed it").run()
    page.text_input(key=f"use {name}").set_value("Section 4.2").run()

    assert not page.exception
    assert quoting.quotations(study).column("edited_text") == ("I trust the card […] signed it",)
    assert quoting.quotations(study).column("used_in") == ("Section 4.2",)
    assert "Edited and saved" in prose(page)

    click(page, f"drop {name}")
    assert quoting.quotations(study).rows == ()
    click(page, "undrop quotation")
    assert quoting.quotations(study).column("edited_text") == ("I trust the card […] signed it",)
    assert quoting.quotations(study).column("used_in") == ("Section 4.2",)


def test_what_does_not_come_from_the_original_is_told_and_not_saved(study: Study) -> None:
    page = picked(study, opened(study))
    (name,) = quoting.quotations(study).column("quote_id")

    page.text_area(key=f"print {name}").set_value("I love the card").run()

    assert "Not saved" in prose(page)
    assert "“love” does not come from the original" in prose(page)
    assert page.text_area(key=f"print {name}").value == "I love the card"
    assert quoting.quotations(study).column("edited") == ("no",)

    page.text_area(key=f"print {name}").set_value("").run()
    assert page.text_area(key=f"print {name}").value == SAID
    assert "Not saved" not in prose(page)


def test_only_what_is_picked_is_shown_if_asked(study: Study) -> None:
    page = picked(study, opened(study))
    page.toggle(key="only picked").set_value(True).run()
    assert "**P01**" in prose(page)
    assert "**P02**" not in prose(page)
    page.selectbox(key="quotation code").set_value("doubt").run()
    assert "Nothing is picked for this code." in prose(page)


def test_whoever_has_not_said_who_they_are_can_read_and_not_pick(study: Study) -> None:
    page = opened(study, None)
    assert "Choose who you are" in prose(page)
    assert parts.plain(SAID) in prose(page)
    assert all(button.disabled for button in page.button if button.label == "☆ Pick")


def test_who_is_quoted_too_often_is_told(study: Study) -> None:
    page = opened(study)
    assert "Nothing is picked yet." in prose(page)
    picked(study, page)
    assert "Nobody is over-quoted." in prose(page)
    assert list(page.dataframe[0].value["participant"]) == ["P01", "P02"]
    for word in ("<script>", "javascript", ":red", "$x$"):
        apply(study, "P02", word, "doubt")
    start = TALKS[0].text.index("I doubt")
    picking.pick(study, coder="Ana", transcript="P01", start=start, end=start + 17, code="doubt")

    assert [each.value for each in opened(study).warning] == ["Over-quoted: P01"]


def test_a_pick_that_stands_nowhere_is_listed_and_can_be_dropped(study: Study) -> None:
    picked(study, opened(study))
    table = listing.all_codings(study, transcript=("P01",))
    for name, code in zip(table.column("id"), table.column("code"), strict=True):
        if code == "trust":
            assert applying.change(study, "Ana", [applying.Remove(str(name))]) == (None,)

    page = opened(study)

    assert any("1 picked quotation stands nowhere now" in each.label for each in page.expander)
    (key,) = buttons(page, "Drop it")
    click(page, key)
    assert not any("stands nowhere" in each.label for each in page.expander)


def test_many_passages_are_shown_a_page_at_once(tmp_path: Path, codebook: Codebook) -> None:
    made = studies.start(tmp_path / "long.study", codebook)
    words = [f"word{number:03}" for number in range(50)]
    talk = conversation("P01", ("P01", " ".join(words)))
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, talk)
    wishes = [applying.Apply(word, "P01", talk.sha256, _span(talk.text, word), "trust") for word in words]
    assert set(applying.change(made, "Ana", wishes)) == {None}

    page = opened(made)

    assert len(buttons(page, "☆ Pick")) == _AT_ONCE
    assert "50 passages" in prose(page)
    made.close()


def _span(text: str, word: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


def test_a_study_without_codings_says_what_to_do(tmp_path: Path, codebook: Codebook) -> None:
    made = studies.start(tmp_path / "empty.study", codebook)
    assert "No passage is coded yet" in prose(opened(made))
    made.close()
