"""Coding: applying codes to passages and taking them back, with the memos and proposals that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.act import ALONE, Together, Verb
from toolkit.model.coding import Certainty, Coding, Memo, Quotation, Subject
from toolkit.model.identifier import new_id
from toolkit.model.proposal import Proposal
from toolkit.model.transcript import Span, Transcript
from toolkit.store import acts, codebooks, codings, rounds
from toolkit.store.study import Records, Study
from toolkit.workflow import noting, proposing
from toolkit.workflow.arranging import check_whole
from toolkit.workflow.assigning import give, why_closed
from toolkit.workflow.naming import known_transcript, remembered_transcript
from toolkit.workflow.showing import STANDING, before_them
from toolkit.workflow.viewing import view


@dataclass(frozen=True)
class Apply:
    """A wish to give a passage a code: one of the codebook, or one the coder has proposed.

    A proposed code may be named by the id of the proposal. `id` is chosen by whoever wishes, so that asking
    twice does no harm.
    """

    id: str
    transcript: str
    sha256: str
    span: Span
    code: str
    certainty: Certainty | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class Remove:
    """A wish to take one's own coding back; `successor` is the coding wished for in its place."""

    id: str
    successor: str | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class Restore:
    """A wish to bring back, as it was, a coding, memo or proposal of one's own that was removed.

    `transcript` and `sha256` are those of the text that lies before the coder; memos and proposals need none.
    """

    id: str
    transcript: str | None
    sha256: str
    together: Together = ALONE


@dataclass(frozen=True)
class WriteMemo:
    """A wish to write a memo; `transcript` lies before the coder."""

    id: str
    about: Subject
    subject: str
    text: str
    transcript: str | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class RewriteMemo:
    """A wish to give one's own memo, last `seen` with another text, a new one."""

    id: str
    seen: str
    text: str
    transcript: str | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class RemoveMemo:
    """A wish to remove one's own memo, last `seen` with this text."""

    id: str
    seen: str
    transcript: str | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class Propose:
    """A wish to propose a code; `transcript` lies before the coder."""

    id: str
    label: str
    definition: str = ""
    transcript: str | None = None
    together: Together = ALONE


@dataclass(frozen=True)
class Withdraw:
    """A wish to take one's own proposal of a code back, which no passage has any more."""

    id: str
    transcript: str | None = None
    together: Together = ALONE


Wish = Apply | Remove | Restore | WriteMemo | RewriteMemo | RemoveMemo | Propose | Withdraw

_VERBS: Final[Mapping[type[Wish], Verb]] = {
    Apply: "add",
    Remove: "remove",
    Restore: "restore",
    WriteMemo: "memo",
    RewriteMemo: "rewrite",
    RemoveMemo: "unmemo",
    Propose: "propose",
    Withdraw: "withdraw",
}


def code(
    study: Study,
    *,
    coder: str,
    transcript: str,
    start: int,
    end: int,
    code: str,
    certainty: Certainty | None = None,
) -> str:
    """Give one passage a code.

    A coder not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who codes.
    transcript
        Id of the transcript.
    start
        Where the passage begins, in characters (Unicode code points) from the start of the text.
    end
        Where it ends: the first character behind it.
    code
        Id of an active code, or of one this coder has proposed.
    certainty
        sure or unsure.
    """
    with study.transaction(coder) as records:
        found = known_transcript(records.connection, transcript)
        wish = Apply(new_id(), transcript, found.sha256, Span(start, end), code, certainty)
        coding = _CoderAtWork(records, coder).apply(wish)
    quoted = coding.quotation.text
    shown = quoted if len(quoted) <= 60 else f"{quoted[:57]}..."  # noqa: PLR2004 - a line of a terminal
    return f"{coder} coded {transcript} {start}-{end} as {code}: {shown!r}"


def change(study: Study, coder: str, wishes: Iterable[Wish]) -> tuple[str | None, ...]:
    """Carry out a coder's wishes in one transaction; return for each the reason it was refused, or None.

    A wish that is refused does not hold up the others, but for those of its act: they are refused with it. A
    wish may come twice, for whoever sent it cannot know that the answer was lost: a coding that was ever
    added is not added again, one that is gone is gone, and what an act has done it does not do again.
    """
    asked = tuple(wishes)
    reasons: list[str | None] = [None] * len(asked)
    with study.transaction(coder) as records:
        at_work = _CoderAtWork(records, coder)
        for places in _acts(asked):
            reason = at_work.refusal([asked[place] for place in places])
            for place in places:
                reasons[place] = reason
    return tuple(reasons)


def _acts(wishes: Iterable[Wish]) -> Iterator[list[int]]:
    """Yield the places of wishes that belong together, those of one act at the place of its first."""
    places: dict[str | int, list[int]] = {}
    for place, wish in enumerate(wishes):
        places.setdefault(wish.together.act or place, []).append(place)
    yield from places.values()


class _CoderAtWork:
    """A coder at work in one transaction; what many wishes have in common is read once."""

    def __init__(self, records: Records, coder: str) -> None:
        self.records, self.coder = records, coder
        self.codebook = codebooks.latest(records.connection)
        self.present = rounds.current(records.connection)
        self.round, self.unit = self.present.id, self.present.unit
        self._transcripts: dict[str, Transcript] = {}

    def refusal(self, wishes: Iterable[Wish]) -> str | None:
        """Carry out wishes that belong together, all of them, or none and return why not."""
        try:
            with self.records.connection.begin_nested():
                for wish in wishes:
                    self._carry_out(wish)
        except ToolkitError as refused:
            # With what the wishes did, the coder's assignments to these may be gone.
            self._transcripts.clear()
            return str(refused)
        return None

    def _carry_out(self, wish: Wish) -> None:
        self.records = replace(self.records, act=_told(wish.together))
        if self._is_done(wish):
            return
        match wish:
            case Apply():
                self.apply(wish)
            case Remove():
                self.remove(wish)
            case Restore():
                self.restore(wish)
            case WriteMemo() | RewriteMemo() | RemoveMemo():
                self.note(wish)
            case Propose():
                proposing.make(self.records, wish.id, wish.label, wish.definition, beside=wish.transcript)
            case Withdraw():
                proposing.withdraw(self.records, wish.id, beside=wish.transcript)

    def _is_done(self, wish: Wish) -> bool:
        """Tell whether a wish that comes again was carried out: by its act; what is made, by any at all."""
        verb, act = _VERBS[type(wish)], wish.together.act
        is_making = verb in ("add", "memo", "propose")
        if act is None and not is_making:
            return False
        return acts.is_done(self.records.connection, wish.id, verb, None if is_making else act)

    def note(self, wish: WriteMemo | RewriteMemo | RemoveMemo) -> None:
        """Write, change or remove a memo."""
        match wish:
            case WriteMemo():
                subject = self._code(wish.subject) if wish.about == "code" else wish.subject
                memo = Memo(wish.id, wish.about, subject, self.coder, wish.text, self.records.at)
                noting.write(self.records, memo, beside=wish.transcript)
            case RewriteMemo():
                noting.rewrite(self.records, wish.id, wish.seen, wish.text, beside=wish.transcript)
            case RemoveMemo():
                noting.remove(self.records, wish.id, wish.seen, beside=wish.transcript)

    def apply(self, wish: Apply) -> Coding:
        """Check a wish against text, codebook and what is there, then write it."""
        transcript = self._transcript(wish.transcript, wish.sha256)
        code = self._code(wish.code)
        proposing.check_usable(self.records.connection, self.codebook, self.coder, code)
        check_whole(transcript, wish.span, self.unit)
        quotation = Quotation.cut(transcript, wish.span)
        self._check_free(quotation, code)
        made_under = (self.codebook.version, self.round, self.records.at)
        coding = Coding(wish.id, quotation, code, self.coder, *made_under, wish.certainty)
        codings.add(self.records, coding)
        return coding

    def remove(self, wish: Remove) -> None:
        """Take back one of the coder's own codings."""
        coding = codings.find(self.records.connection, wish.id)
        if coding is None:
            return
        if coding.coder != self.coder:
            raise ToolkitError(wish.id, f"is a coding by {coding.coder}", "only they can take it back")
        self._check_open(coding.transcript)
        codings.remove(self.records, coding, successor=wish.successor)

    def restore(self, wish: Restore) -> None:
        """Bring back what the coder removed, as it was."""
        connection = self.records.connection
        removed = acts.removed(connection, wish.id)
        if removed is None:
            raise ToolkitError(wish.id, "was never removed", "load the page again")
        if isinstance(removed, Memo):
            noting.restore(self.records, removed, beside=wish.transcript)
            return
        if isinstance(removed, Proposal):
            proposing.restore(self.records, removed, beside=wish.transcript)
            return
        if removed.coder != self.coder:
            raise ToolkitError(wish.id, f"is a coding by {removed.coder}", "only they can bring it back")
        if codings.find(connection, wish.id) is None:
            self._restore_coding(wish, removed)

    def _restore_coding(self, wish: Restore, removed: Coding) -> None:
        if removed.transcript != wish.transcript:
            raise ToolkitError(wish.id, f"is a coding of {removed.transcript}", f"open {removed.transcript}")
        transcript = self._transcript(removed.transcript, wish.sha256)
        if not before_them(self.records.connection, [removed]):
            what = f"belongs to round {removed.round}, read before pages were clean again"
            raise ToolkitError(wish.id, what, "code the passage anew")
        units = {each.id: each.unit for each in rounds.rounds(self.records.connection)}
        check_whole(transcript, removed.span, units[removed.round])
        self._check_known(removed.code)
        self._check_free(removed.quotation, removed.code)
        codings.restore(self.records, removed)

    def _code(self, name: str) -> str:
        """Return the id of the code that is meant by it, or by the id of a proposal."""
        return proposing.code_meant(self.records.connection, self.coder, name)

    def _check_known(self, code: str) -> None:
        """Refuse to bring back a coding whose code was proposed and withdrawn since."""
        connection = self.records.connection
        books = codebooks.lineage(connection).releases
        if not any(code in book.code or code in book.theme for book in books):
            proposing.check_usable(connection, self.codebook, self.coder, code)

    def _check_free(self, quotation: Quotation, code: str) -> None:
        """Refuse a code that the coder has already given the very passage."""
        connection = self.records.connection
        rivals = before_them(connection, codings.rivals(connection, self.coder, quotation))
        seen = view(connection, rivals).resolution.seen if rivals else ()
        if any(
            (each.coding.span, each.code) == (quotation.span, code) for each in seen if each.fate in STANDING
        ):
            what = f"{self.coder} has already given this passage the code {code}"
            raise ToolkitError(quotation.transcript, what, "choose another code or passage")

    def _transcript(self, name: str, sha256: str) -> Transcript:
        """Return the transcript wished for, on the coder's list from now on; refuse one with another text."""
        connection = self.records.connection
        if name not in self._transcripts:
            self._transcripts[name] = remembered_transcript(connection, name)
            self._check_open(name)
            give(self.records, self.coder, [name])
        found = self._transcripts[name]
        if found.sha256 != sha256:
            raise ToolkitError(name, "has another text by now", "load the page again")
        return found

    def _check_open(self, name: str) -> None:
        """Refuse what a blind round keeps from the coder: transcripts they do not have, or have finished."""
        if why := why_closed(self.records.connection, self.present, name, self.coder):
            raise ToolkitError(name, *why)


def _told(together: Together) -> dict[str, object] | None:
    """Return what the log tells of the act that something is part of."""
    if together.act is None:
        return None
    more = {"undoes": together.undoes, "redoes": together.redoes, "origin": together.origin}
    return {"id": together.act, **{key: told for key, told in more.items() if told is not None}}
