"""What tests of coders at work share: a study with two transcripts, and short words for wishes."""

from __future__ import annotations

from toolkit.model.act import ALONE, Together
from toolkit.model.coding import Certainty, Coding
from toolkit.model.transcript import Span, Transcript
from toolkit.store import events
from toolkit.store.study import Study
from toolkit.workflow import applying, showing
from toolkit.workflow.applying import Apply, Remove, Restore, Wish


class Sitting:
    """A coder before a transcript; wishes are made on its text."""

    def __init__(self, study: Study, transcript: Transcript, coder: str = "Ana") -> None:
        self.study, self.transcript, self.coder = study, transcript, coder

    def span(self, words: str) -> Span:
        start = self.transcript.text.index(words)
        return Span(start, start + len(words))

    def add(
        self,
        name: str,
        words: str,
        code: str = "trust",
        certainty: Certainty | None = None,
        together: Together = ALONE,
    ) -> Apply:
        text = self.transcript
        return Apply(name, text.id, text.sha256, self.span(words), code, certainty, together)

    def restore(self, name: str, together: Together = ALONE) -> Restore:
        return Restore(name, self.transcript.id, self.transcript.sha256, together)

    def recode(self, old: str, new: Apply) -> tuple[Wish, Wish]:
        return Remove(old, new.id, new.together), new

    def do(self, *wishes: Wish) -> tuple[str | None, ...]:
        return applying.change(self.study, self.coder, wishes)

    def done(self, *wishes: Wish) -> None:
        assert set(self.do(*wishes)) <= {None}

    def codings(self, *, others: bool = False) -> dict[str, Coding]:
        desk = showing.desk(self.study, self.transcript.id, self.coder, others=others)
        return {coding.id: coding for coding in desk.codings}

    def kinds(self) -> list[str]:
        """Return the kinds of all events about codings and memos, first to last."""
        with self.study.reading() as connection:
            found = [event.kind for event, _ in events.everything(connection)]
        return [kind for kind in found if kind.startswith(("coding.", "memo."))]
