"""The codebook from version to version: checking, comparing, releasing, showing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from toolkit.analysis import history as histories
from toolkit.analysis import migration as migrations
from toolkit.errors import Fault, FaultyFile, ToolkitError, on_one_line
from toolkit.formats import codebooks as codebook_files
from toolkit.formats.codebooks import native
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.code import Code
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import Verdict
from toolkit.model.lineage import Lineage
from toolkit.model.round import Round
from toolkit.model.table import Column, Table
from toolkit.model.version import Version
from toolkit.reconcile import compare as comparison
from toolkit.reconcile.compare import Difference
from toolkit.reconcile.following import Alteration, Flow, Stage, alterations, biography, flows
from toolkit.reconcile.replay import replay
from toolkit.reconcile.resolve import overlapping
from toolkit.reconcile.wording import difference, marked
from toolkit.store import codebooks, codings, rounds, sights, verdicts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import arranging, files, proposing
from toolkit.workflow.viewing import Account, Looking, views

__all__ = [
    "Alteration",
    "Flow",
    "Stage",
    "alterations",
    "biography",
    "change_records",
    "check",
    "codebook",
    "diff",
    "flows",
    "history",
    "led",
    "lineage",
    "migration",
    "release",
    "release_draft",
    "show",
    "versions",
]

_HEADER = ("id", "title", "language", "approach", "provenance", "rules", "status", "synthetic_examples")


def check(file: Path) -> str:
    """Check a codebook file and tell all its faults at once, with line numbers.

    Parameters
    ----------
    file
        The codebook.
    """
    reading = codebook_files.read(files.source(file))
    book = reading.codebook
    told = [f"warning: {fault.told(file.name)}" for fault in reading.warnings]
    counts = f"{len(book.themes)} themes, {len(book.codes)} codes, {len(book.deprecated)} deprecated"
    told.append(f"{file.name}: codebook {book.id} {book.version} is sound ({counts})")
    return "\n".join(told)


def diff(old: Path, new: Path) -> str:
    """Say what changed between two codebook files, and propose the change records that are missing.

    The proposed records are YAML to paste under `changes:` of the new file. What only people can say is left
    open in them: why, and whether a new definition is narrower, wider or the same.

    Parameters
    ----------
    old
        The codebook as it was.
    new
        The codebook as it is to be.
    """
    before, after = (codebook_files.read(files.source(path)).codebook for path in (old, new))
    compared = comparison.compare(before, after)
    told = [f"{before.id} {before.version} -> {after.id} {after.version}", ""]
    told += [_told(difference) for difference in compared.differences]
    told += [f"~ header: {field} differs" for field in _header_differences(before, after)]
    told += [what for _, what in _record_differences(before, after, own=Version.of(before.version))]
    if len(told) == 2:  # noqa: PLR2004 - the heading and the line under it
        told.append("Nothing differs.")
    if compared.proposals and Version.of(after.version) <= Version.of(before.version):
        told += ["", f"Raise the version of {new.name} first: the records of {before.version} are released."]
    elif compared.proposals:
        first = comparison.next_id(before, after)
        told += ["", *native.proposed(compared.proposals, first, after.version, compared.buried).splitlines()]
    # Texts of the files could steer the terminal they are shown on.
    return "\n".join(on_one_line(line) for line in told)


def release(study: Study, file: Path, *, dry_run: bool = False, read_anew: bool = False) -> Table:
    """Release the next version of the codebook: replay its records and see what becomes of the codings.

    The version and its records must give exactly the new version, else nothing is stored and each difference
    is told with its line. No coding is rewritten: the table says, for each code, how many follow (resolved),
    turn out to be the same as another (collapsed), wait for a person (pending) or are kept but no longer
    count (frozen).

    Parameters
    ----------
    study
        The study file.
    file
        The codebook of the new version, with its change records.
    dry_run
        Only say what would happen.
    read_anew
        Coders begin with clean pages under the new version: their earlier codings of a transcript no longer
        count once they have read it to the end again.
    """
    reading = codebook_files.read(files.source(file))
    if dry_run:
        with study.reading() as connection:
            return _foreseen(connection, reading, file.name)
    with study.transaction(RESEARCHER) as records:
        return _released(records, reading, file.name, read_anew=read_anew)


def release_draft(
    study: Study, *, dry_run: bool = False, by: str = RESEARCHER, seen: str | None = None
) -> Table:
    """Release the draft that was written in the study, as `release` does with a file.

    Parameters
    ----------
    seen
        Hash of the draft that is meant; None for whatever there is.
    """

    def drafted(connection: Connection) -> CodebookReading:
        found = codebooks.draft(connection)
        if found is None:
            raise ToolkitError("draft", "there is none", "begin one on the page Codebook")
        book, base = found
        if seen not in (None, book.sha256):
            what = "was changed by somebody else meanwhile"
            raise ToolkitError("draft", what, "nothing was released: make a dry run of it as it is now")
        if base != (latest := codebooks.latest(connection).version):
            what = f"began with {base}, and {latest} is released since"
            raise ToolkitError("draft", what, "download it, discard it, and take its steps again")
        return CodebookReading(replace(book, status="released"))

    if dry_run:
        with study.reading() as connection:
            return _foreseen(connection, drafted(connection), "draft")
    with study.transaction(by) as records:
        table = _released(records, drafted(records.connection), "draft")
        codebooks.drop_drafts(records, all_of_them=True)
        return table


def _foreseen(connection: Connection, reading: CodebookReading, name: str) -> Table:
    """Check a version and return what would become of the codings, or raise what is wrong with it."""
    sights.check_whole(connection, "releasing a codebook")
    lineage = codebooks.lineage(connection)
    version = reading.codebook.version
    if version in lineage.versions:
        return _released_before(connection, lineage, reading, name)
    arranging.check_none_goes_on(connection)
    told = f"Dry run: {version} was not released and nothing was changed"
    table = _migration(connection, _extended(lineage, reading, name), version, told)
    return _with_proposals(connection, table, lineage.latest, reading.codebook, name)


def _released(records: Records, reading: CodebookReading, name: str, *, read_anew: bool = False) -> Table:
    connection, book = records.connection, reading.codebook
    sights.check_leading(connection, "releasing a codebook")
    lineage = codebooks.lineage(connection)
    if book.version in lineage.versions:
        return _released_before(connection, lineage, reading, name)
    arranging.check_none_goes_on(connection)
    extended = _extended(lineage, reading, name)
    codebooks.add(records, book)
    # What is not read to the end yet is read on under the new version.
    arranging.open_next(records, Round(book.version, "coding", book.version, read_anew), hand_on=True)
    table = _migration(connection, extended, book.version, f"{book.version} is released")
    table = _with_proposals(connection, table, lineage.latest, book, name)
    return replace(table, title=f"Release of {book.version}")


def _released_before(connection: Connection, lineage: Lineage, reading: CodebookReading, name: str) -> Table:
    version = reading.codebook.version
    _check_untouched(lineage.at(version), reading, name)
    return _migration(connection, lineage, version, f"{version} is released already, as it is")


def _with_proposals(
    connection: Connection, table: Table, before: Codebook, after: Codebook, name: str
) -> Table:
    """Tell which of the new codes coders had proposed; refuse a version that has one which was answered."""
    proposing.check_ids(connection, before, after, name)
    return replace(table, notes=(*table.notes, *proposing.adopted(connection, before, after)))


def _extended(lineage: Lineage, reading: CodebookReading, name: str) -> Lineage:
    """Return the lineage with the new version at its end; refuse one that does not follow by its records."""
    _check_replay(lineage, reading, name)
    return Lineage((*lineage.releases, reading.codebook))


def _check_untouched(released: Codebook, reading: CodebookReading, name: str) -> None:
    """Refuse a file that tells a released version in another way, with every difference."""
    book = reading.codebook
    if book.sha256 == released.sha256:
        return
    found = [
        (book.path(each.id, each.field), _told(each))
        for each in comparison.compare(released, book).differences
    ]
    found += [
        (
            ("rules",) if field == "rules" else ("codebook", field),
            f"{field} differs: {_worded(getattr(released, field), getattr(book, field))}",
        )
        for field in _header_differences(released, book)
    ]
    found += _record_differences(released, book)
    told = f"is not {book.version} as released"
    remedy = "a released version never changes: raise the version and add a record"
    faults = [Fault(reading.line(path), f"{told}: {what}", remedy) for path, what in found]
    if not faults:
        faults = [Fault(0, f"{told}: themes, codes or records stand in another order", remedy)]
    raise FaultyFile(name, faults)


def _record_differences(
    released: Codebook, book: Codebook, own: Version | None = None
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Say which records differ, of those up to a version if one is given: later ones are no difference."""
    before = {change.id: change for change in released.changes}
    for place, change in enumerate(book.changes):
        if own is not None and Version.of(change.version) > own:
            continue
        known = before.pop(change.id, None)
        if known is None:
            yield ("changes", place), f"+ record {change.id}"
        elif known != change:
            for field in fields(change):
                was, now = getattr(known, field.name), getattr(change, field.name)
                if was != now:
                    worded = _worded(was, now)
                    yield ("changes", place, field.name), f"~ record {change.id}: {field.name}: {worded}"
    for missing in before:
        yield ("changes",), f"- record {missing}"


def _worded(was: object, now: object) -> str:
    """Return two contents of a field as one text with marks for what went and came."""
    texts = ("; ".join(value) if isinstance(value, tuple) else str(value or "") for value in (was, now))
    return marked(difference(*texts))


def _check_replay(lineage: Lineage, reading: CodebookReading, name: str) -> None:
    book = reading.codebook
    if book.status == "draft":
        what, remedy = "says that it is a draft", "write status: released when the team agrees"
        raise FaultyFile(name, [Fault(reading.line(("codebook", "status")), what, remedy)])
    *earlier, released = lineage.releases
    if found := replay(released, book, earlier):
        raise FaultyFile(name, {Fault(reading.line(each.path), each.what, each.remedy) for each in found})


def _migration(connection: Connection, lineage: Lineage, version: str, told: str) -> Table:
    looking = Looking(connection, version, lineage=lineage)
    account, counted, pairs = Account(version), migrations.Counted(), 0
    for _, seen in views(looking):
        account += seen.account
        counted += migrations.counted(seen.resolution)
        pairs += overlapping(seen.resolution)
    table = migrations.migration(counted, version, account.tally.proposed)
    merged = f"Codings of one coder that overlap under one code since a merge and stay two: {pairs} pairs."
    notes = (f"{told}.", *table.notes, *account.left_out, *((merged,) if pairs else ()), *looking.gaps)
    return replace(table, notes=notes)


def migration(study: Study, *, at: str | None = None) -> Table:
    """Tell what became of the codings made under earlier versions, code by code.

    Parameters
    ----------
    study
        The study file.
    at
        The codebook version to see them at; by default the latest.
    """
    with study.reading() as connection:
        lineage = codebooks.lineage(connection)
        version = lineage.at(at).version
        table = _migration(connection, lineage, version, f"Seen at codebook {version}")
    return table.noted(study.profile.notice)


def history(study: Study) -> Table:
    """Tell how the codebook came about: one row for each version, with what was done to it.

    Parameters
    ----------
    study
        The study file.
    """
    with study.reading() as connection:
        lineage = codebooks.lineage(connection)
        dates = codebooks.release_dates(connection)
        readings = rounds.readings(connection)
        used = codings.uses(connection)
        used |= {(version, task.transcript, task.coder) for task, version in readings if task.finished}
        led = Counter(made.led_to for made in verdicts.everything(connection) if made.led_to)
    table = histories.history(lineage, dates, used, led)
    return table.noted(study.profile.notice)


def show(study: Study, *, version: str | None = None, at: str | None = None) -> Table:
    """Show the codebook as the appendix of a paper prints it.

    Parameters
    ----------
    study
        The study file.
    version
        A released version; by default the latest.
    at
        The same as --version, as other commands call it.
    """
    book = codebook(study, version or at)
    rows = tuple(
        (
            theme.label,
            code.id,
            code.label,
            code.definition,
            "; ".join(code.include),
            _exclusions(code, book),
            code.example,
        )
        for theme, code in book.ordered()
    )
    notes = (
        f"Codebook {book.id}, version {book.version}.",
        book.provenance,
        *_led_here(study, book),
        study.profile.notice,
    )
    n = len(rows)
    title = f"{book.title}, version {book.version} ({n} {'code' if n == 1 else 'codes'})"
    return Table(title, _APPENDIX, rows, tuple(filter(None, notes)), grouped_by="theme")


def _led_here(study: Study, book: Codebook) -> Iterator[str]:
    """Say which changes of a version verdicts on disagreements led to."""
    made_necessary = led(study)
    here = [change for change in book.changes if change.version == book.version]
    if told := [f"{each.id} ({len(made_necessary[each.id])})" for each in here if each.id in made_necessary]:
        yield f"Verdicts on disagreements led to changes of this version: {', '.join(told)}."


_APPENDIX: Final = (
    Column("theme", meaning="Label of the theme the code stands under."),
    Column("code_id", heading="Id", meaning="Id of the code, which stays the same in all versions."),
    Column("code", meaning="Label of the code."),
    Column("definition", meaning="What the code means."),
    Column("include", meaning="When to use it."),
    Column("exclude", meaning="When not to use it, and which code to use instead."),
    Column("example", meaning="Words it fits."),
)


def codebook(study: Study, version: str | None = None) -> Codebook:
    """Return a released version of the study's codebook, by default the latest."""
    return lineage(study).at(version)


def lineage(study: Study) -> Lineage:
    """Return all released versions of the study's codebook."""
    with study.reading() as connection:
        return codebooks.lineage(connection)


def _exclusions(code: Code, book: Codebook) -> str:
    """Tell when not to use a code, and which to use instead by its label."""
    return "; ".join(
        f"{exclusion.when} (use {book.code[exclusion.use].label})" if exclusion.use else exclusion.when
        for exclusion in code.exclude
    )


def _told(each: Difference) -> str:
    """Say one difference on one line."""
    match each.kind:
        case "added":
            return f"+ added: {each.id} ({each.label})"
        case "missing":
            return f"- missing: {each.id} ({each.label})"
        case "out of use":
            heirs = f" -> {each.after}" if each.after else ""
            return f"- out of use: {each.id} ({each.label}){heirs}"
        case "in use again":
            return f"+ in use again: {each.id} ({each.label})"
        case "renamed" | "moved":
            return f"~ {each.kind}: {each.id}: {each.before!r} -> {each.after!r}"
        case "redefined" | "described":
            worded = marked(difference(each.before, each.after))
            return f"~ {each.kind}: {each.id}: {each.field}: {worded}"


def _header_differences(before: Codebook, after: Codebook) -> Iterator[str]:
    return (field for field in _HEADER if getattr(before, field) != getattr(after, field))


# --- for readers ------------------------------------------------------------------------------------


def versions(study: Study) -> tuple[str, ...]:
    """Return the released versions, oldest first, without reading what is in them."""
    with study.reading() as connection:
        return codebooks.versions(connection)


def led(study: Study) -> dict[str, tuple[Verdict, ...]]:
    """Return the verdicts that led to a change of the codebook, by the id of its record."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    with study.reading() as connection:
        for made in verdicts.everything(connection):
            if made.led_to:
                found[made.led_to].append(made)
    return {name: tuple(made) for name, made in found.items()}


def change_records(study: Study, old: str | None = None, new: str | None = None) -> Table:
    """List the change records, as an appendix prints them, with the verdicts that led to them.

    Parameters
    ----------
    study
        The study file.
    old
        Only those that lead on from this version.
    new
        Only those that lead up to this version; with neither, all.
    """
    known, made_necessary = lineage(study), led(study)
    changes = known.between(old, new)
    rows = tuple(
        (
            *(change.id, change.version, change.date, change.op),
            *("; ".join(change.subjects), "; ".join(change.results), change.treatment, change.effect),
            *(change.rationale, "; ".join(change.decided_by), "; ".join(change.evidence), change.discussion),
            len(made_necessary.get(change.id, ())),
            "; ".join(_place(made) for made in made_necessary.get(change.id, ())),
        )
        for change in changes
    )
    notes = (study.profile.notice,) if study.profile.notice else ()
    return Table("Change records", _RECORDS, rows, notes)


def _place(made: Verdict) -> str:
    """Tell a verdict by its passage and code, as the table of disagreements does."""
    return f"{made.transcript}:{made.span.start}-{made.span.end} {made.code}"


_RECORDS: Final = (
    Column("id", meaning="Id of the record."),
    Column("version", meaning="The version that brought the change."),
    Column("date", meaning="When the team decided on it."),
    Column("op", meaning="What was done: add, rename, redefine, move, merge, split, retire or reinstate."),
    Column("subjects", meaning="Ids of the codes it was done to."),
    Column("results", meaning="Ids of the codes that came of it."),
    Column("migration", meaning="What becomes of codings made before."),
    Column("effect", meaning="Of a new definition: whether the code holds less, more or the same."),
    Column("rationale", meaning="Why."),
    Column("decided_by", heading="Decided by", meaning="Who agreed on it."),
    Column("evidence", meaning="Passages that led to it, as the record says."),
    Column("discussion", meaning="What was discussed."),
    Column("verdicts", "count", meaning="Verdicts on disagreements that led to it, as the team said."),
    Column("settled", heading="Settled passages", meaning="The passages and codes of these verdicts."),
)
