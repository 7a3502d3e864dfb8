"""Having a figure painted: in another process, in bounded time, with no letter that would end it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.formats.figures import painting
from toolkit.formats.figures.captions import captioned
from toolkit.model.figure import Figure

Kind = Literal["svg", "png"]
_SECONDS: Final = 120
# What XML has no place for, as it is or as the escape by which JSON or an expression names it.
_UNDRAWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def painted(figure: Figure, kind: Kind) -> bytes:
    """Return the picture of a figure with its title and caption.

    Raises
    ------
    ToolkitError
        If it cannot be drawn, or not within two minutes.
    """
    return painted_all([(figure, kind)])[0]


def painted_all(wanted: Sequence[tuple[Figure, Kind]]) -> list[bytes]:
    """Return pictures of figures, drawn one after the other in one process: sooner than each in its own.

    Raises
    ------
    ToolkitError
        If any cannot be drawn, or not within two minutes.
    """
    drawings = [(kind, _drawable(captioned(figure))) for figure, kind in wanted]
    where = " and ".join(dict.fromkeys(f"figure {figure.title!r}" for figure, _ in wanted))
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(Path(painting.__file__))],
            input=json.dumps(drawings, sort_keys=True).encode("ascii"),
            capture_output=True,
            timeout=_SECONDS * len(wanted),
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise ToolkitError(
            where, "takes longer than two minutes to draw", "draw less of the study at once"
        ) from fault
    if run.returncode or not run.stdout:
        raise ToolkitError(
            where, f"cannot be drawn ({_kind(run.stderr) or run.returncode})", "save it as .json, and tell us"
        )
    return [b64decode(picture) for picture in json.loads(run.stdout)]


def _kind(told: bytes) -> str:
    """Return what kind of error a program ended with; its words may be those of the figure."""
    kinds = re.findall(rb"^([A-Za-z_][\w.]*(?:Error|Exception))(?::|$)", told, re.MULTILINE)
    return kinds[-1].decode() if kinds else ""


def _drawable(part: object) -> object:
    """Return a part of a drawing without letters that no picture can hold."""
    if isinstance(part, dict):
        return {name: _drawable(each) for name, each in part.items()}
    if isinstance(part, list):
        return [_drawable(each) for each in part]
    return _UNDRAWN.sub("\N{REPLACEMENT CHARACTER}", part) if isinstance(part, str) else part
