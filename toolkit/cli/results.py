"""What a command returns: printed, or saved to the file that `--to` names."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from toolkit.cli import commands
from toolkit.errors import ToolkitError
from toolkit.workflow import exporting
from toolkit.workflow.exporting import Result


def check_target(words: Sequence[str], to: Path | None, *, bom: bool) -> None:
    """Refuse a bad `--to` before anything is done: a command may change the study."""
    if to is None:
        if bom:
            raise ToolkitError("--bom", "is about a file, and none is named", "add --to FILE.csv")
        return
    name = commands.named(words)
    exporting.check_target(to, "table" if name is None else commands.kind(name), bom=bom)
    # Options may carry their value behind an equals sign.
    named = {os.path.realpath(part) for word in words for part in (word, word.partition("=")[2]) if part}
    if os.path.realpath(to) in named:
        raise ToolkitError(str(to), "is read by this command", "choose another name to write to")


def show(result: Result | None, to: Path | None, *, bom: bool) -> None:
    """Print a result, or save it and say so."""
    if result is None:
        return
    if to is None:
        _say((result if isinstance(result, str) else exporting.render(result)).removesuffix("\n"))
        return
    exporting.write(result, to, bom=bom)
    print(f"{to}: written", file=sys.stderr)
    for note in () if isinstance(result, str) else result.notes:
        print(f"note: {note}", file=sys.stderr)


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise ToolkitError(
            "output", f"cannot be written ({fault.strerror})", "write it with --to FILE"
        ) from fault
