"""Figures become files that hold their words as words, the same each time."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from lxml import etree

from toolkit.errors import Invalid, ToolkitError
from toolkit.figures import heat_map
from toolkit.formats import figures
from toolkit.formats.figures import painting, pictures
from toolkit.model.figure import Figure
from toolkit.model.table import Column, Table

HOSTILE = (
    'Trust"}); alert(1) //',
    "</text><script>alert(1)</script><image href='http://192.0.2.1/x'/>",
    "javascript:alert(1)",
    "a\x00b\x01c\x0b\x1b[31m\ufffe\ud800\u2028",
    "\u202e\u05d0\u05de\u05d5\u05df\u2066 \u0623\u0645\u0627\u0646\u0629",
    "\\u0001 ${alert(1)} {{x}} %s",
    "&amp; & < > ' \" ]]>",
)


def figure() -> Figure:
    columns = (Column("code_id"), Column("label"), Column("theme"), Column("P01", "count"))
    rows = tuple((f"c{at}", label, label, at + 1) for at, label in enumerate(HOSTILE))
    made = heat_map(Table(HOSTILE[1], columns, rows, (*HOSTILE, "n = 1; codebook 1.0.0.")))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def svg(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("svg") / "figure.svg"
    figures.write(figure(), path)
    return path.read_bytes()


def test_an_svg_with_hostile_words_is_xml_without_anything_that_runs_or_leads_elsewhere(svg: bytes) -> None:
    root = etree.fromstring(svg)
    kinds = {etree.QName(element).localname for element in root.iter()}
    assert kinds <= {"svg", "g", "path", "text", "tspan", "rect", "defs", "clipPath", "line", "title"}
    for element in root.iter():
        for name, value in element.attrib.items():
            local = etree.QName(name).localname
            assert not local.startswith("on")
            assert local != "href"
            assert "url(http" not in str(value)


def test_title_and_caption_stand_in_the_picture_as_written(svg: bytes) -> None:
    said = " ".join(" ".join(map(str, each.itertext())) for each in etree.fromstring(svg).iter("{*}text"))
    assert "n = 1; codebook 1.0.0." in said
    assert "<script>alert(1)</script>" in said
    assert "javascript:alert(1)" in said


def test_the_same_figure_is_the_same_svg_of_another_process(svg: bytes, tmp_path: Path) -> None:
    figures.write(figure(), tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_bytes() == svg


def test_a_png_has_300_pixels_to_an_inch(tmp_path: Path) -> None:
    figures.write(figure(), tmp_path / "figure.png")
    data = (tmp_path / "figure.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    wide, _ = struct.unpack(">II", data[16:24])
    assert wide / painting.DENSITY * painting.INCH == pytest.approx(660, abs=1)
    at = data.index(b"pHYs") + 4
    assert round(struct.unpack(">I", data[at : at + 4])[0] * 0.0254) == painting.DENSITY


def test_json_is_vega_lite_with_its_data_and_caption(tmp_path: Path) -> None:
    figures.write(figure(), tmp_path / "figure.json")
    told = json.loads((tmp_path / "figure.json").read_text("utf-8"))
    assert "vega-lite" in told["$schema"]
    assert any("codebook 1.0.0." in line for line in told["title"]["subtitle"])
    assert '"url"' not in json.dumps(told)


def test_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    asks = '{"data": {"url": "http://192.0.2.1/x.csv"}, "mark": "bar", "encoding": {}, "width": 100}'
    with pytest.raises(ValueError, match="not allowed"):
        painting.paint(asks, "svg")
    # What the library says may hold words of the figure: its kind is told.
    with pytest.raises(ToolkitError, match=r"cannot be drawn \(ValueError\)"):
        figures.write(Figure("Asks", asks), tmp_path / "x.svg")
    assert not list(tmp_path.iterdir())


def test_what_ends_the_process_that_draws_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "ends.py"
    program.write_text("import os; os.abort()")
    monkeypatch.setattr(painting, "__file__", str(program))
    with pytest.raises(ToolkitError, match="cannot be drawn"):
        pictures.painted(Figure("x", "{}"), "svg")


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.csv"])
def test_an_ending_that_is_no_figures_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"no figure format; use one of .svg .png .json"):
        figures.write(Figure("x", "{}"), tmp_path / name)


@pytest.mark.parametrize("spec", ["", "[]", "{"])
def test_a_figure_is_a_drawing_in_json(spec: str) -> None:
    with pytest.raises(Invalid, match="no JSON"):
        Figure("x", spec)
