"""What happened, as sentences: each event of a log told as what its actor did, in the past tense.

Words of data stand in them shortened and on one line, in quotation marks; what would move a cursor or turn
the direction of a line is named instead. A kind of event without a sentence is a bug, and a test finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from toolkit.errors import on_one_line
from toolkit.model.event import Event

__all__ = ["KINDS", "Known", "about", "codings_of", "sentence"]

_SHORT: Final = 60
_MOST: Final = 8
_RESEARCHER: Final = "researcher"

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What has to be known beside an event to tell it.

    Attributes
    ----------
    labels
        What codes and themes are called, by their ids.
    changes
        How many change records each released version has.
    codings
        What the log tells of the codings that events are about, by their ids.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    codings: Mapping[str, Facts] = field(default_factory=dict)

    def label(self, code: object) -> str:
        """Return what a code is called; its id if nobody knows."""
        return _plain(self.labels.get(str(code), str(code)))


@dataclass(frozen=True)
class _Told:
    """An event, taken apart.

    Attributes
    ----------
    facts
        The record as the event left it or, if the event took it away, as it was.
    """

    event: Event
    known: Known
    facts: Facts
    before: Facts
    after: Facts

    @property
    def actor(self) -> str:
        return self.event.actor

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a fact may be anything that JSON can tell
        return self.facts.get(name, "")

    def text(self, name: str) -> str:
        """Return a fact as plain words."""
        return _plain(self[name])

    def changed(self, *names: str) -> tuple[str, ...]:
        """Return those of the facts that the event changed; all that can be, if none are named."""
        among = names or tuple(dict.fromkeys((*self.before, *self.after)))
        return tuple(name for name in among if self.before.get(name) != self.after.get(name))


def sentence(event: Event, known: Known, *, undone: bool = False) -> str:
    """Return what the actor of an event did, as the rest of a sentence that begins with their name.

    Parameters
    ----------
    undone
        Whether it was taken back later, and still is.
    """
    body = event.body
    if event.kind == _OVERTAKEN:
        inner = _inner(event)
        return f"{_overtaken(inner, known)}{_elsewhere(body)}"
    told = _told(event, known)
    said = KINDS[event.kind](told)
    act = _mapping(body.get("act"))
    if act.get("undoes"):
        said = f"undid an act: {said}"
    elif act.get("redoes"):
        said = f"did an act again: {said}"
    elif act.get("origin"):
        said = f"{said} (a suggestion)"
    if _mapping(body.get("instead")):
        said = f"{said} (another that says the same stands in its place)"
    return f"{said}{' (undone later)' if undone else ''}{_elsewhere(body)}"


def codings_of(event: Event) -> tuple[str, ...]:
    """Return the ids of codings that have to be known to tell an event."""
    inner = _inner(event) if event.kind == _OVERTAKEN else event
    facts = _facts(inner)
    noun = inner.kind.partition(".")[0]
    if noun in ("decision", "placement"):
        return (str(facts.get("coding", "")),)
    if noun == "memo" and facts.get("about") == "coding":
        return (str(facts.get("subject", "")),)
    return ()


def about(event: Event, known: Known) -> str:
    """Return the id of the transcript that an event is about; empty if it is about none, or several."""
    inner = _inner(event) if event.kind == _OVERTAKEN else event
    facts = _facts(inner)
    if inner.kind.partition(".")[0] in ("transcript", "reading", "speaker"):
        return inner.subject
    if facts.get("about") == "transcript":
        return str(facts.get("subject", ""))
    for coding in codings_of(inner):
        return str(known.codings.get(coding, {}).get("transcript", ""))
    beside = _mapping(inner.body.get("beside"))
    return str(facts.get("transcript", "") or beside.get("transcript", ""))


def _told(event: Event, known: Known) -> _Told:
    before, after = (_mapping(event.body.get(name)) for name in ("before", "after"))
    return _Told(event, known, after or before, before, after)


def _facts(event: Event) -> Facts:
    return _mapping(event.body.get("after")) or _mapping(event.body.get("before"))


def _mapping(value: object) -> Facts:
    return value if isinstance(value, Mapping) else {}


# --- words ------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    """Return words of data on one line, whatever is in them."""
    return on_one_line(" ".join(str("" if value is None else value).split()))


def _quoted(value: object) -> str:
    """Return words of data in quotation marks, and of long ones the beginning."""
    text = " ".join(str("" if value is None else value).split())
    return f"“{_plain(text if len(text) <= _SHORT else f'{text[:_SHORT].rstrip()}…')}”"


def _listed(values: Iterable[object]) -> str:
    names = [_plain(value) for value in values]
    return ", ".join(names if len(names) <= _MOST else [*names[:_MOST], f"and {len(names) - _MOST} more"])


def _why(told: _Told, name: str = "reason") -> str:
    return f": {_quoted(told[name])}" if told[name] else ""


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _passage(facts: Facts) -> str:
    return f"{_quoted(facts.get('text'))} in {_plain(facts.get('transcript'))}"


def _of(told: _Told, name: str) -> str:
    """Say whose it is, where somebody else did it."""
    owner = told.text(name)
    return "" if not owner or owner == told.actor else f", for {owner}"


def _coding(told: _Told, name: object) -> str:
    """Name a coding that an event is about."""
    facts = told.known.codings.get(str(name))
    if facts is None:
        return f"coding {_plain(name)}"
    whose = _plain(facts.get("coder"))
    mine = "their own coding" if whose == told.actor else f"the coding by {whose}"
    return f"{mine} of {_passage(facts)} with {told.known.label(facts.get('code'))}"


# --- work with codes -----------------------------------------------------------------------------------


def _gave(again: str) -> Callable[[_Told], str]:
    def say(told: _Told) -> str:
        unsure = " (unsure)" if told["certainty"] == "unsure" else ""
        code = told.known.label(told["code"])
        return f"gave {_passage(told.facts)} the code {code}{again}{unsure}{_of(told, 'coder')}"

    return say


def _took_code(told: _Told) -> str:
    successor = " and gave another in its place" if _mapping(told.event.body.get("successor")) else ""
    code = told.known.label(told["code"])
    return f"took the code {code} from {_passage(told.facts)}{successor}{_of(told, 'coder')}"


def _memo(verb: str) -> Callable[[_Told], str]:
    def say(told: _Told) -> str:
        subject = told["subject"]
        match told["about"]:
            case "coding":
                what = _coding(told, subject)
            case "code":
                what = f"the code {told.known.label(subject)}"
            case "study":
                what = "the study"
            case _:
                what = _plain(subject)
        return f"{verb} a memo about {what}: {_quoted(told['text'])}{_of(told, 'author')}"

    return say


def _proposal(verb: str, rest: str = "") -> Callable[[_Told], str]:
    return lambda told: f"{verb} the code {_quoted(told['label'])}{rest}{_of(told, 'coder')}"


def _ruled(told: _Told) -> str:
    codes = _listed(map(told.known.label, told["codes"] or ()))
    meant = f" ({codes})" if codes else ""
    return (
        f"answered the proposed code {told.known.label(told['code'])} with {told.text('answer')}{meant}"
        f"{_why(told)}"
    )


def _decided(told: _Told) -> str:
    chosen = _listed(map(told.known.label, told["chosen"] or ())) or "none of the codes"
    return f"decided about {_coding(told, told['coding'])}: {chosen}{_reasons(told)}{_of(told, 'decided_by')}"


def _reasons(told: _Told) -> str:
    return f" ({_quoted(told['reason'])})" if told["reason"] else ""


def _undecided(told: _Told) -> str:
    return f"took back the decision about {_coding(told, told['coding'])}{_of(told, 'decided_by')}"


def _settled(told: _Told) -> str:
    holds = "holds" if told["holds"] else "does not hold"
    code = told.known.label(told["code"])
    return f"settled that {code} {holds} on {_passage(told.facts)}{_why(told)}{_of(told, 'decided_by')}"


def _verdict(told: _Told) -> str:
    return f"the verdict on {told.known.label(told['code'])} on {_passage(told.facts)}"


def _linked(told: _Told) -> str:
    change = told.text("led_to")
    return f"said that {_verdict(told)} led to {f'change {change}' if change else 'no change'}"


def _placed(told: _Told) -> str:
    where = f"revision {told.text('revision')} of {told.text('transcript')}"
    coding = _coding(told, told["coding"])
    found = f"stands as {_quoted(told['text'])} in {where}" if told["text"] else f"is gone in {where}"
    return f"said that the passage of {coding} {found}{_why(told)}{_of(told, 'placed_by')}"


def _displaced(told: _Told) -> str:
    return f"took back where the passage of {_coding(told, told['coding'])} stands{_of(told, 'placed_by')}"


def _picked(told: _Told) -> str:
    code = told.known.label(told["code"])
    return f"picked {_passage(told.facts)} to illustrate {code}{_of(told, 'picked_by')}"


def _edited(told: _Told) -> str:
    said = [f"it is printed as {_quoted(told['edited'])}"] if told["edited"] else []
    said += [f"it is used in {_quoted(told['used_in'])}"] if told["used_in"] else []
    rest = f": {'; '.join(said)}" if said else " to print it as it is"
    return f"edited the picked quotation {_passage(told.facts)}{rest}"


def _dropped(told: _Told) -> str:
    return f"dropped the picked quotation {_passage(told.facts)} for {told.known.label(told['code'])}"


def _stray(told: _Told) -> str:
    return (
        f"an imported coding of {told.text('transcript')} with {told.known.label(told['code'])} "
        f"({_quoted(told['quote'])})"
    )


def _unstrayed(told: _Told) -> str:
    reason = _mapping(told.event.body.get("why")).get("reason")
    return f"settled {_stray(told)} that waited{f': {_quoted(reason)}' if reason else ''}{_of(told, 'coder')}"


# --- people and rounds ---------------------------------------------------------------------------------


def _joined(told: _Told) -> str:
    role = told.text("role") or "coder"
    if told.text("name") == told.actor:
        return f"joined the study as {role}"
    return f"added {told.text('name')} to the study as {role}"


def _changed_coder(told: _Told) -> str:
    what = {"role": f"their role is {told.text('role')}", "email": "another e-mail address"}
    said = _listed(what[name] for name in told.changed("role", "email"))
    return f"changed what is known of {told.text('name')}: {said or 'nothing'}"


def _began(told: _Told) -> str:
    blind = "blind " if told["blind"] else ""
    purpose = f" for {_quoted(told['purpose'])}" if told["purpose"] else ""
    return f"began the {blind}round {told.text('id')} under codebook {told.text('codebook_version')}{purpose}"


_OF_ROUNDS: Final = {"purpose": "its purpose", "unit": "its unit", "anew": "whether clean pages are coded"}


def _changed_round(told: _Told) -> str:
    changed = told.changed()
    if "revealed_at" in changed and told["revealed_at"]:
        return f"revealed the round {told.text('id')} to everybody"
    said = (
        f"{_OF_ROUNDS.get(name, name)} is {_quoted(told[name])}" for name in changed if name != "revealed_at"
    )
    return f"changed the round {told.text('id')}: {'; '.join(said) or 'nothing'}"


def _task(told: _Told) -> str:
    return f"{told.text('transcript')} in round {told.text('round')}"


def _given(told: _Told) -> str:
    done = ", and finished it" if told["finished_at"] else ""
    if told.text("coder") == told.actor:
        return f"took {_task(told)} to read{done}"
    return f"gave {told.text('coder')} {_task(told)} to read{', which is finished' if done else ''}"


def _finished(told: _Told) -> str:
    if told.text("coder") == told.actor:
        return f"finished {_task(told)}"
    return f"declared that {told.text('coder')} has finished {_task(told)}"


def _reopened(told: _Told) -> str:
    return f"reopened {_task(told)}{_of(told, 'coder')}"


def _taken(told: _Told) -> str:
    if told.text("coder") == told.actor:
        return f"gave {_task(told)} back"
    return f"took {_task(told)} back from {told.text('coder')}"


def _divided(told: _Told) -> str:
    seed = told.facts.get("seed")
    drawn = f", drawn with seed {_plain(seed)}" if seed is not None else ""
    return f"divided the transcripts of round {_plain(told.event.subject)} among coders{drawn}"


# --- material ----------------------------------------------------------------------------------------


def _imported(told: _Told) -> str:
    source = f" ({_plain(told['source'])})" if told["source"] else ""
    revision = told.facts.get("revision", 1)
    if revision == 1:
        return f"imported the transcript {told.text('id')}{source}"
    return f"stored revision {_plain(revision)} of the transcript {told.text('id')}{source}"


def _reread(told: _Told) -> str:
    if told.after.get("undoes") is not None:
        return f"took back a change of turns or speakers of {_plain(told.event.subject)}"
    return f"changed turns or speakers of {_plain(told.event.subject)}: {_quoted(told['told'])}"


def _speaker(verb: str) -> Callable[[_Told], str]:
    return lambda told: f"{verb} the speaker {_quoted(told['label'])} of {_plain(told.event.subject)}"


def _role(told: _Told) -> str:
    label = _quoted(told["label"])
    return f"said that the speaker {label} of {_plain(told.event.subject)} is {told.text('role')}"


def _participant(told: _Told) -> str:
    names = _listed(_mapping(told["attributes"]))
    return f"added the participant {told.text('id')}{f' ({names})' if names else ''}"


def _changed_participant(told: _Told) -> str:
    was, now = (_mapping(each.get("attributes")) for each in (told.before, told.after))
    names = [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)]
    return f"changed what is known of the participant {told.text('id')}: {_listed(names)}"


# --- the study and its codebook ------------------------------------------------------------------------


def _released(told: _Told) -> str:
    version = told.text("version")
    number = told.known.changes.get(version, 0)
    changes = f": {_counted(number, 'change')}" if number else ""
    return f"released the codebook {version}{changes}"


def _undrafted(told: _Told) -> str:
    return f"dropped a state of the draft of the codebook {told.text('version')}"


def _declared(told: _Told) -> str:
    return f"declared of the study: {_listed(told.changed()) or 'nothing new'}"


def _stated(told: _Told) -> str:
    asked = told["questions"] or ()
    return f"stated the questions to be asked: {_counted(len(asked), 'question')} ({told.text('source')})"


def _switched(told: _Told) -> str:
    return f"switched suggestions {'on' if told['on'] else 'off'}"


def _upgraded(told: _Told) -> str:
    schema = _mapping(told.event.body.get("told"))
    return f"brought the study from schema {_plain(schema.get('from'))} to schema {_plain(schema.get('to'))}"


def _went_back(told: _Told) -> str:
    return f"went back to the backup {_plain(_mapping(told.event.body.get('told')).get('backup'))}"


def _project(verb: str) -> Callable[[_Told], str]:
    return lambda told: (
        f"{verb} the project {_quoted(told['name'])} ({_plain(told['tool'] or told['origin'])})"
    )


# --- other copies --------------------------------------------------------------------------------------

_OVERTAKEN: Final = "merge.overtaken"


def _inner(event: Event) -> Event:
    """Return the event that one of a merge holds."""
    inner = _mapping(event.body.get("event"))
    return Event(
        event.sequence,
        str(inner.get("actor", event.actor)),
        str(inner.get("kind", "")),
        str(inner.get("subject", event.subject)),
        _mapping(inner.get("body")),
        event.at,
        event.previous,
    )


def _overtaken(inner: Event, known: Known) -> str:
    said = KINDS[inner.kind](_told(inner, known)) if inner.kind in KINDS else "did something"
    return f"{said}, which changes nothing, as something here is newer"


def _elsewhere(body: Facts) -> str:
    """Say where and when it was done, if that was in another copy of the study."""
    origin = _mapping(body.get("taken_over"))
    if not origin:
        return ""
    at = _plain(origin.get("at"))[:16].replace("T", " ")
    return f" (done on {at} UTC in another copy, and taken over)"


KINDS: Final[Mapping[str, Callable[[_Told], str]]] = {
    "study.created": lambda told: f"made the study {_quoted(told['title'])}",
    "schema.upgraded": _upgraded,
    "backup.restored": _went_back,
    "codebook.released": _released,
    "draft.saved": lambda told: f"wrote at the draft of the codebook {told.text('version')}",
    "draft.dropped": _undrafted,
    "transcript.imported": _imported,
    "reading.changed": _reread,
    "speaker.added": _speaker("added"),
    "speaker.changed": _role,
    "speaker.removed": _speaker("removed"),
    "participant.added": _participant,
    "participant.changed": _changed_participant,
    "coder.added": _joined,
    "coder.changed": _changed_coder,
    "round.added": _began,
    "round.changed": _changed_round,
    "assignment.made": _given,
    "assignment.finished": _finished,
    "assignment.reopened": _reopened,
    "assignment.removed": _taken,
    "division.made": _divided,
    "coding.added": _gave(""),
    "coding.removed": _took_code,
    "coding.restored": _gave(" again"),
    "memo.added": _memo("wrote"),
    "memo.changed": _memo("changed"),
    "memo.removed": _memo("removed"),
    "memo.restored": _memo("brought back"),
    "proposal.made": _proposal("proposed"),
    "proposal.withdrawn": _proposal("withdrew", " that was proposed"),
    "proposal.restored": _proposal("proposed", " again"),
    "ruling.given": _ruled,
    "ruling.withdrawn": lambda told: (
        f"took back the answer to the proposed code {told.known.label(told['code'])}"
    ),
    "decision.made": _decided,
    "decision.withdrawn": _undecided,
    "verdict.given": _settled,
    "verdict.withdrawn": lambda told: f"took back {_verdict(told)}{_of(told, 'decided_by')}",
    "verdict.linked": _linked,
    "placement.made": _placed,
    "placement.withdrawn": _displaced,
    "quotation.picked": _picked,
    "quotation.edited": _edited,
    "quotation.dropped": _dropped,
    "project.imported": _project("took in"),
    "project.changed": _project("took in more of"),
    "stray.came": lambda told: f"brought {_stray(told)}, which waits for its place{_of(told, 'coder')}",
    "stray.settled": _unstrayed,
    "stray.restored": lambda told: f"had wait again {_stray(told)}{_of(told, 'coder')}",
    "suggestions.switched": _switched,
    "facts.declared": _declared,
    "protocol.stated": _stated,
}
"""How each kind of event is told. `merge.overtaken` is told as what it holds."""
