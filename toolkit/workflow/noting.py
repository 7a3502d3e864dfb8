"""Memos: what coders note, about a coding, a transcript or a code, or about the study as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.checks import check_text
from toolkit.model.coding import Coding, Memo, Subject
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table
from toolkit.store import acts, codebooks, codings, proposals, rounds
from toolkit.store import memos as stored
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow import citing, files, recalling
from toolkit.workflow.citing import followed
from toolkit.workflow.naming import known_transcript
from toolkit.workflow.recalling import Note

STUDY: Final = "study"
"""The subject of memos about the study as a whole."""
LONGEST: Final = 1_000_000
"""Characters of a memo that is read from a file."""


def memo(
    study: Study,
    *,
    coder: str,
    text: str | None = None,
    file: Path | None = None,
    about: Subject | None = None,
    coding: str | None = None,
    transcript: str | None = None,
    code: str | None = None,
    change: str | None = None,
    remove: str | None = None,
    restore: str | None = None,
) -> str:
    """Write a memo about a coding, a transcript, a code or the study as a whole; change or remove one.

    The first line is the title. A memo can cite: [[code:ID]] a code or theme, [[coding:ID]] a coded passage,
    [[transcript:ID]] a transcript, [[memo:ID]] another memo. A coder not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who writes it. Only the author of a memo changes or removes it.
    text
        What it says.
    file
        Text file in UTF-8 with what it says, instead of --text.
    about
        coding, transcript, code or study; only --about study has to be said.
    coding
        Id of the coding it is about, as in the table of codings.
    transcript
        Id of the transcript it is about.
    code
        Id of the code it is about, or of a theme.
    change
        Id of a memo that is to have this text from now on.
    remove
        Id of a memo to remove.
    restore
        Id of a removed memo to bring back, as it was.
    """
    given: dict[Subject, str | None] = {"coding": coding, "transcript": transcript, "code": code}
    subjects = [(kind, name) for kind, name in given.items() if name is not None]
    asked = [name for name in (change, remove, restore) if name is not None]
    if asked:
        if len(asked) > 1 or subjects or about:
            raise ToolkitError(
                "memo", "is one thing at a time", "give one of --change, --remove or --restore"
            )
        if change is None:
            return _set_aside(study, coder, asked[0], back=restore is not None)
        return _changed(study, coder, change, _written(text, file))
    kind, subject = _subject(subjects, about)
    said = _written(text, file)
    with study.transaction(coder) as records:
        made = Memo(new_id(), kind, subject, coder, said, records.at)
        write(records, made)
    told = "the study" if kind == "study" else f"{kind} {subject}"
    return f"{coder} wrote memo {made.id} about {told}"


def _subject(subjects: list[tuple[Subject, str]], about: Subject | None) -> tuple[Subject, str]:
    """Return what a memo is about, as the options say."""
    if about == "study" and not subjects:
        return about, STUDY
    if len(subjects) != 1 or about not in (None, subjects[0][0]):
        raise ToolkitError(
            "memo",
            "is about one thing",
            "give one of --coding ID, --transcript ID or --code ID, or --about study",
        )
    return subjects[0]


def _written(text: str | None, file: Path | None) -> str:
    """Return what a memo is to say."""
    if file is not None and text is None:
        return _read(file)
    if text is None or file is not None:
        raise ToolkitError("memo", "has one text", "give --text or --file")
    return text


def _read(file: Path) -> str:
    try:
        text = files.source(file).data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ToolkitError(str(file), "is not UTF-8 text", "save it as UTF-8") from None
    if len(text) > LONGEST:
        raise ToolkitError(str(file), f"has {len(text)} characters", f"a memo has at most {LONGEST}")
    read = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not read.strip():
        raise ToolkitError(str(file), "is empty", "write what the memo says into it")
    try:
        check_text("memo", read)
    except Invalid as refused:
        raise ToolkitError(str(file), refused.what, refused.remedy) from None
    return read


def _changed(study: Study, coder: str, name: str, text: str) -> str:
    with study.transaction(coder) as records:
        found = stored.find(records.connection, name)
        rewrite(records, name, "" if found is None else found.text, text)
    return f"{coder} changed memo {name}"


def _set_aside(study: Study, coder: str, name: str, *, back: bool) -> str:
    """Remove a memo, or bring it back."""
    with study.transaction(coder) as records:
        present = stored.find(records.connection, name)
        known = present or acts.removed(records.connection, name)
        if not isinstance(known, Memo) or (present is None and not back):
            raise ToolkitError(name, "is no memo of this study", "see: intercoder memos")
        if back:
            restore(records, known)
        else:
            remove(records, name, known.text)
    return f"{coder} {'brought back' if back else 'removed'} memo {name}"


def memos(
    study: Study,
    *,
    coder: tuple[str, ...] = (),
    transcript: tuple[str, ...] = (),
    about: tuple[Subject, ...] = (),
    code: tuple[str, ...] = (),
    search: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    at: str | None = None,
    spell_out: bool = False,
) -> Table:
    """List the memos with what they are about and what they cite, in the order they were written.

    A memo about a coding that was recoded, or whose ends were moved, stands with the coding that took its
    place; the state says where a coding was removed. What is cited is followed likewise.

    Parameters
    ----------
    study
        The study file.
    coder
        Only memos by these coders.
    transcript
        Only memos about these transcripts and the codings in them, and memos that cite those.
    about
        Only memos about things of this kind: coding, transcript, code or study.
    code
        Only memos about these codes and codings with them, and memos that cite the codes.
    search
        Only memos in which all of these words or phrases stand; capital letters and accents do not matter.
    cites
        Only memos that cite one of these: ids of codes, codings, transcripts or memos.
    at
        Call codes as this version of the codebook does; by default the latest.
    spell_out
        Make a document to read: few columns, and citations in words with what is quoted.
    """
    wanted = recalling.Wanted(coder, transcript, about, code, search, cites)
    found = recalling.recall(study, wanted, at=at)
    notes = tuple(filter(None, (study.profile.notice,)))
    if spell_out:
        return Table("Memos", _SPELLED_OUT, tuple(map(_spelled_out, found.notes)), notes)
    return Table("Memos", _COLUMNS, tuple(map(_row, found.notes)), notes)


_COLUMNS: Final = (
    Column("about", meaning="What kind of thing it is about: coding, transcript, code or study."),
    Column("transcript", meaning="Id of the transcript it is about or in; empty if there is none."),
    Column("code", meaning="Id of the code it is about, or of the coding; empty if there is none."),
    Column("quotation", meaning="The words of the coding it is about."),
    Column("memo", meaning="What was written, with citations as [[code:ID]]."),
    Column("coder", meaning="Who wrote it."),
    Column("made_at", heading="Made at", meaning="When, in UTC."),
    Column("state", meaning="coding removed, if it is about one that is; else empty."),
    Column("subject", meaning="Id of what it is about."),
    Column("id", meaning="Id of the memo."),
    Column("cites", meaning="What it cites, apart by semicolons."),
    Column("title", meaning="Its first line, with what is cited there by its label."),
)
_SPELLED_OUT: Final = (
    Column("about", meaning="What it is about, in words."),
    Column("memo", meaning="What was written, with what it cites in words."),
    Column("written", meaning="By whom, and on which day."),
)


def _row(note: Note) -> tuple[str | None, ...]:
    memo = note.memo
    subject = (memo.about, note.transcript, note.code, note.quotation)
    written = (memo.text, memo.author, memo.made_at, note.state or None, memo.subject, memo.id)
    return (*subject, *written, "; ".join(source.listed for source in note.cites) or None, note.title)


def _spelled_out(note: Note) -> tuple[str | None, ...]:
    return (note.about, note.worded, f"{note.memo.author}, {note.memo.made_at[:10]}")


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
    citing.check(connection, memo.text)
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
            if subject != STUDY:
                raise ToolkitError(subject, "is no subject of a memo about the study", f"call it {STUDY}")


def rewrite(records: Records, name: str, seen: str, text: str, *, beside: str | None = None) -> None:
    """Give a memo of the actor another text; refuse if it is not the text last `seen` that would go."""
    found = _own(records, name)
    if found is None:
        raise ToolkitError(name, "is no memo of this study any more", "write it as a new one")
    if found.text == text:
        return
    _check_unchanged(found, seen)
    citing.check(records.connection, text, found.text)
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
