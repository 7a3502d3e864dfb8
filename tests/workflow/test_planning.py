"""Planning: from a pilot or from assumptions, to a number of interviews and a choice of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import applying, assigning, planning, studies

ASSUMED: dict[str, Any] = {"alpha": 0.7, "prevalence": 0.2, "units": 60}
NAMES = [f"P{number:02}" for number in range(1, 9)]


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Eight interviews of six turns; two of them read by two coders, who differ now and then."""
    made = studies.start(tmp_path / "my.study", codebook)
    words = [f"turn {number}" for number in range(6)]
    with made.transaction(RESEARCHER) as records:
        for place, name in enumerate(NAMES):
            transcripts.add(records, conversation(name, *(("P", each) for each in words)))
            role = "novice" if place < 2 else "expert"
            transcripts.add_participant(records, name, {"role": role})
    text = conversation("P01", *(("P", each) for each in words)).text
    for name, given in {"P01": ("012", "013"), "P02": ("01", "01"), "P03": ("0", "5")}.items():
        for coder, turns in zip(("Ana", "Ben"), given, strict=True):
            for turn in turns:
                start = text.index(f"turn {turn}")
                applying.code(made, coder=coder, transcript=name, code="trust", start=start, end=start + 6)
            assigning.finish(made, name, coder=coder)
    yield made
    made.close()


def test_assumptions_alone_make_a_plan() -> None:
    table = planning.plan(**ASSUMED, width=0.3, interviews=(5, 40), simulations=50)
    assert table.column("interviews") == (5, 40)
    narrow, wide = table.column("width")[::-1]
    assert float(str(narrow)) < float(str(wide))
    assert any(note.startswith("Assumed: alpha 0.7 within interviews") for note in table.notes)
    assert not any(note.startswith("Chosen") for note in table.notes)
    assert planning.plan(**ASSUMED, width=0.3, interviews=(5, 40), simulations=50) == table


def test_a_pilot_plans_all_codes_for_every_number_and_each_code_for_the_least(study: Study) -> None:
    table = planning.plan(study, width=1.5, interviews=(2, 3, 6), simulations=60)
    assert table.column("interviews")[:3] == (2, 3, 6)
    assert table.column("code")[:3] == (None,) * 3
    assert table.column("code")[3:] == ("trust", "doubt", "care")
    assert "The pilot is the 3 interviews that two coders have finished. So few" in table.notes[0]
    reasons = dict(zip(table.column("code"), table.column("reason"), strict=True))
    assert reasons["doubt"] == "no simulated study has an interval, as nothing varies"
    assert any(note.endswith("or nobody gave the code: doubt, care.") for note in table.notes)


def test_as_many_interviews_as_are_needed_are_chosen_by_the_share_of_an_attribute(study: Study) -> None:
    table = planning.plan(study, **ASSUMED, width=1.9, sure=0.5, interviews=(4,), simulations=20, by="role")
    (chosen,) = [note for note in table.notes if note.startswith("Chosen")]
    taken = chosen.split(": ")[1].rstrip(".").split(", ")
    assert "each role by its share" in chosen
    assert len(taken) == 4
    assert sum(name in ("P01", "P02") for name in taken) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"width": 0}, r"^--width: is 0; use a number above 0"),
        ({"sure": 1.5}, "^--sure: is 1.5"),
        ({"interviews": (1, 5)}, "^--interviews: has a number out of range"),
        ({"simulations": 0}, "^--simulations: is 0"),
        ({"seed": -1}, "^--seed: is -1"),
        ({"alpha": None}, "of the assumptions --alpha is missing"),
        ({"alpha": None, "prevalence": None, "units": None}, "name a study, or give --alpha"),
        ({"alpha": 2.0}, "alpha is 2.0"),
    ],
)
def test_what_cannot_be_planned_is_one_line(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ToolkitError, match=said):
        planning.plan(**(ASSUMED | wrong))


def test_a_pilot_of_one_interview_is_none(tmp_path: Path, codebook: Codebook) -> None:
    study = studies.start(tmp_path / "one.study", codebook)
    with pytest.raises(ToolkitError, match="0 interviews have been read to the end by two coders"):
        planning.plan(study)
    study.close()


def test_an_attribute_nobody_has_is_named_with_those_there_are(study: Study) -> None:
    with pytest.raises(ToolkitError, match=r"^age: is no attribute of the participants; there are: role"):
        planning.plan(study, **ASSUMED, interviews=(4,), simulations=5, by="age")
