"""Review on the command line: whatever waits for a person is listed, decided and taken back.

Codings wait since the codebook changed (`answering`), since a transcript was corrected (`repairing`) or since
they came with a project (`settling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.placement import Placement, Repair
from toolkit.model.review import Decision, Review
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table
from toolkit.store import codings, decisions, placements, projects
from toolkit.store.study import Connection, Study
from toolkit.workflow import answering, repairing, settling
from toolkit.workflow.answering import Queue, Wanted
from toolkit.workflow.naming import check_coders


def review(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    code: tuple[str, ...] = (),
    transcript: tuple[str, ...] = (),
    optional: bool = False,
) -> Table:
    """List the codings that wait for a person since the codebook or a transcript changed.

    The candidates are what to choose from; answer with: intercoder decide. A proposed code that was declined
    may have none: choose any code, or none. Where a transcript was corrected, the change is its revision,
    `op` says why the passage was not found again by itself (ambiguous, changed or gone), and the candidates
    are places of the new text. Where a coding came with a project, `op` says why its passage is not sure
    (elsewhere, ambiguous, changed, gone or outside of the text).

    Parameters
    ----------
    study
        The study file.
    coder
        Only codings by these coders.
    code
        Only codings that wait at these codes.
    transcript
        Only codings in these transcripts.
    optional
        Also those that count as they are but whose code was redefined since or came back.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        found = answering.found(connection, Wanted(coder, code, transcript, optional))
        moved = repairing.found(connection).only(coder, code, transcript)
        strays = _strays(connection, Wanted(coder, code, transcript))
        came_with = {each.id: each.name or each.tool for each in projects.everything(connection)}
    rows = (
        *(_row(each) for each in found.open),
        *(_repair_row(each) for each in moved.open),
        *(settling.as_row(each, came_with.get(each.stray.project, "a project")) for each in strays),
    )
    names = (
        "coding",
        "transcript",
        "coder",
        "code",
        "change",
        "op",
        "candidates",
        "quotation",
        "must_decide",
    )
    notes: tuple[str, ...] = (f"Open: {len(found.open)}. Decided: {len(found.decided)}.",)
    if moved.corrected:
        notes += (f"In corrected transcripts: {len(moved.open)} wait for their place.",)
    if strays:
        notes += (f"Of imported projects: {len(strays)} wait for their place.",)
    return Table("Reviews", tuple(Column(name) for name in names), rows, notes)


def _strays(connection: Connection, wanted: Wanted) -> tuple[settling.Waiting, ...]:
    """Return the codings of imported projects that wait."""
    return tuple(
        each
        for each in settling.found(connection)
        if (not wanted.coders or each.stray.coder in wanted.coders)
        and (not wanted.codes or each.stray.code in wanted.codes)
        and (not wanted.transcripts or each.stray.transcript in wanted.transcripts)
    )


def _row(each: Review) -> tuple[str, ...]:
    return (
        each.coding.id,
        each.coding.transcript,
        each.coding.coder,
        each.code,
        each.change.id,
        each.change.op,
        "; ".join(each.candidates),
        each.coding.quotation.text,
        "no" if each.optional else "yes",
    )


def _repair_row(each: Repair) -> tuple[str, ...]:
    return (
        each.coding.id,
        each.coding.transcript,
        each.coding.coder,
        each.coding.code,
        f"revision {each.revision}",
        each.doubt,
        "; ".join(_told(place) for place in each.candidates),
        each.known.text,
        "yes",
    )


def _told(place: Quotation | None) -> str:
    """Tell a place in one line, as --place wants it, with its words."""
    return "gone" if place is None else settling.told(place)


def decide(
    study: Study,
    *coding: str,
    by: str,
    choose: tuple[str, ...] = (),
    none: bool = False,
    why: str = "",
    code: tuple[str, ...] = (),
    coder: tuple[str, ...] = (),
    transcript: tuple[str, ...] = (),
    place: str = "",
    accept: bool = False,
    gone: bool = False,
) -> str:
    """Decide about codings that wait: which codes fit, or where their passage stands now.

    The codings themselves stay as they were made; each decision is a record of its own, with who and when.

    Parameters
    ----------
    study
        The study file.
    coding
        Ids of the codings, as `intercoder review` lists them; without them, --code decides in bulk.
    by
        Who decides.
    choose
        The codes that fit: usually of the candidates, else any code of the new version.
    none
        No code fits any more.
    why
        The reason.
    code
        Decide about everything that waits at these codes, or about the codings named as far as they do.
    coder
        With --code: only codings by these coders.
    transcript
        With --code: only codings in these transcripts. With --accept or --gone: everything that waits for its
        place in them.
    place
        In a corrected transcript, or of a coding that came with a project: the passage as it stands in the
        text now, in characters from its start, as in 120-180.
    accept
        Likewise: it stands at its candidate, of which it must have one only.
    gone
        Likewise: the passage is gone.
    """
    if place or accept or gone:
        if choose or none or [bool(place), accept, gone].count(True) > 1:
            raise ToolkitError("decide", "several answers are given", "give one at a time")
        answer = place or ("accept" if accept else "gone")
        return _decide_places(study, coding, answer, Wanted(coder, code, transcript), by=by, why=why)
    if bool(choose) == none:
        raise ToolkitError("decide", "it is not said which codes fit", "give --choose CODE, or --none")
    if not coding and not code:
        raise ToolkitError("decide", "it is not said about what", "name codings, or codes with --code")
    with study.transaction(by) as records:
        check_coders(records.connection, coder)
        found = answering.found(records.connection, Wanted(coder, code, transcript, optional=bool(coding)))
        reviews = _named(found, coding, choose) if coding else found.open
        if not reviews:
            raise ToolkitError(
                ", ".join(code), "nothing waits for a decision there", "see: intercoder review"
            )
        answering.record(records, found, reviews, choose, why)
        left = len(answering.found(records.connection, Wanted()).open)
    chosen = " and ".join(choose) or "no code"
    return f"{by} decided {_counted(len(reviews), 'coding')}: {chosen}; {left} wait"


def _decide_places(
    study: Study, named: Sequence[str], answer: str, wanted: Wanted, *, by: str, why: str
) -> str:
    """Say where codings stand, in corrected transcripts or as they came with a project."""
    if not named and (answer not in ("accept", "gone") or not wanted.transcripts):
        remedy = "name codings, or with --accept and --gone all that wait in a --transcript"
        raise ToolkitError("decide", "it is not said about what", remedy)
    with study.transaction(by) as records:
        connection = records.connection
        check_coders(connection, wanted.coders)
        came = [each for each in _strays(connection, wanted) if not named or each.stray.id in named]
        others = [name for name in named if name not in {each.stray.id for each in came}]
        moved = repairing.found(connection).only(wanted.coders, wanted.codes, wanted.transcripts).open
        asked = [] if named else list(moved)
        if answer == "accept" and not named:
            asked = [each for each in asked if len(each.candidates) == 1]
            came = [each for each in came if len(each.candidates) == 1]
        if not (others or asked or came):
            what = (
                "nothing waits for its place there" if answer == "gone" else "nothing has one candidate there"
            )
            raise ToolkitError(", ".join(wanted.transcripts), what, "see: intercoder review")
        settled = settling.decide(records, came, answer, why)
        made = repairing.decide_places(records, others, asked, answer, why) if others or asked else ()
        left = len(repairing.found(connection).open) + len(settling.found(connection))
    places = [*(each.quotation for each in made), *(each.place for each in settled)]
    many = "gone" if answer == "gone" else "at their candidates"
    told = _told(places[0]) if len(places) == 1 else many
    return f"{by} placed {_counted(len(places), 'coding')}: {told}; {left} wait for their place"


def _named(found: Queue, names: Sequence[str], choose: Sequence[str]) -> tuple[Review, ...]:
    """Return the open review of each coding, what must be decided first; refuse names without one or several.

    Of several, the one among whose candidates is what was chosen.
    """
    waiting: dict[str, list[Review]] = {}
    for each in found.open:
        waiting.setdefault(each.coding.id, []).append(each)
    return tuple(_the_one(name, waiting.get(name, []), choose) for name in dict.fromkeys(names))


def _the_one(name: str, reviews: Sequence[Review], choose: Sequence[str]) -> Review:
    if not reviews:
        raise ToolkitError(name, "has nothing open to decide", "see: intercoder review")
    must = [each for each in reviews if not each.optional] or list(reviews)
    fitting = [each for each in must if choose and set(choose) <= set(each.candidates)] or must
    if len(fitting) > 1:
        codes = ", ".join(each.code for each in fitting)
        raise ToolkitError(name, f"has several questions open, at {codes}", "say which with --code")
    return fitting[0]


def withdraw(study: Study, *coding: str, by: str) -> str:
    """Take decisions back: the codings wait again.

    Parameters
    ----------
    study
        The study file.
    coding
        Ids of the codings; the latest decision about each, on its codes or its place, is taken back. The last
        answer of this person, be it about one coding or many, if none is named.
    by
        Who takes them back.
    """
    with study.transaction(by) as records:
        Coder(by)
        made = _in_order(records.connection)
        if coding:
            latest = {each.coding: each for each in made}
            for name in coding:
                if name not in latest:
                    raise ToolkitError(name, "has no decision to take back", "see: intercoder decisions")
            taken = [latest[name] for name in dict.fromkeys(coding)]
        else:
            taken = _last_by(by, made)
        for each in taken:
            if isinstance(each, Placement):
                placements.remove(records, each)
            else:
                decisions.remove(records, each)
    left = len(answering.queue(study).open) + len(repairing.repairs(study).open)
    return f"{by} took {_counted(len(taken), 'decision')} back; {left} wait"


def _in_order(connection: Connection) -> list[Decision | Placement]:
    """Return what was decided about codes and places, the latest last."""
    made: list[Decision | Placement] = [
        *decisions.everything(connection),
        *placements.everything(connection),
    ]
    return sorted(made, key=lambda each: (_decided_at(each), each.id))


def _decided_at(made: Decision | Placement) -> str:
    return made.placed_at if isinstance(made, Placement) else made.decided_at


def _last_by(name: str, made: Iterable[Decision | Placement]) -> list[Decision | Placement]:
    """Return the last answer of a person, be it about one coding or many."""
    who = [
        each for each in made if name == (each.placed_by if isinstance(each, Placement) else each.decided_by)
    ]
    if not who:
        raise ToolkitError(name, "has made no decision", "there is nothing to take back")
    return [each for each in who if _decided_at(each) == _decided_at(who[-1])]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def decided(study: Study) -> Table:
    """List what people decided about codings after codebook changes and corrections.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        everything = _in_order(connection)
        quoted = codings.some(connection, (made.coding for made in everything))
    names = (
        "coding",
        "transcript",
        "coder",
        "change",
        "code",
        "chosen",
        "reason",
        "decided_by",
        "decided_at",
    )
    rows = tuple(
        (
            made.coding,
            quoted[made.coding].transcript if made.coding in quoted else "",
            quoted[made.coding].coder if made.coding in quoted else "",
            *_answer_cells(made, quoted.get(made.coding)),
        )
        for made in everything
    )
    notes = (study.profile.notice,) if study.profile.notice else ()
    return Table("Decisions", tuple(Column(name) for name in names), rows, notes)


def _answer_cells(made: Decision | Placement, coding: Coding | None) -> tuple[str, ...]:
    """Return what was asked and answered, by whom and when."""
    if isinstance(made, Placement):
        asked = (f"revision {made.revision}", coding.code if coding else "")
        return (*asked, _told(made.quotation), made.reason, made.placed_by, made.placed_at)
    chosen = "; ".join(made.chosen)
    return (made.change, made.code, chosen, made.reason, made.decided_by, made.decided_at)
