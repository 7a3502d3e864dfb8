"""The methods text of studies that came about in different ways; of the sample it is the one in the guide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SampleAt, conversation, small_codebook
from toolkit.errors import ToolkitError
from toolkit.model.round import Assignment, Coder
from toolkit.model.transcript import Transcript
from toolkit.store import rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import (
    adjudicating,
    applying,
    assigning,
    comparing,
    declaring,
    demonstrating,
    describing,
    reporting,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "methods-text.md").read_text("utf-8")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    made = sample_at(tmp_path_factory.mktemp("sample") / "sample.study")
    yield made
    made.close()


def interview(name: str, **facts: object) -> Transcript:
    made = conversation(name, ("I", "How was it?"), (name, "I trust it. I doubt it."), (name, "I care."))
    return replace(made, **facts)  # type: ignore[arg-type]


def bring(study: Study, *texts: Transcript) -> None:
    with study.transaction("researcher") as records:
        for text in texts:
            transcripts.add(records, text)


def read(study: Study, coder: str, *names: str, code: str = "trust") -> None:
    assigning.assign(study, *names, coder=coder)
    for name in names:
        applying.code(study, coder=coder, transcript=name, start=22, end=33, code=code)
    assigning.finish(study, *names, coder=coder)


def test_the_guide_shows_the_text_of_the_sample(sample: Study) -> None:
    shown = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)[0]

    assert describing.methods(sample).split() == shown.replace("VERSION", describing.SOFTWARE).split()


def test_numbers_of_the_sample_are_those_of_its_tables(sample: Study) -> None:
    text = describing.methods(sample)
    agreed = comparing.agreement(sample, coefficients=("alpha",))
    row = dict(zip(agreed.names, agreed.rows[0], strict=True))
    disputes = adjudicating.disagreements(sample)
    verdicts = disputes.column("verdict")

    assert f"alpha on all codes together is {row['alpha']:.3f}" in text
    assert f"(95% interval {row['alpha_low']:.3f} to {row['alpha_high']:.3f}" in text
    assert f"on {row['n_units']} turns of 13 transcripts" in text
    assert f"with {len(agreed.rows) - 1} codes" in text
    assert verdicts.count("added") == 6
    assert "C recorded six codings that no coder had made" in text
    assert (verdicts.count("holds"), verdicts.count("does not hold"), "open" in verdicts) == (14, 9, False)
    assert "C settled all 23 cases: the code holds in 14 and not in nine" in text
    assert sum(bool(by) for by in disputes.column("coded_by")) == 5
    assert "there were five cases of a code that one coder gave a passage and another did not" in text
    assert reporting.saturation(sample).notes[0] in text
    assert "are not data of any published study." in text


def test_an_empty_study_has_a_codebook_and_nothing_else(study: Study) -> None:
    text = describing.methods(study)

    assert text.splitlines()[0] == "The analysis follows a codebook approach to thematic analysis."
    assert "The codebook, version 1.0.0, has three codes in one theme." in text
    assert not re.search(r"transcripts? of|coders? read|reement|aturation|onsensus", text)


def test_a_single_coder_is_told_and_agreement_is_not(study: Study) -> None:
    bring(study, interview("P01"), interview("P02"))
    read(study, "Ana", "P01", "P02")

    text = describing.methods(study)

    assert "One coder, Ana, read both transcripts to the end." in text
    assert "Under it, Ana read two transcripts (P01 and P02) to the end." in text
    assert not re.search(r"reement|alpha|at least two", text)


def test_two_coders_who_read_nothing_in_common_have_no_figure(study: Study) -> None:
    bring(study, interview("P01"), interview("P02"))
    read(study, "Ana", "P01")
    read(study, "Ben", "P02")
    declaring.declare(study, approach="coding-reliability")

    text = describing.methods(study)

    assert "No transcript was read by at least two coders." in text
    assert "[For the authors: a coefficient of agreement" in text
    assert not re.search(r"\d\.\d{3}|onsensus", text)


def test_two_coders_of_the_same_transcripts_are_compared_before_anything_is_settled(study: Study) -> None:
    bring(study, interview("P01"), interview("P02"))
    read(study, "Ana", "P01", "P02")
    read(study, "Ben", "P01")
    read(study, "Ben", "P02", code="doubt")
    before = describing.facts(study).agreement
    adjudicating.settle(study, transcript="P02", code="doubt", start=22, end=33, by="Cleo", reason="so")

    text = describing.methods(study)

    now = describing.facts(study).agreement
    assert now is not None
    assert (now.settled, now.open) == (1, 1)
    assert replace(now, after=None, settled=0, open=2) == before
    assert "there were two cases of a code" in text
    assert "Cleo settled one of the two cases: the code holds." in text
    assert "Consensus is reached on one of the two transcripts." in text
    assert "on four turns of two transcripts read by Ana and Ben, with three codes" in text
    assert "Gwet's AC1 on all" in describing.methods(study, coefficient="ac1")
    assert "on six sentences of" in describing.methods(study, unit="sentence")
    assert "alpha" not in describing.methods(study, agreement=False)


def test_what_cannot_be_compared_is_told_with_the_reason(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(study, interview("P01"))
    read(study, "Ana", "P01")
    read(study, "Ben", "P01")

    def refuse(*_: object, **__: object) -> None:
        raise ToolkitError("agreement", "no code is settled", "decide")

    monkeypatch.setattr(describing, "collate_discussed", refuse)

    assert "Agreement is not computed: no code is settled." in describing.methods(study)


def test_a_reflexive_analysis_is_not_even_compared(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(study, interview("P01"))
    read(study, "Ana", "P01")
    read(study, "Ben", "P01")
    declaring.declare(study, approach="reflexive", agreement="We talked instead.")
    monkeypatch.setattr(describing, "collate_discussed", pytest.fail)

    text = describing.methods(study)

    assert "(Braun & Clarke 2019, 2021). We talked instead." in text


def test_an_unknown_round_and_coefficient_are_refused(study: Study) -> None:
    bring(study, interview("P01"))
    read(study, "Ana", "P01")
    read(study, "Ben", "P01")

    with pytest.raises(ToolkitError, match="third: is no round of this study"):
        describing.methods(study, round="third")
    with pytest.raises(ToolkitError, match="no coefficient is called 'r'; use one of alpha"):
        describing.methods(study, coefficient="r")  # type: ignore[arg-type]


def timed(name: str, *marks: tuple[float | None, float | None]) -> Transcript:
    made = interview(name)
    turns = tuple(
        replace(turn, began=began, ended=ended)
        for turn, (began, ended) in zip(made.turns, marks, strict=True)
    )
    return replace(made, turns=turns)


def test_times_count_only_where_they_span_the_whole_interview(study: Study) -> None:
    bring(
        study,
        timed("P01", (60, None), (100, None), (1860, 1920)),
        timed("P02", (0, 1), (None, None), (600, None)),
        timed("P03", (None, None), (60, 70), (7200, 7260)),  # begins without a mark
        timed("P04", (0, 1), (6000, 6001), (30, 31)),  # a second recording began
        timed("P05", (5, None), (5, None), (5, None)),  # marks that do not run
    )

    assert describing.facts(study).material.minutes == (31, 10)
    assert "it is 10 to 31 minutes (median 20) in two of the five transcripts; the others do not" in (
        describing.methods(study)
    )


def test_a_language_is_told_only_where_somebody_said_one(study: Study) -> None:
    bring(study, interview("P01"))
    assert "language" not in describing.methods(study)

    bring(study, interview("P02", language="de"), interview("P03", language="de"))
    assert "The language is recorded as de for two and en for one of the three transcripts." in (
        describing.methods(study)
    )


def test_two_transcripts_of_one_participant_are_one_participant(study: Study) -> None:
    bring(study, interview("P01", participant="Kim"), interview("P02", participant="Kim"))

    assert "The study holds two transcripts of one participant." in describing.methods(study)
    coreq = describing.checklist(study, "coreq")
    assert coreq.rows[17] == (
        "18",
        "Repeat interviews",
        "The one participant has more than one transcript.",
        "data",
    )


def test_readings_that_are_not_finished_are_told(study: Study) -> None:
    bring(study, interview("P01"), interview("P02"))
    read(study, "Ana", "P01")
    with study.transaction("Ana") as records:
        rounds.assign(records, Assignment("Ana", "P02"))
        rounds.add_coder(records, Coder("Never"))

    text = describing.methods(study)

    assert "Under it, Ana read one transcript (P01) to the end; one reading is not finished." in text
    assert "Never" not in text


@pytest.mark.parametrize("which", ["coreq", "srqr"])
def test_a_checklist_says_where_its_answers_come_from(sample: Study, which: describing.Checklist) -> None:
    table = describing.checklist(sample, which)

    assert {"data", "for the authors"} == set(table.column("source"))
    assert table.notes[-1] == demonstrating.NOTICE


def test_hostile_words_are_printed_as_they_are(study: Study) -> None:
    assert small_codebook().approach == "codebook"
    declaring.declare(study, medium="=HYPERLINK(1) <script>x</script> | `a` \u05e9", citation="$x$ [a](b)")

    text = describing.methods(study)

    assert "Medium of the interviews: =HYPERLINK(1) <script>x</script> | `a` \u05e9." in text
    assert "It follows $x$ [a](b)." in text
