"""Every command that a page says to type is one there is, with options there are; some are run."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit import cli
from toolkit.cli import opening
from toolkit.workflow import demonstrating, leaking, studies

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
_TYPED = re.compile(r"^\s*(?:\$ )?(?:sudo -u \w+ |uv run )?(?:[\w./]+/)?intercoder (.+)$", re.MULTILINE)
LOOKING = {
    "agreement",
    "consensus",
    "disagreements",
    "figure",
    "history",
    "memos",
    "progress",
    "rounds",
    "themes",
}
"""What only looks at a study, and needs nothing but the sample."""
NEEDS_MORE = ("--table", "--as-of", "Ana")
"""What the sample has not: tables of ratings, a past, and people of these names."""
RUN_ELSEWHERE = {"docs/tutorial.md", "docs/guide/journeys.md"}
"""Pages that are run from the first line to the last by tests of their own."""


def typed() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        if "_build" in page.parts:
            continue
        for block in re.findall(r"^```[a-z]*\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            for line in _TYPED.findall(block.replace("\\\n", " ")):
                yield page.relative_to(ROOT).as_posix(), line.partition(" # ")[0].strip()


LINES = sorted(set(typed()))
TO_RUN = [
    (page, line)
    for page, line in LINES
    if page not in RUN_ELSEWHERE
    and line.split()[0] in LOOKING
    and " my.study" in line
    and not any(each in line for each in NEEDS_MORE)
]


def words_of(line: str) -> tuple[str, ...]:
    return tuple("2" if word in {"VERDICT", "ID"} else word for word in shlex.split(line))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("typed") / "my.study"
    demonstrating.sample(path).close()
    return path


@pytest.fixture
def opened(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have whatever study a line names be the sample, which is opened and not touched."""
    study = studies.open_study(sample)
    monkeypatch.setattr(studies, "open_study", lambda *_, **__: study)
    monkeypatch.setattr(leaking.Place, "of", lambda *_: leaking.Place(str(sample), study))
    yield
    study.close()


def parsed(line: str) -> None:
    """Refuse a line as the program would: first its own options, then those of the command."""
    with opening.looking():
        _, bound, _ = cli.app.meta.parse_args(words_of(line), exit_on_error=False, print_error=False)
        cli.app.parse_args(bound.args, exit_on_error=False, print_error=False)


@pytest.mark.parametrize(("page", "line"), LINES)
def test_a_line_that_is_to_be_typed_can_be_read(page: str, line: str, opened: None) -> None:
    parsed(line)


@pytest.mark.parametrize(
    "line", ["agreement my.study --unitt turn", "agrement my.study", "figure none my.study"]
)
def test_a_line_that_cannot_be_read_is_found(line: str, opened: None) -> None:
    with pytest.raises(Exception, match=r"(?i)unknown|unused"):
        parsed(line)


def test_there_are_lines_and_many_of_them_run() -> None:
    assert len(LINES) > 120
    assert len(TO_RUN) > 12


@pytest.mark.parametrize(("page", "line"), TO_RUN)
def test_a_line_that_only_looks_runs(
    page: str, line: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [str(sample) if each == "my.study" else each for each in words_of(line)]
    monkeypatch.setattr(sys, "argv", ["intercoder", *words])

    cli.main()
