"""A study goes out as a project and comes back as the same study."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SampleAt
from tests.workflow.test_admitting import PROJECT, fates
from toolkit.model.consensus import CONSENSUS
from toolkit.model.project import Project, ProjectCoding
from toolkit.store import codebooks, codings, memos, transcripts
from toolkit.store.study import Study
from toolkit.workflow import admitting, noting, studies
from toolkit.workflow.outlining import codebook_of
from toolkit.workflow.projecting import project


@pytest.fixture
def sample(sample_at: SampleAt, tmp_path: Path) -> Iterator[Study]:
    made = sample_at(tmp_path / "sample.study")
    coder = studies.coders(made)[0]
    noting.memo(made, text="Of the whole.", coder=coder, about="study")
    yield made
    made.close()


def again(sample: Study, path: Path, going: Project) -> Study:
    """Make a study of a project under the codebook of the one it was made of."""
    with sample.reading() as connection:
        book = codebooks.latest(connection)
    fresh = studies.start(path, book, title="Again")
    admitting.admit(fresh, going, b"file")
    return fresh


def said(each: ProjectCoding) -> tuple[object, ...]:
    return each.start, each.end, each.quote, each.made_at, each.certainty


def content(found: Project) -> list[object]:
    """What a project says, whatever it goes by."""
    texts = {each.key: each.name for each in found.texts}
    codes = {each.key: each.id for each in found.codes}
    coders = {each.key: each.name for each in found.coders}
    subjects = texts | codes | {each.key: each.key for each in found.codings} | {"": ""}
    return [
        sorted((each.name, each.text, each.participant, each.language) for each in found.texts),
        sorted(
            (each.key, texts[each.text], codes[each.code], coders[each.coder], *map(str, said(each)))
            for each in found.codings
        ),
        sorted(
            (each.key, each.about, subjects[each.subject], each.text, coders[each.author], each.made_at)
            for each in found.memos
        ),
        sorted((each.name, sorted(each.attributes.items())) for each in found.cases),
    ]


def test_the_sample_study_comes_back_as_it_went_out(sample: Study, tmp_path: Path) -> None:
    going = project(sample)
    assert len(going.codings) > 100
    fresh = again(sample, tmp_path / "again.study", going)
    assert content(project(fresh)) == content(going)
    studies.verify(fresh)
    fresh.close()


def test_what_goes_out_and_comes_back_to_its_study_changes_nothing(sample: Study) -> None:
    with sample.reading() as connection:
        before = codings.everything(connection), memos.everything(connection), transcripts.hashes(connection)
    found = fates(admitting.admit(sample, replace(project(sample), left_out=()), b"file"))
    assert {fate for _, fate in found} <= {"identical", "kept"}
    with sample.reading() as connection:
        after = codings.everything(connection), memos.everything(connection), transcripts.hashes(connection)
    assert after == before


def test_what_came_from_elsewhere_goes_by_what_it_went_by_there(study: Study) -> None:
    admitting.admit(study, PROJECT, b"file")
    going = project(study)
    assert PROJECT.codings[0].key in {each.key for each in going.codings}
    assert going.kept == PROJECT.kept
    assert any(left.what == "imported codings" for left in going.left_out)
    # Of a code that is only proposed, too.
    assert "wonder" in {each.id for each in going.codes}
    assert (
        fates(admitting.admit(study, going, b"again"))
        .keys()
        .isdisjoint({("codings", "new"), ("codings", "waiting")})
    )


def test_the_consensus_goes_out_if_asked_and_is_nobodys_work_when_it_comes_back(
    sample: Study, tmp_path: Path
) -> None:
    going = project(sample, consensus=True)
    marked = [each for each in going.codings if each.consensus]
    assert marked
    assert {each.coder for each in marked} == {
        next(each.key for each in going.coders if each.name == CONSENSUS)
    }
    fresh = again(sample, tmp_path / "again.study", going)
    assert CONSENSUS not in studies.coders(fresh)
    fresh.close()


def test_a_study_can_begin_with_the_codes_of_a_project(tmp_path: Path) -> None:
    fresh = studies.start(tmp_path / "new.study", codebook_of(PROJECT), title="New")
    found = fates(admitting.admit(fresh, PROJECT, b"file"))
    assert found["codes", "identical"] == 4 - 1  # the folder is a theme, which nobody codes with
    assert ("codes", "proposed") not in found
    assert {each.name for each in project(fresh).codes} == {"Feelings", "trust", "Wonder", "Joy"}
    fresh.close()
