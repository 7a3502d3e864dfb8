"""Which question of the protocol a turn asks: by the number before it, or by its wording.

Interviewers number their questions, or ask them as the protocol words them, or nearly so. Both are looked for
only where somebody may be asking: in turns of interviewers, of speakers whose role nobody has said, and
without a label. An answer that counts its points is no list of questions.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from toolkit.model.protocol import Protocol
from toolkit.model.transcript import Transcript, Turn
from toolkit.text.roles import ends_in_question

Way = Literal["number", "wording"]

EQUAL: Final = 0.72
"""The likeness from which a wording is the question's wherever it stands."""
NEAR: Final = 0.4
"""The likeness from which it is, if it stands where the question is due: between those before and after."""
_AHEAD: Final = 0.1
"""By how much a wording must be more like one question than like any other."""
_SENTENCES: Final = 3
_MOST_SENTENCES: Final = 20_000
_LONGEST_ASKED: Final = 60
"""Words above which a numbered turn of somebody whose role is unknown is taken for an answer."""
_FEWEST_SHARED: Final = 2
_WIDEST_STEP: Final = 3
_HIGHEST_FIRST: Final = 3

_SENTENCE = re.compile(r"[^.?!:…？！。]+(?:[.?!:…？！。]+[\"'”’)\]]*|$)")  # noqa: RUF001 - marks of other scripts
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001 - the typographic apostrophe
_NUMBERED = re.compile(
    r"\s*[*_]*(?:(?:(?P<named>q|question)\s*(?:no\.?)?\s*#?\s*(?P<n>\d{1,2})(?!\d)(?:[.:)](?!\d)|\s*[-\u2013\u2014]|(?=\s)))"
    r"|(?P<bare>\d{1,2})(?:[.):](?!\d)|\s+[-\u2013\u2014]\s)|\((?P<round>\d{1,2})\))\s*[*_]*\s*(?=[^\W\d])",
    re.IGNORECASE,
)
# fmt: off
_COMMON = frozenset((
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "could", "did",
    "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "just",
    "me", "my", "of", "on", "or", "our", "so", "that", "the", "them", "then", "there", "they", "this", "to",
    "us", "was", "we", "well", "were", "what", "when", "where", "which", "who", "whom", "why", "will",
    "with", "would", "you", "your", "yours", "one",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Found:
    """A question found in a transcript.

    Attributes
    ----------
    turn
        Number of the turn in which it begins.
    number
        Of the question.
    likeness
        From 0 to 1, how like the wording is to the protocol's; None without a protocol's wording.
    words
        What was asked.
    """

    turn: int
    number: int
    way: Way
    likeness: float | None
    words: str


@dataclass(frozen=True, slots=True)
class _Passage:
    """One to three sentences on end, by whoever asks, with the number of the turn in which they begin."""

    turn: int
    words: str
    bag: Counter[str]


def recognise(transcript: Transcript, protocol: Protocol = ()) -> tuple[Found, ...]:
    """Find the questions, in the order of the turns; no turn has two, and no question two places.

    Of wordings, those as good as equal count wherever they stand; of those that are near, the one that is
    most like, if it stands between the questions before and after it. Numbers count if they run upward in
    steps a person would take, at least two of them or with the word `question`; a wording that says otherwise
    wins.
    """
    askable = [turn for turn in transcript.turns if _may_ask(transcript, turn)]
    worded = _by_wording(transcript, askable, protocol)
    taken_turns, taken_numbers = {each.turn for each in worded}, {each.number for each in worded}
    numbered = [
        each
        for each in _by_number(transcript, askable, protocol)
        if each.turn not in taken_turns and each.number not in taken_numbers
    ]
    agreeing = _agreeing(numbered, worded)
    return tuple(sorted((*worded, *agreeing), key=lambda each: each.turn))


def likeness(one: str, other: str) -> float:
    """Return how many of their words two wordings share, from 0 to 1 (Dice; common words count a quarter).

    >>> round(likeness("Why write it at all?", "Why did you write it at all?"), 2)
    0.89
    """
    return _likeness(_bag(one), _bag(other), {})


def _may_ask(transcript: Transcript, turn: Turn) -> bool:
    return transcript.roles[turn.speaker] in ("interviewer", "unknown")


# --- by number ---------------------------------------------------------------------------------------


def _by_number(transcript: Transcript, askable: Iterable[Turn], protocol: Protocol) -> list[Found]:
    """Return the longest run of numbers that rises as a list of questions does; empty if there is none."""
    wordings = {each.number: each.wording for each in protocol}
    candidates: list[tuple[Found, bool]] = []
    for turn in askable:
        said = transcript.words_of(turn)
        mark = _NUMBERED.match(said)
        if mark is None:
            continue
        number = int(mark["n"] or mark["bare"] or mark["round"])
        if number < 1 or (wordings and number not in wordings):
            continue
        words = said[mark.end() :]
        if transcript.roles[turn.speaker] != "interviewer" and len(words.split()) > _LONGEST_ASKED:
            continue
        like = likeness(_first_sentences(words), wordings[number]) if wordings else None
        candidates.append((Found(turn.number, number, "number", like, _short(words)), bool(mark["named"])))
    run = _longest_rise(candidates)
    # A list of points rises too: most of what is numbered has to ask.
    asking = sum(ends_in_question(found.words) for found, _ in run)
    if any(named for _, named in run) or (len(run) > 1 and 2 * asking >= len(run)):
        return [found for found, _ in run]
    return []


def _longest_rise(candidates: Sequence[tuple[Found, bool]]) -> list[tuple[Found, bool]]:
    """Choose the longest run that begins low and rises by small steps, the earliest of several."""
    best: list[list[int]] = []
    for at, (found, named) in enumerate(candidates):
        runs = [
            best[before]
            for before in range(max(0, at - 200), at)
            if best[before] and 0 < found.number - candidates[before][0].number <= _WIDEST_STEP
        ]
        longest = max(runs, key=len, default=[])
        begins = found.number <= _HIGHEST_FIRST or named
        best.append([*longest, at] if longest or begins else [])
    return [candidates[at] for at in max(best, key=len, default=[])]


def _first_sentences(words: str) -> str:
    found = _SENTENCE.findall(words[:2_000])
    return "".join(found[:_SENTENCES])


def _agreeing(numbered: Sequence[Found], worded: Sequence[Found]) -> Iterator[Found]:
    """Yield the numbers that stand where the wordings let them: after the lower and before the higher."""
    for each in numbered:
        if all((each.turn < other.turn) == (each.number < other.number) for other in worded):
            yield each


# --- by wording --------------------------------------------------------------------------------------


def _by_wording(transcript: Transcript, askable: Sequence[Turn], protocol: Protocol) -> list[Found]:
    if not protocol:
        return []
    bags = {each.number: _bag(each.wording) for each in protocol}
    weights = _weights(bags.values())
    sums = {number: _sum(bag, weights) for number, bag in bags.items()}
    found: dict[tuple[int, int], Found] = {}
    for passage in _passages(transcript, askable):
        mine = _sum(passage.bag, weights)
        rated = sorted(
            ((_dice(passage.bag, bag, weights, mine + sums[number]), number) for number, bag in bags.items()),
            reverse=True,
        )
        (like, number), second = rated[0], rated[1][0] if len(rated) > 1 else 0.0
        if like < NEAR or like - second < _AHEAD:
            continue
        if like < EQUAL and not _tells(passage.bag & bags[number]):
            continue
        key = (passage.turn, number)
        if key not in found or (found[key].likeness or 0) < like:
            found[key] = Found(passage.turn, number, "wording", like, _short(passage.words))
    return _one_each(sorted(found.values(), key=lambda each: (-(each.likeness or 0), each.turn)))


def _one_each(best_first: Iterable[Found]) -> list[Found]:
    """Take the likest first; those only near have to stand where their question is due."""
    taken: list[Found] = []
    for each in best_first:
        if any(each.turn == other.turn or each.number == other.number for other in taken):
            continue
        due = all((each.turn < other.turn) == (each.number < other.number) for other in taken)
        if due or (each.likeness or 0) >= EQUAL:
            taken.append(each)
    return taken


def _passages(transcript: Transcript, askable: Sequence[Turn]) -> Iterator[_Passage]:
    """Yield one to three sentences on end; turns without a label are joined, for they may cut one in two."""
    left = _MOST_SENTENCES
    for stretch in _stretches(askable):
        said = [transcript.words_of(turn) for turn in stretch]
        joined, starts = " ".join(said), []
        at = 0
        for words in said:
            starts.append(at)
            at += len(words) + 1
        sentences = [found for found in _SENTENCE.finditer(joined) if found[0].strip()]
        left -= len(sentences)
        if left < 0:
            return
        bags = [_bag(found[0]) for found in sentences]
        for first, begun in enumerate(sentences):
            lead = len(begun[0]) - len(begun[0].lstrip())
            turn = stretch[bisect_right(starts, begun.start() + lead) - 1].number
            for last in range(first, min(first + _SENTENCES, len(sentences))):
                words = joined[begun.start() : sentences[last].end()].strip()
                yield _Passage(turn, words, sum(bags[first : last + 1], Counter()))


def _stretches(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Yield turns without a label that follow on one another together, and all others alone."""
    for key, group in groupby(enumerate(turns), lambda pair: (pair[1].speaker, pair[1].number - pair[0])):
        together = [turn for _, turn in group]
        if key[0] is None:
            yield together
        else:
            yield from ([turn] for turn in together)


def _bag(words: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", words).casefold().replace("’", "'")  # noqa: RUF001
    return Counter(_stem(word) for word in _WORD.findall(folded))


def _stem(word: str) -> str:
    """Take the commonest English endings away, so that `released` and `release` are one word."""
    for ending in ("'s", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > len(ending) + 1:
            return word.removesuffix(ending)
    return word


def _weights(bags: Iterable[Counter[str]]) -> dict[str, float]:
    """Weigh words by in how few questions they come: what stands in every question tells none apart."""
    places = Counter(word for bag in bags for word in bag)
    return {word: 1 / count for word, count in places.items()}


def _weight(word: str, weights: Mapping[str, float]) -> float:
    return (0.25 if word in _FUNCTION else 1.0) * weights.get(word, 1.0)


def _likeness(one: Counter[str], other: Counter[str], weights: Mapping[str, float]) -> float:
    return _dice(one, other, weights, _sum(one, weights) + _sum(other, weights))


def _sum(bag: Counter[str], weights: Mapping[str, float]) -> float:
    return sum(_weight(word, weights) * times for word, times in bag.items())


def _dice(passage: Counter[str], question: Counter[str], weights: Mapping[str, float], total: float) -> float:
    """Return twice what is shared over the sum of both, which the caller knows: this is called very often."""
    shared = sum(
        _weight(word, weights) * min(times, passage[word])
        for word, times in question.items()
        if word in passage
    )
    return 2 * shared / total if total else 0.0


def _tells(shared: Counter[str]) -> bool:
    """Tell whether the words shared are more than one that tells: `And the publishing?` is no question 1."""
    return len(shared.keys() - _FUNCTION) >= _FEWEST_SHARED


def _short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _LONGEST_TOLD else f"{told[: _LONGEST_TOLD - 1]}…"


_LONGEST_TOLD: Final = 200
_FUNCTION: Final = frozenset(_stem(word) for word in _COMMON)
