"""The notebook of the site runs as written, and shows what is kept of it and what the commands say."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.dom import minidom

import pandas as pd
import pytest
from nbformat import NotebookNode

from tests import notebook
from toolkit import cli
from toolkit.workflow import demonstrating


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    return notebook.run(tmp_path_factory.mktemp("notebook"))


def shown(book: NotebookNode, kind: str) -> list[str]:
    """Return what the cells show of a kind; `stream` is what they print."""
    outputs = [each for cell in book["cells"] for each in cell.get("outputs", ())]
    if kind == "stream":
        return [each["text"] for each in outputs if each["output_type"] == "stream"]
    return [each["data"][kind] for each in outputs if kind in each.get("data", {})]


def tables(book: NotebookNode) -> list[pd.DataFrame]:
    return [pd.read_html(io.StringIO(each), index_col=0)[0] for each in shown(book, "text/html")]


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> str:
    monkeypatch.setattr(sys, "argv", ["intercoder", *words])
    capsys.readouterr()
    cli.main()
    return capsys.readouterr().out


def test_it_shows_what_it_showed_when_it_was_kept(ran: NotebookNode) -> None:
    kept = notebook.kept()

    assert len(shown(ran, "text/html")) == 3
    for kind in ("stream", "text/plain", "text/html", "image/svg+xml"):
        assert shown(ran, kind) == shown(kept, kind), "run again: uv run python -m tests.notebook"
    assert [cell["source"] for cell in ran["cells"]] == [cell["source"] for cell in kept["cells"]]


def test_it_begins_with_five_lines(ran: NotebookNode) -> None:
    first = next(cell["source"] for cell in ran["cells"] if cell["cell_type"] == "code")

    assert len([line for line in first.splitlines() if line]) == 5


def test_its_numbers_and_its_figure_are_those_of_the_commands(
    ran: NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    demonstrating.sample("sample.study").close()
    text = "\n".join(cell["source"] for cell in ran["cells"] if cell["cell_type"] == "markdown")
    for command, file in (
        ("frequency sample.study", "frequency.csv"),
        ("agreement sample.study --unit turn --coefficients percent alpha", "agreement.csv"),
        ("figure agreement sample.study --unit turn", "agreement.svg"),
    ):
        assert f"`intercoder {command}" in text
        printed(capsys, monkeypatch, [*command.split(), "--to", file])
    frequency, agreement, lowest = tables(ran)

    said = pd.read_csv("frequency.csv")[list(frequency.columns)].head(len(frequency))
    pd.testing.assert_frame_equal(frequency, said, check_names=False, atol=1e-6)
    said = pd.read_csv("agreement.csv")[list(agreement.columns)]
    pd.testing.assert_frame_equal(agreement, said.head(len(agreement)).round(3), check_names=False)
    said = said.sort_values("alpha").head(len(lowest)).round(3)
    pd.testing.assert_frame_equal(lowest, said, check_names=False)
    drawn = minidom.parse("agreement.svg").documentElement  # noqa: S318 - written by ourselves
    assert drawn is not None
    assert shown(ran, "image/svg+xml") == [drawn.toxml()]
    methods = " ".join(printed(capsys, monkeypatch, ["methods", "sample.study"]).split())
    assert methods.startswith(" ".join(shown(ran, "stream")[-1].split()).removesuffix(" …"))
