"""Agreement code by code: numbers with their intervals, why one is low, and the passages behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from toolkit.model.table import Table, Value
from toolkit.ui import kept, parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.agreement.chosen import Chosen
from toolkit.workflow import adjudicating, comparing, drawing, explaining
from toolkit.workflow.studies import Study

_SHOWN: Final = (
    *("label", "n_units", "n_positive", "percent", "alpha", "alpha_low", "alpha_high"),
    *("cohen", "ac1", "positive", "prevalence", "reason"),
)
_BOTH: Final = (
    *(
        "label",
        "n_units",
        "settled",
        "open",
        "boundaries",
        "percent",
        "percent_after",
        "alpha",
        "alpha_after",
    ),
    *("cohen", "cohen_after", "ac1", "ac1_after", "positive", "positive_after", "reason"),
)
_OF_DISAGREEMENTS: Final = (
    *("transcript", "code", "kind", "quotation", "coded_by", "passed_by", "undecided", "verdict", "reason"),
    *("led_to", "memos"),
)
_ON_SETS: Final = {
    "mv_alpha": later("mv-alpha"),
    "alpha_masi": later("alpha with MASI distance"),
    "alpha_jaccard": later("with Jaccard distance"),
}
_COMPARED: Final = {
    "percent": later("agreement {before} before and {after} after"),
    "alpha": later("alpha {before} before and {after} after"),
}
_NO_BORDER: Final = later(
    "There is no border between good and bad agreement; what is enough depends on what the codes are used "
    "for. Rules of thumb that papers cite, each for its own coefficient and purpose:"
)
_RULES: Final = (
    later(
        "Krippendorff (2019, chapter 12) asks for an alpha of .800, and of .667 where only tentative "
        "conclusions are drawn; he asks for the interval to be read, not the number alone."
    ),
    later("Landis and Koch (1977) named ranges of kappa and called their borders arbitrary."),
    later(
        "McDonald, Schoenebeck and Forte (2019) ask first whether a study like yours needs to show agreement."
    ),
)


def show(study: Study, chosen: Chosen) -> None:
    """Show the view."""
    table = kept.table(comparing.agreement, study, unit=chosen.unit, **chosen.scope)
    if not kept.chart(drawing.dot_plot, "agreement", table, unit=chosen.unit):
        _tell_undefined(chosen)
    if told := _on_sets(table):
        st.markdown(parts.plain(told))
    after = st.toggle(
        say("Also after discussion"),
        key="after discussion",
        help=say(
            "Beside each value, the same once what the team settled is applied to every coder's reading. "
            "The value before stays: it alone tells how reliable the coding is."
        ),
    )
    if after:
        _before_and_after(study, chosen)
    else:
        parts.table_view(table, "agreement", height=480, show=_SHOWN, wide=["reason"])
    _of_one_code(study, chosen, table)
    with st.expander(say("Is this number good enough?")):
        st.markdown(say(_NO_BORDER))
        st.markdown("\n".join(f"- {say(rule)}" for rule in _RULES))


def _before_and_after(study: Study, chosen: Chosen) -> None:
    """Show the independent values and, beside them, those after discussion."""
    both = kept.table(
        comparing.agreement, study, unit=chosen.unit, after_discussion=True, interval="none", **chosen.scope
    )
    row = dict(zip(both.names, both.rows[0], strict=True))
    told = [
        say(text, before=f"{before:.3f}", after=f"{then:.3f}")
        for column, text in _COMPARED.items()
        if isinstance(before := row[column], float) and isinstance(then := row.get(f"{column}_after"), float)
    ]
    if told:
        st.markdown(
            say_many(
                "All codes together: {values} discussion, with {n} disagreement settled and {open} open.",
                "All codes together: {values} discussion, with {n} disagreements settled and {open} open.",
                int(str(row["settled"])),
                values=", ".join(told),
                open=number(int(str(row["open"]))),
            )
        )
    parts.table_view(both, "agreement-after-discussion", height=480, show=_BOTH, wide=["reason"])


def _on_sets(table: Table) -> str:
    """Tell the coefficients that give credit for sets which share codes; nothing where there are none."""
    first = dict(zip(table.names, table.rows[0], strict=True))
    told = [
        f"{say(label)} {value:.3f}{_bounds(first, name)}"
        for name, label in _ON_SETS.items()
        if isinstance(value := first.get(name), float)
    ]
    if not told:
        return ""
    return say("All codes together, with credit for sets that share codes: {values}.", values=", ".join(told))


def _bounds(row: Mapping[str, Value], name: str) -> str:
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return f" [{low:.3f}, {high:.3f}]" if isinstance(low, float) and isinstance(high, float) else ""


def _tell_undefined(chosen: Chosen) -> None:
    if chosen.edition.is_older and not chosen.round:
        st.info(
            say(
                "No value is defined at codebook {version}: readings finished under later versions do not "
                "belong to it. The last column says why, code by code.",
                version=chosen.edition.version,
            )
        )
    else:
        st.info(
            say(
                "No value is defined yet. The last column says why, code by code; the notes under the table "
                "say what to do."
            )
        )


@st.fragment
def _of_one_code(study: Study, chosen: Chosen, table: Table) -> None:
    """Explain the number of one code; a fragment, so that another code computes no more than that."""
    labels = {
        str(code): str(label)
        for code, label in zip(table.column("code"), table.column("label"), strict=True)
        if code is not None
    }
    st.header(say("Behind the number"))
    code = st.selectbox(
        say("Code to explain"),
        list(labels),
        index=None,
        format_func=lambda name: labels.get(name, name),
        placeholder=say("Choose a code to see what its number rests on"),
        key=state.EXPLAINED,
        label_visibility="collapsed",
    )
    if code is None:
        return
    panel = kept.table(explaining.lowness, study, unit=chosen.unit, codes=(code,), **chosen.scope)
    if panel.rows:
        _explain(dict(zip(panel.names, panel.rows[0], strict=True)))
    _disagreements(study, chosen, code)


def _explain(row: Mapping[str, Value]) -> None:
    counts = {
        say("Pairs of coders: both gave it"): row["both"],
        say("Pairs of coders: one gave it"): row["one"],
        say("Pairs of coders: neither gave it"): row["neither"],
    }
    columns = st.columns(len(counts))
    for column, (name, count) in zip(columns, counts.items(), strict=True):
        column.metric(name, number(int(str(count))))
    st.markdown(parts.plain(str(row["explanation"])))
    if row["given_by"]:
        st.caption(say("Given by: {coders}", coders=parts.plain(str(row["given_by"]))))


def disagreements(study: Study, chosen: Chosen) -> None:
    """Show where coders differ, and what the team settled."""
    _disagreements(study, chosen, None)


def _disagreements(study: Study, chosen: Chosen, code: str | None) -> None:
    table = kept.table(
        adjudicating.disagreements,
        study,
        code=(code,) if code else (),
        coder=chosen.coders,
        at=chosen.edition.version,
    )
    if not table.rows:
        st.info(
            say("Coders do not differ on this code.")
            if code
            else say(
                "There is nothing to settle. Disagreements show here as soon as two coders have finished the "
                "same transcript and differ."
            )
        )
        return
    st.caption(
        say(
            "Where coders differ, passage by passage. A verdict settles a passage for the findings; the "
            "codings stay as they were made, and agreement goes on to compare those. Settle on the page "
            "Review, under Disagreements."
        )
    )
    key = f"disagreements {code}" if code else "disagreements"
    parts.table_view(table, key, height=480, show=_OF_DISAGREEMENTS, wide=["quotation", "reason"], tall=True)
