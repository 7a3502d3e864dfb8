import json

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import WORDS, as_json, given, jsonl, left_out
from toolkit.errors import Invalid, ToolkitError
from toolkit.formats.projects import doccano
from toolkit.model.project import Project
from toolkit.model.transcript import Source


def read(*records: object) -> Project:
    return doccano.read(jsonl(*records))


def faults(*records: object) -> tuple[str, ...]:
    with pytest.raises(ToolkitError) as refused:
        read(*records)
    return refused.value.lines()


@pytest.mark.parametrize("name", ["label", "labels"])
def test_labels_in_threes_are_codings(name: str) -> None:
    project = read({"id": 4, "text": WORDS, name: [[2, 7, "trust"], [11, 15, "team"]], "Comments": []})
    assert given(project) == [("", "trust", "trust"), ("", "team", "team")]
    assert [text.name for text in project.texts] == ["all 4"]


def test_entities_are_codings_and_relations_are_counted() -> None:
    entities = [{"id": 0, "start_offset": 2, "end_offset": 7, "label": "trust"}]
    relations = [{"id": 0, "from_id": 0, "to_id": 0, "type": "why"}]
    project = read({"id": 4, "text": WORDS, "entities": entities, "relations": relations})
    assert given(project) == [("", "trust", "trust")]
    assert left_out(project) == {"relations between passages": 1}


def test_older_annotations_tell_their_coder_and_number_their_labels() -> None:
    spans = [{"label": 3, "start_offset": 2, "end_offset": 7, "user": 1}]
    assert given(read({"id": 4, "text": WORDS, "annotations": spans})) == [("1", "3", "trust")]


def test_the_coder_can_be_told() -> None:
    project = doccano.read(jsonl({"text": WORDS, "label": [[2, 7, "trust"]]}), coder="Ana")
    assert given(project) == [("Ana", "trust", "trust")]
    assert not any("who coded" in note for note in project.notes)


def test_comments_are_memos_on_the_text() -> None:
    project = read(
        {"text": WORDS, "label": [[2, 7, "trust"]], "Comments": ["ask again", {"text": "why"}, " "]}
    )
    assert [(memo.about, memo.text) for memo in project.memos] == [
        ("transcript", "ask again"),
        ("transcript", "why"),
    ]


def test_labels_of_whole_texts_are_left_out_and_told() -> None:
    project = read({"text": WORDS, "label": ["good", "new"]}, {"text": "a b", "label": [[0, 1, "a"]]})
    assert left_out(project) == {"labels of whole texts": 2}
    assert len(project.texts) == 2


def test_the_name_of_the_uploaded_file_names_the_text() -> None:
    project = read({"text": "a b", "label": [[0, 1, "a"]], "meta": {"filename": "P04.txt"}})
    assert project.texts[0].name == "P04.txt"


def test_a_list_is_read_like_lines() -> None:
    source = as_json([{"id": 1, "text": WORDS, "label": [[2, 7, "trust"]]}])
    assert doccano.sniff(source)
    assert given(doccano.read(source)) == [("", "trust", "trust")]


@pytest.mark.parametrize(("unit", "start"), [("codepoints", 22), ("utf16", 23)])
def test_what_positions_count_is_told_by_where_words_begin(unit: str, start: int) -> None:
    project = read({"text": WORDS, "label": [[start, start + 4, "them"], [2, 7, "trust"]]})
    assert given(project)[0] == ("", "them", "they")
    assert project.positions is not None
    assert (project.positions.rule, project.positions.score, project.positions.evidence) == (
        unit,
        1.0,
        "words",
    )


def test_a_person_can_choose_what_positions_count() -> None:
    source = jsonl({"text": WORDS, "label": [[22, 26, "them"]]})
    project = doccano.read(source, positions="utf16")
    assert project.positions is not None
    assert project.positions.chosen
    assert given(project) == [("", "them", WORDS[21:25])]
    with pytest.raises(Invalid, match="no way to count positions"):
        doccano.read(source, positions="bytes")


def test_a_place_out_of_the_text_is_kept_to_be_looked_at() -> None:
    (coding,) = read({"text": "a b", "label": [[2, 90, "a"]]}).codings
    assert (coding.start, coding.end) == (2, 90)


def test_all_faults_are_told_with_their_lines() -> None:
    lines = [
        json.dumps({"text": "a b", "label": [[0, 1, "a"]]}),
        '{"text": "a", "label": [[0, 1, "a"]], "text": "b"}',
        '{"text": "a", "label": [[NaN, 1, "a"]]}',
        '{"text": "a", "label": [[0, 1]]}',
        '{"text": "a", "label": {"0": 1}}',
        '{"label": []}',
        '{"text": "a", "label": [[true, 1, "a"]]}',
        '{"text": "a", "label": [[0, 99999999999999999999, "a"]]}',
        '{"text": "\\ud800", "label": []}',
        "{oops}",
        '"text"',
    ]
    with pytest.raises(ToolkitError) as refused:
        doccano.read(Source("all.jsonl", "\n".join(lines).encode()))
    told = refused.value.lines()
    assert [line.split(":")[1] for line in told] == [str(number) for number in range(2, 12)]
    assert "has the key 'text' twice at column 39" in told[0]
    assert "NaN, which is no number" in told[1]
    assert "half a character" in told[7]


def test_a_number_of_thousands_of_digits_and_endless_nesting_are_faults() -> None:
    for odd in ("1" * 10_000, "[" * 100_000, "[" * 70 + "]" * 70, "1e999"):
        with pytest.raises(ToolkitError) as refused:
            doccano.read(Source("all.jsonl", f'{{"text": "a", "label": {odd}}}'.encode()))
        assert len(refused.value.lines()) == 1


def test_a_name_that_turns_the_direction_is_told_on_one_line() -> None:
    (line,) = faults({"text": "a", "\u202eeman": 1, "label": 7})
    assert "\u202e" not in line


TEXT = st.text(st.sampled_from("ab \r\n\ufeff😀漢שלم\u0301"), min_size=1, max_size=30)


@generated(text=TEXT, utf16=st.booleans(), data=st.data())
def test_positions_lead_to_the_same_words_whatever_they_count(
    text: str, *, utf16: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    def unit(place: int) -> int:
        return len(text[:place].encode("utf-16-le")) // 2 if utf16 else place

    source = jsonl({"text": text, "label": [[unit(start), unit(end), "a"]]})
    if not text.strip("\ufeff \r\n"):
        return
    project = doccano.read(source, positions="utf16" if utf16 else "codepoints")
    (coding,) = project.codings
    assert coding.start is not None
    assert coding.end is not None
    mended = project.texts[0].text

    def bare(words: str) -> str:
        return "".join(words.split())

    found, stated = mended[coding.start : coding.end], text[start:end]
    body = text.lstrip("\ufeff")
    if start >= len(text) - len(body):
        assert bare(found) == bare(stated)
    assert "\r" not in mended
