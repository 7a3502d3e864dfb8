"""Forms by which people can be known: addresses, numbers, dates, names after words that announce them.

Every expression is bounded: none has a repeat within a repeat without an end of its own, so that the time
grows with the length of the text, whatever stands in it. What has a check digit is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from toolkit.model.names import Kind
from toolkit.model.transcript import Span


class Form(NamedTuple):
    """Something with the form of a name, a number or an address."""

    span: Span
    kind: Kind
    reason: str


def forms(text: str) -> Iterator[Form]:
    """Yield everything the rules find; of two in one place the earlier rule counts.

    Examples
    --------
    >>> [(form.kind, form.span.of("mail a.b@c.org, please")) for form in forms("mail a.b@c.org, please")]
    [('email', 'a.b@c.org')]
    """
    taken: list[Span] = []
    found: list[Form] = []
    for rule in _RULES:
        new = list(rule(text))
        kept = _outside(new, taken)
        found += kept
        taken = sorted([*taken, *(each.span for each in kept)])
    yield from sorted(found)


def _outside(new: list[Form], taken: list[Span]) -> list[Form]:
    """Return forms that share no letter with one of the spans, which are in order."""
    kept: list[Form] = []
    at = 0
    for each in sorted(new):
        while at < len(taken) and taken[at].end <= each.span.start:
            at += 1
        clear = at == len(taken) or taken[at].start >= each.span.end
        if clear and not (kept and kept[-1].span.end > each.span.start):
            kept.append(each)
    return kept


# --- addresses of the net -------------------------------------------------------------------------------

_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?!\w)")
_SPOKEN_EMAIL: Final = re.compile(
    r"(?<!\w)\w{1,40}(?:(?: dot | punkt |\.)\w{1,40}){0,3}(?: at | ät | klammeraffe | ?\(at\) ?| ?\[at\] ?)"
    r"\w{1,40}(?:(?: dot | punkt | ?\(dot\) ?|\.)\w{2,40}){0,2}(?: dot | punkt | ?\(dot\) ?|\.)"
    r"(?:com|org|net|edu|io|de|ac|uk|fr|ch|at|eu|gov)(?!\w)",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"')\]]{2,500}", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?<![\w@.-])[\w-]{2,63}(?:\.[\w-]{2,63}){0,3}\.(?:com|org|net|edu|io|dev|ai|app|gov|eu|de|at|ch|fr|uk)"
    r"(?![\w-])(?:/[^\s<>\"')\]]{1,300})?",
    re.IGNORECASE,
)
_FORGE: Final = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)"
    r"[/:][\w.-]{1,64}(?:/[\w.-]{1,100}){0,3}|git@[\w.-]{3,100}:[\w.-]{1,64}/[\w.-]{1,100}",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(r"(?<![\w/.:@-])[A-Za-z][\w.-]{1,38}/[A-Za-z][\w.-]{1,99}(?![\w/])")
_OF_CODE: Final = re.compile(
    r"\b(?:repo|repos|repository|repositories|github|gitlab|git|hugging ?face|fork|forked|clone)\b",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.-]{1,38})")
_IP: Final = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\w)")
_NAMED_REPO: Final = re.compile(
    r"\b(?:repo|repository|Repository|project|package|Projekt)\s(?:is\s|was\s)?(?:called|named|namens|heißt)\s"
    r"([\w.-]{2,60})"
)
_NEAR: Final = 60
_END_MARKS: Final = ".,;:!?…"
_DASHED: Final = re.compile(r"[-_.\d]")


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end].rstrip(_END_MARKS)
    return Span(start, start + len(said))


def _emails(text: str) -> Iterator[Form]:
    for found in _EMAIL.finditer(text):
        yield Form(_trimmed(text, *found.span()), "email", "has the form of an e-mail address")
    for found in _SPOKEN_EMAIL.finditer(text):
        yield Form(Span(*found.span()), "email", "reads like an e-mail address that was said")


def _repositories(text: str) -> Iterator[Form]:
    for found in _FORGE.finditer(text):
        yield Form(_trimmed(text, *found.span()), "repository", "is an address at a code host")
    for found in _NAMED_REPO.finditer(text):
        yield Form(_trimmed(text, *found.span(1)), "repository", "follows words that announce a repository")
    for found in _OWNED.finditer(text):
        span = _trimmed(text, *found.span())
        beside = text[max(span.start - _NEAR, 0) : span.end + _NEAR]
        owner, _, name = span.of(text).partition("/")
        if _OF_CODE.search(beside) or (
            _DASHED.search(name) and _DASHED.search(owner + name) and owner.islower()
        ):
            yield Form(span, "repository", "has the form owner/name")


def _urls(text: str) -> Iterator[Form]:
    for expression in (_URL, _HOST):
        for found in expression.finditer(text):
            yield Form(_trimmed(text, *found.span()), "url", "has the form of a web address")
    for found in _IP.finditer(text):
        if all(int(part) < 256 for part in found[0].split(".")):  # noqa: PLR2004 - a byte
            yield Form(Span(*found.span()), "id", "has the form of an IP address")


def _handles(text: str) -> Iterator[Form]:
    for found in _HANDLE.finditer(text):
        yield Form(_trimmed(text, *found.span()), "handle", "begins with @")


# --- numbers --------------------------------------------------------------------------------------------

_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_DIGITS: Final = re.compile(r"(?<![\w.])\d(?:[ -]?\d){8,18}(?!\w)")
_SOCIAL: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_INSURED: Final = re.compile(r"(?<!\w)[A-Z]\d{9}(?!\w)")
_NUMBERED: Final = re.compile(
    r"\b(?:case|ticket|policy|insurance|passport|patient|customer|student|employee|member|account|badge|file|"
    r"Aktenzeichen|Fall|Matrikel|Kunden|Personal|Versicherungs|Patienten|Ausweis|Konto)"
    r"(?:nummer|-nummer|-Nr\.?| ?number| ?no\.?| ?id| ?ID| ?#|-ID)?(?: is| was| ist| war|:)?\s?(?:number )?#?"
    r"([A-Z0-9][\w/.-]{3,30})",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?<![\w.:/-])(?:\+|00)?\(?\d[\d ()./-]{5,22}\d(?![\w:/])")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}")
_PHONE_WORDS: Final = re.compile(
    r"\b(?:phone|call|cell|mobile|reach|ring|text|dial|number|fax|Telefon|Handy|Nummer|anrufen|erreichen|Tel)\b",
    re.IGNORECASE,
)
_SPOKEN: Final = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|null|eins|zwei|zwo|drei|vier|fünf|"
    r"sechs|sieben|acht|neun)"
)
_SPOKEN_PHONE: Final = re.compile(rf"\b{_SPOKEN}(?:[\s,.\u2013-]{{1,4}}{_SPOKEN}){{5,18}}\b", re.IGNORECASE)
_SHORTEST_PHONE: Final = 7
_LONGEST_PHONE: Final = 15
_LUHN_FROM: Final = 13


def _ids(text: str) -> Iterator[Form]:  # noqa: C901 - a list of forms
    for found in _IBAN.finditer(text):
        if _is_iban(found[0]):
            yield Form(Span(*found.span()), "id", "is an IBAN: its check digits are right")
    for found in _DIGITS.finditer(text):
        digits = "".join(filter(str.isdigit, found[0]))
        if len(digits) >= _LUHN_FROM and _is_luhn(digits):
            yield Form(Span(*found.span()), "id", "is a card number: its check digit is right")
        elif _is_nhs(digits):
            yield Form(Span(*found.span()), "id", "has the check digit of an NHS number")
    for found in _SOCIAL.finditer(text):
        yield Form(Span(*found.span()), "id", "has the form of a social security number")
    for found in _INSURED.finditer(text):
        if _is_insured(found[0]):
            yield Form(Span(*found.span()), "id", "is a German insurance number: its check digit is right")
    for found in _NUMBERED.finditer(text):
        if sum(map(str.isdigit, found[1])) >= 2:  # noqa: PLR2004 - a number has some
            yield Form(_trimmed(text, *found.span(1)), "id", "follows words that announce a number")


def _is_iban(told: str) -> bool:
    letters = told.replace(" ", "")
    if not 15 <= len(letters) <= 34:  # noqa: PLR2004 - ISO 13616
        return False
    return int("".join(str(int(each, 36)) for each in letters[4:] + letters[:4])) % 97 == 1


def _is_luhn(digits: str) -> bool:
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and sum(each - 9 * (each > 9) for each in doubled) % 10 == 0  # noqa: PLR2004


def _is_nhs(digits: str) -> bool:
    if len(digits) != 10 or len(set(digits)) == 1:  # noqa: PLR2004 - NHS data dictionary
        return False
    rest = 11 - sum(int(each) * (10 - place) for place, each in enumerate(digits[:9])) % 11
    return rest % 11 == int(digits[9])


def _is_insured(told: str) -> bool:
    digits = f"{ord(told[0]) - 64:02d}{told[1:9]}"
    products = (int(each) * (1 + place % 2) for place, each in enumerate(digits))
    return sum(each // 10 + each % 10 for each in products) % 10 == int(told[9])


def _phones(text: str) -> Iterator[Form]:
    for found in _PHONE.finditer(text):
        said = found[0]
        digits = sum(map(str.isdigit, said))
        if not _SHORTEST_PHONE <= digits <= _LONGEST_PHONE or _TIME.search(said):
            continue
        grouped = sum(not each.isdigit() for each in said.strip("+(")) > 0
        beside = text[max(found.start() - _NEAR, 0) : found.start()]
        if said.startswith(("+", "0", "(")) or _PHONE_WORDS.search(beside):
            yield Form(Span(*found.span()), "phone", "has the form of a phone number")
        elif grouped and re.fullmatch(r"\d{3}[ .-]\d{3,4}(?:[ .-]\d{4})?", said):
            yield Form(Span(*found.span()), "phone", "has groups of digits as a phone number")
    for found in _SPOKEN_PHONE.finditer(text):
        yield Form(Span(*found.span()), "phone", "is a row of digits that were said")


_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|"
    r"Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?|Januar|Februar|März|Mai|Juni|Juli|"
    r"Oktober|Dezember)"
)
_DATE: Final = re.compile(
    r"(?<![\w.-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? {_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)(?![\w-])"
)


def _dates(text: str) -> Iterator[Form]:
    for found in _DATE.finditer(text):
        yield Form(Span(*found.span()), "date", "is a day of a year")


# --- addresses of streets -------------------------------------------------------------------------------

_CAPITAL: Final = r"[A-ZÄÖÜÉÈÅØÇŠŽ]"
_STREET: Final = re.compile(
    rf"(?<!\w)\d{{1,5}}[A-Za-z]? (?:{_CAPITAL}[\w'\u2019-]{{1,30}} ){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Square|Boulevard|Blvd|Way|Close|Crescent|Place)\b\.?"
)
_GERMAN_STREET: Final = re.compile(
    rf"(?<!\w){_CAPITAL}[\w-]{{1,40}}(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|ring|damm)"
    rf" \d{{1,4}}[a-z]?(?!\w)|(?<!\w)(?:{_CAPITAL}[\w-]{{1,30}} ){{1,2}}(?:Straße|Strasse|Allee|Weg|Platz) "
    r"\d{1,4}[a-z]?(?!\w)"
)
_POSTCODE: Final = re.compile(
    rf"(?<![\w-])\d{{5}} {_CAPITAL}[a-zäöüß]{{2,30}}(?!\w)"
    r"|(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)"
)


def _addresses(text: str) -> Iterator[Form]:
    for expression in (_STREET, _GERMAN_STREET):
        for found in expression.finditer(text):
            yield Form(Span(*found.span()), "address", "has the form of a street and number")
    for found in _POSTCODE.finditer(text):
        yield Form(Span(*found.span()), "address", "has the form of a postcode")


# --- names after words that announce them ---------------------------------------------------------------

_LETTERS: Final = r"[\w'\u2019-]{1,30}"
_NAME: Final = rf"{_CAPITAL}{_LETTERS}(?: {_CAPITAL}{_LETTERS}){{0,2}}"
_INTRODUCED: Final = re.compile(
    r"(?:\b[Mm]y name is |\b[Mm]y name['\u2019]s |\b(?:called|named|namens|heiße|heißt|Ich heiße|Mein Name ist) "  # noqa: E501 - one expression
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof)\.? |\b(?:Herr|Herrn|Frau|Professor|Professorin|Doctor|Sir) )"
    rf"({_NAME})"
)
_RELATIVE: Final = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Mm]eine?[mnr]?|[Uu]nsere?[mnr]?|[Ss]eine?[mnr]?|[Ii]hre?[mnr]?)"
    r"(?: \w{1,20})? (?:son|daughter|kid|child|wife|husband|partner|boss|manager|colleague|friend|brother|sister"  # noqa: E501 - one expression
    r"|mother|father|supervisor|advisor|mentor|lead|Sohn|Tochter|Frau|Mann|Chef|Chefin|Kollege|Kollegin|Kollegen"
    rf"|Freund|Freundin|Bruder|Schwester|Betreuer|Betreuerin),? ({_NAME})"
)
_EMPLOYER: Final = re.compile(
    r"\b(?:work|works|worked|working|employed|job|intern|interned|started|hired|arbeite|arbeitet|arbeiten|Stelle)"
    r"(?: \w{1,20}){0,3}? (?:at|for|by|bei|für) (?:the |der |dem )?"
    rf"({_CAPITAL}[\w&'\u2019.-]{{1,40}}(?: (?:{_CAPITAL}[\w&'\u2019.-]{{1,40}}|of|und|and)(?= )){{0,3}}(?: {_CAPITAL}[\w&'\u2019-]{{1,40}})?)"  # noqa: E501 - one expression
)
_FIRM: Final = re.compile(
    rf"(?<!\w)(?:{_CAPITAL}[\w&'\u2019-]{{1,40}} ){{1,3}}(?:Inc|Ltd|LLC|GmbH|AG|Corp|Corporation|Limited|KG|SE|S\.A\."  # noqa: E501 - one expression
    r"|University|Institute|Universität|Institut)(?!\w)|\b(?:University|Universität|Institute) (?:of )?"
    rf"{_CAPITAL}\w{{2,30}}"
)
_NO_NAME: Final = frozenset(
    [
        "I",
        "I'm",
        "I\u2019m",
        "I've",
        "I\u2019ve",
        "I'd",
        "I\u2019d",
        "I'll",
        "I\u2019ll",
        "A",
        "An",
        "The",
        "And",
        "But",
        "So",
        "We",
        "You",
        "He",
        "She",
        "It",
        "They",
        "My",
        "Our",
        "No",
        "Yes",
        "Well",
        "Okay",
        "Or",
        "If",
        "In",
        "On",
        "At",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "English",
        "German",
        "Der",
        "Die",
        "Das",
        "Und",
        "Aber",
        "Ich",
        "Wir",
        "Sie",
        "Er",
        "Es",
        "Januar",
    ]
)


def _announced(text: str) -> Iterator[Form]:
    for expression, reason in (
        (_INTRODUCED, "follows words that announce a name"),
        (_RELATIVE, "follows the word for a relative or colleague"),
    ):
        for found in expression.finditer(text):
            if span := _proper(text, *found.span(1)):
                yield Form(span, "name", reason)
    for found in _EMPLOYER.finditer(text):
        if span := _proper(text, *found.span(1)):
            yield Form(
                _trimmed(text, span.start, span.end), "employer", "follows words for working somewhere"
            )
    for found in _FIRM.finditer(text):
        if span := _proper(text, *found.span()):
            yield Form(span, "organisation", "has a word for a company or a university in it")


def _proper(text: str, start: int, end: int) -> Span | None:
    """Return a name without words at its ends that are none, such as the first of the next sentence."""
    words = text[start:end].split(" ")
    while words and words[0] in _NO_NAME:
        start += len(words.pop(0)) + 1
    while words and words[-1] in _NO_NAME:
        words.pop()
    said = " ".join(words)
    for possessive in ("'s", "\u2019s"):
        said = said.removesuffix(possessive)
    said = said.rstrip("'\u2019-.,& ")
    return Span(start, start + len(said)) if said else None


_RULES: Final[tuple[Callable[[str], Iterator[Form]], ...]] = (
    _emails,
    _repositories,
    _urls,
    _handles,
    _ids,
    _dates,
    _phones,
    _addresses,
    _announced,
)
