"""Agreement on passages: where they begin and end, by theme and code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.model.codebook import Codebook
from toolkit.model.table import Table, Value
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import applying, assigning, studies, unitizing

# Ten characters of a participant, after a question that is no part of what is compared.
TEXTS = [conversation(name, ("I", "How?"), ("P", "abcdefghij")) for name in ("P01", "P02")]


def apply(study: Study, coder: str, code: str, start: int, end: int, text: Transcript = TEXTS[0]) -> None:
    first = text.text.index("abc")
    applying.code(study, coder=coder, transcript=text.id, code=code, start=first + start, end=first + end)


def finish(study: Study, *names: str, of: str = "P01") -> None:
    for name in names:
        assigning.assign(study, of, coder=name)
        assigning.finish(study, of, coder=name)


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """The tiny example of the methods: two coders, two codes of one theme, ten characters."""
    made = studies.start(tmp_path / "my.study", codebook)
    with made.transaction(RESEARCHER) as records:
        for text in TEXTS:
            transcripts.add(records, text)
    apply(made, "Ana", "trust", 0, 4)
    apply(made, "Ana", "doubt", 6, 9)
    apply(made, "Ben", "trust", 1, 5)
    apply(made, "Ben", "trust", 6, 9)
    finish(made, "Ana", "Ben")
    yield made
    made.close()


def rows(table: Table) -> dict[Value, dict[str, Value]]:
    return {row[table.names.index("id")]: dict(zip(table.names, row, strict=True)) for row in table.rows}


def test_the_family_is_that_of_the_example_worked_by_hand(study: Study) -> None:
    found = rows(unitizing.unitizing(study, interval="none"))
    theme = found["feelings"]
    assert theme["u"] == pytest.approx(0.264957, abs=5e-7)
    assert theme["bar_u"] == pytest.approx(0.590476, abs=5e-7)
    assert theme["cu"] == pytest.approx(0, abs=1e-12)
    assert theme["coverage"] == pytest.approx(0.6)
    assert (theme["interviews"], theme["segments"], theme["coders"]) == (1, 4, "Ana, Ben")
    assert found["trust"]["u"] == found["trust"]["bar_u"]
    assert found["trust"]["cu"] is None
    assert "cu: is of the codes of a theme" in str(found["trust"]["reason"])
    assert found["care"]["u"] is None
    assert "u: nobody gave this code" in str(found["care"]["reason"])


def test_one_interview_has_no_interval_and_the_reason_says_what_to_do(study: Study) -> None:
    theme = rows(unitizing.unitizing(study))["feelings"]
    assert (theme["u_low"], theme["u_high"]) == (None, None)
    assert "u: no interval: one interview only" in str(theme["reason"])


def test_two_interviews_have_an_interval_around_the_value(study: Study) -> None:
    apply(study, "Ana", "trust", 2, 6, TEXTS[1])
    apply(study, "Ben", "trust", 2, 7, TEXTS[1])
    finish(study, "Ana", "Ben", of="P02")
    table = unitizing.unitizing(study)
    trust = rows(table)["trust"]
    low, value, high = (float(str(trust[name])) for name in ("u_low", "u", "u_high"))
    assert low < value < high <= 1
    assert any("jackknife over interviews, t with 1 degree of freedom" in note for note in table.notes)


def test_an_interview_that_one_coder_opened_changes_nothing(study: Study) -> None:
    before = unitizing.unitizing(study).rows
    apply(study, "Ana", "trust", 0, 9, TEXTS[1])
    finish(study, "Ana", of="P02")
    assigning.assign(study, "P02", coder="Ben")
    assert unitizing.unitizing(study).rows == before


def test_codes_of_a_theme_on_the_same_words_leave_it_without_a_value(study: Study) -> None:
    apply(study, "Ben", "doubt", 2, 4)
    found = rows(unitizing.unitizing(study))
    assert found["feelings"]["u"] is None
    assert "u" in str(found["feelings"]["reason"])
    assert found["feelings"]["bar_u"] is not None
    assert found["trust"]["u"] is not None


def test_gamma_states_all_that_it_depends_on(study: Study) -> None:
    table = unitizing.gamma(study, seed=3)
    first, theme = (dict(zip(table.names, row, strict=True)) for row in table.rows)
    assert first["label"] == "All codes together"
    assert (first["gamma"], first["samples"]) == (theme["gamma"], 30)
    assert -1 < float(str(first["gamma"])) < 1
    assert "alpha 1, beta 1, delta_empty 1, sampler statistical, seed 3." in table.notes
    assert unitizing.gamma(study, seed=3) == table
    assert unitizing.gamma(study, seed=4).rows != table.rows


def test_gamma_of_nothing_has_a_reason(tmp_path: Path, codebook: Codebook) -> None:
    study = studies.start(tmp_path / "empty.study", codebook)
    table = unitizing.gamma(study)
    assert all(
        gamma is None and reason
        for gamma, reason in zip(table.column("gamma"), table.column("reason"), strict=True)
    )
    study.close()
