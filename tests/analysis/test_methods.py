"""The methods text says what its facts are, in one of three ways, and nothing without a fact."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis import checklists, methods
from toolkit.model.declared import STATEMENTS, Declared
from toolkit.model.facts import (
    AgreementFacts,
    ConsensusFacts,
    Facts,
    MaterialFacts,
    RoundFacts,
    VersionFacts,
)
from toolkit.model.reliability import Estimate, Resampling

MATERIAL = MaterialFacts(
    transcripts=("P01", "P02", "P03"),
    n_participants=2,
    words=(1500, 1200, 900),
    verbatim=(("full", 2),),
    minutes=(30.4, 61.0),
    corrected=("P02",),
    repeated=1,
    attributes=("role", "region"),
    questions=(9, 3),
)
VERSIONS = (
    VersionFacts("0.1.0", 12, 3),
    VersionFacts("1.0.0", 14, 4, (("added", 1), ("split", 1), ("merged", 0))),
)
ROUNDS = (
    RoundFacts("0.1.0", (("Ana", ("P01",)),), 1),
    RoundFacts("1.0.0", (("Ana", ("P01", "P02", "P03")), ("Ben", ("P02",))), 6, "sentence", afresh=True),
)
CONSENSUS = ConsensusFacts(
    read=1, reached=1, differed=3, waiting=1, added=2, holds=2, does_not_hold=2, settled_by=("Ana", "Cleo")
)
ESTIMATE = Estimate(
    0.7512, low=0.6, high=0.8449, resampling=Resampling("jackknife over interviews", "interviews", 3)
)
AGREEMENT = AgreementFacts(
    name="Krippendorff's alpha",
    estimate=ESTIMATE,
    unit="sentence",
    n_units=211,
    n_transcripts=1,
    coders=("Ana", "Ben"),
    version="1.0.0",
    codes=13,
    left_out=("Doubt",),
    sets=True,
)
FULL = Facts(
    material=MATERIAL,
    versions=VERSIONS,
    rounds=ROUNDS,
    coders=(("Ana", 3), ("Ben", 1)),
    double=1,
    unsearched=("Care",),
    waiting=2,
    answered=1,
    proposals=(("waits", 2), ("declined", 1)),
    consensus=CONSENSUS,
    agreement=AGREEMENT,
    saturation="Saturation after a rule: reached.",
    notice="All of it is invented",
    software="Intercoder 0.0.0",
)
COEFFICIENT = "Krippendorff's alpha on all codes together is 0.751"


def written(facts: Facts) -> str:
    return methods.as_text([(each.part, each.text) for each in methods.sentences(facts)])


def parts(facts: Facts) -> list[str]:
    return list(dict.fromkeys(each.part for each in methods.sentences(facts)))


# --- each fact, told --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "The study holds three transcripts of two participants.",
        "they have 3,600 words in all; each has 900 to 1,500 words (median 1,200).",
        "it is 30 to 61 minutes (median 46) in two of the three transcripts; the other",
        "The verbatim level is recorded as full for two of the three transcripts.",
        "One of the three transcripts (P02) was corrected after import.",
        "The analysis follows a codebook approach to thematic analysis.",
        "Two coders read transcripts to the end: Ana three and Ben one.",
        "One of the three transcripts (33%) was read by at least two coders.",
        "The first codebook version in this study, 0.1.0, has 12 codes in three themes.",
        "Under it, Ana read one transcript (P01) to the end.",
        "For version 1.0.0, one code was added and one split; it has 14 codes in four themes.",
        (
            "Under it, Ana read three transcripts (P01, P02, and P03) and Ben read one transcript (P02) "
            "to the end, coding whole sentences, with any earlier codings out of sight; two readings are not "
            "finished."
        ),
        "One code was not looked for in all finished readings, as it was added, widened or brought back",
        "While reading, coders proposed three codes (not answered yet: two; declined: one).",
        (
            "Two codings from before the codebook changed wait for a decision, and verdicts of the consensus "
            "answer for one of them."
        ),
        (
            "there were three cases of a code that one coder gave a passage and another did not, and one of "
            "a passage whose codings, made before the codebook changed, left open whether it has a code."
        ),
        (
            "Ana and Cleo settled all four cases: the code holds in two and not in two; Ana and Cleo "
            "recorded two codings that no coder had made."
        ),
        "Consensus is reached on one of the three transcripts.",
        COEFFICIENT + " (95% interval 0.600 to 0.845; jackknife over interviews), on 211 sentences of one "
        "transcript read by Ana and Ben, with 13 codes as codebook version 1.0.0 has them.",
        "Coders agree on a sentence if they gave it the same set of codes, or none.",
        "verdicts on disagreements are not in it.",
        (
            "One code is not compared, because the meaning changed since a reading or codings wait for a "
            "decision: Doubt."
        ),
        "Saturation after a rule: reached. Codes are those of codebook version 1.0.0.",
        "The material is kept in Intercoder 0.0.0. All of it is invented.",
    ],
)
def test_what_is_known_is_told(told: str) -> None:
    assert told in written(replace(FULL, rounds=(ROUNDS[0], replace(ROUNDS[1]))))


def test_all_of_several_and_the_one_there_is_are_said_as_people_say_them() -> None:
    alone = replace(FULL, material=MaterialFacts(("P01",), 1, words=(900,)), coders=(("Ana", 1),), rounds=())

    assert "The study holds one transcript of one participant." in written(alone)
    assert "it has 900 words." in written(alone)
    assert "One coder, Ana, read the one transcript to the end." in written(alone)
    both = replace(FULL, material=MaterialFacts(("P01", "P02"), 2), coders=(("Ana", 2), ("Ben", 2)), double=2)
    assert "Two coders, Ana and Ben, each read both transcripts to the end." in written(both)
    assert "Both transcripts were read by at least two coders." in written(both)


# --- three approaches -------------------------------------------------------------------------------------


def test_in_a_reflexive_analysis_there_is_a_reason_and_no_figure_of_codings() -> None:
    text = written(replace(FULL, approach="reflexive"))

    assert "No coefficient of agreement is reported" in text
    assert "(Braun & Clarke 2019, 2021)" in text
    assert parts(replace(FULL, approach="reflexive")) == [
        "material",
        "approach",
        "coding",
        "agreement",
        "software",
    ]
    for never in ("0.751", "33%", "cases", "Consensus", "codes in", "%", "interval", "reached", "proposed"):
        assert never not in text
    assert "The codebook stands at version 1.0.0, after version 0.1.0." in text


def test_in_a_codebook_analysis_consensus_comes_before_agreement_which_may_be_missing() -> None:
    assert written(FULL).index("Consensus is reached") < written(FULL).index(COEFFICIENT)
    without = replace(FULL, agreement=None)
    assert "agreement" not in parts(without)
    assert "For the authors" not in written(without)


def test_in_a_coding_reliability_analysis_agreement_comes_first_and_what_is_missing_is_asked_for() -> None:
    strict = replace(FULL, approach="coding-reliability")

    assert written(strict).index(COEFFICIENT) < written(strict).index("Consensus is reached")
    assert "[For the authors: who the coders are and how they were trained.]" in written(strict)
    assert "[For the authors: how coders dealt with disagreements.]" in written(strict)
    assert "[For the authors: a coefficient" not in written(strict)
    assert "[For the authors: a coefficient" in written(replace(strict, agreement=None))

    said = Declared(positions=(("Ana", "trained"),), disagreements="by talking")
    assert "For the authors" not in written(replace(strict, declared=said))


@pytest.mark.parametrize("approach", ["codebook", "coding-reliability"])
def test_of_a_single_coder_nothing_is_said_about_agreement(approach: str) -> None:
    alone = replace(FULL, approach=approach, coders=(("Ana", 3),), consensus=None)  # type: ignore[arg-type]

    assert "One coder, Ana, read all three transcripts to the end." in written(alone)
    assert "agreement" not in parts(alone)
    assert "at least two coders" not in written(alone)


def test_what_cannot_be_compared_gives_its_reason_and_no_number() -> None:
    refused = AgreementFacts(refusal="no code means the same in all versions")
    undefined = replace(AGREEMENT, estimate=Estimate(None, "nobody gave any code"))

    assert "Agreement is not computed: no code means the same in all versions." in written(
        replace(FULL, agreement=refused)
    )
    text = written(replace(FULL, agreement=undefined))
    assert "Krippendorff's alpha on all codes together is undefined: nobody gave any code." in text
    assert "interval" not in text


def test_no_interval_gives_its_reason() -> None:
    point = replace(AGREEMENT, estimate=Estimate(0.5, no_interval="one interview tells nothing"))

    text = written(replace(FULL, agreement=point))

    assert "is 0.500, on 211 sentences" in text
    assert "There is no interval: one interview tells nothing." in text


@pytest.mark.parametrize(
    ("holds", "does_not_hold", "told"),
    [
        (0, 1, "settled the one case: the code does not hold."),
        (1, 0, "settled the one case: the code holds."),
        (2, 0, "settled both cases: the code holds in each."),
        (0, 3, "settled all three cases: the code holds in none."),
    ],
)
def test_verdicts_are_told_as_they_fell(holds: int, does_not_hold: int, told: str) -> None:
    found = ConsensusFacts(
        read=1,
        differed=holds + does_not_hold,
        holds=holds,
        does_not_hold=does_not_hold,
        settled_by=("Cleo",),
    )

    text = written(replace(FULL, consensus=found))

    assert f"Cleo {told}" in text
    assert "No transcript has a consensus yet." in text


# --- the team's words -------------------------------------------------------------------------------------


def test_what_the_team_said_stands_word_for_word() -> None:
    said = Declared(
        approach="codebook",
        citation="<i>Guest</i> (2012)",
        medium="by *video* call",
        ethics="Everybody agreed in writing.",
        positions=(("Ana", "first author"), ("Ben", "Trained for a day.")),
    )

    text = written(replace(FULL, declared=said))

    assert "It follows <i>Guest</i> (2012)." in text
    assert "Medium of the interviews: by *video* call." in text
    assert " Everybody agreed in writing. " in text
    assert "Ana: first author. Ben: Trained for a day." in text
    sources = {each.text: each.source for each in methods.sentences(replace(FULL, declared=said))}
    assert sources["Everybody agreed in writing."] == "declared"


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_has_its_place(name: str) -> None:
    said = Declared(**{name: "words of ours"})  # type: ignore[arg-type]

    assert "words of ours." in written(replace(FULL, declared=said))


# --- whatever the facts -----------------------------------------------------------------------------------

_COUNTS = st.integers(0, 30)
_NAMES = st.lists(st.sampled_from(["P01", "P02", "P03", "Nina", "<b>"]), unique=True, max_size=4).map(tuple)
_SIZES = st.builds(
    VersionFacts,
    st.sampled_from(["0.1.0", "1.0.0"]),
    _COUNTS,
    _COUNTS,
    st.sampled_from([(), (("added", 2), ("moved", 0)), (("retired", 1),)]),
)
_ESTIMATES = st.sampled_from([ESTIMATE, Estimate(None, "no pair"), Estimate(0.1, no_interval="why")])
SOME = st.builds(
    Facts,
    approach=st.sampled_from(["reflexive", "codebook", "coding-reliability"]),
    declared=st.sampled_from([Declared(), Declared(medium="on site", positions=(("A", "one"),))]),
    material=st.builds(
        MaterialFacts,
        _NAMES,
        st.integers(0, 5),
        words=st.lists(st.integers(0, 3000), max_size=3).map(tuple),
        verbatim=st.sampled_from([(), (("full", 1),), (("full", 1), ("clean", 2))]),
        minutes=st.lists(st.floats(1, 120), max_size=3).map(tuple),
        corrected=_NAMES,
    ),
    versions=st.lists(_SIZES, max_size=2, unique_by=lambda each: each.version).map(tuple),
    rounds=st.lists(
        st.builds(
            RoundFacts,
            st.just("1.0.0"),
            st.lists(
                st.tuples(st.sampled_from("AB"), _NAMES), max_size=2, unique_by=lambda each: each[0]
            ).map(tuple),
            st.integers(8, 9),
        ),
        max_size=2,
    ).map(tuple),
    coders=st.sampled_from([(), (("A", 1),), (("A", 1), ("B", 2)), (("A", 2), ("B", 2), ("C", 2))]),
    double=_COUNTS,
    unsearched=_NAMES,
    waiting=_COUNTS,
    answered=_COUNTS,
    proposals=st.sampled_from([(), (("waits", 1),), (("same", 1), ("declined", 3))]),
    consensus=st.none()
    | st.builds(
        ConsensusFacts, _COUNTS, _COUNTS, _COUNTS, _COUNTS, _COUNTS, _COUNTS, _COUNTS, st.just(("C",))
    ),
    agreement=st.none()
    | st.just(AgreementFacts(refusal="no code is left"))
    | _ESTIMATES.map(lambda estimate: replace(AGREEMENT, estimate=estimate)),
    saturation=st.sampled_from(["", "Saturation: reached."]),
    notice=st.sampled_from(["", "Invented"]),
    software=st.sampled_from(["", "Intercoder"]),
)


@given(SOME)
def test_every_text_is_made_of_whole_sentences(facts: Facts) -> None:
    for each in methods.sentences(facts):
        assert each.text.endswith((".", ".]"))
        assert each.text[0].isupper() or each.text[0].isdigit() or each.text[0] in "[<"
        assert "  " not in each.text
        assert "None" not in each.text
        assert not re.search(r"\(\)|\.\.|,,| [,.;:]", each.text)
        assert not re.search(
            r"\b(one|1) (\w+ )?(transcripts|codes|themes|codings|cases|participants)\b", each.text
        )
        assert each.facts


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("material", "transcripts of|words|minutes|verbatim|corrected"),
        ("versions", r"version \d|codes in|Codes are those"),
        ("rounds", "Under it"),
        ("coders", "read transcripts to the end|Two coders"),
        ("double", r"\(\d+%\)"),
        ("unsearched", "not looked for"),
        ("waiting", "wait for a decision,"),
        ("proposals", "proposed"),
        ("consensus", "cases?|settled|Consensus|consensus yet"),
        ("agreement", r"\d\.\d{3}|interval|set of codes|not compared"),
        ("saturation", "aturation"),
        ("notice", "invented"),
        ("software", "Intercoder"),
    ],
)
def test_a_fact_that_is_missing_takes_its_sentences_along(fact: str, told: str) -> None:
    with_it = replace(FULL, agreement=replace(AGREEMENT, version="the last"))
    without = replace(with_it, **{fact: getattr(Facts(), fact)})

    assert re.search(told, written(with_it))
    assert not re.search(told, written(without))


@given(SOME)
def test_where_nothing_is_known_no_number_is_told(facts: Facts) -> None:
    empty = Facts(approach=facts.approach, software=facts.software, notice=facts.notice)

    assert not re.search(r"\d", re.sub(r"\(Braun & Clarke [\d, ]+\)", "", written(empty)))
    assert not re.search(r"\b(one|two|three|four|five|six|seven|eight|nine|all|both)\b", written(empty))


@given(SOME)
def test_agreement_has_a_number_only_where_there_is_a_value(facts: Facts) -> None:
    value = facts.agreement is not None and facts.agreement.estimate is not None
    value = value and facts.agreement.estimate.value is not None  # type: ignore[union-attr]
    told = [each for each in methods.sentences(facts) if each.part == "agreement" and each.source == "data"]

    assert all(value or not re.search(r"\d\.\d{3}", each.text) for each in told)
    assert not (told and (facts.approach == "reflexive" or len(facts.coders) == 1))


# --- the checklists ---------------------------------------------------------------------------------------


def test_coreq_has_32_points_and_srqr_21_in_their_order() -> None:
    coreq, srqr = checklists.checklist("coreq", FULL), checklists.checklist("srqr", FULL)

    assert coreq.column("item") == tuple(map(str, range(1, 33)))
    assert srqr.column("item") == tuple(f"S{number}" for number in range(1, 22))
    assert (
        dict(zip(coreq.column("item"), coreq.column("topic"), strict=True))["24"] == "Number of data coders"
    )
    assert "Tong, Sainsbury and Craig (2007)" in " ".join(coreq.notes)
    assert "O'Brien" in " ".join(srqr.notes)


@pytest.mark.parametrize("which", ["coreq", "srqr"])
@given(facts=SOME)
def test_an_answer_has_a_source_and_what_has_none_is_for_the_authors(which: str, facts: Facts) -> None:
    table = checklists.checklist(which, facts)  # type: ignore[arg-type]

    for answer, source in zip(table.column("answer"), table.column("source"), strict=True):
        assert (answer == "") == (source == "for the authors")
        assert "For the authors" not in str(answer)


@pytest.mark.parametrize("which", ["coreq", "srqr"])
def test_of_an_empty_study_only_the_approach_is_known(which: str) -> None:
    table = checklists.checklist(which, Facts())  # type: ignore[arg-type]

    assert [answer for answer in table.column("answer") if answer] == [
        "The analysis follows a codebook approach to thematic analysis."
    ]


def test_a_reflexive_checklist_has_the_reason_and_no_figures_of_codings() -> None:
    answers = " ".join(
        map(str, checklists.checklist("srqr", replace(FULL, approach="reflexive")).column("answer"))
    )

    assert "No coefficient of agreement is reported" in answers
    assert not re.search(r"0\.751|33%|codes in|not looked for|Consensus", answers)
