"""The manifest of a report pack may be anybody's: what it tells is checked, and told in few words."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.formats import packs
from toolkit.model.codebook import Codebook
from toolkit.model.pack import Pack
from toolkit.workflow import packing, studies

OPTIONS = {"seed": 0, "resamples": 10}


@pytest.mark.parametrize(
    "options",
    [
        {"where": [1]},
        {"where": ["role"]},
        {"participant": [[]]},
        {"coder": [1]},
        {"question": ["1"]},
        {"question": [True]},
        {"seed": True},
        {"seed": 1.5},
        {"resamples": None},
        {"at": 1},
        {"counts": []},
        {"leave_out": "themes"},
        {"unheard": 1},
    ],
)
def test_options_of_another_kind_are_refused_in_a_line(
    tmp_path: Path, codebook: Codebook, options: dict[str, object]
) -> None:
    manifest = {"format": "intercoder-report/1", "options": OPTIONS | options}
    path = tmp_path / "a.zip"
    packs.write(Pack("", {"manifest.json": json.dumps(manifest).encode()}), path)
    with (
        closing(studies.start(tmp_path / "my.study", codebook)) as study,
        pytest.raises(ToolkitError, match="does not tell the options"),
    ):
        packing.rebuild(study, path)


def test_what_a_manifest_tells_at_length_is_told_in_few_words(tmp_path: Path, codebook: Codebook) -> None:
    parts = list(packing.PARTS)
    told = {
        "log": "x " * 100_000,
        "made_with": {"x" * 100_000: []},
        "options": OPTIONS | {"leave_out": parts},
    }
    path = tmp_path / "a.zip"
    packs.write(
        Pack("", {"manifest.json": json.dumps({"format": "intercoder-report/1", **told}).encode()}), path
    )
    with closing(studies.start(tmp_path / "my.study", codebook)) as study:
        table = packing.rebuild(study, path)
    assert len(" ".join(table.notes)) < 2_000
