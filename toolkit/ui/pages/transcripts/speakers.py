"""Who speaks in a transcript: roles, one person under two labels, turns without a name, and the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Role, Source
from toolkit.ui import parts, state
from toolkit.ui.language import later, say, say_many
from toolkit.ui.pages.transcripts.waiting import ROLES
from toolkit.workflow import asking, files, speaking
from toolkit.workflow.speaking import Likeness, Situation
from toolkit.workflow.studies import Study, transcript_names

_OUTCOME: Final = "speakers outcome"
_TRANSCRIPT: Final = "speakers transcript"
_AS_IT_IS: Final = later("as it is")
_TALL: Final = 420
_MOST_ROWS: Final = 10
_MOST_SUGGESTED: Final = 12
_LONGEST_TOLD: Final = 60


def show(study: Study) -> None:
    """Show the view."""
    names = transcript_names(study)
    if not names:
        st.info(say("There are no transcripts yet. Bring some in under Import."))
        return
    if st.session_state.get(_TRANSCRIPT) not in names:
        st.session_state.pop(_TRANSCRIPT, None)
    name = st.selectbox(say("Transcript"), names, key=_TRANSCRIPT, width=320)
    _tell()
    here = speaking.situation(study, name)
    _speakers(study, here)
    _likenesses(study, here)
    st.divider()
    left, right = st.columns([3, 2], gap="large")
    with left:
        _turns(here)
    with right:
        _merging(study, here)
        _saying(study, here)
        _cutting(study, here)
    st.divider()
    _questions(study, here)


def _tell() -> None:
    """Say once what became of the last wish."""
    faults, done = st.session_state.pop(_OUTCOME, ((), ""))
    for fault in faults:
        st.error(parts.plain(fault))
    if done:
        st.toast(parts.plain(done), icon=":material/check:")


def _try(action: Callable[[], object], done: str = "") -> None:
    """Do what a button asks for; what refuses it is told at the next showing."""
    try:
        action()
    except ToolkitError as refused:
        st.session_state[_OUTCOME] = (refused.lines(), "")
    else:
        st.session_state[_OUTCOME] = ((), done or say("Recorded"))


def _by() -> str:
    return state.coder() or speaking.RESEARCHER


# --- the speakers ------------------------------------------------------------------------------------


def _speakers(study: Study, here: Situation) -> None:
    """Show a row for each speaker, whose role can be chosen in it."""
    labelled = [talk for talk in here.talks if talk.label is not None]
    if labelled:
        key = state.key("roles", here.transcript.id, here.seen, *map(str, here.transcript.speakers))
        st.data_editor(
            _frame(here),
            key=key,
            hide_index=True,
            disabled=["label", "guess", "turns", "words", "asking", "in the file", "first words"],
            column_config={
                "role": st.column_config.SelectboxColumn(
                    options=list(ROLES), required=True, help=say("Click twice to choose another one")
                ),
                "guess": st.column_config.TextColumn(
                    width="medium", help=say("Made from how they talk; it counts for nothing")
                ),
                "asking": st.column_config.NumberColumn(help=say("Turns that end in a question mark")),
                "first words": st.column_config.TextColumn(width="large"),
            },
            on_change=partial(_set_roles, study, here, key),
            height="auto" if len(labelled) <= _MOST_ROWS else _TALL,
        )
    unnamed = sum(talk.turns for talk in here.talks if talk.label is None)
    if unnamed:
        st.caption(
            say_many(
                "{n} turn has no label and counts as said by a participant.",
                "{n} turns have no label and count as said by a participant.",
                unnamed,
            )
        )
    with st.container(horizontal=True):
        _use_guesses(study, here)
        if here.last is not None:
            st.button(
                say("Take back: {what}", what=parts.plain(_shortened(here.last.told))),
                icon=":material/undo:",
                help=parts.plain(f"{here.last.actor}, {here.last.at}"),
                on_click=_try,
                args=(partial(speaking.take_back, study, here.transcript.id, here.last.number, by=_by()),),
                key="take back",
            )


def _frame(here: Situation) -> pd.DataFrame:
    rows = [
        {
            "label": talk.label,
            "role": here.transcript.roles[talk.label],
            "guess": _guess(here, talk),
            "turns": talk.turns,
            "words": talk.words,
            "asking": talk.asking,
            "in the file": _in_file(here, talk.label),
            "first words": here.first_words(talk),
        }
        for talk in here.talks
        if talk.label is not None
    ]
    return pd.DataFrame(rows)


def _guess(here: Situation, talk: speaking.Talk) -> str:
    if here.transcript.roles[talk.label] != "unknown" or not talk.why:
        return ""
    return talk.why if talk.guess == "unknown" else f"{talk.guess}? {talk.why}"


def _in_file(here: Situation, label: str | None) -> str:
    said = here.in_file.get(label, ())
    return "" if said in ((), (label,)) else ", ".join(each or say("(no label)") for each in said)


def _set_roles(study: Study, here: Situation, key: str) -> None:
    """Take over what was chosen in the table."""
    labels = [talk.label for talk in here.talks if talk.label is not None]
    edited: dict[int, dict[str, Any]] = st.session_state[key]["edited_rows"]
    for row, cells in edited.items():
        if "role" in cells:
            chosen = partial(
                speaking.set_role,
                study,
                here.transcript.id,
                label=(labels[row],),
                role=cells["role"],
                by=_by(),
            )
            _try(chosen, f"{labels[row]}: {cells['role']}")


def _use_guesses(study: Study, here: Situation) -> None:
    guessed: dict[Role, tuple[str, ...]] = {}
    for talk in here.talks:
        if talk.label and talk.guess != "unknown" and here.transcript.roles[talk.label] == "unknown":
            guessed[talk.guess] = (*guessed.get(talk.guess, ()), talk.label)
    if not guessed:
        return

    def use() -> None:
        for role, labels in guessed.items():
            speaking.set_role(study, here.transcript.id, label=labels, role=role, by=_by())

    count = sum(map(len, guessed.values()))
    told = say_many("Use the guess", "Use the {n} guesses", count)
    st.button(told, icon=":material/done_all:", on_click=_try, args=(use,), key="use the guesses")


# --- merging -----------------------------------------------------------------------------------------


def _likenesses(study: Study, here: Situation) -> None:
    """Offer to merge labels that look alike, one button each."""
    for each in here.alike[:_MOST_SUGGESTED]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                say(
                    "**{one}** and **{other}** look alike: {why}.",
                    one=parts.plain(each.label),
                    other=parts.plain(each.into),
                    why=each.why,
                ),
                width="content",
            )
            st.button(
                say("Merge into {label}", label=parts.plain(each.into)),
                icon=":material/merge:",
                on_click=_try,
                args=(partial(_merge_alike, study, here, each),),
                key=state.key("merge", each.label, each.into),
            )
    if len(here.alike) > _MOST_SUGGESTED:
        more = len(here.alike) - _MOST_SUGGESTED
        st.caption(
            say_many(
                "{n} more pair looks alike; it is in the table of: intercoder speakers",
                "{n} more pairs look alike; they are in the table of: intercoder speakers",
                more,
            )
        )


def _merge_alike(study: Study, here: Situation, pair: Likeness) -> None:
    speaking.merge(study, here.transcript.id, label=(pair.label,), into=pair.into, by=_by())


def _merging(study: Study, here: Situation) -> None:
    labels = [speaker.label for speaker in here.transcript.speakers]
    with st.form("merge", clear_on_submit=True, border=False):
        st.markdown("## " + say("Merge or rename"))
        st.multiselect(say("Labels of one person"), labels, key="merge labels", placeholder=say("Choose"))
        st.selectbox(
            say("become"),
            labels,
            index=None,
            accept_new_options=True,
            key="merge into",
            placeholder=say("Choose, or type a new name"),
        )
        st.selectbox(say("Role"), [_AS_IT_IS, *ROLES], key="merge role", format_func=say)
        st.form_submit_button(say("Merge"), on_click=_merge, args=(study, here), disabled=not labels)


def _merge(study: Study, here: Situation) -> None:
    chosen: Sequence[str] = tuple(st.session_state["merge labels"])
    into: str | None = st.session_state["merge into"]
    role = st.session_state["merge role"]
    if not chosen or not into:
        st.session_state[_OUTCOME] = ((say("Choose the labels, and what they become"),), "")
        return
    wanted = None if role == _AS_IT_IS else role
    _try(
        partial(
            speaking.merge,
            study,
            here.transcript.id,
            label=tuple(chosen),
            into=into.strip(),
            role=wanted,
            by=_by(),
        )
    )


# --- turns -------------------------------------------------------------------------------------------


def _turns(here: Situation) -> None:
    st.markdown("## " + say("Turns"))
    columns = (Column("turn", "count"), Column("question", "count"), Column("speaker"), Column("words"))
    rows = tuple(
        (turn.number, turn.question, turn.speaker or "", here.transcript.words_of(turn))
        for turn in here.transcript.turns
    )
    parts.grid(Table("Turns", columns, rows), height=_TALL, wide=["words"])


def _saying(study: Study, here: Situation) -> None:
    labels = [speaker.label for speaker in here.transcript.speakers]
    with st.expander(say("Say who speaks in some turns")), st.form("say", clear_on_submit=True, border=False):
        st.text_input(say("Turns"), key="say turns", placeholder="3,5,9-12")
        st.selectbox(
            say("Speaker"),
            labels,
            index=None,
            accept_new_options=True,
            key="say label",
            placeholder=say("Choose, or type a new name"),
        )
        st.form_submit_button(say("Record"), on_click=_say, args=(study, here))


def _say(study: Study, here: Situation) -> None:
    told, label = st.session_state["say turns"], st.session_state["say label"]

    def give() -> None:
        whose = dict.fromkeys(speaking.turn_numbers(told), (label or "").strip() or None)
        speaking.give(study, here.transcript.id, whose, by=_by(), seen=here.seen)

    _try(give)


def _cutting(study: Study, here: Situation) -> None:
    labels = [speaker.label for speaker in here.transcript.speakers]
    with st.expander(say("Cut a turn in two")), st.form("cut", clear_on_submit=True, border=False):
        st.number_input(say("Turn"), 1, len(here.transcript.turns), key="cut turn")
        st.text_input(say("Its second part begins with the words"), key="cut words")
        st.selectbox(
            say("Who speaks them"),
            labels,
            index=None,
            accept_new_options=True,
            key="cut label",
            placeholder=say("the same speaker"),
        )
        st.form_submit_button(say("Cut"), on_click=_cut, args=(study, here))


def _cut(study: Study, here: Situation) -> None:
    turn, words = st.session_state["cut turn"], st.session_state["cut words"]
    label = (st.session_state["cut label"] or "").strip()
    _try(
        partial(
            speaking.cut_turn, study, here.transcript.id, turn, words, label=label, by=_by(), seen=here.seen
        )
    )


# --- questions ---------------------------------------------------------------------------------------


def _questions(study: Study, here: Situation) -> None:
    st.markdown("## " + say("Questions"))
    table = asking.stored(study, here.transcript.id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if table.rows:
            parts.grid(table, show=["turn", "question", "text"], wide=["text"])
        else:
            st.caption(say("No turn knows its question yet."))
        _tell_missing(study, table)
    with right:
        _recognising(study, here, anew=bool(table.rows))
        _placing(study, here)


def _tell_missing(study: Study, table: Table) -> None:
    there = set(table.column("question"))
    for missing in asking.protocol_of(study):
        if table.rows and missing.number not in there:
            st.caption(
                say("Not found: {question}", question=f"{missing.number}\\. {parts.plain(missing.wording)}")
            )


def _recognising(study: Study, here: Situation, *, anew: bool) -> None:
    known = len(asking.protocol_of(study))
    told = (
        say_many(
            "The study knows the {n} question of its protocol.",
            "The study knows the {n} questions of its protocol.",
            known,
        )
        if known
        else say("The study knows no protocol yet.")
    )
    wanted = say("A numbered list (.md, .txt) or a table (.csv) with the columns number and question:")
    st.caption(f"{told} {wanted}")
    uploaded = st.file_uploader(
        say("Protocol"), type=["md", "txt", "csv", "tsv"], key="protocol", label_visibility="collapsed"
    )
    source = None if uploaded is None else Source(files.dropped_name(uploaded.name), uploaded.getvalue())

    def recognise(*names: str) -> None:
        asking.recognised(study, names, source, anew=anew and bool(names), by=_by())

    with st.container(horizontal=True):
        st.button(
            say("Recognise again here") if anew else say("Recognise here"),
            icon=":material/search:",
            on_click=_try,
            args=(partial(recognise, here.transcript.id),),
            key="recognise here",
        )
        st.button(
            say("Recognise in all that have none"),
            on_click=_try,
            args=(recognise,),
            key="recognise everywhere",
        )


def _placing(study: Study, here: Situation) -> None:
    with st.expander(say("Set a question by hand")), st.form("ask", clear_on_submit=True, border=False):
        st.number_input(say("Turn"), 1, len(here.transcript.turns), key="ask turn")
        st.number_input(say("begins question (0: none begins there)"), 0, 99, key="ask number")
        st.form_submit_button(say("Record"), on_click=_ask, args=(study, here))


def _ask(study: Study, here: Situation) -> None:
    turn, number = st.session_state["ask turn"], st.session_state["ask number"]
    _try(partial(asking.ask, study, here.transcript.id, {turn: number or None}, by=_by(), seen=here.seen))


def _shortened(told: str) -> str:
    return told if len(told) <= _LONGEST_TOLD else f"{told[: _LONGEST_TOLD - 1]}…"
