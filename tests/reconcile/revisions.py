"""Codebooks and releases for the tests of this room: short to write, and drawn at random."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange, Effect, Migration, Operation
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.lineage import Lineage
from toolkit.model.transcript import Span
from toolkit.reconcile.revise import draft_of, revise


def code(name: str, parent: str = "t1", **facts: object) -> Code:
    return Code(name, f"Label of {name}", parent=parent, definition=f"About {name}.", **facts)  # type: ignore[arg-type]


def book(*codes: Code, version: str = "1.0.0", themes: tuple[str, ...] = ("t1", "t2")) -> Codebook:
    return Codebook(
        "b", "A book", version, tuple(Theme(name, name.upper(), f"About {name}.") for name in themes), codes
    )


def record(op: str, subjects: str = "", results: str = "", **facts: object) -> CodebookChange:
    names = {"subjects": tuple(subjects.split()), "results": tuple(results.split())}
    known = {"id": "CR-0001", "version": "1.0.0", "rationale": "because"} | names | facts
    return CodebookChange(op=op, **known)  # type: ignore[arg-type]


def released(*steps: tuple[CodebookChange, tuple[Code, ...]], after: Codebook) -> Codebook:
    """Carry out steps on a version, numbering the records, and return the next one."""
    draft = draft_of(after)
    for number, (change, codes) in enumerate(steps, len(after.changes) + 1):
        draft = revise(draft, replace(change, id=f"CR-{number:04}"), after, codes=codes)
    return replace(draft, status="released")


def coding(name: str, code: str, version: str = "1.0.0", *, coder: str = "A", at: int = 0) -> Coding:
    quotation = Quotation("P01", 1, Span(at, at + 4), "text")
    return Coding(name, quotation, code, coder, version, "first", "2026-03-01T09:30:00Z")


THEMES = ("t1", "t2", "t3")


@st.composite
def lineages(draw: st.DrawFn, *, most: int = 3) -> Lineage:
    """Draw a first version and up to `most` releases after it, each with several records in one order."""
    codes = tuple(code(f"c{n}", draw(st.sampled_from(THEMES))) for n in range(draw(st.integers(1, 6))))
    first = book(*codes, version=draw(st.sampled_from(["0.1.0", "1.0.0"])), themes=THEMES)
    books = [first]
    for _ in range(draw(st.integers(1, most))):
        draft = draft_of(books[-1])
        for _ in range(draw(st.integers(1, 5))):
            draft = _step(draw, draft, books[-1])
        books.append(replace(draft, status="released"))
    return Lineage(tuple(books))


def _step(draw: st.DrawFn, draft: Codebook, before: Codebook) -> Codebook:
    """Try one random operation on codes or themes; an impossible one leaves the draft as it is."""
    serial = len(draft.changes) + 1
    op: Operation = draw(st.sampled_from(get_args(Operation)))
    of_themes = draw(st.integers(0, 4)) == 0
    active = sorted(draft.theme if of_themes else (code.id for code in draft.codes))
    gone = sorted(code.id for code in draft.deprecated)
    new = [f"n{serial}x", f"n{serial}y"]
    subjects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    if op == "add":
        results = (new[0],)
    elif op == "reinstate":
        subjects = (draw(st.sampled_from(gone)),) if gone else ()
    elif active:
        some = st.lists(st.sampled_from(active), min_size=1, max_size=2, unique=True)
        subjects = tuple(draw(some))[: 1 if op == "split" else 2]
        others = [name for name in active if name not in subjects]
        if op == "move":
            results = (draw(st.sampled_from(sorted(draft.theme))),)
        elif op == "merge":
            results = (draw(st.sampled_from(others or active)),)
        elif op == "split":
            results = tuple(draw(st.sampled_from([new, [new[0], *others[:1]], [*others[:2]]])))
        elif op == "retire":
            results = tuple(others[: draw(st.integers(0, 2))])
    effect: Effect | None = draw(st.sampled_from(["narrower", "wider", "same"])) if op == "redefine" else None
    migration: Migration | None = None
    if (op in ("merge", "reinstate") or (op == "redefine" and effect != "same")) and draw(st.booleans()):
        migration = "review"
    named = (*subjects, *results)
    parent = draw(st.sampled_from(sorted(draft.theme) or ["t1"]))
    contents = tuple(_content(draft, name, serial, parent) for name in named)
    themes = tuple(Theme(name, f"Theme {name} {serial}", f"Group {serial}.") for name in named)
    try:
        change = CodebookChange(
            f"CR-{serial:04}", draft.version, op, "", subjects, results, migration, effect, "because"
        )
        was_theme = of_themes or any(name in THEMES or name.startswith("T") for name in subjects)
        return revise(
            draft, change, before, codes=() if was_theme else contents, themes=themes if was_theme else ()
        )
    except Invalid:
        return draft


def _content(draft: Codebook, name: str, serial: int, parent: str) -> Code:
    links = [other.id for other in draft.codes if other.id != name][:1]
    known = draft.code.get(name)
    # What comes back means what it meant, wherever it stands now.
    comes_back = known is not None and not known.active
    return Code(
        name,
        f"Label {name} {serial}",
        parent=parent,
        definition=known.definition if known and comes_back else f"Definition {serial} of {name}.",
        exclude=tuple(Exclusion(f"case {serial}", link) for link in links),
    )
