"""A submission: one coder's work on its way from one copy of a study to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, repeated
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import Verdict
from toolkit.model.proposal import Proposal
from toolkit.model.round import Assignment


@dataclass(frozen=True)
class Submission:
    """Everything one coder did, and hashes of what it rests on.

    Attributes
    ----------
    study
        Title of the study it was made in.
    texts
        SHA-256 of the text by transcript id.
    codebooks
        SHA-256 of the content by codebook version.
    """

    coder: str
    study: str
    texts: Mapping[str, str]
    codebooks: Mapping[str, str]
    assignments: tuple[Assignment, ...] = ()
    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def __post_init__(self) -> None:
        check_name("coder", self.coder)
        coders = {made.coder for made in self.assignments} | {made.coder for made in self.codings}
        if strangers := coders - {self.coder}:
            raise Invalid(f"work of {min(strangers)!r} is in the submission of {self.coder!r}")
        if strangers := {memo.author for memo in self.memos} - {self.coder}:
            raise Invalid(f"a memo by {min(strangers)!r} is in the submission of {self.coder!r}")
        if strangers := {verdict.decided_by for verdict in self.verdicts} - {self.coder}:
            raise Invalid(f"a verdict by {min(strangers)!r} is in the submission of {self.coder!r}")
        if strangers := {each.coder for each in self.proposals} - {self.coder}:
            raise Invalid(f"a proposal by {min(strangers)!r} is in the submission of {self.coder!r}")
        kinds = (self.codings, self.memos, self.verdicts, self.proposals)
        ids = [record.id for records in kinds for record in records]
        if twice := repeated(ids):
            raise Invalid(f"holds the id {twice[0]} twice")
        if unknown := {task.transcript for task in self.assignments} - set(self.texts):
            raise Invalid(f"an assignment to {min(unknown)!r} rests on a text the submission does not name")
        for kind, records in (("coding", self.codings), ("verdict", self.verdicts)):
            for made in records:
                if made.transcript not in self.texts or made.codebook_version not in self.codebooks:
                    what = f"{kind} {made.id} rests on a text or codebook the submission does not name"
                    raise Invalid(what)
