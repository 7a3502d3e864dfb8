"""Enrolling: who is in the study, in which role, and under which address they sign in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.address import folded
from toolkit.model.round import Assignment, Coder, Role
from toolkit.model.table import Column, Table
from toolkit.store import rounds, sights
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import studies

__all__ = ["coder", "coders", "leads", "may_change", "role", "sees_addresses"]

_FOR_LEADS: Final = "E-mail addresses are shown to leads only."


def coders(study: Study) -> Table:
    """List who is in the study: role, e-mail address, since when, and what they have to read.

    Addresses are shown to leads only; say who you are with --as NAME.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        team, since = rounds.team(connection), rounds.joined(connection)
        tasks = rounds.assignments(connection)
        told = _sees_addresses(connection)
    finished = Counter(task.coder for task in tasks if task.finished)
    rows = tuple(
        (
            *(each.name, each.role, each.email if told else None, since[each.name]),
            *(_to_read(tasks, each.name), finished[each.name]),
        )
        for each in team
    )
    columns = (
        Column("coder", heading="Name"),
        Column("role", heading="Role"),
        Column("email", heading="E-mail"),
        Column("since", heading="Since"),
        Column("to_read", heading="To read"),
        Column("finished", "count", heading="Finished"),
    )
    hidden = studies.hidden(study)
    notes = (f"{hidden[0].upper()}{hidden[1:]}." if hidden else "", "" if told else _FOR_LEADS)
    return Table("Coders", columns, rows, tuple(filter(None, notes)))


def _to_read(tasks: tuple[Assignment, ...], name: str) -> str:
    open_ = dict.fromkeys(task.transcript for task in tasks if task.coder == name and not task.finished)
    return ", ".join(open_)


def coder(study: Study, name: str, *, role: Role | None = None, email: str | None = None) -> str:
    """Add a person to the study, or change their role or e-mail address.

    Anybody may name the first lead. From then on only leads change who is in the study, and one of them is
    always left. Their own work people keep, whatever their role.

    Parameters
    ----------
    study
        The study file.
    name
        What colleagues call them and papers print; it stays.
    role
        lead arranges rounds and sees everything; coder codes; reader looks and changes nothing. New people
        are coders.
    email
        Address under which they sign in on a server; "" takes it away.
    """
    with study.transaction(RESEARCHER) as records:
        _check_leading(records.connection)
        team = {each.name: each for each in rounds.team(records.connection)}
        before = team.get(name)
        after = _changed(before or Coder(name), role, email)
        _check_address_free(team, after)
        _check_led(team, after)
        told = "" if email is None else f", signs in as {after.email}" if after.email else ", no address"
        return f"{after.name}: {after.role}{told}; {_store(records, before, after)}"


def _changed(before: Coder, role: Role | None, email: str | None) -> Coder:
    address = before.email if email is None else email.strip() or None
    return replace(before, role=role or before.role, email=address)


def _store(records: Records, before: Coder | None, after: Coder) -> str:
    if before is None:
        rounds.add_coder(records, after)
        return "is new in the study"
    if before == after:
        return "nothing changed"
    rounds.change_coder(records, before, after)
    return "address changed" if before.role == after.role else f"was {before.role}"


def _check_leading(connection: Connection) -> None:
    """Refuse all but leads to change the team; without one yet, whom a blind round hides work from."""
    sights.check_leading(connection, "changing who is in the study")
    if sights.of(connection).viewer is None and (known := leads(connection)):
        raise ToolkitError(
            "coder", "changing who is in the study is for leads", f"add --as {known[0]}, if you are"
        )


def _check_address_free(team: dict[str, Coder], after: Coder) -> None:
    for each in team.values():
        if (
            each.name != after.name
            and each.email
            and after.email
            and folded(each.email) == folded(after.email)
        ):
            raise Invalid(
                f"{after.email} is {each.name}'s address already", "each person has one of their own"
            )


def _check_led(team: dict[str, Coder], after: Coder) -> None:
    before = {name for name, each in team.items() if each.role == "lead"}
    if before == {after.name} and after.role != "lead":
        raise ToolkitError(after.name, "is the only lead of this study", "make somebody else a lead first")


def leads(connection: Connection) -> tuple[str, ...]:
    """Return the leads in the order they joined."""
    return tuple(each.name for each in rounds.team(connection) if each.role == "lead")


def role(study: Study) -> Role | None:
    """Return the role of who looks at the study; None if they are not in it."""
    with study.reading() as connection:
        return sights.of(connection).role


def may_change(study: Study) -> bool:
    """Tell whether who looks at the study may change who is in it."""
    with study.reading() as connection:
        try:
            _check_leading(connection)
        except ToolkitError:
            return False
    return True


def sees_addresses(study: Study) -> bool:
    """Tell whether who looks at the study may see e-mail addresses."""
    with study.reading() as connection:
        return _sees_addresses(connection)


def _sees_addresses(connection: Connection) -> bool:
    return sights.of(connection).role == "lead"
