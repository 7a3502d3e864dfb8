"""Copies made one: the same in any order and grouping, and twice is as good as once."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model.merged import Happening, Open, Record, Rule, Settled, Stamp, moment
from toolkit.reconcile.merge import latest, merge

RECORD = Record("memo", ("m1",))
Copy = frozenset[Happening]


def at(place: int, state: str | None, *, frame: str = "", by: str = "Ana", name: str = "") -> Happening:
    """Return what happened at a place in the order of all copies."""
    return Happening(Stamp(f"2026-03-01T09:{place:02}", 0, name or f"h{place}"), frame, state, by)


def latest_counts(_: Record) -> Rule:
    return "latest"


def people_agree(_: Record) -> Rule:
    return "agreed"


def one(ours: Copy, theirs: Copy, rule: Rule = "latest") -> Settled | Open:
    """Merge one record."""
    done = merge({RECORD: tuple(ours)} if ours else {}, {RECORD: tuple(theirs)}, lambda _: rule)
    assert len(done.settled) + len(done.open) == 1
    return done.settled[0] if done.settled else done.open[0]


def united(ours: Copy, theirs: Copy) -> Copy:
    """Return what a copy knows after a merge: what was told to be taken over, and nothing else."""
    if not theirs:
        return ours
    found = one(ours, theirs)
    assert isinstance(found, Settled)
    taken = {*found.effective, *found.overtaken}
    return ours | {each for each in theirs if each.stamp in taken}


HAPPENINGS = st.lists(
    st.builds(
        at, st.integers(0, 30), st.sampled_from([None, "a", "b", "c"]), by=st.sampled_from(["Ana", "Ben"])
    ),
    max_size=8,
    unique_by=lambda each: each.stamp,
)


@st.composite
def copies(draw: st.DrawFn, count: int) -> list[Copy]:
    """Draw what several copies know of one record: each event says the same in all of them."""
    everything = draw(HAPPENINGS)
    return [
        frozenset(draw(st.lists(st.sampled_from(everything)))) if everything else frozenset()
        for _ in range(count)
    ]


@settings(max_examples=200)
@given(copies(3))
def test_merging_in_any_order_comes_to_the_same(known: list[Copy]) -> None:
    ends = {united(united(one_, two), three) for one_, two, three in permutations(known)}
    grouped = united(known[0], united(known[1], known[2]))

    assert ends == {grouped} == {frozenset().union(*known)}


@settings(max_examples=200)
@given(copies(2))
def test_merging_twice_changes_nothing(known: list[Copy]) -> None:
    ours, theirs = known
    if not theirs:
        return
    done = united(ours, theirs)
    again = one(done, theirs)

    assert isinstance(again, Settled)
    assert (again.effective, again.overtaken) == ((), ())
    assert again.fate in ("identical", "kept")


@settings(max_examples=200)
@given(copies(2))
def test_what_is_told_is_what_becomes_of_the_record(known: list[Copy]) -> None:
    ours, theirs = known
    if not theirs:
        return
    found, after = one(ours, theirs), latest(united(ours, theirs)).state
    assert isinstance(found, Settled)
    before = latest(ours).state if ours else None
    there = latest(theirs).state
    expected = {
        "new": before is None and after is not None,
        "identical": before == after == there,
        "changed": before is not None and after is not None and after == there and before != after,
        "removed": before is not None and after is None,
        "kept": before == after,
    }
    assert expected[found.fate]
    # What counts here is what happened last in either, and never a third thing.
    assert after == latest(ours | theirs).state


@settings(max_examples=200)
@given(copies(2))
def test_what_makes_a_difference_comes_after_all_that_is_here(known: list[Copy]) -> None:
    ours, theirs = known
    if not ours or not theirs:
        return
    found = one(ours, theirs)
    assert isinstance(found, Settled)
    assert list(found.effective) == sorted(found.effective)
    assert all(stamp > latest(ours).stamp for stamp in found.effective)


@settings(max_examples=200)
@given(copies(2))
def test_people_are_asked_the_same_question_from_both_sides(known: list[Copy]) -> None:
    ours, theirs = known
    if not ours or not theirs:
        return
    here, there = one(ours, theirs, "agreed"), one(theirs, ours, "agreed")

    assert isinstance(here, Open) == isinstance(there, Open)
    if isinstance(here, Open) and isinstance(there, Open):
        assert (here.here, here.there) == (there.there, there.here)
        assert here.here.state != here.there.state


def test_a_copy_that_knows_ours_is_a_later_state_and_no_contradiction() -> None:
    ours = frozenset({at(1, "a")})
    found = one(ours, ours | {at(2, "b", by="Ben")}, "agreed")

    assert found == Settled(RECORD, "changed", (at(2, "b").stamp,))


def test_of_a_copy_that_went_on_all_counts_even_what_it_took_back() -> None:
    ours = frozenset({at(1, "a")})
    found = one(ours, ours | {at(2, "b"), at(3, "a")}, "agreed")

    assert found == Settled(RECORD, "identical", (at(2, "b").stamp, at(3, "a").stamp))


def test_of_two_who_did_not_know_of_each_other_the_later_counts_and_the_earlier_is_remembered() -> None:
    start, earlier, later = at(1, "a"), at(2, "b"), at(3, "c", by="Ben")

    assert one(frozenset({start, earlier}), frozenset({start, later})) == Settled(
        RECORD, "changed", (later.stamp,)
    )
    assert one(frozenset({start, later}), frozenset({start, earlier})) == Settled(
        RECORD, "kept", (), (earlier.stamp,)
    )


def test_two_who_did_not_know_of_each_other_have_to_agree() -> None:
    start = at(1, "a")
    found = one(frozenset({start, at(2, "b")}), frozenset({start, at(3, "c", by="Ben")}), "agreed")

    assert isinstance(found, Open)
    assert (found.why, found.here.state, found.there.state) == ("state", "b", "c")


def test_the_same_said_twice_is_no_contradiction() -> None:
    found = one(frozenset({at(2, "b")}), frozenset({at(3, "b", by="Ben")}), "agreed")

    assert isinstance(found, Settled)
    assert (found.fate, found.effective) == ("identical", ())


def test_another_record_under_the_same_id_is_told_whoever_was_later() -> None:
    ours, theirs = at(1, "a", frame="one"), at(2, "b", frame="two")

    for found in (one(frozenset({ours}), frozenset({theirs})), one(frozenset({theirs}), frozenset({ours}))):
        assert isinstance(found, Open)
        assert found.why == "content"


def test_what_came_and_went_elsewhere_is_remembered_and_never_comes_back() -> None:
    came, went = at(1, "a"), at(2, None)
    known = united(frozenset(), frozenset({came, went}))

    assert latest(known).state is None
    assert one(known, frozenset({came})).record == RECORD
    assert latest(united(known, frozenset({came}))).state is None


def test_the_tally_counts_every_record_once() -> None:
    other = Record("coding", ("c1",))
    done = merge(
        {RECORD: (at(1, "a"),), other: (at(1, "x", frame="x"),)},
        {RECORD: (at(1, "a"), at(2, "b")), other: (at(2, "y", frame="y"),)},
        latest_counts,
    )

    assert done.tally == {("memo", "changed"): 1, ("coding", "conflict"): 1}
    assert merge({}, {}, people_agree).tally == {}


def test_times_are_ordered_however_exactly_they_are_written() -> None:
    told = ["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.001Z", "2026-03-01T09:30:00.25Z"]
    assert [moment(each) for each in told] == sorted(moment(each) for each in reversed(told))
