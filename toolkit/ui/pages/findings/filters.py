"""What the filters of the page Findings are: which boxes there are, and what each offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from toolkit.model.consensus import CONSENSUS
from toolkit.ui import kinds, state
from toolkit.ui.language import say
from toolkit.workflow.tracing import Choices, Named

BY, PARTICIPANTS, WHERE, THEMES, CODES, QUESTIONS, ROLES = (
    *("by", "participants", "where", "themes", "codes"),
    *("questions", "roles"),
)
NAMES: Final = (BY, PARTICIPANTS, WHERE, THEMES, CODES, QUESTIONS, ROLES)
"""What the address calls them."""
MOST_VALUES: Final = 30  # an attribute with more is no group of people, but a remark on each


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


def all_of(known: Choices) -> Iterator[Filter]:
    """Yield every box there is, shown or not."""
    yield from of_codings(known)
    for name in known.attributes:
        yield from of_attribute(name, known)
    yield from of_codes(known)
    yield from of_words(known)


def chosen(known: Choices) -> dict[str, tuple[str, ...]]:
    """Return what is chosen in all boxes, by their names in the address."""
    values: dict[str, tuple[str, ...]] = dict.fromkeys(NAMES, ())
    for each in all_of(known):
        values[each.name] += each.chosen
    return values


def of_codings(known: Choices) -> Iterator[Filter]:
    """Yield the boxes for whose codings count, and whose words."""
    if known.coders:
        yield Filter(
            BY,
            say("Codings by"),
            _same(known.coders) | {CONSENSUS: say("the consensus alone")},
            say("The consensus"),
            say("With nobody chosen: the consensus and, on transcripts without one, what any coder coded."),
        )
    yield Filter(PARTICIPANTS, say("Participants"), _same(known.participants))


def of_attribute(name: str, known: Choices) -> Iterator[Filter]:
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


def of_codes(known: Choices) -> Iterator[Filter]:
    """Yield the boxes for themes and codes: of the themes chosen, if there are any."""
    yield Filter(THEMES, say("Themes"), labels(known.themes))
    themes = Filter(THEMES, "", labels(known.themes)).chosen
    codes = [code for code in known.codes if not themes or code.theme in themes]
    yield Filter(CODES, say("Codes"), labels(codes), say("All of these themes") if themes else "")


def of_words(known: Choices) -> Iterator[Filter]:
    """Yield the boxes for what is said: in answer to what, and by whom."""
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
