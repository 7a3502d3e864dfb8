"""The fields of the forms: each keeps what was typed into it until the step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.code import Exclusion
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.ui import state
from toolkit.ui.language import say

_Picked = TypeVar("_Picked")


@dataclass(frozen=True)
class Form:
    """The fields for one step.

    Each step has a form of its own (`number`), so that the next begins empty; what was typed into one stays
    there until its step is taken, whatever is looked at meanwhile, in whatever language: a field goes by its
    English title. `taken` are ids that coders proposed: they are not made from a label by chance.
    """

    book: Codebook
    lineage: Lineage
    number: int
    off: bool
    taken: tuple[str, ...] = ()

    def key(self, *names: str) -> str:
        """Return the key of a field."""
        return state.key("draft", str(self.number), *names)

    def line(self, title: str, *names: str, value: str = "", hint: str = "") -> str:
        """Ask for one line."""
        return st.text_input(
            say(title),
            value,
            key=self.key(title, *names),
            placeholder=hint,
            disabled=self.off,
            persist_state="session",
        ).strip()

    def text(self, title: str, *names: str, value: str = "", hint: str = "", height: int = 80) -> str:
        """Ask for a text."""
        return st.text_area(
            say(title),
            value,
            height,
            key=self.key(title, *names),
            placeholder=hint,
            disabled=self.off,
            persist_state="session",
        ).strip()

    def lines(self, title: str, *names: str, value: Sequence[str] = (), hint: str = "") -> tuple[str, ...]:
        """Ask for texts, one on each line."""
        typed = self.text(title, *names, value="\n".join(value), hint=hint or say("One on each line"))
        return tuple(filter(None, (line.strip() for line in typed.splitlines())))

    def pick(
        self,
        title: str,
        names: Sequence[str],
        *of: str,
        chosen: str | None = None,
    ) -> str | None:
        """Let one of several ids be picked by its label."""
        return st.selectbox(
            say(title),
            names,
            index=names.index(chosen) if chosen in names else None,
            format_func=self.named,
            key=self.key(title, *of),
            placeholder=say("Choose"),
            disabled=self.off,
            persist_state="session",
        )

    def pick_several(self, title: str, names: Sequence[str], hint: str = "") -> list[str]:
        """Let several ids be picked by their labels."""
        return st.multiselect(
            say(title),
            names,
            format_func=self.named,
            key=self.key(title),
            placeholder=hint or say("Choose one or more"),
            disabled=self.off,
            persist_state="session",
        )

    def case(
        self, number: int, *names: str, was: Exclusion | None, targets: Sequence[str]
    ) -> Exclusion | None:
        """Ask for a case in which not to use a code, and what to use instead of it; None if there is none."""
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            when = st.text_input(
                say("Case {n}", n=number),
                was.when if was else "",
                key=self.key("case", str(number), *names),
                placeholder=say("when …"),
                disabled=self.off,
                label_visibility="collapsed",
                persist_state="session",
            ).strip()
        with right:
            use = st.selectbox(
                say("Instead of it, case {n}", n=number),
                targets,
                index=targets.index(was.use) if was and was.use in targets else None,
                format_func=self.named,
                key=self.key("instead", str(number), *names),
                placeholder=say("use instead …"),
                disabled=self.off,
                label_visibility="collapsed",
                persist_state="session",
            )
        return Exclusion(when, use) if when else None

    def named(self, name: str) -> str:
        """Return what stands in a list for an id."""
        if (theme := self.book.theme.get(name)) is not None:
            label = say("{label} (theme)", label=theme.label)
            return f"{label} · {name}"
        code = self.book.code.get(name)
        return f"{code.label} · {name}" if code is not None else name

    @property
    def themes(self) -> list[str]:
        """The themes in use."""
        return list(self.book.theme)

    @property
    def codes(self) -> list[str]:
        """The codes in use, in the order of the tree."""
        return [code.id for _, code in self.book.ordered()]

    def alike(self, names: Sequence[str]) -> list[str]:
        """Return the themes if the first of these is one, else the codes."""
        return self.themes if names and names[0] in self.book.theme else self.codes

    @property
    def everything(self) -> list[str]:
        """Codes first, then themes."""
        return [*self.codes, *self.themes]


def needed(picked: _Picked | None, what: str, remedy: str) -> _Picked:
    """Return what was picked, or refuse if nothing was."""
    if not picked:
        raise Invalid(what, remedy)
    return picked
