"""Taking a project of another program into a study: all of it, or nothing.

What is known again stays as it is; what is new is added in the name of who did it. Codes that the codebook
does not have become proposed codes of those who used them. Passages that do not stand where the project says
wait for a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from toolkit.errors import Invalid, Several, ToolkitError
from toolkit.formats import projects as project_files
from toolkit.formats.projects import refi
from toolkit.formats.projects.refi import positions as counting
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.consensus import CONSENSUS
from toolkit.model.placement import Anchored
from toolkit.model.project import Project, ProjectCoding, ProjectMemo
from toolkit.model.proposal import LONGEST_DEFINITION, LONGEST_LABEL, Proposal
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.stray import Imported, Stray
from toolkit.model.table import Table
from toolkit.model.transcript import Source, Span
from toolkit.reconcile import anchor
from toolkit.reconcile.placing import Ground, Unplaced
from toolkit.store import codebooks, codings, memos, projects, proposals, rounds, sights, strays, transcripts
from toolkit.store.study import RESEARCHER, Records, Study
from toolkit.workflow import assigning, files
from toolkit.workflow.accounting import Account, some_of
from toolkit.workflow.arranging import is_whole
from toolkit.workflow.matching import Codes, Home, Remembered, Texts, coder_names, id_of, moment, project_id
from toolkit.workflow.viewing import view

REFI: Final = refi.NAME
RULES: Final = tuple(map(str, counting.RULES))
"""How positions of a REFI-QDA project can be counted, in the words of `--positions`."""


def import_project(
    study: Study,
    file: Path,
    *,
    positions: str = "auto",
    which: str = "",
    coder: str = "",
    finished: bool = False,
    dry_run: bool = False,
) -> Table:
    """Take a project of another program into a study: texts, coders, codings, memos, participants.

    Where the project comes from this study, or was taken in before, only what is new is added. A text is
    known again by its words or its name; a code by its name, else it becomes a proposed code of those who
    used it, see: intercoder proposals. Passages that do not read as the project says wait in the review
    queue, see: intercoder review. What was removed in the other program stays here. The table says what came
    in and what did not.

    Parameters
    ----------
    study
        The study file.
    file
        The project as the other program wrote it: a file, or the folder it keeps a project in.
    positions
        How a REFI-QDA project counts the characters of its texts; auto finds it out and says how sure that
        is.
    which
        Name or number of the project, where a file of Taguette or requal holds several.
    coder
        Who did what the project does not say who did.
    finished
        Take every coder of the project to have read each text they coded to the end. Only then does a passage
        without a code count as a "no" when coders are compared.
    dry_run
        Only say what would happen.
    """
    source, found = read(file, positions, which)
    return admit(study, found, source.data, coder=coder, finished=finished, dry_run=dry_run)


def read(path: Path, positions: str = "auto", which: str = "") -> tuple[Source, Project]:
    """Read a project from a file, or from the folder a program keeps it in."""
    source = files.source(files.project_in(path))
    return source, project_of(source, positions, which)


def project_of(source: Source, positions: str = "auto", which: str = "") -> Project:
    """Read a project, of whichever program it is."""
    return project_files.read(source, positions=positions, which=which)


def admit(
    study: Study,
    project: Project,
    data: bytes,
    *,
    coder: str = "",
    finished: bool = False,
    dry_run: bool = False,
) -> Table:
    """Take in a project that was read from a file with this content, see `import_project`."""
    with study.transaction(RESEARCHER, keep=not dry_run) as records:
        sights.check_whole(records.connection, "taking in a project")
        admission = _Admission(records, project, hashlib.sha256(data).hexdigest(), coder, finished=finished)
        admission.run()
        table = admission.account.table(project, admission.round.id)
    title = "Would be imported" if dry_run else "Imported"
    return replace(table, title=f"{title}: {project.name}" if project.name else title)


@dataclass
class _Admission:
    """A project on its way into a study, within one transaction."""

    records: Records
    project: Project
    sha256: str
    otherwise: str
    finished: bool = False
    account: Account = field(default_factory=Account)
    homes: dict[str, Home] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    codings: dict[str, str | Stray] = field(default_factory=dict)

    def run(self) -> None:
        """Take in everything, what others point to first."""
        self._check_coders()
        self._take_coders()
        self._take_texts()
        self._take_codes()
        self._take_codings()
        self._take_memos()
        self._add_strays()
        self._take_participants()
        self._remember()

    # What is known already -------------------------------------------------------------------------------

    @cached_property
    def id(self) -> str:
        return project_id(self.project)

    @cached_property
    def before(self) -> tuple[Imported, ...]:
        return projects.everything(self.records.connection)

    @cached_property
    def known(self) -> Remembered:
        return Remembered(self.before)

    @cached_property
    def names(self) -> dict[str, str]:
        """What coders are called here, by their keys there."""
        return coder_names(self.project, self.known, self.otherwise)

    @cached_property
    def round(self) -> Round:
        return rounds.current(self.records.connection)

    @cached_property
    def book(self) -> Codebook:
        return codebooks.latest(self.records.connection)

    @cached_property
    def matched(self) -> Codes:
        return Codes(self.project, self.book, self.known)

    # Coders ----------------------------------------------------------------------------------------------

    def _check_coders(self) -> None:
        """Refuse work of nobody: a coding without a coder counts nowhere."""
        nobodys = sum(not self.names[each.coder] for each in self._independent)
        nobodys += sum(not self.names[each.author] for each in self.project.memos)
        if nobodys:
            what = f"does not say who made {nobodys:,} of its codings and memos"
            raise ToolkitError(self.project.name or "project", what, "say who did with --coder NAME")

    @cached_property
    def _independent(self) -> tuple[ProjectCoding, ...]:
        """The codings of coders: those of the consensus are derived here."""
        return tuple(
            each
            for each in self.project.codings
            if not each.consensus and self.names[each.coder].casefold() != CONSENSUS
        )

    def _take_coders(self) -> None:
        there = rounds.coders(self.records.connection)
        working = {self.names[each.coder] for each in self._independent}
        working |= {self.names[each.author] for each in self.project.memos}
        idle = []
        for name in dict.fromkeys(self.names.values()):
            if name in there:
                self.account.count("coders", "identical", name)
            elif name in working:
                rounds.add_coder(self.records, Coder(name))
                self.account.count("coders", "new", name)
            elif name not in ("", CONSENSUS):
                idle.append(name)
        if idle:
            self.account.count("coders", "left out", f"made nothing: {some_of(idle)}", len(idle))

    # Texts -----------------------------------------------------------------------------------------------

    def _take_texts(self) -> None:
        texts = Texts(self.records.connection, self.known)
        by_text: dict[str, list[Span]] = {}
        for coding in self.project.codings:
            if coding.start is not None and coding.end is not None and 0 <= coding.start < coding.end:
                by_text.setdefault(coding.text, []).append(Span(coding.start, coding.end))
        faults = []
        for text in self.project.texts:
            try:
                home = texts.home(text, by_text.get(text.key, ()))
            except ToolkitError as fault:
                if text.key in by_text or any(each.text == text.key for each in self.project.codings):
                    faults.append(ToolkitError(text.name or fault.where, fault.what, fault.remedy))
                else:
                    self.account.count("texts", "left out", f"{text.name}: {fault.what}")
                continue
            if home.is_new:
                home = self._with_participant(home, text.key)
                transcripts.add(self.records, home.transcript)
            self.homes[text.key] = home
            state = "new" if home.is_new else "identical" if home.theirs is None else "kept"
            self.account.count("texts", state, home.transcript.id)
        if faults:
            raise Several(faults)

    def _with_participant(self, home: Home, key: str) -> Home:
        case = next((each for each in self.project.cases if key in each.texts), None)
        if case is None or not case.name.strip():
            return home
        try:
            return replace(home, transcript=replace(home.transcript, participant=" ".join(case.name.split())))
        except Invalid:
            return home

    # Codes -----------------------------------------------------------------------------------------------

    def _take_codes(self) -> None:
        used: dict[str, dict[str, None]] = {}
        for coding in self._independent:
            used.setdefault(coding.code, {})[self.names[coding.coder]] = None
        unused = []
        for code in self.project.codes:
            if (ours := self.matched.find(code.key)) is not None:
                self.account.count("codes", "identical")
                self.codes[code.key] = ours
            elif code.key in used:
                self._propose(code.key, used[code.key])
                self.account.count("codes", "proposed", code.name)
            elif code.codable:
                unused.append(code.name)
        if unused:
            told = f"no passage has them, and the codebook does not: {some_of(unused)}"
            self.account.count("codes", "left out", told, len(unused))

    @cached_property
    def _folders(self) -> dict[str, str]:
        """Codes and themes that are those of the codebook, though passages may not be given all of them."""
        found = {each.key: self.matched.same(each.key) for each in self.project.codes}
        return {key: name for key, name in found.items() if name is not None}

    def _propose(self, key: str, coders: Mapping[str, None]) -> None:
        """Propose a code in the name of each who used it, unless they did before."""
        label = self.matched.label(key, LONGEST_LABEL)
        there = proposals.everything(self.records.connection)
        same = next((each.code for each in there if each.label.casefold() == label.casefold()), None)
        code = same or self.known.find("code", key) or self.matched.new_id(key)
        told = next(each.definition for each in self.project.codes if each.key == key)
        definition = " ".join(told.split())[:LONGEST_DEFINITION].strip()
        self.codes[key] = code
        for coder in coders:
            if not any((each.code, each.coder) == (code, coder) for each in there):
                name = id_of(self.project, "proposal", f"{key}\n{coder}")
                made = Proposal(name, code, label, definition, coder, self.records.at)
                proposals.add(self.records, made)

    # Codings ---------------------------------------------------------------------------------------------

    def _take_codings(self) -> None:
        coded: set[tuple[str, str]] = set()
        by_text: dict[str, list[ProjectCoding]] = {}
        for coding in self._independent:
            by_text.setdefault(coding.text, []).append(coding)
        if derived := len(self.project.codings) - len(self._independent):
            self.account.count("codings", "left out", "of the consensus, which is derived here", derived)
        for key, some in by_text.items():
            home = self.homes[key]
            for coding, place in _placed(home, some):
                self._take_coding(coding, home, place)
                coded.add((self.names[coding.coder], home.transcript.id))
        self._assign(coded)
        self._tell_missing(coded)

    @cached_property
    def _there(self) -> dict[str, Coding]:
        """The codings of the study, those that came included."""
        return {each.id: each for each in codings.everything(self.records.connection)}

    @cached_property
    def _same(self) -> dict[tuple[object, ...], str]:
        """Which coding says so, as it was made, or as it is seen now: so it went out, if it went out."""
        seen = view(self.records.connection, self._there.values()).codings
        return {_content(each): each.id for each in (*seen, *self._there.values())}

    def _take_coding(self, coding: ProjectCoding, home: Home, place: Quotation | Unplaced) -> None:
        name = id_of(self.project, "coding", coding.key)
        coder, code = self.names[coding.coder], self.codes[coding.code]
        made_at = moment(coding.made_at, self.records.at)
        if isinstance(place, Unplaced):
            self._let_wait(name, coding, home, code, made_at)
            return
        made = Coding(
            name, place, code, coder, self.round.codebook_version, self.round.id, made_at, coding.certainty
        )
        if (same := self._same.get(_content(made))) is not None:
            self.account.count("codings", "identical")
            self.codings[coding.key] = same
            return
        if name in self._there or codings.was_ever_added(self.records.connection, name):
            made = self._anew(made)
            if made.id in self._there:
                self.account.count("codings", "identical")
                self.codings[coding.key] = made.id
                return
        if not is_whole(home.transcript, made.span, self.round.unit):
            self.account.count("off units", self.round.unit)
        codings.add(self.records, made)
        self._there[made.id] = made
        self._same[_content(made)] = made.id
        self.codings[coding.key] = made.id
        self.account.count("codings", "new")

    def _anew(self, made: Coding) -> Coding:
        """Give a coding another id, as there was one of its id with other content, or it was removed here."""
        if made.id in self._there:
            fate = (
                "have another code or passage in the project: both are there now, remove what does not hold"
            )
        else:
            fate = "were removed here and came again"
        self.account.count("again", fate)
        content = "\n".join(map(str, _content(made)))
        return replace(made, id=id_of(self.project, "coding", f"{made.id}\n{content}"))

    def _let_wait(self, name: str, coding: ProjectCoding, home: Home, code: str, made_at: str) -> None:
        if name in self._there or strays.was_ever_there(self.records.connection, name):
            self.account.count("codings", "identical", "waiting, or settled, since an earlier import")
            if name in self._there:
                self.codings[coding.key] = name
            return
        self.codings[coding.key] = Stray(
            name,
            home.transcript.id,
            coding.start,
            coding.end,
            coding.quote,
            code,
            self.names[coding.coder],
            self.round.codebook_version,
            self.round.id,
            made_at,
            self.id,
            self.records.at,
            coding.certainty,
        )
        self.account.count("codings", "waiting", home.transcript.id)

    def _assign(self, coded: set[tuple[str, str]]) -> None:
        for coder in dict.fromkeys(sorted(each for each, _ in coded)):
            mine = sorted(name for each, name in coded if each == coder)
            assigning.give(self.records, coder, mine)
            if self.finished:
                for name in mine:
                    self._finish(coder, name)

    def _finish(self, coder: str, name: str) -> None:
        revision = max(transcripts.revisions(self.records.connection, name))
        rounds.assign(self.records, Assignment(coder, name, self.round.id, self.records.at, revision))

    def _tell_missing(self, coded: set[tuple[str, str]]) -> None:
        """Say how many codings of these readings are here and not in the project: nothing is removed."""
        came = {each for each in self.codings.values() if isinstance(each, str)}
        missing = sum(
            (each.coder, each.transcript) in coded and each.id not in came for each in self._there.values()
        )
        if missing:
            self.account.count("codings", "kept", "are not in the project; nothing is removed here", missing)

    # Memos and participants ------------------------------------------------------------------------------

    def _take_memos(self) -> None:
        there = {each.id: each for each in memos.everything(self.records.connection)}
        for told in self.project.memos:
            found = self._memo(told)
            if found is None:
                continue
            if found.id in there:
                same = there[found.id].text == found.text
                self.account.count("memos", "identical" if same else "kept")
            elif isinstance(stray := self.codings.get(told.subject), Stray) and told.about == "coding":
                self.codings[told.subject] = replace(stray, memos=(*stray.memos, found))
                self.account.count("memos", "waiting")
            else:
                memos.add(self.records, found)
                self.account.count("memos", "new")

    def _add_strays(self) -> None:
        for each in self.codings.values():
            if isinstance(each, Stray):
                strays.add(self.records, each)

    def _memo(self, told: ProjectMemo) -> Memo | None:
        subject = self._subject(told)
        text = _with_title(told)
        if subject is None or not text.strip():
            self.account.count("memos", "left out", "empty, or of what is not taken over")
            return None
        name = id_of(self.project, "memo", told.key)
        at = moment(told.made_at, self.records.at)
        try:
            return Memo(name, told.about, subject, self.names[told.author], text, at)
        except Invalid as invalid:
            self.account.count("memos", "left out", invalid.what)
            return None

    def _subject(self, told: ProjectMemo) -> str | None:
        match told.about:
            case "coding":
                found = self.codings.get(told.subject)
                return found.id if isinstance(found, Stray) else found
            case "transcript":
                return self.homes[told.subject].transcript.id if told.subject in self.homes else None
            case "code":
                return self.codes.get(told.subject)
            case "study":
                return ""

    def _take_participants(self) -> None:
        there = transcripts.participants(self.records.connection)
        for name, attributes in self._described().items():
            known = there.get(name, {})
            differing = [each for each, value in attributes.items() if known.get(each, value) != value]
            for each in differing:
                self.account.count("participants", "kept", f"{name}: {each} is {known[each]!r} here")
            merged = {**attributes, **known}
            if name not in there or merged != known:
                transcripts.add_participant(self.records, name, merged)
                self.account.count("participants", "changed" if name in there else "new", name)
            elif not differing:
                self.account.count("participants", "identical", name)

    def _described(self) -> dict[str, dict[str, str]]:
        """Return what the project says of participants here, by their names."""
        told: dict[str, dict[str, str]] = {}
        for case in self.project.cases:
            homes = [self.homes[text].transcript for text in case.texts if text in self.homes]
            persons = dict.fromkeys(each.person for each in homes) or {" ".join(case.name.split()): None}
            for person in persons:
                if person:
                    told.setdefault(person, {}).update(case.attributes)
        for text in self.project.texts:
            if text.attributes and text.key in self.homes:
                told.setdefault(self.homes[text.key].transcript.person, {}).update(text.attributes)
        return told

    # The end ---------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        """Keep what things went by, and what has no place here, for when they come again or go out."""
        guids = {
            "code": self._folders | self.codes,
            "transcript": {key: home.transcript.id for key, home in self.homes.items()},
            "coder": {each.key: self.names[each.key] for each in self.project.coders if self.names[each.key]},
        }
        before = next((each for each in self.before if each.id == self.id), None)
        project, at = self.project, self.records.at
        made = Imported(
            self.id, project.name, project.tool, project.origin, self.sha256, at, guids, dict(project.kept)
        )
        if before is None:
            projects.add(self.records, made)
        elif replace(made, imported_at=before.imported_at) != before:
            merged = {kind: {**before.guids.get(kind, {}), **new} for kind, new in guids.items()}
            projects.change(self.records, before, replace(made, imported_at=before.imported_at, guids=merged))


def _with_title(told: ProjectMemo) -> str:
    """Return a memo's text, below its title unless that only is the beginning of it."""
    title = " ".join(told.title.split()).removesuffix("…").rstrip()
    if not title or " ".join(told.text.split()).startswith(title):
        return told.text
    return f"{told.title}\n\n{told.text}"


def _content(coding: Coding) -> tuple[object, ...]:
    quoted = coding.quotation
    return coding.transcript, quoted.revision, quoted.span, coding.code, coding.coder


def _placed(home: Home, some: list[ProjectCoding]) -> Iterator[tuple[ProjectCoding, Quotation | Unplaced]]:
    """Yield codings of one text with their places in the transcript that it is."""
    if home.theirs is None:
        ground = Ground(home.transcript)
        for coding in some:
            yield coding, ground.placed(coding.start, coding.end, coding.quote)
        return
    ground = Ground(home.theirs)
    found = {number: ground.placed(each.start, each.end, each.quote) for number, each in enumerate(some)}
    sure = {str(number): place for number, place in found.items() if isinstance(place, Quotation)}
    carried = anchor.anchor(sure, home.theirs, home.transcript)
    ours = Ground(home.transcript)
    for number, coding in enumerate(some):
        settled = carried.settled.get(str(number))
        if isinstance(settled, Anchored):
            yield coding, settled.quotation
        else:
            words = coding.quote or (sure[str(number)].text if str(number) in sure else "")
            place = ours.placed(None, None, words) if words.strip() else Unplaced("outside")
            yield coding, place if isinstance(place, Unplaced) else Unplaced("elsewhere", (place,))
