"""From a number back to its passages, and what there is to choose from before one asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.analysis.tracing import traced
from toolkit.model.codebook import Codebook
from toolkit.model.protocol import Protocol
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Role, Transcript
from toolkit.store import codebooks, readings, rounds
from toolkit.store import transcripts as stored
from toolkit.store.study import Study
from toolkit.workflow.selecting import material


def passages(study: Study, *, selection: Selection = EVERYTHING) -> Table:
    """List the passages that findings count, one by one, with what was said around them.

    Parameters
    ----------
    study
        The study file.
    selection
        What of the study to look at: for the passages behind a number, what its table looks at, narrowed
        down to its code and participant.

    Raises
    ------
    ToolkitError
        If the study does not know what the selection names.
    """
    found = material(study, selection)
    return found.noted(traced(found.basis))


@dataclass(frozen=True, slots=True)
class Named:
    """A theme, or a code with the id of its theme; one that is codable with itself is both."""

    id: str
    label: str
    theme: str


@dataclass(frozen=True)
class Choices:
    """What a selection can name, each in the order in which the study has it.

    Attributes
    ----------
    people
        Who was interviewed, by transcript.
    attributes
        What is known of participants, by name: value by participant, the empty one where it is not known.
    questions
        Wording by number; empty where no protocol tells it. None are there if no turn belongs to one.
    roles
        Of those who speak.
    """

    coders: tuple[str, ...]
    people: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, str]]
    themes: tuple[Named, ...]
    codes: tuple[Named, ...]
    questions: Mapping[int, str]
    roles: tuple[Role, ...]

    @property
    def participants(self) -> tuple[str, ...]:
        """Everybody interviewed, once."""
        return tuple(dict.fromkeys(self.people.values()))

    def values(self, attribute: str) -> tuple[str, ...]:
        """Return the values of an attribute, in the order of the alphabet."""
        return tuple(sorted(set(self.attributes[attribute].values())))

    def remaining(self, selection: Selection) -> tuple[str, ...]:
        """Return the transcripts of the participants that a selection leaves."""
        return tuple(name for name, person in self.people.items() if self._is_left(person, selection))

    def _is_left(self, person: str, selection: Selection) -> bool:
        return (not selection.participant or person in selection.participant) and all(
            self.attributes.get(name, {}).get(person, "") in values
            for name, values in selection.attributes.items()
        )


def choices(study: Study, *, at: str | None = None) -> Choices:
    """Tell what a selection can name in this study, seen at a codebook version.

    Raises
    ------
    ToolkitError
        If there is no such version.
    """
    with study.reading() as connection:
        book = codebooks.lineage(connection).at(at)
        everything = stored.everything(connection)
        known = stored.participants(connection)
        protocol = readings.stated_protocol(connection)
        coders = rounds.coders(connection)
    people = {each.id: each.participant or each.id for each in everything}
    themes = tuple(Named(theme.id, theme.label, theme.id) for theme in book.themes)
    return Choices(
        coders,
        people,
        _attributes(tuple(dict.fromkeys(people.values())), known),
        themes,
        tuple(_codes(book)),
        _questions(everything, protocol),
        tuple(dict.fromkeys(role for each in everything for role in _roles(each))),
    )


def _attributes(
    people: Sequence[str], known: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """Return values by attribute and participant, of those interviewed only."""
    names = dict.fromkeys(name for person in people for name in known.get(person, {}))
    return {name: {person: known.get(person, {}).get(name, "") for person in people} for name in names}


def _codes(book: Codebook) -> Iterator[Named]:
    for name, label in book.codable.items():
        yield Named(name, label, name if name in book.theme else book.theme_of[name].id)


def _questions(everything: Sequence[Transcript], protocol: Protocol) -> dict[int, str]:
    asked = {turn.question for each in everything for turn in each.turns if turn.question is not None}
    wording = {question.number: question.wording for question in protocol}
    return {number: wording.get(number, "") for number in sorted(asked)}


def _roles(transcript: Transcript) -> Iterator[Role]:
    """Yield the roles of those who speak."""
    for name in dict.fromkeys(turn.speaker for turn in transcript.turns):
        yield transcript.roles[name]
