import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.formats.exchange.projects import SAMPLE, coding, hostile, projects
from toolkit.errors import ToolkitError
from toolkit.formats import exchange
from toolkit.formats.exchange import annotated
from toolkit.formats.undated import unpacked
from toolkit.model.project import LeftOut, Project, ProjectCoding

WORDS = sorted(exchange.FORMATS)


def told(word: str, project: Project) -> str:
    """Everything a file says, an archive's members one after the other."""
    data = exchange.FORMATS[word].write(project)
    if exchange.FORMATS[word] is annotated:
        return "".join(content.decode() for _, content in unpacked(io.BytesIO(data)))
    return data.decode()


@pytest.mark.parametrize("word", WORDS)
def test_the_same_project_makes_the_same_file(word: str) -> None:
    assert exchange.FORMATS[word].write(SAMPLE) == exchange.FORMATS[word].write(replace(SAMPLE))


@pytest.mark.parametrize("word", WORDS)
def test_a_file_says_whether_it_contains_consensus_codings(word: str) -> None:
    own = replace(SAMPLE, codings=tuple(each for each in SAMPLE.codings if not each.consensus))

    assert "consensus" in told(word, SAMPLE)
    without = re.sub(r'"consensus": false|consensus(?=,codebook_version)', "", told(word, own))
    assert "consensus" not in without


@pytest.mark.parametrize("word", sorted({*WORDS} - {"codings", "jsonlines"}))
def test_what_the_study_says_of_itself_stands_in_every_document(word: str) -> None:
    said = told(word, SAMPLE)

    assert "Interviews on trust. Do not share." in said
    assert "Names are pseudonyms." in said
    assert "Demo codebook, version 1.2.0" in said


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_a_project_may_be_hostile(word: str) -> None:
    assert exchange.FORMATS[word].write(hostile())


@pytest.mark.parametrize("word", WORDS)
def test_a_project_may_be_empty(word: str) -> None:
    assert isinstance(exchange.FORMATS[word].write(Project("Nothing yet", "Intercoder")), bytes)


@pytest.mark.parametrize("word", WORDS)
@settings(max_examples=25)
@given(project=projects())
def test_any_project_can_be_written(word: str, project: Project) -> None:
    exchange.FORMATS[word].write(project)


@pytest.mark.parametrize("word", WORDS)
def test_codings_that_have_no_place_are_told_of_and_mark_nothing(word: str) -> None:
    lost = (
        ProjectCoding("l1", "t1", "trust", "ana", quote="gone with the wind"),
        coding("l2", 50, 5000),
        coding("l3", 9, 9),
        coding("l4", -3, 4),
    )
    project = replace(SAMPLE, codings=(*SAMPLE.codings, *lost))
    said = told(word, project)

    assert [(each.what, each.count) for each in exchange.left_out(project)] == [
        ("codings without a place", 4)
    ]
    if word in {"codings", "jsonlines"}:
        assert "gone with the wind" in said
    else:
        assert "4 codings without a place" in said
        assert "gone with the wind" not in said
    assert exchange.left_out(SAMPLE) == ()
    assert isinstance(exchange.left_out(project)[0], LeftOut)


def test_the_table_says_of_every_format_what_it_keeps_and_loses() -> None:
    table = exchange.table_of_formats()

    assert set(table.column("ending")) >= {
        ".qdpx",
        ".qde",
        ".qdc",
        ".jsonl",
        ".study",
        ".docx",
        ".html",
        ".csv",
    }
    assert len(table.rows) == 5 + len(exchange.FORMATS)
    for row in table.rows:
        for sentence in row:
            assert isinstance(sentence, str)
            assert sentence.strip()
    assert {each.NAME for each in exchange.FORMATS.values()} <= set(table.column("format"))


def test_a_format_nobody_knows_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(ToolkitError, match=r"nvivo.*labelstudio"):
        exchange.format_of("nvivo")
    assert exchange.format_of("html").ENDING == ".html"


@given(projects())
def test_json_lines_are_as_many_as_codings_to_whoever_cuts_at_line_ends(project: Project) -> None:
    lines = exchange.FORMATS["jsonlines"].write(project).decode().splitlines()

    assert len([json.loads(line) for line in lines]) == len(project.codings)
