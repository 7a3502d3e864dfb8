"""The program: its commands, what all of them take, and what one run does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from toolkit import __version__
from toolkit.cli import ending, progress
from toolkit.cli.commands import COMMANDS, GROUPS, SERVING, looks_back, named
from toolkit.errors import ToolkitError, on_one_line
from toolkit.model.selection import Selection
from toolkit.workflow import guarding

_ALL: Final = (*COMMANDS, *SERVING)
_USAGE: Final = {
    "demo": "Usage: intercoder demo [OPTIONS]",
    "open": "Usage: intercoder open STUDY [OPTIONS]",
}
_OPTIONS: Final = Parameter(consume_multiple=True, negative_iterable=(), show_default=False)

app: Final = App(
    name="intercoder",
    help="From interview transcripts to findings you can defend. Start with: intercoder demo",
    version=__version__,
    default_parameter=_OPTIONS,
    suppress_keyboard_interrupt=False,
)
app.meta.suppress_keyboard_interrupt = False  # `ending` says what became of the study

# What a table looks at is chosen by options of the same names at every command.
Parameter(name="*")(Selection)


def _register() -> None:
    groups = {"": app}
    for name, summary in GROUPS.items():
        groups[name] = App(name=name, help=summary)
        app.command(groups[name])
    for room, table in (("toolkit.cli", SERVING), ("toolkit.workflow", COMMANDS)):
        for name, (function, summary) in table.items():
            group, _, last = name.rpartition(" ")
            groups[group].command(f"{room}.{function}", name=last, help=summary, usage=_USAGE.get(name))


_register()


@app.meta.default
def _run(
    *words: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    to: Path | None = None,
    bom: Annotated[bool, Parameter(negative=())] = False,
    viewer: Annotated[str | None, Parameter(name="--as", env_var="INTERCODER_AS")] = None,
    without_backup: Annotated[bool, Parameter(negative=())] = False,
    as_of: str | None = None,
) -> None:
    """Run one command.

    Parameters
    ----------
    to
        File to write the result to, by its ending: a table .csv .xlsx .docx .tex .md .html .json, a figure
        .svg .png .json, a report .zip; by default it is printed.
    bom
        Begin a .csv with a byte order mark, without which Excel garbles letters.
    viewer
        Who you are: what is hidden from you while a round is blind is left out, and what you change is
        changed in your name. Without it nobody's work in a blind round is shown.
    without_backup
        Change many records at once without a backup of the study file first, where there is no room for one.
    as_of
        Look at the study as it was: a day, as in 2026-03-04, to its end in the time zone of this machine, or
        a time, as in 2026-03-04T10:12 or 2026-03-04T10:12+01:00. Nothing can be changed then, and what is
        hidden from you today is left out.
    """
    from toolkit.cli import opening, results
    from toolkit.workflow import studies

    studies.make_room()
    moment = None
    if as_of is not None:
        _check_past(words)
        moment = opening.moment(as_of)
    results.check_target(words, to, bom=bom)
    with opening.looking(viewer, moment, without_backup=without_backup) as look:
        result = app(words, result_action="return_value", exit_on_error=False, print_error=False)
        results.show(look.dated(result), to, bom=bom)


def _check_past(words: Sequence[str]) -> None:
    """Refuse `--as-of` to a command that does not look at a study as it was."""
    name = named(words)
    if name is None or not looks_back(name):
        what = f"{name or ' '.join(words[:1]) or 'intercoder'} does not look at a study as it was"
        raise ToolkitError("--as-of", what, "leave it out")


def told_in_full(names: Iterable[str] = _ALL) -> App:
    """Have commands tell all that they say of themselves, not only their lines in the list of commands."""
    from toolkit.cli import opening  # noqa: F401 - by which they know what a study is on the command line

    for name in names:
        command = app
        for word in name.split():
            command = command[word]
        command.help, command.default_parameter = None, _OPTIONS
    return app


def main() -> None:
    """Run the command line; a person's mistake ends it with one line per fault and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that cannot show a letter gets its number: what was done is done.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with ending.cleanly():
        guarding.guard()
        with ending.told(), progress.shown():
            _answer(sys.argv[1:])


def _answer(words: Sequence[str]) -> None:
    _check_words(words)
    _check_command(words)
    name = named(words, _ALL)
    wants_help = bool({"--help", "-h"} & set(words))
    if name and wants_help:
        told_in_full([name])
    if name not in SERVING:
        app.meta(words, result_action="return_value", exit_on_error=False, print_error=False)
    # What serves a page has no result to save and is asked by nobody: it takes no option of `_run`.
    elif wants_help:
        app[name].help_print([])
    else:
        if any(word.partition("=")[0] == "--as-of" for word in words):
            _check_past(words)
        app(words, result_action="return_value", exit_on_error=False, print_error=False)


def _check_words(words: Sequence[str]) -> None:
    """Refuse what the terminal could not tell us as text."""
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise ToolkitError("intercoder", f"{word!r} is not text", "type it in UTF-8")


def _check_command(words: Sequence[str]) -> None:
    """Refuse a command there is not, also where its help is asked for; say which ones are spelt alike."""
    known = sorted({name.split()[0] for name in (*COMMANDS, *SERVING)})
    first = next(iter(words), "-")
    if first.startswith("-") or first in known:
        return
    alike = get_close_matches(first, known, n=1)
    what = f"there is no command {on_one_line(first)}"
    meant = f"did you mean {alike[0]}? All are listed by" if alike else "they are listed by"
    raise ToolkitError("intercoder", what, f"{meant}: intercoder --help")
