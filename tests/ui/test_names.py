"""Page Names: candidates are decided by a person, and only then is anything replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio, TextInput

from tests.conftest import conversation
from tests.ui.test_review import press, text
from tests.workflow.test_redacting import quoted
from toolkit.formats import keys as key_files
from toolkit.model.names import Key, KeyList
from toolkit.model.transcript import Source
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import state as session
from toolkit.ui.pages.names.held import Held
from toolkit.workflow import applying, enrolling, redacting
from toolkit.workflow.studies import open_study, verify

HOSTILE = "Eve <b onclick=x>[l](javascript:x) :red[w] $x$"
SAID = conversation(
    "P01",
    ("I", "Who?"),
    ("Sarah Miller", "I trust Sarah Miller of Nordlicht, and Milller too."),
    ("Sarah Miller", f"Write to sarah@example.org or kim@example.org, I doubt it. {HOSTILE} left."),
    ("I", "Thanks, Sarah Miller. And Sarah Miller!"),
)
VIEWS = ("Find and decide", "Replace")


def _page(path: str, coder: str | None, role: str | None) -> None:
    import streamlit as st  # noqa: PLC0415 - runs as a script of its own

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.pages import names  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.know_role(role)  # type: ignore[arg-type]
    study = open_study(path)
    names.show(study.seen_by(coder))
    study.close()


def shown(study: Study, coder: str | None = "Ana", role: str | None = None) -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder, role), default_timeout=60)
    return page.run()


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a model takes for a name is its own affair: these are about what labels, lists and forms find."""
    monkeypatch.setattr("toolkit.text.names.model.named", lambda *_: iter(()))


@pytest.fixture
def spoken(study: Study) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, SAID)
    for words, code in (("trust Sarah", "trust"), ("Miller of Nord", "care"), ("doubt it", "doubt")):
        at = SAID.text.index(words)
        applying.code(study, coder="Ana", transcript="P01", start=at, end=at + len(words), code=code)
    return study


def looked(study: Study, names: str = "", organisations: str = "") -> AppTest:
    page = shown(study)
    for field, told in zip(page.text_area, (names, organisations), strict=True):
        field.set_value(told)
    page.run()
    return press(page, "Look for names")


def ruling(page: AppTest, original: str) -> Radio[str]:
    return page.radio(key=session.key("names is", original))


def replacement(page: AppTest, original: str) -> TextInput:
    return page.text_input(key=session.key("names to", original))


def decide(page: AppTest, original: str, answer: str, told: str | None = None) -> None:
    if told is not None:
        replacement(page, original).set_value(told).run()
    ruling(page, original).set_value(answer).run()
    assert not page.exception


def held(page: AppTest) -> Held:
    found: Held = page.session_state["names held"]
    return found


def keys(page: AppTest) -> dict[str, str]:
    return {key.original: key.replacement for key in held(page).keys.keys}


def counts(page: AppTest) -> list[str]:
    return [each.value for each in page.metric]


def test_candidates_are_shown_with_what_is_like_them_and_nothing_is_stored(spoken: Study) -> None:
    before = spoken.head()
    page = looked(spoken, organisations="Nordlicht")
    assert not page.exception
    found = {each.original for each in held(page).look.found}  # type: ignore[union-attr]
    assert {"Sarah Miller", "Nordlicht", "sarah@example.org", "Milller"} <= found
    told = text(page)
    assert "a letter or two away: Sarah Miller" in told
    assert "**Sarah Miller** :gray[name · 5 times in P01]" in told
    assert counts(page)[0] == counts(page)[3] == str(len(found))
    assert spoken.head() == before
    assert not page.get("download_button")


def test_all_places_are_shown_where_that_is_asked_for(spoken: Study) -> None:
    page = looked(spoken)
    assert not page.dataframe
    page.toggle(key=session.key("names places", "Sarah Miller")).set_value(True).run()
    assert list(page.dataframe[0].value["words"])[:2] == ["Sarah Miller", "Sarah Miller"]
    assert len(page.dataframe[0].value) >= 3


def test_hostile_names_are_shown_as_they_are(spoken: Study) -> None:
    page = looked(spoken, names=HOSTILE)
    decide(page, HOSTILE, "Replace", HOSTILE.replace("Eve", "Zoe"))
    assert not page.exception
    shown_as = [each.value for each in (*page.markdown, *page.caption, *page.info, *page.error)]
    labels = [each.label for each in (*page.radio, *page.text_input)]
    assert all(HOSTILE not in each for each in (*shown_as, *labels))
    assert HOSTILE in text(page)
    assert replacement(page, HOSTILE).value == HOSTILE.replace("Eve", "Zoe")


def test_what_is_like_a_name_has_its_pseudonym(spoken: Study) -> None:
    page = looked(spoken)
    decide(page, "Sarah Miller", "Replace", "Kim Berg")
    assert replacement(page, "Milller").value == "Kim Berg"
    decide(page, "Milller", "Replace")
    replacement(page, "Sarah Miller").set_value("Kim Dahl").run()
    assert keys(page) == {"Sarah Miller": "Kim Dahl", "Milller": "Kim Dahl"}


def test_one_pseudonym_is_not_given_to_two_unless_they_are_one(spoken: Study) -> None:
    page = looked(spoken, names="Nordlicht")
    decide(page, "Sarah Miller", "Replace", "Kim Berg")
    decide(page, "Nordlicht", "Replace", "Kim Berg")
    assert "Kim Berg is the pseudonym of Sarah Miller already" in text(page)
    assert keys(page) == {"Sarah Miller": "Kim Berg"}
    page.selectbox(key=session.key("names same", "Nordlicht")).select("Sarah Miller").run()
    assert keys(page) == {"Sarah Miller": "Kim Berg", "Nordlicht": "Kim Berg"}


def test_a_decision_can_be_taken_back(spoken: Study) -> None:
    page = looked(spoken)
    decide(page, "Sarah Miller", "Not a name")
    assert counts(page)[2] == "1"
    decide(page, "Sarah Miller", "Undecided")
    assert not keys(page)


def test_all_of_a_kind_are_decided_at_once(spoken: Study) -> None:
    page = looked(spoken)
    page.selectbox(key="names kind").select("email").run()
    press(page, "Replace all 2 undecided of this kind")
    assert keys(page) == {"sarah@example.org": "[email]", "kim@example.org": "[email]"}
    page.button_group(key="names ruling").set_value("Undecided").run()
    assert "There are none of these." in text(page)


def test_the_key_list_goes_out_with_a_warning_and_comes_back(spoken: Study) -> None:
    page = looked(spoken)
    decide(page, "Sarah Miller", "Replace", "=Kim")
    assert "Keep the key list apart from the study." in page.warning[0].value
    assert [each.proto.label for each in page.get("download_button")] == ["Download the key list"]
    data = redacting.as_csv(held(page).keys)
    assert key_files.read(Source("k.csv", data)) == held(page).keys
    assert b"'=Kim" in data

    anew = shown(spoken)
    anew.file_uploader[0].upload("k.csv", data).run()
    assert keys(anew) == {"Sarah Miller": "=Kim"}
    press(anew, "Look for names")
    assert ruling(anew, "Sarah Miller").value == "Replace"
    assert replacement(anew, "Sarah Miller").value == "=Kim"


def test_a_file_that_is_no_key_list_is_refused(spoken: Study) -> None:
    page = shown(spoken)
    page.file_uploader[0].upload("k.csv", b"a,b\n1,2\n").run()
    assert not page.exception
    assert "has no column" in text(page)


def test_confirmed_names_are_replaced_in_a_new_revision_and_codings_stay(spoken: Study) -> None:
    page = looked(spoken)
    decide(page, "Sarah Miller", "Replace", "Kim Berg")
    page.button_group(key="names view").set_value("Replace").run()
    before = spoken.head()
    press(page, "See what would change")
    assert spoken.head() == before
    press(page, "Replace in a new revision")
    assert not page.exception
    assert "The names are replaced in 1 new revision." in text(page)
    assert quoted(spoken) == ["trust Kim Berg", "Kim Berg of Nord", "doubt it"]
    verify(spoken)


def test_the_copy_is_offered_once_no_name_is_left(spoken: Study, tmp_path: Path) -> None:
    page = looked(spoken)
    decide(page, "Sarah Miller", "Replace", "Kim Berg")
    page.button_group(key="names view").set_value("Replace").run()
    press(page, "Make the copy")
    assert "There is no copy" in text(page)
    assert "the copy: " in text(page)
    assert not [each for each in page.get("download_button") if each.proto.label == "Download the copy"]

    more = [Key("name", words, "Kim Berg", same_as="Sarah Miller") for words in ("Milller", "Sarah")]
    more.append(Key("email", "sarah@example.org", "[email]"))
    held(page).keys = KeyList((*held(page).keys.keys, *more))
    page.run()
    press(page, "Make the copy")
    assert [each.proto.label for each in page.get("download_button")][-1] == "Download the copy"
    path = tmp_path / "theirs.study"
    path.write_bytes(page.session_state["names copy"].data)
    theirs = open_study(path)
    assert quoted(theirs) == ["trust Kim Berg", "Kim Berg of Nord", "doubt it"]
    assert b"Sarah" not in path.read_bytes()
    theirs.close()


@pytest.mark.parametrize("role", ["reader", None])
def test_who_may_not_replace_names_is_told_why(spoken: Study, role: str | None) -> None:
    enrolling.coder(spoken, "Lea", role="lead")
    enrolling.coder(spoken.seen_by("Lea"), "Rea", role="reader" if role else "coder")
    page = shown(spoken, "Rea", role)
    assert not page.exception
    assert not page.button
    expected = "You read this study and change nothing in it." if role else "replacing names is for leads"
    assert expected in text(page)


def test_who_has_not_said_who_they_are_can_look_and_not_decide(spoken: Study) -> None:
    page = press(shown(spoken, None), "Look for names")
    assert "Choose who you are in the sidebar to decide about names" in text(page)
    assert page.radio
    assert all(each.disabled for each in page.radio)


def test_a_name_that_is_no_text_is_refused_in_words(spoken: Study) -> None:
    page = looked(spoken, names="Sarah\x00Miller")
    assert not page.exception
    assert "holds what is no text" in text(page)
