import uuid
from dataclasses import replace

from hypothesis import given

from tests.formats.exchange.projects import CARE, SAMPLE, TRUST, coding, projects, text_of
from toolkit.formats.exchange.contents import Contents, urn
from toolkit.formats.exchange.segments import blocks, segments
from toolkit.model.project import Project, ProjectCode, ProjectCoder


def test_a_uuid_stays_a_uuid_and_everything_else_gets_one_of_its_own() -> None:
    names = [
        urn(SAMPLE, "coding", TRUST),
        urn(SAMPLE, "coding", "c2"),
        urn(SAMPLE, "text", "c2"),
        urn(SAMPLE, "text", "\ud800"),
        urn(replace(SAMPLE, key=CARE), "text", "c2"),
    ]

    assert names[0] == f"urn:uuid:{TRUST}"
    assert len(set(names)) == 5
    assert [uuid.UUID(name).version for name in names[1:]] == [5] * 4
    assert urn(SAMPLE, "text", "c2") == names[2]


def test_two_codes_of_one_label_are_told_apart_by_their_ids() -> None:
    codes = (
        ProjectCode("1", "Trust", id="trust"),
        ProjectCode("2", " Trust\n", id="faith"),
        ProjectCode("3", "\u202eCare"),
        ProjectCode("4", "  "),
    )
    labels = Contents(Project("P", "Intercoder", codes=codes)).label

    assert list(labels.values()) == ["Trust (trust)", "Trust (faith)", "⟨U+202E⟩Care", "4"]


def test_a_code_stands_under_what_is_at_the_top_and_has_the_nearest_colour() -> None:
    codes = (
        ProjectCode("a", "A", colour="#111111"),
        ProjectCode("b", "B", "a"),
        ProjectCode("c", "C", "b", colour="#333333"),
        ProjectCode("d", "D"),
    )
    contents = Contents(Project("P", "Intercoder", codes=codes))

    assert [contents.theme(code) for code in codes] == ["", "A", "A", ""]
    assert [contents.colour(code) for code in codes] == ["#111111", "#111111", "#333333", ""]


def test_coders_of_one_name_stay_two() -> None:
    coders = (ProjectCoder("ana", "Ana"), ProjectCoder("ben", "Ana"))
    contents = Contents(replace(SAMPLE, coders=coders))

    assert len(contents.by_coder(SAMPLE.texts[0])) == 3  # the consensus is a group of its own


def test_passages_come_in_the_order_of_the_text_and_longer_ones_first() -> None:
    project = replace(SAMPLE, codings=(coding("b", 5, 8), coding("c", 9, 12), coding("a", 5, 12)), memos=())

    assert [each.coding.key for each in Contents(project).passages] == ["a", "b", "c"]


@given(projects())
def test_blocks_are_the_whole_text_and_each_has_its_turn(project: Project) -> None:
    text = project.texts[0]
    found = blocks(text)

    assert "".join(text.text[block.start : block.end] for block in found) == text.text
    assert text.transcript is not None
    assert [block.turn for block in found] == list(text.transcript.turns)
    for block in found:
        assert block.turn
        assert block.start <= block.turn.span.start < block.turn.span.end <= block.words_end <= block.end


def test_a_label_on_a_line_of_its_own_belongs_to_the_turn_below_it() -> None:
    text = text_of("Ana: one\n\nA heading\nBen: two\n")
    assert text.transcript is not None
    turns = tuple(turn for turn in text.transcript.turns if turn.speaker)
    numbered = tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))
    text = replace(text, transcript=replace(text.transcript, turns=numbered))

    assert [text.text[block.start : block.end] for block in blocks(text)] == [
        "Ana: one\n\n",
        "A heading\nBen: two\n",
    ]


def test_a_text_without_known_turns_is_one_block() -> None:
    text = replace(text_of("one\ntwo"), transcript=None)

    assert [(block.start, block.end, block.turn) for block in blocks(text)] == [(0, 7, None)]


@given(projects())
def test_each_character_is_in_one_segment_with_the_codings_that_cover_it(project: Project) -> None:
    text = project.texts[0]
    placed = Contents(project).placed(text)
    found = list(segments(len(text.text), placed, [3]))

    assert "".join(text.text[piece.start : piece.end] for piece in found) == text.text
    for piece in found:
        for at in range(piece.start, piece.end):
            covering = [each.number for each in placed if each.span.start <= at < each.span.end]
            assert [each.number for each in piece.marks] == covering
    assert sorted(each.number for piece in found for each in piece.ending) == [each.number for each in placed]
    assert sorted(each.number for piece in found for each in piece.beginning) == [
        each.number for each in placed
    ]
