"""Candidates: looked for, shown with all places where they stand, and decided one by one or by kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.names import Candidate, Occurrence
from toolkit.model.table import Column, Table
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.names import keeping
from toolkit.ui.pages.names.held import Held, Look, decider, held
from toolkit.workflow import importing, redacting
from toolkit.workflow.redacting import Told
from toolkit.workflow.studies import Study

_REPLACE, _KEEP, _OPEN = later("Replace"), later("Not a name"), later("Undecided")
_RULINGS: Final = {"replace": _REPLACE, "keep": _KEEP}
_ALL: Final = later("All")
_NEW: Final = later("Not another form")
_AT_ONCE: Final = 10  # groups on one page
_FIRST: Final = 2  # places shown without asking
_PLACES: Final = (
    Column("transcript"),
    Column("before"),
    Column("words"),
    Column("after"),
)


class _Group(NamedTuple):
    """A candidate with what is like it."""

    candidate: Candidate
    near: tuple[Candidate, ...]


@st.fragment
def show(study: Study) -> None:
    """Show all of it; a fragment, so that a decision runs no more than this again."""
    kept = held()
    if decider() is None:
        parts.ask_who(say("to decide about names"))
    with st.expander(say("What to look for"), icon=":material/manage_search:", expanded=kept.look is None):
        _ask(study, kept)
    refused, kept.refused = kept.refused, ()
    if kept.look is None:
        _tell(refused)
        return
    _count(kept, kept.look)
    keeping.offer()
    _offer_look(study, kept, kept.look)
    _tell(refused)
    _candidates(kept, kept.look)


def _tell(refused: Sequence[str]) -> None:
    for line in refused:
        st.error(parts.plain(line))


# --- looking ----------------------------------------------------------------------------------------


def _ask(study: Study, kept: Held) -> None:
    """Let the team tell what it knows; what was told stays when the page is left."""
    st.caption(
        say(
            "Labels of speakers and forms such as e-mail addresses, phone numbers and dates are found by "
            "themselves. Nothing is stored and nothing is replaced by looking."
        )
    )
    for what in ("names", "organisations"):
        st.session_state[_field(what)] = getattr(kept, what)
    for what in ("numbered", "with_model"):
        st.session_state[_field(what)] = getattr(kept, what)
    people, firms, file = st.columns(3, gap="medium")
    people.text_area(
        say("Names and nicknames, one on each line"), key=_field("names"), on_change=_hear, args=("names",)
    )
    firms.text_area(
        say("Employers and other organisations, one on each line"),
        key=_field("organisations"),
        on_change=_hear,
        args=("organisations",),
    )
    with file:
        keeping.take()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button(say("Look for names"), type="primary", key="names look", icon=":material/search:"):
            _look(study, kept)
        st.checkbox(
            say("Suggest numbered pseudonyms"),
            key=_field("numbered"),
            on_change=_hear,
            args=("numbered",),
            help=say(
                "Person 1, Person 2 …: one is not taken for another. Otherwise a tag such as \\[name\\]."
            ),
        )
        st.checkbox(
            say("Let a language model suggest, too"),
            key=_field("with_model"),
            on_change=_hear,
            args=("with_model",),
            help=say(
                "If one of spaCy is installed for the language. It runs on this machine and sends nothing."
            ),
        )


def _field(what: str) -> str:
    return f"names told {what}"


def _hear(what: str) -> None:
    setattr(held(), what, st.session_state[_field(what)])


def _look(study: Study, kept: Held) -> None:
    told = Told(_lines(kept.names), _lines(kept.organisations), kept.with_model, kept.numbered)
    try:
        with st.spinner(say("Looking for names …")):
            found = redacting.candidates(study, kept.keys, told)
            kept.look = Look(found, redacting.models(study), importing.present(study), _replaced(kept))
    except ToolkitError as refused:
        kept.refused = refused.lines()
    st.rerun()


def _lines(told: str) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(line.split()) for line in told.splitlines())))


def _replaced(kept: Held) -> frozenset[str]:
    return frozenset(key.original for key in kept.keys.replaced)


def _offer_look(study: Study, kept: Held, look: Look) -> None:
    """Offer another look where the last one is old."""
    why = ""
    if importing.present(study) != look.texts:
        why = say("The transcripts have changed since you looked.")
    elif new := _replaced(kept) - look.replaced:
        why = say_many(
            "{n} confirmed since you looked: another look finds what is like it.",
            "{n} confirmed since you looked: another look finds what is like them.",
            len(new),
        )
    if why:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f":material/update: {why}", width="content")
            if st.button(say("Look again"), key="names again"):
                _look(study, kept)


def _count(kept: Held, look: Look) -> None:
    rulings = [key.ruling if (key := kept.keys.ruled(each.original)) else "" for each in look.found]
    counts = (
        (say("Candidates"), len(rulings)),
        (say("To be replaced"), rulings.count("replace")),
        (say(_KEEP), rulings.count("keep")),
        (say(_OPEN), rulings.count("")),
    )
    for column, (label, count) in zip(st.columns(len(counts)), counts, strict=True):
        column.metric(label, number(count))
    looked = say_many("{n} transcript looked through.", "{n} transcripts looked through.", len(look.texts))
    st.caption(parts.plain(f"{looked} {' '.join(look.models)}"))


# --- candidates -------------------------------------------------------------------------------------


def _candidates(kept: Held, look: Look) -> None:
    if not look.found:
        st.info(say("Nothing was found that may be a name. Give names above that you know."))
        return
    kind, ruling = _filters(look)
    by = decider()
    wanted = [group for group in _grouped(look.found) if _is_wanted(kept, group, kind, ruling)]
    _offer_kind(kept, kind, by)
    if not wanted:
        st.success(say("There are none of these."), icon=":material/done_all:")
        return
    for group in _leaf(wanted):
        with st.container(border=True):
            _candidate(kept, group.candidate, by)
            for each in group.near:
                _, beside = st.columns([1, 24])
                with beside:
                    _candidate(kept, each, by)


def _grouped(found: Sequence[Candidate]) -> list[_Group]:
    """Return candidates with those that are like them; what is like none of these stands by itself."""
    heads = {each.original for each in found if not each.near}
    near: dict[str, list[Candidate]] = {}
    for each in found:
        if each.near in heads:
            near.setdefault(each.near, []).append(each)
    return [
        _Group(each, tuple(near.get(each.original, ())) if not each.near else ())
        for each in found
        if not each.near or each.near not in heads
    ]


def _filters(look: Look) -> tuple[str, str]:
    kinds = list(dict.fromkeys(each.kind for each in look.found))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = st.selectbox(
            say("Kind"), [_ALL, *kinds], key="names kind", format_func=_all_or_itself, width=220
        )
        ruling = st.segmented_control(
            say("Decision"),
            [_ALL, _OPEN, _REPLACE, _KEEP],
            format_func=say,
            default=_ALL,
            required=True,
            key="names ruling",
        )
    return kind, ruling or _ALL


def _all_or_itself(kind: str) -> str:
    return say(_ALL) if kind == _ALL else kind


def _is_wanted(kept: Held, group: _Group, kind: str, ruling: str) -> bool:
    return any(
        kind in (_ALL, each.kind) and ruling in (_ALL, _ruling(kept, each))
        for each in (group.candidate, *group.near)
    )


def _ruling(kept: Held, candidate: Candidate) -> str:
    key = kept.keys.ruled(candidate.original)
    return _OPEN if key is None else _RULINGS[key.ruling]


def _offer_kind(kept: Held, kind: str, by: str | None) -> None:
    """Offer to decide about all of a kind; what is only like a name is looked at one by one."""
    wanted = tuple(each for each in kept.undecided if each.kind == kind and not each.near)
    if len(wanted) < 2:  # noqa: PLR2004 - one is decided below
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, replace in (
            (say("Replace all {count} undecided of this kind", count=number(len(wanted))), True),
            (say("None of them is a name"), False),
        ):
            st.button(
                label,
                key=f"names all {replace}",
                disabled=by is None,
                on_click=partial(kept.decide_all, wanted, replace=replace, by=by or ""),
                help=say("Near-misses are not among them: they are decided one by one."),
            )


def _leaf(groups: Sequence[_Group]) -> Sequence[_Group]:
    """Return the groups of the page we are at, with a way to the others."""
    pages = -(-len(groups) // _AT_ONCE)
    if pages == 1:
        return groups
    at = min(st.session_state.get("names at", 0), pages - 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in ((later("Previous"), at - 1), (later("Next"), at + 1)):
            st.button(
                say(label), key=f"names {label}", disabled=not 0 <= to < pages, on_click=_go, args=(to,)
            )
        st.caption(say("Page {page} of {count}", page=at + 1, count=pages), width="content")
    return groups[at * _AT_ONCE : (at + 1) * _AT_ONCE]


def _go(to: int) -> None:
    st.session_state["names at"] = to


# --- one candidate ----------------------------------------------------------------------------------


def _candidate(kept: Held, candidate: Candidate, by: str | None) -> None:
    shown, answer = st.columns([5, 4], gap="medium")
    with shown, st.container(gap="xsmall"):
        _told(candidate)
        _places(candidate)
    with answer, st.container(gap="small"):
        _answer(kept, candidate, by)


def _told(candidate: Candidate) -> None:
    mark = ":material/subdirectory_arrow_right: " if candidate.near else ""
    st.markdown(
        f"{mark}**{parts.plain(candidate.original)}** :gray[{candidate.kind} · {_times(candidate)}]  \n"
        f":small[{candidate.source}: {parts.plain(candidate.reason)}]"
    )


def _times(candidate: Candidate) -> str:
    if not candidate.occurrences:
        return say("stands nowhere in the texts")
    return say_many(
        "once in {transcripts}",
        "{n} times in {transcripts}",
        len(candidate.occurrences),
        transcripts=parts.plain(parts.some(candidate.transcripts)),
    )


def _places(candidate: Candidate) -> None:
    """Show where it stands first, and all of it where that is asked for."""
    for place in candidate.occurrences[:_FIRST]:
        st.markdown(_line(place))
    if len(candidate.occurrences) > _FIRST and st.toggle(
        say("All {count} places", count=number(len(candidate.occurrences))),
        key=state.key("names places", candidate.original),
    ):
        rows = tuple((each.transcript, each.before, each.words, each.after) for each in candidate.occurrences)
        parts.grid(Table(say("Where it stands"), _PLACES, rows), wide=["before", "after"])


def _line(place: Occurrence) -> str:
    return (
        f":small[{parts.plain(place.transcript)} … {parts.plain(place.before)}"
        f":orange-background[{parts.plain(place.words)}]{parts.plain(place.after)} …]"
    )


def _answer(kept: Held, candidate: Candidate, by: str | None) -> None:
    """Let a person decide. What the fields show comes from the key list, so that none is ever behind."""
    off = by is None
    ruling, told, same = (state.key(f"names {what}", candidate.original) for what in ("is", "to", "same"))
    decide = partial(_decide, candidate, by)
    label = parts.plain(candidate.original)
    st.session_state[ruling] = _ruling(kept, candidate)
    st.session_state[told] = kept.replacement(candidate)
    st.radio(
        say("What is {label}", label=label),
        [_REPLACE, _KEEP, _OPEN],
        format_func=say,
        key=ruling,
        horizontal=True,
        label_visibility="collapsed",
        disabled=off,
        on_change=decide,
    )
    st.text_input(
        say("Replacement for {label}", label=label),
        key=told,
        label_visibility="collapsed",
        placeholder=say("What stands for it"),
        icon=":material/arrow_right_alt:",
        disabled=off or st.session_state[ruling] == _KEEP,
        on_change=decide,
    )
    if (others := kept.pseudonyms(candidate)) and not candidate.near:
        key = kept.keys.ruled(candidate.original)
        st.session_state[same] = key.same_as if key and key.same_as in others else _NEW
        st.selectbox(
            say("{label} is another form of", label=label),
            [_NEW, *others],
            key=same,
            label_visibility="collapsed",
            format_func=lambda other: (
                say(_NEW) if other == _NEW else say("Another form of {name}", name=other)
            ),
            disabled=off or st.session_state[ruling] == _KEEP,
            on_change=decide,
        )


def _decide(candidate: Candidate, by: str | None) -> None:
    """Take what the fields say."""
    if by is None:
        return
    kept = held()
    ruling = st.session_state[state.key("names is", candidate.original)]
    told = " ".join(st.session_state[state.key("names to", candidate.original)].split())
    before = kept.keys.ruled(candidate.original)
    same = st.session_state.get(state.key("names same", candidate.original), _NEW)
    same_as = "" if same == _NEW else same
    if same_as and (before is None or before.same_as != same_as):
        # Whoever says that it is the same person means the same pseudonym.
        other = kept.keys.ruled(same_as)
        ruling, told = _REPLACE, other.replacement if other else told
    if ruling == _OPEN:
        if before is not None:
            kept.open_again(candidate)
        else:
            kept.draft(candidate, told)
        return
    kept.decide(candidate, replace=ruling == _REPLACE, told=told, same_as=same_as, by=by)
