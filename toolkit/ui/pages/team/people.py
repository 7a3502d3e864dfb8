"""People: who is in the study, in which role; leads add people and change what they may do."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.round import Role
from toolkit.model.table import Table
from toolkit.ui import parts, state
from toolkit.ui.language import later, say
from toolkit.workflow import enrolling
from toolkit.workflow.studies import Study

_DONE: Final = "people done"
_WHOM: Final = "people whom"
_NEW: Final = "people new"
_MAY: Final[dict[Role, str]] = {
    "lead": later("lead: arranges rounds and sees everything"),
    "coder": later("coder: codes"),
    "reader": later("reader: looks and changes nothing"),
}


def show(study: Study) -> None:
    """Show the section."""
    _tell()
    table = enrolling.coders(study)
    told = enrolling.sees_addresses(study)
    shown = [name for name in table.names if name != "email" or told]
    if table.rows:
        parts.table_view(table, "coders", show=shown, wide=["to_read"])
    else:
        st.info(say("Nobody is in the study yet. People join with their first coding, or are added here."))
    may = enrolling.may_change(study)
    if may and not state.reads_only():
        _change(study, table, told=told)
    elif not may:
        st.caption(say("Leads add people and change roles."))


def _tell() -> None:
    """Say once what became of the last change."""
    faults, done = st.session_state.pop(_DONE, ((), ""))
    for fault in faults:
        st.error(parts.plain(fault))
    if done:
        st.success(parts.plain(done), icon=":material/check:")


def _change(study: Study, table: Table, *, told: bool) -> None:
    """Let a lead add a person, or change one."""
    team = {str(row[0]): row for row in table.rows}
    whom = st.selectbox(
        say("Add or change"),
        [None, *team],
        format_func=lambda name: say("Somebody new") if name is None else name,
        key=_WHOM,
        width=420,
    )
    row = None if whom is None else team[whom]
    role: Role = "coder" if row is None else next(each for each in get_args(Role) if each == row[1])
    address = "" if row is None else str(row[2] or "")
    # What is kept is part of the names, so that the boxes begin anew once it has changed.
    with st.form(state.key("people form", whom or ""), border=False, width=420):
        name = whom if whom is not None else st.text_input(say("Name"), key=state.key(_NEW, str(len(team))))
        chosen = st.radio(
            say("Role"),
            get_args(Role),
            index=get_args(Role).index(role),
            format_func=lambda each: say(_MAY[each]),
            key=state.key("people role", whom or "", role, str(len(team))),
        )
        email = st.text_input(
            say("E-mail address, to sign in on a server"),
            address,
            key=state.key("people email", whom or "", address, str(len(team))),
            placeholder=say("name@example.org") if told or row is None else say("as it is"),
        )
        if not st.form_submit_button(say("Add") if row is None else say("Change"), type="primary"):
            return
    _keep(study, name.strip(), chosen, email if told or email else None)


def _keep(study: Study, whom: str, role: Role, email: str | None) -> None:
    try:
        done = enrolling.coder(study, whom, role=role, email=email)
    except ToolkitError as refused:
        st.session_state[_DONE] = (refused.lines(), "")
    else:
        st.session_state[_DONE] = ((), done)
    st.rerun()
