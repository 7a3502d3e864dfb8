"""From several readings to one: where coders differ, what the team settled, and the consensus that gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.coding import Quotation
from toolkit.model.consensus import Consensus, Disagreement, Verdict
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.adjudicate import adjudicate, followed
from toolkit.store import codebooks, codings, rounds, sights, transcripts, verdicts
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


_CONSENSUS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("participant", meaning="Who was interviewed; empty if the transcript names nobody."),
    Column("code", meaning="Id of the code."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("quotation", meaning="The words of the passage."),
    Column("basis", meaning="agreed, if every coder who read it gave the code; settled, by a verdict."),
    Column("settled_by", heading="Settled by", meaning="Who recorded the verdict."),
    Column("reason", meaning="Why it was settled so."),
)


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
    return Table("Consensus", _CONSENSUS, tuple(rows), notes)


def disagreements(
    study: Study,
    *,
    transcript: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    coder: tuple[str, ...] = (),
    unsettled: bool = False,
    paired: bool = False,
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
    paired
        A row for each stretch of text and pair of coders who differ on it, with the codes each gave and the
        change records about these codes, as a paper's supplement lists them.
    at
        See it at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        for name in transcript:
            known_transcript(connection, name)
        check_coders(connection, coder)
    found, texts, notes = _gathered(study, at)
    by_id = {text.id: text for text in texts}
    listed = tuple(
        each
        for each in found.disagreements
        if (not transcript or each.quotation.transcript in transcript)
        and (not code or each.code in code)
        and _differ(each, coder)
        and (each.open or not unsettled)
    )
    if paired:
        with study.reading() as connection:
            changes = codebooks.lineage(connection).changes
        return Table("Disagreements by pairs of coders", _PAIRED, tuple(_pairs(listed, changes)), notes)
    rows = tuple(_row(each, by_id[each.quotation.transcript]) for each in listed)
    return Table("Disagreements", _COLUMNS, rows, notes)


_COLUMNS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("turn", "count", meaning="Number of the turn in which the passage begins."),
    Column("code", meaning="Id of the code somebody gave and somebody did not."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("quotation", meaning="The words that the codings of the code, and the verdict, cover together."),
    Column("coded_by", heading="Coded by", meaning="Coders who gave the code."),
    Column("passed_by", heading="Passed by", meaning="Coders who looked for the code and did not give it."),
    Column("undecided", meaning="Coders whose coding here waits since the codebook changed."),
    Column("verdict", meaning="open; holds; does not hold; or added, where no coder had given the code."),
    Column("settled_as", heading="Settled as", meaning="The words that stand in the consensus."),
    Column("reason", meaning="Why it was settled so."),
    Column("settled_by", heading="Settled by", meaning="Who recorded the verdict."),
    Column("settled_at", heading="Settled at", meaning="When, in UTC."),
    Column("id", meaning="Id of the verdict."),
)
_PAIRED: Final = (
    Column("document", heading="Transcript", meaning="Id of the transcript."),
    Column(
        "segment",
        meaning="Positions, from the first character to the one behind the last, of a stretch in which "
        "passages that coders disagree on overlap.",
    ),
    Column("coder_a", heading="Coder", meaning="One of two coders, the first by name."),
    Column("coder_b", heading="Other coder", meaning="The other of the two."),
    Column("codes_a", heading="Codes of the one", meaning="Codes coder_a gave there that coder_b did not."),
    Column("codes_b", heading="Codes of the other", meaning="Codes coder_b gave there that coder_a did not."),
    Column("verdict", meaning="What was settled about each of these codes."),
    Column(
        "codebook_change",
        heading="Codebook changes",
        meaning="Change records of any version about these codes, with what was done.",
    ),
)


def _pairs(listed: Sequence[Disagreement], changes: Sequence[CodebookChange]) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each stretch and each two coders who differ on it."""
    for span, within in _stretches(listed):
        coders = sorted({name for each in within for name in (*each.coded_by, *each.passed_by)})
        for a, b in combinations(coders, 2):
            by_a = [each for each in within if a in each.coded_by and b in each.passed_by]
            by_b = [each for each in within if b in each.coded_by and a in each.passed_by]
            differing = [each for each in within if each in by_a or each in by_b]
            if differing:
                codes = {each.code for each in differing}
                yield (
                    *(within[0].quotation.transcript, f"{span.start}-{span.end}", a, b),
                    *("; ".join(dict.fromkeys(each.code for each in side)) for side in (by_a, by_b)),
                    "; ".join(f"{each.code}: {_verdict(each)}" for each in differing),
                    "; ".join(
                        f"{change.id} ({change.op}, {change.version})"
                        for change in changes
                        if codes & {*change.subjects, *change.results}
                    ),
                )


def _stretches(listed: Sequence[Disagreement]) -> Iterator[tuple[Span, list[Disagreement]]]:
    """Yield what overlaps in one transcript together, in the order of transcripts and positions."""
    by_transcript: dict[str, list[Disagreement]] = {}
    for each in listed:
        by_transcript.setdefault(each.quotation.transcript, []).append(each)
    for found in by_transcript.values():
        held: list[Disagreement] = []
        end = 0
        for each in sorted(found, key=lambda one: one.quotation.span):
            if held and each.quotation.span.start >= end:
                yield Span(held[0].quotation.span.start, end), held
                held = []
            held = [*held, each]
            end = max(end if len(held) > 1 else 0, each.quotation.span.end)
        yield Span(held[0].quotation.span.start, end), held


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
        sights.check_whole(records.connection, "settling a disagreement")
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
