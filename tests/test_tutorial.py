"""The tutorial runs as written, and prints what it says it prints."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from toolkit import cli
from toolkit.workflow import demonstrating

ROOT = Path(__file__).parent.parent
LEFT_OUT = "…"


class Step(NamedTuple):
    """A command of the tutorial, and the lines it is said to print."""

    words: tuple[str, ...]
    printed: tuple[str, ...]


def steps(page: str) -> list[Step]:
    found = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for typed in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *printed = typed.splitlines()
            found.append(Step(tuple(shlex.split(command)), tuple(printed)))
    return found


STEPS = steps((ROOT / "docs" / "tutorial.md").read_text("utf-8"))


def is_printed(said: tuple[str, ...], lines: list[str]) -> bool:
    """Tell whether lines are those that are said, but for what `…` leaves out and for the width of blanks."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == LEFT_OUT else "".join(map(one_word, line.split())) + r"\n" for line in said
    )
    told = "".join(f"{''.join(f' {word}' for word in line.split())}\n" for line in lines)
    return re.fullmatch(pattern, told) is not None


def one_word(word: str) -> str:
    return ".*" if word == LEFT_OUT else re.escape(f" {word}")


@pytest.mark.parametrize(
    ("said", "lines", "so"),
    [
        (("one", "two"), ["one", "two"], True),
        (("one",), ["one", "two"], False),
        (("…", "two 2"), ["one", "two   2"], True),
        (("one …", "…"), ["one and more", "", "two"], True),
        (("…", "three"), ["one", "two"], False),
    ],
)
def test_what_a_tutorial_leaves_out_is_marked(said: tuple[str, ...], lines: list[str], *, so: bool) -> None:
    assert is_printed(said, lines) is so


def test_the_tutorial_runs_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("codebook", "sample_transcripts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    capsys.readouterr()

    for words, printed in STEPS:
        if words[1] == "demo":  # it would serve until it is stopped
            demonstrating.sample(words[words.index("--study") + 1]).close()
            continue
        monkeypatch.setattr(sys, "argv", list(words))
        cli.main()
        told = capsys.readouterr()
        lines = [*told.err.splitlines(), *told.out.splitlines()]
        assert is_printed(printed, lines), "\n".join((" ".join(words), *lines))

    assert len(STEPS) > 15
