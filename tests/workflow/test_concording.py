"""Words are counted, and shown where they stand, in what was chosen of a study."""

from __future__ import annotations

import pytest

from tests.conftest import conversation
from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.model.identifier import new_id
from toolkit.model.selection import Selection
from toolkit.model.transcript import Span
from toolkit.store import transcripts
from toolkit.workflow import applying, concording, showing

SAID = (
    ("I", "Do you trust models?"),
    ("P02", "I trust nobody. But I trusted models once; models are hard, aren't they?"),
)


@pytest.fixture
def two(ana: Sitting) -> Sitting:
    with ana.study.transaction("researcher") as records:
        transcripts.add(records, conversation("P02", *SAID))
    return ana


def coded(sitting: Sitting, words: str, code: str) -> None:
    with sitting.study.reading() as connection:
        text = transcripts.find(connection, "P02")
    assert text is not None
    start = text.text.index(words)
    wish = applying.Apply(new_id(), "P02", text.sha256, Span(start, start + len(words)), code)
    assert applying.change(sitting.study, "Ana", [wish]) == (None,)


ALONE = Selection(participant=("P02",))
N_WORDS = len(SAID[1][1].split()) + 1  # the model of English takes "aren't" for two


def counted(sitting: Sitting, selection: Selection = ALONE, **more: bool) -> dict[object, object]:
    table = concording.words(sitting.study, least=1, selection=selection, **more)
    return dict(zip(table.column("word"), table.column("n_occurrences"), strict=True))


def test_forms_are_counted_under_one_word_and_interviewers_are_not_heard(two: Sitting) -> None:
    assert counted(two) == {"models": 2, "trust": 2, "hard": 1}


def test_each_form_can_be_counted_by_itself(two: Sitting) -> None:
    assert counted(two, forms=True) == {"models": 2, "trust": 1, "trusted": 1, "hard": 1}


def test_words_that_say_little_are_listed_when_asked_for(two: Sitting) -> None:
    everything = counted(two, forms=True, stop_words=True)
    assert everything["i"] == 2
    assert sum(int(str(count)) for count in everything.values()) == N_WORDS


def test_the_rate_is_among_all_words_also_those_that_are_not_listed(two: Sitting) -> None:
    table = concording.words(two.study, least=1, selection=ALONE)
    assert table.column("per_10_000")[0] == pytest.approx(2 / N_WORDS * 10_000)
    assert table.columns[1].of == 1


def test_with_a_code_chosen_only_its_passages_are_counted(two: Sitting) -> None:
    code = showing.desk(two.study, "P02", "Ana").codebook.codable
    name = next(iter(code))
    coded(two, "trusted models once", name)
    chosen = Selection(participant=("P02",), code=(name,))
    assert counted(two, chosen) == {"models": 1, "trusted": 1}
    lines = concording.concordance(two.study, "models", selection=chosen)
    assert [row[3:7] for row in lines.rows] == [
        ("I trust nobody. But I trusted ", "models", " once; models are hard, aren't they?", name)
    ]


def test_a_concordance_finds_all_forms_and_tells_how_many_say_them(two: Sitting) -> None:
    table = concording.concordance(two.study, "trust", selection=ALONE)
    assert table.column("hit") == ("trust", "trusted")
    assert "2 places, said by 1 of 1 participants." in table.notes
    assert concording.concordance(two.study, "trust", forms=True, selection=ALONE).column("hit") == ("trust",)


def test_lines_are_sorted_by_the_words_before_or_after(two: Sitting) -> None:
    def after(order: concording.Order) -> list[str]:
        table = concording.concordance(two.study, "models", order=order, selection=ALONE)
        return [str(value).split()[0] for value in table.column("after")]

    assert after("text") == ["once;", "are"]
    assert after("after") == ["are", "once;"]
    assert after("before") == ["are", "once;"]  # "once; models" before "trusted models"


def test_interviewers_can_be_heard(two: Sitting) -> None:
    chosen = Selection(participant=("P02",), speaker_role=("interviewer",))
    assert concording.concordance(two.study, "trust", selection=chosen).column("turn") == (1,)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda study: concording.words(study, least=0), "--least"),
        (concording.concordance, "nothing to look for"),
        (lambda study: concording.concordance(study, "a", width=0), "--width"),
        (lambda study: concording.concordance(study, "a", forms=True, pattern=True), "not both"),
        (lambda study: concording.concordance(study, "(", pattern=True), r"\("),
    ],
)
def test_what_cannot_be_asked_is_refused(two: Sitting, call, why: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with pytest.raises(ToolkitError, match=why):
        call(two.study)
