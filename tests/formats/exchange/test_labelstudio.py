import json
from typing import Any

from hypothesis import given
from lxml import etree

from tests.formats.exchange.projects import SAMPLE, hostile, projects
from toolkit.formats.exchange import labelstudio
from toolkit.model.project import Project


def tasks(project: Project) -> list[dict[str, Any]]:
    found = json.loads(labelstudio.write(project))
    assert isinstance(found, list)
    return found


def config(project: Project) -> etree._Element:
    return etree.fromstring(labelstudio.labelling_config(project))


def test_each_text_is_a_task_with_an_annotation_for_each_coder() -> None:
    first, second = tasks(SAMPLE)

    assert first["data"]["text"] == SAMPLE.texts[0].text
    assert first["data"]["coders"] == ["Ana Müller", "Ben Cho", "consensus"]
    assert [len(each["result"]) for each in first["annotations"]] == [2, 2, 1]
    assert (second["data"]["transcript"], second["annotations"]) == ("P02", [])


@given(projects())
def test_regions_are_the_codings_and_their_words(project: Project) -> None:
    (task,) = tasks(project)
    regions = [region for annotation in task["annotations"] for region in annotation["result"]]

    for region in regions:
        value = region["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert (region["type"], region["from_name"], region["to_name"]) == ("labels", "label", "text")
    got = sorted(
        (region["value"]["start"], region["value"]["end"], *region["value"]["labels"]) for region in regions
    )
    made = sorted((each.start, each.end, each.code.title()) for each in project.codings)
    assert got == made
    assert len({region["id"] for region in regions}) == len(regions)


def test_the_labelling_interface_has_every_label_that_is_used_and_the_names_the_results_use() -> None:
    for project in (SAMPLE, hostile()):
        view = config(project)
        labels = {each.get("value") for each in view.iter("Label")}
        used = {
            label
            for task in tasks(project)
            for annotation in task["annotations"]
            for region in annotation["result"]
            for label in region["value"]["labels"]
        }
        assert used <= labels
        assert [(each.get("name"), each.get("toName")) for each in view.iter("Labels")] == [("label", "text")]
        assert [(each.get("name"), each.get("value")) for each in view.iter("Text")] == [("text", "$text")]


def test_the_labelling_interface_offers_codes_with_colours_and_definitions_and_no_folders() -> None:
    labels = [dict(each.attrib) for each in config(SAMPLE).iter("Label")]

    assert labels == [
        {"value": "Trust", "background": "#0072b2", "hint": "To rely on others."},
        {"value": "Privacy", "background": "#882255"},
    ]


def test_a_regions_note_tells_coder_certainty_and_memos() -> None:
    first = tasks(SAMPLE)[0]["annotations"][0]["result"][0]

    assert first["meta"]["text"] == [
        "coder: Ana Müller",
        "code: trust",
        "made: 2026-03-01T09:30:00.125Z",
        "certainty: unsure",
        "Memo by Ana Müller: Tone\nIrony?\nAsk her.",
    ]
    consensus = tasks(SAMPLE)[0]["annotations"][2]["result"][0]
    assert "whose: consensus of the team" in consensus["meta"]["text"]
