"""A release is of a tagged commit that tells what is new, and its files say what is in them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime
from importlib import metadata
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

import toolkit

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-12-01\n\n- It does more.\n"
CITATION = "cff-version: 1.2.0\nversion: 0.2.0\ndate-released: 2026-12-01\n"


def script(name: str) -> ModuleType:
    spec = spec_from_loader(f"ci_{name}", SourceFileLoader(f"ci_{name}", str(ROOT / ".ci" / name)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


RELEASE = script("release")
MATRIX = script("matrix")

needs_uv = pytest.mark.skipif(
    not (os.environ.get("UV") or shutil.which("uv")),
    reason="uv is not on the PATH, so its files were NOT checked",
)


def git(folder: Path, *words: str) -> None:
    settings = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "tag.gpgSign=false")
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    program = shutil.which("git")
    assert program is not None
    subprocess.run([program, *settings, *words], cwd=folder, env=own, capture_output=True, check=True)


def checkout(folder: Path, *tags: str, changelog: str = CHANGELOG, citation: str = CITATION) -> Path:
    """Make a checkout of one commit with these tags."""
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(changelog, "utf-8")
    (folder / "CITATION.cff").write_text(citation, "utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "Begin")
    for tag in tags:
        git(folder, "tag", tag)
    return folder


def test_a_tagged_commit_that_tells_what_is_new_is_a_release(tmp_path: Path) -> None:
    assert RELEASE.faults(checkout(tmp_path / "it", "v0.2.0", "some-other-tag")) == []


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([], "HEAD: no tag of a version; see docs/releasing.md"),
        (["not-a-version"], "HEAD: no tag of a version; see docs/releasing.md"),
        (["v0.2.0", "v0.3.0"], "HEAD: 2 versions (v0.2.0, v0.3.0); keep one tag"),
        (["v1.0.0-rc1"], "tag v1.0.0-rc1: a version is written 1.0.0rc1; tag the commit v1.0.0rc1"),
        (["v1-final-2"], "tag v1-final-2: no version; tag the commit like v1.2.3"),
        (["v0.3.0"], "CHANGELOG.md: nothing about 0.3.0; put what is new under '## 0.3.0 - YYYY-MM-DD'"),
    ],
)
def test_a_commit_that_is_none_is_refused(tmp_path: Path, tags: list[str], said: str) -> None:
    assert RELEASE.faults(checkout(tmp_path / "it", *tags))[0].startswith(said)


@pytest.mark.parametrize("heading", ["## 0.2.0\n\n- It does more.\n", "## 0.2.0 - soon\n\n- It does more.\n"])
def test_a_version_without_a_day_is_refused(tmp_path: Path, heading: str) -> None:
    found = RELEASE.faults(checkout(tmp_path / "it", "v0.2.0", changelog=f"# Changelog\n\n{heading}"))

    assert found[0] == "CHANGELOG.md: no day for 0.2.0; write '## 0.2.0 - YYYY-MM-DD'"


def test_a_version_of_which_nothing_is_told_is_refused(tmp_path: Path) -> None:
    empty = "# Changelog\n\n## 0.2.0 - 2026-12-01\n\n## 0.1.0 - 2026-11-01\n\n- It begins.\n"

    (found,) = RELEASE.faults(checkout(tmp_path / "it", "v0.2.0", changelog=empty))

    assert found.startswith("CHANGELOG.md: nothing about 0.2.0")


def test_a_citation_of_another_version_is_refused(tmp_path: Path) -> None:
    old = CITATION.replace("0.2.0", "0.1.0")

    assert RELEASE.faults(checkout(tmp_path / "it", "v0.2.0", citation=old)) == [
        "CITATION.cff: 0.1.0 of 2026-12-01; write version: 0.2.0 and date-released: 2026-12-01"
    ]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    root = checkout(tmp_path / "it", "v0.3.0")
    (root / "stray.txt").write_text("left lying\n", "utf-8")
    out = tmp_path / "dist"
    words = [sys.executable, str(ROOT / ".ci" / "release"), "--root", str(root), "--out", str(out)]

    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    tree, changelog = done.stderr.splitlines()
    assert tree == "the tree: 1 not committed (stray.txt); commit, remove or ignore them"
    assert changelog.startswith("CHANGELOG.md: nothing about 0.3.0")
    assert not out.exists()


def test_a_folder_with_files_of_before_is_refused_for_they_would_be_published_too(tmp_path: Path) -> None:
    root = checkout(tmp_path / "it", "v0.2.0")
    out = tmp_path / "dist"
    out.mkdir()
    (out / "intercoder-0.1.0.tar.gz").write_text("old", "utf-8")

    with pytest.raises(RELEASE.Refused, match="not empty; move away what is there"):
        RELEASE.release(root, out, rehearse=True)
    assert [path.name for path in out.iterdir()] == ["intercoder-0.1.0.tar.gz"]


def reached() -> set[str]:
    """Return the names of all locked packages that the program or an extra of it leads to."""
    locked: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]:
        locked.setdefault(package["name"], []).append(package)
    (ours,) = locked["intercoder"]
    waiting = [("intercoder", extra) for extra in ("", *ours["optional-dependencies"])]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        for package in locked[name]:
            wanted = (
                package["optional-dependencies"].get(extra, []) if extra else package.get("dependencies", [])
            )
            steps = {(each["name"], more) for each in wanted for more in ("", *each.get("extra", []))}
            waiting.extend(steps - seen)
            seen |= steps
    return {name for name, _ in seen} - {"intercoder"}


@needs_uv
def test_the_bill_of_materials_names_every_locked_package_with_its_hashes() -> None:
    told = json.loads(RELEASE.bill(ROOT, "0.2.0+a", datetime(2026, 12, 1, tzinfo=UTC)))

    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert told["metadata"]["timestamp"] == "2026-12-01T00:00:00Z"
    assert told["metadata"]["component"]["purl"] == "pkg:pypi/intercoder@0.2.0%2Ba"
    assert {each["name"] for each in told["components"]} == reached()
    for each in told["components"]:
        assert each["purl"].startswith(f"pkg:pypi/{each['name']}@{each['version']}")
        assert all(file["hashes"] for file in each["externalReferences"])


@needs_uv
def test_the_bill_of_the_same_version_is_the_same() -> None:
    made = datetime(2026, 12, 1, tzinfo=UTC)

    assert RELEASE.bill(ROOT, "0.2.0", made) == RELEASE.bill(ROOT, "0.2.0", made)


@needs_uv
def test_what_a_server_installs_has_a_hash_for_each_file() -> None:
    lines = [line for line in RELEASE.requirements(ROOT).replace("\\\n", " ").splitlines() if "==" in line]

    assert {"streamlit", "authlib", "psycopg"} <= {line.partition("==")[0] for line in lines}
    assert [line for line in lines if "--hash=sha256:" not in line] == []
    assert not any(line.startswith(("intercoder", "pytest", "pyspark")) for line in lines)


def test_the_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "b.whl").write_bytes(b"two")
    (tmp_path / "a.tar.gz").write_bytes(b"one")
    (tmp_path / "SHA256SUMS").write_text("of before", "utf-8")

    one, two = (hashlib.sha256(words).hexdigest() for words in (b"one", b"two"))
    assert RELEASE.sums(tmp_path) == f"{one}  a.tar.gz\n{two}  b.whl\n"


def test_the_program_tells_the_version_that_is_installed() -> None:
    assert toolkit.__version__ == metadata.version("intercoder")
    assert str(Version(toolkit.__version__)) == toolkit.__version__


def test_sources_that_were_never_installed_say_so() -> None:
    words = [sys.executable, "-S", "-c", "import toolkit; print(toolkit.__version__)"]

    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "0+unknown\n"


def test_the_changelog_goes_from_what_is_to_come_back_to_the_first_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    told = RELEASE.released(changelog)

    assert re.findall(r"^## (.+)$", changelog, re.MULTILINE)[0] == "Unreleased"
    versions = [Version(each) for each in told]
    assert versions == sorted(versions, reverse=True)
    days = [date.fromisoformat(day) for day, _ in told.values()]
    assert days == sorted(days, reverse=True)
    assert all(words for _, words in told.values())


def test_the_citation_is_of_the_newest_version_and_the_one_to_come_is_newer() -> None:
    told = RELEASE.released((ROOT / "CHANGELOG.md").read_text("utf-8"))
    to_come = Version(PROJECT["tool"]["hatch"]["version"]["fallback-version"])
    named, day = RELEASE.cited((ROOT / "CITATION.cff").read_text("utf-8"))

    assert to_come.is_devrelease
    if told:
        newest = next(iter(told))
        assert (named, day) == (newest, told[newest][0])
        assert to_come > Version(newest)
    else:
        assert (named, day) == (to_come.base_version, "")  # cited before its first release


def test_the_supported_pythons_are_those_that_may_install_it() -> None:
    supported = MATRIX.supported(ROOT)

    assert supported[0] == PROJECT["project"]["requires-python"].removeprefix(">=")
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    assert all(allowed.contains(each) for each in supported)
    guide = (ROOT / "docs" / "releasing.md").read_text("utf-8")
    assert f"Python {', '.join(supported[:-1])} and {supported[-1]}" in guide


def outcomes(*results: str) -> list[object]:
    return [MATRIX.Outcome(f"3.{at}", "oldest", result, "as told") for at, result in enumerate(results)]


@pytest.mark.parametrize(
    ("results", "every", "is_failure"),
    [
        (["passed", "passed"], True, False),
        (["passed", "missing"], False, False),
        (["passed", "missing"], True, True),
        (["passed", "failed"], False, True),
        (["passed", "not installed"], False, True),
        (["passed", "no tests"], False, True),
        (["missing", "missing"], False, True),
    ],
)
def test_what_did_not_run_is_no_success(results: list[str], every: bool, is_failure: bool) -> None:
    assert MATRIX.failed(outcomes(*results), every=every) is is_failure


def test_the_matrix_is_a_table() -> None:
    assert MATRIX.table(outcomes("passed", "not installed")).splitlines() == [
        "Python  libraries  result",
        "3.0     oldest     passed         as told",
        "3.1     oldest     not installed  as told",
    ]


@needs_uv
def test_a_python_that_the_machine_does_not_have_is_told_to_be_missing(tmp_path: Path) -> None:
    missing = MATRIX.outcome("3.99", "oldest", ["tests/model"], tmp_path)

    assert (missing.result, list(tmp_path.iterdir())) == ("missing", [])


def test_the_quick_tests_exist() -> None:
    assert [name for name in MATRIX.QUICK if not (ROOT / name).exists()] == []
