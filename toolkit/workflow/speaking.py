"""Who speaks in the transcripts: looking it over, merging labels, setting roles, naming who says a turn.

The text and every coding stay where they are. Each change is an event that can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.formats import attribution as attribution_files
from toolkit.formats.transcripts.labels import role_of
from toolkit.model.checks import check_name
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Role, Transcript
from toolkit.store import readings, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.text import attribution
from toolkit.text.labels import Likeness, alike
from toolkit.text.roles import Talk, talks
from toolkit.workflow import files
from toolkit.workflow.gathering import all_of
from toolkit.workflow.naming import known_transcript

__all__ = ["RESEARCHER", "Change", "Likeness", "Situation", "Talk"]

Change = readings.Change
Remake = Callable[[Transcript], Transcript]

_FIRST_WORDS = 12
_COLUMNS = (
    Column("transcript"),
    Column("label"),
    Column("role"),
    Column("guess"),
    Column("turns", "count"),
    Column("words", "count"),
    Column("asking", "count"),
    Column("looks_like"),
    Column("in_the_file"),
    Column("why_guessed"),
    Column("first_words"),
)
_GUESSED = (
    "A guess stands only where nobody has said the role. It is made from how people talk and counts for "
    "nothing: say it with intercoder speaker role."
)
_RANGE = re.compile(r"(\d{1,6})(?:\s*[-\u2013]\s*(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True)
class Situation:
    """The speakers of one transcript, with what a person needs to say who they are.

    Attributes
    ----------
    talks
        How each speaker talks, those without a label last.
    alike
        Pairs of labels that look like one person's.
    in_file
        By label, what the file said at the turns that have it now: labels, an empty one for none.
    last
        The change that can be taken back, or None.
    seen
        The state this is, for refusing what rests on one that is gone.
    """

    transcript: Transcript
    talks: tuple[Talk, ...]
    alike: tuple[Likeness, ...]
    in_file: Mapping[str | None, tuple[str, ...]]
    last: Change | None
    seen: str

    def first_words(self, talk: Talk) -> str:
        """Return how the speaker's first turn begins."""
        if not talk.first:
            return ""
        words = self.transcript.words_of(self.transcript.turns[talk.first - 1]).split()
        return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def situation(study: Study, name: str) -> Situation:
    """Return the speakers of one transcript, for a page."""
    with study.reading() as connection:
        return _situation(connection, known_transcript(connection, name))


def _situation(connection: Connection, transcript: Transcript) -> Situation:
    described = talks(transcript)
    standing = readings.standing(readings.changes(connection, transcript))
    return Situation(
        transcript,
        described,
        alike([(talk.label, talk.turns) for talk in described if talk.label is not None]),
        _in_file(readings.as_imported(connection, transcript), transcript),
        standing[-1] if standing else None,
        transcripts.reading_hash(transcript),
    )


def _in_file(then: Transcript, now: Transcript) -> dict[str | None, tuple[str, ...]]:
    """Return, by the labels of now, the labels that stood in the file."""
    found: dict[str | None, dict[str, None]] = {}
    at = 0
    for turn in now.turns:
        while then.turns[at].span.end < turn.span.end:
            at += 1
        found.setdefault(turn.speaker, {})[then.turns[at].speaker or ""] = None
    return {label: tuple(labels) for label, labels in found.items()}


def speakers(study: Study, *transcript: str) -> Table:
    """List who speaks: roles, guesses where nobody has said one, labels that look alike.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts; all by default.
    """
    with study.reading() as connection:
        names = transcript or transcripts.names(connection)
        found = [_situation(connection, known_transcript(connection, name)) for name in dict.fromkeys(names)]
    rows = tuple(_row(each, talk) for each in found for talk in each.talks)
    return Table("Speakers", _COLUMNS, rows, tuple(_notes(found, study)))


def _row(here: Situation, talk: Talk) -> tuple[Value, ...]:
    role = here.transcript.roles[talk.label]
    open_ = role == "unknown" and talk.label is not None
    likenesses = (
        f"{each.into if each.label == talk.label else each.label} ({each.why})"
        for each in here.alike
        if talk.label in (each.label, each.into)
    )
    said = here.in_file.get(talk.label, ())
    told = "" if said in ((), (talk.label or "",)) else ", ".join(label or "(no label)" for label in said)
    return (
        here.transcript.id,
        talk.label or "",
        role,
        talk.guess if open_ and talk.guess != "unknown" else "",
        talk.turns,
        talk.words,
        talk.asking,
        "; ".join(likenesses),
        told,
        talk.why if open_ else "",
        here.first_words(talk),
    )


def _notes(found: Sequence[Situation], study: Study) -> Iterator[str]:
    if any(
        here.transcript.roles[talk.label] == "unknown" and talk.why for here in found for talk in here.talks
    ):
        yield _GUESSED
    if unnamed := [here.transcript.id for here in found if any(talk.label is None for talk in here.talks)]:
        yield f"Turns without a label, which count as answers: in {', '.join(unnamed)}."
    if study.profile.notice:
        yield study.profile.notice


# --- changing ----------------------------------------------------------------------------------------


def merge(
    study: Study,
    *transcript: str,
    label: tuple[str, ...],
    into: str,
    role: Role | None = None,
    by: str = RESEARCHER,
) -> str:
    """Merge labels of one person: the turns of some labels go to another, or get a new one.

    The text keeps what the file said, and so does the log: `intercoder speaker apart` parts them again.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts; by default all that have one of the labels.
    label
        The labels that go.
    into
        The label that stays. One that nobody has yet makes it a new name for the others.
    role
        Who that is; needed where the roles of those that become one differ.
    by
        Who says so.
    """
    refuse_bad_label(into)
    labels = tuple(dict.fromkeys(each for each in label if each != into))
    if not labels:
        raise ToolkitError(into, "is to be merged into itself", "name another label with --label or --into")

    def remake(now: Transcript) -> Transcript:
        mine = labels if transcript else tuple(each for each in labels if each in now.roles)
        return renamed(now, mine, into, role)

    told = f"{', '.join(labels)} merged into {into}"
    names = transcript or _all_with(study, labels, into)
    change_reading(study, names, remake, told, by=by)
    return f"{told}: {', '.join(names)}"


def renamed(now: Transcript, labels: Sequence[str], into: str, role: Role | None = None) -> Transcript:
    """Merge labels; a new one whose role nobody has said gets the one its name says."""
    then = attribution.merged(now, labels, into, role=role)
    if into not in now.roles and then.roles[into] == "unknown" and role is None:
        return attribution.with_role(then, into, role_of(into))
    return then


def set_role(study: Study, *transcript: str, label: tuple[str, ...], role: Role, by: str = RESEARCHER) -> str:
    """Say who speakers are: the turns of interviewers are context and are not counted or compared.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts; by default all that have one of the labels.
    label
        The labels of the speakers.
    role
        Who they are.
    by
        Who says so.
    """

    def remake(now: Transcript) -> Transcript:
        for each in label if transcript else [each for each in label if each in now.roles]:
            now = attribution.with_role(now, each, role)
        return now

    told = f"{', '.join(label)}: {role}"
    names = transcript or _all_with(study, label)
    change_reading(study, names, remake, told, by=by)
    return f"{told}, in {', '.join(names)}"


def say(
    study: Study,
    transcript: str,
    *,
    turns: str = "",
    label: str = "",
    role: Role | None = None,
    file: Path | None = None,
    by: str = RESEARCHER,
) -> str:
    """Say who speaks in single turns, for files that do not tell or tell it wrongly.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcript.
    turns
        Numbers of turns, as in 3,5,9-12.
    label
        Who speaks in them; without it, the turns lose their label.
    role
        Who that is, if the label is new.
    file
        Instead: a csv table with the columns turn, speaker and, where the speaker changes inside a turn,
        words: those with which this one begins.
    by
        Who says so.
    """
    if bool(turns) == (file is not None):
        raise ToolkitError(
            "speaker turns", "it is not said which turns", "give --turns with --label, or --file"
        )
    if file is not None:
        rows = attribution_files.read(files.source(file))
        change_reading(
            study, [transcript], lambda now: _as_listed(now, rows, file.name), f"as in {file.name}", by=by
        )
        return f"{transcript}: {len(rows)} rows of {file.name} taken over"
    numbers = turn_numbers(turns)
    give(study, transcript, dict.fromkeys(numbers, label or None), role=role, by=by)
    return f"{transcript}: {len(numbers)} turns are by {label or 'nobody named'}"


def give(
    study: Study,
    name: str,
    whose: Mapping[int, str | None],
    *,
    role: Role | None = None,
    by: str = RESEARCHER,
    seen: str = "",
) -> None:
    """Give turns to speakers, by number; `seen` is the state in which the numbers were read."""
    labels = [label for label in dict.fromkeys(whose.values()) if label is not None]
    for label in labels:
        refuse_bad_label(label)
    roles = {label: role or role_of(label) for label in labels}
    told = f"{len(whose)} turns are by {', '.join(labels) or 'nobody named'}"
    change_reading(study, [name], lambda now: attribution.given(now, whose, roles), told, by=by, seen=seen)


def cut(
    study: Study,
    transcript: str,
    *,
    turn: int,
    words: str = "",
    at: int | None = None,
    label: str = "",
    by: str = RESEARCHER,
) -> str:
    """Cut a turn in two where the speaker changes inside it; the turns behind it are numbered anew.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcript.
    turn
        The number of the turn.
    words
        The words with which the second part begins.
    at
        Instead of words: the position in the transcript's text.
    label
        Who speaks in the second part; by default who speaks in the first.
    by
        Who says so.
    """
    if bool(words) == (at is not None):
        raise ToolkitError("speaker cut", "it is not said where", "give --words or --at")
    cut_turn(study, transcript, turn, words if at is None else at, label=label, by=by)
    return f"{transcript}: turn {turn} cut in two"


def cut_turn(
    study: Study,
    name: str,
    turn: int,
    at: int | str,
    *,
    label: str = "",
    by: str = RESEARCHER,
    seen: str = "",
) -> None:
    """Cut a turn before words of it, or at a position; `seen` is the state in which its number was read."""
    if label:
        refuse_bad_label(label)

    def remake(now: Transcript) -> Transcript:
        place = attribution.place_of_words(now, turn, at) if isinstance(at, str) else at
        then = attribution.cut(now, turn, place)
        return attribution.given(then, {turn + 1: label}, {label: role_of(label)}) if label else then

    change_reading(study, [name], remake, f"turn {turn} cut in two", by=by, seen=seen)


def apart(study: Study, *transcript: str, label: tuple[str, ...], by: str = RESEARCHER) -> str:
    """Part merged labels again: every turn that had the label in the file and lost it gets it back.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts; by default all whose files have one of the labels.
    label
        The labels, as the files have them.
    by
        Who says so.
    """
    with study.transaction(_who(by)) as records:
        connection = records.connection
        everything = [
            known_transcript(connection, name) for name in transcript or transcripts.names(connection)
        ]
        parted: list[str] = []
        faults: list[ToolkitError] = []
        for now in everything:
            then = _parted(now, readings.as_imported(connection, now), label)
            if then != now:
                transcripts.reread(records, now, then, f"{', '.join(label)} apart again")
                parted.append(now.id)
            elif transcript:
                what = f"no turn has lost the label {' or '.join(map(repr, label))}"
                faults.append(
                    ToolkitError(now.id, what, "see the column in_the_file of: intercoder speakers")
                )
        if faults:
            raise Several(faults)
        if not parted:
            raise ToolkitError(
                label[0], "no turn of any transcript has lost this label", "see: intercoder speakers"
            )
    return f"{', '.join(label)} apart again: {', '.join(parted)}"


def _parted(now: Transcript, then: Transcript, labels: Sequence[str]) -> Transcript:
    """Give turns back to the labels of the file."""
    whose: dict[int, str | None] = {}
    at = 0
    for turn in now.turns:
        while then.turns[at].span.end < turn.span.end:
            at += 1
        was = then.turns[at].speaker
        if was in labels and turn.speaker != was:
            whose[turn.number] = was
    roles = {label: then.roles[label] for label in labels if label in then.roles}
    return attribution.given(now, whose, roles) if whose else now


def undo(study: Study, *transcript: str, by: str = RESEARCHER) -> str:
    """Take back the last change of speakers, turns or questions in each of the transcripts named.

    Parameters
    ----------
    study
        The study file.
    transcript
        The transcripts.
    by
        Who takes it back.
    """
    if not transcript:
        raise ToolkitError(
            "speaker undo", "no transcript is named", "name those whose last change to take back"
        )
    with study.transaction(_who(by)) as records:
        told = all_of(
            lambda name: f"{name}: {_undo(records, name).told}: taken back", dict.fromkeys(transcript)
        )
    return "\n".join(told)


def take_back(study: Study, name: str, number: int, *, by: str = RESEARCHER) -> None:
    """Take back one change, which has to be the last still standing."""
    with study.transaction(_who(by)) as records:
        _undo(records, name, number)


def _undo(records: Records, name: str, number: int | None = None) -> Change:
    now = known_transcript(records.connection, name)
    standing = readings.standing(readings.changes(records.connection, now))
    if number is not None and [each.number for each in standing[-1:]] != [number]:
        raise _moved_on(name)
    if not standing:
        raise ToolkitError(name, "nothing was changed that could be taken back", "see: intercoder speakers")
    last = standing[-1]
    then = readings.without(now, last)
    transcripts.reread(records, now, then, f"taken back: {last.told}", undoes=last.number)
    return last


# --- what changes have in common ----------------------------------------------------------------------


def change_reading(
    study: Study, names: Iterable[str], remake: Remake, told: str, *, by: str, seen: str = ""
) -> tuple[Transcript, ...]:
    """Read transcripts in another way, all of them or none; what is so already is left as it is."""

    def change(name: str) -> Transcript:
        now = known_transcript(records.connection, name)
        if seen and transcripts.reading_hash(now) != seen:
            raise _moved_on(name)
        try:
            then = remake(now)
        except Invalid as refused:
            raise ToolkitError(name, refused.what, refused.remedy) from refused
        transcripts.reread(records, now, then, told)
        return then

    with study.transaction(_who(by)) as records:
        return tuple(all_of(change, dict.fromkeys(names)))


def _moved_on(name: str) -> ToolkitError:
    what = "was changed by somebody else meanwhile"
    return ToolkitError(name, what, "nothing was stored: look again")


def _all_with(study: Study, labels: Sequence[str], into: str = "") -> tuple[str, ...]:
    """Return the names of all transcripts that have one of the labels.

    Refused is a label that none has, and making somebody the participant of another interview.
    """
    with study.reading() as connection:
        everything = transcripts.everything(connection)
    there = {speaker.label for each in everything for speaker in each.speakers}
    if gone := [label for label in labels if label not in there]:
        what = "no transcript has it, or has it any more"
        raise Several(ToolkitError(f"speaker {label!r}", what, "see: intercoder speakers") for label in gone)
    found = [each for each in everything if any(label in each.roles for label in labels)]
    names = tuple(each.id for each in found)
    persons = {each.id: each.participant for each in everything}
    refuse_strangers(persons, names, labels[0], into, "name the transcripts you mean")
    return names


def refuse_strangers(
    persons: Mapping[str, str], names: Iterable[str], label: str, into: str, remedy: str
) -> None:
    """Refuse to make somebody the participant of another interview.

    Parameters
    ----------
    persons
        Who was interviewed, by transcript, in the whole study.
    names
        The transcripts in which the label would become another.
    """
    everybody = {*persons, *persons.values()}
    if strangers := [name for name in names if into in everybody - {name, persons[name]}]:
        where = f"speaker {label!r} in {', '.join(strangers)}"
        raise ToolkitError(where, f"would become {into}, the participant of another interview", remedy)


def refuse_bad_label(label: str) -> None:
    """Refuse what cannot be a label."""
    try:
        check_name("label", label)
    except Invalid as refused:
        raise ToolkitError("speaker", refused.what, refused.remedy) from refused


def _who(by: str) -> str:
    try:
        return Coder(by).name
    except Invalid as refused:
        raise ToolkitError("by", refused.what, refused.remedy) from refused


def turn_numbers(told: str) -> tuple[int, ...]:
    """Read numbers of turns as people write them.

    >>> turn_numbers("3, 5, 9-12")
    (3, 5, 9, 10, 11, 12)
    """
    numbers: dict[int, None] = {}
    for part in told.split(","):
        found = _RANGE.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if first > last:
            raise ToolkitError(
                "turns", f"{part.strip()!r} is no number or range", "write them as in 3,5,9-12"
            )
        numbers |= dict.fromkeys(range(first, last + 1))
    return tuple(numbers)


def _as_listed(now: Transcript, rows: Sequence[attribution_files.Says], file: str) -> Transcript:
    """Cut and name turns as a file lists them, by the numbers they have before."""
    behind: list[tuple[int, str]] = []
    faults: list[ToolkitError] = []
    whose: dict[int, str] = {}
    for row in rows:
        try:
            if row.words:
                behind.append((attribution.place_of_words(now, row.turn, row.words), row.speaker))
            else:
                attribution.check_turns(now, [row.turn])
                whose[row.turn] = row.speaker
        except Invalid as refused:
            faults.append(ToolkitError(f"{file}:{row.line}", refused.what, refused.remedy))
    if faults:
        raise Several(faults)
    starts = {now.turns[number - 1].span.start: speaker for number, speaker in whose.items()}
    then = now
    for at, speaker in sorted(behind):
        turn = next(turn for turn in then.turns if turn.span.start <= at < turn.span.end)
        if turn.span.start < at:
            then = attribution.cut(then, turn.number, at)
        starts[at] = speaker
    return _begun(then, starts)


def _begun(now: Transcript, starts: Mapping[int, str]) -> Transcript:
    named: dict[int, str | None] = {
        turn.number: starts[turn.span.start] or None for turn in now.turns if turn.span.start in starts
    }
    for label in named.values():
        if label is not None:
            refuse_bad_label(label)
    return attribution.given(now, named, {label: role_of(label) for label in named.values() if label})
