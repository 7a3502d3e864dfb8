"""Taking back what a coder did, and doing it again: each is an act like any other, and stays in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.act import Act, Deed, Together
from toolkit.model.act import history as undoable
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo
from toolkit.model.identifier import new_id
from toolkit.model.proposal import Proposal
from toolkit.model.transcript import Transcript
from toolkit.store import acts, codebooks, events, transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying
from toolkit.workflow.applying import Remove, RemoveMemo, Restore, RewriteMemo, Wish, Withdraw

_SHOWN: Final = acts.MOST_ACTS


def latest_event(study: Study) -> int:
    """Return the number of the latest event of the log, which grows with every change."""
    with study.reading() as connection:
        return events.head(connection)[0]


def history(study: Study, coder: str, transcript: Transcript) -> tuple[Act, ...]:
    """Return what a coder did on a transcript and can undo or redo, oldest first.

    What was done on an earlier revision of the text is left out: its passages are not those of this one.
    """
    with study.reading() as connection:
        done = acts.latest(connection, coder, transcript.id)
        settled = _settled(done, codebooks.latest(connection))
    here = (act for act in settled if all(_is_of(deed, transcript.revision) for deed in act.deeds))
    return undoable(here)[-_SHOWN:]


def _settled(done: Iterable[Act], book: Codebook) -> Iterator[Act]:
    """Yield acts without proposals that are in the codebook by now: those are the team's, and stay."""
    for act in done:
        left = tuple(deed for deed in act.deeds if not _is_in(book, deed))
        if left:
            yield replace(act, deeds=left)


def _is_in(book: Codebook, deed: Deed) -> bool:
    return isinstance(deed.record, Proposal) and deed.record.code in book.code


def _is_of(deed: Deed, revision: int) -> bool:
    return not isinstance(deed.record, Coding) or deed.record.quotation.revision == revision


def undo(study: Study, coder: str, act: str) -> int:
    """Take back an act of a coder, in all transcripts, and return how many things it had done.

    Raises
    ------
    ToolkitError
        If there is no such act, or anything of it cannot be taken back; then nothing is.
    """
    return _answer(study, coder, act, taking_back, Together(new_id(), undoes=act))


def redo(study: Study, coder: str, act: str) -> int:
    """Do an act again that was taken back; as for `undo`."""
    return _answer(study, coder, act, doing_again, Together(new_id(), redoes=act))


Answer = Callable[[Act, Mapping[str, str], Together], Iterator[Wish]]


def _answer(study: Study, coder: str, act: str, answer: Answer, together: Together) -> int:
    with study.reading() as connection:
        made = acts.find(connection, coder, act)
        found = None if made is None else next(_settled([made], codebooks.latest(connection)), None)
        hashes = transcripts.hashes(connection)
    if found is None:
        raise ToolkitError(act, f"is no act of {coder}", "load the page again")
    reasons = applying.change(study, coder, answer(found, hashes, together))
    if refused := next(filter(None, reasons), None):
        raise ToolkitError("", f"nothing was taken back or done again, because {refused}")
    return len(found.deeds)


def taking_back(act: Act, hashes: Mapping[str, str], together: Together) -> Iterator[Wish]:
    """Yield what takes an act back: the opposite of its deeds, from last to first."""
    replaced = {deed.successor: deed.record.id for deed in act.deeds if deed.successor}
    for deed in reversed(act.deeds):
        record = deed.record
        match deed.verb:
            case "add" | "restore" if isinstance(record, Coding):
                yield Remove(record.id, replaced.get(record.id), together)
            case "memo" | "restore" if isinstance(record, Memo):
                yield RemoveMemo(record.id, record.text, deed.beside, together)
            case "propose" | "restore" if isinstance(record, Proposal):
                yield Withdraw(record.id, deed.beside, together)
            case "rewrite" if isinstance(record, Memo):
                yield RewriteMemo(record.id, record.text, deed.seen, deed.beside, together)
            case _:
                yield _restoring(deed, hashes, together)


def doing_again(act: Act, hashes: Mapping[str, str], together: Together) -> Iterator[Wish]:
    """Yield what does an act again: its deeds, under the ids they had."""
    for deed in act.deeds:
        record = deed.record
        match deed.verb:
            case "remove":
                yield Remove(record.id, deed.successor, together)
            case "withdraw":
                yield Withdraw(record.id, deed.beside, together)
            case "unmemo" if isinstance(record, Memo):
                yield RemoveMemo(record.id, record.text, deed.beside, together)
            case "rewrite" if isinstance(record, Memo):
                yield RewriteMemo(record.id, deed.seen, record.text, deed.beside, together)
            case _:
                yield _restoring(deed, hashes, together)


def _restoring(deed: Deed, hashes: Mapping[str, str], together: Together) -> Restore:
    record = deed.record
    transcript = record.transcript if isinstance(record, Coding) else deed.beside
    return Restore(record.id, transcript, hashes.get(transcript or "", ""), together)
