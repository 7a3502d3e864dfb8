"""Targets in the sample study: sentences planted into a copy of each interview, and what was there before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from benchmarks.names.gold import Gold, Known, inserted
from toolkit.model.names import Kind
from toolkit.model.transcript import Span, Transcript
from toolkit.store import transcripts
from toolkit.text.names.finding import Told
from toolkit.workflow import demonstrating

PLANTED: Final = Path(__file__).parent / "planted.yaml"


def sample() -> tuple[Transcript, ...]:
    """Return the transcripts of the sample study."""
    with tempfile.TemporaryDirectory() as folder:
        study = demonstrating.sample(Path(folder) / "sample.study")
        with study.reading() as connection:
            texts = transcripts.everything(connection)
        study.close()
    return tuple(texts)


def own() -> Iterator[Known]:
    """Yield the sample as it is, with what it holds anyway.

    Raises
    ------
    ValueError
        If words of the list are not in their transcript.
    """
    for text in sample():
        yield Known(text, _there_before(text), Told())


def _there_before(text: Transcript) -> tuple[Gold, ...]:
    known: Mapping[str, Mapping[str, Kind]] = yaml.safe_load(PLANTED.read_text("utf-8"))["there before"]
    gold: list[Gold] = []
    for words, kind in known.get(text.id, {}).items():
        at = text.text.find(words)
        if at < 0:
            raise ValueError(f"{text.id} does not hold {words}")
        while at >= 0:
            gold.append(Gold(Span(at, at + len(words)), kind))
            at = text.text.find(words, at + len(words))
    return tuple(sorted(gold, key=lambda each: each.span.start))


def planted() -> Iterator[Known]:
    """Yield the sample with five sentences planted into each transcript, in answers."""
    lines: Mapping[str, list[str]] = yaml.safe_load(PLANTED.read_text("utf-8"))["planted"]
    for place, text in enumerate(sample()):
        answers = [turn.number for turn in text.turns if text.roles[turn.speaker] != "interviewer"]
        step = max(len(answers) // (len(lines) + 1), 1)
        at = answers[step::step]
        said = {number: each[place] for number, each in zip(at, lines.values(), strict=False)}
        made, gold = inserted(text, said)
        yield Known(made, gold, Told(), _there_before(made))
