"""Charts stand for codes by their ids and show their labels."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from toolkit.model.table import Column, Table, Value
from toolkit.ui import figures

HOSTILE = 'Trust"}); alert(1) //'


def agreement() -> Table:
    columns = (Column("code"), Column("label"), Column("n_positive", "count"), Column("alpha", "number"))
    rows = ((None, "All codes together", 9, 0.5), ("a", HOSTILE, 3, 0.2), ("b", HOSTILE, 4, 0.9))
    return Table("Agreement", columns, rows)


def matrix(*people: str) -> Table:
    columns = (Column("code_id"), Column("label"), Column("theme"))
    counted = (*(Column(name, "count") for name in people), Column("total", "count"))
    n = len(people)
    rows: tuple[tuple[Value, ...], ...] = (
        ("a", HOSTILE, "T", *([1] * n), n),
        ("b", HOSTILE, "T", *([0] * n), 0),
    )
    return Table("Matrix", (*columns, *counted), rows)


def drawn(chart: alt.Chart | alt.LayerChart | alt.FacetChart | None) -> dict[str, Any]:
    assert chart is not None
    told: dict[str, Any] = chart.to_dict()
    return told


def labels(encoding: dict[str, Any]) -> dict[str, str]:
    """Return the labels of the axis of codes, by id."""
    expression: str = encoding["y"]["axis"]["labelExpr"]
    found: dict[str, str] = json.loads(expression.removeprefix("(").removesuffix(")[datum.value]"))
    return found


def test_codes_with_the_same_label_stay_two_in_the_plot_of_agreement() -> None:
    encoding = drawn(figures.dot_plot(agreement()))["encoding"]

    assert encoding["y"]["field"] == "id"
    assert encoding["y"]["sort"] == ["b", "", "a"]
    assert labels(encoding) == {"": "All codes together", "a": HOSTILE, "b": HOSTILE}


def test_codes_with_the_same_label_stay_two_in_the_matrix() -> None:
    for layer in drawn(figures.heat_map(matrix("Kim", "Lee")))["layer"]:
        assert layer["encoding"]["y"]["field"] == "id"
        assert layer["encoding"]["y"]["sort"] == ["a", "b"]
        assert labels(layer["encoding"]) == {"a": HOSTILE, "b": HOSTILE}


def test_without_anything_to_draw_there_is_no_figure() -> None:
    assert figures.heat_map(matrix()) is None
    undefined = Table("Agreement", agreement().columns, (("a", "A", 0, None),))
    assert figures.dot_plot(undefined) is None
