"""Receiving a coder's work from another copy of the study: what is new of it is added, all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import Verdict
from toolkit.model.round import Coder
from toolkit.model.submission import Submission
from toolkit.model.transcript import Transcript
from toolkit.store import acts, codebooks, codings, memos, rounds, transcripts, verdicts
from toolkit.store.study import Connection, Records
from toolkit.workflow.gathering import all_of


def receive(records: Records, submission: Submission) -> str:
    """Add what is new of a coder's work; return what became of it.

    Raises
    ------
    ToolkitError
        If texts, codebooks, rounds or codings it rests on are not those of the study.
    """
    connection = records.connection
    _check_rounds(connection, submission)
    texts = _check_texts(connection, submission)
    books = _check_codebooks(connection, submission)
    fates = all_of(lambda coding: _fate(connection, coding, texts, books), submission.codings)
    judged = all_of(lambda verdict: _verdict_fate(connection, verdict, texts, books), submission.verdicts)
    if submission.coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(submission.coder))
    _take_over_assignments(records, submission)
    for coding, fate in zip(submission.codings, fates, strict=True):
        if fate == "added":
            codings.add(records, coding)
    for verdict, fate in zip(submission.verdicts, judged, strict=True):
        if fate == "added":
            verdicts.add(records, verdict)
    noted = list(_take_over_memos(records, submission))
    tallies = (_counted(fates, "codings"), _counted(judged, "verdicts"), _counted(noted, "memos"))
    told = ", ".join(chain.from_iterable(tallies))
    here = codings.everything(connection, coders=[submission.coder])
    missing = len({coding.id for coding in here} - {coding.id for coding in submission.codings})
    if missing:
        told += f", {missing} codings here are not in the bundle"
    return told or "no codings"


def _take_over_assignments(records: Records, submission: Submission) -> None:
    """Add assignments and what was finished since; what is finished here stays so."""
    here = {
        (task.transcript, task.round): task
        for task in rounds.assignments(records.connection)
        if task.coder == submission.coder
    }
    for task in submission.assignments:
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


def _check_rounds(connection: Connection, submission: Submission) -> None:
    known = {known.id for known in rounds.rounds(connection)}
    used = {made.round for made in submission.assignments} | {made.round for made in submission.codings}
    for name in sorted(used - known):
        raise ToolkitError(
            f"work of {submission.coder}", f"belongs to round {name!r}, which is not in this study"
        )


def _check_texts(connection: Connection, submission: Submission) -> dict[str, Transcript]:
    """Return the transcripts the work rests on; refuse it if one is missing or reads differently here."""

    def same(name: str) -> Transcript:
        known = transcripts.find(connection, name)
        if known is None or known.sha256 != submission.texts[name]:
            problem = "is not in this study" if known is None else "has another text in this study"
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
    texts: Mapping[str, Transcript],
    books: Mapping[str, Codebook],
) -> str:
    """Tell what is to become of a coding; refuse one that contradicts text, codebook or its namesake."""
    present = codings.find(connection, coding.id)
    _check_quoting(f"coding {coding.id}", coding, present, texts, books)
    if present is not None:
        return "were there"
    return "were removed here" if codings.was_ever_added(connection, coding.id) else "added"


def _verdict_fate(
    connection: Connection,
    verdict: Verdict,
    texts: Mapping[str, Transcript],
    books: Mapping[str, Codebook],
) -> str:
    """Tell what is to become of a verdict; refuse one that contradicts text, codebook or its namesake."""
    present = verdicts.find(connection, verdict.id)
    _check_quoting(f"verdict {verdict.id}", verdict, present, texts, books)
    if present is not None:
        return "were there"
    return "were withdrawn here" if verdicts.was_ever_given(connection, verdict.id) else "added"


def _check_quoting(
    where: str,
    made: Coding | Verdict,
    present: Coding | Verdict | None,
    texts: Mapping[str, Transcript],
    books: Mapping[str, Codebook],
) -> None:
    """Refuse what contradicts its namesake here, the codebook it was made under or the text it quotes."""
    transcript, codebook = texts[made.transcript], books[made.codebook_version]
    if present is not None and present != made:
        what = "is in the study with other content"
        raise ToolkitError(where, what, "settle with the coder which one is right")
    if made.code not in codebook.code and made.code not in codebook.codable:
        raise ToolkitError(where, f"uses the code {made.code!r}, which codebook {codebook.version} lacks")
    if made.quotation != Quotation.cut(transcript, made.span):
        raise ToolkitError(where, f"does not quote what stands at its positions in {transcript.id}")
