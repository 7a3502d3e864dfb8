"""`Selection`: what of a study a table of findings looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.transcript import Role


@dataclass(frozen=True)
class Selection:
    """What of a study a table of findings looks at; everything, if nothing is chosen.

    Options of different names narrow each other down; several values of one option widen it.

    Attributes
    ----------
    coder
        Only codings by these coders; by default the consensus, and where there is none, what any coder coded.
        The name consensus stands for the consensus alone.
    at
        See everything at this codebook version; by default the latest.
    participant
        Only these participants.
    where
        Only participants with these attributes, as in role=engineer; several values of one attribute widen
        it, several attributes narrow it down.
    theme
        Only codes of these themes.
    code
        Only these codes.
    question
        Only what is said in answer to these questions of the protocol.
    speaker_role
        Only what these say: participant, interviewer, other or unknown; by default all but interviewers.
    """

    coder: tuple[str, ...] = ()
    at: str | None = None
    participant: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    question: tuple[int, ...] = ()
    speaker_role: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        for condition in self.where:
            name, sign, _ = condition.partition("=")
            if not (sign and name.strip()):
                raise Invalid(f"{condition!r} is no attribute with a value", "write it as role=engineer")

    @property
    def attributes(self) -> Mapping[str, frozenset[str]]:
        """The values looked for, by attribute."""
        wanted: dict[str, set[str]] = {}
        for condition in self.where:
            name, _, value = condition.partition("=")
            wanted.setdefault(name.strip(), set()).add(value.strip())
        return {name: frozenset(values) for name, values in wanted.items()}

    def chooses(self, person: str, known: Mapping[str, str]) -> bool:
        """Tell whether a participant of whom so much is known is among those looked at."""
        return (not self.participant or person in self.participant) and all(
            known.get(name, "").strip() in values for name, values in self.attributes.items()
        )


EVERYTHING: Final = Selection()
