"""What several rooms' tests need: a small codebook, a transcript with difficult letters, a study of both."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import server
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.store import address, contents
from toolkit.store.study import Study
from toolkit.workflow import demonstrating
from toolkit.workflow.studies import open_study, start

# How long an example takes says something about the machine, not about us.
settings.register_profile("gate", deadline=None)
settings.load_profile("gate")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="Where the studies that tests make lie: in files, or on a PostgreSQL server started for them.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have a file that is to become a study stand for a study on a server, if all tests are to run there."""
    if config.getoption("--store") != "postgresql":
        return
    # Files close themselves when a test forgets its study; these say so.
    config.addinivalue_line("filterwarnings", "ignore:.*deleted while still open:ResourceWarning")
    as_it_is = address.of

    def on_server(place: str | Path | address.Address) -> address.Address:
        found = as_it_is(place)
        # Who says that it is a file means one, such as the copy that a colleague has.
        meant = isinstance(place, address.StudyFile)
        if isinstance(found, address.StudyFile) and not meant and not found.path.exists():
            return as_it_is(server.study_at(found.path))
        return found

    address.of = on_server


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--store") == "postgresql":
        skip = pytest.mark.skip(reason="is about study files: SQLite only")
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(skip)


def pytest_unconfigure() -> None:
    server.stop_all()


@pytest.fixture
def on_files(request: pytest.FixtureRequest) -> bool:
    """Tell whether the studies that tests make lie in files."""
    return bool(request.config.getoption("--store") == "sqlite")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was skipped in one line for each reason, however many tests it concerns."""
    reports = terminalreporter.stats.get("skipped", [])
    for reason, count in Counter(report.longrepr[2] for report in reports).items():
        terminalreporter.write_line(
            f"SKIPPED [{count}] {reason.removeprefix('Skipped: ')}", yellow=True, bold=True
        )


CODES = ("trust", "doubt", "care")


def small_codebook() -> Codebook:
    theme = Theme("feelings", "Feelings")
    codes = tuple(
        Code(name, name.title(), parent="feelings", definition=f"Talk of {name}.") for name in CODES
    )
    retired = Code("worry", "Worry", deprecated_in="1.0.0", replaced_by="doubt")
    return Codebook("small", "A small codebook", "1.0.0", (theme,), codes, (retired,))


@pytest.fixture
def codebook() -> Codebook:
    return small_codebook()


def conversation(name: str, *said: tuple[str, str]) -> Transcript:
    """Make a transcript of `LABEL: words` lines; I asks, everybody else takes part."""
    text, turns = "", []
    for number, (label, words) in enumerate(said, 1):
        text += f"{label}: "
        turns.append(Turn(number, Span(len(text), len(text) + len(words)), label))
        text += f"{words}\n\n"
    labels = dict.fromkeys(label for label, _ in said)
    speakers = tuple(Speaker(label, "interviewer" if label == "I" else "participant") for label in labels)
    return Transcript(
        name, text.removesuffix("\n\n"), tuple(turns), speakers, participant=name, source=f"{name}.txt"
    )


def small_conversation(name: str = "P01") -> Transcript:
    return conversation(
        name,
        ("I", "How was it? \U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("P01", "I trusted them \U0001f600 at first. Then cafe\u0301 talk made me doubt."),
        ("I", "And now?"),
        ("P01", "Now I take care. 漢字 and \U00020bb7 too. שלום."),
    )


@pytest.fixture
def transcript() -> Transcript:
    return small_conversation()


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    made = start(tmp_path / "my.study", codebook, title="My study")
    yield made
    made.close()


def file_of(study: Study, path: Path) -> Path:
    """Make a copy of a study that is a file, wherever the study lies; return its path."""
    if isinstance(study.address, address.StudyFile):
        return Path(shutil.copy(study.address.path, path))
    with study.reading() as source:
        Study.filled(address.StudyFile(path), lambda target: contents.copy(source, target)).close()
    return path


SampleAt = Callable[[Path], Study]


@pytest.fixture(scope="session")
def sample_at(tmp_path_factory: pytest.TempPathFactory) -> SampleAt:
    """Return what puts the sample study at a path: it is made once, which takes seconds, and then copied."""
    made = tmp_path_factory.mktemp("made") / "sample.study"
    sample = demonstrating.sample(made)
    sample.close()

    def copy(path: Path) -> Study:
        if isinstance(sample.address, address.StudyFile):
            return open_study(Path(shutil.copy(made, path)))
        with sample.reading() as source:
            return Study.filled(path, lambda target: contents.copy(source, target))

    return copy
