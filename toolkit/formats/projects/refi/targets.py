"""How text files and positions are written, for the standard and for programs that read it their own way.

The standard counts code points and says nothing of line ends and byte order marks. What programs do instead
was seen in files of theirs or is told of them. None of them was asked to open what is written here.

standard
    UTF-8 without a byte order mark, lines end in LF. Positions count Unicode code points; the end is not part
    of the passage.
nvivo
    As NVivo for Windows writes: UTF-8 with a byte order mark, lines end in CR LF. Positions count UTF-16
    units, so that an emoji is two; CR and LF are one each, the byte order mark none.
atlasti
    Lines end in CR LF, and positions count such a line end as one character, as is told of ATLAS.ti for Mac;
    all else as in the standard.
maxqda
    Lines end in CR LF, and positions count such a line end as one character, as QualCoder writes for MAXQDA;
    all else as in the standard.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import compress, count
from typing import Final, Literal

Target = Literal["standard", "nvivo", "atlasti", "maxqda"]

ORIGINS: Final[Mapping[str, str]] = {
    "standard": "Intercoder",
    "nvivo": "Intercoder, for NVivo",
    "atlasti": "Intercoder, for ATLAS.ti",
    "maxqda": "Intercoder, for MAXQDA",
}
"""What a project calls its origin, by which a reader knows how positions in it are counted."""

_LAST_OF_ONE_UNIT: Final = "\uffff"


def encoded(text: str, target: Target) -> bytes:
    """Return a text as the file a target is given."""
    if target == "standard":
        return text.encode()
    return text.replace("\n", "\r\n").encode("utf-8-sig" if target == "nvivo" else "utf-8")


class Counting:
    r"""Positions in one text as a target counts them.

    >>> Counting("🙂\nab", "nvivo").at(2)
    4
    """

    def __init__(self, text: str, target: Target) -> None:
        self._wider: list[int] = []
        if target == "nvivo":
            wider = (char == "\n" or char > _LAST_OF_ONE_UNIT for char in text)
            self._wider = list(compress(count(), wider))

    def at(self, position: int) -> int:
        """Return a position, which is in code points of the text with LF, as the target counts."""
        return position + bisect_left(self._wider, position)
