"""Whatever fails, in whatever room: no word of an interview gets into a log or a traceback."""

from __future__ import annotations

import importlib
import io
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from tests.tampering import tamper
from toolkit import cli
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.store import schema, transcripts
from toolkit.store.study import Study
from toolkit.ui import app
from toolkit.workflow import applying, assigning, guarding, noting
from toolkit.workflow.studies import start

MARKER = "Zyxomma"
LAST = "the time of the last event"
PAGES = [page.TITLE.lower() for page in app.PAGES]


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[Study]:
    """Return a study with the marker in every text there is."""
    code = Code("trust", f"Trust {MARKER}", parent="all", definition=f"{MARKER} trusts.", example=MARKER)
    book = Codebook("small", f"Book {MARKER}", "1.0.0", (Theme("all", f"All {MARKER}"),), (code,))
    study = start(tmp_path / "my.study", book, title=f"Study {MARKER}", notice=MARKER)
    with study.transaction("researcher") as records:
        for name in ("P01", "P02"):
            said = (("I", f"How was {MARKER}?"), (f"{MARKER} B", f"I trusted {MARKER}. " * 4))
            transcripts.add(records, conversation(name, *said))
            transcripts.add_participant(records, name, {MARKER: MARKER})
    for coder in (f"Ana {MARKER}", "Ben"):
        assigning.assign(study, "P01", coder=coder)
        applying.code(study, coder=coder, transcript="P01", start=40, end=60, code="trust")
        assigning.finish(study, "P01", coder=coder)
    noting.memo(study, coder="Ben", transcript="P01", text=f"Ask {MARKER} again.")
    yield study
    study.close()


# One place in each room, through which a command and a page go.
PLACES = {
    "model": ("toolkit.model.coding:Coding.__post_init__", ("codings",)),
    "formats": ("toolkit.formats.tables.terminal:render", ("codings",)),
    "text": ("toolkit.text.search:pattern", ("search", "--pattern", "trust.*")),
    "reconcile": ("toolkit.reconcile.adjudicate:adjudicate", ("disagreements",)),
    "agreement": ("toolkit.agreement.table:reliability_table", ("agreement",)),
    "analysis": ("toolkit.analysis.frequency:frequency", ("frequency",)),
    "figures": ("toolkit.figures.heat_map:heat_map", ("figure", "heatmap")),
    "store": ("toolkit.store.codings:everything", ("codings",)),
    "workflow": ("toolkit.workflow.naming:check_coders", ("codings",)),
}
FAULTS: dict[str, Callable[[], BaseException]] = {
    "key": lambda: KeyError(f"I trusted {MARKER}."),
    # What Python says of a cell that is damaged, as SQLAlchemy hands it on.
    "database": lambda: OperationalError(
        f"SELECT '{MARKER}'",
        {"text": MARKER},
        sqlite3.OperationalError(f"Could not decode to UTF-8 column 'text' with text 'I\ntrusted {MARKER}'"),
    ),
}


def broken(monkeypatch: pytest.MonkeyPatch, path: str, fault: Callable[[], BaseException]) -> None:
    """Have a function raise an exception that was caused by another, both full of words."""
    module, _, name = path.partition(":")
    *owner, last = name.split(".")
    holder: object = importlib.import_module(module)
    for part in owner:
        holder = getattr(holder, part)

    def fails(*_: object, **__: object) -> None:
        try:
            raise LookupError(f"before {MARKER}")  # noqa: TRY301 - only to be the cause of the next
        except LookupError as first:
            raise fault() from first

    before = getattr(holder, last)
    monkeypatch.setattr(holder, last, fails)
    # Whoever imported it by name has to get it, too.
    for known in [each for name, each in sys.modules.items() if name.startswith("toolkit.")]:
        if getattr(known, last, None) is before:
            monkeypatch.setattr(known, last, fails)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("room", PLACES)
def test_a_bug_in_any_room_ends_a_command_with_where_it_is_and_no_word_of_the_study(
    marked: Study, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], room: str, fault: str
) -> None:
    path, words = PLACES[room]
    command = list(words)
    command.insert(2 if words[0] == "figure" else 1, marked.where)
    broken(monkeypatch, path, FAULTS[fault])
    monkeypatch.setattr(sys, "argv", ["intercoder", *command])
    with pytest.raises(SystemExit) as ended:
        cli.main()

    printed = capfd.readouterr()
    assert MARKER not in printed.err + printed.out
    if fault == "database":
        # Inside of a transaction it is what a person can act on, elsewhere a bug as any other.
        assert ended.value.code in {1, 70}
    else:
        assert ended.value.code == 70
        assert printed.err.startswith("intercoder: this is a fault of Intercoder, not yours: ")
        assert "Traceback of " in printed.err
        assert "toolkit/workflow/" in printed.err
        assert printed.err.endswith("intercoder: what was not finished was not stored\n")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        ("DELETE FROM texts", ("themes",)),
        ("DELETE FROM texts", ("themes", "--as-of", LAST)),
        ("UPDATE events SET kind = 'theft.made' WHERE sequence = 4", ("history",)),
        ("DELETE FROM codebooks", ("declared",)),
        ("UPDATE events SET at = 'noon' WHERE sequence = 4", ("history",)),
    ],
)
def test_a_study_that_was_changed_behind_its_back_is_told_so_and_is_no_bug_of_ours(
    marked: Study,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tampering: str,
    words: tuple[str, ...],
) -> None:
    with marked.reading() as connection:
        last = connection.execute(select(func.max(schema.events.c.at))).scalar_one()
    words = tuple(last if word == LAST else word for word in words)
    guards = [f"DROP TRIGGER {name}" for name in schema.GUARDS]
    tamper(marked, *guards, tampering)
    monkeypatch.setattr(sys, "argv", ["intercoder", words[0], marked.where, *words[1:]])
    with pytest.raises(SystemExit) as ended:
        cli.main()

    printed = capfd.readouterr()
    assert ended.value.code == 1
    assert "changed behind its back" in printed.err
    assert "intercoder restore" in printed.err or "intercoder verify" in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.sqlite
def test_a_page_tells_that_its_study_was_changed_behind_its_back(
    marked: Study, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", marked.where])
    tamper(marked, "DELETE FROM texts")
    test = AppTest.from_function(_app, kwargs={"page": "transcripts"}, default_timeout=60).run()

    (told,) = [each.value for each in test.error]
    assert "was changed behind its back" in told
    assert not test.exception
    assert MARKER not in logged.getvalue()


def test_who_looks_for_a_bug_on_their_own_data_sees_all_of_it(
    marked: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, *PLACES["analysis"][:1], FAULTS["key"])
    monkeypatch.setenv(guarding.SHOW_VALUES, "1")
    monkeypatch.setattr(sys, "argv", ["intercoder", "frequency", marked.where])
    with pytest.raises(KeyError, match=MARKER):
        cli.main()


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Return what Streamlit's loggers, and ours, write to the console."""
    written = io.StringIO()
    handlers = []
    for name in ("streamlit.error_util", "streamlit.runtime.scriptrunner.script_runner", "asyncio", ""):
        handler = logging.StreamHandler(written)
        logging.getLogger(name).addHandler(handler)
        handlers.append((name, handler))
    with redirect_stderr(written):
        yield written
    for name, handler in handlers:
        logging.getLogger(name).removeHandler(handler)


@pytest.mark.parametrize("page", PAGES)
def test_a_bug_on_any_page_is_one_calm_line_and_the_log_has_its_places_only(
    marked: Study, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO, page: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", marked.where])
    broken(monkeypatch, f"toolkit.ui.pages.{page}:show", FAULTS["key"])
    test = AppTest.from_function(_app, kwargs={"page": page}, default_timeout=60).run()

    (shown,) = test.exception
    told = shown.message
    assert told.startswith("This is a fault of Intercoder, not yours: KeyError at ")
    assert "What was saved is saved." in told
    assert not list(shown.stack_trace)
    assert MARKER not in told
    assert "Traceback of " in logged.getvalue()
    assert told.split("(number ")[1][:6] in logged.getvalue()
    assert MARKER not in logged.getvalue()


def _app(page: str) -> None:
    import sys  # noqa: PLC0415 - the function's source is run by itself

    from toolkit.ui import app, unforeseen  # noqa: PLC0415
    from toolkit.workflow import studies  # noqa: PLC0415

    unforeseen.tell_calmly(lambda: sys.argv[1])
    shown = next(each for each in app.PAGES if each.TITLE.lower() == page)
    shown.show(studies.open_study(sys.argv[1]))


def test_a_mistake_that_nobody_caught_on_a_page_is_told_as_elsewhere(
    marked: Study, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    from toolkit.errors import ToolkitError  # noqa: PLC0415 - beside what it is about

    monkeypatch.setattr(sys, "argv", ["app.py", marked.where])
    broken(
        monkeypatch,
        "toolkit.ui.pages.team:show",
        lambda: ToolkitError("my.study", f"{MARKER} is locked", "wait"),
    )
    test = AppTest.from_function(_app, kwargs={"page": "team"}, default_timeout=60).run()

    assert [each.value for each in test.error] == [f"my\\.study\\: {MARKER} is locked\\; wait"]
    assert MARKER not in logged.getvalue()
