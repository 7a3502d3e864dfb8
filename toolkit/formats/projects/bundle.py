"""The bundle: one coder's work as JSON lines that people and programs can read.

The first line names the coder and the hashes of the texts and codebooks the work rests on; then comes one
line for each assignment, coding, memo, verdict and proposed code; the last line counts and hashes the lines
ahead of it, so that a half-written or edited bundle is noticed.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import Verdict
from toolkit.model.proposal import Proposal
from toolkit.model.round import Assignment
from toolkit.model.submission import Submission
from toolkit.model.transcript import Source

NAME = "bundle"
ENDINGS = (".jsonl",)
FORMAT = "intercoder-bundle/1"
LARGEST = 200 * 1024 * 1024

Record = Assignment | Coding | Memo | Proposal | Verdict

_KINDS: dict[str, TypeAdapter[Any]] = {
    "assignment": TypeAdapter(Assignment),
    "coding": TypeAdapter(Coding),
    "memo": TypeAdapter(Memo),
    "proposal": TypeAdapter(Proposal),
    "verdict": TypeAdapter(Verdict),
}


def sniff(head: bytes) -> bool:
    """Tell whether a file that begins like this is a bundle."""
    return head.startswith(b'{"kind": "bundle"')


def write(submission: Submission) -> str:
    """Return the bundle of a submission."""
    head = {"kind": "bundle", "format": FORMAT, "coder": submission.coder, "study": submission.study}
    hashes = {"texts": dict(submission.texts), "codebooks": dict(submission.codebooks)}
    records: list[tuple[str, tuple[Record, ...]]] = [
        ("assignment", submission.assignments),
        ("coding", submission.codings),
        ("memo", submission.memos),
        ("verdict", submission.verdicts),
        ("proposal", submission.proposals),
    ]
    lines = [_line(head | hashes)]
    lines += [_line({"kind": kind, **_told(record)}) for kind, group in records for record in group]
    return "".join([*lines, _line(_seal(lines))])


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
        # Only LF ends a line here: quotations may hold every other line break there is.
        lines = io.StringIO(source.data.decode(), newline="\n").readlines()
    except UnicodeDecodeError:
        raise FaultyFile(source.name, [Fault(0, "is not UTF-8 text", "make the bundle again")]) from None
    faults: list[Fault] = []
    objects = [_object(number, line, faults) for number, line in enumerate(lines, 1)]
    faults += _frame_faults(lines, objects)
    records = list(_records(objects, faults)) if not faults else []
    if faults:
        raise FaultyFile(source.name, faults)
    return _submission(source.name, objects[0], records)


def _told(record: Record) -> dict[str, Any]:
    """Return the fields of a record; that a reading was of the first revision goes without saying."""
    fields = asdict(record)
    if isinstance(record, Assignment) and record.revision == 1:
        del fields["revision"]
    return fields


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
    elif objects[0].get("format") != FORMAT:
        yield Fault(1, f"is of the format {objects[0].get('format')!r}, not {FORMAT}", "update Intercoder")
    elif objects[-1].get("kind") != "end":
        yield Fault(len(lines), "is cut off: the closing line is missing", "send the bundle again")
    elif objects[-1] != _seal(lines[:-1]):
        yield Fault(
            len(lines), "does not match the lines ahead of it: the bundle was changed", "send it again"
        )


def _records(objects: list[dict[str, Any]], faults: list[Fault]) -> Iterator[Record]:
    for number, content in enumerate(objects[1:-1], 2):
        kind = content.pop("kind", None)
        if not isinstance(kind, str) or kind not in _KINDS:
            faults.append(Fault(number, f"is of unknown kind {kind!r}", "update Intercoder"))
            continue
        try:
            yield _KINDS[kind].validate_python(content, extra="forbid")
        except ValidationError as refused:
            for error in refused.errors(include_url=False, include_input=False):
                place = ".".join(str(step) for step in error["loc"]) or kind
                what = error["msg"].removeprefix("Value error, ")
                faults.append(Fault(number, f"{place}: {what}", "make the bundle again"))


def _submission(name: str, head: dict[str, Any], records: list[Record]) -> Submission:
    try:
        return TypeAdapter(Submission).validate_python(
            {key: head[key] for key in ("coder", "study", "texts", "codebooks")}
            | {
                "assignments": tuple(record for record in records if isinstance(record, Assignment)),
                "codings": tuple(record for record in records if isinstance(record, Coding)),
                "memos": tuple(record for record in records if isinstance(record, Memo)),
                "verdicts": tuple(record for record in records if isinstance(record, Verdict)),
                "proposals": tuple(record for record in records if isinstance(record, Proposal)),
            }
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
