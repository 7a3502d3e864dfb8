"""People sign in with a provider: who they are comes from there, and from nowhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect

from tests.conftest import small_codebook, small_conversation
from tests.e2e.conftest import Shared, free_port, serving
from tests.e2e.pane import FIRST_PAGE, Pane, settle
from tests.e2e.provider import CLIENT, SECRET, Provider, providing
from toolkit.model.round import Coder
from toolkit.store import events, rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import enrolling
from toolkit.workflow.studies import start

TITLE = "Secret study of pears"
PEOPLE: dict[str, dict[str, object]] = {
    "Lena": {"email": "Lena@Example.org", "email_verified": True},
    "Ana": {"email": "ana@example.org", "email_verified": True},
    "Ben": {"email": "ben@example.org"},
    "Rea": {"email": "rea@example.org", "email_verified": True},
    "Stranger": {"email": "stranger@example.org", "email_verified": True},
    "Ana, she says": {"email": "ana@example.org", "email_verified": False},
    "Nobody": {},
}
TELLING = (TITLE, "P01", "P02", "Trust", "Feelings", "lena@", "Ben", "trusted them", "Lena")
"""Words of the study, of which who is not in it must see none."""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(PEOPLE) as running:
        yield running


def team(path: Path) -> Study:
    study = start(path, small_codebook(), title=TITLE)
    with study.transaction("researcher") as records:
        for name in ("P01", "P02"):
            transcripts.add(records, small_conversation(name))
        for coder in (
            Coder("Lena", "lead", "lena@example.org"),
            Coder("Ana", "coder", "Ana@example.org"),
            Coder("Ben", "coder", "ben@example.org"),
            Coder("Rea", "reader", "rea@example.org"),
        ):
            rounds.add_coder(records, coder)
    return study


def secrets_file(folder: Path, provider: Provider, port: int, base: str = "") -> Path:
    path = folder / "secrets.toml"
    path.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}{base}/oauth2callback"
cookie_secret = "{hashlib.sha256(b"pears").hexdigest()}"
client_id = {json.dumps(CLIENT)}
client_secret = {json.dumps(SECRET)}
server_metadata_url = "{provider.address}/.well-known/openid-configuration"
""",
        "utf-8",
    )
    path.chmod(0o600)
    return path


@contextmanager
def signing_in(folder: Path, provider: Provider, base: str = "") -> Iterator[Shared]:
    port = free_port()
    study = team(folder / "pears.study")
    path = secrets_file(folder, provider, port, base)
    with serving(study.where, port, "--secrets", str(path), base=base):
        yield Shared(f"http://127.0.0.1:{port}{base}", study)
    study.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Shared]:
    with signing_in(tmp_path_factory.mktemp("served"), provider) as running:
        yield running


def sign_in(page: Page, address: str, person: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click(timeout=FIRST_PAGE)
    page.get_by_role("link", name=person, exact=True).click(timeout=FIRST_PAGE)


def navigation(page: Page) -> None:
    expect(page.get_by_role("link", name="Findings").first).to_be_visible(timeout=FIRST_PAGE)


def whoami(page: Page, told: str) -> Locator:
    """Find where the page tells who is signed in."""
    return page.locator(".st-key-me p").filter(
        has_text=re.compile(rf"(^|\W|account_circle\s*){re.escape(told)}$")
    )


class Heard:
    """Everything that comes to a page: frames of its sockets, and its HTML."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[bytes] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: self.frames.append(frame if isinstance(frame, bytes) else frame.encode()),
        )

    def holds(self, word: str) -> bool:
        wanted = word.encode()
        return any(wanted in frame for frame in self.frames) or word in self.page.content()


PATHS = ("", "/code?transcript=P01&coder=Ana", "/findings", "/codebook", "/memos", "/agreement?coder=Lena")


@pytest.mark.parametrize("path", PATHS)
def test_who_has_not_signed_in_sees_nothing_of_the_study(served: Shared, page: Page, path: str) -> None:
    heard = Heard(page)
    page.goto(f"{served.address}{path}")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.wait_for_timeout(500)

    assert len(heard.frames) > 2
    assert [word for word in TELLING if heard.holds(word)] == []


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("Stranger", "stranger@example.org"),
        ("Ana, she says", "is not verified"),
        ("Nobody", "has no e-mail address"),
    ],
)
def test_who_is_not_known_sees_nothing_of_it_either(
    served: Shared, page: Page, person: str, told: str
) -> None:
    heard = Heard(page)
    sign_in(page, served.address, person)
    expect(page.get_by_text(told)).to_be_visible()
    for path in PATHS:
        page.goto(f"{served.address}{path}")
        expect(page.get_by_text(told)).to_be_visible()

    names = [word for word in TELLING if heard.holds(word)]
    assert names == []


def test_a_lead_a_coder_and_a_reader_are_who_the_provider_says(served: Shared, chromium: Browser) -> None:
    for person, shown in (("Lena", "Lena (lead)"), ("Ana", "Ana"), ("Rea", "Rea (reader)")):
        context = chromium.new_context()
        page = context.new_page()
        sign_in(page, served.address, person)
        navigation(page)
        expect(whoami(page, shown)).to_be_visible()
        assert TITLE in page.content()
        # There is nothing to say who one is with, and the address does not.
        page.goto(f"{served.address}/?coder=Ben")
        expect(whoami(page, shown)).to_be_visible()
        assert page.get_by_role("combobox", name="You are").count() == 0
        context.close()


def pane_of(page: Page, address: str) -> Pane:
    page.goto(f"{address}/code?transcript=P01&coder=Lena")
    opened = Pane(page)
    expect(opened.turn(1)).to_be_visible(timeout=FIRST_PAGE)
    return opened


def test_two_people_code_at_once_each_in_their_own_name(served: Shared, chromium: Browser) -> None:
    """Whatever the address says of a coder."""
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
    panes = []
    for context, person in zip(contexts, ("Ana", "Ben"), strict=True):
        page = context.new_page()
        sign_in(page, served.address, person)
        navigation(page)
        panes.append(pane_of(page, served.address))
    for pane, words, typed in zip(panes, ("trusted them", "take care"), ("tru", "car"), strict=True):
        pane.drag(2 if typed == "tru" else 4, words)
        pane.apply(typed)
    for pane in panes:
        pane.expect_saved(1)
    for context in contexts:
        context.close()

    assert [coding.code for coding in served.codings("Ana")] == ["trust"]
    assert [coding.code for coding in served.codings("Ben")] == ["care"]
    with served.study.reading() as connection:
        actors = [event.actor for event, _ in events.everything(connection) if event.kind == "coding.added"]
    assert sorted(actors) == ["Ana", "Ben"]


def test_a_reader_reads_and_can_change_nothing(served: Shared, page: Page) -> None:
    sign_in(page, served.address, "Rea")
    navigation(page)
    pane = pane_of(page, served.address)
    expect(page.get_by_text("You read this study and change nothing in it.")).to_be_visible()
    before = len(served.everything())
    pane.drag(2, "trusted them")
    page.keyboard.press("Enter")
    page.keyboard.type("tru")
    page.keyboard.press("Enter")
    settle(page)
    page.goto(f"{served.address}/transcripts")
    expect(page.get_by_text("P02").first).to_be_attached()
    assert page.get_by_text("Import", exact=True).count() == 0

    assert len(served.everything()) == before


def test_a_forged_cookie_lets_nobody_in(served: Shared, context: BrowserContext) -> None:
    claims = {
        "email": "lena@example.org",
        "email_verified": True,
        "is_logged_in": True,
        "exp": time.time() + 3600,
        "origin": served.address,
        "provider": "default",
    }
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode()
    signed = hmac.new(b"another secret", body.encode(), hashlib.sha1).hexdigest()
    for value in (body, f"{body}.{signed}", json.dumps(claims).replace('"', "%22")):
        context.clear_cookies()
        context.add_cookies([{"name": "_streamlit_user", "value": value, "url": served.address}])
        page = context.new_page()
        heard = Heard(page)
        page.goto(served.address)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert [word for word in TELLING if heard.holds(word)] == []


def test_signing_out_ends_it_in_every_tab(served: Shared, context: BrowserContext) -> None:
    first, second = context.new_page(), context.new_page()
    sign_in(first, served.address, "Ana")
    navigation(first)
    second.goto(f"{served.address}/codebook")
    navigation(second)

    kept: list[SetCookieParam] = [
        {"name": each["name"], "value": each["value"], "url": served.address} for each in context.cookies()
    ]
    first.get_by_role("button", name="Sign out").click()
    expect(first.get_by_role("button", name="Sign in")).to_be_visible()
    second.get_by_role("link", name="Memos").first.click()
    expect(second.get_by_role("button", name="Sign in")).to_be_visible()
    # Nor does the cookie help whoever kept it.
    context.add_cookies(kept)
    first.goto(served.address)
    expect(first.get_by_text("You have signed out")).to_be_visible()


def test_a_session_ends_with_its_token(served: Shared, page: Page, provider: Provider) -> None:
    provider.lifetime = 8
    try:
        sign_in(page, served.address, "Ana")
        navigation(page)
    finally:
        provider.lifetime = 3600

    expect(page.get_by_text("Your sign-in has ended")).to_be_visible()
    assert TITLE not in page.content()


def test_a_role_changes_at_the_next_run(served: Shared, page: Page) -> None:
    sign_in(page, served.address, "Ben")
    navigation(page)
    as_lead = served.study.seen_by("Lena")
    enrolling.coder(as_lead, "Ben", role="reader")
    try:
        page.get_by_role("link", name="Codebook").first.click()
        expect(whoami(page, "Ben (reader)")).to_be_visible()
    finally:
        enrolling.coder(as_lead, "Ben", role="coder")


def test_under_a_path_people_come_in_and_go_out_too(tmp_path: Path, provider: Provider, page: Page) -> None:
    with signing_in(tmp_path, provider, "/studies/one") as served:
        sign_in(page, served.address, "Ana")
        navigation(page)
        expect(whoami(page, "Ana")).to_be_visible()
        assert page.url.startswith(served.address)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
