"""Who says a turn: other labels, other roles, a turn in two. The text and every position in it stay.

Each function takes a transcript and returns it read in another way; what cannot be done is `Invalid`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from toolkit.errors import Invalid
from toolkit.model.transcript import Role, Span, Speaker, Transcript, Turn


def with_role(transcript: Transcript, label: str, role: Role) -> Transcript:
    """Say who a speaker is."""
    check_speaks(transcript, label)
    speakers = (replace(each, role=role) if each.label == label else each for each in transcript.speakers)
    return replace(transcript, speakers=tuple(speakers))


def merged(
    transcript: Transcript, labels: Sequence[str], into: str, *, role: Role | None = None
) -> Transcript:
    """Give the turns of some labels to another, which may be new: then they are renamed.

    Raises
    ------
    Invalid
        If nobody speaks under one of the labels, or those that become one have different roles and none is
        given.
    """
    for label in labels:
        check_speaks(transcript, label)
    together = [label for label in dict.fromkeys((into, *labels)) if label in transcript.roles]
    role = role or _common_role(transcript, together)
    turns = (replace(turn, speaker=into) if turn.speaker in labels else turn for turn in transcript.turns)
    return _with_speakers(transcript, tuple(turns), into, role, place_of=together)


def given(transcript: Transcript, whose: Mapping[int, str | None], roles: Mapping[str, Role]) -> Transcript:
    """Say of single turns who speaks; None takes the label away.

    Parameters
    ----------
    whose
        Labels by the number of the turn.
    roles
        Roles of the labels that are new.
    """
    check_turns(transcript, whose)
    turns = tuple(
        replace(turn, speaker=whose[turn.number]) if turn.number in whose else turn
        for turn in transcript.turns
    )
    known = {speaker.label for speaker in transcript.speakers}
    came = [label for label in dict.fromkeys(whose.values()) if label is not None and label not in known]
    speakers = (*transcript.speakers, *(Speaker(label, roles.get(label, "unknown")) for label in came))
    return replace(transcript, turns=turns, speakers=_still_speaking(transcript, speakers, turns))


def cut(transcript: Transcript, number: int, at: int) -> Transcript:
    """Make two turns of one, the second from the position `at` of the text; blanks between belong to none.

    Both keep the speaker and the question. When the second began, nobody has measured.
    """
    check_turns(transcript, [number])
    turn = transcript.turns[number - 1]
    first, second = transcript.text[turn.span.start : at], transcript.text[max(at, 0) : turn.span.end]
    if not turn.span.start < at < turn.span.end or not first.strip() or not second.strip():
        raise Invalid(
            f"position {at} does not leave words of turn {number} on both sides",
            f"turn {number} goes from {turn.span.start} to {turn.span.end}",
        )
    halves = (
        replace(turn, span=Span(turn.span.start, turn.span.start + len(first.rstrip())), ended=None),
        replace(turn, span=Span(turn.span.end - len(second.lstrip()), turn.span.end), began=None),
    )
    turns = (*transcript.turns[: number - 1], *halves, *transcript.turns[number:])
    return replace(transcript, turns=numbered(turns))


def place_of_words(transcript: Transcript, number: int, words: str) -> int:
    """Return the position at which `words` begin in a turn.

    Raises
    ------
    Invalid
        If the turn does not hold them, or holds them twice.
    """
    check_turns(transcript, [number])
    span = transcript.turns[number - 1].span
    said = span.of(transcript.text)
    if not words.strip() or (count := said.count(words)) == 0:
        raise Invalid(f"turn {number} does not hold the words {words!r}", "copy them as they stand there")
    if count > 1:
        raise Invalid(f"turn {number} holds the words {words!r} {count} times", "give more of them")
    return span.start + said.index(words)


def asked(transcript: Transcript, questions: Mapping[int, int | None]) -> Transcript:
    """Say at which turns a question begins: the turns after it belong to it up to the next one.

    Parameters
    ----------
    questions
        Numbers of questions by the number of the turn; None: from here on, no question.
    """
    check_turns(transcript, questions)
    reached: int | None = None
    turns: list[Turn] = []
    for turn in transcript.turns:
        reached = questions.get(turn.number, reached)
        turns.append(replace(turn, question=reached))
    return replace(transcript, turns=tuple(turns))


def beginnings(transcript: Transcript) -> dict[int, int | None]:
    """Return the turns at which another question begins, as `asked` takes them."""
    found: dict[int, int | None] = {}
    reached: int | None = None
    for turn in transcript.turns:
        if turn.question != reached:
            found[turn.number] = reached = turn.question
    return found


def numbered(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return the turns with the numbers of their places."""
    return tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))


def check_speaks(transcript: Transcript, label: str) -> None:
    """Refuse a label that is not, or not any more, among the speakers."""
    labels = [speaker.label for speaker in transcript.speakers]
    if label not in labels:
        there = ", ".join(labels) or "none: say first who speaks in which turns"
        raise Invalid(f"has no speaker {label!r}", f"there are: {there}")


def check_turns(transcript: Transcript, numbers: Iterable[int]) -> None:
    """Refuse numbers that no turn has."""
    strange = [number for number in numbers if not 1 <= number <= len(transcript.turns)]
    if strange:
        raise Invalid(f"has no turn {strange[0]}", f"its turns are 1 to {len(transcript.turns)}")


def _common_role(transcript: Transcript, labels: Sequence[str]) -> Role:
    known = [label for label in labels if transcript.roles[label] != "unknown"]
    roles = {transcript.roles[label]: label for label in known}
    if len(roles) > 1:
        told = " and ".join(f"{label!r} is {transcript.roles[label]}" for label in known)
        raise Invalid(f"{told}: they would become one", "say which role is right, with the merge or before")
    return next(iter(roles), "unknown")


def _with_speakers(
    transcript: Transcript, turns: tuple[Turn, ...], into: str, role: Role, *, place_of: Sequence[str]
) -> Transcript:
    """Let `into` stand where it stood, or where the first of the merged labels did."""
    stands = into if into in transcript.roles else place_of[0]
    speakers = tuple(
        Speaker(into, role) if each.label == stands else each
        for each in transcript.speakers
        if each.label == stands or each.label not in place_of
    )
    return replace(transcript, turns=turns, speakers=speakers)


def _still_speaking(
    transcript: Transcript, speakers: Iterable[Speaker], turns: Iterable[Turn]
) -> tuple[Speaker, ...]:
    """Leave out who has lost all turns."""
    before = {turn.speaker for turn in transcript.turns}
    after = {turn.speaker for turn in turns}
    return tuple(each for each in speakers if each.label in after or each.label not in before)
