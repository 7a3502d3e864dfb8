"""What the README claims in numbers stands in a result that is kept; results name no machine or person."""

from __future__ import annotations

import getpass
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command

ROOT = Path(__file__).parent.parent
RESULTS = sorted(command.RESULTS.rglob("*.md"))
README = (ROOT / "README.md").read_text("utf-8")
# Amounts that only a measurement can tell.
_MEASURED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(?:times (?:as|faster)|ms\b|seconds|minutes\b)")
_KEPT = re.compile(r"\]\((benchmarks/results/[\w./-]+\.md)\)")


def test_every_benchmark_is_found_by_what_it_is() -> None:
    found = command.found()
    assert set(found) >= {
        *("agreement", "annotator", "codebook", "crowd", "findings", "importing", "intervals", "names"),
        *("suggesting", "unitizing"),
    }
    assert [each.name for each in found.values() if not each.title or each.title == each.name] == []


def test_what_a_readme_claims_in_numbers_stands_in_the_result_it_links_to() -> None:
    for paragraph in README.split("\n\n"):
        claimed = _MEASURED.findall(paragraph)
        if not claimed:
            continue
        kept = "".join((ROOT / name).read_text("utf-8") for name in _KEPT.findall(paragraph))
        assert kept, f"no link to a result: {paragraph}"
        missing = [
            number for number in claimed if not re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d])", kept)
        ]
        assert missing == [], paragraph


@pytest.mark.parametrize("result", RESULTS, ids=lambda path: path.stem)
def test_a_result_says_when_on_what_and_with_what_and_names_nobody(result: Path) -> None:
    told = result.read_text("utf-8")
    for fact in (
        "- Run: `uv run python -m benchmarks.",
        "- Date: 20",
        "- Machine: ",
        "- Versions: Python 3",
        "- Load: ",
    ):
        assert fact in told
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|Users|work)\b", told)
    assert platform.node() not in told or len(platform.node()) < 4
    assert getpass.getuser() not in told or getpass.getuser() == "root"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with three benchmarks of which one fails, and something that is none."""
    made = tmp_path / "benchmarks"
    (made / "many").mkdir(parents=True)
    (made / "short.py").write_text(
        '"""One thing: how long it takes.\n\nMore.\n"""\nimport sys\nQUICK: tuple[str, ...] = ("--few",)\n'
        'def main() -> None:\n    print("x  1.0 s", sys.argv[1:])\nmain()\n'
    )
    (made / "many" / "__main__.py").write_text(
        '"""Many."""\ndef main():\n    print("| a |\\n| --- |")\nmain()\n'
    )
    (made / "broken.py").write_text(
        '"""Broken."""\nQUICK = ()\ndef main():\n    raise SystemExit("no")\nmain()\n'
    )
    (made / "helper.py").write_text('"""No benchmark."""\nWORDS = 3\n')
    monkeypatch.setattr(command, "HERE", made)
    return made


def test_a_benchmark_is_run_shown_and_kept_and_one_that_fails_keeps_what_was_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = command.found(folder)
    assert {name: each.short for name, each in known.items()} == {
        "short": ("--few",),
        "many": None,
        "broken": (),
    }
    results = folder / "results"
    results.mkdir()
    (results / "broken.md").write_text("before")

    ended = {name: command.run(each, results, quick=True) for name, each in known.items()}

    assert ended == {"short": True, "many": True, "broken": False}
    assert (results / "broken.md").read_text() == "before"
    short = (results / "short.md").read_text()
    assert short.startswith(
        "# One thing: how long it takes\n\n- Run: `uv run python -m benchmarks.short --few`\n"
    )
    assert "```text\nx  1.0 s ['--few']\n```" in short
    assert "\n| a |\n| --- |\n" in (results / "many.md").read_text()
    assert "```" not in (results / "many.md").read_text()
    assert "x  1.0 s ['--few']" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["intervals", "suggesting"])
def test_a_benchmark_tells_how_it_is_used(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage:" in done.stdout
