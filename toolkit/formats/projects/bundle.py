"""The bundle: one coder's work as JSON lines that people and programs can read.

The first line names the coder and the hashes of the texts and codebooks the work rests on; then comes one
line for each assignment, coding, memo, verdict, proposed code, decision, placement and pick, each with when
it came to be as it is (`told`), and one for each that was taken back (`removed`). The last line counts and
hashes the lines ahead of it, so that a half-written or edited bundle is noticed; how lines end does not
matter, for mail programs change that. Bundles of the first format tell neither what was taken back nor when.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.model.checks import check_name
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import Verdict
from toolkit.model.merged import Record, Stamp, moment
from toolkit.model.pick import Pick
from toolkit.model.placement import Placement
from toolkit.model.proposal import Proposal
from toolkit.model.review import Decision
from toolkit.model.round import Assignment
from toolkit.model.submission import Submission, Work, record_of
from toolkit.model.transcript import Source

NAME = "bundle"
ENDINGS = (".jsonl",)
FIRST = "intercoder-bundle/1"
FORMAT = "intercoder-bundle/2"
LARGEST = 200 * 1024 * 1024

_KINDS: dict[str, TypeAdapter[Any]] = {
    "assignment": TypeAdapter(Assignment),
    "coding": TypeAdapter(Coding),
    "memo": TypeAdapter(Memo),
    "proposal": TypeAdapter(Proposal),
    "verdict": TypeAdapter(Verdict),
    "decision": TypeAdapter(Decision),
    "placement": TypeAdapter(Placement),
    "pick": TypeAdapter(Pick),
}
_STAMP: TypeAdapter[Stamp] = TypeAdapter(Stamp)


def sniff(head: bytes) -> bool:
    """Tell whether a file that begins like this is a bundle."""
    return head.startswith(b'{"kind": "bundle"')


def write(submission: Submission) -> str:
    """Return the bundle of a submission."""
    head = {"kind": "bundle", "format": FORMAT, "coder": submission.coder, "study": submission.study}
    hashes = {"texts": dict(submission.texts), "codebooks": dict(submission.codebooks)}
    lines = [_line(head | hashes)]
    lines += [_line({"kind": _kind(work), **_told(work, submission.stamps)}) for work in submission.work]
    for work in submission.removed:
        lines.append(_line({"kind": "removed", "was": _kind(work), **_told(work, submission.stamps)}))
    return "".join([*lines, _line(_seal(lines))])


def _kind(work: Work) -> str:
    return type(work).__name__.lower()


def read(source: Source) -> Submission:
    """Read a bundle.

    Raises
    ------
    FaultyFile
        With every faulty line, if any is; nothing of a faulty bundle is used.
    """
    if len(source.data) > LARGEST:
        raise FaultyFile(source.name, [Fault(0, "is larger than 200 MB", "a bundle holds one coder's work")])
    try:
        # Only LF ends a line here: quotations may hold every other line break there is. JSON has no CR of
        # its own.
        text = source.data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
        lines = io.StringIO(f"{text}\n" if text else "", newline="\n").readlines()
    except UnicodeDecodeError:
        raise FaultyFile(source.name, [Fault(0, "is not UTF-8 text", "make the bundle again")]) from None
    faults: list[Fault] = []
    objects = [_object(number, line, faults) for number, line in enumerate(lines, 1)]
    faults += _frame_faults(lines, objects)
    records = [] if faults else list(_records(objects, faults))
    if faults:
        raise FaultyFile(source.name, faults)
    return _submission(source.name, objects[0], records)


def _told(work: Work, stamps: Mapping[Record, Stamp]) -> dict[str, Any]:
    """Return the fields of a record; that a reading was of the first revision goes without saying."""
    fields = asdict(work)
    if isinstance(work, Assignment) and work.revision == 1:
        del fields["revision"]
    stamp = stamps.get(record_of(work))
    return fields if stamp is None else fields | {"told": stamp._asdict()}


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


def _seal(lines: list[str]) -> dict[str, Any]:
    return {"kind": "end", "lines": len(lines), "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()}


def _object(number: int, line: str, faults: list[Fault]) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        return content
    faults.append(Fault(number, "is not a JSON object", "make the bundle again"))
    return {}


def _frame_faults(lines: list[str], objects: list[dict[str, Any]]) -> Iterator[Fault]:
    """Check the first and last line, which hold the rest together."""
    if not objects or objects[0].get("kind") != "bundle":
        yield Fault(1, "does not begin as a bundle", "give a file written by: intercoder bundle")
    elif objects[0].get("format") not in (FIRST, FORMAT):
        yield Fault(1, f"is of the format {objects[0].get('format')!r}, not {FORMAT}", "update Intercoder")
    elif objects[-1].get("kind") != "end":
        yield Fault(len(lines), "is cut off: the closing line is missing", "send the bundle again")
    elif objects[-1] != _seal(lines[:-1]):
        yield Fault(
            len(lines), "does not match the lines ahead of it: the bundle was changed", "send it again"
        )


class _Brought(NamedTuple):
    """What one line holds."""

    work: Work
    stamp: Stamp | None
    removed: bool


def _records(objects: list[dict[str, Any]], faults: list[Fault]) -> Iterator[_Brought]:
    second = objects[0]["format"] == FORMAT
    for number, content in enumerate(objects[1:-1], 2):
        kind = content.pop("kind", None)
        removed = second and kind == "removed"
        if removed:
            kind = content.pop("was", None)
        if not isinstance(kind, str) or kind not in _KINDS:
            faults.append(Fault(number, f"is of unknown kind {kind!r}", "update Intercoder"))
            continue
        told = content.pop("told", None) if second else None
        try:
            stamp = None if told is None else _stamp(told)
            yield _Brought(_KINDS[kind].validate_python(content, extra="forbid"), stamp, removed)
        except Invalid as refused:
            faults.append(Fault(number, refused.what, "make the bundle again"))
        except ValidationError as refused:
            for error in refused.errors(include_url=False, include_input=False):
                place = ".".join(str(step) for step in error["loc"]) or kind
                what = error["msg"].removeprefix("Value error, ")
                faults.append(Fault(number, f"{place}: {what}", "make the bundle again"))


def _stamp(told: object) -> Stamp:
    if not isinstance(told, dict):
        raise Invalid("does not say when it came to be")
    found = _STAMP.validate_python(told)
    check_name("hash of an event", found.hash)
    if found.moment != moment(found.moment) or found.step < 0:
        raise Invalid("does not say when it came to be")
    return found


def _submission(name: str, head: dict[str, Any], brought: list[_Brought]) -> Submission:
    try:
        told = {key: head[key] for key in ("coder", "study", "texts", "codebooks")}
        checked = TypeAdapter(Submission).validate_python(told)
        return checked.holding(
            [each.work for each in brought if not each.removed],
            tuple(each.work for each in brought if each.removed),
            {record_of(each.work): each.stamp for each in brought if each.stamp is not None},
        )
    except KeyError as missing:
        raise FaultyFile(name, [Fault(1, f"does not name {missing}", "make the bundle again")]) from None
    except (ValidationError, Invalid) as refused:
        what = (
            str(refused)
            if isinstance(refused, Invalid)
            else refused.errors()[0]["msg"].removeprefix("Value error, ")
        )
        raise FaultyFile(name, [Fault(1, what, "make the bundle again")]) from None
