"""From several readings to one: where coders differ, what the team settled, and the consensus that gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.errors import ToolkitError
from toolkit.model.coding import Quotation
from toolkit.model.consensus import Consensus, Disagreement, Verdict
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.adjudicate import adjudicate, followed
from toolkit.store import codebooks, codings, rounds, transcripts, verdicts
from toolkit.store.study import Connection, Study
from toolkit.workflow.correcting import corrected
from toolkit.workflow.naming import check_codable, check_coders, known_transcript
from toolkit.workflow.viewing import View, complete, view


def consensus_in(connection: Connection, seen: View, texts: Sequence[Transcript]) -> Consensus:
    """Return what all coders' readings and the team's verdicts come to at the version of a view.

    Parameters
    ----------
    seen
        With the codings of every coder.
    """
    version = seen.codebook.version
    looked = complete(seen.lineage, version, rounds.readings(connection))
    settled = followed(_in_place(connection), seen.lineage, version)
    displaced = [repair.coding for repair in seen.repairs]
    return adjudicate(texts, seen.resolution, looked, settled, displaced)


def _in_place(connection: Connection) -> tuple[Verdict, ...]:
    """Return the verdicts as they stand in the latest texts; what has no sure place there is open again."""
    given = {verdict.id: verdict for verdict in verdicts.everything(connection)}
    now = corrected(connection, [verdict.as_coding() for verdict in given.values()])
    return tuple(replace(given[coding.id], quotation=coding.quotation) for coding in now.codings)


def told(found: Consensus, n_transcripts: int) -> tuple[str, ...]:
    """Say for how much there is a consensus, how it came about, and what is still open."""
    if not found.read:
        return ()
    n_settled = sum(not each.open for each in found.disagreements)
    reached = f"Consensus of coders reached for {len(found.reached)} of {n_transcripts} transcripts"
    sentences = [f"{reached}; disagreements settled: {n_settled}."]
    if found.answered:
        sentences.append(f"Verdicts answer for {found.answered} of the codings that wait.")
    if found.unsettled:
        each = ", ".join(f"{name} ({count})" for name, count in found.unsettled.items())
        sentences.append(f"Still open, so that no consensus counts there: {each}.")
    return tuple(sentences)


def _gathered(study: Study, at: str | None) -> tuple[Consensus, tuple[Transcript, ...], tuple[str, ...]]:
    """Return the consensus, the transcripts, and the notes of a table about them."""
    with study.reading() as connection:
        texts = transcripts.everything(connection)
        seen = view(connection, codings.everything(connection), at)
        found = consensus_in(connection, seen, texts)
    notes = (f"Codebook version {found.version}.", *told(found, len(texts)), *seen.notes)
    return found, texts, tuple(filter(None, (*notes, study.profile.notice)))


def consensus(study: Study, *, at: str | None = None) -> Table:
    """List what stands in the consensus: what all coders agree on, and what the team settled.

    A passage stands if every coder who has read the transcript to the end gave it the code; where they
    differ, a verdict decides (see: intercoder settle). Only transcripts on which nothing is open are listed.

    Parameters
    ----------
    study
        The study file.
    at
        See it at this codebook version; by default the latest.
    """
    found, texts, notes = _gathered(study, at)
    participants = {text.id: text.participant for text in texts}
    settled = {each.id: each for dispute in found.disagreements for each in dispute.verdicts}
    rows: list[tuple[Value, ...]] = []
    for coding in found.codings:
        if coding.transcript in found.reached:
            verdict = settled.get(coding.id)
            rows.append(
                (
                    coding.transcript,
                    participants[coding.transcript],
                    coding.code,
                    coding.span.start,
                    coding.span.end,
                    coding.quotation.text,
                    "settled" if verdict else "agreed",
                    verdict.decided_by if verdict else "",
                    verdict.reason if verdict else "",
                )
            )
    columns = (
        *(Column(name) for name in ("transcript", "participant", "code")),
        Column("start", "count"),
        Column("end", "count"),
        *(Column(name) for name in ("quotation", "basis", "settled_by", "reason")),
    )
    return Table("Consensus", columns, tuple(rows), notes)


def disagreements(
    study: Study,
    *,
    transcript: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    coder: tuple[str, ...] = (),
    unsettled: bool = False,
    at: str | None = None,
) -> Table:
    """List where coders differ, passage by passage, and what the team settled about it.

    Only coders count who have read the transcript to the end; of a code somebody did not look for, their
    silence is no disagreement. A coder is undecided whose coding of the passage waits since the codebook
    changed and may come to this code. Settle with: intercoder settle.

    Parameters
    ----------
    study
        The study file.
    transcript
        Only in these transcripts.
    code
        Only about these codes.
    coder
        Only where these coders differ from one another; where this one differs from anybody, if it is one.
    unsettled
        Only what is still open.
    at
        See it at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        for name in transcript:
            known_transcript(connection, name)
        check_coders(connection, coder)
    found, texts, notes = _gathered(study, at)
    by_id = {text.id: text for text in texts}
    rows = tuple(
        _row(each, by_id[each.quotation.transcript])
        for each in found.disagreements
        if (not transcript or each.quotation.transcript in transcript)
        and (not code or each.code in code)
        and _differ(each, coder)
        and (each.open or not unsettled)
    )
    columns = (
        Column("transcript"),
        Column("turn", "count"),
        Column("code"),
        Column("start", "count"),
        Column("end", "count"),
        *(Column(name) for name in ("quotation", "coded_by", "passed_by", "undecided")),
        *(Column(name) for name in ("verdict", "settled_as")),
        *(Column(name) for name in ("reason", "settled_by", "settled_at", "id")),
    )
    return Table("Disagreements", columns, rows, notes)


def _differ(each: Disagreement, coders: Sequence[str]) -> bool:
    """Tell whether these coders take different sides; of a single one, whether they are on any."""
    sides = (each.coded_by, each.passed_by, each.undecided)
    taken = sum(any(name in side for name in coders) for side in sides)
    return not coders or taken > (len(set(coders)) > 1)


def _row(each: Disagreement, text: Transcript) -> tuple[Value, ...]:
    return (
        text.id,
        text.turns_in(each.quotation.span)[0].number,
        each.code,
        each.quotation.span.start,
        each.quotation.span.end,
        each.quotation.text,
        ", ".join(each.coded_by),
        ", ".join(each.passed_by),
        ", ".join(each.undecided),
        _verdict(each),
        "; ".join(made.quotation.text for made in each.verdicts if made.holds),
        "; ".join(made.reason for made in each.verdicts),
        ", ".join(dict.fromkeys(made.decided_by for made in each.verdicts)),
        ", ".join(dict.fromkeys(made.decided_at for made in each.verdicts)),
        ", ".join(made.id for made in each.verdicts),
    )


def _verdict(each: Disagreement) -> str:
    """Say in a word what was settled."""
    if each.open:
        return "open"
    if not any(made.holds for made in each.verdicts):
        return "does not hold"
    return "holds" if each.coded_by or each.undecided else "added"


def settle(
    study: Study,
    *,
    transcript: str,
    code: str,
    start: int,
    end: int,
    by: str,
    reason: str = "",
    reject: bool = False,
) -> str:
    """Settle whether a code holds on a passage, for the consensus.

    The verdict answers for every coding of this code there is now that overlaps the passage; the codings
    themselves stay as they were made, and agreement goes on to compare those. It may also give the code to a
    passage that all coders passed over. Of verdicts that overlap, the later holds. A verdict counts as soon
    as two coders have read the transcript to the end.

    Parameters
    ----------
    study
        The study file.
    transcript
        Id of the transcript.
    code
        Id of an active code.
    start, end
        The passage as it is to stand, in characters (Unicode code points) from the start of the text; `end`
        is not included. See: intercoder disagreements.
    by
        Who records it.
    reason
        Why: worth a sentence, for whoever reads the disagreements later.
    reject
        The code does not hold there.
    """
    with study.transaction(Coder(by).name) as records:
        text = known_transcript(records.connection, transcript)
        book = codebooks.latest(records.connection)
        check_codable(book, code)
        quotation = Quotation.cut(text, Span(start, end))
        verdict = Verdict(
            new_id(), quotation, code, not reject, reason, book.version, records.actor, records.at
        )
        _check_latest(records.connection, verdict)
        if by not in rounds.coders(records.connection):
            rounds.add_coder(records, Coder(by))
        verdicts.add(records, verdict)
    said = "does not hold" if reject else "holds"
    return f"{by} settled {transcript} {start}-{end}: {code} {said} (verdict {verdict.id})"


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


def reopen(study: Study, *verdict: str, by: str) -> str:
    """Take verdicts back: what they settled is open again.

    Parameters
    ----------
    study
        The study file.
    verdict
        Ids of verdicts, as `intercoder disagreements` lists them.
    by
        Who takes them back.
    """
    if not verdict:
        raise ToolkitError("reopen", "no verdict is named", "see the ids in: intercoder disagreements")
    with study.transaction(Coder(by).name) as records:
        for name in dict.fromkeys(verdict):
            known = verdicts.find(records.connection, name)
            if known is None:
                raise ToolkitError(name, "is no verdict of this study", "see: intercoder disagreements")
            verdicts.remove(records, known)
    count = len(set(verdict))
    return f"{by} took back {count} {'verdict' if count == 1 else 'verdicts'}"
