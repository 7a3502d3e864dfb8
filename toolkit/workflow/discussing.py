"""Discussing where coders differ: what there is to settle, passage by passage, and what the team says to it.

`adjudicating` lists disagreements code by code and makes the consensus of them; here they are laid out as a
team talks about them, with what each coder has there and has noted, and answered as teams answer: one is
right, or the other, or both, or neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.consensus import Case, Consensus, DisagreementKind, Verdict
from toolkit.model.identifier import new_id
from toolkit.model.lineage import Lineage
from toolkit.model.round import Coder
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile import discuss
from toolkit.reconcile.adjudicate import joined
from toolkit.reconcile.discuss import Ruling, Standing, all_of_it, as_coder_has_it, none_of_it
from toolkit.store import codebooks, memos, rounds, sights, transcripts, verdicts
from toolkit.store.study import Connection, Records, Study
from toolkit.text.words import words as words_within
from toolkit.workflow.citing import followed
from toolkit.workflow.concluding import Concluding
from toolkit.workflow.naming import check_codable, known_transcript
from toolkit.workflow.viewing import Account, Looking, View, views

__all__ = [
    "KINDS",
    "Docket",
    "Standing",
    "State",
    "Wanted",
    "all_of_it",
    "answer",
    "as_coder_has_it",
    "chosen",
    "docket",
    "gathered",
    "give",
    "led_to",
    "none_of_it",
    "passage",
    "take_back",
    "the_case",
    "words",
]

State = Literal["open", "settled", "all"]

KINDS: Final[Mapping[DisagreementKind, str]] = {
    "confusion": "one code or another",
    "omission": "coded or not",
    "boundary": "which words",
    "alone": "one coder alone looked",
    "undecided": "waits since the codebook changed",
    "addition": "added by a verdict",
    "agreed": "agreed, and settled otherwise",
}
"""What coders differ in, in a few words."""
EVERYBODY: Final = ("both", "all")
NOBODY: Final = ("neither", "none")


@dataclass(frozen=True)
class Wanted:
    """Which cases to look at; empty means all.

    Attributes
    ----------
    codes
        Ids of codes, or of themes for all codes under them.
    coders
        One: where they take part. Several: where at least two of them do not say the same.
    boundaries
        Also where only the words differ that all gave a code; these hold up no consensus.
    """

    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    kinds: tuple[DisagreementKind, ...] = ()
    state: State = "open"
    boundaries: bool = False

    def fits(self, case: Case, book: Codebook) -> bool:
        """Tell whether a case is among those wanted, be it open or settled."""
        return (
            (self.boundaries or "boundary" in self.kinds or case.kind != "boundary" or not case.open)
            and (not self.codes or any(_is_of(code, self.codes, book) for code in case.codes))
            and (not self.transcripts or case.transcript in self.transcripts)
            and (not self.kinds or any(each.kind in self.kinds for each in case.disagreements))
            and self._differ(case)
        )

    def _differ(self, case: Case) -> bool:
        if len(set(self.coders)) < 2:  # noqa: PLR2004 - a pair
            return not self.coders or self.coders[0] in case.coders
        sides = [frozenset(side.coders) & frozenset(self.coders) for side in case.sides]
        return sum(map(bool, sides)) > 1


def _is_of(code: str, names: Iterable[str], book: Codebook) -> bool:
    theme = book.theme_of.get(code)
    return any(name in (code, theme and theme.id) for name in names)


@dataclass(frozen=True)
class Docket:
    """All cases there are, in the order of transcripts and text, with what a team needs to talk about them.

    Attributes
    ----------
    cases
        Open and settled ones.
    found
        The consensus they keep from being reached, or were settled for.
    notes
        What a reader has to know about how codings are seen: of all of them, or of those that are compared.
    n_transcripts
        How many there are in the study.
    hidden
        The blind rounds whose codings are hidden from whoever looks: what differs there is not among the
        cases.
    changes
        The change records a verdict may have led to: those of the releases, then those of the draft.
    drafted
        Ids of those that are in the draft only.
    """

    cases: tuple[Case, ...]
    codebook: Codebook
    lineage: Lineage
    found: Consensus
    notes: tuple[str, ...]
    n_transcripts: int
    changes: tuple[CodebookChange, ...]
    drafted: frozenset[str]
    placed: Mapping[str, tuple[Coding, ...]]
    noted: tuple[Memo, ...]
    hidden: tuple[str, ...] = ()

    def only(self, wanted: Wanted) -> tuple[Case, ...]:
        """Return the cases wanted, in the state wanted."""
        return tuple(each for each in self.fitting(wanted) if wanted.state in ("all", _state(each)))

    def fitting(self, wanted: Wanted) -> tuple[Case, ...]:
        """Return the cases wanted in whatever state."""
        return tuple(each for each in self.cases if wanted.fits(each, self.codebook))

    def is_of(self, code: str, names: Iterable[str]) -> bool:
        """Tell whether a code is one of these, or under a theme that is."""
        return _is_of(code, names, self.codebook)

    def there(self, case: Case) -> tuple[Coding, ...]:
        """Return what else the coders of a case have on its words: codes that are not disputed there."""
        disputed = {coding.id for each in case.disagreements for coding in each.codings}
        return tuple(
            coding
            for coding in self.placed.get(case.transcript, ())
            if coding.id not in disputed and coding.coder in case.coders and coding.span.overlaps(case.span)
        )

    @cached_property
    def _memos(self) -> Mapping[tuple[str, str], tuple[Memo, ...]]:
        found: defaultdict[tuple[str, str], list[Memo]] = defaultdict(list)
        for memo in self.noted:
            found[memo.about, memo.subject].append(memo)
        return {subject: tuple(there) for subject, there in found.items()}

    def memos(self, coding: Coding) -> tuple[Memo, ...]:
        """Return the memos about a coding."""
        return self._memos.get(("coding", coding.id), ())

    def memos_beside(self, case: Case) -> tuple[Memo, ...]:
        """Return the memos about the transcript of a case and about its codes."""
        about = [("transcript", case.transcript), *(("code", code) for code in case.codes)]
        return tuple(memo for subject in about for memo in self._memos.get(subject, ()))

    def change(self, name: str) -> CodebookChange | None:
        """Return a change record by its id; None if there is none any more, as a draft can be discarded."""
        return next((each for each in self.changes if each.id == name), None)


def _state(case: Case) -> State:
    return "open" if case.open else "settled"


def docket(study: Study) -> Docket:
    """Return all there is to discuss, at the latest version of the codebook."""
    with study.reading() as connection:
        return gathered(connection)


def gathered(
    connection: Connection,
    at: str | None = None,
    *,
    transcript: str | None = None,
    counting_all: bool = False,
) -> Docket:
    """Return all there is to discuss, within a reading or a transaction; by default at the latest version.

    Parameters
    ----------
    transcript
        Only what is to be discussed in this one.
    counting_all
        Have the notes tell what became of all codings, as a table does, and not just of those that are
        compared. All of them are read for that.
    """
    looking = Looking(connection, at)
    concluding = Concluding(connection, looking.lineage, looking.codebook.version, looking.readings)
    names = transcripts.names(connection)
    compared = concluding.compared if transcript is None else concluding.compared & {transcript}
    texts = {text.id: text for text in transcripts.everything(connection, compared)}
    account = Account(looking.codebook.version)
    made: list[Consensus] = []
    placed: dict[str, tuple[Coding, ...]] = {}
    for share, seen in views(looking, transcripts=names if counting_all else tuple(texts)):
        account += seen.account
        part = concluding.of(seen, [texts[name] for name in share if name in texts])
        made.append(part)
        placed |= _placed(seen, part)
    found = joined(made, looking.codebook.version)
    drafted = codebooks.draft(connection)
    released = looking.lineage.changes
    known = {change.id for change in released}
    fresh = () if drafted is None else tuple(each for each in drafted[0].changes if each.id not in known)
    return Docket(
        discuss.cases(found),
        looking.codebook,
        looking.lineage,
        found,
        (*account.fates, *looking.gaps),
        len(names),
        (*released, *fresh),
        frozenset(change.id for change in fresh),
        placed,
        tuple(followed(connection, memos.everything(connection))),
        sights.of(connection).hidden,
    )


def _placed(seen: View, found: Consensus) -> dict[str, tuple[Coding, ...]]:
    """Return what counts by transcript, where there is something to compare."""
    placed: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in seen.codings:
        if coding.transcript in found.read:
            placed[coding.transcript].append(coding)
    return {name: tuple(there) for name, there in placed.items()}


def passage(study: Study, case: Case) -> Transcript:
    """Return the transcript of a case, to show its words in their context."""
    with study.reading() as connection:
        return known_transcript(connection, case.transcript)


def words(transcript: Transcript, span: Span) -> tuple[Span, ...]:
    """Return the words one can choose from, to say where a passage begins and ends.

    They are those of the turns that the span touches.
    """
    turns = transcript.turns_in(span)
    return tuple(word for turn in turns for word in words_within(transcript.text, turn.span))


# What the team says to it --------------------------------------------------------------------------------


def answer(
    study: Study, case: Case, standing: Standing, *, by: str, reason: str, led: str = ""
) -> tuple[Verdict, ...]:
    """Settle a case, and return the verdicts that this comes to: one for each code and passage.

    Parameters
    ----------
    case
        As it was shown. If anybody changed anything about it since, nothing is recorded.
    standing
        By code, the passages that are to stand; none where the code does not hold. What is not in it stays as
        it is.
    reason
        Why: whoever reads the disagreements later will want to know.
    led
        Id of the change record of the codebook that it led to.

    Raises
    ------
    ToolkitError
        If there is no reason, a code or passage makes no sense, or somebody was first.
    """
    check_reason(reason)
    with study.transaction(Coder(by).name) as records:
        sights.check_whole(records.connection, "settling a disagreement")
        now = gathered(records.connection, transcript=case.transcript)
        if case not in now.cases:
            what = "was settled or coded anew by somebody meanwhile"
            raise ToolkitError(case.name, what, "nothing was recorded: look again")
        text = known_transcript(records.connection, case.transcript)
        found = discuss.rulings(case, standing)
        if not found:
            raise ToolkitError(case.name, "nothing is settled by that", "say what holds there")
        return give(records, text, found, reason, led)


def check_reason(reason: str) -> None:
    """Refuse a verdict without a reason."""
    if not reason.strip():
        raise ToolkitError("the verdict", "has no reason", "say why, in a sentence: others will ask")


def give(
    records: Records,
    text: Transcript,
    rulings: Iterable[Ruling],
    reason: str,
    led: str = "",
) -> tuple[Verdict, ...]:
    """Write verdicts down in the name of who acts, who joins the study if they are new."""
    check_change(records.connection, led)
    book = codebooks.latest(records.connection)
    made = []
    for each in rulings:
        check_codable(book, each.code)
        quotation = Quotation.cut(text, each.span)
        verdict = Verdict(
            new_id(),
            quotation,
            each.code,
            each.holds,
            reason.strip(),
            book.version,
            records.actor,
            records.at,
            led,
        )
        _check_latest(records.connection, verdict)
        made.append(verdict)
    if records.actor not in rounds.coders(records.connection):
        rounds.add_coder(records, Coder(records.actor))
    for verdict in made:
        verdicts.add(records, verdict)
    return tuple(made)


def _check_latest(connection: Connection, verdict: Verdict) -> None:
    """Refuse a verdict over which one holds that is dated later: some computer's clock ran ahead."""
    for other in verdicts.everything(connection):
        rivals = (other.transcript, other.code) == (verdict.transcript, verdict.code)
        if rivals and other.span.overlaps(verdict.span) and other.decided_at > verdict.decided_at:
            what = (
                f"{other.decided_by} settled it at {other.decided_at}, which is later than now and would hold"
            )
            remedy = f"set the clock, or take it back with: reopen STUDY {other.id} --by {verdict.decided_by}"
            raise ToolkitError(f"{verdict.transcript} {verdict.code}", what, remedy)


def check_change(connection: Connection, name: str) -> None:
    """Refuse what is no change record of a release or of the draft; nothing at all is fine."""
    if not name:
        return
    drafted = codebooks.draft(connection)
    known = [*codebooks.lineage(connection).changes, *(drafted[0].changes if drafted else ())]
    if name not in {change.id for change in known}:
        there = ", ".join(dict.fromkeys(change.id for change in known[-_MOST_NAMED:]))
        raise ToolkitError(
            name,
            "is no change record of this codebook or its draft",
            f"the latest are: {there}" if there else "there are none yet",
        )


_MOST_NAMED: Final = 5


def take_back(study: Study, *, by: str) -> tuple[Verdict, ...]:
    """Take back what a person settled last, all of it if one answer came to several verdicts; return it.

    Raises
    ------
    ToolkitError
        If they have settled nothing.
    """
    with study.transaction(Coder(by).name) as records:
        mine = [made for made in verdicts.everything(records.connection) if made.decided_by == by]
        if not mine:
            raise ToolkitError(by, "has settled nothing", "there is nothing to take back")
        last = tuple(made for made in mine if made.decided_at == mine[-1].decided_at)
        for made in last:
            verdicts.remove(records, made)
    return last


def led_to(study: Study, *verdict: str, by: str, change: str) -> str:
    """Say which change of the codebook verdicts led to.

    Often that is known only later, when the change is written: the record tells then how many verdicts, and
    which, made it necessary (see: intercoder codebook changes).

    Parameters
    ----------
    study
        The study file.
    verdict
        Ids of verdicts, as `intercoder disagreements` lists them.
    by
        Who says so.
    change
        Id of a change record of a release or of the draft, as in CR-0007; an empty one says that they led to
        none.
    """
    if not verdict:
        raise ToolkitError("led-to", "no verdict is named", "see the ids in: intercoder disagreements")
    with study.transaction(Coder(by).name) as records:
        sights.check_whole(records.connection, "saying what verdicts led to")
        check_change(records.connection, change)
        for name in dict.fromkeys(verdict):
            known = verdicts.find(records.connection, name)
            if known is None:
                raise ToolkitError(name, "is no verdict of this study", "see: intercoder disagreements")
            if known.led_to != change:
                verdicts.link(records, known, change)
    count = len(set(verdict))
    told = f"led to {change}" if change else "led to no change of the codebook"
    return f"{by} said that {count} {'verdict' if count == 1 else 'verdicts'} {told}"


# On the command line -------------------------------------------------------------------------------------


def chosen(case: Case, choice: str, code: str = "") -> Standing:
    """Return what stands if somebody is right, as the command line names them.

    Parameters
    ----------
    choice
        The name of a coder; both or all; neither or none.
    code
        Only about this code of the case, if one is named.
    """
    said = [name for side in case.sides for name in side.coders]
    if choice in said:
        standing = as_coder_has_it(case, choice)
    elif choice in EVERYBODY:
        standing = all_of_it(case)
    elif choice in NOBODY:
        standing = none_of_it(case)
    else:
        there = ", ".join([*said, EVERYBODY[0], NOBODY[0]])
        raise ToolkitError(choice, f"says nothing about {case.name}", f"choose one of: {there}")
    return {name: spans for name, spans in standing.items() if code in ("", name)}


def the_case(found: Sequence[Case], transcript: str, span: Span, code: str = "") -> Case:
    """Return the case on some words, about a code if one is named; an open one, if there is one.

    Raises
    ------
    ToolkitError
        If there is none, or several.
    """
    there = [
        each
        for each in found
        if each.transcript == transcript and each.span.overlaps(span) and (not code or code in each.codes)
    ]
    there = [each for each in there if each.open] or there
    exact = [each for each in there if each.span == span] or there
    disputed = [each for each in exact if each.kind != "boundary"] or exact
    where = f"{transcript}:{span.start}-{span.end}"
    if not disputed:
        raise ToolkitError(where, "coders do not differ there", "see: intercoder disagreements")
    if len(disputed) > 1:
        told = "; ".join(f"{each.name} ({', '.join(each.codes)})" for each in disputed)
        raise ToolkitError(where, f"there are several cases: {told}", "name one with --case, or a --code")
    return disputed[0]
