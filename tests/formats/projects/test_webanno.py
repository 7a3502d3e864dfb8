import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import given, left_out, tsv
from toolkit.errors import ToolkitError
from toolkit.formats.projects import webanno

CODE = "#T_SP=webanno.custom.Code|name"


def test_spans_of_one_token_of_several_and_of_parts_are_codings() -> None:
    project = webanno.read(
        tsv(
            "#Text=I trust nobody.",
            "1-1\t0-1\tI\tself\t",
            "1-2\t2-7\ttrust\tTrust[1]\t",
            "1-3\t8-14\tnobody\tTrust[1]\t",
            "1-3.1\t8-10\tno\tdenial\t",
            "1-4\t14-15\t.\t_\t",
        ),
        coder="Ana",
    )
    assert given(project) == [("Ana", "self", "I"), ("Ana", "Trust", "trust nobody"), ("Ana", "denial", "no")]


def test_spans_on_one_token_lie_on_each_other() -> None:
    project = webanno.read(
        tsv("#Text=a b", "1-1\t0-1\ta\tone[1]|two[2]|one[3]\t", "1-2\t2-3\tb\tone[1]|two[4]\t")
    )
    assert [(code, words) for _, code, words in given(project)] == [
        ("one", "a b"),
        ("two", "a"),
        ("one", "a"),
        ("two", "b"),
    ]


def test_escaped_signs_are_themselves() -> None:
    source = tsv("#Text=a\\tb\\\\c", "1-1\t0-5\ta\\tb\\\\c\tone\\_two \\| \\[3\\] \\->\\;\\*\t")
    assert given(webanno.read(source)) == [("", "one_two | [3] ->;*", "a\tb\\c")]


def test_offsets_count_as_java_does_and_this_is_checked() -> None:
    project = webanno.read(
        tsv("#Text=😀 I trust", "1-1\t0-2\t😀\t_", "1-2\t3-4\tI\t_", "1-3\t5-10\ttrust\tTrust")
    )
    assert given(project) == [("", "Trust", "trust")]
    assert project.positions is not None
    assert (project.positions.rule, project.positions.score) == ("utf16", 1.0)
    assert project.positions.runner_up == "codepoints"
    assert project.positions.runner_up_score == 0


def test_a_file_of_a_program_that_counts_code_points_is_read_so() -> None:
    project = webanno.read(
        tsv("#Text=😀 I trust", "1-1\t0-1\t😀\t_", "1-2\t2-3\tI\t_", "1-3\t4-9\ttrust\tTrust")
    )
    assert given(project) == [("", "Trust", "trust")]
    assert project.positions is not None
    assert project.positions.rule == "codepoints"


def test_sentences_of_several_lines_keep_them_and_blanks_between_are_line_ends() -> None:
    project = webanno.read(
        tsv(
            "#Text=one",
            "#Text=two",
            "1-1\t0-3\tone\tx",
            "1-2\t4-7\ttwo\t_",
            "",
            "#Text=three",
            "2-1\t9-14\tthree\tx",
        )
    )
    assert project.texts[0].text == "one\ntwo\n\nthree"
    assert [words for *_, words in given(project)] == ["one", "three"]


def test_one_layer_with_one_feature_has_no_group_and_more_have() -> None:
    layers = (CODE, "#T_SP=webanno.custom.Mood|kind|strength")
    project = webanno.read(
        tsv("#Text=a b", "1-1\t0-1\ta\ttrust\tgood\thigh", "1-2\t2-3\tb\t*\t_\t_", layers=layers)
    )
    names = {code.key: code for code in project.codes}
    paths = {
        (
            names[each.code].name,
            names[each.code].parent,
            names[names[each.code].parent].parent if names[each.code].parent else "",
        )
        for each in project.codings
    }
    assert paths == {
        ("trust", "Code", ""),
        ("good", "kind", "Mood"),
        ("high", "strength", "Mood"),
        ("Code", "", ""),
    }
    assert not names["Mood"].codable
    assert names["Code"].codable


def test_linguistic_layers_chains_relations_and_links_are_counted() -> None:
    layers = (
        CODE,
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue",
        "#T_CH=webanno.custom.Who|referenceRelation|referenceType",
        "#T_RL=webanno.custom.Why|name|BT_webanno.custom.Code",
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value",
        "#T_SP=webanno.custom.Frame|kind|ROLE_webanno.custom.Frame:who_webanno.custom.Link|webanno.custom.Code",
    )
    cells = ["trust", "N", "*->1-1", "x", "because", "1-1", "http://x.org/Q1", "PER", "act", "who", "1-1"]
    project = webanno.read(tsv("#Text=a", "\t".join(["1-1", "0-1", "a", *cells]), layers=layers))
    assert sorted(code for _, code, _ in given(project)) == ["PER", "act", "trust"]
    assert left_out(project) == {
        "spans of the layer 'POS'": 1,
        "chains of passages": 1,
        "relations between passages": 1,
        "links between passages": 1,
        "links to a knowledge base": 1,
    }


def test_all_faulty_lines_are_told() -> None:
    source = tsv("1-1\t0-1\ta\t_", "#Text=a", "1-1\t0-1\ta\t_\t_\tx", "oops", "1-1\t-2-9\ta\t_")
    with pytest.raises(ToolkitError) as refused:
        webanno.read(source)
    assert [line.split(":")[1] for line in refused.value.lines()] == ["5", "7", "8", "9"]


def test_offsets_out_of_the_text_are_kept_and_do_not_cost_memory() -> None:
    far = 10**14
    project = webanno.read(tsv("#Text=a", f"1-1\t{far}-{far + 9}\ta\tx", "", "#Text=b", "2-1\t0-999\tb\ty"))
    assert len(project.codings) == 2
    assert len(project.texts[0].text) < 300


@generated(
    words=st.lists(
        st.text(st.sampled_from("ab😀漢ש_|[]\\;*->"), min_size=1, max_size=5), min_size=1, max_size=6
    )
)
def test_every_token_is_found_again_whatever_its_signs(words: list[str]) -> None:
    def escaped(value: str) -> str:
        value = value.replace("\\", "\\\\").replace("->", "\\->")
        return "".join(f"\\{sign}" if sign in "[]|_;*" else sign for sign in value)

    lines, reached = [f"#Text={' '.join(words)}".replace("\\", "\\\\")], 0
    for number, word in enumerate(words, 1):
        length = len(word.encode("utf-16-le")) // 2
        lines.append(f"1-{number}\t{reached}-{reached + length}\t{escaped(word)}\tc{escaped(word)}")
        reached += length + 1
    project = webanno.read(tsv(*lines))
    assert given(project) == [("", f"c{word}", word) for word in words]
    assert project.positions is not None
    assert project.positions.score == 1.0
