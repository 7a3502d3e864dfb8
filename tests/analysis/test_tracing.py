"""Every number of a table of findings has its passages, neither more nor fewer."""

from __future__ import annotations

from collections import Counter

from tests.analysis.talk import CODEBOOK, coded, talk
from tests.analysis.test_tables import CODINGS, TALKS
from toolkit.analysis.frequency import frequency
from toolkit.analysis.matrix import matrix
from toolkit.analysis.passages import Scope, passages
from toolkit.analysis.tracing import AROUND, traced
from toolkit.model.table import Table


def dicts(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


def test_there_are_as_many_passages_as_the_tables_count() -> None:
    for scope in (Scope(), Scope(codes=frozenset({"care"})), Scope(roles=frozenset({"interviewer"}))):
        basis = passages(TALKS, CODINGS, CODEBOOK, scope)
        listed = dicts(traced(basis))

        cells = Counter((row["code_id"], row["participant"]) for row in listed)
        for row in dicts(matrix(basis)):
            assert [row[name] for name in basis.participants] == [
                cells[row["code_id"], name] for name in basis.participants
            ]
        for row in dicts(frequency(basis)):
            mine = [each for each in listed if each["code_id"] == row["code_id"]]
            assert row["n_segments"] == len(mine)
            assert row["n_participants"] == len({each["participant"] for each in mine})
            assert row["n_words"] == sum(int(str(each["n_words"])) for each in mine)


def test_a_passage_comes_with_its_place_and_what_stands_around_it() -> None:
    said = talk("T1", "I: So?", "P: I trust it  when I have seen\nit work twice.", participant="Kim")
    basis = passages([said], [coded(said, "trust", "when I have")], CODEBOOK)

    (row,) = dicts(traced(basis))

    assert (row["participant"], row["transcript"], row["turn"]) == ("Kim", "T1", 2)
    assert (row["before"], row["quotation"], row["after"]) == (
        "I trust it",
        "when I have",
        "seen it work twice.",
    )
    assert said.text[int(str(row["start"])) : int(str(row["end"]))] == "when I have"
    assert (row["code_id"], row["code"], row["n_words"]) == ("trust", "Trust", 3)


def test_long_talk_around_a_passage_is_cut_between_words() -> None:
    said = talk("T1", f"P: {'before ' * 60}the core {'after ' * 60}end.", participant="Kim")
    (row,) = dicts(traced(passages([said], [coded(said, "trust", "the core")], CODEBOOK)))

    before, after = str(row["before"]), str(row["after"])
    assert before.startswith("…before ")
    assert before.endswith(" before")
    assert after.startswith("after ")
    assert after.endswith(" after…")
    assert max(len(before), len(after)) <= AROUND + 1


def test_the_turn_is_the_first_in_which_somebody_speaks_who_counts() -> None:
    said = talk("T1", "I: Do you trust it?", "P: I do.", participant="Kim")
    (row,) = dicts(traced(passages([said], [coded(said, "trust", "trust it?\nP: I do.")], CODEBOOK)))

    assert row["turn"] == 2
    assert row["quotation"] == "I do."
