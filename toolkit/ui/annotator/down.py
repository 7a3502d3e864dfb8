"""What goes down to the browser: all the pane shows, or all that has changed since what it holds.

A whole message holds the text and everything on it. A patch names the state it starts from, `since`, and
leaves out the text, its turns and units, and what is as it was; where one of those has changed, there is no
patch; of each part it says which records to `put` and which are `gone`,
or tells `all` of them where their order has changed. Codings have no order. Both name the state they lead
to, `rev`; with each outbox the browser says which one it holds, so that a message lost does no harm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final

from toolkit.model.act import Act, Deed
from toolkit.model.code import Code, Theme
from toolkit.model.coding import Coding, Memo
from toolkit.model.proposal import Proposal
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui.annotator.protocol import PROTOCOL, Acknowledgement, Snapshot
from toolkit.ui.language import later, say

Record = dict[str, Any]

MOST_STATES: Final = 8
"""States remembered. A view speaks with each coding and so is seldom more than two behind."""
_UNORDERED: Final = "codings"
_PROPOSED: Final = later("Proposed by you")  # stands in the tree where a theme stands


@dataclass(frozen=True, slots=True)
class _State:
    """Records by id of each part of what is shown, and the text and units they are on."""

    rev: str
    text: tuple[Transcript, tuple[Span, ...]]
    parts: Mapping[str, Mapping[str, Record]]


class Conversation:
    """What was told to one pane, so that the next message need only say what has changed."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._codings = _Codings()

    def message(self, snapshot: Snapshot, ack: Acknowledgement | None, held: str | None) -> dict[str, Any]:
        """Return the message that shows a snapshot to a view that holds the state `held`, or none known."""
        state = self._remember(snapshot)
        since = self._states.get(held or "")
        if since is None or since.text != state.text:
            return encode(snapshot, ack, state.rev)
        # The view has gone on: it will not name an earlier state again.
        for rev in list(self._states):
            if rev == held:
                break
            del self._states[rev]
        return {
            **_frame(snapshot, ack, state.rev),
            "since": since.rev,
            "doc": _encode_text(snapshot.transcript),
            "changes": dict(_changes(since.parts, state.parts)),
        }

    def _remember(self, snapshot: Snapshot) -> _State:
        """Return the state of a snapshot: the one told last, if it is the same."""
        # Roles and units change while the text does not.
        text, parts = (snapshot.transcript, snapshot.units), _parts(snapshot, self._codings)
        last = next(reversed(self._states.values()), None)
        if last is not None and (last.text, last.parts) == (text, parts):
            return last
        state = _State(f"{snapshot.rev}-{token_hex(8)}", text, parts)
        self._states[state.rev] = state
        if len(self._states) > MOST_STATES:
            del self._states[next(iter(self._states))]
        return state


def encode(snapshot: Snapshot, ack: Acknowledgement | None = None, rev: str = "") -> dict[str, Any]:
    """Return the whole message that shows a snapshot, of parts JSON has."""
    transcript = snapshot.transcript
    turns = [_encode_turn(transcript, turn) for turn in transcript.turns]
    parts = {name: list(records.values()) for name, records in _parts(snapshot, _Codings()).items()}
    units = [[span.start, span.end] for span in snapshot.units]
    doc = {**_encode_text(transcript), "turns": turns, "units": units}
    return {**_frame(snapshot, ack, rev), "doc": doc, **parts}


def _frame(snapshot: Snapshot, ack: Acknowledgement | None, rev: str) -> dict[str, Any]:
    return {
        "v": PROTOCOL,
        "rev": rev,
        "me": snapshot.me,
        "ack": None if ack is None else _encode_ack(ack),
        "jump": _encode_jump(snapshot.jump),
        "read_only": snapshot.read_only,
    }


def _encode_jump(jump: str | Span | None) -> str | dict[str, int] | None:
    return {"start": jump.start, "end": jump.end} if isinstance(jump, Span) else jump


class _Codings:
    """The records of codings as they were told last: of thousands, one is new."""

    def __init__(self) -> None:
        self._for: tuple[object, ...] = ()
        self._codings: dict[str, Coding] = {}
        self._records: dict[str, Record] = {}

    def of(self, snapshot: Snapshot) -> dict[str, Record]:
        """Return the records of a snapshot by id; one that is as it was is the very record told before."""
        # What a record says beside the coding itself.
        depends = (snapshot.me, snapshot.proposals)
        same = depends == self._for
        known, records = (self._codings, self._records) if same else ({}, {})
        self._for = depends
        self._codings = {coding.id: coding for coding in snapshot.codings}
        self._records = {name: records[name] for name in self._codings if name in records}
        for name, coding in self._codings.items():
            if known.get(name) is not coding:
                self._records[name] = _encode_coding(coding, snapshot)
        return self._records


def _parts(snapshot: Snapshot, codings: _Codings) -> dict[str, dict[str, Record]]:
    """Return the records that are shown beside the text, each part by id."""
    return {
        "codes": {code["id"]: code for code in (*_encode_codes(snapshot), *_encode_proposals(snapshot))},
        "codings": codings.of(snapshot),
        "memos": {memo.id: _encode_memo(memo, snapshot) for memo in snapshot.memos},
        "history": {act.id: _encode_act(act, snapshot) for act in snapshot.history},
    }


def _changes(
    before: Mapping[str, Mapping[str, Record]], now: Mapping[str, Mapping[str, Record]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what has changed of each part that has."""
    for name, records in now.items():
        old = before[name]
        put = {
            key: record
            for key, record in records.items()
            # Two records that are one need not be compared field by field.
            if (was := old.get(key)) is not record and was != record
        }
        gone = [key for key in old if key not in records]
        if name != _UNORDERED and _patched(old, records, put) != list(records):
            yield name, {"all": list(records.values())}
        elif put or gone:
            yield name, {"put": list(put.values()), "gone": gone}


def _patched(old: Iterable[str], records: Collection[str], put: Iterable[str]) -> list[str]:
    """Return the order the browser will have them in: those that stay where they were, new ones behind."""
    known = set(old)
    return [*(key for key in old if key in records), *(key for key in put if key not in known)]


def _encode_text(transcript: Transcript) -> dict[str, Any]:
    """Return which text it is, without the text."""
    return {"id": transcript.id, "revision": transcript.revision, "sha256": transcript.sha256}


def _encode_turn(transcript: Transcript, turn: Turn) -> dict[str, Any]:
    return {
        "n": turn.number,
        "start": turn.span.start,
        "text": transcript.words_of(turn),
        "speaker": turn.speaker or "",
        "role": transcript.roles[turn.speaker],
        "time": turn.began,
        "question": turn.question,
    }


def _encode_proposals(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the proposed codes: one's own are on offer until they are answered."""
    for each in snapshot.proposals:
        code = Code(each.code, each.label, definition=each.definition)
        mine = each.coder == snapshot.me
        told = _encode_code(code, None, offered=mine and each.id in snapshot.usable)
        yield told | {"id": each.id, "theme": say(_PROPOSED) if mine else "", "proposed": True}


def _encode_codes(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the codes on offer, then those no longer on offer that some coding still has."""
    codebook = snapshot.codebook
    offered = codebook.codable
    proposed = {(each.code, each.coder) for each in snapshot.proposals}
    made = dict.fromkeys((coding.code, coding.coder) for coding in snapshot.codings)
    left = dict.fromkeys(pair[0] for pair in made if pair not in proposed and pair[0] not in offered)
    themes = {theme.id: theme for theme in codebook.themes}
    for identifier in (*offered, *left):
        theme = codebook.theme_of.get(identifier) or themes.get(identifier)
        code = codebook.code.get(identifier) or _as_code(identifier, theme)
        yield _encode_code(code, theme, offered=identifier in offered)


def _as_code(identifier: str, theme: Theme | None) -> Code:
    """Return what to show for an id that is a theme's, or unknown."""
    if theme is None:
        return Code(id=identifier, label=identifier)
    return Code(id=theme.id, label=theme.label, definition=theme.definition)


def _encode_code(code: Code, theme: Theme | None, *, offered: bool) -> dict[str, Any]:
    return {
        "id": code.id,
        "label": code.label,
        "theme": theme.label if theme else "",
        "colour": code.colour or (theme.colour if theme else None),
        "definition": code.definition,
        "include": list(code.include),
        "exclude": [{"when": case.when, "use": case.use} for case in code.exclude],
        "example": code.example,
        "alt": list(code.alt_labels),
        "offered": offered,
    }


def _encode_coding(coding: Coding, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": coding.id,
        "start": coding.span.start,
        "end": coding.span.end,
        "code": snapshot.shown(coding.code, coding.coder),
        "coder": coding.coder,
        "mine": coding.coder == snapshot.me,
        "certainty": coding.certainty,
    }


def _encode_memo(memo: Memo, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": memo.id,
        "about": memo.about,
        "subject": snapshot.shown(memo.subject, memo.author) if memo.about == "code" else memo.subject,
        "author": memo.author,
        "mine": memo.author == snapshot.me,
        "text": memo.text,
        "made_at": memo.made_at,
    }


def _encode_act(act: Act, snapshot: Snapshot) -> dict[str, Any]:
    ops = [_encode_deed(deed, snapshot) for deed in act.deeds]
    return {"act": act.id, "undone": act.undone, "ops": ops}


def _encode_deed(deed: Deed, snapshot: Snapshot) -> dict[str, Any]:
    record = deed.record
    told: dict[str, Any] = {"op": deed.verb, "id": record.id}
    if isinstance(record, Proposal):
        return told | {"label": record.label, "definition": record.definition}
    if isinstance(record, Memo):
        about_code = record.about == "code"
        subject = snapshot.shown(record.subject, record.author) if about_code else record.subject
        told |= {"about": record.about, "subject": subject, "text": record.text}
        return told | {"seen": deed.seen} if deed.verb == "rewrite" else told
    told |= {"start": record.span.start, "end": record.span.end}
    told |= {"code": snapshot.shown(record.code, record.coder), "certainty": record.certainty}
    return told | {"successor": deed.successor} if deed.successor else told


def _encode_ack(ack: Acknowledgement) -> dict[str, Any]:
    rejected = [{"seq": rejection.seq, "reason": rejection.reason} for rejection in ack.rejected]
    return {"client": ack.client, "seq": ack.seq, "rejected": rejected}
