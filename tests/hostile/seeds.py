"""Valid files of every format that is read here: what the fuzzing begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.conftest import small_codebook
from tests.formats.exchange.projects import SAMPLE
from tests.formats.projects import (
    coded,
    foreign,
    refi_samples,
    test_qualcoder,
    test_requal,
    test_rqda,
    test_taguette,
)
from tests.hostile.corpus import zipped
from toolkit.formats import codebooks, exchange
from toolkit.model.transcript import Source

_TESTS: Final = Path(__file__).parents[1]
_ROOT: Final = _TESTS.parent
_LARGEST: Final = 120_000
_SMALL: Final[dict[str, str]] = {
    "participants.csv": "participant,age,role\nP1,30,cook\nP2,,nurse\n",
    "P1.turns.csv": "turn,speaker,words\n1,I,\n2,P1,and then\n",
    "protocol.md": "# Guide\n\n1. How was it?\n   - and then?\n2. Why so?\n",
    "protocol.csv": "number,question\n1,How was it?\n2,Why so?\n",
    "keys.csv": "kind,original,replacement,source,decision,decided_by,decided_at,reason\nname,Sarah Miller,[name],,,,,\n",
    "ratings.csv": "coder,unit,code\nA,1,x\nB,1,y\nA,2,x\nB,2,x\n",
    "wide.csv": "unit,A,B\n1,x,y\n2,x,x\n3,,y\n",
    "flags.csv": "coder,unit,trust,doubt\nA,1,1,0\nB,1,0,0\nA,2,1,1\nB,2,1,1\n",
    "codes.csv": "code,definition,parent\nTrust,To rely on,Feelings\nDoubt,Not to,Feelings\n",
}


@cache
def seeds() -> tuple[Source, ...]:
    """Return all of them; which reader reads which is found out by trying."""
    return tuple(each for each in _all() if len(each.data) <= _LARGEST)


def _all() -> Iterator[Source]:
    for name, text in _SMALL.items():
        yield Source(name, text.encode())
    for folder in (
        _TESTS / "formats" / "transcripts" / "golden",
        _ROOT / "sample_transcripts",
        _ROOT / "codebook",
    ):
        for path in sorted(folder.iterdir()):
            yield Source(path.name, path.read_bytes())
    yield from (*coded.SAMPLES.values(), *coded.MORE_SAMPLES)
    for module in (test_taguette, test_qualcoder, test_rqda, test_requal):
        yield Source("project.sqlite3", foreign.database(module.SCHEMA, module.ROWS))
    yield refi_samples.qdpx(refi_samples.EVERYTHING)
    yield refi_samples.qde(refi_samples.EVERYTHING)
    for written in exchange.FORMATS.values():
        made = written.write(SAMPLE)
        yield Source(f"study{written.ENDING}", made)
    for book in codebooks.FORMATS:
        yield Source(f"codes{book.ENDINGS[0]}", book.write(small_codebook()).encode())
    manifest = {"format": "intercoder-report/1", "options": {"seed": 0, "resamples": 10}, "files": {}}
    yield Source(
        "report.zip", zipped({"manifest.json": json.dumps(manifest), "tables/themes.csv": "a,b\n1,2\n"})
    )
