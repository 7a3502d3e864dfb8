"""Having a figure painted: in another process, in bounded time, with no letter that would end it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.formats.figures import painting
from toolkit.formats.figures.captions import captioned
from toolkit.model.figure import Figure

_SECONDS: Final = 120
# What XML has no place for, as it is or as the escape by which JSON or an expression names it.
_UNDRAWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def painted(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    """Return the picture of a figure with its title and caption.

    Raises
    ------
    ToolkitError
        If it cannot be drawn, or not within two minutes.
    """
    spec = json.dumps(_drawable(captioned(figure)), sort_keys=True)
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(Path(painting.__file__)), kind],
            input=spec.encode("ascii"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise ToolkitError(
            f"figure {figure.title!r}",
            "takes longer than two minutes to draw",
            "draw less of the study at once",
        ) from fault
    if run.returncode or not run.stdout:
        told = run.stderr.decode(errors="replace").strip().splitlines()
        last = [line for line in told if line == line.lstrip()][-1:]
        raise ToolkitError(
            f"figure {figure.title!r}",
            f"cannot be drawn ({''.join(last) or run.returncode})",
            "save it as .json, and tell us",
        )
    return run.stdout


def _drawable(part: object) -> object:
    """Return a part of a drawing without letters that no picture can hold."""
    if isinstance(part, dict):
        return {name: _drawable(each) for name, each in part.items()}
    if isinstance(part, list):
        return [_drawable(each) for each in part]
    return _UNDRAWN.sub("\N{REPLACEMENT CHARACTER}", part) if isinstance(part, str) else part
