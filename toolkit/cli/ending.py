"""How a run ends: its exit code, and what a person is told of why."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cyclopts import CycloptsError, UnusedCliTokensError

from toolkit.errors import ToolkitError, without_passwords
from toolkit.workflow import guarding

_MISTAKE: Final = 1
_OUR_FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
_INTERRUPTED: Final = 130  # what a shell reports of a program that Ctrl-C ended


@contextmanager
def told() -> Iterator[None]:
    """Tell a person's mistake in one line per fault, and a bug without the words of interviews."""
    try:
        yield
    except ToolkitError as error:
        print(*error.lines(), sep="\n", file=sys.stderr)
        sys.exit(_MISTAKE)
    except CycloptsError as error:
        print(without_passwords(f"intercoder: {_of_words(error)}"), file=sys.stderr)
        sys.exit(_MISTAKE)
    except KeyboardInterrupt:
        print("intercoder: stopped; what was not finished was not stored", file=sys.stderr)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output (head, less) has closed it: nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as bug:
        if _is_of_a_long_name(bug):
            print(
                "intercoder: a name is longer than this system allows; choose a shorter one", file=sys.stderr
            )
            sys.exit(_MISTAKE)
        # Its words may be those of an interview.
        if guarding.shows_values():
            raise
        guarding.printed(bug)
        print("intercoder: what was not finished was not stored", file=sys.stderr)
        sys.exit(_OUR_FAULT)


def _is_of_a_long_name(bug: Exception) -> bool:
    """Tell whether the system refused a name for its length, as it may wherever a file is looked at."""
    return isinstance(bug, OSError) and bug.errno == errno.ENAMETOOLONG


def _of_words(error: CycloptsError) -> str:
    """Say what is wrong with the words typed."""
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        words = " ".join(error.unused_tokens)
        return f"nothing takes {words}; put the name of its option before it (see --help), or leave it out"
    return " ".join(str(error).split())


@contextmanager
def cleanly() -> Iterator[None]:
    """Have the program clean up, too, where the system ends it or its terminal is closed."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)  # as a shell reports it

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    for number, handler in before.items():
        if handler is signal.SIG_DFL:  # and not where it is to outlive its terminal (nohup)
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
