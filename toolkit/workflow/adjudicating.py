"""From several readings to one: where coders differ, what the team settled, and the consensus that gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.coding import Quotation
from toolkit.model.consensus import CONSENSUS, Case, Consensus, Disagreement, DisagreementKind
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.discuss import Ruling, rulings
from toolkit.store import sights, transcripts, verdicts
from toolkit.store.study import Study
from toolkit.workflow import discussing
from toolkit.workflow.concluding import consensus_in, told
from toolkit.workflow.discussing import Docket, Wanted
from toolkit.workflow.naming import check_coders, known_transcript

__all__ = ["consensus", "consensus_in", "disagreements", "reopen", "settle", "told"]


def _gathered(study: Study, at: str | None) -> tuple[Consensus, Mapping[str, str], tuple[str, ...]]:
    """Return the consensus, who was interviewed by transcript, and the notes of a table about it."""
    with study.reading() as connection:
        there = discussing.gathered(connection, at, counting_all=True)
        persons = transcripts.persons(connection)
    return there.found, persons, _notes(study, there.found, there.n_transcripts, there.notes)


def _notes(study: Study, found: Consensus, n_transcripts: int, more: Sequence[str]) -> tuple[str, ...]:
    notes = (f"Codebook version {found.version}.", *told(found, n_transcripts), *more, study.profile.notice)
    return tuple(filter(None, notes))


_CONSENSUS: Final = (
    Column("transcript", meaning="Id of the transcript."),
    Column("participant", meaning="Who was interviewed; empty if the transcript names nobody."),
    Column("code", meaning="Id of the code."),
    Column("start", "count", meaning="First character of the passage, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
    Column("quotation", meaning="The words of the passage."),
    Column("coder", meaning="Always consensus: no coder made it, it is derived from all of their codings."),
    Column("coders", meaning="Coders who gave it the code themselves."),
    Column("basis", meaning="agreed, if every coder who read it gave the code; settled, by a verdict."),
    Column("settled_by", heading="Settled by", meaning="Who recorded the verdict."),
    Column("reason", meaning="Why it was settled so."),
    Column("led_to", heading="Led to", meaning="Id of the change record that the verdict led to."),
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
    found, participants, notes = _gathered(study, at)
    settled = {made.id: (each, made) for each in found.disagreements for made in each.verdicts}
    rows: list[tuple[Value, ...]] = []
    for coding in found.codings:
        if coding.transcript in found.reached:
            dispute, verdict = settled.get(coding.id, (None, None))
            rows.append(
                (
                    coding.transcript,
                    participants[coding.transcript],
                    coding.code,
                    coding.span.start,
                    coding.span.end,
                    coding.quotation.text,
                    CONSENSUS,
                    ", ".join(dispute.coded_by if dispute else found.agreed[coding.id, coding.code]),
                    "settled" if verdict else "agreed",
                    verdict.decided_by if verdict else "",
                    verdict.reason if verdict else "",
                    verdict.led_to if verdict else "",
                )
            )
    title = f"Consensus at codebook {found.version}, derived from codings and verdicts"
    return Table(title, _CONSENSUS, tuple(rows), notes)


def disagreements(
    study: Study,
    *,
    transcript: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    coder: tuple[str, ...] = (),
    kind: tuple[DisagreementKind, ...] = (),
    open: bool = False,  # noqa: A002 - the word for it; no file is opened here
    paired: bool = False,
    at: str | None = None,
) -> Table:
    """List where coders differ, passage by passage, and what the team settled about it.

    Only coders count who have read the transcript to the end; of a code somebody did not look for, their
    silence is no disagreement. A coder is undecided whose coding of the passage waits since the codebook
    changed and may come to this code. What shares words is one case to discuss. Settle with: intercoder
    settle.

    Parameters
    ----------
    study
        The study file.
    transcript
        Only in these transcripts.
    code
        Only about these codes, or codes of these themes.
    coder
        Only where these coders differ from one another, a pair or more of them; where this one differs from
        anybody, if it is one.
    kind
        Only what coders differ in so: confusion, one gave this code and another a different one; omission,
        one gave it and another gave none instead; boundary, all gave it to different words, which is listed
        only if asked for, as it holds up no consensus; alone, nobody else looked for it; undecided, codings
        wait since the codebook changed; addition, a verdict gave it to a passage all passed over; agreed, a
        verdict says otherwise than all coders.
    open
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
        there = discussing.gathered(connection, at, counting_all=True)
        by_id = {text.id: text for text in transcripts.everything(connection, frozenset(there.found.read))}
    notes = _notes(study, there.found, there.n_transcripts, there.notes)
    wanted = Wanted((), (), transcript, kind, "open" if open else "all")
    listed = [
        (each, case)
        for case in there.only(wanted)
        for each in case.disagreements
        if (not code or there.is_of(each.code, code))
        and (not kind or each.kind in kind)
        and _differ(each, coder)
    ]
    if paired:
        pairs = _pairs([each for each, _ in listed], there.lineage.changes)
        return Table("Disagreements by pairs of coders", _PAIRED, tuple(pairs), notes)
    rows = tuple(_row(each, case, there, by_id[each.quotation.transcript]) for each, case in listed)
    return Table("Disagreements", _COLUMNS, rows, (*_boundaries(there.found, kind), *notes))


def _boundaries(found: Consensus, kind: Sequence[DisagreementKind]) -> Iterator[str]:
    if found.boundaries and "boundary" not in kind:
        count = len(found.boundaries)
        yield f"Not listed, as all gave the code and only its words differ: {count} (see: --kind boundary)."


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
    Column(
        "kind",
        meaning="What coders differ in: confusion, omission, boundary, alone, undecided, addition or agreed.",
    ),
    Column("case", meaning="Transcript and positions of all that is to be discussed together."),
    Column("led_to", heading="Led to", meaning="Id of the change record that the verdict led to."),
    Column("memos", meaning="What coders noted about their codings here, with their names."),
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
    if each.kind == "boundary" and len(set(coders)) > 1:
        return len({each.given_by(name) for name in coders if name in each.coded_by}) > 1
    taken = sum(any(name in side for name in coders) for side in sides)
    return not coders or taken > (len(set(coders)) > 1)


def _row(each: Disagreement, case: Case, there: Docket, text: Transcript) -> tuple[Value, ...]:
    noted = [memo for coding in each.codings for memo in there.memos(coding)]
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
        each.kind,
        case.name,
        ", ".join(dict.fromkeys(made.led_to for made in each.verdicts if made.led_to)),
        "; ".join(f"{memo.author}: {memo.text}" for memo in noted),
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
    by: str,
    reason: str = "",
    case: str = "",
    transcript: str = "",
    code: str = "",
    start: int | None = None,
    end: int | None = None,
    span: str = "",
    choice: str = "",
    reject: bool = False,
    led_to: str = "",
) -> str:
    """Settle a disagreement, or whether a code holds on any passage, for the consensus.

    With --choice it is said who is right about a case, and every code of it is settled as they have it.
    Without, it is said of one --code that it holds on the passage, or with --reject that it does not: so it
    can get other words than any coder gave it, and also stand where all passed it over.

    A verdict answers for every coding of its code there is now that overlaps the passage; the codings
    themselves stay as they were made, and agreement goes on to compare those. Of verdicts that overlap, the
    later holds. A verdict counts as soon as two coders have read the transcript to the end.

    Parameters
    ----------
    study
        The study file.
    by
        Who records it.
    reason
        Why; it has to be said.
    case
        Transcript and positions of what is to be settled, as in P04:3027-3104, as `intercoder disagreements`
        lists them.
    transcript
        The id of the transcript, where --case is not given.
    span
        The positions in it, as in 3027-3104, in characters (Unicode code points) from the start of the text;
        the second is not included.
    code
        Id of an active code. With --choice: settle only this code of the case.
    start
        The first of the positions, instead of --span.
    end
        The second of them.
    choice
        The name of the coder who is right; both, if all that anybody coded there holds; neither, if nothing
        does.
    reject
        The code does not hold there.
    led_to
        Id of the change record of the codebook that this led to; it can be said later, too (see: intercoder
        led-to).
    """
    name, where = _place(case, transcript, span, start, end)
    if reject and choice:
        raise ToolkitError("settle", "was given both --choice and --reject", "give one of them")
    if not choice and not code:
        what = "it is not said what holds"
        raise ToolkitError("settle", what, "give --choice with who is right, or a --code")
    discussing.check_reason(reason)
    with study.transaction(Coder(by).name) as records:
        sights.check_whole(records.connection, "settling a disagreement")
        text = known_transcript(records.connection, name)
        if not choice:
            (made,) = discussing.give(records, text, [Ruling(code, where, not reject)], reason, led_to)
            said = "does not hold" if reject else "holds"
            return f"{by} settled {name} {where.start}-{where.end}: {code} {said} (verdict {made.id})"
        Quotation.cut(text, where)
        there = discussing.gathered(records.connection, transcript=name)
        asked = discussing.the_case(there.cases, name, where, code)
        found = rulings(asked, discussing.chosen(asked, choice, code))
        given = discussing.give(records, text, found, reason, led_to)
    outcome = "; ".join(
        f"{made.code} {'holds' if made.holds else 'does not hold'} on {made.span.start}-{made.span.end} "
        f"(verdict {made.id})"
        for made in given
    )
    return f"{by} settled {asked.name}: {outcome}"


def _place(case: str, transcript: str, span: str, start: int | None, end: int | None) -> tuple[str, Span]:
    """Return what is to be settled, from whichever way it was named."""
    if case:
        if transcript or span or start is not None or end is not None:
            raise ToolkitError("settle", "the passage is named twice", "give --case alone")
        transcript, _, span = case.rpartition(":")
    if span and (start is not None or end is not None):
        raise ToolkitError("settle", "the passage is named twice", "give --span, or --start and --end")
    begin, dash, behind = span.partition("-")
    if span and dash and begin.isascii() and begin.isdecimal() and behind.isascii() and behind.isdecimal():
        start, end = int(begin), int(behind)
    elif span:
        raise ToolkitError(case or span, "is no passage", "write it as in P04:3027-3104, or --span 3027-3104")
    if not transcript or start is None or end is None:
        remedy = "give --case, or --transcript with --span; see: intercoder disagreements"
        raise ToolkitError("settle", "it is not said which passage", remedy)
    return transcript, Span(start, end)


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
        sights.check_whole(records.connection, "opening a verdict again")
        for name in dict.fromkeys(verdict):
            known = verdicts.find(records.connection, name)
            if known is None:
                raise ToolkitError(name, "is no verdict of this study", "see: intercoder disagreements")
            verdicts.remove(records, known)
    count = len(set(verdict))
    return f"{by} took back {count} {'verdict' if count == 1 else 'verdicts'}"
