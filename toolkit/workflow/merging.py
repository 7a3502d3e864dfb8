"""Making one study of several copies: coders' bundles, and whole studies with the same beginning."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from toolkit.errors import Several, ToolkitError
from toolkit.formats.projects import bundle
from toolkit.model.codebook import Codebook
from toolkit.model.merged import Fate, Record, Settled
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table, Value
from toolkit.reconcile.replay import replay
from toolkit.store import chronicle, codebooks, sights
from toolkit.store.address import StudyFile
from toolkit.store.chronicle import DRAFT
from toolkit.store.engine import is_study
from toolkit.store.snapshot import Snapshot, origin, snapshot
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.workflow import files, receiving
from toolkit.workflow.gathering import gather
from toolkit.workflow.telling import step_by_step
from toolkit.workflow.uniting import Offer, United, described, last, unite, worded

Row = tuple[Value, ...]
Fault = tuple[Record | None, ToolkitError]

_COLUMNS: Final = (
    Column("file"),
    Column("records", meaning="Of what kind the records are."),
    Column(
        "became",
        meaning="identical: the same in both; new: taken over; changed: the newer state was there and was "
        "taken over; removed: taken back there, and so here; kept: newer here, be it changed or removed; "
        "conflict: people have to agree first, and nothing is written.",
    ),
    Column("count", "count"),
    Column("told", meaning="What was here and what there, and of a conflict what to do."),
)
_ON_SERVER: Final = ("postgresql:", "postgres:")  # which may hold a password, and is not told
_MOST_TOLD: Final = 50  # records of one kind, each in a row of its own
_ORDER: Final = ("identical", "new", "changed", "removed", "kept", "conflict")


def merge(study: Study, *paths: Path, dry_run: bool = False) -> Table:
    """Take over what was done in other copies of the study: coders' bundles and whole study files.

    Of a bundle (.jsonl, see: intercoder bundle) it takes one coder's work. Of another copy of the same
    study (.study), such as a colleague's or the conflicted copy of a sync folder, it takes all that
    happened there since the two parted: what was added, changed, finished and removed, by whomever. The
    files are only read.

    Where one person's record was changed in both copies, the later change counts; where people have to
    agree, such as on two different decisions, that is a conflict, and nothing at all is written. Merging
    again changes nothing, and so does the order of files. What was taken over is in the log with the name of
    who did it and the time it was done.

    Parameters
    ----------
    study
        The study file that takes over.
    paths
        Bundles and study files, in any mixture.
    dry_run
        Only tell what would happen, conflicts included, and change nothing.
    """
    if not paths:
        raise ToolkitError("merge", "no file is named", "give bundles or copies of the study")
    _check_others(study, paths)
    with ExitStack() as opened:
        found = gather(lambda path: _opened(opened, path), paths)
        if found.faults:
            raise Several(found.faults)
        return _merged(study, list(zip(paths, found.made, strict=True)), dry_run=dry_run)


def conflicted_copies(path: Path) -> tuple[str, ...]:
    """Return the names of files beside a study that look like copies which a sync folder made of it."""
    told = re.compile(
        rf"{re.escape(path.stem)}\W.*(conflict|konflikt|conflit|conflicto|kopie|copy|copie|kopia).*",
        re.IGNORECASE,
    )
    numbered = re.compile(rf"{re.escape(path.stem)}(-[\w-]+| ?\(\d+\)| \d+)", re.IGNORECASE)
    try:
        beside = sorted(path.resolve().parent.iterdir())
    except OSError:
        return ()
    return tuple(
        other.name
        for other in beside
        if other.name != path.name
        and other.suffix.lower() == path.suffix.lower()
        and (told.fullmatch(other.stem) or numbered.fullmatch(other.stem))
        and is_study(other)
    )


def beside(study: Study) -> str:
    """Return a sentence that names copies of the study beside it that can be merged; empty if there are none.

    Only what goes back to the same beginning is named, for names say little.
    """
    if not isinstance(study.address, StudyFile):
        return ""
    path = study.address.path
    names = [name for name in conflicted_copies(path) if origin(path.with_name(name)) == study.profile.id]
    if not names:
        return ""
    noun = "a copy" if len(names) == 1 else "copies"
    quoted = " ".join(f'"{name}"' for name in names)
    return (
        f"{noun} of this study {'lies' if len(names) == 1 else 'lie'} beside it ({', '.join(names)}); "
        f'see what is in it with: intercoder merge "{path.name}" {quoted} --dry-run'
    )


def _check_others(study: Study, paths: Sequence[Path]) -> None:
    """Refuse to merge a study with itself, a file named twice, and what is no file."""
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)
        if real == os.path.realpath(study.where):
            raise ToolkitError(str(path), "is this study itself", "name another copy")
        if real in seen:
            raise ToolkitError(str(path), "is named twice", "name it once")
        if str(path).startswith(_ON_SERVER):
            remedy = "copy it to a file first: intercoder copy ADDRESS their.study"
            raise ToolkitError("merge", "a study to take over from is on a server", remedy)
        seen.add(real)


def _opened(opened: ExitStack, path: Path) -> Snapshot | Submission:
    if is_study(path):
        return opened.enter_context(snapshot(path))
    source = files.source(path)
    if not bundle.sniff(source.data.removeprefix(b"\xef\xbb\xbf")) and source.ending not in bundle.ENDINGS:
        what = "is neither a bundle nor a study"
        raise ToolkitError(str(path), what, "transcripts are brought in with: intercoder import")
    return bundle.read(source)


@dataclass(frozen=True)
class _Merged:
    """What became of one file."""

    name: str
    united: United
    notes: tuple[str, ...] = ()


def _merged(study: Study, given: Sequence[tuple[Path, Snapshot | Submission]], *, dry_run: bool) -> Table:
    done: list[_Merged] = []
    with study.transaction(RESEARCHER, keep=not dry_run) as records:
        for path, content in step_by_step("Merging", given, lambda pair: pair[0].name):
            name = files.composed(path.name)
            if isinstance(content, Submission):
                done.append(_of_bundle(records, content, name))
            else:
                done.append(_of_study(records, study, content, name))
        faults = [fault for each in done for _, fault in each.united.faults]
        if faults and not dry_run:
            raise Several(faults)
    return _table(done, dry_run=dry_run)


def _of_bundle(records: Records, submission: Submission, name: str) -> _Merged:
    return _Merged(name, receiving.take_in(records, submission, name))


# --- a whole study ----------------------------------------------------------------------------------


def _of_study(records: Records, study: Study, there: Snapshot, name: str) -> _Merged:
    sights.check_leading(records.connection, "merging a copy of the study")
    told = tuple(chronicle.chronicle(there.connection))
    _check_origin(records.connection, study, there, name)
    offer = Offer(
        name, told, lambda kind, keys: chronicle.rows(there.connection, kind, keys), there.connection
    )
    further = tuple(_diverged(records.connection, there.connection, name))
    united = unite(records, offer, lambda found: (*further, *_unknown_codes(found, there.connection, name)))
    return _Merged(name, united, tuple(_drafts(records.connection, there.connection, name)))


def _check_origin(connection: Connection, study: Study, there: Snapshot, name: str) -> None:
    """Refuse a study that is not a copy of this one."""
    ours, theirs = (next(chronicle.chronicle(each)) for each in (connection, there.connection))
    if there.profile.id != study.profile.id or ours.stamp != theirs.stamp:
        what = f"is another study ({there.profile.title}) and no copy of this one"
        remedy = "take one coder's work over with: intercoder bundle, and merge the bundle"
        raise ToolkitError(name, what, remedy)


def _diverged(connection: Connection, there: Connection, name: str) -> Iterator[Fault]:
    """Yield what stands against one codebook for both: releases on both sides, or what does not replay."""
    ours, theirs = codebooks.lineage(connection), codebooks.lineage(there)
    same = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0].version == pair[1].version,
            zip(ours.releases, theirs.releases, strict=False),
        )
    )
    here, new = ours.releases[same:], theirs.releases[same:]
    if here and new:
        what = (
            f"both copies released a codebook since they parted: here {_versions(here)}, "
            f"there {_versions(new)}"
        )
        remedy = "decide which copy goes on; from the other one, merge coders' bundles"
        yield Record("codebook", (new[0].version,)), ToolkitError(name, what, remedy)
        return
    for number, book in enumerate(theirs.releases[1:], 1):
        before = theirs.releases[:number]
        faults = replay(before[-1], book, before[:-1]) if book in new else []
        if found := next((each for each in faults if each.is_error), None):
            what = f"codebook {book.version} does not follow from the one before: {found.what}"
            remedy = "release it in one copy with: intercoder codebook release"
            yield Record("codebook", (book.version,)), ToolkitError(name, what, remedy)


def _versions(books: Iterable[Codebook]) -> str:
    return ", ".join(book.version for book in books)


def _unknown_codes(united: United, there: Connection, name: str) -> Iterator[Fault]:
    """Yield what uses codes that no codebook has and nobody proposed."""
    books = {book.version: book for book in codebooks.lineage(there).releases}
    proposed = {
        (told.body.get("after") or told.body["before"])["code"]
        for record, happened in (*united.theirs.items(), *united.ours.items())
        if record.kind == "proposal"
        for told in happened
    }
    for settled in united.reconciled.settled:
        if settled.fate != "new" or settled.record.kind not in ("coding", "verdict", "quotation"):
            continue
        after = last(united.theirs[settled.record]).body["after"]
        book = books.get(after["codebook_version"])
        code = after["code"]
        if book is None or (code not in book.code and code not in book.codable and code not in proposed):
            where = f"{name}: {described(settled.record)}"
            what = f"uses the code {code!r}, which codebook {after['codebook_version']} lacks"
            yield settled.record, ToolkitError(where, what, f"see: intercoder verify {name}")


def _drafts(connection: Connection, there: Connection, name: str) -> Iterator[str]:
    """Say that the draft of the next codebook stays in the copy it is written in."""
    here, theirs = codebooks.draft(connection), codebooks.draft(there)
    if theirs is not None and (here is None or here[0].sha256 != theirs[0].sha256):
        kept = "that of this copy stays as it is" if here else "this copy has none"
        yield (
            f"{name} has a draft of codebook {theirs[0].version}; a draft is not merged ({kept}): release it "
            "there and merge again, or save it from the page Codebook."
        )


# --- what became of it ------------------------------------------------------------------------------

_PLURALS: Final[Mapping[str, str]] = {
    "quotation": "picked quotations",
    "facts.declared": "declared facts",
    "protocol.stated": "protocols",
}
_SILENT: Final = ("schema.upgraded", "study", "suggestions.switched", "backup.restored")


def _table(done: Sequence[_Merged], *, dry_run: bool) -> Table:
    rows = tuple(row for each in done for row in _rows(each))
    faults = sum(len(each.united.faults) for each in done)
    events = sum(each.united.events for each in done)
    notes = [note for each in done for note in each.notes]
    if faults:
        noun = "conflict" if faults == 1 else "conflicts"
        notes.append(f"{faults} {noun}: nothing can be merged before people have settled that.")
    verb = "would be" if dry_run else "were"
    notes.append(f"{events} events {verb} taken over into the log." if events else "Nothing is new.")
    if dry_run:
        notes.append("Nothing was written.")
    return Table("Would be merged" if dry_run else "Merged", _COLUMNS, rows, tuple(notes))


def _rows(merged: _Merged) -> Iterator[Row]:
    """Yield the rows of one file, kind by kind."""
    united = merged.united
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    losers = {each.loser: each for each in united.rivals if each.agree}
    for settled in united.reconciled.settled:
        became = _became(united, settled, losers)
        if became is None:
            continue
        kind = settled.record.kind
        counted[kind][became] += 1
        if words := _both(united, settled, became):
            told[kind, became].append(words)
    for record, fault in united.faults:
        kind = record.kind if record is not None else ""
        counted[kind]["conflict"] += 1
        told[kind, "conflict"].append(str(fault).removeprefix(f"{merged.name}: "))
    order = ("", *chronicle.KINDS)
    for kind in sorted(counted, key=lambda each: (order.index(each) if each in order else len(order), each)):
        for each in _ORDER:
            if count := counted[kind][each]:
                yield from _told_rows(merged.name, kind, each, count, told[kind, each])


def _told_rows(name: str, kind: str, became: str, count: int, told: Sequence[str]) -> Iterator[Row]:
    plural = _PLURALS.get(kind, f"{kind}s" if kind else "work")
    for words in told[:_MOST_TOLD]:
        yield name, plural, became, 1, words
    if rest := count - len(told[:_MOST_TOLD]):
        yield name, plural, became, rest, None


def _became(united: United, settled: Settled, losers: Mapping[Record, object]) -> Fate | None:
    """Return what to tell of a record; None where there is nothing, such as what came and went elsewhere."""
    record, fate = settled.record, settled.fate
    if record.kind in (*_SILENT, DRAFT):
        return None
    if record in losers:
        return "kept" if fate == "new" else fate
    there = last(united.theirs[record]).happening.state
    here = last(united.ours[record]).happening.state if record in united.ours else None
    if there is None and here is None:
        return None
    return fate


def _both(united: United, settled: Settled, became: str) -> str:
    """Say what was here and what there, where they were not the same."""
    record = settled.record
    if became == "removed":
        here, there = (last(side[record]) for side in (united.ours, united.theirs))
        return f"{described(record)}: {worded(there)}; here {worded(here)}"
    if became not in ("changed", "kept") or record not in united.ours:
        return ""
    here, there = (last(side[record]) for side in (united.ours, united.theirs))
    if became == "kept" and not settled.overtaken:
        return ""
    newer = "there" if became == "changed" else "here"
    return f"{described(record)}: here {worded(here)}; there {worded(there)}; {newer} is newer"
