"""Recounting: what happened in a study, and when, as the log tells it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from toolkit.analysis import sentences
from toolkit.errors import Invalid, ToolkitError
from toolkit.model.event import Event
from toolkit.model.lineage import Lineage
from toolkit.model.moment import Moment, local, moment_named, offset_of
from toolkit.model.table import Column, Table, Value
from toolkit.store import codebooks, events, proposals, rounds, sights
from toolkit.store.study import Connection, Study
from toolkit.workflow.naming import known_transcript

__all__ = ["history"]

_COLUMNS: Final = (
    Column("when", meaning="When it came into this study, by the clock of the machine that tells it."),
    Column("who", meaning="Who did it; researcher where no coder had to say who they are."),
    Column("what", meaning="What they did; words are shortened."),
    Column("transcript", meaning="Id of the transcript it is about; empty if it is about none or several."),
    Column("kind", meaning="Kind of the event, as a noun and a verb."),
    Column(
        "event",
        "count",
        meaning="Number of the event in the log; empty while a blind round hides something from you.",
    ),
)
_OWNERS: Final = ("coder", "author", "decided_by", "placed_by", "picked_by", "ruled_by")


def history(
    study: Study,
    *,
    by: str | None = None,
    coder: str | None = None,
    transcript: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    last: int | None = None,
) -> Table:
    """Tell what happened in a study, and when: its log as sentences.

    Read each row as a sentence that begins with who did it. What was taken back stays, and is told as such;
    what came from another copy says when it was done there. Nothing is ever removed from the log, and verify
    tells whether anybody changed it. How the codebook came about is told by: intercoder codebook history.

    Parameters
    ----------
    study
        The study file.
    by
        Only what this person did.
    coder
        Only what this person did, and what was done to their work by others.
    transcript
        Only what is about this transcript.
    kind
        Only what happened to records of this kind, such as coding, memo or round, or one kind of event, such
        as coding.removed.
    since
        Only from this day or time on, as in 2026-03-04 or 2026-03-04T10:12.
    until
        Only up to the end of this day or time.
    last
        Only the last of these events, so many.
    """
    begins = None if since is None else _moment("--since", since).begins
    ends = None if until is None else _moment("--until", until).ends
    if last is not None and last < 1:
        raise ToolkitError("--last", f"{last} is no number of events", "use 1 or more")
    with study.reading() as connection:
        _check(connection, by, coder, transcript, kind)
        whole = sights.of(connection).whole
        rows: deque[tuple[Value, ...]] = deque(maxlen=last)
        offsets: dict[str, None] = {}
        known, gone = _known(connection), events.undone(connection)
        # What rests on more than a query can tell is chosen below, and only then counted.
        most = last if transcript is None and coder is None else None
        for some in events.told(connection, by=by, kind=kind, since=begins, until=ends, last=most):
            for event, knowing in _understood(connection, some, known):
                place = sentences.about(event, knowing)
                if transcript in (None, place) and (coder is None or coder in _people(event)):
                    rows.append(_row(event, knowing, place, gone, numbered=whole))
                    offsets[offset_of(local(event.at))] = None
    return Table("History", _COLUMNS, tuple(rows), (*_notes(offsets, whole=whole),)).noted(
        study.profile.notice
    )


def _moment(option: str, named: str) -> Moment:
    try:
        return moment_named(named)
    except Invalid as refused:
        raise ToolkitError(option, refused.what, refused.remedy) from None


def _check(
    connection: Connection, by: str | None, coder: str | None, transcript: str | None, kind: str | None
) -> None:
    """Refuse names that nothing in the log goes by."""
    people = dict.fromkeys((*rounds.coders(connection), *events.actors(connection)))
    for name in (by, coder):
        if name is not None and name not in people:
            raise ToolkitError(name, "did nothing in this study", f"there are: {', '.join(people)}")
    if transcript is not None:
        known_transcript(connection, transcript)
    nouns = dict.fromkeys(each.partition(".")[0] for each in (*sentences.KINDS, *events.kinds(connection)))
    if kind is not None and kind not in nouns and kind not in sentences.KINDS:
        raise ToolkitError(kind, "is no kind of event", f"there are: {', '.join(nouns)}")


def _known(connection: Connection) -> sentences.Known:
    lineage = codebooks.lineage(connection)
    labels = {each.code: each.label for each in proposals.everything(connection)}
    for book in lineage.releases:  # the latest word counts
        labels |= {each.id: each.label for each in book.themes}
        labels |= {each.id: each.label for each in (*book.codes, *book.deprecated)}
    return sentences.Known(labels, _changes(lineage))


def _changes(lineage: Lineage) -> dict[str, int]:
    found: dict[str, int] = {}
    for change in lineage.changes:
        found[change.version] = found.get(change.version, 0) + 1
    return found


def _understood(
    connection: Connection, some: Iterable[Event], known: sentences.Known
) -> Iterator[tuple[Event, sentences.Known]]:
    """Yield events, each with what has to be known to tell it."""
    some = tuple(some)
    asked = {name for event in some for name in sentences.codings_of(event)}
    knowing = sentences.Known(known.labels, known.changes, events.codings_told(connection, asked))
    for event in some:
        yield event, knowing


def _people(event: Event) -> set[object]:
    """Return who did it, and whose work it concerns."""
    found: set[object] = {event.actor}
    for name in ("after", "before"):
        told = event.body.get(name)
        if isinstance(told, dict):
            found |= {told.get(owner) for owner in _OWNERS}
    return found | ({event.subject} if event.kind.startswith("coder.") else set())


def _row(
    event: Event, known: sentences.Known, place: str, gone: Collection[str], *, numbered: bool
) -> tuple[Value, ...]:
    act = event.body.get("act")
    name = act.get("id") if isinstance(act, dict) else None
    undone = (name or f"{events.LONE}{event.sequence}") in gone
    when = f"{local(event.at):%Y-%m-%d %H:%M}"
    what = sentences.sentence(event, known, undone=undone)
    return when, event.actor, what, place or None, event.kind, event.sequence if numbered else None


def _notes(offsets: Iterable[str], *, whole: bool) -> Iterator[str]:
    if told := ", ".join(offsets):
        yield f"Times are those of this machine ({told})."
    if not whole:
        yield "What a blind round hides from you is left out, and so are the numbers of events."
