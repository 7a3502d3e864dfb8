"""What the page and the coding pane in the browser tell each other.

Down goes a `Snapshot`, everything the pane shows. Up comes an `Outbox`, everything the coder did that was
not acknowledged yet. Nothing here knows Streamlit, and nothing that comes up is trusted: the browser's
message is read part by part, and whoever coded is never taken from it.

Every message down is complete, because any single one may be lost on the way: runs of a page coalesce. For
the same reason the outbox is cumulative, and an operation carries the id of the coding it makes, so that
the same operation received twice changes nothing.

Operations, each with `seq` and `op`; what stands behind a ? may be left out or null:

========= ==================================== ==========================================================
op        further fields                       what it does
========= ==================================== ==========================================================
add       id start end code certainty?         code a passage; certainty is sure or unsure
remove    id successor?                        take back one's own coding; `successor` is the id of the
                                               coding that `add`, in the same act, puts in its place (other
                                               code, ends or certainty): its memos are shown there
restore   id                                   bring back, under the same id, a coding, memo or proposal of
                                               one's own that was removed
memo      id about subject text                write a memo about a coding, transcript or code (its id)
rewrite   id seen text                         give one's memo another text; refused unless its text is
                                               still `seen`
unmemo    id seen                              remove one's memo; refused likewise
propose   id label definition?                 propose a code; `add` may give a passage its `id`
withdraw  id                                   take one's proposal back; refused while a passage has it
========= ==================================== ==========================================================

Each may carry `act`, a UUID of version 7: the operations of one act are carried out all or none, each that is
refused takes the others with it, and they are undone together. An operation of an act that was carried out
is not carried out again. To recode a coding or move its ends is an act of `remove` and `add`: a coding is
never rewritten. Undoing and redoing are acts too, and say what they answer: `undoes` or `redoes`, the id of
an act. The page remembers none of this for the pane; it reads `history` from the log:

- `history` lists acts of this coder on this transcript, newest last: `{act, undone, ops}`. To undo is to take
  the last one with `undone` false, to redo the first one with `undone` true.
- `ops` have the fields above, those about codings also start, end, code and certainty; those about memos
  have about, subject and text; those about proposals have label and definition.
- To undo an act, answer its ops from last to first: `add` and `restore` by `remove`, `remove` by `restore`,
  `memo` by `unmemo`, `unmemo` by `restore`, `rewrite` by `rewrite` with `seen` and `text` exchanged,
  `restore` of a memo by `unmemo`, `propose` and `restore` of a proposal by `withdraw`, and `withdraw` by
  `restore`. A `remove` that answers an `add` names as `successor` the coding that the
  act removed in favour of it.
- To redo it, do its ops again from first to last, with `restore` for `add`, `memo` and `propose`: ids stay
  the same.

A proposed code goes by the id of its proposal between page and pane, in both directions, as long as it is not
in the codebook: the browser can use it at once, before the page has said which id it gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Literal

from toolkit.errors import Invalid
from toolkit.model.act import ALONE, Act, Deed, Together
from toolkit.model.checks import check_name, check_text
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Certainty, Coding, Memo, Quotation
from toolkit.model.proposal import Proposal, check_definition, check_label
from toolkit.model.transcript import Span, Transcript, Turn

PROTOCOL = 1
MOST_OPERATIONS = 2_000
LONGEST_MEMO: Final = 20_000
_PROPOSED: Final = "Proposed by you"  # stands in the tree where a theme stands
_LARGEST = 2**53 - 1  # the largest whole number JavaScript keeps exactly
_UUID_7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MemoSubject = Literal["coding", "transcript", "code"]
_TOKEN = re.compile(r"[0-9A-Za-z_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All the coding pane shows.

    Attributes
    ----------
    codings
        Everyone's codings of the transcript that this coder may see. Those by `me` can be removed.
    me
        Name of the coder at the screen, as the session knows it.
    memos
        The memos that this coder may see, about the transcript, its codings and the codes. Those by `me` can
        be changed and removed.
    history
        The acts of `me` on this transcript that can be undone, and behind them those that can be redone.
    rev
        Number of the latest event of the log. For tests and humans; the pane does not depend on it.
    jump
        Id of a coding to scroll to and select once, when it differs from the one before.
    read_only
        Whether coding and removing are switched off.
    proposals
        Proposed codes that are not in the codebook and this coder may see.
    usable
        Ids of those of them that `me` may give passages.
    """

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    me: str
    memos: tuple[Memo, ...] = ()
    history: tuple[Act, ...] = ()
    rev: int = 0
    jump: str | None = None
    read_only: bool = False
    proposals: tuple[Proposal, ...] = ()
    usable: frozenset[str] = frozenset()

    def shown(self, code: str, coder: str) -> str:
        """Return by what id the pane knows a code: a proposed one by that of the proposal."""
        for each in self.proposals:
            if (each.code, each.coder) == (code, coder):
                return each.id
        return code


@dataclass(frozen=True, slots=True)
class AddCoding:
    """Apply a code to a passage. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    span: Span
    code: str
    certainty: Certainty | None = None
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RemoveCoding:
    """Take back the coding with this id; `successor` is the coding that takes its place, if one does."""

    seq: int
    id: str
    successor: str | None = None
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring back the coding or memo with this id, which was removed."""

    seq: int
    id: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class WriteMemo:
    """Write a memo. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    about: MemoSubject
    subject: str
    text: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RewriteMemo:
    """Give the memo with this id, whose text was `seen`, another text."""

    seq: int
    id: str
    seen: str
    text: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class RemoveMemo:
    """Remove the memo with this id, whose text was `seen`."""

    seq: int
    id: str
    seen: str
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class ProposeCode:
    """Propose a code. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    label: str
    definition: str = ""
    together: Together = ALONE


@dataclass(frozen=True, slots=True)
class WithdrawCode:
    """Take back the proposal with this id."""

    seq: int
    id: str
    together: Together = ALONE


Operation = (
    AddCoding | RemoveCoding | Restore | WriteMemo | RewriteMemo | RemoveMemo | ProposeCode | WithdrawCode
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one operation was not carried out, as a clause for the coder to read."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """All a view did that it has not seen acknowledged, oldest first.

    Attributes
    ----------
    client
        Name the view gave itself; sequence numbers count within it.
    transcript, sha256
        Id of the transcript on screen and hash of its text.
    unreadable
        Rejections of operations that could not be read; all others are in `operations`.
    """

    client: str
    transcript: str
    sha256: str
    operations: tuple[Operation, ...]
    unreadable: tuple[Rejection, ...] = ()

    @property
    def seqs(self) -> tuple[int, ...]:
        """Sequence numbers of all operations, readable or not, ascending."""
        return tuple(sorted(part.seq for part in chain(self.operations, self.unreadable)))


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What became of a view's operations up to and including number `seq`.

    Those rejected are listed with the reason; all others are on disk.
    """

    client: str
    seq: int
    rejected: tuple[Rejection, ...] = ()


def unanswered(outbox: Outbox, ack: Acknowledgement | None) -> Outbox:
    """Return the part of the outbox that `ack` does not answer."""
    if ack is None or ack.client != outbox.client:
        return outbox
    return Outbox(
        outbox.client,
        outbox.transcript,
        outbox.sha256,
        tuple(operation for operation in outbox.operations if operation.seq > ack.seq),
        tuple(rejection for rejection in outbox.unreadable if rejection.seq > ack.seq),
    )


def answer(outbox: Outbox, rejected: Iterable[Rejection], before: Acknowledgement | None) -> Acknowledgement:
    """Acknowledge a whole outbox.

    A message down may be lost, so rejections told `before` are told again as long as the view still lists
    the operation.
    """
    seqs = outbox.seqs
    again = before.rejected if before is not None and before.client == outbox.client else ()
    told = {rejection.seq: rejection for rejection in chain(again, outbox.unreadable, rejected)}
    still = tuple(told[seq] for seq in sorted(told) if seq in seqs)
    return Acknowledgement(outbox.client, max(seqs), still)


# Down ------------------------------------------------------------------------------------------------


def encode(snapshot: Snapshot, ack: Acknowledgement | None = None) -> dict[str, Any]:
    """Return the message that shows the snapshot, of parts JSON has."""
    return {
        "v": PROTOCOL,
        "doc": _encode_transcript(snapshot.transcript),
        "codes": [*_encode_codes(snapshot), *_encode_proposals(snapshot)],
        "codings": [_encode_coding(coding, snapshot) for coding in snapshot.codings],
        "memos": [_encode_memo(memo, snapshot) for memo in snapshot.memos],
        "history": [_encode_act(act, snapshot) for act in snapshot.history],
        "rev": snapshot.rev,
        "me": snapshot.me,
        "ack": None if ack is None else _encode_ack(ack),
        "jump": snapshot.jump,
        "read_only": snapshot.read_only,
    }


def _encode_transcript(transcript: Transcript) -> dict[str, Any]:
    return {
        "id": transcript.id,
        "revision": transcript.revision,
        "sha256": transcript.sha256,
        "turns": [_encode_turn(transcript, turn) for turn in transcript.turns],
    }


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
        yield told | {"id": each.id, "theme": _PROPOSED if mine else "", "proposed": True}


def _encode_codes(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the codes on offer, then those no longer on offer that some coding still has."""
    codebook = snapshot.codebook
    offered = codebook.codable
    proposed = {(each.code, each.coder) for each in snapshot.proposals}
    made = (coding for coding in snapshot.codings if (coding.code, coding.coder) not in proposed)
    left = dict.fromkeys(coding.code for coding in made if coding.code not in offered)
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


# Up --------------------------------------------------------------------------------------------------


def decode(message: object) -> Outbox:
    """Read a message from the browser.

    One faulty operation is rejected by itself; the others count.

    Raises
    ------
    Invalid
        If the message is no outbox, so that there is nothing to acknowledge.
    """
    fields = _object(message, "message")
    if fields.get("v") != PROTOCOL or isinstance(fields.get("v"), bool):
        raise Invalid("the coding pane speaks another version of the protocol", "reload the page")
    parts = fields.get("ops")
    if not isinstance(parts, list) or len(parts) > MOST_OPERATIONS:
        raise Invalid(f"ops is not a list of at most {MOST_OPERATIONS} operations")
    client = _text(fields, "client")
    if not _TOKEN.fullmatch(client):
        raise Invalid("client is not a name of letters and digits")
    transcript, sha256 = _text(fields, "doc"), _text(fields, "sha256")
    operations, unreadable = _decode_operations(parts)
    return Outbox(client, transcript, sha256, operations, unreadable)


def _decode_operations(parts: list[object]) -> tuple[tuple[Operation, ...], tuple[Rejection, ...]]:
    read: list[Operation] = []
    unreadable: list[Rejection] = []
    spoilt: dict[object, str] = {}
    reached = 0
    for part in parts:
        fields = _object(part, "operation")
        seq = _number(fields, "seq")
        if seq <= reached:
            raise Invalid(f"operation {seq} comes after operation {reached}")
        reached = seq
        try:
            read.append(_decode_operation(seq, fields))
        except Invalid as error:
            unreadable.append(Rejection(seq, str(error)))
            if isinstance(act := fields.get("act"), str):
                spoilt.setdefault(act, str(error))
    whole, halved = _without(spoilt, read)
    return whole, tuple(sorted((*unreadable, *halved), key=lambda rejection: rejection.seq))


def _without(
    spoilt: Mapping[object, str], operations: Iterable[Operation]
) -> tuple[tuple[Operation, ...], tuple[Rejection, ...]]:
    """Part operations from those whose act has another that is refused, for the same reason."""
    whole: list[Operation] = []
    halved: list[Rejection] = []
    for operation in operations:
        act = operation.together.act
        if act is not None and act in spoilt:
            halved.append(Rejection(operation.seq, spoilt[act]))
        else:
            whole.append(operation)
    return tuple(whole), tuple(halved)


def _decode_operation(seq: int, fields: Mapping[str, object]) -> Operation:
    together = _decode_together(fields)
    match fields.get("op"):
        case "add":
            span = Span(_number(fields, "start"), _number(fields, "end"))
            code, certainty = _text(fields, "code"), _certainty(fields)
            return AddCoding(seq, _uuid(fields, "id"), span, code, certainty, together)
        case "remove":
            successor = _uuid(fields, "successor") if fields.get("successor") is not None else None
            return RemoveCoding(seq, _text(fields, "id"), successor, together)
        case "restore":
            return Restore(seq, _text(fields, "id"), together)
        case "memo" | "rewrite" | "unmemo":
            return _decode_memo(seq, fields, together)
        case "propose":
            label, definition = _label(fields), _definition(fields)
            return ProposeCode(seq, _uuid(fields, "id"), label, definition, together)
        case "withdraw":
            return WithdrawCode(seq, _uuid(fields, "id"), together)
        case _:
            raise Invalid("op is none of add, remove, restore, memo, rewrite, unmemo, propose and withdraw")


def _decode_memo(seq: int, fields: Mapping[str, object], together: Together) -> Operation:
    match fields.get("op"):
        case "memo":
            about, subject = _memo_subject(fields), _text(fields, "subject")
            return WriteMemo(seq, _uuid(fields, "id"), about, subject, _memo(fields, "text"), together)
        case "rewrite":
            seen, text = _memo(fields, "seen"), _memo(fields, "text")
            return RewriteMemo(seq, _text(fields, "id"), seen, text, together)
        case _:
            return RemoveMemo(seq, _text(fields, "id"), _memo(fields, "seen"), together)


def _decode_together(fields: Mapping[str, object]) -> Together:
    if fields.get("act") is None:
        return ALONE
    undoes, redoes = (_act_answered(fields, key) for key in ("undoes", "redoes"))
    if undoes and redoes:
        raise Invalid("an act that undoes one cannot redo one")
    return Together(_uuid(fields, "act"), undoes, redoes)


def _act_answered(fields: Mapping[str, object], key: str) -> str | None:
    """Read the name of an act of the log, which for acts of other doors is no UUID."""
    if fields.get(key) is None:
        return None
    name = _text(fields, key)
    if not _TOKEN.fullmatch(name):
        raise Invalid(f"{key} is no act")
    return name


def _certainty(fields: Mapping[str, object]) -> Certainty | None:
    match fields.get("certainty"):
        case None:
            return None
        case "sure":
            return "sure"
        case "unsure":
            return "unsure"
    raise Invalid("certainty is neither sure nor unsure")


def _memo_subject(fields: Mapping[str, object]) -> MemoSubject:
    match fields.get("about"):
        case "coding":
            return "coding"
        case "transcript":
            return "transcript"
        case "code":
            return "code"
    raise Invalid("about is none of coding, transcript and code")


def _memo(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise Invalid(f"{key} is not text")
    check_text(key, value)
    if not value.strip():
        raise Invalid("the memo is empty", "write something, or remove it")
    if len(value) > LONGEST_MEMO:
        raise Invalid(f"the memo has {len(value)} characters", f"write at most {LONGEST_MEMO}")
    return value


def _label(fields: Mapping[str, object]) -> str:
    label = _any_text(fields, "label")
    check_label(label)
    return label


def _definition(fields: Mapping[str, object]) -> str:
    if fields.get("definition") is None:
        return ""
    definition = _any_text(fields, "definition")
    check_definition(definition)
    return definition


def _any_text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise Invalid(f"{key} is not text")
    return value.strip()


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Invalid(f"{what} is not an object")
    return value


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise Invalid(f"{key} is not text")
    check_name(key, value)
    return value


def _uuid(fields: Mapping[str, object], key: str) -> str:
    value = _text(fields, key)
    if not _UUID_7.fullmatch(value):
        raise Invalid(f"{key} is not a UUID of version 7 in lower case")
    return value


def _number(fields: Mapping[str, object], key: str) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise Invalid(f"{key} is not a whole number from 0 to {_LARGEST}")
    return value


# Does it fit what is shown? --------------------------------------------------------------------------


def screen(outbox: Outbox, snapshot: Snapshot) -> tuple[tuple[Operation, ...], tuple[Rejection, ...]]:
    """Part the operations into those that fit what was shown and those rejected.

    What concerns a coding or memo that the snapshot does not list passes: an operation ahead of it may have
    made it. An operation that does not fit takes the others of its act with it.
    """
    fitting: list[Operation] = []
    rejected: list[Rejection] = []
    spoilt: dict[object, str] = {}
    for operation in outbox.operations:
        try:
            _check_view(outbox, snapshot)
            _check_operation(operation, snapshot)
        except Invalid as error:
            rejected.append(Rejection(operation.seq, str(error)))
            spoilt.setdefault(operation.together.act, str(error))
        else:
            fitting.append(operation)
    whole, halved = _without(spoilt, fitting)
    return whole, tuple(sorted((*rejected, *halved), key=lambda rejection: rejection.seq))


def _check_view(outbox: Outbox, snapshot: Snapshot) -> None:
    if snapshot.read_only:
        raise Invalid("this transcript is open for reading only")
    if outbox.transcript != snapshot.transcript.id:
        raise Invalid(f"the coding is of transcript {outbox.transcript}", f"open {outbox.transcript} again")
    if outbox.sha256 != snapshot.transcript.sha256:
        raise Invalid("the text was revised meanwhile", "code the passage in the new revision")


def _check_operation(operation: Operation, snapshot: Snapshot) -> None:
    match operation:
        case AddCoding():
            Quotation.cut(snapshot.transcript, operation.span)
            if operation.code not in snapshot.codebook.codable and not _UUID_7.fullmatch(operation.code):
                raise Invalid(f"code {operation.code} is not on offer", "choose another code")
        case RemoveCoding():
            owner = next((c.coder for c in snapshot.codings if c.id == operation.id), snapshot.me)
            if owner != snapshot.me:
                raise Invalid(f"the coding is by {owner}", "only its coder can remove it")
        case WriteMemo():
            _check_subject(operation, snapshot)
        case RewriteMemo() | RemoveMemo():
            author = next((memo.author for memo in snapshot.memos if memo.id == operation.id), snapshot.me)
            if author != snapshot.me:
                raise Invalid(f"the memo is by {author}", "only its author can change it")
        case Restore() | ProposeCode() | WithdrawCode():
            pass  # only the log and the records know


def _check_subject(memo: WriteMemo, snapshot: Snapshot) -> None:
    """Refuse a memo about another transcript, or about what the codebook does not have."""
    if memo.about == "transcript" and memo.subject != snapshot.transcript.id:
        raise Invalid(f"the memo is about transcript {memo.subject}", f"open {memo.subject} again")
    book = snapshot.codebook
    known = memo.subject in {*book.code, *book.theme} or _UUID_7.fullmatch(memo.subject)
    if memo.about == "code" and not known:
        raise Invalid(f"codebook {book.version} has no code {memo.subject}", "choose another code")
