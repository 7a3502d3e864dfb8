"""Charts stand for codes by their ids and show their labels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import SampleAt
from toolkit import figures
from toolkit.figures.drawn import CONTRAST, Rows, contrast, letters_on, mixed, shown, wrapped
from toolkit.figures.heat_map import DARK, PALE
from toolkit.figures.portrait import LANES
from toolkit.figures.saturation import _LOOKS as CURVES
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.figure import Figure
from toolkit.model.lineage import Lineage
from toolkit.model.table import Column, Table, Value
from toolkit.workflow import drawing, revising

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


def drawn(figure: Figure | None) -> dict[str, Any]:
    assert figure is not None
    told: dict[str, Any] = json.loads(figure.spec)
    return told


def labels(encoding: dict[str, Any]) -> dict[str, list[str]]:
    """Return the labels of the axis of codes, by id."""
    expression: str = encoding["y"]["axis"]["labelExpr"]
    found: dict[str, list[str]] = json.loads(
        expression.removeprefix("(").removesuffix(")[datum.value] || ''")
    )
    return found


def test_codes_with_the_same_label_stay_two_in_the_plot_of_agreement() -> None:
    for layer in drawn(figures.dot_plot(agreement()))["layer"]:
        encoding = layer["encoding"]
        assert encoding["y"]["field"] == "id"
        assert encoding["y"]["sort"] == ["b", "", "a"]
        counted = {"": ["All codes together"], "a": [f"{HOSTILE} (n = 3)"], "b": [f"{HOSTILE} (n = 4)"]}
        assert labels(encoding) == counted


def test_the_first_label_stands_in_its_row() -> None:
    for layer in drawn(figures.dot_plot(agreement()))["layer"]:
        assert layer["encoding"]["y"]["axis"]["labelFlush"] is False


def test_codes_with_the_same_label_stay_two_in_the_matrix() -> None:
    for layer in drawn(figures.heat_map(matrix("Kim", "Lee")))["layer"]:
        assert layer["encoding"]["y"]["field"] == "id"
        assert layer["encoding"]["y"]["sort"] == ["a", "b"]
        assert labels(layer["encoding"]) == {"a": [HOSTILE], "b": [HOSTILE]}


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
    chart = figures.saturation_curve(
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
    assert chart is not None
    assert chart.notes[0] == "n = 5 transcripts; 9 codes seen; codebook 1.0.0."


def test_the_axes_of_saturation_begin_at_nothing_and_hold_every_point() -> None:
    told = drawn(figures.saturation_curve(curve(3, 5), curve(2, 5), chance(2, 5), version="1.0.0"))
    for layer in told["layer"]:
        across, up = (layer["encoding"][axis]["scale"]["domain"] for axis in "xy")
        assert (across[0], up[0]) == (0, 0)
        assert across[1] > 2
        assert up[1] > 5


def test_orders_with_the_same_curve_share_a_name() -> None:
    told = drawn(figures.saturation_curve(curve(1, 1), curve(1, 1), chance(1, 1), version="1.0.0"))
    assert set(named(told)) == {"interview and coding order", "random orders"}


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 40])
def test_a_curve_of_any_length_is_drawn_with_its_names_within(n: int) -> None:
    rising, late = list(range(1, n + 1)), [*[0] * (n - 1), n]
    told = drawn(figures.saturation_curve(curve(*rising), curve(*late), chance(*late), version="1.0.0"))
    assert all(1 <= place <= n for place, _ in named(told).values())


def test_without_transcripts_or_codes_saturation_is_no_figure_or_a_flat_one() -> None:
    assert figures.saturation_curve(curve(), curve(), chance(), version="1.0.0") is None
    assert drawn(figures.saturation_curve(curve(0), curve(0), chance(0), version="1.0.0"))


def test_words_of_a_transcript_stand_in_the_data_of_saturation_alone() -> None:
    hostile = curve(1, 2, document=HOSTILE)
    told = drawn(figures.saturation_curve(hostile, hostile, chance(1, 2), version="1.0.0"))
    assert HOSTILE in {row.get("document") for rows in told.pop("datasets").values() for row in rows}
    assert "alert" not in json.dumps(told)


# --- the river --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Lineage:
    study = sample_at(tmp_path_factory.mktemp("river") / "sample.study")
    lineage = revising.lineage(study)
    study.close()
    return lineage


def rows(chart: Figure | None) -> Iterator[dict[str, Any]]:
    for dataset in drawn(chart)["datasets"].values():
        yield from dataset


def edges(chart: Figure | None) -> dict[str, dict[str, Any]]:
    """Return the first point of each line, with what is told of the line."""
    return {row["edge"]: row for row in rows(chart) if row.get("step") == 0}


def ways(chart: Figure | None, course: str) -> set[tuple[str, str, str]]:
    found = [edge for edge in edges(chart).values() if edge["course"] == course]
    return {(edge["source"], edge["target"], edge["record"]) for edge in found}


def boxes(chart: Figure | None) -> list[tuple[int, str]]:
    return sorted({(row["x"], row["id"]) for row in rows(chart) if "pale" in row})


def test_the_river_follows_splits_and_merges(sample: Lineage) -> None:
    river = drawing.river_of(sample)

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

    assert boxes(drawing.river_of(sample)) == expected


def test_a_line_tells_the_record_and_the_reason(sample: Lineage) -> None:
    found = edges(drawing.river_of(sample)).values()
    (edge,) = [
        edge for edge in found if edge["source"] == "Review and sign-off" and edge["course"] == "merged"
    ]

    assert edge["why"] == (
        "Approval only ever came up as a question of who owns the text. / "
        "Takes in review and approval, which came with the merge."
    )
    assert edge["decided"] == "A, B"


def test_only_what_changed_leaves_out_codes_that_stayed(sample: Lineage) -> None:
    river = drawing.river_of(sample, only_changed=True)

    found = {name for _, name in boxes(river)}
    assert "copying" in found
    assert "ethical-duty" not in found
    # What became of a changed code is followed to the last version.
    assert (2, "exemplar-cards") in boxes(river)
    assert ways(river, "split") == ways(drawing.river_of(sample), "split")


def small(
    version: str, label: str, *names: str, gone: str = "", changes: tuple[CodebookChange, ...] = ()
) -> Codebook:
    theme = Theme("t", label, definition=label)
    codes = tuple(Code(name, f"{name} {label}", "t", definition=label) for name in names)
    deprecated = tuple(Code(name, f"{name} {label}", deprecated_in=version) for name in gone)
    return Codebook("small", "Small", version, (theme,), codes, deprecated, changes=changes)


def test_words_from_data_stand_in_data_alone() -> None:
    change = CodebookChange("CR-1", "2.0.0", "redefine", subjects=("a",), effect="wider", rationale=HOSTILE)
    river = drawing.river_of(
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

    assert drawing.river_of(lineage, only_changed=True) is None
    assert len(edges(drawing.river_of(lineage))) == 1


def test_a_codebook_without_codes_has_no_river() -> None:
    bare = small("1.0.0", "x")
    assert drawing.river_of(Lineage((bare, replace(bare, version="1.1.0")))) is None


# --- co-occurrence, tree, portrait ------------------------------------------------------------------


def data(figure: Figure | None) -> list[dict[str, Any]]:
    """Return all rows of a drawing's data."""
    told = drawn(figure)
    found = [row for dataset in told.get("datasets", {}).values() for row in dataset]
    for layer in told["layer"]:
        found += layer.get("data", {}).get("values", [])
    return [*found, *told.get("data", {}).get("values", [])]


def pairs(*found: tuple[str, str, int]) -> Table:
    columns = (
        *(Column("code_a"), Column("code_b"), Column("n_segments", "count")),
        *(Column("n_participants", "count"), Column("jaccard", "number")),
    )
    return Table("Co-occurrence", columns, tuple((a, b, n, 1, 0.5) for a, b, n in found), ("n = 3.",))


def test_the_map_of_pairs_has_each_number_of_its_table_once_below_the_corner() -> None:
    figure = figures.cooccurrence_map(pairs(("a", "b", 3), ("a", "c", 0), ("c", "b", 7), ("d", "a", 0)))
    cells = [row for row in data(figure) if "segments" in row]
    assert {(row["one"], row["other"]): row["segments"] for row in cells} == {("a", "b"): 3, ("c", "b"): 7}
    assert all(int(row["row"]) > int(row["column"]) for row in cells)
    assert figure is not None
    assert "Codes that stand with no other, left out: 1." in figure.notes
    assert figure.notes[-1] == "n = 3."


def test_of_many_codes_the_map_shows_those_that_stand_together_most_and_says_so() -> None:
    figure = figures.cooccurrence_map(pairs(*((f"a{at}", f"b{at}", at + 1) for at in range(50))))
    assert figure is not None
    assert "Drawn are the 40 codes of 100 that stand with others most." in figure.notes
    assert min(row["segments"] for row in data(figure) if "segments" in row) == 31


def test_codes_that_never_stand_together_have_no_map() -> None:
    assert figures.cooccurrence_map(pairs(("a", "b", 0), ("a", "a", 5))) is None


def themed(*rows: tuple[str, str | None, int]) -> Table:
    columns = (Column("theme"), Column("code"), Column("n_participants", "count", of=9))
    return Table("Themes", columns, rows, ("codebook 1.0.0",))


def test_circles_of_the_tree_are_as_large_as_participants_and_hollow_for_none() -> None:
    tree = figures.code_tree(themed(("T", None, 6), ("T", HOSTILE, 3), ("T", HOSTILE, 0), ("U", None, 0)))
    nodes = [row for row in data(tree) if "participants" in row][:4]
    assert [(row["kind"], row["participants"]) for row in nodes] == [
        *(("theme", 6), ("code", 3), ("code", 0), ("theme", 0))
    ]
    assert nodes[0]["size"] == 2 * nodes[1]["size"]
    assert [row["fill"] == "transparent" for row in nodes] == [False, False, True, True]
    assert nodes[1]["text"] == [f"{HOSTILE} (3 of 9)"]


def test_without_themes_there_is_no_tree() -> None:
    assert figures.code_tree(themed()) is None


def over(*rows: tuple[str, str, int, int]) -> Table:
    names = (Column("transcript"), Column("participant"), Column("theme"), Column("code_id"), Column("label"))
    told = tuple((name, name, "T", code, HOSTILE, start, end) for name, code, start, end in rows)
    return Table("Passages", (*names, Column("start", "count"), Column("end", "count")), told)


def said(*rows: tuple[str, str, int, int]) -> Table:
    names = (Column("transcript"), Column("participant"), Column("role"))
    told = tuple((name, name, role, start, end) for name, role, start, end in rows)
    return Table("Turns", (*names, Column("start", "count"), Column("end", "count")), told)


def test_the_portrait_of_one_transcript_has_a_row_for_each_code_at_its_words() -> None:
    turns = said(("P", "interviewer", 0, 4), ("P", "participant", 4, 40))
    told = figures.portrait(over(("P", "a", 5, 9), ("P", "a", 20, 21), ("P", "b", 5, 9)), turns)
    bars = [(row["code_id"], row["start"], row["end"]) for row in data(told)]
    assert bars == [("", 0, 4), ("a", 5, 9), ("a", 20, 21), ("b", 5, 9)]
    domain = drawn(told)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain == [0, 40]


def test_the_portraits_of_several_transcripts_stand_below_one_another() -> None:
    turns = said(("P", "participant", 0, 40), ("Q", "participant", 0, 30))
    told = figures.portrait(over(("P", "a", 5, 9), ("Q", "b", 1, 2)), turns)
    tops = {row["transcript"]: row["top"] for row in data(told) if "code_id" in row}
    assert tops["P"] < tops["Q"]
    assert told is not None
    assert "from top to bottom: 1 T." in told.notes[1]


def test_where_nothing_is_coded_there_is_no_portrait() -> None:
    assert figures.portrait(over(), said(("P", "participant", 0, 4))) is None


# --- readable ---------------------------------------------------------------------------------------


def test_figures_in_cells_stand_out_from_every_shade() -> None:
    for share in range(101):
        shade = mixed(PALE, DARK, share / 100)
        assert contrast(shade, letters_on(shade)) >= CONTRAST


def test_a_darker_cell_is_darker_in_grey_too() -> None:
    shades = [contrast(mixed(PALE, DARK, share / 10), "#ffffff") for share in range(11)]
    assert shades == sorted(shades)
    assert shades[-1] / shades[0] > 6


def test_what_differs_in_colour_differs_otherwise_too() -> None:
    assert contrast(*LANES) > 2
    assert len({(str(dash), shape) for _, dash, shape, _, _ in CURVES.values()}) == len(CURVES)


def test_the_numbers_of_the_heat_map_are_those_of_its_table() -> None:
    cells = [row for row in data(figures.heat_map(matrix("Kim", "Lee"))) if "value" in row]
    assert {(row["id"], row["participant"]): row["value"] for row in cells} == {
        ("a", "Kim"): 1,
        ("a", "Lee"): 1,
        ("b", "Kim"): 0,
        ("b", "Lee"): 0,
    }


def test_a_long_label_is_broken_and_not_cut() -> None:
    label = " ".join(["many words"] * 12)
    assert " ".join(wrapped(label, 38)) == label
    assert len(wrapped("信頼" * 20, 38)) > 1
    rows = Rows.of({f"c{at}": label for at in range(40)})
    assert len(rows.domain) == sum(map(len, rows.lines.values())) == len(set(rows.domain))


def test_words_that_no_picture_can_hold_are_marked() -> None:
    assert shown("a\x00b\ud800\ufffe\n c\u2028d") == "a\ufffdb\ufffd\ufffd c d"
