"""The language of the interface: every text a page shows goes through `say`.

English stands in the code, where it is read; `intercoder.pot` beside this module lists all of it, and `de.po`
says it in German. Both are files of GNU gettext, which programs for translators open; `just words` brings them
up to date after a text has changed. A text that a catalogue lacks is shown in English.

What belongs to a study or leaves it stays as it is: names, texts, errors of journeys, and tables and methods
texts, which are in the language of the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from toolkit.ui import state

ENGLISH: Final = "en"
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a language says for each English text.

    Attributes
    ----------
    language
        Its code (ISO 639-1).
    texts
        The text for each English one.
    counted
        For each English text of one thing, the forms that the language has for numbers of it, in the order of
        its plural rule (Unicode CLDR).
    browser
        What of `texts` and `counted` the scripts in the browser show.
    """

    language: str
    texts: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    browser: Collection[str] = ()


@cache
def languages() -> dict[str, str]:
    """Return the languages there are: each code with the name that the language gives itself.

    >>> languages()
    {'en': 'English', 'de': 'Deutsch'}
    """
    codes = (ENGLISH, *sorted(path.stem for path in _HERE.glob("*.po")))
    return {code: Locale.parse(code).get_display_name(code) or code for code in codes}


@cache
def catalogue(language: str) -> Catalogue:
    """Return what a language says; of English, and of one there is not, nothing: then English is shown."""
    path = _HERE / f"{language}.po"
    if language not in languages() or not path.exists():
        return Catalogue(ENGLISH)
    texts: dict[str, str] = {}
    counted: dict[str, Sequence[str]] = {}
    browser: set[str] = set()
    with path.open("rb") as file:
        said = list(read_po(file, locale=language))
    for message in said:
        one, *_ = (message.id,) if isinstance(message.id, str) else message.id
        match message.string:
            case str(told) if one and told:
                texts[one] = told
            case list() | tuple() as forms if all(forms):
                counted[one] = tuple(map(str, forms))
        if any(place.endswith(".js") for place, _ in message.locations):
            browser.add(one)
    return Catalogue(language, texts, counted, browser)


def spoken() -> Catalogue:
    """Return what the language says that the person at the screen reads."""
    return catalogue(state.language())


def say(text: str, **values: object) -> str:
    """Return a text of the interface in the reader's language, with values put in where it names them.

    A value is put in as it is; what comes from a study has to be made plain before.

    >>> say("Seen at codebook {version}.", version="2.0.0")
    'Seen at codebook 2.0.0.'
    """
    told = spoken().texts.get(text, text)
    return told.format(**values) if values else told


def say_many(one: str, many: str, n: int, **values: object) -> str:
    """Return a text about `n` things in the reader's language; `{n}` in it is the number.

    >>> say_many("{n} coding", "{n} codings", 1200)
    '1,200 codings'
    """
    known = spoken()
    forms = known.counted.get(one)
    told = (one if n == 1 else many) if forms is None else forms[_form(known.language, n)]
    return told.format(n=number(n), **values)


def for_the_browser() -> dict[str, Any]:
    """Return what the pane's scripts need of the reader's language, of parts JSON has."""
    known = spoken()
    return {
        "language": known.language,
        "texts": {text: told for text, told in known.texts.items() if text in known.browser},
        "counted": {text: list(forms) for text, forms in known.counted.items() if text in known.browser},
    }


def picker() -> None:
    """Let the person at the screen choose their language."""
    known = languages()
    chosen = st.selectbox(
        # Who cannot read the page has to find this, so it is said in English, too.
        " · ".join(dict.fromkeys((say("Language"), "Language"))),
        list(known),
        index=list(known).index(spoken().language),
        format_func=known.__getitem__,
    )
    if chosen != spoken().language:
        state.keep_language(chosen)
        st.rerun()


def tell_the_browser() -> None:
    """Say in the page itself which language it is in: screen readers pronounce it by that."""
    code = spoken().language
    st.html(
        f"<script>document.documentElement.lang = {code!r}</script>",
        unsafe_allow_javascript=True,  # `code` is the name of a catalogue of ours
    )


def later(text: str) -> str:
    """Return a text as it is: it stands in the catalogue, and whoever shows it calls `say`."""
    return text


def number(n: int) -> str:
    """Return a number as the reader's language writes it.

    >>> number(31000)
    '31,000'
    """
    return format_decimal(n, locale=spoken().language)


def _form(language: str, n: int) -> int:
    """Return which of a language's forms goes with a number."""
    rule = Locale.parse(language).plural_form
    # CLDR's order, which catalogues follow; "other" is the last, and no rule of its own.
    return [*sorted(rule.tags, key=_CLDR.index), "other"].index(rule(n))


_CLDR: Final = ("zero", "one", "two", "few", "many", "other")
