"""A copy of a study to give away: the same work on redacted texts, in which no name was ever written.

The log of a study only grows and its hashes chain, so that nothing can be taken out of it. Therefore the copy
is a study of its own: every record is made anew from the redacted text, with its id, its coder and its time,
and the log tells that and nothing of what was before. See docs/decisions/0032.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from toolkit.errors import Several, ToolkitError
from toolkit.formats import keys as key_files
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.declared import STATEMENTS
from toolkit.model.names import Key, KeyList
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Transcript
from toolkit.store import (
    address,
    codebooks,
    codings,
    decisions,
    leftovers,
    memos,
    picks,
    placements,
    proposals,
    readings,
    rounds,
    settings,
    sights,
    strays,
    temporary,
    transcripts,
    verdicts,
)
from toolkit.store.study import RESEARCHER, Connection, Records, Study
from toolkit.text.names.matching import Matcher
from toolkit.text.names.redacting import Redaction, check_replacements, redacted, words
from toolkit.workflow import leaking

__all__ = ["copy_of", "share"]

CARRIED: Final = frozenset(
    {
        "study",
        "codebooks",
        "texts",
        "transcripts",
        "speakers",
        "turns",
        "participants",
        "coders",
        "rounds",
        "assignments",
        "codings",
        "memos",
        "decisions",
        "placements",
        "verdicts",
        "picks",
        "proposals",
        "rulings",
        "events",
    }
)
"""Tables whose records a shared copy has; of the events, those that make these records."""

LEFT_OUT: Final = frozenset({"drafts", "projects", "strays"})
"""Tables that a shared copy does not have."""

Noun = TypeVar("Noun")


def share(study: Study, copy: str, *, keys: Path, number_coders: bool = False) -> Table:
    """Make a copy of a study to give away, with names replaced everywhere.

    The copy is a new study: transcripts in all their revisions, codings, memos, verdicts and everything else
    people wrote hold the replacements, positions fit the redacted texts, and its log begins with the copy.
    Nothing of the original is in it, and nothing leads back but the key list. Left out are the draft of the
    codebook, what was taken back or changed before, and what is kept of imported projects.

    The copy is searched for the names and for what is like them, byte by byte too. As long as anything is
    found no copy is kept, and every place is told: confirm the near-miss in the key list, or keep it.

    Parameters
    ----------
    study
        The study file.
    copy
        The file to make. The key list must not lie in its folder.
    keys
        The key list.
    number_coders
        Call the coders C1, C2 … and leave out their e-mail addresses.
    """
    place = address.of(copy)
    if not isinstance(place, address.StudyFile):
        raise ToolkitError(str(place), "is no file", "name a file, such as shared.study")
    key_files.check_apart(keys, place.path)
    known = key_files.read_path(keys)
    if not known.replaced:
        raise ToolkitError(str(keys), "has nothing to replace", "decide first: intercoder redact")
    return _copied(study, place, known, numbered=number_coders)


def copy_of(study: Study, keys: KeyList, *, number_coders: bool = False) -> tuple[bytes, Table]:
    """Return the file that `share` would make, and what became of each transcript; nothing is left on disk.

    Raises
    ------
    ToolkitError
        As `share` does.
    """
    if not keys.replaced:
        raise ToolkitError("key list", "has nothing to replace", "decide first about the candidates")
    with temporary.folder() as folder:
        place = address.StudyFile(folder / "shared.study")
        try:
            table = _copied(study, place, keys, numbered=number_coders)
        except Several as left:
            raise Several(_of_the_copy(each, place) for each in left.errors) from None
        # The first note tells from where to where, and this copy is nowhere.
        return place.path.read_bytes(), replace(table, notes=table.notes[1:])


def _of_the_copy(refused: ToolkitError, place: address.StudyFile) -> ToolkitError:
    where = refused.where.replace(str(place), "the copy", 1)
    return ToolkitError(where, refused.what, refused.remedy)


def _copied(study: Study, place: address.StudyFile, known: KeyList, *, numbered: bool) -> Table:
    """Make the copy, search it, and keep it only if no name is left."""
    check_replacements(known.replaced)
    with study.reading() as connection:
        sights.check_whole(connection, "sharing a study")
        sights.check_lead(connection, "sharing a study")
        image = _Image.of(connection, Matcher.of(known.keys), numbered=numbered)
        waiting = len(strays.everything(connection))
        title, notice = image.words(study.profile.title), image.words(study.profile.notice)
        made = Study.create(
            place, title=title, notice=notice, begin=lambda records: _fill(connection, records, image)
        )
    try:
        left = _open_leaks(made, place.path, known.keys)
    except BaseException:
        made.discard()
        raise
    if left:
        made.discard()
        raise Several(left)
    made.close()
    _keep_private(place.path)
    columns = (Column("transcript"), Column("revision", "count"), Column("replaced", "count"))
    rows = tuple((new.id, new.revision, done.count) for new, done in image.texts.values())
    notes = (
        f"{study.where} was copied to {place}, with {len(known.replaced)} originals replaced.",
        "No name of the key list was found in the copy.",
        *([f"Left out: {waiting:,} imported codings that wait for their place."] if waiting else []),
        "Whoever has the key list, the study or its backups can tell who is who: keep them apart from it.",
    )
    return Table("Shared", columns, rows, notes)


def _open_leaks(made: Study, path: Path, keys: Sequence[Key]) -> tuple[ToolkitError, ...]:
    """Return every place of the copy that holds a name or what is like one."""
    found = leaking.in_study(made, keys)
    made.close()
    leftovers.clear(path)
    beside = (path, path.with_name(f"{path.name}-wal"))
    for each in beside:
        found += leaking.in_bytes(each, keys) if each.is_file() else []
    return tuple(leaking.told(each, quiet=False) for each in found)


def _keep_private(path: Path) -> None:
    """Leave the copy for its owner to read: to whom it is given is theirs to say."""
    os.chmod(path, 0o600)  # noqa: PTH101 - a plain file


# --- the image of a study -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Image:
    """What becomes of everything in a study.

    Attributes
    ----------
    texts
        Each revision of each transcript as it is in the copy, and where its passages went.
    people
        What coders are called.
    """

    matcher: Matcher
    texts: Mapping[tuple[str, int], tuple[Transcript, Redaction]]
    people: Mapping[str, str]
    names: Mapping[str, str]
    persons: Mapping[str, str]

    @classmethod
    def of(cls, connection: Connection, matcher: Matcher, *, numbered: bool) -> _Image:
        known = rounds.coders(connection)
        people = {name: f"C{place}" if numbered else name for place, name in enumerate(known, 1)}
        every = list(transcripts.persons(connection).values())
        names = _named_anew(transcripts.names(connection), matcher, "transcripts")
        persons = _named_anew(
            [*transcripts.participants(connection), *filter(None, every)], matcher, "participants"
        )
        texts = {}
        for name in transcripts.names(connection):
            for revision in transcripts.revisions(connection, name):
                old = transcripts.find(connection, name, revision)
                if old is not None:
                    new, done = redacted(old, matcher)
                    named = replace(
                        new,
                        id=names[name],
                        participant=persons.get(old.participant, old.participant),
                        source=words(old.source, matcher),
                    )
                    texts[name, revision] = named, done
        return cls(matcher, texts, people, names, persons)

    def words(self, text: str) -> str:
        """Return what people wrote, with names replaced."""
        return words(text, self.matcher)

    def person(self, name: str) -> str:
        """Return what a coder is called."""
        return self.people.get(name, name)

    def quotation(self, quoted: Quotation) -> Quotation:
        """Return a passage in the redacted text of its revision."""
        text, done = self.texts[quoted.transcript, quoted.revision]
        return Quotation.cut(text, done.image(quoted.span))

    def mapped(self, noun: Noun, **also: object) -> Noun:
        """Return a noun with its quotation, its people and its running text as they are in the copy."""
        told: dict[str, Any] = dict(also)
        for field, value in vars_of(noun).items():
            if isinstance(value, Quotation):
                told[field] = self.quotation(value)
            elif field in _PEOPLE and isinstance(value, str):
                told[field] = self.person(value)
            elif field in _WORDS and isinstance(value, str):
                told[field] = self.words(value)
            elif field == "transcript" and isinstance(value, str):
                told[field] = self.names.get(value, value)
        return replace(noun, **told)  # type: ignore[type-var]


_PEOPLE: Final = ("coder", "author", "decided_by", "placed_by", "picked_by", "ruled_by")
_WORDS: Final = ("text", "reason", "edited", "used_in", "label", "definition", "purpose", "answer")


def vars_of(noun: object) -> dict[str, Any]:
    """Return the fields of a noun."""
    fields: Mapping[str, Any] = getattr(noun, "__dataclass_fields__", {})
    return {name: getattr(noun, name) for name in fields}


def _named_anew(names: Iterable[str], matcher: Matcher, what: str) -> dict[str, str]:
    """Return ids with names in them replaced; refuse two that would be one."""
    new = {name: _in_id(name, matcher) for name in names}
    if len(set(new.values())) < len(new):
        remedy = "give each a pseudonym of its own in the key list"
        raise ToolkitError("share", f"two {what} would have one id", remedy)
    return new


def _in_id(name: str, matcher: Matcher) -> str:
    """Replace names in an id, in which other marks may stand for blanks."""
    told = words(name, matcher)
    spaced = name.replace("_", " ").replace("-", " ")
    if told == name and (again := words(spaced, matcher)) != spaced:
        return again
    return told


# --- what is written ------------------------------------------------------------------------------------


def _fill(source: Connection, records: Records, image: _Image) -> None:
    """Write every record in the name of whoever made it, and at its time."""

    def at(time: str, actor: str = RESEARCHER) -> Records:
        return replace(records, at=time or records.at, actor=image.person(actor))

    dates = codebooks.release_dates(source)
    for version in codebooks.versions(source):
        book = codebooks.find(source, version)
        if book is not None:
            codebooks.add(at(dates[version]), _book(book, image))
    joined = rounds.joined(source)
    for coder in rounds.team(source):
        numbered = image.person(coder.name) != coder.name
        new = replace(coder, name=image.person(coder.name), email=None if numbered else coder.email)
        rounds.add_coder(at(joined[coder.name]), new)
    for each in rounds.rounds(source):
        made = rounds.add_round(at(each.begun_at or ""), replace(image.mapped(each), revealed_at=None))
        if (whole := image.mapped(each)) != made:
            rounds.change_round(at(each.revealed_at or each.begun_at or ""), made, whole)
    for name, attributes in transcripts.participants(source).items():
        told = {field: image.words(value) for field, value in attributes.items()}
        transcripts.add_participant(at(""), image.persons[name], told)
    for text, _ in image.texts.values():
        transcripts.add(at(""), text)
    for task in rounds.assignments(source):
        rounds.assign(at(task.finished_at or "", task.coder), image.mapped(task))
    _fill_work(source, at, image)
    _fill_told(source, at, image)


_NO_WORDS: Final = frozenset(
    {
        "id",
        "version",
        "parent",
        "since",
        "deprecated_in",
        "replaced_by",
        "use",
        "colour",
        "op",
        "date",
        "status",
    }
    | {"subjects", "results", "consider", "migration", "effect", "language", "approach", "aligned_with"}
)


def _book(book: Codebook, image: _Image) -> Codebook:
    """Return a codebook with names replaced in its definitions, examples and records; ids stay."""
    told: Any = _worded(book, image)
    return cast("Codebook", told)


def _worded(value: Any, image: _Image) -> Any:  # noqa: ANN401 - a codebook and all that is in it
    if isinstance(value, str):
        return image.words(value)
    if isinstance(value, tuple):
        return tuple(_worded(each, image) for each in value)
    if not (fields := vars_of(value)):
        return value
    told = {
        name: tuple(map(image.person, each)) if name == "decided_by" else _worded(each, image)
        for name, each in fields.items()
        if name not in _NO_WORDS
    }
    changed = {name: each for name, each in told.items() if each != fields[name]}
    return replace(value, **changed) if changed else value


At = Callable[..., Records]


def _fill_work(source: Connection, at: At, image: _Image) -> None:
    for proposal in proposals.everything(source):
        proposals.add(at(proposal.made_at, proposal.coder), image.mapped(proposal))
    for ruling in proposals.rulings(source):
        proposals.rule(at(ruling.ruled_at, ruling.ruled_by), image.mapped(ruling))
    for names in codings.shares(source):
        codings.add_theirs(at(""), (_coding(coding, image) for coding in codings.share(source, names)))
    for memo in memos.everything(source):
        memos.add(at(memo.made_at, memo.author), _memo(memo, image))
    for decision in decisions.everything(source):
        decisions.add(at(decision.decided_at, decision.decided_by), image.mapped(decision))
    for placement in placements.everything(source):
        placements.add(at(placement.placed_at, placement.placed_by), image.mapped(placement))
    for verdict in verdicts.everything(source):
        verdicts.add(at(verdict.decided_at, verdict.decided_by), image.mapped(verdict))
    for pick in picks.everything(source):
        picks.add(at(pick.made_at, pick.picked_by), image.mapped(pick))


def _coding(coding: Coding, image: _Image) -> Coding:
    return replace(coding, quotation=image.quotation(coding.quotation), coder=image.person(coding.coder))


def _memo(memo: Memo, image: _Image) -> Memo:
    subject = image.names.get(memo.subject, memo.subject) if memo.about == "transcript" else memo.subject
    return image.mapped(memo, subject=subject)


def _fill_told(source: Connection, at: At, image: _Image) -> None:
    """Write what a study was told in its log alone."""
    said = settings.declared(source)
    told: dict[str, Any] = {
        name: image.words(value) for name, value in asdict(said).items() if name in STATEMENTS
    }
    positions = tuple((image.person(coder), image.words(position)) for coder, position in said.positions)
    settings.declare(at(""), replace(said, **told, positions=positions))
    settings.switch_suggestions(at(""), on=settings.suggestions_on(source))
    protocol = readings.stated_protocol(source)
    if protocol:
        asked = tuple(replace(each, wording=image.words(each.wording)) for each in protocol)
        readings.state_protocol(at(""), "protocol", asked)
