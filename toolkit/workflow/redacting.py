"""Names in transcripts: found, confirmed by a person, and replaced.

What was decided lies in the key list, a file of the team's own. Of the words themselves nothing goes to the
log or to an error; in the study they are left in the earlier revisions, and nowhere in a study that was
shared (see `sharing`).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, get_args

from toolkit.errors import Fault, FaultyFile, Invalid, ToolkitError
from toolkit.formats import keys as key_files
from toolkit.formats.rows import decoded
from toolkit.model.coding import Coding, Quotation
from toolkit.model.identifier import now
from toolkit.model.names import Candidate, Key, KeyList, Kind, folded
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Source, Transcript
from toolkit.store import codings, sights, transcripts
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.text.names import finding, model
from toolkit.text.names.finding import Told
from toolkit.text.names.matching import Matcher
from toolkit.text.names.redacting import Redaction, check_replacements, redacted, words
from toolkit.workflow import files, sharing
from toolkit.workflow.correcting import corrected
from toolkit.workflow.repairing import write

__all__ = ["Candidate", "Key", "KeyList", "Told", "candidates", "redact"]

_YES: Final = ("replace", "yes", "y", "x", "name", "confirm", "confirmed")
_NO: Final = ("keep", "no", "n", "not a name")
_LISTED: Final = (
    Column("candidate", meaning="What a decision is about; leave it as it is."),
    Column("decision", meaning="replace, keep, or empty as long as nobody has decided."),
    Column("original", meaning="The words as they stand in the transcripts."),
    Column("kind"),
    Column("replacement", meaning="What will stand for them."),
    Column("near", meaning="The name that they are like."),
    Column("source", meaning="How they were found."),
    Column("reason"),
    Column("occurrences", "count"),
    Column("transcripts"),
    Column("context", meaning="Where they stand first."),
)


def redact(
    study: Study,
    *,
    keys: Path | None = None,
    name: tuple[str, ...] = (),
    names: Path | None = None,
    organisations: Path | None = None,
    numbered: bool = False,
    with_model: bool = True,
    review: Path | None = None,
    keep_original: bool = False,
    forget_original: str = "",
    by: str = RESEARCHER,
    dry_run: bool = False,
) -> Table:
    """Find names and whatever tells who somebody is, and replace what a person confirmed.

    By itself it lists candidates and changes nothing: labels of speakers, names that you give, forms such as
    e-mail addresses and phone numbers, what an installed language model suggests, and what is like a name
    that is confirmed. Write the list to a file (--to candidates.csv), write `replace` or `keep` into the
    column decision, and hand it back with --review: decisions then go to the key list. Keep both files where
    nobody else has them: they lead from a pseudonym to a person.

    Names are replaced when you say what becomes of the originals. With --keep-original every transcript gets
    a new revision in this study; earlier revisions and the log still hold the names, and codings stand where
    they stood, on the redacted words. With --forget-original COPY a new study is made that has never held
    them, as `intercoder share` makes it; lock the old one away.

    Parameters
    ----------
    study
        The study file.
    keys
        The key list (.csv), made if it is not there; for its owner to read only.
    name
        Names to look for.
    names
        A text file of names, one on each line.
    organisations
        A text file of organisations, one on each line.
    numbered
        Suggest a pseudonym for each (Person 1) and not a tag such as [name].
    with_model
        Let an installed spaCy model suggest names, too.
    review
        The list of candidates with decisions (.csv). A line without `candidate` adds what was not found.
    keep_original
        Replace names in a new revision of each transcript, and keep the earlier ones.
    forget_original
        Replace names in a new study, to be made at this place.
    by
        Who decides.
    dry_run
        Only say what would happen: neither the study nor the key list is changed.
    """
    if keep_original and forget_original:
        raise ToolkitError("redact", "originals are kept or forgotten", "give one of the two options")
    if keys is None and (review or keep_original or forget_original):
        raise ToolkitError("redact", "no key list is named", "add --keys FILE.csv")
    known = KeyList() if keys is None else key_files.read_path(keys, missing_is_empty=True)
    told = Told((*name, *_lines(names)), _lines(organisations), with_model, numbered)
    if review is not None:
        found = candidates(study, known, told)
        known = reviewed(found, known, files.source(review), by=by)
        check_replacements(known.replaced)
    if keys is not None and review is not None and not dry_run:
        key_files.write(known, keys)
    if keep_original:
        return apply(study, known, by=by, dry_run=dry_run)
    if forget_original and keys is not None:
        if dry_run:
            return apply(study, known, by=by, dry_run=True)
        return sharing.share(study, forget_original, keys=keys)
    return listed(study, candidates(study, known, told))


def _lines(path: Path | None) -> tuple[str, ...]:
    """Return the names of a file, one on each line."""
    if path is None:
        return ()
    lines = decoded(files.source(path)).splitlines()
    if faults := [
        Fault(number, "holds a NUL character", "type it anew")
        for number, line in enumerate(lines, 1)
        if "\x00" in line
    ]:
        raise FaultyFile(str(path), faults)
    return tuple(filter(None, (" ".join(line.split()) for line in lines)))


def candidates(study: Study, keys: KeyList, told: Told) -> tuple[Candidate, ...]:
    """Return what may be a name in the latest texts, with what the key list says of it."""
    with study.reading() as connection:
        texts = transcripts.everything(connection)
    return finding.candidates(texts, keys, told)


def listed(study: Study, found: Sequence[Candidate]) -> Table:
    """Return candidates as a table to decide on."""
    rows = tuple(
        (
            mark(each),
            each.key.ruling if each.key else "",
            each.original,
            each.kind,
            each.replacement,
            each.near,
            each.source,
            each.reason,
            len(each.occurrences),
            ", ".join(each.transcripts),
            _context(each),
        )
        for each in found
    )
    open_ = sum(each.key is None for each in found)
    notes = (
        f"{open_} of {len(found)} candidates are undecided.",
        "This list holds names: keep it where you keep the key list.",
        *models(study),
    )
    return Table("Candidates for names", _LISTED, rows, notes)


def models(study: Study) -> tuple[str, ...]:
    """Say for each language of the transcripts which model suggests names, or that none does."""
    with study.reading() as connection:
        languages = dict.fromkeys(each.language for each in transcripts.everything(connection))
    return tuple(model.told(language) for language in languages)


def check_allowed(study: Study) -> None:
    """Refuse who may not replace names, before they decide about any.

    Raises
    ------
    ToolkitError
        As `apply` does: if work is hidden from whoever asks, or only a lead may do it.
    """
    with study.reading() as connection:
        _check_allowed(connection)


def _check_allowed(connection: Connection) -> None:
    sights.check_leading(connection, "replacing names")


def mark(candidate: Candidate) -> str:
    """Return what names a candidate in a file: the same words have the same mark."""
    return hashlib.sha256(candidate.original.encode()).hexdigest()[:12]


def _context(candidate: Candidate) -> str:
    if not candidate.occurrences:
        return ""
    first = candidate.occurrences[0]
    return f"{first.before}»{first.words}«{first.after}"


# --- decisions ------------------------------------------------------------------------------------------


def key_list(source: Source) -> KeyList:
    """Return the key list that a file holds.

    Raises
    ------
    FaultyFile
        With every faulty line; what stands there is not repeated.
    """
    return key_files.read(source)


def as_csv(keys: KeyList) -> bytes:
    """Return a key list as the file that `redact` reads and writes."""
    return key_files.render(keys).encode()


def reviewed(found: Sequence[Candidate], keys: KeyList, source: Source, *, by: str) -> KeyList:
    """Return the key list with the decisions of a file.

    Raises
    ------
    FaultyFile
        With every line that cannot be understood; no original is repeated.
    """
    by_mark = {mark(each): each for each in found}
    faults: list[Fault] = []
    new: list[tuple[int, Key]] = []
    for line, row in _rows(source):
        try:
            if key := _decided(row, by_mark, by):
                new.append((line, key))
        except (Invalid, ToolkitError) as refused:
            faults.append(Fault(line, refused.what, refused.remedy))
    if not faults:
        try:
            return keys.with_(key for _, key in new)
        except Invalid as refused:
            faults.append(Fault(0, f"the key list {refused.what}", refused.remedy))
    raise FaultyFile(source.name, faults)


def _rows(source: Source) -> Iterator[tuple[int, Mapping[str, str]]]:
    text = decoded(source)
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        if missing := [name for name in ("decision", "original") if name not in (reader.fieldnames or ())]:
            what = f"has no column {', '.join(missing)}"
            remedy = "make the list with: intercoder redact STUDY --to candidates.csv"
            raise FaultyFile(source.name, [Fault(1, what, remedy)])
        for row in reader:
            yield reader.line_num, {str(name): str(cell or "").strip() for name, cell in row.items() if name}
    except csv.Error:
        raise FaultyFile(
            source.name, [Fault(reader.line_num, "is not csv", "save it as CSV UTF-8")]
        ) from None


def _decided(row: Mapping[str, str], found: Mapping[str, Candidate], by: str) -> Key | None:
    """Return the key that a line of the review makes, if somebody decided."""
    decision = row["decision"].casefold()
    if not decision:
        return None
    if decision not in (*_YES, *_NO):
        raise Invalid("has a decision that is none", "write replace, keep, or nothing")
    told = row.get("candidate", "")
    candidate = found.get(told)
    if told and candidate is None:
        raise Invalid(
            "is about a candidate that is none now", "list them anew, with the same names and lists"
        )
    original = candidate.original if candidate else folded(_freed(row["original"]))
    return decide(
        candidate,
        replace=decision in _YES,
        replacement=_freed(row.get("replacement", "")),
        kind=row.get("kind", ""),
        original=original,
        by=by,
    )


def _freed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


def decide(
    candidate: Candidate | None,
    *,
    replace: bool,
    replacement: str = "",
    kind: str = "",
    original: str = "",
    same_as: str = "",
    by: str = RESEARCHER,
) -> Key:
    """Return the key that a person's decision makes.

    Without `same_as` a near-miss is a form of what it is near to.

    Raises
    ------
    Invalid
        If it is none, such as a replacement that is empty.
    """
    chosen: Kind = candidate.kind if candidate else "name"
    if kind in get_args(Kind):
        chosen = kind  # type: ignore[assignment]
    told = replacement.strip() or (candidate.replacement if candidate else f"[{chosen}]")
    return Key(
        chosen,
        candidate.original if candidate else original,
        told if replace else "",
        candidate.source if candidate else "team",
        "replace" if replace else "keep",
        by,
        now(),
        (same_as or (candidate.near if candidate else "")) if replace else "",
    )


def with_decision(keys: KeyList, key: Key) -> KeyList:
    """Return the key list with a decision; other forms of the same name keep up with its pseudonym.

    Raises
    ------
    Invalid
        If the pseudonym is another's.
    """
    before = keys.ruled(key.original)
    forms = (
        replace(each, replacement=key.replacement)
        for each in keys.replaced
        if before is not None
        and key.ruling == before.ruling == each.ruling
        and folded(each.same_as) == folded(key.original)
        and each.replacement == before.replacement
    )
    return keys.with_((key, *forms))


# --- a new revision -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Redacted:
    """A transcript before and after."""

    before: Transcript
    after: Transcript
    done: Redaction


def apply(study: Study, keys: KeyList, *, by: str = RESEARCHER, dry_run: bool = False) -> Table:
    """Replace the names of a key list in a new revision of each transcript that has one.

    Every coding is carried over to the redacted image of its passage.

    Raises
    ------
    ToolkitError
        If a replacement holds a name, or speakers could not be told apart; then nothing is changed.
    """
    check_replacements(keys.replaced)
    matcher = Matcher.of(keys.keys)
    with study.transaction(by, keep=not dry_run) as records:
        _check_allowed(records.connection)
        table = _applied(records, matcher)
    return replace(table, title="Would be redacted") if dry_run else table


def _applied(records: Records, matcher: Matcher) -> Table:
    connection = records.connection
    before = corrected(connection, codings.everything(connection))
    done = {}
    for text in transcripts.everything(connection):
        after, redaction = redacted(text, matcher)
        if after != text:
            done[text.id] = _Redacted(text, _added(records, after, matcher), redaction)
    carried = _carried(records, before.codings, done)
    rows = tuple(
        (
            name,
            each.after.revision,
            each.done.count,
            sum(coding.transcript == name for coding in before.codings),
            carried[name],
        )
        for name, each in done.items()
    )
    columns = (
        Column("transcript"),
        Column("revision", "count"),
        Column("replaced", "count"),
        Column("codings", "count", meaning="All of them are where they were, on the redacted words."),
        Column("placed", "count", meaning="Those of them whose new place had to be written down."),
    )
    notes = [
        "Earlier revisions and the log still hold the originals: give away a copy made by intercoder share."
        if rows
        else "No transcript holds an original of the key list: nothing was changed."
    ]
    if waiting := sum(each.coding.transcript in done for each in before.repairs):
        notes.append(f"{waiting} codings waited for their place before and still do; see: intercoder review.")
    return Table("Redacted", columns, rows, tuple(notes))


def _added(records: Records, after: Transcript, matcher: Matcher) -> Transcript:
    made = replace(after, revision=after.revision + 1, source=words(after.source, matcher))
    transcripts.add(records, made)
    return made


def _carried(records: Records, before: Iterable[Coding], done: Mapping[str, _Redacted]) -> dict[str, int]:
    """Place each coding on the image of its passage; count those that would not have been found there."""
    wanted = {
        coding.id: (coding, _image(coding, done[coding.transcript]))
        for coding in before
        if coding.transcript in done
    }
    found = _as_found(records.connection, [coding for coding, _ in wanted.values()])
    counts = dict.fromkeys(done, 0)
    for name, (coding, place) in wanted.items():
        if found.get(name) != place:
            write(records, coding, place.revision, place, "The names in the text were replaced.")
            counts[coding.transcript] += 1
    return counts


def _as_found(connection: Connection, wanted: Sequence[Coding]) -> dict[str, Quotation]:
    """Return where codings stand now by themselves."""
    names = {coding.id for coding in wanted}
    made = [coding for coding in codings.everything(connection) if coding.id in names]
    return {coding.id: coding.quotation for coding in corrected(connection, made).codings}


def _image(coding: Coding, done: _Redacted) -> Quotation:
    return Quotation.cut(done.after, done.done.image(coding.span))
