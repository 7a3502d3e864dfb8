"""What a code or theme means: how it is asked for, and what a new wording of it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final, NamedTuple

import streamlit as st

from toolkit.model.change import Effect
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.ui import parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.drafting.fields import Form, needed
from toolkit.workflow import drafting

_EFFECTS: Final[dict[Effect, tuple[str, str]]] = {
    "narrower": (
        later("Narrower: it holds less"),
        later("Some passages may not fit any more: every earlier coding goes to the review queue."),
    ),
    "wider": (
        later("Wider: it holds more"),
        later(
            "Earlier codings count, marked for a look. Tables say which readings did not look for all of it."
        ),
    ),
    "same": (later("The same, said better"), later("Earlier codings simply count.")),
}


class Head(NamedTuple):
    """What a new theme or code is called, where it stands and what it means."""

    id: str
    label: str
    parent: str | None
    definition: str

    @property
    def theme(self) -> Theme:
        """It as a theme."""
        return Theme(self.id, self.label, self.definition)

    @property
    def code(self) -> Code:
        """It as a code without rules of use."""
        parent = needed(
            self.parent,
            say("it is not said where {label} stands", label=repr(self.label)),
            say("choose what is above it"),
        )
        return Code(self.id, self.label, parent, definition=self.definition)


class Rules(NamedTuple):
    """When to use a code and when not."""

    include: tuple[str, ...]
    exclude: tuple[Exclusion, ...]
    example: str
    boundary: str
    codable: bool

    def onto(self, code: Code) -> Code:
        """Return a code with these rules."""
        return replace(code, **self._asdict())


def ask_head(
    form: Form, *names: str, parent: str | None = None, besides: Sequence[str] = (), theme: bool = False
) -> Head:
    """Ask what something new is called; its id follows from its label unless another is typed."""
    left, right = st.columns([3, 2])
    with left:
        label = form.line(later("Label"), *names)
    with right:
        proposed = drafting.proposed_id(form.book, label, besides=(*besides, *form.taken)) if label else ""
        id_ = form.line(later("Id"), *names, hint=proposed or say("made from the label")) or proposed
    above = None if theme else form.pick(later("Under"), [*form.themes, *form.codes], *names, chosen=parent)
    definition = form.text(later("Definition"), *names, hint=say("What it is, in a sentence or two"))
    return Head(id_, label, above, definition)


def ask_rules(form: Form, *names: str, was: Code | None = None, besides: Sequence[str] = ()) -> Rules:
    """Ask when to use a code."""
    include = form.lines(later("Use it for"), *names, value=was.include if was else ())
    exclude = _exclusions(form, *names, was=was.exclude if was else (), targets=[*besides, *form.codes])
    example = form.text(
        later("Example"), *names, value=was.example if was else "", hint=say("A typical passage")
    )
    boundary = form.text(
        later("Boundary"),
        *names,
        value=was.boundary if was else "",
        hint=say("A passage that just does, or just does not"),
    )
    codable = st.checkbox(
        say("Passages may be given this code (without, it only groups other codes)"),
        was.codable if was else True,
        key=form.key("codable", *names),
        disabled=form.off,
        persist_state="session",
    )
    return Rules(include, exclude, example, boundary, codable)


def _exclusions(
    form: Form, *names: str, was: Sequence[Exclusion], targets: Sequence[str]
) -> tuple[Exclusion, ...]:
    """Ask when not to use a code and which to use instead, with an empty row behind the last."""
    st.markdown(say("Do not use it for"))
    made = []
    for place in count():
        before = was[place] if place < len(was) else None
        case = form.case(place + 1, *names, was=before, targets=targets)
        if case is not None:
            made.append(case)
        elif before is None:
            break
    return tuple(made)


def show_changes(was: Code | Theme, now: Code | Theme) -> bool:
    """Show what differs, word by word; tell whether anything does."""
    if was == now:
        return False
    with st.container(border=True):
        texts, new = dict(_worded(was)), dict(_worded(now))
        for title in dict.fromkeys((*texts, *new)):
            before, after = texts.get(title, ""), new.get(title, "")
            if before != after:
                st.markdown(f"**{title}:** {parts.reworded(drafting.worded(before, after))}")
    return True


def _worded(item: Code | Theme) -> Iterator[tuple[str, str]]:
    """Yield what says the meaning of a code, as texts with titles."""
    yield say("Definition"), item.definition
    yield say("Use"), say("may be given to passages") if item.codable else say("only groups other codes")
    if isinstance(item, Code):
        yield say("Use it for"), "; ".join(item.include)
        yield (
            say("Not for"),
            "; ".join(f"{each.when} → {each.use}" if each.use else each.when for each in item.exclude),
        )
        yield say("Example"), item.example
        yield say("Boundary"), item.boundary


def ask_effect(form: Form, name: str) -> Effect | None:
    """Ask what a new wording means for the codings there are."""
    return st.radio(
        say("After this, the code is"),
        _EFFECTS,
        index=None,
        format_func=lambda effect: say(_EFFECTS[effect][0]),
        captions=[say(consequence) for _, consequence in _EFFECTS.values()],
        key=form.key("effect", name),
        disabled=form.off,
        persist_state="session",
    )
