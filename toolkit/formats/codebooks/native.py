"""Our own codebook files: YAML that a team can write, read and compare by hand.

A file has the keys `schema`, `codebook` (id, title, version and so on), `themes`, `codes` and, if there are
any, `deprecated`, `rules` and `changes`. What stands under a theme, code or change record are the fields of
`Theme`, `Code` and `CodebookChange`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from toolkit.errors import Fault, FaultyFile
from toolkit.formats.codebooks import emission, nodes
from toolkit.formats.codebooks.draft import HEADER_KEYS, SCHEMA, Draft
from toolkit.formats.codebooks.nodes import Mapping, Node, shown
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

NAME = "Intercoder codebook"
ENDINGS = (".yaml", ".yml")

_SCHEMA_LINE = re.compile(
    rb"""(?:^|[{,]|\xef\xbb\xbf)\s*["']?schema["']?\s*:\s*["']?intercoder-codebook/""", re.MULTILINE
)


def sniff(head: bytes) -> bool:
    """Tell from the beginning of a file whether it says that it is one of these."""
    return bool(_SCHEMA_LINE.search(head))


def read(source: Source) -> CodebookReading:
    """Read a codebook, or tell all faults of its file at once.

    Parameters
    ----------
    source
        The file: YAML in UTF-8, at most 5 MB.

    Raises
    ------
    FaultyFile
        With one fault for each place a person must mend, and its line.
    """
    root, refused = nodes.read(source)
    draft = Draft(_checked_root(source.name, root))
    errors, warnings = draft.judged()
    if faults := [*refused, *draft.faults, *errors]:
        raise FaultyFile(source.name, set(faults))
    return CodebookReading(draft.codebook(), tuple(sorted([*draft.hints, *warnings])), draft.line)


def write(codebook: Codebook) -> str:
    """Return the codebook as the text of a native file; reading it gives an equal codebook.

    Most fields that equal their defaults are left out.
    """
    header = {key: value for key, value in emission.filled(codebook).items() if key in HEADER_KEYS}
    parts = [
        f"schema: {SCHEMA}\n",
        emission.block({"codebook": header}),
        _group("themes", codebook.themes),
        _group("codes", codebook.codes),
    ]
    if codebook.deprecated:
        parts.append(_group("deprecated", codebook.deprecated))
    if codebook.rules:
        parts.append(emission.block({"rules": codebook.rules}))
    if codebook.changes:
        parts.append(_group("changes", codebook.changes))
    return "\n".join(parts)


def _group(key: str, members: Sequence[Theme | Code | CodebookChange]) -> str:
    """Return a section with its members set apart by blank lines."""
    if not members:
        return emission.block({key: ()})
    blocks = [emission.block([emission.filled(member)]) for member in members]
    return f"{key}:\n" + "\n".join(blocks)


def _checked_root(name: str, root: Node) -> Mapping:
    """Return the root if the file is one of ours, faulty or not; refuse it otherwise."""
    remedy = f"if it is a codebook, write schema: {SCHEMA} at its top"
    if not isinstance(root, Mapping):
        raise FaultyFile(name, [Fault(root.line, "does not begin with a key, as a codebook does", remedy)])
    if "schema" in root.entries:
        if (schema := root.text("schema")) != SCHEMA:
            what = f"has the schema {shown(schema)}, and this version reads {SCHEMA}"
            raise FaultyFile(name, [Fault(root.key_lines["schema"], what, remedy)])
    elif not root.entries.keys() & {"codebook", "codes"}:
        raise FaultyFile(name, [Fault(0, "does not say which schema it has", remedy)])
    return root


class Proposed(Protocol):
    """A change record without what only people can say."""

    @property
    def op(self) -> str:
        """The operation."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids it is about."""

    @property
    def results(self) -> tuple[str, ...]:
        """Ids it leads to."""

    @property
    def migration(self) -> str | None:
        """What becomes of codings; None where that is not to be said."""

    @property
    def hints(self) -> tuple[str, ...]:
        """What to decide, one line each."""


def proposed(records: Iterable[Proposed], first: str, version: str, buried: Sequence[Code] = ()) -> str:
    """Return change records as YAML to paste into a file, with gaps for what people have to say.

    Parameters
    ----------
    records
        In the order in which they are to stand.
    first
        Id of the first; the others count on.
    version
        The version they belong to.
    buried
        Entries that are missing under `deprecated`.
    """
    number = re.search(r"\d+$", first)
    digits = number[0] if number else ""
    prefix, start, width = first.removesuffix(digits), int(digits or 1), len(digits)
    parts = ["# Proposed records. Say why, check the operations, and paste them under changes.\nchanges:\n"]
    for count, record in enumerate(records, start):
        content: dict[str, str | tuple[str, ...]] = {
            "id": f"{prefix}{count:0{width}}",
            "version": version,
            "op": record.op,
        }
        lists = {"subjects": record.subjects, "results": record.results}
        filled: dict[str, str | tuple[str, ...]] = {key: names for key, names in lists.items() if names}
        if record.migration is not None:
            filled["migration"] = record.migration
        said = emission.block([content | filled])
        asked = "  effect:  # narrower, wider or same?\n" if record.op == "redefine" else ""
        hints = "".join(f"# {line}\n" for hint in record.hints for line in hint.splitlines())
        parts.append(f"{hints}{said}{asked}  rationale:  # why?\n")
    if buried:
        told = "# What these records take out of use stays in the file: paste it under deprecated.\n"
        parts.append(told + _group("deprecated", buried))
    return "\n".join(parts)
