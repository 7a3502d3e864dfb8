"""Proposing codes while reading, and what the team says to that.

A proposed code is no code of the codebook: its codings are kept, shown to its coder, and wait. A release that
adds its id lets them count; else the team says that it is a code there is, or declines it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from unicodedata import normalize

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks.slugs import Ids
from toolkit.model.checks import likened
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.identifier import new_id
from toolkit.model.proposal import Answer, Proposal, Ruling, check_definition, check_label
from toolkit.model.round import Coder
from toolkit.model.table import Column, Table
from toolkit.store import codebooks, codings, rounds, transcripts
from toolkit.store import proposals as stored
from toolkit.store.study import Connection, Records, Study
from toolkit.workflow.naming import check_codable, check_coders

State = Literal["waits", "in the draft", "in the codebook", "same", "declined"]
_QUOTED: Final = 3  # passages that a row of the table quotes


@dataclass(frozen=True)
class Proposed:
    """One proposed code, with everything about it.

    Attributes
    ----------
    code
        Its id.
    proposals
        By those who proposed it, the first one first.
    codings
        Of all coders, in the order of transcripts and text, as they were made.
    ruling
        What the team said, if it did.
    """

    code: str
    proposals: tuple[Proposal, ...]
    codings: tuple[Coding, ...]
    state: State
    ruling: Ruling | None = None

    @property
    def label(self) -> str:
        """What it was called first."""
        return self.proposals[0].label

    @property
    def definition(self) -> str:
        """What it was first said to mean."""
        return next((each.definition for each in self.proposals if each.definition), "")

    @property
    def coders(self) -> tuple[str, ...]:
        """Who proposed it."""
        return tuple(each.coder for each in self.proposals)

    def evidence(self, turns: Mapping[str, int]) -> tuple[str, ...]:
        """Return its passages as change records name them: transcript and turn, each once."""
        told = (f"{each.transcript}#{turns[each.id]}" for each in self.codings if each.id in turns)
        return tuple(dict.fromkeys(told))


def propose(study: Study, *, coder: str, label: str, definition: str = "") -> str:
    """Propose a code that the codebook does not have; passages can be given it at once.

    Codings of a proposed code wait: no table counts them until a release of the codebook adds its id. A coder
    not known yet joins the study.

    Parameters
    ----------
    study
        The study file.
    coder
        Who proposes it.
    label
        What it is called.
    definition
        What it means, on one line.
    """
    with study.transaction(coder) as records:
        made = make(records, new_id(), label, definition)
    return f"{coder} proposed {made.code} ({made.label})"


def proposals(study: Study, *, coder: tuple[str, ...] = ()) -> Table:
    """List the codes that coders proposed, with some of their passages and what became of them.

    The state says what became of each: waits, in the draft, in the codebook, same (as the code named under
    answer) or declined.

    Parameters
    ----------
    study
        The study file.
    coder
        Only what these coders proposed.
    """
    with study.reading() as connection:
        check_coders(connection, coder)
        found = _proposed(connection)
    names = ("code", "label", "definition", "proposed_by", "state", "answer", "reason", "quotations")
    columns = (*(Column(name) for name in names), Column("codings", "count"))
    rows = tuple(_row(each) for each in found if not coder or set(coder) & set(each.coders))
    notes = ("Answer with: intercoder answer. To take a code in, release a codebook that adds its id.",)
    return Table("Proposed codes", columns, rows, (*notes, *filter(None, (study.profile.notice,))))


def _row(each: Proposed) -> tuple[str | int | None, ...]:
    quoted = " | ".join(" ".join(coding.quotation.text.split()) for coding in each.codings[:_QUOTED])
    answer = "; ".join(each.ruling.codes) if each.ruling else None
    reason = each.ruling.reason if each.ruling else None
    who = "; ".join(each.coders)
    told = (each.code, each.label, each.definition or None, who, each.state, answer, reason, quoted or None)
    return (*told, len(each.codings))


def answer(
    study: Study,
    code: str,
    *,
    by: str,
    same_as: str = "",
    decline: bool = False,
    consider: tuple[str, ...] = (),
    reopen: bool = False,
    why: str = "",
) -> str:
    """Answer a proposed code: it is a code there is, or it is declined.

    Where it is the same as another code, its codings count under that one. Where it is declined, they wait on
    the page Review and in `intercoder review` for a person to say which code fits, if any. To take a proposed
    code into the codebook, release a version that adds its id.

    Parameters
    ----------
    study
        The study file.
    code
        Id of the proposed code.
    by
        Who answers.
    same_as
        Id of the active code that it is the same as.
    decline
        Decline it; say why.
    consider
        With --decline: codes worth considering for its passages.
    reopen
        Take the answer back: it waits again.
    why
        The reason.
    """
    if [bool(same_as), decline, reopen].count(True) != 1:
        remedy = "give one of --same-as CODE, --decline and --reopen"
        raise ToolkitError("answer", "it is not said what the answer is", remedy)
    if reopen:
        take_back(study, code, by=by)
        return f"{by} took the answer on {code} back: it waits again"
    ruling = rule(study, code, (same_as,) if same_as else consider, by=by, why=why, decline=decline)
    told = f"is declined: {ruling.reason}" if decline else f"is the same as {same_as}"
    return f"{by} answered: {code} {told}"


# For the pages ---------------------------------------------------------------------------------------


def proposed(study: Study) -> tuple[Proposed, ...]:
    """Return all proposed codes, of all coders, in the order they were proposed."""
    with study.reading() as connection:
        return _proposed(connection)


def turns_of(study: Study, each: Proposed) -> dict[str, int]:
    """Return the number of the turn in which each coding of a proposed code begins, by coding."""
    found = {}
    with study.reading() as connection:
        for coding in each.codings:
            quotation = coding.quotation
            transcript = transcripts.find(connection, quotation.transcript, quotation.revision)
            turns = transcript.turns_in(quotation.span) if transcript else ()
            if turns:
                found[coding.id] = turns[0].number
    return found


def beside(study: Study, coder: str, *, others: bool = False) -> tuple[Proposal, ...]:
    """Return the proposals to show beside a transcript: a coder's own, and everybody's only if asked.

    Those in the codebook are codes like all others by now.
    """
    with study.reading() as connection:
        book = codebooks.latest(connection)
        found = stored.everything(connection, coder=None if others else coder)
    return tuple(each for each in found if each.code not in book.code and each.code not in book.codable)


def usable(study: Study, coder: str) -> frozenset[str]:
    """Return the ids of a coder's proposals that passages may be given: those nobody has answered."""
    with study.reading() as connection:
        ruled = {each.code for each in stored.rulings(connection)}
        mine = stored.everything(connection, coder=coder)
    return frozenset(each.id for each in mine if each.code not in ruled)


def _proposed(connection: Connection) -> tuple[Proposed, ...]:
    by_code: dict[str, list[Proposal]] = {}
    for each in stored.everything(connection):
        by_code.setdefault(each.code, []).append(each)
    made: dict[str, list[Coding]] = {code: [] for code in by_code}
    for coding in codings.of_proposed(connection):
        made[coding.code].append(coding)
    ruled = {each.code: each for each in stored.rulings(connection)}
    book, found = codebooks.latest(connection), codebooks.draft(connection)
    drafted = found[0] if found else book
    return tuple(
        Proposed(code, tuple(group), tuple(made[code]), _state(code, ruled, book, drafted), ruled.get(code))
        for code, group in by_code.items()
    )


def _state(code: str, ruled: Mapping[str, Ruling], book: Codebook, drafted: Codebook) -> State:
    if code in book.code:
        return "in the codebook"
    if code in ruled:
        return ruled[code].answer
    return "in the draft" if code in drafted.code else "waits"


def rule(
    study: Study, code: str, codes: Iterable[str], *, by: str, why: str = "", decline: bool = False
) -> Ruling:
    """Say that a proposed code is the same as one there is, or decline it; return what was recorded.

    Parameters
    ----------
    codes
        The code it is the same as, or those worth considering instead.

    Raises
    ------
    ToolkitError
        If it is no proposed code, is answered or taken in, or a code is not one to use.
    """
    with study.transaction(by) as records:
        connection = records.connection
        known = {each.code: each for each in _proposed(connection)}
        if code not in known:
            raise ToolkitError(code, "is no proposed code of this study", "see: intercoder proposals")
        if (state := known[code].state) != "waits":
            remedy = {
                "in the draft": "take that step back first",
                "in the codebook": "retire it in the next version",
            }
            told = f"is {state}" if state in remedy else f"was answered: {state}"
            raise ToolkitError(code, told, remedy.get(state, "take that answer back first"))
        book = codebooks.latest(connection)
        chosen = tuple(dict.fromkeys(codes))
        for name in chosen:
            check_codable(book, name)
        given: Answer = "declined" if decline else "same"
        made = Ruling(code, given, chosen, why.strip(), book.version, Coder(by).name, records.at)
        stored.rule(records, made)
        return made


def take_back(study: Study, code: str, *, by: str) -> None:
    """Take back what the team said to a proposed code: it waits again."""
    with study.transaction(by) as records:
        Coder(by)
        for each in stored.rulings(records.connection):
            if each.code == code:
                stored.take_back(records, each)
                return
        raise ToolkitError(code, "has no answer to take back", "see: intercoder proposals")


# In a transaction ------------------------------------------------------------------------------------


def make(records: Records, name: str, label: str, definition: str, *, beside: str | None = None) -> Proposal:
    """Propose a code in the name of the actor.

    Raises
    ------
    ToolkitError
        If the name is none for a code, or there is a code of that name.
    """
    connection, coder = records.connection, Coder(records.actor)
    label, definition = " ".join(label.split()), definition.strip()
    check_label(label)
    check_definition(definition)
    _check_new(connection, label, coder.name)
    if coder.name not in rounds.coders(connection):
        rounds.add_coder(records, coder)
    code = _code_for(connection, label, coder.name)
    made = Proposal(name, code, label, definition, coder.name, records.at)
    stored.add(records, made, beside=beside)
    return made


def withdraw(records: Records, name: str, *, beside: str | None = None) -> None:
    """Take back a proposal of the actor; one that is gone is gone."""
    connection = records.connection
    found = stored.find(connection, name)
    if found is None:
        return
    _check_own(records, found)
    if (count := codings.count_with(connection, found.code, found.coder)) > 0:
        passages = f"{count} passage has it" if count == 1 else f"{count} passages have it"
        raise ToolkitError(f"the proposed code {found.label!r}", passages, "take it from them first")
    if found.code in codebooks.latest(connection).code:
        raise ToolkitError(f"the proposed code {found.label!r}", "is in the codebook by now")
    stored.remove(records, found, beside=beside)


def restore(records: Records, withdrawn: Proposal, *, beside: str | None = None) -> None:
    """Bring back a proposal that the actor withdrew; one that is there is left alone."""
    _check_own(records, withdrawn)
    connection = records.connection
    if stored.find(connection, withdrawn.id) is not None:
        return
    _check_new(connection, withdrawn.label, withdrawn.coder)
    if likened(withdrawn.code) in _taken(connection, withdrawn.label, withdrawn.coder):
        raise ToolkitError(f"the name {withdrawn.label!r}", "was taken meanwhile", "propose it anew")
    stored.restore(records, withdrawn, beside=beside)


def code_meant(connection: Connection, coder: str, name: str) -> str:
    """Return the id of the code that a coder's proposal, named by its id, is for; other names as they are."""
    found = stored.find(connection, name)
    return found.code if found is not None and found.coder == coder else name


def check_usable(connection: Connection, book: Codebook, coder: str, code: str) -> None:
    """Refuse a code that a coder cannot give a passage: not in use, nor a proposal of theirs that waits."""
    mine = (each.code for each in stored.everything(connection, coder=coder))
    if code in book.code or code in book.theme or code not in mine:
        check_codable(book, code)
        return
    for ruling in stored.rulings(connection):
        if ruling.code == code:
            instead = f"use {ruling.codes[0]}" if ruling.answer == "same" else "use another code"
            what = "was proposed and is " + (
                "the same as one there is" if ruling.answer == "same" else "declined"
            )
            raise ToolkitError(code, what, instead)


def adopted(connection: Connection, before: Codebook, after: Codebook) -> Iterator[str]:
    """Yield a sentence for each proposed code that a new version has and the one before it had not."""
    for each in _proposed(connection):
        if each.code in after.code and each.code not in before.code:
            count, who = len(each.codings), " and ".join(each.coders)
            yield f"Proposed by {who}, and new: {each.code}. Its codings count from now on: {count}."


def check_ids(connection: Connection, before: Codebook, after: Codebook, where: str) -> None:
    """Refuse a version with a proposed code that was answered, or with a theme that has the id of one."""
    for proposal in stored.everything(connection):
        if proposal.code in after.theme and proposal.code not in before.theme:
            what = f"has the theme {proposal.code!r}, which is the id of a proposed code"
            raise ToolkitError(where, what, "give the theme another id")
    for each in stored.rulings(connection):
        if each.code in after.code:
            told = "declined" if each.answer == "declined" else f"the same as {each.codes[0]}"
            what = f"has the code {each.code!r}, which was proposed and is {told}"
            raise ToolkitError(
                where, what, f"use another id, or: intercoder answer STUDY {each.code} --reopen"
            )


def _check_own(records: Records, proposal: Proposal) -> None:
    if proposal.coder != records.actor:
        raise ToolkitError(proposal.id, f"is a proposal by {proposal.coder}", "only they can change it")


def _alike(label: str) -> str:
    """Return what labels have in common that read alike: letters and accents may be stored apart."""
    return normalize("NFC", " ".join(normalize("NFC", label).casefold().split()))


def _check_new(connection: Connection, label: str, coder: str) -> None:
    """Refuse the name of a code there is, or of one the coder has proposed."""
    book = codebooks.latest(connection)
    for name, known in book.codable.items():
        if _alike(known) == _alike(label):
            raise ToolkitError(
                f"the name {label!r}", f"is that of the code {name} ({known})", "use that code"
            )
    ruled = {each.code for each in stored.rulings(connection)}
    for each in stored.everything(connection, coder=coder):
        if _alike(each.label) == _alike(label) and each.code not in {*book.code, *ruled}:
            what = "is that of a code you have proposed"
            raise ToolkitError(f"the name {label!r}", what, "use that code")


def _code_for(connection: Connection, label: str, coder: str) -> str:
    """Return the id for a new code: that under which others proposed the same name, else a new one.

    Who reads on their own is not to learn what others proposed, also not by a number behind the id.
    """
    ids = Ids()
    for name in _taken_ids(connection, label, coder):
        ids.kept(name)
    return ids.made(label, "")


def _taken(connection: Connection, label: str, coder: str) -> frozenset[str]:
    return frozenset(likened(name) for name in _taken_ids(connection, label, coder))


def _taken_ids(connection: Connection, label: str, coder: str) -> Iterator[str]:
    """Yield the ids that a proposal of this name cannot have: of codes there are, were or are drafted."""
    known = stored.everything(connection)
    for book in codebooks.lineage(connection).releases:
        yield from (*book.code, *book.theme)
    found = codebooks.draft(connection)
    if found is not None:
        named = {each.code for each in known}
        yield from (name for name in (*found[0].code, *found[0].theme) if name not in named)
    yield from (each.code for each in stored.rulings(connection))
    for each in known:
        if each.coder == coder or _alike(each.label) != _alike(label):
            yield each.code
