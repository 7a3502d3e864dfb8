"""Over 2,000 hostile files at the doors of the command line: what becomes of each, in what time and memory.

The files are made by `tests.hostile.corpus`; `python -m tests.hostile` has more ways to try them.
"""

from __future__ import annotations

import sys
from typing import Final

from tests.hostile.__main__ import main as tried

QUICK: Final = ("toml/", "name/")


def main() -> None:
    """Try them."""
    sys.exit(tried())


if __name__ == "__main__":
    main()
