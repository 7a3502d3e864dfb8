"""Every table, figure and export of a hostile study, in every format: nothing in it is a formula, script or link."""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree, html

from tests.hostile.stored import hostile_study
from toolkit import cli
from toolkit.cli import commands
from toolkit.errors import ToolkitError
from toolkit.formats import exchange
from toolkit.model.figure import Figure
from toolkit.model.table import Table
from toolkit.store.study import Study
from toolkit.workflow import exporting, handing
from toolkit.workflow.studies import open_study

ALL = os.environ.get("INTERCODER_WALK") == "all"
# Those with the most words of the data in them; a run by script takes them all.
OFTEN = (
    *(
        "transcripts",
        "speakers",
        "participants",
        "codebook show",
        "codebook changes",
        "coders",
        "memos",
        "proposals",
    ),
    *(
        "review",
        "disagreements",
        "themes",
        "matrix",
        "quotations",
        "declared",
        "figure tree",
        "figure heatmap",
    ),
)
_SLOW = ("report", "gamma", "share", "copy", "suggest", "precision")
_NUMBER = re.compile(r"[-+]?[\d.,\u2009 ]*%?")
_TURNS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def _wanted(name: str, function: Callable[..., object]) -> bool:
    needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
    takes_a_study_alone = [each.name for each in needed if each.kind is not each.VAR_POSITIONAL] == ["study"]
    only_tells = commands.kind(name) != "text" and name not in (*_SLOW, "import", "redact", "rebuild")
    return takes_a_study_alone and only_tells and (ALL or name in OFTEN)


TELLING = [name for name in cli.COMMANDS if _wanted(name, commands.journey(name))]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    study = open_study(hostile_study(tmp_path_factory.mktemp("hostile") / "hostile.study"))
    yield study
    study.close()


@pytest.mark.parametrize("name", TELLING)
def test_what_a_command_writes_does_nothing_when_it_is_opened(
    hostile: Study, tmp_path: Path, name: str
) -> None:
    made = _result(hostile, name)
    if isinstance(made, tuple):
        assert not any(map(_TURNS.search, made))
        return
    if isinstance(made, Figure):
        for ending in (".svg", ".json"):
            _check(_written(made, tmp_path / f"made{ending}"))
        return
    assert isinstance(made, Table)
    assert not _TURNS.search(exporting.render(made))
    for ending in (".csv", ".xlsx", ".docx", ".tex", ".md", ".html", ".json"):
        _check(_written(made, tmp_path / f"made{ending}"))


def _result(study: Study, name: str) -> Any:  # noqa: ANN401 - whatever a command gives
    """Return what a command gives, or the lines with which it refuses."""
    try:
        return commands.journey(name)(study)
    except ToolkitError as refused:
        return refused.lines()


def _written(made: Table | Figure, path: Path) -> Path:
    exporting.write(made, path)
    return path


@pytest.mark.parametrize("kind", exchange.FORMATS)
def test_what_is_handed_out_does_nothing_when_it_is_opened(hostile: Study, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"study{exchange.FORMATS[kind].ENDING}"
    handing.export(hostile, path, kind=kind)
    _check(path)


def _check(path: Path) -> None:
    """Fail if opening the file could do anything."""
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx", ".zip", ".qdpx"):
        _check_archive(path, data)
    if path.suffix in _CHECKS:
        _CHECKS[path.suffix](data)


def _check_archive(path: Path, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            assert ".." not in name.split("/")
            assert not name.startswith("/")
            content = file.read(name)
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(content)
                assert not root.xpath("//*[local-name()='instrText' and contains(., 'pwned')]")
                assert not root.xpath("//*[local-name()='Relationship'][@TargetMode='External']"), (
                    path,
                    name,
                )
            elif name.endswith((".html", ".csv", ".md", ".tex", ".svg")):
                _CHECKS[Path(name).suffix](content)


def _check_csv(data: bytes) -> None:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or _NUMBER.fullmatch(cell), cell


def _check_workbook(data: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def _check_page(data: bytes) -> None:
    _check_elements(html.document_fromstring(data.decode()))


def _check_picture(data: bytes) -> None:
    _check_elements(etree.fromstring(data))


def _check_elements(root: Any) -> None:  # noqa: ANN401 - of either parser
    for each in root.iter(etree.Element):
        told = etree.tostring(each)[:300]
        assert not any(str(name).lower().startswith("on") for name in each.attrib), told
        addresses = [
            str(value)
            for name, value in each.attrib.items()
            if str(name).rpartition("}")[2] in ("href", "src")
        ]
        assert not any(
            re.match(r"\s*javascript:", value, re.IGNORECASE) or "pwned" in value for value in addresses
        )
        if str(each.tag).rpartition("}")[2] in ("script", "style", "iframe", "object"):
            assert b"pwned" not in etree.tostring(each), told


def _check_markdown(data: bytes) -> None:
    told = data.decode()
    assert not re.search(r"(?<!\\)<(script|img|svg|iframe|style|details)", told)
    assert not re.search(r"(?<!\\)\]\((?!#)", told)


def _check_latex(data: bytes) -> None:
    told = data.decode()
    assert not re.search(r"\\(input\{/|write18|href\{java)", told)
    assert "$$" not in told


def _check_json(data: bytes) -> None:
    json.loads(data)
    assert b"\x00" not in data


_CHECKS: dict[str, Callable[[bytes], None]] = {
    ".csv": _check_csv,
    ".xlsx": _check_workbook,
    ".html": _check_page,
    ".svg": _check_picture,
    ".md": _check_markdown,
    ".tex": _check_latex,
    ".json": _check_json,
}
