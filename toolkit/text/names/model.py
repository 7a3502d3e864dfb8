"""Names that a spaCy model takes for such: a third module that knows spaCy. It only ever suggests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from toolkit.model.names import Kind
from toolkit.model.transcript import Span
from toolkit.text.lemmas import HOW_TO_INSTALL, model_name
from toolkit.text.names.rules import Form

_KINDS: Final[dict[str, Kind]] = {
    "PERSON": "name",
    "PER": "name",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_AT_ONCE: Final = 50_000  # letters: memory grows with what is read at once
_UNNEEDED: Final = ("parser", "senter", "lemmatizer", "attribute_ruler")


def told(language: str) -> str:
    """Say in a sentence which model was asked, or that there is none."""
    name = model_name(_short(language))
    if name is not None:
        return f"Suggestions for {language} are also those of spaCy's model {name}."
    install = f" For English {HOW_TO_INSTALL}." if _short(language) == "en" else ""
    return (
        f"No language model for {language} is installed: labels, lists and rules found all there is.{install}"
    )


def named(text: str, language: str) -> Iterator[Form]:
    """Yield what the model of a language takes for a name; nothing where none is installed."""
    short = _short(language)
    name = model_name(short)
    if name is None:
        return
    at = 0
    while at < len(text):
        end = _cut(text, at)
        for found in _reader(short)(text[at:end]).ents:
            if (kind := _KINDS.get(found.label_)) and any(letter.isalpha() for letter in found.text):
                said = found.text.strip().removesuffix("'s").removesuffix("\u2019s").rstrip()
                start = at + found.start_char + len(found.text) - len(found.text.lstrip())
                if said:
                    span = Span(start, start + len(said))
                    yield Form(span, kind, f"the model {name} takes it for a name ({found.label_})")
        at = end


def _cut(text: str, at: int) -> int:
    """Return where the next piece of a long text ends: at a line break, if there is one."""
    if len(text) - at <= _AT_ONCE:
        return len(text)
    end = text.rfind("\n", at + _AT_ONCE // 2, at + _AT_ONCE)
    return end + 1 if end >= 0 else at + _AT_ONCE


def _short(language: str) -> str:
    return language.strip().lower().replace("_", "-").split("-")[0]


@cache
def _reader(short: str) -> Callable[[str], Any]:
    import spacy  # noqa: PLC0415 - takes seconds

    name = model_name(short)
    if name is None:
        raise LookupError(short)
    read: Callable[[str], Any] = spacy.load(name, exclude=_UNNEEDED)
    return read
