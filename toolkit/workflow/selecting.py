"""What a table of findings rests on: the codings, words and participants that somebody chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.analysis.passages import ALL_BUT_INTERVIEWERS, Passages, Scope, passages
from toolkit.errors import Several, ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.consensus import CONSENSUS
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import codings
from toolkit.store import transcripts as stored
from toolkit.store.study import Connection, Study
from toolkit.workflow.adjudicating import consensus_in, told
from toolkit.workflow.naming import check_coders
from toolkit.workflow.viewing import View, view


@dataclass(frozen=True)
class Material:
    """What was chosen of a study, seen at one version of the codebook.

    Attributes
    ----------
    transcripts
        Those of the participants chosen.
    basis
        The passages that count.
    people
        What is known of the participants chosen, by name.
    notes
        What a reader has to know that the notes of `basis` do not tell.
    """

    transcripts: tuple[Transcript, ...]
    codings: tuple[Coding, ...]
    basis: Passages
    codebook: Codebook
    people: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]

    def noted(self, table: Table) -> Table:
        """Return a table with what its reader has to know besides."""
        return replace(table, notes=(*table.notes, *self.notes))


def material(study: Study, selection: Selection) -> Material:
    """Read what findings rest on, seen at a version, and say in notes what it is.

    Raises
    ------
    ToolkitError
        If the study does not know what the selection names; all of it at once.
    """
    with study.reading() as connection:
        check_coders(connection, [name for name in selection.coder if name != CONSENSUS])
        people = stored.participants(connection)
        everything = stored.everything(connection)
        seen = view(connection, codings.everything(connection, coders=_alone(selection)), selection.at)
        _check(selection, seen.codebook, everything, people)
        chosen = tuple(each for each in everything if _is_chosen(each, selection, people))
        found, basis = _standing(connection, seen, everything, selection)
    here = {each.id for each in chosen}
    kept = tuple(coding for coding in found if coding.transcript in here or len(chosen) == len(everything))
    united = passages(chosen, kept, seen.codebook, _scope(selection, seen.codebook))
    notes = (*_narrowed(selection), *basis, *seen.notes, _together(kept), study.profile.notice)
    named = {each.participant or each.id for each in chosen}
    return Material(
        chosen,
        kept,
        united,
        seen.codebook,
        {name: known for name, known in people.items() if name in named},
        tuple(filter(None, notes)),
    )


def _alone(selection: Selection) -> Sequence[str] | None:
    """Return the coders whose codings are read, None for all: a consensus is made of everybody's."""
    return None if CONSENSUS in selection.coder else selection.coder or None


def _standing(
    connection: Connection, seen: View, everything: Sequence[Transcript], selection: Selection
) -> tuple[tuple[Coding, ...], tuple[str, ...]]:
    """Return the codings findings rest on, and sentences on the consensus among them.

    With nobody chosen it is the consensus, on each transcript for which there is one.
    """
    if selection.coder and CONSENSUS not in selection.coder:
        return seen.codings, ()
    reached = consensus_in(connection, seen, everything)
    agreed = frozenset(reached.reached)
    standing = [coding for coding in reached.codings if coding.transcript in agreed]
    others = (
        coding
        for coding in seen.codings
        if coding.transcript not in agreed and (not selection.coder or coding.coder in selection.coder)
    )
    return (*standing, *others), told(reached, len(everything))


def _together(found: Sequence[Coding]) -> str:
    several = len({coding.coder for coding in found} - {CONSENSUS}) > 1
    return "Without a consensus, a passage counts if any of these coders coded it." if several else ""


# What was chosen -------------------------------------------------------------------------------------


def _check(
    selection: Selection,
    codebook: Codebook,
    everything: Sequence[Transcript],
    people: Mapping[str, Mapping[str, str]],
) -> None:
    """Refuse names that the study does not know, all at once."""
    if faults := list(_faults(selection, codebook, everything, people)):
        raise Several(faults)


def _faults(
    selection: Selection,
    codebook: Codebook,
    everything: Sequence[Transcript],
    people: Mapping[str, Mapping[str, str]],
) -> Iterator[ToolkitError]:
    spoken = {each.participant or each.id for each in everything}
    for name in selection.participant:
        if name not in spoken:
            yield ToolkitError(
                name,
                "is no participant of this study",
                f"there are: {', '.join(sorted(spoken)) or 'none yet'}",
            )
    attributes = {name for known in people.values() for name in known}
    for name in selection.attributes:
        if name not in attributes:
            there = ", ".join(sorted(attributes)) or "none yet"
            yield ToolkitError(name, "is no attribute of participants", f"there are: {there}")
    for name in selection.theme:
        if name not in codebook.theme:
            there = ", ".join(codebook.theme)
            yield ToolkitError(name, f"is no theme of codebook {codebook.version}", f"there are: {there}")
    for name in selection.code:
        if name not in codebook.codable:
            what = f"is no code in use in codebook {codebook.version}"
            yield ToolkitError(name, what, "see: intercoder codebook show")


def _is_chosen(transcript: Transcript, selection: Selection, people: Mapping[str, Mapping[str, str]]) -> bool:
    person = transcript.participant or transcript.id
    known = people.get(person, {})
    return (not selection.participant or person in selection.participant) and all(
        known.get(name, "") in values for name, values in selection.attributes.items()
    )


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
