"""What coders proposed while reading, and the ways to answer: take it in, say what it is, or decline it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from toolkit.model.codebook import Codebook
from toolkit.ui import parts, state
from toolkit.ui.language import number, say, say_many
from toolkit.workflow import proposing, revising
from toolkit.workflow.proposing import Proposed
from toolkit.workflow.studies import Study

_SHOWN: Final = 3
_LONG: Final = 220  # letters of a passage that are worth reading here
Again = Callable[[Callable[[], object]], None]
"""Does something and shows what came of it, or why it was refused."""


def show_proposals(
    study: Study, fill: Callable[[Mapping[str, str]], None], coder: str | None, again: Again
) -> None:
    """List the codes that coders proposed, unless there are none.

    Parameters
    ----------
    fill
        Begins the step that adds a code, with its fields filled in, by their titles.
    """
    found = proposing.proposed(study)
    waiting = [each for each in found if each.state == "waits"]
    answered = [each for each in found if each.ruling is not None]
    if waiting:
        st.subheader(say("Proposed by coders ({n})", n=number(len(waiting))))
        st.caption(say("Codes that coders thought of while reading. Their passages wait until you answer."))
    for each in waiting:
        with st.container(border=True, key=state.key("proposal", each.code), gap="small"):
            _proposal(each)
            _answers(study, each, fill, coder, again)
    if drafted := [each.label for each in found if each.state == "in the draft"]:
        codes = parts.plain(", ".join(drafted))
        st.caption(say("In the draft, and counting once it is released: {codes}.", codes=codes))
    if answered:
        with st.expander(say("Answered proposals ({n})", n=number(len(answered)))):
            for each in answered:
                _answered(study, each, coder, again)


def _proposal(each: Proposed) -> None:
    """Show what is proposed: name, meaning, by whom, and passages."""
    st.markdown(f"**{parts.plain(each.label)}** :gray[{parts.plain(each.code)}]")
    for made in each.proposals:
        if made.definition:
            st.markdown(parts.plain(made.definition))
    count = len(each.codings)
    coders = parts.plain(parts.listed(each.coders))
    st.caption(say_many("By {coders}, on {n} passage", "By {coders}, on {n} passages", count, coders=coders))
    for coding in each.codings[:_SHOWN]:
        words = " ".join(coding.quotation.text.split())
        shown = words if len(words) <= _LONG else f"{words[:_LONG].rsplit(maxsplit=1)[0]} …"
        st.markdown(f"> {parts.plain(shown)} :small[:gray[{parts.plain(coding.transcript)}]]")
    if count > _SHOWN:
        st.caption(say("and {n} more", n=number(count - _SHOWN)))


def _answers(
    study: Study,
    each: Proposed,
    fill: Callable[[Mapping[str, str]], None],
    coder: str | None,
    again: Again,
) -> None:
    book, off = revising.codebook(study), coder is None
    key = partial(state.key, "proposal", each.code)
    with st.container(horizontal=True):
        st.button(
            say("Add to the next version"),
            key=key("add"),
            icon=":material/add:",
            disabled=off,
            on_click=lambda: fill(_as_fields(study, each)),
        )
        with st.popover(say("Same as …"), disabled=off):
            _same(study, each, book, coder, again)
        with st.popover(say("Decline …"), disabled=off):
            _decline(study, each, book, coder, again)


def _as_fields(study: Study, each: Proposed) -> dict[str, str]:
    """Return what the form for a new code begins with, by the titles of its fields."""
    example = each.codings[0].quotation.text if each.codings else ""
    count = len(each.codings)
    # The reason goes into the record, which is in the language of the paper.
    on = f" for {count} passages" if count > 1 else ""
    return {
        "Label": each.label,
        "Id": each.code,
        "Definition": each.definition,
        "Example": " ".join(example.split()),
        "Why (goes into the record)": f"Proposed by {' and '.join(each.coders)} while reading{on}.",
        "Passages that led to it": "\n".join(each.evidence(proposing.turns_of(study, each))),
    }


def _same(study: Study, each: Proposed, book: Codebook, coder: str | None, again: Again) -> None:
    key = partial(state.key, "proposal same", each.code)
    st.markdown(say("Its passages count under the code you choose, from now on."))
    name = st.selectbox(
        say("Same as"),
        list(book.codable),
        index=None,
        format_func=lambda name: f"{book.codable[name]} · {name}",
        key=key("code"),
        placeholder=say("Choose a code"),
    )
    why = st.text_input(say("Why (optional)"), key=key("why"))
    asked = st.button(say("It is the same"), type="primary", key=key("go"), disabled=name is None)
    if asked and coder and name:
        again(lambda: proposing.rule(study, each.code, (name,), by=coder, why=why))


def _decline(study: Study, each: Proposed, book: Codebook, coder: str | None, again: Again) -> None:
    key = partial(state.key, "proposal declined", each.code)
    st.markdown(say("Its passages wait on the page Review: for each, somebody says which code fits, if any."))
    why = st.text_input(say("Why"), key=key("why"))
    consider = st.multiselect(
        say("Worth considering instead (optional)"),
        list(book.codable),
        format_func=lambda name: f"{book.codable[name]} · {name}",
        key=key("codes"),
        placeholder=say("None"),
    )
    if st.button(say("Decline"), type="primary", key=key("go")) and coder:
        again(lambda: proposing.rule(study, each.code, consider, by=coder, why=why, decline=True))


def _answered(study: Study, each: Proposed, coder: str | None, again: Again) -> None:
    """Show an answer, and let it be taken back."""
    if each.ruling is None:
        return
    book = revising.codebook(study)
    told = (
        say("the same as {code}", code=book.codable.get(each.ruling.codes[0], each.ruling.codes[0]))
        if each.ruling.answer == "same"
        else say("declined")
    )
    said = f": {each.ruling.reason}" if each.ruling.reason else ""
    left, right = st.columns([4, 1], vertical_alignment="center")
    by = parts.plain(f"({each.ruling.ruled_by})")
    left.markdown(f"**{parts.plain(each.label)}** {parts.plain(told + said)} :gray[{by}]")
    key = state.key("proposal reopened", each.code)
    if right.button(say("Take back"), key=key, icon=":material/undo:", disabled=coder is None) and coder:
        again(lambda: proposing.take_back(study, each.code, by=coder))
