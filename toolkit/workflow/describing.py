"""Describing the study's methods: facts gathered from every journey, told in sentences and checklists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, get_args

from toolkit import __version__
from toolkit.agreement.table import reliability_table
from toolkit.analysis import checklists
from toolkit.analysis import methods as texts
from toolkit.errors import Invalid, ToolkitError
from toolkit.model.facts import (
    AgreementFacts,
    Facts,
    MaterialFacts,
    RoundFacts,
    VersionFacts,
)
from toolkit.model.reliability import Asked, Estimate, UnitKind
from toolkit.model.round import Assignment, Round
from toolkit.model.selection import EVERYTHING
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript
from toolkit.store import codebooks, rounds, settings
from toolkit.store import transcripts as stored
from toolkit.store.study import Connection, Study
from toolkit.workflow import proposing, reporting, revising
from toolkit.workflow.collating import Discussed, collate_discussed
from toolkit.workflow.declaring import declared_approach
from toolkit.workflow.selecting import Material, material
from toolkit.workflow.viewing import complete

Checklist = Literal["coreq", "srqr"]
Coefficient = Literal["alpha", "ac1", "cohen", "scott", "fleiss", "conger", "bp", "percent"]

SOFTWARE: Final = f"Intercoder {__version__}"
CALLED: Final[Mapping[Coefficient, str]] = {
    "alpha": "Krippendorff's alpha",
    "ac1": "Gwet's AC1",
    "cohen": "Cohen's kappa",
    "scott": "Scott's pi",
    "fleiss": "Fleiss' kappa",
    "conger": "Conger's kappa",
    "bp": "The Brennan-Prediger coefficient",
    "percent": "The share of units on which coders agree",
}
_ASSUMED: Final = "en"  # the language a transcript is given where neither file nor team says one
_SEVERAL: Final = 2


def methods(
    study: Study,
    *,
    coefficient: Coefficient = "alpha",
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    agreement: bool = True,
) -> str:
    """Write the methods text from what the study knows and what the team declared, and nothing else.

    A sentence whose facts are missing is left out. What it says of agreement depends on the approach (see:
    intercoder declare). Reflexive: no figures of codings, and why. Codebook: how disagreements became a
    consensus, then a coefficient if there is one. Coding reliability: the coefficient first, and in square
    brackets what is left for the authors. For what each sentence rests on see: intercoder grounds.

    Parameters
    ----------
    study
        The study file.
    coefficient
        Which coefficient to report, where the approach asks for one.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none.
    round
        Compare only readings of this round, as they were at its end; by default each coder's last reading.
    agreement
        Report agreement at all; --no-agreement leaves it out.
    """
    return text_of(grounds(study, coefficient=coefficient, unit=unit, round=round, agreement=agreement))


def grounds(
    study: Study,
    *,
    coefficient: Coefficient = "alpha",
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - likewise
    agreement: bool = True,
) -> Table:
    """List the sentences of the methods text with what each of them rests on.

    Parameters
    ----------
    study
        The study file.
    coefficient
        Which coefficient to report, where the approach asks for one.
    unit
        The stretch of text on which coders are compared, as for intercoder methods.
    round
        Compare only readings of this round; by default each coder's last reading.
    agreement
        Report agreement at all; --no-agreement leaves it out.
    """
    found = facts(study, coefficient=coefficient, unit=unit, round=round, agreement=agreement)
    return texts.grounds(found).noted(study.profile.notice)


def text_of(table: Table) -> str:
    """Return the methods text whose sentences `grounds` lists."""
    rows = zip(table.column("part"), table.column("sentence"), strict=True)
    return texts.as_text([(str(part), str(sentence)) for part, sentence in rows])


def checklist(
    study: Study,
    which: Checklist,
    *,
    coefficient: Coefficient = "alpha",
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - likewise
    agreement: bool = True,
) -> Table:
    """Fill in a reporting checklist where the study or the team has the answer.

    What neither tells is left for the authors. COREQ is by Tong, Sainsbury and Craig (2007), SRQR by O'Brien
    and others (2014); what each point asks for in full is told there.

    Parameters
    ----------
    study
        The study file.
    which
        coreq (32 points, for interviews and focus groups) or srqr (21 points, for qualitative research of any
        kind).
    coefficient
        Which coefficient to report, where the approach asks for one.
    unit
        The stretch of text on which coders are compared, as for intercoder methods.
    round
        Compare only readings of this round; by default each coder's last reading.
    agreement
        Report agreement at all; --no-agreement leaves it out.
    """
    found = facts(study, coefficient=coefficient, unit=unit, round=round, agreement=agreement)
    return checklists.checklist(which, found).noted(study.profile.notice)


# --- the facts ------------------------------------------------------------------------------------------


def facts(
    study: Study,
    *,
    coefficient: Coefficient = "alpha",
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - likewise
    agreement: bool = True,
) -> Facts:
    """Gather what is known of a study.

    Parameters
    ----------
    coefficient, unit, round, agreement
        As for `methods`.
    """
    if coefficient not in get_args(Coefficient):
        raise Invalid(f"no coefficient is called {coefficient!r}", f"use one of {', '.join(CALLED)}")
    found = material(study, EVERYTHING)
    with study.reading() as connection:
        approach = declared_approach(connection)
        read = _read(connection)
        known = Facts(
            approach=approach,
            declared=settings.declared(connection),
            material=_material(connection, found.transcripts),
            rounds=_rounds(connection),
            coders=tuple((name, len(read[name])) for name in rounds.coders(connection) if name in read),
            double=found.reached.facts.read,
            unsearched=_unsearched(connection),
            waiting=found.tally.pending,
            answered=found.reached.answered,
            consensus=found.reached.facts,
            notice=study.profile.notice,
            software=SOFTWARE,
        )
    known = replace(known, versions=_versions(study), proposals=_proposals(study))
    if approach == "reflexive":
        return known
    compared = _agreement(study, coefficient, unit, round) if agreement and len(known.coders) > 1 else None
    return replace(known, agreement=compared, saturation=_saturation(study, found))


def _read(connection: Connection) -> dict[str, set[str]]:
    """Return the transcripts read to the end, by coder."""
    read: defaultdict[str, set[str]] = defaultdict(set)
    for task, _ in rounds.readings(connection):
        if task.finished:
            read[task.coder].add(task.transcript)
    return dict(read)


def _material(connection: Connection, everything: Sequence[Transcript]) -> MaterialFacts:
    people = Counter(each.person for each in everything)
    levels = Counter(each.verbatim for each in everything if each.verbatim != "unknown")
    spoken = Counter(each.language for each in everything)
    asked = [{turn.question for turn in each.turns if turn.question is not None} for each in everything]
    return MaterialFacts(
        transcripts=tuple(each.id for each in everything),
        n_participants=len(people),
        words=tuple(each.count_words(of_interviewers=False) for each in everything),
        verbatim=tuple(levels.most_common()),
        languages=() if set(spoken) <= {_ASSUMED} else tuple(spoken.most_common()),
        minutes=tuple(span / 60 for each in everything if (span := _seconds(each)) is not None),
        corrected=tuple(each.id for each in everything if each.revision > 1),
        repeated=sum(count > 1 for count in people.values()),
        attributes=tuple(
            dict.fromkeys(name for row in stored.participants(connection).values() for name in row)
        ),
        questions=(len(set().union(*asked)), sum(map(bool, asked))),
    )


def _seconds(transcript: Transcript) -> float | None:
    """Return the time from the first time mark to the last, if the first and the last turn have one.

    Marks that go back, as where a recording has several parts, say nothing of the whole.
    """
    first, last = transcript.turns[0], transcript.turns[-1]
    marks = [turn.began for turn in transcript.turns if turn.began is not None]
    if first.began is None or last.began is None or marks != sorted(marks):
        return None
    span = max(last.began, last.ended or 0) - first.began
    return span if span > 0 else None


def _rounds(connection: Connection) -> tuple[RoundFacts, ...]:
    tasks = rounds.assignments(connection)
    names = stored.names(connection)
    reopened = Counter(name for _, _, name in rounds.reopenings(connection))
    divided = rounds.divisions(connection)
    found: list[RoundFacts] = []
    for each in rounds.rounds(connection):
        mine = [task for task in tasks if task.round == each.id]
        read = {(task.coder, task.transcript) for task in mine if task.finished}
        by_coder = (
            (coder, tuple(name for name in names if (coder, name) in read))
            for coder in rounds.coders(connection)
        )
        found.append(
            RoundFacts(
                each.codebook_version,
                tuple((coder, texts) for coder, texts in by_coder if texts),
                len(mine),
                each.unit,
                each.anew and any(before.finished for before in found),
                each.id,
                each.purpose,
                each.blind,
                _early(each, mine),
                reopened[each.id],
                tuple(_drawn(divided.get(each.id, ()))),
            )
        )
    return tuple(found)


def _early(round_: Round, tasks: Iterable[Assignment]) -> int:
    """Count the readings of a blind round that were not finished before everybody could see everything."""
    if not round_.blind or round_.revealed_at is None:
        return 0
    revealed = round_.revealed_at.removesuffix("Z")
    return sum((task.finished_at or "9").removesuffix("Z") > revealed for task in tasks)


def _drawn(divisions: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, int]]:
    for each in divisions:
        names, seed = each.get("drawn"), each.get("seed")
        if isinstance(names, list) and isinstance(seed, int):
            yield from ((str(name), seed) for name in names)


def _versions(study: Study) -> tuple[VersionFacts, ...]:
    """Return the released versions as the table of the codebook's history has them."""
    table = revising.history(study)
    changes = table.names[table.names.index("codes") + 1 : table.names.index("verdicts")]
    rows = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    return tuple(
        VersionFacts(
            str(row["version"]),
            int(row["codes"]),
            int(row["themes"] or 0),
            tuple((name, int(row[name] or 0)) for name in changes),
        )
        for row in rows
        if row["codes"] is not None
    )


def _unsearched(connection: Connection) -> tuple[str, ...]:
    lineage = codebooks.lineage(connection)
    looked = complete(lineage, lineage.latest.version, rounds.readings(connection))
    return tuple(
        label
        for code, label in lineage.latest.codable.items()
        if any(code not in found for found in looked.values())
    )


def _proposals(study: Study) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(each.state for each in proposing.proposed(study)).items())


def _agreement(
    study: Study,
    coefficient: Coefficient,
    unit: UnitKind | None,
    round: str | None,  # noqa: A002 - likewise
) -> AgreementFacts | None:
    """Compute agreement on all codes together, or say why nothing can be compared."""
    try:
        found = collate_discussed(study, unit=unit, round=round)
    except ToolkitError as refused:
        if refused.where != "agreement":
            raise
        return AgreementFacts(refusal=refused.what)
    return _computed(study, found, coefficient)


def _computed(study: Study, both: Discussed, coefficient: Coefficient) -> AgreementFacts:
    found = both.before
    shared = found.data.shared()
    made = reliability_table(
        shared, unit=found.unit, transcripts=found.transcripts, asked=Asked(coefficients=(coefficient,))
    )
    overall = made.rows[0]
    compared = frozenset(found.data.codes)
    with study.reading() as connection:
        labels = codebooks.lineage(connection).at(found.version).codable
    return AgreementFacts(
        name=CALLED[coefficient],
        estimate=overall.estimates[coefficient],
        unit=found.unit,
        n_units=overall.n_units,
        n_transcripts=len(made.transcripts),
        coders=made.coders,
        version=found.version,
        codes=len(compared),
        left_out=tuple(label for code, label in labels.items() if code not in compared),
        sets=any(cell is not None and len(cell) > 1 for row in shared.cells for cell in row),
        after=_after(both, coefficient) if both.settled else None,
        settled=sum(both.settled.values()),
        open=sum(both.open.values()),
    )


def _after(both: Discussed, coefficient: Coefficient) -> Estimate:
    """Compute the coefficient on the readings with the verdicts applied."""
    asked = Asked("none", coefficients=(coefficient,))
    made = reliability_table(
        both.after.data.shared(), unit=both.after.unit, transcripts=both.after.transcripts, asked=asked
    )
    return made.rows[0].estimates[coefficient]


def _saturation(study: Study, found: Material) -> str:
    """Return the sentence of the rule, if it says whether saturation was reached."""
    table = reporting.saturation_of(study, found)
    if not {"reached", "not reached"} & set(table.column("saturation")):
        return ""
    return table.notes[0]
