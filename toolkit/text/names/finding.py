"""Candidates: what may be a name, from everything that can tell, with all places where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from toolkit.model.names import Candidate, Key, KeyList, Kind, Occurrence, folded
from toolkit.model.transcript import Span, Transcript
from toolkit.text.names import model
from toolkit.text.names.matching import Matcher
from toolkit.text.names.near import Likenesses
from toolkit.text.names.rules import forms

AROUND: Final = 48
LABEL, GIVEN, LISTED, RULE, MODEL, NEAR, DECIDED = (
    "speaker label",
    "given",
    "organisation list",
    "rule",
    "model",
    "near-miss",
    "key list",
)
# Labels that say what somebody does in the interview, or are numbers already.
_NO_NAME: Final = re.compile(
    r"(?:[A-Z]{1,3}\d{0,4}|(?:speaker|participant|interviewer|interviewee|moderator|unknown|voice|person|host|guest"
    r"|sprecher|sprecherin|interviewerin|teilnehmer|befragte|befragter)\b[\s_-]?(?:speaker|\d{0,4}|[a-z]?)|\W*\d*)",
    re.IGNORECASE,
)
_TOLD: Final[Mapping[str, str]] = {
    "case": "the same letters in another case",
    "accents": "the same letters with other accents",
    "inflected": "with an ending",
    "part": "one word of",
    "misspelt": "a letter or two away",
    "split": "cut at the end of a line",
    "within": "inside a longer word",
}


@dataclass(frozen=True)
class Told:
    """What the team tells before anything is looked for.

    Attributes
    ----------
    names, organisations
        Of people, and of organisations.
    with_model
        Whether an installed language model may suggest, too.
    numbered
        Suggest a pseudonym of its own for each original rather than a tag of its kind.
    """

    names: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    with_model: bool = True
    numbered: bool = False


NOTHING_TOLD: Final = Told()
NO_KEYS: Final = KeyList()


@dataclass
class _Found:
    """Words found so far, by how they are compared: who found them first says what they are."""

    by_words: dict[str, tuple[Kind, str, str, str]] = field(default_factory=dict)

    def add(self, kind: Kind, words: str, source: str, reason: str) -> None:
        plain = folded(words)
        if any(letter.isalnum() for letter in plain) and len(plain) <= AROUND * 4:
            self.by_words.setdefault(plain, (kind, plain, source, reason))


def candidates(
    texts: Sequence[Transcript],
    keys: KeyList = NO_KEYS,
    told: Told = NOTHING_TOLD,
) -> tuple[Candidate, ...]:
    """Find what may be a name in transcripts, what was decided already among it.

    Returns
    -------
    Surest sources first, and of a source in the order of the texts; near-misses behind what they are like.
    """
    found = _Found()
    for key in keys.keys:
        found.add(key.kind, key.original, DECIDED, "is in the key list")
    _sure(found, texts, told)
    for text in texts:
        for form in forms(text.text):
            found.add(form.kind, form.span.of(text.text), RULE, form.reason)
    if told.with_model:
        for text in texts:
            for form in model.named(text.text, text.language):
                found.add(form.kind, form.span.of(text.text), MODEL, form.reason)
    suggest = _Suggestions(keys, numbered=told.numbered)
    made = [
        Candidate(
            kind,
            words,
            key.source or source if key else source,
            reason,
            suggest.of(kind, words, source),
            key=key,
        )
        for kind, words, source, reason in found.by_words.values()
        for key in (keys.ruled(words),)
    ]
    places = _occurrences(texts, [_key_of(each) for each in made])
    made = [replace(each, occurrences=places.get(each.original, ())) for each in made]
    listed = [each for each in made if each.occurrences or each.source in (GIVEN, DECIDED) or each.key]
    return (*listed, *_near(texts, listed, keys))


def _sure(found: _Found, texts: Sequence[Transcript], told: Told) -> None:
    """Add what is not guessed: labels of speakers, and what the team gives."""
    for text in texts:
        for speaker in text.speakers:
            if is_name(speaker.label):
                found.add("name", speaker.label, LABEL, f"labels a speaker ({speaker.role})")
        if is_name(text.participant):
            found.add("name", text.participant, GIVEN, "is the id of a participant")
    for words in told.names:
        found.add("name", words, GIVEN, "was given by the team")
    for words in told.organisations:
        found.add("organisation", words, LISTED, "is in the list of organisations")


def is_name(label: str) -> bool:
    """Tell whether the label of a speaker may be a name, and not P01 or Interviewer.

    Examples
    --------
    >>> [label for label in ("P01", "Interviewer", "Speaker 2", "Sarah M.", "") if is_name(label)]
    ['Sarah M.']
    """
    return bool(label) and _NO_NAME.fullmatch(label.strip()) is None


class _Suggestions:
    """Replacements to suggest: a tag for each kind; numbers where one is not to be taken for another."""

    def __init__(self, keys: KeyList, *, numbered: bool) -> None:
        self._taken = {folded(key.replacement).casefold() for key in keys.keys}
        self._numbered = numbered
        self._known = keys

    def of(self, kind: Kind, words: str, source: str) -> str:
        """Return what to write instead of some words."""
        if (key := self._known.ruled(words)) is not None and key.replacement:
            return key.replacement
        if source == LABEL:
            return self._next("Speaker")
        if self._numbered and kind in ("name", "place", "organisation", "employer", "repository"):
            return self._next("Person" if kind == "name" else kind.capitalize())
        return f"[{kind}]"

    def _next(self, word: str) -> str:
        number = 1
        while f"{word} {number}".casefold() in self._taken:
            number += 1
        self._taken.add(f"{word} {number}".casefold())
        return f"{word} {number}"


def _key_of(candidate: Candidate) -> Key:
    return Key(candidate.kind, candidate.original, "[x]")


def _occurrences(texts: Iterable[Transcript], keys: Iterable[Key]) -> dict[str, tuple[Occurrence, ...]]:
    """Return where originals stand, by the original."""
    matcher = Matcher.of(keys)
    places: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for text in texts:
        for span, key in matcher.find(text.text):
            places[key.original].append(shown(text, span))
    return {words: tuple(each) for words, each in places.items()}


def shown(text: Transcript, span: Span) -> Occurrence:
    """Return a passage with what stands around it, on one line."""
    before = text.text[max(span.start - AROUND, 0) : span.start]
    after = text.text[span.end : span.end + AROUND]
    return Occurrence(text.id, span, _line(before), _line(span.of(text.text)), _line(after))


def _line(words: str) -> str:
    return re.sub(r"\s", " ", words)


def _near(texts: Sequence[Transcript], listed: Sequence[Candidate], keys: KeyList) -> Iterator[Candidate]:
    """Yield what is like a name that is confirmed or sure."""
    sure = [
        each.key or Key(each.kind, each.original, each.replacement)
        for each in listed
        if (each.key is None and each.source in (LABEL, GIVEN, LISTED))
        or (each.key and each.key.ruling == "replace")
    ]
    kept = [key for key in keys.keys if key.ruling == "keep"]
    others = [Key(each.kind, each.original, ruling="keep") for each in listed if each.key is None]
    known = {key.original for key in sure}
    guarded = [*sure, *kept, *(key for key in others if key.original not in known)]
    search = Likenesses.of(guarded, (text.text for text in texts))
    found: dict[str, tuple[Key, str, list[Occurrence]]] = {}
    for text in texts:
        for each in search.find(text.text):
            words = folded(each.span.of(text.text))
            place = found.setdefault(words, (each.key, each.likeness, []))
            place[2].append(shown(text, each.span))
    for words, (key, likeness, places) in sorted(found.items(), key=lambda one: one[1][0].original):
        if keys.ruled(words) is None:
            reason = f"{_TOLD[likeness]}: {key.original}"
            yield Candidate(key.kind, words, NEAR, reason, key.replacement, tuple(places), near=key.original)
