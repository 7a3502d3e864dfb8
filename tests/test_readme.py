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


# --- what it claims -------------------------------------------------------------------------------------

README = (ROOT / "README.md").read_text("utf-8")
CLAIMS = dict(
    re.findall(
        r"^\| ([^|]+) \| (`tests/.+) \|$", (ROOT / "docs" / "claims.md").read_text("utf-8"), re.MULTILINE
    )
)


def sentences(title: str) -> list[str]:
    """Return the sentences of a part of the README that tell what holds, without those that only lead on."""
    part = README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found = []
    for paragraph in re.split(r"\n\n|^- ", part, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", " ".join(paragraph.split()))
        found += re.split(r"(?<=\.) (?=[A-Z])", plain) if paragraph.strip() else []
    return [each for each in found if not each.startswith(("Each of these is tested", "Where your data lie"))]


def test_every_claim_has_tests_that_there_are() -> None:
    claimed = [*sentences("What you can rely on"), *sentences("Your data")]
    unproved = [said for said in claimed if sum(said.startswith(beginning) for beginning in CLAIMS) != 1]
    shown = [test for tests in CLAIMS.values() for test in re.findall(r"`(tests/[^`]+)`", tests)]
    gone = [
        test
        for path, _, name in (test.partition("::") for test in shown)
        if f"\ndef {name}(" not in (ROOT / path).read_text("utf-8")
        for test in [f"{path}::{name}"]
    ]

    assert unproved == []
    assert len(CLAIMS) == len(claimed)
    assert gone == []


def test_privacy_is_told_in_three_sentences() -> None:
    assert len(sentences("Your data")) == 3
