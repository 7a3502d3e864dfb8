"""What of a study the page looks at: filters in the sidebar, and what they leave, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.ui import parts
from toolkit.ui.language import number, say, say_many
from toolkit.ui.pages.findings import address, filters
from toolkit.ui.pages.findings.filters import Filter
from toolkit.workflow import studies, tracing
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices

_LONGEST: Final = 60  # letters of a name that is told
_MOST_TOLD: Final = 5


@st.cache_resource(max_entries=8, show_spinner=False)
def _choices(moment: str, at: str, *, _study: Study) -> Choices:  # noqa: ARG001 - what it is kept by
    return tracing.choices(_study, at=at)


def choices(study: Study, at: str) -> Choices:
    """Return what there is to choose from, looked up anew only where the study has changed since."""
    return _choices(studies.moment(study), at, _study=study)


def choose(known: Choices, version: str) -> Selection:
    """Let the reader choose in the sidebar what to look at."""
    groups = [each for name in known.attributes for each in filters.of_attribute(name, known)]
    usual = [each for each in groups if 1 < len(each.options) < filters.MOST_VALUES]
    with st.sidebar:
        # The themes' before the codes': it decides which are offered.
        for each in (*filters.of_codings(known), *filters.of_codes(known), *usual, *filters.of_words(known)):
            _box(each)
        if rest := [each for each in groups if each not in usual]:
            with st.expander(say("More about participants")):
                for each in rest:
                    _box(each)
    return _selection(known, version)


def _box(box: Filter) -> None:
    # A code that is no longer offered, after another theme or version was chosen, goes out of the choice.
    if st.session_state.get(box.key, ()) != list(box.chosen):
        st.session_state[box.key] = list(box.chosen)
    st.multiselect(
        parts.plain(box.label),
        list(box.options),
        format_func=lambda value: box.options.get(value, value),
        placeholder=box.placeholder or say("All"),
        help=box.help,
        key=box.key,
        on_change=address.touched,
    )


def _selection(known: Choices, version: str) -> Selection:
    chosen = filters.chosen(known)
    return Selection(
        coder=chosen[filters.BY],
        at=version,
        participant=chosen[filters.PARTICIPANTS],
        where=chosen[filters.WHERE],
        theme=chosen[filters.THEMES],
        code=chosen[filters.CODES],
        question=tuple(int(place) for place in chosen[filters.QUESTIONS]),
        speaker_role=tuple(role for role in known.roles if role in chosen[filters.ROLES]),
    )


# What is chosen, in words ------------------------------------------------------------------------------


def tell(known: Choices, selection: Selection) -> None:
    """Say what is chosen and how much of the study that leaves, with a way back to all of it."""
    left = known.remaining(selection)
    people = dict.fromkeys(known.people[name] for name in left)
    told = "; ".join(_chosen(known))
    with st.container(key="chosen", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            say(
                "**{chosen}**: {participants}, {transcripts}",
                chosen=parts.plain(told) if told else say("The whole study"),
                participants=say_many(
                    "{here} of {n} participant",
                    "{here} of {n} participants",
                    len(known.participants),
                    here=number(len(people)),
                ),
                transcripts=say_many(
                    "{here} of {n} transcript",
                    "{here} of {n} transcripts",
                    len(known.people),
                    here=number(len(left)),
                ),
            ),
            width="content",
        )
        # Always there, so that nothing below moves when the first filter is chosen.
        st.button(
            say("Clear filters"),
            type="tertiary",
            icon=":material/filter_alt_off:",
            on_click=_clear,
            args=(known,),
            disabled=not told,
            key="clear filters",
        )
    if unknown := address.unknown():
        st.caption(_left_aside(unknown))


def _left_aside(unknown: Sequence[str]) -> str:
    """Say what the address asks for that there is not."""
    names = parts.plain(", ".join(name[:_LONGEST] for name in unknown[:_MOST_TOLD]))
    more = len(unknown) - _MOST_TOLD
    if more > 0:
        return say_many(
            "Left aside, because this study does not have it at this version: {names} and {n} more.",
            "Left aside, because this study does not have it at this version: {names} and {n} more.",
            more,
            names=names,
        )
    return say("Left aside, because this study does not have it at this version: {names}.", names=names)


def _chosen(known: Choices) -> Iterator[str]:
    """Yield what is chosen box by box, in words."""
    either = say(" or ")
    for each in filters.all_of(known):
        if each.chosen:
            values = [_shortened(each.options[value]) for value in each.chosen[:_MOST_TOLD]]
            if (more := len(each.chosen) - _MOST_TOLD) > 0:
                values.append(say_many("{n} more", "{n} more", more))
            yield f"{each.label}: {either.join(values)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _clear(known: Choices) -> None:
    address.touched()
    for each in filters.all_of(known):
        st.session_state[each.key] = []
