"""Receiving a coder's work from another copy of the study: what is new of it is added, all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.proposal import Proposal
from toolkit.model.round import Coder
from toolkit.model.submission import Submission
from toolkit.model.transcript import Transcript
from toolkit.store import acts, codebooks, codings, memos, proposals, rounds, sights, transcripts, verdicts
from toolkit.store.study import Connection, Records
from toolkit.workflow.arranging import is_whole
from toolkit.workflow.gathering import all_of


class _Ground(NamedTuple):
    """What the work rests on, as it is here: texts, codebooks, and ids of codes its coder proposed."""

    texts: Mapping[str, Transcript]
    books: Mapping[str, Codebook]
    proposed: Container[str]


def receive(records: Records, submission: Submission) -> str:
    """Add what is new of a coder's work; return what became of it.

    Raises
    ------
    ToolkitError
        If texts, codebooks, rounds or codings it rests on are not those of the study.
    """
    connection = records.connection
    sights.check_whole(connection, "taking in a coder's work")
    _check_rounds(connection, submission)
    texts = _check_texts(connection, submission)
    books = _check_codebooks(connection, submission)
    mine = (*submission.proposals, *proposals.everything(connection, coder=submission.coder))
    ground = _Ground(texts, books, frozenset(each.code for each in mine))
    fates = all_of(lambda coding: _fate(connection, coding, ground), submission.codings)
    judged = all_of(lambda verdict: _verdict_fate(connection, verdict, ground), submission.verdicts)
    if submission.coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(submission.coder))
    proposed = list(_take_over_proposals(records, submission))
    _take_over_assignments(records, submission, texts)
    for coding, fate in zip(submission.codings, fates, strict=True):
        if fate == "added":
            codings.add(records, coding)
    for verdict, fate in zip(submission.verdicts, judged, strict=True):
        if fate == "added":
            verdicts.add(records, verdict)
    noted = list(_take_over_memos(records, submission))
    tallies = (
        _counted(fates, "codings"),
        _counted(judged, "verdicts"),
        _counted(proposed, "proposals"),
        _counted(noted, "memos"),
    )
    told = ", ".join(chain.from_iterable(tallies))
    new = (coding for coding, fate in zip(submission.codings, fates, strict=True) if fate == "added")
    told += "".join(_off_units(connection, new, texts))
    here = codings.everything(connection, coders=[submission.coder])
    missing = len({coding.id for coding in here} - {coding.id for coding in submission.codings})
    if missing:
        told += f", {missing} codings here are not in the bundle"
    return told or "no codings"


def _off_units(
    connection: Connection, new: Iterable[Coding], texts: Mapping[str, Transcript]
) -> Iterator[str]:
    """Say how many codings are on no whole units of rounds that have them: made before the round had."""
    units = {each.id: each.unit for each in rounds.rounds(connection)}
    count: Counter[str] = Counter()
    for coding in new:
        newest = texts[coding.transcript]
        text = _quoted(connection, f"coding {coding.id}", coding.quotation, newest)
        if not is_whole(text, coding.span, units[coding.round]):
            count[coding.round] += 1
    for name, found in sorted(count.items()):
        yield f", of them {found} not on whole {units[name]}s, which round {name} codes"


def _quoted(connection: Connection, where: str, quotation: Quotation, newest: Transcript) -> Transcript:
    """Return the revision that is quoted: the one the coder had last, or an earlier one."""
    revision = quotation.revision
    found = newest if revision == newest.revision else None
    if revision < newest.revision:
        found = transcripts.find(connection, newest.id, revision)
    if found is None:
        what = f"quotes revision {revision} of {newest.id}, whose text is revision {newest.revision} here"
        raise ToolkitError(where, what, "give the coder a copy of this study to work in")
    return found


def _take_over_assignments(records: Records, submission: Submission, texts: Mapping[str, Transcript]) -> None:
    """Add assignments and what was finished since; what is finished here stays so."""
    here = {
        (task.transcript, task.round): task
        for task in rounds.assignments(records.connection)
        if task.coder == submission.coder
    }
    for given in submission.assignments:
        task = replace(given, revision=min(given.revision, texts[given.transcript].revision))
        known = here.get((task.transcript, task.round))
        if known is None or (task.finished and not known.finished):
            rounds.assign(records, task)


def _take_over_memos(records: Records, submission: Submission) -> Iterator[str]:
    """Add memos and what was changed in them since; yield what became of each that was not there as it is.

    A memo has one author, so that of two states the later is what they meant; one that was removed here stays
    so.
    """
    for memo in submission.memos:
        present = memos.find(records.connection, memo.id)
        if present is None and acts.is_done(records.connection, memo.id, "memo"):
            yield "were removed here"
        elif present is None:
            memos.add(records, memo)
            yield "added"
        elif (present.about, present.subject, present.author) != (memo.about, memo.subject, memo.author):
            what = "is in the study with other content"
            raise ToolkitError(f"memo {memo.id}", what, "settle with the coder which one is right")
        elif present.made_at < memo.made_at:
            memos.keep(records, memo, present)
            yield "changed"
        elif present != memo:
            yield "were newer here"


def _take_over_proposals(records: Records, submission: Submission) -> Iterator[str]:
    """Add proposed codes; yield what became of each that was not there as it is.

    One that was withdrawn here stays so, unless codings come along that have it.
    """
    connection = records.connection
    used = {coding.code for coding in submission.codings}
    mine = {each.code: each for each in proposals.everything(connection, coder=submission.coder)}
    for proposal in submission.proposals:
        present = mine.get(proposal.code) or proposals.find(connection, proposal.id)
        if present is not None:
            _check_same(proposal, present)
        elif not proposals.was_ever_made(connection, proposal.id):
            proposals.add(records, proposal)
            yield "added"
        elif proposal.code in used:
            proposals.restore(records, proposal)
            yield "restored"
        else:
            yield "were withdrawn here"


def _check_same(proposal: Proposal, present: Proposal) -> None:
    """Refuse another proposal under the id of one; one code proposed in two copies is one code."""
    if present.id == proposal.id and present != proposal:
        what = "is in the study with other content"
        raise ToolkitError(f"proposal {proposal.id}", what, "settle with the coder which one is right")


def _check_rounds(connection: Connection, submission: Submission) -> None:
    known = {known.id for known in rounds.rounds(connection)}
    used = {made.round for made in submission.assignments} | {made.round for made in submission.codings}
    for name in sorted(used - known):
        raise ToolkitError(
            f"work of {submission.coder}", f"belongs to round {name!r}, which is not in this study"
        )


def _check_texts(connection: Connection, submission: Submission) -> dict[str, Transcript]:
    """Return the transcripts the work rests on; refuse it if one is missing or reads differently here.

    Work on a text that was corrected here since is as welcome as that on the present one.
    """

    def same(name: str) -> Transcript:
        there = transcripts.revisions(connection, name)
        had = [revision for revision, sha256 in there.items() if sha256 == submission.texts[name]]
        known = transcripts.find(connection, name, had[-1]) if had else None
        if known is None:
            problem = "has another text in this study" if there else "is not in this study"
            where = f"work of {submission.coder}"
            raise ToolkitError(where, f"transcript {name} {problem}", "import the transcript it was made on")
        return known

    return dict(zip(submission.texts, all_of(same, submission.texts), strict=True))


def _check_codebooks(connection: Connection, submission: Submission) -> dict[str, Codebook]:
    """Return the codebooks the work was made under; refuse it if one is missing or differs here."""

    def same(version: str) -> Codebook:
        known = codebooks.find(connection, version)
        if known is None or known.sha256 != submission.codebooks[version]:
            problem = "is not in this study" if known is None else "differs from the one in this study"
            where = f"work of {submission.coder}"
            raise ToolkitError(where, f"codebook {version} {problem}", "use the codebook it was made under")
        return known

    return dict(zip(submission.codebooks, all_of(same, submission.codebooks), strict=True))


def _counted(fates: Iterable[str], what: str) -> Iterator[str]:
    return (f"{count} {what} {fate}" for fate, count in sorted(Counter(fates).items()))


def _fate(
    connection: Connection,
    coding: Coding,
    ground: _Ground,
) -> str:
    """Tell what is to become of a coding; refuse one that contradicts text, codebook or its namesake."""
    present = codings.find(connection, coding.id)
    _check_quoting(connection, coding, present, ground)
    if present is not None:
        return "were there"
    return "were removed here" if codings.was_ever_added(connection, coding.id) else "added"


def _verdict_fate(
    connection: Connection,
    verdict: Verdict,
    ground: _Ground,
) -> str:
    """Tell what is to become of a verdict; refuse one that contradicts text, codebook or its namesake."""
    present = verdicts.find(connection, verdict.id)
    _check_quoting(connection, verdict, present, ground)
    if present is not None:
        return "were there"
    return "were withdrawn here" if verdicts.was_ever_given(connection, verdict.id) else "added"


def _check_quoting(
    connection: Connection,
    made: Coding | Verdict,
    present: Coding | Verdict | None,
    ground: _Ground,
) -> None:
    """Refuse what contradicts its namesake here, the codebook it was made under or the text it quotes."""
    where = f"{'coding' if isinstance(made, Coding) else 'verdict'} {made.id}"
    codebook = ground.books[made.codebook_version]
    transcript = _quoted(connection, where, made.quotation, ground.texts[made.transcript])
    if present is not None and present != made:
        what = "is in the study with other content"
        raise ToolkitError(where, what, "settle with the coder which one is right")
    proposed = isinstance(made, Coding) and made.code in ground.proposed
    if made.code not in codebook.code and made.code not in codebook.codable and not proposed:
        raise ToolkitError(where, f"uses the code {made.code!r}, which codebook {codebook.version} lacks")
    if made.quotation != Quotation.cut(transcript, made.span):
        raise ToolkitError(where, f"does not quote what stands at its positions in {transcript.id}")
