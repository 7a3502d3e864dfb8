"""What a tab remembers of review after codebook changes: what a button wishes for, and what is chosen."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import streamlit as st

from toolkit.model.review import Decision, Review
from toolkit.ui import state

# Keys of the session.
_CHOICES: Final = "review choices"
_WISHES: Final = "review wishes"
ASKING: Final = "review asking"  # the question about whose like we ask whether to decide them all

KINDS: Final = ("toggle", "ask", "record", "record alike", "take back", "go")


class Question(NamedTuple):
    """What names a review: a coding may be asked about several times, because of several changes."""

    coding: str
    change: str
    code: str

    @classmethod
    def of(cls, about: Review | Decision) -> Question:
        """Return the question a review asks or a decision answers."""
        if isinstance(about, Review):
            return cls(about.coding.id, about.change.id, about.code)
        return cls(about.coding, about.change, about.code)


class Wish(NamedTuple):
    """What a button or key asks for.

    Keys may come faster than pages: a digit and Enter then arrive together and in no order, so that wishes
    are kept and carried out in the order of their kinds.
    """

    kind: Literal["toggle", "ask", "record", "record alike", "take back", "go"]
    question: Question | None = None
    name: str | None = None


def wished() -> list[Wish]:
    """Return what was asked for since the page was shown, in the order of the kinds."""
    return sorted(st.session_state.pop(_WISHES, ()), key=lambda wish: KINDS.index(wish.kind))


def wish_for(wish: Wish) -> None:
    """Keep a wish until the page is shown again."""
    st.session_state.setdefault(_WISHES, []).append(wish)


def choice(question: Question) -> tuple[str, ...] | None:
    """Return what is chosen so far: codes, none of them (an empty tuple), or nothing yet (None)."""
    choices: dict[Question, tuple[str, ...]] = st.session_state.setdefault(_CHOICES, {})
    return choices.get(question)


def choose(question: Question, chosen: tuple[str, ...] | None) -> None:
    """Keep what is chosen."""
    choices: dict[Question, tuple[str, ...]] = st.session_state.setdefault(_CHOICES, {})
    if chosen is None:
        choices.pop(question, None)
    else:
        choices[question] = chosen


def toggle(question: Question, name: str | None) -> None:
    """Add a code to what is chosen or take it out; None stands for none of them."""
    chosen = choice(question)
    if name is None:
        choose(question, () if chosen != () else None)
    elif chosen and name in chosen:
        choose(question, tuple(other for other in chosen if other != name) or None)
    else:
        choose(question, (*(chosen or ()), name))


def reason_key(question: Question) -> str:
    """Return the key of the field for the reason."""
    return state.key("why", *question)
