"""The answer: the codes that may fit, the reason, and the ways on from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.model.review import Review
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say
from toolkit.ui.pages.drafting import words
from toolkit.ui.pages.review.marking import listed
from toolkit.ui.pages.review.passage import definition
from toolkit.ui.pages.review.wishes import (
    ASKING,
    Question,
    Wish,
    choice,
    choose,
    reason_key,
    wish_for,
)
from toolkit.workflow.answering import Queue

_DIGITS: Final = 9


def show_answer(queue: Queue, at: int, coder: str | None) -> None:
    """Offer the candidates and take the answer."""
    asked, question, off = queue.open[at], Question.of(queue.open[at]), coder is None
    st.markdown(say("**What fits this passage now?** One, several or none."))
    if asked.optional:
        st.markdown(say("It counts as it is until you decide otherwise."))
    chosen, book = choice(question), queue.book(asked)
    for place, name in enumerate(asked.candidates, 1):
        _candidate(place, name, asked, book, off=off)
    others = tuple(name for name in chosen or () if name not in asked.candidates)
    _other_codes(
        question, others, [name for name in book.codable if name not in asked.candidates], book, off=off
    )
    _option(say("None of them"), question, None, "0", chosen=chosen == (), off=off)
    _last_words(queue, asked, off=off)
    _around(queue, at, coder)


def _option(
    label: str, question: Question, name: str | None, digit: str | None, *, chosen: bool, off: bool
) -> None:
    """Show a button that chooses something or takes the choice back."""
    st.button(
        parts.plain(label),
        key=state.key("option", *question, name or ""),
        type="primary" if chosen else "secondary",
        icon=":material/check_box:" if chosen else ":material/check_box_outline_blank:",
        shortcut=digit,
        width="stretch",
        wrap=True,
        disabled=off,
        on_click=wish_for,
        args=(Wish("toggle", question, name),),
    )


def _candidate(place: int, name: str, asked: Review, book: Codebook, *, off: bool) -> None:
    """Show a code that may fit, with what it is for and what it is not for."""
    question = Question.of(asked)
    code = book.code.get(name) or book.theme.get(name)
    with st.container(border=True, gap="xsmall"):
        digit = str(place) if place <= _DIGITS else None
        label = code.label if code else name
        _option(label, question, name, digit, chosen=name in (choice(question) or ()), off=off)
        if code is None:
            return
        definition(code)
        if isinstance(code, Code):
            _not_for(code, asked, book)
        theme = book.theme_of.get(name)
        above = f"{theme.label} · " if theme else ""
        told = (
            say("id {code} · as it reads now", code=name)
            if name == asked.code
            else say("id {code}", code=name)
        )
        st.caption(parts.plain(above + told))


def _not_for(code: Code, asked: Review, book: Codebook) -> None:
    """Show what belongs elsewhere; what a code means that is no candidate opens on the spot."""
    known = {other.id: other for other in book.codes}
    for exclusion in code.exclude:
        instead = f" → {known[exclusion.use].label}" if exclusion.use in known else ""
        told = say("**Not for** {cases}", cases=parts.plain(exclusion.when + instead))
        st.markdown(f":small[{told}]")
    linked = dict.fromkeys(exclusion.use for exclusion in code.exclude)
    with st.container(horizontal=True, gap="small"):
        for name in linked:
            if name in known and name not in asked.candidates:
                _link(known[name], state.key("not for", *Question.of(asked), code.id, name))


def _link(code: Code, key: str) -> None:
    with st.popover(parts.plain(code.label), type="tertiary", icon=":material/arrow_forward:", key=key):
        st.markdown(f"**{parts.plain(code.label)}**")
        definition(code)


def _other_codes(
    question: Question, chosen: tuple[str, ...], names: list[str], book: Codebook, *, off: bool
) -> None:
    """Offer the rest of the codebook, for the passage that fits none of the candidates."""
    key = state.key("others", *question)
    st.session_state[key] = list(chosen)

    def take() -> None:
        picked = tuple(st.session_state[key])
        kept = tuple(name for name in choice(question) or () if name not in names)
        choose(question, (*kept, *picked) or None)

    st.multiselect(
        say("Another code"),
        names,
        format_func=lambda name: book.codable[name],
        key=key,
        placeholder=say("Another code of {version}", version=book.version),
        label_visibility="collapsed",
        on_change=take,
        disabled=off,
    )


def _last_words(queue: Queue, asked: Review, *, off: bool) -> None:
    """Ask for the reason and record the answer, for this coding or for all like it.

    In a form Enter records from within the field as well; there, its first button is meant.
    """
    question, alike = Question.of(asked), len(queue.alike(asked))
    asking = st.session_state.get(ASKING) == question and choice(question) is not None and alike > 1
    with st.form(state.key("record", *question), border=False):
        st.text_input(
            say("Why (optional)"),
            key=reason_key(question),
            placeholder=say("Why? (optional; Enter here records too)"),
            label_visibility="collapsed",
            disabled=off,
            persist_state="session",
        )
        if asking:
            st.markdown(_bulk_told(queue, question, alike))
            _submit(
                say("Decide all {count}", count=number(alike)),
                "Enter",
                Wish("record alike", question),
                primary=True,
                off=off,
            )
            _submit(say("Not all"), "Esc", Wish("go", question), off=off)
            return
        _submit(say("Record and go on"), "Enter", Wish("record", question), primary=True, off=off)
        if alike > 1:
            cannot = off or choice(question) is None
            _submit(
                say("Decide all {count} alike the same way …", count=number(alike)),
                "A",
                Wish("ask", question),
                off=cannot,
            )


def _submit(label: str, shortcut: str, wish: Wish, *, primary: bool = False, off: bool) -> None:
    st.form_submit_button(
        label,
        key=state.key("submit", wish.kind, *(wish.question or ())),
        type="primary" if primary else "tertiary",
        shortcut=shortcut,
        width="stretch",
        disabled=off,
        on_click=wish_for,
        args=(wish,),
    )


def _bulk_told(queue: Queue, question: Question, count: int) -> str:
    """Ask once before many are decided."""
    return say(
        "{count} codings wait because of the same change of the same code. Decide all of them as "
        "**{fits}**? Each gets a record of its own, in your name and with your reason.",
        count=number(count),
        fits=parts.plain(fitting(queue, choice(question) or ())),
    )


def fitting(queue: Queue, chosen: Sequence[str]) -> str:
    """Return in words which codes fit."""
    label = words.labels(queue.lineage.releases)
    return listed([label(name) for name in chosen]) if chosen else say("no code fits")


def _around(queue: Queue, at: int, coder: str | None) -> None:
    """Go to the one before or after, or take the last decision back."""
    count = len(queue.open)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, shortcut, to in ((later("Previous"), "Left", at - 1), (later("Next"), "Right", at + 1)):
            question = Question.of(queue.open[to % count])
            st.button(
                say(label),
                shortcut=shortcut,
                key=f"review {label}",
                disabled=count < 2,  # noqa: PLR2004 - there is nowhere to go
                on_click=wish_for,
                args=(Wish("go", question),),
            )
        take_back_button(queue, coder)
    st.caption(
        say(
            "{place} of {count} that wait. Keys: digits choose, 0 none, Enter records and goes on, A asks "
            "about all alike, ← and → go, U takes back. Space presses the button that has the focus.",
            place=number(at + 1),
            count=number(count),
        )
    )


def take_back_button(queue: Queue, coder: str | None) -> None:
    """Show the button that opens again what this person decided last."""
    st.button(
        say("Take back"),
        shortcut="U",
        key="review take back",
        help=say("Opens again what you decided last."),
        disabled=not any(made.decided_by == coder for made in queue.decided),
        on_click=wish_for,
        args=(Wish("take back"),),
    )
