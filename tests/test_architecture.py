"""The page on the architecture tells the rooms and arrows that the import contracts prove."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import toolkit

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
LINTER: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS: list[dict[str, Any]] = LINTER["contracts"]
LINE = [
    [room.strip() for room in level.split("|")]
    for level in next(each for each in CONTRACTS if each["type"] == "layers")["layers"]
]
ROOMS = [room for level in LINE for room in level]


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found.group(1)


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][1:]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def below(room: str) -> set[str]:
    """Return the rooms a room may import: those below it, but for what a contract forbids it."""
    level = next(number for number, rooms in enumerate(LINE) if room in rooms)
    forbidden = {
        each.removeprefix("toolkit.")
        for contract in CONTRACTS
        if contract["type"] == "forbidden" and f"toolkit.{room}" in contract["source_modules"]
        for each in contract["forbidden_modules"]
    }
    return {other for rooms in LINE[level + 1 :] for other in rooms} - forbidden


def libraries(room: str) -> set[str]:
    """Return the libraries that only this room may import, and the module where only one of it may."""
    return {
        name
        for contract in CONTRACTS
        if contract["type"] == "protected"
        for importer in contract["allowed_importers"]
        if importer.split(".")[1] == room
        for name in (*contract["protected_modules"], *([importer] if importer.count(".") > 1 else []))
    }


def test_there_is_a_row_for_each_room_from_the_top_of_the_line_to_the_bottom() -> None:
    assert [row[0].strip("`") for row in rows("The rooms")] == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_a_row_tells_what_the_contracts_let_a_room_import(room: str) -> None:
    _, does, imports, own = next(row for row in rows("The rooms") if row[0] == f"`{room}`")

    assert does
    assert named(imports) == below(room)
    assert named(own) == libraries(room)


def test_the_diagrams_show_each_room_once_and_in_its_place() -> None:
    drawn = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert drawn is not None
    for picture in (drawn[1], (toolkit.__doc__ or "").partition("::")[2].partition("`docs")[0]):
        lines = [
            [word for word in re.findall(r"\w+", line) if word in ROOMS] for line in picture.splitlines()
        ]
        assert [line for line in lines if line] == LINE


def test_every_room_has_a_line_that_goes_there_and_the_line_is_there() -> None:
    lines = rows("Where does this line go?")

    assert {row[1].strip("`") for row in lines} == {*ROOMS}
    for what, room, file, said in lines:
        assert what
        assert re.match(rf"`{room.strip('`')}[./]", file)
        assert said.strip("`") in (ROOT / "toolkit" / file.strip("`")).read_text("utf-8"), file
