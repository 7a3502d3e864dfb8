import json
from typing import Any

from hypothesis import given

from tests.formats.exchange.projects import SAMPLE, TRUST, WORDS, projects
from toolkit.formats.exchange import webannotation
from toolkit.model.project import Project


def read(project: Project) -> dict[str, Any]:
    found = json.loads(webannotation.write(project))
    assert isinstance(found, dict)
    return found


def codings(project: Project) -> list[dict[str, Any]]:
    return [each for each in read(project)["first"]["items"] if each["motivation"] == "tagging"]


def selector(annotation: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [each for each in annotation["target"]["selector"] if each["type"] == kind]
    assert isinstance(found, dict)
    return found


def values(annotation: dict[str, Any], purpose: str) -> list[str]:
    return [body["value"] for body in annotation["body"] if body["purpose"] == purpose]


def test_it_is_a_collection_with_one_page_of_everything() -> None:
    whole = read(SAMPLE)

    assert whole["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (whole["type"], whole["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert whole["first"]["partOf"] == whole["id"]
    assert whole["total"] == len(whole["first"]["items"]) == 5 + 3
    ids = [item["id"] for item in whole["first"]["items"]]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("urn:uuid:") for each in ids)


@given(projects())
def test_positions_and_words_select_the_same_of_the_text(project: Project) -> None:
    text = project.texts[0].text
    found = codings(project)

    assert len(found) == len(project.codings)
    for annotation in found:
        place = selector(annotation, "TextPositionSelector")
        quote = selector(annotation, "TextQuoteSelector")
        assert text[place["start"] : place["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.startswith(around, place["start"] - len(quote["prefix"]))
        assert len(quote["prefix"]) == min(place["start"], 32)


def test_a_coding_tells_code_coder_time_certainty_and_memos() -> None:
    (annotation,) = [each for each in codings(SAMPLE) if each["id"] == f"urn:uuid:{TRUST}"]

    assert annotation["creator"]["name"] == "Ana Müller"
    assert annotation["created"] == "2026-03-01T09:30:00.125Z"
    assert values(annotation, "tagging") == ["Trust"]
    assert values(annotation, "assessing") == ["unsure"]
    assert values(annotation, "commenting") == ["Tone\nIrony?\nAsk her."]
    (code,) = [body["source"] for body in annotation["body"] if body["purpose"] == "classifying"]
    assert (code["skos:notation"], code["skos:prefLabel"]) == ("trust", "Trust")


def test_the_target_names_the_transcript_and_its_hash_and_codings_of_one_text_share_it() -> None:
    sources = [each["target"]["source"] for each in codings(SAMPLE)]

    assert {each["id"] for each in sources} == {sources[0]["id"]}
    assert SAMPLE.texts[0].transcript is not None
    assert sources[0]["schema:sha256"] == SAMPLE.texts[0].transcript.sha256
    assert (sources[0]["language"], sources[0]["label"]) == ("en", "P01")


def test_the_consensus_is_no_persons() -> None:
    creators = [each["creator"] for each in codings(SAMPLE)]

    assert {"type": "Organization", "name": "consensus"} in creators
    assert [each["type"] for each in creators].count("Person") == 4
    said = read(SAMPLE)["dcterms:description"]
    assert any("Contains the consensus: 1 of 5" in sentence for sentence in said)


def test_memos_on_texts_codes_and_the_whole_are_annotations_of_these() -> None:
    memos = [each for each in read(SAMPLE)["first"]["items"] if each["motivation"] == "commenting"]

    assert [each["body"]["value"] for each in memos] == ["Short and angry.", "Split it?", "Saturated."]
    assert [each["target"].get("type") for each in memos] == ["Text", "skos:Concept", None]
    assert memos[2]["target"]["id"] == read(SAMPLE)["id"]
    assert WORDS not in webannotation.write(SAMPLE).decode()
