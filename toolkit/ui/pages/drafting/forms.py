"""The forms in which people say what a change is to make of the codebook: one for each operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Final, NamedTuple, TypeVar

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.change import Effect, Operation
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.ui import parts, state
from toolkit.ui.language import later, say
from toolkit.workflow import drafting
from toolkit.workflow.drafting import Step

_Picked = TypeVar("_Picked")
Build = Callable[[], Step]
"""Makes the step out of what was typed, or raises what is wrong with it."""

_MOST: Final = 6  # new codes of one split

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


def _needed(picked: _Picked | None, what: str, remedy: str) -> _Picked:
    """Return what was picked, or refuse if nothing was."""
    if not picked:
        raise Invalid(what, remedy)
    return picked


class _Head(NamedTuple):
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
        parent = _needed(
            self.parent,
            say("it is not said where {label} stands", label=repr(self.label)),
            say("choose what is above it"),
        )
        return Code(self.id, self.label, parent, definition=self.definition)


class _Rules(NamedTuple):
    """When to use a code and when not."""

    include: tuple[str, ...]
    exclude: tuple[Exclusion, ...]
    example: str
    boundary: str
    codable: bool

    def onto(self, code: Code) -> Code:
        """Return a code with these rules."""
        return replace(code, **self._asdict())


def _head(
    form: Form, *names: str, parent: str | None = None, besides: Sequence[str] = (), theme: bool = False
) -> _Head:
    """Ask what something new is called; its id follows from its label unless another is typed."""
    left, right = st.columns([3, 2])
    with left:
        label = form.line(later("Label"), *names)
    with right:
        proposed = drafting.proposed_id(form.book, label, besides=(*besides, *form.taken)) if label else ""
        id_ = form.line(later("Id"), *names, hint=proposed or say("made from the label")) or proposed
    above = None if theme else form.pick(later("Under"), [*form.themes, *form.codes], *names, chosen=parent)
    definition = form.text(later("Definition"), *names, hint=say("What it is, in a sentence or two"))
    return _Head(id_, label, above, definition)


def _rules(form: Form, *names: str, was: Code | None = None, besides: Sequence[str] = ()) -> _Rules:
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
    return _Rules(include, exclude, example, boundary, codable)


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


def _add_code(form: Form) -> Build:
    head = _head(form)
    with st.expander(say("When to use it, and when not")):
        rules = _rules(form)
    return lambda: Step("add", results=(head.id,), codes=(rules.onto(head.code),))


def _add_theme(form: Form) -> Build:
    head = _head(form, theme=True)
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
            rules = _rules(form, name, was=was)
        now = lambda: rules.onto(replace(was, definition=definition))  # noqa: E731 - one of two ways
    if not _changes(was, now()):
        st.caption(say("Change the wording: what changed is shown here, and you say what it means."))
        return None
    effect = _effect(form, name)

    def build() -> Step:
        said: Effect = _needed(
            effect,
            say("it is not said what the new wording means"),
            say("choose narrower, wider or the same"),
        )
        return _content("redefine", now(), said)

    return build


def _changes(was: Code | Theme, now: Code | Theme) -> bool:
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


def _effect(form: Form, name: str) -> Effect | None:
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


def _move(form: Form) -> Build:
    names = form.pick_several(later("Which codes"), form.codes)
    above = [*form.themes, *(name for name in form.codes if name not in names)]
    parent = form.pick(later("Under"), above)

    def build() -> Step:
        subjects = _needed(names, say("nothing is chosen to move"), say("choose one code or more"))
        under = _needed(parent, say("it is not said where to"), say("choose what is above"))
        return Step("move", tuple(subjects), (under,))

    return build


def _merge(form: Form) -> Build:
    names = form.pick_several(later("What is merged"), form.everything)
    into = form.pick(later("Into"), [name for name in form.alike(names) if name not in names])

    def build() -> Step:
        subjects = _needed(names, say("nothing is chosen to merge"), say("choose one or more"))
        target = _needed(into, say("it is not said into what"), say("choose it"))
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


def _parts(form: Form, number: int, parent: str | None, *, theme: bool) -> tuple[list[_Head], list[_Rules]]:
    """Ask for the new ones of a split; each may say what belongs to another of them."""
    boxes = [st.container(border=True) for _ in range(number)]
    heads: list[_Head] = []
    for place, box in enumerate(boxes, 1):
        with box:
            st.markdown(say("**New {n}**", n=place))
            taken = [head.id for head in heads]
            heads.append(_head(form, str(place), parent=parent, besides=taken, theme=theme))
    rules = []
    for place, box in enumerate([] if theme else boxes, 1):
        with box, st.expander(say("When to use it, and when not")):
            besides = [head.id for head in heads if head.id and head != heads[place - 1]]
            rules.append(_rules(form, str(place), besides=besides))
    return heads, rules


def _retire(form: Form) -> Build:
    names = form.pick_several(later("What"), form.everything)
    others = [name for name in form.alike(names) if name not in names]
    instead = form.pick_several(later("Worth considering instead (optional)"), others, say("None"))

    def build() -> Step:
        subjects = _needed(names, say("nothing is chosen to retire"), say("choose one or more"))
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
        rules = _rules(form, name, was=was)

    def build() -> Step:
        above = _needed(parent, say("it is not said where it comes back"), say("choose what is above it"))
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
