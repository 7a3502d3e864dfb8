"""People: who is in the study, in which role; leads add people and change what they may do."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.round import Role
from toolkit.model.table import Table
from toolkit.ui import parts, state
from toolkit.workflow import enrolling
from toolkit.workflow.studies import Study

_DONE: Final = "people done"
_WHOM: Final = "people whom"
_FORM: Final = "people form"
_MAY: Final[dict[Role, str]] = {
    "lead": "arranges rounds and sees everything",
    "coder": "codes",
    "reader": "looks and changes nothing",
}


def show(study: Study) -> None:
    """Show the section."""
    _tell()
    table = enrolling.coders(study)
    told = enrolling.sees_addresses(study)
    shown = [name for name in table.names if name != "email" or told]
    parts.table_view(table, "coders", show=shown, wide=["to_read"])
    may = enrolling.may_change(study)
    if may and not state.reads_only():
        _change(study, table, told=told)
    elif not may:
        st.caption("Leads add people and change roles.")


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
        "Add or change",
        list(team),
        index=None,
        accept_new_options=True,
        key=_WHOM,
        placeholder="Choose somebody, or type a new name",
        width=420,
    )
    if not whom:
        return
    row = team.get(whom)
    role: Role = "coder" if row is None else next(each for each in get_args(Role) if each == row[1])
    with st.form(state.key(_FORM, whom), border=False, width=420):
        chosen = st.radio(
            "Role",
            get_args(Role),
            index=get_args(Role).index(role),
            format_func=lambda each: f"{each}: {_MAY[each]}",
            key=state.key("people role", whom, role),
        )
        email = st.text_input(
            "E-mail address, to sign in on a server",
            str(row[2] or "") if row else "",
            key=state.key("people email", whom, str(row[2] if row else "")),
            placeholder="as it is" if row and not told else "name@example.org",
        )
        if not st.form_submit_button("Add" if row is None else "Change", type="primary"):
            return
    _keep(study, whom, chosen, email if told or email else None)


def _keep(study: Study, whom: str, role: Role, email: str | None) -> None:
    try:
        done = enrolling.coder(study, whom, role=role, email=email)
    except ToolkitError as refused:
        st.session_state[_DONE] = (refused.lines(), "")
    else:
        st.session_state[_DONE] = ((), done)
    st.rerun()
