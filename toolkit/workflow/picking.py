"""Quotations for a paper: picked by hand, and shortened where all can see it.

A pick is the team's: whoever edits or drops it, the log says who. It follows corrected transcripts and
changes of the codebook as a coding does, and what cannot follow is told, never dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.identifier import new_id
from toolkit.model.pick import OMISSION, Pick, departure, tidied
from toolkit.model.review import Fate
from toolkit.model.round import Coder
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.resolve import resolve
from toolkit.store import codebooks, codings, picks, rounds, verdicts
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.correcting import corrected
from toolkit.workflow.naming import check_codable, known_transcript
from toolkit.workflow.viewing import view

_FATES: Final[Mapping[Fate, str]] = {
    "collapsed": "is the same as another since codes were merged",
    "pending": "its code was split or narrowed since",
    "frozen": "its code was retired since",
    "set aside": "its code fits no more",
    "proposed": "its code is not in the codebook",
    "later": "it was picked under a later version",
}
_LOST: Final = "its passage was not found again in the corrected transcript"


@dataclass(frozen=True)
class Left:
    """A picked quotation that stands nowhere now, as it was picked, and why."""

    pick: Pick
    why: str

    def __str__(self) -> str:
        """Tell which it is."""
        return f"{self.pick.transcript} {self.pick.span.start}-{self.pick.span.end} ({self.pick.id})"


# Picking ---------------------------------------------------------------------------------------------


def pick(
    study: Study,
    *,
    coder: str,
    transcript: str,
    start: int,
    end: int,
    code: str,
    edited: str | None = None,
    used_in: str | None = None,
) -> str:
    """Pick a quotation to illustrate a code, or edit one that is picked; the original is always kept.

    The edited text is what a paper prints. It may leave words out, marked [...] except at its beginning and
    end, put words of its own in square brackets, as in [the team], and give a word another first letter, as
    in [T]he; nothing else. What the interviewer says between is left out at [...]. A coder not known yet
    joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who picks it.
    transcript
        Id of the transcript.
    start
        Where the passage begins, in characters (Unicode code points) from the start of the text.
    end
        Where it ends: the first character behind it. See: intercoder quotations --all.
    code
        Id of the code it illustrates, which somebody has given the passage or some of it.
    edited
        The text to print. Of a quotation that is picked, an empty one goes back to the original.
    used_in
        Where it is used, in your own words, such as "Section 4.2".
    """
    with study.transaction(Coder(coder).name) as records:
        known, is_new = _picked(records, transcript, Span(start, end), code)
        text = known_transcript(records.connection, transcript)
        _keep(records, known, text, edited, used_in)
        if is_new:
            return f"{coder} picked quotation {known.id} for {code}: {transcript} {start}-{end}"
    return f"{coder} edited quotation {known.id} for {code}: {transcript} {start}-{end}"


def _picked(records: Records, transcript: str, span: Span, code: str) -> tuple[Pick, bool]:
    """Return the pick of a passage for a code, made now if there is none, and whether it was."""
    connection = records.connection
    text = known_transcript(connection, transcript)
    book = codebooks.latest(connection)
    check_codable(book, code)
    quotation = Quotation.cut(text, span)
    given = _given(connection, transcript)
    followed, _ = follow(connection, picks.everything(connection), holding=given)
    for each in followed.values():
        if (each.transcript, each.span, each.code) == (transcript, span, code):
            return each, False
    if not any(each.code == code and each.span.overlaps(span) for each in given):
        where = f"{transcript} {span.start}-{span.end}"
        raise ToolkitError(where, f"is not coded with {code}", "code it first, or pick it for another code")
    made = Pick(new_id(), quotation, code, book.version, "", "", records.actor, records.at)
    if records.actor not in rounds.coders(connection):
        rounds.add_coder(records, Coder(records.actor))
    picks.add(records, made)
    return made, True


def _given(connection: Connection, transcript: str) -> tuple[Coding, ...]:
    """Return what counts in a transcript at the latest version by anybody's coding or verdict."""
    seen = view(connection, codings.everything(connection, transcript=transcript))
    added = (
        each.as_coding()
        for each in verdicts.everything(connection)
        if each.holds and each.transcript == transcript
    )
    settled = resolve(corrected(connection, added).codings, seen.lineage)
    return (*seen.codings, *(replace(each.coding, code=each.code) for each in settled.counting))


def edit(
    study: Study, name: str, *, coder: str, edited: str, used_in: str, seen: tuple[str, str] | None = None
) -> None:
    """Give a picked quotation another edited text and use.

    Parameters
    ----------
    seen
        The text and use last seen, if nothing else is to be written over.

    Raises
    ------
    ToolkitError
        If it is no quotation, was changed meanwhile, or the text departs from the original.
    """
    with study.transaction(Coder(coder).name) as records:
        kept = _known(records.connection, name)
        if seen is not None and seen != (kept.edited, kept.used_in):
            what = "was changed elsewhere meanwhile"
            raise ToolkitError("the quotation", what, "read it again before you change it")
        placed = corrected(records.connection, [kept.as_coding()]).codings
        if not placed:
            raise ToolkitError("the quotation", "stands nowhere now", "drop it and pick it again")
        text = known_transcript(records.connection, kept.transcript)
        _keep(records, replace(kept, quotation=placed[0].quotation), text, edited, used_in)


def _keep(records: Records, now: Pick, text: Transcript, edited: str | None, used_in: str | None) -> None:
    """Write down an edited text and a use; None leaves them as they are."""
    before = _known(records.connection, now.id)
    wanted = before.edited if edited is None else _as_kept(text, now.span, edited)
    after = replace(before, edited=wanted, used_in=before.used_in if used_in is None else used_in.strip())
    if after == before:
        return
    if wanted and wanted != before.edited and (what := departure(said(text, now.span), wanted)):
        remedy = "leave words out at […], put your own in [brackets], change nothing else"
        raise ToolkitError("edited text", what, remedy)
    picks.keep(records, after, before)


def _as_kept(text: Transcript, span: Span, edited: str) -> str:
    """Return an edited text as it is kept: on one line, and empty where it is nothing but the original."""
    wanted = tidied(edited)
    return "" if wanted == tidied(said(text, span)) else wanted


def said(text: Transcript, span: Span) -> str:
    """Return what is said in a passage, without labels: what an edited text is compared with.

    Between others an interviewer's words are left out at `[…]`, so that nobody is quoted with a question.
    """
    turns = text.turns_in(span)
    heard = [turn for turn in turns if text.roles[turn.speaker] != "interviewer"] or turns
    parts: list[str] = []
    for turn in turns[turns.index(heard[0]) : turns.index(heard[-1]) + 1]:
        if turn in heard:
            parts.append(text.text[max(span.start, turn.span.start) : min(span.end, turn.span.end)])
        elif parts[-1] != OMISSION:
            parts.append(OMISSION)
    return " ".join(parts)


def unpick(study: Study, *quotation: str, coder: str) -> str:
    """Drop picked quotations: the passages and codings stay, and the log keeps what was picked.

    Parameters
    ----------
    study
        The study file.
    quotation
        Ids of quotations, as `intercoder quotations` lists them.
    coder
        Who drops them.
    """
    if not quotation:
        raise ToolkitError("unpick", "no quotation is named", "see the ids in: intercoder quotations")
    with study.transaction(Coder(coder).name) as records:
        for name in dict.fromkeys(quotation):
            picks.remove(records, _known(records.connection, name))
    count = len(set(quotation))
    return f"{coder} dropped {count} {'quotation' if count == 1 else 'quotations'}"


def _known(connection: Connection, name: str) -> Pick:
    found = picks.find(connection, name)
    if found is None:
        raise ToolkitError(name, "is no picked quotation of this study", "see: intercoder quotations")
    return found


# Following -------------------------------------------------------------------------------------------


def follow(
    connection: Connection, made: Iterable[Pick], at: str | None = None, holding: Sequence[Coding] = ()
) -> tuple[dict[str, Pick], tuple[Left, ...]]:
    """See picks in the latest texts and at a version of the codebook, by their ids; and those that cannot be.

    Parameters
    ----------
    holding
        Codings that count. A pick whose code was split goes with the one new code that stands there.
    """
    given = {each.id: each for each in made}
    now = corrected(connection, [each.as_coding() for each in given.values()])
    seen = resolve(now.codings, codebooks.lineage(connection), at)
    followed: dict[str, Pick] = {}
    left = {coding.id: Left(given[coding.id], _LOST) for coding in now.displaced}
    asked = {review.coding.id: review.candidates for review in seen.pending}
    for each in seen.seen:
        coding = each.coding
        code: str | None = each.code if each.fate in ("followed", "flagged") else None
        if each.fate == "pending":
            code = _only_one(coding, asked.get(coding.id, ()), holding)
        if code is None:
            left[coding.id] = Left(given[coding.id], _FATES[each.fate])
        else:
            followed[coding.id] = replace(given[coding.id], quotation=coding.quotation, code=code)
    order = [name for name in given if name in followed]
    return {name: followed[name] for name in order}, tuple(left[name] for name in given if name in left)


def undecided(connection: Connection, made: Iterable[Pick], at: str | None = None) -> frozenset[str]:
    """Return the transcripts of picks whose code is not settled: there `follow` asks what holds."""
    now = corrected(connection, [each.as_coding() for each in made])
    seen = resolve(now.codings, codebooks.lineage(connection), at)
    return frozenset(review.coding.transcript for review in seen.pending)


def _only_one(coding: Coding, candidates: Sequence[str], holding: Sequence[Coding]) -> str | None:
    """Return the one of some codes that stands where a pick stands; None if there is none, or are several."""
    here = {
        each.code
        for each in holding
        if each.transcript == coding.transcript and each.span.overlaps(coding.span)
    }
    found = [code for code in candidates if code in here]
    return found[0] if len(found) == 1 else None
