"""Where people sign in, the pages know them from there, and readers find nothing that changes the study."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from tests.conftest import small_codebook
from toolkit.errors import ToolkitError
from toolkit.model.door import EVERYBODY, MUST_SIGN_IN, NOBODY_SIGNS_IN
from toolkit.store import events
from toolkit.store.study import Study
from toolkit.ui import signing, state
from toolkit.ui.app import PAGES
from toolkit.workflow import enrolling, proposing, suggesting
from toolkit.workflow import signing as journeys
from toolkit.workflow.studies import start

APP = Path(__file__).parents[2] / "app.py"
NAMES = [page.TITLE.lower() for page in PAGES]
Open = Callable[..., AppTest]


def claims(email: str, **more: object) -> dict[str, object]:
    a_day = 24 * 3600  # claims are made when tests are collected, and may be used when many others have run
    return {"is_logged_in": True, "email": email, "exp": time.time() + a_day, "sub": email, **more}


@pytest.fixture
def team(coded: Study) -> Study:
    enrolling.coder(coded, "Lena", role="lead", email="lena@x.org")
    lead = coded.seen_by("Lena")
    enrolling.coder(lead, "Ana", email="ana@x.org")
    enrolling.coder(lead, "Rea", role="reader", email="rea@x.org")
    return coded


@pytest.fixture
def opened(team: Study, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the app as `intercoder open` does, with what a provider claims."""

    def app(said: dict[str, object] | None, *words: str) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["app.py", team.where, *words])
        monkeypatch.setattr(signing, "_wanted", threading.Event())
        monkeypatch.setattr(signing, "_claims", lambda: said or {})
        return AppTest.from_file(str(APP), default_timeout=120)

    return app


def shown(at: AppTest) -> str:
    """Return all that is written on the page, without the escapes of Markdown."""
    kinds = (
        "title",
        "header",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
        "code",
        "metric",
    )
    told = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    named = [element.label for kind in ("button", "selectbox", "toggle") for element in getattr(at, kind)]
    return "\n".join([*told, *named]).replace("\\", "")


def test_the_page_knows_who_signed_in_whatever_the_session_and_the_address_say(opened: Open) -> None:
    at = opened(claims("ANA@x.org"))
    at.session_state[state.CODER] = "Lena"
    at.session_state["signed in"] = "Lena"
    at.query_params["coder"] = "Lena"
    at.run()
    assert not at.exception
    assert "account_circle: Ana" in shown(at)
    assert "Lena (lead)" not in shown(at)
    assert [box.label for box in at.selectbox] == ["Language"]  # nobody to be chosen


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"is_logged_in": False}, "Sign in to go on."),
        (claims("zoe@x.org"), "not in this study"),
        (claims("ana@x.org", email_verified=False), "is not verified"),
        (claims("ana@x.org", exp=1), "Your sign-in has ended"),
        (claims("ana@x.org", exp=None), "not said when"),
        ({**claims("ana@x.org"), "is_logged_in": "yes"}, "Sign in to go on."),
    ],
)
def test_others_see_nothing_of_the_study(opened: Open, said: dict[str, object], told: str) -> None:
    at = opened(said).run()
    assert not at.exception
    assert told in shown(at)
    for word in ("A study", "Lena", "P01", "small", "Trust"):
        assert word not in shown(at)


def test_a_secrets_file_that_is_lost_opens_no_door(opened: Open) -> None:
    at = opened({}, MUST_SIGN_IN).run()
    assert "Sign in to go on." in shown(at)
    assert not at.selectbox


def test_nor_does_one_that_is_lost_while_the_server_runs(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(claims("ana@x.org")).run()
    monkeypatch.setattr(signing, "_claims", dict)
    at.run()
    assert "Sign in to go on." in shown(at)


def test_a_study_that_cannot_be_opened_is_not_named_to_who_signed_in(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(claims("ana@x.org"))
    monkeypatch.setattr(sys, "argv", ["app.py", "/somewhere/of/mine.study"])
    at.run()
    assert "the study cannot be opened" in shown(at)
    assert "mine" not in shown(at)


def reached(monkeypatch: pytest.MonkeyPatch, **options: object) -> None:
    names = {"address": "server.address", "headers": "server.trustedUserHeaders"}
    known = {names[name]: value for name, value in options.items()}
    plain = streamlit.get_option
    monkeypatch.setattr(streamlit, "get_option", lambda name: known.get(name, plain(name)))


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "10.0.0.1", "unix:///run/x.sock"])  # noqa: S104
def test_the_app_itself_refuses_others_where_nobody_signs_in(
    opened: Open, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    """However it was started."""
    reached(monkeypatch, address=address)
    at = opened(None).run()
    assert "is reached from other machines, and nobody signs in" in shown(at)
    assert "A study" not in shown(at)
    assert not opened(None, NOBODY_SIGNS_IN).run().error
    assert EVERYBODY  # what has to be said for it: see test_cli


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"Host": "localhost:8501"}, False),
        ({"Host": "127.0.0.1"}, False),
        ({"Host": "[::1]:8501"}, False),
        ({"Host": "[::1]"}, False),
        ({"Host": "lab.example.org"}, True),
        ({"Host": "lab.example.org:8501"}, True),
        ({"Host": "127.0.0.1.example.org"}, True),
        ({"Host": "localhost", "x-forwarded-for": "10.0.0.7"}, True),
        ({"Host": "localhost", "forwarded": "for=10.0.0.7"}, True),
    ],
)
def test_nor_does_a_proxy_let_them_in(headers: dict[str, str], *, refused: bool) -> None:
    assert signing._came_from_elsewhere(headers) is refused  # noqa: SLF001


def test_headers_that_say_who_people_are_are_refused_beside_signing_in(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached(monkeypatch, headers={"X-User": "email"})
    at = opened(claims("lena@x.org")).run()
    assert "says who people are" in shown(at)
    assert "A study" not in shown(at)


def test_signing_out_forgets_who_it_was_everywhere(opened: Open, team: Study) -> None:
    said = claims("ana@x.org", nonce="of this test")
    known = journeys.identify(said)
    at = opened(said).run()
    at.button(key="sign out").click().run()
    assert signing.is_out(known.ticket)
    assert "You have signed out" in shown(opened(said).run())
    with pytest.raises(ToolkitError, match="signed out"):
        enrolling.coders(journeys.admit(team, known, is_out=signing.is_out)[0])


# Readers ---------------------------------------------------------------------------------------------


def _page(path: str, name: str, viewer: str, role: str, view: str | None) -> None:
    """Be a script that shows one page to somebody; it runs on its own, so it imports for itself."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    state.sign_in(viewer)
    state.know_role(role)  # type: ignore[arg-type]  # a plain word, for a script takes no others
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    if view is not None:
        st.session_state[state.VIEW] = view
    study = open_study(Path(path))
    import_module(f"toolkit.ui.pages.{name}").show(study.seen_by(viewer))
    study.close()


def head(study: Study) -> tuple[int, str]:
    with study.reading() as connection:
        return events.head(connection)


@pytest.mark.parametrize("name", [*NAMES, "codebook Draft"])
def test_a_reader_may_press_everything_and_nothing_changes(team: Study, name: str) -> None:
    proposing.propose(team, coder="Ana", label="A new one")
    suggesting.switch(team, "on")
    before = head(team)
    name, _, view = name.partition(" ")

    def page() -> AppTest:
        kwargs = {
            "path": team.where,
            "name": name,
            "viewer": "Rea",
            "role": "reader",
            "view": view or None,
        }
        at = AppTest.from_function(_page, default_timeout=120, kwargs=kwargs).run()
        assert not at.exception
        return at

    at = page()
    for number, button in enumerate(at.button):
        if not button.disabled:
            at.button[number].click().run()
            assert not at.exception
            at = page()
    for number, toggle in enumerate(at.toggle):
        if not toggle.disabled:
            at.toggle[number].set_value(not toggle.value).run()
            assert not at.exception
            at = page()
    assert head(team) == before


def test_a_reader_is_told_what_they_are(team: Study) -> None:
    kwargs = {"path": team.where, "name": "search", "viewer": "Rea", "role": "reader", "view": None}
    at = AppTest.from_function(_page, default_timeout=120, kwargs=kwargs).run()
    assert "Choose who you are" not in shown(at)


# People ----------------------------------------------------------------------------------------------


def _people(path: str, viewer: str | None) -> None:
    """Be a script that shows who is in the study."""
    from pathlib import Path  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.pages.team import people  # noqa: PLC0415
    from toolkit.workflow import enrolling  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    study = open_study(Path(path)).seen_by(viewer)
    state.sign_in(viewer)
    state.know_role(enrolling.role(study))
    people.show(study)
    study.close()


def people(study: Study, viewer: str | None) -> AppTest:
    kwargs = {"path": study.where, "viewer": viewer}
    return AppTest.from_function(_people, default_timeout=120, kwargs=kwargs).run()


def choose(at: AppTest, role: str) -> None:
    (option,) = [option for option in at.radio[0].options if option.startswith(role)]
    at.radio[0].set_value(option)


def test_a_lead_adds_and_changes_people(team: Study) -> None:
    at = people(team, "Lena")
    assert "ana@x.org" in at.dataframe[0].value.to_string()
    at.text_input[0].set_value("Zoe")
    choose(at, "reader")
    at.text_input[1].set_value("zoe@x.org")
    at.button[0].click().run()
    assert not at.exception
    assert "Zoe: reader, signs in as zoe" in shown(at)
    at.selectbox[0].set_value("Lena").run()
    assert at.text_input[0].value == "lena@x.org"
    choose(at, "coder")
    at.button[0].click().run()
    assert "is the only lead" in shown(at)


@pytest.mark.parametrize("viewer", [None, "Ana", "Rea"])
def test_others_see_who_is_in_it_and_no_addresses(team: Study, viewer: str | None) -> None:
    at = people(team, viewer)
    assert "@" not in at.dataframe[0].value.to_string()
    assert not at.selectbox
    assert "Leads add people" in shown(at)


def test_anybody_names_the_first_lead_on_the_page(tmp_path: Path) -> None:
    study = start(tmp_path / "new.study", small_codebook())
    at = people(study, None)
    at.text_input[0].set_value("Lena")
    choose(at, "lead")
    at.button[0].click().run()
    assert not at.exception
    with study.reading() as connection:
        assert enrolling.leads(connection) == ("Lena",)
    study.close()
