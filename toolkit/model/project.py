"""A whole project on its way in from, or out to, another program: what it holds, in the words of this one.

Readers of other programs' projects make it, and writers write it; neither knows of a study. Everything in it
goes by a `key`: whatever the program tells things apart by (a guid, a row's number, a path), unique among
things of a kind. Positions are ours whatever the program counts: half-open code points in `ProjectText.text`,
which has LF line ends and no byte order mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from toolkit.errors import Invalid
from toolkit.model.checks import check_text, repeated
from toolkit.model.code import Exclusion
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Certainty, Subject
from toolkit.model.transcript import Transcript

_FURTHEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class ProjectCoder:
    """Somebody who coded.

    Attributes
    ----------
    is_program
        Whether it is the program itself, which some list among the people.
    """

    key: str
    name: str
    is_program: bool = False


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code, or a group of codes.

    Attributes
    ----------
    parent
        Key of the code it lies under; empty at the top.
    id
        Its id in our codebook, where the project tells it: one that was written by us and came back.
    definition, include, exclude, example
        As in `Code`; most programs know of the first alone.
    colour
        As `#rrggbb`; empty if not said.
    codable
        Whether passages may be given it: folders and categories may not.
    boundary, alt_labels, aligned_with, notes
        As in `Code`; only in projects written by us.
    """

    key: str
    name: str
    parent: str = ""
    id: str = ""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    example: str = ""
    colour: str = ""
    codable: bool = True
    boundary: str = ""
    alt_labels: tuple[str, ...] = ()
    aligned_with: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class ProjectText:
    """A text that can be coded, as the program shows it, but for line ends and the byte order mark.

    Attributes
    ----------
    transcript
        The text with its turns, on its way out; None on its way in, where the turns have yet to be found.
    attributes
        What the program says of the text itself, such as its group; values as text.
    """

    key: str
    name: str
    text: str
    participant: str = ""
    language: str = ""
    description: str = ""
    made_at: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    transcript: Transcript | None = None

    def __post_init__(self) -> None:
        check_text(f"text of {self.name!r}", self.text)


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """A passage that somebody gave a code.

    Attributes
    ----------
    text, code, coder
        Keys of these; an empty coder where the program does not say who.
    start, end
        Where the program says the passage is; both None where it only quotes it. They may be wrong: out of
        the text, or the wrong way round. Who takes it in looks at that.
    quote
        The passage as the program has kept it, to be compared; empty where it keeps none.
    made_at
        ISO 8601 with its offset, or Z; empty where not said.
    consensus
        Whether it is the team's, derived, and no coder's.
    """

    key: str
    text: str
    code: str
    coder: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    made_at: str = ""
    certainty: Certainty | None = None
    consensus: bool = False

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise Invalid(f"coding {self.key} has one of its two positions")
        if self.start is None and not self.quote.strip():
            raise Invalid(f"coding {self.key} has neither positions nor words")
        for position in (self.start, self.end):
            if position is not None and abs(position) > _FURTHEST:
                raise Invalid(f"coding {self.key} lies beyond every text")


@dataclass(frozen=True, slots=True)
class ProjectMemo:
    """A note on a coding, a text, a code or the whole.

    Attributes
    ----------
    subject
        Key of what it is on; empty for the whole.
    author
        Key of a coder; empty where not said.
    """

    key: str
    about: Subject
    subject: str
    text: str
    title: str = ""
    author: str = ""
    made_at: str = ""


@dataclass(frozen=True)
class ProjectCase:
    """A participant, or whatever else texts belong to, with what is known of it.

    Attributes
    ----------
    texts
        Keys of the texts that are of it.
    """

    key: str
    name: str
    texts: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One kind of thing that was in a project and is not in what was made of it.

    Attributes
    ----------
    what
        In the plural: "pictures", "codings of pictures".
    why
        A half-sentence for people; empty where the kind says it all.
    kept
        Whether its original form is kept, so that it is put back when the project is written again.
    """

    what: str
    count: int
    why: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Positions:
    """How positions of a project are counted, and how sure that is.

    Attributes
    ----------
    rule
        In the words of `--positions`.
    score, runner_up_score
        Share of passages that fit under the rule, and under the best other one that gives other passages;
        None where nothing can be told by, or no other rule gives others.
    evidence
        What fitting means: "quotes" (the passage is what the project quotes) or "words" (it begins and ends
        where a word does).
    n
        Number of passages that were looked at.
    chosen
        Whether a person chose the rule.
    """

    rule: str
    score: float | None
    n: int
    evidence: str = "words"
    runner_up: str = ""
    runner_up_score: float | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Project:
    """Everything a project holds that is coded or can be.

    Attributes
    ----------
    origin
        The program that wrote it, with its version where it says one.
    tool
        The format: "REFI-QDA project", "Taguette", …
    codebook
        The codes as our codebook, on their way out; None on their way in.
    left_out
        What is in the file and not in here.
    kept
        What is in the file and has no place in here, in its original form by where it belongs: for REFI-QDA,
        XML by name of its element.
    notes
        What a person should look at, a sentence each.

    Raises
    ------
    Invalid
        If two things of a kind have one key, or something belongs to what is not there.
    """

    name: str
    tool: str
    origin: str = ""
    key: str = ""
    description: str = ""
    coders: tuple[ProjectCoder, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    texts: tuple[ProjectText, ...] = ()
    codings: tuple[ProjectCoding, ...] = ()
    memos: tuple[ProjectMemo, ...] = ()
    cases: tuple[ProjectCase, ...] = ()
    codebook: Codebook | None = None
    left_out: tuple[LeftOut, ...] = ()
    positions: Positions | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kinds: dict[str, tuple[Any, ...]] = {
            "coder": self.coders,
            "code": self.codes,
            "text": self.texts,
            "coding": self.codings,
            "memo": self.memos,
            "case": self.cases,
        }
        keys = {kind: {each.key for each in things} for kind, things in kinds.items()}
        for kind, things in kinds.items():
            if twice := repeated(each.key for each in things):
                raise Invalid(f"has two of the same {kind}: {twice[0]!r}")
        for kind, key in self._pointers():
            if key and key not in keys[kind]:
                raise Invalid(f"speaks of the {kind} {key!r}, which it does not have")
        _check_tree(self.codes)

    def _pointers(self) -> Iterator[tuple[str, str]]:
        """Yield what belongs to what, by kind and key."""
        yield from (("code", each.parent) for each in self.codes)
        for coding in self.codings:
            yield from (("text", coding.text), ("code", coding.code), ("coder", coding.coder))
        for memo in self.memos:
            yield ("coder", memo.author)
            if memo.about != "study":
                yield ("text" if memo.about == "transcript" else memo.about, memo.subject)
        for case in self.cases:
            yield from (("text", text) for text in case.texts)


def _check_tree(codes: Iterable[ProjectCode]) -> None:
    """Refuse codes that lie under themselves."""
    parents = {code.key: code.parent for code in codes}
    sound: set[str] = {""}
    for code in codes:
        key, path = code.key, set[str]()
        while key not in sound:
            if key in path:
                raise Invalid(f"has the code {key!r} under itself")
            path.add(key)
            key = parents[key]
        sound |= path
