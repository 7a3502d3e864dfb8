"""Few dependencies, each with a reason, and every file of them with its hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
PAGE = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def wanted() -> set[str]:
    groups = (*PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values())
    rest = (PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"])
    return {name(each) for listed in (*rest, *groups) for each in listed}


def rows() -> dict[str, list[str]]:
    cells = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_every_dependency_has_a_line_that_says_why_and_none_else_has() -> None:
    assert wanted() == set(rows())


def test_a_line_tells_why_what_it_touches_the_licence_and_what_else_there_is() -> None:
    assert [named for named, row in rows().items() if len(row) != 4 or not all(map(str.strip, row))] == []


def test_every_file_in_the_lock_has_its_hash_and_comes_from_the_index() -> None:
    for package in LOCK["package"]:
        if package["name"] == "intercoder":
            assert package["source"] == {"editable": "."}
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each["hash"]) for each in files), package["name"]


def test_ci_installs_what_is_locked_and_nothing_else() -> None:
    assert "export UV_LOCKED=1" in (ROOT / ".ci" / "run").read_text("utf-8")
