"""What only a person can settle since the codebook changed, one coding at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts, state
from toolkit.ui.language import number, say, say_many
from toolkit.ui.pages.drafting import words
from toolkit.ui.pages.review.answering import fitting, show_answer, take_back_button
from toolkit.ui.pages.review.passage import show_passage
from toolkit.ui.pages.review.telling import attempt, keep, tell
from toolkit.ui.pages.review.wishes import (
    ASKING,
    Question,
    Wish,
    choice,
    choose,
    reason_key,
    toggle,
    wished,
)
from toolkit.workflow import answering, studies
from toolkit.workflow.answering import Queue, Wanted
from toolkit.workflow.studies import Study

# Keys of the session.
_QUEUE: Final = "review queue"
_PLACE: Final = "review place"
_ORDER: Final = "review order"
_CODES: Final = "review codes"
_FILTERS: Final = ("review coders", _CODES, "review transcripts")
_OPTIONAL: Final = "review optional"


def show(study: Study) -> None:
    """Show the queue, one question at a time."""
    with st.sidebar:
        _filters(_read(study))
    _desk(study)


@st.fragment
def _desk(study: Study) -> None:
    """Show the queue and one question of it; a fragment, so that a key runs no more than this again."""
    coder = state.coder()
    everything = _read(study)
    for wish in wished():
        everything = _carry_out(study, everything, wish, coder)
    wanted = _wanted()
    queue = everything.only(wanted)
    _progress(queue, wanted, tell())
    if coder is None and queue.open:
        parts.ask_who(say("to decide"))
    if queue.open:
        _question(study, queue, coder)
    else:
        _say_why_empty(everything, queue, wanted)
        take_back_button(queue, coder)


def _question(study: Study, queue: Queue, coder: str | None) -> None:
    """Show the question we are at, with the passage on one side and what may fit it on the other."""
    at = _place(queue)
    passage, answer = st.columns(2, gap="medium")
    with passage:
        show_passage(study, queue, queue.open[at])
    with answer:
        show_answer(queue, at, coder)


def _read(study: Study) -> Queue:
    """Return all that is open; read again only if anything was written since, by whomever."""
    now = (study.where, studies.moment(study))
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != now:
        kept = st.session_state[_QUEUE] = (now, answering.queue(study, Wanted(optional=True)))
    found: Queue = kept[1]
    return found


# --- what is asked for -------------------------------------------------------------------------------


def _carry_out(study: Study, queue: Queue, wish: Wish, coder: str | None) -> Queue:
    """Do what was asked for and return the queue as it is then."""
    asking = st.session_state.pop(ASKING, None)
    if wish.kind == "go":
        st.session_state[_PLACE] = wish.question
    elif coder is None:
        return queue
    elif wish.kind == "take back":
        attempt(partial(_take_back, study, coder))
    elif wish.question is not None and wish.question in map(Question.of, queue.open):
        if wish.kind == "toggle":
            toggle(wish.question, wish.name)
        elif wish.kind == "ask" or (wish.kind == "record" and asking == wish.question):
            # Enter that came together with the wish to decide all was pressed before anything was asked.
            st.session_state[ASKING] = wish.question
        else:
            attempt(partial(_record, study, queue, wish, coder))
    else:
        return queue
    return _read(study)


def _record(study: Study, queue: Queue, wish: Wish, coder: str) -> None:
    """Write the answer down and go on to what comes after it."""
    asked = next(each for each in queue.open if Question.of(each) == wish.question)
    question = Question.of(asked)
    chosen = choice(question)
    if chosen is None:
        raise ToolkitError("", say("nothing is chosen yet"), say("press a digit, or 0 if no code fits"))
    alike = queue.only(_wanted()).alike(asked) if wish.kind == "record alike" else (asked,)
    reason = st.session_state.get(reason_key(question), "").strip()
    made = answering.answer(study, alike, chosen, by=coder, why=reason)
    keep(
        "done",
        say_many(
            "Recorded for a passage of {transcript}: {fits}. U takes it back.",
            "Recorded for {n} codings: {fits}. U takes it back.",
            len(made),
            transcript=asked.coding.transcript,
            fits=fitting(queue, chosen),
        ),
    )
    done = {Question.of(decision) for decision in made}
    st.session_state[_PLACE] = _next_after(question, done)
    for answered in done:
        choose(answered, None)


def _take_back(study: Study, coder: str) -> None:
    """Open again what this person decided last, with what they had chosen and why."""
    made = answering.take_back(study, by=coder)
    first = Question.of(made[0])
    st.session_state[_PLACE] = first
    choose(first, made[0].chosen)
    st.session_state[reason_key(first)] = made[0].reason
    keep(
        "done",
        say_many("Taken back: the coding waits again.", "Taken back: {n} codings wait again.", len(made)),
    )


# --- where we are ------------------------------------------------------------------------------------


def _next_after(question: Question, done: Iterable[Question] = ()) -> Question | None:
    """Return the question that came next when the page was shown, passing over those just answered."""
    order: list[Question] = st.session_state.get(_ORDER, [])
    after = order[order.index(question) + 1 :] if question in order else []
    answered = set(done)
    return next((each for each in after if each not in answered), None)


def _place(queue: Queue) -> int:
    """Return where we are in the queue; where that is gone, the nearest that came after it."""
    order = [Question.of(each) for each in queue.open]
    places = {question: place for place, question in enumerate(order)}
    before: list[Question] = st.session_state.get(_ORDER, [])
    here = st.session_state.get(_PLACE)
    if here not in places:
        _say_who_was_first(queue, here)
        after = before[before.index(here) :] if here in before else []
        here = next((question for question in after if question in places), order[0])
    st.session_state[_ORDER], st.session_state[_PLACE] = order, here
    return places[here]


def _say_who_was_first(queue: Queue, gone: Question | None) -> None:
    """Tell who answered the question that was on the screen, if somebody did."""
    for made in queue.decided:
        if Question.of(made) == gone:
            told = say(
                "{coder} decided the coding you were at: {fits}. This is the next.",
                coder=made.decided_by,
                fits=fitting(queue, made.chosen),
            )
            st.info(parts.plain(told))


# --- above the question ------------------------------------------------------------------------------


def _wanted() -> Wanted:
    """Return what the filters say."""
    coders, codes, transcripts = (tuple(st.session_state.get(key, ())) for key in _FILTERS)
    return Wanted(coders, codes, transcripts, optional=bool(st.session_state.get(_OPTIONAL)))


def _filters(everything: Queue) -> None:
    """Let the reader narrow the queue down."""
    label = words.labels(everything.lineage.releases)
    codings = [review.coding for review in everything.open]
    offered: tuple[tuple[str, Sequence[str], str], ...] = (
        (say("Coded by"), sorted({coding.coder for coding in codings}), say("All coders")),
        (
            say("Code that changed"),
            sorted({review.code for review in everything.open}, key=label),
            say("All codes"),
        ),
        (say("In"), list(dict.fromkeys(coding.transcript for coding in codings)), say("All transcripts")),
    )
    for key, (title, names, everyone) in zip(_FILTERS, offered, strict=True):
        # What is filtered for stays on offer when the last of it is decided.
        kept = [name for name in st.session_state.get(key, ()) if name not in names]
        st.multiselect(
            title,
            [*names, *kept],
            format_func=label if key == _CODES else str,
            key=key,
            placeholder=everyone,
            persist_state="session",
        )
    st.toggle(
        say("Also those kept by default"),
        key=_OPTIONAL,
        persist_state="session",
        help=say("Codings that count as they are, whose code was widened or brought back since."),
    )


def _progress(queue: Queue, wanted: Wanted, told: str) -> None:
    """Show how far the team has come and, on the same line so that nothing jumps, what was just done."""
    done, left = len(queue.settled(wanted)), len(queue.open)
    if done + left:
        just = f" · :material/check: {parts.plain(told)}" if told else ""
        st.progress(done / (done + left), text=f"**{_counted(done, done + left)}**{just}")
    elif told:
        st.caption(parts.plain(told))


def _counted(done: int, of: int) -> str:
    return say("{done} of {all} decided", done=number(done), all=number(of))


def _say_why_empty(everything: Queue, queue: Queue, wanted: Wanted) -> None:
    """Say why nothing waits here, and what would."""
    pending = sum(not review.optional for review in everything.open)
    kept = len(everything.open) - pending
    if pending and wanted != Wanted(optional=wanted.optional):
        st.info(
            say_many(
                "Nothing waits among those you chose to see; {n} coding waits in all.",
                "Nothing waits among those you chose to see; {n} codings wait in all.",
                pending,
            )
        )
    elif queue.settled(wanted):
        st.success(say("Everything that waited is decided."), icon=":material/done_all:")
    else:
        st.info(
            say(
                "Nothing waits for a decision under codebook {version}. Codings come here when a new version "
                "splits their code or narrows its definition: what then fits a passage, only a person can "
                "say. Write and release the next version on the page Codebook.",
                version=everything.lineage.latest.version,
            )
        )
    if kept and not wanted.optional:
        st.caption(
            say_many(
                "{n} coding counts as it is although its code was redefined or brought back since. To look "
                "at it, switch on: Also those kept by default.",
                "{n} codings count as they are although their code was redefined or brought back since. To "
                "look at them, switch on: Also those kept by default.",
                kept,
            )
        )
