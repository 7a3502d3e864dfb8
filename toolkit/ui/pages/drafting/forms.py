"""The forms in which people say what a change is to make of the codebook: one for each operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from toolkit.model.change import Effect, Operation
from toolkit.model.code import Code, Theme
from toolkit.ui.language import later, say
from toolkit.ui.pages.drafting.fields import Form, needed
from toolkit.ui.pages.drafting.meaning import Head, Rules, ask_effect, ask_head, ask_rules, show_changes
from toolkit.workflow.drafting import Step

Build = Callable[[], Step]
"""Makes the step out of what was typed, or raises what is wrong with it."""

_MOST: Final = 6  # new codes of one split


def _add_code(form: Form) -> Build:
    head = ask_head(form)
    with st.expander(say("When to use it, and when not")):
        rules = ask_rules(form)
    return lambda: Step("add", results=(head.id,), codes=(rules.onto(head.code),))


def _add_theme(form: Form) -> Build:
    head = ask_head(form, theme=True)
    return lambda: Step("add", results=(head.id,), themes=(head.theme,))


def _rename(form: Form) -> Build | None:
    name = form.pick(later("What"), form.everything)
    if name is None:
        return None
    was = form.book.theme.get(name) or form.book.code[name]
    label = form.line(later("New label"), name, value=was.label)
    return lambda: _content("rename", replace(was, label=label))


def _content(op: Operation, item: Code | Theme, effect: Effect | None = None) -> Step:
    """Return a step about one code or theme that reads so afterwards."""
    if isinstance(item, Theme):
        return Step(op, (item.id,), themes=(item,), effect=effect)
    return Step(op, (item.id,), codes=(item,), effect=effect)


def _redefine(form: Form) -> Build | None:
    name = form.pick(later("What"), form.everything)
    if name is None:
        return None
    was = form.book.theme.get(name) or form.book.code[name]
    definition = form.text(later("Definition"), name, value=was.definition, height=120)
    now: Callable[[], Code | Theme] = partial(replace, was, definition=definition)
    if isinstance(was, Code):
        with st.expander(say("When to use it, and when not"), expanded=True):
            rules = ask_rules(form, name, was=was)
        now = lambda: rules.onto(replace(was, definition=definition))  # noqa: E731 - one of two ways
    if not show_changes(was, now()):
        st.caption(say("Change the wording: what changed is shown here, and you say what it means."))
        return None
    effect = ask_effect(form, name)

    def build() -> Step:
        said: Effect = needed(
            effect,
            say("it is not said what the new wording means"),
            say("choose narrower, wider or the same"),
        )
        return _content("redefine", now(), said)

    return build


def _move(form: Form) -> Build:
    names = form.pick_several(later("Which codes"), form.codes)
    above = [*form.themes, *(name for name in form.codes if name not in names)]
    parent = form.pick(later("Under"), above)

    def build() -> Step:
        subjects = needed(names, say("nothing is chosen to move"), say("choose one code or more"))
        under = needed(parent, say("it is not said where to"), say("choose what is above"))
        return Step("move", tuple(subjects), (under,))

    return build


def _merge(form: Form) -> Build:
    names = form.pick_several(later("What is merged"), form.everything)
    into = form.pick(later("Into"), [name for name in form.alike(names) if name not in names])

    def build() -> Step:
        subjects = needed(names, say("nothing is chosen to merge"), say("choose one or more"))
        target = needed(into, say("it is not said into what"), say("choose it"))
        return Step("merge", tuple(subjects), (target,))

    return build


def _split(form: Form) -> Build | None:
    name = form.pick(later("What"), form.everything)
    if name is None:
        return None
    theme = name in form.book.theme
    others = [other for other in form.alike([name]) if other != name]
    kept = form.pick_several(later("Into some there are"), others, say("None: only new ones"))
    number = st.number_input(
        say("and how many new ones"),
        0,
        _MOST,
        value=max(2 - len(kept), 0),
        key=form.key("number", str(bool(kept))),
        disabled=form.off,
        persist_state="session",
    )
    parent = None if theme else form.book.code[name].parent
    heads, rules = _parts(form, int(number), parent, theme=theme)

    def build() -> Step:
        results = (*(head.id for head in heads), *kept)
        if theme:
            return Step("split", (name,), results, themes=tuple(head.theme for head in heads))
        codes = tuple(each.onto(head.code) for head, each in zip(heads, rules, strict=True))
        return Step("split", (name,), results, codes=codes)

    return build


def _parts(form: Form, number: int, parent: str | None, *, theme: bool) -> tuple[list[Head], list[Rules]]:
    """Ask for the new ones of a split; each may say what belongs to another of them."""
    boxes = [st.container(border=True) for _ in range(number)]
    heads: list[Head] = []
    for place, box in enumerate(boxes, 1):
        with box:
            st.markdown(say("**New {n}**", n=place))
            taken = [head.id for head in heads]
            heads.append(ask_head(form, str(place), parent=parent, besides=taken, theme=theme))
    rules = []
    for place, box in enumerate([] if theme else boxes, 1):
        with box, st.expander(say("When to use it, and when not")):
            besides = [head.id for head in heads if head.id and head != heads[place - 1]]
            rules.append(ask_rules(form, str(place), besides=besides))
    return heads, rules


def _retire(form: Form) -> Build:
    names = form.pick_several(later("What"), form.everything)
    others = [name for name in form.alike(names) if name not in names]
    instead = form.pick_several(later("Worth considering instead (optional)"), others, say("None"))

    def build() -> Step:
        subjects = needed(names, say("nothing is chosen to retire"), say("choose one or more"))
        return Step("retire", tuple(subjects), tuple(instead))

    return build


def _reinstate(form: Form) -> Build | None:
    retired = {code.id: code for code in form.book.deprecated}
    if not retired:
        st.caption(say("Nothing was ever taken out of use."))
        return None
    name = form.pick(later("What"), list(retired))
    if name is None:
        return None
    was = retired[name]
    if was.was_theme:
        known = {theme.id: theme for book in form.lineage.releases for theme in book.themes}
        theme = known.get(name, Theme(name, was.label))
        definition = form.text(later("Definition"), name, value=theme.definition)
        return lambda: _content("reinstate", replace(theme, definition=definition))
    parent = form.pick(later("Under"), [*form.themes, *form.codes], name, chosen=was.parent)
    definition = form.text(later("Definition"), name, value=was.definition)
    with st.expander(say("When to use it, and when not")):
        rules = ask_rules(form, name, was=was)

    def build() -> Step:
        above = needed(parent, say("it is not said where it comes back"), say("choose what is above it"))
        back = replace(was, parent=above, definition=definition)
        return _content(
            "reinstate", rules.onto(replace(back, deprecated_in=None, replaced_by=None, consider=()))
        )

    return build


STEPS: Final[dict[str, tuple[str, Callable[[Form], Build | None]]]] = {
    later("Add code"): (
        later("A code nobody had. Transcripts read before were not searched for it."),
        _add_code,
    ),
    later("Add theme"): (later("A theme to put codes under."), _add_theme),
    later("Rename"): (later("Another label; the id and all codings stay, the old label is kept."), _rename),
    later("Redefine"): (later("Another definition, or other rules of use."), _redefine),
    later("Move"): (
        later("Codes come under another theme or code; codings stay, theme totals change."),
        _move,
    ),
    later("Merge"): (
        later("Codings follow by themselves. To merge into something new, add that first."),
        _merge,
    ),
    later("Split"): (later("One becomes several; for each coding a person says which fits."), _split),
    later("Retire"): (
        later("Out of use without a successor; its codings are kept and no longer count."),
        _retire,
    ),
    later("Bring back"): (later("What was taken out of use is used again."), _reinstate),
}
