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
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.review.passage import context, made_by
from toolkit.ui.pages.review.telling import attempt, keep, tell
from toolkit.workflow import repairing
from toolkit.workflow.repairing import Passage, Repairs
from toolkit.workflow.studies import Study

_AT: Final = "moved at"
_LINE: Final = 90  # letters of a turn in a list

_DOUBTS: Final[dict[Doubt, str]] = {
    "ambiguous": later("The same words stand in several places, or where they may not be meant."),
    "changed": later("The words were changed."),
    "gone": later("Nothing is left where the passage stood, or nobody speaks there any more."),
}


@st.fragment
def show(study: Study) -> None:
    """Show what waits for its place; a fragment, so that an answer runs no more than this again."""
    everything, coder = repairing.repairs(study), state.coder()
    if told := tell():
        st.success(parts.plain(told), icon=":material/check:")
    if coder is None and everything.open:
        parts.ask_who(say("to decide"))
    if not everything.open:
        st.success(
            say("Every coding has its place in the corrected transcripts."), icon=":material/done_all:"
        )
        _take_back_button(study, everything, coder)
        return
    repair = _here(everything)
    st.markdown(
        say(
            "**{place} of {count} that wait** for their place in a corrected transcript; until then they are "
            "not counted.",
            place=everything.open.index(repair) + 1,
            count=len(everything.open),
        )
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
    st.markdown(
        say(
            "**{transcript}** · {made} · code {code}",
            transcript=parts.plain(coding.transcript),
            made=made_by(coding),
            code=parts.plain(coding.code),
        )
    )
    st.caption(say("As it read in revision {revision}", revision=repair.known.revision))
    _framed(passage.before, repair.known)


def _framed(transcript: Transcript, quotation: Quotation) -> None:
    with st.container(border=True, gap="small"):
        for line in context(transcript, quotation):
            st.markdown(line)


def _answers(study: Study, everything: Repairs, repair: Repair, passage: Passage, coder: str | None) -> None:
    """Offer the places it may have, any other, and that there is none."""
    doubt = say(_DOUBTS[repair.doubt])
    st.markdown(
        say("**Where does it stand in revision {revision}?** {doubt}", revision=repair.revision, doubt=doubt)
    )
    id_, off = repair.coding.id, coder is None
    alike = everything.alike(repair)
    for place, candidate in enumerate(repair.candidates):
        with st.container(border=True, gap="small"):
            for line in context(passage.now, candidate):
                st.markdown(line)
            if candidate.text != repair.known.text:
                changed = parts.reworded(passage.differences[place])
                st.markdown(say(":small[**Changed:**] {what}", what=changed))
            _button(
                say("It stands here"),
                ("here", id_, str(place)),
                partial(_put, study, alike, candidate, coder),
                off=off,
                primary=place == 0,
            )
    _elsewhere(study, alike, passage.now, coder)
    _button(say("The passage is gone"), ("gone", id_), partial(_put, study, alike, None, coder), off=off)
    st.text_input(
        say("Why (optional)"),
        key=_why_key(repair),
        placeholder=say("Why? (optional)"),
        label_visibility="collapsed",
        disabled=off,
    )
    if len(alike) > 1:
        st.caption(say("The answer is for all {count} codings of this passage.", count=number(len(alike))))


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
    with st.expander(say("It stands elsewhere")):
        turn_key, words_key = state.key("moved turn", id_), state.key("moved words", id_)
        st.selectbox(
            say("Turn"),
            now.turns,
            index=None,
            key=turn_key,
            placeholder=say("Choose a turn"),
            format_func=partial(_turn_told, now),
            disabled=coder is None,
        )
        st.text_area(
            say("Its words there"),
            key=words_key,
            disabled=coder is None,
            placeholder=say("Copy the words as they stand in the text; nothing means the whole turn"),
        )

        def deed() -> None:
            chosen: Turn | None = st.session_state.get(turn_key)
            words = st.session_state.get(words_key, "")
            _put(study, alike, repairing.point_to(now, chosen, words), coder)

        _button(say("It is this passage"), ("elsewhere", id_), partial(deed), off=coder is None)


def _turn_told(now: Transcript, turn: Turn) -> str:
    said = " ".join(now.words_of(turn).split())
    shown = said if len(said) <= _LINE else f"{said[:_LINE]} …"
    return f"{turn.number} {turn.speaker or ''}: {shown}"


def _put(study: Study, asked: Sequence[Repair], place: Quotation | None, coder: str | None) -> None:
    """Write the answer down for all codings of the passage."""
    if coder is None:
        raise ToolkitError("", say("it is not said who decides"), say("choose who you are in the sidebar"))
    why = next((found for each in asked if (found := st.session_state.get(_why_key(each), "").strip())), "")
    made = repairing.put(study, asked, place, by=coder, why=why)
    where = asked[0].coding.transcript
    keep(
        "done",
        say_many(
            "Recorded for a coding of {transcript}: it stands there.",
            "Recorded for {n} codings: it stands there.",
            len(made),
            transcript=where,
        )
        if place
        else say_many(
            "Recorded for a coding of {transcript}: the passage is gone.",
            "Recorded for {n} codings: the passage is gone.",
            len(made),
            transcript=where,
        ),
    )


def _offer_all(study: Study, everything: Repairs, coder: str | None) -> None:
    """Offer to take the one candidate of all those that have one, transcript by transcript."""
    certain = [each for each in everything.open if len(each.candidates) == 1]
    if len(certain) < 2:  # noqa: PLR2004 - one is answered below
        return
    with st.expander(
        say("{count} have one candidate: look at all of them together", count=number(len(certain)))
    ):
        for each in certain:
            told = " ".join(each.known.text.split()), " ".join(each.candidates[0].text.split())
            stretches = repairing.difference(*told)
            where = parts.plain(f"{each.coding.transcript} {each.coding.code}")
            st.markdown(f":small[{where}] {parts.reworded(stretches)}")

        def deed() -> None:
            if coder is not None:
                made = repairing.put_each(study, certain, lambda each: each.candidates[0], by=coder)
                keep(
                    "done",
                    say(
                        "Recorded for {count} codings: they stand at their candidates.",
                        count=number(len(made)),
                    ),
                )

        _button(
            say("All {count} stand there", count=number(len(certain))),
            ("all",),
            partial(deed),
            off=coder is None,
        )


def _around(study: Study, everything: Repairs, repair: Repair, coder: str | None) -> None:
    count = len(everything.open)
    at = everything.open.index(repair)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in (
            (later("Previous"), (at - 1) % count),
            (later("Next"), (at + 1) % count),
        ):
            st.button(
                say(label),
                key=f"moved {label}",
                disabled=count < 2,  # noqa: PLR2004 - there is nowhere to go
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
            keep("done", say_many("Taken back: {n} waits again.", "Taken back: {n} wait again.", len(taken)))

    st.button(
        say("Take back"),
        key="moved take back",
        help=say("Opens again what you said last."),
        disabled=not any(made.placed_by == coder for made in everything.said),
        on_click=attempt,
        args=(partial(deed),),
    )
