"""What of a study the page looks at: filters in the sidebar, which also stand in the address.

The address is read when the page opens and when somebody went back or forward to another one; at any other
time the filters say what is chosen, and the address follows them. Names that the study does not know are left
aside, and the page says so: a link may be older than the study, or made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from toolkit.model.consensus import CONSENSUS
from toolkit.model.selection import Selection
from toolkit.ui import kinds, parts, state
from toolkit.ui.language import number, say, say_many
from toolkit.workflow import reviewing, tracing
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices, Named

VIEW: Final = "findings"
SHOW: Final = "show"
BY, PARTICIPANTS, WHERE, THEMES, CODES, QUESTIONS, ROLES = (
    *("by", "participants", "where", "themes", "codes"),
    *("questions", "roles"),
)
_NAMES: Final = (BY, PARTICIPANTS, WHERE, THEMES, CODES, QUESTIONS, ROLES)
_KEPT: Final = "kept findings"
_WRITTEN: Final = "address of findings"
_TOUCHED: Final = "filter touched"
_UNKNOWN: Final = "unknown in the address"
MOST_VALUES: Final = 30  # an attribute with more is no group of people, but a remark on each
_LONGEST: Final = 60  # letters of a name that is not known
_MOST_TOLD: Final = 5

Address = dict[str, tuple[str, ...]]


@st.cache_resource(max_entries=8, show_spinner=False)
def _choices(moment: str, at: str, *, _study: Study) -> Choices:  # noqa: ARG001 - what it is kept by
    return tracing.choices(_study, at=at)


def choices(study: Study, at: str) -> Choices:
    """Return what there is to choose from, looked up anew only where the study has changed since."""
    return _choices(reviewing.moment(study), at, _study=study)


@dataclass(frozen=True)
class Filter:
    """One box of the sidebar: its name in the address, and what it offers, as it is written there.

    Attributes
    ----------
    attribute
        Of participants, if the box is for one; then the address writes `attribute=value`.
    options
        How each is shown, by what the address says for it.
    placeholder
        What the box says when nothing is chosen; by default that this is all.
    """

    name: str
    label: str
    options: Mapping[str, str]
    placeholder: str = ""
    help: str | None = None
    attribute: str = field(default="")

    @property
    def key(self) -> str:
        """The key of the session under which its choice stands."""
        return state.key("findings filter", self.name, self.attribute)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is chosen, of what is offered; nothing before the box was shown."""
        held = st.session_state.get(self.key) or ()
        return tuple(each for each in held if each in self.options)


def follow_address(known: Choices, views: Sequence[str]) -> None:
    """Set the filters and the view to what the address says, if it has changed by other hands than ours."""
    asked = _asked()
    is_touched = st.session_state.pop(_TOUCHED, False)
    if VIEW not in st.session_state:
        # The page opens. From another page one comes without an address: then as it was left.
        _set(asked if any(asked.values()) else st.session_state.get(_KEPT, {}), known, views)
    elif not is_touched and asked != st.session_state.get(_WRITTEN):
        _set(asked, known, views)


def _asked() -> Address:
    return {name: tuple(st.query_params.get_all(name)) for name in (SHOW, *_NAMES)}


def _set(asked: Mapping[str, Sequence[str]], known: Choices, views: Sequence[str]) -> None:
    unknown: list[str] = []
    titles = {slug(title): title for title in views}
    wanted = asked.get(SHOW, ())
    unknown += [each for each in wanted if each not in titles]
    st.session_state[VIEW] = next((titles[each] for each in wanted if each in titles), views[0])
    filters = tuple(_filters(known))
    for name in _NAMES:
        offered = [each for each in filters if each.name == name]
        values = asked.get(name, ())
        for each in offered:
            st.session_state[each.key] = [value for value in dict.fromkeys(values) if value in each.options]
        unknown += [value for value in values if not any(value in each.options for each in offered)]
    st.session_state[_UNKNOWN] = tuple(dict.fromkeys(unknown))


def slug(title: str) -> str:
    """Return how the address writes the title of a view.

    >>> slug("Codes by participant")
    'codes-by-participant'
    """
    return title.lower().replace(" ", "-")


def touched() -> None:
    """Note that somebody chose something on the page: the browser may not have the new address yet."""
    st.session_state[_TOUCHED] = True
    st.session_state[_UNKNOWN] = ()


def is_narrowed() -> bool:
    """Tell whether any filter is chosen, as of when the page last ran as a whole."""
    return any(values for name, values in st.session_state.get(_KEPT, {}).items() if name != SHOW)


def write_address(view: str, first: str, known: Choices) -> None:
    """Write what is chosen into the address, and keep it for when one comes back from another page."""
    chosen: Address = dict.fromkeys((SHOW, *_NAMES), ())
    for each in _filters(known):
        chosen[each.name] += each.chosen
    chosen[SHOW] = () if view == first else (slug(view),)
    st.session_state[_KEPT] = chosen
    st.session_state[_WRITTEN] = chosen
    now = _asked()
    for name, values in chosen.items():
        if values and values != now[name]:
            st.query_params[name] = list(values)
        elif not values and name in st.query_params:
            del st.query_params[name]


# The boxes -------------------------------------------------------------------------------------------


def _filters(known: Choices) -> Iterator[Filter]:
    """Yield every box there is, shown or not."""
    yield from _of_codings(known)
    for name in known.attributes:
        yield from _of_attribute(name, known)
    yield from _of_codes(known)
    yield from _of_words(known)


def _of_codings(known: Choices) -> Iterator[Filter]:
    if known.coders:
        yield Filter(
            BY,
            say("Codings by"),
            _same(known.coders) | {CONSENSUS: say("the consensus alone")},
            say("The consensus"),
            say("With nobody chosen: the consensus and, on transcripts without one, what any coder coded."),
        )
    yield Filter(PARTICIPANTS, say("Participants"), _same(known.participants))


def _of_attribute(name: str, known: Choices) -> Iterator[Filter]:
    """Yield the box of an attribute, if a selection can name it."""
    values = [value for value in known.values(name) if value == value.strip()]
    if can_be_named(name):
        shown = {f"{name}={value}": value or say("not known") for value in values}
        yield Filter(WHERE, heading(name), shown, attribute=name)


def heading(name: str) -> str:
    """Return how the name of an attribute is shown.

    >>> heading("org_type")
    'Org type'
    """
    return f"{name[:1].upper()}{name[1:]}".replace("_", " ")


def can_be_named(attribute: str) -> bool:
    """Tell whether a selection can name it: a name ends at the first equals sign, and blanks around it go."""
    return attribute.strip() == attribute != "" and "=" not in attribute


def _of_codes(known: Choices) -> Iterator[Filter]:
    yield Filter(THEMES, say("Themes"), labels(known.themes))
    themes = Filter(THEMES, "", labels(known.themes)).chosen
    codes = [code for code in known.codes if not themes or code.theme in themes]
    yield Filter(CODES, say("Codes"), labels(codes), say("All of these themes") if themes else "")


def _of_words(known: Choices) -> Iterator[Filter]:
    if known.questions:
        told = {str(place): f"{place}. {wording}".strip() for place, wording in known.questions.items()}
        yield Filter(QUESTIONS, say("In answer to"), told, say("Any question"))
    yield Filter(
        ROLES,
        say("Said by"),
        {role: kinds.speaker(role) for role in known.roles},
        say("All but interviewers"),
        say("With nothing chosen: everybody but interviewers, who are context and not coded."),
    )


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def labels(named: Sequence[Named]) -> dict[str, str]:
    """Return what to show for each id: the label, and the id with it where two have the same.

    >>> labels([Named("a", "Trust", "x"), Named("b", "Trust", "y"), Named("c", "Care", "y")])
    {'a': 'Trust (a)', 'b': 'Trust (b)', 'c': 'Care'}
    """
    often = Counter(each.label for each in named)
    return {each.id: each.label if often[each.label] == 1 else f"{each.label} ({each.id})" for each in named}


def choose(known: Choices, version: str) -> Selection:
    """Let the reader choose in the sidebar what to look at."""
    groups = [each for name in known.attributes for each in _of_attribute(name, known)]
    usual = [each for each in groups if 1 < len(each.options) < MOST_VALUES]
    with st.sidebar:
        # The themes' before the codes': it decides which are offered.
        for each in (*_of_codings(known), *_of_codes(known), *usual, *_of_words(known)):
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
        on_change=touched,
    )


def _selection(known: Choices, version: str) -> Selection:
    chosen: Address = dict.fromkeys(_NAMES, ())
    for each in _filters(known):
        chosen[each.name] += each.chosen
    return Selection(
        coder=chosen[BY],
        at=version,
        participant=chosen[PARTICIPANTS],
        where=chosen[WHERE],
        theme=chosen[THEMES],
        code=chosen[CODES],
        question=tuple(int(place) for place in chosen[QUESTIONS]),
        speaker_role=tuple(role for role in known.roles if role in chosen[ROLES]),
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
    if unknown := st.session_state.get(_UNKNOWN):
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
    for each in _filters(known):
        if each.chosen:
            values = [_shortened(each.options[value]) for value in each.chosen[:_MOST_TOLD]]
            if (more := len(each.chosen) - _MOST_TOLD) > 0:
                values.append(say_many("{n} more", "{n} more", more))
            either = say("or")
            yield f"{each.label}: {f' {either} '.join(values)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _clear(known: Choices) -> None:
    touched()
    for each in _filters(known):
        st.session_state[each.key] = []
