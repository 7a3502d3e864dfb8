"""Sight: what of a study one person may see while a round is blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from toolkit.model.round import Role

__all__ = ["EVERYTHING", "Sight"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is hidden from whoever looks at a study.

    Attributes
    ----------
    viewer
        Who looks; None if nobody has said who they are.
    role
        Their role in the study; None for somebody who is not in it.
    hidden
        The blind rounds whose work by others is hidden from them, in the order of rounds.
    since
        When the first of these rounds began, ISO 8601 in UTC; what others wrote since is hidden, too.
    """

    viewer: str | None = None
    role: Role | None = None
    hidden: tuple[str, ...] = ()
    since: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden."""
        return not self.hidden


EVERYTHING: Final = Sight()
"""The sight from which nothing is hidden."""
