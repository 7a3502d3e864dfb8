"""Quotations for a paper: browse the passages of a code, pick, shorten, and see who is quoted too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.pick import LONGEST_USE, Pick, departure, tidied
from toolkit.model.selection import Selection
from toolkit.model.transcript import Transcript
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.parts import Edition
from toolkit.workflow import picking, quoting
from toolkit.workflow.quoting import Offer, Offers, Standing
from toolkit.workflow.selecting import Material, material
from toolkit.workflow.studies import Study

_AT_ONCE: Final = 20
"""How many passages stand on the page at once: each has a few widgets."""
_CODE: Final = "quotation code"
_ONLY: Final = "only picked"
_REFUSED: Final = "quotation refused"
_DROPPED: Final = "quotation dropped"
_HOW: Final = later(
    "Leave words out and write […] or [...] there; put your own in square brackets, as in [the team]; write "
    "[T]he for another first letter. At the beginning and end nothing needs a mark. The original is kept."
)


def quotations(study: Study, selection: Selection, edition: Edition) -> None:
    """Show the view."""
    if edition.is_older:
        st.info(
            say("Quotations are picked at the latest codebook. Here you see what became of them at this one.")
        )
    elif state.coder() is None:
        parts.ask_who(say("to pick quotations"))
    _browse(study, selection, is_latest=not edition.is_older)


@st.fragment
def _browse(study: Study, selection: Selection, *, is_latest: bool) -> None:
    """Show all of it; a fragment, so that a pick runs no more than this again and the page stays in place."""
    with st.spinner(say("Gathering passages …")):
        chosen = _material(quoting.moment(study), repr(selection), _study=study, _selection=selection)
    found = quoting.offers(study, chosen)
    if not chosen.basis.found:
        parts.nothing_coded(
            say("No passage is coded yet. Code some on the page Code; then choose here what to quote.")
        )
        _left(study, found)
        return
    coder = state.coder() if is_latest else None
    wide, narrow = st.columns([2.4, 1], gap="large")
    with wide:
        code = _choose_code(found)
        _tell()
        _undo(study, coder)
        only = bool(st.session_state.get(_ONLY))
        _passages(study, coder, code, [each for each in found.of(code) if each.picked or not only])
    with narrow, st.container(key="quoted"):
        _balance(found)
        _left(study, found)
    table = quoting.listed(found)
    parts.notes(table.notes)
    parts.downloads(table, "quotations")


@st.cache_resource(max_entries=4, show_spinner=False)
def _material(
    moment: str,  # noqa: ARG001 - part of what it is kept by
    chosen: str,  # noqa: ARG001 - likewise
    *,
    _study: Study,
    _selection: Selection,
) -> Material:
    return material(_study, _selection)


# Which passages --------------------------------------------------------------------------------------


def _choose_code(found: Offers) -> str:
    """Let the reader choose a code, and say what it means; return its id."""
    basis = found.chosen.basis
    headings = {heading.id: heading for heading in basis.headings}
    counts = Counter(passage.code for passage in basis.found)
    picked = Counter(passage.code for passage, made in found.picked.items() for _ in made)
    if st.session_state.get(_CODE) not in headings:
        st.session_state[_CODE] = next(name for name in headings if counts[name])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            say("Passages of the code"),
            list(headings),
            key=_CODE,
            format_func=lambda name: _option(headings[name].label, counts[name], picked[name]),
        )
        st.toggle(say("Only what is picked"), key=_ONLY)
    if definition := headings[code].definition:
        st.caption(parts.plain(definition))
    return code


def _option(label: str, count: int, picked: int) -> str:
    stars = f", ★ {number(picked)}" if picked else ""
    return f"{label} ({number(count)}{stars})"


def _passages(study: Study, coder: str | None, code: str, offers: Sequence[Offer]) -> None:
    """Show the passages by participant, a page of them at once."""
    if not offers:
        only = st.session_state.get(_ONLY)
        st.info(
            say("Nothing is picked for this code.") if only else say("No passage of this code counts here.")
        )
        return
    above = st.container()
    n_pages = -(-len(offers) // _AT_ONCE)
    page = 1
    if n_pages > 1:
        page = st.pagination(n_pages, key=state.key("quotations", code, str(n_pages)))
        st.caption(say("{n} passages, {shown} on a page.", n=number(len(offers)), shown=number(_AT_ONCE)))
    in_all = Counter(offer.participant for offer in offers)
    shown = offers[(page - 1) * _AT_ONCE : page * _AT_ONCE]
    with above:
        for participant, group in groupby(shown, key=lambda offer: offer.participant):
            count = say_many("{n} passage", "{n} passages", in_all[participant])
            st.markdown(f"**{parts.plain(participant)}** · {count}")
            for offer in group:
                _card(study, coder, offer)


# One passage -----------------------------------------------------------------------------------------


def _card(study: Study, coder: str | None, offer: Offer) -> None:
    """Show a passage in its context, with what was picked of it."""
    text, span = offer.transcript, offer.span
    name = state.key("quote", text.id, f"{span.start}-{span.end}", offer.code)
    turn = text.turns_in(span)[0]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            if not offer.picked:
                st.button(
                    say("☆ Pick"),
                    key=f"pick {name}",
                    disabled=coder is None,
                    on_click=_pick,
                    args=(study, coder, offer),
                )
            for standing in offer.picked:
                _star(study, coder, standing.pick)
            told = [
                text.id,
                say("turn {number}", number=turn.number),
                turn.speaker or say("speaker unknown"),
            ]
            others = (each for each in told if each != offer.participant)
            st.caption(parts.plain(", ".join(others)), width="stretch")
            st.page_link(
                state.page("Code"),
                label=say("Show it in the text"),
                icon=":material/arrow_forward:",
                query_params=_address(offer),
                width="content",
            )
        before, after = quoting.around(text, span)
        st.markdown(f"{_faint(before)} {parts.plain(offer.words)} {_faint(after)}")
        for standing in offer.picked:
            _picked(study, coder, offer, standing)


def _faint(words: str) -> str:
    return f":gray[{parts.plain(words)}]" if words else ""


def _address(offer: Offer) -> Mapping[str, str]:
    place = f"{offer.span.start}-{offer.span.end}"
    told = {state.TRANSCRIPT: offer.transcript.id, state.PASSAGE: place}
    coder = state.coder()
    return told if coder is None else told | {state.CODER: coder}


def _picked(study: Study, coder: str | None, offer: Offer, standing: Standing) -> None:
    """Show what is printed of a pick, and let the team shorten it."""
    pick = standing.pick
    written, used = f"print {pick.id}", f"use {pick.id}"
    st.session_state.setdefault(written, pick.edited or standing.words)
    st.session_state.setdefault(used, pick.used_in)
    st.text_area(
        say("As it is printed"),
        key=written,
        height="content",
        help=say(_HOW),
        disabled=coder is None,
        on_change=_edit,
        args=(study, coder, standing, offer.transcript),
    )
    text = str(st.session_state[written] or "")
    wrong = departure(picking.said(offer.transcript, pick.span), tidied(text)) if text.strip() else ""
    if wrong:
        where = say("Not in the corrected transcript") if standing.outdated else say("Not saved")
        st.markdown(f":red[:material/error: {where}:] {parts.plain(wrong)}.")
    elif pick.edited:
        st.caption(say(":material/check: Edited and saved; empty the box to go back to the original."))
    st.text_input(
        say("Used in"),
        key=used,
        placeholder=say("Used in, such as Section 4.2"),
        label_visibility="collapsed",
        max_chars=LONGEST_USE,
        disabled=coder is None,
        on_change=_edit,
        args=(study, coder, standing, offer.transcript),
    )


def _star(study: Study, coder: str | None, pick: Pick) -> None:
    """Show that something is picked, in the place where it was picked, and drop it at a click."""
    st.button(
        say("★ Picked"),
        key=f"drop {pick.id}",
        help=say("Picked by {coder}; click to drop it.", coder=parts.plain(pick.picked_by)),
        disabled=coder is None,
        on_click=_drop,
        args=(study, coder, pick),
    )


# Writing ---------------------------------------------------------------------------------------------


def _pick(study: Study, coder: str, offer: Offer) -> None:
    span = offer.span
    try:
        picking.pick(
            study,
            coder=coder,
            transcript=offer.transcript.id,
            start=span.start,
            end=span.end,
            code=offer.code,
        )
    except ToolkitError as error:
        st.session_state[_REFUSED] = error.lines()


def _edit(study: Study, coder: str, standing: Standing, text: Transcript) -> None:
    """Save what was written, unless it departs from the original: then the box says so and keeps it."""
    pick = standing.pick
    written = f"print {pick.id}"
    wanted = tidied(str(st.session_state[written] or ""))
    if not wanted:
        st.session_state[written] = standing.original
    if wanted == standing.original:
        wanted = ""
    if wanted and departure(picking.said(text, pick.span), wanted):
        wanted = pick.edited
    try:
        picking.edit(
            study,
            pick.id,
            coder=coder,
            edited=wanted,
            used_in=str(st.session_state[f"use {pick.id}"] or ""),
            seen=(pick.edited, pick.used_in),
        )
    except ToolkitError as error:
        st.session_state[_REFUSED] = error.lines()


def _drop(study: Study, coder: str, pick: Pick) -> None:
    try:
        picking.unpick(study, pick.id, coder=coder)
        st.session_state[_DROPPED] = pick
    except ToolkitError as error:
        st.session_state[_REFUSED] = error.lines()


def _tell() -> None:
    """Say what was refused last."""
    for line in st.session_state.pop(_REFUSED, ()):
        st.error(parts.plain(line))


def _undo(study: Study, coder: str | None) -> None:
    """Offer the way back from dropping a quotation that somebody had worked on."""
    pick = st.session_state.get(_DROPPED)
    if pick is None or coder is None or not (pick.edited or pick.used_in):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say(":material/check: Dropped."), width="content")
        st.button(
            say("Take it back"), key="undrop quotation", on_click=_pick_again, args=(study, coder, pick)
        )


def _pick_again(study: Study, coder: str, pick: Pick) -> None:
    st.session_state.pop(_DROPPED, None)
    span = pick.span
    try:
        picking.pick(
            study,
            coder=coder,
            transcript=pick.transcript,
            start=span.start,
            end=span.end,
            code=pick.code,
            edited=pick.edited,
            used_in=pick.used_in,
        )
    except ToolkitError as error:
        st.session_state[_REFUSED] = error.lines()


# Beside ----------------------------------------------------------------------------------------------


def _balance(found: Offers) -> None:
    """Show who is quoted how often, and who too often."""
    table = quoting.spread(found)
    st.markdown(say("**Who is quoted**"))
    rows = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    over = [str(row["participant"]) for row in rows if row["over_quoted"] == "yes"]
    if over:
        st.warning(say("Over-quoted: {names}", names=parts.plain(", ".join(over))), icon=":material/balance:")
    elif any(row["n_picked"] for row in rows):
        st.caption(say("Nobody is over-quoted."))
    else:
        st.caption(say("Nothing is picked yet."))
    headings = {
        "participant": say("Who"),
        "n_picked": say("Picked"),
        "n_passages": say("Of passages"),
        "over_quoted": say("Over-quoted"),
    }
    columns = tuple(
        replace(column, heading=headings.get(column.name, column.heading), of=None)
        for column in table.columns
    )
    parts.grid(replace(table, columns=columns), height=420, show=tuple(headings))
    st.caption(parts.plain(next(note for note in table.notes if note.startswith("Over-quoted"))))


def _left(study: Study, found: Offers) -> None:
    """List picks that stand nowhere now, with a way to drop them."""
    if not found.left:
        return
    coder = state.coder()
    with st.expander(
        say_many(
            "{n} picked quotation stands nowhere now",
            "{n} picked quotations stand nowhere now",
            len(found.left),
        )
    ):
        for each in found.left[:_AT_ONCE]:
            told = say(
                "{transcript}, picked for {code}: {why}.",
                transcript=each.pick.transcript,
                code=each.pick.code,
                why=each.why,
            )
            st.caption(parts.plain(told))
            st.markdown(f"> {parts.plain(each.pick.edited or each.pick.quotation.text)}")
            st.button(
                say("Drop it"),
                key=f"drop left {each.pick.id}",
                disabled=coder is None,
                on_click=_drop,
                args=(study, coder, each.pick),
            )
