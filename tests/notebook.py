"""Run the notebook of the site and keep what it shows: `uv run python -m tests.notebook`.

By hand, after it or what it shows has changed. A test runs it too, and compares.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FILE: Final = Path(__file__).parent.parent / "docs" / "notebooks" / "sample-study.ipynb"
_LONGEST: Final = 300
"""Seconds that a cell may take, on the busiest of machines."""
_VERSION: Final = 4


def kept() -> NotebookNode:
    """Return the notebook as it is in the file, with what it showed when it was run last."""
    book: NotebookNode = nbformat.read(FILE, as_version=_VERSION)
    return book


def run(folder: Path) -> NotebookNode:
    """Run all cells from the first to the last, in a folder; return the notebook with what they show."""
    fresh = kept()
    NotebookClient(
        fresh,
        timeout=_LONGEST,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    # The version of the Python that ran it says nothing to a reader, and changes with each.
    fresh.metadata["language_info"] = {"name": "python"}
    return fresh


def main() -> None:
    """Run the notebook and put what it shows into its file."""
    with tempfile.TemporaryDirectory() as folder:
        ran = run(Path(folder))
    FILE.write_text(nbformat.writes(ran) + "\n", "utf-8")


if __name__ == "__main__":
    main()
