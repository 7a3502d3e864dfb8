"""A page that shows the pane, with a dictionary in the session for a disk."""

from __future__ import annotations

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui.annotator import AddCoding, Operation, Rejection, Snapshot, annotator

KEY = "pane"
TRANSCRIPT = Transcript("P01", "P: I waited all day.\n", (Turn(1, Span(3, 20)),))
CODES = (Code("waiting", "Waiting", "access"), Code("full", "Full", "access"))
CODEBOOK = Codebook("study", "Study", "0.1.0", (Theme("access", "Access"),), CODES)


def record(operations: tuple[Operation, ...]) -> list[Rejection]:
    st.session_state["calls"].append(len(operations))
    if st.session_state.get("broken"):
        where, what = "study", "the disk of [A](http://b) is full"
        raise ToolkitError(where, what)
    return [rejection for operation in operations if (rejection := record_one(operation))]


def record_one(operation: Operation) -> Rejection | None:
    disk: dict[str, Coding] = st.session_state["disk"]
    if not isinstance(operation, AddCoding):
        disk.pop(operation.id, None)
    elif operation.code == "full":
        return Rejection(operation.seq, "the code is full")
    else:
        quotation = Quotation.cut(TRANSCRIPT, operation.span)
        made = "2026-01-01T00:00:00.000Z"
        disk[operation.id] = Coding(operation.id, quotation, operation.code, "A", "0.1.0", "first", made)
    return None


def show() -> None:
    st.session_state.setdefault("calls", [])
    codings = tuple(st.session_state.setdefault("disk", {}).values())
    annotator(Snapshot(TRANSCRIPT, CODEBOOK, codings, me="A"), key=KEY, on_operations=record)


if __name__ == "__main__":  # as Streamlit runs it; tests are also searched for doctests, which import it
    show()
