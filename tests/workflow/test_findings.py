"""What all tables of findings have in common: columns that are explained, headings that stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from tests.conftest import SampleAt, conversation
from toolkit.analysis.wording import KEY, MARK
from toolkit.errors import Several, ToolkitError
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Approach, Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.round import Coder
from toolkit.model.selection import Selection
from toolkit.model.table import Counts, Table
from toolkit.store import codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    comparing,
    concording,
    describing,
    exporting,
    listing,
    noting,
    quoting,
    reporting,
    revising,
)
from toolkit.workflow.declaring import declare
from toolkit.workflow.studies import start

DOCS = Path(__file__).parents[2] / "docs" / "tables.md"
TABLES: dict[str, Callable[[Study], Table]] = {
    "participants": lambda study: reporting.participants(study, extent=True),
    "transcripts": reporting.transcripts,
    "themes": reporting.themes,
    "frequency": reporting.frequency,
    "matrix": reporting.matrix,
    "matrix --values presence": lambda study: reporting.matrix(study, values="presence"),
    "matrix --by region": lambda study: reporting.matrix(study, by="region"),
    "cooccurrence": lambda study: reporting.cooccurrence(study, within="turns"),
    "cooccurrence --square": lambda study: reporting.cooccurrence(study, square=True),
    "saturation": reporting.saturation,
    "saturation --order random": lambda study: reporting.saturation(study, order="random", resamples=9),
    "coverage": reporting.coverage,
    "codebook show": revising.show,
    "codebook history": revising.history,
    "codebook changes": revising.change_records,
    "migration": revising.migration,
    "codings": listing.all_codings,
    "consensus": adjudicating.consensus,
    "disagreements": adjudicating.disagreements,
    "quotations": lambda study: quoting.quotations(study, all_=True),
    "balance": quoting.balance,
    "words": concording.words,
    "concordance": lambda study: concording.concordance(study, "model", forms=True),
    "memos": noting.memos,
    "memos --spell-out": lambda study: noting.memos(study, spell_out=True),
    "checklist": lambda study: describing.checklist(study, "coreq"),
    "agreement": lambda study: comparing.agreement(study, interval="none"),
    "disagreements --paired": lambda study: adjudicating.disagreements(study, paired=True),
}
COUNTED: dict[str, Callable[..., Table]] = {
    "themes": reporting.themes,
    "frequency": reporting.frequency,
    "matrix": reporting.matrix,
    "cooccurrence": reporting.cooccurrence,
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    made = sample_at(tmp_path_factory.mktemp("findings") / "sample.study")
    yield made
    made.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_meaning_and_a_heading_of_its_own(sample: Study, name: str) -> None:
    table = TABLES[name](sample)
    assert table.rows
    assert [column.name for column in table.columns if not column.meaning.endswith(".")] == []
    headings = [column.printed for column in table.columns]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith("matrix --")])
def test_the_page_on_tables_tells_every_column(sample: Study, name: str) -> None:
    told = DOCS.read_text("utf-8")
    assert f"`{name}`" in told
    table = TABLES[name](sample)
    people = {f"P{number:02}" for number in range(20)} | set(table.names if "square" in name else ())
    for column in table.columns:
        known = name == "participants" and column.meaning == "As the participants table tells it."
        if column.name not in people and not known:
            assert f"| `{column.name}` | {column.printed} | {column.meaning} |" in told


@pytest.mark.parametrize(
    "name", ["themes", "frequency", "matrix", "cooccurrence", "saturation", "coverage", "codebook show"]
)
def test_titles_carry_the_version(sample: Study, name: str) -> None:
    assert "1.0.0" in TABLES[name](sample).title


def test_codings_and_coverage_are_narrowed_down(sample: Study) -> None:
    everything = listing.all_codings(sample)
    chosen = listing.all_codings(sample, code=("evaluation-method", "upstream-downstream-split"))
    at, made = (everything.names.index(name) for name in ("code", "made_as"))
    wanted = {"evaluation-method", "upstream-downstream-split"}
    assert chosen.rows == tuple(row for row in everything.rows if {row[at], row[made]} & wanted)
    with pytest.raises(Several, match="nonsense: is no code of any version"):
        listing.all_codings(sample, code=("nonsense",))

    whole = reporting.coverage(sample)
    assert reporting.coverage(sample, coder=("A",)).rows == tuple(row for row in whole.rows if row[1] == "A")
    with pytest.raises(ToolkitError, match="Zoe: is no coder"):
        reporting.coverage(sample, coder=("Zoe",))


def test_pairs_of_coders_hold_every_disagreement(sample: Study) -> None:
    single = adjudicating.disagreements(sample)
    paired = adjudicating.disagreements(sample, paired=True)
    assert paired.names == (
        *("document", "segment", "coder_a", "coder_b", "codes_a", "codes_b", "verdict", "codebook_change"),
    )
    told = [
        (row[0], code) for row in paired.rows for side in row[4:6] for code in str(side).split("; ") if code
    ]
    differing = [
        (row[0], row[2])
        for row in single.rows
        if row[single.names.index("coded_by")] and row[single.names.index("passed_by")]
    ]
    assert sorted(told) == sorted(differing)
    records = revising.change_records(sample)
    for row in paired.rows:
        codes = {code for side in row[4:6] for code in str(side).split("; ")}
        touching = [
            f"{number} ({op}, {version})"
            for number, version, _, op, subjects, results, *_ in records.rows
            if codes & {*str(subjects).split("; "), *str(results).split("; ")} - {""}
        ]
        assert row[7] == "; ".join(touching)
    assert any(paired.column("codebook_change"))


# --- how numbers read -------------------------------------------------------------------------------


def study_of(path: Path, approach: Approach) -> Study:
    """Make a study of one participant, with labels and names as hostile as a study can hold."""
    theme = Theme("work", "=cmd|' /C calc'!A0", "\u05e9\u05dc\u05d5\u05dd <b>&amp; 100 % _x_ \\alpha")
    codes = (
        Code("total", "=1+1", parent="work", definition="| a | b |\n# not a heading"),
        Code("label", "Label", parent="work", definition="L."),
        Code("theme", "Total", parent="work", definition="T."),
    )
    made = start(path, Codebook("small", "Small", "1.0.0", (theme,), codes, approach=approach), title="Small")
    longest = "word \U0001f468\u200d\U0001f469\u200d\U0001f467 " * 1250
    talks = [
        conversation(name, ("I", "So?"), ("P", f"{longest}\u05e9\u05dc\u05d5\u05dd end."), ("Q", "=A1"))
        for name in ("total", "code_id", "Code", "participant total")
    ]
    with made.transaction(RESEARCHER) as records:
        rounds.add_coder(records, Coder("Ana"))
        for each in talks:
            transcripts.add(records, each)
            attributes = {"role": f"=HYPERLINK({each.id})", "Participant": "x" * 5000, "n_words": ""}
            transcripts.add_participant(records, each.id, attributes)
            for code in ("total", "theme"):
                span = each.turns[1].span
                quotation = Quotation(each.id, 1, span, span.of(each.text))
                moment = "2026-03-02T10:00:00Z"
                coding = Coding(f"{each.id}-{code}", quotation, code, "Ana", "1.0.0", "first", moment)
                codings.add(records, coding)
    return made


def test_numbers_stay_numbers_unless_the_approach_is_reflexive(tmp_path: Path) -> None:
    for approach in get_args(Approach):
        study = study_of(tmp_path / f"{approach}.study", approach)
        for make in COUNTED.values():
            usual = make(study)
            if approach == "reflexive":
                assert {column.kind for column in usual.columns} == {"text"}
                assert "The approach of this study is reflexive" in " ".join(usual.notes)
                assert usual.rows == make(study, counts="none").rows
                assert make(study, counts="n_of_N").columns != usual.columns
            else:
                assert usual == make(study, counts="n_of_N")
        study.close()


def test_what_a_team_declares_decides_and_not_the_codebook(tmp_path: Path) -> None:
    study = study_of(tmp_path / "my.study", "codebook")
    declare(study, approach="reflexive")
    assert reporting.frequency(study).names == ("code_id", "label", "theme", "first_seen")
    declare(study, approach="as-codebook")
    assert "n_participants" in reporting.frequency(study).names
    study.close()


def test_words_and_marks_say_what_the_numbers_say(sample: Study) -> None:
    numbers = reporting.frequency(sample)
    words = reporting.frequency(sample, counts="words")
    assert KEY in words.notes
    for count, word in zip(numbers.column("n_participants"), words.column("n_participants"), strict=True):
        assert (count == 0, count == 13) == (word == "none", word == "all")
    cells = reporting.matrix(sample)
    marks = reporting.matrix(sample, counts="none")
    assert marks.names == cells.names[:-1]
    assert [[MARK if value else "" for value in row[3:-1]] for row in cells.rows] == [
        list(row[3:]) for row in marks.rows
    ]


def test_an_attribute_that_is_not_there_is_refused(sample: Study) -> None:
    with pytest.raises(
        ToolkitError, match="rule: is no attribute of these participants; use one of: participant, role"
    ):
        reporting.matrix(sample, by="rule")


# --- hostile words ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    made = study_of(tmp_path_factory.mktemp("hostile") / "hostile.study", "codebook")
    yield made
    made.close()


HOSTILE: dict[str, Callable[[Study], Table]] = {
    **{name: make for name, make in TABLES.items() if "--by" not in name},
    "matrix --by role": lambda study: reporting.matrix(study, by="role", values="presence"),
    "matrix --by Participant": lambda study: reporting.matrix(study, by="Participant", values="percent"),
    "matrix of nobody": lambda study: reporting.matrix(
        study, by="role", selection=Selection(participant=("total",), where=("role==HYPERLINK(Code)",))
    ),
    **{
        f"{name} {counts}": partial(make, counts=counts)
        for name, make in COUNTED.items()
        for counts in get_args(Counts)
    },
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_go_into_every_table_and_every_file(hostile: Study, name: str) -> None:
    table = HOSTILE[name](hostile)
    headings = [column.printed for column in table.columns]
    assert len(set(headings)) == len(headings)
    for ending in (".csv", ".xlsx", ".docx", ".md", ".json"):
        assert exporting.as_bytes(table, ending)
    exporting.render(table)
