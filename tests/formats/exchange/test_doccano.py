import json
from typing import Any

from hypothesis import given

from tests.formats.exchange.projects import SAMPLE, projects
from toolkit.formats.exchange import doccano
from toolkit.model.project import Project


def examples(project: Project) -> list[dict[str, Any]]:
    return [json.loads(line) for line in doccano.write(project).decode().splitlines()]


def in_browser(text: str, start: int, end: int) -> str:
    """What a browser takes for these positions."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_a_text_comes_once_for_each_coder_and_once_if_nobody_coded_it() -> None:
    found = examples(SAMPLE)

    told = [(each["transcript"], each["coder"], each["consensus"], len(each["label"])) for each in found]
    assert told == [
        ("P01", "Ana Müller", False, 2),
        ("P01", "Ben Cho", False, 2),
        ("P01", "consensus", True, 1),
        ("P02", "", False, 0),
    ]
    assert len({frozenset(each) for each in found}) == 1  # the same columns in every line


@given(projects())
def test_positions_are_a_browsers_and_those_of_this_program_stand_beside(project: Project) -> None:
    for example in examples(project):
        points = [tuple(map(int, pair.split("-"))) for pair in example["codepoints"].split()]
        assert len(points) == len(example["label"])
        for (start, end), (first, last, _) in zip(points, example["label"], strict=True):
            assert in_browser(example["text"], first, last) == example["text"][start:end]
    made = sorted((each.start, each.end) for each in project.codings)
    got = [
        tuple(map(int, pair.split("-"))) for each in examples(project) for pair in each["codepoints"].split()
    ]
    assert sorted(got) == made


def test_an_emoji_is_two_places_wide() -> None:
    assert examples(SAMPLE)[1]["label"] == [[5, 23, "Trust"], [13, 15, "Privacy"]]
    assert examples(SAMPLE)[1]["codepoints"] == "5-22 13-14"
