"""What a table of findings rests on: the codings, words and participants that somebody chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.analysis.passages import ALL_BUT_INTERVIEWERS, Passages, Scope, Uniting, passages
from toolkit.errors import Several, ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.consensus import CONSENSUS
from toolkit.model.review import Tally
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import codebooks
from toolkit.store import transcripts as stored
from toolkit.store.study import Connection, Study
from toolkit.workflow.concluding import Concluding, Reached
from toolkit.workflow.naming import check_coders
from toolkit.workflow.viewing import Account, Looking, View, views

_MOST_NAMES: Final = 30  # in one line of an error


@dataclass(frozen=True)
class Material:
    """What was chosen of a study, seen at one version of the codebook.

    Attributes
    ----------
    transcripts
        Those of the participants chosen.
    coded
        Ids of those of them in which something counts.
    basis
        The passages that count.
    people
        What is known of the participants chosen, by name.
    selection
        What was chosen.
    tally, reached
        What became of all codings of the coders chosen, and how far there is a consensus.
    notes
        What a reader has to know that the notes of `basis` do not tell.
    """

    transcripts: tuple[Transcript, ...]
    coded: frozenset[str]
    basis: Passages
    codebook: Codebook
    people: Mapping[str, Mapping[str, str]]
    selection: Selection
    tally: Tally
    reached: Reached
    notes: tuple[str, ...]

    def noted(self, table: Table) -> Table:
        """Return a table with what its reader has to know besides."""
        return table.noted(*self.notes)


def material(study: Study, selection: Selection) -> Material:
    """Read what findings rest on, seen at a version, and say in notes what it is.

    Codings are read so many at a time: what is kept of them is passages and numbers.

    Raises
    ------
    ToolkitError
        If the study does not know what the selection names; all of it at once.
    """
    with study.reading() as connection:
        people = stored.participants(connection)
        everything = stored.everything(connection)
        _check(selection, connection, codebooks.lineage(connection).at(selection.at), everything, people)
        chosen = tuple(
            each for each in everything if selection.chooses(each.person, people.get(each.person, {}))
        )
        looking = Looking(connection, selection.at)
        here = frozenset(each.id for each in chosen)
        united = Uniting(chosen, looking.codebook, _scope(selection, looking.codebook))
        account, reached = Account(looking.codebook.version), Reached()
        coded, coders = set[str](), set[str]()
        gaps = looking.gaps
        for part in _parts(looking, selection, everything):
            account, reached = account + part.seen.account, reached + part.reached
            is_all = len(here) == len(everything)
            kept = part.codings if is_all else [each for each in part.codings if each.transcript in here]
            united.take(kept)
            coded |= {each.quotation.transcript for each in kept}
            coders |= {each.coder for each in kept}
    notes = (
        *_narrowed(selection),
        *_empty(selection, chosen),
        *reached.told(len(everything)),
        *account.fates,
        *gaps,
        _together(coders),
        study.profile.notice,
    )
    named = {each.person for each in chosen}
    return Material(
        chosen,
        frozenset(coded),
        united.passages(),
        looking.codebook,
        {name: known for name, known in people.items() if name in named},
        selection,
        account.tally,
        reached,
        tuple(filter(None, notes)),
    )


def standing_in(connection: Connection, selection: Selection, names: Collection[str]) -> tuple[Coding, ...]:
    """Return the codings that findings rest on in some transcripts."""
    texts = tuple(each for each in stored.everything(connection) if each.id in names)
    looking = Looking(connection, selection.at)
    return tuple(coding for part in _parts(looking, selection, texts) for coding in part.codings)


@dataclass(frozen=True)
class Company:
    """The participants chosen of a study, also those of whom there is no transcript.

    Attributes
    ----------
    known
        What is known of each, in the order of the participants table; last come those whom only transcripts
        name, of whom nothing is known.
    basis
        Their transcripts, without codings.
    """

    known: Mapping[str, Mapping[str, str]]
    basis: Passages
    notes: tuple[str, ...]


def company(study: Study, selection: Selection) -> Company:
    """Read who took part, without reading codings.

    Raises
    ------
    ToolkitError
        If the study does not know what the selection names; all of it at once.
    """
    with study.reading() as connection:
        people = stored.participants(connection)
        everything = stored.everything(connection)
        codebook = codebooks.lineage(connection).at(selection.at)
        _check(selection, connection, codebook, everything, people)
    chosen = tuple(each for each in everything if selection.chooses(each.person, people.get(each.person, {})))
    names = dict.fromkeys((*people, *(each.person for each in everything)))
    known = {name: people.get(name, {}) for name in names if selection.chooses(name, people.get(name, {}))}
    basis = passages(chosen, (), codebook, _scope(selection, codebook))
    notes = (*_narrowed(selection), *_empty(selection, chosen), study.profile.notice)
    return Company(known, basis, tuple(filter(None, notes)))


def _alone(selection: Selection) -> Sequence[str] | None:
    """Return the coders whose codings are read, None for all: a consensus is made of everybody's."""
    return None if CONSENSUS in selection.coder else selection.coder or None


@dataclass(frozen=True)
class _Part:
    """Some transcripts of a study: their codings as they are seen, and those that findings rest on."""

    seen: View
    reached: Reached
    codings: tuple[Coding, ...]


def _parts(looking: Looking, selection: Selection, texts: Sequence[Transcript]) -> Iterator[_Part]:
    """Yield what findings rest on in some transcripts, part by part.

    With nobody chosen it is the consensus, on each transcript for which there is one.
    """
    by_id = {text.id: text for text in texts}
    alone = bool(selection.coder) and CONSENSUS not in selection.coder
    concluding = None if alone else Concluding(looking.connection, looking.lineage, looking.codebook.version)
    for names, seen in views(looking, transcripts=tuple(by_id), coders=_alone(selection)):
        if concluding is None:
            yield _Part(seen, Reached(), seen.codings)
            continue
        found = concluding.of(seen, [by_id[name] for name in names])
        agreed = frozenset(found.reached)
        if not agreed and not selection.coder:
            yield _Part(seen, Reached.of(found), seen.codings)
            continue
        standing = [coding for coding in found.codings if coding.transcript in agreed]
        others = (
            coding
            for coding in seen.codings
            if coding.transcript not in agreed and (not selection.coder or coding.coder in selection.coder)
        )
        yield _Part(seen, Reached.of(found), (*standing, *others))


def _together(coders: Collection[str]) -> str:
    several = len(set(coders) - {CONSENSUS}) > 1
    return "Without a consensus, a passage counts if any of these coders coded it." if several else ""


# What was chosen -------------------------------------------------------------------------------------


def _check(
    selection: Selection,
    connection: Connection,
    codebook: Codebook,
    everything: Sequence[Transcript],
    people: Mapping[str, Mapping[str, str]],
) -> None:
    """Refuse names the study does not know, all of them at once."""
    faults = [
        *_unknown_coders(selection, connection),
        *_unknown_people(selection, everything, people),
        *_unknown_codes(selection, codebook),
    ]
    if faults:
        raise Several(faults)


def _unknown_coders(selection: Selection, connection: Connection) -> Iterator[ToolkitError]:
    for name in dict.fromkeys(selection.coder):
        try:
            check_coders(connection, [name] if name != CONSENSUS else [])
        except ToolkitError as fault:
            yield fault


def _unknown_people(
    selection: Selection, everything: Sequence[Transcript], people: Mapping[str, Mapping[str, str]]
) -> Iterator[ToolkitError]:
    named = {*people, *(each.person for each in everything)}
    for name in dict.fromkeys(selection.participant):
        if name not in named:
            yield ToolkitError(name, "is no participant of this study", _there_are(named))
    attributes = {name for known in people.values() for name in known}
    for name, values in selection.attributes.items():
        if name not in attributes:
            yield ToolkitError(name, "is no attribute of participants", _there_are(attributes))
            continue
        told = {known.get(name, "").strip() for known in people.values()} - {""}
        for value in sorted(values - told - {""}):
            yield ToolkitError(f"{name}={value}", "is said of no participant", _there_are(told))


def _unknown_codes(selection: Selection, codebook: Codebook) -> Iterator[ToolkitError]:
    for name in dict.fromkeys(selection.theme):
        if name not in codebook.theme:
            there = ", ".join(codebook.theme) or "none yet"
            yield ToolkitError(name, f"is no theme of codebook {codebook.version}", f"there are: {there}")
    for name in dict.fromkeys(selection.code):
        if name not in codebook.codable:
            what = f"is no code in use in codebook {codebook.version}"
            yield ToolkitError(name, what, "see: intercoder codebook show")


def _there_are(names: Iterable[str]) -> str:
    """Say which names there are; of very many, the first."""
    there = sorted(names)
    more = f" and {len(there) - _MOST_NAMES} more" if len(there) > _MOST_NAMES else ""
    return f"there are: {', '.join(there[:_MOST_NAMES]) or 'none yet'}{more}"


def _empty(selection: Selection, chosen: Sequence[Transcript]) -> Iterator[str]:
    """Say of what was chosen that it leaves nothing, so that 0 is not taken for a finding."""
    if not chosen:
        if selection.participant or selection.where:
            yield "Nobody is left: no transcript is of a participant who fits all that was chosen."
        return
    if selection.question:
        yield from _unanswered(selection.question, chosen)
    spoken = {speaker.role for each in chosen for speaker in each.speakers}
    spoken |= {each.roles[None] for each in chosen if any(turn.speaker is None for turn in each.turns)}
    if silent := [role for role in dict.fromkeys(selection.speaker_role) if role not in spoken]:
        yield f"Nobody in these transcripts has the role {' or '.join(silent)} (see: intercoder speakers)."


def _unanswered(questions: Sequence[int], chosen: Sequence[Transcript]) -> Iterator[str]:
    """Say which questions no turn answers, and in which transcripts none was recognised."""
    answered = {each.id: {turn.question for turn in each.turns} - {None} for each in chosen}
    if not any(answered.values()):
        yield "No questions are recognised in these transcripts: nothing counts (see: intercoder questions)."
        return
    everywhere = frozenset[int | None]().union(*answered.values())
    if missing := [number for number in dict.fromkeys(questions) if number not in everywhere]:
        yield f"No turn in these transcripts answers the question {' or '.join(map(str, missing))}."
    if silent := [name for name, numbers in answered.items() if not numbers]:
        yield f"No questions are recognised in, so that nothing in them counts: {', '.join(silent)}."


def _scope(selection: Selection, codebook: Codebook) -> Scope:
    codes = None
    if selection.theme or selection.code:
        codes = frozenset(
            name
            for name in codebook.codable
            if (not selection.code or name in selection.code)
            and (not selection.theme or _theme(codebook, name) in selection.theme)
        )
    roles = frozenset(selection.speaker_role) or ALL_BUT_INTERVIEWERS
    return Scope(roles, frozenset(selection.question), codes)


def _theme(codebook: Codebook, name: str) -> str:
    """Return the theme a code stands under; a theme that is codable stands under itself."""
    return name if name in codebook.theme else codebook.theme_of[name].id


def _narrowed(selection: Selection) -> Iterator[str]:
    """Say what was chosen, but for the coders and the version, which other notes tell."""
    told: dict[str, Sequence[object]] = {
        "participants": selection.participant,
        "participants with": selection.where,
        "themes": selection.theme,
        "codes": selection.code,
        "in answer to the questions": selection.question,
        "said by": selection.speaker_role,
    }
    parts = [f"{what} {', '.join(map(str, values))}" for what, values in told.items() if values]
    if parts:
        yield f"Only {'; '.join(parts)}."
