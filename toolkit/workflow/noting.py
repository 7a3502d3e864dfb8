"""Memos: what coders note beside the text, about a coding, a transcript or a code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Memo, Subject
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table
from toolkit.store import acts, codebooks, codings, proposals, rounds
from toolkit.store import memos as stored
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.naming import check_coders, known_transcript


def memo(
    study: Study,
    *,
    coder: str,
    text: str,
    coding: str | None = None,
    transcript: str | None = None,
    code: str | None = None,
) -> str:
    """Write a memo about a coding, a transcript or a code.

    A coder not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who writes it.
    text
        What it says.
    coding
        Id of the coding it is about, as in the table of codings.
    transcript
        Id of the transcript it is about.
    code
        Id of the code it is about, or of a theme.
    """
    given: dict[Subject, str | None] = {"coding": coding, "transcript": transcript, "code": code}
    subjects = [(about, name) for about, name in given.items() if name is not None]
    if len(subjects) != 1:
        raise ToolkitError(
            "memo", "is about one thing", "give one of --coding ID, --transcript ID or --code ID"
        )
    ((about, subject),) = subjects
    with study.transaction(coder) as records:
        made = Memo(new_id(), about, subject, coder, text, records.at)
        write(records, made)
    return f"{coder} wrote memo {made.id} about {about} {subject}"


def memos(study: Study, *, coder: tuple[str, ...] = (), transcript: tuple[str, ...] = ()) -> Table:
    """List the memos with what they are about, in the order they were written.

    A memo about a coding that was recoded, or whose ends were moved, stands with the coding that took its
    place; the state says where a coding was removed.

    Parameters
    ----------
    study
        The study file.
    coder
        Only memos by these coders.
    transcript
        Only memos about these transcripts and the codings in them.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        for name in transcript:
            known_transcript(connection, name)
        found = [memo for memo in stored.everything(connection) if not coder or memo.author in coder]
        told = list(followed(connection, found))
        present = codings.some(connection, (memo.subject for memo in told if memo.about == "coding"))
        rows = tuple(_row(connection, memo, present) for memo in told)
    names = ("about", "transcript", "code", "quotation", "memo", "coder", "made_at", "state", "subject", "id")
    columns = tuple(Column(name) for name in names)
    chosen = tuple(row for row in rows if not transcript or row[1] in transcript)
    return Table("Memos", columns, chosen, tuple(filter(None, (study.profile.notice,))))


def _row(connection: Connection, memo: Memo, present: Mapping[str, Coding]) -> tuple[str | None, ...]:
    written = (memo.text, memo.author, memo.made_at)
    if memo.about != "coding":
        transcript, code = (memo.subject if memo.about == about else None for about in ("transcript", "code"))
        return (memo.about, transcript, code, None, *written, None, memo.subject, memo.id)
    coding = present.get(memo.subject) or acts.removed(connection, memo.subject)
    state = None if memo.subject in present else "coding removed"
    if not isinstance(coding, Coding):
        return (memo.about, None, None, None, *written, state, memo.subject, memo.id)
    about = (memo.about, coding.transcript, coding.code, coding.quotation.text)
    return (*about, *written, state, memo.subject, memo.id)


def beside(
    study: Study, transcript: str, coder: str, shown: Iterable[Coding], *, others: bool = False
) -> tuple[Memo, ...]:
    """Return the memos to lay beside a transcript: a coder's own, and everybody's only if asked.

    They are about the transcript, about codings that are `shown`, and about codes.
    """
    here = {coding.id for coding in shown}
    with study.reading() as connection:
        found = stored.everything(connection, author=None if others else coder)
        return tuple(memo for memo in followed(connection, found) if _is_here(memo, transcript, here))


def _is_here(memo: Memo, transcript: str, codings_here: set[str]) -> bool:
    match memo.about:
        case "coding":
            return memo.subject in codings_here
        case "transcript":
            return memo.subject == transcript
        case "code":
            return True
        case "study":
            return False


def followed(connection: Connection, found: Iterable[Memo]) -> Iterator[Memo]:
    """Yield memos, each about the coding that took the place of the one it was written about."""
    written = list(found)
    about = {memo.subject for memo in written if memo.about == "coding"}
    present = codings.transcripts_of(connection, about)
    for memo in written:
        if memo.about != "coding" or memo.subject in present:
            yield memo
        else:
            yield replace(memo, subject=_heir(connection, memo.subject))


def _heir(connection: Connection, gone: str) -> str:
    """Return the coding in the place of one that is gone, or that one if nothing is in its place."""
    heir, seen = gone, {gone}
    while (following := acts.successor(connection, heir)) is not None and following not in seen:
        heir = following
        if codings.find(connection, heir) is not None:
            return heir
        seen.add(heir)
    return gone


# In a transaction ------------------------------------------------------------------------------------


def write(records: Records, memo: Memo, *, beside: str | None = None) -> None:
    """Store a memo, if there is what it is about.

    Parameters
    ----------
    beside
        The transcript that lies before its author.
    """
    connection = records.connection
    _check_subject(connection, memo.about, memo.subject)
    if memo.author not in rounds.coders(connection):
        rounds.add_coder(records, Coder(memo.author))
    stored.add(records, memo, beside=beside)


def _check_subject(connection: Connection, about: Subject, subject: str) -> None:
    """Refuse a memo about what the study does not have."""
    match about:
        case "coding":
            if codings.find(connection, subject) is None:
                raise ToolkitError(subject, "is no coding of this study", "see: intercoder codings")
        case "transcript":
            known_transcript(connection, subject)
        case "code":
            book = codebooks.latest(connection)
            proposed = (each.code for each in proposals.everything(connection))
            if subject not in {*book.code, *book.theme, *proposed}:
                raise ToolkitError(
                    subject, f"is no code of codebook {book.version}", "see: intercoder codebook show"
                )
        case "study":
            pass


def rewrite(records: Records, name: str, seen: str, text: str, *, beside: str | None = None) -> None:
    """Give a memo of the actor another text; refuse if it is not the text last `seen` that would go."""
    found = _own(records, name)
    if found is None:
        raise ToolkitError(name, "is no memo of this study any more", "write it as a new one")
    if found.text == text:
        return
    _check_unchanged(found, seen)
    stored.rewrite(records, found, text, beside=beside)


def remove(records: Records, name: str, seen: str, *, beside: str | None = None) -> None:
    """Remove a memo of the actor, if it still has the text last `seen`; one that is gone is gone."""
    found = _own(records, name)
    if found is not None:
        _check_unchanged(found, seen)
        stored.remove(records, found, beside=beside)


def restore(records: Records, removed: Memo, *, beside: str | None = None) -> None:
    """Bring back a memo of the actor; one that is there is left alone."""
    _check_author(records, removed)
    if stored.find(records.connection, removed.id) is None:
        stored.restore(records, removed, beside=beside)


def _own(records: Records, name: str) -> Memo | None:
    found = stored.find(records.connection, name)
    if found is not None:
        _check_author(records, found)
    return found


def _check_author(records: Records, memo: Memo) -> None:
    if memo.author != records.actor:
        raise ToolkitError(memo.id, f"is a memo by {memo.author}", "only they can change it")


def _check_unchanged(memo: Memo, seen: str) -> None:
    if memo.text != seen:
        raise ToolkitError(
            "the memo", "was changed elsewhere meanwhile", "read it again before you change it"
        )
