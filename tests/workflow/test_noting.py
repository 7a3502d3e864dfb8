"""Memos stand beside what they are about, recoded or not, and go where the work of their coder goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.model.act import Together
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import new_id
from toolkit.store import transcripts
from toolkit.workflow import exporting, importing, noting, studies
from toolkit.workflow.applying import Remove, RemoveMemo, RewriteMemo, WriteMemo


def test_a_memo_is_written_and_listed_with_what_it_is_about(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    noting.memo(ana.study, coder="Ana", text="Whom?", coding="c1")
    noting.memo(ana.study, coder="Newcomer", text="Noisy recording.", transcript="P01")
    noting.memo(ana.study, coder="Ana", text="Too wide.", code="trust")
    noting.memo(ana.study, coder="Ana", text="The theme.", code="feelings")

    table = noting.memos(ana.study)

    assert [row[:6] for row in table.rows] == [
        ("coding", "P01", "trust", "trusted them", "Whom?", "Ana"),
        ("transcript", "P01", None, None, "Noisy recording.", "Newcomer"),
        ("code", None, "trust", None, "Too wide.", "Ana"),
        ("code", None, "feelings", None, "The theme.", "Ana"),
    ]
    assert noting.memos(ana.study, coder=("Newcomer",)).column("about") == ("transcript",)
    assert noting.memos(ana.study, transcript=("P01",)).column("about") == ("coding", "transcript")


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({}, "memo: is about one thing"),
        ({"coding": "c1", "code": "trust"}, "memo: is about one thing"),
        ({"coding": "gone"}, "gone: is no coding of this study"),
        ({"code": "joy"}, "joy: is no code of codebook 1.0.0"),
        ({"transcript": "P9"}, "P9: is no transcript of this study"),
    ],
)
def test_a_memo_about_nothing_or_about_two_things_is_refused(
    ana: Sitting, about: dict[str, str], told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        noting.memo(ana.study, coder="Ana", text="Hm.", **about)  # type: ignore[arg-type]
    assert noting.memos(ana.study).rows == ()


def test_only_names_the_study_knows_are_listed(ana: Sitting) -> None:
    with pytest.raises(ToolkitError, match="is no coder"):
        noting.memos(ana.study, coder=("Nobody",))
    with pytest.raises(ToolkitError, match="is no transcript"):
        noting.memos(ana.study, transcript=("P9",))


def beside(sitting: Sitting, *, others: bool = False) -> dict[str, str]:
    """Return the memos beside the transcript: id and subject."""
    shown = sitting.codings(others=others).values()
    found = noting.beside(sitting.study, "P01", sitting.coder, shown, others=others)
    return {memo.id: memo.subject for memo in found}


def test_a_memo_follows_the_coding_that_took_the_place_of_its_own(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), WriteMemo("m1", "coding", "c1", "Whom?", "P01"))
    for old, new in (("c1", "c2"), ("c2", "c3")):
        ana.done(*ana.recode(old, ana.add(new, "trusted them", "doubt", together=Together(new_id()))))

    assert beside(ana) == {"m1": "c3"}
    assert noting.memos(ana.study).column("code") == ("doubt",)

    ana.done(Remove("c3"))
    assert beside(ana) == {}
    assert noting.memos(ana.study).column("state") == ("coding removed",)

    ana.done(ana.restore("c1"))
    assert beside(ana) == {"m1": "c1"}


def test_codings_that_name_one_another_as_successors_end_no_search(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), WriteMemo("m1", "coding", "c1", "Whom?"))
    ana.done(ana.add("c2", "care"), Remove("c1", "c2"), Remove("c2", "c1"))

    assert beside(ana) == {}
    assert noting.memos(ana.study).column("quotation") == ("trusted them",)


def test_others_memos_are_beside_the_text_only_if_asked(ana: Sitting, ben: Sitting) -> None:
    ana.done(WriteMemo("a1", "transcript", "P01", "Mine."))
    ben.done(ben.add("b2", "care", "care"), WriteMemo("b1", "coding", "b2", "Ben's."))

    assert beside(ana) == {"a1": "P01"}
    assert beside(ana, others=True) == {"a1": "P01", "b1": "b2"}


@pytest.fixture
def elsewhere(ana: Sitting, tmp_path: Path, codebook: Codebook) -> Iterator[Sitting]:
    """Return another copy of the study, on another machine."""
    copy = studies.start(tmp_path / "copy.study", codebook)
    with copy.transaction("researcher") as records:
        transcripts.add(records, ana.transcript)
    yield Sitting(copy, ana.transcript)
    copy.close()


def carry(tmp_path: Path, source: Sitting, target: Sitting) -> str:
    """Bring Ana's work from one copy of the study to the other."""
    path = tmp_path / f"{new_id()}.jsonl"
    path.write_text(exporting.bundle(source.study, coder="Ana"), "utf-8")
    return str(importing.import_files(target.study, path).rows)


def test_a_bundle_brings_what_its_coder_changed_in_memos(
    ana: Sitting, elsewhere: Sitting, tmp_path: Path
) -> None:
    ana.done(WriteMemo("m1", "transcript", "P01", "Why?"), WriteMemo("m2", "code", "trust", "Wide."))
    assert "2 memos added" in carry(tmp_path, ana, elsewhere)
    assert "memos" not in carry(tmp_path, ana, elsewhere)

    ana.done(RewriteMemo("m1", "Why?", "Because."))
    assert "1 memos changed" in carry(tmp_path, ana, elsewhere)
    assert noting.memos(elsewhere.study).column("memo") == ("Wide.", "Because.")
    assert studies.verify(elsewhere.study).notes[:-1] == ("No problem found.",)


def test_an_older_bundle_takes_nothing_back(ana: Sitting, elsewhere: Sitting, tmp_path: Path) -> None:
    ana.done(WriteMemo("m1", "transcript", "P01", "Why?"), WriteMemo("m2", "code", "trust", "Wide."))
    carry(tmp_path, ana, elsewhere)
    elsewhere.done(RewriteMemo("m1", "Why?", "Because."), RemoveMemo("m2", "Wide."))

    told = carry(tmp_path, ana, elsewhere)

    assert "1 memos were newer here" in told
    assert "1 memos were removed here" in told
    assert noting.memos(elsewhere.study).column("memo") == ("Because.",)
