"""What the page and the coding pane in the browser tell each other.

Down goes a `Snapshot`, everything the pane shows. Up comes an `Outbox`, everything the coder did that was
not acknowledged yet. Nothing here knows Streamlit, and nothing that comes up is trusted: the browser's
message is read part by part, and whoever coded is never taken from it.

Every message down is complete, because any single one may be lost on the way: runs of a page coalesce. For
the same reason the outbox is cumulative, and an operation carries the id of the coding it makes, so that
the same operation received twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from toolkit.errors import Invalid
from toolkit.model.checks import check_name
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.transcript import Span, Transcript, Turn

PROTOCOL = 1
MOST_OPERATIONS = 2_000
_LARGEST = 2**53 - 1  # the largest whole number JavaScript keeps exactly
_UUID_7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
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
    rev
        Any number that grows with the records, such as that of the latest event. For tests and humans; the
        pane does not depend on it.
    jump
        Id of a coding to scroll to and select once, when it differs from the one before.
    read_only
        Whether coding and removing are switched off.
    """

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    me: str
    rev: int = 0
    jump: str | None = None
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class AddCoding:
    """Apply a code to a passage. `id` is a UUID of version 7 made in the browser."""

    seq: int
    id: str
    span: Span
    code: str
    op: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class RemoveCoding:
    """Take back the coding with this id."""

    seq: int
    id: str
    op: Literal["remove"] = "remove"


Operation = AddCoding | RemoveCoding


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
        "codes": list(_encode_codes(snapshot.codebook, snapshot.codings)),
        "codings": [_encode_coding(coding, snapshot) for coding in snapshot.codings],
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
    }


def _encode_codes(codebook: Codebook, codings: Iterable[Coding]) -> Iterator[dict[str, Any]]:
    """Yield the codes on offer, then those no longer on offer that some coding still has."""
    offered = codebook.codable
    left = dict.fromkeys(coding.code for coding in codings if coding.code not in offered)
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
        "alt": list(code.alt_labels),
        "offered": offered,
    }


def _encode_coding(coding: Coding, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": coding.id,
        "start": coding.span.start,
        "end": coding.span.end,
        "code": coding.code,
        "coder": coding.coder,
        "mine": coding.coder == snapshot.me,
        "certainty": coding.certainty,
    }


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
    operations: list[Operation] = []
    unreadable: list[Rejection] = []
    reached = 0
    for part in parts:
        fields = _object(part, "operation")
        seq = _number(fields, "seq")
        if seq <= reached:
            raise Invalid(f"operation {seq} comes after operation {reached}")
        reached = seq
        try:
            operations.append(_decode_operation(seq, fields))
        except Invalid as error:
            unreadable.append(Rejection(seq, str(error)))
    return tuple(operations), tuple(unreadable)


def _decode_operation(seq: int, fields: Mapping[str, object]) -> Operation:
    match fields.get("op"):
        case "add":
            identifier = _text(fields, "id")
            if not _UUID_7.fullmatch(identifier):
                raise Invalid("id is not a UUID of version 7 in lower case")
            span = Span(_number(fields, "start"), _number(fields, "end"))
            return AddCoding(seq, identifier, span, _text(fields, "code"))
        case "remove":
            return RemoveCoding(seq, _text(fields, "id"))
        case _:
            raise Invalid("op is neither add nor remove")


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


def _number(fields: Mapping[str, object], key: str) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise Invalid(f"{key} is not a whole number from 0 to {_LARGEST}")
    return value


# Does it fit what is shown? --------------------------------------------------------------------------


def screen(outbox: Outbox, snapshot: Snapshot) -> tuple[tuple[Operation, ...], tuple[Rejection, ...]]:
    """Part the operations into those that fit what was shown and those rejected.

    A removal of a coding the snapshot does not list passes: an operation ahead of it may have made it.
    """
    fitting: list[Operation] = []
    rejected: list[Rejection] = []
    for operation in outbox.operations:
        try:
            _check_view(outbox, snapshot)
            _check_operation(operation, snapshot)
        except Invalid as error:
            rejected.append(Rejection(operation.seq, str(error)))
        else:
            fitting.append(operation)
    return tuple(fitting), tuple(rejected)


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
            if operation.code not in snapshot.codebook.codable:
                raise Invalid(f"code {operation.code} is not on offer", "choose another code")
        case RemoveCoding():
            owner = next((c.coder for c in snapshot.codings if c.id == operation.id), snapshot.me)
            if owner != snapshot.me:
                raise Invalid(f"the coding is by {owner}", "only its coder can remove it")
