"""The codes of one version: a tree to find them in, a card for each, and how it came to be what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import streamlit as st

from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import Verdict
from toolkit.model.lineage import Lineage
from toolkit.model.selection import Selection
from toolkit.ui import kept, parts, state
from toolkit.ui.language import number, say, say_many
from toolkit.ui.pages.codebook import noted, telling
from toolkit.workflow import reporting, revising
from toolkit.workflow.studies import Study

_FOLLOWED: Final = "code followed"


def show(study: Study, lineage: Lineage, book: Codebook) -> None:
    """Show tree and card, and the whole codebook as a table."""
    counted = st.toggle(
        say("Show how many passages have each code"),
        value=True,
        help=say(
            "Seen at codebook {version}, all coders together; what waits for a decision is not there.",
            version=book.version,
        ),
    )
    _follow_address()
    _browse(study, lineage, book, _counts(study, book.version) if counted else {})
    with st.expander(say("The whole codebook as a table")):
        parts.table_view(kept.table(revising.show, study, version=book.version), f"codebook-{book.version}")


def _follow_address() -> None:
    """Open the card of the code that the address leads to, once for each address."""
    wanted = st.query_params.get(state.CODE)
    if wanted is not None and st.session_state.get(_FOLLOWED) != wanted:
        st.session_state[_FOLLOWED] = st.session_state[state.CODE] = wanted


def _counts(study: Study, version: str) -> dict[str, int]:
    """Return the number of passages by code."""
    table = kept.table(reporting.frequency, study, counts="n_of_N", selection=Selection(at=version))
    counted = zip(table.column("code_id"), table.column("n_segments"), strict=True)
    return {str(name): count for name, count in counted if isinstance(count, int)}


@st.fragment
def _browse(study: Study, lineage: Lineage, book: Codebook, counts: Mapping[str, int]) -> None:
    """Show tree and card; a fragment, so that going from code to code counts nothing again."""
    chosen = book.code.get(st.session_state.get(state.CODE, "")) or next(iter(book.code.values()), None)
    with st.container(key="browser"):
        tree, card = st.columns([2, 3], gap="large")
    with tree, st.container(key="tree"):
        _tree(book, counts, chosen)
    with card:
        if chosen is not None:
            _card(chosen, book)
            noted.show(study, chosen.id, book.version)
            _history(lineage, chosen.id, revising.led(study))
        else:
            st.info(
                say(
                    "This codebook has no codes yet. Write them into its file, then make a study of it with: "
                    "intercoder create STUDY --codebook FILE"
                )
            )


# --- the tree ---------------------------------------------------------------------------------------


def _tree(book: Codebook, counts: Mapping[str, int], chosen: Code | None) -> None:
    """List themes and codes; a search keeps those with the word in any of their texts."""
    word = st.text_input(
        say("Search codes"), placeholder=say("a word of label, definition, include or exclude")
    ).casefold()
    found = False
    for theme in book.themes:
        codes = [(depth, code) for depth, code in _below(theme.id, book) if _mentions(code, word)]
        if codes or _holds(word, theme.id, theme.label, theme.definition):
            found = True
            with st.expander(_headed(parts.plain(theme.label), len(codes)), expanded=True):
                if theme.definition:
                    st.caption(parts.plain(theme.definition))
                _code_buttons(codes, counts, chosen)
    retired = [(0, code) for code in book.deprecated if _mentions(code, word)]
    if retired:
        with st.expander(_headed(say("No longer in use"), len(retired)), expanded=bool(word)):
            _code_buttons(retired, {}, chosen)
    if word and not found and not retired:
        st.caption(say("No code speaks of that."))


def _headed(heading: str, count: int) -> str:
    counted = say_many("{n} code", "{n} codes", count)
    return f"{heading} :gray[{counted}]"


def _below(parent: str, book: Codebook, depth: int = 0) -> Iterator[tuple[int, Code]]:
    """Yield the codes under a theme or code, each followed by those under it, with how deep they are."""
    for code in book.codes:
        if code.parent == parent:
            yield depth, code
            yield from _below(code.id, book, depth + 1)


def _mentions(code: Code, word: str) -> bool:
    whens = (exclusion.when for exclusion in code.exclude)
    return _holds(
        word, code.id, code.label, code.definition, code.boundary, *code.include, *code.alt_labels, *whens
    )


def _holds(word: str, *texts: str) -> bool:
    return any(word in text.casefold() for text in texts)


def _code_buttons(codes: list[tuple[int, Code]], counts: Mapping[str, int], chosen: Code | None) -> None:
    for depth, code in codes:
        indent = "\N{EM SPACE}" * depth
        count = f" :gray[· {number(counts[code.id])}]" if code.id in counts else ""
        strong = "**" if code == chosen else ""
        st.button(
            f"{indent}{strong}{parts.plain(code.label)}{strong}{count}",
            key=f"show {code.id}",
            type="tertiary",
            on_click=telling.choose,
            args=(code.id,),
        )


# --- the card ---------------------------------------------------------------------------------------


def _card(code: Code, book: Codebook) -> None:
    """Show all that is known of a code at this version."""
    with st.container(border=True, key="card"):
        st.header(parts.plain(code.label), divider="gray")
        st.caption(
            " · ".join(
                (
                    _placed(code, book),
                    say("id {name}", name=parts.plain(code.id)),
                    say("since {version}", version=code.since),
                )
            )
        )
        st.markdown(parts.plain(code.definition) or say("*No definition.*"))
        _listed(say("Use it for"), code.include)
        if code.exclude:
            _heading(say("Do not use it for"))
            for place, exclusion in enumerate(code.exclude):
                telling.link(f"{code.id} {place}", exclusion.when, exclusion.use, book)
        if code.example:
            _heading(say("Example"))
            st.markdown(f"> {parts.plain(code.example)}")
        if code.boundary:
            _heading(say("On the boundary"))
            st.markdown(f"> {parts.plain(code.boundary)}")
        _successors(code, book)
        if code.notes:
            heading = say("Notes")
            st.markdown(f"**{heading}** {parts.plain(code.notes)}")
        for heading, texts in (
            (say("Also called"), code.alt_labels),
            (say("Aligned with"), code.aligned_with),
        ):
            if texts:
                st.caption(f"{heading}: {parts.plain(', '.join(texts))}")


def _placed(code: Code, book: Codebook) -> str:
    if not code.active:
        return say("no longer in use since {version}", version=code.deprecated_in)
    theme = book.theme_of.get(code.id)
    return parts.plain(theme.label) if theme else ""


def _successors(code: Code, book: Codebook) -> None:
    if code.replaced_by:
        telling.link(f"{code.id} successor", say("Its codings follow to"), code.replaced_by, book)
    for place, name in enumerate(code.consider):
        telling.link(f"{code.id} consider {place}", "" if place else say("Consider instead"), name, book)


def _heading(told: str) -> None:
    st.markdown(f"**{told}**")


def _listed(heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        st.markdown(f"**{heading}**\n" + "".join(f"\n- {parts.plain(line)}" for line in lines))


# --- how it came about ------------------------------------------------------------------------------


def _history(lineage: Lineage, name: str, led: Mapping[str, Sequence[Verdict]]) -> None:
    """Tell what was done to a code from version to version, the latest first."""
    stages = revising.biography(lineage, name)
    if len(lineage.releases) == 1 and not any(stage.records for stage in stages):
        return
    _heading(say("How it came to be"))
    with st.container(key="history"):
        for stage in reversed(stages):
            version, told = st.columns([1, 7])
            version.markdown(f":gray-badge[{stage.version}]")
            with told:
                _stage(stage, lineage, led, is_first=stage is stages[0])


def _stage(
    stage: revising.Stage, lineage: Lineage, led: Mapping[str, Sequence[Verdict]], *, is_first: bool
) -> None:
    if is_first:
        label, theme = parts.plain(stage.code.label), parts.plain(stage.theme)
        st.markdown(
            say("First there, as **{label}** in {theme}.", label=label, theme=theme)
            if theme
            else say("First there, as **{label}**.", label=label)
        )
        if stage.code.definition:
            st.caption(parts.plain(stage.code.definition))
    renamed = any(each.kind == "renamed" for each in stage.altered)
    told = [each for each in stage.altered if not (renamed and each.field == "alt_labels")]
    if told:
        telling.alterations(told, lineage)
    elif not is_first and not stage.records:
        st.markdown(say(":gray[As it was.]"))
    for change in stage.records:
        telling.record(change, lineage, led.get(change.id, ()))
