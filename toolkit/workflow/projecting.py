"""A study as a project, for other programs: what is in it at the latest version of its codebook and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from toolkit.formats.codebooks import refi
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import CONSENSUS
from toolkit.model.project import (
    LeftOut,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)
from toolkit.model.stray import Imported
from toolkit.model.transcript import Transcript
from toolkit.store import codings, memos, projects, proposals, rounds, strays, transcripts
from toolkit.store.study import Connection, Profile, Study
from toolkit.workflow.concluding import consensus_in
from toolkit.workflow.matching import as_guid
from toolkit.workflow.viewing import View, view

_STUDIES: Final = uuid5(NAMESPACE_URL, "urn:intercoder:study")
TOOL: Final = "Intercoder"


def project(study: Study, *, consensus: bool = False) -> Project:
    """Return a study as a project.

    Codings are told as they are seen at the latest version of the codebook, in the latest text of their
    transcript. What came from another program goes by what it went by there.

    Parameters
    ----------
    consensus
        Tell the consensus, derived as it is for every table, beside the codings of the coders.
    """
    with study.reading() as connection:
        return _Projection(connection, study.profile, consensus=consensus).made


@dataclass(frozen=True)
class _Projection:
    connection: Connection
    profile: Profile
    consensus: bool

    @property
    def made(self) -> Project:
        known = self._codings
        return Project(
            name=self.profile.title,
            tool=TOOL,
            origin=TOOL,
            key=self._guid("study", self.profile.id),
            description=self.profile.notice,
            coders=tuple(self._coders(known)),
            codes=tuple(self._codes(known)),
            texts=tuple(self._text(each) for each in self._transcripts),
            codings=tuple(self._coding(key, each) for key, each in known),
            memos=self._memos,
            cases=tuple(self._cases()),
            codebook=self._book,
            left_out=tuple(self._left_out()),
            kept=self._kept,
            notes=self._view.fates,
        )

    # What it is made of ----------------------------------------------------------------------------------

    @cached_property
    def _imported(self) -> tuple[Imported, ...]:
        return projects.everything(self.connection)

    @cached_property
    def _went_by(self) -> Mapping[tuple[str, str], str]:
        """What things went by in the first project they came with, by kind and our id."""
        found: dict[tuple[str, str], str] = {}
        for each in self._imported:
            for kind, guids in each.guids.items():
                for key, ours in guids.items():
                    if as_guid(key):
                        found.setdefault((kind, ours), as_guid(key))
        return found

    @property
    def _kept(self) -> dict[str, str]:
        """What projects held that has no place here; of several projects, one after the other."""
        found: dict[str, list[str]] = {}
        for each in self._imported:
            for part, original in each.kept.items():
                found.setdefault(part, []).append(original)
        return {part: "".join(dict.fromkeys(originals)) for part, originals in found.items()}

    @cached_property
    def _made(self) -> tuple[Coding, ...]:
        return codings.everything(self.connection)

    @cached_property
    def _view(self) -> View:
        return view(self.connection, self._made)

    @cached_property
    def _book(self) -> Codebook:
        return self._view.codebook

    @cached_property
    def _transcripts(self) -> tuple[Transcript, ...]:
        return transcripts.everything(self.connection)

    @cached_property
    def _codings(self) -> tuple[tuple[str, Coding], ...]:
        """Everything that is coded, each with its key; a coding that counts for two codes has two."""
        everything = [*self._view.codings, *self._of_proposed()]
        if self.consensus:
            reached = consensus_in(self.connection, self._view, self._transcripts)
            everything += [each for each in reached.codings if each.transcript in reached.reached]
        told: dict[str, Coding] = {}
        for each in everything:
            key = self._guid("coding", each.id)
            if key in told or each.coder == CONSENSUS:
                key = self._guid("coding", f"{each.id}\n{each.coder}\n{each.code}")
            told.setdefault(key, each)
        return tuple(told.items())

    def _of_proposed(self) -> Iterator[Coding]:
        """Yield codings of codes that wait for an answer: no table counts them, but they are work."""
        counted = {each.id for each in self._view.codings}
        open_ = {each.code for each in proposals.everything(self.connection)}
        latest = {each.id: each.revision for each in self._transcripts}
        for each in codings.of_proposed(self.connection):
            if (
                each.id not in counted
                and each.code in open_
                and each.quotation.revision == latest[each.transcript]
            ):
                yield each

    def _guid(self, kind: str, name: str) -> str:
        """Return what something goes by: as it came, or as it is always called."""
        known = self._guids.get((kind, name))
        if known is None:
            # Once for each: text, code and coder are asked for with every coding.
            known = self._guids[kind, name] = self._guid_of(kind, name)
        return known

    @cached_property
    def _guids(self) -> dict[tuple[str, str], str]:
        return dict(self._went_by)

    def _guid_of(self, kind: str, name: str) -> str:
        if kind in ("coding", "memo", "study") and as_guid(name):
            return as_guid(name)
        if kind == "code":
            return refi.guid(self._book.id, name)
        return str(uuid5(self._namespace, f"{kind}\n{name}"))

    @cached_property
    def _namespace(self) -> UUID:
        return UUID(as_guid(self.profile.id) or str(uuid5(_STUDIES, self.profile.id)))

    @property
    def _book_ids(self) -> set[str]:
        return {theme.id for theme in self._book.themes} | {code.id for code in self._book.codes}

    # Its parts -------------------------------------------------------------------------------------------

    def _coders(self, known: Iterable[tuple[str, Coding]]) -> Iterator[ProjectCoder]:
        for name in rounds.coders(self.connection):
            yield ProjectCoder(self._guid("coder", name), name)
        if any(each.coder == CONSENSUS for _, each in known):
            yield ProjectCoder(self._guid("coder", CONSENSUS), CONSENSUS)

    def _codes(self, known: Iterable[tuple[str, Coding]]) -> Iterator[ProjectCode]:
        for theme in self._book.themes:
            yield ProjectCode(
                self._guid("code", theme.id),
                theme.label,
                id=theme.id,
                definition=theme.definition,
                colour=theme.colour or "",
                codable=theme.codable,
            )
        for code in self._book.codes:
            yield ProjectCode(
                self._guid("code", code.id),
                code.label,
                self._guid("code", code.parent) if code.parent else "",
                code.id,
                code.definition,
                code.include,
                code.exclude,
                code.example,
                code.colour or "",
                codable=code.codable,
            )
        labels = {each.code: each for each in proposals.everything(self.connection)}
        there = self._book_ids
        for name in dict.fromkeys(each.code for _, each in known if each.code not in there):
            proposed = labels.get(name)
            label, definition = (proposed.label, proposed.definition) if proposed else (name, "")
            yield ProjectCode(self._guid("code", name), label, id=name, definition=definition)

    def _text(self, text: Transcript) -> ProjectText:
        return ProjectText(
            self._guid("transcript", text.id),
            text.id,
            text.text,
            text.participant,
            text.language,
            transcript=text,
        )

    def _coding(self, key: str, each: Coding) -> ProjectCoding:
        return ProjectCoding(
            key,
            self._guid("transcript", each.transcript),
            self._guid("code", each.code),
            self._guid("coder", each.coder),
            each.span.start,
            each.span.end,
            each.quotation.text,
            each.made_at,
            each.certainty,
            consensus=each.coder == CONSENSUS,
        )

    @cached_property
    def _memos(self) -> tuple[ProjectMemo, ...]:
        return tuple(self._written())

    def _written(self) -> Iterator[ProjectMemo]:
        keys: dict[str, str] = {}
        for key, each in self._codings:
            if each.coder != CONSENSUS:
                keys.setdefault(each.id, key)
        there = {each.id for each in self._transcripts}
        codes = self._book_ids | {each.code for _, each in self._codings}
        for memo in memos.everything(self.connection):
            if (subject := self._subject(memo, keys, there, codes)) is not None:
                yield ProjectMemo(
                    self._guid("memo", memo.id),
                    memo.about,
                    subject,
                    memo.text,
                    author=self._guid("coder", memo.author),
                    made_at=memo.made_at,
                )

    def _subject(
        self, memo: Memo, keys: Mapping[str, str], texts: Iterable[str], codes: Iterable[str]
    ) -> str | None:
        """Return the key of what a memo is on; None if that does not go out."""
        match memo.about:
            case "coding":
                return keys.get(memo.subject)
            case "transcript":
                return self._guid("transcript", memo.subject) if memo.subject in texts else None
            case "code":
                return self._guid("code", memo.subject) if memo.subject in codes else None
            case "study":
                return ""

    def _cases(self) -> Iterator[ProjectCase]:
        described = transcripts.participants(self.connection)
        texts: dict[str, list[str]] = {name: [] for name in described}
        for text in self._transcripts:
            texts.setdefault(text.person, []).append(self._guid("transcript", text.id))
        for name, keys in texts.items():
            yield ProjectCase(self._guid("participant", name), name, tuple(keys), described.get(name, {}))

    def _left_out(self) -> Iterator[LeftOut]:
        """Say what of the study does not go out."""
        out = {each.id for _, each in self._codings}
        waiting = sum(each.id not in out for each in self._made)
        if waiting:
            yield LeftOut("codings", waiting, "wait for a person, were set aside, or are of earlier readings")
        if came := len(strays.everything(self.connection)):
            yield LeftOut("imported codings", came, "wait for their place")
        if lost := len(memos.everything(self.connection)) - len(self._memos):
            yield LeftOut("memos", lost, "are about what does not go out")
