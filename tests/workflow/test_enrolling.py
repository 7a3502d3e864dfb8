"""People join, get a role and an address; a lead is always left, and addresses are for leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import ToolkitError
from toolkit.model.round import Role
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import events, rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import assigning, enrolling, studies
from toolkit.workflow.enrolling import coder, coders


@pytest.fixture
def team(study: Study, transcript: Transcript) -> Study:
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    coder(study, "Lena", role="lead", email="lena@x.org")
    lead = study.seen_by("Lena")
    coder(lead, "Ana", email="Ana@x.org")
    coder(lead, "Rea", role="reader")
    return study


def roles(study: Study) -> dict[str, tuple[str, str | None]]:
    with study.reading() as connection:
        return {each.name: (each.role, each.email) for each in rounds.team(connection)}


def head(study: Study) -> tuple[int, str]:
    with study.reading() as connection:
        return events.head(connection)


def text_of(table: Table) -> str:
    return repr(table)


def test_people_join_as_coders_unless_it_is_said_otherwise(team: Study) -> None:
    assert roles(team) == {
        "Lena": ("lead", "lena@x.org"),
        "Ana": ("coder", "Ana@x.org"),
        "Rea": ("reader", None),
    }
    studies.verify(team.seen_by("Lena"))


def test_anybody_may_name_the_first_lead_and_nobody_but_leads_the_second(team: Study) -> None:
    before = head(team)
    for viewer in (None, "Ana", "Rea", "Nobody"):
        for name in ("Ana", "Zoe", "Lena"):
            with pytest.raises(ToolkitError, match=r"lead|reads this study"):
                coder(team.seen_by(viewer), name, role="lead")
    assert head(team) == before
    coder(team.seen_by("Lena"), "Ana", role="lead")
    coder(team.seen_by("Ana"), "Lena", role="coder")
    assert [name for name, (role, _) in roles(team).items() if role == "lead"] == ["Ana"]


@pytest.mark.parametrize("role", ["coder", "reader"])
def test_the_only_lead_stays_one(team: Study, role: Role) -> None:
    with pytest.raises(ToolkitError, match="Lena: is the only lead"):
        coder(team.seen_by("Lena"), "Lena", role=role)
    assert roles(team)["Lena"][0] == "lead"


@pytest.mark.parametrize("email", ["ana@x.org", "ANA@X.ORG", " Ana@x.org "])
def test_an_address_is_one_persons(team: Study, email: str) -> None:
    with pytest.raises(ToolkitError, match="is Ana's address already"):
        coder(team.seen_by("Lena"), "Rea", email=email)
    coder(team.seen_by("Lena"), "Ana", email=email)


def test_what_is_no_address_is_refused(team: Study) -> None:
    with pytest.raises(ToolkitError, match="is no e-mail address"):
        coder(team.seen_by("Lena"), "Rea", email="rea at x.org")


def test_an_address_is_taken_away_and_a_role_alone_leaves_it(team: Study) -> None:
    lead = team.seen_by("Lena")
    coder(lead, "Ana", role="reader")
    assert roles(team)["Ana"] == ("reader", "Ana@x.org")
    coder(lead, "Ana", email="")
    assert roles(team)["Ana"] == ("reader", None)


def test_a_change_is_in_the_log_in_the_name_of_the_lead(team: Study) -> None:
    coder(team.seen_by("Lena"), "Ana", role="reader")
    with team.reading() as connection:
        *_, (event, _) = events.everything(connection)
    assert (event.kind, event.actor, event.subject) == ("coder.changed", "Lena", "Ana")
    before = head(team)
    assert coder(team.seen_by("Lena"), "Ana", role="reader") == "Ana: reader; nothing changed"
    assert head(team) == before


def test_nobody_is_called_consensus(team: Study) -> None:
    with pytest.raises(ToolkitError, match="no coder can be called consensus"):
        coder(team.seen_by("Lena"), "consensus")


def test_the_list_tells_what_people_have_to_read(team: Study) -> None:
    assigning.assign(team, "P01", coder="Ana")
    table = coders(team.seen_by("Lena"))
    assert table.column("to_read") == ("", "P01", "")
    assert table.column("email") == ("lena@x.org", "Ana@x.org", None)
    assigning.finish(team, "P01", coder="Ana")
    assert coders(team.seen_by("Lena")).column("finished") == (0, 1, 0)


@pytest.mark.parametrize("viewer", [None, "Ana", "Rea", "Nobody"])
def test_addresses_are_shown_to_leads_only(team: Study, viewer: str | None) -> None:
    assert "@" not in text_of(coders(team.seen_by(viewer)))
    assert not enrolling.sees_addresses(team.seen_by(viewer))


def test_before_there_is_a_lead_addresses_are_shown_to_nobody(study: Study) -> None:
    assert "ana@x.org" in coder(study, "Ana", email="ana@x.org")
    assert "@" not in coder(study, "Ana", role="reader")
    assert "@" not in text_of(coders(study))


def test_whom_a_blind_round_hides_something_from_does_not_become_lead(
    study: Study, transcript: Transcript
) -> None:
    """Else they would see it."""
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    for name in ("Ana", "Ben"):
        assigning.assign(study, "P01", coder=name)
    with study.transaction("x") as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, blind=True))
    with pytest.raises(ToolkitError, match="is blind"):
        coder(study.seen_by("Ana"), "Ana", role="lead")
    assert roles(study)["Ana"][0] == "coder"
