"""What several nouns refuse alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from toolkit.errors import Invalid

LONGEST_NAME = 200
# Controls, line breaks, half characters, and what is invisible or turns the direction of what follows: two
# names that look the same would be two names.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
_HALF = re.compile(r"[\ud800-\udfff]")
_UNSTORABLE = (("\x00", "a NUL character"), ("\r", "a carriage return"))
_MANY_NAMES = 16_384
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.IGNORECASE | re.ASCII)


class InvalidFields(Invalid):
    """A noun with one wrong field or several: told as the first, all of them kept.

    Attributes
    ----------
    by_field
        What is wrong, by the name of the field.
    """

    def __init__(self, by_field: dict[str, Invalid]) -> None:
        first = next(iter(by_field.values()))
        super().__init__(first.what, first.remedy)
        self.by_field = by_field

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.by_field,))


def refuse_any(*faults: tuple[str, Invalid]) -> None:
    """Refuse a noun if any of its fields is at fault, and tell all of them."""
    if faults:
        raise InvalidFields(dict(faults))


def told(field: str, check: Callable[..., None], *arguments: object) -> Iterator[tuple[str, Invalid]]:
    """Yield what `check` refuses, with the name of the field, instead of raising it."""
    try:
        check(*arguments)
    except Invalid as fault:
        yield field, fault


def check_name(what: str, value: str) -> None:
    """Refuse a name that is blank, endless or unprintable, so that every name fits on one line."""
    if value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_NAME and value == value.strip():
        return  # nearly all
    if not value.strip():
        raise Invalid(f"{what} is blank", "give it a name")
    check_line(what, value, LONGEST_NAME)


def check_line(what: str, value: str, longest: int) -> None:
    """Refuse what does not fit on one line, or of which not every character can be seen."""
    if value.isascii() and value.isprintable() and len(value) <= longest and value == value.strip():
        return  # nearly all
    if (fault := _fault_of_line(value, longest)) is not None:
        raise Invalid(f"{what} {fault[0]}", fault[1])


# A study names the same few coders, codes and transcripts in each of its hundred thousands of codings.
@lru_cache(maxsize=_MANY_NAMES)
def _fault_of_line(value: str, longest: int) -> tuple[str, str] | None:
    """Return what is wrong with a line and what to do about it."""
    if len(value) > longest:
        return f"has {len(value)} characters", f"use at most {longest}"
    if value != value.strip():
        return f"{value!r} begins or ends with a blank", "remove it"
    if found := _UNPRINTABLE.search(value):
        return f"holds the unprintable character U+{ord(found[0]):04X}", "remove it"
    return None


def check_id(what: str, value: str) -> None:
    """Refuse an id that is not letters and digits joined by single `-`, `_` or `.`."""
    if _is_id(value) and len(value) <= LONGEST_NAME:
        return  # nearly all
    check_name(what, value)
    raise Invalid(
        f"{what} {value!r} is not an id",
        "use letters a-z and digits joined by - _ or . (as in user-duty)",
    )


@lru_cache(maxsize=_MANY_NAMES)
def _is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None


def likened(id_: str) -> str:
    """Return what ids have in common that differ only by `-`, `_`, `.` or case.

    >>> likened("User-Duty") == likened("user_duty")
    True
    """
    return re.sub("[-_.]", "", id_.lower())


def check_time(what: str, value: str) -> None:
    """Refuse a moment that is not ISO 8601 in UTC, as in 2026-03-01T09:30:00Z."""
    if not _TIME.fullmatch(value):
        raise Invalid(f"{what} is {value!r}", "write it in UTC as in 2026-03-01T09:30:00Z")


def check_one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    """Refuse a value outside a closed list."""
    if value not in allowed:
        raise Invalid(f"{what} is {value!r}", f"use one of {', '.join(allowed)}")


def check_text(what: str, text: str) -> None:
    """Refuse text that cannot be stored and shown exactly: NUL, lone surrogates, CR, a leading BOM."""
    if text.isascii() and "\x00" not in text and "\r" not in text:  # nearly all
        return
    for character, name in _UNSTORABLE:
        if character in text:
            told = f"{what} holds {name} at position {text.index(character)}"
            raise Invalid(told, "save it as plain UTF-8 text")
    if text.startswith("\ufeff"):
        raise Invalid(f"{what} begins with a byte order mark", "remove it at reading")
    if not text.isascii() and (found := _HALF.search(text)):
        raise Invalid(f"{what} holds half a character at position {found.start()}", "save it as UTF-8 again")


def repeated(values: Iterable[str]) -> list[str]:
    """Return the values that occur more than once, each once, in order of their second coming."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return list(twice)


def check_texts(what: str, texts: Iterable[str]) -> None:
    """Refuse any text that `check_text` refuses."""
    for text in texts:
        check_text(what, text)
