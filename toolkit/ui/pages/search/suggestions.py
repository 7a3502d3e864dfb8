"""Passages that may deserve a code, learned from the team's codings: off unless somebody switches them on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.suggestion import Precision, Word
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.search.passages import code_chosen, coded_as
from toolkit.workflow import revising, suggesting, undoing
from toolkit.workflow.studies import Study, transcript_names
from toolkit.workflow.suggesting import Coded, Lessons, Material, Stretch, Suggestion

_ON: Final = "suggestions on"
_DONE: Final = "coded by suggestion"
_CHOSEN: Final = "suggestion chosen"
_LEARNED_AT: Final = "suggestions learned at"
_SHOWN: Final = "suggestions shown"
_MOST: Final = 20
_DRIVERS: Final = 5
_STRETCHES: Final[dict[Stretch, str]] = {"sentence": later("Sentences"), "turn": later("Turns")}
_OFF: Final = later(
    "Suggestions are off in this study: if somebody switches them on, codes are suggested for passages, "
    "learned on this machine from what the team coded, never stored and never counted as anybody's."
)


def show(study: Study) -> None:
    """Show the view."""
    is_on = st.session_state[_ON] = suggesting.is_on(study)
    st.caption(parts.plain(suggesting.WHAT_IT_IS if is_on else say(_OFF)))
    st.toggle(
        say("Suggest codes in this study"),
        key=_ON,
        on_change=_switch,
        args=(study,),
        disabled=state.reads_only(),
    )
    if not is_on:
        return
    names = transcript_names(study)
    coder = state.coder()
    if not names:
        parts.no_transcripts()
    elif coder is None:
        parts.ask_who(say("to have codes suggested"))
    else:
        _suggest(study, coder, names)


def _switch(study: Study) -> None:
    suggesting.switch(study, "on" if st.session_state[_ON] else "off")


@st.fragment
def _suggest(study: Study, coder: str, names: Sequence[str]) -> None:
    """Ask for what, and show it; a fragment, because nothing else on the page depends on it."""
    book = revising.codebook(study)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        transcript = st.selectbox(say("Transcript"), names, key="suggestion transcript")
        unit = st.segmented_control(
            say("Passages"),
            get_args(Stretch),
            format_func=lambda stretch: say(_STRETCHES[stretch]),
            default="sentence",
            required=True,
            key="suggestion unit",
        )
        codes = st.multiselect(
            say("Codes"),
            list(book.codable),
            format_func=book.codable.__getitem__,
            placeholder=say("All that can be suggested"),
            key="suggestion codes",
        )
    _tell(study, coder, book)
    at, event = _learned_at(study)
    asked = (study.profile.id, at, transcript, coder, unit)
    place = st.empty()
    is_new = st.session_state.get(_SHOWN) != asked
    if is_new:
        # The last list goes while the next is made: who clicks on it means what is there no more.
        # A click that was quicker is told apart by what is shown; see `_accept`.
        st.session_state.pop(_SHOWN, None)
        place.markdown(say(":material/hourglass_top: Reading what was coded …"))
    try:
        found = _material(*asked, _study=study)
    except ToolkitError as error:
        place.empty()
        for line in error.lines():
            st.info(parts.plain(line))
        return
    if is_new:
        place.markdown(_learning(found))
    lessons = _lessons(found.digest, _found=found)
    made = _made(*asked, _study=study, _found=found, _lessons=lessons)
    left = _left(*asked, event=event, _study=study, _made=made)
    wanted = [each for each in left if each.code in codes or not codes]
    st.session_state[_SHOWN] = asked
    with place.container():
        st.caption(parts.plain(found.notes[0]))
        if wanted:
            _cards(study, coder, book, wanted)
        else:
            st.info(say("Nothing is suggested here. What was learned of each code stands below."))
        _learned(found, lessons, book)


def _learning(found: Material) -> str:
    """Say what takes so long."""
    n = len(found.examples)
    return say(
        ":material/hourglass_top: Learning {codes} from {units}, and testing what was learned …",
        codes=say_many("{n} code", "{n} codes", len(found.codes)),
        units=say_many("{n} sentence", "{n} sentences", n)
        if found.unit == "sentence"
        else say_many("{n} turn", "{n} turns", n),
    )


# What takes time is done once for what it depends on; the number of the last event of the log stands for all
# that is in the study. What is kept never changes, so that it need not be copied each time.


def _learned_at(study: Study) -> tuple[int, int]:
    """Return the event up to which to learn, and the latest.

    What the coder takes up here, or takes back, is not learned from while they go down the list: the list
    would change under their hands, and each click would take seconds.
    """
    now = undoing.latest_event(study)
    at, known = st.session_state.get(_LEARNED_AT, (now, now))
    at = at if known == now else now
    st.session_state[_LEARNED_AT] = (at, now)
    return at, now


def _stay(study: Study) -> None:
    """Take what was just done here as known."""
    at, _ = st.session_state[_LEARNED_AT]
    st.session_state[_LEARNED_AT] = (at, undoing.latest_event(study))


@st.cache_resource(max_entries=16, show_spinner=False)
def _material(
    study_id: str,  # noqa: ARG001 - part of what it is kept by
    at: int,  # noqa: ARG001 - likewise
    transcript: str,
    coder: str,
    unit: Stretch,
    *,
    _study: Study,
) -> Material:
    return suggesting.material(_study, transcript=transcript, coder=coder, unit=unit)


@st.cache_resource(max_entries=6, show_spinner=False)
def _lessons(digest: str, *, _found: Material) -> Lessons:  # noqa: ARG001 - what it is kept by
    return suggesting.learned(_found)


@st.cache_resource(max_entries=16, show_spinner=False)
def _made(
    study_id: str,  # noqa: ARG001 - part of what it is kept by
    at: int,  # noqa: ARG001 - likewise
    transcript: str,
    coder: str,  # noqa: ARG001 - likewise
    unit: Stretch,  # noqa: ARG001 - likewise
    *,
    _study: Study,
    _found: Material,
    _lessons: Lessons,
) -> tuple[Suggestion, ...]:
    return suggesting.suggested(_study, _found, _lessons, transcript)


@st.cache_resource(max_entries=16, show_spinner=False)
def _left(
    study_id: str,  # noqa: ARG001 - part of what it is kept by
    at: int,  # noqa: ARG001 - likewise
    transcript: str,  # noqa: ARG001 - likewise
    coder: str,
    unit: Stretch,  # noqa: ARG001 - likewise
    *,
    event: int,  # noqa: ARG001 - likewise
    _study: Study,
    _made: Sequence[Suggestion],
) -> tuple[Suggestion, ...]:
    return suggesting.open_to(_study, _made, coder)


# What is suggested -----------------------------------------------------------------------------------


def _cards(study: Study, coder: str, book: Codebook, made: Sequence[Suggestion]) -> None:
    """Show the suggestions, the best first, with the way to code them."""
    ordered = sorted(made, key=lambda each: -(each.precision.precision or 0) * each.hint.score)
    shown = ordered[:_MOST]
    above = st.container(horizontal=True, vertical_alignment="center")
    chosen = [each for each in shown if _card(study, coder, book, each)]
    with above:
        st.markdown(_how_many(len(made)), width="content")
        st.button(
            code_chosen(len(chosen)),
            key="code suggestions",
            type="primary",
            disabled=not chosen,
            on_click=_accept,
            args=(study, coder, tuple(chosen), st.session_state[_SHOWN]),
        )


def _how_many(n: int) -> str:
    if n <= _MOST:
        return say_many("**{n} suggestion**", "**{n} suggestions**", n)
    return say("**{n} suggestions**, the first {shown} shown", n=number(n), shown=number(_MOST))


def _card(study: Study, coder: str, book: Codebook, made: Suggestion) -> bool:
    """Show one suggestion; return whether it is chosen."""
    place = f"{made.span.start}-{made.span.end}"
    name = state.key(_CHOSEN, made.transcript, place, made.code, coder)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            chosen = st.checkbox(f"**{parts.plain(book.codable[made.code])}**", key=name, width="content")
            told = say(
                "turn {number}, {speaker} · score {score}",
                number=made.turn.number,
                speaker=made.turn.speaker or say("speaker unknown"),
                score=f"{made.hint.score:.2f}",
            )
            st.caption(parts.plain(told), width="stretch")
            st.button(
                say("Code it"),
                key=f"code {name}",
                on_click=_accept,
                args=(study, coder, (made,), st.session_state[_SHOWN]),
            )
            st.page_link(
                state.page("Code"),
                label=say("Show it in the text"),
                icon=":material/arrow_forward:",
                query_params={
                    state.TRANSCRIPT: made.transcript,
                    state.CODER: coder,
                    state.PASSAGE: place,
                },
                width="content",
            )
        st.markdown(_marked(made.words, made.hint.drivers[:_DRIVERS]))
        weights = ", ".join(f"{word.term} {word.weight:+.2f}" for word in made.hint.drivers[:_DRIVERS])
        drivers = say("Words that speak for it most: {words}.", words=weights)
        st.caption(parts.plain(f"{_tested(made.precision)} {drivers}"))
    return chosen


def _tested(precision: Precision) -> str:
    """Say in words how often such a suggestion was right: what is suggested was tested."""
    return say(
        "Of 10 such suggestions about {n} were codings of the team ({right} of {all} in the test).",
        n=round(10 * (precision.precision or 0)),
        right=number(precision.n_right),
        all=number(precision.n_suggested),
    )


def _marked(words: str, drivers: Sequence[Word]) -> str:
    """Return a passage as Markdown with the words marked that speak for a code."""
    return "".join(
        f":blue-background[**{parts.plain(stretch)}**]" if is_driver else parts.plain(stretch)
        for stretch, is_driver in _stretches(words, drivers)
    )


def _stretches(words: str, drivers: Sequence[Word]) -> Iterator[tuple[str, bool]]:
    """Part a passage where driving words begin and end; those that touch or overlap are one."""
    at = 0
    spans = sorted((span.start, span.end) for word in drivers for span in word.spans)
    while spans:
        start, end = spans.pop(0)
        while spans and spans[0][0] <= end:
            end = max(end, spans.pop(0)[1])
        yield words[at:start], False
        yield words[start:end], True
        at = end
    yield words[at:], False


def _learned(found: Material, lessons: Lessons, book: Codebook) -> None:
    """Show how often suggestions of each code were right, or why there are none."""
    table = suggesting.tested(found, lessons)
    served = sum(not each.reason for each in lessons.precisions)
    label = say_many(
        "What was learned: {served} of {n} code can be suggested",
        "What was learned: {served} of {n} codes can be suggested",
        len(book.codable),
        served=number(served),
    )
    with st.expander(label):
        parts.table_view(table, "precision", wide=("not_suggested_because",))


# Taking suggestions up -------------------------------------------------------------------------------


def _accept(study: Study, coder: str, chosen: Sequence[Suggestion], listed: tuple[object, ...]) -> None:
    """Code passages of the list that is shown, and keep what became of it for the next run to tell."""
    if st.session_state.get(_SHOWN) != listed:
        st.session_state[_DONE] = say(
            "Nothing was coded: the list was being made anew. Choose from the new one."
        )
        return
    try:
        st.session_state[_DONE] = (coder, chosen, suggesting.accept(study, coder, chosen))
        _stay(study)
    except ToolkitError as error:
        st.session_state[_DONE] = str(error)


def _undo(study: Study, coder: str, act: str) -> None:
    try:
        undoing.undo(study, coder, act)
        st.session_state[_DONE] = None
        _stay(study)
    except ToolkitError as error:
        st.session_state[_DONE] = str(error)


def _tell(study: Study, coder: str, book: Codebook) -> None:
    """Say what became of coding last, with the way back."""
    done = st.session_state.get(_DONE)
    if isinstance(done, str):
        st.error(parts.plain(done))
    elif done is not None and done[0] == coder:
        _, chosen, coded = done
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check: {_told(coded, chosen, book)}", width="content")
            if coded.act is not None:
                st.button(
                    say("Take it back"), key="undo suggestion", on_click=_undo, args=(study, coder, coded.act)
                )


def _told(coded: Coded, chosen: Sequence[Suggestion], book: Codebook) -> str:
    if not coded.made:
        return say("Nothing was left to code: you have given these codes already.")
    labels = ", ".join(dict.fromkeys(parts.plain(book.codable.get(each.code, each.code)) for each in chosen))
    return coded_as(coded.made, labels)
