"""A REFI-QDA project, from its file to what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.projects.refi.account import Account
from toolkit.formats.projects.refi.cases import Variables, cases, memberships
from toolkit.formats.projects.refi.codes import CodeFound, Coders, codes
from toolkit.formats.projects.refi.codings import Codings
from toolkit.formats.projects.refi.conformity import in_one_namespace, look_over
from toolkit.formats.projects.refi.elements import bare, children, description, original, parts
from toolkit.formats.projects.refi.notes import NoteRefs, Referent, join_links, memos
from toolkit.formats.projects.refi.opening import opened
from toolkit.formats.projects.refi.positions import AUTO, Rule, asked, usual
from toolkit.formats.projects.refi.sources import Sources, TextFound, Walk, keep_rests
from toolkit.formats.projects.refi.texts import Texts
from toolkit.model.project import Project, ProjectCode, ProjectText
from toolkit.model.transcript import Source

NAME = "REFI-QDA project"
_AGAIN = "export the project again from its program"


def read(source: Source, positions: str = AUTO) -> Project:
    """Read a project exchanged between programs.

    Parameters
    ----------
    source
        A `.qdpx` archive, or the XML of one alone (`.qde`).
    positions
        How positions are counted: `auto`, or `codepoints` or `utf16`, with `,crlf-as-one` or `,bom-counted`
        or both behind it.

    Returns
    -------
    Project
        With everything that is left out counted, and XML of what has no place here in `kept`.

    Raises
    ------
    ToolkitError
        If the file is no project, damaged, hostile or too large, or if `positions` names no rule.
    """
    wanted = asked(positions)
    account = Account()
    file = opened(source, account)
    root = file.root
    in_one_namespace(root, account)
    look_over(root, account)
    texts = Texts(source.name, file.files, account)
    made = _Making(root, Walk(texts, account).take(root), wanted, account)
    rule = made.codings.found.rule
    found_memos = memos(root, made.join_notes(), texts, made.coders, account, rule=rule)
    _keep(root, account)
    file.files.pass_over(root)
    account.leave_out("files", "nothing in the project names them", count=file.files.never_named)
    try:
        project = made.project(named(cleaned(root.get("name", ""))) or source.stem)
        return replace(
            project,
            memos=(*made.codings.memos, *found_memos),
            coders=tuple(made.coders.found),
            left_out=account.left_out,
            notes=account.notes,
            kept=account.kept,
        )
    except Invalid as refused:
        raise FaultyFile(source.name, [Fault(0, refused.what, refused.remedy or _AGAIN)]) from refused


class _Making:
    """A project on its way: what its parts have in common."""

    def __init__(self, root: etree._Element, sources: Sources, wanted: Rule | None, account: Account) -> None:
        self._root, self._sources, self._account = root, sources, account
        self.origin = named(cleaned(root.get("origin", "")))
        self.coders = Coders(root, account)
        self._codes, code_keys = codes(root, account)
        self._notes = NoteRefs(account)
        self.codings = Codings(sources.selections, wanted, usual(self.origin), account)
        keep_rests(sources, self.codings.found.rule, account)
        for selection in sources.selections:
            self.codings.take(selection, code_keys, self.coders, self._notes)

    def join_notes(self) -> NoteRefs:
        """Take down what notes are on."""
        notes = self._notes
        notes.take(self._root, "study", "")
        for each in self._codes:
            notes.take(each.element, "code", each.code.key)
        for text in self._sources.texts:
            for element in dict.fromkeys((text.outer, text.element)):
                notes.take(element, "transcript", text.key)
        join_links(self._root, notes, self._referents())
        return notes

    def _referents(self) -> dict[str, Referent]:
        """Return what a link may join a note to, by guid."""
        found = {bare(each.element.get("guid", "")): Referent("code", each.code.key) for each in self._codes}
        found |= {guid: Referent("transcript", keys[0]) for guid, keys in self._sources.texts_of.items()}
        return found | {guid: Referent("coding", key) for guid, key in self.codings.of_guid.items()}

    def project(self, name: str) -> Project:
        """Return the project without memos."""
        variables = Variables(self._root, self._account)
        sets = memberships(self._root, self._sources.texts_of, self._account)
        texts = [self._text(each, variables, sets.get(each.key, {})) for each in self._sources.texts]
        names = {text.key: text.name for text in texts}
        return Project(
            name,
            NAME,
            self.origin,
            description=description(self._root).strip(),
            coders=tuple(self.coders.found),
            codes=_with_sure_ids(self._codes, self._account),
            texts=tuple(texts),
            codings=tuple(self.codings.made),
            cases=tuple(cases(self._root, variables, self._sources.texts_of, names, self._account)),
            positions=self.codings.found.positions,
        )

    def _text(self, text: TextFound, variables: Variables, sets: dict[str, str]) -> ProjectText:
        values = variables.of(*dict.fromkeys((text.outer, text.element)))
        # A set may be called as a variable is.
        in_sets = {
            f"{name} (set)" if name in values and values[name] != yes else name: yes
            for name, yes in sets.items()
        }
        return ProjectText(
            text.key,
            text.name,
            text.stored.text,
            description=text.description,
            made_at=self._account.moment(text.outer.get("creationDateTime")),
            attributes=values | in_sets,
        )


def _with_sure_ids(found: Sequence[CodeFound], account: Account) -> tuple[ProjectCode, ...]:
    """Take ids away from copies of our codes made in another program: the first keeps it."""
    taken: set[str] = set()
    made: list[ProjectCode] = []
    for code in (each.code for each in found):
        if code.id and code.id in taken:
            account.odd("codes have the id of another in their description and are taken for copies", code.id)
        made.append(replace(code, id="") if code.id in taken else code)
        taken.add(code.id)
    return tuple(made)


def _keep(root: etree._Element, account: Account) -> None:
    """Keep what has no place here at all."""
    for name, what in (("Links", "links"), ("Graphs", "graphs")):
        account.leave_out(what, kept=True, count=sum(1 for _ in parts(root, name)))
        for whole in children(root, name):
            if len(whole):
                account.kept[name] = original(whole)
