import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import WORDS, as_json, given, label, left_out, task
from toolkit.errors import ToolkitError
from toolkit.formats.projects import labelstudio
from toolkit.model.project import Project
from toolkit.model.transcript import Source


def read(*tasks: object) -> Project:
    return labelstudio.read(as_json(list(tasks)))


def test_labels_are_codings_with_coder_time_and_quote() -> None:
    project = read(task(label(2, 7, "trust", "trust", "care")))
    assert given(project) == [("coder 3", "trust", "trust"), ("coder 3", "care", "trust")]
    assert {coding.made_at for coding in project.codings} == {"2024-03-01T09:30:00.5Z"}
    assert {coding.quote for coding in project.codings} == {"trust"}
    assert [text.name for text in project.texts] == ["project 1"]


def test_each_annotation_of_a_task_is_one_coder_s_on_one_text() -> None:
    many = task(label(2, 7, "trust", "trust"))
    first = many["annotations"][0]  # type: ignore[index]
    by = {"id": 9, "email": "bo@example.org", "first_name": "Bo", "last_name": ""}
    many["annotations"] = [first, {**first, "completed_by": by}]
    project = read(many)
    assert [coder for coder, _, _ in given(project)] == ["coder 3", "bo@example.org"]
    assert len(project.texts) == 1


def test_other_results_suggestions_and_skipped_tasks_are_counted() -> None:
    choice = {"type": "choices", "from_name": "mood", "to_name": "text", "value": {"choices": ["good"]}}
    odd = task(label(2, 7, "trust", "trust"), choice, {"type": "relation"}, predictions=[{"result": []}])
    odd["annotations"].append({"result": [], "was_cancelled": True})  # type: ignore[attr-defined]
    assert left_out(read(odd)) == {
        "suggestions of models": 1,
        "results of the kind 'choices'": 1,
        "results of the kind 'relation'": 1,
        "skipped tasks": 1,
    }


def test_a_note_on_a_label_is_a_memo() -> None:
    noted = {**label(2, 7, "trust", "trust"), "meta": {"text": ["sure?", "ask"]}}
    (memo,) = read(task(noted)).memos
    assert (memo.about, memo.subject, memo.text, memo.author) == ("coding", "1", "sure?\nask", "coder 3")


def test_the_text_is_the_field_a_label_names_or_the_one_it_quotes() -> None:
    result = label(2, 7, "trust", "trust")
    project = read({**task(result), "data": {"title": "P1", "note": "x" * 90, "text": WORDS}})
    assert given(project) == [("coder 3", "trust", "trust")]
    assert project.texts[0].name == "P1"
    other = {**result, "to_name": "elsewhere"}
    assert given(read({**task(other), "data": {"note": "x" * 90, "words": WORDS}})) == given(project)


@pytest.mark.parametrize(("unit", "start"), [("codepoints", 22), ("utf16", 23)])
def test_what_positions_count_is_told_by_quotes(unit: str, start: int) -> None:
    project = read(task(label(start, start + 4, "they", "them"), label(2, 7, "trust", "trust")))
    assert given(project)[0][2] == "they"
    assert project.positions is not None
    assert (project.positions.rule, project.positions.score) == (unit, 1.0)
    assert project.positions.runner_up_score == 0.5
    assert project.positions.evidence == "quotes"


def test_a_line_end_in_a_quote_may_be_written_as_a_backslash_and_n() -> None:
    project = read(task(label(0, 3, "a\\nb", "x"), text="a\nb c"))
    assert project.codings[0].quote == "a\nb"
    assert project.positions is not None
    assert project.positions.score == 1.0


def test_labels_of_a_web_page_count_its_words_and_blocks_are_parted() -> None:
    page = "<p>One &amp; two.</p><p>Three <b>four</b>.</p><script>x()</script>"
    value = {
        "start": "/p[2]/text()[1]",
        "end": "/p[2]/text()[1]",
        "startOffset": 0,
        "endOffset": 5,
        "globalOffsets": {"start": 10, "end": 15},
        "text": "Three",
        "hypertextlabels": ["number"],
    }
    result = {"type": "hypertextlabels", "to_name": "text", "value": value}
    project = read(task(result, text=page))
    assert project.texts[0].text == "One & two.\nThree four."
    assert given(project) == [("coder 3", "number", "Three")]


def test_a_label_of_a_web_page_without_offsets_is_known_by_its_words() -> None:
    value = {"start": "/p[2]", "end": "/p[2]", "startOffset": 0, "endOffset": 5, "text": "Three"}
    result = {"type": "hypertextlabels", "to_name": "text", "value": {**value, "hypertextlabels": ["a"]}}
    (coding,) = read(task(result, text="<p>Three</p>")).codings
    assert (coding.start, coding.quote) == (None, "Three")


def test_labels_of_a_dialogue_count_within_paragraphs() -> None:
    turns = [{"author": "I", "text": "Why?"}, {"author": "P1", "text": "😀 I trust them."}, {"text": "Yes."}]
    value = {"start": "1", "end": "2", "startOffset": 5, "endOffset": 3, "text": "trust them. Yes"}
    result = {"type": "paragraphlabels", "to_name": "dialogue", "value": {**value, "paragraphlabels": ["a"]}}
    project = read({**task(result), "data": {"dialogue": turns}})
    assert project.texts[0].text == "I: Why?\nP1: 😀 I trust them.\nYes."
    assert given(project) == [("coder 3", "a", "trust them.\nYes")]
    assert project.positions is not None
    assert project.positions.rule == "utf16"


def test_the_short_form_is_read_and_tasks_of_several_coders_share_a_text() -> None:
    value = label(2, 7, "trust", "trust")["value"]
    short = {"id": 5, "text": WORDS, "annotator": 1, "annotation_id": 2, "label": [value]}
    project = read(short, {**short, "annotator": 2, "mood": {"choices": ["good"]}})
    assert given(project) == [("coder 1", "trust", "trust"), ("coder 2", "trust", "trust")]
    assert len(project.texts) == 1
    assert left_out(project) == {"answers of other kinds": 1}


def test_all_faults_of_a_file_are_told() -> None:
    nameless = {**label(0, 1, "I", "x"), "value": {"start": 0, "end": 1, "labels": [None]}}
    placeless = {**label(0, 1, "", "x"), "value": {"start": "a", "end": 1, "labels": ["x"]}}
    with pytest.raises(ToolkitError) as refused:
        read(task(nameless, placeless, 5), 7, {"id": 1})
    assert len(refused.value.lines()) == 5


def test_a_duplicate_key_is_refused_with_its_line() -> None:
    data = b'[\n {"id": 1, "data": {"text": "a"},\n  "data": 2, "annotations": []}]'
    with pytest.raises(ToolkitError, match=r"a.json:3: has the key 'data' twice at column 3"):
        labelstudio.read(Source("a.json", data))


def test_words_of_a_label_that_are_not_at_its_place_are_kept_as_they_are() -> None:
    (coding,) = read(task(label(0, 1, "somewhere else", "x"))).codings
    assert (coding.start, coding.end, coding.quote) == (0, 1, "somewhere else")


@generated(
    parts=st.lists(st.text(st.sampled_from("ab😀漢ש"), min_size=1, max_size=6), min_size=1, max_size=5),
    data=st.data(),
)
def test_a_place_in_a_web_page_is_found_between_blocks(parts: list[str], data: st.DataObject) -> None:
    words = "".join(parts)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    value = {
        "globalOffsets": {"start": start, "end": end},
        "text": words[start:end],
        "hypertextlabels": ["a"],
    }
    result = {"type": "hypertextlabels", "to_name": "text", "value": value}
    page = "".join(f"<p>{part}</p>" for part in parts)
    project = labelstudio.read(as_json([task(result, text=page)]), positions="codepoints")
    assert project.texts[0].text == "\n".join(parts)
    found = given(project)[0][2]
    assert found.replace("\n", "") == words[start:end]
    assert found == found.strip("\n")
