"""The queue of cases, and where in it somebody is from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import streamlit as st

from toolkit.model.consensus import Case
from toolkit.workflow import discussing, studies
from toolkit.workflow.discussing import Docket
from toolkit.workflow.studies import Study

# Keys of the session.
_DOCKET: Final = "cases docket"
_PLACE: Final = "cases place"
_ORDER: Final = "cases order"


class Name(NamedTuple):
    """What names a case from run to run."""

    name: str
    codes: tuple[str, ...]
    open: bool

    @classmethod
    def of(cls, case: Case) -> Name:
        """Return the name of a case."""
        return cls(case.name, case.codes, case.open)


def read(study: Study) -> Docket:
    """Return all cases; read again only if anything was written since, by whomever."""
    now = (study.where, studies.moment(study))
    kept = st.session_state.get(_DOCKET)
    if kept is None or kept[0] != now:
        kept = st.session_state[_DOCKET] = (now, discussing.docket(study))
    found: Docket = kept[1]
    return found


def place(found: Sequence[Case]) -> int:
    """Return where we are in the queue; where that is gone, what came next."""
    order = [Name.of(each) for each in found]
    before: list[Name] = st.session_state.get(_ORDER, [])
    here = st.session_state.get(_PLACE)
    if here not in order:
        after = before[before.index(here) :] if here in before else []
        here = next((name for name in after if name in order), order[0])
    st.session_state[_ORDER], st.session_state[_PLACE] = order, here
    return order.index(here)


def go_to(name: Name | None) -> None:
    """Go to a case; None stands for the first there is."""
    st.session_state[_PLACE] = name


def next_after(name: Name) -> Name | None:
    """Return what stands behind a case in the queue that was shown last."""
    order: list[Name] = st.session_state.get(_ORDER, [])
    after = order[order.index(name) + 1 :] if name in order else []
    return after[0] if after else None
