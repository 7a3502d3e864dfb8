"""Suggesting codes, learned from the team's own codings: off unless switched on, shown and never stored.

A suggestion is no coder and says neither yes nor no. Who takes one up codes the passage themselves, and the
log tells where the idea came from. While a transcript is read independently, nothing is learned from others.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from toolkit.agreement.data import reliability_data
from toolkit.errors import ToolkitError
from toolkit.model.act import Together
from toolkit.model.coding import in_round
from toolkit.model.identifier import new_id
from toolkit.model.reliability import ReliabilityData
from toolkit.model.round import Assignment
from toolkit.model.suggestion import Example, Hint, Precision
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.model.version import Version
from toolkit.store import codings, rounds, settings, transcripts
from toolkit.store.study import RESEARCHER, Connection, Study
from toolkit.text import suggestion, units
from toolkit.text.suggestion import Lessons
from toolkit.workflow import applying, showing
from toolkit.workflow.arranging import is_under_way
from toolkit.workflow.correcting import mostly_new, unread_since
from toolkit.workflow.naming import check_codable, check_coders, known_transcript
from toolkit.workflow.searching import Coded
from toolkit.workflow.viewing import View, complete, view

__all__ = [
    "Coded",
    "Lessons",
    "Material",
    "Suggestion",
    "accept",
    "is_on",
    "learned",
    "material",
    "precision",
    "suggest",
    "suggested",
    "switch",
    "tested",
]

Stretch = Literal["sentence", "turn"]
Switch = Literal["on", "off"]

WHAT_IT_IS: Final = (
    "A suggestion is a guess from words, learned from codings of this study on this machine. It is no coder: "
    "it is not stored, not counted and not compared; what you take up is your coding."
)
_ONE_READING: Final = "reading"
_MOST_WORDS_TOLD: Final = 5


@dataclass(frozen=True)
class Material:
    """What there is to learn from.

    Attributes
    ----------
    codes
        Ids of the codes that can be given at `version`.
    sources
        Coders whose finished readings are learned from.
    notes
        What was left out, and why nobody else is learned from.
    digest
        SHA-256 of all that decides what is learned.
    """

    examples: tuple[Example, ...]
    codes: tuple[str, ...]
    version: str
    unit: Stretch
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """Return the hash; the same for the same examples, whoever asks."""
        told = [
            [each.interview, each.text, sorted(each.judged), sorted(each.given)] for each in self.examples
        ]
        content = json.dumps([self.version, self.codes, told])
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Suggestion:
    """A passage that may deserve a code.

    Attributes
    ----------
    sha256
        Hash of the transcript's text it is of.
    words
        The passage as it stands.
    hint
        The code with its score and the words that speak for it, in positions of the passage.
    precision
        How often such suggestions were codings.
    sources
        Coders it was learned from.
    """

    transcript: str
    sha256: str
    turn: Turn
    span: Span
    words: str
    hint: Hint
    precision: Precision
    sources: tuple[str, ...]

    @property
    def code(self) -> str:
        """Id of the code."""
        return self.hint.code


# The switch ------------------------------------------------------------------------------------------


def is_on(study: Study) -> bool:
    """Tell whether the study makes suggestions."""
    with study.reading() as connection:
        return settings.suggestions_on(connection)


def switch(study: Study, state: Switch | None = None) -> str:
    """Switch suggestions of codes on or off for this study, or tell which it is.

    They are off in a new study. Agreement and findings are the same either way: a suggestion is not stored
    and counts nowhere until a person codes the passage.

    Parameters
    ----------
    study
        The study file.
    state
        on or off; without it nothing is changed.
    """
    if state is not None:
        with study.transaction(RESEARCHER) as records:
            settings.switch_suggestions(records, on=state == "on")
    return f"{study.where}: suggestions are {'on' if is_on(study) else 'off'}"


def _check_on(connection: Connection, study: Study) -> None:
    if not settings.suggestions_on(connection):
        remedy = f"switch them on with: intercoder suggestions {study.where} on"
        raise ToolkitError("suggestions", "are off in this study", remedy)


def _check_open(connection: Connection) -> None:
    """Refuse suggestions while a blind round goes on: the same for all, they would make coders alike."""
    present = rounds.current(connection)
    if is_under_way(connection, present):
        what = "is blind, and in it nobody gets suggestions, which would make coders alike"
        raise ToolkitError(f"round {present.id}", what, "wait until all have finished, or it is revealed")


# What is learned from --------------------------------------------------------------------------------


def material(
    study: Study,
    *,
    transcript: str | None = None,
    coder: str | None = None,
    unit: Stretch = "sentence",
    at: str | None = None,
) -> Material:
    """Gather the units that finished readings have judged.

    Parameters
    ----------
    transcript
        For which suggestions are wanted; None if only for what was learned. As long as its reading has to be
        independent, nothing is learned from coders other than `coder`.
    coder
        For whom they are wanted.

    Raises
    ------
    ToolkitError
        If suggestions are off, if there is no finished reading to learn from, or if `transcript` is being
        read independently and no coder is named.
    """
    with study.reading() as connection:
        _check_on(connection, study)
        if transcript is not None:
            _check_open(connection)
        seen = view(connection, codings.everything(connection), at)
        readings = [
            pair
            for pair in rounds.readings(connection)
            if Version.of(pair[1]) <= Version.of(seen.codebook.version)
        ]
        looked = complete(seen.lineage, seen.codebook.version, readings)
        alone = transcript is not None and _is_independent(connection, seen, transcript, coder)
        if alone and coder is None:
            what = "is being read independently, so that nothing may be suggested from others' codings"
            raise ToolkitError(
                str(transcript), what, "name the coder, or wait until its readings are finished"
            )
        usable = _usable(seen, looked, coder if alone or transcript is None else None)
        sources = tuple(sorted({name for _, name in usable}))
        if not usable:
            raise _nothing_to_learn(coder if alone else None, transcript)
        texts = [
            text for text in transcripts.everything(connection) if text.id in {name for name, _ in usable}
        ]
        cut = [each for text in texts for each in units.cut(text, unit)]
        unseen = [each for each in unread_since(connection, readings) if each.coder in sources]
        fresh = mostly_new(connection, unseen, cut)
    data = reliability_data(
        [each for each in cut if each not in fresh],
        (in_round(coding, _ONE_READING) for coding in seen.codings),
        [Assignment(name, text, _ONE_READING, finished_at=_LONG_AGO) for text, name in usable],
        codes=list(seen.codebook.codable),
        coders=sources,
        revisions={text.id: text.revision for text in texts},
    )
    examples = tuple(_examples(data, {text.id: text.text for text in texts}, usable))
    told = _told_of_sources(sources, usable, coder if alone else None)
    return Material(examples, data.codes, seen.codebook.version, unit, sources, (told, *seen.fates))


_LONG_AGO: Final = "2000-01-01T00:00:00Z"  # when readings were finished does not matter here


def _is_independent(connection: Connection, seen: View, transcript: str, coder: str | None) -> bool:
    """Tell whether others' codings have to stay hidden from who asks about a transcript.

    So it is while anybody is at it in the present round, and for a coder until they have read it to the end
    for all codes there are now.
    """
    known_transcript(connection, transcript)
    now = rounds.current(connection)
    tasks = [task for task in rounds.assignments(connection) if task.transcript == transcript]
    if any(task.round == now.id and not task.finished for task in tasks):
        return True
    if coder is None:
        return False
    if now.anew and not any((task.coder, task.round) == (coder, now.id) for task in tasks):
        return True
    latest = seen.lineage.latest
    looked = complete(seen.lineage, latest.version, rounds.readings(connection))
    found = looked.get((transcript, coder), frozenset())
    return not (found and found.issuperset(latest.codable))


def _usable(
    seen: View, looked: Mapping[tuple[str, str], frozenset[str]], only: str | None
) -> dict[tuple[str, str], frozenset[str]]:
    """Return by transcript and coder the codes on which a finished reading said yes or no.

    A code that a coding of the reading may still get is not among them. A reading in which a coding waits for
    its place is left out.
    """
    waiting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for review in seen.resolution.pending:
        pair = (review.coding.transcript, review.coding.coder)
        waiting[pair].update((review.code, *review.candidates))
    homeless = {(repair.coding.transcript, repair.coding.coder) for repair in seen.repairs}
    found = {
        pair: codes - waiting[pair]
        for pair, codes in looked.items()
        if pair not in homeless and only in (None, pair[1])
    }
    return {pair: codes for pair, codes in found.items() if codes}


def _nothing_to_learn(alone: str | None, transcript: str | None) -> ToolkitError:
    if alone is None:
        what = "have nothing to learn from: nobody has finished a transcript"
        return ToolkitError(
            "suggestions", what, "read some to the end, then declare it with: intercoder finish"
        )
    what = f"is being read independently, and {alone} has finished no transcript to learn from"
    return ToolkitError(str(transcript), what, "finish some first: nothing is learned from others until then")


def _examples(
    data: ReliabilityData,
    texts: Mapping[str, str],
    usable: Mapping[tuple[str, str], frozenset[str]],
) -> Iterator[Example]:
    """Yield units with the codes that were looked for in them, and those that anybody gave."""
    for unit, cells in zip(data.units, data.cells, strict=True):
        judged: frozenset[str] = frozenset()
        given: frozenset[str] = frozenset()
        for coder, cell in zip(data.coders, cells, strict=True):
            if cell is not None:
                looked = usable[unit.transcript, coder]
                judged |= looked
                given |= cell & looked
        if judged:
            yield Example(unit.transcript, unit.span.of(texts[unit.transcript]), judged, given)


def _told_of_sources(sources: Sequence[str], usable: Collection[tuple[str, str]], alone: str | None) -> str:
    readings, interviews = len(usable), len({name for name, _ in usable})
    told = (
        f"Learned from {_counted(readings, 'finished reading')} of {_counted(interviews, 'interview')} "
        f"by {', '.join(sources)}"
    )
    if alone is None:
        return f"{told}."
    return f"{told} alone: as long as the transcript is read independently, others' codings are not used."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


# What is suggested -----------------------------------------------------------------------------------


def learned(found: Material) -> Lessons:
    """Learn from what was gathered: seconds of work, and the same for the same `digest`."""
    return suggestion.learn(found.examples, found.codes)


def suggested(study: Study, found: Material, lessons: Lessons, transcript: str) -> tuple[Suggestion, ...]:
    """Return what is suggested for a transcript, the passages in their order.

    Nothing is left out because somebody coded it already; see `open_to`.
    """
    with study.reading() as connection:
        text = known_transcript(connection, transcript)
    spans = [each.span for each in units.cut(text, found.unit)]
    precisions = {each.code: each for each in lessons.precisions}
    hints = lessons.hints(transcript, [span.of(text.text) for span in spans])
    return tuple(
        Suggestion(
            text.id,
            text.sha256,
            _turn(text, span),
            span,
            span.of(text.text),
            hint,
            precisions[hint.code],
            found.sources,
        )
        for span, of_unit in zip(spans, hints, strict=True)
        for hint in of_unit
    )


def _turn(text: Transcript, span: Span) -> Turn:
    return next(turn for turn in text.turns if turn.span.overlaps(span))


def open_to(study: Study, made: Sequence[Suggestion], coder: str | None) -> tuple[Suggestion, ...]:
    """Leave out what has the code already: from the coder, or from anybody if none is named."""
    given: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for name in dict.fromkeys(each.transcript for each in made):
        desk = showing.desk(study, name, coder or "", others=coder is None)
        for coding in desk.codings:
            given[name, coding.code].append(coding.span)
    return tuple(
        each
        for each in made
        if not any(span.overlaps(each.span) for span in given[each.transcript, each.code])
    )


def suggest(
    study: Study,
    *,
    transcript: str,
    code: tuple[str, ...] = (),
    unit: Stretch = "sentence",
    coder: str | None = None,
    at: str | None = None,
) -> Table:
    """Suggest codes for a transcript, learned from the team's own codings, with the words behind it.

    Works on this machine alone, and only in a study in which suggestions were switched on. Passages that have
    the code already are left out. Each row says how often such suggestions were codings in interviews they
    were not learned from; a code for which that is too seldom, or which is too rare to tell, is not suggested
    (see: intercoder precision). The score orders suggestions and is no probability.

    While a transcript is read independently, only what the named coder has finished is learned from.

    Parameters
    ----------
    study
        The study file.
    transcript
        Id of the transcript.
    code
        Only these codes.
    unit
        Suggest for sentences or for turns.
    coder
        For whom.
    at
        Learn from codings as seen at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        _check_on(connection, study)
        check_coders(connection, [coder] if coder else [])
        book = view(connection, (), at).codebook
        for name in code:
            check_codable(book, name)
    found = material(study, transcript=transcript, coder=coder, unit=unit, at=at)
    lessons = learned(found)
    made = open_to(study, suggested(study, found, lessons, transcript), coder)
    wanted = [each for each in made if each.code in code or not code]
    columns = (
        *(Column("turn", "count"), Column("speaker"), Column("code"), Column("passage")),
        *(Column("score", "number"), Column("words")),
        *(Column("right", "count"), Column("suggested", "count"), Column("precision", "share")),
        *(Column("start", "count"), Column("end", "count")),
    )
    reasons = [each for each in lessons.precisions if each.reason and (each.code in code or not code)]
    notes = (WHAT_IT_IS, *found.notes, *_refused(reasons, len(lessons.precisions), named=bool(code)))
    return Table(
        f"Suggestions for {transcript}",
        columns,
        tuple(map(_row, wanted)),
        (*notes, *filter(None, (study.profile.notice,))),
    )


def _row(made: Suggestion) -> tuple[str | int | float | None, ...]:
    tested = (made.precision.n_right, made.precision.n_suggested, made.precision.precision)
    told = ", ".join(f"{word.term} {word.weight:+.2f}" for word in made.hint.drivers[:_MOST_WORDS_TOLD])
    what = (made.turn.number, made.turn.speaker, made.code, " ".join(made.words.split()))
    return (*what, made.hint.score, told, *tested, made.span.start, made.span.end)


def _refused(reasons: Sequence[Precision], number: int, *, named: bool) -> Iterator[str]:
    if named:
        yield from (f"{each.code} is not suggested: {each.reason}." for each in reasons)
    elif reasons:
        yield f"{len(reasons)} of {number} codes are not suggested; for why not see: intercoder precision."


def precision(
    study: Study,
    *,
    unit: Stretch = "sentence",
    coder: str | None = None,
    at: str | None = None,
) -> Table:
    """Tell how often suggestions of each code were right, in interviews they were not learned from.

    Each interview is suggested for by what was learned from the others. Precision is the share of suggestions
    that were codings, recall the share of the units with the code that were suggested. A code that is not
    suggested has the reason beside it.

    Parameters
    ----------
    study
        The study file.
    unit
        Sentences or turns.
    coder
        Learn only from this coder, as while they read independently; by default from all.
    at
        Learn from codings as seen at this codebook version; by default the latest.
    """
    with study.reading() as connection:
        check_coders(connection, [coder] if coder else [])
    found = material(study, coder=coder, unit=unit, at=at)
    table = tested(found, learned(found))
    return table.noted(study.profile.notice)


def tested(found: Material, lessons: Lessons) -> Table:
    """Lay out what was learned, code by code."""
    columns = (
        Column("code"),
        *(Column(name, "count") for name in ("units_with_it", "interviews", "suggested", "right")),
        *(Column(name, "share") for name in ("precision", "recall")),
        Column("not_suggested_because"),
    )
    rows = tuple(
        (
            *(each.code, each.n_positive, each.n_interviews, each.n_suggested, each.n_right),
            *(each.precision, each.recall, each.reason or None),
        )
        for each in lessons.precisions
    )
    return Table(f"Suggestions tested, by {found.unit}", columns, rows, (_how(found, lessons), *found.notes))


def _how(found: Material, lessons: Lessons) -> str:
    """Say what was held out in the test."""
    interviews = len({each.interview for each in found.examples})
    if 0 < lessons.n_folds < interviews:
        return (
            f"To save time the {interviews} interviews were tested in {lessons.n_folds} groups: each was "
            "suggested for by what was learned from the other groups."
        )
    return "Each interview was suggested for by what was learned from the others."


# Taking suggestions up -------------------------------------------------------------------------------


def accept(study: Study, coder: str, chosen: Iterable[Suggestion]) -> Coded:
    """Code the passages of suggestions in a coder's name: all of them as one act, or none.

    They are codings like any other. That each came from a suggestion, and whose codings that had learned
    from, stands in the log and nowhere else.

    Raises
    ------
    ToolkitError
        If suggestions are off by now, if a transcript has to be read independently by now, or if anything
        cannot be coded; then nothing is.
    """
    wanted = list(dict.fromkeys(chosen))
    with study.reading() as connection:
        _check_on(connection, study)
        seen = view(connection, ())
        for each in wanted:
            if set(each.sources) - {coder} and _is_independent(connection, seen, each.transcript, coder):
                what = "is being read independently by now"
                raise ToolkitError(
                    each.transcript, what, "load the page again for suggestions from your own work"
                )
    left = open_to(study, wanted, coder)
    sources = sorted({name for each in wanted for name in each.sources})
    together = Together(new_id(), origin=f"suggestion learned from {', '.join(sources)}")
    wishes = [
        applying.Apply(new_id(), each.transcript, each.sha256, each.span, each.code, together=together)
        for each in left
    ]
    reasons = applying.change(study, coder, wishes)
    if refused := next(filter(None, reasons), None):
        raise ToolkitError("", f"nothing was coded, because {refused}")
    return Coded(together.act if wishes else None, len(wishes), len(wanted) - len(wishes))
