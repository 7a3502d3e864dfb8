"""The browser's modules: run under Node, and against the same examples as Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable  # playwright brings a Node of its own

from toolkit.model.transcript import Span
from toolkit.ui.annotator.protocol import AddCoding, RemoveCoding
from toolkit.ui.annotator.up import decode

JAVASCRIPT = Path(__file__).parents[2] / "js"


def node() -> str:
    """Return the Node on the path, else the one that playwright brings; never pass without one."""
    installed = shutil.which("node")
    found = installed or str(compute_driver_executable()[0])
    if shutil.which(found) is None:
        pytest.fail("NO NODE: none on the path nor in playwright, so the browser's modules were NOT tested")
    return found


def vectors(name: str) -> Any:  # noqa: ANN401
    return json.loads((JAVASCRIPT / "vectors" / f"{name}.json").read_text("utf-8"))


def test_the_modules_pass_their_tests_under_node() -> None:
    files = sorted(str(file) for file in JAVASCRIPT.glob("*.test.mjs"))
    run = subprocess.run([node(), "--test", *files], capture_output=True, text=True, check=False, timeout=300)

    assert files
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("example", vectors("offsets"), ids=lambda example: example["name"])
def test_the_offset_examples_are_what_python_computes(example: dict[str, Any]) -> None:
    text = example["text"]

    assert example["units"] == [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
    assert example["slices"]
    for cut in example["slices"]:
        assert Span(cut["start"], cut["end"]).of(text) == cut["text"]


def test_the_message_the_browser_sends_is_read() -> None:
    outbox = decode(vectors("outbox"))

    assert outbox.client == "view-1"
    assert outbox.transcript == "P01"
    assert not outbox.unreadable
    assert outbox.operations == (
        AddCoding(1, "018f0000-0000-7000-8000-000000000001", Span(5, 14), "waiting"),
        AddCoding(2, "018f0000-0000-7000-8000-000000000002", Span(5, 9), "cost"),
        RemoveCoding(3, "018f0000-0000-7000-8000-000000000001"),
    )
