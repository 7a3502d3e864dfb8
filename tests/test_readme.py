"""What the README and its journeys say to type works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from toolkit import cli
from toolkit.cli.commands import SERVING

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "guide" / "journeys.md")
TYPED = [
    line
    for page in PAGES
    for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
]


def test_the_two_commands_of_the_first_screen_are_those_of_the_gate() -> None:
    assert TYPED[:2] == ["python3 -m pip install uv && uv run intercoder demo", "uv run pytest -n auto"]
    assert "\n    uv run pytest -n auto\n" in (ROOT / "justfile").read_text("utf-8")


def test_the_journeys_run_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "interviews").mkdir()
    shutil.copytree(ROOT / "codebook", tmp_path / "codebook")
    sample = ROOT / "sample_transcripts"
    for name in ("P01.txt", "P02.vtt", "P03.odt"):
        shutil.copy(sample / name, tmp_path / "interviews")
    shutil.copy(sample / "protocol.md", tmp_path / "interviews")
    shutil.copy(sample / "participants.csv", tmp_path / "people.csv")
    first = (sample / "P01.txt").read_text("utf-8")
    coded = first[600:690]
    assert (first.count(coded), " eight " in coded) == (1, True)
    mended = first.replace(coded, coded.replace(" eight ", " nine "))
    (tmp_path / "P01-corrected.txt").write_text(mended, "utf-8")
    ran = []
    for line in TYPED:
        program, *words = shlex.split(line)
        if program == "intercoder" and words[0] not in SERVING:
            monkeypatch.setattr(sys, "argv", [program, *words])
            cli.main()
            ran.append(words[0])

    assert len(ran) >= 7
    assert "Traceback" not in capsys.readouterr().err
    for name in ("agreement.csv", "themes.xlsx", "matrix.csv"):
        assert (tmp_path / name).stat().st_size > 500


def test_every_command_they_name_exists() -> None:
    named = {shlex.split(line)[1] for line in TYPED if line.startswith("intercoder ")}

    assert named <= {command.split()[0] for command in [*cli.COMMANDS, *SERVING]}
