"""Words: which are said by how many, and where each stands."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.ui import kept, parts
from toolkit.ui.language import later, say
from toolkit.ui.parts import Edition
from toolkit.workflow import concording
from toolkit.workflow.concording import Order
from toolkit.workflow.studies import Study

_ORDERS: Final[dict[str, Order]] = {
    later("As in the text"): "text",
    later("By words before"): "before",
    later("After"): "after",
}
_SHOWN: Final = ("participant", "transcript", "turn", "before", "hit", "after", "codes")


def words(study: Study, selection: Selection, _edition: Edition) -> None:
    """Show the words that are said, and the lines in which the chosen one stands."""
    st.caption(
        say(
            "What people say often is not yet what they mean: a list of words shows where to read, not what "
            "to find. With codes or themes chosen, only the words of their passages count."
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forms = st.toggle(say("Each form by itself"), key="words forms")
        everything = st.toggle(say("Also words that say little"), key="words all")
        least = int(st.number_input(say("Said at least"), 1, value=2, key="words least", width=140))
    table = kept.table(
        concording.words, study, forms=forms, stop_words=everything, least=least, selection=selection
    )
    left, right = st.columns([2, 3], gap="medium")
    with left:
        parts.table_view(table, "words", height=490)
    with right:
        _lines(study, table, selection, forms=forms)


def _lines(study: Study, table: Table, selection: Selection, *, forms: bool) -> None:
    sought = st.selectbox(
        say("Where it stands"),
        [str(word) for word in table.column("word")],
        index=None,
        accept_new_options=True,
        placeholder=say("Choose a word of the list, or type one or a phrase"),
        key="words sought",
    )
    if not sought:
        return
    chosen = st.segmented_control(
        say("Lines"),
        list(_ORDERS),
        format_func=say,
        default=next(iter(_ORDERS)),
        required=True,
        key="words order",
    )
    lines = kept.table(
        concording.concordance, study, sought, forms=forms, order=_ORDERS[chosen], selection=selection
    )
    parts.table_view(lines, "concordance", height=420, show=_SHOWN)
