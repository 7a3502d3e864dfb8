"""Who signed in is let in as who they are, and only as long as they are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.model.door import EVERYBODY
from toolkit.model.identity import Identity
from toolkit.model.transcript import Transcript
from toolkit.store import codings, events, rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying, enrolling, importing, reporting, signing, suggesting
from toolkit.workflow.signing import NotSignedIn, Stranger, admit


@pytest.fixture
def team(study: Study, transcript: Transcript) -> Study:
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    enrolling.coder(study, "Lena", role="lead", email="lena@x.org")
    enrolling.coder(study.seen_by("Lena"), "Ana", email="Ana@x.org")
    enrolling.coder(study.seen_by("Lena"), "Rea", role="reader", email="rea@x.org")
    return study


def known(email: str, seconds: float = 60) -> Identity:
    return Identity(email, time.time() + seconds, email)


def never(_: str) -> bool:
    return False


def test_an_address_is_who_has_it_in_the_study(team: Study) -> None:
    seen, me = admit(team, known("ANA@X.org"), is_out=never)
    assert (seen.viewer, me.name, me.role) == ("Ana", "Ana", "coder")


@pytest.mark.parametrize("email", ["zoe@x.org", "ana@x.or", "\N{CYRILLIC SMALL LETTER A}na@x.org"])
def test_who_is_nobody_in_the_study_stays_out(team: Study, email: str) -> None:
    with pytest.raises(Stranger):
        admit(team, known(email), is_out=never)


def test_an_address_of_two_people_lets_neither_in(team: Study) -> None:
    with team.transaction("x") as records:
        lena, ana, *_ = rounds.team(records.connection)
        rounds.change_coder(records, ana, type(ana)(ana.name, ana.role, lena.email))
    with pytest.raises(Stranger):
        admit(team, known("lena@x.org"), is_out=never)


def code(study: Study, coder: str) -> None:
    applying.code(study, coder=coder, transcript="P01", start=40, end=48, code="trust")


def test_every_change_carries_who_signed_in(team: Study) -> None:
    seen, _ = admit(team, known("ana@x.org"), is_out=never)
    code(seen, "Ana")
    suggesting.switch(seen, "on")
    with team.reading() as connection:
        actors = [event.actor for event, _ in events.everything(connection)][-2:]
    assert actors == ["Ana", "Ana"]
    with pytest.raises(ToolkitError, match="cannot write in the name of Lena"):
        code(seen, "Lena")


def test_a_reader_sees_and_changes_nothing(team: Study) -> None:
    seen, _ = admit(team, known("rea@x.org"), is_out=never)
    assert reporting.transcripts(seen).rows
    for act in (
        lambda: code(seen, "Rea"),
        lambda: code(seen, "Ana"),
        lambda: suggesting.switch(seen, "on"),
        lambda: enrolling.coder(seen, "Rea", role="lead"),
        lambda: importing.import_files(seen, Path(__file__).parent / "none.txt"),
    ):
        with pytest.raises(ToolkitError):
            act()
    with team.reading() as connection:
        assert codings.count(connection) == 0


def test_a_coder_is_refused_what_is_for_leads(team: Study) -> None:
    seen, _ = admit(team, known("ana@x.org"), is_out=never)
    with pytest.raises(ToolkitError, match="is for leads; ask Lena"):
        enrolling.coder(seen, "Ana", role="lead")


def test_an_end_of_the_sign_in_ends_reading_and_writing(team: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, _ = admit(team, known("ana@x.org"), is_out=never)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(NotSignedIn, match="has ended"):
        reporting.transcripts(seen)
    with pytest.raises(NotSignedIn, match="has ended"):
        code(seen, "Ana")


def test_signing_out_ends_what_is_open(team: Study) -> None:
    out: set[str] = set()
    seen, _ = admit(team, known("ana@x.org"), is_out=out.__contains__)
    reporting.transcripts(seen)
    out.add("ana@x.org")
    with pytest.raises(NotSignedIn, match="signed out"):
        reporting.transcripts(seen)
    with pytest.raises(NotSignedIn, match="signed out"):
        reporting.transcripts(seen.seen_by("Lena"))


@pytest.mark.parametrize("other", ["Lena", None])
def test_who_signed_in_stays_who_they_are(team: Study, other: str | None) -> None:
    seen, _ = admit(team, known("rea@x.org"), is_out=never)
    assert seen.seen_by(other).viewer == "Rea"
    with pytest.raises(ToolkitError, match="reads this study and changes nothing"):
        suggesting.switch(seen.seen_by(other), "on")


def test_an_address_taken_away_ends_it_at_once(team: Study) -> None:
    seen, _ = admit(team, known("ana@x.org"), is_out=never)
    enrolling.coder(team.seen_by("Lena"), "Ana", email="")
    with pytest.raises(Stranger):
        code(seen, "Ana")
    enrolling.coder(team.seen_by("Lena"), "Zoe", email="ana@x.org")
    with pytest.raises(Stranger, match="another person's by now"):
        code(seen, "Ana")


def test_a_role_holds_from_the_next_act_on(team: Study) -> None:
    seen, _ = admit(team, known("ana@x.org"), is_out=never)
    enrolling.coder(team.seen_by("Lena"), "Ana", role="reader")
    with pytest.raises(ToolkitError, match="reads this study and changes nothing"):
        code(seen, "Ana")


def test_a_server_wants_a_lead_who_can_sign_in(study: Study) -> None:
    enrolling.coder(study, "Ana", email="ana@x.org")
    with pytest.raises(ToolkitError, match="no lead who could sign in"):
        signing.knock(study)
    enrolling.coder(study, "Ana", role="lead")
    signing.knock(study)


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "::", "192.168.1.5", "lab.example.org", "", "127.0.0.1.x.org"],  # noqa: S104
)
def test_a_page_that_others_reach_wants_people_to_sign_in(address: str) -> None:
    with pytest.raises(ToolkitError, match="reached from other machines, and nobody signs in"):
        signing.check_way_in(address, signing_in=False, said="")
    signing.check_way_in(address, signing_in=True, said="")
    signing.check_way_in(address, signing_in=False, said=f"  {EVERYBODY.upper()} ")


@pytest.mark.parametrize("said", ["yes", "true", EVERYBODY[:-1], f"not {EVERYBODY}"])
def test_or_somebody_who_says_in_words_what_it_means(said: str) -> None:
    for address in ("0.0.0.0", "127.0.0.1"):  # noqa: S104
        with pytest.raises(ToolkitError, match="has to be said in words"):
            signing.check_way_in(address, signing_in=False, said=said)


def test_both_contradict_one_another() -> None:
    with pytest.raises(ToolkitError, match="contradicts --secrets"):
        signing.check_way_in("127.0.0.1", signing_in=True, said=EVERYBODY)


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text(
        '[auth]\nredirect_uri="http://localhost/oauth2callback"\nclient_id="a"\nclient_secret="b"\n'
        'cookie_secret="0123456789abcdef0123456789abcdef"\nserver_metadata_url="https://x.org"\n',
        "utf-8",
    )
    path.chmod(0o600)
    assert signing.door(path).host == "localhost"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ToolkitError, match=r"needs Authlib, .*intercoder\[server\]"):
        signing.door(path)
