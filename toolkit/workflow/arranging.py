"""Arranging rounds: what they are for, whether coders see one another's work, and what they code in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final, assert_never

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.checks import check_line, likened
from toolkit.model.reliability import UnitKind
from toolkit.model.round import Assignment, Round, RoundUnit
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript
from toolkit.model.version import Version
from toolkit.store import codebooks, codings, sights
from toolkit.store import rounds as stored
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.text.units import cut

_TRANSCRIPTS_KEPT: Final = 16  # whose units are remembered: cutting sentences takes longer than coding one
_LONGEST_PURPOSE: Final = 200


def rounds(study: Study) -> Table:
    """List the rounds with their purposes, codebook versions, units and readings.

    The column `blind` says whether coders see nothing of one another's work in it before they have finished
    their own: yes; no; or not any more, since it was revealed.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        known = stored.rounds(connection)
        tasks = stored.everybodys(connection)
        hidden = sights.of(connection).hidden
        made = {
            each.id: None if each.id in hidden else codings.count_of_round(connection, each.id)
            for each in known
        }
    given = Counter(task.round for task in tasks)
    finished = Counter(task.round for task in tasks if task.finished)
    columns = (
        *(Column(name) for name in ("round", "purpose", "codebook_version", "unit", "pages")),
        *(Column(name, "count") for name in ("readings", "finished", "codings")),
        *(Column(name) for name in ("blind", "begun_at", "revealed_at")),
    )
    rows = tuple(
        (
            *(each.id, each.purpose, each.codebook_version, each.unit, "clean" if each.anew else "as left"),
            *(given[each.id], finished[each.id], made[each.id]),
            *(is_blind(each), each.begun_at, each.revealed_at),
        )
        for each in known
    )
    return Table("Rounds", columns, rows)


def sort(round_: Round) -> str:
    """Say in a word who sees the work of others in a round."""
    if not round_.blind:
        return "open"
    return "revealed" if round_.revealed_at else "blind"


def is_blind(round_: Round) -> str:
    """Say in a word, for a table, whether a round is blind."""
    return {"open": "no", "blind": "yes"}.get(sort(round_), "revealed")


# --- beginning and ending -------------------------------------------------------------------------------


def begin(
    study: Study,
    name: str,
    *,
    purpose: str = "coding",
    unit: RoundUnit = "free",
    blind: bool = False,
    anew: bool = False,
    hand_on: bool | None = None,
    dry_run: bool = False,
) -> str:
    """Begin a round of coding under the latest codebook; from then on everybody codes in it.

    In a blind round coders see nothing of one another's work in it until they have finished all they were
    given, and code only what they were given; leads see everything. A new round cannot begin before everybody
    has finished a blind one, or a lead has revealed it. Where the study has leads, beginning a round is for
    them.

    Parameters
    ----------
    study
        The study file.
    name
        What to call the round, in one word: pilot, reliability-1.
    purpose
        What it is for, in a few words; it is told in the methods text.
    unit
        What coders code: free (any words), or whole sentences, paragraphs or turns, the same for all.
    blind
        Hide coders' work from one another until each has finished their own.
    anew
        Coders begin with clean pages: their earlier codings of a transcript no longer count once they have
        read it to the end again.
    hand_on
        Give what was not finished in the present round to the same coders in the new one; --no-hand-on
        leaves it behind. It has to be said where something is unfinished.
    dry_run
        Only say what would happen.
    """
    with study.transaction(RESEARCHER, keep=not dry_run) as records:
        connection = records.connection
        sights.check_leading(connection, "beginning a round")
        check_none_goes_on(connection)
        _check_called(name, stored.rounds(connection))
        if blind:
            _check_has_lead(connection, name)
        wanted = Round(name, _worded(purpose), codebooks.latest(connection).version, anew, unit, blind)
        left = unfinished(connection)
        if left and hand_on is None:
            one = f"{len(left)} {'reading is' if len(left) == 1 else 'readings are'} not finished"
            remedy = f"give them to round {name} with --hand-on, or leave them behind with --no-hand-on"
            raise ToolkitError(f"round {left[0].round}", f"{one} ({by_coder(left)})", remedy)
        open_next(records, wanted, hand_on=bool(hand_on))
    done = "would be begun (dry run, nothing was changed)" if dry_run else "is begun"
    parts = [f"round {name}: {done} under codebook {wanted.codebook_version}", described(wanted)]
    if left:
        what = "handed on" if hand_on else "left behind, not finished"
        parts.append(f"{what}: {by_coder(left)}")
    return "; ".join(parts)


def open_next(records: Records, wanted: Round, *, hand_on: bool) -> None:
    """Begin a round and hand on, if asked, what was not finished in the one before.

    That one, if it is blind, hides nothing any more, and never will again.
    """
    before = stored.current(records.connection)
    left = unfinished(records.connection)
    if before.blind and before.revealed_at is None:
        stored.change_round(records, before, replace(before, revealed_at=records.at))
    stored.add_round(records, wanted)
    for task in left if hand_on else ():
        stored.assign(records, Assignment(task.coder, task.transcript, wanted.id))


def check_none_goes_on(connection: Connection) -> None:
    """Refuse to begin a round, as a release does, while a blind one goes on."""
    present = stored.current(connection)
    if not is_under_way(connection, present):
        return
    left = unfinished(connection)
    who = f"not finished: {by_coder(left)}" if left else "nobody has read anything in it"
    raise ToolkitError(
        f"round {present.id}",
        f"is blind and goes on ({who})",
        "wait until all have finished, or show everybody's work with: intercoder reveal STUDY",
    )


def is_under_way(connection: Connection, round_: Round) -> bool:
    """Tell whether the work in a blind round is hidden from somebody still."""
    if not round_.blind or round_.revealed_at:
        return False
    tasks = stored.everybodys(connection, round_.id)
    return not tasks or not all(task.finished for task in tasks)


def unfinished(connection: Connection) -> tuple[Assignment, ...]:
    """Return what was given out in the present round and is not finished."""
    tasks = stored.everybodys(connection, stored.current(connection).id)
    return tuple(task for task in tasks if not task.finished)


def by_coder(tasks: Iterable[Assignment]) -> str:
    """Say who has which transcripts: Ana P01, P02; Ben P02."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        found.setdefault(task.coder, []).append(task.transcript)
    return "; ".join(f"{coder} {', '.join(names)}" for coder, names in found.items())


def described(round_: Round) -> str:
    """Say in a line what a round is like."""
    pages = "on clean pages" if round_.anew else "with earlier codings before them"
    seen = {"open": "the work of others is open to all", "revealed": "it was blind and is revealed"}
    blind = "coders see the work of others when they have finished their own"
    return f"{round_.purpose}: coders code {told(round_.unit)}, {pages}; {seen.get(sort(round_), blind)}"


def _check_called(name: str, known: Iterable[Round]) -> None:
    """Refuse a name that another round has, or that the round of a release may want."""
    for each in known:
        if likened(each.id) == likened(name):
            raise ToolkitError(f"round {name}", f"is too much like round {each.id}", "choose another name")
    try:
        Version.of(name)
    except Invalid:
        return
    what = "is called like a version of the codebook, whose release begins a round of that name"
    raise ToolkitError(f"round {name}", what, "choose a word, such as reliability")


def _check_has_lead(connection: Connection, name: str) -> None:
    if not any(coder.role == "lead" for coder in stored.team(connection)):
        what = "is to be blind, and the study has no lead: nobody could see everything"
        raise ToolkitError(f"round {name}", what, "name one with: intercoder coder STUDY NAME --role lead")


def _worded(purpose: str) -> str:
    words = purpose.strip() or "coding"
    check_line("purpose of a round", words, _LONGEST_PURPOSE)
    return words


def reveal(study: Study) -> str:
    """End the blindness of the present round: everybody sees everything in it, for good.

    It cannot be taken back: what somebody has seen they have seen. Who has not finished can go on, and the
    log and the methods text tell that the round was revealed before. There is no need to reveal a round that
    all have finished; the next one can begin. Revealing is for leads.

    Parameters
    ----------
    study
        The study file.
    """
    with study.transaction(RESEARCHER) as records:
        sights.check_lead(records.connection, "revealing a round")
        present = stored.current(records.connection)
        if not present.blind:
            raise ToolkitError(f"round {present.id}", "is open: everybody sees everything", "leave it so")
        if present.revealed_at:
            return f"round {present.id}: was revealed on {present.revealed_at[:10]}"
        left = unfinished(records.connection)
        stored.change_round(records, present, replace(present, revealed_at=records.at))
    still = f"; not finished by then: {by_coder(left)}" if left else ""
    return f"round {present.id}: is revealed, and stays so: everybody sees everything in it{still}"


# --- what is coded in a round ---------------------------------------------------------------------------


def change(
    study: Study, name: str | None = None, *, unit: RoundUnit | None = None, purpose: str | None = None
) -> str:
    """Say what a round is for, and what coders code in it: any words, or whole units.

    Units are sentences, paragraphs or turns. With them coders can differ on codes only, and not on where a
    passage begins and ends: click a unit on the page Code and give it codes. The unit is set before the first
    coding of the round, for codings made freely are not on the units; the purpose can be worded anew at any
    time. Where the study has leads, this is for them. Without options it tells what the round is like. A new
    round begins with: intercoder begin.

    Parameters
    ----------
    study
        The study file.
    name
        The round; by default the present one. Only its unit can be set.
    unit
        free, sentence, paragraph or turn.
    purpose
        What the round is for, in a few words.
    """
    said = [set_unit(study, unit=unit, name=name)] if unit is not None else []
    if purpose is not None:
        said.append(_set_purpose(study, name, purpose))
    if said:
        return "\n".join(said)
    with study.reading() as connection:
        found = _called(connection, name)
    return f"round {found.id}, codebook {found.codebook_version}: {described(found)}"


def _set_purpose(study: Study, name: str | None, purpose: str) -> str:
    with study.transaction(RESEARCHER) as records:
        sights.check_lead(records.connection, "changing a round")
        found = _called(records.connection, name)
        wanted = replace(found, purpose=_worded(purpose))
        if wanted != found:
            stored.change_round(records, found, wanted)
    return f"round {found.id}: is for {wanted.purpose}"


def _called(connection: Connection, name: str | None) -> Round:
    """Return the round of a name, or the present one."""
    known = {each.id: each for each in stored.rounds(connection)}
    if name is None:
        return stored.current(connection)
    if name not in known:
        remedy = f"there are: {', '.join(known)}; begin another with: intercoder begin STUDY {name}"
        raise ToolkitError(name, "is no round of this study", remedy)
    return known[name]


def set_unit(study: Study, *, unit: RoundUnit, name: str | None = None) -> str:
    """Say what coders code in the present round, before anybody has."""
    with study.transaction(RESEARCHER) as records:
        sights.check_lead(records.connection, "changing a round")
        present = _called(records.connection, name)
        if unit == present.unit:
            return f"round {present.id}: coders code {told(unit)} already"
        if present != stored.current(records.connection):
            raise ToolkitError(f"round {present.id}", "is over", "set the unit of the present round")
        if made := codings.count_of_round(records.connection, present.id):
            raise ToolkitError(
                f"round {present.id}",
                f"has {made} codings of {told(present.unit)}",
                "set the unit of the next round before anybody codes in it",
            )
        stored.change_round(records, present, replace(present, unit=unit))
    return f"round {present.id}: coders code {told(unit)}"


def told(unit: RoundUnit) -> str:
    """Say what is coded, in words."""
    return "any words" if unit == "free" else f"whole {unit}s"


def fixed_units(transcript: Transcript, unit: RoundUnit) -> tuple[Span, ...]:
    """Return the units of a round in a transcript, in order; none if coders code freely.

    Interviewers' turns are context and have none.
    """
    match unit:
        case "free":
            return ()
        case "sentence" | "paragraph" | "turn":
            return _units(transcript, unit)
        case _:
            assert_never(unit)


@lru_cache(maxsize=_TRANSCRIPTS_KEPT)
def _units(transcript: Transcript, kind: UnitKind) -> tuple[Span, ...]:
    return tuple(unit.span for unit in cut(transcript, kind))


def check_whole(transcript: Transcript, span: Span, unit: RoundUnit) -> None:
    """Refuse a passage that is not one or several whole units of a round; name the one that would be."""
    if is_whole(transcript, span, unit):
        return
    touched = _touched(transcript, span, unit)
    if not touched:
        what = f"characters {span.start}-{span.end} are in no {unit} of the round"
        raise ToolkitError(transcript.id, what, f"code whole {unit}s; interviewers' turns are context")
    what = f"characters {span.start}-{span.end} are no whole {unit}"
    whole = f"{touched[0].start}-{touched[-1].end}"
    raise ToolkitError(transcript.id, what, f"this round codes whole {unit}s: {whole}")


def is_whole(transcript: Transcript, span: Span, unit: RoundUnit) -> bool:
    """Tell whether a passage is one or several whole units of a round, or may be any words."""
    if unit == "free":
        return True
    touched = _touched(transcript, span, unit)
    return bool(touched) and Span(touched[0].start, touched[-1].end) == span


def _touched(transcript: Transcript, span: Span, unit: RoundUnit) -> list[Span]:
    return [each for each in fixed_units(transcript, unit) if each.overlaps(span)]
