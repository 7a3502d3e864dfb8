"""Codings of other programs' projects on their way in: those at home in the text, and those that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_name, check_text, check_time
from toolkit.model.coding import Certainty, Memo, Quotation
from toolkit.model.version import Version

StrayDoubt = Literal["elsewhere", "ambiguous", "changed", "gone", "outside"]
"""Why a passage needs a person:

elsewhere
    Its words do not stand where the project says, but in one other place.
ambiguous
    Its words stand in several places.
changed
    Other words stand where the project says, and its own stand nowhere.
gone
    Nothing is said of where it is, and its words stand nowhere.
outside
    The project says a place that is not in the text, or has no words.
"""


@dataclass(frozen=True, slots=True)
class Stray:
    """A coding that came with a project and whose passage only a person can tell.

    Attributes
    ----------
    start, end
        Where the project says its passage is; both None if it does not. They need not lie in the text.
    quote
        Its words as the project has kept them; may be empty.
    memos
        What was said of it; stored when it has its place.
    project
        Id of the project it came with.
    came_at
        When that was.
    """

    id: str
    transcript: str
    start: int | None
    end: int | None
    quote: str
    code: str
    coder: str
    codebook_version: str
    round: str
    made_at: str
    project: str
    came_at: str
    certainty: Certainty | None = None
    memos: tuple[Memo, ...] = ()

    def __post_init__(self) -> None:
        check_name("id of a stray coding", self.id)
        check_name("transcript of a stray coding", self.transcript)
        check_text("words of a stray coding", self.quote)
        check_id("code", self.code)
        check_name("coder", self.coder)
        Version.of(self.codebook_version)
        check_id("round", self.round)
        check_time("time of a coding", self.made_at)
        check_name("project of a stray coding", self.project)
        check_time("time at which a coding came", self.came_at)
        if any(memo.subject != self.id for memo in self.memos):
            raise Invalid(f"stray coding {self.id} has a memo of something else")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stray coding with what can be offered to who settles it.

    Attributes
    ----------
    candidates
        Places its passage may have, likeliest first.
    """

    stray: Stray
    doubt: StrayDoubt
    candidates: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Imported:
    """A project of another program that was taken in.

    Attributes
    ----------
    sha256
        Of the file it was in.
    guids
        What things went by in it: by kind (code, transcript, coder, participant), our id by its key there.
    kept
        What it held that has no place here, as it was, see `Project.kept`.
    """

    id: str
    name: str
    tool: str
    origin: str
    sha256: str
    imported_at: str
    guids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_name("id of a project", self.id)
        check_time("time of an import", self.imported_at)
