"""Where the words of a text stand, so that a person can say with which one a passage begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from toolkit.model.transcript import Span

# In scripts that set no blanks between words, each letter can be the first or the last one.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# What stands after such a letter and is none, as a full stop, belongs to it.
_WORD: Final = re.compile(rf"[{_UNSPACED}][^\w\s]*|(?:(?![{_UNSPACED}])\S)+")


def words(text: str, within: Span) -> Iterator[Span]:
    """Yield where words stand, with the punctuation that touches them.

    Examples
    --------
    >>> [span.of("Well, it's new.") for span in words("Well, it's new.", Span(0, 15))]
    ['Well,', "it's", 'new.']
    >>> [span.of("信任。") for span in words("信任。", Span(0, 3))]
    ['信', '任。']
    """
    for found in _WORD.finditer(text, within.start, within.end):
        yield Span(*found.span())
