"""Charts stand for codes by their ids and show their labels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import altair as alt
import pytest

from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.model.table import Column, Table, Value
from toolkit.ui import figures
from toolkit.workflow import demonstrating, revising

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
    for layer in drawn(figures.dot_plot(agreement()))["layer"]:
        encoding = layer["encoding"]
        assert encoding["y"]["field"] == "id"
        assert encoding["y"]["sort"] == ["b", "", "a"]
        counted = {"": "All codes together", "a": f"{HOSTILE}  (n = 3)", "b": f"{HOSTILE}  (n = 4)"}
        assert labels(encoding) == counted


def test_codes_with_the_same_label_stay_two_in_the_matrix() -> None:
    for layer in drawn(figures.heat_map(matrix("Kim", "Lee")))["layer"]:
        assert layer["encoding"]["y"]["field"] == "id"
        assert layer["encoding"]["y"]["sort"] == ["a", "b"]
        assert labels(layer["encoding"]) == {"a": HOSTILE, "b": HOSTILE}


def test_without_anything_to_draw_there_is_no_figure() -> None:
    assert figures.heat_map(matrix()) is None
    undefined = Table("Agreement", agreement().columns, (("a", "A", 0, None),))
    assert figures.dot_plot(undefined) is None


# --- saturation -------------------------------------------------------------------------------------


def curve(*seen: int, document: str = "P") -> Table:
    counts = ("order", "codes_in_document", "new_codes", "cumulative")
    columns = (*(Column(name, "count") for name in counts), Column("document"), Column("new_code_ids"))
    return Table("Saturation", columns, tuple((at, 1, 1, n, document, "") for at, n in enumerate(seen, 1)))


def chance(*seen: int) -> Table:
    columns = tuple(Column(name) for name in ("order", "mean_cumulative", "low", "high"))
    return Table("Random", columns, tuple((at, n + 0.5, n, n + 1) for at, n in enumerate(seen, 1)))


def named(told: dict[str, Any]) -> dict[str, tuple[int, float]]:
    """Return the labels in a chart of saturation, each with its place."""
    points = [row for dataset in told["datasets"].values() for row in dataset if "text" in row]
    return {row["text"]: (row["transcripts"], row["codes"]) for row in points}


def test_the_orders_of_saturation_differ_without_colour_and_are_named_where_they_are_apart() -> None:
    chart = figures.saturation(
        curve(3, 5, 6, 6, 9), curve(3, 5, 8, 9, 9), chance(2, 4, 6, 8, 8), version="1.0.0"
    )
    told = drawn(chart)

    assert named(told)["coding order"] == (3, 8)
    assert named(told)["interview order"] == (3, 6)
    assert "random orders" in named(told)
    lines = [layer["mark"] for layer in told["layer"] if layer["mark"]["type"] == "line"]
    points = [layer["mark"] for layer in told["layer"] if layer["mark"]["type"] == "point"]
    assert len({str(mark["strokeDash"]) for mark in lines}) == len(lines) == 3
    assert len({mark["shape"] for mark in points}) == len(points) == 2
    assert told["title"]["text"][0] == "n = 5 transcripts; 9 codes seen; codebook 1.0.0."


def test_the_axes_of_saturation_begin_at_nothing_and_hold_every_point() -> None:
    told = drawn(figures.saturation(curve(3, 5), curve(2, 5), chance(2, 5), version="1.0.0"))
    for layer in told["layer"]:
        across, up = (layer["encoding"][axis]["scale"]["domain"] for axis in "xy")
        assert (across[0], up[0]) == (0, 0)
        assert across[1] > 2
        assert up[1] > 5


def test_orders_with_the_same_curve_share_a_name() -> None:
    told = drawn(figures.saturation(curve(1, 1), curve(1, 1), chance(1, 1), version="1.0.0"))
    assert set(named(told)) == {"interview and coding order", "random orders"}


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 40])
def test_a_curve_of_any_length_is_drawn_with_its_names_within(n: int) -> None:
    rising, late = list(range(1, n + 1)), [*[0] * (n - 1), n]
    told = drawn(figures.saturation(curve(*rising), curve(*late), chance(*late), version="1.0.0"))
    assert all(1 <= place <= n for place, _ in named(told).values())


def test_without_transcripts_or_codes_saturation_is_no_figure_or_a_flat_one() -> None:
    assert figures.saturation(curve(), curve(), chance(), version="1.0.0") is None
    assert drawn(figures.saturation(curve(0), curve(0), chance(0), version="1.0.0"))


def test_words_of_a_transcript_stand_in_the_data_of_saturation_alone() -> None:
    hostile = curve(1, 2, document=HOSTILE)
    told = drawn(figures.saturation(hostile, hostile, chance(1, 2), version="1.0.0"))
    assert HOSTILE in {row.get("document") for rows in told.pop("datasets").values() for row in rows}
    assert "alert" not in json.dumps(told)


# --- the river --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Lineage:
    study = demonstrating.sample(tmp_path_factory.mktemp("river") / "sample.study")
    lineage = revising.lineage(study)
    study.close()
    return lineage


def rows(chart: alt.LayerChart | None) -> Iterator[dict[str, Any]]:
    for dataset in drawn(chart)["datasets"].values():
        yield from dataset


def edges(chart: alt.LayerChart | None) -> dict[str, dict[str, Any]]:
    """Return the first point of each line, with what is told of the line."""
    return {row["edge"]: row for row in rows(chart) if row.get("step") == 0}


def ways(chart: alt.LayerChart | None, course: str) -> set[tuple[str, str, str]]:
    found = [edge for edge in edges(chart).values() if edge["course"] == course]
    return {(edge["source"], edge["target"], edge["record"]) for edge in found}


def boxes(chart: alt.LayerChart | None) -> list[tuple[int, str]]:
    return sorted({(row["x"], row["id"]) for row in rows(chart) if "pale" in row})


def test_the_river_follows_splits_and_merges(sample: Lineage) -> None:
    river = figures.river(sample)

    assert ways(river, "split") == {
        ("Copying other cards", "Copying from upstream", "CR-0008"),
        ("Copying other cards", "Exemplar cards", "CR-0008"),
        ("Training data dilemma", "Tracing training data", "CR-0009"),
        ("Training data dilemma", "Disclosure risk", "CR-0009"),
        ("Benchmarks are a mess", "Evaluation method", "CR-0010"),
        ("Benchmarks are a mess", "Evaluation comparability", "CR-0010"),
        ("Upstream and downstream", "Upstream and downstream duty", "CR-0017"),
        ("Upstream and downstream", "Restating inherited facts", "CR-0017"),
    }
    assert ways(river, "merged") == {
        ("Vibe checks", "Evaluation method", "CR-0011"),
        ("Use at own risk", "Creator versus user duty", "CR-0012, CR-0013"),
        ("Review and sign-off", "Ownership within the team", "CR-0018, CR-0019"),
    }
    assert ways(river, "out of use") == {("Hype talk", "", "CR-0016")}
    assert {target for _, target, _ in ways(river, "added")} == {
        "Compliance and risk cover",
        "Documentation elsewhere",
        "Community norms",
        "Role clarity",
    }


def test_the_river_has_a_box_for_every_code_of_every_version(sample: Lineage) -> None:
    expected = sorted((at, code.id) for at, book in enumerate(sample.releases) for code in book.codes)

    assert boxes(figures.river(sample)) == expected


def test_a_line_tells_the_record_and_the_reason(sample: Lineage) -> None:
    found = edges(figures.river(sample)).values()
    (edge,) = [
        edge for edge in found if edge["source"] == "Review and sign-off" and edge["course"] == "merged"
    ]

    assert edge["why"] == (
        "Approval only ever came up as a question of who owns the text. / "
        "Takes in review and approval, which came with the merge."
    )
    assert edge["decided"] == "A, B"


def test_only_what_changed_leaves_out_codes_that_stayed(sample: Lineage) -> None:
    river = figures.river(sample, only_changed=True)

    found = {name for _, name in boxes(river)}
    assert "copying" in found
    assert "ethical-duty" not in found
    # What became of a changed code is followed to the last version.
    assert (2, "exemplar-cards") in boxes(river)
    assert ways(river, "split") == ways(figures.river(sample), "split")


def small(
    version: str, label: str, *names: str, gone: str = "", changes: tuple[CodebookChange, ...] = ()
) -> Codebook:
    theme = Theme("t", label, definition=label)
    codes = tuple(Code(name, f"{name} {label}", "t", definition=label) for name in names)
    deprecated = tuple(Code(name, f"{name} {label}", deprecated_in=version) for name in gone)
    return Codebook("small", "Small", version, (theme,), codes, deprecated, changes=changes)


def test_words_from_data_stand_in_data_alone() -> None:
    change = CodebookChange("CR-1", "2.0.0", "redefine", subjects=("a",), effect="wider", rationale=HOSTILE)
    river = figures.river(
        Lineage((small("1.0.0", HOSTILE, "a"), small("2.0.0", HOSTILE, "a", changes=(change,))))
    )

    told = drawn(river)
    assert {row["label"] for row in rows(river) if "pale" in row} == {f"a {HOSTILE}"}
    assert [edge["why"] for edge in edges(river).values()] == [HOSTILE]
    del told["datasets"]
    assert HOSTILE not in json.dumps(told)
    assert "alert" not in json.dumps(told)


def test_a_change_over_several_releases_is_one_way() -> None:
    """A study may begin with a version and later receive one that is two releases on."""
    split = CodebookChange("CR-1", "1.1.0", "split", subjects=("a",), results=("b", "c"))
    merge = CodebookChange("CR-2", "2.0.0", "merge", subjects=("c",), results=("d",))
    later = small("2.0.0", "x", "b", "d", gone="ac", changes=(split, merge))
    lineage = Lineage((small("1.0.0", "x", "a", "d"), later))

    found = {(flow.course, flow.source, flow.target) for flow in revising.flows(lineage, "1.0.0", "2.0.0")}

    assert found == {("split", "a", "b"), ("split", "a", "d"), ("kept", "d", "d")}


def test_two_versions_alike_have_nothing_that_changed() -> None:
    lineage = Lineage((small("1.0.0", "x", "a"), small("1.0.1", "x", "a")))

    assert figures.river(lineage, only_changed=True) is None
    assert len(edges(figures.river(lineage))) == 1


def test_a_codebook_without_codes_has_no_river() -> None:
    bare = small("1.0.0", "x")
    assert figures.river(Lineage((bare, replace(bare, version="1.1.0")))) is None
