"""The passages behind a number: a click on a cell of a table lists them, and so do two boxes below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Table, Value
from toolkit.ui import kept, parts, state
from toolkit.ui.language import say, say_many
from toolkit.ui.pages.findings import choosing, filters
from toolkit.ui.parts import Edition
from toolkit.workflow import tracing
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices

_OF: Final = "passages of"
_BY: Final = "passages by"
_AT_ONCE: Final = 50
_LONGEST: Final = 1_200  # letters of a quotation that are shown here; the page Code has all
_HEIGHT: Final = 340


@dataclass(frozen=True, order=True)
class Of:
    """What a row counts: a theme with all its codes, or one code; every code in use, if neither.

    Attributes
    ----------
    other
        Another code: the row counts where the two stand together.
    """

    theme: str = ""
    code: str = ""
    other: str = ""


@dataclass(frozen=True, order=True)
class By:
    """Whom a column counts: one participant, or those with an attribute as in role=engineer; or everybody."""

    participant: str = ""
    where: str = ""


EVERYBODY: Final = By()


@dataclass(frozen=True)
class Together:
    """Pairs of codes as a table has them, and when their passages meet: see `tracing.meeting`."""

    pairs: Mapping[Of, str]
    within: Literal["passage", "overlap", "turns"]
    turns: int


def linked(
    table: Table,
    key: str,
    *,
    rows: Sequence[Of | None],
    columns: Mapping[str, By] | None = None,
    height: int | None = None,
    show: Sequence[str] = (),
    wide: Sequence[str] = (),
    tall: bool = False,
) -> None:
    """Show the cells of a table, each of which leads to its passages when it is chosen.

    Parameters
    ----------
    rows
        What each row counts; None where nothing is behind it.
    columns
        Whom a column counts, where that is not everybody.
    """
    grid = state.key("findings grid", key)
    _keep_marked(grid, rows, columns or {}, table.names)
    parts.grid(
        table,
        height=height,
        show=show,
        wide=wide,
        tall=tall,
        key=grid,
        on_cell=lambda: _take(grid, rows, columns or {}),
    )


def _take(grid: str, rows: Sequence[Of | None], columns: Mapping[str, By]) -> None:
    """Choose what the cell counts that was clicked."""
    cells = st.session_state[grid]["selection"]["cells"]
    if not cells:
        return
    row, column = cells[0]
    if row < len(rows) and (of := rows[row]) is not None:
        st.session_state[_OF] = of
        st.session_state[_BY] = columns.get(column, EVERYBODY)


def _keep_marked(
    grid: str, rows: Sequence[Of | None], columns: Mapping[str, By], names: Sequence[str]
) -> None:
    """Mark the cell whose passages are shown: filters move rows, and the boxes choose other ones."""
    held = st.session_state.get(grid)
    if not held or not held["selection"]["cells"]:
        return
    row, column = held["selection"]["cells"][0]
    of, by = st.session_state.get(_OF), st.session_state.get(_BY, EVERYBODY)
    if row < len(rows) and rows[row] == of and columns.get(column, EVERYBODY) == by:
        return
    is_there = of in rows and column in names and columns.get(column, EVERYBODY) == by
    cells = [(rows.index(of), column)] if is_there else []
    st.session_state[grid] = {"selection": {"rows": [], "columns": [], "cells": cells}}


def passages(
    study: Study, selection: Selection, edition: Edition, *, together: Together | None = None
) -> None:
    """Show the two boxes, and the passages of what is chosen in them."""
    known = choosing.choices(study, edition.version)
    codes = _codes(known, selection) if together is None else together.pairs
    of, by = _choose(codes, people(known, selection), in_pairs=together is not None)
    if of is None:
        st.caption(
            say("Choose a cell of the table, or a theme or code here, to read the passages behind it.")
            if together is None
            else say("Choose a cell of the table, or a pair here, to read the passages behind it.")
        )
        return
    chosen = narrowed(selection, of, by)
    if together is None:
        table = kept.table(tracing.passages, study, selection=chosen)
        st.markdown(parts.plain(_counted(table)))
    else:
        within, turns = together.within, together.turns
        table = kept.table(
            tracing.meeting, study, of.code, of.other, within=within, turns=turns, selection=chosen
        )
        st.markdown(parts.plain(say("Where the two meet: {counted}", counted=_counted(table))))
    if table.rows:
        _listed(table, key=repr((of, by, selection)))


def narrowed(selection: Selection, of: Of, by: By) -> Selection:
    """Return what a number counts: the selection of its table, narrowed down to its row and column.

    >>> narrowed(Selection(theme=("a", "b"), code=("x", "y")), Of(theme="a"), By(participant="P1"))
    ... # doctest: +NORMALIZE_WHITESPACE
    Selection(coder=(), at=None, participant=('P1',), where=(), theme=('a',), code=('x', 'y'), question=(),
              speaker_role=())
    """
    if of.theme:
        selection = replace(selection, theme=(of.theme,))
    if of.code:
        selection = replace(selection, code=(of.code,))
    if by.participant:
        selection = replace(selection, participant=(by.participant,))
    if by.where:
        name = by.where.partition("=")[0]
        others = [each for each in selection.where if each.partition("=")[0] != name]
        selection = replace(selection, where=(*others, by.where))
    return selection


def _choose(codes: Mapping[Of, str], whom: Mapping[By, str], *, in_pairs: bool) -> tuple[Of | None, By]:
    """Let the reader choose; what a click in the table chose stands here, too."""
    for key, options in ((_OF, codes), (_BY, whom)):
        if st.session_state.get(key) not in options:
            st.session_state[key] = None if key == _OF else EVERYBODY
    with st.container(horizontal=True, key="behind"):
        of: Of | None = st.selectbox(
            say("Passages of"),
            list(codes),
            index=None,
            format_func=lambda each: codes.get(each, ""),
            placeholder=say("A cell of the table, or a pair")
            if in_pairs
            else say("A cell of the table, or a theme or code"),
            key=_OF,
            persist_state="session",
        )
        by: By = st.selectbox(
            say("By"),
            list(whom),
            format_func=lambda each: whom.get(each, ""),
            key=_BY,
            width=280,
            persist_state="session",
        )
    return of, by


def _codes(known: Choices, selection: Selection) -> dict[Of, str]:
    """Return the themes and codes that are looked at, each theme before its codes."""
    options: dict[Of, str] = {}
    themes, codes = filters.labels(known.themes), filters.labels(known.codes)
    for theme in known.themes:
        if selection.theme and theme.id not in selection.theme:
            continue
        of_theme = [
            code
            for code in known.codes
            if code.theme == theme.id and (not selection.code or code.id in selection.code)
        ]
        if of_theme or not selection.code:
            options[Of(theme=theme.id)] = say("{theme} (all of its codes)", theme=themes[theme.id])
            options |= {Of(code=code.id): codes[code.id] for code in of_theme}
    return options


def people(known: Choices, selection: Selection) -> dict[By, str]:
    """Return the participants that are left, and what they have in common."""
    left = tuple(dict.fromkeys(known.people[name] for name in known.remaining(selection)))
    options = {EVERYBODY: say("Everybody")} | {By(participant=name): name for name in left}
    for name, values in known.attributes.items():
        here = sorted({values[person] for person in left})
        if 1 < len(here) < filters.MOST_VALUES and filters.can_be_named(name):
            unknown = say("not known")
            options |= {
                By(where=f"{name}={value}"): f"{name}: {value or unknown}"
                for value in here
                if value == value.strip()
            }
    return options


def _counted(table: Table) -> str:
    """Say how many there are: each number of the row that was clicked is one of these."""
    words = sum(value for value in table.column("n_words") if isinstance(value, int))
    return say(
        "{segments} {with_words} {by_participants}",
        segments=say_many("{n} segment", "{n} segments", len(table.rows)),
        with_words=say_many("with {n} word", "with {n} words", words),
        by_participants=say_many(
            "by {n} participant", "by {n} participants", len(set(table.column("participant")))
        ),
    )


def _listed(table: Table, key: str) -> None:
    """Show passages, not too many at once."""
    pages = -(-len(table.rows) // _AT_ONCE)
    number = st.pagination(pages, key=state.key("page of passages", key)) if pages > 1 else 1
    codes = set(table.column("code_id"))
    # As high as a few passages, so that what stands below stays where it is.
    with st.container(height=_HEIGHT, key="passages"):
        for row in table.rows[(number - 1) * _AT_ONCE : number * _AT_ONCE]:
            _passage(dict(zip(table.names, row, strict=True)), with_code=len(codes) > 1)


def _passage(row: Mapping[str, Value], *, with_code: bool) -> None:
    """Show a passage with a little of what stands around it, and the way to it."""
    place = list(dict.fromkeys((str(row["participant"]), str(row["transcript"]))))
    if row["turn"] is not None:
        place.append(say("turn {number}", number=row["turn"]))
    query = {
        state.TRANSCRIPT: str(row["transcript"]),
        state.PASSAGE: f"{row['start']}-{row['end']}",
        state.CODER: state.coder() or "",
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            state.page("Code"),
            label=parts.plain(", ".join(place)),
            icon=":material/edit_note:",
            query_params={name: value for name, value in query.items() if value},
            width="content",
        )
        if with_code:
            st.caption(parts.plain(str(row["code"])), width="content")
    words = str(row["quotation"])
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    before, after = (parts.plain(str(row[side])) for side in ("before", "after"))
    st.markdown(f"{before} :blue-background[**{parts.plain(shown)}**] {after}".strip())
