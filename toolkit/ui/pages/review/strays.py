"""Codings of imported projects whose passage is not where their project says, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.coding import Quotation
from toolkit.model.stray import StrayDoubt, Waiting
from toolkit.model.transcript import Transcript
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.review.passage import context
from toolkit.ui.pages.review.telling import attempt, keep, tell
from toolkit.workflow import repairing, settling
from toolkit.workflow.studies import Study

_AT: Final = "stray at"
_DOUBTS: Final[dict[StrayDoubt, str]] = {
    "elsewhere": later("Its words stand in one place, but not where the project says."),
    "ambiguous": later("Its words stand in several places."),
    "changed": later("Other words stand where the project says, and its own stand nowhere."),
    "gone": later("Its words stand nowhere."),
    "outside": later("The project says a place that holds no words, and its own stand nowhere."),
}


@st.fragment
def show(study: Study) -> None:
    """Show what waits since a project was imported; a fragment, so that an answer runs no more than this."""
    everything, coder = settling.waiting(study), state.coder()
    if told := tell():
        st.success(parts.plain(told), icon=":material/check:")
    if coder is None and everything:
        parts.ask_who(say("to decide"))
    if not everything:
        st.success(say("Every imported coding has its place."), icon=":material/done_all:")
        _take_back_button(study, coder)
        return
    asked = _here(everything)
    st.markdown(
        say(
            "**{place} of {count} that wait** for their place since a project was imported; until then they "
            "are no codings, and no table counts them.",
            place=everything.index(asked) + 1,
            count=len(everything),
        )
    )
    _offer_all(study, everything, coder)
    came, places = st.columns(2, gap="medium")
    with came:
        _as_it_came(study, asked)
    with places:
        _answers(study, asked, coder)
        _around(study, everything, asked, coder)


def _here(everything: Sequence[Waiting]) -> Waiting:
    """Return the one we are at; where it is settled, the one that took its place."""
    ids = [each.stray.id for each in everything]
    name, place = st.session_state.get(_AT, (None, 0))
    at = ids.index(name) if name in ids else min(place, len(ids) - 1)
    st.session_state[_AT] = (ids[at], at)
    return everything[at]


def _as_it_came(study: Study, asked: Waiting) -> None:
    stray = asked.stray
    project = settling.names_of_projects(study).get(stray.project, "")
    st.markdown(
        say(
            "**{transcript}** · {coder} · code {code}",
            transcript=parts.plain(stray.transcript),
            coder=parts.plain(stray.coder),
            code=parts.plain(stray.code),
        )
    )
    st.caption(say("As it came with {project}", project=parts.plain(project) or say("a project")))
    with st.container(border=True, gap="small"):
        st.markdown(parts.plain(stray.quote) or say("*The project quotes no words.*"))
        if stray.start is not None:
            st.caption(
                say("At characters {start} to {end}, says the project", start=stray.start, end=stray.end)
            )
    for memo in stray.memos:
        st.markdown(f":small[**{parts.plain(memo.author)}:** {parts.plain(memo.text)}]")


def _answers(study: Study, asked: Waiting, coder: str | None) -> None:
    """Offer the places it may have, any other, and that there is none."""
    st.markdown(say("**Where does it stand?** {doubt}", doubt=say(_DOUBTS[asked.doubt])))
    text, off = settling.text_of(study, asked.stray), coder is None
    for place, candidate in enumerate(asked.candidates):
        with st.container(border=True, gap="small"):
            for line in context(text, candidate):
                st.markdown(line)
            deed = partial(_settle, study, [asked], candidate, coder)
            _button(say("It stands here"), (asked.stray.id, str(place)), deed, off=off, primary=place == 0)
    _elsewhere(study, asked, text, coder)
    deed = partial(_settle, study, [asked], None, coder)
    _button(say("The passage is gone"), (asked.stray.id, "gone"), deed, off=off)
    st.text_input(
        say("Why (optional)"),
        key=_why_key(asked),
        placeholder=say("Why? (optional)"),
        label_visibility="collapsed",
        disabled=off,
    )


def _why_key(asked: Waiting) -> str:
    return state.key("stray why", asked.stray.id)


def _button(label: str, key: Sequence[str], deed: partial[None], *, off: bool, primary: bool = False) -> None:
    st.button(
        label,
        key=state.key("stray", *key),
        type="primary" if primary else "secondary",
        width="stretch",
        disabled=off,
        on_click=attempt,
        args=(deed,),
    )


def _elsewhere(study: Study, asked: Waiting, text: Transcript, coder: str | None) -> None:
    """Let a person point to another passage by its words."""
    with st.expander(say("It stands elsewhere")):
        key = state.key("stray words", asked.stray.id)
        st.text_area(
            say("Its words there"),
            key=key,
            disabled=coder is None,
            placeholder=say("Copy the words as they stand in the text"),
        )

        def deed() -> None:
            _settle(study, [asked], repairing.point_to(text, None, st.session_state.get(key, "")), coder)

        _button(say("It is this passage"), (asked.stray.id, "elsewhere"), partial(deed), off=coder is None)


def _settle(study: Study, asked: Sequence[Waiting], place: Quotation | None, coder: str | None) -> None:
    if coder is None:
        raise ToolkitError("", say("it is not said who decides"), say("choose who you are in the sidebar"))
    why = st.session_state.get(_why_key(asked[0]), "").strip()
    settling.settle(study, asked, place, by=coder, why=why)
    keep("done", say("Recorded: it stands there.") if place else say("Recorded: the passage is gone."))


def _offer_all(study: Study, everything: Sequence[Waiting], coder: str | None) -> None:
    """Offer to take the one candidate of all those that have one."""
    certain = [each for each in everything if len(each.candidates) == 1]
    if len(certain) < 2:  # noqa: PLR2004 - one is answered below
        return
    with st.expander(
        say("{count} have one candidate: look at all of them together", count=number(len(certain)))
    ):
        for each in certain:
            stretches = repairing.difference(
                " ".join(each.stray.quote.split()), " ".join(each.candidates[0].text.split())
            )
            where = parts.plain(f"{each.stray.transcript} {each.stray.code}")
            st.markdown(f":small[{where}] {parts.reworded(stretches)}")

        def deed() -> None:
            if coder is not None:
                settling.settle_each(study, certain, by=coder)
                keep(
                    "done",
                    say(
                        "Recorded for {count} codings: they stand at their candidates.",
                        count=number(len(certain)),
                    ),
                )

        _button(
            say("All {count} stand there", count=number(len(certain))),
            ("all",),
            partial(deed),
            off=coder is None,
        )


def _around(study: Study, everything: Sequence[Waiting], asked: Waiting, coder: str | None) -> None:
    count, at = len(everything), everything.index(asked)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in (
            (later("Previous"), (at - 1) % count),
            (later("Next"), (at + 1) % count),
        ):
            st.button(
                say(label),
                key=f"stray {label}",
                disabled=count < 2,  # noqa: PLR2004 - there is nowhere to go
                on_click=_go,
                args=(everything[to].stray.id, to),
            )
        _take_back_button(study, coder)


def _go(name: str, place: int) -> None:
    st.session_state[_AT] = (name, place)


def _take_back_button(study: Study, coder: str | None) -> None:
    def deed() -> None:
        if coder is not None:
            taken = settling.take_back(study, by=coder)
            st.session_state[_AT] = (taken[0].id, 0)
            keep("done", say_many("Taken back: {n} waits again.", "Taken back: {n} wait again.", len(taken)))

    st.button(
        say("Take back"),
        key="stray take back",
        help=say("Opens again what you said last."),
        disabled=coder is None,
        on_click=attempt,
        args=(partial(deed),),
    )
