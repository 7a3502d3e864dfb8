"""What tests of suggestions share: interviews in which a word tells a code, read to the end."""

from __future__ import annotations

from typing import Final

from tests.conftest import conversation
from toolkit.model.identifier import new_id
from toolkit.model.transcript import Span, Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying, assigning, suggesting

NAMES: Final = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")
NEW: Final = "Q7"
_THINGS: Final = ("house", "river", "table", "lamp", "road", "box", "letter", "boat")


def interview(name: str) -> Transcript:
    """Make an interview of ten sentences, two of which speak of trust."""
    first = _THINGS[int(name[1:]) :] + _THINGS[: int(name[1:])]
    said = " ".join(f"We saw the {thing} today." for thing in first)
    trust = f"I trust the {first[0]}. They trusted nobody."
    return conversation(name, ("I", "Do you trust it?"), (name, f"{said} {trust} Such trust is rare."))


def teach(study: Study, *coders: str, names: tuple[str, ...] = NAMES, finish: bool = True) -> None:
    """Let coders read interviews: each gives trust to the sentences with the word."""
    with study.transaction("researcher") as records:
        for name in (*NAMES, NEW):
            if transcripts.find(records.connection, name) is None:
                transcripts.add(records, interview(name))
    for coder in coders:
        for name in names:
            text = interview(name)
            starts = [text.text.index("I trust the"), text.text.index("Such trust")]
            wishes = [
                applying.Apply(new_id(), name, text.sha256, Span(at, text.text.index(".", at) + 1), "trust")
                for at in starts
            ]
            assert set(applying.change(study, coder, wishes)) == {None}
        if finish:
            assigning.finish(study, *names, coder=coder)


def switch_on(study: Study) -> None:
    suggesting.switch(study, "on")
