"""Assignments: who has which transcript to read, and when they have read it to the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toolkit.errors import Several, ToolkitError
from toolkit.model.round import Assignment, Coder, Round
from toolkit.store import codings, rounds, sights, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow.naming import check_coders, known_transcript


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
        check_may_code(connection, [coder])
        give(records, coder, chosen)
    return f"{coder} has {', '.join(chosen)} to read"


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
            check_may_code(records.connection, [coder])
            give(records, coder, [transcript])
        refused: list[ToolkitError] = []
        for transcript, coder in taken:
            try:
                _took_back(records, coder, [transcript])
            except ToolkitError as error:
                refused.append(error)
        if refused:
            raise Several(refused)


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


def give(records: Records, coder: str, names: Iterable[str]) -> None:
    """Make sure that the coder exists and has the transcripts to read."""
    connection = records.connection
    if coder not in rounds.coders(connection):
        rounds.add_coder(records, Coder(coder))
    round_ = rounds.current(connection).id
    mine = rounds.given(connection, coder, round_)
    for name in names:
        if name not in mine:
            rounds.assign(records, Assignment(coder, name, round_))


def check_may_code(connection: Connection, coders: Iterable[str]) -> None:
    """Refuse to give transcripts to those who look at the study and change nothing."""
    readers = {each.name for each in rounds.team(connection) if each.role == "reader"}
    if found := [name for name in coders if name in readers]:
        what = "looks at the study and codes nothing (role reader)"
        raise ToolkitError(found[0], what, "give the transcript to somebody else, or them another role")


def why_closed(connection: Connection, present: Round, transcript: str, coder: str) -> tuple[str, str] | None:
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
