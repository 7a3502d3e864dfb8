"""Writes the golden tables anew: `uv run python tests/golden/make_tables.py`. Read what changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.formats.tables.reading import FINDINGS, HOSTILE, cells
from toolkit.formats import tables
from toolkit.model.table import Column, Table

PLACE = Path(__file__).parent / "tables"
BY_CELLS = (".xlsx", ".docx")

if __name__ == "__main__":
    for ending in tables.ENDINGS:
        path = PLACE / f"findings{ending}"
        tables.write(FINDINGS, path)
        if ending in BY_CELLS:
            found = json.dumps(cells(path), ensure_ascii=False, indent=1) + "\n"
            path.with_name(f"{path.name}.json").write_text(found, "utf-8")
            path.unlink()
    numbered = tuple((text, number) for number, text in enumerate(HOSTILE))
    tables.write(
        Table(HOSTILE[0], (Column("text"), Column("n", "count", of=99)), numbered, HOSTILE),
        PLACE / "hostile.tex",
    )
