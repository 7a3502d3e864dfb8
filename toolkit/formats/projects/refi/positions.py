"""Where a passage is: programs count positions in their own ways, and files do not say in which.

A rule says what one position stands for (a Unicode code point, as the standard has it, or a UTF-16 unit),
whether the line end CR LF counts as the two characters it is stored as or as one, and whether a byte order
mark at the beginning counts. Under a wrong rule passages shift, each by as many characters as there are
emoji or line ends ahead of it. So the rule is found for each project: it begins with what is known of the
program and is then compared with the passages themselves, by the words the project quotes, or else by how
many passages begin and end where a word does.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from toolkit.errors import ToolkitError
from toolkit.model.project import Positions

AUTO = "auto"
_UNITS = {"codepoints": False, "utf16": True}
_AS_ONE, _COUNTED = "crlf-as-one", "bom-counted"
_MARK = "\ufeff"
_BLANKS = re.compile(r"\s+")
_CUT = re.compile(r"\s*(?:\u2026|\.\.\.)$")
_MOST_COMPARED = 5_000
"""Passages a rule is judged by; of more, every second or third is taken."""
_MOST_BLANKS = 1_000
_MOST_SEARCHED = 300_000_000
"""Characters of texts that are searched for what may be a quote."""
SHORTEST_QUOTE = 8
# A rule the program is not known for has to fit by that many passages more, and by more than chance does.
_LEAST_LEAD = 3
_CHANCE = 3.84
"""The 95th percentile of chi squared with one degree of freedom (McNemar's test)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What positions count.

    >>> str(Rule(utf16=True, as_one=True))
    'utf16,crlf-as-one'
    """

    utf16: bool = False
    as_one: bool = False
    marked: bool = False

    def __str__(self) -> str:
        unit = next(name for name, is_utf16 in _UNITS.items() if is_utf16 == self.utf16)
        return ",".join([unit, *[_AS_ONE] * self.as_one, *[_COUNTED] * self.marked])


RULES = tuple(Rule(*each) for each in product((False, True), repeat=3))


def asked(words: str) -> Rule | None:
    """Return the rule a person asks for; None for `auto`.

    >>> asked("utf16, crlf-as-one")
    Rule(utf16=True, as_one=True, marked=False)

    Raises
    ------
    ToolkitError
        If the words name no rule.
    """
    told = [word.strip().lower() for word in words.split(",")]
    if told == [AUTO]:
        return None
    known = {str(rule): rule for rule in RULES}
    in_order = [word for word in (*_UNITS, _AS_ONE, _COUNTED) if word in told]
    rule = known.get(",".join(in_order))
    if rule is None or len(in_order) != len(told):
        raise ToolkitError(
            f"--positions {ascii(words[:60])[1:-1]}",
            "is no way of counting",
            f"give {AUTO}, {' or '.join(_UNITS)}; behind a unit, ,{_AS_ONE} and ,{_COUNTED} may follow",
        )
    return rule


def usual(origin: str) -> Rule:
    """Return the rule a program is known for; that of the standard where none is known."""
    program = origin.casefold()
    if "nvivo" in program and "mac" not in program:
        return Rule(utf16=True)
    if "atlas.ti" in program or program == "intercoder, for maxqda":
        return Rule(as_one=True)
    return Rule()


class Stored:
    """A text as its file has it, and as it is here: with LF line ends and without byte order mark.

    Attributes
    ----------
    text
        As it is here.
    """

    def __init__(self, content: str) -> None:
        self._marked = content.startswith(_MARK)
        body = content.removeprefix(_MARK)
        joined = body.replace("\r\n", "\n")
        self.text = joined.replace("\r", "\n").lstrip(_MARK)
        self._dropped = len(joined) - len(self.text)
        self._breaks = array("L", (found.start() for found in re.finditer("\r\n", body)))
        self._wide = {True: _wide(joined), False: _wide(body) if self._breaks else _wide(joined)}
        self._collapsed: str | None = None

    def place(self, position: int, rule: Rule) -> int:
        """Return where a position lies in `text`.

        What lies within a character or a line end is moved to where that begins; what lies out of the text
        stays out of it.
        """
        if position <= 0:
            return position
        if rule.marked and self._marked:
            position -= 1
        if rule.utf16:
            position -= bisect_left(self._wide[rule.as_one], position)
        if not rule.as_one:
            position -= bisect_left(self._breaks, position)
        return max(position - self._dropped, 0)

    def holds(self, words: str) -> bool:
        """Tell whether the words are in the text, whatever the blanks between them."""
        if self._collapsed is None:
            self._collapsed = _BLANKS.sub(" ", self.text)
        return words in self._collapsed

    def quoted(self, words: str, start: int, end: int) -> str:
        """Tell how words fit a passage: "whole", "begins" (the passage goes on), or not at all: empty."""
        if not 0 <= start < end <= len(self.text):
            return ""
        words = _BLANKS.sub(" ", words)
        cut = _CUT.sub("", words)
        # A passage is at most a few blanks longer than its words; what is longer need not be looked at.
        passage = _BLANKS.sub(" ", self.text[start : min(end, start + 4 * len(words) + 100)])
        if passage == words:
            return "whole"
        return "begins" if cut.strip() and passage.startswith(cut) else ""

    def quoted_loosely(self, words: str, start: int, end: int) -> str:
        """Tell how words fit a passage, whatever blanks it begins and ends with."""
        if not 0 <= start < end <= len(self.text):
            return ""
        first, last = start, end
        while first < end and first - start < _MOST_BLANKS and self.text[first].isspace():
            first += 1
        while last > first and end - last < _MOST_BLANKS and self.text[last - 1].isspace():
            last -= 1
        return self.quoted(words, first, last)

    def is_of_words(self, start: int, end: int) -> bool:
        """Tell whether a passage begins and ends where a word may: at a blank, or at an end of the text."""
        length = len(self.text)
        return 0 <= start < end <= length and all(
            at in (0, length) or self.text[at - 1].isspace() or self.text[at].isspace() for at in (start, end)
        )


def _wide(text: str) -> array[int]:
    """Return where in UTF-16 each character begins that takes two units of it."""
    if text.isascii():
        return array("L")
    found = re.finditer("[\U00010000-\U0010ffff]", text)
    return array("L", (one.start() + before for before, one in enumerate(found)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as the project has it.

    Attributes
    ----------
    start, end
        Positions as they are told.
    said
        What the project says of it in each field that may quote it: its name, its description.
    """

    stored: Stored
    start: int
    end: int
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The rule of a project, and what it was found by.

    Attributes
    ----------
    quoting
        For each field of what is said of passages, whether the program quotes the passage there.
    """

    rule: Rule
    positions: Positions
    quoting: tuple[bool, ...]


def found_rule(passages: Sequence[Passage], wanted: Rule | None, usual_one: Rule) -> Found:
    """Find the rule that passages are counted by.

    Parameters
    ----------
    wanted
        The rule a person asks for; None to find it.
    usual_one
        The rule the program is known for; kept unless another fits clearly better.
    """
    whole = [each for each in passages if each.start < each.end]
    # Rounded up, so that no more than the bound are taken, from all over the project.
    sample = whole[:: -(-len(whole) // _MOST_COMPARED) or 1]
    first = wanted or usual_one
    quotes = _quotes(sample)
    judged = [
        (each, [said for said, is_one in zip(each.said, one, strict=True) if is_one])
        for each, one in zip(sample, quotes.of, strict=True)
    ]
    rivals = _rivals(sample, first)
    words = {rule: [each.stored.is_of_words(*_placed(each, rule)) for each in sample] for rule in rivals}
    fits = words
    if quotes.number:
        judged = [(each, said) for each, said in judged if said]
        fits = {rule: [_agrees(each, said, rule) for each, said in judged] for rule in rivals}
    if wanted is None:
        first = _best(fits, words, first, certain=bool(quotes.number))
    number = len(next(iter(fits.values())))
    told = Positions(
        str(first),
        sum(fits[first]) / number if number else None,
        number,
        "quotes" if quotes.number else "words",
        chosen=wanted is not None,
    )
    return Found(first, _with_runner_up(told, first, fits, words), quotes.fields)


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Which fields quote the passages, and in which of a sample's passages each does."""

    fields: tuple[bool, ...]
    of: list[tuple[bool, ...]]
    number: int


class Searches:
    """Looks for words in texts, as long as that costs seconds and not hours."""

    def __init__(self) -> None:
        self._left = _MOST_SEARCHED

    def find(self, stored: Stored, said: str) -> bool:
        """Tell whether what is said is long enough for a quote and stands in the text."""
        words = core(said)
        if len(words) < SHORTEST_QUOTE or self._left <= 0:
            return False
        self._left -= len(stored.text)
        return stored.holds(words)


def _quotes(sample: Sequence[Passage]) -> _Quotes:
    """Find which fields the program quotes in: those whose words mostly stand in the text."""
    searches = Searches()
    of = [tuple(searches.find(each.stored, said) for said in each.said) for each in sample]
    number = max((len(each.said) for each in sample), default=0)
    quoting = []
    for field in range(number):
        hits = sum(marks[field] for marks in of)
        long_ones = sum(len(core(each.said[field])) >= SHORTEST_QUOTE for each in sample)
        quoting.append(hits > 0 and 2 * hits >= long_ones)
    of = [tuple(one and quoting[field] for field, one in enumerate(marks)) for marks in of]
    return _Quotes(tuple(quoting), of, sum(map(any, of)))


def core(said: str) -> str:
    """Return words without what surrounds them in a name: blanks, and marks that they go on."""
    return _BLANKS.sub(" ", _CUT.sub("", said)).strip()


def _placed(each: Passage, rule: Rule) -> tuple[int, int]:
    return each.stored.place(each.start, rule), each.stored.place(each.end, rule)


def _agrees(each: Passage, said: Sequence[str], rule: Rule) -> bool:
    return any(each.stored.quoted(words, *_placed(each, rule)) for words in said)


def _rivals(sample: Sequence[Passage], first: Rule) -> list[Rule]:
    """Return one rule of all those that give the same passages: the first one's before others."""
    by_places: dict[tuple[tuple[int, int], ...], Rule] = {}
    for rule in (first, *RULES):
        by_places.setdefault(tuple(_placed(each, rule) for each in sample), rule)
    return list(by_places.values())


def _best(fits: dict[Rule, list[bool]], words: dict[Rule, list[bool]], first: Rule, *, certain: bool) -> Rule:
    """Return the rule that fits best; by words alone, only if it fits clearly better than the first."""
    best = max(fits, key=lambda rule: (sum(fits[rule]), sum(words[rule]), rule == first))
    if certain or best == first:
        return best
    pairs = list(zip(fits[best], fits[first], strict=True))
    won = sum(one and not other for one, other in pairs)
    lost = sum(other and not one for one, other in pairs)
    is_clear = won - lost >= _LEAST_LEAD and (won - lost) ** 2 > _CHANCE * (won + lost)
    return best if is_clear else first


def _with_runner_up(
    told: Positions, chosen: Rule, fits: dict[Rule, list[bool]], words: dict[Rule, list[bool]]
) -> Positions:
    others = [rule for rule in fits if rule != chosen]
    if not others or not told.n:
        return told
    second = max(others, key=lambda rule: (sum(fits[rule]), sum(words[rule])))
    return Positions(
        told.rule,
        told.score,
        told.n,
        told.evidence,
        str(second),
        sum(fits[second]) / told.n,
        told.chosen,
    )
