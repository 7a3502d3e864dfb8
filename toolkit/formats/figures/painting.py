"""Drawings turned into pictures, by a program of its own.

It is run as a file, `python -I painting.py svg|png`, with a drawing in Vega-Lite as JSON on its standard
input, and writes the picture to its standard output. The library in it runs a whole JavaScript engine and,
should it meet what it cannot draw, may end its process: that must not be one in which others code. It is told
that no address may be asked for data.
"""

from __future__ import annotations

import sys
from typing import Final

VERSION: Final = "6.1"
"""Of Vega-Lite, as Altair's."""
INCH: Final = 96
DENSITY: Final = 300
"""Pixels to an inch of a PNG."""


def paint(spec: str, kind: str) -> bytes:
    """Return the picture of a drawing.

    Parameters
    ----------
    kind
        `svg` or `png`, at 300 pixels to an inch.
    """
    import vl_convert  # noqa: PLC0415 - takes long, and is needed here only

    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    if kind == "svg":
        return svg.encode()
    # The library takes a pixel for a 72nd of an inch; in a figure there are 96 of them.
    picture: bytes = vl_convert.svg_to_png(svg, scale=72 / INCH, ppi=DENSITY)
    return picture


if __name__ == "__main__":
    sys.stdout.buffer.write(paint(sys.stdin.buffer.read().decode(), sys.argv[1]))
