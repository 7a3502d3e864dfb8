"""Codebook: the codes with their definitions."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.ui import parts, state
from toolkit.workflow import revising
from toolkit.workflow.studies import Study

TITLE: Final = "Codebook"
ICON: Final = ":material/account_tree:"


def show(study: Study) -> None:
    """Show the page."""
    book = revising.codebook(study)
    st.title(f"Codebook {book.version}")
    st.caption(parts.plain(f"{book.title}. {book.provenance}"))
    tree, card = st.columns([2, 3], gap="large")
    with tree, st.container(key="tree"):
        _tree(book)
    with card:
        chosen = book.code.get(st.session_state.get(state.CODE, "")) or next(iter(book.code.values()), None)
        if chosen is not None:
            _card(chosen, book)
        else:
            st.info(
                "This codebook has no codes yet. Write them into its file, then make a study of it with: "
                "intercoder create STUDY --codebook FILE"
            )
    with st.expander("The whole codebook as a table"):
        parts.table_view(revising.show(study), "codebook")


def _tree(book: Codebook) -> None:
    """List themes and codes; a search keeps those with the word in any of their texts."""
    word = st.text_input(
        "Search codes", placeholder="a word of label, definition, include or exclude"
    ).casefold()
    for theme in book.themes:
        codes = [code for above, code in book.ordered() if above == theme and _mentions(code, word)]
        if codes or _holds(word, theme.id, theme.label, theme.definition):
            with st.expander(f"{parts.plain(theme.label)} ({len(codes)})", expanded=True):
                if theme.definition:
                    st.caption(parts.plain(theme.definition))
                _code_buttons(codes)
    retired = [code for code in book.deprecated if _mentions(code, word)]
    if retired:
        with st.expander(f"No longer in use ({len(retired)})"):
            _code_buttons(retired)


def _mentions(code: Code, word: str) -> bool:
    whens = (exclusion.when for exclusion in code.exclude)
    return _holds(word, code.id, code.label, code.definition, *code.include, *code.alt_labels, *whens)


def _holds(word: str, *texts: str) -> bool:
    return any(word in text.casefold() for text in texts)


def _code_buttons(codes: list[Code]) -> None:
    for code in codes:
        st.button(
            parts.plain(code.label), key=f"show {code.id}", type="tertiary", on_click=_choose, args=(code.id,)
        )


def _choose(name: str) -> None:
    st.session_state[state.CODE] = name


def _card(code: Code, book: Codebook) -> None:
    """Show all that is known of a code."""
    theme = book.theme_of.get(code.id)
    with st.container(border=True):
        st.subheader(parts.plain(code.label), divider="gray")
        placed = parts.plain(theme.label) if theme else f"no longer in use since {code.deprecated_in}"
        st.caption(f"{placed} · id {parts.plain(code.id)} · since {code.since}")
        st.markdown(parts.plain(code.definition) or "*No definition.*")
        _listed("Use it for", code.include)
        if code.exclude:
            st.markdown("**Do not use it for**")
            for place, exclusion in enumerate(code.exclude):
                _instead(f"{code.id} {place}", exclusion.when, exclusion.use, book)
        if code.example:
            st.markdown("**Example**")
            st.markdown(f"> {parts.plain(code.example)}")
        for place, name in enumerate((code.replaced_by, *code.consider)):
            if name:
                _instead(
                    f"{code.id} successor {place}", "Replaced by" if place == 0 else "Consider", name, book
                )
        if code.alt_labels:
            st.caption(f"Earlier labels: {parts.plain(', '.join(code.alt_labels))}")


def _listed(heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        st.markdown(f"**{heading}**\n" + "".join(f"\n- {parts.plain(line)}" for line in lines))


def _instead(key: str, when: str, use: str | None, book: Codebook) -> None:
    """Show a case with a link to the code that fits it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(parts.plain(when), width="content")
        if use is not None:
            label = f"{parts.plain(book.code[use].label)}"
            st.button(
                label,
                key=key,
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=_choose,
                args=(use,),
            )
