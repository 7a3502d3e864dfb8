"""Who speaks: which words before a colon are a speaker's name, and what the name says of the role.

A colon makes no speaker. "Here's the thing:" and "Note:" stand before one too, so a name has to look like a
label transcribers use (`P03`, `I`, `INTERVIEWER 2`) or come back over the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from toolkit.model.transcript import Role

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("interviewer", re.compile(r"(?:i|int|interviewer|moderator|researcher) ?\d{0,3}|q", re.IGNORECASE)),
    ("participant", re.compile(r"p\d{1,4}|(?:participant|interviewee|r|respondent) ?\d{0,4}", re.IGNORECASE)),
)
_TYPICAL = re.compile(
    r"P\d{1,4}[a-z]?|[PIRQ]|[IRSQA]\d{1,3}"
    r"|(?i:int ?\d{0,3}|(?:interviewer|moderator|researcher|facilitator|participant|interviewee|respondent"
    r"|speaker)[ _]?(?:\d{1,4}|[A-Z])?|(?:unknown|unidentified)(?: speaker)?)"
)
_UNKNOWN = re.compile(r"(?:unknown|unidentified)(?: speaker)?", re.IGNORECASE)

# What transcribers write in square brackets, and what people answer in a word: neither is a name.
_SOUNDS = re.compile(
    r"(?:(?:long|short|brief|both|all|everyone|participant|interviewer)[ ])?"
    r"(?:laughs?|laughter|laughing|sighs?|sighing|coughs?|coughing|pauses?|silence|inaudible|unintelligible"
    r"|unclear|crosstalk|overlap\w*|music|noise|applause|clears throat|sniffs?|whispers?|redacted|end|start"
    r"|break|phone \w+|background \w+|sic)(?: .*)?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"yes|no|yeah|yep|nope|okay|ok|right|exactly|mm+|m+-?hm+|uh-?huh|sure|well|so|thanks|thank you|true|hm+"
    r"|oh|ah|really|absolutely|definitely|correct|indeed|of course|i see|and|but",
    re.IGNORECASE,
)

# Words that stand before a colon at a line's start again and again without anybody speaking.
_HEADINGS = re.compile(
    r"notes?|n\.?b\.?|p\.?s\.?|examples?|warning|important|remember|summary|comments?|date|day|time|start|end|begin"
    r"|duration|length|place|location|venue|interview|transcript|transcriber|transcription|recorder|recording|audio"
    r"|video|file|languages?|project|study|title|subject|topic|re|version|status|page|section|part|step|edit"
    r"|update|url|link|https?|www|consent|verbatim|breaks?|intermission|sponsors?|adverts?|documents?|tags?"
    r"|speakers|address|tel|telephone|phone|fax|e-?mail|mail|web|website|rank|regiment",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"d[aeiou]s?|del|della|van|von|de[rn]|te[rn]|l[ae]|el|al|bin|ibn|[ye]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")

MOST_NAMES = 12
_MOST_WORDS = 5
_MOST_LOWER_WORDS = 2
# A name in lower case (`maria k`) is what a sentence looks like too: it has to carry part of the file.
_LOWER_TIMES = 3
_LOWER_SHARE = 10
_SAME_NAME = 0.85
_SHORTEST_MISSPELT = 4
_MOST_MISSPELT = 1_000
_MOST_COMPARED = 60
_MISSPELT_SHARE = 5
_SIGNS = re.compile(r"[^\w]+")
_DIGITS = re.compile(r"\d+")


def role_of(label: str) -> Role:
    """Guess a role from the label's own words; unknown unless they leave no doubt.

    >>> role_of("INTERVIEWER 2"), role_of("P03"), role_of("Dana (Interviewer)")
    ('interviewer', 'participant', 'unknown')
    """
    return next((role for role, words in _ROLES if words.fullmatch(label)), "unknown")


def is_typical(name: str) -> bool:
    """Tell whether a name looks like a label transcribers use, so that once is enough.

    >>> is_typical("P03"), is_typical("Speaker 1"), is_typical("Note")
    (True, True, False)
    """
    return bool(_TYPICAL.fullmatch(name))


def says_unknown(name: str) -> bool:
    """Tell whether a label says in words that nobody knows who speaks."""
    return bool(_UNKNOWN.fullmatch(name))


def is_sound(words: str) -> bool:
    """Tell whether words in brackets are a sound or a remark, as in `[laughs]`, and no name."""
    return bool(_SOUNDS.fullmatch(words))


def is_answer(line: str) -> bool:
    """Tell whether a line of few words is what people answer, and no name."""
    return bool(_ANSWERS.fullmatch(line))


def believable(times: Mapping[str, int], places: int) -> frozenset[str]:
    """Choose from what stands where a label would stand the names of speakers.

    Parameters
    ----------
    times
        How often each name stands there.
    places
        How many places for a label the file has (lines, cues).

    Returns
    -------
    frozenset of str
        Typical labels; names that come back, unless there are more than a conversation has; and what is
        one of these but for a misspelling (it stays a label of its own: who is meant is for a person to say).
    """
    typical = {name for name in times if is_typical(name)}
    recurring = {name for name, n in times.items() if _recurs(name, n, places)} - typical
    chosen = typical if len(recurring) > MOST_NAMES else typical | recurring
    return frozenset(chosen | _misspelt(times, chosen))


def might_be_a_name(words: str, *, lower: bool = False) -> bool:
    """Tell whether words could be a name: few, no heading, and (unless `lower`) none of them in lower case.

    >>> might_be_a_name("Bryan Can"), might_be_a_name("Note"), might_be_a_name("here's the thing")
    (True, False, False)
    """
    parts = _IN_BRACKETS.sub(" ", words).split()
    if not parts or len(parts) > _MOST_WORDS or _HEADINGS.fullmatch(words):
        return False
    return lower or not any(_is_lower(part) for part in parts)


def alike(times: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Return pairs of labels that may be one speaker's, the rarer first: misspelt, or written in two ways.

    >>> list(alike({"Participant": 60, "Particpant": 1, "P1": 3, "P2": 3, "SAI": 4, "SAI (calm)": 8}))
    [('Particpant', 'Participant'), ('SAI', 'SAI (calm)')]
    """
    if len(times) > _MOST_COMPARED:
        return
    for pair in combinations(times, 2):
        rare, common = sorted(pair, key=lambda name: times[name])
        is_rare = times[rare] * _MISSPELT_SHARE <= times[common]
        if _core(rare) == _core(common) or (is_rare and _misspells(rare, common)):
            yield rare, common


def _core(name: str) -> str:
    """Return what stays of a name without case, remarks in brackets, and signs."""
    return " ".join(_SIGNS.sub(" ", _IN_BRACKETS.sub(" ", name)).casefold().split()) or name


def _misspells(one: str, other: str) -> bool:
    # Numbers tell people apart: `Speaker 1` and `Speaker 2` are two.
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    differing = [pair for pair in zip(one.split(), other.split(), strict=False) if pair[0] != pair[1]]
    # So do letters that stand alone: `Speaker A` and `Speaker B`.
    return _nearly(one, other) and all(len(word) > 1 for pair in differing for word in pair)


def _recurs(name: str, times: int, places: int) -> bool:
    if times <= 1 or _HEADINGS.fullmatch(name):
        return False
    words = _IN_BRACKETS.sub(" ", name).split()
    if not words or len(words) > _MOST_WORDS:
        return False
    if not any(_is_lower(word) for word in words):
        return True
    return len(words) <= _MOST_LOWER_WORDS and times >= _LOWER_TIMES and times * _LOWER_SHARE >= places


def _is_lower(word: str) -> bool:
    # A word with a number in it (`id3`, `s2`) is no word of a sentence.
    return word[0].islower() and not _PARTICLES.fullmatch(word) and not _DIGITS.search(word)


def _misspelt(times: Mapping[str, int], chosen: set[str]) -> set[str]:
    models = [name for name in chosen if len(name) >= _SHORTEST_MISSPELT]
    once = [
        name
        for name, n in times.items()
        if n == 1 and name not in chosen and len(name) >= _SHORTEST_MISSPELT and not _HEADINGS.fullmatch(name)
    ]
    # So many words that come once before a colon are prose or noise, and comparing them would take minutes.
    if len(once) > _MOST_MISSPELT or len(models) > MOST_NAMES:
        return set()
    return {name for name in once if any(_nearly(name, model) for model in models)}


def _nearly(name: str, model: str) -> bool:
    if abs(len(name) - len(model)) > 1:
        return False
    return SequenceMatcher(None, name.casefold(), model.casefold(), autojunk=False).ratio() >= _SAME_NAME
