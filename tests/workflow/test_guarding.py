"""A bug is told by its kind and its place, never by what it held."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from toolkit.workflow import guarding
from toolkit.workflow.guarding import Bug

MARKER = "Wanda told us about the merger"


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Guard this process for one test."""
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    monkeypatch.setattr(warnings, "formatwarning", warnings._formatwarning_orig)  # type: ignore[attr-defined]  # noqa: SLF001
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    guarding.guard()
    yield
    logging.setLogRecordFactory(before)


def fail(words: str) -> None:
    try:
        raise KeyError(words)  # noqa: TRY301 - only to be the cause of the next
    except KeyError as fault:
        raise ValueError(words) from fault


def caught(words: str = MARKER) -> ValueError:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - any words will do
        fail(words)
    return found.value


def test_a_bug_has_its_kind_its_causes_and_its_places_and_no_word_of_the_exception() -> None:
    bug = Bug.of(caught())
    lines = "\n".join([bug.line, *guarding.told(bug)])

    assert bug.kind == "ValueError"
    assert lines.index("KeyError, through") < lines.index("ValueError, through")
    assert "test_guarding.py:" in lines
    assert " in fail" in lines
    assert MARKER not in lines


def test_the_number_is_that_of_the_bug_and_not_of_what_it_was_about() -> None:
    assert Bug.of(caught("one")).number == Bug.of(caught("another")).number != Bug.of(KeyError()).number


def test_where_a_bug_is_names_our_module_and_no_folder_of_a_person() -> None:
    with pytest.raises(TypeError) as found:
        guarding.place(3)  # type: ignore[arg-type]
    bug = Bug.of(found.value)

    assert bug.where.startswith("toolkit/workflow/guarding.py:")
    assert not [line for line in bug.trace if "/home" in line or ":/" in line or " /" in line]
    assert guarding.place("/home/ana/toolkit/src/toolkit/ui/app.py") == "toolkit/ui/app.py"
    assert guarding.place("/usr/lib/python3.12/json/decoder.py") == "decoder.py"
    assert guarding.place("<string>") == "<string>"


def test_a_recursion_without_end_is_told_in_a_page() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as found:
        deeper()
    assert len(Bug.of(found.value).trace) < 70


def test_exceptions_that_cause_one_another_are_told_once() -> None:
    one, other = ValueError(MARKER), KeyError(MARKER)
    one.__cause__, other.__cause__ = other, one
    assert [line for line in Bug.of(one).trace if line.endswith("through")] == [
        "KeyError, through",
        "ValueError, through",
    ]


@pytest.mark.usefixtures("guarded")
def test_logs_repeat_no_exception(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("anything")
    fault = caught()
    log.error("Task was never retrieved\nfuture: %r", fault, exc_info=fault)
    log.warning("failed: %s", fault)
    log.error("at %(place)s", {"place": "P01"})

    assert MARKER not in caplog.text
    assert "Task was never retrieved" in caplog.text
    assert "test_guarding.py:" in caplog.text
    assert "failed: ValueError" in caplog.text
    assert "at P01" in caplog.text


@pytest.mark.usefixtures("guarded")
@pytest.mark.filterwarnings("always")
def test_warnings_threads_and_whatever_nobody_catches_repeat_no_exception(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fault = caught()
    sys.excepthook(ValueError, fault, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, fault, None, None)))
    sys.unraisablehook(type("Found", (), {"exc_value": fault})())
    sys.stderr.write(warnings.formatwarning(MARKER, UserWarning, "/x/site-packages/openpyxl/cell.py", 3))

    printed = capsys.readouterr().err
    assert MARKER not in printed
    assert printed.count("intercoder: this is a fault of Intercoder, not yours: ValueError at ") == 3
    assert "openpyxl/cell.py:3: UserWarning" in printed


def test_hooks_that_somebody_put_there_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(*_: object) -> None:
        """Do nothing."""

    monkeypatch.setattr(sys, "excepthook", own)
    guarding.guard()
    assert sys.excepthook is own


def test_who_asks_sees_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(guarding.SHOW_VALUES, "1")
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    guarding.guard()
    assert sys.excepthook is sys.__excepthook__
    assert guarding.shows_values()
