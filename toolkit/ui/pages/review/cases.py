"""Shows where coders differ, one case at a time: side by side in context, with the answers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.model.consensus import Case
from toolkit.model.transcript import Transcript
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.drafting.words import labels
from toolkit.ui.pages.review import deciding, judging, marking, narrowing, queued
from toolkit.ui.pages.review.deciding import Wish, wish_for
from toolkit.ui.pages.review.judging import key
from toolkit.ui.pages.review.queued import Name
from toolkit.ui.pages.review.telling import tell
from toolkit.workflow import discussing
from toolkit.workflow.discussing import Docket, Wanted
from toolkit.workflow.studies import Study

_GO_TO: Final = "cases go to"  # key of the session
_DIGITS: Final = 9


def show(study: Study) -> None:
    """Show the queue of cases, one case at a time."""
    there = queued.read(study)
    with st.sidebar:
        narrowing.filters(there)
    _desk(study)


@st.fragment
def _desk(study: Study) -> None:
    """Show a case and take the answer; a fragment, so that a key runs no more than this again."""
    coder = state.coder()
    deciding.carry_out(study, coder)
    there, wanted = queued.read(study), narrowing.wanted()
    found = there.only(wanted)
    _progress(there, wanted, tell())
    if there.hidden:
        _say_what_is_hidden(there, coder)
    if coder is None and found:
        parts.ask_who(say("to settle"))
    if not found:
        if not there.hidden:
            _say_why_empty(there, wanted)
            _take_back(there, coder)
        return
    at = queued.place(found)
    case = found[at]
    transcript = discussing.passage(study, case)
    _heading(there, case, transcript, found, at)
    passage, answer = st.columns([11, 10], gap="medium")
    with passage:
        _passage(there, case, transcript)
    with answer:
        if case.open:
            _answer(there, case, transcript, coder)
        else:
            _settled(there, case, transcript, coder)
        _around(there, found, at, coder)


# --- above the case --------------------------------------------------------------------------------------


def _progress(there: Docket, wanted: Wanted, told: str) -> None:
    """Show how far the team has come and, on the same line so that nothing jumps, what was just done."""
    fitting = there.fitting(wanted)
    settled = sum(not case.open for case in fitting)
    if fitting:
        just = f" · :material/check: {parts.plain(told)}" if told else ""
        st.progress(settled / len(fitting), text=f"**{_counted(settled, len(fitting))}**{just}")
    elif told:
        st.caption(parts.plain(told))


def _counted(settled: int, of: int) -> str:
    return say("{settled} of {all} settled", settled=number(settled), all=number(of))


def _say_what_is_hidden(there: Docket, coder: str | None) -> None:
    """Say that a round is still blind, so that nobody takes a short queue for agreement."""
    told = (
        later(
            "Round {rounds} is still blind: what others coded in it, and so what you differ in, is not shown "
            "until you say who you are. Nothing is settled meanwhile."
        )
        if coder is None
        else later(
            "Round {rounds} is still blind: what others coded in it, and so what you differ in, is not shown "
            "until you have finished yours, or a lead reveals it. Nothing is settled meanwhile."
        )
    )
    st.info(parts.plain(say(told, rounds=", ".join(there.hidden))), icon=":material/visibility_off:")


def _say_why_empty(there: Docket, wanted: Wanted) -> None:
    """Say why there is nothing to settle here, and when there would be."""
    if len(there.found.read) == 0:
        st.info(
            say(
                "Nothing can be compared yet. Where two coders have read the same transcript to the end, "
                "what they differ in comes here, side by side."
            )
        )
        return
    if wanted.state == "open" and there.fitting(wanted):
        st.success(say("Everything here is settled."), icon=":material/done_all:")
    elif there.only(Wanted(state=wanted.state)):
        st.info(say("None among those you chose to see."))
    elif wanted.state == "settled":
        st.info(say("Nothing is settled yet."))
    else:
        st.success(
            say_many(
                "Coders differ in nothing on the {n} transcript that two have read to the end.",
                "Coders differ in nothing on the {n} transcripts that two have read to the end.",
                len(there.found.read),
            ),
            icon=":material/done_all:",
        )
    if there.found.boundaries and not wanted.boundaries:
        st.caption(
            say_many(
                "{n} passage has the same code by all and not the same words. It counts as it is; to look at "
                "it, switch on: Also where only the words differ.",
                "{n} passages have the same code by all and not the same words. They count as they are; to "
                "look at them, switch on: Also where only the words differ.",
                len(there.found.boundaries),
            )
        )


def _heading(there: Docket, case: Case, transcript: Transcript, found: Sequence[Case], at: int) -> None:
    """Say which case it is, and let the reader go to another."""
    turn = transcript.turns_in(case.span)[0].number
    with st.container(horizontal=True, vertical_alignment="center", key="case-heading"):
        st.markdown(
            say(
                "**{transcript}**, turn {turn} · {kind}",
                transcript=parts.plain(case.transcript),
                turn=number(turn),
                kind=narrowing.kind_told(case.kind),
            ),
            width="stretch",
        )
        st.session_state[_GO_TO] = at
        st.selectbox(
            say("Go to"),
            range(len(found)),
            key=_GO_TO,
            format_func=partial(_case_told, there, found),
            label_visibility="collapsed",
            on_change=_go_to,
            args=(found,),
            width=420,
        )


def _case_told(there: Docket, found: Sequence[Case], at: int) -> str:
    label, case = labels(there.lineage.releases), found[at]
    told = (
        later("{place} of {count} · {transcript}: {codes}")
        if case.open
        else later("{place} of {count} · settled: {transcript}: {codes}")
    )
    codes = ", ".join(map(label, case.codes))
    return say(told, place=at + 1, count=len(found), transcript=case.transcript, codes=codes)


def _go_to(found: Sequence[Case]) -> None:
    wish_for(Wish("go", Name.of(found[st.session_state[_GO_TO]])))


# --- the case --------------------------------------------------------------------------------------------


def _passage(there: Docket, case: Case, transcript: Transcript) -> None:
    """Show the words in their context, what is not disputed there, and what the codes mean."""
    with st.container(border=True, key="case-passage", gap="small"):
        for line in marking.lines(transcript, case):
            st.markdown(line)
    judging.besides(there, case)
    judging.codes(there, case)


def _answer(there: Docket, case: Case, transcript: Transcript, coder: str | None) -> None:
    """Show each side with its answer, and take the reason."""
    name, off = Name.of(case), coder is None or bool(there.hidden)
    chosen = deciding.chosen(name)
    sides = {side.coders[0]: (place, side) for place, side in enumerate(case.sides)}
    answers = judging.options(case)
    for digit, (choice, label) in enumerate(answers, 1):
        if choice in sides:
            place, side = sides[choice]
            with st.container(border=True, gap="xsmall", key=key(f"side {place}", case)):
                _option(name, choice, label, digit, chosen=chosen == choice, off=off)
                judging.side_told(there, case, transcript, side)
    with st.container(horizontal=True, gap="small", key="case-answers"):
        for digit, (choice, label) in enumerate(answers, 1):
            if choice not in sides:
                _option(name, choice, label, digit, chosen=chosen == choice, off=off)
    judging.undecided(case)
    if chosen == judging.OTHER:
        with st.container(border=True, gap="small", key="case-else"):
            judging.something_else(there, case, transcript, off=off)
    if chosen is not None:
        told = judging.outcome(there, transcript, judging.standing(case, chosen, transcript))
        st.markdown(f":small[:material/arrow_forward: {told}]")
    with st.form(key("record", case), border=False):
        st.text_input(
            say("Why"),
            key=key("reason", case),
            placeholder=say("Why? (a sentence; Enter records)"),
            label_visibility="collapsed",
            disabled=off,
            persist_state="session",
        )
        judging.change_choice(there, case, off=off)
        st.form_submit_button(
            say("Record and go on"),
            key=key("submit", case),
            type="primary",
            shortcut="Enter",
            width="stretch",
            disabled=off,
            on_click=wish_for,
            args=(Wish("record", name),),
        )


def _option(name: Name, choice: str, label: str, digit: int, *, chosen: bool, off: bool) -> None:
    st.button(
        label,
        key=state.key("case option", name.name, *name.codes, choice),
        type="primary" if chosen else "secondary",
        icon=":material/radio_button_checked:" if chosen else ":material/radio_button_unchecked:",
        shortcut=str(digit) if digit <= _DIGITS else None,
        width="stretch",
        disabled=off,
        on_click=wish_for,
        args=(Wish("choose", name, choice),),
    )


def _settled(there: Docket, case: Case, transcript: Transcript, coder: str | None) -> None:
    """Show what was settled and what the coders had, and offer to open it again or to link it."""
    name, off = Name.of(case), coder is None or bool(there.hidden)
    st.markdown("**" + say("Settled") + "**")
    judging.verdicts(there, case.verdicts)
    for place, side in enumerate(case.sides):
        with st.container(border=True, gap="xsmall", key=key(f"side {place}", case)):
            st.markdown(marking.badge(side, place))
            judging.side_told(there, case, transcript, side)
    led = next((made.led_to for made in case.verdicts if made.led_to), "")
    offered = [change.id for change in reversed(there.changes)]
    with st.container(horizontal=True, vertical_alignment="center"):
        judging.change_choice(
            there, case, off=off, name="link", index=offered.index(led) if led in offered else None
        )
        st.button(
            say("Link"),
            key=key("link it", case),
            disabled=off,
            on_click=wish_for,
            args=(Wish("link", name),),
        )
    st.button(
        say("Open again"),
        key=key("open again", case),
        icon=":material/lock_open:",
        help=say("Takes the verdict back, whoever gave it; the log keeps it."),
        disabled=off,
        on_click=wish_for,
        args=(Wish("open again", name),),
    )


def _around(there: Docket, found: Sequence[Case], at: int, coder: str | None) -> None:
    """Go to the one before or after, or take the last verdict back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, shortcut, to in ((later("Previous"), "Left", at - 1), (later("Next"), "Right", at + 1)):
            st.button(
                say(label),
                shortcut=shortcut,
                key=f"cases {label}",
                disabled=len(found) < 2,  # noqa: PLR2004 - there is nowhere to go
                on_click=wish_for,
                args=(Wish("go", Name.of(found[to % len(found)])),),
            )
        _take_back(there, coder)
    st.caption(
        say(
            "Keys: digits choose, Enter records and goes on, ← and → go, U takes back. Space presses the "
            "button that has the focus."
        )
    )


def _take_back(there: Docket, coder: str | None) -> None:
    st.button(
        say("Take back"),
        shortcut="U",
        key="cases take back",
        help=say("Opens again what you settled last."),
        disabled=not any(made.decided_by == coder for case in there.cases for made in case.verdicts),
        on_click=wish_for,
        args=(Wish("take back"),),
    )
