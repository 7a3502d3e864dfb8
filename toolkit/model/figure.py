"""`Figure`: what every drawing returns and every writer of pictures accepts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from toolkit.errors import Invalid


@dataclass(frozen=True)
class Figure:
    """A drawing with its title and the sentences a reader needs to judge it.

    Attributes
    ----------
    spec
        The drawing in Vega-Lite, as JSON: one object, its data within it, its title and caption not. The same
        drawing is the same text.
    notes
        Sentences for the caption: what is shown, n, codebook version.
    """

    title: str
    spec: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            told = json.loads(self.spec)
        except ValueError as fault:
            raise Invalid(f"the drawing of {self.title!r} is no JSON ({fault})") from fault
        if not isinstance(told, dict):
            raise Invalid(f"the drawing of {self.title!r} is no JSON object")

    @property
    def caption(self) -> str:
        """The notes as one text."""
        return " ".join(self.notes)
