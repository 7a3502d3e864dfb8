"""What comes up from the browser: read part by part, and held against what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.act import ALONE, Together
from toolkit.model.checks import check_name, check_text
from toolkit.model.coding import Certainty, Quotation
from toolkit.model.proposal import check_definition, check_label
from toolkit.model.transcript import Span
from toolkit.ui.annotator.protocol import (
    PROTOCOL,
    AddCoding,
    MemoSubject,
    Operation,
    Outbox,
    ProposeCode,
    Rejection,
    RemoveCoding,
    RemoveMemo,
    Restore,
    RewriteMemo,
    Snapshot,
    WithdrawCode,
    WriteMemo,
)
from toolkit.ui.language import number, say

MOST_OPERATIONS: Final = 2_000
LONGEST_MEMO: Final = 20_000
_LARGEST = 2**53 - 1  # the largest whole number JavaScript keeps exactly
_UUID_7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TOKEN = re.compile(r"[0-9A-Za-z_.-]{1,64}")


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
        raise Invalid(say("the coding pane speaks another version of the protocol"), say("reload the page"))
    parts = fields.get("ops")
    if not isinstance(parts, list) or len(parts) > MOST_OPERATIONS:
        raise Invalid(f"ops is not a list of at most {MOST_OPERATIONS} operations")
    client = _text(fields, "client")
    if not _TOKEN.fullmatch(client):
        raise Invalid("client is not a name of letters and digits")
    transcript, sha256 = _text(fields, "doc"), _text(fields, "sha256")
    operations, unreadable = _decode_operations(parts)
    return Outbox(client, transcript, sha256, operations, unreadable, _rev(fields))


def _rev(fields: Mapping[str, object]) -> str | None:
    """Read which state the view holds; what is no name of one gets a whole message, which is never wrong."""
    name = fields.get("rev")
    return name if isinstance(name, str) and _TOKEN.fullmatch(name) else None


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
        raise Invalid(say("the memo is empty"), say("write something, or remove it"))
    if len(value) > LONGEST_MEMO:
        raise Invalid(
            say("the memo has {n} characters", n=number(len(value))),
            say("write at most {n}", n=number(LONGEST_MEMO)),
        )
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
        raise Invalid(say("this transcript is open for reading only"))
    if outbox.transcript != snapshot.transcript.id:
        raise Invalid(
            say("the coding is of transcript {name}", name=outbox.transcript),
            say("open {name} again", name=outbox.transcript),
        )
    if outbox.sha256 != snapshot.transcript.sha256:
        raise Invalid(say("the text was revised meanwhile"), say("code the passage in the new revision"))


def _check_operation(operation: Operation, snapshot: Snapshot) -> None:
    match operation:
        case AddCoding():
            Quotation.cut(snapshot.transcript, operation.span)
            if operation.code not in snapshot.codebook.codable and not _UUID_7.fullmatch(operation.code):
                raise Invalid(
                    say("code {code} is not on offer", code=operation.code), say("choose another code")
                )
        case RemoveCoding():
            owner = next((c.coder for c in snapshot.codings if c.id == operation.id), snapshot.me)
            if owner != snapshot.me:
                raise Invalid(
                    say("the coding is by {coder}", coder=owner), say("only its coder can remove it")
                )
        case WriteMemo():
            _check_subject(operation, snapshot)
        case RewriteMemo() | RemoveMemo():
            author = next((memo.author for memo in snapshot.memos if memo.id == operation.id), snapshot.me)
            if author != snapshot.me:
                raise Invalid(
                    say("the memo is by {coder}", coder=author), say("only its author can change it")
                )
        case Restore() | ProposeCode() | WithdrawCode():
            pass  # only the log and the records know


def _check_subject(memo: WriteMemo, snapshot: Snapshot) -> None:
    """Refuse a memo about another transcript, or about what the codebook does not have."""
    if memo.about == "transcript" and memo.subject != snapshot.transcript.id:
        raise Invalid(
            say("the memo is about transcript {name}", name=memo.subject),
            say("open {name} again", name=memo.subject),
        )
    book = snapshot.codebook
    known = memo.subject in {*book.code, *book.theme} or _UUID_7.fullmatch(memo.subject)
    if memo.about == "code" and not known:
        raise Invalid(
            say("codebook {version} has no code {code}", version=book.version, code=memo.subject),
            say("choose another code"),
        )
