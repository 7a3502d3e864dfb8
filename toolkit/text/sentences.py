"""Where sentences begin and end: the only module that knows spaCy.

spaCy is imported when the first sentence is asked for, because that takes seconds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from toolkit.model.transcript import Span

ANY_LANGUAGE = "xx"
# What opens the sentence to come; spaCy counts every mark after a full stop to the sentence before.
_OPENING = re.compile(r"(?<=\s)[\"'“‘«„‚(\[{¿¡]+\s*$")  # noqa: RUF001 - these very marks
_PART = re.compile(r"\S(?:(?!\n[^\S\n]*\n).)*", re.DOTALL)


def sentences(text: str, language: str) -> Iterator[Span]:
    """Yield the sentences of `text`, in order, covering all of it but the blanks between them.

    A sentence ends with its closing mark (`.`, `?`, `!` and those of other scripts) as told by spaCy's
    rule-based "sentencizer", or at a blank line. Abbreviations that spaCy knows in the language do not end
    one. A quotation mark or bracket belongs to the sentence it opens or closes.

    Parameters
    ----------
    language
        As in `en` or `pt-BR`. Where spaCy has no rules for it, those for any language serve.
    """
    read = _reader(language)
    for part in _PART.finditer(text):
        starts = [sentence.start_char for sentence in read(part[0]).sents]
        bounds = [*_with_opening_marks(part[0], starts), len(part[0])]
        for start, end in pairwise(bounds):
            # Blanks after the last mark can come as a sentence of their own.
            if length := len(part[0][start:end].rstrip()):
                yield Span(part.start() + start, part.start() + start + length)


def _with_opening_marks(text: str, starts: list[int]) -> Iterator[int]:
    """Yield each sentence's start, moved back before the marks that open it."""
    yield starts[0]
    for before, start in pairwise(starts):
        marks = _OPENING.search(text, before, start)
        yield marks.start() if marks else start


@cache
def _reader(language: str) -> Callable[[str], Any]:
    """Return spaCy's blank pipeline for the language, with sentence ends marked."""
    import spacy  # noqa: PLC0415 - takes seconds, and most commands need no sentences

    try:
        pipeline = spacy.blank(re.split("[-_]", language.strip().lower())[0])
    except ImportError:  # an unknown language, or one whose tokenizer is not installed
        pipeline = spacy.blank(ANY_LANGUAGE)
    pipeline.add_pipe("sentencizer")
    # The limit protects the memory of parsers, and none is loaded here.
    pipeline.max_length = sys.maxsize
    read: Callable[[str], Any] = pipeline
    return read
