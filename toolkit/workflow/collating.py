"""Laying several coders' readings side by side: what every journey of agreement starts from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from toolkit.agreement import data as reliability
from toolkit.agreement.continua import continua
from toolkit.agreement.notes import left_out
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, in_round
from toolkit.model.consensus import Consensus
from toolkit.model.reliability import Continuum, Ground, ReliabilityData, Unit, UnitKind
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.adjudicate import adjudicate, in_force
from toolkit.reconcile.discuss import after_discussion
from toolkit.store import rounds, transcripts
from toolkit.store.study import Connection, Study
from toolkit.text import units
from toolkit.workflow.concluding import verdicts_in
from toolkit.workflow.correcting import mostly_new, unread_since
from toolkit.workflow.naming import check_coders
from toolkit.workflow.screening import Reading, Readings, at_end_of, known_round, of_round, screen

# A coder goes on in each round with what they coded before: all of it together is their reading.
ONE_READING: Final = "reading"


@dataclass(frozen=True)
class Collated:
    """Who said what about which unit, and what a reader of the numbers has to know about it.

    Attributes
    ----------
    transcripts
        All there are, compared or not.
    labels
        What the codes are called.
    rounds
        The rounds of the readings, joined by plus signs; empty for a table.
    version
        Of the codebook at which the codings are seen; empty for a table.
    """

    data: ReliabilityData
    unit: Ground
    transcripts: tuple[str, ...]
    labels: Mapping[str, str]
    rounds: str = ""
    version: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Discussed:
    """Readings as coders made them, and as they would be had each coded what was settled.

    Attributes
    ----------
    settled, open
        Passages some coders gave a code and others did not, by code.
    boundaries
        Passages all of them gave it, on other words, which nobody settled, by code.
    """

    before: Collated
    after: Collated
    settled: Counter[str]
    open: Counter[str]
    boundaries: Counter[str]


@dataclass(frozen=True)
class Continuous:
    """What coders cut out of the texts themselves, interview by interview.

    Attributes
    ----------
    themes
        By theme, its codes that are compared; themes with one such code are left out.
    labels
        What codes and themes are called.
    rounds, version, notes
        As in `Collated`.
    """

    continua: tuple[Continuum, ...]
    codes: tuple[str, ...]
    themes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    rounds: str
    version: str
    notes: tuple[str, ...]


def collate(
    study: Study,
    *,
    unit: UnitKind | None = None,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    include_interviewer: bool = False,
    at: str | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
) -> Collated:
    """Lay the last finished reading of each coder over the units of the transcripts.

    Codes that changed their meaning between the readings, or for which codings wait for a decision, are left
    out and named in the notes.

    Parameters
    ----------
    unit
        By default that of the round, see `own_unit`.
    codes
        Only these; they must be active at the version.
    at
        See codings at this version, by default the latest or that of the round.
    round
        Only the readings of this round, as they were at its end.

    Raises
    ------
    ToolkitError
        If a coder, code, version or round is not known, or no code can be compared.
    """
    with study.reading() as connection:
        check_coders(connection, coders)
        made, until, at = at_end_of(connection, round, at)
        return lay(
            connection,
            made,
            of_round(until, round),
            unit=unit or own_unit(connection, round),
            coders=coders,
            codes=codes,
            include_interviewer=include_interviewer,
            at=at,
            until=until,
            notice=study.profile.notice,
        )


def collate_discussed(
    study: Study,
    *,
    unit: UnitKind | None = None,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    include_interviewer: bool = False,
    at: str | None = None,
    round: str | None = None,  # noqa: A002 - likewise
) -> Discussed:
    """Lay readings side by side twice: as coders made them, and with the verdicts applied to each of them.

    Both are of the same readings and the same codes.

    Parameters
    ----------
    unit, coders, codes, include_interviewer, at, round
        As in `collate`.

    Raises
    ------
    ToolkitError
        As `collate` does.
    """
    with study.reading() as connection:
        check_coders(connection, coders)
        made, until, at = at_end_of(connection, round, at)
        readings = of_round(until, round)
        read = screen(connection, made, readings, coders, codes, at, until)
        found, after = _after_discussion(connection, read)
        before, then = (
            _laid(
                connection,
                each,
                readings,
                unit=unit or own_unit(connection, round),
                coders=coders,
                include_interviewer=include_interviewer,
                notice=study.profile.notice,
            )
            for each in (read, replace(read, codings=after))
        )
    differing = [
        each for each in found.disagreements if each.coded_by and each.kind not in ("boundary", "agreed")
    ]
    return Discussed(
        before,
        then,
        Counter(each.code for each in differing if not each.open),
        Counter(each.code for each in differing if each.open),
        Counter(each.code for each in found.boundaries),
    )


def _after_discussion(connection: Connection, read: Readings) -> tuple[Consensus, tuple[Coding, ...]]:
    """Return what the readings that are compared come to, and each of them with the verdicts applied."""
    compared = frozenset(read.compared)
    looked = {(transcript, coder): compared for coder, transcript in read.finished}
    given = [made for made in verdicts_in(connection, read.seen) if made.code in compared]
    texts = transcripts.everything(connection)
    found = adjudicate(texts, read.seen.resolution, looked, given)
    of_compared = replace(
        found,
        disagreements=tuple(each for each in found.disagreements if each.code in compared),
        boundaries=tuple(each for each in found.boundaries if each.code in compared),
    )
    readers = {
        name: [coder for coder, transcript in sorted(read.finished) if transcript == name]
        for name in found.read
    }
    force = in_force(given, {text.id: text for text in texts if text.id in readers})
    after = after_discussion(read.codings, [made for _, made in force], readers, ONE_READING)
    return of_compared, after


def continuous(
    study: Study,
    *,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    include_interviewer: bool = False,
    at: str | None = None,
    round: str | None = None,  # noqa: A002 - likewise
) -> Continuous:
    """Lay codings end to end on the turns of each interview, without cutting these into units.

    Parameters
    ----------
    coders, codes, include_interviewer, at, round
        As in `collate`.

    Raises
    ------
    ToolkitError
        As `collate` does.
    """
    with study.reading() as connection:
        check_coders(connection, coders)
        made, until, at = at_end_of(connection, round, at)
        readings = of_round(until, round)
        read = screen(connection, made, readings, coders, codes, at, until)
        texts = transcripts.everything(connection)
        turns = _cut(texts, "turn", read, include_interviewer=include_interviewer)
        unseen = [each for each in unread_since(connection, readings) if not coders or each.coder in coders]
        fresh = mostly_new(connection, unseen, turns)
    stretches: dict[str, list[Span]] = {text.id: [] for text in texts}
    for each in turns:
        if each not in fresh:
            stretches[each.transcript].append(each.span)
    found, tally = continua(
        stretches,
        (in_round(coding, ONE_READING) for coding in read.seen.codings),
        [replace(task, round=ONE_READING) for task, _ in read.tasks],
        codes=read.compared,
        coders=coders or None,
        revisions={text.id: text.revision for text in texts},
    )
    codebook = read.seen.codebook
    notes = (
        "" if include_interviewer else "Interviewers' turns are context and not compared.",
        *left_out(tally),
        *_left_out(read),
        _new_since(fresh, "turn"),
        *read.seen.fates,
        study.profile.notice,
    )
    return Continuous(
        found,
        tuple(read.compared),
        _themes(codebook, read.compared),
        {**codebook.codable, **{theme.id: theme.label for theme in codebook.themes}},
        _named(read),
        codebook.version,
        tuple(filter(None, notes)),
    )


def _themes(codebook: Codebook, compared: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the codes compared by theme, where there are several to be told apart."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in compared:
        # A theme may be given to passages itself, and is then one of its codes.
        theme = codebook.theme.get(name) or codebook.theme_of.get(name)
        if theme is not None:
            members[theme.id].append(name)
    return {theme: tuple(codes) for theme, codes in members.items() if len(codes) > 1}


def _named(read: Readings) -> str:
    return " + ".join(dict.fromkeys(task.round for task, _ in read.tasks if task.finished))


def lay(
    connection: Connection,
    made: Iterable[Coding],
    readings: Sequence[Reading],
    *,
    unit: UnitKind,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    include_interviewer: bool = False,
    at: str | None = None,
    until: Sequence[Reading] | None = None,
    notice: str = "",
) -> Collated:
    """Lay codings over the units of the transcripts, for whoever has finished a reading.

    Parameters
    ----------
    until
        The readings there were, if not all that there are now; those compared are among them.

    Raises
    ------
    ToolkitError
        As `collate` does.
    """
    read = screen(connection, made, readings, coders, codes, at, until)
    return _laid(
        connection,
        read,
        readings,
        unit=unit,
        coders=coders,
        include_interviewer=include_interviewer,
        notice=notice,
    )


def _laid(
    connection: Connection,
    read: Readings,
    readings: Sequence[Reading],
    *,
    unit: UnitKind,
    coders: Sequence[str],
    include_interviewer: bool,
    notice: str,
) -> Collated:
    seen = read.seen
    texts = transcripts.everything(connection)
    cut = _cut(texts, unit, read, include_interviewer=include_interviewer)
    unseen = [each for each in unread_since(connection, readings) if not coders or each.coder in coders]
    fresh = mostly_new(connection, unseen, cut)
    data = reliability.reliability_data(
        [each for each in cut if each not in fresh],
        (in_round(coding, ONE_READING) for coding in read.codings),
        [replace(task, round=ONE_READING) for task, _ in read.tasks],
        codes=read.compared,
        coders=coders or None,
        revisions={text.id: text.revision for text in texts},
        by_length=unit == "character",
    )
    told = (
        "" if include_interviewer else "Interviewers' turns are context and not compared.",
        _cut_how(unit),
        *_left_out(read),
        _new_since(fresh, unit),
        *seen.fates,
        notice,
    )
    return Collated(
        data,
        unit,
        tuple(text.id for text in texts),
        seen.codebook.codable,
        _named(read),
        seen.codebook.version,
        tuple(filter(None, told)),
    )


def own_unit(connection: Connection, name: str | None = None) -> UnitKind:
    """Return the unit that is coded in a round, the present one by default; turns if coders code freely."""
    each = rounds.current(connection) if name is None else known_round(connection, name)
    return "turn" if each.unit == "free" else each.unit


# --- which units ----------------------------------------------------------------------------------------


def _cut(
    texts: Iterable[Transcript], unit: UnitKind, read: Readings, *, include_interviewer: bool
) -> list[Unit]:
    ends = _ends(read) if unit in ("segment", "character") else {}
    return [
        each
        for text in texts
        for each in units.cut(text, unit, include_interviewer=include_interviewer, cuts=ends.get(text.id, ()))
    ]


def _ends(read: Readings) -> dict[str, set[int]]:
    """Return by transcript where a coding that is compared begins or ends."""
    ends: defaultdict[str, set[int]] = defaultdict(set)
    compared, finished = frozenset(read.compared), read.finished
    for coding in read.codings:
        if coding.code in compared and (coding.coder, coding.transcript) in finished:
            ends[coding.transcript] |= {coding.span.start, coding.span.end}
    return ends


# --- what to tell ---------------------------------------------------------------------------------------


def _cut_how(unit: UnitKind) -> str:
    if unit == "segment":
        return (
            "Segments are the stretches of turns in which no coding that is compared begins or ends; each "
            "counts once, however long it is."
        )
    if unit == "character":
        return "Each character of a turn is a unit, text that nobody coded included."
    return ""


def _left_out(read: Readings) -> Iterator[str]:
    why = {
        "they changed since a reading": [name for name in read.wanted if name not in read.comparable],
        "codings wait for a decision": [name for name in read.wanted if name in read.undecided],
    }
    for reason, names in why.items():
        if names:
            yield f"Not compared, because {reason}: {', '.join(names)}."
    if told := ", ".join(f"{transcript} by {coder}" for coder, transcript in sorted(read.homeless)):
        yield f"Not compared until all codings have their place in the corrected transcript: {told}."


def _new_since(fresh: Collection[Unit], unit: UnitKind) -> str:
    if not fresh:
        return ""
    count = sum(each.span.end - each.span.start for each in fresh) if unit == "character" else len(fresh)
    what = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"Not compared, because most of their words came after a reading: {what}."
