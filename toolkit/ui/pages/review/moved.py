"""Passages that were not found again by themselves in a corrected transcript, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.coding import Quotation
from toolkit.model.placement import Doubt, Repair
from toolkit.model.transcript import Transcript, Turn
from toolkit.ui import parts, state
from toolkit.ui.pages.review.passage import context, made_by
from toolkit.ui.pages.review.wishes import attempt, keep, tell
from toolkit.workflow import repairing
from toolkit.workflow.repairing import Passage, Repairs
from toolkit.workflow.studies import Study

_AT: Final = "moved at"
_LINE: Final = 90  # letters of a turn in a list

_DOUBTS: Final[dict[Doubt, str]] = {
    "ambiguous": "The same words stand in several places, or where they may not be meant.",
    "changed": "The words were changed.",
    "gone": "Nothing is left where the passage stood, or nobody speaks there any more.",
}


@st.fragment
def show(study: Study) -> None:
    """Show what waits for its place; a fragment, so that an answer runs no more than this again."""
    everything, coder = repairing.repairs(study), state.coder()
    if told := tell():
        st.success(parts.plain(told), icon=":material/check:")
    if coder is None and everything.open:
        parts.ask_who("to decide")
    if not everything.open:
        st.success("Every coding has its place in the corrected transcripts.", icon=":material/done_all:")
        _take_back_button(study, everything, coder)
        return
    repair = _here(everything)
    number = everything.open.index(repair) + 1
    st.markdown(
        f"**{number} of {len(everything.open)} that wait** for their place in a corrected transcript; until "
        "then they are not counted."
    )
    _offer_all(study, everything, coder)
    before, now = st.columns(2, gap="medium")
    passage = repairing.passage(study, repair)
    with before:
        _as_it_was(repair, passage)
    with now:
        _answers(study, everything, repair, passage, coder)
        _around(study, everything, repair, coder)


def _here(everything: Repairs) -> Repair:
    """Return the repair we are at; where it is gone, the one that took its place."""
    ids = [each.coding.id for each in everything.open]
    name, place = st.session_state.get(_AT, (None, 0))
    at = ids.index(name) if name in ids else min(place, len(ids) - 1)
    st.session_state[_AT] = (ids[at], at)
    return everything.open[at]


def _as_it_was(repair: Repair, passage: Passage) -> None:
    coding = repair.coding
    st.markdown(f"**{parts.plain(coding.transcript)}** · {made_by(coding)} · code {parts.plain(coding.code)}")
    st.caption(f"As it read in revision {repair.known.revision}")
    _framed(passage.before, repair.known)


def _framed(transcript: Transcript, quotation: Quotation) -> None:
    with st.container(border=True, gap="small"):
        for line in context(transcript, quotation):
            st.markdown(line)


def _answers(study: Study, everything: Repairs, repair: Repair, passage: Passage, coder: str | None) -> None:
    """Offer the places it may have, any other, and that there is none."""
    st.markdown(f"**Where does it stand in revision {repair.revision}?** {_DOUBTS[repair.doubt]}")
    id_, off = repair.coding.id, coder is None
    alike = everything.alike(repair)
    for number, candidate in enumerate(repair.candidates):
        with st.container(border=True, gap="small"):
            for line in context(passage.now, candidate):
                st.markdown(line)
            if candidate.text != repair.known.text:
                st.markdown(f":small[**Changed:**] {parts.reworded(passage.differences[number])}")
            _button(
                "It stands here",
                ("here", id_, str(number)),
                partial(_put, study, alike, candidate, coder),
                off=off,
                primary=number == 0,
            )
    _elsewhere(study, alike, passage.now, coder)
    _button("The passage is gone", ("gone", id_), partial(_put, study, alike, None, coder), off=off)
    st.text_input(
        "Why (optional)",
        key=_why_key(repair),
        placeholder="Why? (optional)",
        label_visibility="collapsed",
        disabled=off,
    )
    if len(alike) > 1:
        st.caption(f"The answer is for all {len(alike)} codings of this passage.")


def _button(label: str, key: Sequence[str], deed: partial[None], *, off: bool, primary: bool = False) -> None:
    st.button(
        label,
        key=state.key("moved", *key),
        type="primary" if primary else "secondary",
        width="stretch",
        disabled=off,
        on_click=attempt,
        args=(deed,),
    )


def _why_key(repair: Repair) -> str:
    return state.key("moved why", repair.coding.id, str(repair.revision))


def _elsewhere(study: Study, alike: Sequence[Repair], now: Transcript, coder: str | None) -> None:
    """Let a person point to another passage: a turn, or words of the text."""
    id_ = alike[0].coding.id
    with st.expander("It stands elsewhere"):
        turn_key, words_key = state.key("moved turn", id_), state.key("moved words", id_)
        st.selectbox(
            "Turn",
            now.turns,
            index=None,
            key=turn_key,
            placeholder="Choose a turn",
            format_func=partial(_turn_told, now),
            disabled=coder is None,
        )
        st.text_area(
            "Its words there",
            key=words_key,
            disabled=coder is None,
            placeholder="Copy the words as they stand in the text; nothing means the whole turn",
        )

        def deed() -> None:
            chosen: Turn | None = st.session_state.get(turn_key)
            words = st.session_state.get(words_key, "")
            _put(study, alike, repairing.point_to(now, chosen, words), coder)

        _button("It is this passage", ("elsewhere", id_), partial(deed), off=coder is None)


def _turn_told(now: Transcript, turn: Turn) -> str:
    said = " ".join(now.words_of(turn).split())
    shown = said if len(said) <= _LINE else f"{said[:_LINE]} …"
    return f"{turn.number} {turn.speaker or ''}: {shown}"


def _put(study: Study, asked: Sequence[Repair], place: Quotation | None, coder: str | None) -> None:
    """Write the answer down for all codings of the passage."""
    if coder is None:
        raise ToolkitError("", "it is not said who decides", "choose who you are in the sidebar")
    why = next((found for each in asked if (found := st.session_state.get(_why_key(each), "").strip())), "")
    made = repairing.put(study, asked, place, by=coder, why=why)
    about = f"{len(made)} codings" if len(made) > 1 else f"a coding of {asked[0].coding.transcript}"
    keep("done", f"Recorded for {about}: {'it stands there' if place else 'the passage is gone'}.")


def _offer_all(study: Study, everything: Repairs, coder: str | None) -> None:
    """Offer to take the one candidate of all those that have one, transcript by transcript."""
    certain = [each for each in everything.open if len(each.candidates) == 1]
    if len(certain) < 2:  # noqa: PLR2004 - one is answered below
        return
    with st.expander(f"{len(certain)} have one candidate: look at all of them together"):
        for each in certain:
            told = " ".join(each.known.text.split()), " ".join(each.candidates[0].text.split())
            stretches = repairing.difference(*told)
            where = parts.plain(f"{each.coding.transcript} {each.coding.code}")
            st.markdown(f":small[{where}] {parts.reworded(stretches)}")

        def deed() -> None:
            if coder is not None:
                made = repairing.put_each(study, certain, lambda each: each.candidates[0], by=coder)
                keep("done", f"Recorded for {len(made)} codings: they stand at their candidates.")

        _button(f"All {len(certain)} stand there", ("all",), partial(deed), off=coder is None)


def _around(study: Study, everything: Repairs, repair: Repair, coder: str | None) -> None:
    number = len(everything.open)
    at = everything.open.index(repair)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in (("Previous", (at - 1) % number), ("Next", (at + 1) % number)):
            st.button(
                label,
                key=f"moved {label}",
                disabled=number < 2,  # noqa: PLR2004 - there is nowhere to go
                on_click=_go,
                args=(everything.open[to].coding.id, to),
            )
        _take_back_button(study, everything, coder)


def _go(name: str, place: int) -> None:
    st.session_state[_AT] = (name, place)


def _take_back_button(study: Study, everything: Repairs, coder: str | None) -> None:
    def deed() -> None:
        if coder is not None:
            taken = repairing.take_back(study, by=coder)
            st.session_state[_AT] = (taken[0].coding, 0)
            keep("done", f"Taken back: {len(taken)} wait again.")

    st.button(
        "Take back",
        key="moved take back",
        help="Opens again what you said last.",
        disabled=not any(made.placed_by == coder for made in everything.said),
        on_click=attempt,
        args=(partial(deed),),
    )
