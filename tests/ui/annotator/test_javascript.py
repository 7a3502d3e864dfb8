"""The browser's modules: run under Node, and against the same examples as Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable  # playwright brings a Node of its own

from toolkit.model.act import Act, Deed, Together
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui.annotator.down import encode
from toolkit.ui.annotator.protocol import (
    AddCoding,
    RemoveCoding,
    RemoveMemo,
    Restore,
    RewriteMemo,
    Snapshot,
    WriteMemo,
)
from toolkit.ui.annotator.up import decode
from toolkit.workflow import applying, undoing

JAVASCRIPT = Path(__file__).parents[2] / "js"
TEXT = Transcript("P01", "P: I waited all day.\n", (Turn(1, Span(3, 20)),))
BOOK = Codebook(
    "study", "Study", "0.1.0", (Theme("access", "Access"),), (Code("waiting", "Waiting", "access"),)
)
NOON = "2026-01-01T00:00:00.000Z"
KINDS = {
    AddCoding: "add",
    RemoveCoding: "remove",
    Restore: "restore",
    WriteMemo: "memo",
    RewriteMemo: "rewrite",
    RemoveMemo: "unmemo",
}
WISHES = {
    applying.Remove: "remove",
    applying.Restore: "restore",
    applying.RewriteMemo: "rewrite",
    applying.RemoveMemo: "unmemo",
}


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


def deed(op: dict[str, Any]) -> Deed:
    """Return the deed that the server tells as this operation."""
    if "about" in op:
        made = Memo(op["id"], op["about"], op["subject"], "A", op["text"], NOON)
        return Deed(op["op"], made, seen=op.get("seen", ""))
    quotation = Quotation.cut(TEXT, Span(op["start"], op["end"]))
    made_under = ("A", "0.1.0", "first", NOON)
    coding = Coding(op["id"], quotation, op["code"], *made_under, op["certainty"])
    return Deed(op["op"], coding, successor=op.get("successor"))


@pytest.mark.parametrize("example", vectors("acts"), ids=lambda example: example["name"])
def test_the_acts_the_browser_answers_are_told_so_and_its_answers_are_read(example: dict[str, Any]) -> None:
    act = Act("a1", tuple(deed(op) for op in example["ops"]))

    (told,) = encode(Snapshot(TEXT, BOOK, (), "A", history=(act,)))["history"]
    assert told["ops"] == example["ops"]

    for answer in ("undo", "redo"):
        ops = [{"seq": seq} | op for seq, op in enumerate(example[answer], 1)]
        outbox = decode(vectors("outbox") | {"ops": ops})
        assert not outbox.unreadable
        kinds = [KINDS[type(operation)] for operation in outbox.operations]
        assert kinds == [op["op"] for op in example[answer]]


@pytest.mark.parametrize("example", vectors("acts"), ids=lambda example: example["name"])
def test_the_server_takes_back_what_the_browser_would(example: dict[str, Any]) -> None:
    """The page Search undoes acts without a browser: both must do the same."""
    act = Act("a1", tuple(deed(op) for op in example["ops"]))

    for answer, wishes in (("undo", undoing.taking_back), ("redo", undoing.doing_again)):
        made = list(wishes(act, {"P01": TEXT.sha256}, Together("a2")))
        assert [{"op": WISHES[type(wish)], **facts(wish)} for wish in made] == example[answer]


def facts(wish: object) -> dict[str, Any]:
    """Return what the browser says too."""
    said = {field: getattr(wish, field, None) for field in ("id", "successor", "seen", "text")}
    return {field: value for field, value in said.items() if value is not None}
