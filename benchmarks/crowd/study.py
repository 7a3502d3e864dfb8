"""The study that all code in, and what is stored in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from benchmarks.annotator import making
from toolkit.store import codings
from toolkit.workflow import showing, studies

_WORDS: Final = 10_000


@dataclass(frozen=True)
class Stored:
    """Codings by coder: all there are, and how many of them are of a passage and code that come before."""

    all: Counter[str]
    again: Counter[str]

    @property
    def once(self) -> Counter[str]:
        """Codings by coder, each passage and code once."""
        return self.all - self.again


def make(address: str) -> int:
    """Make a study with one long interview; return how many turns it has."""
    making.begin(address, _WORDS)
    study = studies.open_study(address)
    turns = len(showing.desk(study, making.NAME, making.CODER).transcript.turns)
    study.close()
    return turns


def stored(address: str) -> Stored:
    """Return the codings there are; the study has to be clean."""
    study = studies.open_study(address)
    studies.verify(study)
    with study.reading() as connection:
        found = codings.everything(connection)
    study.close()
    made = Counter((each.coder, each.transcript, each.span, each.code) for each in found)
    again: Counter[str] = Counter()
    for (coder, *_), count in made.items():
        again[coder] += count - 1
    return Stored(Counter(each.coder for each in found), again)
