"""What changed between two versions, and the records that are missing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.reconcile.revisions import book, code, coding, lineages, record, released
from tests.reconcile.test_replay import shipped
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code
from toolkit.model.lineage import Lineage
from toolkit.reconcile.compare import Proposal, compare, next_id
from toolkit.reconcile.replay import replay
from toolkit.reconcile.resolve import resolve
from toolkit.reconcile.wording import difference, likeness, marked

START = book(code("a"), code("b"), code("c"))


def proposed(old: object, new: object) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = compare(old, new).proposals  # type: ignore[arg-type]
    return [(each.op, each.subjects, each.results) for each in found]


def test_nothing_is_proposed_where_records_tell_everything() -> None:
    for old, new in (("0.1.0", "0.2.0"), ("0.2.0", "1.0.0")):
        assert proposed(shipped(old), shipped(new)) == []


def test_without_its_records_a_version_gets_records_that_replay() -> None:
    for old, new in (("0.1.0", "0.2.0"), ("0.2.0", "1.0.0")):
        before, after = shipped(old), shipped(new)
        bare = replace(after, changes=before.changes)
        assert replay(before, bare)
        filled = replace(bare, changes=(*before.changes, *_answered(compare(before, bare).proposals, new)))
        assert replay(before, filled) == []


@given(lineages(most=1))
def test_filled_in_proposals_replay_exactly(drawn: Lineage) -> None:
    old, new = drawn.releases
    if _needs_people(old, new):
        return
    bare = replace(new, version="9.0.0", changes=old.changes)
    bare = replace(
        bare,
        codes=tuple(replace(c, since="9.0.0" if c.since == new.version else c.since) for c in new.codes),
        deprecated=tuple(
            replace(
                c,
                since="9.0.0" if c.since == new.version else c.since,
                deprecated_in="9.0.0" if c.deprecated_in == new.version else c.deprecated_in,
            )
            for c in new.deprecated
        ),
    )
    proposals = compare(old, bare).proposals
    filled = replace(bare, changes=(*old.changes, *_answered(proposals, "9.0.0")))
    assert [finding.what for finding in replay(old, filled)] == []


def _needs_people(old: object, new: object) -> bool:
    """Tell whether something came and went within the release, or came back: only people know the way."""
    books = (old, new)
    passing = {
        name
        for change in new.changes  # type: ignore[attr-defined]
        for name in change.named
        if name not in old.code and name not in old.theme  # type: ignore[attr-defined]
    }
    gone = {code.id for code in books[1].deprecated}  # type: ignore[attr-defined]
    back = {name for c in new.changes if c.op == "reinstate" for name in c.subjects}  # type: ignore[attr-defined]
    return bool(passing & gone or back)


def test_a_narrower_answer_to_a_proposed_redefinition_queues_its_codings() -> None:
    new = replace(
        START, version="2.0.0", codes=(replace(START.codes[0], definition="Less."), *START.codes[1:])
    )
    (proposal,) = compare(START, new).proposals
    assert proposal.migration is None
    answered = CodebookChange(
        "CR-0001", "2.0.0", "redefine", subjects=("a",), effect="narrower", rationale="so"
    )
    lineage = Lineage((START, replace(new, changes=(answered,))))
    assert len(resolve([coding("1", "a")], lineage).pending) == 1


def _answered(proposals: tuple[Proposal, ...], version: str) -> list[CodebookChange]:
    """Fill in what only people can say."""
    return [
        CodebookChange(
            f"CR-{number:04}",
            version,
            each.op,
            subjects=each.subjects,
            results=each.results,
            migration=each.migration,
            effect="wider" if each.op == "redefine" else None,
            rationale="because",
        )
        for number, each in enumerate(proposals, 101)
    ]


def test_renamed_moved_and_redefined_codes_are_told_apart() -> None:
    new = replace(
        START,
        version="1.1.0",
        codes=(
            Code("a", "New", parent="t1", definition="About a.", alt_labels=("Label of a",)),
            Code("b", "Label of b", parent="t2", definition="About b."),
            Code("c", "Label of c", parent="t1", definition="About c and more."),
        ),
    )
    found = [(each.kind, each.id, each.field) for each in compare(START, new).differences]
    assert found == [
        ("renamed", "a", "label"),
        ("described", "a", "alt_labels"),
        ("redefined", "c", "definition"),
        ("moved", "b", "parent"),
    ]
    assert proposed(START, new) == [
        ("rename", ("a",), ()),
        ("move", ("b",), ("t2",)),
        ("redefine", ("c",), ()),
    ]
    hints = compare(START, new).proposals[-1].hints
    assert hints == ("definition: About c {+and more+}.", "Is it narrower, wider or the same now?")


def test_a_code_that_is_gone_looks_split_if_new_ones_share_its_words() -> None:
    old = book(Code("copying", "Copying cards", parent="t1", definition="Using pages of other people."))
    new = replace(
        old,
        version="2.0.0",
        codes=(
            Code("pasting", "Pasting", parent="t1", definition="Copying text from pages of other people."),
            Code("models", "Models", parent="t1", definition="Using cards of other people as a model."),
            Code("money", "Money", parent="t1", definition="Talk about funding."),
        ),
    )
    assert proposed(old, new) == [
        ("add", (), ("money",)),
        ("split", ("copying",), ("models", "pasting")),
    ]
    hints = compare(old, new).proposals[1].hints
    assert any("of its words with pasting" in hint for hint in hints)
    assert "copying has to stand under deprecated: see below the records." in hints
    (buried,) = compare(old, new).buried
    assert (buried.id, buried.deprecated_in, buried.consider) == ("copying", "2.0.0", ("models", "pasting"))
    filled = replace(
        new,
        codes=tuple(replace(c, since="2.0.0") for c in new.codes),
        deprecated=(buried,),
        changes=tuple(_answered(compare(old, new).proposals, "2.0.0")),
    )
    assert replay(old, filled) == []


def test_record_ids_count_on() -> None:
    new = released((record("retire", "a"), ()), after=START)
    assert (next_id(START), next_id(START, new)) == ("CR-0001", "CR-0002")


def test_words_that_went_and_came_are_marked() -> None:
    assert marked(difference("who writes it, and why", "who approves it, and why")) == (
        "who [-writes -]{+approves +}it, and why"
    )
    assert marked(difference("same", "same")) == "same"
    assert marked(difference("", "new")) == "{+new+}"


def test_likeness_is_a_share_of_words_and_none_of_nothing() -> None:
    assert likeness("copying other cards", "cards of others, copying") == 1.0
    assert likeness("", "anything") == 0.0


def differences(old: object, new: object) -> list[tuple[str, str, str]]:
    return [(each.kind, each.id, each.field) for each in compare(old, new).differences]  # type: ignore[arg-type]


def test_a_code_that_is_in_use_again_is_told_and_a_record_proposed_if_there_is_none() -> None:
    gone = released((record("retire", "a"), ()), after=START)
    back = released((record("reinstate", "a"), (code("a"),)), after=gone)
    assert differences(gone, back) == [("in use again", "a", "")]
    assert proposed(gone, back) == []
    assert proposed(gone, replace(back, changes=gone.changes)) == [("reinstate", ("a",), ())]


def test_a_code_that_came_and_went_between_two_versions_is_told_as_both() -> None:
    later = released((record("add", "", "x"), (code("x"),)), (record("retire", "x"), ()), after=START)
    assert differences(START, later) == [("added", "x", ""), ("out of use", "x", "")]


def test_a_code_that_was_renamed_and_then_went_is_told_as_both() -> None:
    later = released(
        (record("rename", "a"), (replace(code("a"), label="New"),)),
        (record("redefine", "a", effect="same"), (replace(code("a"), definition="So."),)),
        (record("retire", "a", "b"), ()),
        after=START,
    )
    assert differences(START, later) == [
        ("renamed", "a", "label"),
        ("described", "a", "alt_labels"),
        ("redefined", "a", "definition"),
        ("out of use", "a", ""),
    ]
    assert compare(START, later).differences[-1].after == "b"


def test_codes_that_are_to_be_considered_for_one_another_are_proposed_in_any_order() -> None:
    gone = released((record("retire", "a", "c"), ()), (record("retire", "b", "c"), ()), after=START)
    (first, second) = gone.deprecated
    circling = replace(
        gone, deprecated=(replace(first, consider=("b",)), replace(second, consider=("a",))), changes=()
    )
    assert proposed(START, circling) == [("retire", ("a",), ("b",)), ("retire", ("b",), ("a",))]


def test_a_code_that_is_gone_may_have_gone_into_the_one_that_shares_its_words() -> None:
    old = book(
        Code("copying", "Copying", parent="t1", definition="Taking pages from other people."),
        Code("asking", "Asking", parent="t1", definition="Taking pages other people offer."),
        Code("money", "Money", parent="t1", definition="Talk about funding."),
    )
    without = replace(old, version="2.0.0", codes=old.codes[1:])
    (proposal,) = compare(old, without).proposals
    assert (proposal.op, proposal.results) == ("retire", ("asking",))
    assert proposal.hints[1:] == (
        "If it went into asking as a whole, make it op: merge with migration: auto.",
        "copying has to stand under deprecated: see below the records.",
    )
    (proposal,) = compare(old, replace(old, version="2.0.0", codes=old.codes[:2])).proposals
    assert (proposal.op, proposal.subjects, proposal.results) == ("retire", ("money",), ())
    assert proposal.hints == ("money has to stand under deprecated: see below the records.",)


def test_what_is_told_otherwise_of_a_code_out_of_use_needs_no_record() -> None:
    gone = released((record("retire", "a"), ()), after=START)
    (buried,) = gone.deprecated
    later = replace(gone, version="2.0.1", deprecated=(replace(buried, notes="It was never used."),))
    assert differences(gone, later) == [("described", "a", "notes")]
    assert proposed(gone, later) == []
