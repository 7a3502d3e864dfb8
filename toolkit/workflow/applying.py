"""Coding: applying codes to passages, taking them back, saying when a transcript is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from toolkit.errors import Several, ToolkitError
from toolkit.model.act import ALONE, Together, Verb
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Certainty, Coding, Memo, Quotation, Subject
from toolkit.model.identifier import new_id
from toolkit.model.placement import Place
from toolkit.model.proposal import Proposal
from toolkit.model.review import Seen
from toolkit.model.round import Assignment, Coder, Round, RoundUnit
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript
from toolkit.store import acts, codebooks, codings, proposals, rounds, sights, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import noting, proposing
from toolkit.workflow.arranging import check_whole, fixed_units
from toolkit.workflow.correcting import unread_since
from toolkit.workflow.naming import check_coders, known_transcript, remembered_transcript
from toolkit.workflow.viewing import complete, view

# Between the id of a coding and a further code a person gave it; no id has it.
_ALSO: Final = " also "
# What became of codings that give a passage its code.
_THERE: Final = ("followed", "flagged", "proposed")


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
        coding = _Desk(records, coder).apply(wish)
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
        desk = _Desk(records, coder)
        for places in _acts(asked):
            reason = desk.refusal([asked[place] for place in places])
            for place in places:
                reasons[place] = reason
    return tuple(reasons)


def _acts(wishes: Iterable[Wish]) -> Iterator[list[int]]:
    """Yield the places of wishes that belong together, those of one act at the place of its first."""
    places: dict[str | int, list[int]] = {}
    for place, wish in enumerate(wishes):
        places.setdefault(wish.together.act or place, []).append(place)
    yield from places.values()


class _Desk:
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
            (each.coding.span, each.code) == (quotation.span, code) for each in seen if each.fate in _THERE
        ):
            what = f"{self.coder} has already given this passage the code {code}"
            raise ToolkitError(quotation.transcript, what, "choose another code or passage")

    def _transcript(self, name: str, sha256: str) -> Transcript:
        """Return the transcript wished for, on the coder's desk from now on; refuse one with another text."""
        connection = self.records.connection
        if name not in self._transcripts:
            self._transcripts[name] = remembered_transcript(connection, name)
            self._check_open(name)
            make_sure(self.records, self.coder, [name])
        found = self._transcripts[name]
        if found.sha256 != sha256:
            raise ToolkitError(name, "has another text by now", "load the page again")
        return found

    def _check_open(self, name: str) -> None:
        """Refuse what a blind round keeps from the coder: transcripts they do not have, or have finished."""
        if why := _closed(self.records.connection, self.present, name, self.coder):
            raise ToolkitError(name, *why)


def _closed(connection: Connection, present: Round, transcript: str, coder: str) -> tuple[str, str] | None:
    """Return why a coder cannot code in a transcript now, and what to do; None if they can.

    In a blind round a reading that is finished stays as it is: its coder may have seen those of others.
    """
    if not present.blind:
        return None
    tasks = rounds.everybodys(connection, present.id)
    mine = [task for task in tasks if (task.coder, task.transcript) == (coder, transcript)]
    if not mine:
        what = f"was not given to {coder} in round {present.id}, which is blind"
        return what, f"a lead does so with: assign STUDY {transcript} --coder {coder}"
    if mine[0].finished:
        what = f"is finished by {coder} in round {present.id}, which is blind"
        return what, f"reopen it first: finish STUDY {transcript} --coder {coder} --reopen"
    return None


def _told(together: Together) -> dict[str, object] | None:
    """Return what the log tells of the act that something is part of."""
    if together.act is None:
        return None
    more = {"undoes": together.undoes, "redoes": together.redoes, "origin": together.origin}
    return {"id": together.act, **{key: told for key, told in more.items() if told is not None}}


def make_sure(records: Records, coder: str, names: Iterable[str]) -> None:
    """Make sure that the coder exists and has the transcripts to read."""
    connection = records.connection
    if coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(coder))
    round_ = rounds.current(connection).id
    mine = rounds.given(connection, coder, round_)
    for name in names:
        if name not in mine:
            rounds.assign(records, Assignment(coder, name, round_))


def assign(study: Study, *transcript: str, coder: str, take_back: bool = False) -> str:
    """Give a coder transcripts to read in the present round; a coder not known yet joins the study.

    In an open round coding a transcript does the same. Where the study has leads, giving transcripts to
    others is for these. It takes a finished assignment to compare a coder with others. To share all
    transcripts out at once, see: intercoder divide.

    Parameters
    ----------
    study
        The study file.
    transcript
        Ids of transcripts; all of them if none is named.
    coder
        Who is to read them.
    take_back
        Take transcripts back instead that the coder has neither coded nor finished in this round.
    """
    with study.transaction(RESEARCHER) as records:
        connection = records.connection
        present = rounds.current(connection)
        if present.blind or study.viewer != coder:
            sights.check_lead(connection, "giving out transcripts")
        for name in transcript:
            known_transcript(connection, name)
        if take_back:
            chosen = _took_back(records, coder, transcript)
            return f"{coder} has no longer to read {', '.join(chosen)}"
        chosen = transcript or transcripts.names(connection)
        if not chosen:
            raise ToolkitError(study.where, "has no transcripts yet", "bring some in with: intercoder import")
        check_codes(connection, [coder])
        make_sure(records, coder, chosen)
    return f"{coder} has {', '.join(chosen)} to read"


def check_codes(connection: Connection, coders: Iterable[str]) -> None:
    """Refuse to give transcripts to those who look at the study and change nothing."""
    readers = {each.name for each in rounds.team(connection) if each.role == "reader"}
    if found := [name for name in coders if name in readers]:
        what = "looks at the study and codes nothing (role reader)"
        raise ToolkitError(found[0], what, "give the transcript to somebody else, or them another role")


def rearrange(study: Study, *, given: Iterable[tuple[str, str]], taken: Iterable[tuple[str, str]]) -> None:
    """Give out and take back, all of it or nothing.

    Parameters
    ----------
    given, taken
        Transcripts with their coders.
    """
    with study.transaction(RESEARCHER) as records:
        sights.check_lead(records.connection, "giving out transcripts")
        for transcript, coder in given:
            known_transcript(records.connection, transcript)
            check_codes(records.connection, [coder])
            make_sure(records, coder, [transcript])
        refused: list[ToolkitError] = []
        for transcript, coder in taken:
            try:
                _took_back(records, coder, [transcript])
            except ToolkitError as error:
                refused.append(error)
        if refused:
            raise Several(refused)


def _took_back(records: Records, coder: str, names: Iterable[str]) -> tuple[str, ...]:
    """Take transcripts, or all they have not begun, from a coder; refuse those they worked on."""
    connection = records.connection
    check_coders(connection, [coder])
    present = rounds.current(connection).id
    mine = {task.transcript: task for task in rounds.everybodys(connection, present) if task.coder == coder}
    begun = codings.begun(connection, coder, present)
    free = {name: task for name, task in mine.items() if not task.finished and name not in begun}
    chosen = tuple(names) or tuple(free)
    if not chosen:
        raise ToolkitError(coder, f"has nothing in round {present} that could be taken back", "see: progress")
    for name in chosen:
        if name not in mine:
            raise ToolkitError(
                name, f"was not given to {coder} in round {present}", "see: intercoder progress"
            )
        if name not in free:
            what = f"is {'finished' if mine[name].finished else 'being coded'} by {coder} in round {present}"
            raise ToolkitError(name, what, "leave it with them: work is not taken away")
        rounds.take_back(records, free[name])
    return chosen


def finish(study: Study, *transcript: str, coder: str, reopen: bool = False) -> str:
    """Declare that a coder has read transcripts to the end.

    Only then does a passage without a code count as a "no" when coders are compared. A transcript that was
    read under an earlier codebook is declared read under the present one; one that is named and was corrected
    since is declared read as it is now.

    In a blind round a finished transcript cannot be coded any more. It can be reopened as long as the work of
    others is hidden from the coder; after that only by a lead, and `progress` tells of it.

    Parameters
    ----------
    study
        The study file.
    transcript
        Ids of transcripts; all that the coder was given in the present round if none is named.
    coder
        Who has read them.
    reopen
        Take the declaration back instead.
    """
    is_by_another = reopen and study.viewer not in (None, coder)
    with study.transaction(RESEARCHER if is_by_another else coder) as records:
        connection = records.connection
        check_coders(connection, [coder])
        if is_by_another and sights.of(connection).role != "lead":
            what = f"cannot reopen what {coder} has finished"
            raise ToolkitError(str(study.viewer), what, f"{coder} can, or a lead")
        present = rounds.current(connection)
        # In the order of rounds: the last reading of a transcript is the one that counts here.
        mine = {task.transcript: task for task, _ in rounds.readings(connection) if task.coder == coder}
        for name in transcript:
            known_transcript(connection, name)
            _check_given(mine.get(name), name, coder, present)
        # Without names only what lies before the coder now: an earlier reading is not declared anew unasked.
        chosen = transcript or tuple(name for name, task in mine.items() if task.round == present.id)
        if not chosen:
            raise ToolkitError(
                coder,
                f"has no transcripts to read in round {present.id}",
                "name them, or see: intercoder assign",
            )
        if reopen:
            _check_may_reopen(connection, present, coder, [mine[name] for name in chosen])
        for name in chosen:
            task, revision = mine[name], known_transcript(connection, name).revision
            # What was read before a correction is declared read since only if it is named.
            stale = name in transcript and task.revision != revision
            if reopen:
                rounds.assign(records, replace(task, finished_at=None))
            elif not task.finished or task.round != present.id or stale:
                rounds.assign(records, Assignment(coder, name, present.id, records.at, revision))
    return f"{coder} has {'reopened' if reopen else 'finished'} {', '.join(chosen)}"


def _check_given(task: Assignment | None, name: str, coder: str, present: Round) -> None:
    """Refuse to finish what a coder does not have; in a blind round, what they have from an earlier one."""
    remedy = f"do so with: assign STUDY {name} --coder {coder}"
    if task is None:
        raise ToolkitError(name, f"was not given to {coder}", remedy)
    if present.blind and task.round != present.id:
        what = f"was not given to {coder} in round {present.id}, which is blind"
        raise ToolkitError(name, what, f"a lead does so with: assign STUDY {name} --coder {coder}")


def _check_may_reopen(
    connection: Connection, present: Round, coder: str, tasks: Iterable[Assignment]
) -> None:
    """Refuse, unless a lead asks, to reopen what would no longer be an independent reading."""
    sight = sights.of(connection)
    if sight.role == "lead":
        return
    blind = {each.id for each in rounds.rounds(connection) if each.blind and each.id not in sight.hidden}
    for task in tasks:
        if task.finished and task.round in blind:
            when = "" if task.round == present.id else ", which is over"
            raise ToolkitError(
                task.transcript,
                f"stays finished, as {coder} can see the work of others in round {task.round}{when}",
                f"a lead can reopen it: finish STUDY {task.transcript} --coder {coder} --reopen --as LEAD",
            )


def all_codings(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    transcript: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    at: str | None = None,
) -> Table:
    """List codings with their quotations.

    Each stands with the code it has at the codebook version looked at and with the one it was made with; the
    state says what became of it: followed, flagged (redefined since), collapsed (the same as another),
    pending (a person has to choose), frozen (retired), set aside, proposed (its code is not in the codebook)
    or later.

    In a corrected transcript the place says how a passage was found again: unchanged, quotation (elsewhere,
    by what stood around it), near (with other punctuation, case or spacing) or person. Codings that are
    waiting for a place, or whose passage is gone, come last, with the positions they had.

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders.
    transcript
        Only codings in these transcripts.
    code
        Only codings that have one of these codes at the version looked at, or were made with it.
    at
        See them at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        found = view(connection, codings.everything(connection, coders=coder or None), at)
        for name in transcript:
            known_transcript(connection, name)
        _check_known(code, connection)
    rows = tuple(
        _coding_row(seen, found.places.get(seen.coding.id, "as made"))
        for seen in (*found.resolution.seen, *found.displaced)
        if (not transcript or seen.coding.transcript in transcript)
        and (not code or {seen.coding.code, seen.code} & set(code))
    )
    return Table("Codings", _CODINGS, rows, tuple(filter(None, (*found.fates, study.profile.notice))))


def _check_known(names: Iterable[str], connection: Connection) -> None:
    """Refuse codes that no version of the codebook ever had and that nobody proposed."""
    known = {name for book in codebooks.lineage(connection).releases for name in (*book.code, *book.theme)}
    known |= {proposal.id for proposal in proposals.everything(connection)} if names else set()
    faults = [
        ToolkitError(name, "is no code of any version", "see: intercoder codebook show")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    if faults:
        raise Several(faults)


_CODINGS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("coder", meaning="Who coded."),
    Column("code", meaning="Id of the code it has at the version looked at, or at which it stopped."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("quotation", meaning="The words coded."),
    Column("certainty", meaning="sure or unsure, as the coder said."),
    Column("codebook_version", heading="Made under", meaning="Codebook version it was made under."),
    Column("made_at", heading="Made at", meaning="When, in UTC."),
    Column("id", meaning="Id of the coding."),
    Column("made_as", heading="Made as", meaning="Id of the code it was made with."),
    Column("state", meaning="What became of it since the codebook changed."),
    Column("revision", "count", meaning="Revision of the transcript in which it is seen."),
    Column("place", meaning="How its passage was found in a corrected transcript."),
)


def _coding_row(seen: Seen, place: Place) -> tuple[str | int | None, ...]:
    coding = seen.coding
    return (
        coding.transcript,
        coding.coder,
        seen.code,
        coding.span.start,
        coding.span.end,
        coding.quotation.text,
        coding.certainty,
        coding.codebook_version,
        coding.made_at,
        coding.id,
        coding.code,
        seen.fate,
        coding.quotation.revision,
        place,
    )


@dataclass(frozen=True)
class Desk:
    """What lies before a coder: a transcript, the codebook, and the codings to show.

    Attributes
    ----------
    codings
        With the codes they have now. A coding that waits for a decision stands under its old code; one that a
        person gave several codes stands once for each, see `original`.
    finished
        Whether the coder has read the transcript to the end, for all codes there are now.
    waiting
        How many of these codings are not shown, as they wait for their place in the corrected text.
    unread
        Words that came by a correction after the coder had finished.
    unit, units
        What is coded in the present round and, unless any words are, where its units are.
    closed
        Why the coder cannot code here now, and what to do; empty if they can.
    blind
        The present round, if it is blind; else empty.
    """

    transcript: Transcript
    codebook: Codebook
    codings: tuple[Coding, ...]
    finished: bool
    waiting: int = 0
    unread: int = 0
    unit: RoundUnit = "free"
    units: tuple[Span, ...] = ()
    closed: str = ""
    blind: str = ""


def desk(study: Study, transcript: str, coder: str, *, others: bool = False) -> Desk:
    """Lay out a transcript for a coder: with their own codings, and with everybody's only if asked."""
    with study.reading() as connection:
        found = remembered_transcript(connection, transcript)
        made = codings.everything(connection, transcript=transcript, coders=None if others else [coder])
        seen = view(connection, before_them(connection, made))
        readings = rounds.readings(connection)
        looked = complete(seen.lineage, seen.codebook.version, readings)
        unseen = unread_since(connection, readings)
        present = rounds.current(connection)
        closed = _closed(connection, present, transcript, coder)
    searched = looked.get((transcript, coder), frozenset())
    was_read = searched.issuperset(seen.codebook.codable) and bool(searched)
    return Desk(
        found,
        seen.codebook,
        tuple(_shown(seen.resolution.seen)),
        _is_finished(readings, present, transcript, coder, was_read=was_read),
        len(seen.repairs),
        sum(each.words for each in unseen if (each.transcript, each.coder) == (transcript, coder)),
        present.unit,
        fixed_units(found, present.unit),
        "" if closed is None else str(ToolkitError(transcript, *closed)),
        present.id if present.blind else "",
    )


def _is_finished(
    readings: Iterable[tuple[Assignment, str]],
    present: Round,
    transcript: str,
    coder: str,
    *,
    was_read: bool,
) -> bool:
    """Tell whether a coder has finished a transcript as far as the present round asks for it.

    What they have to read in it, they have to finish in it, whatever they read before. What they do not have
    is finished if it was read before, unless the round is about reading it independently or anew.
    """
    for task, _ in readings:
        if (task.coder, task.transcript, task.round) == (coder, transcript, present.id):
            return task.finished
    return was_read and not (present.anew or present.blind)


def shown_now(study: Study, changed: Iterable[Coding]) -> dict[str, tuple[Coding, ...]]:
    """Return, as `desk` shows them now, the codings of the very passages of some that came or went.

    They stand by the ids of the codings made; one that is not shown has none. What became of a coding does
    not depend on those of other passages, or by others, as long as the transcript was not corrected.
    """
    with study.reading() as connection:
        there = {
            each.id: each
            for made in changed
            for each in codings.rivals(connection, made.coder, made.quotation)
        }
        seen = view(connection, before_them(connection, there.values())).resolution.seen
    shown: dict[str, list[Coding]] = {}
    for each in _shown(seen):
        shown.setdefault(original(each.id), []).append(each)
    return {name: tuple(group) for name, group in shown.items()}


def before_them(connection: Connection, made: Iterable[Coding]) -> list[Coding]:
    """Return the codings coders have before them now: those since pages were last clean."""
    recent = rounds_before_them(connection)
    return [each for each in made if each.round in recent]


def rounds_before_them(connection: Connection) -> frozenset[str]:
    """Return the rounds since pages were last clean."""
    known = rounds.rounds(connection)
    clean = max((place for place, each in enumerate(known) if each.anew), default=0)
    return frozenset(each.id for each in known[clean:])


def _shown(seen: Iterable[Seen]) -> Iterator[Coding]:
    """Yield codings as they are now, each under an id of its own."""
    used: set[str] = set()
    for entry in seen:
        if entry.fate in (*_THERE, "pending"):
            id_ = entry.coding.id if entry.coding.id not in used else f"{entry.coding.id}{_ALSO}{entry.code}"
            used.add(id_)
            is_as_made = (id_, entry.code) == (entry.coding.id, entry.coding.code)
            yield entry.coding if is_as_made else replace(entry.coding, id=id_, code=entry.code)


def original(shown: str) -> str:
    """Return the id of the coding behind one that is shown."""
    return shown.partition(_ALSO)[0]


def find_coding(study: Study, name: str) -> Coding | None:
    """Return the coding with this id, or with that of one that is shown; None if there is none now."""
    with study.reading() as connection:
        return codings.find(connection, original(name))
