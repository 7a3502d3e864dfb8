r"""Finding words, phrases, lemmas and patterns in what people say.

Words are compared as people read them: in any case, composed or not, with straight or typographic
apostrophes; the positions found are those of the text as it is. A pattern is a regular expression, and one
that people type can run for years (`(a+)+$`): it runs in a process of its own that is ended when its time is
up, because Python cannot stop a search within a process, and a language without such patterns would be one
more to learn.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.transcript import Span
from toolkit.text import matching
from toolkit.text.lemmas import Token, may_hold, tokens

LONGEST_QUERY: Final = 500
PATTERN_SECONDS: Final = 10.0
ANY_LETTERS: Final = "*"

# Scripts that write words without blanks between them: there a word may begin and end anywhere.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
_MANY: Final = r"\w{0,40}"  # bounded, so that no text makes it slow
_ALIKE: Final = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
_ASCII: Final = re.compile(r"[\x00-\x7f]+")
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


# Words and phrases ------------------------------------------------------------------------------------


def words(text: str, phrases: Iterable[str], *, same_case: bool = False) -> tuple[Span, ...]:
    """Find whole words and phrases.

    Parameters
    ----------
    phrases
        Each one word or several in this order, with any blanks between them. A star at the beginning or end
        of a word stands for any letters.
    same_case
        Tell capital letters from small ones.

    Examples
    --------
    >>> [span.of("Trust, or mistrust?") for span in words("Trust, or mistrust?", ["trust"])]
    ['Trust']
    >>> [span.of("Trust, or mistrust?") for span in words("Trust, or mistrust?", ["*trust"])]
    ['Trust', 'mistrust']
    """
    folded = _fold(text, same_case=same_case)
    found = (span for phrase in phrases for span in _matches(folded, phrase, same_case=same_case))
    return apart(found)


def check_phrase(phrase: str) -> None:
    """Refuse what is no phrase to look for."""
    if not phrase.strip() or len(phrase) > LONGEST_QUERY:
        raise ToolkitError(
            "search", "has nothing to look for or too much", f"give 1 to {LONGEST_QUERY} letters"
        )
    for word in phrase.split():
        bare = word.removeprefix(ANY_LETTERS).removesuffix(ANY_LETTERS)
        if not bare or ANY_LETTERS in bare:
            what = "a star stands at the beginning or end of a word, for any letters"
            raise ToolkitError(f"search for {phrase!r}", what, "as in trust* or *trust")


@dataclass(frozen=True)
class _Folded:
    """A text as it is compared, with where each letter came from.

    Attributes
    ----------
    starts, ends
        Positions of the letter with its marks in the text, for each letter of `letters`.
    """

    text: str
    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def in_word(self, at: int) -> bool:
        """Tell whether a letter of `letters` is a letter or digit and not a blank or a mark."""
        letter = self.text[self.starts[at]]
        return letter.isalnum() or letter == "_"


@lru_cache(maxsize=4096)
def _fold(text: str, *, same_case: bool) -> _Folded:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = _end_of_plain(text, at)
        if end > at:
            piece = text[at:end]
            letters.append(piece if same_case else piece.lower())
            starts += range(at, end)
            ends += range(at + 1, end + 1)
        else:
            end = _end_of_letter(text, at)
            piece = _compared(text[at:end], same_case=same_case)
            letters.append(piece)
            starts += [at] * len(piece)
            ends += [end] * len(piece)
        at = end
    return _Folded(text, "".join(letters), tuple(starts), tuple(ends))


def _end_of_plain(text: str, at: int) -> int:
    """Return where the letters end that stand for themselves from a place on: ASCII without marks."""
    found = _ASCII.match(text, at)
    end = at if found is None else found.end()
    return end - 1 if at < end < len(text) and _is_mark(text[end]) else end


def _end_of_letter(text: str, at: int) -> int:
    """Return where a letter ends with the marks on it."""
    end = at + 1
    while end < len(text) and _is_mark(text[end]):
        end += 1
    return end


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks on it."""
    at = 0
    while at < len(text):
        end = _end_of_letter(text, at)
        yield at, end
        at = end


def _compared(piece: str, *, same_case: bool) -> str:
    """Return a letter as it is compared; nothing if nobody sees it."""
    if piece.isascii():
        return piece if same_case else piece.lower()
    seen = "".join(letter for letter in piece if letter not in _UNSEEN)
    composed = unicodedata.normalize("NFC", seen).translate(_ALIKE)
    return composed if same_case else unicodedata.normalize("NFC", composed.casefold())


def _matches(folded: _Folded, phrase: str, *, same_case: bool) -> Iterator[Span]:
    """Yield where a phrase stands between the bounds of words."""
    wanted = "".join(_compared(phrase[start:end], same_case=same_case) for start, end in _clusters(phrase))
    check_phrase(wanted)
    expression = re.compile(r"\s+".join(map(_as_expression, wanted.split())))
    begins_word, ends_word = (_needs_bound(wanted.strip()[edge]) for edge in (0, -1))
    at = 0
    while found := expression.search(folded.letters, at):
        start, end = found.span()
        at = start + 1
        is_whole = _is_bound(folded, start, needed=begins_word) and _is_bound(folded, end, needed=ends_word)
        if is_whole:
            yield Span(folded.starts[start], folded.ends[end - 1])
            at = end


def _as_expression(word: str) -> str:
    bare = word.removeprefix(ANY_LETTERS).removesuffix(ANY_LETTERS)
    before = _MANY if word.startswith(ANY_LETTERS) else ""
    after = _MANY if word.endswith(ANY_LETTERS) else ""
    return f"{before}{re.escape(bare)}{after}"


def _needs_bound(edge: str) -> bool:
    """Tell whether a phrase that begins or ends so has to begin or end a word there."""
    return (edge.isalnum() or edge in {"_", ANY_LETTERS}) and not _UNSPACED.match(edge)


def _is_bound(folded: _Folded, at: int, *, needed: bool) -> bool:
    """Tell whether a passage may begin or end at a place: not within a letter, nor within a word."""
    if at in (0, len(folded.letters)):
        return True
    if folded.starts[at] == folded.starts[at - 1]:
        return False
    return not (needed and folded.in_word(at - 1) and folded.in_word(at))


# Letters anywhere -------------------------------------------------------------------------------------


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether all of these letters stand in a text, be it within words; no accent or case matters.

    Examples
    --------
    >>> mentions("At the CAFÉ  again", ["cafe again"])
    True
    >>> mentions("At the café", ["cafe", "again"])
    False
    """
    said = _bare(text)
    return all(_bare(phrase) in said for phrase in phrases)


def _bare(text: str) -> str:
    """Return a text without case, accents and what nobody sees, each run of blanks as one."""
    line = " ".join(text.split())
    if line.isascii():
        return line.lower()
    apart_ = unicodedata.normalize("NFKD", line.translate(_ALIKE).casefold())
    return "".join(letter for letter in apart_ if letter not in _UNSEEN and not unicodedata.combining(letter))


# Lemmas -----------------------------------------------------------------------------------------------


def lemmas(text: str, phrases: Iterable[str], language: str) -> tuple[Span, ...]:
    """Find words and phrases in all their forms: `run` finds running.

    How far the forms of a language are known, `lemmas.source` tells.
    """
    wanted: list[list[Token]] = []
    for phrase in phrases:
        check_phrase(phrase)
        wanted.append([token for token in tokens(phrase, language) if token.is_word])
    if not may_hold(text, wanted, language):  # nearly always
        return ()
    said = tokens(text, language)
    return apart(span for words_ in wanted for span in _sequences(said, words_))


def _sequences(said: Sequence[Token], wanted: Sequence[Token]) -> Iterator[Span]:
    """Yield where words with these lemmas follow one another; marks between them do not matter."""
    spoken = [token for token in said if token.is_word]
    for at in range(len(spoken) - len(wanted) + 1 if wanted else 0):
        window = spoken[at : at + len(wanted)]
        if all(_is_form(token, word) for token, word in zip(window, wanted, strict=True)):
            yield Span(window[0].span.start, window[-1].span.end)


def _is_form(token: Token, wanted: Token) -> bool:
    """Tell whether two words are forms of one; a word asked for stands alone and may have been misread."""
    return token.bare == wanted.bare or token.lemma in (wanted.lemma, wanted.word)


# Patterns ---------------------------------------------------------------------------------------------


def pattern(
    texts: Sequence[str], expression: str, *, same_case: bool = False, seconds: float = PATTERN_SECONDS
) -> tuple[tuple[Span, ...], ...]:
    """Find a regular expression of Python's `re` in each text; `^` and `$` are the ends of its lines.

    Raises
    ------
    ToolkitError
        If it is no regular expression, matches too often, or takes longer than `seconds` for all texts.
    """
    if not expression or len(expression) > LONGEST_QUERY:
        raise ToolkitError("pattern", "is empty or too long", f"give 1 to {LONGEST_QUERY} letters")
    where = f"pattern {expression!r}"
    asked = json.dumps({"pattern": expression, "same_case": same_case, "texts": list(texts)})
    program = [sys.executable, "-I", str(Path(matching.__file__))]
    try:
        run = subprocess.run(
            program,
            input=asked,
            capture_output=True,
            text=True,
            encoding="ascii",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        what = f"was not through after {seconds:g} seconds"
        raise ToolkitError(where, what, "avoid repeats within repeats, as in (a+)+") from None
    if run.returncode:
        raise ToolkitError(where, "needs more memory than a search may take", "make it simpler")
    told = json.loads(run.stdout)
    if "fault" in told:
        raise ToolkitError(where, told["fault"], "see the syntax of Python's regular expressions")
    return tuple(tuple(Span(start, end) for start, end in spans) for spans in told["spans"])


def apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """Return hits in order, of those that overlap the one that begins first, and of these the longest."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
