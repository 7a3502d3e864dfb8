"""Codings made under any version, seen at another: nothing lost, nothing guessed, nothing rewritten."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.revisions import book, code, coding, lineages, record, released
from tests.reconcile.test_replay import shipped
from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.proposal import Answer, Ruling
from toolkit.model.review import Decision, Resolution
from toolkit.model.version import Version
from toolkit.reconcile.resolve import Ways, overlapping, resolve

START = book(code("a"), code("b"), code("c"))
SAMPLE = Lineage(tuple(shipped(version) for version in ("0.1.0", "0.2.0", "1.0.0")))


def after(*steps: tuple[CodebookChange, tuple[Code, ...]]) -> Lineage:
    return Lineage((START, released(*steps, after=START)))


def decision(about: Coding, change: str, code: str, *chosen: str) -> Decision:
    name = f"{about.id} {change} {code}"
    return Decision(name, about.id, change, code, chosen, "", "Ana", "2026-03-01T09:30:00Z")


def fates(resolution: Resolution) -> list[tuple[str, str]]:
    return [(seen.code, seen.fate) for seen in resolution.seen]


@pytest.mark.parametrize(
    ("made_as", "at", "expected"),
    [
        ("vibe-checks", "0.2.0", ("evaluation-method", "followed")),
        ("evaluation", "0.2.0", ("evaluation", "pending")),
        ("model-hype", "0.2.0", ("model-hype", "frozen")),
        ("sign-off", "0.2.0", ("sign-off", "followed")),
        ("sign-off", "1.0.0", ("within-team-ownership", "flagged")),
        ("relevance-threshold", "0.2.0", ("relevance-threshold", "flagged")),
        ("disclaimers", "1.0.0", ("user-duty", "flagged")),
        ("audience", "0.2.0", ("audience", "followed")),
        ("audience", "1.0.0", ("audience", "flagged")),
        ("platform-role", "1.0.0", ("platform-role", "followed")),
    ],
)
def test_what_the_sample_codebook_makes_of_its_first_codings(
    made_as: str, at: str, expected: tuple[str, str]
) -> None:
    assert fates(resolve([coding("1", made_as, "0.1.0")], SAMPLE, at)) == [expected]


def test_a_merged_code_still_shows_under_its_own_label_where_it_was_not_merged_yet() -> None:
    (seen,) = resolve([coding("1", "sign-off", "0.1.0")], SAMPLE, "0.2.0").seen
    assert SAMPLE.at("0.2.0").code[seen.code].label == "Review and sign-off"


def test_a_split_waits_with_its_candidates_and_is_never_guessed() -> None:
    resolution = resolve([coding("1", "evaluation", "0.1.0")], SAMPLE)
    (review,) = resolution.pending
    assert review.candidates == ("evaluation-method", "evaluation-comparability")
    assert (review.change.id, review.code, review.optional) == ("CR-0010", "evaluation", False)
    assert not resolution.counting


def test_every_fate_has_its_number_and_they_add_up() -> None:
    lineage = after(
        (record("merge", "a", "b"), ()),
        (record("split", "c", "x y"), (code("x"), code("y"))),
    )
    made = [coding("1", "a"), coding("2", "b"), coding("3", "c", at=9), coding("4", "a", at=9)]
    tally = resolve(made, lineage).tally
    assert (tally.resolved, tally.collapsed, tally.pending, tally.frozen) == (2, 1, 1, 0)
    assert str(tally) == "4 codings = 2 resolved + 1 collapsed + 1 pending + 0 frozen"


def test_of_codings_that_have_become_the_same_the_one_made_with_the_code_stays() -> None:
    lineage = after((record("merge", "a", "b"), ()))
    first, second, other = coding("1", "a"), coding("2", "b"), coding("3", "a", coder="B")
    assert fates(resolve([first, second, other], lineage)) == [
        ("b", "collapsed"),
        ("b", "followed"),
        ("b", "followed"),
    ]


def test_overlapping_codings_of_a_merged_code_stay_two() -> None:
    lineage = after((record("merge", "a", "b"), ()))
    assert resolve([coding("1", "a", at=0), coding("2", "b", at=2)], lineage).tally.resolved == 2


def test_overlapping_codings_after_a_merge_are_counted() -> None:
    lineage = after((record("merge", "a", "b"), ()))
    made = [coding("1", "a", at=0), coding("2", "b", at=2), coding("3", "b", at=3), coding("4", "a", at=40)]
    assert overlapping(resolve(made, lineage)) == 2
    assert overlapping(resolve(made, lineage, "1.0.0")) == 0


def test_whoever_decided_has_seen_what_the_same_release_redefined() -> None:
    lineage = after(
        (record("split", "a", "x b"), (code("x"),)),
        (record("redefine", "b", effect="narrower"), (replace(code("b"), definition="Less."),)),
    )
    made = coding("1", "a")
    assert fates(resolve([made], lineage, decisions=[decision(made, "CR-0001", "a", "b")])) == [
        ("b", "followed")
    ]
    assert fates(resolve([coding("2", "b")], lineage)) == [("b", "pending")]


def test_a_decision_gives_one_code_several_or_none() -> None:
    lineage = after((record("split", "a", "x y"), (code("x"), code("y"))))
    made = [coding(str(n), "a", at=10 * n) for n in range(3)]
    decisions = [
        decision(made[0], "CR-0001", "a", "x"),
        decision(made[1], "CR-0001", "a", "x", "y"),
        decision(made[2], "CR-0001", "a"),
    ]
    resolution = resolve(made, lineage, decisions=decisions)
    assert fates(resolution) == [
        ("x", "followed"),
        ("x", "followed"),
        ("y", "followed"),
        ("a", "set aside"),
    ]
    assert (resolution.tally.total, resolution.tally.resolved, resolution.tally.set_aside) == (3, 3, 1)
    assert [outcome.codes for outcome in resolution.outcomes] == [("x",), ("x", "y"), ("a",)]


def test_a_decision_is_followed_through_later_changes() -> None:
    second = released((record("split", "a", "x y"), (code("x"), code("y"))), after=START)
    third = released((record("merge", "x", "b"), ()), after=second)
    lineage = Lineage((START, second, third))
    made = coding("1", "a")
    decisions = [decision(made, "CR-0001", "a", "x")]
    assert fates(resolve([made], lineage, second.version, decisions)) == [("x", "followed")]
    assert fates(resolve([made], lineage, None, decisions)) == [("b", "followed")]
    assert fates(resolve([made], lineage, "1.0.0", decisions)) == [("a", "followed")]


def test_a_narrowed_code_waits_with_itself_and_where_its_exclusions_lead() -> None:
    narrow = replace(code("a"), definition="Less.", exclude=(Exclusion("if loud", "b"),))
    lineage = after((record("redefine", "a", effect="narrower"), (narrow,)))
    (review,) = resolve([coding("1", "a")], lineage).pending
    assert review.candidates == ("a", "b")


def test_a_widened_code_counts_and_may_be_looked_at() -> None:
    lineage = after((record("redefine", "a", effect="wider"), (replace(code("a"), definition="More."),)))
    made = coding("1", "a")
    resolution = resolve([made], lineage)
    assert fates(resolution) == [("a", "flagged")]
    assert [review.optional for review in resolution.open] == [True]
    settled = resolve([made], lineage, decisions=[decision(made, "CR-0001", "a", "a")])
    assert fates(settled) == [("a", "followed")]


def test_a_code_that_comes_back_brings_its_codings_back() -> None:
    second = released((record("retire", "a"), ()), after=START)
    third = released((record("reinstate", "a"), (code("a"),)), after=second)
    lineage = Lineage((START, second, third))
    assert fates(resolve([coding("1", "a")], lineage, second.version)) == [("a", "frozen")]
    assert fates(resolve([coding("1", "a")], lineage)) == [("a", "flagged")]


def test_what_was_merged_is_offered_back_and_stays_until_somebody_takes_it() -> None:
    second = released((record("merge", "a", "b"), ()), after=START)
    third = released((record("reinstate", "a"), (code("a"),)), after=second)
    lineage = Lineage((START, second, third))
    made, direct = coding("1", "a"), coding("2", "b", at=9)
    resolution = resolve([made, direct], lineage)
    assert fates(resolution) == [("b", "flagged"), ("b", "followed")]
    (offer,) = resolution.open
    assert (offer.candidates, offer.optional) == (("b", "a"), True)
    back = resolve([made], lineage, decisions=[decision(made, "CR-0002", "a", "a")])
    assert fates(back) == [("a", "followed")]
    kept = resolve([made], lineage, decisions=[decision(made, "CR-0002", "a", "b")])
    assert fates(kept) == [("b", "followed")]


def test_a_coding_that_collapsed_in_a_merge_is_offered_back_too() -> None:
    second = released((record("merge", "a", "b"), ()), after=START)
    third = released((record("reinstate", "a"), (code("a"),)), after=second)
    lineage = Lineage((START, second, third))
    made = [coding("1", "a"), coding("2", "b")]
    resolution = resolve(made, lineage)
    assert [review.coding.id for review in resolution.open] == ["1"]
    back = resolve(made, lineage, decisions=[decision(made[0], "CR-0002", "a", "a")])
    assert fates(back) == [("a", "followed"), ("b", "followed")]


def test_a_code_may_be_redefined_more_often_than_python_nests() -> None:
    changes = tuple(
        record("redefine", "a", id=f"CR-{n}", version="1.1.0", effect="wider") for n in range(1500)
    )
    lineage = Lineage((START, replace(START, version="1.1.0", changes=changes)))
    assert len(resolve([coding("1", "a")], lineage).open) == 1500


def test_codings_made_later_are_not_there_yet_at_an_older_version() -> None:
    lineage = after((record("add", "", "d"), (code("d"),)))
    made = [coding("1", "a"), coding("2", "d", "1.1.0", at=9), coding("3", "a", "1.1.0", at=20)]
    assert fates(resolve(made, lineage, "1.0.0")) == [("a", "followed"), ("d", "later"), ("a", "later")]
    assert resolve(made, lineage).tally.resolved == 3


def test_a_version_that_is_not_released_is_refused() -> None:
    with pytest.raises(ToolkitError, match=r"9\.9\.9: is no released version"):
        resolve([], SAMPLE, "9.9.9")


@st.composite
def codings(draw: st.DrawFn) -> tuple[Lineage, list[Coding], list[Decision], str]:
    """Draw codings of codes in use at their versions, and decisions about some of what is open."""
    lineage = draw(lineages())
    made = []
    for number in range(draw(st.integers(0, 6))):
        release = draw(st.sampled_from(lineage.releases))
        if release.codable:
            name = draw(st.sampled_from(sorted(release.codable)))
            coder, at = draw(st.sampled_from("AB")), draw(st.sampled_from([0, 9]))
            made.append(coding(str(number), name, release.version, coder=coder, at=at))
    decisions: list[Decision] = []
    for _ in range(2):
        for review in resolve(made, lineage, decisions=decisions).open:
            if draw(st.booleans()):
                chosen = tuple(name for name in review.candidates if draw(st.booleans()))
                decisions.append(decision(review.coding, review.change.id, review.code, *chosen))
    return lineage, made, decisions, draw(st.sampled_from(lineage.versions))


@given(codings())
def test_no_coding_is_lost_or_doubled(
    drawn: tuple[Lineage, list[Coding], list[Decision], str],
) -> None:
    lineage, made, decisions, at = drawn
    resolution = resolve(made, lineage, at, decisions)
    assert [outcome.coding for outcome in resolution.outcomes] == made
    tally = resolution.tally
    assert tally.total == len(made)
    assert len(resolution.pending) >= tally.pending
    for seen in resolution.counting:
        assert seen.code in lineage.at(at).code | lineage.at(at).theme
        assert seen.code not in {each.id for each in lineage.at(at).deprecated}


@given(codings())
def test_the_order_in_which_codings_come_changes_no_fate(
    drawn: tuple[Lineage, list[Coding], list[Decision], str],
) -> None:
    lineage, made, decisions, at = drawn
    forth, back = (resolve(order, lineage, at, decisions) for order in (made, made[::-1]))
    assert forth.tally == back.tally
    assert Counter(forth.outcomes) == Counter(back.outcomes)


@given(codings())
def test_what_walks_record_by_record_comes_to_the_same_as_what_is_worked_out_at_once(
    drawn: tuple[Lineage, list[Coding], list[Decision], str],
) -> None:
    lineage, made, _, at = drawn
    seen = {(each.coding.id, each.code, each.fate) for each in resolve(made, lineage, at).seen}
    walked = {(each.id, *_walk(each, lineage, at)) for each in made}
    collapsed = {(name, code) for name, code, fate in seen if fate == "collapsed"}
    assert {
        (name, code, "flagged or followed" if fate in ("flagged", "followed", "collapsed") else fate)
        for name, code, fate in seen
    } == walked
    assert collapsed <= {(name, code) for name, code, _ in walked}


def test_what_comes_right_after_a_definition_that_was_seen_is_followed() -> None:
    second = released(
        (record("split", "a", "x b"), (code("x"),)),
        (record("redefine", "x", effect="narrower"), (code("x", notes="Less."),)),
        after=START,
    )
    third = released((record("merge", "x", "b"), ()), after=second)
    made = coding("1", "a")
    chosen = decision(made, "CR-0001", "a", "x")
    lineage = Lineage((START, second, third))
    assert fates(resolve([made], lineage, second.version, [chosen])) == [("x", "followed")]
    assert fates(resolve([made], lineage, third.version, [chosen])) == [("b", "followed")]


def test_a_code_that_was_split_after_it_came_back_is_asked_about() -> None:
    second = released((record("retire", "a"), ()), after=START)
    third = released(
        (record("reinstate", "a"), (code("a"),)),
        (record("split", "a", "x y"), (code("x"), code("y"))),
        after=second,
    )
    resolution = resolve([coding("1", "a")], Lineage((START, second, third)))
    assert fates(resolution) == [("a", "pending")]
    assert [review.candidates for review in resolution.pending if not review.optional] == [("x", "y")]


def test_what_the_heir_of_a_merge_was_before_it_does_not_concern_who_comes_to_it() -> None:
    second = released((record("redefine", "b", effect="narrower"), (code("b", notes="Less."),)), after=START)
    third = released((record("merge", "a", "b"), ()), (record("reinstate", "a"), (code("a"),)), after=second)
    lineage = Lineage((START, second, third))
    assert fates(resolve([coding("1", "a")], lineage)) == [("b", "flagged")]
    assert fates(resolve([coding("2", "b")], lineage)) == [("b", "pending")]


def test_a_new_definition_sends_codings_to_codes_alone_that_may_be_given() -> None:
    links = (Exclusion("if late", None), Exclusion("if early", "b"), Exclusion("if ever", "c"))
    first = book(code("a"), code("b"), code("c", codable=False))
    second = released(
        (record("redefine", "a", effect="narrower", migration="review"), (code("a", exclude=links),)),
        after=first,
    )
    (review,) = resolve([coding("1", "a")], Lineage((first, second))).pending
    assert review.candidates == ("a", "b")


def test_a_coding_that_waits_since_its_code_was_redefined_waits_on_when_the_code_comes_back() -> None:
    second = released((record("redefine", "a", effect="narrower"), (code("a", notes="Less."),)), after=START)
    third = released((record("merge", "a", "b"), ()), after=second)
    fourth = released((record("reinstate", "a"), (third.code["a"],)), after=third)
    lineage = Lineage((START, second, third, fourth))
    for version in (second.version, third.version, fourth.version):
        assert fates(resolve([coding("1", "a")], lineage, version)) == [("a", "pending")]


def _walk(made: Coding, lineage: Lineage, at: str) -> tuple[str, str]:
    """Follow one coding without decisions by the rules as they are written down, one record after another."""
    low, high = Version.of(made.codebook_version), Version.of(at)
    if low > high:
        return made.code, "later"
    name, state, is_gone = made.code, "flagged or followed", False
    changes = [change for change in lineage.changes if low < Version.of(change.version) <= high]
    for place, change in enumerate(changes):
        if name in change.subjects:
            if change.op == "reinstate" and is_gone:
                # What waits since its code was redefined waits on: its coming back answers nothing.
                state = "pending" if change.treatment == "review" else "flagged or followed"
                is_gone = False
            elif state == "flagged or followed":
                is_gone = name in change.gone
                name, state = _stepped(name, change, changes[place + 1 :])
                is_gone = is_gone and state != "flagged or followed"
    return name, state


def _stepped(name: str, change: CodebookChange, later: list[CodebookChange]) -> tuple[str, str]:
    counts = "flagged or followed"
    if name not in change.gone:
        return name, "pending" if change.op == "redefine" and change.treatment == "review" else counts
    back = next((c for c in later if c.op == "reinstate" and name in c.subjects), None)
    if change.op == "retire":
        return name, "frozen"
    if change.op == "split" or change.treatment == "review" or (back and back.treatment == "review"):
        return name, "pending"
    return change.results[0], counts


# Codes that a coder proposed


def ruling(proposed: str, *codes: str, at: str = "1.0.0") -> Ruling:
    """Say that a proposed code is the one named or, with none or several, that it is declined."""
    answer: Answer = "same" if len(codes) == 1 else "declined"
    return Ruling(proposed, answer, codes, "Because.", at, "Ana", "2026-03-01T09:30:00Z")


def test_codings_of_a_proposed_code_wait_until_a_version_has_it() -> None:
    lineage = after((record("add", results="new"), (code("new"),)))
    (first, second) = (book.version for book in lineage.releases)
    made = [coding("1", "new", first), coding("2", "a", first)]

    waiting = resolve(made, lineage, first)
    assert fates(waiting) == [("new", "proposed"), ("a", "followed")]
    assert str(waiting.tally).endswith(
        "1 resolved + 0 collapsed + 0 pending + 0 frozen + 1 of proposed codes"
    )
    assert waiting.tally.total == len(made)
    assert [seen.code for seen in waiting.counting] == ["a"]
    assert fates(resolve(made, lineage, second)) == [("new", "followed"), ("a", "followed")]


def test_a_ruling_holds_from_its_version_on_and_for_what_comes_after_it() -> None:
    lineage = after((record("merge", "a", "b"), ()))
    (first, second) = (book.version for book in lineage.releases)
    made = [coding("1", "new", first), coding("2", "new", second)]

    early = [ruling("new", "a", at=first)]
    assert fates(resolve(made[:1], lineage, first, rulings=early)) == [("a", "followed")]
    # What it is the same as was merged since.
    assert fates(resolve(made, lineage, second, rulings=early)) == [("b", "followed"), ("b", "collapsed")]
    late = [ruling("new", "c", at=second)]
    assert fates(resolve(made[:1], lineage, first, rulings=late)) == [("new", "proposed")]
    assert fates(resolve(made[:1], lineage, second, rulings=late)) == [("c", "followed")]


def test_a_version_that_has_the_code_outdoes_what_was_ruled() -> None:
    lineage = after((record("add", results="new"), (code("new"),)))
    made = [coding("1", "new", lineage.releases[0].version)]
    rulings = [ruling("new", "a", at=lineage.releases[0].version)]
    assert fates(resolve(made, lineage, rulings=rulings)) == [("new", "followed")]


def test_a_declined_code_is_asked_about_with_any_answer() -> None:
    lineage = Lineage((START,))
    made = [coding(name, "new", START.version) for name in "123"]
    rulings = [ruling("new", at=START.version)]
    found = resolve(made, lineage, rulings=rulings)
    assert fates(found) == [("new", "pending")] * 3
    assert [(review.change.op, review.candidates, review.optional) for review in found.pending] == [
        ("retire", (), False)
    ] * 3

    change = found.pending[0].change.id
    decisions = [
        decision(made[0], change, "new", "a"),
        decision(made[1], change, "new"),
        decision(made[2], change, "new", "a", "b"),
    ]
    decided = resolve(made, lineage, decisions=decisions, rulings=rulings)
    assert [outcome.codes for outcome in decided.outcomes if outcome.fate != "set aside"] == [
        ("a",),
        ("a", "b"),
    ]
    assert [outcome.fate for outcome in decided.outcomes][1] == "set aside"
    # Without the ruling the answers are about nothing.
    assert fates(resolve(made, lineage, decisions=decisions)) == [("new", "proposed")] * 3


def test_codes_that_all_come_to_one_are_told_from_those_of_which_each_coding_is_asked() -> None:
    ways = Ways(
        after((record("merge", "a", "b"), ()), (record("split", "c", "x y"), (code("x"), code("y")))),
    )
    assert ways.asking() == (("c", "1.0.0"),)
    assert ways.coming_to(["b"]) == (("a", "1.0.0"), ("b", "1.0.0"), ("b", "2.0.0"))
    assert ways.coming_to(["c", "y"]) == (("y", "1.0.0"), ("c", "2.0.0"), ("y", "2.0.0"))
    assert ways.coming_to([]) == ()


@given(lineages(), st.data())
def test_codings_come_to_what_is_told_of_all_that_were_made_so(drawn: Lineage, data: st.DataObject) -> None:
    ways = Ways(drawn)
    given_ = [(each.id, book_.version) for book_ in drawn.releases for each in book_.codes]
    name, version = data.draw(st.sampled_from(given_))
    (end, _), *more = [(seen.code, seen.fate) for seen in ways.resolve([coding("1", name, version)]).seen]
    asked = (name, version) in ways.asking()
    assert asked or not more
    assert ((name, version) in ways.coming_to([end])) == (not asked)
