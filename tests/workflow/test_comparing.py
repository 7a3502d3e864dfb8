"""Agreement and the journeys around it: units, pairs, rounds, the same coder twice, tables of ratings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.conftest import conversation
from toolkit.errors import Invalid, ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.codebook import Codebook
from toolkit.model.reliability import UnitKind
from toolkit.model.table import Table, Value
from toolkit.model.transcript import Source
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    applying,
    assigning,
    comparing,
    explaining,
    pairing,
    revising,
    studies,
    varying,
)
from toolkit.workflow.collating import collate

ROOT = Path(__file__).parents[2] / "codebook"
FILES = {version: ROOT / f"genai-documentation-{version}.yaml" for version in ("0.1.0", "0.2.0")}
SAID = "one two three. four five six."
TEXT = conversation("P01", ("I", "How was it?"), ("P01", SAID), ("P01", "seven eight"))
OTHER = conversation("P02", ("P02", SAID))


def apply(study: Study, coder: str, code: str, words: str, transcript: str = "P01") -> None:
    text = {"P01": TEXT, "P02": OTHER}[transcript].text
    start = text.index(words)
    applying.code(study, coder=coder, transcript=transcript, code=code, start=start, end=start + len(words))


def given(path: Path, codebook: Codebook) -> Study:
    made = studies.start(path, codebook)
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, TEXT)
        transcripts.add(records, OTHER)
    return made


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Ana and Ben have read P01, Ana and Cem P02; Dora has coded and not finished."""
    made = given(tmp_path / "my.study", codebook)
    apply(made, "Ana", "trust", "one two three.")
    apply(made, "Ana", "trust", "two")
    apply(made, "Ben", "trust", "two three.")
    apply(made, "Ben", "doubt", "five")
    apply(made, "Ana", "care", "five")
    apply(made, "Dora", "care", "seven")
    apply(made, "Ana", "care", "six", "P02")
    apply(made, "Cem", "care", "six", "P02")
    assigning.finish(made, "P01", "P02", coder="Ana")
    assigning.finish(made, "P01", coder="Ben")
    assigning.finish(made, "P02", coder="Cem")
    yield made
    made.close()


def row(table: Table, **wanted: Value) -> dict[str, Value]:
    """Return the one row with these values."""
    rows = [dict(zip(table.names, values, strict=True)) for values in table.rows]
    (found,) = (each for each in rows if all(each[name] == value for name, value in wanted.items()))
    return found


# --- units ----------------------------------------------------------------------------------------------


def test_segments_end_where_codings_that_are_compared_do(study: Study) -> None:
    found = collate(study, unit="segment", coders=["Ana", "Ben"])
    pieces = [unit.span.of(TEXT.text) for unit in found.data.units if unit.transcript == "P01"]
    assert pieces == ["one", "two", "three.", "four", "five", "six.", "seven eight"]
    assert any(note.startswith("Segments are the stretches") for note in found.notes)


def test_codings_of_codes_not_compared_cut_no_segment(study: Study) -> None:
    found = collate(study, unit="segment", coders=["Ana", "Ben"], codes=["doubt"])
    pieces = [unit.span.of(TEXT.text) for unit in found.data.units if unit.transcript == "P01"]
    assert pieces == ["one two three. four", "five", "six.", "seven eight"]


def test_a_segment_stands_for_its_characters_where_these_are_the_units(study: Study) -> None:
    found = collate(study, unit="character", coders=["Ana", "Ben"])
    weights = dict(zip(found.data.units, found.data.weights, strict=True))
    here = {unit.span.of(TEXT.text): weight for unit, weight in weights.items() if unit.transcript == "P01"}
    assert here[" four "] == 6
    assert sum(here.values()) == len(SAID) + len("seven eight")


def test_a_coders_overlapping_codings_of_one_code_are_one(study: Study) -> None:
    found = collate(study, unit="segment", coders=["Ana", "Ben"], codes=["trust"])
    ana = [row[0] for unit, row in zip(found.data.units, found.data.cells, strict=True)]
    assert ana[:3] == [frozenset(["trust"])] * 3


def test_sensitivity_has_every_unit_and_marks_the_one_chosen_beforehand(study: Study) -> None:
    table = varying.sensitivity(study, registered="turn", coders=("Ana", "Ben"), codes=("trust",))
    assert tuple(dict.fromkeys(table.column("unit"))) == get_args(UnitKind)
    marks = dict(zip(table.column("unit"), table.column("registered"), strict=True))
    assert [unit for unit, mark in marks.items() if mark == "yes"] == ["turn"]
    assert row(table, unit="turn", code="trust")["alpha"] == 1
    assert row(table, unit="segment", code="trust")["percent"] == pytest.approx(4 / 5)


# --- two at a time --------------------------------------------------------------------------------------


def test_pairs_are_compared_on_what_both_have_read(study: Study) -> None:
    table = pairing.pairs(study, codes=("care",))
    assert row(table, coder_a="Ana", coder_b="Cem", code="care")["n_units"] == 1
    assert row(table, coder_a="Ana", coder_b="Ben", code="care")["n_units"] == 2
    apart = row(table, coder_a="Ben", coder_b="Cem", code="care")
    assert apart["alpha"] is None
    assert "no unit was judged by two coders" in str(apart["reason"])


def test_confusion_counts_what_met_what(study: Study) -> None:
    table = pairing.confusion(study, coders=("Ana", "Ben"))
    assert row(table, code_a="care")["code_b"] == "doubt"
    assert row(table, code_a="trust")["label_b"] == "Trust"
    assert row(table, code_a=None, code_b=None)["n_units"] == 1


def test_with_one_coder_there_is_no_pair(study: Study) -> None:
    with pytest.raises(ToolkitError, match="fewer than two coders"):
        pairing.pairs(study, coders=("Ana",))


def test_the_reasons_for_a_low_number_name_its_counts(study: Study) -> None:
    table = explaining.lowness(study, coders=("Ana", "Ben"))
    care = row(table, code="care")
    assert (care["both"], care["one"], care["neither"]) == (0, 1, 1)
    assert care["given_by"] == "Ana 1, Ben 0"
    assert care["alpha"] == 0


def test_from_a_number_to_the_disagreements_of_these_coders(study: Study) -> None:
    assigning.finish(study, "P01", coder="Dora")
    both = adjudicating.disagreements(study, coder=("Ana", "Ben"), code=("care",))
    assert both.column("quotation") == ("five",)
    assert adjudicating.disagreements(study, coder=("Ana", "Ben"), code=("trust",)).rows == ()
    dora = adjudicating.disagreements(study, coder=("Dora", "Ben"))
    assert set(dora.column("code")) == {"care", "doubt", "trust"}
    with pytest.raises(ToolkitError, match="is no coder of this study"):
        adjudicating.disagreements(study, coder=("Nobody",))


# --- rounds ---------------------------------------------------------------------------------------------


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Study]:
    """A and B read P01 under 0.1.0, where they differ, and anew under 0.2.0, where they agree."""
    book = native.read(Source(FILES["0.1.0"].name, FILES["0.1.0"].read_bytes())).codebook
    made = given(tmp_path / "rounds.study", book)
    apply(made, "A", "sign-off", "one")
    apply(made, "B", "sign-off", "seven")
    for coder in "AB":
        assigning.finish(made, "P01", coder=coder)
    revising.release(made, FILES["0.2.0"], read_anew=True)
    for coder in "AB":
        assigning.assign(made, "P01", coder=coder)
        apply(made, coder, "sign-off", "seven")
        assigning.finish(made, "P01", coder=coder)
    yield made
    made.close()


def test_a_round_is_compared_as_it_was_at_its_end(rounds: Study) -> None:
    first = comparing.agreement(rounds, round="first", codes=("sign-off",))
    assert set(first.column("codebook_version")) == {"0.1.0"}
    assert row(first, code="sign-off")["percent"] == 0
    later = comparing.agreement(rounds, round="0.2.0", codes=("sign-off",))
    assert row(later, code="sign-off")["percent"] == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"round": "second"}, "is no round of this study; there are: first, 0.2.0"),
        ({"round": "first", "at": "0.2.0"}, "was read under codebook 0.1.0 and not 0.2.0"),
    ],
)
def test_a_round_nobody_knows_or_of_another_version_is_refused(
    rounds: Study, options: dict[str, str], told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        collate(rounds, round=options["round"], at=options.get("at"))


def test_a_trajectory_tells_what_was_done_to_the_code_in_between(rounds: Study) -> None:
    table = varying.trajectory(rounds, codes=("sign-off", "audience"))
    assert list(dict.fromkeys(table.column("round"))) == ["first", "0.2.0"]
    first, later = (row(table, round=name, code="sign-off") for name in ("first", "0.2.0"))
    assert (first["percent"], later["percent"]) == (0, 1)
    assert (first["changed"], later["changed"]) == ("", "rename (CR-0003)")
    assert "3 split" in str(row(table, round="0.2.0", code=None)["changed"])


def test_a_code_that_came_later_is_followed_from_then_on(rounds: Study) -> None:
    table = varying.trajectory(rounds, codes=("evaluation-method",))
    assert set(table.column("round")) == {"0.2.0"}
    assert "Rounds left out: first (none of the codes was in use)." in table.notes
    with pytest.raises(ToolkitError, match="is a code of no version"):
        varying.trajectory(rounds, codes=("nonsense",))


def test_a_coder_is_compared_with_themselves_when_they_have_read_anew(rounds: Study) -> None:
    moved = varying.stability(rounds, coder="A", codes=("sign-off",))
    assert (moved.column("first")[0], moved.column("again")[0]) == ("first", "0.2.0")
    assert row(moved, code="sign-off")["percent"] == 0
    stayed = varying.stability(rounds, coder="B", codes=("sign-off",))
    assert row(stayed, code="sign-off")["alpha"] == 1


def test_who_has_not_read_anew_has_no_stability(study: Study) -> None:
    with pytest.raises(ToolkitError, match="begun with clean pages"):
        varying.stability(study, coder="Ana")


# --- tables of ratings ----------------------------------------------------------------------------------

KRIPPENDORFF_2011_C = """unit,1,2,3,4
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,3,,
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_table_of_ratings_gives_the_published_alpha(tmp_path: Path) -> None:
    """Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C: nominal .743."""
    table = comparing.agreement(table=written(tmp_path / "c.csv", KRIPPENDORFF_2011_C))
    assert row(table, code=None)["alpha"] == pytest.approx(0.7434210526)
    assert row(table, code=None)["n_units"] == 11
    assert set(table.column("unit")) == {"given"}


def test_coders_and_codes_of_a_table_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", KRIPPENDORFF_2011_C)
    table = comparing.agreement(table=path, coders=("1", "2"), codes=("3",))
    assert set(table.column("coders")) == {"1, 2"}
    assert table.column("code") == (None, "3")
    with pytest.raises(ToolkitError, match="--codes: chooses among names"):
        comparing.agreement(table=path, codes=("3",), level="interval")
    with pytest.raises(ToolkitError, match=r"is no coder of c\.csv; there are: 1, 2, 3, 4"):
        comparing.agreement(table=path, coders=("9",))


def test_a_study_or_a_table_is_wanted_and_not_both(study: Study, tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", KRIPPENDORFF_2011_C)
    with pytest.raises(ToolkitError, match="neither a study nor a table"):
        comparing.agreement()
    with pytest.raises(ToolkitError, match="both a study and a table"):
        comparing.agreement(study, table=path)
    with pytest.raises(ToolkitError, match="--cluster: is about a table"):
        comparing.agreement(study, cluster="interview")
    with pytest.raises(ToolkitError, match="--unit: is about a study"):
        comparing.agreement(table=path, unit="turn")


def test_impossible_wishes_for_intervals_are_refused(study: Study) -> None:
    with pytest.raises(Invalid, match="resamples is 0"):
        comparing.agreement(study, resamples=0)
    with pytest.raises(Invalid, match="seed is -1"):
        comparing.agreement(study, seed=-1)
