"""What a selection leaves of a study, beside asking every coding and every turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.conftest import SampleAt, conversation
from toolkit.errors import Several, ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import CONSENSUS
from toolkit.model.round import Coder
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import reporting
from toolkit.workflow.concluding import consensus_in
from toolkit.workflow.selecting import Material, material
from toolkit.workflow.viewing import view

Counted = dict[str, tuple[int, int, int]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    made = sample_at(tmp_path_factory.mktemp("selecting") / "sample.study")
    yield made
    made.close()


@pytest.fixture(scope="module")
def whole(sample: Study) -> Material:
    return material(sample, EVERYTHING)


def talked(name: str, *said: tuple[str, str], questions: tuple[int | None, ...] = ()) -> Transcript:
    """Make a transcript whose turns belong to these questions."""
    made = conversation(name, *said)
    numbers = questions or (None,) * len(made.turns)
    turns = (replace(turn, question=number) for turn, number in zip(made.turns, numbers, strict=True))
    return replace(made, turns=tuple(turns))


@pytest.fixture
def small(study: Study) -> Study:
    """Three talks, two with questions; Ana codes all words of everybody, Ben some."""
    talks = (
        talked("P01", ("I", "Cost?"), ("P01", "Too much."), ("P01", "I trust it."), questions=(1, 1, 2)),
        talked("P02", ("I", "Care?"), ("P02", "Some care."), questions=(2, 2)),
        replace(talked("T03", ("P03", "No idea."), ("Q", "None.")), participant=""),
    )
    with study.transaction(RESEARCHER) as records:
        for each in talks:
            transcripts.add(records, each)
        transcripts.add_participant(records, "P01", {"role": "maker ", "region": "EU"})
        transcripts.add_participant(records, "P02", {"role": "tester", "region": ""})
        transcripts.add_participant(records, "P09", {"role": "absent", "region": "US"})
        for name in ("Ana", "Ben"):
            rounds.add_coder(records, Coder(name))
        for each in talks:
            for turn in each.turns:
                for code, coder in (("trust", "Ana"), ("care", "Ana"), ("trust", "Ben")):
                    quotation = Quotation(each.id, 1, turn.span, each.words_of(turn))
                    name = f"{each.id}-{turn.number}-{code}-{coder}"
                    made = Coding(name, quotation, code, coder, "1.0.0", "first", "2026-03-02T10:00:00Z")
                    if coder == "Ana" or turn.number > 1:
                        codings.add(records, made)
    return study


def counted(study: Study, selection: Selection) -> Counted:
    """Return participants, segments and words by code, for codes that have any, as the table tells them."""
    table = reporting.frequency(study, counts="n_of_N", selection=selection)
    rows = (dict(zip(table.names, row, strict=True)) for row in table.rows)
    return {
        str(row["code_id"]): (
            int(str(row["n_participants"])),
            int(str(row["n_segments"])),
            int(str(row["n_words"])),
        )
        for row in rows
        if row["n_segments"]
    }


def standing(study: Study) -> tuple[Coding, ...]:
    """Return what findings rest on with nobody chosen, seen and agreed on all at once."""
    with study.reading() as connection:
        seen = view(connection, codings.everything(connection))
        found = consensus_in(connection, seen, transcripts.everything(connection))
    agreed = [each for each in found.codings if each.transcript in found.reached]
    return (*agreed, *(each for each in seen.codings if each.transcript not in found.reached))


def asked(study: Study, found: Material, selection: Selection, *, roles: tuple[str, ...] = ()) -> Counted:
    """Count by asking every coding and every turn."""
    counting = standing(study)
    heard = roles or ("participant", "other", "unknown")
    segments: dict[str, list[tuple[str, int]]] = {}
    for text in found.transcripts:
        person = text.person
        for code in {each.code for each in counting} if is_asked(found, person, selection) else ():
            spans = [each.span for each in counting if (each.transcript, each.code) == (text.id, code)]
            for start, end in joined(spans) if is_looked_at(found, code, selection) else ():
                said = [
                    text.text[max(start, turn.span.start) : min(end, turn.span.end)]
                    for turn in text.turns
                    if turn.span.overlaps(Span(start, end))
                    and text.roles[turn.speaker] in heard
                    and (not selection.question or turn.question in selection.question)
                ]
                if words := sum(len(part.split()) for part in said):
                    segments.setdefault(code, []).append((person, words))
    return {
        code: (len({who for who, _ in told}), len(told), sum(words for _, words in told))
        for code, told in segments.items()
    }


def is_asked(found: Material, person: str, selection: Selection) -> bool:
    known = {name: value.strip() for name, value in found.people.get(person, {}).items()}
    wanted = [condition.split("=", 1) for condition in selection.where]
    fits = all(known.get(name, "") in [v for other, v in wanted if other == name] for name, _ in wanted)
    return fits and person in (selection.participant or (person,))


def is_looked_at(found: Material, code: str, selection: Selection) -> bool:
    if code not in found.codebook.codable or code not in (selection.code or (code,)):
        return False
    theme = code if code in found.codebook.theme else found.codebook.theme_of[code].id
    return theme in (selection.theme or (theme,))


def joined(spans: list[Span]) -> list[tuple[int, int]]:
    """Unite what overlaps, pair by pair, until nothing does."""
    left = [(span.start, span.end) for span in spans]
    for one in list(left):
        for other in list(left):
            if one != other and one in left and other in left and one[0] < other[1] and other[0] < one[1]:
                left = [each for each in left if each not in (one, other)]
                left.append((min(one[0], other[0]), max(one[1], other[1])))
                return joined([Span(*each) for each in left])
    return list(dict.fromkeys(left))


@pytest.mark.parametrize(
    "selection",
    [
        EVERYTHING,
        Selection(participant=("P01", "P05", "P05")),
        Selection(where=("region=EU",)),
        Selection(where=("region=EU", "region=US")),
        Selection(where=("region=EU", "modality=text", "modality=code")),
        Selection(theme=("motivations", "needs")),
        Selection(code=("user-duty", "audience")),
        Selection(theme=("responsibility",), code=("user-duty", "audience")),
        Selection(question=(3, 4)),
        Selection(question=(99,)),
        Selection(where=("region=US",), theme=("responsibility",), question=(1, 2, 3, 4, 5, 6)),
        Selection(participant=("P01",), where=("region=EU",)),
    ],
    ids=str,
)
def test_every_filter_equals_asking_every_coding(
    sample: Study, whole: Material, selection: Selection
) -> None:
    assert counted(sample, selection) == asked(sample, whole, selection)


@pytest.mark.parametrize("role", ["participant", "interviewer", "other", "unknown"])
def test_whose_words_count_equals_asking_every_turn(small: Study, role: str) -> None:
    selection = Selection(speaker_role=(role,))  # type: ignore[arg-type]
    assert counted(small, selection) == asked(small, material(small, EVERYTHING), selection, roles=(role,))


def test_a_question_narrows_what_counts_in_a_passage(small: Study) -> None:
    assert counted(small, EVERYTHING)["care"] == (3, 5, 10)
    assert counted(small, Selection(question=(2,)))["care"] == (2, 2, 5)
    assert counted(small, Selection(question=(2,), participant=("P01",)))["care"] == (1, 1, 3)


def test_values_of_attributes_are_compared_without_blanks_around_them(small: Study) -> None:
    assert counted(small, Selection(where=("role=maker",)))["care"][0] == 1
    assert counted(small, Selection(where=("region=",)))["care"][0] == 2


def test_all_that_is_not_known_is_told_at_once(small: Study) -> None:
    wrong = Selection(
        coder=("Zoe", "Ana", CONSENSUS, "Max"),
        participant=("P01", "P77"),
        where=("role=baker", "age=30"),
        theme=("work",),
        code=("trust", "worry"),
    )
    with pytest.raises(Several) as refused:
        material(small, wrong)
    assert refused.value.lines() == (
        "Zoe: is no coder of this study; there are: Ana, Ben",
        "Max: is no coder of this study; there are: Ana, Ben",
        "P77: is no participant of this study; there are: P01, P02, P09, T03",
        "role=baker: is said of no participant; there are: absent, maker, tester",
        "age: is no attribute of participants; there are: region, role",
        "work: is no theme of codebook 1.0.0; there are: feelings",
        "worry: is no code in use in codebook 1.0.0; see: intercoder codebook show",
    )
    with pytest.raises(ToolkitError, match=r"^P77: is no participant"):
        reporting.participants(small, selection=Selection(participant=("P77",)))


def test_of_very_many_names_the_first_are_told(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        for number in range(100, 200):
            transcripts.add_participant(records, f"P{number}", {})
    with pytest.raises(ToolkitError, match=r"P128, P129 and 70 more$"):
        material(study, Selection(participant=("P77",)))


def notes(study: Study, selection: Selection) -> str:
    return " ".join(material(study, selection).notes)


def test_it_is_told_where_a_filter_leaves_nothing(small: Study) -> None:
    assert "Nobody is left: no transcript is of" in notes(small, Selection(participant=("P09",)))
    assert "Nobody is left" in notes(small, Selection(participant=("P01",), where=("role=tester",)))
    assert "Nobody is left" not in notes(small, Selection(participant=("P01",)))
    empty = reporting.frequency(small, selection=Selection(participant=("P09",)))
    assert set(empty.column("pct_participants")) == {None}
    assert set(empty.column("n_segments")) == {0}


def test_it_is_told_which_questions_nobody_answers(small: Study) -> None:
    assert "No turn in these transcripts answers the question 99." in notes(
        small, Selection(question=(1, 99))
    )
    assert "nothing in them counts: T03." in notes(small, Selection(question=(1,)))
    unasked = notes(small, Selection(question=(1,), participant=("T03",)))
    assert "No questions are recognised in these transcripts: nothing counts" in unasked
    assert "question" not in notes(small, Selection(participant=("T03",)))


def test_it_is_told_which_roles_nobody_has(small: Study) -> None:
    assert "has the role other (see: intercoder speakers)" in notes(
        small, Selection(speaker_role=("other", "participant"))
    )
    assert "has the role" not in notes(small, Selection(speaker_role=("interviewer",)))


def test_a_transcript_that_names_nobody_is_chosen_by_its_own_name(small: Study) -> None:
    found = material(small, Selection(participant=("T03",)))
    assert [each.id for each in found.transcripts] == ["T03"]
    assert found.basis.participants == ("T03",)
    assert counted(small, Selection(participant=("T03",))) == {"trust": (1, 2, 3), "care": (1, 2, 3)}


def test_one_coder_is_not_the_others(small: Study) -> None:
    assert counted(small, Selection(coder=("Ben",))).keys() == {"trust"}
    assert counted(small, Selection(coder=("Ana",)))["trust"] == (3, 5, 10)
    assert counted(small, Selection(coder=("Ben",)))["trust"] == (3, 4, 8)


def test_consensus_alone_is_nothing_where_there_is_none(small: Study) -> None:
    assert counted(small, Selection(coder=(CONSENSUS,))) == {}
    with_ana = counted(small, Selection(coder=(CONSENSUS, "Ben")))
    assert with_ana == counted(small, Selection(coder=("Ben",)))


def test_consensus_and_a_coder_is_the_consensus_where_there_is_one(sample: Study) -> None:
    assert counted(sample, Selection(coder=(CONSENSUS, "A"))) == counted(sample, EVERYTHING)
    assert counted(sample, Selection(coder=(CONSENSUS,))) == counted(sample, EVERYTHING)
    assert counted(sample, Selection(coder=("A",))) != counted(sample, EVERYTHING)


def test_participants_are_those_chosen_also_without_a_transcript(small: Study) -> None:
    everybody = reporting.participants(small)
    assert everybody.column("participant") == ("P01", "P02", "P09", "T03")
    chosen = reporting.participants(
        small, smallest=1, extent=True, selection=Selection(where=("role=maker",))
    )
    assert chosen.rows == (("P01", "maker ", "EU", 1, 5),)
    asked_only = Selection(participant=("P01", "P09"), question=(2,), speaker_role=("participant",))
    assert reporting.participants(small, extent=True, selection=asked_only).column("n_words") == (3, 0)
