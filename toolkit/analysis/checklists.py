"""COREQ and SRQR, filled in where facts have the answer.

The points are known by their numbers and topics; what each asks for is told in the papers, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from toolkit.analysis.methods import closing, codebook, coding, comparing, consensus, material
from toolkit.analysis.methods.saying import Writer, tally
from toolkit.analysis.phrases import capital, counted, listed, of_all
from toolkit.model.facts import Facts, Sentence, Source
from toolkit.model.table import Column, Table

FOR_THE_AUTHORS: Final = "for the authors"
COLUMNS: Final = tuple(Column(name) for name in ("item", "topic", "answer", "source"))
NOTES: Final[Mapping[str, str]] = {
    "coreq": (
        "COREQ: Tong, Sainsbury and Craig (2007), International Journal for Quality in Health Care 19(6), "
        "349-357, doi:10.1093/intqhc/mzm042. Numbers and topics are theirs; what each asks for is told there."
    ),
    "srqr": (
        "SRQR: O'Brien, Harris, Beckman, Reed and Cook (2014), Academic Medicine 89(9), 1245-1251, "
        "doi:10.1097/ACM.0000000000000388. Numbers and topics are theirs; what each asks for is told there."
    ),
}
_SOURCES: Final = (
    "Source: data, what the study's records say; declared, what the team said of itself, word for word; "
    "method, what the literature says of the approach; for the authors, what neither tells."
)


def checklist(which: Literal["coreq", "srqr"], facts: Facts) -> Table:
    """Fill in a checklist: a row for each of its points, in their order.

    Returns
    -------
    Table
        Where neither data nor team has told, the answer is empty and the source says for the authors.
    """
    points = _COREQ if which == "coreq" else _SRQR
    prefix = "" if which == "coreq" else "S"
    rows = tuple(
        (f"{prefix}{number}", topic, *_answer(writers, facts))
        for number, (topic, writers) in enumerate(points.items(), 1)
    )
    return Table(f"{which.upper()} checklist", COLUMNS, rows, (_SOURCES, NOTES[which]))


def _answer(writers: Iterable[Writer], facts: Facts) -> tuple[str, str]:
    told = [sentence for write in writers if (sentence := write(facts)) is not None]
    told = [sentence for sentence in told if sentence.source != FOR_THE_AUTHORS]
    if not told:
        return "", FOR_THE_AUTHORS
    return " ".join(each.text for each in told), _source({each.source for each in told})


def _source(sources: set[Source]) -> str:
    return ", ".join(source for source in ("data", "declared", "method") if source in sources)


# --- what only a checklist asks for ---------------------------------------------------------------------


def _repeated(facts: Facts) -> Sentence | None:
    people = facts.material.n_participants
    if not people:
        return None
    several = facts.material.repeated
    told = "No participant has more than one transcript."
    if several:
        have = "has" if several == 1 else "have"
        told = f"{capital(of_all(several, people, 'participant'))} {have} more than one transcript."
    return Sentence("material", told, "data", tally(with_several=several))


def _described(facts: Facts) -> Sentence | None:
    names = facts.material.attributes
    if not names:
        return None
    told = f"Recorded of participants: {listed(names)}; see the table of participants."
    return Sentence("material", told, "data", ", ".join(names), "participants")


def _guide(facts: Facts) -> Sentence | None:
    questions, transcripts = facts.material.questions
    if not questions:
        return None
    there = len(facts.material.transcripts)
    are = "is" if questions == 1 else "are"
    where = of_all(transcripts, there, "transcript")
    told = f"{capital(counted(questions, 'question'))} of a protocol {are} recognised in {where}."
    return Sentence(
        "material", told, "data", tally(questions=questions, transcripts=transcripts), "questions"
    )


def _tree(facts: Facts) -> Sentence | None:
    if not facts.versions:
        return None
    last = facts.versions[-1]
    size = f"{counted(last.codes, 'code')} in {counted(last.themes, 'theme')}"
    told = f"Codebook version {last.version} has {size}; see the codebook appendix."
    return Sentence("coding", told, "data", tally(codes=last.codes, themes=last.themes), "codebook show")


def _quotations(facts: Facts) -> Sentence | None:
    if not facts.coders:
        return None
    told = "The table of themes names the participant of each quotation."
    return Sentence("coding", told, "data", "themes: quote, quote_participant", "themes")


def _saturation(facts: Facts) -> Sentence | None:
    return closing.reflexive(facts) if facts.approach == "reflexive" else closing.saturation(facts)


def _development(facts: Facts) -> Sentence | None:
    return codebook.versions(facts) if facts.approach == "reflexive" else codebook.development(facts)


def _agreement(facts: Facts) -> Sentence | None:
    return comparing.reflexive(facts) if facts.approach == "reflexive" else comparing.agreement(facts)


def _double(facts: Facts) -> Sentence | None:
    return None if facts.approach == "reflexive" else coding.double(facts)


def _unsearched(facts: Facts) -> Sentence | None:
    return None if facts.approach == "reflexive" else coding.unsearched(facts)


def _reached(facts: Facts) -> Sentence | None:
    return None if facts.approach == "reflexive" else consensus.reached(facts)


_COREQ: Final[Mapping[str, tuple[Writer, ...]]] = {
    "Interviewer or facilitator": (material.interviewer,),
    "Credentials": (),
    "Occupation": (),
    "Gender": (),
    "Experience and training": (coding.positions,),
    "Relationship established": (),
    "Participant knowledge of the interviewer": (),
    "Interviewer characteristics": (),
    "Methodological orientation and theory": (coding.approach, coding.citation),
    "Sampling": (),
    "Method of approach": (material.recruitment,),
    "Sample size": (material.holds,),
    "Non-participation": (),
    "Setting of data collection": (material.medium,),
    "Presence of non-participants": (),
    "Description of sample": (_described,),
    "Interview guide": (_guide,),
    "Repeat interviews": (_repeated,),
    "Audio or visual recording": (material.recording,),
    "Field notes": (),
    "Duration": (material.length, material.minutes),
    "Data saturation": (_saturation,),
    "Transcripts returned": (),
    "Number of data coders": (coding.coders,),
    "Description of the coding tree": (_tree,),
    "Derivation of themes": (_development,),
    "Software": (closing.software,),
    "Participant checking": (),
    "Quotations presented": (_quotations,),
    "Data and findings consistent": (),
    "Clarity of major themes": (),
    "Clarity of minor themes": (),
}
_SRQR: Final[Mapping[str, tuple[Writer, ...]]] = {
    "Title": (),
    "Abstract": (),
    "Problem formulation": (),
    "Purpose or research question": (),
    "Qualitative approach and research paradigm": (coding.approach, coding.citation),
    "Researcher characteristics and reflexivity": (material.interviewer, coding.positions),
    "Context": (material.medium,),
    "Sampling strategy": (material.recruitment,),
    "Ethical issues pertaining to human subjects": (material.ethics,),
    "Data collection methods": (material.dates, material.length, material.minutes),
    "Data collection instruments and technologies": (_guide, material.recording),
    "Units of study": (material.holds, _described),
    "Data processing": (material.transcription, material.verbatim, material.corrected, closing.software),
    "Data analysis": (coding.coders, _development),
    "Techniques to enhance trustworthiness": (
        _double,
        consensus.disagreements,
        _reached,
        _agreement,
        comparing.why,
    ),
    "Synthesis and interpretation": (),
    "Links to empirical data": (_quotations,),
    "Integration with prior work, implications, transferability and contributions": (),
    "Limitations": (_unsearched,),
    "Conflicts of interest": (),
    "Funding": (),
}
