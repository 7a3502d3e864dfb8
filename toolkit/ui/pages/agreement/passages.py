"""Agreement of coders who cut the text themselves: on where passages begin and end."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.ui import kept, parts
from toolkit.ui.language import say
from toolkit.ui.pages.agreement.chosen import Chosen
from toolkit.workflow import unitizing
from toolkit.workflow.studies import Study

_SHOWN: Final = (
    "what",
    "label",
    "segments",
    "u",
    "u_low",
    "u_high",
    "bar_u",
    "cu",
    "ku",
    "coverage",
    "reason",
)


def show(study: Study, chosen: Chosen) -> None:
    """Show the view."""
    st.caption(
        say(
            "No units here: the text counts character by character, and a passage as a whole. For codes of "
            "one theme that a coder gave to the same words, the theme has no value, and its codes stand "
            "alone."
        )
    )
    table = kept.table(unitizing.unitizing, study, **chosen.scope)
    parts.table_view(table, "unitizing", height=480, show=_SHOWN, wide=["reason"])
    if st.toggle(say("Gamma as well"), help=say("Pairs passages so that they fit best; takes a moment.")):
        parts.table_view(kept.table(unitizing.gamma, study, **chosen.scope), "gamma", wide=["reason"])
