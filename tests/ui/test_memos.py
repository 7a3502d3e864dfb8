"""The page Memos: find, read, write, cite; whatever a memo says does nothing but show."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.coding import Coding
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import parts, state
from toolkit.workflow import applying, noting, showing
from toolkit.workflow.studies import verify

HOSTILE = "<script>x</script> ![p](http://example.com/p.png) [l](javascript:x) :red[r] **b** $x$ www.x.org"


def _page(path: str, coder: str | None, name: str) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    import_module(f"toolkit.ui.pages.{st.session_state.get('away') or name}").show(study)
    study.close()


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
        transcripts.add(records, conversation("P02", ("I", "Trust?"), ("P02", f"I trust. {HOSTILE}")))
    return study


def opened(study: Study, coder: str | None = "Ana", page: str = "memos", **address: str) -> AppTest:
    found = AppTest.from_function(_page, args=(study.where, coder, page), default_timeout=60)
    for key, value in address.items():
        found.query_params[key] = value
    found.run()
    assert not found.exception
    return found


def prose(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.header, page.info, page.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def written(study: Study, text: str, coder: str = "Ana", **about: str) -> str:
    options: dict[str, str] = about or {"about": "study"}
    return noting.memo(study, coder=coder, text=text, **options).split()[3]  # type: ignore[arg-type]


def coded(study: Study, words: str, code: str, transcript: str = "P01", coder: str = "Ana") -> Coding:
    text = showing.desk(study, transcript, coder).transcript.text
    start = text.index(words)
    end = start + len(words)
    applying.code(study, coder=coder, transcript=transcript, code=code, start=start, end=end)
    return next(each for each in showing.desk(study, transcript, coder).codings if each.span.start == start)


def texts(study: Study) -> list[object]:
    return list(noting.memos(study).column("memo"))


def begin(page: AppTest, words: str) -> AppTest:
    page.button(key="write a memo").click().run()
    return page.text_area[0].set_value(words).run()


def test_a_memo_shows_codes_as_chips_and_passages_as_quotations_with_their_place(spoken: Study) -> None:
    coding = coded(spoken, "trusted them", "trust")
    first = written(spoken, "First thought")
    name = written(
        spoken,
        f"Who trusts\n\nSee [[code:doubt]], [[memo:{first}]]: [[coding:{coding.id}]].\n\n[[transcript:P02]].",
    )
    page = opened(spoken, memo=name)

    assert page.header[0].value == "Who trusts"
    assert ":gray-background[:material/sell: Doubt]" in prose(page)
    assert "> trusted them" in prose(page)
    links = [link.proto.query_string for link in page.get("page_link")]
    assert any(f"passage={coding.span.start}-{coding.span.end}" in link for link in links)
    assert any("code=doubt" in link for link in links)
    assert any("transcript=P02" in link and "passage" not in link for link in links)

    page.button(key=f"cites {first}").click().run()
    assert not page.exception
    assert first in page.query_params["memo"]
    assert "**Cited by**" in prose(page)
    page.button(key=f"Cited by {name}").click().run()
    assert name in page.query_params["memo"]


def test_memos_are_found_by_words_kind_code_and_coder(spoken: Study) -> None:
    coding = coded(spoken, "take care", "care")
    written(spoken, "Why care?", coding=coding.id)
    written(spoken, "Too wide.", code="trust")
    written(spoken, "Noisy CAFÉ.", transcript="P01")
    written(spoken, "Ben's.", "Ben")
    page = opened(spoken)

    def listed() -> list[str]:
        buttons = [each for each in page.button if str(each.key).startswith("read ")]
        return [each.label.split(" ", 1)[1].replace("\\", "") for each in buttons]

    assert listed() == ["Noisy CAFÉ.", "Too wide.", "Why care?"]
    page.toggle(key=state.OTHERS_MEMOS).set_value(True).run()
    assert listed() == ["Ben's.", "Noisy CAFÉ.", "Too wide.", "Why care?"]
    page.multiselect(key="memos by").set_value(["Ben"]).run()
    assert listed() == ["Ben's."]
    page.multiselect(key="memos by").set_value([]).run()
    page.text_input(key="memos sought").set_value("cafe noisy").run()
    assert listed() == ["Noisy CAFÉ."]
    page.text_input(key="memos sought").set_value("").run()
    page.multiselect(key="memos on codes").set_value(["care"]).run()
    assert listed() == ["Why care?"]
    page.multiselect(key="memos on transcripts").set_value(["P02"]).run()
    assert listed() == []
    assert not page.exception


def test_many_memos_are_listed_page_by_page(spoken: Study) -> None:
    for number in range(53):
        written(spoken, f"Memo {number}")
    page = opened(spoken)
    assert "53 of 53 memos" in prose(page)
    assert len([each for each in page.button if str(each.key).startswith("read ")]) == 50
    page.button(key="memos Older").click().run()
    assert [each.label[-6:] for each in page.button if str(each.key).startswith("read ")] == [
        "Memo 2",
        "Memo 1",
        "Memo 0",
    ]
    page.text_input(key="memos sought").set_value("memo 52").run()
    assert "1 of 53 memos" in prose(page)


def test_a_memo_is_written_with_citations_put_in_by_choosing(spoken: Study) -> None:
    coding = coded(spoken, "trusted them", "trust")
    coded(spoken, "take care", "care")
    page = begin(opened(spoken), "My title\n\nSee")
    page.selectbox(key="quoted code").set_value("trust").run()
    page.text_input(key="quoted words").set_value("THEM").run()
    page.selectbox(key="cite quotation").set_value(coding.id).run()
    page.button(key="insert citation").click().run()
    page.button_group(key="cite kind").set_value("code").run()
    page.selectbox(key="cite code").set_value("feelings").run()
    page.button(key="insert citation").click().run()
    expected = f"My title\n\nSee [[coding:{coding.id}]] [[code:feelings]] "
    assert page.text_area[0].value == expected

    page.button(key="save memo").click().run()

    assert not page.exception
    assert texts(spoken) == [expected]
    assert page.header[0].value == "My title"
    assert not page.text_area


def test_what_is_written_is_not_lost_on_another_memo_or_page(spoken: Study) -> None:
    other = written(spoken, "Another memo")
    page = begin(opened(spoken), "Not saved yet")

    page.button(key=f"read {other}").click().run()
    assert not page.text_area
    page.session_state["away"] = "codebook"
    page.run()
    page.session_state["away"] = None
    page.run()
    page.button(key="go on ").click().run()

    assert page.text_area[0].value == "Not saved yet"
    page.toggle(key=state.OTHERS_MEMOS).set_value(True).run()
    assert page.text_area[0].value == "Not saved yet"
    page.button(key="throw memo away").click().run()
    assert not [each for each in page.button if each.key == "go on "]
    assert texts(spoken) == ["Another memo"]


def test_an_unknown_citation_is_named_and_the_text_stays(spoken: Study) -> None:
    page = begin(opened(spoken), "On [[code:joy]]")
    page.button(key="save memo").click().run()

    assert "cites the code 'joy'" in prose(page).replace("\\", "")
    assert page.text_area[0].value == "On [[code:joy]]"
    page.text_area[0].set_value(" ").run()
    page.button(key="save memo").click().run()
    assert "memo is empty" in prose(page)
    assert texts(spoken) == []


def test_only_the_author_changes_and_removes_and_a_removal_is_taken_back(spoken: Study) -> None:
    name = written(spoken, "One")
    theirs = opened(spoken, "Ben", memo=name)
    assert "another coder's" in prose(theirs)
    theirs.toggle(key=state.OTHERS_MEMOS).set_value(True).run()
    assert not [each for each in theirs.button if each.key in ("change memo", "remove memo")]

    page = opened(spoken, memo=name)
    page.button(key="change memo").click().run()
    page.text_area[0].set_value("Two").run()
    page.button(key="save memo").click().run()
    assert texts(spoken) == ["Two"]
    page.button(key="remove memo").click().run()
    assert texts(spoken) == []
    page.button(key="restore memo").click().run()
    assert texts(spoken) == ["Two"]
    assert not page.exception
    assert verify(spoken).notes[:-1] == ("No problem found.",)


def test_a_memo_changed_elsewhere_meanwhile_is_not_written_over(spoken: Study) -> None:
    name = written(spoken, "One")
    page = opened(spoken, memo=name)
    page.button(key="change memo").click().run()
    noting.memo(spoken, coder="Ana", change=name, text="From the terminal")
    page.text_area[0].set_value("Mine").run()
    page.button(key="save memo").click().run()

    assert "was changed elsewhere meanwhile" in prose(page)
    assert page.text_area[0].value == "Mine"
    assert texts(spoken) == ["From the terminal"]


@pytest.mark.parametrize(
    "text",
    [
        f"{HOSTILE}\n\n    {HOSTILE}\n# {HOSTILE}",
        "[[code:trust]] ]] [[ [[code: [[code:x\n\n> [[",
        "שלום [[code:trust]] עולם",
        "word " * 20_000,
        "line\n\n" * 20_000,
        "[[code:trust]] [[transcript:P01]] " * 3_000,
    ],
)
def test_any_text_shows_as_written_and_does_nothing(spoken: Study, text: str) -> None:
    name = written(spoken, text)
    page = opened(spoken, memo=name)

    assert not page.exception
    assert not page.error
    assert "](javascript" not in prose(page)
    assert "![p]" not in prose(page)
    if text.startswith(HOSTILE):
        assert parts.plain(HOSTILE) in prose(page)
        assert "\n    " not in prose(page)
    page.button(key="change memo").click().run()
    assert page.text_area[0].value == text


def test_a_hostile_passage_is_quoted_as_text(spoken: Study) -> None:
    coding = coded(spoken, HOSTILE, "trust", "P02")
    page = opened(spoken, memo=written(spoken, f"Look [[coding:{coding.id}]]"))

    assert f"> {parts.plain(HOSTILE)}" in prose(page)


def test_what_went_since_is_shown_as_gone(spoken: Study) -> None:
    coding = coded(spoken, "trusted them", "trust")
    name = written(spoken, f"On [[code:worry]]: [[coding:{coding.id}]]")
    applying.change(spoken, "Ana", [applying.Remove(coding.id)])
    page = opened(spoken, memo=name)

    assert "Worry *(out of use since 1\\.0\\.0)*" in prose(page)
    assert "coding removed" in prose(page)
    assert not [link for link in page.get("page_link") if "passage" in link.proto.query_string]


def test_a_bystander_reads_only_what_they_ask_for(spoken: Study) -> None:
    written(spoken, "Mine")
    page = opened(spoken, None)
    assert "Choose who you are in the sidebar to write memos" in prose(page)
    page.toggle(key=state.OTHERS_MEMOS).set_value(True).run()
    assert "Mine" in prose(page)
    assert not [each for each in page.button if each.key == "write a memo"]


def test_the_codebook_shows_memos_of_a_code_and_leads_to_them(spoken: Study) -> None:
    about = written(spoken, "Too wide.", code="trust")
    citing = written(spoken, "Title\n[[code:trust]]")
    written(spoken, "Ben on [[code:trust]]", "Ben")
    page = opened(spoken, page="codebook", code="trust")

    links = [link.proto.query_string for link in page.get("page_link")]
    assert [f"memo={about}" in links[0], f"memo={citing}" in links[1], len(links)] == [True, True, 2]
    page.toggle(key=state.OTHERS_MEMOS).set_value(True).run()
    assert len(page.get("page_link")) == 3
    assert not opened(spoken, page="codebook", code="doubt").get("page_link")


def test_a_memo_about_a_coding_leads_to_it_and_one_about_a_code_is_written_here(spoken: Study) -> None:
    coding = coded(spoken, "trusted them", "trust")
    page = opened(spoken, memo=written(spoken, "Whom?", coding=coding.id))
    assert [f"coding={coding.id}" in link.proto.query_string for link in page.get("page_link")] == [True]

    page = begin(page, "Too wide")
    page.button_group(key="about").set_value("code").run()
    assert page.button(key="save memo").disabled
    page.selectbox(key="about code").set_value("doubt").run()
    page.session_state["away"] = "codebook"
    page.run()
    page.session_state["away"] = None
    page.run()
    page.button(key="save memo").click().run()

    assert not page.exception
    assert list(noting.memos(spoken).column("code")) == ["trust", "doubt"]
