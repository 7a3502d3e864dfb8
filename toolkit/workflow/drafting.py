"""The draft: the next version of the codebook, written step by step, each step with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import native
from toolkit.formats.codebooks.slugs import Ids
from toolkit.model.change import CodebookChange, Effect, Operation
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import now
from toolkit.model.soundness import findings
from toolkit.reconcile.compare import next_id
from toolkit.reconcile.revise import at_version, draft_of, revise
from toolkit.reconcile.wording import Stretch, difference
from toolkit.store import codebooks
from toolkit.store.study import Connection, Study


@dataclass(frozen=True)
class Draft:
    """The version that is being written.

    Attributes
    ----------
    released
        The version it began with.
    warnings
        What should still be looked at, one sentence each.
    """

    released: Codebook
    codebook: Codebook
    warnings: tuple[str, ...]

    @property
    def changes(self) -> tuple[CodebookChange, ...]:
        """The records written so far."""
        return self.codebook.changes_since(self.released.version)


def draft(study: Study) -> Draft | None:
    """Return the version that is being written, or None."""
    with study.reading() as connection:
        found = codebooks.draft(connection)
        lineage = codebooks.lineage(connection)
    if found is None:
        return None
    book, base = found
    warnings = [f"{each.what}; {each.remedy}" for each in findings(book.excerpt)]
    if base != lineage.latest.version:
        warnings.insert(0, str(_outrun(base, lineage.latest.version)))
    return Draft(lineage.at(base), book, tuple(warnings))


def _outrun(base: str, latest: str) -> ToolkitError:
    """Say that a draft cannot go on because another version was released since it began."""
    what = f"began with {base}, and {latest} is released since"
    return ToolkitError("draft", what, "download it, discard it, and take its steps again")


@dataclass(frozen=True)
class Step:
    """One change that somebody wants to make.

    Attributes
    ----------
    codes, themes
        How what is added, renamed, redefined or brought back reads afterwards.
    """

    op: Operation
    subjects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    themes: tuple[Theme, ...] = ()
    effect: Effect | None = None
    rationale: str = ""
    evidence: tuple[str, ...] = ()
    discussion: str = ""


def take(
    study: Study, step: Step, *, by: str, decided_by: Sequence[str] = (), seen: str | None = None
) -> Codebook:
    """Carry out one step on the draft, beginning one if there is none, and return the draft.

    The version of the draft follows from its records: it rises as far as they demand. One that was raised
    beyond that stays as it is.

    Parameters
    ----------
    by
        Who writes it.
    decided_by
        Who agreed on it; by default who writes it.
    seen
        Hash of the draft it is meant for, see `state`; None if it is meant for whatever there is.

    Raises
    ------
    ToolkitError
        If the step does not fit the draft or what comes out is not sound, or somebody else changed the draft
        since it was `seen`; then nothing is changed.
    """
    with study.transaction(by) as records:
        check_seen(records.connection, seen)
        released = codebooks.latest(records.connection)
        book = _going_on(records.connection) or draft_of(released)
        change = CodebookChange(
            next_id(released, book),
            book.version,
            step.op,
            now()[:10],
            step.subjects,
            step.results,
            effect=step.effect,
            rationale=step.rationale,
            decided_by=tuple(decided_by) or (by,),
            evidence=step.evidence,
            discussion=step.discussion,
        )
        change = replace(change, migration=change.treatment)
        revised = revise(book, change, released, codes=step.codes, themes=step.themes)
        codebooks.save_draft(records, revised, released.version)
    return revised


def proposed_id(book: Codebook, label: str, *, besides: Sequence[str] = ()) -> str:
    """Return an id for a new code or theme, made from its label and unlike every id there is.

    Parameters
    ----------
    besides
        Ids that are about to be used as well.
    """
    ids = Ids()
    for name in (*book.theme, *book.code, *besides):
        ids.kept(name)
    return ids.made(label, "")


def worded(before: str, after: str) -> tuple[Stretch, ...]:
    """Return what two texts have in common and what went and came, word by word."""
    return difference(before, after)


def raise_version(study: Study, version: str, *, by: str, seen: str | None = None) -> Codebook:
    """Give the draft a greater version than its records demand, such as 1.0.0 for the first final one."""
    with study.transaction(by) as records:
        check_seen(records.connection, seen)
        book = _going_on(records.connection) or _present(records.connection)
        released = codebooks.latest(records.connection)
        raised = at_version(book, released, version)
        codebooks.save_draft(records, raised, released.version)
    return raised


def undo(study: Study, *, by: str, seen: str | None = None) -> None:
    """Take the last step back."""
    _drop(study, by, seen, all_of_them=False)


def discard(study: Study, *, by: str, seen: str | None = None) -> None:
    """Throw the draft away; the log keeps what it was."""
    _drop(study, by, seen, all_of_them=True)


def _drop(study: Study, by: str, seen: str | None, *, all_of_them: bool) -> None:
    with study.transaction(by) as records:
        check_seen(records.connection, seen)
        _present(records.connection)
        codebooks.drop_drafts(records, all_of_them=all_of_them)


def as_yaml(study: Study) -> str:
    """Return the draft as the text of a codebook file, with its change records."""
    with study.reading() as connection:
        return native.write(_present(connection))


def state(draft: Draft | None, released: Codebook) -> str:
    """Return the hash of what is being written or, without a draft, of the release one would begin with."""
    return released.sha256 if draft is None else draft.codebook.sha256


def check_seen(connection: Connection, seen: str | None) -> None:
    """Refuse what was meant for another state of the draft: two people write on the one there is."""
    found = codebooks.draft(connection)
    now = codebooks.latest(connection) if found is None else found[0]
    if seen is not None and seen != now.sha256:
        what = "was changed by somebody else meanwhile"
        raise ToolkitError("draft", what, "nothing was done: look at it as it is now, then do it again")


def _going_on(connection: Connection) -> Codebook | None:
    """Return the draft if there is one; refuse one that began with an older release."""
    found = codebooks.draft(connection)
    if found is None:
        return None
    book, base = found
    latest = codebooks.latest(connection).version
    if base != latest:
        raise _outrun(base, latest)
    return book


def _present(connection: Connection) -> Codebook:
    found = codebooks.draft(connection)
    if found is None:
        raise ToolkitError("draft", "there is none", "make a first change")
    return found[0]
