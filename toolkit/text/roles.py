"""Who asks and who answers, guessed from how people talk where nobody has said it: a guess, with reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.model.transcript import Role, Transcript, Turn

_ASKS = re.compile(r"[?？؟;](?=[\s\"'”’)\]]*(?:\[[^\[\]]*\]\s*)?$)")  # noqa: RUF001 - other scripts' question marks
_GREEK = re.compile(r"[\u0370-\u03ff]")
_NOBODY = re.compile(r"unknown|unidentified", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:interviewer|moderator|facilitator|host|researcher)\b|^i(?:nt)?\d*$", re.IGNORECASE
)
_ANSWERING = re.compile(r"\b(?:interviewee|participant|respondent|guest)\b|^p\d+$", re.IGNORECASE)
_FEWEST_TURNS = 3
_ASKS_OFTEN = 0.5
_ASKS_SELDOM = 0.2
_SAYS_MUCH = 0.2


@dataclass(frozen=True, slots=True)
class Talk:
    """How a speaker talks in a transcript.

    Attributes
    ----------
    label
        None for the turns without a label.
    asking
        How many of the turns end in a question mark.
    first
        The number of the first turn.
    guess, why
        The role it looks like, `unknown` where nothing tells; and what the guess rests on.
    """

    label: str | None
    turns: int
    words: int
    asking: int
    first: int
    guess: Role = "unknown"
    why: str = ""


def talks(transcript: Transcript) -> tuple[Talk, ...]:
    """Describe each speaker, in the order of the list of speakers; turns without a label come last."""
    said: dict[str | None, list[Turn]] = {speaker.label: [] for speaker in transcript.speakers}
    for turn in transcript.turns:
        said.setdefault(turn.speaker, []).append(turn)
    everything = sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
    return tuple(_talk(transcript, label, turns, everything) for label, turns in said.items())


def ends_in_question(words: str) -> bool:
    """Tell whether words end in a question mark, be it of another script.

    >>> ends_in_question('And then? [laughs]'), ends_in_question("Yes.")
    (True, False)
    """
    found = _ASKS.search(words)
    return found is not None and (found[0] != ";" or bool(_GREEK.search(words)))


def _talk(transcript: Transcript, label: str | None, turns: Sequence[Turn], everything: int) -> Talk:
    said = [transcript.words_of(turn) for turn in turns]
    words = sum(len(one.split()) for one in said)
    asking = sum(ends_in_question(one) for one in said)
    first = turns[0].number if turns else 0
    guess, why = _guess(label, Talk(label, len(turns), words, asking, first), everything)
    return Talk(label, len(turns), words, asking, first, guess, why)


def _guess(label: str | None, talk: Talk, everything: int) -> tuple[Role, str]:
    if label is None or _NOBODY.search(label):
        return "unknown", ""
    if bool(_ASKING.search(label)) != bool(_ANSWERING.search(label)):
        return ("interviewer" if _ASKING.search(label) else "participant"), "the label says so"
    if talk.turns < _FEWEST_TURNS:
        return "unknown", f"only {talk.turns} {'turn' if talk.turns == 1 else 'turns'}: too little to tell"
    share, each = talk.asking / talk.turns, talk.words / talk.turns
    begins = ", speaks first" if talk.first == 1 else ""
    told = f"{talk.asking} of {talk.turns} turns end in a question mark, {each:.0f} words a turn{begins}"
    if share >= _ASKS_OFTEN:
        return "interviewer", told
    if share <= _ASKS_SELDOM and talk.words >= _SAYS_MUCH * everything:
        return "participant", told
    return "unknown", told
